//! Flows of any size and family, for the matrix of `tollgate-bench memory`: made where a port would receive
//! them, swallowed where it would send.

use std::{
    io,
    net::{Ipv4Addr, Ipv6Addr},
    os::fd::BorrowedFd,
};

use dataplane::{
    checksum::{self, Sum},
    conntrack::Tuple,
    io::{Capabilities, PortQueue, TxReport},
    neigh::NeighCache,
    packet::{Batch, Checksum, Gso, GsoKind, Packet, Pool, SizeClass},
    route::Family,
    snapshot::Snapshot,
    time::Instant,
    wire::{
        ipv4::{self, Ipv4Fields, protocol},
        ipv6::Ipv6Fields,
    },
    worker::Router,
};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use crate::{
    flows::Order,
    pipeline::{ethernet, swallow},
};

/// Ethernet header.
const LINK: usize = 14;
/// Payload of a segment of a super-frame, in bytes.
const MSS: u16 = 1448;

/// How long frames are, check sequence included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Sizes {
    /// All 64 bytes (with IPv6, 66: what a UDP header needs).
    #[value(name = "64")]
    Small,
    /// The simple IMIX: of twelve frames seven of 64, four of 594 and one of 1518 bytes.
    Imix,
    /// All 1518 bytes.
    #[value(name = "1500")]
    Large,
    /// TCP super-frames of 64 KiB.
    Gso,
}

impl Sizes {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Small, Self::Imix, Self::Large, Self::Gso];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Small => "64 B",
            Self::Imix => "IMIX",
            Self::Large => "1500 B",
            Self::Gso => "64 KiB GSO",
        }
    }

    /// Length of frame number `n`, without its check sequence.
    const fn frame(self, n: u32) -> usize {
        match self {
            Self::Small => 60,
            Self::Imix => match n % 12 {
                0..7 => 60,
                7..11 => 590,
                _ => 1514,
            },
            Self::Large => 1514,
            Self::Gso => LINK + 20 + 20 + 45 * MSS as usize,
        }
    }

    /// Bytes of a frame on average.
    #[must_use]
    pub fn mean(self) -> f64 {
        (0..12).map(|n| self.frame(n) as f64).sum::<f64>() / 12.0
    }
}

/// Makes the frames of flows 0, 1, 2, … in turn, in shuffled order: UDP, or TCP super-frames.
#[derive(Debug)]
pub struct Traffic {
    family: Family,
    sizes: Sizes,
    /// The numbers of its flows, from the first on.
    first: u32,
    order: Order,
    /// Or these, one after the other; and which is next.
    listed: Vec<u32>,
    next: usize,
    made: u32,
}

impl Traffic {
    /// `count` flows from number `first` on.
    #[must_use]
    pub fn new(family: Family, sizes: Sizes, first: u32, count: u32) -> Self {
        Self {
            family,
            sizes,
            first,
            order: Order::shuffled(count),
            listed: Vec::new(),
            next: 0,
            made: 0,
        }
    }

    /// Of `count` flows from number 0 on those of worker `worker` of a router with `workers`, as a port gives
    /// them to it that knows whose they are.
    #[must_use]
    pub fn of_owner(
        family: Family,
        sizes: Sizes,
        count: u32,
        (worker, workers): (usize, usize),
    ) -> Self {
        let (router, _) = Router::new(Snapshot::default(), NeighCache::new(0), workers);
        let all = Self::new(family, sizes, 0, count);
        let mut order = Order::shuffled(count);
        let order = std::iter::repeat_with(|| order.step());
        let is_own = |n: &u32| router.conntrack.owner(&all.tuple(*n)) == worker;
        Self {
            listed: order.take(count as usize).filter(is_own).collect(),
            ..all
        }
    }

    /// What tells a flow from others, as far as its owner goes by it: not the addresses.
    fn tuple(&self, n: u32) -> Tuple {
        Tuple {
            src: [0; 16],
            dst: [0; 16],
            src_port: source_port(n),
            dst_port: SERVICE,
            zone: 0,
            proto: self.protocol(),
            ipv6: self.family == Family::V6,
        }
    }

    fn protocol(&self) -> u8 {
        match self.sizes {
            Sizes::Gso => protocol::TCP,
            Sizes::Small | Sizes::Imix | Sizes::Large => protocol::UDP,
        }
    }

    /// The number of the next flow.
    #[inline]
    fn step(&mut self) -> u32 {
        let Some(&number) = self.listed.get(self.next) else {
            return self.first + self.order.step();
        };
        self.next += 1;
        if self.next == self.listed.len() {
            self.next = 0;
        }
        number
    }

    /// Where all flows go, to be routed.
    #[must_use]
    pub fn servers() -> [IpNet; 2] {
        [
            Ipv4Net::new_assert(Ipv4Addr::new(172, 16, 0, 0), 12).into(),
            Ipv6Net::new_assert(Ipv6Addr::new(0xfd01, 0, 0, 0, 0, 0, 0, 0), 32).into(),
        ]
    }

