//! `nc`, as OpenBSD's netcat in Debian does it and prints it.

use std::net::{IpAddr, SocketAddr};

use dataplane::time::{Duration, Instant};

use super::{
    NEVER,
    getopt::{Options, Spec},
    services,
};
use crate::{
    jobs::{Io, Stream, Typed, Udp},
    stack::{Datagram, Received, SocketError},
};

const SPEC: Spec = Spec {
    short: "46klNnp:q:s:uvw:zi:",
    long: &[],
    stops: false,
};
const USAGE: &str = "usage: nc [-46klNnuvz] [-i interval] [-p source_port] [-q seconds] \
                     [-s sourceaddr]\n\t  [-w timeout] [destination] [port]\n";
/// Probes of a UDP port, one a second, before it is taken for open.
const UDP_PROBES: u32 = 4;

struct Netcat<'a> {
    io: &'a Io,
    verbose: bool,
    numeric: bool,
    scan: bool,
    udp: bool,
    shut: bool,
    timeout: Option<Duration>,
    quit: Option<Duration>,
    source: Option<IpAddr>,
    source_port: u16,
}

pub(super) async fn run(io: &Io, args: &[&str]) -> i32 {
    let options = match Options::read(&SPEC, args) {
        Ok(options) => options,
        Err(bad) => {
            io.print(format!("nc: {}\n{USAGE}", bad.text()));
            return 1;
        }
    };
    let seconds = |letter| {
        let value = options.value(letter).and_then(|value| value.parse().ok());
        value.map(Duration::from_secs)
    };
    let netcat = Netcat {
        io,
        verbose: options.has('v'),
        numeric: options.has('n'),
        scan: options.has('z'),
        udp: options.has('u'),
        shut: options.has('N'),
        timeout: seconds('w'),
        quit: seconds('q'),
        source: options.value('s').and_then(|value| value.parse().ok()),
        source_port: options.value('p').and_then(port).unwrap_or(0),
    };
    let family = options.family();
    match (options.has('l'), &options.operands[..]) {
        (true, operands) => {
            let (address, number) = match operands {
                [] => (None, options.value('p')),
                [number] if options.value('p').is_none() => (None, Some(*number)),
                [address] => (Some(*address), options.value('p')),
                [address, number, ..] => (Some(*address), Some(*number)),
            };
            let Some(number) = number.and_then(port) else {
                io.print(USAGE);
                return 1;
            };
            let local = address.and_then(|address| io.resolve(address, family));
            let v6 = options.has('6') || local.is_some_and(|local| local.is_ipv6());
            netcat.serve(local, number, v6, options.has('k')).await
        }
        (false, [host, ports]) => {
            let Some(list) = port_list(ports) else {
                io.print(format!("nc: port number invalid: {ports}\n"));
                return 1;
            };
            let address = match io.resolve(host, family) {
                Some(address) => address,
                None => {
                    io.print(format!(
                        "nc: getaddrinfo for host \"{host}\" port {ports}: Name or service not known\n"
                    ));
                    return 1;
                }
            };
            netcat.call(host, address, &list).await
        }
        (false, _) => {
            io.print(USAGE);
            1
        }
    }
}

fn port(word: &str) -> Option<u16> {
    services::port(word).filter(|port| *port > 0)
}

/// A host as it was given, with its address if that was a name.
fn shown(host: &str, address: IpAddr) -> String {
    match host == address.to_string() {
        true => host.to_owned(),
        false => format!("{host} ({address})"),
    }
}

/// `80`, `http`, `79-81`.
fn port_list(word: &str) -> Option<Vec<u16>> {
    if let Some(port) = port(word) {
        return Some(vec![port]);
    }
    let (first, last) = word.split_once('-')?;
    let (first, last) = (port(first)?, port(last)?);
    Some((first.min(last)..=first.max(last)).collect())
}

