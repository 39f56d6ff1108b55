//! Large datagrams from a socket as fast as it takes them, as netperf's UDP_STREAM has it.

use std::{
    io,
    net::UdpSocket,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use nix::sys::socket::{
    setsockopt,
    sockopt::{RcvBufForce, UdpGroSegment, UdpGsoSegment},
};

use super::{
    interrupt,
    net::{HOST, Topology},
};

/// Bytes of payload: what fits into a frame of 1,500.
const DATAGRAM: usize = 1472;
/// Datagrams of a super-frame: together at most 65,507 bytes.
const SEGMENTS: usize = 44;
/// Bytes that may wait for the receiving program.
const BUFFER: usize = 8 << 20;
/// The receiver looks around as often.
const LOOK: Duration = Duration::from_millis(50);
/// What is under way after the last datagram arrives within this.
const DRAIN: Duration = Duration::from_millis(200);

/// How datagrams are handed to the kernel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sending {
    /// Each by a system call.
    Single,
    /// Many with one system call (`UDP_SEGMENT`), which stay together as far as devices take them, and
    /// are received joined (`UDP_GRO`).
    Super,
}

/// What became of a stream.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stream {
    /// Payload received, Mbit/s.
    pub(super) received: f64,
    /// Of the datagrams sent, per cent that the receiver did not get.
    pub(super) lost: f64,
}

/// Sends from the first host to the second for `time`.
pub(super) fn stream(topology: &Topology, sending: Sending, time: Duration) -> io::Result<Stream> {
    let receiver = topology.hosts[1].within(|| UdpSocket::bind((HOST[1], 0)))??;
    setsockopt(&receiver, RcvBufForce, &BUFFER)?;
    receiver.set_read_timeout(Some(LOOK))?;
    let to = receiver.local_addr()?;
    let sender = topology.hosts[0].within(|| UdpSocket::bind((HOST[0], 0)))??;
    sender.connect(to)?;
    let count = match sending {
        Sending::Single => 1,
        Sending::Super => {
            setsockopt(&sender, UdpGsoSegment, &(DATAGRAM as i32))?;
            setsockopt(&receiver, UdpGroSegment, &true)?;
            SEGMENTS
        }
    };
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let receiving = scope.spawn(|| receive(&receiver, &done));
        let sent = send(&sender, &vec![0x55; count * DATAGRAM], time);
        thread::sleep(DRAIN);
        done.store(true, Ordering::Relaxed);
        let received = receiving
            .join()
            .unwrap_or_else(|_| Err(io::Error::other("the receiver panicked")))?;
        let (sent, took) = sent?;
        Ok(Stream {
            received: 8e-6 * received as f64 / took.as_secs_f64(),
            lost: 100.0 * (1.0 - received as f64 / sent as f64),
        })
    })
}

/// Gives the bytes that the kernel took, and the time it took.
fn send(socket: &UdpSocket, data: &[u8], time: Duration) -> io::Result<(u64, Duration)> {
    let (start, mut sent) = (Instant::now(), 0);
    while start.elapsed() < time {
        match socket.send(data) {
            Ok(bytes) => sent += bytes as u64,
            // A queue of this host is full.
            Err(error) if error.raw_os_error() == Some(nix::libc::ENOBUFS) => {}
            Err(error) => return Err(error),
        }
        interrupt::check()?;
    }
    Ok((sent, start.elapsed()))
}

/// Gives the bytes received until it is `done`.
fn receive(socket: &UdpSocket, done: &AtomicBool) -> io::Result<u64> {
    let mut buffer = vec![0; 1 << 16];
    let mut received = 0;
    while !done.load(Ordering::Relaxed) {
        match socket.recv(&mut buffer) {
            Ok(bytes) => received += bytes as u64,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
    }
    Ok(received)
}
