//! Measures `iptables-restore` of ten thousand rules into a running router without packets, and a runbook
//! with as many lines: `cargo run --release --example iptables_restore`.

#[path = "../tests/idle_router/mod.rs"]
mod idle_router;

use std::{fmt::Write as _, time::Instant};

use control::{
    config::Model,
    lang::{Live as _, Offline, Output, Session, execute},
};
use idle_router::IdleRouter;

fn main() {
    let mut router = IdleRouter::new();
    let mut run = |line: &str, stdin: &str| {
        let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        let start = Instant::now();
        let (status, out) = router.execute(&words, stdin);
        // Until packets meet it.
        let _ = router.live.snapshot(&mut router.model);
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
