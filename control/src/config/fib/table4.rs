//! IPv4 routes.

use std::{collections::BTreeMap, net::Ipv4Addr, ops::RangeInclusive};

use dataplane::{
    iface::Scope,
    route::{RouteKind, TableId},
};
use ipnet::Ipv4Net;

use super::{Bodies, BodyId, Entry};
use crate::config::{Errno, Existing, NetError};

/// A route's place in its table. The order is the kernel's: ascending address, longer prefixes
/// first, larger `tos` first, ascending metric, and then as they were appended and prepended.
///
/// Bits from the top: address 32, 32 − length 8, 255 − `tos` 8, metric 32, sequence 32.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::config) struct Key4(u128);

/// The sequence number of the first route of a key; there is always a route with this one if there
/// is any.
const FIRST: u32 = 1 << 31;

impl Key4 {
    fn new(prefix: Ipv4Net, tos: u8, metric: u32, sequence: u32) -> Self {
        Self(
            u128::from(u32::from(prefix.addr())) << 80
                | u128::from(32 - prefix.prefix_len()) << 72
                | u128::from(255 - tos) << 64
                | u128::from(metric) << 32
                | u128::from(sequence),
        )
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "fields are cut out of the key"
    )]
    pub(in crate::config) fn prefix(self) -> Ipv4Net {
        let len = 32 - (self.0 >> 72) as u8;
        Ipv4Net::new(Ipv4Addr::from((self.0 >> 80) as u32), len).unwrap_or_default()
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "fields are cut out of the key"
    )]
    pub(in crate::config) const fn tos(self) -> u8 {
        255 - (self.0 >> 64) as u8
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "fields are cut out of the key"
    )]
    pub(in crate::config) const fn metric(self) -> u32 {
        (self.0 >> 32) as u32
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "fields are cut out of the key"
    )]
    const fn sequence(self) -> u32 {
        self.0 as u32
    }

    /// Has a metric, or is not the first of its key.
    const fn is_other(self) -> bool {
        self.metric() != 0 || self.sequence() != FIRST
    }

    const fn with_sequence(self, sequence: u32) -> Self {
        Self(self.0 & !0xffff_ffff | sequence as u128)
    }

    /// Those with the same prefix, `tos` and metric.
    const fn same(self) -> RangeInclusive<Self> {
        self.with_sequence(0)..=self.with_sequence(u32::MAX)
    }

    /// All with this prefix and `tos`.
    fn of_prefix_tos(prefix: Ipv4Net, tos: u8) -> RangeInclusive<Self> {
        Self::new(prefix, tos, 0, 0)..=Self::new(prefix, tos, u32::MAX, u32::MAX)
    }

    /// All with this prefix.
    fn of_prefix(prefix: Ipv4Net) -> RangeInclusive<Self> {
        Self::new(prefix, 255, 0, 0)..=Self::new(prefix, 0, u32::MAX, u32::MAX)
    }
}

/// What the search for a route brought.
#[derive(Clone, Copy, Debug)]
pub(in crate::config) struct Found4 {
    pub(in crate::config) key: Key4,
    pub(in crate::config) entry: Entry,
}

/// Where a new route went.
enum Placed {
    /// There; in the place of the other.
    At(Key4, Option<Entry>),
    /// A route was to be replaced by itself.
    Already,
}

#[derive(Debug)]
struct Table {
    routes: BTreeMap<Key4, Entry>,
    /// Those of link or host scope: the only ones that a gateway is looked up in.
    near: BTreeMap<Key4, Entry>,
    /// How many of `near` have each prefix length.
    near_lengths: [u32; 33],
    /// How many routes have a metric or are not the first of their key. While there are none, each
    /// prefix has one route at most (for each `tos`).
    others: usize,
    /// Tables of one hash bucket are dumped newest first.
    age: u32,
}

/// The IPv4 tables.
#[derive(Debug, Default)]
pub(in crate::config) struct Fib4 {
    tables: BTreeMap<TableId, Table>,
    pub(in crate::config) bodies: Bodies,
    /// Changes when the answer to a gateway's lookup may have changed.
    pub(in crate::config) near_generation: u64,
}

impl Fib4 {
    /// Makes the table if there is none.
    pub(in crate::config) fn create(&mut self, table: TableId) {
        self.table(table);
    }

