//! `-j SNAT`, `DNAT`, `MASQUERADE` and `REDIRECT`.

use std::{fmt::Write as _, net::IpAddr};

use dataplane::{
    filter::{
        Target, Test,
        targets::{InterfaceNat, Nat},
    },
    nat::{NatFlags, NatRange},
    route::Family,
};

use crate::database;
use crate::lang::iptables::{
    address::{Shown, strict},
    extension::{BOTH, Complaint, Given, RuleView, TargetExtension, TargetParser},
    value::upto,
    xtoptions::{Entry, Seen, options, parameter},
};

const TO: u8 = 0;
const RANDOM: u8 = 1;
const RANDOM_FULLY: u8 = 2;
const PERSISTENT: u8 = 3;

const SNAT_TABLE: [Entry; 4] = [
    Entry::value("to-source", TO).mandatory(),
    Entry::flag("random", RANDOM),
    Entry::flag("random-fully", RANDOM_FULLY),
    Entry::flag("persistent", PERSISTENT),
];

const DNAT_TABLE: [Entry; 3] = [
    Entry::value("to-destination", TO).mandatory(),
    Entry::flag("random", RANDOM),
    Entry::flag("persistent", PERSISTENT),
];

const MASQUERADE_TABLE: [Entry; 3] = [
    Entry::value("to-ports", TO),
    Entry::flag("random", RANDOM),
    Entry::flag("random-fully", RANDOM_FULLY),
];

const REDIRECT_TABLE: [Entry; 2] = [Entry::value("to-ports", TO), Entry::flag("random", RANDOM)];

/// The protocols whose packets have something that a port can be put into. (Those of ICMP have their
/// identifiers; of ICMPv6 iptables does not know.)
const PORT_PROTOCOLS: [u8; 5] = [6, 17, 132, 33, 1];

pub(super) static SNAT: TargetExtension = TargetExtension {
    name: "SNAT",
    families: BOTH,
    options: &options(&SNAT_TABLE),
    parser: |_| Parser::begin(Kind::Snat, Seen::new("SNAT", &SNAT_TABLE)),
    help: include_str!("help/snat.txt"),
};

pub(super) static DNAT: TargetExtension = TargetExtension {
    name: "DNAT",
    families: BOTH,
    options: &options(&DNAT_TABLE),
    parser: |_| Parser::begin(Kind::Dnat, Seen::new("DNAT", &DNAT_TABLE)),
    help: include_str!("help/dnat.txt"),
};

pub(super) static MASQUERADE: TargetExtension = TargetExtension {
    name: "MASQUERADE",
    families: BOTH,
    options: &options(&MASQUERADE_TABLE),
    parser: |_| Parser::begin(Kind::Masquerade, Seen::new("MASQUERADE", &MASQUERADE_TABLE)),
    help: include_str!("help/masquerade.txt"),
};

pub(super) static REDIRECT: TargetExtension = TargetExtension {
    name: "REDIRECT",
    families: BOTH,
    options: &options(&REDIRECT_TABLE),
    parser: |_| Parser::begin(Kind::Redirect, Seen::new("REDIRECT", &REDIRECT_TABLE)),
    help: include_str!("help/redirect.txt"),
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Snat,
    Dnat,
    Masquerade,
    Redirect,
}

struct Parser {
    kind: Kind,
    seen: Seen,
    range: NatRange,
}

impl Parser {
    fn begin(kind: Kind, seen: Seen) -> Box<dyn TargetParser> {
        Box::new(Self {
            kind,
            seen,
            range: NatRange::default(),
        })
    }
}

impl TargetParser for Parser {
    fn take(&mut self, given: Given<'_>) -> Result<(), Complaint> {
        let asked = self.seen.take(given)?;
        let with_ports = port_protocol(asked.rule.proto);
        let range = &mut self.range;
        match (asked.id, self.kind) {
            (TO, Kind::Snat | Kind::Dnat) => {
                to(asked.value, with_ports, asked.rule.family, range)?;
            }
            (TO, Kind::Masquerade | Kind::Redirect) => ports(asked.value, with_ports, range)?,
            (RANDOM, _) => range.flags = range.flags.with(NatFlags::RANDOM),
            (RANDOM_FULLY, _) => range.flags = range.flags.with(NatFlags::RANDOM_FULLY),
            _ => range.flags = range.flags.with(NatFlags::PERSISTENT),
        }
        Ok(())
    }

    fn finish(self: Box<Self>, _rule: RuleView) -> Result<Target, Complaint> {
        let Self { kind, range, seen } = *self;
        if kind == Kind::Redirect && range.base_port.is_some() {
            return Err(parameter(
                "Shifted portmap ranges not supported with this kernel",
            ));
        }
        seen.finish()?;
        let interface = InterfaceNat {
            ports: range.ports,
            flags: range.flags,
        };
        Ok(match kind {
            // Only DNAT's structure has a place for the base: SNAT's keeps that there is one. (So does
            // MASQUERADE's. Deviation: ours does not.)
            Kind::Snat => Target::Snat(Nat {
                range: NatRange {
                    base_port: range.base_port.map(|_| 0),
                    ..range
                },
            }),
            Kind::Dnat => Target::Dnat(Nat { range }),
            Kind::Masquerade => Target::Masquerade(interface),
            Kind::Redirect => Target::Redirect(interface),
        })
    }
}

/// Whether a protocol has ports; it may be negated, as far as iptables is concerned.
fn port_protocol(proto: Option<Test<u8>>) -> bool {
    proto.is_some_and(|proto| PORT_PROTOCOLS.contains(&proto.of))
}

