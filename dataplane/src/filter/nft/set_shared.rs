//! Sets that packets change: hash tables behind locks.
//!
//! Elements are spread over several tables with a lock each, so that workers seldom wait for one another. What goes in
//! time is noted in the order in which it goes; each element that comes looks at a few of those, and they
//! are not there for anybody from the moment on at which they go.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap, VecDeque},
    fmt,
    hash::{BuildHasher as _, RandomState},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use super::{
    ConnCount, Data, DynsetOp, Element, ElementKey, Expr, Limit, Mapped, Quota, SetSpec,
    detached::Copies, eval::Run, stateful::Stateful,
};
use crate::{
    filter::Counts,
    time::{Duration, Instant},
};

/// Tables of a set.
const SHARDS: usize = 16;
/// Elements that are looked at, whether they have gone, whenever one comes.
const LOOKED_AT: usize = 8;

/// What an element has of its own.
#[derive(Clone, Debug)]
pub enum State {
    /// It counts packets.
    Counter(Counts),
    /// Its limit.
    Limit(Arc<Limit>),
    /// Its quota.
    Quota(Arc<Quota>),
    /// Its connections.
    ConnCount(Arc<ConnCount>),
}

/// An element of a set that packets change.
#[derive(Clone, Debug)]
pub struct Member {
    /// What it stands for.
    pub key: ElementKey,
    /// Of a map: what it maps to.
    pub data: Option<Mapped>,
    /// What it has of its own, in order.
    pub states: Vec<State>,
    /// The time that it was given, in nanoseconds; `None` for what the set says.
    pub timeout: Option<u64>,
    /// When it goes; `None` for never.
    pub expires: Option<Instant>,
}

/// Why an element can't be added or taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetError {
    /// It is there (`EEXIST`).
    Exists,
    /// It is not there (`ENOENT`).
    Missing,
    /// There is no room (`ENFILE`).
    Full,
    /// The set is not one that packets change.
    Fixed,
}

impl fmt::Display for SetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Exists => "the element is there already",
            Self::Missing => "there is no such element",
            Self::Full => "the set is full",
            Self::Fixed => "the set is not changed by packets",
        })
    }
}

impl std::error::Error for SetError {}

impl From<&Element> for Member {
    /// An element as it is at first: nothing is counted yet. A limit, quota and so on is the one that is given.
    fn from(element: &Element) -> Self {
        Self {
            key: element.key.clone(),
            data: element.data.clone(),
            states: element.exprs.iter().filter_map(State::given).collect(),
            timeout: element.timeout,
            expires: element.expires,
        }
    }
}

impl State {
    /// That of an expression that is an element's own.
    fn given(expr: &Expr) -> Option<Self> {
        Self::of(expr, Arc::clone, Arc::clone, Arc::clone)
    }

    /// One like that of an expression.
    fn like(expr: &Expr) -> Option<Self> {
        Self::of(
            expr,
            |limit| Arc::new(limit.renewed()),
            |quota| Arc::new(Quota::new(quota.bytes, quota.over, 0)),
            |count| Arc::new(ConnCount::new(count.count, count.over)),
        )
    }

    fn of(
        expr: &Expr,
        limit: impl FnOnce(&Arc<Limit>) -> Arc<Limit>,
        quota: impl FnOnce(&Arc<Quota>) -> Arc<Quota>,
        count: impl FnOnce(&Arc<ConnCount>) -> Arc<ConnCount>,
    ) -> Option<Self> {
        Some(match Stateful::of(expr)? {
            Stateful::Counter => Self::Counter(Counts::default()),
            Stateful::Limit(of) => Self::Limit(limit(of)),
            Stateful::Quota(of) => Self::Quota(quota(of)),
            Stateful::ConnCount(of) => Self::ConnCount(count(of)),
        })
    }

