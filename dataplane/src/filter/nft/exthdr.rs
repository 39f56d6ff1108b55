//! IPv6 extension headers, IP options, TCP options and chunks of SCTP.

use super::{Exthdr, Reg, eval::Run};

/// Loads a field, or whether there is one (`nft_exthdr_*_eval`).
pub(super) fn load(
    _run: &mut Run<'_, '_>,
    _field: Exthdr,
    _present: bool,
    _dreg: Reg,
) -> Option<()> {
    None
}

/// Writes a field of a TCP option (`nft_exthdr_tcp_set_eval`).
pub(super) fn set(_run: &mut Run<'_, '_>, _field: Exthdr, _sreg: Reg) -> Option<()> {
    None
}

/// Takes a TCP option away (`nft_exthdr_tcp_strip_eval`).
pub(super) fn reset(_run: &mut Run<'_, '_>, _kind: u8) -> Option<()> {
    None
}
