//! The options that stand in front of the object.

use crate::lang::ip::options::Options as Shown;

/// The options in front of the object.
#[derive(Clone, Debug, Default)]
pub(super) struct Options {
    /// Those that `ip` has too.
    pub(super) shown: Shown,
    /// `-raw`.
    pub(super) raw: bool,
    /// `-brief`.
    pub(super) brief: bool,
}

impl Options {
    /// `-details`.
    pub(super) const fn details(&self) -> bool {
        self.shown.details
    }

    /// `-statistics`.
    pub(super) const fn statistics(&self) -> bool {
        self.shown.statistics > 0
    }
}
