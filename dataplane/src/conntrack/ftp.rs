//! What FTP's control connection says of data connections: read RFC 959 §5.3.2, RFC 1123 §4.1.2.6 and
//! RFC 2428; done as Linux's `nf_conntrack_ftp` does it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::{Direction, tcp::before};

/// How an address and a port are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FtpForm {
    /// `192,168,1,10,200,10`: PORT, and the answer to PASV.
    Numbers,
    /// `|1|192.168.1.10|51210|`: EPRT.
    Extended,
    /// `|||51210|`: the answer to EPSV.
    PortOnly,
}

/// A data connection that was announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Announced {
    /// How it is written.
    pub(crate) form: FtpForm,
    /// Where that is in the segment's data.
    pub(crate) at: usize,
    /// How long it is.
    pub(crate) len: usize,
    /// To which address.
    pub(crate) addr: IpAddr,
    /// To which port.
    pub(crate) port: u16,
}

/// What was found at the beginning of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// Nothing of interest.
    Other,
    /// Something that is cut off, or that can't be understood.
    Partial,
    /// This.
    Announces(Announced),
}

/// A place where a number or a text ends, and what it was.
type Parsed = Option<(usize, IpAddr, u16)>;

/// A command or an answer that is looked for.
struct Pattern {
    begins: &'static [u8],
    /// What comes before the numbers.
    skip: Option<u8>,
    form: FtpForm,
    read: fn(&[u8], IpAddr) -> Parsed,
}

/// What clients say.
const COMMANDS: [Pattern; 2] = [
    Pattern {
        begins: b"PORT",
        skip: Some(b' '),
        form: FtpForm::Numbers,
        read: |data, _| numbers(data, Some(b'\r')),
    },
    Pattern {
        begins: b"EPRT",
        skip: Some(b' '),
        form: FtpForm::Extended,
        read: extended,
    },
];

/// What servers answer.
const ANSWERS: [Pattern; 2] = [
    Pattern {
        begins: b"227 ",
        skip: None,
        form: FtpForm::Numbers,
        read: |data, _| numbers(data, None),
    },
    Pattern {
        begins: b"229 ",
        skip: Some(b'('),
        form: FtpForm::PortOnly,
        read: port_only,
    },
];

/// Looks at the beginning of a line; `own` is the sender's address.
pub(super) fn look(data: &[u8], direction: Direction, own: IpAddr) -> Line {
    let patterns = match direction {
        Direction::Original => &COMMANDS,
        Direction::Reply => &ANSWERS,
    };
    let mut found = patterns.iter().map(|pattern| find(data, pattern, own));
    let line = found.find(|line| *line != Line::Other);
    line.unwrap_or(Line::Other)
}

/// `find_pattern`.
fn find(data: &[u8], pattern: &Pattern, own: IpAddr) -> Line {
    let begins = pattern.begins;
    if data.len() <= begins.len() {
        let cut = !data.is_empty() && begins[..data.len()].eq_ignore_ascii_case(data);
        return if cut { Line::Partial } else { Line::Other };
    }
    let (start, rest) = data.split_at(begins.len());
    if !start.eq_ignore_ascii_case(begins) {
        return Line::Other;
    }
    let skipped = match pattern.skip {
        Some(skip) => match rest.iter().position(|byte| *byte == skip) {
            Some(at) => at + 1,
            None => return Line::Partial,
        },
        // RFC 1123 §4.1.2.6: "scan the reply for the first digit of the host and port numbers".
        None => match rest.iter().position(u8::is_ascii_digit) {
            Some(at) => at,
            None => return Line::Partial,
        },
    };
    match (pattern.read)(&rest[skipped..], own) {
        Some((len, addr, port)) => Line::Announces(Announced {
            form: pattern.form,
            at: begins.len() + skipped,
            len,
            addr,
            port,
        }),
        None => Line::Partial,
    }
}

