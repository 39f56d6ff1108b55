//! The connection that a command line describes: one to make, or what others have to look like.

use std::net::IpAddr;

use dataplane::conntrack::{Status, Tuple};

use super::{
    connection::{Connection, ProtocolState, sctp_state, tcp_state},
    number,
    protocol::{Field, Protocol},
};

/// Labels that a command line names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Labels {
    /// Bit by bit.
    pub(super) bits: u128,
    /// One is named that no connection can have.
    pub(super) beyond: bool,
}

/// What a command line says of connections. What it does not say is `None`.
#[derive(Clone, Debug, Default)]
pub(super) struct Template {
    pub(super) orig_src: Option<IpAddr>,
    pub(super) orig_dst: Option<IpAddr>,
    pub(super) reply_src: Option<IpAddr>,
    pub(super) reply_dst: Option<IpAddr>,
    pub(super) mask_src: Option<IpAddr>,
    pub(super) mask_dst: Option<IpAddr>,
    pub(super) proto: Option<u8>,
    /// Ports or keys: of the original direction source and destination, then of replies.
    pub(super) ports: [Option<u16>; 4],
    pub(super) icmp_type: Option<u8>,
    pub(super) icmp_code: Option<u8>,
    pub(super) icmp_id: Option<u16>,
    pub(super) state: Option<ProtocolState>,
    pub(super) tags: [Option<u32>; 2],
    pub(super) timeout: Option<u32>,
    pub(super) status: Option<u32>,
    /// The bits of the status that `-L` compares.
    pub(super) status_mask: u32,
    pub(super) mark: Option<(u32, u32)>,
    pub(super) id: Option<u32>,
    pub(super) zone: Option<u16>,
    pub(super) orig_zone: Option<u16>,
    pub(super) reply_zone: Option<u16>,
    pub(super) src_nat: Option<(IpAddr, Option<u16>)>,
    pub(super) dst_nat: Option<(IpAddr, Option<u16>)>,
    /// Labels that connections must have.
    pub(super) labels: Option<Labels>,
    /// Labels to be set or cleared.
    pub(super) label_change: Option<Labels>,
    /// Options that have no effect but that they were given.
    others: Vec<Field>,
}

impl Template {
    /// An option of a protocol.
    ///
    /// # Errors
    /// The complaint, if the protocol does not know the value.
    pub(super) fn set(
        &mut self,
        protocol: Protocol,
        field: Field,
        text: &str,
    ) -> Result<(), String> {
        let number = match protocol {
            Protocol::Gre => (number::unsigned(text).0 & 0xffff_ffff) as u32,
            Protocol::Tcp
            | Protocol::Udp
            | Protocol::UdpLite
            | Protocol::Sctp
            | Protocol::Dccp
            | Protocol::Icmp
            | Protocol::Icmp6 => number::decimal(text),
        };
        let short = (number & 0xffff) as u16;
        let byte = (number & 0xff) as u8;
        match field {
            Field::OrigSrc => self.ports[0] = Some(short),
            Field::OrigDst => self.ports[1] = Some(short),
            Field::ReplySrc => self.ports[2] = Some(short),
            Field::ReplyDst => self.ports[3] = Some(short),
            Field::OrigTag => self.tags[0] = Some(number),
            Field::ReplyTag => self.tags[1] = Some(number),
            Field::IcmpType => self.icmp_type = Some(byte),
            Field::IcmpCode => self.icmp_code = Some(byte),
            Field::IcmpId => self.icmp_id = Some(short),
            Field::State => self.set_state(protocol, text)?,
            Field::Role if !matches!(text, "client" | "server") => {
                return Err(format!("Unknown DCCP role `{text}'"));
            }
            Field::Role | Field::MaskSrc | Field::MaskDst | Field::TupleSrc | Field::TupleDst => {
                self.others.push(field)
            }
        }
        Ok(())
    }

