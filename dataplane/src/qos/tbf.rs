//! A token bucket (`net/sched/sch_tbf.c`).

use super::{
    Child, Discipline, Handle, Held, Node, QdiscKind, QueueCx, QueueStats, Readings, Setup,
    TbfParams,
    tokens::{Bucket, Price, Tokens},
    wire_len,
};
use crate::{
    drop_reason::DropReason,
    packet::{Batch, Packet},
    time::{Duration, Instant},
};

/// `tbf`.
#[derive(Debug)]
pub(crate) struct Tbf {
    params: TbfParams,
    rate: Bucket,
    peak: Option<Bucket>,
    /// The longest packet that a full bucket pays for; longer ones are cut or dropped.
    longest: u32,
    /// When the buckets were last looked at.
    checked: Instant,
    child: Child,
    /// What was only to be looked at.
    peeked: Option<Held>,
    due: Instant,
    stats: QueueStats,
    segments: Batch,
}

impl Tbf {
    pub(crate) fn new(params: &TbfParams, setup: &Setup) -> Self {
        let (rate, peak, longest) = buckets(params);
        Self {
            params: *params,
            rate,
            peak,
            longest,
            checked: setup.now,
            child: Child::unnamed(Handle::UNSPEC, &queue(params), setup),
            peeked: None,
            due: Instant::FAR_FUTURE,
            stats: QueueStats::default(),
            segments: Batch::new(),
        }
    }

    /// The next packet, if the buckets can pay for it now.
    fn take(&mut self, cx: &mut QueueCx<'_>) -> Option<Held> {
        self.due = Instant::FAR_FUTURE;
        let before = self.child.len();
        let len = self.child.peek(cx);
        self.stats.drops += before.saturating_sub(self.child.len()) as u64;
        let Some(len) = len else {
            self.due = self.child.next_event();
            return None;
        };
        let more = Tokens::from_duration(cx.now.saturating_since(self.checked)).min(self.rate.size);
        let rate = self.rate.charged(more, len);
        let peak = self.peak.map(|peak| peak.charged(more, len));
        let of_peak = peak.map_or(0, |peak| peak.tokens.time_to_zero());
        let wait = rate.tokens.time_to_zero().max(of_peak);
        if wait > 0 {
            self.due = cx.now + Duration::from_nanos(wait);
            self.stats.overlimits += 1;
            return None;
        }
        let packet = self.child.dequeue(cx)?;
        self.checked = cx.now;
        (self.rate, self.peak) = (rate, peak);
        Some(packet)
    }

    fn enqueue_whole(&mut self, cx: &mut QueueCx<'_>, packet: Packet) -> bool {
        let stays = self.child.enqueue(cx, packet);
        if !stays {
            self.stats.drops += 1;
        }
        stays
    }

    /// Cuts a super-frame (`tbf_segment`). It stays if one of its segments does.
    #[cold]
    fn enqueue_cut(&mut self, cx: &mut QueueCx<'_>, packet: Packet) -> bool {
        let mut parts = std::mem::take(&mut self.segments);
        let mut stays = false;
        match cx.cut(packet, &mut parts) {
            Ok(()) => {
                for part in parts.drain() {
                    stays |= self.enqueue_fitting(cx, part);
                }
            }
            Err(whole) => self.refuse(cx, whole),
        }
        self.segments = parts;
        stays
    }

    /// Queues a packet if the bucket can ever pay for it.
    fn enqueue_fitting(&mut self, cx: &mut QueueCx<'_>, packet: Packet) -> bool {
        if wire_len(&packet) <= self.longest {
            return self.enqueue_whole(cx, packet);
        }
        self.refuse(cx, packet);
        false
    }

    fn refuse(&mut self, cx: &mut QueueCx<'_>, packet: Packet) {
        self.stats.drops += 1;
        cx.drop(packet, DropReason::QdiscDrop);
    }
}

/// The buckets, full, and the longest packet that they pay for.
fn buckets(params: &TbfParams) -> (Bucket, Option<Bucket>, u32) {
    /// The kernel keeps a bucket's time in 32 bits of nanoseconds.
    const LONGEST: Duration = Duration::from_nanos(u32::MAX as u64);
    let bucket = |price: Price, bytes: u32, lasts: Duration| {
        let size = match bytes {
            0 => Tokens::from_duration(lasts.min(LONGEST)),
            _ => price.of(bytes),
        };
        let longest = match bytes {
            0 => price.affordable(size),
            _ => bytes,
        };
        (Bucket::full(price, size), longest)
    };
    let (rate, longest) = bucket(Price::new(params.rate), params.burst, params.buffer);
    let peak = params
        .peak
        .map(|peak| bucket(Price::new(peak), 0, params.peak_buffer));
    let longest = peak.map_or(longest, |(_, of_peak)| longest.min(of_peak));
    (rate, peak.map(|(peak, _)| peak), longest)
}

/// The queue that it has if it is given none.
fn queue(params: &TbfParams) -> QdiscKind {
    QdiscKind::Bfifo {
        limit: params.limit,
    }
}

impl Discipline for Tbf {
    fn enqueue(&mut self, cx: &mut QueueCx<'_>, packet: Packet) -> bool {
        if packet.meta.gso.is_some() && wire_len(&packet) > self.longest {
            self.enqueue_cut(cx, packet)
        } else {
            self.enqueue_fitting(cx, packet)
        }
    }

    fn dequeue(&mut self, cx: &mut QueueCx<'_>) -> Option<Held> {
        let packet = match self.peeked.take() {
            Some(packet) => packet,
            None => self.take(cx)?,
        };
        self.stats.add(packet.size());
        Some(packet)
    }

    fn peek(&mut self, cx: &mut QueueCx<'_>) -> Option<u32> {
        if self.peeked.is_none() {
            self.peeked = self.take(cx);
        }
        self.peeked.as_ref().map(Held::len)
    }

    fn next_event(&self) -> Instant {
        self.due
    }

    fn len(&self) -> usize {
        self.child.len() + usize::from(self.peeked.is_some())
    }

    fn backlog(&self) -> u64 {
        let peeked = self.peeked.as_ref().map_or(0, Held::len);
        self.child.backlog() + u64::from(peeked)
    }

    fn change(&mut self, _: &mut QueueCx<'_>, kind: &QdiscKind) -> bool {
        let QdiscKind::Tbf(params) = kind else {
            return false;
        };
        if *params != self.params {
            // A bucket that is changed is full, as in the kernel.
            (self.rate, self.peak, self.longest) = buckets(params);
            self.params = *params;
        }
        true
    }

    fn follow(&mut self, cx: &mut QueueCx<'_>, node: &Node<'_>) {
        self.child
            .follow_at_class_or(cx, node, 1, &queue(&self.params));
    }

    fn purge(&mut self, cx: &mut QueueCx<'_>, reason: DropReason) {
        self.child.purge(cx, reason);
        if let Some(packet) = self.peeked.take() {
            cx.drop_held(packet, reason);
        }
        (self.rate, self.peak, self.longest) = buckets(&self.params);
        self.checked = cx.now;
        self.due = Instant::FAR_FUTURE;
    }

    fn counted(&self) -> QueueStats {
        self.stats
    }

    fn readings(&self, readings: &mut Readings) {
        self.child.read(readings);
    }
}
