//! What stands between the hosts.

use std::{
    fmt, fs, io,
    path::PathBuf,
    process::Child,
    thread,
    time::{Duration, Instant},
};

use super::{
    BareOptions,
    cpu::Accounts,
    frames::Sender,
    net::{ROUTER, ROUTER_MAC, SINK, SINK_MAC, Topology, command},
};

/// A kind of router.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    /// The kernel, between veths.
    Kernel,
    /// A bare loop over packet ports on the same kind of veths.
    BarePacket,
    /// A bare loop over taps that are the hosts' interfaces.
    BareTap,
    /// `tollgate run` with packet ports on the same kind of veths.
    Packet,
    /// `tollgate run` with XDP ports on the same kind of veths.
    Xdp,
    /// The same, with `offload on`.
    XdpOffload,
    /// The same, behind the driver (`mode generic`).
    GenericOffload,
    /// `tollgate run` with taps that are the hosts' interfaces.
    Tap,
}

impl Kind {
    /// Whether it is a daemon or the kernel, which can be told to filter.
    pub(super) const fn has_rules(self) -> bool {
        match self {
            Self::Kernel
            | Self::Packet
            | Self::Xdp
            | Self::XdpOffload
            | Self::GenericOffload
            | Self::Tap => true,
            Self::BarePacket | Self::BareTap => false,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Kernel => "kernel, veth",
            Self::BarePacket => "bare loop, packet",
            Self::BareTap => "bare loop, tap",
            Self::Packet => "tollgate, packet",
            Self::Xdp => "tollgate, xdp",
            Self::XdpOffload => "tollgate, xdp, offload on",
            Self::GenericOffload => "tollgate, xdp generic, offload on",
            Self::Tap => "tollgate, tap",
        })
    }
}

/// Which veths poll (NAPI), as cards do: they do with a program for XDP, or `gro on`. Only then they take XDP frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Polling {
    /// None but those with a program.
    Nobody,
    /// The hosts'.
    Hosts,
    /// The router's as well.
    All,
}

/// A router that is running between its hosts.
#[derive(Debug)]
pub(super) struct Router {
    pub(super) topology: Topology,
    child: Option<Child>,
    /// How the first host sends small frames.
    pub(super) sender: Sender,
    config: Option<PathBuf>,
    tollgate: String,
}

impl Router {
    /// Builds the topology and starts the router, with `rules` (lines of `iptables …`) unless it is a
    /// bare loop; veths poll as `polling` says. `tollgate` is the daemon's program and its options.
    pub(super) fn start(
        kind: Kind,
        (tollgate, options): (&str, &[String]),
        bare: &BareOptions,
        (rules, polling): (&str, Polling),
    ) -> io::Result<Self> {
        let label = match kind {
            Kind::Kernel => "k",
            Kind::BarePacket => "bp",
            Kind::BareTap => "bt",
            Kind::Packet => "p",
            Kind::Xdp => "x",
            Kind::XdpOffload => "xo",
            Kind::GenericOffload => "go",
            Kind::Tap => "t",
        };
        let mut router = Self {
            topology: Topology::new(label)?,
            child: None,
            sender: Sender::Packet,
            config: None,
            tollgate: tollgate.to_owned(),
        };
        let topology = &router.topology;
        match kind {
            Kind::Kernel => {
                topology.link_veth()?;
                let ns = &topology.router;
                ns.exec("sysctl -qw net.ipv4.ip_forward=1")?;
                for (side, address) in ROUTER.iter().enumerate() {
                    ns.ip(&format!("addr add {address}/24 dev r{side}"))?;
                }
                ns.ip(&format!(
                    "neigh replace {SINK} lladdr {SINK_MAC} dev r1 nud permanent"
                ))?;
                for line in rules.lines() {
                    // Of iptables, the variant whose rules are walked through one by one, as Tollgate's say.
                    ns.exec(&line.replacen("tables", "tables-legacy", 1))?;
                }
            }
            Kind::BarePacket | Kind::BareTap => {
                let packet = kind == Kind::BarePacket;
                if packet {
                    topology.link_veth()?;
                }
                let program = std::env::current_exe()?.display().to_string();
                let mut words = vec![
                    program,
                    "bare".into(),
                    format!("--spin={}", bare.spin.as_micros()),
                    format!("--gather={}", bare.gather.as_micros()),
                ];
                if packet {
                    words.push("--packet".into());
                }
                router.child = Some(topology.router.start(&words)?);
            }
            Kind::Packet | Kind::Xdp | Kind::XdpOffload | Kind::GenericOffload | Kind::Tap => {
                if kind != Kind::Tap {
                    topology.link_veth()?;
                }
                let path = std::env::temp_dir().join(format!("{}.conf", topology.router.name()));
                fs::write(&path, runbook(kind) + rules)?;
                let socket = path.with_extension("sock");
                let words = [
                    tollgate,
                    "run",
                    &path.display().to_string(),
                    "--log",
                    "warn",
                    "--socket",
                    &socket.display().to_string(),
                ];
                let words: Vec<_> = words
                    .map(String::from)
                    .into_iter()
                    .chain(options.to_vec())
                    .collect();
                router.child = Some(topology.router.start(&words)?);
                router.config = Some(path);
            }
        }
        if matches!(kind, Kind::BareTap | Kind::Tap) {
            router.wait_for_taps()?;
            router.topology.move_taps()?;
        }
        router
            .topology
            .configure_hosts(polling != Polling::Nobody)?;
        if polling == Polling::All && !matches!(kind, Kind::BareTap | Kind::Tap) {
            router.topology.poll_router()?;
            router.sender = Sender::Driver;
        }
        router.settle(kind)?;
        Ok(router)
    }

