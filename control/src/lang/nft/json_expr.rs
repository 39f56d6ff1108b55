//! Expressions in JSON.

use dataplane::{
    conntrack::Direction,
    filter::nft::{Fib, RtKey},
};

use super::{json::Json, print::Context, print_expr::is_many};
use crate::config::nft::{
    AnonymousSet, BinOp, DataType, Expr, Field, Hashing, IpOption, MapRef, TcpOption, Template,
    Value, Verdict, fib_words,
};

/// An expression.
pub(super) fn expr(of: &Expr, cx: &Context<'_>) -> Json {
    match of {
        Expr::Field(of) => field(of, cx),
        Expr::Value(of) => value(of, cx),
        Expr::Prefix(addr, len) => prefix(addr, u32::from(*len), cx),
        Expr::Range(first, last) => {
            // What has names in files is a number in ranges.
            let mut cx = *cx;
            let numeric = &mut cx.options.numeric;
            (numeric.service, numeric.guid, numeric.protocol) = (false, false, true);
            let ends = [first, last].map(|end| typed(end, &cx));
            Json::one("range", Json::List(ends.to_vec()))
        }
        Expr::Wildcard(of) => format!("{}*", of.text()).into(),
        Expr::Flags(of) => Json::alone_or_list(of.iter().map(|one| typed(one, cx)).collect()),
        Expr::Binary(op, left, right) => binary(*op, expr(left, cx), expr(right, cx)),
        Expr::Concat(of) => Json::one(
            "concat",
            Json::List(of.iter().map(|part| expr(part, cx)).collect()),
        ),
        Expr::Set(of) => anonymous(of, cx),
        Expr::SetRef(name) => format!("@{name}").into(),
        Expr::Map(key, of) => Json::one(
            "map",
            Json::Object(vec![("key", expr(key, cx)), ("data", map(of, cx))]),
        ),
        Expr::Any => "*".into(),
        Expr::Verdict(of) => verdict(of),
        Expr::ObjectName(name) => (**name).into(),
    }
}

/// A network.
pub(super) fn prefix(addr: &Value, len: u32, cx: &Context<'_>) -> Json {
    let members = vec![("addr", typed(addr, cx)), ("len", len.into())];
    Json::one("prefix", Json::Object(members))
}

/// A number.
pub(super) fn number(of: u128) -> Json {
    Json::Number(i128::try_from(of).unwrap_or(i128::MAX))
}

fn anonymous(of: &AnonymousSet, cx: &Context<'_>) -> Json {
    let elements = of.elements.iter();
    let elements = elements.map(|one| super::print_json::element(one, cx));
    Json::one("set", Json::List(elements.collect()))
}

/// What a `map` or `vmap` looks into.
pub(super) fn map(of: &MapRef, cx: &Context<'_>) -> Json {
    match of {
        MapRef::Anonymous(set) => anonymous(set, cx),
        MapRef::Named(name) => format!("@{name}").into(),
    }
}

/// A verdict.
pub(super) fn verdict(of: &Verdict) -> Json {
    let to = |word, chain: &str| Json::one(word, Json::one("target", chain));
    match of {
        Verdict::Jump(chain) => to("jump", chain),
        Verdict::Goto(chain) => to("goto", chain),
        Verdict::Accept => Json::one("accept", Json::Null),
        Verdict::Drop => Json::one("drop", Json::Null),
        Verdict::Continue => Json::one("continue", Json::Null),
        Verdict::Return => Json::one("return", Json::Null),
    }
}

/// Work on bits.
pub(super) fn binary(op: BinOp, left: Json, right: Json) -> Json {
    Json::one(op.sign(), Json::List(vec![left, right]))
}

/// A value; of several flags each.
fn value(of: &Value, cx: &Context<'_>) -> Json {
    if !is_many(of) {
        return typed(of, cx);
    }
    let bits = of.flags().map(|bit| typed(&bit, cx));
    let or = |left, right| binary(BinOp::Or, left, right);
    bits.reduce(or).unwrap_or(Json::Null)
}

/// The bits of flags, as a list if there are several.
pub(super) fn flags(of: &Value, cx: &Context<'_>) -> Json {
    if of.number == 0 {
        return typed(of, cx);
    }
    Json::alone_or_list(of.flags().map(|bit| typed(&bit, cx)).collect())
}

/// A value as its type shows it: a word or a number.
pub(super) fn typed(of: &Value, cx: &Context<'_>) -> Json {
    let datatype = &of.datatype;
    let text = of.print(cx.options.numeric, cx.interfaces);
    if *datatype == DataType::Boolean {
        return (of.number != 0).into();
    }
    if *datatype == DataType::Time {
        return number(of.number / 1000);
    }
    let is_text = datatype.is_text()
        || matches!(
            datatype,
            DataType::LlAddr
                | DataType::EtherAddr
                | DataType::Ipv4Addr
                | DataType::Ipv6Addr
                | DataType::ClassId
                | DataType::IfIndex
                | DataType::Realm
                | DataType::Hour
                | DataType::DateTime
        );
    let begins = |text: &str| text.starts_with(|letter: char| letter.is_ascii_digit());
    match text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'))
    {
        Some(text) => text.into(),
        // Words of nft's own have no quotes, and do not begin with a digit (but `8021q` does).
        None if is_text || !begins(&text) || text.starts_with("8021") => text.into(),
        None => number(of.number),
    }
}

