//! The hash tables of `u32` (`cls_u32.c`).

use dataplane::qos::{Handle, U32Node};

use super::{
    FilterRequest,
    actions::{Actions, Exts},
    request::U32Options,
};
use crate::{
    config::{Errno, NetError},
    lang::span::Origin,
};

/// The number of the table that is meant by `root` (`TC_U32_ROOT`).
const ROOT: u32 = 0xfff;
/// Tables that the kernel numbers have this bit.
const AUTOMATIC: u32 = 0x800;

const fn table_of(handle: u32) -> u32 {
    handle >> 20
}

const fn bucket_of(handle: u32) -> u32 {
    handle >> 12 & 0xff
}

const fn node_of(handle: u32) -> u32 {
    handle & 0xfff
}

/// A node.
#[derive(Clone, Debug, PartialEq)]
pub struct U32Entry {
    /// As the data path takes it, without actions.
    pub node: U32Node,
    /// `offset plus` was given.
    pub fixed_offset: bool,
    /// Its actions.
    pub exts: Exts,
    /// The line that made it.
    pub origin: Option<Origin>,
}

/// A hash table.
#[derive(Clone, Debug, PartialEq)]
pub struct U32Table {
    /// Its number, 12 bits.
    pub id: u32,
    /// The priority of the filters that it was made with.
    pub priority: u16,
    /// That of a priority, where its packets come first.
    pub is_root: bool,
    /// Nodes that lead to it.
    pub links: u32,
    /// The nodes of each bucket, by ascending number.
    pub buckets: Vec<Vec<U32Entry>>,
}

impl U32Table {
    fn new(id: u32, priority: u16, is_root: bool, divisor: u32) -> Self {
        Self {
            id,
            priority,
            is_root,
            links: 0,
            buckets: (0..divisor).map(|_| Vec::new()).collect(),
        }
    }

    /// The same without its nodes.
    pub(super) fn without_nodes(&self) -> Self {
        Self {
            buckets: vec![Vec::new(); self.buckets.len()],
            ..*self
        }
    }

    /// All nodes.
    pub fn entries(&self) -> impl Iterator<Item = &U32Entry> {
        self.buckets.iter().flatten()
    }

    /// The handle of one of its nodes.
    #[must_use]
    pub fn handle(&self, node: &U32Node) -> u32 {
        self.id << 20 | u32::from(node.bucket) << 12 | u32::from(node.node)
    }

    /// A number for a node of the bucket: from 0x800 on, and when those are used up from 1 on.
    fn free_node(&self, bucket: u32) -> Option<u32> {
        let mut taken = vec![false; 0x1000];
        for entry in &self.buckets[bucket as usize] {
            taken[usize::from(entry.node.node)] = true;
        }
        (0x800..0x1000)
            .chain(1..0x800)
            .find(|&number| !taken[number as usize])
    }
}

/// What a handle names.
pub(super) enum Named {
    /// A table, by its place in the list.
    Table(usize),
    /// A node: place of the table, bucket, place in the bucket.
    Node(usize, usize, usize),
}

/// The tables of a qdisc's `u32` filters, whatever their priority (`struct tc_u_common`).
#[derive(Debug, Default)]
pub(super) struct U32Tables {
    /// The newest first.
    tables: Vec<U32Table>,
    /// The number given to a table last.
    last: u32,
    /// Priorities that are of this kind.
    users: u32,
    nodes: u32,
}

impl U32Tables {
    /// The tables, as the kernel lists them.
    pub(super) fn iter(&self) -> impl Iterator<Item = &U32Table> {
        self.tables.iter()
    }

    /// All nodes.
    pub(super) fn entries(&self) -> impl Iterator<Item = &U32Entry> {
        self.tables.iter().flat_map(U32Table::entries)
    }

    fn position(&self, id: u32) -> Option<usize> {
        self.tables.iter().position(|table| table.id == id)
    }

