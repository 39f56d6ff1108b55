//! Conversations: what each side would send next, and what it should not.

use std::net::IpAddr;

use dataplane::iface::MacAddr;
use scenarios::oracle::Dice;

use crate::{
    matches::{CLIENTS, SERVICES},
    packet::{
        self, ACK, FIN, GRE, ICMP, ICMPV6, Layout, PSH, RST, SCTP, SYN, TCP, Tcp, UDP, long,
        ports_at, word,
    },
    topology::Family,
};

/// One end of a conversation, as it sees itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Side {
    /// The router's port that its packets come in by.
    pub(crate) port: usize,
    pub(crate) mac: MacAddr,
    pub(crate) local: IpAddr,
    pub(crate) remote: IpAddr,
    /// Its port and the other's.
    pub(crate) ports: (u16, u16),
}

/// How far one end of a TCP connection is.
#[derive(Clone, Debug, Default)]
struct End {
    /// The next sequence number to send.
    next: u32,
    /// The next one it waits for, once it has heard anything.
    heard: Option<u32>,
    syn: bool,
    fin: bool,
    window: u16,
    /// Options of its SYN.
    options: Vec<u8>,
    timestamps: bool,
    /// The last segment: sequence number, flags, data.
    last: Option<(u32, u8, Vec<u8>)>,
}

/// A conversation.
#[derive(Clone, Debug)]
pub(crate) struct Flow {
    proto: u8,
    /// Who began, and who answers: known when something arrived there.
    pub(crate) sides: [Option<Side>; 2],
    ends: [End; 2],
    /// It is picked up in the middle: the handshake was before.
    midstream: bool,
    /// ICMP echo: the next sequence number.
    sequence: u16,
}

impl Flow {
    /// A new one; the side's ports are chosen here.
    pub(crate) fn new(dice: &mut Dice, family: Family, number: usize, mut side: Side) -> Self {
        let proto = match dice.below(20) {
            0..=9 => TCP,
            10..=14 => UDP,
            15..=18 => family.icmp(),
            _ => dice.pick(&[GRE, SCTP, 253, 50]),
        };
        let client = CLIENTS + number as u16;
        side.ports = (client, dice.pick(&SERVICES));
        if proto == UDP && dice.chance(5) {
            side.ports.0 = dice.pick(&[53, 500, 300]);
        }
        let ends = [(); 2].map(|()| {
            let mut options = Vec::new();
            if dice.chance(80) {
                let [a, b] = u16::to_be_bytes(dice.pick(&[1460, 1400, 536, 8960]));
                options.extend([2, 4, a, b]);
            }
            if dice.chance(60) {
                options.extend([1, 3, 3, dice.pick(&[0, 2, 7, 14, 15])]);
            }
            if dice.chance(50) {
                options.extend([1, 1, 4, 2]);
            }
            let timestamps = dice.chance(30);
            if timestamps {
                options.extend([1, 1, 8, 10, 0, 0, 1, 0, 0, 0, 0, 0]);
            }
            End {
                next: match dice.below(4) {
                    0 => dice.pick(&[u32::MAX - 100, 0, 0x7fff_fff0]),
                    _ => dice.bits() as u32,
                },
                window: dice.pick(&[65_535, 65_535, 29_200, 1000, 64, 0]),
                options,
                timestamps,
                ..End::default()
            }
        });
        Self {
            proto,
            sides: [Some(side), None],
            ends,
            midstream: dice.chance(10),
            sequence: 0,
        }
    }

    /// Uses the ports of another.
    pub(crate) fn take_ports(&mut self, of: &Self) {
        self.proto = of.proto;
        if let (Some(own), Some(other)) = (&mut self.sides[0], of.sides[0]) {
            own.ports = other.ports;
        }
    }

    /// What `side` sends next: the protocol, and its header and payload.
    pub(crate) fn packet(&mut self, dice: &mut Dice, side: usize) -> (u8, Vec<u8>) {
        let ports = self.sides[side].map_or((0, 0), |side| side.ports);
        let size = match dice.below(14) {
            0 => 600 + dice.below(850),
            1 => 0,
            _ => dice.below(60),
        };
        let body = match self.proto {
            TCP => self.segment(dice, side, ports),
            UDP => packet::udp(ports, &dice.bytes(size)),
            ICMP | ICMPV6 => self.echo(dice, side, ports, size),
            SCTP => {
                let mut body = Vec::new();
                body.extend(ports.0.to_be_bytes());
                body.extend(ports.1.to_be_bytes());
                body.extend(dice.bytes(8));
                body.extend([1, 0, 0, 20]);
                body.extend(dice.bytes(16));
                body
            }
            GRE => [&[0, 0, 8, 0][..], &dice.bytes(size)].concat(),
            _ => dice.bytes(size),
        };
        (self.proto, body)
    }

    fn echo(&mut self, dice: &mut Dice, side: usize, ports: (u16, u16), size: usize) -> Vec<u8> {
        self.sequence += 1;
        let (request, reply, others): (u8, u8, &[u8]) = if self.proto == ICMP {
            (8, 0, &[13, 14, 17, 15, 10, 30])
        } else {
            (128, 129, &[130, 139, 200])
        };
        let mut kind = if side == 0 { request } else { reply };
        match dice.below(24) {
            0 => kind = request,
            1 => kind = reply,
            2 => kind = dice.pick(others),
            _ => {}
        }
        let code = u8::from(dice.chance(2));
        let rest = u32::from(ports.0) << 16 | u32::from(self.sequence);
        packet::icmp(kind, code, rest, &dice.bytes(size.max(12)))
    }

