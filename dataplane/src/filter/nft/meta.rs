//! `meta`: what is known of a packet besides its bytes.

use super::{MetaKey, Reg, eval::Run};
use crate::{
    filter::{Hook, targets::set_mark},
    flow_cache::Consulted,
    iface::{Interface, InterfaceKind},
    packet::PacketType,
    route::Family,
    wire::ethernet::EtherType,
};

/// `nft_meta_get_eval`.
#[inline]
pub(super) fn load(run: &mut Run<'_, '_>, key: MetaKey, dreg: Reg) -> Option<()> {
    let (iif, oif) = (run.at.iif, run.at.oif);
    let regs = &mut run.regs;
    match key {
        MetaKey::Length => {
            let len = run.packet.network_len() as u32;
            regs.put_u32(dreg, len)?;
            run.consult(Consulted::MORE, "meta length");
            Some(())
        }
        MetaKey::Protocol => {
            let EtherType(number) = EtherType::of(run.at.family);
            regs.put(dreg, &number.to_be_bytes())
        }
        MetaKey::Priority => regs.put_u32(dreg, run.packet.meta.priority),
        MetaKey::Mark => regs.put_u32(dreg, run.packet.meta.mark.0),
        MetaKey::Iif => regs.put_u32(dreg, number(iif)),
        MetaKey::Oif => regs.put_u32(dreg, number(oif)),
        MetaKey::IifName => regs.put_name(dreg, name(iif)),
        MetaKey::OifName => regs.put_name(dreg, name(oif)),
        MetaKey::IifType => regs.put(dreg, &hardware_type(iif?).to_ne_bytes()),
        MetaKey::OifType => regs.put(dreg, &hardware_type(oif?).to_ne_bytes()),
        // All interfaces are in the group that they are in if nobody says anything.
        MetaKey::IifGroup => iif.and_then(|_| regs.put_u32(dreg, 0)),
        MetaKey::OifGroup => oif.and_then(|_| regs.put_u32(dreg, 0)),
        MetaKey::IifKind => regs.put_name(dreg, kind(iif?)?),
        MetaKey::OifKind => regs.put_name(dreg, kind(oif?)?),
        MetaKey::NfTrace => regs.put(dreg, &[run.packet.meta.nf_trace.into()]),
        MetaKey::NfProto => regs.put(dreg, &[nfproto(run.at.family)]),
        MetaKey::L4Proto => regs.put(dreg, &[run.info.l4proto?]),
        MetaKey::PktType => {
            let number = packet_type(run.packet.meta.packet_type);
            regs.put(dreg, &[number])
        }
        MetaKey::Cpu => {
            let worker = run.cx.worker as u32;
            regs.put_u32(dreg, worker)
        }
        MetaKey::PRandom => {
            let random = run.cx.own.rng.next() as u32;
            regs.put_u32(dreg, random)?;
            run.consult(Consulted::MORE, "meta random");
            Some(())
        }
        // No packet has met IPsec, and no routes have realms.
        MetaKey::SecPath => regs.put(dreg, &[0]),
        MetaKey::RtClassid => match run.at.hook {
            Hook::Prerouting => None,
            Hook::Input | Hook::Forward | Hook::Output | Hook::Postrouting => regs.put_u32(dreg, 0),
        },
        MetaKey::SecMark => regs.put_u32(dreg, 0),
        // The router's packets are of no user, and there are no bridges.
        MetaKey::SkUid
        | MetaKey::SkGid
        | MetaKey::Cgroup
        | MetaKey::BriIifName
        | MetaKey::BriOifName => None,
        MetaKey::TimeNs => {
            let nanos = since_epoch(run);
            run.regs.put(dreg, &nanos.to_ne_bytes())
        }
        MetaKey::TimeDay => {
            let day = (since_epoch(run) / DAY + THURSDAY) % 7;
            run.regs.put(dreg, &[day as u8])
        }
        MetaKey::TimeHour => {
            let second = since_epoch(run) % DAY / SECOND;
            run.regs.put_u32(dreg, second as u32)
        }
    }
}

/// `NFPROTO_IPV4`, and `NFPROTO_IPV6`.
pub(super) const NFPROTO_IPV4: u8 = 2;
pub(super) const NFPROTO_IPV6: u8 = 10;

