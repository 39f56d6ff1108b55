//! `-m hashlimit`: an account of packets or bytes for each address, network or port.

use std::{
    collections::{HashMap, VecDeque, hash_map::Entry},
    sync::{Mutex, PoisonError},
};

use super::{
    Probe,
    limit::{HZ, tick},
};
use crate::{
    drop_reason::DropReason,
    filter::state::Memory,
    route::{Family, Key as _},
    time::Instant,
    wire::{ipv4::protocol::has_ports, ipv6_ext::next_header},
};

/// Parts of a second in [`Hashlimit::avg`] (`XT_HASHLIMIT_SCALE_v2`).
pub const HASHLIMIT_SCALE: u64 = 1_000_000;
/// Bits by which a number of bytes is shifted to give that of pieces that are paid for
/// (`XT_HASHLIMIT_BYTE_SHIFT`).
const PIECE: u32 = 4;

/// What has an account of its own, as a set (`XT_HASHLIMIT_HASH_*`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct HashlimitKeys(pub u8);

impl HashlimitKeys {
    /// Each destination.
    pub const DST: Self = Self(1);
    /// Each destination port.
    pub const DST_PORT: Self = Self(1 << 1);
    /// Each source.
    pub const SRC: Self = Self(1 << 2);
    /// Each source port.
    pub const SRC_PORT: Self = Self(1 << 3);

    /// Whether any of `other` is in it.
    #[must_use]
    pub const fn has_any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// `-m hashlimit`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hashlimit {
    /// `--hashlimit-name`: rules of one family and name share the accounts, and all but `above`, `bytes`
    /// and `rate_match` of the first of them.
    pub name: Box<str>,
    /// `--hashlimit-above`: what is beyond the limit matches.
    pub above: bool,
    /// The rate is one of bytes.
    pub bytes: bool,
    /// `--hashlimit-rate-match`: the rate is measured, not limited.
    pub rate_match: bool,
    /// `--hashlimit-mode`.
    pub keys: HashlimitKeys,
    /// The time of one packet, in 1/[`HASHLIMIT_SCALE`] s, or the price of 16 bytes.
    pub avg: u64,
    /// `--hashlimit-burst`: packets; for bytes, how often the account is filled up.
    pub burst: u64,
    /// `--hashlimit-htable-size`: buckets; 0 for the usual number.
    pub size: u32,
    /// `--hashlimit-htable-max`: accounts; 0 for 8 a bucket.
    pub max: u32,
    /// `--hashlimit-htable-gcinterval` in ms.
    pub gc_interval: u32,
    /// `--hashlimit-htable-expire` in ms.
    pub expire: u32,
    /// `--hashlimit-rate-interval` in s.
    pub interval: u32,
    /// `--hashlimit-srcmask`.
    pub src_mask: u8,
    /// `--hashlimit-dstmask`.
    pub dst_mask: u8,
}

/// Credits that an account gains each tick (`CREDITS_PER_JIFFY`): the largest power of two with which a
/// day fits in 64 bits.
const CREDITS: u64 = 1 << 39;
/// The same of accounts of bytes: with which a second fits in 32 bits.
const BYTE_CREDITS: u64 = 1 << 24;
/// What an account of bytes holds at most.
const BYTE_CAP: u64 = BYTE_CREDITS * HZ;

/// Credits of a time (`user2credits`).
const fn credits(time: u64) -> u64 {
    time.wrapping_mul(HZ * CREDITS / HASHLIMIT_SCALE)
}

/// Credits of 16 bytes (`user2credits_byte`), of which the kernel takes 32 bits.
const fn byte_credits(price: u64) -> u64 {
    ((price & 0xffff_ffff) * BYTE_CAP) >> 32
}

/// Milliseconds in ticks (`msecs_to_jiffies`).
fn ticks(millis: u32) -> u64 {
    (u64::from(millis) * HZ).div_ceil(1000)
}

