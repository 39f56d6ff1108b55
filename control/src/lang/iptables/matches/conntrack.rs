//! `-m conntrack` and `-m state`.

use std::fmt::Write as _;

use dataplane::{
    conntrack::Direction,
    filter::{
        Masked, Match, Test,
        matches::{ConntrackMatch, CtStates, CtStatuses, StateMatch},
    },
};

use crate::lang::iptables::{
    address::{self, Shown},
    extension::{BOTH, Complaint, Given, MatchExtension, MatchParser, RuleView},
    value::{self, bad_value, begins},
    xtoptions::{Entry, Seen, options, parameter},
};

const STATE: u8 = 0;
const PROTO: u8 = 1;
const ORIG_SRC: u8 = 2;
const ORIG_DST: u8 = 3;
const REPL_SRC: u8 = 4;
const REPL_DST: u8 = 5;
const ORIG_SRC_PORT: u8 = 6;
const ORIG_DST_PORT: u8 = 7;
const REPL_SRC_PORT: u8 = 8;
const REPL_DST_PORT: u8 = 9;
const STATUS: u8 = 10;
const EXPIRE: u8 = 11;
const DIR: u8 = 12;

const TABLE: [Entry; 13] = [
    Entry::value("ctstate", STATE).invert(),
    Entry::value("ctproto", PROTO).invert(),
    Entry::value("ctorigsrc", ORIG_SRC).invert(),
    Entry::value("ctorigdst", ORIG_DST).invert(),
    Entry::value("ctreplsrc", REPL_SRC).invert(),
    Entry::value("ctrepldst", REPL_DST).invert(),
    Entry::value("ctstatus", STATUS).invert(),
    Entry::value("ctexpire", EXPIRE).invert(),
    Entry::value("ctorigsrcport", ORIG_SRC_PORT).invert(),
    Entry::value("ctorigdstport", ORIG_DST_PORT).invert(),
    Entry::value("ctreplsrcport", REPL_SRC_PORT).invert(),
    Entry::value("ctrepldstport", REPL_DST_PORT).invert(),
    Entry::value("ctdir", DIR),
];

const STATE_TABLE: [Entry; 1] = [Entry::value("state", STATE).mandatory().invert()];

pub(super) static CONNTRACK: MatchExtension = MatchExtension {
    name: "conntrack",
    families: BOTH,
    options: &options(&TABLE),
    parser: |_| {
        Box::new(Parser {
            seen: Seen::new("conntrack", &TABLE),
            found: ConntrackMatch::default(),
        })
    },
    help: include_str!("help/conntrack.txt"),
};

pub(super) static STATE_MATCH: MatchExtension = MatchExtension {
    name: "state",
    families: BOTH,
    options: &options(&STATE_TABLE),
    parser: |_| {
        Box::new(StateParser {
            seen: Seen::new("state", &STATE_TABLE),
            state: None,
        })
    },
    help: include_str!("help/state.txt"),
};

/// The states, in the order in which they are listed.
const STATES: [(&str, CtStates); 7] = [
    ("INVALID", CtStates::INVALID),
    ("NEW", CtStates::NEW),
    ("RELATED", CtStates::RELATED),
    ("ESTABLISHED", CtStates::ESTABLISHED),
    ("UNTRACKED", CtStates::UNTRACKED),
    ("SNAT", CtStates::SNAT),
    ("DNAT", CtStates::DNAT),
];

/// The kernel's `IPS_*` bits that have names.
const STATUSES: [(&str, u16); 4] = [
    ("EXPECTED", 1),
    ("SEEN_REPLY", 1 << 1),
    ("ASSURED", 1 << 2),
    ("CONFIRMED", 1 << 3),
];

struct Parser {
    seen: Seen,
    found: ConntrackMatch,
}

