//! Statements that do something.

use dataplane::filter::nft::{
    Dest, Expr as Op, Exthdr, ExthdrKind, PayloadBase, PayloadChecksum, Reg,
};

use super::{
    super::{
        Expr, Field, Header, ObjectState, PayloadField, SetChange, Statement, TcpOption, ones,
    },
    NO_SET,
    data::Shape,
    emit::{Emitter, Window, behind, narrow, words},
    protocols::{Place, constant},
};

/// What using an object does.
pub(super) fn object(state: &ObjectState) -> Op {
    match state {
        ObjectState::Counter(counter) => Op::Counter(counter.counted.id()),
        ObjectState::Quota(quota) => Op::Quota(quota.0.clone()),
        ObjectState::Limit(limit) => Op::Limit(limit.0.clone()),
        ObjectState::CtHelper { helper, .. } => Op::Helper(*helper),
    }
}

/// What a statement does that elements of sets may have too.
pub(super) fn stateful(statement: &Statement) -> Option<Op> {
    Some(match statement {
        Statement::Counter(counter) => Op::Counter(counter.counted.id()),
        Statement::Limit(limit) => Op::Limit(limit.0.clone()),
        Statement::Quota(quota) => Op::Quota(quota.0.clone()),
        Statement::ConnCount(count) => Op::Connlimit(count.0.clone()),
        _ => return None,
    })
}

