//! Commands that run on the machines of a lab, at the same time as each other and as the network.
//!
//! A tool is a future ([`Io`] is all that it sees of the world). It is polled whenever something may have
//! changed at the present moment of virtual time, and says when it wants to be woken by the clock. There
//! are no threads, and nothing happens that does not follow from the lab's seed.

mod files;
mod io;
mod names;
mod net;

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, VecDeque},
    fmt,
    future::Future,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, Waker},
};

use dataplane::time::Instant;

pub use files::{File, Files, is_pattern};
pub use io::{Family, Io, Others, Typed};
pub use names::Names;
pub use net::{Listener, Stream, Udp};

use crate::{lab::Lab, stack::Shared};

/// The exit status of a program that Ctrl-C ended: 128 and the number of `SIGINT`.
const INTERRUPTED: i32 = 130;
/// How long [`run`](crate::tools::run) waits before it interrupts a command that does not end.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(4 * 3_600);

/// What a command left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Its exit status.
    pub status: i32,
    /// What it printed, both streams.
    pub output: String,
}

/// A command that was started.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct JobId(u32);

/// What programs on one machine share.
#[derive(Debug)]
pub struct Machine {
    /// The machine's name.
    pub name: String,
    /// Its sockets.
    pub stack: Shared,
    /// Its files.
    pub files: RefCell<Files>,
    /// Commands of the machine's languages that programs want executed.
    commands: RefCell<VecDeque<Wanted>>,
}

/// What a command that goes on has to print, until it is taken. Who looks after it holds it weakly.
pub type Feed = Rc<RefCell<Vec<u8>>>;

/// A command that a program wants executed.
#[derive(Debug)]
struct Wanted {
    argv: Vec<String>,
    stdin: Vec<u8>,
    answer: Rc<RefCell<Option<Done>>>,
    feed: Feed,
}

impl Machine {
    /// A machine without programs, whose sockets take their random numbers from `seed`.
    #[must_use]
    pub fn new(name: &str, seed: u64) -> Rc<Self> {
        Rc::new(Self {
            name: name.to_owned(),
            stack: Shared::new(seed),
            files: RefCell::default(),
            commands: RefCell::default(),
        })
    }

    /// Has the commands executed that programs want; whether there were any.
    pub fn execute_wanted(&self, mut execute: impl FnMut(&[&str], &[u8], &Feed) -> Done) -> bool {
        let mut any = false;
        loop {
            let Some(wanted) = self.commands.borrow_mut().pop_front() else {
                return any;
            };
            any = true;
            let argv: Vec<&str> = wanted.argv.iter().map(String::as_str).collect();
            let done = execute(&argv, &wanted.stdin, &wanted.feed);
            *wanted.answer.borrow_mut() = Some(done);
        }
    }

    /// Whether programs have something for the machine to do now.
    fn is_busy(&self) -> bool {
        !self.commands.borrow().is_empty() || self.stack.lock().is_busy()
    }
}

/// What a running command shares with who looks after it.
#[derive(Debug)]
pub(crate) struct Process {
    machine: Rc<Machine>,
    names: Rc<RefCell<Names>>,
    pid: u32,
    control: Rc<Control>,
    output: RefCell<Vec<u8>>,
    stdin: RefCell<io::Stdin>,
}

/// How a command and all that it has started are driven.
#[derive(Debug)]
struct Control {
    now: Cell<Instant>,
    wake: Cell<Instant>,
    interrupted: Cell<bool>,
    /// Ctrl-C does not end it at once.
    catches: Cell<bool>,
    /// It goes on, but who started it does not wait for it.
    detached: Cell<bool>,
    /// It waits for something to be typed.
    reads: Cell<bool>,
    started: Cell<u32>,
}

type Program = Pin<Box<dyn Future<Output = i32>>>;

struct Job {
    process: Rc<Process>,
    program: Option<Program>,
    status: i32,
}

/// The commands of a lab.
#[derive(Default)]
pub struct Jobs {
    list: BTreeMap<JobId, Job>,
    names: Rc<RefCell<Names>>,
    started: u32,
}

impl fmt::Debug for Jobs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Jobs")
            .field("running", &self.running().count())
            .finish_non_exhaustive()
    }
}

/// What a command reads from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Input {
    /// Nothing, as from `/dev/null`.
    #[default]
    Nothing,
    /// A terminal: reads wait until somebody types.
    Terminal,
    /// All of it, then the end.
    Bytes(Vec<u8>),
}

impl Jobs {
    /// The names that all machines know.
    #[must_use]
    pub fn names(&self) -> &RefCell<Names> {
        &self.names
    }

    /// Starts a program on a machine.
    pub fn start<P, F>(
        &mut self,
        machine: &Rc<Machine>,
        input: Input,
        now: Instant,
        program: P,
    ) -> JobId
    where
        P: FnOnce(Io) -> F,
        F: Future<Output = i32> + 'static,
    {
        self.started += 1;
        let id = JobId(self.started);
        let control = Rc::new(Control {
            now: Cell::new(now),
            wake: Cell::new(Instant::FAR_FUTURE),
            interrupted: Cell::new(false),
            catches: Cell::new(false),
            detached: Cell::new(false),
            reads: Cell::new(false),
            started: Cell::new(0),
        });
        let process = Rc::new(Process {
            machine: Rc::clone(machine),
            names: Rc::clone(&self.names),
            // As after a boot, and a few programs for each one that somebody starts.
            pid: 900 + 7 * self.started,
            control,
            output: RefCell::default(),
            stdin: RefCell::new(io::Stdin::new(input)),
        });
        let program = Box::pin(program(Io::new(Rc::clone(&process))));
        self.list.insert(
            id,
            Job {
                process,
                program: Some(program),
                status: 0,
            },
        );
        id
    }

