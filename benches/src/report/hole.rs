//! What a hole in the text says, and what comes into it.

use std::{collections::BTreeMap, fmt};

use super::number::{DIGITS, shown};
use crate::{recorded::Results, results::Table};

/// Why a hole can't be filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HoleError {
    /// It does not end.
    Open,
    /// It is no value and no option of a table.
    Grammar(String),
    /// There is no such file, table, row or column.
    Missing(String),
    /// Nothing was measured there, and the hole does not say what stands there then.
    Empty(String),
    /// Lists of different lengths are calculated with.
    Lists(String),
}

impl fmt::Display for HoleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open => f.write_str("a hole has no end"),
            Self::Grammar(what) => write!(f, "not understood: {what}"),
            Self::Missing(what) => write!(f, "not there: {what}"),
            Self::Empty(what) => write!(f, "nothing was measured: {what}"),
            Self::Lists(what) => write!(f, "lists of different lengths: {what}"),
        }
    }
}

impl std::error::Error for HoleError {}

/// All results, by the names of their files.
pub(super) type Files = BTreeMap<String, Results>;

/// What a hole is filled with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Filled {
    pub(super) text: String,
    /// The files that it comes from.
    pub(super) files: Vec<String>,
    /// The table that it is a picture of: file and title.
    pub(super) plot: Option<(String, String)>,
}

/// Where pictures are, seen from the page.
pub(super) const PLOTS: &str = "performance";

/// Fills a hole, of which this is between the braces.
pub(super) fn fill(hole: &str, files: &Files) -> Result<Filled, HoleError> {
    if let Some(rest) = hole.strip_prefix("table ") {
        return whole_table(rest, files);
    }
    if let Some(path) = hole.strip_prefix("plot ") {
        let (file, table) = find(path, files)?;
        return Ok(Filled {
            text: format!("![{}]({PLOTS}/{})", table.title, table.plot_name()),
            files: vec![file.clone()],
            plot: Some((file, table.title.clone())),
        });
    }
    value(hole, files)
}

/// A table by its path, and the name of its file.
fn find<'f>(path: &str, files: &'f Files) -> Result<(String, &'f Table), HoleError> {
    let missing = || HoleError::Missing(path.to_owned());
    let (file, title) = path.trim().split_once(" > ").ok_or_else(missing)?;
    let results = files.get(file).ok_or_else(missing)?;
    let table = results.tables.iter().find(|table| table.title == title);
    Ok((file.to_owned(), table.ok_or_else(missing)?))
}

/// The number of a row by its name, or by its beginning and a star.
fn row_at(table: &Table, name: &str) -> Option<usize> {
    let begins = name.strip_suffix('*');
    table.rows.iter().position(|(row, _)| match begins {
        Some(begin) => row.starts_with(begin),
        None => row == name,
    })
}

/// The digits that `~2` at the end of a hole asks for, and what is before.
fn digits(text: &str) -> Result<(&str, u32), HoleError> {
    match text.rsplit_once('~') {
        None => Ok((text.trim(), DIGITS)),
        Some((before, number)) => match number.trim().parse() {
            Ok(number) => Ok((before.trim(), number)),
            Err(_) => Err(HoleError::Grammar(text.to_owned())),
        },
    }
}

/// A value or a list of them.
fn value(hole: &str, files: &Files) -> Result<Filled, HoleError> {
    let (calculation, otherwise) = match hole.split_once(" else ") {
        Some((calculation, otherwise)) => (calculation, Some(otherwise.trim())),
        None => (hole, None),
    };
    let (mut rest, digits) = digits(calculation)?;
    let mut filled = Filled::default();
    let (mut values, mut operator) = (Vec::new(), None);
    loop {
        let next = [" / ", " - ", " * "]
            .into_iter()
            .filter_map(|word| Some((rest.find(word)?, word)))
            .min();
        let (operand, after) = match next {
            Some((at, word)) => (&rest[..at], Some((word, &rest[at + word.len()..]))),
            None => (rest, None),
        };
        let operand = values_of(operand.trim(), files, &mut filled.files)?;
        values = match operator {
            None => operand,
            Some(operator) => calculate(&values, operator, &operand)
                .ok_or_else(|| HoleError::Lists(hole.to_owned()))?,
        };
        match after {
            Some((word, after)) => (operator, rest) = (Some(word), after),
            None => break,
        }
    }
    let show = |value: Option<f64>| match (value, otherwise) {
        (Some(value), _) => Ok(shown(value, digits)),
        (None, Some(otherwise)) => Ok(otherwise.to_owned()),
        (None, None) => Err(HoleError::Empty(hole.to_owned())),
    };
    let shown: Vec<_> = values.into_iter().map(show).collect::<Result<_, _>>()?;
    filled.text = shown.join(", ");
    Ok(filled)
}

