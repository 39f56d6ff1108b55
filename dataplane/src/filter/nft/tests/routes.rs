//! Routes of addresses, and of packets.

use std::net::IpAddr;

use super::{
    state::{counted, from, is},
    *,
};
use crate::filter::{
    nft::{Fib, FibResult, RtKey},
    tests::{LEFT, RIGHT, RIGHT6, addr, udp_between},
};

#[test]
fn routes_of_addresses() {
    let fib = |source, iif, result, present| Expr::Fib {
        fib: Fib {
            source,
            mark: false,
            iif,
            oif: false,
            result,
            present,
        },
        dreg: Reg(0),
    };
    let one = |expr, expected: &[u8], packet: Packet| {
        counted(vec![expr, is(expected)], None, &mut [packet]) == 1
    };
    let index = |index: u32| index.to_ne_bytes();
    let packet = |src, dst| udp_between(src, dst, (1, 2));
    let (oif, kind) = (FibResult::Oif, FibResult::AddrType);
    assert!(one(
        fib(true, false, oif, false),
        &index(2),
        packet(LEFT, RIGHT)
    ));
    assert!(one(
        fib(false, false, oif, false),
        &index(3),
        packet(LEFT, RIGHT)
    ));
    assert!(one(fib(true, true, oif, true), &[1], packet(LEFT, RIGHT)));
    assert!(
        one(fib(true, true, oif, true), &[0], packet(RIGHT, LEFT)),
        "came in by left0"
    );
    // The router's own addresses lead nowhere.
    assert!(one(
        fib(false, false, oif, false),
        &index(0),
        packet(LEFT, [10, 2, 0, 254])
    ));
    let mut name = [0; 16];
    name[..5].copy_from_slice(b"left0");
    assert!(one(
        fib(true, false, FibResult::OifName, false),
        &name,
        packet(LEFT, RIGHT)
    ));
    for (addr, expected) in [
        (RIGHT, 1),
        ([10, 2, 0, 254], 2),
        ([10, 2, 0, 255], 3),
        ([255; 4], 3),
        ([224, 0, 0, 5], 5),
    ] {
        assert!(one(
            fib(false, false, kind, false),
            &index(expected),
            packet(LEFT, addr)
        ));
    }
    // The address is one of right0, not of where the packet came in.
    assert!(one(
        fib(false, true, kind, false),
        &index(1),
        packet(LEFT, [10, 2, 0, 254])
    ));
}

#[test]
fn the_route_of_a_packet() {
    let rt = |key| Expr::Rt { key, dreg: Reg(0) };
    assert_eq!(
        counted(vec![rt(RtKey::NextHop4), is(&RIGHT)], None, &mut [from(1)]),
        1
    );
    assert_eq!(counted(vec![rt(RtKey::NextHop6)], None, &mut [from(1)]), 0);
    // The way back has an MTU of 1400.
    let fits = 1360_u16.to_ne_bytes();
    assert_eq!(
        counted(vec![rt(RtKey::TcpMss), is(&fits)], None, &mut [from(1)]),
        1
    );
}

#[test]
fn routes_of_addresses_of_ipv6() {
    let fib = |source, iif, result| Expr::Fib {
        fib: Fib {
            source,
            mark: false,
            iif,
            oif: false,
            result,
            present: false,
        },
        dreg: Reg(0),
    };
    let loads = |expr, dst: &str| {
        let mut packet = udp6(1, 53);
        let IpAddr::V6(dst) = addr(dst) else {
            panic!("IPv6");
        };
        packet.network_mut()[24..40].copy_from_slice(&dst.octets());
        let loaded = loaded::<4>(
            &mut Bench::new(),
            (Family::V6, Hook::Forward),
            expr,
            &mut packet,
        );
        u32::from_ne_bytes(loaded.expect("always something"))
    };
    let (oif, kind) = (FibResult::Oif, FibResult::AddrType);
    assert_eq!(loads(fib(true, true, oif), RIGHT6), 2);
    assert_eq!(loads(fib(false, false, oif), RIGHT6), 3);
    assert_eq!(loads(fib(false, true, oif), RIGHT6), 0, "not by left0");
    assert_eq!(
        loads(fib(false, false, oif), "fd00:2::fe"),
        0,
        "the router's own"
    );
    for (dst, expected) in [
        (RIGHT6, 1),
        ("fd00:2::fe", 2),
        ("fd00:2::", 4),
        ("ff0e::1", 5),
    ] {
        assert_eq!(loads(fib(false, false, kind), dst), expected, "{dst}");
    }
}
