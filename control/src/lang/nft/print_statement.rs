//! Listings of statements (statement.c).

use std::fmt::Write as _;

use dataplane::{
    filter::{
        nft::{NatKind, RejectKind},
        targets::{LogOptions, Reject},
    },
    nat::NatFlags,
    route::Family,
};

use super::{
    print::{self, Context},
    print_expr::{How, expr},
    print_match, print_object,
};
use crate::config::nft::{
    CounterState, DataType, Expr, LogStatement, MapRef, NatStatement, NftFamily, ObjectKind,
    RejectStatement, SetChange, Statement, TcpOption, Value, Verdict, print_time,
};

/// Statements in one line.
pub(super) fn statements(of: &[Statement], family: NftFamily, cx: &Context<'_>) -> String {
    let lines: Vec<_> = of.iter().map(|one| statement(one, family, cx)).collect();
    lines.join(" ")
}

/// The same without what changes by itself.
pub(super) fn stateless(of: &[Statement], family: NftFamily, cx: &Context<'_>) -> String {
    statements(of, family, &print::stateless(cx))
}

/// A statement of a rule of a table of that family.
#[must_use]
pub fn statement(of: &Statement, family: NftFamily, cx: &Context<'_>) -> String {
    match of {
        Statement::Match { left, op, right } => print_match::comparison(left, *op, right, cx),
        Statement::Verdict(of) => verdict(of),
        Statement::Vmap { key, map } => {
            let mut text = expr(key, cx);
            text.push_str(" vmap ");
            How::of(cx).write_map(&mut text, map);
            text
        }
        Statement::Counter(of) => counter(of, cx),
        Statement::Limit(of) => format!("limit {}", print_object::limit(&of.0)),
        Statement::Quota(of) => format!("quota {}", print_object::quota(&of.0, cx)),
        Statement::ConnCount(of) => {
            let over = if of.0.over { "over " } else { "" };
            format!("ct count {over}{}", of.0.count)
        }
        Statement::Object { kind, name } => {
            let word = match kind {
                ObjectKind::Counter => "counter name",
                ObjectKind::Quota => "quota name",
                ObjectKind::Limit => "limit name",
                ObjectKind::CtHelper => "ct helper set",
            };
            format!("{word} {}", expr(name, cx))
        }
        Statement::Log(of) => log(of),
        Statement::Reject(of) => reject(*of, family, cx),
        Statement::Nat(of) => nat(of, cx),
        Statement::Notrack => "notrack".to_owned(),
        Statement::Set { field, to } => {
            let how = How::of(cx);
            // Only events are told apart by commas where they are set.
            let how = match to.constant_type() {
                Some(DataType::CtEvent) => how.with_commas(),
                Some(_) | None => how,
            };
            let mut text = format!("{} set ", field.name());
            how.write(&mut text, to);
            text
        }
        Statement::ResetTcpOption(kind) => {
            format!("reset tcp option {}", TcpOption::of_kind(*kind).name())
        }
        Statement::ChangeSet(of) => change(of, family, cx),
    }
}

/// A verdict.
#[must_use]
pub fn verdict(of: &Verdict) -> String {
    match of {
        Verdict::Accept => "accept".to_owned(),
        Verdict::Drop => "drop".to_owned(),
        Verdict::Continue => "continue".to_owned(),
        Verdict::Return => "return".to_owned(),
        Verdict::Jump(chain) => format!("jump {chain}"),
        Verdict::Goto(chain) => format!("goto {chain}"),
    }
}

fn counter(of: &CounterState, cx: &Context<'_>) -> String {
    if cx.options.stateless {
        return "counter".to_owned();
    }
    let counts = of.counted.counts(cx.readings);
    format!("counter packets {} bytes {}", counts.packets, counts.bytes)
}

/// The level of a log where none is given.
const WARN: u8 = 4;

