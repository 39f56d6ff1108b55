//! `ip neigh`.

use std::net::IpAddr;

use dataplane::iface::{IfIndex, MacAddr};

use super::{
    command::{refused, unknown_command},
    context::{Context, Done, answered, link_name, lladdr, read},
    json::Value,
    names, number,
    options::{Family, Options},
    prefix::{self, Prefix},
    printer::Printer,
    usage,
};
use crate::{
    config::{Errno, Model, Neighbour, NeighbourState, NetError},
    lang::{
        LiveNeighbour, NeighbourRequest,
        args::{Args, Failure, Key, find, is_abbreviation},
    },
};

#[derive(Clone, Copy)]
enum Command {
    Modify(Flags),
    Del,
    Get,
    Show,
    Flush,
    Help,
}

/// `NLM_F_*` of a request.
#[derive(Clone, Copy)]
struct Flags {
    create: bool,
    exclusive: bool,
    replace: bool,
}

const ADD: Flags = Flags {
    create: true,
    exclusive: true,
    replace: false,
};
const CHANGE: Flags = Flags {
    create: false,
    exclusive: false,
    replace: true,
};
const REPLACE: Flags = Flags {
    create: true,
    exclusive: false,
    replace: true,
};

const COMMANDS: &[(Key, Command)] = &[
    (Key::Prefix("add"), Command::Modify(ADD)),
    (Key::Prefix("change"), Command::Modify(CHANGE)),
    (Key::Whole("chg"), Command::Modify(CHANGE)),
    (Key::Prefix("replace"), Command::Modify(REPLACE)),
    (Key::Prefix("delete"), Command::Del),
    (Key::Prefix("get"), Command::Get),
    (Key::Prefix("show"), Command::Show),
    (Key::Prefix("lst"), Command::Show),
    (Key::Prefix("list"), Command::Show),
    (Key::Prefix("flush"), Command::Flush),
    (Key::Prefix("help"), Command::Help),
];

/// Runs `ip neigh …`.
pub(crate) fn run(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>) -> Done {
    let Some(word) = args.next() else {
        return show(context, args);
    };
    match find(COMMANDS, word) {
        Some(Command::Modify(flags)) => modify(context, args, flags),
        Some(Command::Del) => del(context, args),
        Some(Command::Get) => get(context, args),
        Some(Command::Show) => show(context, args),
        Some(Command::Flush) => flush(context, args),
        Some(Command::Help) => Err(usage::exit(usage::NEIGH)),
        None => Err(unknown_command(args, word, "neigh")),
    }
}

/// The states with their names and numbers, in the order in which they are shown.
const STATES: [(NeighbourState, &str, u32); 8] = [
    (NeighbourState::Incomplete, "INCOMPLETE", 0x01),
    (NeighbourState::Reachable, "REACHABLE", 0x02),
    (NeighbourState::Stale, "STALE", 0x04),
    (NeighbourState::Delay, "DELAY", 0x08),
    (NeighbourState::Probe, "PROBE", 0x10),
    (NeighbourState::Failed, "FAILED", 0x20),
    (NeighbourState::NoArp, "NOARP", 0x40),
    (NeighbourState::Permanent, "PERMANENT", 0x80),
];

/// No state at all, where a filter names it.
const NONE: u32 = 0x100;

fn state_bit(state: NeighbourState) -> u32 {
    STATES
        .iter()
        .find(|(other, ..)| *other == state)
        .map_or(NONE, |&(_, _, bit)| bit)
}

const STATE_WORDS: &[(Key, NeighbourState)] = &[
    (Key::Prefix("permanent"), NeighbourState::Permanent),
    (Key::Prefix("reachable"), NeighbourState::Reachable),
    (Key::Whole("noarp"), NeighbourState::NoArp),
    (Key::Whole("none"), NeighbourState::None),
    (Key::Whole("stale"), NeighbourState::Stale),
    (Key::Whole("incomplete"), NeighbourState::Incomplete),
    (Key::Whole("delay"), NeighbourState::Delay),
    (Key::Whole("probe"), NeighbourState::Probe),
    (Key::Whole("failed"), NeighbourState::Failed),
];

