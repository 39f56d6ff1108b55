//! Whether rules can be where packets come to them (`nft_table_validate`).

use std::collections::HashMap;

use dataplane::filter::{
    Hook,
    nft::{Fib, FibResult, MetaKey, NatKind, RtKey},
};

use super::{
    BaseChain, ChainType, Expr, Field, MetaField, RtField, Statement, Table,
    uses::{Use, uses},
};
use crate::config::Errno;

/// How many chains a packet can be in at once (`NFT_JUMP_STACK_SIZE`).
const DEEPEST: usize = 16;

/// Where something can be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    hooks: &'static [Hook],
    /// Only in chains of type nat.
    nat: bool,
}

/// Where a statement can be; `None` for everywhere. What its expressions ask for is not looked at.
pub(super) const fn limits(statement: &Statement) -> Option<Limits> {
    use Hook::{Forward, Input, Output, Postrouting, Prerouting};
    match statement {
        Statement::Nat(nat) => Some(Limits {
            hooks: match nat.kind {
                NatKind::Source => &[Postrouting, Input],
                NatKind::Masquerade => &[Postrouting],
                NatKind::Destination | NatKind::Redirect => &[Prerouting, Output],
            },
            nat: true,
        }),
        Statement::Reject(_) => Some(Limits {
            hooks: &[Input, Forward, Output, Prerouting],
            nat: false,
        }),
        Statement::Set {
            field: Field::Meta(MetaField {
                key: MetaKey::PktType,
            }),
            ..
        } => Some(Limits {
            hooks: &[Prerouting],
            nat: false,
        }),
        Statement::Set { .. }
        | Statement::Match { .. }
        | Statement::Verdict(_)
        | Statement::Vmap { .. }
        | Statement::Counter(_)
        | Statement::Limit(_)
        | Statement::Quota(_)
        | Statement::ConnCount(_)
        | Statement::Object { .. }
        | Statement::Log(_)
        | Statement::Notrack
        | Statement::ResetTcpOption(_)
        | Statement::ChangeSet(_) => None,
    }
}

/// Where a field can be looked at; `None` for everywhere.
pub(super) const fn hooks_of(field: &Field) -> Option<&'static [Hook]> {
    use Hook::{Forward, Input, Output, Postrouting, Prerouting};
    match field {
        Field::Rt(RtField { key: RtKey::TcpMss }) => Some(&[Forward, Output, Postrouting]),
        Field::Meta(MetaField {
            key: MetaKey::SecPath,
        }) => Some(&[Prerouting, Input, Forward]),
        Field::Socket(_) => Some(&[Prerouting, Input, Output]),
        Field::Fib(Fib {
            result, iif, oif, ..
        }) => match (result, *iif, *oif) {
            (FibResult::Oif | FibResult::OifName, _, _) | (FibResult::AddrType, true, _) => {
                Some(&[Prerouting, Input, Forward])
            }
            (FibResult::AddrType, false, true) => Some(&[Output, Postrouting, Forward]),
            (FibResult::AddrType, false, false) => None,
        },
        Field::Rt(_)
        | Field::Meta(_)
        | Field::Payload(_)
        | Field::Raw { .. }
        | Field::Ct(_)
        | Field::Exthdr(..)
        | Field::ExthdrExists(_)
        | Field::TcpOption(..)
        | Field::TcpOptionExists(_)
        | Field::IpOption(..)
        | Field::Numgen { .. }
        | Field::Hash { .. } => None,
    }
}

/// Looks at all rules of a table that packets may come to.
///
/// # Errors
/// EOPNOTSUPP if one can't be where it is, EMLINK if a packet could be in too many chains at once, or go round.
pub(super) fn table(table: &Table) -> Result<(), Errno> {
    let names = table.chains.iter().map(|chain| &*chain.name);
    let names: HashMap<&str, usize> = names.zip(0..).collect();
    for (at, chain) in table.chains.iter().enumerate() {
        if let Some(base) = &chain.base {
            let mut walk = Walk {
                table,
                names: &names,
                base,
                deepest: vec![None; table.chains.len()],
            };
            walk.chain(at, 0)?;
        }
    }
    Ok(())
}

/// What packets of a base chain may come to.
struct Walk<'a> {
    table: &'a Table,
    names: &'a HashMap<&'a str, usize>,
    base: &'a BaseChain,
    /// How deep each chain was looked at: less deep, there is nothing new.
    deepest: Vec<Option<usize>>,
}

impl Walk<'_> {
    fn chain(&mut self, at: usize, depth: usize) -> Result<(), Errno> {
        if depth == DEEPEST {
            return Err(Errno::MLink);
        }
        if self.deepest[at].is_some_and(|deepest| deepest >= depth) {
            return Ok(());
        }
        self.deepest[at] = Some(depth);
        let table = self.table;
        for rule in table.chains[at].rules.iter() {
            for statement in rule.statements.iter() {
                self.statement(statement, depth)?;
            }
        }
        Ok(())
    }

    fn statement(&mut self, statement: &Statement, depth: usize) -> Result<(), Errno> {
        let base = self.base;
        if let Some(limits) = limits(statement)
            && ((limits.nat && base.kind != ChainType::Nat) || !limits.hooks.contains(&base.hook))
        {
            return Err(Errno::OpNotSupp);
        }
        let mut fits = true;
        let mut targets: Vec<usize> = Vec::new();
        let (table, names) = (self.table, self.names);
        uses(std::slice::from_ref(statement), &mut |one| match one {
            Use::Target(chain) | Use::Mapping(chain) => {
                targets.extend(names.get(&**chain));
            }
            Use::Set(name) => {
                if let Some(set) = table.set(name)
                    && set.maps_to_verdicts()
                {
                    for element in set.elements.iter() {
                        if let Some(Expr::Verdict(verdict)) = &element.data
                            && let Some(chain) = verdict.target()
                        {
                            targets.extend(names.get(&**chain));
                        }
                    }
                }
            }
            Use::Field(field) => {
                fits &= hooks_of(field).is_none_or(|hooks| hooks.contains(&base.hook));
            }
            Use::SetChange(_) | Use::Object(..) | Use::Counter(_) => {}
        });
        if !fits {
            return Err(Errno::OpNotSupp);
        }
        for target in targets {
            self.chain(target, depth + 1)?;
        }
        Ok(())
    }
}
