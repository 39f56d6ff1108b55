//! Packet ports: any Ethernet device of the kernel, through packet sockets (`packet(7)`).
//!
//! Ordinary frames are received through a ring of 2 KiB slots without a system call, and sent
//! through another with one for each burst; a frame that is larger than a slot (a super-frame, a
//! jumbo frame) is queued by the kernel as well (`PACKET_COPY_THRESH`) and read straight into its
//! buffer, and is sent by a system call of its own. The host's own stack is kept from
//! answering what Tollgate answers, see [`Isolation`].

use std::{
    io,
    os::fd::{AsFd, BorrowedFd},
    sync::Arc,
};

use super::{
    Capabilities, Port, PortControl, PortError, PortQueue, PortState, Spread, TxReport,
    sys::{IngressDrop, Membership, NetDevice, PacketRings, PacketSocket, RxFrame},
    vnet,
};
use crate::{
    iface::MacAddr,
    packet::{Batch, Meta, Packet, PacketBuf, Pool, SizeClass},
    time::Instant,
};

/// Slots of a queue's receive ring: 8 MiB, what comes in during some milliseconds at full rate.
const RX_SLOTS: usize = 4096;
/// Slots of a queue's transmit ring: 1 MiB, two full bursts.
const TX_SLOTS: usize = 512;
/// Times that the kernel is asked to send what it has no room for at the moment.
const TX_TRIES: usize = 3;
/// Kernel memory for frames that are larger than a slot, for each queue.
const OVERSIZE_BYTES: i32 = 16 * 1024 * 1024;
/// Kernel memory for frames that are being sent, for each queue.
const SEND_BYTES: i32 = 16 * 1024 * 1024;
/// A burst ends when it has this many bytes: more would push each other out of the cache before
/// they are sent.
const BURST_BYTES: usize = 512 * 1024;
/// Empty polls after which a pending error of the socket is looked for.
const ERROR_CHECK: u32 = 64;

/// Whether the host's own stack sees what comes in by the device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Isolation {
    /// No: an eBPF program at tc ingress drops everything after the packet sockets have seen it,
    /// so that the host does not answer as well. Needs Linux 6.6 (TCX). It goes with the port.
    #[default]
    Isolated,
    /// Yes: the host answers ARP, pings and connections to its own addresses, beside Tollgate.
    Shared,
}

/// Opens the kernel's Ethernet device `device` with queues that share its frames by connection.
///
/// The port starts with the device's address and MTU.
///
/// # Errors
/// The step that failed, what the system said, and what to do about it.
pub fn open_packet(device: &str, spread: Spread, isolation: Isolation) -> Result<Port, PortError> {
    let failed = |step: &str, cure: &str| failed(device, step, cure);
    let sockets: Vec<_> = (0..spread.queues.max(1))
        .map(|_| PacketSocket::open().map_err(socket_error))
        .collect::<Result<_, _>>()?;
    let Ethernet { net, mac, mtu } = ethernet(sockets[0].as_fd(), device, "A packet port")?;
    let index = net.index();
    // Before the sockets are bound, so that the host never answers what Tollgate has seen.
    let guard = match isolation {
        Isolation::Isolated => Some(Arc::new(
            IngressDrop::attach(index).map_err(isolate_error(device))?,
        )),
        Isolation::Shared => None,
    };
    let mut group = None;
    let mut configured = Vec::with_capacity(sockets.len());
    for socket in &sockets {
        let rings = configure(socket, index)
            .and_then(|rings| Ok((rings, oversize_sender(index)?)))
            .map_err(failed(
                "set up a packet socket on",
                "Tollgate needs PACKET_IGNORE_OUTGOING (Linux 4.20) and 9 MiB of memory a queue.",
            ))?;
        configured.push(rings);
        if sockets.len() > 1 {
            group = Some(socket.join_fanout(group).map_err(failed(
                "share the frames among the workers of",
                "Tollgate needs PACKET_FANOUT with unique numbers (Linux 4.11).",
            ))?);
        }
    }
    if sockets.len() > 1 {
        sockets[0].set_fanout(&spread.program()).map_err(failed(
            "say who gets which frames of",
            "Tollgate needs PACKET_FANOUT_DATA (Linux 4.3).",
        ))?;
    }
    let sockets: Vec<_> = sockets.into_iter().map(Arc::new).collect();
    let control = PacketControl::new(Arc::clone(&sockets[0]), mac, guard.clone());
    Ok(Port {
        control: Box::new(control),
        queues: sockets
            .into_iter()
            .zip(configured)
            .map(|(socket, (rings, oversize))| {
                Box::new(PacketQueue {
                    socket,
                    rings,
                    oversize,
                    // Linux 6.2 does; isolation needs 6.6.
                    uso: isolation == Isolation::Isolated,
                    idle: 0,
                    _guard: guard.clone(),
                }) as Box<dyn PortQueue>
            })
            .collect(),
        mac,
        mtu,
        without: Vec::new(),
    })
}

