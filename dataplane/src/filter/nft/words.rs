//! What rules say, in the words of those who wrote them.

use std::fmt;

/// A rule in words. Packets carry it to whoever follows them: only the configuration knows how to say it, and only
/// when somebody asks is it said.
pub trait Words: fmt::Debug + Send + Sync {
    /// The whole rule as nft lists it, without what it has counted.
    fn rule(&self) -> String;

    /// The statement that the expression at this place belongs to.
    fn statement(&self, expr: usize) -> Option<String>;
}
