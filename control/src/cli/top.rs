//! `tollgate top`.

use std::{
    io::{self, IsTerminal},
    path::Path,
    process::ExitCode,
    thread,
};

use super::{
    args::TopArgs,
    main::{NO_DAEMON, fail, print},
};
use crate::{
    api::{self, Request},
    top::{self, Counts, Rates, ScreenError, View},
};

/// Shows what the daemon does.
pub(super) fn run(args: &TopArgs, socket: &Path) -> ExitCode {
    if args.once || args.batch || args.json || args.count.is_some() {
        return batch(args, socket);
    }
    if !io::stdout().is_terminal() {
        return fail("the standard output is no terminal; -b prints text, --json objects");
    }
    match top::screen(args.delay, || ask(socket)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error @ ScreenError::Terminal(_)) => fail(error),
        Err(ScreenError::Daemon(error)) => no_daemon(&error),
    }
}

/// Prints screens, or objects. The first needs two looks at the daemon: a rate is about a time.
fn batch(args: &TopArgs, socket: &Path) -> ExitCode {
    let count = if args.once { Some(1) } else { args.count };
    let mut view = View::new(args.delay);
    let mut before = match ask(socket) {
        Ok(counts) => counts,
        Err(error) => return no_daemon(&error),
    };
    let mut shown = 0;
    while count.is_none_or(|count| shown < count) {
        thread::sleep(args.delay);
        let now = match ask(socket) {
            Ok(counts) => counts,
            Err(error) => return no_daemon(&error),
        };
        let rates = Rates::between(Some(&before), &now);
        before = now;
        let text = if args.json {
            match serde_json::to_string(&rates) {
                Ok(line) => format!("{line}\n"),
                Err(error) => return fail(error),
            }
        } else {
            view.show(rates);
            view.text(args.width)
        };
        if !print([text]) {
            // Its reader has left.
            return ExitCode::SUCCESS;
        }
        shown += 1;
    }
    ExitCode::SUCCESS
}

fn no_daemon(error: &str) -> ExitCode {
    fail(error);
    ExitCode::from(NO_DAEMON)
}

/// Asks the daemon what it has counted.
fn ask(socket: &Path) -> Result<Counts, String> {
    let request = Request {
        argv: ["tollgate", "top"].map(str::to_owned).into(),
        stdin: None,
    };
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let status = api::call(socket, &request, &mut stdout, &mut stderr);
    match status.map_err(|error| error.to_string())? {
        0 => serde_json::from_slice(&stdout).map_err(|error| error.to_string()),
        _ => Err(String::from_utf8_lossy(&stderr).trim_end().to_owned()),
    }
}
