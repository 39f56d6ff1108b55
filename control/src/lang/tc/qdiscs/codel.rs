//! `codel`.

use std::time::Duration;

use dataplane::qos::CodelParams;

use super::{bad, what_is};
use crate::{
    config::qos::{CodelOptions, QdiscOptions},
    lang::{
        args::{Args, Failure},
        ip::{number, printer::Printer},
        tc::{
            context::illegal,
            units::{self, Time},
            usage,
        },
    },
};

/// A number.
pub(super) fn count(args: &mut Args<'_, '_>, what: &str) -> Result<u32, Failure> {
    number::u32(args.value()?).ok_or_else(|| bad(args, what))
}

/// A time.
pub(super) fn time(args: &mut Args<'_, '_>, what: &str) -> Result<Duration, Failure> {
    let time = units::time(args.value()?).ok_or_else(|| bad(args, what))?;
    Ok(Duration::from_micros(time.into()))
}

/// Reads the options.
pub(super) fn parse(args: &mut Args<'_, '_>) -> Result<QdiscOptions, Failure> {
    let mut options = CodelOptions::default();
    while let Some(word) = args.next() {
        match word {
            "limit" => options.limit = Some(count(args, "limit")?),
            "target" => options.target = Some(time(args, "target")?),
            "ce_threshold" => options.ce_threshold = Some(time(args, "ce_threshold")?),
            "interval" => options.interval = Some(time(args, "interval")?),
            "ecn" => options.ecn = Some(true),
            "noecn" => options.ecn = Some(false),
            "help" => return Err(illegal(usage::CODEL)),
            _ => return Err(what_is(args, usage::CODEL)),
        }
    }
    Ok(QdiscOptions::Codel(options))
}

/// Shows a time.
pub(super) fn print_time(printer: &mut Printer<'_>, key: &str, time: Duration) {
    let time = u32::try_from(time.as_micros()).unwrap_or(u32::MAX);
    printer.show(key, format_args!("{key} {} ", Time(time)), time);
}

/// Shows the options.
pub(super) fn print(printer: &mut Printer<'_>, params: &CodelParams) {
    let limit = params.limit;
    printer.show("limit", format_args!("limit {limit}p "), limit);
    print_time(printer, "target", params.target);
    if let Some(threshold) = params.ce_threshold {
        print_time(printer, "ce_threshold", threshold);
    }
    print_time(printer, "interval", params.interval);
    if params.ecn {
        printer.show("ecn", format_args!("ecn "), true);
    }
}

/// Shows what it counts besides.
pub(super) fn print_statistics(printer: &mut Printer<'_>, numbers: &super::Numbers<'_>) {
    numbers.show(printer, "  ", "count");
    numbers.show(printer, " ", "lastcount");
    let delay = numbers.get("ldelay") as u32;
    printer.show("ldelay", format_args!(" ldelay {}", Time(delay)), delay);
    let dropping = numbers.get("dropping") != 0;
    if dropping {
        printer.show("dropping", format_args!(" dropping"), true);
    }
    let next = numbers.get("drop_next") as u32 as i32;
    let sign = if next < 0 { "-" } else { "" };
    let next = next.unsigned_abs();
    printer.show(
        "drop_next",
        format_args!(" drop_next {sign}{}", Time(next)),
        next,
    );
    printer.newline();
    numbers.show(printer, "  ", "maxpacket");
    numbers.show(printer, " ", "ecn_mark");
    numbers.show(printer, " ", "drop_overlimit");
    if numbers.get("ce_mark") != 0 {
        numbers.show(printer, " ", "ce_mark");
    }
}

/// A time of CoDel's clock in the microseconds that were given.
pub(super) fn microseconds(time: Duration) -> u128 {
    time.as_nanos().div_ceil(1000)
}

/// The words that make it.
pub(super) fn words(params: &CodelParams) -> String {
    let mut words = format!(
        "limit {} target {} interval {} {}",
        params.limit,
        microseconds(params.target),
        microseconds(params.interval),
        if params.ecn { "ecn" } else { "noecn" }
    );
    if let Some(threshold) = params.ce_threshold {
        words.push_str(&format!(" ce_threshold {}", microseconds(threshold)));
    }
    words
}
