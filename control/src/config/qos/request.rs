//! What `tc` asks the kernel for.

use dataplane::{
    iface::IfIndex,
    qos::{BasicMatch, FlowerKey, Handle, U32Node},
};

use super::{
    actions::ExtsRequest,
    kinds::{HtbClassOptions, QdiscOptions},
};
use crate::lang::span::Origin;

/// How a request treats what is there (`NLM_F_*`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags {
    /// Make it if it is missing.
    pub create: bool,
    /// It must be new.
    pub exclusive: bool,
    /// What is there may be replaced.
    pub replace: bool,
}

impl Flags {
    /// `add`.
    pub const ADD: Self = Self {
        create: true,
        exclusive: true,
        replace: false,
    };
    /// `change`.
    pub const CHANGE: Self = Self {
        create: false,
        exclusive: false,
        replace: false,
    };
    /// `replace` of a qdisc.
    pub const REPLACE: Self = Self {
        create: true,
        exclusive: false,
        replace: true,
    };
    /// `replace` of a class or filter.
    pub const CREATE: Self = Self {
        create: true,
        exclusive: false,
        replace: false,
    };
    /// `link`.
    pub const LINK: Self = Self {
        create: false,
        exclusive: false,
        replace: true,
    };
}

/// Where, and what it is called (`struct tcmsg`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The link; none was named if `None`.
    pub link: Option<IfIndex>,
    /// What it is at; [`Handle::UNSPEC`] if nothing was said.
    pub parent: Handle,
    /// Its name; [`Handle::UNSPEC`] if nothing was said.
    pub handle: Handle,
}

/// `tc qdisc`.
#[derive(Clone, Debug)]
pub struct QdiscRequest<'r> {
    /// Where.
    pub place: Place,
    /// The kind as it was written.
    pub kind: Option<&'r str>,
    /// Its options.
    pub options: QdiscOptions,
    /// The words that say them.
    pub words: String,
    /// How.
    pub flags: Flags,
    /// The line.
    pub origin: Option<Origin>,
}

/// `tc class`.
#[derive(Clone, Debug)]
pub struct ClassRequest {
    /// Where.
    pub place: Place,
    /// Options, which only `htb` has.
    pub options: Option<HtbClassOptions>,
    /// How.
    pub flags: Flags,
    /// The line.
    pub origin: Option<Origin>,
}

/// `tc filter`.
#[derive(Clone, Debug)]
pub struct FilterRequest<'r> {
    /// Where; the handle is the filter's.
    pub place: Place,
    /// `chain`.
    pub chain: Option<u32>,
    /// `prio`; 0 to choose one.
    pub priority: u16,
    /// `protocol`, in host order; 0 for any.
    pub protocol: u16,
    /// The kind as it was written.
    pub kind: Option<&'r str>,
    /// Its options.
    pub options: FilterOptions,
    /// What is done to packets that match.
    pub exts: ExtsRequest,
    /// `classid`.
    pub class: Option<Handle>,
    /// How.
    pub flags: Flags,
    /// The line.
    pub origin: Option<Origin>,
}

/// What a filter of some kind is told.
#[derive(Clone, Debug)]
pub enum FilterOptions {
    /// Nothing at all.
    Absent,
    /// `u32`.
    U32(Box<U32Options>),
    /// `fw`; the mask if one was given.
    Fw {
        /// The bits that count.
        mask: Option<u32>,
        /// `indev`.
        indev: Option<IfIndex>,
    },
    /// `flower`.
    Flower(Box<FlowerKey>),
    /// `matchall`.
    Matchall,
    /// `basic`.
    Basic(Box<BasicMatch>),
}

/// `u32`.
#[derive(Clone, Debug, Default)]
pub struct U32Options {
    /// `divisor`: a hash table is made.
    pub divisor: Option<u32>,
    /// `ht` and `sample`: table and bucket.
    pub table: Option<u32>,
    /// `match`, `offset`, `hashkey` as they were given, in a node without a number; `None` if there was no `match`.
    pub selector: Option<Selector>,
    /// `link`.
    pub link: Option<u32>,
    /// `match mark`.
    pub mark: Option<(u32, u32)>,
}

/// What a node of `u32` looks at, and where the next table begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector {
    /// Keys and offsets; bucket, number, class, link, mark and actions are not looked at.
    pub node: U32Node,
    /// `offset plus` was given.
    pub fixed_offset: bool,
}
