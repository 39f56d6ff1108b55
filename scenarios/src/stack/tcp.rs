//! TCP connections: smoltcp's, each for one pair of endpoints.

use std::{
    collections::BTreeMap,
    mem,
    net::{IpAddr, SocketAddr},
};

use dataplane::{
    time::{Duration, Instant},
    wire::{
        ipv4::protocol,
        tcp::{TcpFields, flags},
    },
};
use smoltcp::socket::tcp::{self, CongestionControl, State};

use super::{
    Headers, Owner, SocketError, SocketId, Stack, device, packet,
    recovery::Recovery,
    socket::{Entry, Listener, Stream},
};

/// Bytes that a connection takes before its program has read any: what gives a window scale of 7, as
/// Linux's has it. The memory is touched only as it is used.
const RECEIVE_BUFFER: usize = 4 << 20;
/// Bytes that a connection takes from its program to send, at most (`tcp_wmem`).
const SEND_BUFFER: usize = 4 << 20;
/// The same as long as nothing has been acknowledged. As Linux does by other means, a connection grows
/// with what gets through: more would only wait in the queue of the narrowest link, for longer than smoltcp takes
/// a segment to be lost.
const FIRST_SEND_BUFFER: u64 = 64 << 10;
/// How long is looked at what gets through.
const MEASURE: Duration = Duration::from_millis(500);
/// How long a connection may take to open: `tcp_syn_retries`, 6, and `tcp_syn_linear_timeouts`, 4.
const OPENING: Duration = Duration::from_secs(131);
/// How long sent data may go unacknowledged: `tcp_retries2`, 15.
const SILENCE: smoltcp::time::Duration = smoltcp::time::Duration::from_secs(924);

/// What a connection has for its program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Received {
    /// Bytes.
    Data(Vec<u8>),
    /// Nothing yet.
    Nothing,
    /// The other end has said that this was all.
    End,
}

fn smoltcp_time(now: Instant) -> smoltcp::time::Instant {
    smoltcp::time::Instant::from_micros(i64::try_from(now.as_nanos() / 1_000).unwrap_or(i64::MAX))
}

fn new_socket() -> tcp::Socket<'static> {
    let buffer = |len| tcp::SocketBuffer::new(vec![0; len]);
    let mut socket = tcp::Socket::new(buffer(RECEIVE_BUFFER), buffer(SEND_BUFFER));
    socket.set_ack_delay(None);
    socket.set_congestion_control(CongestionControl::Cubic);
    socket.set_tsval_generator(Some(device::timestamp));
    socket.set_timeout(Some(SILENCE));
    socket
}

/// The connection between two ends.
fn stream_between(
    entries: &mut BTreeMap<SocketId, Entry>,
    local: SocketAddr,
    remote: SocketAddr,
) -> Option<&mut Stream> {
    entries.values_mut().find_map(|entry| match entry {
        Entry::Stream(stream) if stream.local == local && stream.remote == remote => Some(stream),
        Entry::Stream(_) | Entry::Listener(_) | Entry::Udp(_) | Entry::Raw(_) => None,
    })
}

impl Stack {
    /// Lets TCP do what there is to do now.
    pub(super) fn poll(&mut self, now: Instant) {
        self.now = now;
        let due = self.tcp_deadline <= now;
        if !self.touched && !due && self.device.received.is_empty() {
            return;
        }
        self.touched = false;
        if due {
            self.remind(now);
        }
        let millis = (now.as_nanos() / 1_000_000) as u32;
        device::set_timestamp(millis.wrapping_add(self.timestamps));
        let time = smoltcp_time(now);
        self.interface.poll(time, &mut self.device, &mut self.tcp);
        for bytes in mem::take(&mut self.device.sent) {
            self.send_segment(bytes);
        }
        self.settle();
        self.tcp_deadline = match self.interface.poll_at(time, &self.tcp) {
            Some(at) => {
                let micros = u64::try_from(at.total_micros()).unwrap_or(0);
                Instant::from_nanos(micros.saturating_mul(1_000)).max(now + TICK)
            }
            None => Instant::FAR_FUTURE,
        };
        self.tcp_deadline = self.tcp_deadline.min(self.missed_at());
    }