/// A state by name or number (hexadecimal is not expected, but 0x is taken).
fn read_state(word: &str) -> Option<NeighbourState> {
    if let Some(state) = find(STATE_WORDS, word) {
        return Some(state);
    }
    match number::u32(word)? {
        0 => Some(NeighbourState::None),
        bits => STATES
            .iter()
            .find(|&&(_, _, bit)| bit == bits)
            .map(|&(state, ..)| state),
    }
}

#[derive(Clone, Copy)]
enum Word {
    Lladdr,
    Nud,
    Proxy,
    Router,
    Dev,
    Protocol,
    Use,
    Refused,
    To,
}

const WORDS: &[(Key, Word)] = &[
    (Key::Whole("lladdr"), Word::Lladdr),
    (Key::Whole("nud"), Word::Nud),
    (Key::Prefix("proxy"), Word::Proxy),
    (Key::Whole("router"), Word::Router),
    (Key::Whole("use"), Word::Use),
    (Key::Whole("managed"), Word::Refused),
    (Key::Prefix("extern_learn"), Word::Refused),
    (Key::Whole("dev"), Word::Dev),
    (Key::Prefix("protocol"), Word::Protocol),
    (Key::Whole("to"), Word::To),
];

/// A neighbour as it was typed.
struct Parsed<'s> {
    address: Option<IpAddr>,
    dev: Option<(&'s str, usize)>,
    lladdr: Option<Vec<u8>>,
    state: NeighbourState,
    proxy: bool,
    router: bool,
    resolve: bool,
    protocol: u8,
}

fn parse<'s>(context: &Context<'_, '_>, args: &mut Args<'_, 's>) -> Result<Parsed<'s>, Failure> {
    let family = context.family();
    let mut parsed = Parsed {
        address: None,
        dev: None,
        lladdr: None,
        state: NeighbourState::Permanent,
        proxy: false,
        router: false,
        resolve: false,
        protocol: 0,
    };
    while let Some(word) = args.next() {
        match find(WORDS, word) {
            Some(Word::Lladdr) => {
                let word = args.value()?;
                parsed.lladdr = if word == "null" {
                    None
                } else {
                    args.put_back();
                    Some(lladdr(args)?)
                };
            }
            Some(Word::Nud) => parsed.state = read(args, read_state, "nud state is bad")?,
            Some(Word::Proxy) => {
                args.value()?;
                if is_abbreviation(args.taken(), "help") {
                    return Err(usage::exit(usage::NEIGH));
                }
                if parsed.address.is_some() {
                    return Err(args.duplicate("address"));
                }
                args.put_back();
                parsed.address = Some(prefix::addr(args, family)?);
                parsed.proxy = true;
            }
            Some(Word::Router) => parsed.router = true,
            Some(Word::Use) => {
                parsed.resolve = true;
                parsed.state = NeighbourState::None;
            }
            Some(Word::Refused) => return Err(refused(args, &format!("\"{word}\""))),
            Some(Word::Dev) => parsed.dev = Some((args.value()?, args.last())),
            Some(Word::Protocol) => {
                let why = "\"protocol\" value is invalid\n";
                parsed.protocol = read(args, names::read_protocol, why)?;
            }
            Some(Word::To) => {
                args.value()?;
                address(args, family, &mut parsed)?;
            }
            None => address(args, family, &mut parsed)?,
        }
    }
    Ok(parsed)
}

/// The address; the word was taken.
fn address(args: &mut Args<'_, '_>, family: Option<Family>, parsed: &mut Parsed<'_>) -> Done {
    if is_abbreviation(args.taken(), "help") {
        return Err(usage::exit(usage::NEIGH));
    }
    if parsed.address.is_some() {
        return Err(args.garbage("to"));
    }
    args.put_back();
    parsed.address = Some(prefix::addr(args, family)?);
    Ok(())
}

const NO_ADDRESS: &str = "Device and destination are required arguments.\n";

