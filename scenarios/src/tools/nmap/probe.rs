//! What a port says.

use std::{
    collections::BTreeMap,
    net::{IpAddr, SocketAddr},
};

use dataplane::{
    time::{Duration, Instant},
    wire::{
        ipv4::protocol,
        tcp::{self, TcpFields, flags},
    },
};

use crate::{
    jobs::Io,
    stack::{Headers, SocketError, Stack, packet},
};

/// Ports that are asked at the same time.
const AT_ONCE: usize = 100;
/// How often a port is asked that does not answer, if more is allowed.
const TRIES: u32 = 2;

/// How ports are waited for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    /// For each answer.
    pub(super) wait: Duration,
    /// `--max-retries`.
    pub(super) retries: Option<u32>,
}

impl Patience {
    fn tries(self) -> u32 {
        self.retries
            .map_or(TRIES, |most| most.saturating_add(1).min(TRIES))
    }

    /// How often a port may be asked again, if that is what ended the questions.
    pub(super) fn cap(self) -> Option<u32> {
        self.retries.filter(|most| *most < TRIES)
    }
}

/// What is known of a port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) port: u16,
    pub(super) udp: bool,
    pub(super) state: State,
    /// Why, as `--reason` says it.
    pub(super) reason: String,
    /// How long the answer took.
    pub(super) took: Option<Duration>,
}

/// The state of a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum State {
    Open,
    Closed,
    Filtered,
    OpenFiltered,
}

impl State {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Filtered => "filtered",
            Self::OpenFiltered => "open|filtered",
        }
    }
}

/// What an ICMP error says of the port that it is about (`--reason`).
fn icmp_reason(v4: bool, kind: u8, code: u8) -> Option<&'static str> {
    Some(match (v4, kind, code) {
        (true, 3, 0) => "net-unreach",
        (true, 3, 1) => "host-unreach",
        (true, 3, 2) => "proto-unreach",
        (true, 3, 3) => "port-unreach",
        (true, 3, 9) => "net-prohibited",
        (true, 3, 10) => "host-prohibited",
        (true, 3, 13) => "admin-prohibited",
        (false, 1, 0) => "no-route",
        (false, 1, 1) => "admin-prohibited",
        (false, 1, 3) => "addr-unreach",
        (false, 1, 4) => "port-unreach",
        (_, _, _) => return None,
    })
}

/// An answer to a probe.
struct Answer {
    port: u16,
    state: State,
    reason: String,
}

/// Reads what came: is it about a port of `target` that was asked from `from`?
fn answer(bytes: &[u8], target: IpAddr, from: u16, proto: u8) -> Option<Answer> {
    let headers = Headers::plain(bytes)?;
    let ttl = headers.ttl;
    if headers.protocol == proto && headers.src == target && headers.ports.1 == from {
        let (state, reason) = if proto == protocol::UDP {
            (State::Open, "udp-response")
        } else if headers.flags & flags::RST != 0 {
            (State::Closed, "reset")
        } else if headers.flags & (flags::SYN | flags::ACK) == flags::SYN | flags::ACK {
            (State::Open, "syn-ack")
        } else {
            return None;
        };
        return Some(Answer {
            port: headers.ports.0,
            state,
            reason: format!("{reason} ttl {ttl}"),
        });
    }
    if !matches!(headers.protocol, protocol::ICMP | protocol::ICMPV6) {
        return None;
    }
    let message = bytes.get(headers.l4..)?;
    let reason = icmp_reason(headers.src.is_ipv4(), *message.first()?, *message.get(1)?)?;
    let quoted = Headers::of_quoted(message.get(8..)?)?;
    let ours = quoted.protocol == proto && quoted.dst == target && quoted.ports.0 == from;
    // A datagram's port is closed if the host itself says so.
    let closed = proto == protocol::UDP && reason == "port-unreach" && headers.src == target;
    ours.then(|| Answer {
        port: quoted.ports.1,
        state: if closed {
            State::Closed
        } else {
            State::Filtered
        },
        reason: format!("{reason} ttl {ttl}"),
    })
}

