//! `ip route get`: which route a packet takes.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use dataplane::{
    iface::{IfIndex, Interface, Scope},
    packet::Mark,
    route::{Decision, FlowKey, NextHop, Refusal, RouteKind, TableId},
    snapshot::Snapshot,
};
use ipnet::IpNet;

use super::{
    command::refused,
    context::{Context, Done, answered, read},
    names, number,
    options::Family,
    prefix::{self, Prefix},
    printer::Printer,
    route_show::{self, Got, Hidden},
    source, usage,
};
use crate::{
    config::{Errno, Model, NetError, Nexthop, Route, RouteMetrics},
    lang::args::{Args, Failure, Key, find, is_abbreviation},
};

/// What is asked.
#[derive(Debug, Default)]
struct Question {
    family: Option<Family>,
    dst: Option<Prefix>,
    from: Option<Prefix>,
    iif: Option<IfIndex>,
    oif: Option<IfIndex>,
    mark: u32,
    tos: u8,
    uid: Option<u32>,
    proto: u8,
    sport: u16,
    dport: u16,
    fibmatch: bool,
    explain: bool,
}

#[derive(Clone, Copy)]
enum Word {
    Tos,
    From,
    Iif,
    Mark,
    Oif,
    Notify,
    Connected,
    Vrf,
    Uid,
    Fibmatch,
    As,
    IpProto,
    Sport,
    Dport,
    Explain,
    To,
}

const WORDS: &[(Key, Word)] = &[
    (Key::Whole("tos"), Word::Tos),
    (Key::Prefix("dsfield"), Word::Tos),
    (Key::Prefix("from"), Word::From),
    (Key::Prefix("iif"), Word::Iif),
    (Key::Prefix("mark"), Word::Mark),
    (Key::Prefix("oif"), Word::Oif),
    (Key::Whole("dev"), Word::Oif),
    (Key::Prefix("notify"), Word::Notify),
    (Key::Prefix("connected"), Word::Connected),
    (Key::Prefix("vrf"), Word::Vrf),
    (Key::Prefix("uid"), Word::Uid),
    (Key::Prefix("fibmatch"), Word::Fibmatch),
    (Key::Whole("as"), Word::As),
    (Key::Whole("sport"), Word::Sport),
    (Key::Whole("dport"), Word::Dport),
    (Key::Whole("ipproto"), Word::IpProto),
    // Tollgate's own: which rule, table and route decided.
    (Key::Whole("explain"), Word::Explain),
    (Key::Prefix("to"), Word::To),
];

fn parse(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>) -> Result<Question, Failure> {
    let mut question = Question {
        family: context.family(),
        ..Question::default()
    };
    let mut iif: Option<(&str, usize)> = None;
    let mut oif: Option<(&str, usize)> = None;
    while let Some(word) = args.next() {
        match find(WORDS, word) {
            Some(Word::Tos) => {
                question.tos = read(args, names::read_dsfield, "TOS value is invalid\n")?;
            }
            Some(Word::From) => {
                let word = args.value()?;
                if is_abbreviation(word, "help") {
                    return Err(usage::exit(usage::ROUTE));
                }
                args.put_back();
                let from = prefix::prefix(args, question.family)?;
                question.family = question.family.or(from.family());
                question.from = Some(from);
            }
            Some(Word::Iif) => iif = Some((args.value()?, args.last())),
            Some(Word::Oif) => oif = Some((args.value()?, args.last())),
            Some(Word::Mark) => question.mark = read(args, number::u32, "invalid mark value")?,
            Some(Word::Notify | Word::Connected | Word::As) => {
                return Err(refused(args, &format!("\"{word}\"")));
            }
            Some(Word::Vrf) => {
                args.value()?;
                return Err(args.invalid("Invalid VRF\n"));
            }
            Some(Word::Uid) => question.uid = Some(read(args, number::u32, "invalid UID\n")?),
            Some(Word::Fibmatch) => question.fibmatch = true,
            Some(Word::Explain) => question.explain = true,
            Some(Word::IpProto) => {
                let why = "Invalid \"ipproto\" value\n";
                question.proto = read(args, names::read_ip_proto, why)?;
            }
            Some(Word::Sport) => question.sport = read(args, number::u16, "invalid sport\n")?,
            Some(Word::Dport) => question.dport = read(args, number::u16, "invalid dport\n")?,
            Some(Word::To) => {
                args.value()?;
                destination(context, args, &mut question)?;
            }
            None => destination(context, args, &mut question)?,
        }
    }
    if question.dst.is_none() {
        return Err(Failure::returned(
            1,
            "need at least a destination address\n",
        ));
    }
    if let Some((name, word)) = iif {
        question.iif = Some(context.link_index(name, word)?);
    }
    if let Some((name, word)) = oif {
        question.oif = Some(context.link_index(name, word)?);
    }
    Ok(question)
}

