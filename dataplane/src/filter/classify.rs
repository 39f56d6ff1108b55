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

use std::{cmp::Reverse, collections::HashMap, net::IpAddr};

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

/// Something of a packet that rules hang at, as a number of 128 bits: all of it or its first ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Field {
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

/// So many first bits of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Shape {
    field: Field,
    /// From 1 to 128.
    len: u8,
}

impl Shape {
    const fn mask(self) -> u128 {
        u128::MAX << (128 - self.len as u32)
    }
}

/// What a rule may hang at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Key {
    shape: Shape,
    value: u128,
}

/// A place of the hash table: rules that hang at one key.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    value: u128,
    /// The number of the key's shape.
    shape: u16,
    /// Where their list is. Free if it is empty.
    start: u32,
    end: u32,
}

/// A chain, compiled.
#[derive(Debug)]
pub(super) struct Classifier {
    shapes: Box<[Shape]>,
    /// Those of the shapes.
    masks: Box<[u128]>,
    /// Open addressing, at most half full; the length is a power of two.
    slots: Box<[Slot]>,
    /// Numbers of rules: ascending in each list. First those that hang nowhere.
    lists: Box<[u32]>,
    /// How many hang nowhere.
    always: usize,
}

impl Classifier {
    /// Compiles a chain; `None` if that is of no use.
    pub(super) fn of(rules: &[Rule]) -> Option<Self> {
        if rules.len() < MIN_RULES {
            return None;
        }
        let mut keys = Keys::default();
        let mut population: HashMap<Key, u32> = HashMap::new();
        for rule in rules {
            keys.of(&rule.spec);
            for key in &keys.keys {
                *population.entry(*key).or_default() += 1;
            }
        }
        let (mut always, mut hung) = (Vec::new(), Vec::new());
        for (number, rule) in (0..).zip(rules) {
            keys.of(&rule.spec);
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

    fn build(always: Vec<u32>, hung: &[(Key, u32)]) -> Self {
        let mut shapes: Vec<Shape> = hung.iter().map(|(key, _)| key.shape).collect();
        shapes.dedup();
        let groups = || hung.chunk_by(|(a, _), (b, _)| a == b);
        let capacity = (groups().count() * 2).next_power_of_two();
        let mut built = Self {
            masks: shapes.iter().map(|shape| shape.mask()).collect(),
            shapes: shapes.into(),
            slots: vec![Slot::default(); capacity].into(),
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
            let mut place = built.place(shape, key.value);
            while built.slots[place].start != built.slots[place].end {
                place = (place + 1) & (capacity - 1);
            }
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

    /// Where a key is looked for first.
    #[inline]
    fn place(&self, shape: u16, value: u128) -> usize {
        // The rules are the administrator's: nobody else chooses what collides.
        let low = value as u64 ^ 0x9e37_79b9_7f4a_7c15;
        let high = (value >> 64) as u64 ^ u64::from(shape) ^ 0xd1b5_4a32_d192_ed03;
        let product = u128::from(low) * u128::from(high);
        (product as u64 ^ (product >> 64) as u64) as usize & (self.slots.len() - 1)
    }

    /// The rules that hang at a key: where their list begins and ends.
    #[inline]
    fn list(&self, shape: u16, value: u128) -> (u32, u32) {
        let mut place = self.place(shape, value);
        loop {
            let slot = &self.slots[place];
            if slot.start == slot.end || (slot.shape == shape && slot.value == value) {
                return (slot.start, slot.end);
            }
            place = (place + 1) & (self.slots.len() - 1);
        }
    }

    /// Gathers the rules from number `from` on that a packet has to try. `false` if the chain has to be
    /// walked after all.
    pub(super) fn candidates<'c>(
        &'c self,
        headers: &Headers,
        at: &At<'_>,
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
        let values = Values { headers, at };
        for (number, (shape, mask)) in (0..).zip(self.shapes.iter().zip(&self.masks)) {
            if let Some(value) = values.get(*shape)
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
    fn get(&self, shape: Shape) -> Option<u128> {
        let protocol = self.headers.protocol;
        let port = |which: fn((u16, u16)) -> u16| match self.headers.ports {
            Some(ports) => Some(port_bits(protocol, which(ports))),
            None => (shape.len <= PROTOCOL_BITS).then_some(port_bits(protocol, 0)),
        };
        match shape.field {
            Field::Destination => Some(self.headers.dst),
            Field::Source => Some(self.headers.src),
            Field::DestinationPort => port(|(_, dport)| dport),
            Field::SourcePort => port(|(sport, _)| sport),
            Field::Input => Some(named(self.at.iif)),
            Field::Output => Some(named(self.at.oif)),
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

/// What one rule may hang at: one of several sets of keys, one of which has to be the packet's.
#[derive(Debug, Default)]
struct Keys {
    keys: Vec<Key>,
    /// The sets, as ranges of `keys`.
    sets: Vec<(usize, usize)>,
}

impl Keys {
    /// Those of another rule.
    fn of(&mut self, spec: &RuleSpec) {
        self.keys.clear();
        self.sets.clear();
        let ip = &spec.ip;
        self.masked(Field::Destination, ip.dst);
        self.masked(Field::Source, ip.src);
        self.named(Field::Input, ip.iif.as_ref());
        self.named(Field::Output, ip.oif.as_ref());
        let Some(Test {
            not: false,
            of: proto,
        }) = ip.proto
        else {
            return;
        };
        self.key(Field::DestinationPort, PROTOCOL_BITS, port_bits(proto, 0));
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
                self.ranges(Field::DestinationPort, proto, range(tcp.dport).as_slice());
                self.ranges(Field::SourcePort, proto, range(tcp.sport).as_slice());
                tcp.option.is_none()
            }
            Match::Udp(udp) if proto == protocol::UDP => {
                self.ranges(Field::DestinationPort, proto, range(udp.dport).as_slice());
                self.ranges(Field::SourcePort, proto, range(udp.sport).as_slice());
                true
            }
            Match::Multiport(multiport) => {
                let field = match multiport.which {
                    Multiports::Source => Field::SourcePort,
                    Multiports::Destination => Field::DestinationPort,
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

    fn masked(&mut self, field: Field, test: Option<Test<Masked>>) {
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

    fn named(&mut self, field: Field, test: Option<&Test<IfacePattern>>) {
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
    fn ranges(&mut self, field: Field, proto: u8, ranges: &[Test<(u16, u16)>]) {
        for test in ranges {
            let (first, last) = (u32::from(test.of.0), u32::from(test.of.1));
            let mut next = first;
            while next <= last {
                // The largest aligned block that begins here and does not go too far.
                let room = (last - next + 1).ilog2();
                let free = next.trailing_zeros().min(16).min(room);
                let len = PROTOCOL_BITS + 16 - free as u8;
                self.key(field, len, port_bits(proto, next as u16));
                next += 1 << free;
            }
        }
        self.end_set();
    }

    fn key(&mut self, field: Field, len: u8, value: u128) {
        let shape = Shape { field, len };
        let value = value & shape.mask();
        self.keys.push(Key { shape, value });
    }

    /// What was added since the last set is one; dropped if it is too large.
    fn end_set(&mut self) {
        let start = self.sets.last().map_or(0, |(_, end)| *end);
        let end = self.keys.len();
        if end - start > MAX_KEYS {
            self.keys.truncate(start);
        } else if end > start {
            self.sets.push((start, end));
        }
    }

    /// The set at which the fewest rules hang; of equal ones, the one that says most.
    fn best(&self, population: &HashMap<Key, u32>) -> Option<&[Key]> {
        let sets = self.sets.iter().map(|&(start, end)| &self.keys[start..end]);
        sets.min_by_key(|set| {
            let others = set.iter().map(|key| population.get(key).copied());
            let says = set.iter().map(|key| key.shape.weight()).min();
            (others.max(), Reverse(says))
        })
    }
}

impl Shape {
    /// How much it says, about: in bits.
    const fn weight(self) -> u8 {
        match self.field {
            Field::Destination | Field::Source => match self.len {
                0..=32 => self.len,
                _ => self.len / 4,
            },
            Field::DestinationPort | Field::SourcePort => self.len - PROTOCOL_BITS + 2,
            Field::Input | Field::Output => 4,
        }
    }
}
