//! `ip rule list` and `ip rule flush`.

use std::net::IpAddr;

use dataplane::route::{PortRange, RouteKind, TableId};
use ipnet::IpNet;

use super::{
    command::refused,
    context::{Context, Done, answered, read},
    json::Value,
    names, number,
    options::{Family, Options},
    prefix::{self, Prefix, Short},
    printer::Printer,
    rule::{fwmark, port_range},
    usage,
};
use crate::{
    config::{Model, Rule, RuleAction, RuleMatch},
    lang::args::{Args, Failure, Key, find, is_abbreviation},
};

/// Which rules are meant.
#[derive(Debug)]
struct Filter {
    family: Family,
    invert: bool,
    priority: Option<u32>,
    src: Option<Prefix>,
    dst: Option<Prefix>,
    tos: Option<u8>,
    fwmark: Option<(u32, u32)>,
    iif: Option<String>,
    oif: Option<String>,
    table: Option<TableId>,
    protocol: Option<u8>,
    ip_proto: Option<u8>,
    sport: Option<(u16, u16)>,
    dport: Option<(u16, u16)>,
}

#[derive(Clone, Copy)]
enum Word {
    Priority,
    Not,
    Tos,
    Fwmark,
    Iif,
    Oif,
    Table,
    From,
    Protocol,
    IpProto,
    Sport,
    Dport,
    To,
    Refused,
}

const WORDS: &[(Key, Word)] = &[
    (Key::Prefix("preference"), Word::Priority),
    (Key::Prefix("order"), Word::Priority),
    (Key::Prefix("priority"), Word::Priority),
    (Key::Whole("not"), Word::Not),
    (Key::Whole("tos"), Word::Tos),
    (Key::Prefix("dsfield"), Word::Tos),
    (Key::Whole("fwmark"), Word::Fwmark),
    (Key::Whole("dev"), Word::Iif),
    (Key::Whole("iif"), Word::Iif),
    (Key::Whole("oif"), Word::Oif),
    (Key::Whole("l3mdev"), Word::Refused),
    (Key::Whole("uidrange"), Word::Refused),
    (Key::Prefix("tun_id"), Word::Refused),
    (Key::Whole("lookup"), Word::Table),
    (Key::Prefix("table"), Word::Table),
    (Key::Whole("from"), Word::From),
    (Key::Prefix("protocol"), Word::Protocol),
    (Key::Whole("ipproto"), Word::IpProto),
    (Key::Whole("sport"), Word::Sport),
    (Key::Whole("dport"), Word::Dport),
    (Key::Prefix("dst"), Word::To),
    (Key::Whole("to"), Word::To),
];

fn parse(context: &Context<'_, '_>, args: &mut Args<'_, '_>) -> Result<Filter, Failure> {
    let family = context.family().unwrap_or(Family::Inet);
    let mut filter = Filter {
        family,
        invert: false,
        priority: None,
        src: None,
        dst: None,
        tos: None,
        fwmark: None,
        iif: None,
        oif: None,
        table: None,
        protocol: None,
        ip_proto: None,
        sport: None,
        dport: None,
    };
    while let Some(word) = args.next() {
        match find(WORDS, word) {
            Some(Word::Priority) => {
                let why = "preference value is invalid\n";
                filter.priority = Some(read(args, number::u32, why)?);
            }
            Some(Word::Not) => filter.invert = true,
            Some(Word::Tos) => {
                filter.tos = Some(read(args, names::read_dsfield, "TOS value is invalid\n")?);
            }
            Some(Word::Fwmark) => filter.fwmark = Some(fwmark(args)?),
            Some(Word::Iif) => filter.iif = Some(args.value()?.to_owned()),
            Some(Word::Oif) => filter.oif = Some(args.value()?.to_owned()),
            Some(Word::Table) => {
                let why = "table id value is invalid\n";
                filter.table = Some(read(args, names::read_table, why)?);
            }
            Some(Word::From) => filter.src = Some(prefix::prefix(args, Some(family))?),
            Some(Word::Protocol) => {
                let protocol = |word: &str| match names::read_protocol(word) {
                    Some(protocol) => Some(Some(protocol)),
                    None => (word == "all").then_some(None),
                };
                filter.protocol = read(args, protocol, "invalid \"protocol\"\n")?;
            }
            Some(Word::IpProto) => {
                let why = "Invalid \"ipproto\" value\n";
                filter.ip_proto = Some(read(args, names::read_ip_proto, why)?);
            }
            Some(Word::Sport) => {
                filter.sport = Some(read(args, port_range, "invalid port range\n")?);
            }
            Some(Word::Dport) => {
                filter.dport = Some(read(args, port_range, "invalid port range\n")?);
            }
            Some(Word::Refused) => return Err(refused(args, &format!("\"{word}\""))),
            Some(Word::To) => filter.dst = Some(prefix::prefix(args, Some(family))?),
            None => {
                if is_abbreviation(word, "help") {
                    return Err(usage::exit(usage::RULE));
                }
                args.put_back();
                filter.dst = Some(prefix::prefix(args, Some(family))?);
            }
        }
    }
    Ok(filter)
}