/// What to say of a step that failed for a device.
pub(super) fn failed(
    device: &str,
    step: &str,
    cure: &str,
) -> impl FnOnce(io::Error) -> PortError + use<> {
    let step = format!("{step} {device}");
    let cure = cure.to_owned();
    move |cause| PortError { step, cause, cure }
}

/// What a user can do about a device that was there a moment ago.
pub(super) const GONE: &str = "The device went away meanwhile: see ip link.";

/// A kernel's Ethernet device that is to be a port.
pub(super) struct Ethernet<'s> {
    pub(super) net: NetDevice<'s>,
    /// Its address.
    pub(super) mac: MacAddr,
    pub(super) mtu: u32,
}

/// Finds the device of this name; `what` is to be made of it.
///
/// # Errors
/// Why it can't be.
pub(super) fn ethernet<'s>(
    socket: BorrowedFd<'s>,
    device: &str,
    what: &str,
) -> Result<Ethernet<'s>, PortError> {
    let failed = |step: &str, cure: &str| failed(device, step, cure);
    let net = NetDevice::by_name(socket, device).map_err(failed(
        "find device",
        "See ip link for the devices of this network namespace.",
    ))?;
    let mtu = net.mtu().map_err(failed("ask for the MTU of", GONE))?;
    let mac = net
        .mac()
        .and_then(|mac| mac.ok_or_else(|| io::ErrorKind::Unsupported.into()))
        .map_err(failed(
            "ask for the address of",
            &format!("{what} needs an Ethernet device: see ip link."),
        ))?;
    Ok(Ethernet { net, mac, mtu })
}

fn configure(socket: &PacketSocket, index: i32) -> io::Result<PacketRings> {
    socket.set_vnet_header()?;
    socket.set_ignore_outgoing()?;
    socket.set_qdisc_bypass()?;
    socket.set_copy_oversize(OVERSIZE_BYTES)?;
    socket.set_send_buffer(SEND_BYTES)?;
    let rings = PacketRings::new(socket, RX_SLOTS, TX_SLOTS)?;
    // A router is a member of groups that it cannot know beforehand (solicited-node addresses).
    socket.set_membership(index, Membership::AllMulticast, true)?;
    socket.bind(index, true)?;
    Ok(rings)
}

/// A socket for sending what the ring has no slots for.
fn oversize_sender(index: i32) -> io::Result<PacketSocket> {
    let socket = PacketSocket::open()?;
    socket.set_vnet_header()?;
    socket.set_qdisc_bypass()?;
    socket.set_send_buffer(SEND_BYTES)?;
    socket.bind(index, false)?;
    Ok(socket)
}

pub(super) fn socket_error(cause: io::Error) -> PortError {
    let cure = match cause.raw_os_error() {
        Some(libc::EPERM | libc::EACCES) => {
            "Run as root, or with CAP_NET_RAW, CAP_NET_ADMIN and CAP_BPF."
        }
        Some(libc::EAFNOSUPPORT) => "Load the module: modprobe af_packet.",
        Some(_) | None => "See whether the limit of open files (ulimit -n) is reached.",
    };
    PortError {
        step: "open a packet socket".into(),
        cause,
        cure: cure.into(),
    }
}

