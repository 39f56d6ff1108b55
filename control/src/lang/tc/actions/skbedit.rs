//! `skbedit`.

use dataplane::qos::{ActionKind, Control, SkbeditSpec};

use super::{Parsing, Shown, control, index, request, wrong};
use crate::{
    config::qos::ActionRequest,
    lang::{
        args::{Failure, is_abbreviation},
        ip::{number, printer::Printer, refused},
        tc::{handle, usage},
    },
};

/// The packet types that have names.
const TYPES: &[(&str, u16)] = &[
    ("host", 0),
    ("broadcast", 1),
    ("multicast", 2),
    ("otherhost", 3),
];

/// Reads the options.
pub(super) fn parse(parsing: &mut Parsing<'_, '_, '_>) -> Result<ActionRequest, Failure> {
    let args = &mut *parsing.args;
    let mut spec = SkbeditSpec {
        priority: None,
        mark: None,
        packet_type: None,
        control: Control::Pipe,
    };
    args.needs_more()?;
    while let Some(word) = args.next() {
        let is = |key| is_abbreviation(word, key);
        if is("queue_mapping") {
            return Err(refused(args, "queue_mapping"));
        } else if is("priority") {
            let priority = handle::class(args.value()?);
            let priority = priority.ok_or_else(|| wrong("Illegal priority\n").at(args.last()))?;
            spec.priority = Some(priority.0);
        } else if is("mark") {
            let value = args.value()?;
            let (mark, mask) = value.split_once('/').unwrap_or((value, "0xffffffff"));
            let mark = number::u32(mark).ok_or_else(|| wrong("Illegal mark\n").at(args.last()))?;
            let mask = number::unsigned(mask, 16);
            let mask = mask.ok_or_else(|| wrong("Illegal mask\n").at(args.last()))?;
            spec.mark = Some((mark, mask));
        } else if is("ptype") {
            let value = args.value()?;
            let mut types = TYPES.iter();
            let found = types.find(|(name, _)| is_abbreviation(value, name));
            let illegal = || wrong(format!("Illegal ptype ({value})\n")).at(args.last());
            spec.packet_type = Some(found.ok_or_else(illegal)?.1);
        } else if is("inheritdsfield") {
            return Err(refused(args, "inheritdsfield"));
        } else if is("help") {
            return Err(Failure::exit(255, usage::SKBEDIT).at(args.last()));
        } else {
            args.put_back();
            break;
        }
    }
    spec.control = control::read_or(args, Control::Pipe)?;
    let number = index(args, "skbedit: ")?;
    let empty = spec.priority.is_none() && spec.mark.is_none() && spec.packet_type.is_none();
    if empty && number == 0 {
        return Err(wrong("skbedit requires mandatory parameter\n").at(args.last()));
    }
    let kind = (!empty).then_some(ActionKind::Skbedit(spec));
    Ok(request("skbedit", number, kind))
}

/// Shows it.
pub(super) fn print(printer: &mut Printer<'_>, shown: &Shown<'_>, spec: &SkbeditSpec) {
    printer.show("kind", format_args!("skbedit "), "skbedit");
    if let Some(priority) = spec.priority {
        let class = dataplane::qos::Handle(priority).to_string();
        printer.show(
            "priority",
            format_args!(" priority {class}"),
            class.as_str(),
        );
    }
    if let Some((mark, mask)) = spec.mark {
        printer.show("mark", format_args!(" mark {mark}"), mark);
        if mask != u32::MAX {
            let shown = format!("{mask:#x}");
            printer.show("mask", format_args!("/{shown}"), shown.as_str());
        }
    }
    if let Some(number) = spec.packet_type {
        let mut types = TYPES.iter();
        let found = types.find(|(_, other)| *other == number);
        let name = found.map_or("host", |(name, _)| name);
        printer.show("ptype", format_args!(" ptype {name}"), name);
    }
    control::print(printer, " ", spec.control, "");
    printer.newline();
    shown.numbers(printer, "\t ");
    printer.newline();
}
