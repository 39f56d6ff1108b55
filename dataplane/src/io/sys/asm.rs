//! An assembler for eBPF programs: instructions by name, jumps to labels. Read RFC 9669.
//!
//! A program that takes a page of them needs no compiler, and none has to be there at run time.

/// A register. `R1` to `R5` are the arguments of helpers, which do not keep them; `R0` is what helpers and the
/// program give; `R6` to `R9` stay; `FP` is the end of 512 bytes of stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Reg {
    R0 = 0,
    R1,
    R2,
    R3,
    R4,
    R5,
    R6,
    R7,
    R8,
    R9,
    Fp,
}

/// How many bytes a load or store moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Size {
    /// Four bytes.
    Word = 0x00,
    /// Two bytes.
    Half = 0x08,
    /// One byte.
    Byte = 0x10,
    /// Eight bytes.
    Double = 0x18,
}

/// What is computed, in 64 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Op {
    Add = 0x00,
    Sub = 0x10,
    And = 0x50,
    ShiftRight = 0x70,
    Xor = 0xa0,
    Set = 0xb0,
}

/// When a jump is taken; numbers have no sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum If {
    Equal = 0x10,
    Above = 0x20,
    /// Any of the bits is set.
    AnySet = 0x40,
    Differ = 0x50,
    Below = 0xa0,
    AtMost = 0xb0,
}

/// A place in the program, perhaps one that is yet to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Label(usize);

/// A program in the making.
#[derive(Debug, Default)]
pub(super) struct Assembler {
    code: Vec<u64>,
    /// Where each label is.
    labels: Vec<Option<usize>>,
    /// Jumps, and the labels that they go to.
    jumps: Vec<(usize, Label)>,
}

/// Classes and modes of instructions.
const LD_IMM64: u8 = 0x18;
const LDX_MEM: u8 = 0x61;
const STX_MEM: u8 = 0x63;
const ST_MEM: u8 = 0x62;
const STX_ATOMIC: u8 = 0xc3;
const ALU64: u8 = 0x07;
const ALU32: u8 = 0x04;
const JMP: u8 = 0x05;
/// The second operand is a register.
const REGISTER: u8 = 0x08;
const TO_BIG_ENDIAN: u8 = 0xdc;
const CALL: u8 = 0x85;
const EXIT: u8 = 0x95;
/// `BPF_PSEUDO_MAP_FD` and `BPF_PSEUDO_MAP_VALUE`: what the immediate of [`LD_IMM64`] is.
const MAP_FD: u8 = 1;
const MAP_VALUE: u8 = 2;

/// One instruction: operation, destination and source register, offset, immediate.
pub(in crate::io) const fn insn(
    operation: u8,
    dst: u8,
    src: u8,
    offset: i16,
    immediate: i32,
) -> u64 {
    let [o0, o1] = offset.to_le_bytes();
    let [i0, i1, i2, i3] = immediate.to_le_bytes();
    u64::from_le_bytes([operation, dst | src << 4, o0, o1, i0, i1, i2, i3])
}

impl Assembler {
    /// A label that is not placed yet.
    pub(super) fn label(&mut self) -> Label {
        self.labels.push(None);
        Label(self.labels.len() - 1)
    }

    /// Places a label before the next instruction.
    pub(super) fn place(&mut self, label: Label) {
        self.labels[label.0] = Some(self.code.len());
    }

    fn put(&mut self, operation: u8, dst: Reg, src: u8, offset: i16, immediate: i32) {
        self.code
            .push(insn(operation, dst as u8, src, offset, immediate));
    }

    /// `dst = *(from + offset)`
    pub(super) fn load(&mut self, size: Size, dst: Reg, from: Reg, offset: i16) {
        self.put(LDX_MEM | size as u8, dst, from as u8, offset, 0);
    }

    /// `*(to + offset) = src`
    pub(super) fn store(&mut self, size: Size, to: Reg, offset: i16, src: Reg) {
        self.put(STX_MEM | size as u8, to, src as u8, offset, 0);
    }

    /// `*(to + offset) = value`
    pub(super) fn store_number(&mut self, size: Size, to: Reg, offset: i16, value: i32) {
        self.put(ST_MEM | size as u8, to, 0, offset, value);
    }

    /// `*(to + offset) += src`, 64 bits, in one step that no other processor sees half of.
    pub(super) fn add_atomically(&mut self, to: Reg, offset: i16, src: Reg) {
        let double = STX_ATOMIC | Size::Double as u8;
        self.put(double, to, src as u8, offset, 0);
    }

    /// `dst = dst op src`
    pub(super) fn alu(&mut self, op: Op, dst: Reg, src: Reg) {
        self.put(ALU64 | op as u8 | REGISTER, dst, src as u8, 0, 0);
    }

    /// `dst = dst op number`
    pub(super) fn alu_number(&mut self, op: Op, dst: Reg, number: i32) {
        self.put(ALU64 | op as u8, dst, 0, 0, number);
    }

