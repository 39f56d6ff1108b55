//! Arbitrary frames through a whole router: nothing may panic, and every packet is accounted for.
//!
//! The input is a row of records: a byte of flags, a byte of time, a length, the frame. The flags
//! choose the port and what is put right before the frame is sent, so that what is behind checksums
//! and addresses is reached too.

use std::time::Duration;

use dataplane::{
    checksum::Sum,
    iface::MacAddr,
    packet::{Packet, PacketBuf},
    time::Instant,
};
use scenarios::router::Router;

const MACS: [(&str, MacAddr); 2] = [
    ("p0", MacAddr([2, 0, 0, 0, 0, 1])),
    ("p1", MacAddr([2, 0, 0, 0, 0, 2])),
];

/// Two networks and what is behind them.
const SETTING: &str = "\
ip addr add 1.1.1.1/24 dev p0
ip addr add fd00:1::1/64 dev p0 nodad
ip addr add 2.2.2.1/24 dev p1
ip addr add fd00:2::1/64 dev p1 nodad
ip link add link p0 name p0_v5 type vlan id 5
ip addr add 3.3.3.1/24 dev p0_v5
ip link set p0 up
ip link set p1 up mtu 1280
ip link set p0_v5 up
ip neigh add 2.2.2.12 lladdr 02:00:00:00:00:12 dev p1
ip neigh add fd00:2::12 lladdr 02:00:00:00:00:12 dev p1
ip route add 5.0.0.0/8 via 2.2.2.12
ip route add 6.0.0.0/8 via 2.2.2.13
ip route add prohibit 7.0.0.0/8
ip route add default via 1.1.1.9
ip route add fd00:5::/32 via fd00:2::12
sysctl -w net.ipv4.ip_forward=1
sysctl -w net.ipv6.conf.all.forwarding=1
";

const TO_US: u8 = 1;
const IPV4: u8 = 2;
const IPV6: u8 = 4;
const CHECKSUMS: u8 = 8;

/// Puts right what `flags` ask for.
fn mend(frame: &mut [u8], flags: u8, port: usize) {
    if frame.len() < 34 {
        return;
    }
    if flags & TO_US != 0 {
        frame[..6].copy_from_slice(&[2, 0, 0, 0, 0, port as u8 + 1]);
    }
    let len = frame.len() - 14;
    if flags & IPV4 != 0 {
        frame[12..14].copy_from_slice(&[8, 0]);
        frame[14] = 0x40 | (frame[14] & 0xf).max(5);
        frame[16..18].copy_from_slice(&(len as u16).to_be_bytes());
        let header = 14 + usize::from(frame[14] & 0xf) * 4;
        if flags & CHECKSUMS != 0 && frame.len() >= header {
            frame[24..26].fill(0);
            let sum = !Sum::ZERO.add(&frame[14..header]).folded();
            frame[24..26].copy_from_slice(&sum.to_be_bytes());
            let pseudo = Sum::ZERO.add(&frame[26..34]);
            transport(frame, header, usize::from(frame[23]), pseudo);
        }
    } else if flags & IPV6 != 0 && len >= 40 {
        frame[12..14].copy_from_slice(&[0x86, 0xdd]);
        frame[14] = 0x60 | (frame[14] & 0xf);
        frame[18..20].copy_from_slice(&((len - 40) as u16).to_be_bytes());
        if flags & CHECKSUMS != 0 {
            let pseudo = Sum::ZERO.add(&frame[22..54]);
            transport(frame, 54, usize::from(frame[20]), pseudo);
        }
    }
}

/// Puts the transport checksum right.
fn transport(frame: &mut [u8], at: usize, protocol: usize, pseudo: Sum) {
    let (offset, pseudo) = match protocol {
        1 => (2, Sum::ZERO),
        6 => (16, pseudo),
        17 => (6, pseudo),
        58 => (2, pseudo),
        _ => return,
    };
    let len = frame.len() - at;
    if len < offset + 2 {
        return;
    }
    frame[at + offset..at + offset + 2].fill(0);
    let pseudo = if protocol == 1 {
        pseudo
    } else {
        pseudo
            .add(&(len as u32).to_be_bytes())
            .add(&(protocol as u32).to_be_bytes())
    };
    let sum = !pseudo.add(&frame[at..]).folded();
    frame[at + offset..at + offset + 2].copy_from_slice(&sum.to_be_bytes());
}

/// A router and its time. It is costly to make, so that all inputs go through one; what needs more than
/// one input to happen is found, and then shown by a run over the whole corpus.
pub struct Target {
    router: Router,
    now: Instant,
}

impl Target {
    /// A router between two networks, further configured by the lines of `rules`.
    pub fn new(rules: &str) -> Self {
        let mut router = Router::new("router", &MACS, 1);
        for line in SETTING.lines().chain(rules.lines()) {
            let words: Vec<&str> = line.split(' ').collect();
            let out = router.execute(&words);
            assert_eq!(out.status, 0, "{line}");
        }
        Self {
            router,
            now: Instant::ZERO,
        }
    }

    /// Sends the records of `data`.
    pub fn fuzz(&mut self, data: &[u8]) {
        let Self { router, now } = self;
        let mut rest = data;
        while let [flags, time, high, low, more @ ..] = rest {
            let len = (usize::from(*high) << 8 | usize::from(*low)).min(more.len());
            let (frame, next) = more.split_at(len);
            rest = next;
            let port = usize::from(*flags >> 7);
            let mut frame = frame.to_vec();
            mend(&mut frame, *flags, port);
            // From 0 to 65 seconds, so that timers run.
            *now += Duration::from_millis(u64::from(*time).pow(2));
            router.deliver(
                port,
                Packet {
                    buf: PacketBuf::copy_from(&frame),
                    ..Packet::default()
                },
            );
            router.poll(*now);
            for port in 0..2 {
                while router.sent(port).is_some() {}
            }
            let totals = router.totals();
            assert_eq!(
                totals.received + totals.made,
                totals.sent + totals.consumed + totals.dropped() + router.held() as u64,
                "{totals:?}"
            );
        }
    }
}
