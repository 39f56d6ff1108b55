//! The program against the router's own rewriting: the same frames in, the same frames out. By the kernel's
//! verifier and virtual machine, so root has to run them.

use std::{
    sync::{Arc, atomic::Ordering},
    thread,
};

use rustix::thread::{CapabilitySet, CapabilitySets, set_capabilities};

use super::deed::{deed, key};
use crate::{
    checksum::Sum,
    conntrack::Tuple,
    flow_cache::{Act, Bits, Fate, Header, Stamp, Terms, WINDOW4, Way},
    forward::Rng,
    iface::{IfIndex, MacAddr},
    io::{Replay, Replayer, Trial, Unfinished, word},
    packet::Mark,
    route::Family,
    time::Instant,
    wire::ipv4::protocol,
};

const REDIRECT: u32 = 4;
/// There is no socket to go to.
const DROP: u32 = 1;
const LINK: usize = 14;
const US: MacAddr = MacAddr([2, 0, 0, 0, 0, 0xa0]);

/// Whether tests with programs can run; that they can't is an error where all have to.
fn able() -> bool {
    if rustix::process::geteuid().is_root() {
        return true;
    }
    let required = std::env::var_os("TOLLGATE_REQUIRE_ALL").is_some();
    assert!(!required, "root is needed");
    eprintln!("skipped: root is needed");
    false
}

/// A program with one flow.
struct Lab {
    maps: Arc<Replayer>,
    trial: Trial,
    unfinished: Unfinished,
}

impl Lab {
    fn new(unfinished: Unfinished) -> Self {
        let maps = Arc::new(Replayer::create().expect("maps"));
        // `lo`, which every namespace has.
        maps.set_target(1, 1).expect("a target");
        let replay = Replay {
            maps: Arc::clone(&maps),
            port: 0,
            unfinished,
        };
        let trial = thread::spawn(move || {
            // As the daemon is: the verifier takes more from root.
            let kept = CapabilitySet::BPF | CapabilitySet::NET_ADMIN;
            let kept = CapabilitySets {
                effective: kept,
                permitted: kept,
                inheritable: CapabilitySet::empty(),
            };
            set_capabilities(None, kept)?;
            Trial::load(&replay)
        });
        let trial = trial.join().expect("no panic");
        let trial = trial.expect("a program that the verifier takes");
        Self {
            maps,
            trial,
            unfinished,
        }
    }

    /// The flow is replayed from now on.
    fn offload(&self, flow: &Flow) {
        let tuples = [&flow.tuple, &flow.answers];
        let deed = deed(&flow.way, tuples, US, 1).expect("a deed");
        let words = self.maps.entry(1);
        for (word, value) in words[word::DEED..].iter().zip(deed.words()) {
            word.store(value, Ordering::Relaxed);
        }
        let until = Instant::FAR_FUTURE.as_nanos();
        words[word::UNTIL].store(until, Ordering::Relaxed);
        let term = self.maps.term().load(Ordering::Relaxed);
        words[word::TERM].store(term, Ordering::Release);
        self.maps.assign(&key(&flow.tuple, 0), 1).expect("room");
    }

    fn forget(&self, flow: &Flow) {
        self.maps.forget(&key(&flow.tuple, 0)).expect("it is there");
    }

    fn counted(&self) -> [u64; 2] {
        [word::PACKETS, word::BYTES].map(|word| self.maps.entry(1)[word].load(Ordering::Relaxed))
    }
}

struct Flow {
    tuple: Tuple,
    answers: Tuple,
    way: Way,
}

fn tuple(ends: [([u8; 4], u16); 2]) -> Tuple {
    let wide = |addr: [u8; 4]| {
        let mut wide = [0; 16];
        wide[..4].copy_from_slice(&addr);
        wide
    };
    let [(src, src_port), (dst, dst_port)] = ends;
    Tuple {
        src: wide(src),
        dst: wide(dst),
        src_port,
        dst_port,
        proto: protocol::UDP,
        ..Tuple::NOBODYS
    }
}

