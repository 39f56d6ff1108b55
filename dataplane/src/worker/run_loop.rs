//! The live loop: a worker on a thread of its own.

use std::{
    fmt, io, iter,
    num::NonZeroU64,
    os::fd::{AsFd, OwnedFd},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use crossbeam::channel::{self, Receiver, Sender};
use rustix::{
    event::{EventfdFlags, PollFd, PollFlags, Timespec, eventfd, poll},
    io::Errno,
    thread::set_current_timer_slack,
};

use super::{Worker, idle::Idle, moderation::Moderation};
use crate::{
    iface::IfIndex,
    io::PortQueue,
    neigh::NeighOutput,
    time::{Duration, Instant},
};

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
        self.shared.wake();
    }
}

impl Shared {
    fn wake(&self) {
        // The counter is full only if the worker has been woken already.
        let _ = rustix::io::write(&self.wake, &1_u64.to_ne_bytes());
    }
}

/// Runs `worker` until it is told to stop or the control side is gone. Where many frames come, it lets them gather for
/// `gather` at most ([`GATHER`](super::GATHER) is a good choice). `clock` is read once a burst.
///
/// # Errors
/// If the worker can't wait for frames.
pub fn run(
    mut worker: Worker,
    inbox: &Inbox,
    gather: Duration,
    clock: impl Fn() -> Instant,
) -> io::Result<()> {
    // Shapers count on short sleeps. Without the permission, the kernel wakes up 50 µs late.
    let _ = set_current_timer_slack(NonZeroU64::new(1));
    let shared = Arc::clone(&inbox.shared);
    worker.set_wake(move || shared.wake());
    let mut moderation = Moderation::new(clock(), gather);
    let mut idle = Idle::new(clock());
    loop {
        let now = clock();
        if inbox.shared.pending.swap(false, Ordering::Acquire) && !obey(&mut worker, inbox, now) {
            worker.park();
            return Ok(());
        }
        if worker.next_deadline() <= now {
            worker.run_timers(now);
        }
        let received = worker.poll(now);
        if received > 0 {
            idle.received(now);
        }
        if let Some(time) = moderation.note(received, worker.sent_bytes(), now) {
            worker.park();
            if wait_for_more(&mut worker, time)? {
                moderation.cut_short();
            }
            continue;
        }
        if received > 0 {
            continue;
        }
        let Some(until) = idle.note(now) else {
            std::hint::spin_loop();
            continue;
        };
        worker.park();
        if idle.is_fruitless() {
            thread::sleep(ASK);
        }
        if !worker.doze() {
            continue;
        }
        let until = worker.next_deadline().min(until);
        if wait(&worker, &inbox.shared, until, clock())? {
            idle.woken();
        }
        worker.rise();
    }
}

/// Does what the control side says. Whether to go on.
fn obey(worker: &mut Worker, inbox: &Inbox, now: Instant) -> bool {
    for command in inbox.commands.try_iter() {
        match command {
            Command::Attach(port, queue) => worker.attach(port, queue),
            Command::Detach(port) => drop(worker.detach(port)),
            Command::Neighbours(output) => worker.finish_neighbours(output, now),
            Command::Sync(done) => drop(done),
            Command::Stop => return false,
        }
    }
    true
}

/// Sleeps until there is a frame, a command or a deadline. Whether it was a frame, as far as the
/// queues know.
///
/// With poll, not with an epoll instance: that stays in a queue's list of who is to be told, and
/// makes the kernel pay for each frame that comes while the worker is awake anyway.
fn wait(worker: &Worker, shared: &Shared, deadline: Instant, now: Instant) -> io::Result<bool> {
    let (queues, asks) = worker.poll_fds();
    let mut left = deadline.saturating_since(now);
    if asks {
        left = left.min(ASK);
    }
    let timeout = timespec(left);
    let timeout = (deadline != Instant::FAR_FUTURE || asks).then_some(&timeout);
    let mut fds: Vec<_> = iter::once(shared.wake.as_fd())
        .chain(queues)
        .map(|fd| PollFd::from_borrowed_fd(fd, PollFlags::IN))
        .collect();
    if !sleep(&mut fds, timeout)? {
        return Ok(false);
    }
    let mut ready = fds.iter().map(|fd| !fd.revents().is_empty());
    if ready.next() == Some(true) {
        // Quiet again; what it was about is in `pending`.
        let _ = rustix::io::read(&shared.wake, &mut [0; 8]);
    }
    Ok(ready.any(|ready| ready))
}

/// Sleeps while frames gather. Whether a frame ended that, which came by a port where few come.
fn wait_for_more(worker: &mut Worker, time: Duration) -> io::Result<bool> {
    let mut fds: Vec<_> = worker
        .rare_fds()
        .map(|fd| PollFd::from_borrowed_fd(fd, PollFlags::IN))
        .collect();
    if fds.is_empty() {
        thread::sleep(time);
        return Ok(false);
    }
    sleep(&mut fds, Some(&timespec(time)))
}

/// Sleeps until one of `fds` is ready. Whether one is.
fn sleep(fds: &mut [PollFd<'_>], timeout: Option<&Timespec>) -> io::Result<bool> {
    match poll(fds, timeout) {
        Ok(ready) => Ok(ready > 0),
        Err(Errno::INTR) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

fn timespec(time: Duration) -> Timespec {
    Timespec {
        tv_sec: i64::try_from(time.as_secs()).unwrap_or(i64::MAX),
        tv_nsec: time.subsec_nanos().into(),
    }
}
