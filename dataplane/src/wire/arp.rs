//! ARP for IPv4 over Ethernet. Read RFC 826 and RFC 5227.

use std::net::Ipv4Addr;

use super::ethernet::EtherType;
use crate::iface::MacAddr;

/// Length of a packet for IPv4 over Ethernet, in bytes.
pub const PACKET_LEN: usize = 28;

/// What an ARP packet is (`ar_op`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operation(pub u16);

impl Operation {
    /// Who has this address?
    pub const REQUEST: Self = Self(1);
    /// I have it.
    pub const REPLY: Self = Self(2);
}

/// A packet that is long enough and whose address lengths are those of IPv4 over Ethernet:
/// [`ArpView::parse`] has checked that, so that no accessor can fail.
#[derive(Clone, Copy, Debug)]
pub struct ArpView<B> {
    bytes: B,
}

impl<B: AsRef<[u8]>> ArpView<B> {
    /// `None` if `bytes` are too short or the address lengths are not 6 and 4. Bytes behind the
    /// packet (padding) do not matter.
    #[must_use]
    pub fn parse(bytes: B) -> Option<Self> {
        let packet = bytes.as_ref();
        (packet.len() >= PACKET_LEN && packet[4] == 6 && packet[5] == 4).then_some(Self { bytes })
    }

    fn word(&self, at: usize) -> u16 {
        let bytes = self.bytes.as_ref();
        u16::from_be_bytes([bytes[at], bytes[at + 1]])
    }

    fn mac(&self, at: usize) -> MacAddr {
        let mut mac = [0; 6];
        mac.copy_from_slice(&self.bytes.as_ref()[at..at + 6]);
        MacAddr(mac)
    }

    fn ip(&self, at: usize) -> Ipv4Addr {
        let mut ip = [0; 4];
        ip.copy_from_slice(&self.bytes.as_ref()[at..at + 4]);
        Ipv4Addr::from(ip)
    }

    /// Whether it is for IPv4 over Ethernet. As Linux does, IEEE 802 (6) counts as Ethernet (1)
    /// (RFC 2390).
    #[must_use]
    pub fn is_ipv4_over_ethernet(&self) -> bool {
        matches!(self.word(0), 1 | 6) && self.word(2) == EtherType::IPV4.0
    }

    /// What it is.
    #[must_use]
    pub fn operation(&self) -> Operation {
        Operation(self.word(6))
    }

    /// The sender's link-layer address (`ar$sha`).
    #[must_use]
    pub fn sender_mac(&self) -> MacAddr {
        self.mac(8)
    }

    /// The sender's address (`ar$spa`).
    #[must_use]
    pub fn sender_ip(&self) -> Ipv4Addr {
        self.ip(14)
    }

    /// The target's link-layer address (`ar$tha`).
    #[must_use]
    pub fn target_mac(&self) -> MacAddr {
        self.mac(18)
    }

    /// The target's address (`ar$tpa`).
    #[must_use]
    pub fn target_ip(&self) -> Ipv4Addr {
        self.ip(24)
    }
}

/// An ARP packet's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArpFields {
    /// What it is.
    pub operation: Operation,
    /// The sender's link-layer address.
    pub sender_mac: MacAddr,
    /// The sender's address.
    pub sender_ip: Ipv4Addr,
    /// The target's link-layer address, zero if not known.
    pub target_mac: MacAddr,
    /// The target's address.
    pub target_ip: Ipv4Addr,
}

impl ArpFields {
    /// The values of a packet; `None` if it is not for IPv4 over Ethernet.
    #[must_use]
    pub fn parse<B: AsRef<[u8]>>(view: &ArpView<B>) -> Option<Self> {
        view.is_ipv4_over_ethernet().then(|| Self {
            operation: view.operation(),
            sender_mac: view.sender_mac(),
            sender_ip: view.sender_ip(),
            target_mac: view.target_mac(),
            target_ip: view.target_ip(),
        })
    }

    /// Bytes that [`ArpFields::emit`] gives.
    #[must_use]
    pub const fn buffer_len(&self) -> usize {
        PACKET_LEN
    }

    /// The packet.
    #[must_use]
    pub fn emit(&self) -> [u8; PACKET_LEN] {
        let mut bytes = [0; PACKET_LEN];
        bytes[..6].copy_from_slice(&[0, 1, 8, 0, 6, 4]);
        bytes[6..8].copy_from_slice(&self.operation.0.to_be_bytes());
        bytes[8..14].copy_from_slice(&self.sender_mac.0);
        bytes[14..18].copy_from_slice(&self.sender_ip.octets());
        bytes[18..24].copy_from_slice(&self.target_mac.0);
        bytes[24..].copy_from_slice(&self.target_ip.octets());
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A request, captured on a veth.
    const PACKET: [u8; 28] = [
        0x00, 0x01, 0x08, 0x00, 0x06, 0x04, 0x00, 0x01, 0x02, 0x42, 0xac, 0x11, 0x00, 0x02, 0xac,
        0x11, 0x00, 0x02, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xac, 0x11, 0x00, 0x01,
    ];

    const FIELDS: ArpFields = ArpFields {
        operation: Operation::REQUEST,
        sender_mac: MacAddr([0x02, 0x42, 0xac, 0x11, 0x00, 0x02]),
        sender_ip: Ipv4Addr::new(172, 17, 0, 2),
        target_mac: MacAddr::ZERO,
        target_ip: Ipv4Addr::new(172, 17, 0, 1),
    };

    #[test]
    fn deconstruct() {
        let view = ArpView::parse(PACKET).expect("an ARP packet");
        assert!(view.is_ipv4_over_ethernet());
        assert_eq!(view.operation(), FIELDS.operation);
        assert_eq!(view.sender_mac(), FIELDS.sender_mac);
        assert_eq!(view.sender_ip(), FIELDS.sender_ip);
        assert_eq!(view.target_mac(), FIELDS.target_mac);
        assert_eq!(view.target_ip(), FIELDS.target_ip);
    }

    #[test]
    fn parse_and_emit() {
        let padded = [&PACKET[..], &[0; 18]].concat();
        let view = ArpView::parse(&padded).expect("an ARP packet");
        assert_eq!(ArpFields::parse(&view), Some(FIELDS));
        assert_eq!(FIELDS.emit(), PACKET);
        assert_eq!(FIELDS.buffer_len(), PACKET.len());
    }

    #[test]
    fn what_is_not_ipv4_over_ethernet_is_refused() {
        for (at, value) in [(0, 1), (1, 15), (2, 0x86), (3, 1)] {
            let mut packet = PACKET;
            packet[at] = value;
            let view = ArpView::parse(packet).expect("an ARP packet");
            assert_eq!(ArpFields::parse(&view), None, "byte {at}");
        }
        for (at, value) in [(4, 8), (5, 16)] {
            let mut packet = PACKET;
            packet[at] = value;
            assert!(ArpView::parse(packet).is_none(), "byte {at}");
        }
    }

    #[test]
    fn every_truncation_is_refused() {
        for len in 0..PACKET_LEN {
            assert!(ArpView::parse(&PACKET[..len]).is_none(), "{len} bytes");
        }
    }
}
