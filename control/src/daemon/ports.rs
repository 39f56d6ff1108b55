//! The ports behind links, on the control thread's side.

use std::{
    collections::BTreeMap,
    fmt,
    sync::Arc,
    time::{Duration, Instant},
};

use dataplane::{
    iface::{IfIndex, MacAddr},
    io::{
        Isolation, Port, PortControl, PortError, PortQueue, PortState, Spread, open_packet,
        open_tap, open_xdp, open_xdp_offloading,
    },
    offload::Offload,
};
use tracing::{info, warn};

use crate::config::{Link, LinkKind, Model};

/// How soon a port that went away is looked for, and how long at most between two looks.
const RETRY: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(30));

/// Who opens the ports of links.
pub trait PortOpener {
    /// Opens the port of `link` with `queues` queues; `None` if such a link has no port here.
    ///
    /// # Errors
    /// Why it can't be opened.
    fn open(&mut self, link: &Link, queues: usize) -> Result<Option<Port>, PortError>;
}

/// Opens what the kernel offers: taps, packet sockets and XDP sockets.
#[derive(Clone, Debug)]
pub struct KernelPorts {
    /// How frames are spread over workers: see [`Spread`].
    pub key: u32,
    /// What ports take part in that are to replay flows.
    pub offload: Arc<Offload>,
}

impl PortOpener for KernelPorts {
    fn open(&mut self, link: &Link, queues: usize) -> Result<Option<Port>, PortError> {
        let spread = Spread {
            queues,
            key: self.key,
        };
        let port = match &link.kind {
            LinkKind::Tap => open_tap(&link.name, link.mac, spread)?,
            LinkKind::Packet { dev } => open_packet(dev, spread, Isolation::default())?,
            LinkKind::Xdp { dev, way, offload } => match offload {
                false => open_xdp(dev, queues, *way)?,
                true => {
                    let part = (&self.offload, link.index);
                    open_xdp_offloading(dev, queues, *way, part)?
                }
            },
            // A pcap port has frames in a replay only: here it is a cable that nobody plugged in.
            LinkKind::Pcap | LinkKind::Loopback | LinkKind::Vlan { .. } | LinkKind::Dummy => {
                return Ok(None);
            }
        };
        for missing in &port.without {
            warn!(port = link.name, "the port does without: {missing}");
        }
        Ok(Some(port))
    }
}

/// Settings of a link that its port follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Settings {
    up: bool,
    mtu: u32,
    mac: MacAddr,
    promiscuous: bool,
}

impl Settings {
    fn of(link: &Link) -> Self {
        Self {
            up: link.up,
            mtu: link.mtu,
            mac: link.mac,
            promiscuous: link.promisc,
        }
    }
}

/// A port and what it was told.
struct Open {
    control: Box<dyn PortControl>,
    /// The device's own address and MTU.
    own: (MacAddr, u32),
    /// `None`: nothing yet.
    told: Option<Settings>,
}

/// A port whose device went away.
struct Lost {
    next_try: Instant,
    backoff: Duration,
}

enum State {
    Open(Open),
    Lost(Lost),
}

/// What identifies a port across reloads: its link's name, and what it is a port of.
type Identity = (String, LinkKind);

struct Entry {
    identity: Identity,
    state: State,
}

impl Entry {
    /// Whether the port's link is not there any more. A renamed link keeps its port; a tap's own
    /// name stays what it was made with.
    fn is_gone(&self, model: &Model, index: IfIndex) -> bool {
        let link = model.link(index);
        link.is_none_or(|link| link.kind != self.identity.1)
    }
}

/// Queues of a port, on their way to the workers: one for each.
pub struct Queues {
    /// The port.
    pub port: IfIndex,
    /// Queue `i` is worker `i`'s.
    pub queues: Vec<Box<dyn PortQueue>>,
}

impl fmt::Debug for Queues {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Queues")
            .field("port", &self.port)
            .field("queues", &self.queues.len())
            .finish()
    }
}

/// Why the ports can't be as the links want them.
#[derive(Debug)]
pub struct OpenError {
    /// The link.
    pub link: Box<Link>,
    /// What is wrong with its port.
    pub error: PortError,
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.link.name, self.error)
    }
}

impl std::error::Error for OpenError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}

/// A port that was opened for a new link and is not in use yet.
struct Opened {
    index: IfIndex,
    identity: Identity,
    port: Port,
}

