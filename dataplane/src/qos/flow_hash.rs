//! Which flow a packet belongs to: a keyed hash of its addresses, protocol and ports; and in which of a
//! qdisc's queues that is.

use std::hash::Hasher;

use siphasher::sip::SipHasher13;

use super::{Classifier, Handle, Node, QueueCx, Readings, Verdict, classify::Frame};
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
struct FlowHash {
    key: (u64, u64),
}

impl FlowHash {
    /// With a random key.
    fn new(rng: &mut Rng) -> Self {
        Self {
            key: (rng.next(), rng.next()),
        }
    }

    /// The hash of a packet's flow (`skb_get_hash`). All fragments of a packet have one; ports count
    /// where they are to be seen, of IPv6 the flow label in their place if there is one.
    fn of(&self, packet: &Packet) -> u32 {
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

/// Who says in which of a qdisc's queues a packet waits: its priority, the qdisc's filters if there are
/// some, or a hash of its flow.
#[derive(Debug, Default)]
pub(super) struct FlowChoice {
    handle: Handle,
    filters: Classifier,
    /// Made when it is first needed.
    hash: Option<FlowHash>,
}

impl FlowChoice {
    /// The number of a packet's queue, of `count` (`fq_codel_classify`, `sfq_classify`); `by_hash` makes it
    /// from a hash.
    ///
    /// # Errors
    /// If the filters do not let it in.
    pub(super) fn of(
        &mut self,
        cx: &mut QueueCx<'_>,
        packet: &mut Packet,
        count: u32,
        by_hash: impl FnOnce(u32) -> u32,
    ) -> Result<u32, Verdict> {
        let within = |class: Handle| {
            let minor = u32::from(class.minor());
            (1..=count).contains(&minor).then(|| minor - 1)
        };
        let priority = Handle(packet.meta.priority);
        if priority.qdisc() == self.handle
            && let Some(queue) = within(priority)
        {
            return Ok(queue);
        }
        if self.filters.is_empty() {
            let hash = self.hash.get_or_insert_with(|| FlowHash::new(cx.rng));
            return Ok(by_hash(hash.of(packet)));
        }
        match self.filters.classify(cx, packet) {
            Verdict::Class(class) => within(class).ok_or(Verdict::Shot),
            Verdict::Unmatched => Err(Verdict::Shot),
            verdict @ (Verdict::Shot | Verdict::Stolen) => Err(verdict),
        }
    }

    /// Hashes by another key from now on. Whether that changes where packets wait.
    pub(super) fn perturb(&mut self, rng: &mut Rng) -> bool {
        self.hash = Some(FlowHash::new(rng));
        self.filters.is_empty()
    }

    /// Follows the tree.
    pub(super) fn follow(&mut self, cx: &QueueCx<'_>, node: &Node<'_>) {
        self.handle = node.qdisc.handle;
        self.filters.follow(self.handle, &node.qdisc.filters, cx);
    }

    /// Adds what the filters counted.
    pub(super) fn read(&self, readings: &mut Readings) {
        readings.filters.extend(self.filters.stats());
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
    if ipv4::protocol::has_ports(protocol)
        && let Some(ports) = network.get(at..at + 4)
    {
        hasher.write(ports);
    }
}
