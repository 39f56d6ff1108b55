use proptest::prelude::*;

use super::{
    GRE, SCTP, assert_packet, checksum_place, echo, packet, pseudo, slow_sum, tuple, with_extension,
};
use crate::{
    conntrack::Tuple,
    nat::{
        Manip,
        rewrite::{End, Truncated, rewrite},
    },
    wire::ipv4::protocol::{ICMP, ICMPV6, TCP, UDP, UDPLITE},
};

/// Destination options: six bytes of padding.
const PADDING: [u8; 6] = [1, 4, 0, 0, 0, 0];

fn apply(bytes: &mut [u8], manip: Manip, to: &Tuple) {
    assert_eq!(rewrite(bytes, manip, &End::of(to, manip), false), Ok(()));
}

#[test]
fn a_source_is_replaced_in_every_protocol() {
    for proto in [TCP, UDP, UDPLITE, SCTP, 89] {
        let from = tuple(proto, "10.0.0.2:5000", "192.0.2.9:80");
        let mut to = tuple(proto, "198.51.100.1:1024", "192.0.2.9:80");
        if proto == 89 {
            (to.src_port, to.dst_port) = (from.src_port, from.dst_port);
        }
        let mut bytes = packet(&from, b"payload");
        apply(&mut bytes, Manip::Src, &to);
        assert_packet(&bytes, &to, b"payload");
    }
}

#[test]
fn a_destination_is_replaced_in_every_protocol() {
    for proto in [TCP, UDP, UDPLITE, SCTP, GRE] {
        let from = tuple(proto, "[fd00:1::2]:5000", "[fd00:2::9]:80");
        let to = tuple(proto, "[fd00:1::2]:5000", "[fd00:3:4::7]:8080");
        let mut bytes = packet(&from, b"odd");
        apply(&mut bytes, Manip::Dst, &to);
        assert_packet(&bytes, &to, b"odd");
    }
}

#[test]
fn the_source_of_gre_has_no_key_to_replace() {
    let from = tuple(GRE, "10.0.0.2:0", "192.0.2.9:77");
    let to = tuple(GRE, "198.51.100.1:1", "192.0.2.9:78");
    let mut bytes = packet(&from, b"call");
    apply(&mut bytes, Manip::Src, &to);
    assert_packet(
        &bytes,
        &tuple(GRE, "198.51.100.1:0", "192.0.2.9:77"),
        b"call",
    );
}

#[test]
fn plain_gre_has_addresses_only_and_unknown_versions_are_refused() {
    let from = tuple(GRE, "10.0.0.2:0", "192.0.2.9:77");
    let to = tuple(GRE, "10.0.0.2:0", "192.0.2.8:78");
    for (version, expected) in [(0, Ok(())), (2, Err(Truncated))] {
        let mut bytes = packet(&from, b"call");
        bytes[21] = version;
        assert_eq!(
            rewrite(&mut bytes, Manip::Dst, &End::of(&to, Manip::Dst), false),
            expected
        );
        assert_eq!(bytes[26..28], 77_u16.to_be_bytes());
        assert_eq!(bytes[19] == 8, expected.is_ok());
    }
}

#[test]
fn echo_identifiers_change_with_either_end() {
    let from = echo("10.0.0.2", "192.0.2.9", 7);
    let mut bytes = packet(&from, b"ping");
    let to = echo("198.51.100.1", "192.0.2.9", 8);
    apply(&mut bytes, Manip::Src, &to);
    assert_packet(&bytes, &to, b"ping");
    let mut reply = packet(&super::answer(&to), b"ping");
    let back = super::answer(&from);
    apply(&mut reply, Manip::Dst, &back);
    assert_packet(&reply, &back, b"ping");
}

#[test]
fn icmpv6_echo_follows_addresses_and_identifier() {
    let from = echo("fd00:1::2", "fd00:2::9", 7);
    let mut bytes = packet(&from, b"ping");
    let to = echo("fd00:9::1", "fd00:2::9", 65535);
    apply(&mut bytes, Manip::Src, &to);
    assert_packet(&bytes, &to, b"ping");
}

#[test]
fn icmp_errors_have_no_identifier() {
    let mut from = echo("10.0.0.2", "192.0.2.9", 0xaabb);
    from.dst_port = 3 << 8 | 1;
    let mut to = echo("10.0.0.3", "192.0.2.9", 0xffff);
    to.dst_port = from.dst_port;
    let mut bytes = packet(&from, b"quoted");
    apply(&mut bytes, Manip::Src, &to);
    to.src_port = 0xaabb;
    assert_packet(&bytes, &to, b"quoted");
}

#[test]
fn extension_headers_are_passed_over() {
    let from = tuple(UDP, "[fd00:1::2]:5000", "[fd00:2::9]:80");
    let to = tuple(UDP, "[fd00:9::1]:1025", "[fd00:2::9]:80");
    let ext = [&[UDP, 0][..], &PADDING].concat();
    let mut bytes = with_extension(&from, &ext, b"payload");
    apply(&mut bytes, Manip::Src, &to);
    assert_eq!(bytes, with_extension(&to, &ext, b"payload"));
}

