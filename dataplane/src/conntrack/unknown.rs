//! Packets of which no connection is known, and that a rule drops: what tracking does with one of them, without
//! making the connection that it would have begun, if it was known before that it ends there.

use super::{
    Conn, ConnId, Conntrack, Direction, Env, Status, Tuple,
    ahead::Look,
    proto,
    transport::{Outcome, Segment},
};
use crate::packet::Packet;

impl Conntrack {
    /// The connection of a packet comes and goes, or, of one that is to be `invalid`, the packet is of none: what
    /// [`track`](Self::track) does at first, and [`discard`](Self::discard) in the end. `answers` are those that the connection
    /// would expect if its destination was translated.
    ///
    /// `false` if it is not certain that this is all that happens: a connection is known, or expected, the table is
    /// full, the packet is not what it was thought to be. Then nothing has happened yet.
    pub(super) fn come_and_go(
        &mut self,
        env: &Env<'_>,
        look: &Look,
        packet: &Packet,
        invalid: bool,
        answers: Option<&Tuple>,
    ) -> bool {
        let Look {
            tuple, hash, shape, ..
        } = look;
        if self.find_hashed(env.now, tuple, *hash, None).is_some() {
            return false;
        }
        (self.now, self.max) = (env.now, env.sysctls.max);
        let full = self.max != 0 && self.len() >= self.max as usize;
        if full || self.expectations.has(env.now, tuple) || answers.is_some_and(|a| self.is_met(a)) {
            return false;
        }
        let mut conn = Conn::new([*tuple, *tuple]);
        let segment = Segment::plain(
            env.family,
            shape.proto(),
            packet.network(),
            packet.meta.checksum,
        );
        let outcome = proto::packet(env, &mut conn, Direction::Original, &segment);
        let foreseen = match outcome {
            Outcome::Refresh(_) => !invalid && conn.status == Status(0),
            // Who wants to know what is wrong is told where it is looked at whole.
            Outcome::Invalid { .. } => invalid && env.sysctls.log_invalid == 0,
            Outcome::Pass(_) | Outcome::Kill | Outcome::Reopen => false,
        };
        if !foreseen || !self.slab.pass() {
            return false;
        }
        self.stats.invalid += u64::from(invalid);
        true
    }

    /// Whether nothing is special about a connection that its first packet has just made: nobody expected it, it is in no
    /// zone, and no helper follows it.
    pub(crate) fn is_plain(&self, id: ConnId) -> bool {
        let plain = |conn: &Conn| {
            conn.status == Status(0) && conn.tuples.iter().all(|tuple| tuple.zone == 0)
        };
        self.get(id).is_some_and(plain) && self.helper(id).is_none()
    }

    /// Whether a connection may have this tuple, here or in another worker's table.
    fn is_met(&self, tuple: &Tuple) -> bool {
        self.buckets.may_have(self.hash(tuple)) || self.is_elsewhere(tuple)
    }
}
