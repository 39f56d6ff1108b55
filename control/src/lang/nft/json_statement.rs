//! Statements in JSON.

use dataplane::{
    filter::nft::{Limit, LimitUnit, NatKind, Quota},
    nat::NatFlags,
    route::Family,
};

use super::{
    json::Json,
    json_expr::{self, expr, typed},
    print::Context,
    print_match::{self, Masked},
    print_object, print_statement,
};
use crate::config::nft::{
    BinOp, DataType, Expr, LogStatement, NatStatement, NftFamily, RejectStatement, RelOp,
    SetChange, Statement, TcpOption,
};

/// A statement of a rule of a table of that family.
pub(super) fn statement(of: &Statement, family: NftFamily, cx: &Context<'_>) -> Json {
    match of {
        Statement::Match { left, op, right } => comparison(left, *op, right, cx),
        Statement::Verdict(of) => json_expr::verdict(of),
        Statement::Vmap { key, map } => Json::one(
            "vmap",
            Json::Object(vec![
                ("key", expr(key, cx)),
                ("data", json_expr::map(map, cx)),
            ]),
        ),
        Statement::Counter(_) if cx.options.stateless => Json::one("counter", Json::Null),
        Statement::Counter(of) => {
            let counts = of.counted.counts(cx.readings);
            let members = vec![
                ("packets", counts.packets.into()),
                ("bytes", counts.bytes.into()),
            ];
            Json::one("counter", Json::Object(members))
        }
        Statement::Limit(of) => Json::one("limit", limit(&of.0)),
        Statement::Quota(of) => Json::one("quota", quota(&of.0, cx)),
        Statement::ConnCount(of) => {
            let mut members = vec![("val", of.0.count.into())];
            if of.0.over {
                members.push(("inv", true.into()));
            }
            Json::one("ct count", Json::Object(members))
        }
        Statement::Object { kind, name } => Json::one(print_object::kind(*kind), expr(name, cx)),
        Statement::Log(of) => log(of),
        Statement::Reject(of) => reject(*of, cx),
        Statement::Nat(of) => nat(of, cx),
        Statement::Notrack => Json::one("notrack", Json::Null),
        Statement::Set { field, to } => {
            // Only events are a list where they are set.
            let value = if let Expr::Value(value) = to
                && value.datatype == DataType::CtEvent
            {
                json_expr::flags(value, cx)
            } else {
                expr(to, cx)
            };
            let key = json_expr::field(field, cx);
            Json::one("mangle", Json::Object(vec![("key", key), ("value", value)]))
        }
        Statement::ResetTcpOption(kind) => {
            Json::one("reset", json_expr::tcp_option(TcpOption::of_kind(*kind)))
        }
        Statement::ChangeSet(of) if of.data.is_none() => change(of, cx),
        // nft has no other words for these, and neither have we.
        Statement::ChangeSet(_) => print_statement::statement(of, family, cx).into(),
    }
}

fn comparison(left: &Expr, op: RelOp, right: &Expr, cx: &Context<'_>) -> Json {
    let (left, right) = print_match::as_kept(left, op, right);
    let unless = |not| if not { "!=" } else { "==" };
    let (left, op, right) = match print_match::masked(&left, op, &right) {
        Masked::Any(of, mask) => (expr(of, cx), "in", json_expr::flags(mask, cx)),
        Masked::None(of, mask) => (expr(of, cx), "!", json_expr::flags(mask, cx)),
        Masked::These {
            of,
            mask,
            value,
            not,
        } => {
            let left = json_expr::binary(BinOp::And, expr(of, cx), json_expr::flags(mask, cx));
            (left, unless(not), json_expr::flags(value, cx))
        }
        Masked::Prefix {
            of,
            value,
            len,
            not,
        } => (expr(of, cx), unless(not), json_expr::prefix(value, len, cx)),
        Masked::Plain => plain(&left, op, &right, cx),
    };
    Json::one(
        "match",
        Json::Object(vec![("op", op.into()), ("left", left), ("right", right)]),
    )
}

fn plain(left: &Expr, op: RelOp, right: &Expr, cx: &Context<'_>) -> (Json, &'static str, Json) {
    // Flags hold if any of them is there; other values have to be equal.
    let are_flags = right.constant_type().is_some_and(DataType::is_bitmask);
    let any_of = op == RelOp::Implicit && are_flags && !matches!(left, Expr::Binary(..));
    let symbol = if any_of { "in" } else { op.sign() };
    let right = if let Expr::Value(value) = right
        && are_flags
    {
        if matches!(op, RelOp::Implicit | RelOp::Negation) {
            json_expr::flags(value, cx)
        } else if print_match::stays_whole(left, value) {
            json_expr::number(value.number)
        } else {
            expr(right, cx)
        }
    } else {
        expr(right, cx)
    };
    (expr(left, cx), symbol, right)
}

