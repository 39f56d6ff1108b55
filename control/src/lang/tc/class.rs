//! `tc class`.

use dataplane::{
    iface::IfIndex,
    qos::{ClassStats, Handle, QdiscKind},
};

use super::{
    context::{Context, Done, Named, illegal, minus_one, refused_by_kernel, unknown_command},
    handle,
    options::Options,
    qdisc::{estimator, garbage},
    qdiscs, stats, units, usage,
};
use crate::{
    config::qos::{ClassRequest, Flags, HtbClassState, Place, Qdisc},
    lang::{
        args::{Args, Key, find, is_abbreviation},
        ip::printer::Printer,
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
    (Key::Prefix("replace"), Verb::Set(Flags::CREATE)),
    (Key::Prefix("delete"), Verb::Delete),
    (Key::Prefix("list"), Verb::List),
    (Key::Prefix("show"), Verb::List),
    (Key::Prefix("lst"), Verb::List),
    (Key::Prefix("help"), Verb::Help),
];

/// Runs `tc class …`.
pub(super) fn run(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>) -> Done {
    let Some(word) = args.next() else {
        return list(context, args);
    };
    match find(VERBS, word) {
        Some(Verb::Set(flags)) => modify(context, args, Some(flags)),
        Some(Verb::Delete) => modify(context, args, None),
        Some(Verb::List) => list(context, args),
        Some(Verb::Help) => {
            context.warn(usage::CLASS);
            Ok(())
        }
        None => Err(unknown_command(args, "class")),
    }
}

/// `add`, `change`, `replace`; `delete` without flags.
fn modify(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>, flags: Option<Flags>) -> Done {
    let mut dev: Option<Named<'_>> = None;
    let mut place = Place {
        link: None,
        parent: Handle::UNSPEC,
        handle: Handle::UNSPEC,
    };
    let mut blame = None;
    let mut kind = None;
    while let Some(word) = args.next() {
        match word {
            "dev" => {
                args.value_once("dev", dev.is_some())?;
                dev = Some(Named::taken(args));
            }
            "classid" => {
                let text = args.value_once("classid", place.handle != Handle::UNSPEC)?;
                place.handle =
                    handle::class(text).ok_or_else(|| args.invalid("invalid class ID"))?;
                blame = Some(args.last());
            }
            "handle" => {
                let message = "Error: try \"classid\" instead of \"handle\"\n";
                return Err(minus_one(message).at(args.last()));
            }
            "root" => {
                if place.parent != Handle::UNSPEC {
                    let message = "Error: \"root\" is duplicate parent ID.\n";
                    return Err(minus_one(message).at(args.last()));
                }
                place.parent = Handle::ROOT;
            }
            "parent" => {
                let text = args.value_once("parent", place.parent != Handle::UNSPEC)?;
                place.parent =
                    handle::class(text).ok_or_else(|| args.invalid("invalid parent ID"))?;
                blame = blame.or(Some(args.last()));
            }
            _ if is_abbreviation(word, "estimator") => estimator(args)?,
            _ if is_abbreviation(word, "help") => context.warn(usage::CLASS),
            _ => {
                kind = Some(word);
                break;
            }
        }
    }
    let mut options = None;
    match kind {
        Some("htb") => {
            let mut parsing = qdiscs::Parsing {
                args,
                dev,
                model: context.session.model,
                said: String::new(),
            };
            options = Some(qdiscs::parse_class(&mut parsing)?);
        }
        Some(kind) => {
            let message = format!("Error: Qdisc \"{kind}\" is classless.\n");
            return Err(illegal(message).at(args.last()));
        }
        None if !args.is_empty() => return Err(garbage(args, "class")),
        None => {}
    }
    place.link = context.link(dev)?;
    let origin = context.origin();
    let model = &mut *context.session.model;
    let Some(flags) = flags else {
        let done = model.del_class(&place);
        return done.map_err(|error| refused_by_kernel(&error, blame));
    };
    let request = ClassRequest {
        place,
        options,
        flags,
        origin,
    };
    let warning = model
        .set_class(&request)
        .map_err(|error| refused_by_kernel(&error, blame))?;
    if let Some(warning) = warning {
        context.warn(&format!("Warning: {warning}\n"));
    }
    Ok(())
}

/// What of the list is shown.
#[derive(Default)]
pub(super) struct Filter {
    link: Option<IfIndex>,
    parent: Option<Handle>,
    qdisc: Option<Handle>,
    class: Option<Handle>,
}

/// `show`.
fn list(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>) -> Done {
    let mut filter = Filter::default();
    let mut dev: Option<Named<'_>> = None;
    while let Some(word) = args.next() {
        match word {
            "dev" => {
                args.value_once("dev", dev.is_some())?;
                dev = Some(Named::taken(args));
            }
            "qdisc" => {
                let text = args.value_once("qdisc", filter.qdisc.is_some())?;
                let qdisc = handle::qdisc(text);
                filter.qdisc = Some(qdisc.ok_or_else(|| args.invalid("invalid qdisc ID"))?);
            }
            "classid" => {
                let text = args.value_once("classid", filter.class.is_some())?;
                let class = handle::class(text);
                filter.class = Some(class.ok_or_else(|| args.invalid("invalid class ID"))?);
            }
            "root" => {
                if filter.parent.is_some() {
                    let message = "Error: \"root\" is duplicate parent ID\n";
                    return Err(minus_one(message).at(args.last()));
                }
                filter.parent = Some(Handle::ROOT);
            }
            "parent" => {
                let text = args.value_once("parent", filter.parent.is_some())?;
                let parent = handle::class(text);
                filter.parent = Some(parent.ok_or_else(|| args.invalid("invalid parent ID"))?);
            }
            _ if is_abbreviation(word, "help") => context.warn(usage::CLASS),
            _ => {
                let message = format!("What is \"{word}\"? Try \"tc class help\".\n");
                return Err(minus_one(message).at(args.last()));
            }
        }
    }
    filter.link = context.link(dev)?;
    // Without a link the kernel has nothing to say.
    let Some(link) = filter.link else {
        return Ok(());
    };
    let readings = context.readings(link);
    let mut text = String::new();
    let mut shown = context.options.shown.clone();
    // The tool does not have JSON for classes.
    shown.json = false;
    let mut printer = Printer::plain(&mut text, &shown);
    let device = context.session.model.traffic().device(link);
    for qdisc in device.qdiscs() {
        // The kernel looks only at whose class the parent is.
        let parent = filter.parent.map(Handle::qdisc);
        if [filter.qdisc, parent]
            .into_iter()
            .flatten()
            .any(|wanted| wanted != qdisc.handle)
        {
            continue;
        }
        for class in classes(qdisc) {
            if filter.class.is_some_and(|wanted| wanted != class.handle) {
                continue;
            }
            let mut all = readings.classes.iter();
            let found = all.find(|(name, _)| *name == class.handle);
            let stats = found.map_or_else(|| class.unused(), |(_, stats)| *stats);
            let kind = qdisc.kind.name();
            class.print(context.options, &mut printer, (kind, None), &filter, &stats);
        }
    }
    context.text.push_str(&text);
    Ok(())
}

/// A class that is shown.
pub(super) struct Shown<'q> {
    handle: Handle,
    /// [`Handle::ROOT`] of those that borrow from nobody.
    parent: Handle,
    leaf: Option<Handle>,
    htb: Option<&'q HtbClassState>,
}

