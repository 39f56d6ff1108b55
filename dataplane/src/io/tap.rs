//! TAP ports: an Ethernet cable between Tollgate and the kernel.
//!
//! The kernel's interface is the host's end of the cable and keeps the address that the kernel gave
//! it; Tollgate's end has its own. Descriptors, not names, are used after the interface was made,
//! so the host's end may be renamed or moved to another network namespace.

use std::{
    io,
    os::fd::{AsFd, BorrowedFd},
    sync::Arc,
};

use rustix::{
    event::{PollFd, PollFlags},
    io::Errno,
};

use super::{
    Capabilities, Port, PortControl, PortError, PortQueue, PortState, Spread, TxReport,
    program::extended,
    sys::{Offloads, TunQueue, load_steering},
    vnet,
};
use crate::{
    iface::MacAddr,
    packet::{Batch, Meta, Packet, PacketBuf, Pool, SizeClass},
    time::Instant,
};

/// A burst ends when it has this many bytes: more would push each other out of the cache before
/// they are sent.
const BURST_BYTES: usize = 512 * 1024;

/// The largest frame that is copied to a small buffer.
const SMALL: usize = SizeClass::Small.capacity() - PacketBuf::HEADROOM;

/// Makes the tap interface `name`, or takes it over if it is there and unused, with queues that share
/// its frames by connection. `mac` is the address of Tollgate's end.
///
/// Where the kernel does not let it say which queue a frame is for, the kernel remembers which queue a flow's
/// frames went out by, and the port [says so](Port::without).
///
/// # Errors
/// The step that failed, what the system said, and what to do about it.
pub fn open_tap(name: &str, mac: MacAddr, spread: Spread) -> Result<Port, PortError> {
    let opened: Vec<_> = (0..spread.queues.max(1))
        .map(|_| TunQueue::open().map_err(open_error))
        .collect::<Result<_, _>>()?;
    attach(&opened, name).map_err(|cause| attach_error(name, cause))?;
    let mut offloads = Offloads { uso: true };
    for queue in &opened {
        let configured = queue
            .set_header_len(vnet::LEN as i32)
            .and_then(|()| queue.set_offloads())
            .map_err(|cause| PortError {
                step: format!("set the offloads of tap interface {name}"),
                cause,
                cure: "Tollgate needs IFF_VNET_HDR, which Linux has from 2.6.27 on.".into(),
            })?;
        offloads.uso &= configured.uso;
    }
    let steered = match opened.as_slice() {
        [first, _, ..] => steer(first, spread),
        [] | [_] => Ok(()),
    };
    let without = steered.map_err(|cause| steer_error(name, cause)).err();
    let queues: Vec<Arc<TunQueue>> = opened.into_iter().map(Arc::new).collect();
    let control = TapControl {
        queue: Arc::clone(&queues[0]),
        steered: queues.len() > 1 && without.is_none(),
    };
    Ok(Port {
        control: Box::new(control),
        queues: queues
            .into_iter()
            .map(|queue| Box::new(TapQueue::new(queue, offloads)) as Box<dyn PortQueue>)
            .collect(),
        mac,
        mtu: 1500,
        without: without.into_iter().collect(),
    })
}

/// Tells the interface of `queue` which queue a frame is for.
fn steer(queue: &TunQueue, spread: Spread) -> io::Result<()> {
    let program = load_steering(&extended(&spread.program()))?;
    queue.steer(Some(program.as_fd()))
}

fn steer_error(name: &str, cause: io::Error) -> PortError {
    let cure = match cause.raw_os_error() {
        Some(libc::EPERM | libc::EACCES) => {
            "Give Tollgate CAP_BPF beside CAP_NET_ADMIN; until then workers hand frames over to one another."
        }
        Some(_) | None => {
            "Tollgate needs TUNSETSTEERINGEBPF (Linux 4.16); without it workers hand frames over to one another."
        }
    };
    PortError {
        step: format!("say which worker gets which frames of tap interface {name}"),
        cause,
        cure: cure.into(),
    }
}

