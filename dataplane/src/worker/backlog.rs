//! Packets that one worker gives to another one: those of its connections (in the kernel, receive packet
//! steering and its backlogs).
//!
//! Each worker has a [`Mailbox`] for what each other one gives to it. All that a burst has for a worker is put there
//! at once, in exchange for the empty queue that was there, and taken out in the same way: what both sides have to
//! agree on is paid for once a burst.
//!
//! A buffer stays with whoever has it. Mostly as many go one way as the other; each worker keeps account, and one
//! that has got too many leaves as many free ones where the other one puts its next packets: neither side runs out of
//! them.

use std::{collections::VecDeque, fmt, mem, sync::OnceLock};

use crossbeam::utils::CachePadded;

use super::{bell::Bell, mailbox::Mailbox};
use crate::{
    drop_reason::DropReason,
    forward::Context,
    memory::prefetch_mut,
    packet::{Batch, BufKind, Packet, PacketBuf, Pool, Slim},
};

/// Packets that wait in a mailbox before further ones are dropped.
const LIMIT: usize = 8 * Batch::MAX;

/// Packets after which no more are taken from other workers until the ports have been asked again.
const HANDED: usize = 4 * Batch::MAX;

/// Buffers that a worker gives back at the least.
const DEBT: isize = Batch::MAX as isize;

/// What is to be done with a packet.
#[derive(Debug)]
pub(crate) enum Errand {
    /// To carry it.
    Carry,
    /// The same; that its connection is there is certain.
    Settled,
    /// The same; it was put together of fragments with so many bytes of payload each.
    Whole(Vec<u16>),
    /// To tell its sender that its next hop does not answer.
    Unreachable,
}

/// A packet that is not like most, or is not just to be carried.
#[derive(Debug)]
pub(crate) struct Handed {
    /// Packets like most that come before it.
    after: usize,
    pub(crate) packet: Packet,
    pub(crate) errand: Errand,
}

/// What one worker gives to another one at a time.
#[derive(Debug, Default)]
struct Load {
    /// To be carried.
    packets: Vec<Slim>,
    others: Vec<Handed>,
}

impl Load {
    fn len(&self) -> usize {
        self.packets.len() + self.others.len()
    }

    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn push(&mut self, packet: Packet, errand: Errand) {
        let after = self.packets.len();
        self.others.push(Handed {
            after,
            packet,
            errand,
        });
    }

    fn buffers(&self) -> impl Iterator<Item = &PacketBuf> {
        let others = self.others.iter().map(|handed| &handed.packet.buf);
        self.packets.iter().map(Slim::buf).chain(others)
    }

    /// Puts that of `other` behind its own for which there is room.
    fn append(&mut self, other: &mut Self) {
        let room = LIMIT.saturating_sub(self.len());
        let before = self.packets.len();
        let count = other.packets.len().min(room);
        self.packets.extend(other.packets.drain(..count));
        let fits = other
            .others
            .iter()
            .take_while(|handed| handed.after <= count);
        let fits = fits.count().min(room - count);
        let others = other.others.drain(..fits);
        self.others.extend(others.map(|handed| Handed {
            after: before + handed.after,
            ..handed
        }));
    }
}

/// What is in a mailbox.
#[derive(Debug, Default)]
struct Contents {
    load: Load,
    /// Buffers for whoever gives.
    free: Vec<PacketBuf>,
}

/// Whom to wake.
#[derive(Default)]
struct Sleeper {
    bell: Bell,
    wake: OnceLock<Box<dyn Fn() + Send + Sync>>,
}

/// What waits for each worker.
pub(crate) struct Backlogs {
    sleepers: Box<[CachePadded<Sleeper>]>,
    /// For each worker, one for each worker.
    mailboxes: Box<[CachePadded<Mailbox<Contents>>]>,
}

impl fmt::Debug for Backlogs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Backlogs")
            .field("held", &self.held())
            .finish_non_exhaustive()
    }
}

impl Backlogs {
    /// None yet, of so many workers.
    pub(super) fn new(workers: usize) -> Self {
        let pairs = workers * workers;
        Self {
            sleepers: (0..workers).map(|_| CachePadded::default()).collect(),
            mailboxes: (0..pairs).map(|_| CachePadded::default()).collect(),
        }
    }

