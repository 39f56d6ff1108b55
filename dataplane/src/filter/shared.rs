//! What rules remember together: tables with a name, which are there as long as a rule names them.

use std::{collections::HashMap, sync::Arc};

use super::{
    Match, RuleSpec,
    matches::{HashlimitTable, RecentTable},
    state::Memory,
};
use crate::route::Family;

/// Which table.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Name {
    /// Of `recent`: both families share it.
    Recent(Box<str>),
    /// Of `hashlimit`.
    Hashlimit(Family, Box<str>),
}

impl Name {
    fn of(of: &Match, family: Family) -> Option<Self> {
        if let Match::Recent(recent) = of {
            Some(Self::Recent(recent.name.clone()))
        } else if let Match::Hashlimit(hashlimit) = of {
            Some(Self::Hashlimit(family, hashlimit.name.clone()))
        } else {
            None
        }
    }
}

/// The tables that the rules of a router share. As in the kernel, a table goes with the last rule that
/// names it, and one that takes the place of another at once keeps what was remembered.
#[derive(Debug, Default)]
pub struct SharedTables {
    /// Each with how many matches name it.
    tables: HashMap<Name, (Memory, usize)>,
}

impl SharedTables {
    /// A rule comes (`checkentry`).
    pub fn acquire(&mut self, spec: &RuleSpec, family: Family) {
        for one in &spec.matches {
            let Some(name) = Name::of(one, family) else {
                continue;
            };
            if let Some((table, users)) = self.tables.get_mut(&name) {
                if let (Match::Recent(recent), Memory::Recent(table)) = (one, &*table) {
                    table.join(recent);
                }
                *users += 1;
            } else if let Some(table) = Memory::of(one) {
                self.tables.insert(name, (table, 1));
            }
        }
    }

    /// A rule goes (`destroy`).
    pub fn release(&mut self, spec: &RuleSpec, family: Family) {
        for name in spec.matches.iter().filter_map(|one| Name::of(one, family)) {
            let left = self.tables.get_mut(&name).map(|(_, users)| {
                *users -= 1;
                *users
            });
            if left == Some(0) {
                self.tables.remove(&name);
            }
        }
    }

    /// The table that a match names.
    pub(super) fn find(&self, of: &Match, family: Family) -> Option<Memory> {
        let (table, _) = self.tables.get(&Name::of(of, family)?)?;
        table.shared()
    }
}

/// Copies of tables: rules that shared one share its copy.
#[derive(Debug, Default)]
pub(super) struct Copies {
    recent: Vec<(Arc<RecentTable>, Arc<RecentTable>)>,
    hashlimit: Vec<(Arc<HashlimitTable>, Arc<HashlimitTable>)>,
}

impl Copies {
    pub(super) fn recent(&mut self, of: &Arc<RecentTable>) -> Arc<RecentTable> {
        copy(&mut self.recent, of, RecentTable::copied)
    }

    pub(super) fn hashlimit(&mut self, of: &Arc<HashlimitTable>) -> Arc<HashlimitTable> {
        copy(&mut self.hashlimit, of, HashlimitTable::copied)
    }
}

/// The copy of what may have been copied before: `known` has what was, each with its copy.
pub(super) fn copy<T>(
    known: &mut Vec<(Arc<T>, Arc<T>)>,
    of: &Arc<T>,
    make: impl Fn(&T) -> T,
) -> Arc<T> {
    if let Some((_, copy)) = known.iter().find(|(original, _)| Arc::ptr_eq(original, of)) {
        return Arc::clone(copy);
    }
    let copy = Arc::new(make(of));
    known.push((Arc::clone(of), Arc::clone(&copy)));
    copy
}
