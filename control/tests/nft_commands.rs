//! `nft` against the kernel: whatever is done one after the other, the same is said, and the same is there
//! afterwards, down to the handles. What is refused leaves everything as it was.

mod idle_router;
#[path = "transcript/namespace.rs"]
#[allow(unreachable_pub, reason = "each test is a crate of its own")]
mod namespace;

use std::{fmt::Write as _, process::Command};

use idle_router::IdleRouter;
use namespace::Namespace;
use proptest::{
    prelude::*,
    sample::select,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};

/// Tables with their families.
const TABLES: &[&str] = &["x", "ip x", "inet x", "ip6 yy", "inet none"];
const CHAINS: &[&str] = &["a", "bb", "ccc", "in", "pre", "out"];
/// Chains that packets come to, by name.
const BASES: &[(&str, &str)] = &[
    ("in", "{ type filter hook input priority 0; }"),
    ("in", "{ type filter hook input priority 0; policy drop; }"),
    ("in", "{ type filter hook forward priority 0; }"),
    ("pre", "{ type nat hook prerouting priority dstnat; }"),
    ("pre", "{ type nat hook prerouting priority -200; }"),
    ("out", "{ type route hook output priority mangle; }"),
    ("out", "{ type route hook input priority mangle; }"),
    ("a", "{ policy drop; }"),
];
const RULES: &[&str] = &[
    "accept",
    "drop",
    "tcp dport 22 accept",
    "tcp dport { 22, 80 } counter",
    "meta mark 1 jump a",
    "jump bb",
    "goto ccc",
    "jump in",
    "meta mark vmap { 1 : jump a, 2 : goto bb }",
    "counter name cc",
    "tcp dport @ss accept",
    "udp dport vmap @mm",
    "redirect",
    "masquerade",
    "reject",
    "meta mark set 1",
    "meta l4proto tcp redirect to :80",
];
const ELEMENTS: &[&str] = &["22", "80, 443", "22, 23", "1000", "{", "70000"];
const MAPPED: &[&str] = &[
    "22 : accept",
    "22 : drop",
    "23 : jump a",
    "24 : jump nowhere",
    "25 : jump in",
];

/// A command, without the tool's name.
fn command() -> impl Strategy<Value = String> {
    let table = || select(TABLES);
    let chain = || select(CHAINS);
    let verb = || select(&["add", "add", "create"][..]);
    let place = || {
        prop_oneof![
            4 => Just(String::new()),
            1 => (0..4_u8).prop_map(|at| format!("index {at} ")),
            1 => (1..30_u8).prop_map(|at| format!("handle {at} ")),
        ]
    };
    let one = prop_oneof![
        3 => (verb(), table()).prop_map(|(verb, table)| format!("{verb} table {table}")),
        1 => table().prop_map(|table| format!("add table {table} {{ flags dormant; }}")),
        5 => (verb(), table(), chain()).prop_map(|(verb, table, chain)| format!("{verb} chain {table} {chain}")),
        4 => (table(), select(BASES)).prop_map(|(table, (chain, base))| format!("add chain {table} {chain} {base}")),
        12 => (select(&["add", "add", "insert"][..]), table(), chain(), place(), select(RULES))
            .prop_map(|(verb, table, chain, place, rule)| format!("{verb} rule {table} {chain} {place}{rule}")),
        2 => (table(), chain(), 1..30_u8)
            .prop_map(|(table, chain, at)| format!("delete rule {table} {chain} handle {at}")),
        2 => (table(), chain()).prop_map(|(table, chain)| format!("delete chain {table} {chain}")),
        1 => (table(), chain(), chain()).prop_map(|(table, old, new)| format!("rename chain {table} {old} {new}")),
        1 => (table(), chain()).prop_map(|(table, chain)| format!("flush chain {table} {chain}")),
        1 => table().prop_map(|table| format!("flush table {table}")),
        1 => table().prop_map(|table| format!("delete table {table}")),
        3 => (verb(), table()).prop_map(|(verb, table)| format!("{verb} set {table} ss {{ type inet_service; }}")),
        1 => table().prop_map(|table| format!("add set {table} ss {{ type ipv4_addr; }}")),
        3 => (verb(), table()).prop_map(|(verb, table)| format!("{verb} map {table} mm {{ type inet_service : verdict; }}")),
        1 => (table(), select(&["ss", "mm"][..])).prop_map(|(table, set)| format!("delete set {table} {set}")),
        1 => (table(), select(&["ss", "mm"][..])).prop_map(|(table, set)| format!("flush set {table} {set}")),
        3 => (select(&["add", "create", "delete"][..]), table(), select(ELEMENTS))
            .prop_map(|(verb, table, elements)| format!("{verb} element {table} ss {{ {elements} }}")),
        3 => (select(&["add", "create"][..]), table(), select(MAPPED))
            .prop_map(|(verb, table, elements)| format!("{verb} element {table} mm {{ {elements} }}")),
        2 => (verb(), table()).prop_map(|(verb, table)| format!("{verb} counter {table} cc")),
        1 => table().prop_map(|table| format!("delete counter {table} cc")),
    ];
    // Together with others, what nft knows of rules depends on it.
    let replace =
        (table(), chain(), 1..30_u8, select(RULES)).prop_map(|(table, chain, at, rule)| {
            format!("replace rule {table} {chain} handle {at} {rule}")
        });
    prop_oneof![
        12 => one.clone(),
        1 => replace,
        2 => prop::collection::vec(one, 2..5).prop_map(|all| all.join("; ")),
    ]
}

