//! A batch of commands, evaluated one after the other on a draft of the rule set.

use std::sync::Arc;

use dataplane::filter::{Hook, Policy, Priority, SourceLine};

use super::{
    error::Error,
    evaluate::{self, Scope},
    hints::{self, Missing},
    input::Inputs,
    syntax::{
        At, ChainBlock, Command, Element, Handled, InTable, Name, NamedBlock, Object, Place,
        Position, Rule, SetBlock, Statement, TableBlock, TableItem, TableName, Verb,
    },
};
use crate::{
    config::{
        Errno,
        nft::{
            self, ChainSettings, ChainType, Draft, Interfaces, Named, NftFamily, Part, Refused,
            TableSettings, Why,
        },
    },
    lang::span::Origin,
};

/// What a batch did to a draft.
pub(super) struct Batch<'a> {
    pub(super) inputs: &'a Inputs,
    pub(super) draft: Draft,
    pub(super) links: &'a dyn Interfaces,
    /// Where in a runbook the command stands.
    pub(super) origin: Option<&'a Origin>,
    /// What nft finds wrong: then the kernel is not asked.
    pub(super) errors: Vec<Error>,
    /// What the kernel refuses.
    pub(super) refusals: Vec<Error>,
    /// Refusals that may be about misspelt names.
    pub(super) guesses: Vec<Guess>,
    /// A command says beside which rule another is to stand: nft then knows all chains.
    pub(super) indexed: bool,
    /// What is in sets that packets change.
    pub(super) members: &'a dyn Fn(&nft::Set) -> Option<Vec<nft::Element>>,
    /// Tables that the kernel has refused, of which nft does not know that yet.
    pub(super) refused_tables: Vec<(NftFamily, String)>,
}

/// A refusal that may be about a misspelt name.
pub(super) struct Guess {
    refusal: usize,
    what: Missing,
    table: (NftFamily, String, Place),
    name: String,
    /// It is about a rule.
    of_rule: bool,
}

