//! What a comparison found out: as a table for people, as JSON, and as plots for the book.

use std::{fmt, fs, io, path::Path, process::Command};

use plotters::prelude::*;

use crate::recorded::Results;

/// Where and how something was measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Circumstances {
    /// The processor's name, and how many there are.
    pub machine: String,
    /// The kernel's release.
    pub kernel: String,
    /// The commit that was measured, with `+` behind it if files had changed other than results and
    /// documentation.
    pub commit: String,
    /// The command line, with the processors that it was kept on, and without the files that results went to.
    pub command: String,
}

impl Circumstances {
    /// Those of this process.
    #[must_use]
    pub fn here() -> Self {
        let said = |program: &str, arguments: &[&str]| {
            let output = Command::new(program).args(arguments).output().ok()?;
            let text = String::from_utf8(output.stdout).ok()?;
            output.status.success().then(|| text.trim().to_owned())
        };
        let commit = said("git", &["rev-parse", "--short", "HEAD"]).unwrap_or_default();
        // Results are written one after the other, and do not change what is measured.
        let measured = [
            ":(top)",
            ":(top,exclude)benches/results",
            ":(top,exclude)docs",
        ];
        let status = [&["status", "--porcelain", "-uno", "--"], &measured[..]].concat();
        let dirty = said("git", &status).is_some_and(|changed| !changed.is_empty());
        let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
        let pinned = pinned(
            &read("/proc/self/status"),
            &read("/sys/devices/system/cpu/online"),
        );
        Self {
            machine: machine(&read("/proc/cpuinfo")),
            kernel: read("/proc/sys/kernel/osrelease").trim().to_owned(),
            commit: commit + if dirty { "+" } else { "" },
            command: pinned + &command(std::env::args().skip(1)),
        }
    }
}

/// The processor's name and how many there are, by `/proc/cpuinfo`.
fn machine(cpuinfo: &str) -> String {
    let model = cpuinfo
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "))
        .map_or("unknown processor", |(_, name)| name);
    let count = cpuinfo
        .lines()
        .filter(|line| line.starts_with("processor"))
        .count();
    format!("{model}, {count} processors")
}

/// `taskset -c …` if a process may run on some only of the processors that are online.
fn pinned(status: &str, online: &str) -> String {
    let allowed = status
        .lines()
        .find_map(|line| line.strip_prefix("Cpus_allowed_list:"))
        .map_or("", str::trim);
    if allowed.is_empty() || allowed == online.trim() {
        String::new()
    } else {
        format!("taskset -c {allowed} ")
    }
}

/// The command line with these arguments, without where results go.
fn command(arguments: impl Iterator<Item = String>) -> String {
    let mut command = "tollgate-bench".to_owned();
    let mut arguments = arguments.peekable();
    while let Some(word) = arguments.next() {
        if ["--json", "--plots"].contains(&word.as_str()) {
            arguments.next_if(|next| !next.starts_with('-'));
        } else if !word.starts_with("--json=") && !word.starts_with("--plots=") {
            command += " ";
            command += &word;
        }
    }
    command
}

/// One comparison: a row for each competitor, a column for each setting.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// What is compared.
    pub title: String,
    /// The unit of all values.
    pub unit: String,
    /// What varies from column to column; plotted along the x axis.
    pub along: String,
    /// The settings.
    pub columns: Vec<String>,
    /// The competitors, each with a value for each column where there is one.
    pub rows: Vec<(String, Vec<Option<f64>>)>,
}

