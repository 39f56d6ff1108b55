//! How tcpdump prints TCP and UDP.

use std::{collections::HashMap, fmt::Write, net::SocketAddr};

use dataplane::{
    checksum::Sum,
    wire::{
        ipv4::protocol,
        tcp::flags::{ACK, FIN, RST, SYN},
    },
};

use super::{
    bytes::{long, word},
    print::{Printer, Upper},
};
use crate::stack::packet;

/// Where the sequence numbers of each conversation began: those that are printed count from there.
#[derive(Debug, Default)]
pub(super) struct Conversations(HashMap<(SocketAddr, SocketAddr), Begin>);

/// First numbers: of the end with the lower port, and of the other.
#[derive(Clone, Copy, Debug)]
struct Begin {
    seq: u32,
    ack: u32,
}

/// TCP's flag that says that the urgent pointer counts.
const URG: u8 = 0x20;

impl Conversations {
    /// The numbers of a segment as they are printed.
    fn relative(
        &mut self,
        (src, dst): (SocketAddr, SocketAddr),
        flags: u8,
        (seq, ack): (u32, u32),
    ) -> (u32, u32) {
        if flags & ACK == 0 {
            return (seq, ack);
        }
        let reverse = match src.port().cmp(&dst.port()) {
            std::cmp::Ordering::Greater => true,
            std::cmp::Ordering::Less => false,
            std::cmp::Ordering::Equal => src.ip() > dst.ip(),
        };
        let key = if reverse { (dst, src) } else { (src, dst) };
        match self.0.get(&key) {
            Some(begin) if flags & SYN == 0 => {
                if reverse {
                    (seq.wrapping_sub(begin.ack), ack.wrapping_sub(begin.seq))
                } else {
                    (seq.wrapping_sub(begin.seq), ack.wrapping_sub(begin.ack))
                }
            }
            Some(_) | None => {
                let before = ack.wrapping_sub(1);
                let begin = if reverse {
                    Begin {
                        seq: before,
                        ack: seq,
                    }
                } else {
                    Begin { seq, ack: before }
                };
                self.0.insert(key, begin);
                (seq, ack)
            }
        }
    }
}

/// The sum over the pseudo header and all of the payload.
pub(super) fn sum(upper: &Upper<'_>, proto: u8) -> Sum {
    packet::sum(upper.src, upper.dst, proto, upper.payload)
}

/// What a wrong checksum should have been.
pub(super) fn right(sum: Sum, field: u16) -> u16 {
    // Adding the complement of the field takes it out of the sum.
    sum.add_u16(!field).complement()
}

impl Printer {
    pub(super) fn tcp(&mut self, out: &mut String, upper: &Upper<'_>) {
        self.segment(out, upper, true);
    }

    pub(super) fn tcp6(&mut self, out: &mut String, upper: &Upper<'_>, shown: bool) {
        self.segment(out, upper, !shown);
    }

    pub(super) fn udp(&self, out: &mut String, upper: &Upper<'_>) {
        self.datagram(out, upper, true);
    }

    pub(super) fn udp6(&self, out: &mut String, upper: &Upper<'_>, shown: bool) {
        self.datagram(out, upper, !shown);
    }

    fn segment(&mut self, out: &mut String, upper: &Upper<'_>, addresses: bool) {
        let bytes = upper.payload;
        let (src, dst) = (word(bytes, 0), word(bytes, 2));
        if bytes.len() < 4 {
            let _ = write!(out, "{} > {}: [|tcp]", upper.src, upper.dst);
            return;
        }
        let _ = match addresses {
            true => write!(out, "{}.{src} > {}.{dst}: ", upper.src, upper.dst),
            false => write!(out, "{src} > {dst}: "),
        };
        if bytes.len() < 20 {
            if bytes.len() >= 8 {
                let _ = write!(out, "[|tcp]");
            } else {
                out.push_str("[|tcp]");
            }
            return;
        }
        let header_len = usize::from(bytes[12] >> 4) * 4;
        let flags = bytes[13];
        let len = upper.len.saturating_sub(header_len) as u32;
        if self.style.quick {
            let _ = write!(out, "tcp {len}");
            return;
        }
        let (seq, ack) = (long(bytes, 4), long(bytes, 8));
        let ends = (
            SocketAddr::new(upper.src, src),
            SocketAddr::new(upper.dst, dst),
        );
        let (seq, ack) = match self.style.absolute {
            true => (seq, ack),
            false => self.conversations.relative(ends, flags, (seq, ack)),
        };
        let _ = write!(out, "Flags [{}]", flag_letters(flags));
        if self.style.verbose > 0 && !upper.fragmented && bytes.len() >= upper.len {
            let (field, sum) = (word(bytes, 16), sum(upper, protocol::TCP));
            let _ = match sum.is_valid() {
                true => write!(out, ", cksum 0x{field:04x} (correct)"),
                false => write!(
                    out,
                    ", cksum 0x{field:04x} (incorrect -> 0x{:04x})",
                    right(sum, field)
                ),
            };
        }
        if self.style.verbose > 1 || len > 0 || flags & (SYN | FIN | RST) != 0 {
            let _ = write!(out, ", seq {seq}");
            if len > 0 {
                let _ = write!(out, ":{}", seq.wrapping_add(len));
            }
        }
        if flags & ACK != 0 {
            let _ = write!(out, ", ack {ack}");
        }
        let _ = write!(out, ", win {}", word(bytes, 14));
        if flags & URG != 0 {
            let _ = write!(out, ", urg {}", word(bytes, 18));
        }
        let options = bytes.get(20..header_len).unwrap_or_default();
        if !options.is_empty() {
            let _ = write!(out, ", options [{}]", tcp_options(options));
        }
        let _ = write!(out, ", length {len}");
        let data = bytes.get(header_len..).unwrap_or_default();
        if !data.is_empty() {
            self.application(out, (src, dst), data);
        }
    }

