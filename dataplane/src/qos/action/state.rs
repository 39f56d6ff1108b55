//! An action at work: one for all filters that name it.

use std::sync::{Arc, Mutex};

use super::{ActionKind, Control, police::Police};
use crate::{
    packet::{Packet, WireSize},
    qos::{ActionStats, QueueCx},
    time::Instant,
    worker::lock,
};

/// What an action has counted, and the tokens of a policer (`struct tc_action`). Clones are the same action:
/// all filters that share its number, on whichever interface, share this.
///
/// Its lock is taken for a packet, and nothing else is locked meanwhile: it comes last, behind those of
/// gates and shapers.
#[derive(Clone, Debug)]
pub struct ActionState(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    kind: ActionKind,
    police: Option<Police>,
    stats: ActionStats,
}

/// They are equal if they are the same.
impl PartialEq for ActionState {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for ActionState {}

fn police(kind: &ActionKind, now: Instant) -> Option<Police> {
    match kind {
        ActionKind::Police(spec) => Some(Police::new(spec, now)),
        ActionKind::Gact(_)
        | ActionKind::Mirred(_)
        | ActionKind::Skbedit(_)
        | ActionKind::Pedit(_) => None,
    }
}

impl ActionState {
    /// A new action, made at the moment `now`.
    #[must_use]
    pub fn new(kind: &ActionKind, now: Instant) -> Self {
        Self(Arc::new(Mutex::new(State {
            kind: kind.clone(),
            police: police(kind, now),
            stats: ActionStats {
                installed: now,
                ..ActionStats::default()
            },
        })))
    }

    /// What it has counted.
    #[must_use]
    pub fn stats(&self) -> ActionStats {
        lock(&self.0).stats
    }

    /// Does from now on what `kind` says. A policer that is told something new begins with full buckets
    /// (`tcf_police_init`); what was counted stays.
    pub(super) fn follow(&self, kind: &ActionKind, now: Instant) {
        let mut state = lock(&self.0);
        if state.kind != *kind {
            state.police = police(kind, now);
            state.kind = kind.clone();
        }
    }

    /// Does it to a packet.
    pub(super) fn run(&self, cx: &mut QueueCx<'_>, packet: &mut Packet, size: WireSize) -> Control {
        lock(&self.0).run(cx, packet, size)
    }
}

impl State {
    fn run(&mut self, cx: &mut QueueCx<'_>, packet: &mut Packet, size: WireSize) -> Control {
        self.stats.queue.add(size);
        self.stats.used = Some(cx.now);
        let (control, within) = match (&self.kind, &mut self.police) {
            (ActionKind::Police(spec), Some(police)) => {
                if police.conforms(cx.now, size.bytes) {
                    (spec.conform, true)
                } else {
                    (spec.exceed, false)
                }
            }
            // It is made with the action.
            (ActionKind::Police(spec), None) => (spec.conform, true),
            (ActionKind::Gact(spec), _) => (spec.control, true),
            (ActionKind::Skbedit(spec), _) => {
                spec.apply(packet);
                (spec.control, true)
            }
            (ActionKind::Pedit(spec), _) => (spec.control, spec.apply(packet)),
            (ActionKind::Mirred(spec), _) => {
                let sent = spec.apply(packet, cx);
                match (sent, spec.redirect) {
                    // Whatever is said, it is not here any more.
                    (true, true) => (Control::Stolen, true),
                    (false, true) => (Control::Shot, false),
                    (_, false) => (spec.control, sent),
                }
            }
        };
        let queue = &mut self.stats.queue;
        queue.overlimits += u64::from(!within);
        queue.drops += u64::from(control == Control::Shot);
        control
    }
}
