//! The forwarding information base: what a snapshot holds of it, and how the control side changes
//! it.

use std::{collections::BTreeMap, fmt, sync::Arc};

use ipnet::IpNet;

use super::{
    InfoId, Key, LpmWriter, RouteInfo, Rule, RuleAction, TableId,
    info::{InfoTable, Infos},
    journal::{Entries, Journal, Recent},
    policy::{Policy, Table},
};

/// The family of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    /// IPv4.
    V4,
    /// IPv6.
    V6,
}

impl Family {
    /// How long an address is, in bits.
    #[must_use]
    pub const fn bits(self) -> u8 {
        match self {
            Self::V4 => <u32 as Key>::BITS,
            Self::V6 => <u128 as Key>::BITS,
        }
    }
}

/// All a worker needs to route: the rules, the tables that they name, and what the routes say.
///
/// Rules, the list of tables and the infos are immutable. The tables themselves are shared with the
/// one [`FibWriter`], which writes into them while workers read: each lookup sees each prefix
/// either before or after a change.
///
/// Cheap to clone. Lookups are in `lookup.rs`.
#[derive(Clone, Debug)]
pub struct Routing {
    pub(super) v4: Arc<Policy<u32>>,
    pub(super) v6: Arc<Policy<u128>>,
    pub(super) infos: Infos,
    journal: Arc<Journal>,
    /// How often the rules of each family had been set.
    rules: [u64; 2],
}

impl Routing {
    /// Whether both have the same rules for a family, as far as can be told at a glance.
    #[must_use]
    pub fn has_rules_of(&self, other: &Self, family: Family) -> bool {
        let at = family as usize;
        Arc::ptr_eq(&self.journal, &other.journal) && self.rules[at] == other.rules[at]
    }

    /// How often prefixes have changed. What was decided by routes after this was asked holds at least
    /// until it is another number.
    #[must_use]
    #[inline]
    pub fn changes(&self) -> u64 {
        self.journal.count()
    }

    /// Brings a copy of what has changed lately up to [`changes`](Self::changes).
    #[inline]
    pub(crate) fn read_journal(&self, copy: &mut Recent) {
        self.journal.read(copy);
    }
}

impl Default for Routing {
    /// The default rules, and no routes.
    fn default() -> Self {
        FibWriter::new().routing()
    }
}

/// Why a route can't be inserted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FibError {
    /// There are 2²³ − 1 distinct infos already.
    TooManyInfos,
    /// IPv6 routes have no TOS.
    Ipv6Tos,
}

impl fmt::Display for FibError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooManyInfos => "too many distinct next hops",
            Self::Ipv6Tos => "IPv6 routes have no TOS",
        })
    }
}

impl std::error::Error for FibError {}

/// One table, or what it has for one TOS.
type Slot = (TableId, u8);

/// A prefix change that waits for [`FibWriter::apply`].
#[derive(Debug)]
struct Change<A> {
    slot: Slot,
    len: u8,
    prefix: A,
    /// `None` removes.
    info: Option<InfoId>,
}

/// The control side's part of one family.
#[derive(Debug)]
struct FamilyWriter<A> {
    rules: Vec<Rule>,
    tables: BTreeMap<Slot, LpmWriter<A>>,
    queue: Vec<Change<A>>,
}

