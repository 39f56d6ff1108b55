//! What becomes of counters and of the compiled rules while tables change.

use std::sync::Arc;

use dataplane::{
    filter::{
        Base, ChainId, Counts, Hook, Match, RuleSpec, Ruleset, Step, TableKind, Target, Test,
        matches::{CtStates, StateMatch},
        targets::InterfaceNat,
    },
    route::Family,
    snapshot::{Publisher, Snapshot},
};

use super::{Draft, Readings, Rule, TableError};
use crate::config::{Compiler, Model};

/// Tables with the rule set that packets meet.
struct Router {
    model: Model,
    compiler: Compiler,
    publisher: Publisher,
}

impl Router {
    fn new() -> Self {
        Self {
            model: Model::new(),
            compiler: Compiler::new(1),
            publisher: Publisher::new(Snapshot::default(), 0),
        }
    }

    fn ruleset(&mut self) -> Arc<Ruleset> {
        self.compiler.commit(&mut self.model, &self.publisher);
        Arc::clone(&self.publisher.current().filter4)
    }

    fn readings(&mut self) -> Readings {
        Readings::of(Some(self.ruleset().counters.clone()))
    }

    /// Changes a table, as a command does.
    fn change(
        &mut self,
        kind: TableKind,
        change: impl FnOnce(&mut Draft, &Readings) -> Result<(), TableError>,
    ) -> Result<(), TableError> {
        let readings = self.readings();
        let tables = self.model.netfilter_mut().of_mut(Family::V4);
        let mut draft = tables.draft(kind);
        change(&mut draft, &readings)?;
        tables.commit(draft, &readings)
    }

    fn append(&mut self, kind: TableKind, chain: &str, target: Target) -> Result<(), TableError> {
        let spec = spec(target);
        self.change(kind, |draft, _| {
            draft.add((chain, None), Rule::new(spec, Counts::default(), None))
        })
    }

    /// A packet matches all rules of a chain, and meets the policy.
    fn packet(&mut self, chain: &str, bytes: usize) {
        let ruleset = self.ruleset();
        let found = ruleset.chains.iter().find(|found| &*found.name == chain);
        for rule in &found.expect("the chain").rules {
            ruleset.counters.count(0, rule.counter, bytes);
        }
        for step in Hook::ALL.iter().flat_map(|hook| ruleset.steps(*hook)) {
            if let Step::Chain(Base::Xt(base)) = step
                && &*ruleset.chains[base.chain.0 as usize].name == chain
            {
                ruleset.counters.count(0, base.counter, bytes);
            }
        }
    }

    /// The packets of the rules of a chain of the filter table, and of its policy.
    fn packets(&mut self, chain: &str) -> (Vec<u64>, u64) {
        let readings = self.readings();
        let table = self.model.netfilter_mut().of_mut(Family::V4);
        let table = table.ask(TableKind::Filter);
        let chain = table.chain(chain).expect("the chain");
        let rules = chain.rules().iter();
        let rules = rules.map(|rule| rule.counted.counts(&readings).packets);
        let policy = chain
            .base
            .map(|base| base.counted.counts(&readings).packets);
        (rules.collect(), policy.unwrap_or_default())
    }
}

fn spec(target: Target) -> Arc<RuleSpec> {
    Arc::new(RuleSpec {
        target,
        ..RuleSpec::default()
    })
}

fn go(chain: &str) -> Target {
    Target::Chain {
        name: chain.into(),
        goto: false,
    }
}

#[test]
fn rules_keep_their_counts_while_others_come_and_go() {
    let mut router = Router::new();
    let filter = TableKind::Filter;
    router
        .append(filter, "INPUT", Target::Accept)
        .expect("a rule");
    router
        .append(filter, "INPUT", Target::Drop)
        .expect("a rule");
    router.packet("INPUT", 60);
    assert_eq!(router.packets("INPUT"), (vec![1, 1], 1));
    router
        .change(filter, |draft, _| draft.delete_at("INPUT", 0))
        .expect("deleted");
    // The policy's count begins anew, as with the real tool.
    assert_eq!(router.packets("INPUT"), (vec![1], 0));
    router.packet("INPUT", 60);
    // The new rule may have the counter of the one that is gone, but not its count.
    router
        .append(filter, "INPUT", Target::Return)
        .expect("a rule");
    assert_eq!(router.packets("INPUT"), (vec![2, 0], 0));
    let ids: Vec<u32> = router.ruleset().chains[0]
        .rules
        .iter()
        .map(|rule| rule.counter.0)
        .collect();
    assert!(ids.iter().all(|id| *id < 5), "{ids:?} are used again");
    router.packet("INPUT", 60);
    assert_eq!(router.packets("INPUT"), (vec![3, 1], 1));
}

