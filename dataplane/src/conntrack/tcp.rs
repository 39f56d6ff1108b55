//! TCP: read RFC 9293 and RFC 5961; done as Linux's `nf_conntrack_proto_tcp.c` does it.
//!
//! The router sees every segment, but not whether it arrives: the state is a guess about who knows
//! what. A segment moves the state only if it fits into the receiver's window ([`window`](super::window)).
//! Segments that may be wrong for the router only, because it is out of step, are let through without
//! an effect ("ignored"): the answer to them shows who was right.

use super::{
    Conn, Direction, Env, Proto, Status,
    odd::Odd,
    transport::{Outcome, Segment},
    window::{self, Fit, Peer},
};
use crate::{
    sysctl::CtSysctls,
    time::Instant,
    wire::tcp::{HEADER_LEN, TcpFields, flags},
};

/// What is known of a TCP connection (`enum tcp_conntrack`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TcpState {
    /// Nothing yet.
    #[default]
    None,
    /// A SYN was seen.
    SynSent,
    /// A SYN/ACK was seen.
    SynRecv,
    /// The SYN/ACK was acknowledged.
    Established,
    /// A FIN was seen.
    FinWait,
    /// It was acknowledged.
    CloseWait,
    /// FINs were seen from both.
    LastAck,
    /// The last was acknowledged.
    TimeWait,
    /// A RST was seen.
    Close,
    /// SYNs were seen from both: both open it at the same time.
    SynSent2,
}

impl TcpState {
    /// The name that `conntrack -L` prints.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "NONE",
            Self::SynSent => "SYN_SENT",
            Self::SynRecv => "SYN_RECV",
            Self::Established => "ESTABLISHED",
            Self::FinWait => "FIN_WAIT",
            Self::CloseWait => "CLOSE_WAIT",
            Self::LastAck => "LAST_ACK",
            Self::TimeWait => "TIME_WAIT",
            Self::Close => "CLOSE",
            Self::SynSent2 => "SYN_SENT2",
        }
    }

    /// Whether the connection is about to end.
    #[must_use]
    pub const fn is_closing(self) -> bool {
        match self {
            Self::FinWait | Self::CloseWait | Self::LastAck | Self::TimeWait | Self::Close => true,
            Self::None | Self::SynSent | Self::SynRecv | Self::Established | Self::SynSent2 => {
                false
            }
        }
    }

    /// Seconds that a connection in this state lasts. There is no knob for `SYN_SENT2`.
    fn timeout(self, sysctls: &CtSysctls) -> u32 {
        match self {
            Self::None | Self::SynSent => sysctls.tcp_timeout_syn_sent,
            Self::SynRecv => sysctls.tcp_timeout_syn_recv,
            Self::Established => sysctls.tcp_timeout_established,
            Self::FinWait => sysctls.tcp_timeout_fin_wait,
            Self::CloseWait => sysctls.tcp_timeout_close_wait,
            Self::LastAck => sysctls.tcp_timeout_last_ack,
            Self::TimeWait => sysctls.tcp_timeout_time_wait,
            Self::Close => sysctls.tcp_timeout_close,
            Self::SynSent2 => 120,
        }
    }
}

/// What a segment is, by its flags: the first that applies (`enum tcp_bit_set`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Kind {
    Rst,
    Syn,
    SynAck,
    Fin,
    Ack,
    #[default]
    None,
}

impl Kind {
    /// Its number in the kernel's log.
    pub(super) const fn index(self) -> u8 {
        match self {
            Self::Syn => 0,
            Self::SynAck => 1,
            Self::Fin => 2,
            Self::Ack => 3,
            Self::Rst => 4,
            Self::None => 5,
        }
    }

    pub(super) const fn of(flags: u8) -> Self {
        if flags & flags::RST != 0 {
            Self::Rst
        } else if flags & flags::SYN != 0 {
            if flags & flags::ACK != 0 {
                Self::SynAck
            } else {
                Self::Syn
            }
        } else if flags & flags::FIN != 0 {
            Self::Fin
        } else if flags & flags::ACK != 0 {
            Self::Ack
        } else {
            Self::None
        }
    }
}

