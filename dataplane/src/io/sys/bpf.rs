//! The eBPF programs that Tollgate attaches to devices, assembled by hand: a dozen instructions need no
//! compiler.
//!
//! One sits at tc ingress and drops everything: what Tollgate's packet sockets
//! have seen is not seen by the host's own stack as well. Packet sockets get their copy before tc ingress.
//! It is attached with TCX (Linux 6.6).
//!
//! The other one gives each frame that a device receives to the AF_XDP socket of its queue, before there
//! is any host's stack.
//!
//! Both are attached through a link that goes when its descriptor is closed: a crash leaves nothing behind.
//!
//! A third one chooses the queue of a tap for each frame; the tap itself [holds it](super::TunQueue::steer).
//!
//! A fourth one is on no device at all: the kernel makes frames [for it](super::LiveFrames).
#![expect(unsafe_code, reason = "bpf(2) has no safe form")]

use std::{
    io,
    marker::PhantomData,
    mem,
    os::fd::{AsFd, AsRawFd, BorrowedFd, FromRawFd, OwnedFd},
    sync::Arc,
};

use super::{
    asm::{Assembler, insn},
    replayer::{Replayer, Unfinished, to_socket},
};

/// `BPF_MAP_CREATE`.
const MAP_CREATE: libc::c_int = 0;
/// `BPF_MAP_UPDATE_ELEM`.
const MAP_UPDATE: libc::c_int = 2;
/// `BPF_PROG_LOAD`.
const PROG_LOAD: libc::c_int = 5;
/// `BPF_PROG_RUN`.
const PROG_RUN: libc::c_int = 10;
/// `BPF_LINK_CREATE`.
const LINK_CREATE: libc::c_int = 28;
/// `BPF_PROG_TYPE_SOCKET_FILTER`.
const SOCKET_FILTER: u32 = 1;
/// `BPF_PROG_TYPE_SCHED_CLS`.
const SCHED_CLS: u32 = 3;
/// `BPF_TCX_INGRESS`.
const TCX_INGRESS: u32 = 46;
/// `BPF_MAP_TYPE_XSKMAP`.
const XSKMAP: u32 = 17;
/// `BPF_PROG_TYPE_XDP`.
const XDP: u32 = 6;
/// `BPF_XDP`, the attach type.
const ATTACH_XDP: u32 = 37;
/// `XDP_FLAGS_SKB_MODE`.
const SKB_MODE: u32 = 1 << 1;
/// `XDP_FLAGS_DRV_MODE`.
const DRV_MODE: u32 = 1 << 2;

/// `r0 = TC_ACT_SHOT (2)`.
const RETURN_SHOT: u64 = insn(0xb7, 0, 0, 0, 2);
/// `exit`.
const EXIT: u64 = insn(0x95, 0, 0, 0, 0);

/// The head of `union bpf_attr` for `BPF_MAP_CREATE`.
#[repr(C)]
pub(super) struct MapCreate {
    pub(super) map_type: u32,
    pub(super) key_size: u32,
    pub(super) value_size: u32,
    pub(super) max_entries: u32,
    pub(super) map_flags: u32,
}

/// The head of `union bpf_attr` for `BPF_MAP_UPDATE_ELEM`, and for `BPF_MAP_DELETE_ELEM`.
#[repr(C)]
pub(super) struct MapUpdate {
    pub(super) map_fd: u32,
    pub(super) padding: u32,
    pub(super) key: u64,
    pub(super) value: u64,
    pub(super) flags: u64,
}

/// The head of `union bpf_attr` for `BPF_PROG_LOAD`.
#[repr(C)]
struct ProgLoad {
    prog_type: u32,
    insn_cnt: u32,
    insns: u64,
    license: u64,
    log_level: u32,
    log_size: u32,
    log_buf: u64,
    kern_version: u32,
    prog_flags: u32,
    prog_name: [u8; 16],
}

