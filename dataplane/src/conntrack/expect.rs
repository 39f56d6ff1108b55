//! Connections that others expect: a helper that reads FTP's control connection knows what data
//! connection comes next.

use std::{collections::HashMap, sync::Arc};

use super::{ConnId, Conntrack, CtEvent, Helper, Status, Tuple, owners::Owners};
use crate::time::{Duration, Instant};

/// An expected connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expectation {
    /// Who expects it.
    pub master: ConnId,
    /// The tuple of its original direction. The zone is the master's.
    pub tuple: Tuple,
    /// The bits of its source address that count; all of the destination count.
    pub src_mask: [u8; 16],
    /// The bits of its source port that count.
    pub src_port_mask: u16,
    /// Until when.
    pub until: Instant,
    /// It holds for more than one connection.
    pub permanent: bool,
    /// Expectations of one class of one master are limited to `class_limit`, the oldest goes (0: no
    /// limit).
    pub class: u8,
    /// See `class`.
    pub class_limit: u32,
    /// What translation needs to follow the master: the direction of the master's packet that told of
    /// it, and the port that the helper found there.
    pub saved: Option<(super::Direction, u16)>,
}

/// What happened to an expectation, and what it was then.
#[derive(Clone, Copy, Debug)]
pub struct ExpectNote {
    /// It came or went.
    pub event: CtEvent,
    /// When.
    pub at: Instant,
    /// The expectation.
    pub expectation: Expectation,
    /// The original tuple of the connection that expects it.
    pub master: Tuple,
    /// The helper that it is from.
    pub helper: Option<Helper>,
}

/// Why a connection can't be expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpectError {
    /// Who expects it has gone.
    NoMaster,
    /// Another expectation covers some of the same connections.
    Clash,
    /// There are `nf_conntrack_expect_max`.
    Full,
}

impl std::fmt::Display for ExpectError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::NoMaster => "the connection that expects it has gone",
            Self::Clash => "another expectation covers some of the same connections",
            Self::Full => "too many expectations",
        })
    }
}

impl std::error::Error for ExpectError {}

impl Expectation {
    /// How long the kernel's helpers expect things, where they say nothing else (`RTP` and FTP: 5
    /// minutes).
    pub const USUAL: Duration = Duration::from_secs(300);

    /// Whether the sources that both masks let count are the same.
    fn same_source(&self, tuple: &Tuple, (mask, port_mask): (&[u8; 16], u16)) -> bool {
        let pairs = self.tuple.src.iter().zip(&tuple.src).zip(mask);
        (self.tuple.src_port ^ tuple.src_port) & port_mask == 0
            && pairs.into_iter().all(|((a, b), mask)| (a ^ b) & mask == 0)
    }

    /// Whether a new connection with this tuple, whose destination is the same, fulfils it.
    fn covers(&self, now: Instant, tuple: &Tuple) -> bool {
        now < self.until && self.same_source(tuple, (&self.src_mask, self.src_port_mask))
    }

    /// Whether a connection could be meant by both.
    fn clashes(&self, other: &Self) -> bool {
        let mut mask = self.src_mask;
        for (byte, theirs) in mask.iter_mut().zip(other.src_mask) {
            *byte &= theirs;
        }
        let port_mask = self.src_port_mask & other.src_port_mask;
        self.same_source(&other.tuple, (&mask, port_mask))
    }
}

/// What counts in any case: the tuple without its source.
fn key(tuple: &Tuple) -> Tuple {
    Tuple {
        src: [0; 16],
        src_port: 0,
        ..*tuple
    }
}

/// All expectations, and who expected the connections that came.
#[derive(Debug)]
pub(super) struct Expectations {
    /// By destination; the newest last.
    by_destination: HashMap<Tuple, Vec<Expectation>>,
    len: usize,
    /// By the connection.
    fulfilled: HashMap<ConnId, Expectation>,
    /// No expectation ends before this.
    next: Option<Instant>,
    /// Who brings what is expected here, and the worker that is here.
    owners: (Arc<Owners>, usize),
    /// What has come and gone, if somebody wants to know.
    happened: Option<Vec<(CtEvent, Expectation)>>,
}

impl Expectations {
    /// Those of a worker.
    pub(super) fn of_worker(worker: usize, owners: &Arc<Owners>) -> Self {
        Self {
            by_destination: HashMap::new(),
            len: 0,
            fulfilled: HashMap::new(),
            next: None,
            owners: (Arc::clone(owners), worker),
            happened: None,
        }
    }