/// What a command says, and whether it fails.
type Said = (i32, String);

fn ours(router: &mut IdleRouter, words: &[&str]) -> Said {
    let words: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
    let (status, out) = router.execute(&words, "");
    let said = [out.stdout, out.stderr].concat();
    (status, String::from_utf8_lossy(&said).into_owned())
}

fn kernels(namespace: &Namespace, words: &[&str]) -> Said {
    let out = namespace.run(words, "");
    let said = [out.stdout, out.stderr].concat();
    let status = out.status.code().unwrap_or(-1);
    (status, String::from_utf8_lossy(&said).into_owned())
}

/// Whether both say the same. Which names nft proposes depends on what it has asked the kernel for before (a transcript
/// has those): where it proposes one, only the number of complaints counts.
fn is_same(mine: &Said, real: &Said) -> bool {
    let guesses = |said: &Said| said.1.contains("did you mean");
    let complaints = |said: &Said| said.1.matches("Error: ").count();
    mine == real
        || (guesses(mine) || guesses(real))
            && (mine.0, complaints(mine)) == (real.0, complaints(real))
}

/// What differs when commands are given to both.
fn differences(commands: &[String]) -> Result<(), String> {
    let list = &["nft", "-a", "list", "ruleset"];
    let mut router = IdleRouter::new();
    let namespace = Namespace::new("nft-commands");
    let mut before = (0, String::new());
    let mut log = String::new();
    for command in commands {
        let _ = writeln!(log, "$ nft '{command}'");
        let words = ["nft", command];
        let (mine, real) = (ours(&mut router, &words), kernels(&namespace, &words));
        if !is_same(&mine, &real) {
            return Err(format!(
                "{log}--- the kernel's\n{real:?}\n+++ ours\n{mine:?}"
            ));
        }
        let (mine_now, real_now) = (ours(&mut router, list), kernels(&namespace, list));
        if mine_now != real_now {
            let (real, mine) = (real_now.1, mine_now.1);
            return Err(format!("{log}--- the kernel's\n{real}+++ ours\n{mine}"));
        }
        if mine.0 != 0 && mine_now != before {
            return Err(format!("{log}it was refused, and has changed something"));
        }
        before = mine_now;
    }
    Ok(())
}

#[test]
fn commands_do_what_they_do_in_the_kernel() {
    let has_nft = Command::new("nft").arg("--version").output().is_ok();
    if !has_nft || !rustix::process::geteuid().is_root() {
        let required = std::env::var_os("TOLLGATE_REQUIRE_ALL").is_some();
        assert!(!required, "root and nft are required");
        eprintln!("SKIP: the kernel is not asked: that needs root and nft");
        return;
    }
    let wanted = std::env::var("PROPTEST_CASES").ok();
    let wanted = wanted.and_then(|cases| cases.parse().ok());
    let config = Config {
        cases: wanted.unwrap_or(12),
        max_shrink_iters: 60,
        failure_persistence: None,
        ..Config::default()
    };
    // The same ones each time, unless more are asked for.
    let mut runner = match wanted {
        Some(_) => TestRunner::new(config),
        None => {
            let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
            TestRunner::new_with_rng(config, rng)
        }
    };
    let result = runner.run(&prop::collection::vec(command(), 10..60), |commands| {
        differences(&commands).map_err(TestCaseError::fail)
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

/// One after the other they would take hours, if each cost as much as all in front of it.
#[test]
fn ten_thousand_rules_are_added_in_a_moment() {
    let mut text =
        String::from("table inet t {\nchain c {\ntype filter hook forward priority 0;\n");
    for at in 0..10_000_u32 {
        let [_, b, c, d] = at.to_be_bytes();
        let _ = writeln!(
            text,
            "ip saddr 10.{b}.{c}.{d} tcp dport {} counter accept",
            at % 60_000
        );
    }
    text.push_str("}\n}\n");
    let words = ["nft", "-f", "-"].map(str::to_owned);
    let mut router = IdleRouter::new();
    let begin = std::time::Instant::now();
    let (status, out) = router.execute(&words, &text);
    eprintln!("10,000 rules of a file: {:?}", begin.elapsed());
    assert_eq!(status, 0, "{}", out.errors());
    let begin = std::time::Instant::now();
    for at in 0..10_000_u32 {
        let port = (at % 60_000).to_string();
        let words = [
            "nft", "add", "rule", "inet", "t", "c", "udp", "dport", &port, "drop",
        ];
        let (status, said) = ours(&mut router, &words);
        assert_eq!(status, 0, "{said}");
    }
    eprintln!("10,000 rules, one after the other: {:?}", begin.elapsed());
    let (_, listed) = ours(&mut router, &["nft", "list", "chain", "inet", "t", "c"]);
    assert_eq!(listed.lines().count(), 20_000 + 5);
}
