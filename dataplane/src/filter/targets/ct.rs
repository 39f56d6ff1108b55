//! `-j CT` and `-j NOTRACK`: how, and whether, a packet's connection is tracked.

/// To which direction of a connection a zone applies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ZoneDirection {
    /// Both.
    #[default]
    Both,
    /// `--zone-orig`.
    Original,
    /// `--zone-reply`.
    Reply,
}

/// A zone: connections of different zones have nothing to do with each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Zone {
    /// Its number; 0 for the one that all have who say nothing.
    pub id: u16,
    /// The direction that it applies to.
    pub direction: ZoneDirection,
    /// `--zone mark`: the packet's mark is the number.
    pub from_mark: bool,
}

/// `-j CT`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CtTarget {
    /// `--notrack`.
    pub notrack: bool,
    /// `-j NOTRACK`: the older name, listed as such.
    pub old_name: bool,
    /// `--zone`, `--zone-orig`, `--zone-reply`.
    pub zone: Option<Zone>,
    /// `--helper`.
    pub helper: Option<Box<str>>,
    /// `--ctevents`: the kernel's `IPCT_*` bits.
    pub ctevents: u16,
    /// `--expevents`.
    pub expevents: u16,
    /// `--timeout`: the name of a policy.
    pub timeout: Option<Box<str>>,
}