    fn detached(&self, copies: &mut Copies) -> Self {
        match self {
            Self::Counter(counts) => Self::Counter(*counts),
            Self::Limit(limit) => Self::Limit(copies.limit(limit)),
            Self::Quota(quota) => Self::Quota(copies.quota(quota)),
            Self::ConnCount(count) => Self::ConnCount(copies.conn_count(count)),
        }
    }
}

impl Member {
    fn is_there(&self, now: Instant) -> bool {
        self.expires.is_none_or(|expires| now < expires)
    }

    /// A packet has found the element (`nft_set_elem_update_expr`); `None` if something of the element's own does
    /// not hold.
    pub(super) fn meet(&mut self, run: &mut Run<'_, '_>) -> Option<()> {
        let len = run.packet.network_len() as u64;
        for state in &mut self.states {
            match state {
                State::Counter(counts) => {
                    counts.packets += 1;
                    counts.bytes += len;
                }
                State::Limit(limit) => limit.passes(run.cx.now, len).then_some(())?,
                State::Quota(quota) => quota.passes(len).then_some(())?,
                State::ConnCount(count) => count.passes(run)?.then_some(())?,
            }
        }
        Some(())
    }

    /// Nothing is left of the connections that it counts, if it counts any.
    fn is_deserted(&self, run: &mut Run<'_, '_>) -> bool {
        let mut counts = self.states.iter().filter_map(|state| match state {
            State::ConnCount(count) => Some(count),
            State::Counter(_) | State::Limit(_) | State::Quota(_) => None,
        });
        counts.any(|count| count.is_empty(run))
    }

    fn counts_connections(&self) -> bool {
        let mut states = self.states.iter();
        states.any(|state| matches!(state, State::ConnCount(_)))
    }
}

/// When an element goes, and its key.
type Due = Reverse<(Instant, Box<[u8]>)>;

#[derive(Default)]
struct Shard {
    of: HashMap<Box<[u8]>, Member>,
    /// What goes in time: the soonest first. An element whose time began anew is here with the old one, one that was
    /// taken out is still here.
    due: BinaryHeap<Due>,
    /// What counts connections: it goes when it has none any more.
    counting: VecDeque<Box<[u8]>>,
}

impl Shard {
    fn insert(&mut self, key: &[u8], member: Member) {
        if let Some(expires) = member.expires {
            self.due.push(Reverse((expires, key.into())));
        }
        if member.counts_connections() {
            self.counting.push_back(key.into());
        }
        self.of.insert(key.into(), member);
    }

    /// Takes out what has gone, of at most `most` elements; gives how many those are.
    fn expire(&mut self, now: Instant, most: usize) -> usize {
        let before = self.of.len();
        for _ in 0..most {
            match self.due.peek() {
                Some(Reverse((at, _))) if *at <= now => {}
                Some(_) | None => break,
            }
            let Some(Reverse((_, key))) = self.due.pop() else {
                break;
            };
            match self.of.get(&key) {
                Some(member) if member.is_there(now) => {
                    if let Some(expires) = member.expires {
                        self.due.push(Reverse((expires, key)));
                    }
                }
                Some(_) => {
                    self.of.remove(&key);
                }
                None => {}
            }
        }
        before - self.of.len()
    }

    /// Looks at a few of those that count connections.
    fn desert(&mut self, run: &mut Run<'_, '_>) -> usize {
        let before = self.of.len();
        for _ in 0..LOOKED_AT.min(self.counting.len()) {
            let Some(key) = self.counting.pop_front() else {
                break;
            };
            match self.of.get(&key) {
                Some(member) if member.is_deserted(run) => {
                    self.of.remove(&key);
                }
                Some(_) => self.counting.push_back(key),
                None => {}
            }
        }
        before - self.of.len()
    }

    fn remove(&mut self, key: &[u8]) -> Option<Member> {
        let member = self.of.remove(key)?;
        // Who comes and goes does not fill the list.
        if self.due.len() > 2 * self.of.len() + 64 {
            let due = self.of.iter().filter_map(|(key, member)| {
                let expires = member.expires?;
                Some(Reverse((expires, key.clone())))
            });
            self.due = due.collect();
        }
        Some(member)
    }
}

