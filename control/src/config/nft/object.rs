//! Named objects: what rules use together.

use std::sync::Arc;

use dataplane::{conntrack::Helper, route::Family};

use super::{CounterState, LimitState, QuotaState};

/// Which kind of object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ObjectKind {
    /// `counter`.
    Counter,
    /// `quota`.
    Quota,
    /// `limit`.
    Limit,
    /// `ct helper`.
    CtHelper,
}

/// What is in an object.
#[derive(Clone, Debug, PartialEq)]
pub enum ObjectState {
    /// A counter.
    Counter(CounterState),
    /// A quota.
    Quota(QuotaState),
    /// A limit.
    Limit(LimitState),
    /// A helper of connections.
    CtHelper {
        /// Which.
        helper: Helper,
        /// Of TCP (6) or UDP (17).
        protocol: u8,
        /// Of one family only: `l3proto ip`; `None` for `inet`.
        family: Option<Family>,
    },
}

/// An object.
#[derive(Clone, Debug, PartialEq)]
pub struct Object {
    /// Its name.
    pub name: Arc<str>,
    /// Its handle.
    pub handle: u64,
    /// What it is.
    pub state: ObjectState,
    /// `comment`.
    pub comment: Option<Box<str>>,
}

impl Object {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> ObjectKind {
        match self.state {
            ObjectState::Counter(_) => ObjectKind::Counter,
            ObjectState::Quota(_) => ObjectKind::Quota,
            ObjectState::Limit(_) => ObjectKind::Limit,
            ObjectState::CtHelper { .. } => ObjectKind::CtHelper,
        }
    }
}
