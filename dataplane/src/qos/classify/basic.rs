//! `basic`: a tree of extended matches (`net/sched/em_*`).

use std::cmp::Ordering;

use super::frame::Frame;
use crate::{
    packet::{Packet, PacketType},
    qos::BasicMatch,
    wire::ethernet::{self, EtherType},
};

/// Whether a packet matches (`tcf_em_tree_match`).
pub(super) fn matches(of: &BasicMatch, packet: &Packet, stripped: usize) -> bool {
    match of {
        BasicMatch::All => true,
        BasicMatch::And(list) => list.iter().all(|one| matches(one, packet, stripped)),
        BasicMatch::Or(list) => list.iter().any(|one| matches(one, packet, stripped)),
        BasicMatch::Not(inner) => !matches(inner, packet, stripped),
        // Nothing has found out where the next header is: `nexthdr+` is 0 (`em_u32_match`).
        BasicMatch::U32(key) => Frame::of(packet)
            .word(i64::from(key.offset))
            .is_some_and(|word| (word ^ key.value) & key.mask == 0),
        BasicMatch::Cmp {
            align,
            layer,
            offset,
            mask,
            ordering,
            value,
        } => field(packet, *layer, *offset, *align).is_some_and(|field| {
            let field = if *mask == 0 { field } else { field & mask };
            compares(field, *ordering, *value)
        }),
        BasicMatch::Meta {
            object,
            ordering,
            mask,
            value,
        } => meta(packet, object, stripped).is_some_and(|field| {
            let field = if *mask == 0 { field } else { field & mask };
            compares(field, *ordering, *value)
        }),
    }
}

/// Whether a number is less than (-1), equal to (0) or greater than (1) another.
fn compares(field: u32, ordering: i8, value: u32) -> bool {
    let wanted = match ordering {
        ..0 => Ordering::Less,
        0 => Ordering::Equal,
        1.. => Ordering::Greater,
    };
    field.cmp(&value) == wanted
}

/// A big-endian field of `len` bytes, counted from a layer's header (`em_cmp_match`).
fn field(packet: &Packet, layer: u8, offset: u16, len: u8) -> Option<u32> {
    let frame = Frame::of(packet);
    let base = match layer {
        0 => -(ethernet::HEADER_LEN as i64),
        1 => 0,
        2 => transport(frame)?,
        _ => return None,
    };
    let at = base + i64::from(offset);
    match len {
        1 => frame.read(at).map(|[byte]| u32::from(byte)),
        2 => frame.read(at).map(|bytes| u16::from_be_bytes(bytes).into()),
        4 => frame.word(at),
        _ => None,
    }
}

/// Where the transport header is. What is no IP packet has none: the kernel looks at the network header
/// then.
fn transport(frame: Frame<'_>) -> Option<i64> {
    let ip = matches!(
        EtherType(frame.inner_protocol()),
        EtherType::IPV4 | EtherType::IPV6
    );
    let offset = if ip { frame.transport()?.1 } else { 0 };
    i64::try_from(offset).ok()
}

/// What is known of a packet (`em_meta_match`). `None` for what does not exist here.
fn meta(packet: &Packet, object: &str, stripped: usize) -> Option<u32> {
    let meta = &packet.meta;
    let frame = Frame::of(packet);
    Some(match object {
        "priority" => meta.priority,
        "fwmark" | "nf_mark" => meta.mark.0,
        "protocol" => frame.protocol(stripped).into(),
        "pkttype" => match meta.packet_type {
            PacketType::Host => 0,
            PacketType::Broadcast => 1,
            PacketType::Multicast => 2,
            PacketType::OtherHost => 3,
        },
        "pkt_len" | "pktlen" => packet.buf.len() as u32,
        "datalen" | "data_len" => 0,
        "maclen" | "mac_len" => (packet.buf.len() - frame.len()) as u32,
        "vlan" => u32::from(frame.tag(stripped)?.0 & 0xfff),
        _ => return None,
    })
}
