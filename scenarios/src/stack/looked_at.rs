//! The sockets of a machine as `explain` asks them: what they would take, while nothing reaches them.

use dataplane::{time::Instant, wire::ipv4::protocol, worker::Sockets};
use smoltcp::socket::tcp::State;

use super::{Headers, Shared, Stack, socket::Entry};

/// See [`Shared::looked_at`].
#[derive(Debug)]
struct LookedAt(Shared);

impl Sockets for LookedAt {
    fn receive(&mut self, _: Instant, packet: &[u8], l4: usize) -> bool {
        let headers = Headers::read(packet, l4);
        headers.is_some_and(|headers| self.0.lock().would_take(&headers))
    }

    fn unreachable(&mut self, _: Instant, _: &[u8]) {}
}

impl Shared {
    /// The sockets for packets that are never sent: they say of each whether one of them would take it.
    #[must_use]
    pub fn looked_at(&self) -> impl Sockets + use<> {
        LookedAt(self.clone())
    }
}

impl Stack {
    /// Whether a packet is one for a socket, as it is received then.
    fn would_take(&self, headers: &Headers) -> bool {
        let (from, to) = (headers.from(), headers.to());
        let takes = |entry: &Entry| match (headers.protocol, entry) {
            (protocol::UDP, Entry::Udp(udp)) => udp.takes(from, to),
            (protocol::TCP, Entry::Listener(listener)) => headers.opens() && listener.takes(to),
            (protocol::TCP, Entry::Stream(stream)) => {
                let is_open = || {
                    self.tcp_of(stream)
                        .is_some_and(|tcp| tcp.state() != State::Closed)
                };
                stream.local == to && stream.remote == from && is_open()
            }
            (_, _) => false,
        };
        self.entries.values().any(takes)
    }
}
