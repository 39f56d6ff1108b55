//! SCTP: read RFC 9260; done as Linux's `nf_conntrack_proto_sctp.c` does it.
//!
//! The states are those of the association, not of one of its ends. A packet carries chunks; each may
//! change the state. Packets show that they belong to the association by its verification tags.

use super::{
    Conn, Direction, Env, Proto, Status,
    odd::Odd,
    transport::{Outcome, Segment},
};
use crate::{filter::Hook, packet::Checksum, sysctl::CtSysctls, wire::sctp};

/// Length of the common header, in bytes.
const HEADER_LEN: usize = 12;
/// Length of a chunk's header.
const CHUNK_LEN: usize = 4;
/// The T bit: the tag is the peer's.
const FLAG_T: u8 = 1;

/// What is known of an association (`enum sctp_conntrack`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SctpState {
    /// Nothing yet.
    #[default]
    None,
    /// It is over, or begins.
    Closed,
    /// INIT and perhaps INIT ACK were seen.
    CookieWait,
    /// COOKIE ECHO was seen.
    CookieEchoed,
    /// COOKIE ACK was seen.
    Established,
    /// SHUTDOWN was seen in the original direction.
    ShutdownSent,
    /// SHUTDOWN was seen from the other side.
    ShutdownRecd,
    /// SHUTDOWN ACK was seen.
    ShutdownAckSent,
    /// HEARTBEAT came first: another path of an association.
    HeartbeatSent,
}

impl SctpState {
    /// The name that `conntrack -L` prints.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "NONE",
            Self::Closed => "CLOSED",
            Self::CookieWait => "COOKIE_WAIT",
            Self::CookieEchoed => "COOKIE_ECHOED",
            Self::Established => "ESTABLISHED",
            Self::ShutdownSent => "SHUTDOWN_SENT",
            Self::ShutdownRecd => "SHUTDOWN_RECD",
            Self::ShutdownAckSent => "SHUTDOWN_ACK_SENT",
            Self::HeartbeatSent => "HEARTBEAT_SENT",
        }
    }

    /// Whether the association is about to end.
    #[must_use]
    pub const fn is_closing(self) -> bool {
        matches!(
            self,
            Self::ShutdownSent | Self::ShutdownRecd | Self::ShutdownAckSent
        )
    }

    fn timeout(self, sysctls: &CtSysctls) -> u32 {
        match self {
            Self::None | Self::Closed => sysctls.sctp_timeout_closed,
            Self::CookieWait => sysctls.sctp_timeout_cookie_wait,
            Self::CookieEchoed => sysctls.sctp_timeout_cookie_echoed,
            Self::Established => sysctls.sctp_timeout_established,
            Self::ShutdownSent => sysctls.sctp_timeout_shutdown_sent,
            Self::ShutdownRecd => sysctls.sctp_timeout_shutdown_recd,
            Self::ShutdownAckSent => sysctls.sctp_timeout_shutdown_ack_sent,
            Self::HeartbeatSent => sysctls.sctp_timeout_heartbeat_sent,
        }
    }
}

/// Chunk types (RFC 9260 §3.2).
mod chunk {
    pub(super) const DATA: u8 = 0;
    pub(super) const INIT: u8 = 1;
    pub(super) const INIT_ACK: u8 = 2;
    pub(super) const HEARTBEAT: u8 = 4;
    pub(super) const HEARTBEAT_ACK: u8 = 5;
    pub(super) const ABORT: u8 = 6;
    pub(super) const SHUTDOWN: u8 = 7;
    pub(super) const SHUTDOWN_ACK: u8 = 8;
    pub(super) const ERROR: u8 = 9;
    pub(super) const COOKIE_ECHO: u8 = 10;
    pub(super) const COOKIE_ACK: u8 = 11;
    pub(super) const SHUTDOWN_COMPLETE: u8 = 14;
}

/// What is remembered of an association.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sctp {
    /// The verification tags of the packets of the two directions; 0 if not known.
    tags: [u32; 2],
    state: SctpState,
    /// Who sent an INIT that was not followed by COOKIE ACK yet.
    began: [bool; 2],
    /// The direction of a HEARTBEAT with a tag that was not expected, until it is answered.
    strange_heartbeat: Option<Direction>,
}

impl Sctp {
    /// An association of which its state and the tags of the two directions are known.
    #[must_use]
    pub fn in_state(state: SctpState, tags: [u32; 2]) -> Self {
        Self {
            tags,
            state,
            ..Self::default()
        }
    }

    /// Its state.
    #[must_use]
    pub const fn state(&self) -> SctpState {
        self.state
    }

