//! Neighbouring fields of a header, which nft compares together if they fit into one comparison, and shows in the
//! header's order.

use dataplane::filter::nft::PayloadBase;

use super::{context::Context, dependency::names_protocol};
use crate::config::nft::{
    BinOp, DataType, Expr, Field, Header, PayloadField, RelOp, Statement, Value, ones,
};

/// The most that is compared without an effort, and the most that can be.
const WORD: u16 = 32;
const REGISTER: u16 = 128;

/// A stretch of a header that is compared with a value.
#[derive(Clone)]
struct Stretch {
    base: PayloadBase,
    offset: u16,
    bits: u16,
    equal: bool,
    /// It says the protocol of what follows the header.
    key: bool,
    /// Which statement it is: that of the field that is the first in the header.
    at: usize,
    /// The statements that went into it, in the order of the header.
    parts: Vec<usize>,
}

/// Takes fields together whose bytes follow each other, up to a statement that is no comparison.
pub(super) fn merge(mut statements: Vec<Statement>) -> Vec<Statement> {
    let mut from = 0;
    while from < statements.len() {
        let end = statements[from..]
            .iter()
            .position(|of| !matches!(of, Statement::Match { .. }))
            .map_or(statements.len(), |end| from + end);
        let run = in_order(&statements[from..end]);
        let len = run.len();
        statements.splice(from..end, run);
        from += len + 1;
    }
    statements
}

/// The stretch that a statement compares, if it can be taken together with others.
fn stretch(at: usize, statement: &Statement) -> Option<Stretch> {
    let Statement::Match {
        left: Expr::Field(field),
        op,
        right: Expr::Value(_),
    } = statement
    else {
        return None;
    };
    let equal = match op {
        RelOp::Implicit | RelOp::Eq => true,
        RelOp::Neq => false,
        _ => return None,
    };
    let (base, offset, bits) = location(field)?;
    Some(Stretch {
        base,
        offset,
        bits,
        equal,
        key: names_protocol(field),
        at,
        parts: vec![at],
    })
}

fn location(field: &Field) -> Option<(PayloadBase, u16, u16)> {
    match field {
        Field::Payload(field) => {
            let template = field.template();
            Some((field.header.base(), template.offset, template.bits))
        }
        Field::Raw { base, offset, bits } => Some((*base, *offset, *bits)),
        _ => None,
    }
}

/// Whether one can follow the other in a comparison.
fn fits(a: &Stretch, b: &Stretch) -> bool {
    let total = a.bits + b.bits;
    a.base == b.base
        && a.equal == b.equal
        && a.offset + a.bits == b.offset
        && a.offset.is_multiple_of(8)
        && a.bits.is_multiple_of(8)
        && b.bits.is_multiple_of(8)
        && total <= REGISTER
        // More than a word is worth it only if one of them is longer already.
        && (total <= WORD || a.bits > WORD || b.bits > WORD)
}

fn in_order(run: &[Statement]) -> Vec<Statement> {
    let mut stretches: Vec<Stretch> = (run.iter().enumerate())
        .filter_map(|(at, statement)| stretch(at, statement))
        .collect();
    stretches.sort_by_key(|of| (of.base as u8, of.offset));
    let mut groups: Vec<Stretch> = Vec::new();
    for next in stretches {
        match groups.last_mut() {
            Some(last) if fits(last, &next) => {
                last.bits += next.bits;
                // It stands where the protocol is asked for.
                if next.key {
                    (last.at, last.key) = (next.at, true);
                }
                last.parts.extend(next.parts);
            }
            _ => groups.push(next),
        }
    }
    groups.retain(|group| group.parts.len() > 1);
    let mut ordered = Vec::with_capacity(run.len());
    for (at, statement) in run.iter().enumerate() {
        match groups.iter().find(|group| group.parts.contains(&at)) {
            None => ordered.push(statement.clone()),
            Some(group) if group.at == at => ordered.extend(together(group, run)),
            Some(_) => {}
        }
    }
    ordered
}

