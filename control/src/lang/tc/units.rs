//! Rates, sizes and times as `tc` reads and shows them.

use std::{fmt, time::Duration};

use dataplane::qos::LinkLayer;

use super::options::Options;
use crate::lang::ip::printer::Printer;

/// The time units of a second (`TIME_UNITS_PER_SEC`): microseconds.
const PER_SECOND: f64 = 1_000_000.0;

/// Ticks of the kernel's clock in a microsecond: a tick is 64 ns (`/proc/net/psched`).
const TICKS_PER_MICROSECOND: f64 = 15.625;

/// Nanoseconds of a tick (`PSCHED_SHIFT`).
const TICK_NS: u64 = 64;

/// As `strtod(3)`: the number at the start of `text`, and what follows it.
pub(super) fn strtod(text: &str) -> Option<(f64, &str)> {
    let text = text.trim_start_matches([' ', '\t', '\n', '\u{b}', '\u{c}', '\r']);
    let bytes = text.as_bytes();
    let digits = |from: usize| {
        bytes[from..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count()
    };
    let mut end = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    let whole = digits(end);
    end += whole;
    if bytes.get(end) == Some(&b'.') {
        let fraction = digits(end + 1);
        if whole + fraction == 0 {
            return None;
        }
        end += 1 + fraction;
    } else if whole == 0 {
        return None;
    }
    if let Some(b'e' | b'E') = bytes.get(end) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let exponent = digits(end + 1 + sign);
        if exponent > 0 {
            end += 1 + sign + exponent;
        }
    }
    Some((text[..end].parse().ok()?, &text[end..]))
}

/// The units of rates, in bits a second.
const RATES: &[(&str, f64)] = &[
    ("bit", 1.0),
    ("Kibit", 1024.0),
    ("kbit", 1e3),
    ("mibit", 1024.0 * 1024.0),
    ("mbit", 1e6),
    ("gibit", 1024.0 * 1024.0 * 1024.0),
    ("gbit", 1e9),
    ("tibit", 1024.0 * 1024.0 * 1024.0 * 1024.0),
    ("tbit", 1e12),
    ("Bps", 8.0),
    ("KiBps", 8.0 * 1024.0),
    ("KBps", 8e3),
    ("MiBps", 8.0 * 1024.0 * 1024.0),
    ("MBps", 8e6),
    ("GiBps", 8.0 * 1024.0 * 1024.0 * 1024.0),
    ("GBps", 8e9),
    ("TiBps", 8.0 * 1024.0 * 1024.0 * 1024.0 * 1024.0),
    ("TBps", 8e12),
];

/// A rate in bytes a second (`get_rate64`): bits a second, unless a unit says otherwise.
pub(crate) fn rate(text: &str) -> Option<u64> {
    let (number, unit) = strtod(text)?;
    let scale = if unit.is_empty() {
        1.0
    } else {
        RATES
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(unit))?
            .1
    };
    whole_bytes(number * scale / 8.0)
}

/// A share of the link's speed (`get_percent_rate64`); `speed` in megabits a second.
pub(super) fn percent_rate(text: &str, speed: u64) -> Option<u64> {
    let (number, rest) = strtod(text)?;
    if rest != "%" || !(0.0..=100.0).contains(&number) {
        return None;
    }
    // The tool prints the share as a number of bits, and reads it again.
    let bits = (number / 100.0 * speed as f64 * 1e6).trunc();
    whole_bytes(bits / 8.0)
}

fn whole_bytes(bytes: f64) -> Option<u64> {
    // 2^64 and more saturates, and then is not what it was.
    let whole = bytes as u64;
    (whole as f64 == bytes.floor()).then_some(whole)
}

/// A size in bytes (`get_size`): `k`, `m` and `g` are powers of 1024, with `bit` an eighth of that.
pub(crate) fn size(text: &str) -> Option<u32> {
    let (number, unit) = strtod(text)?;
    let scale = match unit.to_ascii_lowercase().as_str() {
        "" | "b" => 1.0,
        "kb" | "k" => 1024.0,
        "mb" | "m" => 1024.0 * 1024.0,
        "gb" | "g" => 1024.0 * 1024.0 * 1024.0,
        "kbit" => 1024.0 / 8.0,
        "mbit" => 1024.0 * 1024.0 / 8.0,
        "gbit" => 1024.0 * 1024.0 * 1024.0 / 8.0,
        _ => return None,
    };
    Some(truncated(number * scale))
}

/// A size that may have the size of a cell behind a slash (`get_size_and_cell`); the cell is for a table
/// that the kernel has no use for any more.
pub(crate) fn size_and_cell(text: &str) -> Option<u32> {
    let Some((bytes, cell)) = text.split_once('/') else {
        return size(text);
    };
    let cell = super::number::unsigned_long(cell, 0)?;
    cell.is_power_of_two().then(|| size(bytes)).flatten()
}

