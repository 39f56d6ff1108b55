//! XDP ports: the frames of a kernel's Ethernet device before the kernel makes anything of them
//! (AF_XDP).
//!
//! An eBPF program at the device gives each frame to the socket of its queue; what has no socket is
//! dropped, so the host's own stack never answers. Frames are in chunks of one [`Arena`] that all
//! such ports share: what came in by one leaves by another without being copied by Tollgate.

use std::{
    io, mem,
    os::fd::{AsFd, BorrowedFd, OwnedFd},
    sync::Arc,
    thread,
};

use rustix::{
    event::epoll,
    process::{Resource, Rlimit, setrlimit},
};

use super::{
    Capabilities, Port, PortError, PortQueue, TxReport,
    af_packet::{Ethernet, GONE, PacketControl, ethernet, failed, socket_error},
    port::offer_or_drop,
    sys::{Membership, PacketSocket, Redirect, Replay, Transfer, Unfinished, XdpMode, XdpSocket},
    vnet,
};
use crate::{
    checksum,
    iface::IfIndex,
    offload::{Member, Offload},
    packet::{Batch, Checksum, Meta, Packet, PacketBuf, Pool, SizeClass},
    time::{Duration, Instant},
    wire::{
        ipv4::{Ipv4View, protocol},
        ipv6::{self, Ipv6View},
        ipv6_ext,
    },
};

/// Times that the kernel is asked to send what it has no room for at the moment.
const TX_TRIES: usize = 4;
/// Empty polls after which is looked whether the device is still there.
const ERROR_CHECK: u32 = 64;

/// Which way frames take between the device and Tollgate. None is taken in another one's place, but by
/// [`Auto`](Self::Auto).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum XdpWay {
    /// The driver hands frames over and the kernel copies them: every driver with XDP, veth as well.
    #[default]
    Copy,
    /// The device itself reads and writes the shared memory. Some drivers.
    ZeroCopy,
    /// The kernel hands frames over behind the driver: any device, and slower.
    Generic,
    /// The fastest that the device can.
    Auto,
}

impl XdpWay {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Copy, Self::ZeroCopy, Self::Generic, Self::Auto];

    /// Its name behind `mode`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Copy => "copy",
            Self::ZeroCopy => "zerocopy",
            Self::Generic => "generic",
            Self::Auto => "auto",
        }
    }

    /// The ways to try, in order.
    const fn steps(self) -> &'static [(XdpMode, Transfer)] {
        const ZERO: (XdpMode, Transfer) = (XdpMode::Native, Transfer::ZeroCopy);
        const COPY: (XdpMode, Transfer) = (XdpMode::Native, Transfer::Copy);
        const GENERIC: (XdpMode, Transfer) = (XdpMode::Generic, Transfer::Copy);
        match self {
            Self::Copy => &[COPY],
            Self::ZeroCopy => &[ZERO],
            Self::Generic => &[GENERIC],
            Self::Auto => &[ZERO, COPY, GENERIC],
        }
    }
}

/// Opens the kernel's Ethernet device `device`, whose queues are shared among `workers` workers.
///
/// The port starts with the device's address and MTU.
///
/// # Errors
/// The step that failed, what the system said, and what to do about it.
pub fn open_xdp(device: &str, workers: usize, way: XdpWay) -> Result<Port, PortError> {
    open(device, workers, way, None)
}

/// The same, and the port takes part in `offload` as the port of the interface `index`.
///
/// # Errors
/// As [`open_xdp`]; and if the kernel's part of the offload can't be had.
pub fn open_xdp_offloading(
    device: &str,
    workers: usize,
    way: XdpWay,
    (offload, index): (&Arc<Offload>, IfIndex),
) -> Result<Port, PortError> {
    open(device, workers, way, Some((offload, index)))
}

