//! Filters: which class a packet is in, and what else is done to it (`net/sched/cls_*`).

use std::net::IpAddr;

use super::{Action, FilterKey, Handle};
use crate::iface::{IfIndex, MacAddr};

/// A filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// Where it is: a qdisc, a class, or a side of `clsact`.
    pub parent: Handle,
    /// Its chain.
    pub chain: u32,
    /// The lower ones are asked first.
    pub priority: u16,
    /// The EtherType that it is for (host order); 3 for all (`ETH_P_ALL`).
    pub protocol: u16,
    /// Its name among those of its priority.
    pub handle: u32,
    /// What it looks at.
    pub kind: FilterKind,
    /// The class of packets that match (`flowid`, `classid`).
    pub class: Option<Handle>,
    /// What is done to them, in order.
    pub actions: Vec<Action>,
}

impl Filter {
    /// Which it is among what is counted; `handle` is its own, or that of a node.
    pub(crate) fn key(&self, handle: u32) -> FilterKey {
        let (parent, chain) = (self.parent, self.chain);
        (parent, chain, self.priority, self.protocol, handle)
    }
}

/// What a filter looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FilterKind {
    /// Words of the packet. All `u32` filters of one priority are one.
    U32(Box<U32Spec>),
    /// The mark.
    Fw(FwSpec),
    /// Fields.
    Flower(Box<FlowerKey>),
    /// All packets.
    Matchall,
    /// An expression of extended matches.
    Basic(Box<BasicMatch>),
}

/// The hash tables of `u32` of one priority, with their nodes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct U32Spec {
    /// The tables; the first is the root (`800:`).
    pub tables: Vec<U32Hash>,
}

/// A hash table of `u32`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct U32Hash {
    /// Its number (`800:` is 0x800).
    pub id: u32,
    /// How many buckets (a power of two, at most 256).
    pub divisor: u32,
    /// The nodes of all buckets.
    pub nodes: Vec<U32Node>,
}

/// A node of `u32`: one command `tc filter add … u32`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct U32Node {
    /// Its bucket.
    pub bucket: u8,
    /// Its number in the bucket.
    pub node: u16,
    /// What must match; all of it.
    pub keys: Vec<U32Key>,
    /// The class of packets that match.
    pub class: Option<Handle>,
    /// The table to go on in.
    pub link: Option<u32>,
    /// How the bucket there is chosen: mask and offset of a word of the packet.
    pub hash: Option<(u32, i32)>,
    /// Bytes that the next table's offsets begin at (`offset plus`).
    pub offset: u16,
    /// Whether the offset is also read from the packet: at, mask, shift (`offset at … mask … shift …`).
    pub offset_at: Option<(i16, u16, u8)>,
    /// The next table's offsets begin behind this header (`eat`).
    pub eat: bool,
    /// The mark that must be there: value, mask.
    pub mark: Option<(u32, u32)>,
    /// What is done to packets that match.
    pub actions: Vec<Action>,
}

/// A word of the packet that must have a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct U32Key {
    /// The value, in host order of the big-endian word.
    pub value: u32,
    /// The bits that count.
    pub mask: u32,
    /// Where it is, from the network header on; negative for the link layer.
    pub offset: i32,
    /// The offset counts from what `link` found out (`nexthdr+`).
    pub next_header: bool,
}

/// `fw`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FwSpec {
    /// The bits of the mark that count.
    pub mask: u32,
    /// The interface that packets must have come in by.
    pub indev: Option<IfIndex>,
}

/// `flower`: each field that is there must match. The fields are those of the issue; widen as needed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FlowerKey {
    /// The interface that packets must have come in by.
    pub indev: Option<IfIndex>,
    /// Link-layer source and its mask.
    pub src_mac: Option<(MacAddr, MacAddr)>,
    /// Link-layer destination and its mask.
    pub dst_mac: Option<(MacAddr, MacAddr)>,
    /// VLAN number.
    pub vlan_id: Option<u16>,
    /// VLAN priority.
    pub vlan_prio: Option<u8>,
    /// EtherType behind the tag.
    pub vlan_ethtype: Option<u16>,
    /// Protocol of the transport.
    pub ip_proto: Option<u8>,
    /// Type of service and its mask.
    pub ip_tos: Option<(u8, u8)>,
    /// Time to live and its mask.
    pub ip_ttl: Option<(u8, u8)>,
    /// Source address and its mask.
    pub src: Option<(IpAddr, IpAddr)>,
    /// Destination address and its mask.
    pub dst: Option<(IpAddr, IpAddr)>,
    /// Source ports, from and to, or a port and its mask.
    pub src_port: Option<(u16, u16)>,
    /// `src_port` is a range.
    pub src_range: bool,
    /// Destination ports.
    pub dst_port: Option<(u16, u16)>,
    /// `dst_port` is a range.
    pub dst_range: bool,
    /// TCP flags and their mask.
    pub tcp_flags: Option<(u16, u16)>,
    /// ICMP type and its mask.
    pub icmp_type: Option<(u8, u8)>,
    /// ICMP code and its mask.
    pub icmp_code: Option<(u8, u8)>,
    /// State of the connection and its mask (`ct_state`: new 1, established 2, related 4, tracked 8, invalid 16, reply 32).
    pub ct_state: Option<(u16, u16)>,
    /// Mark of the connection and its mask.
    pub ct_mark: Option<(u32, u32)>,
    /// Zone of the connection and its mask.
    pub ct_zone: Option<(u16, u16)>,
    /// Labels of the connection and their mask, bit by bit.
    pub ct_label: Option<(u128, u128)>,
}

/// `basic`: a tree of extended matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BasicMatch {
    /// Matches everything (no `match`).
    All,
    /// All of them.
    And(Vec<BasicMatch>),
    /// Any of them.
    Or(Vec<BasicMatch>),
    /// The other way round.
    Not(Box<BasicMatch>),
    /// `u32(u8|u16|u32 VALUE MASK at OFFSET)`.
    U32(U32Key),
    /// `cmp(…)`: a field compared with a value.
    Cmp {
        /// Bytes of the field: 1, 2 or 4.
        align: u8,
        /// The layer that the offset counts from: 0 link, 1 network, 2 transport.
        layer: u8,
        /// The offset, in bytes.
        offset: u16,
        /// The bits that count; 0 for all.
        mask: u32,
        /// -1 lt, 0 eq, 1 gt.
        ordering: i8,
        /// The value.
        value: u32,
    },
    /// `meta(priority|fwmark|… eq|lt|gt VALUE)`.
    Meta {
        /// What is compared: "priority", "fwmark", "protocol", "pkt_len", "nf_mark", …
        object: &'static str,
        /// -1 lt, 0 eq, 1 gt.
        ordering: i8,
        /// The bits that count.
        mask: u32,
        /// The value.
        value: u32,
    },
}
