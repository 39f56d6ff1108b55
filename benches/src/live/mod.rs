//! The live comparison: the same two hosts, with the kernel between them or Tollgate, in network
//! namespaces of one machine and in one run.
//!
//! docs/src/performance.md says what is measured and how.

mod bare;
mod cpu;
mod frames;
mod net;
mod new_flows;
mod report;
mod router;
mod run;
mod shape;
mod tcp;

pub use bare::{BareOptions, forward};
pub use new_flows::{NewFlows, new_flows};
pub use report::{Cell, Report};
pub use router::Kind;
pub use run::{LiveOptions, run};
pub use shape::{Shapes, shapes};
