//! Following the configuration while packets wait.

use std::collections::{HashMap, HashSet};

use super::{
    class::{Body, Class, Inner, LEVELS, Mode, moment},
    sched::{Htb, NONE},
    set::Round,
    wait::WaitQueues,
};
use crate::{
    drop_reason::DropReason,
    qos::{Child, Handle, HtbClass, Node, QueueCx},
    time::Instant,
};

/// Whose turn it was in each round, by name: places change with the classes.
struct Turns {
    rows: Vec<(usize, usize, Handle)>,
    feeds: Vec<(Handle, usize, Handle)>,
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
            self.with_leaf(place, |child| child.follow_at_class(cx, node, minor));
            let class = &self.classes[place as usize];
            let empty = matches!(&class.body, Body::Leaf(child) if child.len() == 0);
            if empty && class.activity != 0 {
                self.deactivate(place);
            }
        }
    }

    /// Whether the classes are these, with the same parents and the same of them leaves.
    fn has_shape(&self, configs: &[&HtbClass], parents: &HashSet<Handle>) -> bool {
        self.classes.len() == configs.len()
            && self.classes.iter().zip(configs).all(|(class, config)| {
                let parent = class
                    .parent
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
        let names: Vec<_> = self.classes.iter().map(|class| class.handle).collect();
        let named = |class: &Class| class.parent.map(|parent| names[parent as usize]);
        let parents_before: HashMap<_, _> = self
            .classes
            .iter()
            .map(|class| (class.handle, named(class)))
            .collect();
        let mut before: HashMap<_, _> = self
            .classes
            .drain(..)
            .map(|class| (class.handle, class))
            .collect();
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
            class.parent = parent;
            class.activity = 0;
            self.classes.push(class);
        }
        for (_, mut gone) in before {
            purge(cx, &mut gone);
        }
        self.set_levels();
        self.index();
        self.reactivate(cx.now);
        self.resume(&turns, &places);
    }

    /// Leaves are at level 0, roots with children at the top, others one below their parents.
    fn set_levels(&mut self) {
        for place in 0..self.classes.len() {
            let mut above = 0;
            let mut parent = self.classes[place].parent;
            while let Some(next) = parent {
                above += 1;
                // Deeper is not configured; a loop isn't either.
                if above >= LEVELS {
                    break;
                }
                parent = self.classes[next as usize].parent;
            }
            let class = &mut self.classes[place];
            class.level = match class.body {
                Body::Leaf(_) => 0,
                Body::Inner(_) => (LEVELS - 1).saturating_sub(above) as u8,
            };
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
    fn reactivate(&mut self, now: Instant) {
        let bound = self.classes.len();
        for row in self.rows.iter_mut().flatten() {
            *row = Round::new(bound);
        }
        self.row_mask = [0; LEVELS];
        self.waiting = WaitQueues::new(bound);
        self.len = self.direct.len();
        self.stats.backlog = self.direct_bytes;
        for place in 0..bound as u32 {
            let class = &mut self.classes[place as usize];
            let (mode, wait) = class.mode_at(now);
            // A class that may send stays so until it pays again, even if a smaller bucket would forbid it.
            if class.mode != Mode::Send {
                class.mode = mode;
            }
            if class.mode != Mode::Send {
                let level = usize::from(class.level);
                self.waiting.insert(level, place, moment(now, wait));
            }
        }
        for place in 0..bound as u32 {
            let (len, backlog) = match &self.classes[place as usize].body {
                Body::Leaf(child) => (child.len(), child.backlog()),
                Body::Inner(_) => continue,
            };
            self.len += len;
            self.stats.backlog += backlog;
            if len > 0 {
                self.activate(place);
            }
        }
    }

    fn turns(&self) -> Turns {
        let name = |place: u32| self.classes[place as usize].handle;
        let mut turns = Turns {
            rows: Vec::new(),
            feeds: Vec::new(),
        };
        for (level, rows) in self.rows.iter().enumerate() {
            for (prio, row) in rows.iter().enumerate() {
                if let Some(turn) = row.position() {
                    turns.rows.push((level, prio, name(turn)));
                }
            }
        }
        for class in &self.classes {
            let Body::Inner(inner) = &class.body else {
                continue;
            };
            for (prio, feed) in inner.feeds.iter().enumerate() {
                if let Some(turn) = feed.position() {
                    let child = inner.children[turn as usize];
                    turns.feeds.push((class.handle, prio, name(child)));
                }
            }
        }
        turns
    }

    /// Goes on where the rounds were, or behind those that are gone.
    fn resume(&mut self, turns: &Turns, places: &HashMap<Handle, u32>) {
        let at =
            |classes: &[Class], name| classes.partition_point(|class| class.handle < name) as u32;
        for &(level, prio, turn) in &turns.rows {
            self.rows[level][prio].resume(at(&self.classes, turn));
        }
        for &(class, prio, turn) in &turns.feeds {
            let Some(&place) = places.get(&class) else {
                continue;
            };
            let turn = at(&self.classes, turn);
            if let Body::Inner(inner) = &mut self.classes[place as usize].body {
                let turn = inner.children.partition_point(|&child| child < turn) as u32;
                inner.feeds[prio].resume(turn);
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
