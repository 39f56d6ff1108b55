//! The texts that commands are written in, and messages about places of them.

use std::{fmt::Write as _, sync::Arc};

use super::{error::Error, syntax::Place};
use crate::config::Errno;

/// The files that `include` may read: whoever has commands parsed says which process reads them, and how.
pub trait Files {
    /// The contents of a file.
    ///
    /// # Errors
    /// The system's text for what is wrong: `No such file or directory`.
    fn read(&self, path: &str) -> Result<Vec<u8>, String>;

    /// The files (no directories) of which the path is, or that a pattern with `*`, `?` and `[…]` matches, in order.
    fn matching(&self, pattern: &str) -> Vec<String>;
}

/// No files at all: nothing can be included.
#[derive(Clone, Copy, Debug)]
pub struct NoFiles;

impl Files for NoFiles {
    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        Err(Errno::NoEnt.text().to_owned())
    }

    fn matching(&self, _: &str) -> Vec<String> {
        Vec::new()
    }
}

/// Texts that commands are written in: the one that was given, and those that it includes.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    texts: Vec<Text>,
}

#[derive(Clone, Debug)]
struct Text {
    /// Its file's name; `None` for the command line.
    name: Option<String>,
    contents: Arc<str>,
    /// Where lines begin. (Those within quotes do not count.)
    lines: Vec<u32>,
    /// Where it is included.
    included: Option<Place>,
}

impl Inputs {
    /// The words of a command line, joined by spaces.
    #[must_use]
    pub fn command_line(text: &str) -> Self {
        let mut inputs = Self::default();
        inputs.push(None, format!("{text}\n"), None);
        inputs
    }

    /// A file; `/dev/stdin` is the name of `-`.
    #[must_use]
    pub fn file(name: &str, contents: &[u8]) -> Self {
        let mut inputs = Self::default();
        let contents = String::from_utf8_lossy(contents).into_owned();
        inputs.push(Some(name.to_owned()), contents, None);
        inputs
    }

    /// One more text, which is read before or within the others; its number.
    pub(super) fn push(
        &mut self,
        name: Option<String>,
        contents: String,
        included: Option<Place>,
    ) -> Option<u16> {
        let number = u16::try_from(self.texts.len()).ok()?;
        // Places are 32 bits wide.
        u32::try_from(contents.len()).ok()?;
        self.texts.push(Text {
            name,
            contents: contents.into(),
            lines: vec![0],
            included,
        });
        Some(number)
    }

    /// How many texts are around each other, down to this one.
    pub(super) fn depth(&self, input: u16) -> usize {
        let mut depth = 0;
        let mut around = self.texts.get(usize::from(input));
        while let Some(text) = around {
            depth += 1;
            let place = text.included;
            around = place.and_then(|place| self.texts.get(usize::from(place.input)));
        }
        depth
    }

    /// What is written in a text.
    pub(super) fn contents(&self, input: u16) -> Arc<str> {
        let text = self.texts.get(usize::from(input));
        text.map_or_else(|| Arc::from(""), |text| Arc::clone(&text.contents))
    }

    /// A line of a text begins here.
    pub(super) fn line_begins(&mut self, input: u16, at: u32) {
        if let Some(text) = self.texts.get_mut(usize::from(input))
            && text.lines.last().is_none_or(|last| *last < at)
        {
            text.lines.push(at);
        }
    }

    /// What stands at a place.
    #[must_use]
    pub fn at(&self, place: Place) -> &str {
        let text = self.texts.get(usize::from(place.input));
        let range = place.start as usize..place.end as usize;
        text.and_then(|text| text.contents.get(range))
            .unwrap_or_default()
    }

    /// The file and the line of a place; `None` on the command line.
    #[must_use]
    pub fn source(&self, place: Place) -> Option<(&str, u32)> {
        let text = self.texts.get(usize::from(place.input))?;
        Some((text.name.as_deref()?, text.line(place.start).0 + 1))
    }

