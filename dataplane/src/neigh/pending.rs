//! Packets that wait for a neighbour's address.

use std::collections::VecDeque;

use crate::packet::Packet;

/// A queue bounded by the memory that its packets hold (`unres_qlen_bytes`).
#[derive(Debug, Default)]
pub(super) struct Pending {
    packets: VecDeque<Packet>,
    bytes: usize,
}

impl Pending {
    /// Adds `packet`; hands the oldest to `overflow` until it fits in `limit` bytes. As in Linux,
    /// a packet larger than the limit still waits, alone.
    pub(super) fn push(&mut self, packet: Packet, limit: usize, mut overflow: impl FnMut(Packet)) {
        let size = packet.buf.capacity();
        while self.bytes + size > limit {
            let Some(oldest) = self.packets.pop_front() else {
                break;
            };
            self.bytes -= oldest.buf.capacity();
            overflow(oldest);
        }
        self.bytes += size;
        self.packets.push_back(packet);
    }

    /// The one added last: its source address is what a probe asks from.
    pub(super) fn newest(&self) -> Option<&Packet> {
        self.packets.back()
    }

    pub(super) fn len(&self) -> usize {
        self.packets.len()
    }
}

impl IntoIterator for Pending {
    type Item = Packet;
    type IntoIter = std::collections::vec_deque::IntoIter<Packet>;

    fn into_iter(self) -> Self::IntoIter {
        self.packets.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packet::PacketBuf;

    fn packet(tag: u8, capacity: usize) -> Packet {
        let mut buf = PacketBuf::new(vec![0; capacity].into_boxed_slice(), 0);
        assert!(buf.extend(&[tag]));
        Packet {
            buf,
            ..Packet::default()
        }
    }

    #[test]
    fn the_oldest_go_first() {
        let mut queue = Pending::default();
        let mut dropped = Vec::new();
        for tag in 0..5 {
            queue.push(packet(tag, 100), 300, |p| dropped.push(p.buf.bytes()[0]));
        }
        assert_eq!(dropped, [0, 1]);
        assert_eq!(queue.newest().map(|p| p.buf.bytes()[0]), Some(4));
        assert_eq!(queue.len(), 3);
        let left: Vec<u8> = queue.into_iter().map(|p| p.buf.bytes()[0]).collect();
        assert_eq!(left, [2, 3, 4]);
    }

    #[test]
    fn one_larger_than_the_limit_waits_alone() {
        let mut queue = Pending::default();
        let mut dropped = 0;
        queue.push(packet(0, 100), 300, |_| dropped += 1);
        queue.push(packet(1, 1000), 300, |_| dropped += 1);
        assert_eq!((dropped, queue.len()), (1, 1));
    }
}