impl Hashlimit {
    /// Buckets and accounts that a table may have (`HASHLIMIT_MAX_SIZE`).
    pub const MAX_SIZE: u32 = 1 << 20;
    /// Buckets where no number is given: what the kernel takes on a machine with more than 1 GB.
    const SIZE: u32 = 8192;

    /// Whether the price of bytes is not too low to be counted.
    #[must_use]
    pub const fn has_byte_price(&self) -> bool {
        byte_credits(self.avg) != 0
    }

    /// The bytes per second that their price stands for (`user2rate_bytes`).
    #[must_use]
    pub fn byte_rate(&self) -> u64 {
        let pieces = u64::from(u32::MAX).checked_div(self.avg & 0xffff_ffff);
        (pieces.unwrap_or(u64::from(u32::MAX)) - 1) << PIECE
    }

    /// Whether the account can hold a burst.
    #[must_use]
    pub const fn fits(&self) -> bool {
        self.burst != 0 && credits(self.avg.wrapping_mul(self.burst)) >= credits(self.avg)
    }

    /// `hashlimit_mt`.
    ///
    /// # Errors
    /// If its ports can't be seen, or there is no room for another account.
    pub(super) fn holds(
        &self,
        now: Instant,
        probe: &Probe<'_>,
        memory: Option<&Memory>,
    ) -> Result<bool, DropReason> {
        let Some(Memory::Hashlimit(table)) = memory else {
            return Ok(false);
        };
        let within = table.charge(self, tick(now), probe)?;
        Ok(within != self.above)
    }

    /// What of a packet tells whose account it is (`hashlimit_init_dst`).
    fn payer(&self, probe: &Probe<'_>) -> Result<Payer, DropReason> {
        let headers = probe.headers;
        let mut payer = Payer::default();
        let masked = |wanted, addr: u128, len| {
            if self.keys.has_any(wanted) {
                addr.masked(len)
            } else {
                0
            }
        };
        payer.src = masked(HashlimitKeys::SRC, headers.src, self.src_mask);
        payer.dst = masked(HashlimitKeys::DST, headers.dst, self.dst_mask);
        let (src_port, dst_port) = (HashlimitKeys::SRC_PORT, HashlimitKeys::DST_PORT);
        if !self.keys.has_any(src_port) && !self.keys.has_any(dst_port) {
            return Ok(payer);
        }
        let (src, dst) = ports(probe)?;
        if self.keys.has_any(src_port) {
            payer.src_port = src;
        }
        if self.keys.has_any(dst_port) {
            payer.dst_port = dst;
        }
        Ok(payer)
    }
}

/// What is where ports are, of protocols that have them (`proto_ports_offset`), also in fragments that
/// are not the first.
fn ports(probe: &Probe<'_>) -> Result<(u16, u16), DropReason> {
    let headers = probe.headers;
    if headers.broken || headers.protocol == next_header::NONE && probe.at.family == Family::V6 {
        return Err(DropReason::NetfilterDrop);
    }
    let hidden = probe.at.family == Family::V6 && headers.fragment != 0;
    let offset = match headers.protocol {
        _ if hidden => return Ok((0, 0)),
        next_header::AUTHENTICATION => 4,
        protocol if has_ports(protocol) => 0,
        _ => return Ok((0, 0)),
    };
    let bytes = probe.packet.network().get(headers.l4 + offset..);
    let ports: Option<&[u8; 4]> = bytes.and_then(<[u8]>::first_chunk);
    let &[a, b, c, d] = ports.ok_or(DropReason::NetfilterDrop)?;
    Ok((u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d])))
}

/// Who has an account; what does not count is zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
struct Payer {
    src: u128,
    dst: u128,
    src_port: u16,
    dst_port: u16,
}

/// An account (`struct dsthash_ent`).
#[derive(Clone, Copy, Debug)]
struct Account {
    /// From this tick on it may be closed.
    expires: u64,
    /// When it was last filled up, or its window began.
    since: u64,
    /// What it has, of a limit; what was counted in this window, of a measured rate.
    credit: u64,
    /// What it can have: of packets; for bytes, how often it is still filled up at once.
    cap: u64,
    /// In the window before there was too much.
    over: bool,
}

