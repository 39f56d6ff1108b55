//! Loading what rules look at into registers (netlink_linearize.c).

use std::sync::{Arc, atomic::AtomicU64};

use dataplane::filter::nft::{
    BitOp, ByteOrder, ChainNumber, CmpOp, Code, Expr as Op, Exthdr, ExthdrKind, Hash, Numgen,
    PayloadBase, Reg, SetId, Verdict as OpVerdict,
};

use super::{
    super::{
        BinOp, Expr, Field, Hashing, IpOption, MapRef, NumgenMode, ObjectKind, Set, Statement,
        Table, Template, Verdict, ones,
    },
    Lowered, NO_SET,
    data::{Order, Shape, data},
    protocols::{Bytes, Place, Step},
    set::{AnonymousCode, Keyed, Within},
};

/// Words of a register of the old kind (`NFT_REG_SIZE`): what a value that is no concatenation takes.
pub(super) const REGISTER: u8 = 4;

/// Where bits are in the bytes that are loaded for them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    /// The first byte.
    pub(super) offset: u16,
    /// How many.
    pub(super) len: u16,
    /// Which bits of them count; `None` for all.
    pub(super) mask: Option<u128>,
    /// Bits behind those that count.
    pub(super) shift: u16,
}

impl Window {
    /// Of `bits` from `offset` on.
    pub(super) const fn new(offset: u16, bits: u16) -> Self {
        let first = offset / 8;
        let len = (offset + bits).div_ceil(8) - first;
        let shift = len * 8 - offset % 8 - bits;
        Self {
            offset: first,
            len,
            mask: if bits == len * 8 {
                None
            } else {
                Some(ones(bits) << shift)
            },
            shift,
        }
    }

    /// Of what a field of a header, option or extension header is in.
    fn of_field(field: &Field) -> Option<Self> {
        if let Some(place) = Place::of_field(field) {
            return Some(Self::new(place.offset, place.bits));
        }
        let template = match field {
            Field::Exthdr(header, place) => template(header.fields(), *place),
            Field::TcpOption(option, place) => template(option.fields(), *place),
            Field::IpOption(kind, Some(place)) => template(IpOption(*kind).fields(), *place),
            _ => None,
        }?;
        Some(Self::new(template.offset, template.bits))
    }

    /// Of bits that are not whole bytes.
    pub(super) fn of_bits(field: &Field) -> Option<Self> {
        Self::of_field(field).filter(|window| window.mask.is_some())
    }

    /// The first bytes of a field of the packet.
    pub(super) fn first(field: &Field, bytes: u16) -> Option<Field> {
        let place = Place::of_field(field)?;
        Some(Field::Raw {
            base: place.base,
            offset: place.offset,
            bits: bytes * 8,
        })
    }

    /// The bytes, as a number in network order.
    pub(super) const fn shape(self) -> Shape {
        Shape {
            bits: self.len * 8,
            order: Order::Network,
        }
    }
}

fn template(fields: &'static [Template], place: u8) -> Option<&'static Template> {
    fields.get(usize::from(place))
}

/// The register so many words behind another.
pub(super) const fn behind(reg: Reg, words: u8) -> Reg {
    Reg(reg.0 + words)
}

/// Words that an expression takes of registers.
pub(super) fn words(expr: &Expr) -> u8 {
    match expr {
        Expr::Concat(_) => narrow(usize::from(Shape::of(expr).bits / 32)),
        _ => REGISTER,
    }
}

impl<'a> From<&'a MapRef> for Within<'a> {
    fn from(map: &'a MapRef) -> Self {
        match map {
            MapRef::Named(name) => Self::Named(name),
            MapRef::Anonymous(set) => Self::Anonymous(set),
        }
    }
}

/// What is made so far of a rule.
pub(super) struct Emitter<'a> {
    pub(super) table: &'a Table,
    /// Of which kind the objects are that the map of this statement gives.
    pub(super) objects: Option<ObjectKind>,
    code: Vec<Op>,
    sets: Vec<AnonymousCode>,
}

impl<'a> Emitter<'a> {
    pub(super) const fn new(table: &'a Table) -> Self {
        Self {
            table,
            objects: None,
            code: Vec::new(),
            sets: Vec::new(),
        }
    }

    pub(super) fn finish(self) -> Lowered {
        Lowered {
            code: Code(self.code.into()),
            sets: self.sets,
            spans: Box::default(),
        }
    }

    /// How many expressions there are.
    pub(super) fn len(&self) -> usize {
        self.code.len()
    }

    pub(super) fn push(&mut self, op: Op) {
        self.code.push(op);
    }

