//! Echo through translation: clients ask with the same few identifiers, so that the router has to choose others, and
//! servers answer whatever comes out. Some messages are not what they should be, or belong to nobody.

use dataplane::{
    conntrack::Direction,
    filter::matches::{Icmp, Icmp6, IcmpType, Length},
    flow_cache::WhyNot,
    packet::Checksum,
    route::Family,
    wire::ipv6::Ipv6Fields,
};

use super::*;

const CLIENTS: u32 = 40;
/// The first is translated to another address.
const SERVERS: u32 = 6;
/// Identifiers that clients ask with.
const IDENTIFIERS: u16 = 3;
/// Length of an ICMP header.
const HEADER: usize = 8;

/// Something that is different in the two families.
const fn by<T: Copy>(family: Family, (four, six): (T, T)) -> T {
    match family {
        Family::V4 => four,
        Family::V6 => six,
    }
}

fn host(family: Family, (four, six): (&str, &str), n: u32) -> IpAddr {
    let first: IpAddr = by(family, (four, six)).parse().expect("an address");
    match first {
        IpAddr::V4(first) => Ipv4Addr::from(first.to_bits() + n).into(),
        IpAddr::V6(first) => std::net::Ipv6Addr::from(first.to_bits() + u128::from(n)).into(),
    }
}

fn client(family: Family, n: u32) -> IpAddr {
    host(family, ("10.1.0.2", "fd00:1::2"), n % CLIENTS)
}

fn server(family: Family, n: u32) -> IpAddr {
    host(family, ("172.16.0.1", "fd01::1"), n % SERVERS)
}

/// What sources are translated to.
fn ours(family: Family) -> IpAddr {
    host(family, ("10.2.0.254", "fd00:2::fe"), 0)
}

/// What the first server is translated to.
fn inside(family: Family) -> IpAddr {
    host(family, ("10.2.0.7", "fd00:2::7"), 0)
}

const fn request(family: Family) -> u8 {
    by(family, (8, 128))
}

const fn reply(family: Family) -> u8 {
    by(family, (0, 129))
}

fn rules(family: Family, variant: u32, counters: &CounterBank) -> Arc<Ruleset> {
    let any = RuleSpec::default;
    let end = |addr| {
        let mask = by(family, ([0xff; 4].into(), [0xff; 16].into()));
        Some(Test::is(Masked { addr, mask }))
    };
    let from = |n| IpMatch {
        src: end(client(family, n)),
        ..IpMatch::default()
    };
    let of_type = |kind| {
        let icmp_type = Test::is(IcmpType {
            kind,
            codes: (0, 255),
        });
        let matches = match family {
            Family::V4 => Match::Icmp(Icmp { icmp_type }),
            Family::V6 => Match::Icmp6(Icmp6 { icmp_type }),
        };
        RuleSpec {
            ip: IpMatch {
                proto: Some(Test::is(by(family, (1, 58)))),
                ..IpMatch::default()
            },
            matches: vec![matches],
            ..any()
        }
    };
    let to = |addr| Nat {
        range: NatRange {
            addrs: Some((addr, addr)),
            ..NatRange::default()
        },
    };
    let chains = [
        (
            TableKind::Mangle,
            Hook::Prerouting,
            vec![
                rule(
                    from(variant * 3),
                    Target::Mark(MarkTarget {
                        value: variant,
                        mask: u32::MAX,
                    }),
                ),
                rule(
                    from(variant * 5),
                    Target::Tos(TosTarget {
                        value: 0x10,
                        mask: 0x3c,
                    }),
                ),
            ],
        ),
        (
            TableKind::Nat,
            Hook::Prerouting,
            vec![rule(
                IpMatch {
                    dst: end(server(family, 0)),
                    ..IpMatch::default()
                },
                Target::Dnat(to(inside(family))),
            )],
        ),
        (
            TableKind::Filter,
            Hook::Forward,
            vec![
                in_state(CtStates::INVALID, Target::Drop),
                rule(from(variant * 7), Target::Drop),
                of_type(request(family)),
                of_type(reply(family)),
                RuleSpec {
                    ip: from(variant * 11),
                    matches: vec![Match::Length(Length {
                        length: Test::is((0, 60)),
                    })],
                    ..any()
                },
                in_state(CtStates::ESTABLISHED, Target::Accept),
                any(),
            ],
        ),
        (
            TableKind::Nat,
            Hook::Postrouting,
            vec![rule(IpMatch::default(), Target::Snat(to(ours(family))))],
        ),
    ];
    let chains = chains.map(|(table, hook, specs)| (table, hook, Policy::Accept, specs));
    compile(chains.into(), true, counters)
}

/// A frame, and what its port says of the checksum.
#[derive(Clone, Debug)]
struct Sent {
    back: bool,
    checksum: Checksum,
    bytes: Vec<u8>,
}

