//! A batch of commands, evaluated one after the other on a draft of the rule set.

use dataplane::filter::{Policy, SourceLine};

use super::{
    base_chain::base,
    error::Error,
    evaluate::{self, Scope},
    hints::{self, Missing},
    input::Inputs,
    places,
    syntax::{
        At, ChainBlock, Command, Handled, InTable, Name, Object, Place, Position, Rule, TableBlock,
        TableItem, TableName, Verb,
    },
};
use crate::{
    config::{
        Errno,
        nft::{
            self, ChainSettings, Draft, Interfaces, Named, NftFamily, Part, Refused, TableSettings,
            Why,
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
pub(super) struct Marks<'a> {
    pub(super) command: Place,
    pub(super) table: (NftFamily, &'a str, Place),
    /// The chain, set or object.
    pub(super) name: Option<(&'a str, Place)>,
    /// A handle.
    pub(super) handle: Option<Place>,
    pub(super) policy: Option<Place>,
    /// The element that is refused.
    pub(super) element: Option<Place>,
    pub(super) rule: Option<&'a Rule>,
    /// What may have been meant by a name that there is not.
    pub(super) hint: Option<Missing>,
}

/// Errors that end something.
pub(super) type Done = Result<(), Vec<Error>>;

impl<'a> Marks<'a> {
    pub(super) const fn new(command: Place, table: (NftFamily, &'a str, Place)) -> Self {
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

    pub(super) fn named(self, name: &'a Handled) -> Self {
        Self {
            name: Some(name.written()),
            ..self
        }
    }

    pub(super) const fn hint(self, hint: Missing) -> Self {
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
                self.refusals.push(Error::refused(Errno::NoEnt, place));
                Ok(())
            }
            _ => {
                self.refusals.push(Error::refused(Errno::OpNotSupp, place));
                Ok(())
            }
        }
    }

    /// The family and the name of a table, and where it stands.
    #[expect(clippy::unused_self, reason = "beside what uses it")]
    pub(super) fn table<'n>(
        &self,
        name: &'n TableName,
    ) -> (NftFamily, (NftFamily, &'n str, Place)) {
        let family = name.family();
        let (text, place) = name.name.written();
        (family, (family, text, place))
    }

    /// Notes what the kernel refuses; `false` if it does.
    pub(super) fn refuse(&mut self, done: Result<(), Refused>, marks: &Marks<'_>) -> bool {
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
    pub(super) fn known_table(&self, (family, name, place): (NftFamily, &str, Place)) -> Done {
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
    pub(super) fn source(&self, place: Place) -> Option<SourceLine> {
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
                    self.refusals.push(Error::refused(Errno::NoEnt, item.place));
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
        Ok(if verb == Verb::Insert {
            nft::At::Before(beside)
        } else {
            nft::At::Behind(beside)
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
        Err(vec![Error::refused(Errno::NoEnt, handle.place)])
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
        rule.map(|rule| rule.handle)
            .ok_or_else(|| vec![Error::refused(Errno::NoEnt, index.place)])
    }

    pub(super) fn scope<'s>(&'s self, family: NftFamily, table: &'s str) -> Scope<'s> {
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
        if let Some(place) = places::foreign(rule) {
            self.refusals.push(Error::refused(Errno::NoEnt, place));
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
}

/// What nft marks for a command as a whole: the newline or `;` at its end is part of it.
pub(super) const fn whole(place: Place) -> Place {
    Place {
        end: place.end + 1,
        ..place
    }
}

pub(super) fn comment(comment: Option<&Name>) -> Option<Box<str>> {
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
