//! Sets and maps.
//!
//! What a set is made of depends on who changes it. One that only the administrator changes is *fixed*: it is
//! built once, packets look at it without any lock, and another takes its place when it is changed. Single values
//! (and concatenations of them) are in a hash table ([`set_hash`](super::set_hash)), intervals in a sorted list
//! ([`set_interval`](super::set_interval)), and concatenations of intervals in lists and bitmaps for each part of the
//! key ([`set_concat`](super::set_concat)). One that packets change too is *shared*
//! ([`set_shared`](super::set_shared)): all rule sets that follow one another have the same one.

use std::{fmt, sync::Arc};

use super::{
    Code, Data, Dest, Expr, MAX_DATA, Reg, Verdict,
    detached::Copies,
    eval::{Outcome, Run},
    set_concat::Concatenations,
    set_hash::Exact,
    set_interval::Intervals,
    set_shared::{Member, SetError, Shared},
};
use crate::{flow_cache::Consulted, time::Instant};

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

impl SetSpec {
    /// Whether packets may change it (`nft_set_ops::update`): the set itself then knows its elements, and not the
    /// configuration. One without flags that a rule changes has been given a size by that.
    #[must_use]
    pub const fn is_shared(&self) -> bool {
        let flags = self.flags;
        let changes = flags.dynamic || flags.timeout || matches!(self.size, Some(Self::SIZE));
        changes && !flags.interval && !flags.constant
    }

    /// Elements of a set that packets change, if it says nothing about that (`nft_dynset_init`).
    pub const SIZE: u32 = 0xffff;
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
    Object(Arc<Code>),
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

/// A set or map, as packets meet it.
pub struct Set {
    spec: SetSpec,
    kind: Kind,
}

enum Kind {
    Fixed(Fixed),
    Shared(Shared),
}

/// Elements that packets do not change.
struct Fixed {
    /// Which element a value is in, by its number.
    index: Arc<Index>,
    /// What elements have besides their keys, by number; empty if none has anything.
    held: Box<[Held]>,
    /// The element for whatever is nowhere else.
    any: Option<u32>,
    /// Some of them go in time.
    timed: bool,
    /// What they stand for, if they are few, and none is for what is nowhere else.
    few: Box<[ElementKey]>,
    /// Some of them do something.
    acts: bool,
}

/// So many are few: rules may hang at each of them.
const FEW: usize = 32;

/// Where the element of a value is found.
enum Index {
    Exact(Exact),
    Intervals(Intervals),
    Concatenations(Concatenations),
}

/// What an element has besides its key.
#[derive(Clone)]
struct Held {
    data: Option<Mapped>,
    exprs: Arc<[Expr]>,
    expires: Instant,
}

impl Set {
    /// A set with these elements. Intervals do not overlap.
    #[must_use]
    pub fn new(spec: SetSpec, elements: Vec<Element>) -> Self {
        let kind = if spec.is_shared() {
            let shared = Shared::new(&spec);
            for element in &elements {
                // What there is no room for was refused before.
                let _ = shared.add(element.into(), Instant::ZERO);
            }
            Kind::Shared(shared)
        } else {
            Kind::Fixed(Fixed::new(&spec, elements))
        };
        Self { spec, kind }
    }

    /// What it is like.
    #[must_use]
    pub const fn spec(&self) -> &SetSpec {
        &self.spec
    }

    /// The elements of a set that packets may change ([`SetSpec::is_shared`]), sorted by their keys; those of others
    /// the configuration knows.
    #[must_use]
    pub fn members(&self, now: Instant) -> Vec<Member> {
        self.shared()
            .map_or_else(Vec::new, |shared| shared.members(now))
    }

    /// Adds an element to a set that packets may change.
    ///
    /// # Errors
    /// If it is there, or there is no room.
    pub fn add(&self, member: Member, now: Instant) -> Result<(), SetError> {
        self.shared().ok_or(SetError::Fixed)?.add(member, now)
    }

    /// Takes an element out of a set that packets may change; gives what it was.
    ///
    /// # Errors
    /// If it is not there.
    pub fn remove(&self, key: &ElementKey, now: Instant) -> Result<Member, SetError> {
        self.shared().ok_or(SetError::Fixed)?.remove(key, now)
    }

    /// Takes all elements out of a set that packets may change.
    pub fn flush(&self) {
        if let Some(shared) = self.shared() {
            shared.flush();
        }
    }

    /// What packets change, if they may change it.
    pub(super) const fn shared(&self) -> Option<&Shared> {
        match &self.kind {
            Kind::Shared(shared) => Some(shared),
            Kind::Fixed(_) => None,
        }
    }

