//! `ip monitor`: what happens, as it happens.

use dataplane::{iface::IfIndex, time::Duration, trace::NftTrace};

use super::{
    address_show,
    command::refused,
    context::{Context, Done},
    link_show::{self, View},
    neigh,
    options::{Family, Options},
    printer::Printer,
    route_show::{self, Hidden},
    rule_show, usage,
};
use crate::{
    config::{Change, Model},
    lang::{
        self, LinkCounters, LiveNeighbour,
        args::{Args, Failure, Key, find},
        date::Date,
    },
};

/// What is watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Object {
    Link,
    Address,
    Route,
    Neigh,
    Rule,
}

/// A running `ip monitor`: says what it prints for each event.
#[derive(Clone, Debug)]
pub struct Monitor {
    options: Options,
    /// Empty: all.
    objects: Vec<Object>,
    label: bool,
    link: Option<IfIndex>,
}

/// Something that happened.
#[derive(Clone, Copy, Debug)]
pub enum Event<'e> {
    /// In the configuration.
    Change(&'e Change),
    /// A neighbour is new or has changed.
    NewNeighbour(&'e LiveNeighbour),
    /// A neighbour is gone.
    DelNeighbour(&'e LiveNeighbour),
    /// What a traced packet met of nft's rules.
    NftTrace(&'e NftTrace),
}

#[derive(Clone, Copy)]
enum Word {
    File,
    Label,
    Object(Object),
    /// What never happens here.
    Never,
    All,
    Help,
    Dev,
    Refused,
}

const WORDS: &[(Key, Word)] = &[
    (Key::Prefix("file"), Word::File),
    (Key::Prefix("label"), Word::Label),
    (Key::Prefix("link"), Word::Object(Object::Link)),
    (Key::Prefix("address"), Word::Object(Object::Address)),
    (Key::Prefix("route"), Word::Object(Object::Route)),
    (Key::Prefix("mroute"), Word::Never),
    (Key::Prefix("nexthop"), Word::Never),
    (Key::Prefix("prefix"), Word::Never),
    (Key::Prefix("neigh"), Word::Object(Object::Neigh)),
    (Key::Prefix("rule"), Word::Object(Object::Rule)),
    (Key::Prefix("netconf"), Word::Never),
    (Key::Prefix("nsid"), Word::Never),
    (Key::Prefix("stats"), Word::Never),
    (Key::Whole("all"), Word::All),
    (Key::Prefix("all-nsid"), Word::Refused),
    (Key::Prefix("help"), Word::Help),
    (Key::Whole("dev"), Word::Dev),
];

/// Runs `ip monitor …`: leaves a [`Monitor`] in the output.
pub(crate) fn run(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>) -> Done {
    let mut monitor = Monitor {
        // The tool prints text even where JSON was asked for.
        options: Options {
            json: false,
            ..context.options.clone()
        },
        objects: Vec::new(),
        label: false,
        link: None,
    };
    let mut nothing = false;
    while let Some(word) = args.next() {
        match find(WORDS, word) {
            Some(Word::File | Word::Refused) => {
                return Err(refused(args, &format!("\"{word}\"")));
            }
            Some(Word::Label | Word::All) => monitor.label = true,
            Some(Word::Object(object)) => monitor.objects.push(object),
            Some(Word::Never) => nothing = true,
            Some(Word::Help) => return Err(usage::exit(usage::MONITOR)),
            Some(Word::Dev) => {
                let name = args.value()?;
                let Some(link) = context.find_link(name) else {
                    return Err(args.invalid("Device does not exist\n"));
                };
                monitor.link = Some(link.index);
            }
            None => {
                let message = format!("Argument \"{word}\" is unknown, try \"ip monitor help\".\n");
                return Err(Failure::exit(255, message).at(args.last()));
            }
        }
    }
    if nothing && monitor.objects.is_empty() {
        return Err(refused(args, "watching these objects only"));
    }
    context.out.monitor = Some(lang::Monitor::Ip(monitor));
    Ok(())
}

impl Monitor {
    fn watches(&self, object: Object) -> bool {
        self.objects.is_empty() || self.objects.contains(&object)
    }

    fn wants_family(&self, family: Family) -> bool {
        self.options
            .family
            .family()
            .is_none_or(|wanted| wanted == family)
    }

    fn wants_link(&self, link: IfIndex) -> bool {
        self.link.is_none_or(|wanted| wanted == link)
    }

    fn wants(&self, event: Event<'_>) -> Option<Object> {
        let (object, wanted) = match event {
            Event::Change(Change::NewLink(link) | Change::DelLink(link)) => {
                (Object::Link, self.wants_link(link.index))
            }
            Event::Change(Change::NewAddress(address) | Change::DelAddress(address)) => (
                Object::Address,
                self.wants_link(address.link) && self.wants_family(Family::of(address.local)),
            ),
            Event::Change(Change::NewRoute(route) | Change::DelRoute(route)) => (
                Object::Route,
                self.wants_family(Family::of(route.dst.addr()))
                    && (self.link.is_none()
                        || route.nexthops.iter().any(|hop| hop.dev == self.link)),
            ),
            Event::Change(Change::NewRule(rule) | Change::DelRule(rule)) => {
                (Object::Rule, self.wants_family(rule.family))
            }
            // `tc monitor` and `nft monitor` tell of it.
            Event::Change(Change::Traffic(_) | Change::Nft(_)) | Event::NftTrace(_) => return None,
            Event::NewNeighbour(entry) | Event::DelNeighbour(entry) => {
                let neighbour = &entry.neighbour;
                (
                    Object::Neigh,
                    self.wants_link(neighbour.link)
                        && self.wants_family(Family::of(neighbour.address)),
                )
            }
        };
        (wanted && self.watches(object)).then_some(object)
    }

    /// What is printed for `event`; nothing if it is not watched. `model` is the configuration after
    /// it, `wall_clock` the time since the Unix epoch.
    #[must_use]
    pub fn print(&self, model: &Model, wall_clock: Duration, event: Event<'_>) -> String {
        let mut text = String::new();
        let Some(object) = self.wants(event) else {
            return text;
        };
        let options = &self.options;
        if options.timestamp {
            text.push_str(&timestamp(wall_clock, options.timestamp_short));
        }
        if self.label {
            text.push_str(match object {
                Object::Link => "[LINK]",
                Object::Address => "[ADDR]",
                Object::Route => "[ROUTE]",
                Object::Neigh => "[NEIGH]",
                Object::Rule => "[RULE]",
            });
        }
        let gone = matches!(
            event,
            Event::Change(
                Change::DelLink(_)
                    | Change::DelAddress(_)
                    | Change::DelRoute(_)
                    | Change::DelRule(_)
            ) | Event::DelNeighbour(_)
        );
        if gone {
            text.push_str("Deleted ");
        }
        let mut printer = Printer::plain(&mut text, options);
        match event {
            Event::Change(Change::NewLink(link) | Change::DelLink(link)) => {
                let view = View {
                    options,
                    link_command: false,
                    monitored: true,
                    family: None,
                };
                link_show::full(&mut printer, model, link, &LinkCounters::default(), view);
            }
            Event::Change(Change::NewAddress(address) | Change::DelAddress(address)) => {
                address_show::print(&mut printer, model, address, options, true);
            }
            Event::Change(Change::NewRoute(route) | Change::DelRoute(route)) => {
                let hidden = Hidden::default();
                route_show::print(&mut printer, model, route, options, hidden, None);
                printer.text(format_args!("\n"));
            }
            Event::Change(Change::NewRule(rule) | Change::DelRule(rule)) => {
                rule_show::print(&mut printer, model, rule, options);
            }
            // It is not watched.
            Event::Change(Change::Traffic(_) | Change::Nft(_)) | Event::NftTrace(_) => {}
            Event::NewNeighbour(entry) | Event::DelNeighbour(entry) => {
                neigh::print(&mut printer, model, entry, options, self.link.is_some());
            }
        }
        text
    }
}

/// The time since the Unix epoch as `-timestamp` and, if `short`, `-tshort` show it, in UTC.
pub(in crate::lang) fn timestamp(since_epoch: Duration, short: bool) -> String {
    let micros = since_epoch.subsec_micros();
    let date = Date::of(since_epoch);
    if short {
        let Date {
            year,
            month,
            day,
            hour,
            minute,
            second,
            ..
        } = date;
        return format!(
            "[{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{micros:06}] "
        );
    }
    format!("Timestamp: {date} {micros} usec\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps() {
        let time = Duration::from_micros(1_795_453_363_017_697);
        assert_eq!(timestamp(time, true), "[2026-11-23T17:02:43.017697] ");
        assert_eq!(
            timestamp(time, false),
            "Timestamp: Mon Nov 23 17:02:43 2026 17697 usec\n"
        );
    }
}