/// The head of `union bpf_attr` for `BPF_LINK_CREATE` of a TCX link.
#[repr(C)]
struct LinkCreate {
    prog_fd: u32,
    target_ifindex: u32,
    attach_type: u32,
    flags: u32,
    relative_fd: u32,
    padding: u32,
    expected_revision: u64,
}

/// The member of `union bpf_attr` for `BPF_PROG_RUN`.
#[repr(C)]
struct Run<'a> {
    prog_fd: u32,
    retval: u32,
    data_size_in: u32,
    data_size_out: u32,
    data_in: u64,
    data_out: u64,
    repeat: u32,
    duration: u32,
    ctx_size_in: u32,
    ctx_size_out: u32,
    ctx_in: u64,
    ctx_out: u64,
    flags: u32,
    cpu: u32,
    batch_size: u32,
    padding: u32,
    /// What `data_in` points to.
    frame: PhantomData<&'a [u8]>,
}

impl<'a> Run<'a> {
    /// A program is run for a frame.
    fn of(program: &OwnedFd, frame: &'a [u8]) -> Self {
        Self {
            prog_fd: program.as_raw_fd() as u32,
            retval: 0,
            data_size_in: frame.len() as u32,
            data_size_out: 0,
            data_in: frame.as_ptr() as u64,
            data_out: 0,
            repeat: 0,
            duration: 0,
            ctx_size_in: 0,
            ctx_size_out: 0,
            ctx_in: 0,
            ctx_out: 0,
            flags: 0,
            cpu: 0,
            batch_size: 0,
            padding: 0,
            frame: PhantomData,
        }
    }

    /// Makes the call; what comes out of the frame goes into `out`, if there is room.
    fn make(mut self, out: &mut [u8]) -> io::Result<Self> {
        if !out.is_empty() {
            self.data_size_out = out.len() as u32;
            self.data_out = out.as_mut_ptr() as u64;
        }
        let size = mem::offset_of!(Self, frame);
        // SAFETY: the kernel reads and writes the attribute block, whose length is passed, reads the frame, which is
        // borrowed for as long as `self` lives, and writes no more than `data_size_out` bytes of `out`; or none, if
        // there is no address.
        let result = unsafe { libc::syscall(libc::SYS_bpf, PROG_RUN, &raw mut self, size) };
        if result < 0 {
            return Err(io::Error::last_os_error());
        }
        Ok(self)
    }
}

/// Drops all that the host's stack would receive from a device, for as long as it lives.
#[derive(Debug)]
pub(in crate::io) struct IngressDrop {
    /// Keeps the program attached.
    _link: OwnedFd,
}

impl IngressDrop {
    /// Attaches to the device of number `ifindex` in the caller's network namespace.
    pub(in crate::io) fn attach(ifindex: i32) -> io::Result<Self> {
        let insns = [RETURN_SHOT, EXIT];
        let program = load(SCHED_CLS, &insns, *b"tollgate_drop\0\0\0")?;
        Ok(Self {
            _link: link(&program, ifindex, TCX_INGRESS, 0)?,
        })
    }
}

/// How frames get from a device to the redirecting program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum XdpMode {
    /// In the driver, before the kernel makes anything of the frame.
    Native,
    /// Behind the driver, for any device (`xdpgeneric`).
    Generic,
}

/// Which flows are replayed before a socket sees them, and where.
#[derive(Clone, Debug)]
pub(crate) struct Replay {
    /// The maps.
    pub(crate) maps: Arc<Replayer>,
    /// The number of the port.
    pub(crate) port: u32,
    /// What happens to unfinished checksums.
    pub(crate) unfinished: Unfinished,
}

/// Gives each frame that a device receives to the socket of its queue, for as long as it lives. Frames of
/// queues without a socket are dropped: the host's stack must not answer them.
#[derive(Debug)]
pub(in crate::io) struct Redirect {
    map: OwnedFd,
    /// Keeps the program attached.
    _link: OwnedFd,
}

