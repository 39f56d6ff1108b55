//! Joining against a slow oracle, and against cutting.

use std::collections::BTreeMap;

use etherparse::{IpNumber, Ipv4Header, Ipv6FlowLabel, Ipv6Header, TcpHeader, TcpOptionElement};
use proptest::prelude::*;

use super::{
    Batch, Checksum, GsoKind, Meta, Packet, PacketBuf, Pool, finish_checksum,
    join::{CutFlows, Joined, Joiner},
    prepare,
};
use crate::{
    io::Capabilities,
    time::{Duration, Instant},
};

/// What a test says of a segment; the rest is the same for all.
#[derive(Clone, Debug)]
struct Spec {
    flow: u8,
    ipv6: bool,
    tagged: bool,
    seq: u32,
    id: u16,
    dont_fragment: bool,
    more_fragments: bool,
    ttl: u8,
    tos: u8,
    label: u32,
    ack: u32,
    window: u16,
    time: u32,
    flags: &'static str,
    payload: Vec<u8>,
    /// Bytes behind the packet.
    padding: usize,
    sum: State,
}

/// What its checksum is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Right,
    Wrong,
    /// The port has looked at it.
    Verified,
    Partial,
}

impl Spec {
    fn new(flow: u8, seq: u32, len: usize) -> Self {
        Self {
            flow,
            ipv6: false,
            tagged: false,
            seq,
            id: 0,
            dont_fragment: true,
            more_fragments: false,
            ttl: 64,
            tos: 0,
            label: 7,
            ack: 1,
            window: 500,
            time: 9,
            flags: "A",
            payload: (0..len).map(|n| (n as u32 + seq) as u8).collect(),
            padding: 0,
            sum: State::Right,
        }
    }

    fn packet(&self) -> Packet {
        let mut bytes = vec![2, 0, 0, 0, 0, self.flow, 4, 0, 0, 0, 0, 0];
        if self.tagged {
            bytes.extend([0x81, 0, 0, 5]);
        }
        bytes.extend(if self.ipv6 { [0x86, 0xdd] } else { [8, 0] });
        let l3 = bytes.len() as u16;
        let mut tcp = TcpHeader::new(1000 + u16::from(self.flow), 80, self.seq, self.window);
        tcp.acknowledgment_number = self.ack;
        for flag in self.flags.chars() {
            *match flag {
                'A' => &mut tcp.ack,
                'P' => &mut tcp.psh,
                'F' => &mut tcp.fin,
                'S' => &mut tcp.syn,
                'R' => &mut tcp.rst,
                'U' => &mut tcp.urg,
                'E' => &mut tcp.ece,
                'C' => &mut tcp.cwr,
                other => panic!("no flag {other}"),
            } = true;
        }
        tcp.set_options(&[
            TcpOptionElement::Noop,
            TcpOptionElement::Noop,
            TcpOptionElement::Timestamp(self.time, 3),
        ])
        .expect("fits");
        let len = tcp.header_len() + self.payload.len();
        if self.ipv6 {
            let ip = Ipv6Header {
                traffic_class: self.tos,
                flow_label: Ipv6FlowLabel::try_new(self.label).expect("20 bits"),
                payload_length: len as u16,
                next_header: IpNumber::TCP,
                hop_limit: self.ttl,
                source: [0x20; 16],
                destination: [0x21; 16],
            };
            tcp.checksum = tcp.calc_checksum_ipv6(&ip, &self.payload).expect("short");
            bytes.extend(ip.to_bytes());
        } else {
            let mut ip = Ipv4Header::new(
                len as u16,
                self.ttl,
                IpNumber::TCP,
                [10, 0, 0, 1],
                [10, 0, 1, 2],
            )
            .expect("short");
            ip.identification = self.id;
            ip.dont_fragment = self.dont_fragment;
            ip.more_fragments = self.more_fragments;
            ip.dscp = etherparse::IpDscp::try_new(self.tos >> 2).expect("six bits");
            ip.header_checksum = ip.calc_header_checksum();
            tcp.checksum = tcp.calc_checksum_ipv4(&ip, &self.payload).expect("short");
            bytes.extend(ip.to_bytes());
        }
        let start = bytes.len() as u16 - l3;
        bytes.extend(tcp.to_bytes());
        bytes.extend(&self.payload);
        bytes.extend(vec![0; self.padding]);
        let mut packet = Packet {
            buf: PacketBuf::copy_from(&bytes),
            meta: Meta::default(),
        };
        match self.sum {
            State::Right => {}
            State::Wrong => {
                let last = bytes.len() - 1 - self.padding;
                packet.buf.bytes_mut()[last] ^= 1;
            }
            State::Verified => packet.meta.checksum = Checksum::Verified,
            State::Partial => {
                packet.meta.l3 = l3;
                packet.meta.checksum = Checksum::Partial { start, offset: 16 };
                let (ip, tcp) = packet.network_mut().split_at_mut(start.into());
                let addresses = if self.ipv6 { &ip[8..40] } else { &ip[12..20] };
                let (source, destination) = addresses.split_at(addresses.len() / 2);
                let sum = crate::checksum::pseudo_header(source, destination, 6, len as u32);
                tcp[16..18].copy_from_slice(&sum.folded().to_be_bytes());
            }
        }
        packet
    }

