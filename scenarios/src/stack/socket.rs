//! The kinds of sockets.

use std::{
    collections::VecDeque,
    net::{IpAddr, SocketAddr},
};

use dataplane::{time::Instant, wire::ipv4::protocol};
use smoltcp::iface::SocketHandle;

use super::{Headers, SocketError, recovery::Recovery};

/// Packets and datagrams that a socket holds before it loses some.
const DEPTH: usize = 4096;

/// A socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SocketId(pub(super) u64);

/// The program that has a socket, for `ss -p`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// Its name.
    pub name: String,
    /// The number of its process.
    pub pid: u32,
    /// The number of the socket's file descriptor.
    pub fd: u32,
}

/// A datagram as it was received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Datagram {
    /// Who sent it.
    pub from: SocketAddr,
    /// To which of the machine's addresses.
    pub to: SocketAddr,
    /// What is in it.
    pub data: Vec<u8>,
}

/// A socket.
#[derive(Debug)]
pub(super) enum Entry {
    Listener(Listener),
    Stream(Stream),
    Udp(Udp),
    Raw(Raw),
}

impl Entry {
    /// Whether it is bound to a port.
    pub(super) fn has_port(&self, proto: u8, port: u16) -> bool {
        match self {
            Self::Listener(listener) => proto == protocol::TCP && listener.port == port,
            Self::Stream(stream) => proto == protocol::TCP && stream.local.port() == port,
            Self::Udp(udp) => proto == protocol::UDP && udp.port == port,
            Self::Raw(_) => false,
        }
    }
}

/// A TCP socket that waits for connections.
#[derive(Debug)]
pub(super) struct Listener {
    /// The address that it listens on; `None` for all of its family, or of both.
    pub(super) local: Option<IpAddr>,
    pub(super) port: u16,
    /// It is one of IPv6: `[::]` in lists.
    pub(super) v6: bool,
    /// It takes IPv4 as well as IPv6.
    pub(super) dual: bool,
    pub(super) backlog: usize,
    /// Connections that it has not handed out: half open, or waiting.
    pub(super) children: Vec<SocketId>,
    pub(super) owner: Owner,
}

impl Listener {
    pub(super) fn takes(&self, to: SocketAddr) -> bool {
        let family = self.dual || self.v6 == to.is_ipv6();
        family && self.port == to.port() && self.local.is_none_or(|local| local == to.ip())
    }
}

/// A TCP connection.
#[derive(Debug)]
pub(super) struct Stream {
    /// `None` once the connection is over without having been open.
    pub(super) handle: Option<SocketHandle>,
    pub(super) local: SocketAddr,
    pub(super) remote: SocketAddr,
    /// The largest packet for its way.
    pub(super) mtu: usize,
    /// The identification of its next packet.
    pub(super) ident: u16,
    /// Bytes that its program has written.
    pub(super) written: u64,
    /// When it was looked at what had been acknowledged, and how much that was.
    pub(super) measured: (Instant, u64),
    /// Bytes a second that were acknowledged then.
    pub(super) through: u64,
    /// What is known of what it has sent.
    pub(super) recovery: Recovery,
    /// Segments with data that had been sent before.
    pub(super) retransmitted: u64,
    /// It was established once.
    pub(super) opened: bool,
    pub(super) error: Option<SocketError>,
    /// Nobody has it any more: it goes when it is closed.
    pub(super) orphan: bool,
    pub(super) owner: Owner,
}

/// A UDP socket.
#[derive(Debug)]
pub(super) struct Udp {
    pub(super) local: Option<IpAddr>,
    pub(super) port: u16,
    pub(super) remote: Option<SocketAddr>,
    pub(super) owner: Owner,
    received: VecDeque<Datagram>,
    error: Option<SocketError>,
}

impl Udp {
    pub(super) fn new(
        local: Option<IpAddr>,
        port: u16,
        remote: Option<SocketAddr>,
        owner: Owner,
    ) -> Self {
        Self {
            local,
            port,
            remote,
            owner,
            received: VecDeque::new(),
            error: None,
        }
    }

    pub(super) fn takes(&self, from: SocketAddr, to: SocketAddr) -> bool {
        self.port == to.port()
            && self.local.is_none_or(|local| local == to.ip())
            && self.remote.is_none_or(|remote| remote == from)
    }

    /// Whether a socket on `local` and `port` would take what is for this one.
    pub(super) fn clashes(&self, local: Option<IpAddr>, port: u16) -> bool {
        let same = match (self.local, local) {
            (Some(ours), Some(theirs)) => ours == theirs,
            (_, _) => true,
        };
        self.remote.is_none() && self.port == port && same
    }

    pub(super) fn offer(&mut self, datagram: Datagram) {
        if self.received.len() < DEPTH {
            self.received.push_back(datagram);
        }
    }

    pub(super) fn fail(&mut self, error: SocketError) {
        self.error = Some(error);
    }

    pub(super) fn next(&mut self) -> Option<Result<Datagram, SocketError>> {
        match self.error.take() {
            Some(error) => Some(Err(error)),
            None => self.received.pop_front().map(Ok),
        }
    }
}

/// A raw socket: a copy of each packet of a protocol.
#[derive(Debug)]
pub(super) struct Raw {
    protocol: u8,
    pub(super) ident: u16,
    pub(super) received: VecDeque<Vec<u8>>,
}

impl Raw {
    pub(super) fn new(protocol: u8, ident: u16) -> Self {
        Self {
            protocol,
            ident,
            received: VecDeque::new(),
        }
    }

    pub(super) fn offer(&mut self, headers: &Headers, packet: &[u8]) {
        if headers.protocol == self.protocol && self.received.len() < DEPTH {
            self.received.push_back(packet.to_vec());
        }
    }
}
