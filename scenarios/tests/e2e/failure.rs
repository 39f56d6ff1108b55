//! What goes wrong is said where it went wrong, and changes nothing.

use std::fs;

use scenarios::netns::{Sandbox, available};

use crate::topology::{ADDRESSES, Deck, FORWARDING, PATIENCE, Ports, TOLLGATE, folder};

#[test]
fn a_bad_line_is_shown_and_nothing_is_applied() {
    if !available(&[]) {
        return;
    }
    let sandbox = Sandbox::new(&["router1"]).expect("a sandbox");
    let folder = folder("bad-line");
    let runbook = folder.join("bad.conf");
    fs::write(
        &runbook,
        "ip link add ens4 type tap\nip addr add 1.1.1.1/24 dev ens4\n  ip addr add 2.2.2.1/33 dev ens4\n",
    )
    .expect("the runbook");
    let runbook = runbook.to_str().expect("UTF-8");
    for verb in ["check", "run"] {
        let done = sandbox.run(
            Some("router1"),
            &format!("timeout 10 {TOLLGATE} {verb} {runbook}"),
        );
        assert_eq!(done.status, 1, "{verb}: {}{}", done.stdout, done.stderr);
        let all = format!("{}{}", done.stdout, done.stderr);
        assert!(all.contains("bad.conf:3:15"), "{all}");
        assert!(all.contains("\"2.2.2.1/33\""), "{all}");
        assert!(all.contains("^^^^^^^^^^"), "{all}");
    }
    let links = sandbox.ok(Some("router1"), "ip link");
    assert!(!links.contains("ens4"), "{links}");
}

#[test]
fn a_port_that_cannot_be_opened_says_what_to_do() {
    if !available(&[]) {
        return;
    }
    let sandbox = Sandbox::new(&["router1"]).expect("a sandbox");
    let folder = folder("bad-port");
    let runbook = folder.join("port.conf");
    let path = runbook.to_str().expect("UTF-8");
    let run = |text: &str, prefix: &str| {
        fs::write(&runbook, text).expect("the runbook");
        let line = format!("{prefix} timeout 10 {TOLLGATE} --socket /run/x.sock run {path}");
        let done = sandbox.run(Some("router1"), &line);
        assert_eq!(done.status, 1, "{text}: {}{}", done.stdout, done.stderr);
        format!("{}{}", done.stdout, done.stderr)
    };
    let missing = run(
        "ip link add p0 type packet dev nosuch\nip link set p0 up\n",
        "",
    );
    assert!(
        missing.contains("nosuch") && missing.contains("port.conf:1"),
        "{missing}"
    );
    sandbox.ok(
        Some("router1"),
        "ip link add taken type veth peer name other",
    );
    let taken = run("ip link add taken type tap\nip link set taken up\n", "");
    assert!(taken.contains("taken"), "{taken}");
    sandbox.ok(None, &format!("chmod 755 {}", folder.display()));
    let denied = run(
        "ip link add t0 type tap\nip link set t0 up\n",
        "setpriv --reuid 65534 --regid 65534 --clear-groups --inh-caps=-all --bounding-set=-all",
    );
    assert!(
        denied.contains("CAP_NET_ADMIN") || denied.contains("root"),
        "{denied}"
    );
}

#[test]
fn a_failed_reload_leaves_all_as_it_was() {
    if !available(&["ping"]) {
        return;
    }
    let mut deck = Deck::build("reload", Ports::Packet, &format!("{ADDRESSES}{FORWARDING}"));
    deck.on("server1", "ping -c 1 -W 5 2.2.2.12");
    let before = deck.router("save");
    let path = deck.file("router1.conf");
    let good = fs::read_to_string(&path).expect("the runbook");
    fs::write(
        &path,
        format!("{good}ip route add 9.9.9.0/24 via 7.7.7.7\n"),
    )
    .expect("write");
    deck.tollgate.signal("HUP");
    let line = good.lines().count() + 1;
    assert!(
        deck.tollgate
            .wait_for(&format!("router1.conf:{line}:"), PATIENCE),
        "{}",
        deck.tollgate.output()
    );
    assert!(
        deck.tollgate
            .output()
            .contains("Nexthop has invalid gateway"),
        "{}",
        deck.tollgate.output()
    );
    assert_eq!(deck.router("save"), before);
    deck.on("server1", "ping -c 1 -W 5 2.2.2.12");

    // A good one is applied, while packets flow.
    let flood = deck
        .sandbox
        .spawn(
            Some("server1"),
            &["ping", "-i", "0.002", "-c", "500", "-W", "5", "2.2.2.12"],
        )
        .expect("ping");
    fs::write(
        &path,
        format!("{good}ip route add 9.9.9.0/24 via 2.2.2.12\n"),
    )
    .expect("write");
    deck.tollgate.signal("HUP");
    let there = scenarios::netns::wait_until(PATIENCE, || {
        deck.router("ip route")
            .contains("9.9.9.0/24 via 2.2.2.12 dev ens5")
    });
    assert!(there, "{}", deck.tollgate.output());
    let mut flood = flood;
    let (_, out) = flood.finish();
    assert!(
        out.contains("500 packets transmitted, 500 received, 0% packet loss"),
        "{out}"
    );

    // An orderly end.
    let Deck {
        sandbox, tollgate, ..
    } = deck;
    let (status, out) = tollgate.stop("TERM");
    assert_eq!(status, 0, "{out}");
    assert_ne!(
        sandbox.run(None, "test -e /run/tollgate.sock").status,
        0,
        "{out}"
    );
}

#[test]
fn an_interface_that_goes_and_comes_back() {
    if !available(&["ping"]) {
        return;
    }
    let mut deck = Deck::build("gone", Ports::Packet, &format!("{ADDRESSES}{FORWARDING}"));
    deck.on("server1", "ping -c 1 -W 5 2.2.2.12");
    deck.on("server1", "ip link del ens4");
    let noticed = scenarios::netns::wait_until(PATIENCE, || {
        deck.router("ip link show ens4").contains("NO-CARRIER")
    });
    assert!(noticed, "{}", deck.router("ip link show ens4"));
    assert_eq!(deck.tollgate.exited(), None);
    deck.sandbox.ok(
        None,
        "ip link add ens4 netns server1 type veth peer name eth4 netns router1
         ip -n router1 link set eth4 up",
    );
    deck.on(
        "server1",
        "ip a a 1.1.1.11/24 dev ens4; ip l s up ens4; ip r a 2.2.2.0/24 via 1.1.1.1",
    );
    let back = scenarios::netns::wait_until(PATIENCE, || {
        deck.sandbox
            .run(Some("server1"), "ping -c 1 -W 1 2.2.2.12")
            .status
            == 0
    });
    assert!(back, "{}", deck.tollgate.output());
}
