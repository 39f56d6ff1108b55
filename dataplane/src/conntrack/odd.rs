//! What is wrong with packets, for the log (`nf_conntrack_log_invalid`): in the words of Linux's
//! `nf_ct_l4proto_log_invalid`.

use std::net::IpAddr;

use super::{
    Conn, Conntrack, Direction, Env, Proto, sctp::SctpState, tcp::Kind, transport::Segment,
};
use crate::wire::ipv4::protocol;

/// The value of the knob that stands for all protocols (`IPPROTO_RAW`).
const ALL: u8 = 255;

/// What is wrong with a packet. What the connection and the packet themselves tell is not in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Odd {
    /// There is no whole header.
    Short,
    /// A TCP header is longer than the segment.
    Truncated,
    /// A UDP length can't be.
    Malformed,
    /// A checksum is wrong.
    Checksum,
    /// The TCP flags make no sense together.
    Flags,
    /// A segment can't begin a connection.
    New,
    /// A segment may be wrong for the router only.
    Ignored,
    /// A segment does not go with the state.
    State,
    /// A segment answers a SYN that was let through (RFC 5961 §4).
    Challenge,
    /// A RST is older than what was acknowledged.
    Rst,
    /// So many bytes more than the window has room for, in a way that happens.
    TooMuch(u32),
    /// Data above this bound.
    SeqOver(u32),
    /// An acknowledgment above this bound.
    AckOver(u32),
    /// Data below this bound.
    SeqUnder(u32),
    /// An acknowledgment below this bound.
    AckUnder(u32),
    /// A UDP-Lite coverage can't be.
    Coverage,
    /// A UDP-Lite checksum is missing.
    Unsummed,
    /// An ICMP type that nobody knows.
    IcmpType,
    /// A redirect is cut short.
    ShortRedirect,
    /// A redirect is not from a neighbour.
    StrangeRedirect,
    /// A redirect has no options.
    BareRedirect,
    /// SCTP chunks can't stand together: the number of the one that does not fit, its type and length, and
    /// whether one that has to be alone came before.
    Chunks {
        number: u16,
        kind: u8,
        len: u16,
        alone: bool,
    },
    /// An SCTP tag is not the association's.
    Tag,
    /// An SCTP chunk of this type does not go with the state.
    Chunk(u8),
}

impl Odd {
    /// The text about a packet; `conn` is the connection that it is of, as it is now.
    fn text(self, segment: &Segment<'_>, conn: Option<(&Conn, Direction)>) -> String {
        let direction = conn.map_or(0, |(_, direction)| direction.index());
        let in_state = |how: &str| {
            let state = conn.and_then(|(conn, _)| conn.state_name());
            format!(
                "packet (index {}) in dir {direction} {how}, state {}",
                kind(segment).index(),
                state.unwrap_or_default()
            )
        };
        let sctp = segment.upper.proto == protocol::SCTP;
        let icmp = segment.upper.proto == protocol::ICMP;
        let icmp6 = segment.upper.proto == protocol::ICMPV6;
        match self {
            Self::Short if sctp => "nf_ct_sctp: short packet ".to_owned(),
            Self::Short => "short packet".to_owned(),
            Self::Truncated => "truncated packet".to_owned(),
            Self::Malformed => "truncated/malformed packet".to_owned(),
            Self::Checksum if sctp => "nf_ct_sctp: bad CRC ".to_owned(),
            Self::Checksum if icmp => "bad hw icmp checksum".to_owned(),
            Self::Checksum if icmp6 => "ICMPv6 checksum failed".to_owned(),
            Self::Checksum => "bad checksum".to_owned(),
            Self::Flags => "invalid tcp flag combination".to_owned(),
            Self::New => "invalid new".to_owned(),
            Self::Ignored => in_state("ignored"),
            Self::State => in_state("invalid"),
            Self::Challenge => "challenge-ack ignored".to_owned(),
            Self::Rst => "invalid rst".to_owned(),
            Self::TooMuch(bytes) => format!("{bytes} bytes more than expected"),
            Self::SeqOver(bound) => {
                format!("SEQ is over upper bound {bound} (over the window of the receiver)")
            }
            Self::AckOver(bound) => {
                format!("ACK is over upper bound {bound} (ACKed data not seen yet)")
            }
            Self::SeqUnder(bound) => {
                format!("SEQ is under lower bound {bound} (already ACKed data retransmitted)")
            }
            Self::AckUnder(bound) => {
                format!("ignored ACK under lower bound {bound} (possible overly delayed)")
            }
            Self::Coverage => "invalid checksum coverage".to_owned(),
            Self::Unsummed => "checksum missing".to_owned(),
            Self::IcmpType => "invalid icmp type".to_owned(),
            Self::ShortRedirect => "short redirect".to_owned(),
            Self::StrangeRedirect => "invalid saddr or hoplimit for redirect".to_owned(),
            Self::BareRedirect => "redirect without options".to_owned(),
            // Deviation: the kernel ends the line here, and writes what is left into another one. The
            // length is not swapped there.
            Self::Chunks {
                number,
                kind,
                len,
                alone,
            } => format!(
                "do_basic_checks failed. chunk num {number}, type {kind}, len {} flag {}",
                len.swap_bytes(),
                u8::from(alone)
            ),
            // Tags are not swapped there either.
            Self::Tag => {
                let tag = segment.transport().get(4..8).unwrap_or_default();
                let tag = tag
                    .iter()
                    .rev()
                    .fold(0_u32, |tag, byte| tag << 8 | u32::from(*byte));
                let own = match conn.map(|(conn, _)| conn.proto) {
                    Some(Proto::Sctp(sctp)) => sctp.tags()[direction],
                    _ => 0,
                };
                format!(
                    "verification tag check failed {tag:x} vs {:x} for dir {direction}",
                    own.swap_bytes()
                )
            }
            Self::Chunk(kind) => {
                let state = match conn.map(|(conn, _)| conn.proto) {
                    Some(Proto::Sctp(sctp)) => sctp.state(),
                    _ => SctpState::None,
                };
                format!(
                    "Invalid, old_state {}, dir {direction}, type {kind}",
                    state as u8
                )
            }
        }
    }
}

