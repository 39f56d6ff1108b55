//! Clients that watch packets: `tollgate trace`.

use dataplane::{
    time::{Duration, Instant},
    trace::{LiveTrace, Selector},
    worker::Router,
};

use crate::{
    api::{Replies, Reply},
    config::Model,
    explain::{self, Detail, TraceRequest},
};

/// How often a client is looked at that is shown nothing: has it left?
const LOOK: Duration = Duration::from_secs(1);

/// A client that watches packets.
struct Tracer {
    request: TraceRequest,
    /// What it wants to see; `None` for packets that have met `-j TRACE`.
    selector: Option<Selector>,
    /// Packets until it has seen enough.
    left: Option<u64>,
    /// Records that were lost when it was told of that last.
    lost: u64,
    replies: Replies,
}

/// Clients that watch packets.
#[derive(Default)]
pub(super) struct Tracers {
    all: Vec<Tracer>,
    looked: Option<Instant>,
}

impl Tracers {
    /// Begins to show packets to a client. `question` is a [`TraceRequest`] as JSON.
    pub(super) fn begin(
        &mut self,
        router: &Router,
        model: &Model,
        question: &str,
        replies: Replies,
    ) {
        match tracer(model, router, question, replies.clone()) {
            Ok(tracer) => {
                self.all.push(tracer);
                self.select(router);
                let hint = "watching; Ctrl-C ends it\n".to_owned();
                // Who has left is noticed later.
                let _ = replies.send(Reply::Stderr(hint));
            }
            Err(message) => {
                // If the client is gone, there is nobody to tell.
                let _ = replies.send(Reply::Stderr(format!("{message}\n")))
                    && replies.send(Reply::Exit(1));
            }
        }
    }

    /// Has recorded what somebody wants to see, and no more.
    fn select(&self, router: &Router) {
        let wanted = |tracer: &Tracer| tracer.selector.clone().unwrap_or_default();
        router.record(self.all.iter().map(wanted).collect());
    }

    /// Shows a packet to those who want to see it. `since_epoch` is the time of `now`.
    pub(super) fn show(
        &mut self,
        router: &Router,
        recorded: &LiveTrace,
        (now, since_epoch): (Instant, Duration),
    ) {
        let LiveTrace { at, trace } = recorded;
        let wants = |tracer: &Tracer| match &tracer.selector {
            Some(selector) => explain::is_selected(trace, selector),
            None => explain::is_marked(trace),
        };
        if !self.all.iter().any(wants) {
            return;
        }
        let Some(story) = explain::tell(trace.clone()) else {
            return;
        };
        let snapshot = router.snapshots.current();
        let time = clock(since_epoch.saturating_sub(now.saturating_since(*at)));
        let lost = router.lost_traces();
        let before = self.all.len();
        self.all.retain_mut(|tracer| {
            if !wants(tracer) {
                return true;
            }
            let text = if tracer.request.json {
                format!("{}\n", story.json(&time, &snapshot))
            } else {
                let detail = Detail {
                    brief: tracer.request.brief,
                    ..Detail::default()
                };
                format!("{}\n", story.text(&time, &snapshot, detail))
            };
            let more = lost.saturating_sub(tracer.lost);
            tracer.lost = lost;
            let told = more == 0
                || tracer
                    .replies
                    .send(Reply::Stderr(format!("packets not shown: {more}\n")));
            told && tracer.replies.send(Reply::Stdout(text)) && tracer.goes_on()
        });
        if self.all.len() != before {
            self.select(router);
        }
    }

    /// Gives up clients that have left.
    pub(super) fn look(&mut self, router: &Router, now: Instant) {
        if self.all.is_empty()
            || self
                .looked
                .is_some_and(|at| now.saturating_since(at) < LOOK)
        {
            return;
        }
        self.looked = Some(now);
        let before = self.all.len();
        self.all
            .retain(|tracer| tracer.replies.send(Reply::Stdout(String::new())));
        if self.all.len() != before {
            self.select(router);
        }
    }
}

impl Tracer {
    /// Counts a packet that was shown; whether the client wants more.
    fn goes_on(&mut self) -> bool {
        let Some(left) = &mut self.left else {
            return true;
        };
        *left = left.saturating_sub(1);
        if *left > 0 {
            return true;
        }
        // It has seen all that it wanted to; whether it hears that it has, is its own affair.
        let _ = self.replies.send(Reply::Exit(0));
        false
    }
}

fn tracer(
    model: &Model,
    router: &Router,
    question: &str,
    replies: Replies,
) -> Result<Tracer, String> {
    let request: TraceRequest = serde_json::from_str(question).map_err(|e| e.to_string())?;
    let filter = explain::filter(&request.filter).map_err(|error| error.to_string())?;
    let mut selector = filter.selector;
    if let Some(name) = filter.iif.or_else(|| request.port.clone()) {
        let link = model.link_by_name(&name);
        let link = link.ok_or_else(|| format!("there is no interface {name}"))?;
        selector.iif = Some(link.index);
    }
    let only_marked = request.filter.is_empty() && request.port.is_none();
    Ok(Tracer {
        selector: (!only_marked).then_some(selector),
        left: request.count,
        lost: router.lost_traces(),
        request,
        replies,
    })
}

/// The time of day in UTC, as `13:02:05.123456`.
fn clock(since_epoch: Duration) -> String {
    let seconds = since_epoch.as_secs() % 86_400;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let micros = since_epoch.subsec_micros();
    format!("{hours:02}:{minutes:02}:{seconds:02}.{micros:06}")
}
