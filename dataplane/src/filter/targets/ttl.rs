//! `-j TTL` and `-j HL`: how far the packet may still go.

use crate::{forward::Context, packet::Packet, route::Family, trace::TraceStep, wire::ipv4};

/// `-j TTL` (IPv4) and `-j HL` (IPv6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TtlTarget {
    /// `-set`.
    Set(u8),
    /// `-inc`: 255 at most.
    Increase(u8),
    /// `-dec`: 0 at least.
    Decrease(u8),
}

impl TtlTarget {
    /// `ttl_tg`, `hl_tg6`.
    pub(super) fn apply(self, cx: &mut Context<'_>, family: Family, packet: &mut Packet) {
        let bytes = packet.network_mut();
        let place = match family {
            Family::V4 => 8,
            Family::V6 => 7,
        };
        let Some(old) = bytes.get(place).copied() else {
            return;
        };
        let new = match self {
            Self::Set(ttl) => ttl,
            Self::Increase(by) => old.saturating_add(by),
            Self::Decrease(by) => old.saturating_sub(by),
        };
        if new == old {
            return;
        }
        match family {
            Family::V4 => ipv4::set_word(bytes, place, |[_, protocol]| [new, protocol]),
            Family::V6 => bytes[place] = new,
        }
        cx.note(|| TraceStep::Ttl(new));
    }
}
