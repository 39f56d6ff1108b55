//! Tap and packet ports against the kernel, in network namespaces. Needs root.

#[path = "ports/live_frames.rs"]
mod live_frames;
#[path = "ports/steering.rs"]
mod steering;

use std::{
    fs::File,
    io::{ErrorKind, Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream, UdpSocket},
    process::{Command, Output},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use dataplane::{
    iface::MacAddr,
    io::{Isolation, Port, PortError, PortState, Spread, XdpWay, open_packet, open_tap, open_xdp},
    packet::{Batch, Checksum, Packet, PacketBuf, Pool, prepare},
    time::Instant,
};
use nix::sys::socket::{
    setsockopt,
    sockopt::{UdpGroSegment, UdpGsoSegment},
};
use rustix::thread::{LinkNameSpaceType, move_into_link_name_space};

const OURS: MacAddr = MacAddr([0x02, 0x74, 0x67, 0, 0, 1]);

/// Whether the test can run here. Without root it says so and is skipped, or fails if everything
/// is required.
fn able() -> bool {
    if rustix::process::geteuid().is_root() {
        return true;
    }
    assert!(
        std::env::var_os("TOLLGATE_REQUIRE_ALL").is_none(),
        "the port tests need root"
    );
    eprintln!("SKIP: the port tests need root");
    false
}

fn run(line: &str) -> Output {
    let mut words = line.split_whitespace();
    Command::new(words.next().expect("a command"))
        .args(words)
        .output()
        .expect(line)
}

fn must(line: &str) {
    let output = run(line);
    assert!(
        output.status.success(),
        "{line}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// A network namespace that is deleted in the end.
struct Namespace(String);

impl Namespace {
    fn new(name: &str) -> Self {
        let name = format!("po-{}-{name}", std::process::id());
        must(&format!("ip netns add {name}"));
        let namespace = Self(name);
        namespace.ip("link set lo up");
        namespace
    }

    fn ip(&self, arguments: &str) {
        must(&format!("ip -n {} {arguments}", self.0));
    }

    fn exec(&self, line: &str) -> Output {
        run(&format!("ip netns exec {} {line}", self.0))
    }

    /// Moves the calling thread there.
    fn enter(&self) {
        let file = File::open(format!("/run/netns/{}", self.0)).expect("the namespace");
        move_into_link_name_space(
            std::os::fd::AsFd::as_fd(&file),
            Some(LinkNameSpaceType::Network),
        )
        .expect("setns");
    }

    /// Runs `work` in a thread of its own there.
    fn spawn<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> JoinHandle<T> {
        let there = Self(self.0.clone());
        thread::spawn(move || {
            there.enter();
            std::mem::forget(there);
            work()
        })
    }

    /// As [`Namespace::spawn`], and waits.
    fn within<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> T {
        self.spawn(work).join().expect("the thread ends")
    }

    /// Pings `to` and tells how many answers came and whether one came twice.
    fn ping(&self, to: &str, options: &str) -> (bool, bool) {
        let output = self.exec(&format!("ping -n {options} {to}"));
        let text = String::from_utf8_lossy(&output.stdout);
        (output.status.success(), text.contains("DUP!"))
    }
}

impl Drop for Namespace {
    fn drop(&mut self) {
        run(&format!("ip netns del {}", self.0));
    }
}

/// What a [`Cable`] has seen.
#[derive(Debug, Default)]
struct Seen {
    frames: AtomicU64,
    super_frames: AtomicU64,
    partial: AtomicU64,
    refused: AtomicU64,
}

/// A thread that moves frames.
struct Cable {
    stop: Arc<AtomicBool>,
    seen: Arc<Seen>,
    thread: Option<JoinHandle<()>>,
}

impl Cable {
    /// Frames that come in by either port leave by queue 0 of the other.
    fn between(mut a: Port, mut b: Port) -> Self {
        Self::start(move |stop, seen| {
            let mut pool = Pool::new(512);
            while !stop.load(Ordering::Relaxed) {
                let there = carry(&mut a, &mut b, &mut pool, seen);
                let back = carry(&mut b, &mut a, &mut pool, seen);
                if there + back == 0 {
                    thread::sleep(Duration::from_micros(50));
                }
            }
        })
    }

    fn start(work: impl FnOnce(&AtomicBool, &Seen) + Send + 'static) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let seen = Arc::new(Seen::default());
        let (their_stop, their_seen) = (Arc::clone(&stop), Arc::clone(&seen));
        Self {
            stop,
            seen,
            thread: Some(thread::spawn(move || work(&their_stop, &their_seen))),
        }
    }
}

impl Drop for Cable {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Moves one burst of each queue.
fn carry(from: &mut Port, to: &mut Port, pool: &mut Pool, seen: &Seen) -> usize {
    let (mut batch, mut ready) = (Batch::new(), Batch::new());
    let mut moved = 0;
    for queue in &mut from.queues {
        moved += queue.rx(pool, &mut batch, Instant::ZERO).unwrap_or(0);
        note(&batch, seen);
        let able = to.queues[0].capabilities();
        for packet in batch.drain() {
            prepare(packet, able, pool, &mut ready).expect("a whole packet");
        }
        let report = to.queues[0].tx(pool, &mut ready);
        let refused = u64::from(report.failed);
        seen.refused.fetch_add(refused, Ordering::Relaxed);
    }
    moved
}

fn note(batch: &Batch, seen: &Seen) {
    for packet in batch.as_slice() {
        seen.frames.fetch_add(1, Ordering::Relaxed);
        if packet.meta.gso.is_some() {
            seen.super_frames.fetch_add(1, Ordering::Relaxed);
        }
        if packet.meta.checksum.is_partial() {
            seen.partial.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// A transfer that stands still for this long has failed.
const PATIENCE: Duration = Duration::from_secs(10);

/// Sends `bytes` bytes by TCP from one namespace to an address of another, and checks each.
fn transfer(from: &Namespace, to: &Namespace, address: SocketAddr, bytes: usize) {
    let pattern = |i: usize| (i * 31 / 7) as u8;
    let listener = to.within(move || TcpListener::bind(address).expect("bind"));
    let sender = from.spawn(move || {
        let mut stream = TcpStream::connect_timeout(&address, PATIENCE).expect("connect");
        stream.set_write_timeout(Some(PATIENCE)).expect("a timeout");
        let data: Vec<u8> = (0..bytes).map(pattern).collect();
        stream.write_all(&data).expect("write");
    });
    let (mut stream, _) = listener.accept().expect("accept");
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    let mut received = Vec::new();
    stream.read_to_end(&mut received).expect("read");
    sender.join().expect("the sender ends");
    assert_eq!(received.len(), bytes);
    assert!(received.iter().enumerate().all(|(i, &b)| b == pattern(i)));
}

fn address(text: &str) -> SocketAddr {
    text.parse().expect("an address")
}

/// Answers ARP requests and pings for `ours` on a port.
fn responder(mut port: Port, ours: Ipv4Addr) -> Cable {
    Cable::start(move |stop, seen| {
        let mut pool = Pool::new(64);
        let mut batch = Batch::new();
        let mut answers = Batch::new();
        while !stop.load(Ordering::Relaxed) {
            let moved = port.queues[0]
                .rx(&mut pool, &mut batch, Instant::ZERO)
                .unwrap_or(0);
            note(&batch, seen);
            for mut packet in batch.drain() {
                if answer(packet.buf.bytes_mut(), port.mac, ours) {
                    packet.meta.checksum = Checksum::Unverified;
                    answers.push(packet);
                }
            }
            port.queues[0].tx(&mut pool, &mut answers);
            if moved == 0 {
                thread::sleep(Duration::from_micros(50));
            }
        }
    })
}

/// Turns a request for `ours` into its answer in place.
fn answer(frame: &mut [u8], mac: MacAddr, ours: Ipv4Addr) -> bool {
    let arp = frame[12..14] == [8, 6] && frame[20..22] == [0, 1] && frame[38..42] == ours.octets();
    let ping = frame[12..14] == [8, 0]
        && frame[23] == 1
        && frame[30..34] == ours.octets()
        && frame[34] == 8;
    if arp {
        frame[21] = 2;
        frame.copy_within(22..32, 32);
        frame[22..28].copy_from_slice(&mac.0);
        frame[28..32].copy_from_slice(&ours.octets());
    } else if ping {
        let source: [u8; 4] = frame[26..30].try_into().expect("four bytes");
        frame.copy_within(30..34, 26);
        frame[30..34].copy_from_slice(&source);
        frame[34] = 0;
        let sum = u16::from_be_bytes([frame[36], frame[37]]);
        let sum = dataplane::checksum::update(sum, 0x0800, 0);
        frame[36..38].copy_from_slice(&sum.to_be_bytes());
    } else {
        return false;
    }
    frame.copy_within(6..12, 0);
    frame[6..12].copy_from_slice(&mac.0);
    true
}

/// Asks `state` until `wanted`, for five seconds.
fn wait_for(port: &mut Port, wanted: impl Fn(PortState) -> bool) -> PortState {
    for _ in 0..500 {
        let state = port.control.state();
        if wanted(state) {
            return state;
        }
        thread::sleep(Duration::from_millis(10));
    }
    port.control.state()
}

fn wait_for_error(port: &mut Port) -> Option<std::io::Error> {
    let (mut pool, mut batch) = (Pool::new(8), Batch::new());
    for _ in 0..5000 {
        if let Err(error) = port.queues[0].rx(&mut pool, &mut batch, Instant::ZERO) {
            return Some(error);
        }
        batch.drain();
        thread::sleep(Duration::from_millis(1));
    }
    None
}

fn tap_in(namespace: &Namespace, name: &'static str, queues: usize) -> Port {
    namespace
        .within(move || open_tap(name, OURS, Spread::over(queues)))
        .expect("a tap port")
}

fn packet_in(namespace: &Namespace, device: &'static str, queues: usize) -> Port {
    namespace
        .within(move || open_packet(device, Spread::over(queues), Isolation::Isolated))
        .expect("a packet port")
}

/// A veth pair between two namespaces, both ends up.
fn veth(a: &Namespace, a_name: &str, b: &Namespace, b_name: &str) {
    a.ip(&format!(
        "link add {a_name} type veth peer name {b_name} netns {}",
        b.0
    ));
    a.ip(&format!("link set {a_name} up"));
    b.ip(&format!("link set {b_name} up"));
}

#[test]
fn the_kernel_pings_through_a_tap() {
    if !able() {
        return;
    }
    let host = Namespace::new("tap");
    let mut port = tap_in(&host, "t0", 1);
    assert_eq!(port.mac, OURS);
    host.ip("addr add 10.77.0.1/24 dev t0");
    assert!(!port.control.state().carrier, "the host's end is down");
    host.ip("link set t0 up");
    let state = wait_for(&mut port, |state| state.carrier);
    assert!(state.present && state.carrier);
    let responder = responder(port, Ipv4Addr::new(10, 77, 0, 2));
    assert_eq!(host.ping("10.77.0.2", "-c 3 -i 0.05 -W 2"), (true, false));
    assert!(responder.seen.frames.load(Ordering::Relaxed) >= 4);
}

#[test]
fn taps_carry_super_frames_after_they_were_moved_and_renamed() {
    if !able() {
        return;
    }
    let (start, a, b) = (
        Namespace::new("start"),
        Namespace::new("tapa"),
        Namespace::new("tapb"),
    );
    let (mut left, right) = (tap_in(&start, "ta", 1), tap_in(&start, "tb", 2));
    start.ip(&format!("link set ta netns {} name ens4", a.0));
    start.ip(&format!("link set tb netns {}", b.0));
    a.ip("addr add 10.77.1.1/24 dev ens4");
    a.ip("addr add fd77::1/64 dev ens4 nodad");
    b.ip("addr add 10.77.1.2/24 dev tb");
    b.ip("addr add fd77::2/64 dev tb nodad");
    a.ip("link set ens4 up");
    b.ip("link set tb up");
    assert!(wait_for(&mut left, |state| state.carrier).carrier);
    let cable = Cable::between(left, right);
    assert_eq!(a.ping("10.77.1.2", "-c 1 -W 5"), (true, false));
    transfer(&a, &b, address("10.77.1.2:5001"), 5_000_000);
    transfer(&b, &a, address("[fd77::1]:5001"), 5_000_000);
    assert!(
        cable.seen.super_frames.load(Ordering::Relaxed) > 10,
        "{:?}",
        cable.seen
    );
    assert_eq!(cable.seen.refused.load(Ordering::Relaxed), 0);
}

#[test]
fn packet_ports_carry_super_frames_both_ways() {
    if !able() {
        return;
    }
    for queues in [1, 2] {
        let (a, r, b) = (
            Namespace::new("pa"),
            Namespace::new("pr"),
            Namespace::new("pb"),
        );
        veth(&a, "v0", &r, "r0");
        veth(&b, "v1", &r, "r1");
        a.ip("addr add 10.77.2.1/24 dev v0");
        b.ip("addr add 10.77.2.2/24 dev v1");
        a.ip("addr add fd77:2::1/64 dev v0 nodad");
        b.ip("addr add fd77:2::2/64 dev v1 nodad");
        let (left, right) = (packet_in(&r, "r0", queues), packet_in(&r, "r1", queues));
        let cable = Cable::between(left, right);
        assert_eq!(a.ping("10.77.2.2", "-c 1 -W 5"), (true, false));
        transfer(&a, &b, address("10.77.2.2:5001"), 5_000_000);
        transfer(&b, &a, address("[fd77:2::1]:5001"), 5_000_000);
        let seen = &cable.seen;
        assert!(seen.super_frames.load(Ordering::Relaxed) > 10, "{seen:?}");
        assert!(seen.partial.load(Ordering::Relaxed) > 10, "{seen:?}");
        assert_eq!(seen.refused.load(Ordering::Relaxed), 0);
    }
}

#[test]
fn packet_ports_carry_super_frames_of_datagrams_whole() {
    if !able() {
        return;
    }
    let (a, r, b) = (
        Namespace::new("ua"),
        Namespace::new("ur"),
        Namespace::new("ub"),
    );
    veth(&a, "v0", &r, "r0");
    veth(&b, "v1", &r, "r1");
    a.ip("addr add 10.77.3.1/24 dev v0");
    b.ip("addr add 10.77.3.2/24 dev v1");
    let cable = Cable::between(packet_in(&r, "r0", 1), packet_in(&r, "r1", 1));
    assert_eq!(a.ping("10.77.3.2", "-c 1 -W 5"), (true, false));
    let receiver = b.within(|| UdpSocket::bind("10.77.3.2:5001").expect("bind"));
    let sender = a.within(|| UdpSocket::bind("10.77.3.1:0").expect("bind"));
    // What the port cuts would come as single datagrams: veth joins none.
    setsockopt(&receiver, UdpGroSegment, &true).expect("UDP_GRO");
    setsockopt(&sender, UdpGsoSegment, &1000).expect("UDP_SEGMENT");
    receiver
        .set_read_timeout(Some(PATIENCE))
        .expect("a timeout");
    let data: Vec<u8> = (0..20_500).map(|n: usize| (n * 31 / 7) as u8).collect();
    sender.send_to(&data, "10.77.3.2:5001").expect("sent");
    let mut received = vec![0; 1 << 16];
    let len = receiver.recv(&mut received).expect("received");
    assert!(received[..len] == data, "{len} bytes");
    let seen = &cable.seen;
    assert_eq!(seen.super_frames.load(Ordering::Relaxed), 1, "{seen:?}");
    assert_eq!(seen.refused.load(Ordering::Relaxed), 0, "{seen:?}");
}

#[test]
fn the_host_does_not_answer_beside_a_packet_port() {
    if !able() {
        return;
    }
    let (a, r) = (Namespace::new("ia"), Namespace::new("ir"));
    veth(&a, "v0", &r, "r0");
    a.ip("addr add 10.77.3.1/24 dev v0");
    r.ip("addr add 10.77.3.254/24 dev r0");
    let connect = |a: &Namespace| {
        a.within(|| {
            let to = address("10.77.3.254:9");
            TcpStream::connect_timeout(&to, Duration::from_millis(300)).map_err(|e| e.kind())
        })
        .expect_err("nobody listens")
    };
    assert_eq!(
        a.ping("10.77.3.254", "-c 1 -W 2"),
        (true, false),
        "the host answers"
    );
    assert_eq!(
        connect(&a),
        ErrorKind::ConnectionRefused,
        "and so does its TCP"
    );

    let port = packet_in(&r, "r0", 1);
    assert!(
        !a.ping("10.77.3.254", "-c 2 -i 0.1 -W 1").0,
        "no echo reply of the host"
    );
    assert_eq!(connect(&a), ErrorKind::TimedOut, "no RST of the host");
    a.ip("neigh flush dev v0");
    a.ping("10.77.3.254", "-c 1 -W 1");
    let neighbours = run(&format!("ip -n {} neigh show 10.77.3.254", a.0)).stdout;
    let neighbours = String::from_utf8_lossy(&neighbours);
    assert!(
        !neighbours.contains("lladdr"),
        "no ARP answer of the host: {neighbours}"
    );

    let responder = responder(port, Ipv4Addr::new(10, 77, 3, 254));
    a.ip("neigh flush dev v0");
    assert_eq!(
        a.ping("10.77.3.254", "-c 3 -i 0.1 -W 2"),
        (true, false),
        "one answer each"
    );
    drop(responder);
    assert!(
        a.ping("10.77.3.254", "-c 1 -W 2").0,
        "the drop went with the port"
    );
}

#[test]
fn a_vlan_tag_that_the_kernel_took_is_put_back() {
    if !able() {
        return;
    }
    let (a, r) = (Namespace::new("va"), Namespace::new("vr"));
    veth(&a, "v0", &r, "r0");
    let mut sender = a
        .within(|| open_packet("v0", Spread::over(1), Isolation::Shared))
        .expect("a packet port");
    let mut receiver = packet_in(&r, "r0", 1);
    let mut frame = vec![0xff; 6];
    frame.extend(OURS.0);
    frame.extend([0x81, 0x00, 0x60, 0x64, 0x88, 0xb5]);
    frame.extend([7; 60]);
    let (mut pool, mut batch) = (Pool::new(8), Batch::new());
    batch.push(Packet {
        buf: PacketBuf::copy_from(&frame),
        ..Packet::default()
    });
    let report = sender.queues[0].tx(&mut pool, &mut batch);
    assert_eq!((report.sent, report.sent_bytes), (1, frame.len() as u64));
    let mut found = false;
    for _ in 0..1000 {
        receiver.queues[0]
            .rx(&mut pool, &mut batch, Instant::ZERO)
            .expect("the port is there");
        for packet in batch.drain() {
            found |= packet.buf.bytes() == frame && packet.meta.l3 == 18;
        }
        if found {
            break;
        }
        thread::sleep(Duration::from_millis(1));
    }
    assert!(found);
}

#[test]
fn ports_survive_their_devices() {
    if !able() {
        return;
    }
    let (a, r) = (Namespace::new("da"), Namespace::new("dr"));
    veth(&a, "v0", &r, "r0");
    let mut port = packet_in(&r, "r0", 1);
    assert!(wait_for(&mut port, |state| state.carrier).carrier);
    r.ip("link set r0 down");
    assert_eq!(
        wait_for(&mut port, |state| !state.carrier),
        PortState {
            present: true,
            carrier: false
        }
    );
    port.control.set_up(true).expect("up");
    assert!(wait_for(&mut port, |state| state.carrier).carrier);
    assert_eq!(port.mtu, 1500);
    assert!(port.control.set_mtu(1400).is_ok());
    assert!(
        port.control.set_mtu(9000).is_err(),
        "more than the device's"
    );
    r.ip("link set r0 mtu 9000");
    assert!(port.control.set_mtu(9000).is_ok());
    port.control.set_promiscuous(true).expect("promiscuous");
    port.control.set_mac(OURS).expect("another address");
    port.control.set_mac(port.mac).expect("its own address");

    r.ip("link del r0");
    let error = wait_for_error(&mut port).expect("an error");
    assert_eq!(error.raw_os_error(), Some(19), "{error}");
    assert_eq!(port.control.state(), PortState::default());
    assert!(port.control.set_up(true).is_err());
    veth(&a, "v0", &r, "r0");
    port = packet_in(&r, "r0", 1);
    assert!(wait_for(&mut port, |state| state.carrier).carrier);

    let mut tap = tap_in(&r, "t0", 1);
    tap.control.set_up(false).expect("carrier off");
    r.ip("link set t0 up");
    let link = String::from_utf8(run(&format!("ip -n {} link show t0", r.0)).stdout);
    assert!(link.expect("text").contains("NO-CARRIER"));
    tap.control.set_up(true).expect("carrier on");
    r.ip("link del t0");
    assert!(wait_for_error(&mut tap).is_some());
    assert_eq!(tap.control.state(), PortState::default());
    assert!(tap_in(&r, "t0", 1).control.state().present);
}

#[test]
fn what_cannot_be_opened_is_explained() {
    if !able() {
        return;
    }
    let r = Namespace::new("er");
    let _taken = tap_in(&r, "t0", 1);
    r.ip("link add v0 type veth peer name v1");
    let explain = |result: Result<Port, PortError>| result.expect_err("refused").to_string();
    let taken = r.within(move || explain(open_tap("t0", OURS, Spread::over(1))));
    assert!(
        taken.contains("make tap interface t0") && taken.contains("busy"),
        "{taken}"
    );
    let veth = r.within(move || explain(open_tap("v0", OURS, Spread::over(1))));
    assert!(veth.contains("not a tap"), "{veth}");
    let long = r.within(move || explain(open_tap("a-name-of-16-byte", OURS, Spread::over(1))));
    assert!(long.contains("1 to 15 bytes"), "{long}");
    let none =
        r.within(move || explain(open_packet("eth77", Spread::over(1), Isolation::Isolated)));
    assert!(none.contains("find device eth77: No such device"), "{none}");
    let lo = r.within(move || explain(open_packet("lo", Spread::over(1), Isolation::Isolated)));
    assert!(lo.contains("Ethernet"), "{lo}");
}

fn xdp_in(namespace: &Namespace, device: &'static str, way: XdpWay) -> Port {
    namespace
        .within(move || open_xdp(device, 1, way))
        .expect("an xdp port")
}

/// veth leaves checksums to the other end, and AF_XDP has nothing that says so.
#[test]
fn xdp_ports_carry_tcp_between_veths_each_way() {
    if !able() {
        return;
    }
    for way in [XdpWay::Copy, XdpWay::Generic, XdpWay::Auto] {
        let (left, middle, right) = (
            Namespace::new("xl"),
            Namespace::new("xm"),
            Namespace::new("xr"),
        );
        veth(&left, "l0", &middle, "ml");
        veth(&right, "r0", &middle, "mr");
        left.ip("addr add 10.79.0.1/24 dev l0");
        right.ip("addr add 10.79.0.2/24 dev r0");
        if way == XdpWay::Generic {
            // Behind the driver, frames are as they were sent: super-frames do not fit into a chunk.
            for (host, device) in [(&left, "l0"), (&right, "r0")] {
                host.exec(&format!("ethtool -K {device} tso off gso off"));
            }
        }
        let cable = Cable::between(xdp_in(&middle, "ml", way), xdp_in(&middle, "mr", way));
        assert_eq!(
            left.ping("10.79.0.2", "-c 2 -i 0.1"),
            (true, false),
            "{way:?}"
        );
        transfer(&left, &right, address("10.79.0.2:5001"), 3_000_000);
        transfer(&right, &left, address("10.79.0.1:5001"), 300_000);
        assert_eq!(cable.seen.refused.load(Ordering::Relaxed), 0);
    }
}

#[test]
fn an_xdp_port_serves_all_queues_and_says_when_there_are_too_few() {
    if !able() {
        return;
    }
    let (left, right) = (Namespace::new("xq"), Namespace::new("xp"));
    left.ip(&format!(
        "link add l0 numtxqueues 2 numrxqueues 2 type veth peer name r0 numtxqueues 2 numrxqueues 2 netns {}",
        right.0
    ));
    left.ip("link set l0 up");
    right.ip("link set r0 up");
    left.ip("addr add 10.79.1.1/24 dev l0");
    let open = |workers| right.within(move || open_xdp("r0", workers, XdpWay::Copy));
    let port = open(2).expect("a queue for each of two workers");
    assert_eq!(port.queues.len(), 2);
    drop(port);
    let Err(error) = open(3) else {
        panic!("two queues for three workers");
    };
    assert!(
        error.to_string().contains("ethtool -L r0 combined 3"),
        "{error}"
    );
    // One worker has both queues, and answers whichever a ping comes by.
    let _responder = responder(open(1).expect("both queues"), [10, 79, 1, 2].into());
    assert_eq!(left.ping("10.79.1.2", "-c 3 -i 0.1"), (true, false));
}

#[test]
fn what_xdp_cannot_do_is_refused_and_nothing_else_done_instead() {
    if !able() {
        return;
    }
    let (left, right) = (Namespace::new("xz"), Namespace::new("xy"));
    veth(&left, "l0", &right, "r0");
    let open = |way| right.within(move || open_xdp("r0", 1, way));
    let Err(error) = open(XdpWay::ZeroCopy) else {
        panic!("veth has no zero-copy");
    };
    assert!(error.to_string().contains("use mode copy"), "{error}");
    let first = open(XdpWay::Auto).expect("copy, which veth has");
    let Err(error) = open(XdpWay::Copy) else {
        panic!("the device is taken");
    };
    assert!(error.to_string().contains("Another program"), "{error}");
    drop(first);
    let mut port = open(XdpWay::Copy).expect("free again");
    right.ip("link del r0");
    assert!(wait_for_error(&mut port).is_some());
    assert!(!port.control.state().present);
}
