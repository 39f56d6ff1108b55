//! What the neighbour cache gives back.

use std::net::IpAddr;

use super::entry::Nud;
use crate::{
    drop_reason::DropReason,
    iface::{IfIndex, MacAddr},
    packet::Packet,
    time::{Duration, Instant},
};

/// What became of a packet given to [`NeighCache::resolve`](super::NeighCache::resolve).
#[derive(Debug)]
pub enum Outcome {
    /// The neighbour's address is known.
    Known {
        /// The address.
        mac: MacAddr,
        /// Till when a worker may use the address for further packets without asking again, as
        /// long as the [generation](super::NeighCache::generation) that it read *before* asking
        /// stays.
        until: Instant,
        /// The packet, as it was given.
        packet: Packet,
    },
    /// It waits for an answer; it comes out in [`NeighOutput::resolved`], [`NeighOutput::failed`]
    /// or [`NeighOutput::dropped`].
    Queued,
    /// There is no room for another neighbour.
    Refused(Packet, DropReason),
}

/// What the caller has to do. Packets are given by value: each comes out exactly once.
#[derive(Debug, Default)]
pub struct NeighOutput {
    /// Frames that the cache made (ARP, neighbour discovery), complete from the Ethernet header
    /// on, to be sent by the interface (a VLAN's tag is still to be added).
    pub send: Vec<(IfIndex, Packet)>,
    /// Neighbour advertisements that the cache made for a neighbour whose address it does not know: as in
    /// `send`, but they pass the hooks before they are given to
    /// [`NeighCache::resolve`](super::NeighCache::resolve).
    pub unresolved: Vec<(IfIndex, Packet)>,
    /// Packets that waited and may go now by the interface to the address. Their link-layer header
    /// is still to be written; `meta.l3` is as it was given.
    pub resolved: Vec<(IfIndex, MacAddr, Packet)>,
    /// Packets whose neighbour did not answer: their senders are told that the host is
    /// unreachable.
    pub failed: Vec<(IfIndex, Packet)>,
    /// Packets that were dropped in silence while they waited.
    pub dropped: Vec<(IfIndex, DropReason, Packet)>,
    /// How many packets the cache made: those in `send` and in `unresolved`.
    pub made: u64,
    /// What `ip monitor neigh` shows.
    pub changes: Vec<NeighbourChange>,
}

impl NeighOutput {
    /// Whether there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let Self {
            send,
            unresolved,
            resolved,
            failed,
            dropped,
            made,
            changes,
        } = self;
        *made == 0
            && send.is_empty()
            && unresolved.is_empty()
            && resolved.is_empty()
            && failed.is_empty()
            && dropped.is_empty()
            && changes.is_empty()
    }
}

/// A neighbour changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NeighbourChange {
    /// It is new, or its state or address is (`RTM_NEWNEIGH`).
    Updated(Neighbour),
    /// It is gone (`RTM_DELNEIGH`).
    Deleted(Neighbour),
}

/// A neighbour as shown to people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Neighbour {
    /// The interface.
    pub oif: IfIndex,
    /// Its network address.
    pub address: IpAddr,
    /// Its Ethernet address, if its state has one.
    pub mac: Option<MacAddr>,
    /// Its state; of a proxy entry, [`Nud::None`].
    pub state: Nud,
    /// It is a router (`NTF_ROUTER`).
    pub router: bool,
    /// It is an entry of the proxy list.
    pub proxy: bool,
    /// Who set it (`NDA_PROTOCOL`); 0 for none.
    pub protocol: u8,
    /// Time since it was last used to send. Coarse by what workers remember.
    pub used: Duration,
    /// Time since it was last known to be reachable.
    pub confirmed: Duration,
    /// Time since it last changed.
    pub updated: Duration,
    /// Probes sent and not answered.
    pub probes: u32,
}
