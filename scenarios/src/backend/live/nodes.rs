//! The nodes of a lesson as namespaces, with a shell on each.

use std::{
    fmt, fs,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use super::{
    job::{Job, QUIET, effort, settle},
    kernel_log::KernelLog,
};
use crate::{
    backend::{Backend, BackendError, JobId, Kind, READY, Setup},
    expect::agree,
    lesson::{Lesson, Role, Topology, Wire},
    netns::{Running, Sandbox, wait_until},
    shell::Shell,
    tools::Done,
};

/// How long a command may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// A lesson's namespaces. The sandbox around them goes, with all that is in it, when this goes.
pub struct Live {
    pub(super) kind: Kind,
    pub(super) topology: Topology,
    /// A shell on each node.
    pub(super) shells: Vec<Shell>,
    jobs: Vec<Job>,
    /// `/run` of the sandbox, seen from outside.
    pub(super) run: PathBuf,
    /// The binary that routers run.
    pub(super) tollgate: PathBuf,
    /// What writes captures, if they are kept.
    pub(super) captures: Vec<Running>,
    /// Lets namespaces write to the kernel's log.
    pub(super) kernel_log: Option<KernelLog>,
    pub(super) sandbox: Sandbox,
}

impl fmt::Debug for Live {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Live")
            .field("kind", &self.kind)
            .field("jobs", &self.jobs)
            .finish_non_exhaustive()
    }
}

impl Live {
    /// Builds it: namespaces, cables, services, and the routers of the netns backend.
    pub(in crate::backend) fn new(
        kind: Kind,
        lesson: &Lesson,
        setup: &Setup,
    ) -> Result<Self, BackendError> {
        let topology = lesson.topology.clone();
        let names: Vec<&str> = topology
            .nodes
            .iter()
            .map(|node| node.name.as_str())
            .collect();
        let sandbox = Sandbox::new(&names)?;
        let mut steps = lesson.steps_on(kind.name());
        let logs = kind == Kind::Kernel && steps.any(|step| step.command.contains("dmesg"));
        let mut live = Self {
            kind,
            topology,
            shells: Vec::new(),
            jobs: Vec::new(),
            run: sandbox.path("/run"),
            tollgate: setup.tollgate.clone(),
            captures: Vec::new(),
            kernel_log: if logs { Some(KernelLog::open()?) } else { None },
            sandbox,
        };
        live.build(setup.captures)?;
        Ok(live)
    }

    /// Whether a node is a live Tollgate.
    pub(super) fn is_tollgate(&self, node: usize) -> bool {
        self.kind == Kind::Netns && self.topology.nodes[node].role == Role::Router
    }

    /// The far end of a card's cable, in the sandbox's own namespace.
    pub(super) fn far_end(&self, node: usize, nic: usize) -> String {
        let place = |(number, wire): (usize, &Wire)| {
            let mut ends = wire.ends.iter();
            let port = ends.position(|end| end.node == node && end.nic == nic)?;
            Some(format!("wire{number}p{port}"))
        };
        let mut wires = self.topology.wires.iter().enumerate();
        wires.find_map(place).unwrap_or_default()
    }

    /// Runs a command in the sandbox that must succeed.
    pub(super) fn must(&self, node: Option<&str>, command: &str) -> Result<(), BackendError> {
        let finished = self.sandbox.run(node, command);
        if finished.status == 0 {
            return Ok(());
        }
        Err(BackendError::Setup {
            command: command.to_owned(),
            said: finished.stderr,
        })
    }

    /// Runs a command of the backend itself in a node's shell; it must succeed.
    pub(super) fn own(&mut self, node: usize, command: &str) -> Result<String, BackendError> {
        own(&mut self.shells[node], command)
    }

    /// Starts a command beside a node's shell.
    pub(super) fn job(&mut self, node: usize, command: &str) -> Result<JobId, BackendError> {
        let id = self.jobs.len();
        // A group of its own (`set -m`), so that a signal reaches what a terminal's would.
        let line = format!("{{ {command}\n}} </dev/null >/run/jobs/{id} 2>&1 & echo $!");
        let said = self.own(node, &line)?;
        let pid = said.trim().parse().map_err(|_| BackendError::Setup {
            command: command.to_owned(),
            said,
        })?;
        self.jobs.push(Job {
            node,
            pid,
            output: self.run.join(format!("jobs/{id}")),
        });
        Ok(JobId(id))
    }

