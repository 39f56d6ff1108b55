//! Long chains, compiled (see [`filter::classify`](crate::filter)): what rules hang at.
//!
//! A rule is followed up to the first expression that does more than to load and to compare. Those that compare a field
//! of the packet with constants, or look for it in a set that is small and never changes, are what it may hang at: a
//! packet whose field is another would end the rule there, and nobody would know.
//!
//! Only those fields count that all packets of a flow have in common. Where a rule looks at others, the flow cache has
//! to be told of it (see `consult`), so that rule must not be left out.

use super::{
    BitOp, CmpOp, Code, Expr, MetaKey, PayloadBase, Reg, SetId, TableFamily,
    eval::Run,
    meta::{self, NFPROTO_IPV4, NFPROTO_IPV6, nfproto},
    ruleset::Chain,
    set::{ElementKey, Set},
    set_interval::value,
};
use crate::{
    filter::classify::{Classifier, Field, Keys, Shape},
    route::Family,
    wire::{
        ipv4::{self, protocol},
        ipv6,
    },
};

/// What rules hang at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum NftField {
    /// Bytes from here on, counted from the network header.
    Network(u8),
    /// Bytes from here on, counted from the transport header.
    Transport(u8),
    /// `meta nfproto`.
    Family,
    /// `meta l4proto`.
    Protocol,
    /// The name of the interface that the packet came in by.
    InputName,
    /// The name of the interface that it leaves by.
    OutputName,
    /// The number of the interface that the packet came in by.
    Input,
    /// The number of the interface that it leaves by.
    Output,
}

impl Field for NftField {
    fn weight(self, len: u8) -> u8 {
        match self {
            Self::Network(_) if len > 32 => len / 4,
            Self::Network(_) | Self::Transport(_) => len,
            Self::Family => 1,
            Self::Protocol => 2,
            Self::InputName | Self::OutputName | Self::Input | Self::Output => 4,
        }
    }
}

/// Compiles a chain; `None` if that is of no use.
pub(super) fn compile<'s>(
    chain: &Chain,
    set: impl Fn(SetId) -> Option<&'s Set> + Copy,
) -> Option<Classifier<NftField>> {
    let family = match chain.table.family {
        TableFamily::Ip => Some(Family::V4),
        TableFamily::Ip6 => Some(Family::V6),
        TableFamily::Inet => None,
    };
    Classifier::compile(&chain.rules, |rule, keys| {
        if collect(&rule.code, (family, false), set, keys) {
            keys.clear();
            collect(&rule.code, (family, true), set, keys);
        }
    })
}

/// The field that so many bytes are, if all packets of a flow have the same there. Of ICMP, that are type and code:
/// what others have as a destination port is its checksum. `ported` says that the packet is not ICMP.
fn common(
    base: PayloadBase,
    (family, ported): (Option<Family>, bool),
    (offset, len): (u8, u8),
) -> Option<NftField> {
    let end = offset.checked_add(len)?;
    let is_common = match (base, family) {
        // The protocol, and the addresses.
        (PayloadBase::Network, Some(Family::V4)) => {
            (offset, len) == (9, 1) || offset >= 12 && usize::from(end) <= ipv4::HEADER_LEN
        }
        (PayloadBase::Network, Some(Family::V6)) => {
            (offset, len) == (6, 1) || offset >= 8 && usize::from(end) <= ipv6::HEADER_LEN
        }
        // (What has neither ports nor a type there has no flow.)
        (PayloadBase::Transport, _) => end <= if ported { 4 } else { 2 },
        (PayloadBase::Network, None) | (PayloadBase::LinkLayer | PayloadBase::Inner, _) => false,
    };
    let field = match base {
        PayloadBase::Network => NftField::Network(offset),
        PayloadBase::Transport => NftField::Transport(offset),
        PayloadBase::LinkLayer | PayloadBase::Inner => return None,
    };
    is_common.then_some(field)
}