    /// Sends what smoltcp made: with an identification, dressed as Linux's, cut to the way's MTU.
    fn send_segment(&mut self, mut bytes: Vec<u8>) {
        let now = self.now;
        let Some(headers) = Headers::plain(&bytes) else {
            return;
        };
        let Some(stream) = self.stream_of(&headers) else {
            return self.sent.push_back(bytes);
        };
        stream.note_sent(&bytes, headers.l4, now);
        let mtu = stream.mtu;
        let mut ident = stream.ident;
        let is_syn = headers.flags & flags::SYN != 0;
        if is_syn {
            packet::dress(&mut bytes, mtu);
        }
        // The answer to a first segment has no identification, as Linux's.
        let is_answer = is_syn && headers.flags & flags::ACK != 0;
        let mut send = |mut segment: Vec<u8>| {
            if !is_answer {
                packet::identify(&mut segment, &mut ident);
            }
            self.sent.push_back(segment);
        };
        if bytes.len() <= mtu {
            send(bytes);
        } else {
            packet::cut(&bytes, &headers, mtu)
                .into_iter()
                .for_each(send);
        }
        if let Some(stream) = self.stream_of(&headers) {
            stream.ident = ident;
        }
    }

    /// Follows what has become of the connections.
    fn settle(&mut self) {
        let mut gone = Vec::new();
        for (id, entry) in &mut self.entries {
            let Entry::Stream(stream) = entry else {
                continue;
            };
            let state = match stream.handle {
                Some(handle) => self.tcp.get::<tcp::Socket<'_>>(handle).state(),
                None => State::Closed,
            };
            match state {
                State::Listen | State::SynSent | State::SynReceived => {}
                State::Closed => {
                    if stream.error.is_none() && !stream.opened {
                        stream.error = Some(SocketError::Refused);
                    }
                    if stream.orphan {
                        gone.push(*id);
                    }
                }
                State::Established
                | State::FinWait1
                | State::FinWait2
                | State::CloseWait
                | State::Closing
                | State::LastAck
                | State::TimeWait => stream.opened = true,
            }
        }
        for id in gone {
            self.forget_stream(id);
        }
    }

    fn forget_stream(&mut self, id: SocketId) {
        if let Some(Entry::Stream(stream)) = self.entries.remove(&id)
            && let Some(handle) = stream.handle
        {
            self.tcp.remove(handle);
        }
        for entry in self.entries.values_mut() {
            if let Entry::Listener(listener) = entry {
                listener.children.retain(|child| *child != id);
            }
        }
    }

    /// A segment has come; whether it is for a connection or begins one.
    pub(super) fn receive_tcp(&mut self, headers: &Headers, packet: &[u8], now: Instant) -> bool {
        let (from, to) = (headers.from(), headers.to());
        if let Some(stream) = stream_between(&mut self.entries, to, from) {
            let open = |handle| self.tcp.get::<tcp::Socket<'_>>(handle).state() != State::Closed;
            if !stream.handle.is_some_and(open) {
                return false;
            }
            self.device.received.push_back(packet.to_vec());
            // smoltcp is reminded of what was not acknowledged.
            if stream.note_heard(packet, headers, now) {
                self.device.received.extend(stream.recovery.reminders());
            }
            return true;
        }
        let opens = headers.opens();
        let listener = self.entries.iter().find_map(|(id, entry)| match entry {
            Entry::Listener(listener) if opens && listener.takes(to) => Some((
                *id,
                listener.owner.clone(),
                listener.children.len() > listener.backlog,
            )),
            Entry::Listener(_) | Entry::Stream(_) | Entry::Udp(_) | Entry::Raw(_) => None,
        });
        let Some((listener, owner, is_full)) = listener else {
            return false;
        };
        // As Linux: a listener with too many waiting says nothing.
        if is_full {
            return true;
        }
        let mut socket = new_socket();
        if socket.listen((to.ip(), to.port())).is_err() {
            return false;
        }
        let mtu = self.mtu_of(to.ip());
        let child = self.add_stream(socket, to, from, mtu, owner);
        if let Some(Entry::Listener(listener)) = self.entries.get_mut(&listener) {
            listener.children.push(child);
        }
        self.device.received.push_back(packet.to_vec());
        true
    }

    /// Reminds smoltcp of what is not acknowledged in time.
    fn remind(&mut self, now: Instant) {
        for entry in self.entries.values_mut() {
            if let Entry::Stream(stream) = entry
                && stream.recovery.is_missed(now)
            {
                self.device.received.extend(stream.recovery.reminders());
            }
        }
    }