fn modify(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>, flags: Flags) -> Done {
    let parsed = parse(context, args)?;
    let (Some((dev, word)), Some(address)) = (parsed.dev, parsed.address) else {
        return Err(Failure::exit(255, NO_ADDRESS));
    };
    let link = context.link_index(dev, word)?;
    let invalid = |why| answered(&NetError::explained(Errno::Inval, why));
    let lladdr = match parsed.lladdr.as_deref() {
        Some(bytes) => {
            let bytes = bytes.try_into();
            Some(MacAddr(
                bytes.map_err(|_| invalid("Invalid link address."))?,
            ))
        }
        None => None,
    };
    let neighbour = Neighbour {
        link,
        address,
        lladdr,
        state: parsed.state,
        router: parsed.router,
        proxy: parsed.proxy,
    };
    let request = NeighbourRequest {
        neighbour,
        create: flags.create,
        exclusive: flags.exclusive,
        replace: flags.replace,
        resolve: parsed.resolve,
        protocol: parsed.protocol,
    };
    context.bring_into_force();
    context
        .session
        .live
        .neighbour_set(&request)
        .map_err(|error| answered(&error))
}

fn del(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>) -> Done {
    let parsed = parse(context, args)?;
    let (Some((dev, word)), Some(address)) = (parsed.dev, parsed.address) else {
        return Err(Failure::exit(255, NO_ADDRESS));
    };
    let link = context.link_index(dev, word)?;
    context.bring_into_force();
    context
        .session
        .live
        .neighbour_delete(link, address, parsed.proxy)
        .map_err(|error| answered(&error))
}

fn get(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>) -> Done {
    let parsed = parse(context, args)?;
    let (Some((dev, word)), Some(address)) = (parsed.dev, parsed.address) else {
        return Err(Failure::returned(
            1,
            "Device and address are required arguments.\n",
        ));
    };
    let link = context.link_index(dev, word)?;
    let found = context.session.live.neighbours().into_iter().find(|entry| {
        let own = &entry.neighbour;
        own.link == link && own.address == address && own.proxy == parsed.proxy
    });
    let Some(found) = found else {
        let why = if parsed.proxy {
            "Proxy neighbour entry not found."
        } else {
            "Neighbour entry not found."
        };
        return Err(answered(&NetError::explained(Errno::NoEnt, why)));
    };
    // The tool prints text even where JSON was asked for.
    let plain = Options {
        json: false,
        ..context.options.clone()
    };
    let mut text = std::mem::take(&mut context.text);
    let mut printer = Printer::new(&mut text, &plain);
    print(&mut printer, context.session.model, &found, &plain, false);
    printer.finish();
    context.text = text;
    Ok(())
}

/// Which neighbours are meant.
struct Filter {
    family: Option<Family>,
    link: Option<IfIndex>,
    to: Option<Prefix>,
    /// `STATES`' bits.
    states: Option<u32>,
    proxy: bool,
    unused: bool,
    protocol: Option<u8>,
}

#[derive(Clone, Copy)]
enum FilterWord {
    Dev,
    Master,
    Vrf,
    Nomaster,
    Unused,
    Nud,
    Proxy,
    Protocol,
    To,
}

const FILTER_WORDS: &[(Key, FilterWord)] = &[
    (Key::Whole("dev"), FilterWord::Dev),
    (Key::Whole("master"), FilterWord::Master),
    (Key::Whole("vrf"), FilterWord::Vrf),
    (Key::Whole("nomaster"), FilterWord::Nomaster),
    (Key::Whole("unused"), FilterWord::Unused),
    (Key::Whole("nud"), FilterWord::Nud),
    (Key::Whole("proxy"), FilterWord::Proxy),
    (Key::Prefix("protocol"), FilterWord::Protocol),
    (Key::Whole("to"), FilterWord::To),
];

/// What `nud all` means.
const ALL_STATES: u32 = 0x1ff;
/// What is shown without `nud`.
const USUAL_STATES: u32 = 0xff & !0x40;
/// What is flushed without `nud`.
const FLUSHED_STATES: u32 = ALL_STATES & !0x40 & !0x80;