/// The address; the word was taken.
fn destination(
    context: &mut Context<'_, '_>,
    args: &mut Args<'_, '_>,
    question: &mut Question,
) -> Done {
    args.put_back();
    if args
        .peek()
        .is_some_and(|word| is_abbreviation(word, "help"))
    {
        return Err(usage::exit(usage::ROUTE));
    }
    let dst = prefix::prefix(args, question.family)?;
    question.family = question.family.or(dst.family());
    if let Prefix::Net {
        addr,
        len,
        explicit: true,
    } = dst
    {
        let whole = if addr.is_ipv4() { 32 } else { 128 };
        if len != whole {
            context.warn(&format!(
                "Warning: /{len} as prefix is invalid, only /{whole} (or none) is supported.\n"
            ));
        }
    }
    question.dst = Some(dst);
    Ok(())
}

/// Where it is asked.
#[derive(Clone, Copy)]
struct Place<'s> {
    snapshot: &'s Snapshot,
    model: &'s Model,
    hash: &'s dyn Fn(&FlowKey) -> u32,
}

/// What was found: the route as `ip route get` shows it, and what decided.
struct Answer<'s> {
    route: Route,
    got: Option<Got>,
    decision: Decision<'s>,
    /// The route in its table, if there is one.
    origin: Option<Route>,
}

/// `ip route get`.
pub(crate) fn get(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>) -> Done {
    let question = parse(context, args)?;
    let Some(snapshot) = context.session.live.snapshot(context.session.model) else {
        return Err(Failure::returned(
            2,
            "Error: \"ip route get\" needs a running router.\n",
        ));
    };
    let model = &*context.session.model;
    let options = context.options;
    if !matches!(question.proto, 0 | 1 | 6 | 17 | 58) {
        return Err(answered(&NetError::explained(
            Errno::OpNotSupp,
            "Unsupported ip proto.",
        )));
    }
    let live = &*context.session.live;
    let hash = |key: &FlowKey| live.flow_hash(&snapshot, key);
    let place = Place {
        snapshot: &snapshot,
        model,
        hash: &hash,
    };
    let answer = match question.family.unwrap_or(Family::Inet) {
        Family::Inet => get4(&question, place),
        Family::Inet6 => get6(&question, place),
    };
    let answer = answer.map_err(|error| answered(&error))?;
    let mut text = std::mem::take(&mut context.text);
    let mut printer = Printer::new(&mut text, options);
    printer.open_object(None);
    let hidden = Hidden::default();
    let route = &answer.route;
    route_show::print(
        &mut printer,
        model,
        route,
        options,
        hidden,
        answer.got.as_ref(),
    );
    printer.text(format_args!("\n"));
    if question.explain {
        explain(&mut printer, model, &answer, context);
    }
    printer.close_object();
    printer.finish();
    context.text = text;
    Ok(())
}

/// Which rule, table and route decided: Tollgate's own.
fn explain(
    printer: &mut Printer<'_>,
    model: &Model,
    answer: &Answer<'_>,
    context: &Context<'_, '_>,
) {
    let numeric = context.options.numeric;
    printer.open_object(Some("explain"));
    if let Some(found) = answer.decision.route() {
        let rule = found.rule;
        printer.show("rule", format_args!("    rule {rule} "), rule);
        let name = names::table(found.table, numeric);
        let value = super::json::Value::Shown(&name);
        printer.show("table", format_args!("table {name} "), value);
        let net = answer.origin.as_ref().map(|route| route.dst);
        if let Some(net) = net {
            let value = super::json::Value::Shown(&net);
            printer.show("route", format_args!("route {net} "), value);
        }
        let origin = answer
            .origin
            .as_ref()
            .and_then(|route| route.origin.clone());
        if let Some(origin) = origin {
            let shown = origin.to_string();
            printer.show("origin", format_args!("from {shown} "), shown.as_str());
        }
    } else {
        printer.show("rule", format_args!("    no rule decided "), false);
    }
    printer.text(format_args!("\n"));
    printer.close_object();
    let _ = model;
}

