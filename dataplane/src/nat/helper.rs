//! Helpers at work (`nf_confirm`): they read what connections say, expect what follows from that, and
//! write it anew where addresses are translated (`nf_nat_ftp`, `nf_nat_tftp`).

use std::{fmt::Write as _, mem, net::IpAddr};

use arrayvec::ArrayString;

use super::{Manip, NatRange, binding, hook::whole};
use crate::{
    checksum::{self, Sum},
    conntrack::{
        ConnId, CtRef, CtState, Direction, ExpectError, Expectation, FtpForm, Helper, Line, Status,
        adjust, transport_offset,
    },
    drop_reason::DropReason,
    filter::At,
    flow_cache::WhyNot,
    forward::Context,
    iface::IfIndex,
    packet::{Checksum, Packet, PacketBuf, SizeClass},
    route::Family,
    wire::{
        ipv4::{self, protocol},
        ipv6,
        tcp::TcpFields,
        udp,
    },
};

/// Why a packet is dropped that a helper can't let pass.
const REFUSED: DropReason = DropReason::NetfilterDrop;

/// Lets the helper of a packet's connection look at it, and shifts its sequence numbers if they have to
/// be. Nothing happens to packets of other connections.
///
/// # Errors
/// Why it is dropped.
pub(crate) fn help(
    cx: &mut Context<'_>,
    at: &At<'_>,
    ct: CtRef,
    packet: &mut Packet,
) -> Result<(), DropReason> {
    let Some((helper, shifted)) = cx.conntrack().help(ct) else {
        return Ok(());
    };
    // Each packet is read.
    cx.own.recorder.refuse(WhyNot::Connection);
    // ICMP errors are none of a helper's.
    if ct.state == CtState::Related {
        return Ok(());
    }
    let Some(l4) = transport_offset(at.family, packet.network()) else {
        return Ok(());
    };
    match helper {
        Helper::Ftp => ftp(cx, at.family, ct, l4, packet)?,
        Helper::Tftp => tftp(cx, ct, l4, packet)?,
    }
    let looped = packet.meta.iif == Some(IfIndex::LOOPBACK);
    if shifted
        && !looped
        && let Some((sender, receiver)) = cx.conntrack().shifts(ct)
    {
        let partial = packet.meta.checksum.is_partial();
        let bytes = whole(packet, at.family == Family::V6);
        let segment = bytes.get_mut(l4..).unwrap_or_default();
        adjust(segment, &sender, &receiver, partial).ok_or(REFUSED)?;
    }
    Ok(())
}

/// FTP: a line may announce a connection.
fn ftp(
    cx: &mut Context<'_>,
    family: Family,
    ct: CtRef,
    l4: usize,
    packet: &mut Packet,
) -> Result<(), DropReason> {
    // Before there was an answer, nothing is of interest.
    if ct.state != CtState::Established {
        return Ok(());
    }
    let segment = &*whole(packet, family == Family::V6);
    let segment = segment.get(l4..).unwrap_or_default();
    let Some(fields) = TcpFields::parse(segment) else {
        return Ok(());
    };
    let data = &segment[fields.header_len..];
    if data.is_empty() {
        return Ok(());
    }
    // It is read in one piece: how it came in fragments is forgotten.
    cx.own.geometry.clear();
    let found = match cx.conntrack().read_ftp(ct, fields.seq, data) {
        Line::Other => return Ok(()),
        Line::Partial => return Err(REFUSED),
        Line::Announces(found) => found,
    };
    let max = cx.snapshot.sysctls.conntrack.expect_max;
    let table = cx.conntrack();
    let conn = table.get(ct.id).ok_or(REFUSED)?;
    // Somebody else's address opens no holes (`loose=0`).
    if found.addr != conn.tuple(ct.direction).src_addr() {
        return Ok(());
    }
    let translated = is_translated(conn.status);
    let own = conn.tuple(ct.direction.other()).dst_addr();
    let expected = table.announced(ct, protocol::TCP, found.port);
    let mut expected = expected.ok_or(REFUSED)?;
    if !translated {
        return table.expect(expected, max).map_err(|_| REFUSED);
    }
    expected.saved = Some((ct.direction, found.port));
    let expected = expect_somewhere(cx, expected, max).ok_or(REFUSED)?;
    let data = l4 + fields.header_len;
    let text = written(found.form, own, expected.tuple.dst_port);
    let place = (data + found.at, found.len);
    let Some(by) = rewrite(cx, family, packet, l4, place, &text) else {
        cx.conntrack().unexpect(&expected);
        return Err(REFUSED);
    };
    cx.conntrack().shift(ct, fields.seq, by);
    Ok(())
}

