//! How often ICMP messages may be sent: a token bucket for each destination, and one for all
//! together (Linux's `inetpeer.c` and `icmp_global_allow`).

use std::{collections::HashMap, mem, net::IpAddr};

use crate::{
    forward::{Context, Rng},
    packet::Packet,
    sysctl::Sysctls,
    time::{Duration, Instant},
    wire::ipv4::Ipv4View,
    worker::lock,
};

/// Messages to one destination that may follow each other at once (`XRLIM_BURST_FACTOR`).
const BURST_FACTOR: u32 = 6;
/// Destinations remembered in each of two generations: the older is forgotten when the newer is
/// full. The kernel keeps 65,664 and collects the oldest.
const GENERATION: usize = 32_768;

/// `error_burst` and `error_cost` of net.ipv4.route: unreachable destinations reported to a sender.
const ERROR_BURST: Duration = Duration::from_secs(5);
const ERROR_COST: Duration = Duration::from_secs(1);

/// `redirect_number`, `redirect_load` and `redirect_silence` of net.ipv4.route.
const REDIRECT_NUMBER: u32 = 9;
const REDIRECT_LOAD: Duration = Duration::from_millis(20);
const REDIRECT_SILENCE: Duration = Duration::from_millis(20 << 10);

/// What is remembered of a destination (`inet_peer`). One bucket serves all limits, as in the
/// kernel.
#[derive(Clone, Copy, Debug)]
struct Peer {
    tokens: Duration,
    last: Option<Instant>,
    redirects: u32,
}

impl Peer {
    const NEW: Self = Self {
        tokens: Duration::ZERO,
        last: None,
        redirects: 0,
    };

    /// Fills the bucket up to `most` for the time since it was last used, and takes `cost` from it
    /// if that is there.
    fn take(&mut self, now: Instant, most: Duration, cost: Duration) -> bool {
        let since = self.last.map_or(most, |last| now.saturating_since(last));
        self.last = Some(now);
        self.tokens = (self.tokens + since).min(most);
        match self.tokens.checked_sub(cost) {
            Some(rest) => {
                self.tokens = rest;
                true
            }
            None => false,
        }
    }
}

/// The limits of the whole router.
#[derive(Clone, Debug, Default)]
pub(crate) struct IcmpLimits {
    recent: HashMap<IpAddr, Peer>,
    older: HashMap<IpAddr, Peer>,
    /// Messages that may be sent at once, to whomever.
    credit: u32,
    refilled: Option<Instant>,
}

impl IcmpLimits {
    fn peer(&mut self, address: IpAddr) -> &mut Peer {
        if self.recent.len() >= GENERATION && !self.recent.contains_key(&address) {
            self.older = mem::take(&mut self.recent);
        }
        let known = self.older.remove(&address).unwrap_or(Peer::NEW);
        self.recent.entry(address).or_insert(known)
    }

    /// Whether a limited message may go to `dst`: `gap` is the least time between two.
    pub(crate) fn allow(
        &mut self,
        now: Instant,
        sysctls: &Sysctls,
        rng: &mut Rng,
        dst: IpAddr,
        gap: Duration,
    ) -> bool {
        if !self.global_allow(now, sysctls) {
            return false;
        }
        if !gap.is_zero() && !self.peer(dst).take(now, gap * BURST_FACTOR, gap) {
            return false;
        }
        // One on average, at random, so that nobody can count the router's other messages (the
        // SAD DNS attack).
        self.credit = self.credit.saturating_sub(rng.below(3));
        true
    }

    fn global_allow(&mut self, now: Instant, sysctls: &Sysctls) -> bool {
        if self.credit > 0 {
            return true;
        }
        let second = Duration::from_secs(1);
        let since = self
            .refilled
            .map_or(second, |at| now.saturating_since(at))
            .min(second);
        if since < second / 50 {
            return false;
        }
        let rate = u128::from(sysctls.icmp_msgs_per_sec);
        let more = (rate * since.as_nanos() / second.as_nanos()) as u32;
        if more == 0 {
            return false;
        }
        self.refilled = Some(now);
        self.credit = more.min(sysctls.icmp_msgs_burst);
        true
    }