/// Random choices.
struct Chance(Rng);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        (self.0.next() % bound as u64) as usize
    }

    fn bytes<const N: usize>(&mut self) -> [u8; N] {
        std::array::from_fn(|_| self.0.next() as u8)
    }

    fn end(&mut self) -> ([u8; 4], u16) {
        // Also what adds up to nothing or to all ones.
        let addr = [self.bytes(), [0; 4], [0xff; 4]][self.below(3)];
        (addr, [self.0.next() as u16, 0, 0xffff][self.below(3)])
    }

    fn flow(&mut self) -> Flow {
        let ends = [self.end(), self.end()];
        let [from, to] = ends;
        let translate = self.below(4) != 0;
        let answers = match translate {
            true => tuple([self.end(), self.end()]),
            false => tuple([to, from]),
        };
        let mut header = [0; LINK];
        header[..12].copy_from_slice(&self.bytes::<12>());
        header[12..].copy_from_slice(&[8, 0]);
        let mask = Bits::new([0xfc, 0xff][self.below(2)], 0);
        let act = Act {
            translate,
            tos: (0, 0),
            mark: Mark(0),
            priority: 0,
            port: IfIndex::new(3).expect("not zero"),
            header: Header::new(&header).expect("short"),
            through: [None; 3],
        };
        let way = Way {
            terms: Terms {
                stamp: Stamp::default(),
                family: Family::V4,
                iif: IfIndex::new(2).expect("not zero"),
                mtu: [1500, 100, 9000][self.below(3)],
                mask,
                bits: Bits::new(self.0.next() as u8, 0).and(mask),
            },
            fate: Fate::Leave(act),
            counters: Box::default(),
        };
        Flow {
            tuple: tuple(ends),
            answers,
            way,
        }
    }

    /// A packet of the flow that can be replayed.
    fn frame(&mut self, flow: &Flow, checksum: Kind) -> Vec<u8> {
        let most = usize::from(flow.way.terms.mtu.min(1500)) - 28;
        let payload = match self.below(4) {
            0 => most,
            1 => self.below(40),
            _ => self.below(most + 1),
        };
        let (len, udp_len) = ((28 + payload) as u16, (8 + payload) as u16);
        let mut frame = US.0.to_vec();
        frame.extend(self.bytes::<6>());
        let free = !flow.way.terms.mask.tos();
        let tos = flow.way.terms.bits.tos() | self.0.next() as u8 & free;
        let ttl = [2, 64, 255][self.below(3)];
        frame.extend([8, 0, 0x45, tos]);
        frame.extend(len.to_be_bytes());
        frame.extend(self.bytes::<2>());
        frame.extend([[0x40, 0], [0, 0], [0x80, 0]][self.below(3)]);
        frame.extend([ttl, protocol::UDP, 0, 0]);
        frame.extend(&flow.tuple.src[..4]);
        frame.extend(&flow.tuple.dst[..4]);
        frame.extend(flow.tuple.src_port.to_be_bytes());
        frame.extend(flow.tuple.dst_port.to_be_bytes());
        frame.extend(udp_len.to_be_bytes());
        frame.extend([0, 0]);
        let fill = [None, Some(0), Some(0xff)][self.below(3)];
        frame.extend((0..payload).map(|_| fill.unwrap_or(self.0.next() as u8)));
        let sum = Sum::ZERO.add(&frame[LINK..LINK + 20]).complement();
        frame[24..26].copy_from_slice(&sum.to_be_bytes());
        let pseudo = pseudo(&frame);
        let field = match checksum {
            Kind::None => 0,
            Kind::Partial => pseudo.folded(),
            Kind::Whole => match pseudo.add(&frame[34..]).complement() {
                0 => 0xffff,
                sum => sum,
            },
        };
        frame[40..42].copy_from_slice(&field.to_be_bytes());
        frame
    }
}

/// The sum of the pseudo-header of a frame: addresses, protocol, length.
fn pseudo(frame: &[u8]) -> Sum {
    let addresses = Sum::ZERO.add(&frame[26..34]);
    addresses.add(&[0, protocol::UDP]).add(&frame[38..40])
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    None,
    Partial,
    Whole,
}

impl Kind {
    /// Whether a frame's checksum is right, and would be partial.
    fn both(frame: &[u8]) -> bool {
        let field = u16::from_be_bytes([frame[40], frame[41]]);
        let pseudo = pseudo(frame);
        field != 0 && field == pseudo.folded() && pseudo.add(&frame[34..]).folded() == 0xffff
    }
}

/// What the router makes of a frame, its checksum `finished` if a port without offloads has it.
fn by_the_router(flow: &Flow, frame: &[u8], kind: Kind, finished: bool) -> Vec<u8> {
    let act = flow.way.act().expect("an act");
    let mut packet = frame[LINK..].to_vec();
    let len = packet.len();
    packet.resize(len.max(WINDOW4), 0);
    let window = packet.first_chunk_mut().expect("long enough");
    act.rewrite4(window, protocol::UDP, &flow.answers, kind == Kind::Partial);
    packet.truncate(len);
    if kind == Kind::Partial && finished {
        let sum = match Sum::ZERO.add(&packet[20..]).complement() {
            0 => 0xffff,
            sum => sum,
        };
        packet[26..28].copy_from_slice(&sum.to_be_bytes());
    }
    [act.header.bytes(), &packet].concat()
}

