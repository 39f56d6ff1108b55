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
            Self::Imix => match n % 12 {
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
        (0..12).map(length).sum::<f64>() / 12.0
    }
}

/// Bytes that frames begin with: headers of Ethernet, IPv6 and TCP.
const HEAD: usize = LINK + 40 + 20;

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

/// Makes the frames of flows 0, 1, 2, … in turn, in shuffled order: UDP, or TCP super-frames.
///
/// Like a network card it writes headers into a buffer of the pool.
#[derive(Debug)]
pub struct Traffic {
    family: Family,
    sizes: Sizes,
    heads: [Head; 3],
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
            heads: sizes.lengths().map(|len| Head::new(family, sizes, len)),
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
            proto: self.sizes.protocol(),
            ipv6: self.family == Family::V6,
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
        let head = &self.heads[self.sizes.kind(self.made)];
        let mut buf = pool.get(class);
        buf.set_len(head.len);
        if let Some(room) = buf.spare_mut().first_chunk_mut() {
            head.write(self.family, n, gso, room);
        }
        let mut packet = Packet::received(buf, now);
        let meta = &mut packet.meta;
        if gso {
            let (kind, start) = match self.family {
                Family::V4 => (GsoKind::TcpV4, 20),
                Family::V6 => (GsoKind::TcpV6, 40),
            };
            meta.checksum = Checksum::Partial { start, offset: 16 };
            meta.gso = Some(Gso {
                kind,
                ecn: false,
                fixed_id: false,
                size: MSS,
            });
        } else {
            // As from a card that has looked: the payload is not summed again.
            meta.checksum = Checksum::Verified;
        }
        packet
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

    /// Writes the headers of a frame of flow `n`.
    #[inline]
    fn write(&self, family: Family, n: u32, partial: bool, to: &mut [u8; HEAD]) {
        *to = self.bytes;
        let (client, server) = ends(n);
        let l4 = match family {
            Family::V4 => {
                let (client, server) = (0x0a00_0000 | client, 0xac10_0000 | server);
                to[LINK + 12..LINK + 16].copy_from_slice(&client.to_be_bytes());
                to[LINK + 16..LINK + 20].copy_from_slice(&server.to_be_bytes());
                let sum = self.header.add_u32(client).add_u32(server);
                to[LINK + 10..LINK + 12].copy_from_slice(&sum.complement().to_be_bytes());
                LINK + 20
            }
            Family::V6 => {
                let (client, server) = (client | 1 << 12, server | 1 << 12);
                to[LINK + 20..LINK + 24].copy_from_slice(&client.to_be_bytes());
                to[LINK + 36..LINK + 40].copy_from_slice(&server.to_be_bytes());
                LINK + 40
            }
        };
        to[l4..l4 + 2].copy_from_slice(&source_port(n).to_be_bytes());
        if partial {
            let (client, server) = match family {
                Family::V4 => (0x0a00_0000 | client, 0xac10_0000 | server),
                Family::V6 => (client | 1 << 12, server | 1 << 12),
            };
            let sum = self.pseudo.add_u32(client).add_u32(server);
            to[l4 + 16..l4 + 18].copy_from_slice(&sum.folded().to_be_bytes());
        }
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
