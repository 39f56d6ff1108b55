//! What came of tests, for people and for programs.

use std::fmt::Write;

use serde_json::{Value, json as object};

use super::run::{CaseResult, FileResult, Outcome};

/// How many tests there are of each outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) passed: usize,
    pub(super) failed: usize,
    pub(super) errors: usize,
}

impl Counts {
    pub(super) fn of<'r>(cases: impl IntoIterator<Item = &'r CaseResult>) -> Self {
        cases.into_iter().fold(Self::default(), |mut counts, case| {
            match case.outcome {
                Outcome::Passed => counts.passed += 1,
                Outcome::Failed(_) => counts.failed += 1,
                Outcome::Error(_) => counts.errors += 1,
            }
            counts
        })
    }

    pub(super) const fn all(self) -> usize {
        self.passed + self.failed + self.errors
    }
}

fn counts(results: &[FileResult]) -> Counts {
    Counts::of(results.iter().flat_map(|file| &file.cases))
}

/// For people: what failed and why, then how many there were; `verbose` names those that passed, too.
#[must_use]
pub fn human(results: &[FileResult], verbose: bool) -> String {
    let mut text = String::new();
    for file in results {
        for CaseResult {
            name,
            line,
            outcome,
        } in &file.cases
        {
            // Writing to a string never fails.
            let _ = match outcome {
                Outcome::Passed if verbose => writeln!(text, "ok {}:{line}: {name}", file.file),
                Outcome::Passed => Ok(()),
                Outcome::Failed(failure) => writeln!(text, "FAILED {failure}"),
                Outcome::Error(diagnostic) => writeln!(text, "ERROR in {name}: {diagnostic}\n"),
            };
        }
    }
    let counts = counts(results);
    let _ = write!(text, "tests: {}, passed: {}", counts.all(), counts.passed);
    if counts.failed > 0 {
        let _ = write!(text, ", failed: {}", counts.failed);
    }
    if counts.errors > 0 {
        let _ = write!(text, ", errors: {}", counts.errors);
    }
    text.push('\n');
    text
}

/// As the Test Anything Protocol, version 14, has it.
#[must_use]
pub fn tap(results: &[FileResult]) -> String {
    let all = results.iter().map(|file| file.cases.len()).sum::<usize>();
    let mut text = format!("TAP version 14\n1..{all}\n");
    let cases = results
        .iter()
        .flat_map(|file| file.cases.iter().map(move |case| (file, case)));
    for (number, (file, case)) in (1..).zip(cases) {
        let not = if matches!(case.outcome, Outcome::Passed) {
            ""
        } else {
            "not "
        };
        let name = escaped(&case.name);
        let _ = writeln!(
            text,
            "{not}ok {number} - {}:{}: {name}",
            escaped(&file.file),
            case.line
        );
        let fields = match &case.outcome {
            Outcome::Passed => continue,
            Outcome::Failed(failure) => vec![
                ("at", format!("{}:{}", file.file, failure.place.span.line)),
                ("expected", failure.expected.clone()),
                ("happened", failure.happened.clone()),
                ("story", failure.story.clone()),
            ],
            Outcome::Error(diagnostic) => vec![("error", diagnostic.to_string())],
        };
        text.push_str("  ---\n");
        for (name, value) in fields {
            if value.contains('\n') {
                let _ = writeln!(text, "  {name}: |");
                for line in value.lines() {
                    let _ = writeln!(text, "    {line}");
                }
            } else {
                // A string of JSON is one of YAML.
                let _ = writeln!(text, "  {name}: {}", Value::from(value));
            }
        }
        text.push_str("  ...\n");
    }
    text
}

/// A description in TAP: `#` would begin a directive.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('#', "\\#")
        .replace('\n', " ")
}

/// For programs.
#[must_use]
pub fn json(results: &[FileResult]) -> Value {
    let counts = counts(results);
    let files: Vec<_> = results.iter().map(of_file).collect();
    object!({
        "tests": counts.all(),
        "passed": counts.passed,
        "failed": counts.failed,
        "errors": counts.errors,
        "files": files,
    })
}

fn of_file(file: &FileResult) -> Value {
    let cases: Vec<_> = file.cases.iter().map(of_case).collect();
    object!({ "file": file.file, "tests": cases })
}

fn of_case(case: &CaseResult) -> Value {
    let mut value = object!({ "name": case.name, "line": case.line });
    match &case.outcome {
        Outcome::Passed => value["result"] = "passed".into(),
        Outcome::Failed(failure) => {
            value["result"] = "failed".into();
            value["at"] = failure.place.span.line.into();
            value["expected"] = failure.expected.as_str().into();
            value["happened"] = failure.happened.as_str().into();
            value["story"] = failure.story.as_str().into();
        }
        Outcome::Error(diagnostic) => {
            value["result"] = "error".into();
            value["error"] = diagnostic.to_string().into();
        }
    }
    value
}