impl Table {
    /// An empty one.
    #[must_use]
    pub fn new(title: &str, unit: &str, along: &str) -> Self {
        Self {
            title: title.to_owned(),
            unit: unit.to_owned(),
            along: along.to_owned(),
            columns: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// Notes the value of `row` in `column`; both are made where they are new.
    pub fn put(&mut self, row: &str, column: &str, value: f64) {
        let column_at = self.columns.iter().position(|one| one == column);
        let column_at = column_at.unwrap_or_else(|| {
            self.columns.push(column.to_owned());
            self.columns.len() - 1
        });
        let row_at = self.rows.iter().position(|(name, _)| name == row);
        let row_at = row_at.unwrap_or_else(|| {
            self.rows.push((row.to_owned(), Vec::new()));
            self.rows.len() - 1
        });
        let values = &mut self.rows[row_at].1;
        if values.len() <= column_at {
            values.resize(column_at + 1, None);
        }
        values[column_at] = Some(value);
    }

    /// The value of a row in a column, if there is one.
    #[must_use]
    pub fn get(&self, row: &str, column: &str) -> Option<f64> {
        let at = self.columns.iter().position(|one| one == column)?;
        let (_, values) = self.rows.iter().find(|(name, _)| name == row)?;
        values.get(at).copied().flatten()
    }

    /// The name of the file that its plot is in.
    #[must_use]
    pub fn plot_name(&self) -> String {
        let plain = |c: char| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '-'
            }
        };
        self.title.chars().map(plain).collect::<String>() + ".svg"
    }

    /// An SVG picture of it: a line for each row over the columns.
    ///
    /// # Errors
    /// If it can't be drawn.
    pub fn svg(&self) -> io::Result<String> {
        let mut picture = String::new();
        self.draw(&mut picture)
            .map_err(|error| io::Error::other(error.to_string()))?;
        Ok(picture)
    }

    fn draw(&self, picture: &mut String) -> Result<(), Box<dyn std::error::Error>> {
        let root = SVGBackend::with_string(picture, (760, 420)).into_drawing_area();
        root.fill(&WHITE)?;
        let values = self.rows.iter().flat_map(|(_, values)| values).flatten();
        // With room for the names above all lines.
        let top = values.copied().fold(1.0, f64::max) * (1.1 + 0.06 * self.rows.len() as f64);
        let last = self.columns.len().saturating_sub(1).max(1) as f64;
        let mut chart = ChartBuilder::on(&root)
            .caption(&self.title, ("sans-serif", 18))
            .margin(12)
            .x_label_area_size(40)
            .y_label_area_size(60)
            .build_cartesian_2d(0.0..last, 0.0..top)?;
        let label = |x: &f64| {
            let whole = (x.round() - x).abs() < 1e-6;
            let column = whole
                .then(|| self.columns.get(x.round() as usize))
                .flatten();
            column.cloned().unwrap_or_default()
        };
        let number = |y: &f64| format!("{y:.1}").trim_end_matches(".0").to_owned();
        chart
            .configure_mesh()
            .light_line_style(TRANSPARENT)
            .x_labels(self.columns.len().max(2))
            .x_label_formatter(&label)
            .y_label_formatter(&number)
            .x_desc(&self.along)
            .y_desc(&self.unit)
            .draw()?;
        for (number, (name, values)) in self.rows.iter().enumerate() {
            let colour = Palette99::pick(number).to_rgba();
            let points = values.iter().enumerate();
            let points: Vec<_> = points
                .filter_map(|(x, y)| y.map(|y| (x as f64, y)))
                .collect();
            chart
                .draw_series(LineSeries::new(points.clone(), colour.stroke_width(2)).point_size(3))?
                .label(name)
                .legend(move |(x, y)| {
                    PathElement::new([(x, y), (x + 16, y)], colour.stroke_width(2))
                });
        }
        chart
            .configure_series_labels()
            .background_style(WHITE.mix(0.8))
            .border_style(BLACK.mix(0.3))
            .position(SeriesLabelPosition::UpperLeft)
            .draw()?;
        root.present()?;
        Ok(())
    }
}

