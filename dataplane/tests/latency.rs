//! What a qdisc behind an HTB class of 10 Mbit/s does to a ping beside a full TCP stream, in virtual time. The
//! stream is a model of TCP: slow start, congestion avoidance, half the window for each round trip with a
//! loss or a mark (RFC 5681, RFC 3168).

mod rig;

use std::collections::BinaryHeap;

use dataplane::{
    packet::{Mark, Meta, Packet, PacketBuf},
    qos::{CodelParams, FqCodelParams, NetemParams, QdiscKind, Scheduler, SfqParams, Tree},
    time::{Duration, Instant},
};
use rig::trees::{class, htb, with_leaf};

/// Bytes a second of the class.
const RATE: u64 = 1_250_000;
/// Round trip without queues.
const ROUND_TRIP: Duration = Duration::from_millis(20);
const TIME: Duration = Duration::from_secs(60);
/// The stream's mark, and the ping's.
const TCP: u32 = 1;
const PING: u32 = 2;

fn tree(leaf: QdiscKind) -> Tree {
    with_leaf(htb(1, &[class(1, 0, 8 * RATE, 8 * RATE)]), 1, leaf)
}

/// A UDP datagram in the place of a segment: the flows differ by port.
fn packet(mark: u32, ecn: u8, len: usize) -> Packet {
    let mut frame = vec![0; len];
    frame[12..16].copy_from_slice(&[8, 0, 0x45, ecn]);
    frame[16..18].copy_from_slice(&((len - 14) as u16).to_be_bytes());
    frame[22..24].copy_from_slice(&[64, 17]);
    frame[26..34].copy_from_slice(&[10, 0, 0, 1, 10, 0, 0, 2]);
    frame[34..36].copy_from_slice(&(mark as u16).to_be_bytes());
    Packet {
        buf: PacketBuf::copy_from(&frame),
        meta: Meta {
            l3: 14,
            mark: Mark(mark),
            ..Meta::default()
        },
    }
}

/// What reaches the sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Signal {
    Acknowledged,
    Marked,
    Lost,
}

struct Result {
    /// The ping's wait that one in a hundred exceeds.
    p99: Duration,
    /// Bytes of the stream that got through, as a share of the rate.
    share: f64,
}

fn run(leaf: QdiscKind, ecn: u8) -> Result {
    let mut now = Instant::ZERO + Duration::from_secs(1);
    let end = now + TIME;
    let mut scheduler = Scheduler::new(&tree(leaf), now, 1).expect("it has a root");
    let (mut window, mut threshold, mut in_flight) = (10.0_f64, f64::MAX, 0_u32);
    // Losses in one round trip count once.
    let mut recovered = now;
    let mut signals = BinaryHeap::new();
    let mut next_ping = now;
    let (mut waits, mut bytes) = (Vec::new(), 0_u64);
    while now < end {
        while let Some(&std::cmp::Reverse((at, signal))) = signals.peek()
            && at <= now
        {
            signals.pop();
            in_flight -= 1;
            match signal {
                Signal::Acknowledged if window < threshold => window += 1.0,
                Signal::Acknowledged => window += 1.0 / window,
                Signal::Marked | Signal::Lost if now >= recovered => {
                    threshold = (window / 2.0).max(2.0);
                    window = threshold;
                    recovered = now + ROUND_TRIP;
                }
                Signal::Marked | Signal::Lost => {}
            }
        }
        if now >= next_ping {
            let mut ping = packet(PING, 0, 98);
            ping.meta.received = now;
            scheduler.enqueue(now, ping);
            next_ping = now + Duration::from_millis(25);
        }
        while f64::from(in_flight) < window.floor() {
            scheduler.enqueue(now, packet(TCP, ecn, 1514));
            in_flight += 1;
        }
        while let Some(packet) = scheduler.dequeue(now) {
            if packet.meta.mark.0 == PING {
                waits.push(now.saturating_since(packet.meta.received));
                continue;
            }
            bytes += packet.buf.len() as u64;
            let marked = packet.network()[1] & 3 == 3;
            let signal = if marked {
                Signal::Marked
            } else {
                Signal::Acknowledged
            };
            signals.push(std::cmp::Reverse((now + ROUND_TRIP, signal)));
        }
        for (_, packet) in scheduler.take_dropped() {
            if packet.meta.mark.0 == TCP {
                signals.push(std::cmp::Reverse((now + ROUND_TRIP, Signal::Lost)));
            }
        }
        let signal = signals.peek().map(|reverse| reverse.0.0);
        let events = [scheduler.next_event(), next_ping, signal.unwrap_or(end)];
        now = events
            .into_iter()
            .min()
            .unwrap_or(end)
            .max(now + Duration::from_nanos(1));
    }
    waits.sort_unstable();
    Result {
        p99: waits[waits.len() * 99 / 100],
        share: bytes as f64 / (RATE as f64 * TIME.as_secs_f64()),
    }
}