/// A message, and what may be odd about it.
fn message(
    family: Family,
    back: bool,
    (src, dst): (IpAddr, IpAddr),
    (mut kind, id): (u8, u16),
    random: &mut Random,
) -> Sent {
    let odd = random.below(60);
    let mut code = 0;
    match odd {
        0 => kind = [13, 14, 17, 3, 128, 130, 139][random.below(7)],
        1 => code = 1,
        _ => {}
    }
    let mut body = vec![kind, code, 0, 0];
    body.extend(id.to_be_bytes());
    body.resize(HEADER + random.below(40), 0x5a);
    let proto = by(family, (1, 58));
    let sum = |body: &[u8]| {
        let pseudo = match (src, dst) {
            (IpAddr::V6(src), IpAddr::V6(dst)) => {
                let len = body.len() as u32;
                checksum::pseudo_header(&src.octets(), &dst.octets(), proto, len)
            }
            _ => checksum::Sum::ZERO,
        };
        pseudo.add(body).complement()
    };
    let sequence = match odd {
        // So that the checksum is zero, of which there are two.
        2 => sum(&body),
        _ => random.next() as u16,
    };
    body[6..8].copy_from_slice(&sequence.to_be_bytes());
    let field = match odd {
        2 => 0xffff,
        3..=5 => sum(&body) ^ 0x0100,
        _ => sum(&body),
    };
    body[2..4].copy_from_slice(&field.to_be_bytes());
    if odd == 6 {
        body.truncate(random.below(HEADER));
    }
    let hops = if odd == 7 { 1 } else { 64 };
    let tos = [0, 0, 0, 2, 0xb8][random.below(5)];
    let header = match (src, dst) {
        (IpAddr::V4(src), IpAddr::V4(dst)) => {
            let header = Ipv4Fields {
                tos,
                total_len: (20 + body.len()) as u16,
                id: 9,
                fragment_bits: if odd == 8 { 0x2000 } else { 0 },
                ttl: hops,
                protocol: proto,
                src,
                dst,
            };
            header.emit().to_vec()
        }
        (IpAddr::V6(src), IpAddr::V6(dst)) => {
            let header = Ipv6Fields {
                traffic_class: tos,
                flow_label: random.below(3) as u32,
                payload_len: body.len() as u16,
                next_header: proto,
                hop_limit: hops,
                src,
                dst,
            };
            header.emit().to_vec()
        }
        _ => unreachable!("both are of one family"),
    };
    let bytes = frames::of_host(back, &header, &body);
    let checksum = match random.below(12) {
        0 | 1 => Checksum::Verified,
        2 => Checksum::Partial {
            start: by(family, (20, 40)),
            offset: 2,
        },
        _ => Checksum::Unverified,
    };
    Sent {
        back,
        checksum,
        bytes,
    }
}

/// A message that somebody sends of their own accord.
fn unasked(family: Family, random: &mut Random) -> Sent {
    let n = random.next() as u32;
    let id = 7 + n as u16 % IDENTIFIERS;
    let (client, server) = (client(family, n >> 8), server(family, n >> 16));
    let router = host(family, ("10.1.0.254", "fd00:1::fe"), 0);
    let (back, ends, kind) = match random.below(40) {
        0 => (false, (client, router), request(family)),
        1 => (true, (server, client), request(family)),
        2 => (true, (server, ours(family)), reply(family)),
        3 => (false, (client, server), reply(family)),
        _ => (false, (client, server), request(family)),
    };
    message(family, back, ends, (kind, id), random)
}

/// What whoever receives a frame on the right answers.
fn answer(family: Family, frame: &[u8], random: &mut Random) -> Option<Sent> {
    let network = &frame[14..];
    let (ends, l4) = match family {
        Family::V4 => {
            let end = |at: usize| network[at..].first_chunk::<4>().map(|end| (*end).into());
            ((end(16)?, end(12)?), 20)
        }
        Family::V6 => {
            let end = |at: usize| network[at..].first_chunk::<16>().map(|end| (*end).into());
            ((end(24)?, end(8)?), 40)
        }
    };
    let [kind, _, _, _, a, b, ..] = *network.get(l4..)?.first_chunk::<HEADER>()?;
    let id = u16::from_be_bytes([a, b]);
    (kind == request(family) && random.below(10) != 0)
        .then(|| message(family, true, ends, (reply(family), id), random))
}

impl Both {
    /// Gives both the same frames. Both send the same: whether that is to the right, and what.
    fn exchange(&mut self, sent: &[Sent]) -> Vec<(bool, Vec<u8>)> {
        let [ours, theirs] = self.rigs.each_mut().map(|rig| {
            for frame in sent {
                let mut packet = Packet {
                    buf: PacketBuf::copy_from(&frame.bytes),
                    ..Packet::default()
                };
                packet.meta.checksum = frame.checksum;
                let wire = if frame.back { &rig.right } else { &rig.left };
                wire.send(packet).expect("room");
            }
            rig.work();
            let mut left = Vec::new();
            for (right, wire) in [(false, &rig.left), (true, &rig.right)] {
                while let Some(packet) = wire.receive() {
                    left.push((right, packet.buf.bytes().to_vec()));
                }
            }
            left
        });
        assert_eq!(ours, theirs);
        ours
    }

