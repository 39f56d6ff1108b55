//! The packet in hand as the protocols see it, and what they say of it.

use super::{Env, Upper, odd::Odd};
use crate::{
    checksum::{self, Sum},
    filter::Hook,
    packet::Checksum,
    route::Family,
    time::Instant,
    wire::{
        ipv4::{self, protocol},
        ipv6,
        tcp::TcpFields,
    },
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
    /// By how much its acknowledgment is off, of a connection whose numbers are shifted.
    pub(super) ack_shift: i32,
}

impl<'a> Segment<'a> {
    /// A packet without options or extension headers, from the network header on.
    #[inline(always)]
    pub(super) const fn plain(
        family: Family,
        proto: u8,
        network: &'a [u8],
        checksum: Checksum,
    ) -> Self {
        let offset = match family {
            Family::V4 => ipv4::HEADER_LEN,
            Family::V6 => ipv6::HEADER_LEN,
        };
        Self {
            network,
            upper: Upper { proto, offset },
            checksum,
            ack_shift: 0,
        }
    }

    /// The transport header and everything behind it.
    #[inline]
    pub(super) fn transport(&self) -> &'a [u8] {
        self.network.get(self.upper.offset..).unwrap_or_default()
    }

    /// The acknowledgment number of a TCP segment.
    pub(super) fn ack(&self) -> u32 {
        TcpFields::fixed(self.transport()).map_or(0, |fields| fields.ack)
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
    pub(super) fn sums_up(&self, family: Family, coverage: usize) -> bool {
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
    /// It belongs to it and changes nothing, not even its counters; perhaps something is wrong with it.
    Pass(Option<Odd>),
    /// It can't belong to it.
    Invalid {
        /// The connection is to end soon, as one that waits for an acknowledgment.
        shorten: bool,
        /// What is wrong with it, if that is known.
        odd: Option<Odd>,
    },
    /// It belongs to it, and is the last that does.
    Kill,
    /// It begins a new connection with the tuples of the old one, which ends.
    Reopen,
}

impl Outcome {
    /// The packet can't belong to the connection.
    pub(super) const INVALID: Self = Self::invalid(None);

    /// The same, and why.
    pub(super) const fn invalid(odd: Option<Odd>) -> Self {
        Self::Invalid {
            shorten: false,
            odd,
        }
    }
}

/// `seconds` after `now`.
#[inline]
pub(super) fn after(now: Instant, seconds: u32) -> Instant {
    let nanos = u64::from(seconds) * 1_000_000_000;
    Instant::from_nanos(now.as_nanos().saturating_add(nanos))
}