/// Attaches every queue. An interface that was made by others may have one queue or many, which
/// the request has to match.
fn attach(queues: &[TunQueue], name: &str) -> io::Result<()> {
    if let [only] = queues {
        return match only.attach(name, false) {
            Err(error) if error.raw_os_error() == Some(libc::EINVAL) => only.attach(name, true),
            result => result,
        };
    }
    queues.iter().try_for_each(|queue| queue.attach(name, true))
}

fn open_error(cause: io::Error) -> PortError {
    let cure = match cause.raw_os_error() {
        Some(libc::ENOENT | libc::ENODEV | libc::ENXIO) => {
            "Load the module: modprobe tun; in a container, give it the device /dev/net/tun."
        }
        Some(libc::EACCES | libc::EPERM) => "Run as root, or with access to /dev/net/tun.",
        Some(_) | None => "See whether /dev/net/tun is the device with number 10, 200.",
    };
    PortError {
        step: "open /dev/net/tun".into(),
        cause,
        cure: cure.into(),
    }
}

fn attach_error(name: &str, cause: io::Error) -> PortError {
    let cure = match cause.raw_os_error() {
        Some(libc::EPERM) => {
            "Run as root, or with CAP_NET_ADMIN (setcap cap_net_admin+ep on the program), or let \
             the interface's owner be this user: ip tuntap add … user."
                .into()
        }
        Some(libc::EBUSY) => format!(
            "Another process has the interface open, or the name is taken: see ip -d link show \
             {name}, and choose another name."
        ),
        Some(libc::EINVAL) if name.len() >= libc::IFNAMSIZ || name.is_empty() => {
            "A name of an interface has 1 to 15 bytes.".into()
        }
        Some(libc::EINVAL) => format!(
            "An interface of that name exists and is not a tap with the queues wanted: see \
             ip -d link show {name}; delete it or choose another name."
        ),
        Some(_) | None => "A name of an interface has 1 to 15 bytes and no slash.".into(),
    };
    PortError {
        step: format!("make tap interface {name}"),
        cause,
        cure,
    }
}

/// One queue of a tap port.
#[derive(Debug)]
struct TapQueue {
    queue: Arc<TunQueue>,
    capabilities: Capabilities,
    /// What the next frame is read into.
    next: Option<PacketBuf>,
}

impl TapQueue {
    fn new(queue: Arc<TunQueue>, offloads: Offloads) -> Self {
        Self {
            queue,
            capabilities: Capabilities {
                partial_checksum: true,
                tso4: true,
                tso6: true,
                uso: offloads.uso,
            },
            next: None,
        }
    }
}

impl TapQueue {
    /// Sends a burst. What there is no room for is dropped, or stays with all behind it.
    fn send(&mut self, pool: &mut Pool, batch: &mut Batch, keep: bool) -> TxReport {
        let mut report = TxReport::default();
        let mut done = 0;
        for packet in batch.as_mut_slice() {
            let len = packet.buf.len() as u64;
            let header = vnet::encode(packet);
            let result = match packet.buf.push_front(vnet::LEN) {
                Some(front) => {
                    front.copy_from_slice(&header);
                    rustix::io::write(&*self.queue, packet.buf.bytes())
                }
                None => Err(Errno::NOBUFS),
            };
            match result {
                Ok(_) => {
                    report.sent += 1;
                    report.sent_bytes += len;
                }
                Err(Errno::AGAIN | Errno::NOBUFS | Errno::NOMEM) if keep => {
                    packet.buf.pull_front(vnet::LEN);
                    break;
                }
                Err(Errno::AGAIN | Errno::NOBUFS | Errno::NOMEM) => report.full += 1,
                // The host's end is down (EIO) or gone (EBADFD), or the frame is malformed.
                Err(_) => report.failed += 1,
            }
            done += 1;
        }
        pool.recycle_front(batch, done);
        report
    }
}

