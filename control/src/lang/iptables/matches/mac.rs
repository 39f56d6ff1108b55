//! `-m mac`.

use std::fmt::Write as _;

use dataplane::{
    filter::{Match, Test, matches::Mac},
    iface::MacAddr,
};

use crate::lang::{
    ip::number::strtoul,
    iptables::{
        extension::{BOTH, Complaint, Given, MatchExtension, MatchParser, RuleView},
        xtoptions::{Entry, Seen, options, parameter},
    },
};

const TABLE: [Entry; 1] = [Entry::value("mac-source", 0).mandatory().invert()];

pub(super) static EXTENSION: MatchExtension = MatchExtension {
    name: "mac",
    families: BOTH,
    options: &options(&TABLE),
    parser: |_| {
        Box::new(Parser {
            seen: Seen::new("mac", &TABLE),
            source: Test::is(MacAddr::ZERO),
        })
    },
    help: include_str!("help/mac.txt"),
};

struct Parser {
    seen: Seen,
    source: Test<MacAddr>,
}

impl MatchParser for Parser {
    fn take(&mut self, given: Given<'_>) -> Result<(), Complaint> {
        let asked = self.seen.take(given)?;
        let address =
            address(asked.value).ok_or_else(|| parameter("Invalid MAC address specified."))?;
        self.source = asked.test(address);
        Ok(())
    }

    fn finish(self: Box<Self>, _rule: RuleView) -> Result<Match, Complaint> {
        self.seen.finish()?;
        Ok(Match::Mac(Mac {
            source: self.source,
        }))
    }
}

/// Six numbers as strtoul(3) reads them, of two characters at most; a missing one is 0.
fn address(text: &str) -> Option<MacAddr> {
    let mut bytes = [0; 6];
    let mut rest = text;
    for (i, byte) in bytes.iter_mut().enumerate() {
        let (value, after) = strtoul(rest, 16).unwrap_or((0, rest));
        if rest.len() - after.len() > 2 {
            return None;
        }
        *byte = u8::try_from(value & 0xff).ok()?;
        rest = match i {
            5 => after.is_empty().then_some(after)?,
            _ => after.strip_prefix(':')?,
        };
    }
    Some(MacAddr(bytes))
}

pub(super) fn print(found: &Mac, out: &mut String) {
    let Test { not, of } = found.source;
    let _ = write!(out, " MAC{} {of}", if not { " !" } else { "" });
}

pub(super) fn save(found: &Mac, out: &mut String) {
    let Test { not, of } = found.source;
    let _ = write!(out, "{} --mac-source {of}", if not { " !" } else { "" });
}
