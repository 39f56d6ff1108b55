//! Registers and what is in them.

/// Most bytes of a constant, and of a register of the old kind (`NFT_DATA_VALUE_MAXLEN` is 64 for keys of
/// sets, which are concatenations).
pub const MAX_DATA: usize = 64;

/// A register: one of 16 words of 32 bits (`NFT_REG32_00` to `NFT_REG32_15`); a value takes as many as it needs,
/// from this one on. Those that were registers of 16 bytes (`NFT_REG_1` to `NFT_REG_4`) are 0, 4, 8 and 12.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reg(pub u8);

/// A constant: bytes as they are in a register, those of packets in network order, those of the kernel's own
/// numbers (marks, indices of interfaces, …) in host order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Data(pub Box<[u8]>);
