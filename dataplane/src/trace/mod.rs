//! What happened to a packet, step by step.

mod log;
mod record;

pub use log::{LogKind, LogRecord};
pub use record::{Mismatch, PacketTrace, RouteNote, RuleOutcome, TraceStep};
