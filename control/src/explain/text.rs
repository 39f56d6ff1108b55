//! A story for people.

use std::fmt::Write;

use dataplane::{
    conntrack::{Conn, Ct, CtRef, Direction, Status, Tuple},
    drop_reason::DropReason,
    filter::{Policy, SourceLine},
    nat::Manip,
    snapshot::Snapshot,
    trace::{Mismatch, RouteNote, RuleOutcome, TraceStep},
};

use super::{
    build,
    packet::{Endpoint, PacketSpec},
    queue,
    run::{Explained, Explanation},
    story::{self, End, Told, end},
    why,
};
use crate::lang::{ip::names as ip_names, iptables::rule_text};

/// How much is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Detail {
    /// Rules that are about other packets are left out.
    pub brief: bool,
    /// It was a packet of the live router: neighbours that are not known are waited for.
    pub live: bool,
}

/// The answer to a question, for people.
#[must_use]
pub fn text(explanation: &Explanation, detail: Detail) -> String {
    let mut text = String::new();
    for (at, packet) in explanation.packets.iter().enumerate() {
        if at > 0 {
            text.push('\n');
        }
        text.push_str(&one(at + 1, packet, &explanation.snapshot, detail));
    }
    text
}

/// The whole way of the packet with this number.
pub(crate) fn one(
    number: usize,
    packet: &Explained,
    snapshot: &Snapshot,
    detail: Detail,
) -> String {
    let heading = heading(packet, snapshot);
    let story = steps(&packet.story, snapshot, detail);
    let verdict = verdict(packet, snapshot);
    format!("packet {number}: {heading}\n{story}verdict: {verdict}\n")
}

/// A packet of the live router, received at `time`.
pub(super) fn live(packet: &Explained, time: &str, snapshot: &Snapshot, detail: Detail) -> String {
    let heading = heading(packet, snapshot);
    let story = steps(
        &packet.story,
        snapshot,
        Detail {
            live: true,
            ..detail
        },
    );
    let verdict = verdict(packet, snapshot);
    format!("{time} {heading}\n{story}verdict: {verdict}\n")
}

/// What a packet is, and where it comes in.
fn heading(packet: &Explained, snapshot: &Snapshot) -> String {
    let what = match &packet.packet {
        Some(packet) => packet.to_string(),
        None => "a frame without an IP packet".to_owned(),
    };
    let Some(iif) = packet.iif else {
        return format!("{what}, sent by the router itself");
    };
    let port = why::interface(snapshot, iif);
    let note = if packet.guessed {
        ", where the route to its source leads"
    } else if packet.is_reply {
        ", the answer to what left there"
    } else {
        ""
    };
    format!("{what}, in by {port}{note}")
}

/// What came of a packet, in a line.
#[must_use]
pub fn verdict(packet: &Explained, snapshot: &Snapshot) -> String {
    let mut text = match end(&packet.story, 0) {
        End::Sent(oif) => {
            let mut text = format!("it leaves by {}", why::interface(snapshot, oif));
            if let Some(spec) = last_sent(&packet.story, 0) {
                let _ = write!(text, " as {spec}");
            }
            text
        }
        End::Delivered => "the router itself takes it".to_owned(),
        End::Held => "it waits for its other fragments".to_owned(),
        End::Waits(oif) => {
            let oif = why::interface(snapshot, oif);
            format!("it leaves by {oif} when its neighbour has answered")
        }
        End::Dropped(DropReason::NoSocket) => {
            "the router itself takes it, and nobody listens there".to_owned()
        }
        End::Dropped(reason) => dropped(&packet.story, reason),
        End::Unknown => "nothing happens".to_owned(),
    };
    for subject in answers(&packet.story) {
        if let Some(spec) = last_sent(&packet.story, subject) {
            let _ = write!(text, "; the router answers with {spec}");
        }
    }
    text
}

/// What dropped the packet that came in.
fn dropped(story: &[Told], reason: DropReason) -> String {
    let decider = decider(story, 0).map(|told| &told.step);
    if let Some(TraceStep::Policy { table, chain, .. }) = decider {
        return format!("dropped by the policy of {table} {chain}");
    }
    let (table, chain, number, source) = if let Some(TraceStep::Rule {
        table,
        chain,
        number,
        source,
        ..
    }) = decider
    {
        (table.name().to_owned(), chain, number, source)
    } else if let Some(TraceStep::NftRule {
        table,
        chain,
        number,
        source,
        ..
    }) = decider
    {
        (table.to_string(), chain, number, source)
    } else {
        return format!("dropped: {}", ended(reason));
    };
    let source = source.as_ref().map(place).unwrap_or_default();
    let reason = reason.name();
    format!("dropped by rule {number} of {table} {chain}{source}: {reason}")
}

