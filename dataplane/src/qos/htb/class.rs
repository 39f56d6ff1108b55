//! A class.

use super::set::Round;
use crate::{
    memory::prefetch,
    packet::WireSize,
    qos::{
        Child, ClassStats, Handle, HtbClass, HtbStats, QueueStats, Store,
        tokens::{Price, Tokens},
    },
    time::{Duration, Instant},
};

/// Priorities (`TC_HTB_NUMPRIO`).
pub(super) const PRIOS: usize = 8;

/// Levels (`TC_HTB_MAXDEPTH`): leaves are at 0, root classes that have children at 7, and others one below
/// their parents.
pub(super) const LEVELS: usize = 8;

/// Not a class.
pub(super) const NONE: u32 = u32::MAX;

/// No deeper debt: a class pays for the last minute at most (`mbuffer`).
const DEEPEST: i64 = 60_000_000_000;

/// The smallest and largest quantum that is computed.
const QUANTA: (u32, u32) = (1000, 200_000);

/// What is odd about a computed quantum, of which the kernel warns: `HTB: quantum of class 10001 is big.
/// Consider r2q change.`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuantumOdd {
    /// It would be less than 1,000 bytes.
    Small,
    /// It would be more than 200,000 bytes.
    Big,
}

/// The bytes that a class may send in its turn, and what is odd about that number, if it is not given.
#[must_use]
pub fn quantum(class: &HtbClass, r2q: u32) -> (u32, Option<QuantumOdd>) {
    if class.quantum != 0 {
        return (class.quantum, None);
    }
    let computed = class.rate.bytes_per_second / u64::from(r2q.max(1));
    if computed < QUANTA.0.into() {
        (QUANTA.0, Some(QuantumOdd::Small))
    } else if computed > QUANTA.1.into() {
        (QUANTA.1, Some(QuantumOdd::Big))
    } else {
        (computed as u32, None)
    }
}

/// What a class may do (`enum htb_cmode`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// Nothing: it is over its ceiling.
    Wait,
    /// Send on its parent's account: it is over its rate.
    Borrow,
    /// Send.
    Send,
}

/// What says where a class has to be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    pub(super) mode: Mode,
    pub(super) level: u8,
    /// The priorities at which it is active.
    pub(super) prios: u8,
}

/// What a class is to its packets.
#[derive(Debug)]
pub(super) enum Body {
    /// It has a queue.
    Leaf(Child),
    /// It has children.
    Inner(Box<Inner>),
}

/// A class with children.
#[derive(Debug)]
pub(super) struct Inner {
    /// By number.
    pub(super) children: Box<[u32]>,
    /// Children that borrow, by priority, as places in `children`.
    pub(super) feeds: [Round; PRIOS],
}

impl Inner {
    pub(super) fn new(children: Vec<u32>) -> Self {
        Self {
            feeds: std::array::from_fn(|_| Round::new(children.len())),
            children: children.into_boxed_slice(),
        }
    }
}

/// A class. What is looked at for each packet comes first: the first cache line and the third when one comes, all
/// four when one leaves.
#[derive(Debug)]
#[repr(C, align(64))]
pub(super) struct Class {
    tokens: Tokens,
    ctokens: Tokens,
    /// When the buckets were last looked at.
    checked: Instant,
    pub(super) parent: u32,
    /// Its place among its parent's children.
    pub(super) place: u32,
    pub(super) level: u8,
    pub(super) prio: u8,
    pub(super) mode: Mode,
    /// The priorities at which it, or somebody below, has something to send: one bit for each.
    pub(super) activity: u8,
    pub(super) handle: Handle,
    packets: u64,
    rate: Price,
    ceil: Price,
    /// What they hold, in nanoseconds.
    buffer: i64,
    cbuffer: i64,
    lends: u32,
    borrows: u32,
    bytes: u64,
    pub(super) body: Body,
    /// What is left of its turn at each level that it has borrowed from.
    deficit: [i32; LEVELS],
    quantum: u32,
    /// A longer super-frame is cut before it is queued: no bucket holds what it costs.
    pub(super) longest: u32,
    pub(super) drops: u64,
    pub(super) overlimits: u64,
}

