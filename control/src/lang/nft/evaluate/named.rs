//! Sets, maps and objects with names.

use std::sync::Arc;

use dataplane::{
    conntrack::Helper,
    filter::nft::{SetFlags, SetId},
    time::Duration,
};

use super::{
    Evaluator, Scope,
    element::{Data, NamedSet, Owner, comment},
    expr::variable_size,
    kind::Kind,
    statement::{counter, limit, quota},
};
use crate::{
    config::{
        Errno,
        nft::{DataType, Expr, Field, Header, NftFamily, ObjectKind, ObjectState, Set, SetKey},
    },
    lang::nft::{
        error::Error,
        syntax::{self, At, ExprKind, NamedBlock, NamedState, Place, SetBlock, TypeName},
    },
};

/// A set, or (with `map`) a map, with the elements that its block has. It has no handle and no number yet.
///
/// # Errors
/// It does not hold together: all that nft says of it, in order.
pub fn set_block(
    name: &syntax::Name,
    block: &SetBlock,
    map: bool,
    scope: &Scope<'_>,
) -> Result<Set, Vec<Error>> {
    let mut evaluator = Evaluator::new(scope);
    match evaluator.set_block(name, block, map) {
        Ok(set) => Ok(set),
        Err(error) => Err(evaluator.all(error)),
    }
}

/// An object.
///
/// # Errors
/// The kernel would not take it.
pub fn named(name: &syntax::Name, block: &NamedBlock) -> Result<ObjectState, Vec<Error>> {
    state(&block.state, name.place).map_err(|error| vec![error])
}

fn state(of: &NamedState, place: Place) -> Result<ObjectState, Error> {
    Ok(match of {
        NamedState::Counter(packets, bytes) => ObjectState::Counter(counter(*packets, *bytes)),
        NamedState::Quota(of) => ObjectState::Quota(quota(of, place)?),
        NamedState::Limit(of) => ObjectState::Limit(limit(of, place)?),
        NamedState::CtHelper {
            helper,
            protocol,
            l3proto,
        } => {
            let protocol = match protocol {
                Some(protocol) if protocol.of == "udp" => 17,
                _ => 6,
            };
            let found = (helper.as_ref())
                .and_then(|helper| Helper::named(&helper.of))
                .filter(|helper| (*helper == Helper::Tftp) == (protocol == 17));
            ObjectState::CtHelper {
                helper: found.ok_or_else(|| Error::refused(Errno::NoEnt, place))?,
                protocol,
                family: l3proto.as_ref().and_then(|of| of.of.only()),
            }
        }
    })
}