impl Redirect {
    /// Attaches to the device of number `ifindex` in the caller's network namespace, for up to `queues`
    /// queues. What `replay` says is replayed instead.
    pub(in crate::io) fn attach(
        ifindex: i32,
        queues: u32,
        mode: XdpMode,
        replay: Option<&Replay>,
    ) -> io::Result<Self> {
        let create = MapCreate {
            map_type: XSKMAP,
            key_size: 4,
            value_size: 4,
            max_entries: queues.max(1),
            map_flags: 0,
        };
        let map = bpf(MAP_CREATE, &create)?;
        let program = match replay {
            Some(replay) => load_replay(replay, map.as_fd())?,
            None => {
                let insns = only_sockets(map.as_raw_fd()).ok_or(io::ErrorKind::InvalidData)?;
                load(XDP, &insns, *b"tollgate_xsk\0\0\0\0")?
            }
        };
        let flags = match mode {
            XdpMode::Native => DRV_MODE,
            XdpMode::Generic => SKB_MODE,
        };
        let link = link(&program, ifindex, ATTACH_XDP, flags)?;
        Ok(Self { map, _link: link })
    }

    /// Frames of queue `queue` go to `socket`.
    pub(in crate::io) fn give(&self, queue: u32, socket: BorrowedFd<'_>) -> io::Result<()> {
        let value = socket.as_raw_fd() as u32;
        let update = MapUpdate {
            map_fd: self.map.as_raw_fd() as u32,
            padding: 0,
            key: (&raw const queue) as u64,
            value: (&raw const value) as u64,
            flags: 0,
        };
        call(MAP_UPDATE, &update).map(drop)
    }
}

/// Loads a program that says the number of a frame's queue.
pub(in crate::io) fn load_steering(insns: &[u64]) -> io::Result<OwnedFd> {
    load(SOCKET_FILTER, insns, *b"tollgate_steer\0\0")
}

/// Loads a program to be run for frames that the kernel makes.
pub(super) fn load_live(insns: &[u64]) -> io::Result<OwnedFd> {
    load(XDP, insns, *b"tollgate_frames\0")
}

/// Makes frames out of `frame`, as many as there are in 32 bits, `burst` at a time; what the program says becomes of them
/// becomes of them. Ends with `Interrupted` when the thread gets a signal.
pub(super) fn run_live(program: &OwnedFd, frame: &[u8], burst: u32) -> io::Result<()> {
    /// `BPF_F_TEST_XDP_LIVE_FRAMES`.
    const LIVE_FRAMES: u32 = 1 << 1;
    let run = Run {
        repeat: u32::MAX,
        flags: LIVE_FRAMES,
        batch_size: burst,
        ..Run::of(program, frame)
    };
    run.make(&mut []).map(drop)
}

/// The program that knows sockets only.
fn only_sockets(sockets: libc::c_int) -> Option<Vec<u64>> {
    let mut asm = Assembler::default();
    to_socket(&mut asm, sockets);
    asm.finish()
}

/// Loads the program that replays.
fn load_replay(replay: &Replay, sockets: BorrowedFd<'_>) -> io::Result<OwnedFd> {
    let insns = replay.maps.program(replay.port, replay.unfinished, sockets);
    let insns = insns.ok_or(io::ErrorKind::Unsupported)?;
    load(XDP, &insns, *b"tollgate_replay\0")
}

/// A program that is on no device, to be tried.
#[cfg(test)]
#[derive(Debug)]
pub(crate) struct Trial {
    program: OwnedFd,
    /// Nobody's.
    _sockets: OwnedFd,
}