fn open(
    device: &str,
    workers: usize,
    way: XdpWay,
    offload: Option<(&Arc<Offload>, IfIndex)>,
) -> Result<Port, PortError> {
    let failed = |step: &str, cure: &str| failed(device, step, cure);
    let control = PacketSocket::open().map_err(socket_error)?;
    let Ethernet { net, mac, mtu } = ethernet(control.as_fd(), device, "An xdp port")?;
    let queues = net.queues().map_err(failed("count the queues of", GONE))?;
    let workers = workers.max(1);
    if (queues as usize) < workers {
        return Err(PortError {
            step: format!("share the {queues} queue(s) of {device} among {workers} workers"),
            cause: io::ErrorKind::InvalidInput.into(),
            cure: format!(
                "Give the device as many queues as there are workers (ethtool -L {device} combined \
                 {workers}), or run with --workers {queues}."
            ),
        });
    }
    // For kernels that count the shared memory as locked.
    raise_memory_lock();
    let index = net.index();
    let partial = net.driver().is_ok_and(|driver| driver == "veth");
    let member = match offload {
        Some((offload, port)) => {
            let joined = Member::join(offload, port, u32::try_from(index).unwrap_or(0));
            let cure =
                "The offload needs Linux 6.3, and CAP_BPF and CAP_NET_ADMIN: leave offload off.";
            Some(joined.map_err(failed("offload flows of", cure))?)
        }
        None => None,
    };
    let replay = |mode| {
        member.as_ref().map(|member| Replay {
            maps: Arc::clone(member.maps()),
            port: member.number(),
            unfinished: match mode {
                _ if !partial => Unfinished::Never,
                XdpMode::Generic => Unfinished::Kept,
                XdpMode::Native => Unfinished::Finished,
            },
        })
    };
    let mut last = None;
    let mut opened = None;
    for &(mode, transfer) in way.steps() {
        match try_queues((index, queues), (mode, transfer), replay(mode).as_ref()) {
            Ok((redirect, sockets)) => {
                opened = Some((redirect, sockets, mode));
                break;
            }
            Err(error) => last = Some(error),
        }
    }
    let Some((redirect, sockets, mode)) = opened else {
        let (step, cause) = last.unwrap_or(("open", io::ErrorKind::Unsupported.into()));
        let cure = cure(way, &cause);
        let step = format!("{step} {device}");
        return Err(PortError { step, cause, cure });
    };
    // A router is a member of groups that it cannot know beforehand (solicited-node addresses).
    control
        .set_membership(index, Membership::AllMulticast, true)
        .and_then(|()| control.bind(index, false))
        .map_err(failed("watch", GONE))?;
    let redirect = Arc::new(redirect);
    if let Some(member) = &member {
        // A veth hands on that a checksum is unfinished.
        let finishes = partial || net.finishes_checksums().unwrap_or(false);
        member.redirects(mode, finishes);
    }
    let member = member.map(Arc::new);
    let mut queues: Vec<XdpQueue> = Vec::new();
    for (number, socket) in sockets.into_iter().enumerate() {
        match queues.get_mut(number % workers) {
            Some(queue) => queue.sockets.push(socket),
            None => queues.push(XdpQueue {
                sockets: vec![socket],
                poll: None,
                next: 0,
                idle: 0,
                partial,
                _redirect: Arc::clone(&redirect),
                _member: member.clone(),
            }),
        }
    }
    let mut boxed: Vec<Box<dyn PortQueue>> = Vec::with_capacity(queues.len());
    for mut queue in queues {
        queue.poll = queue.watch().map_err(failed("wait for", GONE))?;
        boxed.push(Box::new(queue));
    }
    Ok(Port {
        control: Box::new(PacketControl::new(Arc::new(control), mac, None)),
        queues: boxed,
        mac,
        mtu,
        without: Vec::new(),
    })
}

/// As [`open_queues`], again and again for a moment while the device is taken: the kernel lets go of a queue
/// some time after its socket was closed.
fn try_queues(
    device: (i32, u32),
    step: (XdpMode, Transfer),
    replay: Option<&Replay>,
) -> Result<(Redirect, Vec<XdpSocket>), (&'static str, io::Error)> {
    const TRIES: u32 = 25;
    const PAUSE: Duration = Duration::from_millis(10);
    for _ in 1..TRIES {
        match open_queues(device, step, replay) {
            Err((_, error)) if is_taken(&error) => thread::sleep(PAUSE),
            other => return other,
        }
    }
    open_queues(device, step, replay)
}

/// Whether somebody else has the device's hook or queue.
fn is_taken(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(libc::EBUSY | libc::EEXIST))
}

/// Attaches the program and binds a socket to each queue.
fn open_queues(
    (index, queues): (i32, u32),
    (mode, transfer): (XdpMode, Transfer),
    replay: Option<&Replay>,
) -> Result<(Redirect, Vec<XdpSocket>), (&'static str, io::Error)> {
    let redirect = Redirect::attach(index, queues, mode, replay)
        .map_err(|error| ("attach an XDP program to", error))?;
    let ifindex = u32::try_from(index).unwrap_or(0);
    let mut sockets = Vec::new();
    for queue in 0..queues {
        let bound = XdpSocket::bind(ifindex, queue, transfer);
        let socket = bound.map_err(|error| ("bind an XDP socket to a queue of", error))?;
        redirect
            .give(queue, socket.as_fd())
            .map_err(|error| ("redirect frames of", error))?;
        sockets.push(socket);
    }
    Ok((redirect, sockets))
}

