//! ICMP and ICMPv6: read RFC 792, RFC 4443 and RFC 5508; done as Linux's `nf_conntrack_proto_icmp.c`
//! and `nf_conntrack_proto_icmpv6.c` do it.

use super::{
    Conn, Direction, Env,
    odd::Odd,
    transport::{Outcome, Segment},
    tuple::Upper,
};
use crate::{
    route::Family,
    wire::{
        icmpv4::{self, HEADER_LEN},
        icmpv6,
        ipv4::protocol,
        ipv6,
    },
};

/// Information request and reply (RFC 792): nobody sends them any more.
const INFO_REQUEST: u8 = 15;
const INFO_REPLY: u8 = 16;
/// Node information query and reply (RFC 4620).
const NI_QUERY: u8 = 139;
const NI_REPLY: u8 = 140;

/// What stands for ports: the identifier, and type and code.
pub(super) fn ports(header: &[u8]) -> Option<(u16, u16)> {
    let [kind, code, _, _, a, b, _, _] = *header.first_chunk::<HEADER_LEN>()?;
    Some((u16::from_be_bytes([a, b]), u16::from_be_bytes([kind, code])))
}

/// Type and code of the answer to an ICMP message with this type and code, or of what it answers.
#[inline(never)]
pub(super) const fn answer4(kind_and_code: u16) -> Option<u16> {
    let [kind, code] = kind_and_code.to_be_bytes();
    let answer = match kind {
        icmpv4::kind::ECHO => icmpv4::kind::ECHO_REPLY,
        icmpv4::kind::ECHO_REPLY => icmpv4::kind::ECHO,
        icmpv4::kind::TIMESTAMP => icmpv4::kind::TIMESTAMP_REPLY,
        icmpv4::kind::TIMESTAMP_REPLY => icmpv4::kind::TIMESTAMP,
        INFO_REQUEST => INFO_REPLY,
        INFO_REPLY => INFO_REQUEST,
        icmpv4::kind::ADDRESS => icmpv4::kind::ADDRESS_REPLY,
        icmpv4::kind::ADDRESS_REPLY => icmpv4::kind::ADDRESS,
        _ => return None,
    };
    Some(u16::from_be_bytes([answer, code]))
}

/// The same for ICMPv6.
#[inline(never)]
pub(super) const fn answer6(kind_and_code: u16) -> Option<u16> {
    let [kind, code] = kind_and_code.to_be_bytes();
    let answer = match kind {
        icmpv6::kind::ECHO_REQUEST => icmpv6::kind::ECHO_REPLY,
        icmpv6::kind::ECHO_REPLY => icmpv6::kind::ECHO_REQUEST,
        NI_QUERY => NI_REPLY,
        NI_REPLY => NI_QUERY,
        _ => return None,
    };
    Some(u16::from_be_bytes([answer, code]))
}

/// What an ICMP message is to tracking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Message {
    /// A request or an answer: a packet like others.
    Query,
    /// An error about the packet that it quotes from this offset on (from the network header).
    Error(usize),
    /// Never tracked.
    Untracked,
    /// Malformed.
    Invalid(Odd),
}

/// Looks at an ICMP or ICMPv6 message before its connection is looked for.
pub(super) fn classify(env: &Env<'_>, segment: &Segment<'_>) -> Message {
    match (env.family, segment.upper.proto) {
        (Family::V4, protocol::ICMP) => classify4(env, segment),
        (Family::V6, protocol::ICMPV6) => classify6(env, segment),
        _ => Message::Query,
    }
}

fn classify4(env: &Env<'_>, segment: &Segment<'_>) -> Message {
    let message = segment.transport();
    if message.len() < HEADER_LEN {
        return Message::Invalid(Odd::Short);
    }
    if !segment.is_intact(env, message.len()) {
        return Message::Invalid(Odd::Checksum);
    }
    match message[0] {
        kind if is_error4(kind) => Message::Error(segment.upper.offset + HEADER_LEN),
        // RFC 1122 §3.2.2: unknown types MUST be silently discarded.
        kind if kind > icmpv4::kind::MAX => Message::Invalid(Odd::IcmpType),
        _ => Message::Query,
    }
}

const fn is_error4(kind: u8) -> bool {
    matches!(
        kind,
        icmpv4::kind::DEST_UNREACH
            | icmpv4::kind::SOURCE_QUENCH
            | icmpv4::kind::REDIRECT
            | icmpv4::kind::TIME_EXCEEDED
            | icmpv4::kind::PARAMETERPROB
    )
}

const fn is_error6(kind: u8) -> bool {
    kind < icmpv6::kind::ECHO_REQUEST
}