    /// The verification tags of the two directions, as `CTA_PROTOINFO_SCTP_VTAG_*` tells them.
    #[must_use]
    pub const fn tags(&self) -> [u32; 2] {
        self.tags
    }
}

/// What a chunk does to an association; `None` if it can't be (the table `sctp_conntracks`).
const fn next(direction: Direction, kind: u8, state: SctpState) -> Option<SctpState> {
    use Direction::{Original, Reply};
    use SctpState::{
        Closed, CookieEchoed, CookieWait, Established, HeartbeatSent, None as Nothing,
        ShutdownAckSent, ShutdownRecd, ShutdownSent,
    };
    let changes = matches!(kind, chunk::INIT..=chunk::INIT_ACK | chunk::HEARTBEAT..=chunk::COOKIE_ACK | chunk::SHUTDOWN_COMPLETE);
    if !changes {
        return Some(state);
    }
    Some(match (direction, state) {
        (Original, Nothing) => match kind {
            chunk::SHUTDOWN_ACK => ShutdownAckSent,
            chunk::HEARTBEAT => HeartbeatSent,
            _ => Closed,
        },
        (Reply, Nothing) => return None,
        (Original, HeartbeatSent) => match kind {
            chunk::INIT => CookieWait,
            chunk::SHUTDOWN_ACK => ShutdownAckSent,
            chunk::HEARTBEAT | chunk::HEARTBEAT_ACK => HeartbeatSent,
            _ => Closed,
        },
        (Reply, HeartbeatSent) => match kind {
            chunk::HEARTBEAT => HeartbeatSent,
            chunk::HEARTBEAT_ACK => Established,
            _ => return None,
        },
        // Whatever it was, it ends.
        (
            _,
            Closed | CookieWait | CookieEchoed | Established | ShutdownSent | ShutdownRecd
            | ShutdownAckSent,
        ) if kind == chunk::ABORT => Closed,
        (Original, Closed) => Closed,
        (Reply, Closed) => match kind {
            chunk::INIT_ACK => CookieWait,
            _ => Closed,
        },
        // If both begin at the same time, either may go on.
        (_, CookieWait) => match kind {
            chunk::COOKIE_ECHO => CookieEchoed,
            _ => CookieWait,
        },
        (Original, CookieEchoed) => match kind {
            chunk::COOKIE_ACK => Established,
            _ => CookieEchoed,
        },
        (Reply, CookieEchoed) => match kind {
            chunk::ERROR => Closed,
            chunk::COOKIE_ACK => Established,
            _ => CookieEchoed,
        },
        (Original, Established) => match kind {
            chunk::SHUTDOWN => ShutdownSent,
            _ => Established,
        },
        (Reply, Established) => match kind {
            chunk::SHUTDOWN => ShutdownRecd,
            _ => Established,
        },
        (Original, ShutdownSent | ShutdownRecd) if kind == chunk::INIT => Closed,
        (_, ShutdownSent | ShutdownRecd) if kind == chunk::SHUTDOWN_ACK => ShutdownAckSent,
        (_, ShutdownSent) => ShutdownSent,
        (_, ShutdownRecd) => ShutdownRecd,
        (_, ShutdownAckSent) => match kind {
            chunk::SHUTDOWN_COMPLETE => Closed,
            _ => ShutdownAckSent,
        },
    })
}

/// A chunk: type, flags, and what follows its header.
#[derive(Clone, Copy, Debug)]
struct Chunk<'a> {
    kind: u8,
    flags: u8,
    len: u16,
    value: &'a [u8],
}

impl Chunk<'_> {
    /// The initiate tag of INIT and INIT ACK, whose fixed part is 16 bytes.
    fn initiate_tag(&self) -> Option<u32> {
        let [a, b, c, d, ..] = *self.value.first_chunk::<16>()?;
        Some(u32::from_be_bytes([a, b, c, d]))
    }
}

/// The chunks of a packet. A chunk of length 0 is the last.
struct Chunks<'a>(&'a [u8]);

impl<'a> Iterator for Chunks<'a> {
    type Item = Chunk<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let [kind, flags, a, b] = *self.0.first_chunk::<CHUNK_LEN>()?;
        let len = u16::from_be_bytes([a, b]);
        let chunk = Chunk {
            kind,
            flags,
            len,
            value: &self.0[CHUNK_LEN..],
        };
        let padded = usize::from(len).next_multiple_of(4);
        self.0 = match len {
            0 => &[],
            _ => self.0.get(padded..).unwrap_or_default(),
        };
        Some(chunk)
    }
}

