//! Small frames: a generator in the first host, counted where they arrive at the second.

use std::{
    io,
    net::UdpSocket,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use dataplane::{
    checksum::{self, Sum, checksum},
    iface::MacAddr,
    io::{Isolation, LiveFrames, Spread, open_packet},
    packet::{Batch, Packet, Pool},
};

use super::{
    cpu::Accounts,
    interrupt,
    latency::exact_sleep,
    net::{HOST, HOST_MAC, NOBODY, ROUTER, ROUTER_MAC, SINK, SINK_MAC, Topology},
};
use crate::cpu_time::thread_time;

/// Frames that the generator hands to the kernel at once.
const BURST: usize = 32;
/// UDP flows that the frames belong to.
const FLOWS: u32 = 64;
/// Source ports, from the first on; flow numbers beyond go to the next destination port.
const PORTS: u32 = 50_000;
const FIRST_PORT: u16 = 10_000;
/// The destination port of the first of them: discard.
const DISCARD: u16 = 9;
/// Bytes of a frame, 64 with its FCS, and where its parts are.
const LEN: usize = 60;
const IP: usize = 14;
const UDP: usize = 34;
/// What is under way arrives and is paid for within this.
const DRAIN: Duration = Duration::from_millis(50);
/// A generator that need not be exact sleeps as long between bursts.
const NAP: Duration = Duration::from_micros(50);

/// Who sends the frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sender {
    /// A packet socket with a transmit ring: the cheapest there is.
    Packet,
    /// The same, each frame of another flow: of so many that come after the first number.
    NewFlows {
        /// The number of the first flow.
        first: u32,
        /// After so many, the first comes again.
        count: u32,
    },
    /// UDP sockets, a system call for each frame: what applications do.
    Socket,
    /// The kernel, [as a card's driver](LiveFrames) makes frames for XDP.
    Driver,
}

/// Where the frames go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// Through the router to the sink behind it.
    Sink,
    /// To nobody on the first network: dropped where they arrive, they cost what the sender and one
    /// hop cost.
    Nobody,
}

/// How many frames, and for how long.
#[derive(Clone, Copy, Debug)]
pub(super) struct Load {
    /// Frames a second; as many as go if there is none.
    pub(super) rate: Option<f64>,
    /// How long frames are sent, if `arrivals` don't end it before.
    pub(super) time: Duration,
    /// So many arrivals are enough.
    pub(super) arrivals: u64,
}

impl Load {
    /// `rate` frames a second for `time`.
    pub(super) fn paced(rate: f64, time: Duration) -> Self {
        Self {
            rate: Some(rate),
            ..Self::full(time)
        }
    }

    /// As many as go for `time`.
    pub(super) fn full(time: Duration) -> Self {
        Self {
            rate: None,
            time,
            arrivals: u64::MAX,
        }
    }
}

/// What became of a run of frames.
#[derive(Clone, Copy, Debug)]
pub(super) struct Flood {
    /// Frames sent, a second.
    pub(super) offered: f64,
    /// Frames that arrived, a second.
    pub(super) arrived: f64,
    /// CPU time of everything counted, in nanoseconds for each frame sent.
    pub(super) cpu: f64,
}

impl Flood {
    /// Of the frames offered, per cent that did not arrive.
    pub(super) fn lost(&self) -> f64 {
        (100.0 * (1.0 - self.arrived / self.offered)).max(0.0)
    }

    /// CPU time of everything counted, in nanoseconds for each frame that arrived: those that got lost
    /// before the router had looked at them make the others dearer.
    pub(super) fn cpu_arrived(&self) -> f64 {
        self.cpu * self.offered / self.arrived
    }
}

/// A UDP frame of [`LEN`] bytes.
fn frame(macs: (MacAddr, MacAddr), from: (&str, u16), to: (&str, u16)) -> Vec<u8> {
    let octets =
        |text: &str| -> Vec<u8> { text.split('.').filter_map(|o| o.parse().ok()).collect() };
    let mut frame = Vec::with_capacity(LEN);
    frame.extend(macs.1.0);
    frame.extend(macs.0.0);
    frame.extend([0x08, 0x00, 0x45, 0, 0, 46, 0, 0, 0, 0, 64, 17, 0, 0]);
    frame.extend(octets(from.0));
    frame.extend(octets(to.0));
    let sum = checksum(&frame[IP..UDP]);
    frame[24..26].copy_from_slice(&sum.to_be_bytes());
    frame.extend(from.1.to_be_bytes());
    frame.extend(to.1.to_be_bytes());
    frame.extend([0, 26, 0, 0]);
    frame.extend([0x55; 18]);
    let sum = Sum::ZERO
        .add(&frame[26..UDP])
        .add_u16(17)
        .add_u16(26)
        .add(&frame[UDP..])
        .complement();
    frame[UDP + 6..UDP + 8].copy_from_slice(&sum.to_be_bytes());
    frame
}

