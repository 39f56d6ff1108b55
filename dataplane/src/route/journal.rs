//! Which prefixes have changed lately: what was decided about other addresses holds on.

use std::{
    collections::VecDeque,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use super::Family;

/// Changes that are remembered. To go through them costs a flow about what looking two addresses up costs; when more
/// have come, it is decided about anew.
const LATELY: usize = 64;

/// A prefix that has changed in some table.
#[derive(Clone, Copy, Debug)]
struct Changed {
    /// How often prefixes had changed when it had.
    count: u64,
    family: Family,
    /// The prefix, in the first bits.
    prefix: u128,
    mask: u128,
}

/// The prefixes that have changed lately, as of some time.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recent {
    /// Changes up to this one are not known any more,
    forgotten: u64,
    /// and those up to this one are. One is what was written to the tables at a time.
    count: u64,
    /// In order, at most [`LATELY`].
    changed: VecDeque<Changed>,
}

impl Recent {
    /// Whether routes to these addresses (of a family, in network order, IPv4 in the first four bytes) are what they were
    /// when prefixes had changed `then` times, until they had `now` times. Whether that is so for certain.
    #[cold]
    pub(crate) fn spare(
        &self,
        (then, now): (u64, u64),
        family: Family,
        addresses: [&[u8; 16]; 4],
    ) -> bool {
        if then < self.forgotten || self.count < now {
            return false;
        }
        let addresses = addresses.map(|address| u128::from_be_bytes(*address));
        let since = self.changed.iter().rev().take_while(|one| then < one.count);
        !since.filter(|one| one.family == family).any(|one| {
            let covers = |address: &u128| (address ^ one.prefix) & one.mask == 0;
            addresses.iter().any(covers)
        })
    }

    fn add(&mut self, changed: Option<Vec<Changed>>) {
        self.count += 1;
        match changed {
            Some(changed) => {
                self.changed.extend(changed);
                let excess = self.changed.len().saturating_sub(LATELY);
                if let Some(last) = self.changed.drain(..excess).next_back() {
                    self.forgotten = last.count;
                }
            }
            None => {
                self.changed.clear();
                self.forgotten = self.count;
            }
        }
    }
}

/// What the control side notes and workers read.
#[derive(Debug, Default)]
pub(super) struct Journal {
    /// [`Recent::count`], to be asked without the lock.
    count: AtomicU64,
    recent: Mutex<Recent>,
}

impl Journal {
    /// How often prefixes have changed.
    #[inline]
    pub(super) fn count(&self) -> u64 {
        self.count.load(Ordering::Acquire)
    }

    /// Notes that these prefixes (first bits and length) of the two families have been changed. What is decided
    /// while that is done does not hold longer, so it has to be noted after.
    pub(super) fn note(&self, entries: &Entries) {
        let changed = entries.listed(self.count() + 1);
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        recent.add(changed);
        self.count.store(recent.count, Ordering::Release);
    }

    /// Brings a copy up to date. Takes the lock if prefixes have changed.
    #[inline]
    pub(super) fn read(&self, copy: &mut Recent) {
        if copy.count != self.count() {
            let recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
            copy.clone_from(&recent);
        }
    }
}

/// Prefixes that are about to be changed together.
#[derive(Debug, Default)]
pub(super) struct Entries {
    list: Vec<(Family, u128, u8)>,
    /// There are more.
    overflow: bool,
}

impl Entries {
    /// Adds one: its bits (see [`Key::to_words`](super::Key::to_words)), and its length.
    pub(super) fn add(&mut self, family: Family, words: [u32; 4], len: u8) {
        let bits = words
            .iter()
            .fold(0, |bits, word| bits << 32 | u128::from(*word));
        match self.list.len() < LATELY {
            true => self.list.push((family, bits, len)),
            false => self.overflow = true,
        }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// `None` if there are too many.
    fn listed(&self, count: u64) -> Option<Vec<Changed>> {
        let one = |&(family, prefix, len): &(Family, u128, u8)| {
            let mask = u128::MAX.checked_shl(128 - u32::from(len)).unwrap_or(0);
            Changed {
                count,
                family,
                prefix: prefix & mask,
                mask,
            }
        };
        (!self.overflow).then(|| self.list.iter().map(one).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::route::Key as _;

    fn net(text: &str) -> Entries {
        let mut entries = Entries::default();
        let net: ipnet::Ipv4Net = text.parse().unwrap();
        entries.add(
            Family::V4,
            net.network().to_bits().to_words(),
            net.prefix_len(),
        );
        entries
    }

    fn bytes(address: &str) -> [u8; 16] {
        let address: std::net::Ipv4Addr = address.parse().unwrap();
        let mut bytes = [0; 16];
        bytes[..4].copy_from_slice(&address.octets());
        bytes
    }

    fn spared(recent: &Recent, span: (u64, u64), address: &str) -> bool {
        let [one, other, address] = [bytes("192.0.2.1"), bytes("192.0.2.2"), bytes(address)];
        recent.spare(span, Family::V4, [&one, &address, &one, &other])
    }

    #[test]
    fn what_a_change_covers_is_not_spared_by_it() {
        let (journal, mut recent) = (Journal::default(), Recent::default());
        journal.note(&net("10.1.0.0/16"));
        journal.note(&net("10.2.0.0/16"));
        assert!(
            !spared(&recent, (0, 2), "10.3.0.1"),
            "the copy is too old to tell"
        );
        journal.read(&mut recent);
        assert!(spared(&recent, (0, 2), "10.3.0.1"));
        assert!(!spared(&recent, (0, 2), "10.1.0.1"));
        assert!(spared(&recent, (1, 2), "10.1.0.1"), "decided after that");
        assert!(!spared(&recent, (1, 2), "10.2.0.1"));
        let address = bytes("10.2.0.1");
        assert!(
            recent.spare((0, 2), Family::V6, [&address; 4]),
            "of the other family"
        );
        journal.note(&net("0.0.0.0/0"));
        journal.read(&mut recent);
        assert!(!spared(&recent, (2, 3), "10.3.0.1"));
    }

    #[test]
    fn what_is_too_long_ago_is_not_told() {
        let (journal, mut recent) = (Journal::default(), Recent::default());
        for n in 0..LATELY as u64 + 2 {
            assert_eq!(journal.count(), n);
            journal.note(&net("10.1.0.0/16"));
        }
        journal.read(&mut recent);
        let now = journal.count();
        assert!(!spared(&recent, (1, now), "10.3.0.1"));
        assert!(spared(&recent, (2, now), "10.3.0.1"));
        let mut many = Entries::default();
        for _ in 0..=LATELY {
            many.add(Family::V4, [0x0a01_0000, 0, 0, 0], 16);
        }
        journal.note(&many);
        journal.read(&mut recent);
        assert!(!spared(&recent, (now, now + 1), "10.3.0.1"));
        assert!(spared(&recent, (now + 1, now + 1), "10.3.0.1"));
    }
}
