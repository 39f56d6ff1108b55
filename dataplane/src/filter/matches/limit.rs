//! `-m limit`: a token bucket.

/// `-m limit`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// `--limit`: the time of one packet, in 1/10,000 s (`XT_LIMIT_SCALE`).
    pub avg: u32,
    /// `--limit-burst`: packets.
    pub burst: u32,
}