    /// Says that it begins or goes on with a stream of segments like this one.
    fn then(&self, len: usize) -> Self {
        let seq = self.seq.wrapping_add(self.payload.len() as u32);
        let next = Self::new(self.flow, seq, len);
        Self {
            seq,
            payload: next.payload,
            id: self.id.wrapping_add(1),
            ..self.clone()
        }
    }
}

/// The packets that come of some segments, and what was taken away.
fn joined(specs: &[Spec], pool: &mut Pool) -> (Batch, Joined) {
    let mut batch = Batch::new();
    batch.extend(specs.iter().map(Spec::packet));
    let joined = Joiner::new().join(&mut batch, pool, &CutFlows::new(), Instant::ZERO);
    (batch, joined)
}

/// A frame with its checksum computed. Of the two forms of zero, the one that is computed.
fn finished(mut packet: Packet) -> Vec<u8> {
    assert!(finish_checksum(&mut packet));
    let mut bytes = packet.buf.bytes().to_vec();
    let l3 = if bytes[12..14] == [0x81, 0] { 18 } else { 14 };
    let at = l3 + if bytes[l3] >> 4 == 4 { 20 } else { 40 } + 16;
    if bytes[at..at + 2] == [0, 0] {
        bytes[at..at + 2].fill(0xff);
    }
    bytes
}

/// Cuts what was joined, by a port that can do nothing.
fn cut(mut batch: Batch, pool: &mut Pool) -> Vec<Vec<u8>> {
    let mut out = Batch::new();
    for packet in batch.drain() {
        if packet.meta.gso.is_some() {
            prepare(packet, Capabilities::default(), pool, &mut out).expect("well-formed");
        } else {
            out.push(packet);
        }
    }
    out.drain().map(finished).collect()
}

fn frames(specs: &[Spec]) -> Vec<Vec<u8>> {
    specs.iter().map(|spec| finished(spec.packet())).collect()
}

/// Frames by flow, in order.
fn by_flow(frames: Vec<Vec<u8>>) -> BTreeMap<u8, Vec<Vec<u8>>> {
    let mut flows: BTreeMap<u8, Vec<Vec<u8>>> = BTreeMap::new();
    for frame in frames {
        flows.entry(frame[5]).or_default().push(frame);
    }
    flows
}

/// What is joined with what, by reading the rules one by one: for each packet that comes of the segments,
/// their numbers.
fn oracle(specs: &[Spec]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    // By flow, the group that may go on, and whether all its identifications are the same.
    let mut open: BTreeMap<(bool, u8), (usize, bool)> = BTreeMap::new();
    let is_sound = |number: usize| specs[number].sum != State::Wrong;
    for (number, spec) in specs.iter().enumerate() {
        if !spec.ipv6 && spec.more_fragments || spec.padding > 0 {
            open.clear();
            groups.push(vec![number]);
            continue;
        }
        let flow = (spec.ipv6, spec.flow);
        let has = |flags: &str| spec.flags.chars().any(|flag| flags.contains(flag));
        let alone = has("SRUC") || spec.payload.is_empty();
        if let Some((group, fixed)) = open.get(&flow).copied() {
            let first = &specs[groups[group][0]];
            let count = groups[group].len();
            let bytes: usize = groups[group].iter().map(|&n| specs[n].payload.len()).sum();
            let plain = |flags: &str| flags.replace(['P', 'F'], "");
            let headers = if spec.ipv6 { 40 + 32 } else { 20 + 32 };
            let ahead = spec.id.wrapping_sub(first.id);
            let fixed = if count == 1 {
                ahead == 0 && first.dont_fragment
            } else {
                fixed
            };
            let goes_on = !alone
                && spec.tagged == first.tagged
                && spec.seq == first.seq.wrapping_add(bytes as u32)
                && spec.payload.len() <= first.payload.len()
                && headers + bytes + spec.payload.len() <= 65_535
                && plain(spec.flags) == plain(first.flags)
                && (spec.ack, spec.window, spec.time) == (first.ack, first.window, first.time)
                && (spec.tos, spec.ttl) == (first.tos, first.ttl)
                && if spec.ipv6 {
                    spec.label == first.label
                } else {
                    spec.dont_fragment == first.dont_fragment
                        && usize::from(ahead) == if fixed { 0 } else { count }
                }
                && is_sound(groups[group][0])
                && is_sound(number);
            open.remove(&flow);
            if goes_on {
                groups[group].push(number);
                if !has("PF") && spec.payload.len() == first.payload.len() {
                    open.insert(flow, (group, fixed));
                }
                continue;
            }
        }
        if !alone && !has("PF") && spec.payload.len() >= 8 {
            open.insert(flow, (groups.len(), false));
        }
        groups.push(vec![number]);
    }
    groups
}

