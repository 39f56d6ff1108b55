//! Copies of what rules remember, for one worker that looks what would happen: what was shared before is shared again.

use std::sync::Arc;

use super::{Code, ConnCount, Expr, Limit, Quota, stateful::Stateful};
use crate::filter::shared::copy;

/// What was copied, each with its copy.
#[derive(Debug, Default)]
pub(super) struct Copies {
    limits: Known<Limit>,
    quotas: Known<Quota>,
    conn_counts: Known<ConnCount>,
    codes: Known<Code>,
}

type Known<T> = Vec<(Arc<T>, Arc<T>)>;

impl Copies {
    pub(super) fn limit(&mut self, of: &Arc<Limit>) -> Arc<Limit> {
        copy(&mut self.limits, of, Limit::copied)
    }

    pub(super) fn quota(&mut self, of: &Arc<Quota>) -> Arc<Quota> {
        copy(&mut self.quotas, of, Quota::copied)
    }

    pub(super) fn conn_count(&mut self, of: &Arc<ConnCount>) -> Arc<ConnCount> {
        copy(&mut self.conn_counts, of, ConnCount::copied)
    }

    /// What a rule or an object does; shared with the original if that remembers nothing.
    pub(super) fn object(&mut self, of: &Arc<Code>) -> Arc<Code> {
        if let Some((_, copy)) = self.codes.iter().find(|(other, _)| Arc::ptr_eq(other, of)) {
            return Arc::clone(copy);
        }
        let Some(exprs) = self.each(&of.0) else {
            return Arc::clone(of);
        };
        let copy = Arc::new(Code(exprs.into()));
        self.codes.push((Arc::clone(of), Arc::clone(&copy)));
        copy
    }

    /// What an element has of its own.
    pub(super) fn exprs(&mut self, of: &Arc<[Expr]>) -> Arc<[Expr]> {
        match self.each(of) {
            Some(exprs) => exprs.into(),
            None => Arc::clone(of),
        }
    }

    /// `None` if none of them remembers anything.
    fn each(&mut self, of: &[Expr]) -> Option<Vec<Expr>> {
        let mut copies = None;
        for (number, expr) in of.iter().enumerate() {
            if let Some(copy) = self.expr(expr) {
                copies.get_or_insert_with(|| of.to_vec())[number] = copy;
            }
        }
        copies
    }

    /// `None` if it remembers nothing, or (sets, counters) elsewhere.
    fn expr(&mut self, expr: &Expr) -> Option<Expr> {
        if let Expr::Numgen {
            kind,
            modulus,
            offset,
            dreg,
        } = expr
        {
            return Some(Expr::Numgen {
                kind: kind.copied()?,
                modulus: *modulus,
                offset: *offset,
                dreg: *dreg,
            });
        }
        Some(match Stateful::of(expr)? {
            Stateful::Counter => return None,
            Stateful::Limit(limit) => Expr::Limit(self.limit(limit)),
            Stateful::Quota(quota) => Expr::Quota(self.quota(quota)),
            Stateful::ConnCount(count) => Expr::Connlimit(self.conn_count(count)),
        })
    }
}
