//! What rules are made of.

use std::{
    fmt,
    sync::{Arc, atomic::AtomicU64},
};

use super::{CtKey, Data, MetaKey, Reg, RtKey, SetId, SocketKey};
use crate::{
    conntrack::{Direction, Helper},
    filter::{
        CounterId,
        targets::{LogOptions, Reject},
    },
    nat::NatFlags,
    route::Family,
};

/// The number of a chain of nft's: the configuration gives each its own, for as long as it is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ChainNumber(pub u32);

/// Where a packet goes on (`NFT_JUMP` … `NF_ACCEPT`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// It has passed this base chain.
    Accept,
    /// It ends.
    Drop,
    /// It goes on to the next rule.
    Continue,
    /// Back to the chain that it came from, or to the policy.
    Return,
    /// To another chain, and back.
    Jump(ChainNumber),
    /// To another chain, whose end is also the end of this one.
    Goto(ChainNumber),
}

/// Where a field of the packet is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PayloadBase {
    /// The Ethernet header (`link`).
    LinkLayer,
    /// The IP header (`network`).
    Network,
    /// The header behind that and IPv6 extension headers (`transport`).
    Transport,
    /// What the transport header carries (`inner`).
    Inner,
}

impl PayloadBase {
    /// Its name in `@th,0,16`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::LinkLayer => "ll",
            Self::Network => "nh",
            Self::Transport => "th",
            Self::Inner => "ih",
        }
    }
}

/// What has to follow a change of the packet: `csum_type`, `csum_off` and `csum_flags`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct PayloadChecksum {
    /// Where the internet checksum is that covers the field, in bytes from the same base; `None` if there is none.
    pub at: Option<u8>,
    /// The field is part of the pseudo header: the transport checksum follows.
    pub pseudo_header: bool,
}

/// What kind of option or extension header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExthdrKind {
    /// An IPv6 extension header; the number is that of the protocol.
    Ipv6,
    /// A TCP option; the number is its kind.
    Tcp,
    /// An IPv4 option; likewise.
    Ipv4,
    /// A chunk of SCTP; the number is its type.
    Sctp,
}

/// A field of an option or extension header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Exthdr {
    /// Of what.
    pub kind: ExthdrKind,
    /// Which.
    pub number: u8,
    /// Bytes from its start.
    pub offset: u8,
    /// Bytes.
    pub len: u8,
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CmpOp {
    /// `==`.
    Eq,
    /// `!=`.
    Neq,
    /// `<`, byte by byte from the first (`memcmp`).
    Lt,
    /// `<=`.
    Lte,
    /// `>`.
    Gt,
    /// `>=`.
    Gte,
}

/// What is done to bits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BitOp {
    /// `(value & mask) ^ xor`.
    MaskXor {
        /// The bits that stay.
        mask: Data,
        /// The bits that are turned.
        xor: Data,
    },
    /// Towards the most significant bit: the words are in host order.
    ShiftLeft(u32),
    /// Towards the least significant bit.
    ShiftRight(u32),
}

/// Which way the bytes of each number are turned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ByteOrder {
    /// Network order becomes host order (`ntoh`).
    ToHost,
    /// Host order becomes network order (`hton`).
    ToNetwork,
}

/// What `fib` gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FibResult {
    /// Index of the interface; 4, host order.
    Oif,
    /// Its name; 16.
    OifName,
    /// Type of the address (`RTN_*`); 4, host order.
    AddrType,
}

/// `fib`: what the route of an address of the packet would be. What of the packet is looked up with is given by
/// the flags (`NFTA_FIB_F_*`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fib {
    /// The source address; else the destination (`saddr`, `daddr`).
    pub source: bool,
    /// `mark`.
    pub mark: bool,
    /// `iif`.
    pub iif: bool,
    /// `oif`.
    pub oif: bool,
    /// What it gives.
    pub result: FibResult,
    /// Only whether there is a route (`NFTA_FIB_F_PRESENT`); 1.
    pub present: bool,
}

/// `numgen`.
#[derive(Clone, Debug)]
pub enum Numgen {
    /// One after the other: how many were given.
    Incremental(Arc<AtomicU64>),
    /// At random.
    Random,
}

