//! `tbf`.

use std::time::Duration;

use dataplane::qos::{LinkLayer, RateSpec, TbfParams};

use super::Parsing;
use crate::{
    config::qos::{QdiscOptions, TbfOptions},
    lang::{
        args::{Args, Failure, is_abbreviation},
        ip::{number, printer::Printer},
        tc::{
            context::illegal,
            options::Options,
            units::{self, Rate, Size, Time},
            usage,
        },
    },
};

/// What has been read so far.
#[derive(Default)]
struct Words {
    rate: u64,
    peak: u64,
    burst: u32,
    mtu: u32,
    limit: u32,
    latency: u32,
    mpu: u32,
    overhead: u16,
    linklayer: LinkLayer,
}

fn tbf(message: &str) -> Failure {
    illegal(format!("tbf: {message}\n"))
}

/// The word taken last is no value of `what`.
fn bad(args: &Args<'_, '_>, what: &str) -> Failure {
    let value = args.taken();
    tbf(&format!("illegal value for \"{what}\": \"{value}\"")).at(args.last())
}

/// The value of `what`, which may be given only once: `before` says whether it was there already.
fn once<'s>(args: &mut Args<'_, 's>, what: &str, before: bool) -> Result<&'s str, Failure> {
    let value = args.value()?;
    if before {
        return Err(tbf(&format!("duplicate \"{what}\" specification")).at(args.last()));
    }
    Ok(value)
}

/// The value of `what`, a rate.
fn rate(parsing: &mut Parsing<'_, '_, '_>, what: &str, before: bool) -> Result<u64, Failure> {
    let text = once(parsing.args, what, before)?;
    parsing.rate(text).map_err(|why| {
        let failure = bad(parsing.args, what);
        illegal(format!("{why}{}", failure.message)).at(parsing.args.last())
    })
}

/// Reads the options.
pub(super) fn parse(parsing: &mut Parsing<'_, '_, '_>) -> Result<QdiscOptions, Failure> {
    let mut words = Words::default();
    let mut any = false;
    while let Some(word) = parsing.args.next() {
        if word == "help" {
            return Err(illegal(usage::TBF));
        }
        words.read(word, parsing)?;
        any = true;
    }
    if !any {
        return Err(words.missing().unwrap_or_else(|| illegal("")));
    }
    match words.missing() {
        Some(failure) => Err(failure),
        None => Ok(QdiscOptions::Tbf(words.options())),
    }
}

impl Words {
    fn read(&mut self, word: &str, parsing: &mut Parsing<'_, '_, '_>) -> Result<(), Failure> {
        let args = &mut *parsing.args;
        if is_abbreviation(word, "limit") {
            let text = once(args, "limit", self.limit != 0)?;
            if self.latency != 0 {
                let message = "specifying both \"latency\" and \"limit\" is not allowed";
                return Err(tbf(message).at(args.last()));
            }
            self.limit = units::size(text).ok_or_else(|| bad(args, "limit"))?;
        } else if is_abbreviation(word, "latency") {
            let text = once(args, "latency", self.latency != 0)?;
            if self.limit != 0 {
                let message = "specifying both \"limit\" and \"/latency\" is not allowed";
                return Err(tbf(message).at(args.last()));
            }
            self.latency = units::time(text).ok_or_else(|| bad(args, "latency"))?;
        } else if is_abbreviation(word, "burst") || word == "buffer" || word == "maxburst" {
            let text = once(args, "buffer/burst/maxburst", self.burst != 0)?;
            self.burst = units::size_and_cell(text).ok_or_else(|| bad(args, word))?;
        } else if word == "mtu" || word == "minburst" {
            let text = once(args, "mtu/minburst", self.mtu != 0)?;
            self.mtu = units::size_and_cell(text).ok_or_else(|| bad(args, word))?;
        } else if word == "mpu" {
            let text = once(args, "mpu", self.mpu != 0)?;
            self.mpu = units::size(text).ok_or_else(|| bad(args, "mpu"))?;
        } else if word == "rate" {
            self.rate = rate(parsing, "rate", self.rate != 0)?;
        } else if is_abbreviation(word, "peakrate") {
            self.peak = rate(parsing, "peakrate", self.peak != 0)?;
        } else if is_abbreviation(word, "overhead") {
            let text = once(args, "overhead", self.overhead != 0)?;
            let overhead = number::unsigned(text, 10);
            self.overhead = overhead.ok_or_else(|| bad(args, "overhead"))?;
        } else if is_abbreviation(word, "linklayer") {
            let text = args.value()?;
            self.linklayer = units::linklayer(text).ok_or_else(|| bad(args, "linklayer"))?;
        } else {
            let message = format!("tbf: unknown parameter \"{word}\"\n{}", usage::TBF);
            return Err(illegal(message).at(args.last()));
        }
        Ok(())
    }

    /// All that is missing.
    fn missing(&self) -> Option<Failure> {
        let mut message = String::new();
        let mut complain = |is: bool, text: &str| {
            if is {
                message.push_str("tbf: ");
                message.push_str(text);
                message.push('\n');
            }
        };
        complain(self.rate == 0, "the \"rate\" parameter is mandatory.");
        complain(self.burst == 0, "the \"burst\" parameter is mandatory.");
        complain(
            self.peak != 0 && self.mtu == 0,
            "when \"peakrate\" is specified, \"mtu\" must also be specified.",
        );
        complain(
            self.limit == 0 && self.latency == 0,
            "either \"limit\" or \"latency\" is required.",
        );
        if message.is_empty() {
            return None;
        }
        message.push_str(usage::TBF);
        Some(illegal(message))
    }

