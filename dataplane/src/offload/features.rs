//! What a device can do with XDP, as the kernel tells by generic netlink (the family `netdev`).

use std::{io, os::fd::OwnedFd};

use rustix::net::{
    AddressFamily, RecvFlags, SendFlags, SocketFlags, SocketType, netlink, recv, send, socket_with,
};

/// `GENL_ID_CTRL`, `CTRL_CMD_GETFAMILY`, `CTRL_ATTR_FAMILY_ID`, `CTRL_ATTR_FAMILY_NAME`.
const CONTROL: u16 = 0x10;
const GET_FAMILY: u8 = 3;
const FAMILY_ID: u16 = 1;
const FAMILY_NAME: u16 = 2;
/// `NETDEV_CMD_DEV_GET`, `NETDEV_A_DEV_IFINDEX`, `NETDEV_A_DEV_XDP_FEATURES`.
const GET_DEVICE: u8 = 1;
const IFINDEX: u16 = 1;
const XDP_FEATURES: u16 = 3;
/// `NETDEV_XDP_ACT_NDO_XMIT`: the device sends frames that were redirected to it.
const SENDS_REDIRECTED: u64 = 4;

/// `NLM_F_REQUEST`, `NLMSG_ERROR`.
const REQUEST: u16 = 1;
const ERROR: u16 = 2;
/// `struct nlmsghdr` and `struct genlmsghdr`.
const HEADERS: usize = 16 + 4;

/// Where questions about the devices of one network namespace are asked.
#[derive(Debug)]
pub(super) struct Features {
    socket: OwnedFd,
    /// The family's number.
    family: u16,
}

impl Features {
    /// Of the calling thread's network namespace.
    pub(super) fn open() -> io::Result<Self> {
        let socket = socket_with(
            AddressFamily::NETLINK,
            SocketType::RAW,
            SocketFlags::CLOEXEC,
            Some(netlink::GENERIC),
        )?;
        let answer = ask(&socket, CONTROL, GET_FAMILY, (FAMILY_NAME, b"netdev\0"))?;
        let family = attribute(&answer, FAMILY_ID).and_then(|value| value.first_chunk().copied());
        let family = u16::from_ne_bytes(family.ok_or(io::ErrorKind::InvalidData)?);
        Ok(Self { socket, family })
    }

    /// Whether a device takes frames that were redirected to it, as it is now. A veth does if its peer
    /// is up and polls: with `gro on`, or a program of its own.
    pub(super) fn sends_redirected(&self, ifindex: u32) -> io::Result<bool> {
        let device = (IFINDEX, &ifindex.to_ne_bytes()[..]);
        let answer = ask(&self.socket, self.family, GET_DEVICE, device)?;
        let features = attribute(&answer, XDP_FEATURES).and_then(|value| value.first_chunk());
        let features = u64::from_ne_bytes(*features.ok_or(io::ErrorKind::InvalidData)?);
        Ok(features & SENDS_REDIRECTED != 0)
    }
}

/// Asks a question with one attribute; gives the attributes of the answer.
fn ask(
    socket: &OwnedFd,
    family: u16,
    command: u8,
    (kind, value): (u16, &[u8]),
) -> io::Result<Vec<u8>> {
    let attribute = 4 + value.len();
    let len = HEADERS + attribute.next_multiple_of(4);
    let mut question = Vec::with_capacity(len);
    question.extend((len as u32).to_ne_bytes());
    question.extend(family.to_ne_bytes());
    question.extend(REQUEST.to_ne_bytes());
    question.extend([0; 8]);
    question.extend([command, 1, 0, 0]);
    question.extend((attribute as u16).to_ne_bytes());
    question.extend(kind.to_ne_bytes());
    question.extend(value);
    question.resize(len, 0);
    send(socket, &question, SendFlags::empty())?;
    let mut answer = vec![0; 8192];
    let (len, _) = recv(socket, answer.as_mut_slice(), RecvFlags::empty())?;
    answer.truncate(len);
    let kind = answer
        .get(4..6)
        .and_then(|kind| kind.first_chunk().copied());
    if u16::from_ne_bytes(kind.ok_or(io::ErrorKind::InvalidData)?) == ERROR {
        let code = answer.get(16..20).and_then(|code| code.first_chunk());
        let code = i32::from_ne_bytes(*code.ok_or(io::ErrorKind::InvalidData)?);
        return Err(io::Error::from_raw_os_error(-code));
    }
    Ok(answer.split_off(HEADERS.min(answer.len())))
}

/// The value of an attribute.
fn attribute(mut rest: &[u8], wanted: u16) -> Option<&[u8]> {
    loop {
        let &[a, b, c, d, ..] = rest else {
            return None;
        };
        let len = usize::from(u16::from_ne_bytes([a, b]));
        let value = rest.get(4..len)?;
        if u16::from_ne_bytes([c, d]) == wanted {
            return Some(value);
        }
        rest = rest.get(len.next_multiple_of(4)..)?;
    }
}
