//! Elements of sets, in the order in which they are listed.

use std::cmp::Ordering;

use super::{Element, Expr, Refused, Set, Value, refused::Part, refused::Why};
use crate::config::Errno;

/// What an element stands for: of each part of its key the first and the last number; nothing for `*`, which is
/// listed behind all others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bounds(Vec<(u128, u128)>);

impl Ord for Bounds {
    fn cmp(&self, other: &Self) -> Ordering {
        let none = |bounds: &Self| bounds.0.is_empty();
        none(self)
            .cmp(&none(other))
            .then_with(|| self.0.cmp(&other.0))
    }
}

impl PartialOrd for Bounds {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Bounds {
    pub(super) fn of(key: &Expr) -> Self {
        let mut bounds = Vec::with_capacity(1);
        collect(key, &mut bounds);
        Self(bounds)
    }

    /// Whether something is in both. (Keys of several parts are looked at as a whole by the kernel only.)
    fn overlaps(&self, other: &Self) -> bool {
        match (self.0.as_slice(), other.0.as_slice()) {
            ([(a, b)], [(c, d)]) => a <= d && c <= b,
            _ => false,
        }
    }
}

impl Bounds {
    /// Whether all of the other is in it.
    fn holds(&self, other: &Self) -> bool {
        let mut parts = self.0.iter().zip(&other.0);
        self.0.len() == other.0.len() && parts.all(|((a, b), (c, d))| a <= c && d <= b)
    }
}

fn collect(key: &Expr, bounds: &mut Vec<(u128, u128)>) {
    match key {
        Expr::Value(value) => bounds.push((value.number, value.number)),
        Expr::Prefix(value, len) => bounds.push(prefix(value, *len)),
        Expr::Range(from, to) => bounds.push((from.number, to.number)),
        Expr::Wildcard(value) => {
            // The text is padded with zeros: whatever follows it is in.
            let free = value.number.trailing_zeros().min(u32::from(value.bits)) / 8 * 8;
            bounds.push((value.number, value.number | ones(free)));
        }
        Expr::Flags(values) => {
            let number = values.iter().fold(0, |sum, value| sum | value.number);
            bounds.push((number, number));
        }
        Expr::Concat(parts) => {
            for part in parts {
                collect(part, bounds);
            }
        }
        Expr::Any
        | Expr::Field(_)
        | Expr::Binary(..)
        | Expr::Set(_)
        | Expr::SetRef(_)
        | Expr::Map(..)
        | Expr::Verdict(_)
        | Expr::ObjectName(_) => {}
    }
}

const fn ones(bits: u32) -> u128 {
    match u128::MAX.checked_shl(bits) {
        Some(high) => !high,
        None => u128::MAX,
    }
}

fn prefix(value: &Value, len: u16) -> (u128, u128) {
    let free = ones(u32::from(value.bits.saturating_sub(len)));
    (value.number & !free, value.number | free)
}

/// More new elements than that are sorted together.
const MANY: usize = 16;

/// What became of new elements.
pub(super) struct Added {
    /// The elements of the set, in order.
    pub(super) elements: Vec<Element>,
    /// How many are new.
    pub(super) new: usize,
}

/// Puts `new` elements among those of a set.
///
/// # Errors
/// EEXIST if one is there (`create`) or maps to something else, ENFILE if the set is full; an overlap of intervals.
pub(super) fn add(
    set: &Set,
    mut elements: Vec<Element>,
    new: Vec<Element>,
    create: bool,
) -> Result<Added, Refused> {
    let limit = set.size.map_or(usize::MAX, |size| size as usize);
    let intervals = set.flags.interval && set.key.bits.len() < 2;
    let before = elements.len();
    if set.auto_merge && intervals {
        return Ok(merge(elements, new));
    }
    if new.len() > MANY {
        return add_many(set, elements, new, create);
    }
    for (at, element) in new.into_iter().enumerate() {
        let bounds = Bounds::of(&element.key);
        let place = elements.binary_search_by(|there| Bounds::of(&there.key).cmp(&bounds));
        match place {
            Ok(place) => again(&mut elements[place], element, at, create)?,
            Err(place) => {
                if intervals {
                    let near = place.saturating_sub(1)..(place + 1).min(elements.len());
                    let near = elements[near].iter();
                    if { near }.any(|there| Bounds::of(&there.key).overlaps(&bounds)) {
                        return Err(overlap(at));
                    }
                }
                if set.flags.interval && elements.iter().any(|there| meets(there, &bounds)) {
                    return Err(Refused::new(Errno::Exist, Part::Element(at)));
                }
                if elements.len() >= limit {
                    return Err(Refused::new(Errno::NFile, Part::Element(at)));
                }
                elements.insert(place, element);
            }
        }
    }
    Ok(Added {
        new: elements.len() - before,
        elements,
    })
}

/// Whether the first or the last value of a new element is in one of a set of several parts (`pipapo_insert`).
fn meets(there: &Element, new: &Bounds) -> bool {
    let there = Bounds::of(&there.key);
    let end = |pick: fn(&(u128, u128)) -> u128| {
        let mut parts = there.0.iter().zip(&new.0);
        parts.all(|((from, to), new)| (*from..=*to).contains(&pick(new)))
    };
    there.0.len() > 1 && there.0.len() == new.0.len() && (end(|new| new.0) || end(|new| new.1))
}

/// Puts new intervals among others: those that touch become one (`auto-merge`).
fn merge(elements: Vec<Element>, new: Vec<Element>) -> Added {
    let before = elements.len();
    let mut all: Vec<(Bounds, Element)> = elements
        .into_iter()
        .chain(new)
        .map(|element| (Bounds::of(&element.key), element))
        .collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    let mut merged: Vec<(Bounds, Element)> = Vec::with_capacity(all.len());
    for (bounds, element) in all {
        let touched = merged.last_mut().and_then(|(there, last)| {
            let ((_, end), (from, to)) = (there.0.first_mut()?, *bounds.0.first()?);
            (from <= end.saturating_add(1)).then_some((end, to, last))
        });
        match touched {
            Some((end, to, last)) => {
                if to > *end {
                    *end = to;
                    last.state = element.state;
                }
            }
            None => merged.push((bounds, element)),
        }
    }
    let elements = merged.into_iter().map(|(bounds, element)| Element {
        key: interval(&element.key, &bounds),
        ..element
    });
    let elements: Vec<Element> = elements.collect();
    Added {
        new: elements.len().saturating_sub(before).max(1),
        elements,
    }
}

/// The key of an interval: what it was, if it is that still.
fn interval(was: &Expr, bounds: &Bounds) -> Expr {
    let (Some(&(from, to)), true) = (bounds.0.first(), Bounds::of(was) != *bounds) else {
        return was.clone();
    };
    let (Expr::Value(like) | Expr::Prefix(like, _) | Expr::Range(like, _) | Expr::Wildcard(like)) =
        was
    else {
        return was.clone();
    };
    let value = |number| Value {
        number,
        ..like.clone()
    };
    let free = (from ^ to).count_ones();
    if from == to {
        Expr::Value(value(from))
    } else if from & ones(free) == 0 && from | ones(free) == to {
        let free = u16::try_from(free).unwrap_or(u16::MAX);
        Expr::Prefix(value(from), like.bits.saturating_sub(free))
    } else {
        Expr::Range(value(from), value(to))
    }
}

/// The same, of so many that a place for each would be looked for too long.
fn add_many(
    set: &Set,
    elements: Vec<Element>,
    new: Vec<Element>,
    create: bool,
) -> Result<Added, Refused> {
    let limit = set.size.map_or(usize::MAX, |size| size as usize);
    let intervals = set.flags.interval && set.key.bits.len() < 2;
    let before = elements.len();
    let mut all: Vec<(Bounds, Option<usize>, Element)> = Vec::with_capacity(before + new.len());
    all.extend(
        elements
            .into_iter()
            .map(|element| (Bounds::of(&element.key), None, element)),
    );
    let new = new.into_iter().enumerate();
    all.extend(new.map(|(at, element)| (Bounds::of(&element.key), Some(at), element)));
    // Those that are there come first among equals.
    all.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
    let mut merged: Vec<(Bounds, Option<usize>, Element)> = Vec::with_capacity(all.len());
    let mut refused: Option<(usize, Refused)> = None;
    let mut note = |at: usize, why: Refused| {
        if refused.as_ref().is_none_or(|(first, _)| at < *first) {
            refused = Some((at, why));
        }
    };
    for (bounds, at, element) in all {
        match (merged.last_mut(), at) {
            (Some((there, _, last)), Some(at)) if *there == bounds => {
                if let Err(why) = again(last, element, at, create) {
                    note(at, why);
                }
            }
            (Some((there, other, _)), _) if intervals && there.overlaps(&bounds) => {
                if let Some(at) = at.max(*other) {
                    note(at, overlap(at));
                }
            }
            _ => merged.push((bounds, at, element)),
        }
    }
    if merged.len() > limit {
        let mut came: Vec<usize> = merged.iter().filter_map(|(_, at, _)| *at).collect();
        came.sort_unstable();
        if let Some(&at) = came.get(limit.saturating_sub(before)) {
            note(at, Refused::new(Errno::NFile, Part::Element(at)));
        }
    }
    if let Some((_, why)) = refused {
        return Err(why);
    }
    Ok(Added {
        new: merged.len() - before,
        elements: merged.into_iter().map(|(_, _, element)| element).collect(),
    })
}

const fn overlap(at: usize) -> Refused {
    Refused {
        why: Why::Overlap,
        part: Part::Element(at),
    }
}

/// An element is added that is there: its time begins anew.
fn again(there: &mut Element, new: Element, at: usize, create: bool) -> Result<(), Refused> {
    if create || there.data != new.data {
        return Err(Refused::new(Errno::Exist, Part::Element(at)));
    }
    if there.state.timeout != new.state.timeout || new.state.timeout.is_some() {
        there.state.timeout = new.state.timeout;
        there.state.expires = new.state.expires;
    }
    Ok(())
}

/// Takes elements out of those of a set; gives them.
///
/// # Errors
/// If one is not there.
pub(super) fn delete(
    set: &Set,
    elements: &mut Vec<Element>,
    which: &[Element],
) -> Result<Vec<Element>, Refused> {
    let mut places = Vec::with_capacity(which.len());
    for (at, wanted) in which.iter().enumerate() {
        let bounds = Bounds::of(&wanted.key);
        let place = elements
            .binary_search_by(|there| Bounds::of(&there.key).cmp(&bounds))
            .ok()
            .filter(|place| !places.contains(place) || which.len() > MANY);
        let Some(place) = place else {
            let why = if set.flags.interval && set.key.bits.len() < 2 {
                Why::Missing
            } else {
                Why::Errno(Errno::NoEnt)
            };
            return Err(Refused {
                why,
                part: Part::Element(at),
            });
        };
        places.push(place);
    }
    places.sort_unstable();
    places.dedup();
    let mut gone = Vec::with_capacity(places.len());
    let mut next = places.into_iter().peekable();
    let mut at = 0;
    elements.retain(|element| {
        let goes = next.next_if_eq(&at).is_some();
        at += 1;
        if goes {
            gone.push(element.clone());
        }
        !goes
    });
    Ok(gone)
}

impl Set {
    /// The element among those of the set that a key is of: the same, or the interval that it is in.
    #[must_use]
    pub fn find<'a>(&self, elements: &'a [Element], key: &Expr) -> Option<&'a Element> {
        let bounds = Bounds::of(key);
        let order = |there: &Element| Bounds::of(&there.key).cmp(&bounds);
        match elements.binary_search_by(order) {
            Ok(place) => elements.get(place),
            Err(_) if self.flags.interval => {
                let mut elements = elements.iter();
                elements.find(|there| Bounds::of(&there.key).holds(&bounds))
            }
            Err(_) => None,
        }
    }
}
