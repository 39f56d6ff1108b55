//! Rules.

use super::{Evaluator, Scope, adjacent, dependency, element::comment};
use crate::{
    config::nft::{Rule, Statement},
    lang::nft::{
        error::Error,
        syntax::{self, At, Place},
    },
};

/// What a rule does, as it is kept and listed; it has neither a handle nor a source yet.
///
/// # Errors
/// It does not hold together: all that nft says of it, in order.
pub fn rule(rule: &syntax::Rule, scope: &Scope<'_>) -> Result<Rule, Vec<Error>> {
    let mut evaluator = Evaluator::new(scope);
    match evaluator.statements(&rule.statements) {
        Ok(statements) => {
            let statements = adjacent::merge(statements, scope.family);
            let statements = dependency::kill(statements, scope.family);
            Ok(Rule {
                handle: 0,
                statements: statements.into(),
                comment: comment(rule.comment.as_ref()),
                source: None,
            })
        }
        Err(error) => Err(evaluator.all(error)),
    }
}

impl Evaluator<'_> {
    fn statements(&mut self, written: &[At<syntax::Statement>]) -> Result<Vec<Statement>, Error> {
        let mut statements = Vec::with_capacity(written.len());
        let mut terminal: Option<Place> = None;
        for statement in written {
            let place = keyword(&statement.of, statement.place);
            if let Some(terminal) = terminal {
                let message = "Statement after terminal statement has no effect";
                return Err(Error::between(message, place, terminal));
            }
            // That there is no such thing is for the kernel to say, when all else is well.
            if is_foreign(&statement.of) {
                continue;
            }
            let of = self.statement(&statement.of, statement.place)?;
            statements.append(&mut self.before);
            statements.push(of);
            if is_terminal(&statement.of) {
                terminal = Some(place);
            }
        }
        self.first.append(&mut statements);
        Ok(std::mem::take(&mut self.first))
    }
}

/// Whether it is something that Tollgate has not.
const fn is_foreign(statement: &syntax::Statement) -> bool {
    matches!(statement, syntax::Statement::Foreign(_))
}

/// Whether nothing behind it is met.
const fn is_terminal(statement: &syntax::Statement) -> bool {
    match statement {
        syntax::Statement::Verdict(verdict) => !matches!(verdict, syntax::Verdict::Continue),
        syntax::Statement::Reject(_) | syntax::Statement::Nat(_) => true,
        _ => false,
    }
}

/// What errors mark of a statement: of some only the word that they begin with.
pub(super) fn keyword(statement: &syntax::Statement, place: Place) -> Place {
    use dataplane::filter::nft::NatKind;
    let word = match statement {
        syntax::Statement::Nat(nat) => match nat.kind {
            NatKind::Source => "snat",
            NatKind::Destination => "dnat",
            NatKind::Masquerade => "masquerade",
            NatKind::Redirect => "redirect",
        },
        syntax::Statement::Reject(_) => "reject",
        syntax::Statement::Log(_) => "log",
        _ => return place,
    };
    Place {
        end: place.start + u32::try_from(word.len()).unwrap_or_default(),
        ..place
    }
}
