//! `flower`: how its fields are read. How they are shown is in [`super::flower_show`].

use std::net::IpAddr;

use dataplane::{iface::MacAddr, qos::FlowerKey};

use super::{Parsed, Parsing, bad, class, number_of, u32_match::read_prefix, what_is};
use crate::{
    config::qos::FilterOptions,
    lang::{
        args::{Args, Failure, is_abbreviation},
        ip::{number, refused},
        tc::{
            context::{find_link, illegal},
            hex, protocol, usage,
        },
    },
};

/// EtherTypes.
pub(super) const IPV4: u16 = 0x0800;
pub(super) const IPV6: u16 = 0x86dd;
const TAGS: [u16; 2] = [0x8100, 0x88a8];

/// Protocols that have names.
pub(super) const PROTOCOLS: &[(&str, u8)] = &[
    ("icmp", 1),
    ("tcp", 6),
    ("udp", 17),
    ("icmpv6", 58),
    ("sctp", 132),
];

/// The states of connections, with their bits.
pub(super) const STATES: &[(&str, u16)] = &[
    ("trk", 8),
    ("new", 1),
    ("est", 2),
    ("rel", 4),
    ("inv", 16),
    ("rpl", 32),
];

/// Fields of the tool that we have not; each has a value.
const REFUSED: &[&str] = &[
    "num_of_vlans",
    "cvlan_id",
    "cvlan_prio",
    "cvlan_ethtype",
    "pppoe_sid",
    "ppp_proto",
    "mpls",
    "mpls_label",
    "mpls_tc",
    "mpls_bos",
    "mpls_ttl",
    "arp_tip",
    "arp_sip",
    "arp_op",
    "arp_tha",
    "arp_sha",
    "enc_dst_ip",
    "enc_src_ip",
    "enc_key_id",
    "enc_dst_port",
    "enc_tos",
    "enc_ttl",
    "geneve_opts",
    "vxlan_opts",
    "erspan_opts",
    "gtp_opts",
    "ip_flags",
    "verbose",
    "hw_tc",
    "skip_hw",
    "skip_sw",
];

/// `VALUE[/MASK]`, the mask in base 0.
fn masked<T: TryFrom<u32>>(text: &str, all: u32) -> Option<(T, T)> {
    let (value, mask) = match text.split_once('/') {
        Some((value, mask)) => (number::u32(value)?, number::u32(mask)?),
        None => (number::u32(text)?, all),
    };
    Some((T::try_from(value).ok()?, T::try_from(mask).ok()?))
}

/// An Ethernet address of six bytes.
pub(in super::super) fn mac(text: &str) -> Option<[u8; 6]> {
    let bytes: Vec<u8> = text
        .split(':')
        .map(|byte| u8::from_str_radix(byte, 16).ok())
        .collect::<Option<_>>()?;
    bytes.try_into().ok()
}

/// A link-layer address, with a length or a mask.
fn masked_mac(text: &str) -> Result<(MacAddr, MacAddr), String> {
    let wrong = |text: &str| format!("\"{text}\" is invalid lladdr.\n");
    let (address, mask) = match text.split_once('/') {
        Some((address, mask)) => (address, Some(mask)),
        None => (text, None),
    };
    let address = mac(address).ok_or_else(|| wrong(address))?;
    let mask = match mask {
        None => [0xff; 6],
        Some(mask) => match number::u32(mask) {
            Some(bits @ 0..=48) => {
                let ones = (0xffff_ffff_ffff_u64 << (48 - bits)) & 0xffff_ffff_ffff;
                let [_, _, bytes @ ..] = ones.to_be_bytes();
                bytes
            }
            Some(_) => return Err(String::new()),
            None => mac(mask).ok_or_else(|| wrong(mask))?,
        },
    };
    Ok((MacAddr(address), MacAddr(mask)))
}

