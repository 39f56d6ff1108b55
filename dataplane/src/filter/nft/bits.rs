//! Comparisons and arithmetic of registers: `cmp`, `range`, `bitwise` and `byteorder`.

use std::cmp::Ordering;

use super::{BitOp, CmpOp, Data, MAX_DATA, Reg, eval::Run, registers::Registers};

/// `nft_cmp_eval`: `memcmp`, whatever the bytes stand for.
#[inline]
pub(super) fn cmp(run: &Run<'_, '_>, op: CmpOp, sreg: Reg, data: &Data) -> Option<()> {
    let order = run.regs.get(sreg, data.0.len())?.cmp(&data.0);
    let holds = match op {
        CmpOp::Eq => order == Ordering::Equal,
        CmpOp::Neq => order != Ordering::Equal,
        CmpOp::Lt => order == Ordering::Less,
        CmpOp::Lte => order != Ordering::Greater,
        CmpOp::Gt => order == Ordering::Greater,
        CmpOp::Gte => order != Ordering::Less,
    };
    holds.then_some(())
}

/// `nft_range_eval`.
#[inline]
pub(super) fn range(
    run: &Run<'_, '_>,
    not: bool,
    sreg: Reg,
    (from, to): (&Data, &Data),
) -> Option<()> {
    let value = run.regs.get(sreg, from.0.len())?;
    let inside = *from.0 <= *value && *value <= *to.0;
    (inside != not).then_some(())
}

/// `nft_bitwise_eval`.
#[inline]
pub(super) fn bitwise(
    run: &mut Run<'_, '_>,
    (sreg, dreg): (Reg, Reg),
    len: u8,
    op: &BitOp,
) -> Option<()> {
    let regs = &mut run.regs;
    match op {
        BitOp::MaskXor { mask, xor } => mask_xor(regs, (sreg, dreg), usize::from(len), mask, xor),
        BitOp::ShiftLeft(by) => shift(regs, (sreg, dreg), len, *by, true),
        BitOp::ShiftRight(by) => shift(regs, (sreg, dreg), len, *by, false),
    }
}

#[inline]
fn mask_xor(
    regs: &mut Registers,
    (sreg, dreg): (Reg, Reg),
    len: usize,
    mask: &Data,
    xor: &Data,
) -> Option<()> {
    let mut buffer = [0; MAX_DATA];
    let value = regs.copied(sreg, len, &mut buffer)?;
    for (byte, (mask, xor)) in value.iter_mut().zip(mask.0.iter().zip(&xor.0)) {
        *byte = *byte & mask ^ xor;
    }
    regs.put(dreg, value)
}

/// Shifts words as the processor reads them, the first being the most significant.
fn shift(
    regs: &mut Registers,
    (sreg, dreg): (Reg, Reg),
    len: u8,
    by: u32,
    left: bool,
) -> Option<()> {
    let len = usize::from(len).next_multiple_of(4);
    let mut buffer = [0; MAX_DATA];
    let value = regs.copied(sreg, len, &mut buffer)?;
    let (words, _) = value.as_chunks_mut::<4>();
    let mut carry = 0;
    let mut one = |word: &mut [u8; 4]| {
        let number = u32::from_ne_bytes(*word);
        let wide = if left {
            u64::from(number) << by
        } else {
            (u64::from(number) << 32) >> by
        };
        let (high, low) = ((wide >> 32) as u32, wide as u32);
        let (shifted, out) = if left { (low, high) } else { (high, low) };
        *word = (shifted | carry).to_ne_bytes();
        carry = out;
    };
    if left {
        words.iter_mut().rev().for_each(&mut one);
    } else {
        words.iter_mut().for_each(&mut one);
    }
    regs.put(dreg, value)
}

/// `nft_byteorder_eval`: both ways turn the bytes of each number round.
#[inline]
pub(super) fn byteorder(
    run: &mut Run<'_, '_>,
    (sreg, dreg): (Reg, Reg),
    len: u8,
    size: u8,
) -> Option<()> {
    let (len, size) = (usize::from(len), usize::from(size));
    let mut buffer = [0; MAX_DATA];
    let value = run.regs.copied(sreg, len, &mut buffer)?;
    if cfg!(target_endian = "little") {
        for number in value.chunks_exact_mut(size.max(1)) {
            number.reverse();
        }
    }
    run.regs.put(dreg, value)
}
