//! Following the configuration while packets wait.

use std::collections::{HashMap, HashSet};

use super::{
    class::{Body, Class, Inner, LEVELS, Mode, NONE},
    sched::Htb,
    set::Rows,
    wait::WaitQueues,
};
use crate::{
    drop_reason::DropReason,
    qos::{Child, Handle, HtbClass, Node, QueueCx, Waiting},
};

/// Whose turn it was in each round, by name: places change with the classes.
struct Turns {
    rows: Vec<(usize, usize, u16)>,
    feeds: Vec<(Handle, usize, u16)>,
}

impl Htb {
    /// Takes on classes and what is at them.
    pub(super) fn reconcile(&mut self, cx: &mut QueueCx<'_>, node: &Node<'_>) {
        let qdisc = node.qdisc;
        self.handle = qdisc.handle;
        self.filters.follow(&qdisc.filters, cx);
        self.direct_limit = self.params.direct_qlen.unwrap_or(node.setup.tx_queue_len);
        let parents: HashSet<_> = qdisc.classes.iter().map(|class| class.parent).collect();
        let mut configs: Vec<_> = qdisc.classes.iter().collect();
        configs.sort_by_key(|config| config.handle);
        configs.dedup_by_key(|config| config.handle);
        if !self.has_shape(&configs, &parents) {
            self.reshape(cx, node, &configs, &parents);
        }
        let r2q = self.params.r2q;
        for (place, config) in (0..).zip(&configs) {
            self.classes[place as usize].set(config, r2q);
            let minor = config.handle.minor();
            // A queue of another kind takes the old one's place, and drops what was there.
            let class = &mut self.classes[place as usize];
            let Body::Leaf(child) = &mut class.body else {
                continue;
            };
            child.with(&mut self.waiting, |child| {
                child.follow_at_class(cx, node, minor);
            });
            if child.len() == 0 && class.activity != 0 {
                self.deactivate(place);
            }
        }
    }

    /// Whether the classes are these, with the same parents and the same of them leaves.
    fn has_shape(&self, configs: &[&HtbClass], parents: &HashSet<Handle>) -> bool {
        self.classes.len() == configs.len()
            && self.classes.iter().zip(configs).all(|(class, config)| {
                let parent = class
                    .parent()
                    .map(|parent| self.classes[parent as usize].handle);
                let is_inner = matches!(class.body, Body::Inner(_));
                class.handle == config.handle
                    && parent.unwrap_or(self.handle) == config.parent
                    && is_inner == parents.contains(&config.handle)
            })
    }

    /// Builds the tree anew from the classes that stay and new ones.
    fn reshape(
        &mut self,
        cx: &mut QueueCx<'_>,
        node: &Node<'_>,
        configs: &[&HtbClass],
        parents: &HashSet<Handle>,
    ) {
        let turns = self.turns();
        let waiting = (0..).zip(&self.classes).filter_map(|(place, class)| {
            let at = self.events.moment(place)?;
            Some((class.handle, at))
        });
        let moments: HashMap<_, _> = waiting.collect();
        let names: Vec<_> = self.classes.iter().map(|class| class.handle).collect();
        let named = |class: &Class| class.parent().map(|parent| names[parent as usize]);
        let parents_before: HashMap<_, _> = self
            .classes
            .iter()
            .map(|class| (class.handle, named(class)))
            .collect();
        let old = std::mem::replace(&mut self.classes, Vec::with_capacity(configs.len()));
        let mut before: HashMap<_, _> =
            old.into_iter().map(|class| (class.handle, class)).collect();
        let places: HashMap<_, _> = configs
            .iter()
            .map(|config| config.handle)
            .zip(0..)
            .collect();
        let mut children: HashMap<Handle, Vec<u32>> = HashMap::new();
        for (place, config) in (0..).zip(configs) {
            children.entry(config.parent).or_default().push(place);
        }
        for config in configs {
            let parent = places.get(&config.parent).copied();
            // A class can't move.
            let same_parent = parents_before.get(&config.handle)
                == Some(&parent.map(|parent| configs[parent as usize].handle));
            let known = before.remove(&config.handle);
            let mut class = match known {
                Some(class) if same_parent => class,
                known => {
                    if let Some(mut old) = known {
                        purge(cx, &mut old);
                    }
                    let body = Body::Inner(Box::new(Inner::new(Vec::new())));
                    Class::new(config, self.params.r2q, body, cx.now)
                }
            };
            let is_inner = parents.contains(&config.handle);
            match (&mut class.body, is_inner) {
                (Body::Leaf(_), false) => {}
                (Body::Inner(_), false) => {
                    // A new class, or one whose last child is gone: that begins with full buckets.
                    class.fill(cx.now);
                    class.body = Body::Leaf(Child::at_class(cx, node, config.handle.minor()));
                }
                (body, true) => {
                    if matches!(body, Body::Leaf(_)) {
                        purge(cx, &mut class);
                        class.mode = Mode::Send;
                    }
                    let children = children.remove(&config.handle).unwrap_or_default();
                    class.body = Body::Inner(Box::new(Inner::new(children)));
                }
            }
            class.parent = parent.unwrap_or(NONE);
            // A leaf that is active stays so at its old priority until it has nothing more to send.
            if is_inner {
                class.activity = 0;
            }
            self.classes.push(class);
        }
        for (_, mut gone) in before {
            purge(cx, &mut gone);
        }
        self.set_levels();
        self.index();
        self.reactivate(&moments);
        self.resume(&turns);
    }

