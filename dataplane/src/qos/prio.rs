//! `prio`: bands in strict order; `pfifo_fast`: the same with three fixed ones.

use super::{
    Child, ClassStats, Classifier, Discipline, Handle, Held, Node, PacketQueue, PrioParams,
    QdiscKind, QueueCx, QueueStats, Readings, Verdict, wire_len,
};
use crate::{drop_reason::DropReason, packet::Packet, time::Instant};

/// The largest priority that has a band (`TC_PRIO_MAX`).
const PRIO_MAX: u32 = 15;

/// `prio`.
#[derive(Debug)]
pub(super) struct Prio {
    params: PrioParams,
    handle: Handle,
    bands: Vec<Child>,
    filters: Classifier,
    stats: QueueStats,
}

impl Prio {
    /// Without bands yet.
    pub(super) fn new(params: PrioParams) -> Self {
        Self {
            params,
            handle: Handle::UNSPEC,
            bands: Vec::new(),
            filters: Classifier::default(),
            stats: QueueStats::default(),
        }
    }

    /// The band of a packet (`prio_classify`).
    ///
    /// # Errors
    /// If a filter drops it or takes it away.
    fn band(&mut self, cx: &mut QueueCx<'_>, packet: &mut Packet) -> Result<usize, Verdict> {
        let by_map =
            |priority: u32| usize::from(self.params.priomap[(priority & PRIO_MAX) as usize]);
        let priority = Handle(packet.meta.priority);
        let mut class = priority;
        if priority.qdisc() != self.handle {
            match self.filters.classify(cx, packet) {
                Verdict::Class(found) => class = found,
                Verdict::Unmatched => {
                    // An action may have changed it.
                    let priority = Handle(packet.meta.priority);
                    let number = if priority.major() == 0 { priority.0 } else { 0 };
                    return Ok(by_map(number));
                }
                verdict @ (Verdict::Shot | Verdict::Stolen) => return Err(verdict),
            }
        }
        let band = usize::from(class.minor()).wrapping_sub(1);
        Ok(if band < self.bands.len() {
            band
        } else {
            by_map(0)
        })
    }
}

impl Discipline for Prio {
    fn enqueue(&mut self, cx: &mut QueueCx<'_>, mut packet: Packet) -> bool {
        let band = match self.band(cx, &mut packet) {
            Ok(band) => band,
            Err(verdict) => return verdict.refuse(cx, packet, &mut self.stats),
        };
        let Some(child) = self.bands.get_mut(band) else {
            self.stats.drops += 1;
            cx.drop(packet, DropReason::QdiscDrop);
            return false;
        };
        cx.note_class(Handle::new(self.handle.major(), band as u16 + 1));
        let taken = child.enqueue(cx, packet);
        self.stats.drops += u64::from(!taken);
        taken
    }

    fn dequeue(&mut self, cx: &mut QueueCx<'_>) -> Option<Held> {
        let packet = self.bands.iter_mut().find_map(|band| band.dequeue(cx))?;
        self.stats.add(packet.size());
        Some(packet)
    }

    fn peek(&mut self, cx: &mut QueueCx<'_>) -> Option<u32> {
        self.bands.iter_mut().find_map(|band| band.peek(cx))
    }

    fn next_event(&self) -> Instant {
        let events = self.bands.iter().map(|band| band.next_event());
        events.min().unwrap_or(Instant::FAR_FUTURE)
    }

    fn len(&self) -> usize {
        self.bands.iter().map(|band| band.len()).sum()
    }

    fn backlog(&self) -> u64 {
        self.bands.iter().map(|band| band.backlog()).sum()
    }

    fn change(&mut self, _: &mut QueueCx<'_>, kind: &QdiscKind) -> bool {
        let QdiscKind::Prio(params) = kind else {
            return false;
        };
        self.params = *params;
        true
    }

