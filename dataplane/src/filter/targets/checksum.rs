//! Transport checksums of packets that a target changes (`inet_proto_csum_replace2`).

use crate::{checksum, packet::Checksum};

/// Mends the checksum at the beginning of `field` after a word of the segment changed.
pub(super) fn amend(field: &mut [u8], vouched: Checksum, old: u16, new: u16) {
    match vouched {
        Checksum::Unverified | Checksum::Verified => {
            replace(field, |sum| checksum::update(sum, old, new))
        }
        // It will be summed later.
        Checksum::Partial { .. } => {}
    }
}

/// Likewise after a word of the pseudo-header changed.
pub(super) fn amend_pseudo(field: &mut [u8], vouched: Checksum, old: u16, new: u16) {
    match vouched {
        Checksum::Unverified | Checksum::Verified => {
            replace(field, |sum| checksum::update(sum, old, new))
        }
        // The field holds the sum of the pseudo-header, not its complement.
        Checksum::Partial { .. } => replace(field, |sum| !checksum::update(!sum, old, new)),
    }
}

fn replace(field: &mut [u8], change: impl FnOnce(u16) -> u16) {
    if let Some(field) = field.first_chunk_mut() {
        *field = change(u16::from_be_bytes(*field)).to_be_bytes();
    }
}
