//! The `conntrack` command against the real one: transcripts that both have to reproduce.
//!
//! A transcript (`tests/lang/conntrack/*.t`) is a terminal log:
//!
//! ```text
//! # a comment
//! ! net.netfilter.nf_conntrack_acct=1
//! $ conntrack -L
//! conntrack v1.4.7 (conntrack-tools): 0 flow entries have been shown.
//! [1]
//! ! labels
//! $ conntrack -R -
//! > -A -p udp -t 50 …
//! ```
//!
//! `! NAME=VALUE` sets a knob; `! labels` stands first in transcripts for which there are names of labels
//! (`tests/lang/etc/xtables/connlabel.conf`).
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

use std::{
    fmt::Write as _,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Arc,
};

use control::{
    config::{Compiler, Model},
    daemon::LiveRouter,
    lang::{Output, Session, execute, use_label_file},
};
use dataplane::{neigh::NeighCache, snapshot::Snapshot, time::Instant, worker::Router};

struct Step {
    /// The lines of the step, without the output.
    source: String,
    number: usize,
    action: Option<Action>,
    output: String,
}

enum Action {
    Run {
        words: Vec<String>,
        stdin: String,
    },
    Sysctl(String),
    /// There are names of labels.
    Labels,
}

struct Transcript {
    path: PathBuf,
    steps: Vec<Step>,
}

fn parse(path: &Path) -> Transcript {
    let text = fs::read_to_string(path).expect("a readable transcript");
    let mut steps: Vec<Step> = Vec::new();
    for (line, number) in text.split_inclusive('\n').zip(1..) {
        let action = if let Some(command) = line.strip_prefix("$ ") {
            let words = command.split_whitespace().map(str::to_owned).collect();
            Some(Action::Run {
                words,
                stdin: String::new(),
            })
        } else if line == "! labels\n" {
            Some(Action::Labels)
        } else if let Some(setting) = line.strip_prefix("! ") {
            Some(Action::Sysctl(setting.trim_end().to_owned()))
        } else if line.starts_with('#') {
            None
        } else {
            let step = steps.last_mut().expect("a command before its output");
            match (line.strip_prefix("> "), &mut step.action) {
                (Some(input), Some(Action::Run { stdin, .. })) => {
                    stdin.push_str(input);
                    step.source.push_str(line);
                }
                _ => step.output.push_str(line),
            }
            continue;
        };
        steps.push(Step {
            source: line.to_owned(),
            number,
            action,
            output: String::new(),
        });
    }
    Transcript {
        path: path.to_owned(),
        steps,
    }
}

/// A folder with files that stand in /etc for the tests.
fn etc() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lang/etc")
}

fn transcripts() -> Vec<Transcript> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lang/conntrack");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the folder of transcripts")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "t"))
        .collect();
    paths.sort();
    assert!(!paths.is_empty(), "there are transcripts");
    paths.iter().map(|path| parse(path)).collect()
}

/// What a command printed, made comparable.
fn joined(stdout: &[u8], stderr: &[u8], status: i32) -> String {
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
    let mut text: String = lines.into_iter().map(|line| line + "\n").collect();
    text.push_str(&String::from_utf8_lossy(stderr));
    if status != 0 {
        let _ = writeln!(text, "[{status}]");
    }
    text
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
        joined(&out.stdout, &out.stderr, status)
    }

    fn act(&mut self, action: &Action) -> String {
        match action {
            Action::Labels => {
                use_label_file(Some(etc().join("xtables/connlabel.conf")));
                String::new()
            }
            Action::Run { words, stdin } => self.execute(words, stdin),
            Action::Sysctl(setting) => {
                self.execute(&["sysctl", "-q", "-w", setting].map(str::to_owned), "")
            }
        }
    }
}

/// A network namespace that goes away with this.
struct Kernel {
    namespace: String,
    /// There are names of labels in /etc.
    labels: bool,
}

