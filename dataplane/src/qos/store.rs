//! Where packets wait: one place for all queues of an interface, so that a queue that is empty costs
//! nothing and one that grows takes no memory of its own.

use std::mem;

use super::QueueCx;
use crate::{
    drop_reason::DropReason,
    memory::{Blocks, prefetch, prefetch_all},
    packet::{Packet, WireSize, wire_size},
};

/// No slot.
const NONE: u32 = u32::MAX;

/// Free slots that are kept when nothing waits: what a burst needs again in a moment.
const KEEP: u32 = 4096;

/// A packet that is held in a [`Store`]. Disciplines hand over these: a packet is put where it waits once, and
/// taken from there once.
#[derive(Debug)]
#[must_use = "its place stays taken"]
pub(crate) struct Held {
    place: u32,
    size: WireSize,
}

impl Held {
    /// What the packet is on the wire.
    #[inline]
    pub(crate) fn size(&self) -> WireSize {
        self.size
    }

    /// Its bytes there, as accounted.
    #[inline]
    pub(crate) fn len(&self) -> u32 {
        self.size.bytes
    }
}

/// What is known of the packet in a slot: its neighbours in its queue, and its size.
#[derive(Clone, Copy, Debug)]
struct Slot {
    next: u32,
    previous: u32,
    size: WireSize,
}

/// A packet in as few cache lines as it needs.
#[derive(Debug)]
#[repr(align(64))]
struct Room(Packet);

/// Room for the packets that wait at an interface. It grows with them, and is given back when there
/// are none any more.
#[derive(Debug)]
pub(crate) struct Store {
    packets: Blocks<Room>,
    /// Of each packet. By themselves, for a queue needs nothing else of those that come and leave, and a packet that
    /// has waited is rarely in the cache.
    slots: Blocks<Slot>,
    /// The first free slot; the others follow by `next`.
    free: u32,
    used: usize,
}

impl Store {
    /// An empty one.
    pub(crate) fn new() -> Self {
        Self {
            packets: Blocks::default(),
            slots: Blocks::default(),
            free: NONE,
            used: 0,
        }
    }

    /// Packets that it holds.
    #[cfg(test)]
    pub(crate) const fn len(&self) -> usize {
        self.used
    }

    #[inline(always)]
    fn insert(&mut self, packet: &mut Packet, size: WireSize, previous: u32, next: u32) -> u32 {
        self.used += 1;
        let place = self.free;
        if let (Some(room), Some(slot)) = (self.packets.get_mut(place), self.slots.get_mut(place)) {
            // Part by part, or it would be put together elsewhere first. What comes back has no bytes.
            mem::swap(&mut room.0.buf, &mut packet.buf);
            room.0.meta = packet.meta;
            self.free = slot.next;
            (slot.next, slot.previous, slot.size) = (next, previous, size);
            return place;
        }
        self.add(
            packet.take(),
            Slot {
                next,
                previous,
                size,
            },
        )
    }

    /// Takes a packet in that no slot is free for.
    #[cold]
    fn add(&mut self, packet: Packet, slot: Slot) -> u32 {
        self.slots.push(slot);
        self.packets.push(Room(packet))
    }

    /// Takes a packet in.
    pub(crate) fn put(&mut self, packet: &mut Packet) -> Held {
        let size = wire_size(packet);
        let place = self.insert(packet, size, NONE, NONE);
        Held { place, size }
    }

    /// A packet that it holds.
    #[inline]
    pub(crate) fn packet(&self, held: &Held) -> &Packet {
        &self.packets[held.place].0
    }

    /// The same, to change it; not its length.
    #[inline]
    pub(crate) fn packet_mut(&mut self, held: &Held) -> &mut Packet {
        &mut self.packets[held.place].0
    }

    /// Fetches a packet that will be taken soon. A hint.
    #[inline]
    pub(crate) fn expect(&self, held: &Held) {
        prefetch_all(&self.packets[held.place]);
    }

    /// Gives a packet back.
    #[inline(always)]
    pub(crate) fn take(&mut self, held: Held) -> Packet {
        self.slots[held.place].next = self.free;
        self.free = held.place;
        self.used -= 1;
        if self.used == 0 && self.packets.len() > KEEP {
            return self.give_back(&held);
        }
        // What is known of it may stay behind: nobody looks at a free slot.
        self.packets[held.place].0.take()
    }

