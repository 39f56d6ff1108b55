//! New connections, made as the kernel's ctnetlink makes them.

use std::net::IpAddr;

use dataplane::{
    conntrack::{Status, Tuple},
    time::Duration,
};

use super::{
    connection::{Connection, ConnectionChange, LabelChange, ProtocolState},
    protocol::Protocol,
    template::{Labels, Template},
};
use crate::config::Errno;

/// The longest timeout that the kernel takes: half of what its 32-bit clock counts, at 250 ticks a
/// second.
const MAX_TIMEOUT: u64 = i32::MAX as u64 / 250;

/// The bits of the status that no command changes: EXPECTED, CONFIRMED and DYING.
const UNCHANGEABLE: u32 = Status::EXPECTED.0 | Status::CONFIRMED.0 | Status::DYING.0;

/// The bits that commands do not set (`IPS_UNCHANGEABLE_MASK`): what translation has done, above
/// all.
const NOT_FOR_COMMANDS: u32 = UNCHANGEABLE
    | Status::SRC_NAT.0
    | Status::DST_NAT.0
    | Status::SEQ_ADJUST.0
    | Status::SRC_NAT_DONE.0
    | Status::DST_NAT_DONE.0
    | 1 << 11
    | 1 << 12
    | 1 << 13
    | 1 << 14
    | 1 << 15;

/// A timeout as the kernel takes it.
pub(super) fn timeout(seconds: u32) -> Duration {
    Duration::from_secs(u64::from(seconds).min(MAX_TIMEOUT))
}

/// The status after a command has asked for `wanted` (`ctnetlink_change_status`).
///
/// # Errors
/// EBUSY if it asks for what can't be changed.
pub(super) fn status(now: Status, wanted: u32) -> Result<Status, Errno> {
    if wanted & !now.0 & UNCHANGEABLE != 0 {
        return Err(Errno::Busy);
    }
    Ok(Status(now.0 | wanted & !NOT_FOR_COMMANDS))
}

impl Template {
    /// The tuple of the original direction, as far as it is given.
    pub(super) fn original(&self) -> Option<Tuple> {
        let (src, dst) = (self.orig_src?, self.orig_dst?);
        let ports = if self.is_icmp() {
            self.icmp_ports()
        } else {
            (self.ports[0].unwrap_or(0), self.ports[1].unwrap_or(0))
        };
        Some(self.tuple((src, dst), ports))
    }

    /// The tuple of replies, as far as it is given. An address that is to be translated is that of
    /// the original direction before.
    pub(super) fn replies(&self) -> Option<Tuple> {
        if self.reply_src.is_none() && self.reply_dst.is_none() {
            return None;
        }
        let from = |reply: Option<IpAddr>, nat: bool, original: Option<IpAddr>| {
            reply.or(original.filter(|_| nat))
        };
        let src = from(self.reply_src, self.dst_nat.is_some(), self.orig_dst)?;
        let dst = from(self.reply_dst, self.src_nat.is_some(), self.orig_src)?;
        let ports = (self.ports[2].unwrap_or(0), self.ports[3].unwrap_or(0));
        Some(self.tuple((src, dst), ports))
    }

    fn is_icmp(&self) -> bool {
        self.proto
            .and_then(Protocol::from_number)
            .is_some_and(Protocol::is_icmp)
    }

    fn icmp_ports(&self) -> (u16, u16) {
        let kind = self.icmp_type.unwrap_or(0);
        let code = self.icmp_code.unwrap_or(0);
        (self.icmp_id.unwrap_or(0), u16::from_be_bytes([kind, code]))
    }

    fn tuple(&self, (src, dst): (IpAddr, IpAddr), (src_port, dst_port): (u16, u16)) -> Tuple {
        let mut tuple = Tuple {
            src: [0; 16],
            dst: [0; 16],
            src_port,
            dst_port,
            ipv6: src.is_ipv6(),
            proto: self.proto.unwrap_or(0),
            zone: 0,
        };
        tuple.set_src(src);
        tuple.set_dst(dst);
        tuple
    }

