//! The page: a text whose holes are filled.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt, fs, io,
    path::Path,
};

use super::hole::{Files, HoleError, PLOTS, fill};
use crate::{instructions, recorded::Results, results::Circumstances};

/// A page and its pictures.
#[derive(Clone, Debug)]
pub struct Page {
    /// The text, in Markdown.
    pub text: String,
    /// The pictures: their names, and what they look like (SVG).
    pub plots: BTreeMap<String, String>,
}

/// Why there is no page.
#[derive(Debug)]
pub enum PageError {
    /// A hole can't be filled; the line is that where its paragraph begins.
    Hole(usize, HoleError),
    /// A table has a number that comes from no file.
    Loose(usize, String),
    /// A file can't be read, or a picture not be drawn.
    Io(io::Error),
}

impl fmt::Display for PageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hole(line, error) => write!(f, "the paragraph in line {line}: {error}"),
            Self::Loose(line, cell) => write!(
                f,
                "the table in line {line}: a number that no file has: {cell}"
            ),
            Self::Io(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for PageError {}

impl From<io::Error> for PageError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// What stands below the title.
const MADE: &str = "\n\n<!-- Made by `tollgate-bench report` of docs/performance.md.in and benches/results: \
                    do not edit. -->";

impl Page {
    /// Makes it of a text with holes and the results in a folder.
    ///
    /// # Errors
    /// If results can't be read, a hole can't be filled, or a table has numbers of its own.
    pub fn make(text: &str, results: &Path) -> Result<Self, PageError> {
        let files = read(results)?;
        let mut page = Self {
            text: String::new(),
            plots: BTreeMap::new(),
        };
        let mut line = 1;
        for (number, paragraph) in paragraphs(text).enumerate() {
            if number > 0 {
                page.text += "\n\n";
            }
            page.add(paragraph, line, &files)?;
            if number == 0 {
                page.text += MADE;
            }
            line += paragraph.lines().count() + 1;
        }
        page.text.truncate(page.text.trim_end().len());
        page.text += "\n";
        Ok(page)
    }

    /// Adds a paragraph, and where its numbers come from if it is more than words.
    fn add(&mut self, paragraph: &str, line: usize, files: &Files) -> Result<(), PageError> {
        let hole = |error| PageError::Hole(line, error);
        let (mut rest, mut filled, mut words) = (paragraph, String::new(), String::new());
        let mut used = Vec::new();
        while let Some((before, after)) = rest.split_once("{{") {
            let (inside, after) = after.split_once("}}").ok_or(hole(HoleError::Open))?;
            let one = fill(inside.trim(), files).map_err(hole)?;
            filled += before;
            filled += &one.text;
            words += before;
            used.extend(one.files);
            if let Some((file, title)) = one.plot {
                self.draw(&file, &title, files)?;
            }
            rest = after;
        }
        filled += rest;
        words += rest;
        if paragraph.starts_with('|')
            && let Some(cell) = loose(&words)
        {
            return Err(PageError::Loose(line, cell));
        }
        self.text += &filled;
        if filled.starts_with('|') || filled.starts_with("![") {
            let mut told = BTreeSet::new();
            for file in used {
                if told.insert(file.clone())
                    && let Some(results) = files.get(&file)
                {
                    self.text += if told.len() == 1 { "\n\n" } else { "  \n" };
                    self.text += &origin(&results.circumstances);
                }
            }
        }
        Ok(())
    }

    fn draw(&mut self, file: &str, title: &str, files: &Files) -> io::Result<()> {
        let tables = files.get(file).map_or(&[][..], |results| &results.tables);
        for table in tables.iter().filter(|table| table.title == title) {
            self.plots.insert(table.plot_name(), table.svg()?);
        }
        Ok(())
    }

    /// Where the picture with this name is, if the page is at `page`.
    #[must_use]
    pub fn plot_path(page: &Path, name: &str) -> std::path::PathBuf {
        page.with_file_name(PLOTS).join(name)
    }
}

/// A line that tells where numbers come from.
fn origin(here: &Circumstances) -> String {
    let Circumstances {
        machine,
        kernel,
        commit,
        command,
    } = here;
    if machine.is_empty() {
        return format!("`{command}`");
    }
    format!("`{command}` ({machine}, Linux {kernel}, commit {commit})")
}

/// The paragraphs; what is between fences is one.
fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    text.trim_end().split("\n\n")
}

