//! `nft describe`: what an expression or a type is, and the words that it has (`expr_describe`).

use std::fmt::Write;

use dataplane::filter::nft::RtKey;

use super::syntax::{self, ExprKind, RtWord};
use crate::{
    config::nft::{CtField, DataType, Field, MetaField, NftFamily, RtField, SocketField},
    database,
};

/// What is printed; of what is no expression or type there is no end of the line.
pub(super) fn describe(expr: &syntax::Expr) -> String {
    if let ExprKind::Symbol(name) = &expr.kind
        && let Some(datatype) = DataType::named(name)
    {
        let mut text = typed("", &datatype);
        // Writing to a string never fails.
        let _ = writeln!(text, ", {} bits", datatype.bits());
        return text + &words(&datatype, datatype.bits());
    }
    let known = field(&expr.kind);
    let Some((kind, field)) = known.filter(|(_, field)| field.bits() != 0) else {
        let kind = match &expr.kind {
            ExprKind::Ct(..) => "ct",
            ExprKind::Rt(..) => "rt",
            _ => "symbol",
        };
        return typed(kind, &DataType::Invalid);
    };
    let (datatype, bits) = (field.datatype(), field.bits());
    let mut text = typed(kind, &datatype);
    if matches!(field, Field::Raw { .. }) {
        // The type that it has is made for it, of that which it is one of.
        text += " (basetype integer)";
    }
    let _ = match datatype.is_text() {
        true => writeln!(text, ", {} characters", bits / 8),
        false => writeln!(text, ", {bits} bits"),
    };
    text + &words(&datatype, bits)
}

/// `KIND expression, datatype NAME (WORDS) (basetype …)`.
fn typed(kind: &str, datatype: &DataType) -> String {
    let mut text = match kind {
        "" => String::new(),
        kind => format!("{kind} expression, "),
    };
    let _ = write!(
        text,
        "datatype {} ({})",
        datatype.name(),
        datatype.description()
    );
    let mut bases = Vec::new();
    let mut next = datatype.base();
    while let Some(base) = next {
        bases.push(base.description().into_owned());
        next = base.base();
    }
    if !bases.is_empty() {
        let _ = write!(text, " (basetype {})", bases.join(", "));
    }
    text
}

/// The words of a type, a line each.
fn words(datatype: &DataType, bits: u16) -> String {
    let mut text = String::new();
    if *datatype == DataType::InetProto {
        for number in 0..=u8::MAX {
            if let Some(name) = database::protocol_name(number) {
                let _ = writeln!(text, "\t{name:<30}\t{number}");
            }
        }
        return text;
    }
    let symbols = datatype.symbols();
    if symbols.is_empty() {
        return text;
    }
    let digits = usize::from(bits.div_ceil(8)) * 2;
    let hexadecimal = in_hexadecimal(datatype);
    let base = if hexadecimal {
        "hexadecimal"
    } else {
        "decimal"
    };
    let _ = writeln!(text, "\npre-defined symbolic constants (in {base}):");
    for (name, number) in symbols {
        let _ = match hexadecimal {
            true => writeln!(text, "\t{name:<30}\t0x{number:0digits$x}"),
            false => writeln!(text, "\t{name:<30}\t{number:>20}"),
        };
    }
    text
}

/// Whether the numbers of a type's words are usually written so.
fn in_hexadecimal(datatype: &DataType) -> bool {
    datatype.is_bitmask()
        || matches!(
            datatype,
            DataType::EtherType | DataType::IfType | DataType::Dscp
        )
}

/// What is looked at, and what nft calls that kind of expression. Protocols do not matter here.
fn field(expr: &ExprKind) -> Option<(&'static str, Field)> {
    Some(match expr {
        ExprKind::Payload(field) => ("payload", Field::Payload(*field)),
        ExprKind::Raw { base, offset, bits } => {
            ("payload", super::evaluate::raw(*base, *offset, *bits))
        }
        ExprKind::Meta(key) => ("meta", Field::Meta(MetaField { key: *key })),
        ExprKind::Ct(key, direction) => {
            let (key, direction) = (*key, *direction);
            ("ct", Field::Ct(CtField { key, direction }))
        }
        ExprKind::Rt(word, family) => {
            let key = match (word, family) {
                (RtWord::Classid, _) => RtKey::Classid,
                (RtWord::NextHop, Some(NftFamily::Ip)) => RtKey::NextHop4,
                (RtWord::NextHop, Some(NftFamily::Ip6)) => RtKey::NextHop6,
                (RtWord::NextHop, _) => return None,
                (RtWord::Mtu, _) => RtKey::TcpMss,
                (RtWord::Ipsec, _) => RtKey::Xfrm,
            };
            ("rt", Field::Rt(RtField { key }))
        }
        ExprKind::Socket(key) => ("socket", Field::Socket(SocketField { key: *key })),
        ExprKind::Fib(field) => ("fib", Field::Fib(*field)),
        ExprKind::Exthdr(header, field) => ("exthdr", Field::Exthdr(*header, *field)),
        // Its first field stands for it.
        ExprKind::ExthdrExists(header) => ("exthdr", Field::Exthdr(*header, 0)),
        ExprKind::TcpOption(option, field) => ("exthdr", Field::TcpOption(*option, *field)),
        ExprKind::TcpOptionExists(option) => ("exthdr", Field::TcpOptionExists(*option)),
        ExprKind::IpOption(kind, field) => ("exthdr", Field::IpOption(*kind, *field)),
        ExprKind::Numgen {
            mode,
            modulus,
            offset,
        } => {
            let (mode, modulus, offset) = (*mode, *modulus, *offset);
            let field = Field::Numgen {
                mode,
                modulus,
                offset,
            };
            ("numgen", field)
        }
        ExprKind::Jhash { modulus, .. } | ExprKind::Symhash { modulus, .. } => {
            let field = Field::Hash {
                of: crate::config::nft::Hashing::Symmetric,
                modulus: *modulus,
                offset: 0,
            };
            ("hash", field)
        }
        _ => return None,
    })
}