/// The elements of a set that packets change.
pub(super) struct Shared {
    shards: Box<[Mutex<Shard>]>,
    /// Packets choose the values: they can't know what collides.
    keys: RandomState,
    /// The element for whatever is nowhere else.
    any: Mutex<Option<Member>>,
    /// Elements that are there, or have gone and were not taken out yet.
    count: AtomicUsize,
    /// Most of them.
    size: usize,
    /// Time until an element that a packet brings goes, in nanoseconds, if nothing else is said; 0 for never.
    timeout: u64,
    /// Elements may go.
    timed: bool,
}

/// What a packet does to a set.
pub(super) struct Change<'c> {
    pub(super) op: DynsetOp,
    pub(super) key: &'c [u8],
    pub(super) data: Option<&'c [u8]>,
    /// Time until the element goes, in nanoseconds; 0 for that of the set.
    pub(super) timeout: u64,
    pub(super) exprs: &'c [Expr],
}

impl Shared {
    pub(super) fn new(spec: &SetSpec) -> Self {
        Self {
            shards: (0..SHARDS).map(|_| Mutex::default()).collect(),
            keys: RandomState::new(),
            any: Mutex::default(),
            count: AtomicUsize::new(0),
            size: spec.size.unwrap_or(SetSpec::SIZE) as usize,
            timeout: spec.timeout,
            timed: spec.flags.timeout,
        }
    }

