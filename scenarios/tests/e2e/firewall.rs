//! Slides 17–21 and 30–38 of the deck, with the real tools on both sides: what is filtered, what is
//! translated, and what the log says. The rules are typed as the slides show them.

use std::fs;

use scenarios::{
    expect::agree,
    netns::{Running, available, wait_until},
};

use crate::topology::{ADDRESSES, Deck, FORWARDING, PATIENCE, Ports};

const TOOLS: &[&str] = &[
    "ping",
    "tcpdump",
    "curl",
    "python3",
    "nmap",
    "ssh",
    "sshd",
    "ssh-keygen",
];

/// Types commands at the router; each must say nothing.
#[track_caller]
fn type_in(deck: &Deck, lines: &[&str]) {
    for line in lines {
        assert_eq!(deck.router(line), "", "{line}");
    }
}

/// What a listing shows, with `[..]` for what may be anything.
#[track_caller]
fn shows(deck: &Deck, line: &str, written: &str) {
    let shown = deck.router(line);
    let difference = agree(written, &shown).err();
    let difference = difference.map(|difference| difference.diff);
    assert!(
        difference.is_none(),
        "{line}\n{}",
        difference.unwrap_or_default()
    );
}

/// What nmap says of a port.
#[track_caller]
fn nmap(deck: &Deck, host: &str, target: &str, port: u16, state: &str) {
    let out = deck.on(host, &format!("nmap -n -Pn -p {port} {target}"));
    let line = format!("{port}/tcp {state}");
    assert!(out.contains(&line), "no {line:?} in\n{out}");
}

/// An SSH server on a host, for `ssh -F CONFIG`.
pub(crate) struct Ssh {
    _server: Running,
    pub(crate) config: String,
}

impl Ssh {
    pub(crate) fn start(deck: &Deck, host: &str) -> Self {
        let (key, host_key) = (deck.file("id"), deck.file("host-key"));
        for file in [&key, &host_key] {
            deck.on(host, &format!("ssh-keygen -q -t ed25519 -N '' -f {file}"));
        }
        deck.on(
            host,
            &format!("mkdir -p /run/sshd && chmod 600 {key} {host_key}"),
        );
        let server_config = deck.file("sshd.conf");
        let text = format!(
            "HostKey {host_key}\nAuthorizedKeysFile {key}.pub\nStrictModes no\nUsePAM no\n\
             PermitRootLogin yes\nPidFile none\n"
        );
        fs::write(&server_config, text).expect("written");
        let config = deck.file("ssh.conf");
        let text = format!(
            "IdentityFile {key}\nStrictHostKeyChecking no\nUserKnownHostsFile /dev/null\n\
             LogLevel ERROR\nConnectTimeout 5\nBatchMode yes\n"
        );
        fs::write(&config, text).expect("written");
        let argv = ["/usr/sbin/sshd", "-D", "-e", "-f", &server_config];
        Self {
            _server: deck.spawn(host, &argv, "Server listening on 0.0.0.0"),
            config,
        }
    }

    /// Logs in from `host` with `arguments`; gives whom the server sees.
    #[track_caller]
    fn login(&self, deck: &Deck, host: &str, arguments: &str) -> String {
        let line = format!("ssh -F {} {arguments} 'echo $SSH_CONNECTION'", self.config);
        deck.on(host, &line)
    }
}