/// Reads the options.
pub(super) fn parse(parsing: &mut Parsing<'_, '_, '_>) -> Result<Parsed, Failure> {
    let mut parsed = Parsed {
        handle: number_of(parsing)?,
        ..Parsed::default()
    };
    let mut words = Words {
        key: FlowerKey::default(),
        ethertype: parsing.protocol,
    };
    while let Some(word) = parsing.args.next() {
        let args = &mut *parsing.args;
        if is_abbreviation(word, "classid") || word == "flowid" {
            parsed.class = Some(class(args)?);
        } else if let Some(exts) = super::exts(word, args, parsing.model)? {
            parsed.exts = exts;
        } else if word == "help" {
            return Err(illegal(usage::FLOWER));
        } else if word == "indev" {
            let name = args.value()?;
            let missing =
                "Error: Network device not found.\nWe have an error talking to the kernel\n";
            let link = find_link(parsing.model, name);
            let link = link.ok_or_else(|| Failure::returned(2, missing).at(args.last()))?;
            words.key.indev = Some(link.index);
        } else if REFUSED.contains(&word) {
            return Err(refused(args, &format!("\"{word}\" of flower")));
        } else if !words.read(word, args)? {
            return Err(what_is(args, usage::FLOWER));
        }
    }
    let mut key = words.key;
    // The kernel looks at flags where there are some.
    key.tcp_flags = key.tcp_flags.filter(|_| key.ip_proto == Some(6));
    // A mask of nothing is nothing.
    key.ct_label = key.ct_label.filter(|(_, mask)| *mask != 0);
    parsed.options = FilterOptions::Flower(Box::new(key));
    Ok(parsed)
}

/// What has been read.
struct Words {
    key: FlowerKey,
    /// The EtherType that fields behind tags belong to.
    ethertype: u16,
}

