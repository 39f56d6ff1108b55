//! Chains: jumps, verdicts, policies and priorities.

use super::*;
use crate::filter::{
    BaseChain as XtBase, Chain as XtChain, ChainId, IpMatch, Rule as XtRule, RuleSpec, RuleState,
    TableKind, Target,
};

fn verdict(verdict: Verdict) -> Expr {
    Expr::Verdict(verdict)
}

fn count(counter: u32) -> Expr {
    Expr::Counter(CounterId(counter))
}

fn to(chain: u32) -> Expr {
    verdict(Verdict::Jump(ChainNumber(chain)))
}

/// Takes a packet through all chains of FORWARD, without and with a trace, and gives whether it passed and the
/// packets that counters 0 to 9 then show for one packet.
fn pass(ruleset: Ruleset, mut packet: Packet) -> (bool, [u64; 10]) {
    let family = packet.family();
    let bench = &mut match family {
        Family::V4 => Bench::with(ruleset, Ruleset::default()),
        Family::V6 => Bench::with(Ruleset::default(), ruleset),
    };
    let passed = [(); 2].map(|()| bench.pass((family, Hook::Forward), &mut packet).is_ok());
    assert_eq!(passed[0], passed[1]);
    let counts = std::array::from_fn(|counter| {
        let packets = bench.counts(family, counter as u32).packets;
        assert_eq!(packets % 2, 0);
        packets / 2
    });
    (passed[0], counts)
}

fn forward(policy: Policy, rules: Vec<Vec<Expr>>) -> Tables {
    Tables::default().base("forward", FORWARD, policy, rules)
}

#[test]
fn a_rule_matches_if_all_of_it_holds() {
    let rules = || {
        forward(
            Policy::Accept,
            vec![
                with(dport(2000), count(1)),
                with(dport(53), verdict(Verdict::Drop)),
            ],
        )
        .ruleset(false)
    };
    assert_eq!(
        pass(rules(), udp(1000, 2000)),
        (true, [0, 1, 0, 0, 0, 0, 0, 0, 0, 0])
    );
    assert_eq!(pass(rules(), udp(1000, 53)), (false, [0; 10]));
    assert_eq!(
        pass(rules(), udp6(1000, 53)),
        (false, [0; 10]),
        "both families"
    );
    assert!(pass(rules(), syn(&[])).0);
}

#[test]
fn the_policy_is_for_what_no_rule_decides() {
    let rules = || {
        forward(
            Policy::Drop,
            vec![with(dport(53), verdict(Verdict::Accept))],
        )
    };
    assert!(pass(rules().ruleset(false), udp(1000, 53)).0);
    assert!(!pass(rules().ruleset(false), udp(1000, 54)).0);
    let back = || {
        forward(
            Policy::Drop,
            vec![vec![count(0), verdict(Verdict::Return), count(1)]],
        )
    };
    let (passed, counts) = pass(back().ruleset(false), udp(1, 2));
    assert_eq!(
        (passed, counts[0], counts[1]),
        (false, 1, 0),
        "return from a base chain"
    );
}

#[test]
fn jumps_come_back_and_gotos_do_not() {
    let rules = |first| {
        forward(Policy::Accept, vec![vec![first], vec![count(0)]])
            .chain("a", vec![vec![to(2)], vec![count(1)]])
            .chain(
                "b",
                vec![
                    vec![count(2)],
                    vec![verdict(Verdict::Return)],
                    vec![count(3)],
                ],
            )
            .ruleset(false)
    };
    let (_, counts) = pass(rules(to(1)), udp(1, 2));
    assert_eq!(counts[..4], [1, 1, 1, 0]);
    let (_, counts) = pass(rules(verdict(Verdict::Goto(ChainNumber(1)))), udp(1, 2));
    assert_eq!(
        counts[..4],
        [0, 1, 1, 0],
        "the end of a is the end of forward"
    );
}

#[test]
fn continue_goes_on_within_the_rule() {
    let rules = forward(
        Policy::Accept,
        vec![vec![verdict(Verdict::Continue), count(0)]],
    );
    assert_eq!(pass(rules.ruleset(false), udp(1, 2)).1[0], 1);
}

