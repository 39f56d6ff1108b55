//! Listings of tables, chains and rules, as nft 1.0.6 prints them (rule.c).

use std::fmt::Write as _;

use dataplane::{
    filter::{Hook, Policy, Priority},
    time::Instant,
};

use super::{
    evaluate::listed,
    json::Json,
    print_json,
    print_set::{self, set_block},
    print_statement,
};
use crate::config::{
    netfilter::Readings,
    nft::{
        BaseChain, Chain, ChainType, Element, Interfaces, NftFamily, Numeric, Object, ObjectKind,
        Rule, Ruleset, Set, Table,
    },
};

pub use super::{
    print_expr::expr,
    print_object::object_block,
    print_set::element,
    print_statement::{statement, verdict},
};

/// How listings are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// With handles (`-a`).
    pub handles: bool,
    /// Without what changes by itself (`-s`).
    pub stateless: bool,
    /// Without elements of sets (`-t`).
    pub terse: bool,
    /// In JSON (`-j`).
    pub json: bool,
    /// Rules as they are meant: with what nft does not list of them.
    pub meant: bool,
    /// What is a number, and what a name.
    pub numeric: Numeric,
}

/// What listings need besides what they show.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// How they are wanted.
    pub options: Options,
    /// Names of interfaces.
    pub interfaces: &'a dyn Interfaces,
    /// What counters show.
    pub readings: &'a Readings,
    /// The time: elements go at some other.
    pub now: Instant,
    /// The elements of a set that packets change, which are not kept in it; `None` for all others.
    pub members: &'a dyn Fn(&Set) -> Option<Vec<Element>>,
}

/// All tables, or those of one family.
#[must_use]
pub fn ruleset(of: &Ruleset, family: Option<NftFamily>, cx: &Context<'_>) -> String {
    if cx.options.json {
        let tables = tables_of(of, family);
        return print_json::document(tables.flat_map(|of| print_json::table(of, cx)));
    }
    let tables = tables_of(of, family);
    tables.map(|of| table(of, cx)).collect()
}

/// The tables of one family, or all.
fn tables_of(of: &Ruleset, family: Option<NftFamily>) -> impl Iterator<Item = &Table> {
    let tables = of.tables.iter().map(AsRef::as_ref);
    tables.filter(move |table| family.is_none_or(|family| table.family == family))
}

/// `list tables`: their names.
#[must_use]
pub fn tables(of: &Ruleset, family: Option<NftFamily>, cx: &Context<'_>) -> String {
    if cx.options.json {
        return print_json::document(tables_of(of, family).map(print_json::table_head));
    }
    let mut text = String::new();
    for table in tables_of(of, family) {
        let _ = writeln!(text, "table {} {}", table.family.name(), table.name);
    }
    text
}

/// A table with everything in it.
#[must_use]
pub fn table(of: &Table, cx: &Context<'_>) -> String {
    if cx.options.json {
        return print_json::document(print_json::table(of, cx));
    }
    let mut text = format!(
        "table {} {} {{{}\n",
        of.family.name(),
        of.name,
        handle(of.handle, cx)
    );
    let mut empty_line = false;
    if of.dormant {
        text.push_str("\tflags dormant\n");
        empty_line = true;
    }
    if let Some(comment) = &of.comment {
        let _ = writeln!(text, "\tcomment \"{comment}\"");
    }
    let objects = of.objects.iter().map(|object| object_block(object, cx));
    let sets = of.sets.iter().map(|set| set_block(set, cx));
    let chains = of
        .chains
        .iter()
        .map(|of_table| chain_block(of_table, of.family, cx));
    for block in objects.chain(sets).chain(chains) {
        if std::mem::replace(&mut empty_line, true) {
            text.push('\n');
        }
        text.push_str(&block);
    }
    text.push_str("}\n");
    text
}

/// Parts of a table, without empty lines, as all commands list them that ask for less than a table.
#[must_use]
pub fn within(table: &Table, blocks: impl Iterator<Item = String>) -> String {
    let mut text = format!("table {} {} {{\n", table.family.name(), table.name);
    text.extend(blocks);
    text.push_str("}\n");
    text
}

