//! Translations.

use dataplane::{
    filter::nft::{Expr as Op, Nat, Reg},
    nat::NatFlags,
    route::Family,
};

use super::{
    super::{DataType, Expr, MapRef, NatStatement, SetKey, ones, prefix_mask},
    data::{Order, Shape},
    emit::{Emitter, REGISTER, behind},
};

/// Ports are numbers of 16 bits.
const PORT: Shape = Shape {
    bits: 16,
    order: Order::Network,
};

/// What a map gives for a translation.
#[derive(Clone, Copy, Debug, Default)]
struct Given {
    /// Addresses and ports.
    ports: bool,
    /// Two of each.
    ranges: bool,
}

impl Emitter<'_> {
    pub(super) fn nat(&mut self, nat: &NatStatement) {
        let address = Shape {
            bits: match nat.family {
                Some(Family::V6) => 128,
                Some(Family::V4) | None => 32,
            },
            order: Order::Network,
        };
        let mut next = Reg(0);
        let mut ports = None;
        let addrs = nat.addr.as_ref().map(|addr| {
            let first = next;
            if let Expr::Map(_, map) = addr {
                self.load(addr, first, address);
                next = behind(next, REGISTER);
                let given = self.given(map);
                let words = u8::from(address.bits == 128) * 3 + 1;
                // Address and port, or first address and port, last address and port.
                let second = match given.ports {
                    true => words + 1,
                    false => words,
                };
                let last = if given.ranges {
                    behind(first, second)
                } else {
                    first
                };
                if given.ports {
                    ports = Some((behind(first, words), behind(last, words)));
                }
                return (first, last);
            }
            let pair = self.ends(addr, first, address);
            next = behind(pair.1, REGISTER);
            pair
        });
        if let Some(port) = &nat.port {
            ports = Some(self.ends(port, next, PORT));
        }
        let flags = match nat.prefix {
            true => nat.flags.with(NatFlags::NETMAP),
            false => nat.flags,
        };
        self.push(Op::Nat(Nat {
            kind: nat.kind,
            family: nat.family.or(self.table.family.only()),
            addrs,
            ports,
            flags,
        }));
    }

    /// Loads the first and the last of what to translate to.
    fn ends(&mut self, expr: &Expr, first: Reg, like: Shape) -> (Reg, Reg) {
        let (from, to) = match expr {
            Expr::Range(from, to) => (from.clone(), to.clone()),
            Expr::Prefix(value, len) => {
                let mask = prefix_mask(value.bits, *len);
                let (mut from, mut to) = (value.clone(), value.clone());
                from.number &= mask;
                to.number |= ones(value.bits) & !mask;
                (from, to)
            }
            one => {
                self.load(one, first, like);
                return (first, first);
            }
        };
        let last = behind(first, REGISTER);
        self.load(&Expr::Value(from), first, like);
        self.load(&Expr::Value(to), last, like);
        (first, last)
    }

    fn given(&self, map: &MapRef) -> Given {
        let of = |key: Option<&SetKey>| Given {
            ports: key.is_some_and(|key| matches!(key.datatype, DataType::Concat(_))),
            ranges: key.is_some_and(|key| key.interval),
        };
        match map {
            MapRef::Named(name) => of(self.named_set(name).and_then(|set| set.data.as_ref())),
            MapRef::Anonymous(set) => {
                let is_range = |element: &super::super::Element| {
                    element.data.as_ref().is_some_and(Expr::is_interval)
                };
                let given = of(set.data.as_ref());
                Given {
                    ranges: given.ranges || set.elements.iter().any(is_range),
                    ..given
                }
            }
        }
    }
}
