//! Compiled chains of nft against the plain walk.

use proptest::prelude::*;

use super::*;
use crate::filter::{
    nft::{
        BitOp, Element, ElementKey, Limit, LimitUnit, Numgen, PayloadChecksum, SetFlags, SetSpec,
        classify,
    },
    tests::{RIGHT, udp_between},
};

/// The chain that rules may jump to.
const USER: ChainNumber = ChainNumber(1);

/// Something that a rule says or does.
#[derive(Clone, Debug)]
enum Part {
    /// `meta KEY OP DATA`.
    Meta(MetaKey, CmpOp, Vec<u8>),
    /// A field of the packet is compared, all of it or so many first bits.
    Payload(PayloadBase, u8, CmpOp, Vec<u8>, Option<u8>),
    /// It is between two values, as one expression or as two comparisons.
    Between(PayloadBase, u8, [Vec<u8>; 2], bool),
    /// It is in a set, or not.
    In(PayloadBase, u8, u8, SetId, bool),
    /// Source and destination port are in a set.
    Both(SetId),
    Counter,
    Limit(u64),
    Numgen(u32),
    Mark(u8),
    /// The source is written.
    Source([u8; 4]),
    /// The destination port is written.
    Port([u8; 2]),
}

const NETWORK: PayloadBase = PayloadBase::Network;
const TRANSPORT: PayloadBase = PayloadBase::Transport;

fn address() -> impl Strategy<Value = [u8; 4]> {
    (0..3u8, 0..2u8, 0..4u8).prop_map(|(a, b, c)| [10, a, b, c])
}

fn port() -> impl Strategy<Value = [u8; 2]> {
    prop_oneof![0..8u16, Just(80), Just(1023), Just(1024), Just(65_535)].prop_map(u16::to_be_bytes)
}

fn op() -> impl Strategy<Value = CmpOp> {
    use CmpOp::{Eq, Gt, Gte, Lt, Lte, Neq};
    prop_oneof![8 => Just(Eq), 1 => prop::sample::select(&[Neq, Lt, Lte, Gt, Gte][..])]
}

/// An address, and where it is loaded from.
fn addr_at() -> impl Strategy<Value = u8> {
    prop_oneof![Just(12), Just(16)]
}

fn port_at() -> impl Strategy<Value = u8> {
    prop_oneof![Just(0), Just(2)]
}

fn sorted<T: Ord>([a, b]: [T; 2]) -> [T; 2] {
    if a <= b { [a, b] } else { [b, a] }
}

fn part() -> impl Strategy<Value = Part> {
    let meta = prop_oneof![
        (op(), prop::sample::select(&[2u8, 10][..])).prop_map(|(op, value)| Part::Meta(
            MetaKey::NfProto,
            op,
            vec![value]
        )),
        (op(), prop::sample::select(&[1u8, 6, 17][..])).prop_map(|(op, value)| Part::Meta(
            MetaKey::L4Proto,
            op,
            vec![value]
        )),
        (op(), 2..4u32)
            .prop_map(|(op, index)| { Part::Meta(MetaKey::Iif, op, index.to_ne_bytes().to_vec()) }),
        (
            op(),
            prop::sample::select(&["left0", "right0", "left", "r", "other"][..]),
            any::<bool>()
        )
            .prop_map(|(op, name, whole)| {
                let mut bytes = name.as_bytes().to_vec();
                if whole {
                    bytes.resize(16, 0);
                }
                Part::Meta(MetaKey::IifName, op, bytes)
            }),
    ];
    let address_part = (
        addr_at(),
        op(),
        address(),
        1..5usize,
        prop::option::of(0..=32u8),
    )
        .prop_map(|(at, op, address, len, mask)| match mask {
            Some(_) => Part::Payload(NETWORK, at, op, address.to_vec(), mask),
            None => Part::Payload(NETWORK, at, op, address[..len].to_vec(), None),
        });
    let port_part = (port_at(), op(), port())
        .prop_map(|(at, op, port)| Part::Payload(TRANSPORT, at, op, port.to_vec(), None));
    let addresses =
        (addr_at(), [address(), address()], any::<bool>()).prop_map(|(at, ends, one)| {
            Part::Between(NETWORK, at, sorted(ends).map(|end| end.to_vec()), one)
        });
    let ports = (port_at(), [port(), port()], any::<bool>()).prop_map(|(at, ends, one)| {
        Part::Between(TRANSPORT, at, sorted(ends).map(|end| end.to_vec()), one)
    });
    let sets = prop_oneof![
        (addr_at(), any::<bool>()).prop_map(|(at, not)| Part::In(NETWORK, at, 4, SetId(0), not)),
        (port_at(), any::<bool>()).prop_map(|(at, not)| Part::In(TRANSPORT, at, 2, SetId(1), not)),
        Just(Part::Both(SetId(2))),
    ];
    let effects = prop_oneof![
        2 => Just(Part::Counter),
        1 => (1..4u64).prop_map(Part::Limit),
        1 => (2..4u32).prop_map(Part::Numgen),
        1 => any::<u8>().prop_map(Part::Mark),
        1 => address().prop_map(Part::Source),
        1 => port().prop_map(Part::Port),
    ];
    prop_oneof![
        3 => meta,
        6 => address_part,
        4 => port_part,
        2 => addresses,
        2 => ports,
        3 => sets,
        2 => effects,
    ]
}

