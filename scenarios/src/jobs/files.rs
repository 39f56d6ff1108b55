//! The files of a machine: as much as transfers need.

use std::collections::BTreeMap;

/// A file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum File {
    /// Its bytes.
    Bytes(Vec<u8>),
    /// So many bytes of a pattern in which no two places look alike for long, which need no memory.
    Pattern(u64),
}

/// The byte at place `at` of every pattern: no period that a segment's length could share.
fn pattern(at: u64) -> u8 {
    (at.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56) as u8
}

/// Whether bytes are those of a pattern from place `at` on.
#[must_use]
pub fn is_pattern(bytes: &[u8], at: u64) -> bool {
    let mut places = bytes.iter().zip(at..);
    places.all(|(byte, at)| *byte == pattern(at))
}

impl File {
    /// Its length, in bytes.
    #[must_use]
    pub fn len(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::Pattern(len) => *len,
        }
    }

    /// Whether it has no bytes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// At most `limit` bytes from place `at`.
    #[must_use]
    pub fn read(&self, at: u64, limit: usize) -> Vec<u8> {
        let end = self.len().min(at.saturating_add(limit as u64));
        match self {
            Self::Bytes(bytes) => bytes
                .get(at as usize..end as usize)
                .unwrap_or_default()
                .to_vec(),
            Self::Pattern(_) => (at..end).map(pattern).collect(),
        }
    }

    /// All of it, in pieces of at most `limit` bytes.
    pub fn chunks(&self, limit: usize) -> impl Iterator<Item = Vec<u8>> {
        let places = (0..self.len()).step_by(limit);
        places.map(move |at| self.read(at, limit))
    }
}

/// Files by their paths.
pub type Files = BTreeMap<String, File>;
