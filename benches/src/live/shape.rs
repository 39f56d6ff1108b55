//! Traffic control: the same `tc` script and the same offered load for the kernel and Tollgate, and how
//! fast each class gets through.

use std::{
    fmt, io, thread,
    time::{Duration, Instant},
};

use dataplane::{
    checksum::{Sum, checksum},
    io::{Isolation, open_packet},
    packet::{Batch, Packet, Pool},
    qos::{Handle, Scheduler, Tree},
    time::Instant as VirtualInstant,
};

use super::{
    BareOptions, Kind,
    net::{HOST, HOST_MAC, Namespace, ROUTER_MAC, SINK, command},
    router::{Polling, Router},
};
use crate::{qos, random::Random, results::median};

/// A script and what is sent through it.
#[derive(Clone, Debug)]
struct Case {
    name: &'static str,
    /// Lines of `tc`; `DEV` is the interface to the second host.
    script: String,
    /// Minor numbers of the leaves: a flow for each, to UDP port 5,000 and so many more.
    leaves: Vec<u16>,
    /// What each of the leaves should get, in bits a second, where the script alone says so.
    expected: Option<f64>,
    /// Bytes of a frame.
    len: usize,
    /// Frames offered a second, of all flows together.
    offered: f64,
    /// Seconds that are counted.
    seconds: f64,
}

/// One class for everything.
fn single(name: &'static str, rate: &str, bits: f64, len: usize, seconds: f64) -> Case {
    Case {
        name,
        script: format!(
            "tc qdisc add dev DEV root handle 1: htb default 30\n\
             tc class add dev DEV parent 1: classid 1:30 htb rate {rate}\n"
        ),
        leaves: vec![0x30],
        expected: Some(bits),
        len,
        offered: bits * 1.3 / (8.0 * len as f64),
        seconds,
    }
}

/// Several classes, each with a flow that has more than the whole link.
fn tree(name: &'static str, classes: &str, leaves: &[u16], offered_bits: f64) -> Case {
    let mut script = String::from("tc qdisc add dev DEV root handle 1: htb default 1\n");
    for class in classes.split(';') {
        script += &format!("tc class add dev DEV {}\n", class.trim());
    }
    for (number, leaf) in leaves.iter().enumerate() {
        script += &format!(
            "tc filter add dev DEV parent 1: protocol ip prio 1 u32 match ip dport {} 0xffff flowid 1:{leaf:x}\n",
            5000 + number
        );
    }
    let len = 1000;
    Case {
        name,
        script,
        leaves: leaves.to_vec(),
        expected: None,
        len,
        offered: offered_bits * leaves.len() as f64 / (8.0 * len as f64),
        seconds: 6.0,
    }
}

/// The leaves of [`three_levels`].
const LEAVES: [u16; 4] = [0x21, 0x22, 0x31, 0x32];

/// Classes of three levels, of which two of the inner ones lend.
fn three_levels(buckets: &str) -> String {
    "parent 1: classid 1:1 htb rate 20mbit;
     parent 1:1 classid 1:2 htb rate 12mbit ceil 20mbit;
     parent 1:1 classid 1:3 htb rate 6mbit ceil 8mbit;
     parent 1:2 classid 1:21 htb rate 6mbit ceil 20mbit quantum 4000;
     parent 1:2 classid 1:22 htb rate 2mbit ceil 20mbit quantum 2000;
     parent 1:3 classid 1:31 htb rate 4mbit ceil 8mbit;
     parent 1:3 classid 1:32 htb rate 1mbit ceil 2mbit"
        .split(';')
        .map(|class| format!("{class}{buckets}"))
        .collect::<Vec<_>>()
        .join(";")
}

