//! `pfifo`, `bfifo` and `pfifo_head_drop` (`sch_fifo.c`).

use dataplane::qos::QdiscKind;

use super::psched_mtu;
use crate::config::Link;

/// Options of `pfifo`, `bfifo` and `pfifo_head_drop`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FifoOptions {
    /// `limit`: packets or bytes.
    pub limit: Option<u32>,
}

impl FifoOptions {
    /// A queue of packets: as long as the link's, if nothing is said.
    pub(super) fn pfifo(self, link: &Link) -> QdiscKind {
        QdiscKind::Pfifo {
            limit: self.packets(link),
        }
    }

    /// The same, which makes room at its head.
    pub(super) fn pfifo_head_drop(self, link: &Link) -> QdiscKind {
        QdiscKind::PfifoHeadDrop {
            limit: self.packets(link),
        }
    }

    fn packets(self, link: &Link) -> u32 {
        self.limit.unwrap_or(link.tx_queue_len)
    }

    /// A queue of bytes: as long as so many frames of the largest size.
    pub(super) fn bfifo(self, link: &Link) -> QdiscKind {
        QdiscKind::Bfifo {
            limit: self
                .limit
                .unwrap_or_else(|| link.tx_queue_len.wrapping_mul(psched_mtu(link))),
        }
    }
}
