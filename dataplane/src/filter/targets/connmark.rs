//! `-j CONNMARK`: the mark of the connection, from and to the packet's.

use super::mark::set_mark;
use crate::{conntrack::Ct, forward::Context, packet::Packet};

/// `-j CONNMARK`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConnmarkTarget {
    /// `--set-xmark VALUE/MASK` (and its other forms): the connection's mark is ANDed with the
    /// complement of `mask` and XORed with `value`.
    Set {
        /// The bits to flip.
        value: u32,
        /// The bits to clear.
        mask: u32,
    },
    /// `--save-mark`: connection = (connection & ~ctmask) ^ (packet & nfmask).
    Save {
        /// `--nfmask`.
        nfmask: u32,
        /// `--ctmask`.
        ctmask: u32,
    },
    /// `--restore-mark`: packet = (packet & ~nfmask) ^ (connection & ctmask).
    Restore {
        /// `--nfmask`.
        nfmask: u32,
        /// `--ctmask`.
        ctmask: u32,
    },
}

impl ConnmarkTarget {
    /// `connmark_tg`: nothing happens to what has no connection.
    pub(super) fn apply(self, cx: &mut Context<'_>, packet: &mut Packet) {
        let id = match packet.meta.ct {
            Ct::Of(ct) => ct.id,
            Ct::None | Ct::Template { .. } | Ct::Untracked | Ct::Invalid => return,
        };
        let Some(conn) = cx.conntrack().get_mut(id) else {
            return;
        };
        match self {
            Self::Set { value, mask } => conn.mark = (conn.mark & !mask) ^ value,
            Self::Save { nfmask, ctmask } => {
                conn.mark = (conn.mark & !ctmask) ^ (packet.meta.mark.0 & nfmask);
            }
            Self::Restore { nfmask, ctmask } => {
                let restored = conn.mark & ctmask;
                set_mark(cx, packet, (packet.meta.mark.0 & !nfmask) ^ restored);
            }
        }
    }
}
