//! Who waits for tokens, by when he has them.

/// Children of a node of the heap: four share a cache line.
const ARITY: usize = 4;

/// Not waiting.
const NOWHERE: u32 = u32::MAX;

/// Moments, each with a class that waits for it; one heap for each level.
#[derive(Debug)]
pub(super) struct WaitQueues<const LEVELS: usize> {
    heaps: [Heap; LEVELS],
    /// Where in its heap each class is.
    places: Vec<u32>,
}

#[derive(Debug, Default)]
struct Heap(Vec<(u64, u32)>);

impl<const LEVELS: usize> WaitQueues<LEVELS> {
    /// Nobody, of `classes`.
    pub(super) fn new(classes: usize) -> Self {
        Self {
            heaps: std::array::from_fn(|_| Heap::default()),
            places: vec![NOWHERE; classes],
        }
    }

    /// Has a class that does not wait do so.
    pub(super) fn insert(&mut self, level: usize, class: u32, at: u64) {
        debug_assert_eq!(self.places[class as usize], NOWHERE);
        let heap = &mut self.heaps[level];
        heap.0.push((at, class));
        heap.up(heap.0.len() - 1, &mut self.places);
    }

    /// A class waits no longer.
    pub(super) fn remove(&mut self, level: usize, class: u32) {
        let place = std::mem::replace(&mut self.places[class as usize], NOWHERE) as usize;
        self.heaps[level].remove(place, &mut self.places);
    }

    /// The moment that a class waits for.
    pub(super) fn moment(&self, level: usize, class: u32) -> Option<u64> {
        let place = *self.places.get(class as usize)?;
        Some(self.heaps[level].0.get(place as usize)?.0)
    }

    /// The earliest moment.
    #[inline]
    pub(super) fn first(&self, level: usize) -> Option<u64> {
        self.heaps[level].0.first().map(|&(at, _)| at)
    }

    /// The classes whose moments are the earliest, as far as that can be said at once: the next ones are
    /// among them.
    #[inline]
    pub(super) fn ahead(&self, level: usize) -> impl Iterator<Item = u32> {
        let heap = self.heaps[level].0.iter();
        heap.take(1 + ARITY).map(|&(_, class)| class)
    }

    /// Takes the class out whose moment is the earliest, if that is not after `now`.
    #[inline]
    pub(super) fn pop_due(&mut self, level: usize, now: u64) -> Option<u32> {
        let &(at, class) = self.heaps[level].0.first()?;
        if at > now {
            return None;
        }
        self.remove(level, class);
        Some(class)
    }
}

impl Heap {
    fn remove(&mut self, place: usize, places: &mut [u32]) {
        let Some(last) = self.0.pop() else {
            return;
        };
        if place < self.0.len() {
            let removed = std::mem::replace(&mut self.0[place], last);
            if last.0 < removed.0 {
                self.up(place, places);
            } else {
                self.down(place, places);
            }
        }
    }

    /// Moves what is at `place` up to where it belongs.
    fn up(&mut self, mut place: usize, places: &mut [u32]) {
        let item = self.0[place];
        while place > 0 {
            let parent = (place - 1) / ARITY;
            if self.0[parent].0 <= item.0 {
                break;
            }
            self.put(place, self.0[parent], places);
            place = parent;
        }
        self.put(place, item, places);
    }

    /// Moves what is at `place` down to where it belongs.
    fn down(&mut self, mut place: usize, places: &mut [u32]) {
        let item = self.0[place];
        loop {
            let first = place * ARITY + 1;
            let children = self.0.get(first..).unwrap_or_default();
            // Nearly always there are four: two and two are compared, without a loop.
            let (child, at) = match *children {
                [a, b, c, d, ..] => {
                    let left = if b.0 < a.0 {
                        (b, first + 1)
                    } else {
                        (a, first)
                    };
                    let right = if d.0 < c.0 {
                        (d, first + 3)
                    } else {
                        (c, first + 2)
                    };
                    if right.0.0 < left.0.0 { right } else { left }
                }
                _ => match children
                    .iter()
                    .zip(first..)
                    .min_by_key(|(child, _)| child.0)
                {
                    Some((child, at)) => (*child, at),
                    None => break,
                },
            };
            if child.0 >= item.0 {
                break;
            }
            self.put(place, child, places);
            place = at;
        }
        self.put(place, item, places);
    }

    fn put(&mut self, place: usize, item: (u64, u32), places: &mut [u32]) {
        self.0[place] = item;
        places[item.1 as usize] = place as u32;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_earliest_comes_first(
            steps in prop::collection::vec((0..40_u32, 1..1000_u64), 1..300)
        ) {
            let mut queues = WaitQueues::<2>::new(40);
            let mut model = BTreeSet::new();
            for (class, at) in steps {
                let level = class as usize % 2;
                let waits = model.iter().find(|&&(_, waiting)| waiting == class).copied();
                match waits {
                    Some(known) => {
                        queues.remove(level, class);
                        model.remove(&known);
                    }
                    None => {
                        queues.insert(level, class, at);
                        model.insert((at, class));
                    }
                }
                for level in 0..2 {
                    let first = model.iter().find(|(_, class)| *class as usize % 2 == level);
                    prop_assert_eq!(queues.first(level), first.map(|&(at, _)| at));
                }
            }
            for level in 0..2 {
                prop_assert_eq!(queues.first(level).and_then(|at| queues.pop_due(level, at - 1)), None);
                let mut before = 0;
                while let Some(at) = queues.first(level) {
                    prop_assert!(at >= before);
                    before = at;
                    let class = queues.pop_due(level, at).expect("due");
                    prop_assert!(model.remove(&(at, class)));
                }
            }
            prop_assert!(model.is_empty());
        }
    }
}
