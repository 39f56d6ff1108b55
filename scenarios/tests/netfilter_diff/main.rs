//! Linux is the oracle for the firewall: random rules of all tables, and random traffic whose packets
//! answer what came out, are given to the kernel (with the real `iptables`) and to Tollgate. What each
//! sends because of every single frame is compared byte for byte; after that the listings with their
//! counters, and the connections.
//!
//! Needs root. Without more said, the same cases are tried each time. `TOLLGATE_DIFF_SEED` begins
//! elsewhere (a seed names a case for good; even ones are IPv4, odd ones IPv6), and
//! `TOLLGATE_DIFF_SECONDS` goes on for that long. A case that fails is made as small as it gets, and
//! printed (`TOLLGATE_DIFF_KEEP` names a folder for it as it was, `TOLLGATE_DIFF_CASE` a file with such a text, to see it again); kept as a file in `regressions/`, it is tried each time.

mod arena;
mod cached;
mod case;
mod flow;
mod fragment;
mod mask;
mod matches;
mod names;
mod nft;
mod nft_matches;
mod nft_statements;
mod packet;
mod rules;
mod shrink;
mod targets;
mod topology;
mod trace;
mod traffic;

use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};

use scenarios::oracle::Dice;

use arena::{Arena, Disagreement, Kind, Subject};
use case::Event;
use nft::NftRules;
use rules::Rules;
use topology::Family;
use traffic::Traffic;

/// Frames given to each rule set.
const FRAMES: usize = 350;
/// Cases tried if no time is given.
const CASES: usize = 40;
/// Cases given to two kernels.
const CONTROLS: usize = 6;
/// Cases shown in full.
const SHOWN: usize = 3;
/// How often a case is tried in which chance decides.
const TRIES: u64 = 16;
/// How long one may be made smaller.
const SHRINKING: Duration = Duration::from_secs(60);
/// What the real tools are.
const TOOLS: [&str; 6] = [
    "unshare",
    "bash",
    "sysctl",
    "iptables-legacy",
    "conntrack",
    "nft",
];

/// The language of a case's rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Language {
    Iptables,
    Nft,
    /// Both, in one router.
    Both,
}

/// The rules of a case.
struct Writers {
    iptables: Option<Rules>,
    nft: Option<NftRules>,
}

impl Writers {
    fn new(language: Language, family: Family, dice: &mut Dice) -> Self {
        let iptables = (language != Language::Nft).then(|| Rules::new(family, dice));
        let nft = (language != Language::Iptables).then(|| NftRules::new(family, dice));
        Self { iptables, nft }
    }

    fn lines(&mut self, dice: &mut Dice) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some(rules) = &mut self.iptables {
            lines.extend(rules.lines(dice));
        }
        if let Some(rules) = &mut self.nft {
            lines.extend(rules.lines(dice));
        }
        lines
    }

    fn change(&mut self, dice: &mut Dice) -> Option<String> {
        match (&mut self.iptables, &mut self.nft) {
            (Some(rules), None) => rules.change(dice),
            (None, Some(rules)) => rules.change(dice),
            (Some(iptables), Some(nft)) => match dice.chance(50) {
                true => iptables.change(dice),
                false => nft.change(dice),
            },
            (None, None) => None,
        }
    }

    fn questions(&self) -> Vec<String> {
        let iptables = self.iptables.iter().flat_map(Rules::questions);
        iptables
            .chain(self.nft.iter().flat_map(NftRules::questions))
            .collect()
    }
}

#[derive(Default)]
struct Score {
    cases: [usize; 2],
    frames: [usize; 2],
    /// Frames that made the kernel send something.
    answered: [usize; 2],
    /// Packets that Tollgate's workers handed over to one another.
    handed: u64,
    /// Cases that failed, by the kind of disagreement.
    failed: Vec<(u64, Kind)>,
    /// How often a case was tried again because chance decided.
    again: usize,
}

