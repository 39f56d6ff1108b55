//! Ports, and what takes their place in protocols without: what may be chosen, and the search for one
//! that is free (`nf_nat_l4proto_unique_tuple`).

use super::{Manip, NatFlags, NatRange};
use crate::{conntrack::Tuple, forward::Rng, wire::ipv4::protocol};

/// Ports tried in the first round, at most (`NF_NAT_MAX_ATTEMPTS`).
const MAX_ATTEMPTS: u32 = 128;
/// Rounds with fewer attempts than this are the last.
const MIN_ATTEMPTS: u32 = 16;

/// The tuple of the packets that answer those of `tuple`, in the same zone: every one that a connection
/// has can be answered.
#[inline]
pub(super) fn inverse(tuple: &Tuple) -> Tuple {
    tuple.invert().unwrap_or(*tuple)
}

/// What takes the place of a port in packets of a protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    /// Ports; `search` if another one may be looked for. Of GRE, only calls of PPTP have their
    /// numbers changed, and those only where a helper follows PPTP.
    Port { search: bool },
    /// The identifier, one for both directions.
    IcmpId,
    /// Nothing.
    None,
}

impl Key {
    fn of(proto: u8) -> Self {
        match proto {
            protocol::TCP | protocol::UDP | protocol::UDPLITE | protocol::SCTP => {
                Self::Port { search: true }
            }
            protocol::GRE => Self::Port { search: false },
            protocol::ICMP | protocol::ICMPV6 => Self::IcmpId,
            _ => Self::None,
        }
    }
}

/// Whether the port of `tuple` is in the range; protocols without ports always are
/// (`l4proto_in_range`).
pub(super) fn in_range(tuple: &Tuple, manip: Manip, (min, max): (u16, u16)) -> bool {
    let port = match (Key::of(tuple.proto), manip) {
        (Key::None, _) => return true,
        (Key::IcmpId, _) | (Key::Port { .. }, Manip::Src) => tuple.src_port,
        (Key::Port { .. }, Manip::Dst) => tuple.dst_port,
    };
    (min..=max).contains(&port)
}

/// Ports to choose from: the first, and how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Choice {
    min: u32,
    count: u32,
}

impl Choice {
    fn new(first: u16, last: u16) -> Self {
        let (min, max) = (first.min(last), first.max(last));
        Self {
            min: u32::from(min),
            count: u32::from(max - min) + 1,
        }
    }

    /// The ports that take the place of `port` if a rule names none: privileged ones stay privileged,
    /// and those by which services of old believed a client (512–1023) stay in that range.
    fn like(port: u16) -> Self {
        match port {
            0..512 => Self::new(1, 511),
            512..1024 => Self::new(600, 1023),
            1024.. => Self::new(1024, u16::MAX),
        }
    }

    /// The port at this offset, which may be larger than the range.
    fn at(self, offset: u16) -> u16 {
        (self.min + u32::from(offset) % self.count) as u16
    }
}

/// Whether another port is looked for where a rule names none.
pub(super) fn is_searched(proto: u8, manip: Manip) -> bool {
    match Key::of(proto) {
        Key::Port { search } => search && manip == Manip::Src,
        Key::IcmpId => true,
        Key::None => false,
    }
}

/// Looks for a port with which `tuple` is not `taken`, and puts it in. If none is found in some
/// hundred attempts, the last one tried stays, and the packet is dropped when its connection is
/// [confirmed](crate::conntrack::Conntrack).
///
/// `taken` is asked with the attempts that are left in the round.
pub(super) fn search(
    tuple: &mut Tuple,
    range: &NatRange,
    manip: Manip,
    rng: &mut Rng,
    mut taken: impl FnMut(&Tuple, u32) -> bool,
) {
    let key = Key::of(tuple.proto);
    let place: fn(&mut Tuple) -> &mut u16 = match (key, manip) {
        (Key::None | Key::Port { search: false }, _) => return,
        (Key::IcmpId, _) | (Key::Port { .. }, Manip::Src) => |tuple| &mut tuple.src_port,
        (Key::Port { .. }, Manip::Dst) => |tuple| &mut tuple.dst_port,
    };
    let port = *place(tuple);
    let choice = match (range.ports, key) {
        (Some((first, last)), _) => Choice::new(first, last),
        // Nobody listens on a port that we made up.
        (None, _) if !is_searched(tuple.proto, manip) => return,
        (None, Key::IcmpId) => Choice::new(0, u16::MAX),
        (None, _) => Choice::like(port),
    };
    let mut random = || rng.next() as u16;
    let mut offset = match (range.base_port, manip) {
        (Some(base), _) => port.wrapping_sub(base),
        (None, Manip::Dst) if !range.flags.is_random() => 0,
        (None, _) => random(),
    };
    let mut attempts = choice.count.min(MAX_ATTEMPTS);
    loop {
        for left in (1..=attempts).rev() {
            *place(tuple) = choice.at(offset);
            if !taken(tuple, left) {
                return;
            }
            offset = offset.wrapping_add(1);
        }
        if attempts >= choice.count || attempts < MIN_ATTEMPTS {
            return;
        }
        attempts /= 2;
        offset = random();
    }
}

impl NatFlags {
    /// Whether the port is not kept (`NF_NAT_RANGE_PROTO_RANDOM_ALL`).
    pub(super) const fn is_random(self) -> bool {
        self.0 & (Self::RANDOM.0 | Self::RANDOM_FULLY.0) != 0
    }
}