impl Netcat<'_> {
    fn say(&self, text: &str) {
        if self.verbose {
            self.io.print(format!("{text}\n"));
        }
    }

    /// When a wait that begins now is over.
    fn limit(&self) -> Instant {
        self.timeout
            .map_or(NEVER, |timeout| self.io.now() + timeout)
    }

    async fn call(&self, host: &str, address: IpAddr, ports: &[u16]) -> i32 {
        let mut status = 1;
        for &port in ports {
            let to = SocketAddr::new(address, port);
            let reached = match self.udp {
                true => self.call_udp(host, to).await,
                false => self.call_tcp(host, to).await,
            };
            if reached {
                status = 0;
                if !self.scan {
                    break;
                }
            }
        }
        status
    }

    fn succeeded(&self, host: &str, to: SocketAddr) {
        let protocol = if self.udp { "udp" } else { "tcp" };
        let service = services::by_port(to.port(), self.udp).filter(|_| !self.numeric);
        let (service, port) = (service.unwrap_or("*"), to.port());
        let host = shown(host, to.ip());
        self.say(&format!(
            "Connection to {host} {port} port [{protocol}/{service}] succeeded!"
        ));
    }

    async fn call_tcp(&self, host: &str, to: SocketAddr) -> bool {
        let limit = self.limit();
        let connecting = self
            .io
            .connect_from("nc", self.source, self.source_port, to, limit);
        let stream = match connecting.await {
            Ok(stream) => stream,
            Err(error) => {
                let host = shown(host, to.ip());
                let what = format!("nc: connect to {host} port {} (tcp)", to.port());
                if error == SocketError::TimedOut && self.io.now() >= limit {
                    self.say(&format!("{what} timed out: Operation now in progress"));
                } else {
                    self.say(&format!("{what} failed: {error}"));
                }
                return false;
            }
        };
        self.succeeded(host, to);
        if !self.scan {
            self.pump(&stream).await;
        }
        true
    }

    /// Carries bytes between the terminal and a connection.
    async fn pump(&self, stream: &Stream) {
        let mut waiting: Vec<u8> = Vec::new();
        let mut typing = true;
        let mut end = self.limit();
        loop {
            let mut moved = false;
            let over = self
                .io
                .until(end, || {
                    if waiting.is_empty() && typing {
                        match self.io.typed() {
                            Typed::Bytes(bytes) => waiting = bytes,
                            Typed::Nothing => {}
                            Typed::End => {
                                typing = false;
                                if self.shut {
                                    stream.shutdown();
                                }
                                // The wait is over, to begin anew with its own length.
                                return Some(false);
                            }
                        }
                    }
                    if !waiting.is_empty() {
                        match stream.try_write(&waiting) {
                            Ok(taken) => {
                                moved |= taken > 0;
                                waiting.drain(..taken);
                            }
                            Err(_) => return Some(true),
                        }
                    }
                    match stream.try_read() {
                        Ok(Received::Data(bytes)) => {
                            self.io.print(bytes);
                            Some(false)
                        }
                        Ok(Received::Nothing) => moved.then_some(false),
                        Ok(Received::End) | Err(_) => Some(true),
                    }
                })
                .await;
            match over {
                Some(true) | None => return,
                Some(false) => end = self.limit(),
            }
            if !typing && let Some(quit) = self.quit {
                // All that was typed has been handed over: it is given so long to be answered.
                end = end.min(self.io.now() + quit);
                if waiting.is_empty() && quit.is_zero() {
                    return;
                }
            }
        }
    }

    async fn call_udp(&self, host: &str, to: SocketAddr) -> bool {
        let Ok((source, _)) = self.io.way_to(to.ip()).await else {
            return false;
        };
        let source = self.source.unwrap_or(source);
        let local = Some(source);
        let Ok(socket) = self.io.udp("nc", local, self.source_port, Some(to)) else {
            return false;
        };
        if self.scan || self.verbose {
            for _ in 0..if self.scan { UDP_PROBES } else { 1 } {
                socket.send(source, to, b"X");
                let soon = self.io.now() + Duration::from_secs(1);
                let answer = self.io.until(soon, || socket.try_receive()).await;
                if let Some(Err(_)) = answer {
                    return false;
                }
            }
            self.succeeded(host, to);
        }
        if !self.scan {
            self.pump_udp(&socket, source, to).await;
        }
        true
    }

    async fn pump_udp(&self, socket: &Udp, source: IpAddr, to: SocketAddr) {
        let mut typing = true;
        let mut end = self.limit();
        loop {
            let event = self.io.until(end, || {
                if typing {
                    match self.io.typed() {
                        Typed::Bytes(bytes) => return Some(Event::Typed(bytes)),
                        Typed::Nothing => {}
                        Typed::End => {
                            typing = false;
                            return Some(Event::Silent);
                        }
                    }
                }
                socket.try_receive().map(Event::Came)
            });
            match event.await {
                None | Some(Event::Came(Err(_))) => return,
                Some(Event::Typed(bytes)) => {
                    for chunk in bytes.chunks(16_384) {
                        socket.send(source, to, chunk);
                    }
                }
                Some(Event::Came(Ok(datagram))) => self.io.print(datagram.data),
                Some(Event::Silent) => {}
            }
            end = match self.quit.filter(|_| !typing) {
                Some(quit) => self.limit().min(self.io.now() + quit),
                None => self.limit(),
            };
        }
    }

    async fn serve(&self, local: Option<IpAddr>, port: u16, v6: bool, again: bool) -> i32 {
        let any = if v6 { "::" } else { "0.0.0.0" };
        let shown = local.map_or(any.to_owned(), |local| local.to_string());
        if self.udp {
            let socket = match self.io.udp("nc", local, port, None) {
                Ok(socket) => socket,
                Err(error) => {
                    self.io.print(format!("nc: {error}\n"));
                    return 1;
                }
            };
            self.say(&format!("Bound on {shown} {port}"));
            return self.serve_udp(&socket).await;
        }
        let listener = match self.io.listen("nc", local, port, (v6, false), 1) {
            Ok(listener) => listener,
            Err(error) => {
                self.io.print(format!("nc: {error}\n"));
                return 1;
            }
        };
        self.say(&format!("Listening on {shown} {port}"));
        loop {
            let Some(stream) = listener.accept(self.limit()).await else {
                return 1;
            };
            let (_, from) = stream.ends();
            self.received(from);
            self.pump(&stream).await;
            if !again {
                return 0;
            }
        }
    }

    fn received(&self, from: SocketAddr) {
        let name = self.io.name_of(from.ip()).filter(|_| !self.numeric);
        let shown = name.unwrap_or(from.ip().to_string());
        self.say(&format!("Connection received on {shown} {}", from.port()));
    }

    /// Talks to the first who sends something.
    async fn serve_udp(&self, socket: &Udp) -> i32 {
        let mut peer: Option<Datagram> = None;
        loop {
            let event = self.io.until(self.limit(), || {
                // Nothing can be sent before it is known to whom.
                if peer.is_some()
                    && let Typed::Bytes(bytes) = self.io.typed()
                {
                    return Some(Event::Typed(bytes));
                }
                socket.try_receive().map(Event::Came)
            });
            match event.await {
                None => return i32::from(peer.is_none()),
                Some(Event::Typed(bytes)) => {
                    if let Some(first) = &peer {
                        socket.send(first.to.ip(), first.from, &bytes);
                    }
                }
                Some(Event::Came(Ok(datagram))) => {
                    if peer.as_ref().is_some_and(|peer| peer.from != datagram.from) {
                        continue;
                    }
                    self.io.print(&datagram.data);
                    if peer.is_none() {
                        self.received(datagram.from);
                    }
                    peer = Some(datagram);
                }
                Some(Event::Came(Err(_)) | Event::Silent) => {}
            }
        }
    }
}

/// What can happen to a UDP socket and a terminal.
enum Event {
    Typed(Vec<u8>),
    Came(Result<Datagram, SocketError>),
    Silent,
}
