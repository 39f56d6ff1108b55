//! Does an output agree with what was written? `[..]` stands for anything within a line, a line
//! `...` for any lines.

/// How what came differs from what was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Both texts, line by line: ` ` where they agree, `-` written only, `+` came only.
    pub diff: String,
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.diff)
    }
}

/// Compares what came with what was written. Spaces at line ends do not count, nor do empty lines at
/// the end: editors remove them.
///
/// # Errors
/// Where they differ.
pub fn agree(written: &str, came: &str) -> Result<(), Difference> {
    let (written, came) = (lines(written), lines(came));
    let table = suffixes(&written, &came);
    if table[0][0] {
        Ok(())
    } else {
        Err(Difference {
            diff: diff(&written, &came),
        })
    }
}

fn lines(text: &str) -> Vec<&str> {
    text.trim_end().lines().map(str::trim_end).collect()
}

/// `table[i][j]`: do the lines from `i` on agree with those from `j` on?
fn suffixes(written: &[&str], came: &[&str]) -> Vec<Vec<bool>> {
    let mut table = vec![vec![false; came.len() + 1]; written.len() + 1];
    for i in (0..=written.len()).rev() {
        for j in (0..=came.len()).rev() {
            table[i][j] = match written.get(i) {
                None => j == came.len(),
                Some(&"...") => table[i + 1][j] || (j < came.len() && table[i][j + 1]),
                Some(line) => {
                    came.get(j).is_some_and(|c| line_agrees(line, c)) && table[i + 1][j + 1]
                }
            };
        }
    }
    table
}

/// Whether one line agrees with a written one.
#[must_use]
pub fn line_agrees(written: &str, came: &str) -> bool {
    let mut parts = written.split("[..]");
    let Some(mut rest) = parts.next().and_then(|first| came.strip_prefix(first)) else {
        return false;
    };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    // The leftmost place for each part leaves the most for those that follow; the last must end
    // the line.
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = &rest[at + part.len()..];
    }
    true
}

/// A diff by the longest run of lines that agree in both.
fn diff(written: &[&str], came: &[&str]) -> String {
    let fits = |i: usize, j: usize| line_agrees(written[i], came[j]);
    let mut common = vec![vec![0_usize; came.len() + 1]; written.len() + 1];
    for i in (0..written.len()).rev() {
        for j in (0..came.len()).rev() {
            common[i][j] = if fits(i, j) {
                common[i + 1][j + 1] + 1
            } else {
                common[i + 1][j].max(common[i][j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut out = String::new();
    while i < written.len() || j < came.len() {
        if i < written.len() && j < came.len() && fits(i, j) {
            out += &format!("  {}\n", came[j]);
            (i, j) = (i + 1, j + 1);
        } else if j == came.len() || (i < written.len() && common[i + 1][j] >= common[i][j + 1]) {
            out += &format!("- {}\n", written[i]);
            i += 1;
        } else {
            out += &format!("+ {}\n", came[j]);
            j += 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wildcard_stands_for_anything_within_a_line() {
        for (written, came) in [
            ("time=[..] ms", "time=0.123 ms"),
            ("[..]", ""),
            ("[..]b[..]b", "abab"),
            ("a[..]", "abc"),
        ] {
            assert!(line_agrees(written, came), "{written} / {came}");
        }
        for (written, came) in [
            ("time=[..] ms", "time=0.123 s"),
            ("a", "ab"),
            ("a[..]b[..]c", "acb"),
        ] {
            assert!(!line_agrees(written, came), "{written} / {came}");
        }
    }

    #[test]
    fn dots_stand_for_any_lines() {
        for (written, came) in [
            ("...", ""),
            ("a\n...\nd", "a\nb\nc\nd"),
            ("a\n...\nd", "a\nd"),
            ("...\nb\n...\nb", "b\nb\nb"),
            ("a ", "a"),
            ("a\n\n", "a"),
        ] {
            assert_eq!(agree(written, came), Ok(()), "{written:?} / {came:?}");
        }
        assert!(agree("a\n...\nd", "a\nb").is_err());
        assert!(agree("", "a").is_err());
    }

    #[test]
    fn a_difference_shows_both() {
        let difference = agree("one\ntwo [..]\nthree", "one\n2\nthree\nfour").expect_err("differ");
        assert_eq!(difference.diff, "  one\n- two [..]\n+ 2\n  three\n+ four\n");
    }
}
