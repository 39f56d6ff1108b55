//! Who waits for tokens, by when he has them.

use crate::memory::prefetch;

/// Nobody.
const NONE: u32 = u32::MAX;

/// Not a moment: of who does not wait.
const NEVER: u64 = u64::MAX;

/// Bytes of a moment.
const BYTES: usize = 8;

/// Values of a byte.
const VALUES: usize = 256;

/// Slots: one for each value of each byte, the lowest byte's first.
const SLOTS: usize = BYTES * VALUES;

/// Moments, each with a class that waits for it; one wheel for each level.
#[derive(Debug)]
pub(super) struct WaitQueues<const LEVELS: usize> {
    /// Where nobody has waited yet, there is none.
    wheels: [Option<Box<Wheel>>; LEVELS],
    /// By class.
    entries: Vec<Entry>,
}

/// What a class waits for, and its neighbours in its slot.
#[derive(Clone, Copy, Debug)]
struct Entry {
    at: u64,
    next: u32,
    previous: u32,
}

/// A timing wheel: who waits is filed under the highest byte in which his moment differs from that of the wheel,
/// and the value of that byte. So who is under the lowest byte, and the smallest value of that, comes first; and
/// when his moment has come, those who are filed with him go on to lower bytes. Each comes and goes in a few
/// steps, however many wait.
#[derive(Debug)]
struct Wheel {
    /// No moment is before this one, nor will be.
    base: u64,
    /// The earliest moment, and who waits for it; [`NEVER`] and [`NONE`] without one.
    first: u64,
    next: u32,
    /// The words of `taken` that are not zero: one bit for each.
    words: u32,
    /// The slots with somebody: one bit for each.
    taken: [u64; SLOTS / 64],
    /// Those who are filed there, linked.
    heads: [u32; SLOTS],
}

impl<const LEVELS: usize> WaitQueues<LEVELS> {
    /// Nobody, of `classes`.
    pub(super) fn new(classes: usize) -> Self {
        let nowhere = Entry {
            at: NEVER,
            next: NONE,
            previous: NONE,
        };
        Self {
            wheels: std::array::from_fn(|_| None),
            entries: vec![nowhere; classes],
        }
    }

    /// Has a class that does not wait do so, for a moment that is still to come.
    #[inline]
    pub(super) fn insert(&mut self, level: usize, class: u32, at: u64) {
        debug_assert_eq!(self.entries[class as usize].at, NEVER);
        let wheel = self.wheels[level].get_or_insert_with(Wheel::new);
        // The clocks of two workers may differ a little.
        let at = at.max(wheel.base);
        wheel.file(&mut self.entries, class, at);
        if at < wheel.first {
            (wheel.first, wheel.next) = (at, class);
        }
    }

    /// A class waits no longer.
    #[inline]
    pub(super) fn remove(&mut self, level: usize, class: u32) {
        if let Some(wheel) = &mut self.wheels[level] {
            wheel.take(&mut self.entries, class);
            if wheel.next == class {
                wheel.look(&self.entries);
            }
        }
    }

    /// The moment that a class waits for.
    pub(super) fn moment(&self, class: u32) -> Option<u64> {
        let at = self.entries.get(class as usize)?.at;
        (at != NEVER).then_some(at)
    }

    /// The earliest moment.
    #[inline]
    pub(super) fn first(&self, level: usize) -> Option<u64> {
        let wheel = self.wheels[level].as_ref()?;
        (wheel.next != NONE).then_some(wheel.first)
    }

    /// Whether there is a moment that is not after `now`.
    #[inline]
    pub(super) fn is_due(&self, level: usize, now: u64) -> bool {
        let wheel = self.wheels[level].as_ref();
        wheel.is_some_and(|wheel| wheel.first <= now)
    }

    /// The class whose moment is the earliest.
    #[inline]
    pub(super) fn next(&self, level: usize) -> Option<u32> {
        let wheel = self.wheels[level].as_ref()?;
        (wheel.next != NONE).then_some(wheel.next)
    }

    /// Takes the class out whose moment is the earliest, if that is not after `now`.
    #[inline]
    pub(super) fn pop_due(&mut self, level: usize, now: u64) -> Option<u32> {
        let wheel = self.wheels[level].as_mut()?;
        let (class, at) = (wheel.next, wheel.first);
        if at > now {
            return None;
        }
        let &Entry { next, previous, .. } = self.entries.get(class as usize)?;
        let slot = wheel.take(&mut self.entries, class);
        if slot >= VALUES {
            wheel.advance(&mut self.entries, slot, at);
        } else if previous == NONE && next != NONE {
            // Those behind have the same moment.
            wheel.next = next;
            prefetch(&self.entries[next as usize]);
            return Some(class);
        }
        wheel.look(&self.entries);
        Some(class)
    }
}

impl Wheel {
    #[cold]
    fn new() -> Box<Self> {
        Box::new(Self {
            base: 0,
            first: NEVER,
            next: NONE,
            words: 0,
            taken: [0; SLOTS / 64],
            heads: [NONE; SLOTS],
        })
    }

    /// Where a moment is filed.
    #[inline]
    fn slot(&self, at: u64) -> usize {
        let bits_below = (at ^ self.base | 1).ilog2() as usize & !7;
        bits_below / 8 * VALUES + (at >> bits_below) as usize % VALUES
    }

