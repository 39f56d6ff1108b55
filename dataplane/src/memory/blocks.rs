//! Items by number, in blocks: growing neither moves nor copies any.
#![expect(
    unsafe_code,
    reason = "tables are asked a few dozen times for each connection: one comparison with their length is enough"
)]

use std::{
    alloc::{self, Layout, handle_alloc_error},
    fmt,
    mem::MaybeUninit,
    ops::{Index, IndexMut},
    ptr::NonNull,
};

use super::words::{HUGE, make_ready, on_huge_pages};

/// Items in a block. What is not used of it takes up no memory, unless it was made [ready](Block::ready).
const BLOCK: usize = 1 << 15;
/// Bytes at the beginning that stay on small pages, for small tables.
const SMALL: usize = 2 << 20;
/// Spare blocks at most.
const MOST_SPARE: usize = 4;

/// Items, from number 0 on.
///
/// Invariant: there are as many blocks as `len` items need, or one more. The first `len` items are there, the others are
/// not.
pub(crate) struct Blocks<T> {
    blocks: Vec<Block<T>>,
    /// Blocks to come.
    spare: Vec<Block<T>>,
    len: u32,
}

/// Room for [`BLOCK`] items that nobody else has.
pub(crate) struct Block<T> {
    start: NonNull<T>,
}

// SAFETY: nobody else has the room, or what was put there.
unsafe impl<T: Send> Send for Block<T> {}
// SAFETY: what is there is shared as it is itself.
unsafe impl<T: Sync> Sync for Block<T> {}

impl<T> Default for Blocks<T> {
    fn default() -> Self {
        Self {
            blocks: Vec::new(),
            spare: Vec::new(),
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
        self.push_with(|| item)
    }

    /// The same with one that is made where it stays.
    #[inline]
    pub(crate) fn push_with(&mut self, item: impl FnOnce() -> T) -> u32 {
        let number = self.len;
        let (block, at) = (number as usize / BLOCK, number as usize % BLOCK);
        if block == self.blocks.len() {
            self.add_block();
        }
        // SAFETY: the block is there now, with room for the item, which nobody has yet.
        unsafe { self.blocks.get_unchecked(block).start.add(at).write(item()) };
        self.len += 1;
        number
    }

    #[cold]
    fn add_block(&mut self) {
        let block = match self.spare.pop() {
            Some(block) => block,
            None => Block::new(if self.blocks.is_empty() { SMALL } else { 0 }),
        };
        self.blocks.push(block);
    }

    /// Whether they are better off with another spare block: to have room for twice as many again, up to
    /// [`MOST_SPARE`] blocks and `most` items. Memory takes its time when it is touched first; what is on the way of
    /// packets should not have to wait for that.
    pub(crate) fn lack_spare(&self, most: usize) -> bool {
        let wanted = self.len as usize / (BLOCK / 2);
        let room = (self.blocks.len() + self.spare.len()) * BLOCK;
        self.spare.len() < wanted.min(MOST_SPARE) && room < most
    }

    /// Keeps a block for when it is needed.
    pub(crate) fn keep_spare(&mut self, block: Block<T>) {
        self.spare.push(block);
    }

    /// The item with this number, if there is one.
    #[inline]
    pub(crate) fn get(&self, number: u32) -> Option<&T> {
        self.view().get(number)
    }

    /// To look at many of them, while other memory is written to.
    #[inline]
    pub(crate) fn view(&self) -> View<'_, T> {
        View {
            blocks: &self.blocks,
            len: self.len,
        }
    }

    /// The item with this number, to change it.
    #[inline]
    pub(crate) fn get_mut(&mut self, number: u32) -> Option<&mut T> {
        if number >= self.len {
            return None;
        }
        let number = number as usize;
        // SAFETY: as in `View::get`, and whoever has the blocks for himself has the item.
        Some(unsafe {
            let block = self.blocks.get_unchecked(number / BLOCK);
            block.start.add(number % BLOCK).as_mut()
        })
    }

    /// Bytes that the items take.
    pub(crate) fn memory(&self) -> usize {
        let blocks = self.blocks.capacity() * size_of::<Block<T>>();
        self.len as usize * size_of::<T>() + blocks
    }
}

impl<T> Drop for Blocks<T> {
    fn drop(&mut self) {
        let mut left = self.len as usize;
        for block in &self.blocks {
            let items = NonNull::slice_from_raw_parts(block.start, left.min(BLOCK));
            left -= items.len();
            // SAFETY: so many items are there, and nobody asks for them any more.
            unsafe { items.drop_in_place() };
        }
    }
}

