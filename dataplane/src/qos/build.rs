//! From a kind of qdisc to one that works.

use super::{Discipline, Fifo, Htb, QdiscKind, Setup};

/// A qdisc of this kind, without classes yet. Those that have some get them by
/// [`Discipline::follow`].
pub(crate) fn build(kind: &QdiscKind, setup: &Setup) -> Box<dyn Discipline> {
    match kind {
        QdiscKind::Pfifo { limit } => Box::new(Fifo::of_packets(*limit)),
        QdiscKind::Bfifo { limit } => Box::new(Fifo::of_bytes(*limit)),
        QdiscKind::Htb(params) => Box::new(Htb::new(*params, setup)),
        QdiscKind::Noqueue
        | QdiscKind::PfifoFast { .. }
        | QdiscKind::Prio(_)
        | QdiscKind::Tbf(_)
        | QdiscKind::Sfq(_)
        | QdiscKind::Codel(_)
        | QdiscKind::FqCodel(_)
        | QdiscKind::Red(_)
        | QdiscKind::Netem(_)
        | QdiscKind::Ingress
        | QdiscKind::Clsact => Box::new(Fifo::of_packets(setup.tx_queue_len)),
    }
}
