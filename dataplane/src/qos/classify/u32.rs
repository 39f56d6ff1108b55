//! `u32`: words of the packet, in hash tables that lead to each other.

use super::{
    classifier::{Found, Search},
    entry::Entries,
    frame::Frame,
};
use crate::{
    packet::Packet,
    qos::{Filter, QueueCx, U32Node, U32Spec},
};

/// How deep tables may lead to each other (`TC_U32_MAXDEPTH`).
const MAX_DEPTH: usize = 8;

/// The hash tables of all `u32` filters of a place: a link may lead to a table of another priority.
#[derive(Debug, Default)]
pub(super) struct U32Tables {
    tables: Vec<Table>,
    nodes: Vec<Node>,
}

#[derive(Debug)]
struct Table {
    id: u32,
    /// A power of two less one.
    mask: u32,
    /// The nodes of each bucket, by number.
    buckets: Vec<Vec<usize>>,
}

#[derive(Debug)]
struct Node {
    spec: U32Node,
    /// The table that `link` means.
    down: Option<usize>,
    /// Which filter it is.
    entry: usize,
    /// Where it is: table, bucket, place in the bucket.
    home: (usize, usize, usize),
}

/// Where the search is.
#[derive(Clone, Copy)]
struct At {
    table: usize,
    bucket: usize,
    place: usize,
}

impl U32Tables {
    /// Takes in the tables of one priority; gives its root.
    pub(super) fn add(
        &mut self,
        cx: &QueueCx<'_>,
        filter: &Filter,
        spec: &U32Spec,
        entries: &mut Entries,
    ) -> Option<usize> {
        let root = self.tables.len();
        for hash in &spec.tables {
            let table = self.tables.len();
            let divisor = hash.divisor.clamp(1, 256).next_power_of_two();
            let mut buckets = vec![Vec::new(); divisor as usize];
            let mut nodes: Vec<_> = hash.nodes.iter().collect();
            nodes.sort_by_key(|node| node.node);
            for spec in nodes {
                let bucket = usize::from(spec.bucket);
                let Some(members) = buckets.get_mut(bucket) else {
                    continue;
                };
                let handle = hash.id << 20 | u32::from(spec.bucket) << 12 | u32::from(spec.node);
                let key = filter.key(handle);
                let entry = entries.add(cx, key, spec.class, &spec.actions, spec.keys.len());
                let home = (table, bucket, members.len());
                members.push(self.nodes.len());
                self.nodes.push(Node {
                    spec: spec.clone(),
                    down: None,
                    entry,
                    home,
                });
            }
            self.tables.push(Table {
                id: hash.id,
                mask: divisor - 1,
                buckets,
            });
        }
        (root < self.tables.len()).then_some(root)
    }

    /// Finds the tables that links mean, once all are there.
    pub(super) fn link(&mut self) {
        for node in &mut self.nodes {
            let tables = &self.tables;
            node.down = node
                .spec
                .link
                .and_then(|id| tables.iter().position(|table| table.id == id));
        }
    }

    /// Searches from a root on (`u32_classify`).
    pub(super) fn classify(
        &self,
        root: usize,
        search: &mut Search<'_>,
        cx: &mut QueueCx<'_>,
        packet: &mut Packet,
    ) -> Option<Found> {
        // Where the offsets of keys begin, and of `nexthdr+` besides.
        let (mut off, mut off2) = (0_i64, 0_i64);
        let mut stack = [(0_usize, 0_i64); MAX_DEPTH];
        let mut depth = 0;
        let mut at = At {
            table: root,
            bucket: 0,
            place: 0,
        };
        loop {
            let bucket = &self.tables[at.table].buckets[at.bucket];
            let node = if let Some(&node) = bucket.get(at.place) {
                let node = &self.nodes[node];
                let entry = &mut search.entries[node.entry];
                entry.asked += 1;
                let frame = Frame::of(packet);
                if !node.matches(packet, frame, off, off2, &mut entry.keys)? {
                    at.place += 1;
                    continue;
                }
                let Some(down) = node.down else {
                    match node.finish(search, cx, packet) {
                        Some(found) => return Some(found),
                        None => at = node.behind(),
                    }
                    continue;
                };
                if depth == MAX_DEPTH {
                    return None;
                }
                stack[depth] = (bucket[at.place], off);
                depth += 1;
                at = At {
                    table: down,
                    bucket: self.tables[down].select(node, frame, off)?,
                    place: 0,
                };
                (off, off2) = node.next_offsets(frame, off, off2)?;
                if off < frame.len() as i64 {
                    continue;
                }
                // Nothing of the packet is left.
                depth -= 1;
                off = stack[depth].1;
                node
            } else if depth > 0 {
                depth -= 1;
                let (number, was) = stack[depth];
                off = was;
                &self.nodes[number]
            } else {
                return None;
            };
            // Back from below: the node that led there has matched.
            match node.finish(search, cx, packet) {
                Some(found) => return Some(found),
                None => at = node.behind(),
            }
        }
    }
}

impl Table {
    /// The bucket of a packet; `None` if the word is not in it.
    fn select(&self, node: &Node, frame: Frame<'_>, off: i64) -> Option<usize> {
        if self.mask == 0 {
            return Some(0);
        }
        let (mask, at) = node.spec.hash.unwrap_or_default();
        let word = frame.word(off + i64::from(at))?;
        let shift = if mask == 0 { 0 } else { mask.trailing_zeros() };
        Some(((word & mask) >> shift & self.mask) as usize)
    }
}

impl Node {
    /// Whether mark and keys match. `None` if a word is not in the packet, which ends the search.
    fn matches(
        &self,
        packet: &Packet,
        frame: Frame<'_>,
        off: i64,
        off2: i64,
        counts: &mut [u64],
    ) -> Option<bool> {
        if let Some((value, mask)) = self.spec.mark
            && packet.meta.mark.0 & mask != value
        {
            return Some(false);
        }
        for (key, count) in self.spec.keys.iter().zip(counts) {
            let next = if key.next_header { off2 } else { 0 };
            let word = frame.word(off + i64::from(key.offset) + next)?;
            if (word ^ key.value) & key.mask != 0 {
                return Some(false);
            }
            *count += 1;
        }
        Some(true)
    }

    /// Where the offsets of the next table's keys begin.
    fn next_offsets(&self, frame: Frame<'_>, off: i64, off2: i64) -> Option<(i64, i64)> {
        let spec = &self.spec;
        let mut next = off2;
        if spec.offset != 0 || spec.offset_at.is_some() {
            next = i64::from(spec.offset) + 3;
            if let Some((at, mask, shift)) = spec.offset_at {
                let word = u16::from_be_bytes(frame.read(off + i64::from(at))?);
                next += i64::from(u32::from(word & mask) >> u32::from(shift).min(31));
            }
            next &= !3;
        }
        Some(if spec.eat {
            (off + next, 0)
        } else {
            (off, next)
        })
    }

    /// What follows from a match, if it is the end of the search.
    fn finish(
        &self,
        search: &mut Search<'_>,
        cx: &mut QueueCx<'_>,
        packet: &mut Packet,
    ) -> Option<Found> {
        if !search.entries[self.entry].terminal {
            return None;
        }
        search.hit(self.entry, cx, packet)
    }

    /// The next node of its bucket.
    fn behind(&self) -> At {
        let (table, bucket, place) = self.home;
        At {
            table,
            bucket,
            place: place + 1,
        }
    }
}
