//! The configuration as a whole.

use std::collections::{BTreeMap, HashMap};

use dataplane::{iface::IfIndex, route::TableId, time::Instant};

use super::{
    Address, AddressMatch, Change, Errno, Existing, Link, LinkRequest, LinkUpdate, NetError, Route,
    RouteFamily, RouteMatch, Rule, RuleMatch,
};

/// What rtnetlink and sysctl hold in one network namespace, with the kernel's semantics.
#[derive(Debug)]
pub struct Model {
    pub(super) now: Instant,
    pub(super) links: BTreeMap<IfIndex, Link>,
    pub(super) names: HashMap<String, IfIndex>,
    pub(super) changes: Vec<Change>,
    pub(super) watched: bool,
}

const NOT_YET: NetError = NetError {
    errno: Errno::OpNotSupp,
    message: None,
};

impl Default for Model {
    fn default() -> Self {
        Self::new()
    }
}

impl Model {
    /// A booted router: `lo` is up, the default rules are there, forwarding is off.
    #[must_use]
    pub fn new() -> Self {
        Self {
            now: Instant::ZERO,
            links: BTreeMap::new(),
            names: HashMap::new(),
            changes: Vec::new(),
            watched: false,
        }
    }

    /// The time that lifetimes count from.
    #[must_use]
    pub const fn now(&self) -> Instant {
        self.now
    }

    /// Sets the time, and removes the addresses and routes whose time is over.
    pub fn set_now(&mut self, now: Instant) {
        self.now = now;
    }

    /// Whether changes are recorded for [`Model::take_changes`]. Off at first.
    pub fn watch(&mut self, on: bool) {
        self.watched = on;
    }

    /// What happened since the last call, in order, if it was recorded.
    pub fn take_changes(&mut self) -> Vec<Change> {
        std::mem::take(&mut self.changes)
    }

    /// The links, by ascending number.
    pub fn links(&self) -> impl Iterator<Item = &Link> {
        self.links.values()
    }

    /// The link with that number.
    #[must_use]
    pub fn link(&self, index: IfIndex) -> Option<&Link> {
        self.links.get(&index)
    }

    /// The link of that name.
    #[must_use]
    pub fn link_by_name(&self, name: &str) -> Option<&Link> {
        self.links.get(self.names.get(name)?)
    }

    /// Makes a link (`RTM_NEWLINK`); gives its number.
    ///
    /// # Errors
    /// As the kernel.
    pub fn add_link(&mut self, _request: LinkRequest) -> Result<IfIndex, NetError> {
        Err(NOT_YET)
    }

    /// Changes a link.
    ///
    /// # Errors
    /// As the kernel.
    pub fn set_link(&mut self, _index: IfIndex, _update: &LinkUpdate) -> Result<(), NetError> {
        Err(NOT_YET)
    }

    /// Removes a link with its VLANs, addresses and routes.
    ///
    /// # Errors
    /// As the kernel.
    pub fn del_link(&mut self, _index: IfIndex) -> Result<(), NetError> {
        Err(NOT_YET)
    }

    /// The port of the link has (or has lost) its carrier.
    pub fn set_carrier(&mut self, _index: IfIndex, _carrier: bool) {}

    /// The addresses of a link, in the kernel's order.
    #[must_use]
    pub fn addresses(&self, _link: IfIndex, _family: RouteFamily) -> &[Address] {
        &[]
    }

    /// Adds an address ([`Existing::Refuse`], `Replace` or `Change`).
    ///
    /// # Errors
    /// As the kernel.
    pub fn add_address(&mut self, _address: Address, _existing: Existing) -> Result<(), NetError> {
        Err(NOT_YET)
    }

    /// Removes an address.
    ///
    /// # Errors
    /// As the kernel.
    pub fn del_address(&mut self, _which: &AddressMatch) -> Result<(), NetError> {
        Err(NOT_YET)
    }

    /// The routes of a table, or of all tables, in the order in which the kernel dumps them. The
    /// routes of an IPv6 ECMP group come as one.
    pub fn routes(
        &self,
        _family: RouteFamily,
        _table: Option<TableId>,
    ) -> Box<dyn Iterator<Item = Route> + '_> {
        Box::new(std::iter::empty())
    }

    /// Whether there is such a table: there is one after the first route or rule that names it.
    #[must_use]
    pub fn has_table(&self, _family: RouteFamily, _table: TableId) -> bool {
        false
    }

    /// Adds a route. The request is filled as iproute2 fills it: scope by
    /// its rules (host for local, link without a gateway and for broadcast, universe else; IPv6
    /// universe), protocol boot, metric 0 if not given (IPv6 makes it 1024).
    ///
    /// # Errors
    /// As the kernel.
    pub fn add_route(&mut self, _route: &Route, _existing: Existing) -> Result<(), NetError> {
        Err(NOT_YET)
    }

    /// Removes a route.
    ///
    /// # Errors
    /// As the kernel.
    pub fn del_route(&mut self, _which: &RouteMatch) -> Result<(), NetError> {
        Err(NOT_YET)
    }

    /// The rules, by ascending priority.
    #[must_use]
    pub fn rules(&self, _family: RouteFamily) -> &[Rule] {
        &[]
    }

    /// Adds a rule. `priority` `None`: one less than that of the second rule in the list; what
    /// `rule.priority` says does not count.
    ///
    /// # Errors
    /// As the kernel.
    pub fn add_rule(&mut self, _rule: Rule, _priority: Option<u32>) -> Result<(), NetError> {
        Err(NOT_YET)
    }

    /// Removes a rule.
    ///
    /// # Errors
    /// As the kernel.
    pub fn del_rule(&mut self, _which: &RuleMatch) -> Result<(), NetError> {
        Err(NOT_YET)
    }

    /// The value of a knob by its path under /proc/sys (`net/ipv4/ip_forward`), as a read of the
    /// file gives it, without the newline.
    #[must_use]
    pub fn sysctl(&self, _path: &str) -> Option<String> {
        None
    }

    /// Writes a knob.
    ///
    /// # Errors
    /// ENOENT if there is no such knob, EACCES if it can't be written, EINVAL for what it does not take.
    pub fn set_sysctl(&mut self, _path: &str, _value: &str) -> Result<(), NetError> {
        Err(NOT_YET)
    }

    /// All knobs' paths, in the order of `sysctl -a`.
    #[must_use]
    pub fn sysctl_paths(&self) -> Vec<String> {
        Vec::new()
    }
}
