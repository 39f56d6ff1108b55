//! `netem`.

use std::time::Duration;

use dataplane::qos::{Dist, NetemParams};

use super::{bad, what_is};
use crate::{
    config::qos::{NetemOptions, QdiscOptions},
    lang::{
        args::{Args, Failure, is_abbreviation},
        ip::{json::Value, number, printer::Printer, refused},
        tc::{
            context::illegal,
            options::Options,
            units::{self, General, Rate, Time},
            usage,
        },
    },
};

/// Where the tool looks for distributions.
const FOLDER: &str = "/usr/lib/x86_64-linux-gnu/tc/";

/// A probability, out of 2^32 - 1.
fn percent(args: &mut Args<'_, '_>, what: &str) -> Result<u32, Failure> {
    let (number, rest) = units::strtod(args.value()?).ok_or_else(|| bad(args, what))?;
    let share = number / 100.0;
    if !matches!(rest, "" | "%") || !(0.0..=1.0).contains(&share) {
        return Err(bad(args, what));
    }
    Ok((share * f64::from(u32::MAX)).round_ties_even() as u32)
}

/// A time in nanoseconds (`get_time64`).
fn time(args: &mut Args<'_, '_>, what: &str) -> Result<Duration, Failure> {
    let (number, unit) = units::strtod(args.value()?).ok_or_else(|| bad(args, what))?;
    let scale = match unit.to_ascii_lowercase().as_str() {
        "s" | "sec" | "secs" => 1e9,
        "ms" | "msec" | "msecs" => 1e6,
        "" | "us" | "usec" | "usecs" => 1e3,
        "ns" | "nsec" | "nsecs" => 1.0,
        _ => return Err(bad(args, what)),
    };
    Ok(Duration::from_nanos((number * scale) as i64 as u64))
}

/// Whether a number follows.
fn number_follows(args: &Args<'_, '_>, signed: bool) -> bool {
    let first = args.peek().and_then(|word| word.chars().next());
    first.is_some_and(|c| c.is_ascii_digit() || signed && matches!(c, '+' | '-'))
}

/// Reads the options.
pub(super) fn parse(args: &mut Args<'_, '_>) -> Result<QdiscOptions, Failure> {
    let mut options = NetemOptions {
        params: NetemParams {
            limit: 1000,
            ..NetemParams::default()
        },
        ..NetemOptions::default()
    };
    while let Some(word) = args.next() {
        read(&mut options, word, args)?;
    }
    let params = &mut options.params;
    let complain = |message: &str| Err(illegal(format!("{message}\n{}", usage::NETEM)));
    if params.reorder != 0 {
        if params.delay.is_zero() {
            return complain("reordering not possible without specifying some delay");
        }
        params.gap = params.gap.max(1);
    } else if params.gap > 0 {
        return complain("gap specified without reorder probability");
    }
    if options.distribution && (params.delay.is_zero() || params.jitter.is_zero()) {
        return complain("distribution specified but no latency and jitter values");
    }
    Ok(QdiscOptions::Netem(Box::new(options)))
}

fn read(options: &mut NetemOptions, word: &str, args: &mut Args<'_, '_>) -> Result<(), Failure> {
    let params = &mut options.params;
    let is = |key| is_abbreviation(word, key);
    if is("limit") {
        params.limit = units::size(args.value()?).ok_or_else(|| bad(args, "limit"))?;
    } else if is("latency") || is("delay") {
        params.delay = time(args, "latency")?;
        if number_follows(args, false) {
            params.jitter = time(args, "latency")?;
            if number_follows(args, false) {
                params.delay_correlation = percent(args, "latency")?;
                options.correlations = true;
            }
        }
    } else if is("loss") || is("drop") {
        loss(options, args)?;
    } else if is("ecn") {
        return Err(refused(args, "\"ecn\" of netem"));
    } else if is("reorder") {
        params.reorder = percent(args, "reorder")?;
        options.reorder = true;
        if number_follows(args, false) {
            params.reorder_correlation = percent(args, "reorder")?;
            // The tool sends the others along.
            options.correlations = true;
        }
    } else if is("corrupt") {
        params.corrupt = percent(args, "corrupt")?;
        options.corrupt = true;
        if number_follows(args, false) {
            params.corrupt_correlation = percent(args, "corrupt")?;
            options.correlations = true;
        }
    } else if is("gap") {
        params.gap = number::u32(args.value()?).ok_or_else(|| bad(args, "gap"))?;
    } else if is("duplicate") {
        params.duplicate = percent(args, "duplicate")?;
        if number_follows(args, false) {
            // The tool does not send it, unless there is another correlation.
            params.duplicate_correlation = percent(args, "duplicate")?;
        }
    } else if is("distribution") {
        let name = args.value()?;
        params.distribution = match name {
            "normal" => Dist::Normal,
            "pareto" => Dist::Pareto,
            "paretonormal" => Dist::ParetoNormal,
            _ => {
                let message = format!(
                    "No distribution data for {name} ({FOLDER}/{name}.dist: No such file or directory)\n"
                );
                return Err(illegal(message).at(args.last()));
            }
        };
        options.distribution = true;
    } else if is("rate") {
        rate(options, args)?;
    } else if is("slot") {
        return Err(refused(args, "\"slot\" of netem"));
    } else if word == "help" {
        return Err(illegal(usage::NETEM));
    } else {
        return Err(what_is(args, usage::NETEM));
    }
    Ok(())
}

