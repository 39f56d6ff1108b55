//! nft's rules on a small router: expressions one by one, chains, and what rules have to do with connections.

mod bytes;
mod chains;
mod compiled;
mod connections;
mod known;
mod options;
mod routes;
mod state;
mod traces;

use std::sync::Arc;

use super::{
    BaseChain, Chain, ChainNumber, ChainType, Chains, CmpOp, Code, Data, Expr, MetaKey,
    PayloadBase, Reg, Rule, Set, SetId, Table, TableFamily, Verdict,
    eval::{Outcome, Run},
};
use crate::{
    drop_reason::DropReason,
    filter::{
        Base, CounterBank, CounterId, Hook, Policy, Priority, Ruleset, Step, TableRef,
        tests::{Bench, packet, syn, udp, udp6},
    },
    packet::Packet,
    route::Family,
    trace::{Mismatch, RuleOutcome, TraceStep},
};

/// The register that tests use.
const REG: Reg = Reg(0);

/// Evaluates expressions, and lets `then` look at the outcome.
fn evaluate<T>(
    bench: &mut Bench,
    (family, hook): (Family, Hook),
    exprs: &[Expr],
    packet: &mut Packet,
    then: impl FnOnce(&Run<'_, '_>, Outcome) -> T,
) -> T {
    bench.at((family, hook), |cx, at| {
        let ruleset = cx.snapshot.filter(family);
        let mut run = Run::new(cx, at, packet, (&ruleset.nft, &ruleset.counters));
        let (outcome, _) = run.rule(&Code(exprs.into()));
        then(&run, outcome)
    })
}

/// The first `N` bytes that an expression loads into [`REG`]; `None` if it ends the rule.
fn loaded<const N: usize>(
    bench: &mut Bench,
    at: (Family, Hook),
    expr: Expr,
    packet: &mut Packet,
) -> Option<[u8; N]> {
    evaluate(bench, at, &[expr], packet, |run, outcome| match outcome {
        Outcome::Next => run.regs.array(REG),
        Outcome::Break => None,
        Outcome::Verdict(_) | Outcome::Drop(_) => panic!("{outcome:?}"),
    })
}

/// Evaluates expressions at FORWARD.
fn outcome(bench: &mut Bench, exprs: &[Expr], packet: &mut Packet) -> Outcome {
    let at = (packet.family(), Hook::Forward);
    evaluate(bench, at, exprs, packet, |_, outcome| outcome)
}

fn data(bytes: &[u8]) -> Data {
    Data(bytes.into())
}

fn payload(base: PayloadBase, offset: u8, len: u8) -> Expr {
    Expr::Payload {
        base,
        offset,
        len,
        dreg: REG,
    }
}

fn meta(key: MetaKey) -> Expr {
    Expr::Meta { key, dreg: REG }
}

fn immediate(bytes: &[u8]) -> Expr {
    Expr::Immediate {
        dreg: REG,
        data: data(bytes),
    }
}

fn cmp(op: CmpOp, bytes: &[u8]) -> Expr {
    Expr::Cmp {
        op,
        sreg: REG,
        data: data(bytes),
    }
}

/// `udp dport PORT`, with what nft puts before it.
fn dport(port: u16) -> Vec<Expr> {
    vec![
        meta(MetaKey::L4Proto),
        cmp(CmpOp::Eq, &[17]),
        payload(PayloadBase::Transport, 2, 2),
        cmp(CmpOp::Eq, &port.to_be_bytes()),
    ]
}

fn with(mut exprs: Vec<Expr>, then: Expr) -> Vec<Expr> {
    exprs.push(then);
    exprs
}

/// Tables of nft's.
#[derive(Default)]
struct Tables {
    chains: Vec<Arc<Chain>>,
    bases: Vec<(Hook, Base)>,
    sets: Vec<(SetId, Arc<Set>)>,
}

impl Tables {
    /// The number of the next chain.
    fn next(&self) -> ChainNumber {
        ChainNumber(self.chains.len() as u32)
    }

    /// A chain; its rules have handles from 1.
    fn chain(mut self, name: &str, rules: Vec<Vec<Expr>>) -> Self {
        let rules = (1..).zip(rules).map(|(handle, exprs)| Rule {
            code: Arc::new(Code(exprs.into())),
            handle,
            source: None,
            words: None,
        });
        self.chains.push(Arc::new(Chain {
            number: self.next(),
            name: name.into(),
            table: Arc::new(Table {
                family: TableFamily::Inet,
                name: "t".into(),
            }),
            rules: rules.collect(),
        }));
        self
    }

    /// A base chain.
    fn base(
        mut self,
        name: &str,
        (kind, hook, priority): (ChainType, Hook, i32),
        policy: Policy,
        rules: Vec<Vec<Expr>>,
    ) -> Self {
        let base = BaseChain {
            chain: self.next(),
            kind,
            priority: Priority(priority),
            policy,
        };
        self.bases.push((hook, base.into()));
        self.chain(name, rules)
    }

    /// A set.
    fn set(mut self, id: SetId, set: Arc<Set>) -> Self {
        self.sets.push((id, set));
        self
    }

    /// As a rule set, with 200 counters.
    fn ruleset(self, conntrack: bool) -> Ruleset {
        let chains = Chains::new(self.chains, self.sets);
        let mut counters = CounterBank::new(1);
        counters.grow(200);
        Ruleset::with_nft(Vec::new(), chains, &self.bases, conntrack, counters)
    }
}

/// A base chain for packets on their way through.
const FORWARD: (ChainType, Hook, i32) = (ChainType::Filter, Hook::Forward, 0);