impl Class {
    pub(super) fn new(config: &HtbClass, r2q: u32, body: Body, now: Instant) -> Self {
        let mut class = Self {
            handle: config.handle,
            parent: NONE,
            place: 0,
            level: 0,
            prio: 0,
            mode: Mode::Send,
            activity: 0,
            quantum: 0,
            deficit: [0; LEVELS],
            tokens: Tokens::ZERO,
            ctokens: Tokens::ZERO,
            checked: now,
            rate: Price::new(config.rate),
            ceil: Price::new(config.ceil),
            buffer: 0,
            cbuffer: 0,
            longest: 0,
            bytes: 0,
            packets: 0,
            drops: 0,
            overlimits: 0,
            lends: 0,
            borrows: 0,
            body,
        };
        class.set(config, r2q);
        class.fill(now);
        class
    }

    /// Takes on parameters. Tokens stay: what is too many for a smaller bucket is lost when they are next
    /// looked at.
    pub(super) fn set(&mut self, config: &HtbClass, r2q: u32) {
        self.rate = Price::new(config.rate);
        self.ceil = Price::new(config.ceil);
        let nanos = |time: Duration| i64::try_from(time.as_nanos()).unwrap_or(i64::MAX);
        self.buffer = nanos(config.buffer);
        self.cbuffer = nanos(config.cbuffer);
        self.quantum = quantum(config, r2q).0;
        self.prio = config.prio.min(PRIOS as u8 - 1);
        let (rate, ceil) = (
            self.rate.affordable(Tokens::from_nanos(self.buffer)),
            self.ceil.affordable(Tokens::from_nanos(self.cbuffer)),
        );
        self.longest = rate.min(ceil);
    }

    /// Fills its buckets, as those of a new class.
    pub(super) fn fill(&mut self, now: Instant) {
        self.tokens = Tokens::from_nanos(self.buffer);
        self.ctokens = Tokens::from_nanos(self.cbuffer);
        self.checked = now;
        self.mode = Mode::Send;
    }

    /// Fetches what is looked at when a packet comes.
    #[inline]
    pub(super) fn expect_enqueue(&self) {
        prefetch(&self.tokens);
        prefetch(&self.body);
    }

    /// Fetches what is looked at when its moment has come.
    #[inline]
    pub(super) fn expect_event(&self) {
        prefetch(&self.tokens);
    }

    /// Fetches what is looked at when its turn has come.
    #[inline]
    pub(super) fn expect_turn(&self) {
        prefetch(&self.tokens);
        prefetch(&self.rate);
        prefetch(&self.body);
        prefetch(&self.deficit);
    }

    /// Fetches the packet that its qdisc will give.
    #[inline]
    pub(super) fn expect_dequeue(&self, store: &Store) {
        if let Body::Leaf(child) = &self.body {
            child.expect_dequeue(store);
        }
    }

    #[inline]
    pub(super) fn standing(&self) -> Standing {
        Standing {
            mode: self.mode,
            level: self.level,
            prios: self.activity,
        }
    }

    /// Where the class is that it borrows from.
    #[inline]
    pub(super) fn parent(&self) -> Option<u32> {
        (self.parent != NONE).then_some(self.parent)
    }

    /// How long ago the buckets were looked at, as tokens.
    fn elapsed(&self, now: Instant) -> Tokens {
        let nanos = now.as_nanos().saturating_sub(self.checked.as_nanos());
        Tokens::from_nanos(nanos.min(DEEPEST as u64) as i64)
    }

    /// What it may do with so many more tokens (`htb_class_mode`).
    #[inline]
    fn mode_with(&self, more: Tokens) -> Mode {
        if self.ctokens + more < Tokens::ZERO {
            Mode::Wait
        } else if self.tokens + more < Tokens::ZERO {
            Mode::Borrow
        } else {
            Mode::Send
        }
    }

    /// In how many nanoseconds it may do more than that.
    #[inline]
    fn wait_with(&self, more: Tokens, mode: Mode) -> u64 {
        match mode {
            Mode::Wait => (self.ctokens + more).time_to_zero(),
            Mode::Borrow => (self.tokens + more).time_to_zero(),
            Mode::Send => 0,
        }
    }

    /// What it may do now that time has passed, and in how many nanoseconds more.
    #[inline]
    pub(super) fn mode_at(&self, now: Instant) -> (Mode, u64) {
        let more = self.elapsed(now);
        let mode = self.mode_with(more);
        (mode, self.wait_with(more, mode))
    }

    /// What it may do with the tokens as they are.
    #[inline]
    pub(super) fn mode_now(&self) -> Mode {
        self.mode_with(Tokens::ZERO)
    }

    /// In how many nanoseconds it may do more than that.
    #[inline]
    pub(super) fn wait_now(&self, mode: Mode) -> u64 {
        self.wait_with(Tokens::ZERO, mode)
    }