/// The rule or policy that dropped a packet, if one did.
pub(crate) fn decider(story: &[Told], subject: usize) -> Option<&Told> {
    // A rule may have marked what it dropped.
    let is_meant =
        |told: &&Told| told.subject == subject && !matches!(told.step, TraceStep::Mark(_));
    let mut steps = story.iter().rev().filter(is_meant);
    let last = steps.next()?;
    let before = steps.next()?;
    let decides = matches!(
        before.step,
        TraceStep::Rule {
            outcome: RuleOutcome::Drop(_),
            ..
        } | TraceStep::NftRule {
            outcome: RuleOutcome::Drop(_),
            ..
        } | TraceStep::Policy {
            policy: Policy::Drop,
            ..
        }
    );
    (decides && matches!(last.step, TraceStep::Dropped(_))).then_some(before)
}

/// The packets that the router made and sent.
pub(crate) fn answers(story: &[Told]) -> Vec<usize> {
    let made = story
        .iter()
        .filter(|told| matches!(told.step, TraceStep::Made { .. }) && !told.seen.is_discovery())
        // The packet in question may be one of the router's own.
        .filter(|told| told.subject != 0)
        .map(|told| told.subject);
    made.filter(|&subject| matches!(end(story, subject), End::Sent(_)))
        .collect()
}

/// A packet as it left.
pub(crate) fn last_sent(story: &[Told], subject: usize) -> Option<PacketSpec> {
    let frame = story::sent(story, subject).next_back()?;
    let layer = build::link_layer(frame)?;
    build::read(frame.get(layer.len..)?)
}

/// Why it ended, with the name that counters have.
fn ended(reason: DropReason) -> String {
    format!("{} ({})", reason.name(), reason.description())
}

/// The steps, one a line, indented by where they happen.
fn steps(story: &[Told], snapshot: &Snapshot, detail: Detail) -> String {
    let mut teller = Printer {
        snapshot,
        detail,
        out: String::new(),
        level: Vec::new(),
        chain: None,
    };
    for told in story {
        teller.step(told);
    }
    teller.out
}

/// How far a packet's lines are indented.
#[derive(Clone, Copy, Debug, Default)]
struct Level {
    /// It is at a hook.
    hook: bool,
    /// Chains that it is in.
    chains: usize,
}

struct Printer<'a> {
    snapshot: &'a Snapshot,
    detail: Detail,
    out: String,
    /// By depth.
    level: Vec<Level>,
    /// A chain that nothing was told of yet: how far it is indented, and its name.
    chain: Option<(usize, String)>,
}

