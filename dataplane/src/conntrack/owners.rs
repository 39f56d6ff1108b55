//! Whose a connection is, where several workers track connections: each has a table of its own.
//!
//! A worker tracks the packets whose [tuple](Tuple) is its own by a symmetric hash, so that both directions of a
//! connection come to the same one. Of most packets only the ports are hashed: translation leaves them as they are
//! where it can, so that what is translated stays with its owner. Where both ports are equal (IKE, NTP, name servers
//! among themselves) or there are none, the addresses are.
//!
//! A tuple that is not its owner's by the hash, because a port was translated or a master expected the connection, is
//! in a directory that all share. It is asked for packets that begin a connection, and for ports that are to be
//! given away.

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::{
        Mutex,
        atomic::{AtomicU32, AtomicUsize, Ordering::Relaxed},
    },
};

use crossbeam::utils::CachePadded;

use super::{
    ConnId, Direction, Tuple, icmp,
    tuple::{Upper, upper},
};
use crate::{
    route::Family,
    wire::{
        ipv4::{Ipv4View, protocol},
        ipv6_ext,
    },
    worker::lock,
};

/// What is hashed is multiplied by these.
pub(crate) const MULTIPLIERS: [u32; 2] = [0x85eb_ca6b, 0xc2b2_ae35];
/// The words of an address are rotated by so many bits against one another.
pub(crate) const ADDRESS_TURN: u32 = 7;

/// Parts of the directory, each with a lock.
const PARTS: usize = 64;

/// What the tables of a router's workers have in common.
#[derive(Debug)]
pub(crate) struct Owners {
    workers: u32,
    /// Goes into what is hashed.
    key: AtomicU32,
    /// Connections in each table.
    counts: Box<[CachePadded<AtomicUsize>]>,
    /// Tuples that are not where the hash says, or could be wanted by another worker's translations.
    elsewhere: Directory,
    /// What is expected, by all but its source.
    expected: Directory,
}

impl Owners {
    /// Of the tables of so many workers, one at least.
    pub(crate) fn new(workers: usize) -> Self {
        let workers = workers.max(1);
        let counts = (0..workers).map(|_| CachePadded::default());
        Self {
            workers: workers as u32,
            key: AtomicU32::new(0),
            counts: counts.collect(),
            elsewhere: Directory::default(),
            expected: Directory::default(),
        }
    }

    /// Keys the hash.
    pub(super) fn set_key(&self, key: u64) {
        self.key.store((key >> 32) as u32 ^ key as u32, Relaxed);
    }

    /// Whether there are several.
    #[inline]
    pub(crate) const fn are_several(&self) -> bool {
        self.workers > 1
    }

    /// What goes into [`by_ports`](Self::by_ports).
    pub(crate) fn key(&self) -> u32 {
        self.key.load(Relaxed)
    }

    /// The worker that has the packets from or to these ports, which differ.
    #[inline]
    pub(crate) fn by_ports(&self, (a, b): (u16, u16)) -> usize {
        self.pick(u32::from(a ^ b) << 16 ^ (u32::from(a) + u32::from(b)))
    }

    #[inline]
    fn pick(&self, symmetric: u32) -> usize {
        // The finalizer of MurmurHash3, as far as it takes for a number of workers.
        let mut hash = (symmetric ^ self.key()).wrapping_mul(MULTIPLIERS[0]);
        hash = (hash ^ hash >> 13).wrapping_mul(MULTIPLIERS[1]);
        (((hash >> 16) * self.workers) >> 16) as usize
    }

    /// The worker whose tuple this is by the hash.
    #[inline]
    pub(crate) fn by_hash(&self, tuple: &Tuple) -> usize {
        if !self.are_several() {
            return 0;
        }
        match ports(tuple) {
            Some(ports) => self.by_ports(ports),
            None => {
                let (a, b) = (fold(&tuple.src), fold(&tuple.dst));
                self.pick((a ^ b).rotate_left(16) ^ a.wrapping_add(b))
            }
        }
    }