fn load(base: PayloadBase, offset: u8, len: usize, dreg: u8) -> Expr {
    Expr::Payload {
        base,
        offset,
        len: len as u8,
        dreg: Reg(dreg),
    }
}

/// The expressions of a part; a counter is the one given.
fn exprs(part: &Part, counter: CounterId) -> Vec<Expr> {
    match part {
        Part::Meta(key, op, bytes) => vec![
            Expr::Meta {
                key: *key,
                dreg: Reg(0),
            },
            cmp(*op, bytes),
        ],
        Part::Payload(base, at, op, bytes, None) => {
            vec![load(*base, *at, bytes.len(), 0), cmp(*op, bytes)]
        }
        Part::Payload(base, at, op, bytes, Some(len)) => {
            let mask = !u32::MAX.checked_shr((*len).into()).unwrap_or(0);
            let masked: Vec<u8> = bytes
                .iter()
                .zip(mask.to_be_bytes())
                .map(|(a, b)| a & b)
                .collect();
            vec![
                load(*base, *at, 4, 0),
                Expr::Bitwise {
                    sreg: Reg(0),
                    dreg: Reg(0),
                    len: 4,
                    op: BitOp::MaskXor {
                        mask: data(&mask.to_be_bytes()),
                        xor: data(&[0; 4]),
                    },
                },
                cmp(*op, &masked),
            ]
        }
        Part::Between(base, at, [from, to], one) => {
            let mut exprs = vec![load(*base, *at, from.len(), 0)];
            if *one {
                exprs.push(Expr::Range {
                    not: false,
                    sreg: Reg(0),
                    from: data(from),
                    to: data(to),
                });
            } else {
                exprs.extend([cmp(CmpOp::Gte, from), cmp(CmpOp::Lte, to)]);
            }
            exprs
        }
        Part::In(base, at, len, set, not) => vec![
            load(*base, *at, (*len).into(), 0),
            Expr::Lookup {
                set: *set,
                sreg: Reg(0),
                not: *not,
                dest: None,
            },
        ],
        Part::Both(set) => vec![
            load(NETWORK, 12, 4, 0),
            load(TRANSPORT, 2, 2, 1),
            Expr::Lookup {
                set: *set,
                sreg: Reg(0),
                not: false,
                dest: None,
            },
        ],
        Part::Counter => vec![Expr::Counter(counter)],
        Part::Limit(burst) => {
            let limit = Limit::new(1, (LimitUnit::Packets, 1), *burst, false);
            vec![Expr::Limit(Arc::new(limit))]
        }
        Part::Numgen(modulus) => vec![
            Expr::Numgen {
                kind: Numgen::Incremental(Arc::default()),
                modulus: *modulus,
                offset: 0,
                dreg: Reg(0),
            },
            cmp(CmpOp::Eq, &0u32.to_ne_bytes()),
        ],
        Part::Mark(mark) => vec![
            Expr::Immediate {
                dreg: Reg(0),
                data: data(&u32::from(*mark).to_ne_bytes()),
            },
            Expr::MetaSet {
                key: MetaKey::Mark,
                sreg: Reg(0),
            },
        ],
        Part::Source(address) => write(NETWORK, 12, address),
        Part::Port(port) => write(TRANSPORT, 2, port),
    }
}

