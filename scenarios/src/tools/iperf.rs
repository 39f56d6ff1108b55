//! `iperf3`, as 3.12 measures and prints: one stream of TCP or UDP, in either direction, agreed on by a
//! connection of its own. What both ends say to each other is text of the lab's own.

use std::net::SocketAddr;

use dataplane::time::{Duration, Instant};

use super::{
    NEVER,
    getopt::{Options, Spec},
};
use crate::{
    jobs::{File, Io, Listener, Stream, Udp},
    stack::SocketError,
};

const SPEC: Spec = Spec {
    short: "sc:p:t:n:i:f:uRb:1D46B:VP:l:Z",
    long: &[
        ("server", false, 's'),
        ("client", true, 'c'),
        ("port", true, 'p'),
        ("time", true, 't'),
        ("bytes", true, 'n'),
        ("interval", true, 'i'),
        ("format", true, 'f'),
        ("udp", false, 'u'),
        ("reverse", false, 'R'),
        ("bitrate", true, 'b'),
        ("one-off", false, '1'),
        ("connect-timeout", true, 'o'),
    ],
    stops: false,
};
/// iperf3's port.
const PORT: u16 = 5201;
/// Bytes that are written at once.
const BLOCK: usize = 128 * 1024;
/// Bytes of a datagram: what fits into an Ethernet frame beside TCP's headers.
const DATAGRAM: usize = 1448;
const RULE: &str = "- - - - - - - - - - - - - - - - - - - - - - - - -\n";
const DASHES: &str = "-----------------------------------------------------------\n";

/// What is measured.
#[derive(Clone, Debug, PartialEq)]
struct Test {
    time: f64,
    /// So many bytes, instead of so long.
    bytes: Option<u64>,
    udp: bool,
    /// The server sends.
    reverse: bool,
    /// Bits a second of UDP; 0 for no limit.
    rate: u64,
}

impl Test {
    fn line(&self) -> String {
        let bytes = self.bytes.unwrap_or(0);
        let (udp, reverse) = (u8::from(self.udp), u8::from(self.reverse));
        format!("{} {bytes} {udp} {reverse} {}\n", self.time, self.rate)
    }

    fn read(line: &str) -> Option<Self> {
        let mut words = line.split_whitespace();
        Some(Self {
            time: words.next()?.parse().ok()?,
            bytes: words.next()?.parse().ok().filter(|bytes| *bytes > 0),
            udp: words.next()? == "1",
            reverse: words.next()? == "1",
            rate: words.next()?.parse().ok()?,
        })
    }
}

pub(super) async fn run(io: &Io, args: &[&str]) -> i32 {
    let usage = "Usage: iperf3 [-s|-c host] [options]\n       iperf3 [-h|--help] [-v|--version]\n";
    let options = match Options::read(&SPEC, args) {
        Ok(options) => options,
        Err(bad) => {
            io.print(format!("iperf3: {}\n{usage}", bad.text()));
            return 1;
        }
    };
    let port = options
        .value('p')
        .and_then(|port| port.parse().ok())
        .unwrap_or(PORT);
    let format = options.value('f').and_then(|format| format.chars().next());
    if options.has('s') {
        return server(io, port, format, options.has('1')).await;
    }
    let Some(host) = options.value('c') else {
        io.print(format!(
            "iperf3: parameter error - must either be a client (-c) or server (-s)\n\n{usage}"
        ));
        return 1;
    };
    let number = |letter| {
        options
            .value(letter)
            .and_then(|value| value.parse::<f64>().ok())
    };
    let test = Test {
        time: number('t').unwrap_or(10.0).clamp(0.1, 86_400.0),
        bytes: options.value('n').and_then(|text| units(text, 1024)),
        udp: options.has('u'),
        reverse: options.has('R'),
        rate: match (
            options.value('b').and_then(|text| units(text, 1000)),
            options.has('u'),
        ) {
            (Some(rate), _) => rate,
            (None, true) => 1 << 20,
            (None, false) => 0,
        },
    };
    let interval = number('i').unwrap_or(1.0);
    let interval = Duration::from_secs_f64(if interval > 0.0 { interval } else { 1e6 });
    let family = options.family();
    let limit = number('o').map(|ms| io.now() + Duration::from_secs_f64(ms / 1e3));
    let Some(address) = io.resolve(host, family) else {
        io.print("iperf3: error - unable to connect to server: Name or service not known\n");
        return 1;
    };
    let to = SocketAddr::new(address, port);
    io.catch_interrupt();
    match client(
        io,
        host,
        to,
        &test,
        interval,
        format,
        limit.unwrap_or(NEVER),
    )
    .await
    {
        Ok(()) => {
            io.print("\niperf Done.\n");
            0
        }
        Err(complaint) => {
            io.print(format!("iperf3: {complaint}\n"));
            1
        }
    }
}

