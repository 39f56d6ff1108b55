//! Whether connections are tracked for a rule's sake.

use dataplane::filter::nft::CtKey;

use super::super::{
    Field, ObjectKind, Statement,
    uses::{Use, uses},
};

/// Whether a rule looks at connections or changes them: the kernel then tracks those of the rule's family.
#[must_use]
pub fn needs_conntrack(statements: &[Statement]) -> bool {
    let mut needs = statements.iter().any(acts);
    uses(statements, &mut |used| {
        needs |= matches!(used, Use::Field(Field::Ct(_)));
    });
    needs
}

/// Whether a rule looks at how much connections have carried: the kernel then begins to count that of new ones, for good
/// (`nf_ct_set_acct`).
#[must_use]
pub fn counts_connections(statements: &[Statement]) -> bool {
    let mut counts = false;
    uses(statements, &mut |used| {
        if let Use::Field(Field::Ct(field)) = used {
            counts |= matches!(field.key, CtKey::Pkts | CtKey::Bytes | CtKey::AvgPkt);
        }
    });
    counts
}

/// Whether a statement does something with connections.
fn acts(statement: &Statement) -> bool {
    match statement {
        Statement::Nat(_) | Statement::ConnCount(_) => true,
        Statement::Object { kind, .. } => *kind == ObjectKind::CtHelper,
        Statement::Set { field, .. } => matches!(field, Field::Ct(_)),
        Statement::ChangeSet(change) => change.statements.iter().any(acts),
        Statement::Match { .. }
        | Statement::Verdict(_)
        | Statement::Vmap { .. }
        | Statement::Counter(_)
        | Statement::Limit(_)
        | Statement::Quota(_)
        | Statement::Log(_)
        | Statement::Reject(_)
        | Statement::Notrack
        | Statement::ResetTcpOption(_) => false,
    }
}
