//! Copies of what rules remember, for one worker that looks what would happen: what was shared before is shared again.

use std::sync::Arc;

use super::{Code, ConnCount, Expr, Last, Limit, Numgen, Quota};

/// What was copied, each with its copy.
#[derive(Debug, Default)]
pub(super) struct Copies {
    limits: Known<Limit>,
    quotas: Known<Quota>,
    conn_counts: Known<ConnCount>,
    lasts: Known<Last>,
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

    pub(super) fn last(&mut self, of: &Arc<Last>) -> Arc<Last> {
        copy(&mut self.lasts, of, Last::copied)
    }

    /// What a rule or an object does; shared with the original if that remembers nothing.
    pub(super) fn object(&mut self, of: &Arc<Code>) -> Arc<Code> {
        if !of.0.iter().any(remembers) {
            return Arc::clone(of);
        }
        if let Some((_, copy)) = self.codes.iter().find(|(other, _)| Arc::ptr_eq(other, of)) {
            return Arc::clone(copy);
        }
        let copy = Arc::new(Code(of.0.iter().map(|expr| self.expr(expr)).collect()));
        self.codes.push((Arc::clone(of), Arc::clone(&copy)));
        copy
    }

    /// What an element has of its own.
    pub(super) fn exprs(&mut self, of: &Arc<[Expr]>) -> Arc<[Expr]> {
        if !of.iter().any(remembers) {
            return Arc::clone(of);
        }
        of.iter().map(|expr| self.expr(expr)).collect()
    }

    fn expr(&mut self, expr: &Expr) -> Expr {
        let mut expr = expr.clone();
        match &mut expr {
            Expr::Limit(limit) => *limit = self.limit(limit),
            Expr::Quota(quota) => *quota = self.quota(quota),
            Expr::Connlimit(count) => *count = self.conn_count(count),
            Expr::Last(last) => *last = self.last(last),
            Expr::Numgen { kind, .. } => *kind = kind.copied(),
            // The others remember nothing, or (sets, counters) elsewhere.
            Expr::Payload { .. }
            | Expr::PayloadSet { .. }
            | Expr::Exthdr { .. }
            | Expr::ExthdrSet { .. }
            | Expr::ExthdrReset { .. }
            | Expr::Meta { .. }
            | Expr::MetaSet { .. }
            | Expr::Ct { .. }
            | Expr::CtSet { .. }
            | Expr::Rt { .. }
            | Expr::Socket { .. }
            | Expr::Fib { .. }
            | Expr::Immediate { .. }
            | Expr::Verdict(_)
            | Expr::Cmp { .. }
            | Expr::Range { .. }
            | Expr::Bitwise { .. }
            | Expr::Byteorder { .. }
            | Expr::Lookup { .. }
            | Expr::Dynset { .. }
            | Expr::Counter(_)
            | Expr::Log(_)
            | Expr::Reject(_)
            | Expr::Nat(_)
            | Expr::Notrack
            | Expr::Helper(_)
            | Expr::Hash { .. } => {}
        }
        expr
    }
}

const fn remembers(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::Limit(_)
            | Expr::Quota(_)
            | Expr::Connlimit(_)
            | Expr::Last(_)
            | Expr::Numgen {
                kind: Numgen::Incremental(_),
                ..
            }
    )
}

fn copy<T>(known: &mut Known<T>, of: &Arc<T>, make: impl Fn(&T) -> T) -> Arc<T> {
    if let Some((_, copy)) = known.iter().find(|(original, _)| Arc::ptr_eq(original, of)) {
        return Arc::clone(copy);
    }
    let copy = Arc::new(make(of));
    known.push((Arc::clone(of), Arc::clone(&copy)));
    copy
}
