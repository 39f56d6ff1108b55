//! What happens to a packet where it comes in, or is made.

use super::{
    ConnId, Conntrack, Ct, CtEvent, CtState, Direction, Env, Proto, Status, TcpState, Tuple, evict,
    icmp::{self, Message},
    proto,
    slab::Slot,
    table::Zones,
    transport::{Outcome, Segment, after},
    tuple::{Upper, upper},
};
use crate::{conntrack::Conn, drop_reason::DropReason, packet::Packet};

/// How a connection is found by a packet.
#[derive(Clone, Copy, Debug)]
pub(super) struct State {
    /// Its status.
    pub(super) before: Status,
    /// What the packet is to it.
    pub(super) of_packet: CtState,
    /// The state of its protocol, if somebody wants to know when that changes.
    of_protocol: Option<&'static str>,
    /// Somebody does.
    pub(super) told: bool,
}

impl State {
    #[inline]
    pub(super) fn of(conn: &Conn, direction: Direction, told: bool) -> Self {
        let before = conn.status;
        let of_packet = if direction == Direction::Reply || before.has(Status::SEEN_REPLY) {
            CtState::Established
        } else if before.has(Status::EXPECTED) {
            CtState::Related
        } else {
            CtState::New
        };
        Self {
            before,
            of_packet,
            of_protocol: if told { conn.state_name() } else { None },
            told,
        }
    }
}

impl Conntrack {
    /// Finds or makes the connection of a packet at PREROUTING or OUTPUT, and notes it in
    /// `packet.meta.ct` (`nf_conntrack_in`). A packet that already has one, or is not to be tracked,
    /// is left as it is; a template (`-j CT`) says the zones.
    ///
    /// # Errors
    /// Why the packet is dropped.
    pub(crate) fn track(&mut self, env: &Env<'_>, packet: &mut Packet) -> Result<(), DropReason> {
        let zones = match packet.meta.ct {
            // A packet to the router itself comes by twice: what was invalid gets another chance.
            Ct::None | Ct::Invalid => Zones::default(),
            Ct::Template {
                original,
                reply,
                helper,
            } => Zones {
                original,
                reply,
                helper,
            },
            Ct::Untracked | Ct::Of(_) => return Ok(()),
        };
        self.now = env.now;
        self.max = env.sysctls.max;
        let network = packet.network();
        packet.meta.ct = match upper(env.family, network) {
            Some(upper) => {
                let segment = Segment {
                    network,
                    upper,
                    checksum: packet.meta.checksum,
                    ack_shift: 0,
                };
                let (summed, ct) = (segment.is_summed(env), self.classify(env, zones, &segment)?);
                packet.meta.summed |= summed;
                ct
            }
            None => self.invalid(),
        };
        Ok(())
    }

    fn classify(
        &mut self,
        env: &Env<'_>,
        zones: Zones,
        segment: &Segment<'_>,
    ) -> Result<Ct, DropReason> {
        let message = if segment.upper.is_icmp() {
            icmp::classify(env, segment)
        } else {
            Message::Query
        };
        match message {
            Message::Query => self.resolve(env, zones, segment),
            Message::Untracked => Ok(Ct::Untracked),
            Message::Error(quoted) => {
                let quoted = segment.network.get(quoted..).unwrap_or_default();
                let related = self.related(env, zones, segment, quoted);
                if related.is_none() {
                    self.stats.error += 1;
                }
                Ok(related.unwrap_or(Ct::Invalid))
            }
            Message::Invalid(odd) => {
                self.complain(env, segment, Some(odd), None);
                self.stats.error += 1;
                Ok(Ct::Invalid)
            }
        }
    }

    fn invalid(&mut self) -> Ct {
        self.stats.invalid += 1;
        Ct::Invalid
    }

    /// The connection that an ICMP error is about (`nf_conntrack_inet_error`): the one that the quoted
    /// packet would have been answered in. The error must go where that answer would have gone.
    fn related(
        &mut self,
        env: &Env<'_>,
        zones: Zones,
        segment: &Segment<'_>,
        quoted: &[u8],
    ) -> Option<Ct> {
        let tuple_of =
            |network: &[u8], upper: Upper| Tuple::parse(env.family, network, upper, zones.original);
        let answer = tuple_of(quoted, upper(env.family, quoted)?)?.invert()?;
        let hash = self.hash(&answer);
        let (place, direction) = self.lookup(env, zones, &answer, hash)?;
        let addresses = Tuple::addresses(env.family, segment.network)?;
        let conn = &self.slab[place].conn;
        let dst = conn.tuple(direction).dst;
        let reference = self.reference(place, direction, CtState::Related);
        if addresses.1 != dst {
            let found = conn.tuple(direction).dst_addr();
            let claimed = Tuple {
                dst: addresses.1,
                ..answer
            }
            .dst_addr();
            self.complain_of_address(env, segment, [claimed, found]);
            return None;
        }
        Some(Ct::Of(reference))
    }