/// `list chain`: one chain with its rules, in its table.
#[must_use]
pub fn chain(table: &Table, of: &Chain, cx: &Context<'_>) -> String {
    if cx.options.json {
        return print_json::document(print_json::chain(table, of, cx));
    }
    within(table, [chain_block(of, table.family, cx)].into_iter())
}

/// `list chains`: all chains without rules, of one family or all.
#[must_use]
pub fn chains(of: &Ruleset, family: Option<NftFamily>, cx: &Context<'_>) -> String {
    if cx.options.json {
        let heads = |table: &Table| {
            let chains = table.chains.iter();
            let heads = chains.map(|chain| print_json::chain_head(table, chain));
            heads.collect::<Vec<_>>()
        };
        return print_json::document(tables_of(of, family).flat_map(heads));
    }
    let heads = |table: &Table| {
        let blocks = table.chains.iter().map(|chain| {
            let mut text = chain_head(chain, table.family, cx);
            text.push_str("\t}\n");
            text
        });
        within(table, blocks)
    };
    tables_of(of, family).map(heads).collect()
}

/// `list set`, `list map`.
#[must_use]
pub fn set(table: &Table, of: &Set, cx: &Context<'_>) -> String {
    if cx.options.json {
        return print_json::document([print_json::set(table, of, cx)]);
    }
    within(table, [set_block(of, cx)].into_iter())
}

/// `list sets`, `list maps`: those of one family or all.
#[must_use]
pub fn sets(of: &Ruleset, family: Option<NftFamily>, maps: bool, cx: &Context<'_>) -> String {
    let tables = tables_of(of, family);
    if cx.options.json {
        return print_json::document(tables.flat_map(|table| json_sets(table, maps, cx)));
    }
    tables.map(|table| sets_in(table, maps, cx)).collect()
}

/// `list sets table`.
#[must_use]
pub fn sets_in(table: &Table, maps: bool, cx: &Context<'_>) -> String {
    if cx.options.json {
        return print_json::document(json_sets(table, maps, cx));
    }
    let wanted = table.sets.iter().filter(|set| set.is_map() == maps);
    within(table, wanted.map(|set| set_block(set, cx)))
}

fn json_sets(table: &Table, maps: bool, cx: &Context<'_>) -> Vec<Json> {
    let wanted = table.sets.iter().filter(|set| set.is_map() == maps);
    wanted.map(|set| print_json::set(table, set, cx)).collect()
}

/// `list counter`, `list quota`, …
#[must_use]
pub fn object(table: &Table, of: &Object, cx: &Context<'_>) -> String {
    if cx.options.json {
        return print_json::document([print_json::object(table, of, cx)]);
    }
    within(table, [object_block(of, cx)].into_iter())
}

/// `list counters`, `list quotas`, …: those of one family or all.
#[must_use]
pub fn objects(
    of: &Ruleset,
    kind: ObjectKind,
    family: Option<NftFamily>,
    cx: &Context<'_>,
) -> String {
    let tables = tables_of(of, family);
    if cx.options.json {
        return print_json::document(tables.flat_map(|table| json_objects(table, kind, cx)));
    }
    tables.map(|table| objects_in(table, kind, cx)).collect()
}

/// `list counters table`, …
#[must_use]
pub fn objects_in(table: &Table, kind: ObjectKind, cx: &Context<'_>) -> String {
    if cx.options.json {
        return print_json::document(json_objects(table, kind, cx));
    }
    if table.objects.is_empty() {
        return String::new();
    }
    let wanted = table.objects.iter().filter(|object| object.kind() == kind);
    within(table, wanted.map(|object| object_block(object, cx)))
}

fn json_objects(table: &Table, kind: ObjectKind, cx: &Context<'_>) -> Vec<Json> {
    let wanted = table.objects.iter().filter(|object| object.kind() == kind);
    wanted
        .map(|object| print_json::object(table, object, cx))
        .collect()
}

/// Some elements of a set, as `get element` lists them.
#[must_use]
pub fn elements(table: &Table, of: &Set, found: &[Element], cx: &Context<'_>) -> String {
    within(table, [print_set::block_with(of, found, cx)].into_iter())
}

/// The same without what changes by itself.
pub(super) fn stateless<'a>(cx: &Context<'a>) -> Context<'a> {
    let mut cx = *cx;
    cx.options.stateless = true;
    cx
}