fn cases() -> Vec<Case> {
    vec![
        single("100 kbit/s", "100kbit", 100e3, 200, 12.0),
        single("1 Mbit/s", "1mbit", 1e6, 500, 8.0),
        single("10 Mbit/s", "10mbit", 10e6, 1000, 5.0),
        single("100 Mbit/s", "100mbit", 100e6, 1514, 4.0),
        single("1 Gbit/s", "1gbit", 1e9, 1514, 4.0),
        tree(
            "borrowing, 5 + 3 + 1 of 10 Mbit/s",
            "parent 1: classid 1:1 htb rate 10mbit;
             parent 1:1 classid 1:10 htb rate 5mbit ceil 10mbit quantum 3000;
             parent 1:1 classid 1:20 htb rate 3mbit ceil 10mbit quantum 3000;
             parent 1:1 classid 1:30 htb rate 1mbit ceil 10mbit quantum 3000",
            &[0x10, 0x20, 0x30],
            12e6,
        ),
        tree(
            "priorities, 1 + 1 + 1 of 10 Mbit/s",
            "parent 1: classid 1:1 htb rate 10mbit;
             parent 1:1 classid 1:10 htb rate 1mbit ceil 10mbit prio 1;
             parent 1:1 classid 1:20 htb rate 1mbit ceil 6mbit prio 0;
             parent 1:1 classid 1:30 htb rate 1mbit ceil 10mbit prio 2",
            &[0x10, 0x20, 0x30],
            12e6,
        ),
        tree("three levels, 20 Mbit/s", &three_levels(""), &LEAVES, 24e6),
        // Late timers lose nothing that fits into the buckets.
        tree(
            "three levels, 20 Mbit/s, large buckets",
            &three_levels(" burst 30k cburst 30k"),
            &LEAVES,
            24e6,
        ),
    ]
}

/// What came through, in bits a second.
#[derive(Clone, Debug)]
struct Outcome {
    /// What the classes say of themselves.
    classes: Vec<f64>,
    /// What arrived at the second host.
    arrived: f64,
}

/// What came through in several rounds.
#[derive(Clone, Debug, Default)]
struct Outcomes(Vec<Outcome>);

/// The middle of some numbers, with the least and the greatest.
#[derive(Clone, Copy, Debug)]
struct Rounds {
    median: f64,
    least: f64,
    most: f64,
}

impl Rounds {
    fn of(numbers: impl Iterator<Item = f64>) -> Self {
        let numbers: Vec<_> = numbers.collect();
        Self {
            median: median(&numbers),
            least: numbers.iter().copied().fold(f64::NAN, f64::min),
            most: numbers.iter().copied().fold(f64::NAN, f64::max),
        }
    }
}

impl Outcomes {
    /// What the class at a place of the list says.
    fn class(&self, place: usize) -> Rounds {
        let rates = self.0.iter().map(|outcome| outcome.classes.get(place));
        Rounds::of(rates.map(|rate| rate.copied().unwrap_or(f64::NAN)))
    }

    fn arrived(&self) -> Rounds {
        Rounds::of(self.0.iter().map(|outcome| outcome.arrived))
    }
}

/// A script with what came of it: by the model, and behind each kind of port.
#[derive(Debug)]
struct Row {
    case: Case,
    /// What the classes get in virtual time, where no timer is ever late.
    model: Vec<f64>,
    /// The same with timers that are late.
    late: Vec<f64>,
    outcomes: Vec<(Kind, Outcomes)>,
}

/// The comparison.
#[derive(Debug)]
pub struct Shapes {
    rows: Vec<Row>,
}

/// Runs each script with the kernel and with Tollgate, whose program is `tollgate`, behind each of the
/// `kinds` of ports, one after the other in each of the `rounds`; only those whose name contains `only`.
///
/// # Errors
/// When a namespace, a router or a tool fails.
pub fn shapes(kinds: &[Kind], tollgate: &str, only: &str, rounds: usize) -> io::Result<Shapes> {
    let mut rows = Vec::new();
    for case in cases().into_iter().filter(|case| case.name.contains(only)) {
        let mut outcomes: Vec<_> = kinds
            .iter()
            .map(|kind| (*kind, Outcomes::default()))
            .collect();
        for round in 1..=rounds.max(1) {
            for (kind, outcomes) in &mut outcomes {
                eprintln!("{}: {kind}, round {round}", case.name);
                outcomes.0.push(outcome(&case, *kind, tollgate)?);
            }
        }
        let (model, late) = (model(&case, 0), model(&case, LATE));
        rows.push(Row {
            case,
            model,
            late,
            outcomes,
        });
    }
    Ok(Shapes { rows })
}

