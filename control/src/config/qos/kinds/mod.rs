//! The kinds of qdiscs: what each makes of its options.

mod codel;
mod fifo;
mod fq_codel;
mod htb;
mod netem;
mod prio;
mod ratecfg;
mod red;
mod sfq;
mod tbf;

use dataplane::qos::{QdiscKind, RedParams};

pub use codel::CodelOptions;
pub use fifo::FifoOptions;
pub use fq_codel::FqCodelOptions;
pub use htb::{HtbClassOptions, HtbOptions};
pub use netem::NetemOptions;
pub use prio::PrioOptions;
pub use sfq::SfqOptions;
pub use tbf::TbfOptions;

pub(super) use htb::{MAX_DEPTH, quantum};

use crate::config::{Errno, Link, NetError};

/// What a qdisc of some kind is told.
#[derive(Clone, Debug, Default)]
pub enum QdiscOptions {
    /// Nothing at all.
    #[default]
    Absent,
    /// `pfifo`, `bfifo`, `pfifo_head_drop`.
    Fifo(FifoOptions),
    /// `prio`.
    Prio(PrioOptions),
    /// `tbf`.
    Tbf(TbfOptions),
    /// `sfq`.
    Sfq(SfqOptions),
    /// `codel`.
    Codel(CodelOptions),
    /// `fq_codel`.
    FqCodel(FqCodelOptions),
    /// `red`: all that the kernel is told.
    Red(RedParams),
    /// `netem`.
    Netem(Box<NetemOptions>),
    /// `htb`.
    Htb(HtbOptions),
}

/// The MTU of a link with its header (`psched_mtu`).
pub(super) fn psched_mtu(link: &Link) -> u32 {
    const HEADER: u32 = 14;
    link.mtu + HEADER
}

fn unknown() -> NetError {
    NetError::explained(Errno::NoEnt, "Specified qdisc kind is unknown.")
}

/// A new qdisc of that kind.
///
/// # Errors
/// As the kernel.
pub(super) fn init(kind: &str, options: &QdiscOptions, link: &Link) -> Result<QdiscKind, NetError> {
    let inval = || NetError::from(Errno::Inval);
    Ok(match (kind, options) {
        ("noqueue", _) => QdiscKind::Noqueue,
        ("pfifo_fast", _) => QdiscKind::PfifoFast {
            limit: link.tx_queue_len,
        },
        ("pfifo", QdiscOptions::Fifo(options)) => options.pfifo(link),
        ("pfifo", _) => FifoOptions::default().pfifo(link),
        ("bfifo", QdiscOptions::Fifo(options)) => options.bfifo(link),
        ("pfifo_head_drop", QdiscOptions::Fifo(options)) => options.pfifo_head_drop(link),
        ("pfifo_head_drop", _) => FifoOptions::default().pfifo_head_drop(link),
        ("bfifo", _) => FifoOptions::default().bfifo(link),
        ("prio", QdiscOptions::Prio(options)) => options.kind()?,
        ("tbf", QdiscOptions::Tbf(options)) => options.kind()?,
        ("sfq", QdiscOptions::Sfq(options)) => options.kind(link)?,
        ("sfq", _) => SfqOptions::default().kind(link)?,
        ("codel", QdiscOptions::Codel(options)) => options.apply(None),
        ("codel", _) => CodelOptions::default().apply(None),
        ("fq_codel", QdiscOptions::FqCodel(options)) => options.apply(None, link)?,
        ("fq_codel", _) => FqCodelOptions::default().apply(None, link)?,
        ("red", QdiscOptions::Red(params)) => red::kind(params)?,
        ("netem", QdiscOptions::Netem(options)) => options.apply(None),
        ("htb", QdiscOptions::Htb(options)) => options.kind(link),
        ("prio" | "tbf" | "red" | "netem" | "htb", _) => return Err(inval()),
        ("ingress", _) => QdiscKind::Ingress,
        ("clsact", _) => QdiscKind::Clsact,
        _ => return Err(unknown()),
    })
}

