//! Which route a packet takes: the rules in order, the tables they name, the longest prefix there.

use std::net::IpAddr;

use super::{
    InfoId, Key, Leaf, Lpm, Refusal, RouteInfo, RouteKind, Routing, TableId,
    policy::{Action, ChainStep, Policy},
};
use crate::{iface::IfIndex, packet::Mark};

/// What of a packet decides about its route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FlowKey {
    /// Where to.
    pub dst: IpAddr,
    /// Where from; unspecified if not chosen yet.
    pub src: IpAddr,
    /// The interface it came in by; `None` for what the router itself sends.
    pub iif: Option<IfIndex>,
    /// The interface it must leave by, if it is bound to one.
    pub oif: Option<IfIndex>,
    /// Its mark.
    pub mark: Mark,
    /// The TOS (traffic class) byte, whole.
    pub tos: u8,
    /// The IP protocol.
    pub proto: u8,
    /// The source port; 0 if there is none, or none to be seen (fragments).
    pub sport: u16,
    /// The destination port, likewise.
    pub dport: u16,
}

/// A route, and how it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RouteMatch<'a> {
    /// The priority of the rule that led to it.
    pub rule: u32,
    /// The table that has it. While the kernel's main and local tables are one (see
    /// [`Routing::merges_local`]), the kernel says main for both.
    pub table: TableId,
    /// The length of its prefix, in bits.
    pub prefix_len: u8,
    /// Its TOS; 0 for all.
    pub tos: u8,
    /// The number of `info`, for what a worker keeps under it while the epoch stays.
    pub id: InfoId,
    /// What it says.
    pub info: &'a RouteInfo,
}

/// The outcome of a route lookup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision<'a> {
    /// There is a route: unicast, local, broadcast, anycast or multicast.
    Route(RouteMatch<'a>),
    /// A route of type blackhole, unreachable or prohibit.
    RefusedByRoute(Refusal, RouteMatch<'a>),
    /// The rule of this priority refuses.
    RefusedByRule(Refusal, u32),
    /// No rule came to a decision.
    NoRoute,
}

impl<'a> Decision<'a> {
    /// The route to follow, if there is one.
    #[must_use]
    #[inline]
    pub const fn route(self) -> Option<RouteMatch<'a>> {
        match self {
            Self::Route(found) => Some(found),
            Self::RefusedByRoute(..) | Self::RefusedByRule(..) | Self::NoRoute => None,
        }
    }
}

/// A [`Decision`] of a batched lookup, in eight bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Hit {
    leaf: Option<Leaf>,
    step: u8,
}

impl Hit {
    /// The number of the route's info; `None` if there is no route. The info may be of any type
    /// but throw.
    #[must_use]
    #[inline]
    pub fn info(self) -> Option<InfoId> {
        self.leaf.map(Leaf::info)
    }
}

/// What rules and routes see of the TOS byte of an IPv4 packet (`INET_DSCP_LEGACY_TOS_MASK`).
const TOS_MASK: u8 = 0x1c;
/// And of an IPv6 packet: all of the DSCP.
const DSCP_MASK: u8 = 0xfc;

/// The longest chain that batches are looked up in.
const MAX_BATCH_STEPS: usize = 16;

/// What a table says about a packet.
enum InTable<'a> {
    Decided(Decision<'a>),
    /// Nothing, or throw.
    NextRule,
}

