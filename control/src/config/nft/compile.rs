//! From nft's tables to what packets walk through.
//!
//! What has not changed stays what it was, down to each rule: what rules remember (`numgen inc`, limits) and what
//! packets have put into sets outlives all changes of the others.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{Arc, Weak},
};

use dataplane::{
    filter::{
        Hook,
        nft::{self, Chains, Code, SetId, TableFamily},
    },
    route::Family,
    time::Instant,
};

use super::{
    Chain, ChainType, Element, NftFamily, Object, ObjectKind, ObjectState, Rule, Ruleset, Set,
    Statement, Table, lower,
    order::{Arrangement, Bounds},
    words::RuleWords,
};

/// What nft adds to the rule set of a family.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct OfFamily {
    /// The chains and sets.
    pub(in super::super) chains: Chains,
    /// The chains that packets come to by themselves, the oldest first.
    pub(in super::super) bases: Vec<(Hook, nft::BaseChain)>,
    /// Whether connections are tracked for its sake.
    pub(in super::super) conntrack: bool,
}

/// Elements that were taken out of a set that packets change, too.
#[derive(Debug)]
pub(in super::super) struct Removed {
    /// The handle of its table.
    pub(super) table: u64,
    /// Its handle.
    pub(super) set: u64,
    pub(super) elements: Vec<Element>,
}

/// Makes them, one after the other.
#[derive(Debug, Default)]
pub(in super::super) struct Compiler {
    /// By handle.
    tables: HashMap<u64, OfTable>,
    v4: OfFamily,
    v6: OfFamily,
}

impl Compiler {
    /// Tables have changed: what packets of IPv4 meet (`v4`), or those of IPv6 (`v6`).
    pub(in super::super) fn update(
        &mut self,
        ruleset: &Ruleset,
        [v4, v6]: [bool; 2],
        removed: Vec<Removed>,
        now: Instant,
    ) {
        let there: BTreeSet<u64> = ruleset.tables.iter().map(|table| table.handle).collect();
        self.tables.retain(|handle, _| there.contains(handle));
        for table in &ruleset.tables {
            let Some(family) = family(table.family) else {
                continue;
            };
            let of = self
                .tables
                .entry(table.handle)
                .or_insert_with(|| OfTable::new(table, family));
            for gone in removed.iter().filter(|gone| gone.table == table.handle) {
                let set = table.sets.iter().find(|set| set.handle == gone.set);
                if let (Some(set), Some(of)) = (set, of.sets.get(&gone.set)) {
                    of.remove(table, set, &gone.elements, now);
                }
            }
            of.update(table, now);
        }
        if v4 {
            self.v4 = self.make(ruleset, NftFamily::Ip, &self.v4.chains);
        }
        if v6 {
            self.v6 = self.make(ruleset, NftFamily::Ip6, &self.v6.chains);
        }
    }

    /// What packets of a family meet.
    pub(in super::super) const fn of(&self, family: Family) -> &OfFamily {
        match family {
            Family::V4 => &self.v4,
            Family::V6 => &self.v6,
        }
    }

    /// What packets of a family meet, instead of `before`.
    fn make(&self, ruleset: &Ruleset, family: NftFamily, before: &Chains) -> OfFamily {
        let (mut chains, mut sets) = (Vec::new(), Vec::new());
        let mut made = OfFamily::default();
        let mine = |table: &&Arc<Table>| table.family == family || table.family == NftFamily::Inet;
        for table in ruleset.tables.iter().filter(mine) {
            let Some(of) = self.tables.get(&table.handle) else {
                continue;
            };
            for chain in &table.chains {
                let Some(compiled) = of.chains.get(&chain.handle) else {
                    continue;
                };
                chains.push(Arc::clone(&compiled.chain));
                sets.extend(compiled.sets.iter().cloned());
                made.conntrack |= compiled.conntrack;
                if let Some(base) = &chain.base
                    && !table.dormant
                {
                    let base_chain = nft::BaseChain {
                        chain: chain.number,
                        kind: match base.kind {
                            ChainType::Filter => nft::ChainType::Filter,
                            ChainType::Nat => nft::ChainType::Nat,
                            ChainType::Route => nft::ChainType::Route,
                        },
                        priority: base.priority,
                        policy: base.policy,
                    };
                    made.bases.push((base.hook, base_chain));
                }
            }
            let named = table.sets.iter();
            let named = named.filter_map(|set| Some((set.id, of.sets.get(&set.handle)?)));
            sets.extend(named.map(|(id, set)| (id, Arc::clone(&set.set))));
            made.conntrack |= of.helpers;
        }
        made.bases.sort_by_key(|(_, base)| base.chain);
        made.chains = before.renewed(chains, sets);
        made
    }
}

