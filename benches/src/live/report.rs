//! What came out, as a table and as JSON.

use std::{collections::BTreeMap, fmt};

use serde_json::{Map, Value, json};

use super::Kind;
use crate::results::median;

/// One thing that is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cell {
    /// Gbit/s of one TCP stream from the first host to the second.
    TcpThere,
    /// Gbit/s of one TCP stream from the second host to the first.
    TcpBack,
    /// Small frames offered a second, in the paced measurement.
    Offered,
    /// Small frames that arrived a second, of those.
    Arrived,
    /// CPU nanoseconds a small frame from a packet socket, everything from the sender to the sink
    /// included.
    CpuPacket,
    /// The same from UDP sockets.
    CpuSocket,
    /// CPU nanoseconds of a small frame from a packet socket that is dropped after the first hop.
    Sender,
    /// Most small frames a second that arrived.
    Most,
}

impl Cell {
    const fn name(self) -> &'static str {
        match self {
            Self::TcpThere => "tcp_there_gbit_s",
            Self::TcpBack => "tcp_back_gbit_s",
            Self::Offered => "frames_offered_s",
            Self::Arrived => "frames_arrived_s",
            Self::CpuPacket => "cpu_packet_sender_ns",
            Self::CpuSocket => "cpu_udp_sender_ns",
            Self::Sender => "cpu_sender_alone_ns",
            Self::Most => "frames_most_s",
        }
    }
}

/// All measurements of a comparison.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// For each kind in the order of appearance, the values of all rounds.
    rows: Vec<(Kind, BTreeMap<Cell, Vec<f64>>)>,
}

impl Report {
    /// Adds a measurement.
    pub fn add(&mut self, kind: Kind, cell: Cell, value: f64) {
        let at = self.rows.iter().position(|(k, _)| *k == kind);
        let at = at.unwrap_or_else(|| {
            self.rows.push((kind, BTreeMap::new()));
            self.rows.len() - 1
        });
        self.rows[at].1.entry(cell).or_default().push(value);
    }

    /// The median of what was measured, if it was.
    #[must_use]
    pub fn get(&self, kind: Kind, cell: Cell) -> Option<f64> {
        let (_, cells) = self.rows.iter().find(|(k, _)| *k == kind)?;
        cells.get(&cell).map(|values| median(values))
    }

    /// The CPU time that a frame costs in the router and on its way out: without the sender and the
    /// hop to the router.
    #[must_use]
    pub fn cpu_net(&self, kind: Kind) -> Option<f64> {
        let sender = self.get(Kind::Kernel, Cell::Sender)?;
        Some(self.get(kind, Cell::CpuPacket)? - sender)
    }

    /// The median of the rounds' ratios to the kernel, which noise that lasts a round leaves alone.
    #[must_use]
    pub fn ratio(&self, kind: Kind, cell: Cell) -> Option<f64> {
        let values = |wanted: Kind| {
            let (_, cells) = self.rows.iter().find(|(k, _)| *k == wanted)?;
            cells.get(&cell)
        };
        let (ours, kernel) = (values(kind)?, values(Kind::Kernel)?);
        let ratios: Vec<_> = ours.iter().zip(kernel).map(|(a, b)| a / b).collect();
        Some(median(&ratios))
    }

    /// The whole report as JSON: medians, ratios and all values.
    #[must_use]
    pub fn json(&self) -> Value {
        let mut out = Map::new();
        for (kind, cells) in &self.rows {
            let mut row = Map::new();
            for (cell, values) in cells {
                row.insert(
                    cell.name().into(),
                    json!({
                        "median": median(values),
                        "to_kernel": self.ratio(*kind, *cell),
                        "all": values,
                    }),
                );
            }
            row.insert("cpu_net_ns".into(), json!(self.cpu_net(*kind)));
            out.insert(kind.to_string(), Value::Object(row));
        }
        Value::Object(out)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:18} {:>14} {:>14} {:>10} {:>8} {:>15} {:>15} {:>15}",
            "router",
            "TCP there",
            "TCP back",
            "64 B most",
            "64 B",
            "CPU, packet",
            "CPU, UDP",
            "CPU without"
        )?;
        writeln!(
            f,
            "{:18} {:>14} {:>14} {:>10} {:>8} {:>15} {:>15} {:>15}",
            "(to the kernel's)",
            "Gbit/s",
            "Gbit/s",
            "k/s",
            "lost",
            "sender, ns",
            "sender, ns",
            "sender, ns"
        )?;
        for (kind, _) in &self.rows {
            let with_ratio = |cell, digits| match (self.get(*kind, cell), self.ratio(*kind, cell)) {
                (Some(value), Some(ratio)) => format!("{value:.digits$} ({ratio:.2})"),
                (Some(value), None) => format!("{value:.digits$}"),
                (None, _) => "-".into(),
            };
            let most = self.get(*kind, Cell::Most);
            let loss = self
                .get(*kind, Cell::Arrived)
                .zip(self.get(*kind, Cell::Offered))
                .map(|(arrived, offered)| (100.0 * (1.0 - arrived / offered)).max(0.0));
            let net = self.cpu_net(*kind).zip(self.cpu_net(Kind::Kernel));
            writeln!(
                f,
                "{:18} {:>14} {:>14} {:>10} {:>8} {:>15} {:>15} {:>15}",
                kind.to_string(),
                with_ratio(Cell::TcpThere, 1),
                with_ratio(Cell::TcpBack, 1),
                most.map_or("-".into(), |most| format!("{:.0}", most / 1e3)),
                loss.map_or("-".into(), |loss| format!("{loss:.2} %")),
                with_ratio(Cell::CpuPacket, 0),
                with_ratio(Cell::CpuSocket, 0),
                net.map_or("-".into(), |(ours, kernel)| {
                    format!("{ours:.0} ({:.2})", ours / kernel)
                }),
            )?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_are_taken_round_by_round() {
        let mut report = Report::default();
        for (kernel, ours) in [(10.0, 5.0), (20.0, 10.0), (4.0, 3.0)] {
            report.add(Kind::Kernel, Cell::TcpThere, kernel);
            report.add(Kind::Tap, Cell::TcpThere, ours);
        }
        assert_eq!(report.get(Kind::Tap, Cell::TcpThere), Some(5.0));
        assert_eq!(report.ratio(Kind::Tap, Cell::TcpThere), Some(0.5));
        assert_eq!(report.get(Kind::Tap, Cell::Most), None);
    }
}