fn isolate_error(device: &str) -> impl FnOnce(io::Error) -> PortError {
    let step = format!("keep the host's stack from answering on {device}");
    move |cause| {
        let cure = match cause.raw_os_error() {
            Some(libc::EPERM | libc::EACCES) => {
                "Run as root: bpf(2) needs CAP_BPF and CAP_NET_ADMIN in the initial user namespace."
            }
            Some(libc::EINVAL | libc::ENOSYS) => {
                "Tollgate needs TCX, which Linux has from 6.6 on. Or drop what comes in yourself \
                 (tc qdisc add dev … clsact, and a filter at ingress with action drop) and open \
                 the port without isolation."
            }
            Some(_) | None => "See tc filter show dev … ingress and bpftool net for what is there.",
        };
        PortError {
            step,
            cause,
            cure: cure.into(),
        }
    }
}

/// One queue of a packet port.
#[derive(Debug)]
struct PacketQueue {
    socket: Arc<PacketSocket>,
    rings: PacketRings,
    /// Sends what the ring has no slots for: on a socket with a ring, sending means the ring.
    oversize: PacketSocket,
    /// The kernel knows UDP super-frames in the virtio-net header.
    uso: bool,
    /// Polls without a frame since the last frame or check.
    idle: u32,
    /// Whoever lives longest, control half or queue, keeps the host's stack out.
    _guard: Option<Arc<IngressDrop>>,
}

impl PacketQueue {
    /// Sends the `put` frames that were put into the ring last. They count as sent already; those
    /// that are not are counted anew. Gives how many there was no room for: the last ones.
    fn flush(&mut self, put: usize, report: &mut TxReport) -> u32 {
        if put == 0 {
            return 0;
        }
        let mut result = Ok(());
        for _ in 0..TX_TRIES {
            result = self.socket.flush(&mut self.rings);
            if !self.rings.is_pending() {
                return 0;
            }
            if result.as_ref().is_err_and(|error| !is_full(error)) {
                break;
            }
        }
        let unsent = self.rings.take_back();
        report.sent -= unsent.frames;
        report.sent_bytes -= unsent.bytes;
        match result {
            Err(error) if !is_full(&error) => {
                report.failed += unsent.frames;
                0
            }
            Ok(()) | Err(_) => unsent.frames,
        }
    }

    /// Sends a burst. What there is no room for is dropped, or stays with all behind it.
    fn send(&mut self, pool: &mut Pool, batch: &mut Batch, keep: bool) -> TxReport {
        let mut report = TxReport::default();
        let (mut put, mut done, mut full) = (0, 0, 0);
        for packet in batch.as_mut_slice() {
            let len = packet.buf.len();
            let mut header = vnet::encode(packet);
            let in_ring =
                packet.meta.gso.is_none() && (vnet::ETH_LEN..=PacketRings::TX_MAX).contains(&len);
            if in_ring {
                // All contiguous: else the kernel refers to the slot from a page fragment, and has
                // to copy that when the frame enters another namespace.
                vnet::set_headers_len(&mut header, len as u16);
                let mut fits = self.rings.put(&header, packet.buf.bytes());
                if !fits {
                    full += self.flush(std::mem::take(&mut put), &mut report);
                    fits = !(keep && full > 0) && self.rings.put(&header, packet.buf.bytes());
                }
                if fits {
                    put += 1;
                    report.sent += 1;
                    report.sent_bytes += len as u64;
                } else if keep {
                    break;
                } else {
                    full += 1;
                }
            } else {
                full += self.flush(std::mem::take(&mut put), &mut report);
                if keep && full > 0 {
                    break;
                }
                match self.send_oversize(&header, &mut packet.buf) {
                    Ok(()) => {
                        report.sent += 1;
                        report.sent_bytes += len as u64;
                    }
                    Err(error) if is_full(&error) && keep => {
                        packet.buf.pull_front(vnet::LEN);
                        break;
                    }
                    Err(error) if is_full(&error) => full += 1,
                    Err(_) => report.failed += 1,
                }
            }
            done += 1;
        }
        full += self.flush(put, &mut report);
        if keep {
            // Those that were in the ring are the last ones that are done.
            done -= full as usize;
        } else {
            report.full = full;
        }
        pool.recycle_front(batch, done);
        report
    }