/// So many numbers with a separator between them, up to `end`, or up to whatever comes
/// (`try_number`). They may be larger than a byte, and are cut as there.
fn array<const N: usize>(data: &[u8], separator: u8, end: Option<u8>) -> Option<(usize, [u32; N])> {
    let mut numbers = [0_u32; N];
    let mut at = 0;
    for (len, byte) in data.iter().enumerate() {
        match byte {
            b'0'..=b'9' => {
                let number = numbers.get_mut(at)?;
                *number = number.wrapping_mul(10).wrapping_add(u32::from(byte - b'0'));
            }
            _ if *byte == separator => at += 1,
            _ => {
                let ends = at + 1 == N && end.is_none_or(|end| end == *byte);
                return ends.then_some((len, numbers));
            }
        }
    }
    None
}

fn joined(bytes: &[u32]) -> u32 {
    bytes.iter().fold(0, |sum, byte| sum << 8 | byte)
}

fn numbers(data: &[u8], end: Option<u8>) -> Parsed {
    let (len, numbers) = array::<6>(data, b',', end)?;
    let addr = Ipv4Addr::from(joined(&numbers[..4]));
    Some((len, addr.into(), joined(&numbers[4..]) as u16))
}

/// What separates the parts of the extended forms.
fn delimiter(data: &[u8]) -> Option<u8> {
    let first = *data.first().filter(|_| data.len() > 3)?;
    let allowed = !first.is_ascii_digit() && (33..=126).contains(&first);
    allowed.then_some(first)
}

fn extended(data: &[u8], own: IpAddr) -> Parsed {
    let delimiter = delimiter(data)?;
    let family = match own {
        IpAddr::V4(_) => b'1',
        IpAddr::V6(_) => b'2',
    };
    let rest = data.strip_prefix(&[delimiter, family, delimiter])?;
    let (len, addr) = match own {
        IpAddr::V4(_) => {
            let (len, numbers) = array::<4>(rest, b'.', Some(delimiter))?;
            (len, Ipv4Addr::from(joined(&numbers)).into())
        }
        IpAddr::V6(_) => {
            let len = rest.iter().position(|byte| *byte == delimiter)?;
            let text = str::from_utf8(&rest[..len]).ok()?;
            (len, text.parse::<Ipv6Addr>().ok()?.into())
        }
    };
    if len == 0 {
        return None;
    }
    let (end, port) = port(data, 3 + len + 1, delimiter)?;
    Some((end, addr, port))
}

fn port_only(data: &[u8], own: IpAddr) -> Parsed {
    let delimiter = delimiter(data)?;
    data.strip_prefix(&[delimiter; 3])?;
    let (end, port) = port(data, 3, delimiter)?;
    Some((end, own, port))
}

/// A port that begins at `from`, and where it ends, its delimiter included.
fn port(data: &[u8], from: usize, delimiter: u8) -> Option<(usize, u16)> {
    let digits = data.get(from..)?;
    let len = digits.iter().position(|byte| *byte == delimiter)?;
    let mut port = 0_u16;
    for byte in &digits[..len] {
        if !byte.is_ascii_digit() {
            return None;
        }
        port = port.wrapping_mul(10).wrapping_add(u16::from(byte - b'0'));
    }
    (port != 0).then_some((from + len + 1, port))
}

/// Where lines begin, as far as that is known of one direction (`seq_aft_nl`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct LineStarts {
    at: [u32; 2],
    known: u8,
}

impl LineStarts {
    pub(super) fn has(&self, seq: u32) -> bool {
        self.at[..usize::from(self.known)].contains(&seq)
    }

    /// A line begins at `seq`: the two newest are kept (`update_nl_seq`).
    pub(super) fn note(&mut self, seq: u32) {
        if self.has(seq) {
            return;
        }
        if let Some(free) = self.at.get_mut(usize::from(self.known)) {
            *free = seq;
            self.known += 1;
            return;
        }
        let [first, second] = &mut self.at;
        let oldest = if before(*first, *second) {
            first
        } else {
            second
        };
        if before(*oldest, seq) {
            *oldest = seq;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const V4: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 168, 1, 10));

    fn v6() -> IpAddr {
        "fd00::10".parse().unwrap()
    }

