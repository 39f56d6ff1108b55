//! Tests of protocols that are implied by what follows them, which listings leave out (nft's payload.c and
//! netlink_delinearize.c).

use dataplane::{
    filter::{
        nft::{CtKey, MetaKey, PayloadBase, RejectKind},
        targets::Reject,
    },
    route::Family,
};

use super::{
    adjacent::name_fields,
    context::{Context, of_network},
    field::{icmp_type, of_echo},
};
use crate::{
    config::nft::{
        CtField, DataType, Expr, Field, Header, MetaField, NftFamily, PayloadField, RelOp,
        Statement, Value,
    },
    lang::nft::syntax::Place,
};

/// How many layers there are; `Inner` is what is behind the type of an ICMP message.
const LAYERS: usize = 4;

/// A test that may turn out to be implied.
#[derive(Clone, Debug)]
struct Test {
    /// Which statement it is.
    at: usize,
    field: Field,
    value: Value,
}

/// Goes through a rule as listings do.
struct Pass {
    family: NftFamily,
    context: Context,
    /// The last test of the protocol of each layer.
    tests: [Option<Test>; LAYERS],
    /// The type of ICMP messages that was asked for.
    icmp: Option<u8>,
    statements: Vec<Option<Statement>>,
}

/// Leaves out what is implied.
pub(super) fn kill(statements: Vec<Statement>, family: NftFamily) -> Vec<Statement> {
    let mut pass = Pass {
        family,
        context: Context::new(family),
        tests: [const { None }; LAYERS],
        icmp: None,
        statements: Vec::with_capacity(statements.len()),
    };
    for statement in statements {
        for statement in name_fields(statement, &pass.context) {
            pass.next(statement);
        }
    }
    pass.statements.into_iter().flatten().collect()
}

/// Addresses of connections are listed with their family.
fn with_family(of: &mut Expr, family: Option<Family>) {
    if let Expr::Binary(_, of, _) = of {
        return with_family(of, family);
    }
    if let (Expr::Field(Field::Ct(CtField { key, .. })), Some(family)) = (of, family) {
        *key = match (*key, family) {
            (CtKey::Src, Family::V4) => CtKey::SrcIp,
            (CtKey::Src, Family::V6) => CtKey::SrcIp6,
            (CtKey::Dst, Family::V4) => CtKey::DstIp,
            (CtKey::Dst, Family::V6) => CtKey::DstIp6,
            (key, _) => key,
        };
    }
}

impl Pass {
    fn next(&mut self, statement: Statement) {
        let at = self.statements.len();
        self.statements.push(Some(statement.clone()));
        match &statement {
            Statement::Match { left, op, right } => self.comparison(at, left, *op, right),
            // It goes on to the next statement if nothing is found.
            Statement::Vmap { key, .. } => self.uses(key),
            other => {
                self.statement(other);
                // What has been done cannot be implied by what follows.
                self.tests = [const { None }; LAYERS];
                self.icmp = None;
            }
        }
    }

    fn statement(&mut self, statement: &Statement) {
        match statement {
            Statement::Object { name, .. } => self.uses(name),
            // What ports are looked up by is overlooked.
            Statement::Nat(nat) => {
                if let Some(addr) = &nat.addr {
                    self.uses(addr);
                }
            }
            Statement::Set { field, to } => {
                // Options that are set are looked for by the kernel in any packet.
                if let Field::Payload(_) | Field::Raw { .. } = field {
                    self.use_field(field);
                }
                self.uses(to);
            }
            Statement::ChangeSet(change) => {
                self.uses(&change.key);
                if let Some(data) = &change.data {
                    self.uses(data);
                }
            }
            Statement::Reject(reject) => {
                let one_family = self.context.one_family();
                match reject.kind {
                    RejectKind::With(Reject::TcpReset) if one_family => {
                        self.release(PayloadBase::Transport);
                    }
                    RejectKind::Icmpx(_) => {}
                    _ if one_family => {}
                    _ => self.release(PayloadBase::Network),
                }
            }
            _ => {}
        }
    }

