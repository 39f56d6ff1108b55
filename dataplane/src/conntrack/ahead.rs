//! Looking ahead: while the first packets of a burst are on their way, what the others will need is
//! fetched from memory, so that their misses overlap.
//!
//! Each step is done for many packets before the next one, so that what it asks for is there by then: the
//! hashes of all, whose buckets are fetched; then, a few ahead of the packets' turns, what is in the buckets,
//! whose places are fetched. More than that would drive out of the nearest cache what is about to be
//! needed.

use std::mem;

use super::{
    ConnId, Conntrack, Direction, Tuple,
    lanes::{LANES, Lanes},
    table::split,
    tuple::{Upper, upper},
};
use crate::{
    flow_cache::Shape,
    memory::{prefetch, prefetch_all},
    route::Family,
    wire::ipv4::protocol,
};

/// So many packets, at least, are looked for before their turn; twice as many at once.
pub(super) const FEW: usize = 32;

/// What is known of a packet before its turn comes.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(crate) struct Look {
    /// Nobody's, of a packet that can't be tracked.
    pub(super) tuple: Tuple,
    pub(super) hash: u32,
    /// What has its hash, 0 for nothing: from when it was looked for.
    pub(super) node: u32,
    /// If that is nothing: which one of those it is that no connection seems to have the tuple of.
    new: Option<u16>,
    pub(super) shape: Shape,
}

impl Look {
    /// That of no IP packet.
    pub(crate) const NONE: Self = Self::new(Tuple::NOBODYS, Shape::NONE);

    const fn new(tuple: Tuple, shape: Shape) -> Self {
        Self {
            tuple,
            hash: 0,
            node: 0,
            shape,
            new: None,
        }
    }

    /// Makes it that of a valid IPv4 packet that may be replayed, from the network header on.
    ///
    /// It is made where it stays: what is moved just after it was written to has to wait for that.
    #[inline(always)]
    pub(crate) fn set_ipv4(&mut self, network: &[u8]) {
        match Shape::of_ipv4(network, 1) {
            Some(shape) => self.set(shape, network),
            None => *self = Self::otherwise(Family::V4, network),
        }
    }

    /// The same of IPv6.
    #[inline(always)]
    pub(crate) fn set_ipv6(&mut self, network: &[u8]) {
        match Shape::of_ipv6(network, 1) {
            Some(shape) => self.set(shape, network),
            None => *self = Self::otherwise(Family::V6, network),
        }
    }

    #[inline(always)]
    fn set(&mut self, shape: Shape, network: &[u8]) {
        if let Some(tuple) = Tuple::of_plain(shape, network) {
            self.tuple = tuple;
            self.shape = shape;
        }
    }

    /// Whether one that was looked for seems to be [decided about](super::stateless) without a connection.
    #[inline]
    pub(super) const fn is_stateless(&self) -> bool {
        self.node == 0 && self.new.is_none() && self.shape.is_some()
    }

    /// What it can be replayed by.
    #[inline]
    pub(crate) const fn shape(&self) -> Shape {
        self.shape
    }

    /// Its tuple.
    #[inline]
    pub(crate) const fn tuple(&self) -> &Tuple {
        &self.tuple
    }

    /// That of a packet with this shape, from the network header on.
    #[inline(never)]
    pub(crate) fn at(family: Family, shape: Shape, network: &[u8]) -> Self {
        let tuple = |upper: Upper| Tuple::parse(family, network, upper, 0);
        let tuple = upper(family, network).and_then(tuple);
        Self::new(tuple.unwrap_or(Tuple::NOBODYS), shape)
    }

    /// That of a valid packet that is not like most: it has no ports, or something special about it.
    #[inline(never)]
    fn otherwise(family: Family, network: &[u8]) -> Self {
        let shape = Shape::of_query(family, network, 1).unwrap_or(Shape::NONE);
        Self::at(family, shape, network)
    }
}

/// What is known of a packet whose tuple no connection seems to have.
#[derive(Clone, Copy, Debug)]
struct New {
    /// That of its answers and its hash. If sources are translated, this is a guess, that it will be to
    /// the address of the connection before.
    answers: Option<(Tuple, u32)>,
    /// Its source and the hash of that, if anybody asks for sources.
    source: Option<(Tuple, u32)>,
}

