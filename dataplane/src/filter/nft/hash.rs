//! `jhash` and `symhash`.

use std::hash::Hasher as _;

use siphasher::sip::SipHasher13;

use super::{Hash, Reg, eval::Run, fib::addresses};
use crate::{jhash::jhash, wire::ipv4::protocol::has_ports};

/// `nft_jhash_eval`, `nft_symhash_eval`.
pub(super) fn load(
    run: &mut Run<'_, '_>,
    hash: Hash,
    (modulus, offset): (u32, u32),
    dreg: Reg,
) -> Option<()> {
    let hash = match hash {
        Hash::Jenkins { sreg, len, seed } => jhash(run.regs.get(sreg, len.into())?, seed),
        Hash::Symmetric => symmetric(run)?,
    };
    let scaled = match modulus {
        0 => hash,
        _ => ((u64::from(hash) * u64::from(modulus)) >> 32) as u32,
    };
    run.regs.put_u32(dreg, scaled.wrapping_add(offset))
}

/// A hash of addresses, protocol and ports, the same both ways (`__skb_get_hash_symmetric`): as the kernel's it is of no
/// use to anybody outside, who can't know it.
fn symmetric(run: &Run<'_, '_>) -> Option<u32> {
    let (mut src, mut dst) = addresses(run)?;
    let ports = run.info.transport().and_then(|l4| {
        let bytes = run.packet.network().get(l4..)?;
        bytes.first_chunk::<4>().copied()
    });
    let ports = ports.filter(|_| run.info.l4proto.is_some_and(has_ports));
    let [a, b, c, d] = ports.unwrap_or_default();
    let (mut sport, mut dport) = ([a, b], [c, d]);
    if (dst, dport) < (src, sport) {
        (src, dst) = (dst, src);
        (sport, dport) = (dport, sport);
    }
    let mut hasher = SipHasher13::new_with_keys(run.cx.router.seed(), 0);
    hasher.write_u128(src);
    hasher.write_u128(dst);
    hasher.write(&sport);
    hasher.write(&dport);
    hasher.write_u8(run.info.l4proto.unwrap_or(0));
    Some(hasher.finish() as u32)
}
