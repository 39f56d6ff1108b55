//! Joining the segments of a TCP stream that arrive one after another into a super-frame (GRO): the
//! reverse of [`segment`](super::segment). What is joined and what is not is as in the kernel's
//! `dev_gro_receive`, `inet_gro_receive`, `ipv6_gro_receive` and `tcp_gro_receive`.
//!
//! Nothing waits for a segment that has not come: what a burst holds is joined, and no more.
//!
//! Deviation: the kernel lets a packet that it does not join overtake those of other flows that wait to
//! be joined, and one with a bad checksum those of its own. Here a super-frame stands where its first
//! segment stood, and everything of its flow that is behind that stays behind it.

use std::{
    mem,
    num::NonZeroU16,
    sync::atomic::{AtomicU64, Ordering},
};

use super::{
    Batch, Checksum, Gso, GsoKind, Packet, Pool, SizeClass,
    segment::{LAST_ONLY, MIN_SIZE},
};
use crate::{
    checksum::{self, Sum},
    time::{Duration, Instant},
    wire::{
        ethernet::EtherType,
        ipv4::{self, protocol},
        ipv6_ext,
    },
};

/// Flows that are joined at a time: what has the place of another one ends that one's train.
const PLACES: usize = 64;
/// No train is there.
const NONE: u16 = u16::MAX;

/// SYN, RST, URG and CWR: a segment with one of them stays alone.
const ALONE: u8 = 0x02 | 0x04 | 0x20 | 0x80;

/// Offset of the checksum in a TCP header.
const TCP_CHECKSUM: usize = 16;

/// What a flow is known by among others. Nothing depends on flows having different ones but speed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlowHash(NonZeroU16);

impl FlowHash {
    #[inline]
    pub(super) fn of(flow: u32) -> Self {
        /// Spreads what differs in any bit over the upper bits (2⁶⁴ divided by the golden ratio).
        const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
        let spread = u64::from(flow).wrapping_mul(SPREAD);
        Self(NonZeroU16::MIN | (spread >> 48) as u16)
    }

    /// Its place among `count`.
    #[inline]
    const fn place(self, count: usize) -> usize {
        (self.0.get() as usize * count) >> 16
    }
}

/// Flows whose super-frames had to be cut again, because the port that they left by takes none: they are
/// left alone for a while. Shared by all workers.
#[derive(Debug)]
pub(crate) struct CutFlows {
    /// Until when, in nanoseconds of the data path's clock, by the hash of the flow.
    until: Box<[AtomicU64]>,
}

impl CutFlows {
    /// How many can be told apart: 16 KiB of memory.
    const PLACES: usize = 2048;
    /// How long they are left alone. A stream of 100,000 segments a second is joined for one burst out of 400.
    const WHILE: Duration = Duration::from_secs(1);

    pub(crate) fn new() -> Self {
        let places = (0..Self::PLACES).map(|_| AtomicU64::new(0));
        Self {
            until: places.collect(),
        }
    }

    /// A super-frame of that flow was cut.
    pub(crate) fn note(&self, flow: FlowHash, now: Instant) {
        let until = (now + Self::WHILE).as_nanos();
        self.until[flow.place(Self::PLACES)].store(until, Ordering::Relaxed);
    }

    /// Whether that happened a short while ago.
    #[inline]
    fn has(&self, flow: FlowHash, now: Instant) -> bool {
        self.until[flow.place(Self::PLACES)].load(Ordering::Relaxed) > now.as_nanos()
    }
}

/// What is joined in one burst, kept from burst to burst for its memory.
#[derive(Debug)]
pub(crate) struct Joiner {
    /// Those that were begun in this burst.
    trains: Vec<Train>,
    /// Places in `trains` of those that may go on, by the hash of their flow.
    open: [u16; PLACES],
}

