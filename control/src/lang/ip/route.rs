//! `ip route`: adding, changing and deleting routes.

use std::net::IpAddr;

use dataplane::{
    iface::{IfIndex, Scope},
    route::{RouteKind, TableId},
};
use ipnet::IpNet;

use super::{
    command::{refused, unknown_command},
    context::{Context, Done, answered, read},
    names::{self, KindWord},
    number,
    options::Family,
    prefix::{self, Prefix},
    route_get, route_list, usage,
};
use crate::{
    config::{Existing, Nexthop, Route, RouteMatch, RouteMetrics},
    lang::args::{Args, Failure, Key, find, is_abbreviation},
};

#[derive(Clone, Copy)]
enum Command {
    List,
    Get,
    Modify(Existing),
    Del,
    Flush,
    Help,
    Refused,
}

const COMMANDS: &[(Key, Command)] = &[
    (Key::Prefix("list"), Command::List),
    (Key::Prefix("show"), Command::List),
    (Key::Prefix("lst"), Command::List),
    (Key::Prefix("get"), Command::Get),
    (Key::Prefix("add"), Command::Modify(Existing::Refuse)),
    (Key::Prefix("change"), Command::Modify(Existing::Change)),
    (Key::Whole("chg"), Command::Modify(Existing::Change)),
    (Key::Prefix("replace"), Command::Modify(Existing::Replace)),
    (Key::Prefix("prepend"), Command::Modify(Existing::Prepend)),
    (Key::Prefix("append"), Command::Modify(Existing::Append)),
    (Key::Prefix("test"), Command::Refused),
    (Key::Prefix("delete"), Command::Del),
    (Key::Prefix("flush"), Command::Flush),
    (Key::Prefix("save"), Command::Refused),
    (Key::Prefix("restore"), Command::Refused),
    (Key::Prefix("showdump"), Command::Refused),
    (Key::Prefix("help"), Command::Help),
];

/// Runs `ip route …`.
pub(crate) fn run(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>) -> Done {
    let Some(word) = args.next() else {
        return route_list::list(context, args);
    };
    match find(COMMANDS, word) {
        Some(Command::List) => route_list::list(context, args),
        Some(Command::Get) => route_get::get(context, args),
        Some(Command::Modify(existing)) => modify(context, args, existing),
        Some(Command::Del) => del(context, args),
        Some(Command::Flush) => route_list::flush(context, args),
        Some(Command::Help) => Err(usage::exit(usage::ROUTE)),
        Some(Command::Refused) => Err(refused(args, &format!("\"ip route {word}\""))),
        None => Err(unknown_command(args, word, "route")),
    }
}

/// The metrics that we have.
#[derive(Clone, Copy)]
enum Metric {
    Mtu,
    Hoplimit,
    Advmss,
    Window,
    Initcwnd,
    Initrwnd,
}

#[derive(Clone, Copy)]
enum Word {
    Src,
    Via,
    Tos,
    Priority,
    Scope,
    Metric(Metric),
    Onlink,
    Nexthop,
    Protocol,
    Table,
    Vrf,
    Dev,
    Pref,
    To,
    Refused,
}

const WORDS: &[(Key, Word)] = &[
    (Key::Whole("src"), Word::Src),
    (Key::Whole("as"), Word::Refused),
    (Key::Whole("via"), Word::Via),
    (Key::Whole("from"), Word::Refused),
    (Key::Whole("tos"), Word::Tos),
    (Key::Prefix("dsfield"), Word::Tos),
    (Key::Whole("expires"), Word::Refused),
    (Key::Prefix("metric"), Word::Priority),
    (Key::Prefix("priority"), Word::Priority),
    (Key::Whole("preference"), Word::Priority),
    (Key::Whole("scope"), Word::Scope),
    (Key::Whole("mtu"), Word::Metric(Metric::Mtu)),
    (Key::Whole("hoplimit"), Word::Metric(Metric::Hoplimit)),
    (Key::Whole("advmss"), Word::Metric(Metric::Advmss)),
    (Key::Prefix("reordering"), Word::Refused),
    (Key::Whole("rtt"), Word::Refused),
    (Key::Whole("rto_min"), Word::Refused),
    (Key::Prefix("window"), Word::Metric(Metric::Window)),
    (Key::Prefix("cwnd"), Word::Refused),
    (Key::Prefix("initcwnd"), Word::Metric(Metric::Initcwnd)),
    (Key::Prefix("initrwnd"), Word::Metric(Metric::Initrwnd)),
    (Key::Whole("features"), Word::Refused),
    (Key::Prefix("quickack"), Word::Refused),
    (Key::Whole("congctl"), Word::Refused),
    (Key::Prefix("rttvar"), Word::Refused),
    (Key::Prefix("ssthresh"), Word::Refused),
    (Key::Prefix("realms"), Word::Refused),
    (Key::Whole("onlink"), Word::Onlink),
    (Key::Whole("nexthop"), Word::Nexthop),
    (Key::Whole("nhid"), Word::Refused),
    (Key::Prefix("protocol"), Word::Protocol),
    (Key::Prefix("table"), Word::Table),
    (Key::Prefix("vrf"), Word::Vrf),
    (Key::Whole("dev"), Word::Dev),
    (Key::Whole("oif"), Word::Dev),
    (Key::Prefix("pref"), Word::Pref),
    (Key::Whole("encap"), Word::Refused),
    (Key::Whole("ttl-propagate"), Word::Refused),
    (Key::Whole("fastopen_no_cookie"), Word::Refused),
    (Key::Whole("to"), Word::To),
];

