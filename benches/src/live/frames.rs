//! Small frames: a generator in the first host, counted where they arrive at the second.

use std::{
    io,
    net::UdpSocket,
    thread,
    time::{Duration, Instant},
};

use dataplane::{
    checksum::{Sum, checksum},
    iface::MacAddr,
    io::{Isolation, Spread, open_packet},
    packet::{Batch, Packet, Pool},
};

use super::{
    cpu::Accounts,
    net::{HOST, HOST_MAC, NOBODY, ROUTER_MAC, SINK, SINK_MAC, Topology},
};
use crate::cpu_time::thread_time;

/// Frames that the generator hands to the kernel at once.
const BURST: usize = 32;
/// UDP flows that the frames belong to.
const FLOWS: u16 = 64;
/// UDP flows of which only the first frame is sent.
pub(super) const NEW_FLOWS: u16 = 20_000;

/// Who sends the frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sender {
    /// A packet socket with a transmit ring: the cheapest there is.
    Packet,
    /// The same, each frame of another flow.
    NewFlows,
    /// UDP sockets, a system call for each frame: what applications do.
    Socket,
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

/// A UDP frame of 60 bytes, 64 with its FCS, from the first host to the sink.
fn frame(to: MacAddr, flow: u16) -> Vec<u8> {
    let octets =
        |text: &str| -> Vec<u8> { text.split('.').filter_map(|o| o.parse().ok()).collect() };
    let mut frame = Vec::with_capacity(60);
    frame.extend(to.0);
    frame.extend(HOST_MAC[0].0);
    frame.extend([0x08, 0x00, 0x45, 0, 0, 46, 0, 0, 0, 0, 64, 17, 0, 0]);
    frame.extend(octets(HOST[0]));
    frame.extend(octets(SINK));
    let sum = checksum(&frame[14..34]);
    frame[24..26].copy_from_slice(&sum.to_be_bytes());
    let udp = frame.len();
    frame.extend((10_000 + flow).to_be_bytes());
    frame.extend([0, 9, 0, 26, 0, 0]);
    frame.extend([0x55; 18]);
    let sum = Sum::ZERO
        .add(&frame[26..34])
        .add_u16(17)
        .add_u16(26)
        .add(&frame[udp..])
        .complement();
    frame[udp + 6..udp + 8].copy_from_slice(&sum.to_be_bytes());
    frame
}

/// Sends frames from the first host's `v0` for `time`, `rate` a second or as many as go, while
/// `accounts` and the sender are counted. `arrivals` counts at the other end.
pub(super) fn flood(
    topology: &Topology,
    (sender, target): (Sender, Target),
    rate: Option<f64>,
    time: Duration,
    accounts: &Accounts,
    arrivals: impl Fn() -> io::Result<u64>,
) -> io::Result<Flood> {
    let mut burst = topology.hosts[0].within(|| match sender {
        Sender::Packet => packet_burst(target, FLOWS),
        // Some more than are sent: none comes twice.
        Sender::NewFlows => packet_burst(target, NEW_FLOWS + 1000),
        Sender::Socket => socket_burst(target),
    })??;
    let (arrived_before, cpu_before) = (arrivals()?, accounts.now());
    let (sent, took, sending) = generate(&mut *burst, rate, time);
    // What is under way arrives and is paid for.
    thread::sleep(Duration::from_millis(50));
    let cpu = accounts.now().saturating_sub(cpu_before) + sending;
    let arrived = arrivals()? - arrived_before;
    let seconds = took.as_secs_f64();
    Ok(Flood {
        offered: sent as f64 / seconds,
        arrived: arrived as f64 / seconds,
        cpu: cpu.as_nanos() as f64 / sent as f64,
    })
}

/// Sends a burst; gives the number of frames that the kernel took.
type Burst = Box<dyn FnMut() -> u64 + Send>;

fn packet_burst(target: Target, flows: u16) -> io::Result<Burst> {
    let mac = match target {
        Target::Sink => ROUTER_MAC[0],
        Target::Nobody => SINK_MAC,
    };
    let mut port =
        open_packet("v0", Spread::over(1), Isolation::Shared).map_err(io::Error::other)?;
    let frames: Vec<_> = (0..flows).map(|flow| frame(mac, flow)).collect();
    let (mut pool, mut batch) = (Pool::new(2 * BURST), Batch::new());
    let mut next = 0;
    Ok(Box::new(move || {
        for _ in 0..BURST {
            if let Some(buf) = pool.copy(&frames[next]) {
                batch.push(Packet {
                    buf,
                    ..Packet::default()
                });
            }
            next = (next + 1) % frames.len();
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
            socket.connect((to, 9))?;
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

/// Sends; gives the number of frames that the kernel took, the time it took, and the CPU time that
/// sending took.
///
/// Between bursts it spins and does not count that: a generator that sleeps pays for waking up, and
/// finds cold caches, and both would be laid at the router's door.
fn generate(
    burst: &mut dyn FnMut() -> u64,
    rate: Option<f64>,
    time: Duration,
) -> (u64, Duration, Duration) {
    let start = Instant::now();
    let (mut sent, mut sending) = (0u64, Duration::ZERO);
    loop {
        let elapsed = start.elapsed();
        if elapsed >= time {
            return (sent, elapsed, sending);
        }
        if rate.is_some_and(|rate| elapsed.as_secs_f64() * rate < sent as f64) {
            std::hint::spin_loop();
            continue;
        }
        let before = thread_time();
        sent += burst();
        sending += thread_time().saturating_sub(before);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_frame_is_64_bytes_on_the_wire_and_valid() {
        let bytes = frame(MacAddr([2; 6]), 7);
        assert_eq!(bytes.len(), 60);
        assert_eq!(checksum(&bytes[14..34]), 0);
        let buf = bytes.as_slice();
        let udp = Sum::ZERO.add(&buf[26..34]).add_u16(17).add_u16(26);
        assert!(udp.add(&buf[34..]).is_valid());
    }
}