/// `10M`, `1G`, `500k`
fn units(text: &str, base: u64) -> Option<u64> {
    let at = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(at);
    let factor = match unit.chars().next() {
        None => 1,
        Some('k' | 'K') => base,
        Some('m' | 'M') => base.pow(2),
        Some('g' | 'G') => base.pow(3),
        Some(_) => return None,
    };
    let number = number
        .parse::<f64>()
        .ok()
        .filter(|n| (0.0..1e15).contains(n))?;
    Some((number * factor as f64) as u64)
}

async fn client(
    io: &Io,
    host: &str,
    to: SocketAddr,
    test: &Test,
    interval: Duration,
    format: Option<char>,
    limit: Instant,
) -> Result<(), String> {
    let unable = |error| format!("error - unable to connect to server: {error}");
    let control = io.connect("iperf3", to, limit).await.map_err(unable)?;
    let broken = |_| "error - control socket has closed unexpectedly".to_owned();
    control
        .write_all(test.line().as_bytes())
        .await
        .map_err(broken)?;
    read_line(&control).await.map_err(broken)?;
    io.print(format!("Connecting to host {host}, port {}\n", to.port()));
    if test.reverse {
        io.print(format!("Reverse mode, remote host {host} is sending\n"));
    }
    let link = Link::open(io, to, test.udp).await.map_err(unable)?;
    let mut report = Report::new(io, test, !test.reverse, interval, format);
    report.head(link.ends());
    let ours = match test.reverse {
        false => send(io, &link, test, &mut report).await,
        true => receive(io, &link, test, &mut report, &control).await,
    };
    report.close();
    let ours = ours.ok_or_else(|| broken(SocketError::Reset))?;
    // Both tell what they have counted.
    let line = ours.line();
    control.write_all(line.as_bytes()).await.map_err(broken)?;
    let theirs = read_line(&control).await.map_err(broken)?;
    let theirs = Counted::read(&theirs).ok_or_else(|| broken(SocketError::Reset))?;
    let (sent, got) = if test.reverse {
        (theirs, ours)
    } else {
        (ours, theirs)
    };
    report.summary(&[("sender", &sent), ("receiver", &got)]);
    if io.interrupted() {
        return Err("interrupt - the client has terminated".to_owned());
    }
    Ok(())
}

async fn server(io: &Io, port: u16, format: Option<char>, once: bool) -> i32 {
    let families = [(false, false), (true, false)];
    let mut listeners: Vec<Listener> = Vec::new();
    for families in families {
        match io.listen("iperf3", None, port, families, 5) {
            Ok(listener) => listeners.push(listener),
            Err(_) => {
                io.print(
                    "iperf3: error - unable to start listener for connections: Address already in use\n\
                     iperf3: exiting\n",
                );
                return 1;
            }
        }
    }
    io.catch_interrupt();
    let mut number = 1;
    loop {
        io.print(format!(
            "{DASHES}Server listening on {port} (test #{number})\n{DASHES}"
        ));
        let Some(control) = io.accept(&listeners, NEVER).await else {
            io.print("iperf3: interrupt - the server has terminated\n");
            return 1;
        };
        let (_, from) = control.ends();
        if serve(io, &listeners, port, &control, from, format)
            .await
            .is_none()
        {
            io.print("iperf3: error - the client has unexpectedly closed the connection\n");
        }
        if once {
            return 0;
        }
        number += 1;
    }
}

async fn serve(
    io: &Io,
    listeners: &[Listener],
    port: u16,
    control: &Stream,
    from: SocketAddr,
    format: Option<char>,
) -> Option<()> {
    let test = Test::read(&read_line(control).await.ok()?)?;
    // The socket is there before the client is told to go on.
    let udp = match test.udp {
        true => Some(io.udp("iperf3", None, port, None).ok()?),
        false => None,
    };
    control.write_all(b"go\n").await.ok()?;
    io.print(format!(
        "Accepted connection from {}, port {}\n",
        from.ip(),
        from.port()
    ));
    let soon = io.now() + Duration::from_secs(30);
    let link = match udp {
        None => Link::Tcp(io.accept(listeners, soon).await?),
        Some(socket) => {
            let first = io.until(soon, || socket.try_receive()).await?.ok()?;
            Link::Udp {
                socket,
                local: first.to,
                remote: first.from,
            }
        }
    };
    let mut report = Report::new(io, &test, test.reverse, Duration::from_secs(1), format);
    report.head(link.ends());
    let ours = match test.reverse {
        true => send(io, &link, &test, &mut report).await,
        false => receive(io, &link, &test, &mut report, control).await,
    };
    report.close();
    let ours = ours?;
    let theirs = Counted::read(&read_line(control).await.ok()?)?;
    control.write_all(ours.line().as_bytes()).await.ok()?;
    let who = if test.reverse { "sender" } else { "receiver" };
    let shown = Counted {
        datagrams: ours.datagrams.max(theirs.datagrams),
        ..ours
    };
    report.summary(&[(who, &shown)]);
    control.shutdown();
    Some(())
}