/// A route as it was typed.
#[derive(Debug, Default)]
struct Parsed {
    family: Option<Family>,
    dst: Option<Prefix>,
    kind: Option<RouteKind>,
    table: Option<TableId>,
    tos: u8,
    scope: Option<Scope>,
    protocol: Option<u8>,
    metric: Option<u32>,
    src: Option<IpAddr>,
    via: Option<IpAddr>,
    dev: Option<IfIndex>,
    onlink: bool,
    metrics: RouteMetrics,
    pref: u8,
    /// `None` without the word `nexthop`.
    nexthops: Option<Vec<Nexthop>>,
}

impl Parsed {
    fn parse(context: &Context<'_, '_>, args: &mut Args<'_, '_>) -> Result<Self, Failure> {
        let mut parsed = Self {
            family: context.family(),
            ..Self::default()
        };
        let mut dev: Option<(&str, usize)> = None;
        while let Some(word) = args.next() {
            // What begins with a digit is no keyword.
            let meaning = if word.as_bytes().first().is_some_and(u8::is_ascii_digit) {
                None
            } else {
                find(WORDS, word)
            };
            match meaning {
                Some(Word::Src) => {
                    let addr = prefix::addr(args, parsed.family)?;
                    parsed.family = parsed.family.or(Some(Family::of(addr)));
                    parsed.src = Some(addr);
                }
                Some(Word::Via) => {
                    if parsed.via.is_some() {
                        return Err(args.invalid("use nexthop syntax to specify multiple via\n"));
                    }
                    parsed.via = Some(gateway(args, &mut parsed.family)?);
                }
                Some(Word::Tos) => {
                    parsed.tos = read(args, names::read_dsfield, "\"tos\" value is invalid\n")?;
                }
                Some(Word::Priority) => {
                    parsed.metric = Some(read(args, number::u32, "\"metric\" value is invalid\n")?);
                }
                Some(Word::Scope) => {
                    parsed.scope =
                        Some(read(args, names::read_scope, "invalid \"scope\" value\n")?);
                }
                Some(Word::Metric(metric)) => read_metric(args, metric, &mut parsed.metrics)?,
                Some(Word::Onlink) => parsed.onlink = true,
                Some(Word::Nexthop) => {
                    args.put_back();
                    parsed.nexthops = Some(nexthops(context, args, &mut parsed.family)?);
                }
                Some(Word::Protocol) => {
                    let why = "\"protocol\" value is invalid\n";
                    parsed.protocol = Some(read(args, names::read_protocol, why)?);
                }
                Some(Word::Table) => {
                    let why = "\"table\" value is invalid\n";
                    parsed.table = Some(read(args, names::read_table, why)?);
                }
                Some(Word::Vrf) => {
                    args.value()?;
                    return Err(args.invalid("Invalid VRF\n"));
                }
                Some(Word::Dev) => dev = Some((args.value()?, args.last())),
                Some(Word::Pref) => {
                    parsed.pref = read(args, read_pref, "\"pref\" value is invalid\n")?;
                }
                Some(Word::Refused) => return Err(refused(args, &format!("\"{word}\""))),
                Some(Word::To) => {
                    args.value()?;
                    parsed.destination(args)?;
                }
                None => parsed.destination(args)?,
            }
        }
        if parsed.dst.is_none() {
            return Err(usage::exit(usage::ROUTE));
        }
        if let Some((name, word)) = dev {
            parsed.dev = Some(context.link_index(name, word)?);
        }
        Ok(parsed)
    }

