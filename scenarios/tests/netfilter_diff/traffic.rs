//! Random traffic with a memory: hosts that talk through the router, and answer what came out of it.

use std::{collections::VecDeque, net::IpAddr};

use dataplane::iface::MacAddr;
use scenarios::oracle::{Dice, Sent};

use crate::{
    flow::{Flow, Side},
    fragment,
    packet::{self, Ip, LINK, Layout},
    topology::{Family, HOSTS, POOL, PORTS, host_mac, router_mac},
};

/// Packets that hosts received, kept for errors about them.
const REMEMBERED: usize = 24;

/// A frame to be received by a port.
#[derive(Clone, Debug)]
pub(crate) struct Arrival {
    pub(crate) port: usize,
    pub(crate) frame: Vec<u8>,
    /// The flow that it belongs to, and which side sends it.
    from: Option<(usize, usize)>,
}

/// All hosts.
#[derive(Debug)]
pub(crate) struct Traffic {
    family: Family,
    flows: Vec<Flow>,
    /// What is to come next: fragments of one packet, for instance.
    queue: VecDeque<Arrival>,
    /// What left the router: port and packet.
    left: VecDeque<(usize, Vec<u8>)>,
    /// The flow and side whose packet the router has now.
    in_hand: Option<(usize, usize)>,
    /// Identification of the next packet.
    id: u16,
}

impl Traffic {
    pub(crate) fn new(family: Family) -> Self {
        Self {
            family,
            flows: Vec::new(),
            queue: VecDeque::new(),
            left: VecDeque::new(),
            in_hand: None,
            id: 0,
        }
    }

    /// The next frame.
    pub(crate) fn next(&mut self, dice: &mut Dice) -> Arrival {
        if self.queue.is_empty() {
            self.make(dice);
        }
        let arrival = self.queue.pop_front().expect("something was made");
        self.in_hand = arrival.from;
        arrival
    }

    /// What the router sent because of that frame: who receives it may answer it later.
    pub(crate) fn saw(&mut self, sent: &Sent) {
        for (port, frame) in sent {
            let Some(packet) = frame.get(LINK..) else {
                continue;
            };
            let Some(layout) = Layout::of(packet) else {
                continue;
            };
            if let Some((flow, side)) = self.in_hand {
                self.flows[flow].arrived(side, *port, packet, &layout);
            }
            self.left.push_back((*port, packet.to_vec()));
            if self.left.len() > REMEMBERED {
                self.left.pop_front();
            }
        }
    }

    fn make(&mut self, dice: &mut Dice) {
        if self.flows.is_empty() || dice.chance(11) {
            self.begin(dice);
        }
        if dice.chance(7) && !self.left.is_empty() {
            self.error(dice);
            return;
        }
        // The last flows, mostly.
        let newest = self.flows.len().min(6);
        let flow = match dice.below(4) {
            0 => dice.below(self.flows.len()),
            _ => self.flows.len() - 1 - dice.below(newest),
        };
        let known = self.flows[flow].sides[1].is_some();
        let side = usize::from(known && dice.chance(50));
        let Some(sender) = self.flows[flow].sides[side] else {
            return self.make(dice);
        };
        let (proto, body) = self.flows[flow].packet(dice, side);
        self.send(dice, Some((flow, side)), &sender, proto, body);
    }

    /// A new flow.
    fn begin(&mut self, dice: &mut Dice) {
        let (port, local, mac) = self.family.host(dice);
        let remote = self.destination(dice);
        // Some take the address of another: of the router, even.
        let local = if dice.chance(2) {
            self.destination(dice)
        } else {
            local
        };
        let number = self.flows.len();
        let mut flow = Flow::new(
            dice,
            self.family,
            number,
            Side {
                port,
                mac,
                local,
                remote,
                ports: (0, 0),
            },
        );
        if dice.chance(12) && !self.flows.is_empty() {
            // The ports of an earlier flow, from another host or from the same.
            let earlier = dice.below(self.flows.len());
            let before = self.flows[earlier].clone();
            if let Some(side) = before.sides[0] {
                flow = Flow::new(dice, self.family, number, side);
                flow.take_ports(&before);
                if dice.chance(70)
                    && let Some(own) = &mut flow.sides[0]
                {
                    (own.port, own.local, own.mac) = (port, local, mac);
                }
            }
        }
        self.flows.push(flow);
    }

    fn destination(&self, dice: &mut Dice) -> IpAddr {
        let family = self.family;
        let port = dice.below(PORTS);
        match dice.below(20) {
            0..=4 => family.router(port),
            5 => family.near(port, dice.pick(&POOL)),
            6 if dice.chance(40) => match family {
                Family::V4 => IpAddr::from(dice.pick(&[
                    [10, 0, port as u8, 255],
                    [255, 255, 255, 255],
                    [224, 0, 0, 1],
                    [127, 0, 0, 1],
                    [203, 0, 113, 1],
                ])),
                Family::V6 => dice
                    .pick(&["ff02::1", "::1", "2001:db9::1", "fe80::2", "2001:db8::"])
                    .parse()
                    .expect("an address"),
            },
            7 => family.second(port),
            _ => family.host(dice).1,
        }
    }

