//! What became of a packet, as tests ask for it.

use std::net::IpAddr;

use dataplane::{
    conntrack::{Ct, CtRef, CtState},
    drop_reason::DropReason,
    iface::IfIndex,
    qos::Handle,
    trace::{RuleOutcome, TraceStep},
};

use crate::explain::{End, Explained, PacketSpec, Told, answers, end, last_sent};

/// What a packet is to its connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    New,
    Established,
    Related,
    Invalid,
    Untracked,
}

/// All states with their words.
pub(super) const STATES: [(&str, State); 5] = [
    ("new", State::New),
    ("established", State::Established),
    ("related", State::Related),
    ("invalid", State::Invalid),
    ("untracked", State::Untracked),
];

/// How a packet ended, in the sense of a firewall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It left, or the router took it: also where nobody listens, which no rule sees to.
    Accepted,
    /// It ended.
    Dropped(DropReason),
    /// It waits for its other fragments, or is no packet.
    Open,
}

/// How a packet ended.
pub(super) fn fate(packet: &Explained) -> Fate {
    match end(&packet.story, 0) {
        End::Sent(_) | End::Delivered | End::Waits(_) => Fate::Accepted,
        End::Dropped(DropReason::NoSocket | DropReason::IpNoProto) => Fate::Accepted,
        End::Dropped(reason) => Fate::Dropped(reason),
        End::Held | End::Unknown => Fate::Open,
    }
}

/// The steps of the packet that came in, without those of packets made because of it.
pub(super) fn own(packet: &Explained) -> impl DoubleEndedIterator<Item = &Told> {
    packet.story.iter().filter(|told| told.subject == 0)
}

/// The packet as it was at the end.
pub(super) fn last(packet: &Explained) -> Option<PacketSpec> {
    last_sent(&packet.story, 0).or_else(|| own(packet).next_back()?.seen.packet.clone())
}

/// Its mark at the end.
pub(super) fn mark(packet: &Explained) -> u32 {
    let first = packet.packet.as_ref().map_or(0, |spec| spec.link.mark);
    let mark = own(packet).rev().find_map(|told| {
        if let TraceStep::Mark(mark) = &told.step {
            return Some(mark.0);
        }
        None
    });
    mark.unwrap_or(first)
}

/// What the packet is to its connection, if it was tracked.
pub(super) fn state(packet: &Explained) -> Option<State> {
    own(packet).rev().find_map(|told| {
        let TraceStep::Conntrack { ct, .. } = &told.step else {
            return None;
        };
        match ct {
            Ct::Untracked => Some(State::Untracked),
            Ct::Invalid => Some(State::Invalid),
            Ct::Of(CtRef { state, .. }) => Some(match state {
                CtState::New => State::New,
                CtState::Established => State::Established,
                CtState::Related => State::Related,
            }),
            Ct::None | Ct::Template { .. } => None,
        }
    })
}

/// The next hop of the route that it took last.
pub(super) fn next_hop(packet: &Explained) -> Option<IpAddr> {
    own(packet).rev().find_map(|told| {
        if let TraceStep::Route(note) = &told.step {
            return note.next_hop;
        }
        None
    })
}

/// The traffic control that it came to on its way out: of which interface, and the classes there.
pub(super) fn queues(packet: &Explained) -> impl Iterator<Item = (IfIndex, &[Handle])> {
    own(packet).filter_map(|told| {
        if let TraceStep::Queued { oif, classes, .. } = &told.step {
            return Some((*oif, classes.as_slice()));
        }
        None
    })
}

/// Whether the packet met what `told` tells: a rule that matched, or a policy.
pub(super) fn met(told: &Told) -> bool {
    if let TraceStep::Rule { outcome, .. } | TraceStep::NftRule { outcome, .. } = &told.step {
        return !matches!(outcome, RuleOutcome::Mismatch(_));
    }
    matches!(told.step, TraceStep::Policy { .. })
}

/// Whether `told` lets a packet pass a base chain.
pub(super) fn passes(told: &Told) -> bool {
    matches!(
        told.step,
        TraceStep::Rule {
            outcome: RuleOutcome::Accept,
            ..
        } | TraceStep::NftRule {
            outcome: RuleOutcome::Accept,
            ..
        } | TraceStep::Policy { .. }
    )
}

/// The answer that the router sent, if there is one.
pub(super) fn answer(packet: &Explained) -> Option<PacketSpec> {
    answers(&packet.story)
        .into_iter()
        .find_map(|subject| last_sent(&packet.story, subject))
}
