//! Listings in JSON (`-j`): tables and what is in them (libnftables-json(5), json.c).

use super::{
    evaluate::listed,
    json::Json,
    json_expr::expr,
    json_statement,
    print::{self, Context},
    print_object,
};
use crate::config::nft::{
    Chain, DataType, Element, Expr, NftFamily, Object, ObjectState, Rule, Set, SetKey, Table,
};

/// The text of what is listed.
pub(super) fn document(of: impl IntoIterator<Item = Json>) -> String {
    let version = Json::Object(vec![
        ("version", "1.0.6".into()),
        ("release_name", "Lester Gooch #5".into()),
        ("json_schema_version", 1_u32.into()),
    ]);
    let mut listed = vec![Json::one("metainfo", version)];
    listed.extend(of);
    format!("{}\n", Json::one("nftables", listed))
}

/// A table with everything in it: rules behind all chains.
pub(super) fn table(of: &Table, cx: &Context<'_>) -> Vec<Json> {
    let mut listed = vec![table_head(of)];
    listed.extend(of.objects.iter().map(|one| object(of, one, cx)));
    listed.extend(of.sets.iter().map(|one| set(of, one, cx)));
    listed.extend(of.chains.iter().map(|one| chain_head(of, one)));
    listed.extend(of.chains.iter().flat_map(|one| rules(of, one, cx)));
    listed
}

/// A table alone.
pub(super) fn table_head(of: &Table) -> Json {
    let mut members = vec![
        ("family", of.family.name().into()),
        ("name", (*of.name).into()),
        ("handle", of.handle.into()),
    ];
    if of.dormant {
        // Deviation: nft 1.0.6 prints memory that it has freed.
        members.push(("flags", "dormant".into()));
    }
    Json::one("table", Json::Object(members))
}

/// A chain and its rules.
pub(super) fn chain(table: &Table, of: &Chain, cx: &Context<'_>) -> Vec<Json> {
    let mut listed = vec![chain_head(table, of)];
    listed.extend(rules(table, of, cx));
    listed
}

/// A chain alone.
pub(super) fn chain_head(table: &Table, of: &Chain) -> Json {
    let mut members = vec![
        ("family", table.family.name().into()),
        ("table", (*table.name).into()),
        ("name", (*of.name).into()),
        ("handle", of.handle.into()),
    ];
    if let Some(base) = &of.base {
        members.extend([
            ("type", print::chain_type(base.kind).into()),
            ("hook", print::hook(base.hook).into()),
            ("prio", base.priority.0.into()),
            ("policy", print::policy(base.policy).into()),
        ]);
    }
    Json::one("chain", Json::Object(members))
}

fn rules<'a>(
    table: &'a Table,
    chain: &'a Chain,
    cx: &'a Context<'_>,
) -> impl Iterator<Item = Json> + 'a {
    chain.rules.iter().map(|one| rule(table, chain, one, cx))
}

fn rule(table: &Table, chain: &Chain, of: &Rule, cx: &Context<'_>) -> Json {
    let mut members = vec![
        ("family", table.family.name().into()),
        ("table", (*table.name).into()),
        ("chain", (*chain.name).into()),
        ("handle", of.handle.into()),
    ];
    if let Some(comment) = &of.comment {
        members.push(("comment", (**comment).into()));
    }
    let statements = listed(&of.statements, table.family);
    let statements = statements.iter();
    let statements = statements.map(|one| json_statement::statement(one, table.family, cx));
    members.push(("expr", Json::List(statements.collect())));
    Json::one("rule", Json::Object(members))
}

