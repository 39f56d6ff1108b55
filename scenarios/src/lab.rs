//! The lab: hosts and routers joined by cables, in one process and in virtual time.
//!
//! Everything that happens follows from the seed: two runs give the same frames at the same times.
//! Time stands still while anything can be done at the present moment, then jumps to the next event
//! (a frame that arrives, a timer of a host or of a router).

use dataplane::{
    packet::Packet,
    time::{Duration, Instant},
};

use crate::{
    clock::{Clock, Dice},
    host::Host,
    jobs::Jobs,
    link::{Direction, LinkSpec},
    router::Router,
    switch::Switch,
};

/// A host of the lab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HostId(usize);

/// A router of the lab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RouterId(usize);

/// A switch of the lab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SwitchId(usize);

/// A machine of the lab: a host or a router.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A host.
    Host(HostId),
    /// A router.
    Router(RouterId),
}

impl From<HostId> for Place {
    fn from(host: HostId) -> Self {
        Self::Host(host)
    }
}

impl From<RouterId> for Place {
    fn from(router: RouterId) -> Self {
        Self::Router(router)
    }
}

/// Where a cable is plugged in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plug {
    /// A host's card, by the order in which they were named.
    Host(HostId, usize),
    /// A router's port, by the order in which its ports were made.
    Router(RouterId, usize),
    /// A switch's port, from 0.
    Switch(SwitchId, usize),
}

/// A frame that a cable carried, as a capture at one of its ends sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Captured {
    /// When it was sent, or arrived.
    pub at: Instant,
    /// Its bytes.
    pub frame: Vec<u8>,
}

#[derive(Debug)]
struct Cable {
    spec: LinkSpec,
    /// Nothing passes it.
    cut: bool,
    ends: [Plug; 2],
    /// From end 0 to end 1, and back.
    directions: [Direction; 2],
    /// What end 0 and end 1 saw, if captures are kept.
    captures: [Vec<Captured>; 2],
}

/// A laboratory.
#[derive(Debug)]
pub struct Lab {
    clock: Clock,
    dice: Dice,
    hosts: Vec<Host>,
    routers: Vec<Router>,
    switches: Vec<Switch>,
    cables: Vec<Cable>,
    capturing: bool,
    jobs: Jobs,
}

/// The shortest step of time: a device that wants to be asked again "now" is asked after this.
const TICK: Duration = Duration::from_micros(1);

