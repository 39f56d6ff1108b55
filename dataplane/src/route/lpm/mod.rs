//! Longest-prefix match: which route an address falls under.
//!
//! A trie that one thread changes while any number of others look up, without locks. The first 16
//! bits of an address index a root array. An entry is empty, a leaf (prefix length and info), or
//! refers to a node below:
//!
//! - a *wide* node: an array indexed by the next 8 bits;
//! - a *bucket*: up to 7 or 15 prefixes, compared all at once (`bucket.rs`). It ends the way;
//! - a *narrow* node: an array indexed by the next 4 bits, one cache line;
//! - a *path*: the bits up to the next narrow or wide node, where there is no branch between;
//! - a *lone* prefix: the only one below its entry, too long for a bucket there.
//!
//! Directly below the root nodes are wide; further down they start as buckets or lone prefixes, and grow
//! into wide nodes (`grow.rs`); into narrow ones where a few long prefixes are all that does not fit a
//! bucket. A narrow node with narrow ones below it is replaced by a wide one.
//! A wide or narrow node at depth *d* with stride *s* holds the prefixes of lengths *d* + 1 to *d* + *s*, each
//! written into all entries that it is the longest for. What an entry would hold if it did not
//! refer to a node is kept beside that node, its *covering*: the longest prefix found on the way
//! down is the answer when the way ends at an empty entry. So a change writes into one node only:
//! at most 256 entries, or the root's for a short prefix.
//!
//! Every entry is one atomic word. A node is built, then referred to; a node that nothing refers to
//! any more is reused after a grace period.

mod bucket;
mod burst;
mod grow;
mod key;
mod pool;
mod read;
mod summary;
#[cfg(test)]
mod tests;
mod vector;
mod write;

pub use key::{InfoId, Key, Leaf};
pub use read::Lpm;
pub use write::{LpmMemory, LpmWriter};
