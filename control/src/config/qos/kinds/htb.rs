//! `htb` (`sch_htb.c`).

use std::time::Duration;

use dataplane::qos::{HtbParams, QdiscKind, RateSpec};

use crate::config::Link;

/// Levels of classes (`TC_HTB_MAXDEPTH`).
pub(in super::super) const MAX_DEPTH: u8 = 8;

/// Options of the qdisc.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HtbOptions {
    /// `default`: a minor number.
    pub default: u32,
    /// `r2q`.
    pub r2q: u32,
    /// `direct_qlen`.
    pub direct_qlen: Option<u32>,
}

impl HtbOptions {
    /// The qdisc.
    pub(super) fn kind(self, link: &Link) -> QdiscKind {
        QdiscKind::Htb(HtbParams {
            default: self.default,
            // Nothing can be divided by 0.
            r2q: self.r2q.max(1),
            direct_qlen: Some(self.direct_qlen.unwrap_or(link.tx_queue_len)),
        })
    }
}

/// Options of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HtbClassOptions {
    /// `rate`.
    pub rate: RateSpec,
    /// `ceil`.
    pub ceil: RateSpec,
    /// `burst`, as a time at the rate.
    pub buffer: Duration,
    /// `cburst`, as a time at the ceiling.
    pub cbuffer: Duration,
    /// `quantum`; 0 to compute it.
    pub quantum: u32,
    /// `prio`.
    pub prio: u32,
}

/// The quantum of a class that was given none, and what the kernel warns of: that it is `small` or `big`.
pub(in super::super) fn quantum(rate: RateSpec, r2q: u32) -> (u32, Option<&'static str>) {
    const LEAST: u64 = 1000;
    const MOST: u64 = 200_000;
    let computed = (rate.bytes_per_second / u64::from(r2q.max(1))).min(i32::MAX as u64);
    let warning = if computed < LEAST {
        Some("small")
    } else if computed > MOST {
        Some("big")
    } else {
        None
    };
    (computed.clamp(LEAST, MOST) as u32, warning)
}