/// What a refusal can be about, and where that stands.
#[derive(Clone, Copy)]
struct Marks<'a> {
    command: Place,
    table: (NftFamily, &'a str, Place),
    /// The chain, set or object.
    name: Option<(&'a str, Place)>,
    /// A handle.
    handle: Option<Place>,
    policy: Option<Place>,
    /// The element that is refused.
    element: Option<Place>,
    rule: Option<&'a Rule>,
    /// What may have been meant by a name that there is not.
    hint: Option<Missing>,
}

/// Errors that end something.
type Done = Result<(), Vec<Error>>;

impl<'a> Marks<'a> {
    const fn new(command: Place, table: (NftFamily, &'a str, Place)) -> Self {
        Self {
            command,
            table,
            name: None,
            handle: None,
            policy: None,
            element: None,
            rule: None,
            hint: None,
        }
    }

    fn named(self, name: &'a Handled) -> Self {
        match name {
            Handled::Name(name) => Self {
                name: Some((&name.of, name.place)),
                ..self
            },
            Handled::Handle(handle) => Self {
                name: Some(("", handle.place)),
                ..self
            },
        }
    }

    const fn hint(self, hint: Missing) -> Self {
        Self {
            hint: Some(hint),
            ..self
        }
    }

    /// Where what a refusal is about stands, if nft knows.
    fn place(&self, part: &Part) -> Option<Place> {
        match part {
            Part::Command => None,
            Part::Table => Some(self.table.2),
            Part::Name => self.name.map(|(_, place)| place),
            Part::Handle | Part::Position => self.handle,
            Part::Policy => self.policy,
            Part::Element(_) => self.element,
            Part::Target(chain) => places::target(self.rule?, chain),
            Part::AnonymousSet(at) => places::anonymous(self.rule?, *at),
            Part::Mapping(chain) => places::mapping(self.rule?, chain),
            Part::Set(name) => places::set(self.rule?, name),
            Part::Object(name) => places::object(self.rule?, name),
            Part::SetChange(name) => places::set_change(self.rule?, name),
        }
    }
}

impl Batch<'_> {
    /// Evaluates a command that changes something.
    pub(super) fn command(&mut self, command: &Command) {
        if let Err(errors) = self.change(command) {
            self.errors.extend(errors);
        }
    }

    fn change(&mut self, command: &Command) -> Done {
        let place = whole(command.place);
        match (&command.object, command.verb) {
            (Object::Table(name, block), Verb::Add | Verb::Create) => {
                self.add_table(name, block.as_ref(), command)
            }
            (Object::Table(name, _), Verb::Delete) => {
                let (family, table) = self.table(name);
                let marks = Marks::new(place, table).hint(Missing::Table);
                let done = self.draft.delete_table(family, &named(&name.name));
                self.refuse(done, &marks);
                Ok(())
            }
            (Object::Table(name, _), Verb::Flush) => {
                let (family, table) = self.table(name);
                let marks = Marks::new(place, table);
                let done = self.draft.flush_chain((family, table.1), None);
                self.refuse(done, &marks);
                Ok(())
            }
            (Object::Chain(of, block, _), Verb::Add | Verb::Create) => {
                let (_, table) = self.table(&of.table);
                self.known_table(table)?;
                self.add_chain(table, &of.name, block.as_ref(), command)
            }
            (Object::Chain(of, ..), Verb::Delete) => {
                let (family, table) = self.table(&of.table);
                let marks = Marks::new(place, table)
                    .named(&of.name)
                    .hint(Missing::Chain);
                let done = self.draft.delete_chain((family, table.1), &named(&of.name));
                self.refuse(done, &marks);
                Ok(())
            }
            (Object::Chain(of, ..), Verb::Flush) => {
                let (family, table) = self.table(&of.table);
                let marks = Marks::new(place, table).named(&of.name);
                let done = self
                    .draft
                    .flush_chain((family, table.1), Some(&named(&of.name)));
                self.refuse(done, &marks);
                Ok(())
            }
            (Object::Chain(of, _, new), Verb::Rename) => self.rename(of, new.as_ref(), place),
            (Object::Rule(of, position, rule), verb) => {
                self.rule_command(verb, of, position.as_ref(), rule.as_ref(), place)
            }
            (Object::Set(of, block), Verb::Add | Verb::Create) => {
                self.set_command(of, block.as_ref(), false, command)
            }
            (Object::Map(of, block), Verb::Add | Verb::Create) => {
                self.set_command(of, block.as_ref(), true, command)
            }
            (Object::Set(of, _) | Object::Map(of, _), Verb::Delete) => {
                let (family, table) = self.table(&of.table);
                let marks = Marks::new(place, table).named(&of.name).hint(Missing::Set);
                let done = self.draft.delete_set((family, table.1), &named(&of.name));
                self.refuse(done, &marks);
                Ok(())
            }
            (Object::Set(of, _), Verb::Flush) => self.flush_set(of, false, place),
            (Object::Map(of, _), Verb::Flush) => self.flush_set(of, true, place),
            (Object::Elements(of, elements), verb) => {
                self.element_command(verb, of, elements, place)
            }
            (Object::Named(_, of, block), Verb::Add | Verb::Create) => {
                let (_, table) = self.table(&of.table);
                self.known_table(table)?;
                let create = command.verb == Verb::Create;
                self.add_object(table, &of.name, block.as_ref(), (place, create))
            }
            (Object::Named(kind, of, _), Verb::Delete) => {
                let (family, table) = self.table(&of.table);
                let marks = Marks::new(place, table)
                    .named(&of.name)
                    .hint(Missing::Object);
                let done = self
                    .draft
                    .delete_object((family, table.1), *kind, &named(&of.name));
                self.refuse(done, &marks);
                Ok(())
            }
            (Object::Ruleset(family), Verb::Flush) => {
                self.draft
                    .flush_ruleset(family.as_ref().map(|family| family.of));
                Ok(())
            }
            (Object::Foreign(_), _) => {
                let refused = Errno::NoEnt.text();
                let message = format!("Could not process rule: {refused}");
                self.refusals.push(Error::new(message, place));
                Ok(())
            }
            _ => {
                let refused = Errno::OpNotSupp.text();
                let message = format!("Could not process rule: {refused}");
                self.refusals.push(Error::new(message, place));
                Ok(())
            }
        }
    }

    /// The family and the name of a table, and where it stands.
    #[expect(clippy::unused_self, reason = "beside what uses it")]
    fn table<'n>(&self, name: &'n TableName) -> (NftFamily, (NftFamily, &'n str, Place)) {
        let family = name.family.as_ref().map(|family| family.of);
        let family = family.unwrap_or_default();
        let (text, place) = match &name.name {
            Handled::Name(name) => (name.of.as_str(), name.place),
            Handled::Handle(handle) => ("", handle.place),
        };
        (family, (family, text, place))
    }

    /// Notes what the kernel refuses; `false` if it does.
    fn refuse(&mut self, done: Result<(), Refused>, marks: &Marks<'_>) -> bool {
        let Err(refused) = done else {
            return true;
        };
        let place = marks.place(&refused.part);
        let own = match refused.why {
            Why::Overlap | Why::Missing => true,
            Why::Errno(_) => false,
        };
        let error = Error::new(refused.to_string(), place.unwrap_or(marks.command));
        if own {
            self.errors.push(error);
            return false;
        }
        let unknown = refused.why == Why::Errno(Errno::NoEnt)
            && !matches!(refused.part, Part::Position | Part::Mapping(_))
            && place.is_some();
        if let Some(what) = marks.hint.filter(|_| unknown) {
            let (family, table, table_place) = marks.table;
            self.guesses.push(Guess {
                refusal: self.refusals.len(),
                what,
                table: (family, table.to_owned(), table_place),
                name: marks.name.map_or(table, |(name, _)| name).to_owned(),
                of_rule: marks.rule.is_some() || marks.handle.is_some(),
            });
        }
        self.refusals.push(error);
        false
    }

    /// Says what may have been meant by names that there are not: by then nft knows those of the whole batch.
    pub(super) fn guess(&mut self) {
        for guess in std::mem::take(&mut self.guesses) {
            let (family, table, table_place) = &guess.table;
            let ruleset = self.draft.ruleset();
            let hint = hints::missing(ruleset, guess.what, (*family, table), &guess.name);
            let Some((is_table, hint)) = hint else {
                continue;
            };
            // A rule's own chain is there, if that is what is proposed.
            let own = format!("did you mean chain ‘{}’", guess.name);
            if guess.of_rule && hint.contains(&own) {
                continue;
            }
            if let Some(refusal) = self.refusals.get_mut(guess.refusal) {
                let place = if is_table {
                    *table_place
                } else {
                    refusal.places[0]
                };
                *refusal = Error::new(hint, place);
            }
        }
    }

    /// Whether nft knows a table.
    fn known_table(&self, (family, name, place): (NftFamily, &str, Place)) -> Done {
        let refused = self.refused_tables.iter();
        let mut refused = refused.filter(|(of, table)| *of == family && *table == *name);
        if self.draft.ruleset().table(family, name).is_some() || refused.next().is_some() {
            return Ok(());
        }
        Err(vec![self.not_found(
            Missing::Table,
            (family, name),
            name,
            place,
        )])
    }

    /// nft itself does not find something.
    pub(super) fn not_found(
        &self,
        what: Missing,
        table: (NftFamily, &str),
        name: &str,
        place: Place,
    ) -> Error {
        let hint = hints::missing(self.draft.ruleset(), what, table, name);
        let message = match hint {
            Some((is_table, hint)) if is_table == (what == Missing::Table) => hint,
            Some(_) | None => Errno::NoEnt.text().to_owned(),
        };
        Error::new(message, place)
    }

    /// The line that something comes from.
    fn source(&self, place: Place) -> Option<SourceLine> {
        match (self.inputs.source(place), self.origin) {
            (Some(("/dev/stdin", line)), Some(origin)) => Some(SourceLine {
                file: origin.file.clone(),
                line: origin.line + line,
            }),
            (Some((file, line)), _) => Some(SourceLine {
                file: file.into(),
                line,
            }),
            (None, Some(origin)) => Some(SourceLine {
                file: origin.file.clone(),
                line: origin.line,
            }),
            (None, None) => None,
        }
    }

    fn add_table(
        &mut self,
        name: &TableName,
        block: Option<&TableBlock>,
        command: &Command,
    ) -> Done {
        let (family, table) = self.table(name);
        let marks = Marks::new(whole(command.place), table).hint(Missing::Table);
        let flags = block.map_or(&[][..], |block| &block.flags);
        if let Some(owner) = flags.iter().find(|flag| flag.of != "dormant") {
            if owner.of != "owner" {
                let message = format!("unknown table option {}", owner.of);
                return Err(vec![Error::new(message, owner.place)]);
            }
            let refused = Refused {
                why: Why::Errno(Errno::OpNotSupp),
                part: Part::Command,
            };
            self.refuse(Err(refused), &marks);
            return Ok(());
        }
        let settings = TableSettings {
            dormant: !flags.is_empty(),
            comment: block.and_then(|block| comment(block.comment.as_ref())),
        };
        let create = command.verb == Verb::Create;
        let done = self.draft.add_table(family, table.1, settings, create);
        if !self.refuse(done, &marks) {
            self.refused_tables.push((family, table.1.to_owned()));
        }
        match block {
            Some(block) => self.table_block(table, &block.items),
            None => Ok(()),
        }
    }

    /// What is in a table: chains, objects, sets and then rules, as nft sends them.
    fn table_block(&mut self, table: (NftFamily, &str, Place), items: &[At<TableItem>]) -> Done {
        let mut errors = Vec::new();
        let mut add = |done: Done| errors.extend(done.err().into_iter().flatten());
        for item in items {
            if let TableItem::Chain(name, block) = &item.of {
                add(self.chain(table, name, block, (item.place, false)));
            }
        }
        for item in items {
            if let TableItem::Named(_, name, block) = &item.of {
                let name = Handled::Name(name.clone());
                add(self.add_object(table, &name, Some(block), (item.place, false)));
            }
        }
        for item in items {
            match &item.of {
                TableItem::Set(name, block) => {
                    add(self.set(table, name, block, false, (item.place, false)));
                }
                TableItem::Map(name, block) => {
                    add(self.set(table, name, block, true, (item.place, false)));
                }
                TableItem::Foreign(_) => {
                    let message = format!("Could not process rule: {}", Errno::NoEnt.text());
                    self.refusals.push(Error::new(message, item.place));
                }
                TableItem::Chain(..) | TableItem::Named(..) => {}
            }
        }
        for item in items {
            if let TableItem::Chain(name, block) = &item.of {
                for rule in &block.rules {
                    add(self.add_rule(table, name, rule, (Verb::Add, None), rule.place));
                }
            }
        }
        if errors.is_empty() {
            Ok(())
        } else {
            Err(errors)
        }
    }

    fn add_chain(
        &mut self,
        table: (NftFamily, &str, Place),
        name: &Handled,
        block: Option<&ChainBlock>,
        command: &Command,
    ) -> Done {
        let Handled::Name(name) = name else {
            return Ok(());
        };
        let create = command.verb == Verb::Create;
        let nothing = ChainBlock::default();
        let block = block.unwrap_or(&nothing);
        self.chain(table, name, block, (whole(command.place), create))?;
        for rule in &block.rules {
            self.add_rule(table, name, rule, (Verb::Add, None), rule.place)?;
        }
        Ok(())
    }

    fn chain(
        &mut self,
        table: (NftFamily, &str, Place),
        name: &Name,
        block: &ChainBlock,
        (place, create): (Place, bool),
    ) -> Done {
        let settings = ChainSettings {
            base: base(table.0, block, place)?,
            policy: block.policy.as_ref().map(|policy| match &*policy.of {
                "drop" => Policy::Drop,
                _ => Policy::Accept,
            }),
            comment: comment(block.comment.as_ref()),
        };
        let marks = Marks {
            name: Some((&name.of, name.place)),
            policy: block.policy.as_ref().map(|policy| policy.place),
            ..Marks::new(place, table).hint(Missing::Chain)
        };
        let mut done = self
            .draft
            .add_chain((table.0, table.1), &name.of, settings, create);
        if done.is_ok() && !block.flags.is_empty() {
            done = Err(Refused {
                why: Why::Errno(Errno::OpNotSupp),
                part: Part::Command,
            });
        }
        self.refuse(done, &marks);
        Ok(())
    }

    fn rename(&mut self, of: &InTable, new: Option<&Name>, place: Place) -> Done {
        let (family, table) = self.table(&of.table);
        self.known_table(table)?;
        let Handled::Name(old) = &of.name else {
            return Ok(());
        };
        self.known_chain(table, old)?;
        let new = new.map_or("", |new| &new.of);
        let done = self.draft.rename_chain((family, table.1), &old.of, new);
        self.refuse(done, &Marks::new(place, table).named(&of.name));
        Ok(())
    }

    /// Whether nft knows a chain.
    fn known_chain(&self, (family, table, _): (NftFamily, &str, Place), chain: &Name) -> Done {
        let found = self.draft.ruleset().table(family, table);
        if found.is_some_and(|table| table.chain(&chain.of).is_some()) {
            return Ok(());
        }
        Err(vec![self.not_found(
            Missing::Chain,
            (family, table),
            &chain.of,
            chain.place,
        )])
    }

    fn rule_command(
        &mut self,
        verb: Verb,
        of: &InTable,
        position: Option<&Position>,
        rule: Option<&Rule>,
        place: Place,
    ) -> Done {
        let (family, table) = self.table(&of.table);
        let Handled::Name(chain) = &of.name else {
            return Ok(());
        };
        let Some(rule) = rule else {
            if let (Verb::Delete, Some(Position::Handle(of_rule))) = (verb, position) {
                let marks = Marks {
                    handle: handle_of(position),
                    ..Marks::new(place, table)
                        .named(&of.name)
                        .hint(Missing::Chain)
                };
                let done = self
                    .draft
                    .delete_rule((family, table.1), &chain.of, of_rule.of);
                self.refuse(done, &marks);
            }
            return Ok(());
        };
        self.add_rule(table, chain, rule, (verb, position), place)
    }

    /// Where a rule is to stand.
    fn rule_place(
        &self,
        table: (NftFamily, &str, Place),
        chain: &Name,
        (verb, position): (Verb, Option<&Position>),
    ) -> Result<nft::At, Vec<Error>> {
        if self.indexed {
            self.known_table(table)?;
            self.known_chain(table, chain)?;
        }
        let beside = match position {
            None if verb == Verb::Insert => return Ok(nft::At::First),
            None => return Ok(nft::At::Last),
            Some(Position::Handle(handle)) if verb == Verb::Replace => {
                return Ok(nft::At::Instead(handle.of));
            }
            Some(Position::Handle(handle)) => {
                self.known_rule(table, &chain.of, handle)?;
                handle.of
            }
            Some(Position::Index(index)) => self.rule_at(table, &chain.of, index)?,
        };
        Ok(match verb {
            Verb::Insert => nft::At::Before(beside),
            _ => nft::At::Behind(beside),
        })
    }

    /// Whether nft knows a rule.
    fn known_rule(
        &self,
        (family, table, _): (NftFamily, &str, Place),
        chain: &str,
        handle: &At<u64>,
    ) -> Done {
        let table = self.draft.ruleset().table(family, table);
        let chain = table.and_then(|table| table.chain(chain));
        if chain.is_some_and(|chain| chain.has(handle.of)) {
            return Ok(());
        }
        let message = format!("Could not process rule: {}", Errno::NoEnt.text());
        Err(vec![Error::new(message, handle.place)])
    }

    /// The handle of the rule that stands at `index`.
    fn rule_at(
        &self,
        (family, table, _): (NftFamily, &str, Place),
        chain: &str,
        index: &At<u64>,
    ) -> Result<u64, Vec<Error>> {
        let table = self.draft.ruleset().table(family, table);
        let chain = table.and_then(|table| table.chain(chain));
        let at = usize::try_from(index.of).ok();
        let rule = chain.and_then(|chain| chain.rules.get(at?));
        rule.map(|rule| rule.handle).ok_or_else(|| {
            let message = format!("Could not process rule: {}", Errno::NoEnt.text());
            vec![Error::new(message, index.place)]
        })
    }

    fn scope<'s>(&'s self, family: NftFamily, table: &'s str) -> Scope<'s> {
        Scope {
            ruleset: self.draft.ruleset(),
            family,
            table,
            links: self.links,
            now: self.draft.now(),
        }
    }

    fn add_rule(
        &mut self,
        table: (NftFamily, &str, Place),
        chain: &Name,
        rule: &Rule,
        position: (Verb, Option<&Position>),
        place: Place,
    ) -> Done {
        if places::names_sets(rule) {
            self.known_table(table)?;
        }
        let marks = Marks {
            name: Some((&chain.of, chain.place)),
            handle: handle_of(position.1),
            rule: Some(rule),
            ..Marks::new(place, table).hint(Missing::Chain)
        };
        let mut ready = evaluate::rule(rule, &self.scope(table.0, table.1))?;
        ready.source = self.source(rule.place);
        let at = self.rule_place(table, chain, position)?;
        if let Some((errno, place)) = places::foreign(rule) {
            let message = format!("Could not process rule: {}", errno.text());
            self.refusals
                .push(Error::new(message, place.unwrap_or(marks.command)));
            return Ok(());
        }
        let done = self
            .draft
            .add_rule((table.0, table.1), &chain.of, ready, at);
        let mut refused = done.err().unwrap_or_default();
        let last = refused.pop();
        for refused in refused {
            // What is said of the rule's own sets is said plainly.
            self.refuse(
                Err(refused),
                &Marks {
                    hint: None,
                    ..marks
                },
            );
        }
        self.refuse(last.map_or(Ok(()), Err), &marks);
        Ok(())
    }

    fn set_command(
        &mut self,
        of: &InTable,
        block: Option<&SetBlock>,
        is_map: bool,
        command: &Command,
    ) -> Done {
        let (_, table) = self.table(&of.table);
        self.known_table(table)?;
        let (Handled::Name(name), Some(block)) = (&of.name, block) else {
            return Ok(());
        };
        let create = command.verb == Verb::Create;
        self.set(table, name, block, is_map, (whole(command.place), create))
    }

    fn set(
        &mut self,
        table: (NftFamily, &str, Place),
        name: &Name,
        block: &SetBlock,
        is_map: bool,
        (place, create): (Place, bool),
    ) -> Done {
        let scope = self.scope(table.0, table.1);
        let mut set = evaluate::set_block(name, block, is_map, &scope)?;
        set.source = self.source(place);
        let elements = Arc::unwrap_or_clone(std::mem::take(&mut set.elements));
        let marks = Marks {
            name: Some((&name.of, name.place)),
            ..Marks::new(place, table).hint(Missing::Set)
        };
        let like = set.clone();
        let done = self.draft.add_set((table.0, table.1), set, create);
        if !self.refuse(done, &marks) {
            return Ok(());
        }
        let written = block.elements.as_deref().unwrap_or_default();
        self.add_ready(
            table,
            (&like, elements),
            (written, name.place),
            (create, marks),
        );
        Ok(())
    }

    /// Adds elements that were evaluated from `written`.
    fn add_ready(
        &mut self,
        table: (NftFamily, &str, Place),
        (set, ready): (&nft::Set, Vec<nft::Element>),
        (written, place): (&[Element], Place),
        (create, marks): (bool, Marks<'_>),
    ) {
        if ready.is_empty() {
            return;
        }
        let done = self
            .draft
            .add_elements((table.0, table.1), &set.name, ready, create);
        self.refuse_element(done, table, set, (written, place), marks);
    }

    /// Notes what the kernel refuses about elements, which are in another order than they were written in.
    fn refuse_element(
        &mut self,
        done: Result<(), Refused>,
        table: (NftFamily, &str, Place),
        set: &nft::Set,
        (written, place): (&[Element], Place),
        mut marks: Marks<'_>,
    ) {
        if let Err(Refused {
            part: Part::Element(at),
            ..
        }) = done
        {
            let scope = self.scope(table.0, table.1);
            let all = evaluate::elements(written, set, place, &scope).unwrap_or_default();
            let is_it = |one: &&Element| {
                let one = evaluate::elements(std::slice::from_ref(*one), set, place, &scope);
                let key = all.get(at).map(|element| &element.key);
                one.is_ok_and(|one| one.first().map(|one| &one.key) == key)
            };
            marks.element = written.iter().find(is_it).map(|one| one.key.place);
        }
        self.refuse(done, &marks);
    }

    fn known_set<'s>(
        &'s self,
        table: (NftFamily, &str, Place),
        name: &Name,
    ) -> Result<&'s nft::Set, Vec<Error>> {
        self.known_table(table)?;
        let found = self.draft.ruleset().table(table.0, table.1);
        match found.and_then(|table| table.set(&name.of)) {
            Some(set) => Ok(set),
            None => Err(vec![self.not_found(
                Missing::Set,
                (table.0, table.1),
                &name.of,
                name.place,
            )]),
        }
    }

    fn flush_set(&mut self, of: &InTable, is_map: bool, place: Place) -> Done {
        let (family, table) = self.table(&of.table);
        let Handled::Name(name) = &of.name else {
            return Ok(());
        };
        let set = self.known_set(table, name)?;
        if set.is_map() != is_map {
            return Err(vec![Error::new(Errno::NoEnt.text(), name.place)]);
        }
        self.note_members((family, table.1), &name.of);
        let done = self.draft.flush_set((family, table.1), &name.of);
        self.refuse(done, &Marks::new(place, table).named(&of.name));
        Ok(())
    }

    /// Takes note of what packets have put into a set.
    fn note_members(&mut self, (family, table): (NftFamily, &str), name: &str) {
        let ruleset = self.draft.ruleset();
        let set = ruleset
            .table(family, table)
            .and_then(|table| table.set(name));
        if let Some(members) = set.and_then(|set| (self.members)(set)) {
            // The set is there, and whatever is in it has had room.
            let _ = self.draft.note_members((family, table), name, members);
        }
    }

    fn element_command(
        &mut self,
        verb: Verb,
        of: &InTable,
        elements: &[Element],
        place: Place,
    ) -> Done {
        let (family, table) = self.table(&of.table);
        let Handled::Name(name) = &of.name else {
            return Ok(());
        };
        let set = self.known_set(table, name)?.clone();
        let marks = Marks::new(place, table).named(&of.name);
        let scope = self.scope(family, table.1);
        let mut like = set;
        if verb == Verb::Delete && elements.iter().all(|element| element.data.is_none()) {
            // What they map to need not be said.
            (like.data, like.object) = (None, None);
        }
        let set = like;
        let ready = evaluate::elements(elements, &set, name.place, &scope)?;
        let written = (elements, name.place);
        if verb == Verb::Delete {
            self.note_members((family, table.1), &name.of);
            let done = self
                .draft
                .delete_elements((family, table.1), &name.of, &ready);
            self.refuse_element(done, table, &set, written, marks);
        } else {
            let create = verb == Verb::Create;
            self.add_ready(table, (&set, ready), written, (create, marks));
        }
        Ok(())
    }

    fn add_object(
        &mut self,
        table: (NftFamily, &str, Place),
        name: &Handled,
        block: Option<&NamedBlock>,
        (place, create): (Place, bool),
    ) -> Done {
        let marks = Marks::new(place, table).named(name).hint(Missing::Object);
        let (Handled::Name(name), Some(block)) = (name, block) else {
            return Ok(());
        };
        let state = match evaluate::named(name, block) {
            Ok(state) => state,
            Err(errors) => {
                // The kernel says no more than that.
                let whole = errors
                    .into_iter()
                    .map(|error| Error::new(error.message, place));
                self.refusals.extend(whole);
                return Ok(());
            }
        };
        let object = nft::Object {
            name: name.of.as_str().into(),
            handle: 0,
            state,
            comment: comment(block.comment.as_ref()),
        };
        let done = self.draft.add_object((table.0, table.1), object, create);
        self.refuse(done, &marks);
        Ok(())
    }
}

