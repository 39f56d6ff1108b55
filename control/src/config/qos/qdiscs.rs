//! Qdiscs: what `RTM_NEWQDISC` and `RTM_DELQDISC` do.

use dataplane::{
    iface::IfIndex,
    qos::{Handle, Parent, QdiscKind},
};

use super::{
    QdiscRequest, TrafficChange,
    device::{Device, Qdisc},
    kinds,
};
use crate::config::{Errno, Model, NetError};

fn error(errno: Errno, message: &'static str) -> NetError {
    NetError::explained(errno, message)
}

/// The qdisc at a place; `None` if the link has that of its own there, or there is none.
fn at_place<'d>(
    device: &'d Device,
    parent: Handle,
    missing: &'static str,
) -> Result<Option<&'d Qdisc>, NetError> {
    Ok(if parent == Handle::ROOT {
        device.root()
    } else if parent == Handle::INGRESS {
        device.ingress()
    } else {
        let owner = device
            .find(parent.qdisc())
            .ok_or_else(|| error(Errno::NoEnt, missing))?;
        if !owner.is_classful() {
            return Err(error(Errno::Inval, "Parent qdisc is not classful."));
        }
        let slot = owner
            .slot(parent)
            .ok_or_else(|| error(Errno::NoEnt, "Specified class not found."))?;
        owner.child(slot).and_then(|child| device.find(child))
    })
}

/// Who holds a qdisc at work: of a root, the link and its only queue.
pub(crate) fn references(place: Parent) -> u32 {
    1 + u32::from(place == Parent::Root)
}

fn place(parent: Handle) -> Parent {
    if parent == Handle::ROOT {
        Parent::Root
    } else if parent == Handle::INGRESS {
        Parent::Ingress
    } else {
        Parent::Class(parent)
    }
}

impl Model {
    /// The link of a request.
    pub(super) fn link_of(&self, link: Option<IfIndex>) -> Result<IfIndex, NetError> {
        link.filter(|link| self.links.contains_key(link))
            .ok_or_else(|| Errno::NoDev.into())
    }

    /// Makes or changes a qdisc (`RTM_NEWQDISC`).
    ///
    /// # Errors
    /// As the kernel.
    pub fn set_qdisc(&mut self, request: &QdiscRequest<'_>) -> Result<(), NetError> {
        let link = self.link_of(request.place.link)?;
        let (parent, handle, flags) = (request.place.parent, request.place.handle, request.flags);
        let device = self.traffic.device(link);
        let old = if parent == Handle::UNSPEC {
            if handle == Handle::UNSPEC {
                return Err(error(Errno::Inval, "Handle cannot be zero."));
            }
            device.find(handle)
        } else {
            let found = at_place(device, parent, "Failed to find specified qdisc.")?;
            match found {
                Some(old) if handle == old.handle => Some(old),
                _ if handle != Handle::UNSPEC => {
                    if found.is_some() && !flags.replace {
                        return Err(error(Errno::Exist, "NLM_F_REPLACE needed to override."));
                    }
                    if handle.minor() != 0 {
                        return Err(error(Errno::Inval, "Invalid minor handle."));
                    }
                    let Some(other) = device.find(handle) else {
                        return self.create_qdisc(link, request);
                    };
                    return Err(refuse_move(other, request));
                }
                Some(old) => {
                    let other_kind = request.kind.is_some_and(|kind| kind != old.kind.name());
                    let make = flags.create && (flags.replace || flags.exclusive);
                    let neither = !flags.create && !flags.replace && !flags.exclusive;
                    if other_kind && (make || neither) {
                        return self.create_qdisc_at(link, request);
                    }
                    Some(old)
                }
                None => return self.create_qdisc(link, request),
            }
        };
        let old = old.ok_or_else(|| error(Errno::NoEnt, "Specified qdisc not found."))?;
        if flags.exclusive {
            return Err(error(Errno::Exist, "Exclusivity flag on, cannot modify."));
        }
        if request.kind.is_some_and(|kind| kind != old.kind.name()) {
            return Err(other_name());
        }
        let link_info = self.links.get(&link).ok_or(Errno::NoDev)?;
        let kind = kinds::change(&old.kind, &request.options, link_info)?;
        let (handle, place) = (old.handle, old.parent);
        let device = self.traffic.devices.entry(link).or_default();
        let pruned = match (&kind, device.find(handle)) {
            (QdiscKind::Prio(params), Some(old)) => gone_bands(old, params.bands),
            _ => Vec::new(),
        };
        for class in pruned {
            device.prune(&mut self.traffic.actions, Parent::Class(class));
        }
        if let Some(qdisc) = device.find_mut(handle) {
            qdisc.kind = kind;
            qdisc.words.clone_from(&request.words);
        }
        self.tell_qdisc(link, place, references(place));
        self.traffic_changed(link);
        Ok(())
    }

    fn create_qdisc(&mut self, link: IfIndex, request: &QdiscRequest<'_>) -> Result<(), NetError> {
        if !request.flags.create {
            return Err(error(
                Errno::NoEnt,
                "Qdisc not found. To create specify NLM_F_CREATE flag.",
            ));
        }
        self.create_qdisc_at(link, request)
    }

