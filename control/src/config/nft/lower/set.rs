//! Elements of sets and maps.

use std::sync::Arc;

use dataplane::filter::nft::{Code, Data, Element, ElementKey, Mapped, SetFlags, SetId, SetSpec};

use super::{
    super::{
        AnonymousSet, DataType, Element as Written, Expr, ObjectKind, Set, SetKey, Table, Value,
        ones, prefix_mask,
    },
    NO_SET, act,
    data::{Order, Shape, concatenated, data, parts_of_key, text},
    emit::{narrow, verdict_in},
};

/// A set of a rule that has no name.
#[derive(Debug)]
pub struct AnonymousCode {
    /// Its number; [`NO_SET`] as long as the rule is nowhere.
    pub id: SetId,
    /// What it is like.
    pub spec: SetSpec,
    /// What is in it.
    pub elements: Vec<Element>,
}

/// What a key is looked up in.
#[derive(Clone, Copy)]
pub(super) enum Within<'a> {
    /// A set or map of the table.
    Named(&'a str),
    /// One of the rule's own.
    Anonymous(&'a AnonymousSet),
}

/// What keys are like where they are looked up.
pub(super) struct Keyed {
    /// The parts; one if it is no concatenation.
    pub(super) parts: Vec<Shape>,
    /// Bits behind those that count, in the bytes that are looked up.
    pub(super) shift: u16,
    /// There are intervals: numbers are in network order.
    pub(super) interval: bool,
}

impl Keyed {
    fn of_named(set: &Set) -> Self {
        Self {
            parts: parts_of_key(&set.key),
            shift: 0,
            interval: set.flags.interval,
        }
    }

    /// A part, as it is in the set.
    fn part(&self, place: usize) -> Shape {
        let shape = self.parts.get(place).copied().unwrap_or(Shape {
            bits: 0,
            order: Order::Network,
        });
        if self.interval { shape.turned() } else { shape }
    }

    /// The first and the last value of a key.
    fn ends(&self, key: &Expr) -> (Vec<u8>, Vec<u8>) {
        match key {
            Expr::Concat(parts) => {
                let ends: Vec<_> = parts
                    .iter()
                    .enumerate()
                    .map(|(place, part)| ends(part, self.part(place), 0))
                    .collect();
                (
                    concatenated(ends.iter().map(|(from, _)| from.clone())),
                    concatenated(ends.into_iter().map(|(_, to)| to)),
                )
            }
            one => ends(one, self.part(0), self.shift),
        }
    }

    fn key(&self, key: &Expr) -> ElementKey {
        if matches!(key, Expr::Any) {
            return ElementKey::Any;
        }
        let (from, to) = self.ends(key);
        if from == to {
            ElementKey::One(data(from))
        } else {
            ElementKey::Range(data(from), data(to))
        }
    }

    fn spec(&self, flags: SetFlags, data_len: Option<u8>) -> SetSpec {
        let fields: Vec<u8> = match self.parts.as_slice() {
            [_] | [] => Vec::new(),
            parts => parts.iter().map(|part| narrow(part.len())).collect(),
        };
        let key_len = match self.parts.as_slice() {
            [one] => one.len(),
            parts => parts
                .iter()
                .map(|part| part.len().next_multiple_of(4))
                .sum(),
        };
        SetSpec {
            flags,
            key_len: narrow(key_len),
            fields,
            data_len,
            ..SetSpec::default()
        }
    }
}

/// The first and the last value of what is no concatenation.
fn ends(expr: &Expr, shape: Shape, shift: u16) -> (Vec<u8>, Vec<u8>) {
    let bytes = |value: &Value, number: u128| match shape.order {
        Order::Text => shape.value(value),
        Order::Network | Order::Host => shape.data(number << shift),
    };
    match expr {
        Expr::Value(value) => {
            let one = bytes(value, value.number);
            (one.clone(), one)
        }
        Expr::Flags(values) => {
            let number = values.iter().fold(0, |all, value| all | value.number);
            let one = shape.data(number << shift);
            (one.clone(), one)
        }
        Expr::Range(from, to) => (bytes(from, from.number), bytes(to, to.number)),
        Expr::Prefix(value, len) => {
            let mask = prefix_mask(value.bits, *len);
            (
                shape.data((value.number & mask) << shift),
                shape.data((value.number | (ones(value.bits) & !mask)) << shift),
            )
        }
        Expr::Wildcard(value) => {
            let (mut from, mut to) = (text(value), text(value));
            from.resize(shape.len(), 0);
            to.resize(shape.len(), u8::MAX);
            (from, to)
        }
        // The evaluation makes no such elements.
        Expr::Field(_)
        | Expr::Binary(..)
        | Expr::Concat(_)
        | Expr::Set(_)
        | Expr::SetRef(_)
        | Expr::Map(..)
        | Expr::Any
        | Expr::Verdict(_)
        | Expr::ObjectName(_) => (vec![0; shape.len()], vec![0; shape.len()]),
    }
}

/// What a map maps to.
struct Mapping<'a> {
    table: &'a Table,
    objects: Option<ObjectKind>,
    /// What its values are like: those of intervals, too, are in the order that they have.
    values: Keyed,
    interval: bool,
}

