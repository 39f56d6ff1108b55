//! The least that a router in user space can do with two ports: the ports' own cost.

use std::{
    io, thread,
    time::{Duration, Instant},
};

use dataplane::{
    checksum,
    io::{Isolation, Port, Spread, open_packet, open_tap},
    packet::{Batch, Pool},
    time,
};
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
};

use super::net::{HOST_MAC, ROUTER_MAC, SINK_MAC};

/// What [`forward`] is to do.
#[derive(Clone, Debug, Default)]
pub struct BareOptions {
    /// Packet ports on `r0` and `r1`; else the taps `t0` and `t1`.
    pub packet: bool,
    /// Go on polling for this long when there is nothing, before sleeping.
    pub spin: Duration,
    /// Let frames gather for this long after a burst of fewer than 32.
    pub gather: Duration,
}

/// A burst of fewer frames than this costs more for the burst than for its frames.
const FEW: usize = 32;

/// Forwards between two ports until killed: rewrites the Ethernet addresses and the TTL.
///
/// # Errors
/// When a port can't be opened or went away.
pub fn forward(options: &BareOptions) -> io::Result<()> {
    let open = |side: usize| {
        if options.packet {
            open_packet(&format!("r{side}"), Spread::over(1), Isolation::Isolated)
        } else {
            open_tap(&format!("t{side}"), ROUTER_MAC[side], Spread::over(1))
        }
        .map_err(io::Error::other)
    };
    let mut ports = [open(0)?, open(1)?];
    let (mut pool, mut batch) = (Pool::new(512), Batch::new());
    let mut last = Instant::now();
    loop {
        let mut moved = 0;
        for side in 0..2 {
            moved += ports[side].queues[0].rx(&mut pool, &mut batch, time::Instant::ZERO)?;
            for packet in batch.as_mut_slice() {
                rewrite(packet.buf.bytes_mut(), 1 - side);
            }
            ports[1 - side].queues[0].tx(&mut pool, &mut batch);
        }
        if moved > 0 {
            if !options.spin.is_zero() {
                last = Instant::now();
            }
            if moved < FEW && !options.gather.is_zero() {
                thread::sleep(options.gather);
            }
        } else if options.spin.is_zero() || last.elapsed() > options.spin {
            sleep(&ports)?;
        }
    }
}

/// Rewrites a frame that leaves by the port to host `side`.
fn rewrite(frame: &mut [u8], side: usize) {
    if frame.len() < 34 || frame[12..14] != [0x08, 0x00] {
        return;
    }
    let to = if frame[33] == 99 {
        SINK_MAC
    } else {
        HOST_MAC[side]
    };
    frame[..6].copy_from_slice(&to.0);
    frame[6..12].copy_from_slice(&ROUTER_MAC[side].0);
    let old = u16::from_be_bytes([frame[22], frame[23]]);
    let new = old.wrapping_sub(0x0100);
    let sum = checksum::update(u16::from_be_bytes([frame[24], frame[25]]), old, new);
    frame[22..24].copy_from_slice(&new.to_be_bytes());
    frame[24..26].copy_from_slice(&sum.to_be_bytes());
}

/// Waits until either port has something.
fn sleep(ports: &[Port; 2]) -> io::Result<()> {
    let [Some(a), Some(b)] = [ports[0].queues[0].poll_fd(), ports[1].queues[0].poll_fd()] else {
        return Ok(());
    };
    let mut fds = [
        PollFd::from_borrowed_fd(a, PollFlags::IN),
        PollFd::from_borrowed_fd(b, PollFlags::IN),
    ];
    let second = Timespec {
        tv_sec: 1,
        tv_nsec: 0,
    };
    match poll(&mut fds, Some(&second)) {
        Ok(_) | Err(Errno::INTR) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