impl Printer<'_> {
    fn level(&mut self, depth: usize) -> &mut Level {
        if self.level.len() <= depth {
            self.level.resize(depth + 1, Level::default());
        }
        &mut self.level[depth]
    }

    fn line(&mut self, indent: usize, text: &str) {
        if let Some((indent, chain)) = self.chain.take() {
            self.line(indent, &chain);
        }
        let _ = writeln!(self.out, "{:width$}{text}", "", width = 2 * indent);
    }

    /// A rule and what came of it; `why` says why it is about other packets.
    fn rule(
        &mut self,
        told: &Told,
        (number, text): (usize, &str),
        source: Option<&SourceLine>,
        outcome: RuleOutcome,
        why: impl FnOnce(Mismatch) -> String,
    ) {
        let Level { hook, chains } = *self.level(told.depth);
        let indent = 1 + told.depth * 2 + usize::from(hook) + chains.max(1);
        let (sign, result) = match outcome {
            RuleOutcome::Mismatch(_) if self.detail.brief => return,
            RuleOutcome::Mismatch(mismatch) => ("-", format!("no: {}", why(mismatch))),
            RuleOutcome::Continue => ("*", "matches; goes on".to_owned()),
            RuleOutcome::Jump => ("*", "matches".to_owned()),
            RuleOutcome::Return => ("*", "matches; returns".to_owned()),
            RuleOutcome::Accept => ("*", "matches; has passed this table here".to_owned()),
            RuleOutcome::Drop(reason) => ("*", format!("matches; dropped: {}", reason.name())),
        };
        let source = source.map(place).unwrap_or_default();
        self.line(indent, &format!("{sign} {number}. {text}{source}"));
        self.line(indent + 2, &result);
        if let Some(log) = &told.log {
            self.line(indent + 2, &format!("log: {log}"));
        }
        match outcome {
            RuleOutcome::Jump => self.level(told.depth).chains = chains.max(1) + 1,
            RuleOutcome::Return => {
                self.level(told.depth).chains = chains.saturating_sub(1).max(1);
            }
            RuleOutcome::Mismatch(_)
            | RuleOutcome::Continue
            | RuleOutcome::Accept
            | RuleOutcome::Drop(_) => {}
        }
    }

    fn step(&mut self, told: &Told) {
        let base = 1 + told.depth * 2;
        let Level { hook, chains } = *self.level(told.depth);
        let here = base + usize::from(hook);
        let family = told.seen.family();
        match &told.step {
            TraceStep::Received { iif, .. } => {
                *self.level(told.depth) = Level::default();
                let iif = why::interface(self.snapshot, *iif);
                let what = told_packet(told);
                // The first is in the heading.
                let what = if told.subject == 0 {
                    String::new()
                } else {
                    format!(": {what}")
                };
                self.line(base, &format!("received by {iif}{what}"));
            }
            TraceStep::Made { .. } if told.subject == 0 => {
                *self.level(told.depth) = Level::default();
                self.line(base, "sent by the router itself");
            }
            TraceStep::Made { .. } => {
                *self.level(told.depth) = Level::default();
                let what = told_packet(told);
                let says = if told.seen.is_discovery() {
                    "asks"
                } else {
                    "answers"
                };
                self.line(base - 1, &format!("the router {says}: {what}"));
            }
            TraceStep::Hook(at) => {
                *self.level(told.depth) = Level {
                    hook: true,
                    chains: 0,
                };
                self.line(base, at.chain());
            }
            TraceStep::FragmentHeld => self.line(here, "a fragment: it waits for the others"),
            TraceStep::Reassembled => self.line(here, "put together from its fragments"),
            TraceStep::Conntrack { ct, conn } => {
                let conn = conn.as_deref().map(connection).unwrap_or_default();
                let what = tracked(*ct);
                self.line(here, &format!("conntrack: {what}{conn}"));
            }
            TraceStep::Chain { table, chain } => {
                self.level(told.depth).chains = 1;
                self.chain = Some((here, format!("{table} {chain}")));
            }
            TraceStep::Rule {
                chain,
                number,
                spec,
                source,
                outcome,
                ..
            } => {
                let text = rule_text(family, chain, spec);
                let why = |mismatch| why::why(mismatch, spec, &told.seen, self.snapshot);
                self.rule(told, (*number, &text), source.as_ref(), *outcome, why);
            }
            TraceStep::NftRule {
                number,
                handle,
                source,
                words,
                outcome,
                ..
            } => {
                let text = why::nft_rule(words.as_ref(), self.snapshot);
                let text = format!("{text} # handle {handle}");
                let why =
                    |mismatch| why::why_nft(mismatch, words.as_ref(), &told.seen, self.snapshot);
                self.rule(told, (*number, &text), source.as_ref(), *outcome, why);
            }
            TraceStep::Return { chain, .. } => {
                self.line(here + chains.max(1), &format!("end of {chain}: returns"));
                self.level(told.depth).chains = chains.saturating_sub(1).max(1);
            }
            TraceStep::Policy { table, policy, .. } => {
                self.level(told.depth).chains = 1;
                let name = why::policy(table, *policy);
                match self.chain.take() {
                    // Nothing in it was told of.
                    Some(_) if self.detail.brief && *policy == Policy::Accept => {}
                    Some((indent, chain)) => self.line(indent, &format!("{chain}: policy {name}")),
                    None => self.line(here + 1, &format!("end: policy {name}")),
                }
            }
            TraceStep::Translated { manip, from, to } => {
                let what = match manip {
                    Manip::Src => "source",
                    Manip::Dst => "destination",
                };
                let ports = told.seen.packet.as_ref().is_some_and(has_port);
                let end = |(addr, port)| Endpoint(addr, ports.then_some(port));
                let (from, to) = (end(*from), end(*to));
                self.line(here, &format!("nat: {what} {from} becomes {to}"));
            }
            TraceStep::Route(note) => {
                *self.level(told.depth) = Level::default();
                let route = route(note, told, self.snapshot);
                self.line(base, &format!("route: {route}"));
            }
            TraceStep::Ttl(ttl) => self.line(base, &format!("ttl {ttl}")),
            TraceStep::Mark(mark) => {
                self.line(here + chains + 1, &format!("mark 0x{:x}", mark.0));
            }
            TraceStep::Confirmed => self.line(here, "conntrack: the connection is known now"),
            TraceStep::Delivered => {
                *self.level(told.depth) = Level::default();
                self.line(base, "delivered to the router itself");
            }
            TraceStep::Fragmented { mtu } => {
                *self.level(told.depth) = Level::default();
                self.line(base, &format!("cut into fragments of at most {mtu} bytes"));
            }
            TraceStep::Sent { oif, mac, frame } => {
                *self.level(told.depth) = Level::default();
                let oif = why::interface(self.snapshot, *oif);
                let layer = build::link_layer(frame);
                let inside = layer.and_then(|layer| build::read(frame.get(layer.len..)?));
                let what = inside.map_or_else(String::new, |packet| format!(": {packet}"));
                self.line(base, &format!("sent by {oif} to {mac}{what}"));
            }
            TraceStep::Queued {
                oif,
                classes,
                dropped,
                ..
            } => {
                // A filter may have dropped it before it was put anywhere.
                if dropped.is_none() || !classes.is_empty() {
                    let place = queue::place(self.snapshot, *oif, classes);
                    self.line(base, &format!("queued {place}"));
                }
                if let Some(reason) = dropped {
                    self.line(base, &format!("dropped: {}", ended(*reason)));
                }
            }
            TraceStep::NeighbourQueued { address, oif } => {
                *self.level(told.depth) = Level::default();
                let oif = why::interface(self.snapshot, *oif);
                let then = if self.detail.live {
                    "it waits for its answer"
                } else {
                    "it is taken to answer"
                };
                self.line(
                    base,
                    &format!("neighbour {address} on {oif} is not known; {then}"),
                );
            }
            TraceStep::Dropped(reason) => {
                *self.level(told.depth) = Level::default();
                self.line(base, &format!("dropped: {}", ended(*reason)));
            }
        }
    }
}

