//! What `-j LOG` and `-j TRACE` say of a packet.

use crate::{
    filter::{Hook, targets::LogOptions},
    iface::IfIndex,
    packet::Mark,
};

/// Why a line is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogKind {
    /// `-j LOG`, or a line of netfilter's own.
    Log,
    /// `-j TRACE` was met before.
    Trace,
}

/// One line of the log, not yet written: what the kernel's `nf_log_packet` is given. The control side
/// writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogRecord {
    /// Why.
    pub kind: LogKind,
    /// Where.
    pub hook: Hook,
    /// The interface that the packet came in by, with its name then.
    pub iif: Option<(IfIndex, String)>,
    /// The interface that it is to leave by.
    pub oif: Option<(IfIndex, String)>,
    /// Syslog's level, 0 to 7.
    pub level: u8,
    /// What the line begins with: `--log-prefix`, or `TRACE: table:chain:type:number `.
    pub prefix: String,
    /// What else to tell.
    pub options: LogOptions,
    /// The packet's mark.
    pub mark: Mark,
    /// The frame, cut behind its headers; the network header is at `l3`.
    pub frame: Vec<u8>,
    /// Where the network header is in `frame`.
    pub l3: usize,
    /// Length of the whole frame, in bytes.
    pub len: usize,
}
