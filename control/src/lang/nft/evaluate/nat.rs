//! Translations.

use dataplane::{nat::NatFlags, route::Family};

use super::{
    Evaluator,
    context::Known,
    interval::as_listed,
    kind::{Kind, Typed},
};
use crate::{
    config::nft::{DataType, Expr, Header, MapRef, NatStatement, NftFamily, Statement},
    lang::nft::{
        error::Error,
        syntax::{self, ExprKind, Place},
    },
};

impl Evaluator<'_> {
    /// `snat`, `dnat`, `masquerade`, `redirect`.
    pub(super) fn nat(&mut self, nat: &syntax::Nat, place: Place) -> Result<Statement, Error> {
        let family = self.family(nat, place)?;
        let mut by_map = false;
        let addr = match (&nat.addr, family) {
            (Some(addr), Some(family)) => {
                let (expr, special) = self.addr(addr, family, place)?;
                by_map = special;
                Some(expr)
            }
            _ => None,
        };
        let port = match &nat.port {
            Some(port) => Some(self.port(port, place)?),
            None => None,
        };
        let flags = nat.flags.iter().fold(NatFlags::default(), |flags, flag| {
            flags.with(match flag.of.as_str() {
                "random" => NatFlags::RANDOM,
                "fully-random" => NatFlags::RANDOM_FULLY,
                "persistent" => NatFlags::PERSISTENT,
                _ => NatFlags::default(),
            })
        });
        let family_written = addr.is_some() && (by_map || self.scope.family == NftFamily::Inet);
        Ok(Statement::Nat(Box::new(NatStatement {
            kind: nat.kind,
            family,
            family_written,
            addr,
            port,
            prefix: nat.prefix,
            flags,
        })))
    }

    /// Of which family the addresses are.
    fn family(&self, nat: &syntax::Nat, place: Place) -> Result<Option<Family>, Error> {
        let written = nat.family.as_ref().and_then(|of| of.of.only());
        let known = self.context.family();
        let family = match (written.or(known), &nat.addr) {
            (None, None) => return Ok(None),
            (None, Some(_)) => {
                let message = "ip or ip6 must be specified with address for inet tables.";
                return Err(Error::new(message, place));
            }
            // Ports alone are of both families.
            (Some(_), None) if self.scope.family == NftFamily::Inet => return Ok(written),
            (Some(family), _) => family,
        };
        if let (Some(known), Some(of)) = (known, self.context.network())
            && known != family
        {
            return Err(conflict(of, family, place));
        }
        Ok(Some(family))
    }

    /// An address, and whether it comes from a map that needs the family to be written in every table.
    fn addr(
        &mut self,
        addr: &syntax::Expr,
        family: Family,
        place: Place,
    ) -> Result<(Expr, bool), Error> {
        let kind = match family {
            Family::V4 => Kind::new(DataType::Ipv4Addr, 32),
            Family::V6 => Kind::new(DataType::Ipv6Addr, 128),
        };
        if let ExprKind::Map(_, map) = &addr.kind
            && let ExprKind::SetRef(name) = &map.kind
            && let Err(missing) = self.named(name, map.place)
        {
            // nft looks twice whether it is one of addresses and ports.
            self.errors.push(missing);
        }
        let with_port = self.maps_to_ports(addr);
        let kind = if with_port {
            let bits = vec![kind.bits(), 16];
            Kind::of_parts(
                DataType::Concat(vec![kind.datatype, DataType::InetService]),
                bits,
            )
        } else {
            kind
        };
        let Typed { expr, .. } = self.argument(addr, &kind, place)?;
        if with_port && self.context.transport().is_none() {
            return Err(no_transport(addr.place, place));
        }
        let intervals = match &expr {
            Expr::Map(_, MapRef::Anonymous(set)) => {
                set.data.as_ref().is_some_and(|data| data.interval)
            }
            Expr::Map(_, MapRef::Named(name)) => {
                let data = self.scope.set(name).and_then(|set| set.data.as_ref());
                data.is_some_and(|data| data.interval)
            }
            _ => false,
        };
        Ok((range(expr), with_port || intervals))
    }

    fn port(&mut self, port: &syntax::Expr, place: Place) -> Result<Expr, Error> {
        if self.context.transport().is_none() {
            return Err(no_transport(port.place, place));
        }
        let kind = Kind::new(DataType::InetService, 16);
        Ok(self.argument(port, &kind, place)?.expr)
    }

    /// Whether it is a map of addresses and ports.
    fn maps_to_ports(&self, addr: &syntax::Expr) -> bool {
        let ExprKind::Map(_, map) = &addr.kind else {
            return false;
        };
        match &map.kind {
            ExprKind::Set(elements) => elements.iter().any(|element| {
                let data = element.data.as_ref();
                data.is_some_and(|data| matches!(data.kind, ExprKind::Concat(_)))
            }),
            ExprKind::SetRef(name) => {
                let data = self.scope.set(name).and_then(|set| set.data.as_ref());
                data.is_some_and(|data| matches!(data.datatype, DataType::Concat(_)))
            }
            _ => false,
        }
    }
}

/// A range of addresses; one that is a network (of one address as well) is shown as such.
fn range(expr: Expr) -> Expr {
    match (&expr, expr.bounds()) {
        (Expr::Range(value, _), Some((first, last))) if first == last => {
            Expr::Prefix(value.clone(), value.bits)
        }
        (Expr::Range(..), _) => as_listed(expr),
        _ => expr,
    }
}

fn conflict(known: Known, family: Family, place: Place) -> Error {
    let asked = match family {
        Family::V4 => Header::Ip,
        Family::V6 => Header::Ip6,
    };
    let message = format!(
        "conflicting protocols specified: {} vs. {}. You must specify ip or ip6 family in nat statement",
        known.protocol.name(),
        asked.name()
    );
    Error::beside(message, place, known.place)
}

fn no_transport(place: Place, statement: Place) -> Error {
    let message = "transport protocol mapping is only valid after transport protocol match";
    Error::between(message, place, statement)
}