    /// When [`Self::remind`] has something to do.
    fn missed_at(&self) -> Instant {
        let due = self.entries.values().map(|entry| match entry {
            Entry::Stream(stream) if stream.handle.is_some() => stream.recovery.due(),
            Entry::Stream(_) | Entry::Listener(_) | Entry::Udp(_) | Entry::Raw(_) => {
                Instant::FAR_FUTURE
            }
        });
        due.min().unwrap_or(Instant::FAR_FUTURE)
    }

    /// The MTU of the interface that has one of the machine's addresses.
    fn mtu_of(&self, own: IpAddr) -> usize {
        let link = self.links.iter().find(|link| link.has(own));
        link.map_or(1500, |link| link.mtu)
    }

    /// smoltcp's part of a connection.
    pub(super) fn tcp_of(&self, stream: &Stream) -> Option<&tcp::Socket<'static>> {
        stream.handle.map(|handle| self.tcp.get(handle))
    }

    fn tcp_mut(&mut self, socket: SocketId) -> Option<&mut tcp::Socket<'static>> {
        let handle = self.stream(socket)?.handle?;
        Some(self.tcp.get_mut(handle))
    }

    fn add_stream(
        &mut self,
        socket: tcp::Socket<'static>,
        local: SocketAddr,
        remote: SocketAddr,
        mtu: usize,
        owner: Owner,
    ) -> SocketId {
        let ident = (self.dice.bits() as u16).max(1);
        let handle = self.tcp.add(socket);
        self.touched = true;
        self.add(Entry::Stream(Stream {
            handle: Some(handle),
            local,
            remote,
            mtu,
            ident,
            written: 0,
            measured: (self.now, 0),
            through: 0,
            recovery: Recovery::default(),
            retransmitted: 0,
            opened: false,
            error: None,
            orphan: false,
            owner,
        }))
    }

    /// Waits for connections to `port` on `local`, or on all addresses: of IPv6 if `v6`, of both
    /// families if `dual`.
    ///
    /// # Errors
    /// If somebody does already.
    pub fn listen(
        &mut self,
        local: Option<IpAddr>,
        port: u16,
        (v6, dual): (bool, bool),
        backlog: usize,
        owner: Owner,
    ) -> Result<SocketId, SocketError> {
        let clash = self.entries.values().any(|entry| match entry {
            Entry::Listener(other) => {
                let family = other.dual || dual || other.v6 == v6;
                let address = match (other.local, local) {
                    (Some(ours), Some(theirs)) => ours == theirs,
                    (_, _) => true,
                };
                other.port == port && family && address
            }
            Entry::Stream(_) | Entry::Udp(_) | Entry::Raw(_) => false,
        });
        if clash {
            return Err(SocketError::AddressInUse);
        }
        if local.is_some_and(|local| !self.is_own(local)) {
            return Err(SocketError::AddressNotAvailable);
        }
        Ok(self.add(Entry::Listener(Listener {
            local,
            port,
            v6,
            dual,
            backlog,
            children: Vec::new(),
            owner,
        })))
    }

    /// Takes a connection that a listener has brought about.
    pub fn accept(&mut self, listener: SocketId) -> Option<SocketId> {
        let Some(Entry::Listener(found)) = self.entries.get(&listener) else {
            return None;
        };
        let ready = found.children.iter().copied().find(
            |child| matches!(self.entries.get(child), Some(Entry::Stream(stream)) if stream.opened),
        )?;
        if let Some(Entry::Listener(found)) = self.entries.get_mut(&listener) {
            found.children.retain(|child| *child != ready);
        }
        Some(ready)
    }

    /// Begins a connection from `source`, from any port if that is 0, by a way for packets of `mtu`
    /// bytes.
    ///
    /// # Errors
    /// If smoltcp refuses: no port, an address that can't be.
    pub fn connect(
        &mut self,
        source: SocketAddr,
        to: SocketAddr,
        mtu: usize,
        owner: Owner,
    ) -> Result<SocketId, SocketError> {
        let port = match source.port() {
            0 => self.ephemeral_port(protocol::TCP),
            port => port,
        };
        let source = SocketAddr::new(source.ip(), port);
        let mut socket = new_socket();
        socket
            .connect(
                self.interface.context(),
                (to.ip(), to.port()),
                (source.ip(), port),
            )
            .map_err(|_| SocketError::AddressNotAvailable)?;
        Ok(self.add_stream(socket, source, to, mtu, owner))
    }

    fn stream(&self, socket: SocketId) -> Option<&Stream> {
        match self.entries.get(&socket) {
            Some(Entry::Stream(stream)) => Some(stream),
            Some(Entry::Listener(_) | Entry::Udp(_) | Entry::Raw(_)) | None => None,
        }
    }

    /// Whether a connection is open by now, or why it will not be.
    #[must_use]
    pub fn opened(&self, socket: SocketId) -> Option<Result<(), SocketError>> {
        let stream = self.stream(socket)?;
        match stream.error {
            Some(error) => Some(Err(error)),
            None => stream.opened.then_some(Ok(())),
        }
    }

    /// How long [`Self::opened`] may take.
    #[must_use]
    pub const fn opening_time() -> Duration {
        OPENING
    }

    /// Both ends of a connection: the machine's, and the other.
    #[must_use]
    pub fn ends(&self, socket: SocketId) -> Option<(SocketAddr, SocketAddr)> {
        self.stream(socket)
            .map(|stream| (stream.local, stream.remote))
    }

    /// Gives a connection bytes to send; how many it took.
    pub fn send(&mut self, socket: SocketId, bytes: &[u8]) -> Result<usize, SocketError> {
        let now = self.now;
        let tcp = self.tcp_mut(socket).filter(|tcp| tcp.may_send());
        let queued = tcp.ok_or(SocketError::Reset)?.send_queue() as u64;
        let Some(Entry::Stream(stream)) = self.entries.get_mut(&socket) else {
            return Err(SocketError::Reset);
        };
        let room = stream.limit(now, queued).saturating_sub(queued) as usize;
        let bytes = bytes.get(..room.min(bytes.len())).unwrap_or_default();
        let taken = self
            .tcp_mut(socket)
            .map_or(0, |tcp| tcp.send_slice(bytes).unwrap_or(0));
        if let Some(Entry::Stream(stream)) = self.entries.get_mut(&socket) {
            stream.written += taken as u64;
        }
        self.touched |= taken > 0;
        Ok(taken)
    }

    /// Whether bytes can still be sent by a connection.
    #[must_use]
    pub fn is_open(&self, socket: SocketId) -> bool {
        let tcp = self.stream(socket).and_then(|stream| self.tcp_of(stream));
        tcp.is_some_and(tcp::Socket::may_send)
    }

    /// Bytes that were given to a connection and that the other end has not acknowledged.
    #[must_use]
    pub fn unacknowledged(&self, socket: SocketId) -> usize {
        let tcp = self.stream(socket).and_then(|stream| self.tcp_of(stream));
        tcp.map_or(0, tcp::Socket::send_queue)
    }

    /// Segments of a connection that had to be sent again.
    #[must_use]
    pub fn retransmitted(&self, socket: SocketId) -> u64 {
        self.stream(socket).map_or(0, |stream| stream.retransmitted)
    }

    /// Takes at most `limit` bytes that have come.
    ///
    /// # Errors
    /// If the connection broke.
    pub fn receive_bytes(
        &mut self,
        socket: SocketId,
        limit: usize,
    ) -> Result<Received, SocketError> {
        let error = self.stream(socket).and_then(|stream| stream.error);
        let tcp = self.tcp_mut(socket);
        let tcp = tcp.ok_or(error.unwrap_or(SocketError::Reset))?;
        if tcp.can_recv() {
            let bytes = tcp.recv(|bytes| {
                let len = bytes.len().min(limit);
                (len, bytes[..len].to_vec())
            });
            self.touched = true;
            return Ok(bytes.map_or(Received::Nothing, Received::Data));
        }
        match tcp.state() {
            State::CloseWait | State::LastAck | State::Closing | State::TimeWait => {
                Ok(Received::End)
            }
            State::Closed => Err(error.unwrap_or(SocketError::Reset)),
            State::Listen
            | State::SynSent
            | State::SynReceived
            | State::Established
            | State::FinWait1
            | State::FinWait2 => Ok(Received::Nothing),
        }
    }

    /// Says that no more will be sent.
    pub fn shutdown(&mut self, socket: SocketId) {
        if let Some(tcp) = self.tcp_mut(socket) {
            tcp.close();
            self.touched = true;
        }
    }

    /// Nobody has the connection any more: it ends by itself, by a reset if somebody still talks.
    pub(super) fn close_stream(&mut self, socket: SocketId) {
        let Some(Entry::Stream(stream)) = self.entries.get_mut(&socket) else {
            return;
        };
        stream.orphan = true;
        let Some(tcp) = self.tcp_mut(socket) else {
            return self.forget_stream(socket);
        };
        match tcp.state() {
            // Nobody knows of it yet, or any more.
            State::Closed | State::Listen | State::SynSent => self.forget_stream(socket),
            // As Linux: who closes without having read all breaks off.
            _ if tcp.recv_queue() > 0 => tcp.abort(),
            State::SynReceived
            | State::Established
            | State::FinWait1
            | State::FinWait2
            | State::CloseWait
            | State::Closing
            | State::LastAck
            | State::TimeWait => tcp.close(),
        }
        self.touched = true;
    }

    /// Breaks a connection off.
    pub fn reset_stream(&mut self, socket: SocketId) {
        if let Some(Entry::Stream(stream)) = self.entries.get_mut(&socket) {
            stream.orphan = true;
            if let Some(tcp) = self.tcp_mut(socket) {
                tcp.abort();
            }
            self.touched = true;
        }
    }

    /// The connection that a packet of the machine's is of.
    fn stream_of(&mut self, sent: &Headers) -> Option<&mut Stream> {
        stream_between(&mut self.entries, sent.from(), sent.to())
    }

    /// An error was reported about a connection: one that is opening is over, another goes on.
    pub(super) fn fail_stream(&mut self, quoted: &Headers, error: SocketError) {
        let Some(stream) = self.stream_of(quoted) else {
            return;
        };
        let Some(handle) = stream.handle else {
            return;
        };
        if self.tcp.get::<tcp::Socket<'_>>(handle).state() != State::SynSent {
            return;
        }
        self.tcp.remove(handle);
        if let Some(stream) = self.stream_of(quoted) {
            stream.error = Some(error);
            stream.handle = None;
        }
    }

    /// The way of a connection takes packets of `mtu` bytes only.
    pub(super) fn narrow_stream(&mut self, quoted: &Headers, mtu: usize) {
        /// `net.ipv4.route.min_pmtu`
        const LEAST: usize = 552;
        if let Some(stream) = self.stream_of(quoted) {
            stream.mtu = stream.mtu.min(mtu.max(LEAST));
        }
    }
}

