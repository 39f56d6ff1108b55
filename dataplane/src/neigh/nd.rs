//! Neighbour discovery: asking, answering, learning. Read RFC 4861 §7 and Linux's
//! net/ipv6/ndisc.c.

use std::net::{IpAddr, Ipv6Addr};

use super::{
    cache::{Context, NeighCache, multicast_mac6},
    entry::{Nud, Update},
    output::Outcome,
    table::Key,
};
use crate::{
    checksum::pseudo_header,
    drop_reason::DropReason,
    iface::{Interface, MacAddr, Scope},
    packet::{Packet, PacketType},
    wire::{
        ethernet::{EtherType, EthernetFields},
        ndisc::{HOP_LIMIT, NdiscFields, is_solicited_node, solicited_node},
    },
};

const IPV6_HEADER_LEN: usize = 40;
const ICMPV6: u8 = 58;
/// All nodes of the link (RFC 4291 §2.7.1).
const ALL_NODES: Ipv6Addr = Ipv6Addr::new(0xff02, 0, 0, 0, 0, 0, 0, 1);

/// The parts of a neighbour discovery packet.
struct Received {
    src: Ipv6Addr,
    dst: Ipv6Addr,
    hop_limit: u8,
    message: NdiscFields,
}

fn parse(packet: &Packet) -> Option<Received> {
    let network = packet.network();
    let (header, _) = network.split_at_checked(IPV6_HEADER_LEN)?;
    let end = IPV6_HEADER_LEN + usize::from(u16::from_be_bytes([header[4], header[5]]));
    let at = usize::from(packet.meta.l4).max(IPV6_HEADER_LEN);
    let message = network.get(at..end)?;
    let octets = |at: usize| {
        let mut octets = [0; 16];
        octets.copy_from_slice(&header[at..at + 16]);
        Ipv6Addr::from(octets)
    };
    Some(Received {
        src: octets(8),
        dst: octets(24),
        hop_limit: header[7],
        message: NdiscFields::parse(message).ok()?,
    })
}

impl NeighCache {
    /// Takes in a neighbour discovery packet that `iif` received (`ndisc_rcv`): ICMPv6 types 133 to
    /// 137, checksum verified, `meta.l4` where the ICMPv6 header is (or zero if nothing is between
    /// it and the IPv6 header). To be called for every group: whether the router listens to it is
    /// decided here.
    ///
    /// # Errors
    /// Why it was dropped. `Ok` means that it was taken in, whether it taught anything or not.
    pub fn input_nd(
        &mut self,
        cx: &mut Context<'_>,
        iif: &Interface,
        packet: &Packet,
    ) -> Result<(), DropReason> {
        self.process_nd(cx, iif, packet, false)
    }

    /// `late`: the packet has waited its time as a solicitation for another.
    pub(super) fn process_nd(
        &mut self,
        cx: &mut Context<'_>,
        iif: &Interface,
        packet: &Packet,
        late: bool,
    ) -> Result<(), DropReason> {
        let received = parse(packet).ok_or(DropReason::NdInvalid)?;
        // RFC 4861 §6.1, §7.1, §8.1: only who is on the link can send it.
        if received.hop_limit != HOP_LIMIT {
            return Err(DropReason::NdInvalid);
        }
        match received.message {
            NdiscFields::NeighbourSolicitation { target, source_mac } => {
                let wait = !late && packet.meta.packet_type != PacketType::Host;
                self.solicited(
                    cx,
                    iif,
                    &received,
                    target,
                    source_mac,
                    wait.then_some(packet),
                )
            }
            NdiscFields::NeighbourAdvertisement {
                router,
                solicited,
                override_,
                target,
                target_mac,
            } => {
                if target.is_multicast() || received.dst.is_multicast() && solicited {
                    return Err(DropReason::NdInvalid);
                }
                // Somebody else has our address, or says so; nothing is to be learned.
                if iif.has6(target) {
                    return Ok(());
                }
                let update = Update {
                    mac: target_mac,
                    state: if solicited {
                        Nud::Reachable
                    } else {
                        Nud::Stale
                    },
                    override_,
                    weak_override: true,
                    router: Some(router),
                    admin: false,
                };
                let key = Key {
                    oif: iif.index,
                    address: target.into(),
                };
                let failed = self
                    .table(key.address)
                    .entries
                    .get(&key)
                    .is_some_and(|entry| entry.state.nud() == Nud::Failed);
                if !failed {
                    self.learn(cx, iif, key.address, false, update);
                }
                Ok(())
            }
            NdiscFields::RouterSolicitation { source_mac } => {
                if iif.conf6.forwarding && !received.src.is_unspecified() {
                    let update = Update {
                        weak_override: true,
                        router: Some(false),
                        ..Update::heard(source_mac, Nud::Stale)
                    };
                    self.learn(cx, iif, received.src.into(), true, update);
                }
                Ok(())
            }
            // Deviation: a host would configure itself by it; the router does not, forwarding or
            // not.
            NdiscFields::RouterAdvertisement { .. } => Ok(()),
            // Deviation: redirects are not obeyed, forwarding or not. A router must not
            // (RFC 4861 §8.2).
            NdiscFields::Redirect { .. } => Ok(()),
        }
    }

