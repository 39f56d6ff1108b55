//! What the packets of one direction of a connection have in common.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Addresses, protocol and ports of the packets of one direction (`struct nf_conntrack_tuple`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Tuple {
    /// Source address; of IPv4 the first four bytes, the others are zero.
    pub src: [u8; 16],
    /// Destination address.
    pub dst: [u8; 16],
    /// Source port; ICMP identifier; GRE key or 0.
    pub src_port: u16,
    /// Destination port; for ICMP type (high byte) and code; GRE key or 0.
    pub dst_port: u16,
    /// Whether the addresses are IPv6.
    pub ipv6: bool,
    /// The protocol.
    pub proto: u8,
    /// The zone of this direction.
    pub zone: u16,
}

impl Tuple {
    /// The source address.
    #[must_use]
    pub fn src_addr(&self) -> IpAddr {
        address(self.ipv6, &self.src)
    }

    /// The destination address.
    #[must_use]
    pub fn dst_addr(&self) -> IpAddr {
        address(self.ipv6, &self.dst)
    }

    /// Replaces the source address by one of the same family.
    pub fn set_src(&mut self, addr: IpAddr) {
        self.src = octets(addr);
    }

    /// Replaces the destination address by one of the same family.
    pub fn set_dst(&mut self, addr: IpAddr) {
        self.dst = octets(addr);
    }
}

fn address(ipv6: bool, octets: &[u8; 16]) -> IpAddr {
    if ipv6 {
        Ipv6Addr::from(*octets).into()
    } else {
        let [a, b, c, d, ..] = *octets;
        Ipv4Addr::new(a, b, c, d).into()
    }
}

/// The bytes of an address as tuples hold them.
#[must_use]
pub(crate) fn octets(addr: IpAddr) -> [u8; 16] {
    match addr {
        IpAddr::V4(addr) => {
            let mut octets = [0; 16];
            octets[..4].copy_from_slice(&addr.octets());
            octets
        }
        IpAddr::V6(addr) => addr.octets(),
    }
}
