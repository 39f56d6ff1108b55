//! Tables, chains and rules of nft where packets meet them.

use std::{cell::RefCell, fmt, sync::Arc};

use super::{
    ChainNumber, Code, CtKey, Expr, Set, SetId, Words,
    classify::{self, NftField},
    detached::Copies,
};
use crate::filter::{Policy, Priority, SourceLine, classify::Classifier};

/// The family of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TableFamily {
    /// `ip`: IPv4.
    Ip,
    /// `ip6`: IPv6.
    Ip6,
    /// `inet`: both.
    Inet,
}

impl TableFamily {
    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ip => "ip",
            Self::Ip6 => "ip6",
            Self::Inet => "inet",
        }
    }
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Table {
    /// Its family.
    pub family: TableFamily,
    /// Its name.
    pub name: Arc<str>,
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.family.name(), self.name)
    }
}

/// What a base chain is for (`type`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ChainType {
    /// `filter`.
    Filter,
    /// `nat`: it sees the first packet of each connection.
    Nat,
    /// `route`: what it changes may give one of the router's own packets another route.
    Route,
}

/// A rule where it stands.
#[derive(Clone, Debug)]
pub struct Rule {
    /// What it does, shared with the configuration.
    pub code: Arc<Code>,
    /// Its handle.
    pub handle: u64,
    /// The line that it came from.
    pub source: Option<SourceLine>,
    /// What it says; `None` where nobody is to know.
    pub words: Option<Arc<dyn Words>>,
}

/// A chain.
#[derive(Clone, Debug)]
pub struct Chain {
    /// What jumps call it.
    pub number: ChainNumber,
    /// Its name.
    pub name: Arc<str>,
    /// The table that it is in.
    pub table: Arc<Table>,
    /// Its rules, in order.
    pub rules: Vec<Rule>,
}

/// A chain that packets come to by themselves.
#[derive(Clone, Copy, Debug)]
pub struct BaseChain {
    /// The chain.
    pub chain: ChainNumber,
    /// What it is for.
    pub kind: ChainType,
    /// When it runs.
    pub priority: Priority,
    /// What happens at its end.
    pub policy: Policy,
}

/// All chains and sets that packets of one family meet: of the family's own tables and of `inet`. What is in
/// both families' rule sets is shared.
#[derive(Clone, Debug, Default)]
pub struct Chains {
    chains: Vec<Arc<Chain>>,
    sets: Vec<Arc<Set>>,
    /// What was found out of each of `chains`.
    compiled: Vec<Compiled>,
    /// Where chains and sets are, by number.
    chain_places: Places,
    set_places: Places,
}

/// What was found out of a chain.
#[derive(Clone, Debug, Default)]
struct Compiled {
    /// It is long.
    classifier: Option<Arc<Classifier<NftField>>>,
    /// The sets that were looked at for that.
    sets: Arc<[SetId]>,
    /// A rule asks for labels of connections, or sets them.
    labels: bool,
}

impl Compiled {
    fn new(chain: &Chain, chains: &Chains) -> Self {
        let sets = RefCell::new(Vec::new());
        let classifier = classify::compile(chain, |id| {
            sets.borrow_mut().push(id);
            chains.set(id)
        });
        let mut sets = sets.into_inner();
        sets.sort_unstable();
        sets.dedup();
        Self {
            classifier: classifier.map(Arc::new),
            sets: sets.into(),
            labels: labels(&chain.rules),
        }
    }
}

impl Chains {
    /// These.
    #[must_use]
    pub fn new(chains: Vec<Arc<Chain>>, sets: Vec<(SetId, Arc<Set>)>) -> Self {
        Self::default().renewed(chains, sets)
    }

    /// These instead. What was found out of chains is taken along, if they and their sets are the same.
    #[must_use]
    pub fn renewed(&self, chains: Vec<Arc<Chain>>, sets: Vec<(SetId, Arc<Set>)>) -> Self {
        let mut made = Self {
            chain_places: Places::of(chains.iter().map(|chain| chain.number.0)),
            set_places: Places::of(sets.iter().map(|(id, _)| id.0)),
            sets: sets.into_iter().map(|(_, set)| set).collect(),
            chains,
            compiled: Vec::new(),
        };
        let compiled = made.chains.iter().map(|chain| {
            let before = self.compiled_for(chain, &made);
            before
                .cloned()
                .unwrap_or_else(|| Compiled::new(chain, &made))
        });
        made.compiled = compiled.collect();
        made
    }

