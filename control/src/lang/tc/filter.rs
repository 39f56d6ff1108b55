//! `tc filter`.

use dataplane::qos::{Handle, QdiscKind};

use super::{
    classifiers::{self, Parsed, Parsing},
    context::{Context, Done, Named, minus_one, refused_by_kernel, unknown_command},
    filter_show::{Lister, Shown},
    handle, protocol,
    qdisc::{estimator, garbage},
    usage,
};
use crate::{
    config::{
        Model, NetError,
        qos::{Device, FilterRequest, Flags, Place, Qdisc},
    },
    lang::{
        args::{Args, Failure, Key, find, is_abbreviation},
        ip::{number, printer::Printer, refused},
    },
};

#[derive(Clone, Copy)]
enum Verb {
    Set(Flags),
    Delete,
    Get,
    List,
    Help,
}

const VERBS: &[(Key, Verb)] = &[
    (Key::Prefix("add"), Verb::Set(Flags::ADD)),
    (Key::Prefix("change"), Verb::Set(Flags::CHANGE)),
    (Key::Prefix("replace"), Verb::Set(Flags::CREATE)),
    (Key::Prefix("delete"), Verb::Delete),
    (Key::Prefix("get"), Verb::Get),
    (Key::Prefix("list"), Verb::List),
    (Key::Prefix("show"), Verb::List),
    (Key::Prefix("lst"), Verb::List),
    (Key::Prefix("help"), Verb::Help),
];

/// Runs `tc filter …`.
pub(super) fn run(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>) -> Done {
    let Some(word) = args.next() else {
        return list(context, args);
    };
    match find(VERBS, word) {
        Some(Verb::Set(flags)) => modify(context, args, Some(flags)),
        Some(Verb::Delete) => modify(context, args, None),
        Some(Verb::Get) => get(context, args),
        Some(Verb::List) => list(context, args),
        Some(Verb::Help) => {
            context.warn(usage::FILTER);
            Ok(())
        }
        None => Err(unknown_command(args, "filter")),
    }
}

/// Runs `tc chain …`: lists the chains that have filters; they come and go with these.
pub(super) fn run_chain(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>) -> Done {
    match args.next().map(|word| find(VERBS, word)) {
        None | Some(Some(Verb::List)) => list_of(context, args, true),
        Some(Some(Verb::Help)) => {
            context.warn(usage::CHAIN);
            Ok(())
        }
        Some(Some(Verb::Set(_) | Verb::Delete | Verb::Get)) => {
            Err(refused(args, "making chains by hand"))
        }
        Some(None) => Err(unknown_command(args, "chain")),
    }
}

/// The words in front of the kind.
#[derive(Default)]
struct Words<'s> {
    dev: Option<Named<'s>>,
    parent: Handle,
    priority: u16,
    protocol: Option<u16>,
    chain: Option<u32>,
    handle: Option<Named<'s>>,
    kind: Option<Named<'s>>,
    blame: Option<usize>,
}

impl<'s> Words<'s> {
    /// Reads them; `true` if the usage was asked for.
    fn read(&mut self, args: &mut Args<'_, 's>) -> Result<bool, Failure> {
        while let Some(word) = args.next() {
            if self.place(word, args)? {
                continue;
            }
            match word {
                "dev" => {
                    args.value_once("dev", self.dev.is_some())?;
                    self.dev = Some(Named::taken(args));
                }
                "handle" => {
                    args.value_once("handle", self.handle.is_some())?;
                    self.handle = Some(Named::taken(args));
                }
                _ if is_abbreviation(word, "block") => return Err(refused(args, "block")),
                _ if is_abbreviation(word, "preference") || is_abbreviation(word, "priority") => {
                    let text = args.value_once("priority", self.priority != 0)?;
                    self.priority =
                        number::u16(text).ok_or_else(|| args.invalid("invalid priority value"))?;
                    self.blame = Some(args.last());
                }
                _ if is_abbreviation(word, "protocol") => {
                    let text = args.value_once("protocol", self.protocol.is_some())?;
                    let protocol = protocol::read(text);
                    self.protocol = Some(protocol.ok_or_else(|| args.invalid("invalid protocol"))?);
                }
                _ if is_abbreviation(word, "chain") => {
                    let text = args.value_once("chain", self.chain.is_some())?;
                    let chain = number::u32(text);
                    self.chain =
                        Some(chain.ok_or_else(|| args.invalid("invalid chain index value"))?);
                }
                _ if is_abbreviation(word, "estimator") => estimator(args)?,
                _ if is_abbreviation(word, "help") => return Ok(true),
                _ => {
                    self.kind = Some(Named::taken(args));
                    break;
                }
            }
        }
        Ok(false)
    }

