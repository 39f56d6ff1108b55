//! What rules look at: each says something of the packet's protocols.

use dataplane::{
    filter::nft::{CtKey, MetaKey, PayloadBase, RtKey},
    route::Family,
};

use super::{
    Evaluator,
    context::of_network,
    expr::unknown_to_the_kernel,
    kind::{Kind, is_constant},
    reject::{implied, meta},
};
use crate::{
    config::{
        Errno,
        nft::{
            CtField, DataType, Expr, Field, Hashing, Header, MetaField, NftFamily, PayloadField,
            RelOp, RtField, SocketField, Statement, Value,
        },
    },
    lang::nft::{
        error::Error,
        syntax::{self, ExprKind, Place, RtWord},
    },
};

/// Fields of ICMP that only some messages have, and the type of these; of several types the one that stands for them.
const ICMP_FIELDS: [(Header, &str, u8); 8] = [
    (Header::Icmp, "id", 8),
    (Header::Icmp, "sequence", 8),
    (Header::Icmp, "mtu", 3),
    (Header::Icmp, "gateway", 5),
    (Header::Icmpv6, "mtu", 2),
    (Header::Icmpv6, "parameter-problem", 4),
    (Header::Icmpv6, "max-delay", 130),
    (Header::Icmpv6, "id", 128),
];

/// The type of messages that a field is of, if not all have it.
pub(super) fn icmp_type(field: PayloadField) -> Option<u8> {
    let name = match (field.header, field.template().name) {
        (Header::Icmpv6, "sequence") => "id",
        (_, name) => name,
    };
    let mut fields = ICMP_FIELDS.into_iter();
    let found = fields.find(|(header, of, _)| (*header, *of) == (field.header, name));
    found.map(|(_, _, of)| of)
}

/// Requests and replies of echoes have the same fields: both are known by the request's type.
pub(super) const fn of_echo(header: Header, of: u8) -> u8 {
    match (header, of) {
        (Header::Icmp, 0) => 8,
        (Header::Icmpv6, 129) => 128,
        (_, of) => of,
    }
}

