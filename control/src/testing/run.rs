//! Running the tests of a file.

use std::fmt;

use super::{
    coverage::Coverage,
    file::{Setup, TestFile},
    packets,
};
use crate::{
    config::Model,
    daemon::{ConfigError, Control, OneWorker},
    explain::{Detail, NOW, without_devices},
    lang::{self, Live, LoadError, diag::Diagnostic},
};

/// What came of a test file.
#[derive(Clone, Debug)]
pub struct FileResult {
    /// The file, as the user named it.
    pub file: String,
    /// Its tests, in order.
    pub cases: Vec<CaseResult>,
    /// What rules they reached.
    pub coverage: Coverage,
}

/// What came of a test.
#[derive(Clone, Debug)]
pub struct CaseResult {
    /// Its name.
    pub name: String,
    /// The line that it begins in.
    pub line: u32,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of a test.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// All was as expected.
    Passed,
    /// Something was not.
    Failed(Box<Failure>),
    /// It could not be run.
    Error(Box<Diagnostic>),
}

/// What was not as expected.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The line that says what was expected; the message is the test's name.
    pub place: Diagnostic,
    /// What was expected.
    pub expected: String,
    /// What happened instead.
    pub happened: String,
    /// The whole way of the packet.
    pub story: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.place)?;
        writeln!(f, "expected: {}", self.expected)?;
        writeln!(f, "happened: {}", self.happened)?;
        f.write_str(&self.story)
    }
}

/// Loads what `file` says into a router without devices, and runs its tests, each in a copy of that.
///
/// # Errors
/// If the configuration can't be loaded: then there is nothing to test.
pub fn run(file: &TestFile, detail: Detail) -> Result<FileResult, ConfigError> {
    let mut control = without_devices();
    load(file, &mut control)?;
    let router = control.router();
    let mut coverage = Coverage::of(&router.snapshots.current());
    let mut cases = Vec::with_capacity(file.cases.len());
    for case in &file.cases {
        let outcome = packets::case(file, case, router, detail, &mut coverage);
        cases.push(CaseResult {
            name: case.name.clone(),
            line: case.span.line,
            outcome,
        });
    }
    Ok(FileResult {
        file: file.name.clone(),
        cases,
        coverage,
    })
}

fn load(file: &TestFile, control: &mut Control<OneWorker>) -> Result<(), ConfigError> {
    let read = |model: &mut Model, live: &mut dyn Live| {
        let mut warnings = Vec::new();
        for part in &file.setup {
            match part {
                Setup::Runbook { path, span } => {
                    warnings.extend(lang::load(&[path], model, live).map_err(
                        |error| match error {
                            LoadError::File(name, error) => {
                                LoadError::from(file.complaint(&format!("{name}: {error}"), *span))
                            }
                            error @ LoadError::Command(_) => error,
                        },
                    )?);
                }
                Setup::Command(command) => {
                    warnings.extend(lang::execute_command(&file.book, command, model, live)?);
                }
            }
        }
        Ok(warnings)
    };
    control.load_by(read, NOW)
}
