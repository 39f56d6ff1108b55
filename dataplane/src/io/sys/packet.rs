//! Packet sockets (`packet(7)`).
#![expect(unsafe_code, reason = "packet sockets have no safe form")]

use std::{
    io,
    mem::MaybeUninit,
    os::fd::{AsFd, AsRawFd, BorrowedFd, FromRawFd, OwnedFd},
};

use super::{
    ring::PacketRings,
    socket::{self, check, socklen},
};
use crate::iface::MacAddr;

/// What a packet socket may ask a device to receive besides frames to the device's own address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::io) enum Membership {
    /// Everything.
    Promiscuous,
    /// All groups.
    AllMulticast,
    /// Another address of its own.
    Unicast(MacAddr),
}

/// A raw packet socket.
#[derive(Debug)]
pub(in crate::io) struct PacketSocket {
    fd: OwnedFd,
}

impl PacketSocket {
    /// A socket that receives nothing until it is bound.
    pub(in crate::io) fn open() -> io::Result<Self> {
        let kind = libc::SOCK_RAW | libc::SOCK_NONBLOCK | libc::SOCK_CLOEXEC;
        // SAFETY: socket takes no pointers.
        let fd = check(unsafe { libc::socket(libc::AF_PACKET, kind, 0) })?;
        // SAFETY: the call returned a new descriptor that nothing else owns.
        let fd = unsafe { OwnedFd::from_raw_fd(fd) };
        Ok(Self { fd })
    }

    /// Sets an option of the packet level that is a C struct or integer.
    pub(super) fn set_option<T: Copy>(&self, option: libc::c_int, value: T) -> io::Result<()> {
        socket::set(self.as_fd(), (libc::SOL_PACKET, option), value)
    }

    /// Frames carry a virtio-net header (`PACKET_VNET_HDR`). Must come before the ring.
    pub(in crate::io) fn set_vnet_header(&self) -> io::Result<()> {
        self.set_option(libc::PACKET_VNET_HDR, 1)
    }

    /// What others send by the device is not received (`PACKET_IGNORE_OUTGOING`).
    pub(in crate::io) fn set_ignore_outgoing(&self) -> io::Result<()> {
        self.set_option(libc::PACKET_IGNORE_OUTGOING, 1)
    }

    /// Sent frames go straight to the driver (`PACKET_QDISC_BYPASS`).
    pub(in crate::io) fn set_qdisc_bypass(&self) -> io::Result<()> {
        self.set_option(libc::PACKET_QDISC_BYPASS, 1)
    }

    /// Frames larger than a slot of the ring are queued for [`PacketSocket::receive`] as well
    /// (`PACKET_COPY_THRESH`), up to `bytes` of kernel memory.
    pub(in crate::io) fn set_copy_oversize(&self, bytes: i32) -> io::Result<()> {
        let buffer = (libc::SOL_SOCKET, libc::SO_RCVBUFFORCE);
        socket::set(self.as_fd(), buffer, bytes)?;
        self.set_option(libc::PACKET_COPY_THRESH, 1)
    }

    /// Lets up to `bytes` of sent frames be under way.
    pub(in crate::io) fn set_send_buffer(&self, bytes: i32) -> io::Result<()> {
        let buffer = (libc::SOL_SOCKET, libc::SO_SNDBUFFORCE);
        socket::set(self.as_fd(), buffer, bytes)
    }

    /// Shares the device's frames among all sockets of the group, as a program [says](Self::set_fanout) in the
    /// order in which they joined. `None` makes a new group; gives the group's number. The socket must be bound.
    pub(in crate::io) fn join_fanout(&self, group: Option<u16>) -> io::Result<u16> {
        let mode = match group {
            None => libc::PACKET_FANOUT_CBPF | libc::PACKET_FANOUT_FLAG_UNIQUEID,
            Some(_) => libc::PACKET_FANOUT_CBPF,
        };
        let id = u32::from(group.unwrap_or(0));
        self.set_option(libc::PACKET_FANOUT, id | (mode << 16))?;
        let mut joined = 0_u32;
        let fanout = (libc::SOL_PACKET, libc::PACKET_FANOUT);
        socket::get(self.as_fd(), fanout, &mut joined)?;
        Ok((joined & 0xffff) as u16)
    }

    /// Says by which program the group shares frames; until then the first socket has all of them.
    pub(in crate::io) fn set_fanout(&self, program: &[libc::sock_filter]) -> io::Result<()> {
        let len = u16::try_from(program.len()).map_err(|_| io::ErrorKind::InvalidInput)?;
        // The kernel reads the program, and writes nothing.
        let filter = program.as_ptr().cast_mut();
        self.set_option(libc::PACKET_FANOUT_DATA, libc::sock_fprog { len, filter })
    }

    /// Takes the pending error, if there is one (`SO_ERROR`); as long as it is there, the socket
    /// counts as readable.
    pub(in crate::io) fn take_error(&self) -> io::Result<Option<io::Error>> {
        socket::take_error(self.as_fd())
    }