/// Segments that follow each other, the first of which is where the others are put.
#[derive(Clone, Copy, Debug)]
struct Train {
    /// Which packet of the burst is the first.
    first: u16,
    headers: Headers,
    flow: FlowHash,
    /// The payload of the first, and of all but the last, in bytes.
    size: u16,
    /// Segments.
    count: u16,
    /// The sequence number that the next one has.
    next: u32,
    /// All IPv4 identifications are the same.
    fixed_id: bool,
}

/// What joining took away from a burst.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Joined {
    /// Frames fewer.
    pub(crate) frames: u64,
    /// Their headers, in bytes.
    pub(crate) bytes: u64,
}

/// Where the headers of a TCP segment without options of IPv4 or extension headers of IPv6 are; offsets
/// are from the start of the frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Headers {
    /// The network header.
    l3: u16,
    /// The transport header.
    l4: u16,
    /// The payload.
    payload: u16,
}

impl Headers {
    const fn is_ipv4(self) -> bool {
        self.l4 - self.l3 == 20
    }

    /// Offset of the transport header from the network header.
    const fn start(self) -> u16 {
        self.l4 - self.l3
    }
}

/// What a frame is to a joiner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Nothing to do with TCP.
    Other,
    /// It may be of a TCP stream, and can't be told which.
    Unknown,
    /// A TCP segment, and whether the frame ends with the packet: padding is not joined.
    Segment(Headers, bool),
}

#[inline]
fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes
        .get(at..)
        .and_then(<[u8]>::first_chunk)
        .map_or(0, |word| u16::from_be_bytes(*word))
}

#[inline]
fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes
        .get(at..)
        .and_then(<[u8]>::first_chunk)
        .map_or(0, |word| u32::from_be_bytes(*word))
}

/// Looks at the headers of a frame.
#[inline]
fn look(frame: &[u8]) -> Kind {
    let mut l3 = 14;
    let mut ethertype = EtherType(u16_at(frame, 12));
    while ethertype.is_vlan() && l3 < 22 {
        l3 += 4;
        ethertype = EtherType(u16_at(frame, l3 - 2));
    }
    let Some(ip) = frame.get(l3..) else {
        return Kind::Other;
    };
    match ethertype {
        EtherType::IPV4 => look_ipv4(ip, l3),
        EtherType::IPV6 => look_ipv6(ip, l3),
        EtherType(_) => Kind::Other,
    }
}

#[inline]
fn look_ipv4(ip: &[u8], l3: usize) -> Kind {
    let Some(header) = ip.first_chunk::<20>() else {
        return Kind::Other;
    };
    if header[9] != protocol::TCP {
        return Kind::Other;
    }
    let fragment = u16_at(header, 6) & (ipv4::MF | ipv4::OFFSET_MASK) != 0;
    // Of 0x45, the second half is the length of a header without options.
    if header[0] != 0x45 || fragment || !ipv4::is_intact(header) {
        return Kind::Unknown;
    }
    let fits = usize::from(u16_at(header, 2)) == ip.len();
    look_tcp(&ip[20..], l3, l3 + 20, fits)
}

#[inline]
fn look_ipv6(ip: &[u8], l3: usize) -> Kind {
    let Some(header) = ip.first_chunk::<40>() else {
        return Kind::Other;
    };
    if header[6] != protocol::TCP {
        return if ipv6_ext::is_extension(header[6]) {
            Kind::Unknown
        } else {
            Kind::Other
        };
    }
    if header[0] >> 4 != 6 {
        return Kind::Unknown;
    }
    let fits = usize::from(u16_at(header, 4)) + 40 == ip.len();
    look_tcp(&ip[40..], l3, l3 + 40, fits)
}

#[inline]
fn look_tcp(tcp: &[u8], l3: usize, l4: usize, fits: bool) -> Kind {
    let Some(header) = tcp.first_chunk::<20>() else {
        return Kind::Unknown;
    };
    let len = usize::from(header[12] >> 4) * 4;
    if len < header.len() || len > tcp.len() {
        return Kind::Unknown;
    }
    let headers = Headers {
        l3: l3 as u16,
        l4: l4 as u16,
        payload: (l4 + len) as u16,
    };
    Kind::Segment(headers, fits)
}

