//! `nmap`, as 7.93 run by root scans ports and prints them: by half-open connections (`-sS`), whole ones
//! (`-sT`) or datagrams (`-sU`), of hosts that answer first.

mod discover;
mod probe;
mod report;

use std::net::IpAddr;

use dataplane::time::{Duration, Instant};
use ipnet::IpNet;

use super::{
    getopt::{Options, Spec},
    services, wall,
};
use crate::jobs::{Family, Io};
use probe::{Finding, Patience};

const SPEC: Spec = Spec {
    short: "p:nRv6FT:e:S:d",
    long: &[
        ("reason", false, 'r'),
        ("open", false, 'o'),
        ("host-timeout", true, 'H'),
        ("max-retries", true, 'M'),
    ],
    stops: false,
};
/// Most addresses of one scan.
const MOST: usize = 1024;

/// How ports are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Technique {
    Syn,
    Connect,
    Udp,
    /// No ports at all.
    None,
}

/// What to do.
struct Task {
    technique: Technique,
    /// Hosts are taken to be up (`-Pn`).
    assume: bool,
    numeric: bool,
    reasons: bool,
    only_open: bool,
    /// `--max-retries`.
    retries: Option<u32>,
    ports: Vec<u16>,
}

/// What is known of a host.
struct Host {
    address: IpAddr,
    name: Option<String>,
    /// The round trip of the answer that showed it up.
    latency: Option<Duration>,
    mac: Option<dataplane::iface::MacAddr>,
    findings: Vec<Finding>,
}

pub(super) async fn run(io: &Io, args: &[&str]) -> i32 {
    let (technique, assume, rest) = match techniques(args) {
        Ok(read) => read,
        Err(complaint) => {
            io.print(complaint);
            return 255;
        }
    };
    let options = match Options::read(&SPEC, &rest) {
        Ok(options) => options,
        Err(bad) => {
            io.print(format!(
                "nmap: {}\nSee the output of nmap -h for a summary of options.\n",
                bad.text()
            ));
            return 255;
        }
    };
    let began = io.now();
    let at = wall::moment(began);
    io.print(format!(
        "Starting Nmap 7.93 ( https://nmap.org ) at {}-{:02}-{:02} {:02}:{:02} UTC\n",
        at.year, at.month, at.day, at.hour, at.minute
    ));
    let ports = match ports(&options) {
        Ok(ports) => ports,
        Err(complaint) => {
            io.print(format!("{complaint}\nQUITTING!\n"));
            return 1;
        }
    };
    let task = Task {
        technique,
        assume,
        numeric: options.has('n'),
        reasons: options.has('r'),
        only_open: options.has('o'),
        retries: options.value('M').and_then(|most| most.parse().ok()),
        ports,
    };
    let family = if options.has('6') {
        Family::V6
    } else {
        Family::V4
    };
    let mut targets = Vec::new();
    for &operand in &options.operands {
        match target(io, operand, family) {
            Some(list) => targets.extend(list),
            None => io.print(format!("Failed to resolve \"{operand}\".\n")),
        }
    }
    targets.truncate(MOST);
    let mut up = 0;
    let mut scanned = 0;
    for (address, given) in targets {
        let Ok((source, _)) = io.way_to(address).await else {
            io.print(format!(
                "setup_target: failed to determine route to {address}\n"
            ));
            continue;
        };
        scanned += 1;
        let name = given.or_else(|| io.name_of(address).filter(|_| !task.numeric));
        if let Some(host) = scan(io, &task, source, address, name).await {
            up += 1;
            io.print(report::host(&task, &host));
        }
    }
    if scanned == 0 {
        io.print("WARNING: No targets were specified, so 0 hosts scanned.\n");
    }
    if scanned == 1 && up == 0 && !task.assume {
        io.print(
            "Note: Host seems down. If it is really up, but blocking our ping probes, try -Pn\n",
        );
    }
    io.print(done(io, began, scanned, up));
    0
}

fn done(io: &Io, began: Instant, scanned: usize, up: usize) -> String {
    let seconds = io.now().saturating_since(began).as_secs_f64();
    format!(
        "Nmap done: {scanned} IP {} ({up} {} up) scanned in {seconds:.2} seconds\n",
        if scanned == 1 { "address" } else { "addresses" },
        if up == 1 { "host" } else { "hosts" },
    )
}

