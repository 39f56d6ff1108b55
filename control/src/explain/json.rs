//! A story for programs.

use std::sync::Arc;

use dataplane::{
    conntrack::{Conn, Ct, CtRef, Status, Tuple},
    filter::{SourceLine, TableRef},
    nat::Manip,
    snapshot::Snapshot,
    trace::{Mismatch, RouteNote, RuleOutcome, TraceStep},
};
use serde_json::{Map, Value, json};

use super::{
    build,
    packet::PacketSpec,
    queue,
    run::{Explained, Explanation},
    story::{End, Told, end},
    text, why,
};
use crate::lang::{ip::names as ip_names, iptables::rule_text};

/// The answer to a question, for programs.
#[must_use]
pub fn json(explanation: &Explanation) -> Value {
    let snapshot = &*explanation.snapshot;
    let packets: Vec<Value> = explanation
        .packets
        .iter()
        .map(|packet| of_packet(packet, snapshot))
        .collect();
    json!({ "packets": packets })
}

/// A packet of the live router.
pub(super) fn live(explained: &Explained, snapshot: &Snapshot) -> Value {
    json!({
        "packet": explained.packet.as_ref().map(ToString::to_string),
        "in": came_in(explained, snapshot),
        "verdict": verdict(explained, snapshot),
        "steps": steps(&explained.story, snapshot),
    })
}

fn of_packet(explained: &Explained, snapshot: &Snapshot) -> Value {
    let left = explained.left.iter().map(
        |left| json!({ "port": why::interface(snapshot, left.port), "frame": hex(&left.frame) }),
    );
    let assumed = explained.assumed.iter().map(|(oif, address)| {
        json!({ "dev": why::interface(snapshot, *oif), "address": address.to_string() })
    });
    json!({
        "packet": explained.packet.as_ref().map(ToString::to_string),
        "in": came_in(explained, snapshot),
        "in_guessed": explained.guessed,
        "reply": explained.is_reply,
        "verdict": verdict(explained, snapshot),
        "steps": steps(&explained.story, snapshot),
        "left": left.collect::<Vec<_>>(),
        "assumed_neighbours": assumed.collect::<Vec<_>>(),
    })
}

/// The interface that a packet came in by; none for what the router itself sent.
fn came_in(explained: &Explained, snapshot: &Snapshot) -> Option<String> {
    explained.iif.map(|iif| why::interface(snapshot, iif))
}

fn verdict(explained: &Explained, snapshot: &Snapshot) -> Value {
    let sent = text::last_sent(&explained.story, 0);
    let sentence = text::verdict(explained, snapshot);
    let mut value = match end(&explained.story, 0) {
        End::Sent(oif) => json!({
            "result": "sent",
            "dev": why::interface(snapshot, oif),
            "packet": sent.map(|packet| packet.to_string()),
        }),
        End::Delivered => json!({ "result": "delivered" }),
        End::Held => json!({ "result": "held" }),
        End::Waits(oif) => json!({
            "result": "waits",
            "dev": why::interface(snapshot, oif),
        }),
        End::Dropped(reason) => json!({ "result": "dropped", "reason": reason.name() }),
        End::Unknown => json!({ "result": "unknown" }),
    };
    value["by"] =
        text::decider(&explained.story, 0).map_or(Value::Null, |decider| step(decider, snapshot));
    value["text"] = sentence.into();
    value
}

/// The steps of a story.
fn steps(story: &[Told], snapshot: &Snapshot) -> Vec<Value> {
    story.iter().map(|told| step(told, snapshot)).collect()
}

