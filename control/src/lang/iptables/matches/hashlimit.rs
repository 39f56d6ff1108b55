//! `-m hashlimit`.

use std::fmt::Write as _;

use dataplane::{
    filter::{
        Match,
        matches::{HASHLIMIT_SCALE, Hashlimit, HashlimitKeys},
    },
    route::Family,
};

use crate::lang::iptables::{
    extension::{BOTH, Complaint, Given, MatchExtension, MatchParser, RuleView},
    quote,
    value::{self, atoi, atoll, bad_value, begins},
    xtoptions::{Entry, Seen, options, parameter},
};

const UPTO: u8 = 0;
const ABOVE: u8 = 1;
const MODE: u8 = 3;
const SRCMASK: u8 = 4;
const DSTMASK: u8 = 5;
const NAME: u8 = 6;
const BURST: u8 = 7;
const SIZE: u8 = 8;
const MAX: u8 = 9;
const GC_INTERVAL: u8 = 10;
const EXPIRE: u8 = 11;
const RATE_MATCH: u8 = 12;
const INTERVAL: u8 = 13;

const TABLE: [Entry; 14] = [
    Entry::value("hashlimit-upto", UPTO)
        .invert()
        .excl(1 << ABOVE),
    Entry::value("hashlimit-above", ABOVE)
        .invert()
        .excl(1 << UPTO),
    // The old name.
    Entry::value("hashlimit", UPTO).invert().excl(1 << ABOVE),
    Entry::value("hashlimit-srcmask", SRCMASK),
    Entry::value("hashlimit-dstmask", DSTMASK),
    Entry::value("hashlimit-burst", BURST),
    Entry::value("hashlimit-htable-size", SIZE),
    Entry::value("hashlimit-htable-max", MAX),
    Entry::value("hashlimit-htable-gcinterval", GC_INTERVAL),
    Entry::value("hashlimit-htable-expire", EXPIRE),
    Entry::value("hashlimit-mode", MODE),
    Entry::value("hashlimit-name", NAME).mandatory(),
    Entry::flag("hashlimit-rate-match", RATE_MATCH),
    Entry::value("hashlimit-rate-interval", INTERVAL),
];

/// Packets at once, where no number is given.
const DEFAULT_BURST: u64 = 5;
/// The most that may be asked for.
const MAX_BURST: u64 = 1_000_000;
/// Milliseconds between two looks at the accounts, where nothing is said.
const DEFAULT_GC_INTERVAL: u32 = 1000;
/// Seconds for which accounts of bytes are kept, without and with a burst.
const BYTE_EXPIRE: u32 = 15;
const BYTE_EXPIRE_BURST: u32 = 60;
/// Bytes of a name that are kept (`NAME_MAX`, less the final zero).
const MAX_NAME: usize = 254;
/// What a mask that is no prefix is to the kernel, which refuses it.
const NO_PREFIX: u8 = u8::MAX;

/// Spans of time, in seconds: as they are listed, and as they may be given.
const SPANS: [(&str, &str, u32); 4] = [
    ("day", "day", 86_400),
    ("hour", "hour", 3600),
    ("min", "minute", 60),
    ("sec", "second", 1),
];

/// The factors of numbers of bytes, as they are listed.
const UNITS: [(&str, u64); 3] = [("m", 1 << 20), ("k", 1 << 10), ("", 1)];

/// What `--hashlimit-mode` may name, in the order in which it is listed.
const KEYS: [(&str, HashlimitKeys); 4] = [
    ("srcip", HashlimitKeys::SRC),
    ("srcport", HashlimitKeys::SRC_PORT),
    ("dstip", HashlimitKeys::DST),
    ("dstport", HashlimitKeys::DST_PORT),
];

