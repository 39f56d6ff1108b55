//! The order in which sets have their elements, which is that of listings.

use std::cmp::Ordering;

use super::{ByteOrder, Expr, Set, Value};

/// In which order a set has its elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Arrangement {
    /// By value, as nft sorts what the kernel has in a hash.
    Values,
    /// Intervals, by where they begin.
    Intervals,
    /// As they came: keys of several parts with intervals.
    Arrival,
}

impl Arrangement {
    pub(super) fn of(set: &Set) -> Self {
        match (set.flags.interval, set.key.bits.len() > 1) {
            (false, _) => Self::Values,
            (true, false) => Self::Intervals,
            (true, true) => Self::Arrival,
        }
    }
}

/// What an element stands for: of each part of its key the first and the last number; nothing for `*`, which is
/// listed behind all others.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Bounds {
    /// What is compared first.
    rank: Vec<u128>,
    pub(super) parts: Vec<(u128, u128)>,
}

impl Ord for Bounds {
    fn cmp(&self, other: &Self) -> Ordering {
        let any = |bounds: &Self| bounds.parts.is_empty();
        any(self)
            .cmp(&any(other))
            .then_with(|| self.rank.cmp(&other.rank))
            .then_with(|| self.parts.cmp(&other.parts))
    }
}

impl PartialOrd for Bounds {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Bounds {
    pub(super) fn of(arrangement: Arrangement, key: &Expr) -> Self {
        let parts = if let Expr::Concat(parts) = key {
            parts.iter().filter_map(Expr::bounds).collect()
        } else {
            key.bounds().into_iter().collect()
        };
        let rank = match arrangement {
            Arrangement::Values => rank(key),
            Arrangement::Intervals | Arrangement::Arrival => Vec::new(),
        };
        Self { rank, parts }
    }

    /// Whether something is in both, of keys of one part.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        match (self.parts.as_slice(), other.parts.as_slice()) {
            ([(a, b)], [(c, d)]) => a <= d && c <= b,
            _ => false,
        }
    }

    /// Whether all of the other is in it.
    pub(super) fn holds(&self, other: &Self) -> bool {
        let mut parts = self.parts.iter().zip(&other.parts);
        self.parts.len() == other.parts.len() && parts.all(|((a, b), (c, d))| a <= c && d <= b)
    }

    /// Whether the first or the last value of the other is in it.
    pub(super) fn meets(&self, other: &Self) -> bool {
        let end = |pick: fn(&(u128, u128)) -> u128| {
            let mut parts = self.parts.iter().zip(&other.parts);
            parts.all(|((from, to), other)| (*from..=*to).contains(&pick(other)))
        };
        self.parts.len() == other.parts.len() && (end(|part| part.0) || end(|part| part.1))
    }
}

/// What keys are sorted by where the kernel has them in a hash: texts, and of concatenations the parts, count from
/// their ends, because nft compares their bytes as one number of a little-endian machine; several flags stand where
/// the first of them stands.
#[must_use]
pub fn rank(key: &Expr) -> Vec<u128> {
    if let Expr::Concat(parts) = key {
        return parts.iter().rev().map(little_endian).collect();
    }
    let Some(value) = value(key) else {
        return Vec::new();
    };
    let first = if value.datatype.is_bitmask() {
        u128::from(value.number.trailing_zeros())
    } else {
        0
    };
    let number = if value.datatype.is_text() {
        reversed(value)
    } else {
        value.number
    };
    vec![first, number]
}

/// A part of a concatenation as a little-endian machine reads its bytes.
fn little_endian(part: &Expr) -> u128 {
    value(part).map_or(0, |value| {
        let network = value.datatype.byteorder() == ByteOrder::Network;
        if network || value.datatype.is_text() {
            reversed(value)
        } else {
            value.number
        }
    })
}

fn value(expr: &Expr) -> Option<&Value> {
    if let Expr::Flags(values) = expr {
        return values.first();
    }
    if let Expr::Value(value)
    | Expr::Prefix(value, _)
    | Expr::Range(value, _)
    | Expr::Wildcard(value) = expr
    {
        return Some(value);
    }
    None
}

/// The number whose bytes are those of a value from the last on.
fn reversed(value: &Value) -> u128 {
    let bytes = usize::from(value.bits.div_ceil(8)).min(16);
    (0..bytes).fold(0, |number, at| {
        number << 8 | (value.number >> (8 * at)) & 0xff
    })
}
