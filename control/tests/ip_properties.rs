//! What holds for every command line of `ip`.

use control::{
    config::Model,
    lang::{Offline, Output, Session, execute},
};
use proptest::prelude::*;

/// A router without packets.
struct Router {
    model: Model,
    live: Offline,
}

impl Router {
    /// With two links that are up, addresses, routes, a rule and a neighbour.
    fn new() -> Self {
        let mut router = Self {
            model: Model::new(),
            live: Offline::default(),
        };
        for line in [
            "ip link add ens4 address 02:00:00:00:00:04 type tap",
            "ip link add ens5 address 02:00:00:00:00:05 type tap",
            "ip link add link ens5 name ens5.7 type vlan id 7",
            "ip link set ens4 up",
            "ip link set ens5 up",
            "ip addr add 1.1.1.1/24 dev ens4",
            "ip addr add 2.2.2.1/24 dev ens5",
            "ip -6 addr add 2001:db8::1/64 dev ens4",
            "ip route add 10.0.0.0/8 via 1.1.1.2",
            "ip -6 route add 2001:db8:1::/48 via 2001:db8::2",
            "ip rule add from 1.2.3.4 table 7",
            "ip neigh add 1.1.1.2 lladdr 02:00:00:00:00:99 dev ens4",
        ] {
            let (status, out) = router.run(line);
            assert_eq!(status, 0, "{line}: {}", out.errors());
        }
        router
    }

    fn execute(&mut self, words: &[String], stdin: &str) -> (i32, Output) {
        let mut out = Output::default();
        let mut session = Session {
            model: &mut self.model,
            live: &mut self.live,
            origin: None,
        };
        let status = execute(words, Some(stdin.as_bytes()), &mut session, &mut out);
        (status, out)
    }

    fn run(&mut self, line: &str) -> (i32, Output) {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        self.execute(&words, "")
    }

    fn text(&mut self, line: &str) -> String {
        let (status, out) = self.run(line);
        assert_eq!(status, 0, "{line}: {}", out.errors());
        String::from_utf8(out.stdout).expect("text")
    }
}

/// All words of the grammar, abbreviations, values of every kind, and nonsense.
const WORDS: &[&str] = &[
    "-4",
    "-6",
    "-0",
    "-o",
    "-s",
    "-d",
    "-j",
    "-p",
    "-br",
    "-N",
    "-h",
    "-iec",
    "-t",
    "-ts",
    "-f",
    "-b",
    "-force",
    "--",
    "-",
    "link",
    "l",
    "addr",
    "a",
    "route",
    "r",
    "rule",
    "ru",
    "neigh",
    "n",
    "monitor",
    "tuntap",
    "help",
    "add",
    "del",
    "d",
    "set",
    "show",
    "s",
    "ls",
    "lst",
    "list",
    "flush",
    "replace",
    "change",
    "append",
    "prepend",
    "get",
    "up",
    "down",
    "name",
    "index",
    "address",
    "mtu",
    "txqueuelen",
    "type",
    "tap",
    "vlan",
    "dummy",
    "packet",
    "pcap",
    "id",
    "protocol",
    "802.1ad",
    "dev",
    "ens4",
    "ens5",
    "ens5.7",
    "lo",
    "nodev",
    "if2",
    "gro",
    "promisc",
    "arp",
    "multicast",
    "on",
    "off",
    "alias",
    "group",
    "default",
    "master",
    "mode",
    "tun",
    "via",
    "inet",
    "inet6",
    "src",
    "scope",
    "global",
    "host",
    "proto",
    "static",
    "kernel",
    "metric",
    "pref",
    "high",
    "tos",
    "table",
    "main",
    "local",
    "all",
    "cache",
    "nexthop",
    "weight",
    "onlink",
    "lock",
    "advmss",
    "hoplimit",
    "blackhole",
    "unreachable",
    "prohibit",
    "throw",
    "unicast",
    "broadcast",
    "brd",
    "anycast",
    "root",
    "match",
    "exact",
    "to",
    "from",
    "not",
    "iif",
    "oif",
    "fwmark",
    "ipproto",
    "tcp",
    "sport",
    "dport",
    "lookup",
    "goto",
    "nop",
    "suppress_prefixlength",
    "peer",
    "label",
    "valid_lft",
    "preferred_lft",
    "forever",
    "nodad",
    "home",
    "noprefixroute",
    "secondary",
    "-secondary",
    "lladdr",
    "nud",
    "stale",
    "permanent",
    "proxy",
    "router",
    "use",
    "fibmatch",
    "explain",
    "uid",
    "mark",
    "0",
    "1",
    "7",
    "255",
    "256",
    "1500",
    "4094",
    "65536",
    "4294967295",
    "4294967296",
    "0x10",
    "0x10/0xff",
    "-1",
    "10-20",
    "20-10",
    "1.1.1.1",
    "1.1.1.2",
    "1.1",
    "1.1.1.1/24",
    "2.2.2.9",
    "10.0.0.0/8",
    "10/8",
    "0.0.0.0/0",
    "255.255.255.255",
    "224.0.0.1",
    "::",
    "::1",
    "::/0",
    "2001:db8::2",
    "2001:db8:1::/48",
    "fe80::1",
    "ff02::1",
    "02:00:00:00:00:07",
    "1:2",
    "",
    " ",
    "/",
    "1.1.1.1/",
    "/24",
    "1.1.1.1/33",
    "::/129",
    "\u{e9}",
    "x",
];

