//! Whose turn it is.

use std::array;

use super::{
    class::{Body, Class, Inner, LEVELS, Mode, NONE, PRIOS, moment},
    filters::Filters,
    set::Round,
    wait::WaitQueues,
};
use crate::{
    drop_reason::DropReason,
    packet::{Batch, Packet, WireSize},
    qos::{
        Child, Discipline, Handle, Held, HtbParams, Node, PacketQueue, QdiscExtra, QdiscKind,
        QueueCx, QueueStats, Readings, Setup, Store, Verdict, wire_len,
    },
    time::Instant,
};

/// Steps from class to class in search of a leaf before it is given up: the tree can't be that large.
const STEPS: usize = 65_535;

/// `htb`.
#[derive(Debug)]
pub(crate) struct Htb {
    pub(super) handle: Handle,
    pub(super) params: HtbParams,
    /// Packets that wait for no class.
    pub(super) direct: PacketQueue,
    pub(super) direct_bytes: u64,
    pub(super) direct_limit: u32,
    direct_packets: u32,
    /// By number. Places here are what the sets, queues and parents name.
    pub(super) classes: Vec<Class>,
    /// Place in `classes` by minor number.
    pub(super) by_minor: Vec<u32>,
    /// The levels at which there are classes: one bit for each.
    pub(super) levels: u8,
    /// Classes that may send, by level and priority.
    pub(super) rows: [[Round; PRIOS]; LEVELS],
    /// The rows of each level that are not empty: one bit for each.
    pub(super) row_mask: [u8; LEVELS],
    /// Classes that may not, by level.
    pub(super) waiting: WaitQueues<LEVELS>,
    pub(super) len: usize,
    pub(super) stats: QueueStats,
    /// When the last dequeue in vain said that the next one is worth while.
    due: Instant,
    /// What was only to be looked at.
    peeked: Option<Held>,
    segments: Batch,
    pub(super) filters: Filters,
}

/// Where a packet goes.
enum Target {
    Class(u32),
    Direct,
}

impl Htb {
    pub(crate) fn new(params: HtbParams, setup: &Setup) -> Self {
        Self {
            handle: Handle::UNSPEC,
            params,
            direct: PacketQueue::new(),
            direct_bytes: 0,
            direct_limit: params.direct_qlen.unwrap_or(setup.tx_queue_len),
            direct_packets: 0,
            classes: Vec::new(),
            by_minor: Vec::new(),
            levels: 0,
            rows: array::from_fn(|_| array::from_fn(|_| Round::default())),
            row_mask: [0; LEVELS],
            waiting: WaitQueues::new(0),
            len: 0,
            stats: QueueStats::default(),
            due: Instant::FAR_FUTURE,
            peeked: None,
            segments: Batch::new(),
            filters: Filters::default(),
        }
    }

    /// The class with this name.
    #[inline]
    pub(super) fn find(&self, handle: Handle) -> Option<u32> {
        if handle.qdisc() != self.handle {
            return None;
        }
        let place = *self.by_minor.get(usize::from(handle.minor()))?;
        (place != NONE).then_some(place)
    }

    fn is_leaf(&self, class: u32) -> bool {
        matches!(self.classes[class as usize].body, Body::Leaf(_))
    }

    /// The class of a packet (`htb_classify`): that which its priority names, or that which the filters
    /// find. Where they find a class that has children, that one's filters go on.
    ///
    /// # Errors
    /// If a filter drops it or takes it away.
    #[inline]
    fn classify(&mut self, cx: &mut QueueCx<'_>, packet: &mut Packet) -> Result<Target, Verdict> {
        let priority = Handle(packet.meta.priority);
        if priority == self.handle {
            return Ok(Target::Direct);
        }
        let named = self.find(priority);
        if let Some(class) = named
            && self.is_leaf(class)
        {
            return Ok(Target::Class(class));
        }
        let mut place = named.map_or(self.handle, |_| priority);
        // The kernel goes round for ever where the filters of a class name that class.
        for _ in 0..=LEVELS {
            let Some(filters) = self.filters.at(place) else {
                break;
            };
            let class = match filters.classify(cx, packet) {
                Verdict::Class(class) if class == self.handle => return Ok(Target::Direct),
                Verdict::Class(class) => class,
                Verdict::Unmatched => break,
                verdict @ (Verdict::Shot | Verdict::Stolen) => return Err(verdict),
            };
            match self.find(class) {
                Some(leaf) if self.is_leaf(leaf) => return Ok(Target::Class(leaf)),
                Some(_) => place = class,
                None => break,
            }
        }
        Ok(self.default_target())
    }