    /// Somebody asks for `target` (`ndisc_recv_ns`). `wait` is the packet, if an answer for
    /// another has to wait.
    fn solicited(
        &mut self,
        cx: &mut Context<'_>,
        iif: &Interface,
        received: &Received,
        target: Ipv6Addr,
        source_mac: Option<MacAddr>,
        wait: Option<&Packet>,
    ) -> Result<(), DropReason> {
        let probe = received.src.is_unspecified();
        if target.is_multicast() || probe && !is_solicited_node(received.dst) {
            return Err(DropReason::NdInvalid);
        }
        // RFC 4861 §7.1.1: "there is no source link-layer address option in the message".
        if probe && source_mac.is_some() {
            return Err(DropReason::NdInvalid);
        }
        let asked_by_group = received.dst.is_multicast();
        let own = iif.has6(target);
        let mut router = iif.conf6.forwarding;
        if !own {
            let key = Key {
                oif: iif.index,
                address: target.into(),
            };
            let proxy = self
                .proxies
                .get(&key)
                .filter(|_| iif.conf6.forwarding && iif.conf6.proxy_ndp);
            match proxy {
                Some(proxy) => router = proxy.router,
                None if is_subnet_router_anycast(iif, target) => {}
                None => return Ok(()),
            }
            if let Some(packet) = wait.filter(|_| asked_by_group) {
                self.delay(cx, iif.index, packet);
                return Ok(());
            }
        }
        let mut answer = Answer {
            target,
            router,
            solicited: true,
            override_: own && asked_by_group,
            with_mac: asked_by_group,
        };
        if probe {
            answer = Answer {
                solicited: false,
                override_: own,
                with_mac: true,
                ..answer
            };
            self.advertise(cx, iif, ALL_NODES, &answer);
            return Ok(());
        }
        let update = Update {
            weak_override: true,
            ..Update::heard(source_mac, Nud::Stale)
        };
        let create = !asked_by_group || source_mac.is_some();
        if self.learn(cx, iif, received.src.into(), create, update) {
            self.advertise(cx, iif, received.src, &answer);
        }
        Ok(())
    }

    /// Sends a neighbour advertisement (`ndisc_send_na`).
    fn advertise(&mut self, cx: &mut Context<'_>, oif: &Interface, dst: Ipv6Addr, answer: &Answer) {
        let own = oif.has6(answer.target);
        let src = if own {
            Some(answer.target)
        } else {
            select_source(oif, dst)
        };
        let Some(src) = src else { return };
        let message = NdiscFields::NeighbourAdvertisement {
            router: answer.router,
            solicited: answer.solicited,
            override_: answer.override_,
            target: answer.target,
            target_mac: answer.with_mac.then_some(oif.mac),
        };
        self.transmit_nd(cx, oif, src, dst, &message);
    }

    /// Asks for `target` (`ndisc_solicit`): its group, or the neighbour itself if its address is
    /// known.
    pub(super) fn solicit_nd(&mut self, cx: &mut Context<'_>, oif: &Interface, target: Ipv6Addr) {
        let key = Key {
            oif: oif.index,
            address: target.into(),
        };
        let Some(entry) = self.table(key.address).entries.get(&key) else {
            return;
        };
        let waiting = entry.state.newest().and_then(source6);
        let dst = if entry.state.mac().is_some() {
            target
        } else {
            solicited_node(target)
        };
        let is_own = |src: &Ipv6Addr| oif.has6(*src);
        let Some(src) = waiting.filter(is_own).or_else(|| link_local(oif)) else {
            return;
        };
        let message = NdiscFields::NeighbourSolicitation {
            target,
            source_mac: Some(oif.mac),
        };
        self.transmit_nd(cx, oif, src, dst, &message);
    }

