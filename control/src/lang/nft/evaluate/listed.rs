//! Rules as listings show them.
//!
//! What is kept of a rule is what packets meet. nft lists what it can make of that: neighbouring fields stand in the order
//! of the header (`adjacent`), and tests that what follows implies are left out (`dependency`), whoever wrote them. What
//! a mask most likely was is for those to say who print it.

use super::{adjacent, dependency};
use crate::config::nft::{BinOp, Expr, NftFamily, RelOp, Statement, Value};

/// The statements of a rule of a table of that family, as they are listed.
#[must_use]
pub fn listed(statements: &[Statement], family: NftFamily) -> Vec<Statement> {
    let statements = statements.iter().map(listed_alone).collect();
    dependency::kill(adjacent::merge(statements), family)
}

/// A statement as it is listed, whatever stands beside it.
#[must_use]
pub fn listed_alone(statement: &Statement) -> Statement {
    match statement {
        Statement::Match { left, op, right } => comparison(left.clone(), *op, right.clone()),
        other => other.clone(),
    }
}

fn comparison(left: Expr, op: RelOp, right: Expr) -> Statement {
    match (op, right) {
        (RelOp::Implicit | RelOp::Eq | RelOp::Neq, Expr::Value(value)) => {
            let (left, value) = turned_back(left, value);
            let op = match op {
                RelOp::Eq if value.datatype.is_bitmask() => op,
                op => sign(op, &left),
            };
            Statement::Match {
                left,
                op,
                right: Expr::Value(value),
            }
        }
        // Over midnight is not during the rest of the day.
        (op, Expr::Range(first, last)) if first.number > last.number && op != RelOp::Neq => {
            Statement::Match {
                left,
                op: RelOp::Neq,
                right: Expr::Range(last, first),
            }
        }
        (op, right) => Statement::Match {
            op: match right {
                Expr::Value(_) | Expr::Flags(_) => op,
                _ => sign(op, &left),
            },
            left,
            right,
        },
    }
}

/// Whether it is written that sides are equal: work on bits is followed by a sign.
const fn sign(op: RelOp, left: &Expr) -> RelOp {
    match op {
        RelOp::Implicit | RelOp::Eq if matches!(left, Expr::Binary(..)) => RelOp::Eq,
        RelOp::Implicit | RelOp::Eq => RelOp::Implicit,
        op => op,
    }
}

/// Turned bits are turned back on the other side.
fn turned_back(left: Expr, mut value: Value) -> (Expr, Value) {
    match left {
        Expr::Binary(BinOp::Xor, inner, by) => match *by {
            Expr::Value(by) => {
                value.number ^= by.number;
                turned_back(*inner, value)
            }
            by => (Expr::Binary(BinOp::Xor, inner, Box::new(by)), value),
        },
        left => (left, value),
    }
}
