//! The way in: Ethernet, VLAN tags, and who takes what is inside.

use crate::{
    drop_reason::DropReason,
    iface::{IfIndex, Interface, MacAddr},
    packet::{Packet, PacketType},
    qos::{Passed, Side},
    route::Family,
    wire::{
        ethernet::{self, EtherType, EthernetView},
        vlan::{self, VlanView},
    },
};

use super::{Context, ipv4, ipv6};

/// What a frame carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Payload {
    /// An IPv4 packet.
    Ipv4,
    /// An IPv6 packet.
    Ipv6,
    /// An ARP packet.
    Arp,
    /// Nothing: a filter sent the frame another way.
    Taken,
}

/// Parses the link layer of a frame that `port` received: sets `meta.iif`, `meta.l3` and
/// `meta.packet_type`, and counts the frame on each interface that it passes.
///
/// # Errors
/// Why the frame is dropped.
#[inline]
pub(crate) fn link_layer<'a>(
    cx: &mut Context<'a>,
    port: &'a Interface,
    packet: &mut Packet,
) -> Result<(&'a Interface, Payload), DropReason> {
    let Some(frame) = EthernetView::parse(packet.buf.bytes()) else {
        port.counters.of(cx.worker).rx_errors.add(1);
        return Err(DropReason::EthTruncated);
    };
    let (dst, ethertype) = (frame.dst(), frame.ethertype());
    packet.meta.iif = Some(port.index);
    packet.meta.l3 = ethernet::HEADER_LEN as u16;
    packet.meta.packet_type = packet_type(port, dst);
    if packet.meta.packet_type == PacketType::Multicast {
        port.counters.of(cx.worker).multicast.add(1);
    }
    if port.qos.is_some() && filter(cx, port, packet, ethertype)? == Passed::Away {
        return Ok((port, Payload::Taken));
    }
    let (iface, ethertype) = if ethertype.is_vlan() {
        match untag(cx, port, packet, dst, ethertype)? {
            Some(found) => found,
            None => return Ok((port, Payload::Taken)),
        }
    } else {
        (port, ethertype)
    };
    if !iface.running {
        return Err(DropReason::DevDown);
    }
    let payload = match ethertype {
        EtherType::IPV4 => Payload::Ipv4,
        EtherType::IPV6 => Payload::Ipv6,
        EtherType::ARP => Payload::Arp,
        EtherType(_) => {
            iface.counters.of(cx.worker).rx_dropped.add(1);
            return Err(DropReason::UnhandledProto);
        }
    };
    Ok((iface, payload))
}

/// Asks the filters of an interface about a frame of an EtherType that came in by it
/// (`sch_handle_ingress`). They see it with its network header behind a tag.
#[cold]
fn filter(
    cx: &mut Context<'_>,
    iface: &Interface,
    packet: &mut Packet,
    ethertype: EtherType,
) -> Result<Passed, DropReason> {
    let tag = if ethertype.is_vlan() {
        vlan::TAG_LEN as u16
    } else {
        0
    };
    packet.meta.l3 += tag;
    let passed = cx.gate(iface.index, Side::Ingress, packet)?;
    if passed == Passed::On {
        packet.meta.l3 -= tag;
    }
    Ok(passed)
}

/// To whom a frame is addressed (`eth_type_trans`).
#[inline]
fn packet_type(iface: &Interface, dst: MacAddr) -> PacketType {
    if dst == iface.mac {
        PacketType::Host
    } else if dst == MacAddr::BROADCAST {
        PacketType::Broadcast
    } else if dst.is_multicast() {
        PacketType::Multicast
    } else {
        PacketType::OtherHost
    }
}

/// Follows the tags of a frame to the sub-interface that it is for (`vlan_do_receive`), and to the
/// EtherType of what is inside. A priority tag (VLAN 0) is passed over. `None` if a filter sent the frame
/// another way.
fn untag<'a>(
    cx: &mut Context<'a>,
    port: &'a Interface,
    packet: &mut Packet,
    dst: MacAddr,
    first: EtherType,
) -> Result<Option<(&'a Interface, EtherType)>, DropReason> {
    let (mut iface, mut ethertype) = (port, first);
    while ethertype.is_vlan() {
        let tag = VlanView::parse(packet.network()).ok_or(DropReason::VlanInvalid)?;
        let id = tag.tci().id().ok_or(DropReason::VlanUnknown)?;
        let protocol = ethertype.0;
        ethertype = tag.ethertype();
        packet.meta.l3 += vlan::TAG_LEN as u16;
        let Some(&sub) = iface.vlans.get(&(protocol, id)) else {
            if id.get() == 0 {
                continue;
            }
            iface.counters.of(cx.worker).rx_dropped.add(1);
            return Err(if iface.index == port.index {
                DropReason::VlanUnknown
            } else {
                DropReason::VlanInvalid
            });
        };
        iface = cx.interface(sub).ok_or(DropReason::VlanUnknown)?;
        if !iface.running {
            return Err(DropReason::DevDown);
        }
        packet.meta.iif = Some(iface.index);
        // The sub-interface may have an address of its own.
        packet.meta.packet_type = packet_type(iface, dst);
        count_received(cx, iface, packet);
        if iface.qos.is_some() && filter(cx, iface, packet, ethertype)? == Passed::Away {
            return Ok(None);
        }
    }
    Ok(Some((iface, ethertype)))
}

/// Counts a frame on a sub-interface, whose bytes are those from the network header on, as the
/// kernel counts them.
fn count_received(cx: &Context<'_>, iface: &Interface, packet: &Packet) {
    let counters = iface.counters.of(cx.worker);
    counters.rx_packets.add(1);
    counters.rx_bytes.add(packet.network().len() as u64);
    if packet.meta.packet_type == PacketType::Multicast {
        counters.multicast.add(1);
    }
}

/// Hands an ARP packet to the neighbour cache (`arp_rcv`).
pub(crate) fn arp(cx: &mut Context<'_>, iface: &Interface, packet: Packet) {
    if packet.meta.packet_type == PacketType::OtherHost {
        return cx.drop(packet, DropReason::OtherHost);
    }
    let taken = cx.with_neighbours(|cache, cx| cache.input_arp(cx, iface, &packet));
    match taken {
        Ok(()) => cx.consume(packet),
        Err(reason) => cx.drop(packet, reason),
    }
}

/// Receives by `lo` what the router sent to itself.
pub(crate) fn receive_looped(cx: &mut Context<'_>, mut packet: Packet) {
    let Some(lo) = cx.interface(IfIndex::LOOPBACK) else {
        return cx.drop(packet, DropReason::DevDown);
    };
    let counters = lo.counters.of(cx.worker);
    counters.rx_packets.add(1);
    counters.rx_bytes.add(packet.buf.len() as u64);
    let selectors = cx.selectors();
    if let Some(selectors) = &selectors {
        cx.begin_trace(selectors, &packet);
    }
    cx.note_received(&packet);
    let passed = match lo.qos {
        Some(_) => cx.gate(lo.index, Side::Ingress, &mut packet),
        None => Ok(Passed::On),
    };
    match packet.family() {
        _ if passed != Ok(Passed::On) => {
            if let Err(reason) = passed {
                cx.drop(packet, reason);
            }
            cx.send_taken();
        }
        Family::V4 => ipv4::receive(cx, lo, packet),
        Family::V6 => ipv6::receive(cx, lo, packet),
    }
    if selectors.is_some() {
        cx.end_trace();
    }
}
