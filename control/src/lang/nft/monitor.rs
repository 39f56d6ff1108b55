//! `nft monitor`: what happens to the rule set and to traced packets, as it happens (monitor.c).

use std::{
    cell::OnceCell,
    collections::{BTreeMap, HashMap},
    fmt::Write,
    sync::Arc,
};

use dataplane::trace::{NftMet, NftTrace};

use super::{
    print::{self, Context, Options, handle},
    print_object, print_set,
    syntax::{Watched, WatchedObject},
    trace,
};
use crate::{
    config::{
        Change, Model,
        netfilter::Readings,
        nft::{
            Chain, Element, Event, NftFamily, Object, ObjectKind, Rule, RulePlace, Ruleset, Set,
            Table, Transaction,
        },
    },
    lang::ip::Event as Happened,
};

/// A rule: the family and name of its table, and its handle.
type Key = (&'static str, Arc<str>, u64);

/// A running `nft monitor`: says what it prints for each event.
#[derive(Clone, Debug)]
pub struct Monitor {
    watched: Watched,
    options: Options,
    /// The rules as nft knows them: as they were listed when it was started, or when they came. What they count
    /// meanwhile it does not see.
    rules: BTreeMap<Key, String>,
}

/// The kinds of events that can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Table,
    Chain,
    Rule,
    Set,
    Element,
    Object,
}

impl Monitor {
    /// Watches `watched`; `cx` is how the rules are listed that are there.
    pub(super) fn new(watched: Watched, ruleset: &Ruleset, cx: &Context<'_>) -> Self {
        let mut monitor = Self {
            watched,
            options: cx.options,
            rules: BTreeMap::new(),
        };
        if monitor.watches_traces() {
            for table in &ruleset.tables {
                for rule in table.rules() {
                    monitor.learn((table.family, &table.name), rule, cx);
                }
            }
        }
        monitor
    }

    /// Whether it shows traces.
    #[must_use]
    pub fn watches_traces(&self) -> bool {
        let Watched {
            new, destroy, of, ..
        } = self.watched;
        match of {
            Some(of) => of == WatchedObject::Trace,
            None => !new && !destroy,
        }
    }

    fn learn(&mut self, (family, table): (NftFamily, &Arc<str>), rule: &Rule, cx: &Context<'_>) {
        let mut text = print::rule(rule, family, cx);
        text.push_str(&handle(rule.handle, cx));
        let key = (family.name(), Arc::clone(table), rule.handle);
        self.rules.insert(key, text);
    }

    /// What is printed for `event`; nothing if it is not watched. `model` is the configuration after it.
    #[must_use]
    pub fn print(&mut self, model: &Model, event: Happened<'_>) -> String {
        match event {
            Happened::Change(Change::Nft(done)) => self.transaction(model, done),
            Happened::NftTrace(trace) if self.watches_traces() => self.trace(model, trace),
            Happened::NftTrace(_)
            | Happened::Change(_)
            | Happened::NewNeighbour(_)
            | Happened::DelNeighbour(_) => String::new(),
        }
    }

    fn trace(&self, model: &Model, trace: &NftTrace) -> String {
        let key = |handle| {
            let family = trace.table.family.name();
            (family, Arc::clone(&trace.table.name), handle)
        };
        let rule = match &trace.met {
            NftMet::Rule { handle, words, .. } => match (self.rules.get(&key(*handle)), words) {
                (Some(rule), _) => rule.clone(),
                // It came and was met before its coming was told.
                (None, Some(words)) => words.rule(&|index| Some(model.link(index)?.name.clone())),
                (None, None) => String::new(),
            },
            NftMet::Policy(_) => String::new(),
        };
        trace::print(trace, &rule, self.options.numeric)
    }

    fn transaction(&mut self, model: &Model, done: &Transaction) -> String {
        let readings = Readings::default();
        let cx = Context {
            options: self.options,
            interfaces: model,
            readings: &readings,
            now: model.now(),
            members: &|_| None,
        };
        if self.watches_traces() {
            for event in &done.events {
                self.follow(event, &cx);
            }
        }
        let mut text = String::new();
        let mut places = Places::new(model.nft().ruleset());
        for event in &done.events {
            let before = if let Event::DelTable { table } = event {
                contents(table)
            } else {
                Vec::new()
            };
            for event in before.iter().chain([event]) {
                if self.wants(event) {
                    text.push_str(&line(event, &mut places, &cx));
                }
            }
        }
        if self.watched == Watched::default() {
            text.push_str(&generation(done));
        }
        text
    }

