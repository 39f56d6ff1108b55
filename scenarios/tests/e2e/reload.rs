//! Rules, routes and the whole configuration are replaced over and over while traffic passes, and
//! nobody who sends or receives can tell.
//!
//! `TOLLGATE_SOAK_SECONDS` says for how long, if not for five seconds.

use std::{
    fmt::Write as _,
    fs,
    time::{Duration, Instant},
};

use scenarios::netns::{available, wait_until};

use crate::topology::{ADDRESSES, Deck, FORWARDING, PATIENCE, Ports};

const TOOLS: &[&str] = &["python3", "iperf3", "ping"];

/// UDP flows that take turns.
const FLOWS: usize = 10_000;

/// Time between two `iptables-restore`.
const PACE: Duration = Duration::from_millis(100);

/// What lets the traffic through, as commands: each connection has a port at random, so that one
/// that is bound anew is seen to be.
const RULES: &str = "\
iptables -P FORWARD DROP
iptables -A FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT
iptables -A FORWARD -i ens4 -m conntrack --ctstate NEW -j ACCEPT
iptables -t nat -A POSTROUTING -o ens5 -j MASQUERADE --random-fully
";

/// The same for `iptables-restore`, behind `count` rules about others (`variant` says which).
fn rules(variant: u32, count: u32) -> String {
    let mut text = String::from("*filter\n:INPUT ACCEPT\n:FORWARD DROP\n:OUTPUT ACCEPT\n");
    for n in 0..count {
        let [_, a, b, c] = n.to_be_bytes();
        let _ = writeln!(
            text,
            "-A FORWARD -s 10.{a}.{b}.{c}/32 -p tcp -m tcp --dport {} -j DROP",
            variant + 1
        );
    }
    text + "-A FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT\n\
            -A FORWARD -i ens4 -m conntrack --ctstate NEW -j ACCEPT\n\
            COMMIT\n*nat\n:PREROUTING ACCEPT\n:INPUT ACCEPT\n:OUTPUT ACCEPT\n:POSTROUTING ACCEPT\n\
            -A POSTROUTING -o ens5 -j MASQUERADE --random-fully\nCOMMIT\n"
}

/// The number after `"key": ` in a line of JSON.
#[track_caller]
fn number(json: &str, key: &str) -> u64 {
    let key = format!("\"{key}\": ");
    let digits = json.split(&key).nth(1).map(|rest| {
        rest.chars()
            .take_while(char::is_ascii_digit)
            .collect::<String>()
    });
    digits
        .and_then(|digits| digits.parse().ok())
        .expect("the key with a number")
}

/// The reasons for which packets were dropped, with their counts; without the hosts' own multicasts.
fn drops(deck: &Deck) -> Vec<String> {
    let shown = deck.router("drops");
    let reasons = shown.split("\n\n").nth(2).expect("a list of reasons");
    reasons
        .lines()
        .map(|line| {
            line.split_whitespace()
                .take(2)
                .collect::<Vec<_>>()
                .join(" ")
        })
        .filter(|drop| !drop.ends_with(" 0") && !drop.starts_with("multicast_not_forwarded "))
        .collect()
}

#[test]
fn nobody_notices_that_rules_and_routes_are_replaced() {
    replace_under_traffic("reload-traffic", Ports::Tap, 1);
}

/// Ports at random: replies belong to another worker than their ports say, mostly.
#[test]
fn nor_do_they_notice_that_packets_change_their_worker() {
    replace_under_traffic("reload-workers", Ports::Packet, 3);
}

fn replace_under_traffic(name: &str, ports: Ports, workers: usize) {
    if !available(TOOLS) {
        return;
    }
    let soak = std::env::var("TOLLGATE_SOAK_SECONDS");
    let seconds: u64 = soak.map_or(5, |text| text.parse().expect("TOLLGATE_SOAK_SECONDS"));
    let runbook = format!("{ADDRESSES}{FORWARDING}{RULES}");
    let deck = Deck::with_workers(name, ports, &runbook, workers);
    deck.on("server1", "ping -c 1 -W 5 2.2.2.12");
    let script = deck.file("flows.py");
    fs::write(&script, include_str!("flows.py")).expect("the script");
    let sets = [0, 1].map(|variant| {
        let path = deck.file(&format!("{variant}.rules"));
        fs::write(&path, rules(variant, 1000)).expect("the rules");
        path
    });
    let before = drops(&deck);

    let server = deck.spawn(
        "server2",
        &["python3", &script, "serve", "2.2.2.12"],
        "serving",
    );
    let _iperf = deck.spawn(
        "server2",
        &["iperf3", "--forceflush", "-s", "-1", "-B", "2.2.2.12"],
        "listening",
    );
    let time = seconds.to_string();
    let send = format!("ulimit -n 20000 && exec python3 {script} send 2.2.2.12 {FLOWS} {time}");
    let mut sender = deck.spawn("server1", &["bash", "-c", &send], "sending");
    let mut iperf = deck
        .sandbox
        .spawn(
            Some("server1"),
            &["iperf3", "-c", "2.2.2.12", "-t", &time, "-b", "200M"],
        )
        .expect("iperf3");

    let start = Instant::now();
    let (mut round, mut reloads) = (0_usize, 0_usize);
    while sender.exited().is_none() {
        assert!(
            start.elapsed() < Duration::from_secs(seconds) + 4 * PATIENCE,
            "{}",
            sender.output()
        );
        let began = Instant::now();
        match round % 10 {
            3 => drop(deck.router("ip route add 9.9.9.0/24 via 2.2.2.12")),
            5 => drop(deck.router("ip route replace 9.9.9.0/24 via 1.1.1.11")),
            7 => drop(deck.router("ip route del 9.9.9.0/24")),
            9 => {
                deck.tollgate.signal("HUP");
                reloads += 1;
                let done = || deck.tollgate.output().matches("reloaded").count() >= reloads;
                assert!(wait_until(PATIENCE, done), "{}", deck.tollgate.output());
            }
            _ => {}
        }
        deck.router(&format!("iptables-restore {}", sets[round % 2]));
        round += 1;
        std::thread::sleep(PACE.saturating_sub(began.elapsed()));
    }
    let (status, sent) = sender.finish();
    assert_eq!(status, 0, "{sent}");
    let (status, stream) = iperf.finish();
    assert_eq!(status, 0, "iperf3: {stream}");
    let (_, served) = server.stop("TERM");
    println!("{round} rule sets, {reloads} reloads\n{sent}{served}{stream}");
    assert!(
        round >= 10 && reloads >= 1,
        "{round} rule sets, {reloads} reloads"
    );

    assert!(sent.contains("\"errors\": []"), "{sent}");
    assert!(sent.contains("\"lost\": 0, \"strange\": 0"), "{sent}");
    assert!(number(&sent, "sent") >= 2 * FLOWS as u64, "{sent}");
    assert_eq!(number(&sent, "sent"), number(&sent, "answered"));
    assert!(
        number(&sent, "lines") > 20 && number(&sent, "connections") > 10,
        "{sent}"
    );
    assert_eq!(number(&served, "flows"), FLOWS as u64);
    assert_eq!(number(&served, "datagrams"), number(&sent, "sent"));
    assert!(served.contains("\"changes\": []"), "{served}");
    assert_eq!(drops(&deck), before);
    // Nor did the queues to and from the router run over.
    for host in ["server1", "server2"] {
        let dropped = "cat /sys/class/net/ens4/statistics/{r,t}x_dropped";
        assert_eq!(deck.on(host, dropped), "0\n0\n", "{host}");
    }
}
