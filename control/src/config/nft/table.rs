//! Tables and chains.

use std::sync::Arc;

use dataplane::{
    filter::{Hook, Policy, Priority, nft::ChainNumber},
    route::Family,
};

use super::{Object, Rule, Set};

/// Which packets a table is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NftFamily {
    /// `ip`: what is meant where nothing is said.
    #[default]
    Ip,
    /// `ip6`.
    Ip6,
    /// `inet`: both.
    Inet,
    /// `arp`: Tollgate has no hooks there.
    Arp,
    /// `bridge`: likewise.
    Bridge,
    /// `netdev`: likewise.
    Netdev,
}

impl NftFamily {
    /// The family of its packets, if that is one.
    #[must_use]
    pub const fn only(self) -> Option<Family> {
        match self {
            Self::Ip => Some(Family::V4),
            Self::Ip6 => Some(Family::V6),
            Self::Inet | Self::Arp | Self::Bridge | Self::Netdev => None,
        }
    }

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ip => "ip",
            Self::Ip6 => "ip6",
            Self::Inet => "inet",
            Self::Arp => "arp",
            Self::Bridge => "bridge",
            Self::Netdev => "netdev",
        }
    }
}

/// What a base chain is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChainType {
    /// `filter`.
    Filter,
    /// `nat`: it sees the first packet of a connection.
    Nat,
    /// `route`: packets of the router itself are routed anew when it has changed them.
    Route,
}

/// What makes a chain one that packets come to by themselves.
#[derive(Clone, Debug)]
pub struct BaseChain {
    /// What it is for.
    pub kind: ChainType,
    /// Where.
    pub hook: Hook,
    /// When.
    pub priority: Priority,
    /// What happens at its end.
    pub policy: Policy,
}

/// A chain.
#[derive(Clone, Debug)]
pub struct Chain {
    /// Its name.
    pub name: Arc<str>,
    /// Its handle.
    pub handle: u64,
    /// The number by which packets find it.
    pub number: ChainNumber,
    /// What makes it a base chain.
    pub base: Option<BaseChain>,
    /// `comment`.
    pub comment: Option<Box<str>>,
    /// Its rules, in order.
    pub rules: Arc<Vec<Rule>>,
}

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its family.
    pub family: NftFamily,
    /// Its name.
    pub name: Arc<str>,
    /// Its handle.
    pub handle: u64,
    /// `flags dormant`: packets don't meet it.
    pub dormant: bool,
    /// `comment`.
    pub comment: Option<Box<str>>,
    /// Its chains, in the order in which they were made.
    pub chains: Vec<Arc<Chain>>,
    /// Its sets and maps, likewise.
    pub sets: Vec<Arc<Set>>,
    /// Its objects, likewise.
    pub objects: Vec<Arc<Object>>,
    /// The handle that was given last.
    pub last_handle: u64,
}

/// All tables.
#[derive(Clone, Debug, Default)]
pub struct Ruleset {
    /// In the order in which they were made.
    pub tables: Vec<Arc<Table>>,
    /// The handle that was given last to a table.
    pub last_handle: u64,
    /// The number given last to a chain, and to a set.
    pub last_number: u32,
}
