//! `tollgate test`: unit tests of a rule set.

use std::{fmt::Write, path::Path};

use control::{
    explain::Detail,
    testing::{self, Coverage, FileResult, Outcome, TestFile},
};

/// Two networks, a third behind a gateway, and a firewall between them.
const ROUTER: &str = "\
ip link add ens4 address 02:00:00:00:00:04 type tap
ip link add ens5 address 02:00:00:00:00:05 type tap
ip link set ens4 up
ip link set ens5 up
ip address add 1.1.1.1/24 dev ens4
ip address add 2.2.2.1/24 dev ens5
ip address add 2001:db8:1::1/64 dev ens4 nodad
ip address add 2001:db8:2::1/64 dev ens5 nodad
ip route add 9.9.9.0/24 via 2.2.2.254
sysctl -w net.ipv4.ip_forward=1
sysctl -w net.ipv6.conf.all.forwarding=1
iptables -P FORWARD DROP
iptables -N SSH
iptables -A SSH -s 1.1.1.0/28 -j ACCEPT
iptables -A SSH -j LOG --log-prefix 'ssh: '
iptables -A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
iptables -A FORWARD -m conntrack --ctstate INVALID -j DROP
iptables -A FORWARD -i ens4 -p tcp --dport 22 -j SSH
iptables -A FORWARD -i ens4 -p tcp --dport 23 -m comment --comment 'no telnet' -j REJECT --reject-with tcp-reset
iptables -A FORWARD -i ens4 -p tcp --dport 80 -j REJECT --reject-with icmp-admin-prohibited
iptables -A FORWARD -i ens4 -p udp -m limit --limit 1/minute --limit-burst 2 -j ACCEPT
iptables -A FORWARD -i ens4 -p icmp -j ACCEPT
iptables -t mangle -A PREROUTING -p tcp --dport 22 -j MARK --set-mark 0x12
iptables -t mangle -A POSTROUTING -p tcp --dport 22 -j CLASSIFY --set-class 1:30
iptables -t mangle -A POSTROUTING -p udp -j TOS --set-tos 0x10
iptables -t raw -A PREROUTING -p udp --dport 53 -j CT --notrack
iptables -t nat -A POSTROUTING -o ens5 -j MASQUERADE
iptables -t nat -A PREROUTING -i ens4 -p tcp --dport 2222 -j DNAT --to-destination 2.2.2.12:22
ip6tables -A FORWARD -p tcp --dport 23 -j REJECT
";

fn read(text: &str) -> Result<TestFile, String> {
    TestFile::read("fw.test", text.to_owned(), Path::new("")).map_err(|error| error.to_string())
}

fn run(text: &str) -> Result<FileResult, String> {
    testing::run(
        &read(text)?,
        Detail {
            brief: true,
            ..Detail::default()
        },
    )
    .map_err(|error| error.to_string())
}

/// What of a test failed: what was expected, and what happened.
fn failure(outcome: &Outcome) -> Option<(String, String)> {
    match outcome {
        Outcome::Passed => None,
        Outcome::Failed(failure) => Some((failure.expected.clone(), failure.happened.clone())),
        Outcome::Error(error) => Some(("that it can be run".to_owned(), error.to_string())),
    }
}

/// What failed of one test with the router above.
fn one(steps: &str) -> Option<(String, String)> {
    let result = run(&format!("{ROUTER}test it\n{steps}\n")).expect("a test");
    failure(&result.cases[0].outcome)
}

const SSH: &str = "packet 'tcp 1.1.1.11:40000 > 2.2.2.12:22 syn'";
const SSH_FAR: &str = "packet 'tcp 1.1.1.99:40000 > 2.2.2.12:22 syn'";
const TELNET: &str = "packet 'tcp 1.1.1.11:40000 > 2.2.2.12:23 syn'";
const WEB: &str = "packet 'tcp 1.1.1.11:40000 > 2.2.2.12:80 syn'";
const UDP: &str = "packet 'udp 1.1.1.11:5 > 2.2.2.12:7'";
const LOCAL: &str = "packet 'tcp 1.1.1.11:40000 > 1.1.1.1:22 syn'";

