//! What the administrator does.

use super::bench::*;

#[test]
fn add_change_replace_and_delete() {
    let mut bench = Bench::new();
    let permanent = Request {
        mac: Some(HOST_MAC),
        ..asked(HOST, Nud::Permanent)
    };
    let add = Request {
        exclusive: true,
        replace: false,
        ..permanent
    };
    let change = Request {
        create: false,
        mac: Some(OTHER_MAC),
        ..permanent
    };
    assert_eq!(set(&mut bench, &change), Err(NeighError::NotFound));
    assert_eq!(set(&mut bench, &add), Ok(()));
    assert_eq!(set(&mut bench, &add), Err(NeighError::Exists));
    assert_eq!(known(&bench, HOST).mac, Some(HOST_MAC));
    assert_eq!(set(&mut bench, &change), Ok(()));
    assert_eq!(known(&bench, HOST).mac, Some(OTHER_MAC));
    // What is permanent learns nothing.
    bench.pass(2 * SECOND);
    bench.arp(PacketType::Host, reply(HOST_MAC));
    assert_eq!(known(&bench, HOST).mac, Some(OTHER_MAC));
    let Outcome::Known { until, .. } = bench.resolve(HOST, packet(OWN, 1)) else {
        panic!("not known");
    };
    assert_eq!(until, Instant::FAR_FUTURE);
    let before = bench.cache.generation().load(Ordering::Relaxed);
    assert_eq!(delete(&mut bench, HOST, false), Ok(()));
    assert_eq!(delete(&mut bench, HOST, false), Err(NeighError::NotFound));
    assert_ne!(bench.cache.generation().load(Ordering::Relaxed), before);
}

#[test]
fn a_valid_state_needs_an_address() {
    let mut bench = Bench::new();
    let request = asked(HOST, Nud::Permanent);
    assert_eq!(set(&mut bench, &request), Err(NeighError::NoAddress));
    // As in Linux, an entry without state stays behind.
    assert_eq!(bench.state(HOST), Some(Nud::None));
}

#[test]
fn deletion_fails_the_packets_that_wait() {
    let mut bench = Bench::new();
    assert!(matches!(
        bench.resolve(HOST, packet(OWN, 1)),
        Outcome::Queued
    ));
    assert_eq!(delete(&mut bench, HOST, false), Ok(()));
    assert_eq!(bench.out.failed.len(), 1);
    assert_eq!(bench.cache.held(), 0);
    assert_eq!(bench.cache.next_deadline(), Instant::FAR_FUTURE);
}

#[test]
fn using_an_entry_resolves_it() {
    let mut bench = Bench::new();
    let request = Request {
        resolve: true,
        ..asked(HOST, Nud::None)
    };
    assert_eq!(set(&mut bench, &request), Ok(()));
    assert_eq!(bench.state(HOST), Some(Nud::Incomplete));
    assert_eq!(bench.sent_arp().len(), 1);
}

#[test]
fn an_interface_that_goes_down_forgets() {
    let mut bench = Bench::new();
    let permanent = Request {
        mac: Some(HOST_MAC),
        ..asked(HOST, Nud::Permanent)
    };
    set(&mut bench, &permanent).expect("set");
    bench.resolve(HOST6, packet(OWN6, 1));
    bench.call(|cache, cx, oif| cache.flush_interface(cx, oif.index, Flush::CarrierLost));
    assert_eq!(bench.state(HOST), Some(Nud::Permanent));
    assert_eq!(bench.state(HOST6), None);
    assert_eq!(bench.out.dropped.len(), 1);
    bench.call(|cache, cx, oif| cache.flush_interface(cx, oif.index, Flush::Down));
    assert!(bench.cache.is_empty());
    let deleted = bench
        .out
        .changes
        .iter()
        .filter(|change| matches!(change, NeighbourChange::Deleted(_)));
    assert_eq!(deleted.count(), 2);
}
