//! What goes into a longest-prefix match and what comes out: addresses as numbers, and leaves.

use std::{fmt, net::IpAddr, num::NonZeroU32};

use zerocopy::IntoBytes;

/// How many bits a bucket compares.
pub(super) const WINDOW: u8 = 32;

/// An address as a number, in host byte order: `u32` for IPv4, `u128` for IPv6.
pub trait Key: Copy + Ord + fmt::Debug + Send + Sync + 'static {
    /// How long an address is, in bits.
    const BITS: u8;
    /// 0.0.0.0 or ::.
    const UNSPECIFIED: Self;

    /// The address with all but the first `len` bits cleared.
    #[must_use]
    fn masked(self, len: u8) -> Self;

    /// `count` bits (at most 16) after the first `from`, as a number.
    #[must_use]
    fn bits(self, from: u8, count: u8) -> usize;

    /// The 8 bits after the first `from`, a multiple of 8 that is less than [`Key::BITS`].
    #[must_use]
    fn byte(&self, from: u8) -> usize;

    /// `WINDOW` bits after the first `from`; beyond the end they are clear.
    #[must_use]
    fn window(self, from: u8) -> u32;

    /// The first `from` bits, and `window` after them.
    #[must_use]
    fn with_window(self, from: u8, window: u32) -> Self;

    /// How many bits at the start are the same in both.
    #[must_use]
    fn common(self, other: Self) -> u8;

    /// As four words, most significant first; an IPv4 address is the first one.
    #[must_use]
    fn to_words(self) -> [u32; 4];

    /// What [`Key::to_words`] was made of.
    #[must_use]
    fn from_words(words: [u32; 4]) -> Self;

    /// `None` if the address is of the other family.
    #[must_use]
    fn from_ip(addr: IpAddr) -> Option<Self>;
}

impl Key for u32 {
    const BITS: u8 = 32;
    const UNSPECIFIED: Self = 0;

    #[inline]
    fn masked(self, len: u8) -> Self {
        self & Self::MAX.checked_shl(32 - u32::from(len)).unwrap_or(0)
    }

    #[inline]
    fn bits(self, from: u8, count: u8) -> usize {
        (self.wrapping_shl(u32::from(from)) >> (32 - u32::from(count))) as usize
    }

    #[inline(always)]
    fn byte(&self, from: u8) -> usize {
        byte(self.as_bytes(), from)
    }

    #[inline]
    fn window(self, from: u8) -> u32 {
        self.wrapping_shl(u32::from(from))
    }

    #[inline]
    fn with_window(self, from: u8, window: u32) -> Self {
        self.masked(from) | window.wrapping_shr(u32::from(from))
    }

    #[inline]
    fn common(self, other: Self) -> u8 {
        (self ^ other).leading_zeros() as u8
    }

    #[inline]
    fn to_words(self) -> [u32; 4] {
        [self, 0, 0, 0]
    }

    #[inline]
    fn from_words(words: [u32; 4]) -> Self {
        words[0]
    }

    fn from_ip(addr: IpAddr) -> Option<Self> {
        match addr {
            IpAddr::V4(addr) => Some(addr.to_bits()),
            IpAddr::V6(_) => None,
        }
    }
}

impl Key for u128 {
    const BITS: u8 = 128;
    const UNSPECIFIED: Self = 0;

    #[inline]
    fn masked(self, len: u8) -> Self {
        self & Self::MAX.checked_shl(128 - u32::from(len)).unwrap_or(0)
    }

    #[inline]
    fn bits(self, from: u8, count: u8) -> usize {
        (self.wrapping_shl(u32::from(from)) >> (128 - u32::from(count))) as usize
    }

    #[inline(always)]
    fn byte(&self, from: u8) -> usize {
        byte(self.as_bytes(), from)
    }

    #[inline]
    fn window(self, from: u8) -> u32 {
        (self.wrapping_shl(u32::from(from)) >> 96) as u32
    }

    #[inline]
    fn with_window(self, from: u8, window: u32) -> Self {
        self.masked(from) | (Self::from(window) << 96).wrapping_shr(u32::from(from))
    }

    #[inline]
    fn common(self, other: Self) -> u8 {
        (self ^ other).leading_zeros() as u8
    }

    #[inline]
    fn to_words(self) -> [u32; 4] {
        [96, 64, 32, 0].map(|shift| (self >> shift) as u32)
    }

    #[inline]
    fn from_words(words: [u32; 4]) -> Self {
        words
            .into_iter()
            .fold(0, |key, word| key << 32 | Self::from(word))
    }

    fn from_ip(addr: IpAddr) -> Option<Self> {
        match addr {
            IpAddr::V6(addr) => Some(addr.to_bits()),
            IpAddr::V4(_) => None,
        }
    }
}

/// The byte that begins after the first `from` bits of a number: one load, where a shift of a whole
/// address would take several steps.
#[inline(always)]
fn byte(bytes: &[u8], from: u8) -> usize {
    let at = usize::from(from / 8);
    let at = if cfg!(target_endian = "little") {
        (bytes.len() - 1).wrapping_sub(at)
    } else {
        at
    };
    bytes.get(at).map_or(0, |&byte| byte.into())
}

/// The number of a [`crate::route::RouteInfo`] within a [`crate::route::Routing`].
///
/// While the snapshot's epoch stays the same, so does what a number stands for: a worker may keep
/// what it works out from a route under its number until the epoch changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct InfoId(pub(in crate::route) u32);

impl InfoId {
    /// The number, for what is kept under it: small, and reused in time.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }

    /// The largest number there can be: 23 bits.
    pub(in crate::route) const MAX: u32 = (1 << 23) - 1;
    /// The one of all throw routes, so that a lookup knows them without looking further.
    pub(in crate::route) const THROW: Self = Self(1);

    /// The info with this number, from 1 to 2²³ − 1; `None` if it is not in that range.
    #[must_use]
    pub const fn new(number: u32) -> Option<Self> {
        if number >= 1 && number <= Self::MAX {
            Some(Self(number))
        } else {
            None
        }
    }

    /// As an index, dense from 1.
    #[must_use]
    #[inline]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a match says: how long the prefix is and which info the route has. Four bytes, `Option`
/// included.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Leaf(NonZeroU32);

impl Leaf {
    /// Bits of the info's number; the prefix length is above.
    pub(super) const INFO_BITS: u32 = 23;

    pub(in crate::route) fn new(prefix_len: u8, info: InfoId) -> Option<Self> {
        NonZeroU32::new(u32::from(prefix_len) << Self::INFO_BITS | info.0).map(Self)
    }

    /// What an entry of the trie says; 0 says nothing.
    #[inline]
    pub(super) fn from_entry(entry: u32) -> Option<Self> {
        NonZeroU32::new(entry).map(Self)
    }

    /// As an entry of the trie: the uppermost bit is clear.
    #[inline]
    pub(super) const fn entry(self) -> u32 {
        self.0.get()
    }

    /// The length of the prefix, in bits.
    #[must_use]
    #[inline]
    pub const fn prefix_len(self) -> u8 {
        (self.0.get() >> Self::INFO_BITS) as u8
    }

    /// The info's number.
    #[must_use]
    #[inline]
    pub const fn info(self) -> InfoId {
        InfoId(self.0.get() & InfoId::MAX)
    }
}

impl fmt::Debug for Leaf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{} {:?}", self.prefix_len(), self.info())
    }
}
