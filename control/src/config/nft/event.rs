//! What happened to the rule set, for those who watch it.

use std::sync::Arc;

use super::{Chain, Element, NftFamily, Object, Rule, Set, Table};

/// Where a new rule stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RulePlace {
    /// In front of all.
    First,
    /// Behind all.
    Last,
    /// In front of the rule with this handle.
    Before(u64),
    /// Behind the rule with this handle.
    Behind(u64),
    /// In the place of one that is gone: its end was told in front of this.
    Instead,
}

/// A batch that came into force.
#[derive(Clone, Debug)]
pub struct Transaction {
    /// The number of the rule set that it made.
    pub generation: u32,
    /// What happened, in order.
    pub events: Vec<Event>,
}

impl PartialEq for Transaction {
    /// There is one of each number.
    fn eq(&self, other: &Self) -> bool {
        self.generation == other.generation
    }
}

/// One notification, as `nf_tables` sends it.
#[derive(Clone, Debug)]
pub enum Event {
    /// A table is new, or has other flags.
    NewTable {
        /// The table.
        table: Arc<Table>,
    },
    /// A table is gone, with all that was in it.
    DelTable {
        /// The table.
        table: Arc<Table>,
    },
    /// A chain is new, or has another policy or name.
    NewChain {
        /// The family of its table.
        family: NftFamily,
        /// Its table.
        table: Arc<str>,
        /// The chain.
        chain: Arc<Chain>,
    },
    /// A chain is gone.
    DelChain {
        /// The family of its table.
        family: NftFamily,
        /// Its table.
        table: Arc<str>,
        /// The chain.
        chain: Arc<Chain>,
    },
    /// A rule is new.
    NewRule {
        /// The family of its table.
        family: NftFamily,
        /// Its table.
        table: Arc<str>,
        /// Its chain.
        chain: Arc<str>,
        /// The rule.
        rule: Rule,
        /// Where it stands.
        place: RulePlace,
    },
    /// A rule is gone.
    DelRule {
        /// The family of its table.
        family: NftFamily,
        /// Its table.
        table: Arc<str>,
        /// Its chain.
        chain: Arc<str>,
        /// The rule.
        rule: Rule,
    },
    /// A set or map is new.
    NewSet {
        /// The family of its table.
        family: NftFamily,
        /// Its table.
        table: Arc<str>,
        /// The set, without elements.
        set: Arc<Set>,
    },
    /// A set or map is gone.
    DelSet {
        /// The family of its table.
        family: NftFamily,
        /// Its table.
        table: Arc<str>,
        /// The set.
        set: Arc<Set>,
    },
    /// Elements are new.
    NewElements {
        /// The family of its table.
        family: NftFamily,
        /// Its table.
        table: Arc<str>,
        /// The set or map.
        set: Arc<Set>,
        /// The elements.
        elements: Vec<Element>,
    },
    /// Elements are gone.
    DelElements {
        /// The family of its table.
        family: NftFamily,
        /// Its table.
        table: Arc<str>,
        /// The set or map.
        set: Arc<Set>,
        /// The elements.
        elements: Vec<Element>,
    },
    /// An object is new.
    NewObject {
        /// The family of its table.
        family: NftFamily,
        /// Its table.
        table: Arc<str>,
        /// The object.
        object: Arc<Object>,
    },
    /// An object is gone.
    DelObject {
        /// The family of its table.
        family: NftFamily,
        /// Its table.
        table: Arc<str>,
        /// The object.
        object: Arc<Object>,
    },
}

impl Event {
    /// The table that it is about, or that what it is about is in: its family and its name.
    #[must_use]
    pub fn table(&self) -> (NftFamily, &Arc<str>) {
        match self {
            Self::NewTable { table } | Self::DelTable { table } => (table.family, &table.name),
            Self::NewChain { family, table, .. }
            | Self::DelChain { family, table, .. }
            | Self::NewRule { family, table, .. }
            | Self::DelRule { family, table, .. }
            | Self::NewSet { family, table, .. }
            | Self::DelSet { family, table, .. }
            | Self::NewElements { family, table, .. }
            | Self::DelElements { family, table, .. }
            | Self::NewObject { family, table, .. }
            | Self::DelObject { family, table, .. } => (*family, table),
        }
    }
}
