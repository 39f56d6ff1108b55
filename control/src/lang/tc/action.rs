//! `tc actions`: actions by themselves, which filters may share.

use dataplane::time::Duration;

use super::{
    actions::{self, One, Showing, print_numbered},
    context::{Context, Done, minus_one, refused_by_kernel, unknown_command},
    usage,
};
use crate::{
    config::{
        Errno, Model, NetError,
        qos::{ActionId, ActionObject},
    },
    lang::{
        args::{Args, Failure, Key, find, is_abbreviation},
        ip::{number, printer::Printer},
    },
};

#[derive(Clone, Copy)]
enum Verb {
    /// Those that are there are changed.
    Set(bool),
    Delete,
    Get,
    List,
    Flush,
    Help,
}

const VERBS: &[(Key, Verb)] = &[
    (Key::Prefix("add"), Verb::Set(false)),
    (Key::Prefix("change"), Verb::Set(true)),
    (Key::Prefix("replace"), Verb::Set(true)),
    (Key::Prefix("delete"), Verb::Delete),
    (Key::Prefix("get"), Verb::Get),
    (Key::Prefix("list"), Verb::List),
    (Key::Prefix("show"), Verb::List),
    (Key::Prefix("lst"), Verb::List),
    (Key::Prefix("flush"), Verb::Flush),
    (Key::Prefix("help"), Verb::Help),
];

/// Runs `tc actions …`, in which several commands may follow each other (`do_action`).
pub(super) fn run(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>) -> Done {
    while let Some(word) = args.next() {
        match find(VERBS, word) {
            Some(Verb::Set(replace)) => set(context, args, replace)?,
            Some(Verb::Delete) => by_name(context, args, true)?,
            Some(Verb::Get) => by_name(context, args, false)?,
            Some(Verb::List) => return list(context, args),
            Some(Verb::Flush) => return flush(context, args),
            Some(Verb::Help) => return Err(help(args)),
            None => return Err(unknown_command(args, "actions")),
        }
    }
    Ok(())
}

fn help(args: &Args<'_, '_>) -> Failure {
    Failure::exit(255, usage::ACTIONS).at(args.last())
}

/// What the kernel answered, with what the tool adds.
fn answered(error: &NetError, added: &str, status: i32) -> Failure {
    let mut failure = refused_by_kernel(error, None);
    failure.message.to_mut().push_str(added);
    failure.status = status;
    failure
}

const TALKING: &str = "We have an error talking to the kernel\n";

fn warn(context: &mut Context<'_, '_>, warning: Option<&str>) {
    if let Some(warning) = warning {
        context.warn(&format!("Warning: {warning}\n"));
    }
}

/// `add`, `change`, `replace`.
fn set(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>, replace: bool) -> Done {
    let at = args.last();
    let parsed = match args.is_empty() {
        true => Err(minus_one("").at(at)),
        false => actions::parse_all(args, context.session.model),
    };
    let requests = parsed.map_err(|mut failure| {
        if !failure.exits {
            failure.message.to_mut().push_str("Illegal \"action\"\n");
            failure.status = 255;
        }
        failure
    })?;
    let done = context.session.model.set_actions(&requests, replace);
    let warning = done.map_err(|error| answered(&error, TALKING, 255).at(at + 1))?;
    warn(context, warning);
    Ok(())
}

/// The kinds that there are.
const KINDS: &[&str] = &["gact", "police", "mirred", "skbedit", "pedit"];

/// Kinds that the tool knows, too.
const OTHERS: &[&str] = &[
    "bpf",
    "connmark",
    "csum",
    "ct",
    "ctinfo",
    "gate",
    "ife",
    "mpls",
    "nat",
    "sample",
    "simple",
    "skbmod",
    "tunnel_key",
    "vlan",
    "xt",
];

/// A kind that there is.
fn known(word: &str) -> Option<&'static str> {
    KINDS.iter().find(|kind| **kind == word).copied()
}