    /// The connection that `-I` and `-A` ask for. `began` is the time since the Unix epoch, if such
    /// things are noted.
    ///
    /// # Errors
    /// As the kernel: ERANGE for labels that no connection can have, EINVAL if tuples are incomplete or impossible, EBUSY for its status.
    pub(super) fn create(&self) -> Result<Connection, Errno> {
        let labels = self.label_change.unwrap_or_default();
        if labels.beyond {
            return Err(Errno::Range);
        }
        let (mut original, mut reply) = self.tuples()?;
        (original.zone, reply.zone) = self.zones()?;
        let mut connection = Connection {
            id: 0,
            original,
            reply,
            status: status(Status(0), self.status.unwrap_or(0))?,
            mark: self.mark.map_or(0, |(value, _)| value),
            timeout: timeout(self.timeout.unwrap_or(0)),
            state: self.full_state().unwrap_or_default(),
            counts: None,
            began: None,
            children: 0,
            helper: None,
            labels: labels.bits,
        };
        self.translate(&mut connection);
        connection.status.set(Status::CONFIRMED);
        Ok(connection)
    }

    fn tuples(&self) -> Result<(Tuple, Tuple), Errno> {
        let (original, reply) = match (self.original(), self.replies()) {
            (Some(original), Some(mut reply)) => {
                if self.is_icmp() {
                    let answer = invert(&original).ok_or(Errno::Inval)?;
                    (reply.src_port, reply.dst_port) = (answer.src_port, answer.dst_port);
                } else if self.has_ports() && (self.ports[2].is_none() || self.ports[3].is_none()) {
                    return Err(Errno::Inval);
                }
                (original, reply)
            }
            (Some(_), None) if self.reply_src.is_some() || self.reply_dst.is_some() => {
                return Err(Errno::Inval);
            }
            (Some(original), None) => (original, invert(&original).ok_or(Errno::Inval)?),
            (None, Some(reply)) => (invert(&reply).ok_or(Errno::Inval)?, reply),
            (None, None) => return Err(Errno::Inval),
        };
        let fits = match self.proto.and_then(Protocol::from_number) {
            Some(Protocol::Icmp) => !original.ipv6,
            Some(Protocol::Icmp6) => original.ipv6,
            Some(_) | None => true,
        };
        if fits {
            Ok((original, reply))
        } else {
            Err(Errno::Inval)
        }
    }

    fn has_ports(&self) -> bool {
        self.proto.and_then(Protocol::from_number).is_some()
    }

    /// The zones of both directions; only one of the three options makes sense.
    fn zones(&self) -> Result<(u16, u16), Errno> {
        match (self.zone, self.orig_zone, self.reply_zone) {
            (None, None, None) => Ok((0, 0)),
            (Some(zone), None, None) => Ok((zone, zone)),
            (None, Some(zone), None) => Ok((zone, 0)),
            (None, None, Some(zone)) => Ok((0, zone)),
            (_, _, _) => Err(Errno::Inval),
        }
    }

    /// `-n` and `-g`: the kernel sets both translations up if one is asked for.
    fn translate(&self, connection: &mut Connection) {
        if self.src_nat.is_none() && self.dst_nat.is_none() {
            return;
        }
        let Connection {
            original,
            reply,
            status,
            ..
        } = connection;
        let has_ports = !self.is_icmp() && self.has_ports();
        if let Some((address, port)) = self.dst_nat {
            reply.set_src(address);
            if let (Some(port), true) = (port, has_ports) {
                reply.src_port = port;
            }
        }
        if let Some((address, port)) = self.src_nat {
            reply.set_dst(address);
            if let (Some(port), true) = (port, has_ports) {
                reply.dst_port = port;
            }
        }
        status.set(Status::SRC_NAT_DONE);
        status.set(Status::DST_NAT_DONE);
        let answer = invert(original).unwrap_or(*reply);
        if (reply.dst, reply.dst_port) != (answer.dst, answer.dst_port) {
            status.set(Status::SRC_NAT);
        }
        if (reply.src, reply.src_port) != (answer.src, answer.src_port) {
            status.set(Status::DST_NAT);
        }
    }

