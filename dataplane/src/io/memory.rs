//! Ports in memory: for the lab, for replays, for tests and benches.

use std::{
    collections::VecDeque,
    io,
    os::fd::BorrowedFd,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use super::{Capabilities, Port, PortControl, PortQueue, PortState, TxReport, port::offer_or_drop};
use crate::{
    iface::MacAddr,
    packet::{Batch, Meta, Packet, Pool},
    time::Instant,
};

/// Frames that a wire holds before it drops.
const DEPTH: usize = 4096;

/// The far end of a [`MemoryPort`]: what is put in is received by the port, and what the port
/// sent is taken out.
#[derive(Clone, Debug, Default)]
pub struct MemoryWire {
    to_port: Arc<Mutex<VecDeque<Packet>>>,
    from_port: Arc<Mutex<VecDeque<Packet>>>,
    /// The far end is gone.
    unplugged: Arc<AtomicBool>,
}

fn lock<T>(queue: &Mutex<T>) -> MutexGuard<'_, T> {
    queue.lock().unwrap_or_else(PoisonError::into_inner)
}

impl MemoryWire {
    /// Puts a frame on the wire; gives it back if the wire is full.
    ///
    /// # Errors
    /// The frame, when the wire holds 4,096 frames already.
    pub fn send(&self, packet: Packet) -> Result<(), Packet> {
        let mut queue = lock(&self.to_port);
        if queue.len() >= DEPTH {
            return Err(packet);
        }
        queue.push_back(packet);
        Ok(())
    }

    /// A further queue of the wire's port, for another worker.
    #[must_use]
    pub fn queue(&self, capabilities: Capabilities) -> Box<dyn PortQueue> {
        Box::new(MemoryPort {
            wire: self.clone(),
            capabilities,
        })
    }

    /// Says whether anything is at the far end: without it, the port has no carrier.
    pub fn set_carrier(&self, carrier: bool) {
        self.unplugged.store(!carrier, Ordering::Relaxed);
    }

    /// Takes the oldest frame that the port sent.
    #[must_use]
    pub fn receive(&self) -> Option<Packet> {
        lock(&self.from_port).pop_front()
    }
}

/// A port whose other side is a [`MemoryWire`].
#[derive(Debug)]
pub struct MemoryPort {
    wire: MemoryWire,
    capabilities: Capabilities,
}

impl MemoryPort {
    /// A port with one queue and its wire. `capabilities` are those of the wire's far end.
    #[must_use]
    pub fn open(mac: MacAddr, capabilities: Capabilities) -> (Port, MemoryWire) {
        let wire = MemoryWire::default();
        let queue = Self {
            wire: wire.clone(),
            capabilities,
        };
        let port = Port {
            control: Box::new(Plugged(Arc::clone(&wire.unplugged))),
            queues: vec![Box::new(queue)],
            mac,
            mtu: 1500,
            without: Vec::new(),
        };
        (port, wire)
    }
}

impl PortQueue for MemoryPort {
    fn rx(&mut self, _: &mut Pool, batch: &mut Batch, now: Instant) -> io::Result<usize> {
        let mut queue = lock(&self.wire.to_port);
        let count = queue.len().min(batch.room());
        batch.extend(queue.drain(..count).map(|packet| Packet {
            buf: packet.buf,
            meta: Meta {
                received: now,
                ..packet.meta
            },
        }));
        Ok(count)
    }

    fn tx(&mut self, pool: &mut Pool, batch: &mut Batch) -> TxReport {
        offer_or_drop(self, pool, batch)
    }

    fn offer(&mut self, _: &mut Pool, batch: &mut Batch) -> TxReport {
        let mut report = TxReport::default();
        let mut queue = lock(&self.wire.from_port);
        let room = DEPTH.saturating_sub(queue.len());
        for packet in batch.drain_front(room) {
            report.sent += 1;
            report.sent_bytes += packet.buf.len() as u64;
            queue.push_back(packet);
        }
        report
    }

    fn capabilities(&self) -> Capabilities {
        self.capabilities
    }

    fn poll_fd(&self) -> Option<BorrowedFd<'_>> {
        None
    }
}

/// The control half of a port that has nothing to control but looks at its wire.
#[derive(Debug)]
struct Plugged(Arc<AtomicBool>);

impl PortControl for Plugged {
    fn state(&mut self) -> PortState {
        PortState {
            present: true,
            carrier: !self.0.load(Ordering::Relaxed),
        }
    }

    fn set_up(&mut self, _: bool) -> io::Result<()> {
        Ok(())
    }

    fn set_mtu(&mut self, _: u32) -> io::Result<()> {
        Ok(())
    }

    fn set_mac(&mut self, _: MacAddr) -> io::Result<()> {
        Ok(())
    }

    fn set_promiscuous(&mut self, _: bool) -> io::Result<()> {
        Ok(())
    }
}