#[test]
fn every_expectation_holds_where_it_should_and_fails_where_it_should_not() {
    for (packet, holds, fails) in [
        (SSH, "accept", "drop"),
        (
            SSH,
            "accept by rule filter:SSH:1",
            "accept by rule filter:SSH:2",
        ),
        (
            SSH,
            "accept by rule fw.test:14",
            "accept by rule fw.test:15",
        ),
        (
            SSH,
            "accept by rule '-s 1.1.1.0/28'",
            "accept by rule '-p udp'",
        ),
        (
            SSH,
            "accept by policy mangle:FORWARD",
            "accept by policy filter:FORWARD",
        ),
        (SSH, "leaves ens5", "leaves ens4"),
        (SSH, "leaves ens5 via 2.2.2.12", "leaves ens5 via 2.2.2.254"),
        (SSH, "source 2.2.2.1:40000", "source 1.1.1.11"),
        (SSH, "source 2.2.2.0/24:1024-65535", "source 2.2.2.1:40001"),
        (SSH, "destination 2.2.2.12:22", "destination 2.2.2.12:23"),
        (SSH, "mark 0x12", "mark 0"),
        (SSH, "mark 0x10/0xf0", "mark 0x20/0xf0"),
        (SSH, "class 1:30", "class 1:31"),
        (SSH, "ttl 63", "ttl 64"),
        (SSH, "new", "established"),
        (
            SSH,
            "matches rule filter:FORWARD:3",
            "matches rule filter:FORWARD:4",
        ),
        (SSH, "misses rule filter:SSH:2", "misses rule filter:SSH:1"),
        (SSH_FAR, "drop", "accept"),
        (
            SSH_FAR,
            "drop by policy filter:FORWARD",
            "drop by rule filter:SSH:2",
        ),
        (
            SSH_FAR,
            "drop reason netfilter_drop",
            "drop reason ip_rpfilter",
        ),
        (SSH_FAR, "logs 'ssh: IN=ens4'", "logs telnet"),
        (
            SSH_FAR,
            "matches policy filter:FORWARD",
            "matches policy filter:INPUT",
        ),
        (TELNET, "reject", "drop"),
        (
            TELNET,
            "reject with tcp-reset",
            "reject with icmp-port-unreachable",
        ),
        (
            TELNET,
            "reject by comment 'no telnet'",
            "reject by comment telnet",
        ),
        (
            WEB,
            "reject with icmp-admin-prohibited",
            "reject with tcp-reset",
        ),
        (UDP, "tos 0x10", "tos 0"),
        (LOCAL, "accept", "leaves ens4"),
        (LOCAL, "delivered", "reject"),
        (
            "packet 'tcp 1.1.1.11:4 > 2.2.2.12:22 ack'",
            "new",
            "invalid",
        ),
        (
            "packet 'tcp 1.1.1.11:4 > 2.2.2.12:22 rst'",
            "invalid",
            "new",
        ),
        ("packet 'udp 1.1.1.11:4 > 2.2.2.12:53'", "untracked", "new"),
        (
            "packet 'icmp 1.1.1.11 > 2.2.2.12 ttl 1'",
            "reject with icmp-ttl-exceeded",
            "accept",
        ),
        (
            "packet 'udp 2.2.2.9:1 > 8.8.8.8:2'",
            "reject",
            "drop reason netfilter_drop",
        ),
        (
            "packet 'tcp 1.1.1.11:5 > 1.1.1.1:2222'",
            "destination 2.2.2.12:22",
            "delivered",
        ),
        (
            "packet 'icmp 1.1.1.11 > 9.9.9.9'",
            "leaves ens5 via 2.2.2.254",
            "leaves ens5 via 9.9.9.9",
        ),
        (
            "packet 'tcp [2001:db8:1::2]:1 > [2001:db8:2::2]:23'",
            "reject with icmp6-port-unreachable by rule filter:FORWARD:1",
            "reject with icmp6-adm-prohibited",
        ),
        (
            "packet 'tcp [2001:db8:1::2]:1 > [2001:db8:2::2]:22'",
            "destination [2001:db8:2::2]:22",
            "destination 2001:db8:2::3",
        ),
    ] {
        assert_eq!(
            one(&format!("{packet}\n{holds}")),
            None,
            "{packet}: {holds}"
        );
        let failed = one(&format!("{packet}\n{fails}"));
        let failed = failed.unwrap_or_else(|| panic!("{packet}: {fails} holds"));
        assert_eq!(failed.0, fails.replace('\'', ""), "{packet}");
    }
}

