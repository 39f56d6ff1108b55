//! Transcripts: terminal logs that a command of ours has to reproduce byte for byte.
//!
//! ```text
//! # a comment
//! ! DIRECTIVE NAME VALUE          something that is arranged without a command
//! $ ip route add default via 1.1.1.2
//! Error: Nexthop has invalid gateway.
//! [2]
//! $ ip -batch -
//! > route show
//! ```
//!
//! After each command stands what it printed, standard output before standard error, and its exit
//! status if that is not 0. A line of output that would be taken for something else has a `\` in front.
//! `TOLLGATE_RECORD=1` writes the transcripts anew; a file that begins with `#!tollgate` is checked by
//! hand, and our command writes it.

#![allow(
    clippy::panic,
    unreachable_pub,
    reason = "a transcript that can't be read fails the test; each test is a crate of its own"
)]

pub mod asked;
mod namespace;
#[path = "../shell_words/mod.rs"]
mod shell_words;

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use asked::{is_asked, records};
pub use namespace::Namespace;
use shell_words::words;

/// A line that does something.
pub enum Action {
    /// `$`: a command.
    Run {
        /// Its words.
        words: Vec<String>,
        /// What it reads.
        stdin: String,
    },
    /// `!`: the words behind it.
    Directive([String; 3]),
}

impl Action {
    /// The words of a command, and what it reads, where there are no directives.
    #[allow(dead_code, reason = "each test is a crate of its own")]
    pub fn command(&self) -> (&[String], &str) {
        match self {
            Self::Run { words, stdin } => (words, stdin),
            Self::Directive(words) => unreachable!("no such directive: {words:?}"),
        }
    }
}

/// A line and what belongs to it.
struct Step {
    /// The lines of the step, without the output.
    source: String,
    number: usize,
    /// What it does; `None` for a comment.
    action: Option<Action>,
    output: String,
}

/// A transcript.
struct Transcript {
    path: PathBuf,
    /// It is checked by hand: the real tool can't be asked.
    by_hand: bool,
    steps: Vec<Step>,
}

fn parse(path: &Path) -> Transcript {
    let text = fs::read_to_string(path).expect("a readable transcript");
    let mut steps: Vec<Step> = Vec::new();
    for (line, number) in text.split_inclusive('\n').zip(1..) {
        let action = if let Some(command) = line.strip_prefix("$ ") {
            Some(Action::Run {
                words: words(command.trim_end_matches('\n')),
                stdin: String::new(),
            })
        } else if let Some(directive) = line.strip_prefix("! ") {
            let Ok(words) = <[String; 3]>::try_from(words(directive.trim_end_matches('\n'))) else {
                panic!("{}:{number}: three words", path.display());
            };
            Some(Action::Directive(words))
        } else if line.starts_with('#') {
            None
        } else {
            let step = steps.last_mut().expect("a command before its output");
            match (line.strip_prefix("> "), &mut step.action) {
                (Some(input), Some(Action::Run { stdin, .. })) => {
                    stdin.push_str(input);
                    step.source.push_str(line);
                }
                _ => step
                    .output
                    .push_str(line.strip_prefix('\\').unwrap_or(line)),
            }
            continue;
        };
        steps.push(Step {
            source: line.to_owned(),
            number,
            action,
            output: String::new(),
        });
    }
    Transcript {
        path: path.to_owned(),
        by_hand: text.starts_with("#!tollgate"),
        steps,
    }
}

/// The transcripts of a language, or those of the folder that `TOLLGATE_TRANSCRIPTS` names.
fn transcripts(language: &str) -> Vec<Transcript> {
    let folder = std::env::var_os("TOLLGATE_TRANSCRIPTS").map_or_else(
        || {
            Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("tests/lang")
                .join(language)
        },
        PathBuf::from,
    );
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the folder of transcripts")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "t"))
        .collect();
    paths.sort();
    assert!(!paths.is_empty(), "there are transcripts");
    paths.iter().map(|path| parse(path)).collect()
}

/// What a command printed, as a transcript has it.
pub fn joined(stdout: &[u8], stderr: &[u8], status: i32) -> String {
    let mut text = String::from_utf8_lossy(stdout).into_owned();
    text.push_str(&String::from_utf8_lossy(stderr));
    if status != 0 {
        let _ = writeln!(text, "[{status}]");
    }
    text
}

