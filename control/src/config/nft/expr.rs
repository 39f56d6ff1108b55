//! Expressions, evaluated: names are resolved and each value has its type.

use super::{AnonymousSet, DataType, Field, Hashing, Value, ones};

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// Loaded when a packet comes.
    Field(Field),
    /// A constant.
    Value(Value),
    /// A network: the constant, and how many of its first bits count.
    Prefix(Value, u16),
    /// From the first to the last (both included).
    Range(Value, Value),
    /// A text of which only the beginning counts: `"eth*"` of `iifname`.
    Wildcard(Value),
    /// Flags that are written with `,`: `ct state established,related`; the values, in the order of their bits.
    Flags(Vec<Value>),
    /// Work on bits: the right side is a constant, or (in statements that set something) another expression.
    Binary(BinOp, Box<Expr>, Box<Expr>),
    /// `a . b`: at least two.
    Concat(Vec<Expr>),
    /// `{ a, b }` of a rule.
    Set(Box<AnonymousSet>),
    /// `@name`: the set or map, which is in the rule's table.
    SetRef(Box<str>),
    /// `KEY map { … }` and `KEY map @name`: what the map maps to.
    Map(Box<Expr>, MapRef),
    /// `*` in sets and maps.
    Any,
    /// A verdict as what a map maps to.
    Verdict(super::Verdict),
    /// The name of an object, as what an object map maps to.
    ObjectName(Box<str>),
}

/// The map of a `map` or `vmap`.
#[derive(Clone, Debug, PartialEq)]
pub enum MapRef {
    /// `{ a : b }`.
    Anonymous(Box<AnonymousSet>),
    /// `@name`.
    Named(Box<str>),
}

/// How bits are worked on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BinOp {
    /// `&`.
    And,
    /// `|`.
    Or,
    /// `^`.
    Xor,
    /// `<<`.
    ShiftLeft,
    /// `>>`.
    ShiftRight,
}

/// How the sides of a comparison are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RelOp {
    /// Nothing is written: equal, in a set, or (of flags: `ct state new,established`, `tcp flags syn,ack`) any of them.
    Implicit,
    /// `==`.
    Eq,
    /// `!=`.
    Neq,
    /// `<`.
    Lt,
    /// `>`.
    Gt,
    /// `<=`.
    Lte,
    /// `>=`.
    Gte,
    /// `!`: none of these flags.
    Negation,
}

impl BinOp {
    /// Its sign.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::And => "&",
            Self::Or => "|",
            Self::Xor => "^",
            Self::ShiftLeft => "<<",
            Self::ShiftRight => ">>",
        }
    }
}

impl RelOp {
    /// Its sign; what is not written is `==`.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Implicit | Self::Eq => "==",
            Self::Neq => "!=",
            Self::Lt => "<",
            Self::Gt => ">",
            Self::Lte => "<=",
            Self::Gte => ">=",
            Self::Negation => "!",
        }
    }

    /// Whether it is `==`, written or not.
    #[must_use]
    pub const fn is_equality(self) -> bool {
        matches!(self, Self::Implicit | Self::Eq)
    }
}

impl Expr {
    /// Its type, if it has one of its own. (Sets of the table have to be asked for that of their keys.)
    #[must_use]
    pub fn constant_type(&self) -> Option<&DataType> {
        match self {
            Self::Value(value)
            | Self::Prefix(value, _)
            | Self::Range(value, _)
            | Self::Wildcard(value) => Some(&value.datatype),
            Self::Flags(values) => values.first().map(|value| &value.datatype),
            Self::Field(_)
            | Self::Binary(..)
            | Self::Concat(_)
            | Self::Set(_)
            | Self::SetRef(_)
            | Self::Map(..)
            | Self::Any
            | Self::Verdict(_)
            | Self::ObjectName(_) => None,
        }
    }