/// Whether somebody wants to know what is wrong with packets of this protocol.
#[inline]
fn is_asked(env: &Env<'_>, segment: &Segment<'_>) -> bool {
    let knob = env.sysctls.log_invalid;
    knob != 0 && (knob == segment.upper.proto || knob == ALL)
}

/// What a TCP segment is.
fn kind(segment: &Segment<'_>) -> Kind {
    let flags = segment.transport().get(13).copied();
    Kind::of(flags.unwrap_or_default())
}

/// An address, of IPv6 with all its zeros (`%pI6`).
fn in_full(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => address
            .segments()
            .map(|word| format!("{word:04x}"))
            .join(":"),
    }
}

impl Conntrack {
    /// Notes what is wrong with a packet, if somebody wants to know.
    #[inline]
    pub(super) fn complain(
        &mut self,
        env: &Env<'_>,
        segment: &Segment<'_>,
        odd: Option<Odd>,
        conn: Option<(u32, Direction)>,
    ) {
        if let Some(odd) = odd
            && is_asked(env, segment)
        {
            let conn = conn.map(|(place, direction)| (&self.slab[place].conn, direction));
            let text = odd.text(segment, conn);
            self.note_complaint(segment, &text);
        }
    }

    /// Notes that a connection is to end soon: this segment and the last one end it, and do not fit.
    #[cold]
    pub(super) fn complain_of_end(
        &mut self,
        env: &Env<'_>,
        segment: &Segment<'_>,
        (place, direction): (u32, Direction),
    ) {
        /// Ticks of the clock that the kernel counts by, in a second, as Debian sets it.
        const HZ: u32 = 250;
        if let Proto::Tcp(tcp) = self.slab[place].conn.proto
            && is_asked(env, segment)
        {
            let text = format!(
                "packet (index {}, dir {}) response for index {} lower timeout to {}",
                kind(segment).index(),
                direction.index(),
                tcp.last_kind.index(),
                env.sysctls.tcp_timeout_unacknowledged.saturating_mul(HZ)
            );
            self.note_complaint(segment, &text);
        }
    }

    /// Notes that an ICMP error was not sent to who sent what it is about.
    #[cold]
    pub(super) fn complain_of_address(
        &mut self,
        env: &Env<'_>,
        segment: &Segment<'_>,
        addresses: [IpAddr; 2],
    ) {
        if is_asked(env, segment) {
            let [outer, inner] = addresses.map(in_full);
            let text = format!("outer daddr {outer} != inner {inner}");
            self.note_complaint(segment, &text);
        }
    }

    #[cold]
    fn note_complaint(&mut self, segment: &Segment<'_>, text: &str) {
        let proto = segment.upper.proto;
        self.complaints
            .push(format!("nf_ct_proto_{proto}: {text} "));
    }