/// What a double becomes that is put into an unsigned int on x86-64.
fn truncated(number: f64) -> u32 {
    number as i64 as u32
}

/// A time in microseconds (`get_time`).
pub(crate) fn time(text: &str) -> Option<u32> {
    let (number, unit) = strtod(text)?;
    let scale = match unit.to_ascii_lowercase().as_str() {
        "" | "us" | "usec" | "usecs" => 1.0,
        "s" | "sec" | "secs" => PER_SECOND,
        "ms" | "msec" | "msecs" => PER_SECOND / 1e3,
        _ => return None,
    };
    Some(truncated(number * scale))
}

/// Microseconds as ticks (`tc_core_time2tick`).
pub(crate) fn ticks(microseconds: u32) -> u32 {
    truncated(f64::from(microseconds) * TICKS_PER_MICROSECOND)
}

/// Ticks as microseconds (`tc_core_tick2time`).
pub(super) fn microseconds(ticks: u32) -> u32 {
    truncated(f64::from(ticks) / TICKS_PER_MICROSECOND)
}

/// A time of the kernel's as ticks.
pub(crate) fn ticks_of(time: Duration) -> u32 {
    (time.as_nanos() / u128::from(TICK_NS)) as u32
}

/// How long so many bytes take at a rate, in whole ticks.
pub(super) fn transmit_time(rate: u64, bytes: u32) -> Duration {
    Duration::from_nanos(u64::from(transmit_ticks(rate, bytes)) * TICK_NS)
}

/// How many ticks so many bytes take at a rate (`tc_calc_xmittime`).
pub(crate) fn transmit_ticks(rate: u64, bytes: u32) -> u32 {
    ticks(truncated(PER_SECOND * (f64::from(bytes) / rate as f64)))
}

/// The least burst in bytes that takes so many ticks at a rate.
pub(super) fn burst_of(rate: u64, ticks: u32) -> u32 {
    // Behind that many seconds the ticks begin anew.
    const SECONDS: u64 = 274;
    let most = u32::try_from(rate.saturating_mul(SECONDS)).unwrap_or(u32::MAX);
    let (mut low, mut high) = (1, most);
    while low < high {
        let middle = low + (high - low) / 2;
        if transmit_ticks(rate, middle) >= ticks {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

/// How many bytes go in so many ticks at a rate (`tc_calc_xmitsize`).
pub(super) fn transmit_size(rate: u64, ticks: u32) -> u32 {
    truncated(rate as f64 * f64::from(microseconds(ticks)) / PER_SECOND)
}

/// A framing (`get_linklayer`).
pub(super) fn linklayer(text: &str) -> Option<LinkLayer> {
    match text {
        "ethernet" => Some(LinkLayer::Ethernet),
        "atm" | "adsl" => Some(LinkLayer::Atm),
        _ => None,
    }
}

/// The name of a framing (`sprint_linklayer`).
pub(super) const fn linklayer_name(linklayer: LinkLayer) -> &'static str {
    match linklayer {
        LinkLayer::Ethernet => "ethernet",
        LinkLayer::Atm => "atm",
    }
}

/// Shows the framing of a rate, unless it is the usual one.
pub(super) fn show_linklayer(printer: &mut Printer<'_>, options: &Options, linklayer: LinkLayer) {
    if linklayer != LinkLayer::Ethernet || options.details() {
        let name = linklayer_name(linklayer);
        printer.show("linklayer", format_args!("linklayer {name} "), name);
    }
}

/// A rate as it is shown (`tc_print_rate`), with units of 1024 if `iec`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rate {
    /// Bytes a second.
    pub(super) bytes: u64,
    /// `-iec`.
    pub(super) iec: bool,
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kilo = if self.iec { 1024 } else { 1000 };
        let mut rate = self.bytes << 3;
        let mut unit = 0;
        let units = ["", "K", "M", "G", "T"];
        while unit + 1 < units.len() {
            if rate < kilo || (!rate.is_multiple_of(kilo) && rate < 1000 * kilo) {
                break;
            }
            rate /= kilo;
            unit += 1;
        }
        let i = if self.iec && unit > 0 { "i" } else { "" };
        write!(f, "{rate}{}{i}bit", units[unit])
    }
}

/// A size as it is shown (`sprint_size`).
#[derive(Clone, Copy, Debug)]
pub(super) struct Size(pub(super) u32);

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = f64::from(self.0);
        let near = |unit: f64, most: f64| {
            let rounded = (size / unit).round_ties_even();
            (size >= unit && (unit * rounded - size).abs() < most).then_some(General(rounded, 6))
        };
        if let Some(megabytes) = near(1024.0 * 1024.0, 1024.0) {
            write!(f, "{megabytes}Mb")
        } else if let Some(kilobytes) = near(1024.0, 16.0) {
            write!(f, "{kilobytes}Kb")
        } else {
            write!(f, "{}b", self.0)
        }
    }
}

