//! The protocols between Tollgate's threads, in every order that a processor may choose.
//!
//! `cargo test --manifest-path dataplane/loom/Cargo.toml` builds the router's own sources on the atomics of a model
//! checker ([loom]), which goes through all that threads can see of one another.
#![cfg(test)]
#![allow(
    dead_code,
    reason = "what is not a protocol between threads is not called here"
)]

#[path = "../../src/worker/bell.rs"]
mod bell;
#[path = "../../src/worker/mailbox.rs"]
mod mailbox;
#[path = "../../src/snapshot/readers.rs"]
mod readers;

/// What the sources take for the standard library's.
mod sync {
    pub(crate) use loom::{
        sync::{Mutex, MutexGuard, atomic},
        thread::yield_now,
    };
    pub(crate) use std::sync::{PoisonError, TryLockError};
}

use bell::Bell;
use loom::{
    cell::UnsafeCell,
    sync::{
        Arc, Condvar, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    thread,
};
use mailbox::Mailbox;
use readers::Readers;

/// A worker, what others leave for it, and what wakes it.
struct Worker {
    /// One for each that gives.
    mailboxes: [Mailbox<Vec<u32>>; 2],
    bell: Bell,
    wake: Eventfd,
}

/// What stays until it is seen.
struct Eventfd {
    written: Mutex<bool>,
    readable: Condvar,
}

impl Eventfd {
    fn new() -> Self {
        Self {
            written: Mutex::new(false),
            readable: Condvar::new(),
        }
    }

    fn write(&self) {
        *self.written.lock().expect("no panic") = true;
        self.readable.notify_one();
    }

    fn wait(&self) {
        let mut written = self.written.lock().expect("no panic");
        while !*written {
            written = self.readable.wait(written).expect("no panic");
        }
        *written = false;
    }
}

impl Worker {
    fn new() -> Arc<Self> {
        Arc::new(Self {
            mailboxes: Default::default(),
            bell: Bell::default(),
            wake: Eventfd::new(),
        })
    }

    /// As `Backlogs::give`.
    fn give(&self, from: usize, packet: u32) {
        let first = self.mailboxes[from].put(|packets| {
            packets.push(packet);
            packets.len()
        });
        if first && self.bell.ring() {
            self.wake.write();
        }
    }

    /// As the loop of a worker; until it has got `count` packets, of each giver in order.
    fn run(&self, count: usize) {
        let mut got = [const { Vec::new() }; 2];
        loop {
            for (mailbox, got) in self.mailboxes.iter().zip(&mut got) {
                if !mailbox.is_empty() {
                    mailbox.take(|packets| got.append(packets));
                }
            }
            let all = got.iter().map(Vec::len).sum::<usize>();
            if all == count {
                break;
            }
            let idle = || self.mailboxes.iter().all(Mailbox::is_empty);
            if self.bell.doze(idle) {
                self.wake.wait();
                self.bell.rise();
            } else {
                // What is being put in just now can't be taken: it goes on asking.
                thread::yield_now();
            }
        }
        for got in got {
            assert!(got.is_sorted(), "{got:?}");
        }
    }
}

/// Goes through what threads can do, with so many switches between them at most where no thread has to wait:
/// few are enough for a mistake to show, and all would take hours.
fn check(switches: usize, threads: impl Fn() + Sync + Send + 'static) {
    let mut model = loom::model::Builder::new();
    model.preemption_bound = Some(switches);
    model.check(threads);
}

/// Whatever happens when: who hands over wakes the owner, or the owner sees the packet before it sleeps. A
/// packet that is missed is a deadlock, which the checker reports.
#[test]
fn no_packet_waits_for_a_sleeping_worker() {
    check(4, || {
        let worker = Worker::new();
        let giver = {
            let worker = Arc::clone(&worker);
            thread::spawn(move || {
                worker.give(0, 1);
                worker.give(0, 2);
            })
        };
        worker.run(2);
        giver.join().expect("no panic");
    });
}

#[test]
fn nor_if_two_hand_over_at_a_time() {
    check(2, || {
        let worker = Worker::new();
        let givers = [0, 1].map(|from| {
            let worker = Arc::clone(&worker);
            thread::spawn(move || worker.give(from, 1))
        });
        worker.run(2);
        for giver in givers {
            giver.join().expect("no panic");
        }
    });
}

/// A configuration, and what only it refers to, which is used again when nobody reads it any more.
struct Published {
    current: AtomicU64,
    readers: Readers,
    /// What the first configuration refers to, and the second.
    places: [UnsafeCell<u32>; 2],
}

// SAFETY: shared as the router's tables are: the protocol says who may look at a place when.
unsafe impl Sync for Published {}

impl Published {
    fn new(readers: usize) -> Arc<Self> {
        Arc::new(Self {
            current: AtomicU64::new(1),
            readers: Readers::new(readers),
            places: [UnsafeCell::new(10), UnsafeCell::new(20)],
        })
    }

    /// As `Reader::load`, and what a burst reads; then parks.
    fn read(&self, reader: usize) {
        self.readers.begin(reader);
        let epoch = self.current.load(Ordering::Acquire);
        self.readers.uses(reader, epoch);
        let place = &self.places[epoch as usize - 1];
        // SAFETY: that nobody writes at the same time is what is checked: the checker reports it.
        let seen = place.with(|place| unsafe { *place });
        assert_eq!(u64::from(seen), 10 * epoch);
        self.readers.park(reader);
    }

    /// As `Publisher::publish` and `synchronize`; then the old place is used for something else.
    fn publish(&self) {
        self.current.store(2, Ordering::Release);
        self.readers.wait(2);
        // SAFETY: as above.
        self.places[0].with_mut(|place| unsafe { *place = 99 });
    }
}

#[test]
fn what_a_worker_reads_is_not_used_again_before_it_is_done() {
    check(4, || {
        let published = Published::new(1);
        let reader = {
            let published = Arc::clone(&published);
            thread::spawn(move || {
                published.read(0);
                published.read(0);
            })
        };
        published.publish();
        reader.join().expect("no panic");
    });
}

#[test]
fn nor_if_two_read() {
    check(3, || {
        let published = Published::new(2);
        let readers = [0, 1].map(|reader| {
            let published = Arc::clone(&published);
            thread::spawn(move || published.read(reader))
        });
        published.publish();
        for reader in readers {
            reader.join().expect("no panic");
        }
    });
}
