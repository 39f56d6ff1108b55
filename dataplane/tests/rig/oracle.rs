//! The kernel next to the router on wires: a network namespace that forwards. Needs root.

use std::{process::Command, thread, time::Duration};

use dataplane::{
    io::{Isolation, PortQueue, Spread, open_packet},
    packet::{Batch, Packet, PacketBuf, Pool},
    time::Instant,
    wire::{icmpv4, ipv4},
};

use super::{HOST_L, HOST_R, LEFT_MAC, RIGHT_MAC};

/// Runs a command, which has to succeed.
pub fn run(line: &str) {
    let mut words = line.split_whitespace();
    let output = Command::new(words.next().expect("a command"))
        .args(words)
        .output()
        .expect("it starts");
    assert!(
        output.status.success(),
        "{line}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Frames that were seen at one end.
pub type Frames = Vec<Vec<u8>>;

/// The namespace, which forwards between `left` and `right`, and the far ends of both.
pub struct Oracle {
    namespace: String,
    left: Box<dyn PortQueue>,
    right: Box<dyn PortQueue>,
    pool: Pool,
    sequence: u16,
}

impl Drop for Oracle {
    fn drop(&mut self) {
        let _ = Command::new("ip")
            .args(["netns", "del", &self.namespace])
            .output();
    }
}

impl Oracle {
    /// Namespaces and links begin with `name`, which is short.
    pub fn new(name: &str, rp_filter: u8) -> Self {
        let namespace = format!("{name}-oracle");
        let _ = Command::new("ip")
            .args(["netns", "del", &namespace])
            .output();
        run(&format!("ip netns add {namespace}"));
        let inside = |line: &str| run(&format!("ip netns exec {namespace} {line}"));
        let set = |knob: &str| inside(&format!("sysctl -qw {knob}"));
        set("net.ipv6.conf.all.accept_dad=0");
        set("net.ipv6.conf.default.accept_dad=0");
        set("net.ipv6.conf.default.addr_gen_mode=1");
        set("net.ipv4.ip_forward=1");
        set("net.ipv6.conf.all.forwarding=1");
        set("net.ipv4.icmp_ratelimit=0");
        set("net.ipv6.icmp.ratelimit=0");
        set("net.ipv4.icmp_msgs_per_sec=1000000");
        set("net.ipv4.icmp_msgs_burst=1000000");
        inside("ip link set lo up");
        for (side, mac, n) in [("left", LEFT_MAC, 1), ("right", RIGHT_MAC, 2)] {
            let far = format!("{name}-{side}");
            run(&format!(
                "ip link add {far} type veth peer name {side} netns {namespace}"
            ));
            run(&format!("sysctl -qw net.ipv6.conf.{far}.disable_ipv6=1"));
            run(&format!("ip link set {far} up"));
            inside(&format!("ip link set {side} address {mac} up"));
            inside(&format!("ip addr add 10.{n}.0.254/24 brd + dev {side}"));
            inside(&format!("ip addr add fd00:{n}::fe/64 dev {side} nodad"));
            inside(&format!("ip addr add fe80::{n}/64 dev {side} nodad"));
            set(&format!("net.ipv4.conf.{side}.rp_filter={rp_filter}"));
            // No neighbour is given up during the test, however slow the machine is.
            set(&format!("net.ipv4.neigh.{side}.mcast_solicit=1000"));
            set(&format!("net.ipv6.neigh.{side}.mcast_solicit=1000"));
        }
        set("net.ipv4.conf.all.rp_filter=0");
        inside("ip link set right mtu 1280");
        for (address, mac, dev) in [
            ("10.1.0.1", HOST_L, "left"),
            ("10.2.0.1", HOST_R, "right"),
            ("fd00:1::1", HOST_L, "left"),
            ("fd00:2::1", HOST_R, "right"),
            ("fe80::aa", HOST_L, "left"),
        ] {
            inside(&format!(
                "ip neigh replace {address} lladdr {mac} dev {dev} nud permanent"
            ));
        }
        let open = |name: &str| {
            let mut port =
                open_packet(name, Spread::over(1), Isolation::Isolated).expect("it opens");
            port.control.set_promiscuous(true).expect("it listens");
            // The control half holds the isolation; the test is its whole life.
            std::mem::forget(port.control);
            port.queues.remove(0)
        };
        thread::sleep(Duration::from_millis(300));
        Self {
            left: open(&format!("{name}-left")),
            right: open(&format!("{name}-right")),
            namespace,
            pool: Pool::new(64),
            sequence: 0,
        }
    }

    /// Runs a command inside; gives what it says.
    pub fn ask(&self, line: &str) -> String {
        let output = Command::new("ip")
            .args(["netns", "exec", &self.namespace])
            .args(line.split_whitespace())
            .output()
            .expect("it starts");
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{line}: {error}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Sends a frame, and behind it an echo request whose answer says that the kernel is done.
    /// `None` if the kernel does not answer.
    pub fn send(&mut self, frame: &[u8]) -> Option<(Frames, Frames)> {
        self.sequence += 1;
        let mut marker = Vec::new();
        etherparse::PacketBuilder::ethernet2(HOST_L.0, LEFT_MAC.0)
            .ipv4([10, 1, 0, 1], [10, 1, 0, 254], 64)
            .icmpv4_echo_request(0xfefe, self.sequence)
            .write(&mut marker, b"marker")
            .expect("fits");
        let mut batch = Batch::new();
        for bytes in [frame, &marker] {
            batch.push(Packet {
                buf: PacketBuf::copy_from(bytes),
                ..Packet::default()
            });
        }
        self.left.tx(&mut self.pool, &mut batch);
        let (mut left, mut right) = (Vec::new(), Vec::new());
        for _ in 0..2000 {
            drain(&mut *self.left, &mut self.pool, &mut left);
            drain(&mut *self.right, &mut self.pool, &mut right);
            let before = left.len();
            let sequence = self.sequence.to_be_bytes();
            left.retain(|frame| !is_marker(frame, sequence));
            if left.len() < before {
                drain(&mut *self.right, &mut self.pool, &mut right);
                return Some((left, right));
            }
            thread::sleep(Duration::from_micros(200));
        }
        None
    }
}

fn drain(queue: &mut dyn PortQueue, pool: &mut Pool, frames: &mut Vec<Vec<u8>>) {
    let mut batch = Batch::new();
    queue
        .rx(pool, &mut batch, Instant::ZERO)
        .expect("it is there");
    for mut packet in batch.drain() {
        packet.meta.l3 = 14;
        assert!(dataplane::packet::finish_checksum(&mut packet));
        frames.push(packet.buf.bytes().to_vec());
        pool.recycle(packet);
    }
}

fn is_marker(frame: &[u8], sequence: [u8; 2]) -> bool {
    frame.get(23) == Some(&1)
        && frame.get(34) == Some(&0)
        && frame.get(38..42) == Some(&[0xfe, 0xfe, sequence[0], sequence[1]])
}

/// The frames without what the kernel says on its own account, and without what is random.
pub fn comparable(frames: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    frames.into_iter().filter_map(normal).collect()
}

fn normal(mut frame: Vec<u8>) -> Option<Vec<u8>> {
    match frame.get(12..14)? {
        [8, 0] => {
            let len = usize::from(u16::from_be_bytes([frame[16], frame[17]]));
            frame.truncate(14 + len);
            // Of what the router itself made, the identification is its own.
            let own = frame[26..29] == [10, 1, 0] || frame[26..29] == [10, 2, 0];
            if own && frame[29] == 254 && frame[20] & 0x40 == 0 {
                frame[18..20].fill(0);
            }
            let header = 14 + usize::from(frame[14] & 0xf) * 4;
            clear_times(&mut frame[34..header]);
            if frame[23] == 1 && matches!(frame.get(header), Some(3 | 5 | 11 | 12)) {
                clear_quoted_times(&mut frame[header..]);
            }
            ipv4::refresh_checksum(&mut frame[14..], header - 14);
            Some(frame)
        }
        [0x86, 0xdd] => {
            let discovery = matches!((frame[20], frame.get(54)), (58, Some(133..=137 | 143)));
            // Multicast listener reports come with a router alert.
            if discovery || (frame[20] == 0 && frame.get(62) == Some(&143)) {
                return None;
            }
            frame.truncate(54 + usize::from(u16::from_be_bytes([frame[18], frame[19]])));
            let own = frame[22..24] == [0xfd, 0] && matches!(frame[37], 0 | 0xfe);
            if own || frame[22] == 0xfe {
                frame[15] &= 0xf0;
                frame[16..18].fill(0);
                if frame[20] == 44 {
                    frame[58..62].fill(0);
                }
            }
            Some(frame)
        }
        _ => None,
    }
}

/// Clears the times in a timestamp option: the two clocks are not one.
fn clear_times(options: &mut [u8]) {
    let mut at = 0;
    while let [68, len, pointer, kind, ..] = options[at..] {
        let (step, skip) = if kind & 0xf == 0 { (4, 0) } else { (8, 4) };
        for slot in
            (4..usize::from(pointer.saturating_sub(1)).min(options.len() - at)).step_by(step)
        {
            if let Some(time) = options.get_mut(at + slot + skip..at + slot + skip + 4) {
                time.fill(0);
            }
        }
        at += usize::from(len.max(2));
        if at >= options.len() {
            return;
        }
    }
}

/// The same in the packet that an ICMP error quotes.
fn clear_quoted_times(message: &mut [u8]) {
    let len = message.get(8).map_or(0, |byte| usize::from(byte & 0xf) * 4);
    if len > 20 && message.len() >= 8 + len {
        clear_times(&mut message[28..8 + len]);
        icmpv4::refresh_checksum(message);
    }
}

/// Takes out "network unreachable" and "redirect": how often those are said depends on real time
/// (net.ipv4.route.error_cost and redirect_load).
pub fn without_limited(frames: &[Vec<u8>]) -> Vec<&Vec<u8>> {
    let limited = |frame: &&Vec<u8>| {
        let icmp = 14 + usize::from(frame[14] & 0xf) * 4;
        frame[12] == 8
            && frame[23] == 1
            && matches!(frame.get(icmp..icmp + 2), Some([3, 0] | [5, 1]))
    };
    frames.iter().filter(|frame| !limited(frame)).collect()
}

/// Whether the kernel can be asked: by root only. Where everything is required, it has to be.
pub fn is_there() -> bool {
    let root = rustix::process::geteuid().is_root();
    if !root {
        assert!(
            std::env::var_os("TOLLGATE_REQUIRE_ALL").is_none(),
            "root is required"
        );
        eprintln!("SKIP: the kernel can be asked by root only");
    }
    root
}
