//! What expressions remember from packet to packet. The configuration makes each of them once, and keeps it as long
//! as its rule (or named object) is there, through all changes of the others.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicU64, Ordering},
};

use super::{
    Expr, LimitUnit,
    eval::{Outcome, Run},
};
use crate::{
    drop_reason::DropReason, filter::matches::Connections, flow_cache::Consulted, time::Instant,
};

/// Nanoseconds of a second.
const SECOND: u64 = 1_000_000_000;
/// Packets that may come at once where nothing is said (`NFT_LIMIT_PKT_BURST_DEFAULT`).
const DEFAULT_BURST: u64 = 5;

/// `limit`: a token bucket of nanoseconds (`struct nft_limit_priv`).
#[derive(Debug)]
pub struct Limit {
    /// So many
    pub rate: u64,
    /// of these
    pub unit: LimitUnit,
    /// in so many seconds.
    pub seconds: u64,
    /// As many more may come at once.
    pub burst: u64,
    /// Holds when there are too many (`over`).
    pub over: bool,
    /// Nanoseconds that the bucket holds, and that a packet costs, if it is packets that are counted.
    capacity: u64,
    cost: u64,
    /// The tokens, and when they were counted, in nanoseconds.
    tokens: Mutex<(u64, u64)>,
}

impl Limit {
    /// So many `unit`s in so many seconds, and a burst; the bucket is full.
    #[must_use]
    pub const fn new(rate: u64, (unit, seconds): (LimitUnit, u64), burst: u64, over: bool) -> Self {
        let (cost, capacity) = match terms(rate, (unit, seconds), burst) {
            Some(terms) => terms,
            None => (0, 0),
        };
        Self {
            rate,
            unit,
            seconds,
            burst,
            over,
            capacity,
            cost,
            tokens: Mutex::new((u64::MAX, 0)),
        }
    }

    /// Whether the kernel takes it (`nft_limit_init`): its bucket can be counted in nanoseconds.
    #[must_use]
    pub const fn is_valid(&self) -> bool {
        terms(self.rate, (self.unit, self.seconds), self.burst).is_some()
    }

    /// The nanoseconds that a packet of `len` bytes costs.
    const fn cost(&self, len: u64) -> u64 {
        match self.unit {
            LimitUnit::Packets => self.cost,
            LimitUnit::Bytes => {
                match (self.seconds.wrapping_mul(SECOND).wrapping_mul(len)).checked_div(self.rate) {
                    Some(cost) => cost,
                    None => 0,
                }
            }
        }
    }

    /// Whether it holds for a packet of `len` bytes (`nft_limit_eval`).
    pub(super) fn passes(&self, now: Instant, len: u64) -> bool {
        let (cost, now) = (self.cost(len), now.as_nanos());
        let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        let gained = now.saturating_sub(tokens.1);
        let had = tokens.0.saturating_add(gained).min(self.capacity);
        let left = had.checked_sub(cost);
        *tokens = (left.unwrap_or(had), now);
        left.is_some() != self.over
    }

    /// The same one with a full bucket.
    pub(super) const fn renewed(&self) -> Self {
        Self::new(self.rate, (self.unit, self.seconds), self.burst, self.over)
    }

    pub(super) fn copied(&self) -> Self {
        let tokens = *self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        Self {
            tokens: Mutex::new(tokens),
            ..self.renewed()
        }
    }
}

/// The nanoseconds that a packet costs, and that the bucket holds; `None` if they can't be counted.
const fn terms(rate: u64, (unit, seconds): (LimitUnit, u64), burst: u64) -> Option<(u64, u64)> {
    let Some(nanos) = seconds.checked_mul(SECOND) else {
        return None;
    };
    let Some(cost) = nanos.checked_div(rate) else {
        return None;
    };
    let capacity = match unit {
        LimitUnit::Packets if burst == 0 => cost.checked_mul(DEFAULT_BURST),
        LimitUnit::Packets => cost.checked_mul(burst),
        LimitUnit::Bytes => match rate.checked_add(burst) {
            Some(together) => match nanos.checked_mul(together) {
                Some(nanos) => nanos.checked_div(rate),
                None => None,
            },
            None => None,
        },
    };
    match capacity {
        Some(capacity) => Some((cost, capacity)),
        None => None,
    }
}

/// `quota`: a volume (`struct nft_quota`).
#[derive(Debug)]
pub struct Quota {
    /// Bytes.
    pub bytes: u64,
    /// Holds once they are used up (`over`); else until then.
    pub over: bool,
    /// Bytes that were counted.
    used: AtomicU64,
}

