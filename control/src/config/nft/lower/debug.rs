//! Expressions as `nft --debug=netlink` prints them (libnftnl).

use std::{collections::VecDeque, fmt::Write as _, sync::Arc};

use dataplane::filter::{
    Counts,
    nft::{ChainNumber, Expr as Op, SetId, Verdict},
};

use super::{
    super::{Element, Expr, LogStatement, ObjectKind, Set, Statement, Table},
    AnonymousCode, NO_SET,
    debug_expr::{log, nat, plain},
    debug_set,
};
use crate::config::netfilter::Readings;

/// What printing tells that expressions do not have any more.
enum Note<'a> {
    Counter(Counts),
    Object(ObjectKind, &'a str),
    Log(&'a LogStatement),
    Nat { ports: bool },
}

/// Where names are found.
pub(super) struct Names<'a> {
    pub(super) table: &'a Table,
    sets: &'a [AnonymousCode],
}

impl Names<'_> {
    /// The set of the table with this number.
    fn named(&self, id: SetId) -> Option<&Arc<Set>> {
        let mut sets = self.table.sets.iter();
        sets.find(|set| set.id == id && id != NO_SET)
    }

    /// The rule's own set with this number.
    fn own(&self, id: SetId) -> Option<&AnonymousCode> {
        self.sets.iter().find(|set| set.id == id)
    }

    /// A set; those of rules have the names that nft sends.
    pub(super) fn set(&self, id: SetId) -> String {
        match self.named(id) {
            Some(set) => set.name.to_string(),
            None => self.own(id).map_or("__set%d", debug_set::name).to_owned(),
        }
    }

    /// Whether a set maps to objects.
    pub(super) fn is_object_map(&self, id: SetId) -> bool {
        match self.named(id) {
            Some(set) => set.object.is_some(),
            None => self.own(id).is_some_and(debug_set::is_object_map),
        }
    }

    fn chain(&self, number: ChainNumber) -> &str {
        let chains = &self.table.chains;
        let found = chains.iter().find(|chain| chain.number == number);
        found.map_or("", |chain| &*chain.name)
    }

    /// A verdict as it is written there.
    pub(super) fn verdict(&self, verdict: Verdict) -> String {
        match verdict {
            Verdict::Accept => "accept".to_owned(),
            Verdict::Drop => "drop".to_owned(),
            Verdict::Continue => "continue".to_owned(),
            Verdict::Return => "return".to_owned(),
            Verdict::Jump(number) => format!("jump -> {}", self.chain(number)),
            Verdict::Goto(number) => format!("goto -> {}", self.chain(number)),
        }
    }
}

/// What nft prints of a rule: its sets, then a line that names the chain and a line for each expression.
#[must_use]
pub fn rule(statements: &[Statement], table: &Table, chain: &str) -> String {
    let mut lowered = super::rule(statements, table);
    // Sets that have no number yet are told apart by what is looked up in them: which comes next.
    let mut out = String::new();
    for set in &lowered.sets {
        let names = Names { table, sets: &[] };
        debug_set::print(&mut out, set, &names);
    }
    let _ = writeln!(out, "{} {} {chain}", table.family.name(), table.name);
    let mut notes = notes(statements);
    let sets = std::mem::take(&mut lowered.sets);
    let mut coming = sets.as_slice();
    for op in &lowered.code.0 {
        let names = Names {
            table,
            sets: coming,
        };
        let text = expr(op, &names, &mut notes);
        if let Op::Lookup { set, .. } = op
            && coming.first().is_some_and(|first| first.id == *set)
        {
            coming = &coming[1..];
        }
        let _ = writeln!(out, "  [ {text} ]");
    }
    out.push('\n');
    out
}

/// What nft prints of a set with a name, which is new.
#[must_use]
pub fn set(set: &Set, table: &Table) -> String {
    debug_set::named(set, &Names { table, sets: &[] })
}

/// What nft prints of elements that are added to a set.
#[must_use]
pub fn elements(set: &Set, elements: &[Element], table: &Table) -> String {
    debug_set::named_elements(set, elements, &Names { table, sets: &[] })
}

/// A comment as it goes with a rule or an element (`NFTNL_UDATA_RULE_COMMENT`).
#[must_use]
pub fn comment(text: &str) -> String {
    let mut data = vec![0, u8::try_from(text.len() + 1).unwrap_or(u8::MAX)];
    data.extend_from_slice(text.as_bytes());
    data.push(0);
    let mut out = "userdata = { ".to_owned();
    for byte in data {
        match byte {
            b' '..=b'~' => out.push(char::from(byte)),
            byte => {
                let _ = write!(out, "\\x{byte:02x}");
            }
        }
    }
    out + " }"
}

fn notes(statements: &[Statement]) -> VecDeque<Note<'_>> {
    statements.iter().filter_map(note).collect()
}

fn note(statement: &Statement) -> Option<Note<'_>> {
    match statement {
        Statement::Counter(counter) => {
            Some(Note::Counter(counter.counted.counts(&Readings::default())))
        }
        Statement::Object {
            kind,
            name: Expr::ObjectName(name),
        } => Some(Note::Object(*kind, name)),
        Statement::Log(log) => Some(Note::Log(log)),
        Statement::Nat(nat) => Some(Note::Nat {
            ports: nat.port.is_some(),
        }),
        _ => None,
    }
}

/// An expression of elements: none of those is an object with a name.
pub(super) fn nested(op: &Op, names: &Names<'_>) -> String {
    expr(op, names, &mut VecDeque::new())
}

fn expr(op: &Op, names: &Names<'_>, notes: &mut VecDeque<Note<'_>>) -> String {
    // Counters, quotas, limits and helpers may be objects that have names.
    if let Op::Counter(_) | Op::Quota(_) | Op::Limit(_) | Op::Helper(_) = op
        && let Some(Note::Object(kind, name)) = notes.front()
    {
        let fits = matches!(
            (op, kind),
            (Op::Counter(_), ObjectKind::Counter)
                | (Op::Quota(_), ObjectKind::Quota)
                | (Op::Limit(_), ObjectKind::Limit)
                | (Op::Helper(_), ObjectKind::CtHelper)
        );
        if fits {
            let text = format!("objref type {} name {name}", object_number(*kind));
            notes.pop_front();
            return text;
        }
    }
    match op {
        Op::Counter(_) => {
            let mut counts = Counts::default();
            if let Some(Note::Counter(written)) = notes.front() {
                counts = *written;
                notes.pop_front();
            }
            format!("counter pkts {} bytes {}", counts.packets, counts.bytes)
        }
        Op::Log(spec) => match notes.pop_front() {
            Some(Note::Log(statement)) => log(spec, Some(statement)),
            _ => log(spec, None),
        },
        Op::Nat(of) => match notes.pop_front() {
            Some(Note::Nat { ports }) => nat(of, ports),
            _ => nat(of, of.ports.is_some()),
        },
        op => plain(op, names),
    }
}

fn object_number(kind: ObjectKind) -> u8 {
    match kind {
        ObjectKind::Counter => 1,
        ObjectKind::Quota => 2,
        ObjectKind::CtHelper => 3,
        ObjectKind::Limit => 4,
    }
}
