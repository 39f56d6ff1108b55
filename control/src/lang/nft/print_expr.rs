//! Listings of expressions (expression.c).

use std::fmt::Write as _;

use super::{print::Context, print_set, print_statement};
use crate::config::nft::{BinOp, DataType, Expr, Field, Hashing, MapRef, Numeric, SetKey, Value};

/// An expression as listings show it.
#[must_use]
pub fn expr(of: &Expr, cx: &Context<'_>) -> String {
    let mut text = String::new();
    How::of(cx).write(&mut text, of);
    text
}

/// How expressions are shown where they stand.
#[derive(Clone)]
pub(super) struct How<'a> {
    cx: &'a Context<'a>,
    numeric: Numeric,
    /// Which parts are compared with bits of a packet that have no type: their numbers are hexadecimal.
    raw: Vec<bool>,
    /// What stands between the bits of flags.
    between: &'static str,
}

impl<'a> How<'a> {
    /// As everywhere.
    pub(super) fn of(cx: &'a Context<'a>) -> Self {
        Self {
            cx,
            numeric: cx.options.numeric,
            raw: Vec::new(),
            between: " | ",
        }
    }

    /// Compared with this.
    pub(super) fn against(mut self, left: &Expr) -> Self {
        self.raw = if let Expr::Concat(parts) = left {
            parts.iter().map(is_raw).collect()
        } else {
            vec![is_raw(left)]
        };
        self
    }

    /// Keys of a set.
    pub(super) fn keyed(self, key: &SetKey) -> Self {
        match &key.type_of {
            Some(of) => self.against(of),
            None => self,
        }
    }

    /// With commas between flags.
    pub(super) fn with_commas(mut self) -> Self {
        self.between = ",";
        self
    }

    fn part(&self, place: usize) -> Self {
        Self {
            raw: vec![self.raw.get(place).copied().unwrap_or_default()],
            ..self.clone()
        }
    }

    pub(super) fn write(&self, text: &mut String, of: &Expr) {
        match of {
            Expr::Field(field) => self.write_field(text, field),
            Expr::Value(value) | Expr::Wildcard(value) if value.datatype.is_text() => {
                let star = if matches!(of, Expr::Wildcard(_)) {
                    "*"
                } else {
                    ""
                };
                let _ = write!(text, "\"{}{star}\"", value.text());
            }
            Expr::Value(value) | Expr::Wildcard(value) => text.push_str(&self.value(value)),
            Expr::Prefix(value, len) => {
                let _ = write!(text, "{}/{len}", self.one(value));
            }
            Expr::Range(first, last) => {
                let how = Self {
                    numeric: Numeric::ALL,
                    ..self.clone()
                };
                let _ = write!(text, "{}-{}", how.one(first), how.one(last));
            }
            Expr::Flags(values) => {
                let values: Vec<_> = values.iter().map(|value| self.one(value)).collect();
                text.push_str(&values.join(","));
            }
            Expr::Binary(op, left, right) => {
                self.write_operand(text, *op, left);
                let _ = write!(text, " {} ", op.sign());
                self.write_operand(text, *op, right);
            }
            Expr::Concat(parts) => {
                for (place, part) in parts.iter().enumerate() {
                    if place > 0 {
                        text.push_str(" . ");
                    }
                    self.part(place).write(text, part);
                }
            }
            Expr::Set(set) => print_set::write_anonymous(text, set, self, self.cx),
            Expr::SetRef(name) => {
                let _ = write!(text, "@{name}");
            }
            Expr::Map(key, map) => {
                self.write(text, key);
                text.push_str(" map ");
                self.write_map(text, map);
            }
            Expr::Any => text.push('*'),
            Expr::Verdict(verdict) => text.push_str(&print_statement::verdict(verdict)),
            Expr::ObjectName(name) => {
                let _ = write!(text, "\"{name}\"");
            }
        }
    }

    pub(super) fn write_map(&self, text: &mut String, map: &MapRef) {
        match map {
            MapRef::Anonymous(set) => {
                print_set::write_anonymous(text, set, &Self::of(self.cx), self.cx);
            }
            MapRef::Named(name) => {
                let _ = write!(text, "@{name}");
            }
        }
    }

    fn write_field(&self, text: &mut String, field: &Field) {
        if let Field::Hash {
            of: Hashing::Jenkins { of, seed },
            modulus,
            offset,
        } = field
        {
            // What is hashed may be more than a field.
            let _ = write!(text, "jhash ");
            Self::of(self.cx).write(text, of);
            let _ = write!(text, " mod {modulus}");
            if let Some(seed) = seed {
                let _ = write!(text, " seed 0x{seed:x}");
            }
            if *offset > 0 {
                let _ = write!(text, " offset {offset}");
            }
        } else {
            text.push_str(&field.name());
        }
    }

    /// One side of an operation; in parentheses if it would be read otherwise without.
    fn write_operand(&self, text: &mut String, op: BinOp, of: &Expr) {
        let inner = if let Expr::Binary(inner, ..) = of {
            Some(*inner)
        } else {
            matches!(of, Expr::Value(value) if is_many(value)).then_some(BinOp::Or)
        };
        let loose = inner.is_some_and(|inner| looseness(inner) > looseness(op));
        if loose {
            text.push('(');
        }
        self.write(text, of);
        if loose {
            text.push(')');
        }
    }

    /// A value; of flags each by its name.
    pub(super) fn value(&self, of: &Value) -> String {
        if !is_many(of) {
            return self.one(of);
        }
        let bits: Vec<_> = of.flags().map(|bit| self.one(&bit)).collect();
        bits.join(self.between)
    }

    /// A value as its type shows it.
    pub(super) fn one(&self, of: &Value) -> String {
        if of.datatype == DataType::Integer && self.raw.first() == Some(&true) {
            return format!("0x{:x}", of.number);
        }
        of.print(self.numeric, self.cx.interfaces)
    }
}

/// Whether it is several flags at once.
pub(super) fn is_many(of: &Value) -> bool {
    of.datatype.is_bitmask() && of.number.count_ones() > 1
}

fn is_raw(of: &Expr) -> bool {
    if let Expr::Binary(_, left, _) = of {
        is_raw(left)
    } else {
        matches!(of, Expr::Field(Field::Raw { .. }))
    }
}

/// What binds closer is less loose.
const fn looseness(op: BinOp) -> u8 {
    match op {
        BinOp::ShiftLeft | BinOp::ShiftRight => 1,
        BinOp::And => 2,
        BinOp::Xor => 3,
        BinOp::Or => 4,
    }
}
