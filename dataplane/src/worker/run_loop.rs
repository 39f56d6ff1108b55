//! The live loop: a worker on a thread of its own.

use std::{
    fmt, io,
    os::fd::{AsFd, OwnedFd},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use crossbeam::channel::{self, Receiver, Sender};
use rustix::event::{EventfdFlags, epoll, eventfd};

use super::{
    Worker,
    moderation::{GATHER, Moderation},
};
use crate::{
    iface::IfIndex,
    io::PortQueue,
    neigh::NeighOutput,
    time::{Duration, Instant},
};

/// Empty polls before the worker sleeps: what comes in meanwhile costs no system call to wait for.
const SPINS: u32 = 32;

/// Times that a queue may wake the worker for nothing before the worker leaves it alone for a while:
/// a device in trouble is readable without having frames.
const FRUITLESS: u32 = 16;

/// How long a worker sleeps at most while it has queues that can't wake it.
const ASK: Duration = Duration::from_millis(1);

/// What the control side tells a worker.
pub enum Command {
    /// To serve the port by this queue from now on.
    Attach(IfIndex, Box<dyn PortQueue>),
    /// To serve the port no more; its queue is closed.
    Detach(IfIndex),
    /// To send what the neighbour cache gave to the control side.
    Neighbours(NeighOutput),
    /// To drop this when all commands before it have been obeyed.
    Sync(Sender<()>),
    /// To end.
    Stop,
}

impl fmt::Debug for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Attach(port, _) => f.debug_tuple("Attach").field(port).finish(),
            Self::Detach(port) => f.debug_tuple("Detach").field(port).finish(),
            Self::Neighbours(_) => f.write_str("Neighbours"),
            Self::Sync(_) => f.write_str("Sync"),
            Self::Stop => f.write_str("Stop"),
        }
    }
}

/// The control side's end of the way to a worker.
#[derive(Clone, Debug)]
pub struct Handle {
    commands: Sender<Command>,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    /// Becomes readable to wake the worker.
    wake: OwnedFd,
    /// There may be commands. Looked at once a burst.
    pending: AtomicBool,
}

/// The worker's end.
#[derive(Debug)]
pub struct Inbox {
    commands: Receiver<Command>,
    shared: Arc<Shared>,
}

/// The way from the control side to a worker.
///
/// # Errors
/// If there are no descriptors any more.
pub fn inbox() -> io::Result<(Handle, Inbox)> {
    let (sender, receiver) = channel::unbounded();
    let shared = Arc::new(Shared {
        wake: eventfd(0, EventfdFlags::NONBLOCK | EventfdFlags::CLOEXEC)?,
        pending: AtomicBool::new(false),
    });
    let handle = Handle {
        commands: sender,
        shared: Arc::clone(&shared),
    };
    let inbox = Inbox {
        commands: receiver,
        shared,
    };
    Ok((handle, inbox))
}

impl Handle {
    /// Gives the worker a command, and wakes it. Lost if the worker has ended.
    pub fn send(&self, command: Command) {
        // A worker that has ended does nothing any more.
        let _ = self.commands.send(command);
        self.shared.pending.store(true, Ordering::Release);
        // The counter is full only if the worker has been woken already.
        let _ = rustix::io::write(&self.shared.wake, &1_u64.to_ne_bytes());
    }
}