/// Slides 18 to 21, with server2 behind the router as the web server.
#[test]
fn a_rejected_port_is_filtered_until_it_is_accepted_above() {
    if !available(TOOLS) {
        return;
    }
    let deck = Deck::build("slide-20", Ports::Tap, &format!("{ADDRESSES}{FORWARDING}"));
    let folder = deck.file("");
    let _http = deck.serve("server2", &folder, "2.2.2.12");
    nmap(&deck, "server1", "2.2.2.12", 80, "open");
    type_in(&deck, &["iptables -A FORWARD -p tcp --dport 80 -j REJECT"]);
    nmap(&deck, "server1", "2.2.2.12", 80, "filtered");
    let refused = deck
        .sandbox
        .run(Some("server1"), "curl -sS -m 10 http://2.2.2.12/");
    assert_eq!(refused.status, 7, "{}", refused.stderr);
    shows(
        &deck,
        "iptables -L FORWARD -n --line",
        "Chain FORWARD (policy ACCEPT)\n\
         num  target     prot opt source               destination         \n\
         1    REJECT     6    --  0.0.0.0/0            0.0.0.0/0            tcp dpt:80 reject-with icmp-port-unreachable\n",
    );
    type_in(
        &deck,
        &["iptables -I FORWARD -m tcp -p tcp -s 1.1.1.11 --dport 80 -j ACCEPT"],
    );
    shows(
        &deck,
        "iptables -L FORWARD -n",
        "Chain FORWARD (policy ACCEPT)\n\
         target     prot opt source               destination         \n\
         ACCEPT     6    --  1.1.1.11             0.0.0.0/0            tcp dpt:80\n\
         REJECT     6    --  0.0.0.0/0            0.0.0.0/0            tcp dpt:80 reject-with icmp-port-unreachable\n",
    );
    nmap(&deck, "server1", "2.2.2.12", 80, "open");
    deck.on("server1", "curl -sS -m 10 -o /dev/null http://2.2.2.12/");
}

/// The same in the INPUT chain, for the router's own address: nobody listens there.
#[test]
fn the_routers_own_ports_are_closed_or_filtered() {
    if !available(TOOLS) {
        return;
    }
    let deck = Deck::build("input", Ports::Tap, &format!("{ADDRESSES}{FORWARDING}"));
    nmap(&deck, "server1", "1.1.1.1", 80, "closed");
    type_in(&deck, &["iptables -A INPUT -p tcp --dport 80 -j REJECT"]);
    nmap(&deck, "server1", "1.1.1.1", 80, "filtered");
    type_in(
        &deck,
        &["iptables -R INPUT 1 -p tcp --dport 80 -j REJECT --reject-with tcp-reset"],
    );
    nmap(&deck, "server1", "1.1.1.1", 80, "closed");
    type_in(&deck, &["iptables -R INPUT 1 -p tcp --dport 80 -j DROP"]);
    nmap(&deck, "server1", "1.1.1.1", 80, "filtered");
    type_in(&deck, &["iptables -P INPUT DROP"]);
    let lost = deck.sandbox.run(Some("server1"), "ping -c 1 -W 1 1.1.1.1");
    assert_eq!(lost.status, 1, "{}", lost.stdout);
    type_in(&deck, &["iptables -I INPUT -p icmp -j ACCEPT"]);
    deck.on("server1", "ping -c 1 -W 5 1.1.1.1");
}

/// The FORWARD chain of slides 24 and 30, as it is typed there (`ESTABLISH` is short for what it is).
const FORWARD: &[&str] = &[
    "iptables -I FORWARD -j REJECT",
    "iptables -I FORWARD -p icmp -j ACCEPT",
];
const SSH: &[&str] = &[
    "iptables -I FORWARD -m conntrack -p tcp --ctstate ESTABLISH -j ACCEPT",
    "iptables -I FORWARD -m conntrack -p tcp --dport 22 -s 1.1.1.11/32 -d 2.2.2.12/32 --ctstate NEW -j ACCEPT",
];

