//! `-m rpfilter`: whether the way back to the source is the way that the packet came.

/// `-m rpfilter`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rpfilter {
    /// `--loose`: by any interface.
    pub loose: bool,
    /// `--validmark`: the packet's mark counts for the way back.
    pub validmark: bool,
    /// `--accept-local`.
    pub accept_local: bool,
    /// `--invert`.
    pub invert: bool,
}
