//! Putting fragments together again: read RFC 791 §3.2, RFC 5722 and RFC 8200 §4.5; done as Linux's
//! `ip_fragment.c` and `reassembly.c` do it. Fragments that overlap condemn their packet, exact
//! duplicates are dropped alone.

use std::{
    collections::{BTreeMap, HashMap},
    mem,
    net::IpAddr,
};

use super::{
    Context,
    route::{self, Destined},
};
use crate::{
    drop_reason::DropReason,
    host,
    iface::IfIndex,
    packet::{Checksum, Packet, PacketBuf, Pool, SizeClass},
    route::Family,
    time::{Duration, Instant},
    trace::TraceStep,
    wire::{
        icmpv4, icmpv6,
        ipv4::{self, Ipv4View, protocol},
        ipv6::{self, Ipv6View},
        ipv6_ext::{self, FragmentFields, next_header},
        tcp,
    },
    worker::lock,
};

/// What a fragment costs besides its buffer, in bytes.
const OVERHEAD: usize = 256;

/// For whom a packet is put together: each has fragments of its own (`enum ip_defrag_users`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum User {
    /// The router's own stack.
    LocalDeliver,
    /// Rules, which see whole packets only. What is not for the router leaves in fragments again.
    Conntrack,
}

/// What the fragments of one packet have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Key {
    user: User,
    src: IpAddr,
    dst: IpAddr,
    id: u32,
    protocol: u8,
    /// The link, where addresses mean nothing without it.
    iif: Option<IfIndex>,
}

/// One fragment: its payload begins at `payload` from the network header on.
#[derive(Debug)]
struct Fragment {
    offset: usize,
    len: usize,
    payload: usize,
    packet: Packet,
}

/// The fragments of one packet that have come, by offset.
#[derive(Debug)]
struct Queue {
    user: User,
    fragments: Vec<Fragment>,
    /// Bytes of payload that have come.
    meat: usize,
    /// Where the payload ends, as far as is known.
    end: usize,
    /// The last fragment has come.
    last: bool,
    /// The largest fragment, in bytes, and the largest that said "don't fragment".
    max_size: usize,
    max_df_size: usize,
    /// The ECN fields that were seen, as a set of bits.
    ecn: u8,
    deadline: (Instant, u64),
}

/// What became of a fragment.
enum Outcome {
    /// It waits.
    Held,
    /// It completes its packet.
    Complete(Queue),
    /// It is dropped alone.
    Refused(Packet, DropReason),
    /// Its packet can't be completed any more.
    Condemned(Packet, Queue),
}

/// The packets that wait for fragments.
#[derive(Debug, Default)]
pub(crate) struct Reassembly {
    queues: HashMap<Key, Queue>,
    deadlines: BTreeMap<(Instant, u64), Key>,
    /// Tells deadlines of one moment apart.
    serial: u64,
    /// Bytes in use, for IPv4 and IPv6.
    memory: [usize; 2],
    held: usize,
}

/// How long and how much a family may wait.
struct Limits {
    time: Duration,
    memory: usize,
}

/// Where a fragment belongs.
struct Place {
    offset: usize,
    len: usize,
    payload: usize,
    more: bool,
    /// "Don't fragment" was set.
    df: bool,
    ecn: u8,
}

impl Reassembly {
    /// The same fragments, in buffers of their own.
    pub(crate) fn copied(&self) -> Self {
        let fragment = |fragment: &Fragment| Fragment {
            packet: Packet {
                buf: PacketBuf::copy_from(fragment.packet.buf.bytes()),
                meta: fragment.packet.meta,
            },
            ..*fragment
        };
        let queue = |queue: &Queue| Queue {
            fragments: queue.fragments.iter().map(fragment).collect(),
            ..*queue
        };
        let queues = self.queues.iter();
        Self {
            queues: queues.map(|(key, of)| (*key, queue(of))).collect(),
            deadlines: self.deadlines.clone(),
            ..*self
        }
    }

    /// Fragments that wait.
    pub(crate) fn held(&self) -> usize {
        self.held
    }

    /// When [`expire`] is due.
    pub(crate) fn next_deadline(&self) -> Instant {
        self.deadlines
            .first_key_value()
            .map_or(Instant::FAR_FUTURE, |((at, _), _)| *at)
    }

