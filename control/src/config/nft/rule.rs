//! Rules.

use std::sync::Arc;

use dataplane::filter::SourceLine;

use super::Statement;

/// A rule where it stands.
#[derive(Clone, Debug, Default)]
pub struct Rule {
    /// Its handle; 0 before it has one.
    pub handle: u64,
    /// What packets meet, in order. (What is listed of it is made of that.)
    pub statements: Arc<[Statement]>,
    /// `comment`.
    pub comment: Option<Box<str>>,
    /// The line that it came from.
    pub source: Option<SourceLine>,
}
