//! `tollgate-bench criterion`: the medians of criterion benches, collected into the same tables as all other results.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::Command,
    time::SystemTime,
};

use serde_json::Value;

use crate::results::{Table, count, publish};

/// Where criterion puts what it found out.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/criterion");
/// The column of what has no parameter.
const ALONE: &str = "time";

/// What is run.
#[derive(Clone, Debug)]
pub struct CriterionOptions {
    /// The benches.
    pub benches: Vec<String>,
    /// Only what has this in its name.
    pub filter: Option<String>,
    /// Seconds that each is measured for.
    pub time: f64,
    /// Where results go as JSON.
    pub json: Option<PathBuf>,
    /// Where plots go.
    pub plots: Option<PathBuf>,
}

/// Runs benches, with `cargo bench`, and collects their medians.
///
/// # Errors
/// If a bench fails, or results can't be read or written.
pub fn run(options: &CriterionOptions) -> io::Result<()> {
    let began = SystemTime::now();
    for bench in &options.benches {
        let mut command = Command::new("cargo");
        command.args([
            "bench",
            "--quiet",
            "-p",
            "tollgate-benches",
            "--bench",
            bench,
            "--",
        ]);
        command.args([
            "--warm-up-time",
            "1",
            "--measurement-time",
            &options.time.to_string(),
        ]);
        command.args(&options.filter);
        let status = command.status()?;
        if !status.success() {
            return Err(io::Error::other(format!("cargo bench {bench}: {status}")));
        }
    }
    let tables = collect(Path::new(FOLDER), began)?;
    publish(&tables, options.json.as_deref(), options.plots.as_deref())
}

/// The median of one of the benches.
#[derive(Debug, PartialEq, PartialOrd)]
struct Median {
    group: String,
    /// The parameter, if it is a number: what comes first.
    number: Option<usize>,
    row: String,
    column: String,
    /// Nanoseconds of an element.
    nanos: f64,
}

/// What benches have found out since `began`: a table for each group.
fn collect(folder: &Path, began: SystemTime) -> io::Result<Vec<Table>> {
    let mut medians = Vec::new();
    search(folder, began, &mut medians)?;
    medians.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
    let mut tables: Vec<Table> = Vec::new();
    for median in medians {
        if tables
            .last()
            .is_none_or(|table| table.title != median.group)
        {
            tables.push(Table::new(&median.group, "ns a frame", "parameter"));
        }
        if let Some(table) = tables.last_mut() {
            table.put(&median.row, &median.column, median.nanos);
        }
    }
    Ok(tables)
}

fn search(folder: &Path, began: SystemTime, medians: &mut Vec<Median>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let estimates = path.join("estimates.json");
        // Other folders with estimates are of a run before, or of changes since.
        if path.ends_with("new") && estimates.is_file() {
            if estimates.metadata()?.modified()? >= began {
                medians.push(median_in(&path)?);
            }
        } else if path.is_dir() {
            search(&path, began, medians)?;
        }
    }
    Ok(())
}

fn median_in(folder: &Path) -> io::Result<Median> {
    let read = |name: &str| {
        let text = fs::read_to_string(folder.join(name))?;
        serde_json::from_str(&text).map_err(io::Error::other)
    };
    median(&read("benchmark.json")?, &read("estimates.json")?)
        .ok_or_else(|| io::Error::other(format!("{}: not understood", folder.display())))
}

/// What `benchmark.json` and `estimates.json` say.
fn median(bench: &Value, estimates: &Value) -> Option<Median> {
    let nanos = estimates.get("median")?.get("point_estimate")?.as_f64()?;
    let elements = bench.get("throughput")?.get("Elements")?.as_u64()?;
    let word = |key: &str| bench.get(key).and_then(Value::as_str).map(str::to_owned);
    let parameter = word("value_str");
    let number = parameter.as_deref().and_then(|text| text.parse().ok());
    let shown = number.map(count).or_else(|| parameter.clone());
    let (row, column) = match (word("function_id"), shown) {
        (Some(function), Some(shown)) => (function, shown),
        (Some(only), None) | (None, Some(only)) => (only, ALONE.to_owned()),
        (None, None) => return None,
    };
    Some(Median {
        group: word("group_id")?,
        number,
        row,
        column,
        nanos: nanos / elements as f64,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn medians_become_tables_with_parameters_in_order() {
        let folder = std::env::temp_dir().join(format!("tollgate-medians-{}", std::process::id()));
        let write = |name: &str, function: Option<&str>, value: Option<&str>, nanos: f64| {
            let new = folder.join(name).join("new");
            fs::create_dir_all(&new).expect("made");
            let group = name.split('/').next();
            let bench = json!({"group_id": group, "function_id": function, "value_str": value,
                "throughput": {"Elements": 10}});
            let estimates = json!({"median": {"point_estimate": nanos}});
            fs::write(new.join("benchmark.json"), bench.to_string()).expect("written");
            fs::write(new.join("estimates.json"), estimates.to_string()).expect("written");
        };
        write("known/snat/1000000", Some("snat"), Some("1000000"), 400.0);
        write("known/snat/64000", Some("snat"), Some("64000"), 300.0);
        write("known/tracked/64000", Some("tracked"), Some("64000"), 200.0);
        write("new/tracked", None, Some("tracked"), 3000.0);
        let tables = collect(&folder, SystemTime::UNIX_EPOCH);
        let later = collect(
            &folder,
            SystemTime::now() + std::time::Duration::from_secs(1),
        );
        fs::remove_dir_all(&folder).expect("removed");
        let tables = tables.expect("read");
        assert_eq!(tables[0].columns, ["64 k", "1 M"]);
        assert_eq!(tables[0].get("snat", "1 M"), Some(40.0));
        assert_eq!(tables[0].get("tracked", "64 k"), Some(20.0));
        assert_eq!(tables[1].get("tracked", ALONE), Some(300.0));
        assert_eq!(later.expect("read"), []);
    }
}
