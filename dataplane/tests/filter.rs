//! Rules that reject, on wires: the answers are those that Linux 6.18 gave to the same packets with the
//! same rules (iptables-legacy 1.8.9), captured in a network namespace.

mod rig;

use std::sync::Arc;

use dataplane::{
    drop_reason::DropReason,
    filter::{
        CounterBank, Hook, IpMatch, Policy, RuleSpec, Ruleset, TableKind, Target, Test,
        targets::Reject,
    },
    time::Duration,
};
use rig::{HOST_L, LEFT, LEFT_MAC, Plan, Rig};

/// `-A INPUT` and `-A FORWARD`: `-p tcp -j REJECT --reject-with tcp-reset`, `-j REJECT --reject-with
/// icmp-admin-prohibited` (of IPv6, `-p udp -j REJECT --reject-with icmp6-adm-prohibited`).
fn ruleset(second: (Option<u8>, Reject)) -> Arc<Ruleset> {
    let rules = [(Some(6), Reject::TcpReset), second].map(|(proto, reject)| RuleSpec {
        ip: IpMatch {
            proto: proto.map(Test::is),
            ..IpMatch::default()
        },
        matches: Vec::new(),
        target: Target::Reject(reject),
    });
    let chain = |hook| (TableKind::Filter, hook, Policy::Accept, rules.to_vec());
    let chains = [Hook::Input, Hook::Forward].map(chain);
    let mut counters = CounterBank::new(1);
    counters.grow(20);
    rig::rules::ruleset(chains.into(), false, &counters)
}

fn rejecting() -> Rig {
    let mut plan = Plan::new();
    plan.filter4 = ruleset((None, Reject::AdminProhibited));
    plan.filter6 = ruleset((Some(17), Reject::AdmProhibited6));
    plan.sysctls.icmp_ratelimit = Duration::ZERO;
    plan.sysctls.icmp6_ratelimit = Duration::ZERO;
    plan.start()
}

fn bytes(hex: &str) -> Vec<u8> {
    let digits = hex.as_bytes().chunks(2);
    digits
        .map(|pair| {
            let pair = std::str::from_utf8(pair).expect("digits");
            u8::from_str_radix(pair, 16).expect("digits")
        })
        .collect()
}

/// Without what is random: the identification of IPv4 (with its checksum) and the flow label of IPv6.
fn settled(mut packet: Vec<u8>) -> Vec<u8> {
    match packet[0] >> 4 {
        4 if packet[4..6] != [0, 0] => {
            packet[4..6].fill(0);
            packet[10..12].fill(0);
        }
        6 => packet[1..4].fill(0),
        _ => {}
    }
    packet
}

/// Sends a packet from the left; gives what comes back there, from the network header on.
fn answers(rig: &mut Rig, packet: &str) -> Vec<Vec<u8>> {
    let packet = bytes(packet);
    let ethertype: [u8; 2] = match packet[0] >> 4 {
        4 => [0x08, 0x00],
        _ => [0x86, 0xdd],
    };
    let frame = [&LEFT_MAC.0[..], &HOST_L.0, &ethertype, &packet].concat();
    let (left, right) = rig.send(LEFT, &frame);
    assert!(right.is_empty(), "what is rejected does not pass");
    left.into_iter().map(|frame| frame[14..].to_vec()).collect()
}

