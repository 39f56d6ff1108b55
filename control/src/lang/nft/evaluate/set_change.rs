//! Changes of sets by packets.

use dataplane::{filter::nft::DynsetOp, time::Duration};

use super::{Evaluator, kind::Kind};
use crate::{
    config::{
        Errno,
        nft::{SetChange, Statement},
    },
    lang::nft::{
        error::Error,
        syntax::{self, Place},
    },
};

impl Evaluator<'_> {
    /// `add @set { KEY … }`.
    pub(super) fn change_set(
        &mut self,
        op: DynsetOp,
        name: &syntax::Name,
        element: &syntax::Element,
        place: Place,
    ) -> Result<Statement, Error> {
        let set = self.named(&name.of, name.place)?;
        let key = self.argument(&element.key, &Kind::of_key(&set.key), place)?;
        if element.comment.is_some() {
            let message = "Key expression comments are not supported";
            return Err(Error::new(message, element.key.place));
        }
        let data = match (&element.data, &set.data) {
            (Some(data), Some(kind)) => Some(self.argument(data, &Kind::of_key(kind), place)?.expr),
            (None, None) => None,
            // A key without what it maps to, or the other way round.
            (Some(_), None) | (None, Some(_)) => {
                return Err(Error::refused(Errno::Inval, place));
            }
        };
        if element.timeout.is_some() && !set.flags.timeout {
            return Err(Error::refused(Errno::OpNotSupp, place));
        }
        let statements = self.stateful(&element.statements)?;
        Ok(Statement::ChangeSet(Box::new(SetChange {
            op,
            set: name.of.as_str().into(),
            key: key.expr,
            data,
            timeout: element.timeout.map(Duration::from_millis),
            statements,
        })))
    }
}