fn slides_24_to_30(name: &str, ports: Ports) {
    if !available(TOOLS) {
        return;
    }
    let deck = Deck::build(name, ports, &format!("{ADDRESSES}{FORWARDING}"));
    type_in(&deck, FORWARD);
    shows(
        &deck,
        "iptables -L FORWARD -n",
        "Chain FORWARD (policy ACCEPT)\n\
         target     prot opt source               destination         \n\
         ACCEPT     1    --  0.0.0.0/0            0.0.0.0/0           \n\
         REJECT     0    --  0.0.0.0/0            0.0.0.0/0            reject-with icmp-port-unreachable\n",
    );
    let out = deck.on("server1", "ping -c 3 -i 0.2 -W 5 2.2.2.12");
    assert!(
        out.contains("3 received") && out.contains(" ttl=63 "),
        "{out}"
    );
    let ssh = Ssh::start(&deck, "server2");
    let line = format!("ssh -F {} 2.2.2.12 true", ssh.config);
    let refused = deck.sandbox.run(Some("server1"), &line);
    assert_eq!(
        refused.stderr.trim(),
        "ssh: connect to host 2.2.2.12 port 22: Connection refused"
    );
    type_in(&deck, SSH);
    shows(
        &deck,
        "iptables -L FORWARD -n",
        "Chain FORWARD (policy ACCEPT)\n\
         target     prot opt source               destination         \n\
         ACCEPT     6    --  1.1.1.11             2.2.2.12             ctstate NEW tcp dpt:22\n\
         ACCEPT     6    --  0.0.0.0/0            0.0.0.0/0            ctstate ESTABLISHED\n\
         ACCEPT     1    --  0.0.0.0/0            0.0.0.0/0           \n\
         REJECT     0    --  0.0.0.0/0            0.0.0.0/0            reject-with icmp-port-unreachable\n",
    );
    let seen = ssh.login(&deck, "server1", "2.2.2.12");
    assert!(seen.starts_with("1.1.1.11 "), "{seen}");
    assert!(seen.trim_end().ends_with(" 2.2.2.12 22"), "{seen}");
    let listed = deck.router("conntrack -L -p tcp --dport 22");
    assert!(
        listed.contains("src=1.1.1.11 dst=2.2.2.12") && listed.contains("[ASSURED]"),
        "{listed}"
    );
    // The other way nothing is allowed.
    let refused = deck
        .sandbox
        .run(Some("server2"), "curl -sS -m 10 http://1.1.1.11:22/");
    assert_eq!(refused.status, 7, "{}", refused.stderr);
}

#[test]
fn slides_24_to_30_through_tap_ports() {
    slides_24_to_30("slide-30-tap", Ports::Tap);
}

#[test]
fn slides_24_to_30_through_packet_ports() {
    slides_24_to_30("slide-30-packet", Ports::Packet);
}

/// Slides 32 and 33: to the outside behind the router's own address.
#[test]
fn a_masqueraded_host_reaches_the_outside() {
    if !available(TOOLS) {
        return;
    }
    let deck = Deck::build("slide-33", Ports::Tap, &format!("{ADDRESSES}{FORWARDING}"));
    // server2 is the outside: it knows the router's address there, and nothing behind it.
    deck.on(
        "server2",
        "ip r del 1.1.1.0/24; ip a flush dev ens4; ip a a 10.2.1.1/24 dev ens4
         ip a a 172.217.31.174/32 dev lo",
    );
    type_in(
        &deck,
        &[
            "ip a d 2.2.2.1/24 dev ens5",
            "ip a a 10.2.1.22/24 dev ens5",
            "ip r a default via 10.2.1.1",
        ],
    );
    deck.on("server1", "ip r d 2.2.2.0/24; ip r a default via 1.1.1.1");
    let lost = deck
        .sandbox
        .run(Some("server1"), "ping -c 1 -W 1 172.217.31.174");
    assert_eq!(lost.status, 1, "{}", lost.stdout);
    assert!(lost.stdout.contains("100% packet loss"), "{}", lost.stdout);
    type_in(
        &deck,
        &["iptables -t nat -I POSTROUTING -p all -s 1.1.1.11 -j MASQUERADE"],
    );
    shows(
        &deck,
        "iptables -t nat -L -n",
        "Chain PREROUTING (policy ACCEPT)\n\
         target     prot opt source               destination         \n\
         \n\
         Chain INPUT (policy ACCEPT)\n\
         target     prot opt source               destination         \n\
         \n\
         Chain OUTPUT (policy ACCEPT)\n\
         target     prot opt source               destination         \n\
         \n\
         Chain POSTROUTING (policy ACCEPT)\n\
         target     prot opt source               destination         \n\
         MASQUERADE  0    --  1.1.1.11             0.0.0.0/0           \n",
    );
    let inside = deck.tcpdump("server1", "-i ens4 icmp");
    let outside = deck.tcpdump("server2", "-i ens4 icmp");
    let out = deck.on("server1", "ping -c 1 -W 5 172.217.31.174");
    assert!(
        out.contains("64 bytes from 172.217.31.174: icmp_seq=1 ttl=63 "),
        "{out}"
    );
    for (mut capture, ours) in [(inside, "1.1.1.11"), (outside, "10.2.1.22")] {
        assert!(
            capture.wait_for("ICMP echo reply", PATIENCE),
            "{}",
            capture.output()
        );
        let (_, out) = capture.stop("INT");
        for line in [
            format!("IP {ours} > 172.217.31.174: ICMP echo request"),
            format!("IP 172.217.31.174 > {ours}: ICMP echo reply"),
        ] {
            assert!(out.contains(&line), "no {line:?} in\n{out}");
        }
    }
    // A traceroute's errors find their way through the translation.
    let out = deck.on("server1", "ping -c 1 -W 5 -t 1 172.217.31.174; true");
    assert!(
        out.contains("From 1.1.1.1 icmp_seq=1 Time to live exceeded"),
        "{out}"
    );
}

