//! A lesson is run: printed as it stands, with what really came instead of what is written, and with
//! the difference where both do not agree.

use std::io::{self, Write};

use super::{
    jobs::{Jobs, Typed},
    page::Lesson,
};
use crate::{
    backend::{Backend, BackendError},
    expect::agree,
    tools::Done,
    transcript::{Block, Part, Step},
};

/// How a lesson is run and shown.
#[derive(Default)]
pub struct Options<'a> {
    /// With colours, for a terminal.
    pub colour: bool,
    /// Without the text between the commands.
    pub bare: bool,
    /// Called before each command: waits until the reader wants to go on.
    pub pause: Option<&'a mut dyn FnMut()>,
}

/// A command that did not do what is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// The line of the lesson.
    pub line: usize,
    /// The command.
    pub command: String,
    /// What was different.
    pub what: String,
}

/// What came of a lesson.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Commands that were typed.
    pub commands: usize,
    /// What did not do what is written.
    pub troubles: Vec<Trouble>,
    /// What is known to fail, and did: the line of the mark, and the reason.
    pub known: Vec<(usize, String)>,
}

impl Report {
    /// Whether all was as it is written.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.troubles.is_empty()
    }
}

/// Runs a lesson on a backend that was made for it, and prints it to `out`.
///
/// # Errors
/// When `out` can't be written to.
pub fn play(
    lesson: &Lesson,
    backend: &mut dyn Backend,
    options: &mut Options<'_>,
    out: &mut dyn Write,
) -> io::Result<Report> {
    let mut player = Player {
        lesson,
        backend,
        options,
        out,
        jobs: Jobs::default(),
        report: Report::default(),
    };
    let on = player.backend.name();
    let known = lesson.fails_on(on).map(|clause| clause.reason.clone());
    for part in &lesson.parts {
        if known
            .as_ref()
            .is_some_and(|reason| player.has_failed(0, reason))
        {
            break;
        }
        match part {
            Part::Prose(text) => player.prose(text)?,
            Part::Block(block) => match &block.clause {
                Some(clause) if !clause.runs_on(on) => {
                    player.note(&format!("(not on {on}: {})", clause.reason))?;
                }
                Some(clause) if clause.fails_on(on) => {
                    let reason = clause.reason.clone();
                    let before = player.report.troubles.len();
                    player.block(block, Some((before, &reason)))?;
                    player.is_known(before, block.line, &reason)?;
                }
                Some(_) | None => {
                    let known = known.as_deref().map(|reason| (0, reason));
                    player.block(block, known)?;
                }
            },
        }
    }
    if let Some(reason) = known {
        player.is_known(0, 1, &reason)?;
    }
    Ok(player.report)
}

struct Player<'a, 'o> {
    lesson: &'a Lesson,
    backend: &'a mut dyn Backend,
    options: &'a mut Options<'o>,
    out: &'a mut dyn Write,
    jobs: Jobs,
    report: Report,
}

impl Player<'_, '_> {
    fn prose(&mut self, text: &str) -> io::Result<()> {
        if self.options.bare {
            return Ok(());
        }
        self.out.write_all(text.as_bytes())
    }

    fn note(&mut self, text: &str) -> io::Result<()> {
        if self.options.bare {
            return Ok(());
        }
        let text = self.painted("2", text);
        writeln!(self.out, "{text}")
    }

