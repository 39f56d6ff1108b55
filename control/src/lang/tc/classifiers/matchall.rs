//! `matchall`.

use super::{Parsed, Parsing, Showing, class, number_of, show_class, what_is};
use crate::{
    config::qos::{Entry, FilterOptions},
    lang::{
        args::{Failure, is_abbreviation},
        ip::{printer::Printer, refused},
        tc::{context::illegal, usage},
    },
};

/// Reads the options.
pub(super) fn parse(parsing: &mut Parsing<'_, '_, '_>) -> Result<Parsed, Failure> {
    let mut parsed = Parsed::default();
    if parsing.args.is_empty() {
        return Ok(parsed);
    }
    parsed.handle = number_of(parsing)?;
    while let Some(word) = parsing.args.next() {
        let args = &mut *parsing.args;
        if is_abbreviation(word, "classid") || word == "flowid" {
            parsed.class = Some(class(args)?);
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
        show_class(printer, "flowid", class);
    }
    printer.newline();
    printer.show("not_in_hw", format_args!("  not_in_hw"), true);
    if showing.options.statistics() {
        let hits = showing.stats.asked;
        printer.show("rule_hit", format_args!(" (rule hit {hits})"), hits);
    }
    showing.actions(printer, &entry.exts);
}
