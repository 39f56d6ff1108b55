//! Noting what the fate of a packet depends on, while it takes the slow path.

use std::{net::IpAddr, sync::atomic::Ordering};

use super::{
    Act, Fate, Header, Shape, Stamp, Terms, Way, WhyNot,
    shape::Bits,
    table::Neighbourly,
    way::{MAX_THROUGH, WINDOW6 as LOOKED_AT},
};
use crate::{
    conntrack::{Ct, Found, Premise, Tuple, is_translated},
    drop_reason::DropReason,
    filter::{CounterId, Hook},
    forward::{Context, Hop, network_len},
    iface::{IfIndex, Interface},
    nat::Manip,
    packet::{Checksum, Packet},
    route::Family,
    time::Instant,
    wire::ipv6,
};

/// What a match or a target looks at besides what all packets of a flow have in common: addresses,
/// ports, the protocol, the interfaces, DSCP, and what is known of the connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Consulted {
    /// TCP flags.
    pub(crate) flags: u8,
    /// Bits of the type of service.
    pub(crate) tos: u8,
    /// More than that.
    pub(crate) more: bool,
}

impl Consulted {
    /// Nothing.
    pub(crate) const FLOW: Self = Self {
        flags: 0,
        tos: 0,
        more: false,
    };
    /// What no terms can say.
    pub(crate) const MORE: Self = Self {
        more: true,
        ..Self::FLOW
    };
    /// The two bits of congestion notification.
    pub(crate) const ECN: Self = Self {
        tos: 3,
        ..Self::FLOW
    };

    /// These TCP flags.
    pub(crate) const fn flags(flags: u8) -> Self {
        Self {
            flags,
            ..Self::FLOW
        }
    }

    /// Both.
    pub(crate) const fn and(self, other: Self) -> Self {
        Self {
            flags: self.flags | other.flags,
            tos: self.tos | other.tos,
            more: self.more | other.more,
        }
    }
}

/// Where the packet goes next.
#[derive(Clone, Copy, Debug)]
struct Next {
    oif: IfIndex,
    /// The neighbour to be known; `None` if none has to be.
    neighbour: Option<IpAddr>,
    mtu: u16,
}

/// How far tracking has come with the packet in hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tracked {
    /// Nobody has asked for its connection: all that was decided yet holds whatever that is.
    No,
    /// It is not to be tracked; likewise.
    Never,
    /// It is of a known connection, or of none that a way is looked for.
    Of(Option<Found>),
    /// It begins one.
    Begins,
    /// It can't be of one.
    Invalid,
}

/// Of whom a way is noted.
#[derive(Debug)]
enum Owner {
    /// A connection.
    Connection(Found),
    /// All packets with the tuple of the one in hand. What answers would be is of interest if it was decided where
    /// the packet goes.
    Tuple(Premise, Option<Tuple>),
}

/// What is noted of the packet in hand.
#[derive(Debug)]
pub(crate) struct Recorder {
    on: bool,
    /// Its connection.
    found: Tracked,
    /// The packet's number in its burst.
    number: usize,
    /// It was dropped by a rule or a policy.
    dropped: bool,
    /// So was the one in hand, whether it is looked at or not, and nothing else is done because of it.
    silent: bool,
    /// Where that was.
    hook: Hook,
    /// What the answers to the connection that it begins would be, if its destination was decided about.
    answers: Option<Tuple>,
    /// How long it may be: anything, until it comes to FORWARD.
    most: u16,
    /// It passed that, and counts as forwarded.
    forwarded: bool,
    /// How long it was, as its MTU counts.
    len: usize,
    stamp: Stamp,
    family: Family,
    iif: IfIndex,
    why_not: Option<WhyNot>,
    consulted: Consulted,
    counters: Vec<CounterId>,
    next: Option<Next>,
    through: [Option<(IfIndex, u8)>; MAX_THROUGH],
    /// The packet as it came.
    shape: Shape,
    before: [u8; LOOKED_AT],
    checksum: Checksum,
    /// What tracking has found, for the hook where that is done.
    pub(super) tracked: Option<Ct>,
}

impl Recorder {
    pub(crate) fn new() -> Self {
        Self {
            on: false,
            found: Tracked::No,
            number: 0,
            dropped: false,
            silent: false,
            hook: Hook::Prerouting,
            answers: None,
            most: u16::MAX,
            forwarded: false,
            len: 0,
            stamp: Stamp::default(),
            family: Family::V4,
            iif: IfIndex::LOOPBACK,
            why_not: None,
            consulted: Consulted::FLOW,
            counters: Vec::with_capacity(64),
            next: None,
            through: [None; MAX_THROUGH],
            shape: Shape::default(),
            before: [0; LOOKED_AT],
            checksum: Checksum::Unverified,
            tracked: None,
        }
    }