/// What a change of the configuration means for the ports: worked out, and opened, before anything
/// is changed.
pub(super) struct Plan {
    opened: Vec<Opened>,
    closing: Vec<IfIndex>,
}

/// All ports.
pub(super) struct Ports {
    opener: Box<dyn PortOpener>,
    workers: usize,
    entries: BTreeMap<IfIndex, Entry>,
}

impl Ports {
    pub(super) fn new(opener: Box<dyn PortOpener>, workers: usize) -> Self {
        Self {
            opener,
            workers,
            entries: BTreeMap::new(),
        }
    }

    /// Opens the ports of new links of `model`, and finds those whose links are gone.
    ///
    /// On failure nothing has changed: what was opened is closed again.
    pub(super) fn plan(&mut self, model: &Model) -> Result<Plan, OpenError> {
        let mut plan = Plan {
            opened: Vec::new(),
            closing: Vec::new(),
        };
        for (&index, entry) in &self.entries {
            if entry.is_gone(model, index) {
                plan.closing.push(index);
            }
        }
        for link in model.links() {
            let kept =
                self.entries.contains_key(&link.index) && !plan.closing.contains(&link.index);
            if kept {
                continue;
            }
            match self.opener.open(link, self.workers) {
                Ok(Some(port)) => plan.opened.push(Opened {
                    index: link.index,
                    identity: (link.name.clone(), link.kind.clone()),
                    port,
                }),
                Ok(None) => {}
                Err(error) => {
                    let link = Box::new(link.clone());
                    return Err(OpenError { link, error });
                }
            }
        }
        Ok(plan)
    }

    /// Ports in the way of new links: the link goes, and another one of the same device comes.
    pub(super) fn clashes(&self, model: &Model) -> Vec<IfIndex> {
        let comes = |entry: &Entry| {
            let (name, kind) = &entry.identity;
            model.links().any(|link| match (kind, &link.kind) {
                (LinkKind::Tap, LinkKind::Tap) => link.name == *name,
                (
                    LinkKind::Packet { dev } | LinkKind::Xdp { dev, .. },
                    LinkKind::Packet { dev: new } | LinkKind::Xdp { dev: new, .. },
                ) => dev == new,
                (_, _) => false,
            })
        };
        self.entries
            .iter()
            .filter(|&(&index, entry)| entry.is_gone(model, index) && comes(entry))
            .map(|(&index, _)| index)
            .collect()
    }

    /// Closes a port for a while: it is opened again at the next look, if its link is still there.
    pub(super) fn release(&mut self, index: IfIndex) {
        if let Some(entry) = self.entries.get_mut(&index) {
            entry.state = State::Lost(Lost {
                next_try: Instant::now(),
                backoff: RETRY.0,
            });
        }
    }

