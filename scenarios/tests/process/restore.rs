//! `tollgate iptables-restore` with ten thousand rules.

use std::{fmt::Write, time::Instant};

use super::harness::Daemon;

const RUNBOOK: &str = "ip link add d0 type dummy\niptables -A FORWARD -p udp -j DROP\n";
const RULES: usize = 10_000;

/// Rules about one source each, as `iptables-save` writes them.
fn rules() -> Vec<String> {
    let rule = |n: usize| {
        let [.., a, b, c] = n.to_be_bytes();
        format!("-A FORWARD -s 10.{a}.{b}.{c}/32 -p udp -m udp --dport 53 -j DROP")
    };
    (0..RULES).map(rule).collect()
}

fn file(rules: &[String]) -> String {
    let mut text = String::from("*filter\n:INPUT ACCEPT\n:FORWARD ACCEPT\n:OUTPUT ACCEPT\n");
    for rule in rules {
        let _ = writeln!(text, "{rule}");
    }
    text + "COMMIT\n"
}

#[test]
fn ten_thousand_rules_are_all_there_or_none_of_them() {
    let daemon = Daemon::start(RUNBOOK);
    let before = daemon.ok("iptables -S");
    let all = rules();

    // The last line is wrong: in what it says, in a name, in what its table may hold.
    for (last, complaint) in [
        (
            "-A FORWARD -s 10.0.0.0/33 -j DROP",
            "invalid mask `33' specified",
        ),
        ("-A FORWARD -j NOWHERE", "Couldn't load target `NOWHERE'"),
        ("-A NOWHERE -j DROP", "iptables-restore: line 10004 failed"),
    ] {
        let mut bad = all.clone();
        bad[RULES - 1] = last.to_owned();
        daemon.folder.write("bad", file(&bad));
        let (status, stdout, stderr) = daemon.call(&["iptables-restore", "bad"]);
        assert_ne!(status, 0, "{last}");
        assert_eq!(stdout, "", "{last}");
        assert!(stderr.contains(complaint), "{last}: {stderr}");
        assert!(
            stderr.contains("line: 10004") || stderr.contains("line 10004"),
            "{last}: {stderr}"
        );
        assert_eq!(daemon.ok("iptables -S"), before, "{last}");
    }
    // So is a file that ends before its COMMIT.
    let cut = file(&all).replace("COMMIT\n", "");
    daemon.folder.write("cut", cut);
    let (status, _, stderr) = daemon.call(&["iptables-restore", "cut"]);
    assert_eq!(status, 1);
    assert_eq!(stderr, "iptables-restore: COMMIT expected at line 10005\n");
    assert_eq!(daemon.ok("iptables -S"), before);

    daemon.folder.write("good", file(&all));
    let start = Instant::now();
    daemon.ok("iptables-restore good");
    println!("{RULES} rules in {:?}", start.elapsed());
    let listed = daemon.ok("iptables -S FORWARD");
    let listed: Vec<_> = listed.lines().skip(1).collect();
    assert_eq!(listed, all);
}
