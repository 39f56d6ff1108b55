//! `ip rule`: adding and deleting policy rules.

use dataplane::route::{PortRange, TableId};
use ipnet::IpNet;

use super::{
    command::{refused, unknown_command},
    context::{Context, Done, answered, read},
    link, names,
    names::KindWord,
    number,
    options::Family,
    prefix::{self, Prefix},
    rule_show, usage,
};
use crate::{
    config::{NetError, Rule, RuleAction, RuleMatch},
    lang::args::{Args, Failure, Key, find, is_abbreviation},
};

#[derive(Clone, Copy)]
enum Command {
    List,
    Add,
    Del,
    Flush,
    Help,
    Refused,
}

const COMMANDS: &[(Key, Command)] = &[
    (Key::Prefix("list"), Command::List),
    (Key::Prefix("lst"), Command::List),
    (Key::Prefix("show"), Command::List),
    (Key::Prefix("save"), Command::Refused),
    (Key::Prefix("restore"), Command::Refused),
    (Key::Prefix("add"), Command::Add),
    (Key::Prefix("delete"), Command::Del),
    (Key::Prefix("flush"), Command::Flush),
    (Key::Prefix("help"), Command::Help),
];

/// Runs `ip rule …`.
pub(crate) fn run(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>) -> Done {
    let Some(word) = args.next() else {
        return rule_show::list(context, args);
    };
    match find(COMMANDS, word) {
        Some(Command::List) => rule_show::list(context, args),
        Some(Command::Add) => add(context, args),
        Some(Command::Del) => del(context, args),
        Some(Command::Flush) => rule_show::flush(context, args),
        Some(Command::Help) => Err(usage::exit(usage::RULE)),
        Some(Command::Refused) => Err(refused(args, &format!("\"ip rule {word}\""))),
        None => Err(unknown_command(args, word, "rule")),
    }
}

#[derive(Clone, Copy)]
enum Word {
    Not,
    From,
    To,
    Priority,
    Tos,
    Fwmark,
    Protocol,
    Table,
    SuppressPrefixlength,
    Iif,
    Oif,
    IpProto,
    Sport,
    Dport,
    Type,
    Refused,
}

const WORDS: &[(Key, Word)] = &[
    (Key::Whole("not"), Word::Not),
    (Key::Whole("from"), Word::From),
    (Key::Whole("to"), Word::To),
    (Key::Prefix("preference"), Word::Priority),
    (Key::Prefix("order"), Word::Priority),
    (Key::Prefix("priority"), Word::Priority),
    (Key::Whole("tos"), Word::Tos),
    (Key::Prefix("dsfield"), Word::Tos),
    (Key::Whole("fwmark"), Word::Fwmark),
    (Key::Prefix("realms"), Word::Refused),
    (Key::Prefix("protocol"), Word::Protocol),
    (Key::Prefix("tun_id"), Word::Refused),
    (Key::Prefix("table"), Word::Table),
    (Key::Whole("lookup"), Word::Table),
    (
        Key::Prefix("suppress_prefixlength"),
        Word::SuppressPrefixlength,
    ),
    (Key::Whole("sup_pl"), Word::SuppressPrefixlength),
    (Key::Prefix("suppress_ifgroup"), Word::Refused),
    (Key::Whole("sup_group"), Word::Refused),
    (Key::Whole("dev"), Word::Iif),
    (Key::Whole("iif"), Word::Iif),
    (Key::Whole("oif"), Word::Oif),
    (Key::Whole("l3mdev"), Word::Refused),
    (Key::Whole("uidrange"), Word::Refused),
    (Key::Whole("nat"), Word::Refused),
    (Key::Prefix("map-to"), Word::Refused),
    (Key::Whole("ipproto"), Word::IpProto),
    (Key::Whole("sport"), Word::Sport),
    (Key::Whole("dport"), Word::Dport),
    (Key::Whole("type"), Word::Type),
];

/// A rule as it was typed.
#[derive(Debug, Default)]
struct Parsed {
    family: Option<Family>,
    invert: bool,
    src: Option<IpNet>,
    dst: Option<IpNet>,
    priority: Option<u32>,
    tos: u8,
    fwmark: Option<(u32, u32)>,
    protocol: Option<u8>,
    table: Option<TableId>,
    action: Option<RuleAction>,
    suppress_prefixlength: Option<u8>,
    iif: Option<String>,
    oif: Option<String>,
    ip_proto: Option<u8>,
    sport: Option<PortRange>,
    dport: Option<PortRange>,
}

