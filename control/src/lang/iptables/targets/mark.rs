//! `-j MARK`.

use std::fmt::Write as _;

use dataplane::filter::{Target, targets::MarkTarget};

use crate::lang::iptables::{
    extension::{BOTH, Complaint, Given, RuleView, TargetExtension, TargetParser},
    value,
    xtoptions::{Entry, Seen, options, parameter},
};

const SET_MARK: u8 = 0;
const AND_MARK: u8 = 1;
const OR_MARK: u8 = 2;
const XOR_MARK: u8 = 3;
const SET_XMARK: u8 = 4;
/// No two of them go together.
const ANY: u32 = (1 << 5) - 1;

const TABLE: [Entry; 5] = [
    Entry::value("set-xmark", SET_XMARK).excl(ANY),
    Entry::value("set-mark", SET_MARK).excl(ANY),
    Entry::value("and-mark", AND_MARK).excl(ANY),
    Entry::value("or-mark", OR_MARK).excl(ANY),
    Entry::value("xor-mark", XOR_MARK).excl(ANY),
];

pub(super) static EXTENSION: TargetExtension = TargetExtension {
    name: "MARK",
    families: BOTH,
    options: &options(&TABLE),
    parser: |_| {
        Box::new(Parser {
            seen: Seen::new("MARK", &TABLE),
            found: MarkTarget { value: 0, mask: 0 },
        })
    },
    help: include_str!("help/mark.txt"),
};

struct Parser {
    seen: Seen,
    found: MarkTarget,
}

impl TargetParser for Parser {
    fn take(&mut self, given: Given<'_>) -> Result<(), Complaint> {
        let asked = self.seen.take(given)?;
        let (value, mask) = match asked.id {
            SET_XMARK => value::mark(asked)?,
            SET_MARK => {
                let (value, mask) = value::mark(asked)?;
                (value, value | mask)
            }
            AND_MARK => (0, !value::number(asked, 0, u32::MAX)?),
            OR_MARK => {
                let bits = value::number(asked, 0, u32::MAX)?;
                (bits, bits)
            }
            _ => (value::number(asked, 0, u32::MAX)?, 0),
        };
        self.found = MarkTarget { value, mask };
        Ok(())
    }

    fn finish(self: Box<Self>, _rule: RuleView) -> Result<Target, Complaint> {
        if self.seen.is_empty() {
            return Err(parameter(
                "MARK: One of the --set-xmark, --{and,or,xor,set}-mark options is required",
            ));
        }
        self.seen.finish()?;
        Ok(Target::Mark(self.found))
    }
}

pub(super) fn print(target: &MarkTarget, out: &mut String) {
    out.push_str(" MARK");
    write_change(target.value, target.mask, out);
}

/// What happens to a mark, in the shortest words.
pub(super) fn write_change(value: u32, mask: u32, out: &mut String) {
    let _ = match (value, mask) {
        (0, mask) => write!(out, " and {:#x}", !mask),
        (value, mask) if value == mask => write!(out, " or {value:#x}"),
        (value, 0) => write!(out, " xor {value:#x}"),
        (value, u32::MAX) => write!(out, " set {value:#x}"),
        (value, mask) => write!(out, " xset {value:#x}/{mask:#x}"),
    };
}

pub(super) fn save(target: &MarkTarget, out: &mut String) {
    let _ = write!(out, " --set-xmark {:#x}/{:#x}", target.value, target.mask);
}
