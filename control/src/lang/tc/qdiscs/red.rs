//! `red`, and what `sfq` has of it.

use dataplane::qos::RedParams;

use super::{Parsing, bad, what_is};
use crate::{
    config::qos::QdiscOptions,
    lang::{
        args::Failure,
        ip::{json::Value, number, printer::Printer, refused},
        tc::{
            context::illegal,
            options::Options,
            units::{self, General, Size},
            usage,
        },
    },
};

/// What has been read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words {
    pub(super) limit: u32,
    pub(super) min: u32,
    pub(super) max: u32,
    pub(super) burst: u32,
    pub(super) avpkt: u32,
    pub(super) probability: f64,
    pub(super) ecn: bool,
    pub(super) harddrop: bool,
}

impl Words {
    /// Nothing yet; an average packet has `avpkt` bytes.
    pub(super) const fn new(avpkt: u32) -> Self {
        Self {
            limit: 0,
            min: 0,
            max: 0,
            burst: 0,
            avpkt,
            probability: 0.02,
            ecn: false,
            harddrop: false,
        }
    }

    /// Reads a word that both kinds have, if it is one.
    pub(super) fn read(
        &mut self,
        word: &str,
        parsing: &mut Parsing<'_, '_, '_>,
    ) -> Result<bool, Failure> {
        let args = &mut *parsing.args;
        let place = match word {
            "min" => &mut self.min,
            "max" => &mut self.max,
            "avpkt" => &mut self.avpkt,
            "burst" => {
                let burst = number::u32(args.value()?);
                self.burst = burst.ok_or_else(|| bad(args, "burst"))?;
                return Ok(true);
            }
            "probability" => {
                let number = units::strtod(args.value()?);
                self.probability = number.ok_or_else(|| bad(args, "probability"))?.0;
                return Ok(true);
            }
            "ecn" => {
                self.ecn = true;
                return Ok(true);
            }
            "harddrop" => {
                self.harddrop = true;
                return Ok(true);
            }
            _ => return Ok(false),
        };
        *place = units::size(args.value()?).ok_or_else(|| bad(args, word))?;
        Ok(true)
    }

    /// The weight of the average (`tc_red_eval_ewma`): the burst that just isn't dropped.
    fn weight(&self, said: &mut String) -> Option<u8> {
        let packets = self.min / self.avpkt.max(1);
        let room = f64::from(self.burst) + 1.0 - f64::from(self.min) / f64::from(self.avpkt);
        if room < 1.0 {
            let burst = self.burst;
            said.push_str(&format!(
                "tc_red_eval_ewma() burst {burst} is too small ? Try burst {}\n",
                1 + packets
            ));
            return None;
        }
        (1..32).find(|log| {
            let weight = 0.5_f64.powi(i32::from(*log));
            room <= (1.0 - (1.0 - weight).powi(self.burst as i32)) / weight
        })
    }

    /// The steepness of the probability (`tc_red_eval_P`).
    fn steepness(&self) -> Option<u8> {
        let span = self.max.checked_sub(self.min)?;
        if span == 0 {
            return Some(0);
        }
        let mut probability = self.probability / f64::from(span);
        (0..32).find(|_| {
            let found = probability > 1.0;
            probability *= 2.0;
            found
        })
    }

    /// Computes what was not said: the largest average is `max`.
    pub(super) fn complete(&mut self, max: u32) {
        if self.max == 0 {
            self.max = max;
        }
        if self.min == 0 {
            self.min = self.max / 3;
        }
        if self.burst == 0 {
            self.burst = (2 * u64::from(self.min) + u64::from(self.max))
                .checked_div(3 * u64::from(self.avpkt))
                .unwrap_or_default() as u32;
        }
    }

    /// What the kernel is told by both kinds; the tool complains as `who`.
    pub(super) fn params(&self, who: &str, said: &mut String) -> Result<RedParams, Failure> {
        let wlog = self
            .weight(said)
            .ok_or_else(|| illegal(format!("{who}: failed to calculate EWMA constant.\n")))?;
        if wlog >= 10 {
            let burst = self.burst;
            said.push_str(&format!(
                "{who}: WARNING. Burst {burst} seems to be too large.\n"
            ));
        }
        let plog = self
            .steepness()
            .ok_or_else(|| illegal(format!("{who}: failed to calculate probability.\n")))?;
        Ok(RedParams {
            limit: self.limit,
            min: self.min,
            max: self.max,
            // Out of 2^32.
            max_p: (self.probability * 4_294_967_296.0) as u32,
            wlog,
            plog,
            scell_log: 0,
            packet_time: 0,
            ecn: self.ecn,
            harddrop: self.harddrop,
            adaptive: false,
            nodrop: false,
        })
    }
}