/// What follows from a segment in a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    /// That state, if the segment fits into the window.
    To(TcpState),
    /// Nothing: only its receiver can tell whether it is valid.
    Ignore,
    /// It is wrong.
    Invalid,
}

impl Next {
    /// What a segment does to a connection (the table `tcp_conntracks`).
    const fn of(direction: Direction, kind: Kind, state: TcpState) -> Self {
        use Direction::{Original, Reply};
        use TcpState::{
            Close, CloseWait, Established, FinWait, LastAck, None, SynRecv, SynSent, SynSent2,
            TimeWait,
        };
        match (kind, direction) {
            (Kind::None, Original | Reply) => Self::Invalid,
            (Kind::Rst, Original | Reply) => match state {
                None => Self::Invalid,
                SynSent | SynRecv | Established | FinWait | CloseWait | LastAck | TimeWait
                | Close | SynSent2 => Self::To(Close),
            },
            // Before the SYN/ACK nobody may close.
            (Kind::Fin, Original | Reply) => match state {
                None | SynSent | SynSent2 => Self::Invalid,
                SynRecv | Established => Self::To(FinWait),
                FinWait | CloseWait | LastAck => Self::To(LastAck),
                TimeWait => Self::To(TimeWait),
                Close => Self::To(Close),
            },
            (Kind::Ack, Original) => match state {
                None | SynRecv | Established => Self::To(Established),
                SynSent | SynSent2 => Self::Invalid,
                FinWait | CloseWait => Self::To(CloseWait),
                LastAck | TimeWait => Self::To(TimeWait),
                Close => Self::To(Close),
            },
            // In answer to a SYN: the connection may be half open at the other end.
            (Kind::Ack, Reply) => match state {
                None => Self::Invalid,
                SynSent | SynSent2 => Self::Ignore,
                SynRecv => Self::To(SynRecv),
                Established => Self::To(Established),
                FinWait | CloseWait => Self::To(CloseWait),
                LastAck | TimeWait => Self::To(TimeWait),
                Close => Self::To(Close),
            },
            // A client sends SYN/ACK only if both open.
            (Kind::SynAck, Original) => match state {
                SynRecv | SynSent2 => Self::To(SynRecv),
                None | SynSent | Established | FinWait | CloseWait | LastAck | TimeWait | Close => {
                    Self::Invalid
                }
            },
            (Kind::SynAck, Reply) => match state {
                None => Self::Invalid,
                SynSent | SynSent2 => Self::To(SynRecv),
                SynRecv | Established | FinWait | CloseWait | LastAck | TimeWait | Close => {
                    Self::Ignore
                }
            },
            // In the middle of a connection: the receiver answers with RST, or the router holds a
            // dead connection. Behind its end: it is opened anew (RFC 9293 §3.6.1).
            (Kind::Syn, Original) => match state {
                None | SynSent | TimeWait | Close => Self::To(SynSent),
                SynSent2 => Self::To(SynSent2),
                SynRecv | Established | FinWait | CloseWait | LastAck => Self::Ignore,
            },
            (Kind::Syn, Reply) => match state {
                SynSent | SynSent2 => Self::To(SynSent2),
                TimeWait => Self::To(SynSent),
                None | SynRecv | Established | FinWait | CloseWait | LastAck | Close => {
                    Self::Invalid
                }
            },
        }
    }
}

/// Bits of [`Tcp::last_flags`], beside those of [`Peer`].
const CHALLENGE_ACK: u8 = 0x40;
const SIMULTANEOUS_OPEN: u8 = 0x80;

/// What is remembered of a TCP connection.
///
/// The state comes first: so does what [`Proto`](super::Proto) tells protocols apart by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(C)]
pub struct Tcp {
    pub(super) state: TcpState,
    pub(super) last_direction: Direction,
    pub(super) last_kind: Kind,
    /// How often the last segment came again.
    pub(super) retrans: u8,
    /// What was seen of the two senders.
    pub(super) seen: [Peer; 2],
    /// Sequence number, acknowledgment and end of the last segment.
    pub(super) last_seq: u32,
    pub(super) last_ack: u32,
    pub(super) last_end: u32,
    /// Its window, not scaled.
    pub(super) last_win: u16,
    /// The window scale of a SYN that was ignored.
    last_wscale: u8,
    /// Its options, [`CHALLENGE_ACK`] and [`SIMULTANEOUS_OPEN`].
    last_flags: u8,
}

