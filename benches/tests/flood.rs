//! SYNs from random sources as fast as they can be made, while some clients go on talking to their
//! servers.
//!
//! `TOLLGATE_FLOOD_FRAMES` says how many, if not half a million.

use std::{
    collections::VecDeque,
    io,
    net::Ipv4Addr,
    os::fd::BorrowedFd,
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use benches::{
    pipeline::{CLIENT, Pipeline, ethernet},
    random::Random,
    rules::{GAP, Rules},
    traffic::Traffic,
};
use dataplane::{
    checksum::{checksum, pseudo_header},
    conntrack::CtStats,
    io::{Capabilities, PortQueue, TxReport},
    packet::{Batch, Packet, Pool, SizeClass},
    time::Instant,
    wire::ipv4::{self, Ipv4Fields, protocol},
};

/// Clients that have a connection before the flood.
const CLIENTS: u32 = 1000;
/// `nf_conntrack_max`.
const MAX: u32 = 20_000;
/// One frame of this many is the clients'.
const SHARE: u64 = 16;
/// Bytes of each of the clients' segments.
const DATA: u32 = 10;
/// Sequence numbers of the flood; those of the clients say whose they are.
const FLOOD: u32 = 0x8000_0000;
const SERVER: Ipv4Addr = Ipv4Addr::new(172, 16, 0, 1);

const SYN: u8 = 2;
const ACK: u8 = 16;

/// A TCP segment with what is looked at.
#[derive(Clone, Copy, Debug)]
struct Segment {
    src: (Ipv4Addr, u16),
    dst: (Ipv4Addr, u16),
    seq: u32,
    ack: u32,
    flags: u8,
    data: u32,
}

impl Segment {
    fn write(&self, packet: &mut Packet) {
        let tcp_len = 20 + self.data as usize;
        let mut frame = ethernet([8, 0])[..14].to_vec();
        let fields = Ipv4Fields {
            tos: 0,
            total_len: 20 + tcp_len as u16,
            id: 0,
            fragment_bits: ipv4::DF,
            ttl: 64,
            protocol: protocol::TCP,
            src: self.src.0,
            dst: self.dst.0,
        };
        frame.extend(fields.emit());
        frame.extend(self.src.1.to_be_bytes());
        frame.extend(self.dst.1.to_be_bytes());
        frame.extend(self.seq.to_be_bytes());
        frame.extend(self.ack.to_be_bytes());
        frame.extend([5 << 4, self.flags, 0xff, 0xff, 0, 0, 0, 0]);
        frame.resize(34 + tcp_len, 0x55);
        let (src, dst) = (self.src.0.octets(), self.dst.0.octets());
        let sum = pseudo_header(&src, &dst, protocol::TCP, tcp_len as u32);
        let sum = sum.add(&frame[34..]).complement();
        frame[50..52].copy_from_slice(&sum.to_be_bytes());
        packet.buf.set_len(frame.len());
        packet.buf.bytes_mut().copy_from_slice(&frame);
    }

    /// What a frame says; its checksums are right.
    fn read(frame: &[u8]) -> Self {
        let ip = &frame[14..];
        assert_eq!(checksum(&ip[..20]), 0);
        let len = usize::from(u16::from_be_bytes([ip[2], ip[3]]));
        let tcp = &ip[20..len];
        let long = |at: usize| u32::from_be_bytes([ip[at], ip[at + 1], ip[at + 2], ip[at + 3]]);
        let short = |at: usize| u16::from_be_bytes([ip[at], ip[at + 1]]);
        let sum = pseudo_header(&ip[12..16], &ip[16..20], ip[9], tcp.len() as u32);
        assert!(sum.add(tcp).is_valid());
        Self {
            src: (long(12).into(), short(20)),
            dst: (long(16).into(), short(22)),
            seq: long(24),
            ack: long(28),
            flags: ip[33],
            data: tcp.len() as u32 - 20,
        }
    }

    /// Sent back, with these.
    fn answer(&self, seq: u32, flags: u8) -> Self {
        Self {
            src: self.dst,
            dst: self.src,
            seq,
            ack: self.seq + self.data + u32::from(self.flags & SYN != 0),
            flags,
            data: 0,
        }
    }
}

/// A client and its connection.
#[derive(Clone, Debug, Default)]
struct Client {
    established: bool,
    /// Bytes sent, arrived at the server, and acknowledged.
    sent: u32,
    arrived: u32,
    acknowledged: u32,
    /// Where the server sees it come from.
    seen: Option<(Ipv4Addr, u16)>,
}

/// Both ends.
#[derive(Debug)]
struct World {
    clients: Vec<Client>,
    turn: usize,
    /// The clients are still to connect.
    connecting: bool,
    flooding: bool,
    random: Random,
    frames: u64,
    to_left: VecDeque<Segment>,
    to_right: VecDeque<Segment>,
    /// SYNs of the flood that were made, and those that came through.
    made: u64,
    through: u64,
}

impl World {
    /// Where a client's sequence numbers begin.
    fn start(client: usize) -> u32 {
        (client as u32) << 16
    }

    fn port(client: usize) -> u16 {
        10_000 + client as u16
    }

    /// The next segment that comes in from the clients' side.
    fn next(&mut self) -> Option<Segment> {
        if let Some(segment) = self.to_left.pop_front() {
            return Some(segment);
        }
        let client = self.turn % self.clients.len();
        let src = (CLIENT, Self::port(client));
        let dst = (SERVER, 80);
        if self.connecting {
            self.connecting = self.turn + 1 < self.clients.len();
            self.turn += 1;
            return Some(Segment {
                src,
                dst,
                seq: Self::start(client),
                ack: 0,
                flags: SYN,
                data: 0,
            });
        }
        if !self.flooding {
            return None;
        }
        self.frames += 1;
        if self.frames.is_multiple_of(SHARE) {
            self.turn += 1;
            let one = &mut self.clients[client];
            let seq = Self::start(client) + 1 + one.sent;
            one.sent += DATA;
            return Some(Segment {
                src,
                dst,
                seq,
                ack: 1,
                flags: ACK,
                data: DATA,
            });
        }
        self.made += 1;
        let bits = self.random.bits();
        // Anybody's address, but none that nobody can have.
        let source = 0x0b00_0000 + (bits >> 32) as u32 % 0x7000_0000;
        Some(Segment {
            src: (source.into(), bits as u16),
            dst,
            seq: FLOOD | bits as u32,
            ack: 0,
            flags: SYN,
            data: 0,
        })
    }

    /// A segment leaves towards the server.
    fn serve(&mut self, segment: Segment) {
        if segment.seq >= FLOOD {
            self.through += 1;
            return;
        }
        let client = &mut self.clients[(segment.seq >> 16) as usize];
        let seen = *client.seen.get_or_insert(segment.src);
        assert_eq!(seen, segment.src, "the binding is kept");
        if segment.flags & SYN != 0 {
            self.to_right.push_back(segment.answer(0, SYN | ACK));
        } else if segment.data > 0 {
            client.arrived += segment.data;
            self.to_right.push_back(segment.answer(1, ACK));
        }
    }

    /// A segment leaves towards a client.
    fn receive(&mut self, segment: Segment) {
        let number = usize::from(segment.dst.1 - Self::port(0));
        assert_eq!(segment.dst.0, CLIENT);
        let client = &mut self.clients[number];
        if segment.flags & SYN != 0 {
            client.established = true;
            self.to_left.push_back(segment.answer(segment.ack, ACK));
        } else {
            client.acknowledged = segment.ack - Self::start(number) - 1;
        }
    }
}

/// One end of the world.
#[derive(Debug)]
struct End {
    world: Arc<Mutex<World>>,
    is_left: bool,
}

impl End {
    fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().expect("not poisoned")
    }
}