/// The packets of a burst, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Ahead {
    pub(super) looks: Vec<Look>,
    lanes: Vec<Lanes>,
    new: Vec<New>,
    turn: usize,
    /// How many of them were looked for.
    sought: usize,
    /// [`Conntrack::changes`] when they were looked at.
    pub(super) changes: u64,
    /// Where answers to the last connection whose source was translated go.
    pub(super) masked: Option<([u8; 16], bool)>,
}

impl Ahead {
    /// The hash of this tuple, if it is that of the packet or the one that answers were expected to have.
    #[inline]
    pub(super) fn hash(&self, tuple: &Tuple) -> Option<u32> {
        let look = self.looks.get(self.turn)?;
        if look.tuple == *tuple {
            return Some(look.hash);
        }
        match self.new_of(look)?.answers {
            Some((answers, hash)) if answers == *tuple => Some(hash),
            Some(_) | None => None,
        }
    }

    /// The hash of the source of this tuple, if it is that of the packet.
    #[inline]
    pub(super) fn source(&self, tuple: &Tuple) -> Option<u32> {
        let look = self.looks.get(self.turn)?;
        let (_, hash) = self.new_of(look)?.source?;
        (look.tuple == *tuple).then_some(hash)
    }

    /// The packet whose turn it is.
    #[inline]
    pub(super) fn in_turn(&self) -> Option<&Look> {
        self.looks.get(self.turn)
    }

    fn new_of(&self, look: &Look) -> Option<&New> {
        let new = look.new.filter(|_| look.node == 0);
        self.new.get(usize::from(new?))
    }
}

impl Conntrack {
    /// Begins to fetch what is needed to track these packets, and takes what is known of them in exchange
    /// for memory to be used. They come by in this order, as [`turn`](Self::turn) says; nothing but time is
    /// lost if they don't.
    pub(crate) fn look_ahead(&mut self, looks: &mut Vec<Look>) {
        let (groups, rest) = looks.as_chunks_mut::<LANES>();
        let lanes = &mut self.ahead.lanes;
        lanes.resize(groups.len(), Lanes::EMPTY);
        for (lanes, group) in lanes.iter_mut().zip(&*groups) {
            lanes.fill(group.iter().map(|look| &look.tuple));
        }
        let buckets = self.buckets.view();
        for (lanes, group) in lanes.iter().zip(groups) {
            let hashes = lanes.hashes(&self.hasher);
            for (look, hash) in group.iter_mut().zip(hashes) {
                look.hash = hash;
                buckets.prefetch(hash);
            }
        }
        for look in rest {
            look.hash = self.hasher.hash(&look.tuple);
            buckets.prefetch(look.hash);
        }
        mem::swap(&mut self.ahead.looks, looks);
        self.ahead.new.clear();
        self.ahead.turn = 0;
        self.ahead.sought = 0;
        self.ahead.changes = self.changes;
        self.seek(0);
    }

    /// All of them were tracked: what was known of them is memory to be used.
    pub(crate) fn end_looks(&mut self, looks: &mut Vec<Look>) {
        self.ahead.turn = 0;
        self.ahead.sought = 0;
        mem::swap(&mut self.ahead.looks, looks);
        self.ahead.looks.clear();
    }

    /// The next packet to be tracked is the one with this number, from 0, of those that were looked at.
    #[inline]
    pub(crate) fn turn(&mut self, number: usize) {
        self.ahead.turn = number;
        self.seek(number);
    }

    /// Whether the packet with this number is to begin a connection: nobody has its tuple, not even a packet of the
    /// same burst, and no flow without a connection seems to have it, or is to be looked at.
    #[inline]
    pub(crate) fn begins(&mut self, number: usize) -> bool {
        self.seek(number);
        let look = self.ahead.looks.get(number);
        look.is_some_and(|look| {
            look.new.is_some()
                && !self.buckets.may_have(look.hash)
                && self.known.stateless.noted(look.hash) != Some(true)
        })
    }

    /// Whether the packet with this number is of a connection of this table.
    pub(crate) fn knows(&mut self, number: usize) -> bool {
        self.seek(number);
        let look = self.ahead.looks.get(number);
        look.is_some_and(|look| {
            self.buckets.may_have(look.hash) && self.find(&look.tuple).is_some()
        })
    }

