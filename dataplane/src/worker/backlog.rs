//! Packets that one worker gives to another one: those of its connections (in the kernel, receive packet
//! steering and its backlogs).
//!
//! They go by handfuls, one for each burst and worker, so that what both sides have to agree on is paid for once a
//! burst. The handful comes back empty but for as many free buffers: neither side runs out of them.

use std::{
    fmt, mem,
    sync::{
        OnceLock,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
};

use crossbeam::{queue::ArrayQueue, utils::CachePadded};

use super::bell::Bell;
use crate::{
    drop_reason::DropReason,
    forward::Context,
    packet::{Batch, Packet},
};

/// Handfuls that wait for a worker before further ones are dropped: up to 256 packets each.
const HANDFULS: usize = 64;

/// What is to be done with a packet.
#[derive(Debug)]
pub(crate) enum Errand {
    /// To carry it.
    Carry,
    /// The same; that its connection is there is certain.
    Settled,
    /// The same; it was put together of fragments with so many bytes of payload each.
    Whole(Vec<u16>),
    /// To tell its sender that its next hop does not answer.
    Unreachable,
}

/// A packet for another worker.
#[derive(Debug)]
pub(crate) struct Handed {
    pub(crate) packet: Packet,
    pub(crate) errand: Errand,
}

/// What one worker gives to another one at a time.
#[derive(Debug, Default)]
pub(crate) struct Handful {
    /// Who gives it.
    from: usize,
    pub(crate) packets: Vec<Handed>,
}

/// What waits for one worker.
struct Backlog {
    full: ArrayQueue<Handful>,
    /// Its own handfuls, which come back.
    empty: ArrayQueue<Handful>,
    /// Packets in `full`.
    waiting: AtomicUsize,
    bell: Bell,
    wake: OnceLock<Box<dyn Fn() + Send + Sync>>,
}

impl Backlog {
    fn new() -> Self {
        Self {
            full: ArrayQueue::new(HANDFULS),
            empty: ArrayQueue::new(HANDFULS),
            waiting: AtomicUsize::new(0),
            bell: Bell::default(),
            wake: OnceLock::new(),
        }
    }
}

/// What waits for each worker.
pub(crate) struct Backlogs(Box<[CachePadded<Backlog>]>);

impl fmt::Debug for Backlogs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Backlogs")
            .field("held", &self.held())
            .finish()
    }
}

impl Backlogs {
    /// None yet, of so many workers.
    pub(super) fn new(workers: usize) -> Self {
        Self(
            (0..workers)
                .map(|_| CachePadded::new(Backlog::new()))
                .collect(),
        )
    }

    /// How `worker` is woken, if it ever sleeps.
    pub(super) fn set_wake(&self, worker: usize, wake: impl Fn() + Send + Sync + 'static) {
        // A worker that runs a second time is woken as it was the first time.
        let _ = self.0[worker].wake.set(Box::new(wake));
    }

    /// Packets that wait.
    pub(super) fn held(&self) -> usize {
        let all = self.0.iter();
        all.map(|backlog| backlog.waiting.load(Relaxed)).sum()
    }

    /// Gives `handful` to `worker`, and wakes it.
    ///
    /// # Errors
    /// The handful, if too many wait.
    fn give(&self, worker: usize, handful: Handful) -> Result<(), Handful> {
        let backlog = &self.0[worker];
        let count = handful.packets.len();
        backlog.waiting.fetch_add(count, Relaxed);
        if let Err(handful) = backlog.full.push(handful) {
            backlog.waiting.fetch_sub(count, Relaxed);
            return Err(handful);
        }
        if backlog.bell.ring()
            && let Some(wake) = backlog.wake.get()
        {
            wake();
        }
        Ok(())
    }

    /// What waits for `worker`.
    fn take(&self, worker: usize) -> Option<Handful> {
        let backlog = &self.0[worker];
        // A glance at what others seldom write to.
        if backlog.waiting.load(Relaxed) == 0 {
            return None;
        }
        let handful = backlog.full.pop()?;
        backlog.waiting.fetch_sub(handful.packets.len(), Relaxed);
        Some(handful)
    }

    /// Whether `worker` may sleep; if not, packets wait for it.
    pub(super) fn doze(&self, worker: usize) -> bool {
        let backlog = &self.0[worker];
        backlog.bell.doze(|| backlog.full.is_empty())
    }

    /// `worker` has slept.
    pub(super) fn rise(&self, worker: usize) {
        self.0[worker].bell.rise();
    }
}

impl Context<'_> {
    /// Lets `worker` go on with a packet, from the end of this burst on.
    pub(crate) fn hand_over(&mut self, worker: usize, packet: Packet, errand: Errand) {
        let outbox = &mut self.own.outbox;
        if outbox.len() <= worker {
            outbox.resize_with(worker + 1, Handful::default);
        }
        outbox[worker].packets.push(Handed { packet, errand });
    }

    /// Gives the other workers what is theirs.
    pub(crate) fn send_handed(&mut self) {
        for worker in 0..self.own.outbox.len() {
            if self.own.outbox[worker].packets.is_empty() {
                continue;
            }
            let mut next = self.empty_handful();
            mem::swap(&mut next, &mut self.own.outbox[worker]);
            next.from = self.worker;
            self.counters.handed.add(next.packets.len() as u64);
            if let Err(mut refused) = self.router.backlogs.give(worker, next) {
                for handed in refused.packets.drain(..) {
                    self.drop(handed.packet, DropReason::CpuBacklog);
                }
            }
        }
    }

    /// One that has come back, or a new one.
    fn empty_handful(&mut self) -> Handful {
        let Some(mut handful) = self.router.backlogs.0[self.worker].empty.pop() else {
            return Handful {
                packets: Vec::with_capacity(Batch::MAX),
                ..Handful::default()
            };
        };
        for handed in handful.packets.drain(..) {
            self.own.pool.recycle(handed.packet);
        }
        handful
    }

    /// What another worker has given to this one. Give the handful [back](Self::give_back).
    pub(crate) fn take_handed(&mut self) -> Option<Handful> {
        self.router.backlogs.take(self.worker)
    }

    /// Gives a handful back to whose it is, with free buffers for the `count` packets that were in it.
    pub(crate) fn give_back(&mut self, mut handful: Handful, count: usize) {
        let spare = std::iter::from_fn(|| self.own.pool.spare());
        let spare = spare.take(count).map(|buf| Handed {
            packet: Packet {
                buf,
                ..Packet::default()
            },
            errand: Errand::Carry,
        });
        handful.packets.extend(spare);
        let backlog = &self.router.backlogs.0[handful.from];
        if let Err(mut surplus) = backlog.empty.push(handful) {
            for handed in surplus.packets.drain(..) {
                self.own.pool.recycle(handed.packet);
            }
        }
    }
}
