//! The eBPF program of an xdp port that replays what was decided for flows, and its maps. See
//! [`Replayer`].
//!
//! ```text
//! frame ─► plain IPv4/UDP? ─► key ─► flows ─► number ─► entries ─► holds? ─► sound? ─► rewritten ─► other port
//!             │ no              │ unknown                 │ no       │ no
//!             └─────────────────┴─────────────────────────┴──────────┴─► the socket of its queue, untouched
//! ```
//!
//! Nothing in a frame is changed before all is known to hold, so whatever the program does not understand the
//! router gets as it came.

use std::{
    io,
    os::fd::{AsFd, AsRawFd, BorrowedFd},
    sync::atomic::{AtomicU64, Ordering},
};

use super::{
    asm::{Assembler, If, Label, Op, Reg, Size},
    maps::{Kind, Map, Shared, wait_for_programs},
};

/// Flows at most, one of which is none.
pub(crate) const ENTRIES: u32 = 1 << 16;
/// Ports at most.
pub(crate) const TARGETS: u32 = 256;
/// The longest packet that is replayed, in bytes from the network header on: its checksum is added up in a
/// loop, which the verifier walks through.
pub(crate) const MAX_LEN: u16 = 1500;

/// Bytes of a key: source, destination, ports (all as they are in a packet), and the number of the port that
/// the packet came in by.
pub(crate) const KEY: usize = 16;
/// Words of an entry: two cache lines, of which programs write to the second one only.
pub(crate) const WORDS: usize = 16;

/// An entry's words.
pub(crate) mod word {
    /// The term under which it was written, see [`Replayer::term`](super::Replayer::term); 0: it does not hold.
    pub(crate) const TERM: usize = 0;
    /// When it ends to hold, in nanoseconds of `CLOCK_MONOTONIC`.
    pub(crate) const UNTIL: usize = 1;
    /// From here on, what is done: [`Deed`](super::Deed).
    pub(crate) const DEED: usize = 2;
    /// Packets replayed.
    pub(crate) const PACKETS: usize = 8;
    /// Their bytes, from the network header on.
    pub(crate) const BYTES: usize = 9;
    /// When the last of them came.
    pub(crate) const LAST: usize = 10;
}

/// What is done to the packets of a flow, as it lies in an entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(C)]
pub(crate) struct Deed {
    /// The link-layer addresses that they leave with.
    pub(crate) link: [u8; 12],
    /// The number of the port that they leave by.
    pub(crate) target: u32,
    /// Their addresses, source first.
    pub(crate) addresses: [u8; 8],
    /// Their ports.
    pub(crate) ports: [u8; 4],
    /// The longest that they may be, in bytes from the network header on.
    pub(crate) max_len: u16,
    /// The bits of the type of service that count, and their values.
    pub(crate) tos: [u8; 2],
    /// What is added to the sum of the IP header, of the datagram: what changes there, in the machine's
    /// byte order.
    pub(crate) deltas: [u32; 2],
    /// The link-layer address that they come to.
    pub(crate) to: [u8; 6],
    pub(crate) padding: [u8; 2],
}

/// Where the parts of a [`Deed`] are in an entry.
mod at {
    use super::{Deed, word};

    pub(super) const TERM: i16 = 8 * word::TERM as i16;
    pub(super) const UNTIL: i16 = 8 * word::UNTIL as i16;
    const DEED: usize = 8 * word::DEED;
    pub(super) const LINK: i16 = (DEED + std::mem::offset_of!(Deed, link)) as i16;
    pub(super) const TARGET: i16 = (DEED + std::mem::offset_of!(Deed, target)) as i16;
    pub(super) const ADDRESSES: i16 = (DEED + std::mem::offset_of!(Deed, addresses)) as i16;
    pub(super) const PORTS: i16 = (DEED + std::mem::offset_of!(Deed, ports)) as i16;
    pub(super) const MAX_LEN: i16 = (DEED + std::mem::offset_of!(Deed, max_len)) as i16;
    pub(super) const TOS: i16 = (DEED + std::mem::offset_of!(Deed, tos)) as i16;
    pub(super) const DELTAS: i16 = (DEED + std::mem::offset_of!(Deed, deltas)) as i16;
    pub(super) const TO: i16 = (DEED + std::mem::offset_of!(Deed, to)) as i16;
    pub(super) const PACKETS: i16 = 8 * word::PACKETS as i16;
    pub(super) const BYTES: i16 = 8 * word::BYTES as i16;
    pub(super) const LAST: i16 = 8 * word::LAST as i16;
}

