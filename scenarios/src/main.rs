//! The `tollgate` binary.

#![forbid(unsafe_code)]

use std::{
    env,
    ffi::OsString,
    io::{self, BufWriter, IsTerminal, Write},
    process::ExitCode,
};

use scenarios::{cli, tour};

/// The tour's seed: any will do, and every run of it looks the same.
const SEED: u64 = 9_44;

fn main() -> ExitCode {
    let args: Vec<OsString> = env::args_os().collect();
    if args.get(1).is_some_and(|verb| verb == "lab") {
        return cli::lab(&args[1..]);
    }
    control::cli::main(args, show_tour)
}

fn show_tour() -> ExitCode {
    let colour = io::stdout().is_terminal();
    let mut out = BufWriter::new(io::stdout().lock());
    let shown = tour::run(SEED, colour, &mut out).and_then(|well| out.flush().map(|()| well));
    match shown {
        Ok(true) => ExitCode::SUCCESS,
        // `tollgate | head` is no failure.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Ok(false) | Err(_) => ExitCode::FAILURE,
    }
}
