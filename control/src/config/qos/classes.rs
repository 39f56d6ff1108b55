//! Classes: what `RTM_NEWTCLASS` and `RTM_DELTCLASS` do. Only those of `htb` can be made.

use std::borrow::Cow;

use dataplane::qos::{Handle, HtbClass, Parent, QdiscKind};

use super::{
    ClassRequest, Place, TrafficChange,
    device::{Device, Qdisc},
    kinds::{HtbClassOptions, MAX_DEPTH, quantum},
};
use crate::{
    config::{Errno, Model, NetError},
    lang::span::Origin,
};

/// A class of `htb`.
#[derive(Clone, Debug, PartialEq)]
pub struct HtbClassState {
    /// As the data path takes it; its quantum is that which was given.
    pub class: HtbClass,
    /// The quantum in force.
    pub quantum: u32,
    /// 0 for a leaf; the top one is 7.
    pub level: u8,
    /// Classes that borrow from it.
    pub(super) children: u32,
    /// The line that made it.
    pub origin: Option<Origin>,
}

/// What a request is about: the qdisc, the class, and where a new class would be.
struct Target {
    qdisc: Handle,
    class: Handle,
    parent: Handle,
}

/// Finds out which class is meant (the beginning of `tc_ctl_tclass`).
fn target(device: &Device, place: &Place) -> Result<Target, NetError> {
    let root = || device.root().map_or(Handle::UNSPEC, |root| root.handle);
    let mut parent = place.parent;
    let mut qdisc = place.handle.qdisc();
    if parent == Handle::ROOT {
        if qdisc == Handle::UNSPEC {
            qdisc = root();
        }
    } else {
        let other = parent.qdisc();
        if qdisc != Handle::UNSPEC && other != Handle::UNSPEC {
            if qdisc != other {
                return Err(Errno::Inval.into());
            }
        } else if other != Handle::UNSPEC {
            qdisc = other;
        } else if qdisc == Handle::UNSPEC {
            qdisc = root();
        }
        if parent != Handle::UNSPEC {
            parent = Handle(qdisc.0 | u32::from(parent.minor()));
        }
    }
    let found = device.find(qdisc);
    // Links that have nothing but the qdisc that they came with: it is not classful.
    let nothing = if qdisc == Handle::UNSPEC {
        Errno::Inval
    } else {
        Errno::NoEnt
    };
    let found = found.ok_or(nothing)?;
    if !found.is_classful() {
        return Err(Errno::Inval.into());
    }
    let class = match (place.handle, parent) {
        (Handle::UNSPEC, Handle::ROOT) => qdisc,
        (Handle::UNSPEC, _) => Handle::UNSPEC,
        (handle, _) => Handle(qdisc.0 | u32::from(handle.minor())),
    };
    Ok(Target {
        qdisc,
        class,
        parent,
    })
}

fn has_class(qdisc: &Qdisc, class: Handle) -> bool {
    class != Handle::UNSPEC && qdisc.slot(class).is_some()
}

impl Model {
    /// Makes or changes a class (`RTM_NEWTCLASS`); gives what the kernel warns of.
    ///
    /// # Errors
    /// As the kernel.
    pub fn set_class(
        &mut self,
        request: &ClassRequest,
    ) -> Result<Option<Cow<'static, str>>, NetError> {
        let link = self.link_of(request.place.link)?;
        let target = target(self.traffic.device(link), &request.place)?;
        let device = self.traffic.devices.get_mut(&link).ok_or(Errno::NoEnt)?;
        let qdisc = device.find_mut(target.qdisc).ok_or(Errno::NoEnt)?;
        let exists = has_class(qdisc, target.class);
        if exists && request.flags.exclusive {
            return Err(Errno::Exist.into());
        }
        if !exists && !request.flags.create {
            return Err(Errno::NoEnt.into());
        }
        let QdiscKind::Htb(params) = qdisc.kind else {
            return Err(Errno::OpNotSupp.into());
        };
        let options = request.options.ok_or(Errno::Inval)?;
        if options.rate.bytes_per_second == 0 || options.ceil.bytes_per_second == 0 {
            return Err(Errno::Inval.into());
        }
        let mut inner = None;
        if !exists {
            inner = qdisc.add_class(&target, &options, request.origin.clone())?;
        }
        let warning = qdisc.configure(target.class, &options, params.r2q);
        if let Some(class) = inner {
            // No class that others borrow from has a queue.
            device.prune(&mut self.traffic.actions, Parent::Class(class));
        }
        if let Some(told) = self.told_class(link, target.class, false) {
            self.tell(|| TrafficChange::Class(told));
        }
        self.traffic_changed(link);
        Ok(warning)
    }

    /// Deletes a class (`RTM_DELTCLASS`).
    ///
    /// # Errors
    /// As the kernel.
    pub fn del_class(&mut self, place: &Place) -> Result<(), NetError> {
        let link = self.link_of(place.link)?;
        let target = target(self.traffic.device(link), place)?;
        let (told, chains) = (
            self.told_class(link, target.class, true),
            self.watched_chains(link),
        );
        let traffic = &mut self.traffic;
        let device = traffic.devices.get_mut(&link).ok_or(Errno::NoEnt)?;
        let qdisc = device.find_mut(target.qdisc).ok_or(Errno::NoEnt)?;
        if !has_class(qdisc, target.class) {
            return Err(Errno::NoEnt.into());
        }
        let Some(class) = qdisc.classes.get(target.class) else {
            return Err(Errno::OpNotSupp.into());
        };
        if class.children > 0 || qdisc.bound.contains_key(&target.class) {
            return Err(NetError::explained(Errno::Busy, "HTB class in use."));
        }
        device.prune(&mut traffic.actions, Parent::Class(target.class));
        if let Some(qdisc) = device.find_mut(target.qdisc) {
            if let Some(block) = qdisc.blocks.remove(&target.class) {
                qdisc.forget_block(&mut traffic.actions, block);
            }
            qdisc.remove_class(target.class);
        }
        self.tell_chains(link, &chains);
        if let Some(told) = told {
            self.tell(|| TrafficChange::Class(told));
        }
        self.traffic_changed(link);
        Ok(())
    }
}

