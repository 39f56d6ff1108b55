//! A packet's way through a base chain of nft (`nft_do_chain`).

use arrayvec::ArrayVec;

use super::{
    BaseChain, Chain, ChainNumber, Chains, Expr, Rule, Verdict, classify,
    eval::{Outcome, Run},
    trace,
};
use crate::{
    drop_reason::DropReason,
    filter::{At, CounterBank, Policy, TableRef, classify::Rules},
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
    let mut run = Run::new(cx, at, packet, (chains, counters));
    run.traverse(root, base.policy)
}

impl<'a> Run<'_, 'a> {
    fn traverse(&mut self, root: &'a Chain, policy: Policy) -> Result<(), DropReason> {
        let mut stack: ArrayVec<(&'a Chain, usize), MAX_DEPTH> = ArrayVec::new();
        let (mut chain, mut rules) = (root, Rules::default());
        self.list(root, 0, &mut rules);
        loop {
            let verdict = match rules
                .next()
                .and_then(|next| Some((next, chain.rules.get(next)?)))
            {
                Some(rule) => self.one(chain, rule)?,
                None => {
                    self.chain_end(chain, root);
                    Verdict::Return
                }
            };
            let from = match verdict {
                Verdict::Continue if self.rewritten && rules.is_compiled() => rules.last() + 1,
                Verdict::Continue => continue,
                Verdict::Accept => return Ok(()),
                // `one` has dropped it.
                Verdict::Drop => return Err(DropReason::NetfilterDrop),
                Verdict::Jump(target) => {
                    if stack.try_push((chain, rules.last() + 1)).is_err() {
                        return Err(DropReason::NetfilterDrop);
                    }
                    chain = self.chain(target)?;
                    0
                }
                Verdict::Goto(target) => {
                    chain = self.chain(target)?;
                    0
                }
                Verdict::Return => match stack.pop() {
                    Some((caller, next)) => {
                        chain = caller;
                        next
                    }
                    None => return self.policy(root, policy),
                },
            };
            self.list(chain, from, &mut rules);
        }
    }

    /// Lists the rules of a chain that have to be tried, from number `from` on.
    #[inline]
    fn list(&self, chain: &'a Chain, from: usize, rules: &mut Rules<'a>) {
        // Who wants to know everything gets to know what did not match, too.
        let classifier = if self.cx.own.trace.is_none() && !self.rewritten {
            self.chains.classifier(chain.number)
        } else {
            None
        };
        rules.list(from, chain.rules.len(), |candidates| {
            classifier.is_some_and(|classifier| {
                classifier.candidates(|shape| classify::field(self, shape), from, candidates)
            })
        });
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
        let step = self.note(chain, (number, rule));
        let (outcome, ended_at) = self.rule(&rule.code);
        if let Some(step) = step {
            self.amend(step, rule, outcome, ended_at);
        }
        if self.packet.meta.nf_trace && outcome != Outcome::Break {
            trace::rule(self, chain, rule, outcome);
        }
        match outcome {
            Outcome::Next | Outcome::Break => Ok(Verdict::Continue),
            Outcome::Verdict(verdict) => Ok(verdict),
            Outcome::Drop(reason) => Err(reason),
        }
    }

    /// Notes that a rule is tried, in front of all that it does; gives the place of the note.
    #[inline]
    fn note(&mut self, chain: &Chain, (number, rule): (usize, &Rule)) -> Option<usize> {
        let step = self.cx.own.trace.as_ref()?.steps.len();
        self.cx.note(|| TraceStep::NftRule {
            table: chain.table.clone(),
            chain: chain.name.clone(),
            number: number + 1,
            handle: rule.handle,
            source: rule.source.clone(),
            words: rule.words.clone(),
            logs: 0,
            traced: false,
            outcome: RuleOutcome::Continue,
        });
        Some(step)
    }

    /// Adds to the note at `step` what came of the rule, which ended at its expression `at`.
    #[cold]
    fn amend(&mut self, step: usize, rule: &Rule, is: Outcome, at: usize) {
        let trace = self.cx.own.trace.as_mut();
        if let Some(TraceStep::NftRule {
            logs,
            traced,
            outcome,
            ..
        }) = trace.and_then(|trace| trace.steps.get_mut(step))
        {
            let done = rule.code.0.iter().take(at);
            *logs = done
                .filter(|expr| matches!(expr, Expr::Log(spec) if spec.group.is_none()))
                .count();
            *traced = self.packet.meta.nf_trace;
            *outcome = match is {
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
        }
    }

    /// The packet comes to the end of a chain; of one that is no base chain, it goes back.
    #[inline]
    fn chain_end(&mut self, chain: &Chain, root: &Chain) {
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