    fn add(
        &mut self,
        now: Instant,
        limits: &Limits,
        key: Key,
        place: &Place,
        packet: Packet,
    ) -> Outcome {
        let family = usize::from(key.src.is_ipv6());
        if !self.queues.contains_key(&key) {
            if self.memory[family] > limits.memory {
                return Outcome::Refused(packet, DropReason::FragTableFull);
            }
            self.serial += 1;
            let deadline = (now + limits.time, self.serial);
            self.deadlines.insert(deadline, key);
            self.queues.insert(key, Queue::new(key.user, deadline));
        }
        let Some(queue) = self.queues.get_mut(&key) else {
            return Outcome::Refused(packet, DropReason::FragInvalid);
        };
        let cost = cost(&packet);
        match queue.insert(place, packet) {
            Ok(()) => {
                self.held += 1;
                self.memory[family] += cost;
                if queue.is_complete() {
                    return match self.take(&key) {
                        Some(queue) => Outcome::Complete(queue),
                        None => Outcome::Held,
                    };
                }
                Outcome::Held
            }
            Err((packet, Misfit::Duplicate)) => Outcome::Refused(packet, DropReason::FragInvalid),
            Err((packet, Misfit::Corrupt)) => match self.take(&key) {
                Some(queue) => Outcome::Condemned(packet, queue),
                None => Outcome::Refused(packet, DropReason::FragInvalid),
            },
        }
    }

    fn take(&mut self, key: &Key) -> Option<Queue> {
        let queue = self.queues.remove(key)?;
        self.deadlines.remove(&queue.deadline);
        self.held -= queue.fragments.len();
        let family = usize::from(key.src.is_ipv6());
        let freed: usize = queue.fragments.iter().map(|f| cost(&f.packet)).sum();
        self.memory[family] = self.memory[family].saturating_sub(freed);
        Some(queue)
    }

    fn expired(&mut self, now: Instant) -> Option<Queue> {
        let (&(at, _), &key) = self.deadlines.first_key_value()?;
        (at <= now).then(|| self.take(&key)).flatten()
    }
}

fn cost(packet: &Packet) -> usize {
    packet.buf.capacity() + OVERHEAD
}

/// Why a fragment does not fit to those that came before.
enum Misfit {
    /// It brings nothing new.
    Duplicate,
    /// It contradicts them.
    Corrupt,
}

impl Queue {
    fn new(user: User, deadline: (Instant, u64)) -> Self {
        Self {
            user,
            fragments: Vec::new(),
            meat: 0,
            end: 0,
            last: false,
            max_size: 0,
            max_df_size: 0,
            ecn: 0,
            deadline,
        }
    }

    /// Adds a fragment (`ip_frag_queue`, `inet_frag_queue_insert`).
    fn insert(&mut self, place: &Place, packet: Packet) -> Result<(), (Packet, Misfit)> {
        let end = place.offset + place.len;
        if place.len == 0 {
            return Err((packet, Misfit::Corrupt));
        }
        if place.more {
            if end > self.end && self.last {
                return Err((packet, Misfit::Corrupt));
            }
        } else if end < self.end || (self.last && end != self.end) {
            return Err((packet, Misfit::Corrupt));
        }
        let at = self.fragments.partition_point(|f| f.offset < place.offset);
        let overlaps_before = at > 0 && {
            let before = &self.fragments[at - 1];
            before.offset + before.len > place.offset
        };
        let overlaps_after = self
            .fragments
            .get(at)
            .is_some_and(|after| after.offset < end);
        if overlaps_before || overlaps_after {
            let within = |f: &Fragment| f.offset <= place.offset && end <= f.offset + f.len;
            let duplicate = self.fragments[at.saturating_sub(1)..]
                .iter()
                .take(2)
                .any(within);
            let misfit = if duplicate {
                Misfit::Duplicate
            } else {
                Misfit::Corrupt
            };
            return Err((packet, misfit));
        }
        self.last |= !place.more;
        self.end = self.end.max(end);
        self.meat += place.len;
        self.ecn |= 1 << place.ecn;
        let size = place.payload + place.len;
        self.max_size = self.max_size.max(size);
        if place.df {
            self.max_df_size = self.max_df_size.max(size);
        }
        let fragment = Fragment {
            offset: place.offset,
            len: place.len,
            payload: place.payload,
            packet,
        };
        self.fragments.insert(at, fragment);
        Ok(())
    }

    fn is_complete(&self) -> bool {
        self.last && self.meat == self.end
    }

    /// The header of the first fragment, up to where its payload begins.
    fn header(&self) -> Option<&[u8]> {
        let first = self.fragments.first().filter(|f| f.offset == 0)?;
        first.packet.network().get(..first.payload)
    }

