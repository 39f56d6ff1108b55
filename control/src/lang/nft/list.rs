//! Commands that show something.

use std::sync::Arc;

use super::{
    batch::whole,
    describe::describe,
    error::Error,
    evaluate::{self, Scope},
    hints::{self, Missing},
    print::{self, Context},
    syntax::{At, Command, Element, Handled, InTable, Object, Place, TableName, Verb},
};
use crate::config::{
    Errno,
    nft::{Chain, Draft, NftFamily, ObjectKind, Ruleset, Set, Table},
};

/// What listings show.
pub(super) struct List<'a> {
    pub(super) cx: Context<'a>,
    /// What nft knows of the rule set, if commands in the same batch change it.
    pub(super) known: Option<&'a Ruleset>,
}

type Text = Result<String, Error>;

fn family(of: Option<&At<NftFamily>>) -> Option<NftFamily> {
    of.map(|family| family.of)
}

impl List<'_> {
    /// What a command prints.
    pub(super) fn command(&self, command: &Command, draft: &mut Draft) -> Text {
        match command.verb {
            Verb::Reset => self.reset(command, draft),
            Verb::Get => {
                let ruleset = self.known.unwrap_or_else(|| draft.ruleset());
                match &command.object {
                    Object::Elements(of, elements) => {
                        self.get(ruleset, of, elements, command.place)
                    }
                    _ => Ok(String::new()),
                }
            }
            _ => self.list(
                &command.object,
                self.known.unwrap_or_else(|| draft.ruleset()),
            ),
        }
    }

    fn list(&self, object: &Object, ruleset: &Ruleset) -> Text {
        let cx = &self.cx;
        Ok(match object {
            Object::Ruleset(of) => print::ruleset(ruleset, family(of.as_ref()), cx),
            Object::Tables(of) => print::tables(ruleset, family(of.as_ref()), cx),
            Object::Table(name, _) => print::table(table(ruleset, name, None)?, cx),
            Object::Chains(of) => print::chains(ruleset, family(of.as_ref()), cx),
            Object::Chain(of, ..) | Object::Rule(of, ..) => {
                let (table, chain) = chain(ruleset, of)?;
                print::chain(table, chain, cx)
            }
            Object::Set(of, _) => {
                let (table, set) = set(ruleset, of, Some(false), None)?;
                print::set(table, set, cx)
            }
            Object::Map(of, _) => {
                let (table, set) = set(ruleset, of, Some(true), None)?;
                print::set(table, set, cx)
            }
            Object::Maps(of) => print::sets(ruleset, family(of.as_ref()), true, cx),
            Object::Sets(of, name) => {
                // A table that is named has to be there; listed are those of its family.
                let family = match name {
                    Some(name) => Some(table(ruleset, name, Some(Missing::Table))?.family),
                    None => family(of.as_ref()),
                };
                print::sets(ruleset, family, false, cx)
            }
            Object::Named(kind, of, _) => self.object(ruleset, *kind, of)?,
            Object::AllNamed(kind, of, name) => {
                self.objects(ruleset, *kind, of.as_ref(), name.as_ref())?
            }
            Object::Foreign("hooks") => String::new(),
            // There are none of these in any table.
            Object::Foreign(_) => {
                let tables = ruleset.tables.iter();
                tables
                    .map(|table| print::within(table, std::iter::empty()))
                    .collect()
            }
            Object::Describe(expr) => describe(expr),
            Object::Elements(..) | Object::Monitor(_) => String::new(),
        })
    }

    fn object(&self, ruleset: &Ruleset, kind: ObjectKind, of: &InTable) -> Text {
        let of_table = table(ruleset, &of.table, Some(Missing::Table))?;
        let (name, place) = of.name.written();
        match of_table.object(kind, name) {
            Some(object) => Ok(print::object(of_table, object, &self.cx)),
            None => {
                let table = (of_table.family, &*of_table.name);
                Err(missing(ruleset, Missing::Object, table, (name, place)))
            }
        }
    }

    fn objects(
        &self,
        ruleset: &Ruleset,
        kind: ObjectKind,
        of: Option<&At<NftFamily>>,
        name: Option<&TableName>,
    ) -> Text {
        Ok(match name {
            Some(name) => {
                let table = table(ruleset, name, Some(Missing::Table))?;
                print::objects_in(table, kind, &self.cx)
            }
            None => print::objects(ruleset, kind, family(of), &self.cx),
        })
    }

    /// `get element`.
    fn get(&self, ruleset: &Ruleset, of: &InTable, wanted: &[Element], place: Place) -> Text {
        let (table, set) = set(ruleset, of, None, Some(Missing::Set))?;
        let scope = Scope {
            ruleset,
            family: table.family,
            table: &table.name,
            links: self.cx.interfaces,
            now: self.cx.now,
        };
        let (_, name_place) = of.name.written();
        let mut keys = set.clone();
        // What they map to need not be said.
        if wanted.iter().all(|element| element.data.is_none()) {
            (keys.data, keys.object) = (None, None);
        }
        let wanted = evaluate::elements(wanted, &keys, name_place, &scope).map_err(first)?;
        let live = (self.cx.members)(set);
        let elements = live.as_deref().unwrap_or(&set.elements);
        let found: Option<Vec<_>> = wanted
            .iter()
            .map(|element| set.find(elements, &element.key).cloned())
            .collect();
        let Some(found) = found else {
            return Err(Error::refused(Errno::NoEnt, whole(place)));
        };
        Ok(print::elements(table, set, &found, &self.cx))
    }

    /// `reset`: shows what was counted, and counts anew.
    fn reset(&self, command: &Command, draft: &mut Draft) -> Text {
        let readings = self.cx.readings;
        match &command.object {
            Object::AllNamed(kind, of, name) => {
                let text = self.objects(draft.ruleset(), *kind, of.as_ref(), name.as_ref())?;
                let only = name
                    .as_ref()
                    .map(|name| (name.family(), name.name.written().0));
                draft.reset(*kind, (family(of.as_ref()), only), None, readings);
                Ok(text)
            }
            Object::Named(kind, of, _) => {
                let (name, _) = of.name.written();
                let ruleset = draft.ruleset();
                let of_table = table(ruleset, &of.table, Some(Missing::Table))?;
                if of_table.object(*kind, name).is_none() {
                    return Err(Error::refused(Errno::NoEnt, whole(command.place)));
                }
                let text = self.object(ruleset, *kind, of)?;
                let table = (of.table.family(), of.table.name.written().0);
                draft.reset(*kind, (None, Some(table)), Some(name), readings);
                Ok(text)
            }
            _ => Ok(String::new()),
        }
    }
}