impl Tcp {
    /// A connection of which nothing but its state is known (`conntrack -I`): the windows are those
    /// of the next segments.
    #[must_use]
    pub fn in_state(state: TcpState) -> Self {
        Self {
            state,
            ..Self::default()
        }
    }

    /// Its state.
    #[must_use]
    pub const fn state(&self) -> TcpState {
        self.state
    }

    /// Changes its state, by a command.
    pub const fn set_state(&mut self, state: TcpState) {
        self.state = state;
    }

    /// Forgets the windows: segments went by that nobody looked at (`nf_ct_tcp_fixup`).
    pub(super) const fn forget_windows(&mut self) {
        if matches!(self.state, TcpState::Established) {
            let [original, reply] = &mut self.seen;
            original.max_win = 0;
            reply.max_win = 0;
        }
    }

    /// The window scales of the two directions, as `CTA_PROTOINFO_TCP_WSCALE_*` tells them.
    #[must_use]
    pub const fn scales(&self) -> [u8; 2] {
        let [original, reply] = &self.seen;
        [original.scale, reply.scale]
    }

    /// The state of a connection before its first segment; fails if that can't begin one.
    fn begin(sysctls: &CtSysctls, segment: &TcpSegment<'_>) -> Result<Self, Option<Odd>> {
        let Next::To(state) = Next::of(Direction::Original, segment.kind, TcpState::None) else {
            return Err(Some(Odd::New));
        };
        let mut tcp = Self::default();
        let [original, reply] = &mut tcp.seen;
        original.end = segment.end();
        original.max_win = u32::from(segment.fields.window).max(1);
        original.max_end = original.end;
        if state == TcpState::SynSent {
            original.set_options(segment.options());
        } else if sysctls.tcp_loose {
            // In the middle of a connection: its window scales are not known.
            original.max_end = original.max_end.wrapping_add(original.max_win);
            original.flags = Peer::SACK_PERM | Peer::BE_LIBERAL;
            reply.flags = Peer::SACK_PERM | Peer::BE_LIBERAL;
        } else {
            return Err(None);
        }
        Ok(tcp)
    }

    fn peer(&mut self, direction: Direction) -> &mut Peer {
        let [original, reply] = &mut self.seen;
        match direction {
            Direction::Original => original,
            Direction::Reply => reply,
        }
    }

    /// Whether both sides are known to be in it.
    const fn is_established(&self, status: Status) -> bool {
        matches!(self.state, TcpState::Established) && status.has(Status::ASSURED)
    }
}

/// A segment: its header, and what counts of its length.
#[derive(Clone, Copy, Debug)]
pub(super) struct TcpSegment<'a> {
    pub(super) fields: TcpFields,
    pub(super) kind: Kind,
    /// See [`Segment::ack_shift`].
    pub(super) ack_shift: i32,
    bytes: &'a [u8],
}

impl<'a> TcpSegment<'a> {
    /// The segment, if header, checksum and flags are right (`tcp_error`).
    fn parse(env: &Env<'_>, segment: &Segment<'a>) -> Result<Self, Option<Odd>> {
        let bytes = segment.transport();
        let Some(fields) = TcpFields::parse(bytes) else {
            // Of what has not even ports, the kernel says nothing.
            return Err((bytes.len() >= HEADER_LEN).then_some(Odd::Truncated));
        };
        if !segment.is_intact(env, bytes.len()) {
            return Err(Some(Odd::Checksum));
        }
        if !are_valid(fields.flags) {
            return Err(Some(Odd::Flags));
        }
        Ok(Self {
            fields,
            kind: Kind::of(fields.flags),
            ack_shift: segment.ack_shift,
            bytes,
        })
    }

    /// The options.
    pub(super) fn options(&self) -> &'a [u8] {
        self.bytes
            .get(HEADER_LEN..self.fields.header_len)
            .unwrap_or_default()
    }

    pub(super) const fn has(&self, flag: u8) -> bool {
        self.fields.flags & flag != 0
    }

    /// The sequence number behind it.
    pub(super) fn end(&self) -> u32 {
        let payload = self.bytes.len() - self.fields.header_len;
        self.fields
            .seq
            .wrapping_add(payload as u32)
            .wrapping_add(u32::from(self.has(flags::SYN)))
            .wrapping_add(u32::from(self.has(flags::FIN)))
    }
}

