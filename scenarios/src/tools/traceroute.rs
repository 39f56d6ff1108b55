//! `traceroute`, as Linux's prints it: three probes a hop, by UDP or, with `-I`, by echo requests.

use std::{fmt::Write, net::IpAddr};

use dataplane::time::Duration;
use smoltcp::wire::IpProtocol;

use super::run::{Arguments, Done};
use crate::{
    lab::{HostId, Lab},
    probe::{Answer, Probe, hear},
};

/// The identifier of its echo requests.
const IDENT: u16 = 21_042;
/// The port of the first datagram; each next probe goes to the next port.
const FIRST_PORT: u16 = 33_434;
/// Probes for each hop.
const PROBES: u16 = 3;

/// `[-n] [-I] [-m HOPS] [-w SECONDS] TARGET`; names are not resolved, with or without `-n`.
pub(super) fn run(lab: &mut Lab, host: HostId, args: &[&str]) -> Done {
    let arguments = match Arguments::read(args, &["-m", "-w"], &["-n", "-I"]) {
        Ok(arguments) => arguments,
        Err(message) => return Done::usage(&format!("traceroute: {message}")),
    };
    let Some(target) = arguments.target else {
        return Done::usage("Specify \"host\" missing argument.");
    };
    let Some(source) = lab.host(host).source_for(target) else {
        return Done {
            status: 1,
            output: "connect: Network is unreachable\n".to_owned(),
        };
    };
    let hops = arguments.number("-m", 30.0).clamp(1.0, 255.0) as u8;
    let timeout = Duration::from_secs_f64(arguments.number("-w", 5.0).min(60.0));
    // 60 bytes in all for IPv4, 80 for IPv6.
    let (size, data) = if target.is_ipv4() { (60, 32) } else { (80, 32) };
    let mut out =
        format!("traceroute to {target} ({target}), {hops} hops max, {size} byte packets\n");

    let icmp = match target {
        IpAddr::V4(_) => IpProtocol::Icmp,
        IpAddr::V6(_) => IpProtocol::Icmpv6,
    };
    let listener = lab.host(host).open_raw(target, icmp);
    let sender = if arguments.has("-I") {
        listener
    } else {
        lab.host(host).open_raw(target, IpProtocol::Udp)
    };
    let mut number = 0;
    let mut reached = false;
    for ttl in 1..=hops {
        let _ = write!(out, "{ttl:2} ");
        let mut said = None;
        for _ in 0..PROBES {
            number += 1;
            let probe = if arguments.has("-I") {
                Probe::Echo {
                    ident: IDENT,
                    seq: number,
                }
            } else {
                Probe::Udp {
                    source: 40_000 + number,
                    destination: FIRST_PORT + number - 1,
                }
            };
            let sent = lab.now();
            let packet = probe.packet(source, target, ttl, data);
            lab.host(host).send_raw(sender, &packet);
            let heard = lab.wait(sent + timeout, |lab| {
                while let Some(packet) = lab.host(host).receive_raw(listener) {
                    if let Some(heard) = hear(&packet).filter(|heard| heard.probe == probe) {
                        return Some(heard);
                    }
                }
                None
            });
            let Some(heard) = heard else {
                out.push_str(" *");
                continue;
            };
            if said != Some(heard.from) {
                said = Some(heard.from);
                let _ = if arguments.has("-n") {
                    write!(out, " {}", heard.from)
                } else {
                    write!(out, " {0} ({0})", heard.from)
                };
            }
            let ms = lab.now().saturating_since(sent).as_secs_f64() * 1e3;
            let _ = write!(out, "  {ms:.3} ms");
            match heard.answer {
                Answer::Reply => reached = true,
                Answer::Error { kind, code, .. } => {
                    let (end, mark) = verdict(target, kind, code);
                    reached |= end;
                    out.push_str(mark);
                }
            }
        }
        out.push('\n');
        if reached {
            break;
        }
    }
    if sender != listener {
        lab.host(host).close(sender);
    }
    lab.host(host).close(listener);
    Done {
        status: 0,
        output: out,
    }
}

/// Whether an error ends the trace, and the mark that is printed behind the time.
fn verdict(target: IpAddr, kind: u8, code: u8) -> (bool, &'static str) {
    match (target, kind, code) {
        (IpAddr::V4(_), 11, _) | (IpAddr::V6(_), 3, _) => (false, ""),
        (IpAddr::V4(_), 3, 3) | (IpAddr::V6(_), 1, 4) => (true, ""),
        (IpAddr::V4(_), 3, 0) | (IpAddr::V6(_), 1, 0) => (true, " !N"),
        (IpAddr::V4(_), 3, 1) | (IpAddr::V6(_), 1, 3) => (true, " !H"),
        (IpAddr::V4(_), 3, 2) => (true, " !P"),
        (IpAddr::V4(_), 3, 13) | (IpAddr::V6(_), 1, 1) => (true, " !X"),
        (_, _, _) => (true, " !"),
    }
}