/// Lets a new case happen: its events as far as they went, and what was found. Where that is chance, it
/// happens again.
fn play(
    seed: u64,
    (subject, language): (Subject, Language),
    score: &mut Score,
) -> (Vec<Event>, Option<Disagreement>) {
    let index = (seed % 2) as usize;
    score.cases[index] += 1;
    let (attempt, (events, found)) = until_certain(
        |attempt| play_once(seed, attempt, (subject, language), &mut score.handed),
        |(_, found)| found.as_ref(),
    );
    score.again += attempt as usize;
    for event in &events {
        if let Event::Receive { sent, .. } = event {
            score.frames[index] += 1;
            score.answered[index] += usize::from(!sent.is_empty());
        }
    }
    (events, found)
}

/// Lets something happen, and again as long as chance decides what is `found` in it; what came of the last
/// attempt, and its number, from 0 on.
fn until_certain<T>(
    mut play: impl FnMut(u64) -> T,
    found: impl Fn(&T) -> Option<&Disagreement>,
) -> (u64, T) {
    let mut attempt = 0;
    loop {
        let outcome = play(attempt);
        let is_luck = found(&outcome).is_some_and(|found| found.kind == Kind::Luck);
        if !is_luck || attempt + 1 == TRIES {
            return (attempt, outcome);
        }
        attempt += 1;
    }
}

/// One attempt: other random choices of the routers, the same of everything else.
fn play_once(
    seed: u64,
    attempt: u64,
    (subject, language): (Subject, Language),
    handed: &mut u64,
) -> (Vec<Event>, Option<Disagreement>) {
    let mut dice = Dice::new(seed);
    let family = match seed % 2 {
        0 => Family::V4,
        _ => Family::V6,
    };
    let mut rules = Writers::new(language, family, &mut dice);
    let mut traffic = Traffic::new(family);
    let mut arena = Arena::new(seed ^ attempt << 32, subject, true);
    let mut events: Vec<Event> = Vec::new();
    let mut next = |event: Event| {
        events.push(event);
        let number = events.len() - 1;
        let found = arena.play(number, &mut events[number]).err();
        (found, events[number].clone())
    };
    let mut first = topology::network(family, &mut dice);
    first.extend(rules.lines(&mut dice));
    let mut found = first.into_iter().find_map(|line| next(Event::Run(line)).0);
    let mut count = 0;
    while found.is_none() && count < FRAMES {
        if dice.chance(2)
            && let Some(line) = rules.change(&mut dice)
        {
            found = next(Event::Run(line)).0;
            continue;
        }
        let arrival = traffic.next(&mut dice);
        let (disagreement, event) = next(Event::Receive {
            port: arrival.port,
            frame: arrival.frame,
            sent: Vec::new(),
        });
        count += 1;
        if let Event::Receive { sent, .. } = &event {
            traffic.saw(sent);
        }
        found = disagreement;
    }
    if found.is_none() {
        found = rules.questions().into_iter().find_map(|line| {
            let text = String::new();
            next(Event::Ask { line, text }).0
        });
    }
    if found.is_none() {
        assert!(
            arena.is_accounted_for(),
            "seed {seed}: every frame is accounted for"
        );
    }
    *handed += arena.handed();
    (events, found)
}

/// Lets a case happen again, as often as chance decides.
fn replay(events: &mut Vec<Event>, subject: Subject, with_kernel: bool) -> Option<Disagreement> {
    let before = events.clone();
    let play = |attempt| {
        events.clone_from(&before);
        let mut arena = Arena::new(attempt + 1, subject, with_kernel);
        let mut numbered = events.iter_mut().enumerate();
        numbered.find_map(|(number, event)| arena.play(number, event).err())
    };
    until_certain(play, Option::as_ref).1
}

