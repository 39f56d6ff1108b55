//! Tests of the table: tuples that clash, sources, expectations, and what commands do.

use std::net::{IpAddr, Ipv4Addr};

use super::{
    testing::{Lab, tuple, udp},
    *,
};
use crate::{
    drop_reason::DropReason,
    filter::Hook,
    packet::{Checksum, Packet},
    route::Family,
    time::Duration,
};

const V4: Family = Family::V4;

#[test]
fn the_same_udp_tuple_twice_shares_one_connection() {
    let mut lab = Lab::new();
    let (mut first, mut second) = (
        udp(V4, (1, 2), (1000, 53), b"1"),
        udp(V4, (1, 2), (1000, 53), b"2"),
    );
    lab.track(&mut first).expect("room");
    lab.track(&mut second).expect("room");
    lab.confirm(&mut first).expect("first");
    lab.confirm(&mut second).expect("shares");
    let (Ct::Of(a), Ct::Of(b)) = (first.meta.ct, second.meta.ct) else {
        unreachable!("tracked")
    };
    assert_eq!((a.id, b.unconfirmed), (b.id, false));
    assert_eq!((lab.table.count(), lab.table.stats().clash_resolve), (1, 1));
}

/// Two connections from one tuple that were translated to different destinations.
fn clashing(lab: &mut Lab) -> (Packet, Packet) {
    let mut packets = [3, 4].map(|server| {
        let mut packet = udp(V4, (1, 2), (1000, 53), b"?");
        lab.track(&mut packet).expect("room");
        let Ct::Of(ct) = packet.meta.ct else {
            unreachable!("tracked")
        };
        let mut reply = tuple((2, 1), (53, 1000));
        reply.set_src(IpAddr::V4(Ipv4Addr::new(10, 0, 0, server)));
        lab.table.set_reply(ct.id, reply);
        packet
    });
    lab.confirm(&mut packets[0]).expect("first");
    packets.into()
}

#[test]
fn a_clash_of_original_tuples_is_found_by_replies() {
    let mut lab = Lab::new();
    let (first, mut second) = clashing(&mut lab);
    lab.confirm(&mut second).expect("resolved");
    assert_eq!(lab.table.count(), 2);
    assert_eq!(
        lab.table.iter(lab.now).count(),
        1,
        "the second is not listed"
    );
    let answer = |server| udp(V4, (server, 1), (53, 1000), b"!");
    let (Ct::Of(a), Ct::Of(b)) = (first.meta.ct, second.meta.ct) else {
        unreachable!("tracked")
    };
    for (server, id) in [(3, a.id), (4, b.id)] {
        let Ct::Of(ct) = lab.pass(answer(server)) else {
            unreachable!("tracked")
        };
        assert_eq!((ct.id, ct.direction), (id, Direction::Reply));
    }
    lab.wait(1.0);
    assert_eq!(lab.see(answer(4)), "new", "it lasts a second");
}

#[test]
fn what_is_the_same_only_without_its_zones_shares_nothing() {
    let ask = || udp(V4, (1, 2), (1000, 53), b"?");
    let answer = || udp(V4, (2, 1), (53, 1000), b"!");
    // The second has the replies of the first in zone 0, or is replied to by its packets there.
    for (zones, second, other) in [((5, 0), ask(), (6, 0)), ((0, 1), answer(), (0, 0))] {
        let mut lab = Lab::new();
        let in_zone = |mut packet: Packet, (original, reply)| {
            packet.meta.ct = Ct::Template {
                original,
                reply,
                helper: None,
            };
            packet
        };
        assert_eq!(lab.see(in_zone(ask(), zones)), "new");
        let mut second = in_zone(second, other);
        lab.track(&mut second).expect("room");
        let Ct::Of(ct) = second.meta.ct else {
            unreachable!("tracked")
        };
        assert_eq!(lab.table.is_only_reversed(ct.id), other == (0, 0));
        assert_eq!(lab.confirm(&mut second), Err(DropReason::CtInsertFailed));
    }
}

