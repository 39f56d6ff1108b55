//! `cargo run --release`: the main job in one process, for somebody who has never seen it.

use std::{
    io::{self, Write},
    net::IpAddr,
};

use dataplane::{iface::MacAddr, time::Duration};

use crate::{
    host::Host,
    lab::{HostId, Lab, Plug, RouterId},
    link::LinkSpec,
    router::Router,
    tools,
};

const INTRODUCTION: &str = "\
Tollgate: a router that runs as a process. Here it routes between two hosts in memory, without root.

    server1                         router1                         server2
    ens4  1.1.1.11/24 ───────── ens4  1.1.1.1/24
          fd00:1::11/64               fd00:1::1/64
                                ens5  2.2.2.1/24 ───────── ens4  2.2.2.12/24
                                      fd00:2::1/64               fd00:2::12/64

router1 is what `tollgate run` runs: the same commands, the same worker, real frames. So are the servers, with
smoltcp's TCP on top. Time is virtual: it jumps from event to event, and every run is the same.
";

const FAREWELL: &str = "
What next:
    tollgate run FILE…      the same with real ports (tap, network cards), as root: docs/src/first-router.md
    tollgate replay …       captures through a configuration, without root: docs/src/replay.md
    tollgate --help         everything else; the book is docs/src/SUMMARY.md
";

/// Bytes of the bulk transfer.
const BULK: u64 = 10_000_000;

/// Who is in the lab.
struct Demo<'a> {
    lab: Lab,
    server1: HostId,
    server2: HostId,
    router1: RouterId,
    out: &'a mut dyn Write,
}

/// Runs the demonstration, with what happens in it decided by `seed`, and prints it to `out`.
/// `false` if something in it did not go as it should.
///
/// # Errors
/// When `out` can't be written to.
pub fn run(seed: u64, out: &mut dyn Write) -> io::Result<bool> {
    out.write_all(INTRODUCTION.as_bytes())?;
    let mut lab = Lab::new(seed);
    let card = |n| MacAddr([0x52, 0x54, 0, 0, 0, n]);
    let (seed1, seed2, seed3) = (lab.seed(), lab.seed(), lab.seed());
    let server1 = lab.add_host(Host::new("server1", &[("ens4", card(0x11))], seed1));
    let server2 = lab.add_host(Host::new("server2", &[("ens4", card(0x12))], seed2));
    let ports = [("ens4", "52:54:00:00:01:04"), ("ens5", "52:54:00:00:01:05")];
    let router1 = lab.add_router(Router::new("router1", &ports, seed3));
    let cable = LinkSpec::default();
    lab.connect(Plug::Host(server1, 0), Plug::Router(router1, 0), cable);
    lab.connect(Plug::Router(router1, 1), Plug::Host(server2, 0), cable);
    let mut demo = Demo {
        lab,
        server1,
        server2,
        router1,
        out,
    };
    let well = demo.play()?;
    out.write_all(FAREWELL.as_bytes())?;
    Ok(well)
}

