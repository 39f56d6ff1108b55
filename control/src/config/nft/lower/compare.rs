//! Comparisons.

use dataplane::filter::nft::{CmpOp, Dest, Expr as Op, Reg};

use super::{
    super::{BinOp, ByteOrder, DataType, Expr, Field, MapRef, RelOp, Value, prefix_mask},
    data::{Order, Shape, data, text},
    emit::{Emitter, Window},
    protocols::{constant, is_flags},
    set::Within,
};

impl Emitter<'_> {
    /// The rule ends unless `left op right` holds.
    pub(super) fn compare(&mut self, left: &Expr, op: RelOp, right: &Expr) {
        match right {
            Expr::Set(set) => {
                self.lookup(left, Within::Anonymous(set), op == RelOp::Neq, None, None);
            }
            Expr::SetRef(name) => {
                self.lookup(left, Within::Named(name), op == RelOp::Neq, None, None);
            }
            Expr::Range(from, to) => self.range((left, right), op, (from, to)),
            Expr::Prefix(value, len) => self.prefix((left, right), op, (value, *len)),
            Expr::Wildcard(value) => {
                self.operand_of(left, right);
                self.cmp(cmp_op(op), text(value));
            }
            Expr::Value(_) | Expr::Flags(_) => self.constant(left, op, right),
            // The evaluation refuses them.
            Expr::Field(_)
            | Expr::Binary(..)
            | Expr::Concat(_)
            | Expr::Map(..)
            | Expr::Any
            | Expr::Verdict(_)
            | Expr::ObjectName(_) => {}
        }
    }

    /// Looks a key up; of a map `dest` is where the value goes.
    pub(super) fn lookup(
        &mut self,
        key: &Expr,
        within: Within<'_>,
        not: bool,
        dest: Option<Dest>,
        like: Option<Shape>,
    ) {
        let sreg = match dest {
            Some(Dest::Reg(reg)) => reg,
            Some(Dest::Verdict) | None => Reg(0),
        };
        let set = self.key(key, within, sreg, like);
        self.push(Op::Lookup {
            set,
            sreg,
            not,
            dest,
        });
    }

    /// Loads what `key` maps to.
    pub(super) fn map(&mut self, key: &Expr, map: &MapRef, reg: Reg, like: Shape) {
        self.lookup(key, map.into(), false, Some(Dest::Reg(reg)), Some(like));
    }

    /// Loads a left side; gives what `right` has to be like, and by how many bits it is to be shifted.
    fn operand_of(&mut self, left: &Expr, right: &Expr) -> (Shape, u16) {
        if let Expr::Field(field) = left
            && let Some(window) = self.field(field, Reg(0))
        {
            return (window.shape(), window.shift);
        }
        let shape = Shape::of(left).like(right);
        match left {
            Expr::Field(_) => {}
            left => self.load(left, Reg(0), shape),
        }
        match sub_byte(left) {
            Some(window) => (window.shape(), 0),
            None => (shape, 0),
        }
    }

    fn range(&mut self, (left, right): (&Expr, &Expr), op: RelOp, (from, to): (&Value, &Value)) {
        let (shape, shift) = self.operand_of(left, right);
        self.turn(Reg(0), shape);
        let bytes = |value: &Value| shape.turned().data(value.number << shift);
        // Hours that go over midnight: those that are not between.
        let (from, to, op) = match from.datatype == DataType::Hour && from.number > to.number {
            true if op == RelOp::Neq => (to, from, RelOp::Eq),
            true => (to, from, RelOp::Neq),
            false => (from, to, op),
        };
        if op == RelOp::Neq {
            self.push(Op::Range {
                not: true,
                sreg: Reg(0),
                from: data(bytes(from)),
                to: data(bytes(to)),
            });
        } else {
            self.cmp(CmpOp::Gte, bytes(from));
            self.cmp(CmpOp::Lte, bytes(to));
        }
    }

    /// A network: of one that ends with a byte only so many bytes are compared.
    fn prefix(&mut self, (left, right): (&Expr, &Expr), op: RelOp, (value, len): (&Value, u16)) {
        if let Expr::Field(field) = left
            && field.byteorder() == ByteOrder::Network
            && len > 0
            && len.is_multiple_of(8)
            && Window::of_bits(field).is_none()
        {
            let shape = Shape::of(left).like(right);
            let mut bytes = shape.data(value.number);
            bytes.truncate(usize::from(len / 8));
            self.first_bytes(field, len / 8);
            self.cmp(cmp_op(op), bytes);
            return;
        }
        let (shape, shift) = self.operand_of(left, right);
        let mask = prefix_mask(value.bits, len) << shift;
        self.mask(Reg(0), shape.data(mask));
        self.cmp(cmp_op(op), shape.data(value.number << shift));
    }

    /// Loads the first bytes of a field, or all where only all can be loaded.
    fn first_bytes(&mut self, field: &Field, len: u16) {
        match Window::first(field, len) {
            Some(field) => self.field(&field, Reg(0)),
            None => self.field(field, Reg(0)),
        };
    }

    fn constant(&mut self, left: &Expr, op: RelOp, right: &Expr) {
        let number = constant(right).unwrap_or(0);
        // What is turned on the left side can be turned on the right one.
        if let Expr::Binary(BinOp::Xor, inner, by) = left
            && matches!(op, RelOp::Implicit | RelOp::Eq | RelOp::Neq)
            && let (Some(by), Expr::Value(value)) = (constant(by), right)
        {
            let value = Value {
                number: value.number ^ by,
                ..value.clone()
            };
            let shape = Shape::of(inner).like(right);
            self.load(inner, Reg(0), shape);
            return self.cmp(cmp_op(op), shape.value(&value));
        }
        let (shape, shift) = self.operand_of(left, right);
        match op {
            RelOp::Implicit | RelOp::Negation
                if is_flags(right) && !matches!(left, Expr::Binary(..)) =>
            {
                self.mask(Reg(0), shape.data(number << shift));
                let op = match op {
                    RelOp::Negation => CmpOp::Eq,
                    _ => CmpOp::Neq,
                };
                self.cmp(op, vec![0; shape.len()]);
            }
            RelOp::Lt | RelOp::Gt | RelOp::Lte | RelOp::Gte => {
                self.turn(Reg(0), shape);
                self.cmp(cmp_op(op), shape.turned().data(number << shift));
            }
            RelOp::Implicit | RelOp::Eq | RelOp::Neq | RelOp::Negation => {
                let bytes = match (right, shape.order) {
                    (Expr::Value(value), Order::Text) => shape.value(value),
                    _ => shape.data(number << shift),
                };
                self.cmp(cmp_op(op), bytes);
            }
        }
    }
}

/// Bits of a header that are worked on: what comes of them is as large as the bytes that they are in.
fn sub_byte(expr: &Expr) -> Option<Window> {
    match expr {
        Expr::Binary(_, left, _) => sub_byte(left),
        Expr::Field(field) => Window::of_bits(field),
        _ => None,
    }
}

const fn cmp_op(op: RelOp) -> CmpOp {
    match op {
        RelOp::Implicit | RelOp::Eq | RelOp::Negation => CmpOp::Eq,
        RelOp::Neq => CmpOp::Neq,
        RelOp::Lt => CmpOp::Lt,
        RelOp::Gt => CmpOp::Gt,
        RelOp::Lte => CmpOp::Lte,
        RelOp::Gte => CmpOp::Gte,
    }
}
