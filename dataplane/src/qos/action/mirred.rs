//! `mirred`: sends a packet, or a copy of it, another way.

use std::mem;

use super::MirredSpec;
use crate::{conntrack::Ct, iface::IfIndex, packet::Packet, qos::QueueCx};

/// How often a packet may be sent another way (`MIRRED_NEST_LIMIT`): beyond, it is in a loop.
const NEST_LIMIT: u8 = 4;

/// A packet that goes another way.
#[derive(Debug)]
pub(crate) struct Taken {
    /// By which interface.
    pub(crate) device: IfIndex,
    /// Into it, not out of it.
    pub(crate) ingress: bool,
    /// The packet.
    pub(crate) packet: Packet,
}

impl MirredSpec {
    /// `tcf_mirred_to_dev`: puts the packet or a copy into [`QueueCx::taken`]. `false` if it can't be sent.
    pub(super) fn apply(self, packet: &mut Packet, cx: &mut QueueCx<'_>) -> bool {
        if packet.meta.redirects >= NEST_LIMIT {
            return false;
        }
        let mut sent = if self.redirect {
            mem::take(packet)
        } else {
            let Some(copy) = cx.copy(packet) else {
                return false;
            };
            copy
        };
        sent.meta.redirects += 1;
        // Its way begins anew (`nf_reset_ct`).
        sent.meta.ct = Ct::None;
        cx.taken.push(Taken {
            device: self.device,
            ingress: self.ingress,
            packet: sent,
        });
        true
    }
}