    /// Keeps the rules as they are now.
    fn follow(&mut self, event: &Event, cx: &Context<'_>) {
        match event {
            Event::NewRule { rule, .. } => self.learn(event.table(), rule, cx),
            Event::DelRule { rule, .. } => {
                let (family, table) = event.table();
                let key = (family.name(), Arc::clone(table), rule.handle);
                self.rules.remove(&key);
            }
            Event::NewTable { .. }
            | Event::DelTable { .. }
            | Event::NewChain { .. }
            | Event::DelChain { .. }
            | Event::NewSet { .. }
            | Event::DelSet { .. }
            | Event::NewElements { .. }
            | Event::DelElements { .. }
            | Event::NewObject { .. }
            | Event::DelObject { .. } => {}
        }
    }

    fn wants(&self, event: &Event) -> bool {
        let (kind, is_new) = kind(event);
        let Watched {
            new, destroy, of, ..
        } = self.watched;
        let (new, destroy) = (new || !destroy, destroy || !new);
        let this = match of {
            // Objects only come with everything.
            None if !(new && destroy) => kind != Kind::Object,
            None | Some(WatchedObject::Ruleset) => true,
            Some(WatchedObject::Tables) => kind == Kind::Table,
            Some(WatchedObject::Chains) => kind == Kind::Chain,
            Some(WatchedObject::Rules) => kind == Kind::Rule,
            Some(WatchedObject::Sets) => kind == Kind::Set,
            Some(WatchedObject::Elements) => kind == Kind::Element,
            Some(WatchedObject::Trace) => false,
        };
        this && if is_new { new } else { destroy }
    }
}

/// What an event is about, and whether something has come.
const fn kind(event: &Event) -> (Kind, bool) {
    match event {
        Event::NewTable { .. } => (Kind::Table, true),
        Event::DelTable { .. } => (Kind::Table, false),
        Event::NewChain { .. } => (Kind::Chain, true),
        Event::DelChain { .. } => (Kind::Chain, false),
        Event::NewRule { .. } => (Kind::Rule, true),
        Event::DelRule { .. } => (Kind::Rule, false),
        Event::NewSet { .. } => (Kind::Set, true),
        Event::DelSet { .. } => (Kind::Set, false),
        Event::NewElements { .. } => (Kind::Element, true),
        Event::DelElements { .. } => (Kind::Element, false),
        Event::NewObject { .. } => (Kind::Object, true),
        Event::DelObject { .. } => (Kind::Object, false),
    }
}

/// What is told in front of the end of a table: that of all that was in it.
fn contents(table: &Table) -> Vec<Event> {
    let (family, name) = (table.family, || Arc::clone(&table.name));
    let mut events = Vec::new();
    for chain in &table.chains {
        events.extend(chain.rules.iter().map(|rule| Event::DelRule {
            family,
            table: name(),
            chain: Arc::clone(&chain.name),
            rule: rule.clone(),
        }));
    }
    events.extend(table.sets.iter().map(|set| Event::DelSet {
        family,
        table: name(),
        set: Arc::clone(set),
    }));
    events.extend(table.objects.iter().map(|object| Event::DelObject {
        family,
        table: name(),
        object: Arc::clone(object),
    }));
    events.extend(table.chains.iter().map(|chain| Event::DelChain {
        family,
        table: name(),
        chain: Arc::clone(chain),
    }));
    events
}

/// What `-e` prints of a batch; `ruleset` is what there is after it.
pub(super) fn echo(done: &Transaction, ruleset: &Ruleset, cx: &Context<'_>) -> String {
    let mut text = String::new();
    let mut places = Places::new(ruleset);
    for event in done.events.iter().filter(|event| kind(event).1) {
        text.push_str(&line(event, &mut places, cx));
    }
    if !text.is_empty() {
        text.push_str(&generation(done));
    }
    text
}

/// The line that ends a batch. The process is the one that holds the tables.
fn generation(done: &Transaction) -> String {
    let process = std::process::id();
    format!(
        "# new generation {} by process {process} (nft)\n",
        done.generation
    )
}

