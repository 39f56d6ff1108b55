//! The `ip` command against the real one: transcripts that both have to reproduce byte for byte.
//!
//! A transcript (`tests/lang/ip/*.t`, see `transcript/`) is a terminal log:
//!
//! ```text
//! # a comment
//! ! tap ens4 02:00:00:00:00:04    a link with a carrier
//! ! idle ens6 02:00:00:00:00:06   a link without one
//! ! sysctl net/ipv4/ip_forward 1  a knob, for both
//! ! kernel KNOB VALUE             a knob of the kernel only: what we do not have
//! $ ip route add default via 1.1.1.2
//! Error: Nexthop has invalid gateway.
//! [2]
//! $ ip -batch -
//! > route show
//! ```
//!
//! After each command stands what it printed, standard output before standard error, and its exit
//! status if that is not 0. The texts are what Debian's iproute2 6.1 printed in a network namespace;
//! with root, the tool that is installed has to print them again. `TOLLGATE_RECORD=1` writes them
//! anew, `TOLLGATE_TRANSCRIPTS=FOLDER` takes others. A file that begins with `#!tollgate` is checked by hand: the kernel of CI has no such
//! devices, or the command is ours alone.

#![allow(
    clippy::panic,
    reason = "a transcript that can't be read fails the test"
)]

mod transcript;

use std::{
    fmt::Write as _,
    fs,
    io::Write as _,
    net::IpAddr,
    process::{Child, Command, Stdio},
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
use transcript::{Action, joined, replay, split, transcripts};

/// What is arranged without a command.
enum Arrange<'a> {
    Tap {
        name: &'a str,
        mac: &'a str,
        carrier: bool,
    },
    Sysctl {
        path: &'a str,
        value: &'a str,
    },
    KernelSysctl {
        path: &'a str,
        value: &'a str,
    },
}

impl<'a> Arrange<'a> {
    fn read([kind, name, value]: &'a [String; 3]) -> Self {
        match kind.as_str() {
            "tap" | "idle" => Self::Tap {
                name,
                mac: value,
                carrier: kind == "tap",
            },
            "sysctl" => Self::Sysctl { path: name, value },
            "kernel" => Self::KernelSysctl { path: name, value },
            _ => panic!("no such directive: {kind}"),
        }
    }
}

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

    fn run(&mut self, command: &str, stdin: &str) -> String {
        self.execute(&split(command), stdin)
    }

    fn execute(&mut self, words: &[String], stdin: &str) -> String {
        let mut out = Output::default();
        let mut session = Session {
            model: &mut self.model,
            live: &mut self.live,
            origin: None,
        };
        let status = execute(words, Some(stdin.as_bytes()), &mut session, &mut out);
        joined(&out.stdout, &out.stderr, status)
    }

    fn act(&mut self, action: &Action) -> String {
        match action {
            Action::Run { words, stdin } => self.execute(words, stdin),
            Action::Directive(words) => self.arrange(&Arrange::read(words)),
        }
    }

    fn arrange(&mut self, arrange: &Arrange<'_>) -> String {
        match *arrange {
            Arrange::Tap { name, mac, carrier } => {
                let out = self.run(&format!("ip link add {name} address {mac} type tap"), "");
                assert_eq!(out, "", "a tap link");
                let index = self.model.link_by_name(name).expect("the link").index;
                self.model.set_carrier(index, carrier);
                String::new()
            }
            Arrange::Sysctl { path, value } => {
                self.model
                    .set_sysctl(&path.replace('.', "/"), value)
                    .expect("a knob");
                String::new()
            }
            Arrange::KernelSysctl { .. } => String::new(),
        }
    }
}

/// The kernel's, in a namespace that goes away with it.
struct Kernel {
    namespace: String,
    taps: Vec<Child>,
}

/// Holds a tap device open, so that it has a carrier.
const HOLD: &str = r#"open(my $f, "+<", "/dev/net/tun") or die;
ioctl($f, 0x400454ca, pack("a16 s x22", $ARGV[0], 0x1002)) or die;
$| = 1; print "ok\n"; sleep 600;"#;

impl Kernel {
    fn new(name: &str) -> Self {
        let namespace = format!("iplt-{name}-{}", std::process::id());
        let status = Command::new("ip")
            .args(["netns", "add", &namespace])
            .status()
            .expect("ip");
        assert!(status.success(), "a network namespace");
        let kernel = Self {
            namespace,
            taps: Vec::new(),
        };
        // As a machine that has booted.
        kernel.check(&["ip", "link", "set", "lo", "up"]);
        kernel
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new("ip");
        command
            .args(["netns", "exec", &self.namespace])
            .args(words)
            .env("TZ", "UTC");
        command
    }

