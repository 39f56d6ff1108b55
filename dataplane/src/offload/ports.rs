//! The ports that take part.

use std::{collections::HashMap, io, sync::Arc};

use super::{Offload, features::Features};
use crate::{
    iface::IfIndex,
    io::{Replayer, TARGETS, XdpMode},
    worker::lock,
};

/// A port that takes part, as flows need to know it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    /// Its number for programs.
    pub(super) number: u32,
    /// Its device sends frames that are redirected to it.
    pub(super) takes: bool,
}

/// A port that began or ceased to take frames from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PortChange {
    /// The port.
    pub port: IfIndex,
    /// It takes them.
    pub takes: bool,
}

#[derive(Debug)]
struct Entry {
    index: IfIndex,
    device: u32,
    features: Features,
    part: Part,
    /// How what comes in by it is redirected; nothing does yet if it is not known.
    mode: Option<XdpMode>,
    /// Its device finishes checksums.
    finishes: bool,
    /// Nobody was told yet how it is.
    is_new: bool,
}

/// Those of a router.
#[derive(Debug, Default)]
pub(super) struct Ports {
    entries: Vec<Entry>,
}

impl Ports {
    /// Looks at the devices; gives what has changed.
    pub(super) fn look(&mut self) -> Vec<PortChange> {
        let mut changes = Vec::new();
        let mut modes = self.entries.iter().filter_map(|entry| entry.mode);
        let behind = modes.all(|mode| mode == XdpMode::Generic);
        for entry in self.entries.iter_mut().filter(|entry| entry.mode.is_some()) {
            let sends = entry.features.sends_redirected(entry.device);
            // A device that is gone takes nothing. To another one, packets go as they are: with unfinished checksums.
            let takes = sends.is_ok_and(|sends| if behind { entry.finishes } else { sends });
            let before = std::mem::replace(&mut entry.part.takes, takes);
            if std::mem::take(&mut entry.is_new) || before != takes {
                changes.push(PortChange {
                    port: entry.index,
                    takes,
                });
            }
        }
        changes
    }

    /// Those that take part, by number.
    pub(super) fn members(&self) -> HashMap<IfIndex, Part> {
        let entries = self.entries.iter();
        entries.map(|entry| (entry.index, entry.part)).collect()
    }

    /// A number that no port has.
    fn free(&self) -> Option<u32> {
        let taken = |number: &u32| {
            self.entries
                .iter()
                .any(|entry| entry.part.number == *number)
        };
        (0..TARGETS).find(|number| !taken(number))
    }
}

/// A port's membership; it ends with this.
#[derive(Debug)]
pub(crate) struct Member {
    offload: Arc<Offload>,
    maps: Arc<Replayer>,
    number: u32,
}

impl Member {
    /// The port `index`, whose device has the number `device` in the calling thread's network namespace.
    ///
    /// # Errors
    /// If there are too many ports, or what the kernel says.
    pub(crate) fn join(offload: &Arc<Offload>, index: IfIndex, device: u32) -> io::Result<Self> {
        let features = Features::open()?;
        let mut ports = lock(&offload.ports);
        let number = ports.free().ok_or(io::ErrorKind::QuotaExceeded)?;
        let maps = match offload.maps.load_full() {
            Some(maps) => maps,
            None => Arc::new(Replayer::create()?),
        };
        maps.set_target(number, device)?;
        offload.maps.store(Some(Arc::clone(&maps)));
        ports.entries.push(Entry {
            index,
            device,
            features,
            part: Part {
                number,
                takes: false,
            },
            mode: None,
            finishes: false,
            is_new: true,
        });
        Ok(Self {
            offload: Arc::clone(offload),
            maps,
            number,
        })
    }

    /// Says how what comes in by the port is redirected, and whether its device finishes checksums.
    pub(crate) fn redirects(&self, mode: XdpMode, finishes: bool) {
        let mut ports = lock(&self.offload.ports);
        let mut entries = ports.entries.iter_mut();
        if let Some(entry) = entries.find(|entry| entry.part.number == self.number) {
            (entry.mode, entry.finishes) = (Some(mode), finishes);
        }
    }

    /// The maps.
    pub(crate) const fn maps(&self) -> &Arc<Replayer> {
        &self.maps
    }

    /// The port's number for programs.
    pub(crate) const fn number(&self) -> u32 {
        self.number
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        // What would leave by it goes to the router.
        self.offload.stop();
        let mut ports = lock(&self.offload.ports);
        ports
            .entries
            .retain(|entry| entry.part.number != self.number);
        // If the device is gone, the kernel has removed it.
        let _ = self.maps.remove_target(self.number);
        if ports.entries.is_empty() {
            self.offload.maps.store(None);
        }
    }
}