/// Prices, the same for all accounts of a table.
#[derive(Clone, Copy, Debug)]
enum Tariff {
    /// Packets: what one costs, and what an account holds.
    Packets { cost: u64, cap: u64 },
    /// Bytes: what 16 cost, and how often an account is filled up at once.
    Bytes { cost: u64, refills: u64 },
    /// A rate is measured: per second, in windows of so many ticks, with so much allowed in one.
    Rate { rate: u64, window: u64, burst: u64 },
}

impl Tariff {
    /// `rateinfo_init`.
    fn of(config: &Hashlimit) -> Self {
        let Hashlimit { avg, burst, .. } = *config;
        if config.rate_match {
            let window = u64::from(config.interval) * HZ;
            return if config.bytes {
                let rate = config.byte_rate();
                let burst = rate.wrapping_mul(burst.max(1));
                Self::Rate {
                    rate,
                    window,
                    burst,
                }
            } else {
                let rate = HASHLIMIT_SCALE.checked_div(avg).unwrap_or(0);
                let burst = burst.wrapping_add(rate);
                Self::Rate {
                    rate,
                    window,
                    burst,
                }
            };
        }
        if config.bytes {
            return Self::Bytes {
                cost: byte_credits(avg),
                refills: burst,
            };
        }
        Self::Packets {
            cost: credits(avg),
            cap: credits(avg.wrapping_mul(burst)),
        }
    }

    /// A new account.
    const fn open(self, tick: u64, expires: u64) -> Account {
        let (credit, cap) = match self {
            Self::Packets { cap, .. } => (cap, cap),
            Self::Bytes { refills, .. } => (BYTE_CAP, refills),
            Self::Rate { .. } => (0, 0),
        };
        Account {
            expires,
            since: tick,
            credit,
            cap,
            over: false,
        }
    }

    /// Lets time pass for an account (`rateinfo_recalc`).
    fn fill(self, account: &mut Account, tick: u64) {
        let passed = tick.saturating_sub(account.since);
        if passed == 0 {
            return;
        }
        match self {
            Self::Rate { rate, window, .. } => {
                if passed >= window {
                    let counted = account.credit.wrapping_mul(window);
                    account.over = counted > passed.wrapping_mul(rate);
                    (account.since, account.credit) = (tick, 0);
                }
            }
            Self::Bytes { .. } => {
                let gained = BYTE_CREDITS.saturating_mul(passed);
                account.credit = account.credit.saturating_add(gained).min(BYTE_CAP);
                account.since = tick;
            }
            Self::Packets { .. } => {
                let gained = CREDITS.wrapping_mul(passed);
                account.credit = account.credit.wrapping_add(gained).min(account.cap);
                account.since = tick;
            }
        }
    }

    /// Lets an account pay for a packet of `len` bytes; whether it can. The rule says whether it
    /// measures, and whether bytes count; the prices are the table's.
    fn pay(self, account: &mut Account, rule: &Hashlimit, len: u64) -> bool {
        if rule.rate_match {
            account.credit = account
                .credit
                .saturating_add(if rule.bytes { len } else { 1 });
            let burst = match self {
                Self::Rate { burst, .. } => burst,
                Self::Packets { .. } | Self::Bytes { .. } => 0,
            };
            return !account.over && account.credit <= burst;
        }
        let price = match self {
            Self::Packets { cost, .. } | Self::Bytes { cost, .. } => cost,
            Self::Rate { .. } => 0,
        };
        let mut cost = price;
        if rule.bytes {
            cost = ((len >> PIECE) + 1).saturating_mul(price).min(BYTE_CAP);
            if account.credit < cost && account.cap != 0 {
                account.cap -= 1;
                account.credit = BYTE_CAP;
            }
        }
        match account.credit.checked_sub(cost) {
            Some(rest) => account.credit = rest,
            None => return false,
        }
        true
    }
}