#[test]
fn counts_are_set_and_count_on() {
    let mut router = Router::new();
    let filter = TableKind::Filter;
    let counts = Counts {
        packets: 7,
        bytes: 70,
    };
    router
        .change(filter, |draft, readings| {
            let rule = Rule::new(spec(Target::Accept), counts, None);
            draft.add(("FORWARD", None), rule)?;
            draft.set_policy("FORWARD", "DROP", counts, readings)
        })
        .expect("changed");
    assert_eq!(router.packets("FORWARD"), (vec![7], 7));
    router.packet("FORWARD", 60);
    assert_eq!(router.packets("FORWARD"), (vec![8], 8));
    let before = router.readings();
    assert_eq!(router.packets("FORWARD"), (vec![8], 8));
    // What comes between the reading and the setting to zero is not lost.
    router.packet("FORWARD", 60);
    let tables = router.model.netfilter_mut().of_mut(Family::V4);
    let table = tables.ask(filter);
    let rule = &table.chain("FORWARD").expect("the chain").rules()[0];
    let shown = rule.counted.counts(&before);
    assert_eq!(
        shown.packets, 9,
        "a reading is made when it is first asked for"
    );
    router.packet("FORWARD", 60);
    let tables = router.model.netfilter_mut().of_mut(Family::V4);
    let mut draft = tables.draft(filter);
    draft.zero("FORWARD", &before).expect("the chain");
    tables.commit(draft, &before).expect("committed");
    assert_eq!(router.packets("FORWARD").0, [1]);
}

#[test]
fn what_is_refused_changes_nothing() {
    let mut router = Router::new();
    let filter = TableKind::Filter;
    router
        .change(filter, |draft, _| draft.new_chain("a"))
        .expect("a chain");
    router
        .append(filter, "a", go("a"))
        .expect("nothing goes there");
    let before = router.ruleset();
    assert_eq!(
        router.append(filter, "INPUT", go("a")),
        Err(TableError::Loop)
    );
    let nat = Target::Masquerade(InterfaceNat::default());
    let refused = router.append(filter, "INPUT", nat);
    assert!(matches!(refused, Err(TableError::Violation(_))));
    assert!(
        Arc::ptr_eq(&before, &router.ruleset()),
        "no rule set is made anew"
    );
    assert_eq!(router.packets("INPUT"), (vec![], 0));
}

#[test]
fn only_what_has_changed_is_made_anew() {
    let mut router = Router::new();
    let filter = TableKind::Filter;
    router
        .change(filter, |draft, _| draft.new_chain("a"))
        .expect("a chain");
    router
        .change(TableKind::Mangle, |draft, _| draft.new_chain("b"))
        .expect("a chain");
    router
        .append(TableKind::Mangle, "INPUT", go("b"))
        .expect("a rule");
    let state = Match::State(StateMatch {
        state: Test::is(CtStates::NEW),
    });
    router
        .change(TableKind::Mangle, |draft, _| {
            let spec = RuleSpec {
                matches: vec![state],
                ..RuleSpec::default()
            };
            let rule = Rule::new(Arc::new(spec), Counts::default(), None);
            draft.add(("b", None), rule)
        })
        .expect("a rule");
    let before = router.ruleset();
    let six = Arc::clone(&router.publisher.current().filter6);
    // Moves the chains of the other table.
    router
        .change(filter, |draft, _| draft.new_chain("b"))
        .expect("a chain");
    let after = router.ruleset();
    assert!(!Arc::ptr_eq(&before, &after));
    assert!(Arc::ptr_eq(&six, &router.publisher.current().filter6));
    let jump = |ruleset: &Ruleset| -> (ChainId, Arc<dataplane::filter::RuleState>) {
        let chains = &ruleset.chains;
        let in_mangle = |name: &str| {
            let place = chains
                .iter()
                .position(|chain| chain.table == TableKind::Mangle && &*chain.name == name);
            place.expect("the chain")
        };
        let jump = chains[in_mangle("INPUT")].rules[0].jump.expect("a jump");
        assert_eq!(jump.0 as usize, in_mangle("b"));
        (jump, Arc::clone(&chains[in_mangle("b")].rules[0].state))
    };
    let (before, after) = (jump(&before), jump(&after));
    assert_ne!(before.0, after.0);
    assert!(
        Arc::ptr_eq(&before.1, &after.1),
        "what matches remember stays while their table does"
    );
}

#[test]
fn connections_are_tracked_while_a_rule_needs_it() {
    let mut router = Router::new();
    let translates = |router: &mut Router| {
        let ruleset = router.ruleset();
        let steps = ruleset.steps(Hook::Postrouting).iter();
        let nat = steps
            .filter(|step| matches!(step, Step::Nat { .. }))
            .count();
        (ruleset.tracks(), nat)
    };
    router
        .append(TableKind::Nat, "POSTROUTING", Target::Accept)
        .expect("a rule");
    assert_eq!(translates(&mut router), (false, 0), "nobody asks");
    let nat = Target::Masquerade(InterfaceNat::default());
    router
        .append(TableKind::Nat, "POSTROUTING", nat)
        .expect("a rule");
    assert_eq!(translates(&mut router), (true, 1));
    router
        .change(TableKind::Nat, |draft, _| draft.flush("POSTROUTING"))
        .expect("flushed");
    assert_eq!(translates(&mut router), (false, 0));
}
