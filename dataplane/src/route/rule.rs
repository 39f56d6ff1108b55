//! Policy rules (`ip rule`).

use std::ops::RangeInclusive;

use ipnet::IpNet;

use super::TableId;
use crate::iface::IfIndex;

/// Ports, both ends included.
pub type PortRange = RangeInclusive<u16>;

/// What a rule asks of a packet; every part that is set must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selector {
    /// `not`: the rule holds for the packets that the rest does not hold for.
    pub invert: bool,
    /// `from`.
    pub src: Option<IpNet>,
    /// `to`.
    pub dst: Option<IpNet>,
    /// `iif`. `Some(None)`: an interface that does not exist now, so nothing matches. What the
    /// router itself sends has `lo` as its input interface.
    pub iif: Option<Option<IfIndex>>,
    /// `oif`, as `iif`.
    pub oif: Option<Option<IfIndex>>,
    /// `fwmark`: value and mask.
    pub fwmark: Option<(u32, u32)>,
    /// `tos` (`dsfield`); 0 asks nothing.
    pub tos: u8,
    /// `ipproto`.
    pub ip_proto: Option<u8>,
    /// `sport`.
    pub sport: Option<PortRange>,
    /// `dport`.
    pub dport: Option<PortRange>,
}

/// What a rule does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleAction {
    /// Looks the packet up in a table; without a result there, the next rule is tried.
    Lookup {
        /// The table.
        table: TableId,
        /// `suppress_prefixlength`: a result whose prefix is no longer than this is no result.
        suppress_prefixlength: Option<u8>,
    },
    /// Goes on with the first rule of this priority, which is larger than its own; does nothing if
    /// there is none.
    Goto(u32),
    /// Does nothing.
    Nop,
    /// Drops in silence.
    Blackhole,
    /// Drops with ICMP network unreachable.
    Unreachable,
    /// Drops with ICMP administratively prohibited.
    Prohibit,
}

/// A policy rule, compiled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its place in the list: lower goes first (`pref`).
    pub priority: u32,
    /// Which packets it is for.
    pub selector: Selector,
    /// What it does with them.
    pub action: RuleAction,
}
