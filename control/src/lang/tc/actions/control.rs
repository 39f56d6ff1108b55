//! What happens to a packet behind an action (`parse_action_control`, `print_action_control`).

use dataplane::qos::Control;

use super::wrong;
use crate::{
    config::qos::LAST_CHAIN,
    lang::{
        args::{Args, Failure, is_abbreviation},
        ip::{number, printer::Printer, refused},
    },
};

/// The words, in the order in which they are tried; `goto` and what we have not have no value.
const WORDS: &[(&str, Option<Control>)] = &[
    ("continue", Some(Control::Continue)),
    ("drop", Some(Control::Shot)),
    ("shot", Some(Control::Shot)),
    ("pass", Some(Control::Ok)),
    ("ok", Some(Control::Ok)),
    ("reclassify", Some(Control::Reclassify)),
    ("pipe", Some(Control::Pipe)),
    ("goto", None),
    ("jump", None),
    ("trap", None),
];

/// Whether a word is one of them.
pub(super) fn is_control(word: &str) -> bool {
    WORDS.iter().any(|(name, _)| is_abbreviation(word, name))
}

/// Reads one.
pub(super) fn read(args: &mut Args<'_, '_>) -> Result<Control, Failure> {
    let word = args.value()?;
    let mut words = WORDS.iter();
    let found = words.find(|(name, _)| is_abbreviation(word, name));
    match found {
        Some((_, Some(control))) => Ok(*control),
        Some(("goto", None)) => {
            if !is_abbreviation(args.value()?, "chain") {
                return Err(wrong("\"chain index\" expected\n").at(args.last()));
            }
            let chain = number::unsigned(args.value()?, 10);
            let chain = chain.filter(|chain| *chain <= LAST_CHAIN);
            let chain = chain.ok_or_else(|| wrong("Illegal \"chain index\"\n").at(args.last()))?;
            Ok(Control::GotoChain(chain))
        }
        Some((name, None)) => Err(refused(args, &format!("\"{name}\""))),
        None => Err(wrong(format!("Bad action type {word}\n")).at(args.last())),
    }
}

/// Reads one if there is one.
pub(super) fn read_or(args: &mut Args<'_, '_>, default: Control) -> Result<Control, Failure> {
    match args.peek() {
        Some(word) if is_control(word) => read(args),
        Some(_) | None => Ok(default),
    }
}

/// Its name.
pub(super) const fn name(control: Control) -> &'static str {
    match control {
        Control::Ok => "pass",
        Control::Shot => "drop",
        Control::Pipe => "pipe",
        Control::Continue => "continue",
        Control::Reclassify => "reclassify",
        Control::Stolen => "stolen",
        Control::GotoChain(_) => "goto",
    }
}

/// Shows one.
pub(super) fn print(printer: &mut Printer<'_>, before: &str, control: Control, after: &str) {
    printer.text(format_args!("{before}"));
    printer.open_object(Some("control_action"));
    let name = name(control);
    printer.show("type", format_args!("{name}"), name);
    if let Control::GotoChain(chain) = control {
        printer.show("chain", format_args!(" chain {chain}"), chain);
    }
    printer.close_object();
    printer.text(format_args!("{after}"));
}

/// The words that make one.
pub(super) fn words(control: Control) -> String {
    match control {
        Control::GotoChain(chain) => format!("goto chain {chain}"),
        Control::Ok
        | Control::Shot
        | Control::Pipe
        | Control::Continue
        | Control::Reclassify
        | Control::Stolen => name(control).to_owned(),
    }
}
