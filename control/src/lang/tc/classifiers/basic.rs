//! `basic`.

use dataplane::qos::BasicMatch;

use super::{Parsed, Parsing, Showing, class, ematch, number_of, show_class, what_is};
use crate::{
    config::qos::{Entry, FilterOptions},
    lang::{
        args::{Failure, is_abbreviation},
        ip::printer::Printer,
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
    let mut expression = BasicMatch::All;
    while let Some(word) = parsing.args.next() {
        let args = &mut *parsing.args;
        if is_abbreviation(word, "match") {
            args.needs_more()?;
            expression = ematch::parse(args)?;
        } else if is_abbreviation(word, "classid") || word == "flowid" {
            parsed.class = Some(class(args)?);
        } else if let Some(exts) = super::exts(word, args, parsing.model)? {
            parsed.exts = exts;
        } else if word == "help" {
            return Err(illegal(usage::BASIC));
        } else {
            return Err(what_is(args, usage::BASIC));
        }
    }
    parsed.options = FilterOptions::Basic(Box::new(expression));
    Ok(parsed)
}

/// Shows the options.
pub(super) fn print(
    printer: &mut Printer<'_>,
    showing: &Showing<'_>,
    entry: &Entry,
    expression: &BasicMatch,
) {
    let handle = format!("{:x}", entry.handle);
    printer.show(
        "handle",
        format_args!("handle 0x{handle} "),
        handle.as_str(),
    );
    if let Some(class) = entry.class {
        show_class(printer, "flowid", class);
    }
    if *expression != BasicMatch::All {
        printer.newline();
        let mut text = String::new();
        ematch::show(&mut text, expression, 1);
        printer.text(format_args!("{text}"));
        // In JSON the tool leaves it in the midst of the object, as it is.
        if printer.is_json() {
            let words = ematch::words(expression);
            printer.json("ematch", words.as_str());
        }
        if entry.exts.actions.is_empty() {
            printer.newline();
        }
    }
    showing.actions(printer, &entry.exts);
}

/// The words that make it.
pub(super) fn words(expression: &BasicMatch) -> String {
    if *expression == BasicMatch::All {
        return String::new();
    }
    format!("match '{}'", ematch::words(expression))
}