/// One segment, to be compared with others.
#[derive(Clone, Copy)]
struct Segment<'a> {
    headers: Headers,
    link: &'a [u8],
    ip: &'a [u8],
    tcp: &'a [u8],
}

impl<'a> Segment<'a> {
    /// `None` if the headers are not there, which they are: [`look`] has seen them.
    #[inline]
    fn of(frame: &'a [u8], headers: Headers) -> Option<Self> {
        let (l3, l4) = (usize::from(headers.l3), usize::from(headers.l4));
        Some(Self {
            headers,
            link: frame.get(..l3)?,
            ip: frame.get(l3..l4)?,
            tcp: frame.get(l4..usize::from(headers.payload))?,
        })
    }

    fn sequence(self) -> u32 {
        u32_at(self.tcp, 4)
    }

    fn flags(self) -> u8 {
        self.tcp.get(13).copied().unwrap_or_default()
    }

    fn ports(self) -> u32 {
        u32_at(self.tcp, 0)
    }

    fn addresses(self) -> &'a [u8] {
        let addresses = if self.headers.is_ipv4() {
            self.ip.get(12..20)
        } else {
            self.ip.get(8..40)
        };
        addresses.unwrap_or_default()
    }

    /// A hash of its flow.
    #[inline]
    fn flow(self) -> FlowHash {
        let words = self.addresses().as_chunks::<4>().0.iter();
        let flow = words.fold(self.ports(), |hash, word| {
            hash.rotate_left(5) ^ u32::from_ne_bytes(*word)
        });
        FlowHash::of(flow)
    }

    /// Whether the packets are of one flow.
    #[inline]
    fn is_flow_of(self, other: Self) -> bool {
        self.ports() == other.ports() && self.addresses() == other.addresses()
    }

    /// Whether all of the headers that must not differ does not.
    #[inline]
    fn is_like(self, other: Self) -> bool {
        let ip = if self.headers.is_ipv4() {
            // TOS; DF, TTL.
            self.ip[..2] == other.ip[..2] && self.ip[6..10] == other.ip[6..10]
        } else {
            // Traffic class and flow label; hop limit.
            self.ip[..4] == other.ip[..4] && self.ip[6..8] == other.ip[6..8]
        };
        self.headers == other.headers
            && ip
            && self.link == other.link
            // Acknowledgement, length and flags, window, urgent pointer, options.
            && self.tcp[8..13] == other.tcp[8..13]
            && (self.flags() ^ other.flags()) & !LAST_ONLY == 0
            && self.tcp[14..16] == other.tcp[14..16]
            && self.tcp[18..] == other.tcp[18..]
    }
}

impl Train {
    fn begun_by(first: usize, segment: Segment<'_>, flow: FlowHash, size: usize) -> Self {
        Self {
            first: first as u16,
            headers: segment.headers,
            flow,
            size: size as u16,
            count: 1,
            next: segment.sequence().wrapping_add(size as u32),
            fixed_id: false,
        }
    }

    /// Whether a segment of the same flow with `size` bytes of payload goes on with it, going by the headers; `head`
    /// is what the train is now, `len` bytes from the network header on. If so, whether all identifications
    /// are the same.
    #[inline]
    fn goes_on(
        &self,
        head: Segment<'_>,
        len: usize,
        segment: Segment<'_>,
        size: usize,
    ) -> Option<bool> {
        let follows = segment.sequence() == self.next;
        let fits = size <= usize::from(self.size) && len + size <= ipv4::MAX_PACKET_LEN;
        if !follows || !fits || !head.is_like(segment) {
            return None;
        }
        if !self.headers.is_ipv4() {
            return Some(false);
        }
        let ahead = u16_at(segment.ip, 4).wrapping_sub(u16_at(head.ip, 4));
        let fixed_id = if self.count == 1 {
            // Without DF, they have to differ (RFC 6864).
            ahead == 0 && u16_at(head.ip, 6) & ipv4::DF != 0
        } else {
            self.fixed_id
        };
        let expected = if fixed_id { 0 } else { self.count };
        (ahead == expected).then_some(fixed_id)
    }

