//! A packet's way through a base chain.

use smallvec::SmallVec;

use super::{
    Base, BaseChain, Chain, ChainId, Hook, Policy, Rule, Ruleset, TableRef,
    classify::Rules,
    headers::Headers,
    matches::{Probe, first_mismatch},
    nft,
    targets::tell_traced,
};
use crate::{
    drop_reason::DropReason,
    flow_cache::WhyNot,
    forward::{Context, Hop},
    iface::Interface,
    packet::Packet,
    route::Family,
    trace::{Mismatch, RuleOutcome, TraceStep},
};

/// Where a packet is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct At<'a> {
    /// The hook.
    pub(crate) hook: Hook,
    /// The packet's family.
    pub(crate) family: Family,
    /// The interface that it came in by.
    pub(crate) iif: Option<&'a Interface>,
    /// The interface that it is to leave by.
    pub(crate) oif: Option<&'a Interface>,
    /// Its next hop, where its route is known.
    pub(crate) hop: Option<&'a Hop<'a>>,
}

/// The rules that a packet has still to go back to: their chains and numbers. Few packets jump deeper
/// than there is room without memory of its own.
type Stack = SmallVec<[(ChainId, usize); 8]>;

/// Takes a packet through the chain `base`.
///
/// # Errors
/// Why it is dropped.
#[inline]
pub(crate) fn traverse<'a>(
    cx: &mut Context<'a>,
    ruleset: &'a Ruleset,
    base: &Base,
    at: &At<'_>,
    packet: &mut Packet,
) -> Result<(), DropReason> {
    match base {
        Base::Xt(base) => traverse_xt(cx, ruleset, base, at, packet),
        Base::Nft(base) => {
            let chains = (&ruleset.nft, &ruleset.counters);
            nft::traverse(cx, chains, base, at, packet)
        }
    }
}

/// Takes a packet through a chain of iptables' (`ipt_do_table`).
#[inline]
fn traverse_xt<'a>(
    cx: &mut Context<'a>,
    ruleset: &'a Ruleset,
    base: &BaseChain,
    at: &At<'_>,
    packet: &mut Packet,
) -> Result<(), DropReason> {
    let Some(chain) = ruleset.chain(base.chain) else {
        return Ok(());
    };
    cx.note(|| TraceStep::Chain {
        table: TableRef::Xt(chain.table),
        chain: chain.name.clone(),
    });
    let walk = Walk {
        ruleset,
        base,
        root: chain,
        at,
    };
    if chain.rules.is_empty() {
        return walk.policy(cx, packet);
    }
    let mut headers = Headers::NONE;
    headers.read(at.family, packet)?;
    walk.run(cx, &headers, packet)
}

/// A packet's way through a base chain.
#[derive(Clone, Copy)]
struct Walk<'w, 'a> {
    ruleset: &'a Ruleset,
    base: &'w BaseChain,
    /// The base chain.
    root: &'a Chain,
    at: &'w At<'w>,
}

/// How a rule ended for a packet.
enum Next {
    /// The packet goes on to the next rule.
    Rule,
    /// It goes to the end of the chain.
    Return,
    /// It has passed the base chain.
    Accept,
    /// It goes to another chain; if not for good, it comes back.
    Chain { id: ChainId, back: bool },
}

