//! Policy rules: `ip rule`.

use dataplane::route::{PortRange, TableId};
use ipnet::IpNet;

use super::RouteFamily;
use crate::lang::span::Origin;

/// What a rule does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleAction {
    /// `lookup` (`table`).
    Lookup(TableId),
    /// `goto`.
    Goto(u32),
    /// `nop`.
    Nop,
    /// `blackhole`.
    Blackhole,
    /// `unreachable`.
    Unreachable,
    /// `prohibit`.
    Prohibit,
}

/// A policy rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The family.
    pub family: RouteFamily,
    /// `pref`.
    pub priority: u32,
    /// `not`.
    pub invert: bool,
    /// `from`; `None`: all.
    pub src: Option<IpNet>,
    /// `to`; `None`: all.
    pub dst: Option<IpNet>,
    /// `iif`.
    pub iif: Option<String>,
    /// `oif`.
    pub oif: Option<String>,
    /// `fwmark`: value and mask.
    pub fwmark: Option<(u32, u32)>,
    /// `tos`; 0: any.
    pub tos: u8,
    /// `ipproto`.
    pub ip_proto: Option<u8>,
    /// `sport`.
    pub sport: Option<PortRange>,
    /// `dport`.
    pub dport: Option<PortRange>,
    /// What it does.
    pub action: RuleAction,
    /// `suppress_prefixlength`.
    pub suppress_prefixlength: Option<u8>,
    /// `protocol` of the rule (`FRA_PROTOCOL`): 2 kernel, 3 boot, …
    pub protocol: u8,
    /// The line that made it.
    pub origin: Option<Origin>,
}

/// Which rule `ip rule del` means: the first that has all that is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleMatch {
    /// The family.
    pub family: RouteFamily,
    /// `pref`.
    pub priority: Option<u32>,
    /// `not`.
    pub invert: bool,
    /// `from`.
    pub src: Option<IpNet>,
    /// `to`.
    pub dst: Option<IpNet>,
    /// `iif`.
    pub iif: Option<String>,
    /// `oif`.
    pub oif: Option<String>,
    /// `fwmark`: value and mask.
    pub fwmark: Option<(u32, u32)>,
    /// `tos`; 0: any.
    pub tos: u8,
    /// `ipproto`.
    pub ip_proto: Option<u8>,
    /// `sport`.
    pub sport: Option<PortRange>,
    /// `dport`.
    pub dport: Option<PortRange>,
    /// What it does.
    pub action: Option<RuleAction>,
    /// `suppress_prefixlength`.
    pub suppress_prefixlength: Option<u8>,
    /// `protocol`.
    pub protocol: Option<u8>,
}

impl RuleMatch {
    /// Any rule of the family.
    #[must_use]
    pub const fn any(family: RouteFamily) -> Self {
        Self {
            family,
            priority: None,
            invert: false,
            src: None,
            dst: None,
            iif: None,
            oif: None,
            fwmark: None,
            tos: 0,
            ip_proto: None,
            sport: None,
            dport: None,
            action: None,
            suppress_prefixlength: None,
            protocol: None,
        }
    }
}
