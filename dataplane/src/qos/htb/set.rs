//! Sets of small numbers, for the round robin of classes: who comes next is found in a few steps, however
//! many there are.

use std::{array, iter};

use super::class::PRIOS;

/// A set of numbers below a bound: one bit for each, one bit for each word of those that is not zero, and
/// so on.
#[derive(Debug)]
pub(super) struct Set {
    /// The words of all levels, the lowest first; none before the first insertion.
    words: Box<[u64]>,
    /// Bits of the lowest level: there is one behind the last number that is never set, so that who looks for what
    /// comes behind that one need not ask first.
    bits: u32,
}

impl Set {
    /// An empty set of numbers below `bound`.
    pub(super) fn new(bound: usize) -> Self {
        Self {
            words: Box::default(),
            bits: bound as u32 + 1,
        }
    }

    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.words.last().is_none_or(|top| *top == 0)
    }

    #[inline]
    pub(super) fn contains(&self, number: u32) -> bool {
        let word = self.words.get(number as usize / 64);
        number < self.bits && word.is_some_and(|word| word >> (number % 64) & 1 != 0)
    }

    /// Adds a number that is not in the set. Whether it is the only one.
    #[inline]
    pub(super) fn insert(&mut self, number: u32) -> bool {
        debug_assert!(number + 1 < self.bits && !self.contains(number));
        if self.words.is_empty() {
            self.grow();
        }
        let word = &mut self.words[number as usize / 64];
        let was = *word;
        *word |= 1 << (number % 64);
        was == 0 && self.insert_above(number as usize)
    }

    /// Notes that the word of a number is no longer zero. Whether all were.
    #[inline(never)]
    fn insert_above(&mut self, mut number: usize) -> bool {
        let (mut base, mut size) = (0, (self.bits as usize).div_ceil(64));
        while size > 1 {
            base += size;
            size = size.div_ceil(64);
            number /= 64;
            let word = &mut self.words[base + number / 64];
            let was = *word;
            *word |= 1 << (number % 64);
            if was != 0 {
                return false;
            }
        }
        true
    }

    #[cold]
    fn grow(&mut self) {
        let mut words = 0;
        let mut level = self.bits as usize;
        while level > 1 || words == 0 {
            level = level.div_ceil(64);
            words += level;
        }
        self.words = vec![0; words].into_boxed_slice();
    }

    /// Takes a number out that is in the set. Whether there are none any more.
    #[inline]
    pub(super) fn remove(&mut self, number: u32) -> bool {
        debug_assert!(self.contains(number));
        let word = &mut self.words[number as usize / 64];
        *word &= !(1 << (number % 64));
        *word == 0 && self.remove_above(number as usize)
    }

    /// Notes that the word of a number is zero. Whether all are.
    #[inline(never)]
    fn remove_above(&mut self, mut number: usize) -> bool {
        let (mut base, mut size) = (0, (self.bits as usize).div_ceil(64));
        while size > 1 {
            base += size;
            size = size.div_ceil(64);
            number /= 64;
            let word = &mut self.words[base + number / 64];
            *word &= !(1 << (number % 64));
            if *word != 0 {
                return false;
            }
        }
        true
    }

    /// The smallest number that is not less than `from`, which is not above the bound.
    #[inline(always)]
    pub(super) fn next_from(&self, from: u32) -> Option<u32> {
        debug_assert!(from < self.bits);
        // Mostly it is close by.
        let near = self.words.get(from as usize / 64)? >> (from % 64);
        if near != 0 {
            return Some(from + near.trailing_zeros());
        }
        self.search(from as usize)
    }

    #[inline(never)]
    fn search(&self, from: usize) -> Option<u32> {
        let (mut base, mut size, mut place) = (0, self.bits as usize, from);
        // Up, until there is something at or behind the place…
        let mut bases = [0; 6];
        let mut level = 0;
        loop {
            size = size.div_ceil(64);
            let word = place / 64;
            if word < size {
                let rest = self.words[base + word] >> (place % 64);
                if rest != 0 {
                    place += rest.trailing_zeros() as usize;
                    break;
                }
            }
            if size <= 1 {
                return None;
            }
            bases[level] = base;
            level += 1;
            base += size;
            place = word + 1;
        }
        // …and down to the first of what is below.
        while level > 0 {
            level -= 1;
            let word = self.words[bases[level] + place];
            place = place * 64 + word.trailing_zeros() as usize;
        }
        Some(place as u32)
    }
}

/// Those who take turns at a level, by priority.
#[derive(Debug)]
pub(super) struct Rows {
    pub(super) rounds: [Round; PRIOS],
    /// The priorities at which there is somebody: one bit for each.
    pub(super) prios: u8,
}

impl Rows {
    /// Nobody, of `bound` who may come.
    pub(super) fn new(bound: usize) -> Self {
        Self {
            rounds: array::from_fn(|_| Round::new(bound)),
            prios: 0,
        }
    }

    /// Somebody comes, at these priorities.
    #[inline]
    pub(super) fn enter(&mut self, who: u32, prios: u8) {
        self.prios |= prios;
        for prio in bits(prios) {
            self.rounds[prio].insert(who);
        }
    }

    /// Somebody leaves at these priorities: the next one has the turn.
    #[inline]
    pub(super) fn leave(&mut self, who: u32, prios: u8) {
        for prio in bits(prios) {
            if self.rounds[prio].remove_from_row(who) {
                self.prios &= !(1 << prio);
            }
        }
    }
}

