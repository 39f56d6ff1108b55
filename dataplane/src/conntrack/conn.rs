//! One connection, and what a packet knows of its own.

use super::{Helper, Sctp, SctpState, Tcp, TcpState, Tuple, Udp};
use crate::time::Instant;

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
    /// Its place in pairs: 0 and 1.
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }

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

impl ConnId {
    /// The number that commands and rules see: as the kernel's, a hash of what the connection is in the table.
    #[must_use]
    pub const fn number(self) -> u32 {
        // The finalizer of MurmurHash3, which maps no two inputs to one before it is cut.
        let mut hash = (self.place as u64) << 32 | self.generation as u64;
        hash = (hash ^ hash >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
        hash = (hash ^ hash >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        (hash >> 32) as u32
    }
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
    /// `-j CT` was here, before the connection is looked for.
    Template {
        /// The zone for the original direction.
        original: u16,
        /// The zone for replies.
        reply: u16,
        /// The helper, if it is to have one.
        helper: Option<Helper>,
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
    /// Another connection has its original tuple: it is found by its replies only, and goes soon.
    pub const NAT_CLASH: Self = Self(1 << 12);
    /// A helper looks into its packets.
    pub const HELPER: Self = Self(1 << 13);

    /// Whether all of `other` is in it.
    #[must_use]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether any of `other` is in it.
    #[must_use]
    pub const fn has_any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Adds `other`.
    pub const fn set(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// Takes `other` out.
    pub const fn clear(&mut self, other: Self) {
        self.0 &= !other.0;
    }
}

/// What the protocol remembers of a connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Proto {
    /// Nothing: ICMP, GRE and all protocols that are not known.
    #[default]
    None,
    /// TCP.
    Tcp(Tcp),
    /// UDP.
    Udp(Udp),
    /// SCTP.
    Sctp(Sctp),
}

/// A connection.
///
/// In this order, so that what packets need is together.
#[derive(Clone, Debug)]
#[repr(C)]
pub struct Conn {
    /// The tuples of the original direction and of replies.
    pub tuples: [Tuple; 2],
    /// When it ends, unless a packet of it comes before.
    pub expires: Instant,
    /// What has happened to it.
    pub status: Status,
    /// Its mark.
    pub mark: u32,
    /// The interface that it was masqueraded to, by number; 0 for none.
    pub masquerade: u32,
    /// What the protocol remembers.
    pub proto: Proto,
}

impl Conn {
    /// What `-j CT` gives to a packet until its connection is looked for: to rules it looks like a
    /// connection between nobody (`nf_ct_tmpl_alloc`).
    pub(crate) const TEMPLATE: Self = Self {
        status: Status::CONFIRMED,
        ..Self::new([Tuple::NOBODYS; 2])
    };

    /// The number of its zone (`nf_ct_zone`), which may hold for one direction only.
    pub(crate) fn zone(&self) -> u16 {
        match self.tuples.map(|tuple| tuple.zone) {
            [0, zone] | [zone, _] => zone,
        }
    }

    /// A connection that nothing has happened to yet.
    #[must_use]
    pub const fn new(tuples: [Tuple; 2]) -> Self {
        Self {
            tuples,
            status: Status(0),
            mark: 0,
            masquerade: 0,
            expires: Instant::ZERO,
            proto: Proto::None,
        }
    }

    /// The tuple of one direction.
    #[must_use]
    pub const fn tuple(&self, direction: Direction) -> &Tuple {
        let [original, reply] = &self.tuples;
        match direction {
            Direction::Original => original,
            Direction::Reply => reply,
        }
    }

    /// Whether its time is over at `now`; it may still be in the table for a moment.
    #[must_use]
    pub fn is_expired(&self, now: Instant) -> bool {
        self.expires <= now
    }

    /// Whole seconds that it has left at `now`, as `conntrack -L` shows them.
    #[must_use]
    pub fn seconds_left(&self, now: Instant) -> u64 {
        self.expires.saturating_since(now).as_secs()
    }

    /// The TCP state, if it is a TCP connection.
    #[must_use]
    pub const fn tcp_state(&self) -> Option<TcpState> {
        match &self.proto {
            Proto::Tcp(tcp) => Some(tcp.state()),
            Proto::None | Proto::Udp(_) | Proto::Sctp(_) => None,
        }
    }

    /// The SCTP state, if it is an SCTP association.
    #[must_use]
    pub const fn sctp_state(&self) -> Option<SctpState> {
        match &self.proto {
            Proto::Sctp(sctp) => Some(sctp.state()),
            Proto::None | Proto::Udp(_) | Proto::Tcp(_) => None,
        }
    }

    /// The name of its state that `conntrack -L` prints, if its protocol has states.
    #[must_use]
    pub fn state_name(&self) -> Option<&'static str> {
        self.tcp_state()
            .map(TcpState::name)
            .or_else(|| self.sctp_state().map(SctpState::name))
    }

    /// Whether it may be given up when the table is nearly full although it is ASSURED: it is about
    /// to end (`can_early_drop`).
    #[must_use]
    pub const fn is_closing(&self) -> bool {
        match &self.proto {
            Proto::Tcp(tcp) => tcp.state().is_closing(),
            Proto::Sctp(sctp) => sctp.state().is_closing(),
            Proto::None | Proto::Udp(_) => false,
        }
    }
}
