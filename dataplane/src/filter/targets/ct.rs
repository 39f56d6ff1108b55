//! `-j CT` and `-j NOTRACK`: how, and whether, a packet's connection is tracked.

use crate::{
    conntrack::{Ct, Helper},
    packet::Packet,
};

/// To which direction of a connection a zone applies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ZoneDirection {
    /// Both.
    #[default]
    Both,
    /// `--zone-orig`.
    Original,
    /// `--zone-reply`.
    Reply,
}

/// A zone: connections of different zones have nothing to do with each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Zone {
    /// Its number; 0 for the one that all have who say nothing.
    pub id: u16,
    /// The direction that it applies to.
    pub direction: ZoneDirection,
    /// `--zone mark`: the packet's mark is the number.
    pub from_mark: bool,
}

/// `-j CT`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CtTarget {
    /// `--notrack`.
    pub notrack: bool,
    /// `-j NOTRACK`: the older name, listed as such.
    pub old_name: bool,
    /// `--zone`, `--zone-orig`, `--zone-reply`.
    pub zone: Option<Zone>,
    /// `--helper`.
    pub helper: Option<Box<str>>,
    /// `--ctevents`: the kernel's `IPCT_*` bits.
    pub ctevents: u16,
    /// `--expevents`.
    pub expevents: u16,
    /// `--timeout`: the name of a policy.
    pub timeout: Option<Box<str>>,
}

impl CtTarget {
    /// `xt_ct_target`: what was seen before (on its way through `lo`) is left as it is.
    pub(super) fn apply(&self, packet: &mut Packet) {
        match packet.meta.ct {
            Ct::None | Ct::Invalid => {}
            Ct::Template { .. } | Ct::Untracked | Ct::Of(_) => return,
        }
        if self.notrack {
            packet.meta.ct = Ct::Untracked;
            return;
        }
        let zone = self.zone.unwrap_or_default();
        let id = if zone.from_mark {
            packet.meta.mark.0 as u16
        } else {
            zone.id
        };
        let (original, reply) = match zone.direction {
            ZoneDirection::Both => (id, id),
            ZoneDirection::Original => (id, 0),
            ZoneDirection::Reply => (0, id),
        };
        packet.meta.ct = Ct::Template {
            original,
            reply,
            helper: self.helper.as_deref().and_then(Helper::named),
        };
    }
}
