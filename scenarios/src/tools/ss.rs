//! `ss`, as iproute2 6.1 lists the sockets of TCP and UDP.

use std::net::IpAddr;

use dataplane::wire::ipv4::protocol;
use smoltcp::socket::tcp::State;

use super::{
    getopt::{Options, Spec},
    services,
};
use crate::{
    jobs::Io,
    stack::{Listed, Owner},
};

const SPEC: Spec = Spec {
    short: "natulpoeHimrs46x",
    long: &[
        ("numeric", false, 'n'),
        ("all", false, 'a'),
        ("tcp", false, 't'),
        ("udp", false, 'u'),
        ("listening", false, 'l'),
        ("processes", false, 'p'),
        ("no-header", false, 'H'),
        ("ipv4", false, '4'),
        ("ipv6", false, '6'),
    ],
    stops: false,
};

/// A line.
struct Row {
    netid: &'static str,
    state: &'static str,
    queued: (usize, usize),
    local: (String, String),
    peer: (String, String),
    process: String,
}

pub(super) fn run(io: &Io, args: &[&str]) -> i32 {
    let options = match Options::read(&SPEC, args) {
        Ok(options) => options,
        Err(bad) => {
            io.print(format!(
                "ss: {}\nUsage: ss [ OPTIONS ]\n       ss [ OPTIONS ] [ FILTER ]\n",
                bad.text()
            ));
            return 255;
        }
    };
    let filter = match Filter::read(&options.operands) {
        Some(filter) => filter,
        None => {
            io.print(
                "ss: bison bellows (while parsing filter): \"syntax error!\" Sorry.\n\
                 Usage: ss [ OPTIONS ]\n       ss [ OPTIONS ] [ FILTER ]\n",
            );
            return 255;
        }
    };
    let (tcp, udp) = match (options.has('t'), options.has('u')) {
        (false, false) => (true, true),
        chosen => chosen,
    };
    let wanted = |socket: &&Listed| {
        let kind = match socket.protocol {
            protocol::TCP => tcp,
            _ => udp,
        };
        let waits = socket.remote.is_none();
        let state = match (options.has('a'), options.has('l'), &filter.state) {
            (_, _, Some(state)) => state_name(socket).1 == state.as_str(),
            (true, _, None) => true,
            (false, true, None) => waits,
            (false, false, None) => !waits && socket.state != State::TimeWait,
        };
        let family = match (options.has('4'), options.has('6')) {
            (true, false) => !socket.v6only,
            (false, true) => socket.v6only,
            (_, _) => true,
        };
        kind && state && family && filter.selects(socket)
    };
    let listed = io.stack().list();
    let mut rows: Vec<Row> = Vec::new();
    let both = tcp && udp;
    // UDP first, as the kernel is asked.
    for proto in [protocol::UDP, protocol::TCP] {
        let of = listed.iter().filter(|socket| socket.protocol == proto);
        rows.extend(of.filter(wanted).map(|socket| row(socket, &options)));
    }
    io.print(table(&rows, both, filter.state.is_none(), options.has('H')));
    0
}

/// `state NAME`, `dst ADDRESS`, `src ADDRESS`, `sport = :PORT`, `dport = :PORT`.
#[derive(Debug, Default)]
struct Filter {
    state: Option<String>,
    source: Option<IpAddr>,
    destination: Option<IpAddr>,
    sport: Option<u16>,
    dport: Option<u16>,
}

impl Filter {
    fn read(words: &[&str]) -> Option<Self> {
        let mut filter = Self::default();
        let mut words = words
            .iter()
            .copied()
            .filter(|word| !matches!(*word, "and" | "(" | ")"));
        while let Some(word) = words.next() {
            match word {
                "state" => {
                    let state = words.next()?;
                    let known = [
                        "established",
                        "syn-sent",
                        "syn-recv",
                        "fin-wait-1",
                        "fin-wait-2",
                        "time-wait",
                        "closed",
                        "close-wait",
                        "last-ack",
                        "listening",
                        "closing",
                    ];
                    filter.state = Some(known.into_iter().find(|name| *name == state)?.to_owned());
                }
                "src" => filter.source = Some(words.next()?.parse().ok()?),
                "dst" => filter.destination = Some(words.next()?.parse().ok()?),
                "sport" | "dport" => {
                    let mut value = words.next()?;
                    if matches!(value, "=" | "==" | "eq") {
                        value = words.next()?;
                    }
                    let port = services::port(value.trim_start_matches(':'))?;
                    match word {
                        "sport" => filter.sport = Some(port),
                        _ => filter.dport = Some(port),
                    }
                }
                _ => return None,
            }
        }
        Some(filter)
    }

    fn selects(&self, socket: &Listed) -> bool {
        let remote = socket.remote;
        let is = |wanted: Option<IpAddr>, has: Option<IpAddr>| {
            wanted.is_none_or(|wanted| has == Some(wanted))
        };
        is(self.source, socket.local.0)
            && is(self.destination, remote.map(|remote| remote.ip()))
            && self.sport.is_none_or(|port| socket.local.1 == port)
            && self
                .dport
                .is_none_or(|port| remote.is_some_and(|remote| remote.port() == port))
    }
}