#[test]
fn failures_say_what_happened() {
    for (packet, expected, happened) in [
        (
            SSH,
            "drop",
            "it leaves by ens5 as tcp 2.2.2.1:40000 > 2.2.2.12:22 syn ttl 63",
        ),
        (SSH_FAR, "accept", "dropped by the policy of filter FORWARD"),
        (
            TELNET,
            "reject by rule filter:FORWARD:5",
            "dropped by rule 4 of filter FORWARD (fw.test:19): netfilter_reject; the router answers with \
             tcp 2.2.2.12:23 > 1.1.1.11:40000 rst-ack ttl 64 df; by rule filter:FORWARD:4 (fw.test:19): \
             -A FORWARD -i ens4 -p tcp -m tcp --dport 23 -m comment --comment \"no telnet\" -j REJECT \
             --reject-with tcp-reset",
        ),
        (SSH, "mark 1", "its mark is 0x12"),
        (SSH, "class 1:1", "it asks for class 1:30"),
        (UDP, "class 1:1", "it asks for no class"),
        (SSH, "related", "it is new"),
        (
            SSH,
            "source 2.2.2.1:1",
            "it is 2.2.2.1:40000; it leaves by ens5 as tcp 2.2.2.1:40000 > 2.2.2.12:22 syn ttl 63",
        ),
        (SSH, "logs x", "it logs nothing"),
        (
            SSH,
            "misses rule filter:FORWARD:99",
            "there is no such rule",
        ),
        (
            SSH_FAR,
            "drop by policy filter:PREROUTING",
            "there is no such policy; dropped by the policy of filter FORWARD; by policy filter:FORWARD",
        ),
    ] {
        let failed = one(&format!("{packet}\n{expected}"));
        assert_eq!(failed, Some((expected.to_owned(), happened.to_owned())));
    }
}

#[test]
fn state_builds_up_within_a_test() {
    let conversation = "\
handshake 'tcp 1.1.1.11:40000 > 2.2.2.12:22'
  established; leaves ens5
then next psh-ack len 100
  established; accept by rule filter:FORWARD:1
then reply psh-ack len 50
  leaves ens4; destination 1.1.1.11:40000
then reply
  leaves ens5
after 4d
then next fin-ack
  established
then reply
  established
after 3min
then 'tcp 1.1.1.11:40000 > 2.2.2.12:22 syn'
  new";
    assert_eq!(one(conversation), None);
    let pings = "\
packet 'icmp 1.1.1.11 > 2.2.2.12 id 7 seq 1'
  new
then reply
  established; leaves ens4
then 'icmp 2.2.2.99 > 2.2.2.1 port-unreachable about icmp 2.2.2.1 > 2.2.2.12 id 7 seq 1'
  related; destination 1.1.1.11
after 31s
then 'icmp 1.1.1.11 > 2.2.2.12 id 7 seq 2'
  new";
    assert_eq!(one(pings), None);
    let late = "packet 'udp 1.1.1.11:5 > 2.2.2.12:7'\nafter 31s\nthen 'udp 2.2.2.12:7 > 2.2.2.1:5'\ndelivered";
    let dropped = one(late);
    assert_eq!(
        dropped, None,
        "a forgotten connection's answer is for the router itself"
    );
    let soon = late
        .replace("31s", "29s")
        .replace("delivered", "established; leaves ens4");
    assert_eq!(one(&soon), None);
}

#[test]
fn what_waits_for_its_turn_leaves_later() {
    let shaped = ROUTER.to_owned()
        + "\
iptables -I FORWARD -p udp -j ACCEPT
tc qdisc add dev ens5 root handle 1: htb default 10
tc class add dev ens5 parent 1: classid 1:10 htb rate 100kbit
tc class add dev ens5 parent 1: classid 1:30 htb rate 1mbit
test a burst
  packet 'udp 1.1.1.11:1 > 2.2.2.12:2 len 1400'
    accept
";
    let more = "  then next\n    accept\n".repeat(10);
    // Eleven datagrams of 1.4 KB at 100 kbit/s wait for more than a second altogether.
    let text = format!(
        "{shaped}{more}  then reply\n    established; leaves ens4\ntest ssh\n{SSH}\nclass 1:30\n"
    );
    for case in run(&text).expect("tests").cases {
        assert_eq!(failure(&case.outcome), None, "{}", case.name);
    }
}

