//! What all kinds of filters have in common: a class, actions, and what is counted.

use std::collections::HashMap;

use crate::{
    packet::{Packet, WireSize},
    qos::{Action, Control, FilterKey, FilterStats, Handle, QueueCx, action::ActionList},
};

/// One filter, or a node of `u32`.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) key: FilterKey,
    pub(super) class: Option<Handle>,
    /// It ends the search, if its actions do not say otherwise.
    pub(super) terminal: bool,
    actions: ActionList,
    pub(super) asked: u64,
    matched: u64,
    pub(super) keys: Vec<u64>,
}

impl Entry {
    /// A filter that matched: does its actions, and says what follows.
    pub(super) fn hit(
        &mut self,
        cx: &mut QueueCx<'_>,
        packet: &mut Packet,
        size: WireSize,
    ) -> Control {
        self.matched += 1;
        self.actions.run(cx, packet, size)
    }

    pub(super) fn stats(&self) -> (FilterKey, FilterStats) {
        let stats = FilterStats {
            asked: self.asked,
            matched: self.matched,
            keys: self.keys.clone(),
        };
        (self.key, stats)
    }
}

/// The filters of a place, old ones by their names: they go on in what is built anew.
#[derive(Debug, Default)]
pub(super) struct Entries {
    pub(super) list: Vec<Entry>,
    old: HashMap<FilterKey, Entry>,
}

impl Entries {
    /// None yet; what is added goes on from where `old` was.
    pub(super) fn following(old: Vec<Entry>) -> Self {
        Self {
            list: Vec::new(),
            old: old.into_iter().map(|entry| (entry.key, entry)).collect(),
        }
    }

    /// One more, with `keys` keys to count; gives its place.
    pub(super) fn add(
        &mut self,
        cx: &QueueCx<'_>,
        key: FilterKey,
        class: Option<Handle>,
        actions: &[Action],
        keys: usize,
    ) -> usize {
        let old = self.old.remove(&key);
        let (asked, matched, mut counts) =
            old.map_or_else(Default::default, |old| (old.asked, old.matched, old.keys));
        counts.resize(keys, 0);
        self.list.push(Entry {
            key,
            class,
            terminal: class.is_some() || !actions.is_empty(),
            actions: ActionList::new(actions, cx),
            asked,
            matched,
            keys: counts,
        });
        self.list.len() - 1
    }
}
