//! Tests of the protocols and of time, with whole packets.

use super::{
    testing::{Lab, describe, icmp, icmp6, ip, packet, sealed, tuple, udp, udp_bytes},
    *,
};
use crate::{
    drop_reason::DropReason,
    packet::{Checksum, Packet},
    route::Family,
    time::Duration,
    wire::ipv4::protocol,
};

const V4: Family = Family::V4;
const V6: Family = Family::V6;

#[test]
fn a_udp_exchange_becomes_a_stream_after_two_seconds() {
    let mut lab = Lab::new();
    let ask = || udp(V4, (1, 2), (1000, 53), b"?");
    let answer = || udp(V4, (2, 1), (53, 1000), b"!");
    assert_eq!(lab.see(ask()), "new");
    assert_eq!(lab.line(), "30 [UNREPLIED]");
    assert_eq!(lab.see(ask()), "new");
    assert_eq!(lab.see(answer()), "established reply");
    assert_eq!(lab.line(), "30");
    assert_eq!(lab.see(ask()), "established");
    lab.wait(2.0);
    lab.see(ask());
    assert_eq!(lab.line(), "30", "not more than two seconds");
    lab.wait(0.1);
    lab.see(answer());
    assert_eq!(lab.line(), "120 [ASSURED]");
}

#[test]
fn a_connection_is_found_until_its_last_moment() {
    let mut lab = Lab::new();
    lab.pass(udp(V4, (1, 2), (1000, 53), b"?"));
    lab.wait(29.999_999);
    assert_eq!(
        lab.see(udp(V4, (2, 1), (53, 1000), b"!")),
        "established reply"
    );
    lab.wait(30.0);
    assert_eq!(lab.see(udp(V4, (2, 1), (53, 1000), b"!")), "new");
    assert_eq!(lab.table.count(), 1, "the old one has gone");
}

#[test]
fn a_connection_that_nobody_confirms_is_not_known() {
    let mut lab = Lab::new();
    let mut first = udp(V4, (1, 2), (1000, 53), b"?");
    lab.track(&mut first).expect("room");
    assert_eq!(lab.see(udp(V4, (2, 1), (53, 1000), b"!")), "new");
    let Ct::Of(ct) = first.meta.ct else {
        unreachable!("tracked")
    };
    assert!(ct.unconfirmed && lab.table.get(ct.id).is_some());
    lab.table.discard(ct.id);
    lab.table.discard(ct.id);
    lab.table.bury();
    assert_eq!(
        (lab.table.get(ct.id).is_none(), lab.table.count()),
        (true, 1)
    );
}

#[test]
fn wrong_checksums_are_invalid_where_packets_come_in() {
    let mut lab = Lab::new();
    let damaged = || {
        let mut packet = udp(V4, (1, 2), (1000, 53), b"?");
        packet.network_mut()[26] ^= 1;
        packet
    };
    assert_eq!(lab.see(damaged()), "invalid");
    assert_eq!(lab.table.stats().invalid, 1);
    let mut vouched = damaged();
    vouched.meta.checksum = Checksum::Verified;
    assert_eq!(lab.see(vouched), "new");
    lab.sysctls.checksum = false;
    assert_eq!(lab.see(damaged()), "new");
    lab.sysctls.checksum = true;
    let mut absent = damaged();
    absent.network_mut()[26..28].fill(0);
    assert_eq!(lab.see(absent), "new", "no checksum was computed");
}

#[test]
fn lengths_that_lie_are_invalid() {
    let mut lab = Lab::new();
    for len in [0_u16, 7, 10] {
        let mut bytes = udp_bytes((1000, 53), b"?");
        bytes[4..6].copy_from_slice(&len.to_be_bytes());
        assert_eq!(
            lab.see(sealed(V4, (1, 2), protocol::UDP, &bytes)),
            "invalid"
        );
    }
    for len in 0..8 {
        let bytes = &udp_bytes((1000, 53), b"?")[..len];
        let cut = packet(&ip(V4, 1, 2, protocol::UDP, bytes));
        assert_eq!(lab.see(cut), "invalid", "{len}");
    }
    assert_eq!(lab.table.count(), 0);
}

