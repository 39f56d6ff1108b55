//! Work on bits: constants are computed, and what is left is written as the kernel does it, a mask and bits that are
//! turned.

use super::{
    Evaluator,
    kind::{Kind, Typed, is_constant, noun},
    symbol::in_range,
};
use crate::{
    config::nft::{BinOp, DataType, Expr, Value, ones},
    lang::nft::{
        error::Error,
        syntax::{self, Place},
    },
};

impl Evaluator<'_> {
    /// `a & b` and its like.
    pub(super) fn binary(
        &mut self,
        op: BinOp,
        (left, right): (&syntax::Expr, &syntax::Expr),
        place: Place,
        kind: &Kind,
    ) -> Result<Typed, Error> {
        let value = self.expr(left, kind)?;
        let shift = matches!(op, BinOp::ShiftLeft | BinOp::ShiftRight);
        let by = if shift {
            self.expr(right, &Kind::new(DataType::Integer, 32))?
        } else {
            self.expr(right, &value.kind)?
        };
        let sign = op.sign();
        if let DataType::Concat(_) | DataType::Verdict | DataType::Invalid = value.kind.datatype {
            let types = value.kind.datatype.description();
            let message = format!("Binary operation ({sign}) is undefined for {types} types");
            return Err(Error::between(message, left.place, place));
        }
        for (side, at) in [(&value.expr, left.place), (&by.expr, right.place)] {
            if is_constant(side) && !matches!(side, Expr::Value(_)) {
                let noun = noun(side);
                let message =
                    format!("Binary operation ({sign}) is undefined for {noun} expressions");
                return Err(Error::between(message, at, place));
            }
        }
        let Expr::Value(mut by) = by.expr else {
            let message = format!("Right hand side of binary operation ({sign}) must be constant");
            return Err(Error::between(message, right.place, place));
        };
        if shift {
            let bits = value.kind.bits();
            if by.number >= bits.into() {
                let which = if op == BinOp::ShiftLeft {
                    "Left"
                } else {
                    "Right"
                };
                let message = format!(
                    "{which} shift of {} bits is undefined for type of {bits} bits width",
                    by.number
                );
                return Err(Error::between(message, right.place, left.place));
            }
        }
        if let Expr::Value(left) = value.expr {
            let folded = Value {
                number: fold(op, &left, by.number),
                ..left
            };
            in_range(&folded, &value.kind, place)?;
            return Ok(Typed {
                expr: Expr::Value(folded),
                kind: value.kind,
            });
        }
        if !shift {
            by.datatype = value.kind.datatype.clone();
        }
        let kind = Kind {
            shifted: shift || value.kind.shifted,
            ..value.kind
        };
        let expr = Expr::Binary(op, Box::new(value.expr), Box::new(Expr::Value(by)));
        Ok(Typed {
            expr: simplify(expr, kind.bits()),
            kind,
        })
    }
}

/// What two constants give.
fn fold(op: BinOp, left: &Value, right: u128) -> u128 {
    let number = left.number;
    let by = u32::try_from(right).unwrap_or(u32::MAX);
    match op {
        BinOp::And => number & right,
        BinOp::Or => number | right,
        BinOp::Xor => number ^ right,
        BinOp::ShiftLeft => number.checked_shl(by).unwrap_or_default() & ones(left.bits),
        BinOp::ShiftRight => number.checked_shr(by).unwrap_or_default(),
    }
}

/// Takes `&`, `|` and `^` with constants together as the kernel has them: bits that stay and bits that are turned.
/// Gives what they are done to, the mask and the turned bits.
fn masked(expr: Expr, bits: u16) -> (Expr, u128, u128) {
    match expr {
        Expr::Binary(op @ (BinOp::And | BinOp::Or | BinOp::Xor), left, right) => match *right {
            Expr::Value(value) => {
                let (inner, mask, xor) = masked(*left, bits);
                let number = value.number;
                match op {
                    BinOp::And => (inner, mask & number, xor & number),
                    BinOp::Or => (inner, mask & !number, xor & !number | number),
                    _ => (inner, mask, xor ^ number),
                }
            }
            right => {
                let whole = Expr::Binary(op, left, Box::new(right));
                (whole, ones(bits), 0)
            }
        },
        expr => (expr, ones(bits), 0),
    }
}

/// As listings show it: of a mask and turned bits, `& m ^ x | o`, each only if it does something.
pub(super) fn simplify(expr: Expr, bits: u16) -> Expr {
    let datatype = match &expr {
        Expr::Binary(BinOp::And | BinOp::Or | BinOp::Xor, _, right) => {
            right.constant_type().cloned()
        }
        _ => None,
    };
    let Some(datatype) = datatype else {
        return expr;
    };
    let (inner, mask, xor) = masked(expr, bits);
    let (turned, given) = (xor & mask, xor & !mask & ones(bits));
    let kept = mask | given;
    let with = |op, left, number| {
        let value = Value {
            datatype: datatype.clone(),
            bits,
            number,
        };
        Expr::Binary(op, Box::new(left), Box::new(Expr::Value(value)))
    };
    let mut expr = inner;
    if kept != ones(bits) {
        expr = with(BinOp::And, expr, kept);
    }
    if turned != 0 {
        expr = with(BinOp::Xor, expr, turned);
    }
    if given != 0 {
        expr = with(BinOp::Or, expr, given);
    }
    expr
}