    /// What a job has printed so far.
    pub(super) fn printed(&self, job: JobId) -> String {
        self.jobs[job.0].printed()
    }

    /// The kernel begins to send by a card a moment after it was set up, up to a second: waits for it.
    fn cards_are_up(&mut self, node: usize) -> Result<(), BackendError> {
        let cards = self.topology.nodes[node].nics.join(" ");
        let wait = format!(
            "for i in {{1..200}}; do down=; for card in {cards}; do \
             read flags </sys/class/net/$card/flags; read state </sys/class/net/$card/operstate; \
             [ $((flags & 1)) = 0 ] || [ $state = up ] || down=$card; done; \
             [ \"$down\" ] || break; sleep 0.01; done 2>/dev/null; true"
        );
        self.own(node, &wait).map(drop)
    }

    /// Waits for a job's end.
    fn reap(&mut self, job: JobId) -> Result<Done, BackendError> {
        let Job { node, pid, .. } = self.jobs[job.0];
        // The last of a group to end may be one that still writes what another has said.
        let wait = format!(
            "wait {pid}; s=$?; for i in {{1..200}}; do kill -0 -- -{pid} 2>/dev/null || break; \
             sleep 0.01; done; (exit $s)"
        );
        let (status, _) = shell(&mut self.shells[node], &wait)?;
        Ok(Done {
            status,
            output: self.printed(job),
        })
    }
}

/// Runs a line in a shell; gives its exit status and what it printed.
fn shell(shell: &mut Shell, line: &str) -> Result<(i32, String), BackendError> {
    let ran = shell.run(line, PATIENCE);
    ran.map_err(|error| BackendError::Stuck(error.to_string()))
}

/// Runs a line in a shell that must succeed.
pub(super) fn own(to: &mut Shell, line: &str) -> Result<String, BackendError> {
    match shell(to, line)? {
        (0, said) => Ok(said),
        (_, said) => Err(BackendError::Setup {
            command: line.to_owned(),
            said,
        }),
    }
}

impl Backend for Live {
    fn name(&self) -> &'static str {
        self.kind.name()
    }

    fn run(&mut self, node: usize, command: &str) -> Result<Done, BackendError> {
        let (status, output) = shell(&mut self.shells[node], command)?;
        if command.starts_with("ip ") && command.contains(" up") {
            self.cards_are_up(node)?;
        }
        Ok(Done { status, output })
    }

    fn start(
        &mut self,
        node: usize,
        command: &str,
        written: &str,
    ) -> Result<(JobId, String), BackendError> {
        let id = self.job(node, command)?;
        let job = &self.jobs[id.0];
        if written.is_empty() {
            settle(job);
        } else {
            wait_until(READY, || {
                agree(written, &job.printed()).is_ok() || effort(job.pid).is_none()
            });
        }
        Ok((id, job.printed()))
    }

    fn wait(&mut self, job: JobId) -> Result<Done, BackendError> {
        self.reap(job)
    }

    fn kill(&mut self, job: JobId, signal: &str) -> Result<Done, BackendError> {
        settle(&self.jobs[job.0]);
        let Job { node, pid, .. } = self.jobs[job.0];
        // It may have ended by itself.
        self.own(node, &format!("kill -{signal} -- -{pid} 2>/dev/null; true"))?;
        self.reap(job)
    }

    fn captures(&mut self, folder: &Path) -> Result<Vec<PathBuf>, BackendError> {
        let mut written = Vec::new();
        if self.captures.is_empty() {
            return Ok(written);
        }
        // tcpdump writes each packet when it comes; the last ones may be on their way.
        thread::sleep(QUIET);
        for (end, _) in self.topology.cards() {
            let name = self.topology.capture_name(end);
            let path = folder.join(&name);
            fs::copy(self.run.join(&name), &path)?;
            written.push(path);
        }
        Ok(written)
    }
}