impl Emitter<'_> {
    /// A statement that is no comparison.
    pub(super) fn statement(&mut self, statement: &Statement) {
        if let Some(op) = stateful(statement) {
            return self.push(op);
        }
        match statement {
            Statement::Verdict(verdict) => {
                let verdict = self.verdict(verdict);
                self.push(Op::Verdict(verdict));
            }
            Statement::Vmap { key, map } => {
                self.lookup(key, map.into(), false, Some(Dest::Verdict), None);
            }
            Statement::Object { kind, name } => {
                self.objects = Some(*kind);
                match name {
                    Expr::Map(key, map) => {
                        self.lookup(key, map.into(), false, Some(Dest::Verdict), None);
                    }
                    Expr::ObjectName(name) => {
                        if let Some(found) = self.table.object(*kind, name) {
                            self.push(object(&found.state));
                        }
                    }
                    _ => {}
                }
                self.objects = None;
            }
            Statement::Log(log) => self.push(Op::Log(log.spec.clone())),
            Statement::Reject(reject) => self.push(Op::Reject(reject.kind)),
            Statement::Nat(nat) => self.nat(nat),
            Statement::Notrack => self.push(Op::Notrack),
            Statement::Set { field, to } => self.set(field, to),
            Statement::ResetTcpOption(kind) => self.push(Op::ExthdrReset { kind: *kind }),
            Statement::ChangeSet(change) => self.change(change),
            Statement::Match { .. }
            | Statement::Counter(_)
            | Statement::Limit(_)
            | Statement::Quota(_)
            | Statement::ConnCount(_) => {}
        }
    }

    fn set(&mut self, field: &Field, to: &Expr) {
        let sreg = Reg(0);
        let shape = Shape::of_field(field);
        match field {
            Field::Payload(_) | Field::Raw { .. } => self.set_payload(field, to),
            Field::Meta(meta) => {
                self.load(to, sreg, shape);
                self.push(Op::MetaSet {
                    key: meta.key,
                    sreg,
                });
            }
            Field::Ct(ct) => {
                self.load(to, sreg, shape);
                self.push(Op::CtSet {
                    key: ct.key,
                    direction: ct.direction,
                    sreg,
                });
            }
            Field::TcpOption(option, place) => self.set_option(*option, *place, to),
            Field::Rt(_)
            | Field::Socket(_)
            | Field::Fib(_)
            | Field::Exthdr(..)
            | Field::ExthdrExists(_)
            | Field::TcpOptionExists(_)
            | Field::IpOption(..)
            | Field::Numgen { .. }
            | Field::Hash { .. } => {}
        }
    }

    /// Loads what is written into a packet: in network order.
    fn load_for_packet(&mut self, to: &Expr, like: Shape) {
        self.load(to, Reg(0), like);
        match to {
            Expr::Field(_) | Expr::Binary(..) => self.turn(Reg(0), Shape::of(to)),
            _ => {}
        }
    }

    fn set_option(&mut self, option: TcpOption, place: u8, to: &Expr) {
        let Some(template) = option.fields().get(usize::from(place)) else {
            return;
        };
        let window = Window::new(template.offset, template.bits);
        self.load_for_packet(to, window.shape());
        self.push(Op::ExthdrSet {
            field: Exthdr {
                kind: ExthdrKind::Tcp,
                number: option.kind(),
                offset: narrow(window.offset.into()),
                len: narrow(window.len.into()),
            },
            sreg: Reg(0),
        });
    }

    /// Writes into the packet. Bits that are not whole bytes are written with those around them, and with a checksum
    /// bytes are written by twos: so it can be found out how the checksum changes.
    fn set_payload(&mut self, field: &Field, to: &Expr) {
        let Some(place) = Place::of_field(field) else {
            return;
        };
        let at = checksum_at(field);
        let mut window = Window::new(place.offset, place.bits);
        let mut behind = window.shift;
        if at.is_some() && (!window.offset.is_multiple_of(2) || !window.len.is_multiple_of(2)) {
            let end = (window.offset + window.len).next_multiple_of(2);
            behind += (end - window.offset - window.len) * 8;
            let offset = window.offset - window.offset % 2;
            window = Window::new(offset * 8, (end - offset) * 8);
        }
        let shape = window.shape();
        match constant(to) {
            Some(number) if place.bits != window.len * 8 => {
                self.field(
                    &Field::Raw {
                        base: place.base,
                        offset: window.offset * 8,
                        bits: window.len * 8,
                    },
                    Reg(0),
                );
                let mask = ones(place.bits) << behind;
                self.mask_xor(
                    Reg(0),
                    shape.data(ones(shape.bits) & !mask),
                    shape.data((number << behind) & mask),
                );
            }
            _ => self.load_for_packet(to, shape),
        }
        self.push(Op::PayloadSet {
            base: place.base,
            offset: narrow(window.offset.into()),
            len: narrow(window.len.into()),
            sreg: Reg(0),
            checksum: PayloadChecksum {
                at,
                pseudo_header: place.base == PayloadBase::Inner || is_in_pseudo_header(field),
            },
        });
    }

    fn change(&mut self, change: &SetChange) {
        let set = self.named_set(&change.set);
        let key = Reg(0);
        let interval = set.is_some_and(|set| set.flags.interval);
        self.key_parts(&change.key, key, interval);
        let data = change.data.as_ref().map(|expr| {
            let reg = behind(key, words(&change.key));
            let shape = set
                .and_then(|set| set.data.as_ref())
                .map(super::data::parts_of_key)
                .and_then(|parts| parts.first().copied());
            let shape = shape.unwrap_or(Shape::of(expr));
            self.load(expr, reg, shape);
            reg
        });
        self.push(Op::Dynset {
            op: change.op,
            set: set.map_or(NO_SET, |set| set.id),
            key,
            data,
            timeout: change.timeout.map_or(0, super::data::nanos),
            exprs: change.statements.iter().filter_map(stateful).collect(),
        });
    }
}

/// Where the checksum of a field's header is, in bytes.
const fn checksum_at(field: &Field) -> Option<u8> {
    match field {
        Field::Payload(PayloadField { header, .. }) => match header {
            Header::Ip => Some(10),
            Header::Tcp => Some(16),
            Header::Udp => Some(6),
            Header::Icmp | Header::Icmpv6 | Header::Igmp => Some(2),
            // Not that of the internet: packets of SCTP say which.
            Header::Sctp => Some(8),
            // nft says nothing of that of UDP-Lite, which stays what it was.
            Header::Udplite
            | Header::Ether
            | Header::Vlan
            | Header::Arp
            | Header::Ip6
            | Header::Ah
            | Header::Esp
            | Header::Comp
            | Header::Dccp
            | Header::Th => None,
        },
        _ => None,
    }
}

/// Whether a field is part of what transport checksums cover besides their own header.
fn is_in_pseudo_header(field: &Field) -> bool {
    match field {
        Field::Payload(field) => matches!(
            (field.header, field.template().name),
            (Header::Ip, "saddr" | "daddr" | "protocol" | "length")
                | (Header::Ip6, "saddr" | "daddr" | "nexthdr" | "length")
        ),
        _ => false,
    }
}