impl Deed {
    /// As the words of an entry.
    pub(crate) fn words(&self) -> [u64; word::PACKETS - word::DEED] {
        let mut bytes = [0; 8 * (word::PACKETS - word::DEED)];
        let mut rest = &mut bytes[..];
        let mut put = |part: &[u8]| {
            let (head, tail) = std::mem::take(&mut rest).split_at_mut(part.len());
            head.copy_from_slice(part);
            rest = tail;
        };
        put(&self.link);
        put(&self.target.to_ne_bytes());
        put(&self.addresses);
        put(&self.ports);
        put(&self.max_len.to_ne_bytes());
        put(&self.tos);
        put(&self.deltas[0].to_ne_bytes());
        put(&self.deltas[1].to_ne_bytes());
        put(&self.to);
        let (words, _) = bytes.as_chunks::<8>();
        std::array::from_fn(|n| u64::from_ne_bytes(words[n]))
    }
}

/// What happens to checksums that a veth has left to a device: the field is the sum of the pseudo-header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unfinished {
    /// There are none.
    Never,
    /// They are finished: a frame is nothing but its bytes.
    Finished,
    /// They stay so: behind the driver a packet is known to have one.
    Kept,
}

/// The maps of programs that replay: one set for all ports among which frames are redirected.
#[derive(Debug)]
pub(crate) struct Replayer {
    /// Numbers of entries by key.
    flows: Map<KEY>,
    /// What is done, and what was. Entry 0 is nobody's.
    entries: Shared,
    /// Devices by the numbers of ports.
    targets: Map<4>,
    /// The term that entries must be of, alone on its line.
    term: Shared,
}

impl Replayer {
    /// Empty maps, and a first term.
    ///
    /// # Errors
    /// What the kernel says.
    pub(crate) fn create() -> io::Result<Self> {
        let made = Self {
            flows: Map::create(Kind::Hash, ENTRIES)?,
            entries: Shared::create(ENTRIES, WORDS as u32)?,
            targets: Map::create(Kind::Devices, TARGETS)?,
            term: Shared::create(1, 8)?,
        };
        made.term().store(1, Ordering::Release);
        Ok(made)
    }

    /// The number that entries must have to hold: when it goes up, none of those written before does any more,
    /// from the next packet on.
    pub(crate) fn term(&self) -> &AtomicU64 {
        &self.term.words()[0]
    }

    /// The words of an entry.
    pub(crate) fn entry(&self, number: u32) -> &[AtomicU64] {
        let from = number as usize * WORDS;
        self.entries
            .words()
            .get(from..from + WORDS)
            .unwrap_or_default()
    }

    /// The packets of `key` have this entry.
    pub(crate) fn assign(&self, key: &[u8; KEY], entry: u32) -> io::Result<()> {
        self.flows.set(key, entry)
    }

    /// They have none any more.
    pub(crate) fn forget(&self, key: &[u8; KEY]) -> io::Result<()> {
        self.flows.remove(key)
    }

    /// Frames for a port leave by this device of the caller's network namespace.
    pub(crate) fn set_target(&self, port: u32, ifindex: u32) -> io::Result<()> {
        self.targets.set(&port.to_ne_bytes(), ifindex)
    }

    /// A port has no device any more.
    pub(crate) fn remove_target(&self, port: u32) -> io::Result<()> {
        self.targets.remove(&port.to_ne_bytes())
    }