impl<'a> Walk<'_, 'a> {
    fn run(
        self,
        cx: &mut Context<'a>,
        headers: &Headers,
        packet: &mut Packet,
    ) -> Result<(), DropReason> {
        let mut stack = Stack::new();
        let (mut id, mut chain) = (self.base.chain, self.root);
        let mut rules = Rules::default();
        self.list(cx, headers, (id, chain), 0, &mut rules);
        loop {
            let next = match rules.next() {
                Some(number) => match chain.rules.get(number) {
                    Some(rule) => self.rule(cx, headers, packet, chain, (number, rule))?,
                    None => Next::Return,
                },
                None => {
                    self.chain_end(cx, packet, id, chain);
                    Next::Return
                }
            };
            let from = match next {
                Next::Rule => continue,
                Next::Accept => return Ok(()),
                Next::Chain { id: target, back } => {
                    if back {
                        // Rule sets with loops are refused; this is for those that weren't.
                        if stack.len() >= self.ruleset.chains.len() {
                            return Err(DropReason::NetfilterDrop);
                        }
                        stack.push((id, rules.last()));
                    }
                    id = target;
                    0
                }
                Next::Return => match stack.pop() {
                    Some((caller, rule)) => {
                        id = caller;
                        rule + 1
                    }
                    None => return self.policy(cx, packet),
                },
            };
            chain = match self.ruleset.chain(id) {
                Some(chain) => chain,
                None => return self.policy(cx, packet),
            };
            self.list(cx, headers, (id, chain), from, &mut rules);
        }
    }

    /// Lists the rules of a chain that have to be tried, from number `from` on.
    #[inline]
    fn list(
        self,
        cx: &Context<'_>,
        headers: &Headers,
        (id, chain): (ChainId, &Chain),
        from: usize,
        rules: &mut Rules<'a>,
    ) {
        // Who wants to know everything gets to know what did not match, too.
        let classifier = if cx.own.trace.is_none() && headers.whole {
            self.ruleset.classifier(id)
        } else {
            None
        };
        rules.list(from, chain.rules.len(), |candidates| {
            classifier.is_some_and(|classifier| {
                classifier.candidates_of(headers, self.at, from, candidates)
            })
        });
    }

    /// Tries a rule.
    #[inline]
    fn rule(
        self,
        cx: &mut Context<'a>,
        headers: &Headers,
        packet: &mut Packet,
        chain: &Chain,
        (number, rule): (usize, &'a Rule),
    ) -> Result<Next, DropReason> {
        match self.mismatch(cx, headers, packet, rule) {
            Ok(None) => {}
            Ok(Some(mismatch)) => {
                note_rule(cx, chain, number, RuleOutcome::Mismatch(mismatch));
                return Ok(Next::Rule);
            }
            Err(reason) => {
                note_rule(cx, chain, number, RuleOutcome::Drop(reason));
                return Err(reason);
            }
        }
        let counters = &self.ruleset.counters;
        counters.count(cx.worker, rule.counter, packet.network_len());
        let looked_on = packet.meta.nf_trace || cx.own.trace.is_some() || cx.own.recorder.is_on();
        let step = if looked_on {
            self.tell(cx, packet, chain, (number, rule))
        } else {
            None
        };
        let target = &rule.spec.target;
        if !target.only_leads()
            && let Err(reason) = target.apply(cx, self.at, headers, packet)
        {
            amend_rule(cx, step, RuleOutcome::Drop(reason));
            return Err(reason);
        }
        Ok(match target.outcome() {
            RuleOutcome::Accept => Next::Accept,
            RuleOutcome::Return => Next::Return,
            RuleOutcome::Jump => match rule.jump {
                Some(id) => Next::Chain {
                    id,
                    back: !target.is_goto(),
                },
                None => Next::Rule,
            },
            RuleOutcome::Continue | RuleOutcome::Mismatch(_) | RuleOutcome::Drop(_) => Next::Rule,
        })
    }

    /// Tells those who look on of a rule that matches; gives the place of the note.
    #[cold]
    fn tell(
        self,
        cx: &mut Context<'a>,
        packet: &Packet,
        chain: &Chain,
        (number, rule): (usize, &Rule),
    ) -> Option<usize> {
        let target = &rule.spec.target;
        if packet.meta.nf_trace {
            let kind = self.kind(chain, rule);
            tell_traced(cx, self.at, packet, chain, kind, number + 1);
        }
        let recorder = &mut cx.own.recorder;
        recorder.count(rule.counter);
        if recorder.is_on() {
            recorder.consult(target.consults(), WhyNot::Target(target.name()));
        }
        note_rule(cx, chain, number, target.outcome())
    }

    /// The first test of a rule that the packet fails.
    #[inline]
    fn mismatch(
        self,
        cx: &mut Context<'a>,
        headers: &Headers,
        packet: &Packet,
        rule: &Rule,
    ) -> Result<Option<Mismatch>, DropReason> {
        let spec = &*rule.spec;
        let mismatch = headers.mismatch(&spec.ip, self.at.iif, self.at.oif)?;
        if mismatch.is_some() || spec.matches.is_empty() {
            return Ok(mismatch);
        }
        let probe = Probe {
            packet,
            headers,
            at: self.at,
        };
        let first = first_mismatch(&spec.matches, cx, &probe, &rule.state)?;
        if cx.own.recorder.is_on() {
            let asked = first.map_or(spec.matches.len(), |first| first + 1);
            for one in &spec.matches[..asked] {
                let consulted = one.consults(&probe);
                cx.own
                    .recorder
                    .consult(consulted, WhyNot::Match(one.name()));
            }
        }
        Ok(first.map(Mismatch::Match))
    }

    /// What a trace calls a rule. One without tests that is a bare verdict looks to the kernel like the
    /// end of its chain.
    fn kind(self, chain: &Chain, rule: &Rule) -> &'static str {
        if !rule.spec.is_unconditional() || !rule.spec.target.is_verdict() {
            "rule"
        } else if std::ptr::eq(chain, self.root) {
            "policy"
        } else {
            "return"
        }
    }

    /// A packet comes to the end of a chain; of a user's, it goes back.
    #[inline]
    fn chain_end(self, cx: &mut Context<'a>, packet: &Packet, id: ChainId, chain: &Chain) {
        if id == self.base.chain {
            return;
        }
        cx.note(|| TraceStep::Return {
            table: TableRef::Xt(chain.table),
            chain: chain.name.clone(),
        });
        if packet.meta.nf_trace {
            tell_traced(cx, self.at, packet, chain, "return", chain.rules.len() + 1);
        }
    }

    /// A packet comes to the end of the base chain.
    #[inline]
    fn policy(self, cx: &mut Context<'a>, packet: &Packet) -> Result<(), DropReason> {
        let (chain, policy) = (self.root, self.base.policy);
        let counters = &self.ruleset.counters;
        counters.count(cx.worker, self.base.counter, packet.network_len());
        cx.own.recorder.count(self.base.counter);
        if packet.meta.nf_trace {
            tell_traced(cx, self.at, packet, chain, "policy", chain.rules.len() + 1);
        }
        cx.note(|| TraceStep::Policy {
            table: TableRef::Xt(chain.table),
            chain: chain.name.clone(),
            policy,
        });
        match policy {
            Policy::Accept => Ok(()),
            Policy::Drop => {
                cx.own.recorder.drop();
                Err(DropReason::NetfilterDrop)
            }
        }
    }
}

