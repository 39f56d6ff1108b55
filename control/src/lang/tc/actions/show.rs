//! How actions are shown (`tc_print_action`).

use dataplane::{
    qos::{ActionKind, ActionStats},
    time::Instant,
};

use super::{gact, mirred, pedit, police, skbedit};
use crate::{
    config::{
        Model,
        qos::{ActionId, ActionObject, Exts, ToldAction},
    },
    lang::{
        ip::printer::Printer,
        tc::{options::Options, stats},
    },
};

/// What an action is shown with.
pub(in super::super) struct Showing<'p> {
    /// The options in front of the object.
    pub(in super::super) options: &'p Options,
    /// The links and actions.
    pub(in super::super) model: &'p Model,
    /// Actions as they were, where they may not be any more.
    pub(in super::super) told: &'p [ToldAction],
    /// The time.
    pub(in super::super) now: Instant,
}

/// One of the actions that are shown.
#[derive(Clone, Copy)]
pub(in super::super) struct One<'p> {
    id: ActionId,
    object: &'p ActionObject,
    references: u32,
    /// No hardware was asked about it yet.
    fresh: bool,
}

impl<'p> One<'p> {
    /// An action as it is.
    pub(in super::super) fn new(id: ActionId, object: &'p ActionObject) -> Self {
        Self {
            id,
            object,
            references: object.references(),
            fresh: false,
        }
    }

    /// An action as it was.
    pub(in super::super) fn told(told: &'p ToldAction) -> Self {
        Self {
            id: told.id,
            object: &told.object,
            references: told.references,
            fresh: true,
        }
    }
}

/// An action that is shown.
pub(super) struct Shown<'p> {
    pub(super) showing: &'p Showing<'p>,
    pub(super) index: u32,
    pub(super) object: &'p ActionObject,
    pub(super) references: u32,
    stats: ActionStats,
}

impl Shown<'_> {
    /// `index … ref … bind …` and, for `-statistics`, its age.
    pub(super) fn numbers(&self, printer: &mut Printer<'_>, indent: &str) {
        let (index, references, bound) = (self.index, self.references, self.object.bound);
        printer.show("index", format_args!("{indent}index {index}"), index);
        printer.show("ref", format_args!(" ref {references}"), references);
        printer.show("bind", format_args!(" bind {bound}"), bound);
        self.age(printer);
    }

    /// Its age and how long it was not used, for `-statistics`.
    pub(super) fn age(&self, printer: &mut Printer<'_>) {
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
pub(in super::super) fn print(printer: &mut Printer<'_>, showing: &Showing<'_>, exts: &Exts) {
    let one = |id: &ActionId| {
        if let Some(told) = showing.told.iter().find(|told| told.id == *id) {
            return Some(One::told(told));
        }
        let object = showing.model.traffic().action(*id);
        object.map(|object| One::new(*id, object))
    };
    if exts.police {
        if let Some(one) = exts.actions.first().and_then(one) {
            printer.newline();
            let queue = print_one(printer, showing, one).queue;
            if showing.options.statistics() {
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
    for (one, order) in exts.actions.iter().filter_map(one).zip(1..) {
        print_numbered(printer, showing, one, order, false);
    }
    printer.close_array("");
}

/// Shows an action with its number in the order; what hardware does with it as well, if it is shown `alone`, for
/// itself.
pub(in super::super) fn print_numbered(
    printer: &mut Printer<'_>,
    showing: &Showing<'_>,
    one: One<'_>,
    order: u32,
    alone: bool,
) {
    printer.open_object(None);
    printer.newline();
    printer.show("order", format_args!("\taction order {order}: "), order);
    if alone && showing.options.brief {
        let index = one.id.1;
        printer.json("kind", one.id.0);
        printer.show("index", format_args!("\t index {index}"), index);
        printer.newline();
        printer.close_object();
        return;
    }
    let counted = print_one(printer, showing, one);
    if showing.options.statistics() {
        printer.text(format_args!("\tAction statistics:"));
        printer.newline();
        printer.open_object(Some("stats"));
        stats::queue(printer, "\t", &counted.queue);
        printer.close_object();
        printer.newline();
    }
    let cookie = one.object.cookie.as_str();
    if !cookie.is_empty() {
        printer.show("cookie", format_args!("\tcookie {cookie}"), cookie);
        printer.newline();
    }
    if alone {
        printer.show("not_in_hw", format_args!("\tnot_in_hw"), true);
        printer.newline();
    }
    if one.object.by_hand && !one.fresh {
        // Linux 6.18 asks hardware for the counters of these, and has asked none.
        printer.text(format_args!("\t"));
        printer.open_array("used_hw_stats", "used_hw_stats");
        printer.item(format_args!(" disabled"), "disabled");
        printer.close_array("");
        printer.newline();
    }
    printer.close_object();
}

/// Shows an action's options and numbers; gives what it has counted.
fn print_one(printer: &mut Printer<'_>, showing: &Showing<'_>, one: One<'_>) -> ActionStats {
    let stats = one.object.state.stats();
    let shown = Shown {
        showing,
        index: one.id.1,
        object: one.object,
        references: one.references,
        stats,
    };
    match &one.object.kind {
        ActionKind::Gact(spec) => gact::print(printer, &shown, spec),
        ActionKind::Police(spec) => police::print(printer, &shown, spec),
        ActionKind::Mirred(spec) => mirred::print(printer, &shown, spec),
        ActionKind::Skbedit(spec) => skbedit::print(printer, &shown, spec),
        ActionKind::Pedit(spec) => pedit::print(printer, &shown, spec),
    }
    stats
}
