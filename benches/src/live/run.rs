//! The order of a comparison.

use std::{io, time::Duration};

use super::{
    BareOptions, Cell, Kind, Report,
    frames::{Sender, Target, flood},
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
    /// Lines of `iptables …` that the kernel and Tollgate both get.
    pub rules: String,
}

/// Makes the comparison.
///
/// # Errors
/// When a namespace, a router or a tool fails.
pub fn run(options: &LiveOptions) -> io::Result<Report> {
    let mut report = Report::default();
    // The same hosts for all.
    let gro = options.kinds.contains(&Kind::XdpOffload);
    for round in 0..options.rounds {
        for &kind in &options.kinds {
            eprintln!("round {} of {}: {kind}", round + 1, options.rounds);
            let rules = (options.rules.as_str(), gro);
            let router = Router::start(kind, &options.tollgate, &options.bare, rules)?;
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
    if !options.frames {
        return Ok(());
    }
    let accounts = router.accounts();
    let at_sink = || topology.hosts[1].received("v0");
    let go = |sender, rate| {
        let what = (sender, Target::Sink);
        flood(topology, what, rate, options.time, &accounts, at_sink)
    };
    let paced = go(Sender::Packet, Some(options.rate))?;
    report.add(kind, Cell::Offered, paced.offered);
    report.add(kind, Cell::Arrived, paced.arrived);
    report.add(kind, Cell::CpuPacket, paced.cpu);
    // UDP sockets offer less than the packet socket: as much as they can, if need be.
    report.add(
        kind,
        Cell::CpuSocket,
        go(Sender::Socket, Some(options.rate))?.cpu,
    );
    report.add(kind, Cell::Most, go(Sender::Packet, None)?.arrived);
    if kind == Kind::Kernel {
        let what = (Sender::Packet, Target::Nobody);
        let rate = Some(options.rate);
        let sender = flood(topology, what, rate, options.time, &accounts, || Ok(0))?;
        report.add(kind, Cell::Sender, sender.cpu);
    }
    Ok(())
}
