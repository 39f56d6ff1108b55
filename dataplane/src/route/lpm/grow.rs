//! Nodes that give way to larger ones.

use std::sync::atomic::Ordering;

use super::{
    InfoId, Key, Leaf, LpmWriter,
    bucket::{Bucket, PLACES},
    key::WINDOW,
    read::{NARROW, Node, WIDE},
    write::{Slot, branch},
};

/// A narrow node gives way to a wide one when it has this many narrow ones below it. With one it
/// takes twice the memory that it would with four, and two thirds of the time for a lookup.
const NARROW_BELOW: usize = 1;
/// Prefixes that a bucket of one half has room for.
const FEW: usize = PLACES - 1;
/// And of two halves.
const MANY: usize = 2 * PLACES - 1;
/// Up to so many prefixes are not worth a wide node,
const SOME: usize = 3;
/// unless they are below a higher entry than this: there are not many of those.
const HIGH: u8 = 32;
/// So many bits are gone through by wide nodes rather than by a path: lookups that take the same steps are
/// faster.
const SHORT: u8 = 16;

impl<A: Key> LpmWriter<A> {
    /// A bucket with these (leaf and value), at most [`MANY`].
    pub(super) fn new_bucket(&mut self, covering: u32, prefixes: &[(u32, u32)]) -> Node {
        let node = if prefixes.len() <= FEW {
            Node::Few(self.few.take(&self.shared.few))
        } else {
            Node::Many(self.many.take(&self.shared.many))
        };
        let bucket = Bucket(self.shared.bucket(node));
        bucket.clear();
        self.set_covering(node, covering);
        for &(leaf, value) in prefixes {
            bucket.add(value, leaf);
        }
        node
    }

    /// Inserts a prefix into the bucket that `slot` (at a depth) refers to, or where that was.
    pub(super) fn insert_in_bucket(
        &mut self,
        (slot, depth): (Slot, u8),
        node: Node,
        prefix: A,
        len: u8,
        leaf: u32,
    ) -> Option<InfoId> {
        let bucket = Bucket(self.shared.bucket(node));
        let value = prefix.window(depth);
        let fits = len <= depth + WINDOW;
        if fits {
            if let Some(there) = bucket.find(value, len) {
                let before = there.swap(leaf, Ordering::AcqRel);
                return Leaf::from_entry(before).map(Leaf::info);
            }
            if bucket.add(value, leaf) {
                return None;
            }
        }
        let mut prefixes: Vec<(u32, u32)> = bucket.prefixes().collect();
        let covering = self.covering(node);
        let grown = if fits && prefixes.len() < MANY {
            prefixes.push((leaf, value));
            self.new_bucket(covering, &prefixes)
        } else {
            let all = prefixes.iter().filter_map(|&(leaf, value)| {
                let len = Leaf::from_entry(leaf)?.prefix_len();
                Some((prefix.with_window(depth, value), len, leaf))
            });
            let all: Vec<(A, u8, u32)> = all.chain([(prefix, len, leaf)]).collect();
            self.split(depth, covering, &all)?
        };
        self.set(slot, grown.entry());
        self.retire(node);
        None
    }

    /// A node in an array for prefixes below an entry at `depth`, of which there are too many for a bucket, or
    /// one is too long.
    pub(super) fn split(
        &mut self,
        depth: u8,
        covering: u32,
        prefixes: &[(A, u8, u32)],
    ) -> Option<Node> {
        let &(first, ..) = prefixes.first()?;
        let common = prefixes.iter();
        let common = common.map(|&(key, len, _)| key.common(first).min(len - 1));
        let at = branch(common.min()?);
        let wide = at / WIDE * WIDE;
        let (array, at) = if wide < depth || (prefixes.len() <= SOME && depth >= HIGH) {
            (Node::Narrow(self.new_narrow()), at)
        } else if depth.is_multiple_of(WIDE) && wide - depth <= SHORT {
            (Node::Wide(self.new_wide()), depth)
        } else {
            (Node::Wide(self.new_wide()), wide)
        };
        let node = self.build(array.entry(), |writer| {
            for &(key, len, leaf) in prefixes {
                writer.insert_below(Slot::Scratch, at, key, len, leaf);
            }
        })?;
        Some(self.lead_to(node, depth, first, at, covering))
    }

