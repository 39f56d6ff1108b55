//! Random filters, as the router takes them and as `tc` is told, and frames that have something to do with
//! them.

use std::net::{IpAddr, Ipv4Addr};

use dataplane::{
    iface::MacAddr,
    qos::{
        BasicMatch, Filter, FilterKind, FlowerKey, FwSpec, Handle, U32Hash, U32Key, U32Node,
        U32Spec,
    },
};

/// Bands; the first is for what no filter wants.
pub(super) const BANDS: u8 = 6;

const IPV4: u16 = 0x0800;
const IPV6: u16 = 0x86dd;
const ALL: u16 = 3;

/// A small generator, so that a failure is repeated by its seed.
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        let mut random = Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        for _ in 0..8 {
            random.next();
        }
        random
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() >> 20) as usize % bound
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}

/// Filters with their commands, and frames with their marks.
pub(super) struct Case {
    pub(super) filters: Vec<(Filter, String)>,
    pub(super) frames: Vec<(u32, Vec<u8>)>,
}

pub(super) fn case(random: &mut Random, frames: usize) -> Case {
    let filters = (1..=2 + random.below(6) as u16)
        .map(|priority| filter(random, priority))
        .collect();
    let frames = (0..frames).map(|_| (random.below(4) as u32, frame(random)));
    Case {
        filters,
        frames: frames.collect(),
    }
}

fn filter(random: &mut Random, priority: u16) -> (Filter, String) {
    let minor = 2 + random.below(usize::from(BANDS) - 1) as u16;
    let mut filter = Filter {
        parent: Handle::new(1, 0),
        chain: 0,
        priority,
        protocol: random.pick(&[IPV4, IPV4, IPV6, ALL]),
        handle: 1,
        kind: FilterKind::Matchall,
        class: Some(Handle::new(1, minor)),
        actions: Vec::new(),
    };
    let mut handle = String::new();
    let kind = match random.below(12) {
        0..5 => {
            let (key, words) = flower(random, filter.protocol);
            filter.kind = FilterKind::Flower(Box::new(key));
            format!("flower{words}")
        }
        5..7 => {
            let (mark, mask) = (random.below(4) as u32, random.pick(&[1, 3, u32::MAX]));
            filter.handle = mark & mask;
            filter.kind = FilterKind::Fw(FwSpec { mask, indev: None });
            if filter.handle == 0 {
                // The tool takes no mark of zero.
                filter.handle = 1;
            }
            handle = format!(" handle {}/{mask:#x}", filter.handle);
            "fw".to_owned()
        }
        7..10 => {
            let (of, words) = expression(random, 2);
            filter.kind = FilterKind::Basic(Box::new(of));
            format!("basic match '{words}'")
        }
        10 => {
            let (key, words) = word(random);
            filter.handle = 0x800 << 20;
            let node = U32Node {
                bucket: 0,
                node: 0x800,
                keys: vec![key],
                class: filter.class.take(),
                link: None,
                hash: None,
                offset: 0,
                offset_at: None,
                eat: false,
                mark: None,
                actions: Vec::new(),
            };
            filter.kind = FilterKind::U32(Box::new(U32Spec {
                tables: vec![U32Hash {
                    id: 0x800,
                    divisor: 1,
                    nodes: vec![node],
                }],
            }));
            format!("u32 match {words}")
        }
        _ => {
            // One that takes all would leave nothing to those behind it.
            filter.protocol = IPV6;
            "matchall".to_owned()
        }
    };
    let protocol = match filter.protocol {
        IPV4 => "ip",
        IPV6 => "ipv6",
        _ => "all",
    };
    let command = format!(
        "filter add dev va parent 1: protocol {protocol} prio {priority}{handle} {kind} classid 1:{minor}"
    );
    (filter, command)
}