    /// `[ TYPE ] PREFIX`; the word was taken.
    fn destination(&mut self, args: &mut Args<'_, '_>) -> Done {
        args.put_back();
        let word = args.value()?;
        let digit = word.as_bytes().first().is_some_and(u8::is_ascii_digit);
        if !digit && let Some(kind) = names::read_kind(word) {
            args.value()?;
            let KindWord::Kind(kind) = kind else {
                return Err(refused(args, &format!("route type \"{word}\"")));
            };
            self.kind = Some(kind);
        }
        args.put_back();
        if args
            .peek()
            .is_some_and(|word| is_abbreviation(word, "help"))
        {
            return Err(usage::exit(usage::ROUTE));
        }
        if self.dst.is_some() {
            args.next();
            return Err(args.garbage("to"));
        }
        let dst = prefix::prefix(args, self.family)?;
        self.family = self.family.or(dst.family());
        self.dst = Some(dst);
        Ok(())
    }

    fn family(&self) -> Family {
        self.family.unwrap_or(Family::Inet)
    }

    /// The destination, host bits and all: the kernel refuses them or cuts them off.
    fn dst(&self) -> IpNet {
        self.dst
            .map_or_else(|| prefix::all(self.family()), |dst| dst.net(self.family()))
    }

    fn table(&self) -> TableId {
        self.table.unwrap_or(match self.kind {
            Some(RouteKind::Local | RouteKind::Broadcast | RouteKind::Anycast) => TableId::LOCAL,
            _ => TableId::MAIN,
        })
    }

    fn nexthops(&mut self) -> Vec<Nexthop> {
        if let Some(nexthops) = self.nexthops.take() {
            return nexthops;
        }
        if self.via.is_none() && self.dev.is_none() && !self.onlink {
            return Vec::new();
        }
        vec![Nexthop {
            gateway: self.via,
            dev: self.dev,
            weight: 1,
            onlink: self.onlink,
            linkdown: false,
            dead: false,
        }]
    }
}

/// `via [ FAMILY ] ADDRESS`; an address without a family sets the route's.
fn gateway(args: &mut Args<'_, '_>, family: &mut Option<Family>) -> Result<IpAddr, Failure> {
    let own = match args.peek() {
        Some("inet") => Some(Family::Inet),
        Some("inet6") => Some(Family::Inet6),
        Some(word @ ("link" | "mpls" | "bridge")) => {
            args.next();
            return Err(refused(args, &format!("a gateway of family \"{word}\"")));
        }
        Some(_) | None => None,
    };
    if own.is_some() {
        args.next();
    }
    let addr = prefix::addr(args, own.or(*family))?;
    *family = family.or(Some(Family::of(addr)));
    Ok(addr)
}

fn read_metric(args: &mut Args<'_, '_>, metric: Metric, metrics: &mut RouteMetrics) -> Done {
    let (place, why) = match metric {
        Metric::Mtu => (&mut metrics.mtu, "\"mtu\" value is invalid\n"),
        Metric::Hoplimit => (&mut metrics.hoplimit, "\"hoplimit\" value is invalid\n"),
        Metric::Advmss => (&mut metrics.advmss, "\"mss\" value is invalid\n"),
        Metric::Window => (&mut metrics.window, "\"window\" value is invalid\n"),
        Metric::Initcwnd => (&mut metrics.initcwnd, "\"initcwnd\" value is invalid\n"),
        Metric::Initrwnd => (&mut metrics.initrwnd, "\"initrwnd\" value is invalid\n"),
    };
    if args.take("lock") {
        if !matches!(metric, Metric::Mtu) {
            return Err(refused(args, "\"lock\" of this metric"));
        }
        metrics.mtu_lock = true;
    }
    let limit = match metric {
        Metric::Hoplimit => 255,
        Metric::Mtu | Metric::Advmss | Metric::Window | Metric::Initcwnd | Metric::Initrwnd => {
            u32::MAX
        }
    };
    let read_value = |word: &str| number::u32(word).filter(|&value| value <= limit);
    *place = Some(read(args, read_value, why)?);
    Ok(())
}

/// RFC 4191's preference, as the kernel numbers it.
fn read_pref(word: &str) -> Option<u8> {
    match word {
        "low" => Some(3),
        "medium" => Some(0),
        "high" => Some(1),
        _ => number::u8(word).filter(|&pref| pref <= 3 && pref != 2),
    }
}

#[derive(Clone, Copy)]
enum NexthopWord {
    Via,
    Dev,
    Weight,
    Onlink,
    Refused,
}

const NEXTHOP_WORDS: &[(Key, NexthopWord)] = &[
    (Key::Whole("via"), NexthopWord::Via),
    (Key::Whole("dev"), NexthopWord::Dev),
    (Key::Whole("weight"), NexthopWord::Weight),
    (Key::Whole("onlink"), NexthopWord::Onlink),
    (Key::Prefix("realms"), NexthopWord::Refused),
    (Key::Whole("encap"), NexthopWord::Refused),
    (Key::Whole("as"), NexthopWord::Refused),
];