/// TFTP: the answer to a request comes from another port.
fn tftp(cx: &mut Context<'_>, ct: CtRef, l4: usize, packet: &Packet) -> Result<(), DropReason> {
    const READ: [u8; 2] = [0, 1];
    const WRITE: [u8; 2] = [0, 2];
    let data = packet.network().get(l4 + udp::HEADER_LEN..);
    let code = data.and_then(<[u8]>::first_chunk);
    if !code.is_some_and(|code| [READ, WRITE].contains(code)) {
        return Ok(());
    }
    let max = cx.snapshot.sysctls.conntrack.expect_max;
    let table = cx.conntrack();
    let conn = table.get(ct.id).ok_or(REFUSED)?;
    let (own, translated) = (conn.tuples[0].src_port, is_translated(conn.status));
    let original = CtRef {
        direction: Direction::Original,
        ..ct
    };
    let port = conn.tuples[1].dst_port;
    let expected = table.announced(original, protocol::UDP, port);
    let mut expected = expected.ok_or(REFUSED)?;
    if translated {
        expected.saved = Some((Direction::Original, own));
    }
    table.expect(expected, max).map_err(|_| REFUSED)
}

const fn is_translated(status: Status) -> bool {
    status.has_any(Status(Status::SRC_NAT.0 | Status::DST_NAT.0))
}

/// Expects a connection to its port, or to the next one that nobody else expects one to; gives what is
/// expected now.
fn expect_somewhere(
    cx: &mut Context<'_>,
    mut expected: Expectation,
    max: u32,
) -> Option<Expectation> {
    for port in expected.tuple.dst_port..=u16::MAX {
        expected.tuple.dst_port = port;
        match cx.conntrack().expect(expected, max) {
            Ok(()) => return Some(expected),
            Err(ExpectError::Clash) => {}
            Err(ExpectError::NoMaster | ExpectError::Full) => return None,
        }
    }
    None
}

/// The longest text: an IPv6 address in full, a port, and what is around them.
type Text = ArrayString<64>;

/// An address and a port as FTP writes them.
fn written(form: FtpForm, addr: IpAddr, port: u16) -> Text {
    let mut text = Text::new();
    // It fits.
    let _ = match (form, addr) {
        (FtpForm::Numbers, IpAddr::V4(addr)) => {
            let ([a, b, c, d], [high, low]) = (addr.octets(), port.to_be_bytes());
            write!(text, "{a},{b},{c},{d},{high},{low}")
        }
        (FtpForm::Extended, IpAddr::V4(addr)) => write!(text, "|1|{addr}|{port}|"),
        (FtpForm::Numbers | FtpForm::Extended, IpAddr::V6(addr)) => {
            // The kernel writes all of it.
            let [a, b, c, d, e, f, g, h] = addr.segments();
            write!(
                text,
                "|2|{a:04x}:{b:04x}:{c:04x}:{d:04x}:{e:04x}:{f:04x}:{g:04x}:{h:04x}|{port}|"
            )
        }
        (FtpForm::PortOnly, _) => write!(text, "|||{port}|"),
    };
    text
}