/// Runs `worker` until it is told to stop or the control side is gone. `clock` is read once a burst.
///
/// # Errors
/// If the worker can't wait for frames.
pub fn run(mut worker: Worker, inbox: &Inbox, clock: impl Fn() -> Instant) -> io::Result<()> {
    let mut waiting = Waiting::new(&worker, inbox)?;
    let mut moderation = Moderation::new(clock());
    let mut idle = 0;
    loop {
        let now = clock();
        if inbox.shared.pending.swap(false, Ordering::Acquire) {
            let (go_on, ports_changed) = obey(&mut worker, inbox, now);
            if !go_on {
                worker.park();
                return Ok(());
            }
            if ports_changed {
                waiting = Waiting::new(&worker, inbox)?;
            }
        }
        if worker.next_deadline() <= now {
            worker.run_timers(now);
        }
        let received = worker.poll(now);
        if worker.take_queue_failed() {
            waiting = Waiting::new(&worker, inbox)?;
        }
        if received > 0 {
            (idle, waiting.fruitless) = (0, 0);
            if moderation.note(received, now) {
                worker.park();
                std::thread::sleep(GATHER);
            }
            continue;
        }
        idle += 1;
        if idle < SPINS {
            std::hint::spin_loop();
            continue;
        }
        idle = 0;
        let deadline = worker.next_deadline();
        worker.park();
        waiting.wait(deadline, clock())?;
        moderation = Moderation::new(clock());
    }
}

/// Does what the control side says. Whether to go on, and whether queues came or went.
fn obey(worker: &mut Worker, inbox: &Inbox, now: Instant) -> (bool, bool) {
    let mut ports_changed = false;
    for command in inbox.commands.try_iter() {
        match command {
            Command::Attach(port, queue) => {
                worker.attach(port, queue);
                ports_changed = true;
            }
            Command::Detach(port) => {
                drop(worker.detach(port));
                ports_changed = true;
            }
            Command::Neighbours(output) => worker.finish_neighbours(output, now),
            Command::Sync(done) => drop(done),
            Command::Stop => return (false, ports_changed),
        }
    }
    (true, ports_changed)
}

/// What an event of the epoll instance is about.
const WAKE: u64 = 0;
const FRAMES: u64 = 1;

/// What a sleeping worker waits for.
struct Waiting {
    epoll: OwnedFd,
    wake: Arc<Shared>,
    /// There are queues without a descriptor.
    asks: bool,
    /// How often the queues have woken the worker since there last was a frame.
    fruitless: u32,
    events: Vec<epoll::Event>,
}

impl Waiting {
    fn new(worker: &Worker, inbox: &Inbox) -> io::Result<Self> {
        let epoll = epoll::create(epoll::CreateFlags::CLOEXEC)?;
        let add = |fd, what| {
            let data = epoll::EventData::new_u64(what);
            epoll::add(&epoll, fd, data, epoll::EventFlags::IN)
        };
        add(inbox.shared.wake.as_fd(), WAKE)?;
        let (fds, asks) = worker.poll_fds();
        for fd in fds {
            add(fd, FRAMES)?;
        }
        Ok(Self {
            epoll,
            wake: Arc::clone(&inbox.shared),
            asks,
            fruitless: 0,
            events: Vec::with_capacity(8),
        })
    }

    fn wait(&mut self, deadline: Instant, now: Instant) -> io::Result<()> {
        let mut left = deadline.saturating_since(now);
        if self.asks {
            left = left.min(ASK);
        }
        let timeout = rustix::event::Timespec {
            tv_sec: i64::try_from(left.as_secs()).unwrap_or(i64::MAX),
            tv_nsec: left.subsec_nanos().into(),
        };
        let timeout = (deadline != Instant::FAR_FUTURE || self.asks).then_some(&timeout);
        if self.fruitless > FRUITLESS {
            std::thread::sleep(ASK);
        }
        self.events.clear();
        match epoll::wait(
            &self.epoll,
            rustix::buffer::spare_capacity(&mut self.events),
            timeout,
        ) {
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        let woken_by = |what| self.events.iter().any(|event| event.data.u64() == what);
        let frames = woken_by(FRAMES);
        if woken_by(WAKE) {
            // Quiet again; what it was about is in `pending`.
            let _ = rustix::io::read(&self.wake.wake, &mut [0; 8]);
        }
        self.fruitless = self.fruitless.saturating_add(u32::from(frames));
        Ok(())
    }
}