fn log(of: &LogStatement) -> String {
    let mut text = "log".to_owned();
    let spec = &of.spec;
    if !spec.prefix.is_empty() {
        let _ = write!(text, " prefix \"{}\"", spec.prefix);
    }
    if let Some(group) = spec.group {
        let _ = write!(text, " group {group}");
        if let Some(snaplen) = of.snaplen {
            let _ = write!(text, " snaplen {snaplen}");
        }
        if let Some(threshold) = of.queue_threshold {
            let _ = write!(text, " queue-threshold {threshold}");
        }
    }
    if has_level(of)
        && let Some(level) = LogStatement::LEVELS.get(usize::from(spec.level))
    {
        let _ = write!(text, " level {level}");
    }
    let flags = log_flags(spec.options).join(" flags ");
    if !flags.is_empty() {
        // Both of TCP are said at once.
        let flags = flags.replace("sequence flags tcp options", "sequence,options");
        let _ = write!(text, " flags {flags}");
    }
    text
}

/// Whether a log has another level than it would have anyway.
pub(super) fn has_level(of: &LogStatement) -> bool {
    of.level_given && of.spec.level != WARN
}

/// What else a log tells.
pub(super) fn log_flags(of: LogOptions) -> Vec<&'static str> {
    let flags = [
        (LogOptions::TCP_SEQUENCE, "tcp sequence"),
        (LogOptions::TCP_OPTIONS, "tcp options"),
        (LogOptions::IP_OPTIONS, "ip options"),
        (LogOptions::UID, "skuid"),
        (LogOptions::MAC_DECODE, "ether"),
    ];
    let said: Vec<_> = flags
        .iter()
        .filter(|(flag, _)| of.has(*flag))
        .map(|(_, word)| *word)
        .collect();
    if said.len() == flags.len() {
        return vec!["all"];
    }
    said
}

fn reject(of: RejectStatement, family: NftFamily, cx: &Context<'_>) -> String {
    let Some((word, code)) = reject_code(of) else {
        return "reject with tcp reset".to_owned();
    };
    // That nobody listens is what is meant where nothing is said.
    let usual = match (word, family) {
        ("icmpx", _) => code.number == 1,
        ("icmp", NftFamily::Ip) => code.number == 3,
        ("icmpv6", NftFamily::Ip6) => code.number == 4,
        _ => false,
    };
    if usual {
        return "reject".to_owned();
    }
    let code = code.print(cx.options.numeric, cx.interfaces);
    format!("reject with {word} {code}")
}

/// Of which protocol the answer is, and its code; `None` for a reset of TCP.
pub(super) fn reject_code(of: RejectStatement) -> Option<(&'static str, Value)> {
    let (ipv6, code) = match of.kind {
        RejectKind::With(Reject::TcpReset) => return None,
        RejectKind::Icmpx(code) => return Some(("icmpx", Value::new(DataType::IcmpxCode, code))),
        RejectKind::With(kind) => code(kind),
        RejectKind::Code(code) => (of.ipv6, code),
    };
    Some(if ipv6 {
        ("icmpv6", Value::new(DataType::Icmpv6Code, code))
    } else {
        ("icmp", Value::new(DataType::IcmpCode, code))
    })
}

/// Whether an answer is of ICMPv6, and its code.
const fn code(of: Reject) -> (bool, u8) {
    match of {
        Reject::NetUnreachable => (false, 0),
        Reject::HostUnreachable => (false, 1),
        Reject::ProtoUnreachable => (false, 2),
        // A reset has no code; it is listed before codes are asked for.
        Reject::PortUnreachable | Reject::TcpReset => (false, 3),
        Reject::NetProhibited => (false, 9),
        Reject::HostProhibited => (false, 10),
        Reject::AdminProhibited => (false, 13),
        Reject::NoRoute6 => (true, 0),
        Reject::AdmProhibited6 => (true, 1),
        Reject::AddrUnreachable6 => (true, 3),
        Reject::PortUnreachable6 => (true, 4),
        Reject::PolicyFail6 => (true, 5),
        Reject::RejectRoute6 => (true, 6),
    }
}

