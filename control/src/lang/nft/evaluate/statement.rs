//! Statements that are no comparisons.

use std::sync::Arc;

use dataplane::filter::{
    Counts,
    nft::{ConnCount, CtKey, Limit, LimitUnit, LogSpec, MetaKey, Quota},
    targets::LogOptions,
};

use super::{
    Evaluator,
    expr::{unknown_to_the_kernel, verdict},
    kind::{Kind, Typed},
    rule::keyword,
};
use crate::{
    config::{
        Errno,
        nft::{
            ConnCountState, CounterState, DataType, Expr, Field, LimitState, LogStatement,
            ObjectKind, QuotaState, Statement,
        },
    },
    lang::nft::{
        error::Error,
        syntax::{self, At, ExprKind, Place},
    },
};

/// Packets that may come at once where nothing is said (`NFT_LIMIT`'s default of nft).
const BURST: u64 = 5;

/// `log` without a level: `warn`.
const WARNING: u8 = 4;

/// The level that goes to auditing, which Tollgate has not: nothing is told.
const AUDIT: u8 = 8;

impl Evaluator<'_> {
    /// Any statement of a rule.
    pub(super) fn statement(
        &mut self,
        statement: &syntax::Statement,
        place: Place,
    ) -> Result<Statement, Error> {
        match statement {
            syntax::Statement::Match { left, op, right } => self.relation(left, *op, right, place),
            syntax::Statement::Verdict(of) => Ok(Statement::Verdict(verdict(of))),
            syntax::Statement::Vmap(key, map) => self.vmap(key, map),
            syntax::Statement::Object(kind, name) => self.object(*kind, name),
            syntax::Statement::Log(log) => self::log(log, keyword(statement, place)),
            syntax::Statement::Reject(reject) => self.reject(reject, keyword(statement, place)),
            syntax::Statement::Nat(nat) => self.nat(nat, keyword(statement, place)),
            syntax::Statement::Notrack => Ok(Statement::Notrack),
            syntax::Statement::Set(field, to) => self.assign(field, to, place),
            syntax::Statement::ResetTcpOption(option) => match &option.kind {
                ExprKind::TcpOptionExists(option) | ExprKind::TcpOption(option, _) => {
                    Ok(Statement::ResetTcpOption(option.kind()))
                }
                _ => Err(unknown_to_the_kernel(place)),
            },
            syntax::Statement::ChangeSet { op, set, element } => {
                self.change_set(*op, set, element, place)
            }
            syntax::Statement::Meter { .. } | syntax::Statement::Foreign(_) => {
                Err(unknown_to_the_kernel(place))
            }
            syntax::Statement::Counter(..)
            | syntax::Statement::Limit(_)
            | syntax::Statement::Quota(_)
            | syntax::Statement::ConnCount { .. } => self.stateful_one(statement, place),
        }
    }

    /// Statements that elements of sets may have.
    pub(super) fn stateful(
        &mut self,
        statements: &[At<syntax::Statement>],
    ) -> Result<Vec<Statement>, Error> {
        let mut evaluated = Vec::with_capacity(statements.len());
        for statement in statements {
            evaluated.push(self.stateful_one(&statement.of, statement.place)?);
        }
        Ok(evaluated)
    }

    #[expect(clippy::unused_self, reason = "one of the statements")]
    fn stateful_one(
        &mut self,
        statement: &syntax::Statement,
        place: Place,
    ) -> Result<Statement, Error> {
        match statement {
            syntax::Statement::Counter(packets, bytes) => {
                Ok(Statement::Counter(counter(*packets, *bytes)))
            }
            syntax::Statement::Limit(of) => Ok(Statement::Limit(limit(of, place)?)),
            syntax::Statement::Quota(of) => Ok(Statement::Quota(quota(of, place)?)),
            syntax::Statement::ConnCount { count, over } => Ok(Statement::ConnCount(
                ConnCountState(Arc::new(ConnCount::new(*count, *over))),
            )),
            _ => Err(Error::new("statement must be stateful", place)),
        }
    }

    fn vmap(&mut self, key: &syntax::Expr, map: &syntax::Expr) -> Result<Statement, Error> {
        let (key_of, map_of, given) = self.mapped(key, map, &Kind::verdict())?;
        if given.datatype != DataType::Verdict {
            let message = format!(
                "datatype mismatch: expected {}, expression has type {}",
                DataType::Verdict.description(),
                given.datatype.description()
            );
            return Err(Error::new(message, key.place.to(map.place)));
        }
        Ok(Statement::Vmap {
            key: key_of,
            map: map_of,
        })
    }

    fn object(&mut self, kind: ObjectKind, name: &syntax::Expr) -> Result<Statement, Error> {
        let (kind, name) = match &name.kind {
            // What is used is what the map has.
            ExprKind::Map(key, map) => {
                let (of, name) = self.object_map(key, map)?;
                (of.unwrap_or(kind), name)
            }
            _ => (kind, super::element::object_name(name)?),
        };
        Ok(Statement::Object { kind, name })
    }

    /// `FIELD set EXPR`.
    fn assign(
        &mut self,
        field: &syntax::Expr,
        to: &syntax::Expr,
        place: Place,
    ) -> Result<Statement, Error> {
        let left = match &field.kind {
            // A value is only set in options that are there: nothing has to be said of the protocol.
            ExprKind::TcpOption(option, place) => Field::TcpOption(*option, *place),
            _ => self.field(field)?,
        };
        let kind = self.kind_of(&left);
        let Typed { expr, kind } = self.argument(to, &kind, place)?;
        check_computed(&left, &expr, field.place, to.place)?;
        if !can_be_set(&left) {
            return Err(Error::refused(Errno::OpNotSupp, place));
        }
        let to = match (&left, expr) {
            (Field::Ct(field), Expr::Value(value)) if field.key == CtKey::EventMask => {
                Expr::Flags(value.flags().collect())
            }
            (_, expr) => super::bits::simplify(expr, kind.bits()),
        };
        Ok(Statement::Set { field: left, to })
    }
}

