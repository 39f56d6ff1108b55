//! IPv6 routes.

use std::{collections::BTreeMap, net::Ipv6Addr, ops::RangeInclusive};

use dataplane::route::TableId;
use ipnet::Ipv6Net;

use super::{Bodies, BodyId, Entry};
use crate::config::{Errno, Existing, NetError};

/// A route's place in its table. The kernel walks its tree children first, so a prefix comes behind
/// all that are in it: the order is that of the last addresses of the prefixes, longer ones first,
/// then the metric, then the time. A next hop of an ECMP group is a route of its own here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::config) struct Key6 {
    /// The last address of the prefix.
    last: u128,
    /// 128 less the prefix length.
    host_bits: u8,
    metric: u32,
    sequence: u32,
}

impl Key6 {
    fn new(prefix: Ipv6Net, metric: u32, sequence: u32) -> Self {
        Self {
            last: u128::from(prefix.broadcast()),
            host_bits: 128 - prefix.prefix_len(),
            metric,
            sequence,
        }
    }

    pub(in crate::config) fn prefix(self) -> Ipv6Net {
        let last = Ipv6Addr::from(self.last);
        Ipv6Net::new(last, 128 - self.host_bits)
            .unwrap_or_default()
            .trunc()
    }

    pub(in crate::config) const fn metric(self) -> u32 {
        self.metric
    }

    const fn with(self, metric: u32, sequence: u32) -> Self {
        Self {
            metric,
            sequence,
            ..self
        }
    }

    /// Those with the same prefix and metric.
    const fn same(self) -> RangeInclusive<Self> {
        self.with(self.metric, 0)..=self.with(self.metric, u32::MAX)
    }

    /// All with this prefix.
    fn of_prefix(prefix: Ipv6Net) -> RangeInclusive<Self> {
        Self::new(prefix, 0, 0)..=Self::new(prefix, u32::MAX, u32::MAX)
    }
}

/// What the search for a route brought.
#[derive(Clone, Copy, Debug)]
pub(in crate::config) struct Found6 {
    pub(in crate::config) key: Key6,
    pub(in crate::config) entry: Entry,
}

#[derive(Debug)]
struct Table {
    routes: BTreeMap<Key6, Entry>,
    /// How many routes have each prefix length.
    lengths: Box<[u32; 129]>,
    /// Tables of one hash bucket are dumped newest first.
    age: u32,
}

/// The IPv6 tables.
#[derive(Debug, Default)]
pub(in crate::config) struct Fib6 {
    tables: BTreeMap<TableId, Table>,
    pub(in crate::config) bodies: Bodies,
}

impl Fib6 {
    /// Makes the table if there is none.
    pub(in crate::config) fn create(&mut self, table: TableId) {
        self.table(table);
    }

    fn table(&mut self, id: TableId) -> &mut Table {
        let age = u32::try_from(self.tables.len()).unwrap_or(u32::MAX);
        self.tables.entry(id).or_insert_with(|| Table {
            routes: BTreeMap::new(),
            lengths: Box::new([0; 129]),
            age,
        })
    }

    pub(in crate::config) fn has(&self, table: TableId) -> bool {
        self.tables.contains_key(&table)
    }

    /// The tables in the order in which the kernel dumps them.
    pub(in crate::config) fn tables(&self) -> Vec<TableId> {
        let mut tables: Vec<(u32, std::cmp::Reverse<u32>, TableId)> = self
            .tables
            .iter()
            .map(|(id, table)| (id.0 & 255, std::cmp::Reverse(table.age), *id))
            .collect();
        tables.sort_unstable();
        tables.into_iter().map(|(_, _, id)| id).collect()
    }