impl MatchParser for Parser {
    fn take(&mut self, given: Given<'_>) -> Result<(), Complaint> {
        let asked = self.seen.take(given)?;
        let found = &mut self.found;
        match asked.id {
            STATE => found.state = Some(asked.test(ctstates(asked.value)?)),
            PROTO => found.proto = Some(asked.test(value::protocol(asked.value)?)),
            ORIG_SRC | ORIG_DST | REPL_SRC | REPL_DST => {
                let (addr, mask) = address::masked(asked, asked.rule.family)?;
                let place = match asked.id {
                    ORIG_SRC => &mut found.orig_src,
                    ORIG_DST => &mut found.orig_dst,
                    REPL_SRC => &mut found.reply_src,
                    _ => &mut found.reply_dst,
                };
                *place = Some(asked.test(Masked { addr, mask }));
            }
            STATUS => found.status = Some(asked.test(statuses(asked.value)?)),
            EXPIRE => found.expire = Some(asked.test(value::range(asked, u32::MAX)?)),
            DIR => found.direction = Some(direction(asked.value)?),
            port => {
                let place = match port {
                    ORIG_SRC_PORT => &mut found.orig_src_port,
                    ORIG_DST_PORT => &mut found.orig_dst_port,
                    REPL_SRC_PORT => &mut found.reply_src_port,
                    _ => &mut found.reply_dst_port,
                };
                *place = Some(asked.test(value::ports(asked)?));
            }
        }
        Ok(())
    }

    fn finish(self: Box<Self>, _rule: RuleView) -> Result<Match, Complaint> {
        if self.seen.is_empty() {
            return Err(parameter("conntrack: At least one option is required"));
        }
        self.seen.finish()?;
        Ok(Match::Conntrack(self.found))
    }
}

struct StateParser {
    seen: Seen,
    state: Option<Test<CtStates>>,
}

impl MatchParser for StateParser {
    fn take(&mut self, given: Given<'_>) -> Result<(), Complaint> {
        let asked = self.seen.take(given)?;
        self.state = Some(asked.test(states(asked.value)?));
        Ok(())
    }

    fn finish(self: Box<Self>, _rule: RuleView) -> Result<Match, Complaint> {
        self.seen.finish()?;
        let state = self.state.unwrap_or(Test::is(CtStates::default()));
        Ok(Match::State(StateMatch { state }))
    }
}

/// The state that a text is the beginning of; no two begin with the same letter.
fn state(text: &str, known: &[(&str, CtStates)]) -> Option<CtStates> {
    (known.iter())
        .find(|(name, _)| !text.is_empty() && begins(name, text))
        .map(|(_, state)| *state)
}

/// `--ctstate`.
fn ctstates(text: &str) -> Result<CtStates, Complaint> {
    let mut set = CtStates::default();
    let mut rest = text;
    loop {
        let (item, next) = split(rest);
        let state =
            state(item, &STATES).ok_or_else(|| parameter(format!("Bad ctstate \"{rest}\"")))?;
        set.0 |= state.0;
        match next {
            Some(next) => rest = next,
            None => return Ok(set),
        }
    }
}

/// `--state`: the translated ones are not known.
fn states(text: &str) -> Result<CtStates, Complaint> {
    let mut set = CtStates::default();
    let mut rest = text;
    loop {
        let (item, next) = split(rest);
        if rest.is_empty() {
            return Err(parameter(
                "\"--state\" requires a list of states with no spaces, e.g. ESTABLISHED,RELATED",
            ));
        }
        let state =
            state(item, &STATES[..5]).ok_or_else(|| parameter(format!("Bad state \"{rest}\"")))?;
        set.0 |= state.0;
        match next {
            Some(next) => rest = next,
            None => return Ok(set),
        }
    }
}

/// `--ctstatus`: `NONE` adds nothing.
fn statuses(text: &str) -> Result<CtStatuses, Complaint> {
    let mut set = CtStatuses::default();
    let mut rest = text;
    loop {
        let (item, next) = split(rest);
        let bad = || parameter(format!("Bad ctstatus \"{rest}\""));
        if item.is_empty() {
            return Err(bad());
        }
        if !begins("NONE", item) {
            let status = STATUSES.iter().find(|(name, _)| begins(name, item));
            set.0 |= status.ok_or_else(bad)?.1;
        }
        match next {
            Some(next) => rest = next,
            None => return Ok(set),
        }
    }
}

