//! The way out: neighbour, Ethernet header, VLAN tags, queue.

use std::{mem, net::IpAddr, sync::atomic::Ordering};

use crate::{
    drop_reason::DropReason,
    flow_cache::WhyNot,
    iface::{IfIndex, Interface, InterfaceKind, MacAddr},
    neigh::Outcome,
    packet::{self, Batch, Meta, Packet},
    time::Instant,
    trace::TraceStep,
    wire::{
        ethernet::{self, EtherType, EthernetFields},
        vlan,
    },
};

use super::{Context, route::Hop};

/// Places in a worker's cache of next hops.
const HOPS: usize = 1024;

/// What a worker remembers of a neighbour.
#[derive(Clone, Copy, Debug)]
struct KnownHop {
    oif: IfIndex,
    address: IpAddr,
    mac: MacAddr,
    until: Instant,
    generation: u64,
}

/// A worker's own memory of neighbours' addresses, so that the shared cache and its lock are asked
/// only now and then: an entry holds until the time that the shared cache said, or until an address
/// changes anywhere.
#[derive(Debug)]
pub(crate) struct HopCache {
    hops: Box<[Option<KnownHop>]>,
}

impl HopCache {
    pub(crate) fn new() -> Self {
        Self {
            hops: vec![None; HOPS].into_boxed_slice(),
        }
    }

    #[inline]
    fn place(oif: IfIndex, address: IpAddr) -> usize {
        let folded = match address {
            IpAddr::V4(address) => u64::from(address.to_bits()),
            IpAddr::V6(address) => {
                let bits = address.to_bits();
                (bits >> 64) as u64 ^ bits as u64
            }
        };
        let mixed = (folded ^ u64::from(oif.get()) << 40).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed >> 54) as usize % HOPS
    }

    /// The address, and until when it may be used.
    #[inline]
    pub(crate) fn get(
        &self,
        oif: IfIndex,
        address: IpAddr,
        now: Instant,
        generation: u64,
    ) -> Option<(MacAddr, Instant)> {
        let hop = self.hops[Self::place(oif, address)].as_ref()?;
        let holds = hop.oif == oif
            && hop.address == address
            && now < hop.until
            && hop.generation == generation;
        holds.then_some((hop.mac, hop.until))
    }

    fn put(&mut self, hop: KnownHop) {
        self.hops[Self::place(hop.oif, hop.address)] = Some(hop);
    }
}

/// Where packets of a burst, which are frames already, leave: ports, each with how many behind one another
/// leave by it.
#[derive(Debug, Default)]
pub(crate) struct Leaving {
    /// All but the last.
    runs: Vec<(IfIndex, usize)>,
    last: Option<IfIndex>,
    count: usize,
    /// There is one among them that not every port takes.
    odd: bool,
}

impl Leaving {
    /// The next packets, so many, leave by `port`. `odd` if there is one among them that not every port takes.
    #[inline(always)]
    pub(crate) fn add(&mut self, port: IfIndex, count: usize, odd: bool) {
        self.odd |= odd;
        if self.last != Some(port) {
            self.end();
            self.last = Some(port);
        }
        self.count += count;
    }

    /// The next one leaves by another port.
    #[inline(never)]
    fn end(&mut self) {
        let count = mem::take(&mut self.count);
        self.runs.extend(self.last.take().map(|port| (port, count)));
    }

    /// Whether none do.
    pub(crate) const fn is_empty(&self) -> bool {
        self.last.is_none()
    }
}

impl<'a> Context<'a> {
    /// Sends a packet to its next hop (`ip_finish_output2`): it is no longer than the MTU, or is a
    /// super-frame whose segments are not. Nothing is left of it, here as in what follows.
    #[inline]
    pub(crate) fn send(&mut self, hop: &Hop<'a>, packet: &mut Packet) {
        let oif = hop.oif;
        if self.own.recorder.is_on() {
            self.own.recorder.leave(hop, packet);
        }
        if let Some(mac) = hop.mac() {
            return self.send_framed(oif, mac, packet);
        }
        let generation = self.own.generation.load(Ordering::Acquire);
        match self
            .own
            .hops
            .get(oif.index, hop.address, self.now, generation)
        {
            Some((mac, _)) => self.send_framed(oif, mac, packet),
            None => self.resolve(oif, hop.address, generation, mem::take(packet)),
        }
    }