/// A number, or what the columns of a row have.
fn values_of(
    operand: &str,
    files: &Files,
    used: &mut Vec<String>,
) -> Result<Vec<Option<f64>>, HoleError> {
    if let Ok(number) = operand.parse() {
        return Ok(vec![Some(number)]);
    }
    let missing = || HoleError::Missing(operand.to_owned());
    let parts: Vec<_> = operand.split(" > ").collect();
    let [file, title, row, columns] = parts[..] else {
        return Err(HoleError::Grammar(operand.to_owned()));
    };
    let (file, table) = find(&format!("{file} > {title}"), files)?;
    let (_, values) = &table.rows[row_at(table, row).ok_or_else(missing)?];
    used.push(file);
    let column = |name: &str| {
        let at = table
            .columns
            .iter()
            .position(|column| column == name.trim());
        Ok(values.get(at.ok_or_else(missing)?).copied().flatten())
    };
    columns.split(';').map(column).collect()
}

/// Value by value, or each with the only one; `None` if neither is possible.
fn calculate(
    left: &[Option<f64>],
    operator: &str,
    right: &[Option<f64>],
) -> Option<Vec<Option<f64>>> {
    let one = |left: f64, right: f64| match operator {
        " / " => left / right,
        " - " => left - right,
        _ => left * right,
    };
    let both = |left: Option<f64>, right: Option<f64>| Some(one(left?, right?));
    match (left, right) {
        (left, &[right]) => Some(left.iter().map(|left| both(*left, right)).collect()),
        (&[left], right) => Some(right.iter().map(|right| both(left, *right)).collect()),
        _ if left.len() == right.len() => {
            let pairs = left.iter().zip(right);
            Some(pairs.map(|(left, right)| both(*left, *right)).collect())
        }
        _ => None,
    }
}

/// What a whole table is like.
#[derive(Clone, Debug, Default)]
struct Layout<'h> {
    rows: Option<&'h str>,
    columns: Option<&'h str>,
    corner: Option<&'h str>,
    ratio: Option<&'h str>,
    ratios: Option<&'h str>,
    digits: Option<u32>,
}

impl<'h> Layout<'h> {
    fn parse(lines: impl Iterator<Item = &'h str>) -> Result<Self, HoleError> {
        let mut layout = Self::default();
        for line in lines.map(str::trim).filter(|line| !line.is_empty()) {
            let wrong = || HoleError::Grammar(line.to_owned());
            if line.starts_with('~') {
                layout.digits = Some(digits(line)?.1);
                continue;
            }
            let (key, text) = line.split_once(": ").ok_or_else(wrong)?;
            let option = match key {
                "rows" => &mut layout.rows,
                "columns" => &mut layout.columns,
                "corner" => &mut layout.corner,
                "ratio" => &mut layout.ratio,
                "ratios" => &mut layout.ratios,
                _ => return Err(wrong()),
            };
            *option = Some(text.trim());
        }
        Ok(layout)
    }
}

/// What is chosen of `names`, and how it is called: `A | B = another name`.
fn chosen(
    choice: Option<&str>,
    names: &[&str],
    at: impl Fn(&str) -> Option<usize>,
) -> Result<Vec<(usize, String)>, HoleError> {
    let Some(choice) = choice else {
        let all = names.iter().enumerate();
        return Ok(all.map(|(at, name)| (at, (*name).to_owned())).collect());
    };
    let one = |word: &str| {
        let (name, shown) = match word.split_once(" = ") {
            Some((name, shown)) => (name.trim(), Some(shown.trim())),
            None => (word.trim(), None),
        };
        let at = at(name).ok_or_else(|| HoleError::Missing(name.to_owned()))?;
        Ok((at, shown.unwrap_or(names[at]).to_owned()))
    };
    choice.split('|').map(one).collect()
}

