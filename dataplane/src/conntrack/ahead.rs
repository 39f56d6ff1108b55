//! Looking ahead: while the first packets of a burst are on their way, what the others will need is
//! fetched from memory, so that their misses overlap.

use super::{
    Conntrack, Tuple,
    table::split,
    tuple::{Upper, upper},
};
use crate::{packet::Packet, route::Family};

/// What is known of a packet before its turn comes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    pub(super) tuple: Tuple,
    pub(super) hash: u32,
    /// What has its hash.
    pub(super) node: Option<u32>,
    /// If no connection seems to have its tuple.
    new: Option<New>,
}

/// What a new connection will need.
#[derive(Clone, Copy, Debug)]
struct New {
    /// The hash of its answers' tuple.
    reply: u32,
    /// That tuple and its hash, if the source will be translated to the address of the connection
    /// before.
    translated: Option<(Tuple, u32)>,
    /// The list of its source.
    source: Option<u32>,
}

/// The packets of a burst, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Ahead {
    packets: Vec<Option<Known>>,
    turn: usize,
    /// [`Conntrack::changes`] when they were looked at.
    pub(super) changes: u64,
    /// Where answers to the last connection whose source was translated go.
    pub(super) masked: Option<([u8; 16], bool)>,
}

impl Ahead {
    /// The hashes of this tuple and of its answers', if they are known. Both have no zone.
    #[inline]
    pub(super) fn hashes(&self, tuple: &Tuple) -> Option<(u32, Option<u32>)> {
        let known = self.current()?;
        (known.tuple == *tuple).then_some((known.hash, known.new.map(|new| new.reply)))
    }

    /// The hash of this tuple, if answers to the packet were expected to have it.
    #[inline]
    pub(super) fn translated(&self, tuple: &Tuple) -> Option<u32> {
        let (translated, hash) = self.current()?.new?.translated?;
        (translated == *tuple).then_some(hash)
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
    pub(crate) fn look_ahead<'p>(&mut self, packets: impl Iterator<Item = (Family, &'p Packet)>) {
        let mut known = std::mem::take(&mut self.ahead.packets);
        known.clear();
        for (family, packet) in packets {
            let network = packet.network();
            let tuple = |upper: Upper| Tuple::parse(family, network, upper, 0);
            let tuple = upper(family, network).and_then(tuple);
            known.push(tuple.map(|tuple| {
                let hash = self.hasher.compute(&tuple);
                self.buckets.prefetch(hash);
                Known {
                    tuple,
                    hash,
                    node: None,
                    new: None,
                }
            }));
        }
        for known in known.iter_mut().flatten() {
            match self.buckets.find(known.hash).next() {
                Some(node) => {
                    known.node = Some(node);
                    self.slab.prefetch(split(node).0);
                    self.known.prefetch(split(node).0);
                }
                None => known.new = self.look_ahead_new(&known.tuple),
            }
        }
        for known in known.iter().flatten() {
            if let Some(new) = known.new {
                if let Some(list) = new.source {
                    self.sources.prefetch_first(&self.slab, list);
                }
                self.buckets.prefetch_further(new.reply);
                if let Some((_, hash)) = new.translated {
                    self.buckets.prefetch_further(hash);
                }
            }
        }
        self.ahead.packets = known;
        self.ahead.changes = self.changes;
    }

    /// Begins to fetch what a new connection will need.
    fn look_ahead_new(&self, tuple: &Tuple) -> Option<New> {
        let reply = tuple.invert()?;
        let hash = self.hasher.compute(&reply);
        self.buckets.prefetch(hash);
        let translated = self.ahead.masked.and_then(|(dst, ipv6)| {
            let translated = Tuple { dst, ..reply };
            (ipv6 == reply.ipv6).then_some(translated)
        });
        let translated = translated.map(|tuple| {
            let hash = self.hasher.compute(&tuple);
            self.buckets.prefetch(hash);
            (tuple, hash)
        });
        Some(New {
            reply: hash,
            translated,
            source: self.sources.prefetch_head(tuple),
        })
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
                table.look_ahead(packets.iter().map(|packet| (V4, packet)));
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