    /// Asks the shared cache for the neighbour; the packet goes on, waits there, or is refused.
    #[cold]
    fn resolve(&mut self, oif: &'a Interface, address: IpAddr, generation: u64, packet: Packet) {
        let outcome = self.with_neighbours(|cache, cx| cache.resolve(cx, oif, address, packet));
        match outcome {
            Outcome::Known {
                mac,
                until,
                mut packet,
            } => {
                self.own.hops.put(KnownHop {
                    oif: oif.index,
                    address,
                    mac,
                    until,
                    generation,
                });
                self.send_framed(oif, mac, &mut packet);
            }
            Outcome::Queued => self.note(|| TraceStep::NeighbourQueued {
                address,
                oif: oif.index,
            }),
            Outcome::Refused(packet, reason) => self.drop(packet, reason),
        }
    }

    /// Puts the Ethernet header in front and hands the frame to the interface.
    #[inline]
    pub(crate) fn send_framed(&mut self, oif: &'a Interface, dst: MacAddr, packet: &mut Packet) {
        let header = EthernetFields {
            dst,
            src: oif.mac,
            ethertype: EtherType::of(packet.family()),
        };
        if set_link_header(packet, &header.emit()) {
            self.note_sent(oif, dst, packet);
            self.transmit(oif, packet);
        } else {
            self.drop(mem::take(packet), DropReason::TxFailed);
        }
    }

    /// Hands a whole frame to an interface (`dev_queue_xmit`): into its shaper, if it has one, or out.
    pub(crate) fn transmit(&mut self, interface: &'a Interface, packet: &mut Packet) {
        if !interface.running {
            return self.drop(mem::take(packet), DropReason::DevDown);
        }
        if self.own.recorder.is_on() {
            self.record_out(interface, packet);
        }
        if !self.is_controlled(interface.index) {
            return self.leave(interface, packet);
        }
        if let Some(mut packet) = self.pass_controls(interface.index, mem::take(packet)) {
            self.leave(interface, &mut packet);
        }
    }

    /// Lets a packet pass the filters of an interface, and its shaper have it; gives it back if there is
    /// no shaper.
    fn pass_controls(&mut self, index: IfIndex, packet: Packet) -> Option<Packet> {
        let passed = self.gate_out(index, packet)?;
        self.stage(index, passed)
    }

    /// Notes where the packet in hand leaves.
    #[cold]
    fn record_out(&mut self, interface: &Interface, packet: &Packet) {
        match interface.kind {
            InterfaceKind::Port => self.record_way(interface, packet),
            InterfaceKind::Vlan { .. } if interface.qos.is_none() => {
                self.own.recorder.pass_through(interface, packet);
            }
            InterfaceKind::Vlan { .. } | InterfaceKind::Dummy | InterfaceKind::Loopback => {
                self.own.recorder.refuse(WhyNot::Elsewhere);
            }
        }
    }

    /// Sends a frame out of an interface (`dev_hard_start_xmit`): by its port's queue, or down through
    /// a VLAN.
    pub(crate) fn leave(&mut self, interface: &'a Interface, packet: &mut Packet) {
        match interface.kind {
            InterfaceKind::Port => self.fill(interface.index, packet),
            InterfaceKind::Dummy => {
                self.count_sent(interface, packet);
                self.counters.sent.add(1);
                self.own.pool.recycle(mem::take(packet));
            }
            InterfaceKind::Loopback => {
                self.count_sent(interface, packet);
                self.loop_back(mem::take(packet));
            }
            InterfaceKind::Vlan {
                parent,
                id,
                protocol,
            } => {
                self.count_sent(interface, packet);
                let Some(parent) = self.interface(parent) else {
                    return self.drop(mem::take(packet), DropReason::DevDown);
                };
                let tci = vlan::Tci::new(0, false, id);
                if !vlan::push(&mut packet.buf, EtherType(protocol), tci) {
                    return self.drop(mem::take(packet), DropReason::TxFailed);
                }
                packet.meta.l3 += vlan::TAG_LEN as u16;
                self.transmit(parent, packet);
            }
        }
    }

    fn count_sent(&self, interface: &Interface, packet: &Packet) {
        let counters = interface.counters.of(self.worker);
        counters.tx_packets.add(1);
        counters.tx_bytes.add(packet.buf.len() as u64);
    }