    /// What `-U` changes of a connection: `None` if that is nothing. `labels` says what is to be done
    /// with those that were named: to set them, or to clear them.
    ///
    /// # Errors
    /// ERANGE for labels that no connection can have; the tool sees that only if there are others.
    pub(super) fn change(
        &self,
        connection: &Connection,
        labels: Option<LabelCommand>,
    ) -> Result<Option<ConnectionChange>, Errno> {
        let named = self.label_change;
        let labels = match labels {
            None => None,
            Some(LabelCommand::Add) => {
                let Labels { bits, beyond } = named.unwrap_or_default();
                if beyond && connection.labels == 0 {
                    return Err(Errno::Range);
                }
                Some((bits, bits))
            }
            // Deviation: 1.4.7 clears all labels if it is told to clear one from bit 96 on.
            Some(LabelCommand::Delete) if connection.labels != 0 => {
                Some((0, named.map_or(u128::MAX, |labels| labels.bits)))
            }
            Some(LabelCommand::Delete) => None,
        };
        let labels = labels.map(|(data, mask)| LabelChange { mask, data });
        let mark = self
            .mark
            .map(|(value, mask)| connection.mark & !mask ^ value)
            .filter(|mark| *mark != connection.mark);
        let wanted = self.timeout.map(timeout);
        let timeout = wanted.filter(|timeout| timeout.as_secs() != connection.timeout.as_secs());
        let state = self
            .full_state()
            .filter(|state| match (state, connection.state) {
                (ProtocolState::Tcp(a), ProtocolState::Tcp(b)) => *a != b,
                (ProtocolState::Sctp(a, _), ProtocolState::Sctp(b, _)) => *a != b,
                (ProtocolState::None | ProtocolState::Tcp(_) | ProtocolState::Sctp(..), _) => false,
            });
        let status = self
            .status
            .map(|status| Status(status | connection.status.0))
            .filter(|status| *status != connection.status);
        let change = ConnectionChange {
            timeout,
            status,
            mark,
            state,
            labels,
        };
        // If anything is to change, everything that was given is sent.
        Ok(
            (change != ConnectionChange::default()).then_some(ConnectionChange {
                timeout: wanted,
                ..change
            }),
        )
    }
}

/// What is to be done with the labels that were named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LabelCommand {
    /// `--label-add`.
    Add,
    /// `--label-del`.
    Delete,
}

impl Connection {
    /// The same after a change, but for the labels; what else has to happen is that of the table.
    ///
    /// # Errors
    /// As the kernel: EBUSY for the status, EPERM if the timeout is fixed.
    pub fn changed(&self, change: &ConnectionChange) -> Result<Self, Errno> {
        let mut new = self.clone();
        if let Some(timeout) = change.timeout {
            if self.status.has(Status::FIXED_TIMEOUT) {
                return Err(Errno::Perm);
            }
            new.timeout = timeout;
        }
        if let Some(wanted) = change.status {
            new.status = status(self.status, wanted.0)?;
        }
        new.state = change.state.unwrap_or(self.state);
        new.mark = change.mark.unwrap_or(self.mark);
        Ok(new)
    }
}

/// The tuple of answers (`nf_ct_invert_tuple`); `None` for ICMP messages that have none.
fn invert(tuple: &Tuple) -> Option<Tuple> {
    let (src_port, dst_port) = match Protocol::from_number(tuple.proto) {
        Some(protocol @ (Protocol::Icmp | Protocol::Icmp6)) => {
            let [kind, code] = tuple.dst_port.to_be_bytes();
            let answer = icmp_answer(protocol, kind)?;
            (tuple.src_port, u16::from_be_bytes([answer, code]))
        }
        Some(_) | None => (tuple.dst_port, tuple.src_port),
    };
    Some(Tuple {
        src: tuple.dst,
        dst: tuple.src,
        src_port,
        dst_port,
        ..*tuple
    })
}

/// The type of the answer to a message of type `kind`, of requests and answers.
fn icmp_answer(protocol: Protocol, kind: u8) -> Option<u8> {
    const PAIRS: &[(u8, u8)] = &[(8, 0), (13, 14), (15, 16), (17, 18)];
    const PAIRS6: &[(u8, u8)] = &[(128, 129), (139, 140)];
    let pairs = if protocol == Protocol::Icmp {
        PAIRS
    } else {
        PAIRS6
    };
    pairs.iter().find_map(|&(a, b)| match kind {
        _ if kind == a => Some(b),
        _ if kind == b => Some(a),
        _ => None,
    })
}
