//! What holds for every command line of `tc`, and for all that such lines make.

mod shell_words;

use control::{
    config::Model,
    lang::{Offline, Output, Session, execute, load, save},
};
use proptest::prelude::*;
use shell_words::words;

/// A router without packets, with two ports.
struct Router {
    model: Model,
    live: Offline,
}

impl Router {
    fn new() -> Self {
        let mut router = Self {
            model: Model::new(),
            live: Offline::default(),
        };
        for port in ["ens4", "ens5"] {
            router.good(&format!("ip link add {port} type tap"));
            router.good(&format!("ip link set {port} up"));
        }
        router
    }

    fn execute(&mut self, words: &[String]) -> (i32, Output) {
        let mut out = Output::default();
        let mut session = Session {
            model: &mut self.model,
            live: &mut self.live,
            origin: None,
        };
        let status = execute(words, None, &mut session, &mut out);
        (status, out)
    }

    fn run(&mut self, line: &str) -> (i32, Output) {
        self.execute(&words(line))
    }

    fn good(&mut self, line: &str) -> String {
        let (status, out) = self.run(line);
        assert_eq!(status, 0, "{line}: {}", out.errors());
        String::from_utf8(out.stdout).expect("text")
    }

    /// All that the tool can show.
    fn shown(&mut self) -> String {
        let mut text = self.good("tc -d -r qdisc show");
        for kind in ["gact", "police", "mirred", "skbedit", "pedit"] {
            text.push_str(&self.good(&format!("tc actions ls action {kind}")));
        }
        for port in ["ens4", "ens5"] {
            text.push_str(&self.good(&format!("tc -d -r class show dev {port}")));
            for place in [
                "",
                "root",
                "ingress",
                "egress",
                "parent 1:",
                "parent 1:1",
                "parent 2:",
                "parent ffff:",
            ] {
                text.push_str(&self.good(&format!("tc -d filter show dev {port} {place}")));
            }
        }
        text
    }
}

/// Numbers of hash tables that the kernel chose are counted anew when a runbook is loaded.
fn without_numbers(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let words = line.split(' ').map(|word| {
            let table = word
                .strip_prefix("8")
                .and_then(|rest| rest.split(':').next());
            match table {
                Some(digits) if digits.len() == 2 && word.contains(':') => "8xx",
                _ if word.len() == 3 && word.starts_with('8') => "8xx",
                _ => word,
            }
        });
        out.push_str(&words.collect::<Vec<_>>().join(" "));
        out.push('\n');
    }
    out
}

const PLACES: &[&str] = &[
    "root handle 1:",
    "root handle 2:",
    "root",
    "parent 1:1 handle 10:",
    "parent 1:2 handle 20:",
    "parent 1:3",
    "parent 10:1 handle 30:",
];

const QDISCS: &[&str] = &[
    "pfifo",
    "pfifo limit 7",
    "bfifo limit 10k",
    "pfifo_head_drop limit 9",
    "pfifo_fast",
    "prio",
    "prio bands 4 priomap 3 2 1 0",
    "tbf rate 1mbit burst 10k latency 50ms",
    "tbf rate 10mbit burst 5k limit 30k peakrate 20mbit mtu 1600 overhead 4 mpu 64 linklayer atm",
    "sfq",
    "sfq perturb 10 quantum 3000 limit 100 headdrop",
    "sfq redflowlimit 100000 min 8000 max 60000 avpkt 1000 burst 20 probability 0.1 ecn",
    "codel limit 500 target 3ms interval 50ms ecn ce_threshold 1ms",
    "codel noecn target 17us",
    "fq_codel",
    "fq_codel limit 500 flows 10 quantum 300 memory_limit 1mb drop_batch 7 noecn",
    "red limit 400000 min 30000 max 90000 avpkt 1000 burst 55 ecn adaptive bandwidth 10mbit",
    "netem",
    "netem delay 100ms 10ms 25% distribution pareto loss 0.3% 25% duplicate 1% corrupt 0.1% 5%",
    "netem delay 10ms reorder 25% 50% gap 5 rate 5kbit 20 100 5",
    "netem limit 3",
    "htb",
    "htb default 30 r2q 5 direct_qlen 77",
];