/// The state as it is shown, and as a filter names it.
fn state_name(socket: &Listed) -> (&'static str, &'static str) {
    if socket.protocol == protocol::UDP {
        return match socket.remote {
            Some(_) => ("ESTAB", "established"),
            None => ("UNCONN", "closed"),
        };
    }
    match socket.state {
        State::Closed => ("UNCONN", "closed"),
        State::Listen => ("LISTEN", "listening"),
        State::SynSent => ("SYN-SENT", "syn-sent"),
        State::SynReceived => ("SYN-RECV", "syn-recv"),
        State::Established => ("ESTAB", "established"),
        State::FinWait1 => ("FIN-WAIT-1", "fin-wait-1"),
        State::FinWait2 => ("FIN-WAIT-2", "fin-wait-2"),
        State::CloseWait => ("CLOSE-WAIT", "close-wait"),
        State::Closing => ("CLOSING", "closing"),
        State::LastAck => ("LAST-ACK", "last-ack"),
        State::TimeWait => ("TIME-WAIT", "time-wait"),
    }
}

fn row(socket: &Listed, options: &Options<'_>) -> Row {
    let udp = socket.protocol == protocol::UDP;
    let port = |port: u16| {
        let name = services::by_port(port, udp).filter(|_| !options.has('n'));
        name.map_or_else(|| port.to_string(), str::to_owned)
    };
    let address = |address: Option<IpAddr>| match address {
        Some(IpAddr::V6(address)) => format!("[{address}]"),
        Some(IpAddr::V4(address)) => address.to_string(),
        None if socket.dual => "*".to_owned(),
        None if socket.v6only => "[::]".to_owned(),
        None => "0.0.0.0".to_owned(),
    };
    let owner = socket.owner.as_ref().filter(|_| options.has('p'));
    Row {
        netid: if udp { "udp" } else { "tcp" },
        state: state_name(socket).0,
        queued: socket.queued,
        local: (address(socket.local.0), port(socket.local.1)),
        peer: match socket.remote {
            Some(remote) => (address(Some(remote.ip())), port(remote.port())),
            None => (address(None), "*".to_owned()),
        },
        process: owner.map_or_else(String::new, |Owner { name, pid, fd }| {
            format!(" users:((\"{name}\",pid={pid},fd={fd}))")
        }),
    }
}

/// The lines in columns, as ss lays them out: addresses end where ports begin.
fn table(rows: &[Row], netid: bool, state: bool, bare: bool) -> String {
    let mut cells: Vec<Vec<String>> = Vec::new();
    if !bare {
        cells.push(
            [
                "Netid",
                "State",
                "Recv-Q",
                "Send-Q",
                "Local Address:",
                "Port",
                "Peer Address:",
                "Port",
                "Process",
            ]
            .map(str::to_owned)
            .to_vec(),
        );
    }
    for row in rows {
        cells.push(vec![
            row.netid.to_owned(),
            row.state.to_owned(),
            row.queued.0.to_string(),
            row.queued.1.to_string(),
            format!("{}:", row.local.0),
            row.local.1.clone(),
            format!("{}:", row.peer.0),
            row.peer.1.clone(),
            row.process.clone(),
        ]);
    }
    let width = |column: usize| cells.iter().map(|row| row[column].len()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..9).map(width).collect();
    let mut out = String::new();
    for row in &cells {
        if netid {
            out += &format!("{:w$} ", row[0], w = widths[0]);
        }
        if state {
            out += &format!("{:w$} ", row[1], w = widths[1]);
        }
        out += &format!("{:a$} {:b$} ", row[2], row[3], a = widths[2], b = widths[3]);
        out += &format!("{:>a$}{:b$} ", row[4], row[5], a = widths[4], b = widths[5]);
        out += &format!("{:>a$}{:b$}", row[6], row[7], a = widths[6], b = widths[7]);
        out += &format!("{:w$}", row[8], w = widths[8]);
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As `ss -nutlp` and `ss -nt` of iproute2 6.1 printed such sockets.
    #[test]
    fn columns_are_laid_out_as_by_ss() {
        let row =
            |netid, state, queue, local: (&str, &str), peer: (&str, &str), process: &str| Row {
                netid,
                state,
                queued: (0, queue),
                local: (local.0.to_owned(), local.1.to_owned()),
                peer: (peer.0.to_owned(), peer.1.to_owned()),
                process: process.to_owned(),
            };
        let any = ("0.0.0.0", "*");
        let rows = [
            row(
                "udp",
                "UNCONN",
                0,
                ("0.0.0.0", "7000"),
                any,
                " users:((\"nc\",pid=28016,fd=3))",
            ),
            row(
                "tcp",
                "LISTEN",
                1,
                ("0.0.0.0", "7002"),
                any,
                " users:((\"nc\",pid=28020,fd=3))",
            ),
        ];
        assert_eq!(
            table(&rows, true, true, false),
            "Netid State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess                       \n\
             udp   UNCONN 0      0            0.0.0.0:7000      0.0.0.0:*    users:((\"nc\",pid=28016,fd=3))\n\
             tcp   LISTEN 0      1            0.0.0.0:7002      0.0.0.0:*    users:((\"nc\",pid=28020,fd=3))\n"
        );
        let rows = [row(
            "tcp",
            "ESTAB",
            0,
            ("10.0.0.2", "7002"),
            ("10.0.0.1", "51854"),
            "",
        )];
        assert_eq!(
            table(&rows, false, true, false),
            "State Recv-Q Send-Q Local Address:Port Peer Address:Port Process\n\
             ESTAB 0      0           10.0.0.2:7002     10.0.0.1:51854       \n"
        );
        assert_eq!(
            table(&[], false, true, false),
            "State Recv-Q Send-Q Local Address:Port Peer Address:PortProcess\n"
        );
    }
}
