//! A program for the kernel that looks at a frame and gives a number: written once, in classic BPF, and translated
//! for those places where the kernel takes eBPF only.
//!
//! Read `Documentation/networking/filter.rst` and `Documentation/bpf/standardization/instruction-set.rst` of the kernel.

use libc::{
    BPF_A, BPF_ABS, BPF_ALU, BPF_IMM, BPF_JA, BPF_JEQ, BPF_JMP, BPF_JSET, BPF_K, BPF_LD, BPF_LDX,
    BPF_LSH, BPF_MEM, BPF_MISC, BPF_OR, BPF_RET, BPF_RSH, BPF_ST, BPF_TAX, BPF_X, SKF_AD_OFF,
    SKF_AD_PROTOCOL, sock_filter,
};

use super::sys::insn;

/// A place in a program's memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word(pub(super) u32);

/// A program in classic BPF that is being written. Most of it is about one number, which each step makes anew or
/// changes.
#[derive(Default)]
pub(super) struct Code {
    instructions: Vec<sock_filter>,
    places: Vec<(&'static str, usize)>,
    /// Jumps, and when they are taken.
    jumps: Vec<(usize, &'static str, Taken)>,
}

/// When a jump is taken.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Taken {
    IfTrue,
    IfFalse,
    Always,
}

impl Code {
    fn push(&mut self, code: u32, k: u32) {
        self.instructions.push(sock_filter {
            code: code as u16,
            jt: 0,
            jf: 0,
            k,
        });
    }

    /// What follows gets a name.
    pub(super) fn place(&mut self, name: &'static str) {
        self.places.push((name, self.instructions.len()));
    }

    fn jump(&mut self, kind: u32, k: u32, to: &'static str, taken: Taken) {
        self.jumps.push((self.instructions.len(), to, taken));
        self.push(BPF_JMP | kind, k);
    }

    /// Goes on at a place further below.
    pub(super) fn go(&mut self, to: &'static str) {
        self.jump(BPF_JA, 0, to, Taken::Always);
    }

    /// Goes on there if the number is `value`.
    pub(super) fn when(&mut self, value: u32, to: &'static str) {
        self.jump(BPF_JEQ | BPF_K, value, to, Taken::IfTrue);
    }

    /// Goes on there if the number is what is in memory.
    pub(super) fn when_word(&mut self, word: Word, to: &'static str) {
        self.push(BPF_LDX | BPF_MEM, word.0);
        self.jump(BPF_JEQ | BPF_X, 0, to, Taken::IfTrue);
    }

    /// Goes on there unless the number is `value`.
    pub(super) fn unless(&mut self, value: u32, to: &'static str) {
        self.jump(BPF_JEQ | BPF_K, value, to, Taken::IfFalse);
    }

    /// Goes on there if the number has any of these bits.
    pub(super) fn when_any(&mut self, bits: u32, to: &'static str) {
        self.jump(BPF_JSET | BPF_K, bits, to, Taken::IfTrue);
    }

    /// The number becomes `value`.
    pub(super) fn set(&mut self, value: u32) {
        self.push(BPF_LD | BPF_IMM, value);
    }

    /// The number becomes what the frame has at an offset; the program ends with 0 if it is shorter.
    pub(super) fn load(&mut self, size: u32, offset: i32) {
        self.push(BPF_LD | size | BPF_ABS, offset as u32);
    }

    /// Puts the number into memory.
    pub(super) fn store(&mut self, word: Word) {
        self.push(BPF_ST, word.0);
    }

    /// The number becomes what `operation` makes of it and `value`.
    pub(super) fn with(&mut self, operation: u32, value: u32) {
        self.push(BPF_ALU | operation | BPF_K, value);
    }

    /// The number becomes what `operation` makes of it and of what is in memory.
    pub(super) fn with_word(&mut self, operation: u32, word: Word) {
        self.push(BPF_LDX | BPF_MEM, word.0);
        self.push(BPF_ALU | operation | BPF_X, 0);
    }

    /// The number becomes what `operation` makes of two words of memory.
    pub(super) fn combine(&mut self, one: Word, operation: u32, other: Word) {
        self.push(BPF_LD | BPF_MEM, one.0);
        self.with_word(operation, other);
    }

    /// Rotates the number to the left by 1 to 31 bits, by means of `scratch`.
    pub(super) fn turn(&mut self, bits: u32, scratch: Word) {
        self.store(scratch);
        self.with(BPF_RSH, 32 - bits);
        self.push(BPF_MISC | BPF_TAX, 0);
        self.push(BPF_LD | BPF_MEM, scratch.0);
        self.with(BPF_LSH, bits);
        self.push(BPF_ALU | BPF_OR | BPF_X, 0);
    }

