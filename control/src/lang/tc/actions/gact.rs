//! `gact`, and the names of what it does without its own.

use dataplane::qos::{ActionKind, Control, GactSpec};

use super::{Parsing, Shown, control, index, request};
use crate::{
    config::qos::ActionRequest,
    lang::{
        args::{Failure, is_abbreviation},
        ip::{printer::Printer, refused},
        tc::usage,
    },
};

/// Reads `[gact] CONTROL [index N]`.
pub(super) fn parse(parsing: &mut Parsing<'_, '_, '_>) -> Result<ActionRequest, Failure> {
    let args = &mut *parsing.args;
    let named = is_abbreviation(args.taken(), "gact");
    if !named {
        args.put_back();
    }
    let by_index = args
        .peek()
        .is_some_and(|word| named && is_abbreviation(word, "index"));
    let control = if by_index {
        Control::Ok
    } else {
        control::read(args).map_err(|failure| {
            if failure.exits {
                return failure;
            }
            let at = args.last();
            Failure::exit(255, format!("{}{}", failure.message, usage::GACT)).at(at)
        })?
    };
    if args
        .peek()
        .is_some_and(|word| is_abbreviation(word, "random"))
    {
        args.next();
        return Err(refused(args, "\"random\" of gact"));
    }
    let kind = ActionKind::Gact(GactSpec { control });
    Ok(request("gact", index(args, "")?, Some(kind)))
}

/// Shows it.
pub(super) fn print(printer: &mut Printer<'_>, shown: &Shown<'_>, spec: &GactSpec) {
    printer.show("kind", format_args!("gact "), "gact");
    control::print(printer, "action ", spec.control, "");
    printer.newline();
    printer.text(format_args!("\t "));
    printer.open_object(Some("prob"));
    printer.show("random_type", format_args!("random type none"), "none");
    control::print(printer, " ", Control::Ok, " ");
    printer.show("val", format_args!("val 0"), 0_u32);
    printer.close_object();
    printer.newline();
    shown.numbers(printer, "\t ");
    printer.newline();
}
