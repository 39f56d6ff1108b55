//! Which of the tools it is.

use dataplane::route::Family;

use super::{program::Program, run as tables};
use crate::lang::{Output, Session, args::Failure};

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
    let _ = stdin;
    let (family, job) = tool(words.first()?)?;
    let done = match job {
        Job::Tables => tables::run(words, &Program::main(family), session, out),
        Job::Save | Job::Restore => Err(Failure::exit(1, "")),
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
