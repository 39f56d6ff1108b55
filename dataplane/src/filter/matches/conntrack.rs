//! `-m conntrack` and `-m state`: what is known of the packet's connection.

use crate::{
    conntrack::Direction,
    filter::{Masked, Test},
};

/// States of a packet with regard to its connection, as a set (`XT_CONNTRACK_STATE_*`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct CtStates(pub u16);

impl CtStates {
    /// No connection can be told.
    pub const INVALID: Self = Self(1);
    /// Of a connection that has seen packets in both directions.
    pub const ESTABLISHED: Self = Self(1 << 1);
    /// An error about a connection, or a connection that another one expected.
    pub const RELATED: Self = Self(1 << 2);
    /// Of a connection without an answer yet.
    pub const NEW: Self = Self(1 << 3);
    /// The source is translated.
    pub const SNAT: Self = Self(1 << 6);
    /// The destination is translated.
    pub const DNAT: Self = Self(1 << 7);
    /// Not tracked on purpose.
    pub const UNTRACKED: Self = Self(1 << 8);
}

/// Status of a connection, as a set of the kernel's `IPS_*` bits; `NONE` is bit 5 of iptables' own
/// (`IPS_NONE` is the empty set).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct CtStatuses(pub u16);

/// `-m conntrack`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ConntrackMatch {
    /// `--ctstate`.
    pub state: Option<Test<CtStates>>,
    /// `--ctproto`.
    pub proto: Option<Test<u8>>,
    /// `--ctorigsrc`.
    pub orig_src: Option<Test<Masked>>,
    /// `--ctorigdst`.
    pub orig_dst: Option<Test<Masked>>,
    /// `--ctreplsrc`.
    pub reply_src: Option<Test<Masked>>,
    /// `--ctrepldst`.
    pub reply_dst: Option<Test<Masked>>,
    /// `--ctorigsrcport` (first, last).
    pub orig_src_port: Option<Test<(u16, u16)>>,
    /// `--ctorigdstport`.
    pub orig_dst_port: Option<Test<(u16, u16)>>,
    /// `--ctreplsrcport`.
    pub reply_src_port: Option<Test<(u16, u16)>>,
    /// `--ctrepldstport`.
    pub reply_dst_port: Option<Test<(u16, u16)>>,
    /// `--ctstatus`.
    pub status: Option<Test<CtStatuses>>,
    /// `--ctexpire` in seconds (least, most).
    pub expire: Option<Test<(u32, u32)>>,
    /// `--ctdir`.
    pub direction: Option<Direction>,
}

/// `-m state`: an older name for `--ctstate`, and listed under its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StateMatch {
    /// `--state`.
    pub state: Test<CtStates>,
}