impl PortQueue for End {
    fn rx(&mut self, pool: &mut Pool, batch: &mut Batch, now: Instant) -> io::Result<usize> {
        let mut world = self.world();
        let mut count = 0;
        while batch.room() > 0 {
            let next = if self.is_left {
                world.next()
            } else {
                world.to_right.pop_front()
            };
            let Some(segment) = next else { break };
            let mut packet = Packet {
                buf: pool.get(SizeClass::Small),
                ..Packet::default()
            };
            packet.meta.received = now;
            segment.write(&mut packet);
            if !self.is_left {
                // To the router's address on the other side.
                packet.buf.bytes_mut()[..6].copy_from_slice(&[2, 0, 0, 0, 3, 254]);
            }
            batch.push(packet);
            count += 1;
        }
        Ok(count)
    }

    fn tx(&mut self, pool: &mut Pool, batch: &mut Batch) -> TxReport {
        let mut report = TxReport::default();
        for packet in batch.drain() {
            report.sent += 1;
            report.sent_bytes += packet.buf.len() as u64;
            let segment = Segment::read(packet.buf.bytes());
            let mut world = self.world();
            if self.is_left {
                world.receive(segment);
            } else {
                world.serve(segment);
            }
            drop(world);
            pool.recycle(packet);
        }
        report
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities::default()
    }

