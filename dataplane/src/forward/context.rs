//! What the stages work with, and how a packet ends.

use std::{mem, sync::MutexGuard};

use super::{Hop, Rng, hooks, reassemble, transit};
use crate::{
    conntrack::{Conntrack, Ct, Direction, Life, Tuple},
    counters::WorkerCounters,
    drop_reason::DropReason,
    flow_cache::{Stamp, WhyNot},
    iface::{IfIndex, Interface},
    neigh::{self, NeighCache, NeighOutput},
    packet::{Packet, PacketType, SizeClass},
    route::Family,
    snapshot::Snapshot,
    time::{Duration, Instant},
    trace::TraceStep,
    wire::{
        ethernet::{self, EthernetView},
        ipv4::Ipv4View,
        ipv6::Ipv6View,
    },
    worker::{Errand, Event, Martian, Own, Router, lock},
};

/// Rounds of packets that the router may send to itself within one burst.
const LOOPS: usize = 8;

/// What the stages work with during one burst.
pub(crate) struct Context<'a> {
    pub(crate) now: Instant,
    pub(crate) snapshot: &'a Snapshot,
    pub(crate) router: &'a Router,
    pub(crate) worker: usize,
    pub(crate) counters: &'a WorkerCounters,
    pub(crate) own: &'a mut Own,
    /// The lock on this worker's connections, once a packet of this burst has needed it.
    conntrack: Option<MutexGuard<'a, Conntrack>>,
}

impl<'a> Context<'a> {
    pub(crate) fn new(
        now: Instant,
        snapshot: &'a Snapshot,
        router: &'a Router,
        worker: usize,
        own: &'a mut Own,
    ) -> Self {
        Self {
            now,
            snapshot,
            router,
            worker,
            counters: router.totals.of(worker),
            own,
            conntrack: None,
        }
    }