    /// Pays for a packet that was sent on the account of a class at level `lender`.
    #[inline]
    pub(super) fn charge(&mut self, now: Instant, lender: u8, size: WireSize) {
        let more = self.elapsed(now);
        if self.level >= lender {
            if self.level == lender {
                self.lends = self.lends.wrapping_add(1);
            }
            self.tokens = pay(self.tokens + more, self.buffer, self.rate.of(size.bytes));
        } else {
            self.borrows = self.borrows.wrapping_add(1);
            self.tokens = self.tokens + more;
        }
        self.ctokens = pay(self.ctokens + more, self.cbuffer, self.ceil.of(size.bytes));
        self.checked = now;
        if self.level > 0 {
            self.count(size);
        }
    }

    /// Takes so many bytes from what is left of its turn at a level. Whether the turn is over; its next one is longer
    /// by its quantum then.
    #[inline]
    pub(super) fn spend(&mut self, level: usize, bytes: u32) -> bool {
        let deficit = &mut self.deficit[level];
        let left = i64::from(*deficit) - i64::from(bytes);
        let is_over = left < 0;
        *deficit = if is_over {
            let left = left + i64::from(self.quantum);
            left.clamp(i32::MIN.into(), i32::MAX.into()) as i32
        } else {
            left as i32
        };
        is_over
    }

    /// Counts a packet that leaves.
    #[inline]
    pub(super) fn count(&mut self, size: WireSize) {
        self.bytes += u64::from(size.bytes);
        self.packets += u64::from(size.packets);
    }

    pub(super) fn stats(&self) -> ClassStats {
        // `PSCHED_NS2TICKS`.
        let ticks = |tokens: Tokens| {
            let ticks = tokens.nanos() >> 6;
            ticks.clamp(i32::MIN.into(), i32::MAX.into()) as i32
        };
        let mut queue = QueueStats {
            bytes: self.bytes,
            packets: self.packets,
            drops: self.drops,
            overlimits: self.overlimits,
            ..QueueStats::default()
        };
        if let Body::Leaf(child) = &self.body {
            queue.qlen = child.len() as u32;
            queue.backlog = child.backlog();
        }
        ClassStats {
            queue,
            htb: HtbStats {
                lends: self.lends,
                borrows: self.borrows,
                // Of the time when prices were in a table (before Linux 3.8).
                giants: 0,
                tokens: ticks(self.tokens),
                ctokens: ticks(self.ctokens),
            },
        }
    }
}

/// What is in a bucket that was filled and then paid from.
#[inline]
fn pay(tokens: Tokens, bucket: i64, price: Tokens) -> Tokens {
    let left = tokens.at_most(bucket) - price;
    if left.nanos() <= -DEEPEST {
        no_deeper(left)
    } else {
        left
    }
}

/// What is left of a debt of about a minute.
#[cold]
fn no_deeper(left: Tokens) -> Tokens {
    if left <= Tokens::from_nanos(-DEEPEST) {
        Tokens::from_nanos(1 - DEEPEST)
    } else {
        left
    }
}

/// The time of day as the event queues have it.
pub(super) fn moment(now: Instant, wait: u64) -> u64 {
    now.as_nanos().saturating_add(wait.max(1))
}

const _: () = {
    // Four cache lines, of which a packet touches what it has to.
    assert!(std::mem::offset_of!(Class, rate) == 64);
    assert!(std::mem::offset_of!(Class, body) == 128);
    assert!(std::mem::offset_of!(Class, drops) <= 256);
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::qos::RateSpec;

    #[test]
    fn the_quantum_is_a_tenth_of_a_second_of_the_rate_within_bounds() {
        let class = |bytes_per_second, given| HtbClass {
            handle: Handle::new(1, 1),
            parent: Handle::new(1, 0),
            rate: RateSpec {
                bytes_per_second,
                ..RateSpec::default()
            },
            ceil: RateSpec::default(),
            buffer: Duration::ZERO,
            cbuffer: Duration::ZERO,
            quantum: given,
            prio: 0,
        };
        for (rate, r2q, given, expected) in [
            (125_000, 10, 0, (12_500, None)),
            (9_999, 10, 0, (1000, Some(QuantumOdd::Small))),
            (2_000_010, 10, 0, (200_000, Some(QuantumOdd::Big))),
            (2_000_000, 10, 0, (200_000, None)),
            (12_500_000_000, 1, 1514, (1514, None)),
        ] {
            assert_eq!(quantum(&class(rate, given), r2q), expected);
        }
    }
}
