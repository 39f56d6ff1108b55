//! `matchall`.

use super::{Parsed, Parsing, Showing, what_is};
use crate::{
    config::qos::{Entry, FilterOptions},
    lang::{
        args::{Failure, is_abbreviation},
        ip::{number, printer::Printer, refused},
        tc::{context::illegal, handle, usage},
    },
};

/// Reads the options.
pub(super) fn parse(parsing: &mut Parsing<'_, '_, '_>) -> Result<Parsed, Failure> {
    let mut parsed = Parsed::default();
    if parsing.args.is_empty() {
        return Ok(parsed);
    }
    if let Some(text) = parsing.handle {
        parsed.handle = number::u32(text).ok_or_else(|| illegal("Illegal \"handle\"\n"))?;
    }
    while let Some(word) = parsing.args.next() {
        let args = &mut *parsing.args;
        if is_abbreviation(word, "classid") || word == "flowid" {
            let class = handle::class(args.value()?);
            let class = class.ok_or_else(|| illegal("Illegal \"classid\"\n").at(args.last()));
            parsed.class = Some(class?);
        } else if let Some(exts) = super::exts(word, args, parsing.model)? {
            parsed.exts = exts;
        } else if word == "skip_hw" || word == "skip_sw" {
            return Err(refused(args, word));
        } else if word == "help" {
            return Err(illegal(usage::MATCHALL));
        } else {
            return Err(what_is(args, usage::MATCHALL));
        }
    }
    parsed.options = FilterOptions::Matchall;
    Ok(parsed)
}

/// Shows the options.
pub(super) fn print(printer: &mut Printer<'_>, showing: &Showing<'_>, entry: &Entry) {
    let handle = entry.handle;
    printer.show("handle", format_args!("handle {handle:#x} "), handle);
    if let Some(class) = entry.class {
        let class = class.to_string();
        printer.show("flowid", format_args!("flowid {class} "), class.as_str());
    }
    printer.newline();
    printer.show("not_in_hw", format_args!("  not_in_hw"), true);
    if showing.options.statistics() {
        let hits = showing.stats.asked;
        printer.show("rule_hit", format_args!(" (rule hit {hits})"), hits);
    }
    showing.actions(printer, &entry.exts);
}
