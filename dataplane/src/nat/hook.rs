//! Translation at a hook.

use super::{
    Manip, binding, icmp_error, masquerade,
    ports::inverse,
    rewrite::{End, rewrite},
};
use crate::{
    conntrack::{Conn, Ct, CtRef, CtState, Direction, Status, Tuple},
    drop_reason::DropReason,
    filter::{At, Base, Ruleset, traverse},
    flow_cache::WhyNot,
    forward::Context,
    packet::Packet,
    route::Family,
    trace::TraceStep,
};

impl Manip {
    /// The other half.
    pub(super) const fn other(self) -> Self {
        match self {
            Self::Src => Self::Dst,
            Self::Dst => Self::Src,
        }
    }

    /// The bit that says that the question is decided.
    pub(super) const fn done(self) -> Status {
        match self {
            Self::Src => Status::SRC_NAT_DONE,
            Self::Dst => Status::DST_NAT_DONE,
        }
    }

    /// The bit that says that packets of `direction` have this half translated: replies have as their
    /// destination what was translated as the source.
    pub(super) const fn status(self, direction: Direction) -> Status {
        match (self, direction) {
            (Self::Src, Direction::Original) | (Self::Dst, Direction::Reply) => Status::SRC_NAT,
            (Self::Dst, Direction::Original) | (Self::Src, Direction::Reply) => Status::DST_NAT,
        }
    }
}

/// Translates a packet at a hook where `manip` happens (`nf_nat_inet_fn`): for the first packet of a
/// connection the chains are asked first, all else follows what was decided then.
///
/// A packet without a connection is left as it is, as in Linux: one that is INVALID leaves with the
/// address that it has.
///
/// # Errors
/// Why it is dropped.
pub(crate) fn translate<'a>(
    cx: &mut Context<'a>,
    ruleset: &'a Ruleset,
    (manip, chains): (Manip, &'a [Base]),
    at: &At<'_>,
    packet: &mut Packet,
) -> Result<(), DropReason> {
    let Ct::Of(ct) = packet.meta.ct else {
        return Ok(());
    };
    if ct.state == CtState::Related
        && let Some(icmp) = icmp_error::header(packet.network(), at.family == Family::V6)
    {
        cx.own.recorder.refuse(WhyNot::Changed);
        return error(cx, ct, manip, icmp, packet);
    }
    let conn = connection(cx, ct)?;
    let (status, masqueraded) = (conn.status, conn.masquerade);
    let first = match ct.state {
        CtState::New | CtState::Related => !status.has(manip.done()),
        CtState::Established => false,
    };
    if first {
        cx.own.recorder.translate(manip);
        decide(cx, ruleset, (manip, chains), at, packet)?;
    } else if masquerade::oif_changed(masqueraded, ct.direction, at) {
        masquerade::end(cx, ct.id);
        return Err(DropReason::NatFailed);
    }
    change(cx, ct, manip, packet)
}

/// The packet's connection. One that ended while the packet was on its way takes the packet with it:
/// nobody knows any more what to translate it to.
#[inline]
fn connection<'c>(cx: &'c mut Context<'_>, ct: CtRef) -> Result<&'c Conn, DropReason> {
    cx.conntrack().get(ct.id).ok_or(DropReason::NatFailed)
}

/// Asks the chains, in order, until one has decided; else the connection is bound to the address that
/// it has.
fn decide<'a>(
    cx: &mut Context<'a>,
    ruleset: &'a Ruleset,
    (manip, chains): (Manip, &'a [Base]),
    at: &At<'_>,
    packet: &mut Packet,
) -> Result<(), DropReason> {
    for base in chains {
        traverse(cx, ruleset, base, at, packet)?;
        // A rule may have taken the packet's connection away or given it another one.
        let Ct::Of(ct) = packet.meta.ct else {
            return Ok(());
        };
        if connection(cx, ct)?.status.has(manip.done()) {
            return Ok(());
        }
    }
    if let Ct::Of(ct) = packet.meta.ct {
        let (table, rng) = cx.conntrack_and_rng();
        binding::bind_to_itself(table, rng, ct.id, manip);
    }
    Ok(())
}