    fn comparison(&mut self, at: usize, left: &Expr, op: RelOp, right: &Expr) {
        if let Some(Statement::Match { left, .. }) = &mut self.statements[at] {
            with_family(left, self.context.family());
        }
        let Expr::Field(field) = left else {
            self.uses(left);
            return;
        };
        let Expr::Value(value) = right else {
            self.uses(left);
            if let (Field::Payload(field), Expr::Set(set), true) = (field, right, op.is_equality())
                && let Some(Expr::Value(value)) = set.elements.first().map(|of| &of.key)
            {
                self.note_icmp(*field, value);
            }
            return;
        };
        match field {
            Field::Meta(_) | Field::Ct(_) if op.is_equality() => {
                self.context.learn(field, &[value.number], Place::default());
                if let Some(layer) = base(field)
                    && self.surroundings_imply(field, value)
                {
                    self.release(layer);
                }
            }
            Field::Meta(_) | Field::Ct(_) => return,
            _ => {
                let compared = op.is_equality() || op == RelOp::Neq;
                left.each_field(&mut |field| self.use_field_as(field, compared));
                if !op.is_equality() {
                    return;
                }
                self.context.learn(field, &[value.number], Place::default());
            }
        }
        // What is behind a tag is of the same layer.
        let tag = Header::Vlan.ether_type().map(u128::from) == Some(value.number);
        let layer = match tested(field) {
            Some(PayloadBase::Network) if tag && matches!(field, Field::Payload(_)) => {
                Some(PayloadBase::LinkLayer)
            }
            layer => layer,
        };
        if let Some(layer) = layer {
            self.store(
                layer,
                Test {
                    at,
                    field: field.clone(),
                    value: value.clone(),
                },
            );
        }
    }

    fn store(&mut self, layer: PayloadBase, test: Test) {
        if let Field::Payload(field) = &test.field
            && let Header::Icmp | Header::Icmpv6 = field.header
        {
            let of = u8::try_from(test.value.number).unwrap_or_default();
            self.icmp = Some(of_echo(field.header, of));
            // Echoes have two types: that it was this one is not implied.
            if let (Header::Icmp, 0 | 8) | (Header::Icmpv6, 128 | 129) = (field.header, of) {
                return;
            }
        }
        self.tests[layer as usize] = Some(test);
    }

    fn note_icmp(&mut self, field: PayloadField, value: &Value) {
        if let Header::Icmp | Header::Icmpv6 = field.header
            && field.template().name == "type"
        {
            self.icmp = u8::try_from(value.number).ok();
        }
    }

    fn release(&mut self, layer: PayloadBase) {
        if let Some(test) = self.tests[layer as usize].take() {
            self.statements[test.at] = None;
        }
    }

    /// A test of the protocol that nobody wrote: it may imply others itself.
    fn imply(&mut self, header: Header) {
        if header.base() == PayloadBase::Network
            && self.context.header(PayloadBase::LinkLayer) == Some(Header::Ether)
        {
            self.release(PayloadBase::LinkLayer);
        }
        let Some(number) = header.l4proto() else {
            return;
        };
        let field = Field::Meta(MetaField {
            key: MetaKey::L4Proto,
        });
        let value = Value::new(DataType::InetProto, number);
        if self.surroundings_imply(&field, &value) {
            self.release(PayloadBase::Network);
        }
    }

    /// An expression is evaluated: its fields imply their protocols.
    fn uses(&mut self, expr: &Expr) {
        expr.each_field(&mut |field| self.use_field(field));
    }

    fn use_field(&mut self, field: &Field) {
        self.use_field_as(field, false);
    }

    /// Likewise, of one that is compared with a constant if `compared`.
    fn use_field_as(&mut self, field: &Field, compared: bool) {
        match field {
            Field::Payload(of) => {
                let layer = of.header.base();
                let known = self.context.header(layer);
                if known.is_none() && of.header != Header::Th {
                    // The test of the protocol goes without saying, and stands in the place of others: they are not
                    // implied.
                    self.imply(of.header);
                    if let (Some(network), PayloadBase::Transport) = (of_network(of.header), layer)
                        && self.context.network().is_none()
                    {
                        self.context.set(network, None);
                    }
                    self.context.set(of.header, None);
                    self.tests[layer as usize] = None;
                }
                let test = self.tests[layer as usize].as_ref();
                let inner = self.tests[PayloadBase::Inner as usize].as_ref();
                match (layer, test, inner) {
                    (_, Some(test), _) if self.implies(*of, compared, test) => self.release(layer),
                    (PayloadBase::Transport, None, Some(test))
                        if self.implies(*of, compared, test) =>
                    {
                        self.release(PayloadBase::Inner);
                    }
                    _ => {}
                }
            }
            Field::TcpOption(..) | Field::TcpOptionExists(_) => {
                self.release(PayloadBase::Transport)
            }
            Field::Exthdr(..) | Field::ExthdrExists(_) | Field::IpOption(..) => {
                self.release(PayloadBase::Network);
            }
            _ => {}
        }
    }

