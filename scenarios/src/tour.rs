//! `cargo run --release`: the main job in one process, for somebody who has never seen it.

use std::{
    io::{self, Write},
    path::PathBuf,
};

use crate::{
    backend::{self, Kind, Setup},
    lesson::{self, Lesson, Options, Report},
};

const INTRODUCTION: &str = "\
Tollgate: a router that runs as a process. Here it routes between two hosts in memory, without root.

";

const FAREWELL: &str = "
What next (in a clone, `cargo run --release --` stands for `tollgate`):
    tollgate lab shell NAME   the machines of a lesson at your own prompt, without root. There and back through
                              two translations, now: cargo run --release -- lab shell double-nat
                              and at its prompt: ping -c 3 172.217.31.174
    tollgate lab run NAME     a lesson with its text; --step waits for Enter before each command
    tollgate run FILE…        a router with real ports (tap, network cards), as root: docs/src/first-router.md
    tollgate replay …         captures through a configuration, without root: docs/src/replay.md
    tollgate --help           everything else; the book is docs/src/SUMMARY.md
";

/// Shows the first lesson, then what came of all others, and prints it to `out`. What happens in them is
/// decided by `seed`. `false` if something did not go as it is written.
///
/// # Errors
/// When `out` can't be written to.
pub fn run(seed: u64, colour: bool, out: &mut dyn Write) -> io::Result<bool> {
    out.write_all(INTRODUCTION.as_bytes())?;
    let lessons = lesson::library();
    let mut well = true;
    let mut lines = Vec::new();
    for (place, lesson) in lessons.iter().enumerate() {
        let mut options = Options {
            colour,
            ..Options::default()
        };
        let played = if place == 0 {
            play(lesson, seed, &mut options, out)?
        } else {
            play(lesson, seed, &mut options, &mut io::sink())?
        };
        let what = match played {
            Ok(report) if !report.passed() => {
                well = false;
                "FAILED"
            }
            Ok(report) if report.known.is_empty() => "ok",
            Ok(_) => "known to fail",
            Err(_) => "not here",
        };
        lines.push(format!(
            "    {:14} {:13}  {}",
            lesson.name, what, lesson.title
        ));
    }
    writeln!(out, "\nAll lessons, run just now:\n{}", lines.join("\n"))?;
    out.write_all(FAREWELL.as_bytes())?;
    Ok(well)
}

/// Runs a lesson in the lab; why not, if it can't be.
fn play(
    lesson: &Lesson,
    seed: u64,
    options: &mut Options<'_>,
    out: &mut dyn Write,
) -> io::Result<Result<Report, String>> {
    if let Some(reason) = lesson.excluded_on(Kind::Lab.name()) {
        return Ok(Err(reason.to_owned()));
    }
    let setup = Setup {
        seed,
        captures: false,
        tollgate: PathBuf::new(),
    };
    match backend::open(Kind::Lab, lesson, &setup) {
        Ok(mut backend) => lesson::play(lesson, &mut *backend, options, out).map(Ok),
        Err(error) => Ok(Err(error.to_string())),
    }
}
