//! What has to be known of a packet before a field of it can be looked at.
//!
//! `tcp dport 22` begins with a look whether the packet is of TCP, unless the rule has found that out before: what
//! rules find out of headers is followed here (payload.c, `payload_gen_dependency`).

use dataplane::filter::{
    nft::{CmpOp, MetaKey, PayloadBase, RejectKind},
    targets::Reject,
};

use super::{
    super::{DataType, Expr, Field, Header, NftFamily, PayloadField, RelOp, Statement},
    data::{Order, Shape},
};

/// Bits of a register of the old kind.
const MOST_BITS: u16 = 128;
/// The last byte that an expression can begin at.
const MOST_BYTES: u16 = u8::MAX as u16;
/// Bits from the start of a frame to what is behind its Ethernet header.
const BEHIND_ETHERNET: u16 = 14 * 8;

/// Part of a rule, before it becomes expressions.
#[derive(Debug)]
pub(super) enum Step<'a> {
    /// Something known of the packet has to be that number.
    Meta(MetaKey, u128),
    /// Whole bytes of the packet are compared.
    Bytes(Bytes),
    /// What a statement does.
    Statement(&'a Statement),
}

/// Bytes of a packet, and what they are compared with.
#[derive(Debug)]
pub(super) struct Bytes {
    /// From where they are counted.
    pub(super) base: PayloadBase,
    /// The first of them.
    pub(super) offset: u16,
    /// Equal or not.
    pub(super) op: CmpOp,
    /// With what.
    pub(super) value: Vec<u8>,
    /// Rather whether any of these bits is set.
    pub(super) any_of: bool,
    /// They say what the next header is: what follows relies on where this stands.
    pub(super) is_key: bool,
}

/// Bits of a packet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// From where they are counted.
    pub(super) base: PayloadBase,
    /// The first of them.
    pub(super) offset: u16,
    /// How many.
    pub(super) bits: u16,
}

impl Place {
    /// That of a field of a header.
    pub(super) fn of(field: PayloadField) -> Self {
        let template = field.template();
        let before = match field.header {
            Header::Vlan => BEHIND_ETHERNET,
            _ => 0,
        };
        Self {
            base: field.header.base(),
            offset: before + template.offset,
            bits: template.bits,
        }
    }

    /// That of a field which is loaded from the packet as it is.
    pub(super) fn of_field(field: &Field) -> Option<Self> {
        match *field {
            Field::Payload(field) => Some(Self::of(field)),
            // More is not compared, and nothing behind that is loaded.
            Field::Raw { base, offset, bits } => Some(Self {
                base,
                offset: offset.min(MOST_BYTES * 8),
                bits: bits.clamp(1, MOST_BITS),
            }),
            _ => None,
        }
    }

    /// Whether it is whole bytes.
    pub(super) const fn is_bytes(self) -> bool {
        self.offset.is_multiple_of(8) && self.bits.is_multiple_of(8)
    }
}

/// What a rule knows of a packet's headers.
struct Protocols<'a> {
    link: Option<Header>,
    network: Option<Header>,
    transport: Option<Header>,
    icmp_type: Option<u8>,
    steps: Vec<Step<'a>>,
}

/// The steps of a rule, with what each of its statements relies on before it; and of which statement each is, as a
/// bit of a number.
pub(super) fn steps(statements: &[Statement], family: NftFamily) -> (Vec<Step<'_>>, Vec<u64>) {
    let mut protocols = Protocols {
        link: None,
        network: match family {
            NftFamily::Ip => Some(Header::Ip),
            NftFamily::Ip6 => Some(Header::Ip6),
            NftFamily::Inet | NftFamily::Arp | NftFamily::Bridge | NftFamily::Netdev => None,
        },
        transport: None,
        icmp_type: None,
        steps: Vec::with_capacity(statements.len() + 2),
    };
    let mut origins = Vec::with_capacity(statements.len() + 2);
    for (place, statement) in (0..).zip(statements) {
        protocols.statement(statement);
        let bit = 1_u64.checked_shl(place).unwrap_or_default();
        origins.resize(protocols.steps.len(), bit);
    }
    (protocols.steps, origins)
}

