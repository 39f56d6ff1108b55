//! The numbers of counters, and what they showed when they were given out.

use std::{cell::RefCell, collections::HashMap};

use dataplane::filter::{CounterBank, CounterId, Counts};

/// The difference of two counts; counters wrap around, as the kernel's do.
pub(super) const fn minus(a: Counts, b: Counts) -> Counts {
    Counts {
        packets: a.packets.wrapping_sub(b.packets),
        bytes: a.bytes.wrapping_sub(b.bytes),
    }
}

/// The sum of two counts.
pub(super) const fn plus(a: Counts, b: Counts) -> Counts {
    Counts {
        packets: a.packets.wrapping_add(b.packets),
        bytes: a.bytes.wrapping_add(b.bytes),
    }
}

/// The numbers of the counters of one family.
#[derive(Debug)]
pub(super) struct CounterIds {
    /// How many there have ever been.
    count: u32,
    /// Those that nobody has, with what they showed when nobody counted any more.
    free: Vec<(CounterId, Counts)>,
    /// Those that somebody may still count with.
    retired: Vec<CounterId>,
}

impl CounterIds {
    /// None yet.
    pub(super) const fn new() -> Self {
        Self {
            count: 0,
            free: Vec::new(),
            retired: Vec::new(),
        }
    }

    /// A counter, and what to subtract from what it shows.
    pub(super) fn take(&mut self) -> (CounterId, Counts) {
        self.free.pop().unwrap_or_else(|| {
            let id = CounterId(self.count);
            self.count += 1;
            (id, Counts::default())
        })
    }

    /// No rule has the counter any more.
    pub(super) fn retire(&mut self, id: CounterId) {
        self.retired.push(id);
    }

    /// How many counters there have to be.
    pub(super) const fn count(&self) -> usize {
        self.count as usize
    }

    /// No packet meets a rule set that is older than `bank`'s: what is retired is free.
    pub(super) fn reclaim(&mut self, bank: &CounterBank) {
        let retired = self.retired.drain(..);
        self.free.extend(retired.map(|id| (id, bank.read(id))));
    }
}

/// What the counters show, each read once: what is listed is what is subtracted when it is set to zero.
#[derive(Debug, Default)]
pub struct Readings {
    bank: Option<CounterBank>,
    seen: RefCell<HashMap<CounterId, Counts>>,
}

impl Readings {
    /// The counters of a running rule set; none where there are no packets.
    #[must_use]
    pub fn of(bank: Option<CounterBank>) -> Self {
        Self {
            bank,
            seen: RefCell::default(),
        }
    }

    /// What a counter shows.
    #[must_use]
    pub fn read(&self, id: CounterId) -> Counts {
        self.bank.as_ref().map_or_else(Counts::default, |bank| {
            *self
                .seen
                .borrow_mut()
                .entry(id)
                .or_insert_with(|| bank.read(id))
        })
    }
}
