//! Comparisons.

use dataplane::filter::nft::{CtKey, FibResult, MetaKey};

use super::{
    Evaluator,
    bits::{flags, prefix_of_mask, simplify},
    element::{Data, Owner},
    expr::network,
    kind::{Kind, Typed, is_constant, noun},
};
use crate::{
    config::nft::{
        BinOp, CtField, DataType, Expr, Field, Header, MetaField, RelOp, Statement, Value,
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
        Ok(canonical(left, &left_kind, op, value))
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
            let message = "Could not process rule: Invalid argument";
            Err(Error::new(message, place))
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

/// As listings show it.
fn canonical(left: Expr, kind: &Kind, op: RelOp, right: Expr) -> Statement {
    let bitmask = kind.datatype.is_bitmask();
    let statement = |left, op, right| Statement::Match { left, op, right };
    let binary = matches!(left, Expr::Binary(..));
    let Expr::Value(value) = right else {
        // Over midnight is not during the rest of the day.
        if let Expr::Range(first, last) = &right
            && first.number > last.number
            && op != RelOp::Neq
        {
            let right = Expr::Range(last.clone(), first.clone());
            return statement(left, RelOp::Neq, right);
        }
        let op = match op {
            // Work on bits is followed by a sign.
            RelOp::Implicit | RelOp::Eq if binary => RelOp::Eq,
            RelOp::Implicit | RelOp::Eq => RelOp::Implicit,
            op => op,
        };
        return statement(left, op, right);
    };
    match op {
        RelOp::Implicit if bitmask && !binary && value.number != 0 => {
            statement(left, op, Expr::Flags(flags(&value)))
        }
        RelOp::Negation => statement(left, op, Expr::Flags(flags(&value))),
        RelOp::Implicit | RelOp::Eq | RelOp::Neq => {
            let (left, value) = moved(left, value);
            let left = simplify(left, kind.bits());
            compared(left, bitmask, op, value)
        }
        op => statement(left, op, Expr::Value(value)),
    }
}

/// Turned and shifted bits are turned and shifted back on the other side.
fn moved(left: Expr, mut value: Value) -> (Expr, Value) {
    match left {
        Expr::Binary(op @ (BinOp::Xor | BinOp::ShiftLeft), inner, by) => {
            let Expr::Value(by) = *by else {
                return (Expr::Binary(op, inner, by), value);
            };
            value.number = match op {
                BinOp::Xor => value.number ^ by.number,
                _ => value
                    .number
                    .checked_shr(u32::try_from(by.number).unwrap_or(u32::MAX))
                    .unwrap_or_default(),
            };
            moved(*inner, value)
        }
        left => (left, value),
    }
}

/// An equality of simplified work on bits and a value.
fn compared(left: Expr, bitmask: bool, op: RelOp, value: Value) -> Statement {
    let statement = |left, op, right| Statement::Match { left, op, right };
    let masked = match left {
        Expr::Binary(BinOp::And, inner, mask) => match *mask {
            Expr::Value(mask) => Ok((*inner, mask)),
            mask => Err(Expr::Binary(BinOp::And, inner, Box::new(mask))),
        },
        left => Err(left),
    };
    let negated = op == RelOp::Neq;
    match masked {
        Ok((inner, mask)) => {
            if bitmask && value.number == 0 && op != RelOp::Implicit {
                let op = if negated {
                    RelOp::Implicit
                } else {
                    RelOp::Negation
                };
                return statement(inner, op, Expr::Flags(flags(&mask)));
            }
            let len = prefix_of_mask(mask.number, mask.bits);
            if let Some(len) = len
                && value.datatype.has_networks()
            {
                let op = if negated { RelOp::Neq } else { RelOp::Implicit };
                return statement(inner, op, network(&value, len));
            }
            let op = if negated { RelOp::Neq } else { RelOp::Eq };
            let left = Expr::Binary(BinOp::And, Box::new(inner), Box::new(Expr::Value(mask)));
            statement(left, op, Expr::Value(value))
        }
        Err(left) => {
            let binary = matches!(left, Expr::Binary(..));
            let op = match op {
                RelOp::Implicit | RelOp::Eq if binary => RelOp::Eq,
                RelOp::Eq if bitmask => RelOp::Eq,
                RelOp::Eq => RelOp::Implicit,
                op => op,
            };
            statement(left, op, Expr::Value(value))
        }
    }
}