/// The kinds of chunks in a packet, as a set; kinds above 63 change nothing and are left out.
#[derive(Clone, Copy)]
struct Kinds(u64);

impl Kinds {
    /// Fails if the chunks can't stand together (`do_basic_checks`).
    fn of(chunks: &[u8]) -> Result<Self, Option<Odd>> {
        let (mut kinds, mut alone, mut count) = (0, false, 0);
        for (place, chunk) in Chunks(chunks).enumerate() {
            let only = matches!(
                chunk.kind,
                chunk::INIT | chunk::INIT_ACK | chunk::SHUTDOWN_COMPLETE
            );
            alone |= only;
            let first = matches!(chunk.kind, chunk::COOKIE_ACK | chunk::COOKIE_ECHO);
            if chunk.len == 0 || ((first || alone) && place != 0) {
                return Err(Some(Odd::Chunks {
                    number: place as u16,
                    kind: chunk.kind,
                    len: chunk.len,
                    alone,
                }));
            }
            kinds |= 1_u64.checked_shl(u32::from(chunk.kind)).unwrap_or(0);
            count += 1;
        }
        if count == 0 {
            Err(None)
        } else {
            Ok(Self(kinds))
        }
    }

    const fn has(self, kind: u8) -> bool {
        self.0 & (1 << kind) != 0
    }

    fn has_any(self, kinds: &[u8]) -> bool {
        kinds.iter().any(|kind| self.has(*kind))
    }
}

/// An SCTP packet of `conn`.
pub(super) fn packet(
    env: &Env<'_>,
    conn: &mut Conn,
    direction: Direction,
    segment: &Segment<'_>,
) -> Outcome {
    take(env, conn, direction, segment).unwrap_or_else(Outcome::invalid)
}

fn take(
    env: &Env<'_>,
    conn: &mut Conn,
    direction: Direction,
    segment: &Segment<'_>,
) -> Result<Outcome, Option<Odd>> {
    let bytes = segment.transport();
    let Some(&[_, _, _, _, a, b, c, d, ..]) = bytes.first_chunk::<HEADER_LEN>() else {
        return Err(Some(Odd::Short));
    };
    let tag = u32::from_be_bytes([a, b, c, d]);
    if !is_intact(env, segment) {
        return Err(Some(Odd::Checksum));
    }
    let chunks = &bytes[HEADER_LEN..];
    let kinds = Kinds::of(chunks)?;
    let confirmed = conn.status.has(Status::CONFIRMED);
    if !confirmed {
        // RFC 9260 §8.4: these are about another association.
        if kinds.has_any(&[chunk::ABORT, chunk::SHUTDOWN_COMPLETE, chunk::COOKIE_ACK]) {
            return Err(None);
        }
        conn.proto = Proto::Sctp(begin(chunks, tag).ok_or(None)?);
    }
    let Proto::Sctp(sctp) = &mut conn.proto else {
        return Err(None);
    };
    /// Chunks that have rules of their own for the tag (RFC 9260 §8.5.1).
    const SPECIAL: [u8; 7] = [
        chunk::INIT,
        chunk::SHUTDOWN_COMPLETE,
        chunk::COOKIE_ECHO,
        chunk::ABORT,
        chunk::SHUTDOWN_ACK,
        chunk::HEARTBEAT,
        chunk::HEARTBEAT_ACK,
    ];
    if !kinds.has_any(&SPECIAL) && tag != sctp.tags[direction.index()] {
        return Err(Some(Odd::Tag));
    }
    let mut pass = false;
    let mut new = SctpState::None;
    for chunk in Chunks(chunks) {
        let fits = sctp.tag_fits(direction, &chunk, tag, kinds, &mut pass);
        if !fits.ok_or(None)? {
            continue;
        }
        let old = sctp.state;
        new = next(direction, chunk.kind, old).ok_or(Some(Odd::Chunk(chunk.kind)))?;
        let initiate_tag = || chunk.initiate_tag().ok_or(None);
        match chunk.kind {
            chunk::INIT => {
                sctp.note_init(direction, initiate_tag()?);
                // Who repeats its INIT forever must not hold the entry forever.
                pass |= confirmed && old == SctpState::Closed && new == SctpState::Closed;
            }
            chunk::INIT_ACK => {
                let noted = sctp.note_init_ack(direction, initiate_tag()?);
                noted.ok_or(None)?;
            }
            _ => {}
        }
        sctp.state = new;
        if old != new && new == SctpState::Established {
            conn.status.set(Status::ASSURED);
        }
    }
    Ok(if pass {
        Outcome::Pass(None)
    } else {
        Outcome::Refresh(new.timeout(env.sysctls))
    })
}