fn named(name: &str, fields: &[Template], place: u8) -> Json {
    let field = fields.get(usize::from(place));
    Json::Object(vec![
        ("name", name.into()),
        ("field", field.map_or("unknown", |of| of.name).into()),
    ])
}

/// A field.
pub(super) fn field(of: &Field, cx: &Context<'_>) -> Json {
    match of {
        Field::Payload(of) => Json::one(
            "payload",
            Json::Object(vec![
                ("protocol", of.header.name().into()),
                ("field", of.template().name.into()),
            ]),
        ),
        Field::Raw { base, offset, bits } => {
            let members = vec![
                ("base", base.name().into()),
                ("offset", (*offset).into()),
                ("len", (*bits).into()),
            ];
            Json::one("payload", Json::Object(members))
        }
        Field::Meta(of) => Json::one("meta", Json::one("key", of.name())),
        Field::Ct(of) => {
            let mut members = vec![("key", of.name().into())];
            if let Some(direction) = of.kept_direction() {
                let direction = match direction {
                    Direction::Original => "original",
                    Direction::Reply => "reply",
                };
                members.push(("dir", direction.into()));
            }
            Json::one("ct", Json::Object(members))
        }
        Field::Rt(of) => {
            let family = match of.key {
                RtKey::NextHop4 => Some("ip"),
                RtKey::NextHop6 => Some("ip6"),
                RtKey::Classid | RtKey::TcpMss | RtKey::Xfrm => None,
            };
            let name = of.name();
            let key = name.rsplit(' ').next().unwrap_or(name);
            let mut members = vec![("key", key.into())];
            members.extend(family.map(|family| ("family", family.into())));
            Json::one("rt", Json::Object(members))
        }
        Field::Socket(of) => Json::one("socket", Json::one("key", of.name())),
        Field::Fib(of) => fib(*of),
        Field::Exthdr(header, place) => {
            Json::one("exthdr", named(header.name(), header.fields(), *place))
        }
        Field::ExthdrExists(header) => Json::one("exthdr", Json::one("name", header.name())),
        Field::TcpOption(option, place) => {
            Json::one("tcp option", named(&option.name(), option.fields(), *place))
        }
        Field::TcpOptionExists(option) => tcp_option(*option),
        Field::IpOption(kind, Some(place)) => {
            let option = IpOption(*kind);
            Json::one("ip option", named(&option.name(), option.fields(), *place))
        }
        Field::IpOption(kind, None) => {
            Json::one("ip option", Json::one("name", &*IpOption(*kind).name()))
        }
        Field::Numgen {
            mode,
            modulus,
            offset,
        } => {
            let members = vec![
                ("mode", mode.name().into()),
                ("mod", (*modulus).into()),
                ("offset", (*offset).into()),
            ];
            Json::one("numgen", Json::Object(members))
        }
        Field::Hash {
            of,
            modulus,
            offset,
        } => hash(of, *modulus, *offset, cx),
    }
}

fn hash(of: &Hashing, modulus: u32, offset: u32, cx: &Context<'_>) -> Json {
    let mut members = vec![("mod", modulus.into())];
    let (word, hashed) = match of {
        Hashing::Jenkins { of, seed } => {
            members.extend(seed.map(|seed| ("seed", seed.into())));
            ("jhash", Some(of))
        }
        Hashing::Symmetric => ("symhash", None),
    };
    if offset > 0 {
        members.push(("offset", offset.into()));
    }
    members.extend(hashed.map(|of| ("expr", expr(of, cx))));
    Json::one(word, Json::Object(members))
}

/// Whether there is an option; one without a name is told by its number.
pub(super) fn tcp_option(of: TcpOption) -> Json {
    let name = of.name();
    let members = if name.starts_with(|letter: char| letter.is_ascii_digit()) {
        vec![
            ("base", u32::from(of.kind()).into()),
            ("offset", 0_u32.into()),
            ("len", 8_u32.into()),
        ]
    } else {
        vec![("name", (&*name).into())]
    };
    Json::one("tcp option", Json::Object(members))
}

fn fib(of: Fib) -> Json {
    let (parts, result) = fib_words(of);
    let flags: Vec<Json> = parts.into_iter().map(Json::from).collect();
    Json::one(
        "fib",
        Json::Object(vec![("result", result.into()), ("flags", flags.into())]),
    )
}
