//! `-m connlimit`: how many connections an address or network has at the moment.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, PoisonError},
};

use super::{Probe, Side, limit::tick};
use crate::{
    conntrack::{Ct, Life, Tuple},
    drop_reason::DropReason,
    filter::state::Memory,
    forward::Context,
    iface::IfIndex,
    packet::Packet,
    route::{Family, Key as _},
};

/// Lists beyond which empty ones are looked for.
const MANY: usize = 1024;
/// Lists longer than this are looked through once a tick, as the kernel does with all.
const LONG: usize = 64;
/// Ticks after which a connection that is not in the table is none (`find_or_evict`): another worker's
/// may be about to come into it.
const PATIENCE: u64 = 2;

/// `-m connlimit`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connlimit {
    /// How many.
    pub limit: u32,
    /// `--connlimit-upto`: so many at most; else more than that.
    pub upto: bool,
    /// `--connlimit-mask`: how many bits of the address count.
    pub mask: u8,
    /// `--connlimit-saddr`, `--connlimit-daddr`.
    pub side: Side,
}

impl Connlimit {
    /// `connlimit_mt`.
    ///
    /// # Errors
    /// If the packet can't belong to a connection, or none is left to count: the kernel takes that for
    /// a lack of memory.
    pub(super) fn holds(
        &self,
        cx: &mut Context<'_>,
        probe: &Probe<'_>,
        memory: Option<&Memory>,
    ) -> Result<bool, DropReason> {
        let Some(Memory::Connections(counted)) = memory else {
            return Ok(false);
        };
        let packet = probe.packet;
        let met = Met::of(cx, probe.at.family, packet).ok_or(DropReason::NetfilterDrop)?;
        let (tuple, zone) = (met.tuple, met.zone);
        let key = Key {
            addr: self.side.of(probe).masked(self.mask),
            zone,
        };
        let count = counted.count(cx, key, met.to_add(packet), Some(tuple));
        if count == 0 {
            return Err(DropReason::NetfilterDrop);
        }
        Ok((count > self.limit as usize) != self.upto)
    }
}

/// The connection that a packet is of, or would be of.
struct Met {
    tuple: Tuple,
    zone: u16,
    /// Other packets know it.
    confirmed: bool,
}

impl Met {
    /// `None` if it can't belong to any.
    fn of(cx: &mut Context<'_>, family: Family, packet: &Packet) -> Option<Self> {
        if let Ct::Of(ct) = packet.meta.ct {
            let conn = cx.conntrack().get(ct.id)?;
            return Some(Self {
                tuple: conn.tuples[0],
                zone: conn.zone(),
                confirmed: !ct.unconfirmed,
            });
        }
        let zone = match packet.meta.ct {
            Ct::Template {
                original, reply, ..
            } => original.max(reply),
            Ct::None | Ct::Untracked | Ct::Invalid | Ct::Of(_) => 0,
        };
        let tuple = Tuple::of_packet(family, packet.network(), zone)?;
        // It counts even if a connection has packets like that, and then as that connection.
        let conntrack = cx.conntrack();
        let found = conntrack.find(&tuple).and_then(|(id, _)| conntrack.get(id));
        Some(Self {
            tuple: found.map_or(tuple, |conn| conn.tuples[0]),
            zone,
            confirmed: false,
        })
    }

    /// The connection, unless it was counted when it began.
    fn to_add(&self, packet: &Packet) -> Option<Tuple> {
        // The router's own connections are known by the time that they come in by `lo`.
        let known = self.confirmed && packet.meta.iif != Some(IfIndex::LOOPBACK);
        (!known).then_some(self.tuple)
    }
}

/// Whose connections are counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Key {
    addr: u128,
    zone: u16,
}

/// A connection that was counted.
#[derive(Clone, Copy, Debug)]
struct Counted {
    tuple: Tuple,
    /// The worker that met it, and when.
    worker: usize,
    tick: u64,
}

