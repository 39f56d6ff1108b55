//! The line: where the packet is, its link layer, and what it is.

use dataplane::{
    filter::targets::LogOptions,
    iface::{IfIndex, MacAddr},
    trace::LogRecord,
};

use super::{
    buffer::{Bytes, Line},
    ipv4, ipv6,
};

/// Length of the addresses that an Ethernet header begins with.
const ADDRESSES_LEN: usize = 12;

/// What `nf_log_syslog` writes for a packet, without the level. It ends in a space, as the
/// kernel's lines do.
///
/// The user that a packet's socket belongs to (`--log-uid`) is never told: the router's own packets
/// have none, in the kernel too.
#[must_use]
pub fn line(record: &LogRecord) -> String {
    let mut line = Line::default();
    let name = |side: &Option<(IfIndex, String)>| {
        side.as_ref()
            .map_or_else(String::new, |(_, name)| name.clone())
    };
    let (iif, oif) = (name(&record.iif), name(&record.oif));
    line.add(format_args!("{}IN={iif} OUT={oif} ", record.prefix));
    if record.iif.is_some() {
        link_layer(&mut line, record);
    }
    let known = record.frame.get(record.l3..).unwrap_or_default();
    let packet = Bytes {
        known,
        len: record.len.saturating_sub(record.l3),
    };
    match known.first() {
        Some(first) if first >> 4 == 6 => ipv6::packet(&mut line, record, packet, 0, true),
        _ => ipv4::packet(&mut line, record, packet, 0),
    }
    line.finish()
}

/// The Ethernet header, without tags: those of a sub-interface are gone before netfilter sees the
/// packet.
fn link_layer(line: &mut Line, record: &LogRecord) {
    let looped = record.oif.as_ref().or(record.iif.as_ref());
    let looped = looped.is_some_and(|(index, _)| *index == IfIndex::LOOPBACK);
    let header = header(record);
    if record.options.has(LogOptions::MAC_DECODE) && !looped {
        let Some(header) = header else { return };
        let mac = |at: usize| {
            let mut bytes = [0; 6];
            bytes.copy_from_slice(&header[at..at + 6]);
            MacAddr(bytes)
        };
        line.add(format_args!(
            "MACSRC={} MACDST={} MACPROTO={:02x}{:02x} ",
            mac(6),
            mac(0),
            header[12],
            header[13]
        ));
        return;
    }
    line.add(format_args!("MAC="));
    for (i, byte) in header.iter().flatten().enumerate() {
        let colon = if i == 0 { "" } else { ":" };
        line.add(format_args!("{colon}{byte:02x}"));
    }
    line.add(format_args!(" "));
}

/// The addresses and the type of what is inside. What `lo` received has addresses of zeros.
fn header(record: &LogRecord) -> Option<[u8; ADDRESSES_LEN + 2]> {
    let mut header = [0; ADDRESSES_LEN + 2];
    if let Some((index, _)) = &record.iif
        && *index == IfIndex::LOOPBACK
    {
        let ipv6 = record.frame.get(record.l3).is_some_and(|b| b >> 4 == 6);
        header[ADDRESSES_LEN..].copy_from_slice(if ipv6 { &[0x86, 0xdd] } else { &[8, 0] });
        return Some(header);
    }
    let ethertype = record.l3.checked_sub(2)?;
    header[..ADDRESSES_LEN].copy_from_slice(record.frame.get(..ADDRESSES_LEN)?);
    header[ADDRESSES_LEN..].copy_from_slice(record.frame.get(ethertype..record.l3)?);
    Some(header)
}

#[cfg(test)]
mod tests {
    use dataplane::{filter::Hook, packet::Mark, trace::LogKind};

    use super::*;

    /// A UDP datagram that came with a tag.
    fn tagged(options: LogOptions) -> LogRecord {
        let mut frame = vec![2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0xf, 1, 0x81, 0, 0, 100, 8, 0];
        frame.extend([0x45, 0, 0, 28, 0, 7, 0, 0, 9, 17, 0, 0]);
        frame.extend([10, 3, 0, 1, 10, 3, 0, 254, 0, 1, 0, 2, 0, 8, 0, 0]);
        LogRecord {
            kind: LogKind::Log,
            hook: Hook::Input,
            iif: IfIndex::new(5).map(|index| (index, "left.100".to_owned())),
            oif: None,
            level: 4,
            prefix: String::new(),
            options,
            mark: Mark(0),
            len: frame.len(),
            frame,
            l3: 18,
        }
    }

    #[test]
    fn the_tag_of_a_sub_interface_is_not_told() {
        let rest = "SRC=10.3.0.1 DST=10.3.0.254 LEN=28 TOS=0x00 PREC=0x00 TTL=9 ID=7 PROTO=UDP \
                    SPT=1 DPT=2 LEN=8 ";
        let plain = "IN=left.100 OUT= MAC=02:00:00:00:00:01:02:00:00:00:0f:01:08:00 ";
        assert_eq!(line(&tagged(LogOptions(0))), format!("{plain}{rest}"));
        let decoded = "IN=left.100 OUT= MACSRC=02:00:00:00:0f:01 MACDST=02:00:00:00:00:01 \
                       MACPROTO=0800 ";
        assert_eq!(
            line(&tagged(LogOptions::MAC_DECODE)),
            format!("{decoded}{rest}")
        );
    }

    #[test]
    fn any_frame_can_be_told() {
        let whole = tagged(LogOptions(0x2f));
        for l3 in 0..=whole.frame.len() + 1 {
            for cut in 0..whole.frame.len() {
                let mut record = whole.clone();
                record.frame.truncate(cut);
                record.l3 = l3;
                assert!(line(&record).starts_with("IN=left.100 OUT= "));
            }
        }
    }
}