    /// Queues a packet of `sender`, with whatever may be odd about it.
    fn send(
        &mut self,
        dice: &mut Dice,
        from: Option<(usize, usize)>,
        sender: &Side,
        proto: u8,
        mut body: Vec<u8>,
    ) {
        let mut ip = Ip::new(sender.local, sender.remote);
        self.id = self.id.wrapping_add(1).max(1);
        ip.id = 0x4000 + self.id;
        ip.ttl = dice.pick(&[64, 64, 64, 64, 64, 64, 64, 64, 128, 255, 3, 2, 1]);
        ip.tos = dice.pick(&[0, 0, 0, 0, 0, 0x10, 0x08, 0xb8, 0x02, 0x01, 0x03]);
        ip.dont_fragment = dice.chance(60);
        if self.family == Family::V6 && dice.chance(20) {
            ip.label = 0x12345;
        }
        if dice.chance(3) {
            ip.options = options(dice, self.family);
        }
        packet::fill(ip.src, ip.dst, proto, &mut body);
        if dice.chance(3)
            && let Some(at) = packet::checksum_at(proto)
            && body.len() > at
        {
            if proto == packet::UDP && dice.chance(50) {
                body[6..8].fill(0);
            } else {
                body[at] ^= 0x55;
            }
        }
        if dice.chance(1) && body.len() > 2 {
            body.truncate(dice.below(body.len()));
        }
        let dst = match dice.below(120) {
            0 => MacAddr::BROADCAST,
            1 => host_mac(sender.port, 77),
            _ => router_mac(sender.port),
        };
        // Ports chosen at random, which are in what answers, have to be in one fragment with the
        // checksum.
        let least = match from {
            Some((_, 0)) => 8,
            Some(_) => 24,
            None => 96,
        };
        let fragments = if dice.chance(6) && body.len() > least {
            ip.dont_fragment = false;
            // Behind destination options the kernel mistakes what it has put together, if it is for
            // the router itself, for more of them.
            if let Some(kind) = ip.options.first_mut()
                && *kind == 60
            {
                *kind = 0;
            }
            fragment::cut(dice, &ip, proto, &body, least)
        } else {
            vec![ip.packet(proto, &body)]
        };
        for packet in fragments {
            let mut frame = packet::frame(dst, sender.mac, &packet);
            if dice.chance(10) {
                frame.resize(frame.len().max(60), 0);
            }
            self.queue.push_back(Arrival {
                port: sender.port,
                frame,
                from,
            });
        }
    }

    /// An ICMP error about a packet that came out of the router: from who received it, or a router
    /// on its way.
    fn error(&mut self, dice: &mut Dice) {
        let (port, about) = self.left[dice.below(self.left.len())].clone();
        let Some(layout) = Layout::of(&about) else {
            return self.make(dice);
        };
        let local = match dice.below(10) {
            0..=5 => layout.dst,
            6 | 7 => self.family.near(port, HOSTS[0]),
            8 => self.family.far(port, dice.pick(&HOSTS)),
            _ => self.destination(dice),
        };
        let remote = if dice.chance(95) {
            layout.src
        } else {
            self.destination(dice)
        };
        let (kind, code, rest) = match self.family {
            Family::V4 => {
                let (kind, code) = dice.pick(&[
                    (3, 0),
                    (3, 1),
                    (3, 3),
                    (3, 3),
                    (3, 4),
                    (3, 13),
                    (11, 0),
                    (11, 1),
                    (12, 0),
                    (4, 0),
                    (5, 1),
                ]);
                let rest = match (kind, code) {
                    (3, 4) => 1200,
                    (5, _) => 0x0a00_0102,
                    _ => 0,
                };
                (kind, code, rest)
            }
            Family::V6 => dice.pick(&[
                (1, 0, 0),
                (1, 1, 0),
                (1, 3, 0),
                (1, 4, 0),
                (1, 4, 0),
                (2, 0, 1280),
                (3, 0, 0),
                (3, 1, 0),
                (4, 0, 6),
                (100, 0, 0),
            ]),
        };
        let mut quoted = about;
        let shortest = (layout.l4 + 8).min(quoted.len());
        match dice.below(8) {
            0..=3 => quoted.truncate(shortest),
            4 => quoted.truncate(dice.below(shortest + 1)),
            // A hop changed it.
            5 if quoted.len() > 9 => quoted[if self.family == Family::V4 { 8 } else { 7 }] = 1,
            6 if quoted.len() > shortest => {
                let at = dice.below(quoted.len());
                quoted[at] ^= 1;
            }
            _ => {}
        }
        quoted.truncate(1200);
        let proto = self.family.icmp();
        let body = packet::icmp(kind, code, rest, &quoted);
        // The kernel would learn from errors that are about its own packets.
        let teaches = match self.family {
            Family::V4 => kind == 5 || (kind, code) == (3, 4),
            Family::V6 => kind == 2,
        };
        if teaches && is_own(&layout, &quoted) {
            return self.make(dice);
        }
        let sender = Side {
            port,
            mac: host_mac(port, HOSTS[0]),
            local,
            remote,
            ports: (0, 0),
        };
        self.send(dice, None, &sender, proto, body);
    }
}

/// Whether a packet may have been made by the router itself: answers to pings, errors, resets.
fn is_own(layout: &Layout, packet: &[u8]) -> bool {
    match layout.proto {
        packet::ICMP | packet::ICMPV6 => true,
        packet::TCP => packet
            .get(layout.l4 + 13)
            .is_none_or(|flags| flags & packet::RST != 0),
        _ => false,
    }
}

/// IPv4 options, or IPv6 extension headers.
fn options(dice: &mut Dice, family: Family) -> Vec<u8> {
    match family {
        Family::V4 => match dice.below(5) {
            0 => vec![1, 1, 1, 0],
            1 => vec![0x94, 4, 0, 0],
            2 => [&[7, 11, 4][..], &[0; 9]].concat(),
            // Timestamps, without room for another: the time is not the same.
            3 => [&[0x44, 12, 13, 0][..], &[0; 8]].concat(),
            _ => vec![0x99, 4, 1, 2],
        },
        Family::V6 => {
            let kind = dice.pick(&[0, 60]);
            vec![kind, 0, 0, 1, 4, 0, 0, 0, 0]
        }
    }
}
