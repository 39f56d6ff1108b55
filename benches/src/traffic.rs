//! Flows of any size and family, each from a client and to a server of its own: made where a port would receive
//! them, swallowed where it would send.
//!
//! A network card puts frames into memory that are ready. Here a frame is put together when it is received, of a
//! head that all have in common and what its flow alone has, 16 bytes that are computed beforehand and lie in the
//! order of the frames: every frame is written into a buffer whole up to its payload, at the cost of about the
//! copy that a port without a ring of its own makes.

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
    packet::{Batch, Checksum, Gso, GsoKind, Packet, PacketBuf, Pool, SizeClass},
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

use crate::pipeline::{ethernet, swallow};

/// Ethernet header.
const LINK: usize = 14;
/// Payload of a segment of a super-frame, in bytes.
const MSS: u16 = 1440;

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

    /// How long frames are, without their check sequence.
    const fn lengths(self) -> [usize; 3] {
        match self {
            Self::Small => [60; 3],
            Self::Imix => [60, 590, 1514],
            Self::Large => [1514; 3],
            Self::Gso => [LINK + 20 + 20 + 45 * MSS as usize; 3],
        }
    }

    /// Which of these frame number `n` has.
    #[inline]
    const fn kind(self, n: u32) -> usize {
        match self {
            Self::Small | Self::Large | Self::Gso => 0,
            Self::Imix => match n % CYCLE {
                0..7 => 0,
                7..11 => 1,
                _ => 2,
            },
        }
    }

    const fn protocol(self) -> u8 {
        match self {
            Self::Gso => protocol::TCP,
            Self::Small | Self::Imix | Self::Large => protocol::UDP,
        }
    }

    /// Bytes of a frame on average.
    #[must_use]
    pub fn mean(self) -> f64 {
        let length = |n| self.lengths()[self.kind(n)] as f64;
        (0..CYCLE).map(length).sum::<f64>() / f64::from(CYCLE)
    }
}

/// Frames after which their lengths begin anew.
const CYCLE: u32 = 12;

/// Bytes that frames begin with: headers of Ethernet, IPv6 and TCP.
const HEAD: usize = LINK + 40 + 20;
/// How much of that is written of UDP, in whole words.
const UDP_HEAD: usize = 64;

/// What the frames of one length have in common.
#[derive(Clone, Debug)]
struct Head {
    /// Their headers, of a flow between nobody.
    bytes: [u8; HEAD],
    /// How long they are.
    len: usize,
    /// What their IPv4 checksum sums up, addresses apart.
    header: Sum,
    /// The same of their pseudo-header.
    pseudo: Sum,
}

/// What the frames of one flow have in common, as it stands in them. Of IPv6 addresses, the last four bytes.
#[derive(Clone, Copy, Debug)]
struct Ends {
    addresses: [u8; 8],
    port: [u8; 2],
    /// The checksums of IPv4 headers of each length; of super-frames, and the one that is to be finished.
    sums: [[u8; 2]; 3],
}

/// The numbers below `count`, shuffled: neighbours in time are no neighbours in any table.
fn shuffled(count: u32) -> impl Iterator<Item = u32> {
    // A prime, so that each comes once.
    const STRIDE: u64 = 0x9e37_79b1;
    let count = u64::from(count);
    (0..count).map(move |n| (n * STRIDE % count) as u32)
}

/// Makes the frames of flows in turn: UDP, or TCP super-frames.
///
/// Like a network card it writes headers into a buffer of the pool.
#[derive(Debug)]
pub struct Traffic {
    family: Family,
    sizes: Sizes,
    heads: [Head; 3],
    /// The flows, in their order. Without any, each frame is of another one.
    flows: Vec<Ends>,
    /// The place of the next flow, or its number.
    next: usize,
    /// The number of the next frame in the cycle of the lengths.
    made: u32,
}

impl Traffic {
    /// `count` flows from number `first` on, in shuffled order.
    #[must_use]
    pub fn new(family: Family, sizes: Sizes, first: u32, count: u32) -> Self {
        Self::of(family, sizes, shuffled(count).map(|n| first + n))
    }

    /// Small IPv4 datagrams of `count` flows, in shuffled order.
    #[must_use]
    pub fn small(count: u32) -> Self {
        Self::new(Family::V4, Sizes::Small, 0, count)
    }

    /// Small IPv4 datagrams, each of a new flow until the numbers are used up.
    #[must_use]
    pub fn endless() -> Self {
        Self::of(Family::V4, Sizes::Small, std::iter::empty())
    }

