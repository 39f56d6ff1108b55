//! `tollgate trace` and `tollgate explain --live` at a router with real hosts.

use scenarios::netns::{Running, available};

use crate::topology::{ADDRESSES, Deck, FORWARDING, Ports, TOLLGATE};

const RULES: &str = "\
iptables -A FORWARD -p icmp -j ACCEPT
iptables -A FORWARD -j DROP
iptables -t nat -A POSTROUTING -o ens5 -j MASQUERADE
";

fn deck(name: &str) -> Deck {
    let runbook = format!("{ADDRESSES}{FORWARDING}{RULES}");
    let deck = Deck::build(name, Ports::Tap, &runbook);
    // Neighbours are known from now on.
    deck.on("server1", "ping -c 1 -W 5 2.2.2.12");
    deck
}

/// `tollgate trace`, when it watches.
fn trace(deck: &Deck, arguments: &[&str]) -> Running {
    let socket = "/run/tollgate.sock";
    let argv = [&[TOLLGATE, "--socket", socket, "trace"], arguments].concat();
    deck.spawn("router1", &argv, "watching")
}

#[test]
fn each_step_of_a_packet_is_shown_and_no_other_packet() {
    if !available(&["ping"]) {
        return;
    }
    let deck = deck("trace");
    let mut watched = trace(&deck, &["--count", "2", "icmp src 1.1.1.11"]);
    let mut programs = trace(
        &deck,
        &[
            "--json",
            "--count",
            "1",
            "--in",
            "ens5",
            "icmp src 2.2.2.12",
        ],
    );
    deck.on("server1", "ping -c 2 -i 0.2 -W 5 2.2.2.12");
    let (status, shown) = watched.finish();
    assert_eq!(status, 0, "{shown}");
    assert_eq!(
        shown
            .matches("icmp 1.1.1.11 > 2.2.2.12 echo-request")
            .count(),
        2
    );
    assert_eq!(
        shown.matches("verdict: it leaves by ens5").count(),
        2,
        "{shown}"
    );
    for part in [
        "in by ens4",
        "* 1. -A FORWARD -p icmp -j ACCEPT (",
        "nat: source 1.1.1.11 becomes 2.2.2.1",
        "icmp 2.2.2.1 > 2.2.2.12 echo-request",
        "conntrack: ESTABLISHED, in the original direction",
    ] {
        assert!(shown.contains(part), "{part} is not in\n{shown}");
    }
    assert!(!shown.contains("echo-reply"), "{shown}");
    let (status, shown) = programs.finish();
    assert_eq!(status, 0, "{shown}");
    let line = shown
        .lines()
        .find(|line| line.starts_with('{'))
        .expect("an object");
    assert!(
        line.contains("\"in\":\"ens5\"") && line.contains("echo-reply"),
        "{line}"
    );
}

#[test]
fn packets_that_met_trace_are_shown_without_a_filter() {
    if !available(&["ping"]) {
        return;
    }
    let deck = deck("trace-target");
    deck.router("iptables -t raw -A PREROUTING -s 1.1.1.11 -p icmp -j TRACE");
    let mut watched = trace(&deck, &["--count", "1", "--brief"]);
    deck.on("server2", "ping -c 1 -W 5 1.1.1.11");
    deck.on("server1", "ping -c 1 -W 5 1.1.1.1");
    let (_, shown) = watched.finish();
    // The first of server1's packets is its answer to server2.
    assert!(
        shown.contains("-A PREROUTING -s 1.1.1.11/32 -p icmp -j TRACE"),
        "{shown}"
    );
    assert!(
        shown.contains("icmp 1.1.1.11 > 2.2.2.12 echo-reply"),
        "{shown}"
    );
    assert!(
        !shown.contains(" - "),
        "rules about other packets are left out: {shown}"
    );
}

#[test]
fn who_has_left_is_not_recorded_for() {
    if !available(&["ping"]) {
        return;
    }
    let deck = deck("trace-leaves");
    let watched = trace(&deck, &["tcp"]);
    let (status, _) = watched.stop("INT");
    assert_ne!(status, 0);
    // Somebody else is shown what he wants.
    let mut watched = trace(&deck, &["--count", "1", "all", "in", "ens4"]);
    deck.on("server1", "ping -c 1 -W 5 2.2.2.12");
    assert_eq!(watched.finish().0, 0);
}

#[test]
fn explaining_a_live_router_uses_its_state_and_leaves_it_alone() {
    if !available(&["ping"]) {
        return;
    }
    let deck = deck("explain-live");
    let rules = deck.router("iptables -nvxL");
    let told = deck.router("explain --live 'tcp 1.1.1.11:5 > 2.2.2.12:22'");
    assert!(
        told.contains("dropped by rule 2 of filter FORWARD"),
        "{told}"
    );
    assert!(told.contains("no: its protocol is tcp"), "{told}");
    let told = deck.router("explain --live 'icmp 1.1.1.11 > 2.2.2.12 ping' --then reply");
    // Its neighbours are known.
    assert!(!told.contains("is not known"), "{told}");
    assert!(
        told.contains("nat: source 1.1.1.11 becomes 2.2.2.1"),
        "{told}"
    );
    assert!(
        told.contains("verdict: it leaves by ens4 as icmp 2.2.2.12 > 1.1.1.11"),
        "{told}"
    );
    assert_eq!(deck.router("iptables -nvxL"), rules);
    let json = deck.router("explain --live --json 'tcp 1.1.1.11:5 > 2.2.2.12:22'");
    assert!(json.contains("\"reason\": \"netfilter_drop\""), "{json}");
}
