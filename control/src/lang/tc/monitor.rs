//! `tc monitor`: what happens to traffic control, as it happens.

use dataplane::{iface::IfIndex, qos::ClassStats, time::Duration};

use super::{
    action,
    actions::{One, Showing},
    class,
    context::Done,
    filter_show::Lister,
    options::Options,
    qdisc, usage,
};
use crate::{
    config::{
        Model,
        qos::{FilterCopy, FilterRef, FilterVerb, ToldAction, ToldFilter, TrafficChange},
    },
    lang::{
        Output,
        args::{Args, Failure, is_abbreviation},
        ip::{context::link_name, printer::Printer, refused, timestamp},
        monitor,
    },
};

/// A running `tc monitor`: says what it prints for each event.
#[derive(Clone, Debug)]
pub struct Monitor {
    options: Options,
}

/// Runs `tc monitor …`: leaves a [`Monitor`] in the output.
pub(super) fn run(options: &Options, args: &mut Args<'_, '_>, out: &mut Output) -> Done {
    if let Some(word) = args.next() {
        if is_abbreviation(word, "file") {
            args.value()?;
            return Err(refused(args, "\"file\""));
        }
        if is_abbreviation(word, "help") {
            return Err(Failure::exit(255, usage::MONITOR).at(args.last()));
        }
        let message = format!("Argument \"{word}\" is unknown, try \"tc monitor help\".\n");
        return Err(Failure::exit(255, message).at(args.last()));
    }
    let mut options = options.clone();
    // The tool prints text even where JSON was asked for.
    options.shown.json = false;
    out.monitor = Some(monitor::Monitor::Tc(Monitor { options }));
    Ok(())
}

impl Monitor {
    /// What is printed for a change. `model` is the configuration after it, `wall_clock` the time since the Unix
    /// epoch.
    #[must_use]
    pub fn print(&self, model: &Model, wall_clock: Duration, change: &TrafficChange) -> String {
        let mut text = String::new();
        let options = &self.options;
        if options.shown.timestamp {
            text.push_str(&timestamp(wall_clock, options.shown.timestamp_short));
        }
        match change {
            TrafficChange::Qdisc(told) => {
                text.push_str(deleted(told.gone));
                let mut printer = Printer::plain(&mut text, &options.shown);
                let dev = link_name(model, told.link);
                qdisc::Shown::told(told).print(options, &mut printer, Some(&dev));
            }
            TrafficChange::Class(told) => {
                text.push_str(deleted(told.gone));
                let mut printer = Printer::plain(&mut text, &options.shown);
                let dev = link_name(model, told.link);
                let shown = class::Shown::of_htb(&told.state, told.leaf);
                shown.print(
                    options,
                    &mut printer,
                    ("htb", Some(&dev)),
                    &class::Filter::default(),
                    &ClassStats::default(),
                );
            }
            TrafficChange::Filter(told) => self.filter(model, told, &mut text),
            TrafficChange::Chain {
                gone,
                link,
                place,
                index,
            } => {
                let verb = if *gone { "deleted " } else { "added " };
                let mut lister = self.lister(model, *link, verb, &mut text);
                lister.place = place.qdisc();
                lister.chain(*index);
            }
            TrafficChange::AddedActions(told) => {
                self.actions(model, "Added action ", told, &mut text)
            }
            TrafficChange::ReplacedActions(told) => {
                self.actions(model, "Replaced action ", told, &mut text);
            }
            TrafficChange::DeletedActions(told) => {
                self.actions(model, "Deleted action ", told, &mut text);
            }
            TrafficChange::FlushedActions(kind, count) => {
                text.push_str(&format!(
                    "total acts 0\nFlushed table  {kind} ({count} entries)\n"
                ));
            }
        }
        text
    }

    fn lister<'l>(
        &'l self,
        model: &'l Model,
        link: IfIndex,
        verb: &'static str,
        text: &'l mut String,
    ) -> Lister<'l> {
        let options = &self.options;
        let printer = Printer::plain(text, &options.shown);
        Lister {
            dev: Some(link_name(model, link)),
            verb,
            ..Lister::new(options, model, model.now(), printer)
        }
    }

    fn filter(&self, model: &Model, told: &ToldFilter, text: &mut String) {
        let verb = match told.verb {
            FilterVerb::Added => "added ",
            FilterVerb::Replaced => "replaced ",
            FilterVerb::Changed => "",
            FilterVerb::Deleted => "deleted ",
        };
        let mut lister = Lister {
            told: &told.actions,
            place: told.place,
            kept: told.place,
            chain: told.chain,
            priority: told.priority,
            protocol: told.protocol,
            kind: told.kind,
            ..self.lister(model, told.link, verb, text)
        };
        match &told.what {
            None => lister.whole(),
            Some(FilterCopy::Table(table)) => lister.filter(&FilterRef::Table(table)),
            Some(FilterCopy::Node(table, entry)) => {
                lister.filter(&FilterRef::Node(table, entry));
            }
            Some(FilterCopy::Entry(entry)) => lister.filter(&FilterRef::Entry(entry)),
        }
    }

    fn actions(&self, model: &Model, verb: &str, told: &[ToldAction], text: &mut String) {
        text.push_str("total acts 0\n");
        text.push_str(verb);
        let showing = Showing {
            options: &self.options,
            model,
            told: &[],
            now: model.now(),
        };
        let found: Vec<_> = told.iter().map(One::told).collect();
        let mut printer = Printer::plain(text, &self.options.shown);
        action::print_all(&mut printer, &showing, &found, 1);
    }
}

const fn deleted(gone: bool) -> &'static str {
    if gone { "deleted " } else { "" }
}
