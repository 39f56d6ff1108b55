//! Is a host up? On the own network whoever answers ARP or neighbour discovery is; elsewhere whoever
//! answers an echo request, a timestamp request, or a TCP segment.

use std::net::{IpAddr, SocketAddr};

use dataplane::{
    iface::MacAddr,
    packet::PacketBuf,
    time::{Duration, Instant},
    wire::{
        arp::{ArpFields, ArpView, Operation},
        ethernet::{EtherType, EthernetFields, EthernetView},
        icmpv4::{self, Icmpv4Fields},
        icmpv6::{self, Icmpv6Fields},
        ipv4::protocol,
        ipv6,
        ndisc::{self, NdiscFields},
        tcp::flags,
        vlan::{self, Tci},
    },
};

use super::probe::{segment, source_port};
use crate::{
    jobs::Io,
    stack::{Headers, Link, Seen, TapId, packet},
};

/// How long an answer may take, and how often is asked.
const WAIT: Duration = Duration::from_millis(700);
const TRIES: u32 = 2;

/// A host that is up, or is taken to be.
pub(super) struct Found {
    pub(super) latency: Option<Duration>,
    pub(super) mac: Option<MacAddr>,
}

/// Looks for a host; `assume`: it is up even if it does not answer from beyond a router.
pub(super) async fn discover(
    io: &Io,
    source: IpAddr,
    address: IpAddr,
    assume: bool,
) -> Option<Found> {
    let link = io
        .stack()
        .links()
        .iter()
        .find(|link| link.addresses.iter().any(|net| net.contains(&address)))
        .cloned();
    let tap = io
        .stack()
        .open_tap(link.as_ref().map(|link| link.name.as_str()));
    let found = match &link {
        Some(link) => neighbour(io, tap, link, source, address).await,
        None if assume => Some(Found {
            latency: None,
            mac: None,
        }),
        None => remote(io, tap, source, address).await,
    };
    io.stack().close_tap(tap);
    found
}

/// Asks `ask` up to two times, and looks at what comes until `answer` likes it.
async fn ask<T>(
    io: &Io,
    tap: TapId,
    mut ask: impl FnMut(),
    answer: impl Fn(&Seen) -> Option<T>,
) -> Option<(T, Duration)> {
    for _ in 0..TRIES {
        let sent: Instant = io.now();
        ask();
        let heard = io.until(sent + WAIT, || {
            loop {
                let seen = io.stack().next_seen(tap)?;
                if let Some(answer) = answer(&seen).filter(|_| !seen.sent) {
                    return Some(answer);
                }
            }
        });
        if let Some(answer) = heard.await {
            return Some((answer, io.now().saturating_since(sent)));
        }
    }
    None
}

async fn neighbour(
    io: &Io,
    tap: TapId,
    link: &Link,
    source: IpAddr,
    address: IpAddr,
) -> Option<Found> {
    let (port, tag) = match link.parent {
        Some((port, tag)) => (port, Some(tag)),
        None => (link.index, None),
    };
    let (dst, ethertype, question) = question(link.mac, source, address)?;
    let header = EthernetFields {
        dst,
        src: link.mac,
        ethertype,
    };
    let mut frame = PacketBuf::copy_from(&[&header.emit(), question.as_slice()].concat());
    if let Some(tag) = tag {
        // There is always room for one.
        let _ = vlan::push(&mut frame, EtherType::VLAN, Tci(tag));
    }
    let send = || io.stack().send_frame(port, frame.bytes().to_vec());
    let (mac, latency) = ask(io, tap, send, |seen| tells(&seen.frame, address)).await?;
    Some(Found {
        latency: Some(latency),
        mac: Some(mac),
    })
}