    /// Leaves are at level 0, roots with children at the top, others one below their parents.
    fn set_levels(&mut self) {
        self.levels = 0;
        for place in 0..self.classes.len() {
            let mut above = 0;
            let mut parent = self.classes[place].parent();
            while let Some(next) = parent {
                above += 1;
                // Deeper is not configured; a loop isn't either.
                if above >= LEVELS {
                    break;
                }
                parent = self.classes[next as usize].parent();
            }
            let class = &mut self.classes[place];
            class.level = match class.body {
                Body::Leaf(_) => 0,
                Body::Inner(_) => (LEVELS - 1).saturating_sub(above) as u8,
            };
            self.levels |= 1 << class.level;
        }
        for place in 0..self.classes.len() {
            if let Body::Inner(inner) = &self.classes[place].body {
                let children = inner.children.clone();
                for (number, &child) in (0..).zip(&children) {
                    self.classes[child as usize].place = number;
                }
            }
        }
    }

    fn index(&mut self) {
        let most = self
            .classes
            .last()
            .map_or(0, |class| usize::from(class.handle.minor()) + 1);
        self.by_minor = vec![NONE; most];
        for (place, class) in (0..).zip(&self.classes) {
            self.by_minor[usize::from(class.handle.minor())] = place;
        }
    }

    /// Puts all classes where they have to be, by their modes and what they have to send.
    fn reactivate(&mut self, moments: &HashMap<Handle, u64>) {
        let bound = self.classes.len();
        self.rows = std::array::from_fn(|_| Rows::new(bound));
        self.events = WaitQueues::new(bound);
        self.waiting = Waiting {
            packets: self.direct.len(),
            bytes: self.direct_bytes,
        };
        for place in 0..bound as u32 {
            let class = &self.classes[place as usize];
            if class.mode != Mode::Send
                && let Some(&at) = moments.get(&class.handle)
            {
                self.events.insert(usize::from(class.level), place, at);
            }
        }
        for place in 0..bound as u32 {
            let class = &mut self.classes[place as usize];
            let Body::Leaf(child) = &class.body else {
                continue;
            };
            let here = child.waiting();
            self.waiting.packets += here.packets;
            self.waiting.bytes += here.bytes;
            if here.packets == 0 {
                class.activity = 0;
            } else if class.activity == 0 {
                self.activate(place);
            } else {
                let standing = class.standing();
                self.enter(place, standing);
            }
        }
    }

    fn turns(&self) -> Turns {
        let minor = |place: u32| self.classes[place as usize].handle.minor();
        let mut turns = Turns {
            rows: Vec::new(),
            feeds: Vec::new(),
        };
        for (level, rows) in self.rows.iter().enumerate() {
            for (prio, row) in rows.rounds.iter().enumerate() {
                if let Some(turn) = row.position().map(minor).or(row.left()) {
                    turns.rows.push((level, prio, turn));
                }
            }
        }
        for class in &self.classes {
            let Body::Inner(inner) = &class.body else {
                continue;
            };
            for (prio, feed) in inner.feeds.iter().enumerate() {
                let turn = feed
                    .position()
                    .map(|turn| minor(inner.children[turn as usize]));
                if let Some(turn) = turn.or(feed.left()) {
                    turns.feeds.push((class.handle, prio, turn));
                }
            }
        }
        turns
    }

    /// Goes on where the rounds were, or behind those that are gone.
    fn resume(&mut self, turns: &Turns) {
        for &(level, prio, turn) in &turns.rows {
            let place = self.row_place(turn);
            let there = self.classes.get(place as usize);
            let there = there.is_some_and(|class| class.handle.minor() == turn);
            self.rows[level].rounds[prio].resume(there.then_some(place), turn);
        }
        for &(class, prio, turn) in &turns.feeds {
            let Some(class) = self.find(class) else {
                continue;
            };
            let child = self.find(Handle::new(self.handle.major(), turn));
            let child = child.map(|child| &self.classes[child as usize]);
            let place = child
                .filter(|child| child.parent == class)
                .map(|child| child.place);
            if let Body::Inner(inner) = &mut self.classes[class as usize].body {
                inner.feeds[prio].resume(place, turn);
            }
        }
    }
}

/// Drops what waits in a class that goes, or gets children.
fn purge(cx: &mut QueueCx<'_>, class: &mut Class) {
    if let Body::Leaf(child) = &mut class.body {
        child.purge(cx, DropReason::QueuePurge);
    }
}
