//! The kernel as oracle of rules: the same rules (iptables-legacy) and the same frames into a network
//! namespace and into a worker. Every rule must count the same, and what comes out must be the same.
//! Needs root.

#[path = "filter_kernel/frames.rs"]
mod frames;
mod rig;
#[path = "filter_kernel/rules.rs"]
mod rules;
#[path = "filter_kernel/spec.rs"]
mod spec;

use std::{fmt::Write, sync::Arc};

use dataplane::{
    filter::{
        BaseChain, Chain, ChainId, CounterBank, CounterId, Hook, Policy, Rule, RuleState, Ruleset,
        TableKind,
    },
    time::Duration,
};
use frames::frame;
use rig::{
    LEFT, Plan, RIGHT,
    frames::{Random, spoil},
    oracle::{self, Oracle, comparable, without_limited},
};
use rules::{Both, MARKER, chains};

/// What `iptables-restore` is given.
fn script(chains: &[(Hook, Vec<Both>)]) -> String {
    let mut script = "*mangle\n".to_owned();
    for (hook, rules) in chains {
        for (line, _) in rules {
            writeln!(script, "-A {} {line}", hook.chain()).expect("it is a string");
        }
    }
    script + "COMMIT\n"
}

/// The same rules compiled: rule `n` (from 0) of chain `c` has counter `1000 * c + n`.
fn ruleset(chains: &[(Hook, Vec<Both>)]) -> Arc<Ruleset> {
    let (mut built, mut bases) = (Vec::new(), Vec::new());
    for (number, (hook, rules)) in (0..).zip(chains) {
        let rules = (0..).zip(rules).map(|(place, (_, spec))| Rule {
            spec: Arc::new(spec.clone()),
            jump: None,
            counter: CounterId(1000 * number + place),
            state: Arc::new(RuleState::of(spec)),
            source: None,
        });
        built.push(Chain {
            name: hook.chain().into(),
            table: TableKind::Mangle,
            rules: rules.collect(),
        });
        let base = BaseChain {
            chain: ChainId(number),
            table: TableKind::Mangle,
            priority: TableKind::Mangle.priority(*hook),
            policy: Policy::Accept,
            counter: CounterId(1000 * number + 999),
        };
        bases.push((*hook, base));
    }
    let mut counters = CounterBank::new(1);
    counters.grow(2000);
    Arc::new(Ruleset::new(built, &bases, false, counters))
}

/// Whether the kernel hears its own answer to an IPv4 packet, which not every one gets: the source is a
/// broadcast, or its own address and the destination is nowhere.
fn answers_itself(frame: &[u8]) -> bool {
    let Some([8, 0, header @ ..]) = frame.get(12..34) else {
        return false;
    };
    let (src, dst) = (&header[12..16], &header[16..20]);
    src[3] == 255 || (src[3] == 254 && dst[..3] != [10, 2, 0])
}

/// Packets and bytes of each rule, in the order of the chains.
fn kernel_counts(oracle: &Oracle, tool: &str) -> Vec<(u64, u64)> {
    let listing = oracle.ask(&format!("{tool}-save -c -t mangle"));
    let rules = listing.lines().filter(|line| line.starts_with('['));
    rules
        .map(|line| {
            let end = line.find(']').expect("it is closed");
            let (packets, bytes) = line[1..end].split_once(':').expect("two numbers");
            let number = |text: &str| text.parse().expect("a number");
            (number(packets), number(bytes))
        })
        .collect()
}

fn our_counts(ruleset: &Ruleset) -> Vec<(u64, u64)> {
    let chains = (0..).zip(&ruleset.chains);
    chains
        .flat_map(|(number, chain)| {
            (0..chain.rules.len() as u32).map(move |place| CounterId(1000 * number + place))
        })
        .map(|counter| ruleset.counters.read(counter))
        .map(|counts| (counts.packets, counts.bytes))
        .collect()
}

#[test]
fn rules_match_what_they_match_in_the_kernel() {
    if !oracle::is_there() {
        return;
    }
    let mut oracle = Oracle::new("flt", 0);
    let (chains4, chains6) = (chains(true), chains(false));
    for (tool, chains) in [
        ("iptables-legacy", &chains4),
        ("ip6tables-legacy", &chains6),
    ] {
        let path = std::env::temp_dir().join(format!("tollgate-{tool}-{}", std::process::id()));
        std::fs::write(&path, script(chains)).expect("there is room");
        oracle.ask(&format!("{tool}-restore {}", path.display()));
        std::fs::remove_file(&path).expect("it is there");
    }
    let mut plan = Plan::new();
    plan.without_vlan();
    plan.sysctls.icmp_ratelimit = Duration::ZERO;
    plan.sysctls.icmp6_ratelimit = Duration::ZERO;
    plan.sysctls.icmp_msgs_per_sec = 1_000_000;
    plan.sysctls.icmp_msgs_burst = 1_000_000;
    plan.interface(RIGHT).mtu = 1280;
    (plan.filter4, plan.filter6) = (ruleset(&chains4), ruleset(&chains6));
    let rulesets = [Arc::clone(&plan.filter4), Arc::clone(&plan.filter6)];
    let mut ours = plan.start();
    ours.step = Duration::from_nanos(100);
    let seed = std::env::var("ORACLE_SEED").map_or(0x5eed_0002, |n| n.parse().expect("a number"));
    let count = std::env::var("ORACLE_FRAMES").map_or(3000, |n| n.parse().expect("a number"));
    // From this one on, counters are compared after each frame.
    let each = std::env::var("ORACLE_EACH").map_or(count, |n| n.parse().expect("a number"));
    let mut random = Random(seed);
    for n in 0..count {
        let mut frame = frame(&mut random);
        if random.below(5) == 0 {
            spoil(&mut random, &mut frame);
        }
        if frame.len() < 14 || frame.len() > 1200 || answers_itself(&frame) {
            continue;
        }
        let hex: String = frame.iter().map(|byte| format!("{byte:02x}")).collect();
        let (left, right) = ours.send(LEFT, &frame);
        let we = (comparable(left), comparable(right));
        let (left, right) = oracle.send(&frame).expect("the kernel answers");
        let kernel = (comparable(left), comparable(right));
        assert_eq!(
            without_limited(&we.0),
            without_limited(&kernel.0),
            "frame {n}: {hex}"
        );
        assert_eq!(
            without_limited(&we.1),
            without_limited(&kernel.1),
            "frame {n}: {hex}"
        );
        if n % 500 != 499 && n < each {
            continue;
        }
        let tools = ["iptables-legacy", "ip6tables-legacy"];
        for ((tool, chains), ruleset) in tools.iter().zip([&chains4, &chains6]).zip(&rulesets) {
            let lines = chains.iter().flat_map(|(_, rules)| rules);
            let counts = our_counts(ruleset)
                .into_iter()
                .zip(kernel_counts(&oracle, tool));
            for ((line, _), (we, kernel)) in lines.zip(counts) {
                if *line != MARKER {
                    assert_eq!(we, kernel, "{tool} {line}, frame {n}: {hex}");
                }
            }
        }
    }
    // Rules that nothing matched would have proved nothing.
    for (chains, ruleset) in [&chains4, &chains6].iter().zip(&rulesets) {
        let lines = chains.iter().flat_map(|(_, rules)| rules);
        for ((line, _), (packets, _)) in lines.zip(our_counts(ruleset)) {
            // Protocols are those behind all extension headers.
            let never = [MARKER, "! -i left", "! -o right", "-p 60"].contains(line);
            assert!(
                packets > 0 || never || count < 3000,
                "nothing matched {line}"
            );
        }
    }
}