    /// `dst = src`, the upper half zero.
    pub(super) fn lower_half(&mut self, dst: Reg, src: Reg) {
        self.put(ALU32 | Op::Set as u8 | REGISTER, dst, src as u8, 0, 0);
    }

    /// The lower 16 bits of `dst`, which are in the order of the network, in the machine's, and the rest zero.
    pub(super) fn network16(&mut self, dst: Reg) {
        self.put(TO_BIG_ENDIAN, dst, 0, 0, 16);
    }

    /// `dst =` the map of a descriptor.
    pub(super) fn map(&mut self, dst: Reg, fd: i32) {
        self.put(LD_IMM64, dst, MAP_FD, 0, fd);
        self.code.push(0);
    }

    /// `dst =` the address of the only value of an array.
    pub(super) fn map_value(&mut self, dst: Reg, fd: i32) {
        self.put(LD_IMM64, dst, MAP_VALUE, 0, fd);
        self.code.push(0);
    }

    /// `r0 = helper(r1, …)`
    pub(super) fn call(&mut self, helper: i32) {
        self.put(CALL, Reg::R0, 0, 0, helper);
    }

    /// Ends the program.
    pub(super) fn exit(&mut self) {
        self.put(EXIT, Reg::R0, 0, 0, 0);
    }

    fn jump_by(&mut self, operation: u8, dst: Reg, src: u8, number: i32, to: Label) {
        self.jumps.push((self.code.len(), to));
        self.put(operation, dst, src, 0, number);
    }

    /// `goto to`
    pub(super) fn jump(&mut self, to: Label) {
        self.jump_by(JMP, Reg::R0, 0, 0, to);
    }

    /// `if dst is src goto to`
    pub(super) fn jump_if(&mut self, is: If, dst: Reg, src: Reg, to: Label) {
        self.jump_by(JMP | is as u8 | REGISTER, dst, src as u8, 0, to);
    }

    /// `if dst is number goto to`
    pub(super) fn jump_if_number(&mut self, is: If, dst: Reg, number: i32, to: Label) {
        self.jump_by(JMP | is as u8, dst, 0, number, to);
    }

    /// The instructions. `None` if a jump goes nowhere, or too far.
    pub(super) fn finish(mut self) -> Option<Vec<u64>> {
        for (at, label) in self.jumps {
            let to = i64::try_from(self.labels[label.0]?).ok()?;
            let distance = i16::try_from(to - (at as i64 + 1)).ok()?;
            self.code[at] |= u64::from(distance as u16) << 16;
        }
        Some(self.code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As RFC 9669 §2 to §5 encodes them.
    #[test]
    fn instructions_are_encoded_as_the_rfc_says() {
        let mut asm = Assembler::default();
        asm.load(Size::Half, Reg::R3, Reg::R7, 12);
        asm.store(Size::Double, Reg::Fp, -8, Reg::R0);
        asm.store_number(Size::Word, Reg::Fp, -4, 7);
        asm.add_atomically(Reg::R8, 64, Reg::R1);
        asm.alu(Op::Add, Reg::R1, Reg::R2);
        asm.alu_number(Op::Set, Reg::R0, 2);
        asm.lower_half(Reg::R1, Reg::R1);
        asm.network16(Reg::R9);
        asm.map(Reg::R1, 5);
        asm.call(51);
        asm.exit();
        let expected = [
            insn(0x69, 3, 7, 12, 0),
            insn(0x7b, 10, 0, -8, 0),
            insn(0x62, 10, 0, -4, 7),
            insn(0xdb, 8, 1, 64, 0),
            insn(0x0f, 1, 2, 0, 0),
            insn(0xb7, 0, 0, 0, 2),
            insn(0xbc, 1, 1, 0, 0),
            insn(0xdc, 9, 0, 0, 16),
            insn(0x18, 1, 1, 0, 5),
            0,
            insn(0x85, 0, 0, 0, 51),
            insn(0x95, 0, 0, 0, 0),
        ];
        assert_eq!(asm.finish().as_deref(), Some(&expected[..]));
    }

    #[test]
    fn jumps_go_to_their_labels_forwards_and_backwards() {
        let mut asm = Assembler::default();
        let (start, end) = (asm.label(), asm.label());
        asm.place(start);
        asm.jump_if_number(If::AtMost, Reg::R1, 1, end);
        asm.jump_if(If::Above, Reg::R1, Reg::R2, start);
        asm.jump(start);
        asm.place(end);
        asm.exit();
        let expected = [
            insn(0xb5, 1, 0, 2, 1),
            insn(0x2d, 1, 2, -2, 0),
            insn(0x05, 0, 0, -3, 0),
            insn(0x95, 0, 0, 0, 0),
        ];
        assert_eq!(asm.finish().as_deref(), Some(&expected[..]));
    }

    #[test]
    fn a_jump_to_nowhere_is_no_program() {
        let mut asm = Assembler::default();
        let nowhere = asm.label();
        asm.jump(nowhere);
        assert_eq!(asm.finish(), None);
    }
}