    fn of(family: Family, sizes: Sizes, numbers: impl Iterator<Item = u32>) -> Self {
        let heads = sizes.lengths().map(|len| Head::new(family, sizes, len));
        Self {
            family,
            sizes,
            flows: numbers.map(|n| Ends::new(family, n, &heads)).collect(),
            heads,
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
        let is_own = |n: &u32| router.conntrack.owner(&tuple(family, sizes, *n)) == worker;
        Self::of(family, sizes, shuffled(count).filter(is_own))
    }

    /// Where all flows go, to be routed.
    #[must_use]
    pub fn servers() -> [IpNet; 2] {
        [
            Ipv4Net::new_assert(Ipv4Addr::new(172, 16, 0, 0), 12).into(),
            Ipv6Net::new_assert(Ipv6Addr::new(0xfd01, 0, 0, 0, 0, 0, 0, 0), 32).into(),
        ]
    }

    /// Fills a batch with datagrams. `kind` says which of the lengths one with a number has.
    #[inline(always)]
    fn datagrams<const V6: bool>(
        &mut self,
        (pool, batch): (&mut Pool, &mut Batch),
        now: Instant,
        kind: impl Fn(u32) -> usize,
    ) -> usize {
        let (family, heads, room) = (self.family, &self.heads, batch.room());
        let lengths = heads.each_ref().map(|head| head.len);
        let begins = heads.each_ref().map(Head::udp);
        let write = move |ends: &Ends, number, buf: &mut PacketBuf| {
            let kind = kind(number);
            if let Some(to) = buf.spare_mut().first_chunk_mut() {
                *to = begins[kind];
                ends.write::<V6>(kind, to);
            }
            buf.set_len(lengths[kind]);
            // As from a card that has looked: the payload is not summed again.
            Checksum::Verified
        };
        if self.flows.is_empty() {
            let numbers = self.next..self.next + room;
            self.next += room;
            return pool.receive(batch, now, numbers, |n, buf| {
                write(&Ends::new(family, n as u32, heads), n as u32, buf)
            });
        }
        let mut left = room;
        while left > 0 {
            let flows = &self.flows[self.next..];
            let flows = &flows[..flows.len().min(left)];
            let numbers = self.made..self.made + flows.len() as u32;
            let frames = flows.iter().zip(numbers);
            let count = pool.receive(batch, now, frames, |(ends, number), buf| {
                write(ends, number, buf)
            });
            left -= count;
            self.made = (self.made + count as u32) % CYCLE;
            self.next = (self.next + count) % self.flows.len();
        }
        room
    }

    /// The next super-frame.
    fn super_frame(&mut self, pool: &mut Pool, now: Instant) -> Packet {
        let ends = self.flows[self.next];
        self.next = (self.next + 1) % self.flows.len();
        let head = &self.heads[0];
        let mut buf = pool.get(SizeClass::Large);
        buf.set_len(head.len);
        let (kind, start) = match self.family {
            Family::V4 => (GsoKind::TcpV4, 20),
            Family::V6 => (GsoKind::TcpV6, 40),
        };
        if let Some(to) = buf.spare_mut().first_chunk_mut::<HEAD>() {
            *to = head.bytes;
            if let Some(front) = to.first_chunk_mut() {
                match self.family {
                    Family::V4 => ends.write::<false>(0, front),
                    Family::V6 => ends.write::<true>(0, front),
                }
            }
            let sum = LINK + usize::from(start) + 16;
            to[sum..sum + 2].copy_from_slice(&ends.sums[1]);
        }
        let mut packet = Packet::received(buf, now);
        packet.meta.checksum = Checksum::Partial { start, offset: 16 };
        packet.meta.gso = Some(Gso {
            kind,
            ecn: false,
            fixed_id: false,
            size: MSS,
        });
        packet
    }
}

/// What tells a flow from others, as far as its owner goes by it: not the addresses.
fn tuple(family: Family, sizes: Sizes, n: u32) -> Tuple {
    Tuple {
        src: [0; 16],
        dst: [0; 16],
        src_port: source_port(n),
        dst_port: SERVICE,
        zone: 0,
        proto: sizes.protocol(),
        ipv6: family == Family::V6,
    }
}

impl Head {
    /// That of frames of `len` bytes, or as many as their headers need.
    fn new(family: Family, sizes: Sizes, len: usize) -> Self {
        let proto = sizes.protocol();
        let (ethertype, l4) = match family {
            Family::V4 => ([8, 0], LINK + 20),
            Family::V6 => ([0x86, 0xdd], LINK + 40),
        };
        let len = len.max(l4 + 8);
        let segment = (len - l4) as u16;
        let mut bytes = [0; HEAD];
        bytes[..LINK].copy_from_slice(&ethernet(ethertype)[..LINK]);
        match family {
            Family::V4 => {
                let fields = Ipv4Fields {
                    tos: 0,
                    total_len: segment + 20,
                    id: 0,
                    fragment_bits: ipv4::DF,
                    ttl: 64,
                    protocol: proto,
                    src: Ipv4Addr::UNSPECIFIED,
                    dst: Ipv4Addr::UNSPECIFIED,
                };
                bytes[LINK..l4].copy_from_slice(&fields.emit());
                bytes[LINK + 10..LINK + 12].fill(0);
            }
            Family::V6 => {
                let fields = Ipv6Fields {
                    traffic_class: 0,
                    flow_label: 0,
                    payload_len: segment,
                    next_header: proto,
                    hop_limit: 64,
                    src: Ipv6Addr::new(0xfd03, 0, 0, 0, 0, 0, 0, 0),
                    dst: Ipv6Addr::new(0xfd01, 0, 0, 0, 0, 0, 0, 0),
                };
                bytes[LINK..l4].copy_from_slice(&fields.emit());
            }
        }
        let transport = &mut bytes[l4..];
        transport[2..4].copy_from_slice(&SERVICE.to_be_bytes());
        if proto == protocol::TCP {
            transport[4..20]
                .copy_from_slice(&[0, 0, 0, 1, 0, 0, 0, 1, 0x50, 0x10, 0xff, 0xff, 0, 0, 0, 0]);
        } else {
            transport[4..6].copy_from_slice(&segment.to_be_bytes());
            if family == Family::V6 {
                // It wants some checksum.
                transport[6..8].copy_from_slice(&[0x12, 0x34]);
            }
        }
        let ends = match family {
            Family::V4 => [LINK + 12, LINK + 16, LINK + 20],
            Family::V6 => [LINK + 8, LINK + 24, LINK + 40],
        };
        let (src, dst) = (&bytes[ends[0]..ends[1]], &bytes[ends[1]..ends[2]]);
        Self {
            len,
            header: Sum::ZERO.add(&bytes[LINK..LINK + 20]),
            pseudo: checksum::pseudo_header(src, dst, proto, u32::from(segment)),
            bytes,
        }
    }

