//! What a connection is translated to (`nf_nat_setup_info`, `get_unique_tuple`).

use super::{
    Manip, NatRange,
    ports::{self, inverse},
};
use crate::{
    conntrack::{Conn, ConnId, Conntrack, Status, Tuple},
    forward::Rng,
};

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
    let zone = zone(conn);
    let original = conn.tuples[0];
    // What the packet looks like now: the inverse of the replies that are expected.
    let current = inverse(&conn.tuples[1]);
    let mut search = Search {
        table,
        rng,
        id,
        zone,
        range,
        manip,
    };
    let chosen = search.unique(&original, &current);
    let changed = chosen != current;
    if changed {
        table.set_reply(id, inverse(&chosen));
    }
    if let Some(conn) = table.get_mut(id) {
        if changed {
            conn.status.set(match manip {
                Manip::Src => Status::SRC_NAT,
                Manip::Dst => Status::DST_NAT,
            });
        }
        conn.status.set(manip.done());
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

/// The number of a connection's zone (`nf_ct_zone`), which may hold for one direction only.
fn zone(conn: &Conn) -> u16 {
    match conn.tuples.map(|tuple| tuple.zone) {
        [0, zone] | [zone, _] => zone,
    }
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
    /// What a packet that now looks like `current` is to look like; `original` is how it was.
    fn unique(&mut self, original: &Tuple, current: &Tuple) -> Tuple {
        let random = self.range.flags.is_random();
        if self.manip == Manip::Src && !random {
            if self.fits(current) {
                if !self.taken(current) {
                    return *current;
                }
            } else if let Some(mapped) = self.mapped(original, current)
                && !self.taken(&mapped)
            {
                return mapped;
            }
        }
        let mut tuple = *current;
        choose_address(&mut tuple, self.range, self.manip, self.zone);
        if !random && self.may_keep(&tuple) {
            return tuple;
        }
        let Self {
            table,
            rng,
            id,
            range,
            manip,
            ..
        } = self;
        ports::search(&mut tuple, range, *manip, rng, |tuple, _| {
            table.is_taken(&inverse(tuple), *id)
        });
        tuple
    }

    /// Whether the port of `tuple` can stay. One that is the whole range stays even if it is taken:
    /// there is nothing else to try.
    fn may_keep(&self, tuple: &Tuple) -> bool {
        match self.range.ports {
            Some(ports) => {
                self.range.base_port.is_none()
                    && ports::in_range(tuple, self.manip, ports)
                    && (ports.0 == ports.1 || !self.taken(tuple))
            }
            None => !self.taken(tuple),
        }
    }

    /// Whether another connection has the replies of packets like `tuple` (`nf_nat_used_tuple`).
    ///
    /// The kernel lets a clash with a connection in the opposite direction pass, which two processors
    /// can make at the same moment; here one lock is held while a packet is on its way.
    fn taken(&self, tuple: &Tuple) -> bool {
        self.table.is_taken(&inverse(tuple), self.id)
    }

    /// Whether the source of `tuple` is in the range.
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

/// Chooses one of the addresses of a range by a hash of the source and, unless the choice is to be
/// `--persistent`, the destination (`find_best_ips_proto`). The kernel's hash has no secret, so the
/// same client gets the same address after a restart, and here the same as there.
pub(super) fn choose_address(tuple: &mut Tuple, range: &NatRange, manip: Manip, zone: u16) {
    let Some((first, last)) = range.addrs else {
        return;
    };
    if first == last {
        set(tuple, manip, first);
        return;
    }
    let words = if tuple.ipv6 { 4 } else { 1 };
    let persistent = range.flags.has(super::NatFlags::PERSISTENT);
    let [src, dst] = [tuple.src, tuple.dst].map(|octets| native_words(&octets));
    let seed = if persistent {
        0
    } else {
        dst[words - 1] ^ u32::from(zone)
    };
    let mut hash = jhash(&src, seed);
    let (first, last) = (be_words(first), be_words(last));
    let mut chosen = match manip {
        Manip::Src => be_words(tuple.src_addr()),
        Manip::Dst => be_words(tuple.dst_addr()),
    };
    // Once a word is below that of the last address, the following ones may be anything.
    let mut full = false;
    for word in 0..words {
        let (min, count) = if full {
            (0, u32::MAX)
        } else {
            let count = last[word].wrapping_sub(first[word]).wrapping_add(1);
            (first[word], count)
        };
        let scaled = (u64::from(hash) * u64::from(count)) >> 32;
        chosen[word] = min.wrapping_add(scaled as u32);
        full |= chosen[word] != last[word];
        if !persistent {
            // The kernel reads the destination that it has just written.
            hash ^= match manip {
                Manip::Src => dst[word],
                Manip::Dst => u32::from_ne_bytes(chosen[word].to_be_bytes()),
            };
        }
    }
    let place = match manip {
        Manip::Src => &mut tuple.src,
        Manip::Dst => &mut tuple.dst,
    };
    for (octets, word) in place
        .as_chunks_mut::<4>()
        .0
        .iter_mut()
        .zip(chosen)
        .take(words)
    {
        *octets = word.to_be_bytes();
    }
}

fn set(tuple: &mut Tuple, manip: Manip, addr: std::net::IpAddr) {
    match manip {
        Manip::Src => tuple.set_src(addr),
        Manip::Dst => tuple.set_dst(addr),
    }
}

/// The words of an address, as numbers.
fn be_words(addr: std::net::IpAddr) -> [u32; 4] {
    let octets = crate::conntrack::octets(addr);
    let mut words = [0; 4];
    for (word, octets) in words.iter_mut().zip(octets.as_chunks::<4>().0) {
        *word = u32::from_be_bytes(*octets);
    }
    words
}

/// The words of an address as a little-endian machine reads them.
fn native_words(octets: &[u8; 16]) -> [u32; 4] {
    let mut words = [0; 4];
    for (word, octets) in words.iter_mut().zip(octets.as_chunks::<4>().0) {
        *word = u32::from_le_bytes(*octets);
    }
    words
}

/// Bob Jenkins' hash of four words (`lookup3.c`, function `hashword`; in the kernel `jhash2`).
fn jhash(words: &[u32; 4], seed: u32) -> u32 {
    let start = 0xdead_beef_u32.wrapping_add(16).wrapping_add(seed);
    let [mut a, mut b, mut c] = [words[0], words[1], words[2]].map(|word| word.wrapping_add(start));
    for (shift_c, shift_a, shift_b) in [(4, 6, 8), (16, 19, 4)] {
        a = a.wrapping_sub(c) ^ c.rotate_left(shift_c);
        c = c.wrapping_add(b);
        b = b.wrapping_sub(a) ^ a.rotate_left(shift_a);
        a = a.wrapping_add(c);
        c = c.wrapping_sub(b) ^ b.rotate_left(shift_b);
        b = b.wrapping_add(a);
    }
    a = a.wrapping_add(words[3]);
    c = (c ^ b).wrapping_sub(b.rotate_left(14));
    a = (a ^ c).wrapping_sub(c.rotate_left(11));
    b = (b ^ a).wrapping_sub(a.rotate_left(25));
    c = (c ^ b).wrapping_sub(b.rotate_left(16));
    a = (a ^ c).wrapping_sub(c.rotate_left(4));
    b = (b ^ a).wrapping_sub(a.rotate_left(14));
    (c ^ b).wrapping_sub(b.rotate_left(24))
}