    /// What a line announces: the text, the address and the port.
    fn announced(line: &str, direction: Direction, own: IpAddr) -> Option<(&str, String, u16)> {
        match look(line.as_bytes(), direction, own) {
            Line::Announces(found) => Some((
                &line[found.at..found.at + found.len],
                found.addr.to_string(),
                found.port,
            )),
            Line::Other | Line::Partial => None,
        }
    }

    fn is_partial(line: &str, direction: Direction) -> bool {
        look(line.as_bytes(), direction, V4) == Line::Partial
    }

    #[test]
    fn clients_announce_by_port_and_eprt() {
        let said = |line, own| announced(line, Direction::Original, own);
        let told = Some(("192,168,1,10,200,10", String::from("192.168.1.10"), 51210));
        assert_eq!(said("PORT 192,168,1,10,200,10\r\n", V4), told);
        assert_eq!(said("port 192,168,1,10,200,10\r\n", V4), told);
        assert_eq!(
            said("EPRT |1|192.168.1.10|51210|\r\n", V4),
            Some((
                "|1|192.168.1.10|51210|",
                String::from("192.168.1.10"),
                51210
            ))
        );
        assert_eq!(
            said("EPRT !2!fd00::10!512!\r\n", v6()),
            Some(("!2!fd00::10!512!", String::from("fd00::10"), 512))
        );
        assert_eq!(said("USER me\r\n", V4), None);
    }

    #[test]
    fn servers_announce_by_227_and_229() {
        let said = |line| announced(line, Direction::Reply, V4);
        let told = Some(("1,2,3,4,0,21", String::from("1.2.3.4"), 21));
        assert_eq!(said("227 Entering Passive Mode (1,2,3,4,0,21)\r\n"), told);
        assert_eq!(said("227 =1,2,3,4,0,21\r\n"), told, "RFC 1123");
        assert_eq!(
            said("229 Entering (|||40002|)\r\n"),
            Some(("|||40002|", V4.to_string(), 40002))
        );
        assert_eq!(said("PORT 1,2,3,4,5,6\r\n"), None, "that is for clients");
        assert_eq!(said("230 1,2,3,4,5,6\r\n"), None);
    }

    #[test]
    fn what_is_cut_off_or_wrong_is_partial() {
        for line in [
            "P",
            "PORT",
            "PORT ",
            "PORT 1,2,3,4,5",
            "PORT 1,2,3,4,5,6",
            "PORT 1,2,3,4,5,6\n",
            "PORT 1,2,3,4,5,6,7\r\n",
            "PORT 1.2.3.4\r\n",
            "EPRT |2|fd00::1|5|\r\n",
            "EPRT |1|1.2.3.4|\r\n",
            "EPRT |1|1.2.3.4|0|\r\n",
            "EPRT |1|1.2.3.4|5x|\r\n",
            "EPRT 1111\r\n",
        ] {
            assert!(is_partial(line, Direction::Original), "{line:?}");
        }
        for line in [
            "227 ",
            "227 none\r\n",
            "227 (1,2,3,4,5,6",
            "229 |||1|\r\n",
            "229 (||1|)\r\n",
        ] {
            assert!(is_partial(line, Direction::Reply), "{line:?}");
        }
        assert_eq!(look(b"", Direction::Original, V4), Line::Other);
    }

    #[test]
    fn numbers_are_cut_as_the_kernel_cuts_them() {
        let found = announced("PORT 1,2,3,260,256,5\r\n", Direction::Original, V4);
        assert_eq!(found, Some(("1,2,3,260,256,5", String::from("1.2.3.4"), 5)));
    }

    #[test]
    fn the_two_newest_beginnings_of_lines_are_known() {
        let mut starts = LineStarts::default();
        assert!(!starts.has(0));
        starts.note(u32::MAX - 5);
        starts.note(10);
        assert!(starts.has(u32::MAX - 5) && starts.has(10));
        starts.note(20);
        assert!(starts.has(10) && starts.has(20) && !starts.has(u32::MAX - 5));
        starts.note(5);
        assert!(starts.has(10) && starts.has(20), "older ones do not count");
    }
}