impl Stream {
    /// How much may wait to be sent or acknowledged, of which `queued` do: what got through in a second.
    fn limit(&mut self, now: Instant, queued: u64) -> u64 {
        let acknowledged = self.written - queued;
        let (then, before) = self.measured;
        let elapsed = now.saturating_since(then);
        if elapsed >= MEASURE {
            let rate = (acknowledged - before) as f64 / elapsed.as_secs_f64();
            self.through = rate as u64;
            self.measured = (now, acknowledged);
        }
        self.through.clamp(FIRST_SEND_BUFFER, SEND_BUFFER as u64)
    }

    /// Notes what is sent, and counts what is sent again.
    fn note_sent(&mut self, packet: &[u8], l4: usize, now: Instant) {
        let segment = packet.get(l4..).unwrap_or_default();
        let Some(fields) = TcpFields::parse(segment) else {
            return;
        };
        let len = (segment.len() - fields.header_len) as u32;
        if len > 0 {
            let again = self.recovery.sent(fields.seq.wrapping_add(len), now);
            self.retransmitted += u64::from(again);
        }
    }

    /// Notes what is acknowledged; whether more must have been lost.
    fn note_heard(&mut self, packet: &[u8], headers: &Headers, now: Instant) -> bool {
        let segment = packet.get(headers.l4..).unwrap_or_default();
        let fields = TcpFields::parse(segment).filter(|fields| fields.flags & flags::ACK != 0);
        let Some(fields) = fields else {
            return false;
        };
        let others = flags::SYN | flags::FIN | flags::RST;
        let is_pure = headers.flags & others == 0 && segment.len() == fields.header_len;
        let pure = is_pure.then_some((packet, headers.l4));
        self.recovery.heard(fields.ack, pure, now)
    }
}

/// smoltcp that wants to be asked again "now" is asked after this.
const TICK: Duration = Duration::from_micros(1);
