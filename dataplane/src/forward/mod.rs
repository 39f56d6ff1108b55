//! The way of a packet, in stages.
//!
//! ```text
//! ingress ─ validate ─ [PREROUTING] ─ route ─┬─ local_in ─ [INPUT] ─ host
//!  (link,   (ip_rcv)                         │                        │
//!   VLAN)                                    └─ transit ─ [FORWARD] ─┐│
//!                                               (TTL, MTU)           ││
//!                        egress ◄── [POSTROUTING] ◄──────────────────┘│
//!            (fragment, neighbour,       ▲                            │
//!             VLAN, queue)               └── [OUTPUT] ◄── local_out ◄─┘
//! ```
//!
//! A stage takes a packet by value and hands it to the next one, or ends it: [`Context::drop`] with
//! its reason, [`Context::consume`], or a queue. What only judges a packet borrows it and says why
//! not as a [`DropReason`](crate::drop_reason::DropReason). The names in brackets are the places of
//! netfilter's hooks.

mod burst;
mod context;
mod egress;
mod express;
mod fragment;
mod gate;
mod hooks;
mod ingress;
mod ipv4;
mod ipv6;
mod local_in;
mod local_out;
mod note;
mod options;
mod options6;
mod plain;
mod reassemble;
mod rng;
mod route;
mod shape;
mod source;
mod steer;
mod transit;

pub(crate) use burst::{Burst, burst, handed};
pub(crate) use context::{Context, looped, run_timers};
pub(crate) use egress::{HopCache, Leaving, is_plain};
pub(crate) use express::Adjacencies;
pub(crate) use gate::LocalGates;
pub(crate) use local_out::{Flow, Out4, Out6, output_nd, output4, output6, route4, route6};
pub(crate) use options::{Echoed, Options};
pub(crate) use reassemble::Reassembly;
pub(crate) use rng::{Identifications, Rng};
pub(crate) use route::{Destined, Hop, Input};
pub(crate) use shape::Shaping;
pub(crate) use source::{
    is_anycast6, is_loopback, select_address4, select_address6, specific_destination,
};
pub(crate) use transit::network_len;