    fn table(&mut self, id: TableId) -> &mut Table {
        let age = u32::try_from(self.tables.len()).unwrap_or(u32::MAX);
        self.tables.entry(id).or_insert_with(|| Table {
            routes: BTreeMap::new(),
            near: BTreeMap::new(),
            near_lengths: [0; 33],
            others: 0,
            age,
        })
    }

    pub(in crate::config) fn has(&self, table: TableId) -> bool {
        self.tables.contains_key(&table)
    }

    /// The body of a route that was put in last, if it is certain that its prefix has no other.
    pub(in crate::config) fn only(&self, table: TableId, body: BodyId) -> Option<BodyId> {
        let table = self.tables.get(&table)?;
        (table.others == 0).then_some(body)
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
    pub(in crate::config) fn iter(&self, table: TableId) -> impl Iterator<Item = Found4> + '_ {
        self.tables
            .get(&table)
            .into_iter()
            .flat_map(|table| &table.routes)
            .map(|(&key, &entry)| Found4 { key, entry })
    }

    /// The routes with that prefix and `tos`, best metric first.
    pub(in crate::config) fn of_prefix_tos(
        &self,
        table: TableId,
        prefix: Ipv4Net,
        tos: u8,
    ) -> impl Iterator<Item = Found4> + '_ {
        self.tables
            .get(&table)
            .into_iter()
            .flat_map(move |table| table.routes.range(Key4::of_prefix_tos(prefix, tos)))
            .map(|(&key, &entry)| Found4 { key, entry })
    }

    /// Puts a route in (`fib_table_insert`). `entry.body` must be counted for it already; if it is
    /// not taken, it is released. Gives the entry that it took the place of.
    pub(in crate::config) fn insert(
        &mut self,
        table: TableId,
        (prefix, tos, metric): (Ipv4Net, u8, u32),
        entry: Entry,
        existing: Existing,
    ) -> Result<Option<Entry>, NetError> {
        let near = self.bodies.get(entry.body).scope >= Scope::LINK;
        let first = Key4::new(prefix, tos, metric, FIRST);
        let routes = &mut self.table(table).routes;
        let result = match routes.entry(first) {
            std::collections::btree_map::Entry::Vacant(vacant) => {
                if existing == Existing::Change {
                    Err(Errno::NoEnt.into())
                } else {
                    vacant.insert(entry);
                    Ok(Placed::At(first, None))
                }
            }
            std::collections::btree_map::Entry::Occupied(_) => {
                Self::insert_beside(routes, first, entry, existing)
            }
        };
        match result {
            Ok(Placed::At(key, old)) => {
                if let Some(old) = old {
                    self.forget_near(table, key, old);
                    self.bodies.release(old.body);
                }
                if old.is_none() && key.is_other() {
                    self.table(table).others += 1;
                }
                if near {
                    let table = self.table(table);
                    table.near.insert(key, entry);
                    table.near_lengths[usize::from(prefix.prefix_len())] += 1;
                    self.near_generation += 1;
                }
                Ok(old)
            }
            Ok(Placed::Already) => {
                self.bodies.release(entry.body);
                Ok(None)
            }
            Err(error) => {
                self.bodies.release(entry.body);
                Err(error)
            }
        }
    }

    /// Puts a route beside those that have the same key.
    fn insert_beside(
        routes: &mut BTreeMap<Key4, Entry>,
        first: Key4,
        entry: Entry,
        existing: Existing,
    ) -> Result<Placed, NetError> {
        let group = routes.range(first.same());
        let (&head, &head_entry) = group.clone().next().ok_or(Errno::NoEnt)?;
        let twin = group.clone().find(|(_, old)| old.body == entry.body);
        match existing {
            Existing::Refuse => Err(Errno::Exist.into()),
            Existing::Replace | Existing::Change => match twin {
                Some((&key, _)) if key == head => Ok(Placed::Already),
                Some(_) => Err(Errno::Exist.into()),
                None => {
                    routes.insert(head, entry);
                    Ok(Placed::At(head, Some(head_entry)))
                }
            },
            Existing::Append | Existing::Prepend => {
                if twin.is_some() {
                    return Err(Errno::Exist.into());
                }
                let last = group.clone().next_back().map_or(head, |(&key, _)| key);
                let sequence = if existing == Existing::Append {
                    last.sequence().checked_add(1)
                } else {
                    head.sequence().checked_sub(1)
                };
                let key = first.with_sequence(sequence.ok_or(Errno::NoMem)?);
                routes.insert(key, entry);
                Ok(Placed::At(key, None))
            }
        }
    }

    fn forget_near(&mut self, table: TableId, key: Key4, old: Entry) {
        if self.bodies.get(old.body).scope >= Scope::LINK {
            let table = self.table(table);
            table.near.remove(&key);
            table.near_lengths[usize::from(key.prefix().prefix_len())] -= 1;
            self.near_generation += 1;
        }
    }

    /// Takes the route with that key out.
    pub(in crate::config) fn remove(&mut self, table: TableId, key: Key4) -> Option<Entry> {
        let routes = self.tables.get_mut(&table)?;
        let old = routes.routes.remove(&key)?;
        routes.others -= usize::from(key.is_other());
        self.forget_near(table, key, old);
        self.bodies.release(old.body);
        if key.sequence() == FIRST {
            self.keep_first(table, key);
        }
        Some(old)
    }

    /// Takes many routes out.
    pub(in crate::config) fn remove_all(&mut self, gone: &[(TableId, Key4)]) {
        for &(table, key) in gone {
            let Some(routes) = self.tables.get_mut(&table) else {
                continue;
            };
            if let Some(old) = routes.routes.remove(&key) {
                routes.others -= usize::from(key.is_other());
                self.forget_near(table, key, old);
                self.bodies.release(old.body);
            }
        }
        for &(table, key) in gone {
            let first = key.with_sequence(FIRST);
            let there = |table: &Table| table.routes.contains_key(&first);
            if !self.tables.get(&table).is_some_and(there) {
                self.keep_first(table, first);
            }
        }
    }

    /// Moves a neighbour to the place of the first route of its key, which is gone.
    fn keep_first(&mut self, table: TableId, first: Key4) {
        let Some(table) = self.tables.get_mut(&table) else {
            return;
        };
        let after = table
            .routes
            .range(first..=first.with_sequence(u32::MAX))
            .next();
        let before = table
            .routes
            .range(first.with_sequence(0)..first)
            .next_back();
        if let Some((&key, &entry)) = after.or(before) {
            table.routes.remove(&key);
            table.routes.insert(first, entry);
            table.others -= usize::from(key.is_other());
            table.others += usize::from(first.is_other());
            if let Some(entry) = table.near.remove(&key) {
                table.near.insert(first, entry);
            }
        }
    }

    /// All routes of the bodies in question, with their tables.
    pub(in crate::config) fn select(
        &self,
        wanted: impl Fn(BodyId) -> bool,
    ) -> Vec<(TableId, Key4)> {
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

    /// The longest prefix of the table that `address` is in, among routes of at least this scope,
    /// whose body `usable` accepts (`fib_table_lookup`).
    pub(in crate::config) fn lookup_near(
        &self,
        table: TableId,
        address: Ipv4Addr,
        scope: Scope,
        usable: impl Fn(&super::RouteBody) -> bool,
    ) -> Option<Entry> {
        let table = self.tables.get(&table)?;
        (0..=32_u8)
            .rev()
            .filter(|len| table.near_lengths[usize::from(*len)] > 0)
            .filter_map(|len| Ipv4Net::new(address, len).ok())
            .find_map(|net| {
                table
                    .near
                    .range(Key4::of_prefix(net.trunc()))
                    .filter(|(key, _)| key.tos() == 0)
                    .map(|(_, entry)| *entry)
                    .find(|entry| {
                        let body = self.bodies.get(entry.body);
                        body.scope >= scope && usable(body)
                    })
            })
    }

    /// The type of an address by a table (`inet_addr_type_table`).
    pub(in crate::config) fn address_type(&self, table: TableId, address: Ipv4Addr) -> RouteKind {
        if address.octets()[0] == 0 || address.is_broadcast() {
            return RouteKind::Broadcast;
        }
        if address.is_multicast() {
            return RouteKind::Multicast;
        }
        self.lookup_near(table, address, Scope::UNIVERSE, |_| true)
            .map_or(RouteKind::Unicast, |entry| self.bodies.get(entry.body).kind)
    }
}