fn parse_filter(
    context: &Context<'_, '_>,
    args: &mut Args<'_, '_>,
    usual: u32,
) -> Result<Filter, Failure> {
    let mut filter = Filter {
        family: context.family(),
        link: None,
        to: None,
        states: None,
        proxy: false,
        unused: false,
        protocol: None,
    };
    let mut dev: Option<(&str, usize)> = None;
    while let Some(word) = args.next() {
        match find(FILTER_WORDS, word) {
            Some(FilterWord::Dev) => {
                let name = args.value()?;
                if dev.is_some() {
                    return Err(args.duplicate("dev"));
                }
                dev = Some((name, args.last()));
            }
            Some(FilterWord::Master) => {
                if context.find_link(args.value()?).is_none() {
                    return Err(args.invalid("Device does not exist\n"));
                }
                return Err(refused(args, "\"master\""));
            }
            Some(FilterWord::Vrf) => {
                args.value()?;
                return Err(args.invalid("Not a valid VRF name\n"));
            }
            Some(FilterWord::Nomaster) => {}
            Some(FilterWord::Unused) => filter.unused = true,
            Some(FilterWord::Nud) => {
                let bits = |word: &str| match word {
                    "all" => Some(ALL_STATES),
                    word => read_state(word).map(state_bit),
                };
                let bits = read(args, bits, "nud state is bad")?;
                filter.states = Some(filter.states.unwrap_or(0) | bits);
            }
            Some(FilterWord::Proxy) => filter.proxy = true,
            Some(FilterWord::Protocol) => {
                let why = "invalid \"protocol\"\n";
                let protocol = read(args, names::read_protocol, why)?;
                filter.protocol = Some(protocol);
            }
            Some(FilterWord::To) => {
                args.value()?;
                filter.destination(args)?;
            }
            None => filter.destination(args)?,
        }
    }
    filter.states = Some(filter.states.unwrap_or(usual));
    if let Some((name, word)) = dev {
        filter.link = Some(context.link_index(name, word)?);
    }
    Ok(filter)
}

impl Filter {
    /// The prefix; the word was taken.
    fn destination(&mut self, args: &mut Args<'_, '_>) -> Done {
        if is_abbreviation(args.taken(), "help") {
            return Err(usage::exit(usage::NEIGH));
        }
        args.put_back();
        let to = prefix::prefix(args, self.family)?;
        self.family = self.family.or(to.family());
        self.to = Some(to);
        Ok(())
    }

    fn takes(&self, entry: &LiveNeighbour) -> bool {
        let neighbour = &entry.neighbour;
        let family = Family::of(neighbour.address);
        neighbour.proxy == self.proxy
            && self.family.is_none_or(|wanted| wanted == family)
            && self.link.is_none_or(|link| link == neighbour.link)
            && self
                .protocol
                .is_none_or(|protocol| protocol == entry.protocol)
            && self
                .to
                .is_none_or(|to| to.net(family).contains(&neighbour.address))
            && (self.proxy
                || self
                    .states
                    .is_none_or(|states| states & state_bit(neighbour.state) != 0))
            && (!self.unused || !in_use(neighbour.state))
    }
}

/// Whether somebody holds on to a neighbour in that state: its timer runs.
fn in_use(state: NeighbourState) -> bool {
    match state {
        NeighbourState::Incomplete
        | NeighbourState::Reachable
        | NeighbourState::Delay
        | NeighbourState::Probe => true,
        NeighbourState::None
        | NeighbourState::Stale
        | NeighbourState::Failed
        | NeighbourState::NoArp
        | NeighbourState::Permanent => false,
    }
}

fn show(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>) -> Done {
    let filter = parse_filter(context, args, USUAL_STATES)?;
    let mut text = std::mem::take(&mut context.text);
    let options = context.options;
    let model = &*context.session.model;
    let mut printer = Printer::new(&mut text, options);
    let all = context.session.live.neighbours();
    // The kernel dumps one family after the other.
    for family in [Family::Inet, Family::Inet6] {
        for entry in all.iter().filter(|entry| filter.takes(entry)) {
            if Family::of(entry.neighbour.address) == family {
                printer.open_object(None);
                print(&mut printer, model, entry, options, filter.link.is_some());
                printer.close_object();
            }
        }
    }
    printer.finish();
    context.text = text;
    Ok(())
}