    /// Where packets go that no filter puts anywhere.
    fn default_target(&self) -> Target {
        let default = Handle::new(self.handle.major(), self.params.default as u16);
        match self.find(default) {
            Some(class) if self.is_leaf(class) => Target::Class(class),
            Some(_) | None => Target::Direct,
        }
    }

    /// Lets something be done with a leaf's qdisc, and accounts for what that changes there.
    #[inline]
    pub(super) fn with_leaf<T>(
        &mut self,
        class: u32,
        work: impl FnOnce(&mut Child) -> T,
    ) -> Option<T> {
        let Body::Leaf(child) = &mut self.classes[class as usize].body else {
            return None;
        };
        let (len, backlog) = (child.len(), child.backlog());
        let answer = work(child);
        self.len = self.len + child.len() - len;
        self.stats.backlog = self.stats.backlog + child.backlog() - backlog;
        Some(answer)
    }

    fn enqueue_direct(&mut self, cx: &mut QueueCx<'_>, packet: Packet) -> bool {
        if self.direct.len() >= self.direct_limit as usize {
            self.stats.drops += 1;
            cx.drop(packet, DropReason::QdiscDrop);
            return false;
        }
        self.direct_bytes += u64::from(wire_len(&packet));
        self.stats.backlog += u64::from(wire_len(&packet));
        self.len += 1;
        self.direct_packets = self.direct_packets.wrapping_add(1);
        self.direct.push_back(cx.store, packet);
        true
    }

    /// Puts a packet into a leaf's qdisc.
    #[inline(always)]
    fn enqueue_leaf(&mut self, cx: &mut QueueCx<'_>, place: u32, packet: Packet) -> bool {
        let class = &mut self.classes[place as usize];
        let Body::Leaf(child) = &mut class.body else {
            return false;
        };
        let (len, backlog) = (child.len(), child.backlog());
        let stays = child.enqueue(cx, packet);
        let left = child.len();
        self.len = self.len + left - len;
        self.stats.backlog = self.stats.backlog + child.backlog() - backlog;
        if !stays {
            self.stats.drops += 1;
            class.drops += 1;
        }
        if class.activity == 0 && left > 0 {
            self.activate(place);
        }
        stays
    }

    /// Puts a super-frame into a leaf's qdisc, cut, for a class whose buckets are smaller than it.
    #[cold]
    fn enqueue_cut(&mut self, cx: &mut QueueCx<'_>, class: u32, packet: Packet) -> bool {
        let mut parts = std::mem::take(&mut self.segments);
        let mut stays = false;
        match cx.cut(packet, &mut parts) {
            Ok(()) => {
                for part in parts.drain() {
                    stays |= self.enqueue_leaf(cx, class, part);
                }
            }
            Err(whole) => stays = self.enqueue_leaf(cx, class, whole),
        }
        self.segments = parts;
        stays
    }

    /// A leaf has something to send.
    pub(super) fn activate(&mut self, place: u32) {
        let class = &mut self.classes[place as usize];
        class.activity = 1 << class.prio;
        self.enter(place);
    }

    /// A leaf has nothing to send any more.
    pub(super) fn deactivate(&mut self, place: u32) {
        self.exit(place);
        self.classes[place as usize].activity = 0;
    }