fn flower(random: &mut Random, protocol: u16) -> (FlowerKey, String) {
    let mut key = FlowerKey::default();
    let mut words = String::new();
    if random.chance(20) {
        let mac = MacAddr([2, 0, 0, 0, 0, random.pick(&[1, 2])]);
        key.src_mac = Some((mac, MacAddr([0xff; 6])));
        words += &format!(" src_mac {mac}");
    }
    if protocol == ALL {
        return (key, words);
    }
    if random.chance(30) {
        let tos = random.pick(&[0, 0x10, 0xb8]);
        let mask = random.pick(&[0xfc, 0xff]);
        key.ip_tos = Some((tos, mask));
        words += &format!(" ip_tos {tos:#x}/{mask:#x}");
    }
    if random.chance(20) {
        let ttl = random.pick(&[64, 1]);
        key.ip_ttl = Some((ttl, 0xff));
        words += &format!(" ip_ttl {ttl}");
    }
    if protocol == IPV4 && random.chance(60) {
        let len = random.pick(&[24, 31, 32]);
        let addr = Ipv4Addr::new(10, 0, 0, random.pick(&[1, 2, 3]));
        let mask = Ipv4Addr::from_bits(u32::MAX << (32 - len));
        let pair = Some((IpAddr::from(addr), IpAddr::from(mask)));
        let side = if random.chance(50) {
            key.src = pair;
            "src_ip"
        } else {
            key.dst = pair;
            "dst_ip"
        };
        words += &format!(" {side} {addr}/{len}");
    }
    if random.chance(60) {
        let (name, proto) = random.pick(&[("tcp", 6), ("udp", 17)]);
        key.ip_proto = Some(proto);
        words += &format!(" ip_proto {name}");
        match random.below(5) {
            0 => {
                let port = random.pick(&[22, 53]);
                key.dst_port = Some((port, 0xffff));
                words += &format!(" dst_port {port}");
            }
            1 => {
                key.dst_port = Some((20, 60));
                key.dst_range = true;
                words += " dst_port 20-60";
            }
            2 => {
                key.src_port = Some((1000, 0xfff0));
                words += " src_port 1000/0xfff0";
            }
            3 if proto == 6 => {
                let flags = random.pick(&[0x02, 0x10]);
                key.tcp_flags = Some((flags, 0x12));
                words += &format!(" tcp_flags {flags:#x}/0x12");
            }
            _ => {}
        }
    } else if protocol == IPV4 && random.chance(40) {
        key.ip_proto = Some(1);
        key.icmp_type = Some((random.pick(&[0, 8]), 0xff));
        words += &format!(
            " ip_proto icmp type {}",
            key.icmp_type.unwrap_or_default().0
        );
    }
    (key, words)
}

/// A word that one of `u32` and one of `basic` may ask for.
fn word(random: &mut Random) -> (U32Key, String) {
    let (value, mask, offset) = random.pick(&[
        (0x0011_0000, 0x00ff_0000, 8),
        (0x0006_0000, 0x00ff_0000, 8),
        (0x0a00_0001, 0xffff_ffff, 12),
        (0x0a00_0002, 0xffff_fffe, 16),
        (0x0000_0035, 0x0000_ffff, 20),
        (0x0000_0001, 0x0000_00ff, -4),
        (0x5500_0000, 0xff00_0000, 60),
    ]);
    let key = U32Key {
        value,
        mask,
        offset,
        next_header: false,
    };
    (key, format!("u32 {value:#x} {mask:#x} at {offset}"))
}

fn expression(random: &mut Random, depth: usize) -> (BasicMatch, String) {
    if depth > 0 && random.chance(60) {
        let (one, first) = expression(random, depth - 1);
        let (other, second) = expression(random, depth - 1);
        return if random.chance(50) {
            (
                BasicMatch::And(vec![one, other]),
                format!("({first}) and ({second})"),
            )
        } else {
            (
                BasicMatch::Or(vec![one, other]),
                format!("({first}) or ({second})"),
            )
        };
    }
    let (of, words) = single(random);
    if random.chance(25) {
        return (BasicMatch::Not(Box::new(of)), format!("not {words}"));
    }
    (of, words)
}