    /// `text` in a colour of the terminal, if there are colours.
    fn painted(&self, code: &str, text: &str) -> String {
        if self.options.colour {
            format!("\x1b[{code}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }

    /// Whether what is known to fail for that reason has failed, since there were `before` troubles.
    fn has_failed(&self, before: usize, reason: &str) -> bool {
        let first = self.report.troubles.get(before);
        first.is_some_and(|first| is_about(reason, &first.command))
    }

    /// What went wrong since there were `before` troubles was to be expected, if it began with what the
    /// reason names; that nothing did is one.
    fn is_known(&mut self, before: usize, line: usize, reason: &str) -> io::Result<()> {
        if self.has_failed(before, reason) {
            self.report.troubles.truncate(before);
            self.report.known.push((line, reason.to_owned()));
            let on = self.backend.name();
            return self.note(&format!("(that is known to fail on {on}: {reason})"));
        }
        let what = if self.report.troubles.len() > before {
            format!("it does not begin with what is marked to fail: {reason}\n")
        } else {
            format!("it holds, although it is marked to fail: {reason}\n")
        };
        self.report.troubles.push(Trouble {
            line,
            command: "fails".to_owned(),
            what,
        });
        Ok(())
    }

    /// Runs a block. What is known to fail is not gone on with when it has.
    fn block(&mut self, block: &Block, known: Option<(usize, &str)>) -> io::Result<()> {
        for step in &block.steps {
            self.step(step)?;
            if known.is_some_and(|(before, reason)| self.has_failed(before, reason)) {
                break;
            }
        }
        Ok(())
    }

    fn step(&mut self, step: &Step) -> io::Result<()> {
        let name = step.host.as_deref().unwrap_or_default();
        let prompt = self.painted("1", &format!("root@{name}:~#"));
        let command = step.command.replace('\n', "\n> ");
        write!(self.out, "{prompt} {command}")?;
        self.out.flush()?;
        if let Some(pause) = &mut self.options.pause {
            pause();
        }
        writeln!(self.out)?;
        self.report.commands += 1;
        let came = match self.typed(step, name) {
            Ok(done) => done,
            Err(error) => {
                return self.trouble(step, format!("{error}\n"));
            }
        };
        self.out.write_all(came.output.as_bytes())?;
        if !came.output.is_empty() && !came.output.ends_with('\n') {
            writeln!(self.out)?;
        }
        let difference = agree(&step.output, &came.output).err();
        let mut what = difference.map_or(String::new(), |difference| difference.diff);
        if came.status != step.status {
            what += &format!("exit status {}, not {}\n", came.status, step.status);
        } else if came.status != 0 {
            let status = self.painted("2", &format!("[exit {}]", came.status));
            writeln!(self.out, "{status}")?;
        }
        if what.is_empty() {
            return Ok(());
        }
        self.trouble(step, what)
    }

    /// Does what was typed.
    fn typed(&mut self, step: &Step, name: &str) -> Result<Done, BackendError> {
        let node = self.lesson.topology.position(name).unwrap_or_default();
        let no_job = || Done {
            status: 1,
            output: "bash: no such job\n".to_owned(),
        };
        match Typed::read(&step.command) {
            Typed::Command(command) => self.backend.run(node, command),
            Typed::Start(command) => {
                let (id, output) = self.backend.start(node, command, &step.output)?;
                self.jobs.add(node, id, output.len());
                Ok(Done { status: 0, output })
            }
            Typed::Wait(number) => match self.jobs.take(node, number) {
                Some(job) => Ok(rest(self.backend.wait(job.id)?, job.shown)),
                None => Ok(no_job()),
            },
            Typed::Kill(signal, number) => match self.jobs.take(node, Some(number)) {
                Some(job) => {
                    let done = rest(self.backend.kill(job.id, signal)?, job.shown);
                    // `kill` itself has succeeded, however the job ends.
                    Ok(Done { status: 0, ..done })
                }
                None => Ok(no_job()),
            },
        }
    }

    fn trouble(&mut self, step: &Step, what: String) -> io::Result<()> {
        let place = format!("{}.md:{}", self.lesson.name, step.line);
        let title = self.painted("31;1", &format!("✗ {place}: not what is written"));
        writeln!(self.out, "{title}")?;
        for line in what.lines() {
            let code = match line.as_bytes().first() {
                Some(b'-') => "31",
                Some(b'+') => "32",
                Some(_) | None => "0",
            };
            let line = self.painted(code, line);
            writeln!(self.out, "    {line}")?;
        }
        self.report.troubles.push(Trouble {
            line: step.line,
            command: step.command.clone(),
            what,
        });
        Ok(())
    }
}

/// Whether a command holds one of the words that a reason names in backquotes, if it names any.
fn is_about(reason: &str, command: &str) -> bool {
    let mut named = reason.split('`').skip(1).step_by(2).peekable();
    let holds = |name: &str| command.split_whitespace().any(|word| word == name);
    named.peek().is_none() || named.any(holds)
}

/// What of a job's output has not been shown yet.
fn rest(done: Done, shown: usize) -> Done {
    let output = done.output.get(shown..).unwrap_or_default().to_owned();
    Done { output, ..done }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_failure_begins_with_what_is_named() {
        assert!(is_about("no `tc` yet", "tc qdisc show"));
        assert!(!is_about("no `tc` yet", "ping etc"));
        assert!(is_about(
            "`recent` and `hashlimit` are missing",
            "iptables -m hashlimit"
        ));
        assert!(is_about("just so", "ping"));
    }
}