/// An object.
pub(super) fn object(table: &Table, of: &Object, cx: &Context<'_>) -> Json {
    let mut members = vec![
        ("family", table.family.name().into()),
        ("name", (*of.name).into()),
        ("table", (*table.name).into()),
        ("handle", of.handle.into()),
    ];
    if let Some(comment) = &of.comment {
        members.push(("comment", (**comment).into()));
    }
    match &of.state {
        ObjectState::Counter(counter) => {
            let counts = counter.counted.counts(cx.readings);
            members.push(("packets", counts.packets.into()));
            members.push(("bytes", counts.bytes.into()));
        }
        ObjectState::Quota(quota) => {
            members.push(("bytes", quota.0.bytes.into()));
            members.push(("used", quota.0.used().into()));
            members.push(("inv", quota.0.over.into()));
        }
        ObjectState::Limit(limit) => {
            members.extend(json_statement::limit_object(&limit.0));
        }
        ObjectState::CtHelper {
            helper,
            protocol,
            family,
        } => {
            members.push(("type", helper.name().into()));
            members.push(("protocol", print_object::helper_protocol(*protocol).into()));
            members.push(("l3proto", print_object::helper_family(*family).into()));
        }
    }
    Json::one(print_object::kind(of.kind()), Json::Object(members))
}

/// A set or map with its elements.
pub(super) fn set(table: &Table, of: &Set, cx: &Context<'_>) -> Json {
    let mut members = vec![
        ("family", table.family.name().into()),
        ("name", (*of.name).into()),
        ("table", (*table.name).into()),
        ("type", datatype(&of.key)),
        ("handle", of.handle.into()),
    ];
    if let Some(comment) = &of.comment {
        members.push(("comment", (**comment).into()));
    }
    if let Some(data) = &of.data {
        members.push(("map", datatype(data)));
    }
    if let Some(kind) = of.object {
        members.push(("map", print_object::kind(kind).into()));
    }
    // What is never changed has the size that it has.
    if of.memory_policy && !of.flags.constant {
        members.push(("policy", "memory".into()));
    }
    if let Some(size) = of.size.filter(|_| !of.flags.constant) {
        members.push(("size", size.into()));
    }
    let flags = [
        (of.flags.constant, "constant"),
        (of.flags.interval, "interval"),
        (of.flags.timeout, "timeout"),
    ];
    let flags = flags.iter().filter(|(has, _)| *has);
    let flags: Vec<Json> = flags.map(|(_, flag)| (*flag).into()).collect();
    if !flags.is_empty() {
        members.push(("flags", flags.into()));
    }
    for (name, time) in [("timeout", of.timeout), ("gc-interval", of.gc_interval)] {
        if let Some(time) = time {
            members.push((name, time.as_secs().into()));
        }
    }
    let live = (cx.members)(of);
    let elements = live.as_deref().unwrap_or(&of.elements);
    if !elements.is_empty() && !cx.options.terse {
        let elements = elements.iter().map(|one| element(one, cx));
        members.push(("elem", Json::List(elements.collect())));
    }
    if !of.statements.is_empty() {
        let cx = print::stateless(cx);
        let statements = of.statements.iter();
        let statements = statements.map(|one| json_statement::statement(one, NftFamily::Inet, &cx));
        members.push(("stmt", Json::List(statements.collect())));
    }
    let word = if of.is_map() { "map" } else { "set" };
    Json::one(word, Json::Object(members))
}

/// The name of a type, or those of its parts.
fn datatype(of: &SetKey) -> Json {
    let DataType::Concat(parts) = &of.datatype else {
        return of.datatype.name().as_ref().into();
    };
    let names = parts.iter().map(|part| part.name().as_ref().into());
    Json::List(names.collect())
}

/// An element: with what belongs to it, if there is anything.
pub(super) fn element(of: &Element, cx: &Context<'_>) -> Json {
    let key = expr(&of.key, cx);
    let state = &of.state;
    let mut members = vec![("val", key.clone())];
    if let Some(timeout) = state.timeout {
        members.push(("timeout", timeout.as_secs().into()));
    }
    if let Some(expires) = state.expires {
        let left = expires.saturating_since(cx.now);
        members.push(("expires", left.as_secs().into()));
    }
    if let Some(comment) = &state.comment {
        members.push(("comment", (**comment).into()));
    }
    for statement in &state.statements {
        if let Json::Object(of) = json_statement::statement(statement, NftFamily::Inet, cx) {
            members.extend(of);
        }
    }
    let key = if members.len() > 1 {
        Json::one("elem", Json::Object(members))
    } else {
        key
    };
    match &of.data {
        None => key,
        Some(Expr::ObjectName(name)) => Json::List(vec![key, (**name).into()]),
        Some(data) => Json::List(vec![key, expr(data, cx)]),
    }
}