/// The one writer of a router's tables, on the control side.
///
/// # Publication
/// Workers hold numbers of infos, and read tables, while they change. So the order is:
///
/// 1. [`insert`](Self::insert), [`remove`](Self::remove), [`set_rules`](Self::set_rules), as often
///    as wanted. Nothing is visible yet.
/// 2. If [`changed`](Self::changed), publish a snapshot with [`routing`](Self::routing), and wait
///    for a grace period (`Publisher::synchronize`): from then on every worker knows every info
///    and table that the queued changes use.
/// 3. After that grace period, and before the next step, [`reclaim`](Self::reclaim): it frees what
///    earlier [`apply`](Self::apply)s retired.
/// 4. [`apply`](Self::apply) writes the queued prefix changes, one after the other, into the shared
///    tables. Workers see each at once.
///
/// Changes that use known infos and tables only skip 2 and 3; but as every grace period needs a
/// *new* epoch to wait for, publish (a copy of) the snapshot, `synchronize` and `reclaim` when
/// [`retired`](Self::retired) has grown large: retired memory is bounded by that alone.
#[derive(Debug)]
pub struct FibWriter {
    infos: InfoTable,
    v4: FamilyWriter<u32>,
    v6: FamilyWriter<u128>,
    /// The IPv4 rules have never been other than the default ones: see [`Policy::merged`].
    pristine: bool,
    changed: bool,
    journal: Arc<Journal>,
    /// How often the rules of each family have been set.
    rules_set: [u64; 2],
}

impl Default for FibWriter {
    fn default() -> Self {
        Self::new()
    }
}

impl FibWriter {
    /// No routes, and the default rules.
    #[must_use]
    pub fn new() -> Self {
        Self {
            infos: InfoTable::new(),
            v4: FamilyWriter::new(Rule::defaults(Family::V4)),
            v6: FamilyWriter::new(Rule::defaults(Family::V6)),
            pristine: true,
            changed: true,
            journal: Arc::default(),
            rules_set: [0; 2],
        }
    }

    /// Queues a route: from the next [`FibWriter::apply`] on, `prefix` of `table` stands for
    /// `info`, whatever it stood for before. `tos` is 0 for a route for every TOS. Bits of `prefix`
    /// beyond its length do not count.
    ///
    /// # Errors
    /// [`FibError`]; nothing is queued then.
    pub fn insert(
        &mut self,
        table: TableId,
        prefix: IpNet,
        tos: u8,
        info: &RouteInfo,
    ) -> Result<(), FibError> {
        if tos != 0 && matches!(prefix, IpNet::V6(_)) {
            return Err(FibError::Ipv6Tos);
        }
        let (id, new) = self.infos.take(info).map_err(|_| FibError::TooManyInfos)?;
        let new_table = match prefix {
            IpNet::V4(p) => {
                let prefix = p.network().to_bits();
                self.v4
                    .queue((table, tos), prefix, p.prefix_len(), Some(id))
            }
            IpNet::V6(p) => {
                let prefix = p.network().to_bits();
                self.v6
                    .queue((table, tos), prefix, p.prefix_len(), Some(id))
            }
        };
        self.changed |= new || new_table;
        Ok(())
    }

    /// Queues the removal of a prefix; nothing happens if it is not there.
    pub fn remove(&mut self, table: TableId, prefix: IpNet, tos: u8) {
        match prefix {
            IpNet::V4(p) => {
                let prefix = p.network().to_bits();
                self.v4.queue((table, tos), prefix, p.prefix_len(), None);
            }
            IpNet::V6(p) => {
                let prefix = p.network().to_bits();
                self.v6.queue((table, tos), prefix, p.prefix_len(), None);
            }
        }
    }

    /// Sets the rules of a family; they count from the next published snapshot on. Rules of equal
    /// priority keep their order.
    pub fn set_rules(&mut self, family: Family, mut rules: Vec<Rule>) {
        rules.sort_by_key(|rule| rule.priority);
        self.rules_set[family as usize] += 1;
        match family {
            Family::V4 => {
                self.pristine &= rules == Rule::defaults(Family::V4);
                self.v4.rules = rules;
            }
            Family::V6 => self.v6.rules = rules,
        }
        self.changed = true;
    }

    /// Whether the queued changes need a new snapshot before [`FibWriter::apply`].
    #[must_use]
    pub const fn changed(&self) -> bool {
        self.changed
    }

    /// What the next snapshot must have, for the queued changes to be applied after it.
    pub fn routing(&mut self) -> Routing {
        self.changed = false;
        Routing {
            v4: Arc::new(self.v4.policy(self.pristine)),
            v6: Arc::new(self.v6.policy(false)),
            infos: self.infos.infos(),
            journal: Arc::clone(&self.journal),
            rules: self.rules_set,
        }
    }

