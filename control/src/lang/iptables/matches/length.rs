//! `-m length`.

use std::fmt::Write as _;

use dataplane::filter::{Match, Test, matches::Length};

use crate::lang::iptables::{
    extension::{BOTH, Complaint, Given, MatchExtension, MatchParser, RuleView},
    value,
    xtoptions::{Entry, Seen, options},
};

const TABLE: [Entry; 1] = [Entry::value("length", 0).mandatory().invert()];

pub(super) static EXTENSION: MatchExtension = MatchExtension {
    name: "length",
    families: BOTH,
    options: &options(&TABLE),
    parser: |_| {
        Box::new(Parser {
            seen: Seen::new("length", &TABLE),
            length: Test::is((0, 0)),
        })
    },
    help: include_str!("help/length.txt"),
};

struct Parser {
    seen: Seen,
    length: Test<(u16, u16)>,
}

impl MatchParser for Parser {
    fn take(&mut self, given: Given<'_>) -> Result<(), Complaint> {
        let asked = self.seen.take(given)?;
        let (least, most) = value::range(asked, u32::from(u16::MAX))?;
        let narrow = |length: u32| u16::try_from(length).unwrap_or(u16::MAX);
        self.length = asked.test((narrow(least), narrow(most)));
        Ok(())
    }

    fn finish(self: Box<Self>, _rule: RuleView) -> Result<Match, Complaint> {
        self.seen.finish()?;
        Ok(Match::Length(Length {
            length: self.length,
        }))
    }
}

fn write_range((least, most): (u16, u16), out: &mut String) {
    let _ = match least == most {
        true => write!(out, "{least}"),
        false => write!(out, "{least}:{most}"),
    };
}

pub(super) fn print(found: &Length, out: &mut String) {
    out.push_str(if found.length.not {
        " length !"
    } else {
        " length "
    });
    write_range(found.length.of, out);
}

pub(super) fn save(found: &Length, out: &mut String) {
    out.push_str(if found.length.not {
        " ! --length "
    } else {
        " --length "
    });
    write_range(found.length.of, out);
}