impl<'a> Protocols<'a> {
    fn statement(&mut self, statement: &'a Statement) {
        match statement {
            Statement::Match { left, op, right } => {
                self.expr(left);
                let bytes = bytes(left, *op, right);
                self.steps
                    .push(bytes.map_or(Step::Statement(statement), Step::Bytes));
                if op.is_equality() {
                    self.learn(left, right);
                }
                return;
            }
            Statement::Vmap { key, .. } => self.expr(key),
            Statement::Object { name, .. } => self.expr(name),
            Statement::Nat(nat) => {
                for expr in [&nat.addr, &nat.port].into_iter().flatten() {
                    self.expr(expr);
                }
            }
            Statement::Set { field, to } => {
                // What TCP options are set in is not asked for.
                self.field(field);
                self.expr(to);
            }
            Statement::ChangeSet(change) => {
                self.expr(&change.key);
                if let Some(data) = &change.data {
                    self.expr(data);
                }
            }
            Statement::Reject(reject) => match reject.kind {
                RejectKind::With(Reject::TcpReset) => self.transport(Header::Tcp),
                RejectKind::With(with) => self.network(match is_ipv6(with) {
                    true => Header::Ip6,
                    false => Header::Ip,
                }),
                RejectKind::Code(_) => self.network(match reject.ipv6 {
                    true => Header::Ip6,
                    false => Header::Ip,
                }),
                RejectKind::Icmpx(_) => {}
            },
            Statement::Verdict(_)
            | Statement::Counter(_)
            | Statement::Limit(_)
            | Statement::Quota(_)
            | Statement::ConnCount(_)
            | Statement::Log(_)
            | Statement::Notrack
            | Statement::ResetTcpOption(_) => {}
        }
        self.steps.push(Step::Statement(statement));
    }

    /// What an expression relies on.
    fn expr(&mut self, expr: &Expr) {
        expr.each_field(&mut |field| self.field(field));
    }

    fn field(&mut self, field: &Field) {
        match field {
            Field::Payload(field) => {
                self.header(field.header);
                self.icmp(*field);
            }
            Field::Exthdr(..) | Field::ExthdrExists(_) => self.network(Header::Ip6),
            Field::IpOption(..) => self.network(Header::Ip),
            Field::Raw { .. }
            | Field::Meta(_)
            | Field::Ct(_)
            | Field::Rt(_)
            | Field::Socket(_)
            | Field::Fib(_)
            | Field::TcpOption(..)
            | Field::TcpOptionExists(_)
            | Field::Numgen { .. }
            | Field::Hash { .. } => {}
        }
    }

    fn header(&mut self, header: Header) {
        match header.base() {
            PayloadBase::LinkLayer => self.link(header),
            PayloadBase::Network => self.network(header),
            PayloadBase::Transport | PayloadBase::Inner => self.transport(header),
        }
    }

    fn link(&mut self, header: Header) {
        if self.link.is_none() {
            self.steps
                .push(Step::Meta(MetaKey::IifType, Header::ARPHRD_ETHER));
            self.link = Some(Header::Ether);
        }
        if header == Header::Vlan && self.link == Some(Header::Ether) {
            self.ether_type(Header::Ether, header);
            self.link = Some(header);
        }
    }

    fn network(&mut self, header: Header) {
        if self.network.is_some() {
            return;
        }
        match self.link {
            Some(link) => self.ether_type(link, header),
            None => {
                let number = if header == Header::Ip6 { 10 } else { 2 };
                self.steps.push(Step::Meta(MetaKey::NfProto, number));
            }
        }
        self.network = Some(header);
    }

    /// What `link` carries is `header`.
    fn ether_type(&mut self, link: Header, header: Header) {
        let (Some(key), Some(ether_type)) = (link.field("type"), header.ether_type()) else {
            return;
        };
        self.steps.push(Step::Bytes(Bytes {
            base: PayloadBase::LinkLayer,
            offset: Place::of(key).offset / 8,
            op: CmpOp::Eq,
            value: ether_type.to_be_bytes().to_vec(),
            any_of: false,
            is_key: true,
        }));
    }

    fn transport(&mut self, header: Header) {
        let Some(protocol) = header.l4proto() else {
            return;
        };
        if self.transport.is_some() {
            return;
        }
        match header {
            Header::Icmp | Header::Igmp => self.network(Header::Ip),
            Header::Icmpv6 => self.network(Header::Ip6),
            _ => {}
        }
        self.steps
            .push(Step::Meta(MetaKey::L4Proto, protocol.into()));
        self.transport = Some(header);
    }