impl Lab {
    /// An empty one, at time zero.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self {
            clock: Clock::default(),
            dice: Dice::new(seed),
            hosts: Vec::new(),
            routers: Vec::new(),
            switches: Vec::new(),
            cables: Vec::new(),
            capturing: false,
            jobs: Jobs::default(),
        }
    }

    /// Keeps a copy of every frame from now on, for [`Lab::capture`].
    pub fn keep_captures(&mut self) {
        self.capturing = true;
    }

    /// The present moment.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// A number for whoever needs a seed of their own.
    pub fn seed(&mut self) -> u64 {
        self.dice.bits()
    }

    /// Adds a host.
    pub fn add_host(&mut self, host: Host) -> HostId {
        self.hosts.push(host);
        HostId(self.hosts.len() - 1)
    }

    /// Adds a router.
    pub fn add_router(&mut self, router: Router) -> RouterId {
        self.routers.push(router);
        RouterId(self.routers.len() - 1)
    }

    /// Adds a switch.
    pub fn add_switch(&mut self, switch: Switch) -> SwitchId {
        self.switches.push(switch);
        SwitchId(self.switches.len() - 1)
    }

    /// Joins two plugs by a cable.
    pub fn connect(&mut self, one: Plug, other: Plug, spec: LinkSpec) {
        self.cables.push(Cable {
            spec,
            cut: false,
            ends: [one, other],
            directions: Default::default(),
            captures: Default::default(),
        });
    }

    /// Where each cable is plugged in, what it is like, and whether it is cut.
    pub fn cables(&self) -> impl Iterator<Item = ([Plug; 2], LinkSpec, bool)> {
        let cables = self.cables.iter();
        cables.map(|cable| (cable.ends, cable.spec, cable.cut))
    }

    /// Changes what a cable is like, by its place among [`Self::cables`].
    pub fn set_cable(&mut self, place: usize, spec: LinkSpec) {
        if let Some(cable) = self.cables.get_mut(place) {
            cable.spec = spec;
        }
    }

    /// Cuts a cable, or mends it: both ends see that their carrier is gone, or back.
    pub fn cut(&mut self, place: usize, cut: bool) {
        let Some(cable) = self.cables.get_mut(place) else {
            return;
        };
        cable.cut = cut;
        for end in cable.ends {
            match end {
                Plug::Host(host, card) => {
                    self.hosts[host.0].machine().set_carrier(card, !cut);
                }
                Plug::Router(router, port) => self.routers[router.0].set_carrier(port, !cut),
                Plug::Switch(..) => {}
            }
        }
    }

    /// A host, to use it.
    ///
    /// # Panics
    /// If it is of another lab.
    pub fn host(&mut self, host: HostId) -> &mut Host {
        &mut self.hosts[host.0]
    }

    /// A router, to use it.
    ///
    /// # Panics
    /// If it is of another lab.
    pub fn router(&mut self, router: RouterId) -> &mut Router {
        &mut self.routers[router.0]
    }

    /// The machine at a place: a host is one as well.
    ///
    /// # Panics
    /// If it is of another lab.
    pub fn machine(&mut self, place: impl Into<Place>) -> &mut Router {
        match place.into() {
            Place::Host(host) => self.hosts[host.0].machine(),
            Place::Router(router) => &mut self.routers[router.0],
        }
    }

    /// The commands that run on its machines.
    pub fn jobs(&mut self) -> &mut Jobs {
        &mut self.jobs
    }

    /// Lets everything happen that happens at this moment; time stands still.
    pub fn settle(&mut self) {
        while self.exchange() {}
    }

    /// What a capture at that plug saw, in both directions, oldest first.
    #[must_use]
    pub fn capture(&self, plug: Plug) -> &[Captured] {
        self.cables
            .iter()
            .find_map(|cable| {
                let end = cable.ends.iter().position(|end| *end == plug)?;
                Some(cable.captures[end].as_slice())
            })
            .unwrap_or_default()
    }

    /// Lets `duration` go by.
    pub fn run_for(&mut self, duration: Duration) {
        let end = self.now() + duration;
        while self.now() < end {
            self.step(end);
        }
    }

    /// Lets time go by until `ready` gives something, or until `deadline`. It is asked whenever
    /// something may have changed.
    pub fn wait<T>(
        &mut self,
        deadline: Instant,
        mut ready: impl FnMut(&mut Self) -> Option<T>,
    ) -> Option<T> {
        loop {
            if let Some(value) = ready(self) {
                return Some(value);
            }
            if self.now() >= deadline {
                return None;
            }
            self.step(deadline);
        }
    }

    /// Does all that there is to do at this moment, then moves on to the next event, but not beyond
    /// `limit`.
    fn step(&mut self, limit: Instant) {
        self.settle();
        let next = self.next_event().max(self.now() + TICK);
        self.clock.advance(next.min(limit));
        self.settle();
    }

    /// Moves every frame that can move now; whether any did.
    fn exchange(&mut self) -> bool {
        let now = self.clock.now();
        let mut moved = false;
        for cable in &mut self.cables {
            for (from, to) in [(0, 1), (1, 0)] {
                while let Some(packet) = cable.directions[from].arrived(now) {
                    moved = true;
                    if cable.cut {
                        continue;
                    }
                    if self.capturing {
                        cable.captures[to].push(captured(now, &packet));
                    }
                    match cable.ends[to] {
                        Plug::Host(host, card) => {
                            self.hosts[host.0].machine().deliver(card, packet);
                        }
                        Plug::Router(router, port) => self.routers[router.0].deliver(port, packet),
                        Plug::Switch(switch, port) => {
                            self.switches[switch.0].deliver(port, &packet);
                        }
                    }
                }
            }
        }
        for host in &mut self.hosts {
            host.machine().poll(now);
        }
        for router in &mut self.routers {
            router.poll(now);
        }
        moved |= self.jobs.poll(now);
        for cable in &mut self.cables {
            for end in 0..2 {
                while let Some(packet) = match cable.ends[end] {
                    Plug::Host(host, card) => self.hosts[host.0].machine().sent(card),
                    Plug::Router(router, port) => self.routers[router.0].sent(port),
                    Plug::Switch(switch, port) => self.switches[switch.0].sent(port),
                } {
                    moved = true;
                    if self.capturing {
                        cable.captures[end].push(captured(now, &packet));
                    }
                    cable.directions[end].send(&cable.spec, packet, now, &mut self.dice);
                }
            }
        }
        moved
    }

    fn next_event(&mut self) -> Instant {
        let arrivals = self
            .cables
            .iter()
            .flat_map(|cable| cable.directions.iter().filter_map(Direction::next_arrival));
        let hosts = self
            .hosts
            .iter_mut()
            .map(|host| host.machine().next_deadline());
        let routers = self.routers.iter_mut().map(Router::next_deadline);
        arrivals
            .chain(hosts)
            .chain(routers)
            .chain([self.jobs.next_deadline()])
            .min()
            .unwrap_or(Instant::FAR_FUTURE)
    }
}

