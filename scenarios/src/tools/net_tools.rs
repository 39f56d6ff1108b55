//! `arp`, `route` and `hostname`, as the net-tools print what `ip` knows.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use super::getopt::{Options, Spec};
use crate::jobs::Io;

const ARP: Spec = Spec {
    short: "anvei:d:s:D",
    long: &[
        ("numeric", false, 'n'),
        ("device", true, 'i'),
        ("delete", true, 'd'),
        ("verbose", false, 'v'),
    ],
    stops: false,
};

/// `arp [-n] [-a] [-i IF] [HOST]`, `arp -d HOST`
pub(super) async fn arp(io: &Io, args: &[&str]) -> i32 {
    let options = match Options::read(&ARP, args) {
        Ok(options) => options,
        Err(bad) => {
            io.print(format!(
                "arp: {}\nUsage:\n  arp [-vn]  [-i <if>] [-a] [<hostname>]\n  arp [-v]   [-i <if>] -d  <host>\n",
                bad.text()
            ));
            return 3;
        }
    };
    let listed = io.command(&["ip", "-4", "neigh", "show"], Vec::new()).await;
    let lines = listed.output.lines().filter_map(Entry::read);
    let on = |entry: &Entry| options.value('i').is_none_or(|link| entry.link == link);
    let entries: Vec<Entry> = lines.filter(on).collect();
    if let Some(host) = options.value('d') {
        let Some(entry) = entries.iter().find(|entry| entry.address == host) else {
            io.print(format!("No ARP entry for {host}\n"));
            return 255;
        };
        let argv = ["ip", "neigh", "del", &entry.address, "dev", &entry.link];
        return io.command(&argv, Vec::new()).await.status;
    }
    let name = |entry: &Entry| {
        let address = entry.address.parse().ok();
        address
            .and_then(|address| io.name_of(address))
            .filter(|_| !options.has('n'))
    };
    let wanted = options.operands.first();
    let shown: Vec<&Entry> = entries
        .iter()
        .filter(|entry| wanted.is_none_or(|wanted| entry.address == *wanted))
        .collect();
    if let (Some(host), true) = (wanted, shown.is_empty()) {
        io.print(format!("{host} ({host}) -- no entry\n"));
        return 0;
    }
    if options.has('a') {
        for entry in shown {
            let name = name(entry).unwrap_or_else(|| "?".to_owned());
            let mac = match &entry.mac {
                Some(mac) => format!(
                    "{mac} [ether]{}",
                    if entry.permanent { " PERM" } else { "" }
                ),
                None => "<incomplete>".to_owned(),
            };
            io.print(format!(
                "{name} ({}) at {mac} on {}\n",
                entry.address, entry.link
            ));
        }
        return 0;
    }
    if shown.is_empty() {
        return 0;
    }
    io.print("Address                  HWtype  HWaddress           Flags Mask            Iface\n");
    for entry in shown {
        let shown = name(entry).unwrap_or_else(|| entry.address.clone());
        let flags = if entry.permanent { "CM" } else { "C" };
        io.print(match &entry.mac {
            Some(mac) => format!(
                "{shown:<24} ether   {mac:<19} {flags:<6}{:16}{}\n",
                "", entry.link
            ),
            None => format!("{shown:<24}         (incomplete){:30}{}\n", "", entry.link),
        });
    }
    0
}

/// The word behind another one.
fn behind<'a>(words: &[&'a str], wanted: &str) -> Option<&'a str> {
    let at = words.iter().position(|word| *word == wanted)?;
    words.get(at + 1).copied()
}

/// A line of `ip neigh`.
struct Entry {
    address: String,
    link: String,
    mac: Option<String>,
    permanent: bool,
}

impl Entry {
    fn read(line: &str) -> Option<Self> {
        let words: Vec<&str> = line.split_whitespace().collect();
        // What was asked for without an answer is listed as incomplete.
        Some(Self {
            address: (*words.first()?).to_owned(),
            link: behind(&words, "dev")?.to_owned(),
            mac: behind(&words, "lladdr").map(str::to_owned),
            permanent: words.contains(&"PERMANENT"),
        })
    }
}

