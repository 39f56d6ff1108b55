//! The programs of the lab's machines: they print what the real ones print, and end as they end.

mod coreutils;
mod curl;
mod getopt;
mod http;
mod iperf;
mod nc;
mod net_tools;
mod nmap;
mod ping;
mod scp;
mod services;
mod sh;
mod ss;
mod ssh;
mod tcpdump;
mod traceroute;
mod transfer;
mod wall;

use std::{future::Future, pin::Pin, rc::Rc};

use dataplane::time::Instant;

pub use crate::jobs::{Done, JobId, finish, interrupt, wait};
pub use sh::Line;
pub use transfer::{Transfer, transfer};

use crate::{
    jobs::{Feed, Input, Io},
    lab::{Lab, Place},
};

/// The exit status of a shell that finds no such command.
pub(crate) const NOT_FOUND: i32 = 127;

/// Starts a command on a machine: it runs whenever time goes by. What needs no time is done at once.
pub fn start(lab: &mut Lab, place: impl Into<Place>, argv: &[&str]) -> JobId {
    start_with(lab, place, argv, Input::Nothing)
}

/// The same with something to read.
pub fn start_with(lab: &mut Lab, place: impl Into<Place>, argv: &[&str], input: Input) -> JobId {
    let place = place.into();
    let now = lab.now();
    let machine = std::rc::Rc::clone(lab.machine(place).machine());
    let argv: Vec<String> = argv.iter().map(|&word| word.to_owned()).collect();
    let job = lab
        .jobs()
        .start(&machine, input, now, |io| command(io, argv));
    lab.settle();
    job
}

/// Starts a command line, as a shell there reads it: with quotes, `;`, `&&`, `||`, pipes and files.
pub fn start_line(lab: &mut Lab, place: impl Into<Place>, line: Line, input: Input) -> JobId {
    let now = lab.now();
    let machine = std::rc::Rc::clone(lab.machine(place).machine());
    let program = |io: Io| async move { sh::run(&io, &line).await };
    let job = lab.jobs().start(&machine, input, now, program);
    lab.settle();
    job
}

/// Runs a command on a machine until it ends.
#[must_use]
pub fn run(lab: &mut Lab, place: impl Into<Place>, argv: &[&str]) -> Done {
    let job = start(lab, place, argv);
    finish(lab, job)
}

/// The programs, by name.
pub const NAMES: &[&str] = &[
    "apache2",
    "arp",
    "cat",
    "curl",
    "date",
    "echo",
    "grep",
    "head",
    "hostname",
    "iperf3",
    "ls",
    "nc",
    "nginx",
    "nmap",
    "ping",
    "python3",
    "route",
    "scp",
    "sleep",
    "ss",
    "ssh",
    "sshd",
    "tail",
    "tcpdump",
    "traceroute",
    "truncate",
    "wc",
];

/// One command: a program, or what the machine's languages say to it. A box, for programs run others.
fn command(io: Io, argv: Vec<String>) -> Pin<Box<dyn Future<Output = i32>>> {
    Box::pin(async move {
        let words: Vec<&str> = argv.iter().map(String::as_str).collect();
        let Some((&name, args)) = words.split_first() else {
            return 0;
        };
        let name = name.rsplit('/').next().unwrap_or(name);
        match name {
            "ping" | "ping4" | "ping6" => ping::run(&io, name, args).await,
            "traceroute" | "traceroute6" => traceroute::run(&io, name, args).await,
            "curl" => curl::run(&io, args).await,
            "tcpdump" => tcpdump::run(&io, args).await,
            "nc" | "netcat" => nc::run(&io, args).await,
            "nmap" => nmap::run(&io, args).await,
            "ss" => ss::run(&io, args),
            "iperf3" => iperf::run(&io, args).await,
            "arp" => net_tools::arp(&io, args).await,
            "route" => net_tools::route(&io, args).await,
            "hostname" => net_tools::hostname(&io, args),
            "sh" | "bash" => shell(&io, args).await,
            "ssh" => ssh::ssh(&io, args).await,
            "sshd" => ssh::sshd(&io, args).await,
            "scp" => scp::run(&io, args).await,
            "python3" => http::python(&io, args).await,
            "apache2" | "nginx" => http::daemon(&io, name).await,
            _ if coreutils::NAMES.contains(&name) => coreutils::run(&io, name, args).await,
            _ => language(&io, &words).await,
        }
    })
}

/// `sh -c LINE`
async fn shell(io: &Io, args: &[&str]) -> i32 {
    let ["-c", text, ..] = args else {
        io.print("bash: the lab's reads a line behind -c\n");
        return 2;
    };
    match Line::parse(text) {
        Ok(line) => sh::run(io, &line).await,
        Err(complaint) => {
            io.print(format!("{complaint}\n"));
            2
        }
    }
}

/// A command that is no program here.
async fn language(io: &Io, words: &[&str]) -> i32 {
    let stdin = match io.typed() {
        crate::jobs::Typed::Bytes(bytes) => bytes,
        crate::jobs::Typed::Nothing | crate::jobs::Typed::End => Vec::new(),
    };
    let feed = Feed::default();
    let done = io.feed(words, stdin, &feed).await;
    let name = words.first().copied().unwrap_or_default();
    if done.status == NOT_FOUND && done.output == format!("{name}: command not found\n") {
        io.print(format!("bash: {name}: command not found\n"));
    } else {
        io.print(&done.output);
    }
    if Rc::weak_count(&feed) > 0 {
        // It goes on until somebody interrupts it.
        let print = || {
            io.print(feed.take());
            None::<()>
        };
        io.until(NEVER, print).await;
    }
    done.status
}

/// A moment that never comes, for waits without an end.
const NEVER: Instant = Instant::FAR_FUTURE;

#[cfg(test)]
mod tests;
