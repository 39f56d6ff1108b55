//! What stands in each panel.

use super::{
    rates::Rates,
    table::{Cell, Panel, Sort, Table},
};

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

const fn number(number: f64) -> Cell {
    Cell::Number(number)
}

impl Panel {
    /// How it is sorted at first; `None` for the daemon's order.
    pub(super) const fn sort(self) -> Option<Sort> {
        let column = match self {
            Self::Ports | Self::Classes => return None,
            Self::Flows => 5,
            Self::Drops => 1,
        };
        let falling = true;
        Some(Sort { column, falling })
    }

    /// What it shows of `rates`.
    pub(super) fn table(self, rates: &Rates) -> Table {
        match self {
            Self::Ports => ports(rates),
            Self::Classes => classes(rates),
            Self::Flows => flows(rates),
            Self::Drops => drops(rates),
        }
    }
}

fn ports(rates: &Rates) -> Table {
    let rows = rates.ports.iter().map(|port| {
        vec![
            text(&port.name),
            text(&port.state),
            number(port.rx_packets),
            number(port.rx_bits),
            number(port.tx_packets),
            number(port.tx_bits),
            number(port.drops),
            number(port.errors),
        ]
    });
    Table {
        titles: &[
            "PORT", "STATE", "RX pkt/s", "RX bit/s", "TX pkt/s", "TX bit/s", "drop/s", "error/s",
        ],
        rows: rows.collect(),
        empty: "no links",
    }
}

fn classes(rates: &Rates) -> Table {
    let rows = rates.classes.iter().map(|class| {
        vec![
            text(&class.class),
            text(&class.dev),
            number(class.rate as f64),
            number(class.ceil as f64),
            number(class.bits),
            number(class.packets),
            number(class.backlog as f64),
            number(class.qlen as f64),
            number(class.drops),
            number(class.lended),
            number(class.borrowed),
        ]
    });
    Table {
        titles: &[
            "CLASS",
            "DEV",
            "rate",
            "ceil",
            "bit/s",
            "pkt/s",
            "backlog",
            "pkts",
            "drop/s",
            "lended/s",
            "borrowed/s",
        ],
        rows: rows.collect(),
        empty: "no classes: `tc class add` makes some",
    }
}

fn flows(rates: &Rates) -> Table {
    let rows = rates.flows.iter().flatten().map(|flow| {
        vec![
            text(&flow.proto),
            text(&flow.source),
            text(&flow.destination),
            text(&flow.state),
            number(flow.packets),
            number(flow.bits),
            number(flow.bytes as f64),
        ]
    });
    Table {
        titles: &[
            "FLOW",
            "SOURCE",
            "DESTINATION",
            "STATE",
            "pkt/s",
            "bit/s",
            "bytes",
        ],
        rows: rows.collect(),
        empty: if rates.flows.is_some() {
            "no connections"
        } else {
            "not counted: `sysctl -w net.netfilter.nf_conntrack_acct=1` counts new connections"
        },
    }
}

fn drops(rates: &Rates) -> Table {
    let rows = rates.drops.iter().map(|reason| {
        vec![
            text(&reason.reason),
            number(reason.packets),
            number(reason.total as f64),
            text(&reason.description),
        ]
    });
    Table {
        titles: &["DROPPED", "pkt/s", "packets", "WHY"],
        rows: rows.collect(),
        empty: "nothing was dropped",
    }
}