#[test]
fn echo_requests_begin_and_replies_do_not() {
    let mut lab = Lab::new();
    assert_eq!(lab.see(icmp((2, 1), 0, 0, 7)), "invalid");
    assert_eq!(lab.see(icmp((1, 2), 8, 0, 7)), "new");
    assert_eq!(
        lab.see(icmp((2, 1), 0, 0, 8)),
        "invalid",
        "another identifier"
    );
    assert_eq!(lab.see(icmp((2, 1), 0, 0, 7)), "established reply");
    assert_eq!(lab.line(), "30");
    assert_eq!(lab.see(icmp((1, 2), 13, 0, 7)), "new");
    assert_eq!(
        lab.see(icmp((1, 2), 9, 0, 7)),
        "invalid",
        "router advertisement"
    );
    assert_eq!(lab.see(icmp((1, 2), 19, 0, 7)), "invalid", "no such type");
    assert_eq!(lab.table.stats().error, 1);
}

#[test]
fn echo_of_ipv6_is_tracked_and_neighbour_discovery_is_not() {
    let mut lab = Lab::new();
    assert_eq!(lab.see(icmp6((2, 1), 129, 7)), "invalid");
    assert_eq!(lab.see(icmp6((1, 2), 128, 7)), "new");
    assert_eq!(lab.see(icmp6((2, 1), 129, 7)), "established reply");
    for kind in [130, 131, 132, 133, 134, 135, 136, 143, 151, 152] {
        assert_eq!(lab.see(icmp6((1, 2), kind, 7)), "untracked", "{kind}");
    }
    for kind in [140, 141, 142, 144, 150, 153, 200, 255] {
        assert_eq!(lab.see(icmp6((1, 2), kind, 7)), "invalid", "{kind}");
    }
}

/// An ICMP error from host `hosts.0` to `hosts.1` that quotes these bytes.
fn error(family: Family, hosts: (u8, u8), kind: u8, quoted: &[u8]) -> Packet {
    let message = [&[kind, 0, 0, 0, 0, 0, 0, 0], quoted].concat();
    let proto = match family {
        Family::V4 => protocol::ICMP,
        Family::V6 => protocol::ICMPV6,
    };
    sealed(family, hosts, proto, &message)
}

#[test]
fn errors_belong_to_the_connection_that_they_are_about() {
    for (family, kind) in [
        (V4, 3),
        (V4, 4),
        (V4, 5),
        (V4, 11),
        (V4, 12),
        (V6, 1),
        (V6, 2),
    ] {
        let mut lab = Lab::new();
        lab.pass(udp(family, (1, 2), (1000, 53), b"?"));
        let quoted = |src, dst, ports| ip(family, src, dst, protocol::UDP, &udp_bytes(ports, b""));
        let about = quoted(1, 2, (1000, 53));
        // From the destination or from a router on the way; whole, or cut to what is required.
        assert_eq!(
            lab.see(error(family, (2, 1), kind, &about)),
            "related reply"
        );
        assert_eq!(
            lab.see(error(family, (9, 1), kind, &about)),
            "related reply"
        );
        let cut = &about[..about.len() - 4];
        assert_eq!(lab.see(error(family, (2, 1), kind, cut)), "related reply");
        // To somebody who did not send that packet.
        assert_eq!(lab.see(error(family, (2, 3), kind, &about)), "invalid");
        // About an answer.
        let answer = quoted(2, 1, (53, 1000));
        assert_eq!(lab.see(error(family, (1, 2), kind, &answer)), "related");
        let unknown = quoted(1, 2, (1001, 53));
        assert_eq!(lab.see(error(family, (2, 1), kind, &unknown)), "invalid");
        let cut = &about[..about.len() - 5];
        assert_eq!(lab.see(error(family, (2, 1), kind, cut)), "invalid");
        assert_eq!(lab.table.stats().error, 3);
        assert_eq!(lab.line(), "30 [UNREPLIED]", "an error is no answer");
    }
}

#[test]
fn errors_about_later_fragments_are_invalid() {
    let mut lab = Lab::new();
    lab.pass(udp(V4, (1, 2), (1000, 53), b"?"));
    let mut about = ip(V4, 1, 2, protocol::UDP, &udp_bytes((1000, 53), b""));
    about[7] = 1;
    assert_eq!(lab.see(error(V4, (2, 1), 3, &about)), "invalid");
}

