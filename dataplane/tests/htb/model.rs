//! HTB, slow and obvious: exact integers, lists, and everything looked at anew at each step. It knows what
//! `sch_htb` does, and nothing of how the data path does it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use dataplane::qos::{Handle, HtbClass, quantum};

/// A minute of debt at most.
const DEEPEST: i128 = 60_000_000_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Wait,
    Borrow,
    Send,
}

/// An exact number of nanoseconds.
#[derive(Clone, Copy, Debug)]
struct Exact {
    numerator: i128,
    denominator: i128,
}

impl Exact {
    fn whole(nanos: i128) -> Self {
        Self {
            numerator: nanos,
            denominator: 1,
        }
    }

    fn plus(self, nanos: i128) -> Self {
        Self {
            numerator: self.numerator + nanos * self.denominator,
            ..self
        }
    }

    /// Less what `bytes` cost at a rate in bytes a second.
    fn minus(self, bytes: i128, rate: i128) -> Self {
        let common = rate / gcd(self.denominator, rate);
        let denominator = self.denominator.checked_mul(common).expect("few rates");
        let numerator = self.numerator.checked_mul(common).expect("few rates");
        let cost = bytes * 1_000_000_000 * (denominator / rate);
        let numerator = numerator - cost;
        let common = gcd(numerator, denominator);
        Self {
            numerator: numerator / common,
            denominator: denominator / common,
        }
    }

    fn is_negative(self) -> bool {
        self.numerator < 0
    }

    fn at_most(self, nanos: i128) -> Self {
        if self.numerator > nanos * self.denominator {
            Self::whole(nanos)
        } else {
            self
        }
    }

    /// Rounded up.
    fn debt(self) -> i128 {
        (-self.numerator + self.denominator - 1).div_euclid(self.denominator)
    }
}

fn gcd(a: i128, b: i128) -> i128 {
    if b == 0 {
        a.abs().max(1)
    } else {
        gcd(b, a % b)
    }
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    rate: i128,
    size: i128,
    tokens: Exact,
}

impl Bucket {
    fn after(&self, nanos: i128) -> Exact {
        self.tokens.plus(nanos)
    }

    fn pay(&mut self, nanos: i128, len: i128) {
        self.tokens = self.after(nanos).at_most(self.size).minus(len, self.rate);
        if self.tokens.numerator <= -DEEPEST * self.tokens.denominator {
            self.tokens = Exact::whole(1 - DEEPEST);
        }
    }
}

struct Class {
    config: HtbClass,
    rate: Bucket,
    ceil: Bucket,
    checked: i128,
    mode: Mode,
    queue: VecDeque<(u32, u32)>,
    /// The priority at which it is active.
    active: Option<u8>,
    deficit: BTreeMap<u8, i64>,
}

/// Whose turn it is in a round.
#[derive(Clone, Copy, Debug, Default)]
struct Turn {
    at: Option<u32>,
    left: Option<u32>,
}

/// A round: the classes that send at a level, or the children of a class that borrow from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Round {
    Row(u8, u8),
    Feed(u32, u8),
}

pub(crate) struct Model {
    classes: BTreeMap<u32, Class>,
    turns: BTreeMap<Round, Turn>,
    now: i128,
    limit: usize,
}

fn bucket(rate: u64, size: std::time::Duration) -> Bucket {
    let size = size.as_nanos() as i128;
    Bucket {
        rate: rate.into(),
        size,
        tokens: Exact::whole(size),
    }
}

impl Model {
    pub(crate) fn new(classes: &[HtbClass], now: u64, limit: usize) -> Self {
        let mut model = Self {
            classes: BTreeMap::new(),
            turns: BTreeMap::new(),
            now: now.into(),
            limit,
        };
        model.configure(classes);
        model
    }

    pub(crate) fn set_time(&mut self, now: u64) {
        self.now = now.into();
    }

