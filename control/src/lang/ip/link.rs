//! `ip link`: making, changing and removing links.

use dataplane::{
    iface::{IfIndex, VlanId},
    io::XdpWay,
};

use super::{
    address_show,
    command::{refused, unknown_command},
    context::{Context, Done, answered, group, lladdr, mac, no_device, on_off, read},
    link_show::kind_name,
    number, usage,
};
use crate::{
    config::{LinkKind, LinkRequest, LinkUpdate},
    lang::args::{Args, Failure, Key, find},
};

#[derive(Clone, Copy)]
enum Command {
    Add,
    Set,
    Del,
    Show,
    Help,
    Refused,
}

const COMMANDS: &[(Key, Command)] = &[
    (Key::Prefix("add"), Command::Add),
    (Key::Prefix("set"), Command::Set),
    (Key::Prefix("change"), Command::Set),
    (Key::Prefix("replace"), Command::Refused),
    (Key::Prefix("delete"), Command::Del),
    (Key::Prefix("show"), Command::Show),
    (Key::Prefix("lst"), Command::Show),
    (Key::Prefix("list"), Command::Show),
    (Key::Prefix("xstats"), Command::Refused),
    (Key::Prefix("afstats"), Command::Refused),
    (Key::Prefix("property"), Command::Refused),
    (Key::Prefix("help"), Command::Help),
];

/// Runs `ip link …`.
pub(crate) fn run(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>) -> Done {
    let Some(word) = args.next() else {
        return address_show::links(context, args);
    };
    match find(COMMANDS, word) {
        Some(Command::Add) => add(context, args),
        Some(Command::Set) => set(context, args),
        Some(Command::Del) => del(context, args),
        Some(Command::Show) => address_show::links(context, args),
        Some(Command::Help) => help(context, args),
        Some(Command::Refused) => Err(refused(args, &format!("\"ip link {word}\""))),
        None => Err(unknown_command(args, word, "link")),
    }
}

fn help(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>) -> Done {
    match args.next() {
        Some("vlan") => {
            context.text.push_str(usage::VLAN);
            Ok(())
        }
        Some(_) | None => Err(usage::exit(usage::LINK)),
    }
}

#[derive(Clone, Copy)]
enum Word {
    Up,
    Down,
    Name,
    Index,
    Link,
    Address,
    Broadcast,
    TxQueueLen,
    Mtu,
    Multicast,
    AllMulticast,
    Promisc,
    Arp,
    Master,
    Type,
    Alias,
    Group,
    Mode,
    State,
    Queues,
    Refused,
}

const WORDS: &[(Key, Word)] = &[
    (Key::Whole("up"), Word::Up),
    (Key::Whole("down"), Word::Down),
    (Key::Whole("name"), Word::Name),
    (Key::Whole("index"), Word::Index),
    (Key::Prefix("link"), Word::Link),
    (Key::Prefix("address"), Word::Address),
    (Key::Prefix("broadcast"), Word::Broadcast),
    (Key::Whole("brd"), Word::Broadcast),
    (Key::Prefix("txqueuelen"), Word::TxQueueLen),
    (Key::Whole("qlen"), Word::TxQueueLen),
    (Key::Prefix("txqlen"), Word::TxQueueLen),
    (Key::Whole("mtu"), Word::Mtu),
    (Key::Whole("xdpgeneric"), Word::Refused),
    (Key::Whole("xdpdrv"), Word::Refused),
    (Key::Whole("xdpoffload"), Word::Refused),
    (Key::Whole("xdp"), Word::Refused),
    (Key::Whole("netns"), Word::Refused),
    (Key::Whole("multicast"), Word::Multicast),
    (Key::Whole("allmulticast"), Word::AllMulticast),
    (Key::Whole("promisc"), Word::Promisc),
    (Key::Whole("trailers"), Word::Refused),
    (Key::Whole("arp"), Word::Arp),
    (Key::Whole("carrier"), Word::Refused),
    (Key::Whole("vf"), Word::Refused),
    (Key::Prefix("master"), Word::Master),
    (Key::Whole("vrf"), Word::Refused),
    (Key::Prefix("nomaster"), Word::Refused),
    (Key::Prefix("dynamic"), Word::Refused),
    (Key::Prefix("type"), Word::Type),
    (Key::Prefix("alias"), Word::Alias),
    (Key::Whole("group"), Word::Group),
    (Key::Whole("mode"), Word::Mode),
    (Key::Whole("state"), Word::State),
    (Key::Prefix("numtxqueues"), Word::Queues),
    (Key::Prefix("numrxqueues"), Word::Queues),
    (Key::Prefix("addrgenmode"), Word::Refused),
    (Key::Whole("link-netns"), Word::Refused),
    (Key::Whole("link-netnsid"), Word::Refused),
    (Key::Whole("protodown"), Word::Refused),
    (Key::Whole("protodown_reason"), Word::Refused),
    (Key::Whole("gso_max_size"), Word::Refused),
    (Key::Whole("gso_max_segs"), Word::Refused),
    (Key::Whole("gro_max_size"), Word::Refused),
    (Key::Whole("parentdev"), Word::Refused),
];

