//! What is kept, for people to see.

use std::fmt;

use super::{
    Act, Fate, Stamp, WayId, WhyNot,
    table::{Place, Taken, Ways},
};
use crate::{
    conntrack::Tuple,
    filter::{CounterId, Hook},
    iface::{IfIndex, MacAddr},
    packet::Mark,
    route::Family,
    snapshot::Snapshot,
    time::{Duration, Instant},
    wire::ethernet::EthernetView,
};

/// A flow that has a way: one direction of a connection.
#[derive(Clone, Debug)]
pub struct Flow {
    /// Its packets as they come in.
    pub tuple: Tuple,
    /// Its connection; `None` if it is decided about before that is looked for.
    pub conn: Option<FlowConn>,
    /// The way.
    pub way: FlowWay,
}

/// The connection of a flow.
#[derive(Clone, Copy, Debug)]
pub struct FlowConn {
    /// The packets that answer the flow's, as they come in.
    pub answers: Tuple,
    /// How long it will be remembered if no packet comes.
    pub left: Duration,
}

/// A way that flows share.
#[derive(Clone, Debug)]
pub struct FlowWay {
    /// Its number, as long as it is kept.
    pub number: u32,
    /// Whether it holds under the configuration of now; if not, the next packet of a flow is decided about
    /// anew.
    pub holds: bool,
    /// The interface that its packets come in by.
    pub iif: IfIndex,
    /// What becomes of them.
    pub fate: FlowFate,
    /// How many rules and policies it meets.
    pub rules: usize,
    /// Packets of all flows that took it.
    pub packets: u64,
    /// Their bytes, from the network header on.
    pub bytes: u64,
    /// How long ago the last of them was.
    pub idle: Duration,
}

/// What becomes of the packets of a way.
#[derive(Clone, Debug)]
pub enum FlowFate {
    /// This is done to them.
    Leave(FlowAct),
    /// A rule or a policy drops them.
    Drop {
        /// Where.
        hook: Hook,
        /// The rule or policy that counts them last.
        counter: Option<CounterId>,
    },
    /// Each of them takes the slow path.
    Slow(WhyNot),
}

/// What is done to the packets of a way that leave.
#[derive(Clone, Debug)]
pub struct FlowAct {
    /// The interface that they leave by: of a VLAN, the sub-interface.
    pub oif: IfIndex,
    /// The neighbour that they are sent to.
    pub neighbour: MacAddr,
    /// Their addresses and ports become those that their connection expects to be answered.
    pub translates: bool,
    /// Bits of the type of service that are replaced, and their values.
    pub tos: (u8, u8),
    /// Their mark.
    pub mark: Mark,
    /// Their priority, which may name the class of a queueing discipline.
    pub priority: u32,
    /// The longest that they may be, in bytes from the network header on.
    pub mtu: u16,
}

impl fmt::Display for WhyNot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Match(name) => write!(f, "a rule asks for more than the flow (-m {name})"),
            Self::Target(name) => write!(f, "a rule does more than can be kept (-j {name})"),
            Self::Connection => f.write_str("its connection has just changed"),
            Self::Answered => f.write_str("the router has something to say about it"),
            Self::FlowLabel => f.write_str("the next hop depends on the flow label"),
            Self::Elsewhere => f.write_str("it does not leave by a port"),
            Self::Changed => f.write_str("it is changed in a way that can't be kept"),
        }
    }
}

impl FlowAct {
    fn of(act: &Act, mtu: u16) -> Self {
        let through = act.through.iter().flatten().next();
        let frame = EthernetView::parse(act.header.bytes());
        Self {
            oif: through.map_or(act.port, |(index, _)| *index),
            neighbour: frame.map_or(MacAddr::ZERO, |frame| frame.dst()),
            translates: act.translate,
            tos: act.tos,
            mark: act.mark,
            priority: act.priority,
            mtu,
        }
    }
}

impl Stamp {
    /// The one of a configuration for packets of a family, as of now.
    pub(crate) fn of(snapshot: &Snapshot, family: Family) -> Self {
        Self {
            epoch: snapshot.decides_since[family as usize],
            routes: snapshot.routing.changes(),
        }
    }
}

impl Ways {
    /// The way with this number, if it is still there.
    pub(crate) fn describe(&self, id: WayId, snapshot: &Snapshot, now: Instant) -> Option<FlowWay> {
        let place = self.look(id)?;
        let Place { way, .. } = place;
        let Taken { packets, bytes } = place.all_taken();
        let terms = &way.terms;
        Some(FlowWay {
            number: id.get(),
            holds: terms.stamp == Stamp::of(snapshot, terms.family),
            iif: terms.iif,
            fate: match &way.fate {
                Fate::Leave(act) => FlowFate::Leave(FlowAct::of(act, terms.mtu)),
                Fate::Drop { hook, .. } => FlowFate::Drop {
                    hook: *hook,
                    counter: way.counters.last().copied(),
                },
                Fate::Slow(why_not) => FlowFate::Slow(*why_not),
            },
            rules: way.counters.len(),
            packets,
            bytes,
            idle: now.saturating_since(place.last_used()),
        })
    }
}