fn single(random: &mut Random) -> (BasicMatch, String) {
    let (name, ordering) = random.pick(&[("eq", 0), ("lt", -1), ("gt", 1)]);
    match random.below(3) {
        0 => {
            let (value, mask, offset) = random.pick(&[
                (0x0011_0000, 0x00ff_0000, 8),
                (0x0a00_0001, 0xffff_ffff, 12),
                (0x0000_0035, 0x0000_ffff, 20),
            ]);
            let key = U32Key {
                value,
                mask,
                offset,
                next_header: false,
            };
            let words = format!("u32(u32 {value:#x} {mask:#x} at {offset})");
            (BasicMatch::U32(key), words)
        }
        1 => {
            let (align, layer, offset, mask, value) = random.pick(&[
                (1, 1, 8, 0, 64),
                (1, 1, 9, 0, 6),
                (2, 2, 2, 0, 53),
                (2, 2, 0, 0xff00, 0x0300),
                (4, 1, 16, 0, 0x0a00_0002),
                (2, 0, 12, 0, 0x0800),
                (1, 1, 70, 0, 0x54),
            ]);
            let unit = ["", "u8", "u16", "", "u32"][usize::from(align)];
            let masked = match mask {
                0 => String::new(),
                mask => format!(" mask {mask:#x}"),
            };
            let words = format!("cmp({unit} at {offset} layer {layer}{masked} {name} {value})");
            let of = BasicMatch::Cmp {
                align,
                layer,
                offset,
                mask,
                ordering,
                value,
            };
            (of, words)
        }
        _ => {
            let (object, value) = random.pick(&[("fwmark", 1), ("fwmark", 2), ("pkt_len", 100)]);
            // Another name in the tool.
            let spoken = if object == "fwmark" {
                "nf_mark"
            } else {
                object
            };
            let of = BasicMatch::Meta {
                object,
                ordering,
                mask: 0,
                value,
            };
            (of, format!("meta({spoken} {name} {value})"))
        }
    }
}

/// A frame of IPv4 or IPv6, now and then of something else.
fn frame(random: &mut Random) -> Vec<u8> {
    let mut frame = vec![2, 0, 0, 0, 0, 9, 2, 0, 0, 0, 0, random.pick(&[1, 2])];
    let proto = random.pick(&[6_u8, 6, 17, 17, 1]);
    let tos = random.pick(&[0, 0x10, 0xb8, 0xb9]);
    let ttl = random.pick(&[64, 64, 1]);
    let payload = random.below(80);
    let len = 20 + payload;
    match random.below(20) {
        0 => {
            frame.extend([0x08, 0x06]);
            frame.extend((0..50).map(|_| random.next() as u8));
            return frame;
        }
        1..4 => {
            frame.extend([0x86, 0xdd, 0x60 | tos >> 4, tos << 4, 0, 0, 0, len as u8]);
            frame.extend([if proto == 1 { 58 } else { proto }, ttl]);
            frame.extend([0xfd; 32]);
        }
        _ => {
            let options = random.chance(15);
            let header_len = if options { 24 } else { 20 };
            frame.extend([
                0x08,
                0x00,
                0x40 | (header_len / 4),
                tos,
                0,
                header_len + len as u8,
            ]);
            let fragment = random.pick(&[0_u16, 0, 0, 0, 0x4000, 0x2000, 0x0004]);
            frame.extend([0, 1]);
            frame.extend(fragment.to_be_bytes());
            frame.extend([ttl, proto, 0, 0, 10, 0, 0, random.pick(&[1, 2, 3])]);
            frame.extend([10, 0, 0, random.pick(&[1, 2, 3])]);
            if options {
                frame.extend([1; 4]);
            }
        }
    }
    if proto == 1 {
        frame.extend([random.pick(&[0, 8]), 0]);
        frame.extend([0; 18]);
    } else {
        let (src, dst) = (
            random.pick(&[22_u16, 1000, 1015, 1016]),
            random.pick(&[22_u16, 53, 80]),
        );
        frame.extend(src.to_be_bytes());
        frame.extend(dst.to_be_bytes());
        // Of TCP sequence, acknowledgement, header length, flags.
        frame.extend([
            0,
            20,
            0,
            0,
            0,
            0,
            0,
            1,
            0x50,
            random.pick(&[0x02, 0x10, 0x12]),
        ]);
        frame.extend([0; 6]);
    }
    frame.extend(vec![0x55; payload]);
    frame
}