#[test]
fn a_redirect_of_ipv6_counts_only_from_a_neighbour() {
    let mut lab = Lab::new();
    lab.pass(udp(V6, (1, 2), (1000, 53), b"?"));
    let quoted = ip(V6, 1, 2, protocol::UDP, &udp_bytes((1000, 53), b""));
    let redirect = |source: u8, hop_limit: u8| {
        let mut message = vec![137, 0, 0, 0, 0, 0, 0, 0];
        message.resize(40, 0);
        message.extend_from_slice(&[4, 7, 0, 0, 0, 0, 0, 0]);
        message.extend_from_slice(&quoted);
        let mut packet = packet(&ip(V6, 9, 1, protocol::ICMPV6, &message));
        packet.meta.checksum = Checksum::Verified;
        let bytes = packet.network_mut();
        bytes[7] = hop_limit;
        (bytes[8], bytes[9]) = (source, 0x80);
        packet
    };
    assert_eq!(lab.see(redirect(0xfe, 255)), "related reply");
    assert_eq!(lab.see(redirect(0xfe, 254)), "invalid");
    assert_eq!(lab.see(redirect(0xfd, 255)), "invalid");
    let changed = |at: usize, value: u8| {
        let mut packet = redirect(0xfe, 255);
        packet.network_mut()[at] = value;
        packet
    };
    assert_eq!(lab.see(changed(41, 1)), "invalid", "another code");
    assert_eq!(lab.see(changed(80, 2)), "invalid", "another option");
    assert_eq!(
        lab.see(changed(81, 0)),
        "invalid",
        "an option without length"
    );
}

#[test]
fn extension_headers_are_skipped_and_later_fragments_are_invalid() {
    let mut lab = Lab::new();
    let datagram = udp(V6, (1, 2), (1000, 53), b"?");
    let behind = |first: u8, header: &[u8]| {
        let mut bytes = datagram.network().to_vec();
        bytes[6] = first;
        bytes.splice(40..40, header.iter().copied());
        packet(&bytes)
    };
    assert_eq!(lab.see(behind(60, &[17, 0, 1, 4, 0, 0, 0, 0])), "new");
    assert_eq!(
        lab.see(udp(V6, (2, 1), (53, 1000), b"!")),
        "established reply"
    );
    assert_eq!(lab.see(behind(44, &[17, 0, 0, 8, 0, 0, 0, 1])), "invalid");
    assert_eq!(lab.see(behind(59, &[17, 0, 0, 0, 0, 0, 0, 0])), "invalid");
    let mut fragment = udp(V4, (1, 2), (1000, 53), b"?");
    fragment.network_mut()[7] = 1;
    assert_eq!(lab.see(fragment), "invalid");
}

#[test]
fn protocols_without_ports_are_told_apart_by_addresses() {
    let mut lab = Lab::new();
    let esp = |hosts: (u8, u8)| packet(&ip(V4, hosts.0, hosts.1, 50, b"spi!"));
    assert_eq!(lab.see(esp((1, 2))), "new");
    assert_eq!(lab.see(esp((2, 1))), "established reply");
    assert_eq!(lab.line(), "600");
    let dccp = packet(&ip(V4, 1, 2, 33, &[0; 16]));
    assert_eq!(lab.see(dccp), "new");
}

#[test]
fn gre_of_version_1_is_told_apart_by_its_call() {
    let mut lab = Lab::new();
    let gre = |hosts: (u8, u8), header: &[u8]| packet(&ip(V4, hosts.0, hosts.1, 47, header));
    assert_eq!(lab.see(gre((1, 2), &[0, 0, 8, 0])), "new");
    assert_eq!(
        lab.see(gre((2, 1), &[0x20, 0, 8, 0, 1, 2, 3, 4])),
        "established reply"
    );
    assert_eq!(lab.line(), "30");
    assert_eq!(lab.see(gre((2, 1), &[0, 0, 8, 0])), "established reply");
    assert_eq!(lab.line(), "180 [ASSURED]");
    assert_eq!(
        lab.see(gre((1, 2), &[0x30, 1, 0x88, 0x0b, 0, 0, 0, 9])),
        "new"
    );
    assert_eq!(
        lab.see(gre((1, 2), &[0x30, 1, 0x08, 0x00, 0, 0, 0, 9])),
        "invalid"
    );
}

