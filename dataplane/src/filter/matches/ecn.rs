//! `-m ecn`: explicit congestion notification.

use super::Probe;
use crate::{filter::Test, flow_cache::Consulted, route::Family, wire::tcp};

/// `-m ecn`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ecn {
    /// `--ecn-ip-ect`, 0 to 3: the two bits of the IP header.
    pub ip_ect: Option<Test<u8>>,
    /// `--ecn-tcp-ece`: `not` asks for the bit to be clear.
    pub tcp_ece: Option<Test<()>>,
    /// `--ecn-tcp-cwr`.
    pub tcp_cwr: Option<Test<()>>,
}

/// The bits of the TCP flags.
const ECE: u8 = 0x40;
const CWR: u8 = 0x80;

impl Ecn {
    /// The bits that it looks at.
    pub(super) const fn consults(&self) -> Consulted {
        let mut consulted = Consulted::FLOW;
        if self.ip_ect.is_some() {
            consulted = consulted.and(Consulted::ECN);
        }
        if self.tcp_ece.is_some() {
            consulted = consulted.and(Consulted::flags(ECE));
        }
        if self.tcp_cwr.is_some() {
            consulted = consulted.and(Consulted::flags(CWR));
        }
        consulted
    }

    /// `ecn_mt4`, `ecn_mt6`. Of a fragment that is not the first, the kernel takes for the flags what is in
    /// their place: payload, or of IPv6 a part of the source address.
    pub(super) fn holds(&self, probe: &Probe<'_>) -> bool {
        let ect = probe.tos() & 3;
        if self.ip_ect.is_some_and(|test| !test.holds(ect == test.of)) {
            return false;
        }
        if self.tcp_ece.is_none() && self.tcp_cwr.is_none() {
            return true;
        }
        let start = match probe.at.family {
            Family::V6 if probe.headers.fragment != 0 => 0,
            Family::V4 | Family::V6 => probe.headers.l4,
        };
        let bytes = probe.packet.network().get(start..);
        let Some(header) = bytes.and_then(<[u8]>::first_chunk::<{ tcp::HEADER_LEN }>) else {
            return false;
        };
        let has = |test: Option<Test<()>>, flag: u8| {
            test.is_none_or(|test| test.holds(header[13] & flag != 0))
        };
        has(self.tcp_ece, ECE) && has(self.tcp_cwr, CWR)
    }
}
