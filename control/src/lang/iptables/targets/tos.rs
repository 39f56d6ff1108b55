//! `-j TOS`.

use std::fmt::Write as _;

use dataplane::filter::{Target, targets::TosTarget};

use crate::lang::iptables::{
    extension::{BOTH, Complaint, Given, RuleView, TargetExtension, TargetParser},
    tos, value,
    xtoptions::{Entry, Seen, options, parameter},
};

const SET_TOS: u8 = 0;
const AND_TOS: u8 = 1;
const OR_TOS: u8 = 2;
const XOR_TOS: u8 = 3;
/// No two of them go together.
const ANY: u32 = 1 << SET_TOS | 1 << AND_TOS | 1 << OR_TOS | 1 << XOR_TOS;

const TABLE: [Entry; 4] = [
    Entry::value("set-tos", SET_TOS).excl(ANY),
    Entry::value("and-tos", AND_TOS).excl(ANY),
    Entry::value("or-tos", OR_TOS).excl(ANY),
    Entry::value("xor-tos", XOR_TOS).excl(ANY),
];

pub(super) static EXTENSION: TargetExtension = TargetExtension {
    name: "TOS",
    families: BOTH,
    options: &options(&TABLE),
    parser: |_| {
        Box::new(Parser {
            seen: Seen::new("TOS", &TABLE),
            found: TosTarget { value: 0, mask: 0 },
        })
    },
    help: include_str!("help/tos.txt"),
};

struct Parser {
    seen: Seen,
    found: TosTarget,
}

impl TargetParser for Parser {
    fn take(&mut self, given: Given<'_>) -> Result<(), Complaint> {
        let asked = self.seen.take(given)?;
        let bits = || value::byte(asked, 0, 255);
        let (value, mask) = match asked.id {
            SET_TOS => tos::parse(asked)?,
            AND_TOS => (0, !bits()?),
            OR_TOS => (bits()?, bits()?),
            _ => (bits()?, 0),
        };
        self.found = TosTarget { value, mask };
        Ok(())
    }

    fn finish(self: Box<Self>, _rule: RuleView) -> Result<Target, Complaint> {
        if self.seen.is_empty() {
            return Err(parameter("TOS: An action is required"));
        }
        self.seen.finish()?;
        Ok(Target::Tos(self.found))
    }
}

/// In the shortest words, or in numbers. A name has its space in front of the words, as in iptables.
pub(super) fn print(target: &TosTarget, numeric: bool, out: &mut String) {
    let TosTarget { value, mask } = *target;
    let _ = if numeric {
        write!(out, " TOS set 0x{value:02x}/0x{mask:02x}")
    } else if let Some(name) = tos::name(value, mask) {
        write!(out, "  TOS set{name}")
    } else if value == 0 {
        write!(out, " TOS and 0x{:02x}", !mask)
    } else if value == mask {
        write!(out, " TOS or 0x{value:02x}")
    } else if mask == 0 {
        write!(out, " TOS xor 0x{value:02x}")
    } else {
        write!(out, " TOS set 0x{value:02x}/0x{mask:02x}")
    };
}

pub(super) fn save(target: &TosTarget, out: &mut String) {
    let TosTarget { value, mask } = target;
    let _ = write!(out, " --set-tos 0x{value:02x}/0x{mask:02x}");
}
