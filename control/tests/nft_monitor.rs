//! `nft monitor`: what it prints while the rule set changes, as nft 1.0.6 on Linux 6.18 printed it for the same
//! commands.
//!
//! The recording differs from what was printed in four things: generations and handles of tables are counted from 1, the
//! process is always 1, and what becomes of sets without names is left out: ours have no names that could be told.

mod watched;

use watched::Watched;

const RECORDED: &str = include_str!("lang/nft/monitor.txt");

/// What `monitor` prints for each of the lines.
fn watched(monitor: &str, lines: &str) -> String {
    let mut router = Watched::new(5, monitor);
    let mut text = String::new();
    for line in lines.lines().filter_map(|line| line.strip_prefix("$ ")) {
        let (_, out) = router.run(line);
        let listed = String::from_utf8_lossy(&out.stdout);
        text.push_str(&format!(
            "$ {line}\n{}{listed}{}",
            out.errors(),
            router.printed()
        ));
    }
    let process = format!(" by process {} ", std::process::id());
    text.replace(&process, " by process 1 ")
}

/// The recording with those of its events that `keep` takes.
fn recorded(keep: impl Fn(&str) -> bool) -> String {
    let is_event = |line: &str| {
        ["add ", "insert ", "delete ", "# "]
            .iter()
            .any(|word| line.starts_with(word))
    };
    let mut in_complaint = false;
    let lines = RECORDED.lines().filter(|line| {
        // A complaint quotes its command.
        in_complaint = match line.starts_with("Error: ") {
            true => true,
            false => in_complaint && !line.starts_with('$'),
        };
        in_complaint || !is_event(line) || keep(line)
    });
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
fn everything() {
    assert_eq!(watched("nft -a monitor", RECORDED), RECORDED);
}

#[test]
fn handles_are_told_if_asked_for() {
    let mut plain = String::new();
    for line in RECORDED.lines() {
        let (text, handle) = match line.split_once(" # handle ") {
            Some((text, handle)) if !line.starts_with('$') => (text, handle),
            _ => (line, ""),
        };
        let behind = handle.trim_start_matches(|c: char| c.is_ascii_digit());
        plain.push_str(&format!("{text}{behind}\n"));
    }
    assert_eq!(watched("nft monitor", &plain), plain);
}

#[test]
fn only_what_is_asked_for() {
    type Keep = fn(&str) -> bool;
    let objects = ["counter", "quota", "limit", "ct helper"];
    let is_object = move |line: &str| {
        objects.iter().any(|word| {
            line.contains(&format!(" {word} ")) && line.split(' ').nth(1) == word.split(' ').next()
        })
    };
    let cases: [(&str, Keep); 6] = [
        ("tables", |line| line.contains(" table ")),
        ("chains", |line| {
            line.starts_with("add chain") || line.starts_with("delete chain")
        }),
        ("rules", |line| line.split(' ').nth(1) == Some("rule")),
        ("sets", |line| {
            matches!(line.split(' ').nth(1), Some("set" | "map"))
        }),
        ("elements", |line| line.split(' ').nth(1) == Some("element")),
        ("trace", |_| false),
    ];
    for (what, keep) in cases {
        let expected = recorded(keep);
        assert_eq!(
            watched(&format!("nft -a monitor {what}"), &expected),
            expected,
            "{what}"
        );
    }
    let all = recorded(|line| !line.starts_with('#'));
    assert_eq!(watched("nft -a monitor ruleset", &all), all);
    let new =
        recorded(|line| !line.starts_with('#') && !line.starts_with("delete") && !is_object(line));
    assert_eq!(watched("nft -a monitor new", &new), new);
    let gone = recorded(|line| line.starts_with("delete") && !is_object(line));
    assert_eq!(watched("nft -a monitor destroy", &gone), gone);
    let rules = recorded(|line| line.starts_with("delete rule"));
    assert_eq!(watched("nft -a monitor destroy rules", &rules), rules);
}
