//! Properties of tracking, tried with random input: against a slow model, and against what must hold
//! whatever comes.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::{
    slab::Slot,
    testing::{Lab, ip, packet, tuple},
    *,
};
use crate::{
    drop_reason::DropReason,
    packet::{Checksum, Packet},
    route::Family,
    time::Duration,
};

/// Checks that all lists agree: who is in the table is in its buckets and waits in the wheel, and nobody
/// else is.
fn check(table: &Conntrack) {
    let live = |place: &u32| {
        table
            .slab
            .at(*place)
            .is_some_and(|slot| slot.is(Slot::LIVE))
    };
    let places: Vec<u32> = (0..table.slab.end()).filter(live).collect();
    assert_eq!(places.len(), table.count());
    let mut nodes = BTreeSet::new();
    for bucket in 0..table.buckets() {
        for (place, direction) in table.bucket(bucket) {
            let slot = &table.slab[place];
            assert!(slot.is(Slot::LIVE));
            assert_eq!(table.buckets.of(slot.hash[direction.index()]), bucket);
            assert_eq!(
                table.hash(slot.conn.tuple(direction)),
                slot.hash[direction.index()]
            );
            assert!(
                nodes.insert((place, direction.index())),
                "twice in a bucket"
            );
        }
    }
    assert_eq!(nodes.len(), table.buckets.nodes() as usize);
    let mut timed = 0;
    for place in places {
        let slot = &table.slab[place];
        let dead = table.dead.contains(&place);
        let member = slot.conn.status.has(Status::CONFIRMED) && !dead;
        timed += usize::from(member);
        assert_eq!(slot.is(Slot::TIMED), member);
        assert_eq!(nodes.contains(&(place, 1)), member);
        let hidden = slot.conn.status.has(Status::NAT_CLASH);
        assert_eq!(nodes.contains(&(place, 0)), member && !hidden);
    }
    assert_eq!(timed, table.wheel.len);
}

/// What can be done with a table; ports stand for connections.
#[derive(Clone, Copy, Debug)]
enum Step {
    Insert(u16, u32),
    Delete(u16),
    Find(u16),
    Timeout(u16, u32),
    Index(u16),
    Wait(u32),
    Expire,
}

fn step() -> impl Strategy<Value = Step> {
    let port = 0..60_u16;
    let seconds = prop_oneof![0..5_u32, 0..400_u32, Just(432_000)];
    prop_oneof![
        4 => (port.clone(), seconds.clone()).prop_map(|(port, s)| Step::Insert(port, s)),
        1 => port.clone().prop_map(Step::Delete),
        3 => port.clone().prop_map(Step::Find),
        1 => (port.clone(), seconds).prop_map(|(port, s)| Step::Timeout(port, s)),
        1 => port.prop_map(Step::Index),
        2 => (0..20_000_u32).prop_map(Step::Wait),
        1 => Just(Step::Expire),
    ]
}

proptest! {
    #[test]
    fn the_table_does_what_a_map_does(steps in prop::collection::vec(step(), 1..300)) {
        let mut lab = Lab::new();
        let mut model: BTreeMap<u16, (ConnId, crate::time::Instant)> = BTreeMap::new();
        let original = |port| tuple((1, 2), (port, 53));
        for step in steps {
            let now = lab.now;
            let known = |model: &BTreeMap<u16, (ConnId, _)>, port: &u16| {
                model.get(port).filter(|(_, end)| now < *end).map(|(id, _)| *id)
            };
            match step {
                Step::Insert(port, seconds) => {
                    let reply = original(port).invert().expect("UDP");
                    let conn = Conn::new([original(port), reply]);
                    let id = lab.table.insert(conn, seconds, now);
                    prop_assert_eq!(id.is_none(), known(&model, &port).is_some());
                    if let Some(id) = id {
                        model.insert(port, (id, now + Duration::from_secs(u64::from(seconds))));
                    }
                }
                Step::Delete(port) => {
                    if let Some(id) = known(&model, &port) {
                        prop_assert!(lab.table.delete(id));
                        prop_assert!(!lab.table.delete(id));
                        model.remove(&port);
                    }
                }
                Step::Find(port) => {
                    let hash = lab.table.hash(&original(port));
                    let found = lab.table.find_hashed(now, &original(port), hash, None);
                    let found = found.map(|(place, _)| lab.table.slab.id(place));
                    prop_assert_eq!(found, known(&model, &port));
                }
                Step::Timeout(port, seconds) => {
                    if let Some(id) = known(&model, &port) {
                        prop_assert!(lab.table.set_timeout(id, seconds, now));
                        model.insert(port, (id, now + Duration::from_secs(u64::from(seconds))));
                    }
                }
                Step::Index(port) => {
                    if let Some(id) = known(&model, &port) {
                        lab.table.index_source(id);
                        let mut found = lab.table.with_source(&original(port));
                        prop_assert_eq!(found.next().map(|(found, _)| found), Some(id));
                        prop_assert!(found.next().is_none());
                    }
                }
                Step::Wait(millis) => lab.now += Duration::from_millis(u64::from(millis)),
                Step::Expire => {
                    lab.table.expire(now);
                    let listed: Vec<_> = lab.table.iter(now).map(|(id, _)| id).collect();
                    let there: BTreeSet<_> = listed.iter().map(|id| id.place).collect();
                    let expected = model.values().filter(|(_, end)| now < *end);
                    prop_assert_eq!(there, expected.map(|(id, _)| id.place).collect());
                }
            }
            check(&lab.table);
        }
        // Whoever is over is gone a slot of the wheel later, and nobody else.
        lab.now += Duration::from_millis(300);
        lab.table.expire(lab.now);
        let over = lab.now - Duration::from_millis(270);
        let kept = model.values().filter(|(id, end)| over < *end && lab.table.get(*id).is_some());
        prop_assert_eq!(kept.count(), lab.table.count());
        prop_assert!(model.values().all(|(id, end)| lab.now >= *end || lab.table.get(*id).is_some()));
        lab.table.flush();
        check(&lab.table);
        prop_assert_eq!(lab.table.count(), 0);
    }

    #[test]
    fn a_tuple_inverted_twice_is_itself(
        src: [u8; 16], dst: [u8; 16], src_port: u16, dst_port: u16, ipv6: bool,
        proto in prop_oneof![Just(1_u8), Just(58), Just(6), any::<u8>()], zone: u16,
    ) {
        let tuple = Tuple { src, dst, src_port, dst_port, ipv6, proto, zone };
        if let Some(inverse) = tuple.invert() {
            prop_assert_eq!(inverse.invert(), Some(tuple));
        } else {
            prop_assert!(matches!(proto, 1 | 58));
        }
    }
}

