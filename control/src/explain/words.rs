//! The words of a description, and what is wrong with them.

use std::{fmt, ops::Range};

/// What is wrong with the description of a packet, or with a filter, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PacketError {
    text: String,
    examples: &'static str,
    /// The bytes of `text` that are meant.
    at: Range<usize>,
    message: String,
}

impl PacketError {
    /// What is wrong.
    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    /// The characters of the description that are meant: the first, and how many.
    pub(crate) fn place(&self) -> (usize, usize) {
        let before = self.text[..self.at.start].chars().count();
        (before, self.text[self.at.clone()].chars().count().max(1))
    }
}

impl fmt::Display for PacketError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (before, width) = self.place();
        let carets = "^".repeat(width);
        writeln!(f, "{}", self.text)?;
        writeln!(f, "{:before$}{carets} {}", "", self.message)?;
        f.write_str(self.examples)
    }
}

impl std::error::Error for PacketError {}

/// The words of a description.
pub(super) struct Words<'t> {
    text: &'t str,
    examples: &'static str,
    words: Vec<Range<usize>>,
    next: usize,
}

impl<'t> Words<'t> {
    /// The words of `text`; complaints about them end in `examples`.
    pub(super) fn new(text: &'t str, examples: &'static str) -> Self {
        let mut words = Vec::new();
        let mut start = None;
        for (at, c) in text.char_indices() {
            let arrow = c == '>';
            if (c.is_whitespace() || arrow)
                && let Some(start) = start.take()
            {
                words.push(start..at);
            }
            if arrow {
                words.push(at..at + 1);
            } else if !c.is_whitespace() && start.is_none() {
                start = Some(at);
            }
        }
        words.extend(start.map(|start| start..text.len()));
        Self {
            text,
            examples,
            words,
            next: 0,
        }
    }

    /// Takes the next word.
    pub(super) fn next(&mut self) -> Option<&'t str> {
        let word = self.words.get(self.next)?;
        self.next += 1;
        Some(&self.text[word.clone()])
    }

    /// The next word, which is not taken.
    pub(super) fn peek(&self) -> Option<&'t str> {
        let word = self.words.get(self.next)?;
        Some(&self.text[word.clone()])
    }

    /// A complaint about the word that was taken last, or about the end.
    pub(super) fn wrong(&self, message: impl Into<String>) -> PacketError {
        let last = self.next.checked_sub(1).and_then(|at| self.words.get(at));
        self.about(last.cloned(), message)
    }

    /// A complaint that something is missing behind the last word.
    pub(super) fn missing(&self, message: impl Into<String>) -> PacketError {
        let next = self.words.get(self.next).cloned();
        self.about(next, message)
    }

    fn about(&self, at: Option<Range<usize>>, message: impl Into<String>) -> PacketError {
        let mut text = self.text.to_owned();
        let at = at.unwrap_or_else(|| {
            text.push(' ');
            text.len()..text.len()
        });
        PacketError {
            text,
            examples: self.examples,
            at,
            message: message.into(),
        }
    }

    /// The value of the word that was taken last.
    pub(super) fn value<T>(
        &mut self,
        what: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, PacketError> {
        let Some(word) = self.next() else {
            return Err(self.missing(format!("{what} is missing")));
        };
        read(word).ok_or_else(|| self.wrong(format!("this is not {what}")))
    }

    /// A number for `what`.
    pub(super) fn number<T: TryFrom<u64>>(&mut self, what: &str) -> Result<T, PacketError> {
        self.value(what, |word| T::try_from(number(word)?).ok())
    }
}

/// A number, decimal or with `0x`.
pub(crate) fn number(word: &str) -> Option<u64> {
    match word.strip_prefix("0x") {
        Some(hex) => u64::from_str_radix(hex, 16).ok(),
        None => word.parse().ok(),
    }
}
