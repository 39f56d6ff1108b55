//! Elements of sets, in the order in which they are listed.

use std::collections::{HashMap, HashSet};

use super::{
    Element, Expr, Refused, Set,
    order::{Arrangement, Bounds},
    refused::{Part, Why},
};
use crate::config::Errno;

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
    elements: Vec<Element>,
    new: Vec<Element>,
    create: bool,
) -> Result<Added, Refused> {
    let arrangement = Arrangement::of(set);
    match arrangement {
        Arrangement::Arrival => add_behind(set, elements, new, create),
        Arrangement::Intervals if set.auto_merge => Ok(merge(elements, new)),
        Arrangement::Intervals | Arrangement::Values if new.len() > MANY => {
            add_many(set, elements, new, create)
        }
        Arrangement::Intervals | Arrangement::Values => add_few(set, elements, new, create),
    }
}

fn limit(set: &Set) -> usize {
    set.size.map_or(usize::MAX, |size| size as usize)
}

const fn full(at: usize) -> Refused {
    Refused::new(Errno::NFile, Part::Element(at))
}

/// Puts each of some elements into its place.
fn add_few(
    set: &Set,
    mut elements: Vec<Element>,
    new: Vec<Element>,
    create: bool,
) -> Result<Added, Refused> {
    let arrangement = Arrangement::of(set);
    let before = elements.len();
    for (at, element) in new.into_iter().enumerate() {
        let bounds = Bounds::of(arrangement, &element.key);
        let order = |there: &Element| Bounds::of(arrangement, &there.key).cmp(&bounds);
        match elements.binary_search_by(order) {
            Ok(place) => again(&mut elements[place], element, at, create)?,
            Err(place) => {
                if arrangement == Arrangement::Intervals {
                    let near = place.saturating_sub(1)..(place + 1).min(elements.len());
                    let mut near = elements[near].iter();
                    let is_over =
                        |there: &Element| Bounds::of(arrangement, &there.key).overlaps(&bounds);
                    if near.any(is_over) {
                        return Err(overlap(at));
                    }
                }
                if elements.len() >= limit(set) {
                    return Err(full(at));
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

/// More elements than that are not compared with each other.
const COMPARED: usize = 4096;

/// Puts elements behind those of a set whose keys have several parts, and intervals.
fn add_behind(
    set: &Set,
    mut elements: Vec<Element>,
    new: Vec<Element>,
    create: bool,
) -> Result<Added, Refused> {
    let bounds = |element: &Element| Bounds::of(Arrangement::Arrival, &element.key);
    let before = elements.len();
    let mut places: HashMap<Bounds, usize> = elements.iter().map(bounds).zip(0..).collect();
    for (at, element) in new.into_iter().enumerate() {
        let key = bounds(&element);
        if let Some(&place) = places.get(&key) {
            again(&mut elements[place], element, at, create)?;
            continue;
        }
        // As `nft_pipapo_insert` sees it.
        if places.len() <= COMPARED && places.keys().any(|there| there.meets(&key)) {
            return Err(Refused::new(Errno::Exist, Part::Element(at)));
        }
        if elements.len() >= limit(set) {
            return Err(full(at));
        }
        places.insert(key, elements.len());
        elements.push(element);
    }
    Ok(Added {
        new: elements.len() - before,
        elements,
    })
}

/// Puts new intervals among others: those that touch become one (`auto-merge`).
fn merge(elements: Vec<Element>, new: Vec<Element>) -> Added {
    let before = elements.len();
    let mut all: Vec<(Bounds, Element)> = elements
        .into_iter()
        .chain(new)
        .map(|element| (Bounds::of(Arrangement::Intervals, &element.key), element))
        .collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    let mut merged: Vec<(Bounds, Element)> = Vec::with_capacity(all.len());
    for (bounds, element) in all {
        let touched = merged.last_mut().and_then(|(there, last)| {
            let ((_, end), (from, to)) = (there.parts.first_mut()?, *bounds.parts.first()?);
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
    let Some(&(from, to)) = bounds.parts.first() else {
        return was.clone();
    };
    if Bounds::of(Arrangement::Intervals, was) == *bounds {
        return was.clone();
    }
    let (Expr::Value(like) | Expr::Prefix(like, _) | Expr::Range(like, _) | Expr::Wildcard(like)) =
        was
    else {
        return was.clone();
    };
    Expr::interval(like, from, to)
}

/// The same, of so many that a place for each would be looked for too long.
fn add_many(
    set: &Set,
    elements: Vec<Element>,
    new: Vec<Element>,
    create: bool,
) -> Result<Added, Refused> {
    let arrangement = Arrangement::of(set);
    let intervals = arrangement == Arrangement::Intervals;
    let before = elements.len();
    let mut all: Vec<(Bounds, Option<usize>, Element)> = Vec::with_capacity(before + new.len());
    all.extend(
        elements
            .into_iter()
            .map(|element| (Bounds::of(arrangement, &element.key), None, element)),
    );
    let new = new.into_iter().enumerate();
    all.extend(new.map(|(at, element)| {
        let bounds = Bounds::of(arrangement, &element.key);
        (bounds, Some(at), element)
    }));
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
    if merged.len() > limit(set) {
        let mut came: Vec<usize> = merged.iter().filter_map(|(_, at, _)| *at).collect();
        came.sort_unstable();
        if let Some(&at) = came.get(limit(set).saturating_sub(before)) {
            note(at, full(at));
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
    let arrangement = Arrangement::of(set);
    let bounds = |element: &Element| Bounds::of(arrangement, &element.key);
    let arrived: HashMap<Bounds, usize> = match arrangement {
        Arrangement::Arrival => elements.iter().map(bounds).zip(0..).collect(),
        Arrangement::Values | Arrangement::Intervals => HashMap::new(),
    };
    let mut seen = HashSet::new();
    let mut places = Vec::with_capacity(which.len());
    for (at, wanted) in which.iter().enumerate() {
        let key = bounds(wanted);
        let place = match arrangement {
            Arrangement::Arrival => arrived.get(&key).copied(),
            Arrangement::Values | Arrangement::Intervals => elements
                .binary_search_by(|there| bounds(there).cmp(&key))
                .ok(),
        };
        let Some(place) = place.filter(|place| seen.insert(*place)) else {
            let why = match arrangement {
                Arrangement::Intervals => Why::Missing,
                Arrangement::Values | Arrangement::Arrival => Why::Errno(Errno::NoEnt),
            };
            return Err(Refused {
                why,
                part: Part::Element(at),
            });
        };
        places.push(place);
    }
    places.sort_unstable();
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
    /// The element among `elements` of the set that a key is of: the same, or the interval that it is in.
    #[must_use]
    pub fn find<'a>(&self, elements: &'a [Element], key: &Expr) -> Option<&'a Element> {
        let arrangement = Arrangement::of(self);
        let wanted = Bounds::of(arrangement, key);
        let bounds = |there: &Element| Bounds::of(arrangement, &there.key);
        match arrangement {
            Arrangement::Values => {
                let found = elements.binary_search_by(|there| bounds(there).cmp(&wanted));
                found.ok().and_then(|place| elements.get(place))
            }
            Arrangement::Intervals | Arrangement::Arrival => {
                let mut elements = elements.iter();
                elements.find(|there| bounds(there).holds(&wanted))
            }
        }
    }
}

/// Puts elements into the order in which the set has them.
pub(super) fn sort(set: &Set, elements: &mut [Element]) {
    let arrangement = Arrangement::of(set);
    if arrangement != Arrangement::Arrival {
        elements.sort_by_cached_key(|element| Bounds::of(arrangement, &element.key));
    }
}