#[cfg(test)]
impl Trial {
    /// The program that replays, as the verifier takes it.
    pub(crate) fn load(replay: &Replay) -> io::Result<Self> {
        let create = MapCreate {
            map_type: XSKMAP,
            key_size: 4,
            value_size: 4,
            max_entries: 1,
            map_flags: 0,
        };
        let sockets = bpf(MAP_CREATE, &create)?;
        let program = load_replay(replay, sockets.as_fd()).inspect_err(|_| {
            let insns = replay
                .maps
                .program(replay.port, replay.unfinished, sockets.as_fd());
            eprintln!("{}", objections(XDP, &insns.unwrap_or_default()));
        })?;
        Ok(Self {
            program,
            _sockets: sockets,
        })
    }

    /// What becomes of a frame (`BPF_PROG_TEST_RUN`): the action, and the frame.
    pub(crate) fn run(&self, frame: &[u8]) -> io::Result<(u32, Vec<u8>)> {
        let mut out = vec![0; 4096];
        let run = Run {
            repeat: 1,
            ..Run::of(&self.program, frame)
        }
        .make(&mut out)?;
        out.truncate(run.data_size_out as usize);
        Ok((run.retval, out))
    }
}

/// Loads a program.
fn load(kind: u32, insns: &[u64], name: [u8; 16]) -> io::Result<OwnedFd> {
    load_logged(kind, insns, name, &mut [])
}

/// Loads a program; what the verifier says goes into `log`, if there is room.
fn load_logged(kind: u32, insns: &[u64], name: [u8; 16], log: &mut [u8]) -> io::Result<OwnedFd> {
    let license = c"MIT OR Apache-2.0";
    let logged = !log.is_empty();
    let load = ProgLoad {
        prog_type: kind,
        insn_cnt: insns.len() as u32,
        insns: insns.as_ptr() as u64,
        license: license.as_ptr() as u64,
        log_level: logged.into(),
        log_size: log.len() as u32,
        log_buf: if logged { log.as_mut_ptr() as u64 } else { 0 },
        kern_version: 0,
        prog_flags: 0,
        prog_name: name,
    };
    bpf(PROG_LOAD, &load)
}

/// Why the verifier does not take a program: the end of what it says.
#[cfg(test)]
fn objections(kind: u32, insns: &[u64]) -> String {
    let mut log = vec![0; 1 << 24];
    drop(load_logged(kind, insns, [0; 16], &mut log));
    let said = log.split(|byte| *byte == 0).next().unwrap_or_default();
    String::from_utf8_lossy(&said[said.len().saturating_sub(3000)..]).into_owned()
}

/// Attaches a program to a device.
fn link(program: &OwnedFd, ifindex: i32, attach_type: u32, flags: u32) -> io::Result<OwnedFd> {
    let create = LinkCreate {
        prog_fd: program.as_raw_fd() as u32,
        target_ifindex: u32::try_from(ifindex).map_err(|_| io::ErrorKind::InvalidInput)?,
        attach_type,
        flags,
        relative_fd: 0,
        padding: 0,
        expected_revision: 0,
    };
    bpf(LINK_CREATE, &create)
}

/// A bpf(2) command whose result is a descriptor.
pub(super) fn bpf<T>(command: libc::c_int, attr: &T) -> io::Result<OwnedFd> {
    let result = call(command, attr)?;
    // SAFETY: the commands that come by here return a new descriptor that nothing else owns.
    Ok(unsafe { OwnedFd::from_raw_fd(result) })
}

/// A bpf(2) command.
pub(super) fn call<T>(command: libc::c_int, attr: &T) -> io::Result<libc::c_int> {
    let attr: *const T = attr;
    // SAFETY: all commands used here only read their attribute block, whose length is passed; the addresses
    // inside it point to instructions and licence, or to key and value, all of which live in the caller's
    // frame, or to room for a log, which the caller has to itself.
    let result = unsafe { libc::syscall(libc::SYS_bpf, command, attr, size_of::<T>()) };
    if result < 0 {
        return Err(io::Error::last_os_error());
    }
    Ok(result as libc::c_int)
}