/// Where a rule comes from.
fn place(source: &SourceLine) -> String {
    format!(" ({}:{})", source.file, source.line)
}

fn told_packet(told: &Told) -> String {
    match &told.seen.packet {
        Some(packet) => packet.to_string(),
        None => "something that is no IP packet".to_owned(),
    }
}

fn has_port(packet: &PacketSpec) -> bool {
    packet.ports().is_some()
}

/// What a packet is to its connection.
fn tracked(ct: Ct) -> String {
    match ct {
        Ct::None => "not tracked".to_owned(),
        Ct::Template {
            original, reply, ..
        } => format!("zones {original} and {reply}"),
        Ct::Untracked => "UNTRACKED".to_owned(),
        Ct::Invalid => "INVALID: it belongs to no connection and begins none".to_owned(),
        Ct::Of(CtRef {
            direction,
            unconfirmed,
            ..
        }) => {
            let state = why::ct_state(ct);
            let new = if unconfirmed {
                ", a new connection"
            } else {
                match direction {
                    Direction::Original => ", in the original direction",
                    Direction::Reply => ", in the reply direction",
                }
            };
            format!("{state}{new}")
        }
    }
}

/// A connection's tuples, if there is more to tell than the packet tells.
fn connection(conn: &Conn) -> String {
    let [original, reply] = conn.tuples.each_ref().map(tuple);
    let mut text = format!(": {original}, replies {reply}");
    if conn.status.has(Status::ASSURED) {
        text.push_str(", assured");
    }
    if conn.mark != 0 {
        let _ = write!(text, ", mark 0x{:x}", conn.mark);
    }
    text
}

fn tuple(tuple: &Tuple) -> String {
    let ports = matches!(tuple.proto, 6 | 17 | 132 | 136);
    let src = Endpoint(tuple.src_addr(), ports.then_some(tuple.src_port));
    let dst = Endpoint(tuple.dst_addr(), ports.then_some(tuple.dst_port));
    format!("{src} > {dst}")
}

/// How the route was chosen.
fn route(note: &RouteNote, told: &Told, snapshot: &Snapshot) -> String {
    let mut text = String::new();
    if let Some(kind) = note.kind {
        let _ = write!(text, "{} ", ip_names::kind(kind, false));
    }
    let dst = told.seen.packet.as_ref().map(|packet| packet.dst);
    if let (Some(dst), Some(len)) = (dst, note.prefix_len)
        && let Ok(net) = ipnet::IpNet::new(dst, len)
    {
        let _ = write!(text, "{} ", net.trunc());
    }
    if let Some(next) = note.next_hop
        && Some(next) != dst
    {
        let _ = write!(text, "via {next} ");
    }
    if let Some(oif) = note.oif {
        let _ = write!(text, "dev {} ", why::interface(snapshot, oif));
    }
    match (note.rule, note.table) {
        (Some(rule), Some(table)) => {
            let table = ip_names::table(table, false);
            let _ = write!(text, "(rule {rule}, table {table})");
        }
        (Some(rule), None) => {
            let _ = write!(text, "refused by rule {rule}");
        }
        (None, _) if text.is_empty() => text.push_str("none"),
        (None, _) => {}
    }
    text.trim_end().to_owned()
}
