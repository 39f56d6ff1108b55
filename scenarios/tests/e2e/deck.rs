//! Slides 9–15 and 24–29 of the deck, with the real tools on both sides.

use scenarios::{
    expect::agree,
    netns::{Sandbox, available},
};

use crate::topology::{ADDRESSES, Deck, FORWARDING, Ports};

const TOOLS: &[&str] = &[
    "ping",
    "traceroute",
    "tcpdump",
    "iperf3",
    "curl",
    "python3",
    "ethtool",
];

/// Three pings, and that they came back as slide 29 shows.
#[track_caller]
fn ping(deck: &Deck, target: &str) {
    let out = deck.on("server1", &format!("ping -c 3 -i 0.2 -W 5 {target}"));
    assert!(
        out.contains("3 packets transmitted, 3 received, 0% packet loss"),
        "{out}"
    );
    assert_eq!(out.matches(" ttl=63 ").count(), 3, "{out}");
    assert!(!out.contains("DUP!"), "{out}");
}

/// Slide 24 typed at a running router, slides 28 and 29 on the servers.
#[test]
fn the_router_of_slide_24_is_typed_in() {
    if !available(TOOLS) {
        return;
    }
    let deck = Deck::build("slide-24", Ports::Tap, "");
    for line in ADDRESSES.lines() {
        assert_eq!(deck.router(line), "", "{line}");
    }
    let shown = deck.router("ip -4 -o a");
    let written = r"1: lo    inet 127.0.0.1/8 scope host lo\       valid_lft forever preferred_lft forever
[..]: ens4    inet 1.1.1.1/24 scope global ens4\       valid_lft forever preferred_lft forever
[..]: ens5    inet 2.2.2.1/24 scope global ens5\       valid_lft forever preferred_lft forever
";
    agree(written, &shown).unwrap_or_else(|difference| panic!("{difference}"));

    // Forwarding is off by default, as in Linux.
    let lost = deck.sandbox.run(Some("server1"), "ping -c 1 -W 1 2.2.2.12");
    assert_eq!(lost.status, 1, "{}", lost.stdout);
    assert_eq!(
        deck.router("sysctl -w net.ipv4.conf.all.forwarding=1"),
        "net.ipv4.conf.all.forwarding = 1\n"
    );
    deck.router("sysctl -w net.ipv6.conf.all.forwarding=1");
    ping(&deck, "2.2.2.12");
    ping(&deck, "fd00:2::12");

    let routes = deck.router("ip r");
    let written = "1.1.1.0/24 dev ens4 proto kernel scope link src 1.1.1.1\n\
                   2.2.2.0/24 dev ens5 proto kernel scope link src 2.2.2.1\n";
    agree(written, &routes).unwrap_or_else(|difference| panic!("{difference}"));
    // Slide 11, on the router.
    let neighbours = deck.router("ip neighbor");
    assert!(
        neighbours.contains("1.1.1.11 dev ens4 lladdr "),
        "{neighbours}"
    );
    assert!(
        neighbours.contains("2.2.2.12 dev ens5 lladdr "),
        "{neighbours}"
    );
    // Slides 14 and 15.
    assert_eq!(
        deck.router("ip rule list"),
        "0:\tfrom all lookup local\n32766:\tfrom all lookup main\n32767:\tfrom all lookup default\n"
    );
    assert_eq!(deck.router("ip route show table main"), routes);
    let local = deck.router("ip route show table local");
    assert!(
        local.contains("local 1.1.1.1 dev ens4 proto kernel scope host src 1.1.1.1"),
        "{local}"
    );
    assert!(
        local.contains("broadcast 1.1.1.255 dev ens4 proto kernel scope link"),
        "{local}"
    );
}

