//! `ip address show`, `ip link show`, and `ip address flush`.

use std::net::IpAddr;

use dataplane::{
    iface::{IfIndex, Scope},
    time::Instant,
};

use super::{
    command::refused,
    context::{Context, Done, answered, group, link_name, read},
    json::Value,
    link_show::{self, View},
    names,
    options::{Family, Options, Select},
    prefix::{self, Prefix},
    printer::Printer,
    usage,
};
use crate::{
    config::{Address, AddressMatch, Link, Model},
    lang::args::{Args, Failure, Key, find, is_abbreviation},
};

/// What an address is asked for, with a word of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flag {
    Secondary,
    Nodad,
    Home,
    Deprecated,
    Dynamic,
    Mngtmpaddr,
    Noprefixroute,
    /// Flags that no address of ours has.
    Never,
}

/// The flags in the order in which they are shown.
const SHOWN: [(Flag, &str); 7] = [
    (Flag::Secondary, "secondary"),
    (Flag::Nodad, "nodad"),
    (Flag::Home, "home"),
    (Flag::Deprecated, "deprecated"),
    (Flag::Dynamic, "dynamic"),
    (Flag::Mngtmpaddr, "mngtmpaddr"),
    (Flag::Noprefixroute, "noprefixroute"),
];

fn has(address: &Address, flag: Flag, now: Instant) -> bool {
    let flags = &address.flags;
    match flag {
        Flag::Secondary => flags.secondary,
        Flag::Nodad => flags.nodad,
        Flag::Home => flags.home,
        Flag::Deprecated => address.preferred_until.is_some_and(|until| until <= now),
        Flag::Dynamic => address.valid_until.is_some(),
        Flag::Mngtmpaddr => flags.mngtmpaddr,
        Flag::Noprefixroute => flags.noprefixroute,
        Flag::Never => false,
    }
}

/// A flag that is asked for, and whether it has to be there.
fn read_flag(word: &str) -> Option<(Flag, bool)> {
    let (name, wanted) = match word.strip_prefix('-') {
        Some(name) => (name, false),
        None => (word, true),
    };
    match name {
        "dynamic" => Some((Flag::Dynamic, wanted)),
        "permanent" => Some((Flag::Dynamic, !wanted)),
        "primary" => Some((Flag::Secondary, !wanted)),
        "secondary" | "temporary" => Some((Flag::Secondary, wanted)),
        "nodad" => Some((Flag::Nodad, wanted)),
        "home" => Some((Flag::Home, wanted)),
        "deprecated" => Some((Flag::Deprecated, wanted)),
        "mngtmpaddr" => Some((Flag::Mngtmpaddr, wanted)),
        "noprefixroute" => Some((Flag::Noprefixroute, wanted)),
        "optimistic" | "dadfailed" | "tentative" | "autojoin" | "stable-privacy" => {
            Some((Flag::Never, wanted))
        }
        _ => None,
    }
}

/// Which links and addresses are meant.
#[derive(Clone, Debug, Default)]
struct Filter<'s> {
    family: Option<Family>,
    link: Option<IfIndex>,
    up: bool,
    scope: Option<Scope>,
    flags: Vec<(Flag, bool)>,
    to: Option<Prefix>,
    label: Option<&'s str>,
    group: Option<u32>,
    kind: Option<&'s str>,
}

#[derive(Clone, Copy)]
enum Word {
    To,
    Scope,
    Up,
    Label,
    Group,
    Master,
    Vrf,
    Nomaster,
    Type,
}

const WORDS: &[(Key, Word)] = &[
    (Key::Whole("to"), Word::To),
    (Key::Whole("scope"), Word::Scope),
    (Key::Whole("up"), Word::Up),
    (Key::Whole("label"), Word::Label),
    (Key::Whole("group"), Word::Group),
    (Key::Whole("master"), Word::Master),
    (Key::Whole("vrf"), Word::Vrf),
    (Key::Whole("nomaster"), Word::Nomaster),
    (Key::Whole("type"), Word::Type),
];

