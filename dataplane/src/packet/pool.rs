//! Where buffers come from.

use super::{Arena, Batch, Checksum, Meta, Packet, PacketBuf, storage::Storage};
use crate::{memory::LINE, time::Instant};

/// The two sizes of buffer: what an ordinary MTU needs, and what a GSO super-frame needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SizeClass {
    /// Frames up to 1,900 bytes.
    Small,
    /// Frames up to 64 KiB of IP packet and their link-layer header.
    Large,
}

impl SizeClass {
    /// Size of the allocation, headroom included, in bytes.
    #[must_use]
    pub const fn capacity(self) -> usize {
        match self {
            Self::Small => 2048,
            Self::Large => 68 * 1024,
        }
    }

    /// Memory for a buffer.
    #[cold]
    fn storage(self) -> Storage {
        Storage::lines(self.capacity() / LINE)
    }

    /// The smallest class whose buffers hold a frame of `len` bytes behind the usual headroom,
    /// `None` if no class does.
    #[must_use]
    pub const fn for_len(len: usize) -> Option<Self> {
        if len + PacketBuf::HEADROOM <= Self::Small.capacity() {
            Some(Self::Small)
        } else if len + PacketBuf::HEADROOM <= Self::Large.capacity() {
            Some(Self::Large)
        } else {
            None
        }
    }
}

/// The kinds of buffers that a pool keeps apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BufKind {
    /// [`SizeClass::Small`].
    Small,
    /// [`SizeClass::Large`].
    Large,
    /// In a chunk of the arena.
    Chunk,
}

impl BufKind {
    /// All of them.
    pub(crate) const ALL: [Self; 3] = [Self::Small, Self::Large, Self::Chunk];

    /// That of a buffer, if it is one of a pool's.
    #[inline]
    pub(crate) fn of(buf: &PacketBuf) -> Option<Self> {
        let capacity = buf.capacity();
        if buf.is_chunk() {
            Some(Self::Chunk)
        } else if capacity == SizeClass::Small.capacity() {
            Some(Self::Small)
        } else if capacity == SizeClass::Large.capacity() {
            Some(Self::Large)
        } else {
            None
        }
    }
}

/// A worker's free buffers: last in, first out, so that what is handed out is warm in the cache.
///
/// Takes from the allocator when empty and gives back beyond `keep`. Buffers that go to other workers with packets come
/// back by and by (`worker/backlog.rs`).
#[derive(Debug)]
pub struct Pool {
    small: Vec<Storage>,
    large: Vec<Storage>,
    /// Chunks of the arena, for frames that AF_XDP ports receive.
    chunks: Vec<Storage>,
    keep: usize,
}

impl Pool {
    /// An empty pool that keeps up to `keep` free buffers of each class.
    #[must_use]
    pub fn new(keep: usize) -> Self {
        Self {
            small: Vec::with_capacity(keep),
            large: Vec::with_capacity(keep),
            chunks: Vec::new(),
            keep,
        }
    }

    /// An empty buffer with the usual headroom.
    #[inline]
    pub fn get(&mut self, class: SizeClass) -> PacketBuf {
        let free = match class {
            SizeClass::Small => &mut self.small,
            SizeClass::Large => &mut self.large,
        };
        let storage = free.pop().unwrap_or_else(|| class.storage());
        PacketBuf::over(storage, PacketBuf::HEADROOM)
    }

    /// Those of a kind.
    #[inline]
    fn free(&mut self, kind: BufKind) -> &mut Vec<Storage> {
        match kind {
            BufKind::Small => &mut self.small,
            BufKind::Large => &mut self.large,
            BufKind::Chunk => &mut self.chunks,
        }
    }

    /// A free buffer of this kind, if there is one.
    pub(crate) fn spare(&mut self, kind: BufKind) -> Option<PacketBuf> {
        let storage = self.free(kind).pop()?;
        Some(PacketBuf::over(storage, PacketBuf::HEADROOM))
    }

    /// A buffer that holds a copy of `bytes`, `None` if no class is large enough.
    pub fn copy(&mut self, bytes: &[u8]) -> Option<PacketBuf> {
        let mut buf = self.get(SizeClass::for_len(bytes.len())?);
        buf.extend(bytes).then_some(buf)
    }

    /// Takes a buffer back. Storage that fits no class exactly goes to the allocator.
    #[inline]
    pub fn put(&mut self, buf: PacketBuf) {
        let Some(kind) = BufKind::of(&buf) else {
            return;
        };
        let keep = self.keep;
        let free = self.free(kind);
        if free.len() < keep {
            free.push(buf.into_storage());
        }
    }

    /// A chunk of the arena, if there are any left.
    #[inline]
    pub(crate) fn chunk(&mut self, arena: &'static Arena) -> Option<Storage> {
        /// Chunks that are fetched at a time: the lock is taken seldom.
        const FETCH: usize = 64;
        if self.chunks.is_empty() {
            arena.take(FETCH, &mut self.chunks);
        }
        self.chunks.pop()
    }

    /// Takes a chunk back.
    #[inline]
    pub(crate) fn put_chunk(&mut self, chunk: Storage) {
        self.put(PacketBuf::over(chunk, 0));
    }

    /// Takes a packet's buffer back.
    #[inline]
    pub fn recycle(&mut self, packet: Packet) {
        self.put(packet.buf);
    }

    /// Takes back the buffers of the first packets of a burst, so many: those of most are small ones, which are moved
    /// at once.
    pub fn recycle_front(&mut self, batch: &mut Batch, count: usize) {
        let count = count.min(batch.len());
        let is_small = |buf: &PacketBuf| BufKind::of(buf) == Some(BufKind::Small);
        let alike = batch.as_slice()[..count]
            .iter()
            .fold(true, |alike, packet| alike & is_small(&packet.buf));
        let packets = batch.drain_front(count);
        if alike && self.small.len() + count <= self.keep {
            let storages = packets.map(|packet| packet.buf.into_storage());
            self.small.extend(storages);
            return;
        }
        for packet in packets {
            self.recycle(packet);
        }
    }

    /// Adds packets to a batch that were received at `now`, one for each of `frames` as long as there is room: `fill`
    /// puts the frame into an empty small buffer, and says what is known of the checksum. Gives how many were added.
    #[inline]
    pub fn receive<T>(
        &mut self,
        batch: &mut Batch,
        now: Instant,
        frames: impl ExactSizeIterator<Item = T>,
        mut fill: impl FnMut(T, &mut PacketBuf) -> Checksum,
    ) -> usize {
        let count = batch.room().min(frames.len());
        let class = SizeClass::Small;
        self.small.reserve(count.saturating_sub(self.small.len()));
        while self.small.len() < count {
            self.small.push(class.storage());
        }
        let rest = self.small.len() - count;
        let buffers = self.small.drain(rest..).rev();
        batch.extend(buffers.zip(frames).map(|(storage, frame)| {
            let mut buf = PacketBuf::over(storage, PacketBuf::HEADROOM);
            let meta = Meta {
                checksum: fill(frame, &mut buf),
                received: now,
                ..Meta::NONE
            };
            Packet { buf, meta }
        }));
        count
    }
}
