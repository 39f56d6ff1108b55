//! `meta`: what is known of packets besides their bytes.

use super::*;
use crate::packet::{Mark, PacketType};

fn at(hook: Hook) -> (Family, Hook) {
    (Family::V4, hook)
}

fn known<const N: usize>(hook: Hook, key: MetaKey, packet: &mut Packet) -> Option<[u8; N]> {
    loaded(&mut Bench::new(), at(hook), meta(key), packet)
}

fn number(hook: Hook, key: MetaKey) -> Option<u32> {
    known(hook, key, &mut udp(1000, 2000)).map(u32::from_ne_bytes)
}

fn name(hook: Hook, key: MetaKey) -> Option<String> {
    let bytes: [u8; 16] = known(hook, key, &mut udp(1000, 2000))?;
    let text = String::from_utf8(bytes.to_vec()).expect("text");
    Some(text.trim_end_matches('\0').to_owned())
}

#[test]
fn interfaces_by_number_and_name() {
    assert_eq!(number(Hook::Forward, MetaKey::Iif), Some(2));
    assert_eq!(number(Hook::Forward, MetaKey::Oif), Some(3));
    assert_eq!(
        name(Hook::Forward, MetaKey::IifName).as_deref(),
        Some("left0")
    );
    assert_eq!(
        name(Hook::Forward, MetaKey::OifName).as_deref(),
        Some("right0")
    );
    let kind = |key| known(Hook::Forward, key, &mut udp(1, 2)).map(u16::from_ne_bytes);
    assert_eq!(kind(MetaKey::IifType), Some(1));
    assert_eq!(number(Hook::Forward, MetaKey::IifGroup), Some(0));
    assert_eq!(
        name(Hook::Forward, MetaKey::IifKind),
        None,
        "it is hardware"
    );
}

#[test]
fn where_no_interface_is_its_number_is_0_and_its_name_empty() {
    assert_eq!(number(Hook::Output, MetaKey::Iif), Some(0));
    assert_eq!(number(Hook::Prerouting, MetaKey::Oif), Some(0));
    assert_eq!(name(Hook::Input, MetaKey::OifName).as_deref(), Some(""));
    for key in [MetaKey::OifType, MetaKey::OifGroup, MetaKey::OifKind] {
        assert_eq!(
            known::<1>(Hook::Input, key, &mut udp(1, 2)),
            None,
            "{key:?}"
        );
    }
}

#[test]
fn the_packet_itself() {
    let mut packet = udp(1000, 2000);
    packet.meta.mark = Mark(0x1234);
    packet.meta.priority = 0x1_0010;
    packet.meta.packet_type = PacketType::Multicast;
    let mut byte = |key| known(Hook::Forward, key, &mut packet).map(|[byte]: [u8; 1]| byte);
    assert_eq!(byte(MetaKey::L4Proto), Some(17));
    assert_eq!(byte(MetaKey::NfProto), Some(2));
    assert_eq!(byte(MetaKey::PktType), Some(2));
    assert_eq!(byte(MetaKey::NfTrace), Some(0));
    assert_eq!(byte(MetaKey::SecPath), Some(0));
    assert_eq!(byte(MetaKey::SkUid), None);
    let mut word = |key| known(Hook::Forward, key, &mut packet).map(u32::from_ne_bytes);
    assert_eq!(word(MetaKey::Mark), Some(0x1234));
    assert_eq!(word(MetaKey::Priority), Some(0x1_0010));
    assert_eq!(word(MetaKey::Length), Some(35));
    let protocol = known(Hook::Forward, MetaKey::Protocol, &mut packet);
    assert_eq!(protocol, Some([8, 0]));
    let six = loaded(
        &mut Bench::new(),
        (Family::V6, Hook::Forward),
        meta(MetaKey::Protocol),
        &mut udp6(1, 2),
    );
    assert_eq!(six, Some([0x86, 0xdd]));
}

#[test]
fn realms_are_those_of_routes() {
    assert_eq!(number(Hook::Prerouting, MetaKey::RtClassid), None);
    assert_eq!(number(Hook::Input, MetaKey::RtClassid), Some(0));
}

#[test]
fn the_time_is_utc() {
    // The small router's clock shows 1000 seconds, on the first day of the epoch, a Thursday.
    assert_eq!(number(Hook::Forward, MetaKey::TimeHour), Some(1000));
    let day = known(Hook::Forward, MetaKey::TimeDay, &mut udp(1, 2));
    assert_eq!(day, Some([4]));
    let nanos = known(Hook::Forward, MetaKey::TimeNs, &mut udp(1, 2));
    assert_eq!(nanos.map(u64::from_ne_bytes), Some(1_000_000_000_000));
}

#[test]
fn what_rules_set() {
    let mut packet = udp(1000, 2000);
    let mut set = |key, bytes: &[u8]| {
        let set = Expr::MetaSet { key, sreg: REG };
        let found = outcome(&mut Bench::new(), &[immediate(bytes), set], &mut packet);
        assert_eq!(found, Outcome::Next);
    };
    set(MetaKey::Mark, &7_u32.to_ne_bytes());
    set(MetaKey::Priority, &0x1_0010_u32.to_ne_bytes());
    set(MetaKey::NfTrace, &[1]);
    set(MetaKey::PktType, &[1]);
    set(MetaKey::PktType, &[4]);
    assert_eq!(packet.meta.mark, Mark(7));
    assert_eq!(packet.meta.priority, 0x1_0010);
    assert!(packet.meta.nf_trace);
    assert_eq!(
        packet.meta.packet_type,
        PacketType::Broadcast,
        "4 can't be set"
    );
}
