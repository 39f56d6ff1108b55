//! An eBPF program at a device's tc ingress that drops everything: what Tollgate's packet sockets
//! have seen is not seen by the host's own stack as well.
//!
//! Packet sockets get their copy before tc ingress. The program is attached with TCX (Linux 6.6),
//! through a link that goes when its descriptor is closed: a crash leaves nothing behind.
#![expect(unsafe_code, reason = "bpf(2) has no safe form")]

use std::{
    io,
    os::fd::{AsRawFd, FromRawFd, OwnedFd},
};

/// `BPF_PROG_LOAD`.
const PROG_LOAD: libc::c_int = 5;
/// `BPF_LINK_CREATE`.
const LINK_CREATE: libc::c_int = 28;
/// `BPF_PROG_TYPE_SCHED_CLS`.
const SCHED_CLS: u32 = 3;
/// `BPF_TCX_INGRESS`.
const TCX_INGRESS: u32 = 46;

/// `r0 = TC_ACT_SHOT (2)`.
const RETURN_SHOT: u64 = u64::from_le_bytes([0xb7, 0, 0, 0, 2, 0, 0, 0]);
/// `exit`.
const EXIT: u64 = u64::from_le_bytes([0x95, 0, 0, 0, 0, 0, 0, 0]);

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

/// Drops all that the host's stack would receive from a device, for as long as it lives.
#[derive(Debug)]
pub(in crate::io) struct IngressDrop {
    /// Keeps the program attached.
    _link: OwnedFd,
}

impl IngressDrop {
    /// Attaches to the device of number `ifindex` in the caller's network namespace.
    pub(in crate::io) fn attach(ifindex: i32) -> io::Result<Self> {
        let insns = [RETURN_SHOT.to_le(), EXIT.to_le()];
        let license = c"MIT OR Apache-2.0";
        let load = ProgLoad {
            prog_type: SCHED_CLS,
            insn_cnt: insns.len() as u32,
            insns: insns.as_ptr() as u64,
            license: license.as_ptr() as u64,
            log_level: 0,
            log_size: 0,
            log_buf: 0,
            kern_version: 0,
            prog_flags: 0,
            prog_name: *b"tollgate_drop\0\0\0",
        };
        let program = bpf(PROG_LOAD, &load)?;
        let create = LinkCreate {
            prog_fd: program.as_raw_fd() as u32,
            target_ifindex: u32::try_from(ifindex).map_err(|_| io::ErrorKind::InvalidInput)?,
            attach_type: TCX_INGRESS,
            flags: 0,
            relative_fd: 0,
            padding: 0,
            expected_revision: 0,
        };
        Ok(Self {
            _link: bpf(LINK_CREATE, &create)?,
        })
    }
}

/// A bpf(2) command whose result is a descriptor.
fn bpf<T>(command: libc::c_int, attr: &T) -> io::Result<OwnedFd> {
    let attr: *const T = attr;
    // SAFETY: both commands only read their attribute block, whose length is passed; the addresses
    // inside `ProgLoad` point to the instructions and the licence, which outlive this call in the
    // caller's frame.
    let result = unsafe { libc::syscall(libc::SYS_bpf, command, attr, size_of::<T>()) };
    if result < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: both commands return a new descriptor that nothing else owns.
    Ok(unsafe { OwnedFd::from_raw_fd(result as libc::c_int) })
}
