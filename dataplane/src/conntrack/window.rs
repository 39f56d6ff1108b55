//! TCP windows: read RFC 9293 §3.4, RFC 7323 §2 and RFC 2018, and "Real Stateful TCP Packet Filtering in
//! IP Filter" by Guido van Rooij; done as Linux's `tcp_in_window` does it.
//!
//! A segment is valid if it overlaps the receiver's window, and if it acknowledges what was sent and is
//! not too old. Of each sender are kept the end of what it sent ([`Peer::end`]), how far its receiver
//! lets it send ([`Peer::max_end`]), and the largest window that it offered ([`Peer::max_win`]):
//!
//! | | |
//! | --- | --- |
//! | upper bound of data | `seq <= sender.max_end` |
//! | lower bound of data | `seq + len >= sender.end - receiver.max_win` |
//! | upper bound of acknowledgments | `sack <= receiver.end` |
//! | lower bound of acknowledgments | `sack >= receiver.end - max(sender.max_win, 66000)` |
//!
//! `sack` is the highest right edge of a SACK block, or the acknowledgment number.

use super::{
    Direction,
    odd::Odd,
    tcp::{Kind, Tcp, TcpSegment, TcpState, before},
};
use crate::wire::tcp::flags;

/// How far an acknowledgment may lag behind, in bytes, if no larger window was offered.
const MAX_ACK_WINDOW: u32 = 66_000;
/// The largest window scale (RFC 7323 §2.3).
const MAX_SCALE: u8 = 14;

/// What was seen of one sender (`struct ip_ct_tcp_state`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Peer {
    /// The largest end of a segment.
    pub(super) end: u32,
    /// The largest end that the receiver allows.
    pub(super) max_end: u32,
    /// The largest window that it offered, in bytes; 0 if nothing was seen of it.
    pub(super) max_win: u32,
    /// The largest number that it acknowledged.
    pub(super) max_ack: u32,
    /// Its window scale.
    pub(super) scale: u8,
    /// The bits below.
    pub(super) flags: u8,
}

impl Peer {
    /// It offered window scaling.
    pub(super) const WINDOW_SCALE: u8 = 0x01;
    /// It takes selective acknowledgments.
    pub(super) const SACK_PERM: u8 = 0x02;
    /// It sent the first FIN.
    pub(super) const CLOSE_INIT: u8 = 0x04;
    /// Its windows are not known: it may do what it wants.
    pub(super) const BE_LIBERAL: u8 = 0x08;
    /// It sent data that is not acknowledged.
    pub(super) const UNACKNOWLEDGED: u8 = 0x10;
    /// `max_ack` is set.
    pub(super) const MAXACK_SET: u8 = 0x20;
    /// What options say.
    pub(super) const OPTIONS: u8 = Self::WINDOW_SCALE | Self::SACK_PERM;

    /// Forgets all but being liberal.
    pub(super) fn reset(&mut self) {
        *self = Self {
            flags: self.flags & Self::BE_LIBERAL,
            ..Self::default()
        };
    }

    /// Notes the options of a SYN. Without any, what was noted before stays.
    pub(super) fn set_options(&mut self, options: &[u8]) {
        const WINDOW: u8 = 3;
        const SACK_PERMITTED: u8 = 4;
        if options.is_empty() {
            return;
        }
        self.scale = 0;
        self.flags &= Self::BE_LIBERAL;
        for (kind, value) in Options(options) {
            match (kind, value) {
                (SACK_PERMITTED, []) => self.flags |= Self::SACK_PERM,
                (WINDOW, [scale]) => {
                    self.scale = (*scale).min(MAX_SCALE);
                    self.flags |= Self::WINDOW_SCALE;
                }
                _ => {}
            }
        }
    }