/// What was sent, and what Linux answered. (It leaves the checksum of IPv4 resets to the device; here it
/// is complete.)
struct Case(&'static str, &'static str, Option<&'static str>);

#[rustfmt::skip]
const CASES: &[Case] = &[
    Case("a SYN with a type of service and IP options",
        "4610003000010000400663b10a0100010a0200010101010103e80050000003e800001e61600220003da10000020405b4",
        Some("4500002800004000400626cc0a0200010a010001005003e800000000000003e95014000093ab0000")),
    Case("an acknowledgment and a FIN with data",
        "4500002d00010000400666c60a0100010a02000103e80050000003e800001e61501120001177000068656c6c6f",
        Some("4500002800004000400626cc0a0200010a010001005003e800001e61000000005004000079430000")),
    Case("a FIN with data",
        "4500002d00010000400666c60a0100010a02000103e80050000003e800001e61500120001187000068656c6c6f",
        Some("4500002800004000400626cc0a0200010a010001005003e800000000000003ee5014000093a60000")),
    Case("a reset",
        "4500002800010000400666cb0a0100010a02000103e80050000003e800001e6150042000555b0000",
        None),
    Case("a segment with a wrong checksum",
        "4500002800010000400666cb0a0100010a02000103e80050000003e800001e615002200012340000",
        None),
    Case("a header that claims 16 bytes",
        "4500002800010000400666cb0a0100010a02000103e80050000003e800001e6140022000655d0000",
        Some("4500002800004000400626cc0a0200010a010001005003e800000000000003ed5014000093a70000")),
    Case("a header that claims more than there is",
        "4500002800010000400666cb0a0100010a02000103e80050000003e800001e61f0022000b55c0000",
        Some("4500002800004000400626cc0a0200010a010001005003e800000000000003c15014000093d30000")),
    Case("19 bytes of TCP",
        "4500002700010000400666cc0a0100010a02000100000000000000000000000000000000000000",
        None),
    Case("a first fragment whose checksum fits",
        "4500002c00012000400646c70a0100010a02000103e80050000003e800001e61500220006468000078787878",
        Some("4500002800004000400626cc0a0200010a010001005003e800000000000003ed5014000093a70000")),
    Case("a later fragment of TCP",
        "4500003c00010003400666b40a0100010a02000178787878787878787878787878787878787878787878787878787878787878787878787878787878",
        None),
    Case("a datagram",
        "4500002300010000401166c50a0100010a02000100010035000f2e667061796c6f6164",
        Some("45c0003f11980000400153660a0100fe0a010001030d11180000000045000023000100003f1167c50a0100010a02000100010035000f2e667061796c6f6164")),
    Case("a datagram with a wrong checksum",
        "4500002300010000401166c50a0100010a02000100010035000f12347061796c6f6164",
        None),
    Case("a datagram without a checksum",
        "4500002300010000401166c50a0100010a02000100010035000f00007061796c6f6164",
        Some("45c0003f11bc0000400153420a0100fe0a010001030d3f7e0000000045000023000100003f1167c50a0100010a02000100010035000f00007061796c6f6164")),
    Case("an echo request",
        "4500002400010000400166d40a0100010a0200010800666a000000006162636465666768",
        Some("45c0004012400000400152bd0a0100fe0a010001030dfcf20000000045000024000100003f0167d40a0100010a0200010800666a000000006162636465666768")),
    Case("an echo request with a wrong checksum",
        "4500002400010000400166d40a0100010a02000108000001000000006162636465666768",
        None),
    Case("an ICMP error",
        "4500003f00010000400166b90a0100010a02000103011124000000004500002300010000401166c50a0200010a01000100010035000f2e667061796c6f6164",
        None),
    Case("a protocol without the checksum of IP",
        "45000024000100004059667c0a0100010a02000102010010616161616161616161616161",
        None),
    Case("a protocol whose checksum is its own",
        "4500002400010000402f66a60a0100010a02000100000800616161616161616161616161",
        Some("45c0004013340000400151c90a0100fe0a010001030dacaa0000000045000024000100003f2f67a60a0100010a02000100000800616161616161616161616161")),
    Case("a later fragment of UDP",
        "4500003c00010003401166a90a0100010a02000178787878787878787878787878787878787878787878787878787878787878787878787878787878",
        None),
    Case("a SYN with a traffic class and a flow label",
        "6100000500180640fd000001000000000000000000000001fd00000200000000000000000000000103e80050000003e800001e6160022000579f0000020405b4",
        Some("6000000000140640fd000002000000000000000000000001fd000001000000000000000000000001005003e800000000000003e950140000ada90000")),
    Case("a reset in IPv6",
        "6000000000140640fd000001000000000000000000000001fd00000200000000000000000000000103e80050000003e800001e61500420006f590000",
        None),
    Case("a segment with a wrong checksum in IPv6",
        "6000000000140640fd000001000000000000000000000001fd00000200000000000000000000000103e80050000003e800001e615002200012340000",
        None),
    Case("an acknowledgment behind destination options",
        "60000000001c3c40fd000001000000000000000000000001fd000002000000000000000000000001060001040000000003e80050000003e800001e61501020006f4d0000",
        Some("6000000000140640fd000002000000000000000000000001fd000001000000000000000000000001005003e800001e61000000005004000093410000")),
    Case("a datagram in IPv6",
        "60000000000f1140fd000001000000000000000000000001fd00000200000000000000000000000100010035000f48647061796c6f6164",
        Some("600ffc3f003f3a40fd0000010000000000000000000000fefd000001000000000000000000000001010192540000000060000000000f113ffd000001000000000000000000000001fd00000200000000000000000000000100010035000f48647061796c6f6164")),
    Case("a datagram with a wrong checksum in IPv6",
        "60000000000f1140fd000001000000000000000000000001fd00000200000000000000000000000100010035000f12347061796c6f6164",
        None),
    Case("a datagram without a checksum in IPv6",
        "60000000000f1140fd000001000000000000000000000001fd00000200000000000000000000000100010035000f00007061796c6f6164",
        Some("600ffc3f003f3a40fd0000010000000000000000000000fefd0000010000000000000000000000010101dab80000000060000000000f113ffd000001000000000000000000000001fd00000200000000000000000000000100010035000f00007061796c6f6164")),
    Case("a datagram to the router in IPv6",
        "60000000000f1140fd000001000000000000000000000001fd0000010000000000000000000000fe00010035000f47687061796c6f6164",
        Some("600ffc3f003f3a40fd0000010000000000000000000000fefd000001000000000000000000000001010192530000000060000000000f1140fd000001000000000000000000000001fd0000010000000000000000000000fe00010035000f47687061796c6f6164")),
    Case("a datagram to the router",
        "4500002300010000401165c90a0100010a0100fe00010035000f2d6a7061796c6f6164",
        Some("45c0003f171b000040014de30a0100fe0a010001030d1214000000004500002300010000401165c90a0100010a0100fe00010035000f2d6a7061796c6f6164")),
    Case("a SYN to the router",
        "4500002800010000400665cf0a0100010a0100fe03e80050000003e800001e615002200054610000",
        Some("4500002800004000400625d00a0100fe0a010001005003e800000000000003e95014000092af0000")),
];

/// The plain datagram among them.
const UDP: usize = 10;

#[test]
fn answers_are_those_of_linux() {
    let mut rig = rejecting();
    for Case(name, packet, answer) in CASES {
        let expected: Vec<_> = answer.iter().map(|hex| settled(bytes(hex))).collect();
        let found: Vec<_> = answers(&mut rig, packet).into_iter().map(settled).collect();
        assert_eq!(found, expected, "{name}");
    }
    assert_eq!(rig.dropped(DropReason::NetfilterReject), CASES.len() as u64);
}

#[test]
fn answers_are_limited_like_other_errors() {
    let mut rig = rejecting();
    let Case(_, udp, _) = CASES[UDP];
    assert_eq!(answers(&mut rig, udp).len(), 1);
    let mut plan = Plan::new();
    plan.filter4 = ruleset((None, Reject::AdminProhibited));
    let mut limited = plan.start();
    let burst = (0..20).filter(|_| !answers(&mut limited, udp).is_empty());
    assert_eq!(burst.count(), 6);
}
