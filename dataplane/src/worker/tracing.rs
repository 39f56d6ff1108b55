//! Recording what happens to chosen packets of the live router.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

use arc_swap::ArcSwap;
use crossbeam::channel::{self, Receiver, Sender};

use crate::{
    forward::Context,
    packet::Packet,
    time::Instant,
    trace::{LiveTrace, PacketTrace, Selector},
};

/// Recorded packets that wait for the control side.
const DEPTH: usize = 256;

/// Which packets are recorded, and the way of the records to the control side.
#[derive(Debug)]
pub(crate) struct Tracing {
    /// Whether there are selectors: all that a burst looks at if there are none.
    on: AtomicBool,
    selectors: ArcSwap<Vec<Selector>>,
    sender: Sender<LiveTrace>,
    receiver: Receiver<LiveTrace>,
    lost: AtomicU64,
}

impl Default for Tracing {
    fn default() -> Self {
        let (sender, receiver) = channel::bounded(DEPTH);
        Self {
            on: AtomicBool::new(false),
            selectors: ArcSwap::default(),
            sender,
            receiver,
            lost: AtomicU64::new(0),
        }
    }
}

impl Tracing {
    pub(super) fn select(&self, selectors: Vec<Selector>) {
        let on = !selectors.is_empty();
        self.selectors.store(Arc::new(selectors));
        self.on.store(on, Ordering::Release);
    }

    pub(super) fn is_on(&self) -> bool {
        self.on.load(Ordering::Acquire)
    }

    pub(super) fn receiver(&self) -> Receiver<LiveTrace> {
        self.receiver.clone()
    }

    pub(super) fn lost(&self) -> u64 {
        self.lost.load(Ordering::Relaxed)
    }

    /// What to record in this burst; `None` for nothing.
    #[inline]
    pub(crate) fn current(&self) -> Option<Arc<Vec<Selector>>> {
        let on = self.on.load(Ordering::Acquire);
        on.then(|| self.selectors.load_full())
    }
}

impl Context<'_> {
    /// Which packets are to be recorded; `None` for none, also where all are recorded for
    /// [`Worker::take_trace`](super::Worker::take_trace).
    #[inline]
    pub(crate) fn selectors(&self) -> Option<Arc<Vec<Selector>>> {
        if self.own.trace.is_some() {
            return None;
        }
        self.router.tracing.current()
    }

    /// Begins to record a packet that was received, if it is one of `selectors`.
    pub(crate) fn begin_trace(&mut self, selectors: &[Selector], packet: &Packet) {
        if selectors.iter().any(|selector| selector.selects(packet)) {
            self.own.trace = Some(Box::default());
        }
    }

    /// Ends the record of the packet in hand, and tells the control side what happened to it.
    pub(crate) fn end_trace(&mut self) {
        if let Some(trace) = self.own.trace.take() {
            self.send_trace(*trace, self.now);
        }
    }

    fn send_trace(&self, trace: PacketTrace, at: Instant) {
        let tracing = &self.router.tracing;
        if tracing.sender.try_send(LiveTrace { at, trace }).is_err() {
            tracing.lost.fetch_add(1, Ordering::Relaxed);
        }
    }
}
