//! Putting other addresses and ports into a packet (`nf_nat_manip_pkt`).

use super::Manip;
use crate::{
    checksum::Change,
    conntrack::Tuple,
    wire::{icmpv4, icmpv6, ipv4::protocol, ipv6_ext, sctp},
};

/// Bytes of a transport header that are needed: what an ICMP error quotes at least (RFC 792). The
/// checksum of TCP and SCTP lies behind them, and is left alone where it is not quoted.
const QUOTED: usize = 8;

/// One end of a connection: what is put into a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct End {
    addr: [u8; 16],
    port: u16,
    /// The ICMP identifier, which is on the source's side whichever end changes.
    id: u16,
    proto: u8,
    ipv6: bool,
}

impl End {
    /// The source or the destination of the packets of `tuple`.
    pub(super) fn of(tuple: &Tuple, manip: Manip) -> Self {
        let (addr, port) = match manip {
            Manip::Src => (tuple.src, tuple.src_port),
            Manip::Dst => (tuple.dst, tuple.dst_port),
        };
        Self {
            addr,
            port,
            id: tuple.src_port,
            proto: tuple.proto,
            ipv6: tuple.ipv6,
        }
    }

    /// The source or the destination of the packets that are answered by those of `tuple`.
    pub(super) fn facing(tuple: &Tuple, manip: Manip) -> Self {
        Self::of(tuple, manip.other())
    }

    /// The same address in a packet of another protocol.
    pub(super) fn with_proto(self, proto: u8) -> Self {
        Self { proto, ..self }
    }
}

/// The packet is too short for what has to be changed: it is dropped, as in the kernel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Truncated;

/// Replaces the source or destination of `packet`, which begins with its IP header and ends where
/// the kernel's `skb` ends (without link-layer padding). `partial` says that the transport checksum is
/// [not computed yet](crate::packet::Checksum::Partial): it covers addresses, but not ports.
///
/// # Errors
/// If the headers are cut short.
#[inline]
pub(super) fn rewrite(
    packet: &mut [u8],
    manip: Manip,
    end: &End,
    partial: bool,
) -> Result<(), Truncated> {
    if end.ipv6 {
        rewrite6(packet, manip, end, partial)
    } else {
        rewrite4(packet, manip, end, partial)
    }
}

fn rewrite4(packet: &mut [u8], manip: Manip, end: &End, partial: bool) -> Result<(), Truncated> {
    let &[first, ..] = packet.get(..20).ok_or(Truncated)? else {
        return Err(Truncated);
    };
    let at = match manip {
        Manip::Src => 12,
        Manip::Dst => 16,
    };
    let (old, new) = (word32(packet, at), &end.addr[..4]);
    let change = Change::NONE.bytes(&old, new);
    let l4 = packet
        .get_mut(usize::from(first & 0xf) * 4..)
        .ok_or(Truncated)?;
    transport(l4, manip, end, change, partial)?;
    replace(packet, 10, |field| change.of_checksum(field));
    packet[at..at + 4].copy_from_slice(new);
    Ok(())
}

fn rewrite6(packet: &mut [u8], manip: Manip, end: &End, partial: bool) -> Result<(), Truncated> {
    let at = match manip {
        Manip::Src => 8,
        Manip::Dst => 24,
    };
    let old = packet.get(..40).ok_or(Truncated)?[at..at + 16]
        .as_chunks::<16>()
        .0[0];
    let change = Change::NONE.bytes(&old, &end.addr);
    if let Some(upper) = ipv6_ext::claimed_upper(packet)
        && upper.fragment.is_none_or(|field| field & !0x7 == 0)
    {
        let l4 = packet.get_mut(upper.offset..).ok_or(Truncated)?;
        transport(l4, manip, end, change, partial)?;
    }
    packet[at..at + 16].copy_from_slice(&end.addr);
    Ok(())
}

