//! Frames as a card's driver makes them: for benches between veths.
//!
//! What a socket sends into a veth is an `sk_buff`, of which the other end makes an XDP frame by copying it. A card with
//! a driver for XDP has nothing of the kind: a page that came by DMA becomes a frame. The kernel makes such frames itself
//! out of a pool of pages, for a program that it runs (`BPF_F_TEST_XDP_LIVE_FRAMES`, Linux 5.18; read
//! `Documentation/bpf/bpf_prog_run.rst`). What the program redirects to a veth comes out at the other end as a driver's
//! frame would.
//!
//! A frame's page is one that another frame had before, as routers and hosts have left it. The program writes
//! the whole frame each time, as DMA does.
//!
//! Beginning and ending such a run takes the kernel some 25 ms, so one run makes all the frames, and the program itself
//! keeps the time: the frames of a burst that is not due yet are dropped where they are made. A run ends early
//! only when its thread gets a signal.
#![expect(
    unsafe_code,
    reason = "bpf(2), and signals to a thread, have no safe form"
)]

use std::{
    io, mem,
    net::{Ipv4Addr, UdpSocket},
    ops::RangeInclusive,
    os::{
        fd::{AsFd, AsRawFd, OwnedFd},
        unix::thread::JoinHandleExt,
    },
    ptr,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use rustix::time::{ClockId, clock_gettime};

use super::{
    NetDevice,
    asm::{Assembler, If, Op, Reg, Size},
    bpf::{load_live, run_live},
    maps::{Kind, Map, Shared},
};

/// Makes frames that leave by a device, in a thread of its own, as long as it lives.
#[derive(Debug)]
pub struct LiveFrames {
    maker: Arc<Maker>,
    /// Gives its CPU time.
    thread: Option<JoinHandle<io::Result<Duration>>>,
}

/// What the thread and its owner both know.
#[derive(Debug)]
struct Maker {
    program: OwnedFd,
    /// The first frame.
    frame: Vec<u8>,
    burst: u32,
    words: Shared,
    over: AtomicBool,
}

/// What the program and this process both know: words, and behind them the frames.
mod word {
    /// Frames of the burst that are still to be made.
    pub(super) const LEFT: usize = 0;
    /// When it began, in nanoseconds of `CLOCK_MONOTONIC`.
    pub(super) const BEGAN: usize = 1;
    /// Whether its frames leave.
    pub(super) const LEAVES: usize = 2;
    /// Frames that left.
    pub(super) const MADE: usize = 3;
    /// Nanoseconds of bursts that did not leave.
    pub(super) const WAITED: usize = 4;
    /// How far behind the first one the next frame is, in bytes.
    pub(super) const NEXT: usize = 5;
    /// When the next burst is due.
    pub(super) const DUE: usize = 6;
    /// Nanoseconds from one burst to the next, as the owner wants it.
    pub(super) const INTERVAL: usize = 7;
    /// Whether the owner wants frames.
    pub(super) const WANTED: usize = 8;
    /// The first frame. Each has whole words.
    pub(super) const FRAMES: usize = 9;
}

/// Dropping a burst takes 2 to 4 µs. What took longer than this did something else meanwhile: softirqs ran on the
/// thread's back, or it did not run at all.
const LONGEST_WAIT: i32 = 20_000;
/// Ends the system call that the thread is in.
const WAKE: libc::c_int = libc::SIGUSR1;
/// How long it takes a thread to begin, or to end, is looked at so often.
const LOOK: Duration = Duration::from_millis(1);

impl LiveFrames {
    /// `frames`, all of the same length, from the Ethernet header on and without FCS, leave in turn by a device of
    /// the caller's network namespace, `burst` at a time, at most 256. None leaves before the first
    /// [`resume`](Self::resume). What is at the other end of the device, a veth, has to poll.
    ///
    /// From then on `SIGUSR1` has no effect on this process.
    ///
    /// # Errors
    /// There is no such device, there are no such frames or bursts, the kernel does not make any, or what it says.
    pub fn start(device: &str, frames: &[Vec<u8>], burst: u32) -> io::Result<Self> {
        let len = frames.first().map_or(0, Vec::len);
        let alike = frames.iter().all(|frame| frame.len() == len);
        if !alike || !LENGTHS.contains(&len) || !BURSTS.contains(&burst) {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0))?;
        let device = NetDevice::by_name(socket.as_fd(), device)?.index();
        let devices: Map<4> = Map::create(Kind::Devices, 1)?;
        devices.set(&[0; 4], device as u32)?;
        let size = word::FRAMES + len.div_ceil(8) * frames.len();
        let words = Shared::create(1, size as u32)?;
        let (_, room) = words.words().split_at(word::FRAMES);
        for (room, frame) in room.chunks(len.div_ceil(8)).zip(frames) {
            for (word, bytes) in room.iter().zip(frame.chunks(8)) {
                let mut whole = [0; 8];
                whole[..bytes.len()].copy_from_slice(bytes);
                word.store(u64::from_ne_bytes(whole), Ordering::Relaxed);
            }
        }
        let insns = program(&words, &devices, (len, frames.len()), burst);
        let insns = insns.ok_or(io::ErrorKind::InvalidInput)?;
        ignore(WAKE)?;
        let maker = Arc::new(Maker {
            program: load_live(&insns)?,
            frame: frames[0].clone(),
            burst,
            words,
            over: AtomicBool::new(false),
        });
        let theirs = Arc::clone(&maker);
        let mut made = Self {
            maker,
            thread: Some(thread::spawn(move || theirs.run())),
        };
        while made.maker.word(word::BEGAN).load(Ordering::Relaxed) == 0 {
            if made.has_ended() {
                made.end()?;
                return Err(io::ErrorKind::Interrupted.into());
            }
            thread::sleep(LOOK);
        }
        Ok(made)
    }

    /// From now on a burst leaves each `interval`. If that is zero, or is not kept up with, one leaves after the other.
    pub fn resume(&self, interval: Duration) {
        let nanos = interval.as_nanos() as u64;
        let now = clock_gettime(ClockId::Monotonic);
        let now = Duration::new(now.tv_sec as u64, now.tv_nsec as u32).as_nanos() as u64;
        self.maker
            .word(word::INTERVAL)
            .store(nanos, Ordering::Relaxed);
        self.maker.word(word::DUE).store(now, Ordering::Relaxed);
        self.maker.word(word::WANTED).store(1, Ordering::Release);
    }

    /// From now on none leaves: the last ones have when this returns.
    pub fn pause(&self) {
        let word = |number| self.maker.word(number).load(Ordering::Relaxed);
        let began = word(word::BEGAN);
        self.maker.word(word::WANTED).store(0, Ordering::Relaxed);
        // One that begins now may not have seen it.
        while (word(word::BEGAN) == began || word(word::LEAVES) != 0) && !self.has_ended() {
            thread::yield_now();
        }
    }

    fn has_ended(&self) -> bool {
        self.thread.as_ref().is_none_or(JoinHandle::is_finished)
    }

    /// How many frames have left.
    #[must_use]
    pub fn made(&self) -> u64 {
        self.maker.word(word::MADE).load(Ordering::Relaxed)
    }

    /// Makes no more; gives the CPU time that it took to make them. What softirqs did on the thread's back meanwhile
    /// belongs to it.
    ///
    /// # Errors
    /// What the kernel said when it was to make them.
    pub fn stop(mut self) -> io::Result<Duration> {
        self.end()
    }

    fn end(&mut self) -> io::Result<Duration> {
        let Some(thread) = self.thread.take() else {
            return Ok(Duration::ZERO);
        };
        self.maker.over.store(true, Ordering::Relaxed);
        // One that comes before the thread is in the system call has no effect.
        while !thread.is_finished() {
            // SAFETY: the thread is not joined yet, nor detached: its handle is here.
            unsafe { libc::pthread_kill(thread.as_pthread_t(), WAKE) };
            thread::sleep(LOOK);
        }
        let panicked = |_| Err(io::Error::other("the thread panicked"));
        let took = thread.join().unwrap_or_else(panicked)?;
        let waited = self.maker.word(word::WAITED).load(Ordering::Relaxed);
        Ok(took.saturating_sub(Duration::from_nanos(waited)))
    }
}