    /// What one of the workers has to do with the others.
    pub(super) fn peers(&self) -> Peers {
        Peers {
            peers: self.sleepers.iter().map(|_| Peer::default()).collect(),
            first: 0,
            wary: 0,
        }
    }

    /// How `worker` is woken, if it ever sleeps.
    pub(super) fn set_wake(&self, worker: usize, wake: impl Fn() + Send + Sync + 'static) {
        // A worker that runs a second time is woken as it was the first time.
        let _ = self.sleepers[worker].wake.set(Box::new(wake));
    }

    /// Packets that wait.
    pub(super) fn held(&self) -> usize {
        let all = self.mailboxes.iter();
        all.map(|mailbox| mailbox.waiting()).sum()
    }

    /// Those of `worker`, by who gives.
    #[inline]
    fn of(&self, worker: usize) -> &[CachePadded<Mailbox<Contents>>] {
        let workers = self.sleepers.len();
        &self.mailboxes[worker * workers..(worker + 1) * workers]
    }

    /// Gives `load` to `worker`, and wakes it; what there is no room for stays. `free`, of which there are none, become
    /// the buffers that it gives back.
    fn give(&self, from: usize, worker: usize, load: &mut Load, free: &mut Vec<PacketBuf>) {
        let first = self.of(worker)[from].put(|contents| {
            if contents.load.is_empty() {
                mem::swap(&mut contents.load, load);
            } else {
                contents.load.append(load);
            }
            mem::swap(&mut contents.free, free);
            contents.load.len()
        });
        let sleeper = &self.sleepers[worker];
        if first
            && sleeper.bell.ring()
            && let Some(wake) = sleeper.wake.get()
        {
            wake();
        }
    }

    /// Gives buffers back to `to`.
    #[cold]
    fn give_back(&self, worker: usize, to: usize, free: &mut Vec<PacketBuf>) {
        self.of(worker)[to].open(|contents| {
            if contents.free.is_empty() {
                mem::swap(&mut contents.free, free);
            } else {
                contents.free.append(free);
            }
        });
    }

    /// Whether `worker` may sleep; if not, packets wait for it.
    pub(super) fn doze(&self, worker: usize) -> bool {
        let idle = || self.of(worker).iter().all(|mailbox| mailbox.is_empty());
        self.sleepers[worker].bell.doze(idle)
    }

    /// `worker` has slept.
    pub(super) fn rise(&self, worker: usize) {
        self.sleepers[worker].bell.rise();
    }
}

/// How many more buffers came from another worker than went there, of each kind.
#[derive(Debug, Default)]
struct Debt([isize; BufKind::ALL.len()]);

impl Debt {
    /// A buffer came.
    #[inline]
    fn received(&mut self, buf: &PacketBuf) {
        self.change(buf, 1);
    }

    /// A buffer went there.
    #[inline]
    fn gave(&mut self, buf: &PacketBuf) {
        self.change(buf, -1);
    }

    #[inline]
    fn change(&mut self, buf: &PacketBuf, by: isize) {
        if let Some(kind) = BufKind::of(buf) {
            self.0[kind as usize] += by;
        }
    }

    /// Whether buffers are to be given back.
    fn is_due(&self) -> bool {
        self.0.iter().any(|debt| *debt >= DEBT)
    }

    /// Fetches those.
    #[cold]
    fn settle(&mut self, pool: &mut Pool, free: &mut Vec<PacketBuf>) {
        for (debt, kind) in self.0.iter_mut().zip(BufKind::ALL) {
            if *debt >= DEBT {
                let before = free.len();
                free.extend(std::iter::from_fn(|| pool.spare(kind)).take(*debt as usize));
                *debt -= (free.len() - before) as isize;
            }
        }
    }
}

/// What another worker has given, to be carried in this burst.
#[derive(Debug, Default)]
pub(crate) struct Incoming {
    packets: VecDeque<Slim>,
    others: VecDeque<Handed>,
    /// How many of the packets like most are carried.
    carried: usize,
}

