//! Memory for tables of millions of entries: it grows without moving, on huge pages, and takes up
//! nothing before it is touched or made ready.

mod blocks;
mod slab;
mod words;

pub(crate) use blocks::{Block, Blocks, View};
pub(crate) use slab::{Nodes, Slab};
pub(crate) use words::{LINE, Words, equal, prefetch, prefetch_all, prefetch_mut};
