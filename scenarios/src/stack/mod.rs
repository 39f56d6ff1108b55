//! The sockets of a machine of the lab: TCP by smoltcp, UDP and raw sockets by hand, captures.
//!
//! Below IP, a machine is Tollgate: addresses, neighbours, routes, rules, connections. What INPUT lets
//! pass comes here by [`Sockets`], and what the sockets send goes through OUTPUT. Programs ([jobs](crate::jobs))
//! share the stack with the machine; time is an argument, and chance comes from a seed.

mod device;
mod error;
mod icmp;
mod looked_at;
pub(crate) mod packet;
mod recovery;
mod socket;
mod tap;
mod tcp;

use std::{
    collections::{BTreeMap, VecDeque},
    fmt,
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use dataplane::{
    iface::{IfIndex, MacAddr},
    time::Instant,
    wire::ipv4::protocol,
    worker::{Sockets, Worker},
};
use ipnet::IpNet;
use smoltcp::{
    iface::{Interface, SocketSet},
    socket::tcp::State,
};

pub use error::SocketError;
pub use packet::Headers;
pub use socket::{Datagram, Owner, SocketId};
pub use tap::{Seen, TapId};
pub use tcp::Received;

use crate::clock::Dice;
use device::Device;
use socket::Entry;
use tap::Tap;

/// Ports that the kernel gives to who asks for none (`net.ipv4.ip_local_port_range`).
const EPHEMERAL: std::ops::RangeInclusive<u16> = 32_768..=60_999;

/// An interface of the machine, as programs see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its number.
    pub index: IfIndex,
    /// Its name.
    pub name: String,
    /// Its address.
    pub mac: MacAddr,
    /// Its MTU, in bytes.
    pub mtu: usize,
    /// Whether it is up.
    pub up: bool,
    /// Where its frames really travel, and with which tag, if it is a VLAN.
    pub parent: Option<(IfIndex, u16)>,
    /// Its IP addresses.
    pub addresses: Vec<IpNet>,
}

impl Link {
    /// Its addresses, but for those that mean something on its own link only (`fe80::…`).
    pub fn reachable(&self) -> impl Iterator<Item = &IpNet> {
        let is_local = |net: &IpNet| match net.addr() {
            IpAddr::V4(_) => false,
            IpAddr::V6(address) => address.segments()[0] == 0xfe80,
        };
        self.addresses.iter().filter(move |net| !is_local(net))
    }

    fn has(&self, address: IpAddr) -> bool {
        self.addresses.iter().any(|net| net.addr() == address)
    }
}

/// The stack, as the machine and its programs share it.
#[derive(Clone)]
pub struct Shared(Arc<Mutex<Stack>>);

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared").finish_non_exhaustive()
    }
}

impl Shared {
    /// An empty stack, with random numbers from `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(Stack::new(seed))))
    }

    /// The stack. What a thread that panicked left behind is used as it is.
    pub fn lock(&self) -> MutexGuard<'_, Stack> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets the stack and the machine's worker exchange all that there is now; whether there was anything.
    pub fn serve(&self, worker: &mut Worker, now: Instant) -> bool {
        let mut any = false;
        loop {
            let (questions, packets) = {
                let mut stack = self.lock();
                stack.poll(now);
                (
                    std::mem::take(&mut stack.questions),
                    std::mem::take(&mut stack.sent),
                )
            };
            if questions.is_empty() && packets.is_empty() {
                return any;
            }
            any = true;
            for (question, to, oif) in questions {
                let way = worker.way_to(to, oif, now);
                let way = way.map_err(|_| SocketError::NetworkUnreachable);
                self.lock().answers.insert(question, way);
            }
            for packet in packets {
                // A packet without a way out ends here, as its counter says.
                let _ = worker.send_local(&packet, IfIndex::LOOPBACK, now);
            }
        }
    }
}

impl Sockets for Shared {
    fn receive(&mut self, now: Instant, packet: &[u8], l4: usize) -> bool {
        self.lock().receive(now, packet, l4)
    }

    fn unreachable(&mut self, _: Instant, packet: &[u8]) {
        self.lock().neighbour_failed(packet);
    }
}

/// The way to a destination: the address to send from, and the largest packet.
pub type Way = Result<(IpAddr, usize), SocketError>;

/// The sockets of a machine.
pub struct Stack {
    dice: Dice,
    device: Device,
    interface: Interface,
    tcp: SocketSet<'static>,
    /// Added to the clock for TCP's timestamps.
    timestamps: u32,
    entries: BTreeMap<SocketId, Entry>,
    next_socket: u64,
    taps: BTreeMap<TapId, Tap>,
    links: Vec<Link>,
    /// Something was done to a TCP socket since it was polled last.
    touched: bool,
    tcp_deadline: Instant,
    /// When it was polled last.
    now: Instant,
    questions: Vec<(u64, IpAddr, IfIndex)>,
    answers: BTreeMap<u64, Way>,
    next_question: u64,
    sent: VecDeque<Vec<u8>>,
    frames: VecDeque<(IfIndex, Vec<u8>)>,
}

