//! Items by number, in blocks: growing neither moves nor copies any.
#![expect(
    unsafe_code,
    reason = "tables are asked a few dozen times for each connection: one comparison with their length is enough"
)]

use std::{
    mem::MaybeUninit,
    ops::{Index, IndexMut},
};

use super::on_huge_pages;

/// Items in a block. What is not used of it takes up no memory.
const BLOCK: usize = 1 << 15;
/// Bytes at the beginning that stay on small pages, for small tables.
const SMALL: usize = 2 << 20;

/// Items, from number 0 on.
///
/// Invariant: there are `len` of them, all blocks but the last are full, and none is empty.
#[derive(Clone, Debug)]
pub(crate) struct Blocks<T> {
    blocks: Vec<Vec<T>>,
    len: u32,
}

impl<T> Default for Blocks<T> {
    fn default() -> Self {
        Self {
            blocks: Vec::new(),
            len: 0,
        }
    }
}

impl<T> Blocks<T> {
    /// How many there are: the number that the next one gets.
    #[inline]
    pub(crate) const fn len(&self) -> u32 {
        self.len
    }

    /// Adds one, and gives its number.
    pub(crate) fn push(&mut self, item: T) -> u32 {
        let number = self.len;
        match self.blocks.last_mut() {
            Some(block) if block.len() < BLOCK => block.push(item),
            last => {
                let small = if last.is_none() { SMALL } else { 0 };
                let mut block = Vec::with_capacity(BLOCK);
                let room: &mut [MaybeUninit<T>] = block.spare_capacity_mut();
                let skipped = (small / size_of::<T>().max(1)).min(BLOCK);
                on_huge_pages(&mut room[skipped..]);
                block.push(item);
                self.blocks.push(block);
            }
        }
        self.len += 1;
        number
    }

    /// The item with this number, if there is one.
    #[inline]
    pub(crate) fn get(&self, number: u32) -> Option<&T> {
        if number >= self.len {
            return None;
        }
        let number = number as usize;
        // SAFETY: the number is less than `len`, and all blocks before its own are full.
        Some(unsafe {
            let block = self.blocks.get_unchecked(number / BLOCK);
            block.get_unchecked(number % BLOCK)
        })
    }

    /// The same, to change it.
    #[inline]
    pub(crate) fn get_mut(&mut self, number: u32) -> Option<&mut T> {
        if number >= self.len {
            return None;
        }
        let number = number as usize;
        // SAFETY: as above.
        Some(unsafe {
            let block = self.blocks.get_unchecked_mut(number / BLOCK);
            block.get_unchecked_mut(number % BLOCK)
        })
    }

    /// Bytes that the items take.
    pub(crate) fn memory(&self) -> usize {
        self.len as usize * size_of::<T>() + self.blocks.capacity() * size_of::<Vec<T>>()
    }
}

/// For numbers that somebody keeps: those exist.
impl<T> Index<u32> for Blocks<T> {
    type Output = T;

    #[inline]
    fn index(&self, number: u32) -> &T {
        self.get(number).expect("a number that `push` gave")
    }
}

impl<T> IndexMut<u32> for Blocks<T> {
    #[inline]
    fn index_mut(&mut self, number: u32) -> &mut T {
        self.get_mut(number).expect("a number that `push` gave")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_stay_where_they_are() {
        let mut blocks = Blocks::default();
        assert!(blocks.get(0).is_none());
        let count = BLOCK as u32 * 2 + 10;
        assert_eq!(blocks.push(0), 0);
        let first = std::ptr::from_ref(&blocks[0]);
        for n in 1..count {
            assert_eq!(blocks.push(n), n);
        }
        assert_eq!(first, std::ptr::from_ref(&blocks[0]));
        assert_eq!(blocks.len(), count);
        assert!((0..count).all(|n| blocks[n] == n));
        assert!(blocks.get(count).is_none());
    }
}
