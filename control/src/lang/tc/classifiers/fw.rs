//! `fw`.

use dataplane::qos::FwSpec;

use super::{Parsed, Parsing, Showing, class, show_class, what_is};
use crate::{
    config::{
        Model,
        qos::{Entry, FilterOptions},
    },
    lang::{
        args::{Failure, is_abbreviation},
        ip::{number, printer::Printer},
        tc::{
            context::{find_link, illegal},
            usage,
        },
    },
};

/// Reads `HANDLE[/MASK]` and the options.
pub(super) fn parse(parsing: &mut Parsing<'_, '_, '_>) -> Result<Parsed, Failure> {
    let mut parsed = Parsed::default();
    let mut mask = None;
    let mut indev = None;
    if let Some(text) = parsing.handle {
        let (mark, rest) = text
            .split_once('/')
            .map_or((text, None), |(mark, mask)| (mark, Some(mask)));
        parsed.handle = number::u32(mark).ok_or_else(|| illegal("Illegal \"handle\"\n"))?;
        if let Some(rest) = rest {
            let value = number::u32(rest);
            mask = Some(value.ok_or_else(|| illegal("Illegal \"handle\" mask\n"))?);
        }
    }
    let args = &mut *parsing.args;
    if args.is_empty() {
        return Ok(parsed);
    }
    while let Some(word) = args.next() {
        if is_abbreviation(word, "classid") || is_abbreviation(word, "flowid") {
            parsed.class = Some(class(args)?);
        } else if let Some(exts) = super::exts(word, args, parsing.model)? {
            parsed.exts = exts;
        } else if word == "indev" {
            let value = args.value()?;
            let link = find_link(parsing.model, value).map(|link| link.index);
            indev = Some(link.ok_or_else(|| illegal("Illegal indev\n").at(args.last()))?);
        } else if word == "help" {
            return Err(illegal(usage::FW));
        } else {
            return Err(what_is(args, usage::FW));
        }
    }
    parsed.options = FilterOptions::Fw { mask, indev };
    Ok(parsed)
}

/// Shows the options.
pub(super) fn print(
    printer: &mut Printer<'_>,
    showing: &Showing<'_>,
    entry: &Entry,
    spec: &FwSpec,
) {
    let shown = if spec.mask == u32::MAX {
        format!("{:#x}", entry.handle)
    } else {
        format!("{:#x}/{:#x}", entry.handle, spec.mask)
    };
    printer.show("handle", format_args!("handle {shown} "), shown.as_str());
    if let Some(class) = entry.class {
        show_class(printer, "classid", class);
    }
    if let Some(indev) = spec.indev {
        let name = crate::lang::ip::context::link_name(showing.model, indev);
        printer.show("indev", format_args!("input dev {name} "), name.as_str());
    }
    // The tool begins a line here, and each action another.
    if !entry.exts.actions.is_empty() && !entry.exts.police {
        printer.newline();
    }
    showing.actions(printer, &entry.exts);
}

/// The words that make it.
pub(super) fn words(model: &Model, spec: &FwSpec) -> String {
    spec.indev.map_or(String::new(), |indev| {
        format!(
            "indev {}",
            crate::lang::ip::context::link_name(model, indev)
        )
    })
}
