//! Frames of every kind that the router knows, and what can be wrong with them.

use dataplane::{checksum, iface::MacAddr, wire::ipv4};
use etherparse::{IpFragOffset, Ipv4Header, PacketBuilder, TcpHeader, VlanId};

use super::{HOST_L, HOST_R, LEFT_MAC, RIGHT_MAC};

/// A small generator, so that a failure is repeated by its seed.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    pub fn byte(&mut self) -> u8 {
        self.next() as u8
    }
}

/// An IP frame with this header from the host on the left, or `back` from that on the right, to the router.
pub fn of_host(back: bool, header: &[u8], transport: &[u8]) -> Vec<u8> {
    let macs = match back {
        false => [LEFT_MAC, HOST_L],
        true => [RIGHT_MAC, HOST_R],
    };
    let mut frame: Vec<u8> = macs.iter().flat_map(|mac| mac.0).collect();
    frame.extend(match header[0] >> 4 {
        4 => [8, 0],
        _ => [0x86, 0xdd],
    });
    frame.extend(header);
    frame.extend(transport);
    frame
}

fn v6(text: &str) -> [u8; 16] {
    text.parse::<std::net::Ipv6Addr>()
        .expect("an address")
        .octets()
}

/// Well-formed frames to the left port: one of each kind.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    let ethernet = || PacketBuilder::ethernet2(HOST_L.0, LEFT_MAC.0);
    let (host, router, beyond) = ([10, 1, 0, 1], [10, 1, 0, 254], [10, 2, 0, 1]);
    let (host6, router6, beyond6) = (v6("fd00:1::1"), v6("fd00:1::fe"), v6("fd00:2::1"));
    let mut add = |write: &dyn Fn(&mut Vec<u8>)| {
        let mut frame = Vec::new();
        write(&mut frame);
        seeds.push(frame);
    };
    for dst in [
        beyond,
        router,
        [10, 9, 9, 9],
        [224, 0, 0, 1],
        [255; 4],
        [127, 0, 0, 1],
    ] {
        add(&|f| {
            ethernet()
                .ipv4(host, dst, 2)
                .udp(1, 2)
                .write(f, b"payload")
                .expect("fits")
        });
        add(&|f| {
            ethernet()
                .ipv4(host, dst, 64)
                .tcp(1, 2, 3, 4)
                .syn()
                .write(f, b"")
                .expect("fits")
        });
        add(&|f| {
            ethernet()
                .ipv4(host, dst, 64)
                .icmpv4_echo_request(1, 2)
                .write(f, &[7; 60])
                .expect("fits")
        });
    }
    for dst in [
        beyond6,
        router6,
        v6("2001:db8::1"),
        v6("ff02::1"),
        v6("fe80::1"),
        v6("fe80::99"),
    ] {
        add(&|f| {
            ethernet()
                .ipv6(host6, dst, 2)
                .udp(1, 2)
                .write(f, b"payload")
                .expect("fits")
        });
        add(&|f| {
            ethernet()
                .ipv6(host6, dst, 64)
                .tcp(1, 2, 3, 4)
                .syn()
                .write(f, b"")
                .expect("fits")
        });
        add(&|f| {
            ethernet()
                .ipv6(host6, dst, 64)
                .icmpv6_echo_request(1, 2)
                .write(f, &[7; 60])
                .expect("fits")
        });
    }
    // Sources that are not credible, or are not one host.
    for src in [
        [127, 0, 0, 1],
        [0; 4],
        [0, 0, 0, 9],
        [255; 4],
        [224, 0, 0, 1],
        [240, 0, 0, 1],
        [10, 1, 0, 254],
        [10, 2, 0, 254],
        [10, 2, 0, 1],
        [10, 1, 0, 255],
        [8, 8, 8, 8],
    ] {
        for dst in [beyond, router, [224, 0, 0, 1], [255; 4], [10, 2, 0, 255]] {
            add(&|f| {
                ethernet()
                    .ipv4(src, dst, 64)
                    .udp(1, 2)
                    .write(f, b"spoofed?")
                    .expect("fits");
            });
        }
    }
    for src in [
        "::",
        "::1",
        "ff02::1",
        "fe80::aa",
        "fd00:2::fe",
        "fd00:2::1",
        "2001:db8::1",
    ] {
        for dst in [
            beyond6,
            router6,
            v6("ff02::1"),
            v6("ff02::2"),
            v6("fe80::1"),
            v6("fd00:1::"),
        ] {
            add(&|f| {
                ethernet()
                    .ipv6(v6(src), dst, 64)
                    .icmpv6_echo_request(1, 2)
                    .write(f, b"spoofed?")
                    .expect("fits");
            });
        }
    }
    // Broadcasts, and the router's other address.
    for dst in [
        [10, 1, 0, 255],
        [10, 2, 0, 255],
        [10, 2, 0, 254],
        [10, 1, 0, 0],
    ] {
        add(&|f| {
            ethernet()
                .ipv4(host, dst, 64)
                .icmpv4_echo_request(1, 2)
                .write(f, b"all")
                .expect("fits");
        });
    }
    // TCP flags, other ICMP types, no UDP checksum, protocols that nobody speaks.
    for flags in [0x01u8, 0x04, 0x10, 0x11, 0x12, 0x14, 0x00, 0xff] {
        add(&|f| {
            ethernet()
                .ipv4(host, router, 64)
                .tcp(1, 2, 3, 4)
                .write(f, b"12345")
                .expect("fits");
            f[47] = flags;
            f[50..52].fill(0);
            let sum = checksum::pseudo_header(&host, &router, 6, 25).add(&f[34..]);
            f[50..52].copy_from_slice(&sum.complement().to_be_bytes());
        });
        add(&|f| {
            ethernet()
                .ipv6(host6, router6, 64)
                .tcp(1, 2, 3, 4)
                .write(f, b"12345")
                .expect("fits");
            f[67] = flags;
            f[70..72].fill(0);
            let sum = checksum::pseudo_header(&host6, &router6, 6, 25).add(&f[54..]);
            f[70..72].copy_from_slice(&sum.complement().to_be_bytes());
        });
    }
    for kind in [0u8, 3, 4, 5, 9, 10, 11, 12, 14, 15, 17, 19, 42] {
        for dst in [router, beyond] {
            add(&|f| {
                let mut message = vec![kind, 0, 0, 0, 0, 1, 0, 2];
                message.extend([0x45; 28]);
                dataplane::wire::icmpv4::refresh_checksum(&mut message);
                ethernet()
                    .ipv4(host, dst, if dst == router { 64 } else { 1 })
                    .write(f, etherparse::ip_number::ICMP, &message)
                    .expect("fits");
            });
        }
    }
    for kind in [1u8, 2, 3, 4, 100, 127, 129, 130, 132, 140, 200] {
        for dst in [router6, beyond6] {
            add(&|f| {
                let mut message = vec![kind, 0, 0, 0, 0, 1, 0, 2];
                message.extend([0x60; 28]);
                dataplane::wire::icmpv6::refresh_checksum(host6.into(), dst.into(), &mut message);
                ethernet()
                    .ipv6(host6, dst, if dst == router6 { 64 } else { 1 })
                    .write(f, etherparse::ip_number::IPV6_ICMP, &message)
                    .expect("fits");
            });
        }
    }
    add(&|f| {
        ethernet()
            .ipv4(host, router, 64)
            .udp(1, 2)
            .write(f, b"unsummed")
            .expect("fits");
        f[40..42].fill(0);
    });
    add(&|f| {
        ethernet()
            .ipv6(host6, router6, 64)
            .udp(1, 2)
            .write(f, b"unsummed")
            .expect("fits");
        f[60..62].fill(0);
    });
    for protocol in [2u8, 4, 41, 47, 50, 51, 103, 132, 135, 200, 255] {
        add(&|f| {
            ethernet()
                .ipv4(host, router, 64)
                .write(f, protocol.into(), b"whatever it is")
                .expect("fits");
        });
        add(&|f| {
            ethernet()
                .ipv6(host6, router6, 64)
                .write(f, protocol.into(), b"whatever it is")
                .expect("fits");
        });
    }
    // Fragments of one packet for the router, IPv4.
    for (offset, more) in [(0, true), (8, true), (16, false)] {
        add(&|f| {
            let mut ip =
                Ipv4Header::new(32, 64, etherparse::ip_number::ICMP, host, router).expect("fits");
            ip.identification = 77;
            ip.dont_fragment = false;
            ip.more_fragments = more;
            ip.fragment_offset = IpFragOffset::try_new(offset / 8 * 4).expect("small");
            let ip = etherparse::IpHeaders::Ipv4(ip, Default::default());
            ethernet()
                .ip(ip)
                .write(f, etherparse::ip_number::ICMP, &[8; 32])
                .expect("fits");
        });
    }
    // IPv6 with options, a routing header and a fragment header.
    for (first, header) in [
        (0, [17, 0, 5, 2, 0, 0, 1, 0]),
        (0, [17, 0, 0xc2, 4, 0, 1, 0, 0]),
        (60, [17, 0, 0x87, 2, 1, 1, 1, 0]),
        (43, [17, 0, 0, 1, 0, 0, 0, 0]),
        (44, [17, 0, 0, 1, 1, 2, 3, 4]),
        (44, [17, 0, 0, 8, 1, 2, 3, 4]),
        (59, [0; 8]),
        (99, [0; 8]),
    ] {
        for dst in [router6, beyond6] {
            add(&|f| {
                ethernet()
                    .ipv6(host6, dst, 64)
                    .udp(1, 2)
                    .write(f, b"payload.")
                    .expect("fits");
                f[20] = first;
                f.splice(54..54, header);
                f[18..20].copy_from_slice(&24u16.to_be_bytes());
            });
        }
    }
    // IPv4 options: record route, timestamp, source route, router alert.
    for option in [
        [7, 7, 4, 0, 0, 0, 0, 0],
        [68, 8, 5, 0, 0, 0, 0, 0],
        [131, 7, 4, 10, 9, 9, 9, 0],
        [148, 4, 0, 0, 1, 1, 1, 0],
    ] {
        for dst in [router, beyond] {
            add(&|f| {
                ethernet()
                    .ipv4(host, dst, 64)
                    .icmpv4_echo_request(1, 2)
                    .write(f, b"payload.")
                    .expect("fits");
                f.splice(34..34, option);
                f[14] = 0x47;
                f[16..18].copy_from_slice(&44u16.to_be_bytes());
                ipv4::refresh_checksum(&mut f[14..], 28);
            });
        }
    }
    add(&|f| {
        ethernet().single_vlan(VlanId::try_new(100).expect("small"));
        PacketBuilder::ethernet2(HOST_L.0, LEFT_MAC.0)
            .single_vlan(VlanId::try_new(100).expect("small"))
            .ipv4(host, beyond, 9)
            .tcp_header(TcpHeader::new(1, 2, 3, 4))
            .write(f, b"tagged")
            .expect("fits");
    });
    add(&|f| {
        f.extend([0xff; 6]);
        f.extend(HOST_L.0);
        f.extend([8, 6, 0, 1, 8, 0, 6, 4, 0, 1]);
        f.extend(HOST_L.0);
        f.extend(host);
        f.extend(MacAddr::ZERO.0);
        f.extend(router);
    });
    // Larger than the right port's MTU: with and without "don't fragment", and IPv6.
    for dont_fragment in [true, false] {
        add(&|f| {
            let mut ip =
                Ipv4Header::new(1408, 64, etherparse::ip_number::UDP, host, beyond).expect("fits");
            ip.identification = 78;
            ip.dont_fragment = dont_fragment;
            let ip = etherparse::IpHeaders::Ipv4(ip, Default::default());
            ethernet()
                .ip(ip)
                .udp(1, 2)
                .write(f, &[9; 1400])
                .expect("fits");
        });
    }
    add(&|f| {
        ethernet()
            .ipv6(host6, beyond6, 64)
            .udp(1, 2)
            .write(f, &[9; 1400])
            .expect("fits");
    });
    // An echo request in two fragments, whose answer needs two as well.
    let mut echo = vec![8, 0, 0, 0, 0, 1, 0, 2];
    echo.resize(2400, 0x55);
    dataplane::wire::icmpv4::refresh_checksum(&mut echo);
    for (at, more) in [(0, true), (1400, false)] {
        let end = if more { 1400 } else { echo.len() };
        let piece = echo[at..end].to_vec();
        add(&|f| {
            let len = piece.len() as u16;
            let mut ip =
                Ipv4Header::new(len, 64, etherparse::ip_number::ICMP, host, router).expect("fits");
            ip.identification = 79;
            ip.dont_fragment = false;
            ip.more_fragments = more;
            ip.fragment_offset = IpFragOffset::try_new(at as u16 / 8).expect("small");
            let ip = etherparse::IpHeaders::Ipv4(ip, Default::default());
            ethernet()
                .ip(ip)
                .write(f, etherparse::ip_number::ICMP, &piece)
                .expect("fits");
        });
    }
    let mut echo = vec![128, 0, 0, 0, 0, 1, 0, 2];
    echo.resize(2400, 0x55);
    dataplane::wire::icmpv6::refresh_checksum(host6.into(), router6.into(), &mut echo);
    for (at, more) in [(0u16, true), (1400, false)] {
        let end = if more { 1400 } else { echo.len() };
        let mut piece = vec![58, 0, 0, 0, 0, 0, 0, 80];
        piece[2..4].copy_from_slice(&(at | u16::from(more)).to_be_bytes());
        piece.extend(&echo[usize::from(at)..end]);
        add(&|f| {
            ethernet()
                .ipv6(host6, router6, 64)
                .write(f, etherparse::ip_number::IPV6_FRAG, &piece)
                .expect("fits");
        });
    }
    // A neighbour solicitation for the router.
    add(&|f| {
        let mut message = vec![135, 0, 0, 0, 0, 0, 0, 0];
        message.extend(router6);
        message.extend([1, 1]);
        message.extend(HOST_L.0);
        let group = v6("ff02::1:ff00:fe");
        dataplane::wire::icmpv6::refresh_checksum(host6.into(), group.into(), &mut message);
        PacketBuilder::ethernet2(HOST_L.0, [0x33, 0x33, 0xff, 0, 0, 0xfe])
            .ipv6(host6, group, 255)
            .write(f, etherparse::ip_number::IPV6_ICMP, &message)
            .expect("fits");
    });
    seeds
}