    fn wait_for_taps(&self) -> io::Result<()> {
        let start = Instant::now();
        loop {
            match self.topology.router.ip("link show t1") {
                Ok(()) => return Ok(()),
                Err(error) if start.elapsed() > Duration::from_secs(10) => return Err(error),
                Err(_) => thread::sleep(Duration::from_millis(20)),
            }
        }
    }

    /// Waits until the first host reaches the second.
    fn settle(&self, kind: Kind) -> io::Result<()> {
        let [a, b] = &self.topology.hosts;
        if matches!(kind, Kind::BarePacket | Kind::BareTap) {
            // A bare loop answers no ARP, and leaves the hosts' requests to nobody.
            thread::sleep(Duration::from_millis(300));
        }
        let start = Instant::now();
        loop {
            match a.exec(&format!("ping -n -c 1 -W 1 {}", super::net::HOST[1])) {
                Ok(_) => break,
                Err(error) if start.elapsed() > Duration::from_secs(10) => return Err(error),
                Err(_) => {}
            }
        }
        b.exec(&format!("ping -n -c 1 -W 1 {}", super::net::HOST[0]))
            .map(drop)
    }

    /// Where the daemon listens, if there is one.
    pub(super) fn socket(&self) -> Option<PathBuf> {
        let config = self.config.as_ref()?;
        Some(config.with_extension("sock"))
    }

    /// Waits until the kernel replays all flows that there are: the daemon finds them within seconds, looking through its
    /// connections piece by piece.
    pub(super) fn offload(&self) -> io::Result<()> {
        let start = Instant::now();
        let (mut flows, mut since) = (0, start);
        while flows == 0 || since.elapsed() < Duration::from_secs(2) {
            if start.elapsed() > Duration::from_secs(20) {
                return Err(io::Error::other(format!(
                    "after 20 s, {flows} flows are offloaded, and not for long"
                )));
            }
            thread::sleep(Duration::from_millis(200));
            let now = self.offloaded()?;
            if now != flows {
                (flows, since) = (now, Instant::now());
            }
        }
        Ok(())
    }

    /// How many flows the kernel replays for the daemon.
    fn offloaded(&self) -> io::Result<u64> {
        let Some(socket) = self.socket() else {
            return Ok(0);
        };
        let line = format!("{} --socket {} status -j", self.tollgate, socket.display());
        let status: serde_json::Value = serde_json::from_slice(&command(&line)?.stdout)?;
        Ok(status["offload"]["flows"].as_u64().unwrap_or(0))
    }

    /// Loads `text` by `iptables-restore`.
    pub(super) fn restore(&self, text: &str) -> io::Result<()> {
        let path = std::env::temp_dir().join(format!("{}.rules", self.topology.router.name()));
        fs::write(&path, text)?;
        let file = path.display();
        let loaded = match self.socket() {
            Some(socket) => command(&format!(
                "{} --socket {} iptables-restore {file}",
                self.tollgate,
                socket.display()
            )),
            None => self
                .topology
                .router
                .exec(&format!("iptables-legacy-restore {file}")),
        };
        fs::remove_file(&path)?;
        loaded.map(drop)
    }

    /// Whose CPU time is the router's.
    pub(super) fn accounts(&self) -> Accounts {
        Accounts {
            pids: self.child.iter().map(Child::id).collect(),
        }
    }
}

impl Drop for Router {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
        if let Some(path) = self.config.take() {
            let _ = fs::remove_file(path.with_extension("sock"));
            let _ = fs::remove_file(path);
        }
    }
}

/// The daemon's configuration.
fn runbook(kind: Kind) -> String {
    let mut lines = vec!["sysctl -w net.ipv4.ip_forward=1".to_owned()];
    for side in 0..2 {
        let (name, kind) = match kind {
            Kind::Packet => (format!("p{side}"), format!("packet dev r{side}")),
            Kind::Xdp => (format!("x{side}"), format!("xdp dev r{side}")),
            Kind::XdpOffload => (format!("x{side}"), format!("xdp dev r{side} offload on")),
            Kind::GenericOffload => (
                format!("x{side}"),
                format!("xdp dev r{side} mode generic offload on"),
            ),
            Kind::Kernel | Kind::BarePacket | Kind::BareTap | Kind::Tap => {
                (format!("t{side}"), "tap".to_owned())
            }
        };
        let mac = ROUTER_MAC[side];
        lines.push(format!("ip link add {name} address {mac} type {kind}"));
        lines.push(format!("ip addr add {}/24 dev {name}", ROUTER[side]));
        lines.push(format!("ip link set {name} up"));
        if side == 1 {
            lines.push(format!(
                "ip neigh add {SINK} lladdr {SINK_MAC} dev {name} nud permanent"
            ));
        }
    }
    lines.join("\n") + "\n"
}