pub(super) static EXTENSION: MatchExtension = MatchExtension {
    name: "hashlimit",
    families: BOTH,
    options: &options(&TABLE),
    parser: |family| {
        let bits = family.bits();
        Box::new(Parser {
            seen: Seen::new("hashlimit", &TABLE),
            unit: 0,
            found: Hashlimit {
                name: "".into(),
                above: false,
                bytes: false,
                rate_match: false,
                keys: HashlimitKeys::default(),
                avg: 0,
                burst: DEFAULT_BURST,
                size: 0,
                max: 0,
                gc_interval: DEFAULT_GC_INTERVAL,
                expire: 0,
                interval: 0,
                src_mask: bits,
                dst_mask: bits,
            },
        })
    },
    help: include_str!("help/hashlimit.txt"),
};

struct Parser {
    seen: Seen,
    /// Seconds in the unit of the rate.
    unit: u32,
    found: Hashlimit,
}

impl MatchParser for Parser {
    fn take(&mut self, given: Given<'_>) -> Result<(), Complaint> {
        let asked = self.seen.take(given)?;
        let text = asked.value;
        match asked.id {
            UPTO | ABOVE => {
                // Both may be given, which is refused in the end.
                self.found.above |= asked.not != (asked.id == ABOVE);
                let option = if asked.id == ABOVE {
                    "--hashlimit-above"
                } else {
                    "--hashlimit-upto"
                };
                self.rate(text)?
                    .ok_or_else(|| bad_value("hashlimit", option, text))?;
            }
            MODE => {
                let names = text.split([',', '|']).filter(|name| !name.is_empty());
                for name in names {
                    let (_, key) = (KEYS.iter().find(|(known, _)| *known == name))
                        .ok_or_else(|| bad_value("hashlimit", "--hashlimit-mode", text))?;
                    self.found.keys.0 |= key.0;
                }
            }
            SRCMASK => self.found.src_mask = value::prefix_len(asked, NO_PREFIX)?,
            DSTMASK => self.found.dst_mask = value::prefix_len(asked, NO_PREFIX)?,
            NAME => {
                if text.is_empty() {
                    return Err(parameter(
                        "Argument must have a minimum length of 1 characters\n",
                    ));
                }
                self.found.name = quote::cut(text, MAX_NAME).into();
            }
            BURST => self.found.burst = burst(text)?,
            SIZE => self.found.size = value::number(asked, 0, u32::MAX)?,
            MAX => self.found.max = value::number(asked, 0, u32::MAX)?,
            GC_INTERVAL => self.found.gc_interval = value::number(asked, 0, u32::MAX)?,
            EXPIRE => self.found.expire = value::number(asked, 0, u32::MAX)?,
            RATE_MATCH => self.found.rate_match = true,
            _ => {
                self.found.interval = u32::try_from(atoi(text))
                    .ok()
                    .filter(|seconds| *seconds != 0)
                    .ok_or_else(|| bad_value("hashlimit", "--hashlimit-rate-interval", text))?;
            }
        }
        Ok(())
    }

    fn finish(self: Box<Self>, _rule: RuleView) -> Result<Match, Complaint> {
        let (seen, mut found) = (self.seen, self.found);
        if !seen.has(UPTO) && !seen.has(ABOVE) {
            return Err(parameter("You have to specify --hashlimit"));
        }
        if !seen.has(EXPIRE) {
            found.expire = self.unit.wrapping_mul(1000);
        }
        if found.bytes {
            let mut refills = 0;
            if seen.has(BURST) {
                let second = found.byte_rate();
                if found.burst < second {
                    return Err(parameter(format!("burst cannot be smaller than {second}b")));
                }
                // The real tool keeps 32 bits of the number. A rate of less than 16 bytes is one of none,
                // by which it divides.
                let kept = found.burst & u64::from(u32::MAX);
                refills = kept.checked_div(second).unwrap_or(0);
                let rest = found.burst.checked_rem(second);
                refills += u64::from(rest.is_some_and(|rest| rest != 0));
                if !seen.has(EXPIRE) {
                    found.expire = BYTE_EXPIRE_BURST * 1000;
                }
            }
            found.burst = refills;
        } else if found.burst > MAX_BURST {
            return Err(burst_out_of_range());
        }
        if found.rate_match {
            if !found.bytes {
                found.avg /= u64::from(self.unit.max(1));
            }
            if found.interval == 0 {
                found.interval = if found.bytes { 1 } else { self.unit };
            }
        }
        seen.finish()?;
        // The kernel cuts them.
        found.size = found.size.min(Hashlimit::MAX_SIZE);
        found.max = found.max.min(Hashlimit::MAX_SIZE);
        Ok(Match::Hashlimit(found))
    }
}

