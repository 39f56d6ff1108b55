//! Helpers: what connections are to be expected because of what others say.

use std::collections::HashMap;

use super::{
    ConnId, Conntrack, CtRef, Direction, Expectation, Status,
    ftp::{self, Line, LineStarts},
    seqadj::Shift,
};
use crate::{route::Family, wire::ipv4::protocol};

/// A helper that a rule may give to a connection (`-j CT --helper`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Helper {
    /// FTP's data connections.
    Ftp,
    /// TFTP's transfers.
    Tftp,
}

impl Helper {
    /// All of them.
    const ALL: [Self; 2] = [Self::Ftp, Self::Tftp];

    /// The one of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|helper| helper.name() == name)
    }

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ftp => "ftp",
            Self::Tftp => "tftp",
        }
    }

    /// The protocol of the connections that it is for.
    #[must_use]
    pub const fn protocol(self) -> u8 {
        match self {
            Self::Ftp => protocol::TCP,
            Self::Tftp => protocol::UDP,
        }
    }
}

/// What is remembered of a connection that has a helper.
#[derive(Clone, Debug)]
struct Helped {
    helper: Helper,
    lines: [LineStarts; 2],
    shifts: [Shift; 2],
}

/// The connections with helpers.
#[derive(Debug, Default)]
pub(super) struct Helpers(HashMap<ConnId, Helped>);

impl Helpers {
    pub(super) fn is_idle(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn forget(&mut self, id: ConnId) {
        self.0.remove(&id);
    }

    /// Takes over what is known of the connection `of` there, for `id` here.
    pub(super) fn copy(&mut self, id: ConnId, there: &Self, of: ConnId) {
        if let Some(helped) = there.0.get(&of) {
            self.0.insert(id, helped.clone());
        }
    }
}

impl Conntrack {
    /// Gives a new connection a helper.
    pub(crate) fn open_helper(&mut self, id: ConnId, helper: Helper) {
        if let Some(slot) = self.slab.get_mut(id) {
            slot.conn.status.set(Status::HELPER);
            let helped = Helped {
                helper,
                lines: [LineStarts::default(); 2],
                shifts: [Shift::default(); 2],
            };
            self.helpers.0.insert(id, helped);
        }
    }

    /// The helper of a connection.
    #[must_use]
    pub fn helper(&self, id: ConnId) -> Option<Helper> {
        self.helpers.0.get(&id).map(|helped| helped.helper)
    }

    /// The helper of a packet's connection, and whether it has shifted the numbers.
    #[inline]
    pub(crate) fn help(&self, ct: CtRef) -> Option<(Helper, bool)> {
        if self.helpers.is_idle() {
            return None;
        }
        let status = self.get(ct.id)?.status;
        if !status.has(Status::HELPER) {
            return None;
        }
        Some((self.helper(ct.id)?, status.has(Status::SEQ_ADJUST)))
    }

    /// Looks at data of an FTP control connection that begins at the sequence number `seq`. What does not
    /// follow the end of a line is not looked at.
    pub(crate) fn read_ftp(&mut self, ct: CtRef, seq: u32, data: &[u8]) -> Line {
        let Some(conn) = self.slab.get(ct.id).map(|slot| &slot.conn) else {
            return Line::Other;
        };
        let own = conn.tuple(ct.direction).src_addr();
        let Some(helped) = self.helpers.0.get_mut(&ct.id) else {
            return Line::Other;
        };
        let starts = &mut helped.lines[ct.direction.index()];
        let line = if starts.has(seq) {
            ftp::look(data, ct.direction, own)
        } else {
            Line::Other
        };
        if line != Line::Partial && data.last() == Some(&b'\n') {
            starts.note(seq.wrapping_add(data.len() as u32));
        }
        line
    }

    /// Notes that a helper has made the segment at `seq` longer.
    pub(crate) fn shift(&mut self, ct: CtRef, seq: u32, by: i32) {
        if by == 0 {
            return;
        }
        if let Some(helped) = self.helpers.0.get_mut(&ct.id)
            && let Some(slot) = self.slab.get_mut(ct.id)
        {
            slot.conn.status.set(Status::SEQ_ADJUST);
            helped.shifts[ct.direction.index()].note(seq, by);
        }
    }

    /// By how much the numbers are off: of the packet's direction, and of the other one.
    pub(crate) fn shifts(&self, ct: CtRef) -> Option<(Shift, Shift)> {
        let helped = self.helpers.0.get(&ct.id)?;
        let other = ct.direction.other();
        Some((
            helped.shifts[ct.direction.index()],
            helped.shifts[other.index()],
        ))
    }

    /// By how much an acknowledgment is off that a packet of `direction` carries.
    pub(super) fn ack_shift(&self, id: ConnId, direction: Direction, ack: u32) -> i32 {
        let helped = self.helpers.0.get(&id);
        helped.map_or(0, |helped| {
            helped.shifts[direction.other().index()].of(ack.wrapping_sub(1))
        })
    }

    /// What is expected because of a packet: a connection from whoever it goes to, to `port` of the
    /// address that it is sent from as the other side knows it.
    pub(crate) fn announced(&self, ct: CtRef, proto: u8, port: u16) -> Option<Expectation> {
        /// How many of one connection: the next one takes the place of the last (`max_expected`).
        const AT_ONCE: u32 = 1;
        let conn = self.get(ct.id)?;
        let tuple = super::Tuple {
            src_port: 0,
            dst_port: port,
            proto,
            ..*conn.tuple(ct.direction.other())
        };
        Some(Expectation {
            master: ct.id,
            tuple,
            src_mask: [0xff; 16],
            src_port_mask: 0,
            until: self.now + Expectation::USUAL,
            permanent: false,
            class: 0,
            class_limit: AT_ONCE,
            saved: None,
        })
    }
}

/// Where the transport header of a packet is, if it is not a later fragment.
pub(crate) fn transport_offset(family: Family, network: &[u8]) -> Option<usize> {
    super::tuple::upper(family, network).map(|upper| upper.offset)
}