/// Options of two letters, and the rest.
fn techniques<'a>(args: &[&'a str]) -> Result<(Technique, bool, Vec<&'a str>), String> {
    let (mut technique, mut assume, mut rest) = (Technique::Syn, false, Vec::new());
    for &arg in args {
        match arg {
            "-sS" => technique = Technique::Syn,
            "-sT" => technique = Technique::Connect,
            "-sU" => technique = Technique::Udp,
            "-sn" | "-sP" => technique = Technique::None,
            "-Pn" | "-P0" | "-PN" => assume = true,
            _ if arg.starts_with("-s") && arg.len() > 2 => {
                return Err(format!(
                    "Scantype {} not supported\nQUITTING!\n",
                    arg.chars().nth(2).unwrap_or('?')
                ));
            }
            _ => rest.push(arg),
        }
    }
    Ok((technique, assume, rest))
}

/// `22,80,100-200,http`, `-`; without `-p`, and with `-F`, the well-known ports.
fn ports(options: &Options<'_>) -> Result<Vec<u16>, String> {
    let Some(text) = options.value('p') else {
        return Ok((1..=if options.has('F') { 100 } else { 1000 }).collect());
    };
    let mut list = Vec::new();
    for part in text.split(',') {
        let bad = || {
            format!("Found no matches for the service mask '{part}' and your specified protocols")
        };
        let part = part.trim_start_matches("T:").trim_start_matches("U:");
        match part.split_once('-') {
            Some((first, last)) => {
                let number = |word: &str, default| match word {
                    "" => Some(default),
                    word => word.parse::<u16>().ok(),
                };
                let (Some(first), Some(last)) = (number(first, 1), number(last, 65_535)) else {
                    return Err(bad());
                };
                list.extend(first..=last);
            }
            None => {
                list.push(services::port(part).ok_or_else(bad)?);
            }
        }
    }
    list.sort_unstable();
    list.dedup();
    Ok(list)
}

/// The addresses of a target, with the name if it was given by name.
fn target(io: &Io, operand: &str, family: Family) -> Option<Vec<(IpAddr, Option<String>)>> {
    if let Ok(net) = operand.parse::<IpNet>() {
        let all: Vec<IpAddr> = match net.trunc() {
            IpNet::V4(net) => (u32::from(net.network())..=u32::from(net.broadcast()))
                .take(MOST)
                .map(|address| IpAddr::V4(address.into()))
                .collect(),
            IpNet::V6(net) => net.hosts().take(MOST).map(IpAddr::V6).collect(),
        };
        return Some(all.into_iter().map(|address| (address, None)).collect());
    }
    let address = io.resolve(operand, family)?;
    let name = operand
        .parse::<IpAddr>()
        .is_err()
        .then(|| operand.to_owned());
    Some(vec![(address, name)])
}

/// Looks whether a host is up, and then at its ports.
async fn scan(
    io: &Io,
    task: &Task,
    source: IpAddr,
    address: IpAddr,
    name: Option<String>,
) -> Option<Host> {
    let own = io.stack().is_own(address);
    let found = if own {
        Some(discover::Found {
            latency: Some(Duration::from_micros(5)),
            mac: None,
        })
    } else {
        discover::discover(io, source, address, task.assume).await
    };
    let found = found?;
    let mut host = Host {
        address,
        name,
        latency: found.latency,
        mac: found.mac,
        findings: Vec::new(),
    };
    let wait = match host.latency {
        Some(latency) => (latency * 4).max(Duration::from_millis(100)),
        None => Duration::from_secs(1),
    };
    let patience = Patience {
        wait,
        retries: task.retries,
    };
    host.findings = match task.technique {
        Technique::None => Vec::new(),
        // What comes back from the machine itself passes no card.
        Technique::Syn if !own => probe::syn(io, source, address, &task.ports, patience).await,
        Technique::Syn | Technique::Connect => {
            probe::connect(io, address, &task.ports, patience).await
        }
        Technique::Udp => probe::udp(io, source, address, &task.ports, patience).await,
    };
    let mut findings = host.findings.iter();
    if let Some(cap) = patience.cap()
        && findings.any(|finding| finding.reason == "no-response")
    {
        io.print(format!(
            "Warning: {address} giving up on port because retransmission cap hit ({cap}).\n"
        ));
    }
    if host.latency.is_none() {
        host.latency = host
            .findings
            .iter()
            .filter_map(|finding| finding.took)
            .min();
    }
    Some(host)
}