    /// Writes the queued changes into the shared tables, in the order in which they were queued.
    ///
    /// # Panics
    /// If [`FibWriter::changed`]: workers would meet routes that they know nothing of.
    pub fn apply(&mut self) {
        assert!(!self.changed, "the routing must be published first");
        let mut entries = Entries::default();
        self.v4.list(Family::V4, &mut entries);
        self.v6.list(Family::V6, &mut entries);
        self.v4.apply(&mut self.infos);
        self.v6.apply(&mut self.infos);
        if !entries.is_empty() {
            self.journal.note(&entries);
        }
    }

    /// Frees what was retired by earlier [`FibWriter::apply`]s. To be called after a grace period
    /// that began after the last of them.
    pub fn reclaim(&mut self) {
        self.infos.reclaim();
        self.v4.reclaim();
        self.v6.reclaim();
    }

    /// How many infos and nodes of tables wait for [`FibWriter::reclaim`].
    #[must_use]
    pub fn retired(&self) -> usize {
        self.infos.retired() + self.v4.retired() + self.v6.retired()
    }
}

impl<A: Key> FamilyWriter<A> {
    const fn new(rules: Vec<Rule>) -> Self {
        Self {
            rules,
            tables: BTreeMap::new(),
            queue: Vec::new(),
        }
    }

    /// Queues a change; tells whether its table is new.
    fn queue(&mut self, slot: Slot, prefix: A, len: u8, info: Option<InfoId>) -> bool {
        let new = info.is_some() && !self.tables.contains_key(&slot);
        if new {
            self.tables.insert(slot, LpmWriter::new());
        }
        self.queue.push(Change {
            slot,
            len,
            prefix,
            info,
        });
        new
    }

    /// Lists what is queued.
    fn list(&self, family: Family, entries: &mut Entries) {
        for change in &self.queue {
            entries.add(family, change.prefix.to_words(), change.len);
        }
    }

    fn apply(&mut self, infos: &mut InfoTable) {
        for change in std::mem::take(&mut self.queue) {
            let Some(table) = self.tables.get_mut(&change.slot) else {
                continue;
            };
            let before = match change.info {
                Some(info) => table.insert(change.prefix, change.len, info),
                None => table.remove(change.prefix, change.len),
            };
            if let Some(before) = before {
                infos.release(before);
            }
        }
    }

    fn retired(&self) -> usize {
        self.tables.values().map(LpmWriter::retired).sum()
    }

    fn reclaim(&mut self) {
        for table in self.tables.values_mut() {
            table.reclaim();
        }
        // What is published may go on naming an empty table: that is no different from none.
        if self.queue.is_empty() {
            self.tables.retain(|_, table| !table.is_empty());
        }
    }

    fn policy(&self, merged: bool) -> Policy<A> {
        let mut tables: Vec<Table<A>> = Vec::new();
        // Ascending by table, then by TOS.
        for (&(id, tos), table) in &self.tables {
            let part = (tos, table.reader());
            match tables.last_mut() {
                Some(last) if last.id == id => last.by_tos.push(part),
                Some(_) | None => tables.push(Table {
                    id,
                    by_tos: vec![part],
                }),
            }
        }
        Policy::new(&self.rules, tables.into(), merged)
    }
}

impl Rule {
    /// The rules that a network namespace starts with.
    #[must_use]
    pub fn defaults(family: Family) -> Vec<Self> {
        let lookup = |priority, table| Self {
            priority,
            selector: super::Selector::default(),
            action: RuleAction::Lookup {
                table,
                suppress_prefixlength: None,
            },
        };
        let mut rules = vec![lookup(0, TableId::LOCAL), lookup(32766, TableId::MAIN)];
        match family {
            Family::V4 => rules.push(lookup(32767, TableId::DEFAULT)),
            Family::V6 => {}
        }
        rules
    }
}
