//! `-j LOG`.

use std::fmt::Write as _;

use dataplane::filter::{
    Target,
    targets::{Log, LogOptions},
};

use crate::lang::iptables::{
    extension::{BOTH, Complaint, Given, RuleView, TargetExtension, TargetParser},
    quote, value,
    xtoptions::{Entry, Seen, options, parameter},
};

const LEVEL: u8 = 0;
const PREFIX: u8 = 1;
const TCP_SEQUENCE: u8 = 2;
const TCP_OPTIONS: u8 = 3;
const IP_OPTIONS: u8 = 4;
const UID: u8 = 5;

const TABLE: [Entry; 7] = [
    Entry::value("log-level", LEVEL),
    Entry::value("log-prefix", PREFIX),
    Entry::flag("log-tcp-sequence", TCP_SEQUENCE),
    Entry::flag("log-tcp-options", TCP_OPTIONS),
    Entry::flag("log-ip-options", IP_OPTIONS),
    Entry::flag("log-uid", UID),
    Entry::flag("log-macdecode", UID + 1),
];

/// What a line is logged as unless something else is asked for: `LOG_WARNING`.
const DEFAULT_LEVEL: u8 = 4;

/// Bytes of a prefix that are kept.
const MAX_PREFIX: usize = 29;

/// Levels as syslog(3) counts them, and the names that they may be given by.
const LEVELS: [(&str, u8); 9] = [
    ("alert", 1),
    ("crit", 2),
    ("debug", 7),
    ("emerg", 0),
    ("error", 3),
    ("info", 6),
    ("notice", 5),
    ("panic", 0),
    ("warning", 4),
];

/// The names that they are listed by.
const LISTED: [&str; 8] = [
    "emerg", "alert", "crit", "err", "warn", "notice", "info", "debug",
];

/// The other options, in the order in which they are listed.
const OPTIONS: [(&str, LogOptions); 5] = [
    ("tcp-sequence", LogOptions::TCP_SEQUENCE),
    ("tcp-options", LogOptions::TCP_OPTIONS),
    ("ip-options", LogOptions::IP_OPTIONS),
    ("uid", LogOptions::UID),
    ("macdecode", LogOptions::MAC_DECODE),
];

pub(super) static EXTENSION: TargetExtension = TargetExtension {
    name: "LOG",
    families: BOTH,
    options: &options(&TABLE),
    parser: |_| {
        Box::new(Parser {
            seen: Seen::new("LOG", &TABLE),
            found: Log {
                level: DEFAULT_LEVEL,
                prefix: Box::default(),
                options: LogOptions::default(),
            },
        })
    },
    help: include_str!("help/log.txt"),
};

struct Parser {
    seen: Seen,
    found: Log,
}

impl TargetParser for Parser {
    fn take(&mut self, given: Given<'_>) -> Result<(), Complaint> {
        let asked = self.seen.take(given)?;
        let option = match asked.id {
            LEVEL => {
                self.found.level = level(asked.value)?;
                return Ok(());
            }
            PREFIX => {
                self.found.prefix = prefix(asked.value)?;
                return Ok(());
            }
            TCP_SEQUENCE => LogOptions::TCP_SEQUENCE,
            TCP_OPTIONS => LogOptions::TCP_OPTIONS,
            IP_OPTIONS => LogOptions::IP_OPTIONS,
            UID => LogOptions::UID,
            _ => LogOptions::MAC_DECODE,
        };
        self.found.options.0 |= option.0;
        Ok(())
    }

    fn finish(self: Box<Self>, _rule: RuleView) -> Result<Target, Complaint> {
        self.seen.finish()?;
        Ok(Target::Log(self.found))
    }
}

fn level(text: &str) -> Result<u8, Complaint> {
    if let Some(number) = value::whole(text, 0, 7) {
        return Ok(u8::try_from(number).unwrap_or(DEFAULT_LEVEL));
    }
    (LEVELS.iter())
        .find(|(name, _)| *name == text)
        .map(|(_, level)| *level)
        .ok_or_else(|| parameter(format!("log level \"{text}\" unknown\n")))
}

fn prefix(text: &str) -> Result<Box<str>, Complaint> {
    if text.is_empty() {
        return Err(parameter(
            "Argument must have a minimum length of 1 characters\n",
        ));
    }
    if text.contains('\n') {
        return Err(parameter("Newlines not allowed in --log-prefix"));
    }
    Ok(quote::cut(text, MAX_PREFIX).into())
}

pub(super) fn print(target: &Log, numeric: bool, out: &mut String) {
    let Log { level, options, .. } = target;
    out.push_str(" LOG");
    if numeric {
        let _ = write!(out, " flags {} level {level}", options.0);
    } else {
        let _ = match LISTED.get(usize::from(*level)) {
            Some(name) => write!(out, " level {name}"),
            None => write!(out, " UNKNOWN level {level}"),
        };
        for (name, option) in OPTIONS {
            if options.has(option) {
                let _ = write!(out, " {name}");
            }
        }
    }
    if !target.prefix.is_empty() {
        let _ = write!(out, " prefix \"{}\"", target.prefix);
    }
}

pub(super) fn save(target: &Log, out: &mut String) {
    if !target.prefix.is_empty() {
        out.push_str(" --log-prefix");
        quote::save(&target.prefix, out);
    }
    if target.level != DEFAULT_LEVEL {
        let _ = write!(out, " --log-level {}", target.level);
    }
    for (name, option) in OPTIONS {
        if target.options.has(option) {
            let _ = write!(out, " --log-{name}");
        }
    }
}