impl Parser {
    /// `512kb/s`, `5/second`, `3/min`, `30/d`, `7`; `None` if it is none of them.
    fn rate(&mut self, text: &str) -> Result<Option<()>, Complaint> {
        if let Some(price) = byte_rate(text)? {
            (self.found.bytes, self.found.avg, self.unit) = (true, price, BYTE_EXPIRE);
            return Ok(Some(()));
        }
        let seconds = match text.split_once('/') {
            None => Some(1),
            Some((_, "")) => None,
            Some((_, unit)) => SPANS
                .iter()
                .find(|(_, name, _)| begins(name, unit))
                .map(|(.., seconds)| *seconds),
        };
        let count = atoll(text).cast_unsigned();
        let Some(seconds) = seconds.filter(|_| count != 0) else {
            return Ok(None);
        };
        let avg = HASHLIMIT_SCALE * u64::from(seconds) / count;
        if avg == 0 {
            return Err(parameter(format!("Rate too fast \"{text}\"")));
        }
        (self.found.avg, self.unit) = (avg, seconds);
        Ok(Some(()))
    }
}

/// The factor that a letter behind a number of bytes stands for.
const fn factor(letter: Option<u8>) -> u64 {
    match letter {
        Some(b'm') => 1 << 20,
        Some(b'k') => 1 << 10,
        Some(_) | None => 1,
    }
}

/// The price of 16 bytes of a rate of bytes; `None` if it is none.
fn byte_rate(text: &str) -> Result<Option<u64>, Complaint> {
    let Some(at) = text.find("b/s").filter(|at| *at != 0) else {
        return Ok(None);
    };
    let count = atoll(text).cast_unsigned();
    if count == 0 {
        return Ok(None);
    }
    let bytes = count.wrapping_mul(factor(text.as_bytes().get(at - 1).copied()));
    price_of(bytes)
        .map(Some)
        // The real tool divides by zero.
        .ok_or_else(|| parameter(format!("Rate too high \"{text}\"")))
}

/// `bytes_to_cost`: in 32 bits there.
fn price_of(bytes: u64) -> Option<u64> {
    let pieces = ((bytes >> 4) & u64::from(u32::MAX)) as u32;
    let price = u32::MAX.checked_div(pieces.wrapping_add(1))?;
    Some(price.into())
}

/// `--hashlimit-burst`: a number, perhaps of kilobytes or megabytes.
fn burst(text: &str) -> Result<u64, Complaint> {
    let (count, rest) = value::strtoul(text, 0).ok_or_else(burst_out_of_range)?;
    if count == 0 || (rest.is_empty() && count > MAX_BURST) {
        return Err(burst_out_of_range());
    }
    Ok(count.wrapping_mul(factor(rest.bytes().next())))
}

fn burst_out_of_range() -> Complaint {
    parameter(format!(
        "bad value for option \"--hashlimit-burst\", or out of range (1-{MAX_BURST})."
    ))
}

/// Writes a rate of packets; gives the milliseconds in its unit.
fn write_rate(avg: u64, out: &mut String) -> u32 {
    if avg == 0 {
        out.push_str(" inf");
        return 0;
    }
    // The longest span in which there is a whole number of packets, or nearly so.
    let unfit = |&(.., seconds): &(&str, &str, u32)| {
        let span = HASHLIMIT_SCALE * u64::from(seconds);
        avg > span || span / avg < span % avg
    };
    let fit = SPANS[1..].iter().take_while(|span| !unfit(span)).count();
    let (name, _, seconds) = SPANS[fit];
    let _ = write!(
        out,
        " {}/{name}",
        HASHLIMIT_SCALE * u64::from(seconds) / avg
    );
    seconds * 1000
}

