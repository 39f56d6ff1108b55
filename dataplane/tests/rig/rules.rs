//! Rules of iptables', for routers on memory wires.

use std::sync::Arc;

use dataplane::filter::{
    BaseChain, Chain, ChainId, CounterBank, CounterId, Hook, Policy, Rule, RuleSpec, RuleState,
    Ruleset, TableKind,
};

/// A chain: its table, its hook, its policy and its rules.
pub type Rules = (TableKind, Hook, Policy, Vec<RuleSpec>);

/// Counters of each chain.
pub const COUNTERS: u32 = 10;

/// The counters of so many chains.
pub fn counters(workers: usize, chains: u32) -> CounterBank {
    let mut counters = CounterBank::new(workers);
    counters.grow((COUNTERS * chains) as usize);
    counters
}

/// Rules for packets whose connections are tracked if `conntrack` says so. [`COUNTERS`] counters are each chain's, one
/// chain after the other, beginning with that of the policy.
pub fn ruleset(chains: Vec<Rules>, conntrack: bool, counters: &CounterBank) -> Arc<Ruleset> {
    let (mut built, mut bases) = (Vec::new(), Vec::new());
    for (number, (table, hook, policy, specs)) in (0..).zip(chains) {
        let rules = (1..).zip(specs).map(|(place, spec)| Rule {
            state: Arc::new(RuleState::of(&spec)),
            spec: Arc::new(spec),
            jump: None,
            counter: CounterId(COUNTERS * number + place),
            source: None,
        });
        built.push(Chain {
            name: hook.chain().into(),
            table,
            rules: rules.collect(),
        });
        let base = BaseChain {
            chain: ChainId(number),
            table,
            priority: table.priority(hook),
            policy,
            counter: CounterId(COUNTERS * number),
        };
        bases.push((hook, base));
    }
    Arc::new(Ruleset::new(built, &bases, conntrack, counters.clone()))
}
