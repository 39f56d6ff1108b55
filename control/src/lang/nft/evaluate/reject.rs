//! `reject`.

use dataplane::{
    filter::{
        nft::{MetaKey, RejectKind},
        targets::Reject,
    },
    route::Family,
};

use super::{Evaluator, context::Protocol, kind::Kind};
use crate::{
    config::{
        Errno,
        nft::{DataType, Expr, Field, Header, MetaField, RejectStatement, RelOp, Statement, Value},
    },
    lang::nft::{
        error::Error,
        syntax::{self, Place, RejectFamily},
    },
};

/// `icmpx type port-unreachable`.
const ICMPX_PORT_UNREACHABLE: u8 = 1;

impl Evaluator<'_> {
    /// `reject`, by the protocols that are known.
    pub(super) fn reject(
        &mut self,
        reject: &syntax::Reject,
        place: Place,
    ) -> Result<Statement, Error> {
        let statement = match reject {
            syntax::Reject::Default => self.default_reject(),
            syntax::Reject::TcpReset => {
                self.tcp_reset(place)?;
                RejectStatement {
                    kind: RejectKind::With(Reject::TcpReset),
                    ipv6: false,
                }
            }
            syntax::Reject::With(family, code) => self.coded(*family, code, place)?,
        };
        Ok(Statement::Reject(statement))
    }

    fn default_reject(&self) -> RejectStatement {
        match self.context.family() {
            Some(Family::V4) => of_code(3, false),
            Some(Family::V6) => of_code(4, true),
            None => RejectStatement {
                kind: RejectKind::Icmpx(ICMPX_PORT_UNREACHABLE),
                ipv6: false,
            },
        }
    }

    /// Only TCP has resets.
    fn tcp_reset(&mut self, place: Place) -> Result<(), Error> {
        match self.context.transport() {
            None => {
                self.context.set(Header::Tcp, Some(place));
                self.first.push(implied(meta(MetaKey::L4Proto), 6u8));
                Ok(())
            }
            Some(known) if known.protocol == Protocol::Header(Header::Tcp) => Ok(()),
            Some(known) => {
                let message = "you cannot use tcp reset with this protocol";
                Err(Error::beside(message, place, known.place))
            }
        }
    }

    fn coded(
        &mut self,
        family: RejectFamily,
        code: &syntax::Expr,
        place: Place,
    ) -> Result<RejectStatement, Error> {
        let of = self.code(
            code,
            match family {
                RejectFamily::Icmp => DataType::IcmpCode,
                RejectFamily::Icmpv6 => DataType::Icmpv6Code,
                RejectFamily::Icmpx => DataType::IcmpxCode,
            },
        )?;
        let ipv6 = match family {
            RejectFamily::Icmpx if self.context.one_family() => {
                let message = "abstracted ICMP unreachable not supported";
                return Err(Error::between(message, code.place, place));
            }
            RejectFamily::Icmpx => {
                // The kernel has four.
                if of > 3 {
                    return Err(Error::refused(Errno::Inval, place));
                }
                return Ok(RejectStatement {
                    kind: RejectKind::Icmpx(of),
                    ipv6: false,
                });
            }
            RejectFamily::Icmp => false,
            RejectFamily::Icmpv6 => true,
        };
        match self.context.network() {
            Some(known) if self.context.family().map(|of| of == Family::V6) != Some(ipv6) => {
                let message = "conflicting protocols specified: ip vs ip6";
                let other = known.place.or(Some(place));
                return Err(Error::beside(message, code.place, other));
            }
            Some(_) => {}
            None => {
                let (header, nfproto) = if ipv6 {
                    (Header::Ip6, 10u8)
                } else {
                    (Header::Ip, 2)
                };
                self.context.set(header, Some(place));
                self.first.push(implied(meta(MetaKey::NfProto), nfproto));
            }
        }
        Ok(of_code(of, ipv6))
    }

    fn code(&mut self, code: &syntax::Expr, datatype: DataType) -> Result<u8, Error> {
        let typed = self.expr(code, &Kind::new(datatype, 32))?;
        let number = match typed.expr {
            Expr::Value(value) => value.number,
            _ => 0,
        };
        #[expect(
            clippy::cast_possible_truncation,
            reason = "what does not fit is cut off"
        )]
        let code = number as u8;
        Ok(code)
    }
}

/// How a family says a code of its own.
const fn of_code(code: u8, ipv6: bool) -> RejectStatement {
    let with = match (ipv6, code) {
        (false, 0) => Reject::NetUnreachable,
        (false, 1) => Reject::HostUnreachable,
        (false, 2) => Reject::ProtoUnreachable,
        (false, 3) => Reject::PortUnreachable,
        (false, 9) => Reject::NetProhibited,
        (false, 10) => Reject::HostProhibited,
        (false, 13) => Reject::AdminProhibited,
        (true, 0) => Reject::NoRoute6,
        (true, 1) => Reject::AdmProhibited6,
        (true, 3) => Reject::AddrUnreachable6,
        (true, 4) => Reject::PortUnreachable6,
        (true, 5) => Reject::PolicyFail6,
        (true, 6) => Reject::RejectRoute6,
        (_, code) => {
            return RejectStatement {
                kind: RejectKind::Code(code),
                ipv6,
            };
        }
    };
    RejectStatement {
        kind: RejectKind::With(with),
        ipv6,
    }
}

/// A test that nothing in the rule says.
pub(super) fn implied(field: Field, number: impl Into<u128>) -> Statement {
    Statement::Match {
        op: RelOp::Implicit,
        right: Expr::Value(Value::new(field.datatype(), number)),
        left: Expr::Field(field),
    }
}

/// `meta KEY`.
pub(super) const fn meta(key: MetaKey) -> Field {
    Field::Meta(MetaField { key })
}
