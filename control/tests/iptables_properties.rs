//! What holds for every command line of `iptables`, and for every set of rules.

use control::{
    config::Model,
    lang::{Offline, Output, Session, execute, load, save},
};
use dataplane::{filter::Counts, route::Family};
use proptest::prelude::*;

/// A router without packets.
struct Router {
    model: Model,
    live: Offline,
}

impl Router {
    fn new() -> Self {
        Self {
            model: Model::new(),
            live: Offline::default(),
        }
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

    fn run(&mut self, line: &str, stdin: &str) -> (i32, Output) {
        let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        self.execute(&words, stdin)
    }

    fn good(&mut self, line: &str, stdin: &str) -> String {
        let (status, out) = self.run(line, stdin);
        assert_eq!(status, 0, "{line}: {}\n{stdin}", out.errors());
        String::from_utf8(out.stdout).expect("text")
    }

    /// All rules of both families, as `iptables-save -c` shows them, without dates.
    fn saved(&mut self) -> String {
        let mut text = self.good("iptables-save -c", "");
        text.push_str(&self.good("ip6tables-save -c", ""));
        text.lines()
            .filter(|line| !line.starts_with('#'))
            .map(|line| format!("{line}\n"))
            .collect()
    }
}

/// Parts of a rule of IPv4, with what stands in them for IPv6.
const ADDRESSES: &[(&str, &str)] = &[
    ("", ""),
    ("-s 1.2.3.4", "-s 2001:db8::1"),
    ("! -s 10.0.0.0/8", "! -s 2001:db8::/32"),
    ("-d 1.2.3.0/255.255.0.255", "-d 2001:db8::1/ffff::ff"),
    (
        "-s 1.1.1.1,2.2.2.2 -d 3.3.3.3/30,0/0",
        "-s ::1,::2 -d ::3,::/0",
    ),
    ("! -d 0.0.0.0/0", "! -d ::/0"),
];
const INTERFACES: &[&str] = &["", "-i eth0", "! -i eth+", "-i +", "-o ppp+", "-i a -o b"];
const PROTOCOLS: &[&str] = &[
    "",
    "-p tcp",
    "-p tcp --dport 22",
    "-p tcp -m tcp ! --sport 1:1024 --syn",
    "-p tcp --tcp-flags SYN,RST,ACK SYN",
    "-p udp --sport 53",
    "! -p gre",
    "-p 250",
    "-p tcp -m multiport --dports 1,2:5,80",
];
const MATCHES: &[&str] = &[
    "",
    "-m conntrack --ctstate NEW,RELATED",
    "-m state --state ESTABLISHED",
    "-m mark --mark 0x1/0xff",
    "-m limit --limit 3/min --limit-burst 9",
    "-m comment --comment plain",
    "-m mark ! --mark 7 -m mark --mark 0x8/0x8",
];
const TARGETS: &[&str] = &[
    "",
    "-j ACCEPT",
    "-j DROP",
    "-j RETURN",
    "-j a",
    "-g b",
    "-j LOG --log-level 3 --log-tcp-options",
    "-j REJECT",
    "-j MARK --set-xmark 0x1/0x3",
];

fn one_of(all: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    proptest::sample::select(all)
}

prop_compose! {
    /// The words of a rule.
    fn rule()(
        v6 in any::<bool>(),
        chain in one_of(&["FORWARD", "a", "b"]),
        addresses in proptest::sample::select(ADDRESSES),
        interfaces in one_of(INTERFACES),
        protocol in one_of(PROTOCOLS),
        found in one_of(MATCHES),
        target in one_of(TARGETS),
        fragment in one_of(&["", "", "-f", "! -f"]),
        counts in proptest::option::of((any::<u64>(), any::<u64>())),
    ) -> String {
        let (tool, addresses, fragment) = if v6 {
            ("ip6tables", addresses.1, "")
        } else {
            ("iptables", addresses.0, fragment)
        };
        // Ports and fragments do not go together with all protocols, which is for the command to say.
        let mut line = format!(
            "{tool} -A {chain} {addresses} {interfaces} {protocol} {fragment} {found} {target}"
        );
        if let Some((packets, bytes)) = counts {
            line.push_str(&format!(" -c {packets} {bytes}"));
        }
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// A router with those of `rules` that are good, and how many these were.
fn with(rules: &[String]) -> (Router, usize) {
    let mut router = Router::new();
    for tool in ["iptables", "ip6tables"] {
        for chain in ["a", "b"] {
            router.good(&format!("{tool} -N {chain}"), "");
        }
    }
    let mut good = 0;
    for rule in rules {
        let before = router.saved();
        let (status, _) = router.run(rule, "");
        if status == 0 {
            good += 1;
        } else {
            assert_eq!(router.saved(), before, "{rule} failed");
        }
    }
    (router, good)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_saved_is_restored(rules in proptest::collection::vec(rule(), 1..12)) {
        let (mut router, _) = with(&rules);
        let mut again = Router::new();
        for family in ["iptables", "ip6tables"] {
            let saved = router.good(&format!("{family}-save -c"), "");
            again.good(&format!("{family}-restore -c"), &saved);
        }
        prop_assert_eq!(again.saved(), router.saved());
    }

    #[test]
    fn what_is_listed_as_commands_makes_the_same(rules in proptest::collection::vec(rule(), 1..8)) {
        let (mut router, _) = with(&rules);
        let mut again = Router::new();
        for family in ["iptables", "ip6tables"] {
            for line in router.good(&format!("{family} -S -v"), "").lines() {
                again.good(&format!("{family} {line}"), "");
            }
        }
        prop_assert_eq!(again.saved(), router.saved());
    }

    #[test]
    fn a_saved_configuration_loads_back_to_the_same_rules(
        rules in proptest::collection::vec(rule(), 1..8),
    ) {
        let (router, _) = with(&rules);
        let text = save(&router.model, &[]).expect("it loads");
        let path = std::env::temp_dir().join(format!("tollgate-iptables-{}", std::process::id()));
        std::fs::write(&path, &text).expect("a writable folder");
        let mut again = Model::new();
        load(&[&path], &mut again, &mut Offline::default()).expect("it loads");
        std::fs::remove_file(&path).expect("the file");
        for family in [Family::V4, Family::V6] {
            let tables = |model: &Model| -> Vec<_> {
                let tables = model.netfilter().of(family);
                tables
                    .iter()
                    .flat_map(|table| {
                        let rules = table.rules();
                        rules.map(|(chain, rule)| (chain.name.clone(), rule.spec.clone()))
                    })
                    .collect()
            };
            prop_assert_eq!(tables(&again), tables(&router.model), "{}", text);
        }
    }

    #[test]
    fn what_is_added_can_be_checked_and_deleted(rule in rule()) {
        let (mut router, good) = with(std::slice::from_ref(&rule));
        let rule = rule.split(" -c ").next().unwrap_or_default();
        for verb in ["-C", "-D"] {
            let (status, _) = router.run(&rule.replacen("-A", verb, 1), "");
            prop_assert_eq!(status == 0, good == 1, "{} {}", verb, rule);
        }
        let (status, _) = router.run(&rule.replacen("-A", "-C", 1), "");
        prop_assert_ne!(status, 0);
    }
}

/// Words that commands are made of.
const WORDS: &[&str] = &[
    "-A",
    "-D",
    "-I",
    "-R",
    "-L",
    "-S",
    "-F",
    "-Z",
    "-N",
    "-X",
    "-E",
    "-P",
    "-C",
    "-t",
    "-p",
    "-s",
    "-d",
    "-i",
    "-o",
    "-j",
    "-g",
    "-m",
    "-n",
    "-v",
    "-x",
    "-c",
    "-f",
    "-w",
    "-W",
    "-4",
    "-6",
    "-h",
    "-V",
    "!",
    "--",
    "--line",
    "INPUT",
    "FORWARD",
    "nat",
    "mangle",
    "a",
    "1",
    "0",
    "-1",
    "tcp",
    "all",
    "1.2.3.4",
    "1.2.3.4/8",
    "::1",
    "ACCEPT",
    "DROP",
    "LOG",
    "--dport",
    "80",
    "--src=1.1.1.1",
    "",
    "é",
    "-Aa",
    "-vv",
    "[1:2]",
    "conntrack",
    "--ctstate",
    "NEW",
];

proptest! {
    #[test]
    fn any_words_are_read_without_panic(
        tool in one_of(&["iptables", "ip6tables", "iptables-save", "iptables-restore"]),
        words in proptest::collection::vec(one_of(WORDS), 0..10),
        stdin in "(\\*filter\n)?(:[a-zA ]{0,6} ?-? ?(\\[[0-9:]{0,4}\\]?)?\n|[-A-Za \"\\\\\\[0-9:\\]]{0,20}\n|COMMIT\n){0,5}",
    ) {
        let (mut router, _) = with(&[]);
        let words: Vec<String> = std::iter::once(tool).chain(words).map(str::to_owned).collect();
        let (status, _) = router.execute(&words, &stdin);
        prop_assert!((0..=3).contains(&status), "{:?} gives {}", words, status);
        // Whatever has become of the tables, they can be listed.
        prop_assert!(router.saved().contains("COMMIT"));
    }
}

#[test]
fn counts_are_kept_to_the_last_packet() {
    let mut router = Router::new();
    let Counts { packets, bytes } = Counts {
        packets: u64::MAX,
        bytes: 1,
    };
    router.good(&format!("iptables -A INPUT -c {packets} {bytes}"), "");
    let listed = router.good("iptables -S INPUT -v", "");
    assert!(
        listed.ends_with(&format!("-A INPUT -c {packets} {bytes}\n")),
        "{listed}"
    );
}