    /// Sends a frame that does not go through the ring.
    fn send_oversize(&self, header: &[u8; vnet::LEN], buf: &mut PacketBuf) -> io::Result<()> {
        let front = buf
            .push_front(vnet::LEN)
            .ok_or(io::ErrorKind::InvalidInput)?;
        front.copy_from_slice(header);
        self.oversize.send(buf.bytes())
    }

    /// Takes the error that makes an idle socket readable for ever, as when the device went down.
    ///
    /// # Errors
    /// `ENODEV` if the device is gone.
    #[cold]
    fn check_error(&mut self) -> io::Result<()> {
        self.idle = 0;
        if self.socket.take_error()?.is_some() && self.socket.bound_to()?.is_none() {
            return Err(io::Error::from_raw_os_error(libc::ENODEV));
        }
        Ok(())
    }
}

/// Whether the kernel has no room at the moment; other errors stay.
fn is_full(error: &io::Error) -> bool {
    matches!(
        error.raw_os_error(),
        Some(libc::EAGAIN | libc::ENOBUFS | libc::ENOMEM)
    )
}

/// The packet of a frame that is whole in its slot, `None` if it is too large for any buffer.
#[inline]
fn copy_from_slot(frame: &RxFrame<'_>, pool: &mut Pool, now: Instant) -> Option<Packet> {
    let mut buf = pool.copy(frame.bytes)?;
    let meta = finish(frame, &frame.header, &mut buf, now)?;
    Some(Packet { buf, meta })
}

/// The packet of a frame that was too large for its slot and waits in the socket's queue, `None` if
/// it is too large for any buffer.
fn read_oversize(
    socket: &PacketSocket,
    frame: &RxFrame<'_>,
    pool: &mut Pool,
    now: Instant,
) -> Option<Packet> {
    let mut buf = pool.get(SizeClass::Large);
    buf.reset(PacketBuf::HEADROOM - vnet::LEN);
    let room = buf.spare_mut().len();
    let read = socket.receive(buf.spare_mut());
    let header = match read {
        Ok(len) if len <= room => {
            buf.set_len(len);
            buf.bytes().first_chunk::<{ vnet::LEN }>().copied()
        }
        Ok(_) | Err(_) => None,
    };
    let meta = header.and_then(|header| {
        buf.pull_front(vnet::LEN);
        finish(frame, &header, &mut buf, now)
    });
    match meta {
        Some(meta) => Some(Packet { buf, meta }),
        None => {
            pool.put(buf);
            None
        }
    }
}

/// Puts the VLAN tag back that the kernel took out, and notes what the header says.
#[inline]
fn finish(
    frame: &RxFrame<'_>,
    header: &[u8; vnet::LEN],
    buf: &mut PacketBuf,
    now: Instant,
) -> Option<Meta> {
    let mut shift = 0;
    if let Some((protocol, tci)) = frame.vlan {
        let front = buf.push_front(4)?;
        front.fill(0);
        let bytes = buf.bytes_mut();
        bytes.copy_within(4..16, 0);
        bytes
            .get_mut(12..14)?
            .copy_from_slice(&protocol.to_be_bytes());
        bytes.get_mut(14..16)?.copy_from_slice(&tci.to_be_bytes());
        shift = 4;
    }
    let mut meta = Meta {
        received: now,
        ..Meta::default()
    };
    vnet::decode(header, buf.bytes(), shift, &mut meta);
    Some(meta)
}

