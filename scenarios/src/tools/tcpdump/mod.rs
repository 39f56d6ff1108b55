//! `tcpdump`, as 4.99 prints what it sees: ARP, IPv4 and IPv6 with ICMP, TCP and UDP.

mod bytes;
mod filter;
mod icmp;
mod lexer;
mod print;
mod select;
mod transport;

#[cfg(test)]
mod tests;

use std::fmt::Write;

use dataplane::iface::MacAddr;

use super::{
    NEVER,
    getopt::{Options, Spec},
    wall,
};
use crate::{
    jobs::{Family, Io},
    stack::Seen,
};
use filter::Filter;
use print::{Printer, Style};

const SPEC: Spec = Spec {
    short: "i:c:nvelqStpKUADQ:s:#B:",
    long: &[
        ("interface", true, 'i'),
        ("list-interfaces", false, 'D'),
        ("direction", true, 'Q'),
        ("number", false, '#'),
        ("snapshot-length", true, 's'),
        ("immediate-mode", false, 'U'),
        ("no-promiscuous-mode", false, 'p'),
    ],
    stops: false,
};

pub(super) async fn run(io: &Io, args: &[&str]) -> i32 {
    let options = match Options::read(&SPEC, args) {
        Ok(options) => options,
        Err(bad) => {
            io.print(format!(
                "tcpdump: {}\ntcpdump version 4.99.3\nUsage: tcpdump [-eKlnpqStUv#] [ -c count ] \
                 [ -i interface ] [ -Q in|out|inout ]\n\t\t[ -s snaplen ] [ expression ]\n",
                bad.text()
            ));
            return 1;
        }
    };
    if options.has('D') {
        io.print(list(io));
        return 0;
    }
    match Capture::open(io, &options) {
        Ok(capture) => {
            capture.run().await;
            0
        }
        Err(complaint) => {
            io.print(format!("tcpdump: {complaint}\n"));
            1
        }
    }
}

/// The interfaces that can be captured on.
fn list(io: &Io) -> String {
    let mut out = String::new();
    let stack = io.stack();
    let (lo, cards): (Vec<_>, Vec<_>) = stack.links().iter().partition(|link| link.name == "lo");
    let mut number = 0;
    let mut line = |name: &str, what: &str| {
        number += 1;
        let _ = writeln!(out, "{number}.{name} [{what}]");
    };
    for link in cards.iter().filter(|link| link.up) {
        line(&link.name, "Up, Running, Connected");
    }
    line(
        "any (Pseudo-device that captures on all interfaces)",
        "Up, Running",
    );
    for link in lo {
        line(&link.name, "Up, Running, Loopback");
    }
    for link in cards.iter().filter(|link| !link.up) {
        line(&link.name, "none");
    }
    out
}

struct Capture<'a> {
    io: &'a Io,
    /// `None` for all.
    link: Option<String>,
    filter: Filter,
    count: Option<u64>,
    style: Style,
    times: usize,
    numbered: bool,
    direction: Option<bool>,
}

impl<'a> Capture<'a> {
    fn open(io: &'a Io, options: &Options<'_>) -> Result<Self, String> {
        let link = {
            let stack = io.stack();
            match options.value('i') {
                Some("any") => None,
                Some(name) => {
                    let link = stack.link(name).ok_or_else(|| {
                        format!("{name}: No such device exists\n(No such device exists)")
                    })?;
                    if !link.up {
                        return Err(format!("{name}: That device is not up"));
                    }
                    Some(name.to_owned())
                }
                None => {
                    let mut usable = stack.links().iter().filter(|link| link.up);
                    let first = usable.find(|link| link.name != "lo");
                    Some(first.map_or_else(|| "lo".to_owned(), |link| link.name.clone()))
                }
            }
        };
        let count = match options.value('c') {
            None => None,
            Some(text) => {
                let count = text.parse().ok().filter(|count| *count > 0);
                Some(count.ok_or_else(|| format!("invalid packet count {text}"))?)
            }
        };
        let direction = match options.value('Q') {
            None | Some("inout") => None,
            Some("in") => Some(false),
            Some("out") => Some(true),
            Some(other) => return Err(format!("unknown capture direction `{other}'")),
        };
        let text = options.operands.join(" ");
        let names = |name: &str| io.resolve(name, Family::Any);
        let filter = filter::parse(&text, &names).map_err(|error| error.to_string())?;
        Ok(Self {
            io,
            link,
            filter,
            count,
            style: Style {
                verbose: options.count('v'),
                link: options.has('e'),
                absolute: options.has('S'),
                quick: options.has('q'),
            },
            times: options.count('t'),
            numbered: options.has('#'),
            direction,
        })
    }

