//! A worker's part in the filters of `ingress` and `clsact`.

use std::{mem, sync::Arc};

use super::{Context, ingress, ipv4, ipv6, shape::depth};
use crate::{
    conntrack::Ct,
    drop_reason::DropReason,
    iface::{IfIndex, Interface},
    packet::Packet,
    qos::{CtFields, Gate, Passed, Side, Taken},
    snapshot::Snapshot,
    trace::TraceStep,
    worker::lock,
};

/// A worker's gates, by interface number; empty where nobody has one.
#[derive(Default)]
pub(crate) struct LocalGates(Vec<Option<LocalGate>>);

/// What a worker has of an interface's filters.
#[derive(Clone)]
pub(super) struct LocalGate {
    gate: Arc<Gate>,
    /// They ask for marks, zones or labels of connections.
    asks_ct: bool,
}

impl LocalGates {
    #[inline]
    pub(super) fn of(&self, index: IfIndex) -> Option<&LocalGate> {
        self.0.get(index.get() as usize)?.as_ref()
    }

    /// Whether there are any.
    pub(super) fn are_any(&self) -> bool {
        self.0.iter().any(Option::is_some)
    }
}

/// How many tags a frame had before it came in by `interface`.
fn tags(snapshot: &Snapshot, interface: &Interface) -> usize {
    /// More do not fit on an interface (`VLAN_MAX_DEPTH`).
    const MAX_DEPTH: usize = 8;
    depth(snapshot, interface, MAX_DEPTH)
}

impl<'a> Context<'a> {
    /// Follows a new configuration.
    pub(super) fn follow_gates(&mut self) {
        let (snapshot, epoch, router) = (self.snapshot, self.snapshot.epoch, self.router);
        let gates = self.with_means(|means| {
            let mut gates = lock(&router.gates);
            gates.retain(|&index, gate| {
                let interface = snapshot.interfaces.get(index);
                let tree = interface.and_then(|interface| interface.qos.as_ref());
                let stripped = interface.map_or(0, |interface| tags(snapshot, interface));
                gate.follow(means, tree, stripped, epoch)
            });
            for interface in snapshot.interfaces.iter() {
                let index = interface.index;
                if let Some(tree) = &interface.qos
                    && !gates.contains_key(&index)
                    && let Some(gate) = Gate::new(means, tree, tags(snapshot, interface), epoch)
                {
                    gates.insert(index, Arc::new(gate));
                }
            }
            let mut local = Vec::new();
            for (&index, gate) in gates.iter() {
                let place = index.get() as usize;
                local.resize(local.len().max(place + 1), None);
                let interface = snapshot.interfaces.get(index);
                let tree = interface.and_then(|interface| interface.qos.as_ref());
                local[place] = Some(LocalGate {
                    gate: Arc::clone(gate),
                    asks_ct: tree.is_some_and(|tree| tree.asks_ct()),
                });
            }
            local
        });
        self.own.gates = LocalGates(gates);
    }

    /// Asks the filters of an interface about a packet that comes in or leaves.
    ///
    /// # Errors
    /// Why it is dropped.
    #[inline]
    pub(super) fn gate(
        &mut self,
        index: IfIndex,
        side: Side,
        packet: &mut Packet,
    ) -> Result<Passed, DropReason> {
        match self.own.gates.of(index) {
            None => Ok(Passed::On),
            Some(LocalGate { gate, asks_ct }) => {
                let (gate, asks_ct) = (Arc::clone(gate), *asks_ct);
                let ct = match asks_ct {
                    true => self.ct_fields(packet),
                    false => CtFields::default(),
                };
                self.with_means(|means| {
                    means.ct = ct;
                    gate.pass(means, side, packet)
                })
            }
        }
    }

    /// What filters may ask of a packet's connection. Their lock comes before those of gates and shapers, so it
    /// is asked before.
    #[cold]
    pub(super) fn ct_fields(&mut self, packet: &Packet) -> CtFields {
        let Ct::Of(of) = packet.meta.ct else {
            return CtFields::default();
        };
        let connections = self.conntrack();
        let Some(conn) = connections.get(of.id) else {
            return CtFields::default();
        };
        CtFields {
            mark: conn.mark,
            zone: conn.zone(),
            labels: connections.labels(of.id).unwrap_or_default(),
        }
    }

    /// Lets a packet leave by an interface if its filters do; gives it back then.
    #[inline]
    pub(super) fn gate_out(&mut self, index: IfIndex, packet: Packet) -> Option<Packet> {
        if self.own.gates.of(index).is_none() {
            return Some(packet);
        }
        self.gate_out_filtered(index, packet)
    }

    fn gate_out_filtered(&mut self, index: IfIndex, mut packet: Packet) -> Option<Packet> {
        let passed = self.gate(index, Side::Egress, &mut packet);
        self.send_taken();
        match passed {
            Ok(Passed::On) => Some(packet),
            Ok(Passed::Away) => None,
            Err(reason) => {
                self.note(|| TraceStep::Queued {
                    oif: index,
                    frame: packet.buf.bytes().to_vec(),
                    classes: Vec::new(),
                    dropped: Some(reason),
                });
                self.drop_unnoted(packet, reason);
                None
            }
        }
    }

    /// Sends what filters sent another way. What that leads to is bounded by how often one packet may be
    /// sent so.
    #[inline]
    pub(super) fn send_taken(&mut self) {
        while !self.own.shaping.taken.is_empty() {
            for taken in mem::take(&mut self.own.shaping.taken) {
                self.send_one_taken(taken);
            }
        }
    }

    fn send_one_taken(&mut self, mut taken: Taken) {
        if taken.ingress {
            // It comes in when the packet in hand is done with.
            return self.own.shaping.returned.push(taken);
        }
        match self.interface(taken.device) {
            Some(interface) => self.transmit(interface, &mut taken.packet),
            None => self.drop(taken.packet, DropReason::DevDown),
        }
    }

    /// Receives the frames that filters sent into interfaces. Whether there were some.
    pub(super) fn receive_taken(&mut self) -> bool {
        let returned = mem::take(&mut self.own.shaping.returned);
        let any = !returned.is_empty();
        for taken in returned {
            match self.interface(taken.device) {
                Some(interface) if interface.running => self.receive_by(interface, taken.packet),
                Some(_) | None => self.drop(taken.packet, DropReason::DevDown),
            }
        }
        any
    }

    /// Receives a frame as if it had come in by `interface`.
    fn receive_by(&mut self, interface: &'a Interface, mut packet: Packet) {
        packet.meta.iif = Some(interface.index);
        let found = ingress::link_layer(self, interface, &mut packet);
        self.send_taken();
        let (interface, payload) = match found {
            Ok(found) => found,
            Err(reason) => return self.drop(packet, reason),
        };
        let selectors = self.selectors();
        if let Some(selectors) = &selectors {
            self.begin_trace(selectors, &packet);
        }
        self.note_received(&packet);
        match payload {
            ingress::Payload::Ipv4 => ipv4::receive(self, interface, packet),
            ingress::Payload::Ipv6 => ipv6::receive(self, interface, packet),
            ingress::Payload::Arp => ingress::arp(self, interface, packet),
            ingress::Payload::Taken => {}
        }
        if selectors.is_some() {
            self.end_trace();
        }
    }
}
