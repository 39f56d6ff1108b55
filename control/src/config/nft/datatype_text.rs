//! Values as they are written and listed.

use std::net::{Ipv4Addr, Ipv6Addr};

use dataplane::{iface::IfIndex, time::Duration};

use super::{DataType, Header, Value};
use crate::{
    config::Model,
    database::{self, NameFile},
    lang::{date::Date, iptables::aton},
};

/// Who knows the names of interfaces.
pub trait Interfaces {
    /// The index of the interface of this name.
    fn index(&self, name: &str) -> Option<u32>;
    /// The name of the interface of this index.
    fn name(&self, index: u32) -> Option<String>;
}

impl Interfaces for Model {
    fn index(&self, name: &str) -> Option<u32> {
        self.link_by_name(name).map(|link| link.index.get())
    }

    fn name(&self, index: u32) -> Option<String> {
        let link = self.link(IfIndex::new(index)?)?;
        Some(link.name.to_string())
    }
}

/// Nobody knows any.
impl Interfaces for () {
    fn index(&self, _: &str) -> Option<u32> {
        None
    }

    fn name(&self, _: u32) -> Option<String> {
        None
    }
}

/// What is listed as a number, and what by its name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Numeric {
    /// Words that nft itself knows as numbers (`-n`).
    pub symbol: bool,
    /// Protocols as numbers (`-n`, `-p`).
    pub protocol: bool,
    /// Priorities of chains as numbers (`-n`, `-y`).
    pub priority: bool,
    /// Times in seconds (`-n`, `-T`).
    pub time: bool,
    /// Ports by their names (`-S`).
    pub service: bool,
    /// Users and groups by their names (`-u`).
    pub guid: bool,
}

impl Numeric {
    /// Everything that `-n` makes a number.
    pub const ALL: Self = Self {
        symbol: true,
        protocol: true,
        priority: true,
        time: true,
        service: false,
        guid: false,
    };
}

/// The longest text that a value can have: names of interfaces, helpers, …
const TEXT: usize = 16;

