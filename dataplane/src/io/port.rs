//! What every kind of port offers.

use std::{fmt, io, os::fd::BorrowedFd};

use crate::{
    iface::MacAddr,
    packet::{Batch, Pool},
    time::Instant,
};

/// An opened port: one control half for the control thread, one queue for each worker.
pub struct Port {
    /// For the control thread.
    pub control: Box<dyn PortControl>,
    /// For the workers: queue `i` belongs to worker `i`.
    pub queues: Vec<Box<dyn PortQueue>>,
    /// The address that Tollgate's end starts with.
    pub mac: MacAddr,
    /// The MTU that it starts with, in bytes of network-layer packet.
    pub mtu: u32,
    /// What it does without, because the kernel refused it: it works, but not as well.
    pub without: Vec<PortError>,
}

impl fmt::Debug for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Port")
            .field("queues", &self.queues.len())
            .field("mac", &self.mac)
            .field("mtu", &self.mtu)
            .finish_non_exhaustive()
    }
}

/// What a port takes as it is; what it can't is done in software before [`PortQueue::tx`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Capabilities {
    /// Frames with [`Checksum::Partial`](crate::packet::Checksum::Partial).
    pub partial_checksum: bool,
    /// TCP super-frames over IPv4.
    pub tso4: bool,
    /// TCP super-frames over IPv6.
    pub tso6: bool,
    /// UDP super-frames.
    pub uso: bool,
}

/// What became of a burst given to [`PortQueue::tx`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TxReport {
    /// Frames taken.
    pub sent: u32,
    /// Their bytes, link-layer header included.
    pub sent_bytes: u64,
    /// Frames dropped because the port had no room for them.
    pub full: u32,
    /// Frames that the port refused.
    pub failed: u32,
}

/// A worker's end of a port.
pub trait PortQueue: Send {
    /// Receives until there is nothing more or `batch` is full; gives the number added.
    ///
    /// Sets of each packet: the bytes, `meta.checksum`, `meta.gso` and `meta.received`
    /// (`now`, or the frame's own timestamp). Never blocks.
    ///
    /// # Errors
    /// When the port is gone (interface deleted, device closed). A port that is merely down gives 0.
    fn rx(&mut self, pool: &mut Pool, batch: &mut Batch, now: Instant) -> io::Result<usize>;

    /// Sends every packet of `batch`, or drops it, and puts the buffers back in `pool`; `batch` is
    /// empty afterwards. Never blocks. Frames respect [`PortQueue::capabilities`].
    fn tx(&mut self, pool: &mut Pool, batch: &mut Batch) -> TxReport;

    /// As [`tx`](Self::tx), but what the port has no room for stays in `batch`, in order, and so does
    /// everything behind it; `full` is 0. Ports that can't tell drop it as `tx` does.
    fn offer(&mut self, pool: &mut Pool, batch: &mut Batch) -> TxReport {
        self.tx(pool, batch)
    }

    /// What it takes as it is.
    fn capabilities(&self) -> Capabilities;

    /// What becomes readable when there are frames to receive; `None` for a port that has to be
    /// asked.
    fn poll_fd(&self) -> Option<BorrowedFd<'_>>;
}

/// [`PortQueue::tx`] of a queue that does its work in [`PortQueue::offer`]: what stays is dropped.
pub(super) fn offer_or_drop(
    queue: &mut impl PortQueue,
    pool: &mut Pool,
    batch: &mut Batch,
) -> TxReport {
    let mut report = queue.offer(pool, batch);
    let left = batch.len();
    report.full = left as u32;
    pool.recycle_front(batch, left);
    report
}

/// What the outside world says about a port.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PortState {
    /// The device exists.
    pub present: bool,
    /// Its link is up (`IFF_LOWER_UP`).
    pub carrier: bool,
}

/// The control thread's end of a port.
pub trait PortControl: Send {
    /// How the device is now.
    fn state(&mut self) -> PortState;

    /// Follows the interface's administrative state.
    ///
    /// # Errors
    /// What the device says.
    fn set_up(&mut self, up: bool) -> io::Result<()>;

    /// Follows the interface's MTU.
    ///
    /// # Errors
    /// What the device says.
    fn set_mtu(&mut self, mtu: u32) -> io::Result<()>;

    /// Follows the interface's address, where the device filters by it.
    ///
    /// # Errors
    /// What the device says.
    fn set_mac(&mut self, mac: MacAddr) -> io::Result<()>;

    /// Receives frames for other hosts too, or not.
    ///
    /// # Errors
    /// What the device says.
    fn set_promiscuous(&mut self, on: bool) -> io::Result<()>;
}

/// Why a port could not be opened, or has to do without something, with what to do about it.
#[derive(Debug)]
pub struct PortError {
    /// The step that failed, as "open /dev/net/tun".
    pub step: String,
    /// What the system said.
    pub cause: io::Error,
    /// What the user can do, as a sentence.
    pub cure: String,
}

impl fmt::Display for PortError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}. {}", self.step, self.cause, self.cure)
    }
}

impl std::error::Error for PortError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.cause)
    }
}