    /// Begins or ends to note what comes and goes.
    pub(super) fn want(&mut self, wanted: bool) {
        self.happened = wanted.then(Vec::new);
    }

    /// Whether nobody expects or was expected.
    #[inline]
    pub(super) fn is_idle(&self) -> bool {
        self.len == 0 && self.fulfilled.is_empty()
    }

    /// Whether a new connection with this tuple [fulfils](Self::take) one.
    #[inline]
    pub(super) fn has(&self, now: Instant, tuple: &Tuple) -> bool {
        self.len != 0 && self.has_one(now, tuple)
    }

    #[cold]
    fn has_one(&self, now: Instant, tuple: &Tuple) -> bool {
        let list = self.by_destination.get(&key(tuple));
        list.is_some_and(|list| list.iter().any(|expected| expected.covers(now, tuple)))
    }

    /// The expectation that a new connection with this tuple fulfils. It ends with that, unless it is
    /// permanent.
    #[inline]
    pub(super) fn take(&mut self, now: Instant, tuple: &Tuple) -> Option<Expectation> {
        if self.len == 0 {
            return None;
        }
        let list = self.by_destination.get_mut(&key(tuple))?;
        let at = list
            .iter()
            .rposition(|expected| expected.covers(now, tuple))?;
        if list[at].permanent {
            return Some(list[at]);
        }
        self.len -= 1;
        let expected = list.remove(at);
        self.left(&expected);
        Some(expected)
    }

    /// What is expected, and what came of it.
    pub(super) fn parts(&self) -> (Vec<Expectation>, HashMap<ConnId, Expectation>) {
        let all = self.by_destination.values().flatten();
        (all.copied().collect(), self.fulfilled.clone())
    }

    /// Takes over such parts, where `id` says what connections are called here.
    pub(super) fn take_over(
        &mut self,
        (expected, fulfilled): (Vec<Expectation>, HashMap<ConnId, Expectation>),
        id: impl Fn(ConnId) -> Option<ConnId>,
    ) {
        let renamed = |expectation: Expectation| {
            let master = id(expectation.master)?;
            Some(Expectation {
                master,
                ..expectation
            })
        };
        for expectation in expected.into_iter().filter_map(renamed) {
            self.insert(expectation);
        }
        for (child, expectation) in fulfilled {
            if let (Some(child), Some(expectation)) = (id(child), renamed(expectation)) {
                self.adopt(child, expectation);
            }
        }
    }

    /// One is no more.
    fn left(&mut self, expected: &Expectation) {
        let (owners, worker) = &self.owners;
        owners.unexpect(*worker, &expected.tuple);
        if let Some(happened) = &mut self.happened {
            happened.push((CtEvent::Destroy, *expected));
        }
    }

    /// Notes what the connection `id` fulfilled.
    pub(super) fn adopt(&mut self, id: ConnId, expected: Expectation) {
        self.fulfilled.insert(id, expected);
    }

    /// A connection ends: what it expected ends too. Gives how many.
    pub(super) fn forget(&mut self, id: ConnId) -> u64 {
        self.fulfilled.remove(&id);
        self.retain(|expected| expected.master != id)
    }

    /// How many connections that `id` expected there are.
    pub(super) fn children(&self, id: ConnId) -> usize {
        let fulfilled = self.fulfilled.values();
        fulfilled.filter(|expected| expected.master == id).count()
    }

    /// Ends what came to nothing. Gives how many.
    pub(super) fn expire(&mut self, now: Instant) -> u64 {
        if self.next.is_none_or(|next| now < next) {
            return 0;
        }
        self.next = None;
        let gone = self.retain(|expected| now < expected.until);
        let all = self.by_destination.values().flatten();
        self.next = all.map(|expected| expected.until).min();
        gone
    }

    pub(super) fn next_deadline(&self) -> Instant {
        self.next.unwrap_or(Instant::FAR_FUTURE)
    }

    fn retain(&mut self, keep: impl Fn(&Expectation) -> bool) -> u64 {
        if self.len == 0 {
            return 0;
        }
        let mut all = std::mem::take(&mut self.by_destination);
        all.retain(|_, list| {
            list.retain(|expected| {
                let stays = keep(expected);
                if !stays {
                    self.left(expected);
                }
                stays
            });
            !list.is_empty()
        });
        self.by_destination = all;
        let left = self.by_destination.values().map(Vec::len).sum();
        let gone = self.len - left;
        self.len = left;
        gone as u64
    }

