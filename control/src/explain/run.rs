//! Sending packets through a shadow of a router.

use std::{
    collections::BTreeMap,
    fmt,
    net::{IpAddr, Ipv6Addr},
    sync::Arc,
};

use crossbeam::channel::Receiver;
use dataplane::{
    filter::Target,
    iface::{IfIndex, Interface, InterfaceKind, MacAddr},
    io::{Capabilities, MemoryPort, MemoryWire},
    packet::{Mark, Packet, PacketBuf, SizeClass},
    route::{Decision, FlowKey, RouteKind},
    snapshot::Snapshot,
    time::{Duration, Instant},
    trace::{RuleOutcome, TraceStep},
    wire::ethernet::EtherType,
    worker::{Event, Router, Sockets, Worker},
};
use serde::{Deserialize, Serialize};

use super::{
    build,
    packet::PacketSpec,
    reply,
    story::{self, Teller, Told},
    words::PacketError,
};
use crate::{
    config::{Neighbour, NeighbourState},
    daemon::LiveRouter,
    lang::{Live, NeighbourRequest},
    netlog,
};

/// The time that passes between two packets.
const GAP: Duration = Duration::from_millis(1);

/// How long a packet may wait in queues.
const QUEUED: Duration = Duration::from_secs(10);

/// Rounds of neighbours that may be asked for because of one packet.
const ROUNDS: usize = 16;

/// What is to be explained.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The port that packets come in by that do not say it themselves.
    pub port: Option<String>,
    /// The packets, in order.
    pub packets: Vec<Injection>,
}

/// A packet that comes in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Injection {
    /// As described.
    Packet(String),
    /// What a host answers to what came out before.
    Reply,
    /// A frame of a capture.
    Frame {
        /// When it comes, in nanoseconds from the first.
        at: u64,
        /// Its bytes.
        bytes: Vec<u8>,
    },
}

/// Why a question has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExplainError {
    /// The description is wrong.
    Packet(PacketError),
    /// There is no such interface.
    NoPort(String),
    /// Nothing is received by this interface.
    NotAPort(String),
    /// Nobody said where the packet comes in, and its source does not tell.
    Where(IpAddr),
    /// A reply to a packet that did not leave.
    NothingToAnswer(&'static str),
    /// A frame longer than a port takes.
    TooLong(usize),
}

impl fmt::Display for ExplainError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Packet(error) => error.fmt(f),
            Self::NoPort(name) => write!(f, "there is no interface {name}"),
            Self::NotAPort(name) => write!(f, "{name} receives no packets"),
            Self::Where(addr) => write!(
                f,
                "no route leads to {addr}, so it is not clear where the packet comes in; --in PORT \
                 says it"
            ),
            Self::NothingToAnswer(why) => write!(f, "--then reply: {why}"),
            Self::TooLong(len) => write!(f, "a frame of {len} bytes is longer than a port takes"),
        }
    }
}

impl std::error::Error for ExplainError {}

impl From<PacketError> for ExplainError {
    fn from(error: PacketError) -> Self {
        Self::Packet(error)
    }
}

/// What happened to one packet that came in.
#[derive(Clone, Debug)]
pub struct Explained {
    /// The packet; `None` if the frame holds none of IP.
    pub packet: Option<PacketSpec>,
    /// Where it came in; `None` if the router itself sent it.
    pub iif: Option<IfIndex>,
    /// Nobody said so: the route to its source leads there.
    pub guessed: bool,
    /// It is the answer to what came out before.
    pub is_reply: bool,
    /// Every step.
    pub story: Vec<Told>,
    /// What left by ports.
    pub left: Vec<Left>,
    /// Neighbours that were not known, and were taken to answer.
    pub assumed: Vec<(IfIndex, IpAddr)>,
}

