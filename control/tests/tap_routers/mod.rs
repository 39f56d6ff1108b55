//! Two routers for transcripts: ours, and the kernel's in a namespace; both with taps.

#![allow(
    clippy::panic,
    unreachable_pub,
    reason = "a transcript that can't be read fails the test; each test is a crate of its own"
)]

use std::process::{Child, Command, Stdio};

use crate::{
    idle_router::IdleRouter,
    transcript::{Action, Namespace, joined, status_of},
};

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
pub struct Ours(IdleRouter);

impl Ours {
    /// One that has just booted.
    pub fn new() -> Self {
        Self(IdleRouter::new())
    }

    fn execute(&mut self, words: &[String], stdin: &str) -> String {
        let (status, out) = self.0.execute(words, stdin);
        joined(&out.stdout, &out.stderr, status)
    }

    /// Does what a line says; gives what it printed.
    pub fn act(&mut self, action: &Action) -> String {
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
pub struct Kernel {
    namespace: Namespace,
    taps: Vec<Child>,
}

/// Holds a tap device open, so that it has a carrier.
const HOLD: &str = r#"open(my $f, "+<", "/dev/net/tun") or die;
ioctl($f, 0x400454ca, pack("a16 s x22", $ARGV[0], 0x1002)) or die;
$| = 1; print "ok\n"; sleep 600;"#;

impl Kernel {
    /// One that has just booted, in a namespace of that name.
    pub fn new(name: &str) -> Self {
        let kernel = Self {
            namespace: Namespace::new(name),
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

    /// Does what a line says; gives what it printed.
    pub fn act(&mut self, action: &Action) -> String {
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

/// Why the real tool can't be asked here.
pub fn obstacle() -> Option<&'static str> {
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
