//! Constants as they are in registers.

use dataplane::{filter::nft::Data, time::Duration};

use super::super::{ByteOrder, DataType, Expr, Field, SetKey, Value};

/// How the bytes of a value are arranged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// The most significant first.
    Network,
    /// That of the processor.
    Host,
    /// It is a text: zeros are behind it.
    Text,
}

/// What a value is like that is loaded, or a part of a concatenation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    /// Bits that count.
    pub(super) bits: u16,
    /// How it is arranged.
    pub(super) order: Order,
}

impl Shape {
    /// That of what is in no register.
    const NOTHING: Self = Self {
        bits: 0,
        order: Order::Network,
    };

    /// What an expression gives, before anything is done to its bytes.
    pub(super) fn of(expr: &Expr) -> Self {
        match expr {
            Expr::Field(field) => Self::of_field(field),
            Expr::Binary(_, left, right) => Self::of(left).like(right),
            Expr::Value(value)
            | Expr::Prefix(value, _)
            | Expr::Range(value, _)
            | Expr::Wildcard(value) => Self::of_type(&value.datatype, value.bits),
            Expr::Flags(values) => values.first().map_or(Self::NOTHING, |value| {
                Self::of_type(&value.datatype, value.bits)
            }),
            Expr::Concat(parts) => Self {
                bits: parts
                    .iter()
                    .map(|part| Self::of(part).bits.next_multiple_of(32))
                    .sum(),
                order: Order::Network,
            },
            Expr::Map(..)
            | Expr::Set(_)
            | Expr::SetRef(_)
            | Expr::Any
            | Expr::Verdict(_)
            | Expr::ObjectName(_) => Self::NOTHING,
        }
    }

    /// The same; of the address of a connection, which is as large as what is done with it, with the size of that.
    pub(super) fn like(self, other: &Expr) -> Self {
        match self.bits {
            0 => Self {
                bits: Self::of(other).bits,
                ..self
            },
            _ => self,
        }
    }

    /// What a field gives.
    pub(super) fn of_field(field: &Field) -> Self {
        let order = match field.datatype() {
            DataType::String | DataType::IfName => Order::Text,
            _ => Order::from(field.byteorder()),
        };
        Self {
            bits: field.bits(),
            order,
        }
    }

    /// Of a type alone, as sets declare it.
    pub(super) fn of_type(datatype: &DataType, bits: u16) -> Self {
        let order = match datatype {
            DataType::String | DataType::IfName => Order::Text,
            datatype => Order::from(datatype.byteorder()),
        };
        Self { bits, order }
    }

    /// Bytes that it takes in a register.
    pub(super) const fn len(self) -> usize {
        self.bits.div_ceil(8) as usize
    }

    /// Whether its bytes have to be turned before `memcmp` orders it as its numbers are ordered.
    pub(super) const fn is_turned(self) -> bool {
        matches!(self.order, Order::Host) && self.len() > 1
    }

    /// The same in network order, if it is a number.
    pub(super) const fn turned(self) -> Self {
        match self.order {
            Order::Host => Self {
                order: Order::Network,
                ..self
            },
            Order::Network | Order::Text => self,
        }
    }

    /// A number as it is in a register.
    pub(super) fn data(self, number: u128) -> Vec<u8> {
        let len = self.len().min(16);
        match self.order {
            Order::Network | Order::Text => number.to_be_bytes()[16 - len..].to_vec(),
            Order::Host => match cfg!(target_endian = "little") {
                true => number.to_le_bytes()[..len].to_vec(),
                false => number.to_be_bytes()[16 - len..].to_vec(),
            },
        }
    }

    /// A value as it is in a register: texts are filled up with zeros.
    pub(super) fn value(self, value: &Value) -> Vec<u8> {
        match self.order {
            Order::Text => {
                let mut bytes = text(value);
                bytes.resize(self.len(), 0);
                bytes
            }
            Order::Network | Order::Host => self.data(value.number),
        }
    }
}

impl From<ByteOrder> for Order {
    /// What has no order is a byte, or a number of which the other side says it.
    fn from(order: ByteOrder) -> Self {
        match order {
            ByteOrder::Host => Self::Host,
            ByteOrder::Network | ByteOrder::Invalid => Self::Network,
        }
    }
}

/// The bytes of a text, without zeros behind it.
pub(super) fn text(value: &Value) -> Vec<u8> {
    let len = usize::from(value.bits.div_ceil(8)).min(16);
    let mut bytes = value.number.to_be_bytes()[16 - len..].to_vec();
    while bytes.last() == Some(&0) {
        bytes.pop();
    }
    bytes
}

/// The bytes of several values, each from a word of its own on.
pub(super) fn concatenated(parts: impl IntoIterator<Item = Vec<u8>>) -> Vec<u8> {
    let mut all = Vec::new();
    for part in parts {
        all.extend(part);
        all.resize(all.len().next_multiple_of(4), 0);
    }
    all
}

/// The parts of a set's keys (or of what a map maps to).
pub(super) fn parts_of_key(key: &SetKey) -> Vec<Shape> {
    let types = match &key.datatype {
        DataType::Concat(types) => types.as_slice(),
        one => std::slice::from_ref(one),
    };
    let exprs = match &key.type_of {
        Some(Expr::Concat(exprs)) => exprs.as_slice(),
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    types
        .iter()
        .enumerate()
        .map(|(place, datatype)| {
            let bits = key.bits.get(place).copied();
            let shape = Shape::of_type(datatype, bits.unwrap_or_else(|| datatype.bits()));
            match exprs.get(place).and_then(field_of) {
                Some(field) => Shape {
                    order: Shape::of_field(field).order,
                    ..shape
                },
                None => shape,
            }
        })
        .collect()
}

/// The field that an expression is about.
pub(super) fn field_of(expr: &Expr) -> Option<&Field> {
    match expr {
        Expr::Field(field) => Some(field),
        Expr::Binary(_, left, _) => field_of(left),
        Expr::Value(_)
        | Expr::Prefix(..)
        | Expr::Range(..)
        | Expr::Wildcard(_)
        | Expr::Flags(_)
        | Expr::Concat(_)
        | Expr::Set(_)
        | Expr::SetRef(_)
        | Expr::Map(..)
        | Expr::Any
        | Expr::Verdict(_)
        | Expr::ObjectName(_) => None,
    }
}

/// A time as packets count it.
pub(super) fn nanos(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

/// A constant.
pub(super) fn data(bytes: impl Into<Box<[u8]>>) -> Data {
    Data(bytes.into())
}

/// Of each part of a key its bits, and the number that is in the key's bytes; `None` if there are fewer bytes.
pub(in super::super) fn values(key: &SetKey, bytes: &[u8]) -> Option<Vec<(u16, u128)>> {
    let shapes = parts_of_key(key);
    let mut rest = bytes;
    let mut numbers = Vec::with_capacity(shapes.len());
    for shape in &shapes {
        let (part, _) = rest.split_at_checked(shape.len())?;
        let mut number = [0; 16];
        let len = part.len().min(16);
        let at = &mut number[16 - len..];
        at.copy_from_slice(&part[..len]);
        if matches!(shape.order, Order::Host) && cfg!(target_endian = "little") {
            at.reverse();
        }
        numbers.push((shape.bits, u128::from_be_bytes(number)));
        rest = rest
            .get(shape.len().next_multiple_of(4)..)
            .unwrap_or_default();
    }
    Some(numbers)
}