/// How a segment differs from the one that would follow.
fn changed(mut spec: Spec, how: u8) -> Spec {
    match how {
        0 => spec.seq = spec.seq.wrapping_add(1448),
        1 => spec.seq = spec.seq.wrapping_sub(100),
        2 => spec.ack += 1,
        3 => spec.window += 1,
        4 => spec.time += 1,
        5 => spec.ttl -= 1,
        6 => spec.tos ^= 4,
        7 => spec.id = spec.id.wrapping_add(1),
        8 => spec.id = spec.id.wrapping_sub(1),
        9 => spec.dont_fragment = !spec.dont_fragment,
        10 => spec.more_fragments = true,
        11 => spec.label ^= 1,
        12 => spec.sum = State::Wrong,
        13 => spec.sum = State::Partial,
        14 => spec.sum = State::Verified,
        15 => spec.flags = "AP",
        16 => spec.flags = "AF",
        17 => spec.flags = "AE",
        18 => spec.flags = "AC",
        19 => spec.flags = "AS",
        20 => spec.flags = "AR",
        21 => spec.flags = "AU",
        22 => spec.payload.clear(),
        23 => spec.payload.truncate(5),
        24 => spec.payload.truncate(spec.payload.len() / 2),
        25 => spec.payload.push(1),
        26 => spec.padding = 4,
        27 => spec.tagged = !spec.tagged,
        _ => {}
    }
    spec
}

/// Segments of a few streams, most of them in order.
fn streams() -> impl Strategy<Value = Vec<Spec>> {
    let step = (0u8..3, any::<bool>(), 0u8..120);
    let size = 8usize..600;
    (
        any::<bool>(),
        any::<u32>(),
        size,
        prop::collection::vec(step, 1..100),
    )
        .prop_map(|(ipv6, seq, size, steps)| {
            let mut next: Vec<Spec> = (0..3)
                .map(|flow| Spec {
                    ipv6,
                    tagged: flow == 2,
                    id: 0xfffe,
                    ..Spec::new(flow, seq, size)
                })
                .collect();
            let mut specs = Vec::new();
            for (flow, changes_stay, how) in steps {
                let place = &mut next[usize::from(flow)];
                let spec = changed(place.clone(), how);
                let after = if changes_stay { &spec } else { &*place };
                let lasting = Spec {
                    sum: State::Right,
                    flags: "A",
                    padding: 0,
                    more_fragments: false,
                    ..after.clone()
                };
                let mut following = lasting.then(size);
                if flow == 1 {
                    // A sender that gives all packets one identification.
                    following.id = after.id;
                }
                *place = following;
                specs.push(spec);
            }
            specs
        })
}