#[test]
fn options_of_ipv4_are_passed_over() {
    let from = tuple(TCP, "10.0.0.2:5000", "192.0.2.9:80");
    let to = tuple(TCP, "198.51.100.1:1024", "192.0.2.9:80");
    let longer = |tuple: &Tuple| {
        let mut bytes = packet(tuple, b"");
        bytes.splice(20..20, [1; 4]);
        bytes[0] = 0x46;
        bytes[3] += 4;
        bytes[10..12].fill(0);
        let sum = !slow_sum(&bytes[..24]);
        bytes[10..12].copy_from_slice(&sum.to_be_bytes());
        bytes
    };
    let mut bytes = longer(&from);
    apply(&mut bytes, Manip::Src, &to);
    assert_eq!(bytes, longer(&to));
}

#[test]
fn a_later_ipv6_fragment_has_no_ports() {
    let from = tuple(UDP, "[fd00:1::2]:5000", "[fd00:2::9]:80");
    let to = tuple(UDP, "[fd00:9::1]:1025", "[fd00:2::9]:80");
    let mut bytes = with_extension(&from, &[UDP, 0, 0, 8, 0, 0, 0, 1], b"payload");
    bytes[6] = 44;
    let mut expected = bytes.clone();
    apply(&mut bytes, Manip::Src, &to);
    expected[8..24].copy_from_slice(&to.src);
    assert_eq!(bytes, expected);
}

#[test]
fn udp_without_a_checksum_stays_without() {
    let from = tuple(UDP, "10.0.0.2:5000", "192.0.2.9:80");
    let to = tuple(UDP, "198.51.100.1:1024", "192.0.2.9:80");
    let mut bytes = packet(&from, b"payload");
    bytes[26..28].fill(0);
    apply(&mut bytes, Manip::Src, &to);
    assert_eq!(bytes[26..28], [0, 0]);
    assert_eq!(bytes[20..22], 1024_u16.to_be_bytes());
}

#[test]
fn a_udp_checksum_never_becomes_zero() {
    let from = tuple(UDP, "10.0.0.2:5000", "192.0.2.9:80");
    // The payload makes up for the rest, so that the sum of the new packet is 0xffff.
    let mut to = tuple(UDP, "198.51.100.1:0", "192.0.2.9:80");
    let field = u16::from_be_bytes([packet(&to, b"x!")[26], packet(&to, b"x!")[27]]);
    to.src_port = field;
    let mut bytes = packet(&from, b"x!");
    apply(&mut bytes, Manip::Src, &to);
    assert_eq!(bytes[26..28], [0xff, 0xff]);
    assert_packet(&bytes, &to, b"x!");
}

#[test]
fn a_partial_checksum_follows_addresses_but_not_ports() {
    for (from, to) in [
        (
            tuple(TCP, "10.0.0.2:5000", "192.0.2.9:80"),
            tuple(TCP, "198.51.100.1:1024", "192.0.2.9:80"),
        ),
        (
            tuple(UDP, "[fd00:1::2]:5000", "[fd00:2::9]:80"),
            tuple(UDP, "[fd00:9::1]:1024", "[fd00:2::9]:80"),
        ),
    ] {
        let partial = |tuple: &Tuple| {
            let mut bytes = packet(tuple, b"payload");
            let l4 = if tuple.ipv6 { 40 } else { 20 };
            let sum = slow_sum(&pseudo(tuple, bytes.len() - l4));
            let at = l4 + checksum_place(tuple.proto).expect("it has one");
            bytes[at..at + 2].copy_from_slice(&sum.to_be_bytes());
            bytes
        };
        let mut bytes = partial(&from);
        let end = End::of(&to, Manip::Src);
        assert_eq!(rewrite(&mut bytes, Manip::Src, &end, true), Ok(()));
        assert_eq!(bytes, partial(&to));
    }
}

#[test]
fn tcp_cut_behind_its_ports_keeps_its_bytes() {
    let from = tuple(TCP, "10.0.0.2:5000", "192.0.2.9:80");
    let to = tuple(TCP, "198.51.100.1:1024", "192.0.2.9:80");
    for len in 28..40 {
        let mut bytes = packet(&from, b"")[..len].to_vec();
        apply(&mut bytes, Manip::Src, &to);
        let mut expected = packet(&to, b"");
        expected[36..38].copy_from_slice(&packet(&from, b"")[36..38]);
        assert_eq!(bytes, expected[..len], "{len}");
    }
}

