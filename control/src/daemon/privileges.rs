//! What the daemon may still do once it runs.

use rustix::{
    io,
    thread::{CapabilitySet, CapabilitySets, capabilities, set_capabilities, set_no_new_privs},
};

/// What ports that are opened later need, and a reload of files that only their owner may read.
///
/// `NET_ADMIN`: tap interfaces, device flags, tc programs; `NET_RAW`: packet sockets; `BPF`: the
/// program that keeps the host from answering; `IPC_LOCK`: rings beyond the limit of locked memory.
const KEPT: CapabilitySet = CapabilitySet::NET_ADMIN
    .union(CapabilitySet::NET_RAW)
    .union(CapabilitySet::BPF)
    .union(CapabilitySet::IPC_LOCK)
    .union(CapabilitySet::DAC_READ_SEARCH);

/// Gives up every capability that is not needed any more, for good. Call it before the first
/// thread is started: threads inherit what their maker has.
pub(super) fn drop_privileges() -> io::Result<()> {
    set_no_new_privs(true)?;
    let had = capabilities(None)?.permitted;
    let kept = had.intersection(KEPT);
    set_capabilities(
        None,
        CapabilitySets {
            effective: kept,
            permitted: kept,
            inheritable: CapabilitySet::empty(),
        },
    )
}
