//! `-m statistic`.

use std::fmt::Write as _;

use dataplane::filter::{
    Match, Test,
    matches::{Statistic, StatisticMode},
};

use crate::lang::iptables::{
    extension::{BOTH, Complaint, Given, MatchExtension, MatchParser, RuleView},
    value,
    xtoptions::{Asked, Entry, Seen, options, parameter},
};

const MODE: u8 = 0;
const PROBABILITY: u8 = 1;
const EVERY: u8 = 2;
const PACKET: u8 = 3;

const TABLE: [Entry; 4] = [
    Entry::value("mode", MODE).mandatory(),
    Entry::value("probability", PROBABILITY)
        .invert()
        .excl(1 << EVERY | 1 << PACKET),
    Entry::value("every", EVERY)
        .invert()
        .excl(1 << PROBABILITY)
        .also(1 << PACKET),
    Entry::value("packet", PACKET)
        .excl(1 << PROBABILITY)
        .also(1 << EVERY),
];

/// What [`StatisticMode::Random`] has for certainty.
const CERTAIN: f64 = 2_147_483_648.0;

pub(super) static EXTENSION: MatchExtension = MatchExtension {
    name: "statistic",
    families: BOTH,
    options: &options(&TABLE),
    parser: |_| {
        Box::new(Parser {
            seen: Seen::new("statistic", &TABLE),
            nth: false,
            not: false,
            probability: 0,
            every: 0,
            packet: 0,
        })
    },
    help: include_str!("help/statistic.txt"),
};

struct Parser {
    seen: Seen,
    /// `--mode nth`, not `random`.
    nth: bool,
    not: bool,
    probability: u32,
    /// Less one.
    every: u32,
    packet: u32,
}

impl MatchParser for Parser {
    fn take(&mut self, given: Given<'_>) -> Result<(), Complaint> {
        let asked = self.seen.take(given)?;
        self.not |= asked.not;
        match asked.id {
            MODE => {
                self.nth = match asked.value {
                    "random" => false,
                    "nth" => true,
                    mode => return Err(parameter(format!("Bad mode \"{mode}\""))),
                }
            }
            PROBABILITY => self.probability = probability(asked)?,
            EVERY => self.every = value::number(asked, 1, u32::MAX)? - 1,
            _ => self.packet = value::number(asked, 0, u32::MAX)?,
        }
        Ok(())
    }

    fn finish(self: Box<Self>, _rule: RuleView) -> Result<Match, Complaint> {
        let Self {
            seen,
            nth,
            every,
            packet,
            ..
        } = *self;
        if !nth && !seen.has(PROBABILITY) {
            return Err(parameter(
                "--probability must be specified when using random mode",
            ));
        }
        if nth && !seen.has(EVERY) && !seen.has(PACKET) {
            return Err(parameter(
                "--every and --packet must be specified when using nth mode",
            ));
        }
        if nth && packet > every {
            return Err(parameter("the --packet p must be 0 <= p <= n-1"));
        }
        seen.finish()?;
        let of = match nth {
            true => StatisticMode::Nth { every, packet },
            false => StatisticMode::Random(self.probability),
        };
        Ok(Match::Statistic(Statistic {
            mode: Test { not: self.not, of },
        }))
    }
}

/// From 0 to 1, in 2³¹ parts.
fn probability(asked: Asked<'_>) -> Result<u32, Complaint> {
    let number = float(asked.value);
    match number.filter(|number| (0.0..=1.0).contains(number)) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "from 0 to 2³¹"
        )]
        Some(number) => Ok((number * CERTAIN).round() as u32),
        None => Err(parameter(format!(
            "{}: bad value for option \"--{}\", or out of range (0-1).\n",
            asked.extension, asked.option
        ))),
    }
}

/// A number as strtod(3) reads it, decimal or hexadecimal (`0x1.8p-1`).
fn float(text: &str) -> Option<f64> {
    let text = text.trim_start_matches([' ', '\t', '\n', '\u{b}', '\u{c}', '\r']);
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1.0, digits),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    let hex = digits
        .strip_prefix("0x")
        .or_else(|| digits.strip_prefix("0X"));
    let Some(hex) = hex else {
        return text.parse().ok();
    };
    let (mantissa, exponent) = match hex.split_once(['p', 'P']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (hex, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if whole.len() + fraction.len() == 0 {
        return None;
    }
    let mut value = 0.0;
    for digit in whole.chars().chain(fraction.chars()) {
        value = value * 16.0 + f64::from(digit.to_digit(16)?);
    }
    let places = i32::try_from(fraction.len()).ok()?;
    Some(sign * value * 16_f64.powi(-places) * 2_f64.powi(exponent))
}

pub(super) fn print(found: &Statistic, out: &mut String) {
    out.push_str(" statistic");
    write_mode(found, "", out);
}

pub(super) fn save(found: &Statistic, out: &mut String) {
    write_mode(found, "--", out);
}

/// Writes the options; the first packet is always saved, and listed if it is not 0.
fn write_mode(found: &Statistic, dash: &str, out: &mut String) {
    let Test { not, of } = found.mode;
    let not = if not { " !" } else { "" };
    match of {
        StatisticMode::Random(parts) => {
            let probability = f64::from(parts) / CERTAIN;
            let _ = write!(
                out,
                " {dash}mode random{not} {dash}probability {probability:.11}"
            );
        }
        StatisticMode::Nth { every, packet } => {
            let every = u64::from(every) + 1;
            let _ = write!(out, " {dash}mode nth{not} {dash}every {every}");
            if packet != 0 || !dash.is_empty() {
                let _ = write!(out, " {dash}packet {packet}");
            }
        }
    }
}
