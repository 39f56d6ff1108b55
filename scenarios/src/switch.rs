//! Switches of the lab: they learn where addresses are, and send everywhere what they have not learnt.

use std::collections::{BTreeMap, VecDeque};

use dataplane::{
    iface::MacAddr,
    packet::{Packet, PacketBuf},
};

/// A switch. Its ports are numbered from 0.
#[derive(Debug)]
pub struct Switch {
    /// What waits to leave by each port.
    queues: Vec<VecDeque<Packet>>,
    learnt: BTreeMap<MacAddr, usize>,
}

impl Switch {
    /// One with so many ports, that has learnt nothing.
    #[must_use]
    pub fn new(ports: usize) -> Self {
        Self {
            queues: (0..ports).map(|_| VecDeque::new()).collect(),
            learnt: BTreeMap::new(),
        }
    }

    /// Gives it a frame that has arrived at a port.
    pub fn deliver(&mut self, port: usize, frame: Packet) {
        let bytes = frame.buf.bytes();
        let (Some(to), Some(from)) = (address(bytes, 0), address(bytes, 6)) else {
            return;
        };
        self.learnt.insert(from, port);
        let known = self.learnt.get(&to).copied();
        for (out, queue) in self.queues.iter_mut().enumerate() {
            if out != port && known.is_none_or(|known| known == out) {
                queue.push_back(Packet {
                    buf: PacketBuf::copy_from(bytes),
                    ..Packet::default()
                });
            }
        }
    }

    /// Takes the next frame that leaves by a port.
    pub fn sent(&mut self, port: usize) -> Option<Packet> {
        self.queues.get_mut(port)?.pop_front()
    }
}

fn address(frame: &[u8], at: usize) -> Option<MacAddr> {
    Some(MacAddr(frame.get(at..at + 6)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(to: u8, from: u8) -> Packet {
        let mut bytes = [0; 60];
        (bytes[5], bytes[11]) = (to, from);
        Packet {
            buf: PacketBuf::copy_from(&bytes),
            ..Packet::default()
        }
    }

    #[test]
    fn what_is_known_goes_one_way_and_the_rest_every_way() {
        let mut switch = Switch::new(3);
        let mut leaves = |port, frame| {
            switch.deliver(port, frame);
            let out = (0..3).filter(|&port| switch.sent(port).is_some());
            out.collect::<Vec<_>>()
        };
        assert_eq!(leaves(0, frame(2, 1)), [1, 2]);
        assert_eq!(leaves(1, frame(1, 2)), [0]);
        assert_eq!(leaves(0, frame(2, 1)), [1]);
        // Back where it came from: nobody else wants it.
        assert_eq!(leaves(1, frame(2, 3)), [] as [usize; 0]);
    }
}
