//! `-m tcp`. Of an older make than the others: it counts its options itself.

use std::fmt::Write as _;

use dataplane::filter::{Match, Test, matches::Tcp};

use super::ports;
use crate::lang::iptables::{
    extension::{BOTH, Complaint, Given, MatchExtension, MatchParser, Opt, RuleView},
    value,
    xtoptions::parameter,
};

/// The flags, in the order in which they are listed.
const FLAGS: [(&str, u8); 6] = [
    ("FIN", 0x01),
    ("SYN", 0x02),
    ("RST", 0x04),
    ("PSH", 0x08),
    ("ACK", 0x10),
    ("URG", 0x20),
];

/// What `--syn` means: of SYN, RST, ACK and FIN, only SYN.
const SYN: (u8, u8) = (0x17, 0x02);

const fn valued(name: &'static str) -> Opt {
    Opt {
        name,
        value: true,
        second: false,
    }
}

pub(super) static EXTENSION: MatchExtension = MatchExtension {
    name: "tcp",
    families: BOTH,
    options: &[
        valued("source-port"),
        valued("sport"),
        valued("destination-port"),
        valued("dport"),
        Opt {
            name: "syn",
            value: false,
            second: false,
        },
        Opt {
            name: "tcp-flags",
            value: true,
            second: true,
        },
        valued("tcp-option"),
    ],
    parser: |_| Box::new(Parser::default()),
    help: include_str!("help/tcp.txt"),
};

#[derive(Default)]
struct Parser {
    sport: bool,
    dport: bool,
    flags: bool,
    option: bool,
    found: Tcp,
}

/// Marks an option as given, unless it was.
fn once(given: &mut bool, complaint: &str) -> Result<(), Complaint> {
    if std::mem::replace(given, true) {
        return Err(parameter(complaint));
    }
    Ok(())
}

impl MatchParser for Parser {
    fn take(&mut self, given: Given<'_>) -> Result<(), Complaint> {
        let text = given.value.unwrap_or_default();
        let not = given.not;
        match given.name {
            "source-port" | "sport" => {
                once(&mut self.sport, "Only one `--source-port' allowed")?;
                let of = port_range(text)?;
                self.found.sport = ports::condition(Test { not, of });
            }
            "destination-port" | "dport" => {
                once(&mut self.dport, "Only one `--destination-port' allowed")?;
                let of = port_range(text)?;
                self.found.dport = ports::condition(Test { not, of });
            }
            "tcp-option" => {
                once(&mut self.option, "Only one `--tcp-option' allowed")?;
                let kind = value::whole(text, 1, 255)
                    .and_then(|kind| u8::try_from(kind).ok())
                    .ok_or_else(|| parameter(format!("Bad TCP option \"{text}\"")))?;
                self.found.option = Some(Test { not, of: kind });
            }
            name => {
                once(
                    &mut self.flags,
                    "Only one of `--syn' or `--tcp-flags'  allowed",
                )?;
                let of = if name == "syn" {
                    SYN
                } else {
                    let second = given
                        .second
                        .ok_or_else(|| parameter("--tcp-flags requires two args."))?;
                    (flags(text)?, flags(second)?)
                };
                // No flags to look at: the same as no condition.
                self.found.flags = (not || of != (0, 0)).then_some(Test { not, of });
            }
        }
        Ok(())
    }

    fn finish(self: Box<Self>, _rule: RuleView) -> Result<Match, Complaint> {
        Ok(Match::Tcp(self.found))
    }
}

fn port_range(text: &str) -> Result<(u16, u16), Complaint> {
    let Some((first, last)) = text.split_once(':') else {
        let port = value::port(text, "tcp")?;
        return Ok((port, port));
    };
    let bound = |text: &str, missing| match text {
        "" => Ok(missing),
        text => value::port(text, "tcp"),
    };
    let range = (bound(first, 0)?, bound(last, u16::MAX)?);
    if range.0 > range.1 {
        return Err(parameter("invalid portrange (min > max)"));
    }
    Ok(range)
}

fn flags(text: &str) -> Result<u8, Complaint> {
    let mut bits = 0;
    for name in text.split(',').filter(|name| !name.is_empty()) {
        bits |= match FLAGS
            .iter()
            .find(|(flag, _)| flag.eq_ignore_ascii_case(name))
        {
            Some((_, bit)) => *bit,
            None if name.eq_ignore_ascii_case("ALL") => 0x3f,
            None if name.eq_ignore_ascii_case("NONE") => 0,
            None => return Err(parameter(format!("Unknown TCP flag `{name}'"))),
        };
    }
    Ok(bits)
}

fn write_flags(bits: u8, out: &mut String) {
    let mut names = FLAGS.iter().filter(|(_, bit)| bits & bit != 0);
    match names.next() {
        None => out.push_str("NONE"),
        Some((first, _)) => {
            out.push_str(first);
            for (name, _) in names {
                out.push(',');
                out.push_str(name);
            }
        }
    }
}

/// Whether the condition on flags is negated, the mask and what is compared. One that looks at no
/// flags is not listed, even though it does not hold if flags are asked for.
fn listed_flags(found: &Tcp) -> Option<(bool, u8, u8)> {
    let Test {
        not,
        of: (mask, comp),
    } = found.flags?;
    (not || mask != 0).then_some((not, mask, comp))
}

pub(super) fn print(found: &Tcp, numeric: bool, out: &mut String) {
    out.push_str(" tcp");
    ports::print("spt", found.sport, "tcp", numeric, out);
    ports::print("dpt", found.dport, "tcp", numeric, out);
    let sign = |not| if not { "!" } else { "" };
    if let Some(Test { not, of }) = found.option {
        let _ = write!(out, " option={}{of}", sign(not));
    }
    if let Some((not, mask, comp)) = listed_flags(found) {
        let _ = write!(out, " flags:{}", sign(not));
        if numeric {
            let _ = write!(out, "0x{mask:02X}/0x{comp:02X}");
        } else {
            write_flags(mask, out);
            out.push('/');
            write_flags(comp, out);
        }
    }
}

pub(super) fn save(found: &Tcp, out: &mut String) {
    ports::save("sport", found.sport, out);
    ports::save("dport", found.dport, out);
    if let Some(Test { not, of }) = found.option {
        let _ = write!(out, "{} --tcp-option {of}", if not { " !" } else { "" });
    }
    if let Some((not, mask, comp)) = listed_flags(found) {
        out.push_str(if not {
            " ! --tcp-flags "
        } else {
            " --tcp-flags "
        });
        write_flags(mask, out);
        out.push(' ');
        write_flags(comp, out);
    }
}
