//! Sets and maps.

use std::sync::Arc;

use dataplane::{
    filter::{
        SourceLine,
        nft::{SetFlags, SetId},
    },
    time::{Duration, Instant},
};

use super::{DataType, Expr, ObjectKind, Statement};

/// What the elements of a set are.
#[derive(Clone, Debug, PartialEq)]
pub struct SetKey {
    /// Their type.
    pub datatype: DataType,
    /// Their bits; of a concatenation those of each part.
    pub bits: Vec<u16>,
    /// `typeof`: the expression that has this type.
    pub type_of: Option<Expr>,
    /// Of what a map maps to: each is a range (`interval ipv4_addr`, or ranges and prefixes in a rule's own map).
    pub interval: bool,
}

/// An element.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// What it stands for: a value, prefix, range, concatenation of those, or `*`.
    pub key: Expr,
    /// Of a map, what it maps to: a value, range, concatenation, verdict, or the name of an object.
    pub data: Option<Expr>,
    /// What it has of its own.
    pub state: ElementState,
}

/// What elements have besides their keys.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ElementState {
    /// `timeout`.
    pub timeout: Option<Duration>,
    /// When it goes, if it does.
    pub expires: Option<Instant>,
    /// `comment`.
    pub comment: Option<Box<str>>,
    /// `counter`, `limit`, …: of its own.
    pub statements: Vec<Statement>,
}

/// A set of a rule, without a name: written once.
#[derive(Clone, Debug, PartialEq)]
pub struct AnonymousSet {
    /// The number by which packets find it; the configuration gives it when the rule is added.
    pub id: Option<SetId>,
    /// Its keys.
    pub key: SetKey,
    /// Of a map: what it maps to.
    pub data: Option<SetKey>,
    /// The elements, sorted and (of intervals) merged as nft does it.
    pub elements: Vec<Element>,
}

/// A set or map with a name.
#[derive(Clone, Debug)]
pub struct Set {
    /// Its name.
    pub name: Arc<str>,
    /// Its handle.
    pub handle: u64,
    /// The number by which packets find it.
    pub id: SetId,
    /// Its keys.
    pub key: SetKey,
    /// Of a map of values or verdicts: what it maps to.
    pub data: Option<SetKey>,
    /// Of a map of objects: which kind.
    pub object: Option<ObjectKind>,
    /// `flags`.
    pub flags: SetFlags,
    /// `timeout`.
    pub timeout: Option<Duration>,
    /// `gc-interval`.
    pub gc_interval: Option<Duration>,
    /// `size`.
    pub size: Option<u32>,
    /// `policy memory`.
    pub memory_policy: bool,
    /// `auto-merge`.
    pub auto_merge: bool,
    /// `comment`.
    pub comment: Option<Box<str>>,
    /// `counter`, `limit`, …: each element has its own.
    pub statements: Vec<Statement>,
    /// Its elements, in the order in which they are listed. Those that packets add are not among them.
    pub elements: Arc<Vec<Element>>,
    /// The line that it came from.
    pub source: Option<SourceLine>,
}

impl Set {
    /// Whether it is a map.
    #[must_use]
    pub const fn is_map(&self) -> bool {
        self.data.is_some() || self.object.is_some()
    }
}