impl Parsed {
    fn parse(context: &Context<'_, '_>, args: &mut Args<'_, '_>) -> Result<Self, Failure> {
        let mut parsed = Self {
            family: context.family(),
            ..Self::default()
        };
        while let Some(word) = args.next() {
            match find(WORDS, word) {
                Some(Word::Not) => parsed.invert = true,
                Some(Word::From) => {
                    parsed.src = net(args, parsed.family, "Invalid source address.")?;
                }
                Some(Word::To) => {
                    parsed.dst = net(args, parsed.family, "Invalid dst address.")?;
                }
                Some(Word::Priority) => {
                    let why = "preference value is invalid\n";
                    parsed.priority = Some(read(args, number::u32, why)?);
                }
                Some(Word::Tos) => {
                    parsed.tos = read(args, names::read_dsfield, "TOS value is invalid\n")?;
                }
                Some(Word::Fwmark) => parsed.fwmark = Some(fwmark(args)?),
                Some(Word::Protocol) => {
                    let why = "\"protocol\" value is invalid\n";
                    parsed.protocol = Some(read(args, names::read_protocol, why)?);
                }
                Some(Word::Table) => {
                    parsed.table = Some(read(args, names::read_table, "invalid table ID\n")?);
                }
                Some(Word::SuppressPrefixlength) => {
                    let why = "suppress_prefixlength value is invalid\n";
                    let len = read(args, number::i32, why)?;
                    // No prefix is longer than 128; -1 is the kernel's number for none.
                    parsed.suppress_prefixlength =
                        (len >= 0).then(|| u8::try_from(len).unwrap_or(u8::MAX));
                }
                Some(Word::Iif) => {
                    let why = "\"iif\"/\"dev\" not a valid ifname";
                    parsed.iif = Some(read(args, device, why)?);
                }
                Some(Word::Oif) => {
                    parsed.oif = Some(read(args, device, "\"oif\" not a valid ifname")?);
                }
                Some(Word::IpProto) => {
                    let why = "Invalid \"ipproto\" value\n";
                    parsed.ip_proto = Some(read(args, names::read_ip_proto, why)?);
                }
                Some(Word::Sport) => parsed.sport = Some(ports(args, "sport")?),
                Some(Word::Dport) => parsed.dport = Some(ports(args, "dport")?),
                Some(Word::Refused) => return Err(refused(args, &format!("\"{word}\""))),
                Some(Word::Type) => {
                    args.value()?;
                    parsed.action = Some(action(args)?);
                }
                None => parsed.action = Some(action(args)?),
            }
        }
        Ok(parsed)
    }

    fn family(&self) -> Family {
        self.family.unwrap_or(Family::Inet)
    }

    /// What it does, if that was said: a table is looked up unless there is an action.
    fn action(&self) -> Option<RuleAction> {
        self.action.or(self.table.map(RuleAction::Lookup))
    }
}

/// A prefix with its host bits, which rules keep; `None` for all. Without `-6` a rule is for IPv4,
/// whatever its addresses are: the kernel then says `why`.
fn net(
    args: &mut Args<'_, '_>,
    family: Option<Family>,
    why: &'static str,
) -> Result<Option<IpNet>, Failure> {
    let prefix = prefix::prefix(args, family)?;
    if family.is_none() && prefix.family() == Some(Family::Inet6) && prefix.len() > 0 {
        let error = NetError::explained(crate::config::Errno::Inval, why);
        return Err(answered(&error).at(args.last()));
    }
    Ok(match prefix {
        Prefix::Net { addr, len, .. } if len > 0 => IpNet::new(addr, len).ok(),
        Prefix::Net { .. } | Prefix::All(_) => None,
    })
}

/// `FWMARK[/MASK]`.
pub(crate) fn fwmark(args: &mut Args<'_, '_>) -> Result<(u32, u32), Failure> {
    let word = args.value()?;
    let (mark, mask) = match word.split_once('/') {
        Some((mark, mask)) => (mark, Some(mask)),
        None => (word, None),
    };
    let mark = number::u32(mark).ok_or_else(|| args.invalid("fwmark value is invalid\n"))?;
    let mask = match mask {
        Some(mask) => number::u32(mask).ok_or_else(|| args.invalid("fwmask value is invalid\n"))?,
        None => u32::MAX,
    };
    Ok((mark, mask))
}

