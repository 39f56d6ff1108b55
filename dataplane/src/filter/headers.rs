//! What rules look at in a packet's headers, found once for each base chain.

use std::net::IpAddr;

use super::{IfacePattern, IpMatch, Masked, Test};
use crate::{
    drop_reason::DropReason,
    iface::Interface,
    packet::Packet,
    route::Family,
    trace::Mismatch,
    wire::{
        ipv4::{self, Ipv4View, protocol},
        ipv6::{self, Ipv6View},
        ipv6_ext::{self, Claim},
        tcp, udp,
    },
};

/// Length of the headers of ICMP that its matches want to see, in bytes.
const ICMP_LEN: usize = 8;

/// What rules look at in a packet's headers. Targets that let a packet go on to the next rule change
/// none of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Headers {
    /// The source, of IPv4 in the upper 32 bits.
    pub(crate) src: u128,
    /// The destination, likewise.
    pub(crate) dst: u128,
    /// The protocol: behind the extension headers, of IPv6.
    pub(crate) protocol: u8,
    /// Offset of the transport header from the network header, in bytes. May lie behind the end.
    pub(crate) l4: usize,
    /// Where the fragment belongs, as `par->fragoff` has it: in units of eight bytes of IPv4, in bytes
    /// of IPv6; 0 of what shows its transport header.
    pub(crate) fragment: u16,
    /// Source and destination port, if there are four bytes where they would be.
    pub(crate) ports: Option<(u16, u16)>,
    /// The IPv6 extension headers can't be followed: who asks for the protocol drops the packet.
    pub(crate) broken: bool,
    /// Every match that can see a transport header finds all of it, so none of them drops the packet.
    pub(crate) whole: bool,
}

impl Headers {
    /// What is in a packet.
    #[cfg(test)]
    pub(crate) fn of(family: Family, packet: &Packet) -> Result<Self, DropReason> {
        let mut headers = Self::NONE;
        headers.read(family, packet)?;
        Ok(headers)
    }

    /// Nothing.
    pub(super) const NONE: Self = Self {
        src: 0,
        dst: 0,
        protocol: 0,
        l4: 0,
        fragment: 0,
        ports: None,
        broken: false,
        whole: false,
    };

    /// Finds what is in a packet, where there was nothing before.
    ///
    /// # Errors
    /// If it does not begin with a header of `family`.
    #[inline]
    pub(super) fn read(&mut self, family: Family, packet: &Packet) -> Result<(), DropReason> {
        let bytes = packet.network();
        match family {
            Family::V4 => {
                let view = Ipv4View::header(bytes)?;
                self.src = u128::from(view.src().to_bits()) << 96;
                self.dst = u128::from(view.dst().to_bits()) << 96;
                self.protocol = view.protocol();
                self.l4 = view.header_len();
                self.fragment = view.fragment_bits() & ipv4::OFFSET_MASK;
            }
            Family::V6 => self.follow(bytes)?,
        }
        let transport = bytes.get(self.l4..).unwrap_or_default();
        if self.fragment == 0 {
            if let [a, b, c, d, ..] = transport {
                self.ports = Some((u16::from_be_bytes([*a, *b]), u16::from_be_bytes([*c, *d])));
            }
            self.whole = !self.broken && transport.len() >= wanted(self.protocol);
        } else {
            // The second would overwrite the flags of a TCP header.
            let overwrites = self.fragment == 1 && self.protocol == protocol::TCP;
            self.whole = !self.broken && !overwrites;
        }
        Ok(())
    }

    /// Follows the extension headers as `ipv6_find_hdr` does, which believes their lengths.
    #[inline(never)]
    fn follow(&mut self, bytes: &[u8]) -> Result<(), DropReason> {
        let view = Ipv6View::header(bytes)?;
        self.src = view.src().to_bits();
        self.dst = view.dst().to_bits();
        self.protocol = view.next_header();
        self.l4 = ipv6::HEADER_LEN;
        while ipv6_ext::is_followed(self.protocol) {
            let header = bytes.get(self.l4..).unwrap_or_default();
            let Some(claim) = Claim::read(self.protocol, header) else {
                self.broken = true;
                break;
            };
            self.protocol = claim.next;
            self.l4 += claim.len;
            self.fragment = claim.offset();
            if self.fragment != 0 {
                // What follows is not there to be seen.
                self.broken = ipv6_ext::is_followed(claim.next);
                break;
            }
        }
        Ok(())
    }