#[derive(Clone, Debug)]
struct Accounts {
    open: HashMap<Payer, Account>,
    /// Those of `open`, in the order in which they are looked at to be closed.
    order: VecDeque<Payer>,
    /// When the table was made.
    began: Option<u64>,
    /// When all were looked at because there was no room.
    swept: u64,
}

/// The accounts of one name (`struct xt_hashlimit_htable`): so many at most. Packets take its lock one
/// after the other.
#[derive(Debug)]
pub(crate) struct HashlimitTable {
    config: Hashlimit,
    tariff: Tariff,
    accounts: Mutex<Accounts>,
}

impl HashlimitTable {
    /// No accounts yet, with the prices of a rule.
    pub(in crate::filter) fn of(config: &Hashlimit) -> Self {
        let accounts = Accounts {
            open: HashMap::new(),
            order: VecDeque::new(),
            began: None,
            swept: 0,
        };
        Self {
            config: config.clone(),
            tariff: Tariff::of(config),
            accounts: Mutex::new(accounts),
        }
    }

    /// One that is as this one is now.
    pub(in crate::filter) fn copied(&self) -> Self {
        Self {
            config: self.config.clone(),
            tariff: self.tariff,
            accounts: Mutex::new(self.with(|accounts| accounts.clone())),
        }
    }

    fn with<T>(&self, ask: impl FnOnce(&mut Accounts) -> T) -> T {
        ask(&mut (self.accounts.lock()).unwrap_or_else(PoisonError::into_inner))
    }

    /// How many accounts there may be.
    fn max(&self) -> usize {
        let size = match self.config.size {
            0 => Hashlimit::SIZE,
            size => size,
        };
        let max = match self.config.max {
            0 => size.saturating_mul(8),
            max => max.max(size),
        };
        max as usize
    }

    /// Lets the account of a packet pay for it; whether it can.
    fn charge(&self, rule: &Hashlimit, tick: u64, probe: &Probe<'_>) -> Result<bool, DropReason> {
        let payer = self.config.payer(probe)?;
        let len = probe.packet.network().len() as u64;
        let expires = tick + ticks(self.config.expire);
        self.with(|accounts| {
            let began = *accounts.began.get_or_insert(tick);
            let interval = ticks(self.config.gc_interval).max(1);
            // The kernel closes accounts whose time is over, but looks only now and then.
            let looked = tick - tick.saturating_sub(began) % interval;
            let full = accounts.open.len() >= self.max();
            if full && accounts.swept != looked {
                accounts.swept = looked;
                accounts.open.retain(|_, account| account.expires > looked);
                let Accounts { open, order, .. } = accounts;
                order.retain(|payer| open.contains_key(payer));
            }
            let room = accounts.open.len() < self.max();
            let account = match accounts.open.entry(payer) {
                Entry::Occupied(entry) => {
                    let account = entry.into_mut();
                    if account.expires <= looked {
                        *account = self.tariff.open(tick, expires);
                    } else {
                        account.expires = expires;
                        self.tariff.fill(account, tick);
                    }
                    account
                }
                Entry::Vacant(_) if !room => return Err(DropReason::NetfilterDrop),
                Entry::Vacant(entry) => {
                    accounts.order.push_back(payer);
                    entry.insert(self.tariff.open(tick, expires))
                }
            };
            let paid = self.tariff.pay(account, rule, len);
            accounts.tidy(looked);
            Ok(paid)
        })
    }
}

impl Accounts {
    /// Looks at two accounts, and closes them if their time was over at `looked`: so there are never
    /// many more than have come of late.
    fn tidy(&mut self, looked: u64) {
        for _ in 0..2 {
            let Some(payer) = self.order.pop_front() else {
                return;
            };
            match self.open.get(&payer) {
                Some(account) if account.expires <= looked => {
                    self.open.remove(&payer);
                }
                Some(_) => self.order.push_back(payer),
                None => {}
            }
        }
    }
}