    /// As much of it as there is of UDP.
    fn udp(&self) -> [u8; UDP_HEAD] {
        *self.bytes.first_chunk().expect("it is longer")
    }

    const fn is_super_frame(&self) -> bool {
        self.len > Self::LONGEST
    }

    /// The longest that is no super-frame.
    const LONGEST: usize = 1514;
}

impl Ends {
    /// Those of flow `n`: one of 4,096 clients, and no two flows with one server need the same port of an address
    /// that clients are translated to.
    fn new(family: Family, n: u32, heads: &[Head; 3]) -> Self {
        let (client, server) = (n & 0xfff, n / 60_000);
        let (client, server) = match family {
            Family::V4 => (0x0a00_0000 | client, 0xac10_0000 | server),
            Family::V6 => (client | 1 << 12, server | 1 << 12),
        };
        let with_ends = |sum: Sum| sum.add_u32(client).add_u32(server);
        let mut sums = heads
            .each_ref()
            .map(|head| with_ends(head.header).complement().to_be_bytes());
        if heads[0].is_super_frame() {
            sums[1] = with_ends(heads[0].pseudo).folded().to_be_bytes();
        }
        let both = u64::from(client) << 32 | u64::from(server);
        Self {
            addresses: both.to_be_bytes(),
            port: source_port(n).to_be_bytes(),
            sums,
        }
    }

    /// Writes them into a head of a length of this kind.
    #[inline(always)]
    fn write<const V6: bool>(&self, kind: usize, to: &mut [u8; UDP_HEAD]) {
        let [a, b, c, d, e, f, g, h] = self.addresses;
        if V6 {
            to[LINK + 20..LINK + 24].copy_from_slice(&[a, b, c, d]);
            to[LINK + 36..LINK + 40].copy_from_slice(&[e, f, g, h]);
            to[LINK + 40..LINK + 42].copy_from_slice(&self.port);
        } else {
            to[LINK + 10..LINK + 12].copy_from_slice(&self.sums[kind]);
            to[LINK + 12..LINK + 20].copy_from_slice(&self.addresses);
            to[LINK + 20..LINK + 22].copy_from_slice(&self.port);
        }
    }
}

/// Where all flows go.
const SERVICE: u16 = 53;

const fn source_port(n: u32) -> u16 {
    (1024 + n % 60_000) as u16
}

impl PortQueue for Traffic {
    fn rx(&mut self, pool: &mut Pool, batch: &mut Batch, now: Instant) -> io::Result<usize> {
        let kind = |number| Sizes::Imix.kind(number);
        Ok(match (self.sizes, self.family) {
            (Sizes::Gso, _) => {
                let count = batch.room();
                batch.extend((0..count).map(|_| self.super_frame(pool, now)));
                count
            }
            (Sizes::Imix, Family::V4) => self.datagrams::<false>((pool, batch), now, kind),
            (Sizes::Imix, Family::V6) => self.datagrams::<true>((pool, batch), now, kind),
            (Sizes::Small | Sizes::Large, Family::V4) => {
                self.datagrams::<false>((pool, batch), now, |_| 0)
            }
            (Sizes::Small | Sizes::Large, Family::V6) => {
                self.datagrams::<true>((pool, batch), now, |_| 0)
            }
        })
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