/// Notes what came of a rule; gives the place of the note.
#[inline]
fn note_rule(
    cx: &mut Context<'_>,
    chain: &Chain,
    number: usize,
    outcome: RuleOutcome,
) -> Option<usize> {
    cx.own.trace.as_ref()?;
    note_rule_in_trace(cx, chain, number, outcome)
}

#[cold]
fn note_rule_in_trace(
    cx: &mut Context<'_>,
    chain: &Chain,
    number: usize,
    outcome: RuleOutcome,
) -> Option<usize> {
    let trace = cx.own.trace.as_mut()?;
    let rule = chain.rules.get(number)?;
    trace.steps.push(TraceStep::Rule {
        table: chain.table,
        chain: chain.name.clone(),
        number: number + 1,
        spec: rule.spec.clone(),
        source: rule.source.clone(),
        outcome,
    });
    Some(trace.steps.len() - 1)
}

/// Corrects what [`note_rule`] noted at `step`.
#[cold]
fn amend_rule(cx: &mut Context<'_>, step: Option<usize>, is: RuleOutcome) {
    if let (Some(step), Some(trace)) = (step, cx.own.trace.as_mut())
        && let Some(TraceStep::Rule { outcome, .. }) = trace.steps.get_mut(step)
    {
        *outcome = is;
    }
}