/// What stands between the command and `type`.
#[derive(Default)]
struct Parsed<'s> {
    name: Option<(&'s str, usize)>,
    dev: Option<(&'s str, usize)>,
    index: Option<u32>,
    link: Option<IfIndex>,
    address: Option<Vec<u8>>,
    kind: Option<&'s str>,
    update: LinkUpdate,
}

/// Reads up to the name of the type.
fn parse<'s>(context: &Context<'_, '_>, args: &mut Args<'_, 's>) -> Result<Parsed<'s>, Failure> {
    let mut parsed = Parsed::default();
    while let Some(word) = args.next() {
        match find(WORDS, word) {
            Some(Word::Up) => parsed.update.up = Some(true),
            Some(Word::Down) => parsed.update.up = Some(false),
            Some(Word::Name) => {
                let name = args.value()?;
                if parsed.name.is_some() {
                    return Err(args.duplicate("name"));
                }
                if !is_link_name(name) {
                    return Err(args.invalid("\"name\" not a valid ifname"));
                }
                parsed.name = Some((name, args.last()));
                parsed.dev = parsed.dev.or(parsed.name);
            }
            Some(Word::Index) => {
                if args.value().is_ok() && parsed.index.is_some() {
                    return Err(args.duplicate("index"));
                }
                args.put_back();
                parsed.index = Some(read(args, positive, "Invalid \"index\" value")?);
            }
            Some(Word::Link) => {
                let name = args.value()?;
                parsed.link = Some(context.link_index(name, args.last())?);
            }
            Some(Word::Address) => parsed.address = Some(lladdr(args)?),
            Some(Word::Broadcast) => {
                if lladdr(args)? != [0xff; 6] {
                    return Err(refused(args, "another link-layer broadcast address"));
                }
            }
            Some(Word::TxQueueLen) => {
                once(args, parsed.update.tx_queue_len.is_some(), "txqueuelen")?;
                let length = read(args, number::i32, "Invalid \"txqueuelen\" value\n")?;
                parsed.update.tx_queue_len = Some(length.cast_unsigned());
            }
            Some(Word::Mtu) => {
                once(args, parsed.update.mtu.is_some(), "mtu")?;
                let mtu = read(args, number::i32, "Invalid \"mtu\" value\n")?;
                parsed.update.mtu = Some(mtu.cast_unsigned());
            }
            Some(Word::Multicast) => parsed.update.multicast = Some(on_off(args, "multicast")?),
            Some(Word::AllMulticast) => {
                parsed.update.allmulticast = Some(on_off(args, "allmulticast")?);
            }
            Some(Word::Promisc) => parsed.update.promisc = Some(on_off(args, "promisc")?),
            Some(Word::Arp) => parsed.update.arp = Some(on_off(args, "arp")?),
            Some(Word::Master) => {
                let name = args.value()?;
                if context.find_link(name).is_none() {
                    return Err(args.invalid("Device does not exist\n"));
                }
                return Err(refused(args, "\"master\""));
            }
            Some(Word::Type) => {
                parsed.kind = Some(args.value()?);
                break;
            }
            Some(Word::Alias) => {
                parsed.update.alias = Some(read(args, alias, "alias too long\n")?);
            }
            Some(Word::Group) => {
                once(args, parsed.update.group.is_some(), "group")?;
                parsed.update.group = Some(group(args)?);
            }
            Some(Word::Mode) => match args.value()? {
                "default" => {}
                "dormant" => return Err(refused(args, "link mode \"dormant\"")),
                _ => return Err(args.invalid("Invalid link mode\n")),
            },
            Some(Word::State) => {
                args.value()?;
                return Err(args.invalid("Invalid operstate\n"));
            }
            Some(Word::Queues) => {
                args.value()?;
                return Err(refused(
                    args,
                    "a number of queues (there is one for each worker)",
                ));
            }
            Some(Word::Refused) => return Err(refused(args, &format!("\"{word}\""))),
            None => device(&mut parsed, args, word)?,
        }
    }
    Ok(parsed)
}

/// A word that is no keyword: the device.
fn device<'s>(parsed: &mut Parsed<'s>, args: &mut Args<'_, 's>, word: &'s str) -> Done {
    if crate::lang::args::is_abbreviation(word, "help") {
        return Err(usage::exit(usage::LINK));
    }
    let name = if word == "dev" { args.value()? } else { word };
    if parsed.dev.map(|(dev, _)| dev) != parsed.name.map(|(name, _)| name) {
        return Err(args.garbage("dev"));
    }
    if name.is_empty() || name.len() >= 128 || name.contains(['/', ' ', '\t', '\n']) {
        return Err(args.invalid("\"dev\" not a valid ifname"));
    }
    parsed.dev = Some((name, args.last()));
    Ok(())
}

