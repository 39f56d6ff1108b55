//! `-j MARK`: the mark of the packet.

use crate::{
    forward::Context,
    packet::{Mark, Packet},
    trace::TraceStep,
};

/// `-j MARK`: the packet's mark is ANDed with the complement of `mask` and XORed with `value`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarkTarget {
    /// The bits to flip.
    pub value: u32,
    /// The bits to clear.
    pub mask: u32,
}

impl MarkTarget {
    /// `mark_tg`.
    pub(super) fn apply(self, cx: &mut Context<'_>, packet: &mut Packet) {
        set_mark(cx, packet, (packet.meta.mark.0 & !self.mask) ^ self.value);
    }
}

/// Gives a packet another mark.
pub(in crate::filter) fn set_mark(cx: &mut Context<'_>, packet: &mut Packet, mark: u32) {
    if packet.meta.mark != Mark(mark) {
        packet.meta.mark = Mark(mark);
        cx.note(|| TraceStep::Mark(Mark(mark)));
    }
}