    /// Puts a class among those that may send or borrow, at the priorities at which it is active
    /// (`htb_activate_prios`).
    pub(super) fn enter(&mut self, mut place: u32) {
        let mut mask = self.classes[place as usize].activity;
        while mask != 0 {
            let class = &self.classes[place as usize];
            match (class.mode, class.parent()) {
                (Mode::Borrow, Some(parent)) => {
                    let child = class.place;
                    let above = &mut self.classes[parent as usize];
                    let Body::Inner(inner) = &mut above.body else {
                        return;
                    };
                    // Where somebody borrows already, the parent is where it has to be.
                    let entering = mask;
                    for prio in bits(entering) {
                        if !inner.feeds[prio].is_empty() {
                            mask &= !(1 << prio);
                        }
                        inner.feeds[prio].insert(child);
                    }
                    above.activity |= mask;
                    place = parent;
                }
                (Mode::Send, _) => {
                    let level = usize::from(class.level);
                    self.row_mask[level] |= mask;
                    for prio in bits(mask) {
                        self.rows[level][prio].insert(place);
                    }
                    return;
                }
                (Mode::Borrow, None) | (Mode::Wait, _) => return,
            }
        }
    }

    /// Takes a class from where [`Self::enter`] put it; its mode is still the same
    /// (`htb_deactivate_prios`).
    fn exit(&mut self, mut place: u32) {
        let mut mask = self.classes[place as usize].activity;
        while mask != 0 {
            let class = &self.classes[place as usize];
            match (class.mode, class.parent()) {
                (Mode::Borrow, Some(parent)) => {
                    let (child, minor) = (class.place, class.handle.minor());
                    let above = &mut self.classes[parent as usize];
                    let Body::Inner(inner) = &mut above.body else {
                        return;
                    };
                    let leaving = std::mem::take(&mut mask);
                    for prio in bits(leaving) {
                        inner.feeds[prio].remove_from_feed(child, minor);
                        if inner.feeds[prio].is_empty() {
                            mask |= 1 << prio;
                        }
                    }
                    // The parent's own activity ends behind its own exit, by its old value.
                    let rest = mask;
                    place = parent;
                    self.classes[place as usize].activity &= !rest;
                }
                (Mode::Send, _) => {
                    let level = usize::from(class.level);
                    for prio in bits(mask) {
                        let row = &mut self.rows[level][prio];
                        row.remove_from_row(place);
                        if row.is_empty() {
                            self.row_mask[level] &= !(1 << prio);
                        }
                    }
                    return;
                }
                (Mode::Borrow, None) | (Mode::Wait, _) => return,
            }
        }
    }

    /// Gives a class another mode (`htb_change_class_mode`).
    fn change_mode(&mut self, place: u32, mode: Mode) {
        let class = &mut self.classes[place as usize];
        if class.mode == mode {
            return;
        }
        if mode == Mode::Wait {
            class.overlimits += 1;
            self.stats.overlimits += 1;
        }
        let is_active = class.activity != 0;
        // Who waits is nowhere.
        if is_active && class.mode != Mode::Wait {
            self.exit(place);
        }
        self.classes[place as usize].mode = mode;
        if is_active && mode != Mode::Wait {
            self.enter(place);
        }
    }

    /// Has a class pay for a packet, and those above it (`htb_charge_class`).
    fn charge(&mut self, leaf: u32, lender: u8, size: WireSize, now: Instant) {
        let mut next = Some(leaf);
        while let Some(place) = next {
            let class = &mut self.classes[place as usize];
            class.charge(now, lender, size);
            next = class.parent();
            let (old, level) = (class.mode, usize::from(class.level));
            let mode = class.mode_now();
            if mode == old {
                continue;
            }
            let wait = class.wait_now(mode);
            self.change_mode(place, mode);
            if old != Mode::Send {
                self.waiting.remove(level, place);
            }
            if mode != Mode::Send {
                self.waiting.insert(level, place, moment(now, wait));
            }
        }
    }

