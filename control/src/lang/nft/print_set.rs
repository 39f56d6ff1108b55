//! Listings of sets, maps and their elements.

use std::{borrow::Cow, fmt::Write as _};

use super::{
    print::{Context, handle},
    print_expr::{How, expr},
    print_object, print_statement,
};
use crate::config::nft::{AnonymousSet, DataType, Element, NftFamily, Set, SetKey, print_time};

/// A set or map with its elements, as a table has it.
pub(super) fn set_block(of: &Set, cx: &Context<'_>) -> String {
    let elements = (cx.members)(of);
    let elements = elements.map_or_else(|| Cow::Borrowed(&of.elements[..]), Cow::Owned);
    block_with(of, &elements, cx)
}

/// A set or map with these of its elements.
pub(super) fn block_with(of: &Set, elements: &[Element], cx: &Context<'_>) -> String {
    let mut text = declaration(of, cx);
    if !elements.is_empty() && !cx.options.terse {
        text.push_str("\t\telements = { ");
        let how = How::of(cx).keyed(&of.key);
        let mut in_line = 0;
        for (place, one) in elements.iter().enumerate() {
            if place > 0 {
                let fits = in_line < line_length(&of.key.datatype);
                text.push_str(if fits { ", " } else { ",\n\t\t\t     " });
                in_line = if fits { in_line } else { 0 };
            }
            write_element(&mut text, one, &how, cx);
            in_line += 1;
        }
        text.push_str(" }\n");
    }
    text.push_str("\t}\n");
    text
}

/// How many elements of a type stand in a line (`calculate_delim`).
const fn line_length(of: &DataType) -> u32 {
    if matches!(
        of,
        DataType::NfProto
            | DataType::Integer
            | DataType::ArpOp
            | DataType::InetProto
            | DataType::InetService
            | DataType::TcpFlag
            | DataType::DccpPktType
            | DataType::Mark
            | DataType::IfIndex
            | DataType::ClassId
            | DataType::Uid
            | DataType::Gid
            | DataType::CtDir
    ) {
        5
    } else if matches!(
        of,
        DataType::Ipv4Addr | DataType::CtState | DataType::CtStatus | DataType::PktType
    ) {
        2
    } else {
        1
    }
}

/// Everything before the elements.
pub(super) fn declaration(of: &Set, cx: &Context<'_>) -> String {
    let word = if of.is_map() { "map" } else { "set" };
    let mut text = format!("\t{word} {} {{{}\n", of.name, handle(of.handle, cx));
    let typed = |type_of: bool, key: &SetKey| match &key.type_of {
        Some(of) if type_of => expr(of, cx),
        Some(_) | None => key.datatype.name().into_owned(),
    };
    let type_of = of.key.type_of.is_some();
    let word = if type_of { "typeof" } else { "type" };
    let _ = write!(text, "\t\t{word} {}", typed(type_of, &of.key));
    if let Some(data) = &of.data {
        let interval = if data.interval { "interval " } else { "" };
        let _ = write!(text, " : {interval}{}", typed(type_of, data));
    }
    if let Some(object) = of.object {
        let _ = write!(text, " : {}", print_object::kind(object));
    }
    text.push('\n');
    // What is never changed has the size that it has.
    if of.memory_policy && !of.flags.constant {
        text.push_str("\t\tpolicy memory\n");
    }
    if let Some(size) = of.size.filter(|_| !of.flags.constant) {
        let _ = writeln!(text, "\t\tsize {size}");
    }
    let flags = [
        (of.flags.constant, "constant"),
        (of.flags.dynamic, "dynamic"),
        (of.flags.interval, "interval"),
        (of.flags.timeout, "timeout"),
    ];
    let flags: Vec<_> = flags
        .iter()
        .filter(|(has, _)| *has)
        .map(|(_, flag)| *flag)
        .collect();
    // That elements go is said by `timeout` already, where that stands alone.
    if !flags.is_empty() && (flags != ["timeout"] || of.timeout.is_none()) {
        let _ = writeln!(text, "\t\tflags {}", flags.join(","));
    }
    if !of.statements.is_empty() {
        let statements = print_statement::stateless(&of.statements, NftFamily::Inet, cx);
        let _ = writeln!(text, "\t\t{statements}");
    }
    if of.auto_merge {
        text.push_str("\t\tauto-merge\n");
    }
    let numeric = cx.options.numeric.time;
    let times = [("timeout", of.timeout), ("gc-interval", of.gc_interval)];
    for (word, time) in times {
        if let Some(time) = time {
            let _ = writeln!(text, "\t\t{word} {}", print_time(time.as_millis(), numeric));
        }
    }
    if let Some(comment) = &of.comment {
        let _ = writeln!(text, "\t\tcomment \"{comment}\"");
    }
    text
}

/// An element with what belongs to it.
#[must_use]
pub fn element(of: &Element, cx: &Context<'_>) -> String {
    let mut text = String::new();
    write_element(&mut text, of, &How::of(cx), cx);
    text
}

/// An element of that set.
pub(super) fn element_of(set: &Set, of: &Element, cx: &Context<'_>) -> String {
    let mut text = String::new();
    write_element(&mut text, of, &How::of(cx).keyed(&set.key), cx);
    text
}

fn write_element(text: &mut String, of: &Element, how: &How<'_>, cx: &Context<'_>) {
    how.write(text, &of.key);
    let state = &of.state;
    let numeric = cx.options.numeric.time;
    if !state.statements.is_empty() {
        text.push(' ');
        text.push_str(&print_statement::statements(
            &state.statements,
            NftFamily::Inet,
            cx,
        ));
    }
    if let Some(timeout) = state.timeout {
        let _ = write!(
            text,
            " timeout {}",
            print_time(timeout.as_millis(), numeric)
        );
    }
    if let Some(expires) = state.expires
        && !cx.options.stateless
    {
        let left = expires.saturating_since(cx.now);
        let _ = write!(text, " expires {}", print_time(left.as_millis(), numeric));
    }
    if let Some(comment) = &state.comment {
        let _ = write!(text, " comment \"{comment}\"");
    }
    if let Some(data) = &of.data {
        text.push_str(" : ");
        How::of(cx).write(text, data);
    }
}

/// A set of a rule: in one line.
pub(super) fn write_anonymous(
    text: &mut String,
    of: &AnonymousSet,
    how: &How<'_>,
    cx: &Context<'_>,
) {
    text.push_str("{ ");
    for (place, one) in of.elements.iter().enumerate() {
        if place > 0 {
            text.push_str(", ");
        }
        write_element(text, one, how, cx);
    }
    text.push_str(" }");
}
