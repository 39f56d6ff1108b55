//! `did you mean`.
//!
//! Deviation: nft 1.0.6 means to name the nearest, but names others, too, or none (its choice changes with names that have
//! nothing to do with it). Here it is the nearest.

/// The name among `known` that `name` most probably was meant to be.
pub(super) fn closest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut best: Option<(usize, &str)> = None;
    for other in known {
        let Some(distance) = misspelled(name, other) else {
            continue;
        };
        // Of equally near ones the first in the alphabet, so that it does not depend on chance.
        if best.is_none_or(|best| (distance, other) < best) {
            best = Some((distance, other));
        }
    }
    best.map(|(_, other)| other)
}

/// In how many letters the names differ, if not in too many.
fn misspelled(one: &str, other: &str) -> Option<usize> {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let longer = one.len().max(other.len());
    let shorter = one.len().min(other.len());
    // Names are short; others are not compared.
    if longer <= 1 || longer > 256 {
        return None;
    }
    let threshold = if longer - shorter <= 1 {
        (longer / 3).max(1)
    } else {
        longer.div_ceil(3)
    };
    let distance = distance(one, other);
    (distance <= threshold).then_some(distance)
}

/// Letters to add, take away, change or swap.
fn distance(one: &[u8], other: &[u8]) -> usize {
    let width = other.len() + 1;
    let mut before = vec![0; width];
    let mut last: Vec<usize> = (0..width).collect();
    for (row, a) in one.iter().enumerate() {
        let mut next = vec![row + 1; width];
        for (column, b) in other.iter().enumerate() {
            let changed = last[column] + usize::from(a != b);
            let mut least = changed.min(last[column + 1] + 1).min(next[column] + 1);
            if row > 0 && column > 0 && *a == other[column - 1] && one[row - 1] == *b {
                least = least.min(before[column - 1] + 1);
            }
            next[column + 1] = least;
        }
        before = std::mem::replace(&mut last, next);
    }
    last[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_or_two_are_guessed() {
        let known = ["wan", "lan", "servers"];
        let closest = |name| closest(name, known.into_iter());
        assert_eq!(closest("wam"), Some("wan"));
        assert_eq!(closest("sevrers"), Some("servers"));
        assert_eq!(closest("dmz"), None);
        assert_eq!(closest("w"), None);
    }
}
