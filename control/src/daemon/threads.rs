//! The live workers: a thread for each.

use std::{fmt, io, sync::Arc, thread, time::Duration};

use crossbeam::channel::{self, Receiver, Sender};
use dataplane::{
    iface::IfIndex,
    neigh::NeighOutput,
    worker::{self, Command, Handle, Router, Worker},
};
use rustix::thread::{CpuSet, sched_setaffinity};
use tracing::error;

use super::{control::Workers, lifecycle::now, ports::Queues};

/// Why the workers can't run.
#[derive(Debug)]
pub enum StartError {
    /// The system has no thread or descriptor for one.
    System(io::Error),
    /// A worker can't be bound to its processor.
    Cpu(usize, io::Error),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::System(error) => write!(f, "start a worker: {error}"),
            Self::Cpu(cpu, error) => write!(
                f,
                "--cpus: processor {cpu}: {error}; /sys/devices/system/cpu/online lists them"
            ),
        }
    }
}

impl std::error::Error for StartError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::System(error) | Self::Cpu(_, error) => Some(error),
        }
    }
}

/// Threads that carry packets; they end with this.
#[derive(Debug)]
pub struct Threads {
    workers: Vec<(Handle, thread::JoinHandle<()>)>,
    ended: Receiver<usize>,
}

/// Says that a worker has ended, whichever way.
struct Ends {
    worker: usize,
    ended: Sender<usize>,
}

impl Drop for Ends {
    fn drop(&mut self) {
        // After the control thread there is nobody to tell.
        let _ = self.ended.send(self.worker);
    }
}

impl Threads {
    /// Starts `count` workers of `router`, bound in turn to `cpus` if there are any, which let frames gather for `gather`
    /// at most.
    ///
    /// # Errors
    /// See [`StartError`].
    pub fn start(
        router: &Arc<Router>,
        count: usize,
        cpus: &[usize],
        gather: Duration,
        seed: u64,
    ) -> Result<Self, StartError> {
        let (sender, ended) = channel::unbounded();
        let mut threads = Self {
            workers: Vec::new(),
            ended,
        };
        for id in 0..count {
            let cpu = (!cpus.is_empty()).then(|| cpus[id % cpus.len()]);
            let (bound, is_bound) = channel::bounded(1);
            let (handle, inbox) = worker::inbox().map_err(StartError::System)?;
            let worker = Worker::new(Arc::clone(router), id, seed);
            let ends = Ends {
                worker: id,
                ended: sender.clone(),
            };
            let thread = thread::Builder::new()
                .name(format!("worker{id}"))
                .spawn(move || {
                    let _ends = ends;
                    let binding = cpu.map_or(Ok(()), bind);
                    let failed = binding.is_err();
                    // Whoever started the thread waits for this.
                    let _ = bound.send(binding);
                    if failed {
                        return;
                    }
                    if let Err(error) = worker::run(worker, &inbox, gather, now) {
                        error!(worker = id, %error, "a worker ended");
                    }
                })
                .map_err(StartError::System)?;
            threads.workers.push((handle, thread));
            if let (Some(cpu), Ok(Err(error))) = (cpu, is_bound.recv()) {
                return Err(StartError::Cpu(cpu, error));
            }
        }
        Ok(threads)
    }

    /// Where the number of a worker that has ended comes: none does while all is well.
    #[must_use]
    pub const fn ended(&self) -> &Receiver<usize> {
        &self.ended
    }

    fn send(&self, worker: usize, command: Command) {
        if let Some((handle, _)) = self.workers.get(worker) {
            handle.send(command);
        }
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        for (handle, _) in &self.workers {
            handle.send(Command::Stop);
        }
        for (_, thread) in self.workers.drain(..) {
            // If it panicked, its message is out already.
            let _ = thread.join();
        }
    }
}

impl Workers for Threads {
    fn attach(&mut self, Queues { port, queues }: Queues) {
        for (worker, queue) in queues.into_iter().enumerate() {
            self.send(worker, Command::Attach(port, queue));
        }
    }

    fn detach(&mut self, port: IfIndex) {
        let (sender, done) = channel::bounded(0);
        for worker in 0..self.workers.len() {
            self.send(worker, Command::Detach(port));
            self.send(worker, Command::Sync(sender.clone()));
        }
        drop(sender);
        // Ends when every worker has dropped its sender: the port's descriptors are closed then,
        // and its device can be opened anew.
        let _ = done.recv();
    }

    fn neighbours(&mut self, output: NeighOutput) {
        self.send(0, Command::Neighbours(output));
    }
}

/// Binds the calling thread to a processor.
fn bind(cpu: usize) -> io::Result<()> {
    let mut set = CpuSet::new();
    set.set(cpu);
    Ok(sched_setaffinity(None, &set)?)
}
