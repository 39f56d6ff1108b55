//! `tc qdisc`.

use dataplane::{
    iface::IfIndex,
    qos::{Handle, Parent, PrioParams, QdiscKind, QdiscStats},
};

use super::{
    context::{Context, Done, Named, illegal, minus_one, refused_by_kernel, unknown_command},
    handle,
    options::Options,
    qdiscs, stats, units, usage,
};
use crate::{
    config::{
        Link, Model,
        qos::{Flags, Place, Qdisc, QdiscRequest, ToldQdisc, references},
    },
    lang::{
        args::{Args, Failure, Key, find, is_abbreviation},
        ip::{json::Value, printer::Printer, refused},
    },
};

#[derive(Clone, Copy)]
enum Verb {
    Set(Flags),
    Delete,
    List,
    Help,
}

const VERBS: &[(Key, Verb)] = &[
    (Key::Prefix("add"), Verb::Set(Flags::ADD)),
    (Key::Prefix("change"), Verb::Set(Flags::CHANGE)),
    (Key::Prefix("replace"), Verb::Set(Flags::REPLACE)),
    (Key::Prefix("link"), Verb::Set(Flags::LINK)),
    (Key::Prefix("delete"), Verb::Delete),
    (Key::Prefix("list"), Verb::List),
    (Key::Prefix("show"), Verb::List),
    (Key::Prefix("lst"), Verb::List),
    (Key::Prefix("help"), Verb::Help),
];

/// Runs `tc qdisc …`.
pub(super) fn run(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>) -> Done {
    let Some(word) = args.next() else {
        return list(context, args);
    };
    match find(VERBS, word) {
        Some(Verb::Set(flags)) => modify(context, args, Some(flags)),
        Some(Verb::Delete) => modify(context, args, None),
        Some(Verb::List) => list(context, args),
        Some(Verb::Help) => {
            context.warn(usage::QDISC);
            Ok(())
        }
        None => Err(unknown_command(args, "qdisc")),
    }
}

/// `estimator INTERVAL TIME_CONSTANT` (`parse_estimator`): taken, and without effect. The kernel's qdiscs show a rate
/// then.
pub(super) fn estimator(args: &mut Args<'_, '_>) -> Done {
    let mut time = || {
        let word = args.value()?;
        units::time(word).ok_or_else(|| args.invalid("invalid estimator interval"))
    };
    let interval = time()?;
    let word = args.value()?;
    let constant =
        units::time(word).ok_or_else(|| args.invalid("invalid estimator time constant"))?;
    // The logarithm of what is left of the average has to be between 1 and 31, that of the interval
    // (in quarters of a second) between -2 and 3.
    let quarters = f64::from(interval) / 250_000.0;
    let interval_log = (0..=5).find(|log| quarters <= f64::from(1 << log));
    let weight = interval_log.and_then(|log| {
        let step = f64::from(1 << log) * 250_000.0;
        (1..32).find(|weight| {
            let w = 1.0 - 1.0 / 2_f64.powi(*weight);
            step / -w.ln() > f64::from(constant)
        })
    });
    match weight {
        Some(2..) => Ok(()),
        _ => Err(minus_one("Error: estimator parameters are out of range.\n").at(args.last())),
    }
}

