//! `-m comment`.

use std::fmt::Write as _;

use dataplane::filter::{Match, matches::Comment};

use crate::lang::iptables::{
    extension::{BOTH, Complaint, Given, MatchExtension, MatchParser, RuleView},
    quote,
    xtoptions::{Entry, Seen, options},
};

const TABLE: [Entry; 1] = [Entry::value("comment", 0).mandatory()];

/// Bytes of a comment that are kept (`XT_MAX_COMMENT_LEN` less the final zero).
const MAX: usize = 255;

pub(super) static EXTENSION: MatchExtension = MatchExtension {
    name: "comment",
    families: BOTH,
    options: &options(&TABLE),
    parser: |_| {
        Box::new(Parser {
            seen: Seen::new("comment", &TABLE),
            text: Box::default(),
        })
    },
    help: include_str!("help/comment.txt"),
};

struct Parser {
    seen: Seen,
    text: Box<str>,
}

impl MatchParser for Parser {
    fn take(&mut self, given: Given<'_>) -> Result<(), Complaint> {
        let asked = self.seen.take(given)?;
        self.text = quote::cut(asked.value, MAX).into();
        Ok(())
    }

    fn finish(self: Box<Self>, _rule: RuleView) -> Result<Match, Complaint> {
        self.seen.finish()?;
        Ok(Match::Comment(Comment { text: self.text }))
    }
}

pub(super) fn print(found: &Comment, out: &mut String) {
    let _ = write!(out, " /* {} */", found.text);
}

pub(super) fn save(found: &Comment, out: &mut String) {
    out.push_str(" --comment");
    quote::save(&found.text, out);
}