/// Makes a failing case small, and prints it.
fn show(seed: u64, subject: Subject, events: Vec<Event>, found: &Disagreement) {
    if let Some(folder) = std::env::var_os("TOLLGATE_DIFF_KEEP") {
        let path = Path::new(&folder).join(format!("{seed}.case"));
        fs::write(path, case::print(&events)).expect("a file");
    }
    println!(
        "=== seed {seed}, event {}: {:?}\n{}",
        found.event, found.kind, found.text
    );
    let kind = found.kind;
    let fails = |events: &[Event]| {
        let mut events = events.to_vec();
        replay(&mut events, subject, true).is_some_and(|found| found.kind == kind)
    };
    if !fails(&events) {
        println!("(it does not happen again)\n{}", case::print(&events));
        return;
    }
    let budget = number("TOLLGATE_DIFF_SHRINK").map_or(SHRINKING, Duration::from_secs);
    let mut small = shrink::shrink(events, budget, fails);
    let again = replay(&mut small, subject, true);
    println!("--- made smaller:\n{}", case::print(&small));
    if let Some(found) = again {
        println!("--- event {}:\n{}", found.event, found.text);
    }
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Compares `subject` with the kernel, in as many cases as were asked for, or in `count`.
fn compare((subject, language): (Subject, Language), count: usize) {
    if !scenarios::netns::available(&TOOLS) {
        return;
    }
    let start = Instant::now();
    let budget = number("TOLLGATE_DIFF_SECONDS").map(Duration::from_secs);
    let first = number("TOLLGATE_DIFF_SEED").unwrap_or(0);
    let count = number("TOLLGATE_DIFF_CASES").map_or(count, |count| count as usize);
    let shown = number("TOLLGATE_DIFF_SHOW").map_or(SHOWN, |count| count as usize);
    if let Some(file) = std::env::var_os("TOLLGATE_DIFF_CASE") {
        let text = fs::read_to_string(file).expect("a text");
        let mut events = case::parse(&text).expect("a case");
        let found = replay(&mut events, subject, true);
        match found {
            None => println!("{}they agree", case::print(&events)),
            Some(found) => show(0, subject, events, &found),
        }
        return;
    }
    let mut score = Score::default();
    for seed in first.. {
        let (events, found) = play(seed, (subject, language), &mut score);
        if let Some(found) = found {
            score.failed.push((seed, found.kind));
            if score.failed.len() <= shown {
                show(seed, subject, events, &found);
            }
        }
        let cases: usize = score.cases.iter().sum();
        if budget.map_or(cases >= count, |budget| start.elapsed() >= budget) {
            break;
        }
    }
    for (family, name) in ["IPv4", "IPv6"].iter().enumerate() {
        println!(
            "{name}: {} frames to {} cases, {} of them answered or forwarded by the kernel",
            score.frames[family], score.cases[family], score.answered[family]
        );
    }
    println!("{} packets changed their worker", score.handed);
    println!(
        "{} times chance decided, and a case was tried again",
        score.again
    );
    println!("{} cases fail: {:?}", score.failed.len(), score.failed);
    assert_eq!(score.failed, [], "cases in which they disagree");
}

#[test]
fn the_kernel_and_tollgate_do_the_same_with_packets_and_rules() {
    compare((Subject::Tollgate, Language::Iptables), CASES);
}

#[test]
fn the_kernel_and_tollgate_do_the_same_with_rules_of_nft() {
    compare((Subject::Tollgate, Language::Nft), CASES);
}

#[test]
fn the_kernel_and_tollgate_do_the_same_with_both_languages() {
    compare((Subject::Tollgate, Language::Both), CASES / 2);
}

#[test]
fn the_kernel_agrees_with_itself_on_rules_of_nft() {
    compare((Subject::Kernel, Language::Nft), CONTROLS);
}

#[test]
fn the_kernel_agrees_with_itself() {
    compare((Subject::Kernel, Language::Iptables), CONTROLS);
}

#[test]
fn cases_that_once_failed_go_as_on_linux() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/netfilter_diff/regressions");
    let with_kernel = scenarios::netns::available(&TOOLS);
    let mut failed = Vec::new();
    let files = fs::read_dir(&folder).expect("a folder");
    let mut paths: Vec<_> = files.map(|file| file.expect("a file").path()).collect();
    paths.sort();
    for path in paths {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let text = fs::read_to_string(&path).expect("a text");
        let mut events = case::parse(&text).expect("a case");
        let kept = events.clone();
        if let Some(found) = replay(&mut events, Subject::Tollgate, false) {
            println!(
                "=== {name}, event {}: {:?}\n{}",
                found.event, found.kind, found.text
            );
            failed.push(name.clone());
        }
        // What is kept is what the kernel does.
        if with_kernel {
            let mut events = kept;
            if let Some(found) = replay(&mut events, Subject::Tollgate, true) {
                println!("=== {name}, with the kernel: {}", found.text);
                failed.push(name);
            }
        }
    }
    assert_eq!(failed, [""; 0]);
}
