//! Connections by their packets' tuples: conntrack's table beside DPDK's `rte_hash`.
//!
//! Both hold the tuples of both directions. Tollgate's hash has a secret key, so that nobody can choose tuples that share
//! a bucket; `rte_hash` hashes by CRC, as it does where nothing else is asked for.

use std::{hint::black_box, net::Ipv4Addr};

use dataplane::{
    conntrack::{Conn, Conntrack, Tuple, octets},
    time::{Duration, Instant},
    wire::ipv4::protocol,
};

use super::{BURST, Contest};
use crate::random::Random;

/// What clients' addresses are translated to.
const OUTSIDE: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 254);

/// The tuples of a connection: a client's query to a server, translated, and the answer.
fn tuples(n: u32) -> [Tuple; 2] {
    let client = Ipv4Addr::from(0x0a00_0000 | (n & 0xfff));
    let server = Ipv4Addr::from(0xac10_0000 | (n / 60_000));
    let port = (1024 + n % 60_000) as u16;
    let tuple = |src: Ipv4Addr, dst: Ipv4Addr, (src_port, dst_port)| Tuple {
        src: octets(src.into()),
        dst: octets(dst.into()),
        src_port,
        dst_port,
        zone: 0,
        proto: protocol::UDP,
        ipv6: false,
    };
    [
        tuple(client, server, (port, 53)),
        tuple(server, OUTSIDE, (53, port)),
    ]
}

/// The tuples of `count` connections.
pub(super) fn connections(count: usize) -> Vec<[Tuple; 2]> {
    (0..count as u32).map(tuples).collect()
}

/// `count` tuples of these connections in either direction, at random.
pub(super) fn looked_for(connections: &[[Tuple; 2]], count: usize) -> Vec<Tuple> {
    let mut random = Random::new(5);
    let one = |_| connections[random.below(connections.len())][random.below(2)];
    (0..count).map(one).collect()
}

/// A table of them.
///
/// # Panics
/// If two have a tuple in common.
fn filled(connections: &[[Tuple; 2]]) -> Conntrack {
    let mut random = Random::new(6);
    let mut table = Conntrack::new((random.bits(), random.bits()));
    let now = Instant::ZERO + Duration::from_secs(1);
    for &tuples in connections {
        table
            .insert(Conn::new(tuples), 3600, now)
            .expect("it is new");
    }
    table
}

/// Ours.
pub(super) fn ours(contest: &mut Contest<'_>, connections: &[[Tuple; 2]], tuples: &[Tuple]) {
    let mut table = filled(connections);
    let mut found = [None; BURST];
    contest.time("tollgate, in bursts", tuples, |tuples| {
        table.find_burst(tuples, &mut found);
        assert!(black_box(&found).iter().all(Option::is_some));
    });
    contest.time("tollgate, one by one", tuples, |tuples| {
        for tuple in tuples {
            assert!(black_box(table.find(tuple)).is_some());
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tuple_is_found_in_its_direction() {
        let connections = connections(70_000);
        let mut table = filled(&connections);
        let tuples = looked_for(&connections, BURST);
        let mut found = [None; BURST];
        table.find_burst(&tuples, &mut found);
        for (tuple, found) in tuples.iter().zip(found) {
            let (id, direction) = found.expect("it is there");
            assert_eq!(
                table.get(id).map(|conn| *conn.tuple(direction)),
                Some(*tuple)
            );
        }
    }
}
