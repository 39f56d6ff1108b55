//! One neighbour: its reachability state and the moments that move it on.
//!
//! Read RFC 4861 §7.3 and Linux's net/core/neighbour.c, whose states and timing these are, for
//! ARP as for neighbour discovery. The entry knows no wires: it says when a probe is due, and what
//! became of the packets that waited.

use super::pending::Pending;
use crate::{
    drop_reason::DropReason,
    iface::MacAddr,
    packet::Packet,
    sysctl::NeighConf,
    time::{Duration, Instant},
};

/// The name of a neighbour's state (`NUD_*`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Nud {
    /// Made, and nothing more.
    None,
    /// Being resolved.
    Incomplete,
    /// Known, and recently heard from.
    Reachable,
    /// Known; not heard from for a while.
    Stale,
    /// Known and in use; about to be probed.
    Delay,
    /// Known; being probed.
    Probe,
    /// Did not answer.
    Failed,
    /// Needs no resolution.
    NoArp,
    /// Set by the administrator.
    Permanent,
}

impl Nud {
    /// Whether an entry in this state has an address to send to (`NUD_VALID`).
    #[must_use]
    pub const fn is_valid(self) -> bool {
        match self {
            Self::Reachable
            | Self::Stale
            | Self::Delay
            | Self::Probe
            | Self::NoArp
            | Self::Permanent => true,
            Self::None | Self::Incomplete | Self::Failed => false,
        }
    }

    /// Whether the address is trusted without asking (`NUD_CONNECTED`).
    #[must_use]
    pub const fn is_connected(self) -> bool {
        match self {
            Self::Reachable | Self::NoArp | Self::Permanent => true,
            Self::None
            | Self::Incomplete
            | Self::Stale
            | Self::Delay
            | Self::Probe
            | Self::Failed => false,
        }
    }
}

/// A neighbour's state with what it needs to know. `due` is when the timer goes off.
#[derive(Debug, Default)]
pub(super) enum State {
    #[default]
    None,
    Incomplete {
        /// Probes sent; as in Linux, counted from `ucast_solicit` on.
        probes: u32,
        due: Instant,
        queue: Pending,
    },
    Reachable {
        mac: MacAddr,
        due: Instant,
    },
    Stale {
        mac: MacAddr,
    },
    Delay {
        mac: MacAddr,
        due: Instant,
    },
    Probe {
        mac: MacAddr,
        probes: u32,
        due: Instant,
    },
    Failed,
    NoArp {
        mac: MacAddr,
    },
    Permanent {
        mac: MacAddr,
    },
}

impl State {
    pub(super) const fn nud(&self) -> Nud {
        match self {
            Self::None => Nud::None,
            Self::Incomplete { .. } => Nud::Incomplete,
            Self::Reachable { .. } => Nud::Reachable,
            Self::Stale { .. } => Nud::Stale,
            Self::Delay { .. } => Nud::Delay,
            Self::Probe { .. } => Nud::Probe,
            Self::Failed => Nud::Failed,
            Self::NoArp { .. } => Nud::NoArp,
            Self::Permanent { .. } => Nud::Permanent,
        }
    }

    /// The address, if the state is valid.
    pub(super) const fn mac(&self) -> Option<MacAddr> {
        match *self {
            Self::Reachable { mac, .. }
            | Self::Stale { mac }
            | Self::Delay { mac, .. }
            | Self::Probe { mac, .. }
            | Self::NoArp { mac }
            | Self::Permanent { mac } => Some(mac),
            Self::None | Self::Incomplete { .. } | Self::Failed => None,
        }
    }

    /// When its timer goes off.
    pub(super) const fn due(&self) -> Option<Instant> {
        match *self {
            Self::Incomplete { due, .. }
            | Self::Reachable { due, .. }
            | Self::Delay { due, .. }
            | Self::Probe { due, .. } => Some(due),
            Self::None
            | Self::Stale { .. }
            | Self::Failed
            | Self::NoArp { .. }
            | Self::Permanent { .. } => None,
        }
    }

