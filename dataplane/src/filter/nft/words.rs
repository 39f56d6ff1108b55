//! What rules say, in the words of those who wrote them.

use std::fmt;

use crate::iface::IfIndex;

/// The names of interfaces.
pub type Names<'n> = &'n dyn Fn(IfIndex) -> Option<String>;

/// A rule in words. Packets carry it to whoever follows them: only the configuration knows how to say it, and only
/// when somebody asks is it said.
pub trait Words: fmt::Debug + Send + Sync {
    /// The whole rule as nft lists it, without what it has counted.
    fn rule(&self, names: Names<'_>) -> String;

    /// The statements that the expression at this place belongs to, or none if there is none there.
    fn statements(&self, expr: usize, names: Names<'_>) -> Vec<String>;

    /// Its comment.
    fn comment(&self) -> Option<&str>;
}
