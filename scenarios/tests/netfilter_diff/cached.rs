//! The flow cache changes nothing: two routers, of which one decides for each packet anew, are given the
//! same random rules and traffic, in bursts, in virtual time. They send the same frames in the same order,
//! and count, list and drop the same.

use dataplane::{
    flow_cache::FlowFate,
    time::{Duration, Instant},
};
use scenarios::oracle::{Dice, Tollgate, hex};

use crate::{
    arena::differing_lines,
    number,
    rules::Rules,
    topology::{self, Family, PORTS, router_mac},
    traffic::{Arrival, Traffic},
};

/// Frames given to each rule set.
const FRAMES: usize = 1200;
/// Frames that may come again.
const RECENT: usize = 60;
/// Cases tried if nobody says how many.
const CASES: u64 = 60;

/// Both routers.
struct Pair {
    cached: Tollgate,
    plain: Tollgate,
    /// What happened, to be shown if they disagree.
    story: Vec<String>,
}

impl Pair {
    fn new(seed: u64) -> Self {
        let macs: Vec<_> = (0..PORTS).map(router_mac).collect();
        let [mut cached, mut plain] = [(); 2].map(|()| Tollgate::new(seed, &macs));
        plain.set_flow_cache(false);
        cached.advance(Duration::ZERO);
        plain.advance(Duration::ZERO);
        Self {
            cached,
            plain,
            story: Vec::new(),
        }
    }

    fn both(&mut self) -> [&mut Tollgate; 2] {
        [&mut self.cached, &mut self.plain]
    }

    /// Gives both a command line, and compares what they say.
    fn ask(&mut self, line: &str) {
        self.story.push(line.to_owned());
        let [ours, theirs] = self.both().map(|router| router.query(line));
        self.agree(
            &(ours.status, &ours.stderr),
            &(theirs.status, &theirs.stderr),
        );
        let difference = differing_lines(&theirs.stdout, &ours.stdout);
        assert!(
            difference.is_empty(),
            "{}\n{difference}",
            self.story.join("\n")
        );
    }

    fn agree<T: PartialEq + std::fmt::Debug>(&self, ours: &T, theirs: &T) {
        assert!(
            ours == theirs,
            "{}\ncached: {ours:?}\nplain: {theirs:?}",
            self.story.join("\n")
        );
    }
}

/// What one case did, for the sum of all: packets that were replayed, flows without connections that were dropped, and
/// flows of ICMP that are replayed.
fn play(seed: u64) -> [u64; 3] {
    let mut dice = Dice::new(seed);
    let family = match seed % 2 {
        0 => Family::V4,
        _ => Family::V6,
    };
    let mut rules = Rules::new(family, &mut dice);
    let mut traffic = Traffic::new(family);
    let mut pair = Pair::new(seed);
    pair.story.push(format!("# seed {seed}"));
    for line in topology::network(family, &mut dice) {
        pair.ask(&line);
    }
    for line in rules.lines(&mut dice) {
        pair.ask(&line);
    }
    if seed % 4 < 2 {
        pair.ask("sysctl -q -w net.netfilter.nf_conntrack_log_invalid=255");
    }
    let (mut count, mut recent) = (0, Vec::<Arrival>::new());
    while count < FRAMES {
        if dice.chance(3)
            && let Some(line) = rules.change(&mut dice)
        {
            pair.ask(&line);
            continue;
        }
        let time = match dice.below(40) {
            0 => Duration::from_secs(30),
            1..=5 => Duration::from_millis(900),
            _ => Duration::from_micros(200),
        };
        for router in pair.both() {
            router.advance(time);
        }
        // What was sent lately is sent again and again: only flows that last are worth keeping.
        let burst: Vec<Arrival> = if recent.len() < 10 || dice.chance(25) {
            let news = (0..=dice.below(6)).map(|_| traffic.next(&mut dice));
            news.collect()
        } else {
            let again = (0..dice.below(12)).map(|_| recent[dice.below(recent.len())].clone());
            again.collect()
        };
        count += burst.len();
        recent.extend(burst.iter().cloned());
        recent.drain(..recent.len().saturating_sub(RECENT));
        for arrival in &burst {
            let text = format!("> p{} {}", arrival.port, hex(&arrival.frame));
            pair.story.push(text);
        }
        let frames = || burst.iter().map(|arrival| (arrival.port, &*arrival.frame));
        let [ours, theirs] = pair.both().map(|router| router.exchange_all(frames()));
        pair.agree(&ours, &theirs);
        let logs = pair.both().map(|router| router.log());
        pair.agree(&logs[0], &logs[1]);
        traffic.saw(&theirs);
    }
    for line in rules.questions() {
        pair.ask(&line);
    }
    pair.ask("conntrack -L -o id");
    pair.ask("conntrack -S");
    pair.ask("ip -s -s link");
    let totals = pair.both().map(|router| router.router().totals());
    pair.agree(&totals[0], &totals[1]);
    let [cached, plain] = pair
        .both()
        .map(|router| router.router().conntrack.of(0).replayed());
    assert_eq!(plain, 0);
    let router = pair.cached.router();
    let table = router.conntrack.of(0);
    let snapshot = router.snapshots.current();
    let (known, _) = table.flows(0, u32::MAX, &snapshot, Instant::ZERO);
    let echo = known.filter(|flow| {
        flow.tuple.proto == family.icmp() && matches!(flow.way.fate, FlowFate::Leave(_))
    });
    let echo = echo.count() as u64;
    let flows = table.stateless_flows(&snapshot, Instant::ZERO);
    let dropped = flows
        .iter()
        .filter(|flow| matches!(flow.way.fate, FlowFate::Drop { .. }));
    [cached, dropped.count() as u64, echo]
}

#[test]
fn the_flow_cache_changes_nothing_but_the_time() {
    let cases = number("TOLLGATE_DIFF_CASES").unwrap_or(CASES);
    let first = number("TOLLGATE_DIFF_SEED").unwrap_or(0);
    let (mut replayed, mut dropped, mut echoed) = (0, 0, 0);
    for [packets, flows, echo] in (first..first + cases).map(play) {
        replayed += packets;
        dropped += flows;
        echoed += echo;
    }
    println!(
        "{replayed} of {} frames replayed, {dropped} flows without connections dropped, {echoed} of ICMP known",
        cases * FRAMES as u64
    );
    // It would be no test of the cache if that did nothing.
    assert!(replayed > cases * 60, "{replayed}");
    assert!(dropped > 0 && echoed > 0);
}

/// While something that the router has sent to itself was on its way, connections that nobody ever knew of were dropped
/// as if their places were free at once: later ones had other numbers.
#[test]
fn nor_in_cases_that_once_failed() {
    for seed in [2062, 2579, 3093, 8289, 10185] {
        play(seed);
    }
}