/// Asks ports by single packets, and looks at all that comes in.
async fn ask(
    io: &Io,
    from: SocketAddr,
    target: IpAddr,
    ports: &[u16],
    patience: Patience,
    proto: u8,
    packet: impl Fn(SocketAddr) -> Option<Vec<u8>>,
) -> Vec<Finding> {
    let udp = proto == protocol::UDP;
    let (raw, tap) = {
        let mut stack = io.stack();
        (stack.open_raw(0), stack.open_tap(None))
    };
    let mut found: BTreeMap<u16, Finding> = BTreeMap::new();
    for group in ports.chunks(AT_ONCE) {
        let mut open: BTreeMap<u16, Instant> = BTreeMap::new();
        for _ in 0..patience.tries() {
            for &port in group.iter().filter(|port| !found.contains_key(port)) {
                if let Some(packet) = packet(SocketAddr::new(target, port)) {
                    io.stack().send_raw(raw, packet);
                }
                open.insert(port, io.now());
            }
            let end = io.now() + patience.wait;
            while !open.is_empty() {
                let heard = io.until(end, || {
                    loop {
                        let seen = io.stack().next_seen(tap)?;
                        let bytes = seen.frame.get(14..).filter(|_| !seen.sent);
                        let answer =
                            bytes.and_then(|bytes| answer(bytes, target, from.port(), proto));
                        if let Some(answer) = answer {
                            return Some(answer);
                        }
                    }
                });
                let Some(answer) = heard.await else { break };
                if let Some(sent) = open.remove(&answer.port) {
                    found.insert(
                        answer.port,
                        Finding {
                            port: answer.port,
                            udp,
                            state: answer.state,
                            reason: answer.reason,
                            took: Some(io.now().saturating_since(sent)),
                        },
                    );
                }
            }
            if open.is_empty() {
                break;
            }
        }
    }
    {
        let mut stack = io.stack();
        stack.close_tap(tap);
        stack.close(raw);
    }
    let silent = |port: u16| Finding {
        port,
        udp,
        state: if udp {
            State::OpenFiltered
        } else {
            State::Filtered
        },
        reason: "no-response".to_owned(),
        took: None,
    };
    ports
        .iter()
        .map(|port| found.remove(port).unwrap_or_else(|| silent(*port)))
        .collect()
}

/// A port of this machine to ask from.
pub(super) fn source_port(stack: &mut Stack) -> u16 {
    33_000 + (stack.random() % 30_000) as u16
}

/// A segment without data: the first of a connection, with the MSS of an Ethernet, or another one that
/// acknowledges.
pub(super) fn segment(
    from: SocketAddr,
    to: SocketAddr,
    set: u8,
    number: u32,
    id: u16,
) -> Option<Vec<u8>> {
    let first = set == flags::SYN;
    let (seq, ack) = if first { (number, 0) } else { (0, number) };
    let fields = TcpFields {
        src_port: from.port(),
        dst_port: to.port(),
        seq,
        ack,
        header_len: tcp::HEADER_LEN,
        flags: set,
        window: 1024,
    };
    let options: &[u8] = if first { &[2, 4, 5, 180] } else { &[] };
    packet::tcp(from, to, &fields, options, id)
}

/// Half-open connections: the machine's own stack, which knows of nothing, resets those that are answered.
pub(super) async fn syn(
    io: &Io,
    source: IpAddr,
    target: IpAddr,
    ports: &[u16],
    patience: Patience,
) -> Vec<Finding> {
    let (from, seq) = {
        let mut stack = io.stack();
        let from = SocketAddr::new(source, source_port(&mut stack));
        (from, stack.random() as u32)
    };
    let packet = |to| segment(from, to, flags::SYN, seq, 0);
    ask(io, from, target, ports, patience, protocol::TCP, packet).await
}

/// Empty datagrams.
pub(super) async fn udp(
    io: &Io,
    source: IpAddr,
    target: IpAddr,
    ports: &[u16],
    patience: Patience,
) -> Vec<Finding> {
    let from = SocketAddr::new(source, source_port(&mut io.stack()));
    let packet = |to| packet::udp(from, to, 0, &[]);
    ask(io, from, target, ports, patience, protocol::UDP, packet).await
}

/// Whole connections, closed at once.
pub(super) async fn connect(
    io: &Io,
    target: IpAddr,
    ports: &[u16],
    patience: Patience,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for &port in ports {
        let mut finding = None;
        for _ in 0..patience.tries() {
            let sent = io.now();
            let to = SocketAddr::new(target, port);
            let connected = io.connect("nmap", to, sent + patience.wait).await;
            let (state, reason) = match connected {
                Ok(_) => (State::Open, "syn-ack"),
                Err(SocketError::Refused) => (State::Closed, "conn-refused"),
                Err(SocketError::HostUnreachable) => (State::Filtered, "host-unreach"),
                Err(SocketError::NetworkUnreachable) => (State::Filtered, "net-unreach"),
                Err(SocketError::Denied) => (State::Filtered, "admin-prohibited"),
                Err(
                    SocketError::TimedOut
                    | SocketError::Reset
                    | SocketError::NoProtocol
                    | SocketError::AddressInUse
                    | SocketError::AddressNotAvailable,
                ) => (State::Filtered, "no-response"),
            };
            let answered = reason != "no-response";
            finding = Some(Finding {
                port,
                udp: false,
                state,
                reason: reason.to_owned(),
                took: answered.then(|| io.now().saturating_since(sent)),
            });
            if answered {
                break;
            }
        }
        findings.extend(finding);
    }
    findings
}
