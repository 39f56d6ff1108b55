//! Frames as a card's driver makes them: for benches between veths.
//!
//! A veth makes an XDP frame of each packet that a program wants to see, by copying it; a card with a driver for XDP
//! has nothing else. What a program redirects to a veth is an XDP frame already, and comes out at the other end as one:
//! there a router sees what it would see on a card.

use std::{
    io,
    net::{Ipv4Addr, UdpSocket},
    os::fd::{AsFd, AsRawFd, OwnedFd},
};

use super::{
    NetDevice,
    asm::{Assembler, Op, Reg},
    bpf::attach_relay,
    maps::{Kind, Map},
};

/// Redirects frames from one device to another, as long as it lives.
#[derive(Debug)]
pub struct Relay {
    _link: OwnedFd,
}

const REDIRECT_MAP: i32 = 51;
/// What becomes of a frame for which there is no device.
const XDP_ABORTED: i32 = 0;

impl Relay {
    /// All that the device `from` receives leaves by the device `to`, both of the caller's network namespace. Both have to
    /// be veths, and what is at the other end of `to` has to poll.
    ///
    /// # Errors
    /// There are no such devices, or what the kernel says.
    pub fn new(from: &str, to: &str) -> io::Result<Self> {
        let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0))?;
        let index = |name| NetDevice::by_name(socket.as_fd(), name).map(|device| device.index());
        let (from, to) = (index(from)?, index(to)?);
        let devices: Map<4> = Map::create(Kind::Devices, 1)?;
        devices.set(&[0; 4], to as u32)?;
        let mut asm = Assembler::default();
        asm.map(Reg::R1, devices.as_fd().as_raw_fd());
        asm.alu_number(Op::Set, Reg::R2, 0);
        asm.alu_number(Op::Set, Reg::R3, XDP_ABORTED);
        asm.call(REDIRECT_MAP);
        asm.exit();
        let insns = asm.finish().ok_or(io::ErrorKind::InvalidData)?;
        Ok(Self {
            _link: attach_relay(&insns, from)?,
        })
    }
}
