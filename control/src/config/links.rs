//! Links: what `RTM_NEWLINK` and `RTM_DELLINK` do, and what follows from it.

use dataplane::iface::{IfIndex, MacAddr};

use super::{Change, Errno, Link, LinkKind, LinkRequest, LinkUpdate, Model, NetError};

/// `IPV6_MIN_MTU`: a link with a smaller one has no IPv6.
pub(super) const MIN_MTU6: u32 = 1280;
/// `ETH_MIN_MTU`.
const MIN_MTU: u32 = 68;
/// `ETH_MAX_MTU`.
const MAX_MTU: u32 = 65535;

/// `dev_valid_name`.
fn valid_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() < 16
        && name != "."
        && name != ".."
        && !name
            .bytes()
            .any(|byte| byte == b'/' || byte == b':' || byte.is_ascii_whitespace() || byte == 0x0b)
}

/// An address for a link that is given none: locally administered, and always the same for a name,
/// so that runs can be repeated. (The kernel draws one at random.)
fn mac_of_name(name: &str) -> MacAddr {
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let [a, b, c, d, e, ..] = hash.to_le_bytes();
    MacAddr([0x02, a, b, c, d, e])
}

impl Model {
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

    /// Whether frames can pass: up, with a carrier, and so is the parent.
    #[must_use]
    pub fn has_carrier(&self, link: &Link) -> bool {
        let parent = match &link.kind {
            LinkKind::Vlan { parent, .. } => self.links.get(parent),
            LinkKind::Loopback
            | LinkKind::Tap
            | LinkKind::Packet { .. }
            | LinkKind::Xdp { .. }
            | LinkKind::Pcap
            | LinkKind::Dummy => None,
        };
        link.up && link.carrier && parent.is_none_or(|parent| self.has_carrier(parent))
    }

    /// Whether segments that come in by a link are joined: not if every other port would have to cut them again.
    #[must_use]
    pub fn joins_segments(&self, link: &Link) -> bool {
        let others = || {
            self.links
                .values()
                .filter(|other| other.index != link.index)
        };
        link.gro && others().any(|other| other.kind.takes_super_frames())
    }

    /// Makes a link (`RTM_NEWLINK`); gives its number.
    ///
    /// # Errors
    /// As the kernel.
    pub fn add_link(&mut self, request: LinkRequest) -> Result<IfIndex, NetError> {
        let name = self.free_name(&request.name)?;
        let (mac, most_mtu, default_mtu) = self.check_kind(&request.kind)?;
        let mtu = request.mtu.unwrap_or(default_mtu);
        check_mtu(mtu)?;
        if mtu > most_mtu {
            return Err(Errno::Inval.into());
        }
        if request
            .mac
            .is_some_and(|mac| mac.is_multicast() || mac == MacAddr::ZERO)
        {
            return Err(Errno::AddrNotAvail.into());
        }
        let before = self
            .reserved
            .remove(&name)
            .filter(|link| link.kind == request.kind);
        let index = self.free_index(request.index, before.as_ref())?;
        let mac = request
            .mac
            .or(mac)
            .or(before.map(|link| link.mac))
            .unwrap_or_else(|| mac_of_name(&name));
        if request.mac.is_some() {
            self.given_mac.insert(index);
        }
        if request.mtu.is_some() {
            self.given_mtu.insert(index);
        }
        // As the kernel's dummy devices.
        let dummy = request.kind == LinkKind::Dummy;
        let gro = request.gro.unwrap_or(request.kind.joins_by_default());
        self.links.insert(
            index,
            Link {
                index,
                name: name.clone(),
                kind: request.kind,
                mac,
                permanent_mac: mac,
                mtu,
                tx_queue_len: request.tx_queue_len.unwrap_or(1000),
                up: false,
                started: false,
                carrier: true,
                arp: !dummy,
                multicast: !dummy,
                promisc: false,
                allmulticast: false,
                gro,
                group: request.group.unwrap_or_default(),
                alias: None,
                origin: request.origin,
            },
        );
        self.names.insert(name, index);
        self.sysctls.add_link(index);
        if mtu < MIN_MTU6 {
            self.sysctls.forget6(index);
        }
        self.interfaces_changed();
        self.link_changed(index);
        if request.up {
            self.set_up(index)?;
        }
        Ok(index)
    }

