//! `iptables` and its like against the real ones: transcripts that both have to reproduce byte for byte.
//!
//! A transcript (`tests/lang/iptables/*.t`, see `transcript/`) is a terminal log of a network namespace
//! in which nobody has asked for a table yet, or of a router that has just booted. The texts are what
//! Debian's iptables 1.8.9 printed, its legacy variant; with root, the tool that is installed has to
//! print them again. `TOLLGATE_RECORD=1` writes them anew, `TOLLGATE_TRANSCRIPTS=FOLDER` takes others.
//! A file that begins with `#!tollgate` is checked by hand: there we differ.

mod transcript;

use std::{
    fs,
    io::Write as _,
    net::IpAddr,
    process::{Command, Stdio},
    sync::Arc,
};

use control::{
    config::{Compiler, Model, NetError},
    lang::{
        LinkCounters, Live, LiveNeighbour, NeighbourRequest, Offline, Output, Session, execute,
    },
};
use dataplane::{
    iface::IfIndex,
    snapshot::{Publisher, Snapshot},
    time::{Duration, Instant},
};
use transcript::{Action, joined, replay, transcripts};

/// Our router, without packets.
struct Ours {
    model: Model,
    live: Idle,
}

struct Idle {
    offline: Offline,
    compiler: Compiler,
    publisher: Publisher,
}

impl Live for Idle {
    fn now(&self) -> Instant {
        self.offline.now()
    }

    fn wall_clock(&self) -> Duration {
        self.offline.wall_clock()
    }

    fn link_counters(&self, link: IfIndex) -> LinkCounters {
        self.offline.link_counters(link)
    }

    fn neighbours(&self) -> Vec<LiveNeighbour> {
        self.offline.neighbours()
    }

    fn neighbour_set(&mut self, request: &NeighbourRequest) -> Result<(), NetError> {
        self.offline.neighbour_set(request)
    }

    fn neighbour_delete(
        &mut self,
        link: IfIndex,
        address: IpAddr,
        proxy: bool,
    ) -> Result<(), NetError> {
        self.offline.neighbour_delete(link, address, proxy)
    }

    fn snapshot(&mut self, model: &mut Model) -> Option<Arc<Snapshot>> {
        self.compiler.commit(model, &self.publisher);
        Some(self.publisher.current())
    }
}

impl Ours {
    fn new() -> Self {
        Self {
            model: Model::new(),
            live: Idle {
                offline: Offline::default(),
                compiler: Compiler::new(1),
                publisher: Publisher::new(Snapshot::default(), 0),
            },
        }
    }

    fn act(&mut self, action: &Action) -> String {
        let (words, stdin) = command(action);
        let mut out = Output::default();
        let mut session = Session {
            model: &mut self.model,
            live: &mut self.live,
            origin: None,
        };
        let status = execute(words, Some(stdin.as_bytes()), &mut session, &mut out);
        joined(&out.stdout, &out.stderr, status)
    }
}

fn command(action: &Action) -> (&[String], &str) {
    match action {
        Action::Run { words, stdin } => (words, stdin),
        Action::Directive(words) => unreachable!("no such directive: {words:?}"),
    }
}

/// The kernel's, in a namespace that goes away with it.
struct Kernel {
    namespace: String,
}

impl Kernel {
    fn new(name: &str) -> Self {
        let namespace = format!("iptables-{name}-{}", std::process::id());
        let status = Command::new("ip")
            .args(["netns", "add", &namespace])
            .status()
            .expect("ip");
        assert!(status.success(), "a network namespace");
        Self { namespace }
    }

    fn act(&self, action: &Action) -> String {
        let (words, stdin) = command(action);
        let mut words = words.to_vec();
        // The plain names may be those of the nft variant.
        for family in ["iptables", "ip6tables"] {
            if let Some(rest) = words[0].strip_prefix(family)
                && !rest.starts_with("-legacy")
            {
                words[0] = format!("{family}-legacy{rest}");
            }
        }
        let mut child = Command::new("ip")
            .args(["netns", "exec", &self.namespace])
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

/// With one date for all in the comments of `iptables-save`.
fn undated(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        match line.split_once(" on ") {
            Some((start, _)) if start.starts_with("# ") => {
                kept.push_str(start);
                kept.push_str(" on DATE\n");
            }
            Some(_) | None => kept.push_str(line),
        }
    }
    kept
}

#[test]
fn ours_prints_the_transcripts() {
    let record = std::env::var_os("TOLLGATE_RECORD").is_some();
    let mut reports = String::new();
    for transcript in transcripts("iptables") {
        let mut ours = Ours::new();
        let (report, recorded) = replay(&transcript, str::to_owned, |action| {
            undated(&ours.act(action))
        });
        if record && transcript.by_hand {
            fs::write(&transcript.path, recorded).expect("a writable transcript");
        } else {
            reports.push_str(&report);
        }
    }
    assert!(reports.is_empty(), "\n{reports}");
}

/// Why the real tool can't be asked here.
fn obstacle() -> Option<&'static str> {
    let Ok(version) = Command::new("iptables-legacy").arg("-V").output() else {
        return Some("no iptables-legacy");
    };
    if !rustix::process::geteuid().is_root() {
        return Some("not root");
    }
    if version.stdout != b"iptables v1.8.9 (legacy)\n" {
        return Some("iptables-legacy is not 1.8.9");
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
        eprintln!("SKIP: the real iptables is not asked: {why}");
        return;
    }
    let record = std::env::var_os("TOLLGATE_RECORD").is_some();
    let mut reports = String::new();
    for transcript in transcripts("iptables") {
        if transcript.by_hand {
            continue;
        }
        let name = transcript.path.file_stem().expect("a name");
        let kernel = Kernel::new(&name.to_string_lossy());
        let (report, recorded) = replay(&transcript, str::to_owned, |action| {
            undated(&kernel.act(action))
        });
        if record {
            fs::write(&transcript.path, recorded).expect("a writable transcript");
        } else {
            reports.push_str(&report);
        }
    }
    assert!(reports.is_empty(), "\n{reports}");
}