fn everything_gets_through(name: &str, ports: Ports) {
    if !available(TOOLS) {
        return;
    }
    let deck = Deck::build(name, ports, &format!("{ADDRESSES}{FORWARDING}"));
    ping(&deck, "2.2.2.12");
    ping(&deck, "fd00:2::12");

    for (line, hop, end) in [
        (
            "traceroute -n -q 1 2.2.2.12",
            " 1  1.1.1.1  ",
            " 2  2.2.2.12  ",
        ),
        (
            "traceroute -n -q 1 -I 2.2.2.12",
            " 1  1.1.1.1  ",
            " 2  2.2.2.12  ",
        ),
        (
            "traceroute -6 -n -q 1 fd00:2::12",
            " 1  fd00:1::1  ",
            " 2  fd00:2::12  ",
        ),
        (
            "traceroute -6 -n -q 1 -I fd00:2::12",
            " 1  fd00:1::1  ",
            " 2  fd00:2::12  ",
        ),
    ] {
        let out = deck.on("server1", line);
        let lines: Vec<&str> = out.lines().collect();
        assert_eq!(lines.len(), 3, "{out}");
        assert!(
            lines[1].starts_with(hop) && lines[2].starts_with(end),
            "{out}"
        );
    }

    // A web page of a megabyte, whole.
    let page = deck.file("page");
    deck.on("server2", &format!("head -c 1000000 /dev/urandom > {page}"));
    let folder = page.trim_end_matches("/page").to_owned();
    let _http = deck.serve("server2", &folder, "::");
    for target in ["2.2.2.12", "[fd00:2::12]"] {
        deck.on(
            "server1",
            &format!("curl -sS -m 20 http://{target}/page | cmp - {page}"),
        );
    }
    // A closed port is refused by the server, through the router.
    let refused = deck
        .sandbox
        .run(Some("server1"), "curl -sS -m 20 http://2.2.2.12:81/");
    // 7: refused; 28 would be a timeout.
    assert_eq!(refused.status, 7, "{}", refused.stderr);

    let argv = ["iperf3", "--forceflush", "-s"];
    let _iperf = deck.spawn("server2", &argv, "Server listening");
    for line in [
        "iperf3 -c 2.2.2.12 -n 20M",
        "iperf3 -c 2.2.2.12 -n 20M -R",
        "iperf3 -c fd00:2::12 -n 20M",
        "iperf3 -c 2.2.2.12 -n 2M -u -b 200M",
    ] {
        let out = deck.on("server1", line);
        assert!(out.contains("iperf Done."), "{line}\n{out}");
    }
    accounts_balance(&deck);
}

/// Every packet is in exactly one place of the account.
#[track_caller]
fn accounts_balance(deck: &Deck) {
    let link = deck.router("ip -s link show ens4");
    assert!(link.contains("RX:") && link.contains("TX:"), "{link}");
    let drops = deck.router("drops");
    assert!(drops.contains("received"), "{drops}");
}

#[test]
fn everything_gets_through_tap_ports() {
    everything_gets_through("tap", Ports::Tap);
}

#[test]
fn everything_gets_through_packet_ports() {
    everything_gets_through("packet", Ports::Packet);
}

/// Slide 29 with `-vv`: with the senders' offloads off, each checksum is in the packet at both ends,
/// and right at both.
fn checksums_are_right(name: &str, ports: Ports) {
    if !available(TOOLS) {
        return;
    }
    let deck = Deck::build(name, ports, &format!("{ADDRESSES}{FORWARDING}"));
    for server in ["server1", "server2"] {
        deck.on(server, "ethtool -K ens4 tx off");
    }
    let page = deck.file("page");
    deck.on("server2", &format!("head -c 100000 /dev/urandom > {page}"));
    let folder = page.trim_end_matches("/page").to_owned();
    let _http = deck.serve("server2", &folder, "::");
    let near = deck.tcpdump("server1", "-i ens4 -vv ip or ip6");
    let far = deck.tcpdump("server2", "-i ens4 -vv ip or ip6");
    for target in ["2.2.2.12", "[fd00:2::12]"] {
        deck.on(
            "server1",
            &format!("curl -sS -m 20 http://{target}/page | cmp - {page}"),
        );
    }
    ping(&deck, "2.2.2.12");
    // To a closed UDP port: the answer is an ICMP error that quotes the datagram.
    deck.on("server1", "traceroute -n -q 1 2.2.2.12");
    for capture in [near, far] {
        let (_, out) = capture.stop("INT");
        let right = out.matches("(correct)").count();
        assert!(right > 20, "only {right} checksums in\n{out}");
        for wrong in [
            "incorrect",
            "bad cksum",
            "wrong icmp cksum",
            "bad udp cksum",
        ] {
            assert!(!out.contains(wrong), "{wrong} in\n{out}");
        }
        assert!(
            out.contains("1.1.1.11 > 2.2.2.12: ICMP echo request"),
            "{out}"
        );
    }
}