async fn read_line(stream: &Stream) -> Result<String, SocketError> {
    let mut line = Vec::new();
    loop {
        match stream.read(NEVER).await? {
            None => return Err(SocketError::Reset),
            Some(bytes) => line.extend(bytes),
        }
        if line.ends_with(b"\n") {
            return Ok(String::from_utf8_lossy(&line).trim().to_owned());
        }
    }
}

/// The way of the bytes that are measured.
enum Link {
    Tcp(Stream),
    Udp {
        socket: Udp,
        local: SocketAddr,
        remote: SocketAddr,
    },
}

impl Link {
    async fn open(io: &Io, to: SocketAddr, udp: bool) -> Result<Self, SocketError> {
        if !udp {
            return Ok(Self::Tcp(io.connect("iperf3", to, NEVER).await?));
        }
        let (source, _) = io.way_to(to.ip()).await?;
        let port = 32_768 + (io.stack().random() % 28_000) as u16;
        let socket = io.udp("iperf3", Some(source), port, Some(to))?;
        socket.send(source, to, b"hello");
        Ok(Self::Udp {
            socket,
            local: SocketAddr::new(source, port),
            remote: to,
        })
    }

    fn ends(&self) -> (SocketAddr, SocketAddr) {
        match self {
            Self::Tcp(stream) => stream.ends(),
            Self::Udp { local, remote, .. } => (*local, *remote),
        }
    }
}

/// What one end has counted.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Counted {
    bytes: u64,
    lost: u64,
    datagrams: u64,
    /// Milliseconds.
    jitter: f64,
}

impl Counted {
    fn line(&self) -> String {
        let Self {
            bytes,
            lost,
            datagrams,
            jitter,
        } = self;
        format!("{bytes} {lost} {datagrams} {jitter}\n")
    }

    fn read(line: &str) -> Option<Self> {
        let mut words = line.split_whitespace();
        Some(Self {
            bytes: words.next()?.parse().ok()?,
            lost: words.next()?.parse().ok()?,
            datagrams: words.next()?.parse().ok()?,
            jitter: words.next()?.parse().ok()?,
        })
    }
}

async fn send(io: &Io, link: &Link, test: &Test, report: &mut Report<'_>) -> Option<Counted> {
    let began = io.now();
    let end = match test.bytes {
        Some(_) => NEVER,
        None => began + Duration::from_secs_f64(test.time),
    };
    let total = test.bytes.unwrap_or(u64::MAX);
    let mut counted = Counted::default();
    match link {
        Link::Tcp(stream) => {
            let block = File::Pattern(BLOCK as u64).read(0, BLOCK);
            while counted.bytes < total && io.now() < end && !io.interrupted() {
                let len = BLOCK.min((total - counted.bytes) as usize);
                let wake = end.min(report.next);
                let written = io.until(wake, || {
                    let written = stream.try_write(&block[..len]);
                    (written != Ok(0)).then_some(written)
                });
                if let Some(written) = written.await {
                    counted.bytes += written.ok()? as u64;
                }
                report.count(&counted, Some(stream));
            }
            report.count(&counted, Some(stream));
            report.retransmitted = stream.retransmitted();
            stream.shutdown();
        }
        Link::Udp {
            socket,
            local,
            remote,
        } => {
            let gap = match test.rate {
                0 => Duration::from_micros(1),
                rate => Duration::from_secs_f64(DATAGRAM as f64 * 8.0 / rate as f64),
            };
            let mut next = began;
            while counted.bytes < total && next < end && !io.interrupted() {
                io.sleep_until(next).await;
                counted.datagrams += 1;
                let mut data = vec![0; DATAGRAM];
                data[..8].copy_from_slice(&counted.datagrams.to_be_bytes());
                data[8..16].copy_from_slice(&io.now().as_nanos().to_be_bytes());
                socket.send(local.ip(), *remote, &data);
                counted.bytes += DATAGRAM as u64;
                report.count(&counted, None);
                next += gap;
            }
            if end != NEVER {
                io.sleep_until(end).await;
            }
            report.count(&counted, None);
            // A last word, more than once: some may get lost.
            for _ in 0..3 {
                socket.send(local.ip(), *remote, &[]);
            }
        }
    }
    Some(counted)
}