/// What a qdisc becomes that is given other options.
///
/// # Errors
/// As the kernel.
pub(super) fn change(
    old: &QdiscKind,
    options: &QdiscOptions,
    link: &Link,
) -> Result<QdiscKind, NetError> {
    let unsupported = || {
        NetError::explained(
            Errno::Inval,
            "Change operation not supported by specified qdisc.",
        )
    };
    Ok(match (old, options) {
        (_, QdiscOptions::Absent) => old.clone(),
        (QdiscKind::Pfifo { .. }, QdiscOptions::Fifo(options)) => options.pfifo(link),
        (QdiscKind::Bfifo { .. }, QdiscOptions::Fifo(options)) => options.bfifo(link),
        (QdiscKind::PfifoHeadDrop { .. }, QdiscOptions::Fifo(options)) => {
            options.pfifo_head_drop(link)
        }
        (QdiscKind::Prio(_), QdiscOptions::Prio(options)) => options.kind()?,
        (QdiscKind::Tbf(_), QdiscOptions::Tbf(options)) => options.kind()?,
        (QdiscKind::Codel(old), QdiscOptions::Codel(options)) => options.apply(Some(old)),
        (QdiscKind::FqCodel(old), QdiscOptions::FqCodel(options)) => {
            options.apply(Some(old), link)?
        }
        (QdiscKind::Red(_), QdiscOptions::Red(params)) => red::kind(params)?,
        (QdiscKind::Netem(old), QdiscOptions::Netem(options)) => options.apply(Some(old)),
        _ => return Err(unsupported()),
    })
}

/// Whether a qdisc of the kind has classes (`cl_ops`).
pub(super) const fn is_classful(kind: &QdiscKind) -> bool {
    match kind {
        QdiscKind::Prio(_)
        | QdiscKind::Tbf(_)
        | QdiscKind::Sfq(_)
        | QdiscKind::FqCodel(_)
        | QdiscKind::Red(_)
        | QdiscKind::Netem(_)
        | QdiscKind::Htb(_)
        | QdiscKind::Ingress
        | QdiscKind::Clsact => true,
        QdiscKind::Noqueue
        | QdiscKind::Pfifo { .. }
        | QdiscKind::Bfifo { .. }
        | QdiscKind::PfifoHeadDrop { .. }
        | QdiscKind::PfifoFast { .. }
        | QdiscKind::Codel(_) => false,
    }
}

/// How many classes with a number from 1 on a qdisc has that nobody has to make, and that can have a qdisc each.
pub(super) const fn bands(kind: &QdiscKind) -> u16 {
    match kind {
        QdiscKind::Prio(params) => params.bands as u16,
        QdiscKind::Tbf(_) | QdiscKind::Red(_) | QdiscKind::Netem(_) => 1,
        QdiscKind::Sfq(_)
        | QdiscKind::FqCodel(_)
        | QdiscKind::Htb(_)
        | QdiscKind::Ingress
        | QdiscKind::Clsact
        | QdiscKind::Noqueue
        | QdiscKind::Pfifo { .. }
        | QdiscKind::Bfifo { .. }
        | QdiscKind::PfifoHeadDrop { .. }
        | QdiscKind::PfifoFast { .. }
        | QdiscKind::Codel(_) => 0,
    }
}

/// Whether filters can be at a qdisc of the kind (`tcf_block`).
pub(super) const fn has_filters(kind: &QdiscKind) -> bool {
    match kind {
        QdiscKind::Prio(_)
        | QdiscKind::Sfq(_)
        | QdiscKind::FqCodel(_)
        | QdiscKind::Htb(_)
        | QdiscKind::Ingress
        | QdiscKind::Clsact => true,
        QdiscKind::Tbf(_)
        | QdiscKind::Red(_)
        | QdiscKind::Netem(_)
        | QdiscKind::Noqueue
        | QdiscKind::Pfifo { .. }
        | QdiscKind::Bfifo { .. }
        | QdiscKind::PfifoHeadDrop { .. }
        | QdiscKind::PfifoFast { .. }
        | QdiscKind::Codel(_) => false,
    }
}