    /// Probes sent and not answered.
    pub(super) const fn probes(&self) -> u32 {
        match *self {
            Self::Incomplete { probes, .. } | Self::Probe { probes, .. } => probes,
            Self::None
            | Self::Reachable { .. }
            | Self::Stale { .. }
            | Self::Delay { .. }
            | Self::Failed
            | Self::NoArp { .. }
            | Self::Permanent { .. } => 0,
        }
    }

    /// How many packets wait.
    pub(super) fn held(&self) -> usize {
        match self {
            Self::Incomplete { queue, .. } => queue.len(),
            Self::None
            | Self::Reachable { .. }
            | Self::Stale { .. }
            | Self::Delay { .. }
            | Self::Probe { .. }
            | Self::Failed
            | Self::NoArp { .. }
            | Self::Permanent { .. } => 0,
        }
    }

    /// The packet that was added last to those that wait.
    pub(super) fn newest(&self) -> Option<&Packet> {
        match self {
            Self::Incomplete { queue, .. } => queue.newest(),
            Self::None
            | Self::Reachable { .. }
            | Self::Stale { .. }
            | Self::Delay { .. }
            | Self::Probe { .. }
            | Self::Failed
            | Self::NoArp { .. }
            | Self::Permanent { .. } => None,
        }
    }

    /// The packets that wait.
    pub(super) fn into_queue(self) -> Pending {
        match self {
            Self::Incomplete { queue, .. } => queue,
            Self::None
            | Self::Reachable { .. }
            | Self::Stale { .. }
            | Self::Delay { .. }
            | Self::Probe { .. }
            | Self::Failed
            | Self::NoArp { .. }
            | Self::Permanent { .. } => Pending::default(),
        }
    }
}

/// The interface's knobs and its reachable time of the moment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Times<'a> {
    pub(super) conf: &'a NeighConf,
    /// `base_reachable_time` spread over 0.5..1.5 (RFC 4861 §6.3.2).
    pub(super) reachable: Duration,
}

/// Least time between two probes, and least delay of any timer (`HZ/100`).
const LEAST: Duration = Duration::from_millis(10);

impl Times<'_> {
    fn retrans(&self) -> Duration {
        self.conf.retrans_time.max(LEAST)
    }

    /// A moment of confirmation that is surely too old to count.
    fn long_ago(&self, now: Instant) -> Instant {
        now - self.conf.base_reachable_time * 2
    }
}

/// What an update says (`NEIGH_UPDATE_F_*`).
#[derive(Clone, Copy, Debug)]
pub(super) struct Update {
    pub(super) mac: Option<MacAddr>,
    pub(super) state: Nud,
    /// May replace another address.
    pub(super) override_: bool,
    /// Another address makes a connected entry stale, if it may not replace the old one.
    pub(super) weak_override: bool,
    /// Says whether it is a router.
    pub(super) router: Option<bool>,
    /// By the administrator.
    pub(super) admin: bool,
}

impl Update {
    /// What a packet teaches about its sender.
    pub(super) const fn heard(mac: Option<MacAddr>, state: Nud) -> Self {
        Self {
            mac,
            state,
            override_: true,
            weak_override: false,
            router: None,
            admin: false,
        }
    }
}

/// Why an update was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UpdateError {
    /// The administrator's word stands (`EPERM`).
    Fixed,
    /// A valid state needs an address (`EINVAL`).
    NoAddress,
}

/// What became of an entry, for the table to act on.
#[derive(Debug, Default)]
pub(super) struct Effect {
    /// A probe is due.
    pub(super) probe: bool,
    /// Something to tell those who listen.
    pub(super) notify: bool,
    /// What workers may remember of the entry no longer holds.
    pub(super) forget: bool,
    /// These may go, to the entry's address.
    pub(super) resolved: Pending,
    /// These won't be sent.
    pub(super) failed: Pending,
}

/// A neighbour.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) state: State,
    /// Last used to send, beyond what workers remember.
    pub(super) used: Instant,
    /// Last known to be reachable.
    pub(super) confirmed: Instant,
    /// Last changed.
    pub(super) updated: Instant,
    /// It is a router (`NTF_ROUTER`).
    pub(super) router: bool,
    /// Who set it (`NDA_PROTOCOL`).
    pub(super) protocol: u8,
}

