//! One look at the frames that most are: untagged, to the port's own address, with a sound IP header without
//! options, around TCP or UDP in one piece. It finds what the link layer's and IP's input would find
//! (`ingress.rs`, `ipv4.rs`, `ipv6.rs`) at a fraction of the cost; any other frame is left to those.

use super::source::is_loopback;
use crate::{
    flow_cache::Shape,
    iface::Interface,
    packet::{Packet, PacketType},
    wire::{
        ethernet::{self, EtherType},
        ipv4, ipv6,
    },
};

const LINK: usize = ethernet::HEADER_LEN;

/// Whether a frame is to `port` itself and carries `ethertype`.
#[inline]
fn is_ours(port: &Interface, frame: &[u8], ethertype: EtherType) -> bool {
    let Some((dst, rest)) = frame.split_first_chunk::<6>() else {
        return false;
    };
    *dst == port.mac.0 && rest.get(6..8) == Some(&ethertype.0.to_be_bytes()) && port.running
}

/// What such a frame is cut to, and known by from then on.
#[inline]
fn set(port: &Interface, packet: &mut Packet, header: usize, len: usize) {
    packet.meta.iif = Some(port.index);
    packet.meta.l3 = LINK as u16;
    packet.meta.l4 = header as u16;
    packet.meta.packet_type = PacketType::Host;
    packet.buf.set_len(LINK + len);
}

/// Looks at a frame that `port` received; gives its destination and its shape if it is such a frame
/// with IPv4 inside.
#[inline]
pub(super) fn ipv4(port: &Interface, packet: &mut Packet) -> Option<(u32, Shape)> {
    const END: usize = LINK + ipv4::HEADER_LEN;
    let frame = packet.buf.bytes();
    let header: &[u8; ipv4::HEADER_LEN] = frame.get(LINK..END)?.first_chunk()?;
    let len = usize::from(u16::from_be_bytes([header[2], header[3]]));
    let sound = is_ours(port, frame, EtherType::IPV4)
        && header[0] == 0x45
        && (ipv4::HEADER_LEN..=frame.len() - LINK).contains(&len)
        && ipv4::is_intact(header);
    if !sound {
        return None;
    }
    let shape = Shape::of_ipv4(frame.get(LINK..LINK + len)?, 1)?;
    let [.., a, b, c, d] = *header;
    set(port, packet, ipv4::HEADER_LEN, len);
    Some((u32::from_be_bytes([a, b, c, d]), shape))
}

/// As [`ipv4`], with IPv6 inside.
#[inline]
pub(super) fn ipv6(port: &Interface, packet: &mut Packet) -> Option<(u128, Shape)> {
    const END: usize = LINK + ipv6::HEADER_LEN;
    let frame = packet.buf.bytes();
    let header: &[u8; ipv6::HEADER_LEN] = frame.get(LINK..END)?.first_chunk()?;
    let len = ipv6::HEADER_LEN + usize::from(u16::from_be_bytes([header[4], header[5]]));
    let (src, dst) = (header[8], header[24]);
    // Neither unspecified, loopback, link-local nor multicast (those begin with 0x00, 0xfe and 0xff).
    let ordinary = |first: u8| matches!(first, 0x01..=0xfd);
    let sound = is_ours(port, frame, EtherType::IPV6)
        && header[0] >> 4 == 6
        && len <= frame.len() - LINK
        && ordinary(src)
        && ordinary(dst)
        && !port.conf6.disable_ipv6
        && !is_loopback(port);
    if !sound {
        return None;
    }
    let shape = Shape::of_ipv6(frame.get(LINK..LINK + len)?, 1)?;
    let dst = header.last_chunk().copied()?;
    set(port, packet, ipv6::HEADER_LEN, len);
    Some((u128::from_be_bytes(dst), shape))
}