    /// A message as nft prints it: what is wrong, the line, and marks under the places.
    #[must_use]
    pub fn render(&self, error: &Error) -> String {
        let mut out = String::new();
        let Some(place) = error.places.first().copied() else {
            return format!("Error: {}\n", error.message);
        };
        let Some(text) = self.texts.get(usize::from(place.input)) else {
            return format!("internal:0:0-0: Error: {}\n\n\n", error.message);
        };
        self.included_from(text, &mut out);
        if let Some(name) = &text.name {
            let (line, first, last) = text.span(place);
            let _ = write!(out, "{name}:{line}:{first}-{last}: ");
        }
        let _ = writeln!(out, "Error: {}", error.message);
        let line = text.shown(place);
        let spans: Vec<(u32, u32)> = error
            .places
            .iter()
            .map(|place| {
                let (_, first, last) = text.span(*place);
                (first, last)
            })
            .collect();
        let _ = writeln!(out, "{line}\n{}", marks(line, &spans));
        out
    }

    /// `In file included from …`: the files around a text.
    fn included_from(&self, text: &Text, out: &mut String) {
        let mut prefix = "In file included from";
        let mut included = text.included;
        while let Some(place) = included {
            let Some(around) = self.texts.get(usize::from(place.input)) else {
                break;
            };
            let (line, first, last) = around.span(place);
            let name = around.name.as_deref().unwrap_or("(null)");
            let _ = writeln!(out, "{prefix} {name}:{line}:{first}-{last}:");
            prefix = "                 from";
            included = around.included;
        }
    }
}

impl Text {
    /// The line of a byte, from 0, and where it begins.
    fn line(&self, at: u32) -> (u32, u32) {
        let after = self.lines.partition_point(|start| *start <= at);
        let line = after.saturating_sub(1);
        let begin = self.lines.get(line).copied().unwrap_or_default();
        (u32::try_from(line).unwrap_or(u32::MAX), begin)
    }

    /// The line of a place, and its first and last columns; all from 1.
    fn span(&self, place: Place) -> (u32, u32, u32) {
        let (line, begin) = self.line(place.start);
        let (_, end) = self.line(place.end.saturating_sub(1));
        (
            line + 1,
            place.start - begin + 1,
            place.end.saturating_sub(end),
        )
    }

    /// The line that is shown for a place. Of the end of the input it is the last that has something; of a command line
    /// always the first.
    fn shown(&self, place: Place) -> &str {
        let begin = if self.name.is_none() {
            0
        } else {
            let end = u32::try_from(self.contents.len()).unwrap_or(u32::MAX);
            let at = if place.start >= end {
                end.saturating_sub(1)
            } else {
                place.start
            };
            self.line(at).1
        };
        let rest = self.contents.get(begin as usize..).unwrap_or_default();
        let line = rest.split('\n').next().unwrap_or_default();
        // nft reads no more than this of a file's line.
        match line
            .char_indices()
            .find(|(at, c)| at + c.len_utf8() > SHOWN)
        {
            Some((at, _)) if self.name.is_some() => &line[..at],
            _ => line,
        }
    }
}

/// Most bytes of a line of a file that are shown.
const SHOWN: usize = 1023;

/// `^^^` under the first place and `~~~` under the others; columns are from 1.
fn marks(line: &str, spans: &[(u32, u32)]) -> String {
    let end = spans.iter().map(|(_, last)| *last).max().unwrap_or(0) as usize;
    let tabs = line
        .bytes()
        .map(|byte| if byte == b'\t' { b'\t' } else { b' ' });
    let mut marks: Vec<u8> = tabs.chain(std::iter::repeat(b' ')).take(end).collect();
    for (place, (first, last)) in spans.iter().enumerate().rev() {
        let mark = if place == 0 { b'^' } else { b'~' };
        let begin = first.saturating_sub(1) as usize;
        if let Some(under) = marks.get_mut(begin..*last as usize) {
            under.fill(mark);
        }
    }
    String::from_utf8_lossy(&marks).into_owned()
}
