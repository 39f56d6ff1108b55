//! From a kind of qdisc to one that works.

use super::{
    Discipline, Fifo, Htb, NetemParams, QdiscKind, Setup, Tbf,
    codel::Codel,
    fq_codel::FqCodel,
    netem::Netem,
    node::Work,
    prio::{PfifoFast, Prio},
    red::Red,
    sfq::Sfq,
};

impl Work {
    /// A qdisc of this kind, without classes yet. Those that have some get them by
    /// [`Discipline::follow`].
    pub(super) fn new(kind: &QdiscKind, setup: &Setup) -> Self {
        let other: Box<dyn Discipline> = match kind {
            QdiscKind::Pfifo { limit } => return Self::Fifo(Fifo::of_packets(*limit)),
            QdiscKind::Bfifo { limit } => return Self::Fifo(Fifo::of_bytes(*limit)),
            QdiscKind::PfifoHeadDrop { limit } => {
                return Self::Fifo(Fifo::that_drops_its_head(*limit));
            }
            // Where there is none of them: `Places` has none there.
            QdiscKind::Noqueue | QdiscKind::Ingress | QdiscKind::Clsact => {
                return Self::Fifo(Fifo::of_packets(setup.tx_queue_len));
            }
            QdiscKind::PfifoFast { limit } => Box::new(PfifoFast::new(*limit)),
            QdiscKind::Prio(params) => Box::new(Prio::new(*params)),
            QdiscKind::Sfq(params) => Box::new(Sfq::new(*params, setup.now)),
            QdiscKind::Codel(params) => Box::new(Codel::new(params, setup)),
            QdiscKind::FqCodel(params) => Box::new(FqCodel::new(*params, setup)),
            QdiscKind::Red(params) => Box::new(Red::new(*params, setup.now)),
            QdiscKind::Netem(params) => Box::new(Netem::new(NetemParams::clone(params))),
            QdiscKind::Tbf(params) => Box::new(Tbf::new(params, setup)),
            QdiscKind::Htb(params) => Box::new(Htb::new(*params, setup)),
        };
        Self::Other(other)
    }
}
