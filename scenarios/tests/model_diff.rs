//! The same random commands for the kernel (with the real `ip` and `sysctl`, in a namespace) and for
//! our model: exit status, messages, and what the shows print afterwards must be equal.
//!
//! `TOLLGATE_DIFF_SEEDS=A..B` tries other sequences than the fixed ones.

use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, ChildStdout, Stdio},
};

use control::{
    config::{LinkKind, LinkRequest, Model},
    lang::{Offline, Output, Session, execute, load, save},
};
use dataplane::{iface::IfIndex, time::Instant};
use scenarios::netns::{Sandbox, available};

/// Links of both sides, with their numbers and addresses.
const LINKS: [(&str, u32, &str); 3] = [
    ("va", 11, "02:00:00:00:00:0a"),
    ("vb", 12, "02:00:00:00:00:0b"),
    ("vc", 13, "02:00:00:00:00:0c"),
];

/// What is compared after every command.
const SHOWS: [&str; 6] = [
    "ip -o -4 addr show",
    "ip -o -6 addr show",
    "ip -4 route show table all",
    "ip -6 route show table all",
    "ip -4 rule",
    "ip -6 rule",
];

/// How long the kernel may take until a command has all its consequences.
const MOMENT: std::time::Duration = std::time::Duration::from_millis(1500);

/// A shell in a namespace of the kernel's.
struct Kernel {
    shell: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    _sandbox: Sandbox,
}

impl Kernel {
    fn new() -> Self {
        let sandbox = Sandbox::new(&["router", "peer"]).expect("a sandbox");
        sandbox.ok(
            Some("router"),
            "sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0 \
             net.ipv6.conf.default.accept_ra=0 net.ipv4.conf.default.accept_source_route=1",
        );
        for (name, index, mac) in LINKS {
            sandbox.ok(
                None,
                &format!(
                    "ip -n router link add {name} index {index} address {mac} type veth \
                     peer name p{name} netns peer && ip -n peer link set p{name} up"
                ),
            );
            sandbox.ok(
                Some("router"),
                &format!("sysctl -qw net.ipv6.conf.{name}.accept_dad=0"),
            );
        }
        let mut shell = sandbox
            .command(Some("router"), &["bash"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("bash");
        let input = shell.stdin.take().expect("a pipe");
        let output = BufReader::new(shell.stdout.take().expect("a pipe"));
        Self {
            shell,
            input,
            output,
            _sandbox: sandbox,
        }
    }

    /// Exit status, standard output and standard error of a command line.
    fn run(&mut self, line: &str) -> (i32, String, String) {
        let script = format!("{line} 2>/run/err; s=$?; echo; echo @@; cat /run/err; echo @@$s\n");
        self.input.write_all(script.as_bytes()).expect("a shell");
        self.input.flush().expect("a shell");
        let (stdout, _) = self.part();
        let (stderr, status) = self.part();
        let stdout = stdout.strip_suffix('\n').unwrap_or(&stdout).to_owned();
        (status.parse().unwrap_or(-1), stdout, stderr)
    }

    /// What comes up to the next mark, and what stands behind that.
    fn part(&mut self) -> (String, String) {
        let mut text = String::new();
        loop {
            let mut line = String::new();
            let length = self.output.read_line(&mut line).expect("text");
            assert!(length > 0, "the shell has ended: {text}");
            if let Some(mark) = line.strip_prefix("@@") {
                return (text, mark.trim().to_owned());
            }
            text.push_str(&line);
        }
    }
}

impl Drop for Kernel {
    fn drop(&mut self) {
        let _ = self.shell.kill();
        let _ = self.shell.wait();
    }
}

/// Our side.
struct Ours {
    model: Model,
    live: Offline,
}

impl Ours {
    fn new() -> Self {
        let mut model = Model::new();
        for (name, index, mac) in LINKS {
            let mut request = LinkRequest::new(name, LinkKind::Dummy);
            request.index = IfIndex::new(index);
            request.mac = mac.parse().ok();
            model.add_link(request).expect("the name is free");
        }
        Self {
            model,
            live: Offline::new(Instant::ZERO),
        }
    }

    fn run(&mut self, line: &str) -> (i32, String, String) {
        let argv: Vec<String> = line.split(' ').map(str::to_owned).collect();
        let mut session = Session {
            model: &mut self.model,
            live: &mut self.live,
            origin: None,
        };
        let mut out = Output::default();
        let status = execute(&argv, None, &mut session, &mut out);
        let text = |bytes| String::from_utf8(bytes).expect("text");
        (status, text(out.stdout), text(out.stderr))
    }
}

/// Numbers that look random: the same ones for a seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut n = self.0;
        n = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        n = (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((n ^ (n >> 31)) % sides as u64).expect("small")
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.roll(words.len())]
    }