    /// Ends with `value`.
    pub(super) fn give(&mut self, value: u32) {
        self.push(BPF_RET | BPF_K, value);
    }

    /// Ends with the number.
    pub(super) fn give_it(&mut self) {
        self.push(BPF_RET | BPF_A, 0);
    }

    /// The whole program.
    pub(super) fn finish(mut self) -> Vec<sock_filter> {
        for (at, to, taken) in self.jumps {
            let place = self.places.iter().find(|(name, _)| *name == to);
            // Places are further below, and a program is short.
            let skip = place.map_or(0, |(_, place)| place - at - 1);
            let jump = &mut self.instructions[at];
            match taken {
                Taken::IfTrue => jump.jt = skip as u8,
                Taken::IfFalse => jump.jf = skip as u8,
                Taken::Always => jump.k = skip as u32,
            }
        }
        self.instructions
    }
}

/// The register with a program's number, which is also its result and where loads from the frame put it.
const NUMBER: u8 = 0;
/// The register with what a program begins with.
const CONTEXT: u8 = 1;
/// The register in which loads from the frame look for it.
const FRAME: u8 = 6;
/// The register for X, one of those that loads leave alone.
const INDEX: u8 = 7;
/// The register with the end of the stack, which has the program's memory.
const STACK: u8 = 10;
/// Where `struct __sk_buff` has the protocol, as it is in the frame.
const PROTOCOL_AT: i16 = 16;

/// A program of [`Code`] in eBPF, for a socket filter (`BPF_PROG_TYPE_SOCKET_FILTER`): there, loads from the frame
/// are what they are in classic BPF.
pub(super) fn extended(classic: &[sock_filter]) -> Vec<u64> {
    let mut out = vec![insn(0xbf, FRAME, CONTEXT, 0, 0)];
    let mut starts = Vec::with_capacity(classic.len());
    let mut jumps = Vec::new();
    for (number, &sock_filter { code, jt, jf, k }) in classic.iter().enumerate() {
        starts.push(out.len());
        let code = u32::from(code);
        // Also the operation of eBPF, where it has the same.
        let (operation, value) = (code as u8, k as i32);
        // There are 16 words of memory.
        let in_memory = -4 * ((k & 15) as i16 + 1);
        match code & 7 {
            BPF_LD if code & 0xe0 == BPF_IMM => out.push(insn(0xb4, NUMBER, 0, 0, value)),
            BPF_LD if code & 0xe0 == BPF_MEM => {
                out.push(insn(0x61, NUMBER, STACK, in_memory, 0));
            }
            BPF_LD if value == SKF_AD_OFF + SKF_AD_PROTOCOL => {
                out.push(insn(0x61, NUMBER, FRAME, PROTOCOL_AT, 0));
                // From the order of the network.
                out.push(insn(0xdc, NUMBER, 0, 0, 16));
            }
            BPF_LD => out.push(insn(operation, 0, 0, 0, value)),
            BPF_LDX => out.push(insn(0x61, INDEX, STACK, in_memory, 0)),
            BPF_ST => out.push(insn(0x63, STACK, NUMBER, in_memory, 0)),
            BPF_ALU if code & 8 == BPF_X => out.push(insn(operation, NUMBER, INDEX, 0, 0)),
            BPF_ALU => out.push(insn(operation, NUMBER, 0, 0, value)),
            BPF_JMP if code & 0xf0 == BPF_JA => {
                jumps.push((out.len(), number + 1 + k as usize));
                out.push(insn(0x05, 0, 0, 0, 0));
            }
            BPF_JMP => {
                jumps.push((out.len(), number + 1 + usize::from(jt)));
                let (index, value) = if code & 8 == BPF_X {
                    (INDEX, 0)
                } else {
                    (0, value)
                };
                out.push(insn(operation, NUMBER, index, 0, value));
                if jf != 0 {
                    jumps.push((out.len(), number + 1 + usize::from(jf)));
                    out.push(insn(0x05, 0, 0, 0, 0));
                }
            }
            BPF_RET => {
                if code & 0x18 == BPF_K {
                    out.push(insn(0xb4, NUMBER, 0, 0, value));
                }
                out.push(insn(0x95, 0, 0, 0, 0));
            }
            // `BPF_MISC`, of which there is `BPF_TAX`.
            _ => out.push(insn(0xbc, INDEX, NUMBER, 0, 0)),
        }
    }
    for (at, to) in jumps {
        let skip = starts.get(to).map_or(0, |to| to - at - 1) as u64;
        // The offset, above the operation and the registers.
        out[at] |= skip << 16;
    }
    out
}