    fn set_state(&mut self, protocol: Protocol, text: &str) -> Result<(), String> {
        /// The kernel has not tracked DCCP since Linux 6.16; the tool still knows these.
        const DCCP: &[&str] = &[
            "NONE", "REQUEST", "RESPOND", "PARTOPEN", "OPEN", "CLOSEREQ", "CLOSING", "TIMEWAIT",
            "IGNORE", "INVALID",
        ];
        match protocol {
            Protocol::Tcp => {
                // The number of LISTEN was given to another state.
                let name = if text == "LISTEN" { "SYN_SENT2" } else { text };
                let state = tcp_state(name).ok_or_else(|| format!("unknown TCP state `{text}'"))?;
                self.state = Some(ProtocolState::Tcp(state));
            }
            Protocol::Sctp => {
                // Deviation: for what it does not know, the tool of this version crashes.
                let state =
                    sctp_state(text).ok_or_else(|| format!("unknown SCTP state `{text}'"))?;
                self.state = Some(ProtocolState::Sctp(state, [0; 2]));
            }
            Protocol::Dccp if !DCCP.contains(&text) => {
                return Err(format!("Unknown DCCP state `{text}'"));
            }
            Protocol::Dccp
            | Protocol::Udp
            | Protocol::UdpLite
            | Protocol::Icmp
            | Protocol::Icmp6
            | Protocol::Gre => self.others.push(Field::State),
        }
        Ok(())
    }

    /// Whether an option of the protocol was given.
    pub(super) fn has(&self, field: Field) -> bool {
        match field {
            Field::OrigSrc => self.ports[0].is_some(),
            Field::OrigDst => self.ports[1].is_some(),
            Field::ReplySrc => self.ports[2].is_some(),
            Field::ReplyDst => self.ports[3].is_some(),
            Field::OrigTag => self.tags[0].is_some(),
            Field::ReplyTag => self.tags[1].is_some(),
            Field::IcmpType => self.icmp_type.is_some(),
            Field::IcmpCode => self.icmp_code.is_some(),
            Field::IcmpId => self.icmp_id.is_some(),
            Field::State if self.state.is_some() => true,
            Field::State
            | Field::Role
            | Field::MaskSrc
            | Field::MaskDst
            | Field::TupleSrc
            | Field::TupleDst => self.others.contains(&field),
        }
    }

    /// The state with its tags.
    pub(super) fn full_state(&self) -> Option<ProtocolState> {
        match self.state {
            Some(ProtocolState::Sctp(state, _)) => {
                let tags = self.tags.map(Option::unwrap_or_default);
                Some(ProtocolState::Sctp(state, tags))
            }
            state => state,
        }
    }

    /// Whether the addresses and ports of the original direction fit (`NFCT_CMP_ORIG`).
    pub(super) fn fits_original(&self, connection: &Connection) -> bool {
        let tuple = &connection.original;
        self.proto.is_none_or(|proto| proto == tuple.proto)
            && network(self.orig_src, self.mask_src, tuple.src_addr())
            && network(self.orig_dst, self.mask_dst, tuple.dst_addr())
            && same(self.ports[0], tuple.src_port)
            && same(self.ports[1], tuple.dst_port)
            && self.fits_icmp(tuple)
    }

    /// Whether those of replies do (`NFCT_CMP_REPL`).
    pub(super) fn fits_reply(&self, connection: &Connection) -> bool {
        let tuple = &connection.reply;
        self.proto.is_none_or(|proto| proto == tuple.proto)
            && same(self.reply_src, tuple.src_addr())
            && same(self.reply_dst, tuple.dst_addr())
            && same(self.ports[2], tuple.src_port)
            && same(self.ports[3], tuple.dst_port)
    }

    fn fits_icmp(&self, tuple: &Tuple) -> bool {
        let [kind, code] = tuple.dst_port.to_be_bytes();
        same(self.icmp_type, kind)
            && same(self.icmp_code, code)
            && same(self.icmp_id, tuple.src_port)
    }

    /// Whether everything that can be compared fits (`NFCT_CMP_ALL`); `-L` also compares what the
    /// kernel is told to leave out.
    pub(super) fn fits(&self, connection: &Connection) -> bool {
        let zone = zones(connection);
        let state = match (self.state, connection.state) {
            (None, _) => true,
            (Some(ProtocolState::Tcp(a)), ProtocolState::Tcp(b)) => a == b,
            (Some(ProtocolState::Sctp(a, _)), ProtocolState::Sctp(b, tags)) => {
                a == b && self.tags.iter().zip(tags).all(|(a, b)| same(*a, b))
            }
            (Some(ProtocolState::None), ProtocolState::None) => true,
            (
                Some(ProtocolState::None | ProtocolState::Tcp(_) | ProtocolState::Sctp(..)),
                ProtocolState::None | ProtocolState::Tcp(_) | ProtocolState::Sctp(..),
            ) => false,
        };
        let status = self
            .status
            .is_none_or(|status| connection.status.has(Status(status)));
        self.fits_original(connection)
            && self.fits_reply(connection)
            && state
            && status
            && same(self.timeout.map(u64::from), connection.timeout.as_secs())
            && same(self.id, connection.id)
            && same(self.zone, zone.both)
            && same(self.orig_zone, zone.original)
            && same(self.reply_zone, zone.reply)
    }