fn command() -> impl Strategy<Value = Vec<String>> {
    let word = prop_oneof![
        40 => proptest::sample::select(WORDS).prop_map(str::to_owned),
        1 => "[ -~]{0,20}",
    ];
    proptest::collection::vec(word, 0..14).prop_map(|mut words| {
        words.insert(0, "ip".to_owned());
        words
    })
}

/// A route that can be added, as words after `route add`.
fn route() -> impl Strategy<Value = String> {
    let prefix = (any::<u32>(), 1_u8..=32).prop_map(|(bits, len)| {
        let net = ipnet::Ipv4Net::new(bits.into(), len)
            .expect("a length")
            .trunc();
        net.to_string()
    });
    let how = prop_oneof![
        Just("via 1.1.1.2".to_owned()),
        Just("via 9.9.9.9 dev ens4 onlink".to_owned()),
        Just("dev ens5 src 2.2.2.1".to_owned()),
        (1_u16..=256).prop_map(|weight| format!(
            "nexthop via 1.1.1.2 weight {weight} nexthop via 2.2.2.7 dev ens5"
        )),
    ];
    let extras = (
        proptest::option::of(1_u32..),
        proptest::option::of(576_u32..9000),
        proptest::sample::select(vec!["", " proto static", " proto bgp", " proto 77"]),
        any::<bool>(),
    );
    let kind =
        proptest::sample::select(vec!["", "", "", "blackhole ", "prohibit ", "unreachable "]);
    (prefix, how, extras, kind).prop_map(|(prefix, how, (metric, mtu, proto, tos), kind)| {
        let mut line = format!("{kind}{prefix}");
        if tos {
            line.push_str(" tos 0x10");
        }
        line.push_str(proto);
        if let Some(metric) = metric {
            line.push_str(&format!(" metric {metric}"));
        }
        if kind.is_empty() {
            if let Some(mtu) = mtu {
                line.push_str(&format!(" mtu lock {mtu}"));
            }
            line.push(' ');
            line.push_str(&how);
        }
        line
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever is typed is answered: no panic, a status of the tool's, a reason for every failure, and
    /// JSON that is JSON.
    #[test]
    fn anything_is_answered(commands in proptest::collection::vec(command(), 1..6)) {
        let mut router = Router::new();
        for words in commands {
            let (status, out) = router.execute(&words, "route add 10.9.0.0/16 dev ens4\n'x\n");
            prop_assert!(matches!(status, 0 | 1 | 2 | 255), "{words:?}: {status}");
            prop_assert!(std::str::from_utf8(&out.stdout).is_ok());
            let silent = out.stdout.is_empty() && out.stderr.is_empty();
            prop_assert!(status == 0 || !silent, "{words:?} fails in silence");
            if let Some(word) = out.blame {
                prop_assert!(word < words.len(), "{words:?}: word {word}");
            }
            let json = words.iter().any(|word| word == "-j");
            if status == 0 && json && out.stdout.first() == Some(&b'[') {
                let value: Result<serde_json::Value, _> = serde_json::from_slice(&out.stdout);
                prop_assert!(value.is_ok(), "{words:?}: {}", String::from_utf8_lossy(&out.stdout));
            }
        }
        // The router is still whole.
        for show in ["link", "addr", "route show table all", "rule", "neigh"] {
            router.text(&format!("ip {show}"));
            router.text(&format!("ip -6 -d -o {show}"));
        }
    }

    /// What `ip route` shows can be added again, and shows the same.
    #[test]
    fn a_shown_route_can_be_added(routes in proptest::collection::vec(route(), 1..12)) {
        let mut router = Router::new();
        for route in &routes {
            // Two of them may be the same to the kernel.
            router.run(&format!("ip route add {route}"));
        }
        let shown = router.text("ip -o route show table main");
        let mut again = Router::new();
        again.text("ip route flush table main");
        // The links' own first, so that gateways are in reach.
        let (own, other): (Vec<&str>, Vec<&str>) =
            shown.lines().partition(|line| line.contains("proto kernel"));
        for line in own.into_iter().chain(other) {
            again.text(&format!("ip route add {}", line.replace('\\', " ")));
        }
        prop_assert_eq!(shown, again.text("ip -o route show table main"));
    }
}
