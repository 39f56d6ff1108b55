//! Options of IP and TCP, and extension headers of IPv6.

use super::{
    state::{AT, bench, counted, counter, from, is},
    *,
};
use crate::filter::nft::{Exthdr, ExthdrKind};

const fn option(number: u8, offset: u8, len: u8) -> Exthdr {
    Exthdr {
        kind: ExthdrKind::Tcp,
        number,
        offset,
        len,
    }
}

const MSS_1460: [u8; 8] = [1, 3, 3, 7, 2, 4, 5, 180];

fn sum_is_right(packet: &Packet) -> bool {
    let bytes = packet.network();
    let checksum = etherparse::SlicedPacket::from_ip(bytes).expect("whole");
    let (Some(etherparse::NetSlice::Ipv4(ip)), Some(etherparse::TransportSlice::Tcp(tcp))) =
        (checksum.net, checksum.transport)
    else {
        return false;
    };
    let header = tcp.to_header();
    let expected = header.calc_checksum_ipv4_raw(
        ip.header().source(),
        ip.header().destination(),
        tcp.payload(),
    );
    expected == Ok(header.checksum)
}

#[test]
fn tcp_options_are_read() {
    let load = |field, present| Expr::Exthdr {
        field,
        present,
        dreg: Reg(0),
    };
    let count = |exprs| counted(exprs, None, &mut [syn(&MSS_1460)]);
    assert_eq!(count(vec![load(option(2, 2, 2), false), is(&[5, 180])]), 1);
    assert_eq!(count(vec![load(option(3, 2, 1), false), is(&[7])]), 1);
    assert_eq!(count(vec![load(option(2, 0, 1), true), is(&[1])]), 1);
    assert_eq!(count(vec![load(option(4, 0, 1), true), is(&[0])]), 1);
    assert_eq!(count(vec![load(option(4, 0, 1), false)]), 0);
    assert_eq!(
        count(vec![load(option(2, 2, 3), false)]),
        0,
        "longer than the option"
    );
}

#[test]
fn options_of_ip_are_found() {
    let load = |number, offset, len, present| Expr::Exthdr {
        field: Exthdr {
            kind: ExthdrKind::Ipv4,
            number,
            offset,
            len,
        },
        present,
        dreg: Reg(0),
    };
    // A record route with room for one address, behind padding.
    let with = |options: &[u8]| {
        let mut bytes = from(1).network().to_vec();
        bytes.splice(20..20, options.iter().copied());
        bytes[0] = 0x45 + (options.len() / 4) as u8;
        packet(&bytes)
    };
    let route = [1, 7, 7, 4, 0, 0, 0, 0];
    let count = |exprs, options: &[u8]| counted(exprs, None, &mut [with(options)]);
    assert_eq!(count(vec![load(7, 2, 1, false), is(&[4])], &route), 1);
    assert_eq!(count(vec![load(7, 0, 1, true), is(&[1])], &route), 1);
    assert_eq!(count(vec![load(131, 0, 1, true), is(&[0])], &route), 1);
    assert_eq!(
        count(vec![load(7, 0, 1, true), is(&[0])], &[7, 1, 0, 0]),
        1,
        "malformed"
    );
    assert_eq!(
        count(vec![load(148, 0, 1, true), is(&[1])], &[148, 4, 0, 0]),
        1
    );
    assert_eq!(count(vec![load(7, 2, 1, false)], &[]), 0);
}

#[test]
fn extension_headers_are_found() {
    let load = |number, offset, len, present| Expr::Exthdr {
        field: Exthdr {
            kind: ExthdrKind::Ipv6,
            number,
            offset,
            len,
        },
        present,
        dreg: Reg(0),
    };
    // Hop-by-hop options, then a fragment header of a first fragment, then UDP.
    let mut bytes = udp6(1, 53).network().to_vec();
    bytes[6] = 0;
    let headers = [44, 0, 1, 4, 0, 0, 0, 0, 17, 0, 0, 1, 1, 2, 3, 4];
    bytes.splice(40..40, headers);
    // Of destination options, only what follows them.
    let mut cut = bytes[..41].to_vec();
    (cut[6], cut[40]) = (60, 17);
    let count = |bytes: &[u8], expr, expected: &[u8]| {
        let rules = vec![vec![expr, is(expected), counter(1)]];
        let ruleset = Tables::default().base("root", FORWARD, Policy::Accept, rules);
        let mut bench = Bench::with(Ruleset::default(), ruleset.ruleset(false));
        let at = (Family::V6, Hook::Forward);
        bench.traverse(at, &mut packet(bytes)).expect("accepted");
        bench.counts(Family::V6, 1).packets
    };
    assert_eq!(count(&bytes, load(0, 0, 1, true), &[1]), 1);
    assert_eq!(count(&bytes, load(44, 4, 4, false), &[1, 2, 3, 4]), 1);
    assert_eq!(count(&bytes, load(43, 0, 1, true), &[0]), 1);
    assert_eq!(count(&bytes, load(43, 0, 1, false), &[0]), 0);
    assert_eq!(count(&cut, load(60, 0, 1, true), &[0]), 1);
}

#[test]
fn a_segment_size_is_lowered_and_never_raised() {
    let set = |mss: u16| {
        vec![
            Expr::Immediate {
                dreg: Reg(0),
                data: data(&mss.to_be_bytes()),
            },
            Expr::ExthdrSet {
                field: option(2, 2, 2),
                sreg: Reg(0),
            },
        ]
    };
    for (options, wanted, expected) in [
        (&MSS_1460[..], 1000, [3, 232]),
        (&MSS_1460, 9000, [5, 180]),
        // At an odd place.
        (&[1, 2, 4, 5, 180, 1, 1, 1], 1000, [3, 232]),
    ] {
        let mut packets = [syn(options)];
        assert_eq!(counted(set(wanted), None, &mut packets), 1);
        let at = options
            .iter()
            .position(|byte| *byte == 5)
            .expect("an option");
        assert_eq!(packets[0].network()[40 + at..][..2], expected);
        assert!(sum_is_right(&packets[0]));
    }
    // What is not there is not set, and the rule goes on.
    assert_eq!(counted(set(1000), None, &mut [syn(&[])]), 1);
    assert_eq!(counted(set(1000), None, &mut [from(1)]), 0, "not TCP");
}

#[test]
fn options_become_padding() {
    let mut packets = [syn(&MSS_1460)];
    assert_eq!(
        counted(vec![Expr::ExthdrReset { kind: 3 }], None, &mut packets),
        1
    );
    assert_eq!(packets[0].network()[40..], [1, 1, 1, 1, 2, 4, 5, 180]);
    assert!(sum_is_right(&packets[0]));
    let mut bench = bench(vec![vec![Expr::ExthdrReset { kind: 9 }]], None);
    let mut cut = syn(&[1, 1, 9, 8]);
    assert!(
        bench.traverse(AT, &mut cut).is_err(),
        "it ends behind the header"
    );
}
