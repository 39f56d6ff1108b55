//! `-m mark` and `-m connmark`.

use dataplane::filter::{
    Match, Test,
    matches::{Connmark, MarkMatch},
};

use crate::lang::iptables::{
    extension::{BOTH, Complaint, Given, MatchExtension, MatchParser, RuleView},
    value,
    xtoptions::{Entry, Seen, options},
};

const TABLE: [Entry; 1] = [Entry::value("mark", 0).mandatory().invert()];

pub(super) static MARK: MatchExtension = MatchExtension {
    name: "mark",
    families: BOTH,
    options: &options(&TABLE),
    parser: |_| {
        Box::new(Parser {
            seen: Seen::new("mark", &TABLE),
            mark: None,
            make: |mark| Match::Mark(MarkMatch { mark }),
        })
    },
    help: include_str!("help/mark.txt"),
};

pub(super) static CONNMARK: MatchExtension = MatchExtension {
    name: "connmark",
    families: BOTH,
    options: &options(&TABLE),
    parser: |_| {
        Box::new(Parser {
            seen: Seen::new("connmark", &TABLE),
            mark: None,
            make: |mark| Match::Connmark(Connmark { mark }),
        })
    },
    help: include_str!("help/connmark.txt"),
};

struct Parser {
    seen: Seen,
    mark: Option<Test<(u32, u32)>>,
    make: fn(Test<(u32, u32)>) -> Match,
}

impl MatchParser for Parser {
    fn take(&mut self, given: Given<'_>) -> Result<(), Complaint> {
        let asked = self.seen.take(given)?;
        self.mark = Some(asked.test(value::mark(asked)?));
        Ok(())
    }

    fn finish(self: Box<Self>, _rule: RuleView) -> Result<Match, Complaint> {
        self.seen.finish()?;
        Ok((self.make)(self.mark.unwrap_or(Test::is((0, 0)))))
    }
}

pub(super) fn print_mark(found: &MarkMatch, out: &mut String) {
    out.push_str(" mark match");
    if found.mark.not {
        out.push_str(" !");
    }
    value::write_mark(found.mark.of, out);
}

/// With two spaces where there is no `!`, as in iptables.
pub(super) fn print_connmark(found: &Connmark, out: &mut String) {
    out.push_str(" connmark match ");
    if found.mark.not {
        out.push('!');
    }
    value::write_mark(found.mark.of, out);
}

pub(super) fn save(mark: Test<(u32, u32)>, out: &mut String) {
    if mark.not {
        out.push_str(" !");
    }
    out.push_str(" --mark");
    value::write_mark(mark.of, out);
}