/// `add`, `change`, `replace`, `link`; `delete` without flags.
fn modify(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>, flags: Option<Flags>) -> Done {
    let mut dev: Option<Named<'_>> = None;
    let mut place = Place {
        link: None,
        parent: Handle::UNSPEC,
        handle: Handle::UNSPEC,
    };
    let mut blame = None;
    let mut kind: Option<Named<'_>> = None;
    let duplicate_parent =
        |what: &str, a: &str| minus_one(format!("Error: \"{what}\" is {a}duplicate parent ID\n"));
    while let Some(word) = args.next() {
        let here = args.last();
        match word {
            "dev" => {
                args.value_once("dev", dev.is_some())?;
                dev = Some(Named::taken(args));
            }
            "handle" => {
                if place.handle != Handle::UNSPEC {
                    return Err(args.duplicate("handle"));
                }
                let text = args.value()?;
                place.handle =
                    handle::qdisc(text).ok_or_else(|| args.invalid("invalid qdisc ID"))?;
                blame = blame.or(Some(args.last()));
            }
            "root" => {
                if place.parent != Handle::UNSPEC {
                    return Err(duplicate_parent("root", "").at(here));
                }
                place.parent = Handle::ROOT;
                blame = Some(here);
            }
            "clsact" | "ingress" => {
                if place.parent != Handle::UNSPEC {
                    return Err(duplicate_parent(word, "a ").at(here));
                }
                place.parent = Handle::INGRESS;
                place.handle = Handle::new(0xffff, 0);
                kind = Some(Named::taken(args));
                break;
            }
            "parent" => {
                let text = args.value_once("parent", place.parent != Handle::UNSPEC)?;
                place.parent =
                    handle::class(text).ok_or_else(|| args.invalid("invalid parent ID"))?;
                blame = Some(args.last());
            }
            "ingress_block" | "egress_block" => return Err(refused(args, word)),
            _ if is_abbreviation(word, "estimator") => estimator(args)?,
            _ if is_abbreviation(word, "stab") => return Err(refused(args, "stab")),
            _ if is_abbreviation(word, "help") => context.warn(usage::QDISC),
            _ => {
                kind = Some(Named::taken(args));
                break;
            }
        }
    }
    let name = kind.map(|kind| kind.text);
    let mut parsing = qdiscs::Parsing {
        args,
        dev,
        model: context.session.model,
        said: String::new(),
    };
    let first = parsing.args.last() + 1;
    let parsed = qdiscs::parse(name.unwrap_or_default(), &mut parsing);
    let words = parsing.args.since(first).join(" ");
    let said = parsing.said;
    context.warn(&said);
    let options = parsed?;
    place.link = context.link(dev)?;
    let request = QdiscRequest {
        place,
        kind: name,
        options,
        words,
        flags: flags.unwrap_or_default(),
        origin: context.origin(),
    };
    let model = &mut *context.session.model;
    let done = match flags {
        Some(_) => model.set_qdisc(&request),
        None => model.del_qdisc(&request),
    };
    done.map_err(|error| refused_by_kernel(&error, blame.or(kind.map(|kind| kind.word))))
}

/// What of the list is shown.
#[derive(Default)]
struct Filter {
    link: Option<IfIndex>,
    handle: Option<Handle>,
    parent: Option<Handle>,
    invisible: bool,
}

/// `show`.
fn list(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>) -> Done {
    let mut filter = Filter::default();
    let mut dev = None;
    while let Some(word) = args.next() {
        match word {
            "dev" => {
                args.value()?;
                dev = Some(Named::taken(args));
            }
            "root" => {
                if filter.parent.is_some() {
                    return Err(illegal("parent is already specified\n").at(args.last()));
                }
                filter.parent = Some(Handle::ROOT);
            }
            "ingress" | "clsact" => {
                if filter.parent.is_some() {
                    return Err(illegal("parent is already specified\n").at(args.last()));
                }
                filter.parent = Some(Handle::INGRESS);
            }
            _ if is_abbreviation(word, "parent") => {
                if filter.parent.is_some() {
                    return Err(illegal("parent is already specified\n").at(args.last()));
                }
                let text = args.value()?;
                let parent = handle::class(text);
                filter.parent = Some(parent.ok_or_else(|| args.invalid("invalid parent ID"))?);
            }
            _ if is_abbreviation(word, "handle") => {
                let text = args.value()?;
                let handle = handle::qdisc(text);
                filter.handle = Some(handle.ok_or_else(|| args.invalid("invalid handle ID"))?);
            }
            _ if is_abbreviation(word, "invisible") => filter.invisible = true,
            _ if is_abbreviation(word, "help") => context.warn(usage::QDISC),
            _ => {
                let message = format!("What is \"{word}\"? Try \"tc qdisc help\".\n");
                return Err(minus_one(message).at(args.last()));
            }
        }
    }
    filter.link = context.link(dev)?;
    let mut text = String::new();
    let mut printer = Printer::new(&mut text, &context.options.shown);
    let model: &Model = context.session.model;
    for link in model.links() {
        if filter.link.is_some_and(|wanted| wanted != link.index) {
            continue;
        }
        let readings = context.readings(link.index);
        let stats = |handle, parent| {
            let mut qdiscs = readings.qdiscs.iter();
            let found = qdiscs.find(|(name, place, _)| (*name, *place) == (handle, parent));
            found.map(|(_, _, stats)| stats.clone()).unwrap_or_default()
        };
        let device = model.traffic().device(link.index);
        if device.root().is_none() && (link.started || filter.invisible) {
            let kind = match Model::default_qdisc(link) {
                "pfifo_fast" => QdiscKind::PfifoFast {
                    limit: link.tx_queue_len,
                },
                _ => QdiscKind::Noqueue,
            };
            let shown = Shown {
                handle: Handle::UNSPEC,
                parent: Parent::Root,
                kind: &kind,
                references: references(Parent::Root),
                stats: stats(Handle::UNSPEC, Parent::Root),
            };
            shown.print_if(context, &mut printer, link, &filter);
        }
        for qdisc in device.qdiscs() {
            Shown::of(qdisc, &stats).print_if(context, &mut printer, link, &filter);
        }
    }
    printer.finish();
    context.text.push_str(&text);
    Ok(())
}