    fn free_table(&mut self) -> Option<u32> {
        for _ in 0..0x7ff {
            self.last = if self.last >= 0x7fe { 1 } else { self.last + 1 };
            if self.position(AUTOMATIC | self.last).is_none() {
                return Some(AUTOMATIC | self.last);
            }
        }
        None
    }

    /// A priority is new: makes its root table; gives its number (`u32_init`).
    pub(super) fn add_root(&mut self, priority: u16) -> Result<u32, NetError> {
        let id = if self.users == 0 {
            self.last = 0;
            AUTOMATIC
        } else {
            self.free_table().ok_or(Errno::NoMem)?
        };
        self.users += 1;
        self.tables.insert(0, U32Table::new(id, priority, true, 1));
        Ok(id)
    }

    /// A priority is gone (`u32_destroy`). Gives the classes that nodes had.
    pub(super) fn remove_root(&mut self, actions: &mut Actions, root: u32) -> Vec<Handle> {
        let mut gone = Vec::new();
        self.users -= 1;
        if self.users == 0 {
            gone.append(&mut self.tables);
            self.nodes = 0;
        } else if let Some(at) = self.position(root) {
            gone.push(self.tables.remove(at));
            self.nodes -= gone[0].entries().count() as u32;
        }
        let mut classes = Vec::new();
        for entry in gone.iter().flat_map(U32Table::entries) {
            actions.release(&entry.exts);
            classes.extend(entry.node.class);
            self.unlink(entry.node.link);
        }
        classes
    }

    fn unlink(&mut self, link: Option<u32>) {
        if let Some(at) = link.and_then(|link| self.position(link)) {
            self.tables[at].links -= 1;
        }
    }

    /// What a handle names (`u32_get`).
    pub(super) fn find(&self, root: u32, handle: u32) -> Option<Named> {
        let id = match table_of(handle) {
            ROOT => root,
            id => id,
        };
        let table = self.position(id)?;
        if handle & 0xf_ffff == 0 {
            return Some(Named::Table(table));
        }
        let bucket = bucket_of(handle) as usize;
        let mut nodes = self.tables[table].buckets.get(bucket)?.iter();
        let node = nodes.position(|entry| u32::from(entry.node.node) == node_of(handle))?;
        Some(Named::Node(table, bucket, node))
    }

    /// The table at a place of the list.
    pub(super) fn table(&self, at: usize) -> &U32Table {
        &self.tables[at]
    }

