//! `ping`, as iputils 20221126 does it and prints it.

use std::{collections::BTreeMap, fmt::Write, net::IpAddr};

use dataplane::time::{Duration, Instant};

use super::{
    NEVER,
    getopt::{Options, Spec},
};
use crate::{
    jobs::{Family, Io},
    probe::{Answer, Heard, Probe, hear},
    stack::SocketId,
};

const SPEC: Spec = Spec {
    short: "46c:i:W:w:s:t:I:nqDOvM:",
    long: &[],
    stops: false,
};
/// How long it waits after the last request if nobody has answered any: `-W`'s default.
const LINGER: Duration = Duration::from_secs(10);

/// What it was asked to do.
struct Task<'a> {
    name: &'a str,
    target: IpAddr,
    source: IpAddr,
    count: Option<u64>,
    interval: Duration,
    /// How long to wait after the last request.
    linger: Duration,
    /// When to end, whatever has come.
    deadline: Option<Duration>,
    size: usize,
    ttl: u8,
    quiet: bool,
    outstanding: bool,
    dates: bool,
    /// Answers are shown with the name that was given.
    by_name: bool,
}

/// What has happened.
#[derive(Default)]
struct Tally {
    sent: u64,
    received: u64,
    duplicates: u64,
    errors: u64,
    /// Round-trip times, in microseconds.
    times: Vec<u64>,
    /// Most requests that were under way at the same time.
    pipe: u64,
    last_sent: Instant,
}

pub(super) async fn run(io: &Io, name: &str, args: &[&str]) -> i32 {
    let options = match Options::read(&SPEC, args) {
        Ok(options) => options,
        Err(bad) => {
            io.print(format!(
                "ping: {}\n\nUsage\n  ping [options] <destination>\n",
                bad.text()
            ));
            return 2;
        }
    };
    let task = match task(io, name, &options).await {
        Ok(task) => task,
        Err(complaint) => {
            io.print(format!("ping: {complaint}\n"));
            return 2;
        }
    };
    io.print(header(&task));
    io.catch_interrupt();
    let ident = io.stack().random() as u16;
    let protocol = if task.target.is_ipv4() { 1 } else { 58 };
    let socket = io.stack().open_raw(protocol);
    let began = io.now();
    let mut tally = Tally::default();
    exchange(io, &task, socket, ident, &mut tally).await;
    io.stack().close(socket);
    io.print(summary(
        &task,
        &tally,
        tally.last_sent.saturating_since(began),
    ));
    let enough = match (task.deadline, task.count) {
        (Some(_), Some(count)) => tally.received >= count,
        (_, _) => tally.received > 0,
    };
    i32::from(!enough)
}

async fn task<'a>(io: &Io, name: &str, options: &Options<'a>) -> Result<Task<'a>, String> {
    let family = match name {
        "ping4" => Family::V4,
        "ping6" => Family::V6,
        _ if options.has('4') => Family::V4,
        _ if options.has('6') => Family::V6,
        _ => Family::Any,
    };
    let [.., target_name] = options.operands[..] else {
        return Err("usage error: Destination address required".to_owned());
    };
    let number = |letter, least: f64, most: f64| match options.value(letter) {
        None => Ok(None),
        Some(value) => {
            let number = value.parse::<f64>().ok().filter(|n| n.is_finite());
            let Some(number) = number else {
                return Err(format!("invalid argument: '{value}'"));
            };
            if !(least..=most).contains(&number) {
                let range = format!("{least} <= value <= {most}");
                return Err(format!(
                    "invalid argument: '{value}': out of range: {range}"
                ));
            }
            Ok(Some(number))
        }
    };
    let count = number('c', 1.0, 9_223_372_036_854_775_807.0)?;
    let interval = match options.value('i') {
        Some(value) => value
            .parse::<f64>()
            .ok()
            .filter(|n| n.is_finite() && (0.0..=2_147_483.0).contains(n))
            .ok_or_else(|| format!("bad timing interval: {value}"))?,
        None => 1.0,
    };
    let linger = match options.value('W') {
        Some(value) => value
            .parse::<f64>()
            .ok()
            .filter(|n| (0.0..=2_147_483.0).contains(n))
            .ok_or_else(|| format!("bad linger time: {value}"))?,
        None => LINGER.as_secs_f64(),
    };
    let deadline = number('w', 0.0, 2_147_483_647.0)?;
    let size = number('s', 0.0, 65_399.0)?;
    let ttl = number('t', 0.0, 255.0)?;
    let target = io
        .resolve(target_name, family)
        .ok_or_else(|| format!("{target_name}: Name or service not known"))?;
    let (chosen, _) = io
        .way_to(target)
        .await
        .map_err(|error| format!("connect: {error}"))?;
    let source = match options.value('I') {
        None => chosen,
        Some(wanted) => source(io, wanted, target)?,
    };
    Ok(Task {
        name: target_name,
        target,
        source,
        count: count.map(|n| n as u64),
        interval: Duration::from_secs_f64(interval),
        linger: Duration::from_secs_f64(linger),
        deadline: deadline.map(Duration::from_secs_f64),
        size: size.unwrap_or(56.0) as usize,
        ttl: ttl.filter(|ttl| *ttl > 0.0).unwrap_or(64.0) as u8,
        quiet: options.has('q'),
        outstanding: options.has('O'),
        dates: options.has('D'),
        by_name: target_name.parse::<IpAddr>().is_err() && !options.has('n'),
    })
}

