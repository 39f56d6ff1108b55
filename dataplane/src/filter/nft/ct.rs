//! `ct`: what is known of a packet's connection.

use super::{
    CtKey, Reg,
    eval::Run,
    meta::{NFPROTO_IPV4, NFPROTO_IPV6},
};
use crate::{
    conntrack::{Conn, ConnId, Ct, CtCounters, CtState, Direction, Status},
    flow_cache::Consulted,
};

/// Bits of `ct state` (`NF_CT_STATE_BIT`).
mod state {
    pub(super) const INVALID: u32 = 1;
    pub(super) const ESTABLISHED: u32 = 1 << 1;
    pub(super) const RELATED: u32 = 1 << 2;
    pub(super) const NEW: u32 = 1 << 3;
    pub(super) const UNTRACKED: u32 = 1 << 6;
}

/// What a packet is to its connection. One whose connection nobody has looked for yet is invalid.
const fn state_of(ct: Ct) -> u32 {
    match ct {
        Ct::None | Ct::Invalid => state::INVALID,
        Ct::Untracked => state::UNTRACKED,
        Ct::Template { .. } => state::NEW,
        Ct::Of(of) => match of.state {
            CtState::New => state::NEW,
            CtState::Established => state::ESTABLISHED,
            CtState::Related => state::RELATED,
        },
    }
}

/// `nft_ct_get_eval`: only its state is known of a packet without a connection.
#[inline]
pub(super) fn load(
    run: &mut Run<'_, '_>,
    key: CtKey,
    direction: Option<Direction>,
    dreg: Reg,
) -> Option<()> {
    let ct = run.packet.meta.ct;
    if key == CtKey::State {
        return run.regs.put_u32(dreg, state_of(ct));
    }
    let (id, of) = match ct {
        Ct::Of(of) => (Some(of.id), of.direction),
        Ct::Template { .. } => (None, Direction::Original),
        Ct::None | Ct::Untracked | Ct::Invalid => return None,
    };
    if key == CtKey::Direction {
        return run.regs.put(dreg, &[of.index() as u8]);
    }
    load_of(run, (id, key), direction, dreg)
}

/// What is known of the connection `id`; without one, of a template.
fn load_of(
    run: &mut Run<'_, '_>,
    (id, key): (Option<ConnId>, CtKey),
    direction: Option<Direction>,
    dreg: Reg,
) -> Option<()> {
    let now = run.cx.now;
    let table = run.cx.conntrack();
    let conn = match id {
        Some(id) => table.get(id)?,
        None => &Conn::TEMPLATE,
    };
    let tuple = conn.tuple(direction.unwrap_or_default());
    let (is_ipv6, regs) = (tuple.ipv6, &mut run.regs);
    match key {
        CtKey::Status => regs.put_u32(dreg, conn.status.0),
        CtKey::Mark => regs.put_u32(dreg, conn.mark),
        CtKey::L3Protocol => {
            let number = if is_ipv6 { NFPROTO_IPV6 } else { NFPROTO_IPV4 };
            regs.put(dreg, &[number])
        }
        CtKey::Protocol => regs.put(dreg, &[tuple.proto]),
        CtKey::Src => regs.put(dreg, octets(is_ipv6, &tuple.src)),
        CtKey::Dst => regs.put(dreg, octets(is_ipv6, &tuple.dst)),
        CtKey::SrcIp if !is_ipv6 => regs.put(dreg, octets(false, &tuple.src)),
        CtKey::DstIp if !is_ipv6 => regs.put(dreg, octets(false, &tuple.dst)),
        CtKey::SrcIp6 if is_ipv6 => regs.put(dreg, &tuple.src),
        CtKey::DstIp6 if is_ipv6 => regs.put(dreg, &tuple.dst),
        CtKey::ProtoSrc => regs.put(dreg, &tuple.src_port.to_be_bytes()),
        CtKey::ProtoDst => regs.put(dreg, &tuple.dst_port.to_be_bytes()),
        CtKey::Zone => {
            let zone = match (run.packet.meta.ct, direction) {
                (Ct::Template { reply, .. }, Some(Direction::Reply)) => reply,
                (Ct::Template { original, .. }, Some(Direction::Original)) => original,
                (
                    Ct::Template {
                        original, reply, ..
                    },
                    None,
                ) => original.max(reply),
                (_, Some(_)) => tuple.zone,
                (_, None) => conn.zone(),
            };
            regs.put(dreg, &zone.to_ne_bytes())
        }
        // The time of a connection begins when it is in the table.
        CtKey::Expiration if conn.status.has(Status::CONFIRMED) && id.is_some() => {
            let left = conn.expires.saturating_since(now).as_millis();
            regs.put_u32(dreg, left as u32)
        }
        CtKey::Expiration | CtKey::SecMark => regs.put_u32(dreg, 0),
        CtKey::Labels => {
            let labels = id.and_then(|id| table.labels(id)).unwrap_or_default();
            regs.put(dreg, &labels.to_ne_bytes())
        }
        CtKey::Pkts | CtKey::Bytes | CtKey::AvgPkt => {
            let counters = id.and_then(|id| table.counters(id)).copied();
            let number = counted(counters.unwrap_or_default(), key, direction);
            regs.put(dreg, &number.to_ne_bytes())
        }
        CtKey::Helper => {
            let master = table.expected_by(id?)?.master;
            regs.put_name(dreg, table.helper(master)?.name())
        }
        // One that is not known yet has another number each time.
        CtKey::Id if !conn.status.has(Status::CONFIRMED) => {
            let number = id?.number();
            run.consult(Consulted::MORE, "ct");
            run.regs.put_u32(dreg, number)
        }
        CtKey::Id => regs.put_u32(dreg, id?.number()),
        CtKey::SrcIp
        | CtKey::DstIp
        | CtKey::SrcIp6
        | CtKey::DstIp6
        | CtKey::State
        | CtKey::Direction
        | CtKey::EventMask => None,
    }?;
    let changes = matches!(
        key,
        CtKey::Expiration | CtKey::Pkts | CtKey::Bytes | CtKey::AvgPkt
    );
    if changes {
        run.consult(Consulted::MORE, "ct");
    }
    Some(())
}