/// Frames of many flows in turn, each made out of the one before.
struct Flows {
    frame: Vec<u8>,
    first: u32,
    count: u32,
    next: u32,
}

impl Flows {
    /// `count` flows from the first host to the sink, from number `first` on.
    fn new(to: MacAddr, first: u32, count: u32) -> Self {
        Self {
            frame: frame((HOST_MAC[0], to), (HOST[0], FIRST_PORT), (SINK, DISCARD)),
            first,
            count,
            next: 0,
        }
    }

    /// The frame of the next flow.
    fn next(&mut self) -> &[u8] {
        let flow = self.first + self.next;
        self.next = (self.next + 1) % self.count;
        self.set(UDP, FIRST_PORT + (flow % PORTS) as u16);
        self.set(UDP + 2, DISCARD + (flow / PORTS) as u16);
        &self.frame
    }

    /// Writes a port, and its share of the checksum.
    fn set(&mut self, at: usize, port: u16) {
        let read = |at: usize| u16::from_be_bytes([self.frame[at], self.frame[at + 1]]);
        let sum = checksum::update(read(UDP + 6), read(at), port);
        self.frame[at..at + 2].copy_from_slice(&port.to_be_bytes());
        self.frame[UDP + 6..UDP + 8].copy_from_slice(&sum.to_be_bytes());
    }
}

/// Sends frames from the first host's `v0` while `accounts` and the sender are counted. `arrivals`
/// counts at the other end.
///
/// When as many are sent as go, what is counted ends with the sending: queues are full then as they were
/// all the time. Else what is under way is waited for.
pub(super) fn flood(
    topology: &Topology,
    (sender, target): (Sender, Target),
    load: Load,
    accounts: &Accounts,
    arrivals: impl Fn() -> io::Result<u64>,
) -> io::Result<Flood> {
    let mut source = topology.hosts[0].within(|| Source::open(sender, target))??;
    let (arrived_before, cpu_before) = (arrivals()?, accounts.now());
    let enough = || Ok(load.arrivals < u64::MAX && arrivals()? - arrived_before >= load.arrivals);
    let (sent, took) = source.send(load, enough)?;
    if load.rate.is_some() {
        thread::sleep(DRAIN);
    }
    let arrived = arrivals()? - arrived_before;
    let cpu = accounts.now().saturating_sub(cpu_before) + source.finish()?;
    let seconds = took.as_secs_f64();
    Ok(Flood {
        offered: sent as f64 / seconds,
        arrived: arrived as f64 / seconds,
        cpu: cpu.as_nanos() as f64 / sent as f64,
    })
}

/// Does `work` while small frames go to the sink, `rate` a second.
pub(super) fn meanwhile<T>(
    topology: &Topology,
    rate: f64,
    work: impl FnOnce() -> io::Result<T>,
) -> io::Result<T> {
    let mut burst = topology.hosts[0].within(|| packet_burst(flows(Target::Sink)))??;
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            // Spinning, it would have a whole processor that the others need.
            exact_sleep();
            let (start, mut sent) = (Instant::now(), 0);
            while !done.load(Ordering::Relaxed) {
                if (sent as f64) < start.elapsed().as_secs_f64() * rate {
                    // Frames that the kernel does not take are not sent later.
                    burst();
                    sent += BURST;
                } else {
                    thread::sleep(NAP);
                }
            }
        });
        let result = work();
        done.store(true, Ordering::Relaxed);
        result
    })
}

/// Lets the sink answer each flow of [`Sender::Packet`] once, so that they are established where
/// connections are tracked.
pub(super) fn establish(topology: &Topology) -> io::Result<()> {
    let mut burst = topology.hosts[0].within(|| packet_burst(flows(Target::Sink)))??;
    for _ in 0..FLOWS as usize / BURST {
        burst();
    }
    thread::sleep(DRAIN);
    let (mut port, mut pool) = (
        topology.hosts[1].within(|| open_packet("v0", Spread::over(1), Isolation::Shared))?,
        Pool::new(BURST),
    );
    let port = port
        .as_mut()
        .map_err(|error| io::Error::other(error.to_string()))?;
    // To the address that the router puts in the place of the host's, if it does.
    for to in [ROUTER[1], HOST[0]] {
        for flow in 0..FLOWS as u16 {
            let answer = frame(
                (SINK_MAC, ROUTER_MAC[1]),
                (SINK, DISCARD),
                (to, FIRST_PORT + flow),
            );
            let mut batch = Batch::new();
            if let Some(buf) = pool.copy(&answer) {
                batch.push(Packet {
                    buf,
                    ..Packet::default()
                });
            }
            port.queues[0].tx(&mut pool, &mut batch);
        }
    }
    thread::sleep(DRAIN);
    Ok(())
}