/// By how much timers are late at most where they are, in nanoseconds.
const LATE: usize = 100_000;

/// The tree of a script: as much of the language as the scripts of this bench have.
fn tree_of(script: &str) -> Tree {
    let handle = |word: &str| {
        let (major, minor) = word.split_once(':').unwrap_or((word, ""));
        let number = |text: &str| u16::from_str_radix(text, 16).unwrap_or(0);
        Handle::new(number(major), number(minor))
    };
    let bits = |word: &str| {
        let end = word
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(word.len());
        let unit = match &word[end..] {
            "kbit" => 1_000,
            "mbit" => 1_000_000,
            "gbit" => 1_000_000_000,
            _ => 1,
        };
        word[..end].parse::<u64>().unwrap_or(0) * unit
    };
    let mut default = 0;
    let mut classes = Vec::new();
    for line in script.lines() {
        let words: Vec<_> = line.split_whitespace().collect();
        let after = |key: &str| {
            let at = words.iter().position(|word| *word == key)?;
            words.get(at + 1).copied()
        };
        if let Some(word) = after("default") {
            default = u16::from_str_radix(word, 16).unwrap_or(0);
        }
        let (Some(class), Some(rate)) = (after("classid"), after("rate").map(bits)) else {
            continue;
        };
        let parent = handle(after("parent").unwrap_or_default());
        let ceil = after("ceil").map_or(rate, bits);
        let burst = after("burst").and_then(|word| word.strip_suffix('k')?.parse::<u64>().ok());
        let burst = burst.map_or(1600, |kibibytes| kibibytes * 1024);
        let mut made = qos::class(handle(class).minor(), parent.minor(), rate, ceil, burst);
        made.quantum = after("quantum").map_or(0, |word| word.parse().unwrap_or(0));
        made.prio = after("prio").map_or(0, |word| word.parse().unwrap_or(0));
        classes.push(made);
    }
    qos::htb(default, classes)
}

/// What each class of a script gets in a minute of virtual time, if all of them always have something to send and
/// timers are late by up to so many nanoseconds, which is lost.
fn model(case: &Case, late: usize) -> Vec<f64> {
    const WAITING: usize = 100;
    const SECONDS: u64 = 60;
    let start = VirtualInstant::from_nanos(1_000_000_000);
    let mut now = start;
    let Some(mut scheduler) = Scheduler::new(&tree_of(&case.script), now, 1) else {
        return Vec::new();
    };
    for &leaf in &case.leaves {
        for _ in 0..WAITING {
            scheduler.enqueue(now, qos::packet(leaf, case.len));
        }
    }
    let mut random = Random::new(1);
    let mut sent = vec![0_u64; case.leaves.len()];
    while now < start + Duration::from_secs(SECONDS) {
        let Some(packet) = scheduler.dequeue(now) else {
            let late = random.below(late + 1) as u64;
            now = scheduler.next_event() + Duration::from_nanos(late);
            continue;
        };
        let minor = Handle(packet.meta.priority).minor();
        if let Some(at) = case.leaves.iter().position(|leaf| *leaf == minor) {
            sent[at] += case.len as u64;
        }
        scheduler.enqueue(now, packet);
    }
    sent.iter()
        .map(|bytes| *bytes as f64 * 8.0 / SECONDS as f64)
        .collect()
}

