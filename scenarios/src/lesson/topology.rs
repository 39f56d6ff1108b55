//! Who is in a lesson, and how they are joined.

use std::collections::BTreeMap;

use dataplane::{iface::MacAddr, time::Duration};

use crate::link::LinkSpec;

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A host: it is configured with `ip`, and has tools and services.
    Host,
    /// A router: Tollgate, or the kernel on the backend of that name.
    Router,
}

/// What listens on a host from the beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// An SSH server on port 22, where root may log in.
    Ssh,
    /// A web server on port 80.
    Http,
}

impl Service {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Ssh, Self::Http];

    /// Its name, as lessons write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ssh => "ssh",
            Self::Http => "http",
        }
    }

    /// The service of that name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|service| service.name() == name)
    }

    /// The port that it listens on.
    #[must_use]
    pub fn port(self) -> u16 {
        match self {
            Self::Ssh => 22,
            Self::Http => 80,
        }
    }
}

/// A host or a router.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its name, as its prompt shows it.
    pub name: String,
    /// What it is.
    pub role: Role,
    /// Its network cards, in the order in which it finds them (the first is interface 2, behind
    /// `lo`).
    pub nics: Vec<String>,
    /// What listens on it.
    pub services: Vec<Service>,
    /// Files in its home, by name.
    pub files: BTreeMap<String, String>,
}

/// Where a wire ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End {
    /// The node, by its place in [`Topology::nodes`].
    pub node: usize,
    /// The card, by its place in [`Node::nics`].
    pub nic: usize,
    /// The VLAN of the switch's port, where frames have no tag; without one the port is a trunk, and
    /// frames keep their tags.
    pub vlan: Option<u16>,
}

/// What joins cards: a cable if it has two ends, a switch if it has more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wire {
    /// What is plugged in.
    pub ends: Vec<End>,
    /// What the cable is like, or each cable to the switch.
    pub spec: LinkSpec,
    /// The MTU of the cards, in bytes.
    pub mtu: u16,
}

impl Wire {
    /// Whether it is slower, longer or worse than a cable between two machines in one room.
    #[must_use]
    pub fn is_impaired(&self) -> bool {
        let usual = LinkSpec::default().rate;
        self.spec.loss > 0 || self.spec.delay > Duration::from_millis(1) || self.spec.rate < usual
    }
}

/// A topology.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Topology {
    /// Hosts and routers, in the order of the front matter.
    pub nodes: Vec<Node>,
    /// What joins them.
    pub wires: Vec<Wire>,
}

impl Topology {
    /// The place of the node of that name.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<usize> {
        self.nodes.iter().position(|node| node.name == name)
    }

    /// The node of that name.
    #[must_use]
    pub fn node(&self, name: &str) -> Option<&Node> {
        self.nodes.iter().find(|node| node.name == name)
    }

    /// The address of the card at an end, the same on every backend: `52:54:00:00:NODE:NIC`, where NODE counts
    /// from 1 and NIC is the number in the card's name (`ens4`), or else its place.
    #[must_use]
    pub fn mac(&self, node: usize, nic: usize) -> MacAddr {
        let name = self.nodes.get(node).and_then(|n| n.nics.get(nic));
        let digits = name.map_or("", |name| {
            name.trim_start_matches(|c: char| !c.is_ascii_digit())
        });
        let number = digits.parse().unwrap_or(nic as u8);
        MacAddr([0x52, 0x54, 0, 0, node as u8 + 1, number])
    }

    /// The cards of a node: names and addresses.
    #[must_use]
    pub fn cards_of(&self, node: usize) -> Vec<(&str, MacAddr)> {
        let nics = self.nodes.get(node).map_or(&[][..], |node| &node.nics);
        let cards = nics.iter().enumerate();
        cards
            .map(|(nic, name)| (name.as_str(), self.mac(node, nic)))
            .collect()
    }

    /// The name of the file with what the card at an end saw: `NODE-NIC.pcap`.
    #[must_use]
    pub fn capture_name(&self, end: &End) -> String {
        let Node { name, nics, .. } = &self.nodes[end.node];
        format!("{name}-{}.pcap", nics[end.nic])
    }

    /// The end of a wire at a card.
    #[must_use]
    pub fn end(&self, node: usize, nic: usize) -> Option<&End> {
        let mut ends = self.wires.iter().flat_map(|wire| &wire.ends);
        ends.find(|end| end.node == node && end.nic == nic)
    }

    /// Each card with its wire, in the order of the nodes and of their cards.
    pub fn cards(&self) -> impl Iterator<Item = (&End, &Wire)> {
        let cards = self.nodes.iter().enumerate();
        let cards = cards.flat_map(|(node, n)| (0..n.nics.len()).map(move |nic| (node, nic)));
        cards.filter_map(|(node, nic)| {
            let end = self.end(node, nic)?;
            let wire = self.wires.iter().find(|wire| wire.ends.contains(end))?;
            Some((end, wire))
        })
    }
}
