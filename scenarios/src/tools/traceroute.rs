//! `traceroute`, as "modern traceroute for Linux" 2.1.2 does it and prints it: three probes a hop, by UDP
//! or, with `-I`, by echo requests, sixteen of them under way at the same time.

use std::{fmt::Write, net::IpAddr};

use dataplane::{
    time::{Duration, Instant},
    wire::ipv4::protocol,
};

use super::getopt::{Bad, Options, Spec};
use crate::{
    jobs::{Family, Io},
    probe::{Answer, Heard, Probe, hear},
};

const SPEC: Spec = Spec {
    short: "46nIUFm:w:q:f:p:N:s:",
    long: &[
        ("icmp", false, 'I'),
        ("max-hops", true, 'm'),
        ("first", true, 'f'),
        ("wait", true, 'w'),
        ("queries", true, 'q'),
        ("port", true, 'p'),
        ("sim-queries", true, 'N'),
        ("source", true, 's'),
    ],
    stops: false,
};
/// The port of the first datagram; each next probe goes to the next port.
const FIRST_PORT: u16 = 33_434;

/// A probe that was sent.
struct Sent {
    probe: Probe,
    at: Instant,
    answer: Option<(Duration, Heard)>,
    /// Nobody has answered in time.
    lost: bool,
}

pub(super) async fn run(io: &Io, name: &str, args: &[&str]) -> i32 {
    let options = match Options::read(&SPEC, args) {
        Ok(options) => options,
        Err(bad) => {
            io.print(complaint(&bad, args));
            return 2;
        }
    };
    let Some(&target_name) = options.operands.first() else {
        io.print("Specify \"host\" missing argument.\n");
        return 2;
    };
    let family = match name {
        "traceroute6" => Family::V6,
        _ if options.has('6') => Family::V6,
        _ if options.has('4') => Family::V4,
        _ => Family::Any,
    };
    let Some(target) = io.resolve(target_name, family) else {
        io.print(format!("{target_name}: Name or service not known\nCannot handle \"host\" cmdline arg `{target_name}' on position 1 (argc {})\n", args.len()));
        return 2;
    };
    let number = |letter, default: f64| {
        let given = options.value(letter).and_then(|value| value.parse().ok());
        given.unwrap_or(default)
    };
    let hops = number('m', 30.0).clamp(1.0, 255.0) as u8;
    let first = number('f', 1.0).clamp(1.0, f64::from(hops)) as u8;
    let queries = number('q', 3.0).clamp(1.0, 10.0) as usize;
    let at_once = number('N', 16.0).clamp(1.0, 64.0) as usize;
    let wait = Wait::read(options.value('w'));
    let first_port = number('p', f64::from(FIRST_PORT)).clamp(1.0, 65_535.0) as u16;
    // 60 bytes in all for IPv4, 80 for IPv6.
    let (size, data) = if target.is_ipv4() { (60, 32) } else { (80, 32) };
    io.print(format!(
        "traceroute to {target_name} ({target}), {hops} hops max, {size} byte packets\n"
    ));
    let source = match io.way_to(target).await {
        Ok((source, _)) => source,
        Err(error) => {
            io.print(format!("connect: {error}\n"));
            return 1;
        }
    };
    let icmp = if target.is_ipv4() {
        protocol::ICMP
    } else {
        protocol::ICMPV6
    };
    let by_echo = options.has('I');
    let (listener, sender) = {
        let mut stack = io.stack();
        let sender = if by_echo { icmp } else { protocol::UDP };
        (stack.open_raw(icmp), stack.open_raw(sender))
    };
    let ident = io.stack().random() as u16;
    let mut trace = Trace {
        io,
        target,
        numeric: options.has('n'),
        first,
        queries,
        wait,
        sent: Vec::new(),
        printed: 0,
    };
    let total = usize::from(hops - first + 1) * queries;
    let mut last_hop = hops;
    loop {
        // Probes of hops behind the last one are not sent any more.
        let wanted = usize::from(last_hop.saturating_sub(first) + 1) * queries;
        let wanted = wanted.min(total);
        let open = |sent: &&Sent| sent.answer.is_none() && !sent.lost;
        while trace.sent.len() < wanted && trace.sent.iter().filter(open).count() < at_once {
            let number = trace.sent.len();
            let ttl = first + (number / queries) as u8;
            let probe = if by_echo {
                Probe::Echo {
                    ident,
                    seq: number as u16 + 1,
                }
            } else {
                Probe::Udp {
                    source: 32_768 + (io.stack().random() % 28_000) as u16,
                    destination: first_port.wrapping_add(number as u16),
                }
            };
            let packet = probe.packet(source, target, ttl, data);
            io.stack().send_raw(sender, packet);
            trace.sent.push(Sent {
                probe,
                at: io.now(),
                answer: None,
                lost: false,
            });
        }
        trace.print(wanted);
        if trace.printed >= wanted {
            break;
        }
        let next = trace.deadlines().map(|(_, deadline)| deadline).min();
        let heard = io.until(next.unwrap_or(io.now()), || {
            loop {
                let packet = io.stack().receive_raw(listener)?;
                if let Some(heard) = hear(&packet) {
                    return Some(heard);
                }
            }
        });
        let heard = heard.await;
        let now = io.now();
        match heard {
            Some(heard) => {
                let place = trace
                    .sent
                    .iter()
                    .position(|sent| sent.probe == heard.probe && sent.answer.is_none());
                if let Some(place) = place {
                    let hop = first + (place / queries) as u8;
                    if ends(target, &heard) {
                        last_hop = last_hop.min(hop);
                    }
                    let sent = &mut trace.sent[place];
                    sent.answer = Some((now.saturating_since(sent.at), heard));
                }
            }
            None => {
                let over = trace.deadlines().filter(|(_, deadline)| *deadline <= now);
                let over: Vec<usize> = over.map(|(place, _)| place).collect();
                for place in over {
                    trace.sent[place].lost = true;
                }
            }
        }
    }
    let mut stack = io.stack();
    stack.close(listener);
    stack.close(sender);
    0
}

