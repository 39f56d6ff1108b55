//! ARP: asking, answering, learning. Read RFC 826, RFC 5227 and Linux's net/ipv4/arp.c.

use std::net::Ipv4Addr;

use super::{
    cache::{Context, NeighCache},
    entry::{Nud, Update},
    source,
    table::Key,
};
use crate::{
    drop_reason::DropReason,
    iface::{Address4, Interface, MacAddr, Scope},
    packet::{Packet, PacketType},
    route::{RouteKind, RouteMatch},
    snapshot::Snapshot,
    time::Duration,
    wire::{
        arp::{ArpFields, ArpView, Operation},
        ethernet::{EtherType, EthernetFields},
    },
};

/// `locktime`: an address that changed more recently does not change again, so that the first of
/// several answers counts. Deviation: Linux's default, not settable.
const LOCKTIME: Duration = Duration::from_secs(1);

impl NeighCache {
    /// Takes in an ARP packet that `iif` received (`arp_rcv`, `arp_process`): answers requests for
    /// the router's addresses, and learns.
    ///
    /// # Errors
    /// Why it was dropped. `Ok` means that it was taken in, whether it taught anything or not.
    pub fn input_arp(
        &mut self,
        cx: &mut Context<'_>,
        iif: &Interface,
        packet: &Packet,
    ) -> Result<(), DropReason> {
        if !iif.arp || packet.meta.packet_type == PacketType::OtherHost {
            return Err(DropReason::ArpIgnored);
        }
        self.process_arp(cx, iif, packet, false)
    }

    /// `late`: the packet has waited its time as a request for another.
    pub(super) fn process_arp(
        &mut self,
        cx: &mut Context<'_>,
        iif: &Interface,
        packet: &Packet,
        late: bool,
    ) -> Result<(), DropReason> {
        let arp = ArpView::parse(packet.network())
            .and_then(|view| ArpFields::parse(&view))
            .ok_or(DropReason::ArpInvalid)?;
        let request = arp.operation == Operation::REQUEST;
        if !request && arp.operation != Operation::REPLY {
            return Err(DropReason::ArpInvalid);
        }
        let (sip, tip) = (arp.sender_ip, arp.target_ip);
        if tip.is_multicast() || tip.is_loopback() && !iif.conf4.route_localnet {
            return Err(DropReason::ArpIgnored);
        }
        // A probe for a duplicate address (RFC 2131 §4.4.1, RFC 5227 §2.1.1).
        if sip.is_unspecified() {
            if request && is_own(cx.snapshot, tip) && answers(cx.snapshot, iif, sip, tip) {
                self.reply(cx, iif, &arp);
            }
            return Ok(());
        }
        if request && let Some(route) = source::route(cx.snapshot, iif, sip, tip) {
            if route.info.kind == RouteKind::Local {
                if answers(cx.snapshot, iif, sip, tip)
                    && self.learn(cx, iif, sip.into(), true, stale(&arp))
                {
                    self.reply(cx, iif, &arp);
                }
                return Ok(());
            }
            if self.proxies_arp(iif, tip, &route) {
                self.learn(cx, iif, sip.into(), true, stale(&arp));
                if late || packet.meta.packet_type == PacketType::Host {
                    self.reply(cx, iif, &arp);
                } else {
                    self.delay(cx, iif.index, packet);
                }
                return Ok(());
            }
        }
        self.hear(cx, iif, packet.meta.packet_type, &arp);
        Ok(())
    }

    /// Learns from a packet that asks nothing of the router.
    fn hear(&mut self, cx: &mut Context<'_>, iif: &Interface, to: PacketType, arp: &ArpFields) {
        let (sip, tip) = (arp.sender_ip, arp.target_ip);
        let reply = arp.operation == Operation::REPLY;
        let unicast = cx.snapshot.routing.address_type(sip.into()) == RouteKind::Unicast;
        let gratuitous = sip == tip && unicast && (!reply || arp.target_mac == arp.sender_mac);
        let accept = match iif.conf4.arp_accept {
            0 => false,
            1 => true,
            // RFC 5227's "only if the address is of a subnet of the interface".
            2 => iif.addresses4.iter().any(|own| own.subnet.contains(&sip)),
            _ => false,
        };
        let create = accept && (gratuitous || reply && unicast);
        let key = Key {
            oif: iif.index,
            address: sip.into(),
        };
        let locked = self
            .table(key.address)
            .entries
            .get(&key)
            .is_some_and(|entry| cx.now <= entry.updated + LOCKTIME);
        // Broadcast replies and requests do not assert that the neighbour is reachable.
        let state = if reply && to == PacketType::Host {
            Nud::Reachable
        } else {
            Nud::Stale
        };
        let update = Update {
            override_: !locked || gratuitous,
            ..Update::heard(Some(arp.sender_mac), state)
        };
        self.learn(cx, iif, key.address, create, update);
    }

    /// Answers a request: the target is at `iif`'s address.
    fn reply(&mut self, cx: &mut Context<'_>, iif: &Interface, request: &ArpFields) {
        let arp = ArpFields {
            operation: Operation::REPLY,
            sender_mac: iif.mac,
            sender_ip: request.target_ip,
            target_mac: request.sender_mac,
            target_ip: request.sender_ip,
        };
        self.transmit_arp(cx, iif, request.sender_mac, &arp);
    }