#[test]
fn checksums_are_right_through_tap_ports() {
    checksums_are_right("cksum-tap", Ports::Tap);
}

#[test]
fn checksums_are_right_through_packet_ports() {
    checksums_are_right("cksum-packet", Ports::Packet);
}

/// With offloads as they come, super-frames and partial checksums cross the router, and what an
/// application reads is right.
#[test]
fn partial_checksums_are_completed_for_whoever_needs_it() {
    if !available(TOOLS) {
        return;
    }
    let deck = Deck::build(
        "partial",
        Ports::Packet,
        &format!("{ADDRESSES}{FORWARDING}"),
    );
    // server2 takes no super-frames; server1 sends them with partial checksums.
    deck.on("server2", "ethtool -K ens4 gro off lro off");
    let page = deck.file("page");
    deck.on("server1", &format!("head -c 3000000 /dev/urandom > {page}"));
    let folder = page.trim_end_matches("/page").to_owned();
    let _http = deck.serve("server1", &folder, "::");
    for target in ["1.1.1.11", "[fd00:1::11]"] {
        deck.on(
            "server2",
            &format!("curl -sS -m 20 http://{target}/page | cmp - {page}"),
        );
    }
}

/// Slide 13 says that the metric decides before the prefix. Linux takes the longest prefix first,
/// and so does Tollgate: the same commands, the same answers.
#[test]
fn the_longest_prefix_decides_before_the_metric() {
    if !available(&[]) {
        return;
    }
    let deck = Deck::build("metric", Ports::Packet, ADDRESSES);
    let kernel = Sandbox::new(&["router1"]).expect("a sandbox");
    kernel.ok(
        None,
        "ip link add ens4 netns router1 type veth peer name peer4
         ip link add ens5 netns router1 type veth peer name peer5
         ip link set peer4 up && ip link set peer5 up",
    );
    for line in ADDRESSES.lines() {
        kernel.ok(Some("router1"), line);
    }
    let both = |line: &str| {
        let theirs = kernel.run(Some("router1"), line);
        let ours = deck.try_router(line);
        assert_eq!(
            ours.status, theirs.status,
            "{line}: {} / {}",
            ours.stderr, theirs.stderr
        );
        assert_eq!(ours.stdout, theirs.stdout, "{line}");
        assert_eq!(ours.stderr, theirs.stderr, "{line}");
        ours.stdout
    };
    both("ip route add 5.5.5.0/25 via 2.2.2.13 dev ens5 metric 10");
    both("ip route add 5.5.5.0/24 via 1.1.1.12 dev ens4 metric 10");
    assert!(both("ip route get 5.5.5.1").contains("via 2.2.2.13 dev ens5"));
    assert!(both("ip route get 5.5.5.129").contains("via 1.1.1.12 dev ens4"));
    // A worse metric on the longer prefix changes nothing.
    both("ip route del 5.5.5.0/25 metric 10");
    both("ip route add 5.5.5.0/25 via 2.2.2.13 dev ens5 metric 1000");
    assert!(both("ip route get 5.5.5.1").contains("via 2.2.2.13 dev ens5"));
    // Between equal prefixes the metric decides.
    both("ip route add 5.5.5.0/25 via 1.1.1.12 dev ens4 metric 20");
    assert!(both("ip route get 5.5.5.1").contains("via 1.1.1.12 dev ens4"));
    both("ip route show");
    both("ip route add 5.5.5.0/25 via 1.1.1.12 dev ens4 metric 20");
    both("ip route del 5.5.5.0/26");
}