    /// One of the words in one of `odds` cases, else nothing.
    fn maybe<'a>(&mut self, odds: usize, words: &[&'a str]) -> &'a str {
        if self.roll(odds) == 0 {
            self.pick(words)
        } else {
            ""
        }
    }

    fn dev(&mut self) -> &'static str {
        self.pick(&["va", "va", "vb", "vc", "lo"])
    }

    fn command(&mut self) -> String {
        let words = match self.roll(20) {
            0..4 => self.address4(),
            4..6 => self.address6(),
            6..8 => self.link(),
            8..13 => self.route4(),
            13..17 => self.route6(),
            17..19 => self.rule(),
            _ => vec![
                "sysctl -q -w",
                self.pick(&[
                    "net.ipv4.ip_forward=1",
                    "net.ipv6.conf.all.forwarding=1",
                    "net.ipv6.conf.all.forwarding=0",
                    "net.ipv6.conf.va.forwarding=1",
                    "net.ipv4.conf.va.promote_secondaries=1",
                    "net.ipv4.conf.all.promote_secondaries=0",
                    "net.ipv6.conf.vb.disable_ipv6=1",
                    "net.ipv6.conf.vb.disable_ipv6=0",
                    "net.ipv6.conf.all.disable_ipv6=0",
                ]),
            ],
        };
        let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        words.join(" ")
    }

    /// A command whose effect no later one undoes or makes invalid: such states can be saved. (A
    /// route whose gateway is not on a link any more, for one, can't be made anew, in the kernel
    /// neither.)
    fn lasting(&mut self) -> String {
        let link = self.roll(LINKS.len());
        let (name, _, _) = LINKS[link];
        let host = self.roll(4) + 1;
        let words = match self.roll(6) {
            0 => return format!("ip addr add 10.0.{link}.{host}/24 dev {name}"),
            1 => return format!("ip addr add 2001:db8:{link}::{host}/64 dev {name}"),
            2 => {
                let verb = self.pick(&["add", "append"]);
                let table = self.maybe(3, &["table 100", "table 300"]);
                let metric = self.maybe(3, &["metric 5", "metric 10"]);
                vec![
                    format!("ip route {verb} 1.2.{host}.0/24 via 10.0.{link}.9"),
                    metric.to_owned(),
                    table.to_owned(),
                ]
            }
            3 => return format!("ip -6 route append 2001:{host}::/32 via fe80::{host} dev {name}"),
            4 => return format!("ip route add unreachable 1.3.{host}.0/24 metric {link}"),
            _ => self.rule().into_iter().map(str::to_owned).collect(),
        };
        let words: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
        words.join(" ")
    }

    fn address4(&mut self) -> Vec<&'static str> {
        let verb = self.pick(&["add", "add", "add", "del", "del", "replace", "change"]);
        let address = self.pick(&[
            "10.0.0.1/24",
            "10.0.0.2/24",
            "10.0.0.3/24",
            "10.0.1.1/24",
            "10.0.0.1/16",
            "10.0.0.9/32",
            "10.0.2.1/30",
            "10.0.3.0/31",
            "10.0.4.1 peer 10.0.5.1/24",
            "10.0.4.1 peer 10.0.5.1",
        ]);
        let mut words = vec!["ip addr", verb, address, "dev", self.dev()];
        if verb != "del" {
            words.push(self.maybe(3, &["brd +", "brd -", "brd 10.0.0.255"]));
            words.push(self.maybe(6, &["scope link", "scope host"]));
            words.push(self.maybe(8, &["noprefixroute"]));
            words.push(self.maybe(8, &["metric 7", "metric 0"]));
        }
        words
    }

    fn address6(&mut self) -> Vec<&'static str> {
        let verb = self.pick(&["add", "add", "add", "del", "del", "replace", "change"]);
        let address = self.pick(&[
            "2001:db8::1/64",
            "2001:db8::2/64",
            "2001:db8:1::1/64",
            "2001:db8::1/48",
            "2001:db8::3/128",
            "2001:db8:2::1/127",
            "fe80::1/64",
            "fec0::1/64",
            "ff02::1/64",
            "::1/128",
            "2001:db8:4::1 peer 2001:db8:5::1/64",
        ]);
        let mut words = vec!["ip addr", verb, address, "dev", self.dev()];
        if verb != "del" {
            words.push(self.maybe(8, &["noprefixroute"]));
            words.push(self.maybe(8, &["metric 7"]));
        }
        words
    }

    fn link(&mut self) -> Vec<&'static str> {
        let what = self.pick(&["up", "up", "up", "up", "down", "mtu 1000", "mtu 1500"]);
        vec!["ip link set", self.pick(&["va", "vb", "vc"]), what]
    }

    fn route4(&mut self) -> Vec<&'static str> {
        let verb = self.verb();
        let kind = self.maybe(
            6,
            &[
                "blackhole",
                "unreachable",
                "prohibit",
                "throw",
                "local",
                "broadcast",
                "multicast",
            ],
        );
        let dst = self.pick(&[
            "1.2.3.0/24",
            "1.2.0.0/16",
            "1.2.3.4",
            "default",
            "1.2.3.0/26",
            "10.0.0.0/24",
            "1.2.3.1/24",
        ]);
        let mut words = vec!["ip route", verb, kind, dst];
        if self.roll(8) == 0 {
            for _ in 0..2 {
                words.push("nexthop");
                words.push(self.pick(&["via 10.0.0.9", "via 10.0.1.9", "dev va", "dev vb"]));
                words.push(self.maybe(2, &["weight 3", "weight 7"]));
            }
        } else {
            words.push(self.maybe(
                2,
                &[
                    "via 10.0.0.9",
                    "via 10.0.0.1",
                    "via 10.0.1.9",
                    "via 10.0.0.255",
                    "via 9.9.9.9",
                    "via 10.0.0.8",
                    "via inet6 fe80::9",
                ],
            ));
            words.push(self.maybe(2, &["dev va", "dev va", "dev vb", "dev lo"]));
            words.push(self.maybe(12, &["onlink"]));
        }
        words.push(self.maybe(4, &["metric 5", "metric 10"]));
        words.push(self.maybe(8, &["tos 8", "tos 0x10", "tos 3"]));
        words.push(self.maybe(5, &["table 100", "table 300", "table local", "table 44"]));
        words.push(self.maybe(6, &["src 10.0.0.1", "src 10.0.0.2", "src 3.3.3.3"]));
        words.push(self.maybe(8, &["scope link", "scope host", "scope global"]));
        words.push(self.maybe(8, &["proto static", "proto 77"]));
        words.push(self.maybe(10, &["mtu 1400", "mtu lock 1300", "advmss 1000"]));
        words
    }

    fn route6(&mut self) -> Vec<&'static str> {
        let verb = self.verb();
        let kind = self.maybe(
            6,
            &[
                "blackhole",
                "unreachable",
                "prohibit",
                "throw",
                "local",
                "anycast",
            ],
        );
        let dst = self.pick(&[
            "2001:1::/64",
            "2001:1::/32",
            "2001:1::5",
            "default",
            "2001:db8::/64",
            "2001:2::1/64",
        ]);
        let mut words = vec!["ip -6 route", verb, kind, dst];
        if self.roll(8) == 0 {
            for _ in 0..2 {
                words.push("nexthop");
                words.push(self.pick(&[
                    "via 2001:db8::9",
                    "via fe80::9 dev va",
                    "via fe80::8 dev vb",
                    "dev va",
                ]));
                words.push(self.maybe(2, &["weight 3", "weight 7"]));
            }
        } else {
            words.push(self.maybe(
                2,
                &[
                    "via 2001:db8::9",
                    "via 2001:db8::8",
                    "via 2001:db8::1",
                    "via fe80::9",
                    "via fe80::8",
                    "via 2001:9::1",
                    "via ff02::1",
                ],
            ));
            words.push(self.pick(&["", "dev va", "dev va", "dev vb", "dev lo"]));
            words.push(self.maybe(12, &["onlink"]));
        }
        words.push(self.maybe(4, &["metric 5", "metric 10"]));
        words.push(self.maybe(5, &["table 100", "table 300", "table local", "table 44"]));
        words.push(self.maybe(8, &["src 2001:db8::1", "src 3::3"]));
        words.push(self.maybe(8, &["proto static", "proto 77"]));
        words.push(self.maybe(10, &["mtu 1400", "pref high", "pref low"]));
        words
    }

    fn verb(&mut self) -> &'static str {
        self.pick(&[
            "add", "add", "append", "prepend", "replace", "change", "del", "del",
        ])
    }

    fn rule(&mut self) -> Vec<&'static str> {
        let family = self.pick(&["ip rule", "ip -6 rule"]);
        let verb = self.pick(&["add", "add", "del"]);
        let from = if family == "ip rule" {
            self.maybe(
                2,
                &[
                    "from 10.0.0.0/24",
                    "from 1.2.3.4/24",
                    "to 1.2.3.4",
                    "not from 9.9.9.9",
                ],
            )
        } else {
            self.maybe(
                2,
                &["from 2001:db8::/64", "to 2001:1::", "not from 2001::/16"],
            )
        };
        vec![
            family,
            verb,
            from,
            self.maybe(2, &["pref 5", "pref 7", "pref 100", "pref 32766"]),
            self.maybe(
                4,
                &[
                    "fwmark 5",
                    "fwmark 0x5/0xff",
                    "tos 8",
                    "iif va",
                    "oif vb",
                    "iif nodev",
                ],
            ),
            self.maybe(6, &["ipproto tcp dport 80", "sport 5-7"]),
            self.pick(&[
                "table 100",
                "table 44",
                "blackhole",
                "prohibit",
                "goto 100",
                "goto 4",
                "nop",
            ]),
            self.maybe(8, &["suppress_prefixlength 0"]),
        ]
    }
}

