//! `fq_codel`.

use dataplane::qos::FqCodelParams;

use super::{
    bad,
    codel::{count, microseconds, print_time, time},
    what_is,
};
use crate::{
    config::qos::{FqCodelOptions, QdiscOptions},
    lang::{
        args::{Args, Failure},
        ip::{printer::Printer, refused},
        tc::{
            context::illegal,
            units::{self, Size},
            usage,
        },
    },
};

/// Reads the options.
pub(super) fn parse(args: &mut Args<'_, '_>) -> Result<QdiscOptions, Failure> {
    let mut options = FqCodelOptions::default();
    let given = |number: u32| (number != 0).then_some(number);
    while let Some(word) = args.next() {
        match word {
            "limit" => options.limit = given(count(args, "limit")?),
            "flows" => options.flows = given(count(args, "flows")?),
            "quantum" => options.quantum = given(count(args, "quantum")?),
            "target" => options.target = Some(time(args, "target")?),
            "ce_threshold" => options.ce_threshold = Some(time(args, "ce_threshold")?),
            "ce_threshold_selector" => return Err(refused(args, word)),
            "memory_limit" => {
                let size = units::size(args.value()?);
                options.memory_limit = Some(size.ok_or_else(|| bad(args, "memory_limit"))?);
            }
            "drop_batch" => options.drop_batch = Some(count(args, "drop_batch")?),
            "interval" => options.interval = Some(time(args, "interval")?),
            "ecn" => options.ecn = Some(true),
            "noecn" => options.ecn = Some(false),
            "help" => return Err(illegal(usage::FQ_CODEL)),
            _ => return Err(what_is(args, usage::FQ_CODEL)),
        }
    }
    Ok(QdiscOptions::FqCodel(options))
}

/// Shows the options.
pub(super) fn print(printer: &mut Printer<'_>, params: &FqCodelParams) {
    let FqCodelParams {
        limit,
        flows,
        quantum,
        memory_limit,
        drop_batch,
        ..
    } = *params;
    printer.show("limit", format_args!("limit {limit}p "), limit);
    printer.show("flows", format_args!("flows {flows} "), flows);
    printer.show("quantum", format_args!("quantum {quantum} "), quantum);
    print_time(printer, "target", params.target);
    if let Some(threshold) = params.ce_threshold {
        print_time(printer, "ce_threshold", threshold);
    }
    print_time(printer, "interval", params.interval);
    printer.show(
        "memory_limit",
        format_args!("memory_limit {} ", Size(memory_limit)),
        memory_limit,
    );
    if params.ecn {
        printer.show("ecn", format_args!("ecn "), true);
    }
    printer.show(
        "drop_batch",
        format_args!("drop_batch {drop_batch} "),
        drop_batch,
    );
}

/// Shows what it counts besides.
pub(super) fn print_statistics(printer: &mut Printer<'_>, numbers: &super::Numbers<'_>) {
    let show_some = |printer: &mut Printer<'_>, name| {
        if numbers.get(name) != 0 {
            numbers.show(printer, " ", name);
        }
    };
    numbers.show(printer, "  ", "maxpacket");
    numbers.show(printer, " ", "drop_overlimit");
    numbers.show(printer, " ", "new_flow_count");
    numbers.show(printer, " ", "ecn_mark");
    show_some(printer, "ce_mark");
    show_some(printer, "memory_used");
    show_some(printer, "drop_overmemory");
    printer.newline();
    numbers.show(printer, "  ", "new_flows_len");
    numbers.show(printer, " ", "old_flows_len");
}

/// The words that make it.
pub(super) fn words(params: &FqCodelParams) -> String {
    let mut words = format!(
        "limit {} flows {} quantum {} target {} interval {} memory_limit {} drop_batch {} {}",
        params.limit,
        params.flows,
        params.quantum,
        microseconds(params.target),
        microseconds(params.interval),
        params.memory_limit,
        params.drop_batch,
        if params.ecn { "ecn" } else { "noecn" }
    );
    if let Some(threshold) = params.ce_threshold {
        words.push_str(&format!(" ce_threshold {}", microseconds(threshold)));
    }
    words
}
