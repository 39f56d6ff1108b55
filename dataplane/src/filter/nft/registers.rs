//! The registers that expressions work on.

use super::{MAX_DATA, Reg};

/// Bytes of a word: values begin at one.
const WORD: usize = 4;

/// 16 words of 32 bits (`struct nft_regs`). A value takes as many words as it needs; the rest of its last word
/// is zero.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Registers([u8; MAX_DATA]);

impl Registers {
    /// All zero.
    pub(super) const fn new() -> Self {
        Self([0; MAX_DATA])
    }

    /// `len` bytes from `reg` on; `None` if there are not as many (no rule is compiled so).
    #[inline]
    pub(super) fn get(&self, reg: Reg, len: usize) -> Option<&[u8]> {
        let start = usize::from(reg.0) * WORD;
        self.0.get(start..start + len)
    }

    /// A copy of `len` bytes from `reg` on, in `buffer`: for what is to be written while they are looked at.
    #[inline]
    pub(super) fn copied<'b>(
        &self,
        reg: Reg,
        len: usize,
        buffer: &'b mut [u8; MAX_DATA],
    ) -> Option<&'b mut [u8]> {
        let room = buffer.get_mut(..len)?;
        room.copy_from_slice(self.get(reg, len)?);
        Some(room)
    }

    /// The `N` bytes from `reg` on.
    #[inline]
    pub(super) fn array<const N: usize>(&self, reg: Reg) -> Option<[u8; N]> {
        self.get(reg, N)?.first_chunk().copied()
    }

    /// The word at `reg`, as the processor reads it.
    #[inline]
    pub(super) fn u32(&self, reg: Reg) -> Option<u32> {
        self.array(reg).map(u32::from_ne_bytes)
    }

    /// Room for `len` bytes from `reg` on, all zero, as is the rest of the last word.
    #[inline]
    pub(super) fn room(&mut self, reg: Reg, len: usize) -> Option<&mut [u8]> {
        let start = usize::from(reg.0) * WORD;
        let room = self.0.get_mut(start..start + len.next_multiple_of(WORD))?;
        room.fill(0);
        room.get_mut(..len)
    }

    /// Puts `bytes` at `reg`.
    #[inline]
    pub(super) fn put(&mut self, reg: Reg, bytes: &[u8]) -> Option<()> {
        self.room(reg, bytes.len())?.copy_from_slice(bytes);
        Some(())
    }

    /// Puts a name at `reg`, and zeros behind it, 16 bytes in all (`IFNAMSIZ`).
    #[inline]
    pub(super) fn put_name(&mut self, reg: Reg, name: &str) -> Option<()> {
        const NAME_LEN: usize = 16;
        let room = self.room(reg, NAME_LEN)?;
        room.get_mut(..name.len())?.copy_from_slice(name.as_bytes());
        Some(())
    }

    /// Puts a number of the processor's own order at `reg`.
    #[inline]
    pub(super) fn put_u32(&mut self, reg: Reg, number: u32) -> Option<()> {
        self.put(reg, &number.to_ne_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_takes_whole_words() {
        let mut regs = Registers::new();
        regs.put(Reg(1), &[1, 2, 3, 4, 5, 6, 7, 8]).unwrap();
        regs.put(Reg(1), &[9]).unwrap();
        assert_eq!(regs.get(Reg(1), 8), Some(&[9, 0, 0, 0, 5, 6, 7, 8][..]));
        assert_eq!(regs.array::<2>(Reg(2)), Some([5, 6]));
    }

    #[test]
    fn what_is_too_long_does_not_fit() {
        let mut regs = Registers::new();
        assert_eq!(regs.put(Reg(13), &[0; 16]), None);
        assert_eq!(regs.put(Reg(12), &[0; 16]), Some(()));
        assert_eq!(regs.get(Reg(15), 5), None);
        assert_eq!(regs.get(Reg(16), 1), None);
        assert_eq!(regs.get(Reg(255), 1), None);
    }
}
