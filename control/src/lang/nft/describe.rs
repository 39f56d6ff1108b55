//! `nft describe`: what an expression gives, or what values of a type are (datatype.c, expression.c).

use std::fmt::Write as _;

use dataplane::{
    conntrack::Direction,
    filter::nft::{CtKey, PayloadBase, SocketKey},
};

use super::syntax::{Expr, ExprKind};
use crate::{
    config::nft::{CtField, DataType, Field, Header, MetaField, NftFamily, RtField, SocketField},
    database,
};

/// What is known of an expression.
pub(super) fn describe(of: &Expr) -> String {
    if let ExprKind::Symbol(name) = &of.kind
        && let Some(datatype) = DataType::named(name)
    {
        let bits = datatype.bits();
        return lines("datatype", &datatype, &format!("{bits} bits"));
    }
    if let ExprKind::Raw { base, offset, bits } = of.kind {
        return raw(base, offset, bits);
    }
    let Some((word, datatype, bits)) = expression(&of.kind) else {
        return "symbol expression, datatype invalid (invalid)".to_owned();
    };
    let subject = format!("{word} expression, datatype");
    if datatype == DataType::Invalid {
        // nft forgets the end of the line.
        return format!("{subject} invalid (invalid)");
    }
    let size = if datatype.is_text() {
        format!("{} characters", bits / 8)
    } else {
        format!("{bits} bits")
    };
    lines(&subject, &datatype, &size)
}

/// Bits of a packet: ports are known where all transport headers have them.
fn raw(base: PayloadBase, offset: u16, bits: u16) -> String {
    let ports = Header::Th.fields().iter();
    let mut ports = ports.filter(|_| base == PayloadBase::Transport);
    let size = format!("{bits} bits");
    match ports.find(|port| (port.offset, port.bits) == (offset, bits)) {
        Some(port) => lines("payload expression, datatype", &port.datatype, &size),
        None => {
            format!("payload expression, datatype integer (integer) (basetype integer), {size}\n")
        }
    }
}

/// The word for a kind of expressions, its type and its bits.
fn expression(of: &ExprKind) -> Option<(&'static str, DataType, u16)> {
    let field = |word, of: Field| Some((word, of.datatype(), of.bits()));
    let number = |word, bits| Some((word, DataType::Integer, bits));
    match of {
        ExprKind::Payload(of) => field("payload", Field::Payload(*of)),
        ExprKind::Meta(key) => field("meta", Field::Meta(MetaField { key: *key })),
        ExprKind::Ct(key, direction) => field("ct", connection(*key, *direction)),
        ExprKind::Rt(word, family) => match word.key(family.and_then(NftFamily::only)) {
            Some(key) => field("rt", Field::Rt(RtField { key })),
            None => Some(("rt", DataType::Invalid, 0)),
        },
        ExprKind::Socket(key) => field("socket", socket(*key)),
        ExprKind::Fib(of) => field("fib", Field::Fib(*of)),
        ExprKind::Exthdr(header, place) => field("exthdr", Field::Exthdr(*header, *place)),
        // Whether it is there is asked by what follows it.
        ExprKind::ExthdrExists(_) => Some(("exthdr", DataType::InetProto, 8)),
        ExprKind::TcpOption(option, place) => field("exthdr", Field::TcpOption(*option, *place)),
        ExprKind::TcpOptionExists(_) | ExprKind::IpOption(_, None) => number("exthdr", 8),
        ExprKind::IpOption(kind, place) => field("exthdr", Field::IpOption(*kind, *place)),
        ExprKind::Numgen { .. } => number("numgen", 32),
        ExprKind::Jhash { .. } | ExprKind::Symhash { .. } => number("hash", 32),
        ExprKind::Raw { .. }
        | ExprKind::Symbol(_)
        | ExprKind::Text(_)
        | ExprKind::Wildcard
        | ExprKind::Prefix(..)
        | ExprKind::Range(..)
        | ExprKind::List(_)
        | ExprKind::Set(_)
        | ExprKind::SetRef(_)
        | ExprKind::Concat(_)
        | ExprKind::Binary(..)
        | ExprKind::Map(..)
        | ExprKind::Exists(_)
        | ExprKind::Verdict(_)
        | ExprKind::Foreign(_) => None,
    }
}

const fn connection(key: CtKey, direction: Option<Direction>) -> Field {
    Field::Ct(CtField { key, direction })
}

const fn socket(key: SocketKey) -> Field {
    Field::Socket(SocketField { key })
}

/// The line about a type, and the words that its values have.
fn lines(subject: &str, datatype: &DataType, size: &str) -> String {
    let mut text = format!("{subject} {} ({})", datatype.name(), datatype.description());
    let mut bases = Vec::new();
    let mut base = datatype.base();
    while let Some(of) = base {
        // A number of no special kind is called by its name, links by what they are.
        bases.push(match of {
            DataType::LlAddr => of.description(),
            _ => of.name(),
        });
        base = of.base();
    }
    if !bases.is_empty() {
        let _ = write!(text, " (basetype {})", bases.join(", "));
    }
    let _ = writeln!(text, ", {size}");
    if *datatype == DataType::InetProto {
        let named = (0..=u8::MAX).filter_map(|of| Some((of, database::protocol_name(of)?)));
        for (number, name) in named {
            let _ = writeln!(text, "\t{name:<30}\t{number}");
        }
    }
    write_symbols(&mut text, datatype);
    text
}

fn write_symbols(text: &mut String, datatype: &DataType) {
    let symbols = datatype.symbols();
    if symbols.is_empty() {
        return;
    }
    let hexadecimal = datatype.is_bitmask()
        || matches!(
            datatype,
            DataType::EtherType
                | DataType::ArpOp
                | DataType::Ecn
                | DataType::Dscp
                | DataType::DccpPktType
                | DataType::IfType
        );
    let base = if hexadecimal {
        "hexadecimal"
    } else {
        "decimal"
    };
    let _ = writeln!(text, "\npre-defined symbolic constants (in {base}):");
    let digits = usize::from(datatype.bits().div_ceil(8)) * 2;
    for (word, number) in symbols {
        if hexadecimal {
            let _ = writeln!(text, "\t{word:<30}\t0x{number:0digits$x}");
        } else {
            let _ = writeln!(text, "\t{word:<30}\t{number:>20}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::nft::syntax::{Place, RtWord};

    fn described(kind: ExprKind) -> String {
        describe(&Expr {
            kind,
            place: Place::default(),
        })
    }

    #[test]
    fn what_has_no_type_has_no_end_of_line() {
        let invalid = "symbol expression, datatype invalid (invalid)";
        assert_eq!(described(ExprKind::Symbol("foo".to_owned())), invalid);
        assert_eq!(described(ExprKind::Symbol("22".to_owned())), invalid);
        let port = described(ExprKind::Ct(CtKey::ProtoDst, None));
        assert_eq!(port, "ct expression, datatype invalid (invalid)");
        let hop = described(ExprKind::Rt(RtWord::NextHop, None));
        assert_eq!(hop, "rt expression, datatype invalid (invalid)");
    }

    #[test]
    fn types_are_described_by_their_names() {
        let mark = described(ExprKind::Symbol("classid".to_owned()));
        assert_eq!(
            mark,
            "datatype classid (TC classid) (basetype integer), 32 bits\n"
        );
    }
}