fn loss(options: &mut NetemOptions, args: &mut Args<'_, '_>) -> Result<(), Failure> {
    if options.params.loss > 0 {
        return Err(bad(args, "duplicate loss argument\n"));
    }
    if !number_follows(args, false) {
        match args.value()? {
            "random" => {}
            model @ ("state" | "gemodel") => {
                return Err(refused(args, &format!("\"loss {model}\" of netem")));
            }
            word => {
                let message = format!("Unknown loss parameter: {word}\n");
                return Err(illegal(message).at(args.last()));
            }
        }
    }
    options.params.loss = percent(args, "loss percent")?;
    if number_follows(args, false) {
        options.params.loss_correlation = percent(args, "loss correlation")?;
        options.correlations = true;
    }
    Ok(())
}

fn rate(options: &mut NetemOptions, args: &mut Args<'_, '_>) -> Result<(), Failure> {
    let params = &mut options.params;
    options.rate = true;
    params.rate = units::rate(args.value()?).ok_or_else(|| bad(args, "rate"))?;
    if number_follows(args, true) {
        params.packet_overhead = number::i32(args.value()?).ok_or_else(|| bad(args, "rate"))?;
        if number_follows(args, false) {
            params.cell_size = number::u32(args.value()?).ok_or_else(|| bad(args, "rate"))?;
            if number_follows(args, true) {
                let overhead = number::i32(args.value()?);
                params.cell_overhead = overhead.ok_or_else(|| bad(args, "rate"))?;
            }
        }
    }
    Ok(())
}

/// A probability as a share and in percent.
fn shares(probability: u32) -> (String, String) {
    let share = f64::from(probability) / f64::from(u32::MAX);
    (
        General(share, 6).to_string(),
        format!("{}%", General(100.0 * share, 6)),
    )
}

/// ` NAME P% C%`.
fn show_share(
    printer: &mut Printer<'_>,
    object: &str,
    name: &str,
    probability: u32,
    correlation: u32,
) {
    if probability == 0 {
        return;
    }
    printer.open_object(Some(object));
    let (share, shown) = shares(probability);
    printer.show(
        name,
        format_args!(" {name} {shown}"),
        Value::Fraction(&share),
    );
    show_correlation(printer, correlation);
    printer.close_object();
}

fn show_correlation(printer: &mut Printer<'_>, correlation: u32) {
    let (share, shown) = shares(correlation);
    if correlation != 0 {
        printer.show(
            "correlation",
            format_args!(" {shown}"),
            Value::Fraction(&share),
        );
    } else {
        printer.json("correlation", 0_u32);
    }
}

/// Shows the options.
pub(super) fn print(printer: &mut Printer<'_>, options: &Options, params: &NetemParams) {
    printer.show(
        "limit",
        format_args!("limit {}", params.limit),
        params.limit,
    );
    if !params.delay.is_zero() {
        print_delay(printer, params);
    }
    show_share(
        printer,
        "loss-random",
        "loss",
        params.loss,
        params.loss_correlation,
    );
    let duplicates = params.duplicate_correlation;
    show_share(
        printer,
        "duplicate",
        "duplicate",
        params.duplicate,
        duplicates,
    );
    show_share(
        printer,
        "reorder",
        "reorder",
        params.reorder,
        params.reorder_correlation,
    );
    show_share(
        printer,
        "corrupt",
        "corrupt",
        params.corrupt,
        params.corrupt_correlation,
    );
    if params.rate != 0 {
        print_rate(printer, options, params);
    }
    printer.json("ecn", false);
    if params.gap != 0 || printer.is_json() {
        printer.show("gap", format_args!(" gap {}", params.gap), params.gap);
    }
}

