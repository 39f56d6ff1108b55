//! From tables to the rule set that packets walk through.

use std::sync::Arc;

use dataplane::{
    filter::{
        Base, BaseChain, Chain as CompiledChain, ChainId, CounterBank, Hook, Rule as CompiledRule,
        RuleState, Ruleset, TableKind, nft::ChainNumber,
    },
    route::Family,
    time::Instant,
};

use super::{
    check::needs_conntrack,
    table::{Table, jump},
    tables::{Netfilter, Tables},
};
use crate::config::nft::compile as nft;

/// Where a table is in a rule set.
#[derive(Clone, Copy, Debug)]
struct Compiled {
    kind: TableKind,
    generation: u64,
    first: usize,
    count: usize,
    /// Whether connections are tracked for its sake.
    conntrack: bool,
}

/// Makes the rule sets of both families, one after the other.
#[derive(Debug)]
pub(in super::super) struct RulesetCompiler {
    bank: CounterBank,
    v4: OfFamily,
    v6: OfFamily,
    nft: nft::Compiler,
}

/// What the rule set of a family was made of last.
#[derive(Debug, Default)]
struct OfFamily {
    ruleset: Arc<Ruleset>,
    tables: Vec<Compiled>,
    /// Whose chains packets come to, in the order in which they came into being.
    registered: Vec<Registered>,
}

/// Whose chains packets come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Registered {
    /// Those of a table of iptables'.
    Xt(TableKind),
    /// One of nft's.
    Nft(ChainNumber),
}

impl From<&Base> for Registered {
    fn from(base: &Base) -> Self {
        match base {
            Base::Xt(base) => Self::Xt(base.table),
            Base::Nft(base) => Self::Nft(base.chain),
        }
    }
}

impl RulesetCompiler {
    /// A compiler for fresh tables, and `workers` workers.
    pub(in super::super) fn new(workers: usize) -> Self {
        Self {
            bank: CounterBank::new(workers),
            v4: OfFamily::default(),
            v6: OfFamily::default(),
            nft: nft::Compiler::default(),
        }
    }

    /// The rule set of a family made last.
    pub(in super::super) fn ruleset(&self, family: Family) -> Arc<Ruleset> {
        match family {
            Family::V4 => Arc::clone(&self.v4.ruleset),
            Family::V6 => Arc::clone(&self.v6.ruleset),
        }
    }

    /// Makes new rule sets of what has changed; `false` if nothing has.
    pub(in super::super) fn update(&mut self, netfilter: &mut Netfilter, now: Instant) -> bool {
        let [nft4, nft6] = std::mem::take(&mut netfilter.nft_mut().dirty);
        let xt4 = std::mem::take(&mut netfilter.of_mut(Family::V4).dirty);
        let xt6 = std::mem::take(&mut netfilter.of_mut(Family::V6).dirty);
        if !(nft4 || nft6 || xt4 || xt6) {
            return false;
        }
        if nft4 || nft6 {
            let removed = std::mem::take(&mut netfilter.nft_mut().removed);
            self.nft
                .update(netfilter.nft().ruleset(), [nft4, nft6], removed, now);
        }
        self.bank.grow(netfilter.counters());
        for (changed, family) in [(xt4 || nft4, Family::V4), (xt6 || nft6, Family::V6)] {
            if changed {
                let of = match family {
                    Family::V4 => &mut self.v4,
                    Family::V6 => &mut self.v6,
                };
                of.update(netfilter.of(family), self.nft.of(family), &self.bank);
            }
        }
        true
    }

    /// No packet meets an older rule set any more.
    pub(in super::super) fn reclaim(&self, netfilter: &Netfilter) {
        netfilter.reclaim(&self.bank);
    }
}

