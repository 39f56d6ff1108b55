//! A compiled rule set: what a worker walks through.

use std::{cmp::Reverse, collections::HashMap, fmt, sync::Arc};

use super::{
    CounterBank, CounterId, Hook, Match, Priority, RuleSpec, RuleState, SourceLine, TableKind,
    Target,
    classify::Classifier,
    nft::{self, ChainType},
    shared::Copies,
};
use crate::nat::Manip;

/// The number of a chain in a [`Ruleset`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ChainId(pub u32);

/// A rule where it stands.
#[derive(Clone, Debug)]
pub struct Rule {
    /// What it says, shared with the configuration.
    pub spec: Arc<RuleSpec>,
    /// Where its target goes, if that is a chain.
    pub jump: Option<ChainId>,
    /// What counts the packets that it matches.
    pub counter: CounterId,
    /// What matches like `limit` remember, one entry for each match that remembers (see
    /// [`RuleState::of`]). Kept as long as the rule stands.
    pub state: Arc<RuleState>,
    /// The line that it came from.
    pub source: Option<SourceLine>,
}

/// What happens to a packet that comes to the end of a base chain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Policy {
    /// It goes on.
    #[default]
    Accept,
    /// It is dropped.
    Drop,
}

impl Policy {
    /// `ACCEPT` or `DROP`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Accept => "ACCEPT",
            Self::Drop => "DROP",
        }
    }
}

/// A table, of either language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableRef {
    /// One of iptables'.
    Xt(TableKind),
    /// One of nft's.
    Nft(Arc<nft::Table>),
}

impl fmt::Display for TableRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Xt(kind) => f.write_str(kind.name()),
            Self::Nft(table) => table.fmt(f),
        }
    }
}

/// A chain of iptables'.
#[derive(Clone, Debug)]
pub struct Chain {
    /// Its name.
    pub name: Arc<str>,
    /// The table that it is in.
    pub table: TableKind,
    /// Its rules, in order.
    pub rules: Vec<Rule>,
}

impl Chain {
    /// Whether its rules are those of another.
    fn says_the_same(&self, other: &Self) -> bool {
        let mut pairs = self.rules.iter().zip(&other.rules);
        self.rules.len() == other.rules.len()
            && pairs.all(|(one, other)| Arc::ptr_eq(&one.spec, &other.spec))
    }
}

/// A chain of iptables' that packets come to by themselves.
#[derive(Clone, Copy, Debug)]
pub struct BaseChain {
    /// The chain.
    pub chain: ChainId,
    /// Its table.
    pub table: TableKind,
    /// When it runs.
    pub priority: Priority,
    /// What happens at its end.
    pub policy: Policy,
    /// Counts the packets that meet the policy.
    pub counter: CounterId,
}

/// A chain that packets come to by themselves, of either language.
#[derive(Clone, Copy, Debug)]
pub enum Base {
    /// One of iptables'.
    Xt(BaseChain),
    /// One of nft's.
    Nft(nft::BaseChain),
}

impl From<BaseChain> for Base {
    fn from(base: BaseChain) -> Self {
        Self::Xt(base)
    }
}

impl From<nft::BaseChain> for Base {
    fn from(base: nft::BaseChain) -> Self {
        Self::Nft(base)
    }
}

impl Base {
    /// When it runs.
    #[must_use]
    pub const fn priority(&self) -> Priority {
        match self {
            Self::Xt(base) => base.priority,
            Self::Nft(base) => base.priority,
        }
    }

    /// Whether it sees the first packet of each connection, and decides what becomes of its addresses.
    #[must_use]
    pub fn is_nat(&self) -> bool {
        match self {
            Self::Xt(base) => base.table == TableKind::Nat,
            Self::Nft(base) => base.kind == ChainType::Nat,
        }
    }

    /// Whether what it changes may give one of the router's own packets another route.
    #[must_use]
    pub(crate) fn reroutes(&self) -> bool {
        match self {
            Self::Xt(base) => base.table == TableKind::Mangle,
            Self::Nft(base) => base.kind == ChainType::Route,
        }
    }
}

/// One thing that happens at a hook.
#[derive(Clone, Debug)]
pub enum Step {
    /// Fragments become packets.
    Defrag,
    /// The packet's connection is found or made.
    Conntrack,
    /// A chain of rules.
    Chain(Base),
    /// Addresses are translated; the chains are asked for the first packet of a connection.
    Nat {
        /// Which addresses.
        manip: Manip,
        /// The chains, in the order of their priorities.
        chains: Vec<Base>,
    },
    /// The connection of a packet that got this far becomes known.
    Confirm,
}

