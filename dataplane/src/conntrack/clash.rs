//! Two connections with the same tuple: the later packet need not be lost (`nf_ct_resolve_clash`).

use super::{
    Conn, ConnId, Conntrack, CtRef, Direction, Env, Status, Tuple, proto::allows_clash, slab::Slot,
    transport::after,
};
use crate::drop_reason::DropReason;

/// Seconds that a connection lasts whose original tuple belongs to another one.
const CLASH_TIMEOUT: u32 = 1;

/// Finds a way for the packet that wants to confirm `loser`, when the connection at the place `winner`
/// has one of its tuples. Gives what is then the packet's connection.
///
/// # Errors
/// Why the packet is dropped.
#[cold]
pub(super) fn resolve(
    table: &mut Conntrack,
    env: &Env<'_>,
    loser: &CtRef,
    (winner, _): (u32, Direction),
) -> Result<CtRef, DropReason> {
    let original = table.slab[loser.id.place].conn.tuples[0];
    if !allows_clash(original.proto) {
        return Err(failed(table));
    }
    if let Some(ct) = share(table, loser, winner) {
        return Ok(ct);
    }
    let place = loser.id.place;
    let (reply, hash) = (table.slab[place].conn.tuples[1], table.slab[place].hash[1]);
    if let Some((winner, _)) = table.find_hashed(env.now, &reply, hash, None) {
        return share(table, loser, winner).ok_or_else(|| failed(table));
    }
    // Only the original tuples are the same: answers go by the tuple of replies.
    let conn = &mut table.slab[place].conn;
    conn.expires = after(env.now, CLASH_TIMEOUT);
    conn.status.set(Status::FIXED_TIMEOUT);
    conn.status.set(Status::NAT_CLASH);
    table.link(place, Direction::Reply);
    table.enlist(place, env.now);
    table.stats.clash_resolve += 1;
    Ok(CtRef {
        unconfirmed: false,
        ..*loser
    })
}

/// The packet is lost.
pub(super) fn failed(table: &mut Conntrack) -> DropReason {
    table.stats.drop += 1;
    table.stats.insert_failed += 1;
    DropReason::CtInsertFailed
}

/// Gives the packet the connection that came first, if both mean the same in the same zones
/// (`nf_ct_can_merge`).
fn share(table: &mut Conntrack, loser: &CtRef, winner: u32) -> Option<CtRef> {
    let (theirs, ours) = (&table.slab[winner].conn, &table.slab[loser.id.place].conn);
    if theirs.tuples != ours.tuples && !is_reverse(theirs, ours) {
        return None;
    }
    merge_counters(table, loser, winner);
    table.release(loser.id.place);
    table.stats.clash_resolve += 1;
    Some(table.reference(winner, loser.direction, loser.state))
}

/// Whether both are the same but for who began (`nf_ct_match_reverse`).
fn is_reverse(theirs: &Conn, ours: &Conn) -> bool {
    let [original, reply] = &ours.tuples;
    theirs.tuples == [*reply, *original]
}

impl Conntrack {
    /// Whether the connection that has the tuple of replies to the new one `id` is the same but for who
    /// began, and neither is translated (`nf_nat_used_tuple_new`). Another port would be of no use
    /// then: [`Conntrack::confirm`] finds out what is to be done.
    #[cold]
    pub(crate) fn is_only_reversed(&self, id: ConnId) -> bool {
        let Some(ours) = self.get(id) else {
            return false;
        };
        let [original, reply] = ours.tuples;
        if !allows_clash(original.proto) || is_translated(ours) {
            return false;
        }
        // The zone may be one for each direction.
        let find = |tuple: &Tuple| {
            let zones = [
                (Direction::Original, original.zone),
                (Direction::Reply, reply.zone),
            ];
            zones.into_iter().find_map(|(direction, zone)| {
                let tuple = Tuple { zone, ..*tuple };
                let (place, _) = self.chain(self.hash(&tuple)).find(|(place, found)| {
                    *found == direction
                        && *place != id.place
                        && self.slab[*place].conn.tuple(direction) == &tuple
                })?;
                Some(&self.slab[place].conn)
            })
        };
        let Some(theirs) = find(&original).or_else(|| find(&reply)) else {
            return true;
        };
        let same = Tuple {
            zone: reply.zone,
            ..theirs.tuples[0]
        } == reply;
        same && !is_translated(theirs)
    }
}

fn is_translated(conn: &Conn) -> bool {
    conn.status.has(Status::SRC_NAT) || conn.status.has(Status::DST_NAT)
}

fn merge_counters(table: &mut Conntrack, loser: &CtRef, winner: u32) {
    if !table.slab[winner].is(Slot::COUNTED) {
        return;
    }
    let at = loser.direction.index();
    let Some(bytes) = table.counters(loser.id).map(|counters| counters[at].bytes) else {
        return;
    };
    if let Some(counters) = table.counters.get_mut(winner) {
        counters[at].packets += 1;
        counters[at].bytes += bytes;
    }
}