/// Spoils a frame: bits, bytes, lengths; now and then its header checksum is made right again, so
/// that the damage gets further.
pub fn spoil(random: &mut Random, frame: &mut Vec<u8>) {
    for _ in 0..random.below(4) {
        if frame.is_empty() {
            return;
        }
        match random.below(6) {
            0 => {
                let at = random.below(frame.len());
                frame[at] ^= 1 << random.below(8);
            }
            1 => {
                let at = random.below(frame.len());
                frame[at] = random.byte();
            }
            2 => frame.truncate(random.below(frame.len() + 1)),
            3 => {
                let more = random.below(100);
                frame.extend((0..more).map(|_| random.byte()));
            }
            4 => {
                // In the network header, where it matters most.
                let at = (14 + random.below(48)).min(frame.len() - 1);
                frame[at] = random.byte();
            }
            _ => {
                let at = random.below(frame.len());
                let len = random.below(frame.len() - at + 1);
                let copy = frame[at..at + len].to_vec();
                frame.splice(at..at, copy);
            }
        }
    }
    if random.below(4) > 0 {
        mend(frame);
    }
}

/// Makes the IPv4 header checksum right.
fn mend(frame: &mut [u8]) {
    if frame.get(12..14) != Some(&[8, 0]) {
        return;
    }
    let len = frame.get(14).map_or(0, |byte| usize::from(byte & 0xf) * 4);
    if let Some(header) = frame
        .get_mut(14..14 + len)
        .filter(|header| header.len() >= 20)
    {
        header[10..12].fill(0);
        let sum = checksum::checksum(header);
        header[10..12].copy_from_slice(&sum.to_be_bytes());
    }
}
