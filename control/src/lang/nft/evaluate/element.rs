//! Elements of sets and maps: typed, sorted, and merged where they may be.

use dataplane::time::Duration;

use super::{
    Evaluator, Scope,
    expr::is_element,
    interval,
    kind::{Kind, Typed, noun},
    statement::renewed,
};
use crate::{
    config::{
        Errno,
        nft::{
            AnonymousSet, DataType, Element, ElementState, Expr, ObjectKind, Set, SetKey,
            Statement, Value,
        },
    },
    lang::nft::{
        error::Error,
        syntax::{self, ExprKind, Place},
    },
};

/// What elements map to.
#[derive(Clone, Debug)]
pub(super) enum Data {
    /// They are those of a set.
    None,
    /// Values or verdicts.
    Values(Kind),
    /// Objects of the table.
    Objects,
}

impl Data {
    /// What a set with a name says that it maps to.
    pub(super) fn of(data: Option<&SetKey>, object: Option<ObjectKind>) -> Self {
        match (data, object) {
            (Some(data), _) => Self::Values(Kind::of_key(data)),
            (None, Some(_)) => Self::Objects,
            (None, None) => Self::None,
        }
    }
}

/// Which set it is whose elements are evaluated.
#[derive(Clone, Copy)]
pub(super) enum Owner<'a> {
    /// One of a rule.
    Rule,
    /// One with a name.
    Named(&'a NamedSet<'a>),
}

/// What a set with a name allows.
#[derive(Clone, Copy, Debug)]
pub(super) struct NamedSet<'a> {
    /// Where it is named.
    pub(super) place: Place,
    /// It has intervals.
    pub(super) interval: bool,
    /// Those of them that meet become one.
    pub(super) auto_merge: bool,
    /// What it maps to may be an interval.
    pub(super) interval_data: bool,
    /// The time that its elements have.
    pub(super) timeout: Option<Duration>,
    /// What each of its elements has.
    pub(super) statements: &'a [Statement],
}

/// An element and where it stands.
pub(super) struct Placed {
    pub(super) element: Element,
    pub(super) place: Place,
}

/// The elements that a command adds to a set or takes from it; `place` is where it names the set.
///
/// # Errors
/// They are not of its type, or contradict each other.
pub fn elements(
    elements: &[syntax::Element],
    set: &Set,
    place: Place,
    scope: &Scope<'_>,
) -> Result<Vec<Element>, Vec<Error>> {
    let mut evaluator = Evaluator::new(scope);
    let named = NamedSet {
        place,
        interval: set.flags.interval,
        auto_merge: set.auto_merge,
        interval_data: set.data.as_ref().is_some_and(|data| data.interval),
        timeout: set.timeout,
        statements: &set.statements,
    };
    let data = Data::of(set.data.as_ref(), set.object);
    let key = Kind::of_key(&set.key);
    match evaluator.elements(elements, &key, &data, Owner::Named(&named)) {
        Ok(elements) => Ok(elements),
        Err(error) => Err(evaluator.all(error)),
    }
}

/// A set of a rule with these values, which are sorted.
pub(super) fn anonymous(kind: &Kind, values: Vec<Value>) -> AnonymousSet {
    let element = |value| Element {
        key: Expr::Value(value),
        data: None,
        state: ElementState::default(),
    };
    AnonymousSet {
        id: None,
        key: kind.key(None),
        data: None,
        elements: values.into_iter().map(element).collect(),
    }
}

