//! Which next hop of a multipath route a flow takes.

use std::{hash::Hasher, net::IpAddr};

use siphasher::sip::SipHasher13;

use super::{FlowKey, NextHop, RouteInfo};

/// What makes a flow (`net.ipv4.fib_multipath_hash_policy` and its IPv6 sister).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HashPolicy {
    /// 0: the addresses; with IPv6 the flow label and protocol too.
    #[default]
    L3,
    /// 1: addresses, protocol and ports.
    L4,
}

/// The hash of a flow, for [`RouteInfo::select`]. `secret` keys it, so that nobody can aim flows at
/// one next hop; `flow_label` is 0 for IPv4.
#[must_use]
pub fn multipath_hash(
    secret: (u64, u64),
    policy: HashPolicy,
    key: &FlowKey,
    flow_label: u32,
) -> u32 {
    let mut hasher = SipHasher13::new_with_keys(secret.0, secret.1);
    for addr in [key.src, key.dst] {
        match addr {
            IpAddr::V4(addr) => hasher.write(&addr.octets()),
            IpAddr::V6(addr) => hasher.write(&addr.octets()),
        }
    }
    match policy {
        HashPolicy::L3 => {
            if key.dst.is_ipv6() {
                hasher.write_u32(flow_label);
                hasher.write_u8(key.proto);
            }
        }
        HashPolicy::L4 => {
            hasher.write_u8(key.proto);
            hasher.write_u16(key.sport);
            hasher.write_u16(key.dport);
        }
    }
    // Truncated on purpose: any half of the hash is as good.
    hasher.finish() as u32
}

impl RouteInfo {
    /// The next hop for flows with this hash: each has the share of hashes that its weight is of
    /// the sum of weights. `None` if there are no next hops.
    #[must_use]
    #[inline]
    pub fn select(&self, hash: u32) -> Option<&NextHop> {
        match &*self.nexthops {
            [] => None,
            [only] => Some(only),
            several => Some(by_weight(several, hash)),
        }
    }
}

/// The kernel's hash threshold (`fib_select_multipath`): of the 2³¹ hashes, next hop *i* has those
/// below 2³¹ · (w₀ + … + wᵢ) / Σw, rounded.
fn by_weight(nexthops: &[NextHop], hash: u32) -> &NextHop {
    let hash = u64::from(hash >> 1);
    let total: u64 = nexthops.iter().map(|nh| u64::from(nh.weight)).sum();
    let mut sum = 0;
    for nexthop in nexthops {
        sum += u64::from(nexthop.weight);
        // hash < round(2³¹ · sum / total), without the division.
        if (2 * hash + 1) * total <= sum << 32 {
            return nexthop;
        }
    }
    &nexthops[nexthops.len() - 1]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        iface::{IfIndex, Scope},
        packet::Mark,
        route::RouteKind,
    };

    fn info(weights: &[u16]) -> RouteInfo {
        RouteInfo {
            kind: RouteKind::Unicast,
            scope: Scope::UNIVERSE,
            prefsrc: None,
            mtu: None,
            nexthops: weights
                .iter()
                .zip(1..)
                .map(|(&weight, oif)| NextHop {
                    gateway: None,
                    oif: IfIndex::new(oif).unwrap(),
                    weight,
                    onlink: false,
                })
                .collect(),
        }
    }

    fn oif(info: &RouteInfo, hash: u32) -> u32 {
        info.select(hash).unwrap().oif.get()
    }

    #[test]
    fn the_bounds_are_the_kernels() {
        // DIV_ROUND_CLOSEST(2³¹ · sum, total) − 1 is the last hash of each.
        for weights in [
            &[1, 1][..],
            &[1, 2, 3],
            &[256, 1],
            &[3, 5, 7, 11],
            &[255; 7],
        ] {
            let info = info(weights);
            let total: u64 = weights.iter().map(|&w| u64::from(w)).sum();
            let mut sum = 0;
            for (i, &weight) in weights.iter().enumerate() {
                sum += u64::from(weight);
                let bound = ((sum << 31) + total / 2) / total - 1;
                let last = u32::try_from(bound << 1).unwrap();
                assert_eq!(oif(&info, last) as usize, i + 1, "{weights:?}");
                assert_eq!(oif(&info, last | 1) as usize, i + 1, "{weights:?}");
                if i + 1 < weights.len() {
                    assert_eq!(oif(&info, last + 2) as usize, i + 2, "{weights:?}");
                }
            }
        }
        assert_eq!(oif(&info(&[1, 1]), 0), 1);
        assert_eq!(oif(&info(&[1, 1]), u32::MAX), 2);
        assert!(info(&[]).select(7).is_none());
    }

    #[test]
    fn flows_spread_by_weight_and_keep_their_way() {
        let info = info(&[1, 3]);
        let mut key = FlowKey {
            dst: "198.51.100.1".parse().unwrap(),
            src: "192.0.2.1".parse().unwrap(),
            iif: None,
            oif: None,
            mark: Mark(0),
            tos: 0,
            proto: 17,
            sport: 0,
            dport: 53,
        };
        let mut taken = [0; 2];
        for sport in 0..10_000 {
            key.sport = sport;
            let hash = multipath_hash((1, 2), HashPolicy::L4, &key, 0);
            assert_eq!(hash, multipath_hash((1, 2), HashPolicy::L4, &key, 0));
            taken[oif(&info, hash) as usize - 1] += 1;
            // The ports do not count for the addresses' hash.
            let l3 = multipath_hash((1, 2), HashPolicy::L3, &key, 0);
            key.sport = 0;
            assert_eq!(l3, multipath_hash((1, 2), HashPolicy::L3, &key, 0));
        }
        assert!((2300..2700).contains(&taken[0]), "{taken:?}");
    }
}