    /// Makes a part of a rule.
    pub(super) fn step(&mut self, step: &Step<'_>) {
        match step {
            Step::Meta(key, number) => {
                let field = Field::Meta(super::super::MetaField { key: *key });
                self.push(Op::Meta {
                    key: *key,
                    dreg: Reg(0),
                });
                let bytes = Shape::of_field(&field).data(*number);
                self.cmp(CmpOp::Eq, bytes);
            }
            Step::Bytes(bytes) => self.bytes(bytes),
            Step::Statement(Statement::Match { left, op, right }) => self.compare(left, *op, right),
            Step::Statement(statement) => self.statement(statement),
        }
    }

    fn bytes(&mut self, bytes: &Bytes) {
        let len = bytes.value.len();
        self.payload(bytes.base, bytes.offset, narrow(len), Reg(0));
        if bytes.any_of {
            self.mask(Reg(0), bytes.value.clone());
            let op = match bytes.op {
                CmpOp::Eq => CmpOp::Neq,
                op => op,
            };
            self.cmp(op, vec![0; len]);
        } else {
            self.cmp(bytes.op, bytes.value.clone());
        }
    }

    /// Compares the first register.
    pub(super) fn cmp(&mut self, op: CmpOp, bytes: Vec<u8>) {
        self.push(Op::Cmp {
            op,
            sreg: Reg(0),
            data: data(bytes),
        });
    }

    fn payload(&mut self, base: PayloadBase, offset: u16, len: u8, dreg: Reg) {
        // Offsets of fields are small; of `@nh,N,…` the evaluation takes no more than what fits.
        let offset = u8::try_from(offset).unwrap_or(u8::MAX);
        self.push(Op::Payload {
            base,
            offset,
            len,
            dreg,
        });
    }

    /// Only these bits stay.
    pub(super) fn mask(&mut self, reg: Reg, mask: Vec<u8>) {
        let xor = vec![0; mask.len()];
        self.mask_xor(reg, mask, xor);
    }

    pub(super) fn mask_xor(&mut self, reg: Reg, mask: Vec<u8>, xor: Vec<u8>) {
        self.push(Op::Bitwise {
            sreg: reg,
            dreg: reg,
            len: narrow(mask.len()),
            op: BitOp::MaskXor {
                mask: data(mask),
                xor: data(xor),
            },
        });
    }

    fn shift(&mut self, reg: Reg, len: usize, op: BitOp) {
        self.push(Op::Bitwise {
            sreg: reg,
            dreg: reg,
            len: narrow(len),
            op,
        });
    }

    /// Turns a number into network order if `memcmp` would not order it else.
    pub(super) fn turn(&mut self, reg: Reg, shape: Shape) {
        if !shape.is_turned() {
            return;
        }
        let size = match shape.bits {
            bits if bits.is_multiple_of(64) => 8,
            bits if bits.is_multiple_of(32) => 4,
            _ => 2,
        };
        self.hton(reg, narrow(shape.len()), size);
    }

    fn hton(&mut self, reg: Reg, len: u8, size: u8) {
        self.push(Op::Byteorder {
            sreg: reg,
            dreg: reg,
            order: ByteOrder::ToNetwork,
            len,
            size,
        });
    }

    /// Loads an expression; constants as something of the shape of `like`. What is behind `reg` is free.
    pub(super) fn load(&mut self, expr: &Expr, reg: Reg, like: Shape) {
        match expr {
            Expr::Field(field) => {
                if let Some(window) = self.field(field, reg)
                    && window.shift > 0
                {
                    self.shift(
                        reg,
                        window.len.into(),
                        BitOp::ShiftRight(window.shift.into()),
                    );
                }
            }
            Expr::Binary(..) => self.binary(expr, reg),
            Expr::Value(value) => {
                let bytes = like.value(value);
                self.push(Op::Immediate {
                    dreg: reg,
                    data: data(bytes),
                });
            }
            Expr::Flags(values) => {
                let number = values.iter().fold(0, |all, value| all | value.number);
                let bytes = like.data(number);
                self.push(Op::Immediate {
                    dreg: reg,
                    data: data(bytes),
                });
            }
            Expr::Concat(parts) => {
                let mut reg = reg;
                for part in parts {
                    let shape = Shape::of(part);
                    self.load(part, reg, shape);
                    reg = behind(reg, narrow(shape.len().div_ceil(4)));
                }
            }
            Expr::Map(key, map) => self.map(key, map, reg, like),
            // Not what is loaded: the evaluation refuses them.
            Expr::Prefix(..)
            | Expr::Range(..)
            | Expr::Wildcard(_)
            | Expr::Set(_)
            | Expr::SetRef(_)
            | Expr::Any
            | Expr::Verdict(_)
            | Expr::ObjectName(_) => {}
        }
    }

