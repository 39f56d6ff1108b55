//! `/dev/net/tun` (`Documentation/networking/tuntap.rst` of the kernel).
#![expect(unsafe_code, reason = "ioctl has no safe form")]

use std::{
    io,
    os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd},
};

use rustix::fs::{Mode, OFlags};

use super::device;

/// `TUNSETSTEERINGEBPF`, which is `_IOR('T', 224, int)`.
const SET_STEERING: u32 = 0x8004_54e0;

/// What the kernel may send to a tap queue (`TUNSETOFFLOAD`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::io) struct Offloads {
    /// UDP super-frames, known to kernels from 6.2 on.
    pub(in crate::io) uso: bool,
}

/// One queue of a tap interface.
#[derive(Debug)]
pub(in crate::io) struct TunQueue {
    fd: OwnedFd,
}

impl TunQueue {
    /// Opens the control device; nothing is attached yet.
    pub(in crate::io) fn open() -> io::Result<Self> {
        let flags = OFlags::RDWR | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let fd = rustix::fs::open("/dev/net/tun", flags, Mode::empty())?;
        Ok(Self { fd })
    }

    /// Attaches to the tap interface `name`, making it if there is none. Frames have a virtio-net
    /// header.
    pub(in crate::io) fn attach(&self, name: &str, multi_queue: bool) -> io::Result<()> {
        let name = device::name_bytes(name).ok_or(io::ErrorKind::InvalidInput)?;
        let mut flags = libc::IFF_TAP | libc::IFF_NO_PI | libc::IFF_VNET_HDR;
        if multi_queue {
            flags |= libc::IFF_MULTI_QUEUE;
        }
        let mut request = device::request(name);
        request.ifr_ifru.ifru_flags = flags as libc::c_short;
        device::call(self.fd.as_fd(), libc::TUNSETIFF as _, &mut request)
    }

    /// The name of the interface now, wherever it has been moved to.
    ///
    /// # Errors
    /// `EBADFD` when the interface was deleted.
    pub(in crate::io) fn name(&self) -> io::Result<String> {
        let mut request = device::request([0; libc::IFNAMSIZ]);
        device::call(self.fd.as_fd(), libc::TUNGETIFF as _, &mut request)?;
        Ok(device::name_string(&request.ifr_name))
    }

    /// Sets the length of the virtio-net header in bytes.
    pub(in crate::io) fn set_header_len(&self, len: i32) -> io::Result<()> {
        self.set_int(libc::TUNSETVNETHDRSZ as _, &len)
    }

    /// Sets whether the host's end sees a carrier.
    pub(in crate::io) fn set_carrier(&self, on: bool) -> io::Result<()> {
        self.set_int(libc::TUNSETCARRIER as _, &i32::from(on))
    }

    /// Declares that super-frames and partial checksums are welcome; gives what the kernel knows.
    pub(in crate::io) fn set_offloads(&self) -> io::Result<Offloads> {
        let base = libc::TUN_F_CSUM | libc::TUN_F_TSO4 | libc::TUN_F_TSO6 | libc::TUN_F_TSO_ECN;
        if self
            .set_value(
                libc::TUNSETOFFLOAD as _,
                base | libc::TUN_F_USO4 | libc::TUN_F_USO6,
            )
            .is_ok()
        {
            return Ok(Offloads { uso: true });
        }
        self.set_value(libc::TUNSETOFFLOAD as _, base)?;
        Ok(Offloads { uso: false })
    }

    /// Lets a program choose among the interface's queues: for each frame from the host, the one with the
    /// program's result as its number. Without a program, the kernel takes the queue that the flow's frames of the
    /// other direction came from. Linux has this from 4.16 on.
    pub(in crate::io) fn steer(&self, program: Option<BorrowedFd<'_>>) -> io::Result<()> {
        let program = program.map_or(-1, |program| program.as_raw_fd());
        self.set_int(SET_STEERING as _, &program)
    }

    fn set_int(&self, code: libc::c_ulong, value: &i32) -> io::Result<()> {
        let value: *const i32 = value;
        // SAFETY: the codes passed here (TUNSETVNETHDRSZ, TUNSETCARRIER, TUNSETSTEERINGEBPF) read one
        // int through the pointer, which comes from a reference and so is valid.
        let result = unsafe { libc::ioctl(self.fd.as_raw_fd(), code as _, value) };
        if result < 0 {
            Err(io::Error::last_os_error())
        } else {
            Ok(())
        }
    }

    fn set_value(&self, code: libc::c_ulong, value: libc::c_uint) -> io::Result<()> {
        // SAFETY: the code passed here (TUNSETOFFLOAD) takes its argument by value.
        let result =
            unsafe { libc::ioctl(self.fd.as_raw_fd(), code as _, libc::c_ulong::from(value)) };
        if result < 0 {
            Err(io::Error::last_os_error())
        } else {
            Ok(())
        }
    }
}

impl AsFd for TunQueue {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.fd.as_fd()
    }
}