/// An uplink whose filters put packets into classes, by every kind of filter.
const CLASSES: &str = "\
ip link add lan type tap; ip link set lan up; ip addr add 10.0.0.1/24 dev lan
ip link add wan type tap; ip link set wan up; ip addr add 192.0.2.2/30 dev wan
ip route add default via 192.0.2.1
sysctl -w net.ipv4.ip_forward=1
iptables -t mangle -A FORWARD -p tcp --dport 80 -j MARK --set-mark 7
iptables -t mangle -A FORWARD -p tcp --dport 22 -j CLASSIFY --set-class 1:40
iptables -t mangle -A FORWARD -p tcp --dport 23 -j CLASSIFY --set-class 1:0
tc qdisc add dev wan root handle 1: htb default 30
tc class add dev wan parent 1: classid 1:1 htb rate 10mbit
tc class add dev wan parent 1:1 classid 1:10 htb rate 1mbit
tc class add dev wan parent 1:1 classid 1:20 htb rate 1mbit
tc class add dev wan parent 1:1 classid 1:30 htb rate 1mbit
tc class add dev wan parent 1:1 classid 1:40 htb rate 1mbit
tc qdisc add dev wan parent 1:20 handle 20: prio
tc filter add dev wan parent 1: protocol ip prio 1 u32 match ip dport 53 0xffff match ip protocol 17 0xff flowid 1:10
tc filter add dev wan parent 1: protocol ip prio 2 handle 7 fw classid 1:20
tc filter add dev wan parent 20: protocol ip prio 1 flower ip_proto tcp dst_port 80 classid 20:3
tc filter add dev wan parent 1: protocol ip prio 3 flower ip_proto tcp dst_port 443 classid 1:1
tc filter add dev wan parent 1:1 protocol ip prio 1 flower dst_ip 198.51.100.7/32 classid 1:40
tc filter add dev wan parent 1: protocol ip prio 4 u32 match ip protocol 47 0xff action drop
";

#[test]
fn a_packet_s_class_is_the_one_that_it_was_queued_in() {
    let packet = |what: &str| format!("  packet '{what}'\n");
    let tcp = |port: u16| packet(&format!("tcp 10.0.0.5:40000 > 198.51.100.7:{port}"));
    let [dns, web, tls, ssh, telnet, other] = [
        packet("udp 10.0.0.5:40000 > 198.51.100.7:53"),
        tcp(80),
        tcp(443),
        tcp(22),
        tcp(23),
        tcp(25),
    ];
    let gre = packet("gre 10.0.0.5 > 198.51.100.7");
    let passing = [
        (&dns, "class 1:10"),
        // Through a class of one qdisc into a class of the next.
        (&web, "class 1:20; class 20:3; mark 7"),
        // The filters of a class with children go on.
        (&tls, "class 1:40"),
        (&ssh, "class 1:40"),
        // To the qdisc itself: past its classes.
        (&telnet, "class 1:"),
        (&other, "class 1:30"),
        (&gre, "drop reason tc_egress"),
    ];
    let mut text = CLASSES.to_owned();
    for (at, (packet, expected)) in passing.iter().enumerate() {
        text += &format!("test {at}\n{packet}    {expected}\n");
    }
    // Every datagram waits; the questions for the neighbour went into the default class.
    text += &format!(
        "test again\n{dns}    class 1:10\n  then next\n    class 1:10\n  then reply\n    leaves lan\n"
    );
    for case in run(&text).expect("tests").cases {
        assert_eq!(failure(&case.outcome), None, "{}", case.name);
    }
    for (packet, expected, happened) in [
        (
            &other,
            "class 1:10",
            "it is queued in class 1:30 of htb 1: on wan",
        ),
        (
            &web,
            "class 1:30",
            "it is queued in class 1:20 of htb 1:, class 20:3 of prio 20: on wan",
        ),
        (
            &telnet,
            "class 1:30",
            "it is queued by htb 1: past its classes on wan",
        ),
    ] {
        let text = format!("{CLASSES}test x\n{packet}    {expected}\n");
        let cases = run(&text).expect("tests").cases;
        let failed = failure(&cases[0].outcome).expect("a failure");
        assert_eq!(failed, (expected.to_owned(), happened.to_owned()));
    }
}