    /// Whether a field of a header implies a test of its protocol (`payload_may_dependency_kill`).
    fn implies(&self, field: PayloadField, compared: bool, test: &Test) -> bool {
        let layer = field.header.base();
        let Field::Payload(tested) = &test.field else {
            return true;
        };
        let tested_layer = tested.header.base();
        if !self.context.one_family() {
            // That it is TCP by what IPv4 says is that it is IPv4 as well.
            if tested_layer == PayloadBase::Network && layer == PayloadBase::Transport {
                return false;
            }
            if tested_layer == layer && layer == PayloadBase::LinkLayer {
                // A type is not implied by another type.
                return !(compared && field.template().name == "type")
                    && tested.header != Header::Vlan
                    && Header::Vlan.ether_type().map(u128::from) == Some(test.value.number);
            }
        }
        if layer != PayloadBase::Transport {
            return true;
        }
        if tested_layer != PayloadBase::Transport {
            return true;
        }
        match tested.header {
            Header::Icmp | Header::Icmpv6 => {
                tested.header == field.header
                    && icmp_type(field).is_some_and(|needed| Some(needed) == self.icmp)
            }
            _ => true,
        }
    }

    /// Whether `meta` or `ct` implies what is known of the layer that it is about (`ct_meta_may_dependency_kill`).
    fn surroundings_imply(&self, field: &Field, value: &Value) -> bool {
        let Some(test) = &self.tests[PayloadBase::Network as usize] else {
            return true;
        };
        let of = match (&test.field, &test.value.datatype, test.value.number) {
            (Field::Meta(_), DataType::NfProto, 2) | (_, DataType::EtherType, 0x0800) => {
                Some(Family::V4)
            }
            (Field::Meta(_), DataType::NfProto, 10) | (_, DataType::EtherType, 0x86dd) => {
                Some(Family::V6)
            }
            (Field::Meta(_), ..) | (_, DataType::EtherType, _) => None,
            _ => return true,
        };
        match self.family {
            NftFamily::Ip => return of == Some(Family::V4),
            NftFamily::Ip6 => return of == Some(Family::V6),
            _ => {}
        }
        match field {
            Field::Meta(MetaField {
                key: MetaKey::L4Proto,
            }) => match value.number {
                1 => of == Some(Family::V4),
                58 => of == Some(Family::V6),
                _ => false,
            },
            Field::Ct(CtField {
                key: CtKey::Src | CtKey::Dst,
                ..
            }) => match value.bits {
                128 => of == Some(Family::V6),
                _ => of == Some(Family::V4),
            },
            _ => true,
        }
    }
}

/// Which layer `meta` and `ct` say the next protocol of, and so need the protocol of.
const fn base(field: &Field) -> Option<PayloadBase> {
    match field {
        Field::Meta(MetaField { key }) => match key {
            MetaKey::Protocol | MetaKey::NfProto => Some(PayloadBase::LinkLayer),
            MetaKey::L4Proto => Some(PayloadBase::Network),
            _ => None,
        },
        Field::Ct(CtField { key, .. }) => match key {
            CtKey::L3Protocol => Some(PayloadBase::LinkLayer),
            CtKey::Protocol | CtKey::Src | CtKey::Dst => Some(PayloadBase::Network),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a field of a header (but that of Ethernet) says what follows the header.
pub(super) fn names_protocol(field: &Field) -> bool {
    match field {
        Field::Payload(of) => of.header.base() != PayloadBase::LinkLayer && tested(field).is_some(),
        _ => false,
    }
}

/// Of what a field that names a protocol names it.
fn tested(field: &Field) -> Option<PayloadBase> {
    match field {
        Field::Meta(MetaField { key }) => match key {
            MetaKey::Protocol | MetaKey::NfProto => Some(PayloadBase::Network),
            MetaKey::L4Proto => Some(PayloadBase::Transport),
            MetaKey::IifType => Some(PayloadBase::LinkLayer),
            _ => None,
        },
        Field::Ct(CtField { key, .. }) => match key {
            CtKey::L3Protocol => Some(PayloadBase::Network),
            CtKey::Protocol => Some(PayloadBase::Transport),
            _ => None,
        },
        Field::Payload(field) => match (field.header, field.template().name) {
            (Header::Ip, "protocol") | (Header::Ip6, "nexthdr") => Some(PayloadBase::Transport),
            (Header::Ether | Header::Vlan, "type") => Some(PayloadBase::Network),
            (Header::Icmp | Header::Icmpv6, "type") => Some(PayloadBase::Inner),
            _ => None,
        },
        _ => None,
    }
}
