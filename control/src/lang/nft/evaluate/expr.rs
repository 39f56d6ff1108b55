//! Expressions of all kinds.

use super::{
    Evaluator,
    kind::{Kind, Typed, is_constant},
    relation::check_addresses,
};
use crate::{
    config::{
        Errno,
        nft::{DataType, Expr, Value, Verdict, prefix_mask},
    },
    lang::nft::{
        error::Error,
        syntax::{self, ExprKind, Place},
    },
};

impl Evaluator<'_> {
    /// An expression of which this is expected; fields of packets give what they give.
    pub(super) fn expr(&mut self, expr: &syntax::Expr, kind: &Kind) -> Result<Typed, Error> {
        let place = expr.place;
        match &expr.kind {
            ExprKind::Symbol(text) | ExprKind::Text(text) => self.symbol(text, place, kind),
            ExprKind::Wildcard => Ok(Typed {
                expr: Expr::Any,
                kind: kind.clone(),
            }),
            ExprKind::Exists(exists) => Ok(boolean(*exists, kind)),
            ExprKind::Prefix(base, len) => self.prefix(base, *len, place, kind),
            ExprKind::Range(from, to) => self.range((from, to), place, kind),
            ExprKind::List(parts) => self.list(parts, kind),
            ExprKind::Binary(op, left, right) => self.binary(*op, (left, right), place, kind),
            ExprKind::Concat(parts) => self.concat(parts, place, kind),
            ExprKind::Map(key, map) => self.map(key, map, kind),
            ExprKind::Verdict(of) => Ok(Typed {
                expr: Expr::Verdict(verdict(of)),
                kind: Kind::verdict(),
            }),
            ExprKind::Set(_) => {
                let message = "you cannot use a set here, unknown value to use";
                Err(Error::new(message, place))
            }
            ExprKind::SetRef(_) => {
                let message = "you cannot reference a set here, unknown value to use";
                Err(Error::new(message, place))
            }
            ExprKind::Foreign(_) => Err(unknown_to_the_kernel(place)),
            ExprKind::Payload(_)
            | ExprKind::Raw { .. }
            | ExprKind::Meta(_)
            | ExprKind::Ct(..)
            | ExprKind::Rt(..)
            | ExprKind::Socket(_)
            | ExprKind::Fib(_)
            | ExprKind::Exthdr(..)
            | ExprKind::ExthdrExists(_)
            | ExprKind::TcpOption(..)
            | ExprKind::TcpOptionExists(_)
            | ExprKind::IpOption(..)
            | ExprKind::Numgen { .. }
            | ExprKind::Jhash { .. }
            | ExprKind::Symhash { .. } => {
                let field = self.field(expr)?;
                let kind = self.kind_of(&field);
                Ok(Typed {
                    expr: Expr::Field(field),
                    kind,
                })
            }
        }
    }

    fn prefix(
        &mut self,
        base: &syntax::Expr,
        len: u32,
        place: Place,
        kind: &Kind,
    ) -> Result<Typed, Error> {
        let Typed { expr, kind } = self.expr(base, kind)?;
        let Expr::Value(value) = expr else {
            let message = "Prefix expression is undefined for non-constant expressions";
            return Err(Error::new(message, place));
        };
        if !value.datatype.is_number() {
            let types = value.datatype.description();
            let message = format!("Prefix expression is undefined for {types} types");
            return Err(Error::new(message, place));
        }
        let len = match u16::try_from(len) {
            Ok(len) if len <= value.bits => len,
            _ => {
                let bits = value.bits;
                let message =
                    format!("Prefix length {len} is invalid for type of {bits} bits width");
                return Err(Error::new(message, place));
            }
        };
        Ok(Typed {
            expr: network(&value, len),
            kind,
        })
    }

    fn range(
        &mut self,
        (from, to): (&syntax::Expr, &syntax::Expr),
        place: Place,
        kind: &Kind,
    ) -> Result<Typed, Error> {
        let first = self.expr(from, kind)?;
        let last = self.expr(to, kind)?;
        let (Expr::Value(first), Expr::Value(last)) = (first.expr, last.expr) else {
            return Err(Error::new("Range is not constant", place));
        };
        if first.datatype.is_text() {
            let types = first.datatype.description();
            let message = format!("Range expression is undefined for {types} types");
            return Err(Error::between(message, from.place, place));
        }
        // Hours may go on to the next day, but not in sets.
        let over_midnight = first.datatype == DataType::Hour && self.key.is_none();
        if first.number > last.number && !over_midnight {
            return Err(Error::new("Range has zero or negative size", place));
        }
        Ok(Typed {
            kind: Kind::new(first.datatype.clone(), first.bits),
            expr: Expr::Range(first, last),
        })
    }

    /// `new,established`: all of their bits.
    fn list(&mut self, parts: &[syntax::Expr], kind: &Kind) -> Result<Typed, Error> {
        let mut whole: Option<Value> = None;
        for part in parts {
            let typed = self.expr(part, kind)?;
            let Expr::Value(value) = typed.expr else {
                let message = "List member must be a constant value";
                return Err(Error::new(message, part.place));
            };
            if !value.datatype.is_bitmask() {
                let types = value.datatype.description();
                let message = format!("Basetype of type {types} is not bitmask");
                return Err(Error::new(message, part.place));
            }
            match &mut whole {
                Some(whole) => whole.number |= value.number,
                None => whole = Some(value),
            }
        }
        let value = whole.unwrap_or_else(|| Value::new(kind.datatype.clone(), 0u8));
        Ok(Typed {
            kind: Kind::new(value.datatype.clone(), value.bits),
            expr: Expr::Value(value),
        })
    }

    fn concat(
        &mut self,
        parts: &[syntax::Expr],
        place: Place,
        kind: &Kind,
    ) -> Result<Typed, Error> {
        let mut typed = Vec::with_capacity(parts.len());
        for (number, part) in parts.iter().enumerate() {
            if let DataType::Concat(expected) = &kind.datatype
                && number >= expected.len()
                && is_word(part)
                && let Some(key) = self.key
            {
                let message = "too many concatenation components";
                return Err(Error::between(message, place, key));
            }
            typed.push(self.part(part, &kind.part(number), place)?);
        }
        Ok(Typed {
            kind: Kind::concat(&typed),
            expr: Expr::Concat(typed.into_iter().map(|part| part.expr).collect()),
        })
    }

    fn part(&mut self, part: &syntax::Expr, kind: &Kind, whole: Place) -> Result<Typed, Error> {
        let told = self.errors.len();
        let typed = self.expr(part, kind)?;
        if let Err(error) = check_addresses(&typed.expr, part.place) {
            // That the family is not known is another way to say it.
            self.errors.truncate(told);
            return Err(error);
        }
        let datatype = &typed.kind.datatype;
        let sized = datatype.bits() > 0 || *datatype == DataType::Integer;
        if !sized || typed.kind.bits() == 0 {
            return Err(variable_size(datatype, part.place, whole));
        }
        Ok(typed)
    }

    /// An expression that a statement takes: of this type, or a number of no special kind. `statement` is what errors
    /// name besides it.
    pub(super) fn argument(
        &mut self,
        expr: &syntax::Expr,
        kind: &Kind,
        statement: Place,
    ) -> Result<Typed, Error> {
        let typed = self.expr(expr, kind)?;
        let given = &typed.kind.datatype;
        if *given == DataType::Integer || *given == kind.datatype {
            return Ok(typed);
        }
        let message = format!(
            "datatype mismatch: expected {}, expression has type {}",
            kind.datatype.description(),
            given.description()
        );
        Err(Error::between(message, expr.place, statement))
    }
}