/// The first bits of a field of the packet in hand; `None` if it does not have as many.
#[inline]
pub(super) fn field(run: &Run<'_, '_>, shape: Shape<NftField>) -> Option<u128> {
    let bytes = |start: usize| {
        let rest = run.packet.network().get(start..)?;
        (rest.len() * 8 >= usize::from(shape.len)).then(|| value(rest))
    };
    let byte = |byte: u8| u128::from(byte) << 120;
    let name = |iface| value(meta::name(iface).as_bytes());
    let number = |iface| value(&meta::number(iface).to_ne_bytes());
    match shape.field {
        NftField::Network(offset) => bytes(offset.into()),
        NftField::Transport(offset) => bytes(run.info.claimed_transport()? + usize::from(offset)),
        NftField::Family => Some(byte(nfproto(run.at.family))),
        NftField::Protocol => run.info.l4proto.map(byte),
        NftField::InputName => Some(name(run.at.iif)),
        NftField::OutputName => Some(name(run.at.oif)),
        NftField::Input => Some(number(run.at.iif)),
        NftField::Output => Some(number(run.at.oif)),
    }
}

/// What a register holds: bytes of a field, of which the bits of the mask count.
#[derive(Clone, Copy)]
struct Loaded {
    reg: Reg,
    field: NftField,
    /// Bytes.
    len: u8,
    mask: u128,
    /// What is known of it: it is not less than that.
    least: u128,
}

impl Loaded {
    /// How many first bits count, if only first ones do.
    const fn bits(&self) -> Option<u8> {
        let bits = self.mask.leading_ones() as u8;
        if bits > 0 && bits <= self.len * 8 && self.mask.count_ones() == bits as u32 {
            Some(bits)
        } else {
            None
        }
    }

    /// Whether it is the protocol of packets of a family, and those from `first` to `last` are not ICMP.
    fn excludes_icmp(&self, family: Option<Family>, (first, last): (u128, u128)) -> bool {
        let is_protocol = matches!(
            (self.field, family),
            (NftField::Protocol, _)
                | (NftField::Network(9), Some(Family::V4))
                | (NftField::Network(6), Some(Family::V6))
        );
        let icmp = [protocol::ICMP, protocol::ICMPV6].map(|icmp| u128::from(icmp) << 120);
        is_protocol && self.all() && icmp.iter().all(|icmp| !(first..=last).contains(icmp))
    }

    const fn all(&self) -> bool {
        match self.bits() {
            Some(bits) => bits == self.len * 8,
            None => false,
        }
    }
}

/// What registers hold; what is not here is not known.
struct Registers(Vec<Loaded>);

impl Registers {
    /// `len` bytes are written at `reg`.
    fn forget(&mut self, reg: Reg, len: u8) {
        let words =
            |reg: Reg, len: u8| u32::from(reg.0)..u32::from(reg.0) + u32::from(len).div_ceil(4);
        let written = words(reg, len);
        self.0.retain(|one| {
            let held = words(one.reg, one.len);
            held.end <= written.start || written.end <= held.start
        });
    }

    fn load(&mut self, reg: Reg, field: Option<NftField>, len: u8) {
        self.forget(reg, len);
        if let Some(field) = field.filter(|_| (1..=16).contains(&len)) {
            self.0.push(Loaded {
                reg,
                field,
                len,
                mask: u128::MAX << (128 - u32::from(len) * 8),
                least: 0,
            });
        }
    }

    fn get(&mut self, reg: Reg) -> Option<&mut Loaded> {
        self.0.iter_mut().find(|one| one.reg == reg)
    }
}

