//! What happens to connections, for those who want to know (`conntrack -E`).

use std::collections::VecDeque;

use super::{Conn, ConnId, CtCounters, ExpectNote, Helper};
use crate::time::Instant;

/// What happened to a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CtEvent {
    /// It came into the table.
    New,
    /// Its state or its status changed.
    Update,
    /// It ended.
    Destroy,
}

/// What happened, and the connection as it was then.
#[derive(Clone, Debug)]
pub struct CtNote {
    /// What happened.
    pub event: CtEvent,
    /// When.
    pub at: Instant,
    /// To which.
    pub id: ConnId,
    /// The connection.
    pub conn: Conn,
    /// Packets and bytes of the two directions, if they were counted.
    pub counters: Option<[CtCounters; 2]>,
    /// When it came into the table, if that was noted.
    pub began: Option<Instant>,
    /// Its helper.
    pub helper: Option<Helper>,
    /// Its labels, if the event is about these; 0 if not.
    pub labels: u128,
}

/// Notes that wait before further ones are lost.
const LIMIT: usize = 16_384;

/// Notes that wait to be told.
#[derive(Debug, Default)]
pub(super) struct Events {
    notes: VecDeque<CtNote>,
    expectations: VecDeque<ExpectNote>,
    wanted: bool,
    lost: u64,
}

impl Events {
    pub(super) const fn are_wanted(&self) -> bool {
        self.wanted
    }

    /// Begins or ends to note; what is noted and nobody wants any more is forgotten.
    pub(super) fn want(&mut self, wanted: bool) {
        self.wanted = wanted;
        if !wanted {
            self.notes = VecDeque::new();
            self.expectations = VecDeque::new();
        }
    }

    pub(super) fn push(&mut self, note: CtNote) {
        if self.notes.len() >= LIMIT {
            self.lost += 1;
            return;
        }
        self.notes.push_back(note);
    }

    pub(super) fn push_expectation(&mut self, note: ExpectNote) {
        if self.expectations.len() >= LIMIT {
            self.lost += 1;
            return;
        }
        self.expectations.push_back(note);
    }

    /// The notes of expectations that wait.
    pub(super) fn take_expectations(&mut self) -> VecDeque<ExpectNote> {
        std::mem::take(&mut self.expectations)
    }

    /// All that waits, and how many notes were lost since the last time.
    pub(super) fn take(&mut self) -> (VecDeque<CtNote>, u64) {
        (
            std::mem::take(&mut self.notes),
            std::mem::take(&mut self.lost),
        )
    }
}