#[test]
fn what_the_router_sends_itself_meets_output() {
    let text = CLASSES.to_owned()
        + "\
iptables -A OUTPUT -p tcp --dport 25 -j DROP
test it asks a name server
  packet 'udp 192.0.2.2:5000 > 198.51.100.7:53'
    leaves wan via 192.0.2.1; class 1:10; ttl 64
  then reply
    delivered
test it sends no mail
  packet 'tcp 192.0.2.2:5000 > 198.51.100.7:25'
    drop by rule filter:OUTPUT:1
test as if it came from outside
  packet --in wan 'udp 192.0.2.2:5000 > 10.0.0.5:53'
    drop
";
    for case in run(&text).expect("tests").cases {
        assert_eq!(failure(&case.outcome), None, "{}", case.name);
    }
}

#[test]
fn a_reply_to_what_did_not_leave_fails() {
    let failed = one(&format!("{SSH_FAR}\nthen reply\naccept"));
    let (expected, happened) = failed.expect("a failure");
    assert_eq!(expected, "there is something to answer");
    assert_eq!(happened, "the packet did not leave the router");
    let (expected, happened) = one("handshake 'tcp 1.1.1.99:4 > 2.2.2.12:22'").expect("a failure");
    assert_eq!(expected, "the handshake's SYN is accepted");
    assert_eq!(happened, "dropped by the policy of filter FORWARD");
}

#[test]
fn tests_do_not_influence_each_other() {
    // Two datagrams a minute pass, and each connection is new once.
    let datagram = |n: u16| format!("'udp 1.1.1.11:{n} > 2.2.2.12:7'");
    let mut text = ROUTER.to_owned();
    for name in ["first", "second", "third"] {
        let (a, b, c) = (datagram(1), datagram(2), datagram(3));
        let _ = write!(
            text,
            "test {name}\npacket {a}\nnew; accept\nthen {b}\nnew; accept\nthen {c}\nnew; drop\n"
        );
    }
    let result = run(&text).expect("tests");
    for case in &result.cases {
        assert_eq!(failure(&case.outcome), None, "{}", case.name);
    }
}

#[test]
fn coverage_counts_what_matched() {
    let text = "\
ip link add ens4 type tap
ip link add ens5 type tap
ip link set ens4 up
ip link set ens5 up
ip address add 1.1.1.1/24 dev ens4
ip address add 2.2.2.1/24 dev ens5
sysctl -w net.ipv4.ip_forward=1
iptables -N WEB
iptables -A WEB -s 1.1.1.5 -j DROP
iptables -A WEB -j ACCEPT
iptables -P FORWARD DROP
iptables -A FORWARD -p tcp --dport 80 -j WEB
iptables -A FORWARD -p tcp --dport 22 -j ACCEPT
iptables -A FORWARD -p udp -j ACCEPT
iptables -t nat -A POSTROUTING -o ens5 -j MASQUERADE
test the web
  packet 'tcp 1.1.1.11:1 > 2.2.2.2:80'
    accept
  then 'tcp 1.1.1.11:2 > 2.2.2.2:80'
    accept
test udp
  packet 'udp 1.1.1.11:1 > 2.2.2.2:80'
    accept
";
    let result = run(text).expect("tests");
    let expected = "\
rules reached: 4 of 6 (66%)
  iptables filter:FORWARD: 2 of 3, policy DROP not reached
  iptables filter:WEB: 1 of 2
  iptables nat:POSTROUTING: 1 of 1, policy ACCEPT not reached
rules that no test reached:
  fw.test:13: iptables filter:FORWARD:2: -A FORWARD -p tcp -m tcp --dport 22 -j ACCEPT
  fw.test:9: iptables filter:WEB:1: -A WEB -s 1.1.1.5/32 -j DROP
";
    assert_eq!(result.coverage.text(), expected);
    let json = result.coverage.json();
    assert_eq!((&json["rules"], &json["reached"]), (&6.into(), &4.into()));
    let chains = json["chains"].as_array().expect("chains");
    let packets = |chain: &str| -> Vec<u64> {
        let chain = chains.iter().find(|c| c["chain"] == chain).expect(chain);
        let rules = chain["rules"].as_array().expect("rules").iter();
        rules
            .map(|rule| rule["packets"].as_u64().expect("a number"))
            .collect()
    };
    assert_eq!(packets("FORWARD"), [2, 0, 1]);
    assert_eq!(packets("WEB"), [0, 2]);
    // Masquerading is asked for the first packet of each connection.
    assert_eq!(packets("POSTROUTING"), [3]);
    // The same file twice, as two files that load one runbook.
    let mut both = Coverage::default();
    both.merge(&result.coverage);
    both.merge(&result.coverage);
    assert_eq!(both.total(), (6, 4));
    assert_eq!(both.json()["chains"][1]["rules"][0]["packets"], 4);
}

