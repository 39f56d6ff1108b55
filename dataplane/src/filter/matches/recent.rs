//! `-m recent`: lists of addresses, and when each was last seen. Read Linux's xt_recent(8) page in
//! iptables-extensions.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

use super::{Probe, limit::tick};
use crate::{
    filter::{Test, headers::bits, state::Memory},
    route::Family,
    time::Instant,
};

/// Addresses in a list; one more, and the one that was longest not seen goes (`ip_list_tot`).
const ADDRESSES: usize = 100;
/// Times that are kept of an address where no rule asks for more of them.
const STAMPS: u32 = 32;

/// What is done with the packet's address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RecentAction {
    /// `--set`: it is put into the list, or noted there again.
    Set,
    /// `--rcheck`: it is looked for.
    Check,
    /// `--update`: it is looked for, and noted again if it was found.
    Update,
    /// `--remove`: it is looked for and taken out.
    Remove,
}

/// Which address of a packet counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Side {
    /// The source.
    #[default]
    Source,
    /// The destination.
    Destination,
}

impl Side {
    /// That address of the packet; of IPv4 in the upper 32 bits.
    pub(super) const fn of(self, probe: &Probe<'_>) -> u128 {
        match self {
            Self::Source => probe.headers.src,
            Self::Destination => probe.headers.dst,
        }
    }
}

/// `-m recent`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recent {
    /// `--name`: rules of one name share a list, those of both families too.
    pub name: Box<str>,
    /// `--set`, `--rcheck`, `--update` or `--remove`.
    pub action: Test<RecentAction>,
    /// `--seconds`: only what was seen since then counts; 0 for all.
    pub seconds: u32,
    /// `--reap`: the list loses what is older than that.
    pub reap: bool,
    /// `--hitcount`: how often it must have been seen; 0 for once.
    pub hit_count: u32,
    /// `--rttl`: only if it was seen with the packet's time to live.
    pub ttl: bool,
    /// `--rsource`, `--rdest`.
    pub side: Side,
    /// `--mask`: the bits that count. The list has that of the rule that it was made for.
    pub mask: IpAddr,
}

impl Recent {
    /// The most that `--hitcount` may ask for (`XT_RECENT_MAX_NSTAMPS`).
    pub const MAX_HIT_COUNT: u32 = u16::MAX as u32;

    /// How many times its list has to keep of an address.
    fn stamps(&self) -> usize {
        let wanted = if self.hit_count == 0 {
            STAMPS
        } else {
            self.hit_count.next_power_of_two()
        };
        wanted as usize
    }

    /// `recent_mt`.
    pub(super) fn holds(&self, now: Instant, probe: &Probe<'_>, memory: Option<&Memory>) -> bool {
        match memory {
            Some(Memory::Recent(table)) => table.ask(self, tick(now), probe),
            Some(_) | None => false,
        }
    }
}

/// An address in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Address {
    family: Family,
    bits: u128,
}

/// What is known of an address.
#[derive(Clone, Debug, Default)]
struct Entry {
    /// The time to live that it was noted with.
    ttl: u8,
    /// Behind the place of the newest of `stamps`, which are a ring once it is full.
    index: usize,
    /// When it was seen, in ticks.
    stamps: Vec<u64>,
    /// The larger, the later it was noted.
    turn: u64,
}

impl Entry {
    /// Notes that it is seen at `tick` (`recent_entry_update`).
    fn note(&mut self, tick: u64, most: usize) {
        self.index &= most - 1;
        match self.stamps.get_mut(self.index) {
            Some(stamp) => *stamp = tick,
            None => self.stamps.push(tick),
        }
        self.index += 1;
    }

    /// When it was seen last.
    fn last(&self) -> Option<u64> {
        self.stamps.get(self.index.checked_sub(1)?).copied()
    }
}

#[derive(Clone, Debug)]
struct List {
    entries: HashMap<Address, Entry>,
    /// Of the entry that was noted last.
    turn: u64,
    /// Times kept of an address: a power of two.
    most: usize,
}

impl List {
    /// The address that was longest not noted.
    fn oldest(&self) -> Option<Address> {
        let oldest = self.entries.iter().min_by_key(|(_, entry)| entry.turn);
        oldest.map(|(address, _)| *address)
    }