proptest! {
    #[test]
    fn segments_in_order_become_one_packet_and_again_themselves(
        ipv6: bool, tagged: bool, fixed: bool, partial: bool, ends: bool,
        seq: u32, id: u16, size in 8usize..1449, count in 2usize..40, last in 1usize..1449,
    ) {
        let mut specs = vec![Spec { ipv6, tagged, id, ..Spec::new(1, seq, size) }];
        for number in 1..count {
            let len = if number + 1 == count { last.min(size) } else { size };
            let mut spec = specs[number - 1].then(len);
            if fixed {
                spec.id = id;
            }
            specs.push(spec);
        }
        if partial {
            for spec in &mut specs {
                spec.sum = State::Partial;
            }
        }
        if ends {
            specs[count - 1].flags = "APF";
        }
        let mut pool = Pool::new(64);
        let (batch, joined) = joined(&specs, &mut pool);
        prop_assert_eq!(batch.len(), 1);
        prop_assert_eq!(joined.frames as usize, count - 1);
        let before: usize = specs.iter().map(|spec| spec.packet().buf.len()).sum();
        let packet = &batch.as_slice()[0];
        prop_assert_eq!(joined.bytes as usize, before - packet.buf.len());
        let gso = packet.meta.gso.expect("a super-frame");
        prop_assert_eq!(gso.kind, if ipv6 { GsoKind::TcpV6 } else { GsoKind::TcpV4 });
        prop_assert_eq!((usize::from(gso.size), gso.fixed_id), (size, fixed && !ipv6));
        prop_assert_eq!(cut(batch, &mut pool), frames(&specs));
    }

    #[test]
    fn what_is_joined_is_what_the_rules_say(specs in streams()) {
        let groups = oracle(&specs);
        let expected: Vec<usize> = groups
            .iter()
            .map(|group| {
                let first = specs[group[0]].packet().buf.len();
                let rest = group[1..].iter().map(|&number| specs[number].payload.len());
                first + rest.sum::<usize>()
            })
            .collect();
        let (batch, _) = joined(&specs, &mut Pool::new(8));
        let lengths: Vec<usize> = batch.as_slice().iter().map(|packet| packet.buf.len()).collect();
        prop_assert_eq!(lengths, expected);
    }

    #[test]
    fn each_flow_keeps_its_frames_and_their_order(specs in streams()) {
        let mut pool = Pool::new(64);
        let (batch, joined) = joined(&specs, &mut pool);
        prop_assert_eq!(batch.len() + joined.frames as usize, specs.len());
        prop_assert_eq!(by_flow(cut(batch, &mut pool)), by_flow(frames(&specs)));
    }

    #[test]
    fn flows_that_are_in_each_others_way_lose_nothing_but_speed(
        order in prop::collection::vec(0usize..200, 1..250),
    ) {
        // More than there are places.
        let mut next: Vec<Spec> = (0..200).map(|flow| Spec::new(flow as u8, 1, 20)).collect();
        let mut specs = Vec::new();
        for flow in order {
            let following = next[flow].then(20);
            specs.push(std::mem::replace(&mut next[flow], following));
        }
        let mut pool = Pool::new(64);
        let (batch, _) = joined(&specs, &mut pool);
        prop_assert_eq!(by_flow(cut(batch, &mut pool)), by_flow(frames(&specs)));
    }

    #[test]
    fn no_bytes_make_it_panic(
        frames in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..90), 1..20),
        start in prop::sample::select(vec![&[0x08, 0x00, 0x45][..], &[0x86, 0xdd, 0x60], &[0x81, 0]]),
    ) {
        let mut batch = Batch::new();
        for mut frame in frames {
            for (place, byte) in frame.iter_mut().skip(12).zip(start) {
                *place = *byte;
            }
            let packet = Packet { buf: PacketBuf::copy_from(&frame), meta: Meta::default() };
            batch.push(packet);
        }
        let before = batch.len();
        let (mut pool, cut) = (Pool::new(4), CutFlows::new());
        let joined = Joiner::new().join(&mut batch, &mut pool, &cut, Instant::ZERO);
        prop_assert_eq!(batch.len() + joined.frames as usize, before);
    }
}

#[test]
fn a_flow_that_was_cut_is_left_alone_for_a_while() {
    let first = Spec::new(1, 1, 100);
    let specs = [first.clone(), first.then(100)];
    let (mut pool, cut) = (Pool::new(4), CutFlows::new());
    let mut joiner = Joiner::new();
    let mut join = |cut: &CutFlows, millis| {
        let mut batch = Batch::new();
        batch.extend(specs.iter().map(Spec::packet));
        let now = Instant::ZERO + Duration::from_millis(millis);
        joiner.join(&mut batch, &mut pool, cut, now);
        batch.drain().next().expect("a packet").meta.joined
    };
    let flow = join(&cut, 5).expect("joined");
    cut.note(flow, Instant::ZERO + Duration::from_millis(5));
    assert_eq!(join(&cut, 6), None);
    assert_eq!(join(&cut, 1004), None);
    assert_eq!(join(&cut, 1005), Some(flow));
}

#[test]
fn nothing_is_allocated_once_the_pool_is_warm() {
    let first = Spec::new(1, 1, 1000);
    let second = first.then(1000);
    let specs = [first, second.clone(), second.then(1000)];
    let (mut pool, cut) = (Pool::new(4), CutFlows::new());
    let mut joiner = Joiner::new();
    let mut large = None;
    for _ in 0..3 {
        let mut batch = Batch::new();
        batch.extend(specs.iter().map(Spec::packet));
        joiner.join(&mut batch, &mut pool, &cut, Instant::ZERO);
        let packet = batch.drain().next().expect("a packet");
        let place = packet.buf.bytes().as_ptr();
        assert_eq!(*large.get_or_insert(place), place);
        pool.recycle(packet);
    }
}