    fn follow(&mut self, cx: &mut QueueCx<'_>, node: &Node<'_>) {
        self.handle = node.qdisc.handle;
        let count = usize::from(self.params.bands);
        for mut band in self.bands.drain(count.min(self.bands.len())..) {
            band.purge(cx, DropReason::QueuePurge);
        }
        for (minor, band) in (1..).zip(&mut self.bands) {
            band.follow_at_class(cx, node, minor);
        }
        for band in self.bands.len()..count {
            let child = Child::at_class(cx, node, band as u16 + 1);
            self.bands.push(child);
        }
        self.filters.follow(self.handle, &node.qdisc.filters, cx);
    }

    fn purge(&mut self, cx: &mut QueueCx<'_>, reason: DropReason) {
        for band in &mut self.bands {
            band.purge(cx, reason);
        }
    }

    fn counted(&self) -> QueueStats {
        self.stats
    }

    fn readings(&self, readings: &mut Readings) {
        for (minor, band) in (1..).zip(&self.bands) {
            let class = Handle::new(self.handle.major(), minor);
            let stats = ClassStats {
                queue: band.stats().queue,
                ..ClassStats::default()
            };
            readings.classes.push((class, stats));
        }
        readings.filters.extend(self.filters.stats());
        for band in &self.bands {
            band.read(readings);
        }
    }
}

/// `pfifo_fast`.
#[derive(Debug)]
pub(super) struct PfifoFast {
    bands: [PacketQueue; 3],
    /// Packets of each band.
    limit: u32,
    /// With `qlen` filled in only when it is read.
    stats: QueueStats,
}

/// The band of each priority (`sch_default_prio2band`).
pub(super) const DEFAULT_PRIOMAP: [u8; 16] = [1, 2, 2, 2, 1, 2, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1];

impl PfifoFast {
    /// With bands of `limit` packets.
    pub(super) fn new(limit: u32) -> Self {
        Self {
            bands: [PacketQueue::new(); 3],
            limit,
            stats: QueueStats::default(),
        }
    }
}

impl Discipline for PfifoFast {
    fn enqueue(&mut self, cx: &mut QueueCx<'_>, packet: Packet) -> bool {
        let priority = packet.meta.priority & PRIO_MAX;
        let band = &mut self.bands[usize::from(DEFAULT_PRIOMAP[priority as usize])];
        if band.len() >= self.limit as usize {
            self.stats.drops += 1;
            cx.drop(packet, DropReason::QdiscDrop);
            return false;
        }
        self.stats.backlog += u64::from(wire_len(&packet));
        band.push_back(cx.store, packet);
        true
    }

    fn dequeue(&mut self, cx: &mut QueueCx<'_>) -> Option<Held> {
        let packet = self
            .bands
            .iter_mut()
            .find_map(|band| band.pop_front(cx.store))?;
        self.stats.sent(packet.size());
        Some(packet)
    }

    fn peek(&mut self, cx: &mut QueueCx<'_>) -> Option<u32> {
        self.bands.iter().find_map(|band| band.front_len(cx.store))
    }

    fn next_event(&self) -> Instant {
        Instant::FAR_FUTURE
    }

    fn len(&self) -> usize {
        self.bands.iter().map(PacketQueue::len).sum()
    }

    fn backlog(&self) -> u64 {
        self.stats.backlog
    }

    fn change(&mut self, _: &mut QueueCx<'_>, kind: &QdiscKind) -> bool {
        let QdiscKind::PfifoFast { limit } = kind else {
            return false;
        };
        self.limit = *limit;
        true
    }

    fn purge(&mut self, cx: &mut QueueCx<'_>, reason: DropReason) {
        for band in &mut self.bands {
            band.purge(cx, reason);
        }
        self.stats.backlog = 0;
    }