    /// The first and the last number that a constant stands for; it is no concatenation.
    #[must_use]
    pub fn bounds(&self) -> Option<(u128, u128)> {
        match self {
            Self::Value(value) => Some((value.number, value.number)),
            Self::Prefix(value, len) => {
                let free = ones(value.bits.saturating_sub(*len));
                Some((value.number & !free, value.number | free))
            }
            Self::Range(from, to) => Some((from.number, to.number)),
            Self::Wildcard(value) => {
                // The text is padded with zeros: whatever follows it is in.
                let zeros = u16::try_from(value.number.trailing_zeros()).unwrap_or(u16::MAX);
                let free = ones(zeros.min(value.bits) / 8 * 8);
                Some((value.number, value.number | free))
            }
            Self::Flags(values) => {
                let number = values.iter().fold(0, |sum, value| sum | value.number);
                Some((number, number))
            }
            Self::Field(_)
            | Self::Binary(..)
            | Self::Concat(_)
            | Self::Set(_)
            | Self::SetRef(_)
            | Self::Map(..)
            | Self::Any
            | Self::Verdict(_)
            | Self::ObjectName(_) => None,
        }
    }

    /// An interval as listings show it: one value, a network if it is one (of the types that have networks), or from
    /// the first to the last. `like` says the type.
    #[must_use]
    pub fn interval(like: &Value, first: u128, last: u128) -> Self {
        let at = |number| Value {
            number,
            ..like.clone()
        };
        if first == last {
            return Self::Value(at(first));
        }
        let free = u16::try_from((first ^ last).count_ones()).unwrap_or(u16::MAX);
        let network = first & ones(free) == 0 && first | ones(free) == last;
        if network && like.datatype.has_networks() {
            Self::Prefix(at(first), like.bits.saturating_sub(free))
        } else {
            Self::Range(at(first), at(last))
        }
    }

    /// Whether it is a constant that stands for more than one value.
    #[must_use]
    pub fn is_interval(&self) -> bool {
        match self {
            Self::Prefix(..) | Self::Range(..) | Self::Wildcard(_) => true,
            Self::Concat(parts) => parts.iter().any(Self::is_interval),
            Self::Field(_)
            | Self::Value(_)
            | Self::Flags(_)
            | Self::Binary(..)
            | Self::Set(_)
            | Self::SetRef(_)
            | Self::Map(..)
            | Self::Any
            | Self::Verdict(_)
            | Self::ObjectName(_) => false,
        }
    }

    /// Shows the fields that have to be loaded for it to `each`, also those that are looked up or hashed.
    pub fn each_field<'a>(&'a self, each: &mut dyn FnMut(&'a Field)) {
        match self {
            Self::Field(field) => {
                each(field);
                if let Field::Hash {
                    of: Hashing::Jenkins { of, .. },
                    ..
                } = field
                {
                    of.each_field(each);
                }
            }
            Self::Binary(_, left, right) => {
                left.each_field(each);
                right.each_field(each);
            }
            Self::Concat(parts) => {
                for part in parts {
                    part.each_field(each);
                }
            }
            Self::Map(key, _) => key.each_field(each),
            Self::Value(_)
            | Self::Prefix(..)
            | Self::Range(..)
            | Self::Wildcard(_)
            | Self::Flags(_)
            | Self::Set(_)
            | Self::SetRef(_)
            | Self::Any
            | Self::Verdict(_)
            | Self::ObjectName(_) => {}
        }
    }

    /// The names of the fields that it is made of, as listings show a concatenation of them.
    #[must_use]
    pub fn field_names(&self) -> String {
        match self {
            Self::Field(field) => field.name(),
            Self::Concat(parts) => {
                let names: Vec<_> = parts.iter().map(Self::field_names).collect();
                names.join(" . ")
            }
            Self::Value(_)
            | Self::Prefix(..)
            | Self::Range(..)
            | Self::Wildcard(_)
            | Self::Flags(_)
            | Self::Binary(..)
            | Self::Set(_)
            | Self::SetRef(_)
            | Self::Map(..)
            | Self::Any
            | Self::Verdict(_)
            | Self::ObjectName(_) => String::new(),
        }
    }
}