    /// Reads a word that says where, if it is one.
    fn place(&mut self, word: &str, args: &mut Args<'_, '_>) -> Result<bool, Failure> {
        let parent = match word {
            "root" => Handle::ROOT,
            "ingress" => Handle::CLSACT_INGRESS,
            "egress" => Handle::CLSACT_EGRESS,
            "parent" => {
                let text = args.value_once("parent", self.parent != Handle::UNSPEC)?;
                handle::class(text).ok_or_else(|| args.invalid("Invalid parent ID"))?
            }
            _ => return Ok(false),
        };
        if self.parent != Handle::UNSPEC {
            let message = format!("Error: \"{word}\" is duplicate parent ID\n");
            return Err(minus_one(message).at(args.last()));
        }
        self.parent = parent;
        self.blame = Some(args.last());
        Ok(true)
    }
}

/// The kernel's refusal of a filter, with what the tool adds.
fn kernel_error(error: &NetError, word: Option<usize>) -> Failure {
    let mut failure = refused_by_kernel(error, word);
    failure
        .message
        .to_mut()
        .push_str("We have an error talking to the kernel\n");
    failure
}

/// Reads the kind's options.
fn parse<'s>(
    context: &mut Context<'_, '_>,
    args: &mut Args<'_, 's>,
    words: &Words<'s>,
) -> Result<Parsed, Failure> {
    let Some(kind) = words.kind else {
        if let Some(handle) = words.handle {
            let message = "Must specify filter type when using \"handle\"\n";
            return Err(minus_one(message).at(handle.word));
        }
        if !args.is_empty() {
            return Err(garbage(args, "filter"));
        }
        return Ok(Parsed::default());
    };
    let model: &Model = context.session.model;
    let mut parsing = Parsing {
        args,
        handle: words.handle.map(|handle| handle.text),
        protocol: words.protocol.unwrap_or(protocol::ALL),
        model,
    };
    classifiers::parse(kind.text, &mut parsing)
}

/// `add`, `change`, `replace`; `delete` without flags.
fn modify(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>, flags: Option<Flags>) -> Done {
    let mut words = Words::default();
    if words.read(args)? {
        context.warn(usage::FILTER);
        return Ok(());
    }
    // The tool looks for the link before it reads the options.
    let link = context.link(words.dev)?;
    let parsed = parse(context, args, &words)?;
    let creates = flags.is_some_and(|flags| flags.create);
    let request = FilterRequest {
        place: Place {
            link,
            parent: words.parent,
            handle: Handle(parsed.handle),
        },
        chain: words.chain,
        priority: words.priority,
        protocol: words
            .protocol
            .unwrap_or(if creates { protocol::ALL } else { 0 }),
        kind: words.kind.map(|kind| kind.text),
        options: parsed.options,
        exts: parsed.exts,
        class: parsed.class,
        flags: flags.unwrap_or_default(),
        origin: context.origin(),
    };
    let model = &mut *context.session.model;
    let done = match flags {
        Some(_) => model.set_filter(&request),
        None => model.del_filter(&request),
    };
    let blame = words.blame.or(words.kind.map(|kind| kind.word));
    done.map_err(|error| kernel_error(&error, blame))
}

