//! `u32` as tc-u32(8) describes it, by recursion.

use dataplane::qos::{Handle, U32Node, U32Spec};

use super::generate::Frame;

/// How a search in a table ended.
enum End {
    /// A node that names a class matched.
    Class(Handle),
    /// No node did: whoever led here goes on.
    Nothing,
    /// A word that was asked for is not in the packet: no filter of this priority matches.
    OutOfPacket,
}

struct Search<'a> {
    spec: &'a U32Spec,
    frame: &'a Frame,
    /// `nexthdr`: what the last `offset` found out. It is not forgotten on the way back.
    next_header: i64,
}

/// The class of a frame.
pub(crate) fn classify(spec: &U32Spec, frame: &Frame) -> Option<Handle> {
    let mut search = Search {
        spec,
        frame,
        next_header: 0,
    };
    match search.table(spec.tables[0].id, 0, 0, 0) {
        End::Class(class) => Some(class),
        End::Nothing | End::OutOfPacket => None,
    }
}

impl Search<'_> {
    /// Big-endian bytes at an offset from the network header.
    fn bytes(&self, at: i64, count: usize) -> Option<u32> {
        let from = usize::try_from(at + 14).ok()?;
        let bytes = self.frame.bytes.get(from..from + count)?;
        Some(
            bytes
                .iter()
                .fold(0, |sum, byte| sum << 8 | u32::from(*byte)),
        )
    }

    fn table(&mut self, id: u32, bucket: u32, base: i64, depth: u32) -> End {
        let table = self.spec.tables.iter().find(|table| table.id == id);
        let mut nodes: Vec<_> = table
            .expect("links lead somewhere")
            .nodes
            .iter()
            .filter(|node| u32::from(node.bucket) == bucket)
            .collect();
        nodes.sort_by_key(|node| node.node);
        for node in nodes {
            match self.matches(node, base) {
                None => return End::OutOfPacket,
                Some(false) => continue,
                Some(true) => {}
            }
            if let Some(link) = node.link {
                match self.follow(node, link, base, depth) {
                    End::Nothing => {}
                    end @ (End::Class(_) | End::OutOfPacket) => return end,
                }
            }
            if let Some(class) = node.class {
                return End::Class(class);
            }
        }
        End::Nothing
    }

    fn matches(&self, node: &U32Node, base: i64) -> Option<bool> {
        if let Some((value, mask)) = node.mark
            && self.frame.mark & mask != value
        {
            return Some(false);
        }
        for key in &node.keys {
            let from = base + if key.next_header { self.next_header } else { 0 };
            if self.bytes(from + i64::from(key.offset), 4)? & key.mask != key.value {
                return Some(false);
            }
        }
        Some(true)
    }

    fn follow(&mut self, node: &U32Node, link: u32, base: i64, depth: u32) -> End {
        if depth == 8 {
            return End::OutOfPacket;
        }
        let divisor = self
            .spec
            .tables
            .iter()
            .find(|table| table.id == link)
            .map_or(1, |table| table.divisor);
        let mut bucket = 0;
        if divisor > 1 {
            let (mask, at) = node.hash.unwrap_or((0, 0));
            let Some(word) = self.bytes(base + i64::from(at), 4) else {
                return End::OutOfPacket;
            };
            if mask != 0 {
                bucket = ((word & mask) / (mask & mask.wrapping_neg())) % divisor;
            }
        }
        if node.offset > 0 || node.offset_at.is_some() {
            let mut offset = i64::from(node.offset);
            if let Some((at, mask, shift)) = node.offset_at {
                let Some(word) = self.bytes(base + i64::from(at), 2) else {
                    return End::OutOfPacket;
                };
                offset += i64::from((word & u32::from(mask)) >> shift);
            }
            // Up to whole words.
            self.next_header = (offset + 3) / 4 * 4;
        }
        let mut base = base;
        if node.eat {
            base += self.next_header;
            self.next_header = 0;
        }
        if base >= self.frame.bytes.len() as i64 - 14 {
            return End::Nothing;
        }
        self.table(link, bucket, base, depth + 1)
    }
}
