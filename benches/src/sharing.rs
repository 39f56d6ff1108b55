//! Three ways in which two workers can share a port's shaper, side by side: behind a lock, with an owner that the
//! other one hands packets over to, and with shares of the rates.

use std::{
    fmt,
    sync::{
        Barrier, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use crossbeam::queue::ArrayQueue;
use dataplane::{
    packet::Packet,
    qos::{Handle, Scheduler, Tree},
    time::Instant,
};

use crate::{
    cpu_time::thread_time,
    qos::{BURST, class, htb, packet},
    results::median,
};

/// Classes, each with a flow.
const CLASSES: u16 = 1000;
/// Bytes of a packet.
const LEN: usize = 1000;
/// Packets on their way to an owner.
const RING: usize = 1024;
/// Bits a second of the class whose rate is looked at.
const RATE: u64 = 100_000_000;
/// How often shares follow what the workers have to send.
const EVENED_OUT: Duration = Duration::from_millis(10);

/// How the shaper is shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// One shaper behind a lock, taken once a burst.
    Lock,
    /// One worker owns it; the other one's packets come by a ring.
    Owner,
    /// Each worker has a shaper of its own with half of each rate.
    Halves,
    /// The same, and every ten milliseconds the halves become what each worker had to send.
    Shares,
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Lock => "one shaper, a lock",
            Self::Owner => "one shaper, an owner and a ring",
            Self::Halves => "half of each rate for each worker",
            Self::Shares => "shares that follow the load every 10 ms",
        })
    }
}

/// What is said of a way.
#[derive(Clone, Copy, Debug)]
struct Row {
    way: Way,
    /// Nanoseconds of processor time a packet, both workers together; `None` where it is that of another way.
    cost: Option<f64>,
    /// How far off its rate a class is whose one flow stays with a worker.
    steady: f64,
    /// The same for one whose flow changes its worker every 30 ms.
    moving: f64,
}

/// The comparison.
#[derive(Debug)]
pub struct Sharing(Vec<Row>);

/// Compares the ways; costs are the medians of so many `rounds` of `time` each.
#[must_use]
pub fn sharing(rounds: usize, time: Duration) -> Sharing {
    let mut rows = Vec::new();
    for way in [Way::Lock, Way::Owner, Way::Halves, Way::Shares] {
        let cost = (way != Way::Shares).then(|| {
            let costs: Vec<_> = (0..rounds).map(|_| cost(way, time)).collect();
            median(&costs)
        });
        rows.push(Row {
            way,
            cost,
            steady: error(way, None),
            moving: error(way, Some(Duration::from_millis(30))),
        });
    }
    Sharing(rows)
}

/// Classes in which nothing has to wait.
fn fast() -> Tree {
    let rate = 100_000_000_000;
    let classes = 0..CLASSES;
    htb(
        0,
        classes
            .map(|number| class(1 + number, 0, rate, rate, 1 << 20))
            .collect(),
    )
}

/// A worker's packets: it takes them, and gets them back when they were sent.
struct Source {
    free: Vec<Packet>,
    next: u16,
}

impl Source {
    fn new() -> Self {
        Self {
            free: (0..4 * RING).map(|_| packet(1, LEN)).collect(),
            next: 0,
        }
    }

    fn burst(&mut self, staged: &mut Vec<Packet>) {
        for mut packet in self.free.drain(self.free.len().saturating_sub(BURST)..) {
            self.next = (self.next + 1) % CLASSES;
            packet.meta.priority = Handle::new(1, 1 + self.next).0;
            staged.push(packet);
        }
    }
}

/// Takes out what may leave, and gives it back; counts it.
fn drain(scheduler: &mut Scheduler, now: Instant, out: &mut Vec<Packet>) -> u64 {
    while let Some(packet) = scheduler.dequeue(now) {
        out.push(packet);
    }
    out.len() as u64
}