/// A frame that left.
#[derive(Clone, Debug)]
pub struct Left {
    /// The port.
    pub port: IfIndex,
    /// The frame, from the Ethernet header on.
    pub frame: Vec<u8>,
    /// The mark that it had then.
    pub mark: Mark,
    /// Its priority then (`skb->priority`).
    pub priority: u32,
}

impl Explained {
    /// The frame as which the packet that came in left, its first fragment if it was cut.
    pub(crate) fn leaving(&self) -> Option<&Left> {
        let sent = story::sent(&self.story, 0).next()?;
        let mut left = self.left.iter();
        left.find(|left| story::is_same(&left.frame, sent))
    }
}

/// The answer to a [`Question`].
#[derive(Clone, Debug)]
pub struct Explanation {
    /// One for each packet.
    pub packets: Vec<Explained>,
    /// The configuration that they met, for its names.
    pub snapshot: Arc<Snapshot>,
}

/// Sends packets through a shadow of `router`, which is left as it is.
///
/// # Errors
/// See [`ExplainError`].
pub fn explain(
    router: &Router,
    now: Instant,
    question: &Question,
) -> Result<Explanation, ExplainError> {
    answer(Stage::new(router, now), question)
}

/// The same where programs run on the router: their `sockets` say what they would take.
///
/// # Errors
/// See [`ExplainError`].
pub fn explain_with(
    router: &Router,
    sockets: Box<dyn Sockets>,
    now: Instant,
    question: &Question,
) -> Result<Explanation, ExplainError> {
    let mut stage = Stage::new(router, now);
    stage.worker.set_sockets(sockets);
    answer(stage, question)
}

fn answer(mut stage: Stage, question: &Question) -> Result<Explanation, ExplainError> {
    let start = stage.now;
    let mut packets: Vec<Explained> = Vec::new();
    for injection in &question.packets {
        let explained = match injection {
            Injection::Packet(text) => stage.send(text.parse()?, question.port.as_deref())?,
            Injection::Reply => stage.reply(packets.last(), |_| Ok(()))?,
            Injection::Frame { at, bytes } => {
                stage.now = stage.now.max(start + Duration::from_nanos(*at));
                let name = question.port.as_deref().unwrap_or_default();
                let port = stage.named(name)?;
                let packet =
                    build::link_layer(bytes).and_then(|layer| build::read(bytes.get(layer.len..)?));
                stage.inject((port, port), bytes, packet, false)?
            }
        };
        packets.push(explained);
    }
    Ok(Explanation {
        packets,
        snapshot: stage.snapshot,
    })
}

/// A shadow with ports in memory, to send packets through one after the other.
pub(crate) struct Stage {
    shadow: Arc<Router>,
    worker: Worker,
    events: Receiver<Event>,
    /// The configuration, with the counters of what was sent through.
    pub(crate) snapshot: Arc<Snapshot>,
    wires: BTreeMap<IfIndex, MemoryWire>,
    now: Instant,
}

impl Stage {
    /// A shadow of `router` as it is `now`.
    pub(crate) fn new(router: &Router, now: Instant) -> Self {
        let (shadow, events, mut worker) = router.shadow();
        let snapshot = shadow.snapshots.current();
        let mut wires = BTreeMap::new();
        for interface in snapshot.interfaces.iter() {
            if interface.kind == InterfaceKind::Port {
                let (port, wire) = MemoryPort::open(interface.mac, Capabilities::default());
                for queue in port.queues {
                    worker.attach(interface.index, queue);
                }
                wires.insert(interface.index, wire);
            }
        }
        let mut stage = Self {
            shadow,
            worker,
            events,
            snapshot,
            wires,
            now,
        };
        stage.copy_neighbours(router);
        stage
    }

