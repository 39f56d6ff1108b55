//! The command languages.

pub mod args;
mod batch;
pub mod conntrack;
pub(crate) mod date;
pub mod diag;
mod execute;
pub mod input;
pub mod ip;
pub(crate) mod iptables;
mod labels;
mod load;
mod monitor;
pub mod nft;
mod offline;
pub mod runbook;
mod save;
mod session;
pub mod span;
pub mod sysctl;
mod tc;

pub use execute::execute;
pub use labels::{LABEL_FILE, use_label_file};
pub(crate) use load::execute_command;
pub use load::{LoadError, load};
pub use monitor::Monitor;
pub use offline::Offline;
pub use save::save;
pub use session::{LinkCounters, Live, LiveNeighbour, NeighbourRequest, Output, Session};
pub use tc::Monitor as TcMonitor;