    /// Begins with a packet.
    #[cold]
    pub(super) fn begin(&mut self, stamp: Stamp, number: usize, shape: Shape, packet: &Packet) {
        let Some(iif) = packet.meta.iif else {
            return;
        };
        self.on = true;
        self.found = Tracked::No;
        self.number = number;
        self.dropped = false;
        self.answers = None;
        self.most = u16::MAX;
        self.forwarded = false;
        self.len = network_len(packet);
        self.stamp = stamp;
        self.family = shape.family();
        self.iif = iif;
        self.why_not = None;
        self.consulted = Consulted::FLOW;
        self.counters.clear();
        self.next = None;
        self.through = [None; MAX_THROUGH];
        self.shape = shape;
        self.checksum = packet.meta.checksum;
        let network = packet.network();
        let len = network.len().min(LOOKED_AT);
        self.before[..len].copy_from_slice(&network[..len]);
    }

    /// The packet goes to another worker, if it may still: `false` if tracking has looked at it here.
    pub(crate) const fn give_up(&mut self) -> bool {
        let may = self.tracked.is_none();
        if may {
            self.on = false;
        }
        may
    }

    /// Whether a packet is looked at.
    #[inline]
    pub(crate) const fn is_on(&self) -> bool {
        self.on
    }

    /// What tracking has found of the packet in hand, if that was asked before its turn.
    #[inline]
    pub(crate) fn take_tracked(&mut self) -> Option<Ct> {
        self.tracked.take()
    }

    /// No way can be kept.
    #[inline]
    pub(crate) fn refuse(&mut self, why_not: WhyNot) {
        if self.on && self.why_not.is_none() {
            self.why_not = Some(why_not);
        }
    }

    /// Something was looked at: by a match or target that `what` names.
    pub(crate) fn consult(&mut self, consulted: Consulted, what: WhyNot) {
        self.consulted = self.consulted.and(consulted);
        if consulted.more {
            self.refuse(what);
        }
    }

    /// A rule or policy has counted the packet.
    #[inline]
    pub(crate) fn count(&mut self, counter: CounterId) {
        if self.on {
            self.counters.push(counter);
        }
    }

    /// Its connection was looked for: the one that is known, if there is one.
    pub(super) fn track(&mut self, found: Option<Found>) {
        // What follows a SYN is another kind of packet.
        self.found = Tracked::Of(found.filter(|_| !self.shape.is_syn()));
    }

    /// It begins a connection, or is invalid, which is noted instead.
    pub(super) const fn track_unknown(&mut self, begins: bool) {
        self.found = if begins {
            Tracked::Begins
        } else {
            Tracked::Invalid
        };
    }

    /// What one half of its connection is translated to is yet to be decided. Other connections have no say
    /// in where the first packet of one goes, mostly: see [`bind`](Self::bind).
    pub(crate) fn translate(&mut self, manip: Manip) {
        if self.found != Tracked::Begins || manip == Manip::Src {
            self.refuse(WhyNot::Connection);
        }
    }

    /// That was decided, and those are the answers; `None` if by chance, or because other connections have others.
    #[cold]
    pub(crate) fn bind(&mut self, answers: Option<Tuple>) {
        match answers {
            Some(_) => self.answers = answers,
            None => self.refuse(WhyNot::Connection),
        }
    }

    /// It is not to be tracked.
    pub(super) const fn leave_untracked(&mut self) {
        self.found = Tracked::Never;
    }

    /// A rule or a policy drops the packet in hand, or one that the router has made because of it: not because a match
    /// could make nothing of it.
    pub(crate) const fn drop(&mut self) {
        self.silent = true;
        if self.on && self.why_not.is_none() {
            self.dropped = true;
        }
    }

    /// That was at this hook, if it was.
    #[inline]
    pub(crate) const fn drop_at(&mut self, hook: Hook) {
        self.hook = hook;
    }

    /// Whether nothing is done because of a packet that ends, of which a rule or a policy has said just now that it is to
    /// be dropped.
    #[inline]
    pub(crate) const fn is_silent(&mut self) -> bool {
        std::mem::replace(&mut self.silent, false)
    }

    /// A packet ends: that in hand, or one that the router has made because of it.
    #[inline]
    pub(crate) fn end(&mut self, reason: DropReason) {
        if reason != DropReason::NetfilterDrop || !self.dropped {
            self.refuse(WhyNot::Answered);
        }
    }

