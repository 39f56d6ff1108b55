//! What is expected of a packet, and whether it came so.

use std::net::IpAddr;

use dataplane::{
    conntrack::{Ct, CtRef, CtState},
    drop_reason::DropReason,
    snapshot::Snapshot,
    trace::{RuleOutcome, TraceStep},
};

use super::{
    rule::{self, Who},
    value::{Refusal, Side, class_text},
};
use crate::explain::{End, Explained, PacketSpec, Told, answers, decider, end, last_sent, verdict};

/// What is expected of a packet.
#[derive(Clone, Debug)]
pub(super) enum Expectation {
    /// It left, or the router took it.
    Accept(Option<Who>),
    /// It ended, and nobody was told.
    Drop(Option<Who>),
    /// It ended for this reason, told or not.
    DropReason(DropReason),
    /// It ended, and the sender was told.
    Reject(Option<Refusal>, Option<Who>),
    /// The router took it.
    Delivered,
    /// It left by this interface, to this neighbour.
    Leaves(String, Option<IpAddr>),
    /// Its source at the end.
    Source(Side),
    /// Its destination at the end.
    Destination(Side),
    /// Its mark at the end, under a mask.
    Mark(u32, u32),
    /// Its priority when it left: the class that it asks for.
    Class(u32),
    /// Its time to live at the end.
    Ttl(u8),
    /// Its type of service at the end.
    Tos(u8),
    /// What it is to its connection.
    State(State),
    /// A rule matched it, or it came to a policy.
    Matches(Who),
    /// No such rule matched it, and it did not come to such a policy.
    Misses(Who),
    /// `-j LOG` wrote a line with this in it.
    Logs(String),
}

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
fn own(packet: &Explained) -> impl DoubleEndedIterator<Item = &Told> {
    packet.story.iter().filter(|told| told.subject == 0)
}

/// The packet as it was at the end.
fn last(packet: &Explained) -> Option<PacketSpec> {
    last_sent(&packet.story, 0).or_else(|| own(packet).next_back()?.seen.packet.clone())
}

fn mark(packet: &Explained) -> u32 {
    let first = packet.packet.as_ref().map_or(0, |spec| spec.link.mark);
    own(packet).fold(first, |mark, told| match &told.step {
        TraceStep::Mark(new) => new.0,
        _ => mark,
    })
}

fn state(packet: &Explained) -> Option<State> {
    own(packet).fold(None, |state, told| match &told.step {
        TraceStep::Conntrack { ct, .. } => match ct {
            Ct::Untracked => Some(State::Untracked),
            Ct::Invalid => Some(State::Invalid),
            Ct::Of(CtRef { state, .. }) => Some(match state {
                CtState::New => State::New,
                CtState::Established => State::Established,
                CtState::Related => State::Related,
            }),
            Ct::None | Ct::Template { .. } => state,
        },
        _ => state,
    })
}

/// Whether the packet met what `told` tells: a rule that matched, or a policy.
fn met(told: &Told) -> bool {
    match &told.step {
        TraceStep::Rule { outcome, .. } => !matches!(outcome, RuleOutcome::Mismatch(_)),
        TraceStep::Policy { .. } => true,
        _ => false,
    }
}

/// Whether `told` lets a packet pass a base chain.
fn passes(told: &Told) -> bool {
    matches!(
        told.step,
        TraceStep::Rule {
            outcome: RuleOutcome::Accept,
            ..
        } | TraceStep::Policy { .. }
    )
}

/// The answer that the router sent, if there is one.
fn answer(packet: &Explained) -> Option<PacketSpec> {
    answers(&packet.story)
        .into_iter()
        .find_map(|subject| last_sent(&packet.story, subject))
}

/// Names of what `told` are about, for a message.
fn names<'t>(told: impl Iterator<Item = &'t Told>) -> String {
    let names: Vec<_> = told.filter_map(rule::name).collect();
    if names.is_empty() {
        "none did".to_owned()
    } else {
        names.join("; ")
    }
}

fn end_text((addr, port): (IpAddr, Option<u16>)) -> String {
    match (addr, port) {
        (IpAddr::V6(addr), Some(port)) => format!("[{addr}]:{port}"),
        (addr, Some(port)) => format!("{addr}:{port}"),
        (addr, None) => addr.to_string(),
    }
}

