//! The order of a comparison.

use std::{io, time::Duration};

use super::{
    BareOptions, Cell, Kind, Place, Quantile, Report,
    connects::connections,
    frames::{Flood, Load, Sender, Target, establish, flood, meanwhile},
    idle, interrupt,
    latency::{pings, trips},
    router::{Polling, Router},
    rules::filter,
    tcp::{Way, streams},
    udp::{self, Sending},
};

/// What hosts behind a router have between them and the world: connections are tracked and their addresses
/// translated.
pub const MASQUERADE: &str = "\
    iptables -A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n\
    iptables -t nat -A POSTROUTING -s 10.99.1.0/24 -j MASQUERADE\n";

/// One of the measurements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Measure {
    /// The daemon's CPU time without traffic.
    Idle,
    /// One TCP stream.
    Tcp,
    /// Eight TCP streams.
    Streams,
    /// Small frames: how many go, and their CPU time.
    Frames,
    /// Large datagrams as fast as a socket takes them.
    Udp,
    /// Ping, and round trips without load and at half of the most small frames.
    Latency,
    /// New TCP connections.
    Connects,
    /// Small frames and new flows with many rules.
    Rules,
}

impl Measure {
    /// All of them, in their order.
    pub const ALL: [Self; 8] = [
        Self::Idle,
        Self::Tcp,
        Self::Streams,
        Self::Frames,
        Self::Udp,
        Self::Latency,
        Self::Connects,
        Self::Rules,
    ];
}

/// What is compared and for how long.
#[derive(Clone, Debug)]
pub struct LiveOptions {
    /// The routers, in order; ratios are to [`Kind::Kernel`] of the same round.
    pub kinds: Vec<Kind>,
    /// What is measured.
    pub measures: Vec<Measure>,
    /// How often the whole comparison is made; the medians are reported.
    pub rounds: usize,
    /// How long each single measurement takes.
    pub time: Duration,
    /// Frames a second of the paced measurements.
    pub rate: f64,
    /// The small frames are XDP frames, as a card's driver makes them.
    pub xdp_frames: bool,
    /// The daemon's program.
    pub tollgate: String,
    /// The daemon's options.
    pub options: Vec<String>,
    /// How the bare loop waits.
    pub bare: BareOptions,
    /// Lines of `iptables …` that the kernel and Tollgate both get.
    pub rules: String,
    /// How many rules [`Measure::Rules`] adds to those.
    pub rule_count: u32,
}

/// UDP flows that begin in a measurement: several times as many fit into a connection table.
const NEW_FLOWS: u64 = 60_000;
/// Numbers of flows between those of two measurements: more than can be sent.
const APART: u32 = 100_000_000;
/// Frames a second while flows are being offloaded.
const SETTLING: f64 = 20_000.0;
/// How long it is tried how many frames go, where that was not measured.
const PROBE: Duration = Duration::from_millis(500);

/// Makes the comparison. What can't be measured is noted in the report, and the rest measured.
///
/// # Errors
/// When a router does not start, or the process is interrupted.
pub fn run(options: &LiveOptions) -> io::Result<Report> {
    let mut report = Report::default();
    // The same hosts for all.
    let polling = if options.xdp_frames {
        Polling::All
    } else if options.kinds.contains(&Kind::XdpOffload) {
        Polling::Hosts
    } else {
        Polling::Nobody
    };
    for number in 0..options.rounds {
        for &kind in &options.kinds {
            eprintln!("round {} of {}: {kind}", number + 1, options.rounds);
            let router = Router::start(
                kind,
                (&options.tollgate, &options.options),
                &options.bare,
                (&options.rules, polling),
            )?;
            let mut round = Round {
                options,
                number,
                kind,
                router: &router,
                report: &mut report,
            };
            for measure in Measure::ALL {
                if !options.measures.contains(&measure) {
                    continue;
                }
                if let Err(error) = round.measure(measure) {
                    interrupt::check()?;
                    report.fail(format!("{kind}, {measure:?}: {error}"));
                    break;
                }
            }
        }
    }
    Ok(report)
}

/// What is measured of one router.
struct Round<'a> {
    options: &'a LiveOptions,
    number: usize,
    kind: Kind,
    router: &'a Router,
    report: &'a mut Report,
}