impl Kernel {
    fn new(name: &str) -> Self {
        let namespace = format!("ct-{name}-{}", std::process::id());
        let status = Command::new("ip")
            .args(["netns", "add", &namespace])
            .status()
            .expect("ip");
        assert!(status.success(), "a network namespace");
        Self {
            namespace,
            labels: false,
        }
    }

    fn act(&mut self, action: &Action) -> String {
        let (words, stdin): (Vec<&str>, &str) = match action {
            Action::Run { words, stdin } => (words.iter().map(String::as_str).collect(), stdin),
            Action::Sysctl(setting) => (vec!["sysctl", "-q", "-w", setting], ""),
            Action::Labels => {
                self.labels = true;
                return String::new();
            }
        };
        // `ip netns exec` gives its command a mount namespace of its own.
        let folder = etc();
        let etc = if self.labels { &*folder } else { Path::new("") };
        let script = "if [ -n \"$1\" ]; then\n\
                          mount -t overlay overlay -o \"lowerdir=$1:/etc\" /etc || exit 99\n\
                      fi\n\
                      shift\n\
                      case $1 in iptables | ip6tables) tool=$1-legacy; shift; set -- \"$tool\" \"$@\";; esac\n\
                      exec \"$@\"";
        let mut child = Command::new("ip")
            .args(["netns", "exec", &self.namespace, "sh", "-c", script, "sh"])
            .arg(etc)
            .args(words)
            .env("TZ", "UTC")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("ip");
        // A tool that does not read its input may be gone already.
        let _ = child
            .stdin
            .take()
            .expect("a pipe")
            .write_all(stdin.as_bytes());
        let out = child.wait_with_output().expect("its output");
        joined(&out.stdout, &out.stderr, out.status.code().unwrap_or(-1))
    }
}

impl Drop for Kernel {
    fn drop(&mut self) {
        let _ = Command::new("ip")
            .args(["netns", "del", &self.namespace])
            .status();
    }
}

/// Compares; gives a report of what differs, and the transcript as it would be.
fn replay(transcript: &Transcript, mut act: impl FnMut(&Action) -> String) -> (String, String) {
    let mut report = String::new();
    let mut recorded = String::new();
    for step in &transcript.steps {
        recorded.push_str(&step.source);
        let Some(action) = &step.action else {
            continue;
        };
        let output = act(action);
        recorded.push_str(&output);
        if output != step.output {
            let _ = writeln!(
                report,
                "{}:{}: {}--- transcript\n{}+++ now\n{output}",
                transcript.path.display(),
                step.number,
                step.source,
                step.output,
            );
        }
    }
    (report, recorded)
}

#[test]
fn ours_prints_the_transcripts() {
    let mut reports = String::new();
    for transcript in transcripts() {
        // Unless it says otherwise, there are none.
        use_label_file(Some(etc().join("none")));
        let mut ours = Ours::new();
        let (report, _) = replay(&transcript, |action| ours.act(action));
        reports.push_str(&report);
    }
    assert!(reports.is_empty(), "\n{reports}");
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
    if let Some(why) = obstacle() {
        assert!(
            std::env::var_os("TOLLGATE_REQUIRE_ALL").is_none(),
            "the real tool is required: {why}"
        );
        eprintln!("SKIP: the real conntrack is not asked: {why}");
        return;
    }
    let record = std::env::var_os("TOLLGATE_RECORD").is_some();
    let mut reports = String::new();
    for transcript in transcripts() {
        let name = transcript.path.file_stem().expect("a name");
        let mut kernel = Kernel::new(&name.to_string_lossy());
        let (report, recorded) = replay(&transcript, |action| kernel.act(action));
        if record {
            fs::write(&transcript.path, recorded).expect("a writable transcript");
        } else {
            reports.push_str(&report);
        }
    }
    assert!(reports.is_empty(), "\n{reports}");
}
