//! A burst of packets.

use super::Packet;

/// Up to [`Batch::MAX`] packets that move through the stages together.
///
/// The bound is what producers respect (see [`Batch::room`]); a stage that must not lose what it
/// makes (segments of a super-frame, say) may push beyond it.
#[derive(Debug)]
pub struct Batch {
    packets: Vec<Packet>,
}

impl Batch {
    /// Packets in a full burst.
    pub const MAX: usize = 256;

    /// An empty batch with room for a full burst.
    #[must_use]
    pub fn new() -> Self {
        Self {
            packets: Vec::with_capacity(Self::MAX),
        }
    }

    /// Packets that may still be added before the burst is full.
    #[must_use]
    #[inline]
    pub fn room(&self) -> usize {
        Self::MAX.saturating_sub(self.packets.len())
    }

    /// Number of packets.
    #[must_use]
    pub fn len(&self) -> usize {
        self.packets.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.packets.is_empty()
    }

    /// Adds one.
    #[inline]
    pub fn push(&mut self, packet: Packet) {
        self.packets.push(packet);
    }

    /// Adds packets. They are made where they stay: what is moved just after it was written to has to wait
    /// for that.
    #[inline]
    pub fn extend(&mut self, packets: impl IntoIterator<Item = Packet>) {
        self.packets.extend(packets);
    }

    /// Takes packets, in order; what stays in their place has no bytes.
    #[inline]
    pub(crate) fn take(&mut self, packets: &mut [Packet]) {
        self.packets.extend(packets.iter_mut().map(Packet::take));
    }

    /// Removes those that were [taken](Packet::take) or whose buffer was.
    pub(crate) fn close_gaps(&mut self) {
        self.packets.retain(|packet| packet.buf.capacity() > 0);
    }

    /// All packets, in order, leaving the batch empty.
    pub fn drain(&mut self) -> std::vec::Drain<'_, Packet> {
        self.packets.drain(..)
    }

    /// Drops all behind the first `len`.
    pub(crate) fn truncate(&mut self, len: usize) {
        self.packets.truncate(len);
    }

    /// Drops those that are left.
    pub fn clear(&mut self) {
        self.packets.clear();
    }

    /// The first `count` packets, in order; the others stay.
    pub fn drain_front(&mut self, count: usize) -> std::vec::Drain<'_, Packet> {
        self.packets.drain(..count.min(self.packets.len()))
    }

    /// The packets as a slice.
    #[must_use]
    pub fn as_slice(&self) -> &[Packet] {
        &self.packets
    }

    /// The packets as a slice, to change them.
    #[must_use]
    pub fn as_mut_slice(&mut self) -> &mut [Packet] {
        &mut self.packets
    }
}

impl Default for Batch {
    fn default() -> Self {
        Self::new()
    }
}