/// Lets the process lock as much memory as it likes, if it may.
fn raise_memory_lock() {
    let unlimited = Rlimit {
        current: None,
        maximum: None,
    };
    // Without the permission, binding the socket tells whether the limit was enough.
    let _ = setrlimit(Resource::Memlock, unlimited);
}

/// What a user can do if it failed.
fn cure(way: XdpWay, cause: &io::Error) -> String {
    let cure = match (cause.raw_os_error(), way) {
        (Some(libc::EPERM | libc::EACCES), _) => {
            "Run as root: bpf(2) needs CAP_BPF and CAP_NET_ADMIN in the initial user namespace, the \
             socket CAP_NET_RAW."
        }
        (Some(libc::EOPNOTSUPP | libc::EINVAL), XdpWay::ZeroCopy) => {
            "The driver has no zero-copy: use mode copy, or mode auto for the best that it has."
        }
        (Some(libc::EOPNOTSUPP | libc::EINVAL), XdpWay::Copy) => {
            "The driver has no XDP, or not at this MTU or with these offloads (dmesg may say why): \
             use mode generic, which works for any device, or a packet port."
        }
        (Some(libc::EBUSY | libc::EEXIST), _) => {
            "Another program has the device's XDP hook or queues: see bpftool net."
        }
        (Some(libc::EAFNOSUPPORT), _) => "This kernel has no AF_XDP (CONFIG_XDP_SOCKETS).",
        (Some(libc::ENOBUFS | libc::ENOMEM), _) => {
            "The kernel may lock no more memory: raise ulimit -l, or give CAP_IPC_LOCK."
        }
        (Some(_) | None, _) => "See ip -d link, ethtool -i and dmesg for what the device can.",
    };
    cure.to_owned()
}

/// A worker's share of a device's queues.
#[derive(Debug)]
struct XdpQueue {
    /// At least one.
    sockets: Vec<XdpSocket>,
    /// Becomes readable when one of several sockets does.
    poll: Option<OwnedFd>,
    /// The socket that is asked first the next time.
    next: usize,
    /// Polls without a frame since the last frame or check.
    idle: u32,
    /// Frames may have partial checksums, and nothing says so.
    partial: bool,
    _redirect: Arc<Redirect>,
    _member: Option<Arc<Member>>,
}

impl XdpQueue {
    /// What becomes readable when any of several sockets does.
    fn watch(&self) -> io::Result<Option<OwnedFd>> {
        if self.sockets.len() < 2 {
            return Ok(None);
        }
        let all = epoll::create(epoll::CreateFlags::CLOEXEC)?;
        for (number, socket) in self.sockets.iter().enumerate() {
            let data = epoll::EventData::new_u64(number as u64);
            epoll::add(&all, socket, data, epoll::EventFlags::IN)?;
        }
        Ok(Some(all))
    }

    /// Looks whether the device is still there.
    ///
    /// # Errors
    /// `ENETDOWN` if it is not.
    #[cold]
    fn check(&mut self) -> io::Result<()> {
        self.idle = 0;
        for socket in &self.sockets {
            if let Some(error) = socket.take_error()? {
                return Err(error);
            }
        }
        Ok(())
    }
}

/// Puts chunks back of which the frames have been sent.
fn reap(socket: &mut XdpSocket, pool: &mut Pool) {
    while let Some(chunk) = socket.completed() {
        pool.put_chunk(chunk);
    }
    socket.publish_completed();
}

/// Gives the kernel chunks to receive into; `false` if there were not enough.
fn fill(socket: &mut XdpSocket, pool: &mut Pool) -> bool {
    let arena = socket.arena();
    let mut enough = true;
    for _ in 0..socket.wanted() {
        let Some(chunk) = pool.chunk(arena) else {
            enough = false;
            break;
        };
        socket.give(chunk);
    }
    socket.publish_fill();
    enough
}

impl PortQueue for XdpQueue {
    fn rx(&mut self, pool: &mut Pool, batch: &mut Batch, now: Instant) -> io::Result<usize> {
        let before = batch.len();
        let count = self.sockets.len();
        for turn in 0..count {
            let place = (self.next + turn) % count;
            let socket = &mut self.sockets[place];
            reap(socket, pool);
            // When chunks are scarce (many wait in queues), frames go on in memory of their own.
            let enough = fill(socket, pool);
            while batch.room() > 0
                && let Some(buf) = socket.receive()
            {
                let buf = if enough { Some(buf) } else { copied(buf, pool) };
                let Some(buf) = buf else { continue };
                let mut meta = Meta {
                    received: now,
                    ..Meta::default()
                };
                if self.partial {
                    note_partial(buf.bytes(), &mut meta);
                }
                batch.push(Packet { buf, meta });
            }
            socket.publish_received();
        }
        self.next = (self.next + 1) % count;
        let received = batch.len() - before;
        if received == 0 {
            self.idle += 1;
            if self.idle >= ERROR_CHECK {
                self.check()?;
            }
        }
        Ok(received)
    }