fn write(base: PayloadBase, offset: u8, bytes: &[u8]) -> Vec<Expr> {
    vec![
        Expr::Immediate {
            dreg: Reg(0),
            data: data(bytes),
        },
        Expr::PayloadSet {
            base,
            offset,
            len: bytes.len() as u8,
            sreg: Reg(0),
            checksum: PayloadChecksum::default(),
        },
    ]
}

fn verdict(in_user: bool) -> impl Strategy<Value = Option<Verdict>> {
    let user = if in_user {
        Verdict::Continue
    } else {
        Verdict::Jump(USER)
    };
    let gone = if in_user {
        Verdict::Return
    } else {
        Verdict::Goto(USER)
    };
    prop_oneof![
        6 => Just(None),
        1 => Just(Some(Verdict::Accept)),
        1 => Just(Some(Verdict::Drop)),
        1 => Just(Some(Verdict::Return)),
        2 => Just(Some(user)),
        1 => Just(Some(gone)),
    ]
}

type Sketch = (Vec<Part>, Option<Verdict>);

/// Most rules say which family they are about, as nft has them do it.
fn sketch(in_user: bool) -> impl Strategy<Value = Sketch> {
    let parts = (
        prop::bool::weighted(0.8),
        prop::collection::vec(part(), 0..5),
    );
    let parts = parts.prop_map(|(says, mut parts)| {
        if says {
            parts.insert(0, Part::Meta(MetaKey::NfProto, CmpOp::Eq, vec![2]));
        }
        parts
    });
    (parts, verdict(in_user))
}

fn rules(sketches: &[Sketch], first_counter: u32) -> Vec<Vec<Expr>> {
    let code = |(number, (parts, verdict)): (u32, &Sketch)| {
        let mut code: Vec<Expr> = parts
            .iter()
            .flat_map(|part| exprs(part, CounterId(number)))
            .collect();
        code.push(Expr::Counter(CounterId(number)));
        code.extend(verdict.map(Expr::Verdict));
        code
    };
    (first_counter..).zip(sketches).map(code).collect()
}

fn set(fields: &[u8], key_len: u8, keys: Vec<ElementKey>) -> Arc<Set> {
    let spec = SetSpec {
        flags: SetFlags {
            interval: true,
            ..SetFlags::default()
        },
        key_len,
        fields: fields.to_vec(),
        ..SetSpec::default()
    };
    let element = |key| Element {
        key,
        data: None,
        exprs: Arc::new([]),
        timeout: None,
        expires: None,
    };
    Arc::new(Set::new(spec, keys.into_iter().map(element).collect()))
}

fn sets() -> Vec<(SetId, Arc<Set>)> {
    let range = |from: &[u8], to: &[u8]| ElementKey::Range(data(from), data(to));
    let addresses = vec![
        range(&[10, 0, 0, 1], &[10, 0, 1, 2]),
        range(&[10, 2, 1, 0], &[10, 2, 1, 0]),
    ];
    let ports = vec![
        range(&[0, 1], &[0, 3]),
        range(&[0, 80], &[0, 80]),
        range(&[4, 0], &[255, 255]),
    ];
    let both = vec![
        range(&[10, 0, 0, 0, 0, 0, 0, 0], &[10, 1, 255, 255, 0, 80, 0, 0]),
        range(
            &[10, 2, 0, 0, 255, 255, 0, 0],
            &[10, 2, 0, 3, 255, 255, 0, 0],
        ),
    ];
    vec![
        (SetId(0), set(&[], 4, addresses)),
        (SetId(1), set(&[], 2, ports)),
        (SetId(2), set(&[4, 2], 8, both)),
    ]
}

fn any_packet() -> impl Strategy<Value = Vec<u8>> {
    let fragment = prop_oneof![8 => Just(0u16), 1 => Just(5)];
    let len = prop_oneof![6 => Just(40usize), 1 => 0..6usize];
    let protocol = prop::sample::select(&[1u8, 6, 17][..]);
    let ends = (address(), address(), port(), port());
    (ends, protocol, len, fragment).prop_map(|((src, dst, sport, dport), protocol, len, offset)| {
        let header = crate::wire::ipv4::Ipv4Fields {
            tos: 0,
            total_len: 20 + len as u16,
            id: 0,
            fragment_bits: offset,
            ttl: 64,
            protocol,
            src: src.into(),
            dst: dst.into(),
        };
        let payload = [&sport[..], &dport, &[0; 36]].concat();
        [&header.emit()[..], &payload[..len]].concat()
    })
}

