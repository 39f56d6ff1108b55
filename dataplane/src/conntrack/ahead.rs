//! Looking ahead: while the first packets of a burst are on their way, what the others will need is
//! fetched from memory, so that their misses overlap.

use super::{
    Conntrack, Tuple,
    tuple::{Upper, upper},
};
use crate::{packet::Packet, route::Family};

/// What is known of a packet before its turn comes.
#[derive(Clone, Copy, Debug)]
struct Known {
    tuple: Tuple,
    hash: u32,
    /// The hash of its answers, if no connection seems to have its tuple.
    reply: Option<u32>,
}

/// The packets of a burst, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Ahead {
    packets: Vec<Option<Known>>,
    turn: usize,
}

impl Ahead {
    /// The hashes of this tuple and of its answers', if they are known. Both have no zone.
    #[inline]
    pub(super) fn hashes(&self, tuple: &Tuple) -> Option<(u32, Option<u32>)> {
        let known = self.packets.get(self.turn)?.as_ref()?;
        (known.tuple == *tuple).then_some((known.hash, known.reply))
    }
}

impl Conntrack {
    /// Begins to fetch what is needed to track these packets. They come by in this order, as
    /// [`turn`](Self::turn) says; nothing but time is lost if they don't.
    pub(crate) fn look_ahead<'p>(&mut self, packets: impl Iterator<Item = (Family, &'p Packet)>) {
        self.ahead.packets.clear();
        for (family, packet) in packets {
            let network = packet.network();
            let tuple = |upper: Upper| Tuple::parse(family, network, upper, 0);
            let known = upper(family, network).and_then(tuple).map(|tuple| {
                let hash = self.hasher.hash(&tuple);
                self.buckets.prefetch(hash);
                Known {
                    tuple,
                    hash,
                    reply: None,
                }
            });
            self.ahead.packets.push(known);
        }
        // By now the first buckets are there.
        for known in self.ahead.packets.iter_mut().flatten() {
            match self.buckets.find(known.hash).next() {
                Some(node) => self.slab.prefetch(super::table::split(node).0),
                None => {
                    let reply = known.tuple.invert().map(|reply| self.hasher.hash(&reply));
                    if let Some(hash) = reply {
                        self.buckets.prefetch(hash);
                    }
                    known.reply = reply;
                }
            }
        }
    }

    /// The next packet to be tracked is the one with this number, from 0, of those that were looked at.
    #[inline]
    pub(crate) fn turn(&mut self, packet: usize) {
        self.ahead.turn = packet;
    }
}
