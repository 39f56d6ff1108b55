//! `pfifo`, `bfifo` and `pfifo_head_drop`.

use crate::{
    config::qos::{FifoOptions, QdiscOptions},
    lang::{
        args::{Args, Failure, is_abbreviation},
        ip::printer::Printer,
        tc::{context::illegal, units, usage},
    },
};

/// Reads `limit NUMBER`.
pub(super) fn parse(kind: &str, args: &mut Args<'_, '_>) -> Result<QdiscOptions, Failure> {
    let mut limit = None;
    while let Some(word) = args.next() {
        if is_abbreviation(word, "limit") {
            let value = args.value()?;
            limit = Some(units::size(value).ok_or_else(|| {
                illegal(format!(
                    "{kind}: Illegal value for \"limit\": \"{value}\"\n"
                ))
                .at(args.last())
            })?);
        } else if word == "help" {
            return Err(illegal(usage::FIFO));
        } else {
            let message = format!("{kind}: unknown parameter \"{word}\"\n{}", usage::FIFO);
            return Err(illegal(message).at(args.last()));
        }
    }
    if limit.is_none() {
        return Ok(QdiscOptions::Absent);
    }
    Ok(QdiscOptions::Fifo(FifoOptions { limit }))
}

/// Shows the limit of `pfifo` and `pfifo_head_drop`.
pub(super) fn print_packets(printer: &mut Printer<'_>, limit: u32) {
    printer.show("limit", format_args!("limit {limit}p"), limit);
}

/// Shows the limit of `bfifo`.
pub(super) fn print_bytes(printer: &mut Printer<'_>, limit: u32) {
    printer.show("limit", format_args!("limit {}", units::Size(limit)), limit);
}
