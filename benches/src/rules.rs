//! Rule sets to measure with.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    sync::Arc,
    time::Duration,
};

use dataplane::{
    filter::{
        BaseChain, Chain, ChainId, CounterBank, CounterId, Hook, IpMatch, Masked, Match, Policy,
        Rule, RuleSpec, RuleState, Ruleset, TableKind, Target, Test,
        matches::{ConntrackMatch, CtStates, Udp},
        targets::{CtTarget, Nat},
    },
    io::PortQueue,
    nat::NatRange,
    route::Family,
};

use crate::{pipeline::Pipeline, traffic::Traffic};

/// Time between bursts that makes 1.5 million frames a second.
pub const GAP: Duration = Duration::from_nanos(256 * 1_000_000_000 / 1_500_000);

/// How long a connection of one datagram lasts.
pub const LIFE: Duration = Duration::from_secs(1);

/// A router with rules between `flows` and where their servers are.
#[must_use]
pub fn pipeline(flows: impl PortQueue + 'static, rules: Rules) -> Pipeline {
    let routes = Traffic::servers().map(|net| (net, 0));
    Pipeline::with(routes, Box::new(flows), |snapshot| {
        match rules.family {
            Family::V4 => snapshot.filter4 = rules.compile(),
            Family::V6 => snapshot.filter6 = rules.compile(),
        }
        snapshot.sysctls.conntrack.max = 4_000_000;
        // With connections that begin and end at `GAP`, there are 1.5 million at a time.
        snapshot.sysctls.conntrack.udp_timeout = LIFE.as_secs() as u32;
    })
}

/// `-j CT --notrack`.
#[must_use]
pub fn notrack() -> Target {
    Target::Ct(CtTarget {
        notrack: true,
        ..CtTarget::default()
    })
}

/// What the built-in chains of a rule set hold.
#[derive(Debug)]
pub struct Rules {
    family: Family,
    workers: usize,
    chains: Vec<(TableKind, Hook, Vec<RuleSpec>)>,
}

impl Default for Rules {
    fn default() -> Self {
        Self::new()
    }
}

impl Rules {
    /// None, for IPv4 packets.
    #[must_use]
    pub fn new() -> Self {
        Self::of(Family::V4)
    }

    /// None, for packets of a family.
    #[must_use]
    pub fn of(family: Family) -> Self {
        Self {
            family,
            workers: 1,
            chains: Vec::new(),
        }
    }

    /// For so many workers.
    #[must_use]
    pub fn workers(self, workers: usize) -> Self {
        Self { workers, ..self }
    }

    /// With a built-in chain.
    #[must_use]
    pub fn chain(mut self, table: TableKind, hook: Hook, rules: Vec<RuleSpec>) -> Self {
        self.chains.push((table, hook, rules));
        self
    }

    /// `-t nat -A POSTROUTING -j SNAT --to-source` with the right port's address.
    #[must_use]
    pub fn snat(self) -> Self {
        let to = match self.family {
            Family::V4 => IpAddr::from(Ipv4Addr::new(198, 51, 100, 254)),
            Family::V6 => Ipv6Addr::new(0xfd00, 2, 0, 0, 0, 0, 0, 0xfe).into(),
        };
        let rule = RuleSpec {
            target: Target::Snat(Nat {
                range: NatRange {
                    addrs: Some((to, to)),
                    ..NatRange::default()
                },
            }),
            ..RuleSpec::default()
        };
        self.chain(TableKind::Nat, Hook::Postrouting, vec![rule])
    }

    /// A client that none of the flows has.
    fn other(&self, n: u32) -> Masked {
        match self.family {
            Family::V4 => Masked {
                addr: Ipv4Addr::from(0xc000_0000 + n).into(),
                mask: Ipv4Addr::BROADCAST.into(),
            },
            Family::V6 => Masked {
                addr: Ipv6Addr::from(0xfd0c << 112 | u128::from(n)).into(),
                mask: Ipv6Addr::from(u128::MAX).into(),
            },
        }
    }

    /// `-A FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT`, then `count` rules each about one
    /// client that none of the flows has and a port, then `-A FORWARD -p udp -j ACCEPT`.
    #[must_use]
    pub fn stateful(self, count: u32) -> Self {
        self.forward(count, Target::Accept)
    }

    /// The same, with `DROP` at the end.
    #[must_use]
    pub fn closed(self, count: u32) -> Self {
        self.forward(count, Target::Drop)
    }

    fn forward(self, count: u32, target: Target) -> Self {
        let established = RuleSpec {
            matches: vec![Match::Conntrack(ConntrackMatch {
                state: Some(Test::is(CtStates::ESTABLISHED)),
                ..ConntrackMatch::default()
            })],
            target: Target::Accept,
            ..RuleSpec::default()
        };
        let about = |n: u32| RuleSpec {
            ip: IpMatch {
                src: Some(Test::is(self.other(n))),
                ..udp()
            },
            matches: vec![Match::Udp(Udp {
                dport: Some(Test::is((53, 53))),
                ..Udp::default()
            })],
            target: Target::Drop,
        };
        let last = RuleSpec {
            ip: udp(),
            target,
            ..RuleSpec::default()
        };
        let mut rules = vec![established];
        rules.extend((0..count).map(about));
        rules.push(last);
        self.chain(TableKind::Filter, Hook::Forward, rules)
    }

    /// `-t raw -A PREROUTING -p udp`, with this target: `count` rules about others come first.
    #[must_use]
    pub fn raw(self, count: u32, target: Target) -> Self {
        let about = |n: u32| RuleSpec {
            ip: IpMatch {
                src: Some(Test::is(self.other(n))),
                ..udp()
            },
            target: Target::Drop,
            ..RuleSpec::default()
        };
        let mut rules: Vec<_> = (0..count).map(about).collect();
        rules.push(RuleSpec {
            ip: udp(),
            target,
            ..RuleSpec::default()
        });
        self.chain(TableKind::Raw, Hook::Prerouting, rules)
    }

    /// Compiled.
    #[must_use]
    pub fn compile(self) -> Arc<Ruleset> {
        let mut counter = 0;
        let mut next = || {
            counter += 1;
            CounterId(counter - 1)
        };
        let (mut chains, mut bases) = (Vec::new(), Vec::new());
        for (number, (table, hook, rules)) in self.chains.into_iter().enumerate() {
            bases.push((
                hook,
                BaseChain {
                    chain: ChainId(number as u32),
                    table,
                    priority: table.priority(hook),
                    policy: Policy::Accept,
                    counter: next(),
                },
            ));
            let rules = rules.into_iter().map(|spec| Rule {
                state: Arc::new(RuleState::of(&spec)),
                spec: Arc::new(spec),
                jump: None,
                counter: next(),
                source: None,
            });
            chains.push(Chain {
                name: hook.chain().into(),
                table,
                rules: rules.collect(),
            });
        }
        let mut counters = CounterBank::new(self.workers);
        counters.grow(counter as usize);
        Arc::new(Ruleset::new(chains, &bases, true, counters))
    }
}

/// `-p udp`
fn udp() -> IpMatch {
    IpMatch {
        proto: Some(Test::is(17)),
        ..IpMatch::default()
    }
}