    /// The routes of a table in order.
    pub(in crate::config) fn iter(&self, table: TableId) -> impl Iterator<Item = Found6> + '_ {
        self.tables
            .get(&table)
            .into_iter()
            .flat_map(|table| &table.routes)
            .map(|(&key, &entry)| Found6 { key, entry })
    }

    /// The routes with that prefix, best metric first.
    pub(in crate::config) fn of_prefix(
        &self,
        table: TableId,
        prefix: Ipv6Net,
    ) -> impl Iterator<Item = Found6> + '_ {
        self.tables
            .get(&table)
            .into_iter()
            .flat_map(move |table| table.routes.range(Key6::of_prefix(prefix)))
            .map(|(&key, &entry)| Found6 { key, entry })
    }

    /// Whether a route takes part in ECMP groups (`rt6_qualify_for_ecmp`): it has a gateway.
    pub(in crate::config) fn groups(&self, body: BodyId) -> bool {
        let body = self.bodies.get(body);
        body.nexthops
            .first()
            .is_some_and(|hop| hop.gateway.is_some())
    }

    /// Whether two routes have the same link and gateway (`rt6_duplicate_nexthop`).
    fn same_nexthop(&self, a: BodyId, b: BodyId) -> bool {
        let of = |id| {
            let hop = self.bodies.get(id).nexthops.first();
            hop.map(|hop| (hop.dev, hop.gateway))
        };
        of(a) == of(b)
    }

    /// Puts a route with one next hop in (`fib6_add_rt2node`). `entry.body` must be counted for it
    /// already; if it is not taken, it is released. Gives those that it took the place of.
    pub(in crate::config) fn insert(
        &mut self,
        table: TableId,
        prefix: Ipv6Net,
        metric: u32,
        entry: Entry,
        existing: Existing,
    ) -> Result<Vec<Found6>, NetError> {
        let result = self.place(table, prefix, metric, entry, existing);
        match result {
            Ok((key, old)) => {
                for found in &old {
                    self.remove(table, found.key);
                }
                let table = self.table(table);
                table.lengths[usize::from(prefix.prefix_len())] += 1;
                table.routes.insert(key, entry);
                Ok(old)
            }
            Err(error) => {
                self.bodies.release(entry.body);
                Err(error)
            }
        }
    }

    /// Where a new route goes, and what goes for it.
    fn place(
        &mut self,
        table: TableId,
        prefix: Ipv6Net,
        metric: u32,
        entry: Entry,
        existing: Existing,
    ) -> Result<(Key6, Vec<Found6>), NetError> {
        /// A new route goes behind those with the same metric; half the numbers are left in front
        /// for nothing but symmetry with IPv4's.
        const FIRST: u32 = 1 << 31;
        self.create(table);
        let first = Key6::new(prefix, metric, FIRST);
        let group: Vec<Found6> = self.tables[&table]
            .routes
            .range(first.same())
            .map(|(&key, &entry)| Found6 { key, entry })
            .collect();
        let behind = group.last().map_or(Some(first), |found| {
            let sequence = found.key.sequence.checked_add(1)?;
            Some(first.with(metric, sequence))
        });
        let behind = behind.ok_or(Errno::NoMem)?;
        match existing {
            Existing::Refuse if !group.is_empty() => Err(Errno::Exist.into()),
            Existing::Refuse | Existing::Append | Existing::Prepend => {
                let twin = group
                    .iter()
                    .any(|old| self.same_nexthop(old.entry.body, entry.body));
                if twin {
                    return Err(Errno::Exist.into());
                }
                Ok((behind, Vec::new()))
            }
            Existing::Replace | Existing::Change => {
                // There is always a node for the default route.
                let node =
                    prefix.prefix_len() == 0 || self.of_prefix(table, prefix).next().is_some();
                if existing == Existing::Change && !node {
                    return Err(NetError::explained(
                        Errno::NoEnt,
                        "Can not replace route - no match found.",
                    ));
                }
                let grouping = self.groups(entry.body);
                let like = group
                    .iter()
                    .find(|old| self.groups(old.entry.body) == grouping);
                match like.or(group.first()).copied() {
                    Some(target) => {
                        let mut old = vec![target];
                        if self.groups(target.entry.body) {
                            // Its siblings go with it.
                            old.extend(group.iter().copied().filter(|other| {
                                other.key > target.key && self.groups(other.entry.body)
                            }));
                        }
                        Ok((target.key, old))
                    }
                    None if existing == Existing::Change => Err(Errno::NoEnt.into()),
                    None => Ok((behind, Vec::new())),
                }
            }
        }
    }

    /// Takes the route with that key out.
    pub(in crate::config) fn remove(&mut self, table: TableId, key: Key6) -> Option<Entry> {
        let table = self.tables.get_mut(&table)?;
        let old = table.routes.remove(&key)?;
        table.lengths[usize::from(128 - key.host_bits)] -= 1;
        self.bodies.release(old.body);
        Some(old)
    }

    /// The route with that key.
    pub(in crate::config) fn find(&self, table: TableId, key: Key6) -> Option<Found6> {
        let entry = *self.tables.get(&table)?.routes.get(&key)?;
        Some(Found6 { key, entry })
    }

    /// Makes a route say something else.
    pub(in crate::config) fn change_body(
        &mut self,
        table: TableId,
        key: Key6,
        change: impl Fn(&super::RouteBody) -> super::RouteBody,
    ) {
        let Some(found) = self.find(table, key) else {
            return;
        };
        let body = change(self.bodies.get(found.entry.body));
        let body = self.bodies.intern(body);
        if let Some(entry) = self
            .tables
            .get_mut(&table)
            .and_then(|table| table.routes.get_mut(&key))
        {
            entry.body = body;
        }
        self.bodies.release(found.entry.body);
    }

    /// All routes of the bodies in question, with their tables.
    pub(in crate::config) fn select(
        &self,
        wanted: impl Fn(BodyId) -> bool,
    ) -> Vec<(TableId, Key6)> {
        self.tables
            .iter()
            .flat_map(|(&id, table)| {
                table
                    .routes
                    .iter()
                    .map(move |(key, entry)| (id, key, entry))
            })
            .filter(|(_, _, entry)| wanted(entry.body))
            .map(|(id, &key, _)| (id, key))
            .collect()
    }

    /// The routes of the longest prefix that `address` is in and where `usable` accepts one.
    pub(in crate::config) fn lookup(
        &self,
        table: TableId,
        address: Ipv6Addr,
        usable: impl Fn(&super::RouteBody) -> bool,
    ) -> Option<Found6> {
        let lengths = &self.tables.get(&table)?.lengths;
        (0..=128_u8)
            .rev()
            .filter(|len| lengths[usize::from(*len)] > 0)
            .filter_map(|len| Ipv6Net::new(address, len).ok())
            .find_map(|net| {
                self.of_prefix(table, net.trunc())
                    .find(|found| usable(self.bodies.get(found.entry.body)))
            })
    }
}