async fn receive(
    io: &Io,
    link: &Link,
    test: &Test,
    report: &mut Report<'_>,
    control: &Stream,
) -> Option<Counted> {
    let mut counted = Counted::default();
    match link {
        Link::Tcp(stream) => loop {
            match stream.read(report.next).await {
                Ok(Some(bytes)) => counted.bytes += bytes.len() as u64,
                Ok(None) => break,
                Err(SocketError::TimedOut) if !io.interrupted() => {}
                Err(_) => return None,
            }
            report.count(&counted, None);
        },
        Link::Udp { socket, .. } => {
            let (mut highest, mut transit) = (0_u64, None::<i64>);
            // All is over a while after the time, even if the last word is lost.
            let last = io.now() + Duration::from_secs_f64(test.time + 5.0);
            loop {
                let heard = io
                    .until(report.next.min(last), || socket.try_receive())
                    .await;
                report.count(&counted, None);
                let data = match heard {
                    Some(Ok(datagram)) => datagram.data,
                    Some(Err(_)) => continue,
                    None if io.now() >= last || !control.is_open() || io.interrupted() => break,
                    None => continue,
                };
                let (Some(number), Some(sent)) = (data.get(..8), data.get(8..16)) else {
                    if data.is_empty() {
                        break;
                    }
                    continue;
                };
                let number = u64::from_be_bytes(number.try_into().ok()?);
                let sent = u64::from_be_bytes(sent.try_into().ok()?);
                counted.bytes += data.len() as u64;
                if number > highest {
                    counted.lost += number - highest - 1;
                    highest = number;
                } else {
                    counted.lost = counted.lost.saturating_sub(1);
                }
                counted.datagrams = highest;
                // RFC 1889 §6.3.1: a sixteenth of how the transit time changes.
                let now = io.now().as_nanos().wrapping_sub(sent) as i64;
                if let Some(before) = transit {
                    let change = (now - before).unsigned_abs() as f64 / 1e6;
                    counted.jitter += (change - counted.jitter) / 16.0;
                }
                transit = Some(now);
            }
        }
    }
    Some(counted)
}

/// What is printed, once an interval.
struct Report<'a> {
    io: &'a Io,
    udp: bool,
    sends: bool,
    interval: Duration,
    format: Option<char>,
    began: Instant,
    /// When the next line is due.
    next: Instant,
    /// At the last line.
    last: (Instant, Counted, u64),
    seen: Counted,
    flight: usize,
    retransmitted: u64,
}

impl<'a> Report<'a> {
    fn new(io: &'a Io, test: &Test, sends: bool, interval: Duration, format: Option<char>) -> Self {
        let now = io.now();
        Self {
            io,
            udp: test.udp,
            sends,
            interval,
            format,
            began: now,
            next: now + interval,
            last: (now, Counted::default(), 0),
            seen: Counted::default(),
            flight: 0,
            retransmitted: 0,
        }
    }

    fn head(&self, (local, remote): (SocketAddr, SocketAddr)) {
        self.io.print(format!(
            "[  5] local {} port {} connected to {} port {}\n[ ID] Interval           Transfer     Bitrate{}\n",
            local.ip(),
            local.port(),
            remote.ip(),
            remote.port(),
            match (self.udp, self.sends) {
                (false, true) => "         Retr  Cwnd",
                (false, false) => "",
                (true, true) => "         Total Datagrams",
                (true, false) => "         Jitter    Lost/Total Datagrams",
            }
        ));
    }

    fn count(&mut self, counted: &Counted, stream: Option<&Stream>) {
        if let Some(stream) = stream {
            self.flight = self.flight.max(stream.unacknowledged());
            self.retransmitted = stream.retransmitted();
        }
        if self.io.now() >= self.next {
            self.seen = *counted;
            self.line();
            self.next += self.interval;
        }
        self.seen = *counted;
    }

    /// The line of what is left since the last one.
    fn close(&mut self) {
        if self.io.now() > self.last.0 && self.seen.bytes > self.last.1.bytes {
            self.line();
        }
        self.io.print(RULE);
    }

    fn interval_text(&self, from: Instant, to: Instant) -> String {
        let since = |at: Instant| at.saturating_since(self.began).as_secs_f64();
        format!("[  5] {:6.2}-{:<6.2} sec", since(from), since(to))
    }