    /// Finds a tuple: as original in the zone of the original direction, as reply in that of replies.
    #[inline]
    fn lookup(
        &mut self,
        env: &Env<'_>,
        zones: Zones,
        tuple: &Tuple,
        hash: u32,
    ) -> Option<(u32, Direction)> {
        if zones.original == zones.reply {
            return self.find_hashed(env.now, tuple, hash, None);
        }
        self.find_hashed(env.now, tuple, hash, Some(Direction::Original))
            .or_else(|| {
                let tuple = Tuple {
                    zone: zones.reply,
                    ..*tuple
                };
                let hash = self.hash(&tuple);
                self.find_hashed(env.now, &tuple, hash, Some(Direction::Reply))
            })
    }

    /// Finds or makes the connection of a packet that is none of the special ones.
    pub(super) fn resolve(
        &mut self,
        env: &Env<'_>,
        zones: Zones,
        segment: &Segment<'_>,
    ) -> Result<Ct, DropReason> {
        let parsed = Tuple::parse(env.family, segment.network, segment.upper, zones.original);
        let Some(tuple) = parsed else {
            return Ok(self.invalid());
        };
        let hash = self.hash(&tuple);
        let found = match self.lookup(env, zones, &tuple, hash) {
            Some(found) => Some(found),
            None => self
                .begin(env, zones, &tuple, hash)?
                .map(|place| (place, Direction::Original)),
        };
        let Some((place, direction)) = found else {
            return Ok(self.invalid());
        };
        match self.packet(env, (place, direction), segment) {
            Some(ct) => Ok(ct),
            None => self.resolve_again(env, zones, segment),
        }
    }

    /// The same for a packet that reopens its connection: the old one is gone.
    #[cold]
    fn resolve_again(
        &mut self,
        env: &Env<'_>,
        zones: Zones,
        segment: &Segment<'_>,
    ) -> Result<Ct, DropReason> {
        self.resolve(env, zones, segment)
    }

    /// Makes the connection of a packet with this tuple. `None` if there can't be one.
    #[inline]
    fn begin(
        &mut self,
        env: &Env<'_>,
        zones: Zones,
        tuple: &Tuple,
        hash: u32,
    ) -> Result<Option<u32>, DropReason> {
        let Some(reply) = tuple.invert() else {
            return Ok(None);
        };
        let reply = Tuple {
            zone: zones.reply,
            ..reply
        };
        if self.is_full() && !evict::early_drop(self, env.now, hash) {
            self.stats.drop += 1;
            return Err(DropReason::CtTableFull);
        }
        let Some(id) = self.slab.begin(tuple, &reply) else {
            self.stats.drop += 1;
            return Err(DropReason::CtTableFull);
        };
        self.count_for_others();
        let slot = &mut self.slab[id.place];
        // That of the replies is known when their tuple is.
        slot.hash[0] = hash;
        if env.sysctls.acct {
            slot.flags |= Slot::COUNTED;
            self.counters.open(id.place);
        }
        if env.sysctls.timestamp {
            slot.flags |= Slot::STAMPED;
            self.starts.open(id.place);
        }
        let expected = !self.expectations.is_idle() && self.fulfil(env, id);
        if let Some(helper) = zones.helper
            && !expected
        {
            self.open_helper(id, helper);
        }
        Ok(Some(id.place))
    }

    /// Ends the expectation that a new connection fulfils. Whether there was one.
    #[cold]
    fn fulfil(&mut self, env: &Env<'_>, id: ConnId) -> bool {
        let tuple = self.slab[id.place].conn.tuples[0];
        let Some(expected) = self.expectations.take(env.now, &tuple) else {
            return false;
        };
        let mark = self.get(expected.master).map_or(0, |master| master.mark);
        let conn = &mut self.slab[id.place].conn;
        conn.status.set(Status::EXPECTED);
        conn.mark = mark;
        self.stats.expect_new += 1;
        self.stats.expect_delete += u64::from(!expected.permanent);
        self.tell_expectations();
        self.expectations.adopt(id, expected);
        true
    }

