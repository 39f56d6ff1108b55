//! The live loop: a worker on a thread of its own, told what to do by commands.

mod rig;

use std::{
    io,
    os::{
        fd::{AsFd, BorrowedFd},
        unix::net::UnixDatagram,
    },
    sync::Arc,
    thread, time,
};

use dataplane::{
    drop_reason::DropReason,
    io::{Capabilities, PortQueue, TxReport},
    packet::{Batch, Packet, Pool, SizeClass},
    time::Instant,
    worker::{Command, GATHER, Worker, inbox, run},
};
use etherparse::PacketBuilder;
use rig::{HOST_L, LEFT, LEFT_MAC, Rig, index};

/// A port over a pair of sockets: it has a file descriptor to sleep on.
struct SocketPort(UnixDatagram);

impl PortQueue for SocketPort {
    fn rx(&mut self, pool: &mut Pool, batch: &mut Batch, now: Instant) -> io::Result<usize> {
        let mut count = 0;
        while batch.room() > 0 {
            let mut packet = Packet {
                buf: pool.get(SizeClass::Small),
                ..Packet::default()
            };
            match self.0.recv(packet.buf.spare_mut()) {
                Ok(len) => {
                    packet.buf.set_len(len);
                    packet.meta.received = now;
                    batch.push(packet);
                    count += 1;
                }
                Err(error) => {
                    pool.recycle(packet);
                    return if error.kind() == io::ErrorKind::WouldBlock {
                        Ok(count)
                    } else {
                        Err(error)
                    };
                }
            }
        }
        Ok(count)
    }

    fn tx(&mut self, pool: &mut Pool, batch: &mut Batch) -> TxReport {
        let mut report = TxReport::default();
        for packet in batch.drain() {
            match self.0.send(packet.buf.bytes()) {
                Ok(len) => {
                    report.sent += 1;
                    report.sent_bytes += len as u64;
                }
                Err(_) => report.failed += 1,
            }
            pool.recycle(packet);
        }
        report
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities::default()
    }

    fn poll_fd(&self) -> Option<BorrowedFd<'_>> {
        Some(self.0.as_fd())
    }
}

fn echo() -> Vec<u8> {
    let mut frame = Vec::new();
    PacketBuilder::ethernet2(HOST_L.0, LEFT_MAC.0)
        .ipv4([10, 1, 0, 1], [10, 1, 0, 254], 64)
        .icmpv4_echo_request(1, 2)
        .write(&mut frame, b"live")
        .expect("fits");
    frame
}

#[test]
fn a_worker_lives_on_its_thread() {
    // The rig's router knows the neighbours; its own worker is replaced by the live one.
    let router = {
        let rig = Rig::new();
        Arc::clone(&rig.router)
    };
    let (handle, inbox) = inbox().expect("an inbox");
    let worker = Worker::new(Arc::clone(&router), 0, 1);
    let start = time::Instant::now();
    let clock = move || Instant::from_nanos(2_000_000_000_000 + start.elapsed().as_nanos() as u64);
    let worker = thread::spawn(move || run(worker, &inbox, GATHER, clock));

    let (near, far) = UnixDatagram::pair().expect("a pair");
    near.set_nonblocking(true).expect("not blocking");
    // A hang is a failure too.
    far.set_read_timeout(Some(time::Duration::from_secs(20)))
        .expect("a limit");
    handle.send(Command::Attach(index(LEFT), Box::new(SocketPort(near))));
    let mut answer = [0; 2000];
    for _ in 0..100 {
        far.send(&echo()).expect("sent");
        let len = far.recv(&mut answer).expect("answered");
        assert_eq!((answer[34], &answer[42..len]), (0, &b"live"[..]));
    }

    // A worker that sleeps holds no configuration: the control side does not wait for it.
    let snapshot = (*router.snapshots.current()).clone();
    router.snapshots.publish(snapshot);
    router.snapshots.synchronize();

    // What comes for a port that is gone goes nowhere, and the worker lives on until it is told.
    handle.send(Command::Detach(index(LEFT)));
    handle.send(Command::Stop);
    worker.join().expect("no panic").expect("no error");
    assert_eq!(router.totals().received, 100);
    assert_eq!(router.totals().sent, 100);
    assert_eq!(router.totals().drops[DropReason::TxFailed.index()], 0);
}