    /// Waits until no program is at work any more with what it has found before.
    pub(crate) fn settle(&self) -> io::Result<()> {
        wait_for_programs()
    }

    /// The program of the port with this number, whose other frames go to the sockets in `sockets`, or are
    /// dropped. `None` for machines whose words begin with the big end: its sums are made for others.
    pub(super) fn program(
        &self,
        port: u32,
        unfinished: Unfinished,
        sockets: BorrowedFd<'_>,
    ) -> Option<Vec<u64>> {
        if cfg!(target_endian = "big") {
            return None;
        }
        let mut asm = Assembler::default();
        let socket = asm.label();
        asm.alu(Op::Set, CONTEXT, Reg::R1);
        self.find(&mut asm, port, socket);
        check(&mut asm, socket);
        sum_datagram(&mut asm, unfinished, socket);
        rewrite(&mut asm, unfinished);
        self.leave(&mut asm);
        asm.place(socket);
        asm.alu(Op::Set, Reg::R1, CONTEXT);
        to_socket(&mut asm, sockets.as_raw_fd());
        asm.finish()
    }
}

/// What stays in registers throughout: the context (`struct xdp_md`), the packet, its flow's entry, and
/// the length that its IP header tells.
const CONTEXT: Reg = Reg::R6;
const PACKET: Reg = Reg::R7;
const ENTRY: Reg = Reg::R8;
const LEN: Reg = Reg::R9;

/// `struct xdp_md`.
const DATA: i16 = 0;
const DATA_END: i16 = 4;
const RX_QUEUE: i16 = 16;

/// Offsets in a frame: Ethernet, IPv4 without options, UDP.
const ETHERTYPE: i16 = 12;
const IP: i16 = 14;
const TOS: i16 = IP + 1;
const TOTAL_LEN: i16 = IP + 2;
const FRAGMENT: i16 = IP + 6;
const TTL: i16 = IP + 8;
const PROTOCOL: i16 = IP + 9;
const IP_SUM: i16 = IP + 10;
const SOURCE: i16 = IP + 12;
const DESTINATION: i16 = IP + 16;
const UDP: i16 = IP + 20;
const UDP_LEN: i16 = UDP + 4;
const UDP_SUM: i16 = UDP + 6;
const PAYLOAD: i16 = UDP + 8;

/// The stack: the key, a number for look-ups (and then, 0 if a checksum is unfinished), the time, the sum that the
/// datagram's checksum is made of, and the end of the datagram.
const KEY_AT: i16 = -16;
const NUMBER_AT: i16 = -24;
const NOW_AT: i16 = -32;
const SUM_AT: i16 = -40;
const REST_AT: i16 = -72;

/// Numbers of helpers.
const MAP_LOOKUP: i32 = 1;
const KTIME_GET_NS: i32 = 5;
const REDIRECT_MAP: i32 = 51;
const XDP_GET_BUFF_LEN: i32 = 188;
const XDP_LOAD_BYTES: i32 = 189;

/// `XDP_DROP`, what happens to frames of queues without a socket, and for ports without a device.
const DROP: i32 = 1;

/// A 16-bit field with these two bytes, as it is loaded.
const fn field(bytes: [u8; 2]) -> i32 {
    u16::from_ne_bytes(bytes) as i32
}

/// Loads where the packet begins, and sees to it that its headers are there. The verifier knows how far what
/// begins there may be read from this comparison alone, wherever the program came from.
fn load_packet(asm: &mut Assembler, socket: Label) {
    asm.load(Size::Word, PACKET, CONTEXT, DATA);
    asm.load(Size::Word, Reg::R2, CONTEXT, DATA_END);
    asm.alu(Op::Set, Reg::R3, PACKET);
    asm.alu_number(Op::Add, Reg::R3, PAYLOAD.into());
    asm.jump_if(If::Above, Reg::R3, Reg::R2, socket);
}

