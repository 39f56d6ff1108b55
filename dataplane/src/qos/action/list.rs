//! The actions of a filter at work.

use super::{Action, ActionKind, Control, police::Police};
use crate::{
    packet::{Packet, WireSize},
    qos::{ActionStats, QueueCx},
};

pub(crate) use super::mirred::Taken;

/// The actions of a filter (`struct tcf_exts`).
///
/// Deviation: actions with one number in different filters are different actions, each with counters
/// and tokens of its own.
#[derive(Debug, Default)]
pub(crate) struct ActionList(Vec<Running>);

/// An action at work.
#[derive(Debug)]
struct Running {
    action: Action,
    police: Option<Police>,
    stats: ActionStats,
}

impl ActionList {
    /// `specs`, new. Those that are also in `old` go on.
    pub(crate) fn new(specs: &[Action], old: Self, cx: &QueueCx<'_>) -> Self {
        let mut old = old.0;
        let make = |action: &Action| {
            if let Some(place) = old.iter().position(|running| running.action == *action) {
                return old.swap_remove(place);
            }
            Running {
                action: action.clone(),
                police: match &action.kind {
                    ActionKind::Police(spec) => Some(Police::new(spec, cx.now)),
                    ActionKind::Gact(_)
                    | ActionKind::Mirred(_)
                    | ActionKind::Skbedit(_)
                    | ActionKind::Pedit(_) => None,
                },
                stats: ActionStats {
                    installed: cx.now,
                    ..ActionStats::default()
                },
            }
        };
        Self(specs.iter().map(make).collect())
    }

    /// Does them in order, as long as each says so (`tcf_action_exec`). Of a packet that was taken
    /// away, nothing is left in `packet`.
    pub(crate) fn run(
        &mut self,
        cx: &mut QueueCx<'_>,
        packet: &mut Packet,
        size: WireSize,
    ) -> Control {
        let mut control = Control::Ok;
        for running in &mut self.0 {
            control = running.run(cx, packet, size);
            if control != Control::Pipe {
                break;
            }
        }
        control
    }

    /// What they counted.
    pub(crate) fn stats(&self) -> Vec<ActionStats> {
        self.0.iter().map(|running| running.stats).collect()
    }
}

impl Running {
    fn run(&mut self, cx: &mut QueueCx<'_>, packet: &mut Packet, size: WireSize) -> Control {
        self.stats.queue.add(size);
        self.stats.used = Some(cx.now);
        let (control, within) = match (&self.action.kind, &mut self.police) {
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
