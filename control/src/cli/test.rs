//! `tollgate test`.

use std::{fs, process::ExitCode};

use super::{
    args::TestArgs,
    main::{fail, print},
};
use crate::{
    explain::Detail,
    testing::{self, Coverage, FileResult, Outcome, TestFile},
};

/// The exit status when tests could not be run.
const ERROR: u8 = 2;

/// Runs the tests of all files. What can't be read or loaded is an error, and no test is run then.
pub(super) fn run(args: &TestArgs) -> ExitCode {
    let mut results = Vec::new();
    let mut good = true;
    let detail = Detail {
        brief: !args.verbose,
        ..Detail::default()
    };
    for path in &args.files {
        let result = TestFile::open(path)
            .map_err(|error| error.to_string())
            .and_then(|file| testing::run(&file, detail).map_err(|error| error.to_string()));
        match result {
            Ok(result) => results.push(result),
            Err(error) => {
                eprintln!("{error}");
                good = false;
            }
        }
    }
    if !good {
        return ExitCode::from(ERROR);
    }
    if let Some(path) = &args.junit
        && let Err(error) = fs::write(path, testing::junit(&results))
    {
        fail(format_args!("{}: {error}", path.display()));
        return ExitCode::from(ERROR);
    }
    let coverage = args.coverage.then(|| merged(&results));
    if args.json {
        let mut value = testing::json(&results);
        if let Some(coverage) = coverage {
            value["coverage"] = coverage.json();
        }
        print([format!("{value:#}\n")]);
    } else if args.tap {
        print([testing::tap(&results)]);
        // A line that is no comment would be a mistake in TAP.
        let text = coverage.map_or_else(String::new, |coverage| coverage.text());
        print(text.lines().map(|line| format!("# {line}\n")));
    } else {
        print([testing::human(&results, args.verbose)]);
        print(coverage.map(|coverage| coverage.text()));
    }
    status(&results)
}

fn merged(results: &[FileResult]) -> Coverage {
    let mut all = Coverage::default();
    for result in results {
        all.merge(&result.coverage);
    }
    all
}

/// 0 if all passed, 1 if one failed, 2 if one could not be run.
fn status(results: &[FileResult]) -> ExitCode {
    let status = |outcome: &Outcome| match outcome {
        Outcome::Passed => 0,
        Outcome::Failed(_) => 1,
        Outcome::Error(_) => ERROR,
    };
    let cases = results.iter().flat_map(|file| &file.cases);
    let worst = cases.map(|case| status(&case.outcome)).max();
    ExitCode::from(worst.unwrap_or(0))
}