fn first(errors: Vec<Error>) -> Error {
    let first = errors.into_iter().next();
    first.unwrap_or_else(|| Error::new(Errno::Inval.text(), Place::default()))
}

/// What is said about something that there is not; nft has to know of others to propose one.
fn missing(
    ruleset: &Ruleset,
    what: Missing,
    table: (NftFamily, &str),
    (name, place): (&str, Place),
) -> Error {
    let hint = hints::missing(ruleset, what, table, name);
    let message = hint.map_or_else(|| Errno::NoEnt.text().to_owned(), |(_, hint)| hint);
    Error::new(message, place)
}

fn table<'r>(
    ruleset: &'r Ruleset,
    name: &TableName,
    hint: Option<Missing>,
) -> Result<&'r Arc<Table>, Error> {
    let family = name.family();
    let (text, place) = name.name.written();
    let found = match &name.name {
        Handled::Name(_) => ruleset.table(family, text),
        Handled::Handle(handle) => {
            let mut tables = ruleset.tables.iter();
            tables.find(|table| table.family == family && table.handle == handle.of)
        }
    };
    found.ok_or_else(|| match hint {
        Some(what) => missing(ruleset, what, (family, text), (text, place)),
        None => Error::new(Errno::NoEnt.text(), place),
    })
}

fn chain<'r>(ruleset: &'r Ruleset, of: &InTable) -> Result<(&'r Table, &'r Chain), Error> {
    let table = table(ruleset, &of.table, None)?;
    let (name, place) = of.name.written();
    match table.chain(name) {
        Some(chain) => Ok((table, chain)),
        None => Err(Error::new(Errno::NoEnt.text(), place)),
    }
}

fn set<'r>(
    ruleset: &'r Ruleset,
    of: &InTable,
    is_map: Option<bool>,
    hint: Option<Missing>,
) -> Result<(&'r Table, &'r Set), Error> {
    let table = table(ruleset, &of.table, hint.and(Some(Missing::Table)))?;
    let (name, place) = of.name.written();
    let found = table.set(name);
    match found.filter(|set| is_map.is_none_or(|is_map| set.is_map() == is_map)) {
        Some(set) => Ok((table, set)),
        None => Err(match hint {
            Some(what) => {
                let table = (table.family, &*table.name);
                missing(ruleset, what, table, (name, place))
            }
            None => Error::new(Errno::NoEnt.text(), place),
        }),
    }
}