impl Incoming {
    /// Its memory, to be filled again: all that was in it is carried.
    fn clear(&mut self) -> Load {
        self.carried = 0;
        Load {
            packets: mem::take(&mut self.packets).into(),
            others: mem::take(&mut self.others).into(),
        }
    }

    /// Packets like most that come next.
    fn ready(&self) -> usize {
        let next = self.others.front();
        next.map_or(self.packets.len(), |next| next.after - self.carried)
    }

    /// What comes next, if it is not like most and `wanted`.
    fn next_other(&mut self, wanted: impl FnOnce(&Errand) -> bool) -> Option<Handed> {
        let next = self.others.front()?;
        let is_next = next.after == self.carried && wanted(&next.errand);
        is_next.then(|| self.others.pop_front())?
    }

    /// Takes up to so many packets that are to be carried, in order.
    #[inline]
    pub(crate) fn take(&mut self, most: usize, mut put: impl FnMut(Packet)) {
        let mut left = most;
        while left > 0 {
            let count = self.ready().min(left);
            self.carried += count;
            left -= count;
            for slim in self.packets.drain(..count) {
                put(slim.into_packet());
            }
            if left == 0 {
                break;
            }
            match self.next_other(|errand| matches!(errand, Errand::Carry)) {
                Some(handed) => put(handed.packet),
                None => break,
            }
            left -= 1;
        }
        fetch(self.packets.iter());
    }
}

/// What a worker has to do with another one.
#[derive(Debug, Default)]
struct Peer {
    /// What it gets at the end of this burst.
    outgoing: Load,
    incoming: Incoming,
    debt: Debt,
    /// Buffers on their way back; empty but for its memory.
    free: Vec<PacketBuf>,
}

/// Bursts without packets for other workers after which there seem to be no more.
const WARY: u32 = 64;

/// What a worker has to do with each other one, by their number.
#[derive(Debug)]
pub(crate) struct Peers {
    peers: Box<[Peer]>,
    /// The one that is asked first the next time.
    first: usize,
    /// So many bursts more it is looked at once whose their packets are.
    wary: u32,
}

impl Peers {
    /// Whether what was received of late was for this worker to carry.
    #[inline]
    pub(crate) const fn are_steered(&self) -> bool {
        self.wary == 0
    }

    /// Some packets that were received now, or none, were for others to carry.
    #[inline]
    pub(crate) const fn note_strays(&mut self, some: bool) {
        self.wary = if some {
            WARY
        } else {
            self.wary.saturating_sub(1)
        };
    }

    /// About so many packets will be [given](Self::give) of a burst: begins to fetch the memory that they will be
    /// written to, which others have read.
    #[inline]
    pub(crate) fn expect(&mut self, packets: usize) {
        let share = packets / self.peers.len().max(1);
        for peer in &mut self.peers {
            let places = peer.outgoing.packets.spare_capacity_mut();
            for place in places.iter_mut().take(share) {
                prefetch_mut(place);
            }
        }
    }

    /// At the end of this burst, `worker` gets this packet to carry; what stays in its place has no bytes.
    #[inline]
    pub(crate) fn give(&mut self, worker: usize, packet: &mut Packet) {
        let Peer { outgoing, debt, .. } = &mut self.peers[worker];
        debt.gave(&packet.buf);
        match Slim::take(packet) {
            Some(slim) => outgoing.packets.push(slim),
            None => outgoing.push(packet.take(), Errand::Carry),
        }
    }

    /// What others have given.
    #[inline]
    pub(crate) fn incoming(&mut self) -> impl Iterator<Item = &mut Incoming> {
        self.peers.iter_mut().map(|peer| &mut peer.incoming)
    }

    /// What comes next that is not just to be carried.
    pub(crate) fn errand(&mut self) -> Option<Handed> {
        self.incoming()
            .find_map(|incoming| incoming.next_other(|_| true))
    }
}

/// Begins to fetch the headers of packets, whose bytes another worker has written, to be written to.
fn fetch<'s>(packets: impl Iterator<Item = &'s Slim>) {
    for packet in packets.take(Batch::MAX) {
        packet
            .buf()
            .bytes()
            .first()
            .into_iter()
            .for_each(prefetch_mut);
    }
}