#[test]
fn what_is_wrong_is_shown_at_its_place() {
    for (line, column, message) in [
        (
            "packet 'tcp 1.1.1.300:5 > 2.2.2.2:6'",
            13,
            "this is not the source's address",
        ),
        (
            "packet --in 'tcp 1.1.1.1:5 > 2.2.2.2:6'",
            40,
            "a packet is missing",
        ),
        (
            "packet tcp 1.1.1.1:5 > 2.2.2.2:6",
            22,
            "a packet stands in quotes",
        ),
        ("accept", 1, "there is no packet before this"),
        ("then reply", 1, "begins with `packet`"),
        ("after 5s", 1, "time passes behind a packet"),
        (
            "handshake 'udp 1.1.1.1:5 > 2.2.2.2:6'",
            11,
            "only TCP has a handshake",
        ),
        (
            "packet 'udp 1.1.1.1:5 > 2.2.2.2:6'; packet 'udp 1.1.1.1:5 > 2.2.2.2:6'",
            37,
            "begins with `then`",
        ),
        (
            "packet 'udp 1.1.1.1:5 > 2.2.2.2:6'; after 5",
            43,
            "not a time",
        ),
        (
            "packet 'udp 1.1.1.1:5 > 2.2.2.2:6'; acept",
            37,
            "in a test stand",
        ),
        (
            "packet 'udp 1.1.1.1:5 > 2.2.2.2:6'; accept of",
            44,
            "nothing is expected behind",
        ),
        (
            "packet 'udp 1.1.1.1:5 > 2.2.2.2:6'; accept by",
            46,
            "`rule`, `comment` or `policy`",
        ),
        (
            "packet 'udp 1.1.1.1:5 > 2.2.2.2:6'; drop by rule filter",
            50,
            "not a rule",
        ),
        (
            "packet 'udp 1.1.1.1:5 > 2.2.2.2:6'; drop by policy x:FORWARD",
            52,
            "not a chain",
        ),
        (
            "packet 'udp 1.1.1.1:5 > 2.2.2.2:6'; drop reason bored",
            49,
            "not a reason",
        ),
        (
            "packet 'udp 1.1.1.1:5 > 2.2.2.2:6'; reject with kindness",
            49,
            "not what a sender is told",
        ),
        (
            "packet 'udp 1.1.1.1:5 > 2.2.2.2:6'; then reply len 5 syn",
            54,
            "not a word of a packet",
        ),
        (
            "packet 'udp 1.1.1.1:5 > 2.2.2.2:6'",
            1,
            "this test expects nothing",
        ),
    ] {
        let error = read(&format!("test it\n{line}\n")).expect_err(line);
        let at_test = message == "this test expects nothing";
        let place = format!("fw.test:{}:{column}: ", if at_test { 1 } else { 2 });
        let first = error.lines().next().unwrap_or_default();
        assert!(
            first.starts_with(&place) && first.contains(message),
            "{line}\n{error}"
        );
        let caret = error.lines().last().unwrap_or_default().find('^');
        assert_eq!(caret, Some(3 + column), "{error}");
    }
    for (text, message) in [
        ("", "fw.test:1:1: there is no test in this file"),
        (
            "packet 'x'\n",
            "fw.test:1:1: before the first test stand commands",
        ),
        ("test\n", "fw.test:1:5: the test's name is missing"),
        (
            "test a\npacket 'udp 1.1.1.1:5 > 2.2.2.2:6'\ndrop\ntest a\n",
            "fw.test:4:1: the test in line 1 has this name",
        ),
    ] {
        let error = read(text).expect_err(text);
        assert!(error.starts_with(message), "{error}");
    }
}

