//! TCP, UDP, and what both families write alike.

use dataplane::{filter::targets::LogOptions, wire::ipv4::protocol};

use super::buffer::{Bytes, Line, be16, be32};

/// Encapsulating security payload.
pub(super) const ESP: u8 = 50;
/// Authentication header.
pub(super) const AH: u8 = 51;

/// The flags of TCP in the order in which they are written, with their bits in the header's bytes 12
/// and 13.
const FLAGS: [(u16, &str); 9] = [
    (0x100, "AE "),
    (0x80, "CWR "),
    (0x40, "ECE "),
    (0x20, "URG "),
    (0x10, "ACK "),
    (0x08, "PSH "),
    (0x04, "RST "),
    (0x02, "SYN "),
    (0x01, "FIN "),
];

/// Says that a header which should begin at `at` is cut short.
pub(super) fn incomplete(line: &mut Line, bytes: Bytes<'_>, at: usize) {
    line.add(format_args!("INCOMPLETE [{} bytes] ", bytes.rest(at)));
}

/// Writes the TCP header at `at`; of a fragment that is not the first (`later`), the protocol only.
/// Whether the line goes on after it (`nf_log_dump_tcp_header`).
pub(super) fn tcp(
    line: &mut Line,
    options: LogOptions,
    bytes: Bytes<'_>,
    at: usize,
    later: bool,
) -> bool {
    line.add(format_args!("PROTO=TCP "));
    if later {
        return true;
    }
    let Some(header) = bytes.at::<20>(at) else {
        incomplete(line, bytes, at);
        return false;
    };
    line.add(format_args!(
        "SPT={} DPT={} ",
        be16(header, 0),
        be16(header, 2)
    ));
    if options.has(LogOptions::TCP_SEQUENCE) {
        line.add(format_args!(
            "SEQ={} ACK={} ",
            be32(header, 4),
            be32(header, 8)
        ));
    }
    let bits = be16(header, 12);
    line.add(format_args!("WINDOW={} ", be16(header, 14)));
    line.add(format_args!("RES=0x{:02x} ", bits >> 6 & 0x38));
    for (bit, text) in FLAGS {
        if bits & bit != 0 {
            line.add(format_args!("{text}"));
        }
    }
    line.add(format_args!("URGP={} ", be16(header, 18)));
    let header_len = usize::from(bits >> 12) * 4;
    if options.has(LogOptions::TCP_OPTIONS) && header_len > header.len() {
        match bytes.slice(at + header.len(), header_len - header.len()) {
            Some(options) => line.options(options),
            None => {
                line.add(format_args!("OPT (TRUNCATED)"));
                return false;
            }
        }
    }
    true
}

/// Writes the UDP or UDP-Lite header at `at`, as [`tcp`] does.
pub(super) fn udp(line: &mut Line, number: u8, bytes: Bytes<'_>, at: usize, later: bool) -> bool {
    let name = if number == protocol::UDP {
        "UDP"
    } else {
        "UDPLITE"
    };
    line.add(format_args!("PROTO={name} "));
    if later {
        return true;
    }
    let Some(header) = bytes.at::<8>(at) else {
        incomplete(line, bytes, at);
        return false;
    };
    let [src, dst, len] = [0, 2, 4].map(|offset| be16(header, offset));
    line.add(format_args!("SPT={src} DPT={dst} LEN={len} "));
    true
}