    fn free_name(&self, wanted: &str) -> Result<String, NetError> {
        let name = match wanted.split_once("%d") {
            Some((before, after)) => (0..32_768_u32)
                .map(|n| format!("{before}{n}{after}"))
                .find(|name| !self.names.contains_key(name))
                .ok_or(Errno::NoMem)?,
            None => wanted.to_owned(),
        };
        if !valid_name(&name) {
            return Err(Errno::Inval.into());
        }
        if self.names.contains_key(&name) {
            return Err(Errno::Exist.into());
        }
        Ok(name)
    }

    fn free_index(
        &mut self,
        wanted: Option<IfIndex>,
        before: Option<&Link>,
    ) -> Result<IfIndex, NetError> {
        if let Some(index) = wanted {
            // The data path has a table by number.
            if index.get() > Self::MAX_INDEX {
                return Err(Errno::Range.into());
            }
            if self.links.contains_key(&index) {
                return Err(Errno::Busy.into());
            }
            return Ok(index);
        }
        if let Some(link) = before.filter(|link| !self.links.contains_key(&link.index)) {
            return Ok(link.index);
        }
        let taken: Vec<IfIndex> = self.reserved.values().map(|link| link.index).collect();
        let free = |n: &u32| {
            IfIndex::new(*n)
                .is_some_and(|index| !self.links.contains_key(&index) && !taken.contains(&index))
        };
        let next = (self.last_index + 1..=Self::MAX_INDEX)
            .find(free)
            .or_else(|| (2..=Self::MAX_INDEX).find(free))
            .ok_or(Errno::NoMem)?;
        self.last_index = next;
        IfIndex::new(next).ok_or_else(|| Errno::NoMem.into())
    }

    /// Checks what a new link is; gives the address that it takes over, and its largest and its
    /// default MTU.
    fn check_kind(&self, kind: &LinkKind) -> Result<(Option<MacAddr>, u32, u32), NetError> {
        match kind {
            LinkKind::Loopback => Err(Errno::OpNotSupp.into()),
            LinkKind::Tap
            | LinkKind::Packet { .. }
            | LinkKind::Xdp { .. }
            | LinkKind::Pcap
            | LinkKind::Dummy => Ok((None, MAX_MTU, 1500)),
            LinkKind::Vlan {
                parent,
                id,
                protocol,
            } => {
                let parent = self.links.get(parent).ok_or_else(|| {
                    NetError::explained(Errno::NoDev, "8021q: link does not exist.")
                })?;
                if parent.kind == LinkKind::Loopback {
                    return Err(NetError::explained(
                        Errno::OpNotSupp,
                        "8021q: VLANs not supported on device.",
                    ));
                }
                let same = |link: &&Link| match &link.kind {
                    LinkKind::Vlan {
                        parent: other,
                        id: other_id,
                        protocol: other_protocol,
                    } => (*other, other_id, other_protocol) == (parent.index, id, protocol),
                    LinkKind::Loopback
                    | LinkKind::Tap
                    | LinkKind::Packet { .. }
                    | LinkKind::Xdp { .. }
                    | LinkKind::Pcap
                    | LinkKind::Dummy => false,
                };
                if self.links.values().any(|link| same(&link)) {
                    return Err(NetError::explained(
                        Errno::Exist,
                        "8021q: VLAN device already exists.",
                    ));
                }
                Ok((Some(parent.mac), parent.mtu, parent.mtu))
            }
        }
    }

    /// The sub-interfaces of a link.
    fn children(&self, parent: IfIndex) -> Vec<IfIndex> {
        let is_child = |link: &&Link| match &link.kind {
            LinkKind::Vlan { parent: other, .. } => *other == parent,
            LinkKind::Loopback
            | LinkKind::Tap
            | LinkKind::Packet { .. }
            | LinkKind::Xdp { .. }
            | LinkKind::Pcap
            | LinkKind::Dummy => false,
        };
        self.links
            .values()
            .filter(is_child)
            .map(|link| link.index)
            .collect()
    }