const ROUTE: Spec = Spec {
    short: "nev46A:",
    long: &[("numeric", false, 'n')],
    stops: true,
};

/// `route [-n]`, and `route add|del` by way of `ip route`.
pub(super) async fn route(io: &Io, args: &[&str]) -> i32 {
    let options = match Options::read(&ROUTE, args) {
        Ok(options) => options,
        Err(bad) => {
            io.print(format!(
                "route: {}\nUsage: route [-nNvee] [-FC]\n",
                bad.text()
            ));
            return 4;
        }
    };
    if !options.operands.is_empty() {
        io.print("route: the lab's only lists; ip route changes\n");
        return 4;
    }
    let listed = io.command(&["ip", "-4", "route", "show"], Vec::new()).await;
    io.print(
        "Kernel IP routing table\n\
         Destination     Gateway         Genmask         Flags Metric Ref    Use Iface\n",
    );
    let mut rows: Vec<Row> = listed.output.lines().filter_map(Row::read).collect();
    // By address, as the kernel's tree has them.
    rows.sort_by_key(|row| (u32::from(row.net.network()), row.net.prefix_len()));
    for row in rows {
        let numeric = options.has('n');
        let is_default = row.net.prefix_len() == 0;
        let destination = match (is_default, numeric) {
            (true, false) => "default".to_owned(),
            (_, _) => row.net.network().to_string(),
        };
        let gateway = row.gateway.unwrap_or(Ipv4Addr::UNSPECIFIED).to_string();
        let mut flags = "U".to_owned();
        flags += if row.gateway.is_some() { "G" } else { "" };
        flags += if row.net.prefix_len() == 32 { "H" } else { "" };
        let flags = if row.reject { "!".to_owned() } else { flags };
        io.print(format!(
            "{destination:<15} {gateway:<15} {:<15} {flags:<5} {:<6} 0        0 {}\n",
            row.net.netmask(),
            row.metric,
            row.link
        ));
    }
    0
}

/// A line of `ip route`.
struct Row {
    net: Ipv4Net,
    gateway: Option<Ipv4Addr>,
    metric: u32,
    link: String,
    reject: bool,
}

impl Row {
    fn read(line: &str) -> Option<Self> {
        let mut words: Vec<&str> = line.split_whitespace().collect();
        let reject = matches!(words.first()?, &"unreachable" | &"prohibit" | &"blackhole");
        if reject {
            words.remove(0);
        }
        let net = match *words.first()? {
            "default" => Ipv4Net::default(),
            word => word
                .parse()
                .or_else(|_| word.parse::<Ipv4Addr>().map(Ipv4Net::from))
                .ok()?,
        };
        Some(Self {
            net,
            gateway: behind(&words, "via").and_then(|word| word.parse().ok()),
            metric: behind(&words, "metric")
                .and_then(|word| word.parse().ok())
                .unwrap_or(0),
            link: behind(&words, "dev")
                .unwrap_or(if reject { "-" } else { "*" })
                .to_owned(),
            reject,
        })
    }
}

const HOSTNAME: Spec = Spec {
    short: "sfiIAd",
    long: &[],
    stops: false,
};

/// `hostname [-I]`
pub(super) fn hostname(io: &Io, args: &[&str]) -> i32 {
    let options = match Options::read(&HOSTNAME, args) {
        Ok(options) => options,
        Err(bad) => {
            io.print(format!(
                "hostname: {}\nUsage: hostname [-f|-i|-I|-s]      display formatted name\n",
                bad.text()
            ));
            return 255;
        }
    };
    if !options.operands.is_empty() {
        io.print("hostname: you must be root to change the host name\n");
        return 1;
    }
    if options.has('I') || options.has('i') {
        let stack = io.stack();
        let mut out = String::new();
        for link in stack.links().iter().filter(|link| link.name != "lo") {
            for net in link.reachable() {
                out += &format!("{} ", net.addr());
            }
        }
        io.print(out + "\n");
    } else {
        io.print(format!("{}\n", io.host()));
    }
    0
}