    fn counted(&self) -> QueueStats {
        self.stats
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::qos::{
        Filter, FilterKind, FwSpec,
        testing::{Bench, of_flow},
    };

    fn prio() -> QdiscKind {
        QdiscKind::Prio(PrioParams {
            bands: 3,
            priomap: DEFAULT_PRIOMAP,
        })
    }

    fn with_priority(number: u32, priority: u32) -> Packet {
        let mut packet = of_flow(0, number, 100);
        packet.meta.priority = priority;
        packet
    }

    fn fw(mark: u32, class: Handle) -> Filter {
        Filter {
            parent: Handle::new(1, 0),
            chain: 0,
            priority: 1,
            protocol: 3,
            handle: mark,
            kind: FilterKind::Fw(FwSpec {
                mask: u32::MAX,
                indev: None,
            }),
            class: Some(class),
            actions: Vec::new(),
        }
    }

    /// tc-prio(8) and tc-pfifo_fast(8) have the table of priorities and bands.
    #[test]
    fn bands_are_emptied_in_order_and_chosen_by_priority() {
        let priorities = [0, 1, 2, 3, 4, 5, 6, 7, 8, 15, 16 + 6];
        let expected = [6, 7, 10, 0, 4, 8, 9, 1, 2, 3, 5];
        for kind in [prio(), QdiscKind::PfifoFast { limit: 100 }] {
            let mut bench = Bench::new(1);
            let mut root = bench.root(kind, Vec::new(), &[]);
            for (number, priority) in (0..).zip(priorities) {
                assert!(bench.put(&mut root, with_priority(number, priority)));
            }
            assert_eq!((root.len(), root.backlog()), (11, 1100));
            assert_eq!(bench.with(|cx| root.peek(cx)), Some(100));
            assert_eq!(bench.drain(&mut root), expected);
            bench.balance(&root, 11);
        }
    }

    #[test]
    fn each_band_of_pfifo_fast_is_as_long_as_the_queue() {
        let mut bench = Bench::new(1);
        let mut root = bench.root(QdiscKind::PfifoFast { limit: 2 }, Vec::new(), &[]);
        let stayed: Vec<_> = [0, 0, 0, 6, 6, 6]
            .map(|priority| bench.put(&mut root, with_priority(0, priority)))
            .to_vec();
        assert_eq!(stayed, [true, true, false, true, true, false]);
        bench.balance(&root, 6);
    }

    #[test]
    fn a_class_may_be_named_by_priority_or_filter() {
        let mut bench = Bench::new(1);
        let filters = vec![
            fw(100, Handle::new(1, 1)),
            fw(101, Handle::new(1, 3)),
            // None of its bands: where best effort goes.
            fw(102, Handle::new(1, 9)),
        ];
        let mut root = bench.root(prio(), filters, &[]);
        for (mark, priority) in [
            (0, Handle::new(1, 3).0),
            (1, Handle::new(1, 2).0),
            (2, Handle::new(1, 1).0),
            (100, 2),
            (101, 6),
            (102, 6),
            // Another qdisc's class.
            (3, Handle::new(7, 1).0),
        ] {
            assert!(bench.put(&mut root, with_priority(mark, priority)));
        }
        assert_eq!(bench.drain(&mut root), [2, 100, 1, 102, 3, 0, 101]);
    }

    #[test]
    fn qdiscs_at_bands_are_used_and_counted_as_classes() {
        let mut bench = Bench::new(1);
        let children = [(1, QdiscKind::Pfifo { limit: 1 })];
        let mut root = bench.root(prio(), Vec::new(), &children);
        for number in 0..3 {
            assert_eq!(bench.put(&mut root, with_priority(number, 6)), number == 0);
        }
        assert!(bench.put(&mut root, with_priority(3, 0)));
        bench.balance(&root, 4);
        let mut readings = Readings::default();
        root.read(&mut readings);
        let drops: Vec<_> = readings
            .classes
            .iter()
            .map(|(handle, stats)| (handle.minor(), stats.queue.drops, stats.queue.qlen))
            .collect();
        assert_eq!(drops, [(1, 2, 1), (2, 0, 1), (3, 0, 0)]);
        assert_eq!(readings.qdiscs[0].2.queue.drops, 2);
        assert_eq!(readings.qdiscs.len(), 4);
    }
}