/// A qdisc that is shown.
pub(super) struct Shown<'q> {
    handle: Handle,
    parent: Parent,
    kind: &'q QdiscKind,
    references: u32,
    stats: QdiscStats,
}

impl<'q> Shown<'q> {
    fn of(qdisc: &'q Qdisc, stats: &impl Fn(Handle, Parent) -> QdiscStats) -> Self {
        Self {
            handle: qdisc.handle,
            parent: qdisc.parent,
            kind: &qdisc.kind,
            references: references(qdisc.parent),
            stats: stats(qdisc.handle, qdisc.parent),
        }
    }

    /// A qdisc as it was when something happened to it.
    pub(super) fn told(told: &'q ToldQdisc) -> Self {
        Self {
            handle: told.handle,
            parent: told.parent,
            kind: &told.kind,
            references: told.references,
            stats: QdiscStats::default(),
        }
    }

    fn parent(&self) -> Handle {
        match self.parent {
            Parent::Root => Handle::ROOT,
            Parent::Ingress => Handle::INGRESS,
            Parent::Class(class) => class,
        }
    }

    fn print_if(
        &self,
        context: &Context<'_, '_>,
        printer: &mut Printer<'_>,
        link: &Link,
        filter: &Filter,
    ) {
        let parent = self.parent();
        if filter.handle.is_some_and(|wanted| wanted != self.handle)
            || filter.parent.is_some_and(|wanted| wanted != parent)
        {
            return;
        }
        let dev = filter.link.is_none().then_some(link.name.as_str());
        self.print(context.options, printer, dev);
    }

    /// Shows it; `dev` is its link's name, where it is not clear which.
    pub(super) fn print(&self, options: &Options, printer: &mut Printer<'_>, dev: Option<&str>) {
        let parent = self.parent();
        printer.open_object(None);
        let kind = self.kind.name();
        printer.show("kind", format_args!("qdisc {kind}"), kind);
        let handle = format!("{:x}:", self.handle.major());
        printer.show("handle", format_args!(" {handle}"), handle.as_str());
        if options.raw {
            printer.text(format_args!("[{:08x}]", self.handle.0));
        }
        printer.text(format_args!(" "));
        if let Some(name) = dev {
            printer.show("dev", format_args!("dev {name} "), name);
        }
        match self.parent {
            Parent::Root => printer.show("root", format_args!("root "), true),
            Parent::Ingress | Parent::Class(_) => {
                printer.show(
                    "parent",
                    format_args!("parent {parent} "),
                    Value::Shown(&parent),
                );
            }
        }
        if self.references != 1 {
            let references = self.references;
            printer.show("refcnt", format_args!("refcnt {references} "), references);
        }
        printer.open_object(Some("options"));
        qdiscs::print(printer, options, self.kind, &self.stats);
        printer.close_object();
        printer.newline();
        if options.statistics() {
            stats::queue(printer, " ", &self.stats.queue);
            printer.newline();
            qdiscs::print_statistics(printer, self.kind, &self.stats);
        }
        printer.close_object();
    }
}

/// The bands that `pfifo_fast` has.
pub(super) const PFIFO_FAST: PrioParams = PrioParams {
    bands: 3,
    priomap: [1, 2, 2, 2, 1, 2, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1],
};

/// Words that are left where there is nothing to read them.
pub(super) fn garbage(args: &Args<'_, '_>, object: &str) -> Failure {
    let word = args.peek().unwrap_or_default();
    minus_one(format!(
        "Garbage instead of arguments \"{word} ...\". Try \"tc {object} help\".\n"
    ))
    .at(args.last() + 1)
}
