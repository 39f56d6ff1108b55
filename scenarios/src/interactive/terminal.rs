//! A terminal: line editing, history and completion at the prompt; while a command runs, what is typed goes
//! to it, and Ctrl-C ends it.

use std::{
    io::{self, Read, Write},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustyline::{
    Config, Context, Editor, Helper, completion::Completer, error::ReadlineError,
    highlight::Highlighter, hint::Hinter, history::MemHistory, validate::Validator,
};

use super::{
    complete::Words,
    console::{Console, Key},
};

/// A terminal.
pub struct Terminal {
    editor: Editor<Completion, MemHistory>,
    interrupted: Arc<AtomicBool>,
    /// What was typed at a command that is not a whole line yet.
    typed: Vec<u8>,
}

impl std::fmt::Debug for Terminal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Terminal").finish_non_exhaustive()
    }
}

fn other(error: ReadlineError) -> io::Error {
    if let ReadlineError::Io(error) = error {
        error
    } else {
        io::Error::other(error)
    }
}

impl Terminal {
    /// The terminal of the process.
    ///
    /// # Errors
    /// When it can't be used.
    pub fn open() -> io::Result<Self> {
        let config = Config::builder().auto_add_history(true).build();
        let history = MemHistory::with_config(&config);
        let mut editor = Editor::with_history(config, history).map_err(other)?;
        editor.set_helper(Some(Completion::default()));
        let interrupted = Arc::new(AtomicBool::new(false));
        signal_hook::flag::register(signal_hook::consts::SIGINT, Arc::clone(&interrupted))?;
        Ok(Self {
            editor,
            interrupted,
            typed: Vec::new(),
        })
    }
}

impl Console for Terminal {
    fn show(&mut self, text: &str) -> io::Result<()> {
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        out.flush()
    }

    fn read_line(&mut self, prompt: &str) -> io::Result<Option<String>> {
        self.interrupted.store(false, Ordering::Relaxed);
        match self.editor.readline(prompt) {
            Ok(line) => Ok(Some(line)),
            // Ctrl-C at the prompt throws the line away.
            Err(ReadlineError::Interrupted) => Ok(Some(String::new())),
            Err(ReadlineError::Eof) => Ok(None),
            Err(error) => Err(other(error)),
        }
    }

    fn poll(&mut self, wait: Duration) -> Key {
        if self.interrupted.swap(false, Ordering::Relaxed) {
            return Key::Interrupt;
        }
        let stdin = io::stdin();
        let mut fds = [PollFd::new(&stdin, PollFlags::IN)];
        let limit = Timespec {
            tv_sec: wait.as_secs() as i64,
            tv_nsec: wait.subsec_nanos().into(),
        };
        let ready = poll(&mut fds, Some(&limit)).unwrap_or(0);
        if self.interrupted.swap(false, Ordering::Relaxed) {
            return Key::Interrupt;
        }
        if ready == 0 {
            return Key::Nothing;
        }
        let mut bytes = [0; 1024];
        match stdin.lock().read(&mut bytes) {
            Ok(0) => Key::End,
            Ok(len) => {
                self.typed.extend_from_slice(&bytes[..len]);
                match self.typed.iter().position(|byte| *byte == b'\n') {
                    Some(end) => {
                        let line: Vec<u8> = self.typed.drain(..=end).collect();
                        let line = String::from_utf8_lossy(&line);
                        Key::Line(line.trim_end_matches(['\n', '\r']).to_owned())
                    }
                    None => Key::Nothing,
                }
            }
            Err(_) => Key::Nothing,
        }
    }

    fn is_live(&self) -> bool {
        true
    }

    fn set_words(&mut self, words: Words) {
        if let Some(helper) = self.editor.helper_mut() {
            helper.0 = words;
        }
    }
}

/// Completion for the editor.
#[derive(Default)]
struct Completion(Words);

impl Completer for Completion {
    type Candidate = String;

    fn complete(
        &self,
        line: &str,
        at: usize,
        _: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<String>)> {
        Ok(self.0.complete(line, at))
    }
}

impl Hinter for Completion {
    type Hint = String;
}

impl Highlighter for Completion {}
impl Validator for Completion {}
impl Helper for Completion {}
