//! `u32`: how its options are read. How they are shown is in [`super::u32_show`].

use std::net::IpAddr;

use dataplane::qos::{U32Key, U32Node};

use super::{Parsed, Parsing, bad, class, what_is};
use crate::{
    config::qos::{FilterOptions, Selector, U32Options},
    lang::{
        args::{Args, Failure, is_abbreviation},
        ip::{number, prefix},
        tc::{context::illegal, usage},
    },
};

/// A table, bucket and node (`get_u32_handle`): `HTID:HASH:NODE`, hexadecimal, each part may be left out; or a number
/// of 32 bits that begins with `0x`.
fn read_handle(text: &str) -> Option<u32> {
    if !text.contains(':') {
        let digits = text.strip_prefix("0x")?;
        return number::unsigned(digits, 16);
    }
    let mut rest = text;
    let mut part = |most: u64| -> Option<u64> {
        let (value, behind) = number::strtoul(rest, 16).unwrap_or((0, rest));
        let nothing = behind.len() == rest.len();
        if nothing && !behind.is_empty() && !behind.starts_with(':') || value > most {
            return None;
        }
        // Whatever is behind a number separates it from the next.
        let mut characters = behind.chars();
        characters.next();
        rest = characters.as_str();
        Some(value)
    };
    let table = part(0xfff)?;
    let bucket = part(0xff)?;
    let node = part(0xfff)?;
    Some((table << 20 | bucket << 12 | node) as u32)
}

/// What can't be read; the caller says what of.
struct Bad(String);

impl Bad {
    /// With nothing to say.
    fn quiet() -> Self {
        Self(String::new())
    }
}

/// Why a part can't be read: the tool ends, or the part is illegal.
enum Wrong {
    /// The tool ends.
    Failure(Failure),
    /// The part is illegal.
    Bad(Bad),
}

impl From<Failure> for Wrong {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl From<Bad> for Wrong {
    fn from(bad: Bad) -> Self {
        Self::Bad(bad)
    }
}

/// Most keys of a node.
const MOST_KEYS: usize = 128;

/// Adds a key, or a part of one that is there (`pack_key`).
fn pack(keys: &mut Vec<U32Key>, key: U32Key) -> Result<(), Bad> {
    let value = key.value & key.mask;
    let same =
        |other: &&mut U32Key| other.offset == key.offset && other.next_header == key.next_header;
    if let Some(other) = keys.iter_mut().find(same) {
        if (value ^ other.value) & key.mask & other.mask != 0 {
            return Err(Bad::quiet());
        }
        other.value |= value;
        other.mask |= key.mask;
        return Ok(());
    }
    if keys.len() >= MOST_KEYS || key.offset % 4 != 0 {
        return Err(Bad::quiet());
    }
    keys.push(U32Key { value, ..key });
    Ok(())
}

/// Where a field is: its offset, and whether it counts from the next header.
#[derive(Clone, Copy)]
struct At {
    offset: i32,
    next_header: bool,
}

impl At {
    const fn ip(offset: i32) -> Self {
        Self {
            offset,
            next_header: false,
        }
    }

    const fn next(offset: i32) -> Self {
        Self {
            offset,
            next_header: true,
        }
    }

    /// `at [nexthdr+]OFFSET`, if that follows.
    fn read(mut self, args: &mut Args<'_, '_>) -> Result<Self, Wrong> {
        const NEXT: &str = "nexthdr+";
        if !args.take("at") {
            return Ok(self);
        }
        let word = args.value()?;
        let number = if let Some(rest) = word.strip_prefix(NEXT).filter(|rest| !rest.is_empty()) {
            self.next_header = true;
            rest
        } else if is_abbreviation(word, NEXT) {
            self.next_header = true;
            args.value()?
        } else {
            word
        };
        self.offset = number::i32(number).ok_or_else(Bad::quiet)?;
        Ok(self)
    }

