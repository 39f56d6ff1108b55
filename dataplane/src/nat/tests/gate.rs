//! A router between an inside and an outside: its connections, without its ports. A packet passes the
//! two hooks where it can be translated.

use std::{net::IpAddr, sync::Arc};

use crate::{
    conntrack::{Conn, ConnId, Ct, CtState, Env, Tuple},
    drop_reason::DropReason,
    filter::{At, Hook, Target},
    forward::Hop,
    iface::{IfIndex, Interface, InterfaceKind, fixture},
    nat::{Manip, apply, icmp_error, translate},
    neigh::NeighCache,
    packet::{Packet, PacketBuf},
    route::Family,
    snapshot::Snapshot,
    sysctl::CtSysctls,
    time::{Duration, Instant},
    trace::{PacketTrace, TraceStep},
    worker::{Router, Worker},
};

/// 10.0.0.254/24, fd00:1::fe/64.
pub(super) const INSIDE: u32 = 2;
/// 198.51.100.1/24, 203.0.113.1/24, fd00:5::1/64.
pub(super) const OUTSIDE: u32 = 3;
/// Without addresses.
pub(super) const BARE: u32 = 4;

fn index(n: u32) -> IfIndex {
    IfIndex::new(n).expect("not zero")
}

fn port(n: u32, nets: &[&str]) -> Interface {
    fixture::interface(n, &format!("eth{n}"), InterfaceKind::Port, nets)
}

/// The way of a packet.
#[derive(Clone, Debug)]
pub(super) struct Way {
    /// Where its destination and its source may be translated.
    hooks: [Hook; 2],
    iif: Option<u32>,
    oif: Option<u32>,
    gateway: Option<&'static str>,
    /// The only rule of each hook's chain.
    rules: [Option<Target>; 2],
}

impl Way {
    /// Through the router, from inside to outside.
    pub(super) fn out() -> Self {
        Self {
            hooks: [Hook::Prerouting, Hook::Postrouting],
            iif: Some(INSIDE),
            oif: Some(OUTSIDE),
            gateway: None,
            rules: [None, None],
        }
    }

    /// Through the router, from outside to inside.
    pub(super) fn back() -> Self {
        Self {
            iif: Some(OUTSIDE),
            oif: Some(INSIDE),
            ..Self::out()
        }
    }

    /// To the router itself, from inside.
    pub(super) fn into_router() -> Self {
        Self {
            hooks: [Hook::Prerouting, Hook::Input],
            oif: None,
            ..Self::out()
        }
    }

    /// From the router itself, to outside.
    pub(super) fn from_router() -> Self {
        Self {
            hooks: [Hook::Output, Hook::Postrouting],
            iif: None,
            ..Self::out()
        }
    }

    /// Through this interface and to this gateway.
    pub(super) fn by(self, oif: u32, gateway: Option<&'static str>) -> Self {
        Self {
            oif: Some(oif),
            gateway,
            ..self
        }
    }

    /// In by this interface.
    pub(super) fn from(self, iif: u32) -> Self {
        Self {
            iif: Some(iif),
            ..self
        }
    }

    /// With a rule that all packets match, where destinations are translated.
    pub(super) fn dst(mut self, rule: Target) -> Self {
        self.rules[0] = Some(rule);
        self
    }

    /// With a rule that all packets match, where sources are translated.
    pub(super) fn src(mut self, rule: Target) -> Self {
        self.rules[1] = Some(rule);
        self
    }
}

/// A packet that has passed.
#[derive(Debug)]
pub(super) struct Passed {
    pub(super) packet: Packet,
    /// What was noted.
    pub(super) notes: Vec<TraceStep>,
}

impl Passed {
    /// Its bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        self.packet.network()
    }

    /// Its connection.
    pub(super) fn id(&self) -> ConnId {
        match self.packet.meta.ct {
            Ct::Of(ct) => ct.id,
            Ct::None | Ct::Template { .. } | Ct::Untracked | Ct::Invalid => panic!("no connection"),
        }
    }
}