    /// What is said of the data of protocols that are text.
    fn application(&self, out: &mut String, (src, dst): (u16, u16), data: &[u8]) {
        let has = |port| src == port || dst == port;
        if has(22) {
            if let Some(line) = text_line(data) {
                let _ = write!(out, ": SSH: {line}");
            }
        } else if [80, 8080, 3128].into_iter().any(has) {
            let begins = text_line(data).filter(|line| is_http(line));
            let _ = match begins {
                None => write!(out, ": HTTP"),
                Some(line) if self.style.verbose == 0 => write!(out, ": HTTP: {line}"),
                Some(_) => {
                    let _ = write!(out, ": HTTP, length: {}", data.len());
                    let mut rest = data;
                    while !rest.is_empty() {
                        let Some(line) = text_line(rest) else {
                            let text: String = rest.iter().map(|b| char::from(*b)).collect();
                            let _ = write!(out, "\n\t{text} [|http]");
                            break;
                        };
                        let _ = write!(out, "\n\t{line}");
                        let end = rest.iter().position(|b| *b == b'\n');
                        rest = end.and_then(|end| rest.get(end + 1..)).unwrap_or_default();
                    }
                    Ok(())
                }
            };
        }
    }

    fn datagram(&self, out: &mut String, upper: &Upper<'_>, addresses: bool) {
        let bytes = upper.payload;
        let (src, dst) = (word(bytes, 0), word(bytes, 2));
        if bytes.len() < 8 {
            let _ = write!(out, "{} > {}: [|udp]", upper.src, upper.dst);
            return;
        }
        let _ = match addresses {
            true => write!(out, "{}.{src} > {}.{dst}: ", upper.src, upper.dst),
            false => write!(out, "{src} > {dst}: "),
        };
        let announced = usize::from(word(bytes, 4));
        let looks = self.style.verbose > usize::from(upper.src.is_ipv4());
        if looks && !upper.fragmented && bytes.len() >= announced {
            let (field, sum) = (word(bytes, 6), sum(upper, protocol::UDP));
            let _ = match (field, sum.is_valid()) {
                (0, _) if upper.src.is_ipv4() => write!(out, "[no cksum] "),
                (_, true) => write!(out, "[udp sum ok] "),
                (_, false) => write!(
                    out,
                    "[bad udp cksum 0x{field:04x} -> 0x{:04x}!] ",
                    right(sum, field)
                ),
            };
        }
        let (claimed, has) = (announced.saturating_sub(8), bytes.len() - 8);
        let _ = if claimed > upper.len.saturating_sub(8) && !upper.fragmented {
            write!(out, "UDP, bad length {claimed} > {has}")
        } else {
            write!(out, "UDP, length {claimed}")
        };
    }
}

fn flag_letters(flags: u8) -> String {
    const LETTERS: [(u8, char); 8] = [
        (0x01, 'F'),
        (0x02, 'S'),
        (0x04, 'R'),
        (0x08, 'P'),
        (0x10, '.'),
        (0x20, 'U'),
        (0x40, 'E'),
        (0x80, 'W'),
    ];
    if flags == 0 {
        return "none".to_owned();
    }
    let set = LETTERS.iter().filter(|(bit, _)| flags & bit != 0);
    set.map(|(_, letter)| *letter).collect()
}

fn tcp_options(mut options: &[u8]) -> String {
    let mut list: Vec<String> = Vec::new();
    while let Some(&kind) = options.first() {
        let len = match kind {
            0 | 1 => 1,
            _ => options.get(1).map_or(2, |len| usize::from(*len).max(2)),
        };
        list.push(match kind {
            0 => "eol".to_owned(),
            1 => "nop".to_owned(),
            2 => format!("mss {}", word(options, 2)),
            3 => format!("wscale {}", options.get(2).copied().unwrap_or(0)),
            4 => "sackOK".to_owned(),
            5 => {
                let blocks = (len - 2) / 8;
                let mut text = format!("sack {blocks} ");
                for block in 0..blocks {
                    let at = 2 + block * 8;
                    let _ = write!(text, "{{{}:{}}}", long(options, at), long(options, at + 4));
                }
                text
            }
            8 => format!("TS val {} ecr {}", long(options, 2), long(options, 6)),
            _ => format!("unknown-{kind}"),
        });
        if kind == 0 {
            break;
        }
        options = options.get(len..).unwrap_or_default();
    }
    list.join(",")
}

/// The first line, if it ends and is text.
fn text_line(data: &[u8]) -> Option<String> {
    let end = data.iter().position(|byte| *byte == b'\n')?;
    let line = &data[..end];
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let plain = |byte: &u8| byte.is_ascii_graphic() || matches!(byte, b' ' | b'\t');
    line.iter()
        .all(plain)
        .then(|| line.iter().map(|byte| char::from(*byte)).collect())
}

/// Whether a line begins a request or an answer of HTTP.
fn is_http(line: &str) -> bool {
    const METHODS: [&str; 8] = [
        "GET", "PUT", "COPY", "HEAD", "POST", "LOCK", "DELETE", "OPTIONS",
    ];
    let first = line.split(' ').next().unwrap_or_default();
    METHODS.contains(&first) || line.starts_with("HTTP/")
}