/// `jhash` and `symhash`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hash {
    /// Of `len` bytes at `sreg`.
    Jenkins {
        /// Where they are.
        sreg: Reg,
        /// How many bytes.
        len: u8,
        /// The seed.
        seed: u32,
    },
    /// Of the flow, the same in both directions.
    Symmetric,
}

/// What `limit` counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LimitUnit {
    /// Packets.
    Packets,
    /// Bytes.
    Bytes,
}

/// `log`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogSpec {
    /// `prefix`, 127 bytes at most.
    pub prefix: Box<str>,
    /// `level`, 0 to 7 as syslog counts.
    pub level: u8,
    /// `flags`.
    pub options: LogOptions,
    /// `group`: to a program that listens there, and not into the kernel's log. Nobody does here: nothing is told.
    pub group: Option<u16>,
}

/// How `reject` answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RejectKind {
    /// So, in each family that has it.
    With(Reject),
    /// By a code that both families have (`icmpx`): no-route 0, port-unreachable 1, host-unreachable 2,
    /// admin-prohibited 3.
    Icmpx(u8),
    /// An ICMP or ICMPv6 code of the family in hand that has no name in [`Reject`].
    Code(u8),
}

/// Which translation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NatKind {
    /// `snat`.
    Source,
    /// `dnat`.
    Destination,
    /// `masquerade`.
    Masquerade,
    /// `redirect`.
    Redirect,
}

/// A translation: addresses and ports (first, last) are in registers; the last is that of the first if there is
/// only one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Nat {
    /// Which.
    pub kind: NatKind,
    /// Of what family the addresses are; `None` for that of the packet. The rule does nothing to others.
    pub family: Option<Family>,
    /// Addresses.
    pub addrs: Option<(Reg, Reg)>,
    /// Ports, in network order.
    pub ports: Option<(Reg, Reg)>,
    /// How to choose.
    pub flags: NatFlags,
}

/// What happens to an element of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DynsetOp {
    /// It comes if it is not there (`add`).
    Add,
    /// The same, and its time begins anew (`update`).
    Update,
    /// It goes.
    Delete,
}

impl DynsetOp {
    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }
}

/// Where the value of a map goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dest {
    /// Into a register.
    Reg(Reg),
    /// It is a verdict, or (of an object map) an object that is used.
    Verdict,
}

