//! Which of the tools it is.

use dataplane::route::Family;

use super::{program::Program, restore, run as tables, save_tool};
use crate::lang::{Output, Session};

/// What a tool does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Job {
    Tables,
    Save,
    Restore,
}

/// The tool of that name, with or without `-legacy` in it.
fn tool(name: &str) -> Option<(Family, Job)> {
    let (family, rest) = match name.strip_prefix("ip6tables") {
        Some(rest) => (Family::V6, rest),
        None => (Family::V4, name.strip_prefix("iptables")?),
    };
    let job = match rest.strip_prefix("-legacy").unwrap_or(rest) {
        "" => Job::Tables,
        "-save" => Job::Save,
        "-restore" => Job::Restore,
        _ => return None,
    };
    Some((family, job))
}

/// Whether a tool of iptables has that name.
pub(crate) fn is_tool(name: &str) -> bool {
    tool(name).is_some()
}

/// Whether a command line reads something, and the name of the file if it names one.
pub(crate) fn reads<'s>(words: &[&'s str]) -> Option<Option<&'s str>> {
    let (_, job) = tool(words.first()?)?;
    if job == Job::Restore {
        restore::reads(words)
    } else {
        None
    }
}

/// Runs a command line of one of the tools, whose name is the first word. Gives the exit status, or
/// `None` if the name is not one of theirs.
///
/// `stdin` is what `iptables-restore` reads.
pub(crate) fn run(
    words: &[&str],
    stdin: Option<&[u8]>,
    session: &mut Session<'_>,
    out: &mut Output,
) -> Option<i32> {
    let (family, job) = tool(words.first()?)?;
    let done = match job {
        Job::Tables => tables::run(words, &Program::main(family), session, out),
        Job::Save => save_tool::run(words, &Program::save(family), session, out),
        Job::Restore => restore::run(words, stdin, &Program::restore(family), session, out),
    };
    Some(match done {
        Ok(()) => 0,
        Err(failure) => {
            out.stderr.extend_from_slice(failure.message.as_bytes());
            out.blame = out.blame.or(failure.word);
            failure.status
        }
    })
}
