//! A worker's queues.

use super::moderation::Arrivals;
use crate::{
    drop_reason::DropReason,
    iface::{IfIndex, Interface},
    io::{PortQueue, TxReport},
    packet::{Batch, Pool},
};

/// One port's queue, and what waits to be sent by it.
pub(crate) struct Slot {
    pub(crate) port: IfIndex,
    pub(crate) queue: Box<dyn PortQueue>,
    /// Cleared when the queue fails.
    pub(crate) receives: bool,
    pub(crate) tx: Batch,
    /// What waits is sent by a shaper, which takes back what there is no room for.
    pub(crate) shaped: bool,
    /// What it has received lately.
    pub(crate) arrivals: Arrivals,
}

/// A worker's queues, one for each port that it serves.
#[derive(Default)]
pub(crate) struct Ports {
    slots: Vec<Slot>,
    /// Place in `slots` by interface number.
    by_index: Vec<Option<usize>>,
}

impl Ports {
    /// Serves `port` by `queue`, instead of the queue it had before (which is given back).
    pub(crate) fn attach(
        &mut self,
        port: IfIndex,
        queue: Box<dyn PortQueue>,
    ) -> Option<Box<dyn PortQueue>> {
        let old = self.detach(port);
        let index = port.get() as usize;
        if self.by_index.len() <= index {
            self.by_index.resize(index + 1, None);
        }
        self.by_index[index] = Some(self.slots.len());
        self.slots.push(Slot {
            port,
            queue,
            receives: true,
            tx: Batch::new(),
            shaped: false,
            arrivals: Arrivals::default(),
        });
        old
    }

    /// Stops serving `port`; gives its queue back.
    pub(crate) fn detach(&mut self, port: IfIndex) -> Option<Box<dyn PortQueue>> {
        let place = self.by_index.get_mut(port.get() as usize)?.take()?;
        let slot = self.slots.swap_remove(place);
        if let Some(moved) = self.slots.get(place) {
            self.by_index[moved.port.get() as usize] = Some(place);
        }
        Some(slot.queue)
    }

    pub(crate) fn slots(&self) -> &[Slot] {
        &self.slots
    }

    pub(crate) fn slots_mut(&mut self) -> &mut [Slot] {
        &mut self.slots
    }

    pub(crate) fn slot_mut(&mut self, place: usize) -> Option<&mut Slot> {
        self.slots.get_mut(place)
    }

    /// The slot of the port with this number.
    #[inline]
    pub(crate) fn of(&mut self, port: IfIndex) -> Option<&mut Slot> {
        let place = (*self.by_index.get(port.get() as usize)?)?;
        self.slots.get_mut(place)
    }
}

/// What became of a slot's burst, for the counters.
pub(crate) struct Flushed {
    pub(crate) sent: u32,
    pub(crate) sent_bytes: u64,
    pub(crate) drops: [(DropReason, u32); 2],
}

impl Slot {
    /// Sends what waits, as far as there is room: the rest stays.
    pub(crate) fn offer(&mut self, pool: &mut Pool) -> Flushed {
        let report = self.queue.offer(pool, &mut self.tx);
        Flushed::new(&report)
    }

    /// Sends what waits.
    pub(crate) fn flush(&mut self, pool: &mut Pool) -> Flushed {
        let report = self.queue.tx(pool, &mut self.tx);
        Flushed::new(&report)
    }
}

impl Flushed {
    fn new(report: &TxReport) -> Self {
        Self {
            sent: report.sent,
            sent_bytes: report.sent_bytes,
            drops: [
                (DropReason::TxFull, report.full),
                (DropReason::TxFailed, report.failed),
            ],
        }
    }
}

/// Counts a flushed burst on its interface.
pub(crate) fn count_flushed(interface: &Interface, worker: usize, flushed: &Flushed) {
    let counters = interface.counters.of(worker);
    counters.tx_packets.add(u64::from(flushed.sent));
    counters.tx_bytes.add(flushed.sent_bytes);
    counters.tx_dropped.add(u64::from(flushed.drops[0].1));
    counters.tx_errors.add(u64::from(flushed.drops[1].1));
}
