//! `map` and `vmap`.

use super::{
    Evaluator,
    element::Data,
    kind::{Kind, Typed, is_constant},
    relation::check_addresses,
};
use crate::{
    config::nft::{Expr, MapRef, ObjectKind, Set},
    lang::nft::{
        error::Error,
        hints::{Missing, missing},
        syntax::{self, ExprKind, Place},
    },
};

impl<'a> Evaluator<'a> {
    /// The set or map of a name.
    pub(super) fn named(&self, name: &str, place: Place) -> Result<&'a Set, Error> {
        if let Some(found) = self.scope.set(name) {
            return Ok(found);
        }
        let table = (self.scope.family, self.scope.table);
        let hint = missing(self.scope.ruleset, Missing::Set, table, name);
        let message = hint.map_or_else(
            || "No such file or directory".to_owned(),
            |(_, message)| message,
        );
        Err(Error::new(message, place))
    }

    /// `KEY map MAP`, where `data` is expected of it.
    pub(super) fn map(
        &mut self,
        key: &syntax::Expr,
        map: &syntax::Expr,
        data: &Kind,
    ) -> Result<Typed, Error> {
        let (key, map, kind) = self.mapped(key, map, data)?;
        Ok(Typed {
            expr: Expr::Map(Box::new(key), map),
            kind,
        })
    }

    /// The key, the map and what it gives.
    pub(super) fn mapped(
        &mut self,
        key: &syntax::Expr,
        map: &syntax::Expr,
        data: &Kind,
    ) -> Result<(Expr, MapRef, Kind), Error> {
        let typed = self.map_key(key)?;
        match &map.kind {
            ExprKind::Set(elements) => {
                let before = self.key.replace(key.place);
                let set = self.set_of_rule(elements, &typed.kind, &Data::Values(data.clone()))?;
                self.key = before;
                let given = set.data.as_ref().map_or_else(Kind::none, Kind::of_key);
                Ok((typed.expr, MapRef::Anonymous(Box::new(set)), given))
            }
            ExprKind::SetRef(name) => {
                let set = self.named(name, map.place)?;
                let Some(data) = &set.data else {
                    return Err(Error::new("Expression is not a map", map.place));
                };
                let given = Kind::of_key(data);
                check_key(&typed.kind, set, key.place, map.place)?;
                Ok((typed.expr, MapRef::Named(name.as_str().into()), given))
            }
            _ => Err(Error::new("Expression is not a map", map.place)),
        }
    }

    /// `KEY map MAP` of names of objects, and of which kind a map with a name has them.
    pub(super) fn object_map(
        &mut self,
        key: &syntax::Expr,
        map: &syntax::Expr,
    ) -> Result<(Option<ObjectKind>, Expr), Error> {
        let typed = self.map_key(key)?;
        let mut kind = None;
        let map = match &map.kind {
            ExprKind::Set(elements) => {
                let before = self.key.replace(key.place);
                let set = self.set_of_rule(elements, &typed.kind, &Data::Objects)?;
                self.key = before;
                MapRef::Anonymous(Box::new(set))
            }
            ExprKind::SetRef(name) => {
                let set = self.named(name, map.place)?;
                kind = set.object;
                if kind.is_none() {
                    let message = "Expression is not a map with objects";
                    return Err(Error::new(message, map.place));
                }
                check_key(&typed.kind, set, key.place, map.place)?;
                MapRef::Named(name.as_str().into())
            }
            _ => {
                return Err(Error::new(
                    "Expression is not a map with objects",
                    map.place,
                ));
            }
        };
        Ok((kind, Expr::Map(Box::new(typed.expr), map)))
    }

    fn map_key(&mut self, key: &syntax::Expr) -> Result<Typed, Error> {
        let typed = self.expr(key, &Kind::free())?;
        if is_constant(&typed.expr) {
            return Err(Error::new("Map expression can not be constant", key.place));
        }
        check_addresses(&typed.expr, key.place)?;
        Ok(typed)
    }
}

/// The key has to be of the type that the map is of.
fn check_key(kind: &Kind, set: &Set, key: Place, map: Place) -> Result<(), Error> {
    if kind.datatype == set.key.datatype {
        return Ok(());
    }
    let message = format!(
        "datatype mismatch, map expects {}, mapping expression has type {}",
        set.key.datatype.description(),
        kind.datatype.description()
    );
    Err(Error::between(message, map, key))
}