/// Whether the flags make sense together; PSH, ECE and CWR always do.
const fn are_valid(flags: u8) -> bool {
    const URG: u8 = 0x20;
    const SYN_ACK: u8 = flags::SYN | flags::ACK;
    const RST_ACK: u8 = flags::RST | flags::ACK;
    const FIN_ACK: u8 = flags::FIN | flags::ACK;
    const ACK_URG: u8 = flags::ACK | URG;
    const SYN_URG: u8 = flags::SYN | URG;
    const FIN_ACK_URG: u8 = FIN_ACK | URG;
    matches!(
        flags & (FIN_ACK | SYN_ACK | RST_ACK | URG),
        flags::SYN
            | SYN_URG
            | SYN_ACK
            | flags::RST
            | RST_ACK
            | FIN_ACK
            | FIN_ACK_URG
            | flags::ACK
            | ACK_URG
    )
}

/// Whether `a` comes before `b` (RFC 9293 §3.4).
pub(super) const fn before(a: u32, b: u32) -> bool {
    (a.wrapping_sub(b) as i32) < 0
}

/// What is done with a segment after its state is found.
enum Step {
    /// Its window is looked at, then the state changes from one to the other.
    Window(TcpState, TcpState),
    /// The state changes without that.
    Accept(TcpState, TcpState),
    /// It is let through.
    Ignore(Odd),
    /// The end of it all.
    Done(Outcome),
}

/// A TCP segment of `conn`.
pub(super) fn packet(
    env: &Env<'_>,
    conn: &mut Conn,
    direction: Direction,
    segment: &Segment<'_>,
) -> Outcome {
    let segment = match TcpSegment::parse(env, segment) {
        Ok(segment) => segment,
        Err(odd) => return Outcome::invalid(odd),
    };
    if !conn.status.has(Status::CONFIRMED) {
        match Tcp::begin(env.sysctls, &segment) {
            Ok(tcp) => conn.proto = Proto::Tcp(tcp),
            Err(odd) => return Outcome::invalid(odd),
        }
    }
    let (status, expires) = (conn.status, conn.expires);
    let Proto::Tcp(tcp) = &mut conn.proto else {
        return Outcome::INVALID;
    };
    let (old, new) = match tcp.step(env.sysctls, status, direction, &segment) {
        Step::Window(old, new) => {
            let liberal = env.sysctls.tcp_be_liberal;
            match window::fit(tcp, direction, &segment, liberal) {
                Fit::Accept => (old, new),
                Fit::Ignore(odd) => return Outcome::Pass(Some(odd)),
                Fit::Invalid(odd) => {
                    let shorten = tcp.shortens(env, (status, expires), direction, segment.kind);
                    let odd = Some(odd);
                    return Outcome::Invalid { shorten, odd };
                }
            }
        }
        Step::Accept(old, new) => (old, new),
        Step::Ignore(odd) => return Outcome::Pass(Some(odd)),
        Step::Done(outcome) => return outcome,
    };
    tcp.last_kind = segment.kind;
    tcp.last_direction = direction;
    tcp.state = new;
    if old != new && new == TcpState::FinWait {
        tcp.peer(direction).flags |= Peer::CLOSE_INIT;
    }
    let timeout = tcp.timeout(env.sysctls, segment.kind);
    settle(
        env.sysctls,
        &mut conn.status,
        (old, new),
        segment.kind,
        timeout,
    )
}

/// What follows for the connection from a segment that was taken.
fn settle(
    sysctls: &CtSysctls,
    status: &mut Status,
    (old, new): (TcpState, TcpState),
    kind: Kind,
    timeout: u32,
) -> Outcome {
    if status.has(Status::SEEN_REPLY) {
        // The answer to a SYN/ACK was answered, or a connection that was picked up.
        if matches!(old, TcpState::SynRecv | TcpState::Established) && new == TcpState::Established
        {
            status.set(Status::ASSURED);
        }
        return Outcome::Refresh(timeout);
    }
    if kind == Kind::Rst {
        // The only answer is a refusal: there never was a connection.
        return Outcome::Kill;
    }
    if kind == Kind::Syn && old == TcpState::SynSent {
        // Who repeats its SYN forever must not hold the entry forever.
        return Outcome::Pass(None);
    }
    if new == TcpState::Established {
        // Picked up in the middle, and nobody answered yet.
        return Outcome::Refresh(timeout.min(sysctls.tcp_timeout_unacknowledged));
    }
    Outcome::Refresh(timeout)
}