impl DataType {
    /// The value that a word or quoted text stands for. Whether it is too large for its field is not asked here.
    ///
    /// # Errors
    /// There is none; as nft says it.
    pub fn parse(&self, text: &str, interfaces: &dyn Interfaces) -> Result<Value, String> {
        let value = match self {
            Self::Invalid | Self::Verdict | Self::Concat(_) => {
                return Err(format!(
                    "Can't parse symbolic {} expressions",
                    self.description()
                ));
            }
            Self::String | Self::IfName => return self.text(text),
            Self::LlAddr | Self::EtherAddr => return self.link_address(text),
            Self::Ipv4Addr => aton(text)
                .map(|addr| u128::from(u32::from(addr)))
                .map_or_else(|| resolve(text, std::net::IpAddr::is_ipv4), Ok)?,
            Self::Ipv6Addr => match text.parse::<Ipv6Addr>() {
                Ok(addr) => addr.into(),
                Err(_) => resolve(text, std::net::IpAddr::is_ipv6)?,
            },
            Self::InetProto => match decimal(text) {
                Some(number) if number > 0xff => return Err("Protocol out of range".to_owned()),
                Some(number) => number,
                None => database::protocol(text)
                    .or_else(|| keyword(text))
                    .map(u128::from)
                    .ok_or("Could not resolve protocol name")?,
            },
            Self::InetService => match decimal(text) {
                Some(number) if number > 0xffff => return Err("Service out of range".to_owned()),
                Some(number) => number,
                None => database::TRANSPORTS
                    .iter()
                    .find_map(|proto| database::port(text, Some(proto)))
                    .map(u128::from)
                    .ok_or("Could not resolve service: Servname not supported for ai_socktype")?,
            },
            Self::Time => match relative_time(text)? {
                span if span > u64::from(u32::MAX) => return Err("value too large".to_owned()),
                span => span.into(),
            },
            Self::Hour => hour(text)?.into(),
            Self::DateTime => date(text)?.into(),
            Self::ClassId => class(text).into(),
            Self::IfIndex => match number(text) {
                // Who writes the index of an interface may mean one that is yet to come.
                Some(number) => number,
                None => interfaces
                    .index(text)
                    .map(u128::from)
                    .ok_or("Interface does not exist")?,
            },
            Self::Uid => account(text, NameFile::Users, "User does not exist")?,
            Self::Gid => account(text, NameFile::Groups, "Group does not exist")?,
            Self::CtLabel => label(text)?,
            Self::Day => match (self.word(text), number(text)) {
                (Some(day), _) => day.into(),
                (None, Some(day)) if day > 6 => {
                    return Err(format!("Value {day} exceeds valid range 0-6"));
                }
                (None, Some(day)) => day,
                (None, None) => return Err(format!("Could not parse {}", self.description())),
            },
            Self::Integer
            | Self::Bitmask
            | Self::NfProto
            | Self::EtherType
            | Self::ArpOp
            | Self::IcmpType
            | Self::TcpFlag
            | Self::DccpPktType
            | Self::MhType
            | Self::Mark
            | Self::IfType
            | Self::Realm
            | Self::CtState
            | Self::CtDir
            | Self::CtStatus
            | Self::Icmpv6Type
            | Self::PktType
            | Self::IcmpCode
            | Self::Icmpv6Code
            | Self::IcmpxCode
            | Self::DevGroup
            | Self::Dscp
            | Self::Ecn
            | Self::FibAddrType
            | Self::Boolean
            | Self::CtEvent
            | Self::IgmpType => self
                .word(text)
                .map(u128::from)
                .or_else(|| number(text))
                .ok_or_else(|| format!("Could not parse {}", self.description()))?,
        };
        Ok(Value {
            datatype: self.clone(),
            bits: self.bits(),
            number: value,
        })
    }

    /// The number that a word stands for.
    fn word(&self, text: &str) -> Option<u64> {
        if let Some(file) = self.file() {
            return file.number(text);
        }
        let found = self.symbols().iter().find(|(word, _)| *word == text);
        found.map(|(_, number)| *number)
    }

    /// The file that has the words.
    const fn file(&self) -> Option<NameFile> {
        if matches!(self, Self::Mark) {
            Some(NameFile::Marks)
        } else if matches!(self, Self::Realm) {
            Some(NameFile::Realms)
        } else if matches!(self, Self::DevGroup) {
            Some(NameFile::LinkGroups)
        } else {
            None
        }
    }

    fn text(&self, text: &str) -> Result<Value, String> {
        if text.is_empty() {
            return Err("Empty string is not allowed".to_owned());
        }
        if text.len() > TEXT {
            return Err(format!("String exceeds maximum length of {TEXT}"));
        }
        let bytes = if *self == Self::IfName {
            TEXT
        } else {
            text.len()
        };
        let bits = u16::try_from(bytes * 8).unwrap_or_default();
        Ok(Value::of_text(self.clone(), bits, text))
    }

    fn link_address(&self, text: &str) -> Result<Value, String> {
        let bytes: Option<Vec<u8>> = text
            .split(':')
            .map(|byte| u8::from_str_radix(byte, 16).ok())
            .collect();
        let bytes = bytes
            .filter(|bytes| bytes.len() > 1 && bytes.len() <= 16)
            .ok_or("Invalid LL address")?;
        let number = bytes
            .iter()
            .fold(0, |all, byte| all << 8 | u128::from(*byte));
        Ok(Value {
            datatype: self.clone(),
            bits: u16::try_from(bytes.len() * 8).unwrap_or_default(),
            number,
        })
    }
}