impl Words {
    /// Reads a field, if `word` is one.
    fn read(&mut self, word: &str, args: &mut Args<'_, '_>) -> Result<bool, Failure> {
        let key = &mut self.key;
        match word {
            "vlan_id" | "vlan_prio" | "vlan_ethtype" => return self.vlan(word, args),
            "dst_mac" | "src_mac" => {
                let value = args.value()?;
                let address = masked_mac(value)
                    .map_err(|why| illegal(format!("{why}Illegal \"{word}\"\n")).at(args.last()))?;
                let place = match word {
                    "dst_mac" => &mut key.dst_mac,
                    _ => &mut key.src_mac,
                };
                *place = Some(address);
            }
            "ip_proto" => {
                let value = args.value()?;
                let mut protocols = PROTOCOLS.iter();
                let named = protocols.find(|(name, _)| is_abbreviation(value, name));
                let number = match named {
                    Some((_, number)) => Some(*number),
                    None => number::unsigned(value, 16),
                };
                let has_ip = matches!(self.ethertype, IPV4 | IPV6);
                key.ip_proto = Some(number.filter(|_| has_ip).ok_or_else(|| bad(args, word))?);
            }
            "ip_tos" => {
                let tos = masked(args.value()?, 0xff);
                key.ip_tos = Some(tos.ok_or_else(|| bad(args, word))?);
            }
            "ip_ttl" => {
                let ttl = masked(args.value()?, 0xff);
                key.ip_ttl = Some(ttl.ok_or_else(|| bad(args, word))?);
            }
            "dst_ip" | "src_ip" => self.address(word, args)?,
            "dst_port" | "src_port" => self.port(word, args)?,
            "tcp_flags" => {
                let flags = masked(args.value()?, 0xfff);
                let small = |flags: &(u16, u16)| flags.0 <= 0xfff && flags.1 <= 0xfff;
                key.tcp_flags = Some(flags.filter(small).ok_or_else(|| bad(args, word))?);
            }
            "type" | "code" => {
                let what = format!("icmp {word}");
                let field = masked(args.value()?, 0xff);
                let fits = matches!(
                    (self.ethertype, key.ip_proto),
                    (IPV4, Some(1)) | (IPV6, Some(58))
                );
                let field = Some(field.filter(|_| fits).ok_or_else(|| bad(args, &what))?);
                match word {
                    "type" => key.icmp_type = field,
                    _ => key.icmp_code = field,
                }
            }
            "ct_state" => {
                let state = ct_state(args.value()?).ok_or_else(|| bad(args, word))?;
                key.ct_state = Some(state);
            }
            "ct_mark" => {
                let mark = masked(args.value()?, u32::MAX);
                key.ct_mark = Some(mark.ok_or_else(|| bad(args, word))?);
            }
            "ct_label" => key.ct_label = Some(labels(args)?),
            "ct_zone" => {
                let zone = masked(args.value()?, 0xffff);
                key.ct_zone = Some(zone.ok_or_else(|| bad(args, word))?);
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn vlan(&mut self, word: &str, args: &mut Args<'_, '_>) -> Result<bool, Failure> {
        let value = args.value()?;
        if !TAGS.contains(&self.ethertype) && self.key.vlan_ethtype.is_none() {
            let message = format!(
                "Can't set \"{word}\" if ethertype isn't 802.1Q or 802.1AD and num_of_vlans is 0\n"
            );
            return Err(illegal(message).at(args.last()));
        }
        let number = number::u16(value);
        match word {
            "vlan_id" => {
                let id = number.filter(|id| *id <= 4095);
                self.key.vlan_id = Some(id.ok_or_else(|| bad(args, word))?);
            }
            "vlan_prio" => {
                let prio = number.filter(|prio| *prio <= 7);
                let prio = prio.and_then(|prio| u8::try_from(prio).ok());
                self.key.vlan_prio = Some(prio.ok_or_else(|| bad(args, word))?);
            }
            _ => {
                let ethertype =
                    protocol::read(value).ok_or_else(|| args.invalid("invalid vlan_ethtype"))?;
                self.key.vlan_ethtype = Some(ethertype);
                self.ethertype = ethertype;
            }
        }
        Ok(true)
    }

    fn address(&mut self, word: &str, args: &mut Args<'_, '_>) -> Result<(), Failure> {
        let value = args.value()?;
        let v6 = match self.ethertype {
            IPV4 => false,
            IPV6 => true,
            _ => return Err(bad(args, word)),
        };
        let (address, len) = read_prefix(value, v6).ok_or_else(|| {
            let message = format!("Error: inet prefix is expected rather than \"{value}\".\n");
            Failure::exit(1, message).at(args.last())
        })?;
        let mask = match address {
            IpAddr::V4(_) => {
                let bits = u32::MAX.checked_shl(32 - u32::from(len)).unwrap_or(0);
                IpAddr::V4(bits.into())
            }
            IpAddr::V6(_) => {
                let bits = u128::MAX.checked_shl(128 - u32::from(len)).unwrap_or(0);
                IpAddr::V6(bits.into())
            }
        };
        let place = match word {
            "dst_ip" => &mut self.key.dst,
            _ => &mut self.key.src,
        };
        *place = Some((address, mask));
        Ok(())
    }

    fn port(&mut self, word: &str, args: &mut Args<'_, '_>) -> Result<(), Failure> {
        let value = args.value()?;
        let wrong = || bad(args, word);
        if !matches!(self.key.ip_proto, Some(6 | 17 | 132)) {
            return Err(wrong());
        }
        let (range, field) = match value.split_once('-') {
            Some((least, most)) => {
                let least = number::u16(least).ok_or_else(wrong)?;
                let most = number::u16(most).ok_or_else(wrong)?;
                if most <= least {
                    let message =
                        format!("max value should be greater than min value\nIllegal \"{word}\"\n");
                    return Err(illegal(message).at(args.last()));
                }
                (true, (least, most))
            }
            None => (false, masked(value, 0xffff).ok_or_else(wrong)?),
        };
        let key = &mut self.key;
        match word {
            "dst_port" => (key.dst_port, key.dst_range) = (Some(field), range),
            _ => (key.src_port, key.src_range) = (Some(field), range),
        }
        Ok(())
    }
}

/// Labels of a connection and their mask: bytes in hexadecimal, the lowest labels first.
fn labels(args: &mut Args<'_, '_>) -> Result<(u128, u128), Failure> {
    /// Digits of all labels.
    const MOST: usize = 32;
    let text = args.value()?;
    let (value, mask) = match text.split_once('/') {
        Some((value, mask)) => (value, Some(mask)),
        None => (text, None),
    };
    let read = |text: &str| {
        let wrong = |why: &str| {
            let message = format!("Error: argument \"{text}\" is wrong: {why}\n");
            Failure::exit(255, message).at(args.last())
        };
        if text.len() > MOST {
            return Err(wrong(&format!("{} Max allowed size {MOST}", text.len())));
        }
        let given = hex::bytes(text).ok_or_else(|| wrong("labels must be a hex string\n"))?;
        let mut bytes = [0; 16];
        bytes[..given.len()].copy_from_slice(&given);
        Ok(u128::from_le_bytes(bytes))
    };
    Ok((read(value)?, mask.map_or(Ok(u128::MAX), read)?))
}

/// `+trk-new…`, or numbers.
fn ct_state(text: &str) -> Option<(u16, u16)> {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return masked(text, 0xffff);
    }
    let (mut value, mut mask) = (0, 0);
    let mut rest = text;
    while !rest.is_empty() {
        let set = match rest.as_bytes()[0] {
            b'+' => true,
            b'-' => false,
            _ => return None,
        };
        rest = &rest[1..];
        let (name, bit) = STATES.iter().find(|(name, _)| rest.starts_with(name))?;
        rest = &rest[name.len()..];
        mask |= bit;
        if set {
            value |= bit;
        }
    }
    Some((value, mask))
}