/// The connections of one key.
#[derive(Clone, Debug, Default)]
struct List {
    counted: Vec<Counted>,
    /// When it was last looked through.
    checked: Option<u64>,
}

impl List {
    /// Forgets what has closed or gone.
    fn check(&mut self, cx: &mut Context<'_>, tick: u64) {
        if self.counted.len() > LONG && self.checked == Some(tick) {
            return;
        }
        self.checked = Some(tick);
        let worker = cx.worker;
        self.counted.retain(|one| match cx.life(&one.tuple) {
            Life::Open => true,
            Life::Closed => false,
            Life::Gone => one.worker != worker && tick.saturating_sub(one.tick) < PATIENCE,
        });
    }
}

#[derive(Clone, Debug, Default)]
struct Lists {
    of: HashMap<Key, List>,
    /// The keys, in the order in which their lists are looked at to be thrown away.
    order: VecDeque<Key>,
}

/// The connections that a rule has counted (`struct nf_conncount_data`). Packets take its lock one after
/// the other, with that of the connections in hand.
#[derive(Debug, Default)]
pub(crate) struct Connections(Mutex<Lists>);

impl Connections {
    /// The same at this moment.
    pub(in crate::filter) fn copied(&self) -> Self {
        Self(Mutex::new(self.with(|lists| lists.clone())))
    }

    /// Counts all connections together, that of a packet among them (`nft_connlimit_do_eval`); `None` if it can't
    /// belong to any.
    pub(in crate::filter) fn count_packet(
        &self,
        cx: &mut Context<'_>,
        family: Family,
        packet: &Packet,
    ) -> Option<usize> {
        let new = Met::of(cx, family, packet)?.to_add(packet);
        let all = Key { addr: 0, zone: 0 };
        Some(self.count(cx, all, new, new))
    }

    /// Whether none of those that were counted is there any more.
    pub(in crate::filter) fn is_deserted(&self, cx: &mut Context<'_>) -> bool {
        let tick = tick(cx.now);
        let _ = cx.conntrack();
        self.with(|lists| {
            lists.of.values_mut().all(|list| {
                list.check(cx, tick);
                list.counted.is_empty()
            })
        })
    }

    fn with<T>(&self, ask: impl FnOnce(&mut Lists) -> T) -> T {
        ask(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Counts the connections of `key`, `new` among them (`nf_conncount_count`), or `first` if there are none yet.
    fn count(
        &self,
        cx: &mut Context<'_>,
        key: Key,
        new: Option<Tuple>,
        first: Option<Tuple>,
    ) -> usize {
        let (tick, worker) = (tick(cx.now), cx.worker);
        // Before the list is locked: see the order of locks at `Router`.
        let _ = cx.conntrack();
        self.with(|lists| {
            let add = match lists.of.get_mut(&key) {
                Some(list) => {
                    list.check(cx, tick);
                    new.filter(|new| !list.counted.iter().any(|one| one.tuple == *new))
                }
                None => {
                    lists.order.push_back(key);
                    first
                }
            };
            let list = lists.of.entry(key).or_default();
            if let Some(tuple) = add {
                list.counted.push(Counted {
                    tuple,
                    worker,
                    tick,
                });
            }
            let count = list.counted.len();
            if lists.order.len() > MANY {
                lists.tidy(cx, tick);
            }
            count
        })
    }
}

impl Lists {
    /// Looks at two lists, and throws them away if nothing is left on them: so there are never many more
    /// than there are connections.
    fn tidy(&mut self, cx: &mut Context<'_>, tick: u64) {
        for _ in 0..2 {
            let Some(key) = self.order.pop_front() else {
                return;
            };
            let Some(list) = self.of.get_mut(&key) else {
                continue;
            };
            list.check(cx, tick);
            if list.counted.is_empty() {
                self.of.remove(&key);
            } else {
                self.order.push_back(key);
            }
        }
    }
}
