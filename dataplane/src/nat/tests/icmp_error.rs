use super::{answer, echo, packet, tuple};
use crate::{
    conntrack::{Direction, Status, Tuple},
    drop_reason::DropReason,
    nat::{
        Manip,
        icmp_error::{header, translate},
    },
    packet::{Checksum, Packet, PacketBuf},
    wire::ipv4::protocol::{TCP, UDP},
};

/// A connection whose source is translated, as `[original, reply]`.
fn snat(proto: u8) -> [Tuple; 2] {
    let original = tuple(proto, "10.0.0.2:5000", "192.0.2.9:53");
    let public = tuple(proto, "198.51.100.1:1025", "192.0.2.9:53");
    [original, answer(&public)]
}

/// The same with IPv6.
fn snat6(proto: u8) -> [Tuple; 2] {
    let original = tuple(proto, "[fd00:1::2]:5000", "[fd00:2::9]:53");
    let public = tuple(proto, "[fd00:5::1]:1025", "[fd00:2::9]:53");
    [original, answer(&public)]
}

/// "Destination unreachable" from `src` to `dst`, quoting.
fn error(src: &str, dst: &str, quoted: &[u8]) -> Vec<u8> {
    let mut tuple = echo(src, dst, 0);
    tuple.dst_port = if tuple.ipv6 { 1 << 8 | 4 } else { 3 << 8 | 1 };
    packet(&tuple, quoted)
}

fn received(bytes: &[u8]) -> Packet {
    Packet {
        buf: PacketBuf::copy_from(bytes),
        ..Packet::default()
    }
}

/// Translates an error in the direction of replies.
fn back(
    tuples: &[Tuple; 2],
    status: Status,
    manip: Manip,
    packet: &mut Packet,
) -> Result<bool, DropReason> {
    let at = header(packet.network(), tuples[0].ipv6).expect("it is ICMP");
    translate((status, &tuples[0]), Direction::Reply, manip, at, packet)
}

#[test]
fn an_error_from_a_router_on_the_way_reaches_the_client_with_what_it_sent() {
    for proto in [TCP, UDP] {
        for (tuples, router, public, client) in [
            (snat(proto), "203.0.113.1", "198.51.100.1", "10.0.0.2"),
            (snat6(proto), "fd00:77::1", "fd00:5::1", "fd00:1::2"),
        ] {
            let sent = packet(&answer(&tuples[1]), b"question");
            let mut packet = received(&error(router, public, &sent));
            let at = back(&tuples, Status::SRC_NAT, Manip::Dst, &mut packet);
            assert_eq!(at, Ok(true));
            let known = super::packet(&tuples[0], b"question");
            assert_eq!(packet.network(), error(router, client, &known));
        }
    }
}

#[test]
fn an_error_quoting_eight_bytes_has_a_right_checksum_of_its_own() {
    for cut in [8, 9, 15, 19] {
        for (tuples, public, client) in [
            (snat(TCP), "198.51.100.1", "10.0.0.2"),
            (snat6(TCP), "fd00:5::1", "fd00:1::2"),
        ] {
            let ip = if tuples[0].ipv6 { 40 } else { 20 };
            let router = if tuples[0].ipv6 {
                "fd00:77::1"
            } else {
                "203.0.113.1"
            };
            let sent = super::packet(&answer(&tuples[1]), b"");
            let mut packet = received(&error(router, public, &sent[..ip + cut]));
            let done = back(&tuples, Status::SRC_NAT, Manip::Dst, &mut packet);
            assert_eq!(done, Ok(true));
            // The quoted checksum is not whole, so it stays as it was sent.
            let mut known = super::packet(&tuples[0], b"");
            known[ip + 16..ip + 18].copy_from_slice(&sent[ip + 16..ip + 18]);
            assert_eq!(packet.network(), error(router, client, &known[..ip + cut]));
        }
    }
}

#[test]
fn an_error_about_an_echo_quotes_the_clients_identifier() {
    let original = echo("10.0.0.2", "192.0.2.9", 7);
    let public = echo("198.51.100.1", "192.0.2.9", 900);
    let tuples = [original, answer(&public)];
    let sent = packet(&public, b"ping");
    let mut bytes = received(&error("203.0.113.1", "198.51.100.1", &sent));
    assert_eq!(
        back(&tuples, Status::SRC_NAT, Manip::Dst, &mut bytes),
        Ok(true)
    );
    let known = packet(&original, b"ping");
    assert_eq!(bytes.network(), error("203.0.113.1", "10.0.0.2", &known));
}

#[test]
fn an_error_of_the_server_comes_from_the_address_that_the_client_knows() {
    // The client sent to 192.0.2.9:53, which became 10.9.0.1:5353.
    let original = tuple(UDP, "10.0.0.2:5000", "192.0.2.9:53");
    let inside = tuple(UDP, "10.0.0.2:5000", "10.9.0.1:5353");
    let tuples = [original, answer(&inside)];
    let mut bytes = received(&error(
        "10.9.0.1",
        "10.0.0.2",
        &packet(&inside, b"question"),
    ));
    let status = Status::DST_NAT;
    assert_eq!(back(&tuples, status, Manip::Dst, &mut bytes), Ok(false));
    assert_eq!(back(&tuples, status, Manip::Src, &mut bytes), Ok(true));
    let known = packet(&original, b"question");
    assert_eq!(bytes.network(), error("192.0.2.9", "10.0.0.2", &known));
}