/// What nft marks for a command as a whole: the newline or `;` at its end is part of it.
pub(super) const fn whole(place: Place) -> Place {
    Place {
        end: place.end + 1,
        ..place
    }
}

fn comment(comment: Option<&Name>) -> Option<Box<str>> {
    comment.map(|comment| comment.of.as_str().into())
}

/// Where the handle of a rule stands.
const fn handle_of(position: Option<&Position>) -> Option<Place> {
    match position {
        Some(Position::Handle(handle)) => Some(handle.place),
        Some(Position::Index(_)) | None => None,
    }
}

/// Something by its name or handle.
const fn named(name: &Handled) -> Named<'_> {
    match name {
        Handled::Name(name) => Named::Name(name.of.as_str()),
        Handled::Handle(handle) => Named::Handle(handle.of),
    }
}

/// What makes a chain a base chain.
fn base(
    family: NftFamily,
    block: &ChainBlock,
    place: Place,
) -> Result<Option<(ChainType, Hook, Priority)>, Vec<Error>> {
    let Some(base) = &block.base else {
        return Ok(None);
    };
    let wrong = |message: String, place: Place| Err(vec![Error::new(message, place)]);
    let kind = match &*base.kind.of {
        "filter" => ChainType::Filter,
        "nat" => ChainType::Nat,
        "route" => ChainType::Route,
        _ => return wrong("unknown chain type".to_owned(), base.kind.place),
    };
    let hook = match &*base.hook.of {
        "prerouting" => Hook::Prerouting,
        "input" => Hook::Input,
        "forward" => Hook::Forward,
        "output" => Hook::Output,
        "postrouting" => Hook::Postrouting,
        // The one hook of inet that Tollgate has not.
        "ingress" if family == NftFamily::Inet => {
            if base.devices.is_empty() {
                return wrong(
                    "Missing `device' in this chain definition".to_owned(),
                    place,
                );
            }
            let message = format!("Could not process rule: {}", Errno::OpNotSupp.text());
            return wrong(message, place);
        }
        "ingress" | "egress" => {
            let message = format!("The {} family does not support this hook", family.name());
            return wrong(message, base.hook.place);
        }
        _ => return wrong("unknown chain hook".to_owned(), base.hook.place),
    };
    if let Some(last) = base.devices.last() {
        let message = "This chain type cannot be bound to device".to_owned();
        // The word in front of them, too.
        let start = base.hook.place.end + 1;
        return wrong(
            message,
            Place {
                start,
                ..last.place
            },
        );
    }
    let priority = &base.priority;
    let named = match priority.of.name.as_deref() {
        None => 0,
        Some("raw") => -300,
        Some("mangle") => -150,
        Some("dstnat") if hook == Hook::Prerouting => -100,
        Some("filter") => 0,
        Some("security") => 50,
        Some("srcnat") if hook == Hook::Postrouting => 100,
        Some(_) => {
            let message = "invalid priority expression value in this context.".to_owned();
            return wrong(message, priority.place);
        }
    };
    let priority = Priority(i32::wrapping_add(named, priority.of.number));
    Ok(Some((kind, hook, priority)))
}