fn flush(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>) -> Done {
    if args.is_empty() {
        return Err(Failure::returned(1, "Flush requires arguments.\n"));
    }
    let filter = parse_filter(context, args, FLUSHED_STATES)?;
    let options = context.options;
    let mut text = std::mem::take(&mut context.text);
    let mut rounds = 0;
    let outcome = loop {
        let doomed: Vec<LiveNeighbour> = context
            .session
            .live
            .neighbours()
            .into_iter()
            .filter(|entry| filter.takes(entry))
            .collect();
        if doomed.is_empty() {
            if options.statistics > 0 && rounds == 0 {
                text.push_str("Nothing to flush.\n");
            } else if options.statistics > 0 {
                let plural = if rounds == 1 { "" } else { "s" };
                text.push_str(&format!(
                    "*** Flush is complete after {rounds} round{plural} ***\n"
                ));
            }
            break Ok(());
        }
        if rounds >= options.loops.max(1) {
            let message = format!("*** Flush not completed bailing out after {rounds} rounds\n");
            break Err(Failure::returned(1, message));
        }
        rounds += 1;
        if options.statistics > 1 {
            let model = &*context.session.model;
            let mut printer = Printer::plain(&mut text, options);
            for entry in &doomed {
                print(&mut printer, model, entry, options, filter.link.is_some());
            }
        }
        if options.statistics > 0 {
            text.push_str(&format!(
                "\n*** Round {rounds}, deleting {} entries ***\n",
                doomed.len()
            ));
        }
        for entry in doomed {
            let own = entry.neighbour;
            // One that went by itself is gone; one that stays ends the rounds above.
            let _gone = context
                .session
                .live
                .neighbour_delete(own.link, own.address, own.proxy);
        }
    };
    context.text = text;
    outcome
}

/// Prints a neighbour with the end of its line.
pub(crate) fn print(
    printer: &mut Printer<'_>,
    model: &Model,
    entry: &LiveNeighbour,
    options: &Options,
    dev_hidden: bool,
) {
    let neighbour = &entry.neighbour;
    let address = neighbour.address;
    if options.brief {
        let shown = address.to_string();
        printer.show("dst", format_args!("{shown:<39} "), shown.as_str());
        if !dev_hidden {
            let dev = link_name(model, neighbour.link);
            printer.show("dev", format_args!("{dev:<16} "), dev.as_str());
        }
        if let Some(lladdr) = neighbour.lladdr {
            printer.show("lladdr", format_args!("{lladdr}"), Value::Shown(&lladdr));
        }
        printer.text(format_args!("\n"));
        return;
    }
    printer.show("dst", format_args!("{address} "), Value::Shown(&address));
    if !dev_hidden {
        let dev = link_name(model, neighbour.link);
        printer.show("dev", format_args!("dev {dev} "), dev.as_str());
    }
    if let Some(lladdr) = neighbour.lladdr {
        printer.show(
            "lladdr",
            format_args!("lladdr {lladdr} "),
            Value::Shown(&lladdr),
        );
    }
    if neighbour.router {
        printer.show("router", format_args!("router "), Value::Null);
    }
    if neighbour.proxy {
        printer.show("proxy", format_args!("proxy "), Value::Null);
    }
    if options.statistics > 0 && !neighbour.proxy {
        statistics(printer, entry);
    }
    if let Some((_, name, _)) = STATES
        .iter()
        .find(|(state, ..)| *state == neighbour.state && !neighbour.proxy)
    {
        printer.open_array("state", "");
        printer.item(format_args!("{name} "), *name);
        printer.close_array("");
    }
    if entry.protocol != 0 {
        let protocol = names::protocol(entry.protocol, options.numeric);
        printer.show(
            "protocol",
            format_args!("proto {protocol} "),
            Value::Shown(&protocol),
        );
    }
    printer.text(format_args!("\n"));
}

fn statistics(printer: &mut Printer<'_>, entry: &LiveNeighbour) {
    if in_use(entry.neighbour.state) {
        printer.show("refcnt", format_args!(" ref 1"), 1_u32);
    }
    let (used, confirmed, updated) = (
        entry.used.as_secs(),
        entry.confirmed.as_secs(),
        entry.updated.as_secs(),
    );
    printer.show("used", format_args!(" used {used}"), used);
    printer.show("confirmed", format_args!("/{confirmed}"), confirmed);
    printer.show("updated", format_args!("/{updated}"), updated);
    printer.show(
        "probes",
        format_args!("probes {} ", entry.probes),
        entry.probes,
    );
}
