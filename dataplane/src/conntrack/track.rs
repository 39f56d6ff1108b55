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
            Ct::Template { original, reply } => Zones { original, reply },
            Ct::Untracked | Ct::Of(_) => return Ok(()),
        };
        self.now = env.now;
        self.max = env.sysctls.max;
        packet.meta.ct = match upper(env.family, packet.network()) {
            Some(upper) => {
                let segment = Segment {
                    network: packet.network(),
                    upper,
                    checksum: packet.meta.checksum,
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
            Message::Invalid => {
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
        (addresses.1 == dst).then_some(Ct::Of(reference))
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
        // A second round follows a connection that was reopened: the old one is gone then.
        loop {
            let found = match self.lookup(env, zones, &tuple, hash) {
                Some(found) => Some(found),
                None => self
                    .begin(env, zones, &tuple, hash)?
                    .map(|place| (place, Direction::Original)),
            };
            let Some((place, direction)) = found else {
                return Ok(self.invalid());
            };
            if let Some(ct) = self.packet(env, (place, direction), segment) {
                return Ok(ct);
            }
        }
    }

    /// Makes the connection of a packet with this tuple. `None` if there can't be one.
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
        let full = self.max != 0 && self.len() >= self.max as usize;
        if full && !evict::early_drop(self, env.now, hash) {
            self.stats.drop += 1;
            return Err(DropReason::CtTableFull);
        }
        let mut conn = Conn::new([*tuple, reply]);
        let expected = self.expectations.take(env.now, tuple);
        if let Some(expected) = &expected {
            conn.status.set(Status::EXPECTED);
            conn.mark = self.get(expected.master).map_or(0, |master| master.mark);
        }
        let Some(id) = self.slab.insert(conn) else {
            self.stats.drop += 1;
            return Err(DropReason::CtTableFull);
        };
        self.count_for_others();
        if let Some(expected) = expected {
            self.stats.expect_new += 1;
            self.stats.expect_delete += u64::from(!expected.permanent);
            self.expectations.adopt(id, expected);
        }
        // That of the replies is known when their tuple is.
        self.slab[id.place].hash[0] = hash;
        if env.sysctls.acct {
            self.slab[id.place].flags |= Slot::COUNTED;
            self.counters.open(id.place);
        }
        if env.sysctls.timestamp {
            self.slab[id.place].flags |= Slot::STAMPED;
            self.starts.open(id.place);
        }
        Ok(Some(id.place))
    }

    /// Lets the protocol look at a packet of a connection, and does what follows. `None` if the
    /// connection has ended and the packet begins another one.
    pub(super) fn packet(
        &mut self,
        env: &Env<'_>,
        (place, direction): (u32, Direction),
        segment: &Segment<'_>,
    ) -> Option<Ct> {
        let told = self.events.are_wanted();
        let conn = &mut self.slab[place].conn;
        let state = State::of(conn, direction, told);
        let outcome = proto::packet(env, conn, direction, segment);
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
            Outcome::Pass => {}
            Outcome::Kill => {
                self.account(place, direction, segment);
                self.kill(place);
            }
            Outcome::Invalid { shorten } => {
                if !before.has(Status::CONFIRMED) {
                    self.release(place);
                } else if let Some(seconds) = shorten {
                    self.refresh(env, place, seconds);
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