    /// Whether a redirect may go to `sender` (`ip_rt_send_redirect`): fewer and fewer, then none
    /// until there was silence.
    pub(crate) fn allow_redirect4(&mut self, now: Instant, sender: IpAddr) -> bool {
        let peer = self.peer(sender);
        let since = peer.last.map(|last| now.saturating_since(last));
        if since.is_none_or(|since| since > REDIRECT_SILENCE) {
            peer.tokens = Duration::ZERO;
            peer.redirects = 0;
        }
        if peer.redirects >= REDIRECT_NUMBER {
            peer.last = Some(now);
            return false;
        }
        let load = REDIRECT_LOAD * (1 << peer.redirects);
        if peer.redirects == 0 || since.is_none_or(|since| since > load) {
            peer.last = Some(now);
            peer.redirects += 1;
            return true;
        }
        false
    }

    /// Whether an IPv6 redirect about `address` may be sent: one a second, with a burst.
    pub(crate) fn allow_redirect6(&mut self, now: Instant, address: IpAddr) -> bool {
        let gap = Duration::from_secs(1);
        self.peer(address).take(now, gap * BURST_FACTOR, gap)
    }
}

/// Whether the sender of a packet that has no way may be told so (`ip_error`).
pub(crate) fn may_report_unreachable(cx: &mut Context<'_>, packet: &Packet) -> bool {
    let Ok(view) = Ipv4View::header(packet.network()) else {
        return false;
    };
    let mut limits = lock(&cx.router.icmp_limits);
    limits
        .peer(view.src().into())
        .take(cx.now, ERROR_BURST, ERROR_COST)
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    const HOST: IpAddr = IpAddr::V4(Ipv4Addr::new(10, 0, 0, 1));

    #[test]
    fn a_destination_gets_a_burst_and_then_one_for_each_gap() {
        let (mut limits, mut rng) = (IcmpLimits::default(), Rng::new(1));
        let sysctls = Sysctls::default();
        let gap = Duration::from_secs(1);
        let mut sent = |at: u64| {
            let now = Instant::ZERO + Duration::from_millis(at);
            limits.allow(now, &sysctls, &mut rng, HOST, gap)
        };
        let burst = (0..20).filter(|_| sent(100_000)).count();
        assert_eq!(burst, 6);
        assert!(!sent(100_999));
        // What was not enough is kept.
        assert!(sent(101_999));
        assert!(sent(102_000));
        assert!(!sent(102_001));
    }

    #[test]
    fn all_destinations_together_are_limited() {
        let (mut limits, mut rng) = (IcmpLimits::default(), Rng::new(1));
        let sysctls = Sysctls {
            icmp_msgs_per_sec: 100,
            icmp_msgs_burst: 50,
            ..Sysctls::default()
        };
        let now = Instant::ZERO + Duration::from_secs(10);
        let sent = (0..10_000u32)
            .filter(|&n| {
                let dst = IpAddr::V4(Ipv4Addr::from_bits(n));
                limits.allow(now, &sysctls, &mut rng, dst, Duration::from_secs(1))
            })
            .count();
        assert!((35..=65).contains(&sent), "{sent}");
    }

    #[test]
    fn redirects_become_rare_and_stop() {
        let mut limits = IcmpLimits::default();
        let mut now = Instant::ZERO + Duration::from_secs(100);
        let mut sent = Vec::new();
        for millis in 0..20_000u64 {
            if limits.allow_redirect4(now, HOST) {
                sent.push(millis);
            }
            now += Duration::from_millis(1);
        }
        assert_eq!(sent.len(), REDIRECT_NUMBER as usize);
        assert_eq!(sent[..4], [0, 41, 122, 283]);
        now += REDIRECT_SILENCE + Duration::from_millis(1);
        assert!(limits.allow_redirect4(now, HOST));
    }

    #[test]
    fn memory_is_bounded() {
        let mut limits = IcmpLimits::default();
        for n in 0..200_000 {
            limits.peer(IpAddr::V4(Ipv4Addr::from_bits(n)));
        }
        assert!(limits.recent.len() + limits.older.len() <= 2 * GENERATION);
    }
}
