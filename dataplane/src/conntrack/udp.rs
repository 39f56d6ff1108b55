//! UDP and UDP-Lite: read RFC 768 and RFC 3828; done as Linux's `nf_conntrack_proto_udp.c` does it.

use super::{
    Conn, Direction, Env, Proto, Status,
    odd::Odd,
    transport::{Outcome, Segment, after},
};
use crate::{
    filter::Hook,
    packet::Checksum,
    route::Family,
    time::Instant,
    wire::{ipv4::protocol, udp::HEADER_LEN},
};

/// What is remembered of a UDP connection: when one that is still in use counts as a stream.
///
/// In two words, so that it does not widen [`Proto`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Udp {
    stream_after: [u32; 2],
}

impl Udp {
    /// That of a connection that begins at `now`.
    #[must_use]
    pub fn begin(now: Instant) -> Self {
        let nanos = after(now, STREAM_AFTER).as_nanos();
        Self {
            stream_after: [(nanos >> 32) as u32, nanos as u32],
        }
    }

    /// Whether it is in use for long enough.
    pub(super) fn is_stream(self, now: Instant) -> bool {
        let [high, low] = self.stream_after;
        now > Instant::from_nanos(u64::from(high) << 32 | u64::from(low))
    }
}

/// Seconds after which a connection that is still in use counts as a stream.
const STREAM_AFTER: u32 = 2;

/// The ports that the header begins with: of TCP, UDP, UDP-Lite and SCTP.
pub(super) fn ports(header: &[u8]) -> Option<(u16, u16)> {
    let [a, b, c, d] = *header.first_chunk::<4>()?;
    Some((u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d])))
}

/// A UDP packet of `conn`. Once there were answers, the connection lasts as long as one without; from
/// two seconds after its beginning on, longer, and it is ASSURED.
#[inline(always)]
pub(super) fn packet(env: &Env<'_>, conn: &mut Conn, segment: &Segment<'_>) -> Outcome {
    if let Err(odd) = check(env, segment) {
        return Outcome::invalid(Some(odd));
    }
    let sysctls = env.sysctls;
    if !conn.status.has(Status::CONFIRMED) {
        conn.proto = Proto::Udp(Udp::begin(env.now));
    }
    let still_in_use = match conn.proto {
        Proto::Udp(udp) => udp.is_stream(env.now),
        Proto::None | Proto::Tcp(_) | Proto::Sctp(_) => false,
    };
    if !conn.status.has(Status::SEEN_REPLY) || !still_in_use {
        return Outcome::Refresh(sysctls.udp_timeout);
    }
    if !conn.status.has(Status::NAT_CLASH) {
        conn.status.set(Status::ASSURED);
    }
    Outcome::Refresh(sysctls.udp_timeout_stream)
}

/// What a packet of a connection that stays as it is can do to it: let it last longer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Usual {
    now: Instant,
    /// Until when a connection lasts, and one that counts as a stream.
    expires: [Instant; 2],
    /// Checksums are looked at.
    pub(super) summed: bool,
}

impl Usual {
    /// That of the packets of a burst.
    pub(super) fn of(env: &Env<'_>) -> Self {
        let sysctls = env.sysctls;
        let timeouts = [sysctls.udp_timeout, sysctls.udp_timeout_stream];
        Self {
            now: env.now,
            expires: timeouts.map(|timeout| after(env.now, timeout)),
            summed: sysctls.checksum && env.hook == Hook::Prerouting,
        }
    }
}

/// Until when a connection lasts after a packet, if nothing else follows from that; otherwise
/// [`packet`] says what does. `header` is the packet's, which is so many bytes from there on; its checksum is
/// right.
#[inline(always)]
pub(super) fn usual(
    usual: &Usual,
    conn: &Conn,
    direction: Direction,
    header: &[u8; HEADER_LEN],
    room: usize,
) -> Option<Instant> {
    let Proto::Udp(udp) = conn.proto else {
        return None;
    };
    let status = conn.status;
    let answered = status.has(Status::SEEN_REPLY);
    let fixed = status.has_any(Status::FIXED_TIMEOUT) || !status.has(Status::CONFIRMED);
    if fixed || !answered && direction == Direction::Reply {
        return None;
    }
    let stream = answered && udp.is_stream(usual.now);
    if stream && !status.has_any(Status(Status::ASSURED.0 | Status::NAT_CLASH.0)) {
        return None;
    }
    let len = usize::from(u16::from_be_bytes([header[4], header[5]]));
    let whole = (HEADER_LEN..=room).contains(&len);
    whole.then_some(usual.expires[usize::from(stream)])
}

/// Whether the checksum of a datagram is right. `datagram` is that with its IP header, which has no options or
/// extension headers.
#[inline(never)]
pub(super) fn sums_up(datagram: &[u8], family: Family) -> bool {
    let segment = Segment::plain(family, protocol::UDP, datagram, Checksum::Unverified);
    segment.sums_up(family, segment.transport().len())
}

/// Checks length and checksum (`udp_error`). A checksum of zero was not computed: the kernel lets that
/// pass in IPv6 too.
#[inline(always)]
fn check(env: &Env<'_>, segment: &Segment<'_>) -> Result<(), Odd> {
    let datagram = segment.transport();
    let Some(&[_, _, _, _, a, b, c, d]) = datagram.first_chunk::<HEADER_LEN>() else {
        return Err(Odd::Short);
    };
    let len = usize::from(u16::from_be_bytes([a, b]));
    if !(HEADER_LEN..=datagram.len()).contains(&len) {
        return Err(Odd::Malformed);
    }
    if [c, d] == [0, 0] || segment.is_intact(env, datagram.len()) {
        Ok(())
    } else {
        Err(Odd::Checksum)
    }
}

/// A UDP-Lite packet of `conn`: answered is as good as long.
pub(super) fn lite_packet(env: &Env<'_>, conn: &mut Conn, segment: &Segment<'_>) -> Outcome {
    if let Err(odd) = check_lite(env, segment) {
        return Outcome::invalid(Some(odd));
    }
    if !conn.status.has(Status::SEEN_REPLY) {
        return Outcome::Refresh(env.sysctls.udp_timeout);
    }
    if !conn.status.has(Status::NAT_CLASH) {
        conn.status.set(Status::ASSURED);
    }
    Outcome::Refresh(env.sysctls.udp_timeout_stream)
}

/// Checks coverage and checksum (`udplite_error`; RFC 3828 §3.1: a checksum is a must).
fn check_lite(env: &Env<'_>, segment: &Segment<'_>) -> Result<(), Odd> {
    let datagram = segment.transport();
    let Some(&[_, _, _, _, a, b, c, d]) = datagram.first_chunk::<HEADER_LEN>() else {
        return Err(Odd::Short);
    };
    let coverage = match usize::from(u16::from_be_bytes([a, b])) {
        0 => datagram.len(),
        coverage => coverage,
    };
    if !(HEADER_LEN..=datagram.len()).contains(&coverage) {
        Err(Odd::Coverage)
    } else if [c, d] == [0, 0] {
        Err(Odd::Unsummed)
    } else if !segment.is_intact(env, coverage) {
        Err(Odd::Checksum)
    } else {
        Ok(())
    }
}