impl Value {
    /// Its bits, each as a value.
    pub fn flags(&self) -> impl Iterator<Item = Self> + '_ {
        let bits = (0..128).map(|bit| 1 << bit);
        bits.filter(|bit| self.number & bit != 0)
            .map(|number| Self {
                number,
                ..self.clone()
            })
    }

    /// A value of a type, of the type's size.
    #[must_use]
    pub fn new(datatype: DataType, number: impl Into<u128>) -> Self {
        Self {
            bits: datatype.bits(),
            datatype,
            number: number.into(),
        }
    }

    /// A text of so many bits; zeros follow it.
    #[must_use]
    pub fn of_text(datatype: DataType, bits: u16, text: &str) -> Self {
        let mut padded = [0; TEXT];
        let bytes = &text.as_bytes()[..text.len().min(TEXT)];
        padded[..bytes.len()].copy_from_slice(bytes);
        let number = u128::from_be_bytes(padded)
            .checked_shr(128 - u32::from(bits.min(128)))
            .unwrap_or_default();
        Self {
            datatype,
            bits,
            number,
        }
    }

    /// The text that it is, up to the first zero.
    #[must_use]
    pub fn text(&self) -> String {
        let shifted = self
            .number
            .checked_shl(128 - u32::from(self.bits.min(128)))
            .unwrap_or_default();
        let bytes = shifted.to_be_bytes();
        let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(TEXT);
        String::from_utf8_lossy(&bytes[..end]).into_owned()
    }

    /// It as listings show it.
    #[must_use]
    pub fn print(&self, numeric: Numeric, interfaces: &dyn Interfaces) -> String {
        let number = self.number;
        let low = |bits: u32| u32::try_from(number & ((1 << bits) - 1)).unwrap_or_default();
        match &self.datatype {
            DataType::String | DataType::IfName => format!("\"{}\"", self.text()),
            DataType::LlAddr | DataType::EtherAddr => self.print_link_address(),
            DataType::Ipv4Addr => Ipv4Addr::from(low(32)).to_string(),
            DataType::Ipv6Addr => Ipv6Addr::from(number).to_string(),
            DataType::InetProto => {
                let of = u8::try_from(number).ok();
                let name = of.and_then(database::protocol_name);
                match name.filter(|_| !numeric.protocol) {
                    Some(name) => name.to_owned(),
                    None => number.to_string(),
                }
            }
            DataType::InetService => {
                let of = u16::try_from(number).ok();
                let name = of.and_then(|port| database::service(port, None));
                quoted_or_number(name.filter(|_| numeric.service), number)
            }
            DataType::Time => print_time(number, numeric.time),
            DataType::Hour => print_hour(low(32)),
            DataType::DateTime => print_date(number),
            DataType::ClassId => match low(32) {
                0 => "none".to_owned(),
                u32::MAX => "root".to_owned(),
                class => format!("{:x}:{:x}", class >> 16, class & 0xffff),
            },
            DataType::IfIndex => {
                let name = u32::try_from(number).ok();
                let name = name.and_then(|index| interfaces.name(index));
                quoted_or_number(name.as_deref(), number)
            }
            DataType::Uid => self.print_account(NameFile::Users, numeric.guid),
            DataType::Gid => self.print_account(NameFile::Groups, numeric.guid),
            DataType::CtLabel => self.print_labels(),
            DataType::Mark | DataType::Realm | DataType::DevGroup => {
                let file = self.datatype.file().filter(|_| !numeric.symbol);
                let of = u64::try_from(number).ok();
                match file.and_then(|file| file.name(of?)) {
                    Some(name) => format!("\"{name}\""),
                    None => self.print_number(),
                }
            }
            DataType::Invalid
            | DataType::Integer
            | DataType::Bitmask
            | DataType::NfProto
            | DataType::EtherType
            | DataType::ArpOp
            | DataType::IcmpType
            | DataType::TcpFlag
            | DataType::DccpPktType
            | DataType::MhType
            | DataType::IfType
            | DataType::CtState
            | DataType::CtDir
            | DataType::CtStatus
            | DataType::Icmpv6Type
            | DataType::PktType
            | DataType::IcmpCode
            | DataType::Icmpv6Code
            | DataType::IcmpxCode
            | DataType::Dscp
            | DataType::Ecn
            | DataType::FibAddrType
            | DataType::Boolean
            | DataType::CtEvent
            | DataType::IgmpType
            | DataType::Day
            | DataType::Verdict
            | DataType::Concat(_) => self.print_word(numeric),
        }
    }

    /// The word of nft's own for it, else its number.
    fn print_word(&self, numeric: Numeric) -> String {
        let known = self.datatype.symbols().iter();
        let mut known = known.filter(|_| !numeric.symbol);
        match known.find(|(_, of)| u128::from(*of) == self.number) {
            Some((word, _)) if self.datatype == DataType::Day => format!("\"{word}\""),
            Some((word, _)) => (*word).to_owned(),
            None => self.print_number(),
        }
    }

    /// The number, in the way of its type.
    fn print_number(&self) -> String {
        let (number, datatype) = (self.number, &self.datatype);
        let is = |of: DataType| *datatype == of;
        if is(DataType::Mark) {
            format!("0x{number:08x}")
        } else if is(DataType::EtherType) {
            format!("0x{number:04x}")
        } else if is(DataType::Dscp) {
            format!("0x{number:02x}")
        } else if is(DataType::Ecn) || is(DataType::Bitmask) || datatype.is_bitmask() {
            format!("0x{number:x}")
        } else {
            number.to_string()
        }
    }

    fn print_link_address(&self) -> String {
        let bytes = self.number.to_be_bytes();
        let len = usize::from(self.bits.div_ceil(8)).min(TEXT);
        let bytes: Vec<_> = bytes[TEXT - len..]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        bytes.join(":")
    }

    fn print_account(&self, file: NameFile, named: bool) -> String {
        let name = u64::try_from(self.number).ok().and_then(|id| file.name(id));
        quoted_or_number(name.filter(|_| named), self.number)
    }

    fn print_labels(&self) -> String {
        let bits = (0..128).filter(|bit| self.number >> bit & 1 != 0);
        let labels: Vec<_> = bits
            .map(|bit| quoted_or_number(NameFile::Labels.name(bit), bit.into()))
            .collect();
        labels.join(",")
    }
}