    /// Lets the shadow know the neighbours that the router knows.
    fn copy_neighbours(&mut self, router: &Router) {
        let known = LiveRouter::new(router, self.now).neighbours();
        let mut live = LiveRouter::new(&self.shadow, self.now);
        for known in known {
            let usable = match known.neighbour.state {
                NeighbourState::Reachable
                | NeighbourState::Stale
                | NeighbourState::Delay
                | NeighbourState::Probe
                | NeighbourState::NoArp
                | NeighbourState::Permanent => true,
                NeighbourState::None | NeighbourState::Incomplete | NeighbourState::Failed => false,
            };
            if usable || known.neighbour.proxy {
                let request = request(known.neighbour, known.protocol);
                // What the shadow can't take is then assumed to answer.
                let _ = live.neighbour_set(&request);
            }
        }
        let output = std::mem::take(&mut live.output);
        self.worker.finish_neighbours(output, self.now);
        self.drain();
    }

    fn interface(&self, index: IfIndex) -> Option<&Interface> {
        self.snapshot.interfaces.get(index).map(|found| &**found)
    }

    /// The interface with this name.
    fn named(&self, name: &str) -> Result<IfIndex, ExplainError> {
        let found = self.snapshot.interfaces.iter();
        let mut found = found.filter(|interface| *interface.name == *name);
        let interface = found
            .next()
            .ok_or_else(|| ExplainError::NoPort(name.to_owned()))?;
        match interface.kind {
            InterfaceKind::Port | InterfaceKind::Vlan { .. } => Ok(interface.index),
            InterfaceKind::Loopback | InterfaceKind::Dummy => {
                Err(ExplainError::NotAPort(name.to_owned()))
            }
        }
    }

    /// The port below an interface, and the tags on the way to it, from the outermost on.
    fn port_of(&self, index: IfIndex) -> (IfIndex, Vec<(u16, u16)>) {
        let (mut index, mut tags) = (index, Vec::new());
        while let Some(InterfaceKind::Vlan {
            parent,
            id,
            protocol,
        }) = self.interface(index).map(|interface| interface.kind)
        {
            tags.insert(0, (protocol, id.get()));
            index = parent;
        }
        (index, tags)
    }