fn outcome(case: &Case, kind: Kind, tollgate: &str) -> io::Result<Outcome> {
    let device = match kind {
        Kind::Packet => "p1",
        Kind::Xdp | Kind::XdpOffload | Kind::GenericOffload => "x1",
        Kind::Tap => "t1",
        Kind::Kernel | Kind::BarePacket | Kind::BareTap => "r1",
    };
    let script = case.script.replace("DEV", device);
    let bare = BareOptions {
        packet: false,
        spin: Duration::ZERO,
        gather: Duration::ZERO,
    };
    let router = Router::start(kind, (tollgate, &[]), &bare, (&script, Polling::Nobody))?;
    let topology = &router.topology;
    let mut send = topology.hosts[0].within(|| sender(case))??;
    let pace = case.offered / (case.leaves.len() as f64);
    thread::scope(|scope| {
        let warm = Duration::from_secs(1);
        let time = Duration::from_secs_f64(case.seconds);
        let sending = scope.spawn(move || {
            let start = Instant::now();
            let mut rounds = 0.0;
            while start.elapsed() < warm + time + Duration::from_millis(200) {
                if start.elapsed().as_secs_f64() * pace < rounds {
                    thread::sleep(Duration::from_micros(100));
                } else {
                    rounds += send();
                }
            }
        });
        thread::sleep(warm);
        let read = || -> io::Result<_> {
            let arrived = received(&topology.hosts[1])?;
            let now = Instant::now();
            Ok((
                now,
                arrived,
                router.class_bytes(device, tollgate, &case.leaves)?,
            ))
        };
        let (started, arrived, classes) = read()?;
        thread::sleep(time);
        let (ended, arrived_then, classes_then) = read()?;
        let seconds = (ended - started).as_secs_f64();
        let rate = |bytes: u64| bytes as f64 * 8.0 / seconds;
        drop(sending.join());
        Ok(Outcome {
            classes: classes
                .iter()
                .zip(classes_then)
                .map(|(before, then)| rate(then - before))
                .collect(),
            arrived: rate(arrived_then - arrived),
        })
    })
}

/// Bytes that the second host has received.
fn received(host: &Namespace) -> io::Result<u64> {
    let output = host.exec("cat /sys/class/net/v0/statistics/rx_bytes")?;
    let text = String::from_utf8_lossy(&output.stdout);
    text.trim()
        .parse()
        .map_err(|_| io::Error::other("no number of bytes"))
}

impl Router {
    /// Bytes that leaves have sent, as `tc -s class show` says.
    fn class_bytes(&self, device: &str, tollgate: &str, leaves: &[u16]) -> io::Result<Vec<u64>> {
        let show = format!("tc -s class show dev {device}");
        let output = match self.socket() {
            Some(socket) => command(&format!("{tollgate} --socket {} {show}", socket.display()))?,
            None => self.topology.router.exec(&show)?,
        };
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let sent = |leaf: &u16| {
            let head = format!("class htb 1:{leaf:x} ");
            let at = text.find(&head)?;
            let sent = text[at..].split("Sent ").nth(1)?;
            sent.split(' ').next()?.parse().ok()
        };
        let missing = || io::Error::other(format!("{show} shows no such class:\n{text}"));
        leaves
            .iter()
            .map(|leaf| sent(leaf).ok_or_else(missing))
            .collect()
    }
}

/// What sends a frame of each flow; gives 1, or 0 if there was no room.
fn sender(case: &Case) -> io::Result<Box<dyn FnMut() -> f64 + Send>> {
    let mut port = open_packet("v0", dataplane::io::Spread::over(1), Isolation::Shared)
        .map_err(io::Error::other)?;
    let flows = 0..case.leaves.len() as u16;
    let frames: Vec<_> = flows.map(|flow| frame(5000 + flow, case.len)).collect();
    let (mut pool, mut batch) = (Pool::new(64), Batch::new());
    Ok(Box::new(move || {
        for frame in &frames {
            if let Some(buf) = pool.copy(frame) {
                batch.push(Packet {
                    buf,
                    ..Packet::default()
                });
            }
        }
        f64::from(port.queues[0].tx(&mut pool, &mut batch).sent) / frames.len() as f64
    }))
}

