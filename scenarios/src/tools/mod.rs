//! The programs of the lab's machines: they print what the real ones print, and end as they end.

mod curl;
mod getopt;
mod http;
mod nc;
mod ping;
mod services;
mod tcpdump;
mod traceroute;
mod transfer;
mod wall;

use dataplane::time::Instant;

pub use crate::jobs::{Done, JobId, finish, interrupt, wait};
pub use transfer::{Transfer, transfer};

use crate::{
    jobs::{Input, Io},
    lab::{Lab, Place},
};

/// The exit status of a shell that finds no such command.
const NOT_FOUND: i32 = 127;

/// Starts a command on a machine: it runs whenever time goes by. What needs no time is done at once.
pub fn start(lab: &mut Lab, place: impl Into<Place>, argv: &[&str]) -> JobId {
    start_with(lab, place, argv, Input::Terminal)
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

/// Runs a command on a machine until it ends.
#[must_use]
pub fn run(lab: &mut Lab, place: impl Into<Place>, argv: &[&str]) -> Done {
    let job = start(lab, place, argv);
    finish(lab, job)
}

/// The programs, by name.
pub const NAMES: &[&str] = &[
    "apache2",
    "curl",
    "nc",
    "nginx",
    "ping",
    "python3",
    "traceroute",
];

/// One command: a program, or what the machine's languages say to it.
async fn command(io: Io, argv: Vec<String>) -> i32 {
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
        "python3" => http::python(&io, args).await,
        "apache2" | "nginx" => http::daemon(&io, name).await,
        _ => language(&io, &words).await,
    }
}

/// A command that is no program here.
async fn language(io: &Io, words: &[&str]) -> i32 {
    let stdin = match io.typed() {
        crate::jobs::Typed::Bytes(bytes) => bytes,
        crate::jobs::Typed::Nothing | crate::jobs::Typed::End => Vec::new(),
    };
    let done = io.command(words, stdin).await;
    let name = words.first().copied().unwrap_or_default();
    if done.status == NOT_FOUND && done.output == format!("{name}: command not found\n") {
        io.print(format!("bash: {name}: command not found\n"));
    } else {
        io.print(&done.output);
    }
    done.status
}

/// A moment that never comes, for waits without an end.
const NEVER: Instant = Instant::FAR_FUTURE;

#[cfg(test)]
mod tests;