/// Complains about a second value of `key`, which is the next word.
fn once(args: &mut Args<'_, '_>, given: bool, key: &str) -> Done {
    if given {
        args.value()?;
        return Err(args.duplicate(key));
    }
    Ok(())
}

fn positive(word: &str) -> Option<u32> {
    let digits = word.trim_start();
    let end = digits
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(digits.len());
    digits[..end]
        .parse()
        .ok()
        .filter(|&n| n > 0 && n <= 0x7fff_ffff)
}

fn alias(word: &str) -> Option<String> {
    (word.len() < 256).then(|| word.to_owned())
}

/// Whether a link may have that name.
pub(crate) fn is_link_name(name: &str) -> bool {
    (1..=15).contains(&name.len()) && !name.contains(['/', ' ', '\t', '\n', '\r'])
}

fn add(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>) -> Done {
    let parsed = parse(context, args)?;
    let Some(kind) = parsed.kind else {
        return Err(Failure::returned(
            1,
            "Not enough information: \"type\" argument is required\n",
        ));
    };
    let mac = parsed.address.as_deref().map(mac).transpose()?;
    let (kind, gro) = self::kind(context, args, kind, parsed.link)?;
    let name = match parsed.name.or(parsed.dev) {
        Some((name, _)) if is_link_name(name) => name.to_owned(),
        Some((_, word)) => {
            return Err(
                Failure::returned(2, "Error: Attribute failed policy validation.\n").at(word),
            );
        }
        None => "link%d".to_owned(),
    };
    let request = LinkRequest {
        index: parsed.index.and_then(IfIndex::new),
        mac,
        mtu: parsed.update.mtu,
        tx_queue_len: parsed.update.tx_queue_len,
        gro,
        group: parsed.update.group,
        up: parsed.update.up.unwrap_or(false),
        origin: context.origin(),
        ..LinkRequest::new(name, kind)
    };
    let model = &mut *context.session.model;
    let index = model.add_link(request).map_err(|error| answered(&error))?;
    // What a request for a new link has no place for.
    let rest = LinkUpdate {
        arp: parsed.update.arp,
        multicast: parsed.update.multicast,
        promisc: parsed.update.promisc,
        allmulticast: parsed.update.allmulticast,
        alias: parsed.update.alias,
        ..LinkUpdate::default()
    };
    if rest != LinkUpdate::default() {
        model
            .set_link(index, &rest)
            .map_err(|error| answered(&error))?;
    }
    Ok(())
}

/// Reads what follows `type KIND`: what the link is, and whether it joins.
fn kind(
    context: &mut Context<'_, '_>,
    args: &mut Args<'_, '_>,
    name: &str,
    link: Option<IfIndex>,
) -> Result<(LinkKind, Option<bool>), Failure> {
    let at = args.last();
    let kind = match name {
        "tap" => LinkKind::Tap,
        "pcap" => LinkKind::Pcap,
        "dummy" => LinkKind::Dummy,
        "packet" => LinkKind::Packet {
            dev: kernel_device(args, at)?,
        },
        "xdp" => LinkKind::Xdp {
            dev: kernel_device(args, at)?,
            way: xdp_way(args)?,
            offload: xdp_offload(args)?,
        },
        "vlan" => return Ok((vlan(context, args, link, at)?, None)),
        _ if args.is_empty() => {
            return Err(Failure::returned(2, "Error: Unknown device type.\n").at(at));
        }
        _ => {
            let word = args.next().unwrap_or_default();
            if crate::lang::args::is_abbreviation(word, "help") {
                return Err(usage::exit(usage::LINK));
            }
            return Err(garbage(args, word));
        }
    };
    let gro = gro(args, &kind)?;
    end(args)?;
    Ok((kind, gro))
}

