//! Live state where nothing is alive: what commands see while a runbook is loaded.

use std::net::IpAddr;

use dataplane::{
    iface::IfIndex,
    time::{Duration, Instant},
};

use super::{LinkCounters, Live, LiveNeighbour, NeighbourRequest};
use crate::config::{Errno, NeighbourState, NetError};

/// Neighbours as requests made them, with no packets around them.
///
/// What a load leaves here is handed to the running router when the load succeeds.
#[derive(Debug, Default)]
pub struct Offline {
    now: Instant,
    neighbours: Vec<LiveNeighbour>,
}

impl Offline {
    /// No neighbours, at the time `now`.
    #[must_use]
    pub const fn new(now: Instant) -> Self {
        Self {
            now,
            neighbours: Vec::new(),
        }
    }

    fn position(&self, link: IfIndex, address: IpAddr, proxy: bool) -> Option<usize> {
        self.neighbours.iter().position(|entry| {
            let entry = &entry.neighbour;
            entry.link == link && entry.address == address && entry.proxy == proxy
        })
    }
}

impl Live for Offline {
    fn now(&self) -> Instant {
        self.now
    }

    fn wall_clock(&self) -> Duration {
        Duration::ZERO
    }

    fn link_counters(&self, _: IfIndex) -> LinkCounters {
        LinkCounters::default()
    }

    fn neighbours(&self) -> Vec<LiveNeighbour> {
        self.neighbours.clone()
    }

    fn neighbour_set(&mut self, request: &NeighbourRequest) -> Result<(), NetError> {
        let NeighbourRequest {
            neighbour,
            create,
            exclusive,
            replace,
            ..
        } = request;
        let entry = LiveNeighbour {
            neighbour: neighbour.clone(),
            protocol: request.protocol,
            used: Duration::ZERO,
            confirmed: Duration::ZERO,
            updated: Duration::ZERO,
            probes: 0,
        };
        match self.position(neighbour.link, neighbour.address, neighbour.proxy) {
            Some(_) if *exclusive => Err(Errno::Exist.into()),
            Some(position) => {
                let old = std::mem::replace(&mut self.neighbours[position], entry);
                let new = &mut self.neighbours[position].neighbour;
                if new.lladdr.is_none() || !replace {
                    new.lladdr = old.neighbour.lladdr;
                }
                Ok(())
            }
            None if *create && has_address(neighbour.state) && neighbour.lladdr.is_none() => {
                if neighbour.proxy {
                    self.neighbours.push(entry);
                    return Ok(());
                }
                Err(NetError::explained(
                    Errno::Inval,
                    "No link layer address given.",
                ))
            }
            None if *create => {
                self.neighbours.push(entry);
                Ok(())
            }
            None => Err(Errno::NoEnt.into()),
        }
    }

    fn neighbour_delete(
        &mut self,
        link: IfIndex,
        address: IpAddr,
        proxy: bool,
    ) -> Result<(), NetError> {
        match self.position(link, address, proxy) {
            Some(position) => {
                self.neighbours.remove(position);
                Ok(())
            }
            None => Err(Errno::NoEnt.into()),
        }
    }
}

/// Whether a neighbour in that state has a link-layer address (`NUD_VALID`).
fn has_address(state: NeighbourState) -> bool {
    match state {
        NeighbourState::Reachable
        | NeighbourState::Stale
        | NeighbourState::Delay
        | NeighbourState::Probe
        | NeighbourState::NoArp
        | NeighbourState::Permanent => true,
        NeighbourState::None | NeighbourState::Incomplete | NeighbourState::Failed => false,
    }
}
