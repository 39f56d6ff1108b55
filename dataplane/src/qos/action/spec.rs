//! What actions are told.

use std::time::Duration;

use super::ActionState;
use crate::{iface::IfIndex, qos::RateSpec, time::Instant};

/// What happens to a packet behind an action (`TC_ACT_*`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Control {
    /// It is classified as the filter says.
    #[default]
    Ok,
    /// It is dropped.
    Shot,
    /// The next action is taken.
    Pipe,
    /// The next filter is asked.
    Continue,
    /// The filters are asked from the beginning.
    Reclassify,
    /// It is taken away, as if queued.
    Stolen,
    /// Filters of this chain are asked.
    GotoChain(u32),
}

/// An action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// Its number among those of its kind.
    pub index: u32,
    /// What it does.
    pub kind: ActionKind,
    /// What it counts: one for all that name it.
    pub state: ActionState,
}

impl Action {
    /// A new action, made at the moment `now`.
    #[must_use]
    pub fn new(index: u32, kind: ActionKind, now: Instant) -> Self {
        Self {
            index,
            state: ActionState::new(&kind, now),
            kind,
        }
    }
}

/// What an action does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActionKind {
    /// Decides.
    Gact(GactSpec),
    /// Measures the rate.
    Police(PoliceSpec),
    /// Sends the packet, or a copy, by another interface.
    Mirred(MirredSpec),
    /// Changes what is known of the packet.
    Skbedit(SkbeditSpec),
    /// Changes the packet.
    Pedit(PeditSpec),
}

/// `gact`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GactSpec {
    /// What happens.
    pub control: Control,
}

/// `police`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoliceSpec {
    /// The rate.
    pub rate: RateSpec,
    /// How long the bucket lasts at the rate: a multiple of 64 ns.
    pub burst: Duration,
    /// The peak rate.
    pub peak: Option<RateSpec>,
    /// The longest packet that conforms, in bytes.
    pub mtu: u32,
    /// What happens to packets within the rate (`conform`).
    pub conform: Control,
    /// What happens to others (`exceed`).
    pub exceed: Control,
}

/// `mirred`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MirredSpec {
    /// The interface.
    pub device: IfIndex,
    /// Into it, not out of it.
    pub ingress: bool,
    /// The packet itself, not a copy.
    pub redirect: bool,
    /// What happens to the packet then.
    pub control: Control,
}

/// `skbedit`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SkbeditSpec {
    /// The new priority.
    pub priority: Option<u32>,
    /// The new mark and the bits of it that change.
    pub mark: Option<(u32, u32)>,
    /// The new packet type (`ptype`).
    pub packet_type: Option<u16>,
    /// What happens then.
    pub control: Control,
}

/// A word that `pedit` changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeditKey {
    /// The header that the offset counts from: 0 network, 1 eth, 2 ip, 3 ip6, 4 tcp, 5 udp.
    pub header: u8,
    /// Added to what is there, not put in its place.
    pub add: bool,
    /// The bits that stay.
    pub mask: u32,
    /// The bits that are put in or added.
    pub value: u32,
    /// Where, in bytes.
    pub offset: i32,
}

/// `pedit`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeditSpec {
    /// The words.
    pub keys: Vec<PeditKey>,
    /// What happens then.
    pub control: Control,
}
