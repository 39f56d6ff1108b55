//! What came out, as tables.

use std::collections::{BTreeMap, BTreeSet};

use super::Kind;
use crate::results::{Table, median};

/// What a table is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Topic {
    Tcp,
    Frames,
    FrameCpu,
    Udp,
    Connects,
    ConnectCpu,
    Ping,
    Quiet,
    Loaded,
    Lost,
    Idle,
    Established,
    NewFlows,
    NewFlowCpu,
}

impl Topic {
    /// Title, unit, what varies from column to column.
    const fn head(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Tcp => ("TCP", "Gbit/s", "streams"),
            Self::Frames => ("Frames of 64 bytes", "k/s", "load"),
            Self::FrameCpu => ("CPU time of a 64-byte frame", "ns", "sender"),
            Self::Udp => ("UDP received", "Mbit/s", "datagrams"),
            Self::Connects => ("New TCP connections", "1/s", "connections"),
            Self::ConnectCpu => ("CPU time of a new TCP connection", "µs", "of"),
            Self::Ping => ("Ping", "µs", "quantile"),
            Self::Quiet => ("Round trip without load", "µs", "quantile"),
            Self::Loaded => ("Round trip at half load", "µs", "quantile"),
            Self::Lost => ("Lost", "%", "of"),
            Self::Idle => ("Without traffic", "% of a processor", "threads"),
            Self::Established => ("CPU time of an established frame", "ns", "rules"),
            Self::NewFlows => ("New UDP flows", "k/s", "rules"),
            Self::NewFlowCpu => ("CPU time of a new UDP flow", "ns", "rules"),
        }
    }

    /// Whether a share of the kernel's value says something.
    const fn is_compared(self) -> bool {
        !matches!(self, Self::Lost | Self::Idle)
    }
}

/// How far up in the order of times something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quantile {
    /// Half are faster.
    Median,
    /// One in a hundred is slower.
    P99,
    /// One in a thousand is slower.
    P999,
}

impl Quantile {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Median, Self::P99, Self::P999];

    /// As a number of a thousand.
    #[must_use]
    pub const fn per_mille(self) -> usize {
        match self {
            Self::Median => 500,
            Self::P99 => 990,
            Self::P999 => 999,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Median => "p50",
            Self::P99 => "p99",
            Self::P999 => "p99.9",
        }
    }
}

/// Where the rules about others stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// There are none.
    Nowhere,
    /// Behind the rule that accepts established connections, as people do.
    Behind,
    /// In front of it, so that every packet meets them.
    InFront,
}

impl Place {
    const fn name(self) -> &'static str {
        match self {
            Self::Nowhere => "none",
            Self::Behind => "behind ESTABLISHED",
            Self::InFront => "in front of it",
        }
    }
}

/// One thing that is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cell {
    /// Gbit/s of one TCP stream from the first host to the second.
    TcpThere,
    /// Gbit/s of one TCP stream from the second host to the first.
    TcpBack,
    /// Gbit/s of eight TCP streams from the first host to the second.
    StreamsThere,
    /// Gbit/s of eight TCP streams from the second host to the first.
    StreamsBack,
    /// Thousands of small frames offered a second, in the paced measurement.
    Offered,
    /// Thousands of small frames that arrived a second, of those.
    Arrived,
    /// Thousands of small frames a second that arrived at most.
    Most,
    /// Thousands of small frames a second that make half the load of the router.
    Half,
    /// CPU nanoseconds a small frame from a packet socket, everything from the sender to the sink
    /// included.
    CpuPacket,
    /// The same from UDP sockets.
    CpuSocket,
    /// CPU nanoseconds of a small frame from a packet socket that is dropped after the first hop.
    CpuSender,
    /// What the router and the way out add to that.
    CpuRouter,
    /// Mbit/s of large datagrams, each sent by a system call.
    UdpSingle,
    /// Mbit/s of large datagrams in super-frames.
    UdpSuper,
    /// TCP connections made and closed a second.
    Connects,
    /// CPU microseconds of a TCP connection, both hosts and the router.
    ConnectCpu,
    /// Of those the router's threads and `ksoftirqd`.
    ConnectRouter,
    /// Microseconds that `ping` says.
    Ping(Quantile),
    /// Microseconds of a request and its answer without other traffic.
    Quiet(Quantile),
    /// Microseconds of a request and its answer at half load.
    Loaded(Quantile),
    /// Per cent of the paced small frames that did not arrive.
    LostFrames,
    /// Per cent of [`Cell::UdpSingle`] that did not arrive.
    LostSingle,
    /// Per cent of [`Cell::UdpSuper`] that did not arrive.
    LostSuper,
    /// Per cent of the TCP connections that failed.
    LostConnects,
    /// Per cent of the requests without other traffic that were not answered.
    LostQuiet,
    /// Per cent of the requests at half load that were not answered.
    LostLoaded,
    /// Per cent of a processor that the daemon takes without traffic.
    Idle,
    /// CPU nanoseconds of a small frame of an established flow.
    Established(Place),
    /// Thousands of UDP flows begun a second.
    NewFlows(Place),
    /// CPU nanoseconds of the first frame of a UDP flow.
    NewFlowCpu(Place),
}

