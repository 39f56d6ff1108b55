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

mod idle_router;
mod transcript;

use std::{
    fmt::Write as _,
    process::{Child, Command, Stdio},
};

use idle_router::IdleRouter;
use transcript::{Action, Namespace, ask_ours, ask_real_tool, joined, status_of};

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

/// Our router.
struct Ours(IdleRouter);

impl Ours {
    fn execute(&mut self, words: &[String], stdin: &str) -> String {
        let (status, out) = self.0.execute(words, stdin);
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
                let words = ["ip", "link", "add", name, "address", mac, "type", "tap"];
                let out = self.execute(&words.map(str::to_owned), "");
                assert_eq!(out, "", "a tap link");
                let index = self.0.model.link_by_name(name).expect("the link").index;
                self.0.model.set_carrier(index, carrier);
                String::new()
            }
            Arrange::Sysctl { path, value } => {
                self.0
                    .model
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
    namespace: Namespace,
    taps: Vec<Child>,
}

/// Holds a tap device open, so that it has a carrier.
const HOLD: &str = r#"open(my $f, "+<", "/dev/net/tun") or die;
ioctl($f, 0x400454ca, pack("a16 s x22", $ARGV[0], 0x1002)) or die;
$| = 1; print "ok\n"; sleep 600;"#;

impl Kernel {
    fn new(name: &str) -> Self {
        let kernel = Self {
            namespace: Namespace::new(&format!("iplt-{name}")),
            taps: Vec::new(),
        };
        // As a machine that has booted.
        kernel.check(&["ip", "link", "set", "lo", "up"]);
        kernel
    }

    fn check(&self, words: &[&str]) {
        let status = self.namespace.command(words).status().expect("a command");
        assert!(status.success(), "{words:?}");
    }

    fn act(&mut self, action: &Action) -> String {
        match action {
            Action::Run { words, stdin } => {
                let out = self.namespace.run(words, stdin);
                joined(&out.stdout, &out.stderr, status_of(&out))
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
                    .namespace
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
    ask_ours("ip", rounded, || Ours(IdleRouter::new()), Ours::act);
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
    let Ok(version) = Command::new("ip").arg("-V").output() else {
        return Some("no ip");
    };
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
    ask_real_tool("ip", obstacle(), rounded, Kernel::new, Kernel::act);
}