    /// Which way packets to `addr` would go: where those from it come in. The interface, and the
    /// neighbour there.
    fn way_to(&self, addr: IpAddr) -> Option<(RouteKind, Option<(IfIndex, IpAddr)>)> {
        let unspecified = match addr {
            IpAddr::V4(_) => IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED),
            IpAddr::V6(_) => IpAddr::V6(Ipv6Addr::UNSPECIFIED),
        };
        let key = FlowKey {
            dst: addr,
            src: unspecified,
            iif: None,
            oif: None,
            mark: Mark(0),
            tos: 0,
            proto: 0,
            sport: 0,
            dport: 0,
        };
        match self.snapshot.routing.lookup(&key) {
            Decision::Route(found) => {
                let hop = found.info.nexthops.first();
                let hop = hop.map(|hop| (hop.oif, hop.gateway.unwrap_or(addr)));
                Some((found.info.kind, hop))
            }
            Decision::RefusedByRoute(..) | Decision::RefusedByRule(..) | Decision::NoRoute => None,
        }
    }

    /// The Ethernet address of the host from which packets of `addr` come in by `iif`.
    fn sender(&self, iif: IfIndex, addr: IpAddr) -> MacAddr {
        let way = self.way_to(addr).and_then(|(_, hop)| hop);
        let neighbour = way.filter(|(oif, _)| *oif == iif).map_or(addr, |(_, n)| n);
        let live = LiveRouter::new(&self.shadow, self.now);
        let known = live
            .neighbours()
            .into_iter()
            .find(|known| known.neighbour.link == iif && known.neighbour.address == neighbour);
        known
            .and_then(|known| known.neighbour.lladdr)
            .unwrap_or_else(|| invented(neighbour))
    }

    /// Sends a packet as it is described, by `port` if it does not say that itself. Without either, one from an
    /// address of the router is sent by the router.
    pub(crate) fn send(
        &mut self,
        spec: PacketSpec,
        port: Option<&str>,
    ) -> Result<Explained, ExplainError> {
        let name = spec.link.iif.as_deref().or(port);
        let (iif, guessed) = match name {
            Some(name) => (self.named(name)?, false),
            None => match self.guess(&spec)? {
                Some(iif) => (iif, true),
                None => return self.send_own(spec),
            },
        };
        let mac = self.interface(iif).map(|interface| interface.mac);
        let to = spec.link.dst.or_else(|| self.group(&spec)).or(mac);
        let from = spec.link.src.unwrap_or_else(|| self.sender(iif, spec.src));
        let (port, mut tags) = self.port_of(iif);
        if let Some(vlan) = spec.link.vlan {
            tags.push((EtherType::VLAN.0, vlan.get()));
        }
        let packet = build::network(&spec);
        let frame = build::frame((to.unwrap_or_default(), from), &tags, &packet);
        let mut explained = self.inject((port, iif), &frame, Some(spec), false)?;
        explained.guessed = guessed;
        Ok(explained)
    }

    /// Sends a packet that a program on the router sends.
    fn send_own(&mut self, spec: PacketSpec) -> Result<Explained, ExplainError> {
        let packet = build::network(&spec);
        if SizeClass::for_len(packet.len()).is_none() {
            return Err(ExplainError::TooLong(packet.len()));
        }
        Ok(self.observe((Some(spec), None, false), |stage| {
            let sent = stage
                .worker
                .send_local(&packet, IfIndex::LOOPBACK, stage.now);
            match sent {
                Ok(()) => Vec::new(),
                // There is no way out: nothing was noted of it.
                Err(reason) => vec![TraceStep::Made { packet }, TraceStep::Dropped(reason)],
            }
        }))
    }

    /// The interface that the route to the packet's source leads to; `None` if that is the router itself.
    fn guess(&self, spec: &PacketSpec) -> Result<Option<IfIndex>, ExplainError> {
        match self.way_to(spec.src) {
            Some((RouteKind::Local, _)) => Ok(None),
            Some((_, Some((oif, _)))) => {
                let name = self
                    .interface(oif)
                    .map(|interface| interface.name.to_string());
                self.named(&name.unwrap_or_default()).map(Some)
            }
            Some((_, None)) | None => Err(ExplainError::Where(spec.src)),
        }
    }

    /// The Ethernet address of a group, or of all.
    fn group(&self, spec: &PacketSpec) -> Option<MacAddr> {
        match spec.dst {
            IpAddr::V4(dst) => {
                let [_, b, c, d] = dst.octets();
                let kind = self.snapshot.routing.address_type(dst.into());
                if dst.is_multicast() {
                    Some(MacAddr([0x01, 0x00, 0x5e, b & 0x7f, c, d]))
                } else {
                    (kind == RouteKind::Broadcast).then_some(MacAddr::BROADCAST)
                }
            }
            IpAddr::V6(dst) => {
                let [.., a, b, c, d] = dst.octets();
                dst.is_multicast()
                    .then_some(MacAddr([0x33, 0x33, a, b, c, d]))
            }
        }
    }

    /// Sends the answer to what left because of `before`, to the port that it left by; `amend` may
    /// change it.
    pub(crate) fn reply(
        &mut self,
        before: Option<&Explained>,
        amend: impl FnOnce(&mut PacketSpec) -> Result<(), PacketError>,
    ) -> Result<Explained, ExplainError> {
        let nothing = ExplainError::NothingToAnswer;
        let before = before.ok_or(nothing("there is no packet to answer"))?;
        if story::sent(&before.story, 0).next().is_none() {
            return Err(nothing("the packet did not leave the router"));
        }
        let left = before.leaving();
        let left = left.ok_or(nothing("the packet did not leave by a port"))?;
        let (port, packet, layer) = build::inside(&left.frame)
            .map(|(layer, packet)| (left.port, packet, layer))
            .ok_or(nothing("what left is no IP packet"))?;
        let packet = build::read(packet).ok_or(nothing("what left is no IP packet"))?;
        let mut spec = reply::reply(&packet).map_err(nothing)?;
        amend(&mut spec)?;
        let iif = self.sub_interface(port, &layer.vlans);
        let frame = build::frame((layer.src, layer.dst), &layer.vlans, &build::network(&spec));
        self.inject((port, iif), &frame, Some(spec), true)
    }

    /// The interface that tagged frames of a port are for.
    fn sub_interface(&self, port: IfIndex, tags: &[(u16, u16)]) -> IfIndex {
        tags.iter().fold(port, |parent, (protocol, tci)| {
            let mut all = self.snapshot.interfaces.iter();
            let sub = all.find(|interface| match interface.kind {
                InterfaceKind::Vlan {
                    parent: of,
                    id,
                    protocol: tag,
                } => of == parent && tag == *protocol && id.get() == tci & 0xfff,
                InterfaceKind::Loopback | InterfaceKind::Port | InterfaceKind::Dummy => false,
            });
            sub.map_or(parent, |interface| interface.index)
        })
    }

    /// Receives a frame, and tells what comes of it.
    fn inject(
        &mut self,
        (port, iif): (IfIndex, IfIndex),
        frame: &[u8],
        packet: Option<PacketSpec>,
        is_reply: bool,
    ) -> Result<Explained, ExplainError> {
        if SizeClass::for_len(frame.len()).is_none() {
            return Err(ExplainError::TooLong(frame.len()));
        }
        let mut received = Packet {
            buf: PacketBuf::copy_from(frame),
            ..Packet::default()
        };
        received.meta.mark = Mark(packet.as_ref().map_or(0, |packet| packet.link.mark));
        Ok(self.observe((packet, Some(iif), is_reply), |stage| {
            if let Some(wire) = stage.wires.get(&port) {
                // The wire is empty.
                let _ = wire.send(received);
            }
            Vec::new()
        }))
    }

    /// Tells what comes of a packet that `begin` sends, which says what else there is to tell at the end.
    fn observe(
        &mut self,
        (packet, iif, is_reply): (Option<PacketSpec>, Option<IfIndex>, bool),
        begin: impl FnOnce(&mut Self) -> Vec<TraceStep>,
    ) -> Explained {
        self.now += GAP;
        self.worker.trace(true);
        let mut teller = Teller::default();
        let more = begin(self);
        self.settle();
        teller.add(self.worker.take_trace().steps);
        teller.add(more);
        let mut assumed = Vec::new();
        for _ in 0..ROUNDS {
            let waits = teller.waits();
            if waits.is_empty() {
                break;
            }
            for (oif, address) in waits {
                self.answer(oif, address);
                teller.resolved(oif, address, self.worker.take_trace().steps);
                assumed.push((oif, address));
            }
        }
        self.worker.trace(false);
        let mut story = teller.finish();
        self.attach_logs(&mut story);
        let left = self.leave(&story);
        Explained {
            packet,
            iif,
            guessed: false,
            is_reply,
            story,
            left,
            assumed,
        }
    }

    /// Lets time pass until all that was sent has left: queueing disciplines may let it wait.
    fn leave(&mut self, story: &[Told]) -> Vec<Left> {
        let sent = story.iter().filter(
            |told| matches!(&told.step, TraceStep::Sent { frame, .. } if !is_neighbour_discovery(frame)),
        );
        let sent = sent.count();
        let end = self.now + QUEUED;
        let mut left = self.drain();
        while left.len() < sent && self.shadow.held() > 0 && self.next_due(end) {
            left.extend(self.drain());
        }
        left
    }

    /// Lets time pass: what is due meanwhile happens at its own time. Nobody answers what the router
    /// asks then.
    pub(crate) fn pass(&mut self, time: Duration) {
        let end = self.now + time;
        while self.next_due(end) {}
        self.now = end;
        self.drain();
    }

    /// Goes to when the next thing is due, and lets it happen; `false` if nothing is until `end`.
    fn next_due(&mut self, end: Instant) -> bool {
        let due = self.worker.next_deadline();
        if due > end || due == Instant::FAR_FUTURE {
            return false;
        }
        self.now = self.now.max(due);
        self.worker.run_timers(self.now);
        self.settle();
        true
    }

    /// Lets the worker do all that there is to do now.
    fn settle(&mut self) {
        while self.worker.poll(self.now) > 0 {}
    }

    /// A neighbour that packets wait for says its address.
    fn answer(&mut self, oif: IfIndex, address: IpAddr) {
        let neighbour = Neighbour {
            link: oif,
            address,
            lladdr: Some(invented(address)),
            state: NeighbourState::Reachable,
            router: false,
            proxy: false,
        };
        let mut live = LiveRouter::new(&self.shadow, self.now);
        // Should the cache refuse it, the packet goes on waiting, and that is what is told.
        let _ = live.neighbour_set(&request(neighbour, 0));
        let output = std::mem::take(&mut live.output);
        self.worker.finish_neighbours(output, self.now);
        self.settle();
    }

    /// What the ports sent, without questions for neighbours.
    fn drain(&mut self) -> Vec<Left> {
        let mut left = Vec::new();
        for (&port, wire) in &self.wires {
            while let Some(packet) = wire.receive() {
                let frame = packet.buf.bytes().to_vec();
                if !is_neighbour_discovery(&frame) {
                    left.push(Left {
                        port,
                        frame,
                        mark: packet.meta.mark,
                        priority: packet.meta.priority,
                    });
                }
            }
        }
        left
    }

    /// Gives the lines of `-j LOG` and `log` to the rules that wrote them.
    fn attach_logs(&self, story: &mut [Told]) {
        let mut lines = self.events.try_iter().filter_map(|event| match event {
            Event::Log(record) => Some(netlog::line(&record)),
            Event::PortFailed { .. }
            | Event::Neighbour(_)
            | Event::Martian(_)
            | Event::NftTrace(_) => None,
        });
        for told in story {
            if let TraceStep::Rule { spec, outcome, .. } = &told.step
                && matches!(spec.target, Target::Log(_))
                && !matches!(outcome, RuleOutcome::Mismatch(_))
            {
                told.log = lines.next();
            }
            if let TraceStep::NftRule { logs, .. } = told.step
                && logs > 0
            {
                let own: Vec<String> = lines.by_ref().take(logs).collect();
                told.log = (!own.is_empty()).then(|| own.join("; "));
            }
        }
    }
}

fn request(neighbour: Neighbour, protocol: u8) -> NeighbourRequest {
    NeighbourRequest {
        neighbour,
        create: true,
        exclusive: false,
        replace: true,
        resolve: false,
        protocol,
    }
}

/// An Ethernet address for a host of which none is known: locally administered, and ending as the
/// network address ends.
fn invented(addr: IpAddr) -> MacAddr {
    match addr {
        IpAddr::V4(addr) => {
            let [a, b, c, d] = addr.octets();
            MacAddr([0x02, 0, a, b, c, d])
        }
        IpAddr::V6(addr) => {
            let [.., a, b, c, d] = addr.octets();
            MacAddr([0x02, 6, a, b, c, d])
        }
    }
}

/// Whether a frame asks for a neighbour, or answers such a question.
fn is_neighbour_discovery(frame: &[u8]) -> bool {
    let Some(layer) = build::link_layer(frame) else {
        return false;
    };
    let inside = frame.get(layer.len..).unwrap_or_default();
    match EtherType(layer.ethertype) {
        EtherType::ARP => true,
        EtherType::IPV6 => inside.get(6) == Some(&58) && matches!(inside.get(40), Some(133..=136)),
        EtherType(_) => false,
    }
}
