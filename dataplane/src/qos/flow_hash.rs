//! Which flow a packet belongs to: a keyed hash of its addresses, protocol and ports.

use std::hash::Hasher;

use siphasher::sip::SipHasher13;

use super::classify::Frame;
use crate::{
    forward::Rng,
    packet::Packet,
    wire::{
        ethernet::EtherType,
        ipv4::{self, Ipv4View},
        ipv6::Ipv6View,
        ipv6_ext,
    },
};

/// The key of a hash of flows: nobody outside can choose flows that share a queue.
#[derive(Clone, Copy, Debug)]
pub(super) struct FlowHash {
    key: (u64, u64),
}

impl FlowHash {
    /// With a random key.
    pub(super) fn new(rng: &mut Rng) -> Self {
        Self {
            key: (rng.next(), rng.next()),
        }
    }

    /// The hash of a packet's flow (`skb_get_hash`). All fragments of a packet have one; ports count
    /// where they are to be seen, of IPv6 the flow label in their place if there is one.
    pub(super) fn of(&self, packet: &Packet) -> u32 {
        let mut hasher = SipHasher13::new_with_keys(self.key.0, self.key.1);
        let frame = Frame::of(packet);
        let (network, ethertype) = (frame.network(), frame.inner_protocol());
        hasher.write_u16(ethertype);
        match EtherType(ethertype) {
            EtherType::IPV4 => hash4(&mut hasher, network),
            EtherType::IPV6 => hash6(&mut hasher, network),
            EtherType(_) => {}
        }
        hasher.finish() as u32
    }
}

fn hash4(hasher: &mut SipHasher13, network: &[u8]) {
    let Ok(view) = Ipv4View::header(network) else {
        return;
    };
    hasher.write_u32(view.src().to_bits());
    hasher.write_u32(view.dst().to_bits());
    hasher.write_u8(view.protocol());
    if view.fragment_bits() & (ipv4::MF | ipv4::OFFSET_MASK) == 0 {
        hash_ports(hasher, view.protocol(), network, view.header_len());
    }
}

fn hash6(hasher: &mut SipHasher13, network: &[u8]) {
    let Ok(view) = Ipv6View::header(network) else {
        return;
    };
    hasher.write_u128(view.src().to_bits());
    hasher.write_u128(view.dst().to_bits());
    let label = view.flow_label();
    if label != 0 {
        return hasher.write_u32(label);
    }
    if let Some(upper) = ipv6_ext::upper(network) {
        hasher.write_u8(upper.protocol);
        if upper.fragment.is_none() {
            hash_ports(hasher, upper.protocol, network, upper.offset);
        }
    }
}

fn hash_ports(hasher: &mut SipHasher13, protocol: u8, network: &[u8], at: usize) {
    if has_ports(protocol)
        && let Some(ports) = network.get(at..at + 4)
    {
        hasher.write(ports);
    }
}

/// Protocols that begin with ports (`proto_ports_offset`, those without an offset).
pub(super) const fn has_ports(protocol: u8) -> bool {
    const DCCP: u8 = 33;
    const ESP: u8 = 50;
    const SCTP: u8 = 132;
    matches!(
        protocol,
        ipv4::protocol::TCP | ipv4::protocol::UDP | ipv4::protocol::UDPLITE | DCCP | ESP | SCTP
    )
}