/// All tables of one family, compiled.
#[derive(Clone, Debug, Default)]
pub struct Ruleset {
    /// The chains of iptables.
    pub chains: Vec<Chain>,
    /// The chains and sets of nft.
    pub nft: nft::Chains,
    /// What happens at each hook, in order.
    steps: [Vec<Step>; 5],
    /// The long ones of `chains`, compiled.
    classifiers: Vec<Option<Arc<Classifier>>>,
    /// Connections are tracked.
    conntrack: bool,
    /// A rule asks for labels of connections.
    labels: bool,
    /// The counters of rules and policies.
    pub counters: CounterBank,
}

impl Ruleset {
    /// Rules of iptables' for packets; see [`with_nft`](Self::with_nft).
    #[must_use]
    pub fn new(
        chains: Vec<Chain>,
        bases: &[(Hook, BaseChain)],
        conntrack: bool,
        counters: CounterBank,
    ) -> Self {
        let bases: Vec<_> = bases
            .iter()
            .map(|(hook, base)| (*hook, Base::Xt(*base)))
            .collect();
        Self::with_nft(chains, nft::Chains::default(), &bases, conntrack, counters)
    }

    /// Rules for packets; `bases` are the chains that packets come to, each with its hook, in the order in which
    /// they came into being. Connections are tracked if `conntrack` says so: as in the kernel, nat chains do not
    /// see to that, only rules do, and no packet meets them otherwise.
    #[must_use]
    pub fn with_nft(
        chains: Vec<Chain>,
        nft: nft::Chains,
        bases: &[(Hook, Base)],
        conntrack: bool,
        counters: CounterBank,
    ) -> Self {
        Self::default().renewed(chains, nft, bases, conntrack, counters)
    }

    /// Rules instead of these: compiled chains whose rules say the same are taken along.
    #[must_use]
    pub fn renewed(
        &self,
        chains: Vec<Chain>,
        nft: nft::Chains,
        bases: &[(Hook, Base)],
        conntrack: bool,
        counters: CounterBank,
    ) -> Self {
        let mut matches = chains
            .iter()
            .flat_map(|chain| &chain.rules)
            .flat_map(|rule| &rule.spec.matches);
        let labels = matches.any(|one| matches!(one, Match::Connlabel(_))) || nft.labels();
        let steps = Hook::ALL.map(|hook| steps(hook, bases, conntrack));
        Self {
            classifiers: self.classifiers_of(&chains),
            chains,
            nft,
            steps,
            conntrack,
            labels,
            counters,
        }
    }

    /// The long ones of `chains`, compiled: those that are among these are so already.
    fn classifiers_of(&self, chains: &[Chain]) -> Vec<Option<Arc<Classifier>>> {
        let mut there = HashMap::with_capacity(self.chains.len());
        for (chain, classifier) in self.chains.iter().zip(&self.classifiers) {
            there.insert((chain.table, &*chain.name), (chain, classifier));
        }
        let classifiers =
            chains
                .iter()
                .map(|chain| match there.get(&(chain.table, &*chain.name)) {
                    Some((before, classifier)) if before.says_the_same(chain) => {
                        (*classifier).clone()
                    }
                    _ => Classifier::of(&chain.rules).map(Arc::new),
                });
        classifiers.collect()
    }

    /// Whether there are rules for packets that come in before their connections are looked for.
    pub(crate) fn decides_before_connections(&self) -> bool {
        let steps = self.steps(Hook::Prerouting).iter();
        let mut before = steps.take_while(|step| !matches!(step, Step::Conntrack));
        before.any(|step| matches!(step, Step::Chain(_)))
    }

    /// The chain of iptables' that dropped a packet at `hook`, where `counter` was the last to count it, and the number of
    /// the rule, from 1; `None` for its policy. `None` at all if it was not one of those.
    #[must_use]
    pub fn dropper(&self, hook: Hook, counter: CounterId) -> Option<(&Chain, Option<usize>)> {
        let policy = self.steps(hook).iter().find_map(|step| match step {
            Step::Chain(Base::Xt(base)) if base.counter == counter => Some(base),
            Step::Chain(_) | Step::Nat { .. } | Step::Defrag | Step::Conntrack | Step::Confirm => {
                None
            }
        });
        if let Some(base) = policy {
            let chain = self.chains.get(base.chain.0 as usize)?;
            return (base.policy == Policy::Drop).then_some((chain, None));
        }
        self.chains.iter().find_map(|chain| {
            let rule = |rule: &Rule| rule.counter == counter && rule.spec.target == Target::Drop;
            let number = chain.rules.iter().position(rule)?;
            Some((chain, Some(number + 1)))
        })
    }

