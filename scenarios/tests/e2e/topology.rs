//! server1 (1.1.1.11) – router1 (1.1.1.1, 2.2.2.1) – server2 (2.2.2.12), as in the deck; IPv6 with
//! fd00:1::/64 and fd00:2::/64 beside it.

use std::{fs, path::PathBuf, time::Duration};

use scenarios::netns::{Finished, Running, Sandbox, wait_until};

/// The binary under test.
pub(crate) const TOLLGATE: &str = env!("CARGO_BIN_EXE_tollgate");

/// How long anything may take before the test has failed.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// What kind of ports the router has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ports {
    /// Each server's interface is the kernel's end of a tap port.
    Tap,
    /// Each server is joined by a veth to an interface that a packet port holds.
    Packet,
    /// The same with xdp ports that offload flows.
    Offload,
    /// The same behind the driver.
    GenericOffload,
    /// server1's is joined so to an interface that an xdp port holds; server2's is a tap.
    XdpAndTap,
}

/// The commands of slide 24 (with IPv6), to follow those that make the ports.
pub(crate) const ADDRESSES: &str = "\
ip a a 1.1.1.1/24 dev ens4
ip a a fd00:1::1/64 dev ens4 nodad
ip l s up ens4
ip a a 2.2.2.1/24 dev ens5
ip a a fd00:2::1/64 dev ens5 nodad
ip l s up ens5
";

/// Forwarding on, both families.
pub(crate) const FORWARDING: &str = "\
sysctl -w net.ipv4.conf.all.forwarding=1
sysctl -w net.ipv6.conf.all.forwarding=1
";

/// A router with its servers.
pub(crate) struct Deck {
    pub(crate) sandbox: Sandbox,
    pub(crate) tollgate: Running,
    folder: PathBuf,
}

/// A folder of the test's own.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("e2e-{name}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// Starts `tollgate run` with so many workers in a namespace, and waits until it answers.
pub(crate) fn start(
    sandbox: &Sandbox,
    host: &str,
    runbook: &str,
    socket: &str,
    workers: usize,
) -> Running {
    let workers = workers.to_string();
    let mut running = sandbox
        .spawn(
            Some(host),
            &[
                TOLLGATE,
                "--socket",
                socket,
                "run",
                runbook,
                "--log",
                "debug",
                "--workers",
                &workers,
            ],
        )
        .expect("tollgate");
    let asks = format!("{TOLLGATE} --socket {socket} ip link show lo");
    let up = wait_until(PATIENCE, || {
        running.exited().is_some() || sandbox.run(Some(host), &asks).status == 0
    });
    assert!(up && running.exited().is_none(), "{}", running.output());
    running
}

/// Starts a program on a host, and waits until it says something.
#[track_caller]
pub(crate) fn spawn(sandbox: &Sandbox, host: &str, argv: &[&str], says: &str) -> Running {
    let mut running = sandbox.spawn(Some(host), argv).expect("it starts");
    assert!(running.wait_for(says, PATIENCE), "{}", running.output());
    running
}

impl Deck {
    /// Builds it. `name` is the test's; `more` follows the commands that make the ports.
    pub(crate) fn build(name: &str, ports: Ports, more: &str) -> Self {
        Self::with_workers(name, ports, more, 1)
    }

