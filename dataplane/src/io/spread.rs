//! Which queue of a port a frame comes to: that of the worker whose connection it is of, as far as the kernel can
//! tell ([`conntrack`](crate::conntrack) says whose that is). What comes to another worker is handed over, so
//! that nothing is wrong if the kernel can't.

use libc::{
    BPF_A, BPF_ABS, BPF_ADD, BPF_ALU, BPF_B, BPF_H, BPF_IMM, BPF_JEQ, BPF_JMP, BPF_JSET, BPF_K,
    BPF_LD, BPF_LSH, BPF_MEM, BPF_MISC, BPF_MUL, BPF_RET, BPF_RSH, BPF_ST, BPF_TAX, BPF_X, BPF_XOR,
    SKF_AD_OFF, SKF_AD_PROTOCOL, SKF_NET_OFF, sock_filter,
};

use crate::{
    conntrack::MULTIPLIERS,
    wire::{ethernet::EtherType, ipv4::protocol},
};

/// How the frames of a port are spread over its queues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spread {
    /// The queues, one for each worker.
    pub queues: usize,
    /// The router's key, that of [`Tables::port_key`](crate::conntrack::Tables::port_key).
    pub key: u32,
}

impl Spread {
    /// Over so many queues of a router whose key is not set.
    #[must_use]
    pub const fn over(queues: usize) -> Self {
        Self { queues, key: 0 }
    }

    /// A program in classic BPF (`PACKET_FANOUT_CBPF`) that gives the number of a frame's queue; 0 where ports say
    /// nothing.
    pub(super) fn program(self) -> Vec<sock_filter> {
        let mut code = Code::default();
        code.load(BPF_H, SKF_AD_OFF + SKF_AD_PROTOCOL);
        code.unless(EtherType::IPV4.0.into(), "ipv6");
        // Options, or a fragment.
        code.load(BPF_B, SKF_NET_OFF);
        code.unless(0x45, "elsewhere");
        code.load(BPF_H, SKF_NET_OFF + 6);
        code.when_any(0x3fff, "elsewhere");
        code.load(BPF_B, SKF_NET_OFF + 9);
        code.upper(protocol::ICMP, 20);
        code.place("ipv6");
        code.load(BPF_H, SKF_AD_OFF + SKF_AD_PROTOCOL);
        code.unless(EtherType::IPV6.0.into(), "elsewhere");
        code.load(BPF_B, SKF_NET_OFF + 6);
        code.upper(protocol::ICMPV6, 40);
        // Behind a jump: behind a return, the kernel's checker takes memory for what it was there.
        code.place("ports");
        self.pick(&mut code);
        code.place("elsewhere");
        code.push(BPF_RET | BPF_K, 0);
        code.finish()
    }

    /// As `Owners::by_ports`; the ports are in memory.
    fn pick(self, code: &mut Code) {
        let [first, second] = MULTIPLIERS;
        code.both(BPF_XOR);
        code.push(BPF_ALU | BPF_LSH | BPF_K, 16);
        code.push(BPF_ST, 2);
        code.both(BPF_ADD);
        code.with_memory(BPF_XOR, 2);
        code.push(BPF_ALU | BPF_XOR | BPF_K, self.key);
        code.push(BPF_ALU | BPF_MUL | BPF_K, first);
        code.push(BPF_ST, 2);
        code.push(BPF_ALU | BPF_RSH | BPF_K, 13);
        code.with_memory(BPF_XOR, 2);
        code.push(BPF_ALU | BPF_MUL | BPF_K, second);
        code.push(BPF_ALU | BPF_RSH | BPF_K, 16);
        code.push(BPF_ALU | BPF_MUL | BPF_K, self.queues as u32);
        code.push(BPF_ALU | BPF_RSH | BPF_K, 16);
        code.push(BPF_RET | BPF_A, 0);
    }
}

