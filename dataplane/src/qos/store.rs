//! Where packets wait: one place for all queues of an interface, so that a queue that is empty costs
//! nothing and one that grows takes no memory of its own.

use super::QueueCx;
use crate::{drop_reason::DropReason, packet::Packet};

/// No slot.
const NONE: u32 = u32::MAX;

/// Free slots that are kept when nothing waits: what a burst needs again in a moment.
const KEEP: usize = 4096;

/// The neighbours of a slot in its queue.
#[derive(Clone, Copy, Debug)]
struct Links {
    next: u32,
    previous: u32,
}

/// Room for the packets that wait at an interface. It grows with them, and is given back when there
/// are none any more.
#[derive(Debug)]
pub(crate) struct Store {
    packets: Vec<Packet>,
    /// Of each slot. By themselves, for who takes a packet out must tell the one behind it, and that
    /// one's packet is rarely in the cache.
    links: Vec<Links>,
    /// The first free slot; the others follow by `next`.
    free: u32,
    used: usize,
}

impl Store {
    /// An empty one.
    pub(crate) const fn new() -> Self {
        Self {
            packets: Vec::new(),
            links: Vec::new(),
            free: NONE,
            used: 0,
        }
    }

    /// Packets that wait.
    #[cfg(test)]
    pub(crate) const fn len(&self) -> usize {
        self.used
    }

    #[inline(always)]
    fn put(&mut self, packet: Packet, previous: u32, next: u32) -> u32 {
        self.used += 1;
        let links = Links { next, previous };
        let place = self.free;
        match self.packets.get_mut(place as usize) {
            Some(free) => {
                *free = packet;
                self.free = self.links[place as usize].next;
                self.links[place as usize] = links;
                place
            }
            None => {
                self.packets.push(packet);
                self.links.push(links);
                (self.packets.len() - 1) as u32
            }
        }
    }

    #[inline(always)]
    fn links(&self, place: u32) -> Links {
        self.links[place as usize]
    }

    #[inline(always)]
    fn take(&mut self, place: u32) -> Packet {
        let slot = &mut self.packets[place as usize];
        // What is known of it may stay behind: nobody looks at a free slot.
        let packet = Packet {
            buf: std::mem::take(&mut slot.buf),
            meta: slot.meta,
        };
        self.links[place as usize].next = self.free;
        self.free = place;
        self.used -= 1;
        if self.used == 0 && self.packets.len() > KEEP {
            *self = Self::new();
        }
        packet
    }
}

/// A queue whose packets are in a [`Store`], always the same one.
///
/// Whoever throws a queue away must [empty](Self::purge) it before.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PacketQueue {
    head: u32,
    tail: u32,
    len: u32,
}

impl Default for PacketQueue {
    fn default() -> Self {
        Self::new()
    }
}

impl PacketQueue {
    /// An empty one.
    pub(crate) const fn new() -> Self {
        Self {
            head: NONE,
            tail: NONE,
            len: 0,
        }
    }

    /// Packets that wait.
    pub(crate) const fn len(&self) -> usize {
        self.len as usize
    }

    /// Whether there are none.
    pub(crate) const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Adds one behind the others.
    #[inline(always)]
    pub(crate) fn push_back(&mut self, store: &mut Store, packet: Packet) {
        let place = store.put(packet, self.tail, NONE);
        match store.links.get_mut(self.tail as usize) {
            Some(tail) => tail.next = place,
            None => self.head = place,
        }
        self.tail = place;
        self.len += 1;
    }

    /// Puts one before the others.
    pub(crate) fn push_front(&mut self, store: &mut Store, packet: Packet) {
        let place = store.put(packet, NONE, self.head);
        match store.links.get_mut(self.head as usize) {
            Some(head) => head.previous = place,
            None => self.tail = place,
        }
        self.head = place;
        self.len += 1;
    }

    /// Takes the first.
    #[inline(always)]
    pub(crate) fn pop_front(&mut self, store: &mut Store) -> Option<Packet> {
        if self.len == 0 {
            return None;
        }
        let place = self.head;
        let Links { next, .. } = store.links(place);
        self.head = next;
        self.len -= 1;
        if self.len == 0 {
            *self = Self::new();
        } else {
            store.links[next as usize].previous = NONE;
        }
        // Last, so that it is not moved again.
        Some(store.take(place))
    }

    /// Takes the last.
    pub(crate) fn pop_back(&mut self, store: &mut Store) -> Option<Packet> {
        if self.len == 0 {
            return None;
        }
        let place = self.tail;
        let Links { previous, .. } = store.links(place);
        self.tail = previous;
        self.len -= 1;
        if self.len == 0 {
            *self = Self::new();
        } else {
            store.links[previous as usize].next = NONE;
        }
        Some(store.take(place))
    }

    /// Drops them all.
    pub(crate) fn purge(&mut self, cx: &mut QueueCx<'_>, reason: DropReason) {
        while let Some(packet) = self.pop_front(cx.store) {
            cx.drop(packet, reason);
        }
    }

    /// The first.
    #[inline]
    pub(crate) fn front<'s>(&self, store: &'s Store) -> Option<&'s Packet> {
        store.packets.get(self.head as usize)
    }

    /// The first, to change it.
    pub(crate) fn front_mut<'s>(&self, store: &'s mut Store) -> Option<&'s mut Packet> {
        store.packets.get_mut(self.head as usize)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use proptest::prelude::*;

    use super::*;
    use crate::packet::Mark;

    fn packet(number: u32) -> Packet {
        let mut packet = Packet::default();
        packet.meta.mark = Mark(number);
        packet
    }

    proptest! {
        #[test]
        fn queues_that_share_a_store_keep_their_packets_in_order(
            steps in prop::collection::vec((0..3_usize, 0..5_u8), 0..400)
        ) {
            let mut store = Store::new();
            let mut queues = [PacketQueue::new(); 3];
            let mut models: [VecDeque<u32>; 3] = Default::default();
            for (number, (which, step)) in (0..).zip(steps) {
                let (queue, model) = (&mut queues[which], &mut models[which]);
                match step {
                    0 | 1 => {
                        queue.push_back(&mut store, packet(number));
                        model.push_back(number);
                    }
                    2 => {
                        queue.push_front(&mut store, packet(number));
                        model.push_front(number);
                    }
                    3 => {
                        let first = queue.pop_front(&mut store).map(|packet| packet.meta.mark.0);
                        prop_assert_eq!(first, model.pop_front());
                    }
                    _ => {
                        let last = queue.pop_back(&mut store).map(|packet| packet.meta.mark.0);
                        prop_assert_eq!(last, model.pop_back());
                    }
                }
                let front = queue.front(&store).map(|packet| packet.meta.mark.0);
                prop_assert_eq!(front, model.front().copied());
                prop_assert_eq!(queue.len(), model.len());
                prop_assert_eq!(store.len(), models.iter().map(VecDeque::len).sum::<usize>());
            }
        }
    }

    #[test]
    fn memory_of_a_long_queue_is_given_back_when_it_is_empty() {
        let mut store = Store::new();
        let mut queue = PacketQueue::new();
        for number in 0..2 * KEEP as u32 {
            queue.push_back(&mut store, packet(number));
        }
        while queue.pop_front(&mut store).is_some() {}
        assert_eq!(store.packets.capacity(), 0);
        queue.push_back(&mut store, packet(7));
        assert_eq!(
            queue.front(&store).map(|packet| packet.meta.mark.0),
            Some(7)
        );
    }
}