    /// Begins with a SYN or SYN/ACK of this sender.
    fn begin(
        &mut self,
        receiver: &mut Self,
        direction: Direction,
        segment: &TcpSegment<'_>,
        end: u32,
    ) {
        self.end = end;
        self.max_end = end;
        self.max_win = u32::from(segment.fields.window).max(1);
        self.set_options(segment.options());
        // RFC 7323 §2.2: both must offer scaling for either to use it.
        let both = self.flags & receiver.flags & Self::WINDOW_SCALE != 0;
        if direction == Direction::Reply && !both {
            self.scale = 0;
            receiver.scale = 0;
        }
    }
}

/// The options of a header, as far as they make sense: kind and value.
struct Options<'a>(&'a [u8]);

impl<'a> Iterator for Options<'a> {
    type Item = (u8, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        const END: u8 = 0;
        const NOP: u8 = 1;
        loop {
            match *self.0 {
                [] | [END, ..] => return None,
                [NOP, ref rest @ ..] => self.0 = rest,
                [kind, len, ..] => {
                    let value = self.0.get(2..usize::from(len))?;
                    self.0 = self.0.get(usize::from(len)..)?;
                    return Some((kind, value));
                }
                [_] => return None,
            }
        }
    }
}

/// The highest right edge of the SACK blocks, if it is above `ack`, else `ack`. The first SACK option
/// counts.
fn highest_sack(options: &[u8], ack: u32) -> u32 {
    const SACK: u8 = 5;
    const BLOCK: usize = 8;
    let blocks = Options(options).find_map(|(kind, value)| {
        let blocks = kind == SACK && !value.is_empty() && value.len() % BLOCK == 0;
        blocks.then_some(value)
    });
    let (blocks, _) = blocks.unwrap_or_default().as_chunks::<BLOCK>();
    blocks.iter().fold(ack, |highest, block| {
        let [.., a, b, c, d] = *block;
        let right = u32::from_be_bytes([a, b, c, d]);
        if before(highest, right) {
            right
        } else {
            highest
        }
    })
}

/// Whether a segment fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// It does.
    Accept,
    /// It does not, in a way that happens: it is let through without an effect.
    Ignore(Odd),
    /// It does not.
    Invalid(Odd),
}

