//! Where in a rule something stands.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "each function looks for one thing among all that can be written"
)]

use super::syntax::{At, Element, Expr, ExprKind, Name, Place, Rule, Statement, Verdict};

/// Every expression of a rule, until one gives a place.
fn find(rule: &Rule, each: &mut dyn FnMut(&Expr) -> Option<Place>) -> Option<Place> {
    rule.statements.iter().find_map(|statement| {
        let exprs: Vec<&Expr> = match &statement.of {
            Statement::Match { left, right, .. } => vec![left, right],
            Statement::Vmap(key, map) | Statement::Set(key, map) => vec![key, map],
            Statement::Object(_, name) => vec![name],
            Statement::Nat(nat) => nat.addr.iter().chain(&nat.port).collect(),
            Statement::ChangeSet { element, .. } | Statement::Meter { element, .. } => {
                std::iter::once(&element.key).chain(&element.data).collect()
            }
            Statement::Verdict(_)
            | Statement::Counter(..)
            | Statement::Limit(_)
            | Statement::Quota(_)
            | Statement::ConnCount { .. }
            | Statement::Log(_)
            | Statement::Reject(_)
            | Statement::Notrack
            | Statement::ResetTcpOption(_)
            | Statement::Foreign(_) => Vec::new(),
        };
        exprs.into_iter().find_map(|expr| within(expr, each))
    })
}

fn within(expr: &Expr, each: &mut dyn FnMut(&Expr) -> Option<Place>) -> Option<Place> {
    if let Some(place) = each(expr) {
        return Some(place);
    }
    match &expr.kind {
        ExprKind::Map(key, map) => within(key, each).or_else(|| within(map, each)),
        ExprKind::Concat(parts) => parts.iter().find_map(|part| within(part, each)),
        _ => None,
    }
}

const fn goes_to(verdict: &Verdict) -> Option<&Name> {
    match verdict {
        Verdict::Jump(chain) | Verdict::Goto(chain) => Some(chain),
        Verdict::Accept | Verdict::Drop | Verdict::Continue | Verdict::Return => None,
    }
}

pub(super) fn target(rule: &Rule, chain: &str) -> Option<Place> {
    rule.statements.iter().find_map(|statement| {
        let Statement::Verdict(verdict) = &statement.of else {
            return None;
        };
        let target = goes_to(verdict).filter(|target| target.of == chain)?;
        Some(target.place)
    })
}

pub(super) fn mapping(rule: &Rule, chain: &str) -> Option<Place> {
    let maps = |element: &Element| match &element.data.as_ref()?.kind {
        ExprKind::Verdict(verdict) if goes_to(verdict)?.of == chain => Some(element.key.place),
        _ => None,
    };
    find(rule, &mut |expr| match &expr.kind {
        ExprKind::Set(elements) => elements.iter().find_map(maps),
        _ => None,
    })
}

/// The set without a name that is the `at`th.
pub(super) fn anonymous(rule: &Rule, mut at: usize) -> Option<Place> {
    find(rule, &mut |expr| match &expr.kind {
        ExprKind::Set(_) if at == 0 => Some(expr.place),
        ExprKind::Set(_) => {
            at -= 1;
            None
        }
        _ => None,
    })
}

pub(super) fn set(rule: &Rule, name: &str) -> Option<Place> {
    find(rule, &mut |expr| match &expr.kind {
        ExprKind::SetRef(set) if *set == name => Some(expr.place),
        _ => None,
    })
}

/// Whether a rule names sets of its table.
pub(super) fn names_sets(rule: &Rule) -> bool {
    let changes = |statement: &At<Statement>| matches!(statement.of, Statement::ChangeSet { .. });
    let named = find(rule, &mut |expr| match &expr.kind {
        ExprKind::SetRef(_) => Some(expr.place),
        _ => None,
    });
    named.is_some() || rule.statements.iter().any(changes)
}

pub(super) fn object(rule: &Rule, name: &str) -> Option<Place> {
    let names = |expr: &Expr| match &expr.kind {
        ExprKind::Symbol(text) | ExprKind::Text(text) => *text == name,
        _ => false,
    };
    let plain = rule
        .statements
        .iter()
        .find_map(|statement| match &statement.of {
            Statement::Object(_, expr) if names(expr) => Some(expr.place),
            _ => None,
        });
    plain.or_else(|| {
        find(rule, &mut |expr| match &expr.kind {
            ExprKind::Set(elements) => elements
                .iter()
                .find(|element| element.data.as_ref().is_some_and(names))
                .map(|element| element.key.place),
            _ => None,
        })
    })
}

pub(super) fn set_change(rule: &Rule, name: &str) -> Option<Place> {
    rule.statements
        .iter()
        .find_map(|statement| match &statement.of {
            Statement::ChangeSet { set, .. } if set.of == name => Some(statement.place),
            _ => None,
        })
}

/// The first statement that Tollgate has not.
pub(super) fn foreign(rule: &Rule) -> Option<Place> {
    let mut statements = rule.statements.iter();
    let foreign = statements.find(|statement| matches!(statement.of, Statement::Foreign(_)));
    foreign.map(|statement| statement.place)
}