impl Evaluator<'_> {
    fn set_block(
        &mut self,
        name: &syntax::Name,
        block: &SetBlock,
        map: bool,
    ) -> Result<Set, Error> {
        let which = if map { "map" } else { "set" };
        let has = |flag: &str| block.flags.iter().any(|of| of.of == flag);
        let timeout = (block.timeout.as_ref())
            .filter(|of| of.of > 0)
            .map(|of| Duration::from_millis(of.of));
        let flags = SetFlags {
            constant: has("constant"),
            interval: has("interval"),
            // A time for all is a time.
            timeout: has("timeout") || timeout.is_some(),
            dynamic: has("dynamic"),
        };
        let place = block.place.unwrap_or(name.place);
        let error = |message: String| Error::new(message, place);
        if block.auto_merge && !flags.interval {
            return Err(error("auto-merge only works with interval sets".to_owned()));
        }
        let key = match &block.key {
            Some(key) => self.key_type(key)?,
            None => None,
        };
        let no_key = || error("set definition does not specify key".to_owned());
        let key = key.ok_or_else(no_key)?;
        check_size(&key, which).map_err(error)?;
        let (data, object) = match (&block.data, map) {
            (None, true) => {
                let message = "map definition does not specify mapping data type";
                return Err(error(message.to_owned()));
            }
            (None, false) | (Some(_), false) => (None, None),
            (Some(data), true) => self.data_type(data, block.interval_data, error)?,
        };
        let statements = self.stateful(&block.statements)?;
        let elements = match &block.elements {
            None => Vec::new(),
            Some(written) => {
                let named = NamedSet {
                    place,
                    interval: flags.interval,
                    auto_merge: block.auto_merge,
                    interval_data: block.interval_data,
                    timeout,
                    statements: &statements,
                };
                let of_data = Data::of(data.as_ref(), object);
                self.elements(written, &Kind::of_key(&key), &of_data, Owner::Named(&named))?
            }
        };
        let number = |of: &Option<At<u64>>| of.as_ref().map(|of| of.of);
        Ok(Set {
            name: name.of.as_str().into(),
            handle: 0,
            id: SetId(0),
            key,
            data,
            object,
            flags,
            timeout,
            gc_interval: number(&block.gc_interval).map(Duration::from_millis),
            size: number(&block.size).map(|of| u32::try_from(of).unwrap_or(u32::MAX)),
            memory_policy: block.policy.as_ref().is_some_and(|of| of.of == "memory"),
            auto_merge: block.auto_merge,
            comment: comment(block.comment.as_ref()),
            statements,
            elements: Arc::new(elements),
            source: None,
        })
    }

    /// What keys are; `None` if a name of its types is unknown, which is told.
    fn key_type(&mut self, of: &At<TypeName>) -> Result<Option<SetKey>, Error> {
        match &of.of {
            TypeName::Names(names) => {
                let mut types = Vec::with_capacity(names.len());
                for name in names {
                    match DataType::named(&name.of) {
                        Some(datatype) => types.push((datatype, name.place)),
                        None => {
                            let message = format!("unknown datatype {}", name.of);
                            self.errors.push(Error::new(message, name.place));
                            return Ok(None);
                        }
                    }
                }
                let bits = types.iter().map(|(datatype, _)| datatype.bits()).collect();
                let datatype = match types.as_slice() {
                    [(one, _)] => one.clone(),
                    several => {
                        let variable = several.iter().find(|(of, _)| of.bits() == 0);
                        if let Some((datatype, place)) = variable {
                            return Err(variable_size(datatype, *place, of.place.to(*place)));
                        }
                        DataType::Concat(several.iter().map(|(of, _)| of.clone()).collect())
                    }
                };
                Ok(Some(SetKey {
                    datatype,
                    bits,
                    type_of: None,
                    interval: false,
                }))
            }
            TypeName::TypeOf(expr) => Ok(Some(self.type_of(expr)?)),
            TypeName::Objects(_) => Ok(None),
        }
    }

    fn data_type(
        &mut self,
        of: &At<TypeName>,
        interval: bool,
        error: impl Fn(String) -> Error,
    ) -> Result<(Option<SetKey>, Option<ObjectKind>), Error> {
        if let TypeName::Objects(kind) = &of.of {
            return Ok((None, Some(*kind)));
        }
        let Some(key) = self.key_type(of)? else {
            // What is not understood takes the key along.
            return Err(error("set definition does not specify key".to_owned()));
        };
        if key.datatype != DataType::Verdict {
            check_size(&key, "map").map_err(error)?;
        }
        Ok((Some(SetKey { interval, ..key }), None))
    }

    /// `typeof EXPR`: what it gives; nothing is looked at, so protocols need not go together.
    fn type_of(&mut self, expr: &syntax::Expr) -> Result<SetKey, Error> {
        let parts = match &expr.kind {
            ExprKind::Concat(parts) => parts.as_slice(),
            _ => std::slice::from_ref(expr),
        };
        let (mut fields, mut types, mut bits) = (Vec::new(), Vec::new(), Vec::new());
        for part in parts {
            self.context = super::Context::new(NftFamily::Inet);
            let typed = self.expr(part, &Kind::none())?;
            self.before.clear();
            if parts.len() > 1 && typed.kind.bits() == 0 {
                let (datatype, place) = (&typed.kind.datatype, part.place);
                return Err(variable_size(datatype, place, expr.place.to(place)));
            }
            types.push(typed.kind.datatype.clone());
            bits.push(typed.kind.bits());
            fields.push(known_field(typed.expr, self.scope.family));
        }
        let (datatype, type_of) = match (types.as_slice(), fields.as_slice()) {
            ([datatype], [field]) => (datatype.clone(), field.clone()),
            _ => (DataType::Concat(types), Expr::Concat(fields)),
        };
        Ok(SetKey {
            datatype,
            bits,
            type_of: Some(type_of),
            interval: false,
        })
    }
}

/// Bits of a packet that are a field of the table's protocol are that field.
fn known_field(expr: Expr, family: NftFamily) -> Expr {
    let header = match family {
        NftFamily::Ip => Header::Ip,
        NftFamily::Ip6 => Header::Ip6,
        _ => return expr,
    };
    match &expr {
        Expr::Field(Field::Raw { base, offset, bits }) if *base == header.base() => {
            super::adjacent::field_at(header, *offset, *bits)
                .map_or(expr, |field| Expr::Field(Field::Payload(field)))
        }
        _ => expr,
    }
}

fn check_size(key: &SetKey, which: &str) -> Result<(), String> {
    if key.bits.iter().any(|bits| *bits > 0) {
        return Ok(());
    }
    Err(format!(
        "unqualified type {} specified in {which} definition. Try \"typeof expression\" instead of \"type datatype\".",
        key.datatype.name()
    ))
}