    /// Notes an address, which may be new.
    fn note(&mut self, address: Address, ttl: u8, tick: u64) {
        self.turn += 1;
        let room = self.entries.len() < ADDRESSES || self.entries.contains_key(&address);
        let mut spare = Vec::new();
        if !room
            && let Some(oldest) = self.oldest()
            && let Some(gone) = self.entries.remove(&oldest)
        {
            spare = gone.stamps;
            spare.clear();
        }
        let entry = self.entries.entry(address).or_insert_with(|| Entry {
            stamps: spare,
            ..Entry::default()
        });
        entry.note(tick, self.most);
        (entry.ttl, entry.turn) = (ttl, self.turn);
    }

    /// Takes out the oldest entry if it was not seen since `since` (`recent_entry_reap`). The entry of
    /// `spared` stays.
    fn reap(&mut self, since: i64, spared: Option<Address>) {
        if let Some(oldest) = self.oldest()
            && spared != Some(oldest)
            && (self.entries.get(&oldest).and_then(Entry::last))
                .is_some_and(|last| before(last, since))
        {
            self.entries.remove(&oldest);
        }
    }
}

/// Whether a stamp lies before `since`, which may lie before time began.
fn before(stamp: u64, since: i64) -> bool {
    i64::try_from(stamp).is_ok_and(|stamp| stamp < since)
}

/// A list (`struct recent_table`), of a bounded size. Packets take its lock one after the other.
#[derive(Debug)]
pub(crate) struct RecentTable {
    mask: u128,
    list: Mutex<List>,
}

impl RecentTable {
    /// An empty list, made for a rule.
    pub(in crate::filter) fn of(recent: &Recent) -> Self {
        let list = List {
            entries: HashMap::new(),
            turn: 0,
            most: recent.stamps(),
        };
        // Of a list that IPv4 began, all bits of IPv6 addresses behind the first 32 count.
        let rest = match recent.mask {
            IpAddr::V4(_) => u128::MAX >> 32,
            IpAddr::V6(_) => 0,
        };
        Self {
            mask: bits(recent.mask) | rest,
            list: Mutex::new(list),
        }
    }

    /// Another rule uses it. If that asks for more times than are kept, the list begins anew.
    pub(in crate::filter) fn join(&self, recent: &Recent) {
        self.with(|list| {
            if recent.stamps() > list.most {
                list.most = recent.stamps();
                list.entries.clear();
            }
        });
    }

    /// One that is as this one is now.
    pub(in crate::filter) fn copied(&self) -> Self {
        Self {
            mask: self.mask,
            list: Mutex::new(self.with(|list| list.clone())),
        }
    }

    fn with<T>(&self, ask: impl FnOnce(&mut List) -> T) -> T {
        ask(&mut self.list.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Asks for a packet's address, and notes it as `recent` says.
    fn ask(&self, recent: &Recent, tick: u64, probe: &Probe<'_>) -> bool {
        let address = Address {
            family: probe.at.family,
            bits: recent.side.of(probe) & self.mask,
        };
        let ttl = ttl(probe);
        self.with(|list| {
            let entry = list
                .entries
                .get(&address)
                .filter(|entry| !recent.ttl || [0, ttl].contains(&entry.ttl) || ttl == 0);
            let Some(entry) = entry else {
                let set = recent.action.of == RecentAction::Set;
                if set {
                    list.note(address, ttl, tick);
                }
                return recent.action.holds(set);
            };
            match recent.action.of {
                RecentAction::Set => {
                    list.note(address, ttl, tick);
                    recent.action.holds(true)
                }
                RecentAction::Remove => {
                    list.entries.remove(&address);
                    recent.action.holds(true)
                }
                action @ (RecentAction::Check | RecentAction::Update) => {
                    // The product has 32 bits there, too.
                    let span = recent.seconds.wrapping_mul(super::limit::HZ as u32);
                    let since = i64::try_from(tick).unwrap_or(i64::MAX) - i64::from(span);
                    let counts = |stamp: &&u64| recent.seconds == 0 || !before(**stamp, since);
                    let seen = entry.stamps.iter().filter(counts);
                    let wanted = recent.hit_count.max(1) as usize;
                    let holds = recent.action.holds(seen.take(wanted).count() == wanted);
                    // Its outcome decides, negated if it is.
                    let noted = action == RecentAction::Update && holds;
                    if recent.reap {
                        list.reap(since, noted.then_some(address));
                    }
                    if noted {
                        list.note(address, ttl, tick);
                    }
                    holds
                }
            }
        })
    }
}

/// The time to live as it was before the packet was forwarded.
fn ttl(probe: &Probe<'_>) -> u8 {
    let forwarded = probe.at.oif.is_some() && probe.at.iif.is_some();
    probe.ttl().wrapping_add(u8::from(forwarded))
}
