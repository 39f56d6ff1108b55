//! `-j CONNMARK`.

use std::fmt::Write as _;

use dataplane::filter::{Target, targets::ConnmarkTarget};

use super::mark;
use crate::lang::iptables::{
    extension::{BOTH, Complaint, Given, RuleView, TargetExtension, TargetParser},
    value,
    xtoptions::{Entry, Seen, options, parameter},
};

const SET_MARK: u8 = 0;
const SAVE_MARK: u8 = 1;
const RESTORE_MARK: u8 = 2;
const AND_MARK: u8 = 3;
const OR_MARK: u8 = 4;
const XOR_MARK: u8 = 5;
const SET_XMARK: u8 = 6;
const CTMASK: u8 = 7;
const NFMASK: u8 = 8;
const MASK: u8 = 9;
/// What is done with marks: no two of them go together.
const ACTIONS: u32 = (1 << 7) - 1;

// Deviation: the shifts (`--left-shift-mark`, `--right-shift-mark`) are unknown, as they are on kernels
// before 4.18.
const TABLE: [Entry; 10] = [
    Entry::value("set-xmark", SET_XMARK).excl(ACTIONS),
    Entry::value("set-mark", SET_MARK).excl(ACTIONS),
    Entry::value("and-mark", AND_MARK).excl(ACTIONS),
    Entry::value("or-mark", OR_MARK).excl(ACTIONS),
    Entry::value("xor-mark", XOR_MARK).excl(ACTIONS),
    Entry::flag("save-mark", SAVE_MARK).excl(ACTIONS),
    Entry::flag("restore-mark", RESTORE_MARK).excl(ACTIONS),
    Entry::value("ctmask", CTMASK).excl(1 << MASK),
    Entry::value("nfmask", NFMASK).excl(1 << MASK),
    Entry::value("mask", MASK).excl(1 << CTMASK | 1 << NFMASK),
];

pub(super) static EXTENSION: TargetExtension = TargetExtension {
    name: "CONNMARK",
    families: BOTH,
    options: &options(&TABLE),
    parser: |_| {
        Box::new(Parser {
            seen: Seen::new("CONNMARK", &TABLE),
            ctmark: 0,
            ctmask: u32::MAX,
            nfmask: u32::MAX,
        })
    },
    help: include_str!("help/connmark.txt"),
};

/// The mark and the masks change with each option, in the order in which they are given.
struct Parser {
    seen: Seen,
    ctmark: u32,
    ctmask: u32,
    nfmask: u32,
}

impl TargetParser for Parser {
    fn take(&mut self, given: Given<'_>) -> Result<(), Complaint> {
        let asked = self.seen.take(given)?;
        let number = || value::number(asked, 0, u32::MAX);
        match asked.id {
            SET_MARK => {
                let (value, mask) = value::mark(asked)?;
                (self.ctmark, self.ctmask) = (value, value | mask);
            }
            SET_XMARK => (self.ctmark, self.ctmask) = value::mark(asked)?,
            AND_MARK => (self.ctmark, self.ctmask) = (0, !number()?),
            OR_MARK => {
                let bits = number()?;
                (self.ctmark, self.ctmask) = (bits, bits);
            }
            XOR_MARK => (self.ctmark, self.ctmask) = (number()?, 0),
            CTMASK => self.ctmask = number()?,
            NFMASK => self.nfmask = number()?,
            MASK => {
                let mask = number()?;
                (self.ctmask, self.nfmask) = (mask, mask);
            }
            // `--save-mark` and `--restore-mark` have no values.
            _ => {}
        }
        Ok(())
    }

    fn finish(self: Box<Self>, _rule: RuleView) -> Result<Target, Complaint> {
        let Self {
            seen,
            ctmark,
            ctmask,
            nfmask,
        } = *self;
        if (0..=SET_XMARK).all(|action| !seen.has(action)) {
            return Err(parameter("CONNMARK target: No operation specified"));
        }
        seen.finish()?;
        Ok(Target::Connmark(if seen.has(SAVE_MARK) {
            ConnmarkTarget::Save { nfmask, ctmask }
        } else if seen.has(RESTORE_MARK) {
            ConnmarkTarget::Restore { nfmask, ctmask }
        } else {
            ConnmarkTarget::Set {
                value: ctmark,
                mask: ctmask,
            }
        }))
    }
}

pub(super) fn print(target: &ConnmarkTarget, out: &mut String) {
    out.push_str(" CONNMARK");
    let (action, nfmask, ctmask) = match *target {
        ConnmarkTarget::Set { value, mask } => return mark::write_change(value, mask, out),
        ConnmarkTarget::Save { nfmask, ctmask } => ("save", nfmask, ctmask),
        ConnmarkTarget::Restore { nfmask, ctmask } => ("restore", nfmask, ctmask),
    };
    let _ = write!(out, " {action}");
    if nfmask == ctmask {
        if nfmask != u32::MAX {
            let _ = write!(out, " mask {nfmask:#x}");
        }
        return;
    }
    let _ = match target {
        ConnmarkTarget::Restore { .. } => write!(out, " ctmask {ctmask:#x} nfmask ~{nfmask:#x}"),
        ConnmarkTarget::Save { .. } | ConnmarkTarget::Set { .. } => {
            write!(out, " nfmask {nfmask:#x} ctmask ~{ctmask:#x}")
        }
    };
}

pub(super) fn save(target: &ConnmarkTarget, out: &mut String) {
    let _ = match *target {
        ConnmarkTarget::Set { value, mask } => write!(out, " --set-xmark {value:#x}/{mask:#x}"),
        ConnmarkTarget::Save { nfmask, ctmask } => write!(
            out,
            " --save-mark --nfmask {nfmask:#x} --ctmask {ctmask:#x}"
        ),
        ConnmarkTarget::Restore { nfmask, ctmask } => write!(
            out,
            " --restore-mark --nfmask {nfmask:#x} --ctmask {ctmask:#x}"
        ),
    };
}