    /// Whether looking for a value decides whether a rule goes on, and does nothing more.
    pub(super) fn decides_only(&self) -> bool {
        match &self.kind {
            Kind::Fixed(fixed) => !fixed.acts,
            // Its elements may count packets.
            Kind::Shared(_) => false,
        }
    }

    /// What the elements stand for, if they are few.
    pub(super) fn few_keys(&self) -> &[ElementKey] {
        match &self.kind {
            Kind::Fixed(fixed) => &fixed.few,
            Kind::Shared(_) => &[],
        }
    }

    /// The same with memories of its own, for one worker.
    pub(super) fn detached(&self, copies: &mut Copies) -> Self {
        let kind = match &self.kind {
            Kind::Fixed(fixed) => Kind::Fixed(fixed.detached(copies)),
            Kind::Shared(shared) => Kind::Shared(shared.detached(&self.spec, copies)),
        };
        Self {
            spec: self.spec.clone(),
            kind,
        }
    }

    /// Whether an element is there for a value at this moment.
    #[cfg(test)]
    pub(super) fn contains(&self, key: &[u8], now: Instant) -> bool {
        match &self.kind {
            Kind::Fixed(fixed) => fixed.find(key, now).or_else(|| fixed.any(now)).is_some(),
            Kind::Shared(shared) => {
                let listed = shared.find(key, now, |_| ());
                listed.or_else(|| shared.find_any(now, |_| ())).is_some()
            }
        }
    }

    /// The number of the element that a value is in, of those given at first.
    #[cfg(test)]
    pub(super) fn number(&self, key: &[u8], now: Instant) -> Option<u32> {
        match &self.kind {
            Kind::Fixed(fixed) => fixed.find(key, now).or_else(|| fixed.any(now)),
            Kind::Shared(_) => None,
        }
    }
}

impl fmt::Debug for Set {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Set")
            .field(&self.spec)
            .finish_non_exhaustive()
    }
}

impl Fixed {
    fn new(spec: &SetSpec, elements: Vec<Element>) -> Self {
        let index = Arc::new(Index::of(spec, &elements));
        let any = elements.iter().position(|one| one.key == ElementKey::Any);
        let has_more =
            |one: &Element| one.data.is_some() || !one.exprs.is_empty() || one.expires.is_some();
        let timed = elements.iter().any(|one| one.expires.is_some());
        let few = if any.is_none() && elements.len() <= FEW {
            elements.iter().map(|one| one.key.clone()).collect()
        } else {
            Box::default()
        };
        let acts = elements.iter().any(|one| !one.exprs.is_empty());
        let held = if elements.iter().any(has_more) {
            elements.into_iter().map(Held::of).collect()
        } else {
            Box::default()
        };
        Self {
            index,
            held,
            any: any.map(|number| number as u32),
            timed,
            few,
            acts,
        }
    }

    /// The element that a value is in.
    #[inline]
    fn find(&self, key: &[u8], now: Instant) -> Option<u32> {
        let found = match &*self.index {
            Index::Exact(exact) => exact.find(key),
            Index::Intervals(intervals) => intervals.find(key),
            Index::Concatenations(concatenations) => concatenations.find(key),
        };
        found.filter(|number| self.is_there(*number, now))
    }

    fn any(&self, now: Instant) -> Option<u32> {
        self.any.filter(|number| self.is_there(*number, now))
    }

    #[inline]
    fn is_there(&self, number: u32, now: Instant) -> bool {
        !self.timed
            || self
                .held
                .get(number as usize)
                .is_none_or(|held| now < held.expires)
    }

    fn detached(&self, copies: &mut Copies) -> Self {
        let mut detached = |held: &Held| Held {
            data: held.data.as_ref().map(|data| data.detached(copies)),
            exprs: copies.exprs(&held.exprs),
            expires: held.expires,
        };
        Self {
            index: Arc::clone(&self.index),
            held: self.held.iter().map(&mut detached).collect(),
            any: self.any,
            timed: self.timed,
            few: self.few.clone(),
            acts: self.acts,
        }
    }
}

impl Held {
    fn of(element: Element) -> Self {
        Self {
            data: element.data,
            exprs: element.exprs,
            expires: element.expires.unwrap_or(Instant::FAR_FUTURE),
        }
    }
}

impl Mapped {
    pub(super) fn detached(&self, copies: &mut Copies) -> Self {
        match self {
            Self::Object(code) => Self::Object(copies.object(code)),
            Self::Data(_) | Self::Verdict(_) => self.clone(),
        }
    }
}

