//! Measures `iptables-restore` of ten thousand rules into a running router without packets, and a runbook
//! with as many lines: `cargo run --release --example iptables_restore`.

use std::{fmt::Write as _, sync::Arc, time::Instant};

use control::{
    config::{Compiler, Model, NetError},
    lang::{
        LinkCounters, Live, LiveNeighbour, NeighbourRequest, Offline, Output, Session, execute,
    },
};
use dataplane::{
    iface::IfIndex,
    snapshot::{Publisher, Snapshot},
};

struct Router {
    offline: Offline,
    compiler: Compiler,
    publisher: Publisher,
}

impl Live for Router {
    fn now(&self) -> dataplane::time::Instant {
        self.offline.now()
    }

    fn wall_clock(&self) -> std::time::Duration {
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
        address: std::net::IpAddr,
        proxy: bool,
    ) -> Result<(), NetError> {
        self.offline.neighbour_delete(link, address, proxy)
    }

    fn snapshot(&mut self, model: &mut Model) -> Option<Arc<Snapshot>> {
        self.compiler.commit(model, &self.publisher);
        Some(self.publisher.current())
    }
}

fn main() {
    let mut model = Model::new();
    let mut live = Router {
        offline: Offline::default(),
        compiler: Compiler::new(1),
        publisher: Publisher::new(Snapshot::default(), 0),
    };
    let mut run = |line: &str, stdin: &str| {
        let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        let mut out = Output::default();
        let mut session = Session {
            model: &mut model,
            live: &mut live,
            origin: None,
        };
        let start = Instant::now();
        let status = execute(&words, Some(stdin.as_bytes()), &mut session, &mut out);
        // Until packets meet it.
        let _ = live.snapshot(&mut model);
        println!("{line}: {:?}", start.elapsed());
        assert_eq!(status, 0, "{line}: {}", out.errors());
        out
    };
    let mut rules = String::from("*filter\n:INPUT ACCEPT [0:0]\n");
    for chain in 0..100 {
        let _ = writeln!(rules, ":chain{chain} - [0:0]");
    }
    for i in 0..10_000_u32 {
        let address = std::net::Ipv4Addr::from(0x0a00_0000 + i * 7);
        let _ = match i % 4 {
            0 => writeln!(
                rules,
                "-A chain{} -s {address}/32 -p tcp -m tcp --dport {} -j ACCEPT",
                i % 100,
                1 + i
            ),
            1 => writeln!(
                rules,
                "-A FORWARD -d {address}/32 -i eth0 -p udp -m udp --sport {} -m conntrack --ctstate NEW,RELATED -j chain{}",
                1 + i,
                i % 100
            ),
            2 => writeln!(
                rules,
                "-A FORWARD -s {address}/32 -m comment --comment \"rule number {i}\" -j DROP"
            ),
            _ => writeln!(
                rules,
                "-A FORWARD -s {address}/32 -p icmp -m icmp --icmp-type 8 -m limit --limit 5/sec -j REJECT"
            ),
        };
    }
    rules.push_str("COMMIT\n");
    for _ in 0..3 {
        run("iptables-restore", &rules);
    }
    run("iptables -A INPUT -s 1.2.3.4 -j DROP", "");
    run("iptables -A FORWARD -s 1.2.3.4 -j DROP", "");
    let saved = run("iptables-save", "").stdout;
    println!("{} bytes", saved.len());
    run("iptables -L -n -v", "");
    let mut model = Model::new();
    let mut live = Offline::default();
    let start = Instant::now();
    for i in 0..10_000_u32 {
        let address = std::net::Ipv4Addr::from(0x0a00_0000 + i * 7);
        let line = format!("iptables -A FORWARD -s {address} -p tcp --dport 22 -j ACCEPT");
        let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        let mut session = Session {
            model: &mut model,
            live: &mut live,
            origin: None,
        };
        assert_eq!(
            execute(&words, None, &mut session, &mut Output::default()),
            0
        );
    }
    println!("10,000 commands of a runbook: {:?}", start.elapsed());
}