const CLASSES: &[&str] = &[
    "parent 1: classid 1:1 htb rate 100kbps",
    "parent 1: classid 1:2 htb rate 1mbit ceil 2mbit prio 3 quantum 1500",
    "parent 1:1 classid 1:3 htb rate 10% burst 15k cburst 10k mpu 64 overhead 24 linklayer adsl",
    "parent 1:3 classid 1:4 htb rate 100gbit",
    "parent 2: classid 2:1 htb rate 8tbit",
    "root classid 1:5 htb rate 1kbit",
];

const FILTERS: &[&str] = &[
    "parent 1: protocol ip prio 1 u32 match ip dst 2.2.2.12/32 flowid 1:1",
    "parent 1: protocol ip prio 1 u32 match ip sport 22 0xffff match ip tos 0x10 0xff flowid 1:2 action drop",
    "parent 1: u32 match u32 0 0 flowid 1:1",
    "parent 1: protocol ip prio 5 handle 2: u32 divisor 4",
    "parent 1: protocol ip prio 5 u32 ht 2:3: match ip dport 5 0xffff flowid :1",
    "parent 1: protocol ip prio 5 u32 match ip protocol 6 0xff link 2: hashkey mask 0x00ff0000 at 12 \
     offset at 0 mask 0f00 shift 6 plus 4 eat",
    "parent 1: protocol ipv6 prio 6 u32 match ip6 dst 2001:db8::/33 match mark 5 0xff flowid 1:1",
    "parent 1:1 protocol all prio 7 u32 match u8 5 ff at nexthdr+3 police rate 1mbit burst 10k drop flowid 1:3",
    "parent 1: protocol ip prio 8 handle 5 fw flowid 1:1 action police rate 1mbit burst 10k conform-exceed drop/pipe",
    "parent 1: protocol ip prio 9 handle 7/0xff fw classid 1:2 indev ens5",
    "parent 1: prio 10 matchall classid 1:1 action mirred egress mirror dev ens5 action pass",
    "parent 1: protocol ip prio 11 flower src_ip 10.0.0.0/8 ip_proto tcp dst_port 80 src_port 1000-2000 \
     tcp_flags 0x2/0x12 classid 1:1",
    "parent 1: protocol ip prio 11 flower ct_state +trk-new ct_mark 5/0xff ct_zone 3 ip_ttl 64/0xf0 action drop",
    "parent 1: protocol 802.1Q prio 12 flower vlan_id 5 vlan_prio 3 vlan_ethtype ipv6 dst_ip ::1 \
     src_mac 02:00:00:00:00:00/ff:ff:00:00:00:00 classid 1:1",
    "parent 1: protocol ip prio 13 basic match 'meta(priority eq 5) and not u32(u16 0x1600 0xffff at nexthdr+0)' classid 1:1",
    "parent 1: protocol ip prio 13 basic match 'cmp(u16 at 2 layer 2 eq 80) or (meta(pkt_len lt 9) and meta(fwmark mask 0xf gt 1))' action ok",
    "ingress protocol ip prio 1 u32 match ip src 1.1.1.1 action skbedit mark 5/0xf priority 1:7 action goto chain 3",
    "egress matchall action pedit ex munge ip ttl add 255 munge eth dst set 02:00:00:00:00:01 pipe action mirred ingress redirect dev ens4",
    "egress protocol ip prio 51 u32 match ip dst 9.9.9.9 action police index 7",
    "parent 1: protocol ip prio 14 matchall action mirred index 7",
    "parent 1: protocol ip prio 15 flower ct_label 0102/ff ct_mark 7 action skbedit index 7 action gact index 1",
    "parent ffff: chain 3 protocol ip prio 50 u32 match ip src 0/0 police rate 1mbit burst 10k continue flowid :1",
];