/// Reads the options.
pub(super) fn parse(parsing: &mut Parsing<'_, '_, '_>) -> Result<QdiscOptions, Failure> {
    let mut words = Words::new(0);
    let (mut rate, mut nodrop, mut adaptive) = (0, false, false);
    while let Some(word) = parsing.args.next() {
        if words.read(word, parsing)? {
            continue;
        }
        let args = &mut *parsing.args;
        match word {
            "limit" => {
                words.limit = units::size(args.value()?).ok_or_else(|| bad(args, "limit"))?;
            }
            "bandwidth" => {
                rate = units::rate(args.value()?).ok_or_else(|| bad(args, "bandwidth"))?;
            }
            "nodrop" => nodrop = true,
            "adaptative" | "adaptive" => adaptive = true,
            "qevent" => return Err(refused(args, "qevent")),
            "help" => return Err(illegal(usage::RED)),
            _ => return Err(what_is(args, usage::RED)),
        }
    }
    if words.limit == 0 || words.avpkt == 0 {
        return Err(illegal(
            "RED: Required parameter (limit, avpkt) is missing\n",
        ));
    }
    words.complete(match words.min {
        0 => words.limit / 4,
        min => min.wrapping_mul(3),
    });
    if rate == 0 {
        const TEN_MEGABITS: u64 = 1_250_000;
        rate = TEN_MEGABITS;
        parsing.said.push_str("RED: set bandwidth to 10Mbit\n");
    }
    let params = words.params("RED", &mut parsing.said)?;
    let packet_time = units::transmit_ticks(rate, words.avpkt);
    let scell_log = idle_cell(params.wlog, packet_time)
        .ok_or_else(|| illegal("RED: failed to calculate idle damping table.\n"))?;
    Ok(QdiscOptions::Red(RedParams {
        scell_log,
        packet_time,
        adaptive,
        nodrop,
        ..params
    }))
}

/// How long the cells of the table of idle times are (`tc_red_eval_idle_damping`).
fn idle_cell(wlog: u8, packet_time: u32) -> Option<u8> {
    let weight = 1.0 / f64::from(1_u32 << wlog);
    let decay = -(1.0 - weight).ln() / f64::from(packet_time);
    let longest = 31.0 / decay;
    (0..32).find(|log| longest / f64::from(1_u32 << log) < 512.0)
}

/// Shows the options.
pub(super) fn print(printer: &mut Printer<'_>, options: &Options, params: &RedParams) {
    for (key, size) in [
        ("limit", params.limit),
        ("min", params.min),
        ("max", params.max),
    ] {
        printer.show(key, format_args!("{key} {} ", Size(size)), size);
    }
    for (key, on) in [
        ("ecn", params.ecn),
        ("harddrop", params.harddrop),
        ("adaptive", params.adaptive),
        ("nodrop", params.nodrop),
    ] {
        // Text has those that are on only.
        if on || printer.is_json() {
            printer.show(key, format_args!("{key} "), on);
        }
    }
    if options.details() {
        printer.show("ewma", format_args!("ewma {} ", params.wlog), params.wlog);
        print_probability(printer, params.max_p);
        printer.show(
            "Scell_log",
            format_args!("Scell_log {}", params.scell_log),
            params.scell_log,
        );
    }
}

/// Shows a probability.
pub(super) fn print_probability(printer: &mut Printer<'_>, max_p: u32) {
    let probability = f64::from(max_p) / 4_294_967_296.0;
    let shown = General(probability, 6).to_string();
    printer.show(
        "probability",
        format_args!("probability {shown} "),
        Value::Fraction(&shown),
    );
}

/// Shows what it counts besides.
pub(super) fn print_statistics(printer: &mut Printer<'_>, numbers: &super::Numbers<'_>) {
    numbers.show(printer, "  ", "marked");
    numbers.show(printer, " ", "early");
    numbers.show(printer, " ", "pdrop");
    numbers.show(printer, " ", "other");
    printer.text(format_args!(" "));
}