impl OfFamily {
    /// Makes a new rule set. Tables that have not changed are taken from the one before.
    fn update(&mut self, tables: &Tables, nft: &nft::OfFamily, bank: &CounterBank) {
        let mut chains: Vec<CompiledChain> = Vec::new();
        let mut bases: Vec<(Hook, Base)> = Vec::new();
        let mut compiled = Vec::new();
        for table in tables.iter() {
            let first = chains.len();
            for (chain, at) in table.chains().iter().zip(first..) {
                if let Some(base) = &chain.base {
                    let compiled = BaseChain {
                        chain: chain_id(at),
                        table: table.kind(),
                        priority: table.kind().priority(base.hook),
                        policy: base.policy,
                        counter: base.counted.id(),
                    };
                    bases.push((base.hook, compiled.into()));
                }
            }
            let known = self
                .tables
                .iter()
                .find(|known| known.kind == table.kind() && known.generation == table.generation);
            let conntrack = match known {
                Some(known) => {
                    let there = &self.ruleset.chains[known.first..known.first + known.count];
                    chains.extend(there.iter().map(|chain| moved(chain, known.first, first)));
                    known.conntrack
                }
                None => {
                    compile(tables, table, first, &mut chains);
                    table.rules().any(|(_, rule)| needs_conntrack(&rule.spec))
                }
            };
            compiled.push(Compiled {
                kind: table.kind(),
                generation: table.generation,
                first,
                count: chains.len() - first,
                conntrack,
            });
        }
        bases.extend(nft.bases.iter().map(|(hook, base)| (*hook, (*base).into())));
        self.oldest_first(&mut bases);
        let conntrack = nft.conntrack || compiled.iter().any(|table| table.conntrack);
        if !conntrack {
            // Nat chains ask about connections: without them they see nothing.
            bases.retain(|(_, base)| !base.is_nat());
        }
        self.tables = compiled;
        self.ruleset = Arc::new(self.ruleset.renewed(
            chains,
            nft.chains.clone(),
            &bases,
            conntrack,
            bank.clone(),
        ));
    }

    /// Puts the chains into the order in which they came into being.
    fn oldest_first(&mut self, bases: &mut [(Hook, Base)]) {
        let here: Vec<Registered> = bases.iter().map(|(_, base)| base.into()).collect();
        self.registered.retain(|one| here.contains(one));
        for one in here {
            if !self.registered.contains(&one) {
                self.registered.push(one);
            }
        }
        let age = |(_, base): &(Hook, Base)| {
            let one = Registered::from(base);
            self.registered.iter().position(|known| *known == one)
        };
        bases.sort_by_key(age);
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "there is no memory for that many chains"
)]
const fn chain_id(at: usize) -> ChainId {
    ChainId(at as u32)
}

/// A chain of a table whose first chain was number `from` and is to be number `to`.
fn moved(chain: &CompiledChain, from: usize, to: usize) -> CompiledChain {
    let mut chain = chain.clone();
    if from != to {
        for rule in &mut chain.rules {
            if let Some(jump) = &mut rule.jump {
                *jump = chain_id(jump.0 as usize - from + to);
            }
        }
    }
    chain
}

/// The chains of a table, the first of which is to be number `first`.
///
/// What matches like `limit` remember begins anew, as in the kernel, where every change of a table
/// replaces all of it; what rules share by name stays.
fn compile(tables: &Tables, table: &Table, first: usize, chains: &mut Vec<CompiledChain>) {
    let nothing: Arc<RuleState> = Arc::default();
    let shared = tables.shared();
    for chain in table.chains() {
        let rules = chain.rules().iter().map(|rule| CompiledRule {
            jump: jump(&rule.spec)
                .and_then(|name| table.position(name))
                .map(|at| chain_id(first + at)),
            counter: rule.counted.id(),
            state: if rule.spec.matches.is_empty() {
                Arc::clone(&nothing)
            } else {
                Arc::new(RuleState::sharing(&rule.spec, tables.family(), &shared))
            },
            source: rule.source.clone(),
            spec: Arc::clone(&rule.spec),
        });
        chains.push(CompiledChain {
            name: Arc::clone(&chain.name),
            table: table.kind(),
            rules: rules.collect(),
        });
    }
}