    /// The next frame.
    #[inline]
    fn make(&mut self, pool: &mut Pool, now: Instant) -> Packet {
        let n = self.step();
        self.made = self.made.wrapping_add(1);
        let gso = self.sizes == Sizes::Gso;
        let class = if gso {
            SizeClass::Large
        } else {
            SizeClass::Small
        };
        let mut buf = pool.get(class);
        buf.set_len(
            self.sizes
                .frame(self.made)
                .max(if self.family == Family::V6 { 62 } else { 60 }),
        );
        let frame = buf.bytes_mut();
        let ethertype = match self.family {
            Family::V4 => [8, 0],
            Family::V6 => [0x86, 0xdd],
        };
        frame[..LINK].copy_from_slice(&ethernet(ethertype)[..LINK]);
        let len = frame.len() - LINK;
        let proto = self.protocol();
        let l4 = match self.family {
            Family::V4 => ipv4_header(n, len, proto, &mut frame[LINK..]),
            Family::V6 => ipv6_header(n, len, proto, &mut frame[LINK..]),
        };
        let network = &mut frame[LINK..];
        let (addresses, segment) = network.split_at_mut(l4);
        segment[..2].copy_from_slice(&source_port(n).to_be_bytes());
        segment[2..4].copy_from_slice(&SERVICE.to_be_bytes());
        let (checksum, gso) = if gso {
            segment[4..20]
                .copy_from_slice(&[0, 0, 0, 1, 0, 0, 0, 1, 0x50, 0x10, 0xff, 0xff, 0, 0, 0, 0]);
            let (src, dst) = match self.family {
                Family::V4 => (12..16, 16..20),
                Family::V6 => (8..24, 24..40),
            };
            let len = segment.len() as u32;
            let sum = checksum::pseudo_header(&addresses[src], &addresses[dst], proto, len);
            segment[16..18].copy_from_slice(&sum.folded().to_be_bytes());
            let checksum = Checksum::Partial {
                start: l4 as u16,
                offset: 16,
            };
            let gso = Gso {
                kind: match self.family {
                    Family::V4 => GsoKind::TcpV4,
                    Family::V6 => GsoKind::TcpV6,
                },
                ecn: false,
                fixed_id: false,
                size: MSS,
            };
            (checksum, Some(gso))
        } else {
            let len = segment.len() as u16;
            segment[4..6].copy_from_slice(&len.to_be_bytes());
            segment[6..8].fill(0);
            if self.family == Family::V6 {
                // It wants some checksum.
                segment[6..8].copy_from_slice(&[0x12, 0x34]);
            }
            // As from a card that has looked: the payload is not summed again.
            (Checksum::Verified, None)
        };
        let mut packet = Packet::received(buf, now);
        (packet.meta.checksum, packet.meta.gso) = (checksum, gso);
        packet
    }
}

/// Where all flows go.
const SERVICE: u16 = 53;

const fn source_port(n: u32) -> u16 {
    (1024 + n % 60_000) as u16
}

/// The client and the server of a flow: 4,096 clients, and no two flows with one server need the same
/// port of an address that clients are translated to.
const fn ends(n: u32) -> (u32, u32) {
    (n & 0xfff, n / 60_000)
}

fn ipv4_header(n: u32, len: usize, protocol: u8, to: &mut [u8]) -> usize {
    let (client, server) = ends(n);
    let fields = Ipv4Fields {
        tos: 0,
        total_len: len as u16,
        id: 0,
        fragment_bits: ipv4::DF,
        ttl: 64,
        protocol,
        src: Ipv4Addr::from(0x0a00_0000 | client),
        dst: Ipv4Addr::from(0xac10_0000 | server),
    };
    to[..20].copy_from_slice(&fields.emit());
    debug_assert_eq!(Sum::ZERO.add(&to[..20]).complement(), 0);
    20
}

fn ipv6_header(n: u32, len: usize, next_header: u8, to: &mut [u8]) -> usize {
    let (client, server) = ends(n);
    let address = |net: u16, host: u32| {
        Ipv6Addr::new(
            net,
            0,
            0,
            0,
            0,
            0,
            (host >> 16) as u16,
            host as u16 | 1 << 12,
        )
    };
    let fields = Ipv6Fields {
        traffic_class: 0,
        flow_label: 0,
        payload_len: (len - 40) as u16,
        next_header,
        hop_limit: 64,
        src: address(0xfd03, client),
        dst: address(0xfd01, server),
    };
    to[..40].copy_from_slice(&fields.emit());
    40
}

impl PortQueue for Traffic {
    fn rx(&mut self, pool: &mut Pool, batch: &mut Batch, now: Instant) -> io::Result<usize> {
        let count = batch.room();
        batch.extend((0..count).map(|_| self.make(pool, now)));
        Ok(count)
    }

    fn tx(&mut self, pool: &mut Pool, batch: &mut Batch) -> TxReport {
        swallow(pool, batch)
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities::default()
    }

    fn poll_fd(&self) -> Option<BorrowedFd<'_>> {
        None
    }
}
