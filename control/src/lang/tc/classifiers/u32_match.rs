//! What `u32` looks at: how `match …` is read.

use std::net::IpAddr;

use dataplane::qos::U32Key;

use crate::lang::{
    args::{Args, Failure, is_abbreviation},
    ip::{number, prefix},
};

/// What can't be read; the caller says what of.
pub(super) struct Bad(pub(super) String);

impl Bad {
    /// With nothing to say.
    pub(super) fn quiet() -> Self {
        Self(String::new())
    }
}

/// Why a part can't be read: the tool ends, or the part is illegal.
pub(super) enum Wrong {
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
pub(super) struct Selecting<'p, 'w, 's> {
    pub(super) args: &'p mut Args<'w, 's>,
    pub(super) keys: &'p mut Vec<U32Key>,
    pub(super) mark: &'p mut Option<(u32, u32)>,
}

impl<'s> Selecting<'_, '_, 's> {
    /// The next word, as a number.
    fn number<T: TryFrom<u64>>(&mut self, base: u32) -> Result<T, Bad> {
        let word = self.args.next().ok_or_else(Bad::quiet)?;
        number::unsigned(word, base).ok_or_else(Bad::quiet)
    }

    /// `VALUE MASK [at …]`: a field of so many bytes.
    fn field(&mut self, bytes: u32, at: At) -> Result<(), Wrong> {
        let value = self.number(0)?;
        let mask = self.number(16)?;
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
    pub(super) fn selector(&mut self) -> Result<(), Wrong> {
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
    fn two_words(&mut self) -> Result<&'s str, Wrong> {
        let word = self.args.next().ok_or_else(Bad::quiet)?;
        if self.args.is_empty() {
            return Err(Bad::quiet().into());
        }
        Ok(word)
    }

    fn ip(&mut self) -> Result<(), Wrong> {
        let word = self.two_words()?;
        let is = |key| is_abbreviation(word, key);
        match word {
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
                let value = u32::from(self.number::<u8>(0)?);
                let mask = u32::from(self.number::<u8>(16)?);
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
        let value = self.two_words()?;
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
        let side = self.two_words()?;
        let offset = match side {
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