impl Entry {
    pub(super) fn new(now: Instant, times: &Times<'_>) -> Self {
        Self {
            state: State::None,
            used: now,
            confirmed: times.long_ago(now),
            updated: now,
            router: false,
            protocol: 0,
        }
    }

    /// A packet is to be sent (`__neigh_event_send`), or with `None` the address is merely wanted.
    /// Gives the packet back when the state's address may be used. `dropped` takes what the queue
    /// has no room for.
    pub(super) fn send(
        &mut self,
        now: Instant,
        times: &Times<'_>,
        packet: Option<Packet>,
        mut dropped: impl FnMut(DropReason, Packet),
    ) -> (Effect, Option<Packet>) {
        self.used = now;
        let mut effect = Effect::default();
        match &mut self.state {
            State::Reachable { .. }
            | State::Delay { .. }
            | State::Probe { .. }
            | State::NoArp { .. }
            | State::Permanent { .. } => return (effect, packet),
            &mut State::Stale { mac } => {
                self.delay(now, times, mac);
                return (effect, packet);
            }
            State::None | State::Failed => {
                self.updated = now;
                if times.conf.mcast_solicit == 0 {
                    self.state = State::Failed;
                    if let Some(packet) = packet {
                        dropped(DropReason::NeighFailed, packet);
                    }
                    return (effect, None);
                }
                effect.probe = true;
                self.state = State::Incomplete {
                    probes: times.conf.ucast_solicit,
                    due: now + times.retrans(),
                    queue: Pending::default(),
                };
            }
            State::Incomplete { .. } => {}
        }
        if let (State::Incomplete { queue, .. }, Some(packet)) = (&mut self.state, packet) {
            let limit = times.conf.unres_qlen_bytes as usize;
            queue.push(packet, limit, |p| dropped(DropReason::NeighQueueFull, p));
        }
        (effect, None)
    }

    /// A stale entry is used.
    fn delay(&mut self, now: Instant, times: &Times<'_>, mac: MacAddr) {
        let due = now + times.conf.delay_first_probe_time;
        self.state = State::Delay { mac, due };
        self.updated = now;
    }

    /// The timer went off (`neigh_timer_handler`).
    pub(super) fn expire(&mut self, now: Instant, times: &Times<'_>) -> Effect {
        let mut effect = Effect::default();
        let delay = times.conf.delay_first_probe_time;
        let floor = now + LEAST;
        self.state = match std::mem::take(&mut self.state) {
            State::Reachable { mac, .. } => {
                let end = self.confirmed + times.reachable;
                if now < end {
                    let due = end.max(floor);
                    State::Reachable { mac, due }
                } else {
                    self.updated = now;
                    effect.forget = true;
                    if now <= self.used + delay {
                        let due = (now + delay).max(floor);
                        State::Delay { mac, due }
                    } else {
                        effect.notify = true;
                        State::Stale { mac }
                    }
                }
            }
            State::Delay { mac, .. } => {
                self.updated = now;
                effect.notify = true;
                if now <= self.confirmed + delay {
                    let due = (self.confirmed + times.reachable).max(floor);
                    State::Reachable { mac, due }
                } else if times.conf.ucast_solicit == 0 {
                    effect.forget = true;
                    State::Failed
                } else {
                    effect.probe = true;
                    State::Probe {
                        mac,
                        probes: 0,
                        due: now + times.retrans(),
                    }
                }
            }
            State::Probe { mac, probes, .. } => {
                if probes >= times.conf.ucast_solicit {
                    effect.forget = true;
                    effect.notify = true;
                    self.updated = now;
                    State::Failed
                } else {
                    effect.probe = true;
                    let due = now + times.retrans();
                    State::Probe { mac, probes, due }
                }
            }
            State::Incomplete { probes, queue, .. } => {
                let most = times
                    .conf
                    .ucast_solicit
                    .saturating_add(times.conf.mcast_solicit);
                if probes >= most {
                    effect.notify = true;
                    effect.failed = queue;
                    self.updated = now;
                    State::Failed
                } else {
                    effect.probe = true;
                    let due = now + times.retrans();
                    State::Incomplete { probes, due, queue }
                }
            }
            state @ (State::None
            | State::Stale { .. }
            | State::Failed
            | State::NoArp { .. }
            | State::Permanent { .. }) => state,
        };
        effect
    }