/// A group as one statement, if some of it has no name of its own; else its parts.
fn together(group: &Stretch, run: &[Statement]) -> Vec<Statement> {
    let parts: Vec<Statement> = group.parts.iter().map(|at| run[*at].clone()).collect();
    let known = parts.iter().find_map(header_of);
    let parts: Vec<Statement> = match known {
        Some(header) => parts.into_iter().map(|part| within(header, part)).collect(),
        None => parts,
    };
    let anonymous = parts.iter().any(|part| match part {
        Statement::Match {
            left: Expr::Field(Field::Payload(field)),
            ..
        } => field.header == Header::Th,
        _ => true,
    });
    if !anonymous {
        return parts;
    }
    let mut number = 0;
    for part in parts {
        if let Statement::Match {
            right: Expr::Value(value),
            ..
        } = part
        {
            number = number << value.bits | value.number;
        }
    }
    vec![Statement::Match {
        left: Expr::Field(Field::Raw {
            base: group.base,
            offset: group.offset,
            bits: group.bits,
        }),
        op: if group.equal {
            RelOp::Implicit
        } else {
            RelOp::Neq
        },
        right: Expr::Value(Value {
            datatype: DataType::Integer,
            bits: group.bits,
            number,
        }),
    }]
}

/// The header of which a comparison looks at a field.
fn header_of(statement: &Statement) -> Option<Header> {
    match statement {
        Statement::Match {
            left: Expr::Field(Field::Payload(field)),
            ..
        } if field.header != Header::Th => Some(field.header),
        _ => None,
    }
}

/// A comparison of bits of a header as one of its field, if they are one.
fn within(header: Header, statement: Statement) -> Statement {
    let Statement::Match {
        left: Expr::Field(field),
        op,
        right,
    } = statement
    else {
        return statement;
    };
    let known = location(&field).and_then(|(_, offset, bits)| field_at(header, offset, bits));
    let (field, right) = match known {
        Some(known) => {
            let datatype = &known.template().datatype;
            (Field::Payload(known), retyped(right, datatype))
        }
        None => (field, right),
    };
    Statement::Match {
        left: Expr::Field(field),
        op,
        right,
    }
}

/// The field of a header at a place.
pub(super) fn field_at(header: Header, offset: u16, bits: u16) -> Option<PayloadField> {
    let mut fields = header.fields().iter();
    let place = fields.position(|field| (field.offset, field.bits) == (offset, bits))?;
    Some(PayloadField {
        header,
        field: u8::try_from(place).ok()?,
    })
}

/// Names the fields of bits that are looked at by their place, where it is known of what header they are. One
/// comparison becomes several, if the bits are those of several fields.
pub(super) fn name_fields(statement: Statement, context: &Context) -> Vec<Statement> {
    let (field, op, right) = match statement {
        Statement::Match {
            left: Expr::Field(field),
            op,
            right,
        } => (field, op, right),
        Statement::Set { field, to } => {
            let (field, to) = match known(&field, context) {
                Some(known) => (
                    Field::Payload(known),
                    retyped(to, &known.template().datatype),
                ),
                None => (field, to),
            };
            return vec![Statement::Set {
                field,
                to: named(to, context),
            }];
        }
        Statement::Match { left, op, right } => {
            let left = named(left, context);
            return vec![Statement::Match { left, op, right }];
        }
        Statement::Vmap { key, map } => {
            let key = named(key, context);
            return vec![Statement::Vmap { key, map }];
        }
        statement => return vec![statement],
    };
    let rebuilt = |field, right| Statement::Match {
        left: Expr::Field(field),
        op,
        right,
    };
    let header = context_of(&field, context);
    let (Some(header), Some((_, offset, bits))) = (header, location(&field)) else {
        return vec![aligned(rebuilt(field, right))];
    };
    if let Some(known) = field_at(header, offset, bits) {
        let datatype = known.template().datatype.clone();
        return vec![rebuilt(Field::Payload(known), retyped(right, &datatype))];
    }
    let Expr::Value(value) = &right else {
        return vec![aligned(rebuilt(field, right))];
    };
    let (mut at, mut left) = (offset, bits);
    let mut parts = Vec::new();
    while left > 0 {
        let fields = header.fields().iter().enumerate();
        let mut fits = fields.filter(|(_, of)| of.offset == at && of.bits <= left);
        let Some((place, of)) = fits.next() else {
            return vec![aligned(rebuilt(field, right))];
        };
        left -= of.bits;
        at += of.bits;
        let part = Value {
            datatype: of.datatype.clone(),
            bits: of.bits,
            number: value.number >> left & ones(of.bits),
        };
        let place = u8::try_from(place).unwrap_or_default();
        let known = PayloadField {
            header,
            field: place,
        };
        parts.push(rebuilt(Field::Payload(known), Expr::Value(part)));
    }
    parts
}