#[test]
fn a_wrong_rule_set_is_an_error_and_no_failed_test() {
    let test = "test it\npacket 'udp 1.1.1.11:5 > 2.2.2.2:6'\naccept\n";
    let error = run(&format!("ip link add ens4 type tapp\n{test}")).expect_err("an error");
    assert!(error.contains("--> fw.test:1:"), "{error}");
    let error = run(&format!("runbook nowhere.conf\n{test}")).expect_err("an error");
    assert!(
        error.starts_with("fw.test:1:9: nowhere.conf: No such file"),
        "{error}"
    );
    // The configuration is right, but the packet can't come in there.
    let result = run(&format!(
        "{ROUTER}{}",
        test.replace("packet", "packet --in ens9")
    ));
    let Outcome::Error(error) = &result.expect("tests").cases[0].outcome else {
        panic!("a packet comes in by a port that there is not");
    };
    let error = error.to_string();
    assert!(error.contains("there is no interface ens9"), "{error}");
}

const FEW: &str = "\
test ssh
  packet 'tcp 1.1.1.11:40000 > 2.2.2.12:22'
    accept
test <far> ssh # 2
  packet 'tcp 1.1.1.99:40000 > 2.2.2.12:22'
    accept
test nowhere
  packet --in ens9 'tcp 1.1.1.99:40000 > 2.2.2.12:22'
    accept
";

fn few() -> [FileResult; 1] {
    let quoted = FEW.replace("<far> ssh # 2", "'<far> ssh # 2'");
    [run(&format!("{ROUTER}{quoted}")).expect("tests")]
}

const STORY: &str = "\
packet 1: tcp 1.1.1.99:40000 > 2.2.2.12:22 syn ttl 64, in by ens4, where the route to its source leads
  received by ens4
  PREROUTING
    conntrack: NEW, a new connection: 1.1.1.99:40000 > 2.2.2.12:22, replies 2.2.2.12:22 > 1.1.1.99:40000
    mangle PREROUTING
      * 1. -A PREROUTING -p tcp -m tcp --dport 22 -j MARK --set-xmark 0x12/0xffffffff (fw.test:23)
          matches; goes on
        mark 0x12
      end: policy ACCEPT
  route: unicast 2.2.2.0/24 dev ens5 (rule 32766, table main)
  ttl 63
  FORWARD
    filter FORWARD
      * 3. -A FORWARD -i ens4 -p tcp -m tcp --dport 22 -j SSH (fw.test:18)
          matches
        * 2. -A SSH -j LOG --log-prefix \"ssh: \" (fw.test:15)
            matches; goes on
            log: ssh: IN=ens4 OUT=ens5 MAC=02:00:00:00:00:04:02:00:01:01:01:63:08:00 SRC=1.1.1.99 DST=2.2.2.12 LEN=40 TOS=0x00 PREC=0x00 TTL=63 ID=0 PROTO=TCP SPT=40000 DPT=22 WINDOW=64240 RES=0x00 SYN URGP=0 MARK=0x12 
        end of SSH: returns
      end: policy DROP
  dropped: netfilter_drop (A rule or a policy said so (`DROP`).)
verdict: dropped by the policy of filter FORWARD
";

#[test]
fn people_are_told_what_failed() {
    let expected = format!(
        "\
FAILED <far> ssh # 2
  --> fw.test:35:5
   |
35 |     accept
   |     ^^^^^^
expected: accept
happened: dropped by the policy of filter FORWARD
{STORY}
ERROR in nowhere: fw.test:37:3: there is no interface ens9
  --> fw.test:37:3
   |
37 |   packet --in ens9 'tcp 1.1.1.99:40000 > 2.2.2.12:22'
   |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

tests: 3, passed: 1, failed: 1, errors: 1
"
    );
    let human = testing::human(&few(), false);
    assert_eq!(human, expected, "\n{human}");
    let verbose = testing::human(&few(), true);
    assert!(
        verbose.starts_with("ok fw.test:30: ssh\nFAILED "),
        "{verbose}"
    );
}