#[test]
fn a_clash_of_tcp_is_a_drop() {
    let mut lab = Lab::new();
    let syn = crate::wire::tcp::TcpFields {
        src_port: 1000,
        dst_port: 80,
        seq: 1,
        ack: 0,
        header_len: 20,
        flags: 2,
        window: 1000,
    };
    let mut packets = [0, 1].map(|_| testing::tcp((1, 2), syn, &[], 0));
    for packet in &mut packets {
        lab.track(packet).expect("room");
    }
    let [first, second] = &mut packets;
    lab.confirm(first).expect("first");
    assert_eq!(lab.confirm(second), Err(DropReason::CtInsertFailed));
    assert_eq!(lab.table.stats().insert_failed, 1);
}

#[test]
fn a_tuple_is_taken_by_others_only() {
    let mut lab = Lab::new();
    lab.pass(udp(V4, (1, 2), (1000, 53), b"?"));
    let mut other = udp(V4, (3, 2), (1000, 53), b"?");
    lab.track(&mut other).expect("room");
    let Ct::Of(ct) = other.meta.ct else {
        unreachable!("tracked")
    };
    assert!(lab.table.is_taken(&tuple((2, 1), (53, 1000)), ct.id));
    assert!(lab.table.is_taken(&tuple((1, 2), (1000, 53)), ct.id));
    assert!(!lab.table.is_taken(&tuple((2, 3), (53, 1000)), ct.id));
    assert!(!lab.table.is_taken(&tuple((2, 1), (53, 1001)), ct.id));
    let (id, _) = lab.only();
    assert!(!lab.table.is_taken(&tuple((2, 1), (53, 1000)), id));
    assert_eq!(lab.table.stats().found, 2);
    // The same original tuple means the same connection.
    let mut again = udp(V4, (5, 6), (1, 2), b"?");
    let mut twin = udp(V4, (5, 6), (1, 2), b"?");
    lab.track(&mut again).expect("room");
    lab.track(&mut twin).expect("room");
    lab.confirm(&mut again).expect("first");
    let Ct::Of(ct) = twin.meta.ct else {
        unreachable!("tracked")
    };
    assert!(!lab.table.is_taken(&tuple((6, 5), (2, 1)), ct.id));
}

#[test]
fn connections_are_found_by_their_source_newest_first() {
    let mut lab = Lab::new();
    let mut ids = Vec::new();
    for server in 2..6 {
        lab.pass(udp(V4, (1, server), (1000, 53), b"?"));
        let (id, _) = lab
            .table
            .find(&tuple((1, server), (1000, 53)))
            .expect("there");
        lab.table.index_source(id);
        lab.table.index_source(id);
        ids.insert(0, id);
    }
    lab.pass(udp(V4, (1, 9), (1001, 53), b"?"));
    let found = |lab: &Lab| {
        let all = lab.table.with_source(&tuple((1, 77), (1000, 7)));
        all.map(|(id, _)| id).collect::<Vec<_>>()
    };
    assert_eq!(found(&lab), ids);
    assert!(lab.table.delete(ids.remove(1)));
    assert_eq!(found(&lab), ids);
    assert!(lab.table.delete(ids.remove(0)));
    assert!(lab.table.delete(ids.remove(1)));
    assert_eq!(found(&lab), ids);
    assert_eq!(lab.table.with_source(&tuple((1, 77), (1001, 7))).count(), 0);
}

#[test]
fn a_place_that_is_used_again_has_another_number() {
    let mut lab = Lab::new();
    lab.pass(udp(V4, (1, 2), (1000, 53), b"?"));
    let (old, _) = lab.only();
    assert!(lab.table.delete(old) && !lab.table.delete(old));
    lab.pass(udp(V4, (1, 2), (1000, 53), b"?"));
    let (new, _) = lab.only();
    assert_eq!((new.place, new == old), (old.place, false));
    assert!(lab.table.get(old).is_none() && lab.table.get_mut(old).is_none());
}