    /// Lets the protocol look at a packet of a connection, and does what follows. `None` if the
    /// connection has ended and the packet begins another one.
    #[inline]
    pub(super) fn packet(
        &mut self,
        env: &Env<'_>,
        (place, direction): (u32, Direction),
        segment: &Segment<'_>,
    ) -> Option<Ct> {
        let told = self.events.are_wanted();
        let mut segment = *segment;
        if self.slab[place].conn.status.has(Status::SEQ_ADJUST) {
            segment.ack_shift = self.ack_shift(self.slab.id(place), direction, segment.ack());
        }
        let segment = &segment;
        let slot = &mut self.slab[place];
        let state = State::of(&slot.conn, direction, told);
        let outcome = proto::packet(env, &mut slot.conn, direction, segment);
        if let Outcome::Refresh(seconds) = outcome
            && state.is_usual(slot, direction)
        {
            slot.conn.expires = after(env.now, seconds);
            if !self.wheel.is_late(slot) {
                return Some(Ct::Of(slot.reference(place, direction, state.of_packet)));
            }
        }
        self.settle(env, (place, direction), (state, outcome), segment)
    }

    /// Does what follows from what the protocol has said of a packet.
    pub(super) fn settle(
        &mut self,
        env: &Env<'_>,
        (place, direction): (u32, Direction),
        (state, outcome): (State, Outcome),
        segment: &Segment<'_>,
    ) -> Option<Ct> {
        let before = state.before;
        match outcome {
            Outcome::Refresh(seconds) => {
                self.refresh(env, place, seconds);
                self.account(place, direction, segment);
            }
            Outcome::Pass(odd) => self.complain(env, segment, odd, Some((place, direction))),
            Outcome::Kill => {
                self.account(place, direction, segment);
                self.kill(place);
            }
            Outcome::Invalid { shorten, odd } => {
                self.complain(env, segment, odd, Some((place, direction)));
                if !before.has(Status::CONFIRMED) {
                    self.release(place);
                } else if shorten {
                    self.complain_of_end(env, segment, (place, direction));
                    self.refresh(env, place, env.sysctls.tcp_timeout_unacknowledged);
                }
                return Some(self.invalid());
            }
            Outcome::Reopen => {
                self.destroy(place);
                return None;
            }
        }
        let conn = &mut self.slab[place].conn;
        if direction == Direction::Reply {
            conn.status.set(Status::SEEN_REPLY);
        }
        if conn.status != before {
            self.forget_ways(place);
        }
        if state.told && before.has(Status::CONFIRMED) {
            let conn = &self.slab[place].conn;
            let changed = conn.status != before || conn.state_name() != state.of_protocol;
            if changed && !conn.status.has(Status::DYING) {
                self.note(place, CtEvent::Update);
            }
        }
        Some(Ct::Of(self.reference(place, direction, state.of_packet)))
    }

    /// Lets a connection last for `seconds` from now on (`nf_ct_refresh`).
    #[inline]
    fn refresh(&mut self, env: &Env<'_>, place: u32, seconds: u32) {
        let slot = &mut self.slab[place];
        if slot.conn.status.has(Status::FIXED_TIMEOUT) {
            return;
        }
        slot.conn.expires = after(env.now, seconds);
        if self.wheel.is_late(slot) {
            self.wheel.moved(&mut self.slab, place, env.now);
        }
    }

    /// A rule has reset a TCP connection of the table: it ends soon (`nf_conntrack_tcp_set_closing`).
    pub(crate) fn set_closing(&mut self, env: &Env<'_>, id: ConnId) {
        let Some(slot) = self.slab.get_mut(id) else {
            return;
        };
        if let Proto::Tcp(tcp) = &mut slot.conn.proto
            && slot.conn.status.has(Status::CONFIRMED)
        {
            tcp.state = TcpState::Close;
            self.refresh(env, id.place, env.sysctls.tcp_timeout_close);
            self.note(id.place, CtEvent::Update);
        }
    }

    /// Counts a packet.
    #[inline]
    fn account(&mut self, place: u32, direction: Direction, segment: &Segment<'_>) {
        if self.slab[place].is(Slot::COUNTED)
            && let Some(counters) = self.counters.get_mut(place)
        {
            let counters = &mut counters[direction.index()];
            counters.packets += 1;
            counters.bytes += segment.network.len() as u64;
        }
    }
}