/// The families that packets come in; `None` for those that there are no hooks for.
const fn family(family: NftFamily) -> Option<TableFamily> {
    match family {
        NftFamily::Ip => Some(TableFamily::Ip),
        NftFamily::Ip6 => Some(TableFamily::Ip6),
        NftFamily::Inet => Some(TableFamily::Inet),
        NftFamily::Arp | NftFamily::Bridge | NftFamily::Netdev => None,
    }
}

/// What became of a table.
#[derive(Debug)]
struct OfTable {
    table: Arc<nft::Table>,
    source: Weak<Table>,
    /// By handle, as all here.
    objects: HashMap<u64, Arc<Object>>,
    chains: HashMap<u64, OfChain>,
    sets: HashMap<u64, OfSet>,
    /// An object is a helper of connections.
    helpers: bool,
}

/// What became of a chain.
#[derive(Debug)]
struct OfChain {
    source: Weak<Chain>,
    chain: Arc<nft::Chain>,
    rules: HashMap<u64, OfRule>,
    sets: Vec<(SetId, Arc<nft::Set>)>,
    conntrack: bool,
}

/// What became of a rule.
#[derive(Debug)]
struct OfRule {
    statements: Arc<[Statement]>,
    code: Arc<Code>,
    /// What it says.
    words: Arc<dyn nft::Words>,
    sets: Vec<(SetId, Arc<nft::Set>)>,
    conntrack: bool,
}

/// What became of a set with a name.
#[derive(Debug)]
struct OfSet {
    source: Weak<Set>,
    elements: Arc<Vec<Element>>,
    set: Arc<nft::Set>,
}

/// Whether something is what it was. (Who changes it while this looks at it puts it elsewhere.)
fn is_same<T>(source: &Weak<T>, now: &Arc<T>) -> bool {
    std::ptr::eq(source.as_ptr(), Arc::as_ptr(now))
}

/// Whether packets meet the same in an object.
fn does_the_same(one: &ObjectState, other: &ObjectState) -> bool {
    match (one, other) {
        (ObjectState::Counter(one), ObjectState::Counter(other)) => {
            one.counted.number() == other.counted.number()
        }
        (ObjectState::Quota(one), ObjectState::Quota(other)) => Arc::ptr_eq(&one.0, &other.0),
        (ObjectState::Limit(one), ObjectState::Limit(other)) => Arc::ptr_eq(&one.0, &other.0),
        _ => one == other,
    }
}

impl OfTable {
    fn new(table: &Arc<Table>, family: TableFamily) -> Self {
        Self {
            table: Arc::new(nft::Table {
                family,
                name: Arc::clone(&table.name),
            }),
            source: Weak::new(),
            objects: HashMap::new(),
            chains: HashMap::new(),
            sets: HashMap::new(),
            helpers: false,
        }
    }

    fn update(&mut self, table: &Arc<Table>, now: Instant) {
        if is_same(&self.source, table) {
            return;
        }
        self.source = Arc::downgrade(table);
        let changed = table.objects.iter().any(|object| {
            let before = self.objects.get(&object.handle);
            before.is_some_and(|before| !does_the_same(&before.state, &object.state))
        });
        if changed {
            // Rules and maps have in them what objects were.
            self.chains.clear();
            for set in self.sets.values_mut() {
                set.source = Weak::new();
            }
        }
        let objects = table.objects.iter();
        self.objects = objects
            .map(|object| (object.handle, Arc::clone(object)))
            .collect();
        self.helpers = table
            .objects
            .iter()
            .any(|object| object.kind() == ObjectKind::CtHelper);
        let mut chains = HashMap::with_capacity(table.chains.len());
        for chain in &table.chains {
            let made = match self.chains.remove(&chain.handle) {
                Some(before) if is_same(&before.source, chain) => before,
                before => {
                    let rules = before.map(|before| before.rules).unwrap_or_default();
                    self.chain(table, chain, rules)
                }
            };
            chains.insert(chain.handle, made);
        }
        self.chains = chains;
        let mut sets = HashMap::with_capacity(table.sets.len());
        for set in &table.sets {
            let made = match self.sets.remove(&set.handle) {
                Some(before) if is_same(&before.source, set) => before,
                before => OfSet::new(table, set, before, now),
            };
            sets.insert(set.handle, made);
        }
        self.sets = sets;
    }

