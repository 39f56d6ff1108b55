//! What an expression gives, and what is expected of one.

use dataplane::filter::nft::MetaKey;

use crate::config::nft::{DataType, Expr, Field, MetaField, SetKey};

/// A type and its size.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Kind {
    /// The type.
    pub(super) datatype: DataType,
    /// The bits; of a concatenation those of each part.
    pub(super) bits: Vec<u16>,
    /// The greatest number, if it is less than the bits allow.
    pub(super) max: Option<u64>,
    /// Words mean nothing: nothing is there that could say what they are.
    pub(super) free: bool,
    /// It has been shifted: what it is compared with is written as a number, whatever its type.
    pub(super) shifted: bool,
}

/// An expression and what it gives.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    /// The expression.
    pub(super) expr: Expr,
    /// What it gives.
    pub(super) kind: Kind,
}

impl Kind {
    /// Of so many bits.
    pub(super) fn new(datatype: DataType, bits: u16) -> Self {
        Self::of_parts(datatype, vec![bits])
    }

    /// Of parts of so many bits.
    pub(super) const fn of_parts(datatype: DataType, bits: Vec<u16>) -> Self {
        Self {
            datatype,
            bits,
            max: None,
            free: false,
            shifted: false,
        }
    }

    /// Nothing is known.
    pub(super) fn none() -> Self {
        Self::new(DataType::Invalid, 0)
    }

    /// Nothing is expected.
    pub(super) fn free() -> Self {
        Self {
            free: true,
            ..Self::none()
        }
    }

    /// What a verdict map gives.
    pub(super) fn verdict() -> Self {
        Self::new(DataType::Verdict, 0)
    }

    /// What a field gives.
    pub(super) fn of_field(field: &Field) -> Self {
        let max = match field {
            Field::Numgen {
                modulus, offset, ..
            }
            | Field::Hash {
                modulus, offset, ..
            } if *modulus > 0 => Some(u64::from(*modulus) + u64::from(*offset) - 1),
            Field::Meta(MetaField {
                key: MetaKey::TimeDay,
            }) => Some(6),
            _ => None,
        };
        Self {
            max,
            ..Self::new(field.datatype(), field.bits())
        }
    }

    /// What keys of a set are.
    pub(super) fn of_key(key: &SetKey) -> Self {
        Self::of_parts(key.datatype.clone(), key.bits.clone())
    }

    /// A concatenation of these.
    pub(super) fn concat(parts: &[Typed]) -> Self {
        let (mut types, mut bits) = (Vec::new(), Vec::new());
        for part in parts {
            types.push(part.kind.datatype.clone());
            bits.push(part.kind.bits());
        }
        Self::of_parts(DataType::Concat(types), bits)
    }

    /// Its bits, if it is no concatenation.
    pub(super) fn bits(&self) -> u16 {
        self.bits.first().copied().unwrap_or_default()
    }

    /// One part of a concatenation.
    pub(super) fn part(&self, place: usize) -> Self {
        match &self.datatype {
            DataType::Concat(parts) => match (parts.get(place), self.bits.get(place)) {
                (Some(datatype), Some(bits)) => Self::new(datatype.clone(), *bits),
                _ => Self::none(),
            },
            _ => Self::none(),
        }
    }

    /// As what a set has for keys.
    pub(super) fn key(&self, type_of: Option<Expr>) -> SetKey {
        SetKey {
            datatype: self.datatype.clone(),
            bits: self.bits.clone(),
            type_of,
            interval: false,
        }
    }
}

/// Whether it is a constant.
pub(super) const fn is_constant(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::Value(_) | Expr::Prefix(..) | Expr::Range(..) | Expr::Wildcard(_) | Expr::Flags(_)
    )
}

/// As errors call it.
pub(super) const fn noun(expr: &Expr) -> &'static str {
    match expr {
        Expr::Prefix(..) | Expr::Wildcard(_) => "prefix",
        Expr::Range(..) => "range",
        Expr::Flags(_) => "list",
        Expr::Binary(..) => "binop",
        Expr::Concat(_) => "concat",
        Expr::Set(_) => "set",
        Expr::SetRef(_) => "set reference",
        Expr::Map(..) => "map",
        Expr::Field(_) | Expr::Value(_) | Expr::Any | Expr::Verdict(_) | Expr::ObjectName(_) => {
            "value"
        }
    }
}