/// The number of a family.
#[inline]
pub(super) const fn nfproto(family: Family) -> u8 {
    match family {
        Family::V4 => NFPROTO_IPV4,
        Family::V6 => NFPROTO_IPV6,
    }
}

/// The number of an interface; 0 where there is none.
pub(super) fn number(iface: Option<&Interface>) -> u32 {
    iface.map_or(0, |iface| iface.index.get())
}

/// The name of an interface; empty where there is none.
pub(super) fn name(iface: Option<&Interface>) -> &str {
    iface.map_or("", |iface| &*iface.name)
}

/// `ARPHRD_*`.
const fn hardware_type(iface: &Interface) -> u16 {
    const ETHER: u16 = 1;
    const LOOPBACK: u16 = 772;
    match iface.kind {
        InterfaceKind::Loopback => LOOPBACK,
        InterfaceKind::Port | InterfaceKind::Vlan { .. } | InterfaceKind::Dummy => ETHER,
    }
}

/// The kind of an interface that is none of hardware (`rtnl_link_ops`).
const fn kind(iface: &Interface) -> Option<&'static str> {
    match iface.kind {
        InterfaceKind::Loopback | InterfaceKind::Port => None,
        InterfaceKind::Vlan { .. } => Some("vlan"),
        InterfaceKind::Dummy => Some("dummy"),
    }
}

/// `PACKET_*`.
const fn packet_type(of: PacketType) -> u8 {
    match of {
        PacketType::Host => 0,
        PacketType::Broadcast => 1,
        PacketType::Multicast => 2,
        PacketType::OtherHost => 3,
    }
}

/// Nanoseconds of a second, and of a day.
const SECOND: u64 = 1_000_000_000;
const DAY: u64 = 24 * 60 * 60 * SECOND;
/// The day that the epoch began on, counted from Sunday.
const THURSDAY: u64 = 4;

/// What time it is, UTC.
fn since_epoch(run: &mut Run<'_, '_>) -> u64 {
    run.consult(Consulted::MORE, "meta time");
    run.cx.router.since_epoch(run.cx.now)
}

/// `nft_meta_set_eval`.
pub(super) fn set(run: &mut Run<'_, '_>, key: MetaKey, sreg: Reg) -> Option<()> {
    match key {
        MetaKey::Mark => {
            let mark = run.regs.u32(sreg)?;
            set_mark(run.cx, run.packet, mark);
        }
        MetaKey::Priority => run.packet.meta.priority = run.regs.u32(sreg)?,
        MetaKey::NfTrace => {
            let [on] = run.regs.array(sreg)?;
            run.packet.meta.nf_trace = on != 0;
            run.refuse("meta nftrace");
        }
        MetaKey::PktType => {
            let [number] = run.regs.array(sreg)?;
            run.packet.meta.packet_type = match number {
                0 => PacketType::Host,
                1 => PacketType::Broadcast,
                2 => PacketType::Multicast,
                3 => PacketType::OtherHost,
                // Others can't be set (`skb_pkt_type_ok`).
                _ => return Some(()),
            };
            run.refuse("meta pkttype");
        }
        // Rules that set anything else are refused; security marks mean nothing here.
        MetaKey::Length
        | MetaKey::Protocol
        | MetaKey::Iif
        | MetaKey::Oif
        | MetaKey::IifName
        | MetaKey::OifName
        | MetaKey::IifType
        | MetaKey::OifType
        | MetaKey::SkUid
        | MetaKey::SkGid
        | MetaKey::RtClassid
        | MetaKey::SecMark
        | MetaKey::NfProto
        | MetaKey::L4Proto
        | MetaKey::BriIifName
        | MetaKey::BriOifName
        | MetaKey::Cpu
        | MetaKey::IifGroup
        | MetaKey::OifGroup
        | MetaKey::Cgroup
        | MetaKey::PRandom
        | MetaKey::SecPath
        | MetaKey::IifKind
        | MetaKey::OifKind
        | MetaKey::TimeNs
        | MetaKey::TimeDay
        | MetaKey::TimeHour => {}
    }
    Some(())
}