    fn tx(&mut self, pool: &mut Pool, batch: &mut Batch) -> TxReport {
        offer_or_drop(self, pool, batch)
    }

    fn offer(&mut self, pool: &mut Pool, batch: &mut Batch) -> TxReport {
        let mut report = TxReport::default();
        let Some(socket) = self.sockets.first_mut() else {
            return report;
        };
        reap(socket, pool);
        let mut done = 0;
        for packet in batch.as_mut_slice() {
            if socket.room() == 0 {
                let _ = socket.send();
                reap(socket, pool);
            }
            if socket.room() == 0 {
                break;
            }
            done += 1;
            let packet = mem::take(packet);
            let len = packet.buf.len();
            match in_chunk(packet, socket, pool).map(|buf| socket.put(buf)) {
                Some(Ok(())) => {
                    report.sent += 1;
                    report.sent_bytes += len as u64;
                }
                Some(Err(buf)) => {
                    report.failed += 1;
                    pool.put(buf);
                }
                None => report.failed += 1,
            }
        }
        // They are empty: what was in them is sent.
        drop(batch.drain_front(done));
        for _ in 0..TX_TRIES {
            match socket.send() {
                Ok(false) => reap(socket, pool),
                // What an error is about (the device is down) the kernel has dropped, or sends later.
                Ok(true) | Err(_) => break,
            }
        }
        report
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities::default()
    }

    fn poll_fd(&self) -> Option<BorrowedFd<'_>> {
        match &self.poll {
            Some(all) => Some(all.as_fd()),
            None => self.sockets.first().map(AsFd::as_fd),
        }
    }
}

/// The frame in memory of its own, `None` if it is too long for that.
fn copied(buf: PacketBuf, pool: &mut Pool) -> Option<PacketBuf> {
    let copy = pool.copy(buf.bytes());
    pool.put(buf);
    copy
}

/// The frame in a chunk, `None` if it is too long or there are none.
#[inline]
fn in_chunk(packet: Packet, socket: &XdpSocket, pool: &mut Pool) -> Option<PacketBuf> {
    if packet.buf.is_chunk() {
        return Some(packet.buf);
    }
    let fits = SizeClass::for_len(packet.buf.len()) == Some(SizeClass::Small);
    let chunk = fits.then(|| pool.chunk(socket.arena())).flatten();
    let copy = chunk.and_then(|chunk| {
        let mut copy = PacketBuf::over(chunk, PacketBuf::HEADROOM);
        copy.extend(packet.buf.bytes()).then_some(copy)
    });
    pool.recycle(packet);
    copy
}

/// Notes the transport checksum of a frame that may come from this very machine: veth hands over
/// frames whose checksum was left to a device, and nothing says which. Such a field holds the sum of the
/// pseudo-header.
///
/// A whole checksum is taken for a partial one where both are the same number, which costs nothing: finished,
/// it is what it was.
#[inline]
fn note_partial(frame: &[u8], meta: &mut Meta) {
    let l3 = vnet::network_offset(frame);
    meta.l3 = l3 as u16;
    meta.checksum = unfinished(frame.get(l3..).unwrap_or_default()).unwrap_or_default();
}

fn unfinished(network: &[u8]) -> Option<Checksum> {
    let (start, proto, addresses, len) = match network.first()? >> 4 {
        4 => {
            let view = Ipv4View::header(network).ok()?;
            if view.is_fragment() {
                return None;
            }
            let len = view.total_len().checked_sub(view.header_len())?;
            (
                view.header_len(),
                view.protocol(),
                network.get(12..20)?,
                len,
            )
        }
        6 => {
            let upper = ipv6_ext::upper(network)?;
            let end = ipv6::HEADER_LEN + Ipv6View::header(network).ok()?.payload_len();
            let len = end.checked_sub(upper.offset)?;
            (upper.offset, upper.protocol, network.get(8..40)?, len)
        }
        _ => return None,
    };
    let offset = match proto {
        protocol::TCP => 16,
        protocol::UDP => 6,
        _ => return None,
    };
    let field = network.get(start + offset..)?.first_chunk::<2>()?;
    let (src, dst) = addresses.split_at(addresses.len() / 2);
    let sum = checksum::pseudo_header(src, dst, proto, len as u32).folded();
    (u16::from_be_bytes(*field) == sum).then_some(Checksum::Partial {
        start: start as u16,
        offset: offset as u16,
    })
}
