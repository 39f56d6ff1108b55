//! Which queue of a port a frame comes to: that of the worker whose connection it is of, as far as the kernel can
//! tell ([`conntrack`](crate::conntrack) says whose that is). What comes to another worker is handed over, so
//! that nothing is wrong if the kernel can't.

use libc::{
    BPF_ADD, BPF_B, BPF_H, BPF_LSH, BPF_MUL, BPF_RSH, BPF_W, BPF_XOR, SKF_AD_OFF, SKF_AD_PROTOCOL,
    SKF_NET_OFF, sock_filter,
};

use super::program::{Code, Word};
use crate::{
    conntrack::{ADDRESS_TURN, MULTIPLIERS},
    route::Family,
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

/// The first of what is hashed: a port, or what an address is folded to.
const ONE: Word = Word(0);
/// The second.
const OTHER: Word = Word(1);
/// What comes and goes.
const SCRATCH: Word = Word(2);

impl Spread {
    /// Over so many queues of a router whose key is not set.
    #[must_use]
    pub const fn over(queues: usize) -> Self {
        Self { queues, key: 0 }
    }

    /// A program in classic BPF that gives the number of a frame's queue; 0 for what is no IP, and for what is
    /// too short.
    ///
    /// Errors of ICMP go by what they quote, which is too much to ask of it: they may have to be handed over, and
    /// so may fragments, which come to one queue until they are whole.
    pub(super) fn program(self) -> Vec<sock_filter> {
        let mut code = Code::default();
        code.load(BPF_H, SKF_AD_OFF + SKF_AD_PROTOCOL);
        code.unless(EtherType::IPV4.0.into(), "ipv6");
        // Options, or a fragment.
        code.load(BPF_B, SKF_NET_OFF);
        code.unless(0x45, "addresses of IPv4");
        code.load(BPF_H, SKF_NET_OFF + 6);
        code.when_any(0x3fff, "addresses of IPv4");
        code.load(BPF_B, SKF_NET_OFF + 9);
        upper(&mut code, Family::V4, 20);
        code.place("ipv6");
        code.unless(EtherType::IPV6.0.into(), "elsewhere");
        code.load(BPF_B, SKF_NET_OFF + 6);
        upper(&mut code, Family::V6, 40);
        by_addresses(&mut code);
        // As `Owners::by_ports`.
        code.place("ports");
        code.combine(ONE, BPF_XOR, OTHER);
        code.with(BPF_LSH, 16);
        code.store(SCRATCH);
        code.combine(ONE, BPF_ADD, OTHER);
        code.with_word(BPF_XOR, SCRATCH);
        code.place("pick");
        self.pick(&mut code);
        code.place("elsewhere");
        code.give(0);
        code.finish()
    }

    /// As `Owners::pick`.
    fn pick(self, code: &mut Code) {
        let [first, second] = MULTIPLIERS;
        code.with(BPF_XOR, self.key);
        code.with(BPF_MUL, first);
        code.store(SCRATCH);
        code.with(BPF_RSH, 13);
        code.with_word(BPF_XOR, SCRATCH);
        code.with(BPF_MUL, second);
        code.with(BPF_RSH, 16);
        code.with(BPF_MUL, self.queues as u32);
        code.with(BPF_RSH, 16);
        code.give_it();
    }
}

/// The number is a protocol, whose header is at `offset`: goes on with its ports, or what stands for them, in
/// memory, or else at the addresses.
fn upper(code: &mut Code, family: Family, offset: i32) {
    let (icmp, with_ports, echo, addresses) = match family {
        Family::V4 => (
            protocol::ICMP,
            "ports of IPv4",
            "echo of IPv4",
            "addresses of IPv4",
        ),
        Family::V6 => (
            protocol::ICMPV6,
            "ports of IPv6",
            "echo of IPv6",
            "addresses of IPv6",
        ),
    };
    for with in [
        protocol::TCP,
        protocol::UDP,
        protocol::UDPLITE,
        protocol::SCTP,
    ] {
        code.when(with.into(), with_ports);
    }
    code.when(icmp.into(), echo);
    code.go(addresses);
    code.place(echo);
    code.load(BPF_H, SKF_NET_OFF + offset + 4);
    code.store(ONE);
    code.set(0);
    code.store(OTHER);
    code.go("ports");
    code.place(with_ports);
    code.load(BPF_H, SKF_NET_OFF + offset);
    code.store(ONE);
    code.load(BPF_H, SKF_NET_OFF + offset + 2);
    code.store(OTHER);
    code.when_word(ONE, addresses);
    code.go("ports");
}

/// As `Owners::by_hash` does where there are no ports to tell connections apart.
fn by_addresses(code: &mut Code) {
    code.place("addresses of IPv4");
    for (word, offset) in [(ONE, 12), (OTHER, 16)] {
        code.load(BPF_W, SKF_NET_OFF + offset);
        code.store(word);
    }
    code.go("addresses");
    code.place("addresses of IPv6");
    for (word, offset) in [(ONE, 8), (OTHER, 24)] {
        code.load(BPF_W, SKF_NET_OFF + offset + 12);
        for before in [8, 4, 0] {
            code.turn(ADDRESS_TURN, SCRATCH);
            code.store(word);
            code.load(BPF_W, SKF_NET_OFF + offset + before);
            code.with_word(BPF_XOR, word);
        }
        code.store(word);
    }
    code.place("addresses");
    code.combine(ONE, BPF_XOR, OTHER);
    code.turn(16, SCRATCH);
    code.store(SCRATCH);
    code.combine(ONE, BPF_ADD, OTHER);
    code.with_word(BPF_XOR, SCRATCH);
    code.go("pick");
}

#[cfg(test)]
mod tests {
    use libc::{BPF_A, BPF_IMM, BPF_JA, BPF_JEQ, BPF_JSET, BPF_MEM, BPF_OR, BPF_X};

    use super::*;
    use crate::conntrack::{Tables, Tuple};

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
                    let len = match code & 0x18 {
                        BPF_B => 1,
                        BPF_H => 2,
                        _ => 4,
                    };
                    let Some(bytes) = frame.network.get(from..from + len) else {
                        return 0;
                    };
                    a = bytes
                        .iter()
                        .fold(0, |all, byte| all << 8 | u32::from(*byte));
                }
                1 => x = memory[k as usize],
                2 => memory[k as usize] = a,
                4 => {
                    let by = if code & 8 == BPF_X { x } else { k };
                    a = match code & 0xf0 {
                        BPF_ADD => a.wrapping_add(by),
                        BPF_MUL => a.wrapping_mul(by),
                        BPF_XOR => a ^ by,
                        BPF_OR => a | by,
                        BPF_LSH => a << by,
                        BPF_RSH => a >> by,
                        other => panic!("{other:x}"),
                    };
                }
                5 if code & 0xf0 == BPF_JA => at += k as usize,
                5 if code & 0xf0 == BPF_JEQ => {
                    at += jump(a == if code & 8 == BPF_X { x } else { k });
                }
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
            assert!(program.len() < 256, "{}", program.len());
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
    fn what_has_no_ports_to_tell_it_apart_goes_by_its_addresses() {
        let tables = Tables::new(5);
        tables.key((17, 0xdead_beef_0bad_cafe));
        let spread = Spread {
            queues: 5,
            key: tables.port_key(),
        };
        let program = spread.program();
        for n in 0..500_u16 {
            for ipv6 in [false, true] {
                let mut equal = frame(ipv6, protocol::UDP, [500, 500]);
                let (at, len) = if ipv6 { (8, 32) } else { (12, 8) };
                for (place, byte) in (0..).zip(&mut equal.network[at..at + len]) {
                    *byte = (n.wrapping_mul(7919) >> (place % 9)) as u8 ^ place;
                }
                let mut tuple = Tuple {
                    src: [0; 16],
                    dst: [0; 16],
                    src_port: 500,
                    dst_port: 500,
                    zone: 0,
                    proto: protocol::UDP,
                    ipv6,
                };
                tuple.src[..len / 2].copy_from_slice(&equal.network[at..at + len / 2]);
                tuple.dst[..len / 2].copy_from_slice(&equal.network[at + len / 2..at + len]);
                let owner = tables.owner(&tuple);
                assert_eq!(run(&program, &equal) as usize, owner);
                let mut others = vec![frame(ipv6, 47, [0, 0]), frame(ipv6, 50, [1, 2])];
                if !ipv6 {
                    let mut fragment = frame(false, protocol::UDP, [1, 2]);
                    fragment.network[6] = 0x20;
                    let mut options = frame(false, protocol::UDP, [1, 2]);
                    options.network[0] = 0x46;
                    others.extend([fragment, options]);
                }
                for mut frame in others {
                    frame.network[at..at + len].copy_from_slice(&equal.network[at..at + len]);
                    assert_eq!(run(&program, &frame) as usize, owner);
                }
            }
        }
    }

    #[test]
    fn what_is_no_ip_or_cut_short_comes_to_the_first() {
        let program = Spread::over(4).program();
        let arp = Frame {
            ethertype: 0x0806,
            network: vec![0; 28],
        };
        let cut = Frame {
            ethertype: 0x0800,
            network: vec![0x45; 12],
        };
        for frame in [arp, cut] {
            assert_eq!(run(&program, &frame), 0);
        }
    }
}