impl Quota {
    /// A quota of which some is used already.
    #[must_use]
    pub const fn new(bytes: u64, over: bool, used: u64) -> Self {
        Self {
            bytes,
            over,
            used: AtomicU64::new(used),
        }
    }

    /// Bytes that are used: never more than there are.
    #[must_use]
    pub fn used(&self) -> u64 {
        self.used.load(Ordering::Relaxed).min(self.bytes)
    }

    /// None is used any more; gives how many were.
    pub fn reset(&self) -> u64 {
        self.used.swap(0, Ordering::Relaxed).min(self.bytes)
    }

    /// Whether it holds for a packet of `len` bytes, which it counts (`nft_quota_do_eval`).
    pub(super) fn passes(&self, len: u64) -> bool {
        let used = self
            .used
            .fetch_add(len, Ordering::Relaxed)
            .wrapping_add(len);
        (used > self.bytes) == self.over
    }

    pub(super) fn copied(&self) -> Self {
        Self::new(self.bytes, self.over, self.used.load(Ordering::Relaxed))
    }
}

/// `ct count`: how many connections there are whose packets came here (`nft_connlimit.c`).
#[derive(Debug)]
pub struct ConnCount {
    /// So many.
    pub count: u32,
    /// Holds when there are more (`over`); else up to that.
    pub over: bool,
    connections: Connections,
}

impl ConnCount {
    /// None were counted yet.
    #[must_use]
    pub fn new(count: u32, over: bool) -> Self {
        Self {
            count,
            over,
            connections: Connections::default(),
        }
    }

    /// Whether it holds for the packet's connection, which it counts; `None` if it has none.
    pub(super) fn passes(&self, run: &mut Run<'_, '_>) -> Option<bool> {
        let packet = &*run.packet;
        let count = self
            .connections
            .count_packet(run.cx, run.at.family, packet)?;
        Some((count > self.count as usize) == self.over)
    }

    /// Whether none of the connections is there any more.
    pub(super) fn is_empty(&self, run: &mut Run<'_, '_>) -> bool {
        self.connections.is_deserted(run.cx)
    }

    pub(super) fn copied(&self) -> Self {
        Self {
            connections: self.connections.copied(),
            ..Self::new(self.count, self.over)
        }
    }
}

