//! `-j CLASSIFY`: the class of a queueing discipline.

use crate::packet::Packet;

/// `-j CLASSIFY`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Classify {
    /// `--set-class MAJOR:MINOR`, as the packet's priority.
    pub priority: u32,
}

impl Classify {
    /// `classify_tg`.
    pub(super) fn apply(self, packet: &mut Packet) {
        packet.meta.priority = self.priority;
    }
}
