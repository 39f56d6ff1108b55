//! Looking ahead: while the first packets of a burst are on their way, what the others will need is
//! fetched from memory, so that their misses overlap.

use super::{
    Conntrack, Tuple,
    lanes::{LANES, Lanes},
    table::split,
    tuple::{Upper, upper},
};
use crate::{flow_cache::Shape, packet::Packet, route::Family};

/// What is known of a packet before its turn comes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    pub(super) tuple: Tuple,
    pub(super) hash: u32,
    /// What has its hash; 0 for nothing.
    pub(super) node: u32,
    /// If no connection seems to have its tuple: which one of those it is.
    new: Option<u16>,
}

/// What is known of a packet whose tuple no connection seems to have.
#[derive(Clone, Copy, Debug)]
struct New {
    /// That of its answers and its hash. If sources are translated, this is a guess, that it will be to
    /// the address of the connection before.
    answers: Option<(Tuple, u32)>,
    /// The hash of its source, if anybody asks for sources.
    source: Option<u32>,
}

/// What is to be hashed of new connections, eight at a time.
struct Waiting {
    answers: Lanes,
    sources: Lanes,
}

/// The packets of a burst, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Ahead {
    packets: Vec<Option<Known>>,
    new: Vec<New>,
    turn: usize,
    /// [`Conntrack::changes`] when they were looked at.
    pub(super) changes: u64,
    /// Where answers to the last connection whose source was translated go.
    pub(super) masked: Option<([u8; 16], bool)>,
}

impl Ahead {
    /// The hash of this tuple, if it is that of the packet or the one that answers were expected to have.
    #[inline]
    pub(super) fn hash(&self, tuple: &Tuple) -> Option<u32> {
        let known = self.current()?;
        if known.tuple == *tuple {
            return Some(known.hash);
        }
        match self.new_of(known)?.answers {
            Some((answers, hash)) if answers == *tuple => Some(hash),
            Some(_) | None => None,
        }
    }

    /// The hash of the source of this tuple, if it is that of the packet.
    #[inline]
    pub(super) fn source(&self, tuple: &Tuple) -> Option<u32> {
        let known = self.current()?;
        let source = self.new_of(known)?.source;
        source.filter(|_| known.tuple == *tuple)
    }

    fn new_of(&self, known: &Known) -> Option<&New> {
        self.new.get(usize::from(known.new?))
    }

    /// What is known of a packet.
    #[inline]
    pub(super) fn packet(&self, number: usize) -> Option<&Known> {
        self.packets.get(number)?.as_ref()
    }

    #[inline]
    fn current(&self) -> Option<&Known> {
        self.packets.get(self.turn)?.as_ref()
    }
}

impl Conntrack {
    /// Begins to fetch what is needed to track these packets. They come by in this order, as
    /// [`turn`](Self::turn) says; nothing but time is lost if they don't.
    ///
    /// Each step is done for all of them, so that what it asks for is there for the next one.
    pub(crate) fn look_ahead<'p>(
        &mut self,
        packets: impl Iterator<Item = (Family, Shape, &'p Packet)>,
    ) {
        let mut known = std::mem::take(&mut self.ahead.packets);
        known.clear();
        let mut new = std::mem::take(&mut self.ahead.new);
        new.clear();
        for (family, shape, packet) in packets {
            let network = packet.network();
            let tuple = if shape.is_some() {
                Tuple::of_plain(shape, network)
            } else {
                let tuple = |upper: Upper| Tuple::parse(family, network, upper, 0);
                upper(family, network).and_then(tuple)
            };
            let Some(tuple) = tuple else {
                known.push(None);
                continue;
            };
            known.push(Some(Known {
                tuple,
                hash: 0,
                node: 0,
                new: None,
            }));
        }
        for eight in known.chunks_mut(LANES) {
            self.hash_and_fetch(eight);
        }
        let mut waiting = Waiting {
            answers: Lanes::EMPTY,
            sources: Lanes::EMPTY,
        };
        for known in known.iter_mut().flatten() {
            match self.buckets.find(known.hash).next() {
                Some(node) => {
                    known.node = node;
                    self.slab.prefetch(split(node).0);
                    self.known.prefetch(split(node).0);
                }
                None => {
                    let number = new.len();
                    known.new = u16::try_from(number).ok();
                    new.push(self.guess(&known.tuple, &mut waiting, number));
                    if number % LANES == LANES - 1 {
                        self.hash_and_fetch_new(&waiting, &mut new[number + 1 - LANES..]);
                    }
                }
            }
        }
        let rest = new.len() / LANES * LANES;
        if rest < new.len() {
            self.hash_and_fetch_new(&waiting, &mut new[rest..]);
        }
        for new in &new {
            if let Some(source) = new.source {
                self.sources.prefetch_first(&self.slab, source);
            }
            if let Some((_, hash)) = new.answers {
                self.buckets.prefetch_further(hash);
            }
        }
        self.ahead.new = new;
        self.ahead.packets = known;
        self.ahead.changes = self.changes;
    }

    /// Finds the hashes of packets' tuples, and begins to fetch their buckets.
    #[inline]
    fn hash_and_fetch(&self, packets: &mut [Option<Known>]) {
        let mut lanes = Lanes::EMPTY;
        for (at, known) in packets.iter().enumerate() {
            if let Some(known) = known {
                lanes.set(at, &known.tuple);
            }
        }
        let hashes = lanes.hashes(&self.hasher);
        for (known, hash) in packets.iter_mut().zip(hashes) {
            if let Some(known) = known {
                known.hash = hash;
                self.buckets.prefetch(hash);
            }
        }
    }

    /// What new connection `number` will need, whose hashes wait to be found.
    #[inline]
    fn guess(&self, tuple: &Tuple, waiting: &mut Waiting, number: usize) -> New {
        let answers = tuple.invert().map(|mut answers| {
            if let Some((dst, ipv6)) = self.ahead.masked
                && ipv6 == answers.ipv6
            {
                answers.dst = dst;
            }
            waiting.answers.set(number, &answers);
            (answers, 0)
        });
        let source = self.sources.is_used().then(|| {
            waiting.sources.set(number, &tuple.source());
            0
        });
        New { answers, source }
    }

    /// Finds the hashes that new connections wait for, and begins to fetch what they lead to.
    fn hash_and_fetch_new(&self, waiting: &Waiting, new: &mut [New]) {
        let answers = waiting.answers.hashes(&self.hasher);
        for (new, found) in new.iter_mut().zip(answers) {
            if let Some((_, hash)) = &mut new.answers {
                *hash = found;
                self.buckets.prefetch(found);
            }
        }
        if !self.sources.is_used() {
            return;
        }
        let sources = waiting.sources.hashes(&self.hasher);
        for (new, found) in new.iter_mut().zip(sources) {
            new.source = Some(found);
            self.sources.prefetch_head(found);
        }
    }

    /// The worker that has the connection of the packet with this number, of those that were
    /// [looked at](Self::look_ahead), if that is not here.
    pub(crate) fn stray(&self, number: usize) -> Option<usize> {
        let known = self.ahead.packet(number)?;
        if known.node != 0 {
            return None;
        }
        let owner = self.owners.stray(&known.tuple)?;
        (owner != self.worker).then_some(owner)
    }

    /// The next packet to be tracked is the one with this number, from 0, of those that were looked at.
    #[inline]
    pub(crate) fn turn(&mut self, packet: usize) {
        self.ahead.turn = packet;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conntrack::{
        Ct, Direction,
        testing::{Lab, tuple, udp},
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
                table.look_ahead(packets.iter().map(|packet| (V4, Shape::NONE, packet)));
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
}