/// What the ICMP error whose header is at `upper` quotes; `None` of a packet that is none. Nothing else of it is
/// looked at, and redirects of IPv6 are left out: they come from neighbours, about packets of the router's own.
pub(super) fn quoted(family: Family, network: &[u8], upper: Upper) -> Option<&[u8]> {
    let kind = *network.get(upper.offset)?;
    let is_error = match (family, upper.proto) {
        (Family::V4, protocol::ICMP) => is_error4(kind),
        (Family::V6, protocol::ICMPV6) => is_error6(kind),
        _ => false,
    };
    is_error.then(|| network.get(upper.offset + HEADER_LEN..))?
}

fn classify6(env: &Env<'_>, segment: &Segment<'_>) -> Message {
    /// Multicast listener reports of version 2 (RFC 3810).
    const MLD2_REPORT: u8 = 143;
    /// Multicast listener query, report and done.
    const MLD: std::ops::RangeInclusive<u8> = icmpv6::kind::MLD_QUERY..=132;
    /// Neighbour discovery, redirects apart.
    const ND: std::ops::Range<u8> = icmpv6::kind::ROUTER_SOLICITATION..icmpv6::kind::REDIRECT;

    /// Multicast router advertisement and solicitation (RFC 4286); its termination is not among them.
    const MRD: std::ops::RangeInclusive<u8> = 151..=152;

    let message = segment.transport();
    if message.len() < HEADER_LEN {
        return Message::Invalid(Odd::Short);
    }
    if !segment.is_intact(env, message.len()) {
        return Message::Invalid(Odd::Checksum);
    }
    let kind = message[0];
    if kind == icmpv6::kind::REDIRECT {
        return classify_redirect6(segment);
    }
    if MLD.contains(&kind) || ND.contains(&kind) || MRD.contains(&kind) || kind == MLD2_REPORT {
        return Message::Untracked;
    }
    if is_error6(kind) {
        return Message::Error(segment.upper.offset + HEADER_LEN);
    }
    Message::Query
}

/// A redirect belongs to the connection of the packet that it quotes (RFC 4861 §4.5): only a neighbour
/// may send one.
fn classify_redirect6(segment: &Segment<'_>) -> Message {
    /// Header, target and destination.
    const REDIRECT_LEN: usize = 40;
    /// The option "redirected header", and the length of what stands before the quoted packet.
    const REDIRECTED_HEADER: u8 = 4;
    const OPTION_LEN: usize = 8;

    let message = segment.transport();
    let Ok(view) = ipv6::Ipv6View::header(segment.network) else {
        return Message::Invalid(Odd::Short);
    };
    if message.len() < REDIRECT_LEN {
        return Message::Invalid(Odd::ShortRedirect);
    }
    if message[1] != 0 {
        return Message::Query;
    }
    if view.hop_limit() != 255 || !view.src().is_unicast_link_local() {
        return Message::Invalid(Odd::StrangeRedirect);
    }
    match message.get(REDIRECT_LEN..REDIRECT_LEN + 2) {
        None | Some(&[_, 0]) => Message::Invalid(Odd::BareRedirect),
        Some(&[REDIRECTED_HEADER, _]) => {
            Message::Error(segment.upper.offset + REDIRECT_LEN + OPTION_LEN)
        }
        Some(_) => Message::Query,
    }
}

/// Whether a packet that nobody has looked at, and that is a query if it is ICMP, would be [classified](classify) as
/// one: its checksum is right.
#[inline]
pub(super) fn is_sound(env: &Env<'_>, segment: &Segment<'_>) -> bool {
    !segment.upper.is_icmp() || segment.is_intact(env, segment.transport().len())
}

/// A request or an answer of `conn`.
pub(super) fn packet(env: &Env<'_>, conn: &Conn) -> Outcome {
    let tuple = conn.tuple(Direction::Original);
    let [kind, _] = tuple.dst_port.to_be_bytes();
    let (begins, timeout) = match (env.family, tuple.proto) {
        (Family::V4, protocol::ICMP) => (
            matches!(
                kind,
                icmpv4::kind::ECHO | icmpv4::kind::TIMESTAMP | INFO_REQUEST | icmpv4::kind::ADDRESS
            ),
            env.sysctls.icmp_timeout,
        ),
        (Family::V6, protocol::ICMPV6) => (
            matches!(kind, icmpv6::kind::ECHO_REQUEST | NI_QUERY),
            env.sysctls.icmpv6_timeout,
        ),
        _ => (false, 0),
    };
    if begins {
        Outcome::Refresh(timeout)
    } else {
        Outcome::INVALID
    }
}