fn fq_codel() -> QdiscKind {
    QdiscKind::FqCodel(FqCodelParams {
        limit: 10_240,
        flows: 1024,
        quantum: 1514,
        target: Duration::from_millis(5),
        interval: Duration::from_millis(100),
        memory_limit: 32 << 20,
        ecn: true,
        ce_threshold: None,
        drop_batch: 64,
    })
}

#[test]
fn fq_codel_keeps_the_ping_short_and_a_fifo_does_not() {
    let fifo = run(QdiscKind::Pfifo { limit: 1000 }, 0);
    assert!(fifo.p99 > Duration::from_millis(300), "{:?}", fifo.p99);
    assert!(fifo.share > 0.95, "{}", fifo.share);
    // With drops, and with marks.
    for ecn in [0, 2] {
        let fair = run(fq_codel(), ecn);
        assert!(fair.p99 < Duration::from_millis(5), "{:?}", fair.p99);
        assert!(fair.share > 0.9, "{}", fair.share);
    }
}

#[test]
fn codel_and_sfq_keep_it_short_in_their_ways() {
    // In one queue the ping waits with the stream, which is kept near the target.
    let codel = QdiscKind::Codel(CodelParams {
        limit: 1000,
        target: Duration::from_millis(5),
        interval: Duration::from_millis(100),
        ecn: false,
        ce_threshold: None,
    });
    let codel = run(codel, 0);
    assert!(codel.p99 < Duration::from_millis(60), "{:?}", codel.p99);
    assert!(codel.share > 0.85, "{}", codel.share);
    // In one of its own it waits for one packet of the stream, however many wait.
    let sfq = QdiscKind::Sfq(SfqParams {
        quantum: 1514,
        perturb: Duration::ZERO,
        limit: 127,
        divisor: 1024,
        flows: 128,
        depth: 127,
        headdrop: false,
        red: None,
    });
    let sfq = run(sfq, 0);
    assert!(sfq.p99 < Duration::from_millis(5), "{:?}", sfq.p99);
    assert!(sfq.share > 0.9, "{}", sfq.share);
}

#[test]
fn a_leaf_that_delays_is_waited_for() {
    let netem = QdiscKind::Netem(Box::new(NetemParams {
        limit: 1000,
        delay: Duration::from_millis(10),
        ..NetemParams::default()
    }));
    let now = Instant::ZERO + Duration::from_secs(1);
    let mut scheduler = Scheduler::new(&tree(netem), now, 1).expect("it has a root");
    for _ in 0..3 {
        assert!(scheduler.enqueue(now, packet(TCP, 0, 1514)));
    }
    let mut moments = Vec::new();
    let mut clock = now;
    while scheduler.held() > 0 {
        while scheduler.dequeue(clock).is_some() {
            moments.push(clock.saturating_since(now));
        }
        let next = scheduler.next_event();
        if scheduler.held() > 0 {
            assert!(
                next > clock && next < now + Duration::from_secs(1),
                "{next:?}"
            );
            clock = next;
        }
    }
    // Each of 1.2 ms behind the first, which has a full bucket.
    assert_eq!(moments.len(), 3);
    assert_eq!(moments[0], Duration::from_millis(10));
    assert!(moments[2] < Duration::from_millis(14), "{moments:?}");
}