#[test]
fn tap_is_as_version_14_has_it() {
    let story: String = STORY.lines().map(|line| format!("    {line}\n")).collect();
    let expected = format!(
        "\
TAP version 14
1..3
ok 1 - fw.test:30: ssh
not ok 2 - fw.test:33: <far> ssh \\# 2
  ---
  at: \"fw.test:35\"
  expected: \"accept\"
  happened: \"dropped by the policy of filter FORWARD\"
  story: |
{story}  ...
not ok 3 - fw.test:36: nowhere
  ---
  error: |
    fw.test:37:3: there is no interface ens9
      --> fw.test:37:3
       |
    37 |   packet --in ens9 'tcp 1.1.1.99:40000 > 2.2.2.12:22'
       |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  ...
"
    );
    let tap = testing::tap(&few());
    assert_eq!(tap, expected, "\n{tap}");
}

#[test]
fn junit_and_json_say_the_same() {
    let junit = testing::junit(&few());
    let first = "\
<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<testsuites>
  <testsuite name=\"fw.test\" tests=\"3\" failures=\"1\" errors=\"1\">
    <testcase classname=\"fw.test\" name=\"ssh\" file=\"fw.test\" line=\"30\"/>
    <testcase classname=\"fw.test\" name=\"&lt;far&gt; ssh # 2\" file=\"fw.test\" line=\"33\">
      <failure message=\"expected: accept; happened: dropped by the policy of filter FORWARD\">";
    assert!(junit.starts_with(first), "{junit}");
    assert!(
        junit.contains("<error message=\"fw.test:37:3: there is no interface ens9\">"),
        "{junit}"
    );
    assert!(
        junit.ends_with("    </testcase>\n  </testsuite>\n</testsuites>\n"),
        "{junit}"
    );
    let json = testing::json(&few());
    for (count, expected) in [("tests", 3), ("passed", 1), ("failed", 1), ("errors", 1)] {
        assert_eq!(json[count], expected, "{count}");
    }
    let tests = &json["files"][0]["tests"];
    assert_eq!(tests[0]["result"], "passed");
    assert_eq!(tests[1]["at"], 35);
    assert_eq!(
        tests[1]["happened"],
        "dropped by the policy of filter FORWARD"
    );
    assert_eq!(tests[2]["result"], "error");
}

#[test]
fn a_thousand_rules_are_tested_two_thousand_times() {
    let host = |n: usize| format!("1.1.{}.{}", n / 250, n % 250 + 2);
    let mut text = ROUTER
        .replace("1.1.1.1/24", "1.1.1.1/16")
        .replace("iptables -A SSH", "# ");
    let before = 7;
    for n in 0..1000 {
        let target = if n % 2 == 0 { "ACCEPT" } else { "DROP" };
        let (host, port) = (host(n), 1000 + n);
        let _ = writeln!(
            text,
            "iptables -A FORWARD -s {host} -p tcp --dport {port} -j {target}"
        );
    }
    for n in 0..2000 {
        let rule = n % 1000;
        let (host, port) = (host(rule), 1000 + rule);
        let verdict = if rule % 2 == 0 { "accept" } else { "drop" };
        let number = before + rule + 1;
        let _ = writeln!(
            text,
            "test {n}\npacket 'tcp {host}:9 > 2.2.2.12:{port}'\n{verdict} by rule filter:FORWARD:{number}"
        );
    }
    let result = run(&text).expect("tests");
    assert_eq!(result.cases.len(), 2000);
    for case in &result.cases {
        assert_eq!(failure(&case.outcome), None, "{}", case.name);
    }
    let forward = result
        .coverage
        .chains
        .iter()
        .find(|chain| &*chain.chain == "FORWARD");
    let rules = &forward.expect("FORWARD").rules[before..];
    assert!(rules.iter().all(|rule| rule.packets == 2));
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_without_panic(lines in "(test a|packet 'udp 1\\.1\\.1\\.1:1 > 2\\.2\\.2\\.2:2'|then|reply|next|after|accept|by|rule|mark|[ -~]{0,8}|\n| ){0,40}") {
        let _ = read(&lines);
    }
}
