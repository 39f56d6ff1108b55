//! Sets and maps.

use std::sync::Arc;

use super::{Data, Expr, Verdict};
use crate::time::Instant;

/// The number of a set: the configuration gives each its own, for as long as it is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SetId(pub u32);

/// What a set is like (`NFT_SET_*`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct SetFlags {
    /// It is written once (`constant`).
    pub constant: bool,
    /// It has intervals (`interval`).
    pub interval: bool,
    /// Its elements may have an end (`timeout`).
    pub timeout: bool,
    /// Packets change it (`dynamic`).
    pub dynamic: bool,
}

/// What a set is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SetSpec {
    /// What it is like.
    pub flags: SetFlags,
    /// Bytes of a key. Of a concatenation each part begins at a word of four bytes.
    pub key_len: u8,
    /// Of a concatenation, the bytes of each part (without padding); empty for others.
    pub fields: Vec<u8>,
    /// Bytes of what it maps to; `None` if it is a set, or maps to verdicts or objects.
    pub data_len: Option<u8>,
    /// Most elements, if there is a limit (`size`).
    pub size: Option<u32>,
    /// Time until an element goes, in nanoseconds, if it does not say (`timeout`); 0 for never.
    pub timeout: u64,
}

/// What an element stands for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ElementKey {
    /// One value.
    One(Data),
    /// All from the first to the last (both included); of a concatenation, in each part of it.
    Range(Data, Data),
    /// Whatever is nowhere else (`*`).
    Any,
}

/// What a map maps to.
#[derive(Clone, Debug)]
pub enum Mapped {
    /// A value.
    Data(Data),
    /// A verdict.
    Verdict(Verdict),
    /// A named object: it is evaluated.
    Object(Arc<super::Code>),
}

/// An element.
#[derive(Clone, Debug)]
pub struct Element {
    /// What it stands for.
    pub key: ElementKey,
    /// Of a map: what it maps to.
    pub data: Option<Mapped>,
    /// What it has of its own (counter, limit, quota, ct count, last): evaluated in order by packets that find it.
    pub exprs: Arc<[Expr]>,
    /// The time that it was given, in nanoseconds; `None` if it says nothing (the set does).
    pub timeout: Option<u64>,
    /// When it goes; `None` for never.
    pub expires: Option<Instant>,
}