    /// Gives classes whose moment has come their mode (`htb_do_events`).
    fn do_events(&mut self, store: &Store, level: usize, now: Instant) {
        let mut soon = None;
        while let Some(place) = self.waiting.pop_due(level, now.as_nanos(), |near| {
            if let Some(class) = self.classes.get(near as usize) {
                class.expect_event();
            }
        }) {
            let (mode, wait) = self.classes[place as usize].mode_at(now);
            self.change_mode(place, mode);
            if mode != Mode::Send {
                self.waiting.insert(level, place, moment(now, wait));
            }
            soon = self.waiting.next(level);
        }
        if let Some(class) = soon {
            self.classes[class as usize].expect_dequeue(store);
        }
    }

    fn inner(&mut self, place: u32) -> Option<&mut Inner> {
        match &mut self.classes[place as usize].body {
            Body::Inner(inner) => Some(inner),
            Body::Leaf(_) => None,
        }
    }

    /// The place of class number `minor` in a row, or where it would be.
    pub(super) fn row_place(&self, minor: u16) -> u32 {
        match self.by_minor.get(usize::from(minor)) {
            Some(&place) if place != NONE => place,
            Some(_) | None => {
                let before = |class: &Class| class.handle.minor() < minor;
                self.classes.partition_point(before) as u32
            }
        }
    }

    /// The place of class number `minor` among the children of `parent`, or where it would be.
    pub(super) fn feed_place(&self, parent: u32, minor: u16) -> u32 {
        let place = self.row_place(minor);
        match (
            self.classes.get(place as usize),
            &self.classes[parent as usize].body,
        ) {
            (Some(class), _) if class.parent == parent => class.place,
            (_, Body::Inner(inner)) => {
                inner.children.partition_point(|&child| child < place) as u32
            }
            (_, Body::Leaf(_)) => 0,
        }
    }

    /// The leaf whose turn it is in a row (`htb_lookup_leaf`).
    fn turn(&mut self, level: usize, prio: usize) -> Option<u32> {
        if level > 0 {
            return self.turn_below(level, prio);
        }
        // Leaves, without anything between.
        let left = self.rows[0][prio].left();
        let left = left.map(|minor| self.row_place(minor));
        let row = &mut self.rows[0][prio];
        row.turn(left).or_else(|| {
            row.rewind();
            row.turn(None)
        })
    }

    /// The same at a level of classes that others borrow from.
    fn turn_below(&mut self, level: usize, prio: usize) -> Option<u32> {
        let mut path = [NONE; LEVELS];
        let mut depth = 0;
        for _ in 0..STEPS {
            let (turn, children) = match depth {
                0 => {
                    let left = self.rows[level][prio].left();
                    let left = left.map(|minor| self.row_place(minor));
                    (self.rows[level][prio].turn(left), None)
                }
                _ => {
                    let parent = path[depth - 1];
                    let left = self.inner(parent)?.feeds[prio].left();
                    let left = left.map(|minor| self.feed_place(parent, minor));
                    let inner = self.inner(parent)?;
                    (inner.feeds[prio].turn(left), Some(&inner.children))
                }
            };
            match (turn, children) {
                (Some(turn), children) => {
                    let place = children.map_or(turn, |children| children[turn as usize]);
                    if self.is_leaf(place) {
                        return Some(place);
                    }
                    *path.get_mut(depth)? = place;
                    depth += 1;
                }
                // The end of the round: it begins anew, and above it is the next one's turn.
                (None, None) => {
                    let row = &mut self.rows[level][prio];
                    row.rewind();
                    if row.is_empty() {
                        return None;
                    }
                }
                (None, Some(_)) => {
                    self.inner(path[depth - 1])?.feeds[prio].rewind();
                    depth -= 1;
                    match depth {
                        0 => self.rows[level][prio].advance(),
                        _ => self.inner(path[depth - 1])?.feeds[prio].advance(),
                    }
                }
            }
        }
        None
    }

    /// The turn of a leaf that sends at `level` is over.
    fn pass(&mut self, leaf: u32, level: usize, prio: usize) {
        match self.classes[leaf as usize].parent() {
            Some(parent) if level > 0 => {
                if let Some(inner) = self.inner(parent) {
                    inner.feeds[prio].advance();
                }
            }
            Some(_) | None => self.rows[0][prio].advance(),
        }
    }

