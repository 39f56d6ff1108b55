//! Traffic control: the same `tc` script and the same offered load for the kernel and Tollgate, and how
//! fast each class gets through.

use std::{
    fmt, io, thread,
    time::{Duration, Instant},
};

use dataplane::{
    checksum::{Sum, checksum},
    io::{Isolation, Spread, open_packet},
    packet::{Batch, Packet, Pool},
};

use super::{
    BareOptions, Kind,
    net::{HOST, HOST_MAC, Namespace, ROUTER_MAC, SINK, command},
    router::Router,
};

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
        tree(
            "three levels, 20 Mbit/s",
            "parent 1: classid 1:1 htb rate 20mbit;
             parent 1:1 classid 1:2 htb rate 12mbit ceil 20mbit;
             parent 1:1 classid 1:3 htb rate 6mbit ceil 8mbit;
             parent 1:2 classid 1:21 htb rate 6mbit ceil 20mbit quantum 4000;
             parent 1:2 classid 1:22 htb rate 2mbit ceil 20mbit quantum 2000;
             parent 1:3 classid 1:31 htb rate 4mbit ceil 8mbit;
             parent 1:3 classid 1:32 htb rate 1mbit ceil 2mbit",
            &[0x21, 0x22, 0x31, 0x32],
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

/// The comparison.
#[derive(Debug)]
pub struct Shapes {
    rows: Vec<(Case, Vec<(Kind, Outcome)>)>,
}

/// Runs each script with the kernel and with Tollgate, whose program is `tollgate`, behind each of the
/// `kinds` of ports; only those whose name contains `only`.
///
/// # Errors
/// When a namespace, a router or a tool fails.
pub fn shapes(kinds: &[Kind], tollgate: &str, only: &str) -> io::Result<Shapes> {
    let mut rows = Vec::new();
    for case in cases().into_iter().filter(|case| case.name.contains(only)) {
        let mut outcomes = Vec::new();
        for &kind in kinds {
            eprintln!("{}: {kind}", case.name);
            outcomes.push((kind, outcome(&case, kind, tollgate)?));
        }
        rows.push((case, outcomes));
    }
    Ok(Shapes { rows })
}

fn outcome(case: &Case, kind: Kind, tollgate: &str) -> io::Result<Outcome> {
    let device = match kind {
        Kind::Packet => "p1",
        Kind::Xdp => "x1",
        Kind::Tap => "t1",
        Kind::Kernel | Kind::BarePacket | Kind::BareTap => "r1",
    };
    let script = case.script.replace("DEV", device);
    let bare = BareOptions {
        packet: false,
        spin: Duration::ZERO,
        gather: Duration::ZERO,
    };
    let router = Router::start(kind, tollgate, &bare, &script)?;
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
    let mut port =
        open_packet("v0", Spread::over(1), Isolation::Shared).map_err(io::Error::other)?;
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

impl fmt::Display for Shapes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (case, outcomes) in &self.rows {
            writeln!(f, "{}", case.name)?;
            for (kind, outcome) in outcomes {
                write!(f, "  {:18}", kind.to_string())?;
                for (leaf, rate) in case.leaves.iter().zip(&outcome.classes) {
                    write!(f, "  1:{leaf:x} {:9.1} kbit/s", rate / 1e3)?;
                }
                write!(f, "  arrived {:9.1} kbit/s", outcome.arrived / 1e3)?;
                if let Some(expected) = case.expected {
                    let error = (outcome.arrived / expected - 1.0) * 100.0;
                    write!(f, "  error {error:+.2} %")?;
                }
                if let Some((_, kernel)) = outcomes.iter().find(|(kind, _)| *kind == Kind::Kernel) {
                    let differences = outcome.classes.iter().zip(&kernel.classes);
                    let worst = differences.map(|(rate, kernel)| (rate / kernel - 1.0).abs());
                    let worst = worst.fold(0.0, f64::max) * 100.0;
                    write!(f, "  off the kernel {worst:.2} %")?;
                }
                writeln!(f)?;
            }
        }
        Ok(())
    }
}