impl Expectation {
    /// Whether it came so; what happened instead.
    pub(super) fn check(&self, packet: &Explained, snapshot: &Snapshot) -> Result<(), String> {
        let happened = || verdict(packet, snapshot);
        let fate = fate(packet);
        let when = |holds: bool, what: &dyn Fn() -> String| {
            if holds { Ok(()) } else { Err(what()) }
        };
        match self {
            Self::Accept(who) => {
                when(fate == Fate::Accepted, &happened)?;
                let passed = || own(packet).filter(|told| passes(told));
                let by = |who: &Who| passed().any(|told| who.is(told));
                when(who.as_ref().is_none_or(by), &|| {
                    format!("{}; accepted by {}", happened(), names(passed()))
                })
            }
            Self::Drop(who) => {
                let dropped = matches!(fate, Fate::Dropped(_)) && answer(packet).is_none();
                when(dropped, &happened)?;
                decided(who.as_ref(), packet, &happened)
            }
            Self::DropReason(reason) => when(fate == Fate::Dropped(*reason), &happened),
            Self::Reject(refusal, who) => {
                let answer = answer(packet).filter(|_| matches!(fate, Fate::Dropped(_)));
                let told = answer.is_some_and(|answer| refusal.is_none_or(|r| r.is(&answer)));
                when(told, &happened)?;
                decided(who.as_ref(), packet, &happened)
            }
            Self::Delivered => {
                let taken = own(packet).any(|told| matches!(told.step, TraceStep::Delivered));
                when(taken, &happened)
            }
            Self::Leaves(port, via) => {
                let End::Sent(oif) = end(&packet.story, 0) else {
                    return Err(happened());
                };
                let interface = snapshot.interfaces.get(oif);
                let name = interface.is_some_and(|interface| *interface.name == **port);
                when(name, &happened)?;
                let hop = own(packet).rev().find_map(|told| match &told.step {
                    TraceStep::Route(note) => note.next_hop,
                    _ => None,
                });
                when(via.is_none() || *via == hop, &|| match hop {
                    Some(hop) => format!("{}; via {hop}", happened()),
                    None => happened(),
                })
            }
            Self::Source(side) | Self::Destination(side) => {
                let Some(last) = last(packet) else {
                    return Err(happened());
                };
                let ports = last.ports();
                let found = if matches!(self, Self::Source(_)) {
                    (last.src, ports.map(|ports| ports.0))
                } else {
                    (last.dst, ports.map(|ports| ports.1))
                };
                when(side.holds(found.0, found.1), &|| {
                    format!("it is {}; {}", end_text(found), happened())
                })
            }
            Self::Mark(value, mask) => {
                let mark = mark(packet);
                when(mark & mask == *value, &|| format!("its mark is 0x{mark:x}"))
            }
            Self::Class(class) => match packet.left.first() {
                Some(left) => when(left.priority == *class, &|| match left.priority {
                    0 => "it asks for no class".to_owned(),
                    other => format!("it asks for class {}", class_text(other)),
                }),
                None => Err(happened()),
            },
            Self::Ttl(ttl) => match last(packet) {
                Some(last) => when(last.ttl == *ttl, &|| format!("its ttl is {}", last.ttl)),
                None => Err(happened()),
            },
            Self::Tos(tos) => match last(packet) {
                Some(last) => when(last.tos == *tos, &|| {
                    format!("its tos is 0x{:02x}", last.tos)
                }),
                None => Err(happened()),
            },
            Self::State(wanted) => {
                let state = state(packet);
                when(state == Some(*wanted), &|| {
                    let known = STATES.iter().find(|(_, known)| Some(*known) == state);
                    let known = known.map_or("not tracked", |(name, _)| name);
                    format!("it is {known}")
                })
            }
            Self::Matches(who) => {
                let met = || own(packet).filter(|told| met(told));
                when(met().any(|told| who.is(told)), &|| {
                    format!("it met {}", names(met()))
                })
            }
            Self::Misses(who) => {
                let mut met = own(packet).filter(|told| met(told) && who.is(told));
                match met.next() {
                    Some(told) => Err(format!("it met {}", names([told].into_iter()))),
                    None => Ok(()),
                }
            }
            Self::Logs(text) => {
                let lines = || packet.story.iter().filter_map(|told| told.log.as_ref());
                when(
                    lines().any(|line| line.contains(text)),
                    &|| match lines().next() {
                        Some(line) => format!("it logs: {line}"),
                        None => "it logs nothing".to_owned(),
                    },
                )
            }
        }
    }
}

/// Whether `who` ended the packet.
fn decided(
    who: Option<&Who>,
    packet: &Explained,
    happened: &dyn Fn() -> String,
) -> Result<(), String> {
    let decider = decider(&packet.story, 0);
    match who {
        Some(who) if !decider.is_some_and(|told| who.is(told)) => {
            Err(match decider.and_then(rule::name) {
                Some(name) => format!("{}; by {name}", happened()),
                None => happened(),
            })
        }
        Some(_) | None => Ok(()),
    }
}