impl Replayer {
    /// Leaves the packet's entry in [`ENTRY`], if it is a plain UDP packet whose flow has one.
    fn find(&self, asm: &mut Assembler, port: u32, socket: Label) {
        load_packet(asm, socket);
        for (size, offset, value) in [
            (Size::Half, ETHERTYPE, field([8, 0])),
            (Size::Byte, IP, 0x45),
            (Size::Byte, PROTOCOL, 17),
        ] {
            asm.load(size, Reg::R3, PACKET, offset);
            asm.jump_if_number(If::Differ, Reg::R3, value, socket);
        }
        // More fragments, and where in the whole this one is.
        asm.load(Size::Half, Reg::R3, PACKET, FRAGMENT);
        asm.jump_if_number(If::AnySet, Reg::R3, field([0x3f, 0xff]), socket);
        asm.load(Size::Byte, Reg::R3, PACKET, TTL);
        asm.jump_if_number(If::AtMost, Reg::R3, 1, socket);
        // The frame ends where the IP packet does, and the datagram does too. Its length is asked for: without
        // CAP_PERFMON, the verifier has no numbers that are not known added to addresses in packets.
        asm.load(Size::Half, LEN, PACKET, TOTAL_LEN);
        asm.network16(LEN);
        asm.jump_if_number(If::Above, LEN, MAX_LEN.into(), socket);
        asm.jump_if_number(If::Below, LEN, (PAYLOAD - IP).into(), socket);
        asm.alu(Op::Set, Reg::R1, CONTEXT);
        asm.call(XDP_GET_BUFF_LEN);
        asm.alu_number(Op::Sub, Reg::R0, IP.into());
        asm.jump_if(If::Differ, Reg::R0, LEN, socket);
        asm.load(Size::Half, Reg::R3, PACKET, UDP_LEN);
        asm.network16(Reg::R3);
        asm.alu_number(Op::Add, Reg::R3, (UDP - IP).into());
        asm.jump_if(If::Differ, Reg::R3, LEN, socket);
        // The key.
        for (from, to) in [(SOURCE, 0), (DESTINATION, 4), (UDP, 8)] {
            asm.load(Size::Word, Reg::R3, PACKET, from);
            asm.store(Size::Word, Reg::Fp, KEY_AT + to, Reg::R3);
        }
        asm.store_number(Size::Word, Reg::Fp, KEY_AT + 12, port as i32);
        look_up(asm, self.flows.as_fd(), KEY_AT, socket);
        asm.load(Size::Word, Reg::R3, Reg::R0, 0);
        asm.store(Size::Word, Reg::Fp, NUMBER_AT, Reg::R3);
        look_up(asm, self.entries.as_fd(), NUMBER_AT, socket);
        asm.alu(Op::Set, ENTRY, Reg::R0);
        // It must be of this term, and not be over.
        asm.map_value(Reg::R1, self.term.as_fd().as_raw_fd());
        asm.load(Size::Double, Reg::R1, Reg::R1, 0);
        asm.load(Size::Double, Reg::R3, ENTRY, at::TERM);
        asm.jump_if(If::Differ, Reg::R3, Reg::R1, socket);
        asm.call(KTIME_GET_NS);
        asm.load(Size::Double, Reg::R3, ENTRY, at::UNTIL);
        asm.jump_if(If::AtMost, Reg::R3, Reg::R0, socket);
        asm.store(Size::Double, Reg::Fp, NOW_AT, Reg::R0);
    }

    /// Counts the packet and sends it on.
    fn leave(&self, asm: &mut Assembler) {
        asm.alu_number(Op::Set, Reg::R1, 1);
        asm.add_atomically(ENTRY, at::PACKETS, Reg::R1);
        asm.add_atomically(ENTRY, at::BYTES, LEN);
        asm.load(Size::Double, Reg::R1, Reg::Fp, NOW_AT);
        asm.store(Size::Double, ENTRY, at::LAST, Reg::R1);
        asm.map(Reg::R1, self.targets.as_fd().as_raw_fd());
        asm.load(Size::Word, Reg::R2, ENTRY, at::TARGET);
        asm.alu_number(Op::Set, Reg::R3, DROP);
        asm.call(REDIRECT_MAP);
        asm.exit();
    }
}

