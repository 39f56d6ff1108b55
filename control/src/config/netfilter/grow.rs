//! One more rule in a table that was checked: only what is new is.
//!
//! A runbook of ten thousand rules adds them one by one. Looking at all rules each time would take a time
//! that grows with the square of their number.

use std::collections::BTreeMap;

use dataplane::{
    filter::{RuleSpec, TableKind},
    route::Family,
};

use super::{
    check,
    hooks::{Hooks, ends_all},
    table::{Table, jump},
};

/// Whether it is plain that a rule can be added to a chain in front of rule `at`: notes then how packets
/// come to it, and to where it goes. If not, nothing has changed, and the table has to be checked as a
/// whole.
pub(super) fn takes(
    table: &mut Table,
    family: Family,
    (chain, at): (usize, usize),
    spec: &RuleSpec,
) -> bool {
    let (Some(reach), rules) = (table.reach.get(chain), table.chains[chain].rules()) else {
        return false;
    };
    let (hooks, end) = (reach.hooks, reach.end);
    let last = end.checked_sub(1).and_then(|last| rules.get(last));
    let is_ended = end < rules.len() || last.is_some_and(|last| ends_all(&last.spec));
    let is_reached = at < end || !is_ended;
    // Packets may come no more to what is behind it.
    let cuts = at < end && ends_all(spec);
    if at > rules.len() || cuts {
        return false;
    }
    let from = if is_reached { hooks } else { Hooks::default() };
    let goes = match jump(spec).map(|name| table.position(name)) {
        None => None,
        Some(Some(target)) if target >= table.built_in() => Some(target).filter(|_| is_reached),
        Some(_) => return false,
    };
    if check::rule(table.kind(), family, from, spec).is_err() {
        return false;
    }
    if let Some(target) = goes
        && !from.is_empty()
        && !spread(table, family, from, (chain, target))
    {
        return false;
    }
    let reach = &mut table.reach[chain];
    reach.end += usize::from(is_reached);
    if let Some(target) = goes
        && let Err(place) = reach.jumps.binary_search(&target)
    {
        reach.jumps.insert(place, target);
    }
    true
}

/// Lets packets from `hooks` come to `target`, and to where they go from there. `false`, and nothing has
/// changed, if one could come back to `chain`, or to a rule that can't be used there.
fn spread(
    table: &mut Table,
    family: Family,
    hooks: Hooks,
    (chain, target): (usize, usize),
) -> bool {
    // Chains that a packet may be in, and whether it can get out of them all.
    let mut out = BTreeMap::from([(chain, false)]);
    let mut way = Vec::new();
    let mut next = Some(target);
    loop {
        if let Some(at) = next {
            match out.get(&at) {
                Some(false) => return false,
                Some(true) => {}
                None => {
                    out.insert(at, false);
                    way.push((at, 0));
                }
            }
        }
        let Some((at, followed)) = way.last_mut() else {
            break;
        };
        next = table.reach[*at].jumps.get(*followed).copied();
        *followed += 1;
        if next.is_none() {
            out.insert(*at, true);
            way.pop();
        }
    }
    out.remove(&chain);
    let mut reached: Vec<usize> = out.into_keys().collect();
    reached.retain(|at| !hooks.without(table.reach[*at].hooks).is_empty());
    let kind: TableKind = table.kind();
    let usable = reached.iter().all(|at| {
        let reach = &table.reach[*at];
        let rules = &table.chains[*at].rules()[..reach.end];
        let mut rules = rules.iter();
        rules.all(|rule| check::rule(kind, family, reach.hooks.with(hooks), &rule.spec).is_ok())
    });
    if usable {
        for at in reached {
            let reach = &mut table.reach[at];
            reach.hooks = reach.hooks.with(hooks);
        }
    }
    usable
}

#[cfg(test)]
mod tests {
    use std::{fmt::Debug, sync::Arc};

    use dataplane::filter::{Counts, Hook, Target, Test, targets::Reject};
    use proptest::prelude::*;