/// What a packet costs where two workers send as fast as they can.
fn cost(way: Way, time: Duration) -> f64 {
    let start = Instant::from_nanos(1_000_000_000);
    let new = || Scheduler::new(&fast(), start, 1).expect("it has a root");
    let (shared, ring, back) = (
        Mutex::new(new()),
        ArrayQueue::new(RING),
        ArrayQueue::new(4 * RING),
    );
    let (ends, begin) = (AtomicBool::new(false), Barrier::new(3));
    let work = |worker: usize| {
        let mut own = new();
        let (mut source, mut staged, mut out) = (Source::new(), Vec::new(), Vec::new());
        let mut sent = 0;
        begin.wait();
        let (started, since) = (thread_time(), std::time::Instant::now());
        while !ends.load(Ordering::Relaxed) {
            let now = start + since.elapsed();
            source.burst(&mut staged);
            match (way, worker) {
                (Way::Lock, _) => {
                    let mut scheduler = shared.lock().unwrap_or_else(PoisonError::into_inner);
                    scheduler.enqueue_all(now, &mut staged);
                    sent += drain(&mut scheduler, now, &mut out);
                    drop(scheduler);
                }
                (Way::Owner, 0) => {
                    while let Some(packet) = ring.pop() {
                        staged.push(packet);
                    }
                    own.enqueue_all(now, &mut staged);
                    sent += drain(&mut own, now, &mut out);
                }
                (Way::Owner, _) => {
                    // What there is no room for is tried again.
                    while let Some(packet) = staged.pop() {
                        if let Err(packet) = ring.push(packet) {
                            source.free.push(packet);
                        }
                    }
                    while let Some(packet) = back.pop() {
                        source.free.push(packet);
                    }
                }
                (Way::Halves | Way::Shares, _) => {
                    own.enqueue_all(now, &mut staged);
                    sent += drain(&mut own, now, &mut out);
                }
            }
            for packet in out.drain(..) {
                // The owner gives the other worker its buffers back.
                let full = way == Way::Owner && source.free.len() >= 4 * RING;
                if let Err(packet) = if full { back.push(packet) } else { Err(packet) } {
                    source.free.push(packet);
                }
            }
        }
        (thread_time() - started, sent)
    };
    let (time, sent) = thread::scope(|scope| {
        let workers = [0, 1].map(|worker| scope.spawn(move || work(worker)));
        begin.wait();
        thread::sleep(time);
        ends.store(true, Ordering::Relaxed);
        workers
            .into_iter()
            .filter_map(|worker| worker.join().ok())
            .fold((Duration::ZERO, 0), |(time, sent), (more, packets)| {
                (time + more, sent + packets)
            })
    });
    time.as_nanos() as f64 / sent.max(1) as f64
}

/// How far off its rate a class is, as a part of it, whose one flow comes in by the first worker, or `moves` from
/// one to the other. In virtual time: ten seconds of twice the rate.
fn error(way: Way, moves: Option<Duration>) -> f64 {
    let start = Instant::from_nanos(1_000_000_000);
    let seconds = 10;
    let tree = |part: f64| {
        let rate = ((RATE as f64 * part) as u64).max(8000);
        htb(1, vec![class(1, 0, rate, rate, 3000)])
    };
    let shared = matches!(way, Way::Lock | Way::Owner);
    let part = if shared { 1.0 } else { 0.5 };
    let mut shapers = [part, 1.0 - part].map(|part| {
        // Of a shared shaper the second is not asked.
        Scheduler::new(&tree(part), start, 1).expect("it has a root")
    });
    let step = Duration::from_nanos(LEN as u64 * 8 * 1_000_000_000 / RATE / 2);
    let (mut now, mut evened) = (start, start);
    let (mut offered, mut sent) = ([0_u64; 2], 0);
    while now < start + Duration::from_secs(seconds) {
        let moved = moves.map_or(0, |moves| {
            (now.saturating_since(start).as_nanos() / moves.as_nanos() % 2) as usize
        });
        offered[moved] += 1;
        let at = if shared { 0 } else { moved };
        shapers[at].enqueue(now, packet(1, LEN));
        for shaper in &mut shapers {
            while shaper.dequeue(now).is_some() {
                sent += LEN as u64 * 8;
            }
            shaper.recycle_dropped();
        }
        now += step;
        if way == Way::Shares && now.saturating_since(evened) >= EVENED_OUT {
            evened = now;
            let all = (offered[0] + offered[1]).max(1) as f64;
            for (shaper, packets) in shapers.iter_mut().zip(offered) {
                // Who has nothing now may have something in a moment: a twentieth is kept for him.
                let part = (packets as f64 / all).clamp(0.05, 0.95);
                shaper.follow(&tree(part), now);
            }
            offered = [0; 2];
        }
    }
    sent as f64 / (RATE * seconds) as f64 - 1.0
}

impl fmt::Display for Sharing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:42} {:>10} {:>16} {:>16}",
            "", "ns/packet", "flow that stays", "flow that moves"
        )?;
        for row in &self.0 {
            let cost = row.cost.map_or(String::new(), |cost| format!("{cost:.0}"));
            let (steady, moving) = (row.steady * 100.0, row.moving * 100.0);
            writeln!(
                f,
                "{:42} {cost:>10} {steady:>+14.2} % {moving:>+14.2} %",
                row.way.to_string()
            )?;
        }
        Ok(())
    }
}
