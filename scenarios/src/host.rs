//! Hosts of the lab: smoltcp stacks in virtual time.

use std::{collections::VecDeque, net::IpAddr};

use dataplane::{
    iface::MacAddr,
    packet::{Packet, PacketBuf},
    time::Instant,
};
use smoltcp::{
    iface::{Config, Interface, Route, SocketHandle, SocketSet},
    phy::{Device, DeviceCapabilities, Medium, RxToken, TxToken},
    socket::{raw, tcp},
    wire::{EthernetAddress, HardwareAddress, IpCidr, IpProtocol, IpVersion},
};

use crate::{settings::Settings, tools::Done};

/// Packets that a raw socket holds.
const RAW_PACKETS: usize = 64;
/// Bytes that a raw socket holds.
const RAW_BYTES: usize = 256 * 1024;
/// Bytes of each buffer of a TCP socket: enough for a gigabit at a few milliseconds.
const TCP_BUFFER: usize = 512 * 1024;

/// A host with one network card.
pub struct Host {
    name: String,
    nic: String,
    mac: MacAddr,
    mtu: usize,
    wire: Wire,
    interface: Interface,
    sockets: SocketSet<'static>,
    settings: Settings,
    link_local: IpCidr,
}

impl std::fmt::Debug for Host {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Host")
            .field("name", &self.name)
            .field("mac", &self.mac)
            .finish_non_exhaustive()
    }
}

fn stack_time(now: Instant) -> smoltcp::time::Instant {
    smoltcp::time::Instant::from_micros(i64::try_from(now.as_nanos() / 1_000).unwrap_or(i64::MAX))
}