fn quoted_or_number(name: Option<&str>, number: u128) -> String {
    name.map_or_else(|| number.to_string(), |name| format!("\"{name}\""))
}

/// A number as nft's scanner takes it: hexadecimal with `0x`, octal with a leading zero.
#[must_use]
pub fn number(text: &str) -> Option<u128> {
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(digits) if digits.starts_with('+') => None,
        Some(digits) => u128::from_str_radix(digits, 16).ok(),
        None if text.len() > 1 && text.starts_with('0') => u128::from_str_radix(text, 8).ok(),
        None => text.parse().ok(),
    }
}

/// A number where the C code reads decimals from what the scanner has made of it.
fn decimal(text: &str) -> Option<u128> {
    number(text).or_else(|| {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse().unwrap_or(u128::MAX))
    })
}

/// A protocol whose name is a word of nft's grammar, although the file may not have it.
fn keyword(text: &str) -> Option<u8> {
    Header::find(text).and_then(Header::l4proto)
}

/// The address of a name in /etc/hosts.
///
/// Deviation: nobody else is asked; nft would ask name servers as well.
fn resolve(name: &str, fits: fn(&std::net::IpAddr) -> bool) -> Result<u128, String> {
    let why = |reason: &str| format!("Could not resolve hostname: {reason}");
    if name.parse::<std::net::IpAddr>().is_ok() {
        return Err(why("Address family for hostname not supported"));
    }
    if name
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.')
    {
        return Err(why("Name or service not known"));
    }
    let hosts = std::fs::read_to_string("/etc/hosts").unwrap_or_default();
    let mut found: Vec<std::net::IpAddr> = Vec::new();
    for line in hosts.lines() {
        let mut words = line
            .split('#')
            .next()
            .unwrap_or_default()
            .split_whitespace();
        let Some(addr) = words.next().and_then(|addr| addr.parse().ok()) else {
            continue;
        };
        if fits(&addr) && words.any(|word| word == name) && !found.contains(&addr) {
            found.push(addr);
        }
    }
    match found[..] {
        [] => Err(why("Temporary failure in name resolution")),
        [std::net::IpAddr::V4(addr)] => Ok(u32::from(addr).into()),
        [std::net::IpAddr::V6(addr)] => Ok(addr.into()),
        [..] => Err("Hostname resolves to multiple addresses".to_owned()),
    }
}

