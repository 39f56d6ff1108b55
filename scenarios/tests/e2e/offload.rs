//! Flows that the kernel replays (`type xdp … offload on`), with real hosts.

use scenarios::netns::{Running, available, wait_until};
use serde_json::Value;

use crate::topology::{ADDRESSES, Deck, FORWARDING, PATIENCE, Ports};

const RULES: &str = "\
iptables -A FORWARD -i ens4 -j ACCEPT
iptables -A FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT
iptables -P FORWARD DROP
iptables -t nat -A POSTROUTING -o ens5 -j MASQUERADE
";

/// Answers every datagram.
const ECHO: &str = "
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(('2.2.2.12', 9000))
print('ready', flush=True)
while True:
    data, who = s.recvfrom(2000)
    s.sendto(data, who)
";

/// Sends `argv[1]` datagrams of many lengths from one port, one every `argv[2]` seconds, and prints how many came
/// back as they were.
const ASK: &str = "
import socket, sys, time
count, pause = int(sys.argv[1]), float(sys.argv[2])
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(('1.1.1.11', 5555))
s.settimeout(1)
came = 0
for n in range(count):
    data = bytes((n * 7 + i * i) % 256 for i in range(n * 37 % 1473))
    s.sendto(data, ('2.2.2.12', 9000))
    try:
        came += s.recv(2000) == data
    except TimeoutError:
        pass
    time.sleep(pause)
print(came)
";

struct Lab {
    deck: Deck,
    _echo: Running,
}

impl Lab {
    fn new(name: &str, ports: Ports) -> Self {
        let deck = Deck::build(name, ports, &format!("{ADDRESSES}{FORWARDING}{RULES}"));
        let echo = deck.spawn("server2", &["python3", "-c", ECHO], "ready");
        std::fs::write(deck.file("ask.py"), ASK).expect("a script");
        Self { deck, _echo: echo }
    }

    /// Of so many datagrams, how many came back.
    #[track_caller]
    fn ask(&self, count: usize, pause: f64) -> usize {
        let script = self.deck.file("ask.py");
        let said = self
            .deck
            .on("server1", &format!("python3 {script} {count} {pause}"));
        said.trim().parse().expect("a number")
    }

    /// Offloaded flows, and packets that were replayed.
    fn offload(&self) -> (u64, u64) {
        let status: Value = serde_json::from_str(&self.deck.router("status -j")).expect("JSON");
        let number = |name: &str| status["offload"][name].as_u64().expect("a number");
        (number("flows"), number("packets"))
    }

    /// Talks until both directions are offloaded.
    #[track_caller]
    fn settle(&self) {
        let settled = wait_until(PATIENCE, || {
            self.ask(10, 0.03);
            self.offload().0 == 2
        });
        assert!(settled, "{:?}", self.deck.router("flows -v"));
    }

    /// Packets and bytes of the two rules of FORWARD, and received and sent of both links.
    fn counters(&self) -> Vec<u64> {
        let mut counters = Vec::new();
        let rules = self.deck.router("iptables -vnxL FORWARD");
        for line in rules.lines().skip(2) {
            let numbers = line.split_whitespace().take(2);
            counters.extend(numbers.map(|word| word.parse::<u64>().expect("a number")));
        }
        for link in ["ens4", "ens5"] {
            let shown = self.deck.router(&format!("ip -j -s link show {link}"));
            let shown: Value = serde_json::from_str(&shown).expect("JSON");
            for (way, what) in [
                ("rx", "packets"),
                ("rx", "bytes"),
                ("tx", "packets"),
                ("tx", "bytes"),
            ] {
                let number = &shown[0]["stats64"][way][what];
                counters.push(number.as_u64().expect("a number"));
            }
        }
        counters
    }
}

#[test]
fn flows_are_replayed_and_everything_is_counted_as_if_they_were_not() {
    if available(&["python3", "ethtool"]) {
        everything_is_counted(&Lab::new("offload-counts", Ports::Offload));
    }
}

/// Whose checksums stay unfinished, and whose peers need not poll.
#[test]
fn so_are_those_behind_the_driver() {
    if available(&["python3", "ethtool"]) {
        everything_is_counted(&Lab::new("offload-generic", Ports::GenericOffload));
    }
}