/// The part of each protocol (`l4proto_manip_pkt`); `change` is that of the address. A protocol that
/// is not known has nothing but addresses.
fn transport(
    l4: &mut [u8],
    manip: Manip,
    end: &End,
    change: Change,
    partial: bool,
) -> Result<(), Truncated> {
    /// Where checksums are.
    const TCP: usize = 16;
    const UDP: usize = 6;
    let needed = match end.proto {
        protocol::TCP
        | protocol::UDP
        | protocol::UDPLITE
        | protocol::ICMP
        | protocol::ICMPV6
        | protocol::GRE
        | protocol::SCTP => QUOTED,
        _ => return Ok(()),
    };
    if l4.len() < needed {
        return Err(Truncated);
    }
    let port = match manip {
        Manip::Src => 0,
        Manip::Dst => 2,
    };
    match end.proto {
        protocol::TCP => {
            let ports = replace(l4, port, |_| end.port);
            if l4.len() >= crate::wire::tcp::HEADER_LEN {
                replace(l4, TCP, |field| covered(field, change, ports, partial));
            }
        }
        protocol::UDP | protocol::UDPLITE => {
            let ports = replace(l4, port, |_| end.port);
            // RFC 768: zero means that there is none. UDP-Lite always has one (RFC 3828 §3.1).
            if partial || end.proto == protocol::UDPLITE || l4[UDP..UDP + 2] != [0; 2] {
                replace(l4, UDP, |field| {
                    match covered(field, change, ports, partial) {
                        0 => 0xffff,
                        field => field,
                    }
                });
            }
        }
        protocol::ICMP if icmpv4_has_id(l4[0]) => {
            let id = replace(l4, 4, |_| end.id);
            replace(l4, 2, |field| covered(field, Change::NONE, id, partial));
        }
        protocol::ICMPV6 => {
            let echo = matches!(l4[0], icmpv6::kind::ECHO_REQUEST | icmpv6::kind::ECHO_REPLY);
            let id = if echo {
                replace(l4, 4, |_| end.id)
            } else {
                (0, 0)
            };
            replace(l4, 2, |field| covered(field, change, id, partial));
        }
        protocol::GRE => gre(l4, manip, end.port)?,
        protocol::SCTP => {
            replace(l4, port, |_| end.port);
            if !partial {
                sctp::refresh_checksum(l4);
            }
        }
        _ => {}
    }
    Ok(())
}

/// Whether the kernel changes the identifier of ICMP messages of this type.
fn icmpv4_has_id(kind: u8) -> bool {
    /// RFC 792: information request and reply.
    const INFO: [u8; 2] = [15, 16];
    use icmpv4::kind::{ADDRESS, ADDRESS_REPLY, ECHO, ECHO_REPLY, TIMESTAMP, TIMESTAMP_REPLY};
    INFO.contains(&kind)
        || matches!(
            kind,
            ECHO | ECHO_REPLY | TIMESTAMP | TIMESTAMP_REPLY | ADDRESS | ADDRESS_REPLY
        )
}

/// Of GRE, only the enhanced one of PPTP (RFC 2637 §4.1) has something to translate: the call's
/// number, which belongs to the receiver.
fn gre(l4: &mut [u8], manip: Manip, key: u16) -> Result<(), Truncated> {
    if manip == Manip::Src {
        return Ok(());
    }
    match l4[1] & 0x7 {
        0 => Ok(()),
        1 => {
            replace(l4, 6, |_| key);
            Ok(())
        }
        _ => Err(Truncated),
    }
}

/// A checksum field after an address and a word under it changed. One that is not computed yet holds
/// the sum of the pseudo-header: addresses, but not the word.
fn covered(field: u16, addr: Change, (old, new): (u16, u16), partial: bool) -> u16 {
    if partial {
        addr.of_sum(field)
    } else {
        addr.word(old, new).of_checksum(field)
    }
}

/// Replaces the 16-bit field at `at`, which is there; gives what it was and is.
fn replace(bytes: &mut [u8], at: usize, new: impl FnOnce(u16) -> u16) -> (u16, u16) {
    let old = u16::from_be_bytes([bytes[at], bytes[at + 1]]);
    let new = new(old);
    bytes[at..at + 2].copy_from_slice(&new.to_be_bytes());
    (old, new)
}

fn word32(bytes: &[u8], at: usize) -> [u8; 4] {
    [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]
}