/// The state before the first packet of an association; `None` if that can't begin one.
fn begin(chunks: &[u8], tag: u32) -> Option<Sctp> {
    let mut sctp = Sctp::default();
    let mut any = false;
    for chunk in Chunks(chunks) {
        match next(Direction::Original, chunk.kind, SctpState::None)? {
            SctpState::None => return None,
            SctpState::Closed
            | SctpState::CookieWait
            | SctpState::CookieEchoed
            | SctpState::Established
            | SctpState::ShutdownSent
            | SctpState::ShutdownRecd
            | SctpState::ShutdownAckSent
            | SctpState::HeartbeatSent => any = true,
        }
        let [original, reply] = &mut sctp.tags;
        match chunk.kind {
            chunk::INIT if tag != 0 => return None,
            chunk::INIT => *reply = chunk.initiate_tag()?,
            chunk::HEARTBEAT => *original = tag,
            // SHUTDOWN COMPLETE is to come back (RFC 9260 §8.4).
            chunk::SHUTDOWN_ACK => *reply = tag,
            _ => {}
        }
    }
    any.then_some(sctp)
}

impl Sctp {
    /// Notes an INIT: `tag` is what packets to its sender are to carry.
    fn note_init(&mut self, direction: Direction, tag: u32) {
        let (own, peer) = (direction.index(), direction.other().index());
        // One that tells nothing new is old, or was sent again.
        if self.state == SctpState::None || self.tags[peer] != tag {
            if self.began[own] {
                self.began[peer] = false;
            }
            self.began[own] = true;
        }
        self.tags[peer] = tag;
    }

    /// Notes an INIT ACK. `None` if it answers an INIT that was not seen, or one that is no longer the
    /// case because both have begun (RFC 9260 §5.2).
    fn note_init_ack(&mut self, direction: Direction, tag: u32) -> Option<()> {
        let (own, peer) = (direction.index(), direction.other().index());
        let known = self.tags[peer];
        let unasked = !self.began[peer] && known != 0;
        let collision = self.began[own] && self.began[peer];
        if (unasked || collision) && known != tag {
            return None;
        }
        self.tags[peer] = tag;
        Some(())
    }

    /// Checks the tag of a packet for one of its chunks. `None` if it is wrong; `false` if the chunk is
    /// to be passed over.
    fn tag_fits(
        &mut self,
        direction: Direction,
        chunk: &Chunk<'_>,
        tag: u32,
        kinds: Kinds,
        pass: &mut bool,
    ) -> Option<bool> {
        let (own, peer) = (
            self.tags[direction.index()],
            self.tags[direction.other().index()],
        );
        let reflected = chunk.flags & FLAG_T != 0;
        match chunk.kind {
            chunk::INIT => (tag == 0).then_some(true),
            chunk::ABORT | chunk::SHUTDOWN_COMPLETE => {
                (tag == if reflected { peer } else { own }).then_some(true)
            }
            chunk::COOKIE_ECHO => (tag == own).then_some(true),
            chunk::COOKIE_ACK => {
                self.began = [false; 2];
                Some(true)
            }
            chunk::HEARTBEAT | chunk::HEARTBEAT_ACK if own == 0 => {
                self.tags[direction.index()] = tag;
                Some(true)
            }
            chunk::HEARTBEAT | chunk::HEARTBEAT_ACK if tag == own => {
                self.strange_heartbeat = None;
                Some(true)
            }
            chunk::HEARTBEAT | chunk::HEARTBEAT_ACK if kinds.has(chunk::DATA) || *pass => None,
            chunk::HEARTBEAT => {
                self.strange_heartbeat = Some(direction);
                *pass = true;
                Some(false)
            }
            chunk::HEARTBEAT_ACK => {
                // The other side knows the tag: the association was begun anew.
                if self.strange_heartbeat != Some(direction.other()) {
                    return None;
                }
                self.strange_heartbeat = None;
                self.tags[direction.index()] = tag;
                self.tags[direction.other().index()] = 0;
                Some(true)
            }
            _ => Some(true),
        }
    }
}

/// Whether the CRC32c is right, where it is to be looked at (RFC 9260 appendix A).
fn is_intact(env: &Env<'_>, segment: &Segment<'_>) -> bool {
    if !env.sysctls.checksum || env.hook != Hook::Prerouting {
        return true;
    }
    match segment.checksum {
        Checksum::Verified | Checksum::Partial { .. } => true,
        Checksum::Unverified => {
            let bytes = segment.transport();
            sctp::checksum(bytes).is_some_and(|crc| bytes[8..12] == crc.to_le_bytes())
        }
    }
}