    /// Takes on other classes, where no class becomes a leaf or ceases to be one. Gives the packets that
    /// are lost.
    pub(crate) fn configure(&mut self, configs: &[HtbClass]) -> usize {
        let names: BTreeSet<_> = configs.iter().map(|config| config.handle.0).collect();
        let gone: Vec<_> = self
            .classes
            .keys()
            .copied()
            .filter(|name| !names.contains(name))
            .collect();
        let mut lost = 0;
        for name in gone {
            self.with_change(|model| {
                model.classes.get_mut(&name).expect("known").active = None;
            });
            lost += self.classes.remove(&name).expect("known").queue.len();
        }
        for config in configs {
            let name = config.handle.0;
            let (rate, ceil) = (config.rate.bytes_per_second, config.ceil.bytes_per_second);
            match self.classes.get_mut(&name) {
                Some(class) => {
                    class.rate = Bucket {
                        tokens: class.rate.tokens,
                        ..bucket(rate, config.buffer)
                    };
                    class.ceil = Bucket {
                        tokens: class.ceil.tokens,
                        ..bucket(ceil, config.cbuffer)
                    };
                    class.config = *config;
                }
                None => {
                    let class = Class {
                        config: *config,
                        rate: bucket(rate, config.buffer),
                        ceil: bucket(ceil, config.cbuffer),
                        checked: self.now,
                        mode: Mode::Send,
                        queue: VecDeque::new(),
                        active: None,
                        deficit: BTreeMap::new(),
                    };
                    self.classes.insert(name, class);
                }
            }
        }
        lost
    }

    fn parent(&self, name: u32) -> Option<u32> {
        let parent = self.classes[&name].config.parent;
        (parent.minor() != 0).then_some(parent.0)
    }

    fn is_leaf(&self, name: u32) -> bool {
        self.classes
            .values()
            .all(|class| class.config.parent != Handle(name))
    }

    fn level(&self, name: u32) -> u8 {
        if self.is_leaf(name) {
            return 0;
        }
        self.parent(name).map_or(7, |parent| self.level(parent) - 1)
    }

    /// Whether it, or somebody below who needs it, has something to send at a priority.
    fn is_active(&self, name: u32, prio: u8) -> bool {
        if self.is_leaf(name) {
            self.classes[&name].active == Some(prio)
        } else {
            !self.members(Round::Feed(name, prio)).is_empty()
        }
    }

    fn members(&self, round: Round) -> BTreeSet<u32> {
        let names = self.classes.keys().copied();
        match round {
            Round::Row(level, prio) => names
                .filter(|&name| {
                    self.level(name) == level
                        && self.classes[&name].mode == Mode::Send
                        && self.is_active(name, prio)
                })
                .collect(),
            Round::Feed(parent, prio) => names
                .filter(|&name| {
                    self.parent(name) == Some(parent)
                        && self.classes[&name].mode == Mode::Borrow
                        && self.is_active(name, prio)
                })
                .collect(),
        }
    }

    /// Does something that changes who is in which round, and moves on the turns of those who left.
    fn with_change(&mut self, change: impl FnOnce(&mut Self)) {
        let turns: Vec<_> = self
            .turns
            .iter()
            .filter(|(_, turn)| turn.at.is_some())
            .map(|(&round, _)| round)
            .collect();
        let before: Vec<_> = turns.iter().map(|&round| self.members(round)).collect();
        change(self);
        for (round, before) in turns.into_iter().zip(before) {
            let after = self.members(round);
            let turn = self.turns.get_mut(&round).expect("has one");
            let at = turn.at.expect("has one");
            if !before.contains(&at) || after.contains(&at) {
                continue;
            }
            match round {
                // The next one of those who were there.
                Round::Row(..) => turn.at = before.range(at + 1..).next().copied(),
                Round::Feed(..) => {
                    *turn = Turn {
                        at: None,
                        left: Some(at),
                    }
                }
            }
        }
    }

    fn mode_at(&self, name: u32) -> Mode {
        let class = &self.classes[&name];
        let nanos = (self.now - class.checked).min(DEEPEST);
        if class.ceil.after(nanos).is_negative() {
            Mode::Wait
        } else if class.rate.after(nanos).is_negative() {
            Mode::Borrow
        } else {
            Mode::Send
        }
    }

    fn set_mode(&mut self, name: u32, mode: Mode) {
        if self.classes[&name].mode != mode {
            self.with_change(|model| model.classes.get_mut(&name).expect("known").mode = mode);
        }
    }