impl Index {
    fn of(spec: &SetSpec, elements: &[Element]) -> Self {
        let one = |element: &Element| match &element.key {
            ElementKey::One(_) | ElementKey::Any => true,
            ElementKey::Range(first, last) => first == last,
        };
        let bounds = (0..).zip(elements).filter_map(|(number, element)| {
            let (first, last) = match &element.key {
                ElementKey::One(value) => (value, value),
                ElementKey::Range(first, last) => (first, last),
                ElementKey::Any => return None,
            };
            Some((&*first.0, &*last.0, number))
        });
        if elements.iter().all(one) {
            let keys: Vec<_> = bounds.map(|(key, _, number)| (key, number)).collect();
            Self::Exact(Exact::new(spec.key_len.into(), &keys))
        } else if spec.fields.len() > 1 {
            let bounds: Vec<_> = bounds.collect();
            Self::Concatenations(Concatenations::new(&spec.fields, &bounds))
        } else {
            Self::Intervals(Intervals::new(spec.key_len.into(), bounds))
        }
    }
}

/// What was found, of an element that others may change at the same time.
enum Found {
    /// Nothing more than that it is there, or its value is in a register now.
    There,
    Verdict(Verdict),
    Object(Arc<Code>),
}

/// Looks for the value in a register (`nft_lookup_eval`).
pub(super) fn lookup(
    run: &mut Run<'_, '_>,
    set: &Set,
    sreg: Reg,
    not: bool,
    dest: Option<Dest>,
) -> Outcome {
    let Some(key) = run.regs.get(sreg, set.spec.key_len.into()) else {
        return Outcome::Break;
    };
    match &set.kind {
        Kind::Fixed(fixed) => {
            let now = run.cx.now;
            let mut found = fixed.find(key, now);
            if fixed.timed {
                run.consult(Consulted::MORE, "lookup");
            }
            if found.is_some() == not {
                found = fixed.any(now);
                if found.is_none() {
                    return Outcome::Break;
                }
            }
            match found.and_then(|number| fixed.held.get(number as usize)) {
                Some(held) => held.meet(run, dest),
                None => Outcome::Next,
            }
        }
        Kind::Shared(shared) => {
            // The registers change while the value is looked for.
            let mut buffer = [0; MAX_DATA];
            let Some(key) = run.regs.copied(sreg, key.len(), &mut buffer) else {
                return Outcome::Break;
            };
            run.consult(Consulted::MORE, "lookup");
            lookup_shared(run, shared, key, not, dest)
        }
    }
}

fn lookup_shared(
    run: &mut Run<'_, '_>,
    shared: &Shared,
    key: &[u8],
    not: bool,
    dest: Option<Dest>,
) -> Outcome {
    let now = run.cx.now;
    Shared::prepare(run);
    let found = if not {
        // Who is not to be there is not met.
        if shared.find(key, now, |_| ()).is_none() {
            return Outcome::Next;
        }
        None
    } else {
        shared.find(key, now, |member| meet(run, member, dest))
    };
    let found = found.or_else(|| shared.find_any(now, |member| meet(run, member, dest)));
    match found {
        // There is none, or an expression of its own did not hold.
        None | Some(None) => Outcome::Break,
        Some(Some(Found::Verdict(verdict))) => run.verdict(verdict),
        Some(Some(Found::Object(code))) => run.rule(&code).0,
        Some(Some(Found::There)) => Outcome::Next,
    }
}

/// A packet has found an element that packets change, whose lock it has; `None` if something of the element's own
/// does not hold.
fn meet(run: &mut Run<'_, '_>, member: &mut Member, dest: Option<Dest>) -> Option<Found> {
    let found = match (&member.data, dest) {
        (Some(Mapped::Data(data)), Some(Dest::Reg(dreg))) => {
            run.regs.put(dreg, &data.0)?;
            Found::There
        }
        (Some(Mapped::Verdict(verdict)), Some(Dest::Verdict)) => Found::Verdict(*verdict),
        (Some(Mapped::Object(code)), Some(Dest::Verdict)) => Found::Object(Arc::clone(code)),
        (Some(_) | None, _) => Found::There,
    };
    member.meet(run)?;
    Some(found)
}

impl Held {
    /// A packet has found the element.
    #[inline]
    fn meet(&self, run: &mut Run<'_, '_>, dest: Option<Dest>) -> Outcome {
        if let (Some(Mapped::Data(data)), Some(Dest::Reg(dreg))) = (&self.data, dest)
            && run.regs.put(dreg, &data.0).is_none()
        {
            return Outcome::Break;
        }
        for expr in &*self.exprs {
            let outcome = run.expr(expr);
            if outcome != Outcome::Next {
                return outcome;
            }
        }
        match (&self.data, dest) {
            (Some(Mapped::Verdict(verdict)), Some(Dest::Verdict)) => run.verdict(*verdict),
            (Some(Mapped::Object(code)), Some(Dest::Verdict)) => run.rule(code).0,
            (Some(_) | None, _) => Outcome::Next,
        }
    }
}

#[cfg(test)]
#[path = "set_tests.rs"]
mod tests;
