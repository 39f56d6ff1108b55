//! `iptables` and `ip6tables`, with `-save` and `-restore`: read iptables(8) and
//! iptables-extensions(8); the reference is iptables 1.8.9, its legacy variant.

mod address;
mod chain_name;
mod command;
mod dscp;
mod extension;
#[cfg(test)]
mod extension_tests;
mod extensions;
pub(super) mod getopt;
mod list;
mod matches;
mod network;
mod options;
mod parse;
mod program;
mod proto;
mod quote;
mod restore;
mod run;
mod save_tool;
mod show;
mod targets;
mod tool_options;
mod tos;
mod usage;
mod value;
mod xtoptions;

pub(crate) use address::aton;
pub(crate) use command::{is_tool, reads, run};
pub(crate) use save_tool::configuration;
pub(crate) use show::{match_text, rule_text};