    pub(super) fn is_dense(&self, narrow: u32) -> bool {
        let below = |index: &usize| {
            matches!(
                Node::of(self.get(Slot::Narrow(narrow, *index))),
                Some(Node::Narrow(_))
            )
        };
        (0..1 << NARROW).filter(below).count() >= NARROW_BELOW
    }

    /// Replaces the narrow node that `slot` (at `depth`, on the way to `key`) refers to, and the narrow ones
    /// below it, by a wide one.
    pub(super) fn widen(&mut self, (slot, depth): (Slot, u8), key: A, narrow: u32) {
        let wide = self.new_wide();
        let mut references: Vec<(usize, Node)> = Vec::new();
        let mut gone = vec![Node::Narrow(narrow)];
        let mut prefixes: Vec<(u32, InfoId)> = (self.narrow.notes[narrow as usize].prefixes.iter())
            .map(|&(position, info)| (position.into(), info))
            .collect();
        // Those that were together above where the wide node ends.
        let mut apart: Vec<(A, u8, u32)> = Vec::new();
        for outer in 0..1 << NARROW {
            let Some(node) = Node::of(self.get(Slot::Narrow(narrow, outer))) else {
                continue;
            };
            match node {
                Node::Narrow(number) => {
                    for &(position, info) in &self.narrow.notes[number as usize].prefixes {
                        // The four bits of the entry come after the leading one.
                        let len = position.ilog2();
                        let value = u32::from(position) - (1 << len);
                        let position = (1 << NARROW | outer as u32) << len | value;
                        prefixes.push((position, info));
                    }
                    for inner in 0..1 << NARROW {
                        if let Some(node) = Node::of(self.get(Slot::Narrow(number, inner))) {
                            references.push((outer << NARROW | inner, node));
                        }
                    }
                    gone.push(node);
                }
                Node::Path(number) => {
                    let Some(path) = self.shared.path(number) else {
                        continue;
                    };
                    let index = path.key.bits(depth, WIDE);
                    match Node::of(path.target) {
                        Some(target) if path.to == depth + WIDE => {
                            references.push((index, target));
                            gone.push(node);
                        }
                        _ => references.push((index, node)),
                    }
                }
                Node::Lone(number) => {
                    let lone = self.shared.path(number);
                    apart.extend(lone.map(|lone| (lone.key, lone.to, lone.target)));
                    gone.push(node);
                }
                Node::Few(_) | Node::Many(_) => {
                    let key = key.with_window(depth, (outer as u32) << (WINDOW - NARROW));
                    let prefixes = Bucket(self.shared.bucket(node)).prefixes();
                    apart.extend(prefixes.filter_map(|(leaf, value)| {
                        let len = Leaf::from_entry(leaf)?.prefix_len();
                        Some((key.with_window(depth + NARROW, value), len, leaf))
                    }));
                    gone.push(node);
                }
                Node::Wide(_) => unreachable!("wide nodes begin at multiples of 8 bits"),
            }
        }
        for (position, info) in prefixes {
            let len = position.ilog2() as u8;
            let value = position as usize - (1 << len);
            self.wide.notes[wide as usize].insert(position, info);
            if let Some(leaf) = Leaf::new(depth + len, info) {
                let slot = |index| Slot::Wide(wide, index);
                self.cover(slot, value, len, WIDE, leaf.entry());
            }
        }
        for (index, node) in references {
            let slot = Slot::Wide(wide, index);
            // Who comes by the old way finds the same covering a step earlier.
            self.set_covering(node, self.get(slot));
            self.referring(slot);
            self.set(slot, node.entry());
        }
        self.build(Node::Wide(wide).entry(), |writer| {
            for (key, len, leaf) in apart {
                writer.insert_below(Slot::Scratch, depth, key, len, leaf);
            }
        });
        self.set_covering(Node::Wide(wide), self.covering(Node::Narrow(narrow)));
        self.set(slot, Node::Wide(wide).entry());
        for node in gone {
            self.retire(node);
        }
    }
}