/// What a rule may hang at. Gives whether no ICMP packet matches it, if that was not known.
fn collect<'s>(
    code: &Code,
    (mut family, known): (Option<Family>, bool),
    set: impl Fn(SetId) -> Option<&'s Set>,
    keys: &mut Keys<NftField>,
) -> bool {
    let mut regs = Registers(Vec::new());
    let mut ported = false;
    for expr in &code.0 {
        match expr {
            Expr::Payload {
                base,
                offset,
                len,
                dreg,
            } => {
                let field = common(*base, (family, known), (*offset, *len));
                regs.load(*dreg, field, *len);
            }
            Expr::Meta { key, dreg } => {
                let (field, len) = meta(*key);
                regs.load(*dreg, field, len);
            }
            Expr::Bitwise {
                sreg,
                dreg,
                op,
                len,
            } => {
                let before = regs.get(*sreg).copied().filter(|one| one.len == *len);
                regs.forget(*dreg, *len);
                if let (Some(before), BitOp::MaskXor { mask, xor }) = (before, op)
                    && xor.0.iter().all(|byte| *byte == 0)
                {
                    regs.0.push(Loaded {
                        reg: *dreg,
                        mask: before.mask & value(&mask.0),
                        least: 0,
                        ..before
                    });
                }
            }
            Expr::Cmp { op, sreg, data } => {
                if let Some(loaded) = regs.get(*sreg) {
                    compare(loaded, *op, &data.0, keys);
                    let range = (value(&data.0), value(&data.0));
                    ported |= *op == CmpOp::Eq && loaded.excludes_icmp(family, range);
                    if loaded.field == NftField::Family && *op == CmpOp::Eq {
                        family = match *data.0 {
                            [NFPROTO_IPV4] => Some(Family::V4),
                            [NFPROTO_IPV6] => Some(Family::V6),
                            _ => family,
                        };
                    }
                }
            }
            Expr::Range {
                not: false,
                sreg,
                from,
                to,
            } => {
                if let Some(loaded) = regs.get(*sreg)
                    && loaded.all()
                    && usize::from(loaded.len) == to.0.len()
                {
                    keys.range(loaded.field, loaded.len * 8, (value(&from.0), value(&to.0)));
                    keys.end_set();
                }
            }
            Expr::Range { not: true, .. } => {}
            Expr::Lookup {
                set: id,
                sreg,
                not,
                dest,
            } => {
                let set = set(*id).filter(|set| set.decides_only());
                let Some(set) = set.filter(|_| dest.is_none()) else {
                    // It may do more than to decide.
                    break;
                };
                if !not {
                    ported |= look_up((&mut regs, family), set, *sreg, keys);
                }
            }
            Expr::Immediate { dreg, data } => regs.forget(*dreg, data.0.len() as u8),
            Expr::Byteorder { dreg, len, .. } => regs.forget(*dreg, *len),
            Expr::Exthdr { dreg, .. }
            | Expr::Ct { dreg, .. }
            | Expr::Rt { dreg, .. }
            | Expr::Socket { dreg, .. }
            | Expr::Fib { dreg, .. }
            | Expr::Hash { dreg, .. } => regs.forget(*dreg, super::MAX_DATA as u8),
            // They leave something behind.
            Expr::PayloadSet { .. }
            | Expr::ExthdrSet { .. }
            | Expr::ExthdrReset { .. }
            | Expr::MetaSet { .. }
            | Expr::CtSet { .. }
            | Expr::Verdict(_)
            | Expr::Dynset { .. }
            | Expr::Counter(_)
            | Expr::Limit(_)
            | Expr::Quota(_)
            | Expr::Connlimit(_)
            | Expr::Log(_)
            | Expr::Reject(_)
            | Expr::Nat(_)
            | Expr::Notrack
            | Expr::Helper(_)
            | Expr::Numgen { .. } => break,
        }
    }
    ported && !known
}