/// `r0 =` where the value is that belongs to the key on the stack.
fn look_up(asm: &mut Assembler, map: BorrowedFd<'_>, key: i16, missing: Label) {
    asm.map(Reg::R1, map.as_raw_fd());
    asm.alu(Op::Set, Reg::R2, Reg::Fp);
    asm.alu_number(Op::Add, Reg::R2, key.into());
    asm.call(MAP_LOOKUP);
    asm.jump_if_number(If::Equal, Reg::R0, 0, missing);
}

/// Whether the entry is for packets like this one, and its IP header is sound.
fn check(asm: &mut Assembler, socket: Label) {
    for (size, offset) in [(Size::Word, 0), (Size::Half, 4)] {
        asm.load(size, Reg::R3, PACKET, offset);
        asm.load(size, Reg::R4, ENTRY, at::TO + offset);
        asm.jump_if(If::Differ, Reg::R3, Reg::R4, socket);
    }
    asm.load(Size::Half, Reg::R3, ENTRY, at::MAX_LEN);
    asm.jump_if(If::Above, LEN, Reg::R3, socket);
    asm.load(Size::Byte, Reg::R3, PACKET, TOS);
    asm.load(Size::Byte, Reg::R4, ENTRY, at::TOS);
    asm.alu(Op::And, Reg::R3, Reg::R4);
    asm.load(Size::Byte, Reg::R4, ENTRY, at::TOS + 1);
    asm.jump_if(If::Differ, Reg::R3, Reg::R4, socket);
    asm.alu_number(Op::Set, Reg::R1, 0);
    for word in 0..5 {
        asm.load(Size::Word, Reg::R3, PACKET, IP + 4 * word);
        asm.alu(Op::Add, Reg::R1, Reg::R3);
    }
    fold(asm, Reg::R1, Reg::R3);
    asm.jump_if_number(If::Differ, Reg::R1, 0xffff, socket);
}

