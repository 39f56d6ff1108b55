//! Ethernet II headers. Read IEEE 802.3 §3.2 (and RFC 894 for IP over it).

use crate::{iface::MacAddr, route::Family};

/// What a frame carries. Values below 0x0600 are 802.3 lengths and name no protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EtherType(pub u16);

impl EtherType {
    /// IPv4.
    pub const IPV4: Self = Self(0x0800);
    /// ARP.
    pub const ARP: Self = Self(0x0806);
    /// An 802.1Q tag (C-VLAN).
    pub const VLAN: Self = Self(0x8100);
    /// IPv6.
    pub const IPV6: Self = Self(0x86dd);
    /// An 802.1ad tag (S-VLAN).
    pub const QINQ: Self = Self(0x88a8);

    /// That of packets of a family.
    #[inline]
    #[must_use]
    pub const fn of(family: Family) -> Self {
        match family {
            Family::V4 => Self::IPV4,
            Family::V6 => Self::IPV6,
        }
    }

    /// Whether a VLAN tag follows.
    #[must_use]
    pub const fn is_vlan(self) -> bool {
        matches!(self, Self::VLAN | Self::QINQ)
    }
}

/// A frame whose header is there: [`EthernetView::parse`] has checked the length, so that no
/// accessor can fail.
#[derive(Clone, Copy, Debug)]
pub struct EthernetView<B> {
    bytes: B,
}

/// Length of the header, in bytes.
pub const HEADER_LEN: usize = 14;

impl<B: AsRef<[u8]>> EthernetView<B> {
    /// `None` if `bytes` are fewer than a header.
    #[must_use]
    #[inline]
    pub fn parse(bytes: B) -> Option<Self> {
        (bytes.as_ref().len() >= HEADER_LEN).then_some(Self { bytes })
    }

    fn mac(&self, at: usize) -> MacAddr {
        let mut mac = [0; 6];
        mac.copy_from_slice(&self.bytes.as_ref()[at..at + 6]);
        MacAddr(mac)
    }

    /// Destination address.
    #[must_use]
    #[inline]
    pub fn dst(&self) -> MacAddr {
        self.mac(0)
    }

    /// Source address.
    #[must_use]
    #[inline]
    pub fn src(&self) -> MacAddr {
        self.mac(6)
    }

    /// What follows the header.
    #[must_use]
    #[inline]
    pub fn ethertype(&self) -> EtherType {
        let bytes = self.bytes.as_ref();
        EtherType(u16::from_be_bytes([bytes[12], bytes[13]]))
    }

    /// The bytes behind the header.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        &self.bytes.as_ref()[HEADER_LEN..]
    }
}

/// A header's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EthernetFields {
    /// Destination address.
    pub dst: MacAddr,
    /// Source address.
    pub src: MacAddr,
    /// What follows.
    pub ethertype: EtherType,
}

impl EthernetFields {
    /// The values of a header.
    #[must_use]
    pub fn parse<B: AsRef<[u8]>>(view: &EthernetView<B>) -> Self {
        Self {
            dst: view.dst(),
            src: view.src(),
            ethertype: view.ethertype(),
        }
    }

    /// Bytes that [`EthernetFields::emit`] gives.
    #[must_use]
    pub const fn buffer_len(&self) -> usize {
        HEADER_LEN
    }

    /// The header.
    #[must_use]
    #[inline]
    pub fn emit(&self) -> [u8; HEADER_LEN] {
        let mut bytes = [0; HEADER_LEN];
        bytes[..6].copy_from_slice(&self.dst.0);
        bytes[6..12].copy_from_slice(&self.src.0);
        bytes[12..].copy_from_slice(&self.ethertype.0.to_be_bytes());
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An ARP frame's header, captured on a veth.
    const HEADER: [u8; 14] = [
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02, 0x42, 0xac, 0x11, 0x00, 0x02, 0x08, 0x06,
    ];

    const FIELDS: EthernetFields = EthernetFields {
        dst: MacAddr::BROADCAST,
        src: MacAddr([0x02, 0x42, 0xac, 0x11, 0x00, 0x02]),
        ethertype: EtherType::ARP,
    };

    #[test]
    fn deconstruct() {
        let frame = [&HEADER[..], b"payload"].concat();
        let view = EthernetView::parse(&frame).expect("a header");
        assert_eq!(view.dst(), FIELDS.dst);
        assert_eq!(view.src(), FIELDS.src);
        assert_eq!(view.ethertype(), FIELDS.ethertype);
        assert_eq!(view.payload(), b"payload");
    }

    #[test]
    fn parse_and_emit() {
        let view = EthernetView::parse(HEADER).expect("a header");
        assert_eq!(EthernetFields::parse(&view), FIELDS);
        assert_eq!(FIELDS.emit(), HEADER);
        assert_eq!(FIELDS.buffer_len(), HEADER.len());
    }

    #[test]
    fn every_truncation_is_refused() {
        for len in 0..HEADER_LEN {
            assert!(EthernetView::parse(&HEADER[..len]).is_none(), "{len} bytes");
        }
    }
}
