//! `-m iprange`.

use std::{fmt::Write as _, net::IpAddr};

use dataplane::{
    filter::{Match, Test, matches::Iprange},
    route::Family,
};

use crate::lang::iptables::{
    address::Shown,
    extension::{BOTH, Complaint, Given, MatchExtension, MatchParser, RuleView},
    network::network4,
    value::bad_value,
    xtoptions::{Asked, Entry, Seen, options, parameter},
};

const SRC: u8 = 0;
const DST: u8 = 1;

const TABLE: [Entry; 2] = [
    Entry::value("src-range", SRC).invert(),
    Entry::value("dst-range", DST).invert(),
];

pub(super) static EXTENSION: MatchExtension = MatchExtension {
    name: "iprange",
    families: BOTH,
    options: &options(&TABLE),
    parser: |_| {
        Box::new(Parser {
            seen: Seen::new("iprange", &TABLE),
            found: Iprange::default(),
            warning: None,
        })
    },
    help: include_str!("help/iprange.txt"),
};

struct Parser {
    seen: Seen,
    found: Iprange,
    warning: Option<String>,
}

impl MatchParser for Parser {
    fn take(&mut self, given: Given<'_>) -> Result<(), Complaint> {
        let asked = self.seen.take(given)?;
        let (first, last) = range(asked)?;
        if first > last {
            self.warning = Some(format!(
                "xt_iprange: range {} is reversed and will never match",
                asked.value
            ));
        }
        let range = Some(asked.test((first, last)));
        match asked.id {
            SRC => self.found.src = range,
            _ => self.found.dst = range,
        }
        Ok(())
    }

    fn warning(&mut self) -> Option<String> {
        self.warning.take()
    }

    fn finish(self: Box<Self>, _rule: RuleView) -> Result<Match, Complaint> {
        if self.seen.is_empty() {
            return Err(parameter(
                "iprange match: You must specify `--src-range' or `--dst-range'",
            ));
        }
        self.seen.finish()?;
        Ok(Match::Iprange(self.found))
    }
}

/// `FIRST-LAST`, or one address.
fn range(asked: Asked<'_>) -> Result<(IpAddr, IpAddr), Complaint> {
    let address = |text: &str| {
        let address = match asked.rule.family {
            Family::V4 => network4(text).map(IpAddr::V4),
            Family::V6 => text.parse().ok().map(IpAddr::V6),
        };
        address.ok_or_else(|| bad_value("iprange", &format!("--{}", asked.option), text))
    };
    match asked.value.split_once('-') {
        None => {
            let address = address(asked.value)?;
            Ok((address, address))
        }
        Some((first, last)) => Ok((address(first)?, address(last)?)),
    }
}

fn write_range((first, last): (IpAddr, IpAddr), out: &mut String) {
    let _ = write!(out, " {}-{}", Shown(first), Shown(last));
}

pub(super) fn print(found: &Iprange, out: &mut String) {
    for (name, range) in [("source", found.src), ("destination", found.dst)] {
        if let Some(Test { not, of }) = range {
            let _ = write!(out, " {name} IP range{}", if not { " !" } else { "" });
            write_range(of, out);
        }
    }
}

pub(super) fn save(found: &Iprange, out: &mut String) {
    for (name, range) in [("src", found.src), ("dst", found.dst)] {
        if let Some(Test { not, of }) = range {
            let _ = write!(out, "{} --{name}-range", if not { " !" } else { "" });
            write_range(of, out);
        }
    }
}
