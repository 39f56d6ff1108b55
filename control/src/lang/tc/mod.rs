//! The `tc` language, as iproute2 6.1 speaks it.
//!
//! As in the tool, each kind of qdisc, classifier and action has a file of its own that reads its options and shows
//! them: `qdiscs/`, `classifiers/`, `actions/`. What the kernel makes of them is in [`crate::config::qos`].

mod action;
mod actions;
mod class;
mod classifiers;
mod command;
mod context;
mod filter;
mod filter_show;
mod handle;
mod hex;
mod monitor;
mod options;
mod protocol;
mod qdisc;
mod qdiscs;
mod stats;
mod units;
mod usage;
mod words;

use super::ip::number;

pub use monitor::Monitor;

pub(super) use command::{batch_file, run};
pub(super) use words::{
    action_words, class_words, filter_words, protocol_words, qdisc_words, u32_words,
};