fn compare(seed: u64, commands: usize) -> Result<(), String> {
    let mut kernel = Kernel::new();
    let mut ours = Ours::new();
    let mut dice = Dice(seed);
    let mut done = String::new();
    let mut lines: Vec<String> = LINKS
        .iter()
        .map(|(name, _, _)| format!("ip link set {name} up"))
        .collect();
    lines.insert(1, "ip addr add 10.0.0.1/24 dev va".to_owned());
    lines.insert(3, "ip addr add 2001:db8::1/64 dev va".to_owned());
    lines.extend((0..commands).map(|_| dice.command()));
    for line in lines {
        done.push_str(&format!("{line}\n"));
        let shows = SHOWS.iter().copied();
        for command in std::iter::once(line.as_str()).chain(shows) {
            let mine = ours.run(command);
            let mut theirs = kernel.run(command);
            // A carrier and an address that is to be checked take the kernel a moment.
            let start = std::time::Instant::now();
            while command != line && theirs != mine && start.elapsed() < MOMENT {
                std::thread::sleep(std::time::Duration::from_millis(20));
                theirs = kernel.run(command);
            }
            if theirs != mine {
                let difference = difference(&theirs.1, &mine.1);
                return Err(format!(
                    "seed {seed}, after\n{done}{command}:\nkernel: {} {}\nours:   {} {}\n{difference}",
                    theirs.0, theirs.2, mine.0, mine.2
                ));
            }
        }
    }
    Ok(())
}

