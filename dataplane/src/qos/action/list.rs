//! The actions of a filter at work.

use super::{Action, Control};
use crate::{
    packet::{Packet, WireSize},
    qos::QueueCx,
};

pub(crate) use super::mirred::Taken;

/// The actions of a filter (`struct tcf_exts`).
#[derive(Debug, Default)]
pub(crate) struct ActionList(Vec<Action>);

impl ActionList {
    /// `actions`, which from now on do what they are told here, wherever else they are.
    pub(crate) fn new(actions: &[Action], cx: &QueueCx<'_>) -> Self {
        for action in actions {
            action.state.follow(&action.kind, cx.now);
        }
        Self(actions.to_vec())
    }

    /// Does them in order, as long as each says so (`tcf_action_exec`). Of a packet that was taken
    /// away, nothing is left in `packet`.
    pub(crate) fn run(&self, cx: &mut QueueCx<'_>, packet: &mut Packet, size: WireSize) -> Control {
        let mut control = Control::Ok;
        for action in &self.0 {
            control = action.state.run(cx, packet, size);
            if control != Control::Pipe {
                break;
            }
        }
        control
    }
}