/// ` # handle N`, if handles are wanted.
pub(super) fn handle(of: u64, cx: &Context<'_>) -> String {
    if cx.options.handles {
        format!(" # handle {of}")
    } else {
        String::new()
    }
}

/// A chain and its rules, as a table has it.
fn chain_block(of: &Chain, family: NftFamily, cx: &Context<'_>) -> String {
    let mut text = chain_head(of, family, cx);
    for line in of.rules.iter() {
        let _ = writeln!(
            text,
            "\t\t{}{}",
            rule(line, family, cx),
            handle(line.handle, cx)
        );
    }
    text.push_str("\t}\n");
    text
}

/// The lines of a chain before its rules.
fn chain_head(of: &Chain, family: NftFamily, cx: &Context<'_>) -> String {
    let mut text = format!("\tchain {} {{{}\n", of.name, handle(of.handle, cx));
    if let Some(comment) = &of.comment {
        let _ = writeln!(text, "\t\tcomment \"{comment}\"");
    }
    if let Some(base) = &of.base {
        let _ = writeln!(text, "\t\t{}", base_chain(base, family, cx));
    }
    text
}

/// What makes a chain a base chain.
pub(super) fn base_chain(of: &BaseChain, family: NftFamily, cx: &Context<'_>) -> String {
    let (kind, policy) = (chain_type(of.kind), policy(of.policy));
    format!(
        "type {kind} hook {} priority {}; policy {policy};",
        hook(of.hook),
        priority(of.priority, family, of.hook, cx.options.numeric),
    )
}

/// The word for what a base chain is for.
pub(super) const fn chain_type(of: ChainType) -> &'static str {
    match of {
        ChainType::Filter => "filter",
        ChainType::Nat => "nat",
        ChainType::Route => "route",
    }
}

/// The word for a policy.
#[must_use]
pub const fn policy(of: Policy) -> &'static str {
    match of {
        Policy::Accept => "accept",
        Policy::Drop => "drop",
    }
}

/// The name of a hook.
#[must_use]
pub const fn hook(of: Hook) -> &'static str {
    match of {
        Hook::Prerouting => "prerouting",
        Hook::Input => "input",
        Hook::Forward => "forward",
        Hook::Output => "output",
        Hook::Postrouting => "postrouting",
    }
}

/// How far from a priority that has a name its name is still used.
const REACH: i64 = 10;

/// The priorities that have names, and the hook at which the name is used, if that is only one.
pub const PRIORITIES: [(i32, &str, Option<Hook>); 6] = [
    (-300, "raw", None),
    (-150, "mangle", None),
    (-100, "dstnat", Some(Hook::Prerouting)),
    (0, "filter", None),
    (50, "security", None),
    (100, "srcnat", Some(Hook::Postrouting)),
];

/// A priority: by a name that is not far, if one fits.
#[must_use]
pub fn priority(of: Priority, family: NftFamily, at: Hook, numeric: Numeric) -> String {
    let names = match family {
        NftFamily::Ip | NftFamily::Ip6 | NftFamily::Inet => &PRIORITIES[..],
        NftFamily::Arp | NftFamily::Bridge | NftFamily::Netdev => &PRIORITIES[3..4],
    };
    let near = names
        .iter()
        .map(|(named, name, only)| (i64::from(of.0) - i64::from(*named), name, only))
        .find(|(offset, ..)| offset.abs() <= REACH);
    match near {
        Some((offset, name, only)) if !numeric.priority && only.is_none_or(|only| only == at) => {
            match offset {
                0 => (*name).to_owned(),
                1.. => format!("{name} + {offset}"),
                _ => format!("{name} - {}", -offset),
            }
        }
        _ => of.0.to_string(),
    }
}

/// A rule, in a line without its end and without its handle.
#[must_use]
pub fn rule(of: &Rule, family: NftFamily, cx: &Context<'_>) -> String {
    let mut text = match cx.options.meant {
        true => print_statement::statements(&of.statements, family, cx),
        false => print_statement::statements(&listed(&of.statements, family), family, cx),
    };
    if let Some(comment) = &of.comment {
        let _ = write!(text, " comment \"{comment}\"");
    }
    text
}