/// A packet of one of few flows, of any protocol, often damaged.
fn any_packet() -> impl Strategy<Value = Packet> {
    let proto = prop_oneof![
        4 => Just(6_u8), 2 => Just(17_u8), 2 => Just(1_u8), 1 => Just(58_u8),
        1 => Just(132_u8), 1 => Just(47_u8), 1 => Just(136_u8), 1 => any::<u8>(),
    ];
    let flow = (0..3_u8, 0..3_u8, any::<bool>(), proto);
    let payload = prop::collection::vec(any::<u8>(), 0..80);
    let small = (0..3_u8, 0..3_u8, any::<u8>(), any::<bool>(), any::<bool>());
    (
        flow,
        payload,
        small,
        any::<prop::sample::Index>(),
        any::<u8>(),
    )
        .prop_map(
            |((src, dst, v6, proto), mut payload, (a, b, flags, cut, quote), at, byte)| {
                let family = if v6 { Family::V6 } else { Family::V4 };
                if let Some(head) = payload.first_chunk_mut::<4>() {
                    *head = match proto {
                        1 => [[8, 0, 3][usize::from(a)], 0, 0, 0],
                        58 => [[128, 129, 1][usize::from(a)], 0, 0, 0],
                        47 => [0x30, a, 0x88, 0x0b],
                        _ => [0, a, 0, b],
                    };
                }
                if proto == 6 && payload.len() > 20 {
                    // Small numbers, so that segments fit now and then.
                    payload[4..12].copy_from_slice(&[0, 0, 0, a, 0, 0, 0, b]);
                    payload[12] = if cut { 0x50 } else { 0x60 };
                    payload[13] =
                        [0x02, 0x12, 0x10, 0x11, 0x04, 0x18, flags][usize::from(flags % 7)];
                }
                if quote && matches!(proto, 1 | 58) && payload.len() > 8 {
                    let quoted = ip(family, dst, src, 17, &[0, a, 0, b, 0, 8, 0, 0]);
                    payload.truncate(8);
                    payload.extend(quoted);
                }
                let mut bytes = ip(family, src, dst, proto, &payload);
                if byte < 16 {
                    let at = at.index(bytes.len());
                    bytes[at] ^= 1 << (byte % 8);
                    bytes.truncate(if cut { at } else { bytes.len() });
                }
                let mut packet = packet(&bytes);
                if byte % 8 != 0 {
                    packet.meta.checksum = Checksum::Verified;
                }
                packet
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn whatever_comes_the_lists_agree_and_nothing_is_left_over(
        steps in prop::collection::vec((any_packet(), 0..8_u8, 0..5000_u32), 1..120),
        max in prop_oneof![Just(0_u32), 1..20_u32],
        acct: bool,
    ) {
        let mut lab = Lab::new();
        lab.sysctls.max = max;
        lab.sysctls.acct = acct;
        let mut waiting: Vec<Packet> = Vec::new();
        for (mut packet, what, millis) in steps {
            lab.wait(f64::from(millis) / 1000.0);
            if what == 0 {
                packet.meta.ct = Ct::Template { original: 1, reply: u16::from(acct), helper: None };
            }
            match lab.track(&mut packet) {
                Ok(()) => waiting.push(packet),
                Err(reason) => prop_assert_eq!(reason, DropReason::CtTableFull),
            }
            check(&lab.table);
            prop_assert!(max == 0 || lab.table.count() <= max as usize);
            // Most go on at once, some together with later ones, some end.
            if what < 6 {
                for mut packet in waiting.drain(..) {
                    let confirmed = lab.confirm(&mut packet);
                    if let (Err(_), Ct::Of(of)) = (confirmed, packet.meta.ct) {
                        lab.table.discard(of.id);
                    }
                }
            } else if what == 6 {
                for packet in waiting.drain(..) {
                    if let Ct::Of(of) = packet.meta.ct && of.unconfirmed {
                        lab.table.discard(of.id);
                    }
                }
            }
            lab.table.bury();
            if what == 5 {
                lab.table.expire(lab.now);
            }
            check(&lab.table);
        }
        for packet in waiting {
            if let Ct::Of(of) = packet.meta.ct {
                lab.table.discard(of.id);
            }
        }
        lab.table.bury();
        while lab.table.next_deadline() < crate::time::Instant::FAR_FUTURE {
            lab.now = lab.now.max(lab.table.next_deadline());
            lab.table.expire(lab.now);
        }
        check(&lab.table);
        prop_assert_eq!(lab.table.count(), 0);
    }
}