impl<T> Block<T> {
    /// It begins with a huge page if it fills one: else it would lie across several, and be on small pages at both
    /// ends.
    const LAYOUT: Layout = {
        assert!(size_of::<T>() > 0, "items that take up no memory");
        let size = size_of::<T>() * BLOCK;
        let aligned = if size < HUGE { align_of::<T>() } else { HUGE };
        match Layout::from_size_align(size, aligned) {
            Ok(layout) => layout,
            Err(_) => panic!("items too large for a block"),
        }
    };

    /// One whose first bytes, `small` of them, are on small pages. Does not return if there is no memory, as any
    /// allocation.
    fn new(small: usize) -> Self {
        // SAFETY: the layout is that of something.
        let start = NonNull::new(unsafe { alloc::alloc(Self::LAYOUT) });
        let start = start.unwrap_or_else(|| handle_alloc_error(Self::LAYOUT));
        let mut block = Self {
            start: start.cast(),
        };
        on_huge_pages(&mut block.room()[(small / size_of::<T>()).min(BLOCK)..]);
        block
    }

    /// One whose memory is there.
    pub(crate) fn ready() -> Self {
        let mut block = Self::new(0);
        make_ready(block.room());
        block
    }

    fn room(&mut self) -> &mut [MaybeUninit<T>] {
        // SAFETY: so much was allocated, and whether it holds anything is left open.
        unsafe { NonNull::slice_from_raw_parts(self.start.cast(), BLOCK).as_mut() }
    }
}

/// Items that are there are their owner's to end.
impl<T> Drop for Block<T> {
    fn drop(&mut self) {
        // SAFETY: it was allocated with this layout.
        unsafe { alloc::dealloc(self.start.as_ptr().cast(), Self::LAYOUT) };
    }
}

impl<T> fmt::Debug for Blocks<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Blocks({})", self.len)
    }
}

/// Items that stay as they are: where their blocks are need not be read again for each.
///
/// The invariant is that of [`Blocks`].
#[derive(Clone, Copy)]
pub(crate) struct View<'b, T> {
    blocks: &'b [Block<T>],
    len: u32,
}

impl<'b, T> View<'b, T> {
    /// How many there are.
    #[inline]
    pub(crate) const fn len(&self) -> u32 {
        self.len
    }

    /// The item with this number, if there is one.
    #[inline(always)]
    pub(crate) fn get(&self, number: u32) -> Option<&'b T> {
        if number >= self.len {
            return None;
        }
        let number = number as usize;
        // SAFETY: the number is less than `len`, so the item is there.
        Some(unsafe {
            let block = self.blocks.get_unchecked(number / BLOCK);
            block.start.add(number % BLOCK).as_ref()
        })
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
    use std::rc::Rc;

    use super::*;

    #[test]
    fn items_end_with_their_blocks() {
        let item = Rc::new(());
        for count in [0, 1, BLOCK, BLOCK + 1] {
            let mut blocks = Blocks::default();
            for _ in 0..count {
                blocks.push(Rc::clone(&item));
            }
            assert_eq!(Rc::strong_count(&item), count + 1);
            drop(blocks);
            assert_eq!(Rc::strong_count(&item), 1);
        }
    }

    #[test]
    fn spare_blocks_are_kept_for_twice_as_many_again_and_used() {
        let mut blocks = Blocks::default();
        let fill = |blocks: &mut Blocks<u64>, until: u32| {
            while blocks.len() < until {
                blocks.push(blocks.len().into());
            }
        };
        let half = BLOCK as u32 / 2;
        const MANY: usize = 100 * BLOCK;
        fill(&mut blocks, half - 1);
        assert!(!blocks.lack_spare(MANY));
        fill(&mut blocks, half);
        assert!(blocks.lack_spare(MANY) && !blocks.lack_spare(BLOCK));
        blocks.keep_spare(Block::ready());
        assert!(!blocks.lack_spare(MANY));
        fill(&mut blocks, 3 * half);
        assert!(blocks.spare.is_empty() && blocks.lack_spare(MANY));
        assert!((0..3 * half).all(|n| blocks[n] == n.into()));
        fill(&mut blocks, 20 * half);
        while blocks.lack_spare(MANY) {
            blocks.keep_spare(Block::ready());
        }
        assert_eq!(blocks.spare.len(), MOST_SPARE);
    }

    #[test]
    fn blocks_that_fill_huge_pages_begin_with_one() {
        let mut blocks = Blocks::default();
        for _ in 0..=BLOCK {
            blocks.push([0_u8; 192]);
        }
        for first in [0, BLOCK as u32] {
            assert_eq!(std::ptr::from_ref(&blocks[first]).addr() % HUGE, 0);
        }
    }

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
