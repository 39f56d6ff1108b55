//! VLAN tags. Read IEEE 802.1Q §9.6.
//!
//! A tag's EtherType (0x8100 or 0x88a8) takes the place of the frame's; two bytes of tag control
//! information and the inner EtherType follow.

use super::ethernet::{self, EtherType};
use crate::{iface::VlanId, packet::PacketBuf};

/// Bytes by which a tag makes a frame longer.
pub const TAG_LEN: usize = 4;

/// A tag whose bytes are all there, from behind its EtherType on: [`VlanView::parse`] has checked
/// the length, so that no accessor can fail.
#[derive(Clone, Copy, Debug)]
pub struct VlanView<B> {
    bytes: B,
}

impl<B: AsRef<[u8]>> VlanView<B> {
    /// `bytes` start behind the tag's EtherType. `None` if they are fewer than four.
    #[must_use]
    #[inline]
    pub fn parse(bytes: B) -> Option<Self> {
        (bytes.as_ref().len() >= TAG_LEN).then_some(Self { bytes })
    }

    /// The tag control information.
    #[must_use]
    #[inline]
    pub fn tci(&self) -> Tci {
        let bytes = self.bytes.as_ref();
        Tci(u16::from_be_bytes([bytes[0], bytes[1]]))
    }

    /// What follows the tag.
    #[must_use]
    #[inline]
    pub fn ethertype(&self) -> EtherType {
        let bytes = self.bytes.as_ref();
        EtherType(u16::from_be_bytes([bytes[2], bytes[3]]))
    }

    /// The bytes behind the tag.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        &self.bytes.as_ref()[TAG_LEN..]
    }
}

/// Tag control information: priority (3 bits), drop eligible (1), VLAN number (12).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tci(pub u16);

impl Tci {
    /// Of these parts; `priority` is cut to three bits.
    #[must_use]
    pub const fn new(priority: u8, drop_eligible: bool, id: VlanId) -> Self {
        Self((priority as u16 & 7) << 13 | (drop_eligible as u16) << 12 | id.get())
    }

    /// Priority, 0..=7.
    #[must_use]
    pub const fn priority(self) -> u8 {
        (self.0 >> 13) as u8
    }

    /// Drop eligible indicator.
    #[must_use]
    pub const fn drop_eligible(self) -> bool {
        self.0 & 0x1000 != 0
    }

    /// The VLAN number; 0 is a priority tag, which names no VLAN. `None` for 4095, which is
    /// reserved.
    #[must_use]
    pub const fn id(self) -> Option<VlanId> {
        VlanId::new(self.0 & 0xfff)
    }
}

/// Puts a tag behind the addresses of an Ethernet frame; the network header moves by [`TAG_LEN`].
///
/// Gives `false`, and changes nothing, if the frame has no header or no headroom.
#[must_use]
#[inline]
pub fn push(frame: &mut PacketBuf, protocol: EtherType, tci: Tci) -> bool {
    if frame.len() < ethernet::HEADER_LEN || frame.headroom() < TAG_LEN {
        return false;
    }
    if frame.push_front(TAG_LEN).is_none() {
        return false;
    }
    let bytes = frame.bytes_mut();
    bytes.copy_within(TAG_LEN..TAG_LEN + 12, 0);
    bytes[12..14].copy_from_slice(&protocol.0.to_be_bytes());
    bytes[14..16].copy_from_slice(&tci.0.to_be_bytes());
    true
}

/// Takes the outermost tag off an Ethernet frame; the network header moves by -[`TAG_LEN`].
///
/// Gives the tag, or `None`, and changes nothing, if there is none or it is cut short.
#[inline]
pub fn pop(frame: &mut PacketBuf) -> Option<(EtherType, Tci)> {
    let header = ethernet::EthernetView::parse(frame.bytes())?;
    let protocol = header.ethertype();
    if !protocol.is_vlan() {
        return None;
    }
    let tci = VlanView::parse(header.payload())?.tci();
    frame.bytes_mut().copy_within(..12, TAG_LEN);
    frame.pull_front(TAG_LEN);
    Some((protocol, tci))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// VLAN 100, priority 5, drop eligible, IPv4.
    const TAG: [u8; 4] = [0xb0, 0x64, 0x08, 0x00];

    fn id(id: u16) -> VlanId {
        VlanId::new(id).expect("a VLAN number")
    }

    #[test]
    fn deconstruct() {
        let bytes = [&TAG[..], b"payload"].concat();
        let view = VlanView::parse(&bytes).expect("a tag");
        assert_eq!(view.tci().priority(), 5);
        assert!(view.tci().drop_eligible());
        assert_eq!(view.tci().id(), Some(id(100)));
        assert_eq!(view.ethertype(), EtherType::IPV4);
        assert_eq!(view.payload(), b"payload");
    }

    #[test]
    fn construct() {
        assert_eq!(Tci::new(5, true, id(100)).0, 0xb064);
        assert_eq!(Tci::new(0, false, id(4094)).0, 4094);
        assert_eq!(Tci(0x0fff).id(), None);
    }

    #[test]
    fn every_truncation_is_refused() {
        for len in 0..TAG_LEN {
            assert!(VlanView::parse(&TAG[..len]).is_none(), "{len} bytes");
        }
    }

    #[test]
    fn tags_come_and_go() {
        let plain: Vec<u8> = (0..12).chain([0x08, 0x00, b'p']).collect();
        let mut frame = PacketBuf::copy_from(&plain);
        assert!(push(
            &mut frame,
            EtherType::VLAN,
            Tci::new(5, true, id(100))
        ));
        let tagged: Vec<u8> = (0..12)
            .chain([0x81, 0x00, 0xb0, 0x64, 0x08, 0x00, b'p'])
            .collect();
        assert_eq!(frame.bytes(), tagged);
        assert_eq!(pop(&mut frame), Some((EtherType::VLAN, Tci(0xb064))));
        assert_eq!(frame.bytes(), plain);
        assert_eq!(pop(&mut frame), None);
        for len in 0..18 {
            let mut cut = PacketBuf::copy_from(&tagged[..len]);
            assert_eq!(pop(&mut cut), None, "{len} bytes");
            assert_eq!(cut.bytes(), &tagged[..len]);
        }
    }
}
