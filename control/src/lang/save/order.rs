//! What to write, and in which order.

use std::collections::{HashMap, HashSet};

use dataplane::{
    iface::IfIndex,
    route::{Family, TableId},
};
use ipnet::IpNet;

use super::command;
use crate::{
    config::{Address, Link, LinkKind, Model, NeighbourState, Route, RouteFamily, Rule},
    lang::{
        LiveNeighbour, LoadError, Offline, iptables, load::execute_command, nft, runbook::Runbook,
    },
};

const FAMILIES: [RouteFamily; 2] = [RouteFamily::Inet, RouteFamily::Inet6];

/// `proto kernel`: routes that come with addresses.
const PROTO_KERNEL: u8 = 2;

/// The runbook of `model` with its static `neighbours`.
///
/// Every line but those of routes is executed on a second model as it is written: what the kernel
/// makes by itself need not be said, and what was deleted of it is deleted again.
///
/// # Errors
/// If a line is refused there: the runbook would not load.
pub fn save(model: &Model, neighbours: &[LiveNeighbour]) -> Result<String, LoadError> {
    let mut scratch = Model::new();
    scratch.set_now(model.now());
    let mut save = Save {
        model,
        scratch,
        live: Offline::new(model.now()),
        text: format!(
            "#!/bin/sh\n# Saved by tollgate {}.\n",
            env!("CARGO_PKG_VERSION")
        ),
    };
    save.links()?;
    save.sysctls()?;
    save.link_settings()?;
    save.addresses()?;
    save.routes()?;
    // Behind the routes: rules that refuse would keep gateways from being found.
    save.rules()?;
    save.neighbours(neighbours)?;
    save.filters()?;
    save.traffic()?;
    Ok(save.text)
}

pub(super) struct Save<'a> {
    pub(super) model: &'a Model,
    pub(super) scratch: Model,
    live: Offline,
    text: String,
}

