//! A command line, given to its language.

use super::{Output, Session};

/// Executes `argv` (the tool's name first); gives the exit status.
///
/// `stdin` is what the command reads: the contents of the file of `ip -batch FILE` (the file itself
/// is never opened here, its name is for messages).
pub fn execute(
    argv: &[String],
    _stdin: Option<&[u8]>,
    _session: &mut Session<'_>,
    out: &mut Output,
) -> i32 {
    let name = argv.first().map_or("", String::as_str);
    out.stderr
        .extend_from_slice(format!("{name}: command not found\n").as_bytes());
    127
}