/// What a lookup without a route answers.
fn refusal(decision: Decision<'_>) -> Option<NetError> {
    let (refusal, by_route) = match decision {
        Decision::Route(_) => return None,
        Decision::NoRoute => return Some(Errno::NetUnreach.into()),
        Decision::RefusedByRoute(refusal, _) => (refusal, true),
        Decision::RefusedByRule(refusal, _) => (refusal, false),
    };
    Some(match refusal {
        Refusal::Blackhole => Errno::Inval.into(),
        Refusal::Unreachable if by_route => Errno::HostUnreach.into(),
        Refusal::Unreachable => Errno::NetUnreach.into(),
        Refusal::Prohibit => Errno::Acces.into(),
    })
}

/// The route of that prefix in its table.
fn find_route(
    model: &Model,
    table: TableId,
    prefix: IpNet,
    tos: u8,
    metric: Option<u32>,
) -> Option<Route> {
    let family = Family::of(prefix.addr());
    let in_table = |table| {
        model.routes(family, Some(table)).find(|route| {
            route.dst == prefix
                && route.tos == tos
                && metric.is_none_or(|metric| metric == route.metric)
        })
    };
    in_table(table).or_else(|| {
        // While the kernel keeps both in one, it calls them main.
        (table == TableId::MAIN)
            .then(|| in_table(TableId::LOCAL))
            .flatten()
    })
}

fn as_nexthop(nexthop: &NextHop) -> Nexthop {
    Nexthop {
        gateway: nexthop.gateway,
        dev: Some(nexthop.oif),
        weight: 1,
        onlink: nexthop.onlink,
        linkdown: false,
        dead: false,
    }
}

/// A route as `get` shows it, before what the lookup found.
fn bare(dst: IpAddr, kind: RouteKind, table: TableId) -> Route {
    Route {
        dst: IpNet::from(dst),
        table,
        tos: 0,
        kind,
        protocol: 0,
        scope: Scope::UNIVERSE,
        metric: 0,
        prefsrc: None,
        nexthops: Vec::new(),
        metrics: RouteMetrics::default(),
        pref: 0,
        origin: None,
    }
}

fn v4(prefix: Option<Prefix>) -> Ipv4Addr {
    match prefix {
        Some(Prefix::Net {
            addr: IpAddr::V4(addr),
            ..
        }) => addr,
        _ => Ipv4Addr::UNSPECIFIED,
    }
}

fn v6(prefix: Option<Prefix>) -> Ipv6Addr {
    match prefix {
        Some(Prefix::Net {
            addr: IpAddr::V6(addr),
            ..
        }) => addr,
        _ => Ipv6Addr::UNSPECIFIED,
    }
}

fn is_zeronet(addr: Ipv4Addr) -> bool {
    addr.octets()[0] == 0
}

const LOCAL: &[&str] = &["local"];
const LOCAL_BROADCAST: &[&str] = &["local", "brd"];
const MULTICAST: &[&str] = &["mc"];
const LOCAL_MULTICAST: &[&str] = &["local", "mc"];
const REDIRECT: &[&str] = &["redirect"];

/// `inet_rtm_getroute`.
fn get4<'s>(question: &Question, place: Place<'s>) -> Result<Answer<'s>, NetError> {
    let dst = v4(question.dst);
    let from = v4(question.from);
    let key = FlowKey {
        dst: dst.into(),
        src: from.into(),
        iif: question.iif,
        oif: question.oif,
        mark: Mark(question.mark),
        tos: question.tos,
        proto: question.proto,
        sport: question.sport,
        dport: question.dport,
    };
    let got = Got {
        from: (!from.is_unspecified()).then_some(from.into()),
        cache: Some(&[]),
        mark: question.mark,
        uid: question.uid.or(question.iif.is_none().then_some(0)),
        iif: question.iif,
    };
    if question.fibmatch {
        return fibmatch(&key, place);
    }
    match question.iif {
        Some(iif) => input4(&key, iif, got, place, dst, from),
        None => output4(key, got, place, dst, from),
    }
}