fn device(word: &str) -> Option<String> {
    link::is_link_name(word).then(|| word.to_owned())
}

/// `PORT` or `PORT-PORT`, as `sscanf(3)` reads it.
pub(crate) fn port_range(word: &str) -> Option<(u16, u16)> {
    let (start, rest) = number::strtoul(word, 10)?;
    let start = u16::try_from(start).ok()?;
    let end = rest
        .strip_prefix('-')
        .and_then(|rest| number::strtoul(rest, 10));
    match end {
        Some((end, _)) => Some((start, u16::try_from(end).ok()?)),
        None => Some((start, start)),
    }
}

fn ports(args: &mut Args<'_, '_>, key: &str) -> Result<PortRange, Failure> {
    let (start, end) = read(args, port_range, "invalid port range\n")?;
    if start == 0 || end < start {
        let error =
            NetError::explained(crate::config::Errno::Inval, format!("Invalid {key} range."));
        return Err(answered(&error).at(args.last()));
    }
    Ok(start..=end)
}

/// What the rule does; the word was taken.
fn action(args: &mut Args<'_, '_>) -> Result<RuleAction, Failure> {
    args.put_back();
    let word = args.value()?;
    if is_abbreviation(word, "help") {
        return Err(usage::exit(usage::RULE));
    }
    if is_abbreviation(word, "goto") {
        return Ok(RuleAction::Goto(read(
            args,
            number::u32,
            "invalid target\n",
        )?));
    }
    if is_abbreviation(word, "nop") {
        return Ok(RuleAction::Nop);
    }
    use dataplane::route::RouteKind;
    match names::read_kind(word) {
        Some(KindWord::Kind(RouteKind::Unicast)) => Ok(RuleAction::Lookup(TableId::MAIN)),
        Some(KindWord::Kind(RouteKind::Blackhole)) => Ok(RuleAction::Blackhole),
        Some(KindWord::Kind(RouteKind::Unreachable)) => Ok(RuleAction::Unreachable),
        Some(KindWord::Kind(RouteKind::Prohibit)) => Ok(RuleAction::Prohibit),
        Some(_) => Err(refused(args, &format!("a rule of type \"{word}\""))),
        None => Err(args.invalid("Failed to parse rule type")),
    }
}

fn add(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>) -> Done {
    if args.is_empty() {
        return Err(Failure::returned(
            1,
            "\"ip rule add\" requires arguments.\n",
        ));
    }
    let parsed = Parsed::parse(context, args)?;
    let action = match (parsed.action, parsed.table) {
        // `type unicast` names its table besides.
        (Some(RuleAction::Lookup(_)) | None, Some(table)) => RuleAction::Lookup(table),
        (Some(action), _) => action,
        (None, None) => RuleAction::Lookup(TableId::MAIN),
    };
    let rule = Rule {
        family: parsed.family(),
        priority: parsed.priority.unwrap_or(0),
        invert: parsed.invert,
        src: parsed.src,
        dst: parsed.dst,
        iif: parsed.iif,
        oif: parsed.oif,
        fwmark: parsed.fwmark,
        tos: parsed.tos,
        ip_proto: parsed.ip_proto.filter(|&proto| proto != 0),
        sport: parsed.sport,
        dport: parsed.dport,
        action,
        suppress_prefixlength: parsed.suppress_prefixlength,
        protocol: parsed.protocol.unwrap_or(0),
        origin: context.origin(),
    };
    context
        .session
        .model
        .add_rule(rule, parsed.priority)
        .map_err(|error| answered(&error))
}

fn del(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>) -> Done {
    if args.is_empty() {
        return Err(Failure::returned(
            1,
            "\"ip rule del\" requires arguments.\n",
        ));
    }
    let parsed = Parsed::parse(context, args)?;
    let which = RuleMatch {
        family: parsed.family(),
        priority: parsed.priority,
        invert: parsed.invert,
        action: parsed.action(),
        src: parsed.src,
        dst: parsed.dst,
        iif: parsed.iif,
        oif: parsed.oif,
        fwmark: parsed.fwmark,
        tos: parsed.tos,
        ip_proto: parsed.ip_proto,
        sport: parsed.sport,
        dport: parsed.dport,
        suppress_prefixlength: parsed.suppress_prefixlength,
        protocol: parsed.protocol,
    };
    context
        .session
        .model
        .del_rule(&which)
        .map_err(|error| answered(&error))
}
