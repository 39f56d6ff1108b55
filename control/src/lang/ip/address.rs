//! `ip address`: adding, changing and deleting addresses.

use std::net::{IpAddr, Ipv4Addr};

use dataplane::{
    iface::Scope,
    time::{Duration, Instant},
};

use super::{
    address_show,
    command::{refused, unknown_command},
    context::{Context, Done, answered, read},
    names, number,
    options::Family,
    prefix::{self, Prefix},
    usage,
};
use crate::{
    config::{Address, AddressFlags, AddressMatch, Existing},
    lang::args::{Args, Failure, Key, find, is_abbreviation, missing},
};

#[derive(Clone, Copy)]
enum Command {
    Modify(Existing),
    Del,
    Show,
    Flush,
    Help,
    Refused,
}

const COMMANDS: &[(Key, Command)] = &[
    (Key::Prefix("add"), Command::Modify(Existing::Refuse)),
    // The tool asks for both in the same way: NLM_F_REPLACE, with NLM_F_CREATE for `replace`, and
    // the kernel makes no difference.
    (Key::Whole("change"), Command::Modify(Existing::Replace)),
    (Key::Whole("chg"), Command::Modify(Existing::Replace)),
    (Key::Prefix("replace"), Command::Modify(Existing::Replace)),
    (Key::Prefix("delete"), Command::Del),
    (Key::Prefix("show"), Command::Show),
    (Key::Prefix("lst"), Command::Show),
    (Key::Prefix("list"), Command::Show),
    (Key::Prefix("flush"), Command::Flush),
    (Key::Prefix("save"), Command::Refused),
    (Key::Prefix("showdump"), Command::Refused),
    (Key::Prefix("restore"), Command::Refused),
    (Key::Prefix("help"), Command::Help),
];

/// Runs `ip address …`.
pub(crate) fn run(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>) -> Done {
    let Some(word) = args.next() else {
        return address_show::show(context, args);
    };
    match find(COMMANDS, word) {
        Some(Command::Modify(existing)) => modify(context, args, existing),
        Some(Command::Del) => del(context, args),
        Some(Command::Show) => address_show::show(context, args),
        Some(Command::Flush) => address_show::flush(context, args),
        Some(Command::Help) => Err(usage::exit(usage::ADDRESS)),
        Some(Command::Refused) => Err(refused(args, &format!("\"ip address {word}\""))),
        None => Err(unknown_command(args, word, "address")),
    }
}

#[derive(Clone, Copy)]
enum Word {
    Peer,
    Broadcast,
    Anycast,
    Scope,
    Dev,
    Label,
    Metric,
    ValidLft,
    PreferredLft,
    Home,
    Nodad,
    Mngtmpaddr,
    Noprefixroute,
    Autojoin,
}

const WORDS: &[(Key, Word)] = &[
    (Key::Whole("peer"), Word::Peer),
    (Key::Whole("remote"), Word::Peer),
    (Key::Prefix("broadcast"), Word::Broadcast),
    (Key::Whole("brd"), Word::Broadcast),
    (Key::Whole("anycast"), Word::Anycast),
    (Key::Whole("scope"), Word::Scope),
    (Key::Whole("dev"), Word::Dev),
    (Key::Whole("label"), Word::Label),
    (Key::Prefix("metric"), Word::Metric),
    (Key::Prefix("priority"), Word::Metric),
    (Key::Prefix("preference"), Word::Metric),
    (Key::Prefix("valid_lft"), Word::ValidLft),
    (Key::Prefix("preferred_lft"), Word::PreferredLft),
    (Key::Whole("home"), Word::Home),
    (Key::Whole("nodad"), Word::Nodad),
    (Key::Whole("mngtmpaddr"), Word::Mngtmpaddr),
    (Key::Whole("noprefixroute"), Word::Noprefixroute),
    (Key::Whole("autojoin"), Word::Autojoin),
];

/// `broadcast`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Broadcast {
    /// `+`: all host bits set.
    Ones,
    /// `-`: all host bits clear.
    Zeros,
    /// An address.
    Addr(IpAddr),
}

/// Seconds; `None` is forever.
type Lifetime = Option<u32>;

