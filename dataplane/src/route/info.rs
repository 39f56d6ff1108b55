//! Route infos by number: shared by all routes that say the same, counted, reused after a grace
//! period.

use std::{collections::HashMap, sync::Arc};

use super::{InfoId, RouteInfo, RouteKind};
use crate::iface::Scope;

/// Infos in a block: what is copied when one of them changes.
const BLOCK: usize = 64;

type Block = [Option<Arc<RouteInfo>>; BLOCK];

/// The infos of one snapshot, by number. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(super) struct Infos(Arc<[Arc<Block>]>);

impl Infos {
    #[inline]
    pub(super) fn get(&self, id: InfoId) -> Option<&RouteInfo> {
        self.0.get(id.index() / BLOCK)?[id.index() % BLOCK].as_deref()
    }
}

/// The control side's infos: gives each distinct one a number and counts its routes.
#[derive(Debug)]
pub(super) struct InfoTable {
    blocks: Vec<Arc<Block>>,
    numbers: HashMap<Arc<RouteInfo>, InfoId>,
    /// Routes, queued changes included, that use the info of this number.
    users: Vec<u32>,
    /// Numbers that were given up, since the last [`InfoTable::reclaim`]; a reader may still meet
    /// them.
    retired: Vec<InfoId>,
    /// Numbers that nobody can refer to.
    free: Vec<InfoId>,
}

/// There are as many distinct infos as there are numbers for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct OutOfNumbers;

impl InfoTable {
    pub(super) fn new() -> Self {
        let mut first = [const { None }; BLOCK];
        first[InfoId::THROW.index()] = Some(Arc::new(RouteInfo {
            kind: RouteKind::Throw,
            scope: Scope::UNIVERSE,
            prefsrc: None,
            mtu: None,
            nexthops: Box::default(),
        }));
        Self {
            blocks: vec![Arc::new(first)],
            numbers: HashMap::new(),
            // Number 0 is nobody's: an empty slot of a trie is all zeros. Throw's stays.
            users: vec![1, 1],
            retired: Vec::new(),
            free: Vec::new(),
        }
    }

    /// The number of `info`, with one more user. The flag says whether readers must be given
    /// [`InfoTable::infos`] anew before they meet it.
    pub(super) fn take(&mut self, info: &RouteInfo) -> Result<(InfoId, bool), OutOfNumbers> {
        if info.kind == RouteKind::Throw {
            self.users[InfoId::THROW.index()] += 1;
            return Ok((InfoId::THROW, false));
        }
        if let Some(&id) = self.numbers.get(info) {
            self.users[id.index()] += 1;
            return Ok((id, false));
        }
        let id = if let Some(id) = self.free.pop() {
            id
        } else {
            let next = u32::try_from(self.users.len())
                .ok()
                .filter(|&n| n <= InfoId::MAX)
                .ok_or(OutOfNumbers)?;
            self.users.push(0);
            InfoId(next)
        };
        if self.blocks.len() <= id.index() / BLOCK {
            self.blocks.push(Arc::new([const { None }; BLOCK]));
        }
        let info = Arc::new(info.clone());
        self.users[id.index()] = 1;
        Arc::make_mut(&mut self.blocks[id.index() / BLOCK])[id.index() % BLOCK] =
            Some(Arc::clone(&info));
        self.numbers.insert(info, id);
        Ok((id, true))
    }

    /// One user less.
    pub(super) fn release(&mut self, id: InfoId) {
        let users = &mut self.users[id.index()];
        *users -= 1;
        if *users == 0 {
            self.retired.push(id);
        }
    }

    /// How many numbers wait for a grace period.
    pub(super) fn retired(&self) -> usize {
        self.retired.len()
    }

    /// What was released before the grace period that just ended has no readers: frees it.
    pub(super) fn reclaim(&mut self) {
        for id in std::mem::take(&mut self.retired) {
            // It may have found a new user since.
            if self.users[id.index()] > 0 {
                continue;
            }
            let slot = &mut Arc::make_mut(&mut self.blocks[id.index() / BLOCK])[id.index() % BLOCK];
            // Retired twice (used again and released again) it is freed once.
            if let Some(info) = slot.take() {
                self.numbers.remove(&info);
                self.free.push(id);
            }
        }
    }

    /// For the next snapshot.
    pub(super) fn infos(&self) -> Infos {
        Infos(self.blocks.as_slice().into())
    }
}