/// `fibmatch`: the route itself.
fn fibmatch<'s>(key: &FlowKey, place: Place<'s>) -> Result<Answer<'s>, NetError> {
    let Place {
        snapshot, model, ..
    } = place;
    let decision = snapshot.routing.lookup(key);
    if let Some(error) = refusal(decision) {
        return Err(error);
    }
    let found = decision.route().ok_or(Errno::NetUnreach)?;
    let prefix = IpNet::new(key.dst, found.prefix_len)
        .map_err(|_| Errno::Inval)?
        .trunc();
    let mut route =
        find_route(model, found.table, prefix, found.tos, None).ok_or(Errno::HostUnreach)?;
    let origin = route.clone();
    route.table = found.table;
    Ok(Answer {
        route,
        got: None,
        decision,
        origin: Some(origin),
    })
}

/// `ip_route_output_key_hash_rcu`.
fn output4<'s>(
    mut key: FlowKey,
    mut got: Got,
    place: Place<'s>,
    dst: Ipv4Addr,
    from: Ipv4Addr,
) -> Result<Answer<'s>, NetError> {
    let Place {
        snapshot,
        model,
        hash,
    } = place;
    let interfaces = &snapshot.interfaces;
    if !from.is_unspecified() {
        if from.is_multicast() || from.is_broadcast() || is_zeronet(from) {
            return Err(Errno::Inval.into());
        }
        if !source::is_own4(snapshot, from) {
            return Err(Errno::NetUnreach.into());
        }
    }
    let oif = key.oif.and_then(|oif| interfaces.get(oif));
    if let Some(oif) = oif {
        let up = model.link(oif.index).is_some_and(|link| link.up);
        if !up {
            return Err(Errno::NetUnreach.into());
        }
    }
    let mut src = from;
    // What stays on the link needs no route.
    if let Some(oif) = oif.filter(|_| is_link_local_group(dst) || dst.is_broadcast()) {
        if src.is_unspecified() {
            src = source::select4(snapshot, oif, Ipv4Addr::UNSPECIFIED, Scope::LINK);
        }
        let kind = if dst.is_broadcast() {
            RouteKind::Broadcast
        } else {
            RouteKind::Multicast
        };
        got.cache = Some(if dst.is_broadcast() {
            LOCAL_BROADCAST
        } else if dst == Ipv4Addr::new(224, 0, 0, 1) {
            LOCAL_MULTICAST
        } else {
            MULTICAST
        });
        return Ok(on_link(dst, kind, oif, src, from, got));
    }
    if dst.is_unspecified() {
        let dst = if from.is_unspecified() {
            src = Ipv4Addr::LOCALHOST;
            Ipv4Addr::UNSPECIFIED
        } else {
            from
        };
        got.cache = Some(LOCAL);
        let lo = interfaces.get(IfIndex::LOOPBACK).ok_or(Errno::NetUnreach)?;
        return Ok(on_link(dst, RouteKind::Local, lo, src, from, got));
    }
    key.src = src.into();
    let decision = snapshot.routing.lookup(&key);
    let found = match (refusal(decision), decision.route()) {
        (None, Some(found)) => found,
        (error, _) => {
            let error = error.unwrap_or_else(|| Errno::NetUnreach.into());
            // The kernel takes what the tables know nothing of for a neighbour of `oif`.
            let oif = oif.ok_or(error)?;
            if src.is_unspecified() {
                src = source::select4(snapshot, oif, Ipv4Addr::UNSPECIFIED, Scope::LINK);
            }
            return Ok(Answer {
                decision,
                ..on_link(dst, RouteKind::Unicast, oif, src, from, got)
            });
        }
    };
    let prefix = IpNet::new(key.dst, found.prefix_len).map_err(|_| Errno::Inval)?;
    let origin = find_route(model, found.table, prefix.trunc(), found.tos, None);
    let mut kind = found.info.kind;
    let mut route = bare(dst.into(), kind, found.table);
    route.tos = found.tos;
    let hash = hash(&key);
    let nexthop = found.info.select(hash).copied();
    let prefsrc = match found.info.prefsrc {
        Some(IpAddr::V4(prefsrc)) => Some(prefsrc),
        Some(IpAddr::V6(_)) | None => None,
    };
    if kind == RouteKind::Local {
        if src.is_unspecified() {
            src = prefsrc.unwrap_or(dst);
        }
        got.cache = Some(LOCAL);
        route.nexthops = vec![loopback()];
    } else {
        let nexthop = nexthop.ok_or(Errno::NetUnreach)?;
        if src.is_unspecified() {
            let gateway = match nexthop.gateway {
                Some(IpAddr::V4(gateway)) => gateway,
                Some(IpAddr::V6(_)) | None => Ipv4Addr::UNSPECIFIED,
            };
            let oif = interfaces.get(nexthop.oif).ok_or(Errno::NetUnreach)?;
            src = prefsrc
                .unwrap_or_else(|| source::select4(snapshot, oif, gateway, found.info.scope));
        }
        if dst.is_broadcast() {
            kind = RouteKind::Broadcast;
        } else if dst.is_multicast() {
            kind = RouteKind::Multicast;
        }
        got.cache = Some(match kind {
            RouteKind::Broadcast => LOCAL_BROADCAST,
            RouteKind::Multicast => MULTICAST,
            RouteKind::Unicast
            | RouteKind::Local
            | RouteKind::Anycast
            | RouteKind::Blackhole
            | RouteKind::Unreachable
            | RouteKind::Prohibit
            | RouteKind::Throw => {
                if nexthop.oif == IfIndex::LOOPBACK {
                    LOCAL
                } else {
                    &[]
                }
            }
        });
        route.kind = kind;
        let mut shown = as_nexthop(&nexthop);
        shown.onlink = false;
        route.nexthops = vec![shown];
        if kind != RouteKind::Broadcast
            && let Some(origin) = &origin
        {
            route.metrics = origin.metrics;
        }
    }
    route.prefsrc = (src != from && !src.is_unspecified()).then_some(src.into());
    Ok(Answer {
        route,
        got: Some(got),
        decision,
        origin,
    })
}

