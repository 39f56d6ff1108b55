//! System calls that have no safe wrapper elsewhere: the only unsafe code of the crate.
//!
//! Each function is safe to call with any argument; what the kernel refuses is an `io::Error`.

mod asm;
mod bpf;
mod device;
mod live_frames;
mod maps;
mod packet;
mod replayer;
mod ring;
mod socket;
mod tun;
mod xdp;

pub(super) use asm::insn;
#[cfg(test)]
pub(crate) use bpf::Trial;
pub(super) use bpf::{IngressDrop, Redirect, load_steering};
pub(crate) use bpf::{Replay, XdpMode};
pub(super) use device::NetDevice;
pub use live_frames::LiveFrames;
pub(super) use packet::{Membership, PacketSocket};
pub(crate) use replayer::{Deed, ENTRIES, KEY, MAX_LEN, Replayer, TARGETS, Unfinished, word};
pub(super) use ring::{PacketRings, RxFrame};
pub(super) use tun::{Offloads, TunQueue};
pub(super) use xdp::{Transfer, XdpSocket};
