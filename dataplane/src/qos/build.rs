//! From a kind of qdisc to one that works.

use super::{
    Discipline, Fifo, Htb, NetemParams, QdiscKind, Setup, Tbf,
    codel::Codel,
    fq_codel::FqCodel,
    netem::Netem,
    prio::{PfifoFast, Prio},
    red::Red,
    sfq::Sfq,
};

/// A qdisc of this kind, without classes yet. Those that have some get them by
/// [`Discipline::follow`].
pub(crate) fn build(kind: &QdiscKind, setup: &Setup) -> Box<dyn Discipline> {
    match kind {
        QdiscKind::Pfifo { limit } => Box::new(Fifo::of_packets(*limit)),
        QdiscKind::Bfifo { limit } => Box::new(Fifo::of_bytes(*limit)),
        QdiscKind::PfifoFast { limit } => Box::new(PfifoFast::new(*limit)),
        QdiscKind::Prio(params) => Box::new(Prio::new(*params)),
        QdiscKind::Sfq(params) => Box::new(Sfq::new(*params, setup.now)),
        QdiscKind::Codel(params) => Box::new(Codel::new(params, setup)),
        QdiscKind::FqCodel(params) => Box::new(FqCodel::new(*params, setup)),
        QdiscKind::Red(params) => Box::new(Red::new(*params, setup.now)),
        QdiscKind::Netem(params) => Box::new(Netem::new(NetemParams::clone(params))),
        QdiscKind::Tbf(params) => Box::new(Tbf::new(params, setup)),
        QdiscKind::Htb(params) => Box::new(Htb::new(*params, setup)),
        // Where there is none of them: `Places` has none there.
        QdiscKind::Noqueue | QdiscKind::Ingress | QdiscKind::Clsact => {
            Box::new(Fifo::of_packets(setup.tx_queue_len))
        }
    }
}