    /// Loads a field; of one that is not whole bytes gives where it is in those that were loaded, the others being
    /// cleared.
    pub(super) fn field(&mut self, field: &Field, reg: Reg) -> Option<Window> {
        let window = Window::of_field(field);
        self.raw(field, window, reg);
        let window = window?;
        if let Some(mask) = window.mask {
            let mask = window.shape().data(mask);
            self.mask(reg, mask);
        }
        Some(window)
    }

    /// Loads the bytes that a field is in.
    fn raw(&mut self, field: &Field, window: Option<Window>, dreg: Reg) {
        if let (Some(place), Some(window)) = (Place::of_field(field), window) {
            let len = narrow(window.len.into());
            self.payload(place.base, window.offset, len, dreg);
            return;
        }
        let of_option = |kind: ExthdrKind, number: u8| Exthdr {
            kind,
            number,
            offset: window.map_or(0, |window| narrow(window.offset.into())),
            len: window.map_or(1, |window| narrow(window.len.into())),
        };
        let op = match field {
            Field::Meta(meta) => Op::Meta {
                key: meta.key,
                dreg,
            },
            Field::Ct(ct) => Op::Ct {
                key: ct.key,
                direction: ct.direction,
                dreg,
            },
            Field::Rt(rt) => Op::Rt { key: rt.key, dreg },
            Field::Socket(socket) => Op::Socket {
                key: socket.key,
                dreg,
            },
            Field::Fib(of) => Op::Fib { fib: *of, dreg },
            Field::Exthdr(header, _) | Field::ExthdrExists(header) => Op::Exthdr {
                field: of_option(ExthdrKind::Ipv6, header.number()),
                present: window.is_none(),
                dreg,
            },
            Field::TcpOption(option, _) | Field::TcpOptionExists(option) => Op::Exthdr {
                field: of_option(ExthdrKind::Tcp, option.kind()),
                present: window.is_none(),
                dreg,
            },
            Field::IpOption(kind, _) => Op::Exthdr {
                field: of_option(ExthdrKind::Ipv4, *kind),
                present: window.is_none(),
                dreg,
            },
            Field::Numgen {
                mode,
                modulus,
                offset,
            } => Op::Numgen {
                kind: match mode {
                    NumgenMode::Incremental => Numgen::Incremental(Arc::new(AtomicU64::new(0))),
                    NumgenMode::Random => Numgen::Random,
                },
                modulus: *modulus,
                offset: *offset,
                dreg,
            },
            Field::Hash {
                of,
                modulus,
                offset,
            } => Op::Hash {
                hash: match of {
                    Hashing::Symmetric => Hash::Symmetric,
                    Hashing::Jenkins { of, seed } => self.jenkins(of, *seed, dreg),
                },
                modulus: *modulus,
                offset: *offset,
                dreg,
            },
            Field::Payload(_) | Field::Raw { .. } => return,
        };
        self.push(op);
    }

    /// Loads what is hashed, behind where the hash goes.
    fn jenkins(&mut self, of: &Expr, seed: Option<u32>, dreg: Reg) -> Hash {
        let sreg = behind(dreg, REGISTER);
        let shape = Shape::of(of);
        self.load(of, sreg, shape);
        Hash::Jenkins {
            sreg,
            len: narrow(shape.len()),
            // Deviation: the kernel takes a number at random if none is given; here a rule always hashes alike.
            seed: seed.unwrap_or(0),
        }
    }

    /// Works on bits: what is done one after the other with `&`, `|` and `^` is one expression.
    fn binary(&mut self, expr: &Expr, reg: Reg) {
        let Expr::Binary(op, left, right) = expr else {
            let shape = Shape::of(expr);
            return self.load(expr, reg, shape);
        };
        let number = super::protocols::constant(right).unwrap_or(0);
        if let BinOp::ShiftLeft | BinOp::ShiftRight = op {
            self.binary(left, reg);
            let by = u32::try_from(number).unwrap_or(u32::MAX);
            let op = match op {
                BinOp::ShiftLeft => BitOp::ShiftLeft(by),
                _ => BitOp::ShiftRight(by),
            };
            let len = Shape::of(left).len();
            return self.shift(reg, len, op);
        }
        let mut operations = vec![(*op, number)];
        let mut base = &**left;
        while let Expr::Binary(op @ (BinOp::And | BinOp::Or | BinOp::Xor), left, right) = base {
            operations.push((*op, super::protocols::constant(right).unwrap_or(0)));
            base = left;
        }
        let shape = self.operand(base, reg, &mut operations).like(right);
        let all = ones(narrow(shape.len()) as u16 * 8);
        let (mut mask, mut xor) = (all, 0);
        for (op, number) in operations.into_iter().rev() {
            match op {
                BinOp::And => {
                    mask &= number;
                    xor &= number;
                }
                BinOp::Or => {
                    mask &= !number;
                    xor = (xor & !number) | number;
                }
                BinOp::Xor | BinOp::ShiftLeft | BinOp::ShiftRight => xor ^= number,
            }
        }
        self.mask_xor(reg, shape.data(mask & all), shape.data(xor & all));
    }