/// What a bench did with packets: verdicts, the packets, and counters.
fn outcome(ruleset: Ruleset, packets: &[Vec<u8>]) -> (Vec<String>, Vec<u64>) {
    let mut bench = Bench::with(ruleset, Ruleset::default());
    let verdicts = packets.iter().map(|bytes| {
        let mut packet = packet(bytes);
        let result = bench.traverse((Family::V4, Hook::Forward), &mut packet);
        format!("{result:?} {:?} {:?}", packet.meta.mark, packet.network())
    });
    let verdicts = verdicts.collect();
    let counts = (0..200).map(|counter| bench.counts(Family::V4, counter).packets);
    (verdicts, counts.collect())
}

fn ruleset(root: &[Sketch], user: &[Sketch]) -> Ruleset {
    let tables = Tables::default()
        .base("root", FORWARD, Policy::Accept, rules(root, 0))
        .chain("user", rules(user, 100));
    let tables = sets()
        .into_iter()
        .fold(tables, |tables, (id, set)| tables.set(id, set));
    tables.ruleset(false)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_compiled_chain_does_what_the_plain_walk_does(
        root in prop::collection::vec(sketch(false), 16..60),
        user in prop::collection::vec(sketch(true), 16..30),
        packets in prop::collection::vec(any_packet(), 1..40),
    ) {
        let compiled = outcome(ruleset(&root, &user), &packets);
        let plain = outcome(ruleset(&root, &user).uncompiled(), &packets);
        prop_assert_eq!(compiled, plain);
    }
}

#[test]
fn of_ten_thousand_rules_a_packet_tries_its_own() {
    let rule = |number: u32| {
        let source = (0xc000_0000 + number).to_be_bytes();
        let parts = vec![
            Part::Meta(MetaKey::NfProto, CmpOp::Eq, vec![2]),
            Part::Payload(NETWORK, 12, CmpOp::Eq, source.to_vec(), None),
            Part::Meta(MetaKey::L4Proto, CmpOp::Eq, vec![17]),
            Part::Payload(TRANSPORT, 2, CmpOp::Eq, vec![0, 53], None),
        ];
        (parts, Some(Verdict::Drop))
    };
    let mut sketches: Vec<Sketch> = (0..10_000).map(rule).collect();
    sketches.push((
        vec![Part::Payload(
            NETWORK,
            12,
            CmpOp::Neq,
            vec![1, 2, 3, 4],
            None,
        )],
        None,
    ));
    let mut bench = Bench::with(ruleset(&sketches, &[]), Ruleset::default());
    let mut tried = |packet: &mut Packet| {
        bench.at((Family::V4, Hook::Forward), |cx, at| {
            let ruleset = cx.snapshot.filter(Family::V4);
            let rules = (&ruleset.nft, &ruleset.counters);
            classify::tried(cx, rules, at, packet)
        })
    };
    assert_eq!(tried(&mut udp(1, 53)), [10_000]);
    let mut from = udp_between([192, 0, 0, 9], RIGHT, (1, 53));
    assert_eq!(tried(&mut from), [9, 10_000]);
}

#[test]
fn rules_about_what_differs_within_a_flow_are_always_tried() {
    let ttl = |value: u8| {
        let parts = vec![
            Part::Meta(MetaKey::NfProto, CmpOp::Eq, vec![2]),
            Part::Payload(NETWORK, 8, CmpOp::Eq, vec![value], None),
        ];
        (parts, None)
    };
    let sketches: Vec<Sketch> = (0..20).map(ttl).collect();
    let mut bench = Bench::with(ruleset(&sketches, &[]), Ruleset::default());
    bench.at((Family::V4, Hook::Forward), |cx, at| {
        let ruleset = cx.snapshot.filter(Family::V4);
        let rules = (&ruleset.nft, &ruleset.counters);
        let tried = classify::tried(cx, rules, at, &mut udp(1, 53));
        assert_eq!(tried.len(), sketches.len());
    });
}

/// `meta l4proto udp th dport PORT`.
fn port_of(port: u16) -> Vec<Part> {
    let port = port.to_be_bytes().to_vec();
    vec![
        Part::Meta(MetaKey::L4Proto, CmpOp::Eq, vec![17]),
        Part::Payload(TRANSPORT, 2, CmpOp::Eq, port, None),
    ]
}

