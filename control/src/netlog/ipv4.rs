//! IPv4 packets (`dump_ipv4_packet`).

use std::net::Ipv4Addr;

use dataplane::{
    filter::targets::LogOptions,
    trace::LogRecord,
    wire::ipv4::{DF, MF, OFFSET_MASK, protocol},
};

use super::{
    buffer::{Bytes, Line, be16, be32},
    transport,
};

/// The reserved bit of the fragment field.
const CE: u16 = 0x8000;

/// Writes the packet whose header is at `at`: the one that is logged, or the one inside an ICMP
/// error (then `at` is not 0).
pub(super) fn packet(line: &mut Line, record: &LogRecord, bytes: Bytes<'_>, at: usize) {
    let Some(header) = bytes.at::<20>(at) else {
        return line.add(format_args!("TRUNCATED"));
    };
    let header_len = usize::from(header[0] & 0xf) * 4;
    let tos = header[1];
    let [src, dst] = [12, 16].map(|offset| Ipv4Addr::from(be32(header, offset)));
    line.add(format_args!("SRC={src} DST={dst} "));
    line.add(format_args!(
        "LEN={} TOS=0x{:02X} PREC=0x{:02X} TTL={} ID={} ",
        total_len(be16(header, 2), bytes, at),
        tos & 0x1e,
        tos & 0xe0,
        header[8],
        be16(header, 4)
    ));
    let fragment = be16(header, 6);
    for (bit, text) in [(CE, "CE "), (DF, "DF "), (MF, "MF ")] {
        if fragment & bit != 0 {
            line.add(format_args!("{text}"));
        }
    }
    let offset = fragment & OFFSET_MASK;
    if offset != 0 {
        line.add(format_args!("FRAG:{offset} "));
    }
    if record.options.has(LogOptions::IP_OPTIONS) && header_len > header.len() {
        match bytes.slice(at + header.len(), header_len - header.len()) {
            Some(options) => line.options(options),
            None => return line.add(format_args!("TRUNCATED")),
        }
    }
    let next = Next {
        protocol: header[9],
        later: offset != 0,
        at: at + header_len,
        inner: at != 0,
    };
    if !payload(line, record, bytes, next) {
        return;
    }
    if at == 0 && record.mark.0 != 0 {
        line.add(format_args!("MARK=0x{:x} ", record.mark.0));
    }
}

/// The length that the header claims; a super-frame that is too long to say has its real one.
fn total_len(claimed: u16, bytes: Bytes<'_>, at: usize) -> usize {
    if claimed == 0 && at == 0 && bytes.len > usize::from(u16::MAX) {
        bytes.len
    } else {
        claimed.into()
    }
}

/// What the header is followed by.
#[derive(Clone, Copy, Debug)]
struct Next {
    protocol: u8,
    /// The packet is a fragment that is not the first.
    later: bool,
    /// Where it begins.
    at: usize,
    /// The packet is inside an ICMP error.
    inner: bool,
}

/// Writes what the header is followed by. Whether the line goes on after it.
fn payload(line: &mut Line, record: &LogRecord, bytes: Bytes<'_>, next: Next) -> bool {
    match next.protocol {
        protocol::TCP => transport::tcp(line, record.options, bytes, next.at, next.later),
        protocol::UDP | protocol::UDPLITE => {
            transport::udp(line, next.protocol, bytes, next.at, next.later)
        }
        protocol::ICMP => {
            line.add(format_args!("PROTO=ICMP "));
            if !next.later {
                icmp(line, record, bytes, next);
            }
            true
        }
        transport::AH if next.later => true,
        transport::AH => {
            line.add(format_args!("PROTO=AH "));
            security(
                line,
                bytes.at::<12>(next.at).map(|h| be32(h, 4)),
                bytes,
                next,
            );
            true
        }
        transport::ESP => {
            line.add(format_args!("PROTO=ESP "));
            if !next.later {
                security(
                    line,
                    bytes.at::<8>(next.at).map(|h| be32(h, 0)),
                    bytes,
                    next,
                );
            }
            true
        }
        other => {
            line.add(format_args!("PROTO={other} "));
            true
        }
    }
}

/// Writes the index of an AH or ESP header, if that is whole.
fn security(line: &mut Line, spi: Option<u32>, bytes: Bytes<'_>, next: Next) {
    match spi {
        Some(spi) => line.add(format_args!("SPI=0x{spi:x} ")),
        None => transport::incomplete(line, bytes, next.at),
    }
}

/// Types of ICMP messages.
mod icmp_type {
    pub(super) const ECHO_REPLY: u8 = 0;
    pub(super) const UNREACHABLE: u8 = 3;
    pub(super) const SOURCE_QUENCH: u8 = 4;
    pub(super) const REDIRECT: u8 = 5;
    pub(super) const ECHO: u8 = 8;
    pub(super) const TIME_EXCEEDED: u8 = 11;
    pub(super) const PARAMETER: u8 = 12;
}

/// How long a message of this type has to be, in bytes.
const fn required_len(icmp_type: u8) -> usize {
    match icmp_type {
        0 | 8 => 4,
        3 | 4 | 5 | 11 | 12 => 8 + 20,
        13 | 14 => 20,
        17 | 18 => 12,
        _ => 0,
    }
}

fn icmp(line: &mut Line, record: &LogRecord, bytes: Bytes<'_>, next: Next) {
    let Some(header) = bytes.at::<8>(next.at) else {
        return transport::incomplete(line, bytes, next.at);
    };
    let [kind, code] = [header[0], header[1]];
    line.add(format_args!("TYPE={kind} CODE={code} "));
    if (bytes.rest(next.at) as usize) < required_len(kind) {
        return transport::incomplete(line, bytes, next.at);
    }
    match kind {
        icmp_type::ECHO_REPLY | icmp_type::ECHO => {
            let (id, seq) = (be16(header, 4), be16(header, 6));
            line.add(format_args!("ID={id} SEQ={seq} "));
        }
        icmp_type::PARAMETER => line.add(format_args!("PARAMETER={} ", header[4])),
        icmp_type::REDIRECT
        | icmp_type::UNREACHABLE
        | icmp_type::SOURCE_QUENCH
        | icmp_type::TIME_EXCEEDED => {
            if kind == icmp_type::REDIRECT {
                let gateway = Ipv4Addr::from(be32(header, 4));
                line.add(format_args!("GATEWAY={gateway} "));
            }
            if !next.inner {
                line.add(format_args!("["));
                packet(line, record, bytes, next.at + header.len());
                line.add(format_args!("] "));
            }
            if (kind, code) == (icmp_type::UNREACHABLE, 4) {
                line.add(format_args!("MTU={} ", be16(header, 6)));
            }
        }
        _ => {}
    }
}
