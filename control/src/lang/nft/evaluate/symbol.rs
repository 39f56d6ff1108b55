//! Words: what they stand for depends on the type that is expected.

use super::{
    Evaluator,
    kind::{Kind, Typed},
};
use crate::{
    config::nft::{DataType, Expr, Value, ones},
    lang::nft::{error::Error, syntax::Place},
};

impl Evaluator<'_> {
    /// A word or quoted text.
    pub(super) fn symbol(&self, text: &str, place: Place, kind: &Kind) -> Result<Typed, Error> {
        if kind.free {
            return Err(Error::new("No symbol type information", place));
        }
        let number = DataType::Integer;
        let datatype = match kind.shifted {
            true => &number,
            false => &kind.datatype,
        };
        if let DataType::Concat(_) = datatype {
            let message = format!("invalid data type, expected {}", datatype.description());
            return Err(Error::new(message, place));
        }
        if datatype.is_text() {
            return self.text(text, place, kind);
        }
        let mut value = datatype
            .parse(text, self.scope.links)
            .map_err(|message| Error::new(message, place))?;
        if kind.bits() > 0 {
            value.bits = kind.bits();
        }
        in_range(&value, kind, place)?;
        Ok(Typed {
            kind: Kind {
                max: kind.max,
                ..Kind::new(value.datatype.clone(), value.bits)
            },
            expr: Expr::Value(value),
        })
    }

    /// A text: with a `*` at its end it is the beginning of one.
    #[expect(clippy::unused_self, reason = "the sibling of `symbol`")]
    fn text(&self, text: &str, place: Place, kind: &Kind) -> Result<Typed, Error> {
        let error = |message: String| Err(Error::new(message, place));
        let bits = match kind.bits() {
            0 => u16::try_from(text.len() * 8).unwrap_or(u16::MAX),
            bits => bits,
        };
        // A zero follows it in the field.
        if kind.bits() > 0 && text.len() >= usize::from(bits / 8) {
            return error(format!("String exceeds maximum length of {}", bits / 8));
        }
        if text.is_empty() {
            return error("Empty string is not allowed".to_owned());
        }
        let value = |text: &str| Value::of_text(kind.datatype.clone(), bits, text);
        let expr = match text.strip_suffix('*') {
            None => Expr::Value(value(text)),
            Some("") => return error("All-wildcard strings are not supported".to_owned()),
            Some(start) => match start.strip_suffix('\\') {
                Some(escaped) => Expr::Value(value(&format!("{escaped}*"))),
                None => Expr::Wildcard(value(start)),
            },
        };
        Ok(Typed {
            expr,
            kind: Kind::new(kind.datatype.clone(), bits),
        })
    }
}

/// A number has to fit into its field.
pub(super) fn in_range(value: &Value, kind: &Kind, place: Place) -> Result<(), Error> {
    let most = match kind.max {
        Some(max) if value.number > max.into() => Some(u128::from(max)),
        _ if value.bits > 0 && value.number > ones(value.bits) => Some(ones(value.bits)),
        _ => None,
    };
    most.map_or(Ok(()), |most| {
        let message = format!("Value {} exceeds valid range 0-{most}", value.number);
        Err(Error::new(message, place))
    })
}