/// What is a destination port elsewhere is the checksum of an echo, which differs within a flow.
#[test]
fn rules_hang_at_destination_ports_only_if_they_are_not_about_icmp() {
    let bare = |port| port_of(port).swap_remove(1);
    let with = |parts: Vec<Part>, port| (parts.into_iter().chain([bare(port)]).collect(), None);
    let says = |at: u8, protocol: u8| {
        let of_ipv4 = Part::Meta(MetaKey::NfProto, CmpOp::Eq, vec![2]);
        let field = Part::Payload(NETWORK, at, CmpOp::Eq, vec![protocol], None);
        vec![of_ipv4, field]
    };
    let afterwards = |port| {
        let parts = [bare(port), Part::Meta(MetaKey::L4Proto, CmpOp::Eq, vec![6])];
        (parts.to_vec(), None)
    };
    let mut sketches: Vec<Sketch> = (0..20).map(|port| (port_of(port), None)).collect();
    sketches.extend([
        // `ip protocol udp`, and what is no protocol at all.
        with(says(9, 17), 100),
        with(says(9, 17), 101),
        with(says(8, 17), 102),
        with(says(9, 1), 103),
        with(vec![], 104),
        afterwards(105),
        afterwards(106),
    ]);
    let mut bench = Bench::with(ruleset(&sketches, &[]), Ruleset::default());
    bench.at((Family::V4, Hook::Forward), |cx, at| {
        let ruleset = cx.snapshot.filter(Family::V4);
        let rules = (&ruleset.nft, &ruleset.counters);
        let mut tried = |port| classify::tried(cx, rules, at, &mut udp(1, port));
        // These are tried whatever the port is. (One hangs at its protocol.)
        assert_eq!(tried(200), [22, 24]);
        assert_eq!(tried(7), [7, 22, 24]);
        assert_eq!(tried(100), [20, 22, 24]);
        assert_eq!(tried(105), [22, 24, 25]);
    });
}

/// Two long chains and the sets; rules of the first look at set 1.
fn long_chains(one: &Arc<Set>) -> Tables {
    let in_set = Part::In(TRANSPORT, 2, 2, SetId(1), false);
    let in_set = (
        vec![Part::Meta(MetaKey::L4Proto, CmpOp::Eq, vec![17]), in_set],
        None,
    );
    let port = |number: u16| (port_of(number), None);
    let ports: Vec<Sketch> = (0..50).map(port).collect();
    let mut first = ports.clone();
    first.push(in_set);
    let tables = Tables::default()
        .chain("first", rules(&first, 0))
        .chain("second", rules(&ports, 100));
    let mut sets = sets();
    sets[1].1 = Arc::clone(one);
    Tables { sets, ..tables }
}

#[test]
fn chains_that_have_not_changed_are_compiled_once() {
    let (_, ports) = sets().swap_remove(1);
    let Tables { chains, sets, .. } = long_chains(&ports);
    let before = Chains::new(chains.clone(), sets.clone());
    // Which of the two are what they were.
    let kept = |after: &Chains| {
        [0, 1].map(|number| {
            let of = |chains: &Chains| {
                chains
                    .classifier(ChainNumber(number))
                    .map(std::ptr::from_ref)
            };
            assert!(of(after).is_some());
            of(&before) == of(after)
        })
    };
    assert_eq!(
        kept(&before.renewed(chains.clone(), sets.clone())),
        [true, true]
    );

    // A set of one of them has other elements.
    let (_, others) = super::compiled::sets().swap_remove(1);
    let changed = long_chains(&others).sets;
    assert_eq!(
        kept(&before.renewed(chains.clone(), changed)),
        [false, true]
    );

    // One has other rules, and there is a third.
    let others = long_chains(&ports).chains;
    let mut more = vec![Arc::clone(&chains[0]), Arc::clone(&others[1])];
    assert_eq!(
        kept(&before.renewed(more.clone(), sets.clone())),
        [true, false]
    );
    more.insert(
        0,
        Arc::new(super::Chain {
            number: ChainNumber(9),
            ..super::Chain::clone(&chains[1])
        }),
    );
    assert_eq!(kept(&before.renewed(more, sets)), [true, false]);
}
