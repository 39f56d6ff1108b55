//! `-m recent`.

use std::fmt::Write as _;

use dataplane::{
    filter::{
        Match, Test,
        matches::{Recent, RecentAction, Side},
    },
    route::Family,
};

use crate::lang::iptables::{
    address::{self, Shown},
    extension::{BOTH, Complaint, Given, MatchExtension, MatchParser, RuleView},
    quote, value,
    xtoptions::{Entry, Seen, options, parameter},
};

const SET: u8 = 0;
const RCHECK: u8 = 1;
const UPDATE: u8 = 2;
const REMOVE: u8 = 3;
const SECONDS: u8 = 4;
const REAP: u8 = 5;
const HITCOUNT: u8 = 6;
const RTTL: u8 = 7;
const NAME: u8 = 8;
const RSOURCE: u8 = 9;
const RDEST: u8 = 10;
const MASK: u8 = 11;

/// What is done with the address.
const ANY_ACTION: u32 = 1 << SET | 1 << RCHECK | 1 << UPDATE | 1 << REMOVE;

const TABLE: [Entry; 12] = [
    Entry::flag("set", SET).invert().excl(ANY_ACTION),
    Entry::flag("rcheck", RCHECK).invert().excl(ANY_ACTION),
    Entry::flag("update", UPDATE).invert().excl(ANY_ACTION),
    Entry::flag("remove", REMOVE).invert().excl(ANY_ACTION),
    Entry::value("seconds", SECONDS),
    Entry::flag("reap", REAP).also(1 << SECONDS),
    Entry::value("hitcount", HITCOUNT),
    Entry::flag("rttl", RTTL).excl(1 << SET | 1 << REMOVE),
    Entry::value("name", NAME),
    Entry::flag("rsource", RSOURCE),
    Entry::flag("rdest", RDEST),
    Entry::value("mask", MASK),
];

/// Bytes of a name that are kept (`XT_RECENT_NAME_LEN`, less the final zero).
const MAX_NAME: usize = 199;

pub(super) static EXTENSION: MatchExtension = MatchExtension {
    name: "recent",
    families: BOTH,
    options: &options(&TABLE),
    parser: |family| {
        Box::new(Parser {
            seen: Seen::new("recent", &TABLE),
            family,
            action: None,
            not: false,
            found: Recent {
                name: "DEFAULT".into(),
                action: Test::is(RecentAction::Set),
                seconds: 0,
                reap: false,
                hit_count: 0,
                ttl: false,
                side: Side::Source,
                mask: address::prefix_mask(family.bits().into(), family),
            },
        })
    },
    help: include_str!("help/recent.txt"),
};

struct Parser {
    seen: Seen,
    family: Family,
    action: Option<RecentAction>,
    /// Any of the actions given was negated.
    not: bool,
    found: Recent,
}

impl MatchParser for Parser {
    fn take(&mut self, given: Given<'_>) -> Result<(), Complaint> {
        let asked = self.seen.take(given)?;
        let found = &mut self.found;
        let action = match asked.id {
            SECONDS => {
                found.seconds = value::number(asked, 1, u32::MAX)?;
                return Ok(());
            }
            HITCOUNT => {
                found.hit_count = value::number(asked, 0, u32::MAX)?;
                return Ok(());
            }
            REAP => {
                found.reap = true;
                return Ok(());
            }
            RTTL => {
                found.ttl = true;
                return Ok(());
            }
            NAME => {
                found.name = quote::cut(asked.value, MAX_NAME).into();
                return Ok(());
            }
            RSOURCE | RDEST => {
                let source = asked.id == RSOURCE;
                found.side = if source {
                    Side::Source
                } else {
                    Side::Destination
                };
                return Ok(());
            }
            MASK => {
                found.mask = address::host(asked.value, self.family)?;
                return Ok(());
            }
            SET => RecentAction::Set,
            RCHECK => RecentAction::Check,
            UPDATE => RecentAction::Update,
            _ => RecentAction::Remove,
        };
        self.action = Some(action);
        self.not |= asked.not;
        Ok(())
    }

    fn finish(self: Box<Self>, _rule: RuleView) -> Result<Match, Complaint> {
        let Some(of) = self.action else {
            return Err(parameter(
                "recent: you must specify one of `--set', `--rcheck' `--update' or `--remove'",
            ));
        };
        self.seen.finish()?;
        Ok(Match::Recent(Recent {
            action: Test { not: self.not, of },
            ..self.found
        }))
    }
}

/// Writes what is asked of when an address was seen: `words` stand for the span, `--reap`, the number of
/// times and `--rttl`.
fn write_asked(found: &Recent, words: [&str; 4], out: &mut String) {
    let [seconds, reap, hit_count, ttl] = words;
    // They are printed as numbers with a sign there (`%d`).
    if found.seconds != 0 {
        let _ = write!(out, " {seconds} {}", found.seconds.cast_signed());
    }
    if found.reap {
        let _ = write!(out, " {reap}");
    }
    if found.hit_count != 0 {
        let _ = write!(out, " {hit_count} {}", found.hit_count.cast_signed());
    }
    if found.ttl {
        let _ = write!(out, " {ttl}");
    }
}

pub(super) fn print(found: &Recent, out: &mut String) {
    if found.action.not {
        out.push_str(" !");
    }
    out.push_str(" recent: ");
    out.push_str(match found.action.of {
        RecentAction::Set => "SET",
        RecentAction::Check => "CHECK",
        RecentAction::Update => "UPDATE",
        RecentAction::Remove => "REMOVE",
    });
    write_asked(found, ["seconds:", "reap", "hit_count:", "TTL-Match"], out);
    let side = match found.side {
        Side::Source => "source",
        Side::Destination => "dest",
    };
    let (name, mask) = (&found.name, Shown(found.mask));
    let _ = write!(out, " name: {name} side: {side} mask: {mask}");
}

pub(super) fn save(found: &Recent, out: &mut String) {
    if found.action.not {
        out.push_str(" !");
    }
    out.push_str(match found.action.of {
        RecentAction::Set => " --set",
        RecentAction::Check => " --rcheck",
        RecentAction::Update => " --update",
        RecentAction::Remove => " --remove",
    });
    write_asked(found, ["--seconds", "--reap", "--hitcount", "--rttl"], out);
    let side = match found.side {
        Side::Source => "rsource",
        Side::Destination => "rdest",
    };
    let (name, mask) = (&found.name, Shown(found.mask));
    let _ = write!(out, " --name {name} --mask {mask} --{side}");
}