impl Filter {
    fn takes(&self, rule: &Rule) -> bool {
        let inside = |wanted: Option<Prefix>, net: Option<IpNet>| match wanted {
            None | Some(Prefix::All(_)) => true,
            Some(wanted) => net.is_some_and(|net| {
                wanted.len() <= net.prefix_len() && wanted.net(self.family).contains(&net.addr())
            }),
        };
        let ports = |wanted: Option<(u16, u16)>, range: &Option<PortRange>| match wanted {
            None => true,
            Some(wanted) => range
                .as_ref()
                .is_some_and(|range| (*range.start(), *range.end()) == wanted),
        };
        (!self.invert || rule.invert)
            && self
                .priority
                .is_none_or(|priority| priority == rule.priority)
            && inside(self.src, rule.src)
            && inside(self.dst, rule.dst)
            && self.tos.is_none_or(|tos| tos == rule.tos)
            && self.fwmark.is_none_or(|(mark, mask)| {
                let (own, own_mask) = rule.fwmark.unwrap_or((0, 0));
                (mark ^ own) & mask == 0 && (mask == u32::MAX || mask == own_mask)
            })
            && self.iif.is_none_or_eq(&rule.iif)
            && self.oif.is_none_or_eq(&rule.oif)
            && self
                .table
                .is_none_or(|table| rule.action == RuleAction::Lookup(table))
            && self
                .ip_proto
                .is_none_or(|proto| rule.ip_proto == Some(proto))
            && ports(self.sport, &rule.sport)
            && ports(self.dport, &rule.dport)
    }
}

/// Whether what is asked for is there.
trait NoneOrEq {
    fn is_none_or_eq(&self, other: &Self) -> bool;
}

impl NoneOrEq for Option<String> {
    fn is_none_or_eq(&self, other: &Self) -> bool {
        self.is_none() || self == other
    }
}

/// `ip rule list`.
pub(crate) fn list(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>) -> Done {
    let filter = parse(context, args)?;
    let mut text = std::mem::take(&mut context.text);
    let options = context.options;
    let model = &*context.session.model;
    let mut printer = Printer::new(&mut text, options);
    for rule in model.rules(filter.family) {
        if filter.takes(rule) {
            printer.open_object(None);
            print(&mut printer, model, rule, options);
            printer.close_object();
        }
    }
    printer.finish();
    context.text = text;
    Ok(())
}

/// `ip rule flush`: all but those of priority 0.
pub(crate) fn flush(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>) -> Done {
    let filter = parse(context, args)?;
    let doomed: Vec<Rule> = context
        .session
        .model
        .rules(filter.family)
        .iter()
        .filter(|rule| rule.priority != 0 && filter.takes(rule))
        .filter(|rule| {
            filter
                .protocol
                .is_none_or(|protocol| protocol == rule.protocol)
        })
        .cloned()
        .collect();
    for rule in doomed {
        let which = RuleMatch {
            family: rule.family,
            priority: Some(rule.priority),
            invert: rule.invert,
            src: rule.src,
            dst: rule.dst,
            iif: rule.iif,
            oif: rule.oif,
            fwmark: rule.fwmark,
            tos: rule.tos,
            ip_proto: rule.ip_proto,
            sport: rule.sport,
            dport: rule.dport,
            action: Some(rule.action),
            suppress_prefixlength: rule.suppress_prefixlength,
            protocol: Some(rule.protocol),
        };
        context
            .session
            .model
            .del_rule(&which)
            .map_err(|error| answered(&error))?;
    }
    Ok(())
}

fn print_net(printer: &mut Printer<'_>, keys: (&str, &str), before: &str, net: IpNet) {
    let addr: IpAddr = net.addr();
    printer.show(
        keys.0,
        format_args!("{before}{}", Short(net)),
        Value::Shown(&addr),
    );
    if net.prefix_len() != net.max_prefix_len() {
        printer.json(keys.1, net.prefix_len());
    }
}