    /// Makes a table or a node, or changes a node (`u32_change`). Gives the classes that got one filter more, and
    /// one less, and its handle.
    pub(super) fn change(
        &mut self,
        actions: &mut Actions,
        (root, priority): (u32, u16),
        found: Option<&Named>,
        request: &FilterRequest<'_>,
        options: &U32Options,
    ) -> Result<(Option<Handle>, Option<Handle>, u32), NetError> {
        let explain = |message| Err(NetError::explained(Errno::Inval, message));
        match found {
            Some(Named::Table(_)) => return explain("cls_u32: Key node id cannot be zero."),
            Some(&Named::Node(table, bucket, node)) => {
                let link = self.link(options.link)?;
                let old = self.tables[table].buckets[bucket][node].node.link;
                if options.link.is_some() {
                    self.unlink(old);
                }
                let entry = &mut self.tables[table].buckets[bucket][node];
                if options.link.is_some() {
                    entry.node.link = link;
                }
                let before = std::mem::replace(&mut entry.node.class, request.class);
                let exts = actions.bind(&request.exts);
                actions.release(&std::mem::replace(&mut entry.exts, exts));
                return Ok((request.class, before, request.place.handle.0));
            }
            None => {}
        }
        let handle = request.place.handle.0;
        if let Some(divisor) = options.divisor {
            if handle & 0xf_ffff != 0 {
                return explain("cls_u32: Divisor can only be used on a hash table.");
            }
            let id = match table_of(handle) {
                0 => self.free_table().ok_or(Errno::NoMem)?,
                id if self.position(id).is_some() => return Err(Errno::NoSpc.into()),
                id => id,
            };
            let table = U32Table::new(id, priority, false, divisor);
            self.tables.insert(0, table);
            return Ok((None, None, id << 20));
        }
        let (id, bucket) = match options.table {
            Some(table) if table_of(table) == ROOT => (root, 0),
            Some(table) => (table_of(table), bucket_of(table)),
            None => (root, 0),
        };
        let Some(at) = self.position(id) else {
            return explain("cls_u32: Specified hash table not found.");
        };
        if bucket as usize >= self.tables[at].buckets.len() {
            return explain("cls_u32: Specified hash table buckets exceed configured value.");
        }
        if table_of(handle) != 0 && table_of(handle) != id {
            return explain("cls_u32: Handle specified hash table address mismatch.");
        }
        let number = match node_of(handle) {
            0 => self.tables[at].free_node(bucket).ok_or_else(|| {
                NetError::explained(Errno::NoSpc, "cls_u32: Hash table node ID pool exhausted.")
            })?,
            number
                if self.tables[at].buckets[bucket as usize]
                    .iter()
                    .any(|entry| u32::from(entry.node.node) == number) =>
            {
                return Err(Errno::NoSpc.into());
            }
            number => number,
        };
        let Some(selector) = &options.selector else {
            return explain("cls_u32: Selector not specified.");
        };
        let link = self.link(options.link)?;
        let mut node = selector.node.clone();
        node.bucket = bucket as u8;
        node.node = number as u16;
        node.class = request.class;
        node.link = link;
        node.mark = options.mark.filter(|mark| *mark != (0, 0));
        let entry = U32Entry {
            node,
            fixed_offset: selector.fixed_offset,
            exts: actions.bind(&request.exts),
            origin: request.origin.clone(),
        };
        let handle = self.tables[at].handle(&entry.node);
        let nodes = &mut self.tables[at].buckets[bucket as usize];
        let behind = nodes.partition_point(|other| other.node.node <= entry.node.node);
        nodes.insert(behind, entry);
        self.nodes += 1;
        Ok((request.class, None, handle))
    }

    /// The table that a node leads to; counts the node.
    fn link(&mut self, link: Option<u32>) -> Result<Option<u32>, NetError> {
        let explain = |message| Err(NetError::explained(Errno::Inval, message));
        let Some(link) = link.filter(|link| *link != 0) else {
            return Ok(None);
        };
        if link & 0xf_ffff != 0 {
            return explain("cls_u32: u32 Link handle must be a hash table.");
        }
        let Some(at) = self.position(table_of(link)) else {
            return explain("cls_u32: Link hash table not found.");
        };
        let table = &mut self.tables[at];
        if table.is_root {
            return explain("cls_u32: Not linking to root node.");
        }
        table.links += 1;
        Ok(Some(table.id))
    }

    /// Deletes what was found (`u32_delete`); gives the classes that nodes had, and whether the priority has nothing
    /// more.
    pub(super) fn delete(
        &mut self,
        actions: &mut Actions,
        found: &Named,
    ) -> Result<(Vec<Handle>, bool), NetError> {
        let mut classes = Vec::new();
        match *found {
            Named::Node(table, bucket, node) => {
                let entry = self.tables[table].buckets[bucket].remove(node);
                self.nodes -= 1;
                actions.release(&entry.exts);
                classes.extend(entry.node.class);
                self.unlink(entry.node.link);
            }
            Named::Table(at) => {
                let table = &self.tables[at];
                if table.is_root {
                    return Err(NetError::explained(
                        Errno::Inval,
                        "cls_u32: Not allowed to delete root node.",
                    ));
                }
                if table.links > 0 {
                    return Err(NetError::explained(
                        Errno::Busy,
                        "cls_u32: Can not delete in-use filter.",
                    ));
                }
                let table = self.tables.remove(at);
                for entry in table.entries() {
                    self.nodes -= 1;
                    actions.release(&entry.exts);
                    classes.extend(entry.node.class);
                    self.unlink(entry.node.link);
                }
            }
        }
        Ok((classes, self.users == 1 && self.nodes == 0))
    }
}
