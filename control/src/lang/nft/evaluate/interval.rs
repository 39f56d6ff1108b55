//! The order of elements, and intervals that meet or overlap.

use super::element::Placed;
use crate::{
    config::{
        Errno,
        nft::{Element, Expr, Value, rank},
    },
    lang::nft::{error::Error, syntax::Place},
};

/// Elements as listings have them: sorted, each once; intervals that meet are one if `merge`, and else must not
/// overlap.
pub(super) fn arrange(
    placed: Vec<Placed>,
    intervals: bool,
    merge: bool,
) -> Result<Vec<Element>, Error> {
    let (any, placed): (Vec<_>, Vec<_>) =
        (placed.into_iter()).partition(|of| of.element.key == Expr::Any);
    let concat = (placed.iter()).any(|of| matches!(of.element.key, Expr::Concat(_)));
    let mut elements = match (intervals, concat) {
        // Those of several parts stay in the order in which they came: the kernel keeps them in it.
        (true, true) => unique(placed)?,
        (true, false) if merge => merged(placed),
        (true, false) => disjoint(placed)?,
        (false, _) => {
            let mut elements = unique(placed)?;
            elements.sort_by_cached_key(|of| rank(&of.key));
            elements
        }
    };
    elements.extend(any.into_iter().map(|of| of.element).take(1));
    Ok(elements)
}

/// Each element once.
fn unique(placed: Vec<Placed>) -> Result<Vec<Element>, Error> {
    let mut elements: Vec<Element> = Vec::with_capacity(placed.len());
    let mut known = std::collections::HashMap::new();
    for of in placed {
        let key = hashable(&of.element.key);
        match known.get(&key) {
            None => {
                known.insert(key, elements.len());
                elements.push(of.element);
            }
            Some(at) if elements[*at].data == of.element.data => {}
            Some(_) => return Err(exists(of.place)),
        }
    }
    Ok(elements)
}

/// What the kernel says to an element that is there already, with other data.
fn exists(place: Place) -> Error {
    Error::refused(Errno::Exist, place)
}

/// The bounds of a key's parts.
fn hashable(key: &Expr) -> Vec<Option<(u128, u128)>> {
    match key {
        Expr::Concat(parts) => parts.iter().map(Expr::bounds).collect(),
        key => vec![key.bounds()],
    }
}

const fn value(expr: &Expr) -> Option<&Value> {
    match expr {
        Expr::Value(value)
        | Expr::Prefix(value, _)
        | Expr::Range(value, _)
        | Expr::Wildcard(value) => Some(value),
        _ => None,
    }
}

/// A place in the order of intervals: by where they begin, the longer first.
fn sort(placed: &mut [Placed]) {
    placed.sort_by(|a, b| {
        let ((a, b), (c, d)) = (of(a), of(b));
        a.cmp(&c).then(d.cmp(&b))
    });
}

fn of(placed: &Placed) -> (u128, u128) {
    placed.element.key.bounds().unwrap_or_default()
}

/// Intervals that may meet, but not overlap.
fn disjoint(mut placed: Vec<Placed>) -> Result<Vec<Element>, Error> {
    sort(&mut placed);
    // What the kernel would say, which is asked only if nft has nothing to say.
    let mut refused = None;
    let mut kept: Vec<Placed> = Vec::with_capacity(placed.len());
    for next in placed {
        if let Some(before) = kept.last() {
            let (start, before_end) = of(before);
            let (first, end) = of(&next);
            if (start, before_end) == (first, end) {
                if before.element.data != next.element.data {
                    refused.get_or_insert(exists(before.place));
                }
                continue;
            }
            if before_end >= first {
                let message = "conflicting intervals specified";
                return Err(Error::between(message, next.place, before.place));
            }
        }
        kept.push(next);
    }
    match refused {
        Some(refused) => Err(refused),
        None => Ok(kept.into_iter().map(|of| listed(of.element)).collect()),
    }
}

/// Intervals of which those that meet or overlap become one.
fn merged(mut placed: Vec<Placed>) -> Vec<Element> {
    sort(&mut placed);
    let mut elements: Vec<Element> = Vec::with_capacity(placed.len());
    for next in placed {
        let (first, end) = of(&next);
        let before = elements.last_mut();
        let meets = before.and_then(|before| {
            let (start, before_end) = before.key.bounds()?;
            let meets = before_end >= first || before_end.checked_add(1) == Some(first);
            (meets && before.data == next.element.data).then_some((before, start, before_end))
        });
        match meets {
            Some((before, start, before_end)) => {
                before.key = interval(&before.key, start, end.max(before_end));
            }
            None => elements.push(next.element),
        }
    }
    elements.into_iter().map(listed).collect()
}

/// All from one number to another, of the type of `like`.
fn interval(like: &Expr, first: u128, last: u128) -> Expr {
    let Some(value) = value(like) else {
        return like.clone();
    };
    if like.bounds() == Some((first, last)) {
        return like.clone();
    }
    let at = |number| Value {
        number,
        ..value.clone()
    };
    Expr::Range(at(first), at(last))
}

/// An interval as listings show it.
fn listed(mut element: Element) -> Element {
    element.key = as_listed(element.key);
    element
}

/// An interval as listings show it.
pub(super) fn as_listed(expr: Expr) -> Expr {
    match (&expr, expr.bounds()) {
        (Expr::Range(value, _) | Expr::Prefix(value, _), Some((first, last))) => {
            Expr::interval(value, first, last)
        }
        _ => expr,
    }
}
