//! What a rule's fields say about the other packets of a flow: which of them may fare otherwise because of the bytes
//! that were looked at (see [`flow_cache`](crate::flow_cache)).

use super::{BitOp, Expr, PayloadBase, Reg, eval::Run};
use crate::{
    flow_cache::Consulted,
    route::Family,
    wire::{ipv4, ipv4::protocol, ipv6},
};

/// Notes what loading or writing a field, which is expression `number` of a rule, makes the packet's fate depend on.
#[cold]
pub(super) fn payload(run: &mut Run<'_, '_>, code: &[Expr], number: usize) {
    let expr = code.get(number);
    if let Some(Expr::Payload {
        base,
        offset,
        len,
        dreg,
    }) = expr
    {
        // What is only carried over into what is written decides nothing.
        if rewritten(code, number).is_none() {
            let mask = mask(code.get(number + 1), *dreg);
            let consulted = loaded(run, (*base, *offset, *len), mask);
            run.consult(consulted, "payload");
        }
    } else if let Some(Expr::PayloadSet {
        base, offset, len, ..
    }) = expr
    {
        let start = number.checked_sub(2);
        let kept = start.and_then(|start| rewritten(code, start));
        let consulted = written(run, (*base, *offset, *len), kept);
        run.consult(consulted, "payload set");
    }
}

/// The bits of a field in register `reg` that matter, if `next` forgets the others.
fn mask(next: Option<&Expr>, reg: Reg) -> Option<&[u8]> {
    if let Some(Expr::Bitwise {
        sreg,
        dreg,
        op: BitOp::MaskXor { mask, .. },
        ..
    }) = next
        && *sreg == reg
        && *dreg == reg
    {
        return Some(&mask.0);
    }
    None
}

/// Whether a field is loaded by expression `at` only to be written again with some of its bits changed: those that
/// stay.
fn rewritten(code: &[Expr], at: usize) -> Option<&[u8]> {
    let Some(
        [
            Expr::Payload {
                base,
                offset,
                len,
                dreg,
            },
            change,
            Expr::PayloadSet {
                base: base_set,
                offset: offset_set,
                len: len_set,
                sreg,
                ..
            },
            ..,
        ],
    ) = code.get(at..)
    else {
        return None;
    };
    let same = (base, offset, len, dreg) == (base_set, offset_set, len_set, sreg);
    same.then(|| mask(Some(change), *dreg))?
}

/// What reading a field consults; of its bits, those of `mask`.
fn loaded(
    run: &Run<'_, '_>,
    (base, offset, len): (PayloadBase, u8, u8),
    mask: Option<&[u8]>,
) -> Consulted {
    let bits = |at: usize| match mask {
        Some(mask) => mask.get(at).copied().unwrap_or(0),
        None => 0xff,
    };
    let fields = (0..usize::from(len)).map(|at| (usize::from(offset) + at, bits(at)));
    let asked = fields.filter(|(_, bits)| *bits != 0);
    asked.fold(Consulted::FLOW, |consulted, (at, bits)| {
        consulted.and(byte(run, base, at, bits))
    })
}

/// What reading these bits of a byte consults.
fn byte(run: &Run<'_, '_>, base: PayloadBase, at: usize, bits: u8) -> Consulted {
    let tos = |tos| Consulted {
        tos,
        ..Consulted::FLOW
    };
    match (base, run.at.family) {
        (PayloadBase::Network, Family::V4) => match at {
            // Packets with options have no way of their own.
            0 | 9 | 12..ipv4::HEADER_LEN => Consulted::FLOW,
            1 => tos(bits),
            _ => Consulted::MORE,
        },
        (PayloadBase::Network, Family::V6) => match at {
            0 => tos(bits << 4),
            1 if bits & 0xf == 0 => tos(bits >> 4),
            6 | 8..ipv6::HEADER_LEN => Consulted::FLOW,
            _ => Consulted::MORE,
        },
        (PayloadBase::Transport, _) => match (run.info.l4proto, at) {
            (Some(protocol::TCP | protocol::UDP | protocol::UDPLITE), 0..4) => Consulted::FLOW,
            (Some(protocol::TCP), 13) => Consulted::flags(bits),
            // Type, code and identifier.
            (Some(protocol::ICMP | protocol::ICMPV6), 0..2 | 4..6) => Consulted::FLOW,
            _ => Consulted::MORE,
        },
        (PayloadBase::LinkLayer | PayloadBase::Inner, _) => Consulted::MORE,
    }
}

/// What writing a field, in which the bits of `kept` stay, consults: ways change the type of service, and nothing
/// else.
fn written(
    run: &Run<'_, '_>,
    (base, offset, len): (PayloadBase, u8, u8),
    kept: Option<&[u8]>,
) -> Consulted {
    let changed = |at: usize| !kept.and_then(|kept| kept.get(at)).copied().unwrap_or(0);
    let fields = (0..usize::from(len)).map(|at| (usize::from(offset) + at, changed(at)));
    fields
        .filter(|(_, bits)| *bits != 0)
        .fold(Consulted::FLOW, |consulted, (at, bits)| {
            let tos = match (base, run.at.family, at) {
                (PayloadBase::Network, Family::V4, 1) => Some(bits),
                (PayloadBase::Network, Family::V6, 0) if bits & 0xf0 == 0 => Some(bits << 4),
                (PayloadBase::Network, Family::V6, 1) if bits & 0xf == 0 => Some(bits >> 4),
                _ => None,
            };
            consulted.and(tos.map_or(Consulted::MORE, |tos| Consulted {
                tos,
                ..Consulted::FLOW
            }))
        })
}
