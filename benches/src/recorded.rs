//! Results in a file, as the repository keeps them: JSON with a row a line, keys in order, and no more digits than
//! mean something, so that two measurements can be compared line by line.

use std::{fmt, fs, io, path::Path};

use serde_json::{Value, json};

use crate::results::{Circumstances, Table};

/// Digits of a value that are kept: measurements differ in the third.
const DIGITS: i32 = 4;

/// What one run of a comparison found out.
#[derive(Clone, Debug, PartialEq)]
pub struct Results {
    /// Where and how.
    pub circumstances: Circumstances,
    /// The tables, each with a title of its own.
    pub tables: Vec<Table>,
}

impl Results {
    /// Writes them.
    ///
    /// # Errors
    /// If that fails.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        fs::write(path, self.to_string())
    }

    /// Reads what [`write`](Self::write) has written.
    ///
    /// # Errors
    /// If it can't be read, or is something else.
    pub fn read(path: &Path) -> io::Result<Self> {
        let wrong = |what: String| io::Error::other(format!("{}: {what}", path.display()));
        let text = fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
        let value = serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?;
        Self::parse(&value).ok_or_else(|| wrong("no results of tollgate-bench".to_owned()))
    }

    fn parse(value: &Value) -> Option<Self> {
        let word = |key: &str| Some(value.get(key)?.as_str()?.to_owned());
        let tables = value.get("tables")?.as_array()?.iter().map(table);
        Some(Self {
            circumstances: Circumstances {
                machine: word("machine")?,
                kernel: word("kernel")?,
                commit: word("commit")?,
                command: word("command")?,
            },
            tables: tables.collect::<Option<_>>()?,
        })
    }
}

/// In the form of the file.
impl fmt::Display for Results {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let here = &self.circumstances;
        let line = |key: &str, value: &str| format!("{}: {}", json!(key), json!(value));
        let lines = [
            line("command", &here.command),
            line("commit", &here.commit),
            line("kernel", &here.kernel),
            line("machine", &here.machine),
        ];
        let tables: Vec<_> = self.tables.iter().map(table_text).collect();
        let (lines, tables) = (lines.join(",\n  "), tables.join(",\n    "));
        write!(
            f,
            "{{\n  {lines},\n  \"tables\": [\n    {tables}\n  ]\n}}\n"
        )
    }
}

fn table_text(table: &Table) -> String {
    let row = |(name, values): &(String, Vec<Option<f64>>)| {
        let values: Vec<_> = values.iter().map(|value| rounded(*value)).collect();
        format!(
            "        {}",
            spaced(&json!({"name": name, "values": values}))
        )
    };
    let rows: Vec<_> = table.rows.iter().map(row).collect();
    format!(
        "{{\n      \"along\": {},\n      \"columns\": {},\n      \"rows\": [\n{}\n      ],\n      \
         \"title\": {},\n      \"unit\": {}\n    }}",
        json!(table.along),
        spaced(&json!(table.columns)),
        rows.join(",\n"),
        json!(table.title),
        json!(table.unit)
    )
}

/// On one line, with a space behind each comma that separates and each colon.
fn spaced(value: &Value) -> String {
    match value {
        Value::Array(values) => {
            let values: Vec<_> = values.iter().map(spaced).collect();
            format!("[{}]", values.join(", "))
        }
        Value::Object(pairs) => {
            let pair = |(key, value)| format!("{}: {}", json!(key), spaced(value));
            let pairs: Vec<_> = pairs.iter().map(pair).collect();
            format!("{{{}}}", pairs.join(", "))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.to_string(),
    }
}

/// A value with the digits that are kept; whole numbers without a point.
fn rounded(value: Option<f64>) -> Value {
    let Some(value) = value.filter(|value| value.is_finite()) else {
        return Value::Null;
    };
    let digits = DIGITS as usize - 1;
    let short: f64 = format!("{value:.digits$e}").parse().unwrap_or(value);
    if short.fract() == 0.0 && short.abs() < 1e15 {
        json!(short as i64)
    } else {
        json!(short)
    }
}

fn table(value: &Value) -> Option<Table> {
    let word = |key: &str| value.get(key)?.as_str();
    let columns = value.get("columns")?.as_array()?.iter();
    let columns: Vec<_> = columns
        .map(|name| Some(name.as_str()?.to_owned()))
        .collect::<Option<_>>()?;
    let row = |row: &Value| {
        let values = row.get("values")?.as_array()?;
        let values: Vec<_> = values.iter().map(Value::as_f64).collect();
        let fits = values.len() <= columns.len();
        fits.then(|| Some((row.get("name")?.as_str()?.to_owned(), values)))?
    };
    let rows = value.get("rows")?.as_array()?.iter().map(row);
    Some(Table {
        rows: rows.collect::<Option<_>>()?,
        columns,
        ..Table::new(word("title")?, word("unit")?, word("along")?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn results() -> Results {
        let mut table = Table::new("Lookup", "ns", "routes");
        table.put("ours", "1 k", 2.123_456);
        table.put("ours", "1 M", 705_049.0);
        table.put("\"theirs\"", "1 M", 0.000_123_44);
        Results {
            circumstances: Circumstances {
                machine: "one".to_owned(),
                kernel: "6.18".to_owned(),
                commit: "abc".to_owned(),
                command: "tollgate-bench lookup".to_owned(),
            },
            tables: vec![table],
        }
    }

    #[test]
    fn a_row_is_a_line_and_keys_are_in_order() {
        assert_eq!(
            results().to_string(),
            r#"{
  "command": "tollgate-bench lookup",
  "commit": "abc",
  "kernel": "6.18",
  "machine": "one",
  "tables": [
    {
      "along": "routes",
      "columns": ["1 k", "1 M"],
      "rows": [
        {"name": "ours", "values": [2.123, 705000]},
        {"name": "\"theirs\"", "values": [null, 0.0001234]}
      ],
      "title": "Lookup",
      "unit": "ns"
    }
  ]
}
"#
        );
    }

    #[test]
    fn what_was_written_is_read() {
        let path = std::env::temp_dir().join(format!("tollgate-results-{}", std::process::id()));
        results().write(&path).expect("written");
        let read = Results::read(&path).expect("read");
        assert_eq!(read.tables[0].get("ours", "1 k"), Some(2.123));
        assert_eq!(read.tables[0].get("\"theirs\"", "1 k"), None);
        assert_eq!(read.circumstances, results().circumstances);
        read.write(&path).expect("written");
        assert_eq!(
            fs::read_to_string(&path).expect("there"),
            results().to_string()
        );
        fs::write(&path, "{\"machine\": 1}").expect("written");
        assert!(Results::read(&path).is_err());
        fs::remove_file(&path).expect("removed");
    }
}