#[test]
fn jumps_are_followed_16_deep() {
    let deep = |depth: u32| {
        let mut tables = forward(Policy::Accept, vec![vec![to(1)]]);
        for chain in 1..=depth {
            let next = if chain < depth {
                to(chain + 1)
            } else {
                count(0)
            };
            tables = tables.chain("deep", vec![vec![next]]);
        }
        tables.ruleset(false)
    };
    assert_eq!(
        pass(deep(16), udp(1, 2)),
        (true, [1, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    );
    assert_eq!(pass(deep(17), udp(1, 2)), (false, [0; 10]));
    let round = forward(Policy::Accept, vec![vec![to(1)]]).chain("round", vec![vec![to(1)]]);
    assert!(!pass(round.ruleset(false), udp(1, 2)).0, "a circle ends");
    let nowhere = forward(Policy::Accept, vec![vec![to(9)]]);
    assert!(!pass(nowhere.ruleset(false), udp(1, 2)).0);
}

/// What runs at FORWARD, in order.
fn order(ruleset: &Ruleset) -> Vec<String> {
    let step = |step: &Step| match step {
        Step::Chain(Base::Nft(base)) => {
            let chain = ruleset.nft.chain(base.chain).expect("there");
            chain.name.to_string()
        }
        Step::Chain(Base::Xt(base)) => base.table.name().to_owned(),
        Step::Nat { chains, .. } => {
            let names = chains.iter().map(|base| match base {
                Base::Nft(base) => ruleset
                    .nft
                    .chain(base.chain)
                    .expect("there")
                    .name
                    .to_string(),
                Base::Xt(_) => "nat".to_owned(),
            });
            names.collect::<Vec<_>>().join("+")
        }
        Step::Defrag | Step::Conntrack | Step::Confirm => format!("{step:?}"),
    };
    ruleset.steps(Hook::Output).iter().map(step).collect()
}

#[test]
fn chains_run_by_priority_and_the_youngest_first() {
    // As the kernel runs them, seen with `nft monitor trace`.
    let filter = |priority| (ChainType::Filter, Hook::Output, priority);
    let nat = |priority| (ChainType::Nat, Hook::Output, priority);
    let mut tables = Tables::default();
    for (name, base) in [
        ("a", filter(0)),
        ("b", filter(0)),
        ("early", filter(-100)),
        ("n1", nat(-100)),
        ("n2", nat(-100)),
        ("n3", nat(-110)),
        ("late", filter(-100)),
        ("c", filter(0)),
    ] {
        tables = tables.base(name, base, Policy::Accept, Vec::new());
    }
    let xt = XtBase {
        chain: ChainId(0),
        table: TableKind::Filter,
        priority: Priority::FILTER,
        policy: Policy::Accept,
        counter: CounterId(0),
    };
    tables.bases.insert(1, (Hook::Output, xt.into()));
    let expected = [
        "Defrag",
        "Conntrack",
        "late",
        "n3+n2+n1",
        "early",
        "c",
        "b",
        "filter",
        "a",
    ];
    assert_eq!(order(&tables.ruleset(true)), expected);
}

#[test]
fn both_languages_see_a_packet_until_one_drops_it() {
    let both = |target: Target, ours: Verdict| {
        let tables = forward(Policy::Accept, vec![vec![count(0), verdict(ours)]]);
        let spec = RuleSpec {
            ip: IpMatch::default(),
            matches: Vec::new(),
            target,
        };
        let chain = XtChain {
            name: "FORWARD".into(),
            table: TableKind::Mangle,
            rules: vec![XtRule {
                state: Arc::new(RuleState::of(&spec)),
                spec: Arc::new(spec),
                jump: None,
                counter: CounterId(1),
                source: None,
            }],
        };
        let base = XtBase {
            chain: ChainId(0),
            table: TableKind::Mangle,
            priority: Priority::MANGLE,
            policy: Policy::Accept,
            counter: CounterId(2),
        };
        let mut bases = tables.bases;
        bases.push((Hook::Forward, base.into()));
        let mut counters = CounterBank::new(1);
        counters.grow(10);
        let chains = Chains::new(tables.chains, Vec::new());
        Ruleset::with_nft(vec![chain], chains, &bases, false, counters)
    };
    let (passed, counts) = pass(both(Target::Accept, Verdict::Accept), udp(1, 2));
    assert_eq!((passed, counts[0], counts[1]), (true, 1, 1));
    let (passed, counts) = pass(both(Target::Drop, Verdict::Accept), udp(1, 2));
    assert_eq!((passed, counts[0], counts[1]), (false, 0, 1));
    let (passed, counts) = pass(both(Target::Accept, Verdict::Drop), udp(1, 2));
    assert_eq!((passed, counts[0], counts[1]), (false, 1, 1));
}

#[test]
fn a_trace_tells_of_each_rule() {
    let rules = forward(Policy::Drop, vec![with(dport(53), count(0)), vec![to(1)]])
        .chain("a", vec![vec![count(1)]]);
    let mut bench = Bench::with(rules.ruleset(false), Ruleset::default());
    let (result, steps) = bench.explain((Family::V4, Hook::Forward), &mut udp(1, 2));
    assert_eq!(result, Err(DropReason::NetfilterDrop));
    let told = steps.iter().map(|step| {
        if let TraceStep::Chain { table, chain } = step {
            format!("{table} {chain}")
        } else if let TraceStep::NftRule {
            chain,
            handle,
            outcome,
            ..
        } = step
        {
            format!("{chain} {handle} {outcome:?}")
        } else if let TraceStep::Return { chain, .. } = step {
            format!("end of {chain}")
        } else if let TraceStep::Policy { table, policy, .. } = step {
            format!("{table} {}", policy.name())
        } else {
            format!("{step:?}")
        }
    });
    let told: Vec<_> = told.collect();
    let mismatch = format!("{:?}", RuleOutcome::Mismatch(Mismatch::Expr(3)));
    let expected = [
        "inet t forward".to_owned(),
        format!("forward 1 {mismatch}"),
        "forward 2 Jump".to_owned(),
        "a 1 Continue".to_owned(),
        "end of a".to_owned(),
        "inet t DROP".to_owned(),
    ];
    assert_eq!(told, expected);
    let TraceStep::Chain { table, .. } = &steps[0] else {
        panic!("{steps:?}");
    };
    assert!(matches!(table, TableRef::Nft(table) if &*table.name == "t"));
}