    /// What happens at `hook`, in order.
    #[must_use]
    #[inline]
    pub fn steps(&self, hook: Hook) -> &[Step] {
        &self.steps[hook.index()]
    }

    /// Whether nothing happens at any hook.
    #[must_use]
    #[inline]
    pub fn is_empty(&self) -> bool {
        !self.conntrack && self.steps.iter().all(Vec::is_empty)
    }

    /// Whether connections are tracked.
    #[must_use]
    pub const fn tracks(&self) -> bool {
        self.conntrack
    }

    /// Whether a rule asks for labels of connections (`net->ct.labels_used`): new ones have room for
    /// labels then.
    #[must_use]
    pub const fn labels(&self) -> bool {
        self.labels
    }

    /// The same rules, none of them compiled.
    #[cfg(test)]
    pub(super) fn uncompiled(mut self) -> Self {
        self.classifiers.clear();
        self.nft = self.nft.uncompiled();
        self
    }

    /// The chain with this number, compiled, if it is long.
    #[inline]
    pub(super) fn classifier(&self, id: ChainId) -> Option<&Classifier> {
        self.classifiers.get(id.0 as usize)?.as_deref()
    }

    /// The same rules with counters and memories of their own, for one worker.
    #[must_use]
    pub fn detached(&self) -> Self {
        let mut rules = self.clone();
        rules.counters = self.counters.detached();
        rules.nft = self.nft.detached();
        let mut copies = Copies::default();
        for rule in rules.chains.iter_mut().flat_map(|chain| &mut chain.rules) {
            rule.state = Arc::new(rule.state.detached(&mut copies));
        }
        rules
    }

    /// The chain with this number.
    #[must_use]
    #[inline]
    pub fn chain(&self, id: ChainId) -> Option<&Chain> {
        self.chains.get(id.0 as usize)
    }
}

/// The steps of one hook: chains by priority, and between them what netfilter itself does there.
///
/// Of those that have one priority, what came last into being runs first (`nf_hook_entries_grow`): all nat chains are
/// asked by one step, which came with the first of them, whatever its hook. What looks for connections, which comes
/// with the first rule that asks for them, is taken to be younger than any chain.
fn steps(hook: Hook, bases: &[(Hook, Base)], conntrack: bool) -> Vec<Step> {
    const YOUNGEST: usize = usize::MAX;
    let mut steps: Vec<(Priority, Reverse<usize>, Step)> = Vec::new();
    if conntrack {
        let youngest = Reverse(YOUNGEST);
        match hook {
            Hook::Prerouting | Hook::Output => {
                steps.push((Priority::DEFRAG, youngest, Step::Defrag));
                steps.push((Priority::CONNTRACK, youngest, Step::Conntrack));
            }
            Hook::Input | Hook::Postrouting => {
                steps.push((Priority::CONFIRM, youngest, Step::Confirm));
            }
            Hook::Forward => {}
        }
    }
    let here = || {
        let numbered = bases.iter().enumerate();
        numbered.filter_map(|(age, (at, base))| (*at == hook).then_some((age, *base)))
    };
    let manip = match hook {
        Hook::Prerouting | Hook::Output => Some((Priority::NAT_DST, Manip::Dst)),
        Hook::Input | Hook::Postrouting => Some((Priority::NAT_SRC, Manip::Src)),
        Hook::Forward => None,
    };
    let first_nat = bases.iter().position(|(_, base)| base.is_nat());
    if conntrack
        && let Some(age) = first_nat
        && let Some((priority, manip)) = manip
    {
        let mut chains: Vec<_> = here().filter(|(_, base)| base.is_nat()).collect();
        chains.sort_by_key(|(age, base)| (base.priority(), Reverse(*age)));
        let chains = chains.into_iter().map(|(_, base)| base).collect();
        steps.push((priority, Reverse(age), Step::Nat { manip, chains }));
    }
    for (age, base) in here().filter(|(_, base)| !base.is_nat()) {
        steps.push((base.priority(), Reverse(age), Step::Chain(base)));
    }
    steps.sort_by_key(|(priority, age, _)| (*priority, *age));
    steps.into_iter().map(|(_, _, step)| step).collect()
}