    use super::*;
    use crate::config::{
        Model,
        netfilter::{Readings, Rule, TableError, Tables, hooks},
    };

    /// Chains that rules are added to.
    const CHAINS: [&str; 6] = ["INPUT", "FORWARD", "OUTPUT", "A", "B", "C"];

    fn rule() -> impl Strategy<Value = RuleSpec> {
        let chain = |goto| {
            (3..CHAINS.len()).prop_map(move |chain| Target::Chain {
                name: CHAINS[chain].into(),
                goto,
            })
        };
        let target = prop_oneof![
            Just(Target::Continue),
            Just(Target::Accept),
            Just(Target::Return),
            Just(Target::Reject(Reject::PortUnreachable)),
            Just(Target::Trace),
            chain(false),
            chain(true),
        ];
        (target, any::<bool>()).prop_map(|(target, every)| {
            let mut spec = RuleSpec {
                target,
                ..RuleSpec::default()
            };
            if !every {
                spec.ip.proto = Some(Test { not: false, of: 6 });
            }
            spec
        })
    }

    fn rule_of(spec: Arc<RuleSpec>) -> Rule {
        Rule::new(spec, Counts::default(), None)
    }

    fn show(found: impl Debug) -> String {
        format!("{found:?}")
    }

    /// Adds by checking the whole table.
    fn add_slowly(
        tables: &mut Tables,
        place: (&str, Option<usize>),
        rule: Rule,
    ) -> Result<(), TableError> {
        let mut draft = tables.draft(TableKind::Filter);
        draft.add(place, rule)?;
        tables.commit(draft, &Readings::default())
    }

    proptest! {
        #[test]
        fn a_rule_is_taken_as_if_all_were_checked(
            rules in prop::collection::vec((0..CHAINS.len(), any::<u8>(), rule()), 1..40)
        ) {
            let (mut one, mut other) = (Model::new(), Model::new());
            let [quick, slow] = [&mut one, &mut other]
                .map(|model| model.netfilter_mut().of_mut(Family::V4));
            for tables in [&mut *quick, &mut *slow] {
                let mut draft = tables.draft(TableKind::Filter);
                for chain in &CHAINS[3..] {
                    draft.new_chain(chain).expect("a new one");
                }
                tables.commit(draft, &Readings::default()).expect("good");
            }
            for (chain, at, spec) in rules {
                let chain = CHAINS[chain];
                let rule = rule_of(Arc::new(spec));
                // In front, somewhere, or at the end.
                let at = (at > 100).then_some(usize::from(at % 8));
                let added = quick.add(
                    TableKind::Filter,
                    (chain, at),
                    vec![rule.clone()],
                    &Readings::default(),
                );
                prop_assert_eq!(show(added), show(add_slowly(slow, (chain, at), rule)));
                let tables = [&mut *quick, &mut *slow].map(|tables| tables.ask(TableKind::Filter));
                let specs = tables.each_ref().map(|table| {
                    let rules = table.rules();
                    show(rules.map(|(chain, rule)| (&chain.name, &rule.spec)).collect::<Vec<_>>())
                });
                prop_assert_eq!(&specs[0], &specs[1]);
                let reach = hooks::reach(&tables[1]).expect("checked");
                prop_assert_eq!(show(&tables[0].reach), show(reach));
            }
        }
    }

    #[test]
    fn rules_are_added_in_place() {
        let mut model = Model::new();
        let tables = model.netfilter_mut().of_mut(Family::V4);
        let filter = TableKind::Filter;
        let table = Arc::as_ptr(&tables.ask(filter));
        for hook in [Hook::Input, Hook::Forward] {
            let place = (hook.chain(), None);
            let rule = rule_of(Arc::default());
            let added = tables.add(filter, place, vec![rule], &Readings::default());
            added.expect("a rule that says nothing");
        }
        assert_eq!(Arc::as_ptr(&tables.ask(filter)), table);
        assert_eq!(tables.ask(filter).rules().count(), 2);
    }
}
