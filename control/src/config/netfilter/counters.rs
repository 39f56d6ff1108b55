//! The numbers of counters, and what they showed when they were given out.

use std::{
    cell::RefCell,
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

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

/// The numbers of all counters: those of iptables' tables of both families, and of nft's. Clones give out the same
/// ones.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct CounterIds(Arc<Mutex<Numbers>>);

#[derive(Debug, Default)]
struct Numbers {
    /// How many there have ever been.
    count: u32,
    /// Those that nobody has, with what they showed when nobody counted any more.
    free: Vec<(CounterId, Counts)>,
    /// Those that somebody may still count with.
    retired: Vec<CounterId>,
}

impl CounterIds {
    /// Nothing is left half done where its holder panics.
    fn lock(&self) -> MutexGuard<'_, Numbers> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A counter, and what to subtract from what it shows.
    pub(in super::super) fn take(&self) -> (CounterId, Counts) {
        let mut numbers = self.lock();
        numbers.free.pop().unwrap_or_else(|| {
            let id = CounterId(numbers.count);
            numbers.count += 1;
            (id, Counts::default())
        })
    }

    /// No rule has the counter any more.
    pub(in super::super) fn retire(&self, id: CounterId) {
        self.lock().retired.push(id);
    }

    /// How many counters there have to be.
    pub(super) fn count(&self) -> usize {
        self.lock().count as usize
    }

    /// No packet meets a rule set that is older than `bank`'s: what is retired is free.
    pub(super) fn reclaim(&self, bank: &CounterBank) {
        let mut numbers = self.lock();
        let Numbers { free, retired, .. } = &mut *numbers;
        free.extend(retired.drain(..).map(|id| (id, bank.read(id))));
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