    /// The interface with this number, if it exists in this configuration.
    #[inline]
    pub(crate) fn interface(&self, index: IfIndex) -> Option<&'a Interface> {
        self.snapshot.interfaces.get(index).map(|iface| &**iface)
    }

    /// The interface that `packet` came in by, if it still exists.
    pub(crate) fn input(&self, packet: &Packet) -> Option<&'a Interface> {
        packet.meta.iif.and_then(|iif| self.interface(iif))
    }

    /// This worker's connections, locked until the burst is over.
    #[inline]
    pub(crate) fn conntrack(&mut self) -> &mut Conntrack {
        let (router, worker) = (self.router, self.worker);
        self.own.timers_touched = true;
        self.conntrack
            .get_or_insert_with(|| lock_conntrack(router, worker))
    }

    /// The connections, as [`Self::conntrack`], and random numbers to choose ports with.
    #[inline]
    pub(crate) fn conntrack_and_rng(&mut self) -> (&mut Conntrack, &mut Rng) {
        let (router, worker) = (self.router, self.worker);
        let conntrack = self
            .conntrack
            .get_or_insert_with(|| lock_conntrack(router, worker));
        (conntrack, &mut self.own.rng)
    }

    /// What has become of the connection that has packets with this tuple. As long as a worker that may have it
    /// can't be asked, it is there.
    pub(crate) fn life(&mut self, tuple: &Tuple) -> Life {
        let now = self.now;
        let tables = &self.router.conntrack;
        match tables.owner(tuple) {
            owner if owner == self.worker => self.conntrack().life(tuple, now),
            owner => tables
                .glance(owner)
                .map_or(Life::Open, |table| table.life(tuple, now)),
        }
    }

    /// Lets other workers have the connections: no packet of this burst is on its way any more.
    pub(crate) fn unlock_conntrack(&mut self) {
        if let Some(mut conntrack) = self.conntrack.take() {
            conntrack.bury();
        }
    }

    /// Notes what happens to the packet in hand, if somebody wants to know.
    #[inline]
    pub(crate) fn note(&mut self, step: impl FnOnce() -> TraceStep) {
        if let Some(trace) = &mut self.own.trace {
            trace.steps.push(step());
        }
    }

    /// A packet ends: a connection that only it knew of ends with it. An answer to the packet that began
    /// the connection is not that packet.
    #[inline]
    fn forget_connection(&mut self, packet: &Packet, silent: bool) {
        if let Ct::Of(ct) = packet.meta.ct
            && ct.unconfirmed
            && ct.direction == Direction::Original
        {
            let table = self.conntrack();
            if silent {
                table.discard_silently(ct.id);
            } else {
                table.discard(ct.id);
            }
        }
    }

    /// Ends a packet for `reason`.
    #[inline]
    pub(crate) fn drop(&mut self, packet: Packet, reason: DropReason) {
        self.note(|| TraceStep::Dropped(reason));
        self.own.recorder.end(reason);
        let silent = self.own.recorder.is_silent() && self.own.looped.is_empty();
        if silent && self.own.flow_cache {
            self.see_dropped(&packet);
        }
        self.forget_connection(&packet, silent);
        self.counters.drop(reason);
        self.own.pool.recycle(packet);
    }

    /// A rule drops a packet: others like it are worth to be looked at, if it is of no connection that is known.
    #[inline]
    fn see_dropped(&mut self, packet: &Packet) {
        let unknown = match packet.meta.ct {
            Ct::Of(ct) => ct.unconfirmed,
            Ct::Invalid => true,
            Ct::None | Ct::Template { .. } | Ct::Untracked => false,
        };
        if unknown {
            let snapshot = self.snapshot;
            self.conntrack()
                .see_dropped(|family| Stamp::of(snapshot, family));
        }
    }

    /// The same where it was noted otherwise.
    pub(crate) fn drop_unnoted(&mut self, packet: Packet, reason: DropReason) {
        let trace = self.own.trace.take();
        self.drop(packet, reason);
        self.own.trace = trace;
    }

    /// Ends a packet that was for the router.
    pub(crate) fn consume(&mut self, packet: Packet) {
        self.forget_connection(&packet, false);
        self.counters.consumed.add(1);
        self.own.pool.recycle(packet);
    }

    /// A packet of the router's own, from the network header on, with room for the link layer in
    /// front. `None` if it is longer than any buffer.
    pub(crate) fn make(&mut self, parts: &[&[u8]]) -> Option<Packet> {
        self.own.recorder.refuse(WhyNot::Answered);
        let len = parts.iter().map(|part| part.len()).sum();
        let class = SizeClass::for_len(len)?;
        let mut packet = Packet {
            buf: self.own.pool.get(class),
            ..Packet::default()
        };
        if parts.iter().all(|part| packet.buf.extend(part)) {
            self.counters.made.add(1);
            packet.meta.received = self.now;
            return Some(packet);
        }
        self.own.pool.recycle(packet);
        None
    }

    /// Uses the neighbour cache, and does what it asks for afterwards, when its lock is free.
    pub(crate) fn with_neighbours<T>(
        &mut self,
        ask: impl FnOnce(&mut NeighCache, &mut neigh::Context<'_>) -> T,
    ) -> T {
        self.own.timers_touched = true;
        let mut output = mem::take(&mut self.own.neigh_output);
        let mut cx = neigh::Context {
            now: self.now,
            snapshot: self.snapshot,
            pool: &mut self.own.pool,
            out: &mut output,
        };
        let answer = ask(&mut lock(&self.router.neighbours), &mut cx);
        self.neigh_output(&mut output);
        self.own.neigh_output = output;
        answer
    }

    /// Sends, drops and tells what the neighbour cache gave.
    pub(crate) fn neigh_output(&mut self, output: &mut NeighOutput) {
        if !output.is_empty() {
            self.own.recorder.refuse(WhyNot::Answered);
        }
        self.counters.made.add(mem::take(&mut output.made));
        for (port, packet) in output.send.drain(..) {
            match self.interface(port) {
                Some(interface) => self.send_probe(interface, packet, true),
                None => self.drop(packet, DropReason::DevDown),
            }
        }
        for (port, packet) in output.unresolved.drain(..) {
            match self.interface(port) {
                Some(interface) => self.send_probe(interface, packet, false),
                None => self.drop(packet, DropReason::DevDown),
            }
        }
        for (port, mac, mut packet) in output.resolved.drain(..) {
            match self.interface(port) {
                Some(interface) => self.send_framed(interface, mac, &mut packet),
                None => self.drop(packet, DropReason::DevDown),
            }
        }
        for (_, reason, packet) in output.dropped.drain(..) {
            self.drop(packet, reason);
        }
        for (_, packet) in output.failed.drain(..) {
            // The answer is of the same connection.
            let owner = match packet.meta.ct {
                Ct::Of(ct) => self.router.conntrack.owners().of_connection(ct.id),
                Ct::None | Ct::Template { .. } | Ct::Untracked | Ct::Invalid => self.worker,
            };
            if owner == self.worker {
                transit::unreachable_neighbour(self, packet);
            } else {
                self.hand_over(owner, packet, Errand::Unreachable);
            }
        }
        for change in output.changes.drain(..) {
            self.router.tell(Event::Neighbour(change));
        }
    }

    /// Sends what the neighbour cache made: neighbour discovery passes the hooks like anything that the
    /// router says in IPv6, ARP does not. Behind them, whom it is for is perhaps not `known` yet.
    fn send_probe(&mut self, interface: &'a Interface, mut packet: Packet, known: bool) {
        packet.meta.l3 = ethernet::HEADER_LEN as u16;
        let Ok(view) = Ipv6View::header(packet.network()) else {
            return self.transmit(interface, &mut packet);
        };
        let hop = Hop {
            oif: interface,
            address: view.dst().into(),
            gateway: false,
            info: None,
        };
        self.note_made(&packet, &hop);
        // As after `ndisc_send_skb`, it looks to POSTROUTING as if it had come in where it leaves.
        let iif = Some(interface);
        let Some(hop) = hooks::output(self, Family::V6, hop, &mut packet) else {
            return;
        };
        if !hooks::postrouting(self, Family::V6, iif, &hop, &mut packet) {
            return;
        }
        if known {
            if let Some(frame) = EthernetView::parse(packet.buf.bytes()) {
                let mac = frame.dst();
                self.note_sent(interface, mac, &packet);
            }
            self.transmit(interface, &mut packet);
        } else {
            self.send(&hop, &mut packet);
        }
    }

    /// Tells the control side of a packet whose addresses can't be (`ip_handle_martian_source`), as
    /// often as the kernel's `net_ratelimit` would.
    #[cold]
    pub(crate) fn tell_martian(&mut self, iif: &Interface, packet: &Packet, reason: DropReason) {
        /// `net.core.message_burst` and `net.core.message_cost`.
        const LIMIT: (u32, Duration) = (10, Duration::from_secs(5));
        let by_destination = reason == DropReason::MartianDestination;
        let by_source = matches!(reason, DropReason::MartianSource | DropReason::IpRpFilter);
        let Ok(view) = Ipv4View::header(packet.network()) else {
            return;
        };
        if !by_source && !by_destination {
            return;
        }
        if self.now.saturating_since(self.own.martians_since) >= LIMIT.1 {
            self.own.martians_since = self.now;
            self.own.martians = 0;
        }
        self.own.martians += 1;
        if self.own.martians <= LIMIT.0 {
            self.router.tell(Event::Martian(Martian {
                port: iif.index,
                source: view.src(),
                destination: view.dst(),
                by_destination,
            }));
        }
    }

    /// Queues a packet of the router to itself: `lo` receives it later in this burst.
    pub(crate) fn loop_back(&mut self, mut packet: Packet) {
        packet.meta.iif = Some(IfIndex::LOOPBACK);
        packet.meta.packet_type = PacketType::Host;
        self.own.looped.push(packet);
    }
}

/// Once a burst.
#[cold]
fn lock_conntrack(router: &Router, worker: usize) -> MutexGuard<'_, Conntrack> {
    router.conntrack.of(worker)
}

/// Receives what the router sent to itself, and what filters sent into interfaces. What is still on its
/// way after some rounds goes round in circles.
pub(crate) fn looped(cx: &mut Context<'_>) {
    for _ in 0..LOOPS {
        let returned = cx.receive_taken();
        if cx.own.looped.is_empty() && !returned {
            return;
        }
        for packet in mem::take(&mut cx.own.looped) {
            super::ingress::receive_looped(cx, packet);
        }
    }
    let returned = mem::take(&mut cx.own.shaping.returned);
    let returned = returned.into_iter().map(|taken| taken.packet);
    for packet in mem::take(&mut cx.own.looped).into_iter().chain(returned) {
        cx.drop(packet, DropReason::TxFull);
    }
}

/// Does what is due: neighbours to probe or to give up, reassemblies that took too long, connections
/// whose time is over.
pub(crate) fn run_timers(cx: &mut Context<'_>) {
    let now = cx.now;
    cx.conntrack().expire(now);
    cx.with_neighbours(NeighCache::poll);
    reassemble::expire(cx);
}
