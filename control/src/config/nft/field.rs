//! What a rule can look at: the left sides of its comparisons.

use dataplane::{
    conntrack::Direction,
    filter::nft::{CtKey, FibResult, MetaKey, PayloadBase, RtKey, SocketKey},
};

use super::{Expr, ExtHeader, PayloadField, TcpOption};

/// Something that is loaded when a packet comes.
#[derive(Clone, Debug, PartialEq)]
pub enum Field {
    /// A field of a header: `ip saddr`.
    Payload(PayloadField),
    /// Bits of a packet: `@th,16,16`.
    Raw {
        /// From where they are counted.
        base: PayloadBase,
        /// Bits from there.
        offset: u16,
        /// Bits.
        bits: u16,
    },
    /// `meta …`; some may be written without `meta`.
    Meta(MetaField),
    /// `ct …`.
    Ct(CtField),
    /// `rt …`.
    Rt(RtField),
    /// `socket …`.
    Socket(SocketField),
    /// `fib …`.
    Fib(FibField),
    /// A field of an IPv6 extension header; the place is that in [`ExtHeader::fields`].
    Exthdr(ExtHeader, u8),
    /// `exthdr hbh`: whether there is one.
    ExthdrExists(ExtHeader),
    /// A field of a TCP option; the place is that in [`TcpOption::fields`].
    TcpOption(TcpOption, u8),
    /// `tcp option sack-perm`: whether there is one.
    TcpOptionExists(TcpOption),
    /// `ip option …`: the kind and the place of the field of it; `None` for whether there is one.
    IpOption(u8, Option<u8>),
    /// `numgen`.
    Numgen {
        /// How.
        mode: NumgenMode,
        /// How many numbers.
        modulus: u32,
        /// The first.
        offset: u32,
    },
    /// `jhash`, `symhash`.
    Hash {
        /// Of what.
        of: Hashing,
        /// How many values (0: all).
        modulus: u32,
        /// The first.
        offset: u32,
    },
}

/// `meta KEY`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MetaField {
    /// What.
    pub key: MetaKey,
}

/// `ct [DIRECTION] KEY`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CtField {
    /// What.
    pub key: CtKey,
    /// Of which direction.
    pub direction: Option<Direction>,
}

/// `rt [ip|ip6] KEY`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RtField {
    /// What.
    pub key: RtKey,
}

/// `socket KEY`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SocketField {
    /// What.
    pub key: SocketKey,
}

/// `fib saddr . iif oif`: which parts of the packet are looked up with, and what is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FibField {
    /// `saddr`; else `daddr`.
    pub source: bool,
    /// `mark`.
    pub mark: bool,
    /// `iif`.
    pub iif: bool,
    /// `oif`.
    pub oif: bool,
    /// What is asked: `oif`, `oifname`, `type`.
    pub result: FibResult,
    /// `check`: only whether there is one (`fib … oif exists`).
    pub present: bool,
}

/// How `numgen` numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NumgenMode {
    /// `inc`.
    Incremental,
    /// `random`.
    Random,
}

/// What is hashed.
#[derive(Clone, Debug, PartialEq)]
pub enum Hashing {
    /// `jhash EXPR`, with its seed if one is given.
    Jenkins {
        /// Of what.
        of: Box<Expr>,
        /// The seed.
        seed: Option<u32>,
    },
    /// `symhash`.
    Symmetric,
}
