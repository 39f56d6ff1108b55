//! Where something stands in a runbook.

use std::{fmt, sync::Arc};

/// A place in a runbook: what an object of the configuration remembers of the line it came from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Origin {
    /// The file as the user named it; `<socket>` for what came over the API.
    pub file: Arc<str>,
    /// The line, from 1.
    pub line: u32,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// A stretch of one line of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The line, from 1.
    pub line: u32,
    /// The first character, from 1.
    pub column: u32,
    /// Characters in it.
    pub width: u32,
}

impl Span {
    /// From the start of `self` to the end of `other` if that is on the same line, else `self`.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        if other.line == self.line && other.column >= self.column {
            Self {
                width: other.column + other.width - self.column,
                ..self
            }
        } else {
            self
        }
    }
}