fn captured(at: Instant, packet: &Packet) -> Captured {
    Captured {
        at,
        frame: packet.buf.bytes().to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use dataplane::iface::MacAddr;

    use super::*;
    use crate::tools;

    /// Two hosts on one cable.
    fn pair(seed: u64, spec: LinkSpec) -> (Lab, HostId) {
        let mut lab = Lab::new(seed);
        let [one, two] = [1, 2].map(|n| {
            let card = MacAddr([2, 0, 0, 0, 0, n]);
            let mut host = Host::new("host", &[("eth0", card)], u64::from(n));
            for words in [
                format!("ip addr add 192.0.2.{n}/24 dev eth0"),
                format!("ip addr add 2001:db8::{n}/64 dev eth0 nodad"),
                "ip link set eth0 up".to_owned(),
            ] {
                let words: Vec<&str> = words.split(' ').collect();
                assert_eq!(host.configure(&words).status, 0);
            }
            lab.add_host(host)
        });
        lab.connect(Plug::Host(one, 0), Plug::Host(two, 0), spec);
        (lab, one)
    }

    #[test]
    fn two_hosts_ping_each_other() {
        let (mut lab, one) = pair(1, LinkSpec::default());
        for (target, header) in [
            (
                "192.0.2.2",
                "PING 192.0.2.2 (192.0.2.2) 56(84) bytes of data.\n",
            ),
            (
                "2001:db8::2",
                "PING 2001:db8::2(2001:db8::2) 56 data bytes\n",
            ),
        ] {
            let done = tools::run(&mut lab, one, &["ping", "-c", "2", target]);
            assert_eq!(done.status, 0, "{}", done.output);
            assert!(done.output.starts_with(header), "{}", done.output);
            assert!(
                done.output.contains("icmp_seq=2 ttl=64 time=0."),
                "{}",
                done.output
            );
            assert!(
                done.output
                    .contains("2 packets transmitted, 2 received, 0% packet loss")
            );
        }
        let done = tools::run(&mut lab, one, &["ping", "-c", "1", "-W", "2", "192.0.2.9"]);
        assert_eq!(done.status, 1);
        assert!(
            done.output
                .contains("1 packets transmitted, 0 received, 100% packet loss")
        );
    }

    #[test]
    fn tcp_gets_through_a_bad_cable_unharmed() {
        let spec = LinkSpec {
            loss: 50,
            ..LinkSpec::default()
        };
        let (mut lab, one) = pair(1, spec);
        let address = "192.0.2.2".parse().expect("address");
        let done = tools::transfer(&mut lab, one, HostId(1), address, 1_000_000);
        let done = done.expect("it ends");
        assert!(done.intact && done.rate() < 1e9, "{done:?}");
    }

    #[track_caller]
    fn type_all(mut execute: impl FnMut(&[&str]) -> tools::Done, lines: &str) {
        for line in lines.lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            let done = execute(&words);
            assert_eq!(done.status, 0, "{line}: {}", done.output);
        }
    }

    #[test]
    fn two_routers_in_a_row() {
        let mut lab = Lab::new(3);
        let hosts = [1, 2].map(|n| {
            let card = MacAddr([2, 0, 0, 0, 0, n]);
            let mut host = Host::new("host", &[("eth0", card)], u64::from(n));
            let lines = format!(
                "ip addr add 10.0.{n}.2/24 dev eth0\nip link set eth0 up\n\
                 ip route add default via 10.0.{n}.1"
            );
            type_all(|words| host.configure(words), &lines);
            lab.add_host(host)
        });
        let routers = [1, 2].map(|n| {
            let port = |port| MacAddr([2, 0, 0, 0, n, port]);
            let ports = [("lan", port(1)), ("wan", port(2))];
            let mut router = Router::new("router", &ports, u64::from(n));
            let far = 3 - n;
            let lines = format!(
                "ip addr add 10.0.{n}.1/24 dev lan\nip addr add 10.9.9.{n}/24 dev wan\n\
                 ip link set lan up\nip link set wan up\n\
                 ip route add 10.0.{far}.0/24 via 10.9.9.{far}\nsysctl -w net.ipv4.ip_forward=1"
            );
            type_all(|words| router.execute(words), &lines);
            lab.add_router(router)
        });
        let cable = LinkSpec::default();
        lab.connect(Plug::Host(hosts[0], 0), Plug::Router(routers[0], 0), cable);
        lab.connect(
            Plug::Router(routers[0], 1),
            Plug::Router(routers[1], 1),
            cable,
        );
        lab.connect(Plug::Router(routers[1], 0), Plug::Host(hosts[1], 0), cable);
        let done = tools::run(&mut lab, hosts[0], &["ping", "-c", "2", "10.0.2.2"]);
        assert_eq!(
            done.output.matches(" ttl=62 ").count(),
            2,
            "{}",
            done.output
        );
        let done = tools::run(&mut lab, hosts[0], &["traceroute", "-n", "10.0.2.2"]);
        let hops = ["\n 1  10.0.1.1  ", "\n 2  10.9.9.2  ", "\n 3  10.0.2.2  "];
        assert!(
            hops.iter().all(|hop| done.output.contains(hop)),
            "{}",
            done.output
        );
        // A neighbour that is not there: the router asks three times, then says so.
        let done = tools::run(&mut lab, hosts[0], &["ping", "-c", "1", "10.0.2.77"]);
        assert!(
            done.output
                .contains("From 10.9.9.2 icmp_seq=1 Destination Host Unreachable")
        );
        for router in routers {
            let totals = lab.router(router).totals();
            assert_eq!(
                totals.held(),
                lab.router(router).held() as u64,
                "{totals:?}"
            );
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_bytes() {
        let run = |seed| {
            let spec = LinkSpec {
                loss: 1_000,
                ..LinkSpec::default()
            };
            let (mut lab, one) = pair(seed, spec);
            lab.keep_captures();
            let done = tools::run(&mut lab, one, &["ping", "-c", "20", "192.0.2.2"]);
            (done.output, lab.capture(Plug::Host(one, 0)).to_vec())
        };
        assert_eq!(run(5), run(5));
        assert_ne!(run(5).0, run(6).0);
    }
}