fn step(told: &Told, snapshot: &Snapshot) -> Value {
    let name = |index| why::interface(snapshot, index);
    let (kind, mut value) = match &told.step {
        TraceStep::Received { iif, frame } => (
            "received",
            json!({ "dev": name(*iif), "frame": hex(frame), "packet": spec(told) }),
        ),
        TraceStep::Made { packet } => (
            "made",
            json!({ "bytes": hex(packet), "packet": spec(told) }),
        ),
        TraceStep::Hook(hook) => ("hook", json!({ "hook": hook.chain() })),
        TraceStep::FragmentHeld => ("fragment-held", json!({})),
        TraceStep::Reassembled => ("reassembled", json!({})),
        TraceStep::Conntrack { ct, conn } => ("conntrack", conntrack(*ct, conn.as_deref())),
        TraceStep::Chain { table, chain } => ("chain", chain_of(table, chain)),
        TraceStep::Rule {
            table,
            chain,
            number,
            spec,
            source,
            outcome,
        } => {
            let mut value = chain_of(&TableRef::Xt(*table), chain);
            value["number"] = (*number).into();
            value["rule"] = rule_text(told.seen.family(), chain, spec).into();
            value["source"] = source_of(source.as_ref());
            let differs = |part| {
                let why = why::why(part, spec, &told.seen, snapshot);
                (mismatch(part, spec), why)
            };
            ("rule", met(value, told, *outcome, differs))
        }
        TraceStep::NftRule {
            table,
            chain,
            number,
            handle,
            source,
            words,
            outcome,
            ..
        } => {
            let mut value = chain_of(&TableRef::Nft(Arc::clone(table)), chain);
            value["number"] = (*number).into();
            value["handle"] = (*handle).into();
            value["source"] = source_of(source.as_ref());
            value["rule"] = why::nft_rule(words.as_ref(), snapshot).into();
            let differs = |part| {
                let why = why::why_nft(part, words.as_ref(), &told.seen, snapshot);
                (why::nft_parts(part, words.as_ref(), snapshot), why)
            };
            ("rule", met(value, told, *outcome, differs))
        }
        TraceStep::Return { table, chain } => ("return", chain_of(table, chain)),
        TraceStep::Policy {
            table,
            chain,
            policy,
        } => {
            let mut value = chain_of(table, chain);
            value["policy"] = why::policy(table, *policy).into();
            ("policy", value)
        }
        TraceStep::Translated { manip, from, to } => {
            let side = match manip {
                Manip::Src => "source",
                Manip::Dst => "destination",
            };
            let end = |(addr, port): (std::net::IpAddr, u16)| json!({ "address": addr.to_string(), "port": port });
            (
                "nat",
                json!({ "side": side, "from": end(*from), "to": end(*to) }),
            )
        }
        TraceStep::Route(note) => ("route", route(note, told, snapshot)),
        TraceStep::Ttl(ttl) => ("ttl", json!({ "ttl": ttl })),
        TraceStep::Mark(mark) => ("mark", json!({ "mark": mark.0 })),
        TraceStep::Confirmed => ("confirmed", json!({})),
        TraceStep::Delivered => ("delivered", json!({})),
        TraceStep::Fragmented { mtu } => ("fragmented", json!({ "mtu": mtu })),
        TraceStep::Sent { oif, mac, frame } => {
            let layer = build::link_layer(frame);
            let inside = layer.and_then(|layer| build::read(frame.get(layer.len..)?));
            (
                "sent",
                json!({
                    "dev": name(*oif),
                    "mac": mac.to_string(),
                    "frame": hex(frame),
                    "packet": inside.map(|packet: PacketSpec| packet.to_string()),
                }),
            )
        }
        TraceStep::Queued {
            oif,
            classes,
            dropped,
            ..
        } => {
            let names = classes.iter().map(|class| {
                json!({
                    "class": (class.minor() != 0).then(|| class.to_string()),
                    "qdisc": class.qdisc().to_string(),
                    "kind": queue::kind(snapshot, *oif, class.qdisc()),
                })
            });
            (
                "queued",
                json!({
                    "dev": name(*oif),
                    "classes": names.collect::<Vec<_>>(),
                    "dropped": dropped.map(|reason| reason.name()),
                    "text": queue::place(snapshot, *oif, classes),
                }),
            )
        }
        TraceStep::NeighbourQueued { address, oif } => (
            "neighbour-unknown",
            json!({ "dev": name(*oif), "address": address.to_string() }),
        ),
        TraceStep::Dropped(reason) => (
            "dropped",
            json!({ "reason": reason.name(), "text": reason.description() }),
        ),
    };
    value["step"] = kind.into();
    value["subject"] = told.subject.into();
    value
}

fn spec(told: &Told) -> Value {
    let packet = told.seen.packet.as_ref();
    packet.map_or(Value::Null, |packet| packet.to_string().into())
}