    /// What was wrong with the packet that was tracked last, as text for the log.
    pub(crate) fn take_complaints(&mut self) -> Vec<String> {
        std::mem::take(&mut self.complaints)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Lab, icmp, packet, sealed, tcp, udp};
    use crate::{
        packet::Packet,
        route::Family,
        wire::{
            icmpv4,
            ipv4::protocol,
            tcp::{TcpFields, flags},
        },
    };

    fn lab() -> Lab {
        let mut lab = Lab::new();
        lab.sysctls.log_invalid = 255;
        lab
    }

    /// What is said of a packet.
    fn said(lab: &mut Lab, packet: Packet) -> Vec<String> {
        lab.pass(packet);
        lab.table.take_complaints()
    }

    fn segment(hosts: (u8, u8), flags: u8, (seq, ack): (u32, u32)) -> Packet {
        let ports = if hosts == (1, 2) {
            (1000, 80)
        } else {
            (80, 1000)
        };
        let fields = TcpFields {
            src_port: ports.0,
            dst_port: ports.1,
            seq,
            ack,
            header_len: 20,
            flags,
            window: 1000,
        };
        tcp(hosts, fields, &[], 0)
    }

    #[test]
    fn segments_that_do_not_fit_are_told_in_the_words_of_the_kernel() {
        const ACK: u8 = flags::ACK;
        let mut lab = lab();
        let says = |lab: &mut Lab, hosts, flags, numbers, text: &str| {
            let expected: Vec<String> = match text {
                "" => Vec::new(),
                text => vec![format!("nf_ct_proto_6: {text} ")],
            };
            assert_eq!(said(lab, segment(hosts, flags, numbers)), expected);
        };
        says(&mut lab, (1, 2), flags::FIN | ACK, (1, 1), "invalid new");
        says(
            &mut lab,
            (1, 2),
            flags::FIN,
            (1, 1),
            "invalid tcp flag combination",
        );
        says(&mut lab, (1, 2), flags::SYN, (100, 0), "");
        let odd = "packet (index 3) in dir 0 invalid, state SYN_SENT";
        says(&mut lab, (1, 2), ACK, (101, 1), odd);
        says(&mut lab, (2, 1), flags::SYN | ACK, (500, 101), "");
        says(&mut lab, (1, 2), ACK, (101, 501), "");
        let odd = "packet (index 0) in dir 0 ignored, state ESTABLISHED";
        says(&mut lab, (1, 2), flags::SYN, (101, 0), odd);
        let odd = "ACK is over upper bound 502 (ACKed data not seen yet)";
        says(&mut lab, (1, 2), ACK, (101, 502), odd);
        let odd = "SEQ is over upper bound 1102 (over the window of the receiver)";
        says(&mut lab, (1, 2), ACK, (9101, 501), odd);
        says(&mut lab, (1, 2), flags::RST, (50, 0), "");
        says(&mut lab, (2, 1), flags::RST, (499, 0), "");
    }

    #[test]
    fn spoilt_packets_are_told() {
        let mut lab = lab();
        let mut spoilt = udp(Family::V4, (1, 2), (5, 7), b"data");
        spoilt.network_mut()[30] ^= 1;
        assert_eq!(said(&mut lab, spoilt), ["nf_ct_proto_17: bad checksum "]);
        let short = sealed(
            Family::V4,
            (1, 2),
            protocol::UDP,
            &[0, 5, 0, 7, 0, 99, 0, 0],
        );
        let text = "nf_ct_proto_17: truncated/malformed packet ";
        assert_eq!(said(&mut lab, short), [text]);
        let unknown = icmp((1, 2), icmpv4::kind::MAX + 1, 0, 5);
        assert_eq!(
            said(&mut lab, unknown),
            ["nf_ct_proto_1: invalid icmp type "]
        );
        // An error to another one than who sent what it is about.
        let sent = udp(Family::V4, (1, 2), (5, 7), b"data");
        lab.pass(packet(sent.network()));
        let about = [&[3, 1, 0, 0, 0, 0, 0, 0], sent.network()].concat();
        let error = sealed(Family::V4, (2, 9), protocol::ICMP, &about);
        let text = "nf_ct_proto_1: outer daddr 10.0.0.9 != inner 10.0.0.1 ";
        assert_eq!(said(&mut lab, error), [text]);
    }

    #[test]
    fn only_what_was_asked_for_is_told() {
        let mut lab = lab();
        for (knob, count) in [(0, 0), (17, 0), (6, 1), (255, 1)] {
            lab.sysctls.log_invalid = knob;
            let odd = segment((1, 2), flags::FIN, (1, 1));
            assert_eq!(said(&mut lab, odd).len(), count, "{knob}");
        }
    }
}