/// The router.
pub(super) struct Gate {
    worker: Worker,
    now: Instant,
}

impl Gate {
    pub(super) fn new() -> Self {
        let interfaces = [
            port(INSIDE, &["10.0.0.254/24", "fd00:1::fe/64"]),
            port(
                OUTSIDE,
                &["198.51.100.1/24", "203.0.113.1/24", "fd00:5::1/64"],
            ),
            port(BARE, &[]),
        ];
        let snapshot = Snapshot {
            interfaces: interfaces.into_iter().map(Arc::new).collect(),
            ..Snapshot::default()
        };
        let (router, _) = Router::new(snapshot, NeighCache::new(1), 1);
        Self {
            worker: Worker::new(router, 0, 1),
            now: Instant::ZERO + Duration::from_secs(1000),
        }
    }

    /// Takes a packet through both hooks, each with its chain of one rule, and confirms its
    /// connection.
    pub(super) fn pass(&mut self, bytes: &[u8], way: &Way) -> Result<Passed, DropReason> {
        let packet = Packet {
            buf: PacketBuf::copy_from(bytes),
            ..Packet::default()
        };
        self.pass_packet(packet, way)
    }

    /// The same with what is known of the packet.
    pub(super) fn pass_packet(
        &mut self,
        mut packet: Packet,
        way: &Way,
    ) -> Result<Passed, DropReason> {
        let mut cx = self.worker.context(self.now);
        cx.own.trace = Some(Box::<PacketTrace>::default());
        let family = match packet.network()[0] >> 4 {
            6 => Family::V6,
            _ => Family::V4,
        };
        let interface = |n| cx.interface(index(n));
        let (iif, oif) = (way.iif.and_then(interface), way.oif.and_then(interface));
        let hop = oif.map(|oif| Hop {
            oif,
            address: way
                .gateway
                .unwrap_or("192.0.2.254")
                .parse()
                .expect("an address"),
            gateway: way.gateway.is_some(),
            info: None,
        });
        let sysctls = CtSysctls::default();
        for ((hook, rule), manip) in way
            .hooks
            .into_iter()
            .zip(&way.rules)
            .zip([Manip::Dst, Manip::Src])
        {
            let env = Env {
                now: self.now,
                sysctls: &sysctls,
                family,
                hook,
            };
            let at = At {
                hook,
                family,
                iif,
                oif,
                hop: hop.as_ref(),
            };
            if manip == Manip::Dst {
                cx.conntrack().track(&env, &mut packet)?;
            }
            // As `translate` would ask a chain with this one rule.
            if let (Some(rule), Ct::Of(ct)) = (rule, packet.meta.ct)
                && ct.state != CtState::Established
                && cx
                    .conntrack()
                    .get(ct.id)
                    .is_some_and(|conn| !conn.status.has(manip.done()))
                && (ct.state == CtState::New
                    || icmp_error::header(packet.network(), family == Family::V6).is_none())
            {
                apply(&mut cx, rule, &at, &mut packet)?;
            }
            let ruleset = cx.snapshot.filter(family);
            translate(&mut cx, ruleset, (manip, &[]), &at, &mut packet)?;
            if manip == Manip::Src {
                cx.conntrack().confirm(&env, &mut packet)?;
            }
        }
        let notes = cx.own.trace.take().map(|trace| trace.steps);
        Ok(Passed {
            packet,
            notes: notes.unwrap_or_default(),
        })
    }

    /// A connection.
    pub(super) fn conn(&mut self, id: ConnId) -> Option<Conn> {
        self.worker.context(self.now).conntrack().get(id).cloned()
    }

    /// An interface has gone, or has lost an address.
    pub(super) fn lose(&mut self, interface: u32, addr: Option<IpAddr>) {
        let mut cx = self.worker.context(self.now);
        cx.conntrack().remove_masqueraded(interface, addr);
    }

    /// The tuple that replies to a connection have.
    pub(super) fn reply(&mut self, id: ConnId) -> Tuple {
        self.conn(id).expect("it is there").tuples[1]
    }
}
