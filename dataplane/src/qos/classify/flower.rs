//! `flower`: fields of the packet, each with a mask.

use std::{collections::HashMap, net::IpAddr, ops::RangeInclusive};

use super::frame::Frame;
use crate::{
    conntrack::{Ct, CtState, Direction},
    packet::Packet,
    qos::{CtFields, FlowerKey},
    wire::{
        ethernet::EtherType,
        ipv4::{self, Ipv4View, protocol},
        ipv6::Ipv6View,
        ipv6_ext,
    },
};

/// The filters of one priority.
#[derive(Debug, Default)]
pub(super) struct Flower {
    /// As their masks came first.
    masks: Vec<Masked>,
}

/// The filters that look at the same bits.
#[derive(Debug)]
struct Masked {
    mask: Fields,
    by_range: (bool, bool),
    exact: HashMap<Fields, usize>,
    ranges: Vec<Ranged>,
}

/// A filter that asks for a range of ports.
#[derive(Debug)]
struct Ranged {
    fields: Fields,
    src: RangeInclusive<u16>,
    dst: RangeInclusive<u16>,
    entry: usize,
}

impl Flower {
    /// One more filter, for packets of an EtherType.
    pub(super) fn add(&mut self, key: &FlowerKey, ethertype: u16, entry: usize) {
        let (fields, mask) = compile(key, ethertype);
        let by_range = (key.src_range, key.dst_range);
        let known = self
            .masks
            .iter()
            .position(|masked| masked.mask == mask && masked.by_range == by_range);
        let place = known.unwrap_or_else(|| {
            self.masks.push(Masked {
                mask,
                by_range,
                exact: HashMap::new(),
                ranges: Vec::new(),
            });
            self.masks.len() - 1
        });
        let masked = &mut self.masks[place];
        if by_range == (false, false) {
            // Of two that ask for the same the kernel refuses the second.
            masked.exact.entry(fields).or_insert(entry);
            return;
        }
        let range = |on: bool, ports: Option<(u16, u16)>| match ports {
            Some((from, to)) if on => from..=to,
            Some(_) | None => 0..=u16::MAX,
        };
        masked.ranges.push(Ranged {
            fields,
            src: range(key.src_range, key.src_port),
            dst: range(key.dst_range, key.dst_port),
            entry,
        });
    }

    /// The filter that a packet matches (`fl_classify`).
    pub(super) fn find(&self, packet: &Packet, ct: &CtFields, stripped: usize) -> Option<usize> {
        let fields = Fields::of(packet, ct, stripped);
        self.masks.iter().find_map(|masked| {
            let looked_at = fields.masked(&masked.mask);
            if masked.by_range == (false, false) {
                return masked.exact.get(&looked_at).copied();
            }
            let (src, dst) = fields.ports();
            let found = masked.ranges.iter().find(|ranged| {
                ranged.fields == looked_at && ranged.src.contains(&src) && ranged.dst.contains(&dst)
            });
            found.map(|ranged| ranged.entry)
        })
    }
}

/// Where each field is in [`Fields`].
mod at {
    pub(super) const DST_MAC: usize = 0;
    pub(super) const SRC_MAC: usize = 2;
    /// EtherType behind the tag, and the kind of addresses.
    pub(super) const PROTOCOL: usize = 4;
    /// EtherType and control information of the tag.
    pub(super) const VLAN: usize = 5;
    /// Protocol, type of service, time to live.
    pub(super) const IP: usize = 6;
    pub(super) const SRC: usize = 7;
    pub(super) const DST: usize = 11;
    pub(super) const PORTS: usize = 15;
    /// Flags of TCP; type and code of ICMP in the upper half.
    pub(super) const TRANSPORT: usize = 16;
    pub(super) const CT_STATE: usize = 17;
    pub(super) const INDEV: usize = 18;
    pub(super) const CT_MARK: usize = 19;
    pub(super) const CT_ZONE: usize = 20;
    pub(super) const CT_LABELS: usize = 21;
    pub(super) const COUNT: usize = 25;
}

/// All fields, in words; what a packet does not have is zero (`struct fl_flow_key`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
struct Fields([u32; at::COUNT]);

/// The kinds of addresses.
const V4: u32 = 1;
const V6: u32 = 2;

/// The states of connections (`TCA_FLOWER_KEY_CT_FLAGS_*`).
const NEW: u32 = 1;
const ESTABLISHED: u32 = 1 << 1;
const RELATED: u32 = 1 << 2;
const TRACKED: u32 = 1 << 3;
const REPLY: u32 = 1 << 5;

