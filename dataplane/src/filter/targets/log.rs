//! `-j LOG`: a line about the packet.

use crate::{
    filter::{At, Chain},
    forward::Context,
    iface::Interface,
    packet::Packet,
    trace::{LogKind, LogRecord},
    worker::Event,
};

/// `-j LOG`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    /// `--log-level`, 0 to 7 as syslog counts.
    pub level: u8,
    /// `--log-prefix`, 29 bytes at most.
    pub prefix: Box<str>,
    /// `--log-tcp-sequence` and so on.
    pub options: LogOptions,
}

/// What else a line tells (`XT_LOG_*`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct LogOptions(pub u8);

impl LogOptions {
    /// TCP sequence numbers.
    pub const TCP_SEQUENCE: Self = Self(0x01);
    /// TCP options.
    pub const TCP_OPTIONS: Self = Self(0x02);
    /// IP options.
    pub const IP_OPTIONS: Self = Self(0x04);
    /// The user that the socket belongs to.
    pub const UID: Self = Self(0x08);
    /// The MAC addresses, decoded.
    pub const MAC_DECODE: Self = Self(0x20);

    /// Whether all of `other` is in it.
    #[must_use]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// Bytes from the network header on that a record keeps: headers, options and what an ICMP error
/// quotes.
const KEPT: usize = 512;

/// Netfilter's rules log with these options when they are traced (`NF_LOG_DEFAULT_MASK`).
const TRACE_OPTIONS: LogOptions = LogOptions(
    LogOptions::TCP_SEQUENCE.0
        | LogOptions::TCP_OPTIONS.0
        | LogOptions::IP_OPTIONS.0
        | LogOptions::UID.0,
);
/// The level of those lines.
const TRACE_LEVEL: u8 = 4;

impl Log {
    /// `log_tg`.
    #[cold]
    pub(super) fn apply(&self, cx: &Context<'_>, at: &At<'_>, packet: &Packet) {
        tell_logged(cx, at, packet, (self.level, &self.prefix, self.options));
    }
}

/// Tells of a packet because a rule says so (`nf_log_packet`).
#[cold]
pub(in crate::filter) fn tell_logged(
    cx: &Context<'_>,
    at: &At<'_>,
    packet: &Packet,
    (level, prefix, options): (u8, &str, LogOptions),
) {
    tell(
        cx,
        LogRecord {
            level,
            prefix: prefix.to_owned(),
            options,
            ..record(LogKind::Log, at, packet)
        },
    );
}

/// Tells of a rule that a traced packet matched (`trace_packet`): `kind` is `rule`, `return` or
/// `policy`, and `number` the rule's number in the chain, from 1.
#[cold]
pub(in crate::filter) fn tell_traced(
    cx: &Context<'_>,
    at: &At<'_>,
    packet: &Packet,
    chain: &Chain,
    kind: &str,
    number: usize,
) {
    let (table, name) = (chain.table.name(), &chain.name);
    tell(
        cx,
        LogRecord {
            prefix: format!("TRACE: {table}:{name}:{kind}:{number} "),
            ..record(LogKind::Trace, at, packet)
        },
    );
}

/// Tells what connection tracking finds wrong with a packet (`nf_ct_l4proto_log_invalid`).
#[cold]
pub(crate) fn tell_invalid(cx: &Context<'_>, at: &At<'_>, packet: &Packet, complaint: String) {
    /// The level of what nobody gives one (`LOGLEVEL_NOTICE`).
    const LEVEL: u8 = 5;
    tell(
        cx,
        LogRecord {
            level: LEVEL,
            prefix: complaint,
            ..record(LogKind::Log, at, packet)
        },
    );
}

fn tell(cx: &Context<'_>, record: LogRecord) {
    cx.router.tell(Event::Log(Box::new(record)));
}

/// What a traced packet's record says besides its prefix.
fn record(kind: LogKind, at: &At<'_>, packet: &Packet) -> LogRecord {
    let name = |iface: Option<&Interface>| iface.map(|iface| (iface.index, iface.name.to_string()));
    // What the router made has no link layer yet, even if its frame is made already.
    let (frame, l3) = match packet.meta.iif {
        Some(_) => (packet.buf.bytes(), usize::from(packet.meta.l3)),
        None => (packet.network(), 0),
    };
    LogRecord {
        kind,
        hook: at.hook,
        iif: name(at.iif),
        oif: name(at.oif),
        level: TRACE_LEVEL,
        prefix: String::new(),
        options: TRACE_OPTIONS,
        mark: packet.meta.mark,
        frame: frame[..frame.len().min(l3 + KEPT)].to_vec(),
        l3,
        len: frame.len(),
    }
}