    fn options(&self) -> TbfOptions {
        let spec = |bytes_per_second| RateSpec {
            bytes_per_second,
            overhead: self.overhead,
            mpu: self.mpu as u16,
            linklayer: self.linklayer,
        };
        let queue =
            |rate: u64, burst: u32| rate as f64 * f64::from(self.latency) / 1e6 + f64::from(burst);
        let limit = match (self.limit, self.peak) {
            (0, 0) => queue(self.rate, self.burst) as i64 as u32,
            (0, peak) => queue(self.rate, self.burst).min(queue(peak, self.mtu)) as i64 as u32,
            (limit, _) => limit,
        };
        TbfOptions {
            rate: spec(self.rate),
            burst: self.burst,
            peak: (self.peak != 0).then(|| spec(self.peak)),
            peak_burst: self.mtu,
            limit,
        }
    }
}

/// Shows the options.
pub(super) fn print(printer: &mut Printer<'_>, options: &Options, params: &TbfParams) {
    let iec = options.shown.iec;
    let rate = params.rate.bytes_per_second;
    let shown = Rate { bytes: rate, iec };
    printer.show("rate", format_args!("rate {shown} "), rate);
    let buffer = units::ticks_of(params.buffer);
    let burst = units::transmit_size(rate, buffer);
    if options.details() {
        let cell = format!("{}/1", Size(burst));
        printer.show("burst", format_args!("burst {cell} "), cell.as_str());
        let mpu = u32::from(params.rate.mpu);
        printer.show("mpu", format_args!("mpu {} ", Size(mpu)), mpu);
    } else {
        printer.show("burst", format_args!("burst {} ", Size(burst)), burst);
    }
    let raw = |printer: &mut Printer<'_>, key, ticks: u32| {
        if options.raw {
            let hex = format!("{ticks:x}");
            printer.show(key, format_args!("[{ticks:08x}] "), hex.as_str());
        }
    };
    raw(printer, "burst_raw", buffer);
    if let Some(peak) = params.peak {
        print_peak(printer, options, params, peak, &raw);
    }
    print_queue(printer, options, params);
}

fn print_peak(
    printer: &mut Printer<'_>,
    options: &Options,
    params: &TbfParams,
    peak: RateSpec,
    raw: &dyn Fn(&mut Printer<'_>, &'static str, u32),
) {
    let rate = peak.bytes_per_second;
    let shown = Rate {
        bytes: rate,
        iec: options.shown.iec,
    };
    // The tool forgets it in JSON.
    printer.text(format_args!("peakrate {shown} "));
    let peak_buffer = units::ticks_of(params.peak_buffer);
    if peak_buffer == 0 && peak.mpu == 0 {
        return;
    }
    let mtu = units::transmit_size(rate, peak_buffer);
    if options.details() {
        let cell = format!("{}/1", Size(mtu));
        printer.show("mtu", format_args!("mtu {cell} "), cell.as_str());
        let mpu = u32::from(peak.mpu);
        printer.show("mpu", format_args!("mpu {} ", Size(mpu)), mpu);
    } else {
        printer.show("minburst", format_args!("minburst {} ", Size(mtu)), mtu);
    }
    raw(printer, "mtu_raw", peak_buffer);
}

fn print_queue(printer: &mut Printer<'_>, options: &Options, params: &TbfParams) {
    let wait = |rate: u64, buffer: Duration| {
        1e6 * (f64::from(params.limit) / rate as f64)
            - f64::from(units::microseconds(units::ticks_of(buffer)))
    };
    let mut latency = wait(params.rate.bytes_per_second, params.buffer);
    if let Some(peak) = params.peak {
        latency = latency.max(wait(peak.bytes_per_second, params.peak_buffer));
    }
    if latency >= 0.0 {
        let latency = latency as i64 as u32;
        printer.show("lat", format_args!("lat {} ", Time(latency)), latency);
    }
    if options.raw || latency < 0.0 {
        let limit = params.limit;
        printer.show("limit", format_args!("limit {} ", Size(limit)), limit);
    }
    let overhead = params.rate.overhead;
    if overhead != 0 {
        printer.show("overhead", format_args!("overhead {overhead} "), overhead);
    }
    units::show_linklayer(printer, options, params.rate.linklayer);
}

/// The words that make it.
pub(super) fn words(params: &TbfParams) -> String {
    let rate = params.rate;
    let mut words = format!(
        "rate {}bps burst {} limit {} mpu {} overhead {} linklayer {}",
        rate.bytes_per_second,
        params.burst,
        params.limit,
        rate.mpu,
        rate.overhead,
        units::linklayer_name(rate.linklayer)
    );
    if let Some(peak) = params.peak {
        let mtu = TbfOptions::peak_burst_of(peak, params.peak_buffer);
        words.push_str(&format!(" peakrate {}bps mtu {mtu}", peak.bytes_per_second));
    }
    words
}
