//! New TCP connections: real sockets that connect, are accepted and are closed.

use std::{
    array, io,
    net::{Ipv4Addr, SocketAddrV4, TcpListener},
    os::fd::OwnedFd,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use rustix::{
    buffer::spare_capacity,
    event::epoll::{self, CreateFlags, EventData, EventFlags},
    io::Errno,
    net::{AddressFamily, SocketFlags, SocketType, connect, ipproto, socket_with},
    time::Timespec,
};

use super::{
    cpu::Accounts,
    interrupt,
    net::{HOST, Topology},
};
use crate::cpu_time::thread_time;

/// Ports of the server, from the first on: a client has some 28,000 ports of its own towards each, so
/// that no pair of ports comes again while a connection table may remember it.
const PORTS: usize = 16;
const FIRST_PORT: u16 = 7000;
/// Connections that are begun and not yet closed.
const IN_FLIGHT: usize = 128;
/// At most as many connections are made: a table of 262,144 remembers closed ones for two minutes.
const MOST: u64 = 100_000;
/// A connection that has not come about by then has failed: the SYN has been sent again after one second.
const PATIENCE: Duration = Duration::from_millis(2500);
/// How often it is looked after those that take long, and after the end.
const LOOK: Duration = Duration::from_millis(20);

/// What became of the connections.
#[derive(Clone, Copy, Debug)]
pub(super) struct Connections {
    /// Completed a second.
    pub(super) rate: f64,
    /// Of all, per cent that were refused, reset or did not come about in time.
    pub(super) failed: f64,
    /// CPU time of both hosts and the router, in nanoseconds for each completed connection.
    pub(super) cpu: f64,
    /// Of it, that of the router's threads and of `ksoftirqd`.
    pub(super) router: f64,
}

/// Connects from the first host to the second for `time`, [`IN_FLIGHT`] at a time. The server closes a
/// connection as soon as it has accepted it, and the client then.
pub(super) fn connections(
    topology: &Topology,
    time: Duration,
    accounts: &Accounts,
) -> io::Result<Connections> {
    let address: Ipv4Addr = HOST[1].parse().map_err(io::Error::other)?;
    let listeners = topology.hosts[1].within(|| {
        let bind = |n| TcpListener::bind((address, FIRST_PORT + n as u16));
        (0..PORTS).map(bind).collect::<io::Result<Vec<_>>>()
    })??;
    let servers: [_; PORTS] = array::from_fn(|n| SocketAddrV4::new(address, FIRST_PORT + n as u16));
    let done = AtomicBool::new(false);
    let before = accounts.now();
    thread::scope(|scope| {
        let serving = scope.spawn(|| serve(&listeners, &done));
        let result = topology.hosts[0].within(|| {
            let mut client = Client::new(&servers)?;
            client.run(time)?;
            Ok::<_, io::Error>((client.outcome, thread_time()))
        });
        done.store(true, Ordering::Relaxed);
        let server = serving
            .join()
            .unwrap_or_else(|_| Err(io::Error::other("the server panicked")))?;
        let (outcome, client) = result??;
        let router = accounts.now().saturating_sub(before);
        let each = |time: Duration| time.as_nanos() as f64 / outcome.completed as f64;
        Ok(Connections {
            rate: outcome.completed as f64 / outcome.took.as_secs_f64(),
            failed: 100.0 * outcome.failed as f64 / (outcome.completed + outcome.failed) as f64,
            cpu: each(router + client + server),
            router: each(router),
        })
    })
}

/// Accepts and closes until it is `done`; gives the CPU time that it took.
fn serve(listeners: &[TcpListener], done: &AtomicBool) -> io::Result<Duration> {
    let epoll = epoll::create(CreateFlags::CLOEXEC)?;
    for (n, listener) in listeners.iter().enumerate() {
        listener.set_nonblocking(true)?;
        epoll::add(
            &epoll,
            listener,
            EventData::new_u64(n as u64),
            EventFlags::IN,
        )?;
    }
    let mut events = Vec::with_capacity(PORTS);
    while !done.load(Ordering::Relaxed) {
        wait(&epoll, &mut events)?;
        for event in events.drain(..) {
            loop {
                match listeners[event.data.u64() as usize].accept() {
                    // Closed right here.
                    Ok(_) => {}
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                    // The client was quicker.
                    Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => {}
                    Err(error) => return Err(error),
                }
            }
        }
    }
    Ok(thread_time())
}

/// Waits for events, not for long.
fn wait(epoll: &OwnedFd, events: &mut Vec<epoll::Event>) -> io::Result<()> {
    let timeout = Timespec {
        tv_sec: 0,
        tv_nsec: LOOK.as_nanos() as i64,
    };
    match epoll::wait(epoll, spare_capacity(events), Some(&timeout)) {
        Ok(_) | Err(Errno::INTR) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// What the client counts.
#[derive(Clone, Copy, Debug, Default)]
struct Outcome {
    completed: u64,
    failed: u64,
    /// From the first connection's begin until no more were begun.
    took: Duration,
}

/// Begins a connection for each that ends.
struct Client<'a> {
    servers: &'a [SocketAddrV4],
    epoll: OwnedFd,
    /// Connections and when they began.
    slots: Vec<Option<(OwnedFd, Instant)>>,
    begun: u64,
    outcome: Outcome,
}

impl<'a> Client<'a> {
    fn new(servers: &'a [SocketAddrV4]) -> io::Result<Self> {
        Ok(Self {
            servers,
            epoll: epoll::create(CreateFlags::CLOEXEC)?,
            slots: (0..IN_FLIGHT).map(|_| None).collect(),
            begun: 0,
            outcome: Outcome::default(),
        })
    }

    fn run(&mut self, time: Duration) -> io::Result<()> {
        let start = Instant::now();
        for slot in 0..IN_FLIGHT {
            self.begin(slot)?;
        }
        let mut events = Vec::with_capacity(IN_FLIGHT);
        let mut looked = start;
        loop {
            interrupt::check()?;
            let goes_on = start.elapsed() < time && self.begun < MOST;
            if goes_on || self.outcome.took.is_zero() {
                self.outcome.took = start.elapsed();
            }
            if !goes_on && self.slots.iter().all(Option::is_none) {
                return Ok(());
            }
            wait(&self.epoll, &mut events)?;
            for event in events.drain(..) {
                let slot = event.data.u64() as usize;
                // The server has closed it, unless it was refused. (The event is packed: copied.)
                let flags = event.flags;
                self.end(slot, !flags.contains(EventFlags::ERR));
                if goes_on {
                    self.begin(slot)?;
                }
            }
            if looked.elapsed() >= LOOK {
                looked = Instant::now();
                self.give_up(goes_on)?;
            }
        }
    }

    fn begin(&mut self, slot: usize) -> io::Result<()> {
        let flags = SocketFlags::NONBLOCK | SocketFlags::CLOEXEC;
        let tcp = Some(ipproto::TCP);
        let socket = socket_with(AddressFamily::INET, SocketType::STREAM, flags, tcp)?;
        let server = self.servers[(self.begun % self.servers.len() as u64) as usize];
        self.begun += 1;
        match connect(&socket, &server) {
            Ok(()) | Err(Errno::INPROGRESS) => {}
            Err(error) => return Err(error.into()),
        }
        let data = EventData::new_u64(slot as u64);
        epoll::add(&self.epoll, &socket, data, EventFlags::IN)?;
        self.slots[slot] = Some((socket, Instant::now()));
        Ok(())
    }

    /// Counts a connection and closes it, which takes it from the epoll instance.
    fn end(&mut self, slot: usize, completed: bool) {
        if self.slots[slot].take().is_some() {
            if completed {
                self.outcome.completed += 1;
            } else {
                self.outcome.failed += 1;
            }
        }
    }

    /// Gives up what takes too long.
    fn give_up(&mut self, goes_on: bool) -> io::Result<()> {
        for slot in 0..IN_FLIGHT {
            let began = self.slots[slot].as_ref().map(|(_, began)| began.elapsed());
            if began.is_some_and(|age| age > PATIENCE) {
                self.end(slot, false);
                if goes_on {
                    self.begin(slot)?;
                }
            }
        }
        Ok(())
    }
}