impl Routing {
    /// The route for a packet, as the kernel chooses it.
    ///
    /// Source and destination must be of one family; a source of the other one is taken as
    /// unspecified.
    #[must_use]
    pub fn lookup(&self, key: &FlowKey) -> Decision<'_> {
        match key.dst {
            IpAddr::V4(dst) => self.by_policy(&self.v4, key, dst.to_bits(), key.tos & TOS_MASK),
            IpAddr::V6(dst) => self.by_policy(&self.v6, key, dst.to_bits(), key.tos & DSCP_MASK),
        }
    }

    /// The route for an IPv4 packet to `dst`, of which nothing else but its TOS is at hand: `key` gives the
    /// rest, if a rule asks for it.
    #[inline]
    pub(crate) fn lookup4(&self, dst: u32, tos: u8, key: impl FnOnce() -> FlowKey) -> Decision<'_> {
        match &self.v4.chain {
            Some(chain) => self.by_chain(&self.v4, chain, dst, tos & TOS_MASK),
            None => self.lookup(&key()),
        }
    }

    /// As [`Routing::lookup4`], for IPv6.
    #[inline]
    pub(crate) fn lookup6(
        &self,
        dst: u128,
        tos: u8,
        key: impl FnOnce() -> FlowKey,
    ) -> Decision<'_> {
        match &self.v6.chain {
            Some(chain) => self.by_chain(&self.v6, chain, dst, tos & DSCP_MASK),
            None => self.lookup(&key()),
        }
    }

    /// What an address is to the router, whatever the rules say (`inet_addr_type`): what the local
    /// table has for it, unicast if nothing.
    #[must_use]
    pub fn address_type(&self, address: IpAddr) -> RouteKind {
        match address {
            IpAddr::V4(v4) if v4.is_broadcast() || v4.is_unspecified() => RouteKind::Broadcast,
            _ if address.is_multicast() => RouteKind::Multicast,
            IpAddr::V4(_) | IpAddr::V6(_) => self
                .local_info(address)
                .map_or(RouteKind::Unicast, |info| info.kind),
        }
    }

    /// What the local table has for an address, whatever the rules say.
    #[must_use]
    pub fn local_info(&self, address: IpAddr) -> Option<&RouteInfo> {
        match address {
            IpAddr::V4(v4) => self.in_local_table(&self.v4, v4.to_bits()),
            IpAddr::V6(v6) => self.in_local_table(&self.v6, v6.to_bits()),
        }
    }

    fn in_local_table<A: Key>(&self, policy: &Policy<A>, address: A) -> Option<&RouteInfo> {
        policy
            .tables
            .iter()
            .find(|table| table.id == TableId::LOCAL)
            .and_then(|table| table.lookup(address, 0))
            .and_then(|(leaf, _)| self.infos.get(leaf.info()))
    }

    /// Whether the IPv4 tables local and main are searched as one, as the kernel does until the
    /// first rule is added or removed. `ip route get` then calls both of them main.
    #[must_use]
    pub fn merges_local(&self) -> bool {
        self.v4.merged
    }

    /// Whether the destination alone decides about IPv4 packets, so that
    /// [`Routing::lookup_batch4`] may be used instead of [`Routing::lookup`].
    #[must_use]
    pub fn by_destination4(&self) -> bool {
        by_destination(&self.v4)
    }

    /// As [`Routing::by_destination4`], for IPv6.
    #[must_use]
    pub fn by_destination6(&self) -> bool {
        by_destination(&self.v6)
    }

    /// The routes for a burst of IPv4 destinations (in host byte order), into the same places of
    /// `out`. Right only if [`Routing::by_destination4`].
    pub fn lookup_batch4(&self, dsts: &[u32], out: &mut [Hit]) {
        batch(&self.v4, dsts, out);
    }

    /// As [`Routing::lookup_batch4`], for IPv6 and [`Routing::by_destination6`].
    pub fn lookup_batch6(&self, dsts: &[u128], out: &mut [Hit]) {
        batch(&self.v6, dsts, out);
    }

    /// What a hit of [`Routing::lookup_batch4`] on this very `Routing` says.
    #[must_use]
    pub fn decision4(&self, hit: Hit) -> Decision<'_> {
        self.decision(&self.v4, hit)
    }

    /// What a hit of [`Routing::lookup_batch6`] on this very `Routing` says.
    #[must_use]
    pub fn decision6(&self, hit: Hit) -> Decision<'_> {
        self.decision(&self.v6, hit)
    }

    /// The info with this number, which a lookup in this very `Routing` gave.
    #[must_use]
    #[inline]
    pub fn info(&self, id: InfoId) -> Option<&RouteInfo> {
        self.infos.get(id)
    }

    fn by_policy<A: Key>(
        &self,
        policy: &Policy<A>,
        key: &FlowKey,
        dst: A,
        tos: u8,
    ) -> Decision<'_> {
        if let Some(chain) = &policy.chain {
            return self.by_chain(policy, chain, dst, tos);
        }
        let src = A::from_ip(key.src).unwrap_or(A::UNSPECIFIED);
        let mut next = 0;
        // Ends: a goto only goes ahead.
        while let Some(rule) = policy.rules.get(next) {
            next += 1;
            if !rule.matches(key, src, dst, tos) {
                continue;
            }
            match rule.action {
                Action::Lookup {
                    table,
                    suppress_prefixlength,
                } => {
                    let Some(table) = table.map(|table| &policy.tables[table]) else {
                        continue;
                    };
                    let Some((leaf, tos)) = table.lookup(dst, tos) else {
                        continue;
                    };
                    match self.judge(rule.priority, table.id, leaf, tos) {
                        InTable::NextRule => {}
                        InTable::Decided(Decision::Route(found))
                            if suppress_prefixlength.is_some_and(|s| found.prefix_len <= s) => {}
                        InTable::Decided(decision) => return decision,
                    }
                }
                Action::Goto(Some(target)) => next = target,
                Action::Goto(None) | Action::Nop => {}
                Action::Refuse(refusal) => {
                    return Decision::RefusedByRule(refusal, rule.priority);
                }
            }
        }
        Decision::NoRoute
    }

    /// [`Routing::by_policy`] when the rules are nothing but lookups.
    #[inline]
    fn by_chain<A: Key>(
        &self,
        policy: &Policy<A>,
        chain: &[ChainStep],
        dst: A,
        tos: u8,
    ) -> Decision<'_> {
        let search = |step: &ChainStep| policy.tables[step.table?].lookup(dst, tos);
        let judge = |step: &ChainStep, (leaf, tos): (Leaf, u8)| {
            let table = &policy.tables[step.table?];
            match self.judge(step.priority, table.id, leaf, tos) {
                InTable::Decided(decision) => Some(decision),
                InTable::NextRule => None,
            }
        };
        let mut steps = chain;
        if let ([local, main, rest @ ..], true) = (steps, policy.merged) {
            let found = match (search(local), search(main)) {
                (Some(ours), Some(found)) if found.0.prefix_len() <= ours.0.prefix_len() => {
                    Some((local, ours))
                }
                (_, Some(found)) => Some((main, found)),
                (Some(ours), None) => Some((local, ours)),
                (None, None) => None,
            };
            if let Some((step, found)) = found
                && let Some(decision) = judge(step, found)
            {
                return decision;
            }
            steps = rest;
        }
        for step in steps {
            if let Some(found) = search(step)
                && let Some(decision) = judge(step, found)
            {
                return decision;
            }
        }
        Decision::NoRoute
    }

    #[inline]
    fn judge(&self, rule: u32, table: TableId, leaf: Leaf, tos: u8) -> InTable<'_> {
        // A number without info can't be met: workers know all infos before `FibWriter::apply`.
        let Some(info) = self.infos.get(leaf.info()) else {
            return InTable::NextRule;
        };
        let found = RouteMatch {
            rule,
            table,
            prefix_len: leaf.prefix_len(),
            tos,
            id: leaf.info(),
            info,
        };
        InTable::Decided(match info.kind {
            RouteKind::Unicast
            | RouteKind::Local
            | RouteKind::Broadcast
            | RouteKind::Anycast
            | RouteKind::Multicast => Decision::Route(found),
            RouteKind::Blackhole => Decision::RefusedByRoute(Refusal::Blackhole, found),
            RouteKind::Unreachable => Decision::RefusedByRoute(Refusal::Unreachable, found),
            RouteKind::Prohibit => Decision::RefusedByRoute(Refusal::Prohibit, found),
            RouteKind::Throw => return InTable::NextRule,
        })
    }

    fn decision<A: Key>(&self, policy: &Policy<A>, hit: Hit) -> Decision<'_> {
        let step = policy
            .chain
            .as_ref()
            .and_then(|chain| chain.get(usize::from(hit.step)));
        if let (Some(leaf), Some(step)) = (hit.leaf, step)
            && let Some(table) = step.table
            && let InTable::Decided(decision) =
                self.judge(step.priority, policy.tables[table].id, leaf, 0)
        {
            return decision;
        }
        Decision::NoRoute
    }
}

