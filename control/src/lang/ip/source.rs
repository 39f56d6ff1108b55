//! The source address that the router would choose for what it sends.

use std::net::{Ipv4Addr, Ipv6Addr};

use dataplane::{
    iface::{Address6, Interface, Scope},
    snapshot::Snapshot,
};

/// Whether `addr` is an address of ours.
pub(crate) fn is_own4(snapshot: &Snapshot, addr: Ipv4Addr) -> bool {
    addr.is_loopback()
        || snapshot
            .interfaces
            .iter()
            .flat_map(|interface| &interface.addresses4)
            .any(|own| own.local == addr)
}

/// `inet_select_addr`: the first primary address of `oif` near enough, in the subnet of `dst` if
/// there is one; else one of another interface.
pub(crate) fn select4(
    snapshot: &Snapshot,
    oif: &Interface,
    dst: Ipv4Addr,
    scope: Scope,
) -> Ipv4Addr {
    let primaries = || {
        oif.addresses4
            .iter()
            .filter(move |own| !own.secondary && own.scope <= scope)
    };
    let in_subnet = primaries().find(|own| dst.is_unspecified() || own.subnet.contains(&dst));
    if let Some(own) = in_subnet.or_else(|| primaries().next()) {
        return own.local;
    }
    // Addresses of links are not shown on others.
    snapshot
        .interfaces
        .iter()
        .flat_map(|interface| &interface.addresses4)
        .find(|own| !own.secondary && own.scope != Scope::LINK && own.scope <= scope)
        .map_or(Ipv4Addr::UNSPECIFIED, |own| own.local)
}

/// How far an IPv6 address reaches, as RFC 6724 §3.1 orders it: larger is farther.
fn reach(addr: Ipv6Addr) -> u8 {
    if addr.is_multicast() {
        addr.octets()[1] & 0xf
    } else if addr.is_loopback() || addr.is_unicast_link_local() {
        2
    } else if addr.segments()[0] & 0xffc0 == 0xfec0 {
        5
    } else {
        14
    }
}

/// The label of RFC 6724 §2.1's default policy table.
fn label(addr: Ipv6Addr) -> u8 {
    match addr.segments() {
        _ if addr.is_loopback() => 0,
        [0, 0, 0, 0, 0, 0xffff, ..] => 4,
        [0x2002, ..] => 2,
        [0x2001, 0, ..] => 5,
        [first, ..] if first & 0xfe00 == 0xfc00 => 13,
        [first, ..] if first & 0xffc0 == 0xfec0 => 11,
        [0x3ffe, ..] => 12,
        [0, 0, 0, 0, 0, 0, ..] => 3,
        _ => 1,
    }
}

/// RFC 6724 §5: the best of our addresses for `dst` by `oif`.
pub(crate) fn select6(snapshot: &Snapshot, oif: &Interface, dst: Ipv6Addr) -> Option<Ipv6Addr> {
    let only_oif = dst.is_multicast() || reach(dst) <= 2;
    let candidates = snapshot
        .interfaces
        .iter()
        .filter(|interface| !only_oif || interface.index == oif.index)
        .flat_map(|interface| {
            interface
                .addresses6
                .iter()
                .map(move |own| (interface.index == oif.index, own))
        });
    candidates
        .reduce(|best, next| {
            if rank(next, dst) > rank(best, dst) {
                next
            } else {
                best
            }
        })
        .map(|(_, own)| own.local)
}

/// How good an address is as a source for `dst`; larger is better.
fn rank((on_oif, own): (bool, &Address6), dst: Ipv6Addr) -> impl Ord + use<> {
    let (mine, its) = (reach(own.local), reach(dst));
    // Rule 2: the nearest that reaches far enough, else the farthest.
    let scope = if mine >= its {
        (true, u8::MAX - mine)
    } else {
        (false, mine)
    };
    let common = (own.local.to_bits() ^ dst.to_bits())
        .leading_zeros()
        .min(own.subnet.prefix_len().into());
    (
        own.local == dst,
        scope,
        !own.deprecated,
        on_oif,
        label(own.local) == label(dst),
        common,
    )
}