impl Stack {
    fn new(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let mut device = Device::default();
        let interface = device::interface(&mut device, dice.bits());
        Self {
            timestamps: dice.bits() as u32,
            dice,
            device,
            interface,
            tcp: SocketSet::new(Vec::new()),
            entries: BTreeMap::new(),
            next_socket: 1,
            taps: BTreeMap::new(),
            links: Vec::new(),
            touched: false,
            tcp_deadline: Instant::FAR_FUTURE,
            now: Instant::ZERO,
            questions: Vec::new(),
            answers: BTreeMap::new(),
            next_question: 1,
            sent: VecDeque::new(),
            frames: VecDeque::new(),
        }
    }

    /// Whether it has something to do or to send now.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.touched
            || !self.questions.is_empty()
            || !self.sent.is_empty()
            || !self.frames.is_empty()
    }

    /// The interfaces of the machine.
    #[must_use]
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// The interface of that name.
    #[must_use]
    pub fn link(&self, name: &str) -> Option<&Link> {
        self.links.iter().find(|link| link.name == name)
    }

    /// The machine says what interfaces it has now.
    pub fn set_links(&mut self, links: Vec<Link>) {
        self.links = links;
    }

    /// Whether an address is the machine's own.
    #[must_use]
    pub fn is_own(&self, address: IpAddr) -> bool {
        self.links.iter().any(|link| link.has(address))
    }

    /// A random number.
    pub fn random(&mut self) -> u64 {
        self.dice.bits()
    }

    /// Asks for the way to `to`, for [`Self::answer`].
    pub fn ask_way(&mut self, to: IpAddr, oif: IfIndex) -> u64 {
        let question = self.next_question;
        self.next_question += 1;
        self.questions.push((question, to, oif));
        question
    }

    /// The answer to [`Self::ask_way`], once it is there.
    pub fn answer(&mut self, question: u64) -> Option<Way> {
        self.answers.remove(&question)
    }

    /// When it next has something to do by itself.
    #[must_use]
    pub fn next_deadline(&self) -> Instant {
        self.tcp_deadline
    }

    /// Takes the next frame that a program sends by an interface, past IP.
    pub fn sent_frame(&mut self, port: IfIndex) -> Option<Vec<u8>> {
        let at = self.frames.iter().position(|(by, _)| *by == port)?;
        self.frames.remove(at).map(|(_, frame)| frame)
    }

    /// Sends a frame past IP, as by a packet socket.
    pub fn send_frame(&mut self, port: IfIndex, frame: Vec<u8>) {
        self.frames.push_back((port, frame));
    }

    fn add(&mut self, entry: Entry) -> SocketId {
        let id = SocketId(self.next_socket);
        self.next_socket += 1;
        self.entries.insert(id, entry);
        id
    }

    /// A port that nobody uses, as the kernel would choose one.
    fn ephemeral_port(&mut self, protocol: u8) -> u16 {
        let (first, last) = EPHEMERAL.into_inner();
        loop {
            let place = self.dice.below(u64::from(last - first) + 1) as u16;
            let port = first + place;
            if !self
                .entries
                .values()
                .any(|entry| entry.has_port(protocol, port))
            {
                return port;
            }
        }
    }

    /// [`Sockets::receive`].
    fn receive(&mut self, now: Instant, packet: &[u8], l4: usize) -> bool {
        let Some(headers) = Headers::read(packet, l4) else {
            return false;
        };
        for entry in self.entries.values_mut() {
            if let Entry::Raw(raw) = entry {
                raw.offer(&headers, packet);
            }
        }
        match headers.protocol {
            protocol::TCP => self.receive_tcp(&headers, packet, now),
            protocol::UDP => self.receive_udp(&headers, packet),
            protocol::ICMP | protocol::ICMPV6 => {
                self.receive_icmp(&headers, packet);
                true
            }
            _ => false,
        }
    }

    fn receive_udp(&mut self, headers: &Headers, packet: &[u8]) -> bool {
        let (from, to) = (headers.from(), headers.to());
        let data = packet.get(headers.l4 + 8..).unwrap_or_default();
        // A socket that is connected to the sender goes before one that takes from all.
        let mut best: Option<(bool, &mut socket::Udp)> = None;
        for entry in self.entries.values_mut() {
            if let Entry::Udp(udp) = entry
                && udp.takes(from, to)
                && best.as_ref().is_none_or(|(connected, _)| !connected)
            {
                best = Some((udp.remote.is_some(), udp));
            }
        }
        match best {
            Some((_, udp)) => {
                udp.offer(Datagram {
                    from,
                    to,
                    data: data.to_vec(),
                });
                true
            }
            None => false,
        }
    }

    /// Opens a UDP socket on `port`, or on any if that is 0, that talks to `remote` only if there is one.
    ///
    /// # Errors
    /// If the port is in use.
    pub fn open_udp(
        &mut self,
        local: Option<IpAddr>,
        port: u16,
        remote: Option<SocketAddr>,
        owner: Owner,
    ) -> Result<SocketId, SocketError> {
        let port = match port {
            0 => self.ephemeral_port(protocol::UDP),
            port => port,
        };
        let clash = |entry: &Entry| match entry {
            Entry::Udp(udp) => udp.clashes(local, port),
            Entry::Listener(_) | Entry::Stream(_) | Entry::Raw(_) => false,
        };
        if remote.is_none() && self.entries.values().any(clash) {
            return Err(SocketError::AddressInUse);
        }
        Ok(self.add(Entry::Udp(socket::Udp::new(local, port, remote, owner))))
    }

    /// Sends a datagram from `source`.
    pub fn send_udp(&mut self, socket: SocketId, source: IpAddr, to: SocketAddr, data: &[u8]) {
        let ident = self.dice.bits() as u16;
        if let Some(Entry::Udp(udp)) = self.entries.get(&socket) {
            let from = SocketAddr::new(source, udp.port);
            if let Some(packet) = packet::udp(from, to, ident, data) {
                self.sent.push_back(packet);
            }
        }
    }

    /// What a UDP socket has received; an error that was reported about what it sent comes first.
    pub fn receive_datagram(&mut self, socket: SocketId) -> Option<Result<Datagram, SocketError>> {
        match self.entries.get_mut(&socket)? {
            Entry::Udp(udp) => udp.next(),
            Entry::Listener(_) | Entry::Stream(_) | Entry::Raw(_) => None,
        }
    }

    /// Opens a raw socket for packets of `protocol`: it gets a copy of each.
    pub fn open_raw(&mut self, protocol: u8) -> SocketId {
        let ident = self.dice.bits() as u16;
        self.add(Entry::Raw(socket::Raw::new(protocol, ident)))
    }

    /// Sends a whole IP packet. One of IPv4 without an identification gets the socket's next one.
    pub fn send_raw(&mut self, socket: SocketId, mut packet: Vec<u8>) {
        if let Some(Entry::Raw(raw)) = self.entries.get_mut(&socket) {
            packet::identify(&mut packet, &mut raw.ident);
            self.sent.push_back(packet);
        }
    }

    /// Takes a whole IP packet from a raw socket.
    pub fn receive_raw(&mut self, socket: SocketId) -> Option<Vec<u8>> {
        match self.entries.get_mut(&socket)? {
            Entry::Raw(raw) => raw.received.pop_front(),
            Entry::Listener(_) | Entry::Stream(_) | Entry::Udp(_) => None,
        }
    }

    /// Closes a socket: a connection says goodbye by itself, all else is gone.
    pub fn close(&mut self, socket: SocketId) {
        if let Some(Entry::Stream(_)) = self.entries.get(&socket) {
            return self.close_stream(socket);
        }
        if let Some(Entry::Listener(listener)) = self.entries.remove(&socket) {
            for connection in listener.children {
                self.reset_stream(connection);
            }
        }
    }

    /// The sockets, as `ss` lists them.
    #[must_use]
    pub fn list(&self) -> Vec<Listed> {
        let mut list = Vec::new();
        for entry in self.entries.values() {
            let listed = match entry {
                Entry::Listener(listener) => Listed {
                    protocol: protocol::TCP,
                    state: State::Listen,
                    queued: (listener.children.len(), listener.backlog),
                    local: (listener.local, listener.port),
                    v6only: listener.v6,
                    dual: listener.dual,
                    remote: None,
                    owner: Some(listener.owner.clone()),
                },
                Entry::Stream(stream) => {
                    let Some(socket) = self.tcp_of(stream) else {
                        continue;
                    };
                    Listed {
                        protocol: protocol::TCP,
                        state: socket.state(),
                        queued: (socket.recv_queue(), socket.send_queue()),
                        local: (Some(stream.local.ip()), stream.local.port()),
                        v6only: stream.local.is_ipv6(),
                        dual: false,
                        remote: Some(stream.remote),
                        owner: (!stream.orphan).then(|| stream.owner.clone()),
                    }
                }
                Entry::Udp(udp) => Listed {
                    protocol: protocol::UDP,
                    state: match udp.remote {
                        Some(_) => State::Established,
                        None => State::Closed,
                    },
                    queued: (0, 0),
                    local: (udp.local, udp.port),
                    v6only: false,
                    dual: false,
                    remote: udp.remote,
                    owner: Some(udp.owner.clone()),
                },
                Entry::Raw(_) => continue,
            };
            list.push(listed);
        }
        list
    }
}

/// A socket, as `ss` lists it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// TCP or UDP.
    pub protocol: u8,
    /// The state of a connection; of a UDP socket, established if it is connected.
    pub state: State,
    /// Of a listener the connections that wait, and how many may; else bytes received and to send.
    pub queued: (usize, usize),
    /// Where it is; `None` for every address.
    pub local: (Option<IpAddr>, u16),
    /// It is one of IPv6.
    pub v6only: bool,
    /// It takes both families.
    pub dual: bool,
    /// The other end.
    pub remote: Option<SocketAddr>,
    /// The program that has it.
    pub owner: Option<Owner>,
}
