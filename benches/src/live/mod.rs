//! The live comparison: the same two hosts, with the kernel between them or Tollgate, in network
//! namespaces of one machine and in one run.
//!
//! docs/src/performance.md says what is measured and how.

mod bare;
mod connects;
mod cpu;
mod frames;
mod idle;
mod interrupt;
mod latency;
mod net;
mod new_flows;
mod report;
mod router;
mod rules;
mod run;
mod shape;
mod tcp;
mod udp;

pub use bare::{BareOptions, forward};
pub use new_flows::{NewFlows, new_flows};
pub use report::{Cell, Place, Quantile, Report};
pub use router::Kind;
pub use run::{LiveOptions, MASQUERADE, Measure, run};
pub use shape::{Shapes, shapes};