    /// The packet with `header` and all payloads, behind the link-layer header of the first fragment.
    fn join(&self, header: &[u8], pool: &mut Pool) -> Option<Packet> {
        let first = &self.fragments.first()?.packet;
        let link = first.buf.bytes().get(..usize::from(first.meta.l3))?;
        let class = SizeClass::for_len(link.len() + header.len() + self.end)?;
        let mut whole = Packet {
            buf: pool.get(class),
            meta: first.meta,
        };
        whole.meta.checksum = Checksum::Unverified;
        whole.meta.gso = None;
        let mut fits = whole.buf.extend(link) && whole.buf.extend(header);
        for fragment in &self.fragments {
            let bytes = fragment
                .packet
                .network()
                .get(fragment.payload..)
                .unwrap_or_default();
            fits &= whole
                .buf
                .extend(bytes.get(..fragment.len).unwrap_or_default());
        }
        if fits {
            return Some(whole);
        }
        pool.recycle(whole);
        None
    }

    /// The ECN field of the whole packet, `None` if the fragments' fields contradict each other
    /// (RFC 3168 §5.3, `ip_frag_ecn_table`).
    fn ecn(&self) -> Option<u8> {
        const NOT_ECT: u8 = 1 << 0;
        const CE: u8 = 1 << 3;
        if self.ecn & NOT_ECT != 0 && self.ecn != NOT_ECT {
            return None;
        }
        if self.ecn & CE != 0 { Some(3) } else { Some(0) }
    }
}

/// Adds an IPv4 fragment; gives the whole packet when it is complete.
pub(crate) fn add4(cx: &mut Context<'_>, packet: Packet, user: User) -> Option<Packet> {
    let view = match Ipv4View::header(packet.network()) {
        Ok(view) => view,
        Err(error) => {
            cx.drop(packet, error.into());
            return None;
        }
    };
    let key = Key {
        user,
        src: view.src().into(),
        dst: view.dst().into(),
        id: u32::from(view.id()),
        protocol: view.protocol(),
        iif: None,
    };
    let more = view.fragment_bits() & ipv4::MF != 0;
    let len = view.payload().len();
    let place = Place {
        offset: view.fragment_offset(),
        len: if more { len & !7 } else { len },
        payload: view.header_len(),
        more,
        df: view.dont_fragment(),
        ecn: view.tos() & 3,
    };
    let limits = Limits {
        time: cx.snapshot.sysctls.ipfrag_time,
        memory: cx.snapshot.sysctls.ipfrag_high_thresh,
    };
    let queue = add(cx, &limits, key, &place, packet)?;
    finish(cx, queue, |queue, pool| {
        let mut header = [0; ipv4::MAX_HEADER_LEN];
        let first = queue.header()?;
        let header = header.get_mut(..first.len())?;
        header.copy_from_slice(first);
        let total = u16::try_from(header.len() + queue.end).ok()?;
        header[1] |= queue.ecn()?;
        header[2..4].copy_from_slice(&total.to_be_bytes());
        let df = queue.max_df_size != 0 && queue.max_df_size == queue.max_size;
        let bits = if df { ipv4::DF } else { 0 };
        header[6..8].copy_from_slice(&bits.to_be_bytes());
        let len = header.len();
        ipv4::refresh_checksum(header, len);
        queue.join(header, pool)
    })
}

/// Puts fragments together before any rule looks at them (`nf_defrag_ipv4`, `nf_defrag_ipv6`): whether
/// the packet is whole, or has become so. If not, nothing is left of it.
#[inline]
pub(crate) fn defragment(cx: &mut Context<'_>, family: Family, packet: &mut Packet) -> bool {
    let bytes = packet.network();
    let whole = match family {
        Family::V4 => match Ipv4View::header(bytes) {
            Ok(view) if view.is_fragment() => add4(cx, mem::take(packet), User::Conntrack),
            Ok(_) | Err(_) => return true,
        },
        Family::V6 => match fragment_header(bytes) {
            Some(place) => gather6(cx, mem::take(packet), place),
            None => return true,
        },
    };
    whole.is_some_and(|whole| {
        *packet = whole;
        true
    })
}

/// Where the fragment header of an IPv6 packet is, and the byte that announces it
/// (`find_prev_fhdr`).
fn fragment_header(bytes: &[u8]) -> Option<(usize, usize)> {
    let (mut pointer, mut offset) = (6, ipv6::HEADER_LEN);
    loop {
        match *bytes.get(pointer)? {
            next_header::FRAGMENT => return Some((pointer, offset)),
            next_header::NONE => return None,
            protocol if !ipv6_ext::is_extension(protocol) => return None,
            protocol => {
                let len = ipv6_ext::extension_len(protocol, bytes.get(offset..)?)?;
                (pointer, offset) = (offset, offset + len);
            }
        }
    }
}