    /// Whether the router answers for `tip`, which it has a route to (`arp_fwd_proxy`).
    fn proxies_arp(&self, iif: &Interface, tip: Ipv4Addr, route: &RouteMatch<'_>) -> bool {
        let key = Key {
            oif: iif.index,
            address: tip.into(),
        };
        // What is on the link answers for itself.
        let elsewhere = route
            .info
            .nexthops
            .first()
            .is_some_and(|next| next.oif != iif.index);
        iif.conf4.forwarding
            && route.info.kind == RouteKind::Unicast
            && elsewhere
            && (iif.conf4.proxy_arp || self.proxies.contains_key(&key))
    }

    fn transmit_arp(
        &mut self,
        cx: &mut Context<'_>,
        oif: &Interface,
        dst: MacAddr,
        arp: &ArpFields,
    ) {
        let header = EthernetFields {
            dst,
            src: oif.mac,
            ethertype: EtherType::ARP,
        };
        let packet = cx.frame(&[&header.emit(), &arp.emit()]);
        cx.out.send.push((oif.index, packet));
    }

    /// Asks for `target` (`arp_solicit`): all, or the neighbour itself if its address is known.
    pub(super) fn solicit_arp(&mut self, cx: &mut Context<'_>, oif: &Interface, target: Ipv4Addr) {
        let key = Key {
            oif: oif.index,
            address: target.into(),
        };
        let Some(entry) = self.table(key.address).entries.get(&key) else {
            return;
        };
        let waiting = entry.state.newest().and_then(source4);
        let dst = entry.state.mac().unwrap_or(MacAddr::BROADCAST);
        let own = waiting.filter(|src| is_own(cx.snapshot, *src));
        let announced = match oif.conf4.arp_announce {
            0 => own,
            1 => own.filter(|src| {
                oif.addresses4
                    .iter()
                    .any(|a| a.subnet.contains(&target) && a.subnet.contains(src))
            }),
            _ => None,
        };
        let sender_ip =
            announced.unwrap_or_else(|| source::select(cx.snapshot, oif, target, Scope::LINK));
        let arp = ArpFields {
            operation: Operation::REQUEST,
            sender_mac: oif.mac,
            sender_ip,
            target_mac: MacAddr::ZERO,
            target_ip: target,
        };
        self.transmit_arp(cx, oif, dst, &arp);
    }

    /// Tells the link where the interface's addresses are, if `arp_notify` says so: for when it
    /// comes up or gets another Ethernet address.
    pub fn announce(&mut self, cx: &mut Context<'_>, oif: &Interface) {
        if !oif.conf4.arp_notify || !oif.arp {
            return;
        }
        for address in &oif.addresses4 {
            let arp = ArpFields {
                operation: Operation::REQUEST,
                sender_mac: oif.mac,
                sender_ip: address.local,
                target_mac: MacAddr::ZERO,
                target_ip: address.local,
            };
            self.transmit_arp(cx, oif, MacAddr::BROADCAST, &arp);
        }
    }
}

const fn stale(arp: &ArpFields) -> Update {
    Update::heard(Some(arp.sender_mac), Nud::Stale)
}

/// The source address of an IPv4 packet.
fn source4(packet: &Packet) -> Option<Ipv4Addr> {
    let header = packet.network().first_chunk::<20>()?;
    let octets = [header[12], header[13], header[14], header[15]];
    (header[0] >> 4 == 4).then(|| Ipv4Addr::from(octets))
}

/// Whether `address` is one of the router's.
fn is_own(snapshot: &Snapshot, address: Ipv4Addr) -> bool {
    snapshot.routing.address_type(address.into()) == RouteKind::Local
}

/// Whether `arp_ignore` lets the router answer for its address `tip`.
fn answers(snapshot: &Snapshot, iif: &Interface, sip: Ipv4Addr, tip: Ipv4Addr) -> bool {
    let confirmed = |interface: &Interface, sip: Option<Ipv4Addr>, scope| {
        confirm_address(&interface.addresses4, sip, tip, scope)
    };
    match iif.conf4.arp_ignore {
        1 => confirmed(iif, None, Scope::HOST),
        // A probe has no sender to be in the subnet.
        2 => {
            let sip = Some(sip).filter(|sip| !sip.is_unspecified());
            confirmed(iif, sip, Scope::HOST)
        }
        3 => snapshot
            .interfaces
            .iter()
            .any(|interface| confirmed(interface, None, Scope::LINK)),
        8 => false,
        // 4 to 7 are reserved, and nothing else is ignored either.
        _ => true,
    }
}

/// Whether `tip` is an address of no narrower scope than `scope`, in a subnet with `sip`
/// (`confirm_addr_indev` for a given address).
fn confirm_address(
    addresses: &[Address4],
    sip: Option<Ipv4Addr>,
    tip: Ipv4Addr,
    scope: Scope,
) -> bool {
    let has = addresses
        .iter()
        .any(|own| own.local == tip && own.scope <= scope);
    let same = addresses
        .iter()
        .any(|own| own.subnet.contains(&tip) && sip.is_none_or(|sip| own.subnet.contains(&sip)));
    has && same
}