#[test]
fn an_error_of_the_client_about_a_reply_is_translated_the_other_way() {
    let tuples = snat(UDP);
    let got = packet(&answer(&tuples[0]), b"answer");
    let mut bytes = received(&error("10.0.0.2", "192.0.2.9", &got));
    let at = header(bytes.network(), false).expect("it is ICMP");
    let about = (Status::SRC_NAT, &tuples[1]);
    let done = translate(about, Direction::Original, Manip::Src, at, &mut bytes);
    assert_eq!(done, Ok(true));
    let sent = packet(&tuples[1], b"answer");
    assert_eq!(bytes.network(), error("198.51.100.1", "192.0.2.9", &sent));
}

#[test]
fn padding_of_the_link_is_not_part_of_the_message() {
    let tuples = snat(UDP);
    let sent = packet(&answer(&tuples[1]), b"");
    let mut padded = error("203.0.113.1", "198.51.100.1", &sent);
    padded.extend([0xaa; 6]);
    let mut bytes = received(&padded);
    assert_eq!(
        back(&tuples, Status::SRC_NAT, Manip::Dst, &mut bytes),
        Ok(true)
    );
    let mut expected = error("203.0.113.1", "10.0.0.2", &packet(&tuples[0], b""));
    expected.extend([0xaa; 6]);
    assert_eq!(bytes.network(), expected);
}

#[test]
fn a_wrong_checksum_is_dropped_unless_the_port_vouches_for_it() {
    let tuples = snat(UDP);
    let sent = packet(&answer(&tuples[1]), b"");
    let mut wrong = error("203.0.113.1", "198.51.100.1", &sent);
    wrong[22] ^= 1;
    let mut bytes = received(&wrong);
    let dropped = back(&tuples, Status::SRC_NAT, Manip::Dst, &mut bytes);
    assert_eq!(dropped, Err(DropReason::NatFailed));
    assert_eq!(bytes.network(), wrong);
    bytes.meta.checksum = Checksum::Verified;
    assert_eq!(
        back(&tuples, Status::SRC_NAT, Manip::Dst, &mut bytes),
        Ok(true)
    );
    let known = packet(&tuples[0], b"");
    assert_eq!(bytes.network(), error("203.0.113.1", "10.0.0.2", &known));
}

#[test]
fn redirects_pass_only_if_nothing_is_translated() {
    let tuples = snat(UDP);
    let sent = packet(&answer(&tuples[1]), b"");
    let mut redirect = echo("203.0.113.1", "198.51.100.1", 0);
    redirect.dst_port = 5 << 8 | 1;
    let redirect = packet(&redirect, &sent);
    let done = Status(Status::SRC_NAT_DONE.0 | Status::DST_NAT_DONE.0);
    for (status, expected) in [
        (done, Ok(false)),
        (
            Status(done.0 | Status::SRC_NAT.0),
            Err(DropReason::NatFailed),
        ),
        (
            Status(done.0 | Status::DST_NAT.0),
            Err(DropReason::NatFailed),
        ),
        (Status::SRC_NAT_DONE, Err(DropReason::NatFailed)),
    ] {
        let mut bytes = received(&redirect);
        assert_eq!(
            back(&tuples, status, Manip::Dst, &mut bytes),
            expected,
            "{status:?}"
        );
        assert_eq!(bytes.network(), redirect);
    }
}

#[test]
fn what_is_cut_anywhere_is_dropped_or_translated_but_never_read_behind_its_end() {
    for (tuples, router, public) in [
        (snat(UDP), "203.0.113.1", "198.51.100.1"),
        (snat6(UDP), "fd00:77::1", "fd00:5::1"),
    ] {
        let ip = if tuples[0].ipv6 { 40 } else { 20 };
        let whole = error(router, public, &packet(&answer(&tuples[1]), b"question"));
        for len in ip..whole.len() {
            let mut bytes = received(&whole[..len]);
            bytes.meta.checksum = Checksum::Verified;
            let done = back(&tuples, Status::SRC_NAT, Manip::Dst, &mut bytes);
            let enough = len >= ip + 8 + ip + 8;
            assert_eq!(done.is_ok(), enough, "{len}");
        }
    }
}

#[test]
fn only_icmp_of_its_family_is_an_error() {
    assert_eq!(
        header(&packet(&tuple(UDP, "10.0.0.2:1", "10.0.0.3:1"), b""), false),
        None
    );
    assert_eq!(header(&error("10.0.0.2", "10.0.0.3", b""), false), Some(20));
    assert_eq!(header(&error("fd00::1", "fd00::2", b""), true), Some(40));
    let mut other = packet(&echo("10.0.0.2", "10.0.0.3", 1), b"");
    other[9] = 58;
    assert_eq!(header(&other, false), None);
    for len in 0..20 {
        assert_eq!(header(&other[..len], false), None);
    }
}
