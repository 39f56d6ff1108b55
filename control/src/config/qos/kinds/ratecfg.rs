//! How long packets take at a rate (`struct psched_ratecfg`).

use dataplane::qos::{LinkLayer, RateSpec};

/// A rate as the kernel computes with it: nanoseconds are `length * mult >> shift`.
pub(super) struct RateConfig {
    spec: RateSpec,
    mult: u64,
    shift: u32,
}

impl RateConfig {
    /// The factor and shift that lose least (`psched_ratecfg_precompute`).
    pub(super) fn new(spec: RateSpec) -> Self {
        let mut factor = 1_000_000_000_u64;
        let (mut mult, mut shift) = (1, 0);
        while let Some(quotient) = factor.checked_div(spec.bytes_per_second) {
            mult = quotient;
            if mult & (1 << 31) != 0 || factor & (1 << 63) != 0 {
                break;
            }
            factor <<= 1;
            shift += 1;
        }
        // The kernel keeps 32 bits of it.
        Self {
            spec,
            mult: mult & u64::from(u32::MAX),
            shift,
        }
    }

    /// How long a packet takes, in nanoseconds (`psched_l2t_ns`).
    pub(super) fn nanoseconds(&self, length: u32) -> u64 {
        let mut length = u64::from(length) + u64::from(self.spec.overhead);
        length = length.max(u64::from(self.spec.mpu));
        if self.spec.linklayer == LinkLayer::Atm {
            length = length.div_ceil(48) * 53;
        }
        length.wrapping_mul(self.mult) >> self.shift
    }
}