#[test]
fn what_is_replayed_is_what_the_router_does() {
    if !able() {
        return;
    }
    let mut chance = Chance(Rng::new(7));
    use Unfinished::{Finished, Kept, Never};
    for lab in [Finished, Never, Kept].map(Lab::new) {
        let mut expected = [0; 2];
        let mut seen = [0; 3];
        for _ in 0..3_000 {
            let flow = chance.flow();
            lab.offload(&flow);
            for _ in 0..4 {
                let kind = [Kind::None, Kind::Partial, Kind::Whole][chance.below(3)];
                let frame = chance.frame(&flow, kind);
                let (action, out) = lab.trial.run(&frame).expect("a run");
                // The sum of a pseudo-header that adds up to nothing can't be told from none, and one that is right
                // as it is can be either.
                let either = Kind::both(&frame);
                let left = match lab.unfinished {
                    Never => kind == Kind::Partial,
                    Kept => either,
                    Finished => false,
                };
                if left && action == DROP {
                    assert_eq!(out, frame);
                    continue;
                }
                assert_eq!(action, REDIRECT, "{kind:?} {frame:x?}");
                assert!(!either || lab.unfinished != Kept, "{frame:x?}");
                let kind = match lab.unfinished {
                    Never if kind == Kind::Partial => Kind::Whole,
                    Never | Kept | Finished => kind,
                };
                let ours = by_the_router(&flow, &frame, kind, lab.unfinished == Finished);
                assert_eq!(out, ours, "{kind:?} {frame:x?}");
                expected[0] += 1;
                expected[1] += (frame.len() - LINK) as u64;
                seen[kind as usize] += 1;
            }
            lab.forget(&flow);
        }
        assert_eq!(lab.counted(), expected);
        assert!(seen[0] > 3_000 && seen[2] > 3_000, "{seen:?}");
    }
}

/// Each of these is left to the router, untouched and not counted.
#[test]
fn whatever_else_comes_goes_to_the_router_as_it_came() {
    if !able() {
        return;
    }
    let lab = Lab::new(Unfinished::Finished);
    let mut chance = Chance(Rng::new(11));
    let resum = |frame: &mut Vec<u8>| {
        frame[24..26].fill(0);
        let sum = Sum::ZERO.add(&frame[LINK..LINK + 20]).complement();
        frame[24..26].copy_from_slice(&sum.to_be_bytes());
    };
    for _ in 0..300 {
        let flow = chance.flow();
        lab.offload(&flow);
        let good = chance.frame(&flow, Kind::Whole);
        let changed = |change: &dyn Fn(&mut Vec<u8>), sum: bool| {
            let mut frame = good.clone();
            change(&mut frame);
            if sum {
                resum(&mut frame);
            }
            frame
        };
        let bit = 1 << chance.below(8);
        let late = 42.min(good.len() - 1) + chance.below((good.len() - 42).max(1));
        let cases: Vec<(&str, Vec<u8>)> = vec![
            ("another host's", changed(&|f| f[5] ^= bit, false)),
            (
                "a tag",
                changed(&|f| f[12..14].copy_from_slice(&[0x81, 0]), false),
            ),
            (
                "IPv6",
                changed(&|f| f[12..14].copy_from_slice(&[0x86, 0xdd]), false),
            ),
            ("options", changed(&|f| f[14] = 0x46, true)),
            ("no hop left", changed(&|f| f[22] = 1, true)),
            ("none at all", changed(&|f| f[22] = 0, true)),
            ("more fragments", changed(&|f| f[20] |= 0x20, true)),
            ("a later fragment", changed(&|f| f[21] |= bit, true)),
            ("TCP", changed(&|f| f[23] = 6, true)),
            ("a bad header", changed(&|f| f[24] ^= bit, false)),
            ("a bad checksum", changed(&|f| f[41] ^= bit, false)),
            ("another length", changed(&|f| f[39] ^= bit, false)),
            ("padded", changed(&|f| f.push(0), false)),
            ("another source", changed(&|f| f[29] ^= bit, true)),
            ("another port", changed(&|f| f[37] ^= bit, false)),
        ];
        for (what, frame) in cases {
            let (action, out) = lab.trial.run(&frame).expect("a run");
            assert_eq!(action, DROP, "{what}: {frame:x?}");
            assert_eq!(out, frame, "{what}");
        }
        if good.len() > 42 && good[late] ^ bit != good[late] {
            let frame = changed(&|f| f[late] ^= bit, false);
            assert_eq!(lab.trial.run(&frame).expect("a run"), (DROP, frame));
        }
        for len in [14, 20, 34, 41, good.len() - 1] {
            let frame = &good[..len.min(good.len() - 1)];
            assert_eq!(lab.trial.run(frame).expect("a run"), (DROP, frame.to_vec()));
        }
        assert_eq!(lab.trial.run(&good).expect("a run").0, REDIRECT);
        let counted = lab.counted();
        // An end of the term, of the entry, or of its time.
        let words = lab.maps.entry(1);
        lab.maps.term().fetch_add(1, Ordering::Release);
        assert_eq!(lab.trial.run(&good).expect("a run"), (DROP, good.clone()));
        lab.offload(&flow);
        words[word::TERM].store(0, Ordering::Release);
        assert_eq!(lab.trial.run(&good).expect("a run"), (DROP, good.clone()));
        lab.offload(&flow);
        words[word::UNTIL].store(1, Ordering::Release);
        assert_eq!(lab.trial.run(&good).expect("a run"), (DROP, good.clone()));
        assert_eq!(lab.counted(), counted);
        lab.forget(&flow);
    }
}