    /// Sees to it that a packet and the next few are looked for before their turn.
    #[inline]
    pub(super) fn seek(&mut self, number: usize) {
        while number + FEW > self.ahead.sought && self.ahead.sought < self.ahead.looks.len() {
            self.seek_few();
        }
    }

    /// [`find`](Self::find) for the tuples of a burst, in the way that its packets' connections are looked for: what each one
    /// needs is fetched while others are compared. What is found goes into its place of `found`.
    pub fn find_burst(&mut self, tuples: &[Tuple], found: &mut [Option<(ConnId, Direction)>]) {
        let mut looks = mem::take(&mut self.ahead.looks);
        looks.clear();
        looks.extend(tuples.iter().map(|tuple| Look::new(*tuple, Shape::NONE)));
        self.look_ahead(&mut looks);
        for (number, (tuple, found)) in tuples.iter().zip(found).enumerate() {
            self.seek(number);
            let node = self.ahead.looks.get(number).map_or(0, |look| look.node);
            let (place, direction) = split(node);
            let slot = self.slab.at(place).filter(|_| node != 0);
            *found = if slot.is_some_and(|slot| slot.conn.tuple(direction) == tuple) {
                Some((self.slab.id(place), direction))
            } else {
                // Nobody has it, or another one has the same hash.
                self.find(tuple)
            };
        }
    }

    /// Looks for a few more packets, and begins to fetch where they live.
    fn seek_few(&mut self) {
        let mut looks = mem::take(&mut self.ahead.looks);
        let mut new = mem::take(&mut self.ahead.new);
        let (first, begin) = (new.len(), self.ahead.sought);
        let end = looks.len().min(begin + 2 * FEW);
        let ways = self.known.numbers.all();
        let (buckets, slots) = (self.buckets.view(), self.slab.view());
        for look in looks.get_mut(begin..end).unwrap_or_default() {
            look.node = buckets.first(look.hash);
            let node = look.node;
            if node == 0 {
                look.new = None;
                if !self.known.stateless.prefetch(look.hash) {
                    look.new = u16::try_from(new.len()).ok();
                    new.push(self.guess(&look.tuple));
                }
                continue;
            }
            if let Some(slot) = slots.get(split(node).0) {
                if look.tuple.proto == protocol::UDP {
                    slot.prefetch_front();
                } else {
                    prefetch_all(slot);
                }
            }
            if let Some(way) = ways.get(node as usize) {
                prefetch(way);
            }
        }
        if first < new.len() {
            self.look_ahead_new(&mut new[first..]);
        }
        self.ahead.sought = end;
        self.ahead.new = new;
        self.ahead.looks = looks;
    }

    /// What a new connection will need, its hashes apart.
    #[inline(never)]
    fn guess(&self, tuple: &Tuple) -> New {
        let answers = tuple.invert().map(|mut answers| {
            if let Some((dst, ipv6)) = self.ahead.masked
                && ipv6 == answers.ipv6
            {
                answers.dst = dst;
            }
            (answers, 0)
        });
        let source = self.sources.is_used().then(|| (tuple.source(), 0));
        New { answers, source }
    }

    /// Finds the hashes of what new connections will need, and begins to fetch that.
    #[inline(never)]
    fn look_ahead_new(&self, new: &mut [New]) {
        for group in new.chunks_mut(LANES) {
            let hashes = self.hashes(group.iter().map(|new| new.answers.as_ref()));
            for (new, found) in group.iter_mut().zip(hashes) {
                if let Some((_, hash)) = &mut new.answers {
                    *hash = found;
                    self.buckets.prefetch(found);
                }
            }
            if !self.sources.is_used() {
                continue;
            }
            let hashes = self.hashes(group.iter().map(|new| new.source.as_ref()));
            for (new, found) in group.iter_mut().zip(hashes) {
                if let Some((_, hash)) = &mut new.source {
                    *hash = found;
                    self.sources.prefetch_head(found);
                }
            }
        }
        for new in new {
            if let Some((_, hash)) = new.source {
                self.sources.prefetch_first(&self.slab, hash);
            }
            if let Some((_, hash)) = new.answers {
                self.buckets.prefetch_further(hash);
            }
        }
    }