impl Context<'_> {
    /// Lets `worker` go on with a packet, from the end of this burst on.
    pub(crate) fn hand_over(&mut self, worker: usize, packet: Packet, errand: Errand) {
        let peer = &mut self.own.peers.peers[worker];
        peer.debt.gave(&packet.buf);
        peer.outgoing.push(packet, errand);
    }

    /// Gives the other workers what is theirs.
    pub(crate) fn send_handed(&mut self) {
        let backlogs = &self.router.backlogs;
        for worker in 0..self.own.peers.peers.len() {
            let Peer {
                outgoing,
                debt,
                free,
                ..
            } = &mut self.own.peers.peers[worker];
            if debt.is_due() {
                debt.settle(&mut self.own.pool, free);
                backlogs.give_back(self.worker, worker, free);
            }
            let count = outgoing.len();
            if count == 0 {
                continue;
            }
            backlogs.give(self.worker, worker, outgoing, free);
            self.counters.handed.add(count as u64);
            for buf in free.drain(..) {
                debt.received(&buf);
                self.own.pool.put(buf);
            }
            if !outgoing.is_empty() {
                self.refused(worker);
            }
        }
    }

    /// Drops what a worker had no room for.
    #[cold]
    fn refused(&mut self, worker: usize) {
        let peer = &mut self.own.peers.peers[worker];
        let mut refused = mem::take(&mut peer.outgoing);
        for buf in refused.buffers() {
            peer.debt.received(buf);
        }
        let others = refused.others.drain(..).map(|handed| handed.packet);
        let packets = refused.packets.drain(..).map(Slim::into_packet);
        for packet in packets.chain(others) {
            self.drop(packet, DropReason::CpuBacklog);
        }
        self.own.peers.peers[worker].outgoing = refused;
    }

    /// Takes what other workers have given to this one, to be carried in this burst; gives how many packets that
    /// is. There are more of them if it is many.
    pub(crate) fn take_handed(&mut self) -> usize {
        let mailboxes = self.router.backlogs.of(self.worker);
        let mut taken = 0;
        let Peers { peers, first, .. } = &mut self.own.peers;
        for from in (*first..mailboxes.len()).chain(0..*first) {
            let mailbox = &mailboxes[from];
            if mailbox.is_empty() {
                continue;
            }
            let Peer { incoming, debt, .. } = &mut peers[from];
            let load = mailbox.take(|contents| {
                let memory = incoming.clear();
                mem::replace(&mut contents.load, memory)
            });
            let Some(load) = load else {
                // It is being filled.
                continue;
            };
            for buf in load.buffers() {
                debt.received(buf);
            }
            fetch(load.packets.iter());
            taken += load.len();
            incoming.packets = load.packets.into();
            incoming.others = load.others.into();
            if taken >= HANDED {
                *first = from + 1;
                break;
            }
        }
        taken
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        iface::IfIndex,
        neigh::NeighCache,
        packet::{Mark, SizeClass},
        snapshot::Snapshot,
        time::Instant,
        worker::{Router, Worker},
    };

    fn team() -> (Arc<Router>, [Worker; 2]) {
        let (router, _) = Router::new(Snapshot::default(), NeighCache::new(1), 2);
        let worker = |id| Worker::new(Arc::clone(&router), id, 1);
        let workers = [0, 1].map(worker);
        (router, workers)
    }

    /// A packet with a number, which is like most if that is even.
    fn packet(pool: &mut Pool, number: u32) -> Packet {
        let mut packet = Packet::received(pool.get(SizeClass::Small), Instant::ZERO);
        assert!(packet.buf.extend(&number.to_be_bytes()));
        packet.meta.iif = IfIndex::new(2);
        packet.meta.l3 = 14;
        packet.meta.mark = Mark(number % 2);
        packet
    }

    fn number(packet: &Packet) -> u32 {
        u32::from_be_bytes(*packet.buf.bytes().first_chunk().expect("a number"))
    }

    /// Gives packets with these numbers; as an errand, if they divide by 7.
    fn give(worker: &mut Worker, to: usize, numbers: impl Iterator<Item = u32>) {
        let mut cx = worker.context(Instant::ZERO);
        for number in numbers {
            let mut packet = packet(&mut cx.own.pool, number);
            if number.is_multiple_of(7) {
                cx.hand_over(to, packet, Errand::Settled);
            } else {
                cx.own.peers.give(to, &mut packet);
            }
        }
        cx.send_handed();
    }

    /// Takes what waits, in order, up to so many at a time; what it is comes back into the pool.
    fn take(worker: &mut Worker, most: usize) -> Vec<u32> {
        let mut cx = worker.context(Instant::ZERO);
        let taken = cx.take_handed();
        let mut numbers = Vec::new();
        let mut packets = Vec::new();
        loop {
            for incoming in cx.own.peers.incoming() {
                incoming.take(most, |packet| packets.push(packet));
            }
            if packets.is_empty() {
                let errand = cx.own.peers.errand();
                packets.extend(errand.map(|handed| handed.packet));
            }
            if packets.is_empty() {
                break;
            }
            for packet in packets.drain(..) {
                numbers.push(number(&packet));
                cx.own.pool.recycle(packet);
            }
        }
        cx.send_handed();
        assert_eq!(numbers.len(), taken);
        numbers
    }

    /// Whatever they are, and whether or not the receiver keeps up.
    #[test]
    fn packets_come_in_the_order_in_which_they_were_given() {
        let (router, [mut giver, mut taker]) = team();
        for most in [1, 3, 1000] {
            for bursts in 1..4 {
                for burst in 0..bursts {
                    give(&mut giver, 1, 100 * burst..100 * burst + 100);
                }
                let count = 100 * bursts;
                assert_eq!(router.held(), count as usize);
                assert_eq!(take(&mut taker, most), (0..count).collect::<Vec<_>>());
                assert_eq!(router.held(), 0);
            }
        }
        assert_eq!(router.totals().handed, 3 * 600);
    }

    #[test]
    fn what_there_is_no_room_for_is_dropped_and_counted() {
        let (router, [mut giver, mut taker]) = team();
        let bursts = LIMIT as u32 / 100 + 2;
        for burst in 0..bursts {
            give(&mut giver, 1, 100 * burst..100 * burst + 100);
        }
        let all = 100 * bursts as usize;
        let lost = router.totals().drops[DropReason::CpuBacklog.index()] as usize;
        assert_eq!(lost, all - LIMIT);
        assert_eq!(router.held(), LIMIT);
        let taken = take(&mut taker, 256);
        // The last burst that has some room loses some of its packets, and only that.
        assert_eq!(taken.len(), LIMIT);
        let whole = LIMIT as u32 / 100 * 100;
        assert!(
            taken
                .iter()
                .copied()
                .take_while(|n| *n < whole)
                .eq(0..whole)
        );
        assert!(taken.is_sorted(), "{taken:?}");
        assert_eq!(router.held(), 0);
    }

    /// Free buffers of a worker; it has none afterwards.
    fn buffers(worker: &mut Worker) -> usize {
        let cx = worker.context(Instant::ZERO);
        let pool = &mut cx.own.pool;
        std::iter::from_fn(|| pool.spare(BufKind::Small)).count()
    }

    /// Neither does the one who gives need new ones for ever, nor does the other one pile them up.
    #[test]
    fn buffers_that_go_one_way_only_come_back() {
        let (_router, [mut giver, mut taker]) = team();
        let most = 4 * Batch::MAX;
        for _ in 0..100 {
            give(&mut giver, 1, 0..200);
            take(&mut taker, 256);
        }
        let (left, right) = (buffers(&mut giver), buffers(&mut taker));
        assert!(left + right <= most, "{left} {right}");
    }

    #[test]
    fn a_worker_does_not_sleep_while_packets_wait() {
        let (router, [mut giver, mut taker]) = team();
        assert!(router.backlogs.doze(1));
        let woken = Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let count = Arc::clone(&woken);
        router.backlogs.set_wake(1, move || {
            count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        });
        // Once, however much is given.
        give(&mut giver, 1, 1..3);
        give(&mut giver, 1, 3..5);
        assert_eq!(woken.load(std::sync::atomic::Ordering::Relaxed), 1);
        assert!(!router.backlogs.doze(1));
        assert_eq!(take(&mut taker, 256), [1, 2, 3, 4]);
        assert!(router.backlogs.doze(1));
    }
}