    /// A field of `bytes` (1, 2 or 4) there, as the part of a word.
    fn key(self, bytes: u32, value: u32, mask: u32) -> Result<U32Key, Bad> {
        let most = u32::MAX >> (32 - 8 * bytes);
        if value > most || mask > most {
            return Err(Bad::quiet());
        }
        let shift = match bytes {
            1 => 24 - 8 * (self.offset & 3),
            2 if self.offset & 3 == 0 => 16,
            _ => 0,
        };
        let offset = if bytes == 4 {
            self.offset
        } else {
            self.offset & !3
        };
        Ok(U32Key {
            value: value << shift,
            mask: mask << shift,
            offset,
            next_header: self.next_header,
        })
    }
}

/// Reads matches into keys.
struct Selecting<'p, 'w, 's> {
    args: &'p mut Args<'w, 's>,
    keys: &'p mut Vec<U32Key>,
    mark: &'p mut Option<(u32, u32)>,
}

impl Selecting<'_, '_, '_> {
    /// `VALUE MASK [at …]`: a field of so many bytes.
    fn field(&mut self, bytes: u32, at: At) -> Result<(), Wrong> {
        let mut next = |base| -> Result<u32, Bad> {
            let word = self.args.next().ok_or_else(Bad::quiet)?;
            number::unsigned(word, base).ok_or_else(Bad::quiet)
        };
        let value = next(0)?;
        let mask = next(16)?;
        let at = at.read(self.args)?;
        pack(self.keys, at.key(bytes, value, mask)?)?;
        Ok(())
    }

    fn fixed(&mut self, bytes: u32, at: At, value: u32, mask: u32) -> Result<(), Wrong> {
        Ok(pack(self.keys, at.key(bytes, value, mask)?)?)
    }

    /// A prefix of an address.
    fn address(&mut self, at: At, v6: bool) -> Result<(), Wrong> {
        let word = self.args.next().ok_or_else(Bad::quiet)?;
        let (address, len) = read_prefix(word, v6).ok_or_else(Bad::quiet)?;
        let at = at.read(self.args)?;
        let words: Vec<u32> = match address {
            IpAddr::V4(address) => vec![address.to_bits()],
            IpAddr::V6(address) => address
                .octets()
                .chunks_exact(4)
                .map(|word| word.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte)))
                .collect(),
        };
        for (i, word) in words.into_iter().enumerate() {
            let covered = u32::from(len).saturating_sub(32 * i as u32).min(32);
            if v6 && covered == 0 {
                break;
            }
            let mask = u32::MAX.checked_shl(32 - covered).unwrap_or(0);
            let key = U32Key {
                value: word,
                mask,
                offset: at.offset + 4 * i as i32,
                next_header: at.next_header,
            };
            pack(self.keys, key)?;
        }
        Ok(())
    }

    /// One match (`parse_selector`).
    fn selector(&mut self) -> Result<(), Wrong> {
        let word = self.args.next().ok_or_else(Bad::quiet)?;
        // Each of these needs something behind it.
        self.args.needs_more()?;
        let is = |key| is_abbreviation(word, key);
        if is("u32") {
            self.field(4, At::ip(0))
        } else if is("u16") {
            self.field(2, At::ip(0))
        } else if is("u8") {
            self.field(1, At::ip(0))
        } else if is("ip") {
            self.ip()
        } else if is("ip6") {
            self.ip6()
        } else if is("udp") || is("tcp") {
            match self.two_words()? {
                "src" => self.field(2, At::next(0)),
                "dst" => self.field(2, At::next(2)),
                _ => Err(Bad::quiet().into()),
            }
        } else if is("icmp") {
            match self.two_words()? {
                "type" => self.field(1, At::next(0)),
                "code" => self.field(1, At::next(1)),
                _ => Err(Bad::quiet().into()),
            }
        } else if is("mark") {
            self.mark()
        } else if is("ether") {
            self.ether()
        } else {
            Err(Bad::quiet().into())
        }
    }

    /// A word with another behind it.
    fn two_words(&mut self) -> Result<&str, Wrong> {
        let word = self.args.next().ok_or_else(Bad::quiet)?;
        if self.args.is_empty() {
            return Err(Bad::quiet().into());
        }
        Ok(word)
    }

    fn ip(&mut self) -> Result<(), Wrong> {
        let word = self.two_words()?.to_owned();
        let is = |key| is_abbreviation(&word, key);
        match word.as_str() {
            "src" => self.address(At::ip(12), false),
            "dst" => self.address(At::ip(16), false),
            _ if word == "tos" || is("dsfield") || is("precedence") => self.field(1, At::ip(1)),
            "ihl" => self.field(1, At::ip(0)),
            "protocol" => self.field(1, At::ip(9)),
            "nofrag" => self.fixed(2, At::ip(6), 0, 0x3fff),
            "firstfrag" => self.fixed(2, At::ip(6), 0x2000, 0x3fff),
            "df" => self.fixed(2, At::ip(6), 0x4000, 0x4000),
            "mf" => self.fixed(2, At::ip(6), 0x2000, 0x2000),
            "dport" => self.field(2, At::ip(22)),
            "sport" => self.field(2, At::ip(20)),
            "icmp_type" => self.field(1, At::ip(20)),
            "icmp_code" => self.field(1, At::ip(21)),
            _ => Err(Bad::quiet().into()),
        }
    }

    fn ip6(&mut self) -> Result<(), Wrong> {
        match self.two_words()? {
            "src" => self.address(At::ip(8), true),
            "dst" => self.address(At::ip(24), true),
            "priority" => {
                let mut number = |base| -> Result<u32, Bad> {
                    let word = self.args.next().ok_or_else(Bad::quiet)?;
                    let value = number::unsigned(word, base);
                    value.filter(|n| *n <= 0xff).ok_or_else(Bad::quiet)
                };
                let value = number(0)?;
                let mask = number(16)?;
                self.fixed(4, At::ip(0), value << 20, mask << 20)
            }
            "protocol" => self.field(1, At::ip(6)),
            "flowlabel" => self.field(4, At::ip(0)),
            "dport" => self.field(2, At::ip(42)),
            "sport" => self.field(2, At::ip(40)),
            "icmp_type" => self.field(1, At::ip(40)),
            // The tool gives this one a mask of the offset of 1, which no packet's offset has.
            "icmp_code" => self.field(1, At::next(41)),
            _ => Err(Bad::quiet().into()),
        }
    }

    fn mark(&mut self) -> Result<(), Wrong> {
        let bad = |what: &str| Bad(format!("Illegal \"mark\" {what}\n"));
        let value = self.args.next().ok_or_else(Bad::quiet)?;
        if self.args.is_empty() {
            return Err(Bad::quiet().into());
        }
        let value = number::u32(value).ok_or_else(|| bad("value"))?;
        let mask = self.args.value()?;
        let mask = number::u32(mask).ok_or_else(|| bad("mask"))?;
        // The tool wants something behind it.
        self.args.needs_more()?;
        if value & mask != value {
            return Err(bad("(impossible combination)").into());
        }
        *self.mark = Some((value, mask));
        Ok(())
    }

    fn ether(&mut self) -> Result<(), Wrong> {
        let side = self.two_words()?.to_owned();
        let offset = match side.as_str() {
            "src" => -8,
            "dst" => -14,
            _ => return Err(Bad(format!("Unknown match: ether {side}\n")).into()),
        };
        let word = self.args.value()?;
        let bytes: Vec<u32> = word
            .split(':')
            .filter_map(|byte| u8::from_str_radix(byte, 16).ok().map(u32::from))
            .collect();
        if bytes.len() != 6 {
            let message = format!("parse_ether_addr: improperly formed address '{word}'\n");
            return Err(Bad(message).into());
        }
        let at = At::ip(offset).read(self.args)?;
        for (i, byte) in bytes.into_iter().enumerate() {
            let at = At {
                offset: at.offset + i as i32,
                ..at
            };
            self.fixed(1, at, byte, 0xff)?;
        }
        Ok(())
    }
}