impl Cell {
    const fn topic(self) -> Topic {
        match self {
            Self::TcpThere | Self::TcpBack | Self::StreamsThere | Self::StreamsBack => Topic::Tcp,
            Self::Offered | Self::Arrived | Self::Most | Self::Half => Topic::Frames,
            Self::CpuPacket | Self::CpuSocket | Self::CpuSender | Self::CpuRouter => {
                Topic::FrameCpu
            }
            Self::UdpSingle | Self::UdpSuper => Topic::Udp,
            Self::Connects => Topic::Connects,
            Self::ConnectCpu | Self::ConnectRouter => Topic::ConnectCpu,
            Self::Ping(_) => Topic::Ping,
            Self::Quiet(_) => Topic::Quiet,
            Self::Loaded(_) => Topic::Loaded,
            Self::LostFrames
            | Self::LostSingle
            | Self::LostSuper
            | Self::LostConnects
            | Self::LostQuiet
            | Self::LostLoaded => Topic::Lost,
            Self::Idle => Topic::Idle,
            Self::Established(_) => Topic::Established,
            Self::NewFlows(_) => Topic::NewFlows,
            Self::NewFlowCpu(_) => Topic::NewFlowCpu,
        }
    }

    const fn column(self) -> &'static str {
        match self {
            Self::TcpThere => "1 there",
            Self::TcpBack => "1 back",
            Self::StreamsThere => "8 there",
            Self::StreamsBack => "8 back",
            Self::Offered => "paced, offered",
            Self::Arrived => "paced, arrived",
            Self::Most => "most",
            Self::Half => "half",
            Self::CpuPacket => "packet socket",
            Self::CpuSocket => "UDP sockets",
            Self::CpuSender => "packet socket, alone",
            Self::CpuRouter => "packet socket, without it",
            Self::UdpSingle => "1,472 B",
            Self::UdpSuper => "44 × 1,472 B (GSO)",
            Self::Connects => "with NAT",
            Self::ConnectCpu => "everybody",
            Self::ConnectRouter => "daemon, ksoftirqd",
            Self::Ping(quantile) | Self::Quiet(quantile) | Self::Loaded(quantile) => {
                quantile.name()
            }
            Self::LostFrames => "paced frames",
            Self::LostSingle => "1,472 B",
            Self::LostSuper => "GSO",
            Self::LostConnects => "connections",
            Self::LostQuiet => "requests, no load",
            Self::LostLoaded => "requests, half load",
            Self::Idle => "daemon",
            Self::Established(place) | Self::NewFlows(place) | Self::NewFlowCpu(place) => {
                place.name()
            }
        }
    }
}

/// The value of each round that gave one, by what was measured.
type Row = BTreeMap<Cell, BTreeMap<usize, f64>>;

/// All measurements of a comparison.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// In the order of appearance.
    rows: Vec<(Kind, Row)>,
    failures: Vec<String>,
}

impl Report {
    /// Adds a measurement of a round.
    pub fn add(&mut self, round: usize, kind: Kind, cell: Cell, value: f64) {
        let at = self.rows.iter().position(|(k, _)| *k == kind);
        let at = at.unwrap_or_else(|| {
            self.rows.push((kind, BTreeMap::new()));
            self.rows.len() - 1
        });
        let values = self.rows[at].1.entry(cell).or_default();
        values.insert(round, value);
    }

    /// Notes that something could not be measured.
    pub fn fail(&mut self, what: String) {
        self.failures.push(what);
    }