/// Slides 34 to 36: the router's port 2222 is server1's port 22.
#[test]
fn a_port_of_the_router_is_a_port_inside() {
    if !available(TOOLS) {
        return;
    }
    let deck = Deck::build(
        "slide-36",
        Ports::Packet,
        &format!("{ADDRESSES}{FORWARDING}"),
    );
    // The two do not know each other's network.
    deck.on("server1", "ip r d 2.2.2.0/24");
    deck.on("server2", "ip r d 1.1.1.0/24");
    type_in(&deck, FORWARD);
    type_in(&deck, SSH);
    type_in(
        &deck,
        &[
            "iptables -t nat -I PREROUTING -p tcp -d 2.2.2.1 --dport 2222 -j DNAT --to 1.1.1.11:22",
            "iptables -I FORWARD -m conntrack -p tcp -s 2.2.2.12 -d 1.1.1.11 --dport 22 --ctstate NEW -j ACCEPT",
            "iptables -t nat -I POSTROUTING -m tcp -p tcp -s 2.2.2.12 -d 1.1.1.11 --dport 22 -j MASQUERADE",
        ],
    );
    let ssh = Ssh::start(&deck, "server1");
    for server in ["server1", "server2"] {
        deck.on(server, "ethtool -K ens4 tx off");
    }
    let inside = deck.tcpdump("server1", "-i ens4 -v tcp");
    let outside = deck.tcpdump("server2", "-i ens4 -v tcp");
    let seen = ssh.login(&deck, "server2", "-p 2222 2.2.2.1");
    assert!(seen.starts_with("1.1.1.1 "), "{seen}");
    assert!(seen.trim_end().ends_with(" 1.1.1.11 22"), "{seen}");
    for (mut capture, there, back) in [
        (
            outside,
            "> 2.2.2.1.2222: Flags [S]",
            "2.2.2.1.2222 > 2.2.2.12.",
        ),
        (inside, "> 1.1.1.11.22: Flags [S]", "1.1.1.11.22 > 1.1.1.1."),
    ] {
        assert!(
            capture.wait_for("Flags [F", PATIENCE),
            "{}",
            capture.output()
        );
        let (_, out) = capture.stop("INT");
        assert!(out.contains(there) && out.contains(back), "{out}");
        assert!(!out.contains("incorrect"), "{out}");
    }
    let listed = deck.router("conntrack -L -p tcp --dport 2222");
    let written = "tcp      6 [..] src=2.2.2.12 dst=2.2.2.1 sport=[..] dport=2222 src=1.1.1.11 \
                   dst=1.1.1.1 sport=22 dport=[..] [ASSURED] mark=0 use=1\n";
    agree(written, &listed).unwrap_or_else(|difference| panic!("{difference}"));
}