#[test]
fn what_is_cut_before_its_ports_is_refused_untouched() {
    for proto in [TCP, UDP, UDPLITE, SCTP, GRE] {
        for (from, to, header) in [
            ("10.0.0.2:5000", "192.0.2.9:80", 20),
            ("[fd00:1::2]:5000", "[fd00:2::9]:80", 40),
        ] {
            let from = tuple(proto, from, to);
            let whole = packet(&from, b"payload");
            for len in 0..header + 8 {
                let mut bytes = whole[..len].to_vec();
                let end = End::of(&from, Manip::Dst);
                assert_eq!(rewrite(&mut bytes, Manip::Dst, &end, false), Err(Truncated));
                assert_eq!(bytes, whole[..len]);
            }
        }
    }
}

prop_compose! {
    /// Tuples of one protocol and family, with other addresses and ports.
    fn pair()(
        proto in prop::sample::select(vec![TCP, UDP, UDPLITE, ICMP, SCTP]),
        ipv6: bool,
        addrs: [[u8; 16]; 4],
        ports: [u16; 4],
    ) -> (Tuple, Tuple) {
        let proto = if ipv6 && proto == ICMP { ICMPV6 } else { proto };
        let icmp = matches!(proto, ICMP | ICMPV6);
        let kind = if ipv6 { 128 << 8 } else { 8 << 8 };
        let make = |at: usize| {
            let mut tuple = Tuple {
                src: addrs[at],
                dst: addrs[at + 1],
                src_port: ports[at],
                dst_port: if icmp { kind } else { ports[at + 1] },
                ipv6,
                proto,
                zone: 0,
            };
            if !ipv6 {
                tuple.src[4..].fill(0);
                tuple.dst[4..].fill(0);
            }
            tuple
        };
        (make(0), make(2))
    }
}

/// `tuple` with one end of `other`.
fn with_end(tuple: &Tuple, other: &Tuple, manip: Manip) -> Tuple {
    let mut tuple = *tuple;
    match manip {
        Manip::Src => (tuple.src, tuple.src_port) = (other.src, other.src_port),
        Manip::Dst => (tuple.dst, tuple.dst_port) = (other.dst, other.dst_port),
    }
    if matches!(tuple.proto, ICMP | ICMPV6) {
        tuple.src_port = other.src_port;
    }
    tuple
}

proptest! {
    #[test]
    fn a_rewritten_packet_is_the_one_made_anew(
        (from, to) in pair(),
        dst: bool,
        payload in prop::collection::vec(any::<u8>(), 1..100),
    ) {
        let manip = if dst { Manip::Dst } else { Manip::Src };
        let to = with_end(&from, &to, manip);
        let mut bytes = packet(&from, &payload);
        prop_assert_eq!(rewrite(&mut bytes, manip, &End::of(&to, manip), false), Ok(()));
        prop_assert_eq!(bytes, packet(&to, &payload));
    }

    #[test]
    fn the_way_back_restores_the_packet(
        (from, to) in pair(),
        dst: bool,
        payload in prop::collection::vec(any::<u8>(), 1..100),
    ) {
        let manip = if dst { Manip::Dst } else { Manip::Src };
        let to = with_end(&from, &to, manip);
        let before = packet(&from, &payload);
        let mut bytes = before.clone();
        prop_assert_eq!(rewrite(&mut bytes, manip, &End::of(&to, manip), false), Ok(()));
        prop_assert_eq!(rewrite(&mut bytes, manip, &End::of(&from, manip), false), Ok(()));
        prop_assert_eq!(bytes, before);
    }

    #[test]
    fn a_wrong_checksum_stays_as_wrong(
        (from, to) in pair(),
        error in 1..0xffff_u16,
    ) {
        let to = with_end(&from, &to, Manip::Src);
        let Some(at) = checksum_place(from.proto) else { return Ok(()) };
        let at = at + if from.ipv6 { 40 } else { 20 };
        let mut bytes = packet(&from, b"payload");
        let wrong = u16::from_be_bytes([bytes[at], bytes[at + 1]]) ^ error;
        prop_assume!(wrong != 0 || from.proto == TCP);
        bytes[at..at + 2].copy_from_slice(&wrong.to_be_bytes());
        prop_assert_eq!(rewrite(&mut bytes, Manip::Src, &End::of(&to, Manip::Src), false), Ok(()));
        let sum = |tuple: &Tuple, bytes: &[u8]| {
            let l4 = &bytes[if tuple.ipv6 { 40 } else { 20 }..];
            slow_sum(&[&pseudo(tuple, l4.len())[..], l4].concat()) % 0xffff
        };
        let mut before = packet(&from, b"payload");
        before[at..at + 2].copy_from_slice(&wrong.to_be_bytes());
        prop_assert_eq!(sum(&to, &bytes), sum(&from, &before));
    }

    #[test]
    fn no_bytes_make_it_panic(
        mut bytes in prop::collection::vec(any::<u8>(), 0..120),
        (to, _) in pair(),
        dst: bool,
        partial: bool,
    ) {
        let manip = if dst { Manip::Dst } else { Manip::Src };
        let _ = rewrite(&mut bytes, manip, &End::of(&to, manip), partial);
    }
}
