//! How connections end: their time is over, or there are too many.

use super::{
    Conn, ConnId, Conntrack, Direction, Proto, Status, TcpState, Tuple, slab::Slot, tcp::before,
};
use crate::time::Instant;

/// Buckets that are looked into for a connection to be given up (`NF_CT_EVICTION_RANGE`).
const RANGE: u32 = 8;
/// Connections that are looked at in one call.
const BUDGET: usize = 512;
/// Connections whose memory is fetched before the first of them ends.
const AHEAD: usize = 16;

/// Makes room for a connection with this hash by giving up those of a bucket near it that are not
/// ASSURED. `false` if there is none.
#[cold]
pub(super) fn early_drop(table: &mut Conntrack, now: Instant, hash: u32) -> bool {
    let first = table.buckets.of(hash);
    for i in 0..RANGE {
        let bucket = (first + i) % table.buckets.len();
        while let Some(place) = expired_in(table, now, bucket) {
            table.destroy(place);
        }
        let mut drops = 0;
        while let Some(place) = unassured_in(table, bucket) {
            table.destroy(place);
            drops += 1;
        }
        if drops > 0 {
            table.stats.early_drop += drops;
            return true;
        }
    }
    table.pressure.get_or_insert(0);
    false
}

fn expired_in(table: &Conntrack, now: Instant, bucket: u32) -> Option<u32> {
    let mut places = table.bucket(bucket).map(|(place, _)| place);
    places.find(|place| table.slab[*place].conn.is_expired(now))
}

fn unassured_in(table: &Conntrack, bucket: u32) -> Option<u32> {
    let mut places = table.bucket(bucket).map(|(place, _)| place);
    places.find(|place| !table.slab[*place].conn.status.has(Status::ASSURED))
}

/// Whether `old` may end for `new`.
fn gives_way(old: &Conn, new: &Conn) -> bool {
    const REFUSED: Status = Status(Status::FIXED_TIMEOUT.0 | Status::DYING.0);
    let (Proto::Tcp(theirs), Proto::Tcp(ours)) = (&old.proto, &new.proto) else {
        return false;
    };
    // In the kernel's order of states, those from TIME_WAIT on.
    let over = match theirs.state() {
        TcpState::TimeWait | TcpState::Close | TcpState::SynSent2 => true,
        TcpState::None
        | TcpState::SynSent
        | TcpState::SynRecv
        | TcpState::Established
        | TcpState::FinWait
        | TcpState::CloseWait
        | TcpState::LastAck => false,
    };
    over && ours.state() == TcpState::SynSent
        && old.status.has(Status::SRC_NAT)
        && !old.status.has_any(REFUSED)
        && before(theirs.seen[0].end, ours.seen[0].end)
}

impl Conntrack {
    /// Ends connections whose time is over at `now`: some hundred at most. When there are more,
    /// [`next_deadline`](Self::next_deadline) is in the past.
    ///
    /// A connection is never found once its time is over; its memory is free a fraction of a second
    /// later.
    pub fn expire(&mut self, now: Instant) {
        self.bury();
        self.now = now;
        for done in 0..BUDGET {
            if done % AHEAD == 0 {
                self.fetch_due(now);
            }
            let Some(place) = self.wheel.pop(&mut self.slab, now) else {
                break;
            };
            if self.slab[place].conn.is_expired(now) {
                self.destroy(place);
            } else {
                self.wheel.insert(&mut self.slab, place, now);
            }
        }
        self.stats.expect_delete += self.expectations.expire(now);
        self.tell_expectations();
        if let Some(from) = self.pressure {
            self.relieve(from);
        }
    }

    /// Begins to fetch what it takes to end the next connections whose time is over.
    fn fetch_due(&mut self, now: Instant) {
        let mut places = [0; AHEAD];
        let mut count = 0;
        for (due, place) in places.iter_mut().zip(self.wheel.upcoming(&self.slab, now)) {
            self.slab.prefetch(place);
            *due = place;
            count += 1;
        }
        for &place in &places[..count] {
            let slot = &self.slab[place];
            if slot.conn.is_expired(now) {
                self.buckets.prefetch(slot.hash[0]);
                self.buckets.prefetch(slot.hash[1]);
                self.sources.prefetch_removal(&self.slab, slot);
            }
        }
    }

    /// When [`expire`](Self::expire) is to be called at the latest.
    #[must_use]
    pub fn next_deadline(&self) -> Instant {
        if self.pressure.is_some() {
            return self.now;
        }
        self.wheel
            .next_deadline()
            .min(self.expectations.next_deadline())
    }

    /// Ends the connection whose replies have the tuple `reply`, if it may give way to the new TCP
    /// connection `new` that is to have it (`nf_nat_used_tuple_harder`): it is over but for its
    /// timeout, its source was translated, and `new` begins with a sequence number behind its own, so
    /// that a late segment of the old one is invalid for the new one.
    #[cold]
    pub(crate) fn evict_closed(&mut self, reply: &Tuple, new: ConnId) -> bool {
        let Some((old, Direction::Reply)) = self.find(reply) else {
            return false;
        };
        let gives_way = match (self.get(old), self.get(new)) {
            (Some(old), Some(new)) => gives_way(old, new),
            (None, _) | (_, None) => false,
        };
        gives_way && self.delete(old)
    }

    /// After the table was full: gives up what is not ASSURED or about to end, while more than 95 % of
    /// the room is taken (`gc_worker`).
    fn relieve(&mut self, from: u32) {
        let enough = self.max as usize / 100 * 95;
        let end = self.slab.end();
        let stop = end.min(from.saturating_add(BUDGET as u32));
        for place in from..stop {
            if self.len() < enough {
                break;
            }
            let droppable = self.slab.at(place).is_some_and(|slot| {
                let status = slot.conn.status;
                slot.is(Slot::TIMED) && (!status.has(Status::ASSURED) || slot.conn.is_closing())
            });
            if droppable {
                self.destroy(place);
            }
        }
        let done = stop == end || self.len() < enough;
        self.pressure = (!done).then_some(stop);
    }
}