fn is_link_local_group(addr: Ipv4Addr) -> bool {
    let [a, b, c, _] = addr.octets();
    [a, b, c] == [224, 0, 0]
}

fn loopback() -> Nexthop {
    Nexthop {
        gateway: None,
        dev: Some(IfIndex::LOOPBACK),
        weight: 1,
        onlink: false,
        linkdown: false,
        dead: false,
    }
}

/// An answer without a route.
fn on_link<'s>(
    dst: Ipv4Addr,
    kind: RouteKind,
    oif: &Interface,
    src: Ipv4Addr,
    from: Ipv4Addr,
    got: Got,
) -> Answer<'s> {
    let mut route = bare(dst.into(), kind, TableId::MAIN);
    route.nexthops = vec![Nexthop {
        dev: Some(oif.index),
        ..loopback()
    }];
    route.prefsrc = (src != from && !src.is_unspecified()).then_some(src.into());
    Answer {
        route,
        got: Some(got),
        decision: Decision::NoRoute,
        origin: None,
    }
}

/// `ip_route_input_slow`.
fn input4<'s>(
    key: &FlowKey,
    iif: IfIndex,
    mut got: Got,
    place: Place<'s>,
    dst: Ipv4Addr,
    from: Ipv4Addr,
) -> Result<Answer<'s>, NetError> {
    let Place {
        snapshot,
        model,
        hash,
    } = place;
    let input = snapshot.interfaces.get(iif).ok_or(Errno::NoDev)?;
    let martian = from.is_multicast()
        || from.is_broadcast()
        || is_zeronet(from)
        || is_zeronet(dst)
        || !input.conf4.route_localnet && (dst.is_loopback() || from.is_loopback());
    if martian {
        return Err(Errno::Inval.into());
    }
    let decision = snapshot.routing.lookup(key);
    if dst.is_broadcast() {
        got.cache = Some(LOCAL_BROADCAST);
        let mut route = bare(dst.into(), RouteKind::Broadcast, TableId::MAIN);
        route.nexthops = vec![loopback()];
        return Ok(Answer {
            route,
            got: Some(got),
            decision,
            origin: None,
        });
    }
    if let Some(error) = refusal(decision) {
        let forwarding = input.conf4.forwarding;
        return Err(if forwarding {
            error
        } else {
            Errno::HostUnreach.into()
        });
    }
    let found = decision.route().ok_or(Errno::NetUnreach)?;
    // Whoever sends from one of our addresses is lying.
    let back = FlowKey {
        dst: key.src,
        src: key.dst,
        iif: None,
        oif: None,
        ..*key
    };
    let reverse = snapshot.routing.lookup(&back);
    let reverse_kind = reverse.route().map(|found| found.info.kind);
    if reverse_kind.is_some_and(|kind| kind != RouteKind::Unicast) {
        return Err(Errno::Inval.into());
    }
    let reverse_hop = reverse
        .route()
        .and_then(|found| found.info.nexthops.iter().find(|hop| hop.oif == iif));
    let spoofed = match input.conf4.rp_filter {
        1 => reverse_hop.is_none(),
        2 => reverse_kind.is_none(),
        _ => false,
    };
    if spoofed {
        return Err(NetError::explained(
            Errno::Inval,
            "RTNETLINK answers: Invalid cross-device link",
        ));
    }
    let prefix = IpNet::new(key.dst, found.prefix_len).map_err(|_| Errno::Inval)?;
    let origin = find_route(model, found.table, prefix.trunc(), found.tos, None);
    let kind = found.info.kind;
    let mut route = bare(dst.into(), kind, found.table);
    route.tos = found.tos;
    match kind {
        RouteKind::Local | RouteKind::Broadcast => {
            got.cache = Some(if kind == RouteKind::Local {
                LOCAL
            } else {
                LOCAL_BROADCAST
            });
            route.nexthops = vec![loopback()];
        }
        _ if !input.conf4.forwarding => return Err(Errno::HostUnreach.into()),
        RouteKind::Unicast => {
            let hash = hash(key);
            let nexthop = found.info.select(hash).ok_or(Errno::NetUnreach)?;
            let on_same_link =
                nexthop.oif == iif && reverse_hop.is_some_and(|hop| hop.gateway.is_none());
            if on_same_link && input.conf4.send_redirects {
                got.cache = Some(REDIRECT);
            }
            let mut shown = as_nexthop(nexthop);
            shown.onlink = false;
            route.nexthops = vec![shown];
            if let Some(origin) = &origin {
                route.metrics = origin.metrics;
            }
        }
        RouteKind::Anycast
        | RouteKind::Multicast
        | RouteKind::Blackhole
        | RouteKind::Unreachable
        | RouteKind::Prohibit
        | RouteKind::Throw => return Err(Errno::Inval.into()),
    }
    Ok(Answer {
        route,
        got: Some(got),
        decision,
        origin,
    })
}