impl Drop for LiveFrames {
    fn drop(&mut self) {
        let _ = self.end();
    }
}

impl Maker {
    fn word(&self, number: usize) -> &AtomicU64 {
        &self.words.words()[number]
    }

    /// Makes frames until it is over; gives the CPU time of the thread.
    fn run(&self) -> io::Result<Duration> {
        while !self.over.load(Ordering::Relaxed) {
            self.word(word::LEFT).store(0, Ordering::Relaxed);
            match run_live(&self.program, &self.frame, self.burst) {
                Err(error) if error.kind() != io::ErrorKind::Interrupted => {
                    return Err(explain(error));
                }
                Ok(()) | Err(_) => {}
            }
        }
        let time = clock_gettime(ClockId::ThreadCPUTime);
        Ok(Duration::new(time.tv_sec as u64, time.tv_nsec as u32))
    }
}

/// Kernels that do not know live frames, or bursts of them, find the request invalid.
fn explain(error: io::Error) -> io::Error {
    match error.raw_os_error() {
        Some(libc::EINVAL | libc::E2BIG) => io::Error::new(
            io::ErrorKind::Unsupported,
            format!(
                "this kernel makes no frames for XDP itself, which Linux does from 5.18 on: {error}"
            ),
        ),
        _ => error,
    }
}