/// Who is asked, the EtherType, and the question.
fn question(
    mac: MacAddr,
    source: IpAddr,
    address: IpAddr,
) -> Option<(MacAddr, EtherType, Vec<u8>)> {
    match (source, address) {
        (IpAddr::V4(source), IpAddr::V4(address)) => {
            let arp = ArpFields {
                operation: Operation::REQUEST,
                sender_mac: mac,
                sender_ip: source,
                target_mac: MacAddr::ZERO,
                target_ip: address,
            };
            Some((MacAddr::BROADCAST, EtherType::ARP, arp.emit().to_vec()))
        }
        (IpAddr::V6(source), IpAddr::V6(address)) => {
            let mut message = Vec::new();
            let solicitation = NdiscFields::NeighbourSolicitation {
                target: address,
                source_mac: Some(mac),
            };
            solicitation.emit(&mut message);
            let group = ndisc::solicited_node(address);
            icmpv6::refresh_checksum(source, group, &mut message);
            let packet = packet::ip(
                source.into(),
                group.into(),
                protocol::ICMPV6,
                ndisc::HOP_LIMIT,
                0,
                &message,
            )?;
            let [.., a, b, c] = group.octets();
            let to = MacAddr([0x33, 0x33, 0xff, a, b, c]);
            Some((to, EtherType::IPV6, packet))
        }
        (_, _) => None,
    }
}

/// The address that a frame tells of the one that was asked for.
fn tells(frame: &[u8], address: IpAddr) -> Option<MacAddr> {
    let frame = EthernetView::parse(frame)?;
    match (frame.ethertype(), address) {
        (EtherType::ARP, IpAddr::V4(address)) => {
            let arp = ArpView::parse(frame.payload())?;
            let is = arp.operation() == Operation::REPLY && arp.sender_ip() == address;
            is.then(|| arp.sender_mac())
        }
        (EtherType::IPV6, IpAddr::V6(address)) => {
            let message = frame.payload().get(ipv6::HEADER_LEN..)?;
            let is = message.first() == Some(&ndisc::NEIGHBOUR_ADVERTISEMENT)
                && message.get(8..24)? == address.octets();
            is.then(|| frame.src())
        }
        (_, _) => None,
    }
}

/// Four questions at once, as nmap asks beyond a router.
async fn remote(io: &Io, tap: TapId, source: IpAddr, address: IpAddr) -> Option<Found> {
    let (ident, port, seq) = {
        let mut stack = io.stack();
        let ident = stack.random() as u16;
        (ident, source_port(&mut stack), stack.random() as u32)
    };
    let rest = u32::from(ident) << 16;
    let segment = |to: u16, set: u8| {
        let (from, to) = (SocketAddr::new(source, port), SocketAddr::new(address, to));
        segment(from, to, set, seq, ident)
    };
    let icmp = match (source, address) {
        (IpAddr::V6(src), IpAddr::V6(dst)) => {
            let (kind, code) = (icmpv6::kind::ECHO_REQUEST, 0);
            let mut echo = Icmpv6Fields { kind, code, rest }.emit();
            icmpv6::refresh_checksum(src, dst, &mut echo);
            vec![packet::ip(source, address, protocol::ICMPV6, 64, 0, &echo)]
        }
        (_, _) => {
            let message = |kind: u8, len: usize| {
                let header = Icmpv4Fields {
                    kind,
                    code: 0,
                    rest,
                };
                let mut message = header.emit().to_vec();
                message.resize(len, 0);
                icmpv4::refresh_checksum(&mut message);
                packet::ip(source, address, protocol::ICMP, 64, ident, &message)
            };
            vec![
                message(icmpv4::kind::ECHO, 8),
                message(icmpv4::kind::TIMESTAMP, 20),
            ]
        }
    };
    let segments = [segment(443, flags::SYN), segment(80, flags::ACK)];
    let packets: Vec<Vec<u8>> = icmp.into_iter().chain(segments).flatten().collect();
    let raw = io.stack().open_raw(0);
    let send = || {
        for packet in &packets {
            io.stack().send_raw(raw, packet.clone());
        }
    };
    let answer = |seen: &Seen| {
        let packet = seen.frame.get(14..)?;
        let headers = Headers::plain(packet)?;
        if headers.src != address {
            return None;
        }
        let kind = *packet.get(headers.l4)?;
        let to_us = match headers.protocol {
            protocol::TCP => headers.ports.1 == port,
            protocol::ICMP => matches!(
                kind,
                icmpv4::kind::ECHO_REPLY | icmpv4::kind::TIMESTAMP_REPLY
            ),
            protocol::ICMPV6 => kind == icmpv6::kind::ECHO_REPLY,
            _ => false,
        };
        to_us.then_some(())
    };
    let heard = ask(io, tap, send, answer).await;
    io.stack().close(raw);
    let (_, latency) = heard?;
    Some(Found {
        latency: Some(latency),
        mac: None,
    })
}