/// The classes of a qdisc.
fn classes(qdisc: &Qdisc) -> Vec<Shown<'_>> {
    let made = qdisc
        .htb_classes()
        .map(|state| Shown::of_htb(state, qdisc.child(state.class.handle)));
    let bands = (1..=qdisc.bands()).map(|band| {
        let handle = Handle::new(qdisc.handle.major(), band);
        Shown {
            handle,
            parent: qdisc.handle,
            leaf: qdisc.child(handle),
            htb: None,
        }
    });
    // That of `netem` is there with its qdisc only.
    let is_netem = matches!(qdisc.kind, QdiscKind::Netem(_));
    made.chain(bands.filter(|band| !is_netem || band.leaf.is_some()))
        .collect()
}

impl<'q> Shown<'q> {
    /// A class of `htb` with the qdisc at it.
    pub(super) fn of_htb(state: &'q HtbClassState, leaf: Option<Handle>) -> Self {
        Self {
            handle: state.class.handle,
            parent: match state.class.parent {
                parent if parent.minor() == 0 => Handle::ROOT,
                parent => parent,
            },
            leaf,
            htb: Some(state),
        }
    }

    /// What it has counted if nothing has happened: its buckets are full.
    fn unused(&self) -> ClassStats {
        let mut stats = ClassStats::default();
        if let Some(state) = self.htb {
            stats.htb.tokens = units::ticks_of(state.class.buffer) as i32;
            stats.htb.ctokens = units::ticks_of(state.class.cbuffer) as i32;
        }
        stats
    }

    /// Shows it: a class of a `kind` of qdisc, at link `dev` where it is not clear which.
    pub(super) fn print(
        &self,
        options: &Options,
        printer: &mut Printer<'_>,
        (kind, dev): (&str, Option<&str>),
        filter: &Filter,
        stats: &ClassStats,
    ) {
        printer.text(format_args!("class {kind} "));
        // In the list of one qdisc the major number is left out.
        let name = |handle: Handle| match filter.qdisc {
            Some(_) => Handle::new(0, handle.minor()),
            None => handle,
        };
        printer.text(format_args!("{} ", name(self.handle)));
        if let Some(dev) = dev {
            printer.text(format_args!("dev {dev} "));
        }
        match self.parent {
            Handle::ROOT => printer.text(format_args!("root ")),
            parent => printer.text(format_args!("parent {} ", name(parent))),
        }
        if let Some(leaf) = self.leaf {
            printer.text(format_args!("leaf {:x}: ", leaf.major()));
        }
        if let Some(state) = self.htb {
            qdiscs::print_class(printer, options, state);
        }
        printer.newline();
        if options.statistics() {
            stats::queue(printer, " ", &stats.queue);
            printer.newline();
            if self.htb.is_some() {
                qdiscs::print_class_statistics(printer, stats);
                printer.newline();
            }
        }
    }
}
