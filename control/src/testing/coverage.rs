//! Which rules the tests reached.

use std::{collections::BTreeMap, fmt::Write, slice, sync::Arc};

use dataplane::{
    filter::{Base, BaseChain, Chain, Hook, Policy, Ruleset, Step, TableRef, nft},
    route::Family,
    snapshot::Snapshot,
    trace::TraceStep,
};
use serde_json::{Value, json};

use super::{
    outcome,
    rule::{self, FAMILIES},
};
use crate::{
    explain::{Told, nft_rule},
    lang::{iptables::rule_text, nft::print},
};

/// Which rules the tests reached: how many packets each matched. Of iptables' the counters say so that packets
/// count with, of nft's what was told of each packet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// The chains: those of iptables, IPv4 before IPv6, by table; then those of nft.
    pub chains: Vec<ChainCoverage>,
}

/// What was reached of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainCoverage {
    /// `iptables`, `ip6tables` or `nft`.
    pub family: &'static str,
    /// The table.
    pub table: TableRef,
    /// The chain.
    pub chain: Arc<str>,
    /// Its rules, in order.
    pub rules: Vec<RuleCoverage>,
    /// The policy and the packets that came to it; `None` for a chain of the user's.
    pub policy: Option<(&'static str, u64)>,
}

/// What was reached of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleCoverage {
    /// Its number in its chain, from 1.
    pub number: usize,
    /// The rule, as `iptables -S` or `nft list` prints it.
    pub text: String,
    /// The file and the line that it comes from.
    pub source: Option<(Arc<str>, u32)>,
    /// Packets that it matched.
    pub packets: u64,
}

/// The base chains of a rule set, of both languages.
fn base_chains(rules: &Ruleset) -> impl Iterator<Item = &Base> {
    let steps = Hook::ALL.into_iter().flat_map(|hook| rules.steps(hook));
    steps.flat_map(|step| match step {
        Step::Chain(base) => slice::from_ref(base),
        Step::Nat { chains, .. } => chains,
        Step::Defrag | Step::Conntrack | Step::Confirm => &[],
    })
}

/// The base chains of iptables by the numbers of their chains.
fn bases(rules: &Ruleset) -> BTreeMap<usize, BaseChain> {
    let bases = base_chains(rules).filter_map(|base| match base {
        Base::Xt(base) => Some(base),
        Base::Nft(_) => None,
    });
    bases.map(|base| (base.chain.0 as usize, *base)).collect()
}

/// The policy of a chain of nft's, if it is a base chain.
fn nft_policy(rules: &Ruleset, chain: &nft::Chain) -> Option<Policy> {
    base_chains(rules).find_map(|base| match base {
        Base::Nft(base) => (base.chain == chain.number).then_some(base.policy),
        Base::Xt(_) => None,
    })
}

impl Coverage {
    /// Nothing reached yet of what `snapshot` has.
    pub(super) fn of(snapshot: &Snapshot) -> Self {
        let mut all = Self::default();
        for family in FAMILIES {
            let rules = snapshot.filter(family);
            let bases = bases(rules);
            for (number, chain) in rules.chains.iter().enumerate() {
                all.chains.push(ChainCoverage {
                    family: rule::family(family),
                    table: TableRef::Xt(chain.table),
                    chain: Arc::clone(&chain.name),
                    rules: RuleCoverage::of(family, chain),
                    policy: bases.get(&number).map(|base| (base.policy.name(), 0)),
                });
            }
        }
        for family in FAMILIES {
            let rules = snapshot.filter(family);
            for chain in rules.nft.iter() {
                all.add_nft(chain, nft_policy(rules, chain), snapshot);
            }
        }
        all
    }

    /// Adds a chain of nft's, unless it is there: those of `inet` are met by both families.
    fn add_nft(&mut self, chain: &nft::Chain, policy: Option<Policy>, snapshot: &Snapshot) {
        let table = TableRef::Nft(Arc::clone(&chain.table));
        if self.nft(&table, &chain.name).is_some() {
            return;
        }
        let rules = (1..).zip(&chain.rules).map(|(number, rule)| {
            let source = rule.source.as_ref();
            RuleCoverage {
                number,
                text: nft_rule(rule.words.as_ref(), snapshot),
                source: source.map(|source| (Arc::clone(&source.file), source.line)),
                packets: 0,
            }
        });
        self.chains.push(ChainCoverage {
            family: "nft",
            table,
            chain: Arc::clone(&chain.name),
            rules: rules.collect(),
            policy: policy.map(|policy| (print::policy(policy), 0)),
        });
    }

    fn nft(&mut self, table: &TableRef, chain: &str) -> Option<&mut ChainCoverage> {
        let mut chains = self.chains.iter_mut();
        chains.find(|known| known.table == *table && &*known.chain == chain)
    }

    /// Adds what was told of a packet: the rules of nft's that it matched, and the policies that it came to.
    pub(super) fn tell(&mut self, story: &[Told]) {
        for told in story.iter().filter(|told| outcome::met(told)) {
            if let TraceStep::NftRule {
                table,
                chain,
                number,
                ..
            } = &told.step
            {
                let chain = self.nft(&TableRef::Nft(Arc::clone(table)), chain);
                if let Some(rule) = chain.and_then(|chain| chain.rules.get_mut(number - 1)) {
                    rule.packets += 1;
                }
            }
            if let TraceStep::Policy { table, chain, .. } = &told.step
                && matches!(table, TableRef::Nft(_))
                && let Some((_, packets)) = self
                    .nft(table, chain)
                    .and_then(|chain| chain.policy.as_mut())
            {
                *packets += 1;
            }
        }
    }

