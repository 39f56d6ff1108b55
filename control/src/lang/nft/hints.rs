//! What is said about something that there is not: with the name that was perhaps meant.

use super::misspell::closest;
use crate::config::{
    Errno,
    nft::{NftFamily, Ruleset, Table},
};

/// What is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Missing {
    Table,
    Chain,
    Set,
    Object,
}

/// `ENOENT`, with what was perhaps meant, if something is near enough; the first is whether that is the table.
pub(super) fn missing(
    ruleset: &Ruleset,
    what: Missing,
    (family, table): (NftFamily, &str),
    name: &str,
) -> Option<(bool, String)> {
    let enoent = Errno::NoEnt.text();
    let of_table = |table: &Table| {
        let (name, family) = (&table.name, table.family.name());
        format!("{enoent}; did you mean table ‘{name}’ in family {family}?")
    };
    let tables = ruleset.tables.iter();
    if what == Missing::Table {
        let found = closest(table, tables.map(|table| (&*table.name, table)));
        return found.map(|found| (true, of_table(found)));
    }
    let (word, found, of) = match what {
        Missing::Table => return None,
        Missing::Chain => {
            let chains = tables.flat_map(|table| table.chains.iter().map(move |one| (table, one)));
            let chains = chains.map(|(table, chain)| (&*chain.name, (table, &*chain.name)));
            let (table, name) = closest(name, chains)?;
            ("chain", name, table)
        }
        Missing::Set => {
            let sets = tables.flat_map(|table| table.sets.iter().map(move |one| (table, one)));
            let sets = sets.map(|(table, set)| (&*set.name, (table, set)));
            let (table, set) = closest(name, sets)?;
            let word = if set.is_map() { "map" } else { "set" };
            (word, &*set.name, table)
        }
        Missing::Object => {
            let objects =
                tables.flat_map(|table| table.objects.iter().map(move |one| (table, one)));
            let objects = objects.map(|(table, object)| (&*object.name, (table, &*object.name)));
            let (table, name) = closest(name, objects)?;
            ("obj", name, table)
        }
    };
    if ruleset.table(family, table).is_none() {
        return Some((true, of_table(of)));
    }
    let (table, family) = (&of.name, of.family.name());
    Some((
        false,
        format!("{enoent}; did you mean {word} ‘{found}’ in table {family} ‘{table}’?"),
    ))
}