    /// Loads what bits are worked on. Bits at the end of their bytes need no step of their own.
    fn operand(&mut self, base: &Expr, reg: Reg, operations: &mut Vec<(BinOp, u128)>) -> Shape {
        if let Expr::Field(field) = base
            && let Some(window) = Window::of_field(field)
        {
            match window.mask {
                Some(mask) if window.shift == 0 => {
                    self.raw(field, Some(window), reg);
                    operations.push((BinOp::And, mask));
                }
                _ => self.load(base, reg, window.shape()),
            }
            return window.shape();
        }
        self.binary(base, reg);
        Shape::of(base)
    }

    /// The set of a name.
    pub(super) fn named_set(&self, name: &str) -> Option<&'a Set> {
        self.table.set(name).map(|set| &**set)
    }

    /// Loads the key of a set; gives the set's number.
    ///
    /// Bits that are not whole bytes are looked up where they are if the set is the rule's own.
    /// `like` is what a map is to give, whose type does not say in which order its bytes are.
    pub(super) fn key(
        &mut self,
        key: &Expr,
        within: Within<'_>,
        reg: Reg,
        like: Option<Shape>,
    ) -> SetId {
        match within {
            Within::Named(name) => {
                let (id, interval) = self
                    .named_set(name)
                    .map_or((NO_SET, false), |set| (set.id, set.flags.interval));
                self.key_parts(key, reg, interval);
                id
            }
            Within::Anonymous(set) => {
                let interval = super::set::has_intervals(&set.elements);
                let mut keyed = Keyed {
                    parts: match key {
                        Expr::Concat(parts) => parts.iter().map(Self::shape_of_part).collect(),
                        one => vec![Shape::of(one)],
                    },
                    shift: 0,
                    interval,
                };
                match key {
                    Expr::Field(field) => {
                        if let Some(window) = self.field(field, reg) {
                            keyed.shift = window.shift;
                            keyed.parts = vec![window.shape()];
                        } else if interval {
                            self.turn(reg, keyed.parts[0]);
                        }
                    }
                    key => self.key_parts(key, reg, interval),
                }
                let set = AnonymousCode::new(set, &keyed, like, (self.table, self.objects));
                let id = set.id;
                self.sets.push(set);
                id
            }
        }
    }

    /// Loads a key, or the parts of it; of sets with intervals numbers are in network order.
    pub(super) fn key_parts(&mut self, key: &Expr, reg: Reg, interval: bool) {
        let Expr::Concat(parts) = key else {
            let shape = Shape::of(key);
            self.load(key, reg, shape);
            if interval {
                self.turn(reg, shape);
            }
            return;
        };
        let mut reg = reg;
        for part in parts {
            let shape = Self::shape_of_part(part);
            self.load(part, reg, shape);
            match shape.order {
                // nft turns single bytes as well.
                Order::Host if interval && shape.len() == 1 => self.hton(reg, 1, 2),
                _ if interval => self.turn(reg, shape),
                _ => {}
            }
            reg = behind(reg, narrow(shape.len().div_ceil(4)));
        }
    }

    /// What a part of a key is like when it is loaded: bits that are not whole bytes have been shifted to the end of theirs.
    fn shape_of_part(part: &Expr) -> Shape {
        match part {
            Expr::Field(field) => {
                Window::of_bits(field).map_or_else(|| Shape::of_field(field), Window::shape)
            }
            other => Shape::of(other),
        }
    }

    /// The chain of a name.
    pub(super) fn verdict(&self, verdict: &Verdict) -> OpVerdict {
        verdict_in(self.table, verdict)
    }
}

/// A verdict with its chain's number.
pub(super) fn verdict_in(table: &Table, verdict: &Verdict) -> OpVerdict {
    let number = |name: &str| {
        let chain = table.chain(name);
        chain.map_or(ChainNumber(0), |chain| chain.number)
    };
    match verdict {
        Verdict::Accept => OpVerdict::Accept,
        Verdict::Drop => OpVerdict::Drop,
        Verdict::Continue => OpVerdict::Continue,
        Verdict::Return => OpVerdict::Return,
        Verdict::Jump(name) => OpVerdict::Jump(number(name)),
        Verdict::Goto(name) => OpVerdict::Goto(number(name)),
    }
}

/// A length as expressions have it: no value is longer than registers are.
pub(super) fn narrow(len: usize) -> u8 {
    u8::try_from(len).unwrap_or(u8::MAX)
}