/// Leaves at [`SUM_AT`] the sum that the new checksum of the datagram is made of, if the one that it has is
/// right or unfinished; 0 if it has none.
fn sum_datagram(asm: &mut Assembler, unfinished: Unfinished, socket: Label) {
    /// Bytes that are added in a round of the loop.
    const AT_ONCE: i16 = 32;
    let (right, done) = (asm.label(), asm.label());
    asm.store_number(Size::Double, Reg::Fp, SUM_AT, 0);
    asm.load(Size::Half, Reg::R5, PACKET, UDP_SUM);
    asm.jump_if_number(If::Equal, Reg::R5, 0, done);
    // The pseudo-header: addresses, protocol, length.
    asm.load(Size::Word, Reg::R1, PACKET, SOURCE);
    asm.load(Size::Word, Reg::R3, PACKET, DESTINATION);
    asm.alu(Op::Add, Reg::R1, Reg::R3);
    asm.load(Size::Half, Reg::R3, PACKET, UDP_LEN);
    asm.alu(Op::Add, Reg::R1, Reg::R3);
    asm.alu_number(Op::Add, Reg::R1, field([0, 17]));
    fold(asm, Reg::R1, Reg::R3);
    // What the field is besides that sum: 0 if it is nothing else.
    asm.alu(Op::Xor, Reg::R5, Reg::R1);
    asm.store(Size::Double, Reg::Fp, NUMBER_AT, Reg::R5);
    // r1: the sum; r2: where the frame ends; r3: what is to be added; r4: how many bytes that are. Each round
    // of the loop takes from r4, which is bounded, so the verifier sees it end.
    asm.load(Size::Word, Reg::R2, CONTEXT, DATA_END);
    asm.alu(Op::Set, Reg::R3, PACKET);
    asm.alu_number(Op::Add, Reg::R3, UDP.into());
    asm.alu(Op::Set, Reg::R4, LEN);
    asm.alu_number(Op::Sub, Reg::R4, (UDP - IP).into());
    let (round, rest, no_rest) = (asm.label(), asm.label(), asm.label());
    asm.place(round);
    asm.jump_if_number(If::Below, Reg::R4, AT_ONCE.into(), rest);
    asm.alu(Op::Set, Reg::R5, Reg::R3);
    asm.alu_number(Op::Add, Reg::R5, AT_ONCE.into());
    asm.jump_if(If::Above, Reg::R5, Reg::R2, socket);
    add_words(asm, Reg::R3, 0, AT_ONCE);
    asm.alu(Op::Set, Reg::R3, Reg::R5);
    asm.alu_number(Op::Sub, Reg::R4, AT_ONCE.into());
    asm.jump(round);
    asm.place(rest);
    // The rest is copied to the stack, zeros behind it, from wherever it is: by pieces of its length, there would
    // be as many ways through here as lengths.
    asm.store(Size::Double, Reg::Fp, SUM_AT, Reg::R1);
    asm.jump_if_number(If::Below, Reg::R4, 1, no_rest);
    for at in 0..AT_ONCE / 8 {
        asm.store_number(Size::Double, Reg::Fp, REST_AT + 8 * at, 0);
    }
    asm.alu(Op::Set, Reg::R1, CONTEXT);
    asm.alu(Op::Set, Reg::R2, LEN);
    asm.alu_number(Op::Add, Reg::R2, IP.into());
    asm.alu(Op::Sub, Reg::R2, Reg::R4);
    asm.alu(Op::Set, Reg::R3, Reg::Fp);
    asm.alu_number(Op::Add, Reg::R3, REST_AT.into());
    asm.call(XDP_LOAD_BYTES);
    asm.jump_if_number(If::Differ, Reg::R0, 0, socket);
    asm.load(Size::Double, Reg::R1, Reg::Fp, SUM_AT);
    add_words(asm, Reg::Fp, REST_AT, AT_ONCE);
    asm.store(Size::Double, Reg::Fp, SUM_AT, Reg::R1);
    asm.place(no_rest);
    asm.load(Size::Double, Reg::R1, Reg::Fp, SUM_AT);
    // From here on, whichever way the program has come looks the same to the verifier.
    load_packet(asm, socket);
    fold(asm, Reg::R1, Reg::R3);
    if unfinished != Unfinished::Never {
        let other = asm.label();
        asm.load(Size::Double, Reg::R3, Reg::Fp, NUMBER_AT);
        asm.jump_if_number(If::Differ, Reg::R3, 0, other);
        if unfinished == Unfinished::Kept {
            // One that is right as it is can be either, and is not kept as it is if it is finished.
            asm.jump_if_number(If::Equal, Reg::R1, 0xffff, socket);
        }
        asm.jump(right);
        asm.place(other);
    }
    asm.jump_if_number(If::Differ, Reg::R1, 0xffff, socket);
    asm.place(right);
    // Without the field, whose complement is added.
    asm.load(Size::Half, Reg::R3, PACKET, UDP_SUM);
    asm.alu_number(Op::Xor, Reg::R3, 0xffff);
    asm.alu(Op::Add, Reg::R1, Reg::R3);
    asm.store(Size::Double, Reg::Fp, SUM_AT, Reg::R1);
    asm.place(done);
    load_packet(asm, socket);
}

/// Adds so many bytes, words of four, to r1.
fn add_words(asm: &mut Assembler, from: Reg, offset: i16, bytes: i16) {
    for at in (0..bytes).step_by(4) {
        asm.load(Size::Word, Reg::R0, from, offset + at);
        asm.alu(Op::Add, Reg::R1, Reg::R0);
    }
}

