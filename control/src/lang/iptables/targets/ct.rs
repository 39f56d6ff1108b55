//! `-j CT` and `-j NOTRACK`.

use std::fmt::Write as _;

use dataplane::filter::{
    Target,
    targets::{CtTarget, Zone, ZoneDirection},
};

use crate::lang::iptables::{
    extension::{BOTH, Complaint, Given, RuleView, TargetExtension, TargetParser},
    quote, value,
    xtoptions::{Entry, Seen, options, parameter},
};

const NOTRACK_OPTION: u8 = 0;
const HELPER: u8 = 1;
const TIMEOUT: u8 = 2;
const CTEVENTS: u8 = 3;
const EXPEVENTS: u8 = 4;
const ZONE: u8 = 5;
const ZONE_ORIG: u8 = 6;
const ZONE_REPLY: u8 = 7;

const TABLE: [Entry; 8] = [
    Entry::flag("notrack", NOTRACK_OPTION),
    Entry::value("helper", HELPER),
    Entry::value("timeout", TIMEOUT),
    Entry::value("ctevents", CTEVENTS),
    Entry::value("expevents", EXPEVENTS),
    Entry::value("zone-orig", ZONE_ORIG),
    Entry::value("zone-reply", ZONE_REPLY),
    Entry::value("zone", ZONE),
];

/// Events of connections, by the kernel's numbers (`IPCT_*`).
const CT_EVENTS: [&str; 10] = [
    "new",
    "related",
    "destroy",
    "reply",
    "assured",
    "protoinfo",
    "helper",
    "mark",
    "natseqinfo",
    "secmark",
];

/// Events of expectations (`IPEXP_*`).
const EXP_EVENTS: [&str; 1] = ["new"];

/// Bytes of names that are kept (`NF_CT_HELPER_NAME_LEN`, and 32 for a policy; less the final zero).
const MAX_HELPER: usize = 15;
const MAX_TIMEOUT: usize = 31;

pub(super) static CT: TargetExtension = TargetExtension {
    name: "CT",
    families: BOTH,
    options: &options(&TABLE),
    parser: |_| {
        Box::new(Parser {
            seen: Seen::new("CT", &TABLE),
            zone: 0,
            from_mark: false,
            found: CtTarget::default(),
        })
    },
    help: include_str!("help/ct.txt"),
};

pub(super) static NOTRACK: TargetExtension = TargetExtension {
    name: "NOTRACK",
    families: BOTH,
    options: &[],
    parser: |_| {
        Box::new(Parser {
            seen: Seen::new("NOTRACK", &[]),
            zone: 0,
            from_mark: false,
            found: CtTarget {
                notrack: true,
                old_name: true,
                ..CtTarget::default()
            },
        })
    },
    help: include_str!("help/notrack.txt"),
};

struct Parser {
    seen: Seen,
    /// The number of the last option for zones; all share it, and what it is taken from.
    zone: u16,
    from_mark: bool,
    found: CtTarget,
}

impl TargetParser for Parser {
    fn take(&mut self, given: Given<'_>) -> Result<(), Complaint> {
        let asked = self.seen.take(given)?;
        let found = &mut self.found;
        let name = |max| match quote::cut(asked.value, max) {
            "" => None,
            name => Some(name.into()),
        };
        match asked.id {
            NOTRACK_OPTION => found.notrack = true,
            HELPER => found.helper = name(MAX_HELPER),
            TIMEOUT => found.timeout = name(MAX_TIMEOUT),
            CTEVENTS => found.ctevents = events(asked.value, &CT_EVENTS)?,
            EXPEVENTS => found.expevents = events(asked.value, &EXP_EVENTS)?,
            _ if asked.value.eq_ignore_ascii_case("mark") => self.from_mark = true,
            _ => {
                self.zone = value::whole(asked.value, 0, u32::from(u16::MAX))
                    .and_then(|zone| u16::try_from(zone).ok())
                    .ok_or_else(|| {
                        parameter(format!("Cannot parse {} as a zone ID", asked.value))
                    })?;
            }
        }
        Ok(())
    }

    fn finish(self: Box<Self>, _rule: RuleView) -> Result<Target, Complaint> {
        self.seen.finish()?;
        let mut found = self.found;
        let (id, from_mark) = (self.zone, self.from_mark);
        if id != 0 || from_mark {
            let direction = match (self.seen.has(ZONE_ORIG), self.seen.has(ZONE_REPLY)) {
                (true, false) => ZoneDirection::Original,
                (false, true) => ZoneDirection::Reply,
                (true, true) | (false, false) => ZoneDirection::Both,
            };
            found.zone = Some(Zone {
                // The kernel does not look at the number if it takes the mark.
                id: if from_mark { 0 } else { id },
                direction,
                from_mark,
            });
        }
        Ok(Target::Ct(found))
    }
}

/// Names with commas between them, as the bits of their numbers.
fn events(text: &str, names: &[&str]) -> Result<u16, Complaint> {
    let mut bits = 0;
    for event in text.split(',') {
        let number = (names.iter().position(|name| *name == event))
            .ok_or_else(|| parameter(format!("Unknown event type \"{event}\"")))?;
        bits |= 1 << number;
    }
    Ok(bits)
}

fn write_events(option: &str, bits: u16, names: &[&str], out: &mut String) {
    if bits == 0 {
        return;
    }
    let _ = write!(out, " {option}");
    let set = (names.iter().enumerate()).filter(|(number, _)| bits & 1 << number != 0);
    for (i, (_, name)) in set.enumerate() {
        out.push(if i == 0 { ' ' } else { ',' });
        out.push_str(name);
    }
}

pub(super) fn print(target: &CtTarget, out: &mut String) {
    if target.old_name {
        out.push_str(" NOTRACK");
        return;
    }
    out.push_str(" CT");
    write_options(target, "", out);
}

pub(super) fn save(target: &CtTarget, out: &mut String) {
    if !target.old_name {
        write_options(target, "--", out);
    }
}

fn write_options(target: &CtTarget, dash: &str, out: &mut String) {
    if target.notrack {
        let _ = write!(out, " {dash}notrack");
    }
    for (option, name) in [("helper", &target.helper), ("timeout", &target.timeout)] {
        if let Some(name) = name {
            let _ = write!(out, " {dash}{option} {name}");
        }
    }
    write_events(&format!("{dash}ctevents"), target.ctevents, &CT_EVENTS, out);
    write_events(
        &format!("{dash}expevents"),
        target.expevents,
        &EXP_EVENTS,
        out,
    );
    if let Some(zone) = target.zone {
        let option = match zone.direction {
            ZoneDirection::Both => "zone",
            ZoneDirection::Original => "zone-orig",
            ZoneDirection::Reply => "zone-reply",
        };
        let _ = match zone.from_mark {
            true => write!(out, " {dash}{option} mark"),
            false => write!(out, " {dash}{option} {}", zone.id),
        };
    }
}