/// The chain can be searched by destination alone if no table on it has routes for some TOS.
fn by_destination<A: Key>(policy: &Policy<A>) -> bool {
    policy.chain.as_ref().is_some_and(|chain| {
        chain.len() <= MAX_BATCH_STEPS
            && chain
                .iter()
                .filter_map(|step| step.table)
                .all(|table| policy.tables[table].plain().is_some())
    })
}

/// Looks up in the tables of the chain, one after the other, what is not decided yet.
fn batch<A: Key>(policy: &Policy<A>, dsts: &[A], out: &mut [Hit]) {
    let chain = policy.chain.as_deref().unwrap_or_default();
    let tables = (0..).zip(chain).filter_map(|(number, step)| {
        let lpm = policy.tables[step.table?].plain()?;
        Some((number, lpm))
    });
    for (dsts, out) in dsts.chunks(BURST).zip(out.chunks_mut(BURST)) {
        out.fill(Hit::default());
        let mut pending = Pending::all(dsts);
        let mut tables = tables.clone().peekable();
        while let Some((number, lpm)) = tables.next() {
            let search = pending.search(lpm, number, dsts, out);
            // Of a merged chain the second table may have a longer prefix than the first.
            let decides = !(policy.merged && number == 0);
            let matters = search.throws || (search.finds && tables.peek().is_some());
            pending.unsettled |= matters;
            if decides && pending.unsettled {
                pending.settle(out);
            }
        }
    }
}

