//! What expressions remember from packet to packet. The configuration makes each of them once, and keeps it as long
//! as its rule (or named object) is there, through all changes of the others.

use std::sync::{
    Mutex,
    atomic::{AtomicU64, Ordering},
};

use super::{LimitUnit, eval::Run};

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
    /// The tokens, and when they were counted, in nanoseconds.
    pub(super) tokens: Mutex<(u64, u64)>,
}

/// `quota`: a volume (`struct nft_quota`).
#[derive(Debug)]
pub struct Quota {
    /// Bytes.
    pub bytes: u64,
    /// Holds once they are used up (`over`); else until then.
    pub over: bool,
    /// Bytes that are used.
    pub(super) used: AtomicU64,
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

    /// Bytes that are used.
    #[must_use]
    pub fn used(&self) -> u64 {
        self.used.load(Ordering::Relaxed)
    }

    /// None is used any more; gives how many were.
    pub fn reset(&self) -> u64 {
        self.used.swap(0, Ordering::Relaxed)
    }
}

/// `ct count`: how many connections there are whose packets came here (`nft_connlimit.c`).
#[derive(Debug)]
pub struct ConnCount {
    /// So many.
    pub count: u32,
    /// Holds when there are more (`over`); else up to that.
    pub over: bool,
}

/// `last used`: when a packet came here last.
#[derive(Debug, Default)]
pub struct Last {
    /// Nanoseconds of the router's clock; 0 for never.
    pub(super) at: AtomicU64,
}

impl Limit {
    /// So many `unit`s in so many seconds, and a burst; the bucket is full.
    #[must_use]
    pub const fn new(rate: u64, (unit, seconds): (LimitUnit, u64), burst: u64, over: bool) -> Self {
        Self {
            rate,
            unit,
            seconds,
            burst,
            over,
            tokens: Mutex::new((u64::MAX, 0)),
        }
    }
}

/// `nft_limit_pkts_eval`, `nft_limit_bytes_eval`.
pub(super) fn limit(_run: &mut Run<'_, '_>, _limit: &Limit) -> Option<()> {
    None
}

/// `nft_quota_do_eval`.
pub(super) fn quota(_run: &mut Run<'_, '_>, _quota: &Quota) -> Option<()> {
    None
}

/// `nft_connlimit_do_eval`.
pub(super) fn conn_count(_run: &mut Run<'_, '_>, _count: &ConnCount) -> Option<()> {
    None
}

/// `nft_last_eval`.
pub(super) fn last(_run: &mut Run<'_, '_>, _last: &Last) -> Option<()> {
    None
}