/// Puts `text` in the place of bytes of a TCP segment (`nf_nat_mangle_tcp_packet`); gives by how much
/// it is longer than before. `place` is an offset from the network header and a length. `None` if the
/// packet would be too long.
fn rewrite(
    cx: &mut Context<'_>,
    family: Family,
    packet: &mut Packet,
    l4: usize,
    (place, len): (usize, usize),
    text: &str,
) -> Option<i32> {
    let old = whole(packet, family == Family::V6).len();
    let new = (old + text.len()).checked_sub(len)?;
    if new > usize::from(u16::MAX) {
        return None;
    }
    let front = usize::from(packet.meta.l3);
    if front + new > packet.buf.len() + packet.buf.tailroom() {
        let class = SizeClass::for_len(front + new)?;
        let mut larger = cx.own.pool.get(class);
        if !larger.extend(packet.buf.bytes()) {
            return None;
        }
        let small = mem::replace(&mut packet.buf, larger);
        recycle(cx, small);
    }
    // What the link layer has added behind the packet goes.
    packet.buf.set_len(front + old.max(new));
    let bytes = packet.network_mut();
    bytes.copy_within(place + len..old, place + text.len());
    bytes
        .get_mut(place..place + text.len())?
        .copy_from_slice(text.as_bytes());
    packet.buf.set_len(front + new);
    let vouched = packet.meta.checksum;
    let bytes = packet.network_mut();
    match family {
        Family::V4 => ipv4::set_word(bytes, 2, |_| (new as u16).to_be_bytes()),
        Family::V6 => {
            let payload = (new - ipv6::HEADER_LEN) as u16;
            bytes.get_mut(4..6)?.copy_from_slice(&payload.to_be_bytes());
        }
    }
    sum_up(family, bytes, l4, (old - l4, new - l4), vouched)?;
    i32::try_from(new as i64 - old as i64).ok()
}

/// Mends the checksum of a TCP segment whose data is another and whose length has changed.
fn sum_up(
    family: Family,
    bytes: &mut [u8],
    l4: usize,
    (old, new): (usize, usize),
    vouched: Checksum,
) -> Option<()> {
    const FIELD: usize = 16;
    let addresses = match family {
        Family::V4 => 12..20,
        Family::V6 => 8..40,
    };
    let (header, segment) = bytes.split_at_mut_checked(l4)?;
    let field = segment.get_mut(FIELD..FIELD + 2)?;
    let sum = match vouched {
        Checksum::Partial { .. } => {
            // It holds the sum of the pseudo-header, not its complement.
            let sum = u16::from_be_bytes([field[0], field[1]]);
            !checksum::update(!sum, old as u16, new as u16)
        }
        Checksum::Unverified | Checksum::Verified => {
            field.copy_from_slice(&[0; 2]);
            let addresses = header.get(addresses)?;
            let (src, dst) = addresses.split_at(addresses.len() / 2);
            let pseudo: Sum = checksum::pseudo_header(src, dst, protocol::TCP, new as u32);
            pseudo.add(segment).complement()
        }
    };
    segment[FIELD..FIELD + 2].copy_from_slice(&sum.to_be_bytes());
    Some(())
}

fn recycle(cx: &mut Context<'_>, buf: PacketBuf) {
    cx.own.pool.recycle(Packet {
        buf,
        ..Packet::default()
    });
}

/// Translates a connection that a translated one has expected, as that is (`nf_nat_follow_master`): it
/// comes from where the other one's packets go, and goes to where those come from.
pub(crate) fn follow(cx: &mut Context<'_>, id: ConnId) {
    let (table, rng) = cx.conntrack_and_rng();
    let Some(expected) = table.expected_by(id).copied() else {
        return;
    };
    let Some((told, port)) = expected.saved else {
        return;
    };
    let Some(tuple) = table.get(expected.master).map(|master| *master.tuple(told)) else {
        return;
    };
    let source = NatRange {
        addrs: Some((tuple.dst_addr(), tuple.dst_addr())),
        ..NatRange::default()
    };
    let destination = NatRange {
        addrs: Some((tuple.src_addr(), tuple.src_addr())),
        ports: Some((port, port)),
        ..NatRange::default()
    };
    binding::bind(table, rng, id, &source, Manip::Src);
    binding::bind(table, rng, id, &destination, Manip::Dst);
}