impl Round<'_> {
    fn add(&mut self, cell: Cell, value: f64) {
        self.report.add(self.number, self.kind, cell, value);
    }

    fn measure(&mut self, measure: Measure) -> io::Result<()> {
        match measure {
            Measure::Idle => self.idle(),
            Measure::Tcp => self.tcp(1, [Cell::TcpThere, Cell::TcpBack]),
            Measure::Streams => self.tcp(8, [Cell::StreamsThere, Cell::StreamsBack]),
            Measure::Frames => self.frames(),
            Measure::Udp => self.udp(),
            Measure::Latency => self.latency(),
            Measure::Connects => self.connects(),
            Measure::Rules => self.rules(),
        }
    }

    fn idle(&mut self) -> io::Result<()> {
        if self.kind != Kind::Kernel {
            let share = idle::share(&self.router.accounts(), self.options.time)?;
            self.add(Cell::Idle, share);
        }
        Ok(())
    }

    fn tcp(&mut self, count: usize, cells: [Cell; 2]) -> io::Result<()> {
        for (way, cell) in [Way::There, Way::Back].into_iter().zip(cells) {
            let rate = streams(&self.router.topology, way, count, self.options.time)?;
            self.add(cell, rate);
        }
        Ok(())
    }

    /// Small frames from `sender` to the sink.
    fn flood(&self, sender: Sender, load: Load) -> io::Result<Flood> {
        let topology = &self.router.topology;
        let counters = topology.hosts[1].counters("v0")?;
        let what = (sender, Target::Sink);
        flood(topology, what, load, &self.router.accounts(), || {
            counters.received()
        })
    }

    fn frames(&mut self) -> io::Result<()> {
        let (rate, time) = (self.options.rate, self.options.time);
        if self.kind.has_rules() {
            establish(&self.router.topology)?;
        }
        if matches!(self.kind, Kind::XdpOffload | Kind::GenericOffload) {
            meanwhile(&self.router.topology, SETTLING, || self.router.offload())?;
        }
        let sender = self.router.sender;
        let paced = self.flood(sender, Load::paced(rate, time))?;
        self.add(Cell::Offered, paced.offered / 1e3);
        self.add(Cell::Arrived, paced.arrived / 1e3);
        self.add(Cell::LostFrames, paced.lost());
        self.add(Cell::CpuPacket, paced.cpu);
        // UDP sockets offer less than the packet socket: as much as they can, if need be.
        let socket = self.flood(Sender::Socket, Load::paced(rate, time))?;
        self.add(Cell::CpuSocket, socket.cpu);
        let most = self.flood(sender, Load::full(time))?;
        self.add(Cell::Most, most.arrived / 1e3);
        if self.kind == Kind::Kernel {
            let what = (sender, Target::Nobody);
            let accounts = self.router.accounts();
            let load = Load::paced(rate, time);
            let sender = flood(&self.router.topology, what, load, &accounts, || Ok(0))?;
            self.add(Cell::CpuSender, sender.cpu);
        }
        if let Some(sender) = self.report.of(self.number, Kind::Kernel, Cell::CpuSender) {
            self.add(Cell::CpuRouter, paced.cpu - sender);
        }
        Ok(())
    }

    fn udp(&mut self) -> io::Result<()> {
        for (sending, rate, lost) in [
            (Sending::Single, Cell::UdpSingle, Cell::LostSingle),
            (Sending::Super, Cell::UdpSuper, Cell::LostSuper),
        ] {
            let stream = udp::stream(&self.router.topology, sending, self.options.time)?;
            self.add(rate, stream.received);
            self.add(lost, stream.lost);
        }
        Ok(())
    }

    fn latency(&mut self) -> io::Result<()> {
        let (topology, time) = (&self.router.topology, self.options.time);
        let pings = pings(topology, time)?;
        let quiet = trips(topology, time)?;
        // Half of what the sender of the load can offer, too.
        let most = self.report.of(self.number, self.kind, Cell::Most);
        let most = match most.filter(|_| self.router.sender == Sender::Packet) {
            Some(thousands) => 1e3 * thousands,
            None => self.flood(Sender::Packet, Load::full(PROBE))?.arrived,
        };
        let loaded = meanwhile(topology, most / 2.0, || trips(topology, time))?;
        self.add(Cell::Half, most / 2e3);
        for quantile in Quantile::ALL {
            for (trips, cell) in [
                (&pings, Cell::Ping(quantile)),
                (&quiet, Cell::Quiet(quantile)),
                (&loaded, Cell::Loaded(quantile)),
            ] {
                if let Some(time) = trips.quantile(quantile.per_mille()) {
                    self.add(cell, time);
                }
            }
        }
        self.add(Cell::LostQuiet, quiet.lost());
        self.add(Cell::LostLoaded, loaded.lost());
        Ok(())
    }

    fn connects(&mut self) -> io::Result<()> {
        let accounts = self.router.accounts();
        let made = connections(&self.router.topology, self.options.time, &accounts)?;
        self.add(Cell::Connects, made.rate);
        self.add(Cell::ConnectCpu, made.cpu / 1e3);
        self.add(Cell::ConnectRouter, made.router / 1e3);
        self.add(Cell::LostConnects, made.failed);
        Ok(())
    }

    fn rules(&mut self) -> io::Result<()> {
        if !self.kind.has_rules() {
            return Ok(());
        }
        let (rate, time) = (self.options.rate, self.options.time);
        for (number, place) in [Place::Nowhere, Place::Behind, Place::InFront]
            .into_iter()
            .enumerate()
        {
            self.router
                .restore(&filter(place, self.options.rule_count))?;
            establish(&self.router.topology)?;
            let known = self.flood(Sender::Packet, Load::paced(rate, time))?;
            self.add(Cell::Established(place), known.cpu_arrived());
            if place == Place::InFront {
                // A new flow meets the same rules as before.
                continue;
            }
            let sender = Sender::NewFlows {
                first: APART * (1 + number as u32),
                count: APART,
            };
            let load = Load {
                arrivals: NEW_FLOWS,
                ..Load::full(time)
            };
            let new = self.flood(sender, load)?;
            self.add(Cell::NewFlows(place), new.arrived / 1e3);
            self.add(Cell::NewFlowCpu(place), new.cpu_arrived());
        }
        Ok(())
    }
}