/// Writes a rate of bytes, and a burst if there is one; gives the milliseconds for which accounts are
/// kept.
fn write_byte_rate(found: &Hashlimit, dashes: &str, out: &mut String) -> u32 {
    let rate = found.byte_rate();
    let exact = |&&(_, unit): &&(&str, u64)| {
        // The mask has 32 bits.
        let mask = u64::from(u32::MAX) & !(unit - 1);
        unit == 1 || rate >= unit && price_of(rate & mask) == Some(found.avg)
    };
    let (name, unit) = UNITS.iter().find(exact).unwrap_or(&UNITS[2]);
    let _ = write!(out, " {}{name}b/s", rate / unit);
    if found.burst == 0 {
        return BYTE_EXPIRE * 1000;
    }
    let burst = rate.wrapping_mul(found.burst);
    let fits = |&&(_, unit): &&(&str, u64)| burst >= unit;
    let (name, unit) = UNITS.iter().find(fits).unwrap_or(&UNITS[2]);
    let _ = write!(out, " {dashes}burst {}{name}b", burst / unit);
    BYTE_EXPIRE_BURST * 1000
}

/// Writes the rate and the burst, where a packet takes the time `avg`; gives the milliseconds for which
/// accounts are kept. `dashes` stand before each option's name.
fn write_limit(found: &Hashlimit, avg: u64, dashes: &str, out: &mut String) -> u32 {
    if found.bytes {
        return write_byte_rate(found, dashes, out);
    }
    let quantum = write_rate(avg, out);
    let _ = write!(out, " {dashes}burst {}", found.burst);
    quantum
}

/// Writes what has accounts of its own, if not all share one.
fn write_keys(found: &Hashlimit, dashes: &str, separator: char, out: &mut String) {
    let keys = KEYS.iter().filter(|(_, key)| found.keys.has_any(*key));
    for (i, (name, _)) in keys.enumerate() {
        if i == 0 {
            let _ = write!(out, " {dashes}mode {name}");
        } else {
            out.push(separator);
            out.push_str(name);
        }
    }
}

/// Writes what is not as usual; `htable-` is a part of some names.
fn write_rest(found: &Hashlimit, quantum: u32, bits: u8, dashes: &str, out: &mut String) {
    let mut number = |unusual: bool, name: &str, number: u32| {
        if unusual {
            let _ = write!(out, " {dashes}{name} {number}");
        }
    };
    number(found.size != 0, "htable-size", found.size);
    number(found.max != 0, "htable-max", found.max);
    let gc = found.gc_interval;
    number(gc != DEFAULT_GC_INTERVAL, "htable-gcinterval", gc);
    number(found.expire != quantum, "htable-expire", found.expire);
    number(found.src_mask != bits, "srcmask", found.src_mask.into());
    number(found.dst_mask != bits, "dstmask", found.dst_mask.into());
    if found.rate_match {
        let _ = write!(out, " {dashes}rate-match");
        if found.interval != 1 {
            let _ = write!(out, " {dashes}rate-interval {}", found.interval);
        }
    }
}

pub(super) fn print(found: &Hashlimit, family: Family, out: &mut String) {
    out.push_str(if found.above {
        " limit: above"
    } else {
        " limit: up to"
    });
    let avg = found.avg.wrapping_mul(found.interval.max(1).into());
    let quantum = write_limit(found, avg, "", out);
    write_keys(found, "", '-', out);
    write_rest(found, quantum, family.bits(), "", out);
}

pub(super) fn save(found: &Hashlimit, family: Family, out: &mut String) {
    const DASHES: &str = "--hashlimit-";
    out.push_str(if found.above {
        " --hashlimit-above"
    } else {
        " --hashlimit-upto"
    });
    let quantum = write_limit(found, found.avg, DASHES, out);
    write_keys(found, DASHES, ',', out);
    let _ = write!(out, " {DASHES}name {}", found.name);
    write_rest(found, quantum, family.bits(), DASHES, out);
}