fn parse<'s>(
    context: &Context<'_, '_>,
    args: &mut Args<'_, 's>,
    family: Option<Family>,
) -> Result<Filter<'s>, Failure> {
    let mut filter = Filter {
        family,
        ..Filter::default()
    };
    let mut dev: Option<(&str, usize)> = None;
    while let Some(word) = args.next() {
        match find(WORDS, word) {
            Some(Word::To) => {
                let to = prefix::prefix(args, filter.family)?;
                filter.family = filter.family.or(to.family());
                filter.to = Some(to);
            }
            Some(Word::Scope) => {
                let read = |word: &str| match names::read_scope(word) {
                    Some(scope) => Some(Some(scope)),
                    None => (word == "all").then_some(None),
                };
                filter.scope = self::read(args, read, "invalid \"scope\"\n")?;
            }
            Some(Word::Up) => filter.up = true,
            Some(Word::Label) => filter.label = Some(args.value()?),
            Some(Word::Group) => filter.group = Some(group(args)?),
            Some(Word::Master) => {
                if context.find_link(args.value()?).is_none() {
                    return Err(args.invalid("Device does not exist\n"));
                }
                return Err(refused(args, "\"master\""));
            }
            Some(Word::Vrf) => {
                args.value()?;
                return Err(args.invalid("Not a valid VRF name\n"));
            }
            Some(Word::Nomaster) => {}
            Some(Word::Type) => filter.kind = Some(args.value()?),
            None => {
                if let Some(flag) = read_flag(word) {
                    filter.flags.push(flag);
                    continue;
                }
                let name = if word == "dev" {
                    args.value()?
                } else if is_abbreviation(word, "help") {
                    return Err(usage::exit(usage::ADDRESS));
                } else {
                    word
                };
                if dev.is_some() {
                    return Err(args.garbage("dev"));
                }
                dev = Some((name, args.last()));
            }
        }
    }
    if let Some((name, word)) = dev {
        let link = context.find_link(name).ok_or_else(|| {
            Failure::returned(1, format!("Device \"{name}\" does not exist.\n")).at(word)
        })?;
        filter.link = Some(link.index);
    }
    Ok(filter)
}

impl Filter<'_> {
    fn takes_link(&self, link: &Link) -> bool {
        self.link.is_none_or(|index| index == link.index)
            && (!self.up || link.up)
            && self.group.is_none_or(|group| group == link.group)
            && self
                .kind
                .is_none_or(|kind| kind == link_show::kind_name(&link.kind))
    }

    fn takes(&self, model: &Model, address: &Address) -> bool {
        let family = Family::of(address.local);
        self.family.is_none_or(|wanted| wanted == family)
            && self.scope.is_none_or(|scope| scope == address.scope)
            && self
                .flags
                .iter()
                .all(|&(flag, wanted)| has(address, flag, model.now()) == wanted)
            && self.to.is_none_or(|to| {
                let net = to.net(family);
                net.contains(&address.local)
            })
            && self
                .label
                .is_none_or(|pattern| fnmatch(pattern, &label_of(model, address)))
    }
}

fn label_of(model: &Model, address: &Address) -> String {
    address
        .label
        .clone()
        .unwrap_or_else(|| link_name(model, address.link))
}

/// The addresses of a link, IPv4 first.
fn addresses(model: &Model, link: IfIndex) -> impl Iterator<Item = &Address> {
    [Family::Inet, Family::Inet6]
        .into_iter()
        .flat_map(move |family| model.addresses(link, family))
}

/// `ip link show`.
pub(crate) fn links(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>) -> Done {
    let filter = parse(context, args, None)?;
    let options = context.options;
    let mut text = std::mem::take(&mut context.text);
    let mut printer = Printer::new(&mut text, options);
    let view = View {
        options,
        link_command: true,
        monitored: false,
        family: None,
    };
    let model = &*context.session.model;
    for link in model.links().filter(|link| filter.takes_link(link)) {
        printer.open_object(None);
        if options.brief {
            link_show::brief(&mut printer, model, link, view);
        } else {
            let counters = context.session.live.link_counters(link.index);
            link_show::full(&mut printer, model, link, &counters, view);
        }
        printer.close_object();
    }
    printer.finish();
    context.text = text;
    Ok(())
}