/// The members of a limit that is an object.
pub(super) fn limit_object(of: &Limit) -> Vec<(&'static str, Json)> {
    let bytes = of.unit == LimitUnit::Bytes;
    let (rate, rate_unit) = rate(of, of.rate);
    let (burst, burst_unit) = self::rate(of, of.burst);
    let mut members = vec![
        ("rate", rate.into()),
        ("per", print_object::per(of.seconds).into()),
    ];
    if of.burst > 0 {
        members.push(("burst", burst.into()));
        if bytes {
            members.push(("burst_unit", burst_unit.into()));
        }
    }
    if of.over {
        members.push(("inv", true.into()));
    }
    if bytes {
        members.push(("rate_unit", rate_unit.into()));
    }
    members
}

/// A number of packets, or of bytes in their largest unit.
fn rate(of: &Limit, count: u64) -> (u64, &'static str) {
    match of.unit {
        LimitUnit::Packets => (count, "packets"),
        LimitUnit::Bytes => print_object::scaled(count),
    }
}

fn limit(of: &Limit) -> Json {
    let (count, unit) = rate(of, of.rate);
    let (burst, burst_unit) = rate(of, of.burst);
    let mut members = vec![
        ("rate", count.into()),
        ("burst", burst.into()),
        ("per", print_object::per(of.seconds).into()),
    ];
    if of.over {
        members.push(("inv", true.into()));
    }
    if of.unit == LimitUnit::Bytes {
        members.push(("rate_unit", unit.into()));
        members.push(("burst_unit", burst_unit.into()));
    }
    Json::Object(members)
}

fn quota(of: &Quota, cx: &Context<'_>) -> Json {
    let (count, unit) = print_object::scaled(of.bytes);
    let mut members = vec![("val", count.into()), ("val_unit", unit.into())];
    if of.over {
        members.push(("inv", true.into()));
    }
    let used = of.used();
    if used > 0 && !cx.options.stateless {
        let (count, unit) = print_object::scaled(used);
        members.push(("used", count.into()));
        members.push(("used_unit", unit.into()));
    }
    Json::Object(members)
}

fn log(of: &LogStatement) -> Json {
    let spec = &of.spec;
    let mut members = Vec::new();
    if !spec.prefix.is_empty() {
        members.push(("prefix", (*spec.prefix).into()));
    }
    if let Some(group) = spec.group {
        members.push(("group", group.into()));
        members.extend(of.snaplen.map(|len| ("snaplen", len.into())));
        members.extend(
            of.queue_threshold
                .map(|count| ("queue-threshold", count.into())),
        );
    }
    if print_statement::has_level(of)
        && let Some(level) = LogStatement::LEVELS.get(usize::from(spec.level))
    {
        members.push(("level", (*level).into()));
    }
    let flags = print_statement::log_flags(spec.options);
    let flags: Vec<Json> = flags.iter().map(|flag| (*flag).into()).collect();
    if !flags.is_empty() {
        members.push(("flags", Json::alone_or_list(flags)));
    }
    Json::one(
        "log",
        if members.is_empty() {
            Json::Null
        } else {
            Json::Object(members)
        },
    )
}

fn reject(of: RejectStatement, cx: &Context<'_>) -> Json {
    let members = match print_statement::reject_code(of) {
        None => vec![("type", "tcp reset".into())],
        Some((word, code)) => vec![("type", word.into()), ("expr", typed(&code, cx))],
    };
    Json::one("reject", Json::Object(members))
}

fn nat(of: &NatStatement, cx: &Context<'_>) -> Json {
    let word = print_statement::nat_word(of.kind);
    let mut members = Vec::new();
    if print_statement::shows_family(of)
        && matches!(of.kind, NatKind::Source | NatKind::Destination)
    {
        let family = if of.family == Some(Family::V6) {
            "ip6"
        } else {
            "ip"
        };
        members.push(("family", family.into()));
    }
    if let Some(addr) = &of.addr {
        members.push(("addr", nat_addr(addr, cx)));
    }
    members.extend(of.port.as_ref().map(|port| ("port", expr(port, cx))));
    let mut flags: Vec<Json> = print_statement::nat_flags(of.flags)
        .map(Into::into)
        .collect();
    if of.prefix || of.flags.has(NatFlags::NETMAP) {
        flags.push("netmap".into());
    }
    if !flags.is_empty() {
        members.push(("flags", Json::alone_or_list(flags)));
    }
    if of.prefix {
        members.push(("type_flags", "prefix".into()));
    }
    Json::one(
        word,
        if members.is_empty() {
            Json::Null
        } else {
            Json::Object(members)
        },
    )
}

/// An address: a range that is a network as that.
fn nat_addr(of: &Expr, cx: &Context<'_>) -> Json {
    if let Expr::Range(first, last) = of
        && let Some(len) = print_statement::prefix(first, last)
    {
        return json_expr::prefix(first, len, cx);
    }
    expr(of, cx)
}

fn change(of: &SetChange, cx: &Context<'_>) -> Json {
    let op = of.op.name();
    let key = expr(&of.key, cx);
    let element = match of.timeout {
        Some(timeout) => {
            let members = vec![("val", key), ("timeout", timeout.as_secs().into())];
            Json::one("elem", Json::Object(members))
        }
        None => key,
    };
    let members = vec![
        ("op", op.into()),
        ("elem", element),
        ("set", format!("@{}", of.set).into()),
    ];
    Json::one("set", Json::Object(members))
}