#[test]
fn expected_connections_are_related() {
    let mut lab = Lab::new();
    lab.pass(udp(V4, (1, 2), (1000, 69), b"get"));
    let (master, _) = lab.only();
    lab.table.get_mut(master).expect("there").mark = 7;
    let expectation = Expectation {
        master,
        tuple: tuple((2, 1), (0, 1000)),
        src_mask: [0xff; 16],
        src_port_mask: 0,
        until: lab.now + Duration::from_secs(20),
        permanent: false,
        class: 0,
        class_limit: 1,
        saved: None,
    };
    assert_eq!(lab.table.expect(expectation, 10), Ok(()));
    assert_eq!(lab.table.expect(expectation, 10), Ok(()), "again");
    assert_eq!(lab.table.expectations().count(), 1);
    let rival = Expectation {
        src_mask: [0; 16],
        ..expectation
    };
    assert_eq!(lab.table.expect(rival, 10), Err(ExpectError::Clash));
    assert_eq!(lab.see(udp(V4, (3, 1), (5000, 1000), b"?")), "new");
    let data = || udp(V4, (2, 1), (5000, 1000), b"data");
    assert_eq!(lab.see(data()), "related");
    assert_eq!(lab.see(data()), "related");
    let (id, _) = lab.table.find(&tuple((2, 1), (5000, 1000))).expect("there");
    assert_eq!(lab.table.get(id).map(|conn| conn.mark), Some(7));
    assert_eq!(lab.table.expected_by(id).map(|e| e.master), Some(master));
    assert_eq!((lab.table.uses(master), lab.table.uses(id)), (2, 1));
    assert_eq!(
        lab.see(udp(V4, (1, 2), (1000, 5000), b"ack")),
        "established reply"
    );
    assert_eq!(lab.see(data()), "established");
    assert_eq!(
        lab.see(udp(V4, (2, 1), (5001, 1000), b"?")),
        "new",
        "it held once"
    );
}

#[test]
fn expectations_end_with_who_expects_or_with_time() {
    let mut lab = Lab::new();
    lab.pass(udp(V4, (1, 2), (1000, 69), b"get"));
    let (master, _) = lab.only();
    let expect = |lab: &mut Lab, port, max| {
        let expectation = Expectation {
            master,
            tuple: tuple((2, 1), (0, port)),
            src_mask: [0xff; 16],
            src_port_mask: 0,
            until: lab.now + Duration::from_secs(20),
            permanent: false,
            class: 0,
            class_limit: 2,
            saved: None,
        };
        lab.table.expect(expectation, max)
    };
    assert_eq!(expect(&mut lab, 1, 9), Ok(()));
    lab.wait(1.0);
    assert_eq!(expect(&mut lab, 2, 9), Ok(()));
    assert_eq!(expect(&mut lab, 3, 1), Err(ExpectError::Full));
    assert_eq!(expect(&mut lab, 3, 9), Ok(()));
    let ports: Vec<_> = lab.table.expectations().map(|e| e.tuple.dst_port).collect();
    assert_eq!(ports.len(), 2, "two of one class");
    assert!(!ports.contains(&1), "the oldest went");
    lab.wait(20.0);
    assert_eq!(lab.see(udp(V4, (2, 1), (5000, 2), b"?")), "new", "too late");
    lab.table.expire(lab.now);
    assert_eq!(lab.table.expectations().count(), 0);
    assert_eq!(expect(&mut lab, 4, 9), Ok(()));
    assert!(lab.table.delete(master));
    assert_eq!(lab.table.expectations().count(), 0);
    assert_eq!(expect(&mut lab, 5, 9), Err(ExpectError::NoMaster));
}

#[test]
fn what_happens_is_told_to_who_listens() {
    let mut lab = Lab::new();
    lab.pass(udp(V4, (1, 2), (1000, 53), b"?"));
    assert!(lab.table.take_events().0.is_empty(), "nobody listens");
    lab.table.flush();
    lab.table.listen(true);
    lab.pass(udp(V4, (1, 2), (1000, 53), b"?"));
    lab.pass(udp(V4, (1, 2), (1000, 53), b"?"));
    lab.pass(udp(V4, (2, 1), (53, 1000), b"!"));
    lab.table.flush();
    let events: Vec<_> = lab.table.take_events().0.iter().map(|n| n.event).collect();
    assert_eq!(events, [CtEvent::New, CtEvent::Update, CtEvent::Destroy]);
    lab.table.listen(false);
    lab.pass(udp(V4, (1, 2), (1000, 53), b"?"));
    assert!(lab.table.take_events().0.is_empty());
}

