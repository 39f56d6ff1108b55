//! Random numbers, and what is made of them.

use std::hash::Hasher;

use siphasher::sip::SipHasher13;

/// A small generator (SplitMix64): for jitter and identifications, not for secrets.
#[derive(Debug)]
pub(crate) struct Rng(u64);

impl Rng {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }

    /// A number below `bound`, which is not 0.
    pub(crate) fn below(&mut self, bound: u32) -> u32 {
        (((self.next() >> 32) * u64::from(bound)) >> 32) as u32
    }
}

/// Identifications of the packets that the router makes: a counter for each class of destination,
/// from a random start, as the kernel's `ip_idents` (see RFC 7739 for why not one for all).
#[derive(Debug)]
pub(crate) struct Identifications {
    counters: Box<[u32; 2048]>,
    key: (u64, u64),
}

impl Identifications {
    pub(crate) fn new(rng: &mut Rng) -> Self {
        let mut counters = Box::new([0; 2048]);
        counters.fill_with(|| rng.next() as u32);
        Self {
            counters,
            key: (rng.next(), rng.next()),
        }
    }

    /// The next one for packets from `src` to `dst` with `protocol`.
    pub(crate) fn next(&mut self, src: &[u8], dst: &[u8], protocol: u8) -> u32 {
        let hash = self.hash(src, dst, protocol);
        let counter = &mut self.counters[hash as usize % 2048];
        *counter = counter.wrapping_add(1);
        counter.wrapping_add((hash >> 32) as u32)
    }

    /// The flow label of packets from `src` to `dst` with `protocol` (RFC 6438, `auto_flowlabels`).
    pub(crate) fn flow_label(&self, src: &[u8], dst: &[u8], protocol: u8) -> u32 {
        (self.hash(src, dst, protocol) >> 12) as u32 & 0x000f_ffff
    }

    fn hash(&self, src: &[u8], dst: &[u8], protocol: u8) -> u64 {
        let mut hasher = SipHasher13::new_with_keys(self.key.0, self.key.1);
        hasher.write(src);
        hasher.write(dst);
        hasher.write_u8(protocol);
        hasher.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_numbers() {
        let (mut a, mut b) = (Rng::new(7), Rng::new(7));
        assert!((0..100).all(|_| a.next() == b.next()));
        assert!((0..1000).all(|_| a.below(3) < 3));
    }

    #[test]
    fn identifications_count_up_for_one_destination() {
        let mut ids = Identifications::new(&mut Rng::new(1));
        let first = ids.next(&[1], &[2], 17);
        assert_eq!(ids.next(&[1], &[2], 17), first.wrapping_add(1));
        assert_ne!(ids.next(&[1], &[3], 17), first.wrapping_add(2));
    }
}