    fn poll_fd(&self) -> Option<BorrowedFd<'_>> {
        None
    }
}

/// Connections, bytes of their table, and what was counted.
fn table(pipeline: &Pipeline) -> (usize, usize, CtStats) {
    let conntrack = pipeline.router.conntrack.of(0);
    (conntrack.count(), conntrack.memory(), conntrack.stats())
}

/// Lets the clients connect, and floods a table of at most `max` connections; gives the SYNs that were
/// made and that came through, and what the table counted.
fn flood(max: u32) -> (u64, u64, CtStats) {
    let frames = std::env::var("TOLLGATE_FLOOD_FRAMES");
    let frames: u64 = frames.map_or(500_000, |text| text.parse().expect("a number"));
    let world = Arc::new(Mutex::new(World {
        clients: vec![Client::default(); CLIENTS as usize],
        turn: 0,
        connecting: true,
        flooding: false,
        random: Random::new(1),
        frames: 0,
        to_left: VecDeque::new(),
        to_right: VecDeque::new(),
        made: 0,
        through: 0,
    }));
    let end = |is_left| {
        let world = Arc::clone(&world);
        Box::new(End { world, is_left }) as Box<dyn PortQueue>
    };
    let mut pipeline = Pipeline::between(
        [(Traffic::servers()[0], 0)],
        [end(true), end(false)],
        |snapshot| {
            snapshot.filter4 = Rules::new().snat().compile();
            snapshot.sysctls.conntrack.max = max;
        },
    );
    while pipeline.burst_after(Duration::from_micros(10)) > 0 {}
    {
        let mut world = world.lock().expect("not poisoned");
        assert!(world.clients.iter().all(|client| client.established));
        world.flooding = true;
    }
    let mut full = None;
    let mut most = 0;
    while world.lock().expect("not poisoned").frames < frames {
        pipeline.burst_after(GAP);
        let (count, memory, _) = table(&pipeline);
        most = most.max(count);
        if count >= max as usize {
            // From here on the table does not grow.
            let at_limit = *full.get_or_insert(memory);
            assert!(
                memory <= at_limit + at_limit / 50,
                "{memory}, was {at_limit}"
            );
        }
    }
    world.lock().expect("not poisoned").flooding = false;
    while pipeline.burst_after(GAP) > 0 {}

    let (count, memory, stats) = table(&pipeline);
    let totals = pipeline.router.totals();
    let world = world.lock().expect("not poisoned");
    println!(
        "{} SYNs, {} of them through; {count} connections, {most} at most, {memory} bytes; {stats:?}",
        world.made, world.through
    );
    for (number, client) in world.clients.iter().enumerate() {
        assert!(client.sent > 0, "{number}");
        assert_eq!(client.sent, client.arrived, "{number}");
        assert_eq!(client.sent, client.acknowledged, "{number}");
    }
    // The limit holds, and the flood filled it.
    assert!(most <= max as usize && full.is_some(), "{most}");
    assert!(memory <= 256 * max as usize + (1 << 20), "{memory}");
    // Who came through either has his connection or gave it up for another.
    assert_eq!(
        world.through + u64::from(CLIENTS),
        count as u64 + stats.early_drop
    );
    // And who did not come through was counted as dropped.
    assert_eq!(world.made - world.through, totals.dropped(), "{totals:?}");
    assert_eq!(
        totals.received + totals.made,
        totals.sent + totals.consumed + totals.dropped()
    );
    (world.made, world.through, stats)
}

#[test]
fn a_flood_takes_nothing_from_those_who_are_connected() {
    let (made, through, stats) = flood(MAX);
    // One of those who never answered makes room for the next.
    assert!(stats.early_drop > 0 && stats.drop == 0, "{stats:?}");
    assert_eq!(made, through);
}

#[test]
fn those_who_are_connected_make_no_room_for_a_flood() {
    let (made, through, stats) = flood(CLIENTS);
    assert_eq!((through, stats.early_drop, stats.drop), (0, 0, made));
}
