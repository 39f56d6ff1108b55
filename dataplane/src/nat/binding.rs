//! What a connection is translated to (`nf_nat_setup_info`, `get_unique_tuple`).

use super::{
    Manip, NatRange,
    address::choose_address,
    ports::{self, inverse},
};
use crate::{
    conntrack::{ConnId, Conntrack, Status, Tuple},
    forward::Rng,
};

/// The last attempts of a round, in which a TCP connection that is over gives way to the new one
/// (`NF_NAT_HARDER_THRESH`).
const HARDER: u32 = 32;

/// Decides what the source or destination of a new connection is translated to: something in `range`
/// with which the connection is unlike all others, if there is such a thing. A connection that others
/// know already stays as it is.
pub(super) fn bind(
    table: &mut Conntrack,
    rng: &mut Rng,
    id: ConnId,
    range: &NatRange,
    manip: Manip,
) {
    let Some(conn) = table.get(id) else {
        return;
    };
    if conn.status.has(Status::CONFIRMED) {
        return;
    }
    let zone = conn.zone();
    let [original, reply] = conn.tuples;
    let mut search = Search {
        table,
        rng,
        id,
        zone,
        range,
        manip,
    };
    let chosen = search.unique(&original, &reply);
    let mut status = manip.done();
    if chosen != reply {
        table.set_reply(id, chosen);
        status.set(match manip {
            Manip::Src => Status::SRC_NAT,
            Manip::Dst => Status::DST_NAT,
        });
    }
    decided(table, id, manip, status);
}

/// Notes that the question of one half is decided, with what `status` says.
#[inline]
fn decided(table: &mut Conntrack, id: ConnId, manip: Manip, status: Status) {
    if let Some(conn) = table.get_mut(id) {
        conn.status.set(status);
    }
    if manip == Manip::Src {
        table.index_source(id);
    }
}

/// Binds a connection to the address that it has (`nf_nat_alloc_null_binding`): its port changes if
/// the connection would be like another one.
pub(super) fn bind_to_itself(table: &mut Conntrack, rng: &mut Rng, id: ConnId, manip: Manip) {
    let Some(conn) = table.get(id) else {
        return;
    };
    if conn.status.has(Status::CONFIRMED) {
        return;
    }
    // Mostly nobody else has it; and of most protocols the port that packets go to stays anyway.
    if !ports::is_searched(conn.tuples[1].proto, manip) || !table.is_reply_taken(id) {
        return decided(table, id, manip, manip.done());
    }
    bind_to_itself_anew(table, rng, id, manip);
}

/// The same if another connection has its port.
#[cold]
fn bind_to_itself_anew(table: &mut Conntrack, rng: &mut Rng, id: ConnId, manip: Manip) {
    let Some(conn) = table.get(id) else {
        return;
    };
    let reply = &conn.tuples[1];
    let addr = match manip {
        Manip::Src => reply.dst_addr(),
        Manip::Dst => reply.src_addr(),
    };
    let range = NatRange {
        addrs: Some((addr, addr)),
        ..NatRange::default()
    };
    bind(table, rng, id, &range, manip);
}

/// The search for what to translate to.
struct Search<'a> {
    table: &'a mut Conntrack,
    rng: &'a mut Rng,
    id: ConnId,
    zone: u16,
    range: &'a NatRange,
    manip: Manip,
}

impl Search<'_> {
    /// The replies that the connection is to expect, which now expects `reply`; `original` is how its
    /// packet was.
    #[inline]
    fn unique(&mut self, original: &Tuple, reply: &Tuple) -> Tuple {
        let random = self.range.flags.is_random();
        // What the packet looks like now.
        let current = inverse(reply);
        if self.manip == Manip::Src && !random {
            if self.fits(&current) {
                if !self.taken(reply) || self.table.is_only_reversed(self.id) {
                    return *reply;
                }
            } else if self.table.may_have_source(original)
                && let Some(mapped) = self.mapped(original, &current)
            {
                let mapped = inverse(&mapped);
                if !self.taken(&mapped) {
                    return mapped;
                }
            }
        }
        let mut tuple = current;
        choose_address(&mut tuple, self.range, self.manip, self.zone);
        let reply = inverse(&tuple);
        if !random && self.may_keep(&tuple, &reply) {
            return reply;
        }
        self.search(tuple)
    }

    /// The same with another port than that of `tuple`, if there is one: of the worker whose replies come to it
    /// by their ports, if sources are translated.
    #[inline(never)]
    fn search(&mut self, mut tuple: Tuple) -> Tuple {
        let Self {
            table,
            rng,
            id,
            range,
            manip,
            ..
        } = self;
        let (mut found, mut stray) = (false, None);
        ports::search(&mut tuple, range, *manip, rng, |tuple, left| {
            let reply = inverse(tuple);
            let taken =
                table.is_taken(&reply, *id) && !(left <= HARDER && table.evict_closed(&reply, *id));
            if !taken && *manip == Manip::Src && table.would_stray(&reply) {
                stray.get_or_insert(*tuple);
                return true;
            }
            found = !taken;
            taken
        });
        if let (false, Some(stray)) = (found, stray) {
            tuple = stray;
        }
        inverse(&tuple)
    }

    /// Whether the port of `tuple`, whose replies are `reply`, can stay. One that is the whole range stays
    /// even if it is taken: there is nothing else to try.
    #[inline]
    fn may_keep(&self, tuple: &Tuple, reply: &Tuple) -> bool {
        match self.range.ports {
            Some(ports) => {
                self.range.base_port.is_none()
                    && ports::in_range(tuple, self.manip, ports)
                    && (ports.0 == ports.1 || !self.taken(reply))
            }
            None => !self.taken(reply),
        }
    }

    /// Whether another connection has these replies (`nf_nat_used_tuple`).
    #[inline]
    fn taken(&self, reply: &Tuple) -> bool {
        self.table.is_taken(reply, self.id)
    }

    /// Whether the source of `tuple` is in the range.
    #[inline]
    fn fits(&self, tuple: &Tuple) -> bool {
        let addr = self.range.addrs.is_none_or(|(first, last)| {
            let addr = tuple.src_addr();
            first <= addr && addr <= last
        });
        addr && self
            .range
            .ports
            .is_none_or(|ports| ports::in_range(tuple, Manip::Src, ports))
    }

    /// What another connection of the same source is translated to, if that is in the range
    /// (`find_appropriate_src`): a client keeps its public port for all whom it talks to (RFC 4787
    /// §4.1, endpoint-independent mapping), as far as that goes.
    #[inline(never)]
    fn mapped(&self, original: &Tuple, current: &Tuple) -> Option<Tuple> {
        let others = self.table.with_source(original);
        let mut mapped = others.map(|(_, other)| {
            let theirs = inverse(&other.tuples[1]);
            Tuple {
                src: theirs.src,
                src_port: theirs.src_port,
                ..*current
            }
        });
        mapped.find(|tuple| self.fits(tuple))
    }
}
