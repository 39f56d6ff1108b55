//! `sfq`.

use dataplane::qos::{RedParams, SfqParams};

use super::{
    Parsing, bad,
    red::{self, Words},
    what_is,
};
use crate::{
    config::qos::{QdiscOptions, SfqOptions},
    lang::{
        args::{Args, Failure},
        ip::{number, printer::Printer},
        tc::{
            context::illegal,
            options::Options,
            units::{self, Size},
            usage,
        },
    },
};

/// Reads the options.
pub(super) fn parse(parsing: &mut Parsing<'_, '_, '_>) -> Result<QdiscOptions, Failure> {
    let mut options = SfqOptions::default();
    let mut words = Words::new(1000);
    let mut red = false;
    while let Some(word) = parsing.args.next() {
        if words.read(word, parsing)? {
            red = true;
            continue;
        }
        let args = &mut *parsing.args;
        match word {
            "quantum" => {
                options.quantum = units::size(args.value()?).ok_or_else(|| bad(args, "limit"))?;
            }
            "perturb" => {
                options.perturb = decimal(args, "perturb")?;
            }
            "limit" => {
                options.limit = decimal(args, "limit")?;
                if options.limit < 2 {
                    let message = "Illegal \"limit\", must be > 1\n";
                    return Err(illegal(message).at(args.last()));
                }
            }
            "divisor" => options.divisor = decimal(args, "divisor")?,
            "flows" => options.flows = decimal(args, "flows")?,
            "depth" => options.depth = decimal(args, "flows")?,
            "headdrop" => options.headdrop = true,
            "redflowlimit" => {
                words.limit = number::u32(args.value()?).ok_or_else(|| bad(args, word))?;
                red = true;
            }
            "help" => return Err(illegal(usage::SFQ)),
            _ => return Err(what_is(args, usage::SFQ)),
        }
    }
    if red {
        options.red = Some(red_of(&mut words, &mut parsing.said)?);
    }
    Ok(QdiscOptions::Sfq(options))
}

fn decimal(args: &mut Args<'_, '_>, what: &str) -> Result<u32, Failure> {
    number::unsigned(args.value()?, 10).ok_or_else(|| bad(args, what))
}

/// What each flow's queue does, with what was not said computed.
fn red_of(words: &mut Words, said: &mut String) -> Result<RedParams, Failure> {
    if words.limit == 0 {
        return Err(illegal("Required parameter (redflowlimit) is missing\n"));
    }
    words.complete(words.limit / 4);
    if words.max > words.limit {
        return Err(illegal("\"max\" is larger than \"limit\"\n"));
    }
    if words.min >= words.max {
        return Err(illegal("\"min\" is not smaller than \"max\"\n"));
    }
    words.params("SFQ", said)
}

/// Shows the options.
pub(super) fn print(printer: &mut Printer<'_>, options: &Options, params: &SfqParams) {
    let limit = params.limit;
    printer.show("limit", format_args!("limit {limit}p "), limit);
    let quantum = params.quantum;
    printer.show(
        "quantum",
        format_args!("quantum {} ", Size(quantum)),
        quantum,
    );
    let depth = params.depth;
    printer.show("depth", format_args!("depth {depth} "), depth);
    if params.headdrop {
        printer.show("headdrop", format_args!("headdrop "), true);
    }
    if options.details() {
        let flows = params.flows;
        printer.show("flows", format_args!("flows {flows} "), flows);
    }
    let divisor = params.divisor;
    printer.show("divisor", format_args!("divisor {divisor} "), divisor);
    let perturb = params.perturb.as_secs();
    if perturb != 0 {
        printer.show("perturb", format_args!("perturb {perturb}sec "), perturb);
    }
    if let Some(red) = &params.red {
        printer.show("ewma", format_args!("ewma {} ", red.wlog), red.wlog);
        printer.show("min", format_args!("min {} ", Size(red.min)), red.min);
        printer.show("max", format_args!("max {} ", Size(red.max)), red.max);
        red::print_probability(printer, red.max_p);
        if red.ecn {
            printer.show("ecn", format_args!("ecn "), true);
        }
        if red.harddrop {
            printer.show("harddrop", format_args!("harddrop "), true);
        }
    }
}

/// Shows what it counts besides, if its flows are queues of `red`.
pub(super) fn print_statistics(printer: &mut Printer<'_>, numbers: &super::Numbers<'_>) {
    for (place, key) in KEYS.iter().enumerate() {
        if place == 3 {
            printer.newline();
        }
        let indent = if place % 3 == 0 { "  " } else { " " };
        numbers.show(printer, indent, key);
    }
}

/// What its flows count as queues of `red`.
const KEYS: [&str; 6] = [
    "prob_mark",
    "prob_mark_head",
    "prob_drop",
    "forced_mark",
    "forced_mark_head",
    "forced_drop",
];

/// The words that make it; what its flows do of `red` only the words that were `given` tell.
pub(super) fn words(params: &SfqParams, given: &str) -> String {
    if params.red.is_some() {
        let quantum = params.quantum;
        return format!("{given} quantum {quantum}");
    }
    let headdrop = if params.headdrop { " headdrop" } else { "" };
    // There are not more flows than packets if a limit is given.
    let limit = match params.limit {
        limit if limit < params.flows => String::new(),
        limit => format!(" limit {limit}"),
    };
    format!(
        "quantum {} perturb {}{limit} divisor {} flows {} depth {}{headdrop}",
        params.quantum,
        params.perturb.as_secs(),
        params.divisor,
        params.flows,
        params.depth
    )
}