/// An expression with the fields named that it looks at by their place.
fn named(expr: Expr, context: &Context) -> Expr {
    match expr {
        Expr::Field(field) => {
            let known = known(&field, context);
            Expr::Field(known.map_or(field, Field::Payload))
        }
        Expr::Binary(op, left, right) => {
            let left = named(*left, context);
            let right = match &left {
                Expr::Field(Field::Payload(field)) => retyped(*right, &field.template().datatype),
                _ => *right,
            };
            Expr::Binary(op, Box::new(left), Box::new(right))
        }
        Expr::Concat(parts) => {
            let parts = parts.into_iter().map(|part| named(part, context));
            Expr::Concat(parts.collect())
        }
        Expr::Map(key, map) => Expr::Map(Box::new(named(*key, context)), map),
        expr => expr,
    }
}

/// The field that bits are which are looked at by their place, if that is known.
fn known(field: &Field, context: &Context) -> Option<PayloadField> {
    let (_, offset, bits) = location(field)?;
    field_at(context_of(field, context)?, offset, bits)
}

/// Of which header bits that are looked at by their place are, if that is known.
fn context_of(field: &Field, context: &Context) -> Option<Header> {
    match field {
        Field::Raw { base, .. } => context.header(*base),
        Field::Payload(of) if of.header == Header::Th => context.header(PayloadBase::Transport),
        _ => None,
    }
}

/// Bits that do not begin or end with a byte are part of bytes.
fn aligned(statement: Statement) -> Statement {
    let (base, offset, bits, op, value) = match statement {
        Statement::Match {
            left: Expr::Field(Field::Raw { base, offset, bits }),
            op,
            right: Expr::Value(value),
        } if offset % 8 != 0 || bits % 8 != 0 => (base, offset, bits, op, value),
        statement => return statement,
    };
    let (start, end) = (offset / 8 * 8, (offset + bits).next_multiple_of(8));
    let shift = end - offset - bits;
    let number = |number: u128| Value {
        datatype: DataType::Integer,
        bits: end - start,
        number: number << shift,
    };
    let raw = super::field::raw(base, start, end - start);
    Statement::Match {
        left: Expr::Binary(
            BinOp::And,
            Box::new(Expr::Field(raw)),
            Box::new(Expr::Value(number(ones(bits)))),
        ),
        op: if op.is_equality() { RelOp::Eq } else { op },
        right: Expr::Value(number(value.number)),
    }
}

fn retyped(expr: Expr, datatype: &DataType) -> Expr {
    let of = |value: Value| Value {
        datatype: datatype.clone(),
        ..value
    };
    match expr {
        Expr::Value(value) => Expr::Value(of(value)),
        Expr::Prefix(value, len) => Expr::Prefix(of(value), len),
        Expr::Range(first, last) => Expr::Range(of(first), of(last)),
        Expr::Set(mut set) => {
            set.key.datatype = datatype.clone();
            for element in &mut set.elements {
                element.key = retyped(std::mem::replace(&mut element.key, Expr::Any), datatype);
            }
            Expr::Set(set)
        }
        expr => expr,
    }
}