    /// Hands a whole frame to a port that is running: into its shaper, if it has one, or out.
    #[inline]
    pub(crate) fn enqueue(&mut self, port: IfIndex, packet: &mut Packet) {
        // Asked first: handing a packet through what gives it back would copy it each time.
        if !self.is_controlled(port) {
            self.fill(port, packet);
        } else if let Some(mut packet) = self.pass_controls(port, mem::take(packet)) {
            self.fill(port, &mut packet);
        }
    }

    /// Does so with packets of a burst from number `from` on, that leave by the ports of `leaving`, which is
    /// empty afterwards. If that is the whole burst, it is as well.
    pub(crate) fn leave_all(&mut self, burst: &mut Batch, mut from: usize, leaving: &mut Leaving) {
        leaving.end();
        let plain = !mem::take(&mut leaving.odd);
        for (port, count) in leaving.runs.drain(..) {
            let quick = plain && !self.is_controlled(port);
            let slot = self.own.ports.of(port).filter(|_| quick);
            match slot {
                // What waits there, nothing, is exchanged for all of it.
                Some(slot) if count == burst.len() && slot.tx.is_empty() => {
                    mem::swap(burst, &mut slot.tx);
                    self.flush_full(port);
                    // The memory that was used last is warmer.
                    if let Some(slot) = self.own.ports.of(port).filter(|slot| slot.tx.is_empty()) {
                        mem::swap(burst, &mut slot.tx);
                    }
                    return;
                }
                Some(slot) if count <= slot.tx.room() => {
                    slot.tx.take(&mut burst.as_mut_slice()[from..from + count]);
                    self.flush_full(port);
                }
                Some(_) | None => {
                    for packet in &mut burst.as_mut_slice()[from..from + count] {
                        self.enqueue(port, packet);
                    }
                }
            }
            from += count;
        }
    }

    /// Queues a frame for a port; what the port can't do is done in software.
    #[inline]
    fn fill(&mut self, port: IfIndex, packet: &mut Packet) {
        match self.own.ports.of(port) {
            Some(slot) if is_plain(&packet.meta) && slot.tx.room() > 1 => {
                slot.tx.push(packet.take())
            }
            Some(_) | None => self.fill_otherwise(port, packet.take()),
        }
    }

    /// The same with a packet that needs more than room.
    fn fill_otherwise(&mut self, port: IfIndex, packet: Packet) {
        let own = &mut *self.own;
        let Some(slot) = own.ports.of(port) else {
            return self.drop(packet, DropReason::TxFailed);
        };
        if is_plain(&packet.meta) {
            slot.tx.push(packet);
        } else {
            let (able, joined) = (slot.queue.capabilities(), packet.meta.joined);
            match packet::prepare(packet, able, &mut own.pool, &mut slot.tx) {
                Ok(frames) => {
                    self.counters.made.add(u64::from(frames.saturating_sub(1)));
                    if let Some(flow) = joined.filter(|_| frames > 1) {
                        self.router.cut_flows.note(flow, self.now);
                    }
                }
                Err((packet, reason)) => return self.drop(packet, reason),
            }
        }
        self.flush_full(port);
    }

    /// Sends what waits for a port if that is a whole burst.
    fn flush_full(&mut self, port: IfIndex) {
        let own = &mut *self.own;
        if let Some(slot) = own.ports.of(port)
            && slot.tx.len() >= Batch::MAX
            && !slot.shaped
        {
            let flushed = slot.flush(&mut own.pool);
            self.count_flushed(port, &flushed);
        }
    }
}

/// Whether any port takes a frame as it is.
#[inline(always)]
pub(crate) fn is_plain(meta: &Meta) -> bool {
    meta.gso.is_none() && !meta.checksum.is_partial()
}

/// Replaces whatever is in front of the network header by an Ethernet header.
#[inline]
pub(super) fn set_link_header(packet: &mut Packet, header: &[u8; ethernet::HEADER_LEN]) -> bool {
    let l3 = usize::from(packet.meta.l3);
    if l3 > ethernet::HEADER_LEN {
        packet.buf.pull_front(l3 - ethernet::HEADER_LEN);
    } else if l3 < ethernet::HEADER_LEN {
        let missing = ethernet::HEADER_LEN - l3;
        if packet.buf.push_front(missing).is_none() {
            return false;
        }
    }
    packet.meta.l3 = ethernet::HEADER_LEN as u16;
    match packet.buf.bytes_mut().first_chunk_mut() {
        Some(room) => {
            *room = *header;
            true
        }
        None => false,
    }
}