impl Save<'_> {
    fn write(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// Writes a command and executes it.
    pub(super) fn command(&mut self, line: &str) -> Result<(), LoadError> {
        let runbook = Runbook::new("saved runbook", line.to_owned());
        for command in runbook.commands() {
            execute_command(&runbook, &command?, &mut self.scratch, &mut self.live)?;
        }
        self.write(line);
        Ok(())
    }

    fn links(&mut self) -> Result<(), LoadError> {
        // Tagged links behind what they are on, which may have a larger number.
        let depth = |link: &Link| {
            let mut depth = 0;
            let mut link = Some(link);
            while let Some(Link {
                kind: LinkKind::Vlan { parent, .. },
                ..
            }) = link
            {
                depth += 1;
                link = self.model.link(*parent);
            }
            depth
        };
        let mut links: Vec<&Link> = self.model.links().collect();
        links.sort_by_key(|link| (depth(link), link.index));
        for link in links {
            if let Some(line) = command::link_add(self.model, link) {
                self.command(&line)?;
            }
        }
        Ok(())
    }

    /// Knobs whose value is not what it is after the lines so far. Those that set others go first.
    fn sysctls(&mut self) -> Result<(), LoadError> {
        let mut paths = self.model.sysctl_paths();
        paths.sort_by_key(|path| {
            if path.ends_with("/ip_forward") {
                0
            } else if path.contains("/all/") {
                1
            } else if path.contains("/default/") {
                2
            } else {
                3
            }
        });
        for path in paths {
            let value = self.model.sysctl(&path);
            if value == self.scratch.sysctl(&path) {
                continue;
            }
            // A knob that can't be written says nothing that a runbook could.
            if let Some(value) = value
                && self.scratch.set_sysctl(&path, &value).is_ok()
            {
                let setting = format!("{path}={}", value.replace('\t', " "));
                self.write(&format!("sysctl -q -w {}", command::quote(&setting)));
            }
        }
        Ok(())
    }

    fn link_settings(&mut self) -> Result<(), LoadError> {
        for link in self.model.links() {
            let new = self.scratch.link(link.index);
            if let Some(line) = new.and_then(|new| command::link_set(new, link)) {
                self.command(&line)?;
            }
            self.scratch.set_carrier(link.index, link.carrier);
        }
        Ok(())
    }

    fn addresses(&mut self) -> Result<(), LoadError> {
        let key = |address: &Address| (address.local, address.peer, address.prefix_len);
        let indexes: Vec<IfIndex> = self.model.links().map(|link| link.index).collect();
        for index in indexes {
            for family in FAMILIES {
                let mut wanted: Vec<&Address> =
                    self.model.addresses(index, family).iter().collect();
                if family == RouteFamily::Inet6 {
                    // The kernel puts a new one in front.
                    wanted.reverse();
                }
                let there: Vec<Address> = self.scratch.addresses(index, family).to_vec();
                for address in &there {
                    if !wanted.iter().any(|want| key(want) == key(address)) {
                        self.command(&command::address_del(self.model, address))?;
                    }
                }
                // The link-local address that a link makes itself comes back with its carrier.
                for address in wanted.iter().filter(|address| !address.flags.kernel_ll) {
                    if !there.iter().any(|have| key(have) == key(address)) {
                        self.command(&command::address_add(self.model, address))?;
                    }
                }
            }
        }
        Ok(())
    }

    fn rules(&mut self) -> Result<(), LoadError> {
        let without_origin = |rule: &Rule| Rule {
            origin: None,
            ..rule.clone()
        };
        for family in FAMILIES {
            let rules = |model: &Model| model.rules(family).iter().map(without_origin).collect();
            let wanted: Vec<Rule> = rules(self.model);
            let mut there: Vec<Rule> = rules(&self.scratch);
            for rule in &wanted {
                match there.iter().position(|have| have == rule) {
                    Some(position) => {
                        there.remove(position);
                    }
                    None => self.command(&command::rule("add", rule))?,
                }
            }
            for rule in there {
                self.command(&command::rule("del", &rule))?;
            }
        }
        Ok(())
    }

    fn routes(&mut self) -> Result<(), LoadError> {
        for family in FAMILIES {
            self.kernel_routes(family)?;
            let mut routes: Vec<Route> = self
                .model
                .routes(family, None)
                .filter(|route| route.protocol != PROTO_KERNEL)
                .collect();
            // A gateway has to be on a link before a route goes by it.
            routes.sort_by_key(|route| route.nexthops.iter().any(|hop| hop.gateway.is_some()));
            // Those that came with addresses are there already; some have others in front.
            let mut seen: HashSet<RouteKey> = HashSet::new();
            let mut front: HashSet<RouteKey> = HashSet::new();
            for route in self.model.routes(family, None) {
                if route.protocol == PROTO_KERNEL {
                    seen.insert(key(&route));
                } else if !seen.contains(&key(&route)) {
                    front.insert(key(&route));
                }
            }
            front.retain(|key| seen.contains(key));
            for route in &routes {
                let first = seen.insert(key(route));
                let verb = if front.remove(&key(route)) {
                    "prepend"
                } else if first {
                    "add"
                } else {
                    "append"
                };
                let line = command::route(verb, self.model, route);
                self.write(&line);
            }
        }
        Ok(())
    }

    /// Routes that came with addresses and were deleted, or were made by hand as if they had.
    fn kernel_routes(&mut self, family: RouteFamily) -> Result<(), LoadError> {
        let routes = |model: &Model| -> Vec<Route> {
            model
                .routes(family, None)
                .filter(|route| route.protocol == PROTO_KERNEL)
                .map(plain)
                .collect()
        };
        let wanted = routes(self.model);
        let there = routes(&self.scratch);
        for route in there.iter().filter(|route| !wanted.contains(route)) {
            self.command(&command::route("del", self.model, route))?;
        }
        for route in wanted.iter().filter(|route| !there.contains(route)) {
            self.command(&command::route("add", self.model, route))?;
        }
        // Those of several links to one subnet stand in the order in which they came.
        let mut there: HashMap<RouteKey, Vec<Route>> = HashMap::new();
        for route in routes(&self.scratch) {
            there.entry(key(&route)).or_default().push(route);
        }
        for group in wanted.chunk_by(|a, b| key(a) == key(b)) {
            // What IPv6 has with metric 0 nobody can add by hand.
            let fixed = family == RouteFamily::Inet6 && group[0].metric == 0;
            if fixed || there.get(&key(&group[0])).is_none_or(|have| have == group) {
                continue;
            }
            for route in group {
                self.command(&command::route("del", self.model, route))?;
                self.command(&command::route("append", self.model, route))?;
            }
        }
        Ok(())
    }

    /// The tables of iptables and nft.
    fn filters(&mut self) -> Result<(), LoadError> {
        for (family, tool) in [
            (Family::V4, "iptables-restore"),
            (Family::V6, "ip6tables-restore"),
        ] {
            let tables = iptables::configuration(self.model.netfilter().of(family));
            if !tables.is_empty() {
                self.command(&format!("{tool} <<'EOF'\n{tables}EOF"))?;
            }
        }
        let tables = nft::configuration(self.model);
        if !tables.is_empty() {
            self.command(&format!("nft -f - <<'EOF'\n{tables}EOF"))?;
        }
        Ok(())
    }

    fn neighbours(&mut self, neighbours: &[LiveNeighbour]) -> Result<(), LoadError> {
        for LiveNeighbour { neighbour, .. } in neighbours {
            let fixed = match neighbour.state {
                NeighbourState::Permanent | NeighbourState::NoArp => true,
                NeighbourState::None
                | NeighbourState::Incomplete
                | NeighbourState::Reachable
                | NeighbourState::Stale
                | NeighbourState::Delay
                | NeighbourState::Probe
                | NeighbourState::Failed => neighbour.proxy,
            };
            // The group addresses that the kernel lists as noarp have no line of their own.
            if fixed && (neighbour.proxy || !neighbour.address.is_multicast()) {
                self.command(&command::neighbour_add(self.model, neighbour))?;
            }
        }
        Ok(())
    }
}

/// What only one route has, unless others were appended.
type RouteKey = (IpNet, TableId, u8, u32);

const fn key(route: &Route) -> RouteKey {
    (route.dst, route.table, route.tos, route.metric)
}

/// A route without what it does not say itself: where it came from, and the state of its links.
fn plain(route: Route) -> Route {
    let mut route = Route {
        origin: None,
        ..route
    };
    for hop in &mut route.nexthops {
        hop.linkdown = false;
        hop.dead = false;
    }
    route
}
