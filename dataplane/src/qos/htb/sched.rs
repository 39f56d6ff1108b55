//! Whose turn it is.
//!
//! What is rare or long is in functions that are not inlined: among it, what every packet needs would run out of
//! registers.

use std::array;

use super::{
    class::{Body, Class, Inner, LEVELS, Mode, NONE, Standing, moment},
    filters::Filters,
    set::{Rows, bits},
    wait::WaitQueues,
};
use crate::{
    drop_reason::DropReason,
    packet::{Batch, Packet, WireSize},
    qos::{
        Discipline, Handle, Held, HtbParams, Node, PacketQueue, QdiscExtra, QdiscKind, QueueCx,
        QueueStats, Readings, Setup, Store, Verdict, Waiting, wire_len,
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
    /// Classes that may send, by level.
    pub(super) rows: [Rows; LEVELS],
    /// Classes that wait for tokens, by level.
    pub(super) events: WaitQueues<LEVELS>,
    /// Packets that wait, in classes and in none.
    pub(super) waiting: Waiting,
    /// What waits is not counted here.
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
            rows: array::from_fn(|_| Rows::new(0)),
            events: WaitQueues::new(0),
            waiting: Waiting::default(),
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
        // Another qdisc's would be out of reach.
        let minor = handle.0 ^ self.handle.0;
        let place = *self.by_minor.get(minor as usize)?;
        (place != NONE).then_some(place)
    }

    fn is_leaf(&self, class: u32) -> bool {
        matches!(self.classes[class as usize].body, Body::Leaf(_))
    }

    /// The leaf that a packet's priority names.
    #[inline]
    fn named(&self, packet: &Packet) -> Option<u32> {
        let priority = Handle(packet.meta.priority);
        let class = self.find(priority)?;
        (priority != self.handle && self.is_leaf(class)).then_some(class)
    }

    /// The leaf of a packet whose priority names none; `Err` if it goes elsewhere, and whether it stays there.
    #[inline(never)]
    fn classify(&mut self, cx: &mut QueueCx<'_>, packet: &mut Packet) -> Result<u32, bool> {
        match self.target(cx, packet) {
            Ok(Target::Class(place)) => Ok(place),
            Ok(Target::Direct) => {
                cx.note_class(self.handle);
                Err(self.enqueue_direct(cx, packet))
            }
            Err(verdict) => Err(verdict.refuse(cx, packet.take(), &mut self.stats)),
        }
    }

    /// Where a packet goes whose priority names no leaf (`htb_classify`): where the filters put it. Where they find a
    /// class that has children, that one's filters go on.
    ///
    /// # Errors
    /// If a filter drops it or takes it away.
    fn target(&mut self, cx: &mut QueueCx<'_>, packet: &mut Packet) -> Result<Target, Verdict> {
        let priority = Handle(packet.meta.priority);
        if priority == self.handle {
            return Ok(Target::Direct);
        }
        let mut place = self.find(priority).map_or(self.handle, |_| priority);
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

    fn enqueue_direct(&mut self, cx: &mut QueueCx<'_>, packet: &mut Packet) -> bool {
        if self.direct.len() >= self.direct_limit as usize {
            self.stats.drops += 1;
            cx.drop(packet.take(), DropReason::QdiscDrop);
            return false;
        }
        let len = u64::from(wire_len(packet));
        self.direct_bytes += len;
        self.waiting.bytes += len;
        self.waiting.packets += 1;
        self.direct_packets = self.direct_packets.wrapping_add(1);
        self.direct.push_back(cx.store, packet);
        true
    }

    /// Puts a packet into a leaf's qdisc.
    #[inline(always)]
    fn enqueue_leaf(&mut self, cx: &mut QueueCx<'_>, place: u32, packet: &mut Packet) -> bool {
        let class = &mut self.classes[place as usize];
        let Body::Leaf(child) = &mut class.body else {
            return false;
        };
        let stays = child.enqueue_into(cx, packet, &mut self.waiting);
        let is_empty = child.len() == 0;
        if !stays {
            self.stats.drops += 1;
            class.drops += 1;
        }
        if class.activity == 0 && !is_empty {
            self.activate(place);
        }
        stays
    }

    /// Puts a super-frame into a leaf's qdisc, cut, for a class whose buckets are smaller than it.
    #[cold]
    fn enqueue_cut(&mut self, cx: &mut QueueCx<'_>, class: u32, packet: &mut Packet) -> bool {
        let mut parts = std::mem::take(&mut self.segments);
        if let Err(whole) = cx.cut(packet.take(), &mut parts) {
            parts.push(whole);
        }
        let mut stays = false;
        for mut part in parts.drain() {
            stays |= self.enqueue_leaf(cx, class, &mut part);
        }
        self.segments = parts;
        stays
    }

    /// A leaf has something to send.
    #[inline(never)]
    pub(super) fn activate(&mut self, place: u32) {
        let class = &mut self.classes[place as usize];
        class.activity = 1 << class.prio;
        let standing = class.standing();
        self.enter(place, standing);
    }

    /// A leaf has nothing to send any more.
    #[inline(never)]
    pub(super) fn deactivate(&mut self, place: u32) {
        let class = &mut self.classes[place as usize];
        let standing = class.standing();
        class.activity = 0;
        self.exit(place, standing);
    }

    /// Puts a class among those that may send or borrow, at the priorities at which it is active
    /// (`htb_activate_prios`).
    #[inline(always)]
    pub(super) fn enter(&mut self, place: u32, standing: Standing) {
        let Standing { mode, level, prios } = standing;
        match mode {
            Mode::Send => self.rows[usize::from(level)].enter(place, prios),
            Mode::Borrow => self.enter_feed(place, prios),
            Mode::Wait => {}
        }
    }

    /// The same for one that borrows: its parent has to be among those now, and so on.
    #[inline(never)]
    fn enter_feed(&mut self, place: u32, mut prios: u8) {
        let class = &self.classes[place as usize];
        let (above, child) = (class.parent, class.place);
        let Some(parent) = self.classes.get_mut(above as usize) else {
            return;
        };
        let Body::Inner(inner) = &mut parent.body else {
            return;
        };
        for prio in bits(prios) {
            // Where somebody borrows already, the parent is where it has to be.
            if !inner.feeds[prio].insert(child) {
                prios &= !(1 << prio);
            }
        }
        if prios != 0 {
            parent.activity |= prios;
            let standing = parent.standing();
            self.enter(above, Standing { prios, ..standing });
        }
    }

    /// Takes a class from where [`Self::enter`] put it (`htb_deactivate_prios`).
    #[inline(always)]
    fn exit(&mut self, place: u32, standing: Standing) {
        let Standing { mode, level, prios } = standing;
        match mode {
            Mode::Send => self.rows[usize::from(level)].leave(place, prios),
            Mode::Borrow => self.exit_feed(place, prios),
            Mode::Wait => {}
        }
    }

    /// The same for one that borrowed: its parent, if nobody else borrows from it, leaves too, and so on.
    #[inline(never)]
    fn exit_feed(&mut self, place: u32, mut prios: u8) {
        let class = &self.classes[place as usize];
        let (above, child, minor) = (class.parent, class.place, class.handle.minor());
        let Some(parent) = self.classes.get_mut(above as usize) else {
            return;
        };
        let Body::Inner(inner) = &mut parent.body else {
            return;
        };
        for prio in bits(prios) {
            if !inner.feeds[prio].remove_from_feed(child, minor) {
                prios &= !(1 << prio);
            }
        }
        if prios != 0 {
            parent.activity &= !prios;
            let standing = parent.standing();
            self.exit(above, Standing { prios, ..standing });
        }
    }

    /// Gives a class another mode than it has (`htb_change_class_mode`). Gives that which it had.
    #[inline(always)]
    fn change_mode(&mut self, place: u32, mode: Mode) -> Mode {
        let class = &mut self.classes[place as usize];
        let before = class.standing();
        class.mode = mode;
        if mode == Mode::Wait {
            class.overlimits += 1;
            self.stats.overlimits += 1;
        }
        // Who has nothing to send is nowhere.
        if before.prios != 0 {
            self.exit(place, before);
            self.enter(place, Standing { mode, ..before });
        }
        before.mode
    }

    /// Has a class pay for a packet, and those above it (`htb_charge_class`).
    #[inline]
    fn charge(&mut self, leaf: u32, lender: u8, size: WireSize, now: Instant) {
        let mut next = leaf;
        // Where there is no parent, there is no class.
        while let Some(class) = self.classes.get_mut(next as usize) {
            class.charge(now, lender, size);
            let place = std::mem::replace(&mut next, class.parent);
            let mode = class.mode_now();
            if mode != class.mode {
                self.end_mode(place, mode, now);
            }
        }
    }

    /// Gives a class another mode for what it has paid, and has it wait for the next.
    #[inline(never)]
    fn end_mode(&mut self, place: u32, mode: Mode, now: Instant) {
        let class = &self.classes[place as usize];
        let (level, wait) = (usize::from(class.level), class.wait_now(mode));
        let old = self.change_mode(place, mode);
        if old != Mode::Send {
            self.events.remove(level, place);
        }
        if mode != Mode::Send {
            self.events.insert(level, place, moment(now, wait));
        }
    }

    /// Gives classes whose moment has come their mode (`htb_do_events`).
    #[inline(never)]
    fn do_events(&mut self, store: &Store, level: usize, now: Instant) {
        while let Some(place) = self.events.pop_due(level, now.as_nanos()) {
            if let Some(next) = self.events.next(level) {
                self.classes[next as usize].expect_event();
            }
            let class = &self.classes[place as usize];
            let (mode, wait) = class.mode_at(now);
            if mode != class.mode {
                self.change_mode(place, mode);
            }
            if mode != Mode::Send {
                self.events.insert(level, place, moment(now, wait));
            }
        }
        if let Some(soon) = self.events.next(level) {
            self.classes[soon as usize].expect_dequeue(store);
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
    #[inline(always)]
    fn turn(&mut self, level: usize, prio: usize) -> Option<u32> {
        if level > 0 {
            return self.turn_below(level, prio);
        }
        // Leaves, without anything between.
        match self.rows[0].rounds[prio].position() {
            Some(leaf) => Some(leaf),
            None => self.turn_anew(prio),
        }
    }

    /// The same for leaves at the end of the round, or where somebody has left.
    #[inline(never)]
    fn turn_anew(&mut self, prio: usize) -> Option<u32> {
        let left = self.rows[0].rounds[prio].left();
        let left = left.map(|minor| self.row_place(minor));
        let row = &mut self.rows[0].rounds[prio];
        row.turn(left).or_else(|| {
            row.rewind();
            row.turn(None)
        })
    }

    /// The same at a level of classes that others borrow from.
    #[inline(never)]
    fn turn_below(&mut self, level: usize, prio: usize) -> Option<u32> {
        let mut path = [NONE; LEVELS];
        let mut depth = 0;
        for _ in 0..STEPS {
            let (turn, children) = match depth {
                0 => {
                    let left = self.rows[level].rounds[prio].left();
                    let left = left.map(|minor| self.row_place(minor));
                    (self.rows[level].rounds[prio].turn(left), None)
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
                    let row = &mut self.rows[level].rounds[prio];
                    row.rewind();
                    if row.is_empty() {
                        return None;
                    }
                }
                (None, Some(_)) => {
                    self.inner(path[depth - 1])?.feeds[prio].rewind();
                    depth -= 1;
                    match depth {
                        0 => self.rows[level].rounds[prio].advance(),
                        _ => self.inner(path[depth - 1])?.feeds[prio].advance(),
                    }
                }
            }
        }
        None
    }

    /// The turn of a leaf that sends at `level` is over.
    #[inline(always)]
    fn pass(&mut self, leaf: u32, level: usize, prio: usize) {
        if level > 0 {
            return self.pass_below(leaf, prio);
        }
        self.rows[0].rounds[prio].advance();
    }

    /// The same for a leaf that borrows.
    #[inline(never)]
    fn pass_below(&mut self, leaf: u32, prio: usize) {
        let parent = self.classes[leaf as usize].parent();
        if let Some(inner) = parent.and_then(|parent| self.inner(parent)) {
            inner.feeds[prio].advance();
        }
    }

    /// The leaves whose turns come behind that of a leaf that is about to send at `level`.
    #[inline(always)]
    fn ahead(&self, leaf: u32, level: usize, prio: usize) -> (Option<u32>, Option<u32>) {
        if level > 0 {
            return self.ahead_below(leaf, prio);
        }
        self.rows[0].rounds[prio].ahead(leaf)
    }

    /// The same where it borrows.
    #[inline(never)]
    fn ahead_below(&self, leaf: u32, prio: usize) -> (Option<u32>, Option<u32>) {
        let class = &self.classes[leaf as usize];
        let parent = self.classes.get(class.parent as usize);
        let Some(Body::Inner(inner)) = parent.map(|parent| &parent.body) else {
            return (None, None);
        };
        let child = |place: u32| inner.children.get(place as usize).copied();
        let (next, then) = inner.feeds[prio].ahead(class.place);
        (next.and_then(child), then.and_then(child))
    }

    /// Fetches what is needed for the next turns behind that of a leaf that is about to send at `level`.
    #[inline]
    fn look_ahead(&self, store: &Store, leaf: u32, level: usize, prio: usize) {
        let (next, then) = self.ahead(leaf, level, prio);
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
            let Body::Leaf(child) = &mut self.classes[leaf as usize].body else {
                return None;
            };
            // Its qdisc dropped what it had.
            if child.len() == 0 {
                self.deactivate(leaf);
                if self.rows[level].prios & 1 << prio == 0 {
                    return None;
                }
                let next = self.turn(level, prio)?;
                if leaf == start {
                    start = next;
                }
                leaf = next;
                continue;
            }
            let drops = &mut self.stats.drops;
            if let Some(packet) = child.dequeue_from(cx, &mut self.waiting, drops) {
                break packet;
            }
            // It has something and keeps it for now.
            self.due = self.due.min(child.next_event());
            self.pass(leaf, level, prio);
            leaf = self.turn(level, prio)?;
            if leaf == start {
                return None;
            }
        };
        let size = packet.size();
        let class = &mut self.classes[leaf as usize];
        class.count(size);
        let is_empty = matches!(&class.body, Body::Leaf(child) if child.len() == 0);
        if class.spend(level, size.bytes) {
            self.pass(leaf, level, prio);
        } else {
            class.expect_dequeue(cx.store);
        }
        if is_empty {
            self.deactivate(leaf);
        }
        self.charge(leaf, level as u8, size, cx.now);
        Some(packet)
    }

    fn dequeue_any(&mut self, cx: &mut QueueCx<'_>) -> Option<Held> {
        self.due = Instant::FAR_FUTURE;
        // What is in no class goes first.
        if let Some(packet) = self.direct.pop_front(cx.store) {
            let len = u64::from(packet.len());
            self.direct_bytes -= len;
            self.waiting.bytes -= len;
            self.waiting.packets -= 1;
            return Some(packet);
        }
        if self.waiting.packets == 0 {
            return None;
        }
        for level in bits(self.levels) {
            if self.events.is_due(level, cx.now.as_nanos()) {
                self.do_events(cx.store, level, cx.now);
            }
            for prio in bits(self.rows[level].prios) {
                let packet = self.dequeue_at(cx, level, prio);
                if packet.is_some() {
                    return packet;
                }
            }
        }
        let events = bits(self.levels).filter_map(|level| self.events.first(level));
        if let Some(event) = events.min() {
            self.due = self.due.min(Instant::from_nanos(event));
        }
        None
    }
}

impl Discipline for Htb {
    #[inline]
    fn enqueue(&mut self, cx: &mut QueueCx<'_>, packet: &mut Packet) -> bool {
        let place = match self.named(packet) {
            Some(place) => place,
            None => match self.classify(cx, packet) {
                Ok(place) => place,
                Err(stays) => return stays,
            },
        };
        let class = &self.classes[place as usize];
        cx.note_class(class.handle);
        if packet.meta.gso.is_some() && wire_len(packet) > class.longest {
            self.enqueue_cut(cx, place, packet)
        } else {
            self.enqueue_leaf(cx, place, packet)
        }
    }

    #[inline]
    fn dequeue(&mut self, cx: &mut QueueCx<'_>) -> Option<Held> {
        let packet = if self.peeked.is_some() {
            self.peeked.take()
        } else {
            self.dequeue_any(cx)
        };
        let packet = packet?;
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
        if self.waiting.packets == 0 {
            Instant::FAR_FUTURE
        } else {
            self.due
        }
    }

    fn len(&self) -> usize {
        self.waiting.packets + usize::from(self.peeked.is_some())
    }

    fn backlog(&self) -> u64 {
        self.waiting.bytes + self.peeked.as_ref().map_or(0, |packet| packet.len().into())
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
        self.waiting = Waiting::default();
        self.direct_bytes = 0;
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
