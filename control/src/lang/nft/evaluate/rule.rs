//! Rules.

use dataplane::filter::nft::MetaKey;

use super::{Evaluator, Scope, element::comment};
use crate::{
    config::nft::{Expr, Field, Header, MetaField, NftFamily, Rule, Statement},
    lang::nft::{
        error::Error,
        syntax::{self, At, Place},
    },
};

/// What a rule does; it has neither a handle nor a source yet.
///
/// # Errors
/// It does not hold together: all that nft says of it, in order.
pub fn rule(rule: &syntax::Rule, scope: &Scope<'_>) -> Result<Rule, Vec<Error>> {
    let mut evaluator = Evaluator::new(scope);
    match evaluator.statements(&rule.statements) {
        Ok(statements) => Ok(Rule {
            handle: 0,
            statements: without_family(statements, scope.family).into(),
            comment: comment(rule.comment.as_ref()),
            source: None,
        }),
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

/// `meta protocol ip` in tables of ip says nothing. (At the end of a rule nft overlooks it.)
fn without_family(mut statements: Vec<Statement>, family: NftFamily) -> Vec<Statement> {
    let of_family = match family {
        NftFamily::Ip => Header::Ip,
        NftFamily::Ip6 => Header::Ip6,
        _ => return statements,
    };
    let ether_type = of_family.ether_type().map(u128::from);
    let last = statements.len().saturating_sub(1);
    let mut number = 0;
    statements.retain(|statement| {
        number += 1;
        let Statement::Match { left, op, right } = statement else {
            return true;
        };
        let protocol = Field::Meta(MetaField {
            key: MetaKey::Protocol,
        });
        let same = matches!(right, Expr::Value(value) if Some(value.number) == ether_type);
        let redundant = *left == Expr::Field(protocol) && op.is_equality() && same;
        !redundant || number - 1 == last
    });
    statements
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
