//! What a recorder noted, told in order: of which packet each step is, and how that packet looked
//! then.

use std::net::IpAddr;

use dataplane::{
    conntrack::Ct,
    drop_reason::DropReason,
    iface::{IfIndex, MacAddr},
    nat::Manip,
    route::Family,
    trace::TraceStep,
};

use super::{
    build,
    packet::{PacketSpec, Transport},
};

/// A packet as it is at a step.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// What it says; `None` if that can't be read.
    pub packet: Option<PacketSpec>,
    /// Its length from the network header on, in bytes, if that is known.
    pub len: Option<usize>,
    /// The interface that it came in by.
    pub iif: Option<IfIndex>,
    /// The interface that it is to leave by.
    pub oif: Option<IfIndex>,
    /// The sender's Ethernet address.
    pub mac: Option<MacAddr>,
    /// What is known of its connection.
    pub ct: Ct,
}

/// A step.
#[derive(Clone, Debug)]
pub struct Told {
    /// The packet that it is about: 0 is the one that came in, others were made because of it.
    pub subject: usize,
    /// How many packets are being dealt with that this one was made in answer to.
    pub depth: usize,
    /// What happened.
    pub step: TraceStep,
    /// The packet just before that.
    pub seen: Seen,
    /// What `-j LOG` wrote.
    pub log: Option<String>,
}

/// How a packet ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It left, or several fragments of it did.
    Sent(IfIndex),
    /// The router took it.
    Delivered,
    /// It waits for other fragments.
    Held,
    /// It waits for its neighbour to answer.
    Waits(IfIndex),
    /// It was dropped.
    Dropped(DropReason),
    /// Nothing was noted: it was no packet.
    Unknown,
}

/// A packet that is being dealt with.
#[derive(Clone, Debug)]
struct Open {
    subject: usize,
    seen: Seen,
    fragmented: bool,
}

/// Tells the steps of one packet that came in.
#[derive(Debug, Default)]
pub(super) struct Teller {
    open: Vec<Open>,
    subjects: usize,
    told: Vec<Told>,
}

impl Teller {
    /// Adds what was noted.
    pub(super) fn add(&mut self, steps: Vec<TraceStep>) {
        for step in steps {
            self.step(step);
        }
    }

    /// Adds what was noted when a neighbour answered: packets that waited for it leave.
    pub(super) fn resolved(&mut self, oif: IfIndex, address: IpAddr, steps: Vec<TraceStep>) {
        let mut from = 0;
        for step in steps {
            let place = self.told.iter().skip(from).position(|told| {
                matches!(&told.step, TraceStep::NeighbourQueued { address: a, oif: o }
                    if *a == address && *o == oif)
            });
            match (&step, place) {
                (TraceStep::Sent { .. } | TraceStep::Dropped(_), Some(place)) => {
                    let at = from + place + 1;
                    let told = Told {
                        step,
                        ..self.told[at - 1].clone()
                    };
                    self.told.insert(at, told);
                    from = at + 1;
                }
                (_, _) => self.step(step),
            }
        }
    }

    /// The neighbours that packets wait for.
    pub(super) fn waits(&self) -> Vec<(IfIndex, IpAddr)> {
        let mut waits = Vec::new();
        for (at, told) in self.told.iter().enumerate() {
            let next = self.told.get(at + 1);
            let answered = next.is_some_and(|next| {
                next.subject == told.subject
                    && matches!(next.step, TraceStep::Sent { .. } | TraceStep::Dropped(_))
            });
            if let TraceStep::NeighbourQueued { address, oif } = told.step
                && !answered
                && !waits.contains(&(oif, address))
            {
                waits.push((oif, address));
            }
        }
        waits
    }

    /// All that was told.
    pub(super) fn finish(self) -> Vec<Told> {
        self.told
    }

    fn open(&mut self, seen: Seen, nested: bool) {
        if !nested {
            self.open.clear();
        }
        self.open.push(Open {
            subject: self.subjects,
            seen,
            fragmented: false,
        });
        self.subjects += 1;
    }

    /// Where it was last told of a packet that was sent, and of where it was queued then.
    fn sent(&self, frame: &[u8]) -> Option<usize> {
        let sent = |told: &Told| matches!(&told.step, TraceStep::Sent { frame: sent, .. } if is_same(sent, frame));
        let queued = |told: &&Told| matches!(told.step, TraceStep::Queued { .. });
        let at = self.told.iter().rposition(sent)?;
        Some(at + self.told[at + 1..].iter().take_while(queued).count())
    }

    fn step(&mut self, step: TraceStep) {
        if let TraceStep::Queued { frame, .. } = &step {
            // Behind its being sent, however much was noted meanwhile. ARP was not told of, and is not here either.
            if let Some(at) = self.sent(frame) {
                let told = Told {
                    step,
                    ..self.told[at].clone()
                };
                self.told.insert(at + 1, told);
            }
            return;
        }
        if let TraceStep::Translated { from, to, .. } = &step
            && from == to
        {
            // It was looked at, and stays as it is.
            return;
        }
        let leaves = matches!(
            step,
            TraceStep::Sent { .. } | TraceStep::NeighbourQueued { .. }
        );
        if !leaves && self.open.last().is_some_and(|open| open.fragmented) {
            // All fragments are through.
            self.open.pop();
        }
        if let TraceStep::Received { iif, frame } = &step {
            let layer = build::link_layer(frame);
            let l3 = layer.as_ref().map_or(0, |layer| layer.len);
            let seen = Seen {
                packet: build::read(frame.get(l3..).unwrap_or_default()),
                len: frame.len().checked_sub(l3),
                iif: Some(*iif),
                mac: layer.map(|layer| layer.src),
                ..Seen::default()
            };
            self.open(seen, false);
        }
        if let TraceStep::Made { packet } = &step {
            let seen = Seen {
                packet: build::read(packet),
                len: Some(packet.len()),
                ..Seen::default()
            };
            self.open(seen, true);
        }
        let depth = self.open.len().saturating_sub(1);
        let Some(open) = self.open.last_mut() else {
            // It is about a packet whose beginning was not noted.
            return;
        };
        self.told.push(Told {
            subject: open.subject,
            depth,
            step: step.clone(),
            seen: open.seen.clone(),
            log: None,
        });
        open.seen.update(&step);
        open.fragmented |= matches!(step, TraceStep::Fragmented { .. });
        let over = matches!(step, TraceStep::FragmentHeld | TraceStep::Dropped(_));
        if over || (leaves && !open.fragmented) {
            self.open.pop();
        }
    }
}