    /// The worker that has the connection with this tuple, or would have it.
    pub(crate) fn of(&self, tuple: &Tuple) -> usize {
        self.stray(tuple).unwrap_or_else(|| self.by_hash(tuple))
    }

    /// Whether there is anything in the directory.
    #[inline]
    pub(crate) fn may_stray(&self) -> bool {
        !self.elsewhere.is_empty() || !self.expected.is_empty()
    }

    /// The worker that has this tuple, or expects it, although the hash need not say so.
    #[inline]
    pub(crate) fn stray(&self, tuple: &Tuple) -> Option<usize> {
        if !self.are_several() {
            return None;
        }
        let found = self.elsewhere.get(&anywhere(tuple));
        found.or_else(|| self.expected.get(&without_source(tuple)))
    }

    /// Whether a worker other than `worker` has this tuple, as far as can be told.
    #[inline]
    pub(super) fn is_taken_from(&self, worker: usize, tuple: &Tuple) -> bool {
        self.are_several()
            && self
                .elsewhere
                .get(&anywhere(tuple))
                .is_some_and(|owner| owner != worker)
    }

    /// The worker whose table this connection is in.
    pub(crate) const fn of_connection(&self, id: ConnId) -> usize {
        (id.generation & (self.workers.next_power_of_two() - 1)) as usize
    }

    /// Notes that a connection of `worker` has packets with the tuple of this direction.
    #[inline]
    pub(super) fn enter(&self, worker: usize, tuples: &[Tuple; 2], direction: Direction) {
        if self.are_several() && self.is_noted(worker, tuples, direction) {
            self.elsewhere
                .add(anywhere(&tuples[direction.index()]), worker);
        }
    }

    /// Notes that it has gone.
    #[inline]
    pub(super) fn leave(&self, worker: usize, tuples: &[Tuple; 2], direction: Direction) {
        if self.are_several() && self.is_noted(worker, tuples, direction) {
            self.elsewhere
                .remove(&anywhere(&tuples[direction.index()]), worker);
        }
    }

    /// Notes that a connection of `worker` expects this one.
    pub(super) fn expect(&self, worker: usize, tuple: &Tuple) {
        if self.are_several() {
            self.expected.add(without_source(tuple), worker);
        }
    }

    /// Notes that it does no more.
    pub(super) fn unexpect(&self, worker: usize, tuple: &Tuple) {
        if self.are_several() {
            self.expected.remove(&without_source(tuple), worker);
        }
    }

    /// What is not where its ports say; and what another worker could take for free and give away: tuples whose
    /// addresses count, and those of connections that were given another port.
    fn is_noted(&self, worker: usize, tuples: &[Tuple; 2], direction: Direction) -> bool {
        let tuple = &tuples[direction.index()];
        match ports(tuple) {
            None => true,
            Some((a, b)) => {
                let others = ports(&tuples[direction.other().index()]);
                let kept = others == Some((a, b)) || others == Some((b, a));
                !kept || self.by_hash(tuple) != worker
            }
        }
    }

    /// Says how many connections a table has.
    #[inline]
    pub(super) fn count(&self, worker: usize, connections: usize) {
        if self.are_several()
            && let Some(count) = self.counts.get(worker)
        {
            count.store(connections, Relaxed);
        }
    }

    /// Connections in the tables of all but `worker`.
    #[inline]
    pub(super) fn others(&self, worker: usize) -> usize {
        if !self.are_several() {
            return 0;
        }
        let others = self.counts.iter().enumerate();
        let others = others.filter(|(other, _)| *other != worker);
        others.map(|(_, count)| count.load(Relaxed)).sum()
    }
}