    fn shard(&self, key: &[u8]) -> MutexGuard<'_, Shard> {
        lock(&self.shards[self.keys.hash_one(key) as usize % SHARDS])
    }

    /// Before elements that may count connections are met: see the order of locks at `Router`.
    pub(super) fn prepare(run: &mut Run<'_, '_>) {
        let _ = run.cx.conntrack();
    }

    /// Meets the element for a value, unless that is the one for what is nowhere else.
    pub(super) fn find<T>(
        &self,
        key: &[u8],
        now: Instant,
        meet: impl FnOnce(&mut Member) -> T,
    ) -> Option<T> {
        let mut shard = self.shard(key);
        let member = shard.of.get_mut(key)?;
        member.is_there(now).then(|| meet(member))
    }

    /// Meets the element for what is nowhere else.
    pub(super) fn find_any<T>(
        &self,
        now: Instant,
        meet: impl FnOnce(&mut Member) -> T,
    ) -> Option<T> {
        let mut any = lock(&self.any);
        let member = any.as_mut().filter(|member| member.is_there(now))?;
        Some(meet(member))
    }

    /// A packet changes the set (`nft_dynset_eval`); `None` if it can't, or something of the element's own does not hold.
    pub(super) fn change(&self, run: &mut Run<'_, '_>, change: &Change<'_>) -> Option<()> {
        if change.op == DynsetOp::Delete {
            self.take(change.key);
            return Some(());
        }
        let now = run.cx.now;
        let timeout = match (self.timed, change.timeout) {
            (false, _) => 0,
            (true, 0) => self.timeout,
            (true, timeout) => timeout,
        };
        let expires = (timeout > 0).then(|| now + Duration::from_nanos(timeout));
        Self::prepare(run);
        let mut shard = self.shard(change.key);
        self.release(shard.expire(now, LOOKED_AT));
        self.release(shard.desert(run));
        if let Some(member) = shard.of.get_mut(change.key)
            && member.is_there(now)
        {
            if change.op == DynsetOp::Update && member.expires.is_some() && expires.is_some() {
                member.expires = expires;
            }
            return member.meet(run);
        }
        // It has gone, and comes anew.
        self.release(shard.remove(change.key).into_iter().count());
        if !self.reserve() {
            drop(shard);
            for other in &self.shards {
                let mut other = lock(other);
                self.release(other.expire(now, LOOKED_AT));
                self.release(other.desert(run));
            }
            if !self.reserve() {
                return None;
            }
            shard = self.shard(change.key);
        }
        let mut member = Member {
            key: ElementKey::One(Data(change.key.into())),
            data: change.data.map(|data| Mapped::Data(Data(data.into()))),
            states: change.exprs.iter().filter_map(State::like).collect(),
            timeout: (change.timeout > 0 && self.timed).then_some(change.timeout),
            expires,
        };
        // Another worker may have been faster, while the lock was free.
        if let Some(there) = shard.of.get_mut(change.key) {
            self.release(1);
            return there.meet(run);
        }
        let met = member.meet(run);
        shard.insert(change.key, member);
        met
    }

    /// Makes room for one more.
    fn reserve(&self) -> bool {
        let more = |count| (count < self.size).then_some(count + 1);
        let order = Ordering::Relaxed;
        self.count.fetch_update(order, order, more).is_ok()
    }

    fn release(&self, some: usize) {
        if some > 0 {
            self.count.fetch_sub(some, Ordering::Relaxed);
        }
    }

    /// Takes an element out.
    fn take(&self, key: &[u8]) -> Option<Member> {
        let member = self.shard(key).remove(key)?;
        self.release(1);
        Some(member)
    }

    /// Adds an element.
    pub(super) fn add(&self, member: Member, now: Instant) -> Result<(), SetError> {
        let key = match &member.key {
            ElementKey::One(key) | ElementKey::Range(key, _) => key.0.clone(),
            ElementKey::Any => {
                let mut any = lock(&self.any);
                if any.as_ref().is_some_and(|any| any.is_there(now)) {
                    return Err(SetError::Exists);
                }
                *any = Some(member);
                return Ok(());
            }
        };
        self.sweep(now);
        let mut shard = self.shard(&key);
        if shard.of.contains_key(&key) {
            return Err(SetError::Exists);
        }
        if !self.reserve() {
            return Err(SetError::Full);
        }
        shard.insert(&key, member);
        Ok(())
    }

    /// Takes an element out, on the control side.
    pub(super) fn remove(&self, key: &ElementKey, now: Instant) -> Result<Member, SetError> {
        let member = match key {
            ElementKey::One(key) | ElementKey::Range(key, _) => self.take(&key.0),
            ElementKey::Any => lock(&self.any).take(),
        };
        member
            .filter(|member| member.is_there(now))
            .ok_or(SetError::Missing)
    }

    /// Takes out all that has gone.
    fn sweep(&self, now: Instant) {
        for shard in &self.shards {
            self.release(lock(shard).expire(now, usize::MAX));
        }
    }

    pub(super) fn flush(&self) {
        for shard in &self.shards {
            let mut shard = lock(shard);
            self.release(shard.of.len());
            *shard = Shard::default();
        }
        *lock(&self.any) = None;
    }

    /// The elements, sorted by their keys.
    pub(super) fn members(&self, now: Instant) -> Vec<Member> {
        self.sweep(now);
        let mut members: Vec<Member> = Vec::new();
        for shard in &self.shards {
            members.extend(lock(shard).of.values().cloned());
        }
        members.extend(lock(&self.any).clone());
        members.retain(|member| member.is_there(now));
        members.sort_by(|a, b| a.key.cmp(&b.key));
        members
    }

    pub(super) fn detached(&self, spec: &SetSpec, copies: &mut Copies) -> Self {
        let copy = Self::new(spec);
        let mut detached = |member: &Member| Member {
            key: member.key.clone(),
            data: member.data.as_ref().map(|data| data.detached(copies)),
            states: member
                .states
                .iter()
                .map(|state| state.detached(copies))
                .collect(),
            timeout: member.timeout,
            expires: member.expires,
        };
        for shard in &self.shards {
            let shard = lock(shard);
            copy.count.fetch_add(shard.of.len(), Ordering::Relaxed);
            for (key, member) in &shard.of {
                copy.shard(key).insert(key, detached(member));
            }
        }
        *lock(&copy.any) = lock(&self.any).as_ref().map(&mut detached);
        copy
    }
}

fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}