#[test]
fn udp_lite_needs_a_checksum_over_what_it_covers() {
    let mut lab = Lab::new();
    let lite = |coverage: u16, covered: usize| {
        let mut bytes = udp_bytes((1, 2), b"data");
        bytes[4..6].copy_from_slice(&coverage.to_be_bytes());
        bytes[6..8].fill(0);
        let sum = crate::checksum::pseudo_header(&[10, 0, 0, 1], &[10, 0, 0, 2], 17, 12);
        let sum = sum.add(&bytes[..covered]).complement();
        bytes[6..8].copy_from_slice(&sum.to_be_bytes());
        packet(&ip(V4, 1, 2, protocol::UDPLITE, &bytes))
    };
    assert_eq!(lab.see(lite(8, 12)), "invalid");
    assert_eq!(lab.see(lite(7, 7)), "invalid");
    assert_eq!(lab.see(lite(13, 12)), "invalid");
    assert_eq!(lab.see(lite(8, 8)), "new");
    assert_eq!(lab.see(lite(0, 12)), "new");
    assert_eq!(lab.line(), "30 [UNREPLIED]");
}

#[test]
fn zones_keep_the_same_addresses_apart() {
    let mut lab = Lab::new();
    let in_zone = |mut packet: Packet, original, reply| {
        packet.meta.ct = Ct::Template {
            original,
            reply,
            helper: None,
        };
        packet
    };
    let ask = || udp(V4, (1, 2), (1000, 53), b"?");
    let answer = || udp(V4, (2, 1), (53, 1000), b"!");
    assert_eq!(lab.see(in_zone(ask(), 1, 1)), "new");
    assert_eq!(lab.see(answer()), "new", "in zone 0");
    assert_eq!(lab.see(in_zone(answer(), 1, 1)), "established reply");
    // A zone for the original direction only (`--zone-orig`): answers come in zone 0.
    let mut lab = Lab::new();
    assert_eq!(lab.see(in_zone(ask(), 5, 0)), "new");
    assert_eq!(lab.see(answer()), "established reply");
    assert_eq!(lab.see(in_zone(answer(), 7, 0)), "established reply");
}

#[test]
fn a_packet_that_comes_by_again_is_left_as_it_is() {
    let mut lab = Lab::new();
    let mut first = udp(V4, (1, 2), (1000, 53), b"?");
    lab.track(&mut first).expect("room");
    let ct = first.meta.ct;
    lab.track(&mut first).expect("room");
    assert_eq!((first.meta.ct, lab.table.count()), (ct, 1));
    first.meta.ct = Ct::Untracked;
    lab.track(&mut first).expect("room");
    assert_eq!(first.meta.ct, Ct::Untracked);
}

#[test]
fn packets_and_bytes_are_counted_if_wanted() {
    let mut lab = Lab::new();
    lab.pass(udp(V4, (1, 2), (1000, 53), b"?"));
    assert_eq!(lab.table.counters(lab.only().0), None);
    lab.table.flush();
    lab.sysctls.acct = true;
    lab.pass(udp(V4, (1, 2), (1000, 53), b"?"));
    lab.pass(udp(V4, (1, 2), (1000, 53), b"?"));
    lab.pass(udp(V4, (2, 1), (53, 1000), b"!!!"));
    let [original, reply] = *lab.table.counters(lab.only().0).expect("counted");
    assert_eq!((original.packets, original.bytes), (2, 58));
    assert_eq!((reply.packets, reply.bytes), (1, 31));
}

#[test]
fn the_beginning_is_noted_if_wanted() {
    let mut lab = Lab::new();
    lab.pass(udp(V4, (1, 2), (1000, 53), b"?"));
    assert_eq!(lab.table.began(lab.only().0), None);
    lab.table.flush();
    lab.sysctls.timestamp = true;
    lab.wait(5.0);
    let begin = lab.now;
    lab.pass(udp(V4, (1, 2), (1000, 53), b"?"));
    lab.wait(5.0);
    lab.pass(udp(V4, (1, 2), (1000, 53), b"?"));
    let (id, _) = lab.only();
    assert_eq!(
        (lab.table.began(id), lab.table.counters(id)),
        (Some(begin), None)
    );
}

