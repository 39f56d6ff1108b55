//! A buffer with headroom.

use super::storage::Storage;

/// A contiguous run of bytes inside a larger allocation, so that headers can be put in front
/// without copying.
///
/// Invariant: `start + len <= storage.len()`.
#[derive(Debug, Default)]
pub struct PacketBuf {
    storage: Storage,
    start: u32,
    len: u32,
}

impl PacketBuf {
    /// Bytes that a buffer from a [`Pool`](super::Pool) has free in front: room for a virtio-net
    /// header and for growing the link-layer header by VLAN tags.
    pub const HEADROOM: usize = 128;

    /// An empty buffer over `storage`, with `headroom` bytes free in front.
    ///
    /// `headroom` is cut to the storage's length.
    #[must_use]
    pub fn new(storage: Box<[u8]>, headroom: usize) -> Self {
        Self::over(storage.into(), headroom)
    }

    /// The same over storage of any kind.
    #[inline]
    pub(crate) fn over(storage: Storage, headroom: usize) -> Self {
        let start = headroom.min(storage.len());
        Self {
            start: start as u32,
            len: 0,
            storage,
        }
    }

    /// A buffer of its own that holds a copy of `bytes` behind the usual headroom.
    #[must_use]
    pub fn copy_from(bytes: &[u8]) -> Self {
        let mut storage = vec![0; Self::HEADROOM + bytes.len()].into_boxed_slice();
        storage[Self::HEADROOM..].copy_from_slice(bytes);
        Self {
            storage: storage.into(),
            start: Self::HEADROOM as u32,
            len: bytes.len() as u32,
        }
    }

    pub(crate) fn into_storage(self) -> Storage {
        self.storage
    }

    /// Whether the bytes are in a chunk of the arena.
    #[inline]
    pub(crate) const fn is_chunk(&self) -> bool {
        self.storage.is_chunk()
    }

    /// Length of the contents, in bytes.
    #[must_use]
    #[inline]
    pub fn len(&self) -> usize {
        self.len as usize
    }

    /// Whether there are no contents.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Bytes free in front of the contents.
    #[must_use]
    pub fn headroom(&self) -> usize {
        self.start as usize
    }

    /// Bytes free behind the contents.
    #[must_use]
    pub fn tailroom(&self) -> usize {
        self.storage.len() - self.start as usize - self.len as usize
    }

    /// Size of the whole allocation, in bytes.
    #[must_use]
    pub fn capacity(&self) -> usize {
        self.storage.len()
    }

    /// The contents.
    #[must_use]
    #[inline]
    pub fn bytes(&self) -> &[u8] {
        let (start, end) = self.range_from(0);
        &self.storage[start..end]
    }

    /// The contents from byte `from` on; nothing if they end before.
    #[must_use]
    #[inline]
    pub fn bytes_from(&self, from: u16) -> &[u8] {
        let (start, end) = self.range_from(from);
        self.storage.get(start..end).unwrap_or_default()
    }

    /// The same, to change them.
    #[must_use]
    #[inline]
    pub fn bytes_from_mut(&mut self, from: u16) -> &mut [u8] {
        let (start, end) = self.range_from(from);
        self.storage.get_mut(start..end).unwrap_or_default()
    }

    /// Where the contents from byte `from` on are in the storage: a range that is none if they end before.
    #[inline]
    const fn range_from(&self, from: u16) -> (usize, usize) {
        let start = self.start as usize;
        (start + from as usize, start + self.len as usize)
    }

    /// The contents, to change them.
    #[must_use]
    #[inline]
    pub fn bytes_mut(&mut self) -> &mut [u8] {
        let (start, end) = self.range_from(0);
        &mut self.storage[start..end]
    }

    /// Everything behind the start of the contents, written or not: what a read fills before
    /// [`set_len`](Self::set_len).
    #[must_use]
    #[inline]
    pub fn spare_mut(&mut self) -> &mut [u8] {
        &mut self.storage[self.start as usize..]
    }

    /// The first `N` bytes of that; `None` if there are not as many.
    #[must_use]
    #[inline(always)]
    pub(crate) fn head_mut<const N: usize>(&mut self) -> Option<&mut [u8; N]> {
        let start = self.start as usize;
        self.storage.get_mut(start..start + N)?.first_chunk_mut()
    }

    /// Cuts the contents to `len` bytes, if they are longer.
    #[inline]
    pub(crate) fn truncate(&mut self, len: usize) {
        self.len = self.len.min(len as u32);
    }

    /// Declares the first `len` bytes from the start to be the contents. Growth shows whatever
    /// bytes were there before; `len` is cut to the room there is.
    #[inline]
    pub fn set_len(&mut self, len: usize) {
        let room = self.storage.len() - self.start as usize;
        self.len = len.min(room) as u32;
    }

    /// Grows the contents by `n` bytes in front (their values are whatever was there) and returns
    /// those, or `None` if there is not enough headroom.
    #[inline]
    pub fn push_front(&mut self, n: usize) -> Option<&mut [u8]> {
        let start = (self.start as usize).checked_sub(n)?;
        self.start = start as u32;
        self.len += n as u32;
        self.storage.get_mut(start..start + n)
    }

    /// Drops up to `n` bytes from the front of the contents.
    #[inline]
    pub fn pull_front(&mut self, n: usize) {
        let n = (n as u32).min(self.len);
        self.start += n;
        self.len -= n;
    }

    /// Appends `bytes`, or returns `false` and changes nothing if they do not fit.
    #[must_use]
    pub fn extend(&mut self, bytes: &[u8]) -> bool {
        let end = self.start as usize + self.len as usize;
        let Some(room) = self.storage.get_mut(end..end + bytes.len()) else {
            return false;
        };
        room.copy_from_slice(bytes);
        self.len += bytes.len() as u32;
        true
    }

    /// Empties the buffer and sets the headroom anew.
    pub fn reset(&mut self, headroom: usize) {
        self.start = headroom.min(self.storage.len()) as u32;
        self.len = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_come_and_go_in_front() {
        let mut buf = PacketBuf::copy_from(b"payload");
        buf.push_front(3).expect("headroom").copy_from_slice(b"hdr");
        assert_eq!(buf.bytes(), b"hdrpayload");
        buf.pull_front(3);
        assert_eq!(buf.bytes(), b"payload");
        assert_eq!(buf.headroom(), PacketBuf::HEADROOM);
        assert!(buf.push_front(PacketBuf::HEADROOM + 1).is_none());
        assert_eq!(buf.bytes(), b"payload");
    }

    #[test]
    fn growth_stops_at_the_allocation() {
        let mut buf = PacketBuf::new(vec![0; 10].into_boxed_slice(), 4);
        assert!(buf.extend(b"123456"));
        assert!(!buf.extend(b"7"));
        assert_eq!((buf.len(), buf.tailroom()), (6, 0));
        buf.set_len(100);
        assert_eq!(buf.len(), 6);
    }
}