fn chain_of(table: &TableRef, chain: &str) -> Value {
    json!({ "table": table.to_string(), "chain": chain })
}

/// The line that a rule comes from.
fn source_of(source: Option<&SourceLine>) -> Value {
    source.map_or(
        Value::Null,
        |source| json!({ "file": &*source.file, "line": source.line }),
    )
}

/// A rule with what came of it; `differs` says which of its parts is about other packets, and why.
fn met(
    mut rule: Value,
    told: &Told,
    outcome: RuleOutcome,
    differs: impl FnOnce(Mismatch) -> (String, String),
) -> Value {
    rule["outcome"] = outcome_of(outcome).into();
    match outcome {
        RuleOutcome::Mismatch(part) => {
            let (part, why) = differs(part);
            rule["differs"] = part.into();
            rule["why"] = why.into();
        }
        RuleOutcome::Drop(reason) => rule["reason"] = reason.name().into(),
        RuleOutcome::Continue | RuleOutcome::Jump | RuleOutcome::Return | RuleOutcome::Accept => {}
    }
    if let Some(log) = &told.log {
        rule["log"] = log.as_str().into();
    }
    rule
}

const fn outcome_of(outcome: RuleOutcome) -> &'static str {
    match outcome {
        RuleOutcome::Mismatch(_) => "mismatch",
        RuleOutcome::Continue => "continue",
        RuleOutcome::Jump => "jump",
        RuleOutcome::Return => "return",
        RuleOutcome::Accept => "accept",
        RuleOutcome::Drop(_) => "drop",
    }
}

/// The part of a rule that is about other packets.
fn mismatch(part: Mismatch, spec: &dataplane::filter::RuleSpec) -> String {
    match part {
        Mismatch::Source => "source".to_owned(),
        Mismatch::Destination => "destination".to_owned(),
        Mismatch::InputInterface => "in".to_owned(),
        Mismatch::OutputInterface => "out".to_owned(),
        Mismatch::Protocol => "protocol".to_owned(),
        Mismatch::Fragment => "fragment".to_owned(),
        Mismatch::Match(at) => spec
            .matches
            .get(at)
            .map_or_else(|| "match".to_owned(), |found| found.name().to_owned()),
        Mismatch::Expr(_) => "match".to_owned(),
    }
}

fn conntrack(ct: Ct, conn: Option<&Conn>) -> Value {
    let mut value = Map::new();
    value.insert("state".to_owned(), why::ct_state(ct).into());
    value.insert("direction".to_owned(), why::direction(ct).into());
    let new = matches!(
        ct,
        Ct::Of(CtRef {
            unconfirmed: true,
            ..
        })
    );
    value.insert("new".to_owned(), new.into());
    if let Some(conn) = conn {
        let [original, reply] = conn.tuples.each_ref().map(tuple);
        value.insert("original".to_owned(), original);
        value.insert("replies".to_owned(), reply);
        value.insert("mark".to_owned(), conn.mark.into());
        value.insert(
            "assured".to_owned(),
            conn.status.has(Status::ASSURED).into(),
        );
    }
    value.into()
}

fn tuple(tuple: &Tuple) -> Value {
    json!({
        "src": tuple.src_addr().to_string(),
        "dst": tuple.dst_addr().to_string(),
        "sport": tuple.src_port,
        "dport": tuple.dst_port,
        "proto": tuple.proto,
        "zone": tuple.zone,
    })
}

fn route(note: &RouteNote, told: &Told, snapshot: &Snapshot) -> Value {
    let dst = told.seen.packet.as_ref().map(|packet| packet.dst);
    let prefix = dst
        .zip(note.prefix_len)
        .and_then(|(dst, len)| ipnet::IpNet::new(dst, len).ok())
        .map(|net| net.trunc().to_string());
    json!({
        "rule": note.rule,
        "table": note.table.map(|table| ip_names::table(table, false).to_string()),
        "prefix": prefix,
        "type": note.kind.map(|kind| ip_names::kind(kind, false).to_string()),
        "next_hop": note.next_hop.map(|next| next.to_string()),
        "dev": note.oif.map(|oif| why::interface(snapshot, oif)),
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
