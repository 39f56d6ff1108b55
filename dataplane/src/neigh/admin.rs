//! What the administrator does: `ip neigh`, interfaces that go down, proxy entries.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    net::IpAddr,
};

use super::{
    cache::{Context, NeighCache},
    entry::{Effect, Nud, Update, UpdateError},
    output::{Neighbour, NeighbourChange},
    table::Key,
};
use crate::{
    iface::{IfIndex, Interface, MacAddr},
    packet::Packet,
    time::{Duration, Instant},
};

/// `proxy_qlen`: requests for others that wait. Deviation: Linux's default, not settable.
const PROXY_QLEN: usize = 64;
/// `proxy_delay`: an answer for another waits up to this long, so that the owner's comes first.
const PROXY_DELAY: Duration = Duration::from_millis(800);

/// A request of `ip neigh add|change|replace|append` (`RTM_NEWNEIGH`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// The network address.
    pub address: IpAddr,
    /// The Ethernet address.
    pub mac: Option<MacAddr>,
    /// The state to be in.
    pub state: Nud,
    /// It is a router (`NTF_ROUTER`).
    pub router: bool,
    /// It is for the proxy list (`NTF_PROXY`).
    pub proxy: bool,
    /// Who sets it (`NDA_PROTOCOL`); 0 for none.
    pub protocol: u8,
    /// Make it if it is missing (`NLM_F_CREATE`).
    pub create: bool,
    /// It must be new (`NLM_F_EXCL`).
    pub exclusive: bool,
    /// What is there may be overwritten (`NLM_F_REPLACE`).
    pub replace: bool,
    /// Resolve it now (`NTF_USE`).
    pub resolve: bool,
}

/// Why a request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NeighError {
    /// There is one already (`EEXIST`).
    Exists,
    /// There is none (`ENOENT`).
    NotFound,
    /// The state needs an Ethernet address (`EINVAL`, "No link layer address given").
    NoAddress,
    /// The table is full (`ENOBUFS`).
    Full,
}

impl fmt::Display for NeighError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Exists => "neighbour exists",
            Self::NotFound => "no such neighbour",
            Self::NoAddress => "No link layer address given",
            Self::Full => "neighbour table full",
        })
    }
}

impl std::error::Error for NeighError {}

/// An address that the router answers for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Proxy {
    /// Its answers say that it is a router.
    pub(super) router: bool,
    protocol: u8,
}

/// Requests for others that wait their turn, so that a storm of them is answered slowly
/// (RFC 4861 §7.2.8).
#[derive(Debug, Default)]
pub(super) struct Delayed {
    order: BTreeSet<(Instant, u64)>,
    requests: BTreeMap<u64, (IfIndex, Packet)>,
    serial: u64,
}

impl Delayed {
    pub(super) fn next_deadline(&self) -> Option<Instant> {
        self.order.first().map(|(due, _)| *due)
    }

    fn pop(&mut self, now: Instant) -> Option<(IfIndex, Packet)> {
        let (due, serial) = *self.order.first()?;
        if due > now {
            return None;
        }
        self.order.pop_first();
        self.requests.remove(&serial)
    }
}

impl NeighCache {
    /// Adds or changes a neighbour or proxy entry (`neigh_add`).
    ///
    /// # Errors
    /// As the kernel. One refused for want of an Ethernet address leaves an entry without state
    /// behind, as there.
    pub fn set(
        &mut self,
        cx: &mut Context<'_>,
        oif: &Interface,
        request: &Request,
    ) -> Result<(), NeighError> {
        let key = Key {
            oif: oif.index,
            address: request.address,
        };
        if request.proxy {
            let proxy = self.proxies.entry(key).or_default();
            proxy.router = request.router;
            if request.protocol != 0 {
                proxy.protocol = request.protocol;
            }
            return Ok(());
        }
        let mut replace = true;
        if self.table(key.address).entries.contains_key(&key) {
            if request.exclusive {
                return Err(NeighError::Exists);
            }
            replace = request.replace;
        } else {
            if !request.create {
                return Err(NeighError::NotFound);
            }
            // What is permanent does not count against the limit.
            if request.state == Nud::Permanent {
                self.create_uncounted(cx.now, oif, key.address);
            } else if !self.create(cx, oif, key.address) {
                return Err(NeighError::Full);
            }
            self.forget();
        }
        let now = cx.now;
        let (table, times) = self.times(now, oif, key.address);
        let result = table.with(key, |entry| {
            if request.protocol != 0 {
                entry.protocol = request.protocol;
            }
            if request.resolve {
                entry.thaw();
                return Ok(Effect::default());
            }
            let update = Update {
                mac: request.mac,
                state: request.state,
                override_: replace,
                weak_override: false,
                router: replace.then_some(request.router),
                admin: true,
            };
            entry.update(now, &times, update)
        });
        match result {
            Some(Ok(effect)) => self.apply(cx, oif, key, effect),
            Some(Err(UpdateError::NoAddress)) => return Err(NeighError::NoAddress),
            Some(Err(UpdateError::Fixed)) | None => return Err(NeighError::NotFound),
        }
        if request.resolve {
            self.forget();
            self.send(cx, oif, key, None);
        }
        Ok(())
    }