/// Sends a burst; gives the number of frames that the kernel took.
type Burst = Box<dyn FnMut() -> u64 + Send>;

/// The flows of [`Sender::Packet`].
fn flows(target: Target) -> Flows {
    let mac = match target {
        Target::Sink => ROUTER_MAC[0],
        Target::Nobody => SINK_MAC,
    };
    Flows::new(mac, 0, FLOWS)
}

/// A packet socket that sends by the first host's `v0`.
fn packet_burst(mut flows: Flows) -> io::Result<Burst> {
    let mut port =
        open_packet("v0", Spread::over(1), Isolation::Shared).map_err(io::Error::other)?;
    let (mut pool, mut batch) = (Pool::new(2 * BURST), Batch::new());
    Ok(Box::new(move || {
        for _ in 0..BURST {
            if let Some(buf) = pool.copy(flows.next()) {
                batch.push(Packet {
                    buf,
                    ..Packet::default()
                });
            }
        }
        port.queues[0].tx(&mut pool, &mut batch).sent.into()
    }))
}

fn socket_burst(target: Target) -> io::Result<Burst> {
    let to = match target {
        Target::Sink => SINK,
        Target::Nobody => NOBODY,
    };
    let sockets: Vec<_> = (0..BURST)
        .map(|_| {
            let socket = UdpSocket::bind((HOST[0], 0))?;
            socket.connect((to, DISCARD))?;
            socket.set_nonblocking(true)?;
            Ok(socket)
        })
        .collect::<io::Result<_>>()?;
    Ok(Box::new(move || {
        let sent = sockets
            .iter()
            .filter(|socket| socket.send(&[0x55; 18]).is_ok());
        sent.count() as u64
    }))
}

/// Bursts between two looks at the arrivals.
const LOOK: u64 = 16;

/// What sends.
enum Source {
    /// A thread of ours, burst by burst; and the CPU time that it took so far.
    Bursts(Burst, Duration),
    /// A thread that is in the kernel all the time.
    Driver(LiveFrames),
}

impl Source {
    /// In the first host's namespace.
    fn open(sender: Sender, target: Target) -> io::Result<Self> {
        let burst = match sender {
            Sender::Packet => packet_burst(flows(target)),
            Sender::NewFlows { first, count } => {
                packet_burst(Flows::new(ROUTER_MAC[0], first, count))
            }
            Sender::Socket => socket_burst(target),
            Sender::Driver => return driver(flows(target)).map(Self::Driver),
        };
        Ok(Self::Bursts(burst?, Duration::ZERO))
    }

    /// Sends; gives the number of frames that the kernel took, and the time it took.
    fn send(
        &mut self,
        load: Load,
        enough: impl Fn() -> io::Result<bool>,
    ) -> io::Result<(u64, Duration)> {
        match self {
            Self::Bursts(burst, sending) => generate(burst, sending, load, enough),
            Self::Driver(frames) => drive(frames, load, enough),
        }
    }

    /// Sends no more; gives the CPU time that sending took.
    fn finish(self) -> io::Result<Duration> {
        match self {
            Self::Bursts(_, sending) => Ok(sending),
            Self::Driver(frames) => frames.stop(),
        }
    }
}

/// Between bursts it spins and does not count that: a generator that sleeps pays for waking up, and
/// finds cold caches, and both would be laid at the router's door.
fn generate(
    burst: &mut Burst,
    sending: &mut Duration,
    load: Load,
    enough: impl Fn() -> io::Result<bool>,
) -> io::Result<(u64, Duration)> {
    let start = Instant::now();
    let (mut sent, mut bursts) = (0u64, 0u64);
    loop {
        interrupt::check()?;
        let elapsed = start.elapsed();
        if elapsed >= load.time || (bursts.is_multiple_of(LOOK) && enough()?) {
            return Ok((sent, elapsed));
        }
        if load
            .rate
            .is_some_and(|rate| elapsed.as_secs_f64() * rate < sent as f64)
        {
            std::hint::spin_loop();
            continue;
        }
        let before = thread_time();
        sent += burst();
        bursts += 1;
        *sending += thread_time().saturating_sub(before);
    }
}

/// How often it is looked at what [`LiveFrames`] does.
const GLANCE: Duration = Duration::from_millis(1);