/// An address with a length (`get_prefix_1`).
pub(super) fn read_prefix(word: &str, v6: bool) -> Option<(IpAddr, u8)> {
    let most = if v6 { 128 } else { 32 };
    if matches!(word, "default" | "any" | "all") {
        let zero = if v6 {
            IpAddr::V6(std::net::Ipv6Addr::UNSPECIFIED)
        } else {
            IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED)
        };
        return Some((zero, 0));
    }
    let (address, len) = word
        .split_once('/')
        .map_or((word, None), |(a, l)| (a, Some(l)));
    let address = if v6 {
        IpAddr::V6(address.parse().ok()?)
    } else {
        IpAddr::V4(prefix::ipv4(address)?)
    };
    let len = match len {
        None => most,
        Some(len) => match number::u32(len) {
            Some(len) => u8::try_from(len).ok().filter(|len| *len <= most)?,
            None => {
                // A mask.
                let mask = prefix::ipv4(len).filter(|_| !v6)?.to_bits();
                let ones = mask.leading_ones();
                (mask.checked_shl(ones).unwrap_or(0) == 0).then_some(ones as u8)?
            }
        },
    };
    Some((address, len))
}

/// What has been read.
struct Words {
    options: U32Options,
    node: U32Node,
    fixed_offset: bool,
    matched: bool,
    order: u32,
    sampled: bool,
}

