//! Programs in C that are measured beside ours, or measure the kernel: built where there is a compiler.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// Builds `peers/NAME.c` with these options; `None` without a compiler.
///
/// # Errors
/// What the compiler says.
pub(crate) fn build(
    name: &str,
    before: &[String],
    behind: &[String],
) -> io::Result<Option<PathBuf>> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let source = here.join("peers").join(name).with_extension("c");
    let directory = here.join("../target/peers");
    fs::create_dir_all(&directory)?;
    let program = directory.join(name);
    let built = Command::new("gcc")
        .args(["-O3", "-march=native"])
        .args(before)
        .arg(&source)
        .arg("-o")
        .arg(&program)
        .args(behind)
        .output();
    match built {
        Ok(output) => said(&source, &output).map(|_| Some(program)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// What a program printed.
///
/// # Errors
/// What it complained about, if it failed.
pub(crate) fn said(program: &Path, output: &Output) -> io::Result<String> {
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let error = String::from_utf8_lossy(&output.stderr);
    Err(io::Error::other(format!("{}: {error}", program.display())))
}
