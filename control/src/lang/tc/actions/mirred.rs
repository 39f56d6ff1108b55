//! `mirred`.

use dataplane::qos::{ActionKind, Control, MirredSpec};

use super::{Parsing, Shown, control, index, request, wrong};
use crate::{
    config::{Model, qos::ActionRequest},
    lang::{
        args::{Failure, is_abbreviation},
        ip::{context::link_name, printer::Printer},
        tc::{context::find_link, usage},
    },
};

/// Reads `egress|ingress mirror|redirect dev DEV [CONTROL] [index N]`, or `index N`.
pub(super) fn parse(parsing: &mut Parsing<'_, '_, '_>) -> Result<ActionRequest, Failure> {
    let args = &mut *parsing.args;
    let word = args.value()?;
    if is_abbreviation(word, "help") {
        return Err(Failure::exit(255, usage::MIRRED).at(args.last()));
    }
    let ingress = if is_abbreviation(word, "egress") {
        false
    } else if is_abbreviation(word, "ingress") {
        true
    } else if is_abbreviation(word, "index") {
        args.put_back();
        return Ok(request("mirred", index(args, "")?, None));
    } else {
        return Err(wrong(format!("mirred option not supported {word}\n")).at(args.last()));
    };
    let mut number = 0;
    let mut redirect = None;
    let device = loop {
        let word = args.value()?;
        if is_abbreviation(word, "index") {
            args.put_back();
            number = index(args, "")?;
        } else if redirect.is_none() && is_abbreviation(word, "mirror") {
            redirect = Some(false);
        } else if redirect.is_none() && is_abbreviation(word, "redirect") {
            redirect = Some(true);
        } else if redirect.is_some() && is_abbreviation(word, "dev") {
            let name = args.value()?;
            let link = find_link(parsing.model, name);
            let missing = || wrong(format!("Cannot find device \"{name}\"\n")).at(args.last());
            break link.ok_or_else(missing)?.index;
        } else {
            // The tool wants something behind it all the same.
            loop {
                args.value()?;
            }
        }
    };
    let redirect = redirect.unwrap_or_default();
    let control = match redirect {
        true => Control::Stolen,
        false => control::read_or(args, Control::Pipe)?,
    };
    if number == 0 {
        number = index(args, "")?;
    }
    let kind = ActionKind::Mirred(MirredSpec {
        device,
        ingress,
        redirect,
        control,
    });
    Ok(request("mirred", number, Some(kind)))
}

/// Shows it.
pub(super) fn print(printer: &mut Printer<'_>, shown: &Shown<'_>, spec: &MirredSpec) {
    printer.show("kind", format_args!("mirred "), "mirred");
    let device = link_name(shown.showing.model, spec.device);
    let (side, direction) = if spec.ingress {
        ("Ingress", "ingress")
    } else {
        ("Egress", "egress")
    };
    let (verb, action) = if spec.redirect {
        ("Redirect", "redirect")
    } else {
        ("Mirror", "mirror")
    };
    printer.text(format_args!("({side} {verb} to device {device})"));
    printer.json("mirred_action", action);
    printer.json("direction", direction);
    printer.json("to_dev", device.as_str());
    control::print(printer, " ", spec.control, "");
    printer.newline();
    shown.numbers(printer, "\t");
    printer.newline();
}

/// The words that make it.
pub(in super::super) fn words(model: &Model, spec: &MirredSpec) -> String {
    let device = link_name(model, spec.device);
    let side = if spec.ingress { "ingress" } else { "egress" };
    if spec.redirect {
        return format!("mirred {side} redirect dev {device}");
    }
    let control = control::words(spec.control);
    format!("mirred {side} mirror dev {device} {control}")
}