    fn chain(
        &self,
        table: &Table,
        chain: &Arc<Chain>,
        mut before: HashMap<u64, OfRule>,
    ) -> OfChain {
        let mut rules = HashMap::with_capacity(chain.rules.len());
        let mut compiled = Vec::with_capacity(chain.rules.len());
        let (mut sets, mut conntrack) = (Vec::new(), false);
        for rule in chain.rules.iter() {
            let of = match before.remove(&rule.handle) {
                Some(of) if Arc::ptr_eq(&of.statements, &rule.statements) => of,
                Some(_) | None => OfRule::new(table, rule),
            };
            compiled.push(nft::Rule {
                code: Arc::clone(&of.code),
                handle: rule.handle,
                source: rule.source.clone(),
                words: Some(Arc::clone(&of.words)),
            });
            conntrack |= of.conntrack;
            sets.extend(of.sets.iter().cloned());
            rules.insert(rule.handle, of);
        }
        OfChain {
            source: Arc::downgrade(chain),
            chain: Arc::new(nft::Chain {
                number: chain.number,
                name: Arc::clone(&chain.name),
                table: Arc::clone(&self.table),
                rules: compiled,
            }),
            rules,
            sets,
            conntrack,
        }
    }
}

impl OfRule {
    fn new(table: &Table, rule: &Rule) -> Self {
        let statements = &rule.statements;
        let lowered = lower::rule(statements, table);
        let sets = lowered.sets.into_iter();
        let sets = sets.map(|set| (set.id, Arc::new(nft::Set::new(set.spec, set.elements))));
        Self {
            conntrack: lower::needs_conntrack(statements),
            code: Arc::new(lowered.code),
            words: Arc::new(RuleWords {
                family: table.family,
                rule: rule.clone(),
                spans: lowered.spans,
            }),
            sets: sets.collect(),
            statements: Arc::clone(statements),
        }
    }
}

impl OfSet {
    fn new(table: &Table, set: &Arc<Set>, before: Option<Self>, now: Instant) -> Self {
        let spec = lower::spec(set, table);
        let made = |compiled| Self {
            source: Arc::downgrade(set),
            elements: Arc::clone(&set.elements),
            set: compiled,
        };
        match before {
            Some(before) if spec.is_shared() && *before.set.spec() == spec => {
                before.follow(table, set, now);
                made(before.set)
            }
            Some(_) | None => {
                let elements = lower::elements(set, &set.elements, table);
                made(Arc::new(nft::Set::new(spec, elements)))
            }
        }
    }

    /// Takes elements out of a set that packets change, too.
    fn remove(&self, table: &Table, set: &Set, gone: &[Element], now: Instant) {
        for element in lower::elements(set, gone, table) {
            // Packets may have been faster.
            let _ = self.set.remove(&element.key, now);
        }
    }

    /// Does to a set that packets change, too, what was done to it in the configuration.
    fn follow(&self, table: &Table, set: &Set, now: Instant) {
        let keyed = |elements: &[Element]| -> BTreeMap<Bounds, Element> {
            let elements = elements.iter();
            elements
                .map(|element| {
                    (
                        Bounds::of(Arrangement::Values, &element.key),
                        element.clone(),
                    )
                })
                .collect()
        };
        let (before, after) = (keyed(&self.elements), keyed(&set.elements));
        let differs = |bounds: &Bounds, element: &Element, other: &BTreeMap<Bounds, Element>| {
            other.get(bounds).is_none_or(|other| other != element)
        };
        // Those that are not there any more were told ([`Removed`]), or their time is over as packets see it.
        let gone = before.iter();
        let gone: Vec<Element> = gone
            .filter(|(bounds, _)| after.contains_key(bounds))
            .filter(|(bounds, element)| differs(bounds, element, &after))
            .map(|(_, element)| element.clone())
            .collect();
        let new = after.iter();
        let new: Vec<Element> = new
            .filter(|(bounds, element)| differs(bounds, element, &before))
            .map(|(_, element)| element.clone())
            .collect();
        self.remove(table, set, &gone, now);
        for element in lower::elements(set, &new, table) {
            let _ = self.set.add((&element).into(), now);
        }
    }
}
