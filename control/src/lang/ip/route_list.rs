//! `ip route list` and `ip route flush`.

use std::net::IpAddr;

use dataplane::{
    iface::{IfIndex, Scope},
    route::{RouteKind, TableId},
};
use ipnet::IpNet;

use super::{
    command::refused,
    context::{Context, Done, read},
    names::{self, KindWord},
    number,
    options::{Family, Select},
    prefix::{self, Prefix},
    printer::Printer,
    route_show::{self, Hidden},
    usage,
};
use crate::{
    config::{Model, Route, RouteMatch},
    lang::args::{Args, Failure, Key, find, is_abbreviation},
};

/// Which routes are meant.
#[derive(Clone, Debug)]
struct Filter {
    family: Option<Family>,
    /// `None`: all tables.
    table: Option<TableId>,
    cached: bool,
    tos: Option<u8>,
    protocol: Option<u8>,
    scope: Option<Scope>,
    kind: Option<KindWord>,
    dev: Option<IfIndex>,
    metric: Option<u32>,
    via: Option<Prefix>,
    src: Option<Prefix>,
    /// `root PREFIX`: what is inside.
    root: Option<Prefix>,
    /// `match PREFIX`: what it is inside of.
    matched: Option<Prefix>,
    /// Something that no route of ours has.
    never: bool,
}

#[derive(Clone, Copy)]
enum Word {
    Table,
    Vrf,
    Cached,
    Tos,
    Protocol,
    Scope,
    Type,
    Dev,
    Iif,
    Mark,
    Metric,
    Via,
    Src,
    From,
    Refused,
    To,
}

const WORDS: &[(Key, Word)] = &[
    (Key::Prefix("table"), Word::Table),
    (Key::Prefix("vrf"), Word::Vrf),
    (Key::Prefix("cached"), Word::Cached),
    (Key::Prefix("cloned"), Word::Cached),
    (Key::Whole("tos"), Word::Tos),
    (Key::Prefix("dsfield"), Word::Tos),
    (Key::Prefix("protocol"), Word::Protocol),
    (Key::Prefix("scope"), Word::Scope),
    (Key::Prefix("type"), Word::Type),
    (Key::Whole("dev"), Word::Dev),
    (Key::Whole("oif"), Word::Dev),
    (Key::Whole("iif"), Word::Iif),
    (Key::Whole("mark"), Word::Mark),
    (Key::Prefix("metric"), Word::Metric),
    (Key::Prefix("priority"), Word::Metric),
    (Key::Whole("preference"), Word::Metric),
    (Key::Whole("via"), Word::Via),
    (Key::Whole("src"), Word::Src),
    (Key::Prefix("realms"), Word::Refused),
    (Key::Prefix("from"), Word::From),
    (Key::Prefix("nhid"), Word::Refused),
    (Key::Prefix("to"), Word::To),
];

fn parse(context: &Context<'_, '_>, args: &mut Args<'_, '_>) -> Result<Filter, Failure> {
    let family = context.family();
    let mut filter = Filter {
        family,
        table: Some(TableId::MAIN),
        cached: false,
        tos: None,
        protocol: None,
        scope: None,
        kind: None,
        dev: None,
        metric: None,
        via: None,
        src: None,
        root: None,
        matched: None,
        never: false,
    };
    let mut dev: Option<(&str, usize)> = None;
    let mut iif: Option<(&str, usize)> = None;
    while let Some(word) = args.next() {
        match find(WORDS, word) {
            Some(Word::Table) => match args.value()? {
                "all" => filter.table = None,
                "cache" => filter.cached = true,
                "help" => return Err(usage::exit(usage::ROUTE)),
                _ => {
                    args.put_back();
                    let table = read(args, names::read_table, "table id value is invalid\n")?;
                    // Table 0 is the kernel's number for any.
                    filter.table = Some(table).filter(|table| table.0 != 0);
                }
            },
            Some(Word::Vrf) => {
                args.value()?;
                return Err(args.invalid("Invalid VRF\n"));
            }
            Some(Word::Cached) => filter.cached = true,
            Some(Word::Tos) => {
                filter.tos = Some(read(args, names::read_dsfield, "TOS value is invalid\n")?);
            }
            Some(Word::Protocol) => {
                filter.protocol = or_all(args, names::read_protocol, "invalid \"protocol\"\n")?;
            }
            Some(Word::Scope) => {
                filter.scope = or_all(args, names::read_scope, "invalid \"scope\"\n")?;
            }
            Some(Word::Type) => {
                filter.kind = Some(read(
                    args,
                    names::read_kind,
                    "node type value is invalid\n",
                )?);
            }
            Some(Word::Dev) => dev = Some((args.value()?, args.last())),
            Some(Word::Iif) => iif = Some((args.value()?, args.last())),
            Some(Word::Mark) => {
                filter.never = read(args, number::u32, "mark value is invalid\n")? != 0;
            }
            Some(Word::Metric) => {
                filter.metric = Some(read(args, number::u32, "\"metric\" value is invalid\n")?);
            }
            Some(Word::Via) => {
                let own = match args.peek() {
                    Some("inet") => Some(Family::Inet),
                    Some("inet6") => Some(Family::Inet6),
                    Some(_) | None => None,
                };
                if own.is_some() {
                    args.next();
                }
                filter.via = Some(prefix::prefix(args, own.or(family))?);
            }
            Some(Word::Src) => filter.src = Some(prefix::prefix(args, family)?),
            Some(Word::From) => {
                let word = args.value()?;
                if ["root", "match", "exact"]
                    .iter()
                    .any(|key| is_abbreviation(word, key))
                {
                    args.value()?;
                }
                args.put_back();
                // No route of ours has a source prefix; the words for all sources match them.
                filter.never = matches!(prefix::prefix(args, family)?, Prefix::Net { .. });
            }
            Some(Word::Refused) => return Err(refused(args, &format!("\"{word}\""))),
            Some(Word::To) => {
                args.value()?;
                destination(args, &mut filter)?;
            }
            None => destination(args, &mut filter)?,
        }
    }
    if filter.family.is_none() && filter.table.is_some() {
        filter.family = Some(Family::Inet);
    }
    if let Some((name, word)) = iif {
        context.link_index(name, word)?;
        filter.never = true;
    }
    if let Some((name, word)) = dev {
        filter.dev = Some(context.link_index(name, word)?);
    }
    Ok(filter)
}

