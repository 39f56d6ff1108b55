//! `tollgate explain`: what becomes of packets that were never sent.

use std::{fs, path::PathBuf, sync::Arc};

use control::{
    daemon::{Control, MemoryPorts, OneWorker},
    explain::{self, Detail, Explanation, Injection, Question},
};
use dataplane::{
    filter::Hook,
    io::Capabilities,
    neigh::NeighCache,
    packet::{Packet, PacketBuf},
    snapshot::Snapshot,
    time::Instant,
    worker::{Router, Worker},
};
use serde_json::Value;

/// Two networks, a third on a VLAN, and a firewall between them.
const ROUTER: &str = "\
ip link add ens4 address 02:00:00:00:00:04 type tap
ip link add ens5 address 02:00:00:00:00:05 type tap
ip link set ens4 up
ip link set ens5 up
ip address add 1.1.1.1/24 dev ens4
ip address add 2.2.2.1/24 dev ens5
ip address add 2001:db8:1::1/64 dev ens4 nodad
ip address add 2001:db8:2::1/64 dev ens5 nodad
ip link add link ens5 name ens5.100 type vlan id 100
ip link set ens5.100 up
ip address add 3.3.3.1/24 dev ens5.100
ip route add 9.9.9.0/24 via 2.2.2.9
ip route add prohibit 8.8.8.0/24
ip neigh replace 2.2.2.12 lladdr 02:00:00:00:00:12 dev ens5
sysctl -w net.ipv4.ip_forward=1
sysctl -w net.ipv6.conf.all.forwarding=1
";

const FIREWALL: &str = "\
iptables -P FORWARD DROP
iptables -N SSH
iptables -A SSH -s 1.1.1.0/28 -j ACCEPT
iptables -A SSH -j LOG --log-prefix 'ssh: '
iptables -A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
iptables -A FORWARD -i ens4 -p tcp --dport 22 -j SSH
iptables -A FORWARD -i ens4 -p tcp --dport 80 -j REJECT --reject-with tcp-reset
iptables -A FORWARD -i ens4 -p udp -j ACCEPT
iptables -t nat -A POSTROUTING -o ens5 -j MASQUERADE
iptables -t nat -A PREROUTING -i ens4 -p tcp --dport 2222 -j DNAT --to-destination 2.2.2.12:22
";

/// A runbook in a file that goes with it.
struct Runbook(PathBuf);

impl Runbook {
    fn new(name: &str, text: &str) -> Self {
        let dir = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("explain-{name}"));
        fs::create_dir_all(&dir).expect("a folder");
        let file = dir.join("router.sh");
        fs::write(&file, text).expect("writable");
        Self(file)
    }
}