/// The lines that are not in both.
fn difference(theirs: &str, mine: &str) -> String {
    let only = |here: &str, there: &str, sign: char| {
        here.lines()
            .filter(|line| !there.lines().any(|other| other == *line))
            .map(|line| format!("{sign}{line}\n"))
            .collect::<String>()
    };
    let text = only(theirs, mine, '-') + &only(mine, theirs, '+');
    if text.is_empty() && theirs != mine {
        return format!("in another order:\n{theirs}---\n{mine}");
    }
    text
}

#[test]
fn random_commands_leave_the_same_state() {
    if !available(&["bash", "sysctl"]) {
        return;
    }
    let seeds = std::env::var("TOLLGATE_DIFF_SEEDS").ok();
    let range = seeds.as_deref().and_then(|text| {
        let (from, to) = text.split_once("..")?;
        Some(from.parse().ok()?..to.parse().ok()?)
    });
    let mut failures = String::new();
    for seed in range.unwrap_or(1..5) {
        if let Err(failure) = compare(seed, 60) {
            failures.push_str(&failure);
            failures.push_str("\n=====\n");
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn a_saved_configuration_loads_back_to_the_same_state() {
    let file = std::env::temp_dir().join(format!("tollgate-save-{}", std::process::id()));
    let mut failures = String::new();
    for seed in 1..200 {
        let mut ours = Ours::new();
        let mut dice = Dice(seed);
        for (name, _, _) in LINKS {
            ours.run(&format!("ip link set {name} up"));
        }
        for _ in 0..40 {
            ours.run(&dice.lasting());
        }
        let text = match save(&ours.model, &[]) {
            Ok(text) => text,
            Err(error) => {
                failures.push_str(&format!("seed {seed} can't be saved: {error}\n"));
                continue;
            }
        };
        std::fs::write(&file, &text).expect("a file");
        let mut again = Ours {
            model: Model::new(),
            live: Offline::new(Instant::ZERO),
        };
        if let Err(error) = load(&[&file], &mut again.model, &mut again.live) {
            failures.push_str(&format!("seed {seed} can't be loaded: {error}\n{text}\n"));
            continue;
        }
        for command in SHOWS {
            let (before, after) = (ours.run(command).1, again.run(command).1);
            if before != after {
                let difference = difference(&before, &after);
                failures.push_str(&format!("seed {seed} {command}:\n{difference}\n{text}\n"));
                break;
            }
        }
    }
    let _ = std::fs::remove_file(&file);
    assert!(failures.is_empty(), "{failures}");
}