    #[inline]
    fn file(&mut self, entries: &mut [Entry], class: u32, at: u64) {
        let slot = self.slot(at);
        let next = std::mem::replace(&mut self.heads[slot], class);
        match entries.get_mut(next as usize) {
            Some(next) => next.previous = class,
            None => {
                self.taken[slot / 64] |= 1 << (slot % 64);
                self.words |= 1 << (slot / 64);
            }
        }
        entries[class as usize] = Entry {
            at,
            next,
            previous: NONE,
        };
    }

    /// Takes a class out. Gives where it was.
    #[inline]
    fn take(&mut self, entries: &mut [Entry], class: u32) -> usize {
        let entry = &mut entries[class as usize];
        let at = std::mem::replace(&mut entry.at, NEVER);
        let Entry { next, previous, .. } = *entry;
        let slot = self.slot(at);
        if let Some(next) = entries.get_mut(next as usize) {
            next.previous = previous;
        }
        match entries.get_mut(previous as usize) {
            Some(previous) => previous.next = next,
            None => {
                self.heads[slot] = next;
                if next == NONE {
                    self.clear(slot);
                }
            }
        }
        slot
    }

    /// Nobody is filed there any more.
    #[inline]
    fn clear(&mut self, slot: usize) {
        let word = &mut self.taken[slot / 64];
        *word &= !(1 << (slot % 64));
        if *word == 0 {
            self.words &= !(1 << (slot / 64));
        }
    }

    /// Finds out who comes first.
    #[inline]
    fn look(&mut self, entries: &[Entry]) {
        (self.first, self.next) = (NEVER, NONE);
        let word = self.words.trailing_zeros() as usize;
        let Some(slots) = self.taken.get(word) else {
            return;
        };
        let slot = (word * 64 + slots.trailing_zeros() as usize) % SLOTS;
        let mut next = self.heads[slot];
        if slot < VALUES {
            // All of them have the same moment.
            (self.first, self.next) = (self.base - self.base % VALUES as u64 + slot as u64, next);
            prefetch(&entries[next as usize]);
            return;
        }
        while let Some(entry) = entries.get(next as usize) {
            if entry.at < self.first {
                (self.first, self.next) = (entry.at, next);
            }
            next = entry.next;
        }
    }

    /// Goes on to a moment that was the earliest: those who are filed where it was go to lower bytes.
    #[inline]
    fn advance(&mut self, entries: &mut [Entry], from: usize, to: u64) {
        self.base = to;
        let mut next = std::mem::replace(&mut self.heads[from], NONE);
        if next != NONE {
            self.clear(from);
        }
        while let Some(&Entry {
            at, next: behind, ..
        }) = entries.get(next as usize)
        {
            self.file(entries, next, at);
            next = behind;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    #[derive(Clone, Debug)]
    enum Step {
        /// A class begins to wait so much longer, or ends.
        Toggle(u32, u64),
        /// So much time passes.
        Pass(u64),
    }

    fn time() -> impl Strategy<Value = u64> {
        (0..42_u32, any::<u64>()).prop_map(|(bits, number)| 1 + (number & ((1 << bits) - 1)))
    }

    proptest! {
        #[test]
        fn the_earliest_comes_first(
            mut now in time(),
            steps in prop::collection::vec(
                prop_oneof![
                    3 => (0..40_u32, time()).prop_map(|(class, time)| Step::Toggle(class, time)),
                    1 => time().prop_map(Step::Pass),
                ],
                1..300,
            ),
        ) {
            let mut queues = WaitQueues::<2>::new(40);
            let mut model = BTreeSet::new();
            for step in steps {
                match step {
                    Step::Toggle(class, time) => {
                        let level = class as usize % 2;
                        let waits = model.iter().find(|&&(_, waiting)| waiting == class).copied();
                        match waits {
                            Some(known) => {
                                queues.remove(level, class);
                                model.remove(&known);
                            }
                            None => {
                                queues.insert(level, class, now + time);
                                model.insert((now + time, class));
                            }
                        }
                        let at = waits.is_none().then_some(now + time);
                        prop_assert_eq!(queues.moment(class), at);
                    }
                    Step::Pass(time) => {
                        now += time;
                        for level in 0..2 {
                            let mut before = 0;
                            while let Some(at) = queues.first(level).filter(|&at| at <= now) {
                                prop_assert!(at >= before);
                                before = at;
                                let class = queues.pop_due(level, now).expect("due");
                                prop_assert!(model.remove(&(at, class)));
                            }
                            prop_assert_eq!(queues.pop_due(level, now), None);
                        }
                    }
                }
                for level in 0..2 {
                    let first = model.iter().find(|(_, class)| *class as usize % 2 == level);
                    prop_assert_eq!(queues.first(level), first.map(|&(at, _)| at));
                    let next = queues.next(level).map(|class| queues.moment(class));
                    prop_assert_eq!(next.flatten(), queues.first(level));
                }
            }
        }
    }

    #[test]
    fn who_comes_with_a_clock_that_is_behind_waits_until_the_others() {
        let mut queues = WaitQueues::<1>::new(3);
        queues.insert(0, 0, 70_000);
        queues.insert(0, 1, 70_001);
        assert_eq!(queues.pop_due(0, 70_000), Some(0));
        queues.insert(0, 2, 300);
        assert_eq!(queues.first(0), Some(70_000));
        assert_eq!(queues.pop_due(0, 70_000), Some(2));
        assert_eq!(queues.pop_due(0, 70_001), Some(1));
        assert_eq!(queues.first(0), None);
    }
}