/// What it prints about an option that it doesn't know: it reads options in its own way.
fn complaint(bad: &Bad, args: &[&str]) -> String {
    let place = |wanted: &str| {
        1 + args
            .iter()
            .position(|arg| arg.starts_with(wanted))
            .unwrap_or(0)
    };
    match bad {
        Bad::Unknown(letter) => {
            let arg = format!("-{letter}");
            format!("Bad option `{arg}' (argc {})\n", place(&arg))
        }
        Bad::UnknownLong(name) => {
            let arg = format!("--{name}");
            format!("Bad option `{arg}' (argc {})\n", place(&arg))
        }
        Bad::NoValue(letter) => {
            let arg = format!("-{letter}");
            format!(
                "Option `{arg}' (argc {}) requires an argument\n",
                place(&arg)
            )
        }
        Bad::NoLongValue(name) => {
            let arg = format!("--{name}");
            format!(
                "Option `{arg}' (argc {}) requires an argument\n",
                place(&arg)
            )
        }
    }
}

/// How long an answer is waited for (`-w MAX,HERE,NEAR`).
#[derive(Clone, Copy)]
struct Wait {
    /// At most.
    most: Duration,
    /// So many times what an answer from the same hop has taken.
    here: f64,
    /// So many times what one from a hop behind has taken.
    near: f64,
}

impl Wait {
    /// As it is given; a factor that is left out behind MAX is not used.
    fn read(given: Option<&str>) -> Self {
        let Some(given) = given else {
            let most = Duration::from_secs(5);
            return Self {
                most,
                here: 3.0,
                near: 10.0,
            };
        };
        let number = |text: &str| text.parse::<f64>().ok().filter(|number| number.is_finite());
        let mut numbers = given.split([',', '/']).map(number);
        let mut next = || numbers.next().flatten().unwrap_or(0.0);
        Self {
            most: Duration::from_secs_f64(next().clamp(0.1, 60.0)),
            here: next().clamp(0.0, 1_000.0),
            near: next().clamp(0.0, 1_000.0),
        }
    }

    /// How long, where another answer took `known`.
    fn times(self, factor: f64, known: Duration) -> Duration {
        /// Short times are measured too coarsely.
        const LEAST: Duration = Duration::from_millis(1);
        Duration::from_secs_f64((known + LEAST).as_secs_f64() * factor).min(self.most)
    }
}

