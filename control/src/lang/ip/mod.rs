//! The `ip` command, as Debian's iproute2 6.1 has it: its words and abbreviations, its output, its
//! complaints and exit statuses.

mod address;
mod address_show;
mod command;
pub(super) mod context;
pub(super) mod json;
mod link;
mod link_show;
mod monitor;
pub(crate) mod names;
mod neigh;
pub(super) mod number;
pub(super) mod options;
pub(super) mod prefix;
pub(super) mod printer;
mod route;
mod route_answer;
mod route_get;
mod route_list;
mod route_show;
mod rule;
mod rule_show;
mod source;
mod tuntap;
mod usage;

pub use command::{batch_file, run};
pub(super) use command::{is_color, refused};
pub(super) use monitor::timestamp;
pub use monitor::{Event, Monitor};