/// `ip address show`.
pub(crate) fn show(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>) -> Done {
    let filter = parse(context, args, context.family())?;
    let options = context.options;
    let mut text = std::mem::take(&mut context.text);
    let mut printer = Printer::new(&mut text, options);
    let model = &*context.session.model;
    let links_only = options.family == Select::Link;
    let view = View {
        options,
        link_command: false,
        monitored: false,
        family: filter.family,
    };
    let header = filter.label.is_none() && (options.brief || !options.oneline);
    for link in model.links().filter(|link| filter.takes_link(link)) {
        let all: Vec<&Address> = addresses(model, link.index).collect();
        let shown = links_only
            || all.iter().any(|address| filter.takes(model, address))
            || all.is_empty() && filter.family.is_none();
        if !shown {
            continue;
        }
        printer.open_object(None);
        if options.brief && header {
            link_show::brief(&mut printer, model, link, view);
        } else if !options.brief && (header || links_only) {
            let counters = context.session.live.link_counters(link.index);
            link_show::full(&mut printer, model, link, &counters, view);
        }
        if !links_only {
            printer.open_array("addr_info", "");
            let of_family = |address: &&Address| {
                let own = Family::of(address.local);
                filter.family.is_none_or(|family| family == own)
            };
            for address in all.into_iter().filter(of_family) {
                printer.open_object(None);
                if filter.takes(model, address) {
                    print(&mut printer, model, address, options, options.oneline);
                }
                printer.close_object();
            }
            printer.close_array("");
        }
        if options.brief {
            printer.text(format_args!("\n"));
        } else if options.statistics > 0 && header {
            let counters = context.session.live.link_counters(link.index);
            link_show::statistics(&mut printer, &counters, options);
            printer.text(format_args!("\n"));
        }
        printer.close_object();
    }
    printer.finish();
    context.text = text;
    Ok(())
}

/// Prints an address; `alone` if the link is not shown above it.
pub(crate) fn print(
    printer: &mut Printer<'_>,
    model: &Model,
    address: &Address,
    options: &Options,
    alone: bool,
) {
    if !options.brief {
        if alone {
            let index = address.link.get();
            let name = link_name(model, address.link);
            printer.show("index", format_args!("{index}: "), index);
            printer.show("dev", format_args!("{name}"), name.as_str());
        }
        let family = match address.local {
            IpAddr::V4(_) => "inet",
            IpAddr::V6(_) => "inet6",
        };
        printer.show("family", format_args!("    {family} "), family);
    }
    let len = address.prefix_len;
    printer.show(
        "local",
        format_args!("{}", address.local),
        Value::Shown(&address.local),
    );
    if let Some(peer) = address.peer.filter(|&peer| peer != address.local) {
        printer.show("address", format_args!(" peer {peer}"), Value::Shown(&peer));
    }
    printer.show("prefixlen", format_args!("/{len} "), len);
    if let Some(metric) = address.metric.filter(|&metric| metric != 0) {
        printer.show("metric", format_args!("metric {metric} "), metric);
    }
    if options.brief {
        return;
    }
    if let Some(broadcast) = address.broadcast {
        printer.show(
            "broadcast",
            format_args!("brd {broadcast} "),
            Value::Shown(&broadcast),
        );
    }
    let scope = names::scope(address.scope, options.numeric);
    printer.show(
        "scope",
        format_args!("scope {scope} "),
        Value::Shown(&scope),
    );
    for (flag, name) in SHOWN {
        if has(address, flag, model.now()) {
            // The same bit has another name in IPv6.
            let name = match (flag, address.local) {
                (Flag::Secondary, IpAddr::V6(_)) => "temporary",
                (_, IpAddr::V4(_) | IpAddr::V6(_)) => name,
            };
            printer.show(name, format_args!("{name} "), true);
        }
    }
    if address.local.is_ipv4() {
        let label = label_of(model, address);
        printer.show("label", format_args!("{label}"), label.as_str());
    }
    printer.newline();
    lifetime(
        printer,
        "valid_life_time",
        "       valid_lft",
        address.valid_until,
        model.now(),
    );
    lifetime(
        printer,
        "preferred_life_time",
        " preferred_lft",
        address.preferred_until,
        model.now(),
    );
    printer.text(format_args!("\n"));
}

fn lifetime(
    printer: &mut Printer<'_>,
    key: &str,
    text: &str,
    until: Option<Instant>,
    now: Instant,
) {
    match until {
        None => printer.show(key, format_args!("{text} forever"), u32::MAX),
        Some(until) => {
            let left = until.saturating_since(now);
            // The kernel counts whole seconds that are left.
            let seconds = left.as_secs() + u64::from(left.subsec_nanos() > 0);
            printer.show(key, format_args!("{text} {seconds}sec"), seconds);
        }
    }
}

