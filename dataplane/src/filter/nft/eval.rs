//! Evaluation: what each expression of a rule does.

use super::{
    Code, Dest, Expr, Verdict, act, bits, consult, ct, dynset, exthdr, fib, hash, meta, nat,
    numgen, packet::PacketInfo, payload, registers::Registers, rt, ruleset::Chains, set, socket,
    stateful, tcp_option,
};
use crate::{
    drop_reason::DropReason,
    filter::{At, CounterBank, CounterId},
    flow_cache::{Consulted, WhyNot},
    forward::Context,
    packet::Packet,
};

/// What comes of an expression, or of all of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// On to the next expression; after the last, to the next rule.
    Next,
    /// The rule is about other packets (`NFT_BREAK`).
    Break,
    /// The packet goes on elsewhere.
    Verdict(Verdict),
    /// It ends.
    Drop(DropReason),
}

impl From<Option<()>> for Outcome {
    /// `None` is for what is not there, or does not hold.
    #[inline]
    fn from(goes_on: Option<()>) -> Self {
        goes_on.map_or(Self::Break, |()| Self::Next)
    }
}

/// What the expressions of the rules of one base chain, and of those that it jumps to, work with.
pub(crate) struct Run<'r, 'a> {
    /// The router.
    pub(super) cx: &'r mut Context<'a>,
    /// Where the packet is.
    pub(super) at: &'r At<'r>,
    /// The packet.
    pub(super) packet: &'r mut Packet,
    /// What is known of its headers.
    pub(super) info: PacketInfo,
    /// The registers. What a rule leaves in them is there for the next.
    pub(super) regs: Registers,
    /// Somebody was told how the packet came to this base chain.
    pub(super) told: bool,
    /// All chains and sets.
    pub(super) chains: &'a Chains,
    /// Bytes of it were written: chains are walked rule by rule from then on.
    pub(super) rewritten: bool,
    /// What counts.
    pub(super) counters: &'a CounterBank,
}

impl<'r, 'a> Run<'r, 'a> {
    /// A packet comes to a base chain.
    pub(super) fn new(
        cx: &'r mut Context<'a>,
        at: &'r At<'r>,
        packet: &'r mut Packet,
        (chains, counters): (&'a Chains, &'a CounterBank),
    ) -> Self {
        Self {
            cx,
            at,
            info: PacketInfo::of(at.family, packet),
            packet,
            regs: Registers::new(),
            told: false,
            chains,
            rewritten: false,
            counters,
        }
    }
}

impl Run<'_, '_> {
    /// Evaluates a rule, up to the expression that ends it; also gives the number of that.
    #[inline]
    pub(super) fn rule(&mut self, code: &Code) -> (Outcome, usize) {
        for (number, expr) in code.0.iter().enumerate() {
            if self.cx.own.recorder.is_on() {
                consult::payload(self, &code.0, number);
            }
            let outcome = self.expr(expr);
            if !matches!(outcome, Outcome::Next | Outcome::Verdict(Verdict::Continue)) {
                return (outcome, number);
            }
        }
        (Outcome::Next, code.0.len())
    }

