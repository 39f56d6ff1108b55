//! What qdiscs, classes and actions count, as `-statistics` shows it.

use dataplane::qos::QueueStats;

use super::units::Size;
use crate::lang::ip::printer::Printer;

/// ` Sent … bytes … pkt (dropped …)` and the queue (`print_tcstats2_attr`), each line with `prefix` in front.
pub(super) fn queue(printer: &mut Printer<'_>, prefix: &str, stats: &QueueStats) {
    // The kernel counts some of these with 32 bits.
    let (drops, overlimits, requeues) = (
        stats.drops as u32,
        stats.overlimits as u32,
        stats.requeues as u32,
    );
    printer.text(format_args!("{prefix}"));
    printer.show(
        "bytes",
        format_args!("Sent {} bytes", stats.bytes),
        stats.bytes,
    );
    printer.show(
        "packets",
        format_args!(" {} pkt", stats.packets),
        stats.packets,
    );
    printer.show("drops", format_args!(" (dropped {drops},"), drops);
    printer.show(
        "overlimits",
        format_args!(" overlimits {overlimits}"),
        overlimits,
    );
    printer.show("requeues", format_args!(" requeues {requeues}) "), requeues);
    let backlog = stats.backlog as u32;
    printer.newline();
    printer.text(format_args!("{prefix}"));
    printer.show(
        "backlog",
        format_args!("backlog {}", Size(backlog)),
        backlog,
    );
    printer.show("qlen", format_args!(" {}p", stats.qlen), stats.qlen);
    printer.text(format_args!(" requeues {requeues}"));
}