impl Tcp {
    /// Finds what a segment does, its window apart.
    fn step(
        &mut self,
        sysctls: &CtSysctls,
        status: Status,
        direction: Direction,
        segment: &TcpSegment<'_>,
    ) -> Step {
        let old = self.state;
        let new = match Next::of(direction, segment.kind, old) {
            Next::Invalid => return Step::Done(Outcome::invalid(Some(Odd::State))),
            Next::Ignore => return self.ignore(direction, segment),
            Next::To(new) => new,
        };
        match new {
            TcpState::SynSent if matches!(old, TcpState::TimeWait | TcpState::Close) => {
                let [original, reply] = &self.seen;
                let closed = (original.flags | reply.flags) & Peer::CLOSE_INIT != 0;
                let aborted = self.last_direction == direction && self.last_kind == Kind::Rst;
                if closed || aborted {
                    return Step::Done(Outcome::Reopen);
                }
                self.ignore(direction, segment)
            }
            // RFC 5961 §4: what looks like the acknowledgment of the last FIN may be the answer to
            // a SYN that was let through.
            TcpState::TimeWait
                if old == TcpState::LastAck
                    && segment.kind == Kind::Ack
                    && self.last_direction != direction
                    && self.last_kind == Kind::Syn
                    && self.last_flags & CHALLENGE_ACK != 0 =>
            {
                self.last_flags &= !CHALLENGE_ACK;
                Step::Ignore(Odd::Challenge)
            }
            TcpState::SynSent2 => {
                self.last_flags |= SIMULTANEOUS_OPEN;
                Step::Window(old, new)
            }
            TcpState::SynRecv
                if direction == Direction::Reply
                    && segment.kind == Kind::Ack
                    && self.last_flags & SIMULTANEOUS_OPEN != 0 =>
            {
                Step::Window(old, TcpState::Established)
            }
            TcpState::Close if segment.kind == Kind::Rst => {
                self.reset(sysctls, status, direction, segment)
            }
            TcpState::None
            | TcpState::SynSent
            | TcpState::SynRecv
            | TcpState::Established
            | TcpState::FinWait
            | TcpState::CloseWait
            | TcpState::LastAck
            | TcpState::TimeWait
            | TcpState::Close => Step::Window(old, new),
        }
    }

    /// A segment that is let through: it may show later that the router was out of step.
    fn ignore(&mut self, direction: Direction, segment: &TcpSegment<'_>) -> Step {
        let fields = &segment.fields;
        let answers_ignored_syn = segment.kind == Kind::SynAck
            && self.last_kind == Kind::Syn
            && self.last_direction != direction
            && fields.ack == self.last_end;
        if answers_ignored_syn {
            // Client and server are in step: follow them, by what was noted of the SYN.
            self.last_flags &= !CHALLENGE_ACK;
            let (end, flags) = (self.last_end, self.last_flags);
            let (window, scale) = (u32::from(self.last_win).max(1), self.last_wscale);
            let client = self.peer(self.last_direction);
            client.end = end;
            client.max_end = end;
            client.max_win = window;
            client.scale = scale;
            client.flags = flags & Peer::OPTIONS;
            self.peer(direction).reset();
            return Step::Window(TcpState::SynSent, TcpState::SynRecv);
        }
        self.last_kind = segment.kind;
        self.last_direction = direction;
        self.last_seq = fields.seq;
        self.last_end = segment.end();
        self.last_win = fields.window;
        if segment.kind == Kind::Syn && direction == Direction::Original {
            let mut options = Peer::default();
            options.set_options(segment.options());
            self.last_flags = options.flags;
            self.last_wscale = options.scale;
            if self.state == TcpState::LastAck {
                self.last_flags |= CHALLENGE_ACK;
            }
        }
        if self.state == TcpState::SynSent
            && segment.kind == Kind::Ack
            && direction == Direction::Reply
        {
            // A challenge (RFC 5961 §4): the client will answer with RST.
            self.last_ack = fields.ack;
        }
        Step::Ignore(Odd::Ignored)
    }

