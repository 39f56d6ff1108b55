//! `ip route get`: which route a packet takes.

use std::net::IpAddr;

use dataplane::{
    iface::IfIndex,
    packet::Mark,
    route::{Decision, FlowKey, Refusal},
};

use super::{
    command::refused,
    context::{Context, Done, answered, read},
    json::Value,
    names, number,
    options::{Family, Options},
    prefix::{self, Prefix},
    printer::Printer,
    route_answer::{Answer, Place, get4, get6, v4, v6},
    route_show::{self, Hidden},
    usage,
};
use crate::{
    config::{Errno, NetError},
    lang::args::{Args, Failure, Key, find, is_abbreviation},
};

/// What is asked.
#[derive(Debug, Default)]
pub(super) struct Question {
    pub(super) family: Option<Family>,
    pub(super) dst: Option<Prefix>,
    pub(super) from: Option<Prefix>,
    pub(super) iif: Option<IfIndex>,
    pub(super) oif: Option<IfIndex>,
    pub(super) mark: u32,
    pub(super) tos: u8,
    pub(super) uid: Option<u32>,
    pub(super) proto: u8,
    pub(super) sport: u16,
    pub(super) dport: u16,
    pub(super) fibmatch: bool,
    pub(super) explain: bool,
}

impl Question {
    /// What the tables are asked.
    pub(super) fn key(&self) -> FlowKey {
        let (dst, src): (IpAddr, IpAddr) = match self.family.unwrap_or(Family::Inet) {
            Family::Inet => (v4(self.dst).into(), v4(self.from).into()),
            Family::Inet6 => (v6(self.dst).into(), v6(self.from).into()),
        };
        FlowKey {
            dst,
            src,
            iif: self.iif,
            oif: self.oif,
            mark: Mark(self.mark),
            tos: self.tos,
            proto: self.proto,
            sport: self.sport,
            dport: self.dport,
        }
    }
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
    let mut text = std::mem::take(&mut context.text);
    let answer = match answer {
        Ok(answer) => answer,
        Err(error) => {
            if question.explain {
                let decision = snapshot.routing.lookup(&question.key());
                explain_refusal(&mut text, options, decision);
            }
            context.text = text;
            return Err(answered(&error));
        }
    };
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
        explain(&mut printer, &answer, options);
    }
    printer.close_object();
    printer.finish();
    context.text = text;
    Ok(())
}

/// Why there is no route, in the form of the mode: Tollgate's own.
fn explain_refusal(text: &mut String, options: &Options, decision: Decision<'_>) {
    let mut printer = Printer::new(text, options);
    printer.open_object(None);
    printer.open_object(Some("explain"));
    let named = |refusal| match refusal {
        Refusal::Blackhole => "blackhole",
        Refusal::Unreachable => "unreachable",
        Refusal::Prohibit => "prohibit",
    };
    match decision {
        Decision::Route(found) | Decision::RefusedByRoute(_, found) => {
            let (rule, len) = (found.rule, found.prefix_len);
            let table = names::table(found.table, options.numeric);
            printer.show("rule", format_args!("    rule {rule} "), rule);
            let value = Value::Shown(&table);
            printer.show("table", format_args!("table {table} "), value);
            printer.show("prefixlen", format_args!("prefix /{len} "), len);
            if let Decision::RefusedByRoute(refusal, _) = decision {
                let action = named(refusal);
                printer.show("action", format_args!("{action} "), action);
            }
        }
        Decision::RefusedByRule(refusal, rule) => {
            let action = named(refusal);
            printer.show("rule", format_args!("    rule {rule} "), rule);
            printer.show("action", format_args!("{action} "), action);
        }
        Decision::NoRoute => {
            printer.show("rule", format_args!("    no rule leads to a route "), false);
        }
    }
    printer.text(format_args!("\n"));
    printer.close_object();
    printer.close_object();
    printer.finish();
}

/// Which rule, table and route decided: Tollgate's own.
fn explain(printer: &mut Printer<'_>, answer: &Answer<'_>, options: &Options) {
    let numeric = options.numeric;
    printer.open_object(Some("explain"));
    if let Some(found) = answer.decision.route() {
        let rule = found.rule;
        printer.show("rule", format_args!("    rule {rule} "), rule);
        let name = names::table(found.table, numeric);
        let value = Value::Shown(&name);
        printer.show("table", format_args!("table {name} "), value);
        let net = answer.origin.as_ref().map(|route| route.dst);
        if let Some(net) = net {
            let value = Value::Shown(&net);
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
}