/// `get`.
fn get(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>) -> Done {
    let mut words = Words::default();
    if words.read(args)? {
        context.warn(usage::FILTER);
        return Ok(());
    }
    let required = [
        (words.protocol.is_some(), "Must specify filter protocol\n"),
        (words.priority != 0, "Must specify filter priority\n"),
        (
            words.parent != Handle::UNSPEC,
            "Must specify filter parent\n",
        ),
        (words.kind.is_some(), "Must specify filter type\n"),
        (
            words.dev.is_some(),
            "Must specify netdevice \"dev\" or block index \"block\"\n",
        ),
    ];
    if let Some((_, message)) = required.iter().find(|(given, _)| !given) {
        return Err(minus_one(*message));
    }
    let link = context.link(words.dev)?;
    let parsed = parse(context, args, &words)?;
    if words.handle.is_none() {
        return Err(minus_one("Must specify filter \"handle\"\n"));
    }
    let request = FilterRequest {
        place: Place {
            link,
            parent: words.parent,
            handle: Handle(parsed.handle),
        },
        chain: words.chain,
        priority: words.priority,
        protocol: words.protocol.unwrap_or_default(),
        kind: words.kind.map(|kind| kind.text),
        options: parsed.options,
        exts: parsed.exts,
        class: parsed.class,
        flags: Flags::default(),
        origin: None,
    };
    let mut text = String::new();
    let model: &Model = context.session.model;
    let (place, priority, protocol, found) = model
        .get_filter(&request)
        .map_err(|error| kernel_error(&error, words.blame))?;
    let printer = Printer::new(&mut text, &context.options.shown);
    let now = context.session.live.now();
    let mut lister = Lister {
        place,
        kept: place,
        chain: words.chain.unwrap_or_default(),
        priority,
        protocol,
        kind: words.kind.map_or("", |kind| kind.text),
        ..Lister::new(context.options, model, now, printer)
    };
    lister.shown.link = link;
    lister.filter(&found);
    lister.printer.finish();
    context.text.push_str(&text);
    Ok(())
}

/// `show`.
fn list(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>) -> Done {
    list_of(context, args, false)
}

/// `show` of filters, or of their chains.
fn list_of(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>, chains: bool) -> Done {
    let mut words = Words::default();
    let help = words.read(args)?;
    if help {
        context.warn(usage::FILTER);
    }
    if let Some(kind) = words.kind {
        let word = kind.text;
        let message = format!(" What is \"{word}\"? Try \"tc filter help\"\n");
        return Err(minus_one(message).at(kind.word));
    }
    // Without a link the kernel has nothing to say.
    let Some(link) = context.link(words.dev)? else {
        return Ok(());
    };
    let some = |handle: Handle| (handle != Handle::UNSPEC).then_some(handle);
    let shown = Shown {
        link: Some(link),
        parent: some(words.parent),
        priority: (words.priority != 0).then_some(words.priority),
        protocol: words.protocol,
        chain: words.chain,
    };
    let readings = context.readings(link);
    let mut text = String::new();
    let printer = Printer::new(&mut text, &context.options.shown);
    let model: &Model = context.session.model;
    let now = context.session.live.now();
    let mut lister = Lister {
        shown,
        readings,
        ..Lister::new(context.options, model, now, printer)
    };
    let device = model.traffic().device(link);
    if let Some((qdisc, place)) = place_of(device, words.parent)
        && let Some(block) = qdisc.block(place)
    {
        lister.kept = place;
        lister.place = place;
        if chains {
            lister.chains(block);
        } else {
            lister.block(qdisc, block);
        }
    }
    lister.printer.finish();
    context.text.push_str(&text);
    Ok(())
}

/// The qdisc that filters are at, and where it keeps them.
fn place_of(device: &Device, parent: Handle) -> Option<(&Qdisc, Handle)> {
    if parent == Handle::UNSPEC {
        let root = device.root()?;
        return Some((root, root.handle));
    }
    let qdisc = device.find(parent.qdisc())?;
    // There is one place for all that comes in.
    let place = if matches!(qdisc.kind, QdiscKind::Ingress) {
        qdisc.handle
    } else {
        parent
    };
    Some((qdisc, place))
}