impl Qdisc {
    /// Adds a class of `htb`; gives the class that was a leaf until now.
    fn add_class(
        &mut self,
        target: &Target,
        options: &HtbClassOptions,
        origin: Option<Origin>,
    ) -> Result<Option<Handle>, NetError> {
        if target.class == Handle::UNSPEC || target.class.qdisc() != self.handle {
            return Err(Errno::Inval.into());
        }
        // A parent that there is not is as good as none.
        let parent = self.classes.get(target.parent);
        let grandparent = parent.and_then(|parent| self.classes.get(parent.class.parent));
        if grandparent.is_some_and(|grandparent| grandparent.level < 2) {
            return Err(NetError::explained(
                Errno::Inval,
                "sch_htb: tree is too deep.",
            ));
        }
        let top = grandparent.map_or(MAX_DEPTH, |grandparent| grandparent.level);
        let parent_name = parent.map(|parent| parent.class.handle);
        let mut was_leaf = None;
        if let Some(parent) = parent_name.and_then(|name| self.classes.get_mut(name)) {
            if parent.level == 0 {
                parent.level = top - 1;
                was_leaf = parent_name;
            }
            parent.children += 1;
        }
        let class = HtbClass {
            handle: target.class,
            parent: parent_name.unwrap_or(self.handle),
            rate: options.rate,
            ceil: options.ceil,
            buffer: options.buffer,
            cbuffer: options.cbuffer,
            quantum: 0,
            prio: 0,
        };
        self.classes.insert(
            target.class,
            HtbClassState {
                class,
                quantum: 0,
                level: 0,
                children: 0,
                origin,
            },
        );
        Ok(was_leaf)
    }

    /// Gives a class its options; gives what the kernel warns of.
    fn configure(
        &mut self,
        name: Handle,
        options: &HtbClassOptions,
        r2q: u32,
    ) -> Option<Cow<'static, str>> {
        const LOWEST: u32 = 7;
        let state = self.classes.get_mut(name)?;
        let class = &mut state.class;
        class.rate = options.rate;
        class.ceil = options.ceil;
        class.buffer = options.buffer;
        class.cbuffer = options.cbuffer;
        if state.level > 0 {
            return None;
        }
        class.quantum = options.quantum;
        class.prio = options.prio.min(LOWEST) as u8;
        if options.quantum != 0 {
            state.quantum = options.quantum;
            return None;
        }
        let (quantum, warning) = quantum(options.rate, r2q);
        state.quantum = quantum;
        warning.map(|what| {
            let message = format!(
                "sch_htb: quantum of class {:X} is {what}. Consider r2q change.",
                name.0
            );
            Cow::Owned(message)
        })
    }

    fn remove_class(&mut self, name: Handle) {
        let Some(gone) = self.classes.remove(name) else {
            return;
        };
        if let Some(parent) = self.classes.get_mut(gone.class.parent) {
            parent.children -= 1;
            if parent.children == 0 {
                // It is a leaf again.
                parent.level = 0;
            }
        }
    }
}