/// As Markdown, which a terminal shows as well.
impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} ({})\n", self.title, self.unit)?;
        let name = self
            .rows
            .iter()
            .map(|(name, _)| name.len())
            .max()
            .unwrap_or(0);
        write!(f, "| {:name$} |", self.along)?;
        for column in &self.columns {
            write!(f, " {column:>9} |")?;
        }
        write!(f, "\n|{:-<1$}|", "", name.max(self.along.len()) + 2)?;
        for column in &self.columns {
            write!(f, "{:->1$}:|", "", column.len().max(9) + 1)?;
        }
        writeln!(f)?;
        for (row, values) in &self.rows {
            write!(f, "| {row:0$} |", name.max(self.along.len()))?;
            for (at, column) in self.columns.iter().enumerate() {
                let width = column.len().max(9);
                match values.get(at).copied().flatten() {
                    Some(value) => write!(f, " {value:>width$.1} |")?,
                    None => write!(f, " {:>width$} |", "-")?,
                }
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

/// The middle one of some values; NaN of none.
#[must_use]
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    match sorted.len() {
        0 => f64::NAN,
        n if n % 2 == 1 => sorted[n / 2],
        n => f64::midpoint(sorted[n / 2 - 1], sorted[n / 2]),
    }
}

/// "200 k", "1 M".
#[must_use]
pub fn count(number: usize) -> String {
    match number {
        0 => "0".to_owned(),
        number if number.is_multiple_of(1_000_000) => format!("{} M", number / 1_000_000),
        number if number.is_multiple_of(1_000) => format!("{} k", number / 1_000),
        number => number.to_string(),
    }
}

/// Prints the tables; writes them to `json` and as pictures into `plots`, where those are given.
///
/// # Errors
/// If a file can't be written.
pub fn publish(tables: &[Table], json: Option<&Path>, plots: Option<&Path>) -> io::Result<()> {
    let results = Results {
        circumstances: Circumstances::here(),
        tables: tables.to_vec(),
    };
    let here = &results.circumstances;
    println!(
        "{}\nLinux {}, commit {}\n$ {}\n",
        here.machine, here.kernel, here.commit, here.command
    );
    for table in tables {
        println!("{table}");
    }
    if let Some(path) = json {
        results.write(path)?;
    }
    if let Some(directory) = plots {
        fs::create_dir_all(directory)?;
        for table in tables {
            fs::write(directory.join(table.plot_name()), table.svg()?)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table = Table::new("Lookup", "ns", "routes");
        table.put("ours", "1 k", 2.0);
        table.put("ours", "1 M", 4.25);
        table.put("theirs", "1 M", 9.0);
        table
    }

    #[test]
    fn rows_and_columns_are_made_as_values_come() {
        let text = table().to_string();
        assert_eq!(
            text,
            "Lookup (ns)\n\n\
             | routes |       1 k |       1 M |\n\
             |--------|----------:|----------:|\n\
             | ours   |       2.0 |       4.2 |\n\
             | theirs |         - |       9.0 |\n"
        );
        assert_eq!(table().get("theirs", "1 M"), Some(9.0));
        assert_eq!(table().get("theirs", "1 k"), None);
    }

    #[test]
    fn a_plot_has_a_line_for_each_row() {
        let svg = table().svg().expect("drawn");
        assert!(
            svg.contains(">ours") && svg.contains(">theirs") || svg.contains("ours\n"),
            "{svg}"
        );
        assert!(svg.matches("<polyline").count() >= 2);
    }

    #[test]
    fn what_was_done_is_told_without_where_results_went() {
        let words = ["lookup", "--json", "a.json", "--rounds", "3", "--plots=p"];
        let words = words.map(str::to_owned).into_iter();
        assert_eq!(command(words), "tollgate-bench lookup --rounds 3");
        let status = |list| format!("Name:\tx\nCpus_allowed:\t2\nCpus_allowed_list:\t{list}\n");
        assert_eq!(pinned(&status("1"), "0-1\n"), "taskset -c 1 ");
        assert_eq!(pinned(&status("0-1"), "0-1\n"), "");
        let cpuinfo = "processor\t: 0\nmodel name\t: AMD EPYC\n\nprocessor\t: 1\n";
        assert_eq!(machine(cpuinfo), "AMD EPYC, 2 processors");
    }

    #[test]
    fn round_numbers_are_short() {
        let shown = [0, 100, 64_000, 65_536, 1_000_000].map(count);
        assert_eq!(shown, ["0", "100", "64 k", "65536", "1 M"]);
    }

    #[test]
    fn the_median_is_the_middle_one() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&[1.0, 2.0]), 1.5);
        assert!(median(&[]).is_nan());
    }
}