    /// What could not be measured.
    #[must_use]
    pub fn failures(&self) -> &[String] {
        &self.failures
    }

    fn values(&self, kind: Kind, cell: Cell) -> Option<&BTreeMap<usize, f64>> {
        let (_, row) = self.rows.iter().find(|(k, _)| *k == kind)?;
        row.get(&cell)
    }

    /// What was measured in a round.
    #[must_use]
    pub fn of(&self, round: usize, kind: Kind, cell: Cell) -> Option<f64> {
        self.values(kind, cell)?.get(&round).copied()
    }

    /// The median of what was measured, if it was.
    #[must_use]
    pub fn median(&self, kind: Kind, cell: Cell) -> Option<f64> {
        let values: Vec<_> = self.values(kind, cell)?.values().copied().collect();
        Some(median(&values))
    }

    /// The median of the rounds' ratios to the kernel, which noise that lasts a round leaves alone.
    #[must_use]
    pub fn ratio(&self, kind: Kind, cell: Cell) -> Option<f64> {
        let kernel = self.values(Kind::Kernel, cell)?;
        let ratio = |(round, value): (&usize, &f64)| Some(value / kernel.get(round)?);
        let ratios: Vec<_> = self.values(kind, cell)?.iter().filter_map(ratio).collect();
        (!ratios.is_empty()).then(|| median(&ratios))
    }

    /// All medians, and what they are of the kernel's.
    #[must_use]
    pub fn tables(&self) -> Vec<Table> {
        let cells: BTreeSet<Cell> = self
            .rows
            .iter()
            .flat_map(|(_, row)| row.keys().copied())
            .collect();
        let topics: BTreeSet<Topic> = cells.iter().map(|cell| cell.topic()).collect();
        let mut tables = Vec::new();
        for topic in topics {
            let (title, unit, along) = topic.head();
            let mut values = Table::new(title, unit, along);
            let mut shares = Table::new(&format!("{title}, of the kernel's"), "%", along);
            let columns = || cells.iter().filter(|cell| cell.topic() == topic);
            for &cell in columns() {
                for &(kind, _) in &self.rows {
                    if let Some(value) = self.median(kind, cell) {
                        values.put(&kind.to_string(), cell.column(), value);
                    }
                    let ratio = self.ratio(kind, cell).filter(|_| kind != Kind::Kernel);
                    if let Some(ratio) = ratio.filter(|_| topic.is_compared()) {
                        shares.put(&kind.to_string(), cell.column(), 100.0 * ratio);
                    }
                }
            }
            tables.push(values);
            if !shares.rows.is_empty() {
                tables.push(shares);
            }
        }
        tables
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report() -> Report {
        let mut report = Report::default();
        let rounds = [(10.0, 5.0), (20.0, 10.0), (4.0, 3.0)];
        for (round, (kernel, ours)) in rounds.into_iter().enumerate() {
            report.add(round, Kind::Kernel, Cell::TcpThere, kernel);
            report.add(round, Kind::Tap, Cell::TcpThere, ours);
        }
        report.add(0, Kind::Tap, Cell::Idle, 0.25);
        report
    }

    #[test]
    fn ratios_are_taken_round_by_round() {
        let mut report = report();
        assert_eq!(report.median(Kind::Tap, Cell::TcpThere), Some(5.0));
        assert_eq!(report.of(2, Kind::Tap, Cell::TcpThere), Some(3.0));
        assert_eq!(report.ratio(Kind::Tap, Cell::TcpThere), Some(0.5));
        assert_eq!(report.median(Kind::Tap, Cell::Most), None);
        // A round in which one of them failed has no ratio.
        report.add(4, Kind::Kernel, Cell::TcpThere, 1.0);
        report.add(5, Kind::Tap, Cell::TcpThere, 100.0);
        assert_eq!(report.ratio(Kind::Tap, Cell::TcpThere), Some(0.5));
    }

    #[test]
    fn what_is_compared_has_a_second_table() {
        let tables = report().tables();
        let titles: Vec<_> = tables.iter().map(|table| table.title.as_str()).collect();
        assert_eq!(titles, ["TCP", "TCP, of the kernel's", "Without traffic"]);
        assert_eq!(tables[0].rows[1].1, [Some(5.0)]);
        assert_eq!(
            tables[1].rows,
            [(String::from("tollgate, tap"), vec![Some(50.0)])]
        );
    }
}