impl Demo<'_> {
    fn play(&mut self) -> io::Result<bool> {
        let (server1, server2) = (self.server1, self.server2);
        let mut well = true;

        self.title("The router is configured as Linux is")?;
        for line in [
            "ip a a 1.1.1.1/24 dev ens4",
            "ip a a fd00:1::1/64 dev ens4 nodad",
            "ip l s up ens4",
            "ip a a 2.2.2.1/24 dev ens5",
            "ip a a fd00:2::1/64 dev ens5 nodad",
            "ip l s up ens5",
            "ip -4 -o a",
            "ip r",
        ] {
            well &= self.on_router(line)?;
        }

        self.title("So are the servers")?;
        for (host, own, far, gateway) in [(server1, "1", "2", "11"), (server2, "2", "1", "12")] {
            for line in [
                format!("ip a a {own}.{own}.{own}.{gateway}/24 dev ens4"),
                format!("ip a a fd00:{own}::{gateway}/64 dev ens4 nodad"),
                "ip l s up ens4".to_owned(),
                format!("ip r a {far}.{far}.{far}.0/24 via {own}.{own}.{own}.1"),
                format!("ip r a fd00:{far}::/64 via fd00:{own}::1"),
            ] {
                well &= self.on_host(host, &line)?;
            }
        }
        well &= self.on_host(server1, "ip r")?;
        well &= self.on_host(server1, "ping -c 1 1.1.1.1")?;
        well &= self.on_host(server2, "ping -c 1 fd00:2::1")?;

        self.title("Forwarding is off at first, as in Linux; the drop says so")?;
        well &= !self.on_host(server1, "ping -c 1 -W 1 2.2.2.12")?;
        well &= self.on_router("tollgate drops")?;
        well &= self.on_router("sysctl -w net.ipv4.conf.all.forwarding=1")?;
        well &= self.on_router("sysctl -w net.ipv6.conf.all.forwarding=1")?;

        self.title("Through the router: the TTL is one less")?;
        well &= self.on_host(server1, "ping -c 3 2.2.2.12")?;
        well &= self.on_host(server1, "ping -c 3 fd00:2::12")?;
        well &= self.on_host(server1, "traceroute -n 2.2.2.12")?;
        well &= self.on_host(server1, "traceroute -n -I fd00:2::12")?;

        self.title("Two TCP stacks talk through it")?;
        well &= self.bulk("2.2.2.12")?;
        well &= self.bulk("fd00:2::12")?;

        self.title("Which route decides, for packets that were never sent")?;
        for line in [
            "ip rule",
            "ip route get 2.2.2.12 from 1.1.1.11 iif ens4",
            "ip route get 1.1.1.1 from 2.2.2.12 iif ens5",
            "ip -6 route get fd00:2::12",
        ] {
            well &= self.on_router(line)?;
        }
        self.on_router("ip route get 9.9.9.9")?;
        self.on_host(server1, "ip r a 9.9.9.0/24 via 1.1.1.1")?;
        self.on_host(server1, "ping -c 1 9.9.9.9")?;

        self.title("What the router knows and has counted")?;
        for line in ["ip neigh", "ip -s link show ens4", "tollgate drops"] {
            well &= self.on_router(line)?;
        }
        Ok(well)
    }

    fn title(&mut self, title: &str) -> io::Result<()> {
        writeln!(self.out, "\n── {title}")
    }

    fn on_router(&mut self, line: &str) -> io::Result<bool> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let done = self.lab.router(self.router1).execute(&words);
        write!(self.out, "root@router1:~# {line}\n{}", done.output)?;
        Ok(done.status == 0)
    }

    fn on_host(&mut self, host: HostId, line: &str) -> io::Result<bool> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let done = tools::run(&mut self.lab, host, &words);
        let name = self.lab.host(host).name();
        write!(self.out, "root@{name}:~# {line}\n{}", done.output)?;
        Ok(done.status == 0)
    }

    /// A bulk transfer from server1 to server2.
    fn bulk(&mut self, address: &str) -> io::Result<bool> {
        let Ok(address) = address.parse::<IpAddr>() else {
            return Ok(false);
        };
        let done = tools::transfer(&mut self.lab, self.server1, self.server2, address, BULK);
        let Some(done) = done else {
            writeln!(self.out, "server1 → {address}: the transfer stalled")?;
            return Ok(false);
        };
        writeln!(
            self.out,
            "{} → {address}: {} MB in {:.3} s, {:.0} Mbit/s on gigabit cables, {}",
            done.from.0,
            done.bytes / 1_000_000,
            done.took.as_secs_f64(),
            done.rate() / 1e6,
            if done.intact {
                "every byte as it was sent"
            } else {
                "DAMAGED"
            }
        )?;
        self.lab.run_for(Duration::from_secs(1));
        Ok(done.intact)
    }
}