/// `{ nexthop … }`, to the end of the line.
fn nexthops(
    context: &Context<'_, '_>,
    args: &mut Args<'_, '_>,
    family: &mut Option<Family>,
) -> Result<Vec<Nexthop>, Failure> {
    let mut nexthops = Vec::new();
    while let Some(word) = args.next() {
        if word != "nexthop" {
            let message =
                format!("Error: \"nexthop\" or end of line is expected instead of \"{word}\"\n");
            return Err(Failure::exit(255, message).at(args.last()));
        }
        if args.is_empty() {
            let message = "Error: unexpected end of line after \"nexthop\"\n";
            return Err(Failure::exit(255, message).at(args.last()));
        }
        let mut nexthop = Nexthop {
            gateway: None,
            dev: None,
            weight: 1,
            onlink: false,
            linkdown: false,
            dead: false,
        };
        while let Some(meaning) = args.peek().and_then(|word| find(NEXTHOP_WORDS, word)) {
            args.next();
            match meaning {
                NexthopWord::Via => nexthop.gateway = Some(gateway(args, family)?),
                NexthopWord::Dev => {
                    let name = args.value()?;
                    let at = args.last();
                    let found = context.link_index(name, at).map_err(|mut failure| {
                        let message = failure.message.to_mut();
                        message.push_str("Error: cannot parse nexthop\n");
                        Failure {
                            status: 255,
                            exits: true,
                            ..failure
                        }
                    })?;
                    nexthop.dev = Some(found);
                }
                NexthopWord::Weight => {
                    let weight = |word: &str| {
                        number::u32(word).filter(|&weight| (1..=256).contains(&weight))
                    };
                    let weight = read(args, weight, "\"weight\" is invalid\n")?;
                    nexthop.weight = u16::try_from(weight).unwrap_or(u16::MAX);
                }
                NexthopWord::Onlink => nexthop.onlink = true,
                NexthopWord::Refused => {
                    let word = args.peek().unwrap_or_default();
                    return Err(refused(args, &format!("a next hop with \"{word}\"")));
                }
            }
        }
        nexthops.push(nexthop);
    }
    Ok(nexthops)
}

fn modify(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>, existing: Existing) -> Done {
    let mut parsed = Parsed::parse(context, args)?;
    let dst = parsed.dst();
    let kind = parsed.kind.unwrap_or(RouteKind::Unicast);
    let gateway = parsed.via.is_some() || parsed.nexthops.is_some();
    let scope = parsed.scope.unwrap_or(match (parsed.family(), kind) {
        (Family::Inet6, _) => Scope::UNIVERSE,
        (Family::Inet, RouteKind::Local) => Scope::HOST,
        (Family::Inet, RouteKind::Broadcast | RouteKind::Multicast | RouteKind::Anycast) => {
            Scope::LINK
        }
        (Family::Inet, RouteKind::Unicast) if !gateway => Scope::LINK,
        (
            Family::Inet,
            RouteKind::Unicast
            | RouteKind::Blackhole
            | RouteKind::Unreachable
            | RouteKind::Prohibit
            | RouteKind::Throw,
        ) => Scope::UNIVERSE,
    });
    let route = Route {
        dst,
        table: parsed.table(),
        tos: parsed.tos,
        kind,
        protocol: parsed.protocol.unwrap_or(BOOT),
        scope,
        metric: parsed.metric.unwrap_or(0),
        prefsrc: parsed.src,
        nexthops: parsed.nexthops(),
        metrics: parsed.metrics,
        pref: parsed.pref,
        origin: context.shared_origin(),
    };
    context
        .session
        .model
        .add_route(&route, existing)
        .map_err(|error| answered(&error))
}

/// `RTPROT_BOOT`.
const BOOT: u8 = 3;

fn del(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>) -> Done {
    let mut parsed = Parsed::parse(context, args)?;
    let scope = parsed.scope.or(match (parsed.family(), parsed.kind) {
        (Family::Inet, Some(RouteKind::Local)) => Some(Scope::HOST),
        (Family::Inet, Some(RouteKind::Broadcast | RouteKind::Multicast | RouteKind::Anycast)) => {
            Some(Scope::LINK)
        }
        _ => None,
    });
    let which = RouteMatch {
        dst: parsed.dst(),
        table: parsed.table(),
        tos: parsed.tos,
        kind: parsed.kind,
        scope: scope.filter(|_| parsed.family() == Family::Inet),
        protocol: parsed.protocol,
        metric: parsed.metric.unwrap_or(0),
        prefsrc: parsed.src,
        nexthops: parsed.nexthops(),
        metrics: parsed.metrics,
    };
    context
        .session
        .model
        .del_route(&which)
        .map_err(|error| answered(&error))
}
