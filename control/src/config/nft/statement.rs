//! What rules do.

use std::sync::Arc;

use dataplane::{
    filter::{
        Counts,
        nft::{ConnCount, DynsetOp, Limit, LogSpec, NatKind, Quota, RejectKind},
    },
    nat::NatFlags,
    route::Family,
    time::Duration,
};

use super::{Expr, Field, MapRef, ObjectKind, RelOp};
use crate::config::netfilter::Counted;

/// Where a packet goes on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// `accept`.
    Accept,
    /// `drop`.
    Drop,
    /// `continue`.
    Continue,
    /// `return`.
    Return,
    /// `jump CHAIN`.
    Jump(Arc<str>),
    /// `goto CHAIN`.
    Goto(Arc<str>),
}

/// A counter of a rule, an element or an object.
#[derive(Clone, Debug, Default)]
pub struct CounterState {
    /// What it has counted.
    pub counted: Counted,
}

impl PartialEq for CounterState {
    /// Counters are equal whatever they have counted.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// A limit: what it says and what it remembers.
#[derive(Clone, Debug)]
pub struct LimitState(pub Arc<Limit>);

impl PartialEq for LimitState {
    fn eq(&self, other: &Self) -> bool {
        let says = |one: &Limit| (one.rate, one.unit, one.seconds, one.burst, one.over);
        says(&self.0) == says(&other.0)
    }
}

/// A quota.
#[derive(Clone, Debug)]
pub struct QuotaState(pub Arc<Quota>);

impl PartialEq for QuotaState {
    fn eq(&self, other: &Self) -> bool {
        (self.0.bytes, self.0.over) == (other.0.bytes, other.0.over)
    }
}

/// `ct count`.
#[derive(Clone, Debug)]
pub struct ConnCountState(pub Arc<ConnCount>);

impl PartialEq for ConnCountState {
    fn eq(&self, other: &Self) -> bool {
        (self.0.count, self.0.over) == (other.0.count, other.0.over)
    }
}

/// `log`.
#[derive(Clone, Debug, PartialEq)]
pub struct LogStatement {
    /// What is told, and how.
    pub spec: Arc<LogSpec>,
    /// Which of it was given: they are listed only then.
    pub level_given: bool,
    /// `snaplen`.
    pub snaplen: Option<u32>,
    /// `queue-threshold`.
    pub queue_threshold: Option<u16>,
}

impl LogStatement {
    /// The names of levels, by their numbers.
    pub const LEVELS: [&str; 9] = [
        "emerg", "alert", "crit", "err", "warn", "notice", "info", "debug", "audit",
    ];
}

/// `reject`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RejectStatement {
    /// How.
    pub kind: RejectKind,
    /// For `Code`: whether it is one of ICMPv6.
    pub ipv6: bool,
}

/// `snat`, `dnat`, `masquerade`, `redirect`.
#[derive(Clone, Debug, PartialEq)]
pub struct NatStatement {
    /// Which.
    pub kind: NatKind,
    /// `snat ip to`: the family of the addresses, where it is written or known.
    pub family: Option<Family>,
    /// Whether the family has to be written (tables of inet).
    pub family_written: bool,
    /// To which address: a value, range, prefix (`snat ip prefix to`), or a map.
    pub addr: Option<Expr>,
    /// To which port: a value, range or map. Where a map gives both, `addr` is that map, of a concatenation.
    pub port: Option<Expr>,
    /// `prefix`.
    pub prefix: bool,
    /// `random`, `fully-random`, `persistent`.
    pub flags: NatFlags,
}

/// A change of a set by packets.
#[derive(Clone, Debug, PartialEq)]
pub struct SetChange {
    /// What happens.
    pub op: DynsetOp,
    /// The set or map.
    pub set: Box<str>,
    /// The key.
    pub key: Expr,
    /// Of a map, what it maps to.
    pub data: Option<Expr>,
    /// `timeout`.
    pub timeout: Option<Duration>,
    /// What each element has of its own.
    pub statements: Vec<Statement>,
}

/// A statement of a rule.
#[derive(Clone, Debug, PartialEq)]
pub enum Statement {
    /// A comparison: the rule ends unless it holds.
    Match {
        /// What is compared: a field, or work on the bits of one, or a concatenation of fields.
        left: Expr,
        /// How.
        op: RelOp,
        /// With what: a value, prefix, range, flags, a set.
        right: Expr,
    },
    /// `accept`, `jump …`.
    Verdict(Verdict),
    /// `KEY vmap …`.
    Vmap {
        /// The key.
        key: Expr,
        /// The map.
        map: MapRef,
    },
    /// `counter`.
    Counter(CounterState),
    /// `limit rate …`.
    Limit(LimitState),
    /// `quota …`.
    Quota(QuotaState),
    /// `ct count …`.
    ConnCount(ConnCountState),
    /// `counter name "x"`, `quota name …`, `limit name …`, `ct helper set …`: an object of the table by its name, or
    /// by a map (`counter name ip saddr map { … }`).
    Object {
        /// Of which kind.
        kind: ObjectKind,
        /// Its name ([`Expr::ObjectName`]) or a map to names ([`Expr::Map`]).
        name: Expr,
    },
    /// `log`.
    Log(LogStatement),
    /// `reject`.
    Reject(RejectStatement),
    /// `snat`, `dnat`, `masquerade`, `redirect`.
    Nat(Box<NatStatement>),
    /// `notrack`.
    Notrack,
    /// `meta KEY set`, `ct KEY set`, `ip dscp set`, `tcp option maxseg size set`.
    Set {
        /// What is changed.
        field: Field,
        /// To what: a constant or an expression.
        to: Expr,
    },
    /// `reset tcp option …`: its kind.
    ResetTcpOption(u8),
    /// `add @set { … }` and its like.
    ChangeSet(Box<SetChange>),
}

impl Statement {
    /// The same with a memory of its own.
    #[must_use]
    pub fn renewed(&self) -> Self {
        match self {
            Self::Limit(LimitState(of)) => {
                let every = (of.unit, of.seconds);
                Self::Limit(LimitState(Arc::new(Limit::new(
                    of.rate, every, of.burst, of.over,
                ))))
            }
            Self::Quota(QuotaState(of)) => {
                let quota = Quota::new(of.bytes, of.over, of.used());
                Self::Quota(QuotaState(Arc::new(quota)))
            }
            Self::ConnCount(ConnCountState(of)) => {
                let count = ConnCount::new(of.count, of.over);
                Self::ConnCount(ConnCountState(Arc::new(count)))
            }
            Self::Match { .. }
            | Self::Verdict(_)
            | Self::Vmap { .. }
            | Self::Counter(_)
            | Self::Object { .. }
            | Self::Log(_)
            | Self::Reject(_)
            | Self::Nat(_)
            | Self::Notrack
            | Self::Set { .. }
            | Self::ResetTcpOption(_)
            | Self::ChangeSet(_) => self.clone(),
        }
    }
}

/// Counts at the beginning, of `counter packets 1 bytes 2`.
impl From<Counts> for CounterState {
    fn from(counts: Counts) -> Self {
        Self {
            counted: Counted::from(counts),
        }
    }
}