    /// It came to FORWARD with this next hop, and has `passed` that or not.
    pub(crate) fn forward(&mut self, hop: &Hop<'_>, passed: bool) {
        self.most = self.mtu(hop);
        self.forwarded = passed;
        self.depend_on(hop);
    }

    /// How long a packet may be that is not to be cut.
    fn mtu(&self, hop: &Hop<'_>) -> u16 {
        let mtu = match self.family {
            Family::V4 => hop.mtu(),
            Family::V6 => {
                let link = hop.oif.mtu.max(ipv6::MIN_MTU) as usize;
                hop.mtu().max(ipv6::MIN_MTU as usize).min(link)
            }
        };
        mtu.min(usize::from(u16::MAX)) as u16
    }

    fn depend_on(&mut self, hop: &Hop<'_>) {
        let several = hop.info.is_some_and(|info| info.nexthops.len() > 1);
        if several && self.family == Family::V6 {
            self.refuse(WhyNot::FlowLabel);
        }
    }

    /// Its next hop is known.
    pub(crate) fn leave(&mut self, hop: &Hop<'_>, packet: &Packet) {
        if packet.meta.iif != Some(self.iif) || self.next.is_some() {
            return self.refuse(WhyNot::Answered);
        }
        self.depend_on(hop);
        self.next = Some(Next {
            oif: hop.oif.index,
            neighbour: hop.mac().is_none().then_some(hop.address),
            mtu: self.mtu(hop),
        });
    }

    /// It leaves through a sub-interface.
    pub(crate) fn pass_through(&mut self, interface: &Interface, packet: &Packet) {
        match self.through.iter_mut().find(|through| through.is_none()) {
            Some(place) => *place = Some((interface.index, packet.meta.l3 as u8)),
            None => self.refuse(WhyNot::Elsewhere),
        }
    }

    fn way(&self, fate: Fate, mtu: u16) -> Way {
        let consulted = self.consulted;
        let mask = Bits::new(consulted.tos | DSCP, consulted.flags);
        Way {
            terms: Terms {
                stamp: self.stamp,
                family: self.family,
                iif: self.iif,
                mtu,
                mask,
                bits: self.shape.bits().and(mask),
            },
            counters: match fate {
                Fate::Leave(_) | Fate::Drop { .. } => self.counters.as_slice().into(),
                Fate::Slow(_) => Box::default(),
            },
            fate,
        }
    }
}

/// Routes and rules may look at DSCP.
const DSCP: u8 = 0xfc;