/// Where in a rule something stands.
mod places {
    use super::{Errno, Place, Rule, Statement};
    use crate::lang::nft::syntax::{Element, Expr, ExprKind, Verdict};

    /// Every expression of a rule, until one gives a place.
    fn find(rule: &Rule, each: &mut dyn FnMut(&Expr) -> Option<Place>) -> Option<Place> {
        rule.statements.iter().find_map(|statement| {
            let exprs: Vec<&Expr> = match &statement.of {
                Statement::Match { left, right, .. } => vec![left, right],
                Statement::Vmap(key, map) | Statement::Set(key, map) => vec![key, map],
                Statement::Object(_, name) => vec![name],
                Statement::Nat(nat) => nat.addr.iter().chain(&nat.port).collect(),
                Statement::ChangeSet { element, .. } | Statement::Meter { element, .. } => {
                    std::iter::once(&element.key).chain(&element.data).collect()
                }
                Statement::Verdict(_)
                | Statement::Counter(..)
                | Statement::Limit(_)
                | Statement::Quota(_)
                | Statement::ConnCount { .. }
                | Statement::Last
                | Statement::Log(_)
                | Statement::Reject(_)
                | Statement::Notrack
                | Statement::ResetTcpOption(_)
                | Statement::Foreign(_) => Vec::new(),
            };
            exprs.into_iter().find_map(|expr| within(expr, each))
        })
    }