    /// Adds or drops a membership at the device of number `ifindex`.
    pub(in crate::io) fn set_membership(
        &self,
        ifindex: i32,
        membership: Membership,
        on: bool,
    ) -> io::Result<()> {
        let (kind, address) = match membership {
            Membership::Promiscuous => (libc::PACKET_MR_PROMISC, None),
            Membership::AllMulticast => (libc::PACKET_MR_ALLMULTI, None),
            Membership::Unicast(mac) => (libc::PACKET_MR_UNICAST, Some(mac)),
        };
        let mut request = libc::packet_mreq {
            mr_ifindex: ifindex,
            mr_type: kind as libc::c_ushort,
            mr_alen: 0,
            mr_address: [0; 8],
        };
        if let Some(mac) = address {
            request.mr_alen = mac.0.len() as libc::c_ushort;
            request.mr_address[..mac.0.len()].copy_from_slice(&mac.0);
        }
        let option = if on {
            libc::PACKET_ADD_MEMBERSHIP
        } else {
            libc::PACKET_DROP_MEMBERSHIP
        };
        self.set_option(option, request)
    }

    /// Sends by the device of number `ifindex` from now on, and receives what comes in by it if
    /// `receive`.
    pub(in crate::io) fn bind(&self, ifindex: i32, receive: bool) -> io::Result<()> {
        let protocol = if receive { libc::ETH_P_ALL } else { 0 };
        let address = libc::sockaddr_ll {
            sll_family: libc::AF_PACKET as libc::c_ushort,
            sll_protocol: (protocol as u16).to_be(),
            sll_ifindex: ifindex,
            sll_hatype: 0,
            sll_pkttype: 0,
            sll_halen: 0,
            sll_addr: [0; 8],
        };
        let pointer: *const libc::sockaddr_ll = &raw const address;
        // SAFETY: bind only reads the address, whose length is passed.
        check(unsafe {
            libc::bind(
                self.fd.as_raw_fd(),
                pointer.cast(),
                socklen::<libc::sockaddr_ll>(),
            )
        })?;
        Ok(())
    }

    /// The number of the device that it is bound to, `None` once that is gone from the namespace.
    pub(in crate::io) fn bound_to(&self) -> io::Result<Option<i32>> {
        let mut address = MaybeUninit::<libc::sockaddr_ll>::zeroed();
        let mut len = socklen::<libc::sockaddr_ll>();
        // SAFETY: the kernel writes at most `len` bytes, which is the size of the address.
        check(unsafe {
            libc::getsockname(
                self.fd.as_raw_fd(),
                address.as_mut_ptr().cast(),
                &raw mut len,
            )
        })?;
        // SAFETY: it is a struct of integers that was zeroed before the kernel wrote to it.
        let address = unsafe { address.assume_init() };
        Ok((address.sll_ifindex > 0).then_some(address.sll_ifindex))
    }

    /// Takes the oldest oversize frame into `to`, with its virtio-net header in front; gives its
    /// length, which is more than `to` holds if it was cut.
    pub(in crate::io) fn receive(&self, to: &mut [u8]) -> io::Result<usize> {
        let flags = libc::MSG_DONTWAIT | libc::MSG_TRUNC;
        // SAFETY: the kernel writes at most `to.len()` bytes to `to`, exclusively borrowed.
        let len =
            unsafe { libc::recv(self.fd.as_raw_fd(), to.as_mut_ptr().cast(), to.len(), flags) };
        usize::try_from(len).map_err(|_| io::Error::last_os_error())
    }

    /// Sends one frame that has its virtio-net header in front. Not for a socket with a transmit
    /// ring, where every send means the ring.
    pub(in crate::io) fn send(&self, frame: &[u8]) -> io::Result<()> {
        // SAFETY: the kernel only reads the frame, whose length is passed.
        let sent = unsafe {
            libc::send(
                self.fd.as_raw_fd(),
                frame.as_ptr().cast(),
                frame.len(),
                libc::MSG_DONTWAIT,
            )
        };
        usize::try_from(sent)
            .map(drop)
            .map_err(|_| io::Error::last_os_error())
    }

    /// Sends what is in the transmit ring, as much as goes. `_rings` are this socket's.
    pub(in crate::io) fn flush(&self, _rings: &mut PacketRings) -> io::Result<()> {
        // SAFETY: without an address and a buffer, the call refers to the ring alone, whose slots
        // have frames of the lengths that they say.
        let sent = unsafe {
            libc::sendto(
                self.fd.as_raw_fd(),
                std::ptr::null(),
                0,
                libc::MSG_DONTWAIT,
                std::ptr::null(),
                0,
            )
        };
        usize::try_from(sent)
            .map(drop)
            .map_err(|_| io::Error::last_os_error())
    }
}

impl AsFd for PacketSocket {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.fd.as_fd()
    }
}