/// The address that `-I` names, by itself or by its interface.
fn source(io: &Io, wanted: &str, target: IpAddr) -> Result<IpAddr, String> {
    let stack = io.stack();
    if let Ok(address) = wanted.parse::<IpAddr>() {
        return if stack.is_own(address) {
            Ok(address)
        } else {
            Err("bind: Cannot assign requested address".to_owned())
        };
    }
    let link = stack.link(wanted);
    let link = link.ok_or_else(|| format!("unknown iface: {wanted}"))?;
    let mut own = link.addresses.iter().map(ipnet::IpNet::addr);
    own.find(|own| own.is_ipv4() == target.is_ipv4())
        .ok_or_else(|| "connect: Cannot assign requested address".to_owned())
}

fn header(task: &Task<'_>) -> String {
    let Task {
        name, target, size, ..
    } = task;
    match target {
        IpAddr::V4(_) => format!(
            "PING {name} ({target}) {size}({}) bytes of data.\n",
            size + 28
        ),
        IpAddr::V6(_) if task.by_name => {
            format!("PING {name}({name} ({target})) {size} data bytes\n")
        }
        IpAddr::V6(_) => format!("PING {name}({target}) {size} data bytes\n"),
    }
}

/// Sends and hears until it is over.
async fn exchange(io: &Io, task: &Task<'_>, socket: SocketId, ident: u16, tally: &mut Tally) {
    let began = io.now();
    let end = task.deadline.map_or(NEVER, |deadline| began + deadline);
    let mut next = began;
    // When each request was sent, and whether it was answered.
    let mut requests: BTreeMap<u16, (Instant, bool)> = BTreeMap::new();
    let mut answered_up_to = 0_u64;
    let mut last_wait = NEVER;
    while !io.interrupted() && io.now() < end.min(last_wait) {
        if io.now() >= next {
            if task.outstanding && tally.sent > answered_up_to {
                io.print(format!("no answer yet for icmp_seq={}\n", tally.sent));
            }
            tally.sent += 1;
            let seq = tally.sent as u16;
            let probe = Probe::Echo { ident, seq };
            let packet = probe.packet(task.source, task.target, task.ttl, task.size);
            io.stack().send_raw(socket, packet);
            tally.last_sent = io.now();
            requests.insert(seq, (io.now(), false));
            next = io.now() + task.interval;
            if task.count.is_some_and(|count| tally.sent >= count) && task.deadline.is_none() {
                last_wait = io.now() + linger(task, tally);
                next = NEVER;
            }
        }
        let wake = next.min(end).min(last_wait);
        let heard = io
            .until(wake, || loop {
                let packet = io.stack().receive_raw(socket)?;
                let ours = |heard: &Heard| {
                    matches!(heard.probe, Probe::Echo { ident: theirs, .. } if theirs == ident)
                };
                if let Some(heard) = hear(&packet).filter(ours) {
                    return Some(heard);
                }
            })
            .await;
        let Some(heard) = heard else { continue };
        let Probe::Echo { seq, .. } = heard.probe else {
            continue;
        };
        let Some((sent, answered)) = requests.get_mut(&seq) else {
            continue;
        };
        let time = io.now().saturating_since(*sent);
        let twice = std::mem::replace(answered, true);
        let number = u64::from(seq);
        tally.pipe = tally.pipe.max(tally.sent.saturating_sub(number) + 1);
        answered_up_to = answered_up_to.max(number);
        match heard.answer {
            Answer::Reply if twice => tally.duplicates += 1,
            Answer::Reply => {
                tally.received += 1;
                tally.times.push(time.as_micros() as u64);
            }
            Answer::Error { .. } => tally.errors += 1,
        }
        if !task.quiet {
            io.print(line(io, task, seq, &heard, time, twice));
        }
        let total = tally.received + tally.errors;
        if task.count.is_some_and(|count| total >= count)
            || (task.deadline.is_some() && tally.errors > 0)
        {
            return;
        }
        if last_wait != NEVER {
            last_wait = last_wait.min(tally.last_sent + linger(task, tally));
        }
    }
}