    fn within(expr: &Expr, each: &mut dyn FnMut(&Expr) -> Option<Place>) -> Option<Place> {
        if let Some(place) = each(expr) {
            return Some(place);
        }
        match &expr.kind {
            ExprKind::Map(key, map) => within(key, each).or_else(|| within(map, each)),
            ExprKind::Concat(parts) => parts.iter().find_map(|part| within(part, each)),
            _ => None,
        }
    }

    fn goes_to(verdict: &Verdict) -> Option<&super::Name> {
        match verdict {
            Verdict::Jump(chain) | Verdict::Goto(chain) => Some(chain),
            Verdict::Accept | Verdict::Drop | Verdict::Continue | Verdict::Return => None,
        }
    }

    pub(super) fn target(rule: &Rule, chain: &str) -> Option<Place> {
        rule.statements.iter().find_map(|statement| {
            let Statement::Verdict(verdict) = &statement.of else {
                return None;
            };
            let target = goes_to(verdict).filter(|target| target.of == chain)?;
            Some(target.place)
        })
    }

    pub(super) fn mapping(rule: &Rule, chain: &str) -> Option<Place> {
        let maps = |element: &Element| match &element.data.as_ref()?.kind {
            ExprKind::Verdict(verdict) if goes_to(verdict)?.of == chain => Some(element.key.place),
            _ => None,
        };
        find(rule, &mut |expr| match &expr.kind {
            ExprKind::Set(elements) => elements.iter().find_map(maps),
            _ => None,
        })
    }