/// Folds a sum of at most 2^48 into 16 bits; 0 only if it is 0.
fn fold(asm: &mut Assembler, sum: Reg, other: Reg) {
    // 48 bits, 33, 18, 17, 16.
    asm.alu(Op::Set, other, sum);
    asm.alu_number(Op::ShiftRight, other, 32);
    asm.lower_half(sum, sum);
    asm.alu(Op::Add, sum, other);
    for _ in 0..3 {
        asm.alu(Op::Set, other, sum);
        asm.alu_number(Op::ShiftRight, other, 16);
        asm.alu_number(Op::And, sum, 0xffff);
        asm.alu(Op::Add, sum, other);
    }
}

/// Makes the packet what it leaves as (RFC 1624 §3 for the IP header).
fn rewrite(asm: &mut Assembler, unfinished: Unfinished) {
    let (no_sum, not_zero, finished) = (asm.label(), asm.label(), asm.label());
    // The datagram's checksum: 0xffff in place of 0, which would be none (RFC 768).
    asm.load(Size::Double, Reg::R1, Reg::Fp, SUM_AT);
    asm.jump_if_number(If::Equal, Reg::R1, 0, no_sum);
    if unfinished == Unfinished::Kept {
        // Of what it is the sum of, the addresses change.
        asm.load(Size::Double, Reg::R3, Reg::Fp, NUMBER_AT);
        asm.jump_if_number(If::Differ, Reg::R3, 0, finished);
        asm.load(Size::Half, Reg::R1, PACKET, UDP_SUM);
        asm.load(Size::Word, Reg::R3, ENTRY, at::DELTAS);
        asm.alu(Op::Add, Reg::R1, Reg::R3);
        fold(asm, Reg::R1, Reg::R3);
        asm.jump(not_zero);
    }
    asm.place(finished);
    asm.load(Size::Word, Reg::R3, ENTRY, at::DELTAS + 4);
    asm.alu(Op::Add, Reg::R1, Reg::R3);
    fold(asm, Reg::R1, Reg::R3);
    asm.alu_number(Op::Xor, Reg::R1, 0xffff);
    asm.jump_if_number(If::Differ, Reg::R1, 0, not_zero);
    asm.alu_number(Op::Set, Reg::R1, 0xffff);
    asm.place(not_zero);
    asm.store(Size::Half, PACKET, UDP_SUM, Reg::R1);
    asm.place(no_sum);
    // One hop less: the word of hops and protocol is less by one in its first byte.
    asm.load(Size::Byte, Reg::R3, PACKET, TTL);
    asm.alu_number(Op::Sub, Reg::R3, 1);
    asm.store(Size::Byte, PACKET, TTL, Reg::R3);
    asm.load(Size::Half, Reg::R1, PACKET, IP_SUM);
    asm.alu_number(Op::Xor, Reg::R1, 0xffff);
    asm.load(Size::Word, Reg::R3, ENTRY, at::DELTAS);
    asm.alu(Op::Add, Reg::R1, Reg::R3);
    asm.alu_number(Op::Add, Reg::R1, 0xffff - field([1, 0]));
    fold(asm, Reg::R1, Reg::R3);
    asm.alu_number(Op::Xor, Reg::R1, 0xffff);
    asm.store(Size::Half, PACKET, IP_SUM, Reg::R1);
    for (from, to) in [
        (at::LINK, 0),
        (at::LINK + 4, 4),
        (at::LINK + 8, 8),
        (at::ADDRESSES, SOURCE),
        (at::ADDRESSES + 4, DESTINATION),
        (at::PORTS, UDP),
    ] {
        asm.load(Size::Word, Reg::R3, ENTRY, from);
        asm.store(Size::Word, PACKET, to, Reg::R3);
    }
}

/// Gives the frame to the socket of its queue. The context is in r1.
pub(super) fn to_socket(asm: &mut Assembler, sockets: i32) {
    asm.load(Size::Word, Reg::R2, Reg::R1, RX_QUEUE);
    asm.map(Reg::R1, sockets);
    asm.alu_number(Op::Set, Reg::R3, DROP);
    asm.call(REDIRECT_MAP);
    asm.exit();
}