fn print_ports(printer: &mut Printer<'_>, key: &str, ports: &PortRange) {
    let (start, end) = (*ports.start(), *ports.end());
    if start == end {
        printer.show(key, format_args!(" {key} {start}"), start);
    } else {
        printer.show(
            &format!("{key}_start"),
            format_args!(" {key} {start}"),
            start,
        );
        printer.show(&format!("{key}_end"), format_args!("-{end}"), end);
    }
}

fn print_device(printer: &mut Printer<'_>, model: &Model, keys: (&str, &str), name: &str) {
    printer.show(keys.0, format_args!(" {} {name}", keys.0), name);
    if model.link_by_name(name).is_none() {
        printer.show(keys.1, format_args!(" [detached]"), Value::Null);
    }
}

/// Prints a rule with the end of its line.
pub(crate) fn print(printer: &mut Printer<'_>, model: &Model, rule: &Rule, options: &Options) {
    let numeric = options.numeric;
    let priority = rule.priority;
    printer.show("priority", format_args!("{priority}:\t"), priority);
    if rule.invert {
        printer.show("not", format_args!("not "), Value::Null);
    }
    match rule.src {
        Some(src) => print_net(printer, ("src", "srclen"), "from ", src),
        None => printer.show("src", format_args!("from all"), "all"),
    }
    if let Some(dst) = rule.dst {
        print_net(printer, ("dst", "dstlen"), " to ", dst);
    }
    if rule.tos != 0 {
        let tos = names::dsfield(rule.tos, numeric);
        printer.show("tos", format_args!(" tos {tos}"), Value::Shown(&tos));
    }
    if let Some((mark, mask)) = rule.fwmark {
        let shown = format!("{mark:#x}");
        printer.show("fwmark", format_args!(" fwmark {shown}"), shown.as_str());
        if mask != u32::MAX {
            let shown = format!("{mask:#x}");
            printer.show("fwmask", format_args!("/{shown}"), shown.as_str());
        }
    }
    if let Some(iif) = &rule.iif {
        print_device(printer, model, ("iif", "iif_detached"), iif);
    }
    if let Some(oif) = &rule.oif {
        print_device(printer, model, ("oif", "oif_detached"), oif);
    }
    if let Some(proto) = rule.ip_proto {
        let proto = names::ip_proto(proto, numeric);
        printer.show(
            "ipproto",
            format_args!(" ipproto {proto}"),
            Value::Shown(&proto),
        );
    }
    if let Some(sport) = &rule.sport {
        print_ports(printer, "sport", sport);
    }
    if let Some(dport) = &rule.dport {
        print_ports(printer, "dport", dport);
    }
    print_action(printer, model, rule, options);
    const KERNEL: u8 = 2;
    if options.details || rule.protocol != 0 && rule.protocol != KERNEL {
        let protocol = names::protocol(rule.protocol, numeric);
        printer.show(
            "protocol",
            format_args!(" proto {protocol}"),
            Value::Shown(&protocol),
        );
    }
    printer.text(format_args!("\n"));
}

fn print_action(printer: &mut Printer<'_>, model: &Model, rule: &Rule, options: &Options) {
    let refusal = |printer: &mut Printer<'_>, kind| {
        let name = names::kind(kind, options.numeric);
        printer.show("action", format_args!(" {name}"), Value::Shown(&name));
    };
    match rule.action {
        RuleAction::Lookup(table) => {
            let table = names::table(table, options.numeric);
            printer.show(
                "table",
                format_args!(" lookup {table}"),
                Value::Shown(&table),
            );
            if let Some(len) = rule.suppress_prefixlength {
                printer.show(
                    "suppress_prefixlen",
                    format_args!(" suppress_prefixlength {len}"),
                    len,
                );
            }
        }
        RuleAction::Goto(target) => {
            printer.show("goto", format_args!(" goto {target}"), target);
            let resolved = model
                .rules(rule.family)
                .iter()
                .any(|other| other.priority == target);
            if !resolved {
                printer.show("unresolved", format_args!(" [unresolved]"), Value::Null);
            }
        }
        RuleAction::Nop => printer.show("nop", format_args!(" nop"), Value::Null),
        RuleAction::Blackhole => refusal(printer, RouteKind::Blackhole),
        RuleAction::Unreachable => refusal(printer, RouteKind::Unreachable),
        RuleAction::Prohibit => refusal(printer, RouteKind::Prohibit),
    }
}
