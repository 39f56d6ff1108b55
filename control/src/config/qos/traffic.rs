//! Traffic control of all links.

use std::collections::{BTreeMap, BTreeSet};

use dataplane::{iface::IfIndex, qos::Handle};

use super::{ActionId, ActionObject, actions::Actions, device::Device};
use crate::config::{Errno, Link, LinkKind, Model, NetError};

/// The qdiscs, classes, filters and actions of all links.
#[derive(Debug)]
pub struct Traffic {
    pub(super) devices: BTreeMap<IfIndex, Device>,
    pub(super) actions: Actions,
    /// The name given to a qdisc last.
    last_handle: u32,
    /// Links whose tree is to be compiled again.
    pub(super) changed: BTreeSet<IfIndex>,
}

/// A link without any.
static NONE: std::sync::LazyLock<Device> = std::sync::LazyLock::new(Device::default);

impl Default for Traffic {
    fn default() -> Self {
        Self {
            devices: BTreeMap::new(),
            actions: Actions::default(),
            last_handle: FIRST_HANDLE,
            changed: BTreeSet::new(),
        }
    }
}

/// Names that the kernel gives are above this.
const FIRST_HANDLE: u32 = 0x8000_0000;

impl Traffic {
    /// The qdiscs of a link that it did not come with.
    #[must_use]
    pub fn device(&self, link: IfIndex) -> &Device {
        self.devices.get(&link).unwrap_or(&NONE)
    }

    /// The action of that kind and number.
    #[must_use]
    pub fn action(&self, id: ActionId) -> Option<&ActionObject> {
        self.actions.get(id)
    }

    /// The actions of a kind, by number.
    pub fn actions_of(
        &self,
        name: &'static str,
    ) -> impl Iterator<Item = (ActionId, &ActionObject)> {
        self.actions.of_kind(name)
    }

    /// All actions, by kind and number.
    pub fn actions(&self) -> impl Iterator<Item = (ActionId, &ActionObject)> {
        self.actions.all()
    }

    /// Prepares for taking the place of `old`.
    pub(in crate::config) fn inherit(&mut self, old: &Self) {
        self.actions.inherit(&old.actions);
    }

    /// A name for a qdisc of a link (`qdisc_alloc_handle`).
    pub(super) fn free_handle(&mut self, link: IfIndex) -> Result<Handle, NetError> {
        for _ in 0..0x10000 {
            self.last_handle = match self.last_handle.wrapping_add(0x1_0000) {
                // The name of the root.
                0xffff_0000 => FIRST_HANDLE,
                next => next,
            };
            let handle = Handle(self.last_handle);
            if self.device(link).find(handle).is_none() {
                return Ok(handle);
            }
        }
        Err(NetError::explained(
            Errno::NoSpc,
            "Maximum number of qdisc handles was exceeded.",
        ))
    }

    /// Something of the link's is different.
    pub(super) fn touch(&mut self, link: IfIndex) {
        self.changed.insert(link);
    }

    /// A link is gone.
    pub(super) fn forget(&mut self, link: IfIndex) {
        if let Some(device) = self.devices.remove(&link) {
            for qdisc in device.qdiscs() {
                self.actions.release_all(qdisc);
            }
        }
        self.changed.insert(link);
    }
}

impl Model {
    /// Traffic control.
    #[must_use]
    pub const fn traffic(&self) -> &Traffic {
        &self.traffic
    }

    /// The kind of the qdisc that a link has for what leaves, if it has none but that it came with.
    #[must_use]
    pub fn default_qdisc(link: &Link) -> &'static str {
        match link.kind {
            _ if !link.started => "noop",
            LinkKind::Tap | LinkKind::Packet { .. } | LinkKind::Xdp { .. } | LinkKind::Pcap => {
                "pfifo_fast"
            }
            LinkKind::Loopback | LinkKind::Vlan { .. } | LinkKind::Dummy => "noqueue",
        }
    }

    /// The kind of the qdisc that a link has for what leaves.
    #[must_use]
    pub fn root_qdisc(&self, link: &Link) -> &'static str {
        match self.traffic.device(link.index).root() {
            Some(root) => root.kind.name(),
            None => Self::default_qdisc(link),
        }
    }

    /// Something of a link's traffic control is different.
    pub(super) fn traffic_changed(&mut self, link: IfIndex) {
        self.traffic.touch(link);
        self.interfaces_changed();
    }
}