fn account(text: &str, file: NameFile, unknown: &str) -> Result<u128, String> {
    match number(text) {
        Some(id) if id > u32::MAX.into() => Err("Value too large".to_owned()),
        Some(id) => Ok(id),
        None => Ok(file.number(text).ok_or(unknown)?.into()),
    }
}

fn label(text: &str) -> Result<u128, String> {
    let bit = NameFile::Labels.number(text);
    let bit = bit
        .map(u128::from)
        .or_else(|| number(text))
        .ok_or_else(|| {
            format!("/etc/connlabel.conf: could not parse conntrack label \"{text}\"")
        })?;
    let known = u32::try_from(bit)
        .ok()
        .and_then(|bit| 1u128.checked_shl(bit));
    known.ok_or_else(|| format!("{text}: bit {bit} out of range (128 max)"))
}

/// `MAJOR:MINOR` in hexadecimal, or a number; what is neither is 0, as the C library's strtoul has it.
fn class(text: &str) -> u32 {
    let hex = |digits: &str| {
        let end = digits.find(|c: char| !c.is_ascii_hexdigit());
        let digits = &digits[..end.unwrap_or(digits.len())];
        // As many as a `%hx` of scanf keeps of them.
        u32::from_str_radix(digits, 16).unwrap_or_default() & 0xffff
    };
    match (text, text.split_once(':')) {
        ("root", _) => u32::MAX,
        ("none", _) => 0,
        (_, Some((major, minor))) => hex(major) << 16 | hex(minor),
        (_, None) => number(text).map_or(0, |number| {
            u32::try_from(number & u128::from(u32::MAX)).unwrap_or_default()
        }),
    }
}

/// A span of time in milliseconds: `1d2h3m4s5ms`, each at most once; a number alone is of seconds.
///
/// # Errors
/// It is none.
pub fn relative_time(text: &str) -> Result<u64, String> {
    const UNITS: [(&str, &str, u64); 5] = [
        ("d", "Day", 86_400_000),
        ("h", "Hour", 3_600_000),
        ("m", "Minute", 60_000),
        ("s", "Second", 1000),
        ("ms", "Millisecond", 1),
    ];
    let wrong = || "wrong time format".to_owned();
    let mut seen = [false; UNITS.len()];
    let mut rest = text;
    let mut total = 0u64;
    while !rest.is_empty() {
        let split =
            |rest: &str, of: fn(&char) -> bool| rest.find(|c: char| !of(&c)).unwrap_or(rest.len());
        let (digits, behind) = rest.split_at(split(rest, char::is_ascii_digit));
        let (unit, behind) = behind.split_at(split(behind, char::is_ascii_alphabetic));
        rest = behind;
        let count: u64 = digits.parse().map_err(|_| wrong())?;
        if unit.is_empty() {
            if !rest.is_empty() {
                return Err(wrong());
            }
            total = total.saturating_add(count.saturating_mul(1000));
            break;
        }
        let which = UNITS.iter().position(|(name, ..)| *name == unit);
        let which = which.ok_or_else(wrong)?;
        if std::mem::replace(&mut seen[which], true) {
            return Err(format!("{} has been specified twice", UNITS[which].1));
        }
        total = total.saturating_add(count.saturating_mul(UNITS[which].2));
    }
    Ok(total)
}