/// Slides 37 and 38: LOG and TRACE lines, field by field.
#[test]
fn the_log_tells_what_the_kernels_would() {
    if !available(TOOLS) {
        return;
    }
    let deck = Deck::build("slide-38", Ports::Tap, &format!("{ADDRESSES}{FORWARDING}"));
    type_in(&deck, FORWARD);
    type_in(&deck, SSH);
    type_in(
        &deck,
        &[
            "iptables -I FORWARD 1 -m conntrack -p tcp -s 2.2.2.12 -d 1.1.1.11 --dport 22 --ctstate NEW -j ACCEPT",
        ],
    );
    assert_eq!(
        deck.router(
            "iptables -I FORWARD 4 -p icmp -s 1.1.1.11 -d 2.2.2.12 -j LOG --log-prefix 'iptables ping log'"
        ),
        ""
    );
    shows(
        &deck,
        "iptables -L FORWARD -n --line",
        "Chain FORWARD (policy ACCEPT)\n\
         num  target     prot opt source               destination         \n\
         1    ACCEPT     6    --  2.2.2.12             1.1.1.11             ctstate NEW tcp dpt:22\n\
         2    ACCEPT     6    --  1.1.1.11             2.2.2.12             ctstate NEW tcp dpt:22\n\
         3    ACCEPT     6    --  0.0.0.0/0            0.0.0.0/0            ctstate ESTABLISHED\n\
         4    LOG        1    --  1.1.1.11             2.2.2.12             LOG flags 0 level 4 prefix \"iptables ping log\"\n\
         5    ACCEPT     1    --  0.0.0.0/0            0.0.0.0/0           \n\
         6    REJECT     0    --  0.0.0.0/0            0.0.0.0/0            reject-with icmp-port-unreachable\n",
    );
    deck.on("server1", "ping -c 1 -W 5 2.2.2.12");
    let packet = |ttl: u8| {
        format!(
            "SRC=1.1.1.11 DST=2.2.2.12 LEN=84 TOS=0x00 PREC=0x00 TTL={ttl} ID=[..] DF PROTO=ICMP \
             TYPE=8 CODE=0 ID=[..] SEQ=1"
        )
    };
    logged(
        &deck,
        &format!(
            "iptables ping logIN=ens4 OUT=ens5 MAC=[..]:08:00 {}",
            packet(63)
        ),
    );

    // With a nat table, as on the slide.
    type_in(
        &deck,
        &[
            "iptables -t nat -I POSTROUTING -s 9.9.9.9 -j MASQUERADE",
            "iptables -t nat -I PREROUTING -s 9.9.9.9 -j ACCEPT",
            "iptables -t raw -I PREROUTING -p icmp -j TRACE",
        ],
    );
    shows(
        &deck,
        "iptables -L PREROUTING -t raw -n",
        "Chain PREROUTING (policy ACCEPT)\n\
         target     prot opt source               destination         \n\
         TRACE      1    --  0.0.0.0/0            0.0.0.0/0           \n",
    );
    deck.on("server1", "ping -c 1 -W 5 2.2.2.12");
    for (step, ports, ttl) in [
        ("raw:PREROUTING:policy:2", "IN=ens4 OUT= MAC=[..]:08:00", 64),
        ("nat:PREROUTING:policy:2", "IN=ens4 OUT= MAC=[..]:08:00", 64),
        (
            "filter:FORWARD:rule:4",
            "IN=ens4 OUT=ens5 MAC=[..]:08:00",
            63,
        ),
        (
            "filter:FORWARD:rule:5",
            "IN=ens4 OUT=ens5 MAC=[..]:08:00",
            63,
        ),
        (
            "nat:POSTROUTING:policy:2",
            "IN=ens4 OUT=ens5 MAC=[..]:08:00",
            63,
        ),
    ] {
        logged(&deck, &format!("TRACE: {step} {ports} {}", packet(ttl)));
    }
    let reply = "SRC=2.2.2.12 DST=1.1.1.11 LEN=84 TOS=0x00 PREC=0x00 TTL=[..] ID=[..] PROTO=ICMP \
                 TYPE=0 CODE=0 ID=[..] SEQ=1";
    logged(
        &deck,
        &format!("TRACE: raw:PREROUTING:policy:2 IN=ens5 OUT= MAC=[..]:08:00 {reply}"),
    );
    logged(
        &deck,
        &format!("TRACE: filter:FORWARD:rule:5 IN=ens5 OUT=ens4 MAC=[..]:08:00 {reply}"),
    );
}

/// Waits for a line in the router's log that contains `written`.
#[track_caller]
fn logged(deck: &Deck, written: &str) {
    let found = || {
        let log = deck.tollgate.output();
        log.lines()
            .any(|line| agree(&format!("[..]{written}[..]"), line).is_ok())
    };
    assert!(
        wait_until(PATIENCE, found),
        "no {written:?} in\n{}",
        deck.tollgate.output()
    );
}