    fn amounts(&self, bytes: u64, seconds: f64) -> String {
        let rate = bytes as f64 * 8.0 / seconds.max(1e-9);
        format!(
            "{}ytes  {}its/sec",
            amount(bytes as f64),
            bits(rate, self.format)
        )
    }

    fn line(&mut self) {
        let now = self.io.now();
        let (then, before, retransmitted) = self.last;
        let seconds = now.saturating_since(then).as_secs_f64();
        let bytes = self.seen.bytes - before.bytes;
        let text = format!(
            "{}  {}",
            self.interval_text(then, now),
            self.amounts(bytes, seconds)
        );
        let tail = match (self.udp, self.sends) {
            (false, true) => format!(
                "  {:3}   {}ytes       ",
                self.retransmitted - retransmitted,
                amount(self.flight as f64)
            ),
            (false, false) => " ".repeat(18),
            (true, true) => format!("  {}  ", self.seen.datagrams - before.datagrams),
            (true, false) => {
                let lost = self.seen.lost.saturating_sub(before.lost);
                let total = self.seen.datagrams - before.datagrams;
                format!("  {:.3} ms  {}  ", self.seen.jitter, share(lost, total))
            }
        };
        self.io.print(format!("{text}{tail}\n"));
        self.last = (now, self.seen, self.retransmitted);
        self.flight = 0;
    }

    fn summary(&self, ends: &[(&str, &Counted)]) {
        let columns = match (self.udp, self.sends || ends.len() > 1) {
            (false, true) => "         Retr",
            (false, false) => "",
            (true, _) => "         Jitter    Lost/Total Datagrams",
        };
        self.io.print(format!(
            "[ ID] Interval           Transfer     Bitrate{columns}\n"
        ));
        let seconds = self.last.0.saturating_since(self.began).as_secs_f64();
        for (who, counted) in ends {
            let text = format!(
                "{}  {}",
                self.interval_text(self.began, self.last.0),
                self.amounts(counted.bytes, seconds)
            );
            let tail = match (self.udp, *who, self.sends) {
                (false, "sender", true) => format!("  {:3}             ", self.retransmitted),
                (false, _, _) => " ".repeat(18),
                (true, _, _) => {
                    let share = share(counted.lost, counted.datagrams);
                    format!("  {:.3} ms  {share}  ", counted.jitter)
                }
            };
            self.io.print(format!("{text}{tail}{who}\n"));
        }
    }
}

fn share(lost: u64, total: u64) -> String {
    let percent = 100.0 * lost as f64 / total.max(1) as f64;
    let percent = match percent {
        0.0 => "0".to_owned(),
        percent => {
            let text = format!("{percent:.2}");
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        }
    };
    format!("{lost}/{total} ({percent}%)")
}

/// Four characters of a number.
fn digits(number: f64) -> String {
    match number {
        n if n < 9.995 => format!("{n:4.2}"),
        n if n < 99.95 => format!("{n:4.1}"),
        n => format!("{n:4.0}"),
    }
}

/// `1.48 GB`
fn amount(mut bytes: f64) -> String {
    const UNITS: [&str; 5] = ["B", "KB", "MB", "GB", "TB"];
    let mut unit = 0;
    while bytes >= 1024.0 && unit < 4 {
        bytes /= 1024.0;
        unit += 1;
    }
    format!("{} {}", digits(bytes), UNITS[unit])
}

/// `12.7 Gb`; in the unit of `-f`, if there is one.
fn bits(mut rate: f64, format: Option<char>) -> String {
    const UNITS: [&str; 5] = ["b", "Kb", "Mb", "Gb", "Tb"];
    let forced = format.and_then(|format| "bkmgt".find(format.to_ascii_lowercase()));
    let mut unit = 0;
    while unit < 4 && forced.map_or(rate >= 1000.0, |forced| unit < forced) {
        rate /= 1000.0;
        unit += 1;
    }
    format!("{} {}", digits(rate), UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_iperf_s() {
        assert_eq!(amount(2.62 * 1024.0 * 1024.0 * 1024.0), "2.62 GB");
        assert_eq!(amount(384.0 * 1024.0), " 384 KB");
        assert_eq!(bits(11.2e9, None), "11.2 Gb");
        assert_eq!(bits(974_815_000.0, Some('k')), "974815 Kb");
        assert_eq!(share(3, 863), "3/863 (0.35%)");
        assert_eq!(units("10M", 1000), Some(10_000_000));
    }

    #[test]
    fn a_test_is_read_as_it_was_written() {
        let test = Test {
            time: 2.5,
            bytes: None,
            udp: true,
            reverse: false,
            rate: 1_000_000,
        };
        assert_eq!(Test::read(&test.line()), Some(test));
    }
}
