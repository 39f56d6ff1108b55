//! Which address of a range.

use std::net::IpAddr;

use super::{Manip, NatFlags, NatRange};
use crate::{
    conntrack::{Tuple, octets},
    jhash::jhash,
};

/// Chooses one of the addresses of a range by a hash of the source and, unless the choice is to be
/// `--persistent`, the destination (`find_best_ips_proto`). The kernel's hash has no secret, so the
/// same client gets the same address after a restart, and here the same as there.
#[inline]
pub(super) fn choose_address(tuple: &mut Tuple, range: &NatRange, manip: Manip, zone: u16) {
    match range.addrs {
        None => {}
        Some((first, last)) if first == last => set(tuple, manip, first),
        Some(addrs) => choose_among(tuple, addrs, (range.flags, manip), zone),
    }
}

/// The same where there are several.
#[inline(never)]
fn choose_among(
    tuple: &mut Tuple,
    (first, last): (IpAddr, IpAddr),
    (flags, manip): (NatFlags, Manip),
    zone: u16,
) {
    let words = if tuple.ipv6 { 4 } else { 1 };
    let persistent = flags.has(NatFlags::PERSISTENT);
    let dst = native_words(&tuple.dst);
    let seed = if persistent {
        0
    } else {
        dst[words - 1] ^ u32::from(zone)
    };
    let mut hash = jhash(&tuple.src, seed);
    let (first, last) = (be_words(first), be_words(last));
    let mut chosen = match manip {
        Manip::Src => be_words(tuple.src_addr()),
        Manip::Dst => be_words(tuple.dst_addr()),
    };
    // Once a word is below that of the last address, the following ones may be anything.
    let mut full = false;
    for word in 0..words {
        let (min, count) = if full {
            (0, u32::MAX)
        } else {
            let count = last[word].wrapping_sub(first[word]).wrapping_add(1);
            (first[word], count)
        };
        let scaled = (u64::from(hash) * u64::from(count)) >> 32;
        chosen[word] = min.wrapping_add(scaled as u32);
        full |= chosen[word] != last[word];
        if !persistent {
            // The kernel reads the destination that it has just written.
            hash ^= match manip {
                Manip::Src => dst[word],
                Manip::Dst => u32::from_ne_bytes(chosen[word].to_be_bytes()),
            };
        }
    }
    let place = match manip {
        Manip::Src => &mut tuple.src,
        Manip::Dst => &mut tuple.dst,
    };
    for (octets, word) in place
        .as_chunks_mut::<4>()
        .0
        .iter_mut()
        .zip(chosen)
        .take(words)
    {
        *octets = word.to_be_bytes();
    }
}

fn set(tuple: &mut Tuple, manip: Manip, addr: IpAddr) {
    match manip {
        Manip::Src => tuple.set_src(addr),
        Manip::Dst => tuple.set_dst(addr),
    }
}

/// The words of an address, as numbers.
fn be_words(addr: IpAddr) -> [u32; 4] {
    let octets = octets(addr);
    let mut words = [0; 4];
    for (word, octets) in words.iter_mut().zip(octets.as_chunks::<4>().0) {
        *word = u32::from_be_bytes(*octets);
    }
    words
}

/// The words of an address as a little-endian machine reads them.
fn native_words(octets: &[u8; 16]) -> [u32; 4] {
    let mut words = [0; 4];
    for (word, octets) in words.iter_mut().zip(octets.as_chunks::<4>().0) {
        *word = u32::from_le_bytes(*octets);
    }
    words
}