    /// What was found out of a chain that is to be one of `chains`, if it is still so.
    fn compiled_for(&self, chain: &Arc<Chain>, chains: &Self) -> Option<&Compiled> {
        let place = self.chain_places.find(chain.number.0)?;
        if !Arc::ptr_eq(self.chains.get(place)?, chain) {
            return None;
        }
        let compiled = self.compiled.get(place)?;
        let same = |id: &SetId| match (self.set(*id), chains.set(*id)) {
            (Some(before), Some(now)) => std::ptr::eq(before, now),
            (before, now) => before.is_none() && now.is_none(),
        };
        compiled.sets.iter().all(same).then_some(compiled)
    }

    /// The same, none of them compiled.
    #[cfg(test)]
    pub(in crate::filter) fn uncompiled(mut self) -> Self {
        self.compiled.clear();
        self
    }

    /// The chains, in the order given.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Chain>> {
        self.chains.iter()
    }

    /// The chain with this number.
    #[must_use]
    #[inline]
    pub fn chain(&self, number: ChainNumber) -> Option<&Chain> {
        self.chains
            .get(self.chain_places.find(number.0)?)
            .map(|chain| &**chain)
    }

    /// The chain with this number, compiled, if it is long.
    #[inline]
    pub(super) fn classifier(&self, number: ChainNumber) -> Option<&Classifier<NftField>> {
        let place = self.chain_places.find(number.0)?;
        self.compiled.get(place)?.classifier.as_deref()
    }

    /// The set with this number.
    #[must_use]
    #[inline]
    pub fn set(&self, id: SetId) -> Option<&Set> {
        self.sets.get(self.set_places.find(id.0)?).map(|set| &**set)
    }

    /// The same with memories of their own.
    #[must_use]
    pub(crate) fn detached(&self) -> Self {
        let mut copies = Copies::default();
        let mut detached = self.clone();
        for set in &mut detached.sets {
            *set = Arc::new(set.detached(&mut copies));
        }
        for chain in &mut detached.chains {
            for rule in &mut Arc::make_mut(chain).rules {
                rule.code = copies.object(&rule.code);
            }
        }
        detached
    }

    /// Whether a rule asks for labels of connections, or sets them.
    pub(crate) fn labels(&self) -> bool {
        self.compiled.iter().any(|chain| chain.labels)
    }
}

fn labels(rules: &[Rule]) -> bool {
    let mut exprs = rules.iter().flat_map(|rule| rule.code.0.iter());
    exprs.any(|expr| {
        matches!(
            expr,
            Expr::Ct {
                key: CtKey::Labels,
                ..
            } | Expr::CtSet {
                key: CtKey::Labels,
                ..
            }
        )
    })
}

/// Numbers and their places: open addressing, at most half full.
#[derive(Clone, Debug, Default)]
struct Places {
    /// The number, and its place; `u32::MAX` where nothing is. The length is a power of two, or zero.
    slots: Box<[(u32, u32)]>,
}

impl Places {
    const FREE: u32 = u32::MAX;

    /// The places of `numbers`, in order.
    fn of(numbers: impl ExactSizeIterator<Item = u32>) -> Self {
        let mut places = Self::default();
        if numbers.len() == 0 {
            return places;
        }
        places.slots = vec![(0, Self::FREE); (numbers.len() * 2).next_power_of_two()].into();
        for (place, number) in (0..).zip(numbers) {
            let mut at = places.first(number);
            while places.slots[at].1 != Self::FREE {
                at = (at + 1) & (places.slots.len() - 1);
            }
            places.slots[at] = (number, place);
        }
        places
    }

    /// Where a number is looked for first.
    #[inline]
    const fn first(&self, number: u32) -> usize {
        // Numbers are given one after the other: few of them collide.
        number as usize & (self.slots.len() - 1)
    }

    /// The place of a number.
    #[inline]
    fn find(&self, number: u32) -> Option<usize> {
        if self.slots.is_empty() {
            return None;
        }
        let mut at = self.first(number);
        loop {
            match *self.slots.get(at)? {
                (_, Self::FREE) => return None,
                (there, place) if there == number => return Some(place as usize),
                _ => at = (at + 1) & (self.slots.len() - 1),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_lead_to_their_places() {
        let numbers = [7, 0, 8, 15, 16, 1024, u32::MAX];
        let places = Places::of(numbers.into_iter());
        for (place, number) in numbers.into_iter().enumerate() {
            assert_eq!(places.find(number), Some(place));
        }
        assert_eq!(places.find(1), None);
        assert_eq!(places.find(23), None);
        assert_eq!(Places::of([].into_iter()).find(0), None);
    }
}