impl Evaluator<'_> {
    /// `{ … }` of a rule.
    pub(super) fn set_of_rule(
        &mut self,
        elements: &[syntax::Element],
        key: &Kind,
        data: &Data,
    ) -> Result<AnonymousSet, Error> {
        let elements = self.elements(elements, key, data, Owner::Rule)?;
        let data = match data {
            Data::None => None,
            Data::Values(kind) => Some(match elements.first().and_then(|of| of.data.as_ref()) {
                // Of translations only the elements say whether there is a port as well.
                Some(data) if kind.datatype == DataType::Invalid => data_key(data),
                _ => kind.key(None),
            })
            .map(|key| SetKey {
                interval: (elements.iter())
                    .any(|of| of.data.as_ref().is_some_and(Expr::is_interval)),
                ..key
            }),
            Data::Objects => Some(SetKey {
                datatype: DataType::String,
                bits: vec![0],
                type_of: None,
                interval: false,
            }),
        };
        Ok(AnonymousSet {
            id: None,
            key: key.key(None),
            data,
            elements,
        })
    }

    /// Elements, in the order in which listings have them.
    pub(super) fn elements(
        &mut self,
        elements: &[syntax::Element],
        key: &Kind,
        data: &Data,
        owner: Owner<'_>,
    ) -> Result<Vec<Element>, Error> {
        let mut placed = Vec::with_capacity(elements.len());
        self.collect(elements, (key, data), owner, &mut placed)?;
        let intervals = match owner {
            Owner::Rule => placed.iter().any(|of| of.element.key.is_interval()),
            Owner::Named(set) => set.interval,
        };
        let merge = match owner {
            Owner::Rule => matches!(data, Data::None),
            Owner::Named(set) => set.auto_merge,
        };
        interval::arrange(placed, intervals, merge)
    }

    fn collect(
        &mut self,
        elements: &[syntax::Element],
        (key, data): (&Kind, &Data),
        owner: Owner<'_>,
        placed: &mut Vec<Placed>,
    ) -> Result<(), Error> {
        for element in elements {
            // Sets within sets are what symbols that are defined as sets leave.
            if let ExprKind::Set(inner) = &element.key.kind {
                self.collect(inner, (key, data), owner, placed)?;
                continue;
            }
            placed.push(Placed {
                element: self.element(element, (key, data), owner)?,
                place: element.key.place,
            });
        }
        Ok(())
    }

    pub(super) fn element(
        &mut self,
        element: &syntax::Element,
        (key, data): (&Kind, &Data),
        owner: Owner<'_>,
    ) -> Result<Element, Error> {
        let place = element.key.place;
        if let (Owner::Named(set), Data::None, Some(_)) = (owner, data, &element.data) {
            return Err(Error::new("set is not a map", set.place));
        }
        let state = self.state(element, data, owner)?;
        let typed = self.expr(&element.key, key)?;
        if !is_element(&typed.expr) {
            return Err(Error::new("Set member is not constant", place));
        }
        check_interval(&element.key, &typed.expr, data, owner)?;
        if typed.expr != Expr::Any && typed.kind.datatype != key.datatype {
            let message = format!(
                "datatype mismatch, expected {}, expression has type {}",
                key.datatype.description(),
                typed.kind.datatype.description()
            );
            return Err(Error::new(message, place));
        }
        let data = match (&element.data, data) {
            (None, Data::None) => None,
            (Some(_), Data::None) => {
                return Err(Error::new("mapping outside of map context", place));
            }
            (None, _) => {
                return Err(Error::refused(Errno::Inval, place));
            }
            (Some(data), Data::Objects) => Some(object_name(data)?),
            (Some(data), Data::Values(kind)) => Some(self.data((data, place), kind, owner)?),
        };
        Ok(Element {
            key: typed.expr,
            data,
            state,
        })
    }

    fn data(
        &mut self,
        (data, key): (&syntax::Expr, Place),
        kind: &Kind,
        owner: Owner<'_>,
    ) -> Result<Expr, Error> {
        let Typed { expr, kind: given } = self.expr(data, kind)?;
        let verdict = matches!(expr, Expr::Verdict(_));
        if !verdict && !is_element(&expr) {
            return Err(Error::new("Value must be a constant", data.place));
        }
        let intervals = match owner {
            Owner::Rule => true,
            Owner::Named(set) => set.interval_data,
        };
        if !intervals && expr.is_interval() {
            return Err(Error::new("Value must be a singleton", data.place));
        }
        // A verdict where there is to be a value, or the other way round, is refused by the kernel.
        if verdict != (kind.datatype == DataType::Verdict)
            || (given.datatype != kind.datatype && kind.datatype != DataType::Invalid)
        {
            return Err(Error::refused(Errno::Inval, key));
        }
        Ok(expr)
    }

    /// What an element has besides its key.
    fn state(
        &mut self,
        element: &syntax::Element,
        data: &Data,
        owner: Owner<'_>,
    ) -> Result<ElementState, Error> {
        let statements = match owner {
            // They stay as long as the rule.
            Owner::Rule if element.timeout.is_some() || element.expires.is_some() => {
                return Err(Error::refused(Errno::Inval, element.key.place));
            }
            Owner::Rule => self.stateful(&element.statements)?,
            Owner::Named(set) => self.element_statements(element, data, set)?,
        };
        let timeout = element.timeout.map(Duration::from_millis);
        let default = match owner {
            Owner::Rule => None,
            Owner::Named(set) => set.timeout,
        };
        let left = element.expires.map(Duration::from_millis);
        Ok(ElementState {
            timeout,
            expires: left
                .or(timeout)
                .or(default)
                .map(|left| self.scope.now + left),
            comment: comment(element.comment.as_ref()),
            statements,
        })
    }

    /// Each element has what the set says that it has; if something is written at it, it is to be the same.
    fn element_statements(
        &mut self,
        element: &syntax::Element,
        data: &Data,
        set: &NamedSet<'_>,
    ) -> Result<Vec<Statement>, Error> {
        let Some(first) = element.statements.first() else {
            return Ok(set.statements.iter().map(renewed).collect());
        };
        if set.statements.is_empty() {
            let which = if matches!(data, Data::None) {
                "set"
            } else {
                "map"
            };
            let message = format!("missing statement in {which} declaration");
            return Err(Error::new(message, first.place));
        }
        let (expected, given) = (set.statements.len(), element.statements.len());
        if expected != given {
            let message = format!(
                "number of statements mismatch, set expects {expected} but element has {given}"
            );
            return Err(Error::new(message, element.key.place));
        }
        let statements = self.stateful(&element.statements)?;
        for ((own, at), of) in statements
            .iter()
            .zip(&element.statements)
            .zip(set.statements)
        {
            let (own, of) = (stateful_name(own), stateful_name(of));
            if own != of {
                let message =
                    format!("statement mismatch, element expects {own}, but set has type {of}");
                return Err(Error::new(message, at.place));
            }
        }
        Ok(statements)
    }
}