    /// What was permanent is to be resolved (`NTF_USE`).
    pub(super) fn thaw(&mut self) {
        if self.state.nud() == Nud::Permanent {
            self.state = State::None;
        }
    }

    /// A probe went out.
    pub(super) fn probed(&mut self) {
        match &mut self.state {
            State::Incomplete { probes, .. } | State::Probe { probes, .. } => *probes += 1,
            State::None
            | State::Reachable { .. }
            | State::Stale { .. }
            | State::Delay { .. }
            | State::Failed
            | State::NoArp { .. }
            | State::Permanent { .. } => {}
        }
    }

    /// Something was learned, or the administrator says so (`__neigh_update`).
    pub(super) fn update(
        &mut self,
        now: Instant,
        times: &Times<'_>,
        update: Update,
    ) -> Result<Effect, UpdateError> {
        let old = self.state.nud();
        if !update.admin && matches!(old, Nud::NoArp | Nud::Permanent) {
            return Err(UpdateError::Fixed);
        }
        if !update.state.is_valid() {
            return Ok(self.invalidate(now, update.state));
        }
        let known = self.state.mac();
        let Some(mut mac) = update.mac.or(known) else {
            return Err(UpdateError::NoAddress);
        };
        let mut new = update.state;
        let mut router = update.router;
        if new.is_connected() {
            self.confirmed = now;
        }
        if let Some(known) = known {
            if mac != known && !update.override_ {
                if !(update.weak_override && old.is_connected()) {
                    return Ok(Effect::default());
                }
                router = None;
                mac = known;
                new = Nud::Stale;
            } else if mac == known && new == Nud::Stale && !update.admin {
                new = old;
            }
        }
        let mut effect = Effect::default();
        let moved = known != Some(mac);
        if new != old || moved {
            self.updated = now;
            effect.notify = true;
            effect.forget = known.is_some();
        }
        if moved && !new.is_connected() {
            self.confirmed = times.long_ago(now);
        }
        let before = std::mem::take(&mut self.state);
        // A timer runs on where only the address changes: it looks at `confirmed` when it goes off.
        let due = before.due().filter(|_| old == new);
        let probes = if old == new { before.probes() } else { 0 };
        self.state = match new {
            Nud::Reachable => State::Reachable {
                mac,
                due: due.unwrap_or(now + times.reachable),
            },
            Nud::Delay => State::Delay {
                mac,
                due: due.unwrap_or(now),
            },
            Nud::Probe => State::Probe {
                mac,
                probes,
                due: due.unwrap_or(now),
            },
            Nud::NoArp => State::NoArp { mac },
            Nud::Permanent => State::Permanent { mac },
            Nud::Stale | Nud::None | Nud::Incomplete | Nud::Failed => State::Stale { mac },
        };
        effect.resolved = before.into_queue();
        if effect.resolved.len() > 0 {
            // What waited is sent now, which uses the entry.
            self.used = now;
            if new == Nud::Stale {
                self.delay(now, times, mac);
            }
        }
        if let Some(router) = router.filter(|router| *router != self.router) {
            self.router = router;
            effect.notify = true;
        }
        Ok(effect)
    }

    /// The administrator takes the address away.
    fn invalidate(&mut self, now: Instant, new: Nud) -> Effect {
        let old = self.state.nud();
        let queue = std::mem::take(&mut self.state).into_queue();
        let mut effect = Effect {
            notify: old.is_valid(),
            forget: old.is_valid(),
            ..Effect::default()
        };
        match new {
            Nud::Incomplete => {
                // As in Linux, no timer drives it: it waits for an answer.
                self.state = State::Incomplete {
                    probes: 0,
                    due: Instant::FAR_FUTURE,
                    queue,
                };
            }
            Nud::Failed => {
                self.state = State::Failed;
                effect.failed = queue;
                if matches!(old, Nud::Incomplete | Nud::Probe) {
                    self.updated = now;
                    effect.notify = true;
                }
            }
            Nud::None
            | Nud::Reachable
            | Nud::Stale
            | Nud::Delay
            | Nud::Probe
            | Nud::NoArp
            | Nud::Permanent => effect.failed = queue,
        }
        effect
    }
}
