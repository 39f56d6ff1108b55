//! What is counted: the table's doings, and the packets of connections. And when these began.

use crate::time::Instant;

/// What `conntrack -S` shows, of all CPUs together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CtStats {
    /// Tuples that a translation could not have because they were taken.
    pub found: u64,
    /// Packets that could not be tracked, or belong to no connection.
    pub invalid: u64,
    /// Connections put in by hand; those of packets are not counted, as in the kernel.
    pub insert: u64,
    /// Connections that could not be put in.
    pub insert_failed: u64,
    /// Packets dropped because their connection could not be made or put in.
    pub drop: u64,
    /// Connections that were given up to make room.
    pub early_drop: u64,
    /// ICMP messages that are malformed, or errors about no connection.
    pub error: u64,
    /// Always 0: the table does not change while it is searched.
    pub search_restart: u64,
    /// Packets that were given the connection of another with the same tuple.
    pub clash_resolve: u64,
    /// Always 0: the table grows, and who does not know its key can't make chains long.
    pub chaintoolong: u64,
    /// Connections that were expected.
    pub expect_new: u64,
    /// Expectations made.
    pub expect_create: u64,
    /// Expectations that ended.
    pub expect_delete: u64,
}

/// Packets and bytes of one direction (`nf_conntrack_acct`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CtCounters {
    /// Packets.
    pub packets: u64,
    /// Bytes, from the network header on.
    pub bytes: u64,
}

/// Counters in a block.
const BLOCK: usize = 1024;

type Block = Box<[[CtCounters; 2]]>;

/// The counters of connections, by place. They take no memory unless they are wanted.
#[derive(Clone, Debug, Default)]
pub(super) struct Accounts {
    blocks: Vec<Option<Block>>,
}

impl Accounts {
    /// Begins to count for a place.
    pub(super) fn open(&mut self, place: u32) {
        let (block, at) = (place as usize / BLOCK, place as usize % BLOCK);
        if self.blocks.len() <= block {
            self.blocks.resize(block + 1, None);
        }
        let empty = || vec![[CtCounters::default(); 2]; BLOCK].into_boxed_slice();
        self.blocks[block].get_or_insert_with(empty)[at] = [CtCounters::default(); 2];
    }

    /// The counters of a place.
    pub(super) fn get(&self, place: u32) -> Option<&[CtCounters; 2]> {
        let (block, at) = (place as usize / BLOCK, place as usize % BLOCK);
        self.blocks.get(block)?.as_ref()?.get(at)
    }

    /// The same, to count.
    pub(super) fn get_mut(&mut self, place: u32) -> Option<&mut [CtCounters; 2]> {
        let (block, at) = (place as usize / BLOCK, place as usize % BLOCK);
        self.blocks.get_mut(block)?.as_mut()?.get_mut(at)
    }

    /// Bytes that they take.
    pub(super) fn memory(&self) -> usize {
        self.blocks.iter().flatten().count() * BLOCK * size_of::<[CtCounters; 2]>()
            + self.blocks.capacity() * size_of::<Option<Block>>()
    }
}

/// When connections came into the table (`nf_conntrack_timestamp`), by place. They take no memory
/// unless they are wanted.
#[derive(Clone, Debug, Default)]
pub(super) struct Stamps {
    blocks: Vec<Option<Box<[Instant]>>>,
}

impl Stamps {
    /// Notes the time of a place.
    pub(super) fn set(&mut self, place: u32, now: Instant) {
        let (block, at) = (place as usize / BLOCK, place as usize % BLOCK);
        if self.blocks.len() <= block {
            self.blocks.resize(block + 1, None);
        }
        let empty = || vec![Instant::ZERO; BLOCK].into_boxed_slice();
        self.blocks[block].get_or_insert_with(empty)[at] = now;
    }

    /// The time of a place.
    pub(super) fn get(&self, place: u32) -> Option<Instant> {
        let (block, at) = (place as usize / BLOCK, place as usize % BLOCK);
        self.blocks.get(block)?.as_ref().map(|block| block[at])
    }

    /// Bytes that they take.
    pub(super) fn memory(&self) -> usize {
        self.blocks.iter().flatten().count() * BLOCK * size_of::<Instant>()
            + self.blocks.capacity() * size_of::<Option<Box<[Instant]>>>()
    }
}