impl PortQueue for TapQueue {
    fn rx(&mut self, pool: &mut Pool, batch: &mut Batch, now: Instant) -> io::Result<usize> {
        let before = batch.len();
        let mut bytes = 0;
        while batch.room() > 0 && bytes < BURST_BYTES {
            // Nothing tells a frame's length before it is read, so all are read into a large
            // buffer; that is the same one again and again as long as frames are small.
            let mut buf = match self.next.take() {
                Some(buf) => buf,
                None => pool.get(SizeClass::Large),
            };
            buf.reset(PacketBuf::HEADROOM - vnet::LEN);
            let len = match rustix::io::read(&*self.queue, buf.spare_mut()) {
                Ok(len) => len,
                Err(error) => {
                    self.next = Some(buf);
                    match error {
                        Errno::AGAIN | Errno::INTR => break,
                        error => return Err(error.into()),
                    }
                }
            };
            buf.set_len(len);
            let Some((header, frame)) = buf.bytes().split_first_chunk::<{ vnet::LEN }>() else {
                self.next = Some(buf);
                continue;
            };
            let mut meta = Meta {
                received: now,
                ..Meta::default()
            };
            vnet::decode(header, frame, 0, &mut meta);
            bytes += frame.len();
            if frame.len() <= SMALL {
                let mut small = pool.get(SizeClass::Small);
                let fits = small.extend(frame);
                debug_assert!(fits);
                self.next = Some(buf);
                batch.push(Packet { buf: small, meta });
            } else {
                buf.pull_front(vnet::LEN);
                batch.push(Packet { buf, meta });
            }
        }
        Ok(batch.len() - before)
    }

    fn tx(&mut self, pool: &mut Pool, batch: &mut Batch) -> TxReport {
        self.send(pool, batch, false)
    }

    fn offer(&mut self, pool: &mut Pool, batch: &mut Batch) -> TxReport {
        self.send(pool, batch, true)
    }

    fn capabilities(&self) -> Capabilities {
        self.capabilities
    }

    fn poll_fd(&self) -> Option<BorrowedFd<'_>> {
        Some(self.queue.as_fd())
    }
}

/// The control half of a tap port.
#[derive(Debug)]
struct TapControl {
    queue: Arc<TunQueue>,
    /// A program says which queue a frame is for.
    steered: bool,
}

impl Drop for TapControl {
    /// An interface that others made stays, and whoever has it next chooses anew.
    fn drop(&mut self) {
        if self.steered {
            let _ = self.queue.steer(None);
        }
    }
}

impl PortControl for TapControl {
    fn state(&mut self) -> PortState {
        if self.queue.name().is_err() {
            return PortState::default();
        }
        // A tap is writable exactly when the host's end is up: as with veth, that is the carrier.
        let mut fds = [PollFd::new(&*self.queue, PollFlags::OUT)];
        let now = rustix::event::Timespec {
            tv_sec: 0,
            tv_nsec: 0,
        };
        let carrier = rustix::event::poll(&mut fds, Some(&now)).is_ok()
            && fds[0].revents().contains(PollFlags::OUT);
        PortState {
            present: true,
            carrier,
        }
    }

    /// The host's end sees a carrier while Tollgate's end is up.
    fn set_up(&mut self, up: bool) -> io::Result<()> {
        self.queue.set_carrier(up)
    }

    /// Each end has an MTU of its own, so there is nothing to tell the kernel.
    fn set_mtu(&mut self, _: u32) -> io::Result<()> {
        Ok(())
    }

    /// A cable filters nothing.
    fn set_mac(&mut self, _: MacAddr) -> io::Result<()> {
        Ok(())
    }

    /// A cable filters nothing.
    fn set_promiscuous(&mut self, _: bool) -> io::Result<()> {
        Ok(())
    }
}
