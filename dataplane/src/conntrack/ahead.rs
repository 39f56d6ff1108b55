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
struct Known {
    tuple: Tuple,
    hash: u32,
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
}

/// The packets of a burst, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Ahead {
    packets: Vec<Option<Known>>,
    turn: usize,
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
                let hash = self.hasher.hash(&tuple);
                self.buckets.prefetch(hash);
                Known {
                    tuple,
                    hash,
                    new: None,
                }
            }));
        }
        for known in known.iter_mut().flatten() {
            match self.buckets.find(known.hash).next() {
                Some(node) => self.slab.prefetch(split(node).0),
                None => known.new = self.look_ahead_new(&known.tuple),
            }
        }
        for known in known.iter().flatten() {
            if let Some(new) = known.new {
                self.sources.prefetch_first(&self.slab, &known.tuple);
                self.buckets.prefetch_further(new.reply);
                if let Some((_, hash)) = new.translated {
                    self.buckets.prefetch_further(hash);
                }
            }
        }
        self.ahead.packets = known;
    }

    /// Begins to fetch what a new connection will need.
    fn look_ahead_new(&self, tuple: &Tuple) -> Option<New> {
        let reply = tuple.invert()?;
        let hash = self.hasher.hash(&reply);
        self.buckets.prefetch(hash);
        self.sources.prefetch_head(tuple);
        let translated = self.ahead.masked.and_then(|(dst, ipv6)| {
            let translated = Tuple { dst, ..reply };
            (ipv6 == reply.ipv6).then_some(translated)
        });
        let translated = translated.map(|tuple| {
            let hash = self.hasher.hash(&tuple);
            self.buckets.prefetch(hash);
            (tuple, hash)
        });
        Some(New {
            reply: hash,
            translated,
        })
    }

    /// The next packet to be tracked is the one with this number, from 0, of those that were looked at.
    #[inline]
    pub(crate) fn turn(&mut self, packet: usize) {
        self.ahead.turn = packet;
    }
}