#[test]
fn a_full_table_gives_up_who_is_not_assured() {
    let mut lab = Lab::new();
    lab.sysctls.max = 100;
    for port in 0..100 {
        lab.pass(udp(V4, (1, 2), (port, 53), b"?"));
    }
    let mut dropped = 0;
    for port in 100..1100 {
        let mut packet = udp(V4, (1, 2), (port, 53), b"?");
        match lab.track(&mut packet) {
            Ok(()) => lab.confirm(&mut packet).expect("no clash"),
            Err(reason) => {
                assert_eq!(reason, DropReason::CtTableFull);
                dropped += 1;
            }
        }
        assert!(lab.table.count() <= 100);
    }
    let stats = lab.table.stats();
    assert_eq!(stats.drop, dropped);
    assert!(stats.early_drop >= 1000 - dropped);
    // Those that are ASSURED stay; nobody else comes in.
    let mut lab = Lab::new();
    lab.sysctls.max = 10;
    for port in 0..10 {
        lab.pass(udp(V4, (1, 2), (port, 53), b"?"));
        let (id, _) = lab.table.find(&tuple((1, 2), (port, 53))).expect("there");
        lab.table
            .get_mut(id)
            .expect("there")
            .status
            .set(Status::ASSURED);
    }
    let mut packet = udp(V4, (1, 2), (10, 53), b"?");
    assert_eq!(lab.track(&mut packet), Err(DropReason::CtTableFull));
    assert_eq!((packet.meta.ct, lab.table.count()), (Ct::None, 10));
    lab.sysctls.max = 0;
    assert_eq!(lab.track(&mut packet), Ok(()), "no limit");
}

#[test]
fn what_is_about_to_end_makes_room_when_nothing_else_can() {
    let mut lab = Lab::new();
    lab.sysctls.max = 1000;
    for port in 0..1000 {
        lab.pass(udp(V4, (1, 2), (port, 53), b"?"));
        let (id, _) = lab.table.find(&tuple((1, 2), (port, 53))).expect("there");
        let conn = lab.table.get_mut(id).expect("there");
        conn.status.set(Status::ASSURED);
        let state = match port % 3 {
            0 => SctpState::ShutdownAckSent,
            1 => SctpState::ShutdownSent,
            _ => SctpState::Established,
        };
        conn.proto = Proto::Sctp(Sctp::in_state(state, [0; 2]));
    }
    let mut packet = udp(V4, (1, 2), (1000, 53), b"?");
    assert_eq!(lab.track(&mut packet), Err(DropReason::CtTableFull));
    let mut calls = 0;
    while lab.table.next_deadline() <= lab.now {
        lab.table.expire(lab.now);
        calls += 1;
    }
    assert_eq!((lab.table.count(), calls), (949, 1), "down to 95 %");
    let states = lab.table.iter(lab.now).map(|(_, conn)| conn.sctp_state());
    let open = states.filter(|state| *state == Some(SctpState::Established));
    assert_eq!(open.count(), 333);
    assert_eq!(lab.track(&mut packet), Ok(()));
}

#[test]
fn connections_end_when_their_time_is_over() {
    let mut lab = Lab::new();
    for port in 0..2000 {
        lab.pass(udp(V4, (1, 2), (port, 53), b"?"));
    }
    assert!(lab.table.next_deadline() >= lab.now + Duration::from_secs(30));
    assert!(lab.table.next_deadline() <= lab.now + Duration::from_secs(31));
    lab.wait(29.9);
    lab.table.expire(lab.now);
    assert_eq!(lab.table.count(), 2000);
    lab.wait(0.5);
    lab.table.expire(lab.now);
    assert!((1..2000).contains(&lab.table.count()), "a piece at a time");
    while lab.table.next_deadline() <= lab.now {
        lab.table.expire(lab.now);
    }
    assert_eq!(lab.table.count(), 0);
}

#[test]
fn a_shorter_timeout_counts_at_once() {
    let mut lab = Lab::new();
    lab.sysctls.udp_timeout = 432_000;
    lab.pass(udp(V4, (1, 2), (1000, 53), b"?"));
    let (id, _) = lab.only();
    assert!(lab.table.set_timeout(id, 5, lab.now));
    lab.wait(5.5);
    assert!(lab.table.next_deadline() <= lab.now);
    lab.table.expire(lab.now);
    assert_eq!(lab.table.count(), 0);
}

#[test]
fn a_long_timeout_lasts_that_long() {
    let mut lab = Lab::new();
    lab.sysctls.udp_timeout = 432_000;
    lab.pass(udp(V4, (1, 2), (1000, 53), b"?"));
    let end = lab.now + Duration::from_secs(432_000);
    while lab.table.count() == 1 {
        lab.now = lab.table.next_deadline();
        lab.table.expire(lab.now);
        assert_eq!(lab.table.count() == 1, lab.now < end);
    }
    assert!(lab.now.saturating_since(end) < Duration::from_millis(300));
}

#[test]
fn packets_are_described() {
    assert_eq!(describe(Ct::None), "none");
    let zones = Ct::Template {
        original: 1,
        reply: 2,
        helper: None,
    };
    assert_eq!(describe(zones), "template");
}