/// A name of an action, as it was read; without its kind if that is none of ours.
type Name = (Option<&'static str>, u32);

/// Reads `action KIND index NUMBER …`; the first word is not looked at. Kinds that the tool does not know it takes
/// for `gact`.
fn names(args: &mut Args<'_, '_>) -> Result<Vec<Name>, Failure> {
    args.next();
    let mut names = Vec::new();
    while let Some(word) = args.next() {
        match word {
            "action" => continue,
            "help" => return Err(minus_one("").at(args.last())),
            _ => {}
        }
        let (kind, name) = match (known(word), OTHERS.contains(&word)) {
            (Some(kind), _) => (Some(kind), kind),
            (None, true) => (None, word),
            (None, false) => (Some("gact"), "gact"),
        };
        let numbered = args
            .peek()
            .is_some_and(|word| is_abbreviation(word, "index"));
        if !numbered {
            let message = format!("Error: no index specified action: {name}\n");
            return Err(minus_one(message).at(args.last()));
        }
        args.next();
        let index = number::unsigned(args.value()?, 10);
        let illegal = || minus_one("Illegal \"index\"\n").at(args.last());
        names.push((kind, index.ok_or_else(illegal)?));
    }
    Ok(names)
}

/// `delete` and `get`.
fn by_name(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>, delete: bool) -> Done {
    let start = args.clone();
    let ids: Result<Vec<ActionId>, NetError> = names(args)?
        .into_iter()
        .map(|(kind, index)| Ok((kind.ok_or_else(unknown_kind)?, index)))
        .collect();
    let done = ids.and_then(|ids| match delete {
        true => context.session.model.del_actions(&ids),
        false => {
            let found = context.session.model.get_actions(&ids)?;
            let found: Vec<_> = found
                .into_iter()
                .map(|(id, object)| One::new(id, object))
                .collect();
            let text = listed(context, &found, false);
            context.text.push_str(&text);
            Ok(())
        }
    });
    match done {
        Ok(()) => Ok(()),
        Err(error) => {
            // The tool goes on with the word behind the command, which is none.
            let message = answered(&error, TALKING, 1).message;
            context.warn(&message);
            *args = start;
            Ok(())
        }
    }
}

fn unknown_kind() -> NetError {
    NetError::explained(Errno::NoEnt, "Specified TC action kind not found.")
}

/// Actions as they are shown. If they are `counted`, as those of a `list` are, it is said how many there are, and they
/// are numbered from 0.
fn listed(context: &Context<'_, '_>, found: &[One<'_>], counted: bool) -> String {
    let mut text = String::new();
    let mut printer = Printer::new(&mut text, &context.options.shown);
    if !(counted && found.is_empty()) {
        let (total, first) = match counted {
            true => (found.len() as u32, 0),
            false => (0, 1),
        };
        printer.open_object(None);
        printer.show("total acts", format_args!("total acts {total}"), total);
        printer.newline();
        printer.close_object();
        printer.open_object(None);
        print_all(&mut printer, &showing(context), found, first);
        printer.close_object();
    }
    printer.finish();
    text
}

fn showing<'p>(context: &'p Context<'_, '_>) -> Showing<'p> {
    Showing {
        options: context.options,
        model: context.session.model,
        told: &[],
        now: context.session.live.now(),
    }
}

/// Shows actions that are there for themselves.
pub(super) fn print_all(
    printer: &mut Printer<'_>,
    showing: &Showing<'_>,
    found: &[One<'_>],
    first: u32,
) {
    printer.open_array("actions", "");
    for (one, order) in found.iter().zip(first..) {
        print_numbered(printer, showing, *one, order, true);
    }
    printer.close_array("");
}

/// The kind that `list` and `flush` are about.
fn kind_of(args: &mut Args<'_, '_>) -> Result<Option<&'static str>, Failure> {
    if args.left() < 2 {
        return Err(help(args));
    }
    args.next();
    Ok(known(args.value()?))
}

/// `list`.
fn list(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>) -> Done {
    let kind = kind_of(args)?;
    let mut since = None;
    if args.take("since") {
        let millis = number::u32(args.value()?);
        let millis = millis.ok_or_else(|| args.invalid("dump time \"since\" is invalid"))?;
        since = Some(Duration::from_millis(millis.into())).filter(|since| !since.is_zero());
    }
    let now = context.session.live.now();
    let recent = |object: &ActionObject| {
        let stats = object.state.stats();
        let used = stats.used.unwrap_or(stats.installed);
        since.is_none_or(|since| now.saturating_since(used) <= since)
    };
    let model: &Model = context.session.model;
    let actions = kind
        .into_iter()
        .flat_map(|kind| model.traffic().actions_of(kind));
    let found: Vec<_> = actions
        .filter(|(_, object)| recent(object))
        .map(|(id, object)| One::new(id, object))
        .collect();
    let text = listed(context, &found, true);
    context.text.push_str(&text);
    Ok(())
}

/// `flush`.
fn flush(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>) -> Done {
    let done = match kind_of(args)? {
        Some(kind) => context.session.model.flush_actions(kind),
        None => Err(NetError::explained(
            Errno::Inval,
            "Cannot flush unknown TC action.",
        )),
    };
    let flushing = "We have an error flushing\n";
    let warning = done.map_err(|error| answered(&error, flushing, 1))?;
    warn(context, warning);
    Ok(())
}
