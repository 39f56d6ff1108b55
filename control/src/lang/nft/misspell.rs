//! `did you mean`: which name comes nearest to one that there is not (misspell.c).

/// The one among `known` whose name is nearest to `name`, if one is near enough; of equally near ones the first.
pub(super) fn closest<'a, T>(
    name: &str,
    known: impl IntoIterator<Item = (&'a str, T)>,
) -> Option<T> {
    let mut best: Option<(usize, T)> = None;
    for (other, what) in known {
        let Some(distance) = misspelled(other, name) else {
            continue;
        };
        if best.as_ref().is_none_or(|(least, _)| distance < *least) {
            best = Some((distance, what));
        }
    }
    best.map(|(_, what)| what)
}

/// In how many letters a known name and the one that was written differ, if not in too many.
fn misspelled(known: &str, name: &str) -> Option<usize> {
    let (known, name) = (known.as_bytes(), name.as_bytes());
    let longer = known.len().max(name.len());
    let shorter = known.len().min(name.len());
    // Names are short; others are not compared.
    if longer <= 1 || longer > 256 {
        return None;
    }
    let threshold = if longer - shorter <= 1 {
        longer.div_ceil(3)
    } else {
        (longer + 2).div_ceil(3)
    };
    let distance = distance(known, name);
    (distance <= threshold).then_some(distance)
}

/// How nft counts letters to add, take away, change or swap. Its table is a column too narrow, so that the end of a row
/// is the beginning of the next, and it looks at letters from the second on, the zero behind the last included; which
/// name it proposes depends on both.
fn distance(one: &[u8], other: &[u8]) -> usize {
    let letter = |text: &[u8], at: usize| text.get(at).copied().unwrap_or_default();
    let width = other.len();
    let at = |row: usize, column: usize| row * width + column;
    let mut table = vec![0; (one.len() + 1) * (width + 1)];
    for row in 0..=one.len() {
        table[at(row, 0)] = row;
    }
    for column in 0..=width {
        table[at(0, column)] = column;
    }
    for row in 1..=one.len() {
        for column in 1..=width {
            let (a, b) = (letter(one, row), letter(other, column));
            let differs = usize::from(a != b);
            let mut least = (table[at(row - 1, column)] + 1)
                .min(table[at(row, column - 1)] + 1)
                .min(table[at(row - 1, column - 1)] + differs);
            if row > 1 && column > 1 && a == letter(other, column - 1) && letter(one, row - 1) == b
            {
                least = least.min(table[at(row - 2, column - 2)] + differs);
            }
            table[at(row, column)] = least;
        }
    }
    table[at(one.len(), width)]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What nft 1.0.6 proposed.
    #[test]
    fn the_nearest_name_is_that_of_nft() {
        let near =
            |name, known: &[&'static str]| closest(name, known.iter().map(|&known| (known, known)));
        for (name, known, proposed) in [
            ("nt", &["x", "y"][..], Some("x")),
            ("z3", &["x", "z2"], Some("x")),
            ("x2", &["x", "y"], Some("x")),
            ("a", &["a", "in"], Some("in")),
            ("nochain", &["a", "in"], None),
            ("nob", &["b", "in"], Some("b")),
            ("s2", &["s"], Some("s")),
            ("mystt", &["myset"], Some("myset")),
            ("fooo", &["foo", "c"], Some("foo")),
            ("zz2", &["x", "zz"], Some("zz")),
            ("w", &["x", "z"], None),
            ("ax", &["b"], Some("b")),
        ] {
            assert_eq!(near(name, known), proposed, "{name}");
        }
    }
}
