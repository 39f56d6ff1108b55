//! Rules of iptables, for routers on memory wires.

use std::sync::Arc;

use dataplane::filter::{
    BaseChain, Chain, ChainId, CounterBank, CounterId, Hook, Policy, Rule, RuleSpec, RuleState,
    Ruleset, TableKind,
};

/// Chains: for each the table, the hook, the policy and the rules. Ten counters each are theirs, in this order, beginning
/// with that of the policy.
pub fn compile(
    chains: Vec<(TableKind, Hook, Policy, Vec<RuleSpec>)>,
    conntrack: bool,
    counters: &CounterBank,
) -> Arc<Ruleset> {
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
