//! Packets as users write them: `tcp 1.1.1.11:40000 > 2.2.2.12:22 syn`.

use std::{fmt, net::IpAddr};

use dataplane::{
    iface::{MacAddr, VlanId},
    wire::ipv4::protocol,
};

use super::names;

/// A packet, in the words of a user.
///
/// [`Display`](fmt::Display) writes it in the same language; what is as usual is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PacketSpec {
    /// Source address.
    pub src: IpAddr,
    /// Destination address, of the same family.
    pub dst: IpAddr,
    /// What it carries.
    pub transport: Transport,
    /// What comes after the transport header.
    pub data: Vec<u8>,
    /// Time to live (hop limit).
    pub ttl: u8,
    /// Type of service (traffic class), the whole byte.
    pub tos: u8,
    /// Identification: of IPv4, and of IPv6 fragments.
    pub id: u32,
    /// May not be cut (IPv4).
    pub df: bool,
    /// More fragments follow.
    pub mf: bool,
    /// Where the fragment belongs, in bytes: a multiple of eight. It carries `data` alone, without a
    /// transport header, unless it is 0.
    pub offset: u16,
    /// The link.
    pub link: Link,
}

/// How the packet comes in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    /// The interface, by name.
    pub iif: Option<String>,
    /// The sender's Ethernet address.
    pub src: Option<MacAddr>,
    /// The Ethernet address that it is for.
    pub dst: Option<MacAddr>,
    /// An 802.1Q tag.
    pub vlan: Option<VlanId>,
    /// The mark that it has when it comes in.
    pub mark: u32,
}

/// What a packet carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// TCP.
    Tcp(TcpSpec),
    /// UDP.
    Udp {
        /// Source port.
        sport: u16,
        /// Destination port.
        dport: u16,
    },
    /// ICMP, or ICMPv6 in an IPv6 packet.
    Icmp {
        /// Type.
        kind: u8,
        /// Code.
        code: u8,
        /// The second four bytes of the header: identifier and sequence number, MTU, gateway, …
        rest: u32,
    },
    /// Anything else, or a header that can't be seen (a later fragment, one cut short).
    Other {
        /// The protocol.
        proto: u8,
    },
}

/// A TCP header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TcpSpec {
    /// Source port.
    pub sport: u16,
    /// Destination port.
    pub dport: u16,
    /// Flags, as in the header's byte.
    pub flags: u8,
    /// Sequence number.
    pub seq: u32,
    /// Acknowledgement number.
    pub ack: u32,
    /// Receive window.
    pub window: u16,
}

impl PacketSpec {
    /// The protocol, as the IP header has it.
    #[must_use]
    pub const fn proto(&self) -> u8 {
        match self.transport {
            Transport::Tcp(_) => protocol::TCP,
            Transport::Udp { .. } => protocol::UDP,
            Transport::Icmp { .. } if self.src.is_ipv4() => protocol::ICMP,
            Transport::Icmp { .. } => protocol::ICMPV6,
            Transport::Other { proto } => proto,
        }
    }

    /// Source and destination port, if it has them.
    #[must_use]
    pub const fn ports(&self) -> Option<(u16, u16)> {
        match self.transport {
            Transport::Tcp(TcpSpec { sport, dport, .. }) | Transport::Udp { sport, dport } => {
                Some((sport, dport))
            }
            Transport::Icmp { .. } | Transport::Other { .. } => None,
        }
    }

    /// Replaces the port that counts as the source's: for ICMP the identifier of a query.
    pub fn set_source(&mut self, addr: IpAddr, port: u16) {
        self.src = addr;
        match &mut self.transport {
            Transport::Tcp(tcp) => tcp.sport = port,
            Transport::Udp { sport, .. } => *sport = port,
            Transport::Icmp { kind, rest, .. } if names::is_query(addr, *kind) => {
                *rest = u32::from(port) << 16 | (*rest & 0xffff);
            }
            Transport::Icmp { .. } | Transport::Other { .. } => {}
        }
    }

    /// Replaces the destination.
    pub fn set_destination(&mut self, addr: IpAddr, port: u16) {
        self.dst = addr;
        match &mut self.transport {
            Transport::Tcp(tcp) => tcp.dport = port,
            Transport::Udp { dport, .. } => *dport = port,
            Transport::Icmp { .. } | Transport::Other { .. } => {}
        }
    }
}

/// An address with a port as it is usually written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Endpoint(pub(crate) IpAddr, pub(crate) Option<u16>);

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0, self.1) {
            (addr, None) => write!(f, "{addr}"),
            (IpAddr::V4(addr), Some(port)) => write!(f, "{addr}:{port}"),
            (IpAddr::V6(addr), Some(port)) => write!(f, "[{addr}]:{port}"),
        }
    }
}

impl fmt::Display for PacketSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sport, dport) = match self.ports() {
            Some((sport, dport)) => (Some(sport), Some(dport)),
            None => (None, None),
        };
        let v4 = self.src.is_ipv4();
        match self.transport {
            Transport::Icmp { .. } if !v4 => f.write_str("icmp6")?,
            Transport::Icmp { .. } => f.write_str("icmp")?,
            Transport::Tcp(_) => f.write_str("tcp")?,
            Transport::Udp { .. } => f.write_str("udp")?,
            Transport::Other { proto } => match names::protocol(proto) {
                // By its name, the other family's ICMP is refused.
                Some(name) if proto != if v4 { protocol::ICMPV6 } else { protocol::ICMP } => {
                    f.write_str(name)?;
                }
                Some(_) | None => write!(f, "proto {proto}")?,
            },
        }
        let (src, dst) = (Endpoint(self.src, sport), Endpoint(self.dst, dport));
        write!(f, " {src} > {dst}")?;
        match self.transport {
            Transport::Tcp(tcp) => write!(f, " {}", names::flags(tcp.flags))?,
            Transport::Icmp { kind, code, rest } => {
                match names::icmp(v4, kind, code) {
                    Some(name) => write!(f, " {name}")?,
                    None => write!(f, " type {kind} code {code}")?,
                }
                if names::is_query(self.src, kind) {
                    write!(f, " id {} seq {}", rest >> 16, rest & 0xffff)?;
                } else if names::has_mtu(v4, kind, code) {
                    write!(f, " mtu {}", if v4 { rest & 0xffff } else { rest })?;
                }
            }
            Transport::Udp { .. } | Transport::Other { .. } => {}
        }
        write!(f, " ttl {}", self.ttl)?;
        if self.tos != 0 {
            write!(f, " tos 0x{:02x}", self.tos)?;
        }
        if self.df {
            f.write_str(" df")?;
        }
        if self.mf || self.offset > 0 {
            write!(f, " ipid {} frag {}", self.id, self.offset)?;
        }
        if self.mf {
            f.write_str(" mf")?;
        }
        if !self.data.is_empty() {
            write!(f, " len {}", self.data.len())?;
        }
        if let Some(vlan) = self.link.vlan {
            write!(f, " vlan {}", vlan.get())?;
        }
        if self.link.mark != 0 {
            write!(f, " mark 0x{:x}", self.link.mark)?;
        }
        Ok(())
    }
}