/// `inet6_rtm_getroute`.
fn get6<'s>(question: &Question, place: Place<'s>) -> Result<Answer<'s>, NetError> {
    let Place {
        snapshot,
        model,
        hash,
    } = place;
    let dst = v6(question.dst);
    let from = v6(question.from);
    let key = FlowKey {
        dst: dst.into(),
        src: from.into(),
        iif: question.iif,
        oif: question.oif,
        mark: Mark(question.mark),
        tos: question.tos,
        proto: question.proto,
        sport: question.sport,
        dport: question.dport,
    };
    if question.fibmatch {
        return fibmatch(&key, place);
    }
    let decision = snapshot.routing.lookup(&key);
    if let Some(error) = refusal(decision) {
        return Err(error);
    }
    let found = decision.route().ok_or(Errno::NetUnreach)?;
    let prefix = IpNet::new(key.dst, found.prefix_len).map_err(|_| Errno::Inval)?;
    let hash = hash(&key);
    let nexthop = found.info.select(hash).copied();
    let dev = nexthop.map(|hop| hop.oif);
    let origin = model
        .routes(Family::Inet6, Some(found.table))
        .filter(|route| route.dst == prefix.trunc() && route.kind == found.info.kind)
        .find(|route| route.nexthops.iter().any(|hop| hop.dev == dev));
    let mut route = match &origin {
        Some(origin) => Route {
            dst: IpNet::from(IpAddr::V6(dst)),
            nexthops: Vec::new(),
            ..origin.clone()
        },
        None => bare(dst.into(), found.info.kind, found.table),
    };
    let local = found.info.kind == RouteKind::Local;
    route.nexthops = match &nexthop {
        _ if local => vec![loopback()],
        Some(nexthop) => vec![as_nexthop(nexthop)],
        None => Vec::new(),
    };
    if question.iif.is_none() {
        let prefsrc = match route.prefsrc {
            Some(IpAddr::V6(prefsrc)) => Some(prefsrc),
            Some(IpAddr::V4(_)) | None => None,
        };
        let oif = dev.and_then(|dev| snapshot.interfaces.get(dev));
        route.prefsrc = prefsrc
            .or_else(|| local.then_some(dst))
            .or_else(|| source::select6(snapshot, oif?, dst))
            .map(IpAddr::V6);
    } else {
        route.prefsrc = None;
    }
    let got = Got {
        from: Some(from.into()),
        cache: None,
        mark: question.mark,
        uid: None,
        iif: question.iif,
    };
    Ok(Answer {
        route,
        got: Some(got),
        decision,
        origin,
    })
}
