//! Long chains, compiled: a packet tries only those rules that may match it.
//!
//! Each rule hangs at one thing that it says: that its destination is in a prefix, that its port is
//! one of a few. Of the things that a rule says it is the one that the fewest other rules say, too.
//! A packet looks up its own address, port and so on, for each length of prefix that is there, and
//! gathers the rules that hang at them, and those that hang nowhere (because all that they say is
//! negated, or is about something else). It tries them in the order of the chain; the others could
//! not have matched.
//!
//! What a rule says counts only if it is asked before everything that has an effect of its own: before
//! `limit` and `statistic`, which remember that they were asked, and before what drops malformed packets.

use std::{cmp::Reverse, collections::HashMap, hash::Hash, net::IpAddr};

use arrayvec::ArrayVec;

use super::{
    At, IfacePattern, Masked, Match, Rule, RuleSpec, Test, headers::Headers, headers::bits,
    matches::Multiports,
};
use crate::{iface::Interface, wire::ipv4::protocol};

/// Chains with fewer rules are walked rule by rule.
const MIN_RULES: usize = 16;
/// Most prefixes that a rule hangs at: a range of ports is made of up to 30.
const MAX_KEYS: usize = 32;
/// Most lists that the candidates of a packet are gathered from; with more, the chain is walked.
const MAX_LISTS: usize = 32;

/// What rules of iptables hang at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum XtField {
    /// The destination; of IPv4 the upper 32 bits.
    Destination,
    /// The source.
    Source,
    /// The protocol (8 bits) and the destination port (16 bits).
    DestinationPort,
    /// The protocol and the source port.
    SourcePort,
    /// The name of the interface that the packet came in by.
    Input,
    /// The name of the interface that it leaves by.
    Output,
}

/// Bits of the protocol, in front of a port.
const PROTOCOL_BITS: u8 = 8;

/// Something of a packet that rules hang at, as a number of 128 bits: all of it or its first ones.
pub(super) trait Field: Copy + Eq + Hash + Ord {
    /// How much the first `len` bits say, about: in bits.
    fn weight(self, len: u8) -> u8;
}

/// So many first bits of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Shape<F> {
    pub(super) field: F,
    /// From 1 to 128.
    pub(super) len: u8,
}

impl<F> Shape<F> {
    const fn mask(&self) -> u128 {
        u128::MAX << (128 - self.len as u32)
    }
}

/// What a rule may hang at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Key<F> {
    shape: Shape<F>,
    value: u128,
}

/// A place of the hash table: rules that hang at one key.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    value: u128,
    /// The number of the key's shape.
    shape: u16,
    /// Where their list is.
    start: u32,
    end: u32,
}

/// A tag of a place that is free.
const FREE: u8 = 0;

/// A chain, compiled.
#[derive(Debug)]
pub(super) struct Classifier<F = XtField> {
    shapes: Box<[Shape<F>]>,
    /// Those of the shapes.
    masks: Box<[u128]>,
    /// Open addressing, at most half full; the length is a power of two.
    slots: Box<[Slot]>,
    /// A few bits of the hash of what is in each slot, or [`FREE`]: most packets look for what no rule hangs at, and
    /// learn that from these, which stay in the cache where the slots of many rules don't.
    tags: Box<[u8]>,
    /// Numbers of rules: ascending in each list. First those that hang nowhere.
    lists: Box<[u32]>,
    /// How many hang nowhere.
    always: usize,
}

impl Classifier {
    /// Compiles a chain of iptables; `None` if that is of no use.
    pub(super) fn of(rules: &[Rule]) -> Option<Self> {
        Self::compile(rules, |rule, keys| keys.of(&rule.spec))
    }

    /// As [`Classifier::candidates`], for a packet of which this is known.
    pub(super) fn candidates_of<'c>(
        &'c self,
        headers: &Headers,
        at: &At<'_>,
        from: usize,
        candidates: &mut Candidates<'c>,
    ) -> bool {
        let values = Values { headers, at };
        self.candidates(|shape| values.get(shape), from, candidates)
    }
}