impl PortQueue for PacketQueue {
    fn rx(&mut self, pool: &mut Pool, batch: &mut Batch, now: Instant) -> io::Result<usize> {
        let before = batch.len();
        let mut bytes = 0;
        while batch.room() > 0 && bytes < BURST_BYTES {
            let Some(frame) = self.rings.peek() else {
                break;
            };
            let packet = if frame.bytes.len() == frame.len {
                copy_from_slot(&frame, pool, now)
            } else if frame.queued {
                read_oversize(&self.socket, &frame, pool, now)
            } else {
                None
            };
            self.rings.release();
            if let Some(packet) = packet {
                bytes += packet.buf.len();
                batch.push(packet);
            }
        }
        let received = batch.len() - before;
        if received == 0 {
            self.idle += 1;
            if self.idle >= ERROR_CHECK {
                self.check_error()?;
            }
        }
        Ok(received)
    }

    fn tx(&mut self, pool: &mut Pool, batch: &mut Batch) -> TxReport {
        self.send(pool, batch, false)
    }

    fn offer(&mut self, pool: &mut Pool, batch: &mut Batch) -> TxReport {
        self.send(pool, batch, true)
    }

    fn capabilities(&self) -> Capabilities {
        // What the device itself lacks, the kernel does on the way to it.
        Capabilities {
            partial_checksum: true,
            tso4: true,
            tso6: true,
            uso: self.uso,
        }
    }

    fn poll_fd(&self) -> Option<BorrowedFd<'_>> {
        Some(self.socket.as_fd())
    }
}

/// The control half of a packet port, and of an XDP port: it asks a packet socket that is bound to the device.
#[derive(Debug)]
pub(super) struct PacketControl {
    socket: Arc<PacketSocket>,
    /// The device's own address.
    own: MacAddr,
    /// The address that the device was asked to receive as well.
    added: Option<MacAddr>,
    promiscuous: bool,
    _guard: Option<Arc<IngressDrop>>,
}

impl PacketControl {
    /// For the device that `socket` is bound to, whose own address is `own`.
    pub(super) fn new(
        socket: Arc<PacketSocket>,
        own: MacAddr,
        guard: Option<Arc<IngressDrop>>,
    ) -> Self {
        Self {
            socket,
            own,
            added: None,
            promiscuous: false,
            _guard: guard,
        }
    }

    /// The number of the device.
    fn index(&self) -> io::Result<i32> {
        self.socket
            .bound_to()?
            .ok_or_else(|| io::Error::from_raw_os_error(libc::ENODEV))
    }
}

impl PortControl for PacketControl {
    fn state(&mut self) -> PortState {
        let flags = self
            .index()
            .and_then(|index| NetDevice::by_index(self.socket.as_fd(), index).flags());
        match flags {
            Ok(flags) => PortState {
                present: true,
                carrier: flags.up && flags.running,
            },
            Err(_) => PortState::default(),
        }
    }

    /// Brings the device up; never takes it down, which is for its owner to do.
    fn set_up(&mut self, up: bool) -> io::Result<()> {
        if !up {
            return Ok(());
        }
        NetDevice::by_index(self.socket.as_fd(), self.index()?).bring_up()
    }

    /// The device's MTU is the limit.
    fn set_mtu(&mut self, mtu: u32) -> io::Result<()> {
        let limit = NetDevice::by_index(self.socket.as_fd(), self.index()?).mtu()?;
        if mtu > limit {
            return Err(io::Error::from_raw_os_error(libc::EINVAL));
        }
        Ok(())
    }

    /// Lets the device receive for `mac` as well; its own address stays.
    fn set_mac(&mut self, mac: MacAddr) -> io::Result<()> {
        let index = self.index()?;
        let wanted = (mac != self.own).then_some(mac);
        if wanted == self.added {
            return Ok(());
        }
        if let Some(mac) = wanted {
            self.socket
                .set_membership(index, Membership::Unicast(mac), true)?;
        }
        if let Some(mac) = std::mem::replace(&mut self.added, wanted) {
            self.socket
                .set_membership(index, Membership::Unicast(mac), false)?;
        }
        Ok(())
    }

    fn set_promiscuous(&mut self, on: bool) -> io::Result<()> {
        if on != self.promiscuous {
            let index = self.index()?;
            self.socket
                .set_membership(index, Membership::Promiscuous, on)?;
            self.promiscuous = on;
        }
        Ok(())
    }
}