/// An event in a line, or in one for each element. `places` is where rules stand after it.
fn line(event: &Event, places: &mut Places<'_>, cx: &Context<'_>) -> String {
    let (family, table) = event.table();
    let place = format!("{} {table}", family.name());
    match event {
        Event::NewTable { table } => {
            let flags = if table.dormant {
                " { flags dormant; }"
            } else {
                ""
            };
            let handle = handle(table.handle, cx);
            format!("add table {place}{flags}{handle}\n")
        }
        Event::DelTable { table } => {
            let handle = handle(table.handle, cx);
            format!("delete table {place}{handle}\n")
        }
        Event::NewChain { chain, .. } => {
            let base = base(chain, family, cx);
            let handle = handle(chain.handle, cx);
            format!("add chain {place} {}{base}{handle}\n", chain.name)
        }
        Event::DelChain { chain, .. } => format!("delete chain {place} {}\n", chain.name),
        Event::NewRule {
            chain,
            rule,
            place: stands,
            ..
        } => {
            let verb = match stands {
                RulePlace::First | RulePlace::Before(_) => "insert",
                RulePlace::Last | RulePlace::Behind(_) | RulePlace::Instead => "add",
            };
            let before = places.before((family, table, chain), rule.handle);
            let before = before.map_or_else(String::new, |handle| format!("handle {handle} "));
            let text = print::rule(rule, family, cx);
            let handle = handle(rule.handle, cx);
            format!("{verb} rule {place} {chain} {before}{text}{handle}\n")
        }
        Event::DelRule { chain, rule, .. } => {
            format!("delete rule {place} {chain} handle {}\n", rule.handle)
        }
        Event::NewSet { set, .. } => {
            let word = if set.is_map() { "map" } else { "set" };
            let block = print_set::declaration(set, cx);
            let block = in_a_line(&block, handle(set.handle, cx), ";");
            format!("add {word} {place} {} {block} \n", set.name)
        }
        // Of those that go nft knows the name only.
        Event::DelSet { set, .. } => format!("delete set {place} {}\n", set.name),
        Event::NewElements { set, elements, .. } => {
            elements_lines("add", &place, (set, elements), cx)
        }
        Event::DelElements { set, elements, .. } => {
            elements_lines("delete", &place, (set, elements), cx)
        }
        Event::NewObject { object, .. } => {
            let word = print_object::kind(object.kind());
            let block = object_block(object, cx);
            format!("add {word} {place} {} {block} \n", object.name)
        }
        Event::DelObject { object, .. } => {
            let word = print_object::kind(object.kind());
            format!("delete {word} {place} {}\n", object.name)
        }
    }
}

/// Where rules stand.
struct Places<'a> {
    ruleset: &'a Ruleset,
    /// By family, table and chain; `None` of chains that are not there.
    chains: HashMap<(NftFamily, Arc<str>, Arc<str>), Option<InChain<'a>>>,
}

/// Where the rules of a chain stand.
struct InChain<'a> {
    chain: &'a Chain,
    /// By handle; only once there was one that does not stand where its handle says.
    places: OnceCell<HashMap<u64, usize>>,
}

impl<'a> Places<'a> {
    fn new(ruleset: &'a Ruleset) -> Self {
        Self {
            ruleset,
            chains: HashMap::new(),
        }
    }

    /// The rule in front of one, where the kernel tells of it: not of the first, and not of the last.
    fn before(
        &mut self,
        (family, table, chain): (NftFamily, &Arc<str>, &Arc<str>),
        handle: u64,
    ) -> Option<u64> {
        let ruleset = self.ruleset;
        let key = (family, Arc::clone(table), Arc::clone(chain));
        let chain = self.chains.entry(key).or_insert_with(|| {
            Some(InChain {
                chain: ruleset.table(family, table)?.chain(chain)?,
                places: OnceCell::new(),
            })
        });
        let chain = chain.as_ref()?;
        let place = chain.place(handle)?;
        let rules = &chain.chain.rules;
        let is_last = place + 1 == rules.len();
        let before = rules.get(place.checked_sub(1)?)?;
        (!is_last).then_some(before.handle)
    }
}

impl InChain<'_> {
    fn place(&self, handle: u64) -> Option<usize> {
        let found = || {
            let places = self.places.get_or_init(|| {
                let handles = self.chain.rules.iter().map(|rule| rule.handle);
                handles.zip(0..).collect()
            });
            places.get(&handle).copied()
        };
        self.chain.guess(handle).or_else(found)
    }
}

/// What makes a chain a base chain.
fn base(chain: &Chain, family: NftFamily, cx: &Context<'_>) -> String {
    let Some(base) = &chain.base else {
        return String::new();
    };
    format!(" {{ {} }}", print::base_chain(base, family, cx))
}

fn elements_lines(
    verb: &str,
    place: &str,
    (set, elements): (&Set, &[Element]),
    cx: &Context<'_>,
) -> String {
    let mut text = String::new();
    for element in elements {
        let element = print_set::element_of(set, element, cx);
        // Writing to a string never fails.
        let _ = writeln!(text, "{verb} element {place} {} {{ {element} }}", set.name);
    }
    text
}

/// What is in an object, in a line.
fn object_block(object: &Object, cx: &Context<'_>) -> String {
    let end = match object.kind() {
        ObjectKind::CtHelper => ";",
        ObjectKind::Counter | ObjectKind::Quota | ObjectKind::Limit => "",
    };
    let block = print::object_block(object, cx);
    in_a_line(&block, handle(object.handle, cx), end)
}

/// The lines of a block behind the first, each with `end` behind it, in braces.
fn in_a_line(block: &str, handle: String, end: &str) -> String {
    let mut text = format!("{{{handle}");
    for line in block.lines().skip(1).map(str::trim) {
        if line != "}" {
            let _ = write!(text, " {line}{end}");
        }
    }
    text.push_str(" }");
    text
}
