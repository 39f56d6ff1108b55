//! The kinds of filters: how their options are read and shown.

mod basic;
mod ematch;
mod flower;
mod flower_show;
mod fw;
mod matchall;
mod u32;
mod u32_match;
mod u32_show;

pub(super) use flower::mac;

use dataplane::{
    qos::{FilterKind, FilterStats, Handle},
    time::Instant,
};

use super::{
    actions,
    context::{bad, illegal, what_is},
    handle,
    options::Options,
};
use crate::{
    config::{
        Model,
        qos::{Entry, Exts, ExtsRequest, FilterOptions, FilterRef, ToldAction, U32Entry},
    },
    lang::{
        args::{Args, Failure, is_abbreviation},
        ip::{number, printer::Printer},
    },
};

/// What a kind reads its options from.
pub(super) struct Parsing<'p, 'w, 's> {
    /// The words.
    pub(super) args: &'p mut Args<'w, 's>,
    /// `handle` as it was written.
    pub(super) handle: Option<&'s str>,
    /// `protocol`.
    pub(super) protocol: u16,
    /// The links.
    pub(super) model: &'p Model,
}

/// What was read.
pub(super) struct Parsed {
    /// The filter's name; 0 if none was given.
    pub(super) handle: u32,
    /// The kind's options.
    pub(super) options: FilterOptions,
    /// `action`, `police`.
    pub(super) exts: ExtsRequest,
    /// `classid`.
    pub(super) class: Option<Handle>,
}

impl Default for Parsed {
    fn default() -> Self {
        Self {
            handle: 0,
            options: FilterOptions::Absent,
            exts: ExtsRequest::default(),
            class: None,
        }
    }
}

/// What a filter is shown with.
pub(super) struct Showing<'p> {
    /// The options in front of the object.
    pub(super) options: &'p Options,
    /// The links and actions.
    pub(super) model: &'p Model,
    /// The protocol, which `-pretty` looks at.
    pub(super) protocol: u16,
    /// What it has counted.
    pub(super) stats: &'p FilterStats,
    /// Actions as they were, where they may not be any more.
    pub(super) told: &'p [ToldAction],
    /// The time.
    pub(super) now: Instant,
}

impl Showing<'_> {
    /// Shows the actions of the filter.
    fn actions(&self, printer: &mut Printer<'_>, exts: &Exts) {
        let showing = actions::Showing {
            options: self.options,
            model: self.model,
            told: self.told,
            now: self.now,
        };
        actions::print(printer, &showing, exts);
    }
}

/// `action …` or `police …`, if `word` is one of these (the first of which may be abbreviated).
fn exts(
    word: &str,
    args: &mut Args<'_, '_>,
    model: &Model,
) -> Result<Option<ExtsRequest>, Failure> {
    let (what, parsed) = if is_abbreviation(word, "action") {
        ("action", actions::parse(args, model))
    } else if is_abbreviation(word, "police") {
        args.needs_more()?;
        ("police", actions::parse_police(args, model))
    } else {
        return Ok(None);
    };
    parsed.map(Some).map_err(|mut failure| {
        if !failure.exits {
            let text = format!("Illegal \"{what}\"\n");
            failure.message.to_mut().push_str(&text);
        }
        failure
    })
}

/// `handle` as a plain number, if it was given.
fn number_of(parsing: &Parsing<'_, '_, '_>) -> Result<u32, Failure> {
    match parsing.handle {
        Some(text) => number::u32(text).ok_or_else(|| illegal("Illegal \"handle\"\n")),
        None => Ok(0),
    }
}

/// The value of `classid`.
fn class(args: &mut Args<'_, '_>) -> Result<Handle, Failure> {
    handle::class(args.value()?).ok_or_else(|| bad(args, "classid"))
}

/// Shows the class that packets are put into, under the name that the kind has for it.
fn show_class(printer: &mut Printer<'_>, key: &str, class: Handle) {
    let class = class.to_string();
    printer.show(key, format_args!("{key} {class} "), class.as_str());
}

/// Reads the options of a filter of that kind.
///
/// # Errors
/// What the tool says.
pub(super) fn parse(kind: &str, parsing: &mut Parsing<'_, '_, '_>) -> Result<Parsed, Failure> {
    match kind {
        "u32" => u32::parse(parsing),
        "fw" => fw::parse(parsing),
        "flower" => flower::parse(parsing),
        "matchall" => matchall::parse(parsing),
        "basic" => basic::parse(parsing),
        _ => {
            let args = &parsing.args;
            if let Some(word) = args.peek() {
                let message =
                    format!("Unknown filter \"{kind}\", hence option \"{word}\" is unparsable\n");
                return Err(illegal(message).at(args.last() + 1));
            }
            Ok(Parsed::default())
        }
    }
}

/// Shows the options of a filter.
pub(super) fn print(printer: &mut Printer<'_>, showing: &Showing<'_>, filter: &FilterRef<'_>) {
    match filter {
        FilterRef::Table(table) => u32_show::print_table(printer, showing, table),
        FilterRef::Node(table, entry) => u32_show::print_node(printer, showing, table, entry),
        FilterRef::Entry(entry) => match &entry.kind {
            FilterKind::Fw(spec) => fw::print(printer, showing, entry, spec),
            FilterKind::Flower(key) => flower_show::print(printer, showing, entry, key),
            FilterKind::Matchall => matchall::print(printer, showing, entry),
            FilterKind::Basic(expression) => basic::print(printer, showing, entry, expression),
            FilterKind::U32(_) => {}
        },
    }
}

/// The words that make a node of `u32`, without class and actions.
pub(super) fn u32_words(entry: &U32Entry) -> String {
    u32_show::words(entry)
}

/// The words that make another filter, without class and actions.
pub(super) fn words(model: &Model, entry: &Entry) -> String {
    match &entry.kind {
        FilterKind::Fw(spec) => fw::words(model, spec),
        FilterKind::Flower(key) => flower_show::words(model, key),
        FilterKind::Basic(expression) => basic::words(expression),
        FilterKind::Matchall | FilterKind::U32(_) => String::new(),
    }
}