/// `PORT`, `SERVICE`, `FIRST-LAST` or `FIRST-LAST/BASE`.
fn ports(text: &str, allowed: bool, range: &mut NatRange) -> Result<(), Complaint> {
    const MAX: u32 = u16::MAX as u32;
    let invalid = |text: &str| parameter(format!("Port `{text}' not valid"));
    let narrow = |port: u32| u16::try_from(port).unwrap_or(u16::MAX);
    if !allowed {
        return Err(parameter(
            "Need TCP, UDP, SCTP or DCCP with port specification",
        ));
    }
    let (first, rest) = match upto(text, MAX) {
        Some((port, rest)) => (narrow(port), rest),
        None => (database::port(text, None).ok_or_else(|| invalid(text))?, ""),
    };
    if rest.is_empty() {
        range.ports = Some((first, first));
        return Ok(());
    }
    let Some(rest) = rest.strip_prefix('-') else {
        return Err(if rest.starts_with(':') {
            parameter("Invalid port:port syntax - use dash")
        } else {
            parameter(format!("Garbage after port value: `{rest}'"))
        });
    };
    let (last, behind) = upto(rest, MAX).ok_or_else(|| invalid(rest))?;
    let last = narrow(last);
    if last < first {
        return Err(parameter(format!("Port range `{rest}' funky")));
    }
    range.ports = Some((first, last));
    if behind.is_empty() {
        return Ok(());
    }
    let Some(base) = behind.strip_prefix('/') else {
        return Err(parameter(format!("Garbage after port range: `{behind}'")));
    };
    // What follows the number is not looked at, as in iptables.
    let number = upto(base, MAX).filter(|(port, _)| *port > 0);
    range.base_port = match number {
        Some((port, _)) => Some(narrow(port)),
        None => Some(database::port(base, None).ok_or_else(|| invalid(base))?),
    };
    Ok(())
}

/// `ADDR`, `FIRST-LAST`, and a `:` with ports behind it, or that alone; with ports, addresses of IPv6
/// are in brackets.
fn to(text: &str, allowed: bool, family: Family, range: &mut NatRange) -> Result<(), Complaint> {
    let (addrs, colon) = match text.find('[') {
        None => {
            // More than one colon: an address of IPv6.
            let colon = text.find(':').filter(|at| !text[at + 1..].contains(':'));
            (text, colon)
        }
        Some(open) => {
            let close = text[open..]
                .find(']')
                .filter(|_| family == Family::V6)
                .map(|close| open + close)
                .ok_or_else(|| parameter("Invalid address format"))?;
            let colon = text[close + 1..].find(':').map(|at| close + 1 + at);
            (&text[open + 1..close], colon)
        }
    };
    let mut addrs = addrs;
    if let Some(colon) = colon {
        ports(&text[colon + 1..], allowed, range)?;
        // `:PORT` and `[]:PORT`, or whatever the two letters are.
        if colon == 0 || colon == 2 {
            return Ok(());
        }
        if !text.contains('[') {
            addrs = &text[..colon];
        }
    }
    let parse = |text: &str| -> Result<IpAddr, Complaint> {
        strict(text, family).ok_or_else(|| parameter(format!("Bad IP address \"{text}\"")))
    };
    range.addrs = Some(match addrs.split_once('-') {
        None => {
            let addr = parse(addrs)?;
            (addr, addr)
        }
        Some((first, last)) => (parse(first)?, parse(last)?),
    });
    Ok(())
}

/// Writes what to translate to, behind `option`, and the flags, behind `dash`.
fn write(range: &NatRange, option: &str, dash: &str, out: &mut String) {
    if range.addrs.is_some() || range.ports.is_some() {
        let _ = write!(out, " {option}");
    }
    if let Some((first, last)) = range.addrs {
        let brackets = first.is_ipv6() && range.ports.is_some();
        out.push_str(if brackets { "[" } else { "" });
        let _ = write!(out, "{}", Shown(first));
        if first != last {
            let _ = write!(out, "-{}", Shown(last));
        }
        out.push_str(if brackets { "]" } else { "" });
    }
    if let Some(ports) = range.ports {
        out.push(':');
        write_ports(ports, out);
        if let Some(base) = range.base_port {
            let _ = write!(out, "/{base}");
        }
    }
    write_flags(range.flags, dash, out);
}

fn write_ports((first, last): (u16, u16), out: &mut String) {
    let _ = match first == last {
        true => write!(out, "{first}"),
        false => write!(out, "{first}-{last}"),
    };
}

fn write_flags(flags: NatFlags, dash: &str, out: &mut String) {
    for (name, flag) in [
        ("random", NatFlags::RANDOM),
        ("random-fully", NatFlags::RANDOM_FULLY),
        ("persistent", NatFlags::PERSISTENT),
    ] {
        if flags.has(flag) {
            let _ = write!(out, " {dash}{name}");
        }
    }
}

fn write_interface(target: &InterfaceNat, option: &str, dash: &str, out: &mut String) {
    if let Some(ports) = target.ports {
        let _ = write!(out, " {option} ");
        write_ports(ports, out);
    }
    write_flags(target.flags, dash, out);
}

pub(super) fn print(target: &Nat, out: &mut String) {
    write(&target.range, "to:", "", out);
}

pub(super) fn save_snat(target: &Nat, out: &mut String) {
    write(&target.range, "--to-source ", "--", out);
}

pub(super) fn save_dnat(target: &Nat, out: &mut String) {
    write(&target.range, "--to-destination ", "--", out);
}

pub(super) fn print_masquerade(target: &InterfaceNat, out: &mut String) {
    write_interface(target, "masq ports:", "", out);
}

pub(super) fn print_redirect(target: &InterfaceNat, out: &mut String) {
    write_interface(target, "redir ports", "", out);
}

pub(super) fn save_interface(target: &InterfaceNat, out: &mut String) {
    write_interface(target, "--to-ports", "--", out);
}