fn stateful_name(statement: &Statement) -> &'static str {
    match statement {
        Statement::Counter(_) => "counter",
        Statement::Limit(_) => "limit",
        Statement::Quota(_) => "quota",
        Statement::ConnCount(_) => "ct count",
        _ => "statement",
    }
}

/// A comment as it is kept.
pub(super) fn comment(comment: Option<&syntax::Name>) -> Option<Box<str>> {
    comment.map(|comment| comment.of.as_str().into())
}

/// The name of an object.
pub(super) fn object_name(expr: &syntax::Expr) -> Result<Expr, Error> {
    match &expr.kind {
        ExprKind::Symbol(name) | ExprKind::Text(name) => Ok(Expr::ObjectName(name.as_str().into())),
        _ => Err(Error::new("Value must be a constant", expr.place)),
    }
}

/// Sets with names have intervals only if they say so.
fn check_interval(
    written: &syntax::Expr,
    key: &Expr,
    data: &Data,
    owner: Owner<'_>,
) -> Result<(), Error> {
    let Owner::Named(NamedSet {
        interval: false, ..
    }) = owner
    else {
        return Ok(());
    };
    let (part, place) = match (key, &written.kind) {
        (Expr::Concat(parts), ExprKind::Concat(written)) => {
            let mut both = parts.iter().zip(written);
            match both.find(|(part, _)| part.is_interval()) {
                Some((part, written)) => (part, written.place),
                None => return Ok(()),
            }
        }
        (key, _) => (key, written.place),
    };
    if !part.is_interval() {
        return Ok(());
    }
    let which = if matches!(data, Data::None) {
        "set"
    } else {
        "map"
    };
    let message = format!(
        "You must add 'flags interval' to your {which} declaration if you want to add {} elements",
        noun(part)
    );
    Err(Error::new(message, place))
}

fn data_key(data: &Expr) -> SetKey {
    let of = |expr: &Expr| match expr {
        Expr::Value(value) | Expr::Prefix(value, _) | Expr::Range(value, _) => {
            (value.datatype.clone(), value.bits)
        }
        _ => (DataType::Invalid, 0),
    };
    let (datatype, bits) = match data {
        Expr::Concat(parts) => {
            let (types, bits) = parts.iter().map(of).unzip();
            (DataType::Concat(types), bits)
        }
        data => {
            let (datatype, bits) = of(data);
            (datatype, vec![bits])
        }
    };
    SetKey {
        datatype,
        bits,
        type_of: None,
        interval: false,
    }
}