    /// The same with a router of so many workers.
    pub(crate) fn with_workers(name: &str, ports: Ports, more: &str, workers: usize) -> Self {
        let sandbox = Sandbox::new(&["server1", "router1", "server2"]).expect("a sandbox");
        let folder = folder(name);
        let runbook = folder.join("router1.conf");
        // Interfaces that ports of this kind, with these options, hold.
        let held = |kind: &str, options: &str| {
            sandbox.ok(
                None,
                "ip link add ens4 netns server1 type veth peer name eth4 netns router1
                 ip link add ens4 netns server2 type veth peer name eth5 netns router1
                 ip -n router1 link set eth4 up && ip -n router1 link set eth5 up",
            );
            ["4", "5"]
                .map(|n| format!("ip link add ens{n} type {kind} dev eth{n}{options}\n"))
                .concat()
        };
        let make = match ports {
            Ports::Tap => "ip link add ens4 type tap\nip link add ens5 type tap\n".to_owned(),
            Ports::Packet => held("packet", ""),
            Ports::Offload => held("xdp", " offload on"),
            Ports::GenericOffload => held("xdp", " mode generic offload on"),
            Ports::XdpAndTap => {
                sandbox.ok(
                    None,
                    "ip link add ens4 netns server1 type veth peer name eth4 netns router1
                     ip -n router1 link set eth4 up",
                );
                "ip link add ens4 type xdp dev eth4\nip link add ens5 type tap\n".to_owned()
            }
        };
        fs::write(&runbook, format!("{make}{more}")).expect("the runbook");
        let runbook = runbook.to_str().expect("UTF-8").to_owned();
        let tollgate = start(&sandbox, "router1", &runbook, "/run/tollgate.sock", workers);
        let taps = match ports {
            Ports::Tap => {
                "ip -n router1 link set ens4 netns server1
                 ip -n router1 link set ens5 netns server2 name ens4"
            }
            Ports::Packet | Ports::Offload | Ports::GenericOffload => "",
            Ports::XdpAndTap => "ip -n router1 link set ens5 netns server2 name ens4",
        };
        sandbox.ok(None, taps);
        // Slide 28.
        sandbox.ok(
            Some("server1"),
            "ip a a 1.1.1.11/24 dev ens4; ip a a fd00:1::11/64 dev ens4 nodad; ip l s up ens4
             ip r a 2.2.2.0/24 via 1.1.1.1; ip r a fd00:2::/64 via fd00:1::1",
        );
        sandbox.ok(
            Some("server2"),
            "ip a a 2.2.2.12/24 dev ens4; ip a a fd00:2::12/64 dev ens4 nodad; ip l s up ens4
             ip r a 1.1.1.0/24 via 2.2.2.1; ip r a fd00:1::/64 via fd00:2::1",
        );
        if ports == Ports::Offload {
            // A veth tells its peer of that only while it is up.
            sandbox.ok(Some("server1"), "ethtool -K ens4 gro on");
            sandbox.ok(Some("server2"), "ethtool -K ens4 gro on");
        }
        let deck = Self {
            sandbox,
            tollgate,
            folder,
        };
        // The servers have just come up: the router looks at its ports about once a second.
        let carrier = wait_until(PATIENCE, || !deck.router("ip link").contains("NO-CARRIER"));
        assert!(carrier, "{}", deck.router("ip link"));
        deck
    }

    /// A file of the test's folder.
    pub(crate) fn file(&self, name: &str) -> String {
        self.folder.join(name).to_str().expect("UTF-8").to_owned()
    }

    /// Runs a command line on a server.
    #[track_caller]
    pub(crate) fn on(&self, host: &str, line: &str) -> String {
        self.sandbox.ok(Some(host), line)
    }

    /// Runs a command of Tollgate's on router1: `ip …`, `sysctl …`, `drops`, ….
    pub(crate) fn try_router(&self, line: &str) -> Finished {
        let line = format!("{TOLLGATE} --socket /run/tollgate.sock {line}");
        self.sandbox.run(Some("router1"), &line)
    }

    /// As [`Deck::try_router`], for one that must succeed.
    #[track_caller]
    pub(crate) fn router(&self, line: &str) -> String {
        self.try_router(line).ok()
    }

    /// Starts a program on a host, and waits until it says something.
    #[track_caller]
    pub(crate) fn spawn(&self, host: &str, argv: &[&str], says: &str) -> Running {
        spawn(&self.sandbox, host, argv, says)
    }

    /// Serves a folder over HTTP on a server, until dropped.
    #[track_caller]
    pub(crate) fn serve(&self, host: &str, folder: &str, address: &str) -> Running {
        let argv = [
            "python3",
            "-u",
            "-m",
            "http.server",
            "--bind",
            address,
            "--directory",
            folder,
            "80",
        ];
        self.spawn(host, &argv, "Serving HTTP")
    }

    /// Starts `tcpdump` with these arguments and waits until it listens.
    #[track_caller]
    pub(crate) fn tcpdump(&self, host: &str, arguments: &str) -> Running {
        let mut argv = vec!["tcpdump", "-n", "-l"];
        argv.extend(arguments.split_whitespace());
        self.spawn(host, &argv, "listening on")
    }
}