/// Adds an IPv6 fragment that rules are to see whole (`nf_ct_frag6_gather`): what is wrong with it is
/// told to nobody.
fn gather6(
    cx: &mut Context<'_>,
    packet: Packet,
    (pointer, offset): (usize, usize),
) -> Option<Packet> {
    let bytes = packet.network();
    let header = bytes.get(offset..).and_then(FragmentFields::parse);
    let (Ok(view), Some(fields)) = (Ipv6View::header(bytes), header) else {
        cx.drop(packet, DropReason::FragInvalid);
        return None;
    };
    // What can't be a fragment passes as it is, for rules and routes to judge.
    if view.payload_len() == 0 || (fields.offset == 0 && is_upper_cut(bytes)) {
        return Some(packet);
    }
    let payload = offset + ipv6_ext::FRAGMENT_LEN;
    let len = bytes.len() - payload;
    if fields.offset + len > 65_535 {
        cx.drop(packet, DropReason::FragInvalid);
        return None;
    }
    let key = key6(User::Conntrack, &packet, &view, &fields);
    if fields.more && !len.is_multiple_of(8) {
        let condemned = lock(&cx.router.reassembly).take(&key);
        if let Some(queue) = condemned {
            drop_all(cx, queue, DropReason::FragInvalid);
        }
        return Some(packet);
    }
    let place = place6(&view, &fields, payload, len);
    gather(cx, packet, key, &place, pointer)
}

/// What the fragments of an IPv6 packet have in common.
fn key6(user: User, packet: &Packet, view: &Ipv6View<'_>, fields: &FragmentFields) -> Key {
    let on_link = view.dst().is_multicast() || view.dst().is_unicast_link_local();
    Key {
        user,
        src: view.src().into(),
        dst: view.dst().into(),
        id: fields.id,
        protocol: 0,
        iif: packet.meta.iif.filter(|_| on_link),
    }
}

/// Where an IPv6 fragment belongs, whose `len` bytes of payload begin at `payload`.
fn place6(view: &Ipv6View<'_>, fields: &FragmentFields, payload: usize, len: usize) -> Place {
    Place {
        offset: fields.offset,
        len,
        payload,
        more: fields.more,
        df: false,
        ecn: view.traffic_class() & 3,
    }
}

/// What an IPv6 fragment led to.
pub(crate) enum Added6 {
    /// A whole packet, without the fragment header.
    Whole(Packet),
    /// It was whole from the start (RFC 6946): the fragment header is still there.
    Atomic(Packet),
}

/// Adds an IPv6 fragment for the router, whose fragment header is at `offset` and announced by the
/// byte at `pointer`.
pub(crate) fn add6(
    cx: &mut Context<'_>,
    packet: Packet,
    (pointer, offset): (usize, usize),
) -> Option<Added6> {
    let bytes = packet.network();
    let header = bytes.get(offset..).and_then(FragmentFields::parse);
    let (Ok(view), Some(fields)) = (Ipv6View::header(bytes), header) else {
        return refuse6(cx, packet, (icmpv6::code::HDR_FIELD, offset));
    };
    if fields.offset == 0 && !fields.more {
        return Some(Added6::Atomic(packet));
    }
    let payload = offset + ipv6_ext::FRAGMENT_LEN;
    let len = bytes.len() - payload;
    // RFC 8200 §4.5, the error conditions.
    let problem = if fields.offset + len > 65_535 {
        Some(offset + 2)
    } else if fields.more && !len.is_multiple_of(8) {
        Some(4)
    } else {
        None
    };
    let key = key6(User::LocalDeliver, &packet, &view, &fields);
    let place = place6(&view, &fields, payload, len);
    // RFC 8200 §4.5: all headers are in the first fragment.
    if fields.offset == 0 && is_upper_cut(bytes) {
        return refuse6(cx, packet, (icmpv6::code::HDR_INCOMP, 0));
    }
    if let Some(pointer) = problem {
        return refuse6(cx, packet, (icmpv6::code::HDR_FIELD, pointer));
    }
    gather(cx, packet, key, &place, pointer).map(Added6::Whole)
}

/// Adds an IPv6 fragment to the others; gives the whole packet when it is complete. The fragment header
/// is announced by the byte at `pointer`.
fn gather(
    cx: &mut Context<'_>,
    packet: Packet,
    key: Key,
    place: &Place,
    pointer: usize,
) -> Option<Packet> {
    let limits = Limits {
        time: cx.snapshot.sysctls.ip6frag_time,
        memory: cx.snapshot.sysctls.ip6frag_high_thresh,
    };
    let queue = add(cx, &limits, key, place, packet)?;
    finish(cx, queue, |queue, pool| {
        let first = queue.header()?;
        // All but the fragment header, whose next header moves to where it was announced.
        let mut header = first.get(..first.len() - ipv6_ext::FRAGMENT_LEN)?.to_vec();
        let next = first[header.len()];
        *header.get_mut(pointer)? = next;
        let payload = u16::try_from(header.len() - ipv6::HEADER_LEN + queue.end).ok()?;
        header[4..6].copy_from_slice(&payload.to_be_bytes());
        header[1] |= queue.ecn()? << 4;
        queue.join(&header, pool)
    })
}