    /// Gives the last packet back, and the memory.
    #[cold]
    fn give_back(&mut self, last: &Held) -> Packet {
        let packet = self.packets[last.place].0.take();
        *self = Self::new();
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
    pub(crate) fn push_back(&mut self, store: &mut Store, packet: &mut Packet) {
        let size = wire_size(packet);
        self.push_back_sized(store, packet, size);
    }

    /// The same for a packet whose size is known.
    #[inline(always)]
    pub(crate) fn push_back_sized(
        &mut self,
        store: &mut Store,
        packet: &mut Packet,
        size: WireSize,
    ) {
        let place = store.insert(packet, size, self.tail, NONE);
        match store.slots.get_mut(self.tail) {
            Some(tail) => tail.next = place,
            None => self.head = place,
        }
        self.tail = place;
        self.len += 1;
    }

    /// Puts one before the others.
    pub(crate) fn push_front(&mut self, store: &mut Store, packet: &mut Packet) {
        let place = store.insert(packet, wire_size(packet), NONE, self.head);
        match store.slots.get_mut(self.head) {
            Some(head) => head.previous = place,
            None => self.tail = place,
        }
        self.head = place;
        self.len += 1;
    }

    /// Takes the first. The next one's slot is not touched: nobody looks at what is before the first, or
    /// behind the last.
    #[inline(always)]
    pub(crate) fn pop_front(&mut self, store: &Store) -> Option<Held> {
        let place = self.head;
        let slot = store.slots.get(place)?;
        self.head = slot.next;
        self.lose();
        Some(Held {
            place,
            size: slot.size,
        })
    }

    /// Takes the last.
    pub(crate) fn pop_back(&mut self, store: &Store) -> Option<Held> {
        let place = self.tail;
        let slot = store.slots.get(place)?;
        self.tail = slot.previous;
        self.lose();
        Some(Held {
            place,
            size: slot.size,
        })
    }

    #[inline(always)]
    fn lose(&mut self) {
        self.len -= 1;
        if self.len == 0 {
            *self = Self::new();
        }
    }

    /// Drops them all.
    pub(crate) fn purge(&mut self, cx: &mut QueueCx<'_>, reason: DropReason) {
        while let Some(packet) = self.pop_front(cx.store) {
            cx.drop_held(packet, reason);
        }
    }

    /// Bytes of the first, as accounted.
    #[inline]
    pub(crate) fn front_len(&self, store: &Store) -> Option<u32> {
        let slot = store.slots.get(self.head)?;
        Some(slot.size.bytes)
    }

    /// The first, to change it; not its length.
    pub(crate) fn front_mut<'s>(&self, store: &'s mut Store) -> Option<&'s mut Packet> {
        Some(&mut store.packets.get_mut(self.head)?.0)
    }

    /// Fetches what is asked of the first when it is taken. A hint.
    #[inline]
    pub(crate) fn expect_pop(&self, store: &Store) {
        if let Some(slot) = store.slots.get(self.head) {
            prefetch(slot);
        }
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
                        queue.push_back(&mut store, &mut packet(number));
                        model.push_back(number);
                    }
                    2 => {
                        queue.push_front(&mut store, &mut packet(number));
                        model.push_front(number);
                    }
                    3 => {
                        let first = queue.pop_front(&store).map(|held| store.take(held).meta.mark.0);
                        prop_assert_eq!(first, model.pop_front());
                    }
                    _ => {
                        let last = queue.pop_back(&store).map(|held| store.take(held).meta.mark.0);
                        prop_assert_eq!(last, model.pop_back());
                    }
                }
                let front = queue.front_mut(&mut store).map(|packet| packet.meta.mark.0);
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
        for number in 0..2 * KEEP {
            queue.push_back(&mut store, &mut packet(number));
        }
        while let Some(held) = queue.pop_front(&store) {
            drop(store.take(held));
        }
        assert_eq!((store.packets.len(), store.slots.len()), (0, 0));
        queue.push_back(&mut store, &mut packet(7));
        assert_eq!(
            queue.front_mut(&mut store).map(|packet| packet.meta.mark.0),
            Some(7)
        );
    }
}
