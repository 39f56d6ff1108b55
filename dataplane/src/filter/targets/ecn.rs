//! `-j ECN`: explicit congestion notification (IPv4).

use super::{checksum, tos};
use crate::{
    drop_reason::DropReason,
    filter::headers::Headers,
    flow_cache::Consulted,
    packet::Packet,
    route::Family,
    wire::{ipv4::protocol, tcp},
};

/// `-j ECN`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EcnTarget {
    /// `--ecn-ip-ect`.
    pub ip_ect: Option<u8>,
    /// `--ecn-tcp-ece`, 0 or 1.
    pub tcp_ece: Option<u8>,
    /// `--ecn-tcp-cwr`, 0 or 1.
    pub tcp_cwr: Option<u8>,
    /// `--ecn-tcp-remove`.
    pub tcp_remove: bool,
}

impl EcnTarget {
    /// The two bits of the IP header can be said; those of TCP can't.
    pub(super) const fn consults(self) -> Consulted {
        if self.tcp_remove || self.tcp_ece.is_some() || self.tcp_cwr.is_some() {
            Consulted::MORE
        } else {
            Consulted::ECN
        }
    }

    /// `ecn_tg`. Deviation: the kernel also writes into the payload of fragments that are not the
    /// first, where no header is.
    ///
    /// # Errors
    /// If the packet is too short for a TCP header.
    pub(super) fn apply(self, headers: &Headers, packet: &mut Packet) -> Result<(), DropReason> {
        const ECT: u8 = 3;
        if let Some(ect) = self.ip_ect {
            let tos = tos::get(Family::V4, packet);
            tos::set(Family::V4, packet, (tos & !ECT) | (ect & ECT));
        }
        let (ece, cwr) = if self.tcp_remove {
            (Some(0), Some(0))
        } else {
            (self.tcp_ece, self.tcp_cwr)
        };
        let asked = ece.is_some() || cwr.is_some();
        if !asked || headers.protocol != protocol::TCP || headers.fragment != 0 {
            return Ok(());
        }
        let vouched = packet.meta.checksum;
        let header = packet
            .network_mut()
            .get_mut(headers.l4..)
            .and_then(<[u8]>::first_chunk_mut::<{ tcp::HEADER_LEN }>)
            .ok_or(DropReason::NetfilterDrop)?;
        let old = u16::from_be_bytes([header[12], header[13]]);
        for (value, flag) in [(ece, ECE), (cwr, CWR)] {
            match value {
                Some(0) => header[13] &= !flag,
                Some(_) => header[13] |= flag,
                None => {}
            }
        }
        let new = u16::from_be_bytes([header[12], header[13]]);
        checksum::amend(&mut header[16..], vouched, old, new);
        Ok(())
    }
}

/// The bits of the TCP flags.
const ECE: u8 = 0x40;
const CWR: u8 = 0x80;