    /// Whether it stays.
    pub(crate) fn enqueue(&mut self, name: u32, len: u32, number: u32) -> bool {
        let limit = self.limit;
        let class = self.classes.get_mut(&name).expect("known");
        if class.queue.len() >= limit {
            return false;
        }
        class.queue.push_back((len, number));
        if class.active.is_none() {
            let prio = class.config.prio;
            self.with_change(|model| {
                model.classes.get_mut(&name).expect("known").active = Some(prio)
            });
        }
        true
    }

    /// The leaf whose turn it is in a row.
    fn turn(&mut self, row: Round) -> u32 {
        let Round::Row(_, prio) = row else {
            unreachable!("a row");
        };
        let mut way = vec![row];
        loop {
            let round = *way.last().expect("not empty");
            let members = self.members(round);
            let turn = self.turns.entry(round).or_default();
            if turn.at.is_none() {
                turn.at = turn
                    .left
                    .and_then(|left| members.range(left..).next().copied());
            }
            turn.left = None;
            let at = turn.at;
            if at.is_none() {
                turn.at = members.first().copied();
            }
            match at {
                Some(at) if self.is_leaf(at) => return at,
                Some(at) => way.push(Round::Feed(at, prio)),
                None => {
                    if way.len() > 1 {
                        way.pop();
                        self.pass(*way.last().expect("not empty"));
                    }
                }
            }
        }
    }

    fn pass(&mut self, round: Round) {
        let members = self.members(round);
        let turn = self.turns.entry(round).or_default();
        turn.at = turn
            .at
            .and_then(|at| members.range(at + 1..).next().copied());
    }

    /// The number of the next packet, if one may leave now.
    pub(crate) fn dequeue(&mut self) -> Option<u32> {
        if self.classes.values().all(|class| class.queue.is_empty()) {
            return None;
        }
        for level in 0..8 {
            let names: Vec<_> = self.classes.keys().copied().collect();
            for name in names {
                if self.level(name) == level && self.classes[&name].mode != Mode::Send {
                    let mode = self.mode_at(name);
                    self.set_mode(name, mode);
                }
            }
            for prio in 0..8 {
                let row = Round::Row(level, prio);
                if !self.members(row).is_empty() {
                    return Some(self.dequeue_from(row, level, prio));
                }
            }
        }
        None
    }

    fn dequeue_from(&mut self, row: Round, level: u8, prio: u8) -> u32 {
        let leaf = self.turn(row);
        let class = self.classes.get_mut(&leaf).expect("known");
        let (len, number) = class.queue.pop_front().expect("it is active");
        let deficit = class.deficit.entry(level).or_default();
        *deficit -= i64::from(len);
        if *deficit < 0 {
            *deficit += i64::from(quantum(&class.config, 10).0);
            let round = match self.parent(leaf) {
                Some(parent) if level > 0 => Round::Feed(parent, prio),
                _ => Round::Row(0, prio),
            };
            self.pass(round);
        }
        if self.classes[&leaf].queue.is_empty() {
            self.with_change(|model| model.classes.get_mut(&leaf).expect("known").active = None);
        }
        let mut next = Some(leaf);
        while let Some(name) = next {
            let lends = self.level(name) >= level;
            let now = self.now;
            let class = self.classes.get_mut(&name).expect("known");
            let nanos = (now - class.checked).min(DEEPEST);
            if lends {
                class.rate.pay(nanos, len.into());
            } else {
                class.rate.tokens = class.rate.after(nanos);
            }
            class.ceil.pay(nanos, len.into());
            class.checked = now;
            let mode = self.mode_at(name);
            self.set_mode(name, mode);
            next = self.parent(name);
        }
        number
    }

    /// When a class may do something that it may not do now.
    pub(crate) fn next_event(&self) -> Option<u64> {
        let waits = self
            .classes
            .values()
            .filter(|class| class.mode != Mode::Send);
        let times = waits.map(|class| {
            let bucket = match class.mode {
                Mode::Wait => class.ceil,
                Mode::Borrow | Mode::Send => class.rate,
            };
            (class.checked + bucket.tokens.debt()).max(self.now + 1) as u64
        });
        times.min()
    }

    pub(crate) fn held(&self) -> usize {
        self.classes.values().map(|class| class.queue.len()).sum()
    }
}
