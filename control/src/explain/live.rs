//! Packets of the live router, as they were recorded.

use dataplane::{
    filter::Target,
    snapshot::Snapshot,
    trace::{PacketTrace, RuleOutcome, Selector, TraceStep},
};
use serde_json::{Value, json};

use super::{
    build, json,
    run::Explained,
    story::Teller,
    text::{self, Detail},
};

/// Whether a packet has met `-j TRACE` or `meta nftrace set 1`.
#[must_use]
pub fn is_marked(trace: &PacketTrace) -> bool {
    trace.steps.iter().any(|step| {
        matches!(step, TraceStep::NftRule { traced: true, .. })
            || matches!(step, TraceStep::Rule { spec, outcome, .. }
                if spec.target == Target::Trace && !matches!(outcome, RuleOutcome::Mismatch(_)))
    })
}

/// Whether a recorded packet is what `selector` selects.
#[must_use]
pub fn is_selected(trace: &PacketTrace, selector: &Selector) -> bool {
    let Some(TraceStep::Received { iif, frame }) = trace.steps.first() else {
        return false;
    };
    let l3 = build::link_layer(frame).map_or(0, |layer| layer.len);
    selector.selects_bytes(Some(*iif), frame.get(l3..).unwrap_or_default())
}

/// A recorded packet, told.
#[derive(Clone, Debug)]
pub struct LiveStory(Explained);

/// Tells what was recorded of a packet; `None` if its beginning is missing.
#[must_use]
pub fn tell(trace: PacketTrace) -> Option<LiveStory> {
    let Some(TraceStep::Received { iif, frame }) = trace.steps.first() else {
        return None;
    };
    let iif = *iif;
    let layer = build::link_layer(frame);
    let packet = layer.and_then(|layer| build::read(frame.get(layer.len..)?));
    let mut teller = Teller::default();
    teller.add(trace.steps);
    Some(LiveStory(Explained {
        packet,
        iif: Some(iif),
        guessed: false,
        is_reply: false,
        story: teller.finish(),
        left: Vec::new(),
        assumed: Vec::new(),
    }))
}

impl LiveStory {
    /// For people; `time` says when it was.
    #[must_use]
    pub fn text(&self, time: &str, snapshot: &Snapshot, detail: Detail) -> String {
        text::live(&self.0, time, snapshot, detail)
    }

    /// For programs, in one line.
    #[must_use]
    pub fn json(&self, time: &str, snapshot: &Snapshot) -> Value {
        json!({ "time": time, "trace": json::live(&self.0, snapshot) })
    }
}