const ACTIONS: &[&str] = &[
    "add action drop index 1",
    "add action pass cookie 00ff",
    "replace action reclassify index 1",
    "add action police rate 1mbit burst 10k index 7",
    "change action police rate 2mbit burst 20k drop index 7",
    "add action mirred egress mirror dev ens5 index 7",
    "replace action mirred ingress redirect dev ens4 index 8 cookie 1234",
    "add action skbedit mark 5 index 7",
    "add action pedit munge ip ttl set 5 pipe index 7",
    "add action pipe index 3 action continue index 4",
    "del action gact index 1",
    "del action police index 7",
    "flush action mirred",
    "flush action gact",
];

fn line() -> impl Strategy<Value = String> {
    let action = prop::sample::select(ACTIONS);
    prop_oneof![
        4 => line_of_link(),
        1 => action.prop_map(|action| format!("tc actions {action}")),
    ]
}

fn line_of_link() -> impl Strategy<Value = String> {
    let verb = prop::sample::select(&["add", "add", "add", "replace", "change", "del"][..]);
    let port = prop::sample::select(&["ens4", "ens4", "ens5"][..]);
    let rest = prop_oneof![
        (prop::sample::select(PLACES), prop::sample::select(QDISCS))
            .prop_map(|(place, qdisc)| ("qdisc", format!("{place} {qdisc}"))),
        prop::sample::select(&["clsact", "ingress"][..])
            .prop_map(|kind| ("qdisc", kind.to_owned())),
        prop::sample::select(CLASSES).prop_map(|class| ("class", class.to_owned())),
        prop::sample::select(FILTERS).prop_map(|filter| ("filter", filter.to_owned())),
        prop::sample::select(FILTERS).prop_map(|filter| ("filter", filter.to_owned())),
    ];
    (verb, port, rest)
        .prop_map(|(verb, port, (object, rest))| format!("tc {object} {verb} dev {port} {rest}"))
}

/// A line with a word left out, doubled, cut, or replaced.
fn mutated() -> impl Strategy<Value = String> {
    let word = "[a-z0-9:/%.,+-]{0,9}|[(]|-1|0x|99999999999999999999|\u{e9}";
    (line(), any::<prop::sample::Index>(), 0..4, word).prop_map(|(line, at, how, word)| {
        let mut words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        let at = 1 + at.index(words.len() - 1);
        match how {
            0 => {
                words.remove(at);
            }
            1 => words.insert(at, words[at].clone()),
            2 => words[at] = word,
            _ => words.truncate(at),
        }
        words.join(" ")
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn what_is_saved_loads_back_to_the_same(lines in prop::collection::vec(line(), 1..24)) {
        let mut router = Router::new();
        for line in &lines {
            router.run(line);
        }
        let text = save(&router.model, &[]).expect("a runbook that loads");
        let folder = std::env::temp_dir().join(format!("tollgate-tc-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let file = folder.join("saved.conf");
        std::fs::write(&file, &text).expect("a file");
        let mut loaded = Router {
            model: Model::new(),
            live: Offline::default(),
        };
        let done = load(&[&file], &mut loaded.model, &mut loaded.live);
        prop_assert!(done.is_ok(), "{text}\n{}", done.expect_err("an error"));
        let (before, after) = (router.shown(), loaded.shown());
        prop_assert_eq!(without_numbers(&before), without_numbers(&after), "{}", text);
    }

    #[test]
    fn what_is_refused_says_why_and_changes_nothing(
        lines in prop::collection::vec(line(), 0..12),
        wrong in prop::collection::vec(mutated(), 1..12),
    ) {
        let mut router = Router::new();
        for line in &lines {
            router.run(line);
        }
        for line in &wrong {
            let before = router.shown();
            let (status, out) = router.run(line);
            if status != 0 {
                prop_assert!(!out.stderr.is_empty(), "{}: says why", line);
                prop_assert_eq!(before, router.shown(), "{}: changes nothing", line);
            }
        }
    }

    #[test]
    fn no_words_do_harm(words in prop::collection::vec("[ -~]{0,12}", 0..9)) {
        let mut argv = vec!["tc".to_owned()];
        argv.extend(words);
        Router::new().execute(&argv);
    }
}