impl Fields {
    fn masked(mut self, mask: &Self) -> Self {
        for (word, mask) in self.0.iter_mut().zip(mask.0) {
            *word &= mask;
        }
        self
    }

    fn ports(&self) -> (u16, u16) {
        ((self.0[at::PORTS] >> 16) as u16, self.0[at::PORTS] as u16)
    }

    fn set_mac(&mut self, place: usize, mac: [u8; 6]) {
        let [a, b, c, d, e, g] = mac;
        self.0[place] = u32::from_be_bytes([a, b, c, d]);
        self.0[place + 1] = u16::from_be_bytes([e, g]).into();
    }

    fn set_addr(&mut self, place: usize, addr: IpAddr) {
        match addr {
            IpAddr::V4(addr) => self.0[place] = addr.to_bits(),
            IpAddr::V6(addr) => self.set_bits(place, addr.to_bits()),
        }
    }

    /// Puts 128 bits into four words.
    fn set_bits(&mut self, place: usize, bits: u128) {
        for (word, shift) in self.0[place..place + 4].iter_mut().zip([96, 64, 32, 0]) {
            *word = (bits >> shift) as u32;
        }
    }

    /// What a packet has (`skb_flow_dissect`).
    fn of(packet: &Packet, ct: &CtFields, stripped: usize) -> Self {
        let mut fields = Self::default();
        let frame = Frame::of(packet);
        if let Some(addresses) = frame.addresses() {
            let [d0, d1, d2, d3, d4, d5, s0, s1, s2, s3, s4, s5] = addresses;
            fields.set_mac(at::DST_MAC, [d0, d1, d2, d3, d4, d5]);
            fields.set_mac(at::SRC_MAC, [s0, s1, s2, s3, s4, s5]);
        }
        if let Some(tag) = frame.tag(stripped) {
            fields.0[at::VLAN] =
                u32::from(frame.protocol(stripped)) << 16 | u32::from(tag.0 & 0xefff);
        }
        let ethertype = frame.inner_protocol();
        fields.0[at::PROTOCOL] = u32::from(ethertype) << 16;
        match EtherType(ethertype) {
            EtherType::IPV4 => fields.add_ipv4(frame.network()),
            EtherType::IPV6 => fields.add_ipv6(frame.network()),
            EtherType(_) => {}
        }
        fields.0[at::CT_STATE] = ct_state(packet.meta.ct);
        fields.0[at::CT_MARK] = ct.mark;
        fields.0[at::CT_ZONE] = ct.zone.into();
        fields.set_bits(at::CT_LABELS, ct.labels);
        fields.0[at::INDEV] = packet.meta.iif.map_or(0, |iif| iif.get());
        fields
    }

    fn add_ipv4(&mut self, bytes: &[u8]) {
        let Ok(view) = Ipv4View::header(bytes) else {
            return;
        };
        self.0[at::PROTOCOL] |= V4;
        self.set_addr(at::SRC, view.src().into());
        self.set_addr(at::DST, view.dst().into());
        self.set_ip(view.protocol(), view.tos(), view.ttl());
        if view.fragment_bits() & (ipv4::OFFSET_MASK | ipv4::MF) == 0 {
            let transport = bytes.get(view.header_len()..).unwrap_or_default();
            self.add_transport(view.protocol(), transport);
        }
    }

    fn add_ipv6(&mut self, bytes: &[u8]) {
        let Ok(view) = Ipv6View::header(bytes) else {
            return;
        };
        self.0[at::PROTOCOL] |= V6;
        self.set_addr(at::SRC, view.src().into());
        self.set_addr(at::DST, view.dst().into());
        let upper = ipv6_ext::upper(bytes);
        let protocol = upper.map_or(view.next_header(), |upper| upper.protocol);
        self.set_ip(protocol, view.traffic_class(), view.hop_limit());
        if let Some(upper) = upper.filter(|upper| upper.fragment.is_none()) {
            let transport = bytes.get(upper.offset..).unwrap_or_default();
            self.add_transport(protocol, transport);
        }
    }

    fn set_ip(&mut self, protocol: u8, tos: u8, ttl: u8) {
        self.0[at::IP] = u32::from_be_bytes([0, ttl, tos, protocol]);
    }

    fn add_transport(&mut self, proto: u8, bytes: &[u8]) {
        match (proto, bytes) {
            (protocol::ICMP | protocol::ICMPV6, [kind, code, ..]) => {
                self.0[at::TRANSPORT] = u32::from_be_bytes([*kind, *code, 0, 0]);
                return;
            }
            (protocol::TCP, bytes) => {
                if let Some([high, low]) = bytes.get(12..14) {
                    let flags = u16::from_be_bytes([*high, *low]) & 0x0fff;
                    self.0[at::TRANSPORT] = flags.into();
                }
            }
            _ => {}
        }
        if protocol::has_ports(proto)
            && let Some(ports) = bytes.first_chunk()
        {
            self.0[at::PORTS] = u32::from_be_bytes(*ports);
        }
    }
}

