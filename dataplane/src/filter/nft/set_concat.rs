//! Concatenations of intervals.
//!
//! The ends of all intervals of a part of the key cut what that part may be into segments; in all of a
//! segment the same elements agree. Each segment has the list of those, or, if they are many, a bitmap of them. A value
//! that is looked up finds the segment of each of its parts. The shortest list is walked, and what is on it compared
//! in all parts; are there bitmaps only, they are intersected. So addresses, which differ much, make lists of a few
//! elements, and a grid of few networks and few ports makes small bitmaps. (The kernel's pipapo groups the bits of the
//! key and always intersects bitmaps of all elements.) What this costs in memory is bounded: a part whose bitmaps would
//! be too large does not choose, and is only compared.

use std::collections::BTreeSet;

use arrayvec::ArrayVec;

use super::set_interval::value;

/// Most parts of a key (`NFT_REG32_COUNT`).
const MAX_PARTS: usize = 16;
/// More elements than that are a bitmap.
const MAX_LIST: usize = 48;
/// Most that the bitmaps of a part take, in words of 64 bits.
const MAX_BITMAPS: usize = 4 << 20;

/// Concatenations of intervals, each with a number.
pub(super) struct Concatenations {
    parts: Box<[Part]>,
    /// First and last value of each part of each element, in the order of the elements.
    bounds: Box<[(u128, u128)]>,
    /// The numbers of the elements.
    numbers: Box<[u32]>,
}

/// A part of the key.
struct Part {
    /// Where it is, in bytes, and how long.
    offset: usize,
    len: usize,
    /// The first values of the segments, from 0 on.
    firsts: Box<[u128]>,
    /// Which elements agree in each segment.
    agree: Box<[Agree]>,
    /// Elements, in ascending order in each list.
    lists: Box<[u32]>,
    /// A bit for each element, in each bitmap.
    bitmaps: Box<[u64]>,
}

/// The elements that agree.
#[derive(Clone, Copy)]
enum Agree {
    /// From here to there of the lists.
    List(u32, u32),
    /// The bitmap that begins here.
    Bitmap(u32),
    /// That is not known.
    Unknown,
}

impl Concatenations {
    /// Elements of parts of so many bytes: the first values, the last values and the number of each. Of several that a
    /// value is in, the first counts.
    pub(super) fn new(fields: &[u8], elements: &[(&[u8], &[u8], u32)]) -> Self {
        let mut offset = 0;
        let mut parts = Vec::new();
        for len in fields.iter().take(MAX_PARTS).map(|len| usize::from(*len)) {
            let bounds: Vec<_> = elements
                .iter()
                .map(|(first, last, _)| (part(first, offset, len), part(last, offset, len)))
                .collect();
            parts.push((Part::new(offset, len, &bounds), bounds));
            offset += len.next_multiple_of(4);
        }
        let mut bounds = Vec::with_capacity(elements.len() * parts.len());
        for element in 0..elements.len() {
            bounds.extend(parts.iter().map(|(_, bounds)| bounds[element]));
        }
        Self {
            parts: parts.into_iter().map(|(part, _)| part).collect(),
            bounds: bounds.into(),
            numbers: elements.iter().map(|(.., number)| *number).collect(),
        }
    }

    /// The number of the element that a value is in.
    pub(super) fn find(&self, key: &[u8]) -> Option<u32> {
        let mut values = ArrayVec::<u128, MAX_PARTS>::new();
        let mut list: Option<&[u32]> = None;
        let mut bitmaps = ArrayVec::<&[u64], MAX_PARTS>::new();
        let words = self.numbers.len().div_ceil(64);
        for part in &self.parts {
            let value = self::part(key, part.offset, part.len);
            values.push(value);
            let segment = part.firsts.partition_point(|first| *first <= value) - 1;
            match part.agree[segment] {
                Agree::List(start, end) => {
                    let other = &part.lists[start as usize..end as usize];
                    if list.is_none_or(|list| other.len() < list.len()) {
                        list = Some(other);
                    }
                }
                Agree::Bitmap(start) => bitmaps.push(&part.bitmaps[start as usize..][..words]),
                Agree::Unknown => {}
            }
        }
        let covers = |element: &usize| {
            let bounds = &self.bounds[element * values.len()..][..values.len()];
            let mut pairs = bounds.iter().zip(&values);
            pairs.all(|((first, last), value)| first <= value && value <= last)
        };
        let element = match list {
            Some(list) => list.iter().map(|one| *one as usize).find(covers),
            None if bitmaps.is_empty() => (0..self.numbers.len()).find(covers),
            None => (0..words).find_map(|word| {
                let mut bits = bitmaps.iter().fold(!0, |bits, bitmap| bits & bitmap[word]);
                while bits != 0 {
                    let element = word * 64 + bits.trailing_zeros() as usize;
                    if covers(&element) {
                        return Some(element);
                    }
                    bits &= bits - 1;
                }
                None
            }),
        };
        element.map(|element| self.numbers[element])
    }
}

/// The value of a part.
#[inline]
fn part(key: &[u8], offset: usize, len: usize) -> u128 {
    value(key.get(offset..offset + len).unwrap_or_default())
}

impl Part {
    fn new(offset: usize, len: usize, bounds: &[(u128, u128)]) -> Self {
        // Where an element begins to agree, and where it ceases to.
        let mut turns: Vec<(u128, u32)> = Vec::with_capacity(bounds.len() * 2);
        for (element, (first, last)) in (0..).zip(bounds) {
            turns.push((*first, element));
            turns.extend(last.checked_add(1).map(|next| (next, element)));
        }
        turns.sort_unstable();
        let words = bounds.len().div_ceil(64);
        let mut part = Builder {
            firsts: vec![0],
            agree: vec![Agree::List(0, 0)],
            lists: Vec::new(),
            bitmaps: Vec::new(),
        };
        let (mut some, mut bits) = (BTreeSet::new(), vec![0u64; words]);
        for turned in turns.chunk_by(|(a, _), (b, _)| a == b) {
            for (_, element) in turned {
                bits[*element as usize / 64] ^= 1 << (element % 64);
                if !some.insert(*element) {
                    some.remove(element);
                }
            }
            part.segment(turned[0].0, &some, &bits);
        }
        Self {
            offset,
            len,
            firsts: part.firsts.into(),
            agree: part.agree.into(),
            lists: part.lists.into(),
            bitmaps: part.bitmaps.into(),
        }
    }
}

struct Builder {
    firsts: Vec<u128>,
    agree: Vec<Agree>,
    lists: Vec<u32>,
    bitmaps: Vec<u64>,
}

impl Builder {
    /// Another segment, in which these elements agree.
    fn segment(&mut self, first: u128, some: &BTreeSet<u32>, bits: &[u64]) {
        let agree = if some.len() <= MAX_LIST {
            let start = self.lists.len() as u32;
            self.lists.extend(some);
            Agree::List(start, self.lists.len() as u32)
        } else if self.bitmaps.len() + bits.len() <= MAX_BITMAPS {
            let start = self.bitmaps.len() as u32;
            self.bitmaps.extend(bits);
            Agree::Bitmap(start)
        } else {
            Agree::Unknown
        };
        if first == 0 {
            self.agree[0] = agree;
        } else {
            self.firsts.push(first);
            self.agree.push(agree);
        }
    }
}
