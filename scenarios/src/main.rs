//! The `tollgate` binary.

use std::process::ExitCode;

fn main() -> ExitCode {
    control::cli::main(std::env::args_os(), || ExitCode::SUCCESS)
}
