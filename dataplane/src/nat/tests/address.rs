//! Addresses that the kernel (6.18) chose, seen in a namespace with `conntrack -L`.

use std::net::IpAddr;

use super::tuple;
use crate::{
    nat::{Manip, NatFlags, NatRange, address::choose_address},
    wire::ipv4::protocol::UDP,
};

fn range(first: &str, last: &str, flags: NatFlags) -> NatRange {
    let addr = |text: &str| text.parse().expect("an address");
    NatRange {
        addrs: Some((addr(first), addr(last))),
        flags,
        ..NatRange::default()
    }
}

#[track_caller]
fn chosen(range: &NatRange, manip: Manip, src: &str, dst: &str, expected: &str) {
    let mut tuple = tuple(UDP, src, dst);
    choose_address(&mut tuple, range, manip, 0);
    let addr = match manip {
        Manip::Src => tuple.src_addr(),
        Manip::Dst => tuple.dst_addr(),
    };
    let expected: IpAddr = expected.parse().expect("an address");
    assert_eq!(addr, expected, "{src} to {dst}");
}

#[test]
fn a_source_from_a_range_is_the_kernels() {
    let range = range("127.1.0.1", "127.1.0.250", NatFlags::default());
    for (src, dst, expected) in [
        ("127.0.0.2:4001", "127.0.9.10:99", "127.1.0.89"),
        ("127.0.0.2:4000", "127.0.9.9:99", "127.1.0.248"),
        ("127.0.0.3:4000", "127.0.9.9:99", "127.1.0.240"),
        ("127.0.0.4:4000", "127.0.9.9:99", "127.1.0.149"),
        ("127.0.0.5:4000", "127.0.9.9:99", "127.1.0.30"),
        ("127.0.0.6:4000", "127.0.9.9:99", "127.1.0.134"),
        ("127.0.0.7:4000", "127.0.9.9:99", "127.1.0.121"),
    ] {
        chosen(&range, Manip::Src, src, dst, expected);
    }
}

#[test]
fn a_persistent_source_is_one_for_all_destinations() {
    let range = range("127.1.0.1", "127.1.0.250", NatFlags::PERSISTENT);
    for (src, dst, expected) in [
        ("127.0.0.2:4000", "127.0.9.9:99", "127.1.0.171"),
        ("127.0.0.2:4001", "127.0.9.10:99", "127.1.0.171"),
        ("127.0.0.3:4000", "127.0.9.9:99", "127.1.0.240"),
        ("127.0.0.4:4000", "127.0.9.9:99", "127.1.0.143"),
    ] {
        chosen(&range, Manip::Src, src, dst, expected);
    }
}

#[test]
fn a_destination_from_a_range_is_the_kernels() {
    let range = range("127.2.0.1", "127.2.200.250", NatFlags::default());
    for (src, expected) in [
        ("127.0.0.2:4000", "127.2.198.240"),
        ("127.0.0.3:4000", "127.2.192.200"),
        ("127.0.0.4:4000", "127.2.119.97"),
        ("127.0.0.5:4000", "127.2.23.155"),
    ] {
        chosen(&range, Manip::Dst, src, "127.0.9.9:99", expected);
    }
}

#[test]
fn an_ipv6_destination_from_a_range_is_the_kernels() {
    let range = range("fd07::2", "fd07::6", NatFlags::default());
    for (src, expected) in [
        ("[fd07::2]:4000", "fd07::4"),
        ("[fd07::3]:4000", "fd07::2"),
        ("[fd07::4]:4000", "fd07::3"),
        ("[fd07::5]:4000", "fd07::6"),
    ] {
        chosen(&range, Manip::Dst, src, "[fd07::1]:99", expected);
    }
}

#[test]
fn an_ipv6_source_may_lie_anywhere_below_the_last_word() {
    // Where the third word is that of the last address, the kernel has 2^32 choices for the fourth,
    // counts them in 32 bits, and takes the first.
    let (first, last) = ("fd07::a:0:0", "fd07::b:ffff:ffff");
    let plain = range(first, last, NatFlags::default());
    for (src, expected) in [
        ("[fd07::2]:4000", "fd07::b:0:0"),
        ("[fd07::3]:4000", "fd07::a:91:6f45"),
        ("[fd07::4]:4000", "fd07::a:59af:7abc"),
        ("[fd07::5]:4000", "fd07::b:0:0"),
    ] {
        chosen(&plain, Manip::Src, src, "[fd07::1]:99", expected);
    }
    let persistent = range(first, last, NatFlags::PERSISTENT);
    for (src, expected) in [
        ("[fd07::2]:4000", "fd07::a:65d6:47a4"),
        ("[fd07::3]:4000", "fd07::b:0:0"),
        ("[fd07::4]:4000", "fd07::b:0:0"),
        ("[fd07::5]:4000", "fd07::a:793f:38df"),
    ] {
        chosen(&persistent, Manip::Src, src, "[fd07::1]:99", expected);
    }
}

#[test]
fn a_range_of_one_address_needs_no_hash() {
    let range = range("192.0.2.1", "192.0.2.1", NatFlags::default());
    chosen(&range, Manip::Src, "10.0.0.1:1", "10.0.0.2:2", "192.0.2.1");
    chosen(&range, Manip::Dst, "10.0.0.1:1", "10.0.0.2:2", "192.0.2.1");
    let ports_only = NatRange::default();
    chosen(
        &ports_only,
        Manip::Dst,
        "10.0.0.1:1",
        "10.0.0.2:2",
        "10.0.0.2",
    );
}