    fn check(&self, words: &[&str]) {
        let status = self.command(words).status().expect("a command");
        assert!(status.success(), "{words:?}");
    }

    fn act(&mut self, action: &Action) -> String {
        match action {
            Action::Run { words, stdin } => {
                let words: Vec<&str> = words.iter().map(String::as_str).collect();
                let mut child = self
                    .command(&words)
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
            Action::Directive(words) => self.arrange(&Arrange::read(words)),
        }
    }

    fn arrange(&mut self, arrange: &Arrange<'_>) -> String {
        match *arrange {
            Arrange::Tap { name, mac, carrier } => {
                self.check(&["ip", "tuntap", "add", "dev", name, "mode", "tap"]);
                self.check(&["ip", "link", "set", name, "address", mac]);
                if !carrier {
                    return String::new();
                }
                let mut child = self
                    .command(&["perl", "-e", HOLD, name])
                    .stdout(Stdio::piped())
                    .spawn()
                    .expect("perl");
                let mut ready = [0; 3];
                let out = child.stdout.as_mut().expect("a pipe");
                std::io::Read::read_exact(out, &mut ready).expect("a tap device");
                self.taps.push(child);
                String::new()
            }
            Arrange::Sysctl { path, value } | Arrange::KernelSysctl { path, value } => {
                let setting = format!("{}={value}", path.replace('/', "."));
                self.check(&["sysctl", "-q", "-w", &setting]);
                String::new()
            }
        }
    }
}

impl Drop for Kernel {
    fn drop(&mut self) {
        for tap in &mut self.taps {
            // Gone already is as good.
            let _ = tap.kill();
            let _ = tap.wait();
        }
        let _ = Command::new("ip")
            .args(["netns", "del", &self.namespace])
            .status();
    }
}

/// With lifetimes rounded up to hundreds of seconds: the kernel's clock does not wait for us.
fn rounded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let keys = ["_lft ", "_life_time\": ", "_life_time\":"];
    while let Some(end) = keys
        .iter()
        .filter_map(|key| rest.find(key).map(|at| at + key.len()))
        .min()
    {
        let (before, after) = rest.split_at(end);
        let digits = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, after) = after.split_at(digits);
        out.push_str(before);
        if let Ok(number) = number.parse::<u64>() {
            let _ = write!(out, "{}", number.div_ceil(100) * 100);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

#[test]
fn ours_prints_the_transcripts() {
    let record = std::env::var_os("TOLLGATE_RECORD").is_some();
    let mut reports = String::new();
    for transcript in transcripts("ip") {
        let mut ours = Ours::new();
        let (report, recorded) = replay(&transcript, rounded, |action| ours.act(action));
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
    let works = |program: &str, argument: &str| {
        Command::new(program)
            .arg(argument)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    };
    let version = Command::new("ip").arg("-V").output().ok()?;
    if !rustix::process::geteuid().is_root() {
        return Some("not root");
    }
    if !String::from_utf8_lossy(&version.stdout).contains("iproute2-6.1.0") {
        return Some("ip is not iproute2 6.1");
    }
    if !works("perl", "-v") || !works("sysctl", "-V") {
        return Some("no perl or no sysctl");
    }
    None
}

#[test]
fn the_real_tool_prints_the_transcripts() {
    let obstacle = match Command::new("ip").arg("-V").output() {
        Ok(_) => obstacle(),
        Err(_) => Some("no ip"),
    };
    if let Some(why) = obstacle {
        assert!(
            std::env::var_os("TOLLGATE_REQUIRE_ALL").is_none(),
            "the real tool is required: {why}"
        );
        eprintln!("SKIP: the real ip is not asked: {why}");
        return;
    }
    let record = std::env::var_os("TOLLGATE_RECORD").is_some();
    let mut reports = String::new();
    for transcript in transcripts("ip") {
        if transcript.by_hand {
            continue;
        }
        let name = transcript.path.file_stem().expect("a name");
        let mut kernel = Kernel::new(&name.to_string_lossy());
        let (report, recorded) = replay(&transcript, rounded, |action| kernel.act(action));
        if record {
            fs::write(&transcript.path, recorded).expect("a writable transcript");
        } else {
            reports.push_str(&report);
        }
    }
    assert!(reports.is_empty(), "\n{reports}");
}
