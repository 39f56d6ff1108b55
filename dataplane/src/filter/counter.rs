//! Packets and bytes that rules matched: exact, per worker, kept while rule sets change.

use std::sync::Arc;

use crate::counters::{Counter, PerWorker};

/// Counters in one chunk.
const CHUNK: usize = 256;

/// The number of a rule's or a policy's counter, the same as long as the rule stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CounterId(pub u32);

/// Packets and bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Packets.
    pub packets: u64,
    /// Their bytes, from the network header on.
    pub bytes: u64,
}

#[derive(Debug, Default)]
struct Pair {
    packets: Counter,
    bytes: Counter,
}

#[derive(Debug)]
struct Chunk(Box<[Pair]>);

impl Default for Chunk {
    fn default() -> Self {
        Self((0..CHUNK).map(|_| Pair::default()).collect())
    }
}

/// All rule counters of one family. Clones share the counters; a clone that was [grown](Self::grow)
/// has more of them.
#[derive(Clone, Debug, Default)]
pub struct CounterBank {
    workers: usize,
    chunks: Vec<Arc<PerWorker<Chunk>>>,
}

impl CounterBank {
    /// No counters yet, for `workers` workers.
    #[must_use]
    pub const fn new(workers: usize) -> Self {
        Self {
            workers,
            chunks: Vec::new(),
        }
    }

    /// Makes room for the counters 0 to `count` - 1.
    pub fn grow(&mut self, count: usize) {
        while self.chunks.len() * CHUNK < count {
            self.chunks.push(Arc::new(PerWorker::new(self.workers)));
        }
    }

    /// How many counters there is room for.
    #[must_use]
    pub const fn capacity(&self) -> usize {
        self.chunks.len() * CHUNK
    }

    /// The same number of counters, all zero and shared with nobody, for one worker.
    #[must_use]
    pub fn detached(&self) -> Self {
        let mut bank = Self::new(1);
        bank.grow(self.chunks.len() * CHUNK);
        bank
    }

    /// Counts one packet. Only worker `worker` may call this. A counter that is not there counts
    /// nothing.
    #[inline]
    pub fn count(&self, worker: usize, id: CounterId, bytes: usize) {
        self.count_many(worker, id, 1, bytes as u64);
    }

    /// Counts several packets, of so many bytes together.
    #[inline]
    pub(crate) fn count_many(&self, worker: usize, id: CounterId, packets: u64, bytes: u64) {
        let (chunk, place) = (id.0 as usize / CHUNK, id.0 as usize % CHUNK);
        if let Some(chunk) = self.chunks.get(chunk) {
            let pair = &chunk.of(worker).0[place];
            pair.packets.add(packets);
            pair.bytes.add(bytes);
        }
    }

    /// The same, on the control side.
    pub(crate) fn count_offloaded(&self, id: CounterId, packets: u64, bytes: u64) {
        let (chunk, place) = (id.0 as usize / CHUNK, id.0 as usize % CHUNK);
        if let Some(chunk) = self.chunks.get(chunk) {
            let pair = &chunk.of_control().0[place];
            pair.packets.add(packets);
            pair.bytes.add(bytes);
        }
    }

    /// What was counted since the counter was made: it never goes back, so who numbers a counter
    /// anew, or is asked to zero it, remembers what it showed then.
    #[must_use]
    pub fn read(&self, id: CounterId) -> Counts {
        let (chunk, place) = (id.0 as usize / CHUNK, id.0 as usize % CHUNK);
        self.chunks
            .get(chunk)
            .map_or_else(Counts::default, |chunk| Counts {
                packets: chunk.sum(|chunk| chunk.0[place].packets.get()),
                bytes: chunk.sum(|chunk| chunk.0[place].bytes.get()),
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn workers_count_apart_and_are_summed() {
        let mut bank = CounterBank::new(2);
        bank.grow(300);
        let before = bank.clone();
        bank.grow(600);
        before.count(0, CounterId(299), 60);
        bank.count(1, CounterId(299), 40);
        bank.count(1, CounterId(599), 7);
        let both = Counts {
            packets: 2,
            bytes: 100,
        };
        assert_eq!(bank.read(CounterId(299)), both);
        assert_eq!(before.read(CounterId(299)), both);
        assert_eq!(before.read(CounterId(599)), Counts::default());
        assert_eq!(bank.detached().read(CounterId(299)), Counts::default());
    }
}