    /// Whether all the labels are there.
    pub(super) fn fits_labels(&self, connection: &Connection) -> bool {
        self.labels
            .is_none_or(|wanted| !wanted.beyond && connection.labels & wanted.bits == wanted.bits)
    }

    /// Whether the mark fits.
    pub(super) fn fits_mark(&self, connection: &Connection) -> bool {
        self.mark
            .is_none_or(|(value, mask)| connection.mark & mask == value)
    }

    /// Whether the status fits as the kernel compares it for `-L`.
    pub(super) fn fits_status(&self, connection: &Connection) -> bool {
        self.status
            .is_none_or(|status| connection.status.0 & self.status_mask == status)
    }
}

/// The zone of a connection, as messages tell of it: of both directions, or of one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Zones {
    pub(super) both: u16,
    pub(super) original: u16,
    pub(super) reply: u16,
}

pub(super) const fn zones(connection: &Connection) -> Zones {
    let (original, reply) = (connection.original.zone, connection.reply.zone);
    if original == reply {
        return Zones {
            both: original,
            original: 0,
            reply: 0,
        };
    }
    Zones {
        both: 0,
        original,
        reply,
    }
}

fn same<T: PartialEq>(wanted: Option<T>, there: T) -> bool {
    wanted.is_none_or(|wanted| wanted == there)
}

fn network(wanted: Option<IpAddr>, mask: Option<IpAddr>, there: IpAddr) -> bool {
    let Some(wanted) = wanted else {
        return true;
    };
    match (wanted, mask, there) {
        (_, None, _) => wanted == there,
        (IpAddr::V4(wanted), Some(IpAddr::V4(mask)), IpAddr::V4(there)) => {
            there & mask == wanted & mask
        }
        (IpAddr::V6(wanted), Some(IpAddr::V6(mask)), IpAddr::V6(there)) => {
            there & mask == wanted & mask
        }
        (_, Some(_), _) => false,
    }
}

/// Whether the sources or destinations of the original direction are translated, as the library
/// guesses it from the tuples.
pub(super) struct Translated {
    pub(super) src_address: bool,
    pub(super) src_port: bool,
    pub(super) dst_address: bool,
    pub(super) dst_port: bool,
}

pub(super) fn translated(connection: &Connection) -> Translated {
    let (original, reply) = (&connection.original, &connection.reply);
    let src = connection.status.has(Status::SRC_NAT_DONE);
    let dst = connection.status.has(Status::DST_NAT_DONE);
    Translated {
        src_address: src && reply.dst != original.src,
        src_port: src && reply.dst_port != original.src_port,
        dst_address: dst && reply.src != original.dst,
        // The library reads ICMP's identifier, type and code as ports, too.
        dst_port: dst && reply.src_port != original.dst_port,
    }
}

impl Template {
    /// Whether the translations are those of `-n`, `-g` or `-j`, which are given as `src`, `dst` and
    /// `any`.
    pub(super) fn fits_nat(
        &self,
        (src, dst, any): (bool, bool, bool),
        connection: &Connection,
    ) -> bool {
        if !(src || dst || any) {
            return true;
        }
        let is = translated(connection);
        let reply = &connection.reply;
        let fits = |wanted: Option<(IpAddr, Option<u16>)>, (address, port), (there, there_port)| {
            match wanted {
                None => address || port,
                Some((wanted, None)) => address && wanted == there,
                Some((wanted, Some(wanted_port))) => {
                    address && wanted == there && port && wanted_port == there_port
                }
            }
        };
        let has_src = fits(
            self.src_nat,
            (is.src_address, is.src_port),
            (reply.dst_addr(), reply.dst_port),
        );
        let has_dst = fits(
            self.dst_nat,
            (is.dst_address, is.dst_port),
            (reply.src_addr(), reply.src_port),
        );
        if any {
            has_src || has_dst
        } else {
            (!src || has_src) && (!dst || has_dst)
        }
    }
}