fn print_delay(printer: &mut Printer<'_>, params: &NetemParams) {
    // The text is made from the kernel's ticks.
    let shown = |time: Duration| Time(units::microseconds(units::ticks_of(time)));
    printer.open_object(Some("delay"));
    printer.text(format_args!(" delay {}", shown(params.delay)));
    if !params.jitter.is_zero() {
        printer.text(format_args!("  {}", shown(params.jitter)));
    }
    for (key, time) in [("delay", params.delay), ("jitter", params.jitter)] {
        printer.json(
            key,
            Value::Fraction(&General(time.as_secs_f64(), 6).to_string()),
        );
    }
    let correlation = if params.jitter.is_zero() {
        0
    } else {
        params.delay_correlation
    };
    show_correlation(printer, correlation);
    printer.close_object();
}

fn print_rate(printer: &mut Printer<'_>, options: &Options, params: &NetemParams) {
    printer.open_object(Some("rate"));
    let rate = Rate {
        bytes: params.rate,
        iec: options.shown.iec,
    };
    printer.show("rate", format_args!(" rate {rate}"), params.rate);
    let signed = |number: i32| Value::Signed(number.into());
    for (key, number) in [
        ("packetoverhead", i64::from(params.packet_overhead)),
        ("cellsize", i64::from(params.cell_size)),
        ("celloverhead", i64::from(params.cell_overhead)),
    ] {
        if number != 0 {
            printer.text(format_args!(" {key} {number}"));
        }
    }
    printer.json("packetoverhead", signed(params.packet_overhead));
    printer.json("cellsize", params.cell_size);
    printer.json("celloverhead", signed(params.cell_overhead));
    printer.close_object();
}

/// The commands that make it. What packets can't be put out of order without a delay is told in two steps, as it
/// has come about.
pub(super) fn words(params: &NetemParams) -> Vec<(&'static str, String)> {
    let share =
        |probability: u32| format!("{}%", 100.0 * f64::from(probability) / f64::from(u32::MAX));
    let mut rest = format!(
        "limit {} duplicate {} {} corrupt {} {} rate {}bps {} {} {}",
        params.limit,
        share(params.duplicate),
        share(params.duplicate_correlation),
        share(params.corrupt),
        share(params.corrupt_correlation),
        params.rate,
        params.packet_overhead,
        params.cell_size,
        params.cell_overhead
    );
    if params.loss != 0 || params.loss_correlation != 0 {
        let (loss, correlation) = (share(params.loss), share(params.loss_correlation));
        rest.push_str(&format!(" loss {loss} {correlation}"));
    }
    let delay = format!(
        "delay {}ns {}ns {}",
        params.delay.as_nanos(),
        params.jitter.as_nanos(),
        share(params.delay_correlation)
    );
    let distribution = match params.distribution {
        Dist::Uniform => "",
        Dist::Normal => " distribution normal",
        Dist::Pareto => " distribution pareto",
        Dist::ParetoNormal => " distribution paretonormal",
    };
    let (chance, correlation) = (share(params.reorder), share(params.reorder_correlation));
    let reorder = match params.reorder {
        0 => String::new(),
        _ => format!(" reorder {chance} {correlation}"),
    };
    let complete = params.gap > 0 || params.reorder == 0;
    let jitters = params.distribution == Dist::Uniform || !params.jitter.is_zero();
    if complete && jitters && (params.reorder == 0 || !params.delay.is_zero()) {
        let gap = match params.gap {
            0 => String::new(),
            gap => format!(" gap {gap}"),
        };
        return vec![("add", format!("{delay}{distribution}{reorder}{gap} {rest}"))];
    }
    vec![
        ("add", format!("delay 1ms 1ms{distribution}{reorder}")),
        ("change", format!("{delay} {rest}")),
    ]
}