/// The exit status of a process, -1 if a signal ended it.
pub fn status_of(out: &std::process::Output) -> i32 {
    out.status.code().unwrap_or(-1)
}

/// Output with a `\` in front of each line that would be taken for something else.
fn escaped(output: &str) -> String {
    let mut text = String::with_capacity(output.len());
    for line in output.split_inclusive('\n') {
        let taken = ["#", "$ ", "! ", "> ", "\\"];
        if taken.iter().any(|start| line.starts_with(start)) {
            text.push('\\');
        }
        text.push_str(line);
    }
    text
}

/// Compares what happens now with the transcript, as far as `lasting` leaves it; gives a report of what
/// differs, and the transcript as it would be.
fn replay(
    transcript: &Transcript,
    lasting: impl Fn(&str) -> String,
    mut act: impl FnMut(&Action) -> String,
) -> (String, String) {
    let mut report = String::new();
    let mut recorded = String::new();
    for step in &transcript.steps {
        recorded.push_str(&step.source);
        let Some(action) = &step.action else {
            continue;
        };
        let output = act(action);
        recorded.push_str(&escaped(&output));
        if lasting(&output) != lasting(&step.output) {
            let _ = writeln!(
                report,
                "{}:{}: {}--- transcript\n{}+++ now\n{output}",
                transcript.path.display(),
                step.number,
                step.source,
                step.output,
            );
        }
    }
    (report, recorded)
}

/// Checks that our command prints the transcripts of a language, as far as `lasting` leaves them: `act`
/// does what a line says, with a `new` router for each transcript.
pub fn ask_ours<R>(
    language: &str,
    lasting: impl Fn(&str) -> String,
    new: impl Fn() -> R,
    act: impl Fn(&mut R, &Action) -> String,
) {
    let mut reports = String::new();
    for transcript in transcripts(language) {
        let mut ours = new();
        let (report, recorded) = replay(&transcript, &lasting, |action| act(&mut ours, action));
        if records() && transcript.by_hand {
            fs::write(&transcript.path, recorded).expect("a writable transcript");
        } else {
            reports.push_str(&report);
        }
    }
    assert!(reports.is_empty(), "\n{reports}");
}

/// The same of the real tool, if there is no `obstacle`: `new` gets the name of the transcript.
pub fn ask_real_tool<K>(
    language: &str,
    obstacle: Option<&str>,
    lasting: impl Fn(&str) -> String,
    new: impl Fn(&str) -> K,
    act: impl Fn(&mut K, &Action) -> String,
) {
    if !is_asked(language, obstacle) {
        return;
    }
    let mut reports = String::new();
    for transcript in transcripts(language) {
        if transcript.by_hand {
            continue;
        }
        let name = transcript.path.file_stem().expect("a name");
        let mut kernel = new(&name.to_string_lossy());
        let (report, recorded) = replay(&transcript, &lasting, |action| act(&mut kernel, action));
        if records() {
            fs::write(&transcript.path, recorded).expect("a writable transcript");
        } else {
            reports.push_str(&report);
        }
    }
    assert!(reports.is_empty(), "\n{reports}");
}

/// The same of an oracle that is told all lines of a transcript before it answers.
#[allow(dead_code, reason = "each test is a crate of its own")]
pub fn ask_at_once(
    language: &str,
    lasting: impl Fn(&str) -> String,
    run: impl Fn(&[&Action]) -> Vec<String>,
) {
    let mut reports = String::new();
    for transcript in transcripts(language) {
        if transcript.by_hand {
            continue;
        }
        let actions: Vec<&Action> = transcript
            .steps
            .iter()
            .filter_map(|step| step.action.as_ref())
            .collect();
        let mut outputs = run(&actions).into_iter();
        let next = |_: &Action| outputs.next().expect("an output for each line");
        let (report, recorded) = replay(&transcript, &lasting, next);
        if records() {
            fs::write(&transcript.path, recorded).expect("a writable transcript");
        } else {
            reports.push_str(&report);
        }
    }
    assert!(reports.is_empty(), "\n{reports}");
}
