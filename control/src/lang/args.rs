//! A command's words, taken one after the other.

use std::borrow::Cow;

use super::Output;

/// Why a command ended early: what to print on standard error, and the exit status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The complaint, with its line ends.
    pub message: Cow<'static, str>,
    /// The exit status.
    pub status: i32,
    /// The word that is to blame (index into argv).
    pub word: Option<usize>,
    /// The real tool calls `exit()` where this happens, which also ends the batch it is in.
    pub exits: bool,
}

impl Failure {
    /// An orderly end of the command: the tool's function returns `status`.
    pub(crate) fn returned(status: i32, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            message: message.into(),
            status,
            word: None,
            exits: false,
        }
    }

    /// The tool calls `exit(status)`.
    pub(crate) fn exit(status: i32, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            exits: true,
            ..Self::returned(status, message)
        }
    }

    /// Says what is wrong; gives the status.
    pub(crate) fn print(&self, out: &mut Output) -> i32 {
        out.stderr.extend_from_slice(self.message.as_bytes());
        out.blame = out.blame.or(self.word);
        self.status
    }

    /// Without the word that was to blame.
    pub(crate) fn without_word(mut self) -> Self {
        self.word = None;
        self
    }

    /// This if the tool exits, else what the caller says.
    pub(crate) fn unless_exits(self, other: impl FnOnce() -> Self) -> Self {
        if self.exits { self } else { other() }
    }

    /// With the word that is to blame.
    pub(crate) fn at(mut self, word: usize) -> Self {
        self.word = self.word.or(Some(word));
        self
    }
}

/// A keyword of a grammar, and how much of it must be typed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Key {
    /// The whole word.
    Whole(&'static str),
    /// Any prefix of it.
    Prefix(&'static str),
}

impl Key {
    fn holds(self, word: &str) -> bool {
        match self {
            Self::Whole(key) => key == word,
            Self::Prefix(key) => is_abbreviation(word, key),
        }
    }
}

/// Whether `word` is a prefix of `key` that is not empty.
#[inline]
pub(crate) fn is_abbreviation(word: &str, key: &str) -> bool {
    !word.is_empty() && key.as_bytes().starts_with(word.as_bytes())
}

/// The meaning of `word`: of the first key that it is, or abbreviates. The order of the table is
/// what decides among abbreviations.
#[inline]
pub(crate) fn find<T: Copy>(table: &[(Key, T)], word: &str) -> Option<T> {
    table
        .iter()
        .find(|(key, _)| key.holds(word))
        .map(|&(_, meaning)| meaning)
}

/// The words of a command that are still to be read.
#[derive(Clone, Debug)]
pub(crate) struct Args<'w, 's> {
    words: &'w [&'s str],
    next: usize,
}

impl<'w, 's> Args<'w, 's> {
    /// All of `words`.
    pub(crate) fn new(words: &'w [&'s str]) -> Self {
        Self { words, next: 0 }
    }

    /// The next word, which stays.
    pub(crate) fn peek(&self) -> Option<&'s str> {
        self.words.get(self.next).copied()
    }

    /// Takes the next word.
    pub(crate) fn next(&mut self) -> Option<&'s str> {
        let word = self.peek()?;
        self.next += 1;
        Some(word)
    }

    /// Takes the next word, which has to be there because of the one before it (`NEXT_ARG`).
    pub(crate) fn value(&mut self) -> Result<&'s str, Failure> {
        self.next().ok_or_else(|| self.incomplete())
    }

    /// That there is another word, which has to be there because of the one before it; it stays.
    pub(crate) fn needs_more(&self) -> Result<(), Failure> {
        self.peek().map(|_| ()).ok_or_else(|| self.incomplete())
    }

    fn incomplete(&self) -> Failure {
        Failure::exit(255, "Command line is not complete. Try option \"help\"\n").at(self.last())
    }

    /// Takes the value of `key` likewise, which may be given only once: `before` says whether it was there already.
    pub(crate) fn value_once(&mut self, key: &str, before: bool) -> Result<&'s str, Failure> {
        let value = self.value()?;
        if before {
            return Err(self.duplicate(key));
        }
        Ok(value)
    }

    /// Takes the next word if it is `word`.
    pub(crate) fn take(&mut self, word: &str) -> bool {
        let here = self.peek() == Some(word);
        self.next += usize::from(here);
        here
    }

    /// The words taken since word `from` was.
    pub(crate) fn since(&self, from: usize) -> &'w [&'s str] {
        self.words.get(from..self.next).unwrap_or_default()
    }

    /// How many words are still to be taken.
    pub(crate) const fn left(&self) -> usize {
        self.words.len().saturating_sub(self.next)
    }

    /// Whether all words are taken.
    pub(crate) fn is_empty(&self) -> bool {
        self.next >= self.words.len()
    }

    /// The index of the word taken last (0 before the first).
    pub(crate) fn last(&self) -> usize {
        self.next.saturating_sub(1)
    }

    /// Gives the word taken last back.
    pub(crate) fn put_back(&mut self) {
        self.next = self.last();
    }

    /// The word taken last.
    pub(crate) fn taken(&self) -> &'s str {
        self.words.get(self.last()).copied().unwrap_or_default()
    }

    /// A value that can't be read: `Error: argument "WORD" is wrong: WHY`.
    pub(crate) fn invalid(&self, why: &str) -> Failure {
        let word = self.taken();
        // The tool's own texts end in a line end here and there, and it prints another.
        Failure::exit(255, format!("Error: argument \"{word}\" is wrong: {why}\n")).at(self.last())
    }

    /// A word that was there already: `Error: duplicate "KEY": "WORD" is the second value.`
    pub(crate) fn duplicate(&self, key: &str) -> Failure {
        let word = self.taken();
        Failure::exit(
            255,
            format!("Error: duplicate \"{key}\": \"{word}\" is the second value.\n"),
        )
        .at(self.last())
    }

    /// A word that nobody knows, where `key` could have been left out:
    /// `Error: either "KEY" is duplicate, or "WORD" is a garbage.`
    pub(crate) fn garbage(&self, key: &str) -> Failure {
        let word = self.taken();
        Failure::exit(
            255,
            format!("Error: either \"{key}\" is duplicate, or \"{word}\" is a garbage.\n"),
        )
        .at(self.last())
    }
}

/// Something that had to be given: `Not enough information: "KEY" argument is required.`
pub(crate) fn missing(status: i32, key: &str) -> Failure {
    Failure::returned(
        status,
        format!("Not enough information: \"{key}\" argument is required.\n"),
    )
}
