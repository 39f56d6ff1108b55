//! Switches of the lab: they learn where addresses are, and send everywhere what they have not learnt.

use std::collections::{BTreeMap, VecDeque};

use dataplane::{
    iface::MacAddr,
    packet::{Packet, PacketBuf},
    wire::{
        ethernet::{EtherType, EthernetFields, EthernetView},
        vlan::{self, Tci},
    },
};

/// A port.
#[derive(Debug)]
struct Port {
    /// The VLAN that it is in, if it is no trunk.
    vlan: Option<u16>,
    /// What waits to leave by it.
    queue: VecDeque<Packet>,
}

/// A switch. Its ports are numbered from 0.
#[derive(Debug)]
pub struct Switch {
    ports: Vec<Port>,
    /// Where addresses are, in each VLAN.
    learnt: BTreeMap<(u16, MacAddr), usize>,
}

impl Switch {
    /// One that has learnt nothing. A port in a VLAN takes and gives frames without a tag; a port in
    /// none is a trunk, on which frames have the tag of their VLAN, if they are in one.
    #[must_use]
    pub fn new(vlans: impl IntoIterator<Item = Option<u16>>) -> Self {
        let port = |vlan| Port {
            vlan,
            queue: VecDeque::new(),
        };
        Self {
            ports: vlans.into_iter().map(port).collect(),
            learnt: BTreeMap::new(),
        }
    }

    /// Gives it a frame that has arrived at a port.
    pub fn deliver(&mut self, port: usize, frame: &Packet) {
        let mut bare = PacketBuf::copy_from(frame.buf.bytes());
        let (Some(header), Some(at)) = (EthernetView::parse(bare.bytes()), self.ports.get(port))
        else {
            return;
        };
        let EthernetFields {
            dst: to,
            src: from,
            ethertype,
        } = EthernetFields::parse(&header);
        let tag = match ethertype {
            EtherType::VLAN => vlan::pop(&mut bare),
            _ => None,
        };
        let vlan = match (at.vlan, tag) {
            (Some(vlan), None) => vlan,
            (None, Some((_, tci))) => tci.0 & 0x0fff,
            (None, None) => 0,
            // Who is in a VLAN does not choose one.
            (Some(_), Some(_)) => return,
        };
        self.learnt.insert((vlan, from), port);
        let known = self.learnt.get(&(vlan, to)).copied();
        for (number, out) in self.ports.iter_mut().enumerate() {
            if number == port || known.is_some_and(|known| known != number) {
                continue;
            }
            if out.vlan.is_some_and(|own| own != vlan) {
                continue;
            }
            let mut leaves = PacketBuf::copy_from(bare.bytes());
            if out.vlan.is_none() && vlan != 0 {
                // There is always room for one.
                let _ = vlan::push(&mut leaves, EtherType::VLAN, Tci(vlan));
            }
            out.queue.push_back(Packet {
                buf: leaves,
                ..Packet::default()
            });
        }
    }

    /// Takes the next frame that leaves by a port.
    pub fn sent(&mut self, port: usize) -> Option<Packet> {
        self.ports.get_mut(port)?.queue.pop_front()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(to: u8, from: u8, vlan: Option<u8>) -> Packet {
        let mut bytes = vec![0; 60];
        (bytes[5], bytes[11]) = (to, from);
        if let Some(vlan) = vlan {
            bytes[12..16].copy_from_slice(&[0x81, 0, 0, vlan]);
        }
        Packet {
            buf: PacketBuf::copy_from(&bytes),
            ..Packet::default()
        }
    }

    /// The ports by which a frame leaves, and the lengths with which it does.
    fn leaves(switch: &mut Switch, port: usize, frame: &Packet) -> Vec<(usize, usize)> {
        switch.deliver(port, frame);
        let out = (0..4).filter_map(|port| Some((port, switch.sent(port)?.buf.len())));
        out.collect()
    }

    #[test]
    fn what_is_known_goes_one_way_and_the_rest_every_way() {
        let mut switch = Switch::new([None; 3]);
        assert_eq!(
            leaves(&mut switch, 0, &frame(2, 1, None)),
            [(1, 60), (2, 60)]
        );
        assert_eq!(leaves(&mut switch, 1, &frame(1, 2, None)), [(0, 60)]);
        assert_eq!(leaves(&mut switch, 0, &frame(2, 1, None)), [(1, 60)]);
        // Back where it came from: nobody else wants it.
        assert_eq!(leaves(&mut switch, 1, &frame(2, 3, None)), []);
        // With a tag it is another world.
        assert_eq!(
            leaves(&mut switch, 0, &frame(2, 1, Some(5))),
            [(1, 60), (2, 60)]
        );
    }

    #[test]
    fn vlans_do_not_see_each_other() {
        let mut switch = Switch::new([Some(5), Some(6), Some(5), None]);
        assert_eq!(
            leaves(&mut switch, 0, &frame(9, 1, None)),
            [(2, 60), (3, 64)]
        );
        assert_eq!(leaves(&mut switch, 3, &frame(9, 7, Some(6))), [(1, 56)]);
        assert_eq!(leaves(&mut switch, 3, &frame(1, 7, Some(5))), [(0, 56)]);
        assert_eq!(leaves(&mut switch, 0, &frame(9, 1, Some(6))), []);
        assert_eq!(leaves(&mut switch, 3, &frame(9, 7, None)), []);
    }
}
