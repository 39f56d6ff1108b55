//! What the data path has not been told yet.

use dataplane::route::TableId;
use ipnet::IpNet;

use super::fib::BodyId;

/// Prefixes whose best route may be another now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct DirtyRoute {
    pub(super) table: TableId,
    pub(super) prefix: IpNet,
    pub(super) tos: u8,
    /// What the only route says that there was after this change (IPv4), if that was easy to tell.
    /// A later change of the prefix has its own record behind this one.
    pub(super) only: Option<BodyId>,
}

impl DirtyRoute {
    /// Somebody has to look which route counts now.
    pub(super) const fn new(table: TableId, prefix: IpNet, tos: u8) -> Self {
        Self {
            table,
            prefix,
            tos,
            only: None,
        }
    }
}

/// What has changed since the last commit.
#[derive(Debug, Default)]
pub(super) struct Dirty {
    /// In order, with repetitions.
    pub(super) routes: Vec<DirtyRoute>,
    /// A link, an address or a sysctl.
    pub(super) interfaces: bool,
    /// A rule.
    pub(super) rules: bool,
}

impl Dirty {
    pub(super) fn route(&mut self, route: DirtyRoute) {
        self.routes.push(route);
    }
}