/// `Illegal "WHAT"`, behind what there is to say of it.
fn illegal_part(what: &str, wrong: Wrong, args: &Args<'_, '_>) -> Failure {
    match wrong {
        Wrong::Failure(failure) => failure,
        Wrong::Bad(Bad(why)) => illegal(format!("{why}Illegal \"{what}\"\n")).at(args.last()),
    }
}

/// Reads the options.
pub(super) fn parse(parsing: &mut Parsing<'_, '_, '_>) -> Result<Parsed, Failure> {
    let mut parsed = Parsed::default();
    if let Some(text) = parsing.handle {
        parsed.handle = read_handle(text).ok_or_else(|| illegal("Illegal filter ID\n"))?;
    }
    if parsing.args.is_empty() {
        return Ok(parsed);
    }
    let mut words = Words {
        options: U32Options::default(),
        node: U32Node {
            bucket: 0,
            node: 0,
            keys: Vec::new(),
            class: None,
            link: None,
            hash: None,
            offset: 0,
            offset_at: None,
            eat: false,
            mark: None,
            actions: Vec::new(),
        },
        fixed_offset: false,
        matched: false,
        order: 0,
        sampled: false,
    };
    while let Some(word) = parsing.args.next() {
        words.read(word, parsing, &mut parsed)?;
    }
    if words.order != 0 {
        let node = parsed.handle & 0xfff;
        if node != 0 && node != words.order {
            return Err(illegal("\"order\" contradicts \"handle\"\n"));
        }
        parsed.handle |= words.order;
    }
    let mut options = words.options;
    if words.matched {
        options.selector = Some(Selector {
            node: words.node,
            fixed_offset: words.fixed_offset,
        });
    }
    options.table = options.table.filter(|table| *table != 0);
    parsed.options = FilterOptions::U32(Box::new(options));
    Ok(parsed)
}

impl Words {
    fn read(
        &mut self,
        word: &str,
        parsing: &mut Parsing<'_, '_, '_>,
        parsed: &mut Parsed,
    ) -> Result<(), Failure> {
        let args = &mut *parsing.args;
        if is_abbreviation(word, "match") {
            args.needs_more()?;
            let mut selecting = Selecting {
                args,
                keys: &mut self.node.keys,
                mark: &mut self.options.mark,
            };
            let done = selecting.selector();
            done.map_err(|wrong| illegal_part("match", wrong, args))?;
            self.matched = true;
        } else if is_abbreviation(word, "offset") {
            args.needs_more()?;
            self.offset(args)
                .map_err(|wrong| illegal_part("offset", wrong, args))?;
        } else if is_abbreviation(word, "hashkey") {
            args.needs_more()?;
            self.hashkey(args)
                .map_err(|wrong| illegal_part("hashkey", wrong, args))?;
        } else if is_abbreviation(word, "classid") || word == "flowid" {
            parsed.class = Some(class(args)?);
        } else if is_abbreviation(word, "divisor") {
            self.options.divisor = Some(divisor(args, "\"divisor\"")?);
        } else if is_abbreviation(word, "order") {
            let order = number::u32(args.value()?);
            self.order = order.ok_or_else(|| bad(args, "order"))?;
        } else if word == "link" {
            let link = read_handle(args.value()?).ok_or_else(|| bad(args, "link"))?;
            if link & 0xfff != 0 {
                return Err(illegal("\"link\" must be a hash table.\n").at(args.last()));
            }
            self.options.link = Some(link);
        } else if word == "ht" {
            let table = read_handle(args.value()?).ok_or_else(|| bad(args, "ht"))?;
            if parsing.handle.is_some() && table & 0xfff != 0 {
                return Err(illegal("\"ht\" must be a hash table.\n").at(args.last()));
            }
            let before = self.options.table.unwrap_or_default();
            self.options.table = Some(if self.sampled {
                before & 0xf_f000 | table & 0xfff0_0000
            } else {
                table & 0xffff_f000
            });
        } else if word == "sample" {
            self.sample(args)?;
        } else if let Some(exts) = super::exts(word, args, parsing.model)? {
            parsed.exts = exts;
        } else if word == "indev" {
            return Err(crate::lang::ip::refused(args, "\"indev\" of u32"));
        } else if word == "skip_hw" || word == "skip_sw" {
            return Err(crate::lang::ip::refused(args, word));
        } else if word == "help" {
            return Err(illegal(usage::U32));
        } else {
            return Err(what_is(args, usage::U32));
        }
        Ok(())
    }

