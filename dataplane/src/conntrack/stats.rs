//! What is counted: the table's doings, and the packets of connections. And when these began.

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

impl std::iter::Sum for CtStats {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |a, b| Self {
            found: a.found + b.found,
            invalid: a.invalid + b.invalid,
            insert: a.insert + b.insert,
            insert_failed: a.insert_failed + b.insert_failed,
            drop: a.drop + b.drop,
            early_drop: a.early_drop + b.early_drop,
            error: a.error + b.error,
            search_restart: a.search_restart + b.search_restart,
            clash_resolve: a.clash_resolve + b.clash_resolve,
            chaintoolong: a.chaintoolong + b.chaintoolong,
            expect_new: a.expect_new + b.expect_new,
            expect_create: a.expect_create + b.expect_create,
            expect_delete: a.expect_delete + b.expect_delete,
        })
    }
}

/// Packets and bytes of one direction (`nf_conntrack_acct`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CtCounters {
    /// Packets.
    pub packets: u64,
    /// Bytes, from the network header on.
    pub bytes: u64,
}

/// Entries in a block.
const BLOCK: usize = 1024;

/// What is known of connections only if it is wanted, by place: blocks that nobody wants take no memory.
#[derive(Debug)]
pub(super) struct Aside<T> {
    blocks: Vec<Option<Box<[T]>>>,
}

impl<T> Default for Aside<T> {
    fn default() -> Self {
        Self { blocks: Vec::new() }
    }
}

impl<T: Clone + Default> Aside<T> {
    /// Begins anew for a place.
    pub(super) fn open(&mut self, place: u32) {
        let (block, at) = (place as usize / BLOCK, place as usize % BLOCK);
        if self.blocks.len() <= block {
            self.blocks.resize(block + 1, None);
        }
        let empty = || vec![T::default(); BLOCK].into_boxed_slice();
        self.blocks[block].get_or_insert_with(empty)[at] = T::default();
    }

    /// What is known of a place.
    pub(super) fn get(&self, place: u32) -> Option<&T> {
        let (block, at) = (place as usize / BLOCK, place as usize % BLOCK);
        self.blocks.get(block)?.as_ref()?.get(at)
    }

    /// The same, to change it.
    pub(super) fn get_mut(&mut self, place: u32) -> Option<&mut T> {
        let (block, at) = (place as usize / BLOCK, place as usize % BLOCK);
        self.blocks.get_mut(block)?.as_mut()?.get_mut(at)
    }

    /// Takes over what is known of place `of` there, for `place` here.
    pub(super) fn copy(&mut self, place: u32, there: &Self, of: u32) {
        if let Some(known) = there.get(of) {
            self.open(place);
            if let Some(here) = self.get_mut(place) {
                *here = known.clone();
            }
        }
    }

    /// Bytes that it takes.
    pub(super) fn memory(&self) -> usize {
        self.blocks.iter().flatten().count() * BLOCK * size_of::<T>()
            + self.blocks.capacity() * size_of::<Option<Box<[T]>>>()
    }
}