#[test]
fn masqueraded_connections_end_with_their_address() {
    let mut lab = Lab::new();
    for (port, interface) in [(1, 4), (2, 4), (3, 5)] {
        lab.pass(udp(V4, (1, 2), (port, 53), b"?"));
        let (id, _) = lab.table.find(&tuple((1, 2), (port, 53))).expect("there");
        lab.table.get_mut(id).expect("there").masquerade = interface;
    }
    let other = Some(IpAddr::V4(Ipv4Addr::new(10, 0, 0, 9)));
    let own = Some(IpAddr::V4(Ipv4Addr::new(10, 0, 0, 1)));
    assert_eq!(lab.table.remove_masqueraded(4, other), 0);
    assert_eq!(lab.table.remove_masqueraded(4, own), 2);
    assert_eq!(lab.table.remove_masqueraded(5, None), 1);
}

#[test]
fn listings_come_in_pieces() {
    let mut lab = Lab::new();
    for port in 0..3000 {
        lab.pass(udp(V4, (1, 2), (port, 53), b"?"));
    }
    let (mut from, mut ports) = (Some(0), Vec::new());
    while let Some(place) = from {
        let (conns, next) = lab.table.chunk(place, 256, lab.now);
        ports.extend(conns.map(|(_, conn)| conn.tuples[0].src_port));
        from = next;
    }
    assert!(ports.iter().copied().eq(0..3000));
}

#[test]
fn connections_can_be_put_in_by_hand() {
    let mut lab = Lab::new();
    let original = tuple((1, 2), (1000, 53));
    let reply = original.invert().expect("UDP");
    let conn = || Conn::new([original, reply]);
    assert!(lab.table.insert(conn(), 50, lab.now).is_some());
    assert!(lab.table.insert(conn(), 50, lab.now).is_none());
    assert_eq!(lab.line(), "50 [UNREPLIED]");
    assert_eq!(
        lab.see(udp(V4, (2, 1), (53, 1000), b"!")),
        "established reply"
    );
    assert_eq!(
        (lab.table.stats().insert, lab.table.stats().insert_failed),
        (1, 1)
    );
}

/// With the knobs as they are by default; counters take 32 bytes more.
#[test]
fn a_million_connections_take_at_most_256_bytes_each() {
    const COUNT: u32 = 1_000_000;
    let mut lab = Lab::new();
    lab.sysctls.max = COUNT;
    let mut table = std::mem::take(&mut lab.table);
    let mut packet = udp(V4, (1, 2), (1000, 53), b"?");
    packet.meta.checksum = Checksum::Verified;
    for n in 0..COUNT {
        packet.network_mut()[12..16].copy_from_slice(&n.to_be_bytes());
        packet.meta.ct = Ct::None;
        let env = lab.env(&packet, Hook::Prerouting);
        table.track(&env, &mut packet).expect("room");
        table.confirm(&env, &mut packet).expect("no clash");
        let Ct::Of(ct) = packet.meta.ct else {
            unreachable!("tracked")
        };
        table.index_source(ct.id);
    }
    assert_eq!(table.count(), COUNT as usize);
    let each = table.memory() as f64 / f64::from(COUNT);
    assert!(each <= 256.0, "{each} bytes");
    assert!(size_of::<Conn>() <= 160, "{}", size_of::<Conn>());
    assert_eq!(size_of::<slab::Slot>(), 192);
    let longest = (0..table.buckets()).map(|b| table.bucket(b).count()).max();
    assert!(longest < Some(32), "{longest:?}");
    assert_eq!(table.flush(), COUNT as usize);
    assert_eq!(table.count(), 0);
}
