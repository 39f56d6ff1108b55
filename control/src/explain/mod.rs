//! Every packet can be explained: the whole way of packets that were never sent
//! (`tollgate explain`).
//!
//! A [`Question`] names packets, in a language of its own ([`PacketSpec`]). They are sent through a
//! [shadow](dataplane::worker::Router::shadow) of the router, whose recorder notes each step; what it
//! notes is [told](Told) for people ([`text`]) or for programs ([`json`]).

mod build;
mod filter;
mod json;
mod live;
mod names;
mod offline;
mod packet;
mod parse;
mod queue;
mod reply;
mod run;
mod story;
mod text;
mod why;
mod words;

pub use filter::{Filter, TraceRequest, filter};
pub use json::json;
pub use live::{LiveStory, is_marked, is_selected, tell};
pub(crate) use names::icmp_number;
pub(crate) use offline::{NOW, without_devices};
pub use offline::{OfflineError, capture, offline};
pub(crate) use packet::Endpoint;
pub use packet::{Link, PacketSpec, TcpSpec, Transport};
pub(crate) use queue::place as queue_place;
pub(crate) use run::Stage;
pub use run::{
    ExplainError, Explained, Explanation, Injection, Left, Question, explain, explain_with,
};
pub use story::{End, Seen, Told, end};
pub use text::{Detail, text, verdict};
pub(crate) use text::{answers, decider, last_sent, one};
pub(crate) use why::nft_rule;
pub use words::PacketError;
pub(crate) use words::number;
