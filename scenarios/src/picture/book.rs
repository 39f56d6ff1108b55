//! Pages of the book from lessons.

use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
};

use super::{RouteError, network, packet_way};
use crate::{
    lesson::{KeyPacket, Lesson},
    transcript::{ClauseKind, Part},
};

/// Where pages and pictures are, below the book's sources.
const FOLDER: &str = "lessons";

/// The part of the summary that lists them.
const HEADING: &str = "# Lessons\n";

/// Why there are no pages.
#[derive(Debug)]
pub enum BookError {
    /// The packet of the lesson of that name.
    Packet(String, RouteError),
    /// A file.
    File(PathBuf, io::Error),
}

impl fmt::Display for BookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Packet(lesson, error) => write!(f, "{lesson}.md: {error}"),
            Self::File(path, error) => write!(f, "{}: {error}", path.display()),
        }
    }
}

impl std::error::Error for BookError {}

/// The files that show `lessons`, with their contents: a page for each, and its pictures. Paths are
/// below the book's sources.
///
/// # Errors
/// If the packet of a lesson has no way.
pub fn files(lessons: &[Lesson]) -> Result<Vec<(PathBuf, String)>, BookError> {
    let folder = Path::new(FOLDER);
    let mut files = Vec::new();
    for lesson in lessons {
        let name = &lesson.name;
        let way = packet_way(lesson).map_err(|error| BookError::Packet(name.clone(), error))?;
        files.push((
            folder.join(format!("{name}.md")),
            page(lesson, way.is_some()),
        ));
        files.push((folder.join(format!("{name}.svg")), network(lesson)));
        files.extend(way.map(|way| (folder.join(format!("{name}-packet.svg")), way)));
    }
    Ok(files)
}

/// The summary of a book with these lessons: what it says of others stays.
#[must_use]
pub fn summary(before: &str, lessons: &[Lesson]) -> String {
    let Some((head, tail)) = before.split_once(HEADING) else {
        return before.to_owned();
    };
    let rest = tail.split_once("\n# ").map_or("", |(_, rest)| rest);
    let mut text = format!("{head}{HEADING}\n");
    for Lesson { name, title, .. } in lessons {
        text += &format!("- [{}]({FOLDER}/{name}.md)\n", title.replace('`', ""));
    }
    text + "\n# " + rest
}

/// Writes the pages of `lessons` and the summary into the book's sources at `book`; pages of lessons
/// that are gone are removed.
///
/// # Errors
/// See [`BookError`].
pub fn write(lessons: &[Lesson], book: &Path) -> Result<(), BookError> {
    let files = files(lessons)?;
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |error| BookError::File(path, error)
    };
    let folder = book.join(FOLDER);
    fs::create_dir_all(&folder).map_err(failed(&folder))?;
    for entry in fs::read_dir(&folder).map_err(failed(&folder))? {
        let path = entry.map_err(failed(&folder))?.path();
        if !files.iter().any(|(file, _)| book.join(file) == path) {
            fs::remove_file(&path).map_err(failed(&path))?;
        }
    }
    for (file, text) in files {
        let path = book.join(file);
        fs::write(&path, text).map_err(failed(&path))?;
    }
    let path = book.join("SUMMARY.md");
    let before = fs::read_to_string(&path).map_err(failed(&path))?;
    fs::write(&path, summary(&before, lessons)).map_err(failed(&path))
}

/// A lesson as a page: its text, with the topology below its title, and its packet's way at the end.
fn page(lesson: &Lesson, has_way: bool) -> String {
    let name = &lesson.name;
    let picture = format!("\n![Who is there, and how they are joined]({name}.svg)\n");
    let mut text = String::new();
    for part in &lesson.parts {
        match part {
            Part::Prose(prose) => text += prose,
            Part::Block(block) => {
                if let Some(clause) = &block.clause {
                    let kind = match clause.kind {
                        ClauseKind::Only => "Only on",
                        ClauseKind::Not => "Not on",
                        ClauseKind::Fails => "Known to fail on",
                    };
                    let backends = clause.backends.join(", ");
                    text += &format!("*{kind} {backends}: {}.*\n\n", clause.reason);
                }
                text += &block_text(block);
            }
        }
    }
    // Behind the title, which is the first line that says something.
    let title_end = text
        .find("# ")
        .and_then(|at| Some(at + text[at..].find('\n')? + 1));
    text.insert_str(title_end.unwrap_or(0), &picture);
    let text = text.trim().to_owned();
    let mut text = text + "\n";
    if let (true, Some(packet)) = (has_way, &lesson.packet) {
        let KeyPacket {
            machine,
            port,
            packet,
        } = packet;
        let begins = match port {
            Some(port) => format!("when it comes into {machine} by {port}"),
            None => format!("when {machine} itself sends it"),
        };
        text += &format!(
            "\n## A packet's way\n\nWhat `{packet}` meets {begins}, after all that was typed above:\n\n\
             ![The hooks, rules, translations and routes that the packet meets]({name}-packet.svg)\n"
        );
    }
    text += &format!("\n---\n\nRun it: `tollgate lab run {name}`");
    if let Some(slides) = &lesson.slides {
        text += &format!(". It follows slides {slides} of the course");
    }
    text + ".\n"
}

/// A transcript that the book's own tests do not run: lessons are run by others.
fn block_text(block: &crate::transcript::Block) -> String {
    let mut text = String::from("```console live\n");
    for step in &block.steps {
        let host = step.host.as_deref().unwrap_or_default();
        let command = step.command.replace('\n', "\n> ");
        text += &format!("root@{host}:~# {command}\n{}", step.output);
        if step.status != 0 {
            text += &format!("[exit {}]\n", step.status);
        }
    }
    text + "```\n"
}
