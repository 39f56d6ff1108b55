//! `-m comment`: says something to people.

/// `-m comment`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// `--comment`.
    pub text: Box<str>,
}