/// A UDP frame of `len` bytes from the first host to the sink.
fn frame(port: u16, len: usize) -> Vec<u8> {
    let octets =
        |text: &str| -> Vec<u8> { text.split('.').filter_map(|o| o.parse().ok()).collect() };
    let mut frame = Vec::with_capacity(len);
    frame.extend(ROUTER_MAC[0].0);
    frame.extend(HOST_MAC[0].0);
    frame.extend([0x08, 0x00, 0x45, 0]);
    frame.extend((len as u16 - 14).to_be_bytes());
    frame.extend([0, 0, 0, 0, 64, 17, 0, 0]);
    frame.extend(octets(HOST[0]));
    frame.extend(octets(SINK));
    let sum = checksum(&frame[14..34]);
    frame[24..26].copy_from_slice(&sum.to_be_bytes());
    let udp_len = len as u16 - 34;
    frame.extend(4000_u16.to_be_bytes());
    frame.extend(port.to_be_bytes());
    frame.extend(udp_len.to_be_bytes());
    frame.extend([0, 0]);
    frame.resize(len, 0x55);
    let sum = Sum::ZERO
        .add(&frame[26..34])
        .add_u16(17)
        .add_u16(udp_len)
        .add(&frame[34..])
        .complement();
    frame[40..42].copy_from_slice(&sum.to_be_bytes());
    frame
}

/// The most that a class is off, in percent.
fn worst(of: impl Iterator<Item = (f64, f64)>) -> f64 {
    let errors = of.map(|(rate, expected)| (rate / expected - 1.0).abs());
    errors.fold(0.0, f64::max) * 100.0
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} (kbit/s)", self.case.name)?;
        for (name, rates) in [
            ("virtual time", &self.model),
            ("up to 0.1 ms late", &self.late),
        ] {
            write!(f, "  {name:18}")?;
            for (leaf, rate) in self.case.leaves.iter().zip(rates) {
                write!(f, "  1:{leaf:x} {:9.1}", rate / 1e3)?;
            }
            writeln!(f)?;
        }
        let places = 0..self.case.leaves.len();
        let kernel = self.outcomes.iter().find(|(kind, _)| *kind == Kind::Kernel);
        for (kind, outcomes) in &self.outcomes {
            write!(f, "  {:18}", kind.to_string())?;
            let spreads: Vec<_> = places.clone().map(|place| outcomes.class(place)).collect();
            let show = |f: &mut fmt::Formatter<'_>, spread: &Rounds| {
                write!(f, "{:9.1}", spread.median / 1e3)?;
                if outcomes.0.len() > 1 {
                    write!(f, " ({:.1}-{:.1})", spread.least / 1e3, spread.most / 1e3)?;
                }
                Ok(())
            };
            for (leaf, spread) in self.case.leaves.iter().zip(&spreads) {
                write!(f, "  1:{leaf:x} ")?;
                show(f, spread)?;
            }
            let arrived = outcomes.arrived();
            write!(f, "  arrived ")?;
            show(f, &arrived)?;
            if let Some(expected) = self.case.expected {
                let error = (arrived.median / expected - 1.0) * 100.0;
                write!(f, "  error {error:+.2} %")?;
            }
            let medians = spreads.iter().map(|spread| spread.median);
            let off = worst(medians.clone().zip(self.model.iter().copied()));
            write!(f, "  off virtual time {off:.2} %")?;
            if let Some((_, kernel)) = kernel.filter(|_| *kind != Kind::Kernel) {
                let kernels = places.clone().map(|place| kernel.class(place).median);
                write!(f, "  off the kernel {:.2} %", worst(medians.zip(kernels)))?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

impl fmt::Display for Shapes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.rows.iter().try_for_each(|row| write!(f, "{row}"))
    }
}
