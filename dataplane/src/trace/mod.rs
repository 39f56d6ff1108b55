//! What happened to a packet, step by step.

mod log;
mod nft;
mod record;
mod select;

pub use log::{LogKind, LogRecord};
pub use nft::{NftMet, NftPacket, NftTrace, NftVerdict};
pub use record::{Mismatch, PacketTrace, RouteNote, RuleOutcome, TraceStep};
pub use select::{LiveTrace, Selector};