/// Nothing follows.
fn end(args: &mut Args<'_, '_>) -> Done {
    match args.next() {
        Some(word) => Err(garbage(args, word)),
        None => Ok(()),
    }
}

fn garbage(args: &Args<'_, '_>, word: &str) -> Failure {
    Failure::returned(
        1,
        format!("Garbage instead of arguments \"{word} ...\". Try \"ip link help\".\n"),
    )
    .at(args.last())
}

/// `[gro on|off]` of a kind that has it.
fn gro(args: &mut Args<'_, '_>, kind: &LinkKind) -> Result<Option<bool>, Failure> {
    if !kind.has_gro() || !args.take("gro") {
        return Ok(None);
    }
    on_off(args, "gro").map(Some)
}

/// `[mode copy|zerocopy|generic|auto]` of `type xdp`.
fn xdp_way(args: &mut Args<'_, '_>) -> Result<XdpWay, Failure> {
    if !args.take("mode") {
        return Ok(XdpWay::default());
    }
    let word = args.value()?;
    let way = XdpWay::ALL.into_iter().find(|way| way.name() == word);
    way.ok_or_else(|| args.invalid("\"mode\" is copy, zerocopy, generic or auto"))
}

/// `[offload on|off]` of `type xdp`.
fn xdp_offload(args: &mut Args<'_, '_>) -> Result<bool, Failure> {
    if !args.take("offload") {
        return Ok(false);
    }
    match args.value()? {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err(args.invalid("\"offload\" is on or off")),
    }
}

/// `dev DEV` of `type packet` and `type xdp`.
fn kernel_device(args: &mut Args<'_, '_>, at: usize) -> Result<String, Failure> {
    if !args.take("dev") {
        return Err(crate::lang::args::missing(1, "dev").at(at));
    }
    let dev = args.value()?;
    if !is_link_name(dev) {
        return Err(args.invalid("\"dev\" not a valid ifname"));
    }
    Ok(dev.to_owned())
}

#[derive(Clone, Copy)]
enum VlanWord {
    Protocol,
    Id,
    ReorderHdr,
    Refused,
}

const VLAN_WORDS: &[(Key, VlanWord)] = &[
    (Key::Prefix("protocol"), VlanWord::Protocol),
    (Key::Prefix("id"), VlanWord::Id),
    (Key::Prefix("reorder_hdr"), VlanWord::ReorderHdr),
    (Key::Prefix("gvrp"), VlanWord::Refused),
    (Key::Prefix("mvrp"), VlanWord::Refused),
    (Key::Prefix("loose_binding"), VlanWord::Refused),
    (Key::Prefix("bridge_binding"), VlanWord::Refused),
    (Key::Prefix("ingress-qos-map"), VlanWord::Refused),
    (Key::Prefix("egress-qos-map"), VlanWord::Refused),
];

/// `type vlan …`; the kernel's checks of what was given are in its order.
fn vlan(
    context: &mut Context<'_, '_>,
    args: &mut Args<'_, '_>,
    link: Option<IfIndex>,
    at: usize,
) -> Result<LinkKind, Failure> {
    let mut protocol = 0x8100;
    let mut id = None;
    while let Some(word) = args.next() {
        match find(VLAN_WORDS, word) {
            Some(VlanWord::Protocol) => {
                protocol = read(args, vlan_protocol, "protocol is invalid")?;
            }
            Some(VlanWord::Id) => id = Some(read(args, number::u16, "id is invalid")?),
            Some(VlanWord::ReorderHdr) => {
                if !on_off(args, "reorder_hdr")? {
                    return Err(refused(args, "\"reorder_hdr off\""));
                }
            }
            Some(VlanWord::Refused) => return Err(refused(args, &format!("\"{word}\""))),
            None if crate::lang::args::is_abbreviation(word, "help") => {
                context.text.push_str(usage::VLAN);
                return Err(Failure::returned(1, ""));
            }
            None => {
                let message = format!("vlan: unknown command \"{word}\"?\n{}", usage::VLAN);
                return Err(Failure::returned(1, message).at(args.last()));
            }
        }
    }
    let wrong = |what: &str| Failure::returned(2, format!("Error: 8021q: {what}.\n")).at(at);
    if protocol != 0x8100 && protocol != 0x88a8 {
        return Err(wrong("Invalid VLAN protocol"));
    }
    if id.is_some_and(|id| id >= 4095) {
        return Err(wrong("Invalid VLAN id"));
    }
    let Some(id) = id.and_then(VlanId::new) else {
        return Err(wrong("VLAN properties not specified"));
    };
    let parent = link.ok_or_else(|| wrong("link not specified"))?;
    Ok(LinkKind::Vlan {
        parent,
        id,
        protocol,
    })
}