/// Has a signal interrupt system calls, and do nothing else.
fn ignore(signal: libc::c_int) -> io::Result<()> {
    extern "C" fn nothing(_: libc::c_int) {}
    // SAFETY: sigaction is a C struct of integers, a set of bits and a pointer, for all of which zero bytes are a value:
    // no flags, nothing blocked.
    let mut action: libc::sigaction = unsafe { mem::zeroed() };
    let handler: extern "C" fn(libc::c_int) = nothing;
    action.sa_sigaction = handler as usize;
    // SAFETY: the kernel reads `action`, whose handler takes a signal's number, as one without SA_SIGINFO does, and may
    // run at any time, since it does nothing.
    let result = unsafe { libc::sigaction(signal, &raw const action, ptr::null_mut()) };
    if result < 0 {
        return Err(io::Error::last_os_error());
    }
    Ok(())
}

const KTIME_GET_NS: i32 = 5;
const REDIRECT_MAP: i32 = 51;
/// What becomes of a frame whose burst is not due.
const XDP_DROP: i32 = 1;
/// What becomes of one for which there is no device.
const XDP_ABORTED: i32 = 0;
/// `struct xdp_md`.
const DATA: i16 = 0;
const DATA_END: i16 = 4;

/// Bytes of frames: those of Ethernet, which go into a page with what the kernel has in front of them.
const LENGTHS: RangeInclusive<usize> = 14..=1514;
/// What the kernel makes at a time.
const BURSTS: RangeInclusive<u32> = 1..=256;

/// What stays in registers throughout: the context (`struct xdp_md`), the shared words.
const CONTEXT: Reg = Reg::R6;
const WORDS: Reg = Reg::R7;

/// Where a word is.
const fn at(word: usize) -> i16 {
    8 * word as i16
}

