//! Segments that come in one by one by an xdp port and leave by a tap as super-frames.

use scenarios::netns::available;

use crate::topology::{ADDRESSES, Deck, FORWARDING, Ports};

const RULES: &str = "iptables -A FORWARD -i ens4 -p tcp --dport 5201 -j ACCEPT\n";

fn deck(name: &str) -> Deck {
    let runbook = format!("{ADDRESSES}{FORWARDING}{RULES}");
    Deck::build(name, Ports::XdpAndTap, &runbook)
}

/// Packets that a line of `ip -s link show` or of the kernel's statistics speaks of.
fn number(text: &str) -> u64 {
    let word = text.split_whitespace().next();
    let number = word.and_then(|word| word.parse().ok());
    assert!(number.is_some(), "no number: {text}");
    number.unwrap_or_default()
}

/// Packets that the router has received by ens4, that its rule has counted, and that server2 has received.
fn counts(deck: &Deck) -> [u64; 3] {
    let link: serde_json::Value =
        serde_json::from_str(&deck.router("ip -j -s link show ens4")).expect("JSON");
    let received = link[0]["stats64"]["rx"]["packets"].as_u64();
    let rules = deck.router("iptables -nvxL FORWARD");
    let rule = rules.lines().find(|line| line.contains("dpt:5201"));
    let statistics = "/sys/class/net/ens4/statistics/rx_packets";
    [
        received.expect("a number"),
        number(rule.expect("the rule")),
        number(&deck.on("server2", &format!("cat {statistics}"))),
    ]
}

/// What a stream adds to the counts.
fn stream(deck: &Deck) -> [u64; 3] {
    let before = counts(deck);
    let out = deck.on("server1", "iperf3 -c 2.2.2.12 -n 20M");
    assert!(out.contains("iperf Done."), "{out}");
    let after = counts(deck);
    std::array::from_fn(|n| after[n] - before[n])
}

#[test]
fn a_stream_through_an_xdp_port_is_joined_for_a_tap_unless_that_is_turned_off() {
    if !available(&["iperf3"]) {
        return;
    }
    let deck = deck("joined");
    let shown = deck.router("ip -d link show ens4");
    assert!(shown.contains("xdp dev eth4 mode copy gro on "), "{shown}");
    let _iperf = deck.spawn(
        "server2",
        &["iperf3", "--forceflush", "-s"],
        "Server listening",
    );
    // 20 MiB in segments of 1,448 bytes are 14,483; what is on its way when iperf3 has enough does not matter.
    const MANY: u64 = 10_000;
    let [received, counted, delivered] = stream(&deck);
    assert!(received >= MANY, "{received}");
    for packets in [counted, delivered] {
        assert!(packets < received / 2, "{packets} of {received}");
    }
    deck.router("ip link set ens4 type xdp gro off");
    let saved = deck.router("save");
    assert!(
        saved.contains("type xdp dev eth4 mode copy gro off\n"),
        "{saved}"
    );
    let [received, counted, delivered] = stream(&deck);
    assert!(received >= MANY, "{received}");
    for packets in [counted, delivered] {
        assert!(packets > received * 9 / 10, "{packets} of {received}");
    }
}

#[test]
fn what_is_joined_is_the_right_bytes_with_and_without_checksums_of_the_sender() {
    if !available(&["curl", "python3", "ethtool"]) {
        return;
    }
    let deck = deck("bytes");
    let page = deck.file("page");
    deck.on("server1", &format!("head -c 3000000 /dev/urandom > {page}"));
    let folder = page.trim_end_matches("/page").to_owned();
    let _http = deck.serve("server1", &folder, "::");
    for offload in ["on", "off"] {
        deck.on("server1", &format!("ethtool -K ens4 tx {offload}"));
        for target in ["1.1.1.11", "[fd00:1::11]"] {
            deck.on(
                "server2",
                &format!("curl -sS -m 20 http://{target}/page | cmp - {page}"),
            );
        }
    }
    // What server1 gets comes by the tap, and is cut.
    let _back = deck.serve("server2", &folder, "::");
    for target in ["2.2.2.12", "[fd00:2::12]"] {
        deck.on(
            "server1",
            &format!("curl -sS -m 20 http://{target}/page | cmp - {page}"),
        );
    }
}
