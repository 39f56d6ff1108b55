//! What `nft monitor trace` is told of a packet (`nf_tables_trace.c`).
//!
//! A packet with `meta nftrace` (or one that has met `-j TRACE`: the mark is the same) tells of each rule that it
//! matches, and of the policy. The ends of chains that the kernel tells of, too, are not: nft prints nothing for
//! them.

use std::sync::Arc;

use super::{
    Chain, Rule, Verdict,
    eval::{Outcome, Run},
};
use crate::{
    filter::Policy,
    forward::is_loopback,
    iface::Interface,
    trace::{NftMet, NftPacket, NftTrace, NftVerdict},
    wire::ethernet::{EtherType, HEADER_LEN},
    worker::Event,
};

/// Bytes of the addresses of an Ethernet header.
const ADDRESSES: usize = 12;

/// Most bytes of a network header that are told (`NFT_TRACETYPE_NETWORK_HSIZE`).
const NETWORK: usize = 40;

/// Most bytes of what follows that are told (`NFT_TRACETYPE_TRANSPORT_HSIZE`).
const TRANSPORT: usize = 20;

/// A rule has matched.
#[cold]
pub(super) fn rule(run: &mut Run<'_, '_>, chain: &Chain, rule: &Rule, outcome: Outcome) {
    if !run.cx.router.nft_traces() {
        return;
    }
    let verdict = match outcome {
        Outcome::Next | Outcome::Break => NftVerdict::Continue,
        Outcome::Drop(_) => NftVerdict::Drop,
        Outcome::Verdict(verdict) => by_name(run, verdict),
    };
    let met = NftMet::Rule {
        handle: rule.handle,
        words: rule.words.clone(),
        verdict,
    };
    tell(run, chain, met);
}

/// The packet meets the policy of its base chain.
#[cold]
pub(super) fn policy(run: &mut Run<'_, '_>, root: &Chain, policy: Policy) {
    if run.cx.router.nft_traces() {
        tell(run, root, NftMet::Policy(policy));
    }
}

fn by_name(run: &Run<'_, '_>, verdict: Verdict) -> NftVerdict {
    let name = |number| match run.chains.chain(number) {
        Some(chain) => Arc::clone(&chain.name),
        None => Arc::from(""),
    };
    match verdict {
        Verdict::Accept => NftVerdict::Accept,
        Verdict::Drop => NftVerdict::Drop,
        Verdict::Continue => NftVerdict::Continue,
        Verdict::Return => NftVerdict::Return,
        Verdict::Jump(number) => NftVerdict::Jump(name(number)),
        Verdict::Goto(number) => NftVerdict::Goto(name(number)),
    }
}

fn tell(run: &mut Run<'_, '_>, chain: &Chain, met: NftMet) {
    let packet = (!run.told).then(|| Box::new(seen(run)));
    run.told = true;
    if run.packet.meta.trace_id == 0 {
        // Never 0, which is for those that have none.
        run.packet.meta.trace_id = (run.cx.own.rng.next() as u32).max(1);
    }
    run.cx.router.tell(Event::NftTrace(Box::new(NftTrace {
        id: run.packet.meta.trace_id,
        family: run.at.family,
        table: Arc::clone(&chain.table),
        chain: Arc::clone(&chain.name),
        met,
        mark: run.packet.meta.mark,
        packet,
    })));
}

/// The packet as it is (`nf_trace_fill_pkt_info`).
fn seen(run: &Run<'_, '_>) -> NftPacket {
    let bytes = run.packet.network();
    // Of fragments of IPv6 that are not the first the kernel does not know where the transport header is: it tells
    // the beginning of the packet in its place. `PacketInfo::l4` is 0 for them.
    let (end, transport) = match run.info.l4proto {
        Some(_) => (run.info.l4, bytes.get(run.info.l4..).unwrap_or_default()),
        None => (bytes.len(), &[][..]),
    };
    let cut = |bytes: &[u8], most: usize| bytes[..bytes.len().min(most)].to_vec();
    let name = |iface: Option<&Interface>| iface.map(|iface| (iface.index, iface.name.to_string()));
    NftPacket {
        iif: name(run.at.iif),
        oif: name(run.at.oif),
        is_ethernet: !run.at.iif.is_some_and(is_loopback),
        link: link(run),
        network: cut(&bytes[..end.min(bytes.len())], NETWORK),
        transport: cut(transport, TRANSPORT),
    }
}

/// The link header as the stack sees it: tags are off by then, and the type is that of what is inside.
fn link(run: &Run<'_, '_>) -> Vec<u8> {
    // What the router made has none yet, even if its frame is made already.
    let (Some(_), Some(iif)) = (run.packet.meta.iif, run.at.iif) else {
        return Vec::new();
    };
    let ethertype = EtherType::of(run.at.family);
    let frame = run.packet.buf.bytes();
    let addresses = match frame.first_chunk::<ADDRESSES>() {
        Some(addresses) if !is_loopback(iif) && usize::from(run.packet.meta.l3) >= HEADER_LEN => {
            *addresses
        }
        Some(_) | None => [0; ADDRESSES],
    };
    [&addresses[..], &ethertype.0.to_be_bytes()].concat()
}
