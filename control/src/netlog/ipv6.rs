//! IPv6 packets (`dump_ipv6_packet`).

use dataplane::{
    filter::targets::LogOptions,
    trace::LogRecord,
    wire::{
        ipv4::protocol,
        ipv6_ext::{is_extension, next_header},
    },
};

use super::{
    buffer::{Bytes, Line, be16, be32},
    transport,
};

/// Writes the packet whose header is at `at`; `outer` is the one that is logged, the other one is
/// inside an ICMPv6 error.
pub(super) fn packet(
    line: &mut Line,
    record: &LogRecord,
    bytes: Bytes<'_>,
    at: usize,
    outer: bool,
) {
    let Some(header) = bytes.at::<40>(at) else {
        return line.add(format_args!("TRUNCATED"));
    };
    line.add(format_args!("SRC="));
    address(line, &header[8..24]);
    line.add(format_args!(" DST="));
    address(line, &header[24..40]);
    let first = be32(header, 0);
    let claimed = usize::from(be16(header, 4));
    let len = if claimed == 0 && outer && bytes.len > usize::from(u16::MAX) {
        bytes.len
    } else {
        claimed + header.len()
    };
    line.add(format_args!(
        " LEN={len} TC={} HOPLIMIT={} FLOWLBL={} ",
        first >> 20 & 0xff,
        header[7],
        first & 0xf_ffff
    ));
    let Some(upper) = extensions(line, record.options, bytes, (header[6], at + header.len()))
    else {
        return;
    };
    let goes_on = match upper.protocol {
        protocol::TCP => transport::tcp(line, record.options, bytes, upper.at, upper.later),
        protocol::UDP | protocol::UDPLITE => {
            transport::udp(line, upper.protocol, bytes, upper.at, upper.later)
        }
        protocol::ICMPV6 => {
            line.add(format_args!("PROTO=ICMPv6 "));
            upper.later || icmp(line, record, bytes, upper.at, outer)
        }
        other => {
            line.add(format_args!("PROTO={other} "));
            true
        }
    };
    if goes_on && outer && record.mark.0 != 0 {
        line.add(format_args!("MARK=0x{:x} ", record.mark.0));
    }
}

/// An address in full (`%pI6`).
fn address(line: &mut Line, octets: &[u8]) {
    for (i, pair) in octets.chunks_exact(2).enumerate() {
        let colon = if i == 0 { "" } else { ":" };
        line.add(format_args!("{colon}{:04x}", be16(pair, 0)));
    }
}

/// What comes after the extension headers.
#[derive(Clone, Copy, Debug)]
struct Upper {
    protocol: u8,
    at: usize,
    /// The packet is a fragment that is not the first.
    later: bool,
}

/// Writes the extension headers from the one of kind `kind` at `at` on; `None` if the line ends
/// there.
fn extensions(
    line: &mut Line,
    options: LogOptions,
    bytes: Bytes<'_>,
    (mut kind, mut at): (u8, usize),
) -> Option<Upper> {
    let tell = options.has(LogOptions::IP_OPTIONS);
    let mut later = false;
    while kind != next_header::NONE && (is_extension(kind) || kind == transport::ESP) {
        let Some(&[next, units]) = bytes.at::<2>(at) else {
            line.add(format_args!("TRUNCATED"));
            return None;
        };
        if tell {
            line.add(format_args!("OPT ( "));
        }
        let len = match kind {
            next_header::FRAGMENT => {
                later |= fragment(line, bytes, at)?;
                8
            }
            next_header::AUTHENTICATION => {
                if tell {
                    line.add(format_args!("AH "));
                    security(line, bytes, (at, 4, 12), later)?;
                }
                (usize::from(units) + 2) * 4
            }
            transport::ESP => {
                if tell {
                    line.add(format_args!("ESP "));
                    security(line, bytes, (at, 0, 8), later)?;
                    line.add(format_args!(")"));
                }
                return None;
            }
            _ if later => {
                if tell {
                    line.add(format_args!(")"));
                }
                return None;
            }
            _ => (usize::from(units) + 1) * 8,
        };
        if tell {
            line.add(format_args!(") "));
        }
        kind = next;
        at += len;
    }
    Some(Upper {
        protocol: kind,
        at,
        later,
    })
}

/// Writes a fragment header; whether the packet is a fragment that is not the first, `None` if the
/// line ends.
fn fragment(line: &mut Line, bytes: Bytes<'_>, at: usize) -> Option<bool> {
    line.add(format_args!("FRAG:"));
    let Some(header) = bytes.at::<8>(at) else {
        line.add(format_args!("TRUNCATED "));
        return None;
    };
    let field = be16(header, 2);
    let offset = field & 0xfff8;
    line.add(format_args!("{offset} "));
    if field & 1 != 0 {
        line.add(format_args!("INCOMPLETE "));
    }
    line.add(format_args!("ID:{:08x} ", be32(header, 4)));
    Some(offset != 0)
}

/// Writes the index of a security header of `len` bytes, which is at `spi` in it; `None` if the line
/// ends.
fn security(
    line: &mut Line,
    bytes: Bytes<'_>,
    (at, spi, len): (usize, usize, usize),
    later: bool,
) -> Option<()> {
    if later {
        line.add(format_args!(")"));
        return None;
    }
    let Some(header) = bytes.slice(at, len) else {
        transport::incomplete(line, bytes, at);
        line.add(format_args!(")"));
        return None;
    };
    line.add(format_args!("SPI=0x{:x} ", be32(header, spi)));
    Some(())
}

/// Types of ICMPv6 messages.
mod icmp_type {
    pub(super) const UNREACHABLE: u8 = 1;
    pub(super) const TOO_BIG: u8 = 2;
    pub(super) const TIME_EXCEEDED: u8 = 3;
    pub(super) const PARAMETER: u8 = 4;
    pub(super) const ECHO: u8 = 128;
    pub(super) const ECHO_REPLY: u8 = 129;
}

/// Writes an ICMPv6 message; whether the line goes on after it.
fn icmp(line: &mut Line, record: &LogRecord, bytes: Bytes<'_>, at: usize, outer: bool) -> bool {
    let Some(header) = bytes.at::<8>(at) else {
        transport::incomplete(line, bytes, at);
        return false;
    };
    let [kind, code] = [header[0], header[1]];
    line.add(format_args!("TYPE={kind} CODE={code} "));
    match kind {
        icmp_type::ECHO | icmp_type::ECHO_REPLY => {
            let (id, seq) = (be16(header, 4), be16(header, 6));
            line.add(format_args!("ID={id} SEQ={seq} "));
        }
        icmp_type::UNREACHABLE
        | icmp_type::TOO_BIG
        | icmp_type::TIME_EXCEEDED
        | icmp_type::PARAMETER => {
            if kind == icmp_type::PARAMETER {
                line.add(format_args!("POINTER={:08x} ", be32(header, 4)));
            }
            if outer {
                line.add(format_args!("["));
                packet(line, record, bytes, at + header.len(), false);
                line.add(format_args!("] "));
            }
            if kind == icmp_type::TOO_BIG {
                line.add(format_args!("MTU={} ", be32(header, 4)));
            }
        }
        _ => {}
    }
    true
}
