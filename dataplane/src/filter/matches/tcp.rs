//! `-m tcp`: ports, flags and options of a segment.

use super::{Probe, in_range};
use crate::{drop_reason::DropReason, filter::Test, flow_cache::Consulted, wire::tcp};

/// `-m tcp`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tcp {
    /// `--sport` (first, last).
    pub sport: Option<Test<(u16, u16)>>,
    /// `--dport`.
    pub dport: Option<Test<(u16, u16)>>,
    /// `--tcp-flags MASK COMP`: (mask, comp).
    pub flags: Option<Test<(u8, u8)>>,
    /// `--tcp-option`: the kind of option.
    pub option: Option<Test<u8>>,
}

impl Tcp {
    /// What it looks at in a segment with the right ports; one with others fails whatever else it
    /// has.
    pub(super) fn consults(&self, probe: &Probe<'_>) -> Consulted {
        let (sport, dport) = probe.headers.ports.unwrap_or_default();
        if !in_range(self.sport, sport) || !in_range(self.dport, dport) {
            return Consulted::FLOW;
        }
        match (self.option, self.flags) {
            (Some(_), _) => Consulted::MORE,
            (None, Some(flags)) => Consulted::flags(flags.of.0),
            (None, None) => Consulted::FLOW,
        }
    }

    /// `tcp_mt`.
    pub(super) fn holds(&self, probe: &Probe<'_>) -> Result<bool, DropReason> {
        const MALFORMED: DropReason = DropReason::NetfilterDrop;
        match probe.headers.fragment {
            0 => {}
            // It would overwrite the flags of the first one: RFC 3128.
            1 => return Err(MALFORMED),
            _ => return Ok(false),
        }
        let header = probe.transport::<{ tcp::HEADER_LEN }>()?;
        let sport = u16::from_be_bytes([header[0], header[1]]);
        let dport = u16::from_be_bytes([header[2], header[3]]);
        let flags_hold = self.flags.is_none_or(|test| {
            let (mask, comp) = test.of;
            test.holds(header[13] & mask == comp)
        });
        if !in_range(self.sport, sport) || !in_range(self.dport, dport) || !flags_hold {
            return Ok(false);
        }
        let Some(option) = self.option else {
            return Ok(true);
        };
        let segment = probe.packet.network().get(probe.headers.l4..);
        let end = usize::from(header[12] >> 4) * 4;
        let options = segment
            .and_then(|segment| segment.get(tcp::HEADER_LEN..end))
            .ok_or(MALFORMED)?;
        Ok(option.holds(has_option(options, option.of)))
    }
}

/// `tcp_find_option`.
fn has_option(mut options: &[u8], wanted: u8) -> bool {
    const NOP: u8 = 1;
    while let [kind, rest @ ..] = options {
        if *kind == wanted {
            return true;
        }
        let len = match rest {
            [len, ..] if *kind > NOP => usize::from(*len).max(1),
            _ => 1,
        };
        options = options.get(len..).unwrap_or_default();
    }
    false
}