impl<F: Field> Classifier<F> {
    /// Compiles a chain; `None` if that is of no use. `keys_of` gives what a rule may hang at.
    pub(super) fn compile<R>(rules: &[R], keys_of: impl Fn(&R, &mut Keys<F>)) -> Option<Self> {
        if rules.len() < MIN_RULES {
            return None;
        }
        let mut keys = Keys {
            keys: Vec::new(),
            sets: Vec::new(),
        };
        let mut population: HashMap<Key<F>, u32> = HashMap::new();
        for rule in rules {
            keys.clear();
            keys_of(rule, &mut keys);
            for key in &keys.keys {
                *population.entry(*key).or_default() += 1;
            }
        }
        let (mut always, mut hung) = (Vec::new(), Vec::new());
        for (number, rule) in (0..).zip(rules) {
            keys.clear();
            keys_of(rule, &mut keys);
            match keys.best(&population) {
                Some(best) => hung.extend(best.iter().map(|key| (*key, number))),
                None => always.push(number),
            }
        }
        if hung.is_empty() {
            return None;
        }
        hung.sort_unstable();
        hung.dedup();
        Some(Self::build(always, &hung))
    }

    fn build(always: Vec<u32>, hung: &[(Key<F>, u32)]) -> Self {
        let mut shapes: Vec<Shape<F>> = hung.iter().map(|(key, _)| key.shape).collect();
        shapes.dedup();
        let groups = || hung.chunk_by(|(a, _), (b, _)| a == b);
        let capacity = (groups().count() * 2).next_power_of_two();
        let mut built = Self {
            masks: shapes.iter().map(|shape| shape.mask()).collect(),
            shapes: shapes.into(),
            slots: vec![Slot::default(); capacity].into(),
            tags: vec![FREE; capacity].into(),
            always: always.len(),
            lists: Box::default(),
        };
        let mut lists = always;
        let mut shape = 0;
        for group in groups() {
            let (key, _) = group[0];
            while built.shapes[usize::from(shape)] != key.shape {
                shape += 1;
            }
            let start = lists.len() as u32;
            lists.extend(group.iter().map(|(_, number)| number));
            let (mut place, tag) = built.place(shape, key.value);
            while built.tags[place] != FREE {
                place = (place + 1) & (capacity - 1);
            }
            built.tags[place] = tag;
            built.slots[place] = Slot {
                value: key.value,
                shape,
                start,
                end: lists.len() as u32,
            };
        }
        built.lists = lists.into();
        built
    }

    /// Where a key is looked for first, and the tag of its slot.
    #[inline]
    fn place(&self, shape: u16, value: u128) -> (usize, u8) {
        // The rules are the administrator's: nobody else chooses what collides.
        let low = value as u64 ^ 0x9e37_79b9_7f4a_7c15;
        let high = (value >> 64) as u64 ^ u64::from(shape) ^ 0xd1b5_4a32_d192_ed03;
        let product = u128::from(low) * u128::from(high);
        let hash = product as u64 ^ (product >> 64) as u64;
        let tag = (hash >> 56) as u8 | 1;
        (hash as usize & (self.tags.len() - 1), tag)
    }

    /// The rules that hang at a key: where their list begins and ends.
    #[inline]
    fn list(&self, shape: u16, value: u128) -> (u32, u32) {
        let (mut place, wanted) = self.place(shape, value);
        loop {
            match self.tags[place] {
                FREE => return (0, 0),
                tag if tag == wanted => {
                    let slot = &self.slots[place];
                    if slot.shape == shape && slot.value == value {
                        return (slot.start, slot.end);
                    }
                }
                _ => {}
            }
            place = (place + 1) & (self.tags.len() - 1);
        }
    }

    /// Gathers the rules from number `from` on that a packet has to try. `false` if the chain has to be
    /// walked after all. `value` gives what the packet has; `None` if that is not as much.
    pub(super) fn candidates<'c>(
        &'c self,
        value: impl Fn(Shape<F>) -> Option<u128>,
        from: usize,
        candidates: &mut Candidates<'c>,
    ) -> bool {
        candidates.numbers = &self.lists;
        candidates.lists.clear();
        candidates.last = usize::MAX;
        let from = from as u32;
        if !candidates.add((0, self.always as u32), from) {
            return false;
        }
        for (number, (shape, mask)) in (0..).zip(self.shapes.iter().zip(&self.masks)) {
            if let Some(value) = value(*shape)
                && !candidates.add(self.list(number, value & mask), from)
            {
                return false;
            }
        }
        true
    }

    /// How many bytes it takes.
    #[cfg(test)]
    pub(super) fn memory(&self) -> usize {
        size_of_val(&*self.shapes)
            + size_of_val(&*self.masks)
            + size_of_val(&*self.slots)
            + size_of_val(&*self.tags)
            + size_of_val(&*self.lists)
    }
}