/// How long to wait for more after the last request: twice the longest time that an answer has taken, at
/// least the interval; or `-W`.
fn linger(task: &Task<'_>, tally: &Tally) -> Duration {
    match tally.times.iter().max() {
        Some(longest) => Duration::from_micros(longest * 2).max(task.interval),
        None => task.linger,
    }
}

fn line(io: &Io, task: &Task<'_>, seq: u16, heard: &Heard, time: Duration, twice: bool) -> String {
    let Heard { from, ttl, len, .. } = heard;
    let date = if task.dates {
        let since = super::wall::since_epoch(io.now());
        format!("[{}.{:06}] ", since.as_secs(), since.subsec_micros())
    } else {
        String::new()
    };
    let shown = match io.name_of(*from).filter(|_| task.by_name) {
        Some(name) => format!("{name} ({from})"),
        None => from.to_string(),
    };
    match heard.answer {
        Answer::Reply => format!(
            "{date}{len} bytes from {shown}: icmp_seq={seq} ttl={ttl} time={} ms{}\n",
            milliseconds(time),
            if twice { " (DUP!)" } else { "" }
        ),
        Answer::Error { kind, code, word } => {
            let text = match from {
                IpAddr::V4(_) => error4(kind, code, word),
                IpAddr::V6(_) => error6(kind, code, word),
            };
            format!("{date}From {shown} icmp_seq={seq} {text}\n")
        }
    }
}

/// Three significant digits, as ping prints times.
fn milliseconds(time: Duration) -> String {
    let us = time.as_micros() as u64;
    match us {
        0..1_000 => format!("0.{us:03}"),
        1_000..10_000 => format!("{}.{:02}", (us + 5) / 1_000, (us + 5) % 1_000 / 10),
        10_000..100_000 => format!("{}.{}", (us + 50) / 1_000, (us + 50) % 1_000 / 100),
        _ => format!("{}", (us + 500) / 1_000),
    }
}

fn error4(kind: u8, code: u8, word: u32) -> String {
    let text = match (kind, code) {
        (3, 0) => "Destination Net Unreachable",
        (3, 1) => "Destination Host Unreachable",
        (3, 2) => "Destination Protocol Unreachable",
        (3, 3) => "Destination Port Unreachable",
        (3, 4) => return format!("Frag needed and DF set (mtu = {})", word & 0xffff),
        (3, 5) => "Source Route Failed",
        (3, 6) => "Destination Net Unknown",
        (3, 7) => "Destination Host Unknown",
        (3, 9) => "Destination Net Prohibited",
        (3, 10) => "Destination Host Prohibited",
        (3, 11) => "Destination Net Unreachable for Type of Service",
        (3, 12) => "Destination Host Unreachable for Type of Service",
        (3, 13) => "Packet filtered",
        (3, 14) => "Precedence Violation",
        (3, 15) => "Precedence Cutoff",
        (3, _) => return format!("Dest Unreachable, Bad Code: {code}"),
        (11, 0) => "Time to live exceeded",
        (11, _) => "Frag reassembly time exceeded",
        (12, _) => return format!("Parameter problem: pointer = {}", word >> 24),
        (_, _) => return format!("Bad ICMP type: {kind}"),
    };
    text.to_owned()
}