/// A time in microseconds as it is shown (`sprint_time`).
#[derive(Clone, Copy, Debug)]
pub(super) struct Time(pub(super) u32);

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time = f64::from(self.0);
        if time >= PER_SECOND {
            write!(f, "{}s", General(time / PER_SECOND, 3))
        } else if time >= PER_SECOND / 1e3 {
            write!(f, "{}ms", General(time / (PER_SECOND / 1e3), 3))
        } else {
            write!(f, "{}us", self.0)
        }
    }
}

/// A number as `%.Ng` prints it.
#[derive(Clone, Copy, Debug)]
pub(super) struct General(pub(super) f64, pub(super) usize);

impl fmt::Display for General {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(value, precision) = *self;
        if value == 0.0 {
            return f.write_str("0");
        }
        let precision = precision.max(1);
        let scientific = format!("{value:.*e}", precision - 1);
        let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
        let exponent: i32 = exponent.parse().unwrap_or_default();
        let trim = |text: &str| {
            if text.contains('.') {
                text.trim_end_matches('0').trim_end_matches('.').to_owned()
            } else {
                text.to_owned()
            }
        };
        let places = usize::try_from(precision as i32 - 1 - exponent);
        match places {
            Ok(places) if exponent >= -4 => f.write_str(&trim(&format!("{value:.places$}"))),
            Ok(_) | Err(_) => {
                let sign = if exponent < 0 { '-' } else { '+' };
                write!(f, "{}e{sign}{:02}", trim(mantissa), exponent.abs())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kbps_is_kilobytes() {
        assert_eq!(rate("100kbps"), Some(100_000));
        assert_eq!(rate("100kbit"), Some(12_500));
        assert_eq!(rate("1kibit"), Some(128));
        assert_eq!(rate("8"), Some(1));
        assert_eq!(rate("1.5mbit"), Some(187_500));
        assert_eq!(rate("1gibps"), Some(1 << 30));
        assert_eq!(rate("100zbit"), None);
        assert_eq!(rate("x"), None);
        assert_eq!(rate("99999999999999999999999gbit"), None);
        assert_eq!(rate("-8"), None);
    }

    #[test]
    fn sizes_are_powers_of_two() {
        assert_eq!(size("10k"), Some(10_240));
        assert_eq!(size("10kbit"), Some(1280));
        assert_eq!(size("1mb"), Some(1 << 20));
        assert_eq!(size("1.5"), Some(1));
        assert_eq!(size("1x"), None);
        assert_eq!(size_and_cell("10k/8"), Some(10_240));
        assert_eq!(size_and_cell("10k/7"), None);
    }

    #[test]
    fn times_are_microseconds() {
        assert_eq!(time("50ms"), Some(50_000));
        assert_eq!(time("1s"), Some(1_000_000));
        assert_eq!(time("7"), Some(7));
        assert_eq!(time("7m"), None);
    }

    #[test]
    fn bursts_lose_what_the_clock_cannot_tell() {
        // 1,600 bytes at 1 Gbit/s are 12.8 µs: 12 µs, 187 ticks, 11 µs.
        assert_eq!(transmit_ticks(125_000_000, 1600), 187);
        assert_eq!(transmit_size(125_000_000, 187), 1375);
    }

    #[test]
    fn what_is_shown() {
        let rate = |bytes| Rate { bytes, iec: false }.to_string();
        assert_eq!(rate(100_000), "800Kbit");
        assert_eq!(rate(125_000_000), "1Gbit");
        assert_eq!(rate(1), "8bit");
        assert_eq!(rate(1_250_001), "10Mbit");
        let iec = Rate {
            bytes: 131_072,
            iec: true,
        };
        assert_eq!(iec.to_string(), "1Mibit");
        assert_eq!(Size(1600).to_string(), "1600b");
        assert_eq!(Size(10_240).to_string(), "10Kb");
        assert_eq!(Size(33_554_432).to_string(), "32Mb");
        assert_eq!(Time(50_000).to_string(), "50ms");
        assert_eq!(Time(999).to_string(), "999us");
        assert_eq!(Time(1_234_567).to_string(), "1.23s");
    }

    #[test]
    fn general_is_as_printf_has_it() {
        for (value, precision, text) in [
            (0.1, 6, "0.1"),
            (100_000.0, 6, "100000"),
            (1_000_000.0, 6, "1e+06"),
            (0.00001, 6, "1e-05"),
            (1234.5, 3, "1.23e+03"),
            (0.02, 6, "0.02"),
            (10.0, 3, "10"),
        ] {
            assert_eq!(General(value, precision).to_string(), text);
        }
    }
}
