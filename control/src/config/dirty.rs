//! What the data path has not been told yet.

use dataplane::route::TableId;
use ipnet::IpNet;

/// Prefixes whose best route may be another now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct DirtyRoute {
    pub(super) table: TableId,
    pub(super) prefix: IpNet,
    pub(super) tos: u8,
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
