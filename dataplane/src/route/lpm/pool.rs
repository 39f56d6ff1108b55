//! What the writer knows about nodes: which numbers are in use, and which prefixes those in arrays hold.

use std::mem;

use super::InfoId;
use crate::memory::Slab;

/// Numbers of the nodes of one kind.
#[derive(Debug, Default)]
pub(super) struct Pool {
    free: Vec<u32>,
    /// Nothing refers to them since the last [`Pool::reclaim`], but readers may be in them.
    retired: Vec<u32>,
    made: u32,
}

impl Pool {
    /// A number that nobody uses.
    pub(super) fn take<const WORDS: usize>(&mut self, slab: &Slab<WORDS>) -> u32 {
        if let Some(number) = self.free.pop() {
            return number;
        }
        let number = self.made;
        slab.make(number);
        self.made += 1;
        number
    }

    pub(super) fn retire(&mut self, number: u32) {
        self.retired.push(number);
    }

    pub(super) fn reclaim(&mut self) {
        self.free.append(&mut self.retired);
    }

    /// How many numbers there are.
    pub(super) const fn made(&self) -> usize {
        self.made as usize
    }

    pub(super) const fn retired(&self) -> usize {
        self.retired.len()
    }

    /// How many are referred to.
    pub(super) const fn in_use(&self) -> usize {
        self.made() - self.free.len() - self.retired.len()
    }

    pub(super) const fn bytes(&self) -> usize {
        (self.free.capacity() + self.retired.capacity()) * size_of::<u32>()
    }
}

/// The nodes of one kind that hold prefixes in arrays.
#[derive(Debug, Default)]
pub(super) struct Arrays {
    pub(super) pool: Pool,
    /// By number.
    pub(super) notes: Vec<Notes>,
}

impl Arrays {
    /// A number that nobody uses.
    pub(super) fn take<const WORDS: usize>(&mut self, slab: &Slab<WORDS>) -> u32 {
        let number = self.pool.take(slab);
        if self.notes.len() <= number as usize {
            self.notes.push(Notes::default());
        }
        number
    }

    pub(super) fn retire(&mut self, number: u32) {
        self.notes[number as usize] = Notes::default();
        self.pool.retire(number);
    }

    /// What the notes take up.
    pub(super) fn bytes(&self) -> usize {
        let prefixes: usize = self.notes.iter().map(|n| n.prefixes.capacity()).sum();
        prefixes * size_of::<(u16, InfoId)>() + self.notes.capacity() * size_of::<Notes>()
    }
}

/// What the writer knows about a node.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// The prefixes it holds, by position.
    pub(super) prefixes: Vec<(u16, InfoId)>,
    /// How many of its entries are references.
    pub(super) references: u16,
}

impl Notes {
    fn find(&self, position: u32) -> Result<usize, usize> {
        self.prefixes
            .binary_search_by_key(&position, |&(position, _)| position.into())
    }

    pub(super) fn get(&self, position: u32) -> Option<InfoId> {
        self.find(position).ok().map(|at| self.prefixes[at].1)
    }

    pub(super) fn insert(&mut self, position: u32, info: InfoId) -> Option<InfoId> {
        match self.find(position) {
            Ok(at) => Some(mem::replace(&mut self.prefixes[at].1, info)),
            Err(at) => {
                // Nine bits at most.
                self.prefixes.insert(at, (position as u16, info));
                None
            }
        }
    }

    pub(super) fn remove(&mut self, position: u32) -> Option<InfoId> {
        let at = self.find(position).ok()?;
        Some(self.prefixes.remove(at).1)
    }
}

/// Numbers the prefixes that a node can hold: `value` of `len` bits. The prefix one bit shorter is
/// at half of it.
pub(super) const fn position(value: usize, len: u8) -> u32 {
    1 << len | value as u32
}