fn nat(of: &NatStatement, cx: &Context<'_>) -> String {
    let mut text = nat_word(of.kind).to_owned();
    if of.addr.is_some() || of.port.is_some() {
        if shows_family(of) {
            text.push_str(if of.family == Some(Family::V6) {
                " ip6"
            } else {
                " ip"
            });
        }
        text.push_str(if of.prefix { " prefix to " } else { " to " });
    }
    if let Some(addr) = &of.addr {
        write_nat_addr(&mut text, addr, of.port.is_some(), &How::of(cx));
    }
    if let Some(port) = &of.port {
        let _ = write!(text, ":{}", expr(port, cx));
    }
    let flags: Vec<_> = nat_flags(of.flags).collect();
    if !flags.is_empty() {
        let _ = write!(text, " {}", flags.join(","));
    }
    text
}

/// The word for a translation.
pub(super) const fn nat_word(of: NatKind) -> &'static str {
    match of {
        NatKind::Source => "snat",
        NatKind::Destination => "dnat",
        NatKind::Masquerade => "masquerade",
        NatKind::Redirect => "redirect",
    }
}

/// Whether the family of the address is said.
pub(super) fn shows_family(of: &NatStatement) -> bool {
    let addr = of.addr.as_ref();
    addr.is_some_and(|addr| of.family_written || gives_both(addr))
}

/// The words for how a translation chooses.
pub(super) fn nat_flags(of: NatFlags) -> impl Iterator<Item = &'static str> {
    let flags = [
        (NatFlags::RANDOM, "random"),
        (NatFlags::RANDOM_FULLY, "fully-random"),
        (NatFlags::PERSISTENT, "persistent"),
    ];
    let said = flags.into_iter().filter(move |(flag, _)| of.has(*flag));
    said.map(|(_, word)| word)
}

/// Whether a map gives an address and a port.
fn gives_both(of: &Expr) -> bool {
    let Expr::Map(_, MapRef::Anonymous(set)) = of else {
        return false;
    };
    let data = set.data.as_ref();
    data.is_some_and(|data| matches!(data.datatype, DataType::Concat(_)))
}

/// An address of a translation: a range that is a network as that, and in brackets what a port follows.
fn write_nat_addr(text: &mut String, addr: &Expr, port_follows: bool, how: &How<'_>) {
    let brackets = |of: &Value| port_follows && of.datatype == DataType::Ipv6Addr;
    if let Expr::Value(addr) = addr
        && brackets(addr)
    {
        let _ = write!(text, "[{}]", how.one(addr));
    } else if let Expr::Range(first, last) = addr
        && let Some(len) = prefix(first, last)
    {
        let _ = write!(text, "{}/{len}", how.one(first));
    } else if let Expr::Range(first, last) = addr
        && brackets(first)
    {
        let _ = write!(text, "[{}]-[{}]", how.one(first), how.one(last));
    } else {
        how.write(text, addr);
    }
}

/// The length of the prefix that a range is, if it is one.
pub(super) fn prefix(first: &Value, last: &Value) -> Option<u32> {
    let differs = first.number ^ last.number;
    let host = 128 - differs.leading_zeros();
    let is_prefix = differs.wrapping_add(1).is_power_of_two() && first.number & differs == 0;
    let len = u32::from(first.bits).checked_sub(host)?;
    (is_prefix && differs != 0).then_some(len)
}

fn change(of: &SetChange, family: NftFamily, cx: &Context<'_>) -> String {
    let op = of.op.name();
    let mut text = format!("{op} @{} {{ {}", of.set, expr(&of.key, cx));
    if let Some(timeout) = of.timeout {
        let timeout = print_time(timeout.as_millis(), cx.options.numeric.time);
        let _ = write!(text, " timeout {timeout}");
    }
    if !of.statements.is_empty() {
        let _ = write!(text, " {}", stateless(&of.statements, family, cx));
    }
    if let Some(data) = &of.data {
        let _ = write!(text, " : {}", expr(data, cx));
    }
    text.push_str(" }");
    text
}