/// `ip address flush`.
pub(crate) fn flush(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>) -> Done {
    if args.is_empty() {
        return Err(Failure::returned(1, "Flush requires arguments.\n"));
    }
    if context.options.family == Select::Link {
        return Err(Failure::returned(1, "Cannot flush link addresses.\n"));
    }
    let filter = parse(context, args, context.family())?;
    let options = context.options;
    let mut text = std::mem::take(&mut context.text);
    let mut rounds = 0;
    let outcome = loop {
        let model = &*context.session.model;
        let doomed: Vec<Address> = model
            .links()
            .filter(|link| filter.takes_link(link))
            .flat_map(|link| addresses(model, link.index))
            .filter(|address| filter.takes(model, address))
            .cloned()
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
        rounds += 1;
        if options.statistics > 1 {
            let mut printer = Printer::plain(&mut text, options);
            for address in &doomed {
                print(&mut printer, model, address, options, true);
            }
        }
        if options.statistics > 0 {
            text.push_str(&format!(
                "\n*** Round {rounds}, deleting {} addresses ***\n",
                doomed.len()
            ));
        }
        let deleted = doomed.iter().try_for_each(|address| {
            let which = AddressMatch {
                link: address.link,
                local: address.local,
                prefix: Some((address.peer.unwrap_or(address.local), address.prefix_len)),
                label: address.label.clone(),
            };
            match context.session.model.del_address(&which) {
                // A secondary went with its primary.
                Err(error) if error.errno == crate::config::Errno::AddrNotAvail => Ok(()),
                other => other,
            }
        });
        if let Err(error) = deleted {
            break Err(answered(&error));
        }
    };
    context.text = text;
    outcome
}

/// Shell patterns (`fnmatch(3)` without flags).
fn fnmatch(pattern: &str, text: &str) -> bool {
    let mut pattern_rest = pattern.chars();
    let Some(first) = pattern_rest.next() else {
        return text.is_empty();
    };
    let rest = pattern_rest.as_str();
    let mut chars = text.chars();
    match first {
        '*' => text
            .char_indices()
            .map(|(i, _)| i)
            .chain([text.len()])
            .any(|i| fnmatch(rest, &text[i..])),
        '?' => chars.next().is_some() && fnmatch(rest, chars.as_str()),
        '[' if rest.contains(']') => {
            let (set, rest) = rest.split_once(']').unwrap_or((rest, ""));
            chars
                .next()
                .is_some_and(|c| in_set(set, c) && fnmatch(rest, chars.as_str()))
        }
        '\\' if !rest.is_empty() => {
            let mut escaped = rest.chars();
            chars.next() == escaped.next() && fnmatch(escaped.as_str(), chars.as_str())
        }
        c => chars.next() == Some(c) && fnmatch(rest, chars.as_str()),
    }
}

fn in_set(set: &str, c: char) -> bool {
    let (set, negated) = match set.strip_prefix(['!', '^']) {
        Some(set) => (set, true),
        None => (set, false),
    };
    let members: Vec<char> = set.chars().collect();
    let mut i = 0;
    let mut found = false;
    while i < members.len() {
        if members.get(i + 1) == Some(&'-') && i + 2 < members.len() {
            found |= (members[i]..=members[i + 2]).contains(&c);
            i += 3;
        } else {
            found |= members[i] == c;
            i += 1;
        }
    }
    found != negated
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        assert!(fnmatch("en*", "ens4"));
        assert!(fnmatch("*4", "ens4"));
        assert!(fnmatch("e?s4", "ens4"));
        assert!(fnmatch("e[m-o]s4", "ens4"));
        assert!(!fnmatch("e[!m-o]s4", "ens4"));
        assert!(!fnmatch("ens", "ens4"));
        assert!(fnmatch("", ""));
    }

    #[test]
    fn flags_can_be_negated() {
        assert_eq!(read_flag("-deprecated"), Some((Flag::Deprecated, false)));
        assert_eq!(read_flag("permanent"), Some((Flag::Dynamic, false)));
        assert_eq!(read_flag("x"), None);
    }
}
