//! `tollgate top`: what the running router does, second by second.
//!
//! The daemon says what it has counted ([`Counts`], the verb `top`); two of those make the rates of
//! the time between ([`Rates`]), which are shown as [panels](Panel) of a terminal, as text or as JSON.
//! Only flows are compared by the daemon, which need not send all connections every second for that.

mod counts;
mod keys;
mod number;
mod panels;
mod rates;
mod screen;
mod table;
mod view;

pub use counts::{
    ClassCounts, ConnectionCounts, Counts, DropCounts, FlowCounts, Flows, PortCounts, Totals,
    WorkerCounts,
};
pub use keys::Asked;
pub use rates::Rates;
pub use screen::{ScreenError, screen};
pub use table::Panel;
pub use view::View;

#[cfg(test)]
mod tests;
