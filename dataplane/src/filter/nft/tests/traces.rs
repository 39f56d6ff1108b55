//! What `nft monitor trace` is told.

use super::*;
use crate::trace::{NftMet, NftTrace};

const AT: (Family, Hook) = (Family::V4, Hook::Forward);

/// `meta nftrace set 1`.
fn traced() -> Vec<Expr> {
    let set = Expr::MetaSet {
        key: MetaKey::NfTrace,
        sreg: REG,
    };
    vec![immediate(&[1]), set]
}

fn jump(chain: u32) -> Expr {
    Expr::Verdict(Verdict::Jump(ChainNumber(chain)))
}

/// Two base chains: one that has packets traced behind its first rule, and one that drops.
fn bench() -> Bench {
    let late = (ChainType::Filter, Hook::Forward, 10);
    let tables = Tables::default()
        .base(
            "first",
            FORWARD,
            Policy::Accept,
            vec![vec![], traced(), dport(53), with(dport(2), jump(2))],
        )
        .base("second", late, Policy::Drop, vec![])
        .chain(
            "user",
            vec![vec![], vec![Expr::Verdict(Verdict::Return)], vec![]],
        );
    Bench::with(tables.ruleset(false), Ruleset::default())
}

fn met(trace: &NftTrace) -> String {
    let packet = if trace.packet.is_some() { "*" } else { "" };
    let what = match &trace.met {
        NftMet::Rule {
            handle, verdict, ..
        } => format!("{handle} {verdict:?}"),
        NftMet::Policy(policy) => policy.name().to_owned(),
    };
    format!("{} {what}{packet}", trace.chain)
}

#[test]
fn rules_that_match_and_policies_are_told_with_the_packet_once_in_each_base_chain() {
    let mut bench = bench();
    bench.tell_nft_traces(true);
    let mut packet = udp(1, 2);
    assert_eq!(bench.pass(AT, &mut packet), Err(DropReason::NetfilterDrop));
    let (told, lost) = bench.nft_traces();
    let text: Vec<_> = told.iter().map(met).collect();
    assert_eq!(
        text,
        [
            "first 2 Continue*",
            "first 4 Jump(\"user\")",
            "user 1 Continue",
            "user 2 Return",
            "first ACCEPT",
            "second DROP*",
        ]
    );
    assert_eq!(lost, 0);
    let id = packet.meta.trace_id;
    assert!(id != 0 && told.iter().all(|trace| trace.id == id));
    let seen = told[0].packet.as_deref().expect("the packet");
    assert_eq!(seen.network, packet.network()[..20]);
    assert_eq!(
        seen.transport,
        packet.network()[20..40.min(packet.network().len())]
    );
    assert_eq!(
        seen.iif.as_ref().map(|(_, name)| name.as_str()),
        Some("left0")
    );
    assert_eq!(
        seen.oif.as_ref().map(|(_, name)| name.as_str()),
        Some("right0")
    );
    // Another packet is another.
    let mut other = udp(1, 2);
    let _ = bench.pass(AT, &mut other);
    assert_ne!(other.meta.trace_id, id);
}

#[test]
fn what_iptables_has_traced_is_told_too() {
    let mut bench = bench();
    bench.tell_nft_traces(true);
    let mut packet = udp(1, 9);
    packet.meta.nf_trace = true;
    let _ = bench.pass(AT, &mut packet);
    let text: Vec<_> = bench.nft_traces().0.iter().map(met).collect();
    let expected = [
        "first 1 Continue*",
        "first 2 Continue",
        "first ACCEPT",
        "second DROP*",
    ];
    assert_eq!(text, expected);
}

#[test]
fn nobody_is_told_who_does_not_want_to_know() {
    let mut bench = bench();
    let mut packet = udp(1, 2);
    let _ = bench.pass(AT, &mut packet);
    assert!(packet.meta.nf_trace);
    assert_eq!(packet.meta.trace_id, 0);
    assert!(bench.nft_traces().0.is_empty());
}

#[test]
fn what_nobody_fetches_is_counted() {
    let mut bench = bench();
    bench.tell_nft_traces(true);
    // Six for each packet, and room for 4,096.
    for _ in 0..1000 {
        let _ = bench.pass(AT, &mut udp(1, 2));
    }
    let (told, lost) = bench.nft_traces();
    assert_eq!((told.len(), lost), (4096, 6000 - 4096));
}
