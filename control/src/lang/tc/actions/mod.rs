//! The kinds of actions: how their options are read and shown.

mod control;
mod gact;
mod mirred;
mod pedit;
mod police;
mod skbedit;

pub(super) use mirred::words as mirred_words;

use dataplane::{
    qos::{ActionKind, ActionStats, FilterStats},
    time::Instant,
};

use super::{options::Options, stats};
use crate::{
    config::{
        Model,
        qos::{ActionId, ActionObject, ActionRequest, Exts, ExtsRequest},
    },
    lang::{
        args::{Args, Failure},
        ip::{number, printer::Printer},
    },
};

/// What actions read their options from.
pub(super) struct Parsing<'p, 'w, 's> {
    /// The words; the kind's name was taken last.
    pub(super) args: &'p mut Args<'w, 's>,
    /// The links.
    pub(super) model: &'p Model,
}

/// What is wrong with an action: the tool says something and goes back.
fn wrong(message: impl Into<String>) -> Failure {
    super::context::illegal(message.into())
}

/// `index NUMBER`, if that follows.
fn index(args: &mut Args<'_, '_>, who: &str) -> Result<u32, Failure> {
    match args.peek() {
        Some(word) if crate::lang::args::is_abbreviation(word, "index") => {
            args.next();
            let index = number::unsigned(args.value()?, 10);
            index.ok_or_else(|| wrong(format!("{who}Illegal \"index\"\n")).at(args.last()))
        }
        Some(_) | None => Ok(0),
    }
}

/// Reads `action KIND … [action KIND …]` (`parse_action`); the first `action` is taken already.
///
/// # Errors
/// What the tool says, up to what the caller adds.
pub(super) fn parse(args: &mut Args<'_, '_>, model: &Model) -> Result<ExtsRequest, Failure> {
    let mut actions = Vec::new();
    args.needs_more()?;
    while let Some(word) = args.next() {
        match word {
            "action" => {
                args.needs_more()?;
                continue;
            }
            "flowid" | "classid" => {
                args.put_back();
                break;
            }
            "help" => return Err(wrong("").at(args.last())),
            _ => {}
        }
        let left = args.left() + 1;
        let at = args.last();
        let mut parsing = Parsing { args, model };
        let parsed = match word {
            "police" => police::parse(&mut parsing),
            "mirred" => mirred::parse(&mut parsing),
            "skbedit" => skbedit::parse(&mut parsing),
            "pedit" => pedit::parse(&mut parsing),
            _ => gact::parse(&mut parsing),
        };
        let action = parsed.map_err(|mut failure| {
            if !failure.exits {
                failure.message.to_mut().push_str(&format!(
                    "bad action parsing\nparse_action: bad value ({left}:{word})!\n"
                ));
            }
            failure.at(at)
        })?;
        actions.push(ActionRequest {
            words: args.since(at).join(" "),
            ..action
        });
    }
    Ok(ExtsRequest {
        actions,
        police: false,
    })
}

/// Reads a `police` without `action` in front.
///
/// # Errors
/// What the tool says.
pub(super) fn parse_police(args: &mut Args<'_, '_>, model: &Model) -> Result<ExtsRequest, Failure> {
    let first = args.last() + 1;
    let action: ActionRequest = police::parse(&mut Parsing { args, model })?;
    let words = format!("police {}", args.since(first).join(" "));
    Ok(ExtsRequest {
        actions: vec![ActionRequest { words, ..action }],
        police: true,
    })
}

/// What an action is shown with.
pub(super) struct Showing<'p> {
    /// The options in front of the object.
    pub(super) options: &'p Options,
    /// The links and actions.
    pub(super) model: &'p Model,
    /// The time.
    pub(super) now: Instant,
}

/// An action that is shown.
struct Shown<'p> {
    showing: &'p Showing<'p>,
    index: u32,
    object: &'p ActionObject,
    stats: &'p ActionStats,
}

impl Shown<'_> {
    /// `index … ref … bind …` and, for `-statistics`, its age.
    fn numbers(&self, printer: &mut Printer<'_>, indent: &str) {
        let (index, bound) = (self.index, self.object.bound);
        printer.show("index", format_args!("{indent}index {index}"), index);
        // Nobody but filters knows an action.
        printer.show("ref", format_args!(" ref {bound}"), bound);
        printer.show("bind", format_args!(" bind {bound}"), bound);
        self.age(printer);
    }

    /// Its age and how long it was not used, for `-statistics`.
    fn age(&self, printer: &mut Printer<'_>) {
        if !self.showing.options.statistics() {
            return;
        }
        let now = self.showing.now;
        let installed = now.saturating_since(self.stats.installed).as_secs();
        let used = self.stats.used.unwrap_or(self.stats.installed);
        let used = now.saturating_since(used).as_secs();
        printer.show(
            "installed",
            format_args!(" installed {installed} sec"),
            installed,
        );
        printer.show("last_used", format_args!(" used {used} sec"), used);
    }
}

/// Shows the actions of a filter.
pub(super) fn print(
    printer: &mut Printer<'_>,
    showing: &Showing<'_>,
    exts: &Exts,
    stats: &FilterStats,
) {
    let none = ActionStats::default();
    if exts.police {
        if let Some(id) = exts.actions.first() {
            printer.newline();
            let counted = stats.actions.first().unwrap_or(&none);
            print_one(printer, showing, *id, counted);
            if showing.options.statistics() {
                let queue = &counted.queue;
                printer.text(format_args!(
                    "\n Sent {} bytes {} pkts (dropped {}, overlimits {}) ",
                    queue.bytes, queue.packets, queue.drops, queue.overlimits
                ));
            }
        }
        return;
    }
    if exts.actions.is_empty() {
        return;
    }
    printer.open_array("actions", "");
    for ((id, order), place) in exts.actions.iter().zip(1_u32..).zip(0..) {
        let counted = stats.actions.get(place).unwrap_or(&none);
        print_numbered(printer, showing, *id, order, counted);
    }
    printer.close_array("");
}

/// Shows an action with its number in the order.
pub(super) fn print_numbered(
    printer: &mut Printer<'_>,
    showing: &Showing<'_>,
    id: ActionId,
    order: u32,
    counted: &ActionStats,
) {
    printer.open_object(None);
    printer.newline();
    printer.show("order", format_args!("\taction order {order}: "), order);
    print_one(printer, showing, id, counted);
    if showing.options.statistics() {
        printer.text(format_args!("\tAction statistics:"));
        printer.newline();
        printer.open_object(Some("stats"));
        stats::queue(printer, "\t", &counted.queue);
        printer.close_object();
        printer.newline();
    }
    printer.close_object();
}

fn print_one(printer: &mut Printer<'_>, showing: &Showing<'_>, id: ActionId, stats: &ActionStats) {
    let Some(object) = showing.model.traffic().action(id) else {
        return;
    };
    let shown = Shown {
        showing,
        index: id.1,
        object,
        stats,
    };
    match &object.kind {
        ActionKind::Gact(spec) => gact::print(printer, &shown, spec),
        ActionKind::Police(spec) => police::print(printer, &shown, spec),
        ActionKind::Mirred(spec) => mirred::print(printer, &shown, spec),
        ActionKind::Skbedit(spec) => skbedit::print(printer, &shown, spec),
        ActionKind::Pedit(spec) => pedit::print(printer, &shown, spec),
    }
}