/// Destinations that are looked up at once.
const BURST: usize = 256;

/// Which of a burst of destinations are not decided yet.
struct Pending {
    places: [u8; BURST],
    len: usize,
    /// It matters that they are looked through once more.
    unsettled: bool,
}

/// What a search may have found.
#[derive(Clone, Copy, Debug)]
struct Search {
    finds: bool,
    throws: bool,
}

impl Pending {
    fn all<A>(dsts: &[A]) -> Self {
        let mut places = [0; BURST];
        for (place, i) in places.iter_mut().zip(0..=u8::MAX) {
            *place = i;
        }
        Self {
            places,
            len: dsts.len().min(BURST),
            unsettled: false,
        }
    }

    /// Looks them up in a table, and keeps what is longer than what was found before.
    fn search<A: Key>(&self, lpm: &Lpm<A>, step: u8, dsts: &[A], out: &mut [Hit]) -> Search {
        let nothing = Search {
            finds: false,
            throws: false,
        };
        let (mut places, mut len) = (self.places, self.len);
        if lpm.is_sparse() {
            len = 0;
            for &place in &self.places[..self.len] {
                places[len % BURST] = place;
                // Without a branch; most destinations are not the router's own.
                len += usize::from(lpm.may_have(&dsts[usize::from(place)]));
            }
        }
        if len == 0 {
            return nothing;
        }
        // To pick them costs more than to look up some for nothing.
        if self.len == dsts.len() && len > dsts.len() / 2 {
            let mut leaves = [None; BURST];
            lpm.lookup_batch(dsts, &mut leaves[..dsts.len()]);
            let mut throws = false;
            for (hit, &leaf) in out.iter_mut().zip(&leaves) {
                hit.lengthen(leaf, step);
                throws |= leaf.map(Leaf::info) == Some(InfoId::THROW);
            }
            return Search {
                finds: true,
                throws,
            };
        }
        look_up(lpm, step, &places[..len], dsts, out);
        Search {
            finds: true,
            throws: true,
        }
    }

    /// Takes out what is decided.
    fn settle(&mut self, out: &mut [Hit]) {
        let mut len = 0;
        for at in 0..self.len {
            let place = self.places[at];
            let hit = &mut out[usize::from(place)];
            if hit.info() == Some(InfoId::THROW) {
                *hit = Hit::default();
            }
            self.places[len] = place;
            len += usize::from(hit.leaf.is_none());
        }
        self.len = len;
        self.unsettled = false;
    }
}

/// Looks up some of the destinations: few, as a rule.
#[inline(never)]
fn look_up<A: Key>(lpm: &Lpm<A>, step: u8, places: &[u8], dsts: &[A], out: &mut [Hit]) {
    let mut wanted = [A::UNSPECIFIED; BURST];
    for (wanted, &place) in wanted.iter_mut().zip(places) {
        *wanted = dsts[usize::from(place)];
    }
    let mut leaves = [None; BURST];
    let leaves = &mut leaves[..places.len()];
    lpm.lookup_batch(&wanted[..places.len()], leaves);
    for (&place, &mut leaf) in places.iter().zip(leaves) {
        out[usize::from(place)].lengthen(leaf, step);
    }
}

impl Hit {
    #[inline]
    fn lengthen(&mut self, leaf: Option<Leaf>, step: u8) {
        if leaf.map(Leaf::prefix_len) > self.leaf.map(Leaf::prefix_len) {
            *self = Self { leaf, step };
        }
    }
}
