//! A packet's way through a base chain of nft (`nft_do_chain`).

use arrayvec::ArrayVec;

use super::{
    BaseChain, Chain, ChainNumber, Chains, Rule, Verdict,
    eval::{Outcome, Run},
    packet::PacketInfo,
    registers::Registers,
    trace,
};
use crate::{
    drop_reason::DropReason,
    filter::{At, CounterBank, Policy, TableRef},
    forward::Context,
    packet::Packet,
    trace::{Mismatch, RuleOutcome, TraceStep},
};

/// Most chains that a packet may have to go back to (`NFT_JUMP_STACK_SIZE`). Rule sets with deeper jumps are
/// refused; this is for those that weren't.
const MAX_DEPTH: usize = 16;

/// Takes a packet through the chain `base`.
///
/// # Errors
/// Why it is dropped.
pub(crate) fn traverse<'a>(
    cx: &mut Context<'a>,
    (chains, counters): (&'a Chains, &'a CounterBank),
    base: &BaseChain,
    at: &At<'_>,
    packet: &mut Packet,
) -> Result<(), DropReason> {
    let Some(root) = chains.chain(base.chain) else {
        return Ok(());
    };
    cx.note(|| TraceStep::Chain {
        table: TableRef::Nft(root.table.clone()),
        chain: root.name.clone(),
    });
    let info = PacketInfo::of(at.family, packet);
    let mut run = Run {
        cx,
        at,
        packet,
        info,
        regs: Registers::new(),
        chains,
        counters,
    };
    run.traverse(root, base.policy)
}

impl<'a> Run<'_, 'a> {
    fn traverse(&mut self, root: &'a Chain, policy: Policy) -> Result<(), DropReason> {
        let mut stack: ArrayVec<(&'a Chain, usize), MAX_DEPTH> = ArrayVec::new();
        let (mut chain, mut next) = (root, 0);
        loop {
            let verdict = match chain.rules.get(next) {
                Some(rule) => self.one(chain, (next, rule))?,
                None => {
                    self.chain_end(chain, root);
                    Verdict::Return
                }
            };
            next += 1;
            match verdict {
                Verdict::Continue => {}
                Verdict::Accept => return Ok(()),
                // `one` has dropped it.
                Verdict::Drop => return Err(DropReason::NetfilterDrop),
                Verdict::Jump(target) => {
                    if stack.try_push((chain, next)).is_err() {
                        return Err(DropReason::NetfilterDrop);
                    }
                    chain = self.chain(target)?;
                    next = 0;
                }
                Verdict::Goto(target) => {
                    chain = self.chain(target)?;
                    next = 0;
                }
                Verdict::Return => match stack.pop() {
                    Some(back) => (chain, next) = back,
                    None => return self.policy(root, policy),
                },
            }
        }
    }

    /// The chain that a jump leads to: rule sets where it is missing are refused.
    #[inline]
    fn chain(&self, number: ChainNumber) -> Result<&'a Chain, DropReason> {
        self.chains.chain(number).ok_or(DropReason::NetfilterDrop)
    }

    /// Tries a rule.
    #[inline]
    fn one(
        &mut self,
        chain: &Chain,
        (number, rule): (usize, &Rule),
    ) -> Result<Verdict, DropReason> {
        let (outcome, ended_at) = self.rule(&rule.code);
        if self.cx.own.trace.is_some() {
            self.note(chain, (number, rule), outcome, ended_at);
        }
        if self.packet.meta.nf_trace && outcome != Outcome::Break {
            trace::rule(self, chain, (number, rule), outcome);
        }
        match outcome {
            Outcome::Next | Outcome::Break => Ok(Verdict::Continue),
            Outcome::Verdict(verdict) => Ok(verdict),
            Outcome::Drop(reason) => Err(reason),
        }
    }

    /// Notes what came of a rule.
    #[cold]
    fn note(&mut self, chain: &Chain, (number, rule): (usize, &Rule), outcome: Outcome, at: usize) {
        let outcome = match outcome {
            Outcome::Next => RuleOutcome::Continue,
            Outcome::Break => RuleOutcome::Mismatch(Mismatch::Expr(at)),
            Outcome::Drop(reason) => RuleOutcome::Drop(reason),
            Outcome::Verdict(verdict) => match verdict {
                Verdict::Accept => RuleOutcome::Accept,
                Verdict::Drop => RuleOutcome::Drop(DropReason::NetfilterDrop),
                Verdict::Continue => RuleOutcome::Continue,
                Verdict::Return => RuleOutcome::Return,
                Verdict::Jump(_) | Verdict::Goto(_) => RuleOutcome::Jump,
            },
        };
        self.cx.note(|| TraceStep::NftRule {
            table: chain.table.clone(),
            chain: chain.name.clone(),
            number: number + 1,
            handle: rule.handle,
            source: rule.source.clone(),
            outcome,
        });
    }

    /// The packet comes to the end of a chain; of one that is no base chain, it goes back.
    #[inline]
    fn chain_end(&mut self, chain: &Chain, root: &Chain) {
        if self.packet.meta.nf_trace {
            trace::chain_end(self, chain);
        }
        if !std::ptr::eq(chain, root) {
            self.cx.note(|| TraceStep::Return {
                table: TableRef::Nft(chain.table.clone()),
                chain: chain.name.clone(),
            });
        }
    }

    /// The packet comes to the end of the base chain.
    #[inline]
    fn policy(&mut self, root: &Chain, policy: Policy) -> Result<(), DropReason> {
        if self.packet.meta.nf_trace {
            trace::policy(self, root, policy);
        }
        self.cx.note(|| TraceStep::Policy {
            table: TableRef::Nft(root.table.clone()),
            chain: root.name.clone(),
            policy,
        });
        match policy {
            Policy::Accept => Ok(()),
            Policy::Drop => {
                self.cx.own.recorder.drop();
                Err(DropReason::NetfilterDrop)
            }
        }
    }
}
