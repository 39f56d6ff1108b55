//! `numgen`: numbers that are counted up, or random.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use super::{Numgen, Reg, eval::Run};
use crate::flow_cache::Consulted;

/// `nft_ng_inc_eval`, `nft_ng_random_eval`.
pub(super) fn load(
    run: &mut Run<'_, '_>,
    kind: &Numgen,
    (modulus, offset): (u32, u32),
    dreg: Reg,
) -> Option<()> {
    run.consult(Consulted::MORE, "numgen");
    let number = match kind {
        Numgen::Incremental(given) => {
            let number = given.fetch_add(1, Ordering::Relaxed);
            number.checked_rem(modulus.into())? as u32
        }
        Numgen::Random => run.cx.own.rng.below(modulus),
    };
    run.regs.put_u32(dreg, number.wrapping_add(offset))
}

impl Numgen {
    /// One that goes on from there by itself; `None` if it does not count.
    pub(super) fn copied(&self) -> Option<Self> {
        match self {
            Self::Incremental(given) => {
                let given = given.load(Ordering::Relaxed);
                Some(Self::Incremental(Arc::new(AtomicU64::new(given))))
            }
            Self::Random => None,
        }
    }
}
