//! Rules in words, for those who follow packets.

use dataplane::{filter::nft, iface::IfIndex, time::Instant};

use super::{Interfaces, NftFamily, Rule, lower::Span};
use crate::{
    config::netfilter::Readings,
    lang::nft::{evaluate::listed_alone, print},
};

/// What a rule says.
#[derive(Debug)]
pub(super) struct RuleWords {
    /// The family of its table.
    pub(super) family: NftFamily,
    /// The rule.
    pub(super) rule: Rule,
    /// Which of the statements became which expressions.
    pub(super) spans: Box<[Span]>,
}

/// Names of interfaces for listings.
struct Named<'n>(nft::Names<'n>);

impl Interfaces for Named<'_> {
    fn index(&self, _: &str) -> Option<u32> {
        None
    }

    fn name(&self, index: u32) -> Option<String> {
        (self.0)(IfIndex::new(index)?)
    }
}

impl RuleWords {
    /// Has something listed.
    fn say<T>(&self, names: nft::Names<'_>, say: impl FnOnce(&print::Context<'_>) -> T) -> T {
        say(&print::Context {
            options: print::Options {
                stateless: true,
                ..print::Options::default()
            },
            interfaces: &Named(names),
            readings: &Readings::default(),
            now: Instant::ZERO,
            members: &|_| None,
        })
    }
}

impl nft::Words for RuleWords {
    fn rule(&self, names: nft::Names<'_>) -> String {
        self.say(names, |cx| print::rule(&self.rule, self.family, cx))
    }

    fn statements(&self, expr: usize, names: nft::Names<'_>) -> Vec<String> {
        let span = self.spans.iter().find(|span| expr < span.end);
        let of = span.map_or(0, |span| span.statements);
        let those = self.rule.statements.iter().enumerate();
        let those = those.filter(|(place, _)| *place < 64 && of >> place & 1 != 0);
        self.say(names, |cx| {
            let words = those.map(|(_, one)| print::statement(&listed_alone(one), self.family, cx));
            words.collect()
        })
    }

    fn comment(&self) -> Option<&str> {
        self.rule.comment.as_deref()
    }
}
