//! Neighbour discovery.

use super::bench::*;

#[test]
fn nd_resolves_with_the_packets_source() {
    let mut bench = Bench::new();
    assert!(matches!(
        bench.resolve(HOST6, packet(OWN6, 1)),
        Outcome::Queued
    ));
    let group = solicited_node(HOST6);
    assert_eq!(
        bench.sent_nd(),
        [(
            MacAddr([0x33, 0x33, 0xff, 0, 0, 9]),
            OWN6,
            group,
            solicitation(HOST6, Some(OWN_MAC))
        )]
    );
    bench.nd(HOST6, OWN6, advertisement(HOST_MAC, true, true));
    assert_eq!(bench.out.resolved.len(), 1);
    assert_eq!(bench.state(HOST6), Some(Nud::Reachable));
}

#[test]
fn solicitations_for_own_addresses_are_answered_and_teach() {
    let mut bench = Bench::new();
    bench.nd(
        HOST6,
        solicited_node(OWN6),
        solicitation(OWN6, Some(HOST_MAC)),
    );
    assert_eq!(
        bench.sent_nd(),
        [(
            HOST_MAC,
            OWN6,
            HOST6,
            NdiscFields::NeighbourAdvertisement {
                router: false,
                solicited: true,
                override_: true,
                target: OWN6,
                target_mac: Some(OWN_MAC),
            }
        )]
    );
    // The answer used the entry.
    assert_eq!(bench.state(HOST6), Some(Nud::Delay));
}

/// Sends an advertisement to an entry in state `nud` at [`HOST_MAC`]; gives what it is afterwards.
fn advertised(
    nud: Nud,
    mac: Option<MacAddr>,
    solicited: bool,
    override_: bool,
) -> (Nud, Option<MacAddr>) {
    let mut bench = Bench::new();
    set(
        &mut bench,
        &Request {
            mac: nud.is_valid().then_some(HOST_MAC),
            ..asked(HOST6, nud)
        },
    )
    .expect("set");
    let message = NdiscFields::NeighbourAdvertisement {
        router: true,
        solicited,
        override_,
        target: HOST6,
        target_mac: mac,
    };
    bench.nd(HOST6, if solicited { OWN6 } else { ALL_NODES }, message);
    let found = known(&bench, HOST6);
    (found.state, found.mac)
}

/// RFC 4861 appendix C, as Linux does it.
#[test]
fn advertisements_change_state_by_their_flags() {
    use Nud::{Incomplete, Reachable, Stale};
    let (same, other) = (Some(HOST_MAC), Some(OTHER_MAC));
    for (before, mac, solicited, override_, after) in [
        // Not known yet: what is said counts, whatever O says.
        (Incomplete, same, true, false, (Reachable, same)),
        (Incomplete, same, false, false, (Stale, same)),
        (Incomplete, None, true, false, (Incomplete, None)),
        // The same address, or none.
        (Reachable, same, false, true, (Reachable, same)),
        (Stale, same, true, false, (Reachable, same)),
        (Stale, None, true, false, (Reachable, same)),
        (Stale, None, false, false, (Stale, same)),
        // Another address without O: doubt, but the old address stays.
        (Reachable, other, true, false, (Stale, same)),
        (Stale, other, true, false, (Stale, same)),
        // With O: it is replaced.
        (Reachable, other, true, true, (Reachable, other)),
        (Reachable, other, false, true, (Stale, other)),
        (Stale, other, false, true, (Stale, other)),
    ] {
        assert_eq!(
            advertised(before, mac, solicited, override_),
            after,
            "{before:?} {mac:?} S={solicited} O={override_}"
        );
    }
}

#[test]
fn failed_and_unknown_neighbours_learn_nothing_from_advertisements() {
    assert_eq!(
        advertised(Nud::Failed, Some(HOST_MAC), true, true),
        (Nud::Failed, None)
    );
    let mut bench = Bench::new();
    bench.nd(HOST6, OWN6, advertisement(HOST_MAC, true, true));
    assert!(bench.cache.is_empty());
}

#[test]
fn the_router_flag_comes_from_advertisements_and_goes_with_solicitations() {
    let mut bench = Bench::with(|ens4| ens4.conf6.forwarding = true);
    assert!(matches!(
        bench.resolve(HOST6, packet(OWN6, 1)),
        Outcome::Queued
    ));
    let message = NdiscFields::NeighbourAdvertisement {
        router: true,
        solicited: true,
        override_: true,
        target: HOST6,
        target_mac: Some(HOST_MAC),
    };
    bench.nd(HOST6, OWN6, message);
    assert!(known(&bench, HOST6).router);
    let routers = "ff02::2".parse().expect("an address");
    let source_mac = Some(HOST_MAC);
    bench.nd(
        HOST6,
        routers,
        NdiscFields::RouterSolicitation { source_mac },
    );
    assert!(!known(&bench, HOST6).router);
}