    fn segment(&mut self, dice: &mut Dice, side: usize, ports: (u16, u16)) -> Vec<u8> {
        let midstream = self.midstream;
        let end = &mut self.ends[side];
        if midstream && !end.syn {
            end.syn = true;
            end.heard.get_or_insert_with(|| dice.bits() as u32);
        }
        let mut tcp = Tcp {
            ports,
            seq: end.next,
            ack: end.heard.unwrap_or(0),
            flags: 0,
            window: end.window,
            options: Vec::new(),
        };
        if dice.chance(15) {
            tcp.window = dice.pick(&[0, 1, 500, 65_535, end.window]);
        }
        let heard = if end.heard.is_some() { ACK } else { 0 };
        let mut data = Vec::new();
        match dice.below(20) {
            // Again what was sent before.
            0 | 1 if end.last.is_some() => {
                if let Some((seq, flags, bytes)) = end.last.clone() {
                    (tcp.seq, tcp.flags, data) = (seq, flags, bytes);
                }
            }
            2 if end.syn => tcp.flags = RST | if dice.chance(60) { ACK } else { 0 },
            3 | 4 if end.syn && heard != 0 => {
                tcp.flags = FIN | ACK;
                end.fin = true;
            }
            5 => {
                tcp.flags = dice.pick(&[
                    0,
                    SYN,
                    SYN | ACK,
                    FIN,
                    SYN | FIN,
                    RST,
                    ACK,
                    PSH,
                    FIN | PSH | 0x20,
                    0x3f,
                    RST | ACK,
                    0xc2,
                    0x52,
                    SYN | RST,
                    ACK | 0x20,
                ]);
            }
            _ if !end.syn => tcp.flags = SYN | heard | if dice.chance(10) { 0xc0 } else { 0 },
            _ => {
                tcp.flags = ACK;
                if dice.chance(60) {
                    let size = if dice.chance(8) {
                        900
                    } else {
                        1 + dice.below(60)
                    };
                    data = dice.bytes(size);
                    tcp.flags |= PSH;
                }
                if dice.chance(5) {
                    tcp.flags |= dice.pick(&[0x40, 0x80]);
                }
            }
        }
        // Numbers that are not what they should be.
        let off = |dice: &mut Dice| {
            dice.pick(&[
                1u32,
                100,
                1000,
                66_000,
                1 << 20,
                1 << 30,
                1 << 31,
                u32::MAX,
                u32::MAX - 99,
                u32::MAX - 66_000,
            ])
        };
        if dice.chance(7) {
            tcp.seq = tcp.seq.wrapping_add(off(dice));
        }
        if dice.chance(7) {
            tcp.ack = tcp.ack.wrapping_add(off(dice));
        }
        if tcp.flags & SYN != 0 {
            tcp.options.clone_from(&end.options);
        } else if dice.chance(6) {
            let ack = tcp.ack.wrapping_add(dice.pick(&[0, 100, 5000]));
            tcp.options = vec![1, 1, 5, 10];
            tcp.options.extend(ack.to_be_bytes());
            tcp.options.extend(ack.wrapping_add(50).to_be_bytes());
        } else if end.timestamps {
            tcp.options = vec![1, 1, 8, 10, 0, 0, 2, 0, 0, 0, 1, 0];
        }
        end.syn |= tcp.flags & SYN != 0;
        let length =
            data.len() as u32 + u32::from(tcp.flags & SYN != 0) + u32::from(tcp.flags & FIN != 0);
        let beyond = tcp.seq.wrapping_add(length);
        if beyond.wrapping_sub(end.next) < 100_000 {
            end.next = beyond;
        }
        end.last = Some((tcp.seq, tcp.flags, data.clone()));
        let mut segment = tcp.segment(&data);
        match dice.below(250) {
            // A data offset that can't be.
            0 => segment[12] = 0x40,
            1 => segment[12] = 0xf0,
            // An option that ends too late.
            2 if segment.len() > 24 => segment[21] = 40,
            _ => {}
        }
        segment
    }

    /// A packet left the router by `port`, because of one that `side` sent. Whoever receives it knows
    /// now whom it talks to.
    pub(crate) fn arrived(&mut self, side: usize, port: usize, packet: &[u8], layout: &Layout) {
        let Some(transport) = layout.transport(packet) else {
            return;
        };
        let Some(sender) = self.sides[side] else {
            return;
        };
        let least = if self.proto == TCP { 20 } else { 8 };
        if layout.proto != self.proto || transport.len() < least {
            return;
        }
        // The router's own answers go back.
        let back = layout.dst == sender.local && port == sender.port;
        let other = 1 - side;
        if self.proto == TCP {
            let last = self.ends[side].last.as_ref().map(|(seq, ..)| *seq);
            if last != Some(long(transport, 4)) {
                return;
            }
            let flags = transport[13];
            let header = usize::from(transport[12] >> 4) * 4;
            let data = transport.len().saturating_sub(header) as u32;
            let length = data + u32::from(flags & SYN != 0) + u32::from(flags & FIN != 0);
            self.ends[other].heard = Some(long(transport, 4).wrapping_add(length));
        } else if back && self.proto != UDP {
            return;
        }
        if side == 1 || self.sides[1].is_some() {
            return;
        }
        let ports = match ports_at(self.proto, transport) {
            Some([src, dst]) => (word(transport, dst), word(transport, src)),
            None => (0, 0),
        };
        self.sides[1] = Some(Side {
            port,
            mac: MacAddr([2, 0, 0, 0, port as u8, 2]),
            local: layout.dst,
            remote: layout.src,
            ports,
        });
    }
}
