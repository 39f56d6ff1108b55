//! What rules use.

use std::sync::Arc;

use dataplane::filter::{CounterId, nft::SetId};

use super::{
    AnonymousSet, Element, Expr, Field, Hashing, MapRef, ObjectKind, ObjectState, Statement,
    Verdict,
};
use crate::config::netfilter::Counted;

/// Something that a rule uses.
#[derive(Clone, Copy, Debug)]
pub(super) enum Use<'a> {
    /// The chain that its verdict goes to.
    Target(&'a Arc<str>),
    /// A chain that its verdict map goes to.
    Mapping(&'a Arc<str>),
    /// A set or map of the table.
    Set(&'a str),
    /// The same, which packets change.
    SetChange(&'a super::SetChange),
    /// An object of the table.
    Object(ObjectKind, &'a str),
    /// A field that it looks at.
    Field(&'a Field),
    /// A counter of its own.
    Counter(&'a Counted),
}

/// Shows what statements use to `each`, in order.
pub(super) fn uses<'a>(statements: &'a [Statement], each: &mut dyn FnMut(Use<'a>)) {
    for statement in statements {
        match statement {
            Statement::Match { left, right, .. } => {
                of_expr(left, each);
                of_expr(right, each);
            }
            Statement::Verdict(verdict) => {
                if let Some(chain) = verdict.target() {
                    each(Use::Target(chain));
                }
            }
            Statement::Vmap { key, map } => {
                of_expr(key, each);
                of_map(map, None, each);
            }
            Statement::Object { kind, name } => {
                if let Expr::Map(key, map) = name {
                    of_expr(key, each);
                    of_map(map, Some(*kind), each);
                } else {
                    of_data(name, Some(*kind), each);
                }
            }
            Statement::Nat(nat) => {
                for expr in nat.addr.iter().chain(&nat.port) {
                    of_expr(expr, each);
                }
            }
            Statement::Set { to, .. } => of_expr(to, each),
            Statement::ChangeSet(change) => {
                each(Use::SetChange(change));
                of_expr(&change.key, each);
                if let Some(data) = &change.data {
                    of_data(data, None, each);
                }
            }
            Statement::Counter(state) => each(Use::Counter(&state.counted)),
            Statement::Limit(_)
            | Statement::Quota(_)
            | Statement::ConnCount(_)
            | Statement::Log(_)
            | Statement::Reject(_)
            | Statement::Notrack
            | Statement::ResetTcpOption(_) => {}
        }
    }
}

fn of_expr<'a>(expr: &'a Expr, each: &mut dyn FnMut(Use<'a>)) {
    match expr {
        Expr::Field(field) => {
            each(Use::Field(field));
            if let Field::Hash {
                of: Hashing::Jenkins { of, .. },
                ..
            } = field
            {
                of_expr(of, each);
            }
        }
        Expr::Binary(_, left, right) => {
            of_expr(left, each);
            of_expr(right, each);
        }
        Expr::Concat(parts) => {
            for part in parts {
                of_expr(part, each);
            }
        }
        Expr::SetRef(name) => each(Use::Set(name)),
        Expr::Map(key, map) => {
            of_expr(key, each);
            of_map(map, None, each);
        }
        Expr::Set(set) => {
            for element in &set.elements {
                uses(&element.state.statements, each);
            }
        }
        Expr::Value(_)
        | Expr::Prefix(..)
        | Expr::Range(..)
        | Expr::Wildcard(_)
        | Expr::Flags(_)
        | Expr::Any
        | Expr::Verdict(_)
        | Expr::ObjectName(_) => {}
    }
}

fn of_map<'a>(map: &'a MapRef, objects: Option<ObjectKind>, each: &mut dyn FnMut(Use<'a>)) {
    match map {
        MapRef::Anonymous(set) => {
            for element in &set.elements {
                uses(&element.state.statements, each);
                if let Some(data) = &element.data {
                    of_data(data, objects, each);
                }
            }
        }
        MapRef::Named(name) => each(Use::Set(name)),
    }
}

/// What an element of a map uses (`objects`: of a map of objects of that kind).
pub(super) fn of_data<'a>(
    data: &'a Expr,
    objects: Option<ObjectKind>,
    each: &mut dyn FnMut(Use<'a>),
) {
    match (data, objects) {
        (Expr::Verdict(verdict), _) => {
            if let Some(chain) = verdict.target() {
                each(Use::Mapping(chain));
            }
        }
        (Expr::ObjectName(name), Some(kind)) => each(Use::Object(kind, name)),
        (other, _) => of_expr(other, each),
    }
}

impl Verdict {
    /// The chain that it goes to.
    pub(super) const fn target(&self) -> Option<&Arc<str>> {
        match self {
            Self::Jump(chain) | Self::Goto(chain) => Some(chain),
            Self::Accept | Self::Drop | Self::Continue | Self::Return => None,
        }
    }

    const fn target_mut(&mut self) -> Option<&mut Arc<str>> {
        match self {
            Self::Jump(chain) | Self::Goto(chain) => Some(chain),
            Self::Accept | Self::Drop | Self::Continue | Self::Return => None,
        }
    }
}

/// What of a rule is the configuration's to fill in.
pub(super) trait Fill {
    /// A set without a name.
    fn set(&mut self, _set: &mut AnonymousSet) {}
    /// What a counter has counted.
    fn counter(&mut self, _counted: &mut Counted) {}
    /// A verdict.
    fn verdict(&mut self, _verdict: &mut Verdict) {}
}

/// Goes through statements, in order.
pub(super) fn fill(statements: &mut [Statement], with: &mut impl Fill) {
    for statement in statements {
        match statement {
            Statement::Match { left, right, .. } => {
                fill_expr(left, with);
                fill_expr(right, with);
            }
            Statement::Verdict(verdict) => with.verdict(verdict),
            Statement::Vmap { key, map } => {
                fill_expr(key, with);
                fill_map(map, with);
            }
            Statement::Counter(state) => with.counter(&mut state.counted),
            Statement::Object { name: expr, .. } | Statement::Set { to: expr, .. } => {
                fill_expr(expr, with);
            }
            Statement::Nat(nat) => {
                for expr in nat.addr.iter_mut().chain(&mut nat.port) {
                    fill_expr(expr, with);
                }
            }
            Statement::ChangeSet(change) => {
                fill_expr(&mut change.key, with);
                if let Some(data) = &mut change.data {
                    fill_expr(data, with);
                }
            }
            Statement::Limit(_)
            | Statement::Quota(_)
            | Statement::ConnCount(_)
            | Statement::Log(_)
            | Statement::Reject(_)
            | Statement::Notrack
            | Statement::ResetTcpOption(_) => {}
        }
    }
}

fn fill_expr(expr: &mut Expr, with: &mut impl Fill) {
    match expr {
        Expr::Set(set) => fill_set(set, with),
        Expr::Map(key, map) => {
            fill_expr(key, with);
            fill_map(map, with);
        }
        Expr::Binary(_, left, right) => {
            fill_expr(left, with);
            fill_expr(right, with);
        }
        Expr::Concat(parts) => {
            for part in parts {
                fill_expr(part, with);
            }
        }
        Expr::Verdict(verdict) => with.verdict(verdict),
        Expr::Field(Field::Hash {
            of: Hashing::Jenkins { of, .. },
            ..
        }) => fill_expr(of, with),
        Expr::Field(_)
        | Expr::Value(_)
        | Expr::Prefix(..)
        | Expr::Range(..)
        | Expr::Wildcard(_)
        | Expr::Flags(_)
        | Expr::SetRef(_)
        | Expr::Any
        | Expr::ObjectName(_) => {}
    }
}

fn fill_map(map: &mut MapRef, with: &mut impl Fill) {
    match map {
        MapRef::Anonymous(set) => fill_set(set, with),
        MapRef::Named(_) => {}
    }
}

fn fill_set(set: &mut AnonymousSet, with: &mut impl Fill) {
    with.set(set);
    for element in &mut set.elements {
        fill_element(element, with);
    }
}

/// Goes through what an element has.
pub(super) fn fill_element(element: &mut Element, with: &mut impl Fill) {
    fill(&mut element.state.statements, with);
    if let Some(data) = &mut element.data {
        fill_expr(data, with);
    }
}

/// Gives verdicts that go to a chain its new name.
pub(super) struct Rename<'a> {
    /// The name that it had.
    pub(super) old: &'a str,
    /// The one that it has now.
    pub(super) new: &'a Arc<str>,
}

impl Fill for Rename<'_> {
    fn verdict(&mut self, verdict: &mut Verdict) {
        if let Some(target) = verdict.target_mut()
            && **target == *self.old
        {
            *target = Arc::clone(self.new);
        }
    }
}

/// Numbers anonymous sets.
pub(super) struct Sets<F: FnMut() -> SetId>(pub(super) F);

impl<F: FnMut() -> SetId> Fill for Sets<F> {
    fn set(&mut self, set: &mut AnonymousSet) {
        set.id = Some((self.0)());
    }
}

/// Shows the counters to a function.
pub(super) struct Counters<F: FnMut(&mut Counted)>(pub(super) F);

impl<F: FnMut(&mut Counted)> Fill for Counters<F> {
    fn counter(&mut self, counted: &mut Counted) {
        (self.0)(counted);
    }
}

/// The counter of an object.
pub(super) fn object_counter(state: &ObjectState) -> Option<CounterId> {
    match state {
        ObjectState::Counter(state) => state.counted.number(),
        ObjectState::Quota(_) | ObjectState::Limit(_) | ObjectState::CtHelper { .. } => None,
    }
}