    /// Changes a link. The parts are done one after the other, as the kernel does them; those before
    /// a failed one stay.
    ///
    /// # Errors
    /// As the kernel.
    pub fn set_link(&mut self, index: IfIndex, update: &LinkUpdate) -> Result<(), NetError> {
        if !self.links.contains_key(&index) {
            return Err(Errno::NoDev.into());
        }
        let before = self.links.get(&index).cloned();
        let result = self.apply_update(index, update);
        if self.links.get(&index) != before.as_ref() {
            self.interfaces_changed();
            // Up and down tell about themselves, before what follows from them.
            let told = update.up.is_some()
                && self.links.get(&index).map(|link| link.up)
                    != before.as_ref().map(|link| link.up);
            if !told {
                self.link_changed(index);
            }
        }
        result
    }

    fn apply_update(&mut self, index: IfIndex, update: &LinkUpdate) -> Result<(), NetError> {
        if let Some(mac) = update.mac {
            self.set_mac(index, mac)?;
        }
        if let Some(mtu) = update.mtu {
            self.set_mtu(index, mtu)?;
        }
        if let Some(name) = &update.name {
            self.rename(index, name)?;
        }
        if let Some(link) = self.links.get_mut(&index) {
            link.group = update.group.unwrap_or(link.group);
            link.tx_queue_len = update.tx_queue_len.unwrap_or(link.tx_queue_len);
            link.arp = update.arp.unwrap_or(link.arp);
            link.multicast = update.multicast.unwrap_or(link.multicast);
            link.promisc = update.promisc.unwrap_or(link.promisc);
            link.gro = update.gro.unwrap_or(link.gro);
            link.allmulticast = update.allmulticast.unwrap_or(link.allmulticast);
            if let Some(alias) = &update.alias {
                link.alias = Some(alias.clone()).filter(|alias| !alias.is_empty());
            }
        }
        match update.up {
            Some(true) => self.set_up(index),
            Some(false) => {
                self.set_down(index);
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn set_mac(&mut self, index: IfIndex, mac: MacAddr) -> Result<(), NetError> {
        let children = self.children(index);
        let link = self.links.get_mut(&index).ok_or(Errno::NoDev)?;
        if link.kind == LinkKind::Loopback {
            return Err(Errno::OpNotSupp.into());
        }
        if mac.is_multicast() || mac == MacAddr::ZERO {
            return Err(Errno::AddrNotAvail.into());
        }
        let old = std::mem::replace(&mut link.mac, mac);
        self.given_mac.insert(index);
        // A sub-interface that has taken over its parent's address keeps to it.
        for child in children {
            if self.links.get(&child).is_some_and(|child| child.mac == old) {
                self.set_mac(child, mac)?;
                self.link_changed(child);
            }
        }
        Ok(())
    }

    fn set_mtu(&mut self, index: IfIndex, mtu: u32) -> Result<(), NetError> {
        let link = self.links.get(&index).ok_or(Errno::NoDev)?;
        if link.mtu == mtu {
            return Ok(());
        }
        if link.kind != LinkKind::Loopback {
            check_mtu(mtu)?;
        }
        if let LinkKind::Vlan { parent, .. } = &link.kind
            && self
                .links
                .get(parent)
                .is_some_and(|parent| mtu > parent.mtu)
        {
            return Err(Errno::Range.into());
        }
        let had_ipv6 = !self.ipv6_off(link);
        let loopback = link.kind == LinkKind::Loopback;
        if let Some(link) = self.links.get_mut(&index) {
            link.mtu = mtu;
        }
        self.given_mtu.insert(index);
        if mtu < MIN_MTU6 {
            self.ipv6_down(index, !loopback);
            if !loopback {
                self.sysctls.forget6(index);
            }
        } else if !had_ipv6 {
            self.sysctls.again6(index);
            self.ipv6_up(index);
        }
        for child in self.children(index) {
            if self.links.get(&child).is_some_and(|child| child.mtu > mtu) {
                self.set_mtu(child, mtu)?;
                self.link_changed(child);
            }
        }
        Ok(())
    }

    fn rename(&mut self, index: IfIndex, name: &str) -> Result<(), NetError> {
        let link = self.links.get(&index).ok_or(Errno::NoDev)?;
        if link.name == name {
            return Ok(());
        }
        let name = self.free_name(name)?;
        if let Some(link) = self.links.get_mut(&index) {
            let old = std::mem::replace(&mut link.name, name.clone());
            self.names.remove(&old);
            self.names.insert(name, index);
        }
        self.relabel(index);
        // Rules name links.
        self.rules_changed();
        Ok(())
    }

    fn set_up(&mut self, index: IfIndex) -> Result<(), NetError> {
        let link = self.links.get(&index).ok_or(Errno::NoDev)?;
        if link.up {
            return Ok(());
        }
        if let LinkKind::Vlan { parent, .. } = &link.kind
            && self.links.get(parent).is_some_and(|parent| !parent.up)
        {
            return Err(Errno::NetDown.into());
        }
        if let Some(link) = self.links.get_mut(&index) {
            link.up = true;
            link.started = true;
        }
        self.interfaces_changed();
        self.link_changed(index);
        self.ipv4_up(index);
        self.ipv6_up(index);
        self.touch_routes_of(index);
        for child in self.children(index) {
            self.set_up(child)?;
        }
        Ok(())
    }

    fn set_down(&mut self, index: IfIndex) {
        if !self.links.get(&index).is_some_and(|link| link.up) {
            return;
        }
        for child in self.children(index) {
            self.set_down(child);
        }
        if let Some(link) = self.links.get_mut(&index) {
            link.up = false;
        }
        self.interfaces_changed();
        self.link_changed(index);
        self.ipv4_down(index, false);
        self.ipv6_down(index, false);
        self.touch_routes_of(index);
    }

    /// Removes a link with its VLANs, addresses and routes.
    ///
    /// # Errors
    /// As the kernel.
    pub fn del_link(&mut self, index: IfIndex) -> Result<(), NetError> {
        let link = self.links.get(&index).ok_or(Errno::NoDev)?;
        if link.kind == LinkKind::Loopback {
            return Err(Errno::OpNotSupp.into());
        }
        for child in self.children(index) {
            self.del_link(child)?;
        }
        self.set_down(index);
        self.ipv4_gone(index);
        self.ipv6_down(index, true);
        self.addresses4.remove(&index);
        self.addresses6.remove(&index);
        self.sysctls.del_link(index);
        self.given_mac.remove(&index);
        self.given_mtu.remove(&index);
        self.forget_traffic(index);
        if let Some(link) = self.links.remove(&index) {
            self.names.remove(&link.name);
            if self.watched {
                self.changes.push(Change::DelLink(link));
            }
        }
        self.interfaces_changed();
        self.rules_changed();
        Ok(())
    }

    /// The port of the link has (or has lost) its carrier.
    pub fn set_carrier(&mut self, index: IfIndex, carrier: bool) {
        let Some(link) = self.links.get_mut(&index) else {
            return;
        };
        if link.carrier == carrier {
            return;
        }
        link.carrier = carrier;
        self.interfaces_changed();
        for index in std::iter::once(index).chain(self.children(index)) {
            self.link_changed(index);
            self.touch_routes_of(index);
            if carrier {
                self.ipv6_up(index);
            }
        }
    }

    /// Tells those who watch that a link is new or has changed.
    fn link_changed(&mut self, index: IfIndex) {
        if self.watched
            && let Some(link) = self.links.get(&index)
        {
            self.changes.push(Change::NewLink(link.clone()));
        }
    }
}

fn check_mtu(mtu: u32) -> Result<(), NetError> {
    if mtu < MIN_MTU {
        return Err(NetError::explained(
            Errno::Inval,
            "mtu less than device minimum.",
        ));
    }
    if mtu > MAX_MTU {
        return Err(NetError::explained(
            Errno::Inval,
            "mtu greater than device maximum.",
        ));
    }
    Ok(())
}