/// What `flower` calls the state of a packet's connection. Deviation: packets that belong to none are
/// `invalid` only behind `action ct`, which is not here.
fn ct_state(ct: Ct) -> u32 {
    let Ct::Of(ct) = ct else {
        return 0;
    };
    let state = match ct.state {
        CtState::New => NEW,
        CtState::Established => ESTABLISHED,
        CtState::Related => RELATED,
    };
    let reply = match ct.direction {
        Direction::Original => 0,
        Direction::Reply => REPLY,
    };
    TRACKED | state | reply
}

/// A filter's fields, and which bits of them count (`fl_set_key`).
fn compile(key: &FlowerKey, ethertype: u16) -> (Fields, Fields) {
    let (mut fields, mut mask) = (Fields::default(), Fields::default());
    let mut put = |place: usize, value: u32, bits: u32| {
        fields.0[place] |= value & bits;
        mask.0[place] |= bits;
    };
    let tagged = EtherType(ethertype).is_vlan();
    if tagged {
        put(at::VLAN, u32::from(ethertype) << 16, 0xffff_0000);
        if let Some(inner) = key.vlan_ethtype {
            put(at::PROTOCOL, u32::from(inner) << 16, 0xffff_0000);
        }
    } else if ethertype != super::classifier::ALL {
        put(at::PROTOCOL, u32::from(ethertype) << 16, 0xffff_0000);
    }
    if let Some(id) = key.vlan_id {
        put(at::VLAN, id.into(), 0x0fff);
    }
    if let Some(prio) = key.vlan_prio {
        put(at::VLAN, u32::from(prio) << 13, 0xe000);
    }
    if let Some(protocol) = key.ip_proto {
        put(at::IP, protocol.into(), 0xff);
    }
    if let Some((tos, bits)) = key.ip_tos {
        put(at::IP, u32::from(tos) << 8, u32::from(bits) << 8);
    }
    if let Some((ttl, bits)) = key.ip_ttl {
        put(at::IP, u32::from(ttl) << 16, u32::from(bits) << 16);
    }
    let ports = |ports: Option<(u16, u16)>, range: bool| ports.filter(|_| !range);
    if let Some((port, bits)) = ports(key.src_port, key.src_range) {
        put(at::PORTS, u32::from(port) << 16, u32::from(bits) << 16);
    }
    if let Some((port, bits)) = ports(key.dst_port, key.dst_range) {
        put(at::PORTS, port.into(), bits.into());
    }
    if let Some((flags, bits)) = key.tcp_flags {
        put(at::TRANSPORT, flags.into(), bits.into());
    }
    if let Some((kind, bits)) = key.icmp_type {
        put(at::TRANSPORT, u32::from(kind) << 24, u32::from(bits) << 24);
    }
    if let Some((code, bits)) = key.icmp_code {
        put(at::TRANSPORT, u32::from(code) << 16, u32::from(bits) << 16);
    }
    if let Some((state, bits)) = key.ct_state {
        put(at::CT_STATE, state.into(), bits.into());
    }
    if let Some((mark, bits)) = key.ct_mark {
        put(at::CT_MARK, mark, bits);
    }
    if let Some((zone, bits)) = key.ct_zone {
        put(at::CT_ZONE, zone.into(), bits.into());
    }
    if let Some(indev) = key.indev {
        put(at::INDEV, indev.get(), u32::MAX);
    }
    if let Some((labels, bits)) = key.ct_label {
        fields.set_bits(at::CT_LABELS, labels);
        mask.set_bits(at::CT_LABELS, bits);
    }
    for (place, mac) in [(at::DST_MAC, key.dst_mac), (at::SRC_MAC, key.src_mac)] {
        if let Some((mac, bits)) = mac {
            mask.set_mac(place, bits.0);
            fields.set_mac(place, mac.0);
        }
    }
    for (place, addr) in [(at::SRC, key.src), (at::DST, key.dst)] {
        if let Some((addr, bits)) = addr {
            mask.set_addr(place, bits);
            fields.set_addr(place, addr);
            mask.0[at::PROTOCOL] |= 0xffff;
            fields.0[at::PROTOCOL] |= if addr.is_ipv4() { V4 } else { V6 };
        }
    }
    (fields.masked(&mask), mask)
}