    /// Sends a message to `dst` on the link, which may itself have to be resolved: then it passes the hooks
    /// before it waits (`ndisc_send_skb`).
    fn transmit_nd(
        &mut self,
        cx: &mut Context<'_>,
        oif: &Interface,
        src: Ipv6Addr,
        dst: Ipv6Addr,
        message: &NdiscFields,
    ) {
        let mut body = Vec::with_capacity(message.buffer_len());
        message.emit(&mut body);
        let len = body.len() as u32;
        let sum = pseudo_header(&src.octets(), &dst.octets(), ICMPV6, len).add(&body);
        body[2..4].copy_from_slice(&sum.complement().to_be_bytes());
        let mut header = [0; IPV6_HEADER_LEN];
        header[0] = 0x60;
        header[4..6].copy_from_slice(&(len as u16).to_be_bytes());
        header[6] = ICMPV6;
        header[7] = HOP_LIMIT;
        header[8..24].copy_from_slice(&src.octets());
        header[24..].copy_from_slice(&dst.octets());
        let link = EthernetFields {
            dst: multicast_mac6(dst),
            src: oif.mac,
            ethertype: EtherType::IPV6,
        };
        let packet = cx.frame(&[&link.emit(), &header, &body]);
        let key = Key {
            oif: oif.index,
            address: dst.into(),
        };
        let entry = self.table(key.address).entries.get(&key);
        if !dst.is_multicast() && entry.is_none_or(|entry| entry.state.mac().is_none()) {
            cx.out.unresolved.push((oif.index, packet));
            return;
        }
        match self.resolve_in(cx, oif, IpAddr::V6(dst), packet) {
            Outcome::Known {
                mac, mut packet, ..
            } => {
                packet.buf.bytes_mut()[..6].copy_from_slice(&mac.0);
                cx.out.send.push((oif.index, packet));
            }
            Outcome::Queued => {}
            Outcome::Refused(packet, reason) => {
                cx.out.dropped.push((oif.index, reason, packet));
            }
        }
    }

    /// A request for another has waited its time.
    pub(super) fn answer_late(
        &mut self,
        cx: &mut Context<'_>,
        iif: &Interface,
        packet: &Packet,
    ) -> Result<(), DropReason> {
        match packet.network().first() {
            Some(0x60..=0x6f) => self.process_nd(cx, iif, packet, true),
            _ => self.process_arp(cx, iif, packet, true),
        }
    }
}

/// What an advertisement is to say.
#[derive(Clone, Copy, Debug)]
struct Answer {
    target: Ipv6Addr,
    router: bool,
    solicited: bool,
    override_: bool,
    with_mac: bool,
}

/// The source address of an IPv6 packet.
fn source6(packet: &Packet) -> Option<Ipv6Addr> {
    let header = packet.network().first_chunk::<IPV6_HEADER_LEN>()?;
    let mut octets = [0; 16];
    octets.copy_from_slice(&header[8..24]);
    (header[0] >> 4 == 6).then(|| Ipv6Addr::from(octets))
}

/// The interface's link-local address.
fn link_local(interface: &Interface) -> Option<Ipv6Addr> {
    interface
        .addresses6
        .iter()
        .map(|own| own.local)
        .find(Ipv6Addr::is_unicast_link_local)
}

/// The address to speak to `dst` on the link from.
fn select_source(oif: &Interface, dst: Ipv6Addr) -> Option<Ipv6Addr> {
    let global = || {
        oif.addresses6
            .iter()
            .filter(|own| own.scope == Scope::UNIVERSE)
            .max_by_key(|own| common_bits(own.local, dst))
            .map(|own| own.local)
    };
    let near = dst.is_unicast_link_local() || dst.is_multicast();
    if near {
        link_local(oif).or_else(global)
    } else {
        global().or_else(|| link_local(oif))
    }
}

fn common_bits(a: Ipv6Addr, b: Ipv6Addr) -> u32 {
    (u128::from(a) ^ u128::from(b)).leading_zeros()
}

/// A router has the address of each of its subnets without the host part (RFC 4291 §2.6.1).
fn is_subnet_router_anycast(iif: &Interface, target: Ipv6Addr) -> bool {
    iif.conf6.forwarding
        && iif
            .addresses6
            .iter()
            .any(|own| own.subnet.prefix_len() < 127 && own.subnet.network() == target)
}