/// A span of milliseconds as listings show it: `1d2h3m4s5ms`.
#[must_use]
pub fn print_time(milliseconds: u128, in_seconds: bool) -> String {
    if in_seconds {
        return format!("{}s", milliseconds / 1000);
    }
    let seconds = milliseconds / 1000;
    let parts = [
        (seconds / 86_400, "d"),
        (seconds / 3600 % 24, "h"),
        (seconds / 60 % 60, "m"),
        (seconds % 60, "s"),
        (milliseconds % 1000, "ms"),
    ];
    let parts = parts.iter().filter(|(count, _)| *count > 0);
    parts
        .map(|(count, unit)| format!("{count}{unit}"))
        .collect()
}

/// `HH:MM[:SS]` or a span of time, in seconds since midnight.
///
/// Deviation: the router's clock is UTC; nft takes the hours of the place where it runs.
fn hour(text: &str) -> Result<u64, String> {
    let clock: Option<Vec<u64>> = text
        .split(':')
        .map(|part| part.parse().ok().filter(|_| part.len() <= 2))
        .collect();
    match clock.as_deref() {
        Some([hour @ 0..24, minute @ 0..60]) => Ok(hour * 3600 + minute * 60),
        Some([hour @ 0..24, minute @ 0..60, second @ 0..=60]) => {
            Ok((hour * 3600 + minute * 60 + second) % 86_400)
        }
        _ => relative_time(text).map(|span| span / 1000 % 86_400),
    }
}

fn print_hour(seconds: u32) -> String {
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if second == 0 {
        format!("\"{hour:02}:{minute:02}\"")
    } else {
        format!("\"{hour:02}:{minute:02}:{second:02}\"")
    }
}

/// `YYYY-MM-DD [HH:MM[:SS]]`, or seconds since the epoch; in nanoseconds since then. What follows a date is not
/// looked at.
fn date(text: &str) -> Result<u64, String> {
    const NANOS: u64 = 1_000_000_000;
    let seconds = match calendar(text) {
        Some(seconds) => seconds,
        None => number(text)
            .and_then(|number| u64::try_from(number).ok())
            .ok_or("Cannot parse date")?,
    };
    Ok(seconds.wrapping_mul(NANOS))
}

fn calendar(text: &str) -> Option<u64> {
    let (date, clock) = text.split_once(' ').unwrap_or((text, ""));
    let mut parts = date.splitn(3, '-').map(|part| part.parse::<u64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    if !(1970..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let clock: Vec<u64> = clock
        .split(|c: char| c != ':' && !c.is_ascii_digit())
        .next()?
        .split(':')
        .map_while(|part| part.parse().ok())
        .collect();
    let seconds = match clock[..] {
        [hour @ 0..24, minute @ 0..60, second @ 0..=60, ..] => hour * 3600 + minute * 60 + second,
        [hour @ 0..24, minute @ 0..60] => hour * 3600 + minute * 60,
        [..] => 0,
    };
    Some(days_since_epoch(year, month, day) * 86_400 + seconds)
}

/// Days from 1 January 1970 to a date.
fn days_since_epoch(year: u64, month: u64, day: u64) -> u64 {
    // Years that begin in March have their leap day at the end.
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let days = year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1;
    // 1 March of the year 0 is 719,468 days before the epoch.
    days - 719_468
}

fn print_date(nanoseconds: u128) -> String {
    let seconds = u64::try_from(nanoseconds / 1_000_000_000).unwrap_or_default();
    let date = Date::of(Duration::from_secs(seconds));
    format!(
        "\"{:04}-{:02}-{:02} {:02}:{:02}:{:02}\"",
        date.year, date.month, date.day, date.hour, date.minute, date.second
    )
}
