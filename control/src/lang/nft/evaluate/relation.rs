//! Comparisons.

use dataplane::filter::nft::{CtKey, FibResult, MetaKey};

use super::{
    Evaluator,
    bits::simplify,
    element::{Data, Owner},
    kind::{Kind, Typed, is_constant, noun},
};
use crate::{
    config::{
        Errno,
        nft::{BinOp, CtField, DataType, Expr, Field, Header, MetaField, RelOp, Statement, Value},
    },
    lang::nft::{
        error::Error,
        syntax::{self, ExprKind, Place},
    },
};

impl Evaluator<'_> {
    /// `LEFT OP RIGHT`.
    pub(super) fn relation(
        &mut self,
        written: &syntax::Expr,
        op: RelOp,
        right: &syntax::Expr,
        place: Place,
    ) -> Result<Statement, Error> {
        let left = self.expr(written, &Kind::free())?;
        let left = asked_for_presence(left, right, written.place)?;
        if let Expr::Field(Field::Meta(MetaField {
            key: MetaKey::SecMark,
        })) = left.expr
        {
            let message = "Cannot be used with right hand side constant value";
            return Err(Error::between(message, right.place, written.place));
        }
        let typed = self.right_side(right, &left, written.place)?;
        check_negation(written, op, right, place)?;
        if left.kind.datatype != typed.kind.datatype {
            let message = format!(
                "datatype mismatch, expected {}, expression has type {}",
                left.kind.datatype.description(),
                typed.kind.datatype.description()
            );
            return Err(Error::between(message, right.place, written.place));
        }
        let (left_kind, left, value) = (left.kind, left.expr, typed.expr);
        if op.is_equality() {
            self.learn(&left, &value, place);
        }
        check(op, (&left_kind, written.place), (&value, right.place))?;
        Ok(kept(left, &left_kind, op, value))
    }

    fn right_side(
        &mut self,
        right: &syntax::Expr,
        left: &Typed,
        key: Place,
    ) -> Result<Typed, Error> {
        if let ExprKind::Set(_) | ExprKind::SetRef(_) = right.kind {
            check_addresses(&left.expr, key)?;
        }
        match &right.kind {
            ExprKind::Set(elements) => {
                let before = self.key.replace(key);
                let one = self.only_one(elements, &left.kind)?;
                if let Some(expr) = one {
                    self.key = before;
                    return Ok(Typed {
                        expr,
                        kind: left.kind.clone(),
                    });
                }
                let set = self.set_of_rule(elements, &left.kind, &Data::None)?;
                self.key = before;
                Ok(Typed {
                    expr: Expr::Set(Box::new(set)),
                    kind: left.kind.clone(),
                })
            }
            ExprKind::SetRef(name) => {
                let set = self.named(name, right.place)?;
                Ok(Typed {
                    kind: Kind::of_key(&set.key),
                    expr: Expr::SetRef(name.as_str().into()),
                })
            }
            // Names of protocols are words of the language: they are what they are, whatever is expected.
            ExprKind::Symbol(word) if is_protocol(word) => {
                self.expr(right, &Kind::new(DataType::InetProto, 8))
            }
            _ => self.expr(right, &left.kind),
        }
    }

    /// A set of one element is that element.
    fn only_one(
        &mut self,
        elements: &[syntax::Element],
        kind: &Kind,
    ) -> Result<Option<Expr>, Error> {
        let [one] = elements else {
            return Ok(None);
        };
        if matches!(one.key.kind, ExprKind::Set(_)) || !one.statements.is_empty() {
            return Ok(None);
        }
        let element = self.element(one, (kind, &Data::None), Owner::Rule)?;
        Ok(Some(element.key).filter(is_constant))
    }
}

/// `!` stands for a test of flags: it does not go together with one that is written otherwise.
fn check_negation(
    left: &syntax::Expr,
    op: RelOp,
    right: &syntax::Expr,
    place: Place,
) -> Result<(), Error> {
    let ExprKind::Binary(_, _, mask) = &left.kind else {
        return Ok(());
    };
    if op != RelOp::Negation {
        return Ok(());
    }
    // Of `flags ! syn / syn,ack` the mask is the last.
    Err(if mask.place.start > right.place.start {
        Error::new("either == or != is allowed", place)
    } else {
        let message = "cannot combine negation with binary expression";
        Error::between(message, left.place, right.place)
    })
}