    fn offset(&mut self, args: &mut Args<'_, '_>) -> Result<(), Wrong> {
        let (mut at, mut mask, mut shift) = self.node.offset_at.unwrap_or_default();
        let mut variable = self.node.offset_at.is_some();
        while let Some(word) = args.next() {
            if is_abbreviation(word, "plus") {
                let offset = number::i32(args.value()?).ok_or_else(Bad::quiet)?;
                self.node.offset = offset as u16;
                self.fixed_offset = true;
            } else if is_abbreviation(word, "at") {
                let offset = number::i32(args.value()?).ok_or_else(Bad::quiet)?;
                if offset % 2 != 0 {
                    return Err(Bad("offset \"at\" must be even\n".to_owned()).into());
                }
                at = offset as i16;
                variable = true;
            } else if is_abbreviation(word, "mask") {
                mask = number::unsigned(args.value()?, 16).ok_or_else(Bad::quiet)?;
                variable = true;
            } else if is_abbreviation(word, "shift") {
                shift = number::i32(args.value()?).ok_or_else(Bad::quiet)? as u8;
                variable = true;
            } else if is_abbreviation(word, "eat") {
                self.node.eat = true;
            } else {
                args.put_back();
                break;
            }
        }
        self.node.offset_at = variable.then_some((at, mask, shift));
        Ok(())
    }

    fn hashkey(&mut self, args: &mut Args<'_, '_>) -> Result<(), Wrong> {
        let (mut mask, mut at) = self.node.hash.unwrap_or_default();
        while let Some(word) = args.next() {
            if is_abbreviation(word, "mask") {
                mask = number::unsigned(args.value()?, 16).ok_or_else(Bad::quiet)?;
            } else if is_abbreviation(word, "at") {
                let offset = number::i32(args.value()?).ok_or_else(Bad::quiet)?;
                if offset % 4 != 0 {
                    return Err(Bad::quiet().into());
                }
                // The kernel has 16 bits for it.
                at = i32::from(offset as i16);
            } else {
                args.put_back();
                break;
            }
        }
        self.node.hash = Some((mask, at));
        Ok(())
    }

    /// `sample …`: the bucket that packets like this are in.
    fn sample(&mut self, args: &mut Args<'_, '_>) -> Result<(), Failure> {
        args.needs_more()?;
        let mut keys = Vec::new();
        let mut selecting = Selecting {
            args,
            keys: &mut keys,
            mark: &mut self.options.mark,
        };
        let done = selecting.selector();
        done.map_err(|wrong| illegal_part("sample", wrong, args))?;
        let [key] = keys.as_slice() else {
            let message = "\"sample\" must contain exactly ONE key.\n";
            return Err(illegal(message).at(args.last()));
        };
        let buckets = if args.take("divisor") {
            let divisor = divisor(args, "sample \"divisor\"")?;
            // The tool wants something behind it.
            args.needs_more()?;
            divisor
        } else {
            0x100
        };
        let hash = key.value & key.mask;
        let hash = match key.mask {
            0 => hash,
            mask => hash >> mask.trailing_zeros(),
        };
        let table = self.options.table.unwrap_or_default();
        self.options.table = Some((hash % buckets) << 12 | table & 0xfff0_0000);
        self.sampled = true;
        Ok(())
    }
}

fn divisor(args: &mut Args<'_, '_>, what: &str) -> Result<u32, Failure> {
    let divisor = number::u32(args.value()?);
    let divisor = divisor.filter(|n| (1..=0x100).contains(n) && n.is_power_of_two());
    divisor.ok_or_else(|| illegal(format!("Illegal {what}\n")).at(args.last()))
}