impl<'a> Mapping<'a> {
    fn new(
        key: Option<&SetKey>,
        elements: &[Written],
        (table, objects): (&'a Table, Option<ObjectKind>),
    ) -> Self {
        let is_range = |element: &Written| element.data.as_ref().is_some_and(Expr::is_interval);
        Self {
            table,
            objects,
            values: Keyed {
                parts: key.map(parts_of_key).unwrap_or_default(),
                shift: 0,
                interval: false,
            },
            interval: key.is_some_and(|key| key.interval) || elements.iter().any(is_range),
        }
    }

    /// Bytes of a value: of ranges the first is in front of the last.
    fn len(&self) -> Option<u8> {
        let len: usize = match self.values.parts.as_slice() {
            [one] if one.bits == 0 => return None,
            [one] if !self.interval => one.len(),
            [] => return None,
            parts => parts
                .iter()
                .map(|part| part.len().next_multiple_of(4))
                .sum(),
        };
        Some(narrow(if self.interval { 2 * len } else { len }))
    }

    fn mapped(&self, expr: &Expr) -> Mapped {
        match expr {
            Expr::Verdict(verdict) => Mapped::Verdict(verdict_in(self.table, verdict)),
            Expr::ObjectName(name) => {
                let found = self.table.objects.iter().find(|object| {
                    *object.name == **name && self.objects.is_none_or(|kind| kind == object.kind())
                });
                Mapped::Object(Arc::new(
                    found.map_or_else(Code::default, |object| super::object(object)),
                ))
            }
            value => Mapped::Data(self.data(value)),
        }
    }

    fn data(&self, value: &Expr) -> Data {
        let (from, to) = self.values.ends(value);
        if self.interval {
            data(concatenated([from, to]))
        } else {
            data(from)
        }
    }
}

/// Whether there are intervals among keys.
pub(super) fn has_intervals(elements: &[Written]) -> bool {
    elements.iter().any(|element| element.key.is_interval())
}

fn lowered(keyed: &Keyed, mapping: &Mapping<'_>, element: &Written) -> Element {
    let state = &element.state;
    Element {
        key: keyed.key(&element.key),
        data: element.data.as_ref().map(|data| mapping.mapped(data)),
        exprs: state.statements.iter().filter_map(act::stateful).collect(),
        timeout: state.timeout.map(super::data::nanos),
        expires: state.expires,
    }
}

impl AnonymousCode {
    pub(super) fn new(
        set: &AnonymousSet,
        keyed: &Keyed,
        like: Option<Shape>,
        objects: (&Table, Option<ObjectKind>),
    ) -> Self {
        let mut mapping = Mapping::new(set.data.as_ref(), &set.elements, objects);
        let datatype = set.data.as_ref().map(|key| &key.datatype);
        if let (Some(like), Some(DataType::Integer)) = (like, datatype) {
            mapping.values.parts = vec![like];
        }
        let flags = SetFlags {
            constant: true,
            interval: keyed.interval,
            ..SetFlags::default()
        };
        Self {
            id: set.id.unwrap_or(NO_SET),
            spec: keyed.spec(flags, mapping.len()),
            elements: set
                .elements
                .iter()
                .map(|element| lowered(keyed, &mapping, element))
                .collect(),
        }
    }
}

/// What a set with a name is like for packets.
#[must_use]
pub fn spec(set: &Set, table: &Table) -> SetSpec {
    let mapping = Mapping::new(set.data.as_ref(), &set.elements, (table, set.object));
    SetSpec {
        size: set.size,
        timeout: set.timeout.map_or(0, super::data::nanos),
        ..Keyed::of_named(set).spec(set.flags, mapping.len())
    }
}

/// What is in a set with a name, or some of it: elements that are to be added or deleted.
#[must_use]
pub fn elements(set: &Set, elements: &[Written], table: &Table) -> Vec<Element> {
    let keyed = Keyed::of_named(set);
    let mapping = Mapping::new(set.data.as_ref(), elements, (table, set.object));
    elements
        .iter()
        .map(|element| lowered(&keyed, &mapping, element))
        .collect()
}