/// An expression. Names are those of the kernel's (`nft_*.c`) and of `nft --debug=netlink`.
#[derive(Clone, Debug)]
pub enum Expr {
    /// Loads bytes of the packet.
    Payload {
        /// From where they are counted.
        base: PayloadBase,
        /// The first of them.
        offset: u8,
        /// How many.
        len: u8,
        /// Where to.
        dreg: Reg,
    },
    /// Writes bytes of the packet.
    PayloadSet {
        /// From where they are counted.
        base: PayloadBase,
        /// The first of them.
        offset: u8,
        /// How many.
        len: u8,
        /// Where from.
        sreg: Reg,
        /// Which checksums follow.
        checksum: PayloadChecksum,
    },
    /// Loads a field of an option or extension header.
    Exthdr {
        /// Which.
        field: Exthdr,
        /// Only whether it is there, as one byte.
        present: bool,
        /// Where to.
        dreg: Reg,
    },
    /// Writes a field of a TCP option.
    ExthdrSet {
        /// Which.
        field: Exthdr,
        /// Where from.
        sreg: Reg,
    },
    /// Takes a TCP option away: it becomes padding (`reset tcp option`).
    ExthdrReset {
        /// Its kind.
        kind: u8,
    },
    /// Loads what is known of the packet.
    Meta {
        /// What.
        key: MetaKey,
        /// Where to.
        dreg: Reg,
    },
    /// Changes it.
    MetaSet {
        /// What.
        key: MetaKey,
        /// Where from.
        sreg: Reg,
    },
    /// Loads what is known of its connection.
    Ct {
        /// What.
        key: CtKey,
        /// Of which direction; `None` for keys that have none (or both together).
        direction: Option<Direction>,
        /// Where to.
        dreg: Reg,
    },
    /// Changes it.
    CtSet {
        /// What.
        key: CtKey,
        /// Of which direction (zones).
        direction: Option<Direction>,
        /// Where from.
        sreg: Reg,
    },
    /// Loads what is known of its route.
    Rt {
        /// What.
        key: RtKey,
        /// Where to.
        dreg: Reg,
    },
    /// Loads what is known of the socket that it is for.
    Socket {
        /// What.
        key: SocketKey,
        /// Where to.
        dreg: Reg,
    },
    /// Looks up a route.
    Fib {
        /// Which, and what of it.
        fib: Fib,
        /// Where to.
        dreg: Reg,
    },
    /// Loads a constant.
    Immediate {
        /// Where to.
        dreg: Reg,
        /// What.
        data: Data,
    },
    /// The packet goes on elsewhere.
    Verdict(Verdict),
    /// Ends the rule unless the comparison holds.
    Cmp {
        /// How.
        op: CmpOp,
        /// What is compared,
        sreg: Reg,
        /// and with what.
        data: Data,
    },
    /// Ends the rule unless a value is in a range (both ends are in it).
    Range {
        /// Rather unless it is not.
        not: bool,
        /// The value.
        sreg: Reg,
        /// The first that is in it.
        from: Data,
        /// The last.
        to: Data,
    },
    /// Works on bits.
    Bitwise {
        /// From where,
        sreg: Reg,
        /// to where,
        dreg: Reg,
        /// and how many bytes.
        len: u8,
        /// What is done.
        op: BitOp,
    },
    /// Turns the bytes of numbers.
    Byteorder {
        /// From where,
        sreg: Reg,
        /// to where.
        dreg: Reg,
        /// Which way.
        order: ByteOrder,
        /// Bytes of all.
        len: u8,
        /// Bytes of each number: 2, 4 or 8.
        size: u8,
    },
    /// Ends the rule unless a value is in a set; of a map, loads what is mapped to.
    Lookup {
        /// The set.
        set: SetId,
        /// The value,
        sreg: Reg,
        /// Rather unless it is not.
        not: bool,
        /// Of a map: where to.
        dest: Option<Dest>,
    },
    /// Changes a set.
    Dynset {
        /// What happens.
        op: DynsetOp,
        /// The set.
        set: SetId,
        /// The key.
        key: Reg,
        /// Of a map: what it maps to.
        data: Option<Reg>,
        /// Time until the element goes, in nanoseconds; 0 for the set's own.
        timeout: u64,
        /// What each element has of its own, evaluated when it is there (`limit`, `counter`, …). These are only
        /// what those of elements are made like: of a counter the number says nothing.
        exprs: Arc<[Expr]>,
    },
    /// Counts the packet.
    Counter(CounterId),
    /// Ends the rule if there are too many.
    Limit(Arc<super::Limit>),
    /// Ends the rule when a volume is used up, or not yet.
    Quota(Arc<super::Quota>),
    /// Ends the rule unless the packet's connection is one of so many (`ct count`).
    Connlimit(Arc<super::ConnCount>),
    /// A line about the packet.
    Log(Arc<LogSpec>),
    /// The packet ends, and its sender is told.
    Reject(RejectKind),
    /// The packet's connection is translated.
    Nat(Nat),
    /// The packet's connection is not tracked.
    Notrack,
    /// New connections of this kind have a helper (`ct helper set`).
    Helper(Helper),
    /// A number that is counted up, or random: from `offset` on, less than `offset + modulus`.
    Numgen {
        /// How.
        kind: Numgen,
        /// How many numbers there are.
        modulus: u32,
        /// The first.
        offset: u32,
        /// Where to.
        dreg: Reg,
    },
    /// A hash: from `offset` on, less than `offset + modulus` (0: all 32 bits).
    Hash {
        /// Of what.
        hash: Hash,
        /// How many values there are.
        modulus: u32,
        /// The first.
        offset: u32,
        /// Where to.
        dreg: Reg,
    },
}

/// What a rule does, in order.
#[derive(Clone, Default)]
pub struct Code(pub Box<[Expr]>);

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter()).finish()
    }
}
