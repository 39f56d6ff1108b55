//! What is expected of a packet, and whether it came so.

use std::net::IpAddr;

use dataplane::{drop_reason::DropReason, qos::Handle, snapshot::Snapshot, trace::TraceStep};

use super::{
    outcome::{
        Fate, STATES, State, answer, fate, last, mark, met, next_hop, own, passes, queues, state,
    },
    rule::{self, Who},
    value::{Refusal, Side},
};
use crate::explain::{End, Endpoint, Explained, Told, decider, end, queue_place, verdict};

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
    /// The class that it was put into; where it came to no traffic control, the one that it asks for.
    Class(Handle),
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

/// Names of what `told` are about, for a message.
fn names<'t>(told: impl Iterator<Item = &'t Told>, snapshot: &Snapshot) -> String {
    let names: Vec<_> = told.filter_map(|told| rule::name(told, snapshot)).collect();
    if names.is_empty() {
        "none did".to_owned()
    } else {
        names.join("; ")
    }
}

impl Expectation {
    /// The rule or policy that it names.
    const fn who(&self) -> Option<&Who> {
        match self {
            Self::Accept(who) | Self::Drop(who) | Self::Reject(_, who) => who.as_ref(),
            Self::Matches(who) | Self::Misses(who) => Some(who),
            Self::DropReason(_)
            | Self::Delivered
            | Self::Leaves(..)
            | Self::Source(_)
            | Self::Destination(_)
            | Self::Mark(..)
            | Self::Class(_)
            | Self::Ttl(_)
            | Self::Tos(_)
            | Self::State(_)
            | Self::Logs(_) => None,
        }
    }

    /// Whether it came so; what happened instead. What is said of a rule that there is not fails.
    pub(super) fn check(&self, packet: &Explained, snapshot: &Snapshot) -> Result<(), String> {
        let result = self.happened(packet, snapshot);
        if (result.is_ok() && !matches!(self, Self::Misses(_)))
            || self.who().is_none_or(|who| who.exists(snapshot))
        {
            return result;
        }
        let missing = if matches!(self.who(), Some(Who::Policy(..))) {
            "there is no such policy"
        } else {
            "there is no such rule"
        };
        Err(match result {
            Ok(()) => missing.to_owned(),
            Err(happened) => format!("{missing}; {happened}"),
        })
    }

    fn happened(&self, packet: &Explained, snapshot: &Snapshot) -> Result<(), String> {
        let happened = || verdict(packet, snapshot);
        let fate = fate(packet);
        let when = |holds: bool, what: &dyn Fn() -> String| {
            if holds { Ok(()) } else { Err(what()) }
        };
        match self {
            Self::Accept(who) => {
                when(fate == Fate::Accepted, &happened)?;
                let passed = || own(packet).filter(|told| passes(told));
                let by = |who: &Who| passed().any(|told| who.is(told, snapshot));
                when(who.as_ref().is_none_or(by), &|| {
                    format!("{}; accepted by {}", happened(), names(passed(), snapshot))
                })
            }
            Self::Drop(who) => {
                let dropped = matches!(fate, Fate::Dropped(_)) && answer(packet).is_none();
                when(dropped, &happened)?;
                decided(who.as_ref(), (packet, snapshot), &happened)
            }
            Self::DropReason(reason) => when(fate == Fate::Dropped(*reason), &happened),
            Self::Reject(refusal, who) => {
                let answer = answer(packet).filter(|_| matches!(fate, Fate::Dropped(_)));
                let told = answer.is_some_and(|answer| refusal.is_none_or(|r| r.is(&answer)));
                when(told, &happened)?;
                decided(who.as_ref(), (packet, snapshot), &happened)
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
                let hop = next_hop(packet);
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
                let end = if matches!(self, Self::Source(_)) {
                    Endpoint(last.src, ports.map(|ports| ports.0))
                } else {
                    Endpoint(last.dst, ports.map(|ports| ports.1))
                };
                when(side.holds(end.0, end.1), &|| {
                    format!("it is {end}; {}", happened())
                })
            }
            Self::Mark(value, mask) => {
                let mark = mark(packet);
                when(mark & mask == *value, &|| format!("its mark is 0x{mark:x}"))
            }
            Self::Class(class) => {
                if queues(packet).any(|(_, at)| at.contains(class)) {
                    return Ok(());
                }
                let places = queues(packet).map(|(oif, at)| queue_place(snapshot, oif, at));
                let places: Vec<_> = places.collect();
                if !places.is_empty() {
                    return Err(format!("it is queued {}", places.join(", ")));
                }
                match packet.leaving().map(|left| left.priority) {
                    Some(priority) if priority == class.0 => Ok(()),
                    Some(0) => Err("it asks for no class".to_owned()),
                    Some(other) => Err(format!("it asks for class {}", Handle(other))),
                    None => Err(happened()),
                }
            }
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
                when(met().any(|told| who.is(told, snapshot)), &|| {
                    format!("it met {}", names(met(), snapshot))
                })
            }
            Self::Misses(who) => {
                let mut met = own(packet).filter(|told| met(told) && who.is(told, snapshot));
                match met.next() {
                    Some(told) => Err(format!("it met {}", names([told].into_iter(), snapshot))),
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
    (packet, snapshot): (&Explained, &Snapshot),
    happened: &dyn Fn() -> String,
) -> Result<(), String> {
    let decider = decider(&packet.story, 0);
    match who {
        Some(who) if !decider.is_some_and(|told| who.is(told, snapshot)) => {
            Err(match decider.and_then(|told| rule::name(told, snapshot)) {
                Some(name) => format!("{}; by {name}", happened()),
                None => happened(),
            })
        }
        Some(_) | None => Ok(()),
    }
}