    /// Fetches what is needed for the next turns behind that of a leaf that is about to send at `level`.
    #[inline]
    fn look_ahead(&self, store: &Store, leaf: u32, level: usize, prio: usize) {
        let parent = self.classes[leaf as usize].parent();
        let (next, then) = match parent.map(|parent| &self.classes[parent as usize].body) {
            Some(Body::Inner(inner)) if level > 0 => {
                let child = |place: u32| inner.children.get(place as usize).copied();
                let (next, then) = inner.feeds[prio].ahead();
                (next.and_then(child), then.and_then(child))
            }
            Some(_) | None => self.rows[0][prio].ahead(),
        };
        if let Some(class) = then.and_then(|then| self.classes.get(then as usize)) {
            class.expect_turn();
        }
        if let Some(class) = next.and_then(|next| self.classes.get(next as usize)) {
            class.expect_dequeue(store);
        }
    }

    /// Takes a packet from the leaf whose turn it is at a level and priority (`htb_dequeue_tree`).
    fn dequeue_at(&mut self, cx: &mut QueueCx<'_>, level: usize, prio: usize) -> Option<Held> {
        let mut start = self.turn(level, prio)?;
        self.look_ahead(cx.store, start, level, prio);
        let mut leaf = start;
        let packet = loop {
            let Body::Leaf(child) = &self.classes[leaf as usize].body else {
                return None;
            };
            // Its qdisc dropped what it had.
            if child.len() == 0 {
                self.deactivate(leaf);
                if self.row_mask[level] & 1 << prio == 0 {
                    return None;
                }
                let next = self.turn(level, prio)?;
                if leaf == start {
                    start = next;
                }
                leaf = next;
                continue;
            }
            if let Some(packet) = self.dequeue_leaf(cx, leaf) {
                break packet;
            }
            // It has something and keeps it for now.
            self.pass(leaf, level, prio);
            leaf = self.turn(level, prio)?;
            if leaf == start {
                return None;
            }
        };
        let size = packet.size();
        let class = &mut self.classes[leaf as usize];
        class.count(size);
        let deficit = &mut class.deficit[level];
        *deficit = deficit.saturating_sub_unsigned(size.bytes);
        if *deficit < 0 {
            *deficit = deficit.saturating_add_unsigned(class.quantum);
            self.pass(leaf, level, prio);
        }
        if let Body::Leaf(child) = &self.classes[leaf as usize].body
            && child.len() == 0
        {
            self.deactivate(leaf);
        }
        self.charge(leaf, level as u8, size, cx.now);
        Some(packet)
    }

    /// Takes a packet from a leaf's qdisc; without one, notes when there may be one.
    #[inline(always)]
    fn dequeue_leaf(&mut self, cx: &mut QueueCx<'_>, leaf: u32) -> Option<Held> {
        let Body::Leaf(child) = &mut self.classes[leaf as usize].body else {
            return None;
        };
        let (len, backlog) = (child.len(), child.backlog());
        let packet = child.dequeue(cx);
        let left = child.len();
        self.len = self.len + left - len;
        self.stats.backlog = self.stats.backlog + child.backlog() - backlog;
        let taken = usize::from(packet.is_some());
        self.stats.drops += len.saturating_sub(left + taken) as u64;
        if taken == 0 {
            self.due = self.due.min(child.next_event());
        }
        packet
    }

    fn dequeue_any(&mut self, cx: &mut QueueCx<'_>) -> Option<Held> {
        self.due = Instant::FAR_FUTURE;
        // What is in no class goes first.
        if let Some(packet) = self.direct.pop_front(cx.store) {
            self.len -= 1;
            let len = u64::from(packet.len());
            self.direct_bytes -= len;
            self.stats.backlog -= len;
            return Some(packet);
        }
        if self.len == 0 {
            return None;
        }
        for level in bits(self.levels) {
            self.do_events(cx.store, level, cx.now);
            for prio in bits(self.row_mask[level]) {
                let packet = self.dequeue_at(cx, level, prio);
                if packet.is_some() {
                    return packet;
                }
            }
        }
        let events = bits(self.levels).filter_map(|level| self.waiting.first(level));
        if let Some(event) = events.min() {
            self.due = self.due.min(Instant::from_nanos(event));
        }
        None
    }
}

