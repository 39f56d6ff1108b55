//! The packet in hand as the protocols see it, and what they say of it.

use super::{Env, Upper};
use crate::{
    checksum::{self, Sum},
    filter::Hook,
    packet::Checksum,
    route::Family,
    time::Instant,
    wire::ipv4::protocol,
};

/// A packet, from the network header on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Segment<'a> {
    /// All of it.
    pub(super) network: &'a [u8],
    /// Where its transport header is.
    pub(super) upper: Upper,
    /// What is known of its checksum.
    pub(super) checksum: Checksum,
}

impl<'a> Segment<'a> {
    /// The transport header and everything behind it.
    #[inline]
    pub(super) fn transport(&self) -> &'a [u8] {
        self.network.get(self.upper.offset..).unwrap_or_default()
    }

    /// Whether the checksum of the first `coverage` bytes of the transport is to be taken for right
    /// (`nf_checksum`): it is looked at where packets come in, if `nf_conntrack_checksum` is set.
    #[inline]
    pub(super) fn is_intact(&self, env: &Env<'_>, coverage: usize) -> bool {
        if !env.sysctls.checksum || env.hook != Hook::Prerouting {
            return true;
        }
        match self.checksum {
            Checksum::Verified | Checksum::Partial { .. } => true,
            Checksum::Unverified => self.sums_up(env.family, coverage),
        }
    }

    /// Whether [`is_intact`](Self::is_intact) is asked: its checksum is known from then on, whatever
    /// it is.
    pub(super) fn is_summed(&self, env: &Env<'_>) -> bool {
        let transport = self.transport();
        let asked = match self.upper.proto {
            protocol::TCP => transport
                .get(12)
                .is_some_and(|byte| (20..=transport.len()).contains(&(usize::from(byte >> 4) * 4))),
            protocol::UDP => transport.get(4..8).is_some_and(|rest| {
                let len = usize::from(u16::from_be_bytes([rest[0], rest[1]]));
                (8..=transport.len()).contains(&len) && rest[2..] != [0, 0]
            }),
            protocol::ICMP | protocol::ICMPV6 => transport.len() >= 8,
            _ => false,
        };
        asked
            && env.sysctls.checksum
            && env.hook == Hook::Prerouting
            && self.checksum == Checksum::Unverified
    }

    #[inline(never)]
    fn sums_up(&self, family: Family, coverage: usize) -> bool {
        let transport = self.transport();
        let len = transport.len() as u32;
        // Linux takes UDP's number for UDP-Lite too (against RFC 3828 §3.2): where checksums are looked
        // at, UDP-Lite with a right one is invalid.
        let proto = match self.upper.proto {
            protocol::UDPLITE => protocol::UDP,
            proto => proto,
        };
        let pseudo = match family {
            Family::V4 if proto == protocol::ICMP => Sum::ZERO,
            Family::V4 => {
                let (src, dst) = (self.network.get(12..16), self.network.get(16..20));
                checksum::pseudo_header(
                    src.unwrap_or_default(),
                    dst.unwrap_or_default(),
                    proto,
                    len,
                )
            }
            Family::V6 => {
                let (src, dst) = (self.network.get(8..24), self.network.get(24..40));
                checksum::pseudo_header(
                    src.unwrap_or_default(),
                    dst.unwrap_or_default(),
                    proto,
                    len,
                )
            }
        };
        let covered = transport.get(..coverage).unwrap_or(transport);
        pseudo.add(covered).is_valid()
    }
}

/// What a protocol says of a packet of a connection (the values of `nf_conntrack_*_packet`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It belongs to it, which now lasts for so many seconds more.
    Refresh(u32),
    /// It belongs to it and changes nothing, not even its counters.
    Pass,
    /// It can't belong to it. If a time is given, the connection ends no later than that.
    Invalid {
        /// Seconds.
        shorten: Option<u32>,
    },
    /// It belongs to it, and is the last that does.
    Kill,
    /// It begins a new connection with the tuples of the old one, which ends.
    Reopen,
}

impl Outcome {
    /// The packet can't belong to the connection.
    pub(super) const INVALID: Self = Self::Invalid { shorten: None };
}

/// `seconds` after `now`.
#[inline]
pub(super) fn after(now: Instant, seconds: u32) -> Instant {
    let nanos = u64::from(seconds) * 1_000_000_000;
    Instant::from_nanos(now.as_nanos().saturating_add(nanos))
}