fn vlan_protocol(word: &str) -> Option<u16> {
    match word.to_ascii_lowercase().as_str() {
        "802.1q" => Some(0x8100),
        "802.1ad" => Some(0x88a8),
        "ipv4" => Some(0x0800),
        _ => number::u16(word),
    }
}

fn set(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>) -> Done {
    let mut parsed = parse(context, args)?;
    if parsed.index.is_some() {
        return Err(Failure::exit(
            255,
            "index can be used only when creating devices or when moving device to another netns.\n",
        ));
    }
    if parsed.link.is_some() {
        return Err(not_supported());
    }
    if let Some(address) = &parsed.address {
        parsed.update.mac = Some(mac(address)?);
    }
    let Some((dev, word)) = parsed.dev else {
        if parsed.kind.is_some() {
            return Err(not_supported());
        }
        return set_group(context, parsed.update);
    };
    let index = context.link_index(dev, word)?;
    if let Some(kind) = parsed.kind {
        parsed.update.gro = change_kind(context, args, kind, index)?;
    }
    if let Some((name, _)) = parsed.name.filter(|&(name, _)| name != dev) {
        parsed.update.name = Some(name.to_owned());
    }
    context
        .session
        .model
        .set_link(index, &parsed.update)
        .map_err(|error| answered(&error))
}

fn not_supported() -> Failure {
    Failure::returned(2, "RTNETLINK answers: Operation not supported\n")
}

/// What follows `type KIND` of a link of that kind: all that can be changed is whether it joins.
fn change_kind(
    context: &Context<'_, '_>,
    args: &mut Args<'_, '_>,
    name: &str,
    index: IfIndex,
) -> Result<Option<bool>, Failure> {
    let link = context.session.model.link(index);
    let kind = link.map(|link| &link.kind);
    match kind.filter(|kind| kind_name(kind) == name && kind.has_gro()) {
        Some(kind) => {
            let gro = gro(args, kind)?;
            end(args)?;
            Ok(gro)
        }
        None => Err(not_supported()),
    }
}

/// `ip link set group GROUP …`: all links of the group.
fn set_group(context: &mut Context<'_, '_>, mut update: LinkUpdate) -> Done {
    let Some(group) = update.group.take() else {
        return Err(missing_dev());
    };
    for index in of_group(context, group) {
        context
            .session
            .model
            .set_link(index, &update)
            .map_err(|error| answered(&error))?;
    }
    Ok(())
}

fn of_group(context: &Context<'_, '_>, group: u32) -> Vec<IfIndex> {
    context
        .session
        .model
        .links()
        .filter(|link| link.group == group)
        .map(|link| link.index)
        .collect()
}

fn missing_dev() -> Failure {
    Failure {
        exits: true,
        ..crate::lang::args::missing(255, "dev")
    }
}

fn del(context: &mut Context<'_, '_>, args: &mut Args<'_, '_>) -> Done {
    let parsed = parse(context, args)?;
    let Some((dev, word)) = parsed.dev else {
        let Some(group) = parsed.update.group else {
            return Err(missing_dev());
        };
        for index in of_group(context, group) {
            // A VLAN goes with its parent, which may have come first.
            if context.session.model.link(index).is_some() {
                context
                    .session
                    .model
                    .del_link(index)
                    .map_err(|error| answered(&error))?;
            }
        }
        return Ok(());
    };
    let index = context
        .find_link(dev)
        .map(|link| link.index)
        .ok_or_else(|| no_device(dev).at(word))?;
    context
        .session
        .model
        .del_link(index)
        .map_err(|error| answered(&error))
}
