//! `-j TCPMSS`: the maximum segment size that a SYN announces.

/// `-j TCPMSS`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tcpmss {
    /// `--set-mss`: in bytes; never raises what is there.
    Set(u16),
    /// `--clamp-mss-to-pmtu`.
    ClampToPmtu,
}
