//! Rules in words, for those who follow packets.

use std::sync::Arc;

use dataplane::filter::nft;

use super::{Rule, Table};

/// What a rule of a table says.
#[derive(Debug)]
struct RuleWords {
    table: Arc<Table>,
    rule: Rule,
}

/// The words of `rule`, which is in `table`.
#[must_use]
pub fn words(table: &Arc<Table>, rule: &Rule) -> Arc<dyn nft::Words> {
    Arc::new(RuleWords {
        table: Arc::clone(table),
        rule: rule.clone(),
    })
}

impl nft::Words for RuleWords {
    fn rule(&self) -> String {
        format!("{} handle {}", self.table.name, self.rule.handle)
    }

    fn statement(&self, _: usize) -> Option<String> {
        None
    }
}