/// The numbers of the bits that are set, the lowest first.
#[inline]
pub(super) fn bits(mask: u8) -> impl Iterator<Item = usize> {
    let mut rest = u32::from(mask);
    iter::from_fn(move || {
        let bit = rest.trailing_zeros() as usize;
        (rest != 0).then(|| {
            rest &= rest - 1;
            bit % 8
        })
    })
}

/// Those who take turns, and whose turn it is (`struct htb_prio`).
#[derive(Debug)]
pub(super) struct Round {
    set: Set,
    turn: Turn,
}

/// Whose turn it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    /// Nobody's: the round is over.
    Over,
    /// His.
    Of(u32),
    /// It was his who had this minor number and left: whoever comes at or behind that is next (`last_ptr_id`).
    Left(u16),
}

impl From<Option<u32>> for Turn {
    #[inline]
    fn from(who: Option<u32>) -> Self {
        who.map_or(Self::Over, Self::Of)
    }
}

impl Round {
    /// Nobody, of `bound` who may come.
    pub(super) fn new(bound: usize) -> Self {
        Self {
            set: Set::new(bound),
            turn: Turn::Over,
        }
    }

    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.set.is_empty()
    }

    /// Somebody comes. Whether he is the only one.
    #[inline]
    pub(super) fn insert(&mut self, who: u32) -> bool {
        self.set.insert(who)
    }

    /// Takes somebody out of a row: the next one has the turn. Whether there is none any more.
    #[inline]
    pub(super) fn remove_from_row(&mut self, who: u32) -> bool {
        if self.turn == Turn::Of(who) {
            self.turn = self.behind(who).into();
        }
        self.set.remove(who)
    }

    /// Takes somebody out of a feed: if he comes back soon, he has the turn again. Whether there is nobody any more.
    #[inline]
    pub(super) fn remove_from_feed(&mut self, who: u32, minor: u16) -> bool {
        if self.turn == Turn::Of(who) {
            self.turn = Turn::Left(minor);
        }
        self.set.remove(who)
    }

    /// Who left when it was his turn.
    #[inline]
    pub(super) fn left(&self) -> Option<u16> {
        match self.turn {
            Turn::Left(minor) => Some(minor),
            Turn::Of(_) | Turn::Over => None,
        }
    }

    /// Whose turn it is; `None` at the end of the round. If somebody has left, he was `left`, or would be
    /// behind all below that.
    #[inline]
    pub(super) fn turn(&mut self, left: Option<u32>) -> Option<u32> {
        if let Turn::Left(_) = self.turn {
            self.turn = left.and_then(|left| self.set.next_from(left)).into();
        }
        self.position()
    }

    /// The next one's turn.
    #[inline]
    pub(super) fn advance(&mut self) {
        if let Turn::Of(who) = self.turn {
            self.turn = self.behind(who).into();
        }
    }

    /// The first one's turn.
    #[inline]
    pub(super) fn rewind(&mut self) {
        self.turn = self.set.next_from(0).into();
    }

    /// Who comes behind somebody.
    #[inline]
    fn behind(&self, who: u32) -> Option<u32> {
        self.set.next_from(who + 1)
    }

    /// The two whose turns come behind somebody's, as far as that can be said.
    #[inline]
    pub(super) fn ahead(&self, who: u32) -> (Option<u32>, Option<u32>) {
        let next = self.behind(who);
        (next, next.and_then(|next| self.behind(next)))
    }

    /// Whose turn it is, without moving on.
    #[inline]
    pub(super) fn position(&self) -> Option<u32> {
        match self.turn {
            Turn::Of(who) => Some(who),
            Turn::Left(_) | Turn::Over => None,
        }
    }

    /// Goes on at somebody who has the number `minor`: at his place `who`, if he is here.
    pub(super) fn resume(&mut self, who: Option<u32>, minor: u16) {
        self.turn = match who.filter(|&who| self.set.contains(who)) {
            Some(who) => Turn::Of(who),
            None => Turn::Left(minor),
        };
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_set_is_one(
            bound in prop::sample::select(vec![1_u32, 63, 64, 65, 700, 4096, 4097, 70_000]),
            numbers in prop::collection::vec(any::<u32>(), 1..300),
        ) {
            let mut set = Set::new(bound as usize);
            let mut model = BTreeSet::new();
            for number in numbers {
                let number = number % bound;
                if model.remove(&number) {
                    prop_assert_eq!(set.remove(number), model.is_empty());
                } else {
                    prop_assert_eq!(set.insert(number), model.is_empty());
                    model.insert(number);
                }
                prop_assert_eq!(set.is_empty(), model.is_empty());
                for from in [0, number, number.saturating_sub(70), number + 1, bound] {
                    prop_assert_eq!(set.next_from(from), model.range(from..).next().copied());
                    prop_assert_eq!(set.contains(from), model.contains(&from));
                }
            }
        }
    }

    #[test]
    fn whoever_leaves_a_feed_finds_his_turn_again_and_a_row_goes_on() {
        let mut round = Round::new(100);
        for who in [3, 70, 71] {
            round.insert(who);
        }
        assert_eq!(round.turn(None), None);
        round.rewind();
        round.advance();
        assert_eq!(round.turn(None), Some(70));
        round.remove_from_feed(70, 700);
        assert_eq!(round.left(), Some(700));
        round.insert(70);
        assert_eq!(round.turn(Some(70)), Some(70));
        round.remove_from_feed(70, 700);
        assert_eq!(round.turn(Some(70)), Some(71));
        round.remove_from_row(71);
        assert_eq!(round.turn(None), None);
        round.rewind();
        assert_eq!(round.turn(None), Some(3));
    }
}