/// The fields of a packet.
struct Values<'p> {
    headers: &'p Headers,
    at: &'p At<'p>,
}

impl Values<'_> {
    /// `None` if the packet does not have as much of it.
    #[inline]
    fn get(&self, shape: Shape<XtField>) -> Option<u128> {
        let protocol = self.headers.protocol;
        let port = |which: fn((u16, u16)) -> u16| match self.headers.ports {
            Some(ports) => Some(port_bits(protocol, which(ports))),
            None => (shape.len <= PROTOCOL_BITS).then_some(port_bits(protocol, 0)),
        };
        match shape.field {
            XtField::Destination => Some(self.headers.dst),
            XtField::Source => Some(self.headers.src),
            XtField::DestinationPort => port(|(_, dport)| dport),
            XtField::SourcePort => port(|(sport, _)| sport),
            XtField::Input => Some(named(self.at.iif)),
            XtField::Output => Some(named(self.at.oif)),
        }
    }
}

/// The name of an interface.
fn named(iface: Option<&Interface>) -> u128 {
    iface.and_then(|iface| name_bits(&iface.name)).unwrap_or(0)
}

const fn port_bits(protocol: u8, port: u16) -> u128 {
    (protocol as u128) << 120 | (port as u128) << 104
}

/// A name of up to 16 bytes.
fn name_bits(name: &str) -> Option<u128> {
    let mut bytes = [0; 16];
    bytes
        .get_mut(..name.len())?
        .copy_from_slice(name.as_bytes());
    Some(u128::from_be_bytes(bytes))
}

/// The rules that a packet has to try: lists of numbers, merged.
///
/// It is large, so it is made once for each base chain and filled in its place.
#[derive(Debug, Default)]
pub(super) struct Candidates<'c> {
    /// What the lists are pieces of.
    numbers: &'c [u32],
    /// What is left of each list; none is empty.
    lists: ArrayVec<List, MAX_LISTS>,
    /// The number that was given last; at first one that no rule has.
    last: usize,
}

/// What is left of a list.
#[derive(Clone, Copy, Debug)]
struct List {
    /// The first number.
    head: u32,
    /// Where the next one is, and where the list ends.
    next: u32,
    end: u32,
}

impl Candidates<'_> {
    /// Adds what is in a list from number `from` on. `false` if there is no more room.
    #[inline]
    fn add(&mut self, (mut start, end): (u32, u32), from: u32) -> bool {
        if from > 0 {
            let list = &self.numbers[start as usize..end as usize];
            start += list.partition_point(|number| *number < from) as u32;
        }
        if start < end {
            let list = List {
                head: self.numbers[start as usize],
                next: start + 1,
                end,
            };
            return self.lists.try_push(list).is_ok();
        }
        true
    }

    /// The next number.
    #[inline]
    pub(super) fn next(&mut self) -> Option<usize> {
        loop {
            let heads = self.lists.iter().map(|list| list.head).enumerate();
            let (at, first) = heads.min_by_key(|(_, head)| *head)?;
            let list = &mut self.lists[at];
            if list.next < list.end {
                list.head = self.numbers[list.next as usize];
                list.next += 1;
            } else if let Some(last) = self.lists.pop()
                && let Some(list) = self.lists.get_mut(at)
            {
                *list = last;
            }
            // A rule may stand in several lists.
            if self.last != first as usize {
                self.last = first as usize;
                return Some(self.last);
            }
        }
    }

    /// The number that was given last.
    pub(super) const fn last(&self) -> usize {
        self.last
    }
}