    /// Puts the payload of a segment behind that of `head`; whether there was room. What stays in the
    /// packet's place has no bytes.
    #[inline]
    fn take(&mut self, head: &mut Packet, packet: &mut Packet, pool: &mut Pool) -> bool {
        let frame = packet.buf.bytes();
        let (at, flags) = (usize::from(self.headers.payload), self.flags_at());
        let (Some(payload), Some(&new)) = (frame.get(at..), frame.get(flags)) else {
            return false;
        };
        if head.buf.tailroom() < payload.len() {
            let mut large = pool.get(SizeClass::Large);
            if !large.extend(head.buf.bytes()) {
                pool.put(large);
                return false;
            }
            pool.put(mem::replace(&mut head.buf, large));
        }
        if !head.buf.extend(payload) {
            return false;
        }
        if let Some(old) = head.buf.bytes_mut().get_mut(flags) {
            *old |= new & LAST_ONLY;
        }
        self.count += 1;
        self.next = self.next.wrapping_add(payload.len() as u32);
        pool.put(mem::take(&mut packet.buf));
        true
    }

    /// Where the flags are.
    fn flags_at(&self) -> usize {
        usize::from(self.headers.l4) + 13
    }

    /// Makes a super-frame of `head`, behind whose payload that of the others is (`inet_gro_complete`,
    /// `ipv6_gro_complete`, `tcp_gro_complete`).
    fn seal(&self, head: &mut Packet) {
        let Headers { l3, l4, .. } = self.headers;
        let ipv4 = self.headers.is_ipv4();
        let frame = head.buf.bytes_mut();
        let Some((ip, tcp)) = frame
            .get_mut(usize::from(l3)..)
            .and_then(|ip| ip.split_at_mut_checked(usize::from(l4 - l3)))
        else {
            return;
        };
        let len = ip.len() + tcp.len();
        if ipv4 {
            ip[2..4].copy_from_slice(&(len as u16).to_be_bytes());
            ipv4::refresh_checksum(ip, ip.len());
        } else {
            ip[4..6].copy_from_slice(&(tcp.len() as u16).to_be_bytes());
        }
        let sum = pseudo_header(ip, tcp.len()).folded();
        tcp[TCP_CHECKSUM..TCP_CHECKSUM + 2].copy_from_slice(&sum.to_be_bytes());
        head.meta.l3 = l3;
        head.meta.checksum = Checksum::Partial {
            start: l4 - l3,
            offset: TCP_CHECKSUM as u16,
        };
        head.meta.joined = Some(self.flow);
        head.meta.gso = Some(Gso {
            kind: if ipv4 { GsoKind::TcpV4 } else { GsoKind::TcpV6 },
            ecn: false,
            fixed_id: self.fixed_id,
            size: self.size,
        });
    }
}

/// What became of a segment.
enum Added {
    /// It went on with a train; nothing is left of its packet.
    On,
    /// It stays as it is.
    Alone,
    /// It does, and others may go on with it.
    Begins(Train),
}

/// Whether the checksum of a segment is right, or not computed yet.
#[inline]
fn is_sound(packet: &mut Packet, headers: Headers) -> bool {
    match packet.meta.checksum {
        Checksum::Verified => true,
        Checksum::Partial { start, offset } => {
            start == headers.start() && usize::from(offset) == TCP_CHECKSUM
        }
        Checksum::Unverified => {
            let frame = packet.buf.bytes();
            let (ip, tcp) = frame[usize::from(headers.l3)..].split_at(headers.start().into());
            let sound = pseudo_header(ip, tcp.len()).add(tcp).is_valid();
            if sound {
                packet.meta.checksum = Checksum::Verified;
            }
            sound
        }
    }
}