/// A value, or `all`.
fn or_all<T>(
    args: &mut Args<'_, '_>,
    read_value: impl Fn(&str) -> Option<T>,
    why: &str,
) -> Result<Option<T>, Failure> {
    let read_value = |word: &str| match read_value(word) {
        Some(value) => Some(Some(value)),
        None => (word == "all").then_some(None),
    };
    read(args, read_value, why)
}

/// `[ root | match | exact ] PREFIX`; the word was taken.
fn destination(args: &mut Args<'_, '_>, filter: &mut Filter) -> Done {
    args.put_back();
    let word = args.value()?;
    let family = filter.family;
    if is_abbreviation(word, "root") {
        filter.root = Some(prefix::prefix(args, family)?);
        return Ok(());
    }
    if is_abbreviation(word, "match") {
        filter.matched = Some(prefix::prefix(args, family)?);
        return Ok(());
    }
    if is_abbreviation(word, "exact") {
        args.value()?;
    }
    args.put_back();
    let word = args.peek().unwrap_or_default();
    if is_abbreviation(word, "help") {
        return Err(usage::exit(usage::ROUTE));
    }
    let exact = prefix::prefix(args, family)?;
    if word == "default" || matches!(exact, Prefix::Net { .. }) {
        filter.root = Some(exact);
        filter.matched = Some(exact);
    }
    Ok(())
}

/// Whether `addr` has the prefix.
fn inside(prefix: Prefix, addr: IpAddr) -> bool {
    prefix
        .family()
        .is_none_or(|family| family == Family::of(addr))
        && prefix.net(Family::of(addr)).contains(&addr)
}

/// Whether all of `inner` is inside of `outer`.
fn covers(outer: Prefix, inner: IpNet) -> bool {
    outer.len() <= inner.prefix_len() && inside(outer, inner.addr())
}

impl Filter {
    fn hidden(&self) -> Hidden {
        let host = |prefix: Option<Prefix>| match prefix {
            Some(Prefix::Net { addr, len, .. }) => len == if addr.is_ipv4() { 32 } else { 128 },
            Some(Prefix::All(_)) | None => false,
        };
        Hidden {
            table: self.table.is_some(),
            tos: self.tos.is_some(),
            via: host(self.via),
            dev: self.dev.is_some(),
            protocol: self.protocol.is_some(),
            scope: self.scope.is_some(),
            src: host(self.src),
            metric: self.metric.is_some(),
        }
    }

    fn takes(&self, route: &Route) -> bool {
        let family = Family::of(route.dst.addr());
        let single = match route.nexthops.as_slice() {
            [nexthop] => Some(nexthop),
            _ => None,
        };
        !self.never
            && self.tos.is_none_or(|tos| tos == route.tos)
            && self
                .protocol
                .is_none_or(|protocol| protocol == route.protocol)
            && self.scope.is_none_or(|scope| scope == route.scope)
            && self
                .kind
                .is_none_or(|kind| kind == KindWord::Kind(route.kind))
            && self.metric.is_none_or(|metric| metric == route.metric)
            && self
                .dev
                .is_none_or(|dev| single.is_some_and(|nexthop| nexthop.dev == Some(dev)))
            && self.via.is_none_or(|via| {
                single
                    .and_then(|nexthop| nexthop.gateway)
                    .is_some_and(|gateway| inside(via, gateway))
            })
            && self
                .src
                .is_none_or(|src| route.prefsrc.is_some_and(|addr| inside(src, addr)))
            && self.root.is_none_or(|root| covers(root, route.dst))
            && self.matched.is_none_or(|matched| {
                route.dst.prefix_len() <= matched.len()
                    && matched.family().is_none_or(|own| own == family)
                    && route.dst.contains(&matched.net(family).addr())
            })
    }