/// The numbers of the rules that have to be tried, in order.
#[derive(Debug, Default)]
pub(super) struct Rules<'c> {
    /// All from `next` to `end` - 1, or
    next: usize,
    end: usize,
    /// those that may match.
    candidates: Candidates<'c>,
    /// Which of the two.
    compiled: bool,
}

impl<'c> Rules<'c> {
    /// Lists those from `from` to `end` - 1; all of them if `gather` can't tell which may match.
    #[inline]
    pub(super) fn list(
        &mut self,
        from: usize,
        end: usize,
        gather: impl FnOnce(&mut Candidates<'c>) -> bool,
    ) {
        self.compiled = gather(&mut self.candidates);
        (self.next, self.end) = (from, end);
    }

    /// The next one.
    #[inline]
    pub(super) fn next(&mut self) -> Option<usize> {
        if self.compiled {
            return self.candidates.next();
        }
        let number = self.next;
        self.next += 1;
        (number < self.end).then_some(number)
    }

    /// The one that was given last.
    pub(super) fn last(&self) -> usize {
        if self.compiled {
            self.candidates.last()
        } else {
            self.next.saturating_sub(1)
        }
    }

    /// Whether only those are given that may match.
    pub(super) const fn is_compiled(&self) -> bool {
        self.compiled
    }
}

/// What one rule may hang at: one of several sets of keys, one of which has to be the packet's.
#[derive(Debug)]
pub(super) struct Keys<F = XtField> {
    keys: Vec<Key<F>>,
    /// The sets, as ranges of `keys`.
    sets: Vec<(usize, usize)>,
}

impl Keys {
    /// Those of a rule of iptables.
    fn of(&mut self, spec: &RuleSpec) {
        let ip = &spec.ip;
        self.masked(XtField::Destination, ip.dst);
        self.masked(XtField::Source, ip.src);
        self.named(XtField::Input, ip.iif.as_ref());
        self.named(XtField::Output, ip.oif.as_ref());
        let Some(Test {
            not: false,
            of: proto,
        }) = ip.proto
        else {
            return;
        };
        self.key(XtField::DestinationPort, PROTOCOL_BITS, port_bits(proto, 0));
        self.end_set();
        for one in &spec.matches {
            if !self.ports(proto, one) {
                return;
            }
        }
    }

    /// What a match says about ports. Whether what later ones say counts as well.
    fn ports(&mut self, proto: u8, one: &Match) -> bool {
        let range = |test: Option<Test<(u16, u16)>>| test.filter(|test| !test.not);
        match one {
            Match::Tcp(tcp) if proto == protocol::TCP => {
                self.ranges(XtField::DestinationPort, proto, range(tcp.dport).as_slice());
                self.ranges(XtField::SourcePort, proto, range(tcp.sport).as_slice());
                tcp.option.is_none()
            }
            Match::Udp(udp) if proto == protocol::UDP => {
                self.ranges(XtField::DestinationPort, proto, range(udp.dport).as_slice());
                self.ranges(XtField::SourcePort, proto, range(udp.sport).as_slice());
                true
            }
            Match::Multiport(multiport) => {
                let field = match multiport.which {
                    Multiports::Source => XtField::SourcePort,
                    Multiports::Destination => XtField::DestinationPort,
                    Multiports::Either => return true,
                };
                if !multiport.ports.not {
                    let ranges = multiport.ports.of.iter();
                    let ranges: Vec<_> = ranges.map(|range| Test::is(*range)).collect();
                    self.ranges(field, proto, &ranges);
                }
                true
            }
            Match::Icmp(_) => proto == protocol::ICMP,
            Match::Icmp6(_) => proto == protocol::ICMPV6,
            // They drop what is too short for a protocol that is not theirs.
            Match::Tcp(_) | Match::Udp(_) => false,
            // It leaves a label behind.
            Match::Connlabel(connlabel) => !connlabel.set,
            // They remember that they were asked.
            Match::Connlimit(_)
            | Match::Hashlimit(_)
            | Match::Limit(_)
            | Match::Recent(_)
            | Match::Statistic(_) => false,
            Match::Addrtype(_)
            | Match::Comment(_)
            | Match::Connmark(_)
            | Match::Conntrack(_)
            | Match::Dscp(_)
            | Match::Ecn(_)
            | Match::Hl(_)
            | Match::Iprange(_)
            | Match::Length(_)
            | Match::Mac(_)
            | Match::Mark(_)
            | Match::Pkttype(_)
            | Match::Rpfilter(_)
            | Match::State(_)
            | Match::Tos(_)
            | Match::Ttl(_) => true,
        }
    }

