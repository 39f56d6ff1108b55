//! `-j CONNMARK`: the mark of the connection, from and to the packet's.

use super::mark::set_mark;
use crate::{
    conntrack::{Conn, Ct},
    forward::Context,
    packet::Packet,
};

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
    /// `connmark_tg`: nothing happens to what has no connection. Deviation: the mark of a template
    /// can't be changed, which the kernel would keep for all packets that meet the `CT` rule.
    pub(super) fn apply(self, cx: &mut Context<'_>, packet: &mut Packet) {
        let id = match (packet.meta.ct, self) {
            (Ct::Of(ct), _) => ct.id,
            (Ct::Template { .. }, Self::Restore { nfmask, ctmask }) => {
                let mark = (packet.meta.mark.0 & !nfmask) ^ (Conn::TEMPLATE.mark & ctmask);
                set_mark(cx, packet, mark);
                return;
            }
            (Ct::None | Ct::Template { .. } | Ct::Untracked | Ct::Invalid, _) => return,
        };
        let table = cx.conntrack();
        let Some(conn) = table.get_mut(id) else {
            return;
        };
        let (before, nfmark) = (conn.mark, packet.meta.mark.0);
        match self {
            Self::Set { value, mask } => conn.mark = (before & !mask) ^ value,
            Self::Save { nfmask, ctmask } => conn.mark = (before & !ctmask) ^ (nfmark & nfmask),
            Self::Restore { nfmask, ctmask } => {
                set_mark(cx, packet, (nfmark & !nfmask) ^ (before & ctmask));
                return;
            }
        }
        if conn.mark != before {
            table.changed(id);
        }
    }
}
