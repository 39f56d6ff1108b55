//! `-m connlabel`.

use std::fmt::Write as _;

use dataplane::filter::{Match, Test, matches::Connlabel};

use crate::lang::{
    iptables::{
        extension::{BOTH, Complaint, Given, MatchExtension, MatchParser, RuleView},
        xtoptions::{Entry, Seen, options, parameter},
    },
    labels::{LABEL_FILE, LabelNames, NoNames, strtoul},
};

const TABLE: [Entry; 2] = [
    Entry::value("label", 0).mandatory().invert(),
    Entry::flag("set", 1),
];

pub(super) static EXTENSION: MatchExtension = MatchExtension {
    name: "connlabel",
    families: BOTH,
    options: &options(&TABLE),
    parser: |_| {
        Box::new(Parser {
            seen: Seen::new("connlabel", &TABLE),
            label: Test::is(0),
            warning: None,
        })
    },
    help: include_str!("help/connlabel.txt"),
};

struct Parser {
    seen: Seen,
    label: Test<u16>,
    warning: Option<String>,
}

impl MatchParser for Parser {
    fn take(&mut self, given: Given<'_>) -> Result<(), Complaint> {
        let asked = self.seen.take(given)?;
        if asked.id != 0 {
            return Ok(());
        }
        if asked.value.is_empty() {
            return Err(parameter(
                "Argument must have a minimum length of 1 characters\n",
            ));
        }
        let label = match number(asked.value) {
            Some(label) => Some(label),
            None => self.named(asked.value)?,
        };
        let label = label.ok_or_else(|| {
            let name = asked.value;
            parameter(format!("label '{name}' not found or invalid value"))
        })?;
        self.label = asked.test(label);
        Ok(())
    }

    fn warning(&mut self) -> Option<String> {
        self.warning.take()
    }

    fn finish(self: Box<Self>, _rule: RuleView) -> Result<Match, Complaint> {
        self.seen.finish()?;
        Ok(Match::Connlabel(Connlabel {
            label: self.label,
            set: self.seen.has(1),
        }))
    }
}

impl Parser {
    /// The bit of a name, if there is such a name.
    fn named(&mut self, name: &str) -> Result<Option<u16>, Complaint> {
        match LabelNames::read() {
            Ok(names) => Ok(names.bit(name)),
            Err(why @ NoNames::File(_)) => {
                let why = why.text();
                self.warning = Some(format!("Warning: cannot open {LABEL_FILE}: {why}"));
                Ok(None)
            }
            Err(NoNames::Empty) => Err(Complaint::Resource(format!(
                "cannot parse {LABEL_FILE}: no labels found"
            ))),
        }
    }
}

/// A label given by its number: all of the text, cut to the size of the kernel's field. What is
/// negative in the tool's `int` is none.
fn number(text: &str) -> Option<u16> {
    let (value, rest) = strtoul(text)?;
    let [a, b, c, d, ..] = value.to_le_bytes();
    let fits = rest.is_empty() && i32::from_le_bytes([a, b, c, d]) >= 0;
    fits.then_some(u16::from_le_bytes([a, b]))
}

/// Deviation: the real tool warns if it can't read the names.
pub(super) fn print(found: &Connlabel, numeric: bool, out: &mut String) {
    out.push_str(" connlabel");
    if found.label.not {
        out.push_str(" !");
    }
    let names = LabelNames::read().ok().filter(|_| !numeric);
    let label = found.label.of;
    let _ = match names.as_ref().and_then(|names| names.name(label)) {
        Some(name) => write!(out, " '{name}'"),
        None => write!(out, " {label}"),
    };
    if found.set {
        out.push_str(" set");
    }
}

pub(super) fn save(found: &Connlabel, out: &mut String) {
    if found.label.not {
        out.push_str(" !");
    }
    let names = LabelNames::read().ok();
    let label = found.label.of;
    let _ = match names.as_ref().and_then(|names| names.name(label)) {
        Some(name) => write!(out, " --label \"{name}\""),
        None => write!(out, " --label \"{label}\""),
    };
    if found.set {
        out.push_str(" --set");
    }
}
