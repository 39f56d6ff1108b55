//! What is printed of a host.

use std::fmt::Write;

use dataplane::{iface::MacAddr, time::Duration};

use super::{
    Host, Task, Technique,
    probe::{Finding, State},
};
use crate::tools::services;

/// Ports of one state, other than open, that are listed; more are only counted.
const LISTED: usize = 25;

/// The report of a host that is up.
pub(super) fn host(task: &Task, host: &Host) -> String {
    let address = host.address;
    let mut out = match &host.name {
        Some(name) => format!("Nmap scan report for {name} ({address})\n"),
        None => format!("Nmap scan report for {address}\n"),
    };
    out += &match host.latency {
        Some(latency) => format!("Host is up ({}s latency).\n", significant(latency)),
        None => "Host is up.\n".to_owned(),
    };
    if task.technique != Technique::None {
        ports(&mut out, task, host);
    }
    if let Some(mac) = host.mac {
        let bytes = mac.0.map(|byte| format!("{byte:02X}")).join(":");
        let _ = writeln!(out, "MAC Address: {bytes} ({})", vendor(mac));
    }
    if task.technique != Technique::None {
        out.push('\n');
    }
    out
}

fn ports(out: &mut String, task: &Task, host: &Host) {
    let of = |state| {
        host.findings
            .iter()
            .filter(move |finding| finding.state == state)
    };
    let ignored: Vec<State> = [State::Filtered, State::Closed, State::OpenFiltered]
        .into_iter()
        .filter(|state| of(*state).count() > LISTED || (task.only_open && *state != State::Open))
        .filter(|state| of(*state).count() > 0)
        .collect();
    let shown: Vec<&Finding> = host
        .findings
        .iter()
        .filter(|finding| !ignored.contains(&finding.state))
        .collect();
    if shown.is_empty() && !ignored.is_empty() {
        let count = host.findings.len();
        let name = match &host.name {
            Some(name) => format!("{name} ({})", host.address),
            None => host.address.to_string(),
        };
        let _ = writeln!(
            out,
            "All {count} scanned ports on {name} are in ignored states."
        );
    }
    if !ignored.is_empty() {
        let counts: Vec<String> = ignored
            .iter()
            .map(|state| {
                let count = of(*state).count();
                let protocol = if task.technique == Technique::Udp {
                    "udp"
                } else {
                    "tcp"
                };
                let reason = of(*state).next().map_or("", |finding| {
                    finding.reason.split(" ttl").next().unwrap_or_default()
                });
                format!("{count} {} {protocol} ports ({reason})", state.name())
            })
            .collect();
        let _ = writeln!(out, "Not shown: {}", counts.join(", "));
    } else {
        out.push('\n');
    }
    if shown.is_empty() {
        return;
    }
    let mut rows = vec![vec![
        "PORT".to_owned(),
        "STATE".to_owned(),
        "SERVICE".to_owned(),
    ]];
    if task.reasons {
        rows[0].push("REASON".to_owned());
    }
    for finding in shown {
        let protocol = if finding.udp { "udp" } else { "tcp" };
        let mut row = vec![
            format!("{}/{protocol}", finding.port),
            finding.state.name().to_owned(),
            services::nmap(finding.port, finding.udp).to_owned(),
        ];
        if task.reasons {
            row.push(finding.reason.clone());
        }
        rows.push(row);
    }
    let columns = rows[0].len();
    let widths: Vec<usize> = (0..columns)
        .map(|column| rows.iter().map(|row| row[column].len()).max().unwrap_or(0))
        .collect();
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            let _ = write!(line, "{cell:width$} ");
        }
        let _ = writeln!(out, "{}", line.trim_end());
    }
}

/// Two significant digits.
fn significant(latency: Duration) -> String {
    let seconds = latency.as_secs_f64();
    if seconds <= 0.0 {
        return "0.00".to_owned();
    }
    let digits = (1 - seconds.log10().floor() as i32).max(0) as usize;
    format!("{seconds:.digits$}")
}

/// Who makes cards with such addresses.
fn vendor(mac: MacAddr) -> &'static str {
    match mac.0 {
        [0x52, 0x54, 0x00, ..] => "QEMU virtual NIC",
        [0x08, 0x00, 0x27, ..] => "Oracle VirtualBox virtual NIC",
        [0x00, 0x0c, 0x29, ..] | [0x00, 0x50, 0x56, ..] => "VMware",
        [0x00, 0x16, 0x3e, ..] => "Xensource",
        _ => "Unknown",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latencies_have_two_digits() {
        for (us, text) in [
            (44, "0.000044"),
            (350, "0.00035"),
            (1_149, "0.0011"),
            (1_500_000, "1.5"),
        ] {
            assert_eq!(significant(Duration::from_micros(us)), text);
        }
    }
}