    /// Deletes a neighbour or proxy entry (`neigh_delete`).
    ///
    /// # Errors
    /// [`NeighError::NotFound`].
    pub fn delete(
        &mut self,
        cx: &mut Context<'_>,
        oif: &Interface,
        address: IpAddr,
        proxy: bool,
    ) -> Result<(), NeighError> {
        let key = Key {
            oif: oif.index,
            address,
        };
        if proxy {
            let gone = self.proxies.remove(&key).ok_or(NeighError::NotFound)?;
            let neighbour = describe_proxy(key, gone);
            cx.out.changes.push(NeighbourChange::Deleted(neighbour));
            return Ok(());
        }
        let update = Update {
            mac: None,
            state: Nud::Failed,
            override_: true,
            weak_override: false,
            router: None,
            admin: true,
        };
        let now = cx.now;
        let (table, times) = self.times(now, oif, address);
        let effect = table
            .with(key, |entry| entry.update(now, &times, update))
            .ok_or(NeighError::NotFound)?;
        if let Ok(effect) = effect {
            self.apply(cx, oif, key, effect);
        }
        self.remove(cx, key);
        Ok(())
    }

    /// Drops what is known on an interface: all of it if the interface went down, was deleted or
    /// got another Ethernet address; all but what is permanent if it merely lost its carrier. On
    /// deletion the proxy entries go too.
    pub fn flush_interface(&mut self, cx: &mut Context<'_>, oif: IfIndex, flush: Flush) {
        for key in self.keys_of(oif) {
            let permanent = self
                .table(key.address)
                .entries
                .get(&key)
                .is_some_and(|entry| entry.state.nud() == Nud::Permanent);
            if !(permanent && flush == Flush::CarrierLost) {
                self.remove(cx, key);
            }
        }
        if flush == Flush::Down {
            self.proxies.retain(|key, _| key.oif != oif);
        }
    }

    pub(super) fn list_proxies(&self) -> impl Iterator<Item = Neighbour> {
        self.proxies
            .iter()
            .map(|(key, proxy)| describe_proxy(*key, *proxy))
    }

    /// Lets a request wait for a random time; drops it if too many wait.
    pub(super) fn delay(&mut self, cx: &mut Context<'_>, iif: IfIndex, request: &Packet) {
        if self.delayed.requests.len() >= PROXY_QLEN {
            return;
        }
        let Some(buf) = cx.pool.copy(request.buf.bytes()) else {
            return;
        };
        let packet = Packet {
            buf,
            meta: request.meta,
        };
        let due = cx.now + self.rng.below(PROXY_DELAY);
        self.delayed.serial += 1;
        self.delayed.order.insert((due, self.delayed.serial));
        self.delayed
            .requests
            .insert(self.delayed.serial, (iif, packet));
    }

    /// Answers the requests whose time has come.
    pub(super) fn answer_delayed(&mut self, cx: &mut Context<'_>) {
        while let Some((iif, packet)) = self.delayed.pop(cx.now) {
            if let Some(iif) = cx.snapshot.interfaces.get(iif) {
                // What it is dropped for was not so when it came; nobody counts it twice.
                let _ = self.answer_late(cx, iif, &packet);
            }
            cx.pool.recycle(packet);
        }
    }
}

/// Why an interface's neighbours are dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flush {
    /// It went down or was deleted.
    Down,
    /// It has another Ethernet address.
    AddressChanged,
    /// It lost its carrier.
    CarrierLost,
}

fn describe_proxy(key: Key, proxy: Proxy) -> Neighbour {
    Neighbour {
        oif: key.oif,
        address: key.address,
        mac: None,
        state: Nud::None,
        router: proxy.router,
        proxy: true,
        protocol: proxy.protocol,
        used: Duration::ZERO,
        confirmed: Duration::ZERO,
        updated: Duration::ZERO,
        probes: 0,
    }
}