fn whole_table(hole: &str, files: &Files) -> Result<Filled, HoleError> {
    let mut lines = hole.lines();
    let (file, table) = find(lines.next().unwrap_or_default(), files)?;
    let layout = Layout::parse(lines)?;
    let row_names: Vec<_> = table.rows.iter().map(|(name, _)| name.as_str()).collect();
    let column_names: Vec<_> = table.columns.iter().map(String::as_str).collect();
    let rows = chosen(layout.rows, &row_names, |name| row_at(table, name))?;
    let columns = chosen(layout.columns, &column_names, |name| {
        column_names.iter().position(|column| *column == name)
    })?;
    let digits = layout.digits.unwrap_or(DIGITS);
    let base = match layout.ratio {
        Some(name) => Some(row_at(table, name).ok_or_else(|| HoleError::Missing(name.to_owned()))?),
        None => None,
    };
    let ratios = match layout.ratios {
        Some(title) => Some(find(&format!("{file} > {title}"), files)?.1),
        None => None,
    };
    let get = |row: usize, column: usize| table.rows[row].1.get(column).copied().flatten();
    let ratio = |row: usize, column: usize| match (base, ratios) {
        (Some(base), _) if base != row => Some(get(row, column)? / get(base, column)?),
        (None, Some(ratios)) => {
            let ratio = ratios.get(row_names[row], column_names[column])?;
            Some(if ratios.unit == "%" {
                ratio / 100.0
            } else {
                ratio
            })
        }
        _ => None,
    };
    let cell = |row: usize, column: usize| match (get(row, column), ratio(row, column)) {
        (Some(value), Some(ratio)) => format!("{} ({})", shown(value, digits), shown(ratio, 2)),
        (Some(value), None) => shown(value, digits),
        (None, _) => String::new(),
    };
    let corner = layout.corner.unwrap_or(&table.unit);
    let mut text = format!("| {corner} |");
    for (_, name) in &columns {
        text += &format!(" {name} |");
    }
    text += &format!("\n| --- |{}", " --- |".repeat(columns.len()));
    for (row, name) in &rows {
        text += &format!("\n| {name} |");
        for (column, _) in &columns {
            text += &format!(" {} |", cell(*row, *column));
        }
    }
    Ok(Filled {
        text,
        files: vec![file],
        plot: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::Circumstances;

    fn files() -> Files {
        let mut table = Table::new("IPv4 lookup", "ns a lookup", "routes");
        for (row, column, value) in [
            ("ours, in bursts", "1 k", 2.04),
            ("ours, in bursts", "1 M", 4.0),
            ("theirs, AVX-512", "1 k", 1.02),
        ] {
            table.put(row, column, value);
        }
        let mut ratios = Table::new("of theirs", "%", "routes");
        ratios.put("ours, in bursts", "1 k", 210.0);
        let results = Results {
            circumstances: Circumstances {
                machine: String::new(),
                kernel: String::new(),
                commit: String::new(),
                command: String::new(),
            },
            tables: vec![table, ratios],
        };
        Files::from([("lookup".to_owned(), results)])
    }

    fn text(hole: &str) -> String {
        fill(hole, &files()).map_or_else(|error| format!("{error:?}"), |filled| filled.text)
    }

    #[test]
    fn values_are_named_rounded_and_calculated_with() {
        let ours = "lookup > IPv4 lookup > ours, in bursts";
        assert_eq!(text(&format!("{ours} > 1 k")), "2.04");
        assert_eq!(text(&format!("{ours} > 1 k; 1 M ~2")), "2.0, 4.0");
        assert_eq!(text(&format!("1000 / {ours} > 1 k; 1 M")), "490, 250");
        let theirs = "lookup > IPv4 lookup > theirs*";
        assert_eq!(text(&format!("{ours} > 1 k / {theirs} > 1 k ~2")), "2.0");
        assert_eq!(text(&format!("{ours} > 1 M - {ours} > 1 k - 1 ~2")), "0.96");
        assert_eq!(
            text(&format!("{theirs} > 1 k; 1 M ~2 else no room")),
            "1.0, no room"
        );
    }

    #[test]
    fn what_is_not_there_is_an_error() {
        assert!(text("lookup > IPv4 lookup > ours, in bursts > 2 k").starts_with("Missing"));
        assert!(text("lookup > IPv4 lookup > nobody > 1 k").starts_with("Missing"));
        assert!(text("look > IPv4 lookup > ours, in bursts > 1 k").starts_with("Missing"));
        assert!(text("lookup > IPv4 lookup > theirs* > 1 M").starts_with("Empty"));
        assert!(text("lookup > IPv4 lookup").starts_with("Grammar"));
        assert!(text("table lookup > IPv4 lookup\nlines: a").starts_with("Grammar"));
        assert!(text("table lookup > IPv4 lookup\nrows: nobody").starts_with("Missing"));
    }

    #[test]
    fn a_table_is_shown_whole_or_in_part() {
        assert_eq!(
            text("table lookup > IPv4 lookup"),
            "| ns a lookup | 1 k | 1 M |\n| --- | --- | --- |\n\
             | ours, in bursts | 2.04 | 4.00 |\n| theirs, AVX-512 | 1.02 |  |"
        );
        assert_eq!(
            text(
                "table lookup > IPv4 lookup\nrows: theirs* = *them* | ours, in bursts\ncolumns: 1 k\n\
                  corner: who\nratio: theirs*\n~2\n"
            ),
            "| who | 1 k |\n| --- | --- |\n| *them* | 1.0 |\n| ours, in bursts | 2.0 (2.0) |"
        );
        assert!(text("table lookup > IPv4 lookup\nratios: of theirs").contains(" 2.04 (2.1) |"));
    }
}