/// The first cell of a table's words, other than names, that has a digit.
fn loose(words: &str) -> Option<String> {
    let lines = words.lines().skip(2);
    let mut cells = lines.flat_map(|line| line.trim().trim_matches('|').split('|').skip(1));
    let cell = cells.find(|cell| cell.contains(|c: char| c.is_ascii_digit()))?;
    Some(cell.trim().to_owned())
}

/// The results in a folder, by the names of their files, and the instructions that are recorded.
fn read(folder: &Path) -> io::Result<Files> {
    let mut files = Files::from([("instructions".to_owned(), instructions::recorded())]);
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "json")
            && let Some(name) = path.file_stem().and_then(|name| name.to_str())
        {
            files.insert(name.to_owned(), Results::read(&path)?);
        }
    }
    Ok(files)
}

/// Writes the page that `text` and the results in a folder make, and its pictures beside it. Pictures that
/// it does not have any more are removed.
///
/// # Errors
/// If it can't be made or written.
pub fn write(text: &Path, results: &Path, page: &Path) -> io::Result<()> {
    let made = Page::make(&fs::read_to_string(text)?, results)
        .map_err(|error| io::Error::other(format!("{}: {error}", text.display())))?;
    fs::write(page, &made.text)?;
    let folder = Page::plot_path(page, "");
    if folder.is_dir() {
        fs::remove_dir_all(&folder)?;
    }
    if !made.plots.is_empty() {
        fs::create_dir_all(&folder)?;
    }
    for (name, picture) in &made.plots {
        fs::write(Page::plot_path(page, name), picture)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::Table;

    /// A folder of its own with some results.
    fn folder(name: &str) -> std::path::PathBuf {
        let id = std::process::id();
        let folder = std::env::temp_dir().join(format!("tollgate-page-{name}-{id}"));
        fs::create_dir_all(&folder).expect("made");
        for (file, value) in [("a", 2.5), ("b", 3.5)] {
            let mut table = Table::new("T", "ns", "routes");
            table.put("row", "1 k", value);
            table.put("row", "1 M", 7.0);
            let results = Results {
                circumstances: Circumstances {
                    machine: "EPYC".to_owned(),
                    kernel: "6".to_owned(),
                    commit: "c".to_owned(),
                    command: format!("do {file}"),
                },
                tables: vec![table],
            };
            let path = folder.join(file).with_extension("json");
            results.write(&path).expect("written");
        }
        folder
    }

    fn made(name: &str, text: &str) -> Result<Page, PageError> {
        let folder = folder(name);
        let page = Page::make(text, &folder);
        fs::remove_dir_all(folder).expect("removed");
        page
    }

    #[test]
    fn below_a_table_stands_where_its_numbers_come_from() {
        let text = "# It takes {{a > T > row > 1 k}} ns.\n\n| x | y |\n| --- | --- |\n\
                    | 1 k | {{b > T > row > 1 k}} and {{a > T > row > 1 M}} |\n\n{{table a > T}}\n";
        let page = made("table", text).expect("a page");
        let rest = page.text.strip_prefix("# It takes 2.50 ns.");
        assert_eq!(
            rest.and_then(|rest| rest.strip_prefix(MADE)),
            Some(
                "\n\n| x | y |\n| --- | --- |\n| 1 k | 3.50 and 7.00 |\n\n\
                 `do b` (EPYC, Linux 6, commit c)  \n`do a` (EPYC, Linux 6, commit c)\n\n\
                 | ns | 1 k | 1 M |\n| --- | --- | --- |\n| row | 2.50 | 7.00 |\n\n\
                 `do a` (EPYC, Linux 6, commit c)\n"
            )
        );
    }

    #[test]
    fn a_picture_is_drawn_beside_the_page() {
        let page = made("plot", "{{plot a > T}}").expect("a page");
        assert!(page.text.contains("![T](performance/t.svg)\n\n`do a`"));
        assert!(page.plots["t.svg"].contains("<polyline"));
    }

    #[test]
    fn numbers_that_no_file_has_are_not_taken() {
        let table = "| x | 64 B |\n| --- | --- |\n| 1 k | {{a > T > row > 1 k}} or 17 |";
        let error = made("loose", table).expect_err("17 is from nowhere");
        assert!(
            matches!(&error, PageError::Loose(1, cell) if cell == "or 17"),
            "{error}"
        );
        let error = made("open", "words\n\nand {{a > T").expect_err("no end");
        assert!(
            matches!(&error, PageError::Hole(3, HoleError::Open)),
            "{error}"
        );
    }
}