    fn header(&self) -> String {
        let mut out = String::new();
        let (name, kind) = match &self.link {
            Some(name) => (name.as_str(), "EN10MB (Ethernet)"),
            None => {
                out += "tcpdump: data link type LINUX_SLL2\n";
                ("any", "LINUX_SLL2 (Linux cooked v2)")
            }
        };
        out += match self.style.verbose {
            0 => "tcpdump: verbose output suppressed, use -v[v]... for full protocol decode\n",
            _ => "tcpdump: ",
        };
        out + &format!("listening on {name}, link-type {kind}, snapshot length 262144 bytes\n")
    }

    async fn run(&self) {
        let io = self.io;
        io.catch_interrupt();
        io.print(self.header());
        let tap = io.stack().open_tap(self.link.as_deref());
        let mut printer = Printer {
            // The link layer of all interfaces together is another one: see `prefix`.
            style: Style {
                link: self.style.link && self.link.is_some(),
                ..self.style
            },
            ..Printer::default()
        };
        let mut captured = 0_u64;
        while self.count.is_none_or(|count| captured < count) {
            let seen = io.until(NEVER, || io.stack().next_seen(tap)).await;
            let Some(seen) = seen else { break };
            let wanted = self.direction.is_none_or(|sent| sent == seen.sent);
            if !wanted || !select::selects(&self.filter, &seen.frame) {
                continue;
            }
            captured += 1;
            let number = match self.numbered {
                true => format!("{captured:5}  "),
                false => String::new(),
            };
            let (time, prefix) = (self.time(), self.prefix(&seen));
            let line = printer.frame(&seen.frame);
            io.print(format!("{number}{time}{prefix}{line}\n"));
        }
        let lost = io.stack().lost(tap);
        io.stack().close_tap(tap);
        if io.interrupted() {
            io.print("\n");
        }
        let packets = |count: u64| if count == 1 { "packet" } else { "packets" };
        io.print(format!(
            "{captured} {0} captured\n{captured} {0} received by filter\n{lost} {1} dropped by kernel\n",
            packets(captured),
            packets(lost)
        ));
    }

    /// The time, as `-t` asks for it.
    fn time(&self) -> String {
        let now = self.io.now();
        let at = wall::moment(now);
        let micro = at.micro;
        match self.times {
            0 => format!("{}.{micro:06} ", at.clock()),
            1 => String::new(),
            2 => format!("{}.{micro:06} ", wall::since_epoch(now).as_secs()),
            _ => format!(
                "{}-{:02}-{:02} {}.{micro:06} ",
                at.year,
                at.month,
                at.day,
                at.clock()
            ),
        }
    }

    /// Which interface, and how, if all are captured.
    fn prefix(&self, seen: &Seen) -> String {
        if self.link.is_some() {
            return String::new();
        }
        let stack = self.io.stack();
        let link = stack.link(&seen.link);
        let to = seen.frame.first_chunk::<6>().map(|mac| MacAddr(*mac));
        let how = match (seen.sent, to, link) {
            (true, _, _) => "Out",
            (false, Some(MacAddr([0xff, 0xff, 0xff, 0xff, 0xff, 0xff])), _) => "B",
            (false, Some(to), _) if to.0[0] & 1 != 0 => "M",
            (false, Some(to), Some(link)) if to != link.mac => "P",
            (false, _, _) => "In",
        };
        format!("{:<5} {how:<3} ", seen.link)
    }
}
