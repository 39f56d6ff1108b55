//! What `nft monitor trace` is told of a packet.

use std::sync::Arc;

use crate::{
    filter::{Policy, nft},
    iface::IfIndex,
    packet::Mark,
    route::Family,
};

/// Where a traced packet goes on, by name: a chain may be gone when it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NftVerdict {
    /// It has passed this base chain.
    Accept,
    /// It ends.
    Drop,
    /// It goes on to the next rule.
    Continue,
    /// Back to the chain that it came from, or to the policy.
    Return,
    /// To this chain, and back.
    Jump(Arc<str>),
    /// To this chain.
    Goto(Arc<str>),
}

/// What a traced packet has met.
#[derive(Clone, Debug)]
pub enum NftMet {
    /// A rule that matched.
    Rule {
        /// Its handle.
        handle: u64,
        /// What it says.
        words: Option<Arc<dyn nft::Words>>,
        /// What came of it.
        verdict: NftVerdict,
    },
    /// The policy of its base chain.
    Policy(Policy),
}

/// A packet as a base chain first saw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NftPacket {
    /// The interface that it came in by, with its name then.
    pub iif: Option<(IfIndex, String)>,
    /// The interface that it is to leave by.
    pub oif: Option<(IfIndex, String)>,
    /// Whether the interface that it came in by has Ethernet headers (`NFTA_TRACE_IIFTYPE`).
    pub is_ethernet: bool,
    /// The link header; empty if it has none.
    pub link: Vec<u8>,
    /// The network header with its options, 40 bytes at most.
    pub network: Vec<u8>,
    /// What follows it, 20 bytes at most.
    pub transport: Vec<u8>,
}

/// One event (`NFT_MSG_TRACE`).
#[derive(Clone, Debug)]
pub struct NftTrace {
    /// The packet: the same for all that is told of it. Other packets may have it later.
    pub id: u32,
    /// Its family.
    pub family: Family,
    /// The table.
    pub table: Arc<nft::Table>,
    /// The chain.
    pub chain: Arc<str>,
    /// What it has met.
    pub met: NftMet,
    /// Its mark.
    pub mark: Mark,
    /// The packet, where it is the first that is told of it in this base chain.
    pub packet: Option<Box<NftPacket>>,
}
