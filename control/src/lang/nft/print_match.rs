//! Listings of comparisons.
//!
//! The kernel keeps masks and values; nft makes of them what was most likely written: networks
//! (`ip saddr 10.0.0.0/8`) and flags (`tcp flags syn / fin,syn`, `ct state new,established`).

use std::fmt::Write as _;

use super::{
    print::Context,
    print_expr::{How, bits_of, is_many},
};
use crate::config::nft::{BinOp, DataType, Expr, Field, RelOp, Value};

/// A comparison (`relational_binop_postprocess`, `relational_expr_print`).
pub(super) fn comparison(left: &Expr, op: RelOp, right: &Expr, cx: &Context<'_>) -> String {
    let joined = joined(right);
    let right = joined.as_ref().filter(|_| is_equality(op)).unwrap_or(right);
    if let (Expr::Binary(BinOp::And, of, mask), Expr::Value(value)) = (left, right)
        && let Expr::Value(mask) = &**mask
        && matches!(op, RelOp::Implicit | RelOp::Eq | RelOp::Neq)
    {
        let not = op == RelOp::Neq;
        if let Some(text) = masked(of, mask, value, not, cx) {
            return text;
        }
    }
    if let (Expr::Field(field), Expr::Value(value)) = (left, right)
        && let Some((bytes, mask, value)) = in_bytes(field, value)
    {
        return plain(&bytes_and(bytes, mask), op, &Expr::Value(value), cx);
    }
    plain(left, op, right, cx)
}

/// Bits of a packet without a name that are no whole bytes: the bytes that they are in, the mask of the bits and
/// the value where they are.
fn in_bytes(of: &Field, value: &Value) -> Option<(Field, Value, Value)> {
    let &Field::Raw { base, offset, bits } = of else {
        return None;
    };
    let first = offset - offset % 8;
    let end = (offset + bits).next_multiple_of(8);
    let shift = end - offset - bits;
    if (first == offset && shift == 0) || end - first > 128 {
        return None;
    }
    let sized = |number: u128| Value {
        datatype: DataType::Integer,
        bits: end - first,
        number: number << shift,
    };
    let bytes = Field::Raw {
        base,
        offset: first,
        bits: end - first,
    };
    Some((bytes, sized((1 << bits) - 1), sized(value.number)))
}

fn bytes_and(bytes: Field, mask: Value) -> Expr {
    let (left, right) = (Expr::Field(bytes), Expr::Value(mask));
    Expr::Binary(BinOp::And, Box::new(left), Box::new(right))
}

/// Whether it asks for equality, so that flags are all of those that are said.
const fn is_equality(op: RelOp) -> bool {
    matches!(op, RelOp::Eq | RelOp::Neq)
}

/// Flags as one value.
fn joined(of: &Expr) -> Option<Expr> {
    let Expr::Flags(values) = of else {
        return None;
    };
    let first = values.first()?;
    Some(Expr::Value(Value {
        number: values.iter().fold(0, |all, value| all | value.number),
        ..first.clone()
    }))
}

/// A comparison of some bits of a field, where there is a shorter way to say it.
fn masked(of: &Expr, mask: &Value, value: &Value, not: bool, cx: &Context<'_>) -> Option<String> {
    let how = How::of(cx).with_commas();
    let mut text = String::new();
    how.write(&mut text, of);
    if value.datatype.is_bitmask() {
        if value.number == 0 {
            // None of them, or any.
            text.push_str(if not { " " } else { " ! " });
            text.push_str(&flags(mask, &how));
            return Some(text);
        }
        if !not && mask.number == value.number && !is_many(mask) {
            return None;
        }
        let not = if not { "!= " } else { "" };
        let _ = write!(text, " {not}{} / {}", flags(value, &how), flags(mask, &how));
        return Some(text);
    }
    let has_prefixes = matches!(
        mask.datatype,
        DataType::Ipv4Addr | DataType::Ipv6Addr | DataType::Mark
    );
    let len = prefix_len(mask).filter(|_| has_prefixes)?;
    let not = if not { "!= " } else { "" };
    let _ = write!(text, " {not}{}/{len}", how.one(value));
    Some(text)
}

/// Flags with commas between them.
fn flags(of: &Value, how: &How<'_>) -> String {
    let bits: Vec<_> = bits_of(of).map(|bit| how.one(&bit)).collect();
    bits.join(",")
}

/// The length of a mask that is one of a prefix.
fn prefix_len(mask: &Value) -> Option<u32> {
    let shifted = mask
        .number
        .checked_shl(128 - u32::from(mask.bits.min(128)))?;
    let len = shifted.leading_ones();
    (shifted.count_ones() == len && len > 0).then_some(len)
}

fn plain(left: &Expr, op: RelOp, right: &Expr, cx: &Context<'_>) -> String {
    let how = How::of(cx).against(left);
    let mut text = String::new();
    how.write(&mut text, left);
    let is_operation = matches!(left, Expr::Binary(..));
    let symbol = match op {
        RelOp::Implicit if is_operation => " == ",
        RelOp::Eq if is_operation || is_one_mask(left, right) => " == ",
        RelOp::Implicit | RelOp::Eq => " ",
        RelOp::Neq => " != ",
        RelOp::Lt => " < ",
        RelOp::Gt => " > ",
        RelOp::Lte => " <= ",
        RelOp::Gte => " >= ",
        RelOp::Negation => " ! ",
    };
    text.push_str(symbol);
    let Expr::Value(value) = right else {
        how.write(&mut text, right);
        return text;
    };
    if op == RelOp::Implicit || op == RelOp::Negation {
        text.push_str(&how.with_commas().value(value));
    } else if is_many(value) && is_payload(left) {
        // Flags of headers that have to be equal are not taken apart.
        let _ = write!(text, "0x{:x}", value.number);
    } else {
        how.write(&mut text, right);
    }
    text
}

/// Whether `==` has to be said, because without it any of the flags would do.
fn is_one_mask(left: &Expr, right: &Expr) -> bool {
    let Expr::Value(value) = right else {
        return false;
    };
    value.datatype.is_bitmask() && (!is_many(value) || is_payload(left))
}

const fn is_payload(of: &Expr) -> bool {
    matches!(of, Expr::Field(Field::Payload(_)))
}