    fn masked(&mut self, field: XtField, test: Option<Test<Masked>>) {
        let Some(Test { not: false, of }) = test else {
            return;
        };
        let mask = bits(of.mask);
        let len = mask.leading_ones() as u8;
        let of_one_family = matches!(
            (of.addr, of.mask),
            (IpAddr::V4(_), IpAddr::V4(_)) | (IpAddr::V6(_), IpAddr::V6(_))
        );
        if of_one_family && len > 0 && u32::from(len) == mask.count_ones() {
            self.key(field, len, bits(of.addr));
            self.end_set();
        }
    }

    fn named(&mut self, field: XtField, test: Option<&Test<IfacePattern>>) {
        let Some(Test { not: false, of }) = test else {
            return;
        };
        let len = match of.prefix {
            true => of.name.len() * 8,
            false => 128,
        };
        if let (Some(value), 1..=128) = (name_bits(&of.name), len) {
            self.key(field, len as u8, value);
            self.end_set();
        }
    }

    /// One set: the prefixes that make up ranges of ports.
    fn ranges(&mut self, field: XtField, proto: u8, ranges: &[Test<(u16, u16)>]) {
        for test in ranges {
            let bits = |port| port_bits(proto, port);
            self.range(
                field,
                PROTOCOL_BITS + 16,
                (bits(test.of.0), bits(test.of.1)),
            );
        }
        self.end_set();
    }
}

impl<F: Field> Keys<F> {
    pub(super) fn clear(&mut self) {
        self.keys.clear();
        self.sets.clear();
    }

    /// The prefixes that make up a range of a field of which the first `len` bits count.
    pub(super) fn range(&mut self, field: F, len: u8, (first, last): (u128, u128)) {
        let unused = 128 - u32::from(len);
        let (mut next, last) = (first >> unused, last >> unused);
        while next <= last {
            // The largest aligned block that begins here and does not go too far.
            let room = (last - next).checked_add(1).map_or(127, u128::ilog2);
            let free = next.trailing_zeros().min(room).min(u32::from(len) - 1);
            self.key(field, len - free as u8, next << unused);
            match next.checked_add(1 << free) {
                Some(after) if self.keys.len() - self.start() <= MAX_KEYS => next = after,
                Some(_) | None => break,
            }
        }
    }

    /// Where the set begins that is being made.
    fn start(&self) -> usize {
        self.sets.last().map_or(0, |(_, end)| *end)
    }

    pub(super) fn key(&mut self, field: F, len: u8, value: u128) {
        let shape = Shape { field, len };
        let value = value & shape.mask();
        self.keys.push(Key { shape, value });
    }

    /// What was added since the last set is one; dropped if it is too large.
    pub(super) fn end_set(&mut self) {
        let start = self.start();
        let end = self.keys.len();
        if end - start > MAX_KEYS {
            self.keys.truncate(start);
        } else if end > start {
            self.sets.push((start, end));
        }
    }

    /// The set at which the fewest rules hang; of equal ones, the one that says most.
    fn best(&self, population: &HashMap<Key<F>, u32>) -> Option<&[Key<F>]> {
        let sets = self.sets.iter().map(|&(start, end)| &self.keys[start..end]);
        sets.min_by_key(|set| {
            let others = set.iter().map(|key| population.get(key).copied());
            let says = set
                .iter()
                .map(|key| key.shape.field.weight(key.shape.len))
                .min();
            (others.max(), Reverse(says))
        })
    }
}

impl Field for XtField {
    fn weight(self, len: u8) -> u8 {
        match self {
            Self::Destination | Self::Source => match len {
                0..=32 => len,
                _ => len / 4,
            },
            Self::DestinationPort | Self::SourcePort => len - PROTOCOL_BITS + 2,
            Self::Input | Self::Output => 4,
        }
    }
}