struct Trace<'a> {
    io: &'a Io,
    target: IpAddr,
    numeric: bool,
    first: u8,
    queries: usize,
    wait: Wait,
    sent: Vec<Sent>,
    /// Probes whose fate has been printed.
    printed: usize,
}

impl Trace<'_> {
    /// The probes that nobody has answered yet, by their places, and until when each is waited for.
    fn deadlines(&self) -> impl Iterator<Item = (usize, Instant)> {
        let time = |sent: &Sent| sent.answer.as_ref().map(|(time, _)| *time);
        let open = self.sent.iter().enumerate();
        let open = open.filter(|(_, sent)| sent.answer.is_none() && !sent.lost);
        open.map(move |(place, sent)| {
            let hop = place - place % self.queries;
            let here = self.sent[hop..].iter().take(self.queries).find_map(time);
            let near = || self.sent[place..].iter().find_map(time);
            let wait = match here.filter(|_| self.wait.here > 0.0) {
                Some(here) => self.wait.times(self.wait.here, here),
                None => match near().filter(|_| self.wait.near > 0.0) {
                    Some(near) => self.wait.times(self.wait.near, near),
                    None => self.wait.most,
                },
            };
            (place, sent.at + wait)
        })
    }

    /// Prints what is known of the first `wanted` probes, in order.
    fn print(&mut self, wanted: usize) {
        while self.printed < wanted
            && let Some(sent) = self.sent.get(self.printed)
        {
            if sent.answer.is_none() && !sent.lost {
                return;
            }
            let place = self.printed % self.queries;
            let mut out = String::new();
            if place == 0 {
                let hop = usize::from(self.first) + self.printed / self.queries;
                let _ = write!(out, "{hop:2} ");
            }
            match &sent.answer {
                None => out.push_str(" *"),
                Some((time, heard)) => {
                    let line = self.printed - place;
                    let before = self.sent[line..self.printed].iter().rev();
                    let said = before
                        .filter_map(|sent| sent.answer.as_ref())
                        .map(|(_, heard)| heard.from)
                        .next();
                    if said != Some(heard.from) {
                        let from = heard.from;
                        let _ = if self.numeric {
                            write!(out, " {from}")
                        } else {
                            let name = self.io.name_of(from);
                            write!(out, " {} ({from})", name.unwrap_or(from.to_string()))
                        };
                    }
                    let ms = time.as_secs_f64() * 1e3;
                    let _ = write!(out, "  {ms:.3} ms");
                    if let Answer::Error { kind, code, .. } = heard.answer {
                        out.push_str(&mark(self.target, kind, code));
                    }
                }
            }
            if place + 1 == self.queries {
                out.push('\n');
            }
            self.io.print(out);
            self.printed += 1;
        }
    }
}

/// Whether nothing is to be asked behind the hop that answered so.
fn ends(target: IpAddr, heard: &Heard) -> bool {
    match heard.answer {
        Answer::Reply => true,
        Answer::Error { kind, .. } => kind != if target.is_ipv4() { 11 } else { 3 },
    }
}

/// The mark that is printed behind the time.
fn mark(target: IpAddr, kind: u8, code: u8) -> String {
    match (target, kind, code) {
        (IpAddr::V4(_), 11, _) | (IpAddr::V6(_), 3, _) => String::new(),
        (IpAddr::V4(_), 3, 3) | (IpAddr::V6(_), 1, 4) => String::new(),
        (IpAddr::V4(_), 3, 0 | 6) | (IpAddr::V6(_), 1, 0) => " !N".to_owned(),
        (IpAddr::V4(_), 3, 1 | 7) | (IpAddr::V6(_), 1, 3) => " !H".to_owned(),
        (IpAddr::V4(_), 3, 2) => " !P".to_owned(),
        (IpAddr::V4(_), 3, 5) => " !S".to_owned(),
        (IpAddr::V4(_), 3, 9 | 10 | 13) | (IpAddr::V6(_), 1, 1) => " !X".to_owned(),
        (IpAddr::V4(_), 3, 14) => " !V".to_owned(),
        (IpAddr::V4(_), 3, 15) => " !C".to_owned(),
        (IpAddr::V4(_), 3, 4) => " !F".to_owned(),
        (_, 3 | 1, code) => format!(" !<{code}>"),
        (_, kind, code) => format!(" !<{kind}-{code}>"),
    }
}
