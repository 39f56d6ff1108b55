//! What of the rest of a table statements need.

use dataplane::filter::nft::{CtKey, SetId};

use super::super::{
    AnonymousSet, Element, Expr, Field, Hashing, MapRef, ObjectKind, Statement, Verdict,
};

/// The names that a rule, or an element, uses.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Uses<'a> {
    /// Chains that packets go to.
    pub chains: Vec<&'a str>,
    /// Sets and maps.
    pub sets: Vec<&'a str>,
    /// Objects.
    pub objects: Vec<(ObjectKind, &'a str)>,
    /// Sets without names that have their number.
    pub anonymous: Vec<SetId>,
}

impl<'a> Uses<'a> {
    /// What a rule uses.
    #[must_use]
    pub fn of_rule(statements: &'a [Statement]) -> Self {
        let mut uses = Self::default();
        walk(statements, &mut |found| uses.note(&found));
        uses
    }

    /// What elements use: chains, and objects of the kind that the map is of.
    #[must_use]
    pub fn of_elements(elements: &'a [Element], objects: Option<ObjectKind>) -> Self {
        let mut uses = Self::default();
        walk_elements(elements, objects, &mut |found| uses.note(&found));
        uses
    }

    fn note(&mut self, found: &Found<'a>) {
        match found {
            Found::Verdict(Verdict::Jump(name) | Verdict::Goto(name)) => self.chains.push(name),
            Found::Set(name) => self.sets.push(name),
            Found::Object(kind, name) => self.objects.push((*kind, name)),
            Found::Anonymous(set) => self.anonymous.extend(set.id),
            Found::Verdict(_) | Found::Field(_) | Found::Statement(_) => {}
        }
    }
}

/// Whether a rule looks at connections or changes them: the kernel then tracks those of the rule's family.
#[must_use]
pub fn needs_conntrack(statements: &[Statement]) -> bool {
    let mut needs = false;
    walk(statements, &mut |found| match found {
        Found::Field(Field::Ct(_)) | Found::Object(ObjectKind::CtHelper, _) => needs = true,
        Found::Statement(Statement::Nat(_) | Statement::ConnCount(_)) => needs = true,
        Found::Statement(Statement::Object { kind, .. }) => {
            needs |= *kind == ObjectKind::CtHelper;
        }
        Found::Field(_)
        | Found::Object(..)
        | Found::Statement(_)
        | Found::Set(_)
        | Found::Anonymous(_)
        | Found::Verdict(_) => {}
    });
    needs
}

/// Whether a rule looks at how much connections have carried: the kernel then begins to count that of new ones, for good
/// (`nf_ct_set_acct`).
#[must_use]
pub fn counts_connections(statements: &[Statement]) -> bool {
    let mut counts = false;
    walk(statements, &mut |found| {
        if let Found::Field(Field::Ct(field)) = found {
            counts |= matches!(field.key, CtKey::Pkts | CtKey::Bytes | CtKey::AvgPkt);
        }
    });
    counts
}

/// Something that a rule has somewhere.
enum Found<'a> {
    Statement(&'a Statement),
    Field(&'a Field),
    Set(&'a str),
    Anonymous(&'a AnonymousSet),
    Verdict(&'a Verdict),
    Object(ObjectKind, &'a str),
}

type Tell<'a, 't> = &'t mut dyn FnMut(Found<'a>);

fn walk<'a>(statements: &'a [Statement], tell: Tell<'a, '_>) {
    for statement in statements {
        tell(Found::Statement(statement));
        match statement {
            Statement::Match { left, right, .. } => {
                walk_expr(left, None, tell);
                walk_expr(right, None, tell);
            }
            Statement::Verdict(verdict) => tell(Found::Verdict(verdict)),
            Statement::Vmap { key, map } => {
                walk_expr(key, None, tell);
                walk_map(map, None, tell);
            }
            Statement::Object { kind, name } => walk_expr(name, Some(*kind), tell),
            Statement::Nat(nat) => {
                for expr in [&nat.addr, &nat.port].into_iter().flatten() {
                    walk_expr(expr, None, tell);
                }
            }
            Statement::Set { field, to } => {
                walk_field(field, tell);
                walk_expr(to, None, tell);
            }
            Statement::ChangeSet(change) => {
                tell(Found::Set(&change.set));
                walk_expr(&change.key, None, tell);
                if let Some(data) = &change.data {
                    walk_expr(data, None, tell);
                }
                walk(&change.statements, tell);
            }
            Statement::Counter(_)
            | Statement::Limit(_)
            | Statement::Quota(_)
            | Statement::ConnCount(_)
            | Statement::Last(_)
            | Statement::Log(_)
            | Statement::Reject(_)
            | Statement::Notrack
            | Statement::ResetTcpOption(_) => {}
        }
    }
}

fn walk_field<'a>(field: &'a Field, tell: Tell<'a, '_>) {
    tell(Found::Field(field));
    if let Field::Hash {
        of: Hashing::Jenkins { of, .. },
        ..
    } = field
    {
        walk_expr(of, None, tell);
    }
}

fn walk_expr<'a>(expr: &'a Expr, objects: Option<ObjectKind>, tell: Tell<'a, '_>) {
    match expr {
        Expr::Field(field) => walk_field(field, tell),
        Expr::Binary(_, left, right) => {
            walk_expr(left, objects, tell);
            walk_expr(right, objects, tell);
        }
        Expr::Concat(parts) => {
            for part in parts {
                walk_expr(part, objects, tell);
            }
        }
        Expr::Set(set) => {
            tell(Found::Anonymous(set));
            walk_elements(&set.elements, objects, tell);
        }
        Expr::SetRef(name) => tell(Found::Set(name)),
        Expr::Map(key, map) => {
            walk_expr(key, objects, tell);
            walk_map(map, objects, tell);
        }
        Expr::Verdict(verdict) => tell(Found::Verdict(verdict)),
        Expr::ObjectName(name) => {
            if let Some(kind) = objects {
                tell(Found::Object(kind, name));
            }
        }
        Expr::Value(_)
        | Expr::Prefix(..)
        | Expr::Range(..)
        | Expr::Wildcard(_)
        | Expr::Flags(_)
        | Expr::Any => {}
    }
}

fn walk_map<'a>(map: &'a MapRef, objects: Option<ObjectKind>, tell: Tell<'a, '_>) {
    match map {
        MapRef::Named(name) => tell(Found::Set(name)),
        MapRef::Anonymous(set) => {
            tell(Found::Anonymous(set));
            walk_elements(&set.elements, objects, tell);
        }
    }
}

fn walk_elements<'a>(elements: &'a [Element], objects: Option<ObjectKind>, tell: Tell<'a, '_>) {
    for element in elements {
        walk_expr(&element.key, objects, tell);
        if let Some(data) = &element.data {
            walk_expr(data, objects, tell);
        }
        walk(&element.state.statements, tell);
    }
}