fn error6(kind: u8, code: u8, word: u32) -> String {
    let text = match (kind, code) {
        (1, 0) => "Destination unreachable: No route",
        (1, 1) => "Destination unreachable: Administratively prohibited",
        (1, 2) => "Destination unreachable: Beyond scope of source address",
        (1, 3) => "Destination unreachable: Address unreachable",
        (1, 4) => "Destination unreachable: Port unreachable",
        (1, _) => return format!("Destination unreachable: Unknown code {code}"),
        (2, _) => return format!("Packet too big: mtu={word}"),
        (3, 0) => "Time exceeded: Hop limit",
        (3, _) => "Time exceeded: Defragmentation failure",
        (4, _) => return format!("Parameter problem: pointer={word}"),
        (_, _) => return format!("unknown icmp type: {kind}"),
    };
    text.to_owned()
}

fn summary(task: &Task<'_>, tally: &Tally, took: Duration) -> String {
    let Tally { sent, received, .. } = tally;
    let mut out = format!(
        "\n--- {} ping statistics ---\n{sent} packets transmitted, {received} received",
        task.name
    );
    if tally.duplicates > 0 {
        let _ = write!(out, ", +{} duplicates", tally.duplicates);
    }
    if tally.errors > 0 {
        let _ = write!(out, ", +{} errors", tally.errors);
    }
    if *sent > 0 {
        let loss = 100.0 * sent.saturating_sub(*received) as f64 / *sent as f64;
        let _ = write!(
            out,
            ", {}% packet loss, time {}ms",
            significant(loss),
            took.as_millis()
        );
    }
    out.push('\n');
    let mut comma = "";
    let n = tally.times.len() as u64;
    if let (Some(min), Some(max)) = (tally.times.iter().min(), tally.times.iter().max()) {
        let mean = tally.times.iter().sum::<u64>() / n;
        let square = tally.times.iter().map(|t| t * t).sum::<u64>() / n;
        let deviation = square.saturating_sub(mean * mean).isqrt();
        let ms = |us: u64| format!("{}.{:03}", us / 1_000, us % 1_000);
        let _ = write!(
            out,
            "rtt min/avg/max/mdev = {}/{}/{}/{} ms",
            ms(*min),
            ms(mean),
            ms(*max),
            ms(deviation)
        );
        comma = ", ";
    }
    if tally.pipe > 1 {
        let _ = write!(out, "{comma}pipe {}", tally.pipe);
    }
    out.push('\n');
    out
}

/// Six significant digits, as `%g` prints.
fn significant(number: f64) -> String {
    let text = format!("{number:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_three_digits() {
        for (us, text) in [
            (57, "0.057"),
            (657, "0.657"),
            (1_710, "1.71"),
            (9_996, "10.00"),
            (42_400, "42.4"),
            (123_456, "123"),
        ] {
            assert_eq!(milliseconds(Duration::from_micros(us)), text);
        }
    }

    fn task() -> Task<'static> {
        Task {
            name: "2.2.2.12",
            target: "2.2.2.12".parse().expect("address"),
            source: "1.1.1.11".parse().expect("address"),
            count: Some(3),
            interval: Duration::from_secs(1),
            linger: LINGER,
            deadline: None,
            size: 56,
            ttl: 64,
            quiet: false,
            outstanding: false,
            dates: false,
            by_name: false,
        }
    }

    #[test]
    fn the_summary_is_that_of_iputils() {
        let mut tally = Tally {
            sent: 3,
            received: 3,
            times: vec![1_719, 657, 806],
            pipe: 1,
            ..Tally::default()
        };
        assert_eq!(
            summary(&task(), &tally, Duration::from_millis(2_019)),
            "\n--- 2.2.2.12 ping statistics ---\n\
             3 packets transmitted, 3 received, 0% packet loss, time 2019ms\n\
             rtt min/avg/max/mdev = 0.657/1.060/1.719/0.470 ms\n"
        );
        tally.received = 1;
        tally.errors = 2;
        tally.times.truncate(1);
        tally.pipe = 3;
        assert_eq!(
            summary(&task(), &tally, Duration::from_millis(2_000)),
            "\n--- 2.2.2.12 ping statistics ---\n\
             3 packets transmitted, 1 received, +2 errors, 66.6667% packet loss, time 2000ms\n\
             rtt min/avg/max/mdev = 1.719/1.719/1.719/0.000 ms, pipe 3\n"
        );
    }
}
