//! Who waits for tokens, by when he has them.

/// Nobody.
const NONE: u32 = u32::MAX;

/// Not a moment: of who does not wait.
const NEVER: u64 = u64::MAX;

/// Bytes of a moment.
const BYTES: usize = 8;

/// Values of a byte.
const VALUES: usize = 256;

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
    /// The bytes under which there is somebody: one bit for each.
    bytes: u8,
    /// Their values with somebody: one bit for each.
    values: [[u64; VALUES / 64]; BYTES],
    /// Those who are filed there, linked; of values without a bit, without meaning.
    heads: [[u32; VALUES]; BYTES],
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

    /// The class whose moment is the earliest.
    #[inline]
    pub(super) fn next(&self, level: usize) -> Option<u32> {
        let wheel = self.wheels[level].as_ref()?;
        (wheel.next != NONE).then_some(wheel.next)
    }

    /// Takes the class out whose moment is the earliest, if that is not after `now`. `near` is told of
    /// one who comes soon.
    #[inline]
    pub(super) fn pop_due(
        &mut self,
        level: usize,
        now: u64,
        mut near: impl FnMut(u32),
    ) -> Option<u32> {
        let wheel = self.wheels[level].as_mut()?;
        let class = wheel.next;
        if wheel.first > now || class == NONE {
            return None;
        }
        wheel.take(&mut self.entries, class);
        wheel.advance(&mut self.entries);
        wheel.look(&self.entries);
        if let Some(next) = self.entries.get(wheel.next as usize)
            && next.next != NONE
        {
            near(next.next);
        }
        Some(class)
    }
}

impl Wheel {
    fn new() -> Box<Self> {
        Box::new(Self {
            base: 0,
            first: NEVER,
            next: NONE,
            bytes: 0,
            values: [[0; VALUES / 64]; BYTES],
            heads: [[NONE; VALUES]; BYTES],
        })
    }

    /// Where a moment is filed: under which byte, and the value of that.
    #[inline]
    fn slot(&self, at: u64) -> (usize, usize) {
        let byte = (at ^ self.base | 1).ilog2() as usize / 8;
        (byte, (at >> (8 * byte)) as usize % VALUES)
    }

    /// The slot of those who come first.
    #[inline]
    fn first_slot(&self) -> Option<(usize, usize)> {
        let byte = self.bytes.trailing_zeros() as usize;
        let values = (0..).zip(self.values.get(byte)?);
        let mut values = values.filter(|(_, word)| **word != 0);
        let (place, word) = values.next()?;
        Some((byte, 64 * place + word.trailing_zeros() as usize))
    }

    #[inline]
    fn file(&mut self, entries: &mut [Entry], class: u32, at: u64) {
        let (byte, value) = self.slot(at);
        let (word, bit) = (&mut self.values[byte][value / 64], 1 << (value % 64));
        let head = &mut self.heads[byte][value];
        let next = if *word & bit == 0 { NONE } else { *head };
        *word |= bit;
        self.bytes |= 1 << byte;
        *head = class;
        if let Some(next) = entries.get_mut(next as usize) {
            next.previous = class;
        }
        entries[class as usize] = Entry {
            at,
            next,
            previous: NONE,
        };
    }

    #[inline]
    fn take(&mut self, entries: &mut [Entry], class: u32) {
        let Entry { at, next, previous } = entries[class as usize];
        entries[class as usize].at = NEVER;
        if let Some(next) = entries.get_mut(next as usize) {
            next.previous = previous;
        }
        match entries.get_mut(previous as usize) {
            Some(previous) => previous.next = next,
            None => {
                let (byte, value) = self.slot(at);
                self.heads[byte][value] = next;
                if next == NONE {
                    self.clear(byte, value);
                }
            }
        }
    }

    #[inline]
    fn clear(&mut self, byte: usize, value: usize) {
        let words = &mut self.values[byte];
        words[value / 64] &= !(1 << (value % 64));
        if *words == [0; VALUES / 64] {
            self.bytes &= !(1 << byte);
        }
    }

    /// Finds out who comes first.
    #[inline]
    fn look(&mut self, entries: &[Entry]) {
        (self.first, self.next) = (NEVER, NONE);
        let Some((byte, value)) = self.first_slot() else {
            return;
        };
        let mut next = self.heads[byte][value];
        while let Some(entry) = entries.get(next as usize) {
            if entry.at < self.first {
                (self.first, self.next) = (entry.at, next);
            }
            // Under the lowest byte all have the same moment.
            next = if byte == 0 { NONE } else { entry.next };
        }
    }

    /// Goes on to the earliest moment, whose class has just been taken: those who were filed with that go
    /// to lower bytes.
    #[inline]
    fn advance(&mut self, entries: &mut [Entry]) {
        let (byte, value) = self.slot(self.first);
        self.base = self.first;
        if byte == 0 || self.values[byte][value / 64] >> (value % 64) & 1 == 0 {
            return;
        }
        self.clear(byte, value);
        let mut next = self.heads[byte][value];
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
                                let class = queues.pop_due(level, now, |_| {}).expect("due");
                                prop_assert!(model.remove(&(at, class)));
                            }
                            prop_assert_eq!(queues.pop_due(level, now, |_| {}), None);
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
        assert_eq!(queues.pop_due(0, 70_000, |_| {}), Some(0));
        queues.insert(0, 2, 300);
        assert_eq!(queues.first(0), Some(70_000));
        assert_eq!(queues.pop_due(0, 70_000, |_| {}), Some(2));
        assert_eq!(queues.pop_due(0, 70_001, |_| {}), Some(1));
        assert_eq!(queues.first(0), None);
    }
}