    /// Other rules, or something else.
    fn change_for(&mut self, family: Family, n: u32) {
        if !n.is_multiple_of(4) {
            return self.change(n);
        }
        for (rig, counters) in self.rigs.iter_mut().zip(&self.counters) {
            let mut snapshot = Snapshot::clone(&rig.router.snapshots.current());
            let filter = match family {
                Family::V4 => &mut snapshot.filter4,
                Family::V6 => &mut snapshot.filter6,
            };
            *filter = rules(family, n, counters);
            rig.router.snapshots.publish(snapshot);
        }
    }
}

/// `bursts` of them, with `changes` changes among them. Gives the share of frames that were replayed.
fn storm(family: Family, bursts: usize, changes: usize, acct: bool) -> f64 {
    let first = by(
        family,
        (
            (|n, counters| rules(Family::V4, n, counters)) as Rules,
            (|n, counters| rules(Family::V6, n, counters)) as Rules,
        ),
    );
    let mut both = Both::with(first, |plan| {
        plan.sysctls.conntrack.acct = acct;
        if family == Family::V6 {
            plan.filter6 = std::mem::take(&mut plan.filter4);
            let (kind, gateway) = (RouteKind::Unicast, Some("fd00:2::1"));
            plan.route(
                TableId::MAIN,
                "fd01::/16",
                kind,
                index(RIGHT),
                gateway,
                None,
            );
        }
    });
    for rig in &mut both.rigs {
        rig.introduce(RIGHT, "fd00:2::7", MacAddr([2, 0, 0, 0, 7, 7]));
        for n in 0..CLIENTS {
            rig.introduce(LEFT, &client(Family::V6, n).to_string(), HOST_L);
        }
    }
    let mut random = Random(0x5eed_ec40);
    let (mut answers, mut count, mut done) = (Vec::<Sent>::new(), 0, 0);
    for burst in 0..bursts {
        let mut sent: Vec<Sent> = (0..60).map(|_| unasked(family, &mut random)).collect();
        for answer in answers.drain(..) {
            let at = random.below(sent.len() + 1);
            sent.insert(at, answer);
        }
        count += sent.len();
        for (_, frame) in both.exchange(&sent).iter().filter(|(right, _)| *right) {
            answers.extend(answer(family, frame, &mut random));
        }
        let due = changes * (burst + 1) / bursts;
        for change in done..due {
            both.change_for(family, change as u32);
        }
        done = due;
        if random.below(150) == 0 {
            // Some connections end, or all.
            let pause = Duration::from_secs([20, 31][random.below(2)]);
            for rig in &mut both.rigs {
                rig.now += pause;
            }
        }
    }
    both.compare();
    let rig = &both.rigs[0];
    let table = rig.router.conntrack.of(0);
    let stats = table.stats();
    assert!(stats.invalid > 0 && stats.error > 0, "{stats:?}");
    let conns = || table.iter(rig.now).map(|(_, conn)| conn);
    let id = |of: &dataplane::conntrack::Conn, direction| of.tuple(direction).src_port;
    let other = conns().filter(|conn| id(conn, Direction::Original) != id(conn, Direction::Reply));
    assert!(other.count() > 100, "of {}", conns().count());
    // Of both directions there are flows.
    let snapshot = rig.router.snapshots.current();
    let count_of = |kind: u8, is: fn(&FlowFate) -> bool| {
        let (flows, _) = table.flows(0, u32::MAX, &snapshot, rig.now);
        let flows = flows.filter(|flow| flow.tuple.dst_port >> 8 == kind.into());
        flows.filter(|flow| is(&flow.way.fate)).count()
    };
    for kind in [request(family), reply(family)] {
        assert!(count_of(kind, |fate| matches!(fate, FlowFate::Leave(_))) > 100);
    }
    // What the router itself was asked; its answers do not come in.
    let ours = |fate: &FlowFate| matches!(fate, FlowFate::Slow(WhyNot::Elsewhere));
    assert!(count_of(request(family), ours) > 0);
    assert_eq!(count_of(reply(family), ours), 0);
    let replayed = table.replayed() as f64 / count as f64;
    println!("{replayed:.3} of {count} frames replayed");
    replayed
}

#[test]
fn echo_is_answered_the_same() {
    for family in [Family::V4, Family::V6] {
        let replayed = storm(family, 600, 0, false);
        assert!(replayed > 0.4, "{family:?}: {replayed}");
    }
}

#[test]
fn so_it_is_while_rules_and_routes_and_neighbours_change() {
    for (family, acct) in [(Family::V4, false), (Family::V4, true), (Family::V6, true)] {
        let replayed = storm(family, 600, 24, acct);
        assert!(replayed > 0.25, "{family:?}: {replayed}");
    }
}
