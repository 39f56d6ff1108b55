//! Where a session is typed and shown.

use std::io::{self, BufRead, Write};

/// What is at a console just now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// Nothing.
    Nothing,
    /// A line for the command that runs.
    Line(String),
    /// The end of what it can read (Ctrl-D).
    End,
    /// Ctrl-C.
    Interrupt,
}

/// A console.
pub trait Console {
    /// Shows text.
    ///
    /// # Errors
    /// When it can't be written.
    fn show(&mut self, text: &str) -> io::Result<()>;

    /// Reads a line at a prompt; `None` at the end.
    ///
    /// # Errors
    /// When it can't be read.
    fn read_line(&mut self, prompt: &str) -> io::Result<Option<String>>;

    /// Waits for at most `wait` of real time while a command runs, for what is typed at it.
    fn poll(&mut self, wait: std::time::Duration) -> Key;

    /// Whether people look at it: lines may be drawn over, and time goes by as on the wall.
    fn is_live(&self) -> bool;

    /// What is completed, from now on.
    fn set_words(&mut self, _words: super::complete::Words) {}
}

/// Commands from a pipe or a file. What is typed is shown, so that the output is a transcript.
#[derive(Debug)]
pub struct Pipe<R, W> {
    from: R,
    to: W,
}

impl<R: BufRead, W: Write> Pipe<R, W> {
    /// Reads from one and writes to the other.
    pub const fn new(from: R, to: W) -> Self {
        Self { from, to }
    }
}

impl<R: BufRead, W: Write> Console for Pipe<R, W> {
    fn show(&mut self, text: &str) -> io::Result<()> {
        self.to.write_all(text.as_bytes())?;
        self.to.flush()
    }

    fn read_line(&mut self, prompt: &str) -> io::Result<Option<String>> {
        let mut line = String::new();
        if self.from.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let line = line.trim_end_matches(['\n', '\r']).to_owned();
        self.show(&format!("{prompt}{line}\n"))?;
        Ok(Some(line))
    }

    fn poll(&mut self, _: std::time::Duration) -> Key {
        Key::Nothing
    }

    fn is_live(&self) -> bool {
        false
    }
}
