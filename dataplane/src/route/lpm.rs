//! Longest-prefix match: the structure that says which route an address falls under.

use std::{
    collections::BTreeMap,
    fmt,
    net::IpAddr,
    num::NonZeroU32,
    sync::{Arc, PoisonError, RwLock},
};

/// An address as a number, in host byte order: `u32` for IPv4, `u128` for IPv6.
pub trait Key: Copy + Ord + fmt::Debug + Send + Sync + 'static {
    /// How long an address is, in bits.
    const BITS: u8;
    /// 0.0.0.0 or ::.
    const UNSPECIFIED: Self;

    /// The address with all but the first `len` bits cleared.
    #[must_use]
    fn masked(self, len: u8) -> Self;

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

    fn from_ip(addr: IpAddr) -> Option<Self> {
        match addr {
            IpAddr::V6(addr) => Some(addr.to_bits()),
            IpAddr::V4(_) => None,
        }
    }
}

/// The number of a [`super::RouteInfo`] within a [`super::Routing`].
///
/// While the snapshot's epoch stays the same, so does what a number stands for: a worker may keep
/// what it works out from a route under its number until the epoch changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct InfoId(pub(super) u32);

impl InfoId {
    /// The largest number there can be: 23 bits.
    pub(super) const MAX: u32 = (1 << 23) - 1;
    /// The one of all throw routes, so that a lookup knows them without looking further.
    pub(super) const THROW: Self = Self(1);

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
    const INFO_BITS: u32 = 23;

    pub(super) fn new(prefix_len: u8, info: InfoId) -> Option<Self> {
        NonZeroU32::new(u32::from(prefix_len) << Self::INFO_BITS | info.0).map(Self)
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

type Prefixes<A> = RwLock<BTreeMap<(u8, A), Leaf>>;

/// The reading end: any number of threads look up while one writes.
#[derive(Debug)]
pub struct Lpm<A> {
    prefixes: Arc<Prefixes<A>>,
}

impl<A: Key> Lpm<A> {
    /// The longest prefix that `dst` falls under.
    #[must_use]
    pub fn lookup(&self, dst: A) -> Option<Leaf> {
        let prefixes = self.prefixes.read().unwrap_or_else(PoisonError::into_inner);
        (0..=A::BITS)
            .rev()
            .find_map(|len| prefixes.get(&(len, dst.masked(len))).copied())
    }

    /// [`Lpm::lookup`] for each of `dsts`, into the same places of `out`.
    pub fn lookup_batch(&self, dsts: &[A], out: &mut [Option<Leaf>]) {
        for (&dst, out) in dsts.iter().zip(out) {
            *out = self.lookup(dst);
        }
    }
}

/// The writing end, for one control thread.
#[derive(Debug)]
pub struct LpmWriter<A> {
    shared: Arc<Lpm<A>>,
}

impl<A: Key> LpmWriter<A> {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self {
            shared: Arc::new(Lpm {
                prefixes: Arc::default(),
            }),
        }
    }

    /// The reading end.
    #[must_use]
    pub fn reader(&self) -> Arc<Lpm<A>> {
        Arc::clone(&self.shared)
    }

    /// Inserts a prefix, or changes what it stands for. Gives what it stood for before.
    pub fn insert(&mut self, prefix: A, len: u8, info: InfoId) -> Option<InfoId> {
        let mut prefixes = self
            .shared
            .prefixes
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        let leaf = Leaf::new(len, info)?;
        prefixes
            .insert((len, prefix.masked(len)), leaf)
            .map(Leaf::info)
    }

    /// Removes a prefix. Gives what it stood for.
    pub fn remove(&mut self, prefix: A, len: u8) -> Option<InfoId> {
        let mut prefixes = self
            .shared
            .prefixes
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        prefixes.remove(&(len, prefix.masked(len))).map(Leaf::info)
    }

    /// Whether there is no prefix.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.shared
            .prefixes
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .is_empty()
    }

    /// Makes the memory of what was removed before the grace period that just ended reusable.
    pub fn reclaim(&mut self) {}
}

impl<A: Key> Default for LpmWriter<A> {
    fn default() -> Self {
        Self::new()
    }
}