/// What an expression remembers that elements of sets may have of their own (`NFT_EXPR_STATEFUL`).
#[derive(Clone, Copy, Debug)]
pub(super) enum Stateful<'a> {
    /// Packets and bytes.
    Counter,
    /// What may pass.
    Limit(&'a Arc<Limit>),
    /// What is left.
    Quota(&'a Arc<Quota>),
    /// Connections.
    ConnCount(&'a Arc<ConnCount>),
}

impl<'a> Stateful<'a> {
    /// `None` for all others.
    pub(super) const fn of(expr: &'a Expr) -> Option<Self> {
        Some(match expr {
            Expr::Counter(_) => Self::Counter,
            Expr::Limit(limit) => Self::Limit(limit),
            Expr::Quota(quota) => Self::Quota(quota),
            Expr::Connlimit(count) => Self::ConnCount(count),
            // Nothing else is stateful (`NFT_EXPR_STATEFUL`).
            Expr::Payload { .. }
            | Expr::PayloadSet { .. }
            | Expr::Exthdr { .. }
            | Expr::ExthdrSet { .. }
            | Expr::ExthdrReset { .. }
            | Expr::Meta { .. }
            | Expr::MetaSet { .. }
            | Expr::Ct { .. }
            | Expr::CtSet { .. }
            | Expr::Rt { .. }
            | Expr::Socket { .. }
            | Expr::Fib { .. }
            | Expr::Immediate { .. }
            | Expr::Verdict(_)
            | Expr::Cmp { .. }
            | Expr::Range { .. }
            | Expr::Bitwise { .. }
            | Expr::Byteorder { .. }
            | Expr::Lookup { .. }
            | Expr::Dynset { .. }
            | Expr::Log(_)
            | Expr::Reject(_)
            | Expr::Nat(_)
            | Expr::Notrack
            | Expr::Helper(_)
            | Expr::Numgen { .. }
            | Expr::Hash { .. } => return None,
        })
    }
}

/// `nft_limit_pkts_eval`, `nft_limit_bytes_eval`.
pub(super) fn limit(run: &mut Run<'_, '_>, limit: &Limit) -> Option<()> {
    run.consult(Consulted::MORE, "limit");
    let len = run.packet.network_len() as u64;
    limit.passes(run.cx.now, len).then_some(())
}

/// `nft_quota_do_eval`.
pub(super) fn quota(run: &mut Run<'_, '_>, quota: &Quota) -> Option<()> {
    run.consult(Consulted::MORE, "quota");
    quota.passes(run.packet.network_len() as u64).then_some(())
}

/// `nft_connlimit_do_eval`: what can't be a connection is dropped.
pub(super) fn conn_count(run: &mut Run<'_, '_>, count: &ConnCount) -> Outcome {
    run.consult(Consulted::MORE, "connlimit");
    match count.passes(run) {
        Some(true) => Outcome::Next,
        Some(false) => Outcome::Break,
        None => Outcome::Drop(DropReason::NetfilterDrop),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Passes packets at these times (in milliseconds) and of these lengths.
    fn passed(limit: &Limit, packets: &[(u64, u64)]) -> Vec<bool> {
        let passes =
            |(at, len): &(u64, u64)| limit.passes(Instant::from_nanos(at * 1_000_000), *len);
        packets.iter().map(passes).collect()
    }

    #[test]
    fn a_limit_begins_with_its_burst() {
        let limit = Limit::new(10, (LimitUnit::Packets, 1), 3, false);
        let packets = [(0, 1), (0, 1), (0, 1), (0, 1), (99, 1), (100, 1), (100, 1)];
        let expected = [true, true, true, false, false, true, false];
        assert_eq!(passed(&limit, &packets), expected);
        assert!(!limit.copied().passes(Instant::from_nanos(100_000_000), 1));
        assert!(limit.renewed().passes(Instant::from_nanos(100_000_000), 1));
    }

    #[test]
    fn without_a_burst_five_packets_may_come_at_once() {
        let limit = Limit::new(1, (LimitUnit::Packets, 3600), 0, false);
        let expected = [true, true, true, true, true, false];
        assert_eq!(passed(&limit, &[(0, 1); 6]), expected);
    }

    #[test]
    fn over_holds_for_what_is_too_much() {
        let limit = Limit::new(1000, (LimitUnit::Bytes, 1), 500, true);
        let packets = [(0, 1000), (0, 500), (0, 1), (1, 1), (1, 1)];
        let expected = [false, false, true, false, true];
        assert_eq!(passed(&limit, &packets), expected);
    }

    #[test]
    fn limits_that_overflow_are_not_valid() {
        let valid =
            |rate, seconds, burst, unit| Limit::new(rate, (unit, seconds), burst, false).is_valid();
        assert!(!valid(0, 1, 1, LimitUnit::Packets));
        assert!(!valid(1, u64::MAX / 1000, 1, LimitUnit::Packets));
        assert!(valid(1, 604_800, 5, LimitUnit::Packets));
        assert!(!valid(1, 604_800, u64::from(u32::MAX), LimitUnit::Packets));
        assert!(!valid(1 << 62, 1, 0, LimitUnit::Bytes));
    }

    #[test]
    fn a_quota_holds_until_it_is_used_up() {
        // net/netfilter/nft_quota.c of Linux 6.18: the packet that uses up the last byte is within it.
        let (until, over) = (Quota::new(100, false, 0), Quota::new(100, true, 60));
        assert_eq!(
            [40, 60, 1].map(|len| until.passes(len)),
            [true, true, false]
        );
        assert_eq!([40, 1].map(|len| over.passes(len)), [false, true]);
        assert_eq!((until.used(), over.used()), (100, 100));
        assert_eq!((until.reset(), until.used()), (100, 0));
    }

    proptest! {
        /// The oracle gives each packet that passed its cost, and sums up what time has given.
        #[test]
        fn no_more_passes_than_the_rate_and_the_burst_allow(
            rate in 1u64..50,
            burst in 1u64..20,
            gaps in prop::collection::vec(0u64..200, 1..200),
        ) {
            let limit = Limit::new(rate, (LimitUnit::Packets, 1), burst, false);
            let (mut now, mut tokens) = (0u64, (1_000_000_000 / rate * burst) as i128);
            let (cost, capacity) = ((1_000_000_000 / rate) as i128, tokens);
            for gap in gaps {
                now += gap;
                tokens = (tokens + i128::from(gap) * 1_000_000).min(capacity);
                let within = tokens >= cost;
                if within {
                    tokens -= cost;
                }
                let passes = limit.passes(Instant::from_nanos(now * 1_000_000), 1);
                prop_assert_eq!(passes, within);
            }
        }
    }
}