#[derive(Debug, Default)]
struct Parsed<'s> {
    family: Option<Family>,
    local: Option<(Prefix, &'s str, usize)>,
    peer: Option<Prefix>,
    broadcast: Option<Broadcast>,
    scope: Option<Scope>,
    dev: Option<(&'s str, usize)>,
    label: Option<&'s str>,
    metric: Option<u32>,
    valid: Option<Lifetime>,
    preferred: Option<Lifetime>,
    flags: AddressFlags,
}

fn parse<'s>(context: &Context<'_, '_>, args: &mut Args<'_, 's>) -> Result<Parsed<'s>, Failure> {
    let mut parsed = Parsed {
        family: context.family(),
        ..Parsed::default()
    };
    while let Some(word) = args.next() {
        match find(WORDS, word) {
            Some(Word::Peer) => {
                if args.value().is_ok() && parsed.peer.is_some() {
                    return Err(args.duplicate("peer"));
                }
                args.put_back();
                let peer = prefix::prefix(args, parsed.family)?;
                parsed.family = parsed.family.or(peer.family());
                parsed.peer = Some(peer);
            }
            Some(Word::Broadcast) => {
                let word = args.value()?;
                if parsed.broadcast.is_some() {
                    return Err(args.duplicate("broadcast"));
                }
                parsed.broadcast = Some(match word {
                    "+" => Broadcast::Ones,
                    "-" => Broadcast::Zeros,
                    _ => {
                        args.put_back();
                        let addr = prefix::addr(args, parsed.family)?;
                        parsed.family = parsed.family.or(Some(Family::of(addr)));
                        Broadcast::Addr(addr)
                    }
                });
            }
            Some(Word::Anycast | Word::Autojoin) => {
                return Err(refused(args, &format!("\"{word}\"")));
            }
            Some(Word::Scope) => {
                parsed.scope = Some(read(args, names::read_scope, "invalid scope value.")?);
            }
            Some(Word::Dev) => parsed.dev = Some((args.value()?, args.last())),
            Some(Word::Label) => parsed.label = Some(args.value()?),
            Some(Word::Metric) => {
                parsed.metric = Some(read(args, number::u32, "\"metric\" value is invalid\n")?);
            }
            Some(Word::ValidLft) => {
                if args.value().is_ok() && parsed.valid.is_some() {
                    return Err(args.duplicate("valid_lft"));
                }
                args.put_back();
                parsed.valid = Some(read(args, lifetime, "valid_lft value")?);
            }
            Some(Word::PreferredLft) => {
                if args.value().is_ok() && parsed.preferred.is_some() {
                    return Err(args.duplicate("preferred_lft"));
                }
                args.put_back();
                parsed.preferred = Some(read(args, lifetime, "preferred_lft value")?);
            }
            Some(Word::Home) => parsed.flags.home = true,
            Some(Word::Nodad) => parsed.flags.nodad = true,
            Some(Word::Mngtmpaddr) => parsed.flags.mngtmpaddr = true,
            Some(Word::Noprefixroute) => parsed.flags.noprefixroute = true,
            None => {
                let word = if word == "local" { args.value()? } else { word };
                if is_abbreviation(word, "help") {
                    return Err(usage::exit(usage::ADDRESS));
                }
                if parsed.local.is_some() {
                    return Err(args.garbage("local"));
                }
                args.put_back();
                let local = prefix::prefix(args, parsed.family)?;
                parsed.family = parsed.family.or(local.family());
                parsed.local = Some((local, word, args.last()));
            }
        }
    }
    Ok(parsed)
}

fn lifetime(word: &str) -> Option<Lifetime> {
    if word == "forever" {
        return Some(None);
    }
    // All ones is the kernel's number for it.
    number::u32(word).map(|seconds| (seconds != u32::MAX).then_some(seconds))
}

/// The flags that only IPv6 addresses have, with their names.
fn inet6_flags(flags: &mut AddressFlags) -> [(&mut bool, &'static str); 3] {
    [
        (&mut flags.home, "home"),
        (&mut flags.mngtmpaddr, "mngtmpaddr"),
        (&mut flags.nodad, "nodad"),
    ]
}

/// What the kernel says to a family that it has no addresses for.
fn no_family() -> Failure {
    Failure::returned(2, "RTNETLINK answers: Operation not supported\n")
}

fn modify(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>, existing: Existing) -> Done {
    let mut parsed = parse(context, args)?;
    if parsed.family != Some(Family::Inet6) {
        for (flag, name) in inet6_flags(&mut parsed.flags) {
            if std::mem::take(flag) {
                context.warn(&format!(
                    "Warning: {name} option can be set only for IPv6 addresses\n"
                ));
            }
        }
    }
    let (dev, dev_word) = parsed.dev.ok_or_else(|| missing(1, "dev"))?;
    check_label(&parsed)?;
    let broadcast = broadcast(&parsed)?;
    let link = context.link_index(dev, dev_word)?;
    let (valid, preferred) = lifetimes(&parsed)?;
    let local = match (parsed.local, parsed.peer) {
        (Some((local @ Prefix::Net { .. }, ..)), _) => local,
        // The kernel takes the peer for the address if there is none.
        (None, Some(peer @ Prefix::Net { .. })) => peer,
        _ => return Err(no_family()),
    };
    let Prefix::Net { addr, .. } = local else {
        return Err(no_family());
    };
    let far = parsed.peer.unwrap_or(local);
    let far_addr = match far {
        Prefix::Net { addr, .. } => addr,
        Prefix::All(_) => addr,
    };
    let prefix_len = match far.len() {
        0 => local.len(),
        len => len,
    };
    let loopback = matches!(addr, IpAddr::V4(addr) if addr.is_loopback());
    let default_scope = if loopback {
        Scope::HOST
    } else {
        Scope::UNIVERSE
    };
    let now = context.session.model.now();
    let until = |seconds: Lifetime| -> Option<Instant> {
        seconds.map(|seconds| now + Duration::from_secs(seconds.into()))
    };
    let address = Address {
        link,
        local: addr,
        peer: (far_addr != addr).then_some(far_addr),
        prefix_len,
        broadcast,
        scope: parsed.scope.unwrap_or(default_scope),
        label: parsed.label.map(str::to_owned),
        metric: parsed.metric,
        proto: None,
        flags: parsed.flags,
        valid_until: until(valid),
        preferred_until: until(preferred),
        origin: context.origin(),
    };
    context
        .session
        .model
        .add_address(address, existing)
        .map_err(|error| answered(&error))
}

fn check_label(parsed: &Parsed<'_>) -> Done {
    match parsed.label {
        // Too long for the kernel's attribute.
        Some(label) if label.len() > 15 => Err(Failure::returned(
            2,
            "Error: Attribute failed policy validation.\n",
        )),
        Some(_) | None => Ok(()),
    }
}

fn broadcast(parsed: &Parsed<'_>) -> Result<Option<Ipv4Addr>, Failure> {
    let ones = match parsed.broadcast {
        None | Some(Broadcast::Addr(IpAddr::V6(_))) => return Ok(None),
        Some(Broadcast::Addr(IpAddr::V4(addr))) => return Ok(Some(addr)),
        Some(Broadcast::Ones) => true,
        Some(Broadcast::Zeros) => false,
    };
    if parsed.family != Some(Family::Inet) {
        return Err(Failure::returned(
            1,
            "Broadcast can be set only for IPv4 addresses\n",
        ));
    }
    let far = parsed.peer.or(parsed.local.map(|(local, ..)| local));
    let Some(Prefix::Net {
        addr: IpAddr::V4(addr),
        len,
        ..
    }) = far
    else {
        return Ok(None);
    };
    if len > 30 {
        return Ok(None);
    }
    let host = u32::MAX.checked_shr(len.into()).unwrap_or(0);
    let bits = u32::from(addr);
    Ok(Some(Ipv4Addr::from(if ones {
        bits | host
    } else {
        bits & !host
    })))
}

fn lifetimes(parsed: &Parsed<'_>) -> Result<(Lifetime, Lifetime), Failure> {
    let valid = parsed.valid.unwrap_or(None);
    let preferred = parsed.preferred.unwrap_or(None);
    if parsed.valid.is_none() && parsed.preferred.is_none() {
        return Ok((None, None));
    }
    if valid == Some(0) {
        return Err(Failure::returned(1, "valid_lft is zero\n"));
    }
    if valid.unwrap_or(u32::MAX) < preferred.unwrap_or(u32::MAX) {
        return Err(Failure::returned(
            1,
            "preferred_lft is greater than valid_lft\n",
        ));
    }
    Ok((valid, preferred))
}

fn del(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>) -> Done {
    let parsed = parse(context, args)?;
    let (dev, dev_word) = parsed.dev.ok_or_else(|| missing(1, "dev"))?;
    let mut wildcard = false;
    if let (
        None,
        Some((
            Prefix::Net {
                addr: IpAddr::V4(_),
                explicit: false,
                ..
            },
            word,
            _,
        )),
    ) = (parsed.peer, parsed.local)
    {
        wildcard = true;
        context.warn(&format!(
            "Warning: Executing wildcard deletion to stay compatible with old scripts.\n         \
             Explicitly specify the prefix length ({word}/32) to avoid this warning.\n         \
             This special behaviour is likely to disappear in further releases,\n         \
             fix your scripts!\n"
        ));
    }
    let link = context.link_index(dev, dev_word)?;
    let (Some(Prefix::Net { addr, len, .. }), far) =
        (parsed.local.map(|(local, ..)| local), parsed.peer)
    else {
        return Err(no_family());
    };
    let far = match far {
        Some(Prefix::Net { addr, len, .. }) => (addr, len),
        Some(Prefix::All(_)) | None => (addr, len),
    };
    let which = AddressMatch {
        link,
        local: addr,
        prefix: (!wildcard).then_some(far),
        label: parsed.label.map(str::to_owned),
    };
    context
        .session
        .model
        .del_address(&which)
        .map_err(|error| answered(&error))
}