impl Drop for Runbook {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

fn question(packets: &[&str]) -> Question {
    let injection = |text: &&str| match *text {
        "reply" => Injection::Reply,
        text => Injection::Packet(text.to_owned()),
    };
    Question {
        port: None,
        packets: packets.iter().map(injection).collect(),
    }
}

fn ask(name: &str, runbook: &str, packets: &[&str]) -> Explanation {
    let file = Runbook::new(name, runbook);
    let answer = explain::offline(std::slice::from_ref(&file.0), &question(packets));
    answer.expect("an explanation")
}

/// The text, with the file's name alone where it says its path.
fn text(explanation: &Explanation) -> String {
    let text = explain::text(explanation, Detail::default());
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let path = path.to_string_lossy();
    text.lines()
        .map(|line| match line.split_once(&*path) {
            Some((before, after)) => {
                let (_, file) = after.rsplit_once('/').expect("a path");
                format!("{before}{file}\n")
            }
            None => format!("{line}\n"),
        })
        .collect()
}

fn verdicts(explanation: &Explanation) -> Vec<String> {
    let snapshot = &explanation.snapshot;
    let packets = explanation.packets.iter();
    packets
        .map(|packet| explain::verdict(packet, snapshot))
        .collect()
}

#[test]
fn the_whole_way_of_a_translated_connection_is_told() {
    let router = format!("{ROUTER}{FIREWALL}");
    let packets = ["tcp 1.1.1.11:40000 > 1.1.1.1:2222 syn", "reply"];
    let told = text(&ask("whole", &router, &packets));
    let expected = "\
packet 1: tcp 1.1.1.11:40000 > 1.1.1.1:2222 syn ttl 64, in by ens4, where the route to its source leads
  received by ens4
  PREROUTING
    conntrack: NEW, a new connection: 1.1.1.11:40000 > 1.1.1.1:2222, replies 1.1.1.1:2222 > 1.1.1.11:40000
    nat PREROUTING
      * 1. -A PREROUTING -i ens4 -p tcp -m tcp --dport 2222 -j DNAT --to-destination 2.2.2.12:22 (router.sh:26)
          matches; has passed this table here
    nat: destination 1.1.1.1:2222 becomes 2.2.2.12:22
  route: unicast 2.2.2.0/24 dev ens5 (rule 32766, table main)
  ttl 63
  FORWARD
    filter FORWARD
      - 1. -A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT (router.sh:21)
          no: -m conntrack --ctstate RELATED,ESTABLISHED does not hold: it is NEW, direction original
      * 2. -A FORWARD -i ens4 -p tcp -m tcp --dport 22 -j SSH (router.sh:22)
          matches
        * 1. -A SSH -s 1.1.1.0/28 -j ACCEPT (router.sh:19)
            matches; has passed this table here
  POSTROUTING
    nat POSTROUTING
      * 1. -A POSTROUTING -o ens5 -j MASQUERADE (router.sh:25)
          matches; has passed this table here
    nat: source 1.1.1.11:40000 becomes 2.2.2.1:40000
    conntrack: the connection is known now
  sent by ens5 to 02:00:00:00:00:12: tcp 2.2.2.1:40000 > 2.2.2.12:22 syn ttl 63
verdict: it leaves by ens5 as tcp 2.2.2.1:40000 > 2.2.2.12:22 syn ttl 63

packet 2: tcp 2.2.2.12:22 > 2.2.2.1:40000 syn-ack ttl 64, in by ens5, the answer to what left there
  received by ens5
  PREROUTING
    conntrack: ESTABLISHED, in the reply direction: 1.1.1.11:40000 > 1.1.1.1:2222, replies 2.2.2.12:22 > 2.2.2.1:40000
    nat: destination 2.2.2.1:40000 becomes 1.1.1.11:40000
  route: unicast 1.1.1.0/24 dev ens4 (rule 32766, table main)
  ttl 63
  FORWARD
    filter FORWARD
      * 1. -A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT (router.sh:21)
          matches; has passed this table here
  POSTROUTING
    nat: source 2.2.2.12:22 becomes 1.1.1.1:2222
  neighbour 1.1.1.11 on ens4 is not known; it is taken to answer
  sent by ens4 to 02:00:01:01:01:0b: tcp 1.1.1.1:2222 > 1.1.1.11:40000 syn-ack ttl 63
verdict: it leaves by ens4 as tcp 1.1.1.1:2222 > 1.1.1.11:40000 syn-ack ttl 63
";
    let differs = told.lines().zip(expected.lines()).find(|(a, b)| a != b);
    assert_eq!((differs, told.len()), (None, expected.len()), "{told}");
}

#[test]
fn what_drops_a_packet_is_named() {
    let router = format!("{ROUTER}{FIREWALL}");
    let explanation = ask(
        "drops",
        &router,
        &[
            "tcp 1.1.1.20:5 > 2.2.2.12:22",
            "tcp 1.1.1.20:5 > 2.2.2.12:80",
            "udp 1.1.1.20:5 > 8.8.8.8:53",
            "udp 1.1.1.20:5 > 9.9.9.9:53 ttl 1",
            "udp 1.1.1.20:5 > 7.7.7.7:53",
            "udp 1.1.1.20:5 > 2.2.2.12:53 dst-mac 02:00:00:00:00:99 in ens4",
            "tcp 1.1.1.20:5 > 1.1.1.1:22",
        ],
    );
    let verdicts = verdicts(&explanation);
    for (verdict, parts) in verdicts.iter().zip([
        &["dropped by the policy of filter FORWARD"][..],
        &[
            "dropped by rule 3 of filter FORWARD",
            "router.sh:23",
            "answers with tcp 2.2.2.12:80 > 1.1.1.20:5 rst-ack",
        ],
        &["answers with icmp 1.1.1.1 > 1.1.1.20 communication-prohibited"],
        &[
            "ttl_expired",
            "answers with icmp 1.1.1.1 > 1.1.1.20 ttl-exceeded",
        ],
        &[
            "ip_innoroutes",
            "answers with icmp 1.1.1.1 > 1.1.1.20 network-unreachable",
        ],
        &["dropped: otherhost"],
        &[
            "nobody listens",
            "answers with tcp 1.1.1.1:22 > 1.1.1.20:5 rst-ack",
        ],
    ]) {
        for part in parts {
            assert!(verdict.contains(part), "{part} is not in {verdict}");
        }
    }
    assert_eq!(verdicts.len(), 7);
    let told = text(&explanation);
    let log = "log: ssh: IN=ens4 OUT=ens5 MAC=02:00:00:00:00:04:02:00:01:01:01:14:08:00 \
               SRC=1.1.1.20 DST=2.2.2.12 LEN=40 TOS=0x00 PREC=0x00 TTL=63 ID=0 PROTO=TCP SPT=5 \
               DPT=22 WINDOW=64240 RES=0x00 SYN URGP=0 ";
    assert!(told.contains(log), "{told}");
    assert!(told.contains("no: it is from 1.1.1.20"), "{told}");
}

#[test]
fn json_says_the_same() {
    let router = format!("{ROUTER}{FIREWALL}");
    let explanation = ask("json", &router, &["tcp 1.1.1.20:5 > 2.2.2.12:80"]);
    let json = explain::json(&explanation);
    let packet = &json["packets"][0];
    assert_eq!(packet["in"], "ens4");
    assert_eq!(packet["in_guessed"], true);
    let verdict = &packet["verdict"];
    assert_eq!(verdict["result"], "dropped");
    assert_eq!(verdict["reason"], "netfilter_reject");
    assert_eq!(verdict["by"]["chain"], "FORWARD");
    assert_eq!(verdict["by"]["number"], 3);
    assert_eq!(verdict["by"]["source"]["line"], 23);
    let steps = packet["steps"].as_array().expect("steps");
    let of =
        |kind: &str| -> Vec<&Value> { steps.iter().filter(|step| step["step"] == kind).collect() };
    let hooks: Vec<_> = of("hook").iter().map(|step| step["hook"].clone()).collect();
    let expected = [
        Hook::Prerouting,
        Hook::Forward,
        Hook::Output,
        Hook::Postrouting,
    ];
    assert_eq!(hooks, expected.map(Hook::chain));
    let mismatch = of("rule")
        .into_iter()
        .find(|step| step["chain"] == "FORWARD" && step["number"] == 1)
        .expect("a rule");
    assert_eq!(mismatch["outcome"], "mismatch");
    assert_eq!(mismatch["differs"], "conntrack");
    let route = of("route")[0];
    assert_eq!(route["prefix"], "2.2.2.0/24");
    assert_eq!(route["table"], "main");
    assert_eq!(route["rule"], 32766);
    assert_eq!(route["dev"], "ens5");
    // The answer is a packet of its own.
    assert_eq!(of("made")[0]["subject"], 1);
    assert_eq!(of("dropped")[0]["subject"], 0);
    assert_eq!(packet["left"].as_array().expect("frames").len(), 1);
}

#[test]
fn fragments_are_put_together_and_cut_again() {
    let router = format!("{ROUTER}{FIREWALL}");
    let explanation = ask(
        "fragments",
        &router,
        &[
            "gre 1.1.1.11 > 1.1.1.1 len 1480 mf ipid 7",
            "gre 1.1.1.11 > 1.1.1.1 len 100 frag 1480 ipid 7",
            "icmp 1.1.1.11 > 1.1.1.1 echo-request id 1 seq 1 len 2000",
        ],
    );
    let verdicts = verdicts(&explanation);
    assert_eq!(verdicts[0], "it waits for its other fragments");
    assert!(
        verdicts[1].contains("protocol-unreachable"),
        "{}",
        verdicts[1]
    );
    let told = text(&explanation);
    assert!(told.contains("put together from its fragments"), "{told}");
    assert!(
        told.contains("cut into fragments of at most 1500 bytes"),
        "{told}"
    );
    let last = &explanation.packets[2];
    assert_eq!(last.left.len(), 2, "both fragments of the answer leave");
    assert!(told.contains("echo-reply id 1 seq 1 ttl 64 ipid"), "{told}");
}

#[test]
fn tags_are_put_on_and_taken_off() {
    let explanation = ask(
        "vlan",
        ROUTER,
        &[
            "udp 1.1.1.11:5 > 3.3.3.3:6",
            "reply",
            "udp 3.3.3.3:6 > 1.1.1.11:5 in ens5 vlan 100 dst-mac 02:00:00:00:00:05",
            "udp 3.3.3.3:6 > 1.1.1.11:5",
            "udp 3.3.3.3:6 > 1.1.1.11:5 in ens5 vlan 101",
        ],
    );
    let frame = &explanation.packets[0].left[0].frame;
    assert_eq!(frame[12..16], [0x81, 0, 0, 100]);
    let snapshot = &explanation.snapshot;
    let name = |packet: usize| {
        let iif = explanation.packets[packet].iif.expect("it came in");
        snapshot
            .interfaces
            .get(iif)
            .expect("an interface")
            .name
            .to_string()
    };
    assert_eq!([name(1), name(3)], ["ens5.100", "ens5.100"]);
    let verdicts = verdicts(&explanation);
    for verdict in &verdicts[1..4] {
        assert!(verdict.starts_with("it leaves by ens4 as udp 3.3.3.3:6 > 1.1.1.11:5"));
    }
    assert!(verdicts[4].contains("vlan_unknown"), "{}", verdicts[4]);
}

#[test]
fn ipv6_is_explained_too() {
    let rules = "\
ip6tables -A FORWARD -p udp --dport 53 -j REJECT
ip6tables -A FORWARD -p ipv6-icmp --icmpv6-type echo-request -j ACCEPT
ip6tables -P FORWARD DROP
";
    let router = format!("{ROUTER}{rules}");
    let explanation = ask(
        "ipv6",
        &router,
        &[
            "udp [2001:db8:1::b]:5 > [2001:db8:2::c]:53",
            "icmp6 2001:db8:1::b > 2001:db8:2::c ping id 3",
            "icmp6 2001:db8:1::b > 2001:db8:1::1 ping id 3",
        ],
    );
    let verdicts = verdicts(&explanation);
    assert!(verdicts[0].contains("port-unreachable"), "{}", verdicts[0]);
    assert!(
        verdicts[1].starts_with("it leaves by ens5"),
        "{}",
        verdicts[1]
    );
    assert!(verdicts[2].contains("echo-reply id 3"), "{}", verdicts[2]);
    // Questions for neighbours are not among what left.
    assert_eq!(explanation.packets[1].left.len(), 1);
    assert_eq!(explanation.packets[1].assumed.len(), 1);
}

#[test]
fn a_question_that_can_not_be_answered_says_why() {
    let file = Runbook::new("errors", ROUTER);
    let error = |packets: &[&str]| {
        let answer = explain::offline(std::slice::from_ref(&file.0), &question(packets));
        answer.expect_err("an error").to_string()
    };
    for (packets, part) in [
        (
            &["udp 5.5.5.5:1 > 2.2.2.2:2"][..],
            "no route leads to 5.5.5.5",
        ),
        (&["udp 1.1.1.2:1 > 2.2.2.2:2 in ens9"], "no interface ens9"),
        (&["udp 1.1.1.2:1 > 2.2.2.2:2 in lo"], "receives no packets"),
        (&["reply"], "no packet to answer"),
        (&["udp 1.1.1.2:1 > 8.8.8.8:2", "reply"], "did not leave"),
        (
            &["tcp 1.1.1.2:1 > 2.2.2.2:2 rst", "reply"],
            "nobody answers a reset",
        ),
    ] {
        let error = error(packets);
        assert!(error.contains(part), "{part} is not in {error}");
    }
}

/// The router of a daemon, here without one.
fn running(runbook: &Runbook) -> (Arc<Router>, Control<OneWorker>, MemoryWireOf) {
    let now = Instant::from_nanos(5_000_000_000_000);
    let (router, _events) = Router::new(Snapshot::default(), NeighCache::new(1), 1);
    let ports = MemoryPorts::new(Capabilities::default());
    let wires = ports.wires();
    let worker = OneWorker {
        worker: Worker::new(Arc::clone(&router), 0, 1),
        now,
    };
    let mut control = Control::new(Arc::clone(&router), worker, 1, Box::new(ports));
    control
        .load(std::slice::from_ref(&runbook.0), now)
        .expect("a configuration");
    (router, control, wires)
}

type MemoryWireOf = control::daemon::Wires;

#[test]
fn nothing_of_the_router_is_disturbed() {
    let limit = "iptables -I FORWARD -m limit --limit 1/hour --limit-burst 1 -p udp -j ACCEPT\n";
    let file = Runbook::new("live", &format!("{ROUTER}{FIREWALL}{limit}"));
    let (router, mut control, wires) = running(&file);
    let now = control.workers().now;
    // A connection that the router knows.
    let known = explain::explain(&router, now, &question(&["udp 1.1.1.11:5 > 2.2.2.12:53"]));
    let known = known.expect("an explanation");
    let before = state(&router);
    assert_eq!(before.0, 0, "explaining makes no connection");
    let port = known.packets[0].iif.expect("it came in");
    let frame = first_frame(&known);
    let sent = wires.borrow()[&port].send(Packet {
        buf: PacketBuf::copy_from(&frame),
        ..Packet::default()
    });
    sent.expect("the wire is empty");
    while control.workers().worker.poll(now) > 0 {}
    control.workers().worker.park();
    let before = state(&router);
    assert_eq!(before.0, 1, "the router knows the connection");
    for _ in 0..3 {
        // The answer belongs to that connection.
        let packets = [
            "udp 2.2.2.12:53 > 2.2.2.1:5",
            "udp 1.1.1.12:5 > 2.2.2.12:53",
        ];
        let told = explain::explain(&router, now, &question(&packets)).expect("an explanation");
        let told = explain::text(&told, Detail::default());
        assert!(
            told.contains("ESTABLISHED, in the reply direction"),
            "{told}"
        );
        assert!(told.contains("becomes 1.1.1.11:5"), "{told}");
        // The first packet has used up what the limit allows.
        assert!(told.contains("there were too many before"), "{told}");
    }
    assert_eq!(state(&router), before);
}

/// Connections, neighbours, and what was received and sent.
fn state(router: &Router) -> (usize, usize, u64, u64, String) {
    let now = Instant::from_nanos(5_000_000_000_000);
    let table = router.conntrack.of(0);
    let connections = table.iter(now).count();
    let neighbours = router.neighbours.lock().expect("no panic").len();
    let totals = router.totals();
    let rules = router.snapshots.current();
    let counters: Vec<_> = (0..40)
        .map(|id| {
            rules
                .filter4
                .counters
                .read(dataplane::filter::CounterId(id))
        })
        .collect();
    let counters = format!("{counters:?}");
    (
        connections,
        neighbours,
        totals.received,
        totals.sent,
        counters,
    )
}

fn first_frame(explanation: &Explanation) -> Vec<u8> {
    let json = explain::json(explanation);
    let hex = json["packets"][0]["steps"][0]["frame"]
        .as_str()
        .expect("a frame");
    let digits = hex.as_bytes().chunks_exact(2);
    digits
        .map(|pair| u8::from_str_radix(str::from_utf8(pair).expect("text"), 16).expect("digits"))
        .collect()
}