/// Drops a fragment, and tells its sender what is wrong with it: the code, and where.
pub(crate) fn refuse6(
    cx: &mut Context<'_>,
    packet: Packet,
    (code, pointer): (u8, usize),
) -> Option<Added6> {
    host::parameter_problem6(cx, &packet, code, pointer);
    cx.drop(packet, DropReason::FragInvalid);
    None
}

/// Whether a first fragment lacks part of its upper-layer header (`ipv6frag_thdr_truncated`).
fn is_upper_cut(packet: &[u8]) -> bool {
    let Some(upper) = ipv6_ext::claimed_upper(packet) else {
        return false;
    };
    let least = match upper.protocol {
        protocol::TCP => tcp::HEADER_LEN,
        protocol::UDP | protocol::ICMPV6 => 8,
        _ => 1,
    };
    upper.offset + least > packet.len()
}

fn add(
    cx: &mut Context<'_>,
    limits: &Limits,
    key: Key,
    place: &Place,
    packet: Packet,
) -> Option<Queue> {
    cx.own.timers_touched = true;
    let outcome = lock(&cx.router.reassembly).add(cx.now, limits, key, place, packet);
    match outcome {
        Outcome::Held => {
            cx.note(|| TraceStep::FragmentHeld);
            None
        }
        Outcome::Complete(queue) => Some(queue),
        Outcome::Refused(packet, reason) => {
            cx.drop(packet, reason);
            None
        }
        Outcome::Condemned(packet, queue) => {
            cx.drop(packet, DropReason::FragInvalid);
            drop_all(cx, queue, DropReason::FragInvalid);
            None
        }
    }
}

/// Makes the whole packet; its fragments end here, one of them in its place.
fn finish(
    cx: &mut Context<'_>,
    mut queue: Queue,
    join: impl FnOnce(&Queue, &mut Pool) -> Option<Packet>,
) -> Option<Packet> {
    let Some(mut whole) = join(&queue, &mut cx.own.pool) else {
        drop_all(cx, queue, DropReason::FragInvalid);
        return None;
    };
    if queue.user == User::Conntrack {
        whole.meta.frag_max = queue.max_size as u16;
        cx.own.geometry.clear();
        let lengths = queue.fragments.iter().map(|fragment| fragment.len as u16);
        cx.own.geometry.extend(lengths);
    }
    cx.note(|| TraceStep::Reassembled);
    cx.counters.consumed.add(queue.fragments.len() as u64 - 1);
    for fragment in queue.fragments.drain(..) {
        cx.own.pool.recycle(fragment.packet);
    }
    Some(whole)
}

fn drop_all(cx: &mut Context<'_>, queue: Queue, reason: DropReason) {
    for fragment in queue.fragments {
        cx.drop(fragment.packet, reason);
    }
}

/// Gives up the packets whose time is over; their senders are told if the first fragment came
/// (`ip_expire`, `ip6frag_expire_frag_queue`).
pub(crate) fn expire(cx: &mut Context<'_>) {
    loop {
        let Some(queue) = lock(&cx.router.reassembly).expired(cx.now) else {
            return;
        };
        if let Some(first) = queue.fragments.first().filter(|first| first.offset == 0) {
            report_expiry(cx, &first.packet);
        }
        drop_all(cx, queue, DropReason::FragReasmTimeout);
    }
}

fn report_expiry(cx: &mut Context<'_>, first: &Packet) {
    let Some(iif) = cx.input(first) else {
        return;
    };
    if Ipv4View::header(first.network()).is_ok() {
        // Only if the packet is still for this host.
        if let Ok(route::Input::Deliver(Destined::Local)) = route::input4(cx, iif, first, None) {
            let (kind, code) = (icmpv4::kind::TIME_EXCEEDED, icmpv4::code::EXC_FRAGTIME);
            host::icmp_error4(cx, first, Destined::Local, kind, code, 0);
        }
    } else {
        let (kind, code) = (icmpv6::kind::TIME_EXCEED, icmpv6::code::EXC_FRAGTIME);
        host::icmp_error6(cx, first, kind, code, 0);
    }
}