impl Context<'_> {
    /// The packet that is looked at is a frame, ready to leave by `port`: what was noted becomes a way.
    #[cold]
    pub(crate) fn record_way(&mut self, port: &Interface, packet: &Packet) {
        let recorder = &self.own.recorder;
        let (Some(next), None) = (recorder.next, recorder.why_not) else {
            return;
        };
        let (found, owner) = match recorder.found {
            Tracked::Of(Some(found)) => (Some(found), Owner::Connection(found)),
            Tracked::Never => (None, Owner::Tuple(Premise::None, None)),
            Tracked::No | Tracked::Of(None) | Tracked::Begins | Tracked::Invalid => return,
        };
        let Some((act, neighbour)) = self.act(found, next, port, packet) else {
            return;
        };
        let way = self.own.recorder.way(Fate::Leave(act), next.mtu);
        self.note_way_of(owner, way, neighbour);
        self.own.recorder.on = false;
    }

    /// What was done to the packet; `None` if it is not what a way does.
    fn act(
        &mut self,
        found: Option<Found>,
        next: Next,
        port: &Interface,
        packet: &Packet,
    ) -> Option<(Act, Neighbourly)> {
        let generation = self.own.generation.load(Ordering::Acquire);
        let until = match next.neighbour {
            None => Instant::FAR_FUTURE,
            Some(address) => {
                let known = self.own.hops.get(next.oif, address, self.now, generation);
                known?.1
            }
        };
        let changed = WhyNot::Changed;
        let family = self.own.recorder.family;
        let conn = found.map(|found| (self.conntrack().of(found).clone(), found.direction));
        let recorder = &mut self.own.recorder;
        let shape = recorder.shape;
        let network = packet.network();
        let link = packet.buf.bytes().get(..usize::from(packet.meta.l3));
        let header = link.and_then(Header::new);
        let after = Shape::with_hops(family, network, 0);
        let (Some(header), Some(after)) = (header, after) else {
            recorder.refuse(changed);
            return None;
        };
        let replaced =
            (shape.bits().tos() ^ after.bits().tos()) & !recorder.consulted.tos & !DSCP == 0;
        let tos = match after.bits().tos() == shape.bits().tos() {
            true => (0, 0),
            false => {
                let mask = recorder.consulted.tos | DSCP;
                (mask, after.bits().tos() & mask)
            }
        };
        let looked_at = network.len().min(LOOKED_AT);
        let same_ends = shape.ends(&recorder.before) == shape.ends(network);
        let act = Act {
            translate: conn.as_ref().is_some_and(|(conn, _)| is_translated(conn)) && !same_ends,
            tos,
            mark: packet.meta.mark,
            priority: packet.meta.priority,
            port: port.index,
            header,
            through: recorder.through,
        };
        let mut copy = recorder.before;
        let answers = match &conn {
            Some((conn, direction)) => conn.tuple(direction.other()),
            None => &Tuple::NOBODYS,
        };
        let (proto, partial) = (shape.proto(), recorder.checksum.is_partial());
        match family {
            Family::V4 => {
                if let Some(copy) = copy.first_chunk_mut() {
                    act.rewrite4(copy, proto, answers, partial);
                }
            }
            Family::V6 => act.rewrite6(&mut copy, proto, answers, partial),
        }
        let same = replaced
            && shape.len() == after.len()
            && packet.meta.checksum == recorder.checksum
            && copy[..looked_at] == network[..looked_at];
        if !same {
            recorder.refuse(changed);
            return None;
        }
        Some((act, Neighbourly { until, generation }))
    }

    /// Notes a way.
    fn note_way_of(&mut self, owner: Owner, way: Way, neighbour: Neighbourly) {
        let (now, packet) = (self.now, self.own.recorder.number);
        let table = self.conntrack();
        let noted = match owner {
            Owner::Connection(found) => {
                let number = table.ways().intern(way, neighbour, now);
                number.map(|number| table.set_way(found, number))
            }
            Owner::Tuple(premise, answers) => {
                let number = table.ways_of_tuples().intern(way, neighbour, now);
                number.map(|number| table.set_stateless(packet, number, (premise, answers)))
            }
        };
        if noted.is_none() {
            super::flush(self);
            self.conntrack().forget_all_ways();
        }
    }

    /// The packet in hand has ended: if it was dropped, or has no way because of what all packets of its flow
    /// do, that is noted.
    #[inline]
    pub(crate) fn end_record(&mut self) {
        let recorder = &mut self.own.recorder;
        recorder.tracked = None;
        if recorder.on {
            recorder.on = false;
            self.record_why_not();
        }
    }

    /// The packet in hand is for the router: whatever that answers is another one.
    #[inline]
    pub(crate) fn record_delivery(&mut self) {
        self.own.recorder.refuse(WhyNot::Elsewhere);
        self.end_record();
    }

    #[cold]
    fn record_why_not(&mut self) {
        let recorder = &self.own.recorder;
        let always = Neighbourly {
            until: Instant::FAR_FUTURE,
            generation: 0,
        };
        let owner = match recorder.found {
            Tracked::Of(Some(found)) => Owner::Connection(found),
            Tracked::No | Tracked::Never => Owner::Tuple(Premise::None, None),
            Tracked::Begins => Owner::Tuple(Premise::Begins, recorder.answers),
            Tracked::Invalid => Owner::Tuple(Premise::Invalid, None),
            Tracked::Of(None) => return self.refuse_stateless(),
        };
        let (fate, mtu) = match recorder.why_not {
            // Where it is to go, others that are as long would first have been told that they are too long.
            None if recorder.dropped && recorder.len > usize::from(recorder.most) => return,
            None if recorder.dropped => {
                let (forwarded, hook) = (recorder.forwarded, recorder.hook);
                (Fate::Drop { forwarded, hook }, recorder.most)
            }
            // The next packet may fare differently.
            None | Some(WhyNot::Connection | WhyNot::Answered) => return self.refuse_stateless(),
            Some(
                why_not @ (WhyNot::Match(_)
                | WhyNot::Target(_)
                | WhyNot::FlowLabel
                | WhyNot::Elsewhere
                | WhyNot::Changed),
            ) => (Fate::Slow(why_not), 0),
        };
        if matches!((&owner, &fate), (Owner::Tuple(..), Fate::Slow(_))) {
            return self.refuse_stateless();
        }
        let way = recorder.way(fate, mtu);
        self.note_way_of(owner, way, always);
    }

    /// Flows of this packet's kind are not looked at again, as long as the configuration stays.
    fn refuse_stateless(&mut self) {
        let packet = self.own.recorder.number;
        self.conntrack().refuse_stateless(packet);
    }
}