/// The sum of the pseudo-header of a TCP segment of `len` bytes.
fn pseudo_header(ip: &[u8], len: usize) -> Sum {
    let addresses = if ip.len() == 20 {
        &ip[12..20]
    } else {
        &ip[8..40]
    };
    let (source, destination) = addresses.split_at(addresses.len() / 2);
    checksum::pseudo_header(source, destination, protocol::TCP, len as u32)
}

impl Joiner {
    pub(crate) fn new() -> Self {
        Self {
            trains: Vec::with_capacity(Batch::MAX),
            open: [NONE; PLACES],
        }
    }

    /// Joins what can be joined of the frames of a burst, of which nothing is known yet but what the port
    /// says of them. Flows that were `cut` are left alone.
    #[inline]
    pub(crate) fn join(
        &mut self,
        burst: &mut Batch,
        pool: &mut Pool,
        cut: &CutFlows,
        now: Instant,
    ) -> Joined {
        let mut joined = Joined::default();
        for number in 0..burst.len() {
            let packets = burst.as_mut_slice();
            match look(packets[number].buf.bytes()) {
                Kind::Other => {}
                Kind::Unknown => self.open = [NONE; PLACES],
                Kind::Segment(headers, fits) => {
                    let (before, rest) = packets.split_at_mut(number);
                    match self.add(before, &mut rest[0], headers, fits, pool) {
                        Added::On => {
                            joined.frames += 1;
                            joined.bytes += u64::from(headers.payload);
                        }
                        Added::Alone => {}
                        Added::Begins(train) => {
                            let flow = train.flow;
                            if !cut.has(flow, now) {
                                self.open[flow.place(PLACES)] = self.trains.len() as u16;
                                self.trains.push(train);
                            }
                        }
                    }
                }
            }
        }
        if !self.trains.is_empty() {
            self.finish(burst, joined.frames > 0);
        }
        joined
    }

    /// Puts a segment to the train that it goes on with, if there is one.
    #[inline]
    fn add(
        &mut self,
        before: &mut [Packet],
        packet: &mut Packet,
        headers: Headers,
        fits: bool,
        pool: &mut Pool,
    ) -> Added {
        let frame = packet.buf.bytes();
        let Some(segment) = Segment::of(frame, headers) else {
            return Added::Alone;
        };
        let (flags, size) = (segment.flags(), frame.len() - usize::from(headers.payload));
        let alone = flags & ALONE != 0 || size == 0 || !fits || packet.meta.gso.is_some();
        let begins = !alone && flags & LAST_ONLY == 0 && size >= MIN_SIZE;
        let flow = segment.flow();
        let place = flow.place(PLACES);
        let new = Train::begun_by(before.len(), segment, flow, size);
        if let Some(train) = self.trains.get_mut(usize::from(self.open[place]))
            && let Some(head) = before.get_mut(usize::from(train.first))
            && let Some(first) = Segment::of(head.buf.bytes(), train.headers)
            && first.is_flow_of(segment)
        {
            let goes_on = train.goes_on(first, head.network_len(), segment, size);
            if let Some(fixed_id) = goes_on
                && !alone
                && is_sound(head, headers)
                && is_sound(packet, headers)
                && train.take(head, packet, pool)
            {
                train.fixed_id = fixed_id;
                if flags & LAST_ONLY != 0 || size < usize::from(train.size) {
                    self.open[place] = NONE;
                }
                return Added::On;
            }
            self.open[place] = NONE;
        }
        if begins {
            Added::Begins(new)
        } else {
            Added::Alone
        }
    }

    /// Makes super-frames of what was joined, and closes the gaps.
    fn finish(&mut self, burst: &mut Batch, joined: bool) {
        self.open = [NONE; PLACES];
        if joined {
            let packets = burst.as_mut_slice();
            for train in self.trains.iter().filter(|train| train.count > 1) {
                if let Some(head) = packets.get_mut(usize::from(train.first)) {
                    train.seal(head);
                }
            }
            burst.close_gaps();
        }
        self.trains.clear();
    }
}