    fn families(&self) -> impl Iterator<Item = Family> + use<> {
        let wanted = self.family;
        [Family::Inet, Family::Inet6]
            .into_iter()
            .filter(move |&family| wanted.is_none_or(|wanted| wanted == family))
    }

    fn missing_table(&self, model: &Model) -> Option<Failure> {
        let table = self.table?;
        let family = self.family.unwrap_or(Family::Inet);
        if model.has_table(family, table) {
            return None;
        }
        let name = match family {
            Family::Inet => "ipv4",
            Family::Inet6 => "ipv6",
        };
        let message = format!("Error: {name}: FIB table does not exist.\n");
        Some(Failure::returned(2, message))
    }
}

/// `ip route list`.
pub(crate) fn list(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>) -> Done {
    let filter = parse(context, args)?;
    if context.options.family == Select::Link {
        return Err(refused(args, "this address family"));
    }
    let mut text = std::mem::take(&mut context.text);
    let options = context.options;
    let model = &*context.session.model;
    let missing = if filter.cached {
        None
    } else {
        filter.missing_table(model)
    };
    let mut printer = Printer::new(&mut text, options);
    if let Some(mut failure) = missing {
        failure.message.to_mut().push_str("Dump terminated\n");
        context.text = text;
        return Err(failure);
    }
    if !filter.cached {
        let hidden = filter.hidden();
        for family in filter.families() {
            for route in model.routes(family, filter.table) {
                if filter.takes(&route) {
                    printer.open_object(None);
                    route_show::print(&mut printer, model, &route, options, hidden, None);
                    printer.text(format_args!("\n"));
                    printer.close_object();
                }
            }
        }
    }
    printer.finish();
    context.text = text;
    Ok(())
}

/// `ip route flush`.
pub(crate) fn flush(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>) -> Done {
    if args.is_empty() {
        return Err(Failure::returned(
            1,
            "\"ip route flush\" requires arguments.\n",
        ));
    }
    let filter = parse(context, args)?;
    let options = context.options;
    let statistics = options.statistics;
    let mut text = std::mem::take(&mut context.text);
    if filter.cached {
        // There is no cache; it is as empty as the kernel's.
        if statistics > 0 && filter.family != Some(Family::Inet6) {
            text.push_str("*** IPv4 routing cache is flushed.\n");
        }
        context.text = text;
        return Ok(());
    }
    let mut rounds = 0;
    let outcome = loop {
        let model = &*context.session.model;
        if let Some(mut failure) = filter.missing_table(model) {
            failure.message.to_mut().push_str("Flush terminated\n");
            break Err(failure);
        }
        let doomed: Vec<Route> = filter
            .families()
            .flat_map(|family| model.routes(family, filter.table))
            .filter(|route| filter.takes(route))
            .collect();
        if doomed.is_empty() {
            if statistics > 0 && rounds == 0 {
                text.push_str("Nothing to flush.\n");
            } else if statistics > 0 {
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
        if statistics > 1 {
            let mut printer = Printer::plain(&mut text, options);
            for route in &doomed {
                route_show::print(&mut printer, model, route, options, filter.hidden(), None);
                printer.text(format_args!("\n"));
            }
        }
        if statistics > 0 {
            text.push_str(&format!(
                "\n*** Round {rounds}, deleting {} entries ***\n",
                doomed.len()
            ));
        }
        for route in doomed {
            // What went with another one is gone; what the kernel keeps ends the rounds above.
            let _gone = context.session.model.del_route(&exactly(route));
        }
        if statistics == 0 && rounds > 1 {
            break Ok(());
        }
    };
    context.text = text;
    outcome
}

/// The request that deletes just that route.
fn exactly(route: Route) -> RouteMatch {
    let without_nexthops = matches!(
        route.kind,
        RouteKind::Blackhole | RouteKind::Unreachable | RouteKind::Prohibit | RouteKind::Throw
    );
    RouteMatch {
        dst: route.dst,
        table: route.table,
        tos: route.tos,
        kind: Some(route.kind),
        scope: route.dst.addr().is_ipv4().then_some(route.scope),
        protocol: Some(route.protocol),
        metric: route.metric,
        prefsrc: route.prefsrc,
        nexthops: if without_nexthops {
            Vec::new()
        } else {
            route.nexthops
        },
        metrics: route.metrics,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_inside_of_prefixes() {
        let outer = prefix::parse("10/7", None).expect("a prefix");
        assert!(covers(outer, "10.0.0.0/8".parse().expect("a prefix")));
        assert!(covers(outer, "11.1.1.1/32".parse().expect("a prefix")));
        assert!(!covers(outer, "0.0.0.0/0".parse().expect("a prefix")));
        assert!(!covers(outer, "::/0".parse().expect("a prefix")));
    }
}
