//! Listings of objects, limits and quotas.

use std::fmt::Write as _;

use dataplane::{
    filter::nft::{Limit, LimitUnit, Quota},
    route::Family,
};

use super::print::{Context, handle};
use crate::config::nft::{Object, ObjectKind, ObjectState};

/// The word for a kind of objects.
pub(super) const fn kind(of: ObjectKind) -> &'static str {
    match of {
        ObjectKind::Counter => "counter",
        ObjectKind::Quota => "quota",
        ObjectKind::Limit => "limit",
        ObjectKind::CtHelper => "ct helper",
    }
}

/// An object, as a table has it.
#[must_use]
pub fn object_block(of: &Object, cx: &Context<'_>) -> String {
    let name = kind(of.kind());
    let mut text = format!("\t{name} {} {{{}\n", of.name, handle(of.handle, cx));
    if let Some(comment) = &of.comment {
        let _ = writeln!(text, "\t\tcomment \"{comment}\"");
    }
    match &of.state {
        ObjectState::Counter(_) if cx.options.stateless => {}
        ObjectState::Counter(counter) => {
            let counts = counter.counted.counts(cx.readings);
            let _ = writeln!(
                text,
                "\t\tpackets {} bytes {}",
                counts.packets, counts.bytes
            );
        }
        ObjectState::Quota(of) => {
            let _ = writeln!(text, "\t\t{}", quota(&of.0, cx));
        }
        ObjectState::Limit(of) => {
            let _ = writeln!(text, "\t\t{}", limit(&of.0));
        }
        ObjectState::CtHelper {
            helper,
            protocol,
            family,
        } => {
            let protocol = helper_protocol(*protocol);
            let l3proto = helper_family(*family);
            let _ = writeln!(text, "\t\ttype \"{}\" protocol {protocol}", helper.name());
            let _ = writeln!(text, "\t\tl3proto {l3proto}");
        }
    }
    text.push_str("\t}\n");
    text
}

/// The word for the protocol of a helper.
pub(super) const fn helper_protocol(of: u8) -> &'static str {
    match of {
        17 => "udp",
        _ => "tcp",
    }
}

/// The word for the family of a helper.
pub(super) const fn helper_family(of: Option<Family>) -> &'static str {
    match of {
        Some(Family::V6) => "ip6",
        Some(Family::V4) => "ip",
        None => "inet",
    }
}

/// The word for so many seconds.
pub(super) const fn per(seconds: u64) -> &'static str {
    match seconds {
        60 => "minute",
        3600 => "hour",
        86_400 => "day",
        604_800 => "week",
        _ => "second",
    }
}

/// `rate [over] 10/second [burst 5 packets]`.
pub(super) fn limit(of: &Limit) -> String {
    /// The burst of packets where none is given; it is not listed.
    const BURST: u64 = 5;
    let over = if of.over { "over " } else { "" };
    let seconds = per(of.seconds);
    let mut text = match of.unit {
        LimitUnit::Packets => format!("rate {over}{}/{seconds}", of.rate),
        LimitUnit::Bytes => format!("rate {over}{}/{seconds}", volume(of.rate)),
    };
    match of.unit {
        LimitUnit::Packets if of.burst != 0 && of.burst != BURST => {
            let _ = write!(text, " burst {} packets", of.burst);
        }
        LimitUnit::Bytes if of.burst != 0 => {
            let _ = write!(text, " burst {}", volume(of.burst));
        }
        LimitUnit::Packets | LimitUnit::Bytes => {}
    }
    text
}

/// `[over] 10 mbytes [used 5 bytes]`.
pub(super) fn quota(of: &Quota, cx: &Context<'_>) -> String {
    let over = if of.over { "over " } else { "" };
    let mut text = format!("{over}{}", volume(of.bytes));
    let used = of.used();
    if used != 0 && !cx.options.stateless {
        let _ = write!(text, " used {}", volume(used));
    }
    text
}

/// Bytes in the largest unit of which they are a multiple.
fn volume(bytes: u64) -> String {
    let (count, unit) = scaled(bytes);
    format!("{count} {unit}")
}

/// The largest unit of which so many bytes are a multiple, and how many of those.
pub(super) fn scaled(bytes: u64) -> (u64, &'static str) {
    let (mut count, mut unit) = (bytes, "bytes");
    for larger in ["kbytes", "mbytes"] {
        if count == 0 || !count.is_multiple_of(1024) {
            break;
        }
        (count, unit) = (count / 1024, larger);
    }
    (count, unit)
}
