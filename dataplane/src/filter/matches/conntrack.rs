//! `-m conntrack` and `-m state`: what is known of the packet's connection.

use std::net::IpAddr;

use super::{Probe, in_range};
use crate::{
    conntrack::{Conn, Ct, CtState, Direction, Status},
    filter::{Masked, Test, headers::bits},
    flow_cache::Consulted,
    forward::Context,
    time::Instant,
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

impl CtStatuses {
    /// The bits that are the kernel's own: `NONE` is the empty set there, which no connection has.
    const REAL: u16 = 0x1f;
}

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

impl CtStates {
    /// What a packet of a connection is.
    const fn of(state: CtState) -> Self {
        match state {
            CtState::New => Self::NEW,
            CtState::Established => Self::ESTABLISHED,
            CtState::Related => Self::RELATED,
        }
    }

    const fn any_of(self, of: Self) -> bool {
        self.0 & of.0 != 0
    }
}

impl ConntrackMatch {
    /// `conntrack_mt`: what has no connection is asked for its state only.
    pub(super) fn holds(&self, cx: &mut Context<'_>, probe: &Probe<'_>) -> bool {
        let now = cx.now;
        let is = |states| {
            let state = self.state;
            state.is_some_and(|test| test.holds(test.of.any_of(states)))
        };
        match probe.packet.meta.ct {
            // What the packet is to its connection is known without a look at that.
            Ct::Of(ct) if self.refuses(ct.state) => false,
            Ct::Of(ct) => cx
                .conntrack()
                .get(ct.id)
                .is_some_and(|conn| self.covers((ct.state, ct.direction), conn, now)),
            Ct::Template { .. } => {
                self.covers((CtState::New, Direction::Original), &Conn::TEMPLATE, now)
            }
            Ct::None | Ct::Invalid => is(CtStates::INVALID),
            Ct::Untracked => is(CtStates::UNTRACKED),
        }
    }

    /// What it looks at besides the flow and its connection: the time that is left.
    pub(super) const fn consults(&self) -> Consulted {
        match self.expire {
            Some(_) => Consulted::MORE,
            None => Consulted::FLOW,
        }
    }

    /// Whether `--ctstate` holds for no packet that is that to its connection, translated or not.
    fn refuses(&self, state: CtState) -> bool {
        const TRANSLATED: CtStates = CtStates(CtStates::SNAT.0 | CtStates::DNAT.0);
        self.state.is_some_and(|test| {
            !test.of.any_of(TRANSLATED) && !test.holds(test.of.any_of(CtStates::of(state)))
        })
    }

    /// Whether a packet of `conn` matches.
    fn covers(&self, (state, direction): (CtState, Direction), conn: &Conn, now: Instant) -> bool {
        let mut states = CtStates::of(state);
        if conn.status.has(Status::SRC_NAT) {
            states.0 |= CtStates::SNAT.0;
        }
        if conn.status.has(Status::DST_NAT) {
            states.0 |= CtStates::DNAT.0;
        }
        self.state
            .is_none_or(|test| test.holds(test.of.any_of(states)))
            && self.direction.is_none_or(|dir| dir == direction)
            && self.is_between(conn)
            && self.status.is_none_or(|test| {
                test.holds(u32::from(test.of.0 & CtStatuses::REAL) & conn.status.0 != 0)
            })
            && self.expire.is_none_or(|test| {
                let range = u64::from(test.of.0)..=u64::from(test.of.1);
                // The time of a connection begins when it is in the table.
                let confirmed = conn.status.has(Status::CONFIRMED);
                let left = if confirmed { conn.seconds_left(now) } else { 0 };
                test.holds(range.contains(&left))
            })
    }

    /// Addresses, protocol and ports of a connection.
    fn is_between(&self, conn: &Conn) -> bool {
        let [original, reply] = &conn.tuples;
        let addr = |test: Option<Test<Masked>>, addr: IpAddr| {
            test.is_none_or(|test| test.holds(test.of.covers(bits(addr))))
        };
        addr(self.orig_src, original.src_addr())
            && addr(self.orig_dst, original.dst_addr())
            && addr(self.reply_src, reply.src_addr())
            && addr(self.reply_dst, reply.dst_addr())
            && self
                .proto
                .is_none_or(|test| test.holds(test.of == original.proto))
            && in_range(self.orig_src_port, original.src_port)
            && in_range(self.orig_dst_port, original.dst_port)
            && in_range(self.reply_src_port, reply.src_port)
            && in_range(self.reply_dst_port, reply.dst_port)
    }
}

impl StateMatch {
    /// `state_mt`.
    pub(super) fn holds(&self, cx: &mut Context<'_>, probe: &Probe<'_>) -> bool {
        let whole = ConntrackMatch {
            state: Some(self.state),
            ..ConntrackMatch::default()
        };
        whole.holds(cx, probe)
    }
}