    /// Adds what the counters of `snapshot` show, which has the same rules.
    pub(super) fn add(&mut self, snapshot: &Snapshot) {
        let mut sums = self.chains.iter_mut();
        for family in FAMILIES {
            let rules = snapshot.filter(family);
            let bases = bases(rules);
            let chains = rules.chains.iter().enumerate();
            for ((number, chain), sum) in chains.zip(&mut sums) {
                for (sum, rule) in sum.rules.iter_mut().zip(&chain.rules) {
                    sum.packets += rules.counters.read(rule.counter).packets;
                }
                if let (Some((_, packets)), Some(base)) = (&mut sum.policy, bases.get(&number)) {
                    *packets += rules.counters.read(base.counter).packets;
                }
            }
        }
    }

    /// Adds what the tests of another file reached: rules are the same if their chain, their line and
    /// their text are.
    pub fn merge(&mut self, other: &Self) {
        for chain in &other.chains {
            let mut known = self.chains.iter_mut();
            let same = |known: &&mut ChainCoverage| {
                (known.family, &known.table, &known.chain)
                    == (chain.family, &chain.table, &chain.chain)
            };
            match known.find(same) {
                Some(known) => known.merge(chain),
                None => self.chains.push(chain.clone()),
            }
        }
    }

    /// How many rules there are, and how many were reached.
    #[must_use]
    pub fn total(&self) -> (usize, usize) {
        self.chains.iter().fold((0, 0), |(rules, reached), chain| {
            (rules + chain.rules.len(), reached + chain.reached())
        })
    }

    /// For people: the chains that have rules or another policy than ACCEPT, then the rules that no
    /// packet matched.
    #[must_use]
    pub fn text(&self) -> String {
        let (rules, reached) = self.total();
        let mut text = format!("rules reached: {reached} of {rules}");
        if let Some(percent) = (reached * 100).checked_div(rules) {
            // Writing to a string never fails.
            let _ = write!(text, " ({percent}%)");
        }
        text.push('\n');
        let shown = |chain: &&ChainCoverage| {
            !chain.rules.is_empty()
                || chain
                    .policy
                    .is_some_and(|(policy, _)| !policy.eq_ignore_ascii_case("accept"))
        };
        for chain in self.chains.iter().filter(shown) {
            let (name, reached) = (chain.name(), chain.reached());
            let _ = write!(text, "  {name}: {reached} of {}", chain.rules.len());
            if let Some((policy, packets)) = chain.policy {
                let not = if packets == 0 { "not " } else { "" };
                let _ = write!(text, ", policy {policy} {not}reached");
            }
            text.push('\n');
        }
        if reached < rules {
            text.push_str("rules that no test reached:\n");
        }
        for chain in &self.chains {
            for rule in chain.rules.iter().filter(|rule| rule.packets == 0) {
                let place = rule::place(&chain.table, &chain.chain, rule.number);
                let source = rule.source.as_ref();
                let source = source.map(|(file, line)| format!("{file}:{line}: "));
                let source = source.unwrap_or_default();
                let _ = writeln!(text, "  {source}{} {place}: {}", chain.family, rule.text);
            }
        }
        text
    }

    /// For programs.
    #[must_use]
    pub fn json(&self) -> Value {
        let (rules, reached) = self.total();
        let chains: Vec<_> = self.chains.iter().map(ChainCoverage::json).collect();
        json!({ "rules": rules, "reached": reached, "chains": chains })
    }
}

impl ChainCoverage {
    /// How many rules were reached.
    #[must_use]
    pub fn reached(&self) -> usize {
        self.rules.iter().filter(|rule| rule.packets > 0).count()
    }

    fn name(&self) -> String {
        format!(
            "{} {}:{}",
            self.family,
            rule::table_name(&self.table),
            self.chain
        )
    }

    fn merge(&mut self, other: &Self) {
        for rule in &other.rules {
            let mut known = self.rules.iter_mut();
            let same = |known: &&mut RuleCoverage| {
                (&known.source, &known.text) == (&rule.source, &rule.text)
            };
            match known.find(same) {
                Some(known) => known.packets += rule.packets,
                None => self.rules.push(rule.clone()),
            }
        }
        if let (Some((_, sum)), Some((_, packets))) = (&mut self.policy, other.policy) {
            *sum += packets;
        }
    }

    fn json(&self) -> Value {
        let rules: Vec<_> = self.rules.iter().map(RuleCoverage::json).collect();
        json!({
            "family": self.family,
            "table": rule::table_name(&self.table),
            "chain": &*self.chain,
            "policy": self.policy.map(|(policy, _)| policy),
            "policy_packets": self.policy.map(|(_, packets)| packets),
            "rules": rules,
        })
    }
}

impl RuleCoverage {
    /// The rules of a chain, none of them reached yet.
    fn of(family: Family, chain: &Chain) -> Vec<Self> {
        let rules = chain.rules.iter().enumerate();
        rules
            .map(|(at, rule)| {
                let source = rule.source.as_ref();
                Self {
                    number: at + 1,
                    text: rule_text(family, &chain.name, &rule.spec),
                    source: source.map(|source| (Arc::clone(&source.file), source.line)),
                    packets: 0,
                }
            })
            .collect()
    }

    fn json(&self) -> Value {
        json!({
            "number": self.number,
            "rule": self.text,
            "file": self.source.as_ref().map(|(file, _)| &**file),
            "line": self.source.as_ref().map(|(_, line)| line),
            "packets": self.packets,
        })
    }
}