/// The program that is run for each frame, of so many bytes and of which there are so many. `None` if they are too many.
fn program(
    words: &Shared,
    devices: &Map<4>,
    (len, count): (usize, usize),
    burst: u32,
) -> Option<Vec<u64>> {
    let room = 8 * len.div_ceil(8);
    let last = i32::try_from(room * (count - 1)).ok()?;
    let mut asm = Assembler::default();
    let (within, counted, next, drop) = (asm.label(), asm.label(), asm.label(), asm.label());
    asm.alu(Op::Set, CONTEXT, Reg::R1);
    asm.map_value(WORDS, words.as_fd().as_raw_fd());
    asm.load(Size::Double, Reg::R1, WORDS, at(word::LEFT));
    asm.jump_if_number(If::Differ, Reg::R1, 0, within);
    // A burst begins. If the last one did not leave, the time since then was spent waiting.
    asm.call(KTIME_GET_NS);
    asm.load(Size::Double, Reg::R1, WORDS, at(word::BEGAN));
    asm.store(Size::Double, WORDS, at(word::BEGAN), Reg::R0);
    asm.load(Size::Double, Reg::R2, WORDS, at(word::LEAVES));
    asm.jump_if_number(If::Differ, Reg::R2, 0, counted);
    asm.alu(Op::Set, Reg::R2, Reg::R0);
    asm.alu(Op::Sub, Reg::R2, Reg::R1);
    asm.jump_if_number(If::Above, Reg::R2, LONGEST_WAIT, counted);
    asm.load(Size::Double, Reg::R1, WORDS, at(word::WAITED));
    asm.alu(Op::Add, Reg::R1, Reg::R2);
    asm.store(Size::Double, WORDS, at(word::WAITED), Reg::R1);
    asm.place(counted);
    asm.store_number(Size::Double, WORDS, at(word::LEFT), burst as i32);
    asm.load(Size::Double, Reg::R1, WORDS, at(word::WANTED));
    asm.store(Size::Double, WORDS, at(word::LEAVES), Reg::R1);
    asm.jump_if_number(If::Equal, Reg::R1, 0, within);
    asm.load(Size::Double, Reg::R1, WORDS, at(word::DUE));
    let due = asm.label();
    asm.jump_if(If::AtMost, Reg::R1, Reg::R0, due);
    asm.store_number(Size::Double, WORDS, at(word::LEAVES), 0);
    asm.jump(within);
    asm.place(due);
    asm.load(Size::Double, Reg::R2, WORDS, at(word::INTERVAL));
    asm.alu(Op::Add, Reg::R1, Reg::R2);
    asm.store(Size::Double, WORDS, at(word::DUE), Reg::R1);
    asm.place(within);
    asm.load(Size::Double, Reg::R1, WORDS, at(word::LEFT));
    asm.alu_number(Op::Sub, Reg::R1, 1);
    asm.store(Size::Double, WORDS, at(word::LEFT), Reg::R1);
    asm.load(Size::Double, Reg::R1, WORDS, at(word::LEAVES));
    asm.jump_if_number(If::Equal, Reg::R1, 0, drop);
    asm.load(Size::Word, Reg::R2, CONTEXT, DATA);
    asm.load(Size::Word, Reg::R3, CONTEXT, DATA_END);
    asm.alu(Op::Set, Reg::R1, Reg::R2);
    asm.alu_number(Op::Add, Reg::R1, len as i32);
    asm.jump_if(If::Above, Reg::R1, Reg::R3, drop);
    asm.load(Size::Double, Reg::R1, WORDS, at(word::NEXT));
    asm.jump_if_number(If::AtMost, Reg::R1, last, next);
    asm.alu_number(Op::Set, Reg::R1, 0);
    asm.place(next);
    asm.alu(Op::Set, Reg::R3, Reg::R1);
    asm.alu_number(Op::Add, Reg::R3, room as i32);
    asm.store(Size::Double, WORDS, at(word::NEXT), Reg::R3);
    asm.alu(Op::Add, Reg::R1, WORDS);
    let (mut from, mut left) = (0, len as i16);
    for (size, bytes) in [
        (Size::Double, 8),
        (Size::Word, 4),
        (Size::Half, 2),
        (Size::Byte, 1),
    ] {
        while left >= bytes {
            asm.load(size, Reg::R3, Reg::R1, at(word::FRAMES) + from);
            asm.store(size, Reg::R2, from, Reg::R3);
            (from, left) = (from + bytes, left - bytes);
        }
    }
    asm.load(Size::Double, Reg::R1, WORDS, at(word::MADE));
    asm.alu_number(Op::Add, Reg::R1, 1);
    asm.store(Size::Double, WORDS, at(word::MADE), Reg::R1);
    asm.map(Reg::R1, devices.as_fd().as_raw_fd());
    asm.alu_number(Op::Set, Reg::R2, 0);
    asm.alu_number(Op::Set, Reg::R3, XDP_ABORTED);
    asm.call(REDIRECT_MAP);
    asm.exit();
    asm.place(drop);
    asm.alu_number(Op::Set, Reg::R0, XDP_DROP);
    asm.exit();
    asm.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_kernel_is_told_from_other_failures() {
        for number in [libc::EINVAL, libc::E2BIG] {
            let error = explain(io::Error::from_raw_os_error(number));
            assert_eq!(error.kind(), io::ErrorKind::Unsupported);
            assert!(error.to_string().contains("5.18"), "{error}");
        }
        let error = explain(io::Error::from_raw_os_error(libc::EPERM));
        assert_eq!(error.kind(), io::ErrorKind::PermissionDenied);
    }
}
