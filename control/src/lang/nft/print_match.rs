//! Listings of comparisons.
//!
//! The kernel keeps masks and values; nft makes of them what was most likely written: networks
//! (`ip saddr 10.0.0.0/8`) and flags (`tcp flags syn / fin,syn`, `ct state new,established`).

use std::{borrow::Cow, fmt::Write as _};

use super::{
    print::Context,
    print_expr::{How, is_many},
};
use crate::config::nft::{BinOp, DataType, Expr, Field, RelOp, Value};

/// What a comparison of some bits of a field most likely was.
pub(super) enum Masked<'a> {
    /// Any of these flags.
    Any(&'a Expr, &'a Value),
    /// None of these flags.
    None(&'a Expr, &'a Value),
    /// Of the flags in `mask`, those of `value`; or just not those.
    These {
        of: &'a Expr,
        mask: &'a Value,
        value: &'a Value,
        not: bool,
    },
    /// A network, or not in it.
    Prefix {
        of: &'a Expr,
        value: &'a Value,
        len: u32,
        not: bool,
    },
    /// What it is.
    Plain,
}

/// A comparison (`relational_expr_print`).
pub(super) fn comparison(left: &Expr, op: RelOp, right: &Expr, cx: &Context<'_>) -> String {
    let (left, right) = as_kept(left, op, right);
    let how = How::of(cx).with_commas();
    let named = |of: &Expr, operator: &str| {
        let mut text = String::new();
        how.write(&mut text, of);
        text.push_str(operator);
        text
    };
    let unless = |not| if not { " != " } else { " " };
    match masked(&left, op, &right) {
        Masked::Any(of, mask) => named(of, " ") + &flags(mask, &how),
        Masked::None(of, mask) => named(of, " ! ") + &flags(mask, &how),
        Masked::These {
            of,
            mask,
            value,
            not,
        } => format!(
            "{}{} / {}",
            named(of, unless(not)),
            flags(value, &how),
            flags(mask, &how)
        ),
        Masked::Prefix {
            of,
            value,
            len,
            not,
        } if !cx.options.meant => {
            format!("{}{}/{len}", named(of, unless(not)), how.one(value))
        }
        Masked::Prefix { .. } | Masked::Plain => plain(&left, op, &right, cx),
    }
}

/// What the kernel keeps of a comparison: flags that have to be equal are one value, and bits are those of whole
/// bytes.
pub(super) fn as_kept<'a>(
    left: &'a Expr,
    op: RelOp,
    right: &'a Expr,
) -> (Cow<'a, Expr>, Cow<'a, Expr>) {
    if let (Expr::Field(field), Expr::Value(value)) = (left, right)
        && let Some((bytes, mask, value)) = in_bytes(field, value)
    {
        return (
            Cow::Owned(bytes_and(bytes, mask)),
            Cow::Owned(Expr::Value(value)),
        );
    }
    let joined = joined(right).filter(|_| matches!(op, RelOp::Eq | RelOp::Neq));
    (
        Cow::Borrowed(left),
        joined.map_or(Cow::Borrowed(right), Cow::Owned),
    )
}

/// Bits of a packet without a name that are no whole bytes: the bytes that they are in, the mask of the bits and
/// the value where they are.
fn in_bytes(of: &Field, value: &Value) -> Option<(Field, Value, Value)> {
    let &Field::Raw { base, offset, bits } = of else {
        return None;
    };
    let first = offset - offset % 8;
    let end = offset.checked_add(bits)?.checked_next_multiple_of(8)?;
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

/// What it most likely was (`relational_binop_postprocess`).
pub(super) fn masked<'a>(left: &'a Expr, op: RelOp, right: &'a Expr) -> Masked<'a> {
    let (Expr::Binary(BinOp::And, of, mask), Expr::Value(value)) = (left, right) else {
        return Masked::Plain;
    };
    let Expr::Value(mask) = &**mask else {
        return Masked::Plain;
    };
    let not = op == RelOp::Neq;
    if !not && !op.is_equality() {
        return Masked::Plain;
    }
    if value.datatype.is_bitmask() {
        return match (value.number, not) {
            (0, true) => Masked::Any(of, mask),
            (0, false) => Masked::None(of, mask),
            (number, false) if mask.number == number && !is_many(mask) => Masked::Plain,
            _ => Masked::These {
                of,
                mask,
                value,
                not,
            },
        };
    }
    let has_prefixes = mask.datatype.has_networks();
    match prefix_len(mask).filter(|_| has_prefixes) {
        Some(len) => Masked::Prefix {
            of,
            value,
            len,
            not,
        },
        None => Masked::Plain,
    }
}

/// Flags with commas between them.
fn flags(of: &Value, how: &How<'_>) -> String {
    let bits: Vec<_> = of.flags().map(|bit| how.one(&bit)).collect();
    bits.join(",")
}

/// The length of a mask that is one of a prefix.
fn prefix_len(mask: &Value) -> Option<u32> {
    let shifted = mask
        .number
        .checked_shl(128 - u32::from(mask.bits.min(128)))?;
    let len = shifted.leading_ones();
    (shifted.count_ones() == len).then_some(len)
}

fn plain(left: &Expr, op: RelOp, right: &Expr, cx: &Context<'_>) -> String {
    let how = How::of(cx).against(left);
    let mut text = String::new();
    how.write(&mut text, left);
    let is_operation = matches!(left, Expr::Binary(..));
    let goes_without_saying = match op {
        RelOp::Implicit => !is_operation,
        RelOp::Eq => !is_operation && !cx.options.meant && !is_one_mask(left, right),
        _ => false,
    };
    if goes_without_saying {
        text.push(' ');
    } else {
        let _ = write!(text, " {} ", op.sign());
    }
    let Expr::Value(value) = right else {
        how.write(&mut text, right);
        return text;
    };
    if op == RelOp::Implicit || op == RelOp::Negation {
        text.push_str(&how.with_commas().value(value));
    } else if stays_whole(left, value) {
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

/// Flags of headers that have to be equal are not taken apart.
pub(super) fn stays_whole(left: &Expr, value: &Value) -> bool {
    is_many(value) && is_payload(left)
}

const fn is_payload(of: &Expr) -> bool {
    matches!(of, Expr::Field(Field::Payload(_)))
}
