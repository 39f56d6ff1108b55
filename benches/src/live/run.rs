//! The order of a comparison.

use std::{io, time::Duration};

use super::{
    BareOptions, Cell, Kind, Report,
    frames::{Flood, flood},
    net::SINK_MAC,
    router::Router,
    tcp::stream,
};

/// What is compared and for how long.
#[derive(Clone, Debug)]
pub struct LiveOptions {
    /// The routers, in order; ratios are to [`Kind::Kernel`] of the same round.
    pub kinds: Vec<Kind>,
    /// How often the whole comparison is made; the medians are reported.
    pub rounds: usize,
    /// How long each single measurement takes.
    pub time: Duration,
    /// Frames a second of the paced measurement.
    pub rate: f64,
    /// Whether the TCP streams are measured.
    pub tcp: bool,
    /// Whether the small frames are measured.
    pub frames: bool,
    /// The daemon's program.
    pub tollgate: String,
    /// How the bare loop waits.
    pub bare: BareOptions,
}

/// Makes the comparison.
///
/// # Errors
/// When a namespace, a router or a tool fails.
pub fn run(options: &LiveOptions) -> io::Result<Report> {
    let mut report = Report::default();
    for round in 0..options.rounds {
        for &kind in &options.kinds {
            eprintln!("round {} of {}: {kind}", round + 1, options.rounds);
            let router = Router::start(kind, &options.tollgate, &options.bare)?;
            measure(options, kind, &router, &mut report)?;
        }
    }
    Ok(report)
}

fn measure(
    options: &LiveOptions,
    kind: Kind,
    router: &Router,
    report: &mut Report,
) -> io::Result<()> {
    let topology = &router.topology;
    if options.tcp {
        for (from, cell) in [(0, Cell::TcpThere), (1, Cell::TcpBack)] {
            report.add(kind, cell, stream(topology, from, options.time)?);
        }
    }
    // The generator sends through a packet socket in either case; a tap in a host's namespace is
    // as good a device to it as a veth.
    if options.frames {
        let at_sink = || topology.hosts[1].received("v0");
        let to_router = super::net::ROUTER_MAC[0];
        let accounts = router.accounts();
        let go = |mac, rate, arrivals: &dyn Fn() -> io::Result<u64>| {
            flood(topology, mac, rate, options.time, &accounts, arrivals)
        };
        let paced = go(to_router, Some(options.rate), &at_sink)?;
        let most = go(to_router, None, &at_sink)?;
        report.add(kind, Cell::Offered, paced.offered);
        report.add(kind, Cell::Arrived, paced.arrived);
        report.add(kind, Cell::CpuGross, paced.cpu);
        report.add(kind, Cell::Most, most.arrived);
        if kind == Kind::Kernel {
            // The same frames to nobody: dropped at the first hop, they cost what the generator and
            // one hop cost.
            let Flood { cpu, .. } = go(SINK_MAC, Some(options.rate), &|| Ok(0))?;
            report.add(kind, Cell::Generator, cpu);
        }
    }
    Ok(())
}
