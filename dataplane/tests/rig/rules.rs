//! Rules of iptables.

use std::sync::Arc;

use dataplane::filter::{
    BaseChain, Chain, ChainId, CounterBank, CounterId, Hook, Policy, Rule, RuleSpec, RuleState,
    Ruleset, TableKind,
};

/// A base chain: its table, hook and policy, and its rules.
pub type Described = (TableKind, Hook, Policy, Vec<RuleSpec>);

/// Base chains. Ten counters each are theirs, in this order, beginning with that of the policy.
pub fn ruleset(chains: Vec<Described>, conntrack: bool, counters: &CounterBank) -> Arc<Ruleset> {
    let (mut built, mut bases) = (Vec::new(), Vec::new());
    for (number, (table, hook, policy, specs)) in (0..).zip(chains) {
        let rules = (1..).zip(specs).map(|(place, spec)| Rule {
            state: Arc::new(RuleState::of(&spec)),
            spec: Arc::new(spec),
            jump: None,
            counter: CounterId(10 * number + place),
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
            counter: CounterId(10 * number),
        };
        bases.push((hook, base));
    }
    Arc::new(Ruleset::new(built, &bases, conntrack, counters.clone()))
}