    /// Fields that only some types of ICMP messages have.
    fn icmp(&mut self, field: PayloadField) {
        let kind = match (field.header, field.template().name) {
            (Header::Icmp, "gateway") => 5,
            (Header::Icmp, "mtu") => 3,
            (Header::Icmpv6, "mtu") => 2,
            (Header::Icmpv6, "parameter-problem") => 4,
            (Header::Icmpv6, "max-delay") => 130,
            // Those of echo messages have two types: listings show that they are asked for, the rule has it.
            _ => return,
        };
        if self.icmp_type.is_some() {
            return;
        }
        self.icmp_type = Some(kind);
        self.steps.push(Step::Bytes(Bytes {
            base: PayloadBase::Transport,
            offset: 0,
            op: CmpOp::Eq,
            value: vec![kind],
            any_of: false,
            is_key: true,
        }));
    }

    /// What a comparison that holds tells about the headers.
    fn learn(&mut self, left: &Expr, right: &Expr) {
        let Expr::Field(field) = left else { return };
        match right {
            Expr::Value(value) => self.learn_number(field, value.number),
            Expr::Set(set) => {
                for element in &set.elements {
                    if let Expr::Value(value) = &element.key {
                        self.learn_number(field, value.number);
                    }
                }
            }
            _ => {}
        }
    }

    fn learn_number(&mut self, field: &Field, number: u128) {
        if let Field::Payload(of) = field
            && let (Header::Icmp | Header::Icmpv6, "type") = (of.header, of.template().name)
        {
            self.icmp_type = u8::try_from(number).ok();
        }
        let Some(header) = field.names(number, self.network.is_some()) else {
            return;
        };
        let known = match header.base() {
            PayloadBase::LinkLayer => &mut self.link,
            PayloadBase::Network => &mut self.network,
            PayloadBase::Transport => &mut self.transport,
            PayloadBase::Inner => return,
        };
        *known = Some(header);
    }
}

/// A comparison that is one of whole bytes of the packet with a constant.
fn bytes(left: &Expr, op: RelOp, right: &Expr) -> Option<Bytes> {
    let Expr::Field(field) = left else {
        return None;
    };
    let place = Place::of_field(field).filter(|place| place.is_bytes())?;
    let number = constant(right)?;
    let cmp = match op {
        RelOp::Implicit | RelOp::Eq => CmpOp::Eq,
        RelOp::Neq => CmpOp::Neq,
        RelOp::Lt | RelOp::Gt | RelOp::Lte | RelOp::Gte | RelOp::Negation => return None,
    };
    let shape = Shape {
        bits: place.bits,
        order: Order::Network,
    };
    let is_key = match field {
        Field::Payload(field) => matches!(
            (field.header, field.template().name),
            (Header::Ip, "protocol")
                | (Header::Ip6, "nexthdr")
                | (
                    Header::Ether | Header::Vlan | Header::Icmp | Header::Icmpv6,
                    "type"
                )
        ),
        _ => false,
    };
    Some(Bytes {
        base: place.base,
        offset: place.offset / 8,
        op: cmp,
        value: shape.data(number),
        any_of: op == RelOp::Implicit && is_flags(right),
        is_key,
    })
}

/// The number of a constant; of flags all of them.
pub(super) fn constant(expr: &Expr) -> Option<u128> {
    match expr {
        Expr::Value(value) => Some(value.number),
        Expr::Flags(values) => Some(values.iter().fold(0, |all, value| all | value.number)),
        _ => None,
    }
}

/// Whether a constant is a set of bits.
pub(super) fn is_flags(expr: &Expr) -> bool {
    match expr {
        Expr::Flags(values) => values.iter().all(|value| is_bitmask(&value.datatype)),
        Expr::Value(value) => is_bitmask(&value.datatype),
        _ => false,
    }
}

/// Whether a type is a kind of bitmask: bits of no special kind are compared as numbers are.
fn is_bitmask(datatype: &DataType) -> bool {
    datatype.is_bitmask() && *datatype != DataType::Bitmask
}

/// Whether an answer is one of ICMPv6.
const fn is_ipv6(reject: Reject) -> bool {
    match reject {
        Reject::NetUnreachable
        | Reject::HostUnreachable
        | Reject::ProtoUnreachable
        | Reject::PortUnreachable
        | Reject::NetProhibited
        | Reject::HostProhibited
        | Reject::AdminProhibited
        | Reject::TcpReset => false,
        Reject::NoRoute6
        | Reject::AdmProhibited6
        | Reject::AddrUnreachable6
        | Reject::PortUnreachable6
        | Reject::PolicyFail6
        | Reject::RejectRoute6 => true,
    }
}