/// A program that is being written.
#[derive(Default)]
struct Code {
    instructions: Vec<sock_filter>,
    places: Vec<(&'static str, usize)>,
    /// Jumps, and whether they are taken when the condition holds.
    jumps: Vec<(usize, &'static str, bool)>,
}

impl Code {
    fn push(&mut self, code: u32, k: u32) {
        self.instructions.push(sock_filter {
            code: code as u16,
            jt: 0,
            jf: 0,
            k,
        });
    }

    /// `A` becomes what is at an offset.
    fn load(&mut self, size: u32, offset: i32) {
        self.push(BPF_LD | size | BPF_ABS, offset as u32);
    }

    /// What follows gets a name.
    fn place(&mut self, name: &'static str) {
        self.places.push((name, self.instructions.len()));
    }

    fn jump(&mut self, kind: u32, k: u32, to: &'static str, taken: bool) {
        self.jumps.push((self.instructions.len(), to, taken));
        self.push(BPF_JMP | kind | BPF_K, k);
    }

    /// Goes on at a place further below unless `A` is `value`.
    fn unless(&mut self, value: u32, to: &'static str) {
        self.jump(BPF_JEQ, value, to, false);
    }

    /// Goes on there if `A` has any of these bits.
    fn when_any(&mut self, bits: u32, to: &'static str) {
        self.jump(BPF_JSET, bits, to, true);
    }

    /// `A` becomes what `operation` makes of it and a word of memory.
    fn with_memory(&mut self, operation: u32, word: u32) {
        // Through X, without losing A.
        self.push(BPF_ST, 3);
        self.push(BPF_LD | BPF_MEM, word);
        self.push(BPF_MISC | BPF_TAX, 0);
        self.push(BPF_LD | BPF_MEM, 3);
        self.push(BPF_ALU | operation | BPF_X, 0);
    }

    /// `A` becomes what `operation` makes of both ports.
    fn both(&mut self, operation: u32) {
        self.push(BPF_LD | BPF_MEM, 0);
        self.with_memory(operation, 1);
    }

    /// `A` is the protocol, whose header is at `offset`: puts the ports, or what stands for them, into memory.
    fn upper(&mut self, icmp: u8, offset: i32) {
        let [with_ports, echo] = if icmp == protocol::ICMP {
            ["ports of IPv4", "echo of IPv4"]
        } else {
            ["ports of IPv6", "echo of IPv6"]
        };
        for with in [protocol::TCP, protocol::UDP] {
            self.jump(BPF_JEQ, with.into(), with_ports, true);
        }
        self.jump(BPF_JEQ, icmp.into(), echo, true);
        self.push(BPF_RET | BPF_K, 0);
        self.place(echo);
        self.load(BPF_H, SKF_NET_OFF + offset + 4);
        self.push(BPF_ST, 0);
        self.push(BPF_LD | BPF_IMM, 0);
        self.push(BPF_ST, 1);
        self.jump(BPF_JEQ, 0, "ports", true);
        self.place(with_ports);
        self.load(BPF_H, SKF_NET_OFF + offset);
        self.push(BPF_ST, 0);
        self.load(BPF_H, SKF_NET_OFF + offset + 2);
        self.push(BPF_ST, 1);
        // Always.
        self.push(BPF_LD | BPF_IMM, 0);
        self.jump(BPF_JEQ, 0, "ports", true);
    }

    fn finish(mut self) -> Vec<sock_filter> {
        for (at, to, taken) in self.jumps {
            let place = self.places.iter().find(|(name, _)| *name == to);
            // Places are further below, and a program is short.
            let skip = place.map_or(0, |(_, place)| place - at - 1) as u8;
            let jump = &mut self.instructions[at];
            if taken {
                jump.jt = skip;
            } else {
                jump.jf = skip;
            }
        }
        self.instructions
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conntrack::Tables;

    /// A frame as the program sees it: its protocol and what is behind the link-layer header.
    struct Frame {
        ethertype: u16,
        network: Vec<u8>,
    }

    /// What classic BPF does (`Documentation/networking/filter.rst`), as far as the program needs it.
    fn run(program: &[sock_filter], frame: &Frame) -> u32 {
        let (mut a, mut x, mut memory, mut at) = (0_u32, 0_u32, [0_u32; 16], 0);
        loop {
            let sock_filter { code, jt, jf, k } = program[at];
            let code = u32::from(code);
            at += 1;
            let jump = |holds: bool| usize::from(if holds { jt } else { jf });
            match code & 7 {
                0 if code & 0xe0 == BPF_IMM => a = k,
                0 if code & 0xe0 == BPF_MEM => a = memory[k as usize],
                0 if k as i32 == SKF_AD_OFF + SKF_AD_PROTOCOL => a = frame.ethertype.into(),
                0 => {
                    let from = (k as i32 - SKF_NET_OFF) as usize;
                    let len = if code & 0x18 == BPF_B { 1 } else { 2 };
                    let Some(bytes) = frame.network.get(from..from + len) else {
                        return 0;
                    };
                    a = bytes
                        .iter()
                        .fold(0, |all, byte| all << 8 | u32::from(*byte));
                }
                2 => memory[k as usize] = a,
                4 => {
                    let by = if code & 8 == BPF_X { x } else { k };
                    a = match code & 0xf0 {
                        BPF_ADD => a.wrapping_add(by),
                        BPF_MUL => a.wrapping_mul(by),
                        BPF_XOR => a ^ by,
                        BPF_LSH => a << by,
                        BPF_RSH => a >> by,
                        other => panic!("{other:x}"),
                    };
                }
                5 if code & 0xf0 == BPF_JEQ => at += jump(a == k),
                5 if code & 0xf0 == BPF_JSET => at += jump(a & k != 0),
                6 => return if code & 0x18 == BPF_A { a } else { k },
                7 => x = a,
                other => panic!("{other:x}"),
            }
        }
    }

    fn frame(ipv6: bool, proto: u8, [a, b]: [u16; 2]) -> Frame {
        let mut network = if ipv6 { vec![0; 40] } else { vec![0; 20] };
        if ipv6 {
            (network[0], network[6]) = (0x60, proto);
        } else {
            (network[0], network[9]) = (0x45, proto);
        }
        network.extend(a.to_be_bytes());
        network.extend(b.to_be_bytes());
        network.extend([0; 4]);
        Frame {
            ethertype: if ipv6 { 0x86dd } else { 0x0800 },
            network,
        }
    }

    #[test]
    fn the_kernel_gives_frames_to_whom_they_belong() {
        for workers in [2, 3, 7] {
            let tables = Tables::new(workers);
            tables.key((17, 0xdead_beef_0bad_cafe));
            let spread = Spread {
                queues: workers,
                key: tables.port_key(),
            };
            let program = spread.program();
            assert!(program.len() < 200, "{}", program.len());
            for n in 0..2000_u16 {
                let ports = [n.wrapping_mul(7919), 443 + n % 5];
                let owner = tables.owners().by_ports((ports[0], ports[1]));
                for ipv6 in [false, true] {
                    for proto in [protocol::TCP, protocol::UDP] {
                        let frame = frame(ipv6, proto, ports);
                        assert_eq!(run(&program, &frame) as usize, owner);
                    }
                }
                let mut echo = frame(false, protocol::ICMP, [0x0800, 0]);
                echo.network[24..26].copy_from_slice(&n.to_be_bytes());
                let owner = tables.owners().by_ports((n, 0));
                assert_eq!(run(&program, &echo) as usize, owner);
            }
        }
    }

    #[test]
    fn what_has_no_ports_comes_to_the_first() {
        let program = Spread::over(4).program();
        let mut fragment = frame(false, protocol::UDP, [1, 2]);
        fragment.network[6] = 0x20;
        let mut options = frame(false, protocol::UDP, [1, 2]);
        options.network[0] = 0x46;
        let arp = Frame {
            ethertype: 0x0806,
            network: vec![0; 28],
        };
        let cut = Frame {
            ethertype: 0x0800,
            network: vec![0x45; 12],
        };
        let gre = frame(true, 47, [1, 2]);
        for frame in [fragment, options, arp, cut, gre] {
            assert_eq!(run(&program, &frame), 0);
        }
    }
}
