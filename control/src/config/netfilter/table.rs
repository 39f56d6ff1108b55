//! One table: its chains and their rules.

use std::sync::Arc;

use dataplane::filter::{CounterId, Counts, Hook, Policy, RuleSpec, SourceLine, TableKind, Target};

use super::{counters, counters::Readings, hooks::Reach};

/// What was counted: what a counter shows, and what to add to that.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counted {
    /// The counter; `None` in a draft that is not committed yet.
    pub(super) id: Option<CounterId>,
    /// What to add, wrapping around.
    pub(super) base: Counts,
}

impl Counted {
    /// Begins at `counts`.
    pub(in super::super) const fn from(counts: Counts) -> Self {
        Self {
            id: None,
            base: counts,
        }
    }

    /// Counts with the counter `id`, which shows `shown` now.
    pub(in super::super) const fn assign(&mut self, (id, shown): (CounterId, Counts)) {
        self.id = Some(id);
        self.base = counters::minus(self.base, shown);
    }

    /// The counter, if it has one.
    pub(in super::super) const fn number(&self) -> Option<CounterId> {
        self.id
    }

    /// The counter.
    pub(in super::super) fn id(&self) -> CounterId {
        self.id.unwrap_or_default()
    }

    /// How much was counted.
    #[must_use]
    pub fn counts(&self, readings: &Readings) -> Counts {
        match self.id {
            Some(id) => counters::plus(self.base, readings.read(id)),
            None => self.base,
        }
    }

    /// Begins anew at `counts`; packets that were not in `readings` yet count.
    pub(in super::super) fn set(&mut self, counts: Counts, readings: &Readings) {
        self.base = match self.id {
            Some(id) => counters::minus(counts, readings.read(id)),
            None => counts,
        };
    }
}

/// A rule where it stands.
#[derive(Clone, Debug)]
pub struct Rule {
    /// What it says.
    pub spec: Arc<RuleSpec>,
    /// What it matched.
    pub counted: Counted,
    /// The line that it came from.
    pub source: Option<SourceLine>,
}

impl Rule {
    /// A rule that says `spec`, has matched `counts`, and came from the line `source`.
    #[must_use]
    pub const fn new(spec: Arc<RuleSpec>, counts: Counts, source: Option<SourceLine>) -> Self {
        Self {
            spec,
            counted: Counted::from(counts),
            source,
        }
    }
}

/// What a chain that is built in has besides rules.
#[derive(Clone, Copy, Debug)]
pub struct Base {
    /// Where packets come to it.
    pub hook: Hook,
    /// What happens at its end.
    pub policy: Policy,
    /// The packets that came there.
    pub counted: Counted,
}

/// A chain.
#[derive(Clone, Debug)]
pub struct Chain {
    /// Its name.
    pub name: Arc<str>,
    /// What it has as a built-in chain; `None` if a user made it.
    pub base: Option<Base>,
    pub(super) rules: Arc<Vec<Rule>>,
}

impl Chain {
    pub(super) fn new(name: &str, base: Option<Base>) -> Self {
        Self {
            name: name.into(),
            base,
            rules: Arc::default(),
        }
    }

    /// Its rules, in order.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }
}

/// A table: the built-in chains in the order of their hooks, then those of users by name.
#[derive(Clone, Debug)]
pub struct Table {
    kind: TableKind,
    pub(super) chains: Vec<Chain>,
    /// How packets come to each of the chains, as of the last commit.
    pub(super) reach: Vec<Reach>,
    /// Grows with each commit.
    pub(super) generation: u64,
}

impl Table {
    /// The table as it is when somebody first asks for it.
    pub(super) fn new(kind: TableKind) -> Self {
        let chains = kind.hooks().iter().map(|&hook| {
            let base = Base {
                hook,
                policy: Policy::Accept,
                counted: Counted::default(),
            };
            Chain::new(hook.chain(), Some(base))
        });
        Self {
            kind,
            chains: chains.collect(),
            reach: Vec::new(),
            generation: 0,
        }
    }

    /// Which it is.
    #[must_use]
    pub const fn kind(&self) -> TableKind {
        self.kind
    }

    /// Its chains, in the order in which they are listed.
    #[must_use]
    pub fn chains(&self) -> &[Chain] {
        &self.chains
    }

    /// The place of a chain: of a built-in one, or of one of a user's.
    pub(super) fn position(&self, name: &str) -> Option<usize> {
        let built_in = self.built_in();
        self.chains[..built_in]
            .iter()
            .position(|chain| &*chain.name == name)
            .or_else(|| self.search(name).ok())
    }

    /// The place of a user's chain, or where it would be.
    pub(super) fn search(&self, name: &str) -> Result<usize, usize> {
        let built_in = self.built_in();
        let found =
            self.chains[built_in..].binary_search_by(|c| c.name.as_bytes().cmp(name.as_bytes()));
        found.map(|at| at + built_in).map_err(|at| at + built_in)
    }

    /// Sets the counters of policies to zero, except those of chains that are `set`: libiptc does that
    /// whenever a table changes, up to 1.8.9 at least.
    pub(super) fn zero_policies(&mut self, set: &[Arc<str>], readings: &Readings) {
        for chain in &mut self.chains {
            if let Some(base) = &mut chain.base
                && !set.contains(&chain.name)
            {
                base.counted.set(Counts::default(), readings);
            }
        }
    }

    /// How many chains are built in.
    pub(super) const fn built_in(&self) -> usize {
        self.kind.hooks().len()
    }

    /// The chain of that name.
    #[must_use]
    pub fn chain(&self, name: &str) -> Option<&Chain> {
        self.position(name).map(|at| &self.chains[at])
    }

    /// All rules, with their chains.
    pub fn rules(&self) -> impl Iterator<Item = (&Chain, &Rule)> + '_ {
        self.chains
            .iter()
            .flat_map(|chain| chain.rules.iter().map(move |rule| (chain, rule)))
    }

    /// How many rules go to the chain of that name.
    #[must_use]
    pub fn references(&self, name: &str) -> usize {
        let goes = |rule: &Rule| jump(&rule.spec) == Some(name);
        self.rules().filter(|(_, rule)| goes(rule)).count()
    }

    /// How many rules go to each of the chains, in their order.
    #[must_use]
    pub fn all_references(&self) -> Vec<usize> {
        let mut references = vec![0; self.chains.len()];
        for (_, rule) in self.rules() {
            if let Some(at) = jump(&rule.spec).and_then(|name| self.position(name)) {
                references[at] += 1;
            }
        }
        references
    }
}

/// The chain that a rule goes to.
pub(super) fn jump(spec: &RuleSpec) -> Option<&str> {
    if let Target::Chain { name, .. } = &spec.target {
        Some(name)
    } else {
        None
    }
}
