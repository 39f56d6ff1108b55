//! The `conntrack` command against the real one: transcripts that both have to reproduce.
//!
//! A transcript (`tests/lang/conntrack/*.t`, see `transcript/`) is a terminal log:
//!
//! ```text
//! # a comment
//! ! sysctl net.netfilter.nf_conntrack_acct 1
//! $ conntrack -L
//! conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
//! [1]
//! $ conntrack -R -
//! > -A -p udp -t 50 …
//! ```
//!
//! After each command stands what it printed, standard output before standard error, and its exit
//! status if that is not 0. The texts are what Debian's conntrack-tools 1.4.7 printed in a network
//! namespace of Linux 6.18; with root, the tool that is installed has to print them again.
//! `TOLLGATE_RECORD=1` writes them anew.
//!
//! What can't be the same is made so before it is compared: the kernel lists connections in the
//! order of a secret hash, so that lines are sorted; its clock runs, so that timeouts are rounded up
//! to tens; numbers of connections and times are masked.

#![allow(
    clippy::panic,
    reason = "a transcript that can't be read fails the test"
)]

mod transcript;

use std::{fmt::Write as _, process::Command, sync::Arc};

use control::{
    config::{Compiler, Model},
    daemon::LiveRouter,
    lang::{Output, Session, execute},
};
use dataplane::{neigh::NeighCache, snapshot::Snapshot, time::Instant, worker::Router};
use transcript::{Action, Namespace, ask_ours, ask_real_tool, joined, status_of};

/// What a command printed, made comparable.
fn comparable(stdout: &[u8], stderr: &[u8], status: i32) -> String {
    let stdout = String::from_utf8_lossy(stdout);
    let mut lines: Vec<String> = stdout.lines().map(masked).collect();
    let is_flow =
        |line: &str| line.contains("src=") || line.contains("<flow") || line.contains(" -s ");
    if lines.iter().any(|line| is_flow(line)) {
        lines.sort_by_key(|line| {
            let rank = match line.as_str() {
                line if line.starts_with("</") => 2,
                line if is_flow(line) => 1,
                _ => 0,
            };
            (
                rank,
                if rank == 1 {
                    line.clone()
                } else {
                    String::new()
                },
            )
        });
    }
    let stdout: String = lines.into_iter().map(|line| line + "\n").collect();
    joined(stdout.as_bytes(), stderr, status)
}

/// A line with rounded timeouts and without numbers of connections and times.
fn masked(line: &str) -> String {
    let line = replace(line, "<timeout>", |number| number.div_ceil(10) * 10);
    let line = replace(&line, " -t ", |number| number.div_ceil(10) * 10);
    let line = replace(&line, "<id>", |_| 0);
    let line = replace(&line, "<start>", |_| 0);
    let line = replace(&line, "<deltatime>", |_| 0);
    let line = replace(&line, "delta-time=", |_| 0);
    let line = replace(&line, " use=1 id=", |_| 0);
    let line = replace(&line, " use=2 id=", |_| 0);
    let line = match line.split_once("[start=") {
        Some((before, after)) => {
            let after = after.split_once(']').map_or("", |(_, after)| after);
            format!("{before}[start=]{after}")
        }
        None => line,
    };
    if line.starts_with(['<', '-']) {
        return line;
    }
    // `tcp      6 999 …`, and the same behind `ipv4     2 `.
    let mut words: Vec<&str> = line.split(' ').collect();
    let family = line.starts_with("ipv");
    let place = words
        .iter()
        .enumerate()
        .filter(|(_, word)| word.bytes().all(|byte| byte.is_ascii_digit()) && !word.is_empty())
        .map(|(place, _)| place)
        .nth(if family { 2 } else { 1 });
    if let Some(place) = place
        && let Ok(number) = words[place].parse::<u64>()
    {
        let rounded = (number.div_ceil(10) * 10).to_string();
        words[place] = &rounded;
        return words.join(" ");
    }
    line
}

/// The line with the number behind each `key` replaced.
fn replace(line: &str, key: &str, by: impl Fn(u64) -> u64) -> String {
    let mut parts = line.split(key);
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.len() - part.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, rest) = part.split_at(digits);
        text.push_str(key);
        if let Ok(number) = number.parse() {
            let _ = write!(text, "{}", by(number));
        }
        text.push_str(rest);
    }
    text
}

/// Our router, without packets; its clock stands still.
struct Ours {
    model: Model,
    compiler: Compiler,
    router: Arc<Router>,
}

impl Ours {
    fn new() -> Self {
        let (router, _) = Router::new(Snapshot::default(), NeighCache::new(0), 1);
        Self {
            model: Model::new(),
            compiler: Compiler::new(1),
            router,
        }
    }

    fn execute(&mut self, words: &[String], stdin: &str) -> String {
        self.compiler
            .commit(&mut self.model, &self.router.snapshots);
        let mut out = Output::default();
        let mut session = Session {
            model: &mut self.model,
            live: &mut LiveRouter::new(&self.router, Instant::ZERO),
            origin: None,
        };
        let status = execute(words, Some(stdin.as_bytes()), &mut session, &mut out);
        comparable(&out.stdout, &out.stderr, status)
    }

    fn act(&mut self, action: &Action) -> String {
        let (words, stdin) = command(action);
        self.execute(&words, stdin)
    }
}

/// The command of a line and what it reads.
fn command(action: &Action) -> (Vec<String>, &str) {
    match action {
        Action::Run { words, stdin } => (words.clone(), stdin),
        Action::Directive([kind, name, value]) => {
            assert_eq!(kind, "sysctl", "no such directive");
            let setting = format!("{name}={value}");
            (
                ["sysctl", "-q", "-w", &setting].map(str::to_owned).into(),
                "",
            )
        }
    }
}

/// What the real command prints.
fn kernels(namespace: &mut Namespace, action: &Action) -> String {
    let (words, stdin) = command(action);
    let out = namespace.run(&words, stdin);
    comparable(&out.stdout, &out.stderr, status_of(&out))
}

#[test]
fn ours_prints_the_transcripts() {
    ask_ours("conntrack", str::to_owned, Ours::new, Ours::act);
}

/// Why the real tool can't be asked here.
fn obstacle() -> Option<&'static str> {
    let Ok(version) = Command::new("conntrack").arg("-V").output() else {
        return Some("no conntrack");
    };
    if !rustix::process::geteuid().is_root() {
        return Some("not root");
    }
    if !String::from_utf8_lossy(&version.stdout).contains("v1.4.7") {
        return Some("conntrack is not 1.4.7");
    }
    None
}

#[test]
fn the_real_tool_prints_the_transcripts() {
    let namespace = |name: &str| Namespace::new(&format!("ct-{name}"));
    ask_real_tool("conntrack", obstacle(), str::to_owned, namespace, kernels);
}