    fn remove_oldest(&mut self, master: ConnId, class: u8) -> bool {
        let all = self.by_destination.values().flatten();
        let mine = all.filter(|expected| expected.master == master && expected.class == class);
        let Some(oldest) = mine.min_by_key(|expected| expected.until).copied() else {
            return false;
        };
        self.retain(|expected| *expected != oldest) > 0
    }

    fn insert(&mut self, expectation: Expectation) {
        let (owners, worker) = &self.owners;
        owners.expect(*worker, &expectation.tuple);
        let list = self
            .by_destination
            .entry(key(&expectation.tuple))
            .or_default();
        list.push(expectation);
        if let Some(happened) = &mut self.happened {
            happened.push((CtEvent::New, expectation));
        }
        self.len += 1;
        let next = self
            .next
            .map_or(expectation.until, |next| next.min(expectation.until));
        self.next = Some(next);
    }
}

impl Conntrack {
    /// Expects a connection (`nf_ct_expect_related`): the first packet with that tuple will be RELATED.
    /// The same expectation again takes the place of the old one. `max` is `nf_conntrack_expect_max`.
    ///
    /// # Errors
    /// Why it can't be expected.
    pub fn expect(&mut self, expectation: Expectation, max: u32) -> Result<(), ExpectError> {
        let master = expectation.master;
        if self.get(master).is_none() {
            return Err(ExpectError::NoMaster);
        }
        let (tuple, mask) = (expectation.tuple, expectation.src_mask);
        let expectations = &mut self.expectations;
        let again = |expected: &Expectation| {
            expected.master == master
                && expected.class == expectation.class
                && expected.tuple == tuple
                && expected.src_mask == mask
                && expected.src_port_mask == expectation.src_port_mask
        };
        self.stats.expect_delete += expectations.retain(|expected| !again(expected));
        let rivals = expectations.by_destination.get(&key(&tuple));
        let clash = rivals
            .into_iter()
            .flatten()
            .any(|rival| rival.clashes(&expectation));
        if clash {
            return Err(ExpectError::Clash);
        }
        let all = expectations.by_destination.values().flatten();
        let mine = all.filter(|e| e.master == master && e.class == expectation.class);
        let full = expectation.class_limit != 0 && mine.count() >= expectation.class_limit as usize;
        if full && expectations.remove_oldest(master, expectation.class) {
            self.stats.expect_delete += 1;
        }
        if expectations.len >= max as usize {
            return Err(ExpectError::Full);
        }
        expectations.insert(expectation);
        self.stats.expect_create += 1;
        self.tell_expectations();
        Ok(())
    }

    /// Does not expect a connection any more (`nf_ct_unexpect_related`).
    pub(crate) fn unexpect(&mut self, expectation: &Expectation) {
        self.stats.expect_delete += self.expectations.retain(|expected| expected != expectation);
        self.tell_expectations();
    }

    /// Tells those who listen what has come and gone.
    pub(super) fn tell_expectations(&mut self) {
        let Some(happened) = &mut self.expectations.happened else {
            return;
        };
        for (event, expectation) in std::mem::take(happened) {
            if let Some(master) = self.get(expectation.master) {
                let note = ExpectNote {
                    event,
                    at: self.now,
                    master: master.tuples[0],
                    helper: self.helper(expectation.master),
                    expectation,
                };
                self.events.push_expectation(note);
            }
        }
    }

    /// What the connection `id` fulfilled, if it was expected: its `master` expected it.
    #[must_use]
    pub fn expected_by(&self, id: ConnId) -> Option<&Expectation> {
        let expected = self.get(id)?.status.has(Status::EXPECTED);
        expected.then(|| self.expectations.fulfilled.get(&id))?
    }

    /// All that is expected, in no order (`conntrack -L expect`).
    pub fn expectations(&self) -> impl Iterator<Item = &Expectation> {
        self.expectations.by_destination.values().flatten()
    }

    /// Expects nothing any more.
    pub fn flush_expectations(&mut self) {
        self.stats.expect_delete += self.expectations.retain(|_| false);
        self.tell_expectations();
    }
}