    /// Evaluates an expression.
    #[inline]
    pub(super) fn expr(&mut self, expr: &Expr) -> Outcome {
        match expr {
            Expr::Payload {
                base,
                offset,
                len,
                dreg,
            } => payload::load(self, *base, (*offset, *len), *dreg).into(),
            Expr::PayloadSet {
                base,
                offset,
                len,
                sreg,
                checksum,
            } => {
                self.rewritten = true;
                payload::set(self, *base, (*offset, *len), *sreg, *checksum).into()
            }
            Expr::Exthdr {
                field,
                present,
                dreg,
            } => exthdr::load(self, *field, *present, *dreg).into(),
            Expr::ExthdrSet { field, sreg } => {
                self.rewritten = true;
                tcp_option::set(self, *field, *sreg).into()
            }
            Expr::ExthdrReset { kind } => {
                self.rewritten = true;
                tcp_option::reset(self, *kind)
            }
            Expr::Meta { key, dreg } => meta::load(self, *key, *dreg).into(),
            Expr::MetaSet { key, sreg } => meta::set(self, *key, *sreg).into(),
            Expr::Ct {
                key,
                direction,
                dreg,
            } => ct::load(self, *key, *direction, *dreg).into(),
            Expr::CtSet {
                key,
                direction,
                sreg,
            } => ct::set(self, *key, *direction, *sreg).into(),
            Expr::Rt { key, dreg } => rt::load(self, *key, *dreg).into(),
            Expr::Socket { key, dreg } => socket::load(self, *key, *dreg).into(),
            Expr::Fib { fib, dreg } => fib::load(self, *fib, *dreg).into(),
            Expr::Immediate { dreg, data } => self.regs.put(*dreg, &data.0).into(),
            Expr::Verdict(verdict) => self.verdict(*verdict),
            Expr::Cmp { op, sreg, data } => bits::cmp(self, *op, *sreg, data).into(),
            Expr::Range {
                not,
                sreg,
                from,
                to,
            } => bits::range(self, *not, *sreg, (from, to)).into(),
            Expr::Bitwise {
                sreg,
                dreg,
                len,
                op,
            } => bits::bitwise(self, (*sreg, *dreg), *len, op).into(),
            Expr::Byteorder {
                sreg,
                dreg,
                order: _,
                len,
                size,
            } => bits::byteorder(self, (*sreg, *dreg), *len, *size).into(),
            Expr::Lookup {
                set,
                sreg,
                not,
                dest,
            } => self.lookup(*set, *sreg, *not, *dest),
            Expr::Dynset {
                op,
                set,
                key,
                data,
                timeout,
                exprs,
            } => dynset::change(self, (*op, *set), (*key, *data), *timeout, exprs).into(),
            Expr::Counter(counter) => {
                self.count(*counter);
                Outcome::Next
            }
            Expr::Limit(limit) => stateful::limit(self, limit).into(),
            Expr::Quota(quota) => stateful::quota(self, quota).into(),
            Expr::Connlimit(count) => stateful::conn_count(self, count),
            Expr::Log(log) => act::log(self, log),
            Expr::Reject(kind) => act::reject(self, *kind),
            Expr::Nat(nat) => nat::apply(self, nat),
            Expr::Notrack => {
                act::notrack(self);
                Outcome::Next
            }
            Expr::Helper(helper) => {
                act::helper(self, *helper);
                Outcome::Next
            }
            Expr::Numgen {
                kind,
                modulus,
                offset,
                dreg,
            } => numgen::load(self, kind, (*modulus, *offset), *dreg).into(),
            Expr::Hash {
                hash,
                modulus,
                offset,
                dreg,
            } => hash::load(self, *hash, (*modulus, *offset), *dreg).into(),
        }
    }

    /// `nft_lookup`, and `nft_objref_map` of maps to objects.
    fn lookup(
        &mut self,
        id: super::SetId,
        sreg: super::Reg,
        not: bool,
        dest: Option<Dest>,
    ) -> Outcome {
        match self.chains.set(id) {
            Some(set) => set::lookup(self, set, sreg, not, dest),
            None => Outcome::Break,
        }
    }

    /// A verdict.
    #[inline]
    pub(super) fn verdict(&mut self, verdict: Verdict) -> Outcome {
        if verdict == Verdict::Drop {
            self.cx.own.recorder.drop();
            return Outcome::Drop(DropReason::NetfilterDrop);
        }
        Outcome::Verdict(verdict)
    }

    /// Counts the packet.
    #[inline]
    pub(super) fn count(&mut self, counter: CounterId) {
        let len = self.packet.network_len();
        self.counters.count(self.cx.worker, counter, len);
        self.cx.own.recorder.count(counter);
    }

    /// What the packet's fate depends on from here on is this, too, besides what all packets of a flow have in
    /// common.
    #[inline]
    pub(super) fn consult(&mut self, consulted: Consulted, who: &'static str) {
        if self.cx.own.recorder.is_on() {
            self.cx.own.recorder.consult(consulted, WhyNot::Match(who));
        }
    }

    /// Something happens to this packet that no other of its flow can be expected to share.
    #[inline]
    pub(super) fn refuse(&mut self, who: &'static str) {
        if self.cx.own.recorder.is_on() {
            self.cx
                .own
                .recorder
                .consult(Consulted::MORE, WhyNot::Target(who));
        }
    }
}
