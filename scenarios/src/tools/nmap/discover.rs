//! Is a host up? On the own network whoever answers ARP or neighbour discovery is; elsewhere whoever
//! answers an echo request, a timestamp request, or a TCP segment.

use std::net::{IpAddr, SocketAddr};

use dataplane::{
    iface::MacAddr,
    time::{Duration, Instant},
    wire::{
        arp::ArpView,
        icmpv4, icmpv6,
        ipv4::protocol,
        ipv6,
        tcp::{TcpFields, flags},
    },
};

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
    let (to, kind, question) = question(link.mac, source, address)?;
    let mut frame = [to.0, link.mac.0].concat();
    if let Some(tag) = tag {
        frame.extend([0x81, 0x00]);
        frame.extend(tag.to_be_bytes());
    }
    frame.extend(kind);
    frame.extend(question);
    let send = || io.stack().send_frame(port, frame.clone());
    let (mac, latency) = ask(io, tap, send, |seen| tells(&seen.frame, address)).await?;
    Some(Found {
        latency: Some(latency),
        mac: Some(mac),
    })
}

/// Who is asked, the EtherType, and the question.
fn question(mac: MacAddr, source: IpAddr, address: IpAddr) -> Option<(MacAddr, [u8; 2], Vec<u8>)> {
    match (source, address) {
        (IpAddr::V4(source), IpAddr::V4(address)) => {
            let mut arp = vec![0, 1, 8, 0, 6, 4, 0, 1];
            arp.extend(mac.0);
            arp.extend(source.octets());
            arp.extend([0; 6]);
            arp.extend(address.octets());
            Some((MacAddr([0xff; 6]), [0x08, 0x06], arp))
        }
        (IpAddr::V6(source), IpAddr::V6(address)) => {
            let mut message = vec![135, 0, 0, 0, 0, 0, 0, 0];
            message.extend(address.octets());
            message.extend([1, 1]);
            message.extend(mac.0);
            let group = ipv6::solicited_node(address);
            icmpv6::refresh_checksum(source, group, &mut message);
            let packet = packet::ip(
                source.into(),
                group.into(),
                protocol::ICMPV6,
                255,
                0,
                &message,
            )?;
            let [.., a, b, c] = group.octets();
            Some((MacAddr([0x33, 0x33, 0xff, a, b, c]), [0x86, 0xdd], packet))
        }
        (_, _) => None,
    }
}

/// The address that a frame tells of the one that was asked for.
fn tells(frame: &[u8], address: IpAddr) -> Option<MacAddr> {
    let sender = frame.get(6..12).and_then(|mac| mac.try_into().ok());
    match (frame.get(12..14)?, address) {
        ([0x08, 0x06], IpAddr::V4(address)) => {
            let arp = ArpView::parse(frame.get(14..)?)?;
            (arp.operation().0 == 2 && arp.sender_ip() == address).then(|| arp.sender_mac())
        }
        ([0x86, 0xdd], IpAddr::V6(address)) => {
            let message = frame.get(54..)?;
            let is = message.first() == Some(&136) && message.get(8..24)? == address.octets();
            is.then(|| sender.map(MacAddr))?
        }
        (_, _) => None,
    }
}

/// Four questions at once, as nmap asks beyond a router.
async fn remote(io: &Io, tap: TapId, source: IpAddr, address: IpAddr) -> Option<Found> {
    let (ident, port, seq) = {
        let mut stack = io.stack();
        (
            stack.random() as u16,
            33_000 + (stack.random() % 30_000) as u16,
            stack.random() as u32,
        )
    };
    let segment = |to: u16, set: u8| {
        let fields = TcpFields {
            src_port: port,
            dst_port: to,
            seq: if set == flags::SYN { seq } else { 0 },
            ack: if set == flags::ACK { seq } else { 0 },
            header_len: 20,
            flags: set,
            window: 1024,
        };
        let options: &[u8] = if set == flags::SYN {
            &[2, 4, 5, 180]
        } else {
            &[]
        };
        let (from, to) = (SocketAddr::new(source, port), SocketAddr::new(address, to));
        packet::tcp(from, to, &fields, options, ident)
    };
    let icmp = match (source, address) {
        (IpAddr::V6(src), IpAddr::V6(dst)) => {
            let mut echo = vec![128, 0, 0, 0];
            echo.extend(ident.to_be_bytes());
            echo.extend([0, 0]);
            icmpv6::refresh_checksum(src, dst, &mut echo);
            vec![packet::ip(source, address, protocol::ICMPV6, 64, 0, &echo)]
        }
        (_, _) => {
            let message = |kind: u8, len: usize| {
                let mut message = vec![0; len];
                message[0] = kind;
                message[4..6].copy_from_slice(&ident.to_be_bytes());
                icmpv4::refresh_checksum(&mut message);
                packet::ip(source, address, protocol::ICMP, 64, ident, &message)
            };
            vec![message(8, 8), message(13, 20)]
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
