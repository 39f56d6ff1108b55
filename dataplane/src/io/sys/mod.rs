//! System calls that have no safe wrapper elsewhere: the only unsafe code of the crate.
//!
//! Each function is safe to call with any argument; what the kernel refuses is an `io::Error`.

mod bpf;
mod device;
mod packet;
mod ring;
mod socket;
mod tun;
mod xdp;

pub(super) use bpf::{IngressDrop, Redirect, XdpMode, insn, load_steering};
pub(super) use device::NetDevice;
pub(super) use packet::{Membership, PacketSocket};
pub(super) use ring::{PacketRings, RxFrame};
pub(super) use tun::{Offloads, TunQueue};
pub(super) use xdp::{Transfer, XdpSocket};
