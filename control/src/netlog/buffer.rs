//! What a line is made of, and what it is made in.

use std::fmt;

/// Bytes that the kernel has room for in a line (`S_SIZE`), the last excepted, and without the two
/// that say the level.
const ROOM: usize = 1019 - 1 - 2;

/// A line that is being written; what is longer than the kernel's buffer is cut off (`nf_log_buf`).
#[derive(Debug, Default)]
pub(super) struct Line(String);

impl Line {
    /// Adds text.
    pub(super) fn add(&mut self, text: fmt::Arguments<'_>) {
        let _ = fmt::Write::write_fmt(self, text);
    }

    /// Adds bytes as hexadecimal digits: `OPT (0204..) `.
    pub(super) fn options(&mut self, bytes: &[u8]) {
        self.add(format_args!("OPT ("));
        for byte in bytes {
            self.add(format_args!("{byte:02X}"));
        }
        self.add(format_args!(") "));
    }

    /// The line.
    pub(super) fn finish(self) -> String {
        self.0
    }
}

impl fmt::Write for Line {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut room = ROOM.saturating_sub(self.0.len()).min(text.len());
        while !text.is_char_boundary(room) {
            room -= 1;
        }
        self.0.push_str(&text[..room]);
        Ok(())
    }
}

/// A packet from the network header on, of which only the beginning may be known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bytes<'a> {
    /// What is known.
    pub(super) known: &'a [u8],
    /// How long the packet is.
    pub(super) len: usize,
}

impl<'a> Bytes<'a> {
    /// `N` bytes at `offset`, if the packet has them (`skb_header_pointer`).
    pub(super) fn at<const N: usize>(&self, offset: usize) -> Option<&'a [u8; N]> {
        self.known.get(offset..)?.first_chunk()
    }

    /// `len` bytes at `offset`, if the packet has them.
    pub(super) fn slice(&self, offset: usize, len: usize) -> Option<&'a [u8]> {
        self.known.get(offset..)?.get(..len)
    }

    /// How many bytes there are from `offset` on, as the kernel counts: below zero it begins anew at
    /// 2³².
    pub(super) const fn rest(&self, offset: usize) -> u32 {
        (self.len as u32).wrapping_sub(offset as u32)
    }
}

/// Two bytes at `offset` of a header.
pub(super) fn be16(header: &[u8], offset: usize) -> u16 {
    u16::from_be_bytes([header[offset], header[offset + 1]])
}

/// Four bytes at `offset` of a header.
pub(super) fn be32(header: &[u8], offset: usize) -> u32 {
    u32::from(be16(header, offset)) << 16 | u32::from(be16(header, offset + 2))
}