/// The text before the first comma, and that after it, if there is one.
fn split(text: &str) -> (&str, Option<&str>) {
    match text.split_once(',') {
        Some((item, next)) => (item, Some(next)),
        None => (text, None),
    }
}

fn direction(text: &str) -> Result<Direction, Complaint> {
    if text.eq_ignore_ascii_case("ORIGINAL") {
        Ok(Direction::Original)
    } else if text.eq_ignore_ascii_case("REPLY") {
        Ok(Direction::Reply)
    } else {
        Err(bad_value("conntrack", "--ctdir", text))
    }
}

pub(super) fn print(found: &ConntrackMatch, numeric: bool, out: &mut String) {
    write(found, "", numeric, out);
}

pub(super) fn save(found: &ConntrackMatch, out: &mut String) {
    write(found, "--", true, out);
}

pub(super) fn print_state(found: &StateMatch, out: &mut String) {
    write_states("state", found.state, out);
}

pub(super) fn save_state(found: &StateMatch, out: &mut String) {
    write_states("--state", found.state, out);
}

/// Writes the options, in one order for `-L` and `-S`; `dash` is what is in front of their names.
fn write(found: &ConntrackMatch, dash: &str, numeric: bool, out: &mut String) {
    if let Some(state) = found.state {
        write_states(&format!("{dash}ctstate"), state, out);
    }
    if let Some(proto) = found.proto {
        let _ = write!(out, "{} {dash}ctproto {}", not(proto), proto.of);
    }
    for (name, addr) in [
        ("ctorigsrc", found.orig_src),
        ("ctorigdst", found.orig_dst),
        ("ctreplsrc", found.reply_src),
        ("ctrepldst", found.reply_dst),
    ] {
        let Some(test) = addr else { continue };
        let Masked { addr, mask } = test.of;
        let _ = write!(out, "{} {dash}{name}", not(test));
        if !numeric && addr.is_unspecified() {
            out.push_str(" anywhere");
        } else {
            let _ = write!(out, " {}", Shown(addr));
            address::write_mask(mask, out);
        }
    }
    for (name, ports) in [
        ("ctorigsrcport", found.orig_src_port),
        ("ctorigdstport", found.orig_dst_port),
        ("ctreplsrcport", found.reply_src_port),
        ("ctrepldstport", found.reply_dst_port),
    ] {
        let Some(test) = ports else { continue };
        let (first, last) = test.of;
        let _ = write!(out, "{} {dash}{name} {first}", not(test));
        if last != 0 && first != last {
            let _ = write!(out, ":{last}");
        }
    }
    if let Some(status) = found.status {
        let _ = write!(out, "{} {dash}ctstatus", not(status));
        let names = STATUSES.iter().filter(|(_, bit)| status.of.0 & bit != 0);
        write_names(names.map(|(name, _)| *name), out);
        if status.of.0 == 0 {
            out.push_str(" NONE");
        }
    }
    if let Some(expire) = found.expire {
        let (least, most) = expire.of;
        let _ = write!(out, "{} {dash}ctexpire {least}", not(expire));
        if least != most {
            let _ = write!(out, ":{most}");
        }
    }
    if let Some(direction) = found.direction {
        let name = match direction {
            Direction::Original => "ORIGINAL",
            Direction::Reply => "REPLY",
        };
        let _ = write!(out, " {dash}ctdir {name}");
    }
}

const fn not<T: Copy>(test: Test<T>) -> &'static str {
    if test.not { " !" } else { "" }
}

fn write_states(option: &str, states: Test<CtStates>, out: &mut String) {
    let _ = write!(out, "{} {option}", not(states));
    let names = STATES.iter().filter(|(_, bit)| states.of.0 & bit.0 != 0);
    write_names(names.map(|(name, _)| *name), out);
}

/// Names behind a space, with commas between them.
fn write_names(names: impl Iterator<Item = &'static str>, out: &mut String) {
    for (i, name) in names.enumerate() {
        out.push(if i == 0 { ' ' } else { ',' });
        out.push_str(name);
    }
}