    /// A RST: whether it is to be believed (RFC 5961 §3).
    fn reset(
        &self,
        sysctls: &CtSysctls,
        status: Status,
        direction: Direction,
        segment: &TcpSegment<'_>,
    ) -> Step {
        let (old, fields) = (self.state, &segment.fields);
        if old.is_closing() {
            // The ports may be in use again already; nothing that was noted helps.
            return Step::Accept(old, TcpState::Close);
        }
        let mut new = TcpState::Close;
        let receiver = &self.seen[direction.other().index()];
        if receiver.flags & Peer::MAXACK_SET != 0 && self.last_kind != Kind::Syn {
            let seq = fields.seq;
            // Very likely the answer to a SYN that was let through.
            if seq == 0 && !self.is_established(status) {
                return Step::Window(old, new);
            }
            if before(seq, receiver.max_ack) && !sysctls.tcp_ignore_invalid_rst {
                return Step::Done(Outcome::invalid(Some(Odd::Rst)));
            }
            let in_a_train = self.last_kind == Kind::Ack
                && self.last_direction == direction
                && seq == self.last_end;
            if !self.is_established(status) || seq == receiver.max_ack || in_a_train {
                return Step::Window(old, new);
            }
            // Not at the exact place: the receiver may answer with a challenge, and go on.
            new = old;
        }
        let answers_syn = self.last_kind == Kind::Syn && self.last_direction != direction;
        let let_through = (status.has(Status::SEEN_REPLY) && answers_syn)
            || (!status.has(Status::ASSURED) && self.last_kind == Kind::Ack);
        if let_through && fields.ack == self.last_end {
            // It answers a segment that was let through, and may acknowledge what was not seen.
            return Step::Accept(old, new);
        }
        let answers_challenge = old == TcpState::SynSent
            && self.last_kind == Kind::Ack
            && self.last_direction == Direction::Reply
            && fields.seq == self.last_ack;
        if answers_challenge {
            return Step::Accept(old, new);
        }
        Step::Window(old, new)
    }

    /// Seconds that the connection lasts after a segment of this kind.
    fn timeout(&self, sysctls: &CtSysctls, kind: Kind) -> u32 {
        let usual = self.state.timeout(sysctls);
        let [original, reply] = &self.seen;
        if self.retrans >= sysctls.tcp_max_retrans && usual > sysctls.tcp_timeout_max_retrans {
            sysctls.tcp_timeout_max_retrans
        } else if kind == Kind::Rst {
            sysctls.tcp_timeout_close
        } else if (original.flags | reply.flags) & Peer::UNACKNOWLEDGED != 0
            && usual > sysctls.tcp_timeout_unacknowledged
        {
            sysctls.tcp_timeout_unacknowledged
        } else if self.last_win == 0 && usual > sysctls.tcp_timeout_max_retrans {
            sysctls.tcp_timeout_max_retrans
        } else {
            usual
        }
    }

    /// A FIN or RST out of the window in answer to one from the other side: the router is out of
    /// step with a connection that is over. Whether it is to end soon.
    fn shortens(
        &mut self,
        env: &Env<'_>,
        (status, expires): (Status, Instant),
        direction: Direction,
        kind: Kind,
    ) -> bool {
        /// Less than this, in seconds, is short enough.
        const SHORT: u64 = 120;
        let closes = |kind| matches!(kind, Kind::Fin | Kind::Rst);
        let movable = status.has(Status::ASSURED) && !status.has(Status::FIXED_TIMEOUT);
        if !movable || !closes(kind) {
            return false;
        }
        if self.last_direction == direction || !closes(self.last_kind) {
            self.last_kind = kind;
            self.last_direction = direction;
            return false;
        }
        let left = expires.saturating_since(env.now).as_secs();
        left >= SHORT && left > u64::from(env.sysctls.tcp_timeout_unacknowledged)
    }
}
