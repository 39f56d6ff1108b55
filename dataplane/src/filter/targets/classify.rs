//! `-j CLASSIFY`: the class of a queueing discipline.

/// `-j CLASSIFY`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Classify {
    /// `--set-class MAJOR:MINOR`, as the packet's priority.
    pub priority: u32,
}
