//! The lines that `-j LOG` and `-j TRACE` write, as Linux writes them (`nf_log_syslog`).

mod buffer;
mod ipv4;
mod ipv6;
mod line;
mod transport;

pub use line::line;