impl Host {
    /// A host whose card `nic` has the address `mac`. `seed` is where its stack takes its random
    /// numbers from.
    #[must_use]
    pub fn new(name: &str, nic: &str, mac: MacAddr, seed: u64) -> Self {
        let mut wire = Wire {
            mtu: 1500,
            ..Wire::default()
        };
        let mut config = Config::new(HardwareAddress::Ethernet(EthernetAddress(mac.0)));
        config.random_seed = seed;
        let interface = Interface::new(config, &mut wire, stack_time(Instant::ZERO));
        Self {
            name: name.to_owned(),
            nic: nic.to_owned(),
            mac,
            mtu: 1500,
            wire,
            interface,
            sockets: SocketSet::new(Vec::new()),
            settings: Settings::new(nic, mac),
            link_local: IpCidr::new(link_local(mac).into(), 64),
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name of its card.
    #[must_use]
    pub fn nic(&self) -> &str {
        &self.nic
    }

    /// The address of its card.
    #[must_use]
    pub fn mac(&self) -> MacAddr {
        self.mac
    }

    /// The MTU of its card, in bytes.
    #[must_use]
    pub fn mtu(&self) -> usize {
        self.mtu
    }

    /// Executes a command of `ip`, and gives the stack what is configured then. The stack has eight
    /// addresses and eight routes at most; what is beyond has no effect.
    pub fn configure(&mut self, argv: &[&str]) -> Done {
        let done = self.settings.execute(argv);
        let (link_local, addresses) = (self.link_local, self.settings.addresses());
        self.interface.update_ip_addrs(|stack| {
            stack.clear();
            let cidrs = addresses
                .iter()
                .map(|net| IpCidr::new(net.addr().into(), net.prefix_len()));
            for cidr in cidrs.chain((!addresses.is_empty()).then_some(link_local)) {
                if !stack.contains(&cidr) {
                    let _ = stack.push(cidr);
                }
            }
        });
        let routes = self.settings.routes();
        self.interface.routes_mut().update(|stack| {
            stack.clear();
            for (destination, gateway) in routes {
                let _ = stack.push(Route {
                    cidr: IpCidr::new(destination.network().into(), destination.prefix_len()),
                    via_router: gateway.into(),
                    preferred_until: None,
                    expires_at: None,
                });
            }
        });
        done
    }

    /// The address that it sends from to `destination`.
    #[must_use]
    pub fn source_for(&self, destination: IpAddr) -> Option<IpAddr> {
        let source = self.interface.get_source_address(&destination.into())?;
        Some(source.into())
    }

    /// Opens a raw socket for one protocol of one family.
    pub fn open_raw(&mut self, destination: IpAddr, protocol: IpProtocol) -> SocketHandle {
        let version = match destination {
            IpAddr::V4(_) => IpVersion::Ipv4,
            IpAddr::V6(_) => IpVersion::Ipv6,
        };
        let buffer = || {
            raw::PacketBuffer::new(
                vec![raw::PacketMetadata::EMPTY; RAW_PACKETS],
                vec![0; RAW_BYTES],
            )
        };
        self.sockets.add(raw::Socket::new(
            Some(version),
            Some(protocol),
            buffer(),
            buffer(),
        ))
    }

    /// Sends a whole IP packet through a raw socket; `false` if it has no room.
    pub fn send_raw(&mut self, socket: SocketHandle, packet: &[u8]) -> bool {
        let socket: &mut raw::Socket<'_> = self.sockets.get_mut(socket);
        socket.send_slice(packet).is_ok()
    }

    /// Takes a whole IP packet from a raw socket.
    pub fn receive_raw(&mut self, socket: SocketHandle) -> Option<Vec<u8>> {
        let socket: &mut raw::Socket<'_> = self.sockets.get_mut(socket);
        socket.recv().ok().map(<[u8]>::to_vec)
    }

    /// A new TCP socket, closed.
    pub fn open_tcp(&mut self) -> SocketHandle {
        let buffer = || tcp::SocketBuffer::new(vec![0; TCP_BUFFER]);
        let mut socket = tcp::Socket::new(buffer(), buffer());
        socket.set_ack_delay(None);
        self.sockets.add(socket)
    }

    /// A TCP socket, to use it.
    pub fn tcp(&mut self, socket: SocketHandle) -> &mut tcp::Socket<'static> {
        self.sockets.get_mut(socket)
    }

    /// Begins a connection; `false` where smoltcp refuses (no source address, socket in use).
    pub fn connect(&mut self, socket: SocketHandle, to: (IpAddr, u16), from_port: u16) -> bool {
        let tcp: &mut tcp::Socket<'_> = self.sockets.get_mut(socket);
        tcp.connect(self.interface.context(), to, from_port).is_ok()
    }

    /// Closes a socket of any kind and forgets it.
    pub fn close(&mut self, socket: SocketHandle) {
        self.sockets.remove(socket);
    }

    /// Gives it a frame that has arrived.
    pub fn deliver(&mut self, frame: Packet) {
        self.wire.received.push_back(frame);
    }

    /// Lets the stack work until it has nothing more to do at this moment.
    pub fn poll(&mut self, now: Instant) {
        self.interface
            .poll(stack_time(now), &mut self.wire, &mut self.sockets);
    }

    /// Takes the next frame that it sends.
    pub fn sent(&mut self) -> Option<Packet> {
        self.wire.sent.pop_front()
    }

    /// When it next has something to do by itself.
    pub fn next_deadline(&mut self, now: Instant) -> Option<Instant> {
        let at = self.interface.poll_at(stack_time(now), &self.sockets)?;
        let micros = u64::try_from(at.total_micros()).unwrap_or(0);
        Some(Instant::from_nanos(micros.saturating_mul(1_000)))
    }
}

/// RFC 4291 appendix A: the interface identifier is the MAC with ff:fe in the middle and the
/// universal bit turned over.
fn link_local(mac: MacAddr) -> std::net::Ipv6Addr {
    let [a, b, c, d, e, f] = mac.0;
    let mut octets = [0xfe, 0x80, 0, 0, 0, 0, 0, 0, a, b, c, 0xff, 0xfe, d, e, f];
    octets[8] ^= 0x02;
    octets.into()
}

/// The card: two queues of frames.
#[derive(Debug, Default)]
struct Wire {
    received: VecDeque<Packet>,
    sent: VecDeque<Packet>,
    mtu: usize,
}

struct Received(Packet);
struct Sending<'a>(&'a mut VecDeque<Packet>);

impl Device for Wire {
    type RxToken<'a> = Received;
    type TxToken<'a> = Sending<'a>;

    fn receive(&mut self, _: smoltcp::time::Instant) -> Option<(Received, Sending<'_>)> {
        let packet = self.received.pop_front()?;
        Some((Received(packet), Sending(&mut self.sent)))
    }

    fn transmit(&mut self, _: smoltcp::time::Instant) -> Option<Sending<'_>> {
        Some(Sending(&mut self.sent))
    }

    fn capabilities(&self) -> DeviceCapabilities {
        let mut capabilities = DeviceCapabilities::default();
        capabilities.medium = Medium::Ethernet;
        capabilities.max_transmission_unit = self.mtu + 14;
        capabilities
    }
}

impl RxToken for Received {
    fn consume<R, F: FnOnce(&[u8]) -> R>(self, f: F) -> R {
        f(self.0.buf.bytes())
    }
}

impl TxToken for Sending<'_> {
    fn consume<R, F: FnOnce(&mut [u8]) -> R>(self, len: usize, f: F) -> R {
        let mut frame = vec![0; len];
        let result = f(&mut frame);
        self.0.push_back(Packet {
            buf: PacketBuf::copy_from(&frame),
            ..Packet::default()
        });
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_local_address_comes_from_the_mac() {
        let address = link_local(MacAddr([0x02, 0, 0, 0, 0, 0x0b]));
        assert_eq!(address.to_string(), "fe80::ff:fe00:b");
    }
}
