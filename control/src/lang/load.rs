//! A configuration from runbooks.

use std::{fmt, fs, io, path::Path};

use super::{
    Live, Output, Session,
    diag::Diagnostic,
    execute,
    input::{input, prepared, reads_stdin, text},
    runbook::{Action, Command, Input, Runbook},
    span::Origin,
};
use crate::config::Model;

/// Why runbooks can't be loaded.
#[derive(Debug)]
pub enum LoadError {
    /// A file can't be read.
    File(String, io::Error),
    /// A command fails.
    Command(Box<Diagnostic>),
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(name, error) => write!(f, "{name}: {error}"),
            Self::Command(diagnostic) => diagnostic.fmt(f),
        }
    }
}

impl std::error::Error for LoadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::File(_, error) => Some(error),
            Self::Command(diagnostic) => Some(diagnostic),
        }
    }
}

impl From<Diagnostic> for LoadError {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::Command(Box::new(diagnostic))
    }
}

/// Executes the runbooks in `files`, one after the other, up to the first error: `model` and `live`
/// are then to be thrown away. Gives what commands complained about without failing.
///
/// # Errors
/// The first: what the tool says about it, and where.
pub fn load(
    files: &[impl AsRef<Path>],
    model: &mut Model,
    live: &mut dyn Live,
) -> Result<Vec<Diagnostic>, LoadError> {
    let mut warnings = Vec::new();
    for file in files {
        let name = file.as_ref().to_string_lossy();
        let text = fs::read_to_string(file)
            .map_err(|error| LoadError::File(name.clone().into_owned(), error))?;
        let runbook = Runbook::new(&name, text);
        for command in runbook.commands() {
            warnings.extend(execute_command(&runbook, &command?, model, live)?);
        }
    }
    Ok(warnings)
}

/// What a command reads that reads its standard input: nothing, if the runbook does not say. What the
/// command makes of the input's first line is to come from the line behind `origin`.
fn command_input(command: &Command, origin: &mut Origin) -> Result<Option<Vec<u8>>, (String, i32)> {
    match &command.input {
        Some(Input::Here { text, line }) => {
            origin.line = line - 1;
            Ok(Some(text.as_bytes().to_vec()))
        }
        Some(Input::File(word)) => {
            let bytes = fs::read(&word.text)
                .map_err(|error| (format!("{}: {}\n", word.text, text(&error)), 1))?;
            *origin = Origin {
                file: word.text.as_str().into(),
                line: 0,
            };
            Ok(Some(bytes))
        }
        None => Ok(Some(Vec::new())),
    }
}

/// Executes one command; gives what it complained about if it did not fail.
pub(crate) fn execute_command(
    runbook: &Runbook,
    command: &Command,
    model: &mut Model,
    live: &mut dyn Live,
) -> Result<Option<Diagnostic>, Diagnostic> {
    let argv = match command.action() {
        Action::Execute(argv) => argv,
        Action::Nothing => return Ok(None),
        Action::NotFound => return Err(runbook.not_found(command)),
    };
    let mut out = Output::default();
    let mut origin = runbook.origin(command);
    let stdin = if reads_stdin(&argv) {
        command_input(command, &mut origin)
            .and_then(|stdin| prepared(&argv, stdin.unwrap_or_default()))
    } else {
        input(&argv)
    };
    let status = match stdin {
        Ok(stdin) => {
            let mut session = Session {
                model,
                live,
                origin: Some(origin),
            };
            execute(&argv, stdin.as_deref(), &mut session, &mut out)
        }
        Err((message, status)) => {
            out.stderr = message.into_bytes();
            status
        }
    };
    if out.monitor.is_some() || out.connections.is_some() {
        let message = "a runbook ends: it can't watch";
        return Err(runbook.diagnostic(message, command.span()));
    }
    let message = out.errors();
    let message = message.trim_end();
    if status == 0 && message.is_empty() {
        return Ok(None);
    }
    let message = if message.is_empty() {
        format!("exit status {status}")
    } else {
        message.to_owned()
    };
    let span = out
        .blame
        .and_then(|argument| command.argument(argument))
        .unwrap_or_else(|| command.blame(&message));
    let diagnostic = runbook.diagnostic(&message, span);
    if status == 0 {
        Ok(Some(diagnostic))
    } else {
        Err(diagnostic)
    }
}
