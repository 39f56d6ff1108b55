//! One connection, and what a packet knows of its own.

use super::Tuple;

/// Which way a packet of a connection goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Direction {
    /// As the first packet went.
    #[default]
    Original,
    /// Back.
    Reply,
}

impl Direction {
    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Original => Self::Reply,
            Self::Reply => Self::Original,
        }
    }
}

/// The number of a connection in the table: a place, and how often the place has been used before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ConnId {
    /// The place.
    pub place: u32,
    /// How often it was used before.
    pub generation: u32,
}

/// What a packet is to its connection (`enum ip_conntrack_info`, the direction apart).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CtState {
    /// The connection has seen no answer yet.
    New,
    /// It has; also the first answer itself.
    Established,
    /// An error about it, or the first packet of a connection that it expected.
    Related,
}

/// A packet's connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CtRef {
    /// Which.
    pub id: ConnId,
    /// Which way the packet goes.
    pub direction: Direction,
    /// What it is to the connection.
    pub state: CtState,
    /// The connection is not in the table yet, and ends with this packet if that is dropped.
    pub unconfirmed: bool,
}

/// What is known of a packet's connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ct {
    /// Nobody has looked: tracking is off, or its hook is still to come.
    #[default]
    None,
    /// `-j CT` was here, before the connection is looked for: the zones of the two directions.
    Template {
        /// The zone for the original direction.
        original: u16,
        /// The zone for replies.
        reply: u16,
    },
    /// It is not to be tracked (`-j CT --notrack`), or is of a kind that never is.
    Untracked,
    /// It belongs to no connection and can't begin one.
    Invalid,
    /// This one.
    Of(CtRef),
}

/// What has happened to a connection (`enum ip_conntrack_status`), as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Status(pub u32);

impl Status {
    /// It was expected by another one.
    pub const EXPECTED: Self = Self(1);
    /// It has seen packets in both directions.
    pub const SEEN_REPLY: Self = Self(1 << 1);
    /// It is not given up when the table is full.
    pub const ASSURED: Self = Self(1 << 2);
    /// It is in the table.
    pub const CONFIRMED: Self = Self(1 << 3);
    /// Sources of the original direction are translated.
    pub const SRC_NAT: Self = Self(1 << 4);
    /// Destinations of the original direction are translated.
    pub const DST_NAT: Self = Self(1 << 5);
    /// TCP sequence numbers are adjusted.
    pub const SEQ_ADJUST: Self = Self(1 << 6);
    /// The question of source translation is decided.
    pub const SRC_NAT_DONE: Self = Self(1 << 7);
    /// The question of destination translation is decided.
    pub const DST_NAT_DONE: Self = Self(1 << 8);
    /// It is about to go.
    pub const DYING: Self = Self(1 << 9);
    /// Its timeout does not change.
    pub const FIXED_TIMEOUT: Self = Self(1 << 10);

    /// Whether all of `other` is in it.
    #[must_use]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Adds `other`.
    pub const fn set(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

/// A connection.
#[derive(Clone, Debug)]
pub struct Conn {
    /// The tuples of the original direction and of replies.
    pub tuples: [Tuple; 2],
    /// What has happened to it.
    pub status: Status,
    /// Its mark.
    pub mark: u32,
    /// The interface that it was masqueraded to, by number; 0 for none.
    pub masquerade: u32,
}