/// The field that is loaded, and its bytes.
const fn meta(key: MetaKey) -> (Option<NftField>, u8) {
    match key {
        MetaKey::NfProto => (Some(NftField::Family), 1),
        MetaKey::L4Proto => (Some(NftField::Protocol), 1),
        MetaKey::IifName => (Some(NftField::InputName), 16),
        MetaKey::OifName => (Some(NftField::OutputName), 16),
        MetaKey::Iif => (Some(NftField::Input), 4),
        MetaKey::Oif => (Some(NftField::Output), 4),
        // Nothing to hang at, of up to 16 bytes.
        MetaKey::Length
        | MetaKey::Protocol
        | MetaKey::Priority
        | MetaKey::Mark
        | MetaKey::IifType
        | MetaKey::OifType
        | MetaKey::SkUid
        | MetaKey::SkGid
        | MetaKey::NfTrace
        | MetaKey::RtClassid
        | MetaKey::SecMark
        | MetaKey::BriIifName
        | MetaKey::BriOifName
        | MetaKey::PktType
        | MetaKey::Cpu
        | MetaKey::IifGroup
        | MetaKey::OifGroup
        | MetaKey::Cgroup
        | MetaKey::PRandom
        | MetaKey::SecPath
        | MetaKey::IifKind
        | MetaKey::OifKind
        | MetaKey::TimeNs
        | MetaKey::TimeDay
        | MetaKey::TimeHour => (None, 16),
    }
}

/// A comparison with a constant.
fn compare(loaded: &mut Loaded, op: CmpOp, data: &[u8], keys: &mut Keys<NftField>) {
    let constant = value(data);
    let whole = loaded.all() && data.len() == usize::from(loaded.len);
    match op {
        CmpOp::Eq => {
            // A constant may be shorter: the beginning of a name.
            let compared = (data.len() as u8).min(loaded.len) * 8;
            if let Some(bits) = loaded.bits() {
                keys.key(loaded.field, bits.min(compared), constant);
                keys.end_set();
            }
        }
        CmpOp::Gte if whole => loaded.least = constant,
        CmpOp::Lte if whole && loaded.least <= constant => {
            keys.range(loaded.field, loaded.len * 8, (loaded.least, constant));
            keys.end_set();
        }
        CmpOp::Neq | CmpOp::Lt | CmpOp::Lte | CmpOp::Gt | CmpOp::Gte => {}
    }
}

/// A value is looked for in a set: each part of it that is a field has to be one of those in the set. Gives whether that
/// excludes ICMP.
fn look_up(
    (regs, family): (&mut Registers, Option<Family>),
    set: &Set,
    sreg: Reg,
    keys: &mut Keys<NftField>,
) -> bool {
    let mut ported = false;
    let spec = set.spec();
    let one = [spec.key_len];
    let fields = if spec.fields.is_empty() {
        &one[..]
    } else {
        &spec.fields
    };
    let mut at = 0;
    for len in fields.iter().copied() {
        let part = usize::from(at)..usize::from(at + len);
        let reg = Reg(sreg.0 + at / 4);
        at += len.next_multiple_of(4);
        let loaded = regs.get(reg).copied();
        let Some(loaded) = loaded.filter(|loaded| loaded.all() && loaded.len == len) else {
            continue;
        };
        let mut excluded = !set.few_keys().is_empty();
        for key in set.few_keys() {
            let (ElementKey::One(first) | ElementKey::Range(first, _)) = key else {
                excluded = false;
                continue;
            };
            let last = match key {
                ElementKey::Range(_, last) => last,
                ElementKey::One(_) | ElementKey::Any => first,
            };
            let bound = |data: &super::Data| data.0.get(part.clone()).map_or(0, value);
            let range = (bound(first), bound(last));
            excluded &= loaded.excludes_icmp(family, range);
            keys.range(loaded.field, len * 8, range);
        }
        ported |= excluded;
        keys.end_set();
    }
    ported
}

/// The rules of the first chain that a packet has to try.
#[cfg(test)]
pub(in crate::filter) fn tried<'a>(
    cx: &mut crate::forward::Context<'a>,
    (chains, counters): (&'a super::Chains, &'a crate::filter::CounterBank),
    at: &crate::filter::At<'_>,
    packet: &mut crate::packet::Packet,
) -> Vec<usize> {
    let chain = chains.iter().next().expect("a chain");
    let classifier = chains.classifier(chain.number).expect("compiled");
    let mut candidates = crate::filter::classify::Candidates::default();
    let run = Run::new(cx, at, packet, (chains, counters));
    assert!(classifier.candidates(|shape| field(&run, shape), 0, &mut candidates));
    std::iter::from_fn(|| candidates.next()).collect()
}