impl Evaluator<'_> {
    /// A field, and what its use says.
    pub(super) fn field(&mut self, expr: &syntax::Expr) -> Result<Field, Error> {
        let place = expr.place;
        Ok(match &expr.kind {
            ExprKind::Payload(field) => self.payload(*field, place)?,
            ExprKind::Raw { base, offset, bits } => {
                if !can_be_loaded(*offset, *bits) {
                    return Err(Error::refused(Errno::Overflow, place));
                }
                raw(*base, *offset, *bits)
            }
            ExprKind::Meta(key) => {
                if *key == MetaKey::NfProto && self.scope.family != NftFamily::Inet {
                    let message = "meta nfproto is only useful in the inet family";
                    return Err(Error::new(message, place));
                }
                Field::Meta(MetaField { key: *key })
            }
            ExprKind::Ct(key, direction) => {
                self.connection(*key, place)?;
                // The kernel knows addresses and ports of a direction only.
                if direction.is_none() && of_direction(*key) {
                    return Err(Error::refused(Errno::Inval, place));
                }
                Field::Ct(CtField {
                    key: *key,
                    direction: *direction,
                })
            }
            ExprKind::Rt(word, family) => self.route(*word, *family, place)?,
            ExprKind::Socket(key) => Field::Socket(SocketField { key: *key }),
            ExprKind::Fib(field) => Field::Fib(*field),
            ExprKind::Exthdr(header, field) => {
                self.extension(Header::Ip6, place)?;
                Field::Exthdr(*header, *field)
            }
            ExprKind::ExthdrExists(header) => {
                self.extension(Header::Ip6, place)?;
                Field::ExthdrExists(*header)
            }
            ExprKind::TcpOption(option, field) => {
                self.tcp(place);
                Field::TcpOption(*option, *field)
            }
            ExprKind::TcpOptionExists(option) => {
                self.tcp(place);
                Field::TcpOptionExists(*option)
            }
            ExprKind::IpOption(kind, field) => {
                self.extension(Header::Ip, place)?;
                Field::IpOption(*kind, *field)
            }
            // The kernel has to count to something.
            ExprKind::Numgen { modulus: 0, .. } => {
                return Err(Error::refused(Errno::Range, place));
            }
            ExprKind::Numgen {
                mode,
                modulus,
                offset,
            } => Field::Numgen {
                mode: *mode,
                modulus: *modulus,
                offset: *offset,
            },
            ExprKind::Jhash {
                of,
                modulus,
                seed,
                offset,
            } => {
                let of = self.expr(of, &Kind::free())?;
                Field::Hash {
                    of: Hashing::Jenkins {
                        of: Box::new(of.expr),
                        seed: *seed,
                    },
                    modulus: *modulus,
                    offset: *offset,
                }
            }
            ExprKind::Symhash { modulus, offset } => Field::Hash {
                of: Hashing::Symmetric,
                modulus: *modulus,
                offset: *offset,
            },
            _ => return Err(unknown_to_the_kernel(place)),
        })
    }

    /// What a field gives; of some fields that depends on the protocols.
    pub(super) fn kind_of(&self, field: &Field) -> Kind {
        let Field::Ct(CtField { key, .. }) = field else {
            return Kind::of_field(field);
        };
        match key {
            CtKey::Src | CtKey::Dst => match self.context.family() {
                Some(Family::V4) => Kind::new(DataType::Ipv4Addr, 32),
                Some(Family::V6) => Kind::new(DataType::Ipv6Addr, 128),
                None => Kind::none(),
            },
            CtKey::ProtoSrc | CtKey::ProtoDst if self.context.transport().is_some() => {
                Kind::new(DataType::InetService, 16)
            }
            _ => Kind::of_field(field),
        }
    }

    fn payload(&mut self, field: PayloadField, place: Place) -> Result<Field, Error> {
        self.imply(field);
        self.context.require(field.header, place)?;
        if let Some(needed) = icmp_type(field) {
            self.icmp(field.header, needed, place)?;
        }
        Ok(Field::Payload(field))
    }

    /// Protocols that a field implies, which listings show all the same, or which a test that is put in front of the rule
    /// later would hide.
    fn imply(&mut self, field: PayloadField) {
        let known = |base| self.context.header(base);
        if let Some(number) = field.header.l4proto()
            && self.context.connection
            && self.context.transport().is_none()
            && of_network(field.header).is_none()
        {
            self.before.push(implied(meta(MetaKey::L4Proto), number));
            return;
        }
        let (test, number) = match (field.header, field.template().name) {
            (Header::Igmp, _)
                if known(PayloadBase::Transport).is_none()
                    && known(PayloadBase::Network).is_none() =>
            {
                (meta(MetaKey::NfProto), 2)
            }
            (Header::Vlan, "type") if known(PayloadBase::LinkLayer) != Some(Header::Vlan) => {
                let Some(field) = Header::Ether.field("type") else {
                    return;
                };
                (Field::Payload(field), 0x8100u16)
            }
            _ => return,
        };
        self.before.push(implied(test, number));
    }

    /// Only some messages have the field: they are asked for first, unless the rule says already which they are.
    fn icmp(&mut self, header: Header, needed: u8, place: Place) -> Result<(), Error> {
        if let Some(known) = self.context.icmp {
            let known = of_echo(header, known);
            if known == needed {
                return Ok(());
            }
            let message = format!("incompatible icmp match: rule has {known}, need {needed}");
            return Err(Error::new(message, place));
        }
        self.context.icmp = Some(needed);
        let (datatype, types): (_, &[u8]) = match (header, needed) {
            (Header::Icmp, 8) => (DataType::IcmpType, &[0, 8]),
            (Header::Icmpv6, 128) => (DataType::Icmpv6Type, &[128, 129]),
            // That of others is implied by the field, in listings as well.
            _ => return Ok(()),
        };
        let Some(field) = header.field("type") else {
            return Ok(());
        };
        let values = types.iter().map(|of| Value::new(datatype.clone(), *of));
        let set = super::element::anonymous(&Kind::new(datatype.clone(), 8), values.collect());
        self.before.push(Statement::Match {
            left: Expr::Field(Field::Payload(field)),
            op: RelOp::Implicit,
            right: Expr::Set(Box::new(set)),
        });
        Ok(())
    }

    /// Addresses of a connection whose family is not said are of the packet's.
    fn connection(&mut self, key: CtKey, place: Place) -> Result<(), Error> {
        match key {
            CtKey::Src | CtKey::Dst if self.context.family().is_none() => {
                let word = if key == CtKey::Src { "saddr" } else { "daddr" };
                let message = format!(
                    "cannot determine ip protocol version, use \"ip {word}\" or \"ip6 {word}\" instead"
                );
                self.errors.push(Error::new(message, place));
                Ok(())
            }
            CtKey::SrcIp | CtKey::DstIp => self.context.require(Header::Ip, place),
            CtKey::SrcIp6 | CtKey::DstIp6 => self.context.require(Header::Ip6, place),
            _ => Ok(()),
        }
    }

    fn route(
        &mut self,
        word: RtWord,
        family: Option<NftFamily>,
        place: Place,
    ) -> Result<Field, Error> {
        let known = self.context.family();
        let family = family.and_then(NftFamily::only).or(known);
        let Some(key) = word.key(family) else {
            let message = "cannot determine ip protocol version, use \"ip nexthop\" or \"ip6 nexthop\" instead";
            return Err(Error::new(message, place));
        };
        if word == RtWord::NextHop && self.context.one_family() && known != family {
            let name = if key == RtKey::NextHop6 { "ip6" } else { "ip" };
            let message = format!("{name} nexthop will not match");
            return Err(Error::new(message, place));
        }
        Ok(Field::Rt(RtField { key }))
    }

    /// Extension headers are of IPv6, options of IPv4.
    fn extension(&mut self, header: Header, place: Place) -> Result<(), Error> {
        match self.context.header(PayloadBase::Network) {
            Some(known) if known != header => {
                let message = format!("cannot use exthdr with {}", known.name());
                Err(Error::new(message, place))
            }
            _ => self.context.require(header, place),
        }
    }

    fn tcp(&mut self, place: Place) {
        if self.context.transport().is_none() {
            self.context.set(Header::Tcp, Some(place));
        }
    }

    /// What a comparison that holds says of the protocols.
    pub(super) fn learn(&mut self, left: &Expr, right: &Expr, place: Place) {
        let Expr::Field(field) = left else {
            return;
        };
        let value = |expr: &Expr| match expr {
            Expr::Value(value) => Some(value.number),
            _ => None,
        };
        let values: Vec<u128> = match right {
            Expr::Set(set) => set
                .elements
                .iter()
                .filter_map(|element| value(&element.key))
                .collect(),
            right if is_constant(right) => value(right).into_iter().collect(),
            _ => return,
        };
        self.context.learn(field, &values, place);
    }
}

/// Whether bits of a packet are few and near enough for a register.
///
/// Deviation: the kernel also loads bytes behind the first 256 of a header, and more than 16 to look them up.
fn can_be_loaded(offset: u16, bits: u16) -> bool {
    let (start, end) = (
        u32::from(offset) / 8,
        (u32::from(offset) + u32::from(bits)).div_ceil(8),
    );
    bits > 0 && start <= u8::MAX.into() && end - start <= 16
}

/// What both directions of a connection have, each its own.
const fn of_direction(key: CtKey) -> bool {
    matches!(
        key,
        CtKey::SrcIp | CtKey::DstIp | CtKey::SrcIp6 | CtKey::DstIp6 | CtKey::Src | CtKey::Dst
    )
}

/// Bits of the packet; the two that every protocol has its ports in are these.
pub(super) fn raw(base: PayloadBase, offset: u16, bits: u16) -> Field {
    let name = match (base, offset, bits) {
        (PayloadBase::Transport, 0, 16) => Some("sport"),
        (PayloadBase::Transport, 16, 16) => Some("dport"),
        _ => None,
    };
    match name.and_then(|name| Header::Th.field(name)) {
        Some(field) => Field::Payload(field),
        None => Field::Raw { base, offset, bits },
    }
}