    /// Lets every program do what it can at this moment. Whether any did something that a machine or
    /// another program could notice.
    pub fn poll(&mut self, now: Instant) -> bool {
        let mut context = Context::from_waker(Waker::noop());
        let mut busy = false;
        for job in self.list.values_mut() {
            let Some(program) = &mut job.program else {
                continue;
            };
            job.process.control.now.set(now);
            job.process.control.wake.set(Instant::FAR_FUTURE);
            job.process.control.reads.set(false);
            if let Poll::Ready(status) = program.as_mut().poll(&mut context) {
                job.status = status;
                job.program = None;
                busy = true;
            }
            busy |= job.process.machine.is_busy();
        }
        busy
    }

    /// When a program wants to be polled at the latest.
    #[must_use]
    pub fn next_deadline(&self) -> Instant {
        self.running()
            .map(|(_, job)| job.process.control.wake.get())
            .min()
            .unwrap_or(Instant::FAR_FUTURE)
    }

    fn running(&self) -> impl Iterator<Item = (JobId, &Job)> {
        self.list
            .iter()
            .filter(|(_, job)| job.program.is_some())
            .map(|(id, job)| (*id, job))
    }

    /// What a command has printed so far.
    #[must_use]
    pub fn output(&self, job: JobId) -> String {
        self.list.get(&job).map_or_else(String::new, |job| {
            String::from_utf8_lossy(&job.process.output.borrow()).into_owned()
        })
    }

    /// How many bytes a command has printed so far.
    #[must_use]
    pub fn output_len(&self, job: JobId) -> usize {
        let found = self.list.get(&job);
        found.map_or(0, |job| job.process.output.borrow().len())
    }

    /// Whether a command waits for others without an end in sight.
    #[must_use]
    pub fn waits(&self, job: JobId) -> bool {
        self.list.get(&job).is_some_and(|job| {
            job.program.is_some() && job.process.control.wake.get() == Instant::FAR_FUTURE
        })
    }

    /// What a command has printed behind the first `from` bytes.
    #[must_use]
    pub fn output_from(&self, job: JobId, from: usize) -> String {
        self.list.get(&job).map_or_else(String::new, |job| {
            let output = job.process.output.borrow();
            let rest = output.get(from..).unwrap_or_default();
            String::from_utf8_lossy(rest).into_owned()
        })
    }

    /// What a command has left, if it has ended.
    #[must_use]
    pub fn done(&self, job: JobId) -> Option<Done> {
        let found = self.list.get(&job)?;
        let over = found.program.is_none() || found.process.control.detached.get();
        over.then(|| Done {
            status: found.status,
            output: self.output(job),
        })
    }

    /// Whether a command waits for something to be typed.
    #[must_use]
    pub fn reads(&self, job: JobId) -> bool {
        self.list
            .get(&job)
            .is_some_and(|job| job.program.is_some() && job.process.control.reads.get())
    }

    /// The commands that run, with the names of their machines.
    pub fn list(&self) -> impl Iterator<Item = (JobId, &str)> {
        self.running()
            .map(|(id, job)| (id, job.process.machine.name.as_str()))
    }

    /// Forgets a command: a running one is killed, unless it has gone into the background by itself.
    pub fn forget(&mut self, job: JobId) {
        let stays = |job: &Job| job.program.is_some() && job.process.control.detached.get();
        if !self.list.get(&job).is_some_and(stays) {
            self.list.remove(&job);
        }
    }

    /// Ctrl-C for a command. One that does not catch it is gone at once.
    pub fn interrupt(&mut self, job: JobId) {
        if let Some(job) = self.list.get_mut(&job)
            && job.program.is_some()
        {
            job.process.control.interrupted.set(true);
            if !job.process.control.catches.get() {
                job.program = None;
                job.status = INTERRUPTED;
            }
        }
    }

    /// Types a line at a command that reads from the terminal; `None` for its end (Ctrl-D).
    pub fn type_line(&mut self, job: JobId, line: Option<&str>) {
        if let Some(job) = self.list.get(&job) {
            job.process.stdin.borrow_mut().type_line(line);
        }
    }
}

/// Waits for a command until `deadline`; what it has left, if it has ended by then.
pub fn wait(lab: &mut Lab, job: JobId, deadline: Instant) -> Option<Done> {
    lab.settle();
    lab.wait(deadline, |lab| lab.jobs().done(job))
}

/// Ctrl-C for a command, and what it has left then.
pub fn interrupt(lab: &mut Lab, job: JobId) -> Done {
    lab.jobs().interrupt(job);
    // What a program does when it is interrupted takes no time; one that goes on is killed.
    let soon = lab.now() + std::time::Duration::from_secs(1);
    let done = wait(lab, job, soon);
    done.unwrap_or_else(|| {
        let output = lab.jobs().output(job);
        lab.jobs().forget(job);
        Done {
            status: INTERRUPTED,
            output,
        }
    })
}

/// Waits for a command, forgets it and gives what it has left. After four hours it is interrupted.
pub fn finish(lab: &mut Lab, job: JobId) -> Done {
    let deadline = lab.now() + PATIENCE;
    let done = wait(lab, job, deadline);
    let done = done.unwrap_or_else(|| interrupt(lab, job));
    lab.jobs().forget(job);
    done
}