    /// The first test of `ip` that the packet fails (`ip_packet_match`, `ip6_packet_match`).
    ///
    /// # Errors
    /// If the packet has to be dropped for being asked.
    #[inline]
    pub(crate) fn mismatch(
        &self,
        ip: &IpMatch,
        iif: Option<&Interface>,
        oif: Option<&Interface>,
    ) -> Result<Option<Mismatch>, DropReason> {
        if ip.asks_nothing() {
            return Ok(None);
        }
        self.first_mismatch(ip, iif, oif)
    }

    #[inline(never)]
    fn first_mismatch(
        &self,
        ip: &IpMatch,
        iif: Option<&Interface>,
        oif: Option<&Interface>,
    ) -> Result<Option<Mismatch>, DropReason> {
        let masked = |test: &Option<Test<Masked>>, addr| {
            test.is_none_or(|test| test.holds(test.of.covers(addr)))
        };
        let named = |test: &Option<Test<IfacePattern>>, iface| {
            test.as_ref()
                .is_none_or(|test| test.holds(test.of.covers(iface)))
        };
        if !masked(&ip.src, self.src) {
            return Ok(Some(Mismatch::Source));
        }
        if !masked(&ip.dst, self.dst) {
            return Ok(Some(Mismatch::Destination));
        }
        if !named(&ip.iif, iif) {
            return Ok(Some(Mismatch::InputInterface));
        }
        if !named(&ip.oif, oif) {
            return Ok(Some(Mismatch::OutputInterface));
        }
        if let Some(proto) = ip.proto {
            if self.broken {
                return Err(DropReason::NetfilterDrop);
            }
            if !proto.holds(proto.of == self.protocol) {
                return Ok(Some(Mismatch::Protocol));
            }
        }
        if ip
            .fragment
            .is_some_and(|test| !test.holds(self.fragment != 0))
        {
            return Ok(Some(Mismatch::Fragment));
        }
        Ok(None)
    }
}

/// How much of the transport header the matches of a protocol want to see.
const fn wanted(protocol: u8) -> usize {
    match protocol {
        protocol::TCP => tcp::HEADER_LEN,
        protocol::UDP => udp::HEADER_LEN,
        protocol::ICMP | protocol::ICMPV6 => ICMP_LEN,
        // The ports of SCTP and others.
        _ => 4,
    }
}

impl Masked {
    /// Whether an address (of IPv4 in the upper 32 bits) agrees in the bits of the mask.
    #[inline]
    pub(crate) fn covers(&self, addr: u128) -> bool {
        match (self.addr, self.mask) {
            (IpAddr::V4(of), IpAddr::V4(mask)) => {
                ((addr >> 96) as u32 ^ of.to_bits()) & mask.to_bits() == 0
            }
            (IpAddr::V6(of), IpAddr::V6(mask)) => (addr ^ of.to_bits()) & mask.to_bits() == 0,
            (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
        }
    }
}

impl IfacePattern {
    /// Whether an interface has such a name. Where there is none, the name is empty.
    #[inline]
    pub(crate) fn covers(&self, iface: Option<&Interface>) -> bool {
        let name = iface.map_or("", |iface| &*iface.name);
        if self.prefix {
            name.starts_with(&*self.name)
        } else {
            *name == *self.name
        }
    }
}

/// An address, of IPv4 in the upper 32 bits.
#[inline]
pub(crate) const fn bits(addr: IpAddr) -> u128 {
    match addr {
        IpAddr::V4(addr) => (addr.to_bits() as u128) << 96,
        IpAddr::V6(addr) => addr.to_bits(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn host_bits_do_not_count() {
        let covers = |of: &str, mask: &str, addr: &str| {
            let masked = Masked {
                addr: of.parse().unwrap(),
                mask: mask.parse().unwrap(),
            };
            masked.covers(bits(addr.parse().unwrap()))
        };
        assert!(covers("1.2.3.4", "255.255.255.0", "1.2.3.77"));
        assert!(!covers("1.2.3.4", "255.255.255.0", "1.2.4.4"));
        assert!(covers("1.2.3.4", "0.0.0.255", "9.9.9.4"));
        assert!(covers("2001:db8::1", "ffff:ffff::", "2001:db8::2"));
        assert!(!covers("2001:db8::1", "ffff:ffff::", "2001:db9::1"));
    }
}