#[test]
fn solicitations_from_nobody_are_answered_to_all() {
    let mut bench = Bench::with(|ens4| ens4.conf6.forwarding = true);
    bench.nd(
        Ipv6Addr::UNSPECIFIED,
        solicited_node(OWN6),
        solicitation(OWN6, None),
    );
    assert_eq!(
        bench.sent_nd(),
        [(
            MacAddr([0x33, 0x33, 0, 0, 0, 1]),
            OWN6,
            ALL_NODES,
            NdiscFields::NeighbourAdvertisement {
                router: true,
                solicited: false,
                override_: true,
                target: OWN6,
                target_mac: Some(OWN_MAC),
            }
        )]
    );
    assert!(bench.cache.is_empty());
}

#[test]
fn unicast_solicitations_are_answered_without_address() {
    let mut bench = Bench::new();
    bench.nd(HOST6, OWN6, solicitation(OWN6, Some(HOST_MAC)));
    let sent = bench.sent_nd();
    let NdiscFields::NeighbourAdvertisement {
        override_,
        target_mac,
        ..
    } = sent[0].3
    else {
        panic!("not an advertisement");
    };
    assert_eq!((override_, target_mac), (false, None));
}

#[test]
fn an_answer_waits_for_a_sender_that_does_not_say_where_it_is() {
    let mut bench = Bench::new();
    bench.nd(HOST6, OWN6, solicitation(OWN6, None));
    assert_eq!(bench.sent_nd(), []);
    // It passes the hooks first.
    let (oif, answer) = bench.out.unresolved.remove(0);
    assert_eq!((oif, bench.cache.held()), (index(2), 0));
    let outcome = bench.resolve(HOST6, answer);
    assert!(matches!(outcome, Outcome::Queued));
    let sent = bench.sent_nd();
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].3, solicitation(HOST6, Some(OWN_MAC)));
    assert_eq!(bench.cache.held(), 1);
    bench.nd(HOST6, OWN6, advertisement(HOST_MAC, true, true));
    let (oif, mac, packet) = &bench.out.resolved[0];
    assert_eq!((*oif, *mac), (index(2), HOST_MAC));
    assert_eq!(packet.network()[40], 136, "the advertisement");
    assert_eq!(bench.out.made, 2);
}

#[test]
fn malformed_neighbour_discovery_is_refused() {
    let group = solicited_node(OWN6);
    let good = solicitation(OWN6, Some(HOST_MAC));
    let mut bench = Bench::new();
    let mut refused = |packet: &Packet| {
        let result = bench.call(|cache, cx, iif| cache.input_nd(cx, iif, packet));
        assert_eq!(result, Err(DropReason::NdInvalid));
        assert!(bench.out.send.is_empty() && bench.cache.is_empty());
    };
    let mut forwarded = nd_frame(HOST6, group, &good);
    forwarded.network_mut()[7] = 254;
    refused(&forwarded);
    let mut code = nd_frame(HOST6, group, &good);
    code.network_mut()[41] = 1;
    refused(&code);
    refused(&nd_frame(HOST6, group, &solicitation(ALL_NODES, None)));
    refused(&nd_frame(Ipv6Addr::UNSPECIFIED, group, &good));
    let none = solicitation(OWN6, None);
    refused(&nd_frame(Ipv6Addr::UNSPECIFIED, OWN6, &none));
    refused(&nd_frame(
        HOST6,
        ALL_NODES,
        &advertisement(HOST_MAC, true, true),
    ));
    let whole = nd_frame(HOST6, group, &good);
    for len in 0..whole.buf.len() {
        let mut cut = Packet {
            buf: PacketBuf::copy_from(&whole.buf.bytes()[..len]),
            meta: whole.meta,
        };
        refused(&cut);
        // The same with a length that says so.
        if len >= 14 + 40 && len != 14 + 40 + 24 {
            cut.network_mut()[5] = (len - 14 - 40) as u8;
            refused(&cut);
        }
    }
}

#[test]
fn proxied_solicitations_are_answered_late_and_once() {
    let target: Ipv6Addr = "2001:db8::77".parse().expect("an address");
    let mut bench = Bench::with(|ens4| {
        ens4.conf6.forwarding = true;
        ens4.conf6.proxy_ndp = true;
    });
    let proxy = Request {
        proxy: true,
        ..asked(target, Nud::Permanent)
    };
    set(&mut bench, &proxy).expect("set");
    bench.nd(
        HOST6,
        solicited_node(target),
        solicitation(target, Some(HOST_MAC)),
    );
    assert_eq!(bench.sent_nd(), []);
    bench.pass(Duration::from_millis(800));
    let sent = bench.sent_nd();
    assert_eq!(sent.len(), 1);
    assert_eq!(
        (sent[0].1, sent[0].2, sent[0].3),
        (
            OWN6,
            HOST6,
            NdiscFields::NeighbourAdvertisement {
                router: false,
                solicited: true,
                override_: false,
                target,
                target_mac: Some(OWN_MAC),
            }
        )
    );
    assert_eq!(delete(&mut bench, target, true), Ok(()));
    assert_eq!(delete(&mut bench, target, true), Err(NeighError::NotFound));
}
