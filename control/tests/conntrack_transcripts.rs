//! The `conntrack` command against the real one: transcripts that both have to reproduce.
//!
//! A transcript (`tests/lang/conntrack/*.t`, see `transcript/`) is a terminal log:
//!
//! ```text
//! # a comment
//! ! sysctl net.netfilter.nf_conntrack_acct 1      a knob
//! ! file /etc/FILE etc/FILE                       a file of `tests/lang` stands there
//! $ conntrack -L
//! conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
//! [1]
//! $ conntrack -R -
//! > -A -p udp -t 50 …
//! ```
//!
//! The texts are what Debian's conntrack-tools 1.4.7 printed in a network namespace of Linux 6.18; with root, the
//! tool that is installed has to print them again. `TOLLGATE_RECORD=1` writes them anew.
//!
//! What can't be the same is made so before it is compared: the kernel lists connections in the
//! order of a secret hash, so that lines are sorted; its clock runs, so that timeouts are rounded up
//! to tens; numbers of connections and times are masked.

#![allow(
    clippy::panic,
    reason = "a transcript that can't be read fails the test"
)]

mod transcript;

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
};

use control::{
    config::{Compiler, Model},
    daemon::LiveRouter,
    lang::{Output, Session, execute, use_label_file},
};
use dataplane::{neigh::NeighCache, snapshot::Snapshot, time::Instant, worker::Router};
use transcript::{Action, Namespace, ask_ours, ask_real_tool, joined, status_of};

/// What is arranged without a command.
enum Arrange<'a> {
    Sysctl {
        path: &'a str,
        value: &'a str,
    },
    /// A file of `tests/lang` stands in /etc.
    File(PathBuf),
}

impl<'a> Arrange<'a> {
    fn read([kind, name, value]: &'a [String; 3]) -> Self {
        match kind.as_str() {
            "sysctl" => Self::Sysctl { path: name, value },
            "file" if name.strip_prefix('/') == Some(value) => Self::File(lang().join(value)),
            _ => panic!("no such directive: {kind} {name} {value}"),
        }
    }
}

/// The folder of the transcripts.
fn lang() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lang")
}

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
        // Unless a transcript says otherwise, there are no names of labels.
        use_label_file(Some(lang().join("none")));
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
        match action {
            Action::Run { words, stdin } => self.execute(words, stdin),
            Action::Directive(words) => match Arrange::read(words) {
                Arrange::Sysctl { path, value } => self.execute(&write(path, value), ""),
                Arrange::File(file) => {
                    use_label_file(Some(file));
                    String::new()
                }
            },
        }
    }
}

/// The command that sets a knob.
fn write(path: &str, value: &str) -> [String; 4] {
    let setting = format!("{path}={value}");
    ["sysctl", "-q", "-w", &setting].map(str::to_owned)
}

/// The kernel's, in a namespace that goes away with it.
struct Kernel {
    namespace: Namespace,
    /// The files of `tests/lang/etc` stand in /etc.
    files: bool,
}

impl Kernel {
    fn new(name: &str) -> Self {
        Self {
            namespace: Namespace::new(&format!("ct-{name}")),
            files: false,
        }
    }

    fn execute(&self, words: &[String], stdin: &str) -> String {
        // `ip netns exec` gives its command a mount namespace of its own.
        let script = "if [ -n \"$1\" ]; then\n\
                          mount -t overlay overlay -o \"lowerdir=$1:/etc\" /etc || exit 99\n\
                      fi\n\
                      shift\n\
                      case $1 in iptables | ip6tables) tool=$1-legacy; shift; set -- \"$tool\" \"$@\";; esac\n\
                      exec \"$@\"";
        let folder = lang().join("etc").to_string_lossy().into_owned();
        let etc = if self.files { folder.as_str() } else { "" };
        let mut line = vec!["sh", "-c", script, "sh", etc];
        line.extend(words.iter().map(String::as_str));
        let out = self.namespace.run(&line, stdin);
        comparable(&out.stdout, &out.stderr, status_of(&out))
    }

    fn act(&mut self, action: &Action) -> String {
        match action {
            Action::Run { words, stdin } => self.execute(words, stdin),
            Action::Directive(words) => match Arrange::read(words) {
                Arrange::Sysctl { path, value } => self.execute(&write(path, value), ""),
                Arrange::File(_) => {
                    self.files = true;
                    String::new()
                }
            },
        }
    }
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
    ask_real_tool(
        "conntrack",
        obstacle(),
        str::to_owned,
        Kernel::new,
        Kernel::act,
    );
}
