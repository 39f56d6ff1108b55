//! Commands that watch the configuration.

use dataplane::time::Duration;

use super::{ip, nft, tc};
use crate::config::{Change, Model};

/// A running `ip monitor`, `tc monitor` or `nft monitor`: says what it prints for each event.
#[derive(Clone, Debug)]
pub enum Monitor {
    /// `ip monitor`.
    Ip(ip::Monitor),
    /// `tc monitor`.
    Tc(tc::Monitor),
    /// `nft monitor`.
    Nft(nft::Monitor),
}

impl Monitor {
    /// What is printed for `event`; nothing if it is not watched. `model` is the configuration after
    /// it, `wall_clock` the time since the Unix epoch.
    #[must_use]
    pub fn print(&mut self, model: &Model, wall_clock: Duration, event: ip::Event<'_>) -> String {
        match (self, event) {
            (Self::Tc(monitor), ip::Event::Change(Change::Traffic(change))) => {
                monitor.print(model, wall_clock, change)
            }
            (Self::Tc(_), _) => String::new(),
            (Self::Ip(monitor), event) => monitor.print(model, wall_clock, event),
            (Self::Nft(monitor), event) => monitor.print(model, event),
        }
    }

    /// Whether it shows what traced packets meet of nft's rules.
    #[must_use]
    pub fn watches_traces(&self) -> bool {
        match self {
            Self::Nft(monitor) => monitor.watches_traces(),
            Self::Ip(_) | Self::Tc(_) => false,
        }
    }
}