/// The numbers of the bits that are set, the lowest first.
#[inline]
pub(super) fn bits(mut mask: u8) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = mask.trailing_zeros() as usize;
        mask &= mask.wrapping_sub(1);
        (bit < 8).then_some(bit)
    })
}

impl Discipline for Htb {
    #[inline]
    fn enqueue(&mut self, cx: &mut QueueCx<'_>, mut packet: Packet) -> bool {
        match self.classify(cx, &mut packet) {
            Err(verdict) => verdict.refuse(cx, packet, &mut self.stats),
            Ok(Target::Direct) => {
                cx.note_class(self.handle);
                self.enqueue_direct(cx, packet)
            }
            Ok(Target::Class(place)) => {
                let class = &self.classes[place as usize];
                cx.note_class(class.handle);
                if packet.meta.gso.is_some() && wire_len(&packet) > class.longest {
                    self.enqueue_cut(cx, place, packet)
                } else {
                    self.enqueue_leaf(cx, place, packet)
                }
            }
        }
    }

    #[inline]
    fn dequeue(&mut self, cx: &mut QueueCx<'_>) -> Option<Held> {
        let packet = match self.peeked.take() {
            Some(packet) => packet,
            None => self.dequeue_any(cx)?,
        };
        self.stats.add(packet.size());
        Some(packet)
    }

    fn peek(&mut self, cx: &mut QueueCx<'_>) -> Option<u32> {
        if self.peeked.is_none() {
            self.peeked = self.dequeue_any(cx);
        }
        self.peeked.as_ref().map(Held::len)
    }

    fn expect(&self, packet: &Packet) {
        if let Some(class) = self.find(Handle(packet.meta.priority)) {
            self.classes[class as usize].expect_enqueue();
        }
    }

    fn next_event(&self) -> Instant {
        if self.len == 0 {
            Instant::FAR_FUTURE
        } else {
            self.due
        }
    }

    fn len(&self) -> usize {
        self.len + usize::from(self.peeked.is_some())
    }

    fn backlog(&self) -> u64 {
        self.stats.backlog + self.peeked.as_ref().map_or(0, |packet| packet.len().into())
    }

    fn change(&mut self, _: &mut QueueCx<'_>, kind: &QdiscKind) -> bool {
        let QdiscKind::Htb(params) = kind else {
            return false;
        };
        self.params = *params;
        true
    }

    fn follow(&mut self, cx: &mut QueueCx<'_>, node: &Node<'_>) {
        self.reconcile(cx, node);
    }

    fn purge(&mut self, cx: &mut QueueCx<'_>, reason: DropReason) {
        if let Some(packet) = self.peeked.take() {
            cx.drop_held(packet, reason);
        }
        self.direct.purge(cx, reason);
        for place in 0..self.classes.len() as u32 {
            if let Body::Leaf(child) = &mut self.classes[place as usize].body {
                child.purge(cx, reason);
                if self.classes[place as usize].activity != 0 {
                    self.deactivate(place);
                }
            }
        }
        self.len = 0;
        self.direct_bytes = 0;
        self.stats.backlog = 0;
    }

    fn counted(&self) -> QueueStats {
        self.stats
    }

    fn extra(&self) -> QdiscExtra {
        QdiscExtra::Htb {
            direct_packets: self.direct_packets,
        }
    }

    fn readings(&self, readings: &mut Readings) {
        for class in &self.classes {
            readings.classes.push((class.handle, class.stats()));
            if let Body::Leaf(child) = &class.body {
                child.read(readings);
            }
        }
        self.filters.read(readings);
    }
}