    /// Makes a qdisc, and puts it at its place.
    fn create_qdisc_at(
        &mut self,
        link: IfIndex,
        request: &QdiscRequest<'_>,
    ) -> Result<(), NetError> {
        let info = self.links.get(&link).ok_or(Errno::NoDev)?;
        let kind = kinds::init(request.kind.unwrap_or_default(), &request.options, info)?;
        let place = place(request.place.parent);
        check_place(&kind, place)?;
        if let Parent::Class(class) = place {
            if matches!(kind, QdiscKind::Noqueue) {
                return Err(error(Errno::Inval, "Cannot assign noqueue to a class."));
            }
            let owner = self.traffic.device(link).find(class.qdisc());
            let inner = owner.and_then(|owner| owner.htb_class(class));
            if inner.is_some_and(|class| class.level > 0) {
                return Err(Errno::Inval.into());
            }
        }
        let handle = match (place, request.place.handle) {
            (Parent::Ingress, _) => Handle::new(0xffff, 0),
            (Parent::Root | Parent::Class(_), Handle::UNSPEC) => self.traffic.free_handle(link)?,
            (Parent::Root | Parent::Class(_), handle) => handle,
        };
        // `htb` is told of before it is in its place, and what was there before it has gone.
        let told_before = place == Parent::Root && matches!(kind, QdiscKind::Htb(_));
        let old = self.qdisc_that_goes(link, place, 1 + u32::from(told_before));
        let chains = self.watched_chains(link);
        let mut qdisc = Qdisc::new(handle, place, kind, request.origin.clone());
        qdisc.words.clone_from(&request.words);
        let traffic = &mut self.traffic;
        let device = traffic.devices.entry(link).or_default();
        device.graft(&mut traffic.actions, qdisc);
        if let Some(old) = old {
            self.tell(|| TrafficChange::Qdisc(old));
        }
        self.tell_qdisc(link, place, if told_before { 1 } else { references(place) });
        self.tell_chains(link, &chains);
        self.traffic_changed(link);
        Ok(())
    }

    /// Deletes a qdisc (`RTM_DELQDISC`).
    ///
    /// # Errors
    /// As the kernel.
    pub fn del_qdisc(&mut self, request: &QdiscRequest<'_>) -> Result<(), NetError> {
        let link = self.link_of(request.place.link)?;
        let (parent, handle) = (request.place.parent, request.place.handle);
        let device = self.traffic.device(link);
        let old = if parent == Handle::UNSPEC {
            let found = device.find(handle).ok_or_else(|| {
                error(Errno::NoEnt, "Failed to find qdisc with specified handle.")
            })?;
            Some(found)
        } else {
            at_place(
                device,
                parent,
                "Failed to find qdisc with specified classid.",
            )?
        };
        let old_handle = old.map_or(Handle::UNSPEC, |old| old.handle);
        if parent != Handle::UNSPEC && handle != Handle::UNSPEC && handle != old_handle {
            return Err(error(Errno::Inval, "Invalid handle."));
        }
        let info = self.links.get(&link).ok_or(Errno::NoDev)?;
        let old_name = match (old, parent) {
            (Some(old), _) => old.kind.name(),
            (None, Handle::ROOT) => Self::default_qdisc(info),
            // What a class has of its own.
            (None, _) => "pfifo",
        };
        if request.kind.is_some_and(|kind| kind != old_name) {
            return Err(other_name());
        }
        if parent == Handle::UNSPEC {
            return Err(error(Errno::Inval, "Classid cannot be zero."));
        }
        let Some(old) = old else {
            return Err(error(
                Errno::NoEnt,
                "Cannot delete qdisc with handle of zero.",
            ));
        };
        let place = old.parent;
        let chains = self.watched_chains(link);
        let gone = self.qdisc_that_goes(link, place, u32::from(place != Parent::Ingress));
        let traffic = &mut self.traffic;
        if let Some(device) = traffic.devices.get_mut(&link) {
            device.prune(&mut traffic.actions, place);
        }
        if place == Parent::Root
            && let Some(link) = self.links.get_mut(&link)
        {
            // Its own qdisc comes back when it is up.
            link.started = link.up;
        }
        if let Some(gone) = gone {
            self.tell(|| TrafficChange::Qdisc(gone));
        }
        self.tell_chains(link, &chains);
        self.traffic_changed(link);
        Ok(())
    }
}

/// Why a qdisc that is somewhere can't be put elsewhere.
fn refuse_move(other: &Qdisc, request: &QdiscRequest<'_>) -> NetError {
    if request.flags.exclusive {
        return error(Errno::Exist, "Exclusivity flag on, cannot override.");
    }
    if request.kind.is_some_and(|kind| kind != other.kind.name()) {
        return other_name();
    }
    if other.parent == Parent::Ingress {
        return error(Errno::Inval, "Cannot regraft ingress or clsact Qdiscs.");
    }
    error(
        Errno::Inval,
        "Cannot move an existing qdisc to a different parent.",
    )
}

fn other_name() -> NetError {
    error(
        Errno::Inval,
        "Invalid qdisc name: must match existing qdisc.",
    )
}

/// The bands of a `prio` that are none any more.
fn gone_bands(qdisc: &Qdisc, bands: u8) -> Vec<Handle> {
    let gone = |class: &&Handle| class.minor() > u16::from(bands);
    qdisc.children.keys().filter(gone).copied().collect()
}

/// Whether a qdisc of that kind can be there.
fn check_place(kind: &QdiscKind, place: Parent) -> Result<(), NetError> {
    let for_ingress = matches!(kind, QdiscKind::Ingress | QdiscKind::Clsact);
    match place {
        Parent::Ingress if !for_ingress => Err(error(
            Errno::Inval,
            "Specified parent ID is reserved for ingress and clsact Qdiscs.",
        )),
        Parent::Root | Parent::Class(_) if for_ingress => Err(Errno::OpNotSupp.into()),
        Parent::Root | Parent::Ingress | Parent::Class(_) => Ok(()),
    }
}