fn is_protocol(word: &str) -> bool {
    Header::find(word).is_some_and(|header| header.l4proto().is_some())
}

/// `fib … oif exists` asks only whether there is a route.
fn asked_for_presence(left: Typed, right: &syntax::Expr, place: Place) -> Result<Typed, Error> {
    match (left.expr, &right.kind) {
        // The kernel has it of interfaces only.
        (Expr::Field(Field::Fib(field)), ExprKind::Exists(_)) if field.result != FibResult::Oif => {
            Err(Error::refused(Errno::Inval, place))
        }
        (Expr::Field(Field::Fib(mut field)), ExprKind::Exists(_)) => {
            field.present = true;
            let field = Field::Fib(field);
            Ok(Typed {
                kind: Kind::of_field(&field),
                expr: Expr::Field(field),
            })
        }
        (expr, _) => Ok(Typed {
            expr,
            kind: left.kind,
        }),
    }
}

/// Addresses of connections are looked up only if their family is written.
pub(super) fn check_addresses(expr: &Expr, place: Place) -> Result<(), Error> {
    if let Expr::Field(Field::Ct(CtField {
        key: CtKey::Src | CtKey::Dst,
        ..
    })) = expr
    {
        let message = "specify either ip or ip6 for address matching";
        return Err(Error::new(message, place));
    }
    Ok(())
}

fn check(
    op: RelOp,
    (left, written): (&Kind, Place),
    (value, place): (&Expr, Place),
) -> Result<(), Error> {
    if let (DataType::Concat(_), Expr::Concat(_)) = (&left.datatype, value) {
        let message = "Use concatenations with sets and maps, not singleton values";
        return Err(Error::between(message, written, place));
    }
    match op {
        RelOp::Implicit | RelOp::Eq | RelOp::Neq => Ok(()),
        RelOp::Negation => {
            if left.datatype.is_bitmask() && matches!(value, Expr::Value(_)) {
                return Ok(());
            }
            let message = "negation can only be used with singleton bitmask values";
            Err(Error::between(message, written, place))
        }
        RelOp::Lt | RelOp::Gt | RelOp::Lte | RelOp::Gte => {
            if matches!(value, Expr::Value(_)) {
                return Ok(());
            }
            let (sign, noun) = (op.sign(), noun(value));
            let message =
                format!("Relational expression ({sign}) is undefined for {noun} expressions");
            // The operator stands between, with a space on each side as a rule.
            let start = written.end + 1;
            let end = start + u32::try_from(sign.len()).unwrap_or_default();
            let between = Place {
                start,
                end,
                ..written
            };
            Err(Error::between(message, place, between))
        }
    }
}

/// As it is kept: what nft computes itself is done, and of flags it is known which they are.
fn kept(left: Expr, kind: &Kind, op: RelOp, right: Expr) -> Statement {
    let statement = |left, op, right| Statement::Match { left, op, right };
    let Expr::Value(value) = right else {
        return statement(left, op, right);
    };
    let binary = matches!(left, Expr::Binary(..));
    match op {
        RelOp::Implicit if kind.datatype.is_bitmask() && !binary && value.number != 0 => {
            statement(left, op, Expr::Flags(value.flags().collect()))
        }
        RelOp::Negation => statement(left, op, Expr::Flags(value.flags().collect())),
        RelOp::Implicit | RelOp::Eq | RelOp::Neq => {
            let (left, value) = shifted_back(left, value);
            statement(simplify(left, kind.bits()), op, Expr::Value(value))
        }
        op => statement(left, op, Expr::Value(value)),
    }
}

/// Bits that are shifted before they are compared are shifted back on the other side.
fn shifted_back(left: Expr, mut value: Value) -> (Expr, Value) {
    match left {
        Expr::Binary(BinOp::ShiftLeft, inner, by) => {
            let Expr::Value(by) = *by else {
                return (Expr::Binary(BinOp::ShiftLeft, inner, by), value);
            };
            let by = u32::try_from(by.number).unwrap_or(u32::MAX);
            value.number = value.number.checked_shr(by).unwrap_or_default();
            shifted_back(*inner, value)
        }
        left => (left, value),
    }
}
