//! Commands of `nft` in a runbook: what they read, where their rules come from, and what is saved of them.

mod folder;

use control::{
    config::{Model, nft::NftFamily},
    lang::{Offline, Output, Session, execute, save},
};
use folder::Folder;

/// What a command prints.
fn printed(model: &mut Model, words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
    let mut out = Output::default();
    let mut session = Session {
        model,
        live: &mut Offline::default(),
        origin: None,
    };
    let status = execute(&words, None, &mut session, &mut out);
    assert_eq!(status, 0, "{}", out.errors());
    String::from_utf8(out.stdout).expect("text")
}

fn listed(model: &mut Model) -> String {
    printed(model, &["nft", "-s", "list", "ruleset"])
}

#[test]
fn rules_remember_the_lines_that_they_come_from() {
    let folder = Folder::new();
    let included = folder.file("more.nft", "\nadd rule t c udp dport 53 accept\n");
    let block = "table t {\n\tchain c {\n\t\ttcp dport 22 accept\n\t}\n}\n";
    let rules = folder.file("rules.nft", &format!("{block}include \"{included}\"\n"));
    let runbook = format!(
        "nft -f {rules}\nnft add rule t c drop\n\
         nft -f - <<'EOF'\ninsert rule t c ct state invalid drop\nEOF\n"
    );
    let model = folder.load(&runbook).expect("good");
    let table = model.nft().ruleset().table(NftFamily::Ip, "t");
    let chain = table.and_then(|table| table.chain("c")).expect("a chain");
    let sources: Vec<(&str, u32)> = chain
        .rules
        .iter()
        .map(|rule| {
            let source = rule.source.as_ref().expect("a line");
            let file = source.file.rsplit('/').next().unwrap_or_default();
            (file, source.line)
        })
        .collect();
    assert_eq!(
        sources,
        [
            ("runbook", 4),
            ("rules.nft", 3),
            ("more.nft", 2),
            ("runbook", 2)
        ]
    );
}

#[test]
fn a_line_that_is_refused_ends_the_runbook_at_its_place() {
    let folder = Folder::new();
    for (runbook, complaint) in [
        (
            "nft add table t\nnft add rule t c accept\n",
            "No such file or directory",
        ),
        ("nft add table t\nnft add rule t c accept\n", ":2:"),
        (
            "nft -f - <<EOF\nadd table t\nadd chain u c\nEOF\n",
            "/dev/stdin:2:11-11: Error: No such file",
        ),
        (
            "nft -f /nowhere/at/all\n",
            "Could not open file \"/nowhere/at/all\"",
        ),
        ("nft monitor\n", "a runbook ends"),
    ] {
        let error = folder.load(runbook).expect_err("refused").to_string();
        assert!(error.contains(complaint), "{error}");
    }
}

/// A rule set with something of everything.
const RULES: &str = "table inet filter {
	comment \"what is let in\"
	counter web { comment \"it counts\"; }
	quota little { over 10 mbytes; }
	limit slow { rate 10/second burst 20 packets; }
	ct helper files { type \"ftp\" protocol tcp; }
	set ports { type inet_service; flags interval; elements = { 22, 80-90, 443 }; }
	set seen { type ipv4_addr; flags dynamic,timeout; timeout 1m; size 100; }
	map where { type ipv4_addr : verdict; elements = { 10.0.0.1 : jump inner, 10.0.0.2 : drop }; }
	map both { type ipv4_addr . inet_service : ipv4_addr . inet_service; elements = { 10.0.0.1 . 80 : 10.0.0.9 . 8080 }; }
	chain in {
		type filter hook input priority filter + 5; policy drop;
		iifname \"lo\" accept
		ct state established,related accept
		tcp dport @ports counter packets 5 bytes 6 accept comment \"it's open\"
		ip saddr vmap @where
		tcp dport 21 ct helper set \"files\"
		update @seen { ip saddr limit rate 5/second } counter name \"web\"
		meta l4proto { tcp, udp } th dport { 53, 123 } goto inner
	}
	chain inner {
		reject with icmpx admin-prohibited
	}
}
table ip nat {
	chain post {
		type nat hook postrouting priority srcnat; policy accept;
		oifname \"eth0\" masquerade random
	}
	chain pre {
		type nat hook prerouting priority dstnat;
		dnat to ip daddr . tcp dport map { 1.1.1.1 . 80 : 10.0.0.1 . 8080 }
	}
}
table ip6 off {
	flags dormant
	chain c {
	}
}
";

#[test]
fn a_saved_rule_set_loads_to_the_same() {
    let folder = Folder::new();
    let runbook = format!("nft -f - <<'EOF'\n{RULES}EOF\n");
    let mut model = folder
        .load(&runbook)
        .unwrap_or_else(|error| panic!("{error}"));
    let text = save(&model, &[]).unwrap_or_else(|error| panic!("{error}"));
    let before = listed(&mut model);
    let mut again = folder.load(&text).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(listed(&mut again), before);
    assert_eq!(save(&again, &[]).expect("it loads"), text);
    assert!(before.contains("policy drop"), "{before}");
}

#[test]
fn what_is_tried_only_changes_nothing() {
    let folder = Folder::new();
    let mut model = folder.load("nft add table t\n").expect("good");
    let before = listed(&mut model);
    printed(&mut model, &["nft", "-c", "add table u"]);
    printed(&mut model, &["nft", "-c", "delete table t"]);
    assert_eq!(listed(&mut model), before);
    let words = ["nft", "-e", "-a", "add table u; add chain u c"];
    let echoed = printed(&mut model, &words);
    assert!(echoed.contains("add chain ip u c # handle 1\n"), "{echoed}");
}