    /// The set without a name that is the `at`th.
    pub(super) fn anonymous(rule: &Rule, mut at: usize) -> Option<Place> {
        find(rule, &mut |expr| match &expr.kind {
            ExprKind::Set(_) if at == 0 => Some(expr.place),
            ExprKind::Set(_) => {
                at -= 1;
                None
            }
            _ => None,
        })
    }

    pub(super) fn set(rule: &Rule, name: &str) -> Option<Place> {
        find(rule, &mut |expr| match &expr.kind {
            ExprKind::SetRef(set) if *set == name => Some(expr.place),
            _ => None,
        })
    }

    /// Whether a rule names sets of its table.
    pub(super) fn names_sets(rule: &Rule) -> bool {
        let changes =
            |statement: &super::At<Statement>| matches!(statement.of, Statement::ChangeSet { .. });
        let named = find(rule, &mut |expr| match &expr.kind {
            ExprKind::SetRef(_) => Some(expr.place),
            _ => None,
        });
        named.is_some() || rule.statements.iter().any(changes)
    }

    pub(super) fn object(rule: &Rule, name: &str) -> Option<Place> {
        let names = |expr: &Expr| match &expr.kind {
            ExprKind::Symbol(text) | ExprKind::Text(text) => *text == name,
            _ => false,
        };
        let plain = rule
            .statements
            .iter()
            .find_map(|statement| match &statement.of {
                Statement::Object(_, expr) if names(expr) => Some(expr.place),
                _ => None,
            });
        plain.or_else(|| {
            find(rule, &mut |expr| match &expr.kind {
                ExprKind::Set(elements) => elements
                    .iter()
                    .find(|element| element.data.as_ref().is_some_and(names))
                    .map(|element| element.key.place),
                _ => None,
            })
        })
    }

    pub(super) fn set_change(rule: &Rule, name: &str) -> Option<Place> {
        rule.statements
            .iter()
            .find_map(|statement| match &statement.of {
                Statement::ChangeSet { set, .. } if set.of == name => Some(statement.place),
                _ => None,
            })
    }

    /// The first statement that Tollgate has not, and what a kernel without it says.
    pub(super) fn foreign(rule: &Rule) -> Option<(Errno, Option<Place>)> {
        rule.statements
            .iter()
            .find_map(|statement| match &statement.of {
                Statement::Foreign(_) => Some((Errno::NoEnt, Some(statement.place))),
                _ => None,
            })
    }
}