/// What round trips count is the same before flows are offloaded and after.
#[track_caller]
fn everything_is_counted(lab: &Lab) {
    const COUNT: usize = 400;
    // What one round trip of each datagram counts, without the offload: it has just begun.
    let before = lab.counters();
    assert_eq!(lab.ask(COUNT, 0.0), COUNT);
    let slow: Vec<u64> = lab
        .counters()
        .iter()
        .zip(&before)
        .map(|(a, b)| a - b)
        .collect();
    lab.settle();
    let (_, replayed) = lab.offload();
    let before = lab.counters();
    assert_eq!(lab.ask(COUNT, 0.0), COUNT);
    let after = lab.counters();
    let fast: Vec<u64> = after.iter().zip(&before).map(|(a, b)| a - b).collect();
    let replayed = lab.offload().1 - replayed;
    assert!(replayed >= 2 * COUNT as u64 * 9 / 10, "{replayed}");
    // Apart from what hosts ask their neighbours and routers now and then, which meets no rule.
    assert_eq!(slow[..4], fast[..4], "{slow:?} {fast:?}");
    assert_eq!(fast[0] + fast[2], 2 * COUNT as u64);
    for (slow, fast) in slow[4..].iter().zip(&fast[4..]) {
        let few = if *slow > 10_000 { 1000 } else { 12 };
        assert!(slow.abs_diff(*fast) <= few, "{slow} {fast}");
    }
    let listed = lab.deck.router("conntrack -L -p udp");
    let left = listed.split_whitespace().nth(2).expect("a timeout");
    assert!(["118", "119", "120"].contains(&left), "{listed}");
    assert!(listed.contains("[ASSURED]"), "{listed}");
}

#[test]
fn what_a_command_decides_holds_from_the_next_packet_on() {
    if !available(&["python3", "ethtool"]) {
        return;
    }
    let lab = Lab::new("offload-ends", Ports::Offload);
    let deck = &lab.deck;
    for (change, back) in [
        (
            "iptables -I FORWARD -p udp -j DROP",
            "iptables -D FORWARD 1",
        ),
        (
            "ip route add blackhole 2.2.2.12",
            "ip route del blackhole 2.2.2.12",
        ),
        (
            "sysctl -w net.ipv4.conf.all.forwarding=0",
            "sysctl -w net.ipv4.conf.all.forwarding=1",
        ),
        (
            "ip neigh replace 2.2.2.12 lladdr 02:00:00:00:de:ad dev ens5 nud permanent",
            "ip neigh del 2.2.2.12 dev ens5",
        ),
        ("ip link set ens5 down", "ip link set ens5 up"),
    ] {
        lab.settle();
        deck.router(change);
        assert_eq!(lab.ask(1, 0.0), 0, "{change}");
        deck.router(back);
        let again = wait_until(PATIENCE, || lab.ask(1, 0.0) == 1);
        assert!(again, "{back}");
    }
    // A connection that is deleted is another one when it comes back, and one that is changed has changed.
    lab.settle();
    deck.router("conntrack -D -p udp");
    assert_eq!(deck.router("conntrack -C").trim(), "0");
    assert_eq!(lab.ask(1, 0.0), 1);
    assert!(!deck.router("conntrack -L -p udp").contains("ASSURED"));
    lab.settle();
    deck.router("conntrack -U -p udp -m 5");
    assert_eq!(lab.ask(1, 0.0), 1);
    assert!(deck.router("conntrack -L -p udp").contains("mark=5"));
    // What is watched is seen.
    lab.settle();
    let (_, before) = lab.offload();
    let socket = "/run/tollgate.sock";
    let argv = [
        crate::topology::TOLLGATE,
        "--socket",
        socket,
        "trace",
        "--count",
        "1",
        "udp src 1.1.1.11",
    ];
    let mut trace = deck.spawn("router1", &argv, "watching");
    assert_eq!(lab.ask(1, 0.0), 1);
    let (status, shown) = trace.finish();
    assert_eq!(status, 0, "{shown}");
    assert_eq!(lab.offload().1, before);
}

#[test]
fn a_port_whose_peer_takes_nothing_is_served_by_the_router() {
    if !available(&["python3", "ethtool"]) {
        return;
    }
    let lab = Lab::new("offload-peer", Ports::Offload);
    lab.settle();
    lab.deck.on("server2", "ethtool -K ens4 gro off");
    let left = wait_until(PATIENCE, || {
        lab.deck.tollgate.output().contains("takes no redirected")
    });
    assert!(left, "{}", lab.deck.tollgate.output());
    assert_eq!(lab.ask(20, 0.05), 20);
    // Only the answers, which leave by the other port.
    let one = wait_until(PATIENCE, || {
        lab.ask(10, 0.03);
        lab.offload().0 == 1
    });
    assert!(one, "{:?}", lab.offload());
    lab.deck.on("server2", "ethtool -K ens4 gro on");
    lab.settle();
    // And with the ports, all of it goes.
    lab.deck.router("ip link del ens5");
    lab.deck.router("ip link del ens4");
    let status = lab.deck.router("status");
    assert!(!status.contains("offload:"), "{status}");
}