/// Rewrites a packet if its connection is translated (`nf_nat_packet`): it shall look like the inverse
/// of the other direction.
#[inline]
fn change(
    cx: &mut Context<'_>,
    ct: CtRef,
    manip: Manip,
    packet: &mut Packet,
) -> Result<(), DropReason> {
    let noted = cx.own.trace.is_some();
    let conn = connection(cx, ct)?;
    if !conn.status.has(manip.status(ct.direction)) {
        return Ok(());
    }
    let answers = conn.tuple(ct.direction.other());
    let (is_ipv6, end) = (answers.ipv6, End::facing(answers, manip));
    let step = noted.then(|| translated(conn, ct.direction, manip));
    let partial = packet.meta.checksum.is_partial();
    let bytes = whole(packet, is_ipv6);
    rewrite(bytes, manip, &end, partial).map_err(|_| DropReason::NatFailed)?;
    if let Some(step) = step {
        cx.note(|| step);
    }
    Ok(())
}

/// What happens to the packets of one direction.
#[cold]
fn translated(conn: &Conn, direction: Direction, manip: Manip) -> TraceStep {
    let (before, answers) = (conn.tuple(direction), conn.tuple(direction.other()));
    let after = inverse(answers);
    let end = |tuple: &Tuple| match manip {
        Manip::Src => (tuple.src_addr(), tuple.src_port),
        Manip::Dst => (tuple.dst_addr(), tuple.dst_port),
    };
    TraceStep::Translated {
        manip,
        from: end(before),
        to: end(&after),
    }
}

/// Translates an ICMP error about the connection.
#[cold]
fn error(
    cx: &mut Context<'_>,
    ct: CtRef,
    manip: Manip,
    icmp: usize,
    packet: &mut Packet,
) -> Result<(), DropReason> {
    // The packet that it is about may have taken its connection along: nothing was translated then.
    let Some(conn) = cx.conntrack().get(ct.id) else {
        return Ok(());
    };
    let from = outer(packet, manip);
    let (status, answers) = (conn.status, *conn.tuple(ct.direction.other()));
    if icmp_error::translate((status, &answers), ct.direction, manip, icmp, packet)? {
        let to = outer(packet, manip);
        if let (Some(from), Some(to)) = (from, to) {
            cx.note(|| TraceStep::Translated {
                manip,
                from: (from, 0),
                to: (to, 0),
            });
        }
    }
    Ok(())
}

/// The source or destination address of a packet.
pub(crate) fn outer(packet: &Packet, manip: Manip) -> Option<std::net::IpAddr> {
    let bytes = packet.network();
    if bytes.first()? >> 4 == 6 {
        let at = match manip {
            Manip::Src => 8,
            Manip::Dst => 24,
        };
        let octets: &[u8; 16] = bytes.get(at..)?.first_chunk()?;
        Some((*octets).into())
    } else {
        let at = match manip {
            Manip::Src => 12,
            Manip::Dst => 16,
        };
        let octets: &[u8; 4] = bytes.get(at..)?.first_chunk()?;
        Some((*octets).into())
    }
}

/// A packet from its network header to the end that the header names, as the kernel has cut it on
/// arrival: without padding of the link layer.
pub(super) fn whole(packet: &mut Packet, is_ipv6: bool) -> &mut [u8] {
    let bytes = packet.network_mut();
    let field = if is_ipv6 { 4 } else { 2 };
    let len = match bytes.get(field..field + 2) {
        Some(&[a, b]) => usize::from(u16::from_be_bytes([a, b])),
        _ => 0,
    };
    let len = match (is_ipv6, len) {
        // A jumbogram, or a super-frame too long to say so.
        (_, 0) => bytes.len(),
        (true, len) => len + crate::wire::ipv6::HEADER_LEN,
        (false, len) => len,
    };
    let end = len.min(bytes.len());
    bytes.get_mut(..end).unwrap_or_default()
}