/// The tuple by which a packet's connection is found; `None` if it does not matter: it is a fragment, which is
/// put together first, or can't be tracked.
pub(crate) fn flow(family: Family, network: &[u8]) -> Option<Tuple> {
    if is_fragment(family, network) {
        return None;
    }
    let of = |network: &[u8], upper: Upper| Tuple::parse(family, network, upper, 0);
    let upper_of = |network: &[u8]| upper(family, network);
    let outer = upper_of(network)?;
    match icmp::quoted(family, network, outer) {
        // The answer to what it is about.
        Some(quoted) => of(quoted, upper_of(quoted)?)?.invert(),
        None => of(network, outer),
    }
}

fn is_fragment(family: Family, network: &[u8]) -> bool {
    match family {
        Family::V4 => Ipv4View::header(network).is_ok_and(|view| view.is_fragment()),
        Family::V6 => {
            ipv6_ext::claimed_upper(network).is_some_and(|upper| upper.fragment.is_some())
        }
    }
}

/// What counts of a tuple that is not hashed by its addresses.
#[inline]
fn ports(tuple: &Tuple) -> Option<(u16, u16)> {
    match tuple.proto {
        protocol::ICMP | protocol::ICMPV6 => Some((tuple.src_port, 0)),
        _ => Some((tuple.src_port, tuple.dst_port)).filter(|(a, b)| a != b),
    }
}

/// A number for an address; an IPv4 address is its own.
fn fold(addr: &[u8; 16]) -> u32 {
    let words = addr.chunks_exact(4).map(|word| {
        word.first_chunk()
            .map_or(0, |word| u32::from_be_bytes(*word))
    });
    words
        .rev()
        .fold(0, |sum, word| sum.rotate_left(ADDRESS_TURN) ^ word)
}

/// The tuple in any zone.
const fn anywhere(tuple: &Tuple) -> Tuple {
    Tuple { zone: 0, ..*tuple }
}

/// The tuple from anywhere.
const fn without_source(tuple: &Tuple) -> Tuple {
    Tuple {
        src: [0; 16],
        src_port: 0,
        zone: 0,
        ..*tuple
    }
}

/// Workers by what they have.
#[derive(Debug)]
struct Directory {
    /// How much there is in all parts: nothing, mostly.
    len: AtomicUsize,
    /// The owner, and how often it has it.
    parts: [Mutex<HashMap<Tuple, (usize, u32)>>; PARTS],
}

impl Default for Directory {
    fn default() -> Self {
        Self {
            len: AtomicUsize::new(0),
            parts: std::array::from_fn(|_| Mutex::default()),
        }
    }
}

impl Directory {
    fn part(&self, tuple: &Tuple) -> &Mutex<HashMap<Tuple, (usize, u32)>> {
        let spread =
            u32::from(tuple.src_port ^ tuple.dst_port) ^ fold(&tuple.src) ^ fold(&tuple.dst);
        &self.parts[(spread.wrapping_mul(0x9e37_79b1) >> 26) as usize % PARTS]
    }

    #[inline]
    fn is_empty(&self) -> bool {
        self.len.load(Relaxed) == 0
    }

    #[inline]
    fn get(&self, tuple: &Tuple) -> Option<usize> {
        if self.is_empty() {
            return None;
        }
        let part = lock(self.part(tuple));
        part.get(tuple).map(|(owner, _)| *owner)
    }

    /// The first owner stays.
    fn add(&self, tuple: Tuple, worker: usize) {
        match lock(self.part(&tuple)).entry(tuple) {
            Entry::Vacant(vacant) => {
                vacant.insert((worker, 1));
                self.len.fetch_add(1, Relaxed);
            }
            Entry::Occupied(mut known) => {
                let (owner, times) = known.get_mut();
                if *owner == worker {
                    *times += 1;
                }
            }
        }
    }

    fn remove(&self, tuple: &Tuple, worker: usize) {
        if let Entry::Occupied(mut known) = lock(self.part(tuple)).entry(*tuple) {
            let (owner, times) = known.get_mut();
            if *owner != worker {
                return;
            }
            *times -= 1;
            if *times == 0 {
                known.remove();
                self.len.fetch_sub(1, Relaxed);
            }
        }
    }
}