    /// The addresses and MTUs that new ports bring along.
    pub(super) fn defaults(plan: &Plan) -> impl Iterator<Item = (IfIndex, MacAddr, u32)> + '_ {
        plan.opened
            .iter()
            .map(|opened| (opened.index, opened.port.mac, opened.port.mtu))
    }

    /// Gives a model that takes the place of another what it can't know of the ports that stay.
    pub(super) fn describe(&mut self, model: &mut Model) {
        for (&index, entry) in &mut self.entries {
            if entry.is_gone(model, index) {
                continue;
            }
            let carrier = match &mut entry.state {
                State::Open(open) => {
                    // A tap has nothing of its own: its address is the one that the link gave it.
                    if matches!(
                        entry.identity.1,
                        LinkKind::Packet { .. } | LinkKind::Xdp { .. }
                    ) {
                        model.adopt(index, open.own.0, open.own.1);
                    }
                    open.control.state().carrier
                }
                State::Lost(_) => false,
            };
            model.set_carrier(index, carrier);
        }
    }

    /// Takes new ports into use. Gives what workers are to serve no more, and what from now on.
    pub(super) fn apply(&mut self, plan: Plan) -> (Vec<IfIndex>, Vec<Queues>) {
        for index in &plan.closing {
            self.entries.remove(index);
        }
        let queues = plan
            .opened
            .into_iter()
            .map(|opened| {
                let open = Open {
                    own: (opened.port.mac, opened.port.mtu),
                    control: opened.port.control,
                    told: None,
                };
                let entry = Entry {
                    identity: opened.identity,
                    state: State::Open(open),
                };
                self.entries.insert(opened.index, entry);
                Queues {
                    port: opened.index,
                    queues: opened.port.queues,
                }
            })
            .collect();
        (plan.closing, queues)
    }

    /// Tells ports what has changed on their links; gives what they refused.
    pub(super) fn tell(&mut self, model: &Model) -> Vec<String> {
        let mut refused = Vec::new();
        for (&index, entry) in &mut self.entries {
            let State::Open(open) = &mut entry.state else {
                continue;
            };
            let Some(link) = model.link(index) else {
                continue;
            };
            let settings = Settings::of(link);
            let told = open.told.replace(settings);
            if told == Some(settings) {
                continue;
            }
            let mut tell = |what: &str, result: std::io::Result<()>| {
                if let Err(error) = result {
                    refused.push(format!("{}: {what}: {error}", link.name));
                }
            };
            // A device takes an MTU or an address best while it is down, and comes up last.
            if told.is_none_or(|told| told.mac != settings.mac) {
                tell("address", open.control.set_mac(settings.mac));
            }
            if told.is_none_or(|told| told.mtu != settings.mtu) {
                tell("mtu", open.control.set_mtu(settings.mtu));
            }
            if told.map_or(settings.promiscuous, |told| {
                told.promiscuous != settings.promiscuous
            }) {
                tell(
                    "promisc",
                    open.control.set_promiscuous(settings.promiscuous),
                );
            }
            if told.is_none_or(|told| told.up != settings.up) {
                tell("up", open.control.set_up(settings.up));
            }
        }
        refused
    }

    /// Whether the device behind a port has a link.
    pub(super) fn carrier(&mut self, index: IfIndex) -> bool {
        match self.entries.get_mut(&index).map(|entry| &mut entry.state) {
            Some(State::Open(open)) => open.control.state().carrier,
            Some(State::Lost(_)) | None => false,
        }
    }

    /// How each port is.
    pub(super) fn states(&self) -> impl Iterator<Item = (IfIndex, &'static str)> + '_ {
        self.entries.iter().map(|(&index, entry)| {
            let state = match entry.state {
                State::Open(_) => "open",
                State::Lost(_) => "gone, being looked for",
            };
            (index, state)
        })
    }

    /// A port's queue failed, or its device is gone: workers are to serve it no more.
    pub(super) fn lose(&mut self, index: IfIndex, why: &dyn fmt::Display) {
        if let Some(entry) = self.entries.get_mut(&index)
            && matches!(entry.state, State::Open(_))
        {
            let name = &entry.identity.0;
            warn!(port = name, "the port is gone: {why}; it is looked for");
            entry.state = State::Lost(Lost {
                next_try: Instant::now() + RETRY.0,
                backoff: RETRY.0,
            });
        }
    }

    /// Looks at every port: gives the carrier of each, which of them are lost since the last look,
    /// and the queues of those that were lost and are back.
    pub(super) fn look(&mut self, model: &Model) -> Look {
        let mut look = Look::default();
        let mut lost = Vec::new();
        for (&index, entry) in &mut self.entries {
            match &mut entry.state {
                State::Open(open) => {
                    let PortState { present, carrier } = open.control.state();
                    look.carriers.push((index, present && carrier));
                    if !present {
                        lost.push(index);
                    }
                }
                State::Lost(retry) => {
                    look.carriers.push((index, false));
                    let now = Instant::now();
                    let Some(link) = model.link(index) else {
                        continue;
                    };
                    if now < retry.next_try {
                        continue;
                    }
                    match self.opener.open(link, self.workers) {
                        Ok(Some(port)) => {
                            info!(port = link.name, "the port is back");
                            entry.state = State::Open(Open {
                                own: (port.mac, port.mtu),
                                control: port.control,
                                told: None,
                            });
                            look.back.push(Queues {
                                port: index,
                                queues: port.queues,
                            });
                        }
                        Ok(None) | Err(_) => {
                            retry.backoff = (retry.backoff * 2).min(RETRY.1);
                            retry.next_try = now + retry.backoff;
                        }
                    }
                }
            }
        }
        for &index in &lost {
            self.lose(index, &"the interface does not exist any more");
        }
        look.lost = lost;
        look
    }
}

/// What a look at the ports found.
#[derive(Debug, Default)]
pub(super) struct Look {
    pub(super) carriers: Vec<(IfIndex, bool)>,
    pub(super) lost: Vec<IfIndex>,
    pub(super) back: Vec<Queues>,
}