/// Fields that share their bytes, or the word that the checksum counts, with others take constants only.
fn check_computed(field: &Field, to: &Expr, place: Place, other: Place) -> Result<(), Error> {
    let Field::Payload(of) = field else {
        return Ok(());
    };
    if matches!(to, Expr::Value(_) | Expr::Map(..)) {
        return Ok(());
    }
    let bits = of.template().bits;
    if bits % 8 != 0 {
        let message = "Right hand side of binary operation (^) must be constant";
        return Err(Error::new(message, place));
    }
    if bits == 8 && matches!(to, Expr::Field(_)) {
        let message = "Left shift of 8 bits is undefined for type of 8 bits width";
        return Err(Error::between(message, place, other));
    }
    if bits == 8 {
        let message = "Right hand side of binary operation (^) must be constant";
        return Err(Error::between(message, other, place));
    }
    Ok(())
}

/// What the kernel lets rules change.
const fn can_be_set(field: &Field) -> bool {
    match field {
        Field::Meta(field) => matches!(
            field.key,
            MetaKey::Mark | MetaKey::Priority | MetaKey::NfTrace | MetaKey::PktType
        ),
        Field::Ct(field) => matches!(
            field.key,
            CtKey::Mark | CtKey::Zone | CtKey::EventMask | CtKey::Labels
        ),
        Field::Payload(_) | Field::Raw { .. } | Field::TcpOption(..) => true,
        _ => false,
    }
}

/// A counter that begins so.
pub(super) fn counter(packets: u64, bytes: u64) -> CounterState {
    CounterState::from(Counts { packets, bytes })
}

/// A limit, with its burst. The kernel wants its bucket to fit into 64 bits (`nft_limit_init`).
pub(super) fn limit(of: &syntax::Limit, place: Place) -> Result<LimitState, Error> {
    if of.rate == 0 {
        return Err(Error::refused(Errno::Inval, place));
    }
    let burst = of.burst.unwrap_or(match of.unit {
        LimitUnit::Packets => BURST,
        LimitUnit::Bytes => 0,
    });
    let limit = Limit::new(of.rate, (of.unit, of.seconds), burst, of.over);
    let nanoseconds = limit.seconds.checked_mul(1_000_000_000);
    let tokens = nanoseconds.and_then(|all| match limit.unit {
        LimitUnit::Packets => (all / limit.rate).checked_mul(limit.burst),
        LimitUnit::Bytes => all.checked_mul(limit.rate.checked_add(limit.burst)?),
    });
    match tokens {
        Some(_) => Ok(LimitState(Arc::new(limit))),
        None => Err(Error::refused(Errno::Overflow, place)),
    }
}

/// A quota, of which some may be used. The kernel refuses one of which more is used than there is.
pub(super) fn quota(of: &syntax::Quota, place: Place) -> Result<QuotaState, Error> {
    if of.used > of.bytes {
        return Err(Error::refused(Errno::Inval, place));
    }
    let quota = Quota::new(of.bytes, of.over, of.used);
    Ok(QuotaState(Arc::new(quota)))
}

/// The same statement with a memory of its own, that counts from nothing.
pub(super) fn renewed(statement: &Statement) -> Statement {
    match statement {
        Statement::Counter(_) => Statement::Counter(CounterState::default()),
        statement => statement.renewed(),
    }
}

fn log(log: &syntax::Log, place: Place) -> Result<Statement, Error> {
    let error = |message: &str| Err(Error::new(message, place));
    let level = match &log.level {
        None => None,
        Some(level) => match (LogStatement::LEVELS.iter()).position(|name| *name == level.of) {
            Some(number) => Some(u8::try_from(number).unwrap_or(WARNING)),
            None => return Err(Error::new("invalid log level", level.place)),
        },
    };
    // `group` is what the others are about: they are forgotten without it.
    let about_group = log.group.is_some() || log.snaplen.is_some() || log.queue_threshold.is_some();
    if about_group && level.is_some() {
        return error("level and group are mutually exclusive");
    }
    if about_group && log.flags != 0 {
        return error("flags and group are mutually exclusive");
    }
    if level == Some(AUDIT) && (log.prefix.is_some() || log.flags != 0) {
        return error("log level audit doesn't support any further options");
    }
    let prefix = log.prefix.as_ref().map_or("", |prefix| &prefix.of);
    if prefix.len() > 127 {
        return Err(Error::refused(Errno::Range, place));
    }
    let number = |of: &Option<At<u64>>| of.as_ref().map(|of| of.of);
    // The kernel has 16 bits for these.
    #[expect(clippy::cast_possible_truncation, reason = "as the kernel takes it")]
    let word = |of: u64| of as u16;
    let group = number(&log.group).map(word);
    Ok(Statement::Log(LogStatement {
        spec: Arc::new(LogSpec {
            prefix: prefix.into(),
            level: level.unwrap_or(WARNING),
            options: LogOptions(log.flags),
            group,
        }),
        level_given: level.is_some(),
        snaplen: group
            .and(number(&log.snaplen))
            .map(|of| u32::try_from(of).unwrap_or(u32::MAX)),
        queue_threshold: group.and(number(&log.queue_threshold)).map(word),
    }))
}