impl Seen {
    /// The packet's family.
    #[must_use]
    pub fn family(&self) -> Family {
        match &self.packet {
            Some(packet) if packet.src.is_ipv6() => Family::V6,
            Some(_) | None => Family::V4,
        }
    }

    /// Whether it asks for a neighbour, or answers such a question.
    #[must_use]
    pub fn is_discovery(&self) -> bool {
        self.family() == Family::V6
            && self.packet.as_ref().is_some_and(|packet| {
                matches!(
                    packet.transport,
                    Transport::Icmp {
                        kind: 133..=136,
                        ..
                    }
                )
            })
    }

    /// Follows what a step does to the packet.
    fn update(&mut self, step: &TraceStep) {
        match step {
            TraceStep::Conntrack { ct, .. } => self.ct = *ct,
            TraceStep::Route(route) => self.oif = route.oif,
            TraceStep::Reassembled => self.len = None,
            TraceStep::Received { .. }
            | TraceStep::Made { .. }
            | TraceStep::Hook(_)
            | TraceStep::FragmentHeld
            | TraceStep::Chain { .. }
            | TraceStep::Rule { .. }
            | TraceStep::NftRule { .. }
            | TraceStep::Return { .. }
            | TraceStep::Policy { .. }
            | TraceStep::Translated { .. }
            | TraceStep::Ttl(_)
            | TraceStep::Mark(_)
            | TraceStep::Confirmed
            | TraceStep::Delivered
            | TraceStep::Fragmented { .. }
            | TraceStep::Sent { .. }
            | TraceStep::Queued { .. }
            | TraceStep::NeighbourQueued { .. }
            | TraceStep::Dropped(_) => {}
        }
        if let Some(packet) = &mut self.packet {
            follow(packet, step);
        }
    }
}

/// Follows what a step does to a packet.
fn follow(packet: &mut PacketSpec, step: &TraceStep) {
    if let TraceStep::Translated { manip, to, .. } = step {
        match manip {
            Manip::Src => packet.set_source(to.0, to.1),
            Manip::Dst => packet.set_destination(to.0, to.1),
        }
    }
    if let TraceStep::Ttl(ttl) = step {
        packet.ttl = *ttl;
    }
    if let TraceStep::Mark(mark) = step {
        packet.link.mark = mark.0;
    }
    if matches!(step, TraceStep::Reassembled) {
        (packet.mf, packet.offset) = (false, 0);
        if matches!(packet.transport, Transport::Other { .. }) {
            // Its header was in another fragment.
            packet.data.clear();
        }
    }
}

/// Whether two frames hold the same packet: tags and addresses of the link may differ.
pub(super) fn is_same(one: &[u8], other: &[u8]) -> bool {
    let packet = |frame| build::inside(frame).map(|(_, packet)| packet);
    packet(one).is_some_and(|one| packet(other) == Some(one))
}

/// The frames as which a packet left.
pub(super) fn sent(story: &[Told], subject: usize) -> impl DoubleEndedIterator<Item = &[u8]> {
    story.iter().filter_map(move |told| {
        if let TraceStep::Sent { frame, .. } = &told.step
            && told.subject == subject
        {
            return Some(frame.as_slice());
        }
        None
    })
}

/// How a packet of a story ended.
#[must_use]
pub fn end(story: &[Told], subject: usize) -> End {
    let mut end = End::Unknown;
    for told in story.iter().filter(|told| told.subject == subject) {
        end = match &told.step {
            TraceStep::Sent { oif, .. } => End::Sent(*oif),
            TraceStep::Delivered => End::Delivered,
            TraceStep::FragmentHeld => End::Held,
            TraceStep::NeighbourQueued { oif, .. } => End::Waits(*oif),
            TraceStep::Dropped(reason)
            | TraceStep::Queued {
                dropped: Some(reason),
                ..
            } => End::Dropped(*reason),
            TraceStep::Received { .. }
            | TraceStep::Made { .. }
            | TraceStep::Hook(_)
            | TraceStep::Reassembled
            | TraceStep::Conntrack { .. }
            | TraceStep::Chain { .. }
            | TraceStep::Rule { .. }
            | TraceStep::NftRule { .. }
            | TraceStep::Return { .. }
            | TraceStep::Policy { .. }
            | TraceStep::Translated { .. }
            | TraceStep::Route(_)
            | TraceStep::Ttl(_)
            | TraceStep::Mark(_)
            | TraceStep::Confirmed
            | TraceStep::Fragmented { .. }
            | TraceStep::Queued { dropped: None, .. } => end,
        };
    }
    end
}
