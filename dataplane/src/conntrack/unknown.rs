//! Packets of which no connection is known, and that a rule drops: what tracking does with one of them if it is known
//! beforehand that the connection that it would begin ends with it.

use super::{
    Conn, ConnId, Conntrack, Direction, Env, Status, Tuple,
    ahead::Look,
    icmp, proto,
    transport::{Outcome, Segment},
};
use crate::packet::Packet;

/// What holds for some such packets behind one another.
#[derive(Debug)]
pub(super) struct Passing {
    /// There is room for a connection, at a place that somebody has lived at.
    room: bool,
    /// A worker other than this one may have some of them, or expect them.
    strays: bool,
    /// The connection that is begun again and again.
    conn: Conn,
}

impl Conntrack {
    /// Begins with some packets.
    pub(super) fn passing(&mut self, env: &Env<'_>) -> Passing {
        (self.now, self.max) = (env.now, env.sysctls.max);
        Passing {
            room: !self.is_full() && self.slab.has_free(),
            strays: self.owners.may_stray(),
            conn: Conn::new([Tuple::NOBODYS; 2]),
        }
    }

    /// The connection of a packet comes and goes, or the packet, which is to be `invalid`, is of none: what
    /// [`track`](Self::track) does at first, and [`discard_silently`](Self::discard_silently) in the end.
    ///
    /// `false` if it is not certain that this is all: a connection is known, or expected, here or by another worker, the
    /// table is full, the packet is not what it was thought to be. Then nothing has happened yet.
    #[inline]
    pub(super) fn pass(
        &mut self,
        passing: &mut Passing,
        env: &Env<'_>,
        (look, packet): (&Look, &Packet),
        invalid: bool,
    ) -> bool {
        let known = look.node != 0 || self.ahead.changes != self.changes;
        if !passing.room || known && self.is_known(env, look) {
            return false;
        }
        // Another worker may have it, or expect it, although it was nobody's when this was decided.
        let elsewhere = || self.owners.stray(&look.tuple);
        if passing.strays && elsewhere().is_some_and(|owner| owner != self.worker)
            || self.expectations.has(env.now, &look.tuple)
        {
            return false;
        }
        let (proto, conn) = (look.shape.proto(), &mut passing.conn);
        conn.status = Status(0);
        conn.tuples[0].proto = proto;
        let (network, checksum) = (packet.network(), packet.meta.checksum);
        let segment = Segment::plain(env.family, proto, network, checksum);
        if segment.upper.is_icmp() {
            if !icmp::is_sound(env, &segment) {
                return false;
            }
            // What it asks is in the place of a port.
            conn.tuples[0].dst_port = look.tuple.dst_port;
        }
        let foreseen = match proto::packet(env, conn, Direction::Original, &segment) {
            Outcome::Refresh(_) => !invalid && conn.status == Status(0),
            // Who wants to know what is wrong is told where it is looked at whole.
            Outcome::Invalid { .. } => invalid && env.sysctls.log_invalid == 0,
            Outcome::Pass(_) | Outcome::Kill | Outcome::Reopen => false,
        };
        if foreseen {
            self.slab.pass();
            self.stats.invalid += u64::from(invalid);
        }
        foreseen
    }

    /// Whether a packet is of a connection. One whose time is over ends, as it does when it is met otherwise.
    #[cold]
    fn is_known(&mut self, env: &Env<'_>, look: &Look) -> bool {
        self.find_hashed(env.now, &look.tuple, look.hash, None)
            .is_some()
    }

    /// Whether nothing is special about a connection that its first packet has just made: nobody expected it, it is in no
    /// zone, and no helper follows it.
    pub(crate) fn is_plain(&self, id: ConnId) -> bool {
        let plain = |conn: &Conn| {
            conn.status == Status(0) && conn.tuples.iter().all(|tuple| tuple.zone == 0)
        };
        self.get(id).is_some_and(plain) && self.helper(id).is_none()
    }
}
