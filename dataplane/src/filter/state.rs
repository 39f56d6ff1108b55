//! What some matches remember from packet to packet.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use super::{
    Match, RuleSpec, SharedTables,
    matches::{Bucket, Connections, HashlimitTable, RecentTable, StatisticMode},
    shared::Copies,
};
use crate::route::Family;

/// What one match remembers.
#[derive(Debug)]
pub(super) enum Memory {
    /// Of `limit`: the tokens.
    Bucket(Bucket),
    /// Of `statistic --mode nth`: packets since the last that was chosen.
    Count(AtomicU32),
    /// Of `connlimit`: the connections that were counted.
    Connections(Connections),
    /// Of `recent`: the list of that name.
    Recent(Arc<RecentTable>),
    /// Of `hashlimit`: the accounts of that name.
    Hashlimit(Arc<HashlimitTable>),
}

/// What the matches of one rule remember. Shared by the workers, and by the rule sets that the rule
/// stands in.
#[derive(Debug, Default)]
pub struct RuleState {
    /// Of the matches that remember something, in order.
    memories: Box<[Memory]>,
}

impl RuleState {
    /// The state of a rule that has matched nothing yet, and shares nothing.
    #[must_use]
    pub fn of(spec: &RuleSpec) -> Self {
        Self {
            memories: spec.matches.iter().filter_map(Memory::of).collect(),
        }
    }

    /// The state of a rule of `family` that has matched nothing yet, with the tables that it names; of
    /// those that are not there it has one of its own.
    #[must_use]
    pub fn sharing(spec: &RuleSpec, family: Family, tables: &SharedTables) -> Self {
        let memory = |one| tables.find(one, family).or_else(|| Memory::of(one));
        Self {
            memories: spec.matches.iter().filter_map(memory).collect(),
        }
    }

    /// What is remembered now, shared with nobody but those that have it from the same `copies`.
    #[must_use]
    pub(super) fn detached(&self, copies: &mut Copies) -> Self {
        let mut copied = |memory: &Memory| match memory {
            Memory::Bucket(bucket) => Memory::Bucket(bucket.copied()),
            Memory::Count(count) => Memory::Count(AtomicU32::new(count.load(Ordering::Relaxed))),
            Memory::Connections(counted) => Memory::Connections(counted.copied()),
            Memory::Recent(table) => Memory::Recent(copies.recent(table)),
            Memory::Hashlimit(table) => Memory::Hashlimit(copies.hashlimit(table)),
        };
        Self {
            memories: self.memories.iter().map(&mut copied).collect(),
        }
    }

    /// What the match remembers that is the `place`th of those that remember something.
    #[inline]
    pub(super) fn get(&self, place: usize) -> Option<&Memory> {
        self.memories.get(place)
    }

    /// The numbers that make it up, for tests that compare two walks.
    #[cfg(test)]
    pub(super) fn numbers(&self) -> Vec<u64> {
        let number = |memory: &Memory| match memory {
            Memory::Bucket(bucket) => Some(bucket.credit().into()),
            Memory::Count(count) => Some(count.load(Ordering::Relaxed).into()),
            Memory::Connections(_) | Memory::Recent(_) | Memory::Hashlimit(_) => None,
        };
        self.memories.iter().filter_map(number).collect()
    }
}

impl Memory {
    /// What a match remembers that has not been asked yet; `None` if it remembers nothing.
    pub(super) fn of(of: &Match) -> Option<Self> {
        match of {
            Match::Limit(limit) => Some(Self::Bucket(Bucket::of(limit))),
            Match::Statistic(statistic) => match statistic.mode.of {
                StatisticMode::Nth { every, packet } => {
                    // `statistic_check` of iptables.
                    Some(Self::Count(AtomicU32::new(every.saturating_sub(packet))))
                }
                StatisticMode::Random(_) => None,
            },
            Match::Connlimit(_) => Some(Self::Connections(Connections::default())),
            Match::Recent(recent) => Some(Self::Recent(Arc::new(RecentTable::of(recent)))),
            Match::Hashlimit(config) => Some(Self::Hashlimit(Arc::new(HashlimitTable::of(config)))),
            Match::Addrtype(_)
            | Match::Comment(_)
            | Match::Connlabel(_)
            | Match::Connmark(_)
            | Match::Conntrack(_)
            | Match::Dscp(_)
            | Match::Ecn(_)
            | Match::Hl(_)
            | Match::Icmp(_)
            | Match::Icmp6(_)
            | Match::Iprange(_)
            | Match::Length(_)
            | Match::Mac(_)
            | Match::Mark(_)
            | Match::Multiport(_)
            | Match::Pkttype(_)
            | Match::Rpfilter(_)
            | Match::State(_)
            | Match::Tcp(_)
            | Match::Tos(_)
            | Match::Ttl(_)
            | Match::Udp(_) => None,
        }
    }

    /// The same table once more, if it is one that rules share.
    pub(super) fn shared(&self) -> Option<Self> {
        match self {
            Self::Recent(table) => Some(Self::Recent(Arc::clone(table))),
            Self::Hashlimit(table) => Some(Self::Hashlimit(Arc::clone(table))),
            Self::Bucket(_) | Self::Count(_) | Self::Connections(_) => None,
        }
    }

    /// Counts a packet round to `every`; whether it came round.
    pub(super) fn turn(count: &AtomicU32, every: u32) -> bool {
        let next = |now| Some(if now >= every { 0 } else { now + 1 });
        let before = count.fetch_update(Ordering::Relaxed, Ordering::Relaxed, next);
        before.is_ok_and(|before| before >= every)
    }
}
