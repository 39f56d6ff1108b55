//! Sets of small numbers, for the round robin of classes: who comes next is found in a few steps, however
//! many there are.

/// A set of numbers below a bound: one bit for each, one bit for each word of those that is not zero, and
/// so on.
#[derive(Debug, Default)]
pub(super) struct Set {
    /// The words of all levels, the lowest first; none before the first insertion.
    words: Box<[u64]>,
    bound: u32,
    len: u32,
}

impl Set {
    /// An empty set of numbers below `bound`.
    pub(super) fn new(bound: usize) -> Self {
        Self {
            words: Box::default(),
            bound: bound as u32,
            len: 0,
        }
    }

    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.len == 0
    }

    #[inline]
    pub(super) fn contains(&self, number: u32) -> bool {
        let word = self.words.get(number as usize / 64);
        number < self.bound && word.is_some_and(|word| word >> (number % 64) & 1 != 0)
    }

    /// Adds a number that is not in the set.
    #[inline]
    pub(super) fn insert(&mut self, number: u32) {
        debug_assert!(number < self.bound && !self.contains(number));
        if self.words.is_empty() {
            self.grow();
        }
        self.len += 1;
        let (mut base, mut size) = (0, self.bound as usize);
        let mut number = number as usize;
        loop {
            size = size.div_ceil(64);
            let word = &mut self.words[base + number / 64];
            let was = *word;
            *word |= 1 << (number % 64);
            if was != 0 || size <= 1 {
                return;
            }
            base += size;
            number /= 64;
        }
    }

    #[cold]
    fn grow(&mut self) {
        let mut words = 0;
        let mut level = self.bound as usize;
        while level > 1 || words == 0 {
            level = level.div_ceil(64);
            words += level;
        }
        self.words = vec![0; words].into_boxed_slice();
    }

    /// Takes a number out that is in the set.
    #[inline]
    pub(super) fn remove(&mut self, number: u32) {
        debug_assert!(self.contains(number));
        self.len -= 1;
        let (mut base, mut size) = (0, self.bound as usize);
        let mut number = number as usize;
        loop {
            size = size.div_ceil(64);
            let word = &mut self.words[base + number / 64];
            *word &= !(1 << (number % 64));
            if *word != 0 || size <= 1 {
                return;
            }
            base += size;
            number /= 64;
        }
    }

    /// The smallest number that is not less than `from`.
    #[inline(always)]
    pub(super) fn next_from(&self, from: u32) -> Option<u32> {
        if from >= self.bound || self.len == 0 {
            return None;
        }
        // Mostly it is close by.
        let near = self.words[from as usize / 64] >> (from % 64);
        if near != 0 {
            return Some(from + near.trailing_zeros());
        }
        self.search(from as usize)
    }

    #[inline(never)]
    fn search(&self, from: usize) -> Option<u32> {
        let (mut base, mut size, mut place) = (0, self.bound as usize, from);
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

/// Those who take turns, and whose turn it is (`struct htb_prio`).
#[derive(Debug, Default)]
pub(super) struct Round {
    set: Set,
    /// Whose turn it is.
    turn: Option<u32>,
    /// The minor number of him whose turn it was when he left: whoever comes at or behind that is next
    /// (`last_ptr_id`).
    left: Option<u16>,
}

impl Round {
    /// Nobody, of `bound` who may come.
    pub(super) fn new(bound: usize) -> Self {
        Self {
            set: Set::new(bound),
            turn: None,
            left: None,
        }
    }

    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.set.is_empty()
    }

    pub(super) fn insert(&mut self, who: u32) {
        self.set.insert(who);
    }

    /// Takes somebody out of a row: the next one has the turn.
    pub(super) fn remove_from_row(&mut self, who: u32) {
        if self.turn == Some(who) {
            self.advance();
        }
        self.set.remove(who);
    }

    /// Takes somebody out of a feed: if he comes back soon, he has the turn again.
    pub(super) fn remove_from_feed(&mut self, who: u32, minor: u16) {
        if self.turn == Some(who) {
            self.left = Some(minor);
            self.turn = None;
        }
        self.set.remove(who);
    }

    /// Who left when it was his turn.
    #[inline]
    pub(super) fn left(&self) -> Option<u16> {
        self.left
    }

    /// Whose turn it is; `None` at the end of the round. If somebody has left, he was `left`, or would be
    /// behind all below that.
    #[inline]
    pub(super) fn turn(&mut self, left: Option<u32>) -> Option<u32> {
        if let (None, Some(left)) = (self.turn, left) {
            self.turn = self.set.next_from(left);
        }
        self.left = None;
        self.turn
    }

    /// The next one's turn.
    #[inline]
    pub(super) fn advance(&mut self) {
        self.turn = self.turn.and_then(|turn| self.set.next_from(turn + 1));
    }

    /// The first one's turn.
    #[inline]
    pub(super) fn rewind(&mut self) {
        self.turn = self.set.next_from(0);
    }

    /// The two whose turns come behind this one, as far as that can be said.
    #[inline]
    pub(super) fn ahead(&self) -> (Option<u32>, Option<u32>) {
        let behind = |who: u32| self.set.next_from(who + 1);
        let next = self.turn.and_then(behind);
        (next, next.and_then(behind))
    }

    /// Whose turn it is, without moving on.
    pub(super) fn position(&self) -> Option<u32> {
        self.turn
    }

    /// Goes on at somebody who has the number `minor`: at his place `who`, if he is here.
    pub(super) fn resume(&mut self, who: Option<u32>, minor: u16) {
        self.turn = who.filter(|&who| self.set.contains(who));
        self.left = self.turn.is_none().then_some(minor);
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
                    set.remove(number);
                } else {
                    model.insert(number);
                    set.insert(number);
                }
                prop_assert_eq!(set.is_empty(), model.is_empty());
                for from in [0, number, number.saturating_sub(70), number + 1] {
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