    /// The hashes of up to [`LANES`] tuples, where there are any.
    fn hashes<'t>(&self, tuples: impl Iterator<Item = Option<&'t (Tuple, u32)>>) -> [u32; LANES] {
        let tuples = tuples.map(|tuple| tuple.map_or(&Tuple::NOBODYS, |(tuple, _)| tuple));
        let mut lanes = Lanes::EMPTY;
        lanes.fill(tuples);
        lanes.hashes(&self.hasher)
    }

    /// The worker that has the connection of the packet with this number, of those that were
    /// [looked at](Self::look_ahead), if that is not here. Then the packet is forgotten.
    pub(crate) fn stray(&mut self, number: usize) -> Option<usize> {
        self.seek(number);
        let look = self.ahead.looks.get_mut(number)?;
        if look.node != 0 {
            return None;
        }
        let owner = self.owners.stray(&look.tuple)?;
        if owner == self.worker {
            return None;
        }
        *look = Look::NONE;
        Some(owner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        conntrack::{
            Ct, Direction,
            testing::{Lab, tuple, udp},
        },
        packet::Packet,
    };

    const V4: Family = Family::V4;

    /// What was looked at says nothing about packets that come in another order, twice, or not at all.
    #[test]
    fn packets_are_what_they_are_in_whatever_order_they_come() {
        let query = |port| udp(V4, (1, 2), (port, 53), b"?");
        let answer = |port| udp(V4, (2, 9), (53, port), b"!");
        for order in [[0, 1, 2], [2, 1, 0], [1, 1, 7]] {
            let mut lab = Lab::new();
            let mut table = std::mem::take(&mut lab.table);
            for round in 0..2 {
                let packets = [query(1000), query(1001), query(1002)];
                let look = |packet: &Packet| Look::at(V4, Shape::NONE, packet.network());
                table.look_ahead(&mut packets.iter().map(look).collect());
                for (turn, port) in order.into_iter().zip(1000..) {
                    table.turn(turn);
                    let mut packet = query(port);
                    let env = lab.env(&packet, crate::filter::Hook::Prerouting);
                    table.track(&env, &mut packet).expect("room");
                    let Ct::Of(ct) = packet.meta.ct else {
                        panic!("{:?}", packet.meta.ct);
                    };
                    assert_eq!(ct.direction, Direction::Original);
                    assert_eq!(ct.unconfirmed, round == 0);
                    // Translated, as the next ones are expected to be.
                    table.set_reply(ct.id, tuple((2, 9), (53, port)));
                    table.index_source(ct.id);
                    let env = lab.env(&packet, crate::filter::Hook::Postrouting);
                    table.confirm(&env, &mut packet).expect("no clash");
                }
            }
            lab.table = table;
            assert_eq!(lab.table.count(), 3);
            for port in 1000..1003 {
                assert_eq!(lab.see(answer(port)), "established reply");
                let found = lab.table.find(&tuple((2, 9), (53, port)));
                assert!(found.is_some_and(|(_, direction)| direction == Direction::Reply));
            }
        }
    }

    /// Whether they are there or not, and whatever is put in or taken out between bursts.
    #[test]
    fn a_burst_is_found_as_its_tuples_are_one_by_one() {
        let mut table = Conntrack::new((3, 5));
        let now = crate::time::Instant::ZERO;
        let pair = |port| [tuple((1, 2), (port, 53)), tuple((2, 9), (53, port))];
        for round in 0..20 {
            for port in 1000 + 10 * round..1000 + 10 * round + 10 {
                let conn = crate::conntrack::Conn::new(pair(port));
                let id = table.insert(conn, 100, now).expect("it is new");
                if port % 3 == 0 {
                    assert!(table.delete(id));
                }
            }
            let tuples: Vec<_> = (990..1210).flat_map(pair).collect();
            let mut found = vec![None; tuples.len()];
            table.find_burst(&tuples, &mut found);
            let one_by_one: Vec<_> = tuples.iter().map(|tuple| table.find(tuple)).collect();
            assert_eq!(found, one_by_one);
            assert!(found.iter().flatten().count() > 10);
        }
    }
}