/// Checks a segment against what is known of both sides, and learns from it.
pub(super) fn fit(
    tcp: &mut Tcp,
    direction: Direction,
    segment: &TcpSegment<'_>,
    liberal: bool,
) -> Fit {
    let state = tcp.state;
    let [original, reply] = &mut tcp.seen;
    let (sender, receiver) = match direction {
        Direction::Original => (original, reply),
        Direction::Reply => (reply, original),
    };
    let fields = &segment.fields;
    let (syn, has_ack) = (segment.has(flags::SYN), segment.has(flags::ACK));
    let liberal = liberal || sender.flags & Peer::BE_LIBERAL != 0;
    let otherwise = |fit| if liberal { Fit::Accept } else { fit };

    let (mut seq, mut end) = (fields.seq, segment.end());
    let (mut ack, mut sack) = (fields.ack, fields.ack);
    let mut window = u32::from(fields.window);
    if receiver.flags & Peer::SACK_PERM != 0 {
        sack = highest_sack(segment.options(), sack);
    }

    // As the sender of what is acknowledged counts.
    let back = segment.ack_shift.wrapping_neg();
    ack = ack.wrapping_add_signed(back);
    sack = sack.wrapping_add_signed(back);

    if sender.max_win == 0 {
        if syn {
            sender.begin(receiver, direction, segment, end);
            if !has_ack {
                return Fit::Accept; // both open at the same time
            }
        } else {
            // The beginning was not seen: this segment has to serve.
            sender.end = end;
            sender.max_win = (window << sender.scale).max(1);
            sender.max_end = end.wrapping_add(sender.max_win);
            if receiver.max_win == 0 {
                receiver.end = sack;
                receiver.max_end = sack;
            } else if sack == receiver.end.wrapping_add(1) {
                // It answers a keep-alive, which repeats the last byte.
                receiver.end = receiver.end.wrapping_add(1);
            }
        }
    } else if syn
        && before(sender.end, end)
        && matches!(state, TcpState::SynSent | TcpState::SynRecv)
    {
        // A new attempt, with other numbers or options.
        sender.begin(receiver, direction, segment, end);
        if direction == Direction::Reply && !has_ack {
            return Fit::Accept;
        }
    }

    let rst = segment.has(flags::RST);
    if !has_ack || (rst && ack == 0) {
        // Some set ACK in a RST and leave the number zero.
        ack = receiver.end;
        sack = receiver.end;
    }
    if rst && seq == 0 && state == TcpState::SynSent {
        // It answers the SYN.
        seq = sender.end;
        end = sender.end;
    }

    let lowest_ack = receiver
        .end
        .wrapping_sub(sender.max_win.max(MAX_ACK_WINDOW));
    let lowest_end = sender.end.wrapping_sub(receiver.max_win);
    let acks_sent = !before(receiver.end, sack);
    let ack_is_recent = !before(sack, lowest_ack);
    let overlaps = !before(end, lowest_end);
    if before(sender.max_end, seq) {
        let overshot = end.wrapping_sub(sender.max_end).wrapping_add(1);
        let all_else_fits = receiver.max_win != 0 && overlaps && ack_is_recent && acks_sent;
        if all_else_fits && overshot <= receiver.max_win {
            // Some send more than they may. If the receiver takes it, it acknowledges it.
            sender.end = end;
            sender.flags |= Peer::UNACKNOWLEDGED;
            return otherwise(Fit::Ignore(Odd::TooMuch(overshot)));
        }
        let bound = sender.max_end.wrapping_add(1);
        return otherwise(Fit::Invalid(Odd::SeqOver(bound)));
    }
    if !acks_sent {
        let bound = receiver.end.wrapping_add(1);
        return otherwise(Fit::Invalid(Odd::AckOver(bound)));
    }
    if receiver.max_win != 0 && !overlaps {
        let bound = lowest_end.wrapping_sub(1);
        return otherwise(Fit::Ignore(Odd::SeqUnder(bound)));
    }
    if !ack_is_recent {
        let bound = lowest_ack.wrapping_sub(1);
        return otherwise(Fit::Ignore(Odd::AckUnder(bound)));
    }

    if !syn {
        window <<= sender.scale;
    }
    let offered = window.wrapping_add(sack.wrapping_sub(ack));
    sender.max_win = sender.max_win.max(offered);
    if before(sender.end, end) {
        sender.end = end;
        sender.flags |= Peer::UNACKNOWLEDGED;
    }
    if has_ack && (sender.flags & Peer::MAXACK_SET == 0 || before(sender.max_ack, ack)) {
        sender.max_ack = ack;
        sender.flags |= Peer::MAXACK_SET;
    }
    if receiver.max_win != 0 && before(sender.max_end, end) {
        let more = end.wrapping_sub(sender.max_end);
        receiver.max_win = receiver.max_win.wrapping_add(more);
    }
    let allowed = sack.wrapping_add(window);
    if !before(allowed, receiver.max_end) {
        receiver.max_end = allowed.wrapping_add(u32::from(window == 0));
    }
    if ack == receiver.end {
        receiver.flags &= !Peer::UNACKNOWLEDGED;
    }
    if segment.kind == Kind::Ack {
        let again = tcp.last_direction == direction
            && tcp.last_seq == seq
            && tcp.last_ack == ack
            && tcp.last_end == end
            && tcp.last_win == fields.window;
        if again {
            tcp.retrans = tcp.retrans.wrapping_add(1);
        } else {
            tcp.last_direction = direction;
            tcp.last_seq = seq;
            tcp.last_ack = ack;
            tcp.last_end = end;
            tcp.last_win = fields.window;
            tcp.retrans = 0;
        }
    }
    Fit::Accept
}