/// As [`generate`], which leaves the sending and the spinning to the kernel.
fn drive(
    frames: &LiveFrames,
    load: Load,
    enough: impl Fn() -> io::Result<bool>,
) -> io::Result<(u64, Duration)> {
    let interval = load.rate.map_or(0.0, |rate| BURST as f64 / rate);
    let (start, before) = (Instant::now(), frames.made());
    frames.resume(Duration::from_secs_f64(interval));
    while start.elapsed() < load.time && !enough()? {
        interrupt::check()?;
        thread::sleep(GLANCE.min(load.time.saturating_sub(start.elapsed())));
    }
    frames.pause();
    Ok((frames.made() - before, start.elapsed()))
}

/// A frame of each flow in turn, by the first host's `v0`.
fn driver(mut flows: Flows) -> io::Result<LiveFrames> {
    let frames: Vec<_> = (0..flows.count).map(|_| flows.next().to_vec()).collect();
    LiveFrames::start("v0", &frames, BURST as u32)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use rustix::net::sockopt::set_socket_recv_buffer_size_force;

    use super::*;
    use crate::live::{
        BareOptions, Kind, MASQUERADE,
        net::HOST_MAC,
        router::{Polling, Router},
    };

    /// Whether the test can run here. Else it says so and is skipped, or fails if everything is required.
    fn able() -> bool {
        if rustix::process::geteuid().is_root() {
            return true;
        }
        assert!(
            std::env::var_os("TOLLGATE_REQUIRE_ALL").is_none(),
            "network namespaces need root"
        );
        eprintln!("SKIP: network namespaces need root");
        false
    }

    /// The sink is a socket of the second host, which takes no datagram whose checksum is wrong.
    #[test]
    fn frames_that_a_driver_makes_go_through_a_router_to_a_socket_flow_by_flow() {
        if !able() {
            return;
        }
        let router = Router::start(
            Kind::Kernel,
            ("", &[]),
            &BareOptions::default(),
            (MASQUERADE, Polling::All),
        )
        .unwrap();
        assert_eq!(router.sender, Sender::Driver);
        let topology = &router.topology;
        let [_, sink] = &topology.hosts;
        sink.ip(&format!("addr add {SINK}/24 dev v0")).unwrap();
        let neighbour = format!("neigh replace {SINK} lladdr {} dev r1", HOST_MAC[1]);
        topology.router.ip(&neighbour).unwrap();
        let socket = sink.within(|| UdpSocket::bind((SINK, DISCARD))).unwrap();
        let socket = socket.unwrap();
        set_socket_recv_buffer_size_force(&socket, 8 << 20).unwrap();
        socket.set_read_timeout(Some(DRAIN)).unwrap();
        let counters = sink.counters("v0").unwrap();
        let what = (Sender::Driver, Target::Sink);
        let accounts = router.accounts();
        let load = Load::paced(1000.0, Duration::from_millis(200));
        let result = flood(topology, what, load, &accounts, || counters.received()).unwrap();
        let (mut came, mut ports, mut bytes) = (0, BTreeSet::new(), [0; LEN]);
        while let Ok((len, from)) = socket.recv_from(&mut bytes) {
            assert_eq!(bytes[..len], [0x55; 18]);
            assert_eq!(from.ip().to_string(), ROUTER[1]);
            ports.insert(from.port());
            came += 1;
        }
        let flows = FIRST_PORT..FIRST_PORT + FLOWS as u16;
        assert_eq!(ports, flows.collect(), "{result:?}");
        // A burst each 32 ms.
        assert!(came % BURST == 0 && came >= 4 * BURST, "{came}, {result:?}");
        assert!(result.lost() < 1e-9, "{result:?}");
        assert!(result.cpu > 0.0, "{result:?}");
        let what = (Sender::Driver, Target::Nobody);
        let alone = flood(topology, what, load, &accounts, || counters.received()).unwrap();
        assert!(alone.arrived < 1e-9 && alone.offered > 0.0, "{alone:?}");
    }

    #[test]
    fn every_frame_is_64_bytes_on_the_wire_and_valid_and_of_its_own_flow() {
        let mut flows = Flows::new(MacAddr([2; 6]), PORTS - 2, 4);
        let mut seen = Vec::new();
        for _ in 0..5 {
            let bytes = flows.next();
            assert_eq!(bytes.len(), LEN);
            assert_eq!(checksum(&bytes[IP..UDP]), 0);
            let udp = Sum::ZERO.add(&bytes[26..UDP]).add_u16(17).add_u16(26);
            assert!(udp.add(&bytes[UDP..]).is_valid());
            let port = |at| u16::from_be_bytes([bytes[at], bytes[at + 1]]);
            seen.push((port(UDP), port(UDP + 2)));
        }
        let last = FIRST_PORT + PORTS as u16 - 1;
        assert_eq!(
            seen,
            [
                (last - 1, 9),
                (last, 9),
                (FIRST_PORT, 10),
                (FIRST_PORT + 1, 10),
                (last - 1, 9)
            ]
        );
    }
}