/// The bytes of an address that its family has.
fn octets(is_ipv6: bool, address: &[u8; 16]) -> &[u8] {
    if is_ipv6 { address } else { &address[..4] }
}

/// Packets, bytes or bytes of a packet on average, of one direction or both.
fn counted(counters: [CtCounters; 2], key: CtKey, direction: Option<Direction>) -> u64 {
    let sum = |of: fn(&CtCounters) -> u64| match direction {
        Some(direction) => of(&counters[direction.index()]),
        None => counters.iter().map(of).sum(),
    };
    let (packets, bytes) = (sum(|counted| counted.packets), sum(|counted| counted.bytes));
    if key == CtKey::AvgPkt {
        return bytes.checked_div(packets).unwrap_or(0);
    }
    if key == CtKey::Pkts { packets } else { bytes }
}

/// `nft_ct_set_eval`, `nft_ct_set_zone_eval`: nothing happens to a packet that has no connection; a zone is for one
/// whose connection is still to be looked for.
pub(super) fn set(
    run: &mut Run<'_, '_>,
    key: CtKey,
    direction: Option<Direction>,
    sreg: Reg,
) -> Option<()> {
    if key == CtKey::Zone {
        let zone = run.regs.array(sreg).map(u16::from_ne_bytes)?;
        return set_zone(run, zone, direction);
    }
    let Ct::Of(ct) = run.packet.meta.ct else {
        return Some(());
    };
    match key {
        CtKey::Mark => {
            let mark = run.regs.u32(sreg)?;
            let table = run.cx.conntrack();
            if let Some(conn) = table.get_mut(ct.id)
                && conn.mark != mark
            {
                conn.mark = mark;
                table.changed(ct.id);
            }
        }
        CtKey::Labels => {
            let labels = run.regs.array(sreg).map(u128::from_ne_bytes)?;
            let table = run.cx.conntrack();
            let before = table.labels(ct.id);
            if let (Some(before), Ok(after)) = (before, table.replace_labels(ct.id, labels, labels))
                && before != after
            {
                table.changed_with_labels(ct.id);
            }
        }
        // Deviation: everybody is told of all events.
        CtKey::EventMask
        // Security marks mean nothing here, and rules that set anything else are refused.
        | CtKey::State
        | CtKey::Direction
        | CtKey::Status
        | CtKey::Expiration
        | CtKey::Helper
        | CtKey::L3Protocol
        | CtKey::Src
        | CtKey::Dst
        | CtKey::Protocol
        | CtKey::ProtoSrc
        | CtKey::ProtoDst
        | CtKey::Pkts
        | CtKey::Bytes
        | CtKey::AvgPkt
        | CtKey::Zone
        | CtKey::SrcIp
        | CtKey::DstIp
        | CtKey::SrcIp6
        | CtKey::DstIp6
        | CtKey::Id
        | CtKey::SecMark => {}
    }
    Some(())
}

/// A packet's connection is to be looked for in another zone.
fn set_zone(run: &mut Run<'_, '_>, zone: u16, direction: Option<Direction>) -> Option<()> {
    match run.packet.meta.ct {
        Ct::None | Ct::Invalid | Ct::Untracked => {}
        Ct::Template { .. } | Ct::Of(_) => return Some(()),
    }
    let (original, reply) = match direction {
        None => (zone, zone),
        Some(Direction::Original) => (zone, 0),
        Some(Direction::Reply) => (0, zone),
    };
    run.packet.meta.ct = Ct::Template {
        original,
        reply,
        helper: None,
    };
    run.refuse("ct zone");
    Some(())
}