/// A part of a concatenation may be of any size.
pub(super) fn variable_size(datatype: &DataType, place: Place, whole: Place) -> Error {
    let name = datatype.name();
    let message = format!("can not use variable sized data types ({name}) in concat expressions");
    Error::between(message, place, whole)
}

/// Whether the type of the other side says what it is.
const fn is_word(expr: &syntax::Expr) -> bool {
    matches!(
        expr.kind,
        ExprKind::Symbol(_) | ExprKind::Text(_) | ExprKind::Range(..) | ExprKind::Prefix(..)
    )
}

fn boolean(exists: bool, kind: &Kind) -> Typed {
    let bits = match kind.datatype {
        DataType::Boolean => kind.bits(),
        _ => 1,
    };
    Typed {
        expr: Expr::Value(Value {
            datatype: DataType::Boolean,
            bits,
            number: exists.into(),
        }),
        kind: Kind::new(DataType::Boolean, bits),
    }
}

/// A network, or the one value that is in it.
pub(super) fn network(value: &Value, len: u16) -> Expr {
    let number = value.number & prefix_mask(value.bits, len);
    let base = Value {
        number,
        ..value.clone()
    };
    if len == value.bits {
        Expr::Value(base)
    } else {
        Expr::Prefix(base, len)
    }
}

/// A verdict as it is kept.
pub(super) fn verdict(verdict: &syntax::Verdict) -> Verdict {
    match verdict {
        syntax::Verdict::Accept => Verdict::Accept,
        syntax::Verdict::Drop => Verdict::Drop,
        syntax::Verdict::Continue => Verdict::Continue,
        syntax::Verdict::Return => Verdict::Return,
        syntax::Verdict::Jump(chain) => Verdict::Jump(chain.of.as_str().into()),
        syntax::Verdict::Goto(chain) => Verdict::Goto(chain.of.as_str().into()),
    }
}

/// As a kernel without the module of an expression says it.
pub(super) fn unknown_to_the_kernel(place: Place) -> Error {
    Error::refused(Errno::NoEnt, place)
}

/// Whether all of it is constant, its parts if it is a concatenation.
pub(super) fn is_element(expr: &Expr) -> bool {
    match expr {
        Expr::Concat(parts) => parts.iter().all(is_constant),
        Expr::Any => true,
        expr => is_constant(expr),
    }
}
