//! `ping`, as iputils prints it.

use std::{fmt::Write, net::IpAddr};

use dataplane::time::Duration;

use super::run::{Arguments, Done};
use crate::{
    lab::{HostId, Lab},
    probe::{Answer, Heard, Probe, hear},
};

/// The identifier of the first ping; the kernel would take the socket's number.
const IDENT: u16 = 12_297;

/// `-c COUNT -i INTERVAL -W TIMEOUT -s SIZE -t TTL TARGET`; without `-c` it sends three.
pub(super) fn run(lab: &mut Lab, host: HostId, args: &[&str]) -> Done {
    let arguments = match Arguments::read(args, &["-c", "-i", "-W", "-s", "-t"], &["-n"]) {
        Ok(arguments) => arguments,
        Err(message) => return Done::usage(&format!("ping: {message}")),
    };
    let Some(target) = arguments.target else {
        return Done::usage("ping: usage error: Destination address required");
    };
    let Some(source) = lab.host(host).source_for(target) else {
        return Done::usage("ping: connect: Network is unreachable");
    };
    let count = arguments.number("-c", 3.0).clamp(1.0, 10_000.0) as u16;
    let interval = Duration::from_secs_f64(arguments.number("-i", 1.0).min(3_600.0));
    let timeout = Duration::from_secs_f64(arguments.number("-W", 10.0).min(3_600.0));
    let size = arguments.number("-s", 56.0).min(65_000.0) as usize;
    let ttl = arguments.number("-t", 64.0).clamp(1.0, 255.0) as u8;

    let mut out = match target {
        IpAddr::V4(_) => format!(
            "PING {target} ({target}) {size}({}) bytes of data.\n",
            size + 28
        ),
        IpAddr::V6(_) => format!("PING {target}({target}) {size} data bytes\n"),
    };
    let echo = |seq| Probe::Echo { ident: IDENT, seq };
    let socket = lab.host(host).open_raw(target, echo(0).protocol(target));
    let began = lab.now();
    let mut last_sent = began;
    let mut times: Vec<Duration> = Vec::new();
    let mut errors = 0;
    for seq in 1..=count {
        let sent = lab.now();
        last_sent = sent;
        let packet = echo(seq).packet(source, target, ttl, size);
        lab.host(host).send_raw(socket, &packet);
        let heard = lab.wait(sent + timeout, |lab| {
            while let Some(packet) = lab.host(host).receive_raw(socket) {
                if let Some(heard) = hear(&packet).filter(|heard| heard.probe == echo(seq)) {
                    return Some(heard);
                }
            }
            None
        });
        if let Some(heard) = heard {
            let time = lab.now().saturating_since(sent);
            line(&mut out, seq, &heard, time);
            match heard.answer {
                Answer::Reply => times.push(time),
                Answer::Error { .. } => errors += 1,
            }
        }
        if seq < count {
            let pause = (sent + interval).saturating_since(lab.now());
            lab.run_for(pause);
        }
    }
    let end = if times.len() == usize::from(count) {
        last_sent + *times.last().unwrap_or(&Duration::ZERO)
    } else {
        lab.now()
    };
    lab.host(host).close(socket);
    summary(
        &mut out,
        target,
        count,
        errors,
        &times,
        end.saturating_since(began),
    );
    Done {
        status: i32::from(times.is_empty()),
        output: out,
    }
}

fn line(out: &mut String, seq: u16, heard: &Heard, time: Duration) {
    let Heard { from, ttl, len, .. } = heard;
    let _ = match heard.answer {
        Answer::Reply => writeln!(
            out,
            "{len} bytes from {from}: icmp_seq={seq} ttl={ttl} time={} ms",
            milliseconds(time)
        ),
        Answer::Error { kind, code, word } => {
            let text = match from {
                IpAddr::V4(_) => error4(kind, code, word),
                IpAddr::V6(_) => error6(kind, code, word),
            };
            writeln!(out, "From {from} icmp_seq={seq} {text}")
        }
    };
}

/// Three significant digits, as ping prints times.
fn milliseconds(time: Duration) -> String {
    let us = time.as_micros();
    let ms = time.as_secs_f64() * 1e3;
    match us {
        0..1_000 => format!("{ms:.3}"),
        1_000..10_000 => format!("{ms:.2}"),
        10_000..100_000 => format!("{ms:.1}"),
        _ => format!("{ms:.0}"),
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
        (3, 9) => "Destination Net Prohibited",
        (3, 10) => "Destination Host Prohibited",
        (3, 13) => "Packet filtered",
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

fn summary(
    out: &mut String,
    target: IpAddr,
    sent: u16,
    errors: u32,
    times: &[Duration],
    took: Duration,
) {
    let received = times.len();
    let errors = if errors == 0 {
        String::new()
    } else {
        format!(", +{errors} errors")
    };
    let loss = 100.0 * (usize::from(sent) - received) as f64 / f64::from(sent);
    // iputils prints loss with %g and six digits.
    let loss = format!("{loss:.4}");
    let loss = loss.trim_end_matches('0').trim_end_matches('.');
    let _ = write!(
        out,
        "\n--- {target} ping statistics ---\n\
         {sent} packets transmitted, {received} received{errors}, {loss}% packet loss, time {}ms\n",
        took.as_millis()
    );
    if received == 0 {
        return;
    }
    let ms: Vec<f64> = times.iter().map(|time| time.as_secs_f64() * 1e3).collect();
    let mean = ms.iter().sum::<f64>() / ms.len() as f64;
    let square = ms.iter().map(|t| t * t).sum::<f64>() / ms.len() as f64;
    let deviation = (square - mean * mean).max(0.0).sqrt();
    let (min, max) = ms
        .iter()
        .fold((f64::MAX, 0.0_f64), |(a, b), &t| (a.min(t), b.max(t)));
    let _ = writeln!(
        out,
        "rtt min/avg/max/mdev = {min:.3}/{mean:.3}/{max:.3}/{deviation:.3} ms"
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_three_digits() {
        for (us, text) in [
            (657, "0.657"),
            (1_710, "1.71"),
            (42_400, "42.4"),
            (123_456, "123"),
        ] {
            assert_eq!(milliseconds(Duration::from_micros(us)), text);
        }
    }

    #[test]
    fn the_summary_is_that_of_iputils() {
        let target = "2.2.2.12".parse().expect("address");
        let times: Vec<Duration> = [1_719, 657, 806].map(Duration::from_micros).to_vec();
        let mut out = String::new();
        summary(&mut out, target, 3, 0, &times, Duration::from_millis(2_019));
        assert_eq!(
            out,
            "\n--- 2.2.2.12 ping statistics ---\n\
             3 packets transmitted, 3 received, 0% packet loss, time 2019ms\n\
             rtt min/avg/max/mdev = 0.657/1.061/1.719/0.469 ms\n"
        );
        let mut out = String::new();
        summary(
            &mut out,
            target,
            3,
            2,
            &times[..1],
            Duration::from_millis(2_000),
        );
        assert!(out.contains("3 packets transmitted, 1 received, +2 errors, 66.6667% packet loss"));
    }
}
